package stats

import (
	"fmt"
	"math"
	"slices"
)

// maxShares bounds the categories of Shares, since each is gone through on its own.
const maxShares = 500

// Estimate is a weighted figure with its standard error by the sample's design.
type Estimate struct {
	Value, SE float64
	// DesignEffect is the variance over that of as many people drawn one by one from the
	// same population; NaN where that is 0 or was not asked for.
	DesignEffect float64
	// N is the people it is of, Weight the sum of their weights, DF the degrees of
	// freedom of its interval.
	N      int
	Weight float64
	DF     int
}

// Interval gives the interval at a level by Student's t with DF degrees of freedom; NaN
// for a level outside 0 to 1 or without degrees of freedom.
func (e Estimate) Interval(level float64) (low, high float64) {
	if !goodLevel(level) {
		return math.NaN(), math.NaN()
	}
	margin := tQuantile(0.5+level/2, float64(e.DF)) * e.SE
	return e.Value - margin, e.Value + margin
}

// Mean gives the weighted mean of values, one for each person, with its Taylor standard
// error: as svymean in R's survey package (Lumley 2004, Journal of Statistical Software
// 9(8)). A missing (NaN) value leaves its person out, with their place in the design
// kept. With nobody left Value and SE are NaN. Errors: a slice of the wrong length,
// infinite values, a stratum of one cluster that has others to be drawn from.
func (s Sample) Mean(y []float64) (Estimate, error) {
	out, err := s.means([][]float64{y})
	if err != nil {
		return Estimate{}, err
	}
	return out.estimates[0], nil
}

// Total gives the weighted total of values with its Taylor standard error, as svytotal in
// R. The rest as in Mean; DesignEffect is NaN.
func (s Sample) Total(y []float64) (Estimate, error) {
	if err := s.check(y); err != nil {
		return Estimate{}, err
	}
	out := Estimate{DesignEffect: math.NaN()}
	z := make([][]float64, len(y))
	for i, v := range y {
		z[i] = []float64{0}
		if w := s.weight(i); w > 0 && !math.IsNaN(v) {
			z[i][0] = w * v
			out.Value += w * v
			out.Weight += w
			out.N++
		}
	}
	cov, err := s.covariances(z)
	if err != nil {
		return Estimate{}, err
	}
	out.SE, out.DF = math.Sqrt(cov[0][0]), s.DF()
	if out.N == 0 {
		out.Value, out.SE = math.NaN(), math.NaN()
	}
	return out, nil
}

// Share is the weighted share of one category.
type Share struct {
	Category string
	Estimate
}

// Shares gives the weighted share of each category, in the order of names; nil takes
// those that occur, sorted. The category "" is missing and leaves its person out. Errors
// as in Mean, and a category that is not among the names, more than 500 categories.
func (s Sample) Shares(categories, names []string) ([]Share, error) {
	if len(categories) != len(s.weights) {
		return nil, fmt.Errorf("there are %d answers for %d people", len(categories), len(s.weights))
	}
	if names == nil {
		names = sortedNames(slices.Clone(categories))
		if len(names) > 0 && names[0] == "" {
			names = names[1:]
		}
	}
	if len(names) > maxShares {
		return nil, fmt.Errorf("there are %d categories; at most %d can be estimated together", len(names), maxShares)
	}
	at := nameAt(names)
	mark := make([]float64, len(categories))
	shares := make([]Share, len(names))
	for k, name := range names {
		for i, c := range categories {
			mark[i] = 0
			switch own, ok := at[c]; {
			case c == "":
				mark[i] = math.NaN()
			case !ok:
				return nil, fmt.Errorf("person %d has the category %q, which is not among the names", i+1, c)
			case own == k:
				mark[i] = 1
			}
		}
		share, err := s.Mean(mark)
		if err != nil {
			return nil, err
		}
		shares[k] = Share{Category: name, Estimate: share}
	}
	return shares, nil
}

// joint holds estimates with their covariances.
type joint struct {
	estimates []Estimate
	cov       [][]float64
}

// means gives the weighted means of several variables that are missing for the same
// people.
func (s Sample) means(columns [][]float64) (joint, error) {
	for _, y := range columns {
		if err := s.check(y); err != nil {
			return joint{}, err
		}
	}
	k := len(columns)
	var total, n float64
	averages := make([]float64, k)
	used := make([]bool, len(s.weights))
	for i := range s.weights {
		if w := s.weight(i); w > 0 && !math.IsNaN(columns[0][i]) {
			used[i] = true
			total += w
			n++
		}
	}
	for v, y := range columns {
		for i, x := range y {
			if used[i] {
				averages[v] += s.weights[i] / total * x
			}
		}
	}
	z := make([][]float64, len(s.weights))
	spread := make([]float64, k)
	for i := range z {
		z[i] = make([]float64, k)
		if !used[i] {
			continue
		}
		for v, y := range columns {
			gap := y[i] - averages[v]
			z[i][v] = gap * s.weights[i] / total
			spread[v] += gap * gap * s.weights[i] / total
		}
	}
	cov, err := s.covariances(z)
	if err != nil {
		return joint{}, err
	}
	out := joint{cov: cov, estimates: make([]Estimate, k)}
	df := s.DF()
	for v := range columns {
		// The variance of the mean of n drawn one by one from as many people as the
		// weights stand for.
		simple := spread[v] * n / (n - 1) / n * (1 - n/total)
		e := Estimate{Value: averages[v], SE: math.Sqrt(cov[v][v]), N: int(n), Weight: total, DF: df,
			DesignEffect: cov[v][v] / simple}
		if !(simple > 0) {
			e.DesignEffect = math.NaN()
		}
		if n == 0 {
			e.Value, e.SE = math.NaN(), math.NaN()
		}
		out.estimates[v] = e
	}
	return out, nil
}

// Quantile gives the weighted quantile: the smallest value at which the weights reach the
// share p of all, as svyquantile of R's survey 4.1 by default. Missing values are left
// out; with nobody left, or p outside 0 to 1, it is NaN. Errors: a slice of the wrong
// length, infinite values.
func (s Sample) Quantile(y []float64, p float64) (float64, error) {
	if err := s.check(y); err != nil {
		return 0, err
	}
	var order []int
	total := 0.0
	for i, v := range y {
		if w := s.weight(i); w > 0 && !math.IsNaN(v) {
			order = append(order, i)
			total += w
		}
	}
	if len(order) == 0 || !(p >= 0 && p <= 1) {
		return math.NaN(), nil
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case y[a] < y[b]:
			return -1
		case y[a] > y[b]:
			return 1
		}
		return a - b
	})
	reached := 0.0
	for _, i := range order {
		reached += s.weights[i]
		if reached >= p*total*(1-1e-12) {
			return y[i], nil
		}
	}
	return y[order[len(order)-1]], nil
}

// sortedNames sorts names in place and leaves each once.
func sortedNames(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

func (s Sample) check(y []float64) error {
	if len(y) != len(s.weights) {
		return fmt.Errorf("there are %d values for %d people", len(y), len(s.weights))
	}
	return finite(y)
}
