package stats

import (
	"math"
	"testing"
)

// Quantiles from printed tables and, for very many degrees of freedom, the normal limit.
func TestQuantilesOfDistributions(t *testing.T) {
	for name, c := range map[string]struct{ got, want, tolerance float64 }{
		"t, 10":           {tQuantile(0.975, 10), 2.228139, 5e-7},
		"t, 1":            {tQuantile(0.975, 1), 12.7062, 5e-5},
		"t, 1, far out":   {tQuantile(0.9995, 1), 636.619, 5e-4},
		"t, low side":     {tQuantile(0.025, 30), -2.042272, 5e-7},
		"t, many":         {tQuantile(0.975, 1e9), 1.959963985, 1e-8},
		"t, a million":    {tQuantile(0.975, 1e6+1), tQuantile(0.975, 1e6), 1e-9},
		"tail, a million": {tTwoSided(1.96, 1e6+1), tTwoSided(1.96, 1e6), 1e-9},
		"t, tail":         {tTwoSided(2.228139, 10), 0.05, 1e-7},
		"F, 5 and 10":     {fQuantile(0.95, 5, 10), 3.3258, 5e-5},
		"F, tail":         {fTail(3.3258, 5, 10), 0.05, 1e-5},
		"chi-square, 3":   {chiSquareTail(7.8147, 3), 0.05, 1e-5},
		"beta, even":      {betaQuantile(0.3, 1, 1), 0.3, 1e-12},
		"beta, square":    {betaQuantile(0.25, 2, 1), 0.5, 1e-12},
		"binomial":        {binomialAtLeast(9, 10, 0.5), 11.0 / 1024, 1e-12},
	} {
		if !(math.Abs(c.got-c.want) <= c.tolerance) {
			t.Errorf("%s: got %.10f, want %v", name, c.got, c.want)
		}
	}
	for name, v := range map[string]float64{"t": tQuantile(0.5, 0), "F": fTail(math.NaN(), 1, 1), "beta": betaQuantile(0.5, 0, 1),
		"chi-square": chiSquareTail(1, 0), "normal": normalQuantile(1)} {
		if !math.IsNaN(v) {
			t.Errorf("%s: got %v, want NaN", name, v)
		}
	}
}
