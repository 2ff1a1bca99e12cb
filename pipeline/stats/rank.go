package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// midranks gives each value its rank from 1, with the middle of their ranks for values
// that are equal, and the sum of t³-t over groups of t equal values.
func midranks(x []float64) (ranks []float64, ties float64) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	ranks = make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			ranks[k] = float64(i+1+j) / 2
		}
		t := float64(j - i)
		ties += t*t*t - t
		i = j
	}
	return ranks, ties
}

// correlation gives Pearson's correlation, NaN without variation. Weights may be nil.
func correlation(x, y, w []float64) float64 {
	if len(x) == 0 || same(x) || same(y) {
		return math.NaN()
	}
	return max(-1, min(1, stat.Correlation(x, y, w)))
}

// same says whether all values are equal.
func same(x []float64) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}
