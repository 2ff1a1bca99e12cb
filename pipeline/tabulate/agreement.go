package tabulate

import (
	"slices"
	"strings"
)

// Level is a set of domains with the same printed share of agreement.
type Level struct {
	// Shown is the percentage as printed.
	Shown string
	// Rows are the places of the domains in the table, in its order.
	Rows []int
}

// Levels groups the domains of the table of agreement by their printed share
// in one of its groups, highest first, as a report words it: "five of eight
// domains had 100% agreement". Suppressed cells and empty bases are left out.
func (t *Table) Levels(group int) []Level {
	var out []Level
	best := map[string]int{} // the exact share of each level, in ten-thousandths of a per cent
	for r := range t.Rows {
		c := t.Cells[r][group]
		if t.Rows[r].Kind != DomainRow || c.Suppressed || c.Base == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(l Level) bool { return l.Shown == c.Shown })
		if i < 0 {
			out = append(out, Level{Shown: c.Shown})
			i = len(out) - 1
			best[c.Shown] = c.Count * 1_000_000 / c.Base
		}
		out[i].Rows = append(out[i].Rows, r)
	}
	slices.SortStableFunc(out, func(a, b Level) int { return best[b.Shown] - best[a.Shown] })
	return out
}

// Apart lists the pairs of rows whose intervals, in one group, do not overlap:
// only of these can it be said that one is above the other.
func (t *Table) Apart(group int) [][2]int {
	var out [][2]int
	for a := range t.Rows {
		for b := range t.Rows {
			x, y := t.Cells[a][group], t.Cells[b][group]
			if x.Interval && y.Interval && !x.Suppressed && !y.Suppressed && x.Low > y.High {
				out = append(out, [2]int{a, b})
			}
		}
	}
	return out
}

// caution is the sentence that keeps a reader from ranking noise.
func (t *Table) caution() string {
	if len(t.Rows) < 2 {
		return ""
	}
	var overlapping, apart []string
	for g := range t.Groups {
		if t.Groups[g].N == 0 {
			continue
		}
		if len(t.Apart(g)) == 0 {
			overlapping = append(overlapping, t.Groups[g].Label)
		} else {
			apart = append(apart, t.Groups[g].Label)
		}
	}
	switch {
	case len(overlapping) > 0 && len(apart) == 0:
		return "Every domain's interval overlaps every other's (" + strings.Join(overlapping, "; ") + "): these figures do not show that one domain is more agreed on than another."
	case len(overlapping) > 0:
		return "Among " + strings.Join(overlapping, "; ") + " every domain's interval overlaps every other's: there the figures do not show that one domain is more agreed on than another."
	}
	return ""
}
