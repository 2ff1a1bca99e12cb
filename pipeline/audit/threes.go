package audit

import (
	"regexp"
	"slices"
	"strings"

	"concord/pipeline/onpage"
)

// three is a row that prints two whole numbers beside its percentage. Either may be
// the count and the other its base, or a number of another kind; which, the head
// or all rows together tell.
type three struct {
	first, second int // in their order on the row
	firm          way // what the head says, or undecided
	pairedWith    way // what brackets say: "30 (67%)" has 30 as the count
	figure        Figure
}

// way is how the two numbers of a three are understood.
type way int

const (
	undecided way = iota
	countFirstOfTwo
	baseFirstOfTwo
	firstAlone  // the first is the count, the other is none of its base
	secondAlone // the second is the count
)

var (
	cellEnds   = regexp.MustCompile(`[|\t]|\s{2,}`)
	wholeOnly  = regexp.MustCompile(`^` + wholeCell + `$`)
	shareOnly  = regexp.MustCompile(`^` + shareCell + `$`)
	countShare = regexp.MustCompile(`^` + wholeCell + `\s*[(\[]\s*` + shareCell + `\s*[)\]]$`)
	shareCount = regexp.MustCompile(`^` + shareCell + `\s*[(\[]\s*(?:[nN]\s*=\s*)?` + wholeCell + `\s*[)\]]$`)
	spacedRow  = regexp.MustCompile(`^(\S.*?)\s+` + wholeCell + `\s+` + wholeCell + `\s+` + shareCell + `$`)
	baseHead   = pattern(`^\W*(?:bases?|(?:n(?:o\.?|umber)?\s+)?(?:asked|answering|eligible|responding)|(?:out\s+)?of|denominators?|sample(?:\s+size)?|base\s+n|n\s+base)\W*$`)
	countHead  = regexp.MustCompile(`^\W*n\W*$|,\s*n\W*$`)
	peopleHead = regexp.MustCompile(`^\W*N\W*$`)
)

// cellsOf parts a line of a table into its cells, empty ones left out.
func cellsOf(text string) []string {
	var out []string
	for _, c := range cellEnds.Split(text, -1) {
		if c = strings.TrimSpace(strings.Trim(c, "*_ \u00a0")); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// threeIn reads a row with two whole numbers beside one percentage.
func threeIn(text, flat string, head []string) (three, bool) {
	cells := cellsOf(noteAfter.ReplaceAllString(noteMarks.ReplaceAllString(text, "$1"), "%$1"))
	if len(cells) < 3 {
		m := spacedRow.FindStringSubmatch(flat)
		if m == nil || m[5] == "" || nameBefore.MatchString(m[1]+" ") {
			return three{}, false
		}
		cells = []string{m[1], m[2], m[3], m[4] + "%"}
	}
	if len(cells) > 40 {
		return three{}, false
	}
	at, sign := -1, false
	for i, c := range cells[1:] {
		if !strings.Contains(c, "%") || !strings.ContainsAny(c, "0123456789") {
			continue
		}
		if at > 0 {
			return three{}, false // several columns of percentages
		}
		at, sign = i+1, true
	}
	if at < 0 {
		at = len(cells) - 1
	}
	wholeAt := func(i int) (int, bool) {
		if i < 1 || i >= len(cells) || !wholeOnly.MatchString(cells[i]) {
			return 0, false
		}
		return number(cells[i])
	}
	var t three
	from, a, b := 0, 0, 0 // the label's end, and the columns of the two numbers
	ok1, ok2 := false, false
	if n, p, ok := inOneCell(cells[at]); ok {
		t.figure.Percent = p
		if before, ok := wholeAt(at - 1); ok {
			t.first, t.second, t.pairedWith, from, ok1, ok2 = before, n, baseFirstOfTwo, at-1, true, true
		} else if after, ok := wholeAt(at + 1); ok {
			t.first, t.second, t.pairedWith, from, ok1, ok2 = n, after, countFirstOfTwo, at, true, true
		}
	} else if m := shareOnly.FindStringSubmatch(cells[at]); m != nil {
		t.figure.Percent = m[1]
		for _, ab := range [][2]int{{at - 2, at - 1}, {at - 1, at + 1}, {at + 1, at + 2}} {
			a, b = ab[0], ab[1]
			t.first, ok1 = wholeAt(a)
			t.second, ok2 = wholeAt(b)
			if from = min(a, at); ok1 && ok2 {
				break
			}
		}
		if ok1 && ok2 && len(head) >= len(cells)-1 && len(head) <= len(cells) {
			t.firm = headSays(head[a-len(cells)+len(head)], head[b-len(cells)+len(head)])
		}
	}
	_, isShare := parseShare(t.figure.Percent)
	if !ok1 || !ok2 || !isShare || !sign && t.firm == undecided {
		return three{}, false
	}
	t.figure.HasCount, t.figure.Label = true, onpage.Clean(strings.Join(cells[:from], " "))
	return t, true
}

// inOneCell reads "30 (67%)" and "67% (30)".
func inOneCell(cell string) (count int, percent string, ok bool) {
	if m := countShare.FindStringSubmatch(cell); m != nil {
		count, ok = number(m[1])
		return count, m[2], ok
	}
	if m := shareCount.FindStringSubmatch(cell); m != nil {
		count, ok = number(m[3])
		return count, m[1], ok
	}
	return 0, "", false
}

// headSays tells which of two columns is the base of the other by their names.
func headSays(first, second string) way {
	isBase := func(a, b string) bool {
		return baseHead.MatchString(a) && !baseHead.MatchString(b) || peopleHead.MatchString(a) && countHead.MatchString(b)
	}
	switch {
	case isBase(second, first):
		return countFirstOfTwo
	case isBase(first, second):
		return baseFirstOfTwo
	}
	return undecided
}

// as gives the figure of a three, understood in a way.
func (t *three) as(w way) Figure {
	f := t.figure
	f.Count = t.first
	if w == baseFirstOfTwo || w == secondAlone {
		f.Count = t.second
	}
	switch w {
	case countFirstOfTwo:
		f.Base = t.second
	case baseFirstOfTwo:
		f.Base = t.first
	}
	return f
}

// takeThrees puts the rows with two numbers among the table's, understood in the
// way that the head tells or that explains the most of them. Where none explains
// more than half, they are passed over.
func (r *reader) takeThrees() {
	g := r.table
	if len(r.threes) == 0 {
		return
	}
	list := r.threes
	best, most := undecided, len(list)/2
	for _, w := range []way{countFirstOfTwo, baseFirstOfTwo, firstAlone, secondAlone} {
		firm := !slices.ContainsFunc(list, func(t three) bool { return t.firm != w })
		if n := explained(g, list, w); firm || n > most {
			best, most = w, n
		}
		if firm {
			break
		}
	}
	if best == undecided {
		r.unread = true
		return
	}
	for i := range list {
		f := list[i].as(best)
		g.apart = g.apart || f.Base > 0 && f.Base != list[0].as(best).Base
		if f.Base == 0 && (best == countFirstOfTwo || best == baseFirstOfTwo) {
			continue // nobody was asked
		}
		g.Figures = append(g.Figures, f)
	}
	slices.SortStableFunc(g.Figures, func(a, b Figure) int { return a.Line - b.Line })
}

// explained counts the rows that a way explains: with the row's own base, with the
// table's, or with one base that gives all of them.
func explained(g *Group, list []three, w way) int {
	n, common := 0, everyBase
	for i := range list {
		f := list[i].as(w)
		if p := list[i].pairedWith; p == countFirstOfTwo && (w == baseFirstOfTwo || w == secondAlone) || p == baseFirstOfTwo && (w == countFirstOfTwo || w == firstAlone) {
			continue
		}
		count, p, _ := f.pair()
		common = common.with(HalfUp.bases(p, count))
		base := f.Base
		if w == firstAlone || w == secondAlone {
			base = g.Base
		}
		if by := fitting(p, count, max(base, 1)); base > 0 && count <= base && len(by) > 0 && by[0].usual() {
			n++
		}
	}
	if (w == firstAlone || w == secondAlone) && g.Base == 0 && len(list) > 1 && !common.empty() {
		return len(list)
	}
	return n
}
