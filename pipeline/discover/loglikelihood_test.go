package discover

import (
	"math"
	"testing"

	"concord/pipeline/stats"
)

func close(a, b, within float64) bool { return math.Abs(a-b) <= within }

func TestG2(t *testing.T) {
	ln := math.Log
	for _, c := range []struct {
		name       string
		a, b, c, d float64
		want       float64
	}{
		{"independent", 10, 20, 30, 60, 0},
		{"empty", 0, 0, 0, 0, 0},
		// All four expected counts are 10: 2·(2·20·ln 2 ) = 80·ln 2.
		{"wholly together", 20, 0, 0, 20, 80 * ln(2)},
		// Rows 30 and 30, columns 40 and 20: expected 20, 10, 20, 10.
		{"by hand", 25, 5, 15, 15, 2 * (25*ln(1.25) + 5*ln(0.5) + 15*ln(0.75) + 15*ln(1.5))},
	} {
		if got := G2(c.a, c.b, c.c, c.d); !close(got, c.want, 1e-9) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	// "the swiss" in Dunning (1993), table 1, which prints 270.72 for it.
	if got := G2(110, 2442, 111, 29114); !close(got, 270.72, 0.005) {
		t.Errorf("Dunning's first row: %v, want 270.72", got)
	}
}

func TestG2Words(t *testing.T) {
	// 10 in 1,000 and 10 in 3,000: 5 and 15 are expected.
	if got, want := G2Words(10, 10, 1000, 3000), 2*(10*math.Log(2)+10*math.Log(10.0/15)); !close(got, want, 1e-9) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, c := range [][4]float64{{5, 5, 100, 100}, {0, 0, 10, 10}, {3, 0, 10, 0}} {
		if got := G2Words(c[0], c[1], c[2], c[3]); got != 0 {
			t.Errorf("%v: %v, want 0", c, got)
		}
	}
}

func TestLogRatio(t *testing.T) {
	for _, c := range []struct{ a, b, c, d, want float64 }{
		{8, 2, 100, 100, 2},
		{2, 8, 100, 100, -2},
		{5, 5, 100, 100, 0},
		{4, 0, 100, 100, 3}, // ½ for 0
		{0, 0, 100, 100, 0},
		{1, 1, 0, 10, 0},
	} {
		if got := LogRatio(c.a, c.b, c.c, c.d); !close(got, c.want, 1e-12) {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestNPMI(t *testing.T) {
	for _, c := range []struct{ both, x, y, n, want float64 }{
		{5, 5, 5, 100, 1},    // only together
		{4, 20, 20, 100, 0},  // independent
		{0, 20, 20, 100, -1}, // never
		{100, 100, 100, 100, 1},
		// p = .1, both margins .2: ln(.1/.04)/-ln(.1)
		{10, 20, 20, 100, math.Log(2.5) / math.Log(10)},
	} {
		if got := NPMI(c.both, c.x, c.y, c.n); !close(got, c.want, 1e-12) {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestChanceOfFewPeopleIsExact(t *testing.T) {
	// Fisher's tea tasting (1935): 3 of 4 right has P = 34/70 two-sided.
	if got := chance(3, 1, 1, 3, G2(3, 1, 1, 3)); !close(got, 34.0/70, 1e-9) {
		t.Errorf("%v", got)
	}
	// 3.841 is the 5 % point of chi-square with one degree of freedom.
	if got := chance(100, 100, 100, 100, 3.841459); !close(got, 0.05, 1e-6) {
		t.Errorf("%v", got)
	}
}

func TestFisherIsThatOfStats(t *testing.T) {
	for _, c := range [][4]int{{0, 5, 3, 90}, {4, 0, 0, 4}, {1, 9, 11, 3}, {2, 1000, 9, 1200}, {0, 0, 1, 2}, {7, 30, 0, 4000}} {
		want, err := stats.FisherExact([][]int{{c[0], c[1]}, {c[2], c[3]}})
		if err != nil {
			t.Fatal(err)
		}
		if got := fisher(c[0], c[1], c[2], c[3]); !close(got, want, 1e-9) {
			t.Errorf("%v: %v, stats has %v", c, got, want)
		}
	}
}
