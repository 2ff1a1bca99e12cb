package stats

import "math"

// maxSignedRank is how many changes SignedRankTest takes into an exact P value.
const maxSignedRank = 300

// SignedRank is the outcome of Wilcoxon's signed rank test.
type SignedRank struct {
	// N is how many pairs changed; Unchanged those that did not, which the test leaves
	// out.
	N, Unchanged int
	// V is the sum of the ranks of the changes from y up to x.
	V float64
	// Test has the normal score of V under ties, without continuity correction;
	// CorrectedP is P with it, which is what R gives with ties.
	Test
	CorrectedP float64
	// ExactP is the share of all ways to give the changes their signs that put V as far
	// from its mean; it holds with ties too. NaN above 300 changes.
	ExactP float64
	// RankBiserial is the sum of ranks up less the sum of ranks down, over both, from -1
	// to 1: Kerby (2014), Comprehensive Psychology 3, 11.IT.3.1.
	RankBiserial float64
}

// SignedRankTest asks whether the same people's values rose or fell: Wilcoxon (1945),
// Biometrics Bulletin 1, 80-83, on x[i] - y[i]. Pairs with a missing (NaN) value are left
// out. When nobody changed, ExactP is 1 and the rest NaN. Errors: slices of unequal
// length, infinite values.
func SignedRankTest(x, y []float64) (SignedRank, error) {
	if err := sameLength(x, y); err != nil {
		return SignedRank{}, err
	}
	var out SignedRank
	var sizes []float64
	var up []bool
	for i := range x {
		d := x[i] - y[i]
		switch {
		case math.IsNaN(d):
		case d == 0:
			out.Unchanged++
		default:
			sizes, up = append(sizes, math.Abs(d)), append(up, d > 0)
		}
	}
	out.N = len(sizes)
	ranks, ties := midranks(sizes)
	for i, r := range ranks {
		if up[i] {
			out.V += r
		}
	}
	n := float64(out.N)
	all := n * (n + 1) / 2
	out.RankBiserial = 2*out.V/all - 1
	gap, sd := out.V-all/2, math.Sqrt(n*(n+1)*(2*n+1)/24-ties/48)
	out.Statistic = gap / sd
	out.P = normalTwoSided(out.Statistic)
	out.CorrectedP = normalTwoSided(max(0, math.Abs(gap)-0.5) / sd)
	out.ExactP = signedRankExact(ranks, out.V)
	if out.N == 0 {
		out.V = math.NaN()
	}
	return out, nil
}

func signedRankExact(ranks []float64, v float64) float64 {
	if len(ranks) > maxSignedRank {
		return math.NaN()
	}
	// Doubled, middle ranks are whole; the changes' doubled ranks sum to n(n+1).
	most := len(ranks) * (len(ranks) + 1)
	chances := make([]float64, most+1)
	chances[0] = 1
	for _, rank := range ranks {
		r := int(2 * rank)
		for s := most; s >= 0; s-- {
			chances[s] /= 2
			if s >= r {
				chances[s] += chances[s-r] / 2
			}
		}
	}
	gap, p := math.Abs(4*v-float64(most)), 0.0
	for s, c := range chances {
		if math.Abs(float64(2*s-most)) >= gap {
			p += c
		}
	}
	return min(1, p)
}
