// Package stats holds the statistics that concord prints: numbers in, numbers
// out, each with its definition, source and edge cases. gonum does the rest.
package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Wilson gives the score interval for a share of count among n, as proportions
// from 0 to 1, at the given confidence level (0.95 for 95 per cent), without
// continuity correction: Wilson (1927), Journal of the American Statistical
// Association 22, 209-212, the formula on p. 212; recommended for small n by
// Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133. It stays
// within 0 and 1 and is not empty when everyone, or no one, agrees. With n = 0
// nothing is known: it gives 0 and 1. A count outside 0 to n, or a level
// outside 0 to 1, gives NaN.
func Wilson(count, n int, level float64) (low, high float64) {
	if n == 0 && count == 0 {
		return 0, 1
	}
	if count < 0 || count > n || !(level > 0 && level < 1) {
		return math.NaN(), math.NaN()
	}
	z := distuv.UnitNormal.Quantile(0.5 + level/2)
	z2 := float64(z * z)
	size := float64(n)
	p := float64(count) / size
	centre := p + z2/float64(2*size)
	margin := float64(z * math.Sqrt(float64(p*(1-p))/size+z2/float64(4*size*size)))
	scale := 1 + z2/size
	low, high = (centre-margin)/scale, (centre+margin)/scale
	// Rounding must not leave a hair outside the ends that the formula reaches
	// exactly.
	if count == 0 {
		low = 0
	}
	if count == n {
		high = 1
	}
	return max(0, low), min(1, high)
}
