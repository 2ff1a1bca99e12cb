package qda

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// checker finds the first thing in a project that could not be written so that
// the file is valid and says what was meant.
type checker struct {
	guids map[string]bool
	err   error
}

func check(p Project) error {
	c := &checker{guids: map[string]bool{}}
	codes, notes, variables, sources, selections := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	deep := 0
	var tree func([]Code, int)
	tree = func(list []Code, at int) {
		deep = max(deep, at)
		for i := range list {
			c.own("code", list[i].Name, list[i].GUID, codes)
			c.colour(list[i].Name, list[i].Colour)
			if at < mostDeep {
				tree(list[i].Codes, at+1)
			}
		}
	}
	tree(p.Codes, 0)
	if deep >= mostDeep-5 {
		c.fail("the codes stand too deep within each other: at most %d", mostDeep-5)
	}
	for _, u := range p.Users {
		c.own("user", u.Name, u.GUID, nil)
	}
	for _, v := range p.Variables {
		c.own("variable", v.Name, v.GUID, variables)
		if !slices.Contains(variableTypes, v.Type) {
			c.fail("the variable %q is of type %q, which REFI-QDA does not have", v.Name, v.Type)
		}
	}
	for _, n := range p.Notes {
		c.own("note", n.Name, n.GUID, notes)
		for _, sel := range n.Selections {
			c.own("selection", sel.Name, sel.GUID, selections)
		}
	}
	for _, s := range p.Sources {
		c.own("source", s.Name, s.GUID, sources)
		for _, sel := range s.Selections {
			c.own("selection", sel.Name, sel.GUID, selections)
		}
	}
	codings := func(list []Coding) {
		for _, a := range list {
			c.own("coding", "", a.GUID, nil)
			c.refs("a coding", []string{a.Code}, codes)
			c.refs("a coding", a.Notes, notes)
			c.who(a.User, a.Created)
		}
	}
	values := func(list []Value) {
		for _, v := range list {
			c.refs("a value", []string{v.Variable}, variables)
		}
	}
	texts := func(list []Source) {
		for _, s := range list {
			length := utf8.RuneCountInString(s.Text)
			for _, sel := range s.Selections {
				if sel.Start < 0 || sel.End < sel.Start || !s.NoText && sel.End > length {
					c.fail("a selection of %q runs from %d to %d, outside its text of %d characters", s.Name, sel.Start, sel.End, length)
				}
				codings(sel.Codings)
				c.refs("a selection", sel.Notes, notes)
				c.who(sel.User, sel.Created)
			}
			codings(s.Codings)
			c.refs("a source", s.Notes, notes)
			values(s.Values)
			c.who(s.User, s.Created)
		}
	}
	texts(p.Sources)
	texts(p.Notes)
	for _, a := range p.Cases {
		c.own("case", a.Name, a.GUID, nil)
		c.refs("a case", a.Codes, codes)
		c.refs("a case", a.Sources, sources)
		c.refs("a case", a.Selections, selections)
		values(a.Values)
	}
	for _, s := range p.Sets {
		c.own("set", s.Name, s.GUID, nil)
		c.refs("a set", s.Codes, codes)
		c.refs("a set", s.Sources, sources)
		c.refs("a set", s.Notes, notes)
	}
	for _, l := range p.Links {
		c.own("link", l.Name, l.GUID, nil)
		c.colour(l.Name, l.Colour)
		c.refs("a link", l.Notes, notes)
		for _, end := range []string{l.Origin, l.Target} {
			c.form("link", l.Name, end)
		}
		if l.Direction != "" && !slices.Contains(directions, l.Direction) {
			c.fail("a link has the direction %q, which REFI-QDA does not have", l.Direction)
		}
	}
	everyCode(p.Codes, func(code *Code, _ int) { c.refs("a code", code.Notes, notes) })
	c.refs("the project", p.About, notes)
	c.who("", p.Created)
	return c.err
}

func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

func (c *checker) form(kind, name, id string) {
	if canon, ok := canonical(id); !ok || canon != id {
		c.fail("the GUID %q of the %s %q is not one in small letters without braces", id, kind, name)
	}
}

// own notes the GUID of a part, which no other of its kind may have. known holds
// those that others refer to; nil for a kind that nothing refers to.
func (c *checker) own(kind, name, id string, known map[string]bool) {
	c.form(kind, name, id)
	if c.guids[kind+id] {
		c.fail("the GUID %s stands twice, the second time for the %s %q", id, kind, name)
	}
	c.guids[kind+id] = true
	if known != nil {
		known[id] = true
	}
}

func (c *checker) refs(who string, ids []string, known map[string]bool) {
	for _, id := range ids {
		if !known[id] {
			c.fail("%s refers to %s, which is not in the project", who, id)
		}
	}
}

func (c *checker) colour(name, colour string) {
	if colour != "" && !colourForm.MatchString(colour) {
		c.fail("the colour %q of %q is not #RGB or #RRGGBB", colour, name)
	}
}

func (c *checker) who(user, when string) {
	if user != "" {
		c.form("user", "", user)
	}
	if when != "" && !isDateTime(when) {
		c.fail("the time %q is not as XML has them, such as 2026-11-22T09:00:00Z", when)
	}
}
