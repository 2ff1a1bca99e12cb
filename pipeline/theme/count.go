package theme

import (
	"cmp"
	"maps"
	"slices"
)

// People is a number of different people, in the survey and in the groups.
type People struct {
	Survey, Groups int
}

// Total is the number of different people.
func (p People) Total() int { return p.Survey + p.Groups }

func (p *People) add(source string) {
	if source == groupsSource {
		p.Groups++
	} else {
		p.Survey++
	}
}

// groupsSource is Unit.Source of a turn of a focus group.
const groupsSource = "groups"

// ThemeCount is how often a theme was spoken of, and by whom.
type ThemeCount struct {
	Theme string
	// Units is the number of comments and turns with the theme, Codings of the
	// places in them. Unnamed is how many of the units have no person, such as
	// turns of an unknown speaker: they count in no number of people.
	Units, Codings, Unnamed int
	// People are all who spoke of the theme.
	People People
	// Asks, Objects and Satisfied are the people with at least one coding of
	// that stance; one person can be in several. Unstated are those with none
	// of the three.
	Asks, Objects, Satisfied, Unstated People
	// Both lists the people who both ask and object, in the order of the units.
	Both []string
	// InGroups gives the numbers by focus group, in the order of the units: the
	// groups in which the theme was spoken of.
	InGroups []GroupCount
	// Domains gives the numbers by the units' domain, sorted by domain, the
	// units without one ("") first.
	Domains []DomainCount
}

// DomainCount is how often a theme was spoken of where one domain was asked about.
type DomainCount struct {
	Domain string
	Units  int
	People People
}

// GroupCount is how many participants of one focus group spoke of a theme.
// Turns, which one talkative person can have many of, are not counted; Unnamed
// is how many turns had no person.
type GroupCount struct {
	Group           string
	People, Unnamed int
}

// Count counts codings by theme. units must hold the units coded; a coding of
// another unit is left out. The themes come with most people first, then most
// units, then by id; a theme without codings is not among them. A person is
// told by source and id together.
func Count(codings []Coding, units []Unit) []ThemeCount {
	type person struct{ source, id string }
	type personTheme struct {
		stances uint8
		order   int
	}
	type groupTally struct {
		GroupCount
		order  int // the first unit
		people map[person]bool
	}
	type tally struct {
		ThemeCount
		units       map[int]bool
		people      map[person]*personTheme
		domains     map[string]int
		domainOwner map[string]map[person]bool
		groups      map[string]*groupTally
	}
	themes := map[string]*tally{}
	var names []string
	where := locate(codings, units)
	for i := range codings {
		if where[i] < 0 {
			continue
		}
		c, u := &codings[i], &units[where[i]]
		t := themes[c.Theme]
		if t == nil {
			t = &tally{
				ThemeCount: ThemeCount{Theme: c.Theme}, units: map[int]bool{}, people: map[person]*personTheme{},
				domains: map[string]int{}, domainOwner: map[string]map[person]bool{}, groups: map[string]*groupTally{},
			}
			themes[c.Theme] = t
			names = append(names, c.Theme)
		}
		t.Codings++
		who := person{u.Source, u.Person}
		if !t.units[where[i]] {
			t.units[where[i]] = true
			t.Units++
			if u.Person == "" {
				t.Unnamed++
			}
			if u.Source == groupsSource {
				g := t.groups[u.Question]
				if g == nil {
					g = &groupTally{GroupCount{Group: u.Question}, where[i], map[person]bool{}}
					t.groups[u.Question] = g
				}
				g.order = min(g.order, where[i])
				if u.Person == "" {
					g.Unnamed++
				} else if !g.people[who] {
					g.people[who] = true
					g.People++
				}
			}
			at, ok := t.domains[u.Domain]
			if !ok {
				at = len(t.Domains)
				t.domains[u.Domain] = at
				t.Domains = append(t.Domains, DomainCount{Domain: u.Domain})
				t.domainOwner[u.Domain] = map[person]bool{}
			}
			t.Domains[at].Units++
			if u.Person != "" && !t.domainOwner[u.Domain][who] {
				t.domainOwner[u.Domain][who] = true
				t.Domains[at].People.add(u.Source)
			}
		}
		if u.Person == "" {
			continue
		}
		p := t.people[who]
		if p == nil {
			p = &personTheme{order: where[i]}
			t.people[who] = p
			t.People.add(u.Source)
		}
		p.order = min(p.order, where[i])
		p.stances |= stanceBit(c.Stance)
	}
	out := make([]ThemeCount, 0, len(names))
	for _, name := range names {
		t := themes[name]
		type one struct {
			person
			*personTheme
		}
		people := make([]one, 0, len(t.people))
		for who, p := range t.people {
			people = append(people, one{who, p})
		}
		slices.SortFunc(people, func(a, b one) int { return cmp.Compare(a.order, b.order) })
		for _, p := range people {
			if p.stances&stanceBit(Asks) != 0 {
				t.Asks.add(p.source)
			}
			if p.stances&stanceBit(Objects) != 0 {
				t.Objects.add(p.source)
			}
			if p.stances&stanceBit(Satisfied) != 0 {
				t.Satisfied.add(p.source)
			}
			if p.stances == 0 {
				t.Unstated.add(p.source)
			}
			if both := stanceBit(Asks) | stanceBit(Objects); p.stances&both == both {
				t.Both = append(t.Both, p.id)
			}
		}
		inOrder := slices.SortedFunc(maps.Values(t.groups), func(a, b *groupTally) int { return cmp.Compare(a.order, b.order) })
		for _, g := range inOrder {
			t.InGroups = append(t.InGroups, g.GroupCount)
		}
		slices.SortFunc(t.Domains, func(a, b DomainCount) int { return cmp.Compare(a.Domain, b.Domain) })
		out = append(out, t.ThemeCount)
	}
	slices.SortFunc(out, func(a, b ThemeCount) int {
		return cmp.Or(cmp.Compare(b.People.Total(), a.People.Total()), cmp.Compare(b.Units, a.Units), cmp.Compare(a.Theme, b.Theme))
	})
	return out
}

func stanceBit(s Stance) uint8 {
	switch s {
	case Asks:
		return 1
	case Objects:
		return 2
	case Satisfied:
		return 4
	}
	return 0
}

// locate gives the place of each coding's unit among units, -1 where it is not
// there. Codings in the order of the units, as Tag gives them, need no table of
// all units, which would be large in a large consultation.
func locate(codings []Coding, units []Unit) []int {
	out := make([]int, len(codings))
	at := 0
	for i := range codings {
		for at < len(units) && units[at].ID != codings[i].Unit {
			at++
		}
		if at == len(units) {
			return locateByTable(codings, units, out)
		}
		out[i] = at
	}
	return out
}

func locateByTable(codings []Coding, units []Unit, out []int) []int {
	table := make(map[string]int, len(units))
	for i := range units {
		if _, ok := table[units[i].ID]; !ok {
			table[units[i].ID] = i
		}
	}
	for i := range codings {
		at, ok := table[codings[i].Unit]
		if !ok {
			at = -1
		}
		out[i] = at
	}
	return out
}
