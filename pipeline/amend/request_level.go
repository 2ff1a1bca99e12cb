package amend

import (
	"strings"
)

var (
	coreWords     = setOf("core essential basic mandatory compulsory foundational")
	advancedWords = setOf("advanced specialist specialists specialised specialized optional senior seniors")
	allOfThem     = setOf("everyone everybody all")
)

// levelAt reads the level that a token names and how many tokens that takes: a
// level of the framework by its label, or core or advanced; "for everyone" is core.
func (w *wish) levelAt(i int) (string, int) {
	t := w.ts[i]
	if t.kind != wordToken {
		return "", 0
	}
	for _, l := range w.p.framework.Levels {
		label := strings.Fields(plain(l.Label))
		if len(label) < 2 && !coreWords[plain(l.Label)] && !advancedWords[plain(l.Label)] {
			continue
		}
		n := 0
		for n < len(label) && i+n < len(w.ts) && plain(w.ts[i+n].text) == label[n] {
			n++
		}
		if n > 0 && n == len(label) {
			return l.ID, n
		}
	}
	switch {
	case coreWords[t.text]:
		return "core", 1
	case advancedWords[t.text]:
		return "advanced", 1
	case t.word("for") && i+1 < len(w.ts) && allOfThem[w.ts[i+1].text]:
		return "core", 2
	}
	return "", 0
}

// level reads for which level an item is. What only some roles need is advanced,
// what all need is core.
func (w *wish) level() (Request, bool) {
	r := Request{Operation: Level}
	for i := range w.ts {
		level, n := w.levelAt(i)
		if n == 0 {
			continue
		}
		if i > 0 && w.ts[i-1].word("too", "very", "less", "more") {
			return Request{}, false
		}
		// "5.A.1 should be advanced", "should all be at the advanced level".
		for m := max(0, i-7); m < i; m++ {
			if w.ts[m].word("should", "could", "must", "ought", "needs", "need", "would", "might", "can") && w.next(m, "be", "become", "count", "go", "move", "come", "sit", "being", "put", "moved", "made") < i && w.fill(&r, 0, m) {
				r.Level = level
				return r, !w.refused(i)
			}
		}
		// "Make 5.A.1 advanced", "put it at advanced level".
		for m := 0; m < i; m++ {
			if w.ts[m].word("make", "mark", "class", "classify", "count", "treat", "put", "move", "set", "label", "call", "consider") && w.ordered(m) && !(w.ts[i].word("for") && !w.ts[m].word("make")) {
				if w.fill(&r, m, i) {
					r.Level = level
					return r, !w.refused(i)
				}
				if w.next(m, "it", "them", "these", "this", "both", "that") < i {
					if w.fill(&r, 0, m) {
						r.Level = level
						return r, !w.refused(i)
					}
					if len(w.last) > 0 {
						r.spots, r.Named, r.Level = w.last, true, level
						return r, !w.refused(i)
					}
				}
			}
		}
		// "5.A.1 is an advanced competency", "5.A.1: advanced", "5.A.1 - specialist only".
		if i > 1 && w.ts[i-1].word("a", "an") && w.ts[i-2].word("is", "are") && w.fill(&r, 0, i-2) {
			r.Level = level
			return r, !w.refused(i)
		}
		sign := i > 1 && w.ts[i-1].kind == markToken && strings.Contains("=:-–→->", w.ts[i-1].text) && w.ts[i-2].kind == placeToken
		if sign && !w.ts[i].word("for") && i+n >= len(w.ts)-1 && w.fill(&r, i-2, i) {
			r.Level = level
			return r, true
		}
		if !w.ts[i].word("for") && w.bare(i) && (i+n == len(w.ts) || w.ts[i+n].word("only", "level") || (i+n+1 == len(w.ts)-1 && w.ts[i+n+1].word("only")) || w.ts[i+n].kind == markToken) && w.fill(&r, 0, i) {
			r.Level = level
			return r, true
		}
	}
	// "I would limit it to the committee"
	for i := range w.ts {
		if w.ts[i].word("limit", "restrict", "reserve", "confine") && w.ordered(i) && !w.refused(i) {
			if to := w.next(i, "to", "for"); to < len(w.ts) && (w.fill(&r, i, to) || w.meant(&r, i, to)) {
				r.Level = w.advancedName()
				return r, true
			}
		}
	}
	return w.someRoles()
}

// bare tells whether nothing but places, marks and "for" stands before a token.
func (w *wish) bare(i int) bool {
	for _, t := range w.ts[:i] {
		if t.kind == wordToken && !t.word("for", "as") || t.kind == quoteToken {
			return false
		}
	}
	return i > 0
}

// someRoles reads that an item is for some roles only.
func (w *wish) someRoles() (Request, bool) {
	for _, words := range []string{
		"is|are|be only|just|exclusively for|needed|relevant|required|necessary|meant|applicable", "only|just applies|apply|applicable|relevant|needed|for|required to|for|by", "applies|apply only|just to|for", "reserved for", "not for everyone|everybody|all",
		"only|just relevant|needed|for|required", "relevant|needed|required only|just to|for|by", "only|just to|for|by", "for * only", "only needed", "suited|relevant|suitable to|for * only",
	} {
		at, end, ok := w.phrase(words)
		if !ok || end >= len(w.ts)+1 {
			continue
		}
		// The item must be named, and nobody may say "not only".
		r := Request{Operation: Level, Level: "advanced"}
		placed := w.fill(&r, 0, at)
		if !placed || w.next(at, "reading", "one", "once") < end {
			continue
		}
		first := 0
		for first < len(w.ts) && w.ts[first].kind != placeToken {
			first++
		}
		if w.refused(first) || (at > 0 && (w.ts[at-1].word("not") || strings.HasSuffix(w.ts[at-1].text, "n't")) && !strings.HasPrefix(words, "not")) {
			return Request{}, false
		}
		if strings.HasPrefix(words, "for *") && !w.ts[end-1].word("only") {
			continue
		}
		r.Level = w.advancedName()
		return r, true
	}
	return Request{}, false
}

// advancedName is the framework's level of that name, or the word.
func (w *wish) advancedName() string {
	for _, l := range w.p.framework.Levels {
		if advancedWords[plain(l.Label)] {
			return l.ID
		}
	}
	return "advanced"
}
