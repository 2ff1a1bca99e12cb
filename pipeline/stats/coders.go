package stats

import (
	"fmt"
	"math"
)

// maxCoders bounds the coders that are taken in pairs.
const maxCoders = 1000

// CongerKappa gives the agreement of several coders, each with category shares of their
// own, beyond chance: Conger (1980), Psychological Bulletin 88, 322-328, with weights,
// missing codes and standard error after Gwet (2014), Handbook of Inter-Rater
// Reliability, 4th edition. For two coders it is Cohen's kappa when no code is missing.
// ratings[i][j] is the code of unit i by coder j, NaN where there is none; each row has a
// place for every coder. A coder without codes is left out. The rest as in
// PercentAgreement; errors too for rows of unequal length and more than 1,000 coders.
func CongerKappa(ratings [][]float64, scale []float64, weights Weights, level float64) (Agreement, error) {
	ratings, err := coders(ratings)
	if err != nil {
		return Agreement{}, err
	}
	c, err := readRatings(ratings, scale, weights, level)
	if err != nil {
		return Agreement{}, err
	}
	if len(ratings) == 0 || len(ratings[0]) < 2 {
		return c.result(math.NaN(), nil), nil
	}
	r, at := len(ratings[0]), places(c.scale)
	n := make([]float64, r)
	shares := make([][]float64, r)
	for g := range shares {
		shares[g] = make([]float64, len(c.scale))
	}
	for _, row := range ratings {
		for g, v := range row {
			if !math.IsNaN(v) {
				shares[g][at[v]]++
				n[g]++
			}
		}
	}
	// others[g][k] is the weighted share of category k over the coders but g.
	sum := make([]float64, len(c.scale))
	means := make([][]float64, r)
	for g := range shares {
		for k := range shares[g] {
			shares[g][k] /= n[g]
			sum[k] += shares[g][k]
		}
		means[g] = c.weighted(shares[g])
	}
	all := c.weighted(sum)
	// Chance is the mean over ordered pairs of different coders.
	pairs := float64(r * (r - 1))
	byCoder := make([]float64, r) // each coder's chance of agreeing with the others
	expected := 0.0
	for g := range shares {
		for k, p := range shares[g] {
			byCoder[g] += p * (all[k] - means[g][k])
		}
		expected += byCoder[g] / pairs
	}
	units := float64(len(ratings))
	chance := make([]float64, len(ratings))
	for i, row := range ratings {
		for g, v := range row {
			// A coder who left the unit out tells nothing new of their shares.
			own := byCoder[g]
			if !math.IsNaN(v) {
				k := at[v]
				own += units / n[g] * (all[k] - means[g][k] - byCoder[g])
			}
			chance[i] += own / pairs
		}
	}
	return c.result(expected, chance), nil
}

// LightKappa gives the mean of Cohen's kappa over all pairs of coders: Light (1971),
// Psychological Bulletin 76, 365-377. Each pair is compared on the units that both coded,
// and weighs alike. It is NaN as soon as the kappa of one pair is, and with fewer than
// two coders. Input and errors as in CongerKappa; more than 100 million comparisons
// (pairs of coders times units) are an error too. No standard error is given; Bootstrap
// makes an interval.
func LightKappa(ratings [][]float64, scale []float64, weights Weights) (float64, error) {
	ratings, err := coders(ratings)
	if err != nil {
		return 0, err
	}
	c, err := readRatings(ratings, scale, weights, 0.95)
	if err != nil {
		return 0, err
	}
	if len(ratings) == 0 || len(ratings[0]) < 2 {
		return math.NaN(), nil
	}
	r := len(ratings[0])
	pairs := r * (r - 1) / 2
	if q := len(c.scale); pairs*(len(ratings)+q) > 100_000_000 {
		return 0, fmt.Errorf("%d coders of %d units and %d categories make more than 100 million comparisons", r, len(ratings), q)
	}
	at := places(c.scale)
	sum := 0.0
	for g := range r {
		for h := range g {
			sum += c.pairKappa(ratings, at, g, h) / float64(pairs)
		}
	}
	return sum, nil
}

// pairKappa gives Cohen's kappa of two coders.
func (c coded) pairKappa(ratings [][]float64, at map[float64]int, g, h int) float64 {
	first, second := make([]float64, len(c.scale)), make([]float64, len(c.scale))
	n, observed := 0.0, 0.0
	for _, row := range ratings {
		if math.IsNaN(row[g]) || math.IsNaN(row[h]) {
			continue
		}
		a, b := at[row[g]], at[row[h]]
		first[a]++
		second[b]++
		n++
		switch {
		case c.weight != nil:
			observed += c.weight[a][b]
		case a == b:
			observed++
		}
	}
	means, expected := c.weighted(second), 0.0
	for k, t := range first {
		expected += t / n * means[k] / n
	}
	if 1-expected < 1e-14 {
		return math.NaN()
	}
	return (observed/n - expected) / (1 - expected)
}

// coders checks ratings with a place for every coder, and leaves out coders and units
// without codes.
func coders(ratings [][]float64) ([][]float64, error) {
	if err := rectangular(ratings); err != nil {
		return nil, err
	}
	if len(ratings) == 0 {
		return nil, nil
	}
	if len(ratings[0]) > maxCoders {
		return nil, fmt.Errorf("there are %d coders; at most %d can be compared", len(ratings[0]), maxCoders)
	}
	var keep []int
	for g := range ratings[0] {
		for _, row := range ratings {
			if !math.IsNaN(row[g]) {
				keep = append(keep, g)
				break
			}
		}
	}
	var out [][]float64
	for _, row := range ratings {
		if len(present(row)) == 0 {
			continue
		}
		kept := make([]float64, len(keep))
		for i, g := range keep {
			kept[i] = row[g]
		}
		out = append(out, kept)
	}
	return out, nil
}

// CategoryKappa is Fleiss' kappa of one category against all others together.
type CategoryKappa struct {
	Category float64
	Estimate float64
}

// FleissByCategory gives Fleiss' kappa for each category against the others, in the order
// of the scale: Fleiss (1971), section "agreement on a particular category". A category
// that nobody or everybody used is NaN. Input and errors as in PercentAgreement.
func FleissByCategory(ratings [][]float64, scale []float64) ([]CategoryKappa, error) {
	c, err := readRatings(ratings, scale, Unweighted, 0.95)
	if err != nil {
		return nil, err
	}
	// For each category, the mean share of agreeing pairs on "it or not", from the units
	// that used it; on all others every pair agrees.
	apart := make([]float64, len(c.scale))
	paired := 0.0
	for _, u := range c.units {
		if u.total < 2 {
			continue
		}
		paired++
		for i, k := range u.categories {
			apart[k] += 2 * u.times[i] * (u.total - u.times[i]) / (u.total * (u.total - 1))
		}
	}
	out := make([]CategoryKappa, len(c.scale))
	for k, p := range c.share {
		chance := 2 * p * (1 - p)
		if p <= 0 || 1-p < 1e-14 {
			chance = 0
		}
		out[k] = CategoryKappa{Category: c.scale[k], Estimate: 1 - apart[k]/paired/chance}
		if chance == 0 {
			out[k].Estimate = math.NaN()
		}
	}
	return out, nil
}

// FleissNull gives the test that Fleiss' kappa is 0, for units that all have the same
// number of codes: Fleiss, Nee and Landis (1979), Psychological Bulletin 86, 974-977. NaN
// where they do not, or with one category. Input and errors as in PercentAgreement.
func FleissNull(ratings [][]float64, scale []float64) (Test, error) {
	kappa, err := FleissKappa(ratings, scale, Unweighted, 0.95)
	if err != nil {
		return Test{}, err
	}
	c, err := readRatings(ratings, scale, Unweighted, 0.95)
	if err != nil {
		return Test{}, err
	}
	nan := Test{Statistic: math.NaN(), P: math.NaN()}
	if len(c.units) == 0 {
		return nan, nil
	}
	n, m := float64(len(c.units)), c.units[0].total
	for _, u := range c.units {
		if u.total != m {
			return nan, nil
		}
	}
	var spread, skew float64
	for _, p := range c.share {
		spread += p * (1 - p)
		skew += p * (1 - p) * (1 - 2*p)
	}
	se := math.Sqrt(2*(spread*spread-skew)/(n*m*(m-1))) / spread
	out := Test{Statistic: kappa.Estimate / se}
	out.P = normalTwoSided(out.Statistic)
	return out, nil
}
