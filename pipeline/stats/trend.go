package stats

import (
	"fmt"
	"math"
)

// Trend is the outcome of a test of trend in shares over ordered groups. Z is above 0
// when the shares rise with the scores; Statistic is its square.
type Trend struct {
	Test
	Z float64
}

// TrendInShares gives the Cochran-Armitage test of a straight-line trend in counts[i] of
// bases[i] over the scores of the groups: Cochran (1954), Biometrics 10, 417-451;
// Armitage (1955), Biometrics 11, 375-386. Nil scores mean 1, 2, 3 and so on. The
// one-sided chance of a trend in the direction seen is P/2. Groups with a base of 0 are
// left out by the arithmetic; when all or none count, or one score alone has people, it
// is NaN. Errors: slices of unequal length, counts outside 0 to their base, bases that
// add up to more than 2,147,483,647.
func TrendInShares(counts, bases []int, groupScores []float64) (Trend, error) {
	if len(counts) != len(bases) {
		return Trend{}, fmt.Errorf("there are %d counts for %d bases", len(counts), len(bases))
	}
	groupScores, err := scores(groupScores, len(counts))
	if err != nil {
		return Trend{}, err
	}
	sum, all := 0, 0
	for i, count := range counts {
		if count < 0 || count > bases[i] || bases[i] > maxTotal-all {
			return Trend{}, fmt.Errorf("group %d has a count of %d among %d; counts run from 0 to the base, and the bases may add up to %d", i+1, count, bases[i], maxTotal)
		}
		sum += count
		all += bases[i]
	}
	n, p := float64(all), float64(sum)/float64(all)
	var mean float64
	for i, s := range groupScores {
		mean += s * float64(bases[i]) / n
	}
	var slope, spread float64
	for i, s := range groupScores {
		slope += (s - mean) * float64(counts[i])
		spread += (s - mean) * (s - mean) * float64(bases[i])
	}
	z := slope / math.Sqrt(p*(1-p)*spread)
	out := Trend{Z: z, Test: Test{Statistic: z * z, DF: 1, P: normalTwoSided(z)}}
	if math.IsInf(z, 0) {
		out = Trend{Z: math.NaN(), Test: Test{Statistic: math.NaN(), P: math.NaN()}}
	}
	return out, nil
}
