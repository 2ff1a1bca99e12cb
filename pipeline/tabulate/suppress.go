package tabulate

import (
	"slices"
	"strings"

	"concord/pipeline/study"
)

// suppress hides the counts from 1 to below-1, and as many more as it takes
// that a hidden count cannot be worked out from the rest of its own table:
//
//   - where one answer of a column would be hidden alone, or the hidden ones
//     could only be 1 each, the next smallest is hidden with them;
//   - a net is hidden when it, or what it leaves of its base, is small, or when
//     an answer in it is hidden; agreement when those who agree, or those who do
//     not, are few; an answer to a question with several answers likewise;
//   - of two groups, one within the other, the inner one's cell is hidden when
//     what it leaves of the outer one's is small (everyone is the outer one of
//     every group);
//   - where no one is in two groups, none of them is hidden alone in a row beside
//     everyone; and no cell of a row is hidden whose group's people are made up
//     by adding and taking away groups whose cells are shown;
//   - a group of fewer than below people is hidden whole;
//   - a mean and the like count as their number of answers, and the smallest and
//     the largest number are always hidden: each is what one person answered.
//
// Nobody (0) and missing answers are shown. What two tables give away together,
// or rows and columns of one by equations with several unknowns, is not looked
// at here.
func (t *Table) suppress(below int, q *study.Question, people *membership) {
	if below <= 1 {
		return
	}
	s := suppression{t: t, q: q, below: below, people: people}
	s.first()
	// Hiding a cell for its column can leave another alone in its row, and the
	// other way round. Every round hides one more, so this ends.
	for s.columns() || s.nets() || s.rows() {
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

func (b *builder) suppress(t *Table, q *study.Question) {
	if below := b.study.Suppression.Below; below > 1 {
		t.suppress(below, q, membershipOf(b.everyIn()))
	}
}

// suppression is the work on one table.
type suppression struct {
	t *Table
	// q is the question counted, nil for the table of agreement.
	q      *study.Question
	below  int
	people *membership
}

func (s *suppression) small(n int) bool { return n > 0 && n < s.below }

// first hides what is small in itself.
func (s *suppression) first() {
	for r, row := range s.t.Rows {
		for g := range s.t.Groups {
			c := &s.t.Cells[r][g]
			switch {
			case g > 0 && s.small(s.t.Groups[g].N):
				c.Suppressed = true
			case row.Kind == ValueRow && (row.Label == Smallest || row.Label == Largest):
				c.Suppressed = true
			case row.Kind != MissRow:
				c.Suppressed = s.small(c.Count) || slices.ContainsFunc(s.rest(r, g), s.small)
			}
		}
	}
}

// rest gives how many people a cell leaves, of its base and of all who answered,
// where no other row counts them.
func (s *suppression) rest(r, g int) []int {
	kind := s.t.Rows[r].Kind
	if kind != DomainRow && kind != NetRow && (kind != OptionRow || s.q.Kind != study.Multi) {
		return nil
	}
	c := &s.t.Cells[r][g]
	of, answered := 0, 0
	if c.Rule != study.Mentions {
		of = c.Base - c.Count
	}
	for m := range s.t.Rows {
		if s.t.Rows[m].Kind == MissRow {
			answered = s.t.Cells[m][g].Base - s.t.Cells[m][g].Count - c.Count
		}
	}
	return []int{of, answered}
}

// columns hides a further answer where those hidden could be worked out, in
// questions whose answers add up to their base. Like the two below, it tells
// whether it hid any.
func (s *suppression) columns() bool {
	if s.q == nil {
		return false
	}
	any := false
	for g := range s.t.Groups {
		var options []*Cell
		hidden, sum := 0, 0
		for r := range s.t.Rows {
			if s.t.Rows[r].Kind != OptionRow {
				continue
			}
			c := &s.t.Cells[r][g]
			options = append(options, c)
			if c.Suppressed {
				hidden++
				sum += c.Count
			}
		}
		// Nobody is not hidden, so that two answers of two people are of one each.
		if (hidden == 1 || hidden > 0 && sum == hidden) && (s.q.Kind != study.Multi || options[0].Rule == study.Mentions) {
			any = hideSmallest(options) || any
		}
	}
	return any
}

// nets hides the nets that hold a hidden answer.
func (s *suppression) nets() bool {
	any := false
	net := 0
	for r := range s.t.Rows {
		if s.t.Rows[r].Kind != NetRow {
			continue
		}
		for o, in := range optionSet(s.q, s.q.Nets[net].Options) {
			for g := range s.t.Groups {
				if c := &s.t.Cells[r][g]; in && s.t.Cells[o][g].Suppressed && !c.Suppressed {
					c.Suppressed, any = true, true
				}
			}
		}
		net++
	}
	return any
}

// rows hides the cells of groups that those of others would give away.
func (s *suppression) rows() bool {
	any := false
	for r := range s.t.Rows {
		if s.t.Rows[r].Kind != MissRow {
			inner, alone, made := s.inner(r), s.alone(r), s.made(r)
			any = any || inner || alone || made
		}
	}
	return any
}

// inner hides a group's cell beside one of a group that has few more.
func (s *suppression) inner(r int) bool {
	any := false
	for g := range s.t.Groups {
		for h := range s.t.Groups {
			in, out := &s.t.Cells[r][g], &s.t.Cells[r][h]
			if !s.people.within[g][h] || in.Suppressed || out.Suppressed {
				continue
			}
			few := s.small(out.Count - in.Count)
			outer := s.rest(r, h)
			for k, n := range s.rest(r, g) {
				few = few || s.small(outer[k]-n)
			}
			if few {
				in.Suppressed, any = true, true
			}
		}
	}
	return any
}

// alone hides a second group's cell where groups may divide everyone.
func (s *suppression) alone(r int) bool {
	all := &s.t.Cells[r][0]
	var options, groups []int
	for g := 1; g < len(s.t.Groups); g++ {
		groups = append(groups, g)
		if s.t.By != "" && strings.HasPrefix(s.t.Groups[g].ID, s.t.By+"=") {
			options = append(options, g)
		}
	}
	sets := [][]int{options}
	if s.people.apart(groups) {
		sets = append(sets, groups)
	}
	any := false
	for _, set := range sets {
		var cells []*Cell
		hidden, rest := 0, all.Count
		for _, g := range set {
			c := &s.t.Cells[r][g]
			cells = append(cells, c)
			if c.Suppressed {
				hidden++
			} else {
				rest -= c.Count
			}
		}
		if !all.Suppressed && len(set) > 1 && (hidden == 1 || hidden > 0 && rest == hidden) {
			any = hideSmallest(cells) || any
		}
	}
	return any
}

// made hides one of the cells that together make a hidden one.
func (s *suppression) made(r int) bool {
	cells := s.t.Cells[r]
	any := false
	for g := range cells {
		if !cells[g].Suppressed {
			continue
		}
		var shown []int
		for h := range cells {
			if !cells[h].Suppressed {
				shown = append(shown, h)
			}
		}
		var groups, every []*Cell
		for _, h := range s.people.from(g, shown) {
			if h > 0 {
				groups = append(groups, &cells[h])
			} else {
				every = append(every, &cells[h])
			}
		}
		any = hideSmallest(groups) || hideSmallest(every) || any
	}
	return any
}

// hideSmallest hides the cell, among those shown, with the smallest count that
// is not 0; one of 0 only where all are. It tells whether there was one.
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
