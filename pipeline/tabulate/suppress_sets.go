package tabulate

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// set is a set of people, as far as is needed here: how many they are, and a sum
// over them of a large number of each, which two different sets do not share.
type set struct {
	n int
	h uint64
}

func (s *set) add(i int) {
	s.n++
	s.h += person(i)
}

// less takes a part out of a set.
func (s set) less(part set) set { return set{s.n - part.n, s.h - part.h} }

// person is a large number of each person (the finaliser of SplitMix64: G. L.
// Steele, D. Lea and C. H. Flood, 2014).
func person(i int) uint64 {
	x := uint64(i+1) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func hash(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

func hex(x uint64) string { return strconv.FormatUint(x, 16) }

// asked is a question with the groups of people that tables count in it.
type asked struct {
	id      string
	column  *survey.Column
	builder *builder // one that has counted it
	// everyone is the first group; families are those made by a question with one
	// answer a person; others all the rest, each once.
	everyone *said
	families []family
	others   []*said
	said     map[uint64]*said
	list     []*said // the same, in order
}

// family are the groups that a question divides everyone into.
type family struct {
	by     string
	groups []*said
}

// said is what one group said to one question, as sets of people.
type said struct {
	name                                 string
	in                                   []bool
	filter                               *study.Filter // that picks them, nil for everyone
	all, asked, answered, missing, agree set
	options, nets                        []set
	mentions                             int
}

// group gives what a group of a builder said, and enters the group.
func (a *asked) group(b *builder, g int) *said {
	who := b.members(g)
	key := who.h
	if who.n == 0 {
		key = hash(b.groups[g].ID)
	}
	s, ok := a.said[key]
	if !ok {
		s = a.of(b, b.in(g))
		s.name = hex(key)
		if g > 0 {
			// One that cannot be read names no question; the counting has its own.
			if s.filter, _ = study.ParseFilter(b.groups[g].Where); s.filter == nil && b.answers != nil && g >= b.divided {
				id, _, _ := strings.Cut(b.groups[g].ID, "=")
				s.filter = &study.Filter{Op: "answered", Question: id}
			}
		}
		a.said[key] = s
		a.list = append(a.list, s)
	}
	switch {
	case g == 0:
		a.everyone = s
	case b.answers != nil && g >= b.divided:
		by := b.groups[b.divided].ID
		for i := range a.families {
			if a.families[i].by == by {
				if len(a.families[i].groups) < len(b.groups)-b.divided {
					a.families[i].groups = append(a.families[i].groups, s)
				}
				return s
			}
		}
		a.families = append(a.families, family{by, []*said{s}})
	case !slices.Contains(a.others, s):
		a.others = append(a.others, s)
	}
	return s
}

// members is the set of the people of a group.
func (b *builder) members(g int) set {
	var s set
	in := b.in(g)
	for i := range b.table.N {
		if in == nil || in[i] {
			s.add(i)
		}
	}
	return s
}

// of counts a question among some people; nil is everyone.
func (a *asked) of(b *builder, in []bool) *said {
	c := a.column
	q := &c.Question
	s := &said{in: in, options: make([]set, len(q.Options)), nets: make([]set, len(q.Nets))}
	if !q.Kind.Closed() {
		s.options, s.nets = nil, nil
	}
	// A filter that cannot be evaluated was reported by the counting.
	who, _ := b.asked(q)
	nets := make([][]bool, len(q.Nets))
	for n := range nets {
		nets[n] = optionSet(q, q.Nets[n].Options)
	}
	agree := optionSet(q, q.Agree)
	for i := range b.table.N {
		if in != nil && !in[i] {
			continue
		}
		s.all.add(i)
		if who != nil && !who[i] {
			continue
		}
		s.asked.add(i)
		if !c.Answered(i) {
			s.missing.add(i)
			continue
		}
		s.answered.add(i)
		if q.Kind == study.Number || !q.Kind.Closed() {
			continue
		}
		for o := range s.options {
			if c.Chose(i, o) {
				s.options[o].add(i)
				s.mentions++
			}
		}
		for n := range nets {
			if choseAny(c, i, nets[n]) {
				s.nets[n].add(i)
			}
		}
		if choseAny(c, i, agree) {
			s.agree.add(i)
		}
	}
	return s
}
