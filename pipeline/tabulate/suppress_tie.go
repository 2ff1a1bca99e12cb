package tabulate

import (
	"slices"

	"concord/pipeline/study"
)

// tied is a number of people whom a filter picks: a group's size, or how many were
// asked.
type tied struct {
	cell   int
	in     []bool
	n      int
	filter *study.Filter
}

// ties enters that those whom a filter picks are those who gave certain answers to
// the questions that it names, among everyone or in a group: the size of “Band 8a
// and above” is the sum of four answers, that of “women in London” a cell of a
// table by sex, and those asked a question who answered another so.
func (m *linker) ties() {
	var list []tied
	seen := map[uint64]bool{}
	note := func(cell int, in []bool, s set, filter *study.Filter) {
		if filter != nil && in != nil && s.n > 0 && !seen[s.h+uint64(cell)] {
			seen[s.h+uint64(cell)] = true
			list = append(list, tied{cell, in, s.n, filter})
		}
	}
	for _, a := range m.asked {
		who, _ := a.builder.asked(&a.column.Question)
		var asks *study.Filter
		if a.column.Question.Asked != "" {
			asks, _ = study.ParseFilter(a.column.Question.Asked)
		}
		for _, s := range a.list {
			x := m.enter(a, s)
			note(x.all, s.in, s.all, s.filter)
			if who == nil {
				continue
			}
			in := slices.Clone(who)
			for i := range in {
				in[i] = in[i] && (s.in == nil || s.in[i])
			}
			note(x.asked, in, s.asked, asks)
		}
	}
	for _, t := range list {
		var questions []string
		t.filter.Each(func(f *study.Filter) {
			if f.Question != "" && !slices.Contains(questions, f.Question) {
				questions = append(questions, f.Question)
			}
		})
		for _, a := range m.asked {
			if slices.Contains(questions, a.id) {
				for _, s := range a.list {
					m.tie(t, a, s)
				}
			}
		}
	}
}

// tie enters that some people are those of a group who gave certain answers to a
// question, where they are.
func (m *linker) tie(t tied, a *asked, s *said) {
	if t.n > s.all.n || len(s.options) == 0 {
		return
	}
	c := a.column
	var whole set
	counts, none := make([]int, len(s.options)), 0
	unasked := 0
	who, _ := a.builder.asked(&c.Question)
	for i, is := range t.in {
		switch {
		case !is:
			continue
		case s.in != nil && !s.in[i]:
			return
		case who != nil && !who[i]:
			unasked++
		case !c.Answered(i):
			none++
		}
		whole.add(i)
		for o := range counts {
			if c.Chose(i, o) {
				counts[o]++
			}
		}
	}
	if unasked > 0 {
		return
	}
	x := m.enter(a, s)
	if c.Question.Kind == study.Multi {
		for o, part := range s.options {
			if part == whole {
				m.add(t.cell, x.options[o])
			}
		}
		for n, part := range s.nets {
			if part == whole {
				m.add(t.cell, x.nets[n])
			}
		}
		return
	}
	var parts []int
	for o, n := range counts {
		if n > 0 && n != s.options[o].n {
			return
		}
		if n > 0 {
			parts = append(parts, x.options[o])
		}
	}
	if none > 0 && none != s.missing.n {
		return
	}
	if none > 0 {
		parts = append(parts, x.missing)
	}
	m.add(t.cell, parts...)
}
