package stats

import (
	"math"
	"testing"
)

func TestWilsonEdges(t *testing.T) {
	for _, c := range []struct {
		count, n  int
		level     float64
		low, high float64
	}{
		{0, 0, 0.95, 0, 1}, // nothing asked, nothing known
		// Cases of the reference file, so that something is held where it is absent.
		{18, 19, 0.95, 0.7536, 0.9906},
		{19, 19, 0.95, 0.8318, 1},
	} {
		low, high := Wilson(c.count, c.n, c.level)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("Wilson(%d, %d): got %.4f, %.4f, want %.4f, %.4f", c.count, c.n, low, high, c.low, c.high)
		}
	}
	for _, c := range [][3]float64{{-1, 5, 0.95}, {6, 5, 0.95}, {1, 5, 0}, {1, 5, 1}, {1, 5, math.NaN()}} {
		if low, high := Wilson(int(c[0]), int(c[1]), c[2]); !math.IsNaN(low) || !math.IsNaN(high) {
			t.Errorf("Wilson%v: got %v, %v, want NaN", c, low, high)
		}
	}
}

// A whole number of people gives what Wilson gives.
func TestWilsonShare(t *testing.T) {
	for _, c := range [][2]int{{0, 10}, {3, 8}, {19, 19}, {49, 54}, {263, 264}} {
		low, high := Wilson(c[0], c[1], 0.95)
		l, h := WilsonShare(float64(c[0])/float64(c[1]), float64(c[1]), 0.95)
		if math.Abs(l-low) > 1e-12 || math.Abs(h-high) > 1e-12 {
			t.Errorf("%v: %v to %v, expected %v to %v", c, l, h, low, high)
		}
	}
	if l, h := WilsonShare(0.5, 0, 0.95); l != 0 || h != 1 {
		t.Error(l, h)
	}
	if l, _ := WilsonShare(1.5, 10, 0.95); !math.IsNaN(l) {
		t.Error(l)
	}
}
