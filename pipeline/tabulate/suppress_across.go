package tabulate

import "slices"

// mostAtoms bounds into how many parts the groups of a question divide everyone:
// beyond it, groups are only held against everyone and those that they lie in.
const mostAtoms = 32

// across enters the sums between the groups of each question.
func (m *linker) across() {
	for _, a := range m.asked {
		if a.everyone == nil {
			continue
		}
		for _, f := range a.families {
			m.divide(a, a.everyone, f.groups)
		}
		if len(a.others) > 0 {
			atoms := a.atoms()
			parted := len(atoms) <= mostAtoms
			if parted {
				m.overlap(a, atoms)
			}
			for _, s := range a.others {
				// Those who are not in a group; of one group alone they are a part already.
				if !parted || len(a.others) > 1 {
					m.divide(a, a.everyone, []*said{s})
				}
			}
		}
		m.within(a)
		// A group within another leaves a third.
		every := slices.Clone(a.others)
		for _, f := range a.families {
			every = append(every, f.groups...)
		}
		for _, in := range every {
			for _, out := range every {
				if in != out && in.all.n < out.all.n && within(in.in, out.in) {
					m.divide(a, out, []*said{in})
				}
			}
		}
	}
}

// within enters that groups of one question which lie in a group of another, such
// as ages in a band of ages, make it up, with those in none of them; and so of the
// groups without anybody in common that lie in another.
func (m *linker) within(a *asked) {
	for i, f := range a.families {
		for k, fine := range a.families {
			if i == k {
				continue
			}
			for _, out := range f.groups {
				if parts := nested(fine.groups, out); len(parts) > 1 || len(parts) == 1 && parts[0].all != out.all {
					m.divide(a, out, parts)
				}
			}
		}
	}
	for _, out := range a.others {
		lists := [][]*said{a.others}
		for _, f := range a.families {
			lists = append(lists, f.groups)
		}
		for _, list := range lists {
			var parts []*said
			for _, in := range list {
				if in != out && in.all.n > 0 && in.all.n < out.all.n && within(in.in, out.in) &&
					!slices.ContainsFunc(parts, func(p *said) bool { return !apart(p.in, in.in) }) {
					parts = append(parts, in)
				}
			}
			if len(parts) > 1 {
				m.divide(a, out, parts)
			}
		}
	}
}

// nested gives the groups of a question that lie in another's; none where people
// of one are in and out of it.
func nested(groups []*said, out *said) (parts []*said) {
	for _, in := range groups {
		switch {
		case in.all.n == 0 || apart(in.in, out.in):
		case in.all.n <= out.all.n && within(in.in, out.in):
			parts = append(parts, in)
		default:
			return nil
		}
	}
	return parts
}

// apart tells whether nobody is in both of two groups.
func apart(x, y []bool) bool {
	for i := range x {
		if x[i] && (y == nil || y[i]) {
			return false
		}
	}
	return len(x) > 0
}

func within(in, out []bool) bool {
	if in == nil {
		return out == nil
	}
	for i, yes := range in {
		if yes && out != nil && !out[i] {
			return false
		}
	}
	return true
}

// divide enters that groups without anybody in common, and those who are in none
// of them, make up a whole.
func (m *linker) divide(a *asked, whole *said, parts []*said) {
	sum := func(row string, total set, protect bool, of func(*said) set, cell func(*numbers) int) {
		rest := total
		var cells []int
		for _, p := range parts {
			x := m.enter(a, p)
			rest = rest.less(of(p))
			cells = append(cells, cell(&x))
		}
		x := m.enter(a, whole)
		if rest.n < 0 {
			return // groups that overlap after all
		}
		if outside := whole.all.n - sizes(parts); outside > 0 {
			cells = append(cells, m.cell(rest, sortRest(row, a), a.id+" "+row+" of "+whole.name+" but "+names(parts), protect && m.few(rest)))
		}
		m.add(cell(&x), cells...)
	}
	m.rows(a, whole, sum)
}

func sizes(list []*said) int {
	n := 0
	for _, s := range list {
		n += s.all.n
	}
	return n
}

func names(list []*said) string {
	out := ""
	for _, s := range list {
		out += " " + s.name
	}
	return out
}

// sortRest is the sort of what groups leave of a row.
func sortRest(row string, a *asked) string {
	switch row {
	case "all":
		return sortSize
	case "asked", "answered", "missing", "value":
		return row + " " + a.id
	}
	return a.id + " rest of " + row
}

// rows calls a sum for each row that a question has.
func (m *linker) rows(a *asked, like *said, sum func(row string, total set, protect bool, of func(*said) set, cell func(*numbers) int)) {
	sum("all", like.all, true, func(s *said) set { return s.all }, func(x *numbers) int { return x.all })
	sum("asked", like.asked, true, func(s *said) set { return s.asked }, func(x *numbers) int { return x.asked })
	sum("answered", like.answered, true, func(s *said) set { return s.answered }, func(x *numbers) int { return x.answered })
	sum("missing", like.missing, m.rules.NoAnswer, func(s *said) set { return s.missing }, func(x *numbers) int { return x.missing })
	for o := range like.options {
		sum("option "+a.column.Question.Options[o].Label, like.options[o], true, func(s *said) set { return s.options[o] }, func(x *numbers) int { return x.options[o] })
	}
	for n := range like.nets {
		sum("net "+a.column.Question.Nets[n].Label, like.nets[n], true, func(s *said) set { return s.nets[n] }, func(x *numbers) int { return x.nets[n] })
	}
	if len(a.column.Question.Agree) > 0 && a.column.Question.Kind.Closed() {
		sum("agree", like.agree, true, func(s *said) set { return s.agree }, func(x *numbers) int { return x.agree })
	}
	if len(like.options) == 0 {
		sum("value", like.answered, true, func(s *said) set { return s.answered }, func(x *numbers) int { return x.value })
	}
}

// atom is a set of people who are in the same groups.
type atom struct {
	in []bool // of the groups
	s  *said
}

// atoms divides everyone by the groups that are no family's.
func (a *asked) atoms() []atom {
	n := a.builder.table.N
	groups := [][]bool{a.everyone.in}
	for _, s := range a.others {
		groups = append(groups, s.in)
	}
	for g := range groups {
		if groups[g] == nil {
			groups[g] = everybody(n)
		}
	}
	var out []atom
	patterns, of := patternsOf(groups)
	for k, p := range patterns {
		if p[0] && len(out) <= mostAtoms {
			in := make([]bool, n)
			for i := range in {
				in[i] = int(of[i]) == k
			}
			out = append(out, atom{p[1:], &said{in: in}})
		}
	}
	return out
}

// overlap enters that groups which may share people are sums of the same parts.
func (m *linker) overlap(a *asked, atoms []atom) {
	for k := range atoms {
		s := a.of(a.builder, atoms[k].s.in)
		s.name = hex(s.all.h)
		atoms[k].s = s
	}
	all := make([]*said, len(atoms))
	for k := range atoms {
		all[k] = atoms[k].s
	}
	m.divide(a, a.everyone, all)
	for g, s := range a.others {
		var parts []*said
		for k := range atoms {
			if atoms[k].in[g] {
				parts = append(parts, atoms[k].s)
			}
		}
		if len(parts) > 0 {
			m.divide(a, s, parts)
		}
	}
}
