package stats

import (
	"fmt"
	"math"
)

// maxGroups bounds the groups that are compared in pairs.
const maxGroups = 500

// Kruskal is the outcome of the Kruskal-Wallis test.
type Kruskal struct {
	// Test has H, corrected for ties, on the chi-square distribution.
	Test
	N int
	// EpsilonSquared, H/(n-1), and EtaSquared, (H-k+1)/(n-k) for k groups, say how much
	// of the ranks the groups account for; the second can fall below 0: Tomczak and
	// Tomczak (2014), Trends in Sport Sciences 21, 19-25.
	EpsilonSquared, EtaSquared float64
	// Pairs compares each group with each later one.
	Pairs []Dunn
}

// Dunn compares two groups after a Kruskal-Wallis test. Groups count from 0. Z is above 0
// when the second ranks higher.
type Dunn struct {
	First, Second int
	Z, P, HolmP   float64
}

// KruskalWallis asks whether any of several groups tends to have higher values: Kruskal
// and Wallis (1952), Journal of the American Statistical Association 47, 583-621, with
// Dunn's comparisons of pairs (1964), Technometrics 6, 241-252, under ties, P without and
// with Holm's adjustment. Missing (NaN) values are left out. When all values are equal,
// or fewer than two groups have any, the test is NaN. A group without values is left out
// of the test and NaN in its pairs. Errors: infinite values, more than 500 groups.
func KruskalWallis(groups [][]float64) (Kruskal, error) {
	if len(groups) > maxGroups {
		return Kruskal{}, fmt.Errorf("there are %d groups; at most %d can be compared", len(groups), maxGroups)
	}
	var pooled []float64
	sizes := make([]float64, len(groups))
	for g, values := range groups {
		if err := finite(values); err != nil {
			return Kruskal{}, fmt.Errorf("group %d: %w", g+1, err)
		}
		values = present(values)
		sizes[g] = float64(len(values))
		pooled = append(pooled, values...)
	}
	ranks, ties := midranks(pooled)
	n := float64(len(pooled))
	out := Kruskal{N: len(pooled)}
	means := make([]float64, len(groups))
	at, k := 0, 0.0
	var h float64
	for g, size := range sizes {
		for range int(size) {
			means[g] += ranks[at] / size
			at++
		}
		if size > 0 {
			k++
			h += size * (means[g] - (n+1)/2) * (means[g] - (n+1)/2)
		}
	}
	spread := (n*(n+1) - ties/(n-1)) / 12
	if len(pooled) == 0 || same(pooled) {
		spread = math.NaN()
	}
	out.Test = Test{Statistic: math.NaN(), P: math.NaN()}
	if k > 1 {
		out.Test = Test{Statistic: h / spread, DF: k - 1, P: chiSquareTail(h/spread, k-1)}
	}
	out.EpsilonSquared = out.Statistic / (n - 1)
	out.EtaSquared = (out.Statistic - k + 1) / (n - k)
	var p []float64
	for i := range groups {
		for j := i + 1; j < len(groups); j++ {
			d := Dunn{First: i, Second: j, Z: math.NaN(), P: math.NaN()}
			if sizes[i] > 0 && sizes[j] > 0 {
				d.Z = (means[j] - means[i]) / math.Sqrt(spread*(1/sizes[i]+1/sizes[j]))
				d.P = normalTwoSided(d.Z)
			}
			out.Pairs = append(out.Pairs, d)
			p = append(p, d.P)
		}
	}
	adjusted, err := AdjustP(p, Holm)
	if err != nil {
		return Kruskal{}, err
	}
	for i := range out.Pairs {
		out.Pairs[i].HolmP = adjusted[i]
	}
	return out, nil
}
