package stats

import (
	"fmt"
	"math"
	"slices"
)

// Adjustment is a way to raise P values when several questions are asked of the same
// people.
type Adjustment int

const (
	// Bonferroni multiplies by the number of tests: Dunn (1961), Journal of the American
	// Statistical Association 56, 52-64.
	Bonferroni Adjustment = iota
	// Holm keeps the chance of any false finding in hand under any dependence, and is
	// never weaker than Bonferroni: Holm (1979), Scandinavian Journal of Statistics 6,
	// 65-70.
	Holm
	// Hochberg is stronger than Holm, for tests that are independent or positively
	// dependent: Hochberg (1988), Biometrika 75, 800-802.
	Hochberg
	// Hommel is stronger still, on the same terms: Hommel (1988), Biometrika 75, 383-386.
	Hommel
	// BenjaminiHochberg keeps in hand the share of false findings among the findings:
	// Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57,
	// 289-300.
	BenjaminiHochberg
	// BenjaminiYekutieli does so under any dependence: Benjamini and Yekutieli (2001),
	// Annals of Statistics 29, 1165-1188.
	BenjaminiYekutieli
)

// maxHommel bounds the tests that Hommel takes, since its work grows with their square.
const maxHommel = 5000

// AdjustP gives the adjusted P values in the order of p, none below its own and none
// above 1. A missing (NaN) value stays missing and is not counted among the tests, as in
// R's p.adjust. Errors: a value outside 0 to 1, an unknown adjustment, more than 5,000
// tests for Hommel.
func AdjustP(p []float64, how Adjustment) ([]float64, error) {
	out := make([]float64, len(p))
	var order []int
	for i, v := range p {
		out[i] = math.NaN()
		if math.IsNaN(v) {
			continue
		}
		if v < 0 || v > 1 {
			return nil, fmt.Errorf("the P value %d is %v; it must lie between 0 and 1", i+1, v)
		}
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	sorted := make([]float64, len(order))
	for i, k := range order {
		sorted[i] = p[k]
	}
	n := float64(len(sorted))
	switch how {
	case Bonferroni:
		for i, v := range sorted {
			sorted[i] = min(1, n*v)
		}
	case Holm:
		stepDown(sorted)
	case Hochberg:
		stepUp(sorted, func(rank float64) float64 { return n - rank + 1 })
	case Hommel:
		if len(sorted) > maxHommel {
			return nil, fmt.Errorf("there are %d P values; Hommel's adjustment takes at most %d", len(sorted), maxHommel)
		}
		hommel(sorted)
	case BenjaminiHochberg:
		stepUp(sorted, func(rank float64) float64 { return n / rank })
	case BenjaminiYekutieli:
		harmonic := 0.0
		for i := range sorted {
			harmonic += 1 / float64(i+1)
		}
		stepUp(sorted, func(rank float64) float64 { return harmonic * n / rank })
	default:
		return nil, fmt.Errorf("there is no adjustment %d", how)
	}
	for i, k := range order {
		// n/rank·p at the last rank can fall a hair below p.
		out[k] = max(sorted[i], p[k])
	}
	return out, nil
}

// stepDown multiplies rising P values by the tests not yet decided, never letting one
// fall below the one before.
func stepDown(p []float64) {
	most := 0.0
	for i, v := range p {
		most = max(most, min(1, float64(len(p)-i)*v))
		p[i] = most
	}
}

// stepUp multiplies rising P values by a factor of their rank from 1, never letting one
// rise above the one after.
func stepUp(p []float64, factor func(rank float64) float64) {
	least := 1.0
	for i := len(p) - 1; i >= 0; i-- {
		least = min(least, factor(float64(i+1))*p[i])
		p[i] = least
	}
}

// hommel is the algorithm of Wright (1992), Biometrics 48, 1005-1013, appendix.
func hommel(p []float64) {
	n := len(p)
	if n < 2 {
		return
	}
	lowest := 1.0
	for i, v := range p {
		lowest = min(lowest, float64(n)*v/float64(i+1))
	}
	adjusted := make([]float64, n)
	for i := range adjusted {
		adjusted[i] = lowest
	}
	row := make([]float64, n)
	for m := n - 1; m > 1; m-- {
		// The largest m-1 values, from place n-m+1 on.
		c := math.Inf(1)
		for k := 2; k <= m; k++ {
			c = min(c, float64(m)*p[n-m+k-1]/float64(k))
		}
		for i := range row {
			if i <= n-m {
				row[i] = min(c, float64(m)*p[i])
			} else {
				row[i] = row[n-m]
			}
			adjusted[i] = max(adjusted[i], row[i])
		}
	}
	for i := range p {
		p[i] = max(adjusted[i], p[i])
	}
}
