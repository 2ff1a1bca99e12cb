package amend

import (
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"
)

// move reads an item that should stand elsewhere.
func (w *wish) move() (Request, bool) {
	named := 0               // the token before which a place that should stand elsewhere is named
	at, from, to := -1, 0, 0 // the verb, and the tokens that what is moved stands between
	if v, ok := w.verb(Move); ok {
		at, from, to = v.at, v.end, len(w.ts)
		if v.form == past {
			from = 0
		}
	} else {
		for _, words := range []string{
			"belongs|belong", "should|could|would|might|must * be|sit|fit|come|go|stand|live", "fits|sits better", "sits|fits",
		} {
			if a, e, ok := w.phrase(words); ok && (w.hasPlace(0, e) || len(w.last) > 0 && a > 0 && w.ts[a-1].word("it", "they", "these", "this")) {
				at, from, to = a, 0, e
				named = e
				break
			}
		}
	}
	if at < 0 || w.refused(at) {
		return Request{}, false
	}
	start := at + 1
	if to < len(w.ts) {
		start = to
	}
	prep := w.leadsTo(start)
	for prep < len(w.ts) && !w.destination(prep) {
		prep = w.leadsTo(prep + 1)
	}
	if prep >= len(w.ts) {
		return Request{}, false
	}
	r := Request{Operation: Move}
	if from > 0 {
		if !w.fill(&r, from, prep) {
			if !w.hasPlace(0, at) && w.meant(&r, from, prep) {
				// "move it to domain 3"
			} else if !w.fill(&r, 0, at) && !w.quotedPlace(&r, from, prep) {
				return Request{}, false
			}
		}
	} else if !w.fill(&r, 0, max(at, named)) && !w.quotedPlace(&r, 0, at) && !w.meant(&r, 0, at) {
		return Request{}, false
	}
	to2, missing := w.goal(prep)
	if to2 >= 0 {
		t := w.p.spots[to2].target
		r.To = &t
		if slices.Contains(r.spots, to2) {
			return Request{}, false
		}
	} else {
		r.Missing = append(r.Missing, missing)
	}
	return r, true
}

// leadsTo is the next word from i on that leads to where something should go.
func (w *wish) leadsTo(i int) int {
	return w.next(i, "to", "into", "in", "under", "with", "within", "beneath", "below")
}

// destination tells whether a place follows the word at prep.
func (w *wish) destination(prep int) bool {
	n, missing := w.goal(prep)
	return n >= 0 || missing != ""
}

// goal is the heading that the words after prep name: by number, code or title,
// or by a word that the title of one domain alone has.
func (w *wish) goal(prep int) (int, string) {
	for i := prep + 1; i < len(w.ts) && i < prep+8; i++ {
		t := w.ts[i]
		if t.kind == placeToken {
			if len(t.spots) == 1 && w.p.spots[t.spots[0]].heading {
				return t.spots[0], ""
			}
			if len(t.missing) == 1 && len(t.spots) == 0 {
				return -1, t.missing[0]
			}
			return -1, ""
		}
		if t.kind == quoteToken {
			return w.headingOf(t.text), ""
		}
		if allDigits(t.text) {
			for _, d := range w.p.domains {
				if w.p.spots[d].item.Code == t.text {
					return d, ""
				}
			}
			return -1, "domain " + t.text
		}
		if t.kind == wordToken && !english.IsStopWord(t.text) && !itemNouns[t.text] {
			if n := w.titleWith(t.text); n >= 0 {
				return n, ""
			}
			return -1, ""
		}
		if t.word("in", "to", "under", "with", "than") {
			return -1, ""
		}
	}
	return -1, ""
}

// titleWith is the one domain whose title has the word, -1 for none or several.
func (w *wish) titleWith(word string) int {
	at, n := -1, 0
	for _, d := range w.p.domains {
		for _, have := range strings.Fields(w.p.spots[d].title) {
			if english.Stem(have, false) == english.Stem(word, false) {
				at, n = d, n+1
				break
			}
		}
	}
	if n != 1 {
		return -1
	}
	return at
}
