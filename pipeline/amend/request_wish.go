package amend

import (
	"slices"
	"strings"
)

// wish is a part of a clause that may ask for one change.
type wish struct {
	p      *finder
	s      string // the clause, which the tokens' bytes are of
	ts     []token
	domain int
	last   []int
}

// verbs of asking, by what they ask for: as one asks for it, as it is asked to be
// done, and the doing of it.
type verb struct {
	operation       Operation
	base, past, ing string
}

var verbList = []verb{
	{Retire, "remove", "removed", "removing"}, {Retire, "delete", "deleted", "deleting"}, {Retire, "drop", "dropped", "dropping"},
	{Retire, "omit", "omitted", "omitting"}, {Retire, "scrap", "scrapped", "scrapping"}, {Retire, "cut", "cut", "cutting"},
	{Retire, "lose", "lost", "losing"}, {Retire, "strike", "struck", "striking"}, {Retire, "discard", "discarded", "discarding"},
	{Retire, "take away", "taken away", "taking away"}, {Retire, "take out", "taken out", "taking out"}, {Retire, "leave out", "left out", "leaving out"}, {Retire, "get rid of", "got rid of", "getting rid of"},
	{Retire, "do away with", "done away with", "doing away with"}, {Retire, "retire", "retired", "retiring"}, {Retire, "erase", "erased", "erasing"},
	{Move, "move", "moved", "moving"}, {Move, "shift", "shifted", "shifting"}, {Move, "relocate", "relocated", "relocating"},
	{Move, "transfer", "transferred", "transferring"}, {Move, "put", "put", "putting"}, {Move, "place", "placed", "placing"}, {Move, "reposition", "repositioned", "repositioning"},
	{Split, "split", "split", "splitting"}, {Split, "divide", "divided", "dividing"}, {Split, "separate", "separated", "separating"},
	{Split, "break up", "broken up", "breaking up"}, {Split, "break down", "broken down", "breaking down"}, {Split, "break", "broken", "breaking"},
	{Merge, "merge", "merged", "merging"}, {Merge, "combine", "combined", "combining"}, {Merge, "join", "joined", "joining"},
	{Merge, "amalgamate", "amalgamated", "amalgamating"}, {Merge, "fold", "folded", "folding"}, {Merge, "unite", "united", "uniting"}, {Merge, "consolidate", "consolidated", "consolidating"},
	{Merge, "roll", "rolled", "rolling"},
	{Rename, "rename", "renamed", "renaming"}, {Rename, "retitle", "retitled", "retitling"}, {Rename, "re-title", "re-titled", "re-titling"}, {Rename, "re-name", "re-named", "re-naming"},
	{Reword, "change", "changed", "changing"}, {Reword, "replace", "replaced", "replacing"}, {Reword, "swap", "swapped", "swapping"}, {Reword, "switch", "switched", "switching"},
	{Reword, "substitute", "substituted", "substituting"}, {Reword, "amend", "amended", "amending"}, {Reword, "reword", "reworded", "rewording"},
	{Reword, "rephrase", "rephrased", "rephrasing"}, {Reword, "rewrite", "rewritten", "rewriting"}, {Reword, "alter", "altered", "altering"}, {Reword, "edit", "edited", "editing"},
	{Add, "add", "added", "adding"}, {Add, "include", "included", "including"}, {Add, "insert", "inserted", "inserting"},
}

// form is the way in which a verb stands.
type form int

const (
	base form = iota
	past
	doing
)

type verbForm struct {
	words     []string
	operation Operation
	base      string
	form      form
}

var (
	verbForms = map[string][]verbForm{} // by first word
	baseVerbs = setOf("make mark call say use mention clarify simplify shorten bring take leave get do")
)

func init() {
	for _, v := range verbList {
		for f, text := range []string{v.base, v.past, v.ing} {
			words := strings.Fields(text)
			verbForms[words[0]] = append(verbForms[words[0]], verbForm{words, v.operation, v.base, form(f)})
		}
		baseVerbs[strings.Fields(v.base)[0]] = true
	}
	// The longest first: "break up" before "break".
	for _, list := range verbForms {
		slices.SortStableFunc(list, func(a, b verbForm) int { return len(b.words) - len(a.words) })
	}
}

// asking is a verb of asking in a wish: its first token, and the one after it.
type asking struct {
	verbForm
	at, end int
}

// verb finds the first verb of the operation that asks: as an order or after "I
// would", as "should be removed", or as "suggest removing".
func (w *wish) verb(op Operation) (asking, bool) {
	for i := range w.ts {
		if w.ts[i].kind != wordToken {
			continue
		}
		for _, v := range verbForms[w.ts[i].text] {
			if v.operation != op {
				continue
			}
			end, ok := w.spells(i, v)
			if !ok {
				continue
			}
			if (v.form == base && w.ordered(i)) || (v.form == past && w.wished(i)) || (v.form == doing && w.suggested(i)) {
				return asking{v, i, end}, true
			}
		}
	}
	return asking{}, false
}

// spells tells whether the words of a verb stand at a token; what is done away
// with may stand within ("take 5.A.1 out").
func (w *wish) spells(at int, v verbForm) (int, bool) {
	i := at + 1
	for n, word := range v.words[1:] {
		if n == 0 && i < len(w.ts) && !w.ts[i].word(word) {
			skip := i
			for skip < len(w.ts) && skip < i+6 && !w.ts[skip].word(word) && w.ts[skip].kind != markToken {
				skip++
			}
			between := w.ts[i:min(skip, len(w.ts))]
			if !slices.ContainsFunc(between, func(t token) bool {
				return t.kind != wordToken || pronouns[t.text]
			}) {
				return 0, false
			}
			if skip < len(w.ts) && w.ts[skip].word(word) {
				continue // the verb ends at its first word, and its object follows
			}
			return 0, false
		}
		if i >= len(w.ts) || !w.ts[i].word(word) {
			return 0, false
		}
		i++
	}
	return i, true
}

var (
	pronouns = setOf("it them these this those both that they")
	adverbs  = setOf("also just really simply please then perhaps maybe definitely either even completely rather probably instead certainly kindly possibly better now first personally all again too entirely")
	toOrder  = setOf("would i'd we'd should could can must might may will i'll let's us and or then but please shall not d wouldn't")
	wishing  = setOf("want like better suggest need needs good prefer propose recommend wish ought possible helpful best useful is ask love wise sensible reason easier enough want")
	asksFor  = setOf("suggest suggesting suggested consider propose recommend worth favour favor about of advise prefer support needs need recommended by try merits requires")
	subjects = setOf("you we they i someone somebody one it")
)

// before is the nearest token before i that is no adverb, -1 for none.
func (w *wish) before(i int) int {
	for i--; i >= 0 && w.ts[i].kind == wordToken && adverbs[w.ts[i].text]; i-- {
	}
	return i
}

// ordered tells whether the plain verb at a token is an order or a wish, and does
// not tell what somebody does.
func (w *wish) ordered(i int) bool {
	j := w.before(i)
	if j < 0 {
		return true
	}
	switch t := w.ts[j]; {
	case t.kind == markToken:
		return true
	case t.kind != wordToken:
		// "4.B.1 replace warmth with empathy": the place heads the wish.
		k := w.before(j)
		return k < 0 || w.ts[k].word("in", "for", "at", "under", "on", "item", "statement")
	case t.word("to"):
		k := j - 1
		return k >= 0 && w.ts[k].kind == wordToken && wishing[w.ts[k].text]
	case toOrder[t.text]:
		return true
	case subjects[t.text]:
		k := w.before(j)
		return k >= 0 && modal[w.ts[k].text] && w.ts[k].kind == wordToken && !w.ts[k].word("has", "have")
	}
	return false
}

// wished tells whether the participle at a token is what should be done.
func (w *wish) wished(i int) bool {
	will, be := false, false
	for j := i - 1; j >= 0 && j >= i-14; j-- {
		t := w.ts[j]
		if will && (t.word("and") || t.kind == markToken) {
			break // "it is three things and should be split up"
		}
		if t.word("propose", "suggest", "recommend") && w.ordered(j) || t.word("propose", "suggest", "recommend") && j > 0 && w.ts[j-1].word("i", "we") {
			return true // "I propose that they are combined"
		}
		if t.word("is", "are") && slices.ContainsFunc(w.ts[:j], func(o token) bool { return o.word("propose", "suggest", "recommend") }) {
			be = true
			continue
		}
		if t.word("was", "were", "is", "are", "if", "had", "has") {
			return false
		}
		if j >= i-4 && t.word("be", "been", "being", "get", "see", "have", "want", "like", "it", "them") {
			be = true
		}
		will = will || t.kind == wordToken && (modal[t.text] || t.word("want", "like", "wish", "prefer", "i'd", "we'd"))
	}
	return will && be
}

// suggested tells whether the doing at a token is asked for.
func (w *wish) suggested(i int) bool {
	j := w.before(i)
	return j >= 0 && w.ts[j].kind == wordToken && asksFor[w.ts[j].text]
}

// refusing are the words before a request that turn it round. Where one stands,
// nothing is read: a person must.
var refusing = setOf("not no never nothing none nobody neither nor cannot without sad sorry pity keep leave hesitate reluctant against mistake hate disagree wrong unhappy shame loath unless if")

// refused tells whether a word before token i turns a wish round.
func (w *wish) refused(i int) bool {
	for j := 0; j < i; j++ {
		t := w.ts[j]
		if t.kind != wordToken {
			continue
		}
		negative := strings.HasSuffix(t.text, "n't")
		if j == 0 && negative && i > 1 {
			continue // "Wouldn't it be better to …", "Can't we …"
		}
		if t.word("why") {
			if j+1 < len(w.ts) && w.ts[j+1].word("not") {
				j++
				continue
			}
			return true
		}
		if t.word("nothing", "little") && j+2 < len(w.ts) && w.ts[j+1].word("to") && w.ts[j+2].word("do") {
			continue // "has nothing to do with water"
		}
		if negative || refusing[t.text] {
			return true
		}
	}
	return false
}

// places gives the places that tokens from..to name, each once.
func (w *wish) places(from, to int) []int {
	var out []int
	for _, t := range w.ts[from:to] {
		for _, n := range t.spots {
			if t.kind == placeToken && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

func (w *wish) missing(from, to int) []string {
	var out []string
	for _, t := range w.ts[from:to] {
		if t.kind == placeToken {
			out = append(out, t.missing...)
		}
	}
	return out
}

// hasPlace tells whether a place is named among tokens from..to, there or not.
func (w *wish) hasPlace(from, to int) bool {
	return len(w.places(from, to)) > 0 || len(w.missing(from, to)) > 0
}

// meaning are the places that a verb is about: after an order what follows it, up
// to token end, or what "it" means there, or what heads the wish; of what should
// be done, what stands before it.
func (w *wish) meaning(v asking, end int) (r Request, ok bool) {
	from, to := v.end, end
	if v.form == past || (v.form == doing && !w.hasPlace(v.end, end)) {
		from, to = 0, v.at
	}
	if w.fill(&r, from, to) {
		return r, true
	}
	if !w.hasPlace(0, len(w.ts)) && w.meant(&r, max(0, from-2), min(to, from+4)) {
		return r, true
	}
	if v.form == base && v.end == len(w.ts) && v.at <= 1 && w.latest(&r) {
		return r, true // "5.A.1? Delete."
	}
	if v.form == base && w.fill(&r, 0, v.at) {
		return r, true
	}
	return r, w.quotedPlace(&r, from, to)
}

// meant takes the places that a word such as "it" or "them" among tokens from..to
// means: the latest one, or all that the sentence before names.
func (w *wish) meant(r *Request, from, to int) bool {
	for i := from; i < to; i++ {
		switch t := w.ts[i]; {
		case t.word("it", "this", "that"):
			return w.latest(r)
		case t.word("them", "these", "those", "both", "they") && len(w.last) > 0:
			r.spots, r.Named = w.last, true
			return true
		}
	}
	return false
}

// latest takes the place that was named last.
func (w *wish) latest(r *Request) bool {
	if len(w.last) > 0 {
		r.spots, r.Named = w.last[len(w.last)-1:], true
	}
	return len(w.last) > 0
}

// partOf tells whether the place at a token is one that something is in: "the
// second sentence of 5.A.2", "the examples in 3.B.1", "8.B.2's title".
func (w *wish) partOf(i int) bool {
	if i+2 < len(w.ts) && w.ts[i+1].kind == markToken && w.ts[i+1].text == "'" && w.ts[i+2].word("s") {
		return true
	}
	return i > 1 && w.ts[i-1].word("in", "of", "from", "within") && !w.ts[i-2].word("all", "both", "whole", "rid", "each", "any", "either", "item", "statement")
}

// ofPart tells whether a place among tokens from..to is only what something is in.
func (w *wish) ofPart(from, to int) bool {
	for i := from; i < to; i++ {
		if w.ts[i].kind == placeToken && w.partOf(i) {
			return true
		}
	}
	return false
}

// fill takes the places that tokens from..to name for those of a request.
func (w *wish) fill(r *Request, from, to int) bool {
	if from >= to || !w.hasPlace(from, to) {
		return false
	}
	r.spots, r.Missing, r.Named = w.places(from, to), w.missing(from, to), true
	for _, t := range w.ts[from:to] {
		r.byCode = r.byCode || (t.kind == placeToken && (t.name == byCodeName || t.name == byDomainName))
	}
	return true
}

// quotedPlace takes the item whose words are quoted for the place of a request.
func (w *wish) quotedPlace(r *Request, from, to int) bool {
	for _, t := range w.ts[from:to] {
		if t.kind == quoteToken {
			if n := w.p.byWords(t.text, w.domain); n >= 0 {
				r.spots, r.Named = []int{n}, true
				return true
			}
		}
	}
	return false
}

// text is what tokens from..to say, as the comment has it.
func (w *wish) text(from, to int) string {
	if from >= to {
		return ""
	}
	return w.s[w.ts[from].start:w.ts[to-1].end]
}

// next is the first token from i on that is one of the words, len(ts) for none.
func (w *wish) next(i int, words ...string) int {
	for ; i < len(w.ts); i++ {
		if w.ts[i].word(words...) || (w.ts[i].kind == markToken && slices.Contains(words, w.ts[i].text)) {
			return i
		}
	}
	return len(w.ts)
}

// quotes are the numbers of the tokens that are quotations.
func (w *wish) quotes() []int {
	var out []int
	for i, t := range w.ts {
		if t.kind == quoteToken {
			out = append(out, i)
		}
	}
	return out
}

// phrase finds words that stand one after another, and gives the token at which
// they begin and the one after them; a word * stands for up to four others.
func (w *wish) phrase(words string) (at, end int, ok bool) {
	want := strings.Fields(words)
	for i := range w.ts {
		if j, ok := w.phraseAt(i, want); ok {
			return i, j, true
		}
	}
	return 0, 0, false
}

func (w *wish) phraseAt(i int, want []string) (int, bool) {
	for n, word := range want {
		if word == "*" {
			for skip := 0; skip <= 4; skip++ {
				if j, ok := w.phraseAt(i+skip, want[n+1:]); ok {
					return j, true
				}
			}
			return 0, false
		}
		if i >= len(w.ts) || w.ts[i].kind != wordToken || !slices.Contains(strings.Split(word, "|"), w.ts[i].text) {
			return 0, false
		}
		i++
	}
	return i, true
}
