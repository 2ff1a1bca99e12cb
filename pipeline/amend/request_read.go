package amend

import (
	"slices"
	"strings"
	"unicode"
)

// read reads the one change that a wish asks for. The order matters: a new name,
// new words and a level are told by more than their verb, which they share with
// other changes ("move to advanced", "change the title to").
func (w *wish) read() (Request, bool) {
	for _, t := range w.ts {
		// "Make everything else in domain 5 advanced", "drop all except 5.A.1".
		if t.word("else", "except", "excluding", "apart", "remaining") {
			return Request{}, false
		}
	}
	for _, read := range []func() (Request, bool){
		w.rename, w.otherWords, w.newWording, w.wordsOut, w.merge, w.split, w.level, w.move, w.retire, w.takeIn, w.add, w.unclear,
	} {
		if r, ok := read(); ok {
			return r, true
		}
	}
	return Request{}, false
}

// rename reads a new name for a heading.
func (w *wish) rename() (Request, bool) {
	from := -1 // the token before which nothing may refuse
	about := 0 // the token from which the new name may stand
	if v, ok := w.verb(Rename); ok {
		from, about = v.at, v.end
	} else if _, end, ok := w.phrase("change|alter|amend the|its|this title|name|heading"); ok {
		from, about = end-3, end
	} else if _, end, ok := w.phrase("title|name|heading * should|could|would|must|ought"); ok {
		from, about = end, end
	} else if at, end, ok := w.phrase("better title|name|heading"); ok {
		from, about = at, end
	} else if _, end, ok := w.phrase("should|could|would be called|titled|named"); ok && w.hasPlace(0, end) {
		from, about = end, end
	} else if i := w.next(0, "call"); i+1 < len(w.ts) && w.ordered(i) && (w.ts[i+1].kind == placeToken || w.ts[i+1].word("it", "this")) {
		from, about = i, i+1
	}
	if from < 0 {
		return w.intoTitle()
	}
	if w.refused(from) {
		return Request{}, false
	}
	r := Request{Operation: Rename, Drafted: true}
	q := w.quotes()
	var names []int
	for _, i := range q {
		if i >= about {
			names = append(names, i)
		}
	}
	var end int
	switch {
	case len(names) > 0:
		end = names[len(names)-1]
		r.New = w.ts[end].text
		if len(q) > 1 {
			r.Old = w.ts[q[len(q)-2]].text
		}
	default:
		i := about
		for i < len(w.ts) && !w.ts[i].word("to", "as", "called", "named", "titled", "be", "read") {
			i++
		}
		for i < len(w.ts) && w.ts[i].word("to", "as", "called", "named", "titled", "be", "read", "changed", "renamed", "just", "simply") {
			i++
		}
		if i >= len(w.ts) {
			if w.ts[about-1].word("called", "named", "titled") {
				i = about
			} else if about < len(w.ts) && w.ts[about].kind == placeToken {
				i = about + 1 // "rename the domain Communication"
			}
		}
		stop := w.next(i, "instead", "please", "rather")
		r.New = w.text(min(i, stop), stop)
		if first := []rune(r.New); len(first) == 0 || !unicode.IsUpper(first[0]) {
			return Request{}, false
		}
		end = i
	}
	// The place stands before the new name; a heading that is named in quotation
	// marks is one too.
	if !w.fill(&r, 0, end) {
		if n := w.headingOf(r.Old); n >= 0 {
			r.spots, r.Named = []int{n}, true
		} else if w.domain >= 0 {
			r.spots = []int{w.domain}
		}
	}
	r.Old, r.New = tidy(r.Old), tidy(r.New)
	return r, r.New != ""
}

// intoTitle reads a word that the title should have: "add supervision to the title".
func (w *wish) intoTitle() (Request, bool) {
	v, ok := w.verb(Add)
	at, end, is := w.phrase("to|in the|its|this title|name|heading")
	if !ok || !is || at <= v.end || w.refused(v.at) {
		return Request{}, false
	}
	r := Request{Operation: Rename, New: tidy(w.plainText(v.end, at))}
	if !w.fill(&r, end, len(w.ts)) && w.domain >= 0 {
		r.spots = []int{w.domain}
	}
	return r, r.New != ""
}

// headingOf is the place with that title, -1 for none or several.
func (w *wish) headingOf(title string) int {
	at, n := -1, 0
	for i := range w.p.spots {
		if t := w.p.spots[i].title; t != "" && t == plain(title) {
			at, n = i, n+1
		}
	}
	if n != 1 {
		return -1
	}
	return at
}

// otherWords reads words that should stand in the place of others.
func (w *wish) otherWords() (Request, bool) {
	q := w.quotes()
	pair := func(at, old, new int) (Request, bool) {
		if w.refused(at) {
			return Request{}, false
		}
		return w.replacing(w.ts[old].text, w.ts[new].text, 0, len(w.ts))
	}
	if len(q) >= 2 {
		a, b := q[0], q[1]
		between := w.ts[a+1 : b]
		has := func(words ...string) bool {
			return slices.ContainsFunc(between, func(t token) bool { return t.word(words...) || (t.kind == markToken && slices.Contains(words, t.text)) })
		}
		before := w.ts[:a]
		begins := func(words ...string) bool {
			return slices.ContainsFunc(before, func(t token) bool { return t.word(words...) })
		}
		switch {
		case begins("instead") && !begins("say", "read", "use", "put"):
			return pair(w.next(0, "instead"), a, b)
		case has("instead", "rather", "not") || (has("place") && has("in")) || (begins("swap", "substitute") && has("for") && begins("substitute")):
			return pair(a, b, a)
		case begins("after") && has("add", "insert", "include"):
			r, ok := pair(a, a, b)
			r.New = r.Old + " " + r.New
			return r, ok
		case has("after", "following") && begins("add", "insert", "include"):
			r, ok := pair(a, b, a)
			r.New = r.Old + " " + r.New
			return r, ok
		case has("before") && begins("add", "insert", "include"):
			r, ok := pair(a, b, a)
			r.New = r.New + " " + r.Old
			return r, ok
		case begins("prefer") && has("to", "over"):
			return pair(a, b, a)
		case w.phraseAfter(b, "would|will do|suffice"), w.phraseAfter(b, "would be|is better|clearer|simpler"):
			return pair(a, a, b)
		case has("better", "perhaps", "maybe", "prefer") && !has("and"):
			return pair(a, a, b)
		case has("be", "become", "read", "say", "to", "by", "with", "into", "->", "as", "for", "replaced") && (has("should", "could", "must", "ought", "would", "->", "read") || w.anyVerb(Reword)):
			return pair(a, a, b)
		}
		return Request{}, false
	}
	// "Instead of client, could you use patient": words without quotation marks
	// count only where the old ones stand in the framework.
	if i := w.next(0, "instead"); i+2 < len(w.ts) && w.ts[i+1].word("of") {
		if use := w.next(i, "use", "say", "put", "write", "read"); use < len(w.ts) && !w.refused(i) {
			comma := w.next(i, ",", "use", "could", "i", "please")
			stop := w.next(use+1, "throughout", "in", "please")
			return w.replacing(w.plainText(i+2, comma), w.plainText(use+1, stop), use+1, len(w.ts))
		}
		if use := w.next(0, "say", "use", "read", "put", "write"); use < i && !w.refused(use) {
			stop := w.next(i+2, "in", "throughout", "please")
			return w.replacing(w.plainText(i+2, stop), w.plainText(use+1, i), 0, len(w.ts))
		}
	}
	v, ok := w.verb(Reword)
	if !ok || w.refused(v.at) {
		return Request{}, false
	}
	if v.form == past { // "X ought to be replaced by Y"
		by := w.next(v.end, "by", "with", "to", "into")
		if by >= len(w.ts) {
			return Request{}, false
		}
		subject := v.at
		for subject > 0 && !(modal[w.ts[subject].text] && w.ts[subject].kind == wordToken) {
			subject--
		}
		start := 0
		for i := range subject {
			if w.ts[i].kind == placeToken || w.ts[i].kind == markToken {
				start = i + 1
			}
		}
		return w.replacing(w.plainText(start, subject), w.plainText(by+1, w.stop(by+1)), 0, len(w.ts))
	}
	for from := v.end; from < len(w.ts); {
		to := w.next(from, "to", "by", "with", "for", "into", "->", "as")
		if to >= len(w.ts) {
			break
		}
		// What is replaced may itself have such a word: the first that leaves words of
		// the framework counts.
		start := v.end
		if w.ts[min(start, len(w.ts)-1)].word("the") && start+1 < len(w.ts) && w.ts[start+1].word("word", "words", "phrase", "term") {
			start += 2
		}
		if r, ok := w.replacing(w.plainText(start, to), w.plainText(to+1, w.stop(to+1)), 0, len(w.ts)); ok {
			return r, true
		}
		from = to + 1
	}
	return Request{}, false
}

// phraseAfter tells whether words stand right after a token.
func (w *wish) phraseAfter(i int, words string) bool {
	_, ok := w.phraseAt(i+1, strings.Fields(words))
	return ok
}

// anyVerb tells whether a verb of the operation stands anywhere.
func (w *wish) anyVerb(op Operation) bool {
	_, ok := w.verb(op)
	return ok
}

// stop is where new words without quotation marks end: before a place, or a word
// that leads to one.
func (w *wish) stop(from int) int {
	for i := from; i < len(w.ts); i++ {
		t := w.ts[i]
		if t.kind == placeToken {
			for i > from && w.ts[i-1].word("in", "of", "for", "throughout", "at", "under") {
				i--
			}
			return i
		}
		if t.word("please", "throughout", "instead") || (t.kind == markToken && (t.text == "." || t.text == ";" || t.text == "!")) {
			return i
		}
	}
	return len(w.ts)
}

// plainText is what tokens say, of a quotation what is quoted; "" where a place
// stands among them.
func (w *wish) plainText(from, to int) string {
	if from >= to {
		return ""
	}
	for _, t := range w.ts[from:to] {
		if t.kind == placeToken {
			return ""
		}
		if t.kind == quoteToken {
			return t.text
		}
	}
	return w.text(from, to)
}

// replacing makes a request of old and new words; the place is the one named, or
// the one item that has the old words. Without either there is none; and where old
// words are not quoted they must stand in the item, so that "changed trains for
// buses" is nothing.
func (w *wish) replacing(old, new string, from, to int) (Request, bool) {
	r := Request{Operation: Reword, Old: tidy(old), New: tidy(new), Drafted: true}
	if r.Old == "" || r.New == "" || plain(r.Old) == plain(r.New) {
		return Request{}, false
	}
	isQuoted := slices.ContainsFunc(w.ts, func(t token) bool { return t.kind == quoteToken && tidy(t.text) == r.Old })
	if w.fill(&r, from, to) || w.fill(&r, 0, from) {
		if isQuoted || len(r.spots) == 0 || slices.ContainsFunc(r.spots, func(n int) bool { return w.holdsBelow(n, r.Old) }) {
			return r, true
		}
		return Request{}, false
	}
	if n := w.p.byWords(r.Old, w.domain); n >= 0 {
		r.spots, r.Named = []int{n}, true
		return r, true
	}
	if isQuoted {
		return r, true // it has no place, and that is told
	}
	return Request{}, false
}

// holdsBelow tells whether an item, or one below it, has the words.
func (w *wish) holdsBelow(at int, words string) bool {
	for i := range w.p.spots {
		if (i == at || (w.p.spots[at].heading && w.p.spots[i].domain == w.p.spots[at].domain)) && w.p.holds(i, words) {
			return true
		}
	}
	return false
}

// newWording reads a whole new wording of an item.
func (w *wish) newWording() (Request, bool) {
	q := w.quotes()
	make := func(r Request, text string) (Request, bool) {
		r.Operation, r.New, r.Drafted = Reword, tidy(text), true
		return r, r.New != ""
	}
	if v, ok := w.verb(Reword); ok && len(q) == 1 && v.form != doing && !w.refused(v.at) {
		if r, ok := w.meaning(v, q[0]); ok && len(r.spots)+len(r.Missing) > 0 && w.next(v.end, "to", "as", "into", "by", "with", ":") < q[0] {
			return make(r, w.ts[q[0]].text)
		}
	}
	for _, words := range []string{"should|could|must|might|would read", "should|could|must|might|would * say", "should|could|must|might be worded|phrased|reworded|rephrased", "would|could|might be clearer|better|simpler|stronger as"} {
		at, end, ok := w.phrase(words)
		if !ok || w.refused(at) {
			continue
		}
		r := Request{}
		if !w.fill(&r, 0, at) {
			continue
		}
		if len(q) == 1 && q[0] >= end {
			return make(r, w.ts[q[0]].text)
		}
		if len(q) == 0 && end < len(w.ts) && w.ts[end].kind == markToken && w.ts[end].text == ":" {
			return make(r, w.text(end+1, len(w.ts)))
		}
	}
	return Request{}, false
}

// wordsOut reads words that should go while the item stays.
func (w *wish) wordsOut() (Request, bool) {
	v, ok := w.verb(Retire)
	if !ok {
		return w.namedPart()
	}
	if w.refused(v.at) {
		return Request{}, false
	}
	old := ""
	if q := w.quotes(); len(q) == 1 {
		old = w.ts[q[0]].text
	} else if len(q) == 0 && v.end+1 < len(w.ts) {
		i := v.end
		if w.ts[i].word("the") {
			i++
		}
		from := w.next(i, "from", "in", "of")
		if w.ts[i].word("word", "words", "phrase", "term") && i+1 < from && from < len(w.ts) {
			old = w.text(i+1, from)
		}
	}
	if old == "" {
		return w.namedPart()
	}
	r := Request{Operation: Reword, Old: tidy(old), Drafted: true}
	if !w.fill(&r, 0, len(w.ts)) && !w.quotedPlace(&r, 0, len(w.ts)) {
		r.Named = true // it names words that stand in no one place
	}
	if len(r.spots) == 1 && plain(old) == plain(w.p.spots[r.spots[0]].target.Words) {
		r.Operation, r.Old, r.Drafted = Retire, "", false
	}
	return r, true
}

// namedPart reads what stands in an item and should go, such as "the reference to
// cost in 5.A.4" or "8.B.2's mention of appearance". Where its words are not the
// item's, nothing is read: it is not the item that should go.
func (w *wish) namedPart() (Request, bool) {
	if !w.ofPart(0, len(w.ts)) {
		return Request{}, false
	}
	at := len(w.ts)
	if v, ok := w.verb(Retire); ok {
		at = v.at
	} else if a, e, ok := w.phrase("should|can|could|must go"); ok && (e == len(w.ts) || w.ts[e].kind == markToken) {
		at = a
	}
	if at == len(w.ts) || w.refused(at) {
		return Request{}, false
	}
	r := Request{Operation: Reword, Drafted: true}
	if !w.fill(&r, 0, len(w.ts)) || len(r.spots) != 1 {
		return Request{}, false
	}
	i := w.next(0, "reference", "mention", "word", "words", "phrase", "references")
	if i+1 < len(w.ts) && w.ts[i+1].word("to", "of") {
		i++
	}
	stop := i + 1
	for stop < len(w.ts) && stop < i+8 && w.ts[stop].kind != placeToken && !(w.ts[stop].kind == wordToken && modal[w.ts[stop].text]) && !w.ts[stop].word("in", "of", "from") {
		stop++
	}
	r.Old = tidy(w.text(min(i+1, len(w.ts)), min(stop, len(w.ts))))
	return r, r.Old != "" && w.p.holds(r.spots[0], r.Old)
}

// merge reads items that should be one.
func (w *wish) merge() (Request, bool) {
	all := w.places(0, len(w.ts))
	r := Request{Operation: Merge}
	w.fill(&r, 0, len(w.ts))
	if len(all) == 0 && len(w.last) > 1 && w.meant(&r, 0, len(w.ts)) {
		r.Named = true
	} else if _, _, ok := w.phrase("one would|will|could do"); ok && len(all) == 0 && len(w.last) > 1 {
		r.spots, r.Named = w.last, true
		return r, true
	}
	if len(r.spots)+len(r.Missing) < 2 {
		return Request{}, false
	}
	if v, ok := w.verb(Merge); ok {
		return r, !w.refused(v.at)
	}
	for _, words := range []string{
		"should|could|can|must|might * be|become one", "put|bring|take * together", "be|go * together", "overlap|overlaps with", "duplicate|duplicates", "repeat|repeats", "is|are the same as|thing",
		"say|says * the same", "make * one item|statement|competency",
	} {
		if at, _, ok := w.phrase(words); ok && len(w.places(0, at))+len(w.places(at, len(w.ts))) > 0 {
			return r, !w.refused(at)
		}
	}
	return Request{}, false
}

// split reads an item that should be several.
func (w *wish) split() (Request, bool) {
	if v, ok := w.verb(Split); ok && !w.refused(v.at) {
		end := w.next(v.end, "into", "in", "between", ":")
		if r, ok := w.meaning(v, end); ok && len(r.spots)+len(r.Missing) == 1 {
			r.Operation = Split
			return r, true
		}
	}
	for _, words := range []string{"should|could|must|might|would * be * two|three|four|separate|several items|statements|competencies|ones|points|parts|behaviours|skills|duties", "make|turn * separate|two|three items|statements|competencies|ones|points|parts", "into separate|two|three items|statements|competencies|ones|points|parts",
		"mixes|combines|covers|contains|holds|has|conflates two|three|several|many things|ideas|points|skills|topics|matters", "two|three items|statements|competencies please|instead"} {
		at, _, ok := w.phrase(words)
		if !ok || w.refused(at) {
			continue
		}
		r := Request{Operation: Split}
		if (w.fill(&r, 0, at) || w.fill(&r, at, len(w.ts))) && len(r.spots)+len(r.Missing) == 1 {
			return r, true
		}
	}
	return Request{}, false
}

// retire reads an item that should go.
func (w *wish) retire() (Request, bool) {
	if v, ok := w.verb(Retire); ok && !w.refused(v.at) {
		if w.ofPart(0, len(w.ts)) {
			return Request{}, false
		}
		end := w.next(v.end, "from", ":")
		r, ok := w.meaning(v, end)
		r.Operation = Retire
		return r, ok
	}
	for _, words := range []string{
		"should|can|could|must|may|might|to go", "should|could|must|may|might|like|love|happily|see * disappear|gone|vanish", "should|can|could|must come|go out", "is|are not needed|required|necessary|relevant", "isn't|aren't needed|required|necessary", "not needed|required|necessary",
		"unnecessary", "redundant", "superfluous", "surplus", "does|do not belong here|in", "doesn't|don't belong here|in", "no need for",
	} {
		at, end, ok := w.phrase(words)
		if !ok || w.refused(at) || w.ts[at].word("to") || w.ofPart(0, len(w.ts)) {
			continue
		}
		if strings.HasSuffix(words, "go") && end < len(w.ts) && w.ts[end].word("to", "in", "into", "under", "with", "after", "before", "further", "on") {
			continue
		}
		r := Request{Operation: Retire}
		switch {
		case strings.HasSuffix(words, "here|in"):
			// "does not belong in domain 5" says where it should not be, not that it should go.
			if w.hasPlace(end, len(w.ts)) && !w.thisFramework(end) {
				continue
			}
			ok = w.fill(&r, 0, at)
		case words == "no need for":
			ok = w.fill(&r, end, len(w.ts))
		case strings.Contains(words, "disappear"):
			ok = w.fill(&r, 0, end)
		case strings.Contains(words, "needed"):
			// "is not needed by trainees" is about a level.
			if end < len(w.ts) && w.ts[end].word("by", "for", "to", "in", "at", "of") {
				continue
			}
			ok = w.fill(&r, 0, at)
		default:
			ok = w.fill(&r, 0, at) || w.fill(&r, at, end)
		}
		if !ok && w.quotedPlace(&r, 0, at) {
			ok = true
		}
		if ok {
			return r, true
		}
	}
	return Request{}, false
}

func (w *wish) thisFramework(i int) bool {
	return w.next(i, "framework", "list", "document") < len(w.ts)
}

// unclear reads that an item is hard to understand or badly put.
func (w *wish) unclear() (Request, bool) {
	for _, words := range unclearPhrases {
		at, end, ok := w.phrase(words)
		if !ok || w.refused(at) {
			continue
		}
		if first := w.ts[at]; first.word("clarify", "simplify", "shorten", "reword", "rephrase", "rewrite") && !w.ordered(at) {
			continue
		}
		r := Request{Operation: Reword}
		placed := w.fill(&r, 0, len(w.ts))
		for _, t := range w.ts {
			if t.kind == quoteToken {
				r.Old = tidy(t.text)
			}
		}
		if !placed && r.Old != "" {
			placed = w.quotedPlace(&r, 0, len(w.ts))
		}
		if !placed && (at > 0 && w.meant(&r, 0, 1) || w.meant(&r, end, min(len(w.ts), end+2))) {
			placed = true
		}
		if placed || r.Old != "" {
			return r, true
		}
	}
	return Request{}, false
}

var unclearPhrases = []string{
	"unclear", "not clear|clearly|understandable", "isn't|aren't clear", "confusing|confused|ambiguous|vague|clumsy|wordy|clunky|opaque|convoluted|muddled", "hard|difficult|impossible * understand|follow|read|grasp", "jargon|jargony",
	"too long|vague|wordy|complex|complicated|general|broad|abstract|narrow", "badly|poorly|awkwardly|clumsily worded|phrased|written|put|expressed", "don't|doesn't|didn't|cannot|can't understand|follow", "do|does|did not understand|follow",
	"does|do not make sense", "doesn't|don't make sense", "makes no sense", "makes little sense", "what * mean|means", "not sure what", "unsure what",
	"far from clear|plain|simple|obvious", "should|could|must|needs|ought * softened|widened|strengthened|broadened|narrowed|updated|tightened|toned", "needs|need updating|softening|strengthening",
	"could|should|can|must|might|needs|need|has|ought * clearer|simpler|shorter|plainer|specific|concrete|precise|concise|shortened|trimmed|reworded|rephrased|rewritten|simplified|clarified|simply|clearly|plainly|explained|tightened",
	"suggest|propose|recommend * shortened|trimmed|reworded|rephrased|simplified|clarified", "reads|sounds like a|an", "reads|sounds negative|odd|awkward|strange|harsh|patronising|condescending|clumsy|wrong", "had to read * twice|times", "needs|need|wants rewording|clarifying|clarification|tightening|shortening|simplifying|rephrasing|explaining|work|rewriting", "clarify|simplify|shorten|reword|rephrase|rewrite", "could mean anything|many|several|different", "plain|plainer english",
}
