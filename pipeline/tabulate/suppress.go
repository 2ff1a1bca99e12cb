package tabulate

import (
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/disclosure"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// suppress notes how a table was counted, where the study hides or rounds
// anything. The hiding itself waits for all tables of a source: what one of them
// shows can give away what another hides.
func (b *builder) suppress(t *Table, q *study.Question) {
	if rules := b.study.Suppression.Rules(); rules.Active() {
		t.tallied = &tallied{b, q}
	}
}

// tallied is what protect needs of a table: who counted it, and the question, nil
// for the table of agreement.
type tallied struct {
	by       *builder
	question *study.Question
}

// protect hides and rounds in the tables of one source, all together, what the
// study's rule says, with whatever would give it away (package disclosure says by
// what reader and how). In particular
//
//   - a small count, of an answer, a net, those who agree, or what one of these
//     leaves of its base, or a group of its question leaves of everyone, of a
//     group around it or of groups that overlap it, hidden or in none of the
//     tables, cannot be worked out to within disclosure.Profile.Width;
//   - a group too small is hidden whole, with its base, and so is one whose base
//     would tell a hidden count of another table;
//   - a mean and the like count as their number of answers, and the smallest and
//     the largest number are always hidden: each is what one person answered.
//
// The number of those who gave no answer is shown where a rule does not say
// otherwise, since with the number asked and the base it could be worked out, and
// without a base nothing here has a percentage.
//
// Afterwards the tables hold nothing that may not be printed: hidden counts are
// 0 in them, and rounded ones rounded.
func protect(tables []Table) {
	m := hidden(tables)
	if m == nil {
		return
	}
	for i := range tables {
		t := &tables[i]
		if t.tallied == nil {
			continue
		}
		// Sentences that the true numbers led to go; those of what is shown come.
		was, sum := t.caution(), t.tallied.by.shownSum(t)
		m.show(t)
		t.Notes = slices.DeleteFunc(t.Notes, func(n string) bool { return n == was && n != "" || n == sum && n != "" })
		if t.ID == AgreementID || strings.HasPrefix(t.ID, AgreementID+"_by_") {
			if now := t.caution(); now != "" {
				t.Notes = append(t.Notes, now)
			}
		}
		t.Notes = append(t.Notes, m.notes(t)...)
		t.tallied = nil
	}
}

// notes says under a table what was hidden and rounded in it.
func (m *linker) notes(t *Table) []string {
	var out []string
	hidden := false
	for r := range t.Cells {
		hidden = hidden || slices.ContainsFunc(t.Cells[r], func(c Cell) bool { return c.Suppressed })
	}
	if hidden {
		mark := ""
		if m.rules.Mark != "hidden" {
			mark = " (" + m.rules.Mark + ")"
		}
		out = append(out, "Hidden cells"+mark+" hold small counts, or others that would give them away; hidden does not mean none.")
	}
	if m.rules.Rounds() {
		of := "percentages are of the rounded numbers"
		if m.rules.Unrounded {
			of = "percentages are of the numbers before"
		}
		out = append(out, "Counts and bases are rounded to the nearest "+number(float64(m.rules.Round))+", each on its own, so that they need not add up; "+of+".")
	}
	return out
}

// show puts into a table what may be printed of it.
func (m *linker) show(t *Table) {
	b := t.tallied.by
	places := m.places[t]
	t.Rounded = m.rules.Rounds()
	t.Groups = slices.Clone(t.Groups)
	for g := range t.Groups {
		if g >= m.groups(t) {
			for r := range t.Rows {
				c := &t.Cells[r][g]
				*c = Cell{Rule: c.Rule, Interval: c.Interval, Suppressed: true, Mark: m.rules.Mark}
			}
			t.Groups[g].N = Unsaid
			continue
		}
		for r, row := range t.Rows {
			c := &t.Cells[r][g]
			at := places[r][g]
			whole := m.hidden(at.base) || c.Base > 0 && c.Base < m.rules.MinBase
			hide := whole || m.hidden(at.cell)
			if row.Kind == ValueRow {
				hide = hide || row.Label == Smallest || row.Label == Largest || c.Count > 0 && c.Count < m.rules.MinMean
			}
			if row.Kind != ValueRow && row.Kind != MissRow {
				hide = hide || m.near(c)
			}
			missing := m.rules.Number(c.Missing)
			if m.hidden(at.missing) && !whole {
				missing = Unsaid
			}
			base := m.rules.Number(c.Base)
			if hide {
				if row.Kind == ValueRow || whole {
					base, missing = 0, 0
				}
				*c = Cell{Base: base, Missing: missing, Rule: c.Rule, Interval: c.Interval, Suppressed: true, Mark: m.rules.Mark}
				continue
			}
			if m.rules.Rounds() {
				*c = m.rounded(b, c, row.Kind, base)
			}
			c.Missing = missing
		}
		switch n := &t.Groups[g].N; {
		case m.hidden(m.sizes[t][g]):
			*n = Unsaid
		default:
			*n = m.rules.Number(*n)
		}
	}
}

// rounded makes the cell to print of one that is not hidden, of rounded numbers.
func (m *linker) rounded(b *builder, c *Cell, kind RowKind, base int) Cell {
	count := m.rules.Number(c.Count)
	if kind == ValueRow {
		out := *c
		out.Count, out.Base = count, base
		// Its ends, to four digits, would tell the numbers before rounding.
		out.Interval, out.Low, out.High = false, 0, 0
		return out
	}
	out := b.share(count, base, 0, c.Rule, "")
	if unit := m.rules.Unit(base); unit > 0 {
		out.Shown = disclosure.Percentage(count, base, unit)
		if m.rules.Unrounded {
			out.Shown = disclosure.Percentage(c.Count, c.Base, unit)
		}
		out.Percent = out.Shown
	}
	if kind == MissRow {
		out.Interval, out.Low, out.High = false, 0, 0
	}
	return out
}

// place says which cells of the linked ones a cell of a table is.
type place struct{ cell, base, missing int }

// linker gathers the numbers of all tables of a source, with the sums between
// them. A number is the size of a set of people: one set is one number, in
// however many tables it stands.
type linker struct {
	rules  disclosure.Profile
	linked disclosure.Linked
	at     map[uint64]int
	sums   map[string]bool
	places map[*Table][][]place
	sizes  map[*Table][]int
	// without are the tables whose groups are hidden whole, and not linked; now is
	// the question whose numbers are entered, and from that of each number.
	without map[*Table]bool
	now     *asked
	from    []*asked
	// asked are the questions with all groups that any table has of them.
	asked []*asked
}

func newLinker(rules disclosure.Profile) *linker {
	return &linker{rules: rules, at: map[uint64]int{}, sums: map[string]bool{}, places: map[*Table][][]place{}, sizes: map[*Table][]int{}}
}

func (m *linker) hidden(i int) bool { return i >= 0 && m.linked.Cells[i].Hidden }

// cell gives the number of a set of some sort; name tells empty sets apart. Sets
// of two sorts are two numbers though they should hold the same people by chance,
// as when all of a group give one answer.
func (m *linker) cell(s set, sort, name string, protect bool) int {
	key := s.h + hash(sort)
	if s.n == 0 {
		key = hash(sort + " " + name)
	}
	i, ok := m.at[key]
	if !ok {
		i = len(m.linked.Cells)
		m.at[key] = i
		m.linked.Cells = append(m.linked.Cells, disclosure.Cell{Value: s.n})
		m.from = append(m.from, m.now)
	}
	if protect {
		m.linked.Cells[i].Protect = true
	}
	return i
}

// The sorts of sets that several questions share: groups, and those who gave an
// answer, among everyone or in a group.
const sortSize = "size"

func sortOf(everyone bool) string {
	if everyone {
		return "answer"
	}
	return "answer in a group"
}

// print notes that a number stands in a table.
func (m *linker) print(i, cost int) int {
	c := &m.linked.Cells[i]
	if !c.Printed || cost < c.Cost {
		c.Cost = cost
	}
	c.Printed = true
	c.SeenLow, c.SeenHigh = m.rules.Seen(c.Value)
	if !m.rules.Zero {
		c.Low = min(1, c.Value)
	}
	return i
}

// small tells whether a number is protected for its own sake.
func (m *linker) small(s set) bool { return m.rules.Small(s.n) }

// few is small for a number that need not be printed: nobody is then no news. What
// is left of rounded numbers is blurred by them already.
func (m *linker) few(s set) bool { return s.n > 0 && m.rules.Small(s.n) && !m.blurred() }

// blurred tells whether whatever is worked out is worked out of rounded numbers.
func (m *linker) blurred() bool { return m.rules.Rounds() && !m.rules.Unrounded }

// near tells whether a share is too near to none or all of its base to be told
// even of rounded numbers.
func (m *linker) near(c *Cell) bool {
	return m.rules.Near > 0 && c.Base > 0 && (c.Count <= m.rules.Near || c.Base-c.Count <= m.rules.Near)
}

// rest tells whether what a share leaves of its base must not be known: a few, or
// nobody where the base is small, so that the answer of each is told. A base that
// is small enough to be hidden tells of nobody.
func (m *linker) rest(rest, base set) bool {
	if m.blurred() {
		return false
	}
	return m.few(rest) || rest.n > 0 && rest.n <= m.rules.Near || rest.n == 0 && base.n >= m.rules.Below && base.n > 0 && base.n < m.rules.Full
}

// What hiding for the sake of others costs: a number of a group least, one of
// everyone more, and a base, with which its whole column goes, most.
const (
	costGroup = iota
	costEveryone
	costBase
	costSize
)

// table enters one table.
func (m *linker) table(t *Table) {
	b := t.tallied.by
	places := make([][]place, len(t.Rows))
	for r := range places {
		places[r] = make([]place, len(t.Groups))
	}
	m.places[t] = places
	sizes := make([]int, len(t.Groups))
	m.sizes[t] = sizes
	m.now = nil
	groups := m.groups(t)
	for g := range groups {
		who := b.members(g)
		sizes[g] = m.print(m.cell(who, sortSize, b.groups[g].ID, g > 0 && who.n > 0 && (m.small(who) || who.n < m.rules.MinGroup)), costSize)
		if g == 0 {
			m.linked.Cells[sizes[g]].Fixed = true
		} else {
			// As many as gave the answer that makes the group.
			m.add(sizes[g], m.cell(who, sortOf(true), b.groups[g].ID, false))
		}
	}
	for r := 0; r < len(t.Rows); {
		next, q := len(t.Rows), t.tallied.question
		if q == nil { // each row of agreement is a question of its own
			next = r + 1
			q, _ = b.study.Survey.Question(t.Rows[r].Question)
		}
		if c, ok := b.table.Column(q.ID); ok {
			a := m.question(b, c)
			for g := range groups {
				m.column(t, a, r, next, g)
			}
		}
		r = next
	}
}

// groups is how many columns of a table are linked: all, or the first.
func (m *linker) groups(t *Table) int {
	if m.without[t] {
		return 1
	}
	return len(t.Groups)
}

// column enters the numbers of one question in one group.
func (m *linker) column(t *Table, a *asked, first, next, g int) {
	b := t.tallied.by
	s := a.group(b, g)
	x := m.enter(a, s)
	cost := costGroup
	if g == 0 {
		cost = costEveryone
	}
	mentions, asks := false, false
	for r := first; r < next; r++ {
		mentions = mentions || t.Cells[r][g].Rule == study.Mentions
		asks = asks || t.Rows[r].Kind != MissRow && t.Cells[r][g].Rule == study.Asked
	}
	base := x.answered
	switch {
	case asks:
		base = x.asked
	case mentions && a.column.Question.Kind == study.Multi:
		base = m.cell(set{s.mentions, s.answered.h}, "mentions "+a.id, s.name, false)
		m.add(base, x.options...)
	}
	m.print(base, costBase)
	k := &m.linked.Cells[base]
	k.Protect = k.Protect || g > 0 && k.Value > 0 && m.rules.Small(k.Value)
	with := []int{x.missing}
	net := 0
	for r := first; r < next; r++ {
		at := &m.places[t][r][g]
		*at = place{-1, base, x.missing}
		switch t.Rows[r].Kind {
		case OptionRow:
			at.cell = m.print(x.options[t.Rows[r].Option], cost)
			c := &m.linked.Cells[at.cell]
			c.Protect = c.Protect || m.rules.Small(c.Value)
		case NetRow:
			at.cell = m.print(x.nets[net], cost)
			net++
		case DomainRow:
			at.cell = m.print(x.agree, cost)
		case MissRow:
			at.cell = m.print(x.missing, cost)
			// The row prints how many were asked, too.
			m.print(x.asked, costSize)
			if g == 0 && a.column.Question.Asked == "" {
				m.linked.Cells[x.asked].Fixed = true
			}
		case ValueRow:
			if a.column.Question.Kind == study.Number {
				at.cell = m.print(x.value, cost)
			}
		}
		if c := at.cell; c >= 0 {
			if k := &m.linked.Cells[c]; t.Rows[r].Kind == NetRow || t.Rows[r].Kind == DomainRow {
				k.Protect = k.Protect || m.rules.Small(k.Value)
			}
			with = append(with, c)
		}
	}
	if k := &m.linked.Cells[base]; g > 0 && k.Protect {
		// Nobody, in a group that is hidden whole, is news too: of what is left, the
		// answer of each could be told.
		for r := first; r < next; r++ {
			if i := m.places[t][r][g].cell; i >= 0 && (t.Rows[r].Kind != MissRow || m.rules.NoAnswer) && m.linked.Cells[m.places[t][r][0].cell].Value > 0 {
				m.linked.Cells[i].Protect = true
			}
		}
	}
	m.linked.Cells[base].With = append(m.linked.Cells[base].With, with...)
	if size := m.sizes[t][g]; size != base && g > 0 {
		m.linked.Cells[size].With = append(m.linked.Cells[size].With, base)
	}
}

// add notes a sum, once.
func (m *linker) add(total int, parts ...int) {
	if len(parts) == 0 || slices.Contains(parts, total) {
		return
	}
	slices.Sort(parts)
	key := make([]byte, 0, 4*(len(parts)+1))
	for _, i := range append([]int{total}, parts...) {
		key = append(key, byte(i), byte(i>>8), byte(i>>16), byte(i>>24))
	}
	if !m.sums[string(key)] {
		m.sums[string(key)] = true
		m.linked.Sums = append(m.linked.Sums, disclosure.Sum{Total: total, Parts: slices.Clone(parts)})
	}
}

// numbers are the cells of one question in one group.
type numbers struct {
	all, asked, answered, missing, agree, value int
	options, nets                               []int
}

// enter gives the cells of one question in one group, with the sums between them.
func (m *linker) enter(a *asked, s *said) numbers {
	m.now = a
	q := &a.column.Question
	name := func(row string) string { return a.id + " " + row + " " + s.name }
	sort := sortOf(s == a.everyone)
	x := numbers{
		all: m.cell(s.all, sortSize, s.name, false), answered: m.cell(s.answered, "answered "+a.id, s.name, false),
		missing: m.cell(s.missing, "missing "+a.id, s.name, m.rules.NoAnswer && m.small(s.missing) && s.missing.n > 0),
	}
	if x.asked = x.all; q.Asked != "" {
		x.asked = m.cell(s.asked, "asked "+a.id, s.name, false)
	}
	if q.Kind == study.Number {
		x.value = m.cell(s.answered, "value "+a.id, s.name, s.answered.n > 0 && s.answered.n < m.rules.MinMean)
	}
	m.add(x.asked, x.answered, x.missing)
	for o := range s.options {
		x.options = append(x.options, m.cell(s.options[o], sort, name("option "+q.Options[o].Label), m.few(s.options[o])))
	}
	leaves := func(i int, part set, others ...int) {
		rest := s.answered.less(part)
		not := m.cell(rest, sort+" not "+strconv.Itoa(i), s.name, m.rest(rest, s.answered))
		m.add(x.answered, i, not)
		m.add(not, others...)
	}
	if q.Kind == study.Multi {
		for o, i := range x.options {
			leaves(i, s.options[o])
		}
	} else if len(x.options) > 0 {
		m.add(x.answered, slices.Clone(x.options)...)
		for o, i := range x.options {
			if s.answered.n > 0 && s.options[o].n >= s.answered.n-m.rules.Near {
				leaves(i, s.options[o], without(x.options, o)...)
			}
		}
	}
	union := func(part set, in []bool, row string) int {
		i := m.cell(part, a.id+" "+row, s.name, m.few(part))
		var parts, others []int
		sum := 0
		for o, yes := range in {
			if yes {
				parts = append(parts, x.options[o])
				sum += s.options[o].n
			} else {
				others = append(others, x.options[o])
			}
		}
		if q.Kind != study.Multi {
			leaves(i, part, others...)
			m.add(i, parts...)
			return i
		}
		leaves(i, part)
		if len(parts) > 1 {
			ticks := m.cell(set{sum, part.h}, "ticks", name(row), false)
			m.add(ticks, parts...)
			m.add(ticks, i, m.cell(set{sum - part.n, part.h}, "again", name(row), false))
		}
		for o, yes := range in {
			if yes {
				rest := part.less(s.options[o])
				m.add(i, x.options[o], m.cell(rest, a.id+" but "+row+" "+q.Options[o].Label, s.name, m.few(rest)))
			}
		}
		return i
	}
	for n := range s.nets {
		x.nets = append(x.nets, union(s.nets[n], optionSet(q, q.Nets[n].Options), "net "+q.Nets[n].Label))
	}
	x.agree = -1
	if len(q.Agree) > 0 && q.Kind.Closed() {
		x.agree = union(s.agree, optionSet(q, q.Agree), "agree")
	}
	return x
}

// without gives a list but for one place.
func without(list []int, place int) []int {
	return append(slices.Clone(list[:place]), list[place+1:]...)
}

// question gives what is known of a question, which all its tables share.
func (m *linker) question(b *builder, c *survey.Column) *asked {
	for _, a := range m.asked {
		if a.column == c {
			return a
		}
	}
	a := &asked{id: c.Question.ID, column: c, builder: b, said: map[uint64]*said{}}
	m.asked = append(m.asked, a)
	return a
}
