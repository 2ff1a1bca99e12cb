package stats

import (
	"fmt"
	"math"
	"slices"
)

// maxTotal is the largest total of a table of counts: with it, the number of pairs of
// people still fits a 64-bit integer.
const maxTotal = 1<<31 - 1

// maxCells bounds the tables that Crosstab makes.
const maxCells = 1_000_000

// margins are the totals of a table of counts.
type margins struct {
	rows, cols []int
	n          int
}

// tableMargins checks that a table of counts is one, and adds it up.
func tableMargins(table [][]int) (margins, error) {
	var m margins
	if len(table) == 0 || len(table[0]) == 0 {
		return m, fmt.Errorf("the table has no cells")
	}
	m.rows, m.cols = make([]int, len(table)), make([]int, len(table[0]))
	for i, row := range table {
		if len(row) != len(m.cols) {
			return m, fmt.Errorf("row %d of the table has %d cells, row 1 has %d", i+1, len(row), len(m.cols))
		}
		for j, count := range row {
			if count < 0 {
				return m, fmt.Errorf("row %d, column %d of the table has a count of %d; counts start at 0", i+1, j+1, count)
			}
			if count > maxTotal-m.n {
				return m, fmt.Errorf("the counts of the table add up to more than %d", maxTotal)
			}
			m.rows[i] += count
			m.cols[j] += count
			m.n += count
		}
	}
	return m, nil
}

// square checks a table in which two people, or two times, are set against each other
// over the same categories.
func square(table [][]int) (margins, error) {
	m, err := tableMargins(table)
	if err == nil && len(m.rows) != len(m.cols) {
		err = fmt.Errorf("the table has %d rows and %d columns; both stand for the same categories and must be as many", len(m.rows), len(m.cols))
	}
	return m, err
}

// twoByTwo checks a table of two rows and two columns.
func twoByTwo(table [][]int) (margins, error) {
	m, err := tableMargins(table)
	if err == nil && (len(m.rows) != 2 || len(m.cols) != 2) {
		err = fmt.Errorf("the table has %d rows and %d columns; this needs 2 and 2", len(m.rows), len(m.cols))
	}
	return m, err
}

// used gives how many totals are above 0.
func used(totals []int) int {
	n := 0
	for _, t := range totals {
		if t > 0 {
			n++
		}
	}
	return n
}

// Crosstab counts pairs of values: row i and column j of the table hold the pairs of
// rows[i] in x and columns[j] in y. Rows and columns are the values that occur, in rising
// order. A pair with a missing (NaN) value is left out. An error tells of slices of
// unequal length, infinite values, and tables of more than a million cells.
func Crosstab(x, y []float64) (table [][]int, rows, columns []float64, err error) {
	if err := sameLength(x, y); err != nil {
		return nil, nil, nil, err
	}
	for i := range x {
		if math.IsNaN(x[i]) || math.IsNaN(y[i]) {
			continue
		}
		rows, columns = append(rows, x[i]), append(columns, y[i])
	}
	rows, columns = distinct(rows), distinct(columns)
	return countPairs(x, y, rows, columns)
}

// Confusion counts how two coders coded the same units: row i and column j of the table
// hold the units that x put in categories[i] and y in categories[j]. The categories are
// those of scale in its order, or with a nil scale the values that occur, in rising
// order. A unit that either left out (NaN) is left out. Errors as in Crosstab, and a
// value that is not in the scale.
func Confusion(x, y, scale []float64) (table [][]int, categories []float64, err error) {
	if err := sameLength(x, y); err != nil {
		return nil, nil, err
	}
	if scale == nil {
		for i := range x {
			if !math.IsNaN(x[i]) && !math.IsNaN(y[i]) {
				scale = append(scale, x[i], y[i])
			}
		}
		scale = distinct(scale)
	}
	table, categories, _, err = countPairs(x, y, scale, scale)
	return table, categories, err
}

func countPairs(x, y, rows, columns []float64) ([][]int, []float64, []float64, error) {
	if len(rows) > maxCells || len(columns) > maxCells || len(rows)*len(columns) > maxCells {
		return nil, nil, nil, fmt.Errorf("%d by %d different values make a table of more than %d cells", len(rows), len(columns), maxCells)
	}
	rowOf, columnOf := places(rows), places(columns)
	table := make([][]int, len(rows))
	cells := make([]int, len(rows)*len(columns))
	for i := range table {
		table[i] = cells[i*len(columns) : (i+1)*len(columns)]
	}
	for i := range x {
		if math.IsNaN(x[i]) || math.IsNaN(y[i]) {
			continue
		}
		r, ok := rowOf[x[i]]
		if !ok {
			return nil, nil, nil, fmt.Errorf("value %d, %v, is not in the scale", i+1, x[i])
		}
		c, ok := columnOf[y[i]]
		if !ok {
			return nil, nil, nil, fmt.Errorf("value %d, %v, is not in the scale", i+1, y[i])
		}
		table[r][c]++
	}
	return table, rows, columns, nil
}

func places(values []float64) map[float64]int {
	at := make(map[float64]int, len(values))
	for i, v := range values {
		at[v] = i
	}
	return at
}

// distinct sorts a slice of its own and leaves each value once.
func distinct(values []float64) []float64 {
	slices.Sort(values)
	return slices.Compact(values)
}

func sameLength(x, y []float64) error {
	if len(x) != len(y) {
		return fmt.Errorf("%d values stand against %d; they must be pairs", len(x), len(y))
	}
	if err := finite(x); err != nil {
		return err
	}
	return finite(y)
}

// finite refuses infinite values; NaN, which is missing, may stand.
func finite(x []float64) error {
	for i, v := range x {
		if math.IsInf(v, 0) {
			return fmt.Errorf("value %d is infinite", i+1)
		}
	}
	return nil
}

// present gives the values that are not missing, in a slice of its own.
func present(x []float64) []float64 {
	out := make([]float64, 0, len(x))
	for _, v := range x {
		if !math.IsNaN(v) {
			out = append(out, v)
		}
	}
	return out
}
