package amend

import (
	"slices"
	"strings"
)

// takeIn reads something that an item should also say.
func (w *wish) takeIn() (Request, bool) {
	r := Request{Operation: Reword, TakesIn: true}
	done := func(text string, drafted bool) (Request, bool) {
		r.New, r.Drafted = subject(tidy(text)), drafted
		return r, r.New != ""
	}
	isItem := func() bool {
		return len(r.spots)+len(r.Missing) > 0 && !slices.ContainsFunc(r.spots, func(n int) bool { return w.p.spots[n].heading })
	}
	for _, words := range []string{
		"should|could|must|might|needs|need|ought * mention|include|cover|address|reference", "should|could|must|might|needs|need|ought * say something|more about|on", "should|could|must|might * refer to",
		"doesn't|don't mention|include|cover|address", "does|do not mention|include|cover|address", "fails to mention|include|cover|address",
	} {
		at, end, ok := w.phrase(words)
		if !ok || w.refused(at) || !w.fill(&r, 0, at) || !isItem() {
			continue
		}
		stop := w.next(end, ",", ";", "as", "and it", "too")
		if q := w.quotes(); len(q) == 1 && q[0] >= end {
			return done(w.ts[q[0]].text, true)
		}
		if and := w.next(end, "and"); and+1 < len(w.ts) && w.ts[and+1].word("it", "they") {
			stop = min(stop, and)
		}
		return done(w.text(min(end, stop), stop), false)
	}
	at := -1
	if v, ok := w.verb(Add); ok {
		at = v.at
	} else if i := w.next(0, "mention"); i < len(w.ts) && w.ordered(i) {
		at = i
	}
	if at < 0 || w.refused(at) {
		return Request{}, false
	}
	from, stop := at+1, len(w.ts)
	if w.fill(&r, at+1, len(w.ts)) {
		for stop = at + 1; w.ts[stop].kind != placeToken; stop++ {
		}
		for stop > from && w.ts[stop-1].word("to", "in", "into", "of", "within") {
			stop--
		}
	} else if !w.fill(&r, 0, at) && !(len(w.quotes()) > 0 && w.quotes()[0] < at && w.quotedPlace(&r, 0, at)) {
		return Request{}, false
	}
	if !isItem() {
		return Request{}, false
	}
	for _, q := range w.quotes() {
		if q >= from && q < stop {
			return done(w.ts[q].text, true)
		}
	}
	return done(w.text(min(from, stop), stop), false)
}

// somethingNew are the words for what is to be added.
var somethingNew = setOf("item items statement statements competency competence competencies skill skills point points entry something line bullet section knowledge ability abilities behaviour duty task more reference mention bit anything element domain standard")

var aboutIt = setOf("about on of regarding concerning around covering for that to like addressing dealing with relating")

// subject leaves out "an item about" and the like at the beginning of what is to
// be added.
func subject(s string) string {
	words := strings.Fields(s)
	i, found := 0, 0
	for i < len(words) && i < 6 {
		word := strings.ToLower(strings.Trim(words[i], ",:"))
		if somethingNew[word] {
			found = i + 1
		} else if !leadingWords[word] {
			break
		}
		i++
	}
	if found > 0 && found < len(words) && aboutIt[strings.ToLower(words[found])] {
		found++
		if found < len(words) && strings.EqualFold(words[found], "to") || found < len(words) && strings.EqualFold(words[found], "with") {
			found++
		}
		return strings.Join(words[found:], " ")
	}
	return s
}

var leadingWords = setOf("a an the some new another extra separate further little bit")

// add reads something new that a domain, or the framework, should have.
func (w *wish) add() (Request, bool) {
	at, from, stop, ok := w.addition()
	if !ok || w.refused(at) {
		return Request{}, false
	}
	r := Request{Operation: Add}
	// Under which heading: the one that is named, but not within the new words.
	under, leads := -1, -1
	for i, t := range w.ts {
		if t.kind != placeToken || len(t.spots)+len(t.missing) != 1 {
			continue
		}
		if len(t.spots) == 1 && !w.p.spots[t.spots[0]].heading {
			return Request{}, false // of an item, not of a heading
		}
		l := i
		if l > 0 && w.ts[l-1].word("the") {
			l--
		}
		lead := l > 0 && w.ts[l-1].word("to", "in", "into", "under", "within", "for", "from", "of")
		if i < from || lead {
			under, leads = i, l-1
			w.fill(&r, i, i+1)
			break
		}
	}
	switch {
	case under >= from && under > from+1:
		// "Add X to domain 4", "add an item to 2.4 about Y".
		if rest := w.text(under+1, stop); under+1 < stop && aboutIt[w.ts[under+1].text] {
			r.New = strings.TrimPrefix(rest, w.ts[under+1].text+" ")
		} else {
			r.New = w.text(from, max(from, min(leads, stop)))
		}
	default:
		r.New = w.text(min(from, stop), stop)
	}
	for _, q := range w.quotes() {
		if q >= from && q < stop {
			r.New, r.Drafted = w.ts[q].text, true
			break
		}
	}
	if !r.Drafted && from > 0 && from < stop && w.ts[from-1].kind == markToken && w.ts[from-1].text == ":" && len(strings.Fields(r.New)) > 3 {
		r.Drafted = true
	}
	if !r.Drafted {
		r.New = subject(r.New)
	}
	r.New = tidy(r.New)
	if r.Drafted && stop == len(w.ts) && strings.HasPrefix(w.s[w.ts[stop-1].end:], ".") {
		r.New += "."
	}
	if len(contentStems(r.New)) == 0 || onlyFrame(r.New) {
		return Request{}, false
	}
	if !r.Named && w.domain >= 0 {
		r.spots = []int{w.domain}
	}
	return r, true
}

// onlyFrame tells whether a text names a thing to be added but not what it is
// about: "a mention", "more items".
func onlyFrame(s string) bool {
	for _, word := range strings.Fields(plain(s)) {
		if !somethingNew[word] && !leadingWords[word] {
			return false
		}
	}
	return true
}

// addition finds what asks for something new: the token before which nothing may
// refuse, and the tokens between which the new words stand.
func (w *wish) addition() (at, from, stop int, ok bool) {
	end := len(w.ts)
	if v, ok := w.verb(Add); ok {
		if v.form == past { // "an item on X should be added"
			m := v.at
			for m > 0 && !(w.ts[m].kind == wordToken && modal[w.ts[m].text]) {
				m--
			}
			return v.at, 0, m, m > 0
		}
		colon := w.next(v.end, ":")
		stop := w.next(v.end, "please", ",")
		if stop < end && w.ts[stop].kind == markToken && stop-v.end < 3 {
			stop = end
		}
		if colon < end {
			return v.at, colon + 1, end, true
		}
		if len(w.quotes()) > 0 {
			return v.at, v.end, end, true
		}
		return v.at, v.end, stop, v.end < end
	}
	for _, c := range []struct {
		words  string
		before bool // the new words stand before, and not after
	}{
		{"there should|could|must be", false}, {"there ought to be", false}, {"do with", false}, {"suggestion|suggestions is|would", false}, {"want|like an|a|some|something|more", false}, {"can|could we|you have|get|see", false}, {"more emphasis|focus|detail|attention on|about|to", false}, {"nowhere do|does|is * mention|cover|include|address", false}, {"nowhere mentions|covers", false},
		{"is|are not covered|included|mentioned|addressed", true}, {"isn't|aren't covered|included|mentioned|addressed", true}, {"make|making sure", false}, {"like|want|love to see|have", false}, {"good|nice|helpful|useful to have|see", false}, {"no|any|without mention|reference of|to", false},
		{"is|are missing|absent|lacking", true}, {"missing", false}, {"you|we|they forgot|missed|left", false}, {"i miss", false},
		{"nothing * about|on|regarding", false}, {"what|how about", false},
		{"it|this|list|domain|framework|section should|could|must|ought * include|cover|mention|have|say|address", false}, {"should|could|must have|include|cover|mention", false},
		{"needs|need an|a|some|something|more|new|another", false}, {"is|are needed|required", true},
	} {
		at, e, ok := w.phrase(c.words)
		if !ok {
			continue
		}
		own := w.s[w.ts[at].start:w.ts[e-1].end]
		switch {
		case strings.HasPrefix(c.words, "needs"):
			// "Staff need more training" asks for no item.
			f := e - 1
			for f < end && f < e+3 && w.ts[f].kind == wordToken && (leadingWords[w.ts[f].text] || w.ts[f].word("more")) {
				f++
			}
			if f >= end || w.ts[f].kind != wordToken || !somethingNew[w.ts[f].text] && !w.ts[f].word("on", "about") {
				continue
			}
			return at, e - 1, end, true
		case strings.HasPrefix(c.words, "is|are needed"):
			if !w.newThing(0, at) {
				continue
			}
			if e < end && w.ts[e].kind == markToken && w.ts[e].text == ":" {
				return at, e + 1, end, true
			}
			return at, 0, at, at > 0
		case c.words == "do with", strings.HasPrefix(c.words, "suggestion"), strings.HasPrefix(c.words, "can|could we"):
			if !w.newThing(e, min(end, e+4)) {
				continue
			}
		case strings.HasPrefix(c.words, "want|like"):
			if !w.newThing(e-1, min(end, e+3)) || !w.ordered(at) && (at == 0 || !w.ts[at-1].word("i", "we", "also")) {
				continue
			}
			return at, e - 1, end, true
		case strings.HasPrefix(c.words, "more emphasis"):
			if at > 0 && !w.ts[at-1].word("please", "with", "be") {
				continue
			}
			if s := w.next(e, "please"); s < end {
				return at, e, s, true
			}
		case strings.HasPrefix(c.words, "make|making"):
			covered := w.next(e, "covered", "included", "mentioned", "addressed", "in")
			if !w.ordered(at) || covered >= end || w.ts[covered-1].kind != wordToken || !w.ts[covered-1].word("is", "are") {
				continue
			}
			if w.ts[e].word("that") && e+1 < covered {
				e++
			}
			return at, e, covered - 1, true
		case c.before:
			return at, 0, at, at > 0
		case strings.HasPrefix(c.words, "should|could|must have"):
			if !w.newOwner(at) {
				continue
			}
		case strings.HasPrefix(c.words, "what|how"):
			if len(w.ts) > 12 {
				continue
			}
		case strings.HasPrefix(own, "you left"):
			if e >= end || !w.ts[e].word("out") {
				continue
			}
			e++
		case strings.HasPrefix(c.words, "nothing"), strings.HasPrefix(c.words, "no|any"):
			// "nothing on this page to change"
			if w.next(e, "change", "add", "remove", "say", "page") < end {
				continue
			}
		case strings.HasPrefix(c.words, "like|want"), strings.HasPrefix(c.words, "good|nice"):
			if !w.newThing(e, min(end, e+4)) {
				continue
			}
		}
		if e < end && w.ts[e].kind == markToken && w.ts[e].text == ":" {
			e++
		}
		return at, e, end, e < end
	}
	return 0, 0, 0, false
}

// newThing tells whether a word for something to be added stands there.
func (w *wish) newThing(from, to int) bool {
	for i := from; i < to; i++ {
		t := w.ts[i]
		if t.kind != wordToken || !somethingNew[t.text] {
			continue
		}
		// "more on risk", but not "more hands"
		if !t.word("more", "bit") || (i+1 < len(w.ts) && aboutIt[w.ts[i+1].text]) {
			return true
		}
	}
	return false
}

// newOwner tells whether what should have something is a part of the framework.
func (w *wish) newOwner(at int) bool {
	j := w.before(at)
	return j < 0 || w.ts[j].kind == placeToken || w.ts[j].word("it", "this", "list", "framework", "there")
}
