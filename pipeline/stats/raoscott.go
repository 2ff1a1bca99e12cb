package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// RaoScott is the outcome of the test of independence of two weighted questions.
type RaoScott struct {
	// Shares[i][j] is the weighted share of people in row i and column j.
	Shares        [][]float64
	Rows, Columns []string
	N             int
	// Pearson is the chi-square statistic of the shares times N, with P by the
	// first-order correction; its DF are (rows-1)(columns-1).
	Pearson Test
	// Test has the second-order corrected F; DF are its degrees of freedom above the
	// line, DF2 those below.
	Test
	DF2 float64
}

// maxRaoScott bounds the cells of the table, whose work grows with their cube, and
// maxProducts people times cells squared, the products that make its covariances.
const (
	maxRaoScott = 200
	maxProducts = 1_000_000_000
)

// IndependenceWeighted asks whether two questions are independent in the population, from
// weighted answers: Rao and Scott (1984), Annals of Statistics 12, 46-60, with the F
// distribution of Thomas and Rao (1987), Journal of the American Statistical Association
// 82, 630-636, as svychisq in R. The answer "" is missing and leaves its person out. With
// fewer than two rows or columns, or a cell that has nobody so that the covariances are
// singular, what cannot be said is NaN. Errors: those of Mean, more than 200 cells,
// people times cells squared above 1,000 million.
func (s Sample) IndependenceWeighted(rows, columns []string) (RaoScott, error) {
	if len(rows) != len(s.weights) || len(columns) != len(s.weights) {
		return RaoScott{}, fmt.Errorf("there are %d and %d answers for %d people", len(rows), len(columns), len(s.weights))
	}
	used := make([]bool, len(rows))
	for i := range rows {
		used[i] = s.weight(i) > 0 && rows[i] != "" && columns[i] != ""
	}
	out := RaoScott{Rows: namesOf(rows, used), Columns: namesOf(columns, used)}
	r, c := len(out.Rows), len(out.Columns)
	if r*c > maxRaoScott {
		return RaoScott{}, fmt.Errorf("the table has %d by %d cells; at most %d can be tested", r, c, maxRaoScott)
	}
	nan := Test{Statistic: math.NaN(), P: math.NaN()}
	if cells := r * c; cells > 0 && len(rows) > maxProducts/(cells*cells) {
		return RaoScott{}, fmt.Errorf("%d people and %d cells make more than %d products; put rare answers together", len(rows), cells, maxProducts)
	}
	out.Test, out.Pearson, out.DF2 = nan, nan, math.NaN()
	if r == 0 {
		return out, nil
	}
	columnsOf := cellMarks(rows, columns, used, out.Rows, out.Columns)
	cells, err := s.means(columnsOf)
	if err != nil {
		return RaoScott{}, err
	}
	out.N = cells.estimates[0].N
	out.Shares = make([][]float64, r)
	for i := range out.Shares {
		for j := range c {
			out.Shares[i] = append(out.Shares[i], cells.estimates[i*c+j].Value)
		}
	}
	if r < 2 || c < 2 {
		return out, nil
	}
	delta, ok := designEffects(out.Shares, cells.cov, float64(out.N))
	if !ok {
		return out, nil
	}
	k := float64((r - 1) * (c - 1))
	trace, squares := 0.0, 0.0
	for i := range int(k) {
		trace += delta.At(i, i)
		for j := range int(k) {
			squares += delta.At(i, j) * delta.At(j, i)
		}
	}
	pearson := pearsonOfShares(out.Shares) * float64(out.N)
	out.Pearson = Test{Statistic: pearson, DF: k, P: chiSquareTail(pearson/(trace/k), k)}
	out.DF = trace * trace / squares
	out.DF2 = out.DF * float64(s.DF())
	out.Statistic = pearson / trace
	out.P = fTail(out.Statistic, out.DF, out.DF2)
	return out, nil
}

// cellMarks gives one variable a cell, 1 for those in it, NaN for those left out.
func cellMarks(rows, columns []string, used []bool, rowNames, columnNames []string) [][]float64 {
	rowAt, columnAt := nameAt(rowNames), nameAt(columnNames)
	marks := make([][]float64, len(rowNames)*len(columnNames))
	for k := range marks {
		marks[k] = make([]float64, len(rows))
	}
	for i := range rows {
		if !used[i] {
			for k := range marks {
				marks[k][i] = math.NaN()
			}
			continue
		}
		marks[rowAt[rows[i]]*len(columnNames)+columnAt[columns[i]]][i] = 1
	}
	return marks
}

func pearsonOfShares(shares [][]float64) float64 {
	rows, cols := shareMargins(shares)
	sum := 0.0
	for i, row := range shares {
		for j, p := range row {
			e := rows[i] * cols[j]
			sum += (p - e) * (p - e) / e
		}
	}
	return sum
}

func shareMargins(shares [][]float64) (rows, cols []float64) {
	rows, cols = make([]float64, len(shares)), make([]float64, len(shares[0]))
	for i, row := range shares {
		for j, p := range row {
			rows[i] += p
			cols[j] += p
		}
	}
	return rows, cols
}

// designEffects gives Rao and Scott's matrix of generalised design effects of the
// interaction of rows and columns: the covariances of the contrasts under the design,
// over those of n people drawn one by one.
func designEffects(shares, cov [][]float64, n float64) (*mat.Dense, bool) {
	r, c := len(shares), len(shares[0])
	cells := r * c
	// The contrasts: products of row and column indicators less what main effects explain
	// of them.
	main := mat.NewDense(cells, r+c-1, nil)
	products := mat.NewDense(cells, (r-1)*(c-1), nil)
	for i := range r {
		for j := range c {
			cell := i*c + j
			main.Set(cell, 0, 1)
			if i > 0 {
				main.Set(cell, i, 1)
			}
			if j > 0 {
				main.Set(cell, r-1+j, 1)
			}
			if i > 0 && j > 0 {
				products.Set(cell, (i-1)*(c-1)+j-1, 1)
			}
		}
	}
	var fit, explained, contrasts mat.Dense
	if err := fit.Solve(main, products); err != nil {
		return nil, false
	}
	explained.Mul(main, &fit)
	contrasts.Sub(products, &explained)
	// Contrasts over the shares; empty cells count nothing.
	over := mat.NewDense(cells, (r-1)*(c-1), nil)
	v := mat.NewDense(cells, cells, nil)
	for a := range cells {
		if p := shares[a/c][a%c]; p > 0 {
			for k := range (r - 1) * (c - 1) {
				over.Set(a, k, contrasts.At(a, k)/p)
			}
		}
		for b := range cells {
			v.Set(a, b, cov[a][b])
		}
	}
	var simple, half, design, delta mat.Dense
	simple.Mul(contrasts.T(), over)
	simple.Scale(1/n, &simple)
	half.Mul(v, over)
	design.Mul(over.T(), &half)
	if err := delta.Solve(&simple, &design); err != nil {
		return nil, false
	}
	return &delta, true
}

func namesOf(answers []string, used []bool) []string {
	var names []string
	for i, a := range answers {
		if used[i] {
			names = append(names, a)
		}
	}
	return sortedNames(names)
}

func nameAt(names []string) map[string]int {
	at := make(map[string]int, len(names))
	for k, name := range names {
		at[name] = k
	}
	return at
}
