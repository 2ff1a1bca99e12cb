package stats

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// The reference cases were made with R and checked by a second implementation;
// four are the table of Newcombe (1998).
func TestWilsonReference(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/stats-reference/binomial-ci.json")
	if err != nil {
		t.Skip("the reference cases are not here: ", err)
	}
	var cases []struct {
		Name  string
		Input struct {
			X, N  int
			Level float64 `json:"conf_level"`
		}
		Expected  struct{ Wilson [2]float64 }
		Tolerance float64
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) != 73 {
		t.Errorf("%d cases, want 73", len(cases))
	}
	for _, c := range cases {
		low, high := Wilson(c.Input.X, c.Input.N, c.Input.Level)
		if math.Abs(low-c.Expected.Wilson[0]) > c.Tolerance || math.Abs(high-c.Expected.Wilson[1]) > c.Tolerance {
			t.Errorf("%s: got %.15f, %.15f, want %v", c.Name, low, high, c.Expected.Wilson)
		}
	}
}

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
