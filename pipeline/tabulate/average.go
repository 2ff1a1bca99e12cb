package tabulate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/stats"
	"concord/pipeline/study"

	"gonum.org/v1/gonum/mathext"
)

// Labels of the rows of a scale whose points stand for numbers.
const (
	MeanOfValues   = "Mean of the values"
	MedianOfValues = "Median of the values"
)

// point is a number that people gave, or that their answer stands for.
type point struct {
	value float64
	// people gave it; weight and squares are the sums of their weights and of the
	// squares of those, both people where all count alike.
	people          int
	weight, squares float64
}

// meanOf gives the mean of what n people gave, with its interval at a level
// from 0 to 1: Student's t (1908) on n-1 degrees of freedom, its standard error
// by Taylor's expansion for people drawn one by one, the square root of
// n/(n-1)·Σw²(x-mean)²/(Σw)² (Cochran 1977, Sampling Techniques, section 6.4).
// Where all weigh alike that is s/√n. ok is false without an interval: of fewer
// than two people, or of numbers too large for it.
func meanOf(points []point, level float64) (mean, low, high float64, n int, ok bool) {
	var sum, weight float64
	for _, p := range points {
		n += p.people
		sum += float64(p.weight * p.value)
		weight += p.weight
	}
	mean = sum / weight
	spread := 0.0
	for _, p := range points {
		away := p.value - mean
		spread += float64(float64(p.squares*away) * away)
	}
	if n < 2 {
		return mean, 0, 0, n, false
	}
	se := math.Sqrt(spread*float64(n)/float64(n-1)) / weight
	low, high = stats.Estimate{Value: mean, SE: se, N: n, DF: n - 1}.Interval(level)
	return mean, low, high, n, finite(low) && finite(high)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// medianOf gives the median of what n people gave, each counting once, and its
// interval at a level from 0 to 1: from the r-th smallest number to the r-th
// largest, r as large as it can be for the interval to hold the median at least
// so often, whatever the numbers' distribution (Thompson 1936, Annals of
// Mathematical Statistics 7, 122-128; Conover 1999, Practical Nonparametric
// Statistics, section 3.2). ok is false without one: with so few people, or with
// an r below least, when its ends would be what very few answered. points are in
// the order of their values.
func medianOf(points []point, level float64, least int) (median, low, high float64, ok bool) {
	n := 0
	for _, p := range points {
		n += p.people
	}
	if n == 0 {
		return math.NaN(), 0, 0, false
	}
	median = ranked(points, n/2+1)
	if n%2 == 0 {
		median = (ranked(points, n/2) + median) / 2
	}
	r := medianRank(n, level)
	if r < max(1, least) {
		return median, 0, 0, false
	}
	return median, ranked(points, r), ranked(points, n+1-r), true
}

// ranked gives the r-th smallest number, from 1.
func ranked(points []point, r int) float64 {
	for _, p := range points {
		if r -= p.people; r <= 0 {
			return p.value
		}
	}
	return math.NaN()
}

// medianRank gives the largest r for which the chance that fewer than r of n
// people are below the median is at most half of what the level leaves; 0 for
// none.
func medianRank(n int, level float64) int {
	// The chance of at most k of n, by the incomplete beta function.
	atMost := func(k int) float64 { return mathext.RegIncBeta(float64(n-k), float64(k+1), 0.5) }
	low, high := 0, n/2 // atMost(low-1) fits, or low is 0; atMost(high) does not
	for low < high {
		middle := (low + high + 1) / 2
		if atMost(middle-1) <= (1-level)/2 {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low
}

// averages adds to a scale's table the mean and the median of the numbers that
// its points stand for.
func (b *builder) averages(t *Table, q *study.Question, tallies []tally) {
	if len(q.Values) != len(q.Options) || len(q.Values) == 0 {
		return
	}
	mean, median := make([]Cell, len(tallies)), make([]Cell, len(tallies))
	for g := range tallies {
		var points []point
		for o, text := range q.Values {
			x, err := strconv.ParseFloat(text, 64)
			n := tallies[g].options[o]
			if err != nil || n == 0 {
				continue
			}
			p := point{x, n, float64(n), float64(n)}
			if w := tallies[g].weights; w != nil {
				p.weight, p.squares = float64(w.options[o])/WeightUnit, w.optionSquares[o]
			}
			points = append(points, p)
		}
		mean[g], median[g] = b.averageCells(points)
		for _, c := range []*Cell{&mean[g], &median[g]} {
			c.Missing = tallies[g].asked - c.Count
		}
	}
	t.Rows = append(t.Rows, Row{Label: MeanOfValues, Kind: ValueRow, Option: -1}, Row{Label: MedianOfValues, Kind: ValueRow, Option: -1})
	t.Cells = append(t.Cells, mean, median)
}

// hideAverages hides the mean and the median of a scale wherever an answer that
// they are made of is hidden: from them it could be worked out. It comes after
// protect, and like it leaves nothing in a cell that may not be printed.
func hideAverages(tables []Table) {
	for i := range tables {
		if tables[i].Kind != study.Number {
			tables[i].hideAverages()
		}
	}
}

func (t *Table) hideAverages() {
	for r, row := range t.Rows {
		if row.Kind != ValueRow {
			continue
		}
		first, next := t.Block(r)
		for g := range t.Groups {
			for k := first; k < next; k++ {
				if option := &t.Cells[k][g]; t.Rows[k].Kind == OptionRow && option.Suppressed {
					t.Cells[r][g] = Cell{Rule: option.Rule, Suppressed: true, Mark: option.Mark}
				}
			}
		}
	}
}

// averageCells makes the cells of a mean and a median.
func (b *builder) averageCells(points []point) (mean, median Cell) {
	slices.SortFunc(points, func(x, y point) int { return cmp.Compare(x.value, y.value) })
	level := b.study.Interval.Confidence()
	x, low, high, n, ok := meanOf(points, level)
	mean = Cell{Count: n, Base: n, Rule: study.Answered}
	median = mean
	if n == 0 {
		return mean, median
	}
	mean.Value = number(x)
	if ok {
		mean.Low, mean.High, mean.Interval = low, high, true
	}
	x, low, high, ok = medianOf(points, level, b.study.Suppression.Below)
	median.Value = number(x)
	if ok {
		median.Low, median.High, median.Interval = low, high, true
	}
	return mean, median
}

// valuesNote says what the points of a scale are taken for.
func valuesNote(q *study.Question, i study.Interval, weighted bool) string {
	var said []string
	for o, v := range q.Values {
		if v == "" {
			v = "no number and left out"
		}
		said = append(said, fmt.Sprintf("%s as %s", q.Options[o].Label, v))
	}
	return "Mean and median take " + strings.Join(said, ", ") + "." + averagesNote(i, weighted)
}

// averagesNote names the intervals of a mean and a median.
func averagesNote(i study.Interval, weighted bool) string {
	note := fmt.Sprintf(" %s interval of the mean: Student's t; of the median: order statistics (at least %s).", i.Percent(), i.Percent())
	if weighted {
		note += " The mean is weighted, and its standard error is by Taylor's expansion; the median is not weighted."
	}
	return note
}

// Between gives the interval of a mean or a median, its ends with at most two
// digits after the point and the words to between them; "" where it has none.
func (c *Cell) Between(to string) string {
	if !c.Interval || c.Suppressed {
		return ""
	}
	return number(c.Low) + to + number(c.High)
}
