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
