package theme

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"concord/pipeline/crew"
)

// Tagger finds the themes of a codebook in texts. It may be used from several
// goroutines at once.
type Tagger struct {
	codebook *Codebook
	rules    []compiledRule
	index    *index
	cues     *cueIndex
	// sidesOf gives, by phrase, the sides that it is a term of; triggers, by
	// side, the rules to look at when the side was found.
	sidesOf  [][]int32
	triggers [][]int32
	// scopes are the sets of questions that themes are confined to.
	scopes  []map[string]bool
	workers sync.Pool
}

// What a question of free text can be about, as consultation.yaml says it.
const aboutComment, aboutEdit = "comment", "suggested-edit"

const (
	// longestSentence is the number of words past which a sentence is read as
	// several: nobody speaks one so long, and what is found in a sentence is
	// compared with what else is found in it.
	longestSentence = 1000
	// leastKept is how many codings of one unit are kept at least; see Tag.
	leastKept = 100
)

// compiledRule is a rule in numbers: left, right and unless number sides.
type compiledRule struct {
	theme       int32
	except      bool
	near        bool
	left, right int32
	within      int32
	scope       int32 // -1 for all questions
	unless      []int32
	text        string
}

// NewTagger makes a Tagger for a codebook. Its error names the theme and the
// rule that cannot be read. The codebook must not be changed afterwards.
func NewTagger(cb *Codebook) (*Tagger, error) {
	language := baseLanguage(cb.Language)
	cues, err := newCueIndex(language)
	if err != nil {
		return nil, err
	}
	t := &Tagger{codebook: cb, index: newIndex(stemmerFor(language)), cues: cues}
	scopes := map[string]int32{}
	sides := map[string]int32{}
	side := func(s Side) int32 {
		phrases := make([]int32, len(s))
		for i, term := range s {
			phrases[i] = t.index.add(term)
		}
		slices.Sort(phrases)
		phrases = slices.Compact(phrases)
		// Rules often share a side; one list of places where it was found does
		// for all of them.
		key := fmt.Sprint(phrases)
		number, ok := sides[key]
		if !ok {
			number = int32(len(sides))
			sides[key] = number
			for _, p := range phrases {
				for int(p) >= len(t.sidesOf) {
					t.sidesOf = append(t.sidesOf, nil)
				}
				t.sidesOf[p] = append(t.sidesOf[p], number)
			}
		}
		return number
	}
	for i := range cb.Themes {
		th := &cb.Themes[i]
		scope := t.scope(th.Questions, scopes)
		for k, text := range slices.Concat(th.Rules, th.Except) {
			rule, err := ParseRule(text)
			if err != nil {
				return nil, fmt.Errorf("theme %q, rule %q: %w", th.ID, text, err)
			}
			c := compiledRule{theme: int32(i), except: k >= len(th.Rules), near: rule.Near, within: int32(rule.Within), scope: scope, text: text}
			c.left = side(rule.Left)
			if rule.Near {
				c.right = side(rule.Right)
			}
			for _, u := range rule.Unless {
				c.unless = append(c.unless, side(u))
			}
			t.rules = append(t.rules, c)
		}
	}
	t.trigger(len(sides))
	t.workers.New = func() any { return newWorker(t, len(sides)) }
	return t, nil
}

// scope gives the number of a set of questions, -1 for all questions.
func (t *Tagger) scope(questions []string, known map[string]int32) int32 {
	if len(questions) == 0 {
		return -1
	}
	key := fmt.Sprintf("%q", questions)
	number, ok := known[key]
	if !ok {
		number = int32(len(t.scopes))
		known[key] = number
		set := map[string]bool{}
		for _, q := range questions {
			set[q] = true
		}
		t.scopes = append(t.scopes, set)
	}
	return number
}

// trigger files each rule under one side that must be found for it to match: of
// two, the one that fewer rules have, which is most likely the rarer.
func (t *Tagger) trigger(sides int) {
	uses := make([]int, sides)
	for _, r := range t.rules {
		uses[r.left]++
		if r.near {
			uses[r.right]++
		}
	}
	t.triggers = make([][]int32, sides)
	for i, r := range t.rules {
		at := r.left
		if r.near && uses[r.right] < uses[r.left] {
			at = r.right
		}
		t.triggers[at] = append(t.triggers[at], int32(i))
	}
}

// Tag gives the codings of the units, in the order of the units, then of where
// they start, then of the codebook's themes. It uses jobs workers (less than 1
// means 1); the codings are the same for any number.
//
// Within a sentence, spans of one theme that overlap become one coding, with
// the rule of the span that starts first (of those that start together, of the
// rule that the codebook has first). Words of which an English sentence says
// that it does not speak ("this is not about supervision") are no coding. A text that is not UTF-8 is read as Go
// reads it: each wrong byte is one code point, shown as U+FFFD. Words of more
// than 64 bytes match no rule. A sentence of more than 1,000 words is read as
// several. Of one unit, as many codings are kept as it has words, or 100 where
// that is more; see Overfull.
//
// A theme with Questions is found only in their answers. A unit without a
// source, such as an entry of the literature, answers no question, and every
// theme is looked for there.
func (t *Tagger) Tag(units []Unit, jobs int) []Coding {
	const block = 256 // units to a piece of work: some milliseconds
	pieces := make([][]Coding, (len(units)+block-1)/block)
	var next atomic.Int64
	work := func() {
		w := t.workers.Get().(*worker)
		defer t.workers.Put(w)
		for {
			i := int(next.Add(1)) - 1
			if i >= len(pieces) {
				return
			}
			var out []Coding
			for k := i * block; k < min(len(units), (i+1)*block); k++ {
				out = w.unit(&units[k], out)
			}
			pieces[i] = out
		}
	}
	var workers crew.Crew
	for range min(max(jobs, 1), len(pieces)) {
		workers.Go(work)
	}
	workers.Wait()
	return slices.Concat(pieces...)
}

// span is a row of words of one sentence.
type span struct{ from, to int32 }

type match struct {
	span
	theme, rule int32
}

// worker holds the memory that one goroutine uses again and again.
type worker struct {
	t       *Tagger
	words   vocabulary
	tokens  []token
	infos   []*wordInfo
	numbers [][]int32
	ascii   bool    // the unit in hand is known to be ASCII
	runes   []int32 // of each token, the code points before its start and end
	hits    []hit
	sides   [][]span // where each side was found in the sentence in hand
	touched []int32
	matches []match
	excepts []match
	inScope []bool // by scope, whether it takes in the unit in hand
	stance  stanceReader
}

func newWorker(t *Tagger, sides int) *worker {
	return &worker{
		t: t, sides: make([][]span, sides), inScope: make([]bool, len(t.scopes)),
		words:  vocabulary{rules: t.index, cues: t.cues.index, words: map[string]*wordInfo{}},
		stance: stanceReader{cues: t.cues},
	}
}

// unit appends the codings of one unit.
func (w *worker) unit(u *Unit, out []Coding) []Coding {
	w.tokens = tokenise(u.Text, w.tokens[:0])
	w.infos, w.numbers, w.runes, w.ascii = w.infos[:0], w.numbers[:0], w.runes[:0], false
	found := false
	for _, t := range w.tokens {
		info := w.words.look(u.Text[t.start:t.end])
		w.infos = append(w.infos, info)
		w.numbers = append(w.numbers, info.rules)
		found = found || info.rules != nil
	}
	if !found {
		return out
	}
	for i, scope := range w.t.scopes {
		about := aboutComment
		if u.Edit {
			about = aboutEdit
		}
		w.inScope[i] = u.Source == "" || scope[u.Question] || u.Source != groupsSource && scope[about]
	}
	most := len(out) + mostKept(len(w.tokens))
	for from := 0; from < len(w.tokens) && len(out) < most; {
		to := sentenceEnd(w.tokens, from)
		out = w.sentence(u, from, to, most, out)
		from = to
	}
	return out
}

// mostKept is how many codings of a unit of so many words are kept.
func mostKept(words int) int { return max(words, leastKept) }

// sentenceEnd gives the word after the sentence that begins at from.
func sentenceEnd(tokens []token, from int) int {
	to := from + 1
	for to < len(tokens) && tokens[to].before&gapSentence == 0 && to-from < longestSentence {
		to++
	}
	return to
}

// sentence appends the codings of the words from up to to, up to most in all.
func (w *worker) sentence(u *Unit, from, to, most int, out []Coding) []Coding {
	run := w.numbers[from:to]
	for i := range run {
		if run[i] == nil {
			continue
		}
		w.hits = w.t.index.at(run, i, w.hits[:0])
		for _, h := range w.hits {
			for _, side := range w.t.sidesOf[h.phrase] {
				w.put(side, span{h.from, h.to})
			}
		}
	}
	if len(w.touched) == 0 {
		return out
	}
	w.matches, w.excepts = w.matches[:0], w.excepts[:0]
	for _, side := range w.touched {
		for _, r := range w.t.triggers[side] {
			w.evaluate(r)
		}
	}
	for _, side := range w.touched {
		w.sides[side] = w.sides[side][:0]
	}
	w.touched = w.touched[:0]
	w.settle()
	if len(w.matches) == 0 {
		return out
	}
	w.stance.read(u.Text, w.tokens[from:to], w.infos[from:to])
	w.countRunes(u.Text)
	for _, m := range w.matches {
		if len(out) == most {
			break
		}
		if w.stance.denied(m.span) {
			continue
		}
		first, last := w.tokens[from+int(m.from)], w.tokens[from+int(m.to)-1]
		text := valid(u.Text[first.start:last.end])
		c := Coding{
			Unit: u.ID, Person: u.Person, Source: u.Source, Question: u.Question,
			Theme: w.t.codebook.Themes[m.theme].ID,
			Start: int(first.start), End: int(last.end), Text: text,
			Coder: "concord", Method: "rule", Rule: w.t.rules[m.rule].text, Score: 1,
		}
		if len(w.runes) > 0 {
			c.Start, c.End = int(w.runes[2*(from+int(m.from))]), int(w.runes[2*(from+int(m.to)-1)+1])
		}
		c.Stance, c.StanceWords = w.stance.of(m.span, w.t.codebook.Themes[m.theme].Stance)
		out = append(out, c)
	}
	return out
}

// put notes that a side was found, once for each place.
func (w *worker) put(side int32, s span) {
	list := w.sides[side]
	if len(list) == 0 {
		w.touched = append(w.touched, side)
	}
	for i := len(list) - 1; i >= 0 && list[i].from == s.from; i-- {
		if list[i] == s {
			return
		}
	}
	w.sides[side] = append(list, s)
}

// evaluate notes where a rule matches, its side having been found.
func (w *worker) evaluate(number int32) {
	r := &w.t.rules[number]
	if r.scope >= 0 && !w.inScope[r.scope] {
		return
	}
	for _, s := range w.sides[r.left] {
		if r.near {
			other, ok := nearest(s, w.sides[r.right], r.within)
			if !ok {
				continue
			}
			s = span{min(s.from, other.from), max(s.to, other.to)}
		}
		if slices.ContainsFunc(r.unless, func(side int32) bool { return within(s, w.sides[side], UnlessWithin) }) {
			continue
		}
		m := match{s, r.theme, number}
		if r.except {
			w.excepts = append(w.excepts, m)
		} else {
			w.matches = append(w.matches, m)
		}
	}
}

// startingFrom gives the first of spans, which are in order of their starts,
// that starts at or after a word.
func startingFrom(spans []span, word int32) int {
	i, _ := slices.BinarySearchFunc(spans, word, func(s span, word int32) int { return cmp.Compare(s.from, word) })
	return i
}

// nearest gives the span nearest to s with at most within words between, and
// the later of two that are as near. Spans that overlap s do not count.
func nearest(s span, others []span, limit int32) (best span, ok bool) {
	bestGap := limit + 1
	if i := startingFrom(others, s.to); i < len(others) && others[i].from-s.to < bestGap {
		best, bestGap, ok = others[i], others[i].from-s.to, true
	}
	for i := startingFrom(others, s.from) - 1; i >= 0 && others[i].from >= s.from-limit-MaxPhrase; i-- {
		if gap := s.from - others[i].to; gap >= 0 && gap < bestGap {
			best, bestGap, ok = others[i], gap, true
		}
	}
	return best, ok
}

// within tells whether one of others overlaps s or has at most limit words
// between it and s.
func within(s span, others []span, limit int32) bool {
	for i := startingFrom(others, s.from-limit-MaxPhrase); i < len(others) && others[i].from <= s.to+limit; i++ {
		if s.from-others[i].to <= limit {
			return true
		}
	}
	return false
}

// settle takes back the matches that an exception overlaps, merges those of one
// theme that overlap each other, and puts them in order.
func (w *worker) settle() {
	order := func(a, b match) int {
		return cmp.Or(cmp.Compare(a.theme, b.theme), cmp.Compare(a.from, b.from), cmp.Compare(a.rule, b.rule), cmp.Compare(a.to, b.to))
	}
	slices.SortFunc(w.matches, order)
	slices.SortFunc(w.excepts, order)
	w.excepts = merged(w.excepts)
	kept := w.matches[:0]
	e := 0
	for _, m := range w.matches {
		// Both lists are in order, and exceptions of a theme no longer overlap,
		// so one that ends before this match can meet no later one.
		for e < len(w.excepts) && (w.excepts[e].theme < m.theme || w.excepts[e].theme == m.theme && w.excepts[e].to <= m.from) {
			e++
		}
		if e < len(w.excepts) && w.excepts[e].theme == m.theme && w.excepts[e].from < m.to {
			continue
		}
		kept = append(kept, m)
	}
	w.matches = merged(kept)
	slices.SortStableFunc(w.matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.theme, b.theme))
	})
}

// merged joins matches of one theme that overlap into the first of them.
func merged(in []match) []match {
	out := in[:0]
	for _, m := range in {
		if n := len(out) - 1; n >= 0 && out[n].theme == m.theme && m.from < out[n].to {
			out[n].to = max(out[n].to, m.to)
			continue
		}
		out = append(out, m)
	}
	return out
}

// countRunes works out, once for a unit, the place of each word in code points.
// It leaves runes empty where bytes and code points are the same.
func (w *worker) countRunes(text string) {
	if w.ascii || len(w.runes) > 0 {
		return
	}
	w.ascii = isASCII(text)
	if w.ascii {
		return
	}
	count, at := int32(0), int32(0)
	for _, t := range w.tokens {
		count += int32(utf8.RuneCountInString(text[at:t.start]))
		w.runes = append(w.runes, count)
		count += int32(utf8.RuneCountInString(text[t.start:t.end]))
		w.runes = append(w.runes, count)
		at = t.end
	}
}
