package tabulate

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"path/filepath"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// weightedNote stands under every weighted table.
const weightedNote = "Percentages are weighted; counts are numbers of people."

// mostWeight is the largest sum of weights that is counted, in units of
// WeightUnit. It fits into an int64, which a sum of few more would not.
const mostWeight = 9_000_000_000 * WeightUnit

// Weights that cannot be summed exactly. Percentages do not depend on how large
// weights are, only on how they compare.
var (
	errLight = errors.New("a weight is below 0.000000001, too little to be counted; multiply all weights by the same number, which changes no percentage")
	errHeavy = errors.New("the weights add up to more than 9,000,000,000, too much to be counted; divide all weights by the same number, which changes no percentage")
)

// weightUnits gives weights in units of WeightUnit; nil for none. The error is
// errLight or errHeavy.
func weightUnits(weights []float64) ([]int64, error) {
	if weights == nil {
		return nil, nil
	}
	out := make([]int64, len(weights))
	sum := int64(0)
	for i, w := range weights {
		out[i] = int64(math.Round(w * WeightUnit))
		if out[i] <= 0 {
			return nil, errLight
		}
		if out[i] > mostWeight-sum {
			return nil, errHeavy
		}
		sum += out[i]
	}
	return out, nil
}

// WeightFindings says whether a survey's weights can be summed exactly: an error,
// at the place where the study's file names their column, where one is too small
// or all together are too large. Weights of 0 stand for cells that are none, of
// which reading the survey tells.
func WeightFindings(s *study.Study, t *survey.Table) []finding.Finding {
	if s.Survey == nil || t == nil || t.Weights == nil {
		return nil
	}
	known := slices.DeleteFunc(slices.Clone(t.Weights), func(w float64) bool { return w == 0 })
	_, err := weightUnits(known)
	for i := range t.Columns {
		if c := &t.Columns[i]; err == nil && c.Ticks != nil && !ticksWeighable(t.Weights, c) {
			err = fmt.Errorf("%s: %w", c.Question.ID, errHeavy)
		}
	}
	if err == nil {
		return nil
	}
	line, column := s.Survey.At("weight")
	message, do, _ := strings.Cut(err.Error(), "; ")
	return []finding.Finding{{
		Severity: finding.Error, Kind: "weights-out-of-range", File: filepath.Base(s.File), Line: line, Column: column, Found: s.Survey.Weight,
		Message: message, Do: strings.ToUpper(do[:1]) + do[1:] + ".",
	}}
}

// ticksWeighable tells whether the weights of all answers to a question with
// several can be summed.
func ticksWeighable(weights []float64, c *survey.Column) bool {
	sum := int64(0)
	for i, w := range weights {
		units := int64(math.Round(w * WeightUnit))
		for range bits.OnesCount64(c.Ticks[i] &^ survey.AnsweredNone) {
			if units > mostWeight-sum {
				return false
			}
			sum += units
		}
	}
	return true
}

// weightTally is a tally in weights.
type weightTally struct {
	asked, answered, mentions int64
	options, nets             []int64
	agree                     int64
	// optionSquares are the sums of the squares of the weights behind options.
	optionSquares []float64
	// The sums of the squares of the weights, for the effective base (Kish, 1965).
	askedSquares, answeredSquares float64
}

// weigh sums the weights of what one group said to one question. The error is
// errHeavy, of a question with so many answers a person that their weights,
// unlike people's, cannot be summed.
func (b *builder) weigh(c *survey.Column, in, asked []bool, nets [][]bool, agree []bool) (*weightTally, error) {
	t := &weightTally{options: make([]int64, len(c.Question.Options)), optionSquares: make([]float64, len(c.Question.Options)), nets: make([]int64, len(nets))}
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
				if w > mostWeight-t.mentions {
					return nil, errHeavy
				}
				t.mentions += w
				t.options[o] += w
				t.optionSquares[o] += float64(one * one)
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
	return t, nil
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
func (t *tally) weigh(c *Cell, of func(*weightTally) int64, s *study.Study) {
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
	c.Shown = WeightPercent(c.Weight, c.WeightBase, s.Rounding.Digits, s.Rounding.Rule)
	if c.Rule != study.Mentions && squares > 0 {
		base := float64(c.WeightBase) / WeightUnit
		c.Effective = float64(base*base) / squares
	}
	if c.Interval {
		low, high := stats.WilsonShare(float64(c.Weight)/float64(c.WeightBase), c.Effective, s.Interval.Confidence())
		c.Low, c.High = 100*low, 100*high
	}
}
