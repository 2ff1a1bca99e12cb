package stats

import (
	"fmt"
	"math"
)

// Weights says how much two different categories agree.
type Weights int

const (
	// Unweighted counts equal categories as agreeing and all else as not.
	Unweighted Weights = iota
	// Linear takes 1 - |a-b|/(largest - smallest).
	Linear
	// Quadratic takes 1 - (a-b)²/(largest - smallest)²: Cohen (1968), Psychological
	// Bulletin 70, 213-220.
	Quadratic
)

// between gives the agreement of two categories on a scale that is spread wide.
func (w Weights) between(a, b, spread float64) float64 {
	if a == b {
		return 1
	}
	d := math.Abs(a-b) / spread
	switch w {
	case Linear:
		return 1 - d
	case Quadratic:
		return 1 - d*d
	}
	return 0
}

func (w Weights) check() error {
	if w < Unweighted || w > Quadratic {
		return fmt.Errorf("there are no weights %d", w)
	}
	return nil
}

// maxCategories bounds the categories of the kappa family, whose work grows with their
// square.
const maxCategories = 2000

// Kappa says how far two coders agree beyond chance.
type Kappa struct {
	N int
	// Observed is the share of units on which they agree (weighted, where weights are),
	// Expected the share that chance would give, Estimate Cohen's kappa, (Observed -
	// Expected)/(1 - Expected).
	Estimate, Observed, Expected float64
	// SE is the standard error of the estimate, Low and High its normal interval, cut at
	// 1.
	SE, Low, High float64
	// Test asks whether kappa is 0, with the standard error that holds then.
	Test
	// ScottPi takes chance from both coders' shares together: Scott (1955), Public
	// Opinion Quarterly 19, 321-325. PABAK is twice the share of equal codes less 1:
	// Byrt, Bishop and Carlin (1993), Journal of Clinical Epidemiology 46, 423-429; it is
	// a chance-corrected figure for two categories only. AC1 is Gwet's (2008), British
	// Journal of Mathematical and Statistical Psychology 61, 29-48, which stays steady
	// when nearly all units fall in one category. All three are unweighted, over the
	// categories of the table, used or not.
	ScottPi, PABAK, AC1 float64
}

// CohenKappa gives the agreement of two coders beyond chance from a table whose rows are
// the first coder's categories and columns the second's, in one order: Cohen (1960),
// Educational and Psychological Measurement 20, 37-46. Weights go by the categories'
// places 1, 2, 3. Standard errors are those of Fleiss, Cohen and Everitt (1969),
// Psychological Bulletin 72, 323-327. When chance explains everything (both coders used
// one and the same category) kappa is nothing over nothing, NaN, however well they agree;
// read Observed. Errors: a table that is not square, more than 2,000 categories, those of
// ChiSquare, unknown weights, a level outside 0 to 1.
func CohenKappa(table [][]int, weights Weights, level float64) (Kappa, error) {
	m, err := square(table)
	if err != nil {
		return Kappa{}, err
	}
	if err := weights.check(); err != nil {
		return Kappa{}, err
	}
	if !goodLevel(level) {
		return Kappa{}, errLevel(level)
	}
	if len(table) > maxCategories {
		return Kappa{}, errCategories(len(table))
	}
	n, q, spread := float64(m.n), float64(len(table)), float64(len(table)-1)
	weight := func(i, j int) float64 { return weights.between(float64(i), float64(j), spread) }
	// The mean weight of each row over the columns' shares, and of each column.
	rowMean, colMean := make([]float64, len(table)), make([]float64, len(table))
	out := Kappa{N: m.n}
	var equal, byBoth, gwet float64
	for i, row := range table {
		for j, count := range row {
			w, p, r, c := weight(i, j), float64(count)/n, float64(m.rows[i])/n, float64(m.cols[j])/n
			out.Observed += w * p
			out.Expected += w * r * c
			rowMean[i] += w * c
			colMean[j] += w * r
		}
		mean := float64(m.rows[i]+m.cols[i]) / (2 * n)
		equal += float64(row[i]) / n
		byBoth += mean * mean
		if q > 1 {
			gwet += mean * (1 - mean) / (q - 1)
		}
	}
	chance := 1 - out.Expected
	if oneCategory(m) {
		chance = 0
	}
	out.Estimate = (out.Observed - out.Expected) / chance
	out.ScottPi = (equal - byBoth) / (1 - byBoth)
	out.PABAK = 2*equal - 1
	out.AC1 = (equal - gwet) / (1 - gwet)
	if chance == 0 {
		nan := math.NaN()
		out.Estimate, out.ScottPi, out.SE, out.Low, out.High = nan, nan, nan, nan, nan
		out.Test = Test{Statistic: nan, P: nan}
		return out, nil
	}
	var spreadHere, spreadNull float64
	for i, row := range table {
		for j, count := range row {
			w, means := weight(i, j), rowMean[i]+colMean[j]
			here := w - means*(1-out.Estimate)
			null := w - means
			spreadHere += float64(count) / n * here * here
			spreadNull += float64(m.rows[i]) / n * float64(m.cols[j]) / n * null * null
		}
	}
	here := out.Estimate - out.Expected*(1-out.Estimate)
	out.SE = math.Sqrt(max(0, spreadHere-here*here)/n) / chance
	margin := normalQuantile(0.5+level/2) * out.SE
	out.Low, out.High = out.Estimate-margin, min(1, out.Estimate+margin)
	out.Statistic = out.Estimate / (math.Sqrt(max(0, spreadNull-out.Expected*out.Expected)/n) / chance)
	out.P = normalTwoSided(out.Statistic)
	return out, nil
}

// oneCategory says whether both coders put every unit in the same category.
func oneCategory(m margins) bool {
	for i, t := range m.rows {
		if t == m.n && m.cols[i] == m.n {
			return true
		}
	}
	return false
}

func errCategories(n int) error {
	return fmt.Errorf("there are %d categories; at most %d can be compared", n, maxCategories)
}
