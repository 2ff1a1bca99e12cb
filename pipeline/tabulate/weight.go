package tabulate

import (
	"math"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// weightedNote stands under every weighted table.
const weightedNote = "Percentages are weighted; counts and bases are numbers of people. Intervals are on the effective base (Kish)."

// weightUnits gives weights in units of WeightUnit; nil for none.
func weightUnits(weights []float64) []int64 {
	if weights == nil {
		return nil
	}
	out := make([]int64, len(weights))
	for i, w := range weights {
		out[i] = int64(math.Round(w * WeightUnit))
	}
	return out
}

// weightTally is a tally in weights.
type weightTally struct {
	asked, answered, mentions int64
	options, nets             []int64
	agree                     int64
	// The sums of the squares of the weights, for the effective base (Kish, 1965).
	askedSquares, answeredSquares float64
}

// weigh sums the weights of what one group said to one question.
func (b *builder) weigh(c *survey.Column, in, asked []bool, nets [][]bool, agree []bool) *weightTally {
	t := &weightTally{options: make([]int64, len(c.Question.Options)), nets: make([]int64, len(nets))}
	for i := range in {
		if !in[i] || (asked != nil && !asked[i]) {
			continue
		}
		w := b.weights[i]
		one := float64(w) / WeightUnit
		t.asked += w
		t.askedSquares += float64(one * one)
		if !c.Answered(i) {
			continue
		}
		t.answered += w
		t.answeredSquares += float64(one * one)
		for o := range c.Question.Options {
			if c.Chose(i, o) {
				t.options[o] += w
				t.mentions += w
			}
		}
		for n, set := range nets {
			if choseAny(c, i, set) {
				t.nets[n] += w
			}
		}
		if choseAny(c, i, agree) {
			t.agree += w
		}
	}
	return t
}

// What of a weightTally a cell counts.
func optionWeight(o int) func(*weightTally) int64 {
	return func(t *weightTally) int64 { return t.options[o] }
}
func netWeight(n int) func(*weightTally) int64 {
	return func(t *weightTally) int64 { return t.nets[n] }
}
func agreeWeight(t *weightTally) int64   { return t.agree }
func missingWeight(t *weightTally) int64 { return t.asked - t.answered }

// weigh puts the weighted percentage and its interval into a cell, by the base
// rule that the cell has. Percentages of rows that must add up to 100 are not
// made of weights: what they lack could not be given to anybody's answer.
func (t *tally) weigh(c *Cell, of func(*weightTally) int64, rounding study.Rounding) {
	w := t.weights
	if w == nil {
		return
	}
	c.Weight = of(w)
	squares := w.answeredSquares
	switch c.Rule {
	case study.Asked:
		c.WeightBase, squares = w.asked, w.askedSquares
	case study.Mentions:
		c.WeightBase = w.mentions
	default:
		c.WeightBase = w.answered
	}
	c.Percent = WeightPercent(c.Weight, c.WeightBase, 4, study.HalfUp)
	c.Shown = WeightPercent(c.Weight, c.WeightBase, rounding.Digits, rounding.Rule)
	if c.Interval {
		base := float64(c.WeightBase) / WeightUnit
		c.Low, c.High = effectiveWilson(float64(c.Weight)/float64(c.WeightBase), base*base/squares)
	}
}

// effectiveWilson is the interval of Wilson (1927), in per cent, for a share of
// an effective base that is no whole number.
func effectiveWilson(p, n float64) (low, high float64) {
	const z = 1.959963984540054 // the normal quantile of Confidence
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	margin := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return 100 * max(0, middle-margin), 100 * min(1, middle+margin)
}
