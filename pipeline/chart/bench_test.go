package chart

import "testing"

// One picture of the usual size, SVG and PNG together.
func BenchmarkDiverging(b *testing.B) {
	for b.Loop() {
		if _, err := Diverging(confidence()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAgreement(b *testing.B) {
	for b.Loop() {
		if _, err := Agreement(agreement()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThemes(b *testing.B) {
	for b.Loop() {
		if _, err := Themes(themes()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBars(b *testing.B) {
	for b.Loop() {
		if _, err := Bars(ages()); err != nil {
			b.Fatal(err)
		}
	}
}
