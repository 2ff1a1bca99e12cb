package stats

import (
	"fmt"
	"math"
)

// Ordinal says how two ordered questions go together, from pairs of people. Concordant
// pairs are those in which one person is higher on both, Discordant those in which each
// is higher on one; TiedRows are level on the rows' question, TiedColumns on the
// columns', both counting pairs level on both.
type Ordinal struct {
	N                                             int
	Concordant, Discordant, TiedRows, TiedColumns float64
	// TauB is Kendall's tau-b, corrected for ties: Kendall (1945), Biometrika 33,
	// 239-251. TauC is Stuart's, for tables that are not square: Stuart (1953),
	// Biometrika 40, 105-110, with the rows and columns of the table as given.
	TauB, TauC float64
	// Gamma leaves ties out: Goodman and Kruskal (1954), Journal of the American
	// Statistical Association 49, 732-764.
	Gamma float64
	// SomersColumns is Somers' D of the columns given the rows, which leaves out pairs
	// level on the rows; SomersRows the other way round: Somers (1962), American
	// Sociological Review 27, 799-811.
	SomersColumns, SomersRows float64
	// Test asks whether there is any agreement in order: the normal score of concordant
	// less discordant pairs, with the variance under ties of Kendall (1970), Rank
	// Correlation Methods. As R's cor.test(method="kendall", exact=FALSE), without
	// continuity correction.
	Test
}

// OrdinalAssociation gives the measures for two ordered questions from a table of counts
// whose rows and columns stand in order. Each runs from -1 to 1, and is NaN where no pair
// of people differs as it asks. Rows and columns of zeros change TauC alone. Errors as in
// ChiSquare.
func OrdinalAssociation(table [][]int) (Ordinal, error) {
	m, err := tableMargins(table)
	if err != nil {
		return Ordinal{}, err
	}
	var concordant, discordant int64
	// below[j] is the count of column j in the rows after the present one.
	below := append([]int(nil), m.cols...)
	all := m.n
	for i, row := range table {
		all -= m.rows[i]
		for j, count := range row {
			below[j] -= count
		}
		before := 0
		for j, count := range row {
			concordant += int64(count) * int64(all-before-below[j])
			discordant += int64(count) * int64(before)
			before += below[j]
		}
	}
	n := float64(m.n)
	pairs := n * (n - 1) / 2
	out := Ordinal{N: m.n, Concordant: float64(concordant), Discordant: float64(discordant),
		TiedRows: tiedPairs(m.rows), TiedColumns: tiedPairs(m.cols)}
	gap := out.Concordant - out.Discordant
	out.TauB = gap / math.Sqrt((pairs-out.TiedRows)*(pairs-out.TiedColumns))
	least := float64(min(len(m.rows), len(m.cols)))
	out.TauC = 2 * least * gap / (n * n * (least - 1))
	out.Gamma = gap / (out.Concordant + out.Discordant)
	out.SomersColumns = gap / (pairs - out.TiedRows)
	out.SomersRows = gap / (pairs - out.TiedColumns)
	out.Statistic = gap / math.Sqrt(kendallVariance(m))
	out.P = normalTwoSided(out.Statistic)
	return out, nil
}

// kendallVariance gives the variance of concordant less discordant pairs when the two
// orders have nothing to do with each other.
func kendallVariance(m margins) float64 {
	n := float64(m.n)
	rows, cols := tieSums(m.rows), tieSums(m.cols)
	v := (n*(n-1)*(2*n+5)-rows[2]-cols[2])/18 + rows[0]*cols[0]/(2*n*(n-1))
	if m.n > 2 {
		v += rows[1] * cols[1] / (9 * n * (n - 1) * (n - 2))
	}
	// Rounding must not leave a hair of variance where there is none.
	if used(m.rows) < 2 || used(m.cols) < 2 {
		return 0
	}
	return v
}

// tieSums gives the sums of t(t-1), t(t-1)(t-2) and t(t-1)(2t+5) over groups of t ties.
func tieSums(totals []int) [3]float64 {
	var s [3]float64
	for _, total := range totals {
		t := float64(total)
		s[0] += t * (t - 1)
		s[1] += t * (t - 1) * (t - 2)
		s[2] += t * (t - 1) * (2*t + 5)
	}
	return s
}

func tiedPairs(totals []int) float64 { return tieSums(totals)[0] / 2 }

// Correlation is a correlation from -1 to 1 with its test of being 0.
type Correlation struct {
	Estimate float64
	N        int
	Test
}

// Spearman gives Spearman's rank correlation of pairs of values, with middle ranks for
// ties: Spearman (1904), American Journal of Psychology 15, 72-101. The test is the t
// approximation with n-2 degrees of freedom, as R's cor.test(method="spearman",
// exact=FALSE). A pair with a missing (NaN) value is left out. With fewer than three
// pairs, or no variation in either, what cannot be said is NaN. Errors: slices of unequal
// length, infinite values.
func Spearman(x, y []float64) (Correlation, error) {
	if err := sameLength(x, y); err != nil {
		return Correlation{}, err
	}
	var a, b []float64
	for i := range x {
		if !math.IsNaN(x[i]) && !math.IsNaN(y[i]) {
			a, b = append(a, x[i]), append(b, y[i])
		}
	}
	ra, _ := midranks(a)
	rb, _ := midranks(b)
	return correlationTest(correlation(ra, rb, nil), len(a)), nil
}

// SpearmanTable is Spearman on a table of counts whose rows and columns stand in order.
// Errors as in ChiSquare.
func SpearmanTable(table [][]int) (Correlation, error) {
	m, err := tableMargins(table)
	if err != nil {
		return Correlation{}, err
	}
	return correlationTest(tableCorrelation(table, rankScores(m.rows), rankScores(m.cols)), m.n), nil
}

// LinearByLinear gives the test of a straight-line trend of one ordered question over
// another, (n-1) times the squared correlation of their scores, with one degree of
// freedom: Mantel (1963), Journal of the American Statistical Association 58, 690-700.
// Nil scores mean 1, 2, 3 and so on. With no variation in either, Statistic and P are
// NaN. Errors as in ChiSquare, and scores that are not as many as the rows or columns, or
// not finite.
func LinearByLinear(table [][]int, rowScores, columnScores []float64) (Test, error) {
	m, err := tableMargins(table)
	if err != nil {
		return Test{}, err
	}
	if rowScores, err = scores(rowScores, len(m.rows)); err != nil {
		return Test{}, err
	}
	if columnScores, err = scores(columnScores, len(m.cols)); err != nil {
		return Test{}, err
	}
	r := tableCorrelation(table, rowScores, columnScores)
	out := Test{Statistic: float64(m.n-1) * r * r, DF: 1}
	out.P = chiSquareTail(out.Statistic, 1)
	return out, nil
}

// scores gives 1 to n for nil, and checks what it is given.
func scores(given []float64, n int) ([]float64, error) {
	if given == nil {
		for i := range n {
			given = append(given, float64(i+1))
		}
		return given, nil
	}
	if len(given) != n {
		return nil, fmt.Errorf("there are %d scores for %d groups", len(given), n)
	}
	for i, s := range given {
		if math.IsNaN(s) || math.IsInf(s, 0) {
			return nil, fmt.Errorf("score %d is not a number", i+1)
		}
	}
	return given, nil
}

// rankScores gives each group of ties its middle rank.
func rankScores(totals []int) []float64 {
	out := make([]float64, len(totals))
	before := 0
	for i, t := range totals {
		out[i] = float64(before) + float64(t+1)/2
		before += t
	}
	return out
}

// tableCorrelation gives Pearson's correlation of scores over a table of counts.
func tableCorrelation(table [][]int, rows, cols []float64) float64 {
	var x, y, w []float64
	for i, row := range table {
		for j, count := range row {
			if count > 0 {
				x, y, w = append(x, rows[i]), append(y, cols[j]), append(w, float64(count))
			}
		}
	}
	return correlation(x, y, w)
}

func correlationTest(r float64, n int) Correlation {
	out := Correlation{Estimate: r, N: n}
	out.DF = float64(n - 2)
	if n < 3 || math.IsNaN(r) {
		out.Test = Test{Statistic: math.NaN(), P: math.NaN()}
		return out
	}
	out.Statistic = r * math.Sqrt(out.DF/(1-r*r))
	out.P = tTwoSided(out.Statistic, out.DF)
	return out
}
