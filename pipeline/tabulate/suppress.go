package tabulate

import (
	"strings"

	"concord/pipeline/study"
)

// suppress hides the counts from 1 to below-1, and as many more as it takes
// that a hidden count cannot be worked out from the rest of its own table:
//
//   - where one answer of a column would be hidden alone, the next smallest is
//     hidden with it;
//   - a net is hidden when it, or what it leaves of its base, is small, or when
//     an answer in it is hidden; agreement when those who agree, or those who do
//     not, are few;
//   - a group's cell is hidden when what it leaves of everyone's is small; and
//     where the groups divide everyone, no cell of a row is hidden alone;
//   - a group of fewer than below people is hidden whole;
//   - the smallest and the largest number are always hidden: each is what one
//     person answered.
//
// Nobody (0) and missing answers are shown. What two tables give away together
// is not looked at here.
func (t *Table) suppress(below int, q *study.Question) {
	if below <= 1 {
		return
	}
	small := func(n int) bool { return n > 0 && n < below }
	for g := range t.Groups {
		for r := range t.Rows {
			c := &t.Cells[r][g]
			switch t.Rows[r].Kind {
			case OptionRow:
				c.Suppressed = small(c.Count)
			case DomainRow:
				c.Suppressed = small(c.Count) || small(c.Base-c.Count)
			case ValueRow:
				c.Suppressed = small(c.Count) || t.Rows[r].Label == Smallest || t.Rows[r].Label == Largest
			}
			if g > 0 && small(t.Groups[g].N) {
				c.Suppressed = true
			}
		}
	}
	// Hiding a cell for its column can leave another alone in its row, and the
	// other way round. Every round hides one more, so this ends.
	for t.hideInColumns(q) || t.hideInRows(small) {
	}
	if q != nil {
		t.hideNets(q, small)
	}
	for r := range t.Rows {
		for g := range t.Groups {
			if t.Cells[r][g].Suppressed {
				t.Notes = append(t.Notes, "Hidden cells hold small counts, or others that would give them away; hidden does not mean none.")
				return
			}
		}
	}
}

// hideInColumns hides a second answer where one is hidden alone, in questions
// whose answers add up to their base. It tells whether it hid any.
func (t *Table) hideInColumns(q *study.Question) bool {
	if q == nil {
		return false
	}
	any := false
	for g := range t.Groups {
		var options, hidden []*Cell
		for r := range t.Rows {
			if t.Rows[r].Kind != OptionRow {
				continue
			}
			c := &t.Cells[r][g]
			options = append(options, c)
			if c.Suppressed {
				hidden = append(hidden, c)
			}
		}
		if len(hidden) == 1 && (q.Kind != study.Multi || hidden[0].Rule == study.Mentions) {
			any = hideSmallest(options) || any
		}
	}
	return any
}

// hideInRows hides the cells of groups that everyone's cell, less theirs, would
// give away. It tells whether it hid any.
func (t *Table) hideInRows(small func(int) bool) bool {
	any := false
	for r := range t.Rows {
		all := &t.Cells[r][0]
		kind := t.Rows[r].Kind
		if all.Suppressed || (kind != OptionRow && kind != DomainRow) {
			continue
		}
		var parts []*Cell
		hidden := 0
		for g := 1; g < len(t.Groups); g++ {
			c := &t.Cells[r][g]
			if !c.Suppressed && (small(all.Count-c.Count) || kind == DomainRow && small(all.Base-all.Count-c.Base+c.Count)) {
				c.Suppressed, any = true, true
			}
			if t.By != "" && strings.HasPrefix(t.Groups[g].ID, t.By+"=") {
				parts = append(parts, c)
				if c.Suppressed {
					hidden++
				}
			}
		}
		if hidden == 1 {
			any = hideSmallest(parts) || any
		}
	}
	return any
}

// hideSmallest hides the cell, among those shown, with the smallest count that
// is not 0; one of 0 only where all are.
func hideSmallest(cells []*Cell) bool {
	var best *Cell
	for _, c := range cells {
		if !c.Suppressed && (best == nil || (best.Count == 0 && c.Count > 0) || (c.Count > 0 && c.Count < best.Count)) {
			best = c
		}
	}
	if best != nil {
		best.Suppressed = true
	}
	return best != nil
}

func (t *Table) hideNets(q *study.Question, small func(int) bool) {
	for g := range t.Groups {
		net := 0
		for r := range t.Rows {
			if t.Rows[r].Kind != NetRow {
				continue
			}
			c := &t.Cells[r][g]
			c.Suppressed = c.Suppressed || small(c.Count) || small(c.Base-c.Count)
			if g > 0 && !t.Cells[r][0].Suppressed {
				c.Suppressed = c.Suppressed || small(t.Cells[r][0].Count-c.Count)
			}
			for o, in := range optionSet(q, q.Nets[net].Options) {
				if in && t.Cells[o][g].Suppressed {
					c.Suppressed = true
				}
			}
			net++
		}
	}
}
