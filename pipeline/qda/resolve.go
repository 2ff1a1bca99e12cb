package qda

import "slices"

// resolve leaves out what refers to something that the file does not hold or
// that was not taken in, and tells of it.
func (r *projectReader) resolve() {
	p := &r.p
	codes, sources, notes, variables, selections := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	every := map[string]bool{}
	everyCode(p.Codes, func(c *Code, _ int) { codes[c.GUID], every[c.GUID] = true, true })
	for _, n := range p.Notes {
		notes[n.GUID], every[n.GUID] = true, true
	}
	for _, v := range p.Variables {
		variables[v.GUID] = true
	}
	for _, s := range p.Sources {
		sources[s.GUID], every[s.GUID] = true, true
		for _, sel := range s.Selections {
			selections[sel.GUID], every[sel.GUID] = true, true
		}
	}
	for _, c := range p.Cases {
		every[c.GUID] = true
	}
	for _, s := range p.Sets {
		every[s.GUID] = true
	}

	keep := func(list *[]string, known map[string]bool, what string) {
		gone := without(list, func(id string) bool { return !known[id] })
		r.lost(0, gone, "references to "+what+" that are not in the file or not taken in")
	}
	values := func(list *[]Value) {
		gone := without(list, func(v Value) bool { return !variables[v.Variable] })
		r.lost(0, gone, "values of variables that are not in the file")
	}
	codings := func(list *[]Coding) {
		gone := without(list, func(c Coding) bool { return !codes[c.Code] })
		r.lost(0, gone, "codings with codes that are not in the file")
		for i := range *list {
			keep(&(*list)[i].Notes, notes, "notes")
		}
	}
	texts := func(list []Source) {
		for i := range list {
			s := &list[i]
			for k := range s.Selections {
				codings(&s.Selections[k].Codings)
				keep(&s.Selections[k].Notes, notes, "notes")
			}
			codings(&s.Codings)
			keep(&s.Notes, notes, "notes")
			values(&s.Values)
		}
	}
	everyCode(p.Codes, func(c *Code, _ int) { keep(&c.Notes, notes, "notes") })
	for i := range p.Cases {
		c := &p.Cases[i]
		keep(&c.Codes, codes, "codes")
		keep(&c.Sources, sources, "sources")
		keep(&c.Selections, selections, "selections")
		values(&c.Values)
	}
	texts(p.Sources)
	texts(p.Notes)
	for i := range p.Sets {
		s := &p.Sets[i]
		keep(&s.Codes, codes, "codes")
		keep(&s.Sources, sources, "sources")
		keep(&s.Notes, notes, "notes")
	}
	gone := without(&p.Links, func(l Link) bool { return !every[l.Origin] || !every[l.Target] })
	r.lost(0, gone, "links from or to something that is not in the file or not taken in")
	for i := range p.Links {
		keep(&p.Links[i].Notes, notes, "notes")
	}
	keep(&p.About, notes, "notes")
}

// without takes some things out of a list and gives their number. An empty list
// is nil, as it is where there was nothing.
func without[T any](list *[]T, gone func(T) bool) int {
	before := len(*list)
	if *list = slices.DeleteFunc(*list, gone); len(*list) == 0 {
		*list = nil
	}
	return before - len(*list)
}
