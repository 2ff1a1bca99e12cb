package redact

import (
	"fmt"
	"strings"
	"testing"

	"concord/pipeline/study"
)

// comments gives n short comments, as a survey has them; every tenth holds a
// name that only Doubtful could see.
func comments(n int) []string {
	kinds := []string{
		"More training on remote working would help, especially for Band 6 staff.",
		"I think the framework covers this well. No changes needed.",
		"Supervision should be named; our supervisor does not know the Online tools we use.",
		"Clients need support with Zoom and with PHQ-9 and GAD-7 of 15 or more.",
		"Agree",
		"It is too long, and the wording of 7.A.3 is hard to follow for new staff.",
		"Data security matters most to me, after the events of 2019 and 2020.",
		"Risk is different when you cannot see the person.",
		"Staff at Steps 2 and 3 do different work; split the domain.",
		"Our trainer at that time was Trentham Wilcox, who covered this in one day.",
	}
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s (%d)", kinds[i%len(kinds)], i)
	}
	return out
}

func BenchmarkText600Comments(b *testing.B) {
	r, texts := New(study.RedactRules{}, nil), comments(600)
	for b.Loop() {
		for _, c := range texts {
			r.Text("u", c)
		}
	}
}

func BenchmarkDoubtful600Comments(b *testing.B) {
	r, texts := New(study.RedactRules{}, nil), comments(600)
	model() // loading it once is not what is measured
	for b.Loop() {
		for _, c := range texts {
			r.Doubtful("u", c)
		}
	}
}

func BenchmarkText1MiB(b *testing.B) {
	r := New(study.RedactRules{}, []string{"Wojtek Kowalski"})
	for name, unit := range map[string]string{
		"prose":  strings.Join(comments(20), " ") + " Dr Patel on 07700 900123, LS2 9JT. ",
		"digits": "0", "groups": "020 ", "at": "@a.", "capitals": "Sarah ", "brackets": "[(", "spaces": " ", "postcodes": "LS2 9",
		"quotes": "A \" ' ) ",
	} {
		text := strings.Repeat(unit, (1<<20)/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r.Text("u", text)
			}
		})
	}
}

// BenchmarkDoubtfulCapitals is a comment that is all capitals within sentences that
// never end, as German nouns are: four times the text must not take much more
// than four times as long.
func BenchmarkDoubtfulCapitals(b *testing.B) {
	r := New(study.RedactRules{}, nil)
	model()
	for _, kib := range []int{64, 128, 256, 1024} {
		text := strings.Repeat("Supervision und Schulung ", kib<<10/25)
		b.Run(fmt.Sprint(kib, "KiB"), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r.Doubtful("u", text)
			}
		})
	}
}
