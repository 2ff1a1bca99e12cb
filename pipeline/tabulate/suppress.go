package tabulate

import "concord/pipeline/study"

// suppress hides the counts from 1 to below-1, and as many more as it takes
// that a hidden count cannot be worked out from the rest of its own table:
// where one answer of a column would be hidden alone, the next smallest is
// hidden with it; a net is hidden when it, or what it leaves of its base, is
// small, or when an answer in it is hidden; agreement is hidden when those who
// agree, or those who do not, are few. Nobody (0) and missing answers are shown.
// Differences between tables are not looked at here.
func (t *Table) suppress(below int, q *study.Question) {
	if below <= 1 {
		return
	}
	small := func(n int) bool { return n > 0 && n < below }
	for g := range t.Groups {
		var options, hidden []int
		for r := range t.Rows {
			c := &t.Cells[r][g]
			switch t.Rows[r].Kind {
			case OptionRow:
				options = append(options, r)
				if small(c.Count) {
					c.Suppressed = true
					hidden = append(hidden, r)
				}
			case DomainRow:
				c.Suppressed = small(c.Count) || small(c.Base-c.Count)
			case ValueRow:
				c.Suppressed = small(c.Count)
			}
		}
		// In a question with one answer each, or with a base of mentions, the
		// last hidden one is what the others leave of the base.
		if len(hidden) == 1 && q != nil && (q.Kind != study.Multi || t.Cells[hidden[0]][g].Rule == study.Mentions) {
			if next := t.smallest(options, g); next >= 0 {
				t.Cells[next][g].Suppressed = true
			}
		}
		if q == nil {
			continue
		}
		net := 0
		for r := range t.Rows {
			if t.Rows[r].Kind != NetRow {
				continue
			}
			c := &t.Cells[r][g]
			c.Suppressed = small(c.Count) || small(c.Base-c.Count)
			for o, in := range optionSet(q, q.Nets[net].Options) {
				if in && t.Cells[o][g].Suppressed {
					c.Suppressed = true
				}
			}
			net++
		}
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

// smallest gives the row, among those shown, with the smallest count that is
// not 0; a row of 0 only where all are.
func (t *Table) smallest(rows []int, group int) int {
	best := -1
	for _, r := range rows {
		c := t.Cells[r][group]
		if c.Suppressed {
			continue
		}
		if best < 0 || (t.Cells[best][group].Count == 0 && c.Count > 0) || (c.Count > 0 && c.Count < t.Cells[best][group].Count) {
			best = r
		}
	}
	return best
}
