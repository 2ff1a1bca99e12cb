package stats

import (
	"fmt"
	"math"
)

// maxFisherTables bounds how many tables the two by two test adds up.
const maxFisherTables = 200_000

// Fisher is the outcome of Fisher's exact test on two rows and two columns. OddsRatio is
// the conditional maximum likelihood estimate, which differs from the cross product of
// the counts; Low and High are its exact interval. They can be 0 and +Inf.
type Fisher struct {
	P, OddsRatio, Low, High float64
}

// Fisher2x2 gives Fisher's exact test of independence on two rows and two columns with
// fixed totals: Fisher (1935), Journal of the Royal Statistical Society 98, 39-82. P is
// two-sided: the chance of all tables no more likely than this one (ties within 1e-7, as
// in R's fisher.test). The estimate and its interval at the given level solve the
// noncentral hypergeometric distribution: Cornfield (1956), Proceedings of the Third
// Berkeley Symposium 4, 135-148. Where a row or column is empty only one table is
// possible: P is 1 and the rest NaN. Errors: any other table, a level outside 0 to 1,
// more than 200,000 possible tables.
func Fisher2x2(table [][]int, level float64) (Fisher, error) {
	m, err := twoByTwo(table)
	if err != nil {
		return Fisher{}, err
	}
	if !goodLevel(level) {
		return Fisher{}, errLevel(level)
	}
	h, err := newHypergeometric(m)
	if err != nil {
		return Fisher{}, err
	}
	x := table[0][0]
	nan := math.NaN()
	if h.low == h.high {
		return Fisher{P: 1, OddsRatio: nan, Low: nan, High: nan}, nil
	}
	var out Fisher
	weights := h.weights(0)
	seen := weights[x-h.low]
	for _, w := range weights {
		if w <= seen*(1+1e-7) {
			out.P += w
		}
	}
	out.P = min(1, out.P)
	tail := (1 - level) / 2
	out.High = math.Inf(1)
	switch {
	case x == h.high:
		out.OddsRatio = math.Inf(1)
	case x > h.low:
		out.OddsRatio = h.solve(func(w []float64) float64 { return h.mean(w) - float64(x) })
	}
	if x > h.low {
		out.Low = h.solve(func(w []float64) float64 { return sumFrom(w, x-h.low) - tail })
	}
	if x < h.high {
		out.High = h.solve(func(w []float64) float64 { return tail - sumTo(w, x-h.low) })
	}
	return out, nil
}

// hypergeometric holds the log weights of the possible first cells of a two by two table
// with fixed totals.
type hypergeometric struct {
	low, high int
	logs      []float64
}

func newHypergeometric(m margins) (hypergeometric, error) {
	h := hypergeometric{low: max(0, m.rows[0]-m.cols[1]), high: min(m.rows[0], m.cols[0])}
	if h.high-h.low >= maxFisherTables {
		return h, fmt.Errorf("the exact test would add up %d tables, more than %d; use chi-square, which is as good for so many people", h.high-h.low+1, maxFisherTables)
	}
	h.logs = make([]float64, h.high-h.low+1)
	best := 0.0
	for i := 1; i < len(h.logs); i++ {
		x := h.low + i
		// Each weight from the one before, since differences of large log factorials lose
		// figures.
		up := float64(m.rows[0]-x+1) * float64(m.cols[0]-x+1)
		down := float64(x) * float64(m.rows[1]-m.cols[0]+x)
		h.logs[i] = h.logs[i-1] + math.Log(up/down)
		best = max(best, h.logs[i])
	}
	for i := range h.logs {
		h.logs[i] -= best
	}
	return h, nil
}

// weights gives the chances of the possible first cells under a log odds ratio.
func (h hypergeometric) weights(logOdds float64) []float64 {
	w := make([]float64, len(h.logs))
	best := math.Inf(-1)
	for i, l := range h.logs {
		w[i] = l + logOdds*float64(i)
		best = max(best, w[i])
	}
	sum := 0.0
	for i := range w {
		w[i] = math.Exp(w[i] - best)
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w
}

func (h hypergeometric) mean(w []float64) float64 {
	m := float64(h.low)
	for i, v := range w {
		m += float64(i) * v
	}
	return m
}

// solve finds the odds ratio at which f, which rises with it, is 0.
func (h hypergeometric) solve(f func(weights []float64) float64) float64 {
	low, high := -1.0, 1.0
	for f(h.weights(low)) > 0 && low > -700 {
		low *= 2
	}
	for f(h.weights(high)) < 0 && high < 700 {
		high *= 2
	}
	for range 100 {
		middle := (low + high) / 2
		if middle <= low || middle >= high {
			break
		}
		if f(h.weights(middle)) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Exp((low + high) / 2)
}

func sumFrom(w []float64, i int) float64 {
	sum := 0.0
	for _, v := range w[i:] {
		sum += v
	}
	return sum
}

func sumTo(w []float64, i int) float64 {
	sum := 0.0
	for _, v := range w[:i+1] {
		sum += v
	}
	return sum
}

func errLevel(level float64) error {
	return fmt.Errorf("the confidence level is %v; it must lie between 0 and 1, such as 0.95", level)
}
