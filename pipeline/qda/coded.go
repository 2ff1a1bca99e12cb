package qda

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// mostCodings is how many codings Coded gives: somebody may have coded whole
// transcripts, and each turn in them then has the code.
const mostCodings = 2_000_000

// Coded are the texts and codings of a project as concord has them.
type Coded struct {
	Codebook *theme.Codebook
	Units    []theme.Unit
	Codings  []theme.Coding
}

// Coded gives a project's codebook, as Themes does, its texts and its codings.
//
// A selection that concord wrote for an answer or turn is that unit again, with
// its id, person and question. In a project of another program, a selection that
// belongs to a case is a unit of that person; text around such selections is a
// unit where something in it is coded; a source with neither is one unit, of the
// person whose case it is. Units of other programs' projects count as of the
// groups unless a variable says otherwise.
//
// A coding of several units becomes one of each, as far as it lies in it. Coder
// is the user's name; Method is "human" unless a note of concord's says
// otherwise. Findings tell of what cannot be kept: codings of whole texts that
// hold several units, codings of no words, codes of cases.
func (p Project) Coded(file string, known *theme.Codebook) (Coded, []finding.Finding) {
	cb, ids, found := p.Themes(file, known)
	d := &decoder{tally: tally{file: file}, p: p, themes: ids, unique: uniqueIDs{taken: map[string]bool{}}}
	d.out.Codebook = cb
	d.look()
	for i := range p.Sources {
		if !d.source(&p.Sources[i]) {
			break
		}
	}
	for _, c := range p.Cases {
		d.lost(0, len(c.Codes), "codes of cases")
	}
	for _, n := range p.Notes {
		codings := len(n.Codings)
		for _, s := range n.Selections {
			codings += len(s.Codings)
		}
		d.lost(0, codings, "codings of notes")
	}
	found = append(found, d.findings()...)
	finding.Sort(found)
	return d.out, found
}

// decoder turns a project into units and codings.
type decoder struct {
	tally
	p         Project
	out       Coded
	themes    map[string]string // theme by a code's GUID
	selection map[string]string // person by a selection's GUID
	owner     map[string]string // person by a source's GUID, "" where there are several
	users     map[string]string // name by GUID
	notes     map[string]string // text of concord's notes, by GUID
	variables map[string]string // name of concord's variables, by GUID
	unique    uniqueIDs
}

func (d *decoder) look() {
	d.selection, d.owner, d.users, d.notes, d.variables = map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
	for _, c := range d.p.Cases {
		person := c.Name
		if person == "" {
			person = c.GUID
		}
		for _, id := range c.Selections {
			if _, taken := d.selection[id]; !taken {
				d.selection[id] = person
			}
		}
		for _, id := range c.Sources {
			if _, several := d.owner[id]; several {
				person = ""
			}
			d.owner[id] = person
		}
	}
	for _, s := range d.p.Sources {
		for _, sel := range s.Selections {
			if d.ours(sel) {
				d.unique.taken[strings.ToLower(sel.Name)] = true
			}
		}
	}
	for _, u := range d.p.Users {
		if d.users[u.GUID] = u.Name; u.Name == "" {
			d.users[u.GUID] = u.GUID
		}
	}
	for _, n := range d.p.Notes {
		if n.Name == howName {
			d.notes[n.GUID] = n.Text
		}
	}
	for _, v := range d.p.Variables {
		if strings.HasPrefix(v.Name, Machine+": ") {
			d.variables[v.GUID] = v.Name
		}
	}
}

// ours tells whether concord wrote a selection for the answer or turn that it is
// named after.
func (d *decoder) ours(sel Selection) bool {
	return sel.Name != "" && sel.GUID == answerGUID(d.p.Name, sel.Name)
}

// span is a unit's place in its source.
type span struct {
	start, end int
	unit       theme.Unit
}

// source adds the units and codings of one source. It is false where there are
// too many codings.
func (d *decoder) source(s *Source) bool {
	if s.NoText {
		n := len(s.Codings)
		for _, sel := range s.Selections {
			n += len(sel.Codings)
		}
		d.lost(0, n, "codings of texts that are not in the file")
		return true
	}
	ix := newIndex(s.Text)
	length := utf8.RuneCountInString(s.Text)
	spans := d.spans(s, ix, length)
	for i := range spans {
		u := &spans[i]
		u.unit.Text = ix.slice(u.start, u.end)
		d.out.Units = append(d.out.Units, u.unit)
	}
	give := func(u span, start, end int, c Coding) bool {
		if len(d.out.Codings) >= mostCodings {
			d.add(tooMuch(0, "this project gives too many codings; those from here on were left out", fmt.Sprintf("at most %d", mostCodings)))
			return false
		}
		coding := theme.Coding{
			Unit: u.unit.ID, Person: u.unit.Person, Source: u.unit.Source, Question: u.unit.Question, Theme: d.themes[c.Code],
			Start: start - u.start, End: end - u.start, Text: ix.slice(start, end), Stance: theme.Unstated,
			Coder: d.users[c.User], Method: "human", Score: 1,
		}
		if coding.Coder == "" {
			coding.Coder = c.User
		}
		if coding.Coder == "" {
			d.warn("no-coder", 0, u.unit.ID, "the project does not say who coded this", "")
		}
		d.how(&coding, c.Notes)
		d.out.Codings = append(d.out.Codings, coding)
		return true
	}
	for _, sel := range s.Selections {
		if len(sel.Codings) == 0 {
			continue
		}
		if sel.Start == sel.End {
			d.lost(0, len(sel.Codings), "codings of no words")
			continue
		}
		for _, u := range spans[after(spans, sel.Start):] {
			if u.start >= sel.End {
				break
			}
			for _, c := range sel.Codings {
				if !give(u, max(sel.Start, u.start), min(sel.End, u.end), c) {
					return false
				}
			}
		}
	}
	if len(spans) == 1 {
		for _, c := range s.Codings {
			if !give(spans[0], spans[0].start, spans[0].end, c) {
				return false
			}
		}
	} else {
		d.lost(0, len(s.Codings), "codings of whole texts that hold several answers or turns")
	}
	return true
}

// spans gives the units of a source in order; no two overlap.
func (d *decoder) spans(s *Source, ix *index, length int) []span {
	base := theme.Unit{Source: "groups", Question: slug(s.Name)}
	for _, v := range s.Values {
		switch d.variables[v.Variable] {
		case varSource:
			if v.Text == "survey" {
				base.Source = v.Text
			}
		case varQuestion:
			base.Question = v.Text
		case varDomain:
			base.Domain = v.Text
		case varEdit:
			base.Edit = v.Text == "true"
		}
	}
	if base.Question == "" {
		base.Question = "text"
	}
	var out []span
	for _, sel := range s.Selections {
		person, belongs := d.selection[sel.GUID]
		ours := d.ours(sel)
		if !ours && !belongs {
			continue
		}
		u := base
		u.Person = person
		if ours {
			u.ID = sel.Name
		}
		out = append(out, span{sel.Start, sel.End, u})
	}
	out = d.apart(out)
	if len(out) == 0 {
		u := base
		u.Person = d.owner[s.GUID]
		out = []span{{0, length, u}}
	} else {
		out = d.gaps(s, ix, out, base, length)
	}
	for i := range out {
		u := &out[i].unit
		if u.ID == "" {
			id := base.Question
			if u.Person != "" {
				id = u.Person + "/" + id
			}
			u.ID = d.unique.next(id, "text")
		}
	}
	return out
}

// apart gives the spans by where they start, without those that overlap others:
// what concord wrote stays, and of the rest what starts first, the longer of two
// that start together.
func (d *decoder) apart(list []span) []span {
	slices.SortStableFunc(list, func(a, b span) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	greedy := func(keep func(span) bool) []span {
		var out []span
		for _, s := range list {
			if keep(s) && (len(out) == 0 || out[len(out)-1].end <= s.start && out[len(out)-1].start < s.start) {
				out = append(out, s)
			}
		}
		return out
	}
	ours := greedy(func(s span) bool { return s.unit.ID != "" })
	others := greedy(func(s span) bool {
		if s.unit.ID != "" {
			return false
		}
		i := after(ours, s.start)
		return i == len(ours) || ours[i].start >= s.end
	})
	out := append(ours, others...)
	slices.SortStableFunc(out, func(a, b span) int { return a.start - b.start })
	d.lost(0, len(list)-len(out), "answers that overlap others")
	return out
}

// after gives the first of some spans in order that ends after a place.
func after(spans []span, at int) int {
	i, _ := slices.BinarySearchFunc(spans, at, func(u span, at int) int {
		if u.end <= at {
			return -1
		}
		return 1
	})
	return i
}

// gaps adds a unit for each stretch of text between the spans that holds words
// that are coded and lie in no span.
func (d *decoder) gaps(s *Source, ix *index, spans []span, base theme.Unit, length int) []span {
	var between []span
	at := 0
	for _, u := range spans {
		between = append(between, span{at, u.start, base})
		at = u.end
	}
	between = append(between, span{at, length, base})
	coded := make([]bool, len(between))
	for _, sel := range s.Selections {
		if len(sel.Codings) == 0 || sel.Start == sel.End {
			continue
		}
		// The first span that ends after the selection begins; the gap before it
		// has the same number.
		i := after(spans, sel.Start)
		if i == len(spans) || spans[i].start >= sel.End {
			coded[i] = true
		}
	}
	out := spans
	for i, g := range between {
		if coded[i] && strings.TrimSpace(ix.slice(g.start, g.end)) != "" {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b span) int { return a.start - b.start })
	return out
}

// how takes stance, who said it, method and rule from a note that concord wrote.
func (d *decoder) how(c *theme.Coding, notes []string) {
	for _, id := range notes {
		text, ours := d.notes[id]
		if !ours {
			d.lost(0, 1, "notes on codings")
			continue
		}
		for line := range strings.SplitSeq(text, "\n") {
			key, value, _ := strings.Cut(line, ": ")
			switch key {
			case "stance":
				if s := theme.Stance(value); slices.Contains([]theme.Stance{theme.Asks, theme.Objects, theme.Satisfied, theme.Unstated}, s) {
					c.Stance = s
				}
			case "stance by":
				c.StanceGiven = value == theme.ByPerson
			case "method":
				c.Method = value
			case "rule":
				c.Rule = value
			}
		}
	}
}
