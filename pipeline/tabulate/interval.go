package tabulate

import (
	"strings"

	"concord/pipeline/stats"
	"concord/pipeline/study"
)

// shareInterval gives the interval of count among base people, in per cent from
// 0 to 100, by the method and at the level that a study chooses.
func shareInterval(count, base int, i study.Interval) (low, high float64) {
	level := i.Confidence()
	switch i.Method {
	case study.WilsonContinuity:
		low, high = stats.WilsonContinuity(count, base, level)
	case study.ClopperPearson:
		low, high = stats.ClopperPearson(count, base, level)
	case study.AgrestiCoull:
		low, high = stats.AgrestiCoull(count, base, level, true)
	case study.Jeffreys:
		low, high = stats.Jeffreys(count, base, level)
	default:
		low, high = stats.Wilson(count, base, level)
	}
	return 100 * low, 100 * high
}

// intervalNote names the interval that a table's shares have; "" where none has
// one.
func (t *Table) intervalNote() string {
	for r := range t.Rows {
		if t.Rows[r].Kind == ValueRow {
			continue
		}
		for _, c := range t.Cells[r] {
			if c.Interval {
				note := t.Interval.Percent() + " interval: " + t.Interval.Name()
				if t.Weighted {
					note += ", on the effective base (Kish)"
				}
				return note + "."
			}
		}
	}
	return ""
}

// IntervalName says how the intervals of a row are made.
func (t *Table) IntervalName(r int) string {
	switch {
	case t.Rows[r].Kind != ValueRow:
		return t.Interval.Name()
	case t.Rows[r].Label == Median || strings.HasSuffix(t.Rows[r].Label, MedianOfValues):
		return "order statistics"
	}
	return "Student's t"
}
