package stats

import "math"

// Independence is the outcome of the chi-square test on a table of counts, with what a
// reader needs to judge it. Expected are the counts that independence would give; Pearson
// are (count - expected)/sqrt(expected); Adjusted are these divided by their standard
// error, so that a value beyond 2 or -2 stands out (Haberman 1973, Biometrics 29,
// 205-220). A row or column of nothing but zeros tells nothing: its residuals are NaN,
// and DF does not count it. MinExpected and Under5 (how many expected counts are below 5)
// leave it out too.
type Independence struct {
	Test
	Expected, Pearson, Adjusted [][]float64
	MinExpected                 float64
	Under5                      int
}

// ChiSquare gives Pearson's test of independence on a table of counts, without continuity
// correction: Pearson (1900), Philosophical Magazine 50, 157-175. P comes from the
// chi-square distribution and needs expected counts that are not small (see Under5); use
// FisherExact where they are. With fewer than two rows or columns in use, Statistic and P
// are NaN. Errors: no cells, rows of unequal length, negative counts, a total above
// 2,147,483,647.
func ChiSquare(table [][]int) (Independence, error) {
	m, err := tableMargins(table)
	if err != nil {
		return Independence{}, err
	}
	out := Independence{Expected: grid(m), Pearson: grid(m), Adjusted: grid(m), MinExpected: math.NaN()}
	n := float64(m.n)
	for i, row := range table {
		for j, count := range row {
			if m.rows[i] == 0 || m.cols[j] == 0 {
				out.Pearson[i][j], out.Adjusted[i][j] = math.NaN(), math.NaN()
				continue
			}
			r, c := float64(m.rows[i]), float64(m.cols[j])
			e := r * c / n
			gap := float64(count) - e
			out.Expected[i][j] = e
			out.Pearson[i][j] = gap / math.Sqrt(e)
			out.Adjusted[i][j] = gap / math.Sqrt(e*(1-r/n)*(1-c/n))
			out.Statistic += gap * gap / e
			if !(out.MinExpected <= e) {
				out.MinExpected = e
			}
			if e < 5 {
				out.Under5++
			}
		}
	}
	out.Test = tableTest(out.Statistic, m)
	return out, nil
}

// ChiSquareYates is ChiSquare for two rows and two columns with Yates' continuity
// correction, half a person but no more than the gap itself, as R's chisq.test has it:
// Yates (1934), Supplement to the Journal of the Royal Statistical Society 1, 217-235. An
// error tells of any other table.
func ChiSquareYates(table [][]int) (Test, error) {
	m, err := twoByTwo(table)
	if err != nil {
		return Test{}, err
	}
	var sum float64
	for i, row := range table {
		for j, count := range row {
			if m.rows[i] == 0 || m.cols[j] == 0 {
				continue
			}
			e := float64(m.rows[i]) * float64(m.cols[j]) / float64(m.n)
			gap := math.Abs(float64(count) - e)
			gap -= min(0.5, gap)
			sum += gap * gap / e
		}
	}
	return tableTest(sum, m), nil
}

// GTest gives the likelihood ratio test of independence, twice the sum of count times the
// logarithm of count by expected: Wilks (1935), Annals of Mathematical Statistics 6,
// 190-196. Edge cases as in ChiSquare.
func GTest(table [][]int) (Test, error) {
	m, err := tableMargins(table)
	if err != nil {
		return Test{}, err
	}
	var sum float64
	for i, row := range table {
		for j, count := range row {
			if count > 0 {
				c := float64(count)
				sum += 2 * c * math.Log(c/float64(m.rows[i])/float64(m.cols[j])*float64(m.n))
			}
		}
	}
	// Rounding must not leave a hair below what perfect independence gives.
	return tableTest(max(0, sum), m), nil
}

// Association says how strongly the rows and columns of a table of counts go together,
// from 0 (independent) to 1.
type Association struct {
	// V is Cramér's V, sqrt(chi-square/(n·min(rows-1, columns-1))): Cramér (1946),
	// Mathematical Methods of Statistics. With two rows and two columns it is phi without
	// its sign.
	V float64
	// VCorrected is V corrected for its bias, which is upward and large for small n:
	// Bergsma (2013), Journal of the Korean Statistical Society 42, 323-328.
	VCorrected float64
	// Contingency is Pearson's contingency coefficient, sqrt(chi-square/(chi-square +
	// n)), whose largest value depends on the table's size.
	Contingency float64
	// OddsRatio is the odds ratio of the four counts as they are; NaN for a table that is
	// not two by two or has 0·0 below the line over 0·0 above; +Inf with a zero below the
	// line only.
	OddsRatio float64
}

// Associate gives the measures of association that rest on chi-square. Rows and columns
// of nothing but zeros are left out; with fewer than two of either in use the measures
// are NaN. VCorrected is NaN where rows or columns are as many as people. Errors as in
// ChiSquare.
func Associate(table [][]int) (Association, error) {
	test, err := ChiSquare(table)
	if err != nil {
		return Association{}, err
	}
	m, _ := tableMargins(table)
	n, r, c := float64(m.n), float64(used(m.rows)), float64(used(m.cols))
	out := Association{
		V:           math.Sqrt(test.Statistic / n / min(r-1, c-1)),
		Contingency: math.Sqrt(test.Statistic / (test.Statistic + n)),
		OddsRatio:   math.NaN(),
	}
	phi2 := max(0, test.Statistic/n-(r-1)*(c-1)/(n-1))
	out.VCorrected = math.NaN()
	if most := min(r-1-(r-1)*(r-1)/(n-1), c-1-(c-1)*(c-1)/(n-1)); most > 1e-12 {
		out.VCorrected = math.Sqrt(phi2 / most)
	}
	if len(m.rows) == 2 && len(m.cols) == 2 {
		out.OddsRatio = float64(table[0][0]) * float64(table[1][1]) / (float64(table[0][1]) * float64(table[1][0]))
	}
	return out, nil
}

// McNemar is the outcome of McNemar's test. B and C are the people who changed, from the
// first category to the second and back.
type McNemar struct {
	// Test has one degree of freedom and Edwards' continuity correction.
	Test
	// ExactP is the two-sided binomial chance of so uneven a split of those who changed;
	// to be preferred when they are few.
	ExactP float64
	B, C   int
}

// McNemarTest asks whether the two off-diagonal counts of a two by two table of the same
// people at two times differ by more than chance: McNemar (1947), Psychometrika 12,
// 153-157, with the continuity correction of Edwards (1948), Psychometrika 13, 185-187:
// (|b-c|-1)²/(b+c), and with 0 where b = c. When nobody changed there is nothing to test:
// Statistic and P are NaN, ExactP is 1. An error tells of any other table.
func McNemarTest(table [][]int) (McNemar, error) {
	if _, err := twoByTwo(table); err != nil {
		return McNemar{}, err
	}
	b, c := table[0][1], table[1][0]
	out := McNemar{B: b, C: c, ExactP: 1}
	changed := b + c
	gap := math.Abs(float64(b) - float64(c))
	gap -= min(1, gap)
	out.Test = Test{Statistic: gap * gap / float64(changed), DF: 1}
	out.P = chiSquareTail(out.Statistic, 1)
	if changed > 0 {
		out.ExactP = min(1, 2*binomialAtLeast(max(b, c), changed, 0.5))
	}
	return out, nil
}

func grid(m margins) [][]float64 {
	g := make([][]float64, len(m.rows))
	for i := range g {
		g[i] = make([]float64, len(m.cols))
	}
	return g
}

// tableTest reads the P value of a statistic with the degrees of freedom of the rows and
// columns in use.
func tableTest(statistic float64, m margins) Test {
	df := float64((used(m.rows) - 1) * (used(m.cols) - 1))
	if !(df > 0) || m.n == 0 {
		return Test{Statistic: math.NaN(), P: math.NaN()}
	}
	return Test{Statistic: statistic, DF: df, P: chiSquareTail(statistic, df)}
}
