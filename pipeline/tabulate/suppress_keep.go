package tabulate

import (
	"slices"

	"concord/pipeline/study"
)

// mostTries is how often the hiding is done again with fewer groups, so that what
// stands of everyone is not lost for their sake.
const mostTries = 3

// hidden links the tables and hides in them. Where for the sake of groups all that
// a table says of everyone would go, the columns of groups are hidden whole
// instead, first in those of them in whose questions the search got stuck, then in
// all that would lose their first column, then everywhere. What remains is protected
// as if the tables had no such columns, which are then printed nowhere.
func hidden(tables []Table) *linker {
	alone := map[*Table]bool{}
	for i := range tables {
		if len(tables[i].Groups) > 1 {
			alone[&tables[i]] = true
		}
	}
	m, stuck := linkedOf(tables, map[*Table]bool{})
	if m == nil || len(alone) == 0 {
		return m
	}
	var bare *linker
	for try := 1; try <= mostTries; try++ {
		var lost []*Table
		for i := range tables {
			if m.lost(&tables[i]) {
				lost = append(lost, &tables[i])
			}
		}
		if len(lost) == 0 {
			return m
		}
		if bare == nil {
			bare, _ = linkedOf(tables, alone)
		}
		lost = slices.DeleteFunc(lost, bare.lost)
		if len(lost) == 0 {
			return m
		}
		without, more := m.without, false
		drop := func(t *Table) {
			if alone[t] && !without[t] {
				without[t], more = true, true
			}
		}
		if try == 1 {
			for _, t := range lost {
				if slices.ContainsFunc(stuck, func(a *asked) bool { return asks(t, a.id) }) {
					drop(t)
				}
			}
		}
		if !more && try < mostTries {
			for _, t := range lost {
				drop(t)
			}
		}
		if !more {
			return bare
		}
		m, stuck = linkedOf(tables, without)
	}
	if slices.ContainsFunc(tablesOf(tables), func(t *Table) bool { return m.lost(t) && !bare.lost(t) }) {
		return bare
	}
	return m
}

func tablesOf(tables []Table) []*Table {
	out := make([]*Table, len(tables))
	for i := range tables {
		out[i] = &tables[i]
	}
	return out
}

// asks tells whether a table counts a question.
func asks(t *Table, id string) bool {
	return t.Question == id || slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Question == id })
}

// linkedOf links all tables, without the groups of some, and hides in them. It
// gives the questions in which the search got stuck; nil for a study that hides
// and rounds nothing.
func linkedOf(tables []Table, without map[*Table]bool) (m *linker, stuck []*asked) {
	for i := range tables {
		t := &tables[i]
		if t.tallied == nil {
			continue
		}
		if m == nil {
			m = newLinker(t.tallied.by.study.Suppression.Rules())
			m.without = without
		}
		m.table(t)
	}
	if m == nil {
		return nil, nil
	}
	m.across()
	m.ties()
	if m.rules.Below > 1 {
		m.linked.Width = m.rules.Width()
		for _, i := range m.linked.Hide() {
			if a := m.from[i]; a != nil && !slices.Contains(stuck, a) {
				stuck = append(stuck, a)
			}
		}
	}
	return m, stuck
}

// lost tells whether all that a table says of everyone is hidden.
func (m *linker) lost(t *Table) bool {
	if t.tallied == nil {
		return false
	}
	n := 0
	for r, row := range t.Rows {
		if row.Kind == ValueRow && t.Kind != study.Number {
			continue
		}
		n++
		if at := m.places[t][r][0]; !m.hidden(at.base) && !m.hidden(at.cell) {
			return false
		}
	}
	return n > 0
}
