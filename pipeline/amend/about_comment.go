package amend

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/theme"
)

// AboutKind is what sort of thing a comment is about.
type AboutKind string

const (
	AboutItem   AboutKind = "item"   // an item of the framework
	AboutDomain AboutKind = "domain" // a domain, or another heading, as a whole
	AboutNew    AboutKind = "new"    // something that the framework does not have
	AboutNone   AboutKind = "none"   // no place in the framework that could be told
)

// Candidate is a thing that a comment may be about.
type Candidate struct {
	About AboutKind
	// Target is the place; for AboutNew the one under which it would go, and
	// without a UUID where none was named and for AboutNone.
	Target Target
	// Score is 1 for what is named by its code, its number or its own words, and
	// otherwise how like the words of the comment are to those of the item, from 0
	// to 1 (package likeness); 0 for AboutNone.
	Score float64
	// Reason says why in a few words.
	Reason string
}

// mostCandidates is how many candidates About gives at most.
const mostCandidates = 12

// About finds what a comment is about. The first candidate is the answer, which
// is AboutNone, or the domain as a whole, where no item is named and none is
// clearly the likest; those after it are for a person to choose from, the better
// first: what is named, then what is like it in the domain that the question was
// about, then in the others. There is always at least one.
func (r *Reader) About(u *theme.Unit) []Candidate {
	p := r.places
	domain := p.domainOf(u.Domain)
	var out []Candidate
	add := func(c Candidate) {
		if !slices.ContainsFunc(out, func(o Candidate) bool { return o.About == c.About && o.Target.UUID == c.Target.UUID }) {
			out = append(out, c)
		}
	}
	for _, q := range p.requests(u.Text, domain, true) {
		switch {
		case q.Operation == Add && len(q.Targets) > 0:
			add(Candidate{AboutNew, q.Targets[0], 1, "asks for something new there"})
		case q.Operation == Add && len(q.Missing) == 0:
			add(Candidate{AboutNew, Target{}, 1, "asks for something new"})
		}
		for _, n := range q.spots {
			if q.Operation != Add {
				add(p.candidate(n, 1, "asks for a change there"))
			}
		}
	}
	entire := false
	all := clauses(u.Text)
	for _, clause := range all[:min(len(all), maxClauses)] {
		s := straightQuotes(clause[:whole(clause, maxClause)])
		ts := p.named(s, p.tokens(s), domain)
		for _, t := range ts {
			switch {
			case t.kind == quoteToken:
				if n := p.byWords(t.text, domain); n >= 0 {
					add(p.candidate(n, 1, "quotes its words"))
				}
			case t.kind == placeToken && t.name == byWordsName:
				for _, n := range t.spots {
					add(p.candidate(n, t.score, "describes it as "+fmt.Sprintf("%q", cut(t.text, 80))))
				}
			case t.kind == placeToken:
				for _, n := range t.spots {
					add(p.candidate(n, 1, "names it: "+cut(t.text, 60)))
				}
			}
		}
		w := wish{p: p, ts: ts}
		for _, words := range []string{"all of these|this|it|them", "all these|this", "these", "everything|overall", "whole|entire"} {
			if _, _, ok := w.phrase(words); ok {
				entire = true
			}
		}
	}
	if len(out) > 0 {
		// An item says more than the domain that it lies in.
		slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
		return out[:min(len(out), mostCandidates)]
	}
	return p.like(u.Text, domain, entire)
}

func (p *finder) candidate(n int, score float64, reason string) Candidate {
	c := Candidate{AboutItem, p.spots[n].target, score, reason}
	if p.spots[n].heading {
		c.About = AboutDomain
	}
	return c
}

// like gives the candidates for a text that names nothing.
func (p *finder) like(text string, domain int, entire bool) []Candidate {
	hits := p.likestItems(text[:whole(text, maxCompared)])
	inside := func(i int) bool { return domain < 0 || p.spots[i].domain == domain }
	var near, far []Candidate
	for _, h := range hits {
		reason := "its words are the likest"
		if inside(h.Doc) {
			near = append(near, p.candidate(h.Doc, h.Score, reason+" of the domain"))
		} else {
			far = append(far, p.candidate(h.Doc, h.Score, reason+" of another domain"))
		}
	}
	for _, list := range [][]Candidate{near, far} {
		for i := range list {
			if i > 0 {
				list[i].Reason = strings.Replace(list[i].Reason, "the likest", "like", 1)
			}
		}
	}
	answer := Candidate{About: AboutNone, Reason: "names no place, and no item is clearly the likest"}
	best, score, ok := p.clear(hits, clearly, inside)
	switch {
	case entire && domain >= 0:
		answer = p.candidate(domain, 0, "speaks of all of it")
	case ok && score >= leastAlone:
		answer = p.candidate(best, score, "its words are clearly the likest")
		near = slices.DeleteFunc(near, func(c Candidate) bool { return c.Target.UUID == answer.Target.UUID })
	}
	out := append([]Candidate{answer}, near...)
	if len(out) > mostCandidates-3 {
		out = out[:mostCandidates-3]
	}
	out = append(out, far...)
	return out[:min(len(out), mostCandidates)]
}

// leastAlone is how like an item must be to a whole comment to be its subject:
// more than to a description that says "the item about".
const leastAlone = 0.22

// mostLike is the name of the item that a unit seems to be about, "" for none.
func (p *finder) mostLike(u *theme.Unit) string {
	if p == nil {
		return ""
	}
	r := Reader{p}
	if c := r.About(u)[0]; c.About == AboutItem {
		return nameOf(c.Target)
	}
	return ""
}

// maxCompared is how many bytes of a text are compared: whoever writes more
// speaks of more than one item.
const maxCompared = 8000
