package stats

import (
	"fmt"
	"math"
	"slices"
)

// Agreement says how far several coders agree.
type Agreement struct {
	// Units have at least one code, Paired at least two; Categories are those of the
	// scale.
	Units, Paired, Categories int
	// Observed is the mean share of pairs of coders who agree on a unit (weighted, where
	// weights are), Expected the share that chance would give, Estimate (Observed -
	// Expected)/(1 - Expected).
	Estimate, Observed, Expected float64
	// SE is the standard error over units drawn at random from many, with the coders as
	// they are; Low and High are its interval by Student's t with Units-1 degrees of
	// freedom, cut at 1. With missing codes a coefficient can fall below -1.
	SE, Low, High float64
}

// unit holds the codes of one unit: which categories, in rising order, and how often
// each.
type unit struct {
	categories []int
	times      []float64
	total      float64
}

// coded is what the kappa family is computed from.
type coded struct {
	scale  []float64
	units  []unit
	weight [][]float64 // by category; nil stands for Unweighted
	share  []float64   // mean share of each category over units
	level  float64
}

// readRatings checks ratings (units by coders, NaN missing) and counts them.
func readRatings(ratings [][]float64, scale []float64, weights Weights, level float64) (coded, error) {
	c := coded{scale: scale, level: level}
	if err := weights.check(); err != nil {
		return c, err
	}
	if !goodLevel(level) {
		return c, errLevel(level)
	}
	if scale == nil {
		for _, row := range ratings {
			c.scale = append(c.scale, present(row)...)
		}
		c.scale = distinct(c.scale)
	}
	if len(c.scale) > maxCategories {
		return c, errCategories(len(c.scale))
	}
	at := places(c.scale)
	if len(at) < len(c.scale) {
		return c, fmt.Errorf("the scale names a category twice")
	}
	if err := finite(c.scale); err != nil {
		return c, fmt.Errorf("the scale: %w", err)
	}
	for i, row := range ratings {
		var codes []int
		for _, v := range row {
			if math.IsNaN(v) {
				continue
			}
			k, ok := at[v]
			if !ok {
				return c, fmt.Errorf("unit %d has the code %v, which is not in the scale", i+1, v)
			}
			codes = append(codes, k)
		}
		if len(codes) > 0 {
			c.units = append(c.units, countCodes(codes))
		}
	}
	if weights != Unweighted && len(c.scale) > 1 {
		spread := slices.Max(c.scale) - slices.Min(c.scale)
		for _, a := range c.scale {
			row := make([]float64, len(c.scale))
			for j, b := range c.scale {
				row[j] = weights.between(a, b, spread)
			}
			c.weight = append(c.weight, row)
		}
	}
	c.share = make([]float64, len(c.scale))
	for _, u := range c.units {
		for i, k := range u.categories {
			c.share[k] += u.times[i] / u.total / float64(len(c.units))
		}
	}
	return c, nil
}

func countCodes(codes []int) unit {
	slices.Sort(codes)
	u := unit{total: float64(len(codes))}
	for i, k := range codes {
		if i == 0 || codes[i-1] != k {
			u.categories, u.times = append(u.categories, k), append(u.times, 0)
		}
		u.times[len(u.times)-1]++
	}
	return u
}

// agreeing gives the share of ordered pairs of coders of a unit who agree.
func (c coded) agreeing(u unit) float64 {
	sum := 0.0
	for i, k := range u.categories {
		if c.weight == nil {
			sum += u.times[i] * (u.times[i] - 1)
			continue
		}
		for j, l := range u.categories {
			sum += c.weight[k][l] * u.times[i] * u.times[j]
		}
		sum -= u.times[i]
	}
	return sum / (u.total * (u.total - 1))
}

// weighted gives, for each category, the sum of its weights over given shares.
func (c coded) weighted(shares []float64) []float64 {
	if c.weight == nil {
		return shares
	}
	out := make([]float64, len(shares))
	for k, row := range c.weight {
		for l, w := range row {
			out[k] += w * shares[l]
		}
	}
	return out
}

// weightSum gives the sum of all weights.
func (c coded) weightSum() float64 {
	if c.weight == nil {
		return float64(len(c.scale))
	}
	sum := 0.0
	for _, row := range c.weight {
		for _, w := range row {
			sum += w
		}
	}
	return sum
}

// result puts a coefficient together from the chance agreement and what each unit
// contributes to it (nil where chance does not depend on the units). The standard error
// is the linearisation of Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition.
func (c coded) result(expected float64, chance []float64) Agreement {
	out := Agreement{Units: len(c.units), Categories: len(c.scale), Expected: expected}
	agree := make([]float64, len(c.units))
	for i, u := range c.units {
		if u.total > 1 {
			agree[i] = c.agreeing(u)
			out.Observed += agree[i]
			out.Paired++
		}
	}
	out.Observed /= float64(out.Paired)
	rest := 1 - expected
	if math.Abs(rest) < 1e-14 {
		// Chance explains everything: nothing over nothing.
		rest = math.NaN()
	}
	out.Estimate = (out.Observed - expected) / rest
	n := float64(out.Units)
	sum := 0.0
	for i, u := range c.units {
		own := 0.0
		if u.total > 1 {
			own = n / float64(out.Paired) * (agree[i] - expected) / rest
		}
		if chance != nil {
			own -= 2 * (1 - out.Estimate) * (chance[i] - expected) / rest
		}
		sum += (own - out.Estimate) * (own - out.Estimate)
	}
	out.SE = math.Sqrt(sum / (n * (n - 1)))
	out.Low, out.High = tInterval(out.Estimate, out.SE, n-1, c.level)
	return out
}

// tInterval gives the interval of a coefficient that cannot pass 1.
func tInterval(estimate, se, df, level float64) (low, high float64) {
	margin := tQuantile(0.5+level/2, df) * se
	return estimate - margin, min(1, estimate+margin)
}

// ownShares gives, for each unit, the mean of a figure by category over its codes.
func (c coded) ownShares(byCategory []float64) []float64 {
	out := make([]float64, len(c.units))
	for i, u := range c.units {
		for j, k := range u.categories {
			out[i] += u.times[j] * byCategory[k] / u.total
		}
	}
	return out
}

// PercentAgreement gives the mean share of pairs of coders who agree on a unit, of units
// with two codes or more, with no correction for chance (Expected is 0). ratings[i][j] is
// the code of unit i by coder j, NaN where there is none; rows may differ in length, and
// the order within a row does not matter. scale lists every category that a coder could
// choose; nil takes those that occur. Weights go by the categories' values. With no unit
// coded twice, what cannot be said is NaN. Errors: a code not in the scale, a category
// named twice, infinite values, more than 2,000 categories, unknown weights, a level
// outside 0 to 1.
func PercentAgreement(ratings [][]float64, scale []float64, weights Weights, level float64) (Agreement, error) {
	c, err := readRatings(ratings, scale, weights, level)
	if err != nil {
		return Agreement{}, err
	}
	return c.result(0, nil), nil
}

// FleissKappa gives the agreement of several coders, not always the same ones, beyond the
// chance that they share one set of category shares: Fleiss (1971), Psychological
// Bulletin 76, 378-382; weights and missing codes after Gwet (2014), Handbook of
// Inter-Rater Reliability, 4th edition. For two coders it is Scott's pi. When all codes
// are one category it is NaN; read Observed. Input and errors as in PercentAgreement.
func FleissKappa(ratings [][]float64, scale []float64, weights Weights, level float64) (Agreement, error) {
	c, err := readRatings(ratings, scale, weights, level)
	if err != nil {
		return Agreement{}, err
	}
	means := c.weighted(c.share)
	expected := 0.0
	for k, p := range c.share {
		expected += p * means[k]
	}
	return c.result(expected, c.ownShares(means)), nil
}

// GwetAC gives Gwet's AC1 (AC2 with weights), the agreement of several coders beyond the
// chance that a code was given at random: Gwet (2008), British Journal of Mathematical
// and Statistical Psychology 61, 29-48. It depends on how many categories the scale has,
// so name them all. When all codes are one category chance is 0 for any scale, and AC1 is
// Observed. Input and errors as in PercentAgreement.
func GwetAC(ratings [][]float64, scale []float64, weights Weights, level float64) (Agreement, error) {
	c, err := readRatings(ratings, scale, weights, level)
	if err != nil {
		return Agreement{}, err
	}
	q := float64(len(c.scale))
	rest := make([]float64, len(c.share))
	if q < 2 {
		return c.result(0, nil), nil
	}
	factor, expected := c.weightSum()/(q*(q-1)), 0.0
	for k, p := range c.share {
		rest[k] = factor * (1 - p)
		expected += p * rest[k]
	}
	return c.result(expected, c.ownShares(rest)), nil
}

// BrennanPrediger gives the agreement of several coders beyond the chance that every
// category of the scale is as likely as any other: Brennan and Prediger (1981),
// Educational and Psychological Measurement 41, 687-699. For two categories and two
// coders it is PABAK. With one category it is NaN. Input and errors as in
// PercentAgreement.
func BrennanPrediger(ratings [][]float64, scale []float64, weights Weights, level float64) (Agreement, error) {
	c, err := readRatings(ratings, scale, weights, level)
	if err != nil {
		return Agreement{}, err
	}
	q := float64(len(c.scale))
	return c.result(c.weightSum()/(q*q), nil), nil
}
