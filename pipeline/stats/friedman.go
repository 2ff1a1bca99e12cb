package stats

import (
	"fmt"
	"math"
)

// Concordance is the outcome of Friedman's test with Kendall's W.
type Concordance struct {
	// Test has Friedman's chi-square, corrected for ties.
	Test
	// W is Kendall's coefficient of concordance, from 0 (no agreement in order) to 1 (all
	// give the same order).
	W float64
	// Judges are the rows used; Left those left out for a missing value.
	Judges, Left int
}

// Friedman asks whether people who each rated the same things put them in a like order;
// ratings[i][j] is what person i gave thing j. Friedman (1937), Journal of the American
// Statistical Association 32, 675-701; W of Kendall and Babington Smith (1939), Annals of
// Mathematical Statistics 10, 275-287, which is the statistic over people times (things -
// 1). A row with a missing (NaN) value is left out whole, as in R. With fewer than two
// things, no complete row, or nobody who tells things apart, it is NaN. Errors: rows of
// unequal length, infinite values.
func Friedman(ratings [][]float64) (Concordance, error) {
	if err := rectangular(ratings); err != nil {
		return Concordance{}, err
	}
	var out Concordance
	var sums []float64
	var ties float64
	for _, row := range ratings {
		if len(present(row)) < len(row) {
			out.Left++
			continue
		}
		out.Judges++
		ranks, t := midranks(row)
		ties += t
		if sums == nil {
			sums = make([]float64, len(row))
		}
		for j, r := range ranks {
			sums[j] += r
		}
	}
	b, k := float64(out.Judges), float64(len(sums))
	var spread float64
	for _, s := range sums {
		spread += (s - b*(k+1)/2) * (s - b*(k+1)/2)
	}
	out.DF = k - 1
	out.Statistic = 12 * spread / (b*k*(k+1) - ties/(k-1))
	if len(sums) < 2 || math.IsInf(out.Statistic, 0) {
		out.DF, out.Statistic = 0, math.NaN()
	}
	out.P = chiSquareTail(out.Statistic, out.DF)
	out.W = out.Statistic / (b * (k - 1))
	return out, nil
}

// rectangular checks that rows are of equal length and hold no infinite value.
func rectangular(rows [][]float64) error {
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return fmt.Errorf("row %d has %d values, row 1 has %d", i+1, len(row), len(rows[0]))
		}
		if err := finite(row); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return nil
}
