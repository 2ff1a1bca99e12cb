package stats

import (
	"fmt"
	"math"
)

// maxRankSteps bounds the work of MannWhitneyExact.
const maxRankSteps = 1_000_000_000

// MannWhitney is the outcome of the Mann-Whitney test on two groups.
type MannWhitney struct {
	// N1 and N2 are the values present in each group.
	N1, N2 int
	// U1 is in how many of the N1·N2 pairs the value of the first group is higher, ties
	// counting a half (R calls it W); U2 is the rest.
	U1, U2 float64
	// Test has the normal score of U1 under ties, without continuity correction;
	// CorrectedP is P with it, which is what R's wilcox.test gives.
	Test
	CorrectedP float64
	// Superiority is the chance that a value of the first group beats one of the second,
	// ties counting a half, U1/(N1·N2); CliffsDelta is twice it less 1, from -1 to 1:
	// Cliff (1993), Psychological Bulletin 114, 494-509.
	Superiority, CliffsDelta float64
}

// MannWhitneyTest asks whether values of one group tend to be higher than those of
// another: Mann and Whitney (1947), Annals of Mathematical Statistics 18, 50-60, with the
// variance under ties of Lehmann (1975), Nonparametrics. Missing (NaN) values are left
// out. When a group is empty everything is NaN but N1 and N2; when all values are equal
// there is no variance and Statistic, P and CorrectedP are NaN. For few people use
// MannWhitneyExact. An error tells of infinite values.
func MannWhitneyTest(x, y []float64) (MannWhitney, error) {
	pooled, n1, err := pool(x, y)
	if err != nil {
		return MannWhitney{}, err
	}
	out := MannWhitney{N1: n1, N2: len(pooled) - n1}
	ranks, ties := midranks(pooled)
	a, b := float64(out.N1), float64(out.N2)
	n := a + b
	var sum float64
	for _, r := range ranks[:n1] {
		sum += r
	}
	out.U1 = sum - a*(a+1)/2
	out.U2 = a*b - out.U1
	out.Superiority = out.U1 / (a * b)
	out.CliffsDelta = 2*out.Superiority - 1
	if n1 == 0 || out.N2 == 0 {
		nan := math.NaN()
		out.U1, out.U2 = nan, nan
		out.Test, out.CorrectedP = Test{Statistic: nan, P: nan}, nan
		return out, nil
	}
	sd := math.Sqrt(a * b / 12 * (n + 1 - ties/(n*(n-1))))
	if same(pooled) {
		sd = 0
	}
	gap := out.U1 - a*b/2
	out.Statistic = gap / sd
	out.P = normalTwoSided(out.Statistic)
	out.CorrectedP = normalTwoSided(max(0, math.Abs(gap)-0.5) / sd)
	return out, nil
}

// MannWhitneyExact gives the exact two-sided P value of the Mann-Whitney test, ties and
// all: the share of all ways to draw the first group from everyone whose rank sum is as
// far from its mean as the one seen. Streitberg and Röhmel (1986), Statistical Software
// Newsletter 12, 10-17; as exactRankTests in R. Missing (NaN) values are left out; with
// an empty group it is NaN, and with all values equal 1. Errors: infinite values, groups
// so large that the work (the first group times everyone times the rank sums) passes
// 1,000 million steps: some 105 people in each.
func MannWhitneyExact(x, y []float64) (float64, error) {
	pooled, n1, err := pool(x, y)
	if err != nil {
		return 0, err
	}
	n := len(pooled)
	if n1 == 0 || n1 == n {
		return math.NaN(), nil
	}
	ranks, _ := midranks(pooled)
	doubled, seen := make([]int, n), 0
	for i, r := range ranks {
		doubled[i] = int(2 * r)
		if i < n1 {
			seen += doubled[i]
		}
	}
	// The smaller group makes the smaller table; its sum is as far from its mean.
	take := n1
	if n-n1 < take {
		take = n - n1
		seen = n*(n+1) - seen
	}
	most := take * 2 * n
	if n > 2000 || take*n*most > maxRankSteps {
		return 0, fmt.Errorf("the exact test on groups of %d and %d would take more than %d steps; use the normal one, which is as good for so many", n1, n-n1, maxRankSteps)
	}
	// chances[k][s] is the chance that of the people so far k were taken, with doubled
	// rank sum s, when everyone's draw is weighted alike.
	chances := make([][]float64, take+1)
	for k := range chances {
		chances[k] = make([]float64, most+1)
	}
	chances[0][0] = 1
	for i, r := range doubled {
		for k := min(i+1, take); k >= 1; k-- {
			// The ways to take k of i+1 are C(i,k) without this one and C(i,k-1) with.
			with := float64(k) / float64(i+1)
			from, to := chances[k-1], chances[k]
			for s := most; s >= 0; s-- {
				v := to[s] * (1 - with)
				if s >= r {
					v += from[s-r] * with
				}
				to[s] = v
			}
		}
	}
	mean := take * (n + 1)
	gap := abs(seen - mean)
	p := 0.0
	for s, c := range chances[take] {
		if abs(s-mean) >= gap {
			p += c
		}
	}
	return min(1, p), nil
}

// pool puts the values present of both groups in one slice, and gives how many are of the
// first.
func pool(x, y []float64) ([]float64, int, error) {
	if err := finite(x); err != nil {
		return nil, 0, fmt.Errorf("first group: %w", err)
	}
	if err := finite(y); err != nil {
		return nil, 0, fmt.Errorf("second group: %w", err)
	}
	first := present(x)
	return append(first, present(y)...), len(first), nil
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
