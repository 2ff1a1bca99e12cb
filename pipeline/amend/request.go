package amend

import (
	"slices"

	"concord/frameworks"
	"concord/pipeline/theme"
)

// Request is a change that a comment asks for in so many words.
type Request struct {
	Operation Operation
	// Targets are the places to be changed, in the order in which they are named;
	// for add, the one that the new item goes under. None where no place was named
	// that there is.
	Targets []Target
	// Missing says what was named and is not in the framework, or not clearly.
	Missing []string
	// Named is true where the clause itself says which place, and it is not only
	// the domain that the question was about.
	Named bool
	// To is the place that a moved item goes to; nil where there is none.
	To *Target
	// Old and New are the words to be replaced and their replacement; for add,
	// rename and a whole new wording only New, for words to be taken out only Old.
	Old, New string
	// Drafted is true where New is meant as wording, not as a description of
	// what the wording should say.
	Drafted bool
	// TakesIn is true where New is to be taken into the words that stand there,
	// which it does not replace.
	TakesIn bool
	// Level is for level.
	Level string
	// Clause is the part of the comment that says so.
	Clause string

	// byCode is true where a place is named by its code or number.
	byCode bool
	spots  []int
}

// Reader reads what comments ask of one framework and what they are about. It is
// safe for concurrent use.
type Reader struct{ places *finder }

// NewReader makes a Reader of a framework. The work grows with its length.
func NewReader(f *frameworks.Framework) *Reader {
	return &Reader{newFinder(f)}
}

// Requests reads the changes that a unit asks for, one for each place and each
// part of a sentence that asks in so many words. One that says not to, that only
// puts a question, that tells what was or what would be if, asks for nothing;
// where it is in doubt, nothing is read. Where nobody asked for edits (Edit is
// false), only clauses that name a place by its code or number are read. Of a
// text, the first 1,000 sentences are looked at.
func (r *Reader) Requests(u *theme.Unit) []Request {
	return r.places.requests(u.Text, r.places.domainOf(u.Domain), u.Edit)
}

// maxClauses is how many clauses of one text are read: a text with more is a
// document that somebody put into the field.
const maxClauses = 1000

func (p *finder) requests(text string, domain int, edit bool) []Request {
	var out []Request
	var last []int // the places that "it" and "them" mean, the latest last
	all := clauses(text)
	for _, clause := range all[:min(len(all), maxClauses)] {
		s := straightQuotes(clause[:whole(clause, maxClause)])
		ts := p.named(s, p.tokens(s), domain)
		fresh := true
		var before []int // what the part before asked to change
		silent := onlyAsks(ts) || toldOnly(ts)
		for _, part := range wishes(ts) {
			w := wish{p: p, s: s, ts: part.tokens, domain: domain, last: last}
			if !silent {
				if r, ok := w.read(); ok && (edit || r.byCode) {
					r.Clause = clause
					if n := len(out); part.instead && n > 0 && out[n-1].Clause == clause && slices.Equal(before, r.spots) {
						// "Remove it, or make it advanced" asks for the second at least.
						out = slices.DeleteFunc(out, func(o Request) bool {
							return o.Clause == clause && !slices.ContainsFunc(o.spots, func(n int) bool { return !slices.Contains(r.spots, n) })
						})
					}
					before = r.spots
					for _, one := range p.each(r) {
						if !slices.ContainsFunc(out, one.same) {
							out = append(out, one)
						}
					}
				}
			}
			if here := w.places(0, len(w.ts)); len(here) > 0 {
				if fresh {
					last = nil
				}
				fresh = false
				last = append(slices.Clone(last), here...)
			}
		}
	}
	return withoutBare(out)
}

// withoutBare leaves out that an item is unclear where the same comment says in
// which words it would be clear, or that it should be two: one wish is not two.
func withoutBare(all []Request) []Request {
	better := map[int]bool{}
	for _, r := range all {
		if len(r.spots) == 1 && (r.Operation == Split || r.Operation == Reword && !r.TakesIn && r.New != "") {
			better[r.spots[0]] = true
		}
	}
	return slices.DeleteFunc(all, func(r Request) bool {
		return r.Operation == Reword && r.New == "" && !r.Drafted && len(r.spots) == 1 && better[r.spots[0]]
	})
}

// same tells whether two requests of one comment ask for the same.
func (r Request) same(o Request) bool {
	return r.Operation == o.Operation && slices.Equal(r.spots, o.spots) && slices.Equal(r.Missing, o.Missing) && r.Old == o.Old && r.New == o.New && r.Level == o.Level && r.TakesIn == o.TakesIn
}

// each fills in the targets of a request; new words for several items are a
// request for each.
func (p *finder) each(r Request) []Request {
	for _, n := range r.spots {
		r.Targets = append(r.Targets, p.spots[n].target)
	}
	several := r.Operation == Reword || r.Operation == Retire || r.Operation == Split || r.Operation == Move
	if !several || len(r.Targets) < 2 {
		return []Request{r}
	}
	var out []Request
	for _, t := range r.Targets {
		one := r
		one.Targets, one.spots = []Target{t}, []int{p.byUUID[t.UUID]}
		out = append(out, one)
	}
	return out
}

// whole is at most n, and no byte within a character.
func whole(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return n
}
