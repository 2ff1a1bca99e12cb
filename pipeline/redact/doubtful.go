package redact

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
)

// Doubtful gives the places of a text that may be people's names but that Text
// leaves: words with a capital letter within a sentence that no list knows, and
// that the language model of prose takes for part of a person's name. Nothing
// is taken out; Certain is false, and Context shows the words for a person to
// judge. Places are code points of the text given.
//
// The model was made from American news, and errs both ways. It is loaded when
// first needed, which takes about half a second; after that a sentence with
// such a word costs a few milliseconds, and one without costs next to nothing.
// Of one text the model is given 200 sentences with such words, so that a text
// of any length takes time that grows with its length only. After them a word
// that the model has judged counts as it was judged, and one that it has not is
// among the places given, for a person to judge.
func (r *Redactor) Doubtful(unit, text string) []Removal {
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	_, _, masked := r.find(text)
	kept := r.keep.find(masked)
	var candidates []token
	for _, w := range tokens(masked) {
		if !r.strange(w) || within(span{start: w.start, end: w.end}, kept) {
			continue
		}
		candidates = append(candidates, w)
	}
	if len(candidates) == 0 {
		return nil
	}
	var out []Removal
	shown := readable(masked)
	judged := map[string]bool{} // of each word, whether it was ever taken for a name
	for i, asked := 0, 0; i < len(candidates); asked++ {
		start, end := sentence(masked, candidates[i].start)
		var people map[string]bool
		if asked < mostSentences {
			people = peopleIn(masked[start:end])
		}
		for ; i < len(candidates) && candidates[i].start < end; i++ {
			w := candidates[i]
			doubtful := people[w.text]
			if people != nil {
				judged[w.text] = judged[w.text] || doubtful
			} else if taken, known := judged[w.text]; taken || !known {
				doubtful = true
			}
			if !doubtful {
				continue
			}
			s := span{w.start, w.end, Name, "possible-name"}
			if n := len(out) - 1; n >= 0 && out[n].End >= start && onlySpace(masked[out[n].End:w.start]) {
				s.start = out[n].Start // the next word of the same name
				out = out[:n]
			}
			out = append(out, s.removal(unit, false, around(shown, s.start, s.end)))
		}
	}
	return out
}

// strange tells whether a word has a capital for no reason that the lists know.
func (r *Redactor) strange(w token) bool {
	return w.capital && !w.opens && !w.allCaps && w.len() >= 2 &&
		!notNames[w.fold] && !peoples[w.fold] && !r.kept[w.fold]
}

func onlySpace(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(c rune) bool { return !unicode.IsSpace(c) })
}

// readable gives masked text without the characters that stand for what was
// taken out, but of the same length.
func readable(masked []rune) []rune {
	out := slices.Clone(masked)
	for i, c := range out {
		if c == masking {
			out[i] = '.'
		}
	}
	return out
}

// mostSentences bounds how many sentences of one text the model is given: some
// 60,000 characters of them, far more than anyone says in one comment or turn.
const mostSentences = 200

// longestSentence bounds, in characters, what the model is given at once.
const longestSentence = 600

// sentence gives the bounds of the sentence around a word that begins at i: to
// the nearest line break, or mark and space that ends a sentence.
func sentence(runes []rune, i int) (start, end int) {
	for start = i; start > 0 && i-start < longestSentence/2 && !stops(runes, start-1); start-- {
	}
	for end = i; end < len(runes) && end-i < longestSentence/2 && !stops(runes, end); end++ {
	}
	// A word at the edge is not cut.
	for end < len(runes) && end-i < longestSentence && letter(runes[end]) {
		end++
	}
	return start, end
}

// stops tells whether the character at i ends a sentence.
func stops(runes []rune, i int) bool {
	switch runes[i] {
	case '\n', '\r', '•':
		return true
	case '.', '!', '?', ';':
		return i+1 == len(runes) || unicode.IsSpace(runes[i+1])
	}
	return false
}

// model is prose's, loaded once for the program; nil where it cannot be.
var model = sync.OnceValue(func() (m *prose.Model) {
	defer func() {
		if recover() != nil {
			m = nil
		}
	}()
	doc, err := prose.NewDocument("x", prose.WithSegmentation(false))
	if err != nil {
		return nil
	}
	return doc.Model
})

// peopleIn gives the words of a sentence that the model takes for parts of
// people's names. It tells words apart by their spelling only, as prose does.
func peopleIn(sentence []rune) (people map[string]bool) {
	people = map[string]bool{}
	m := model()
	if m == nil {
		return people
	}
	// prose can fail on rare letters; the sentence then has no names to show.
	defer func() { _ = recover() }()
	doc, err := prose.NewDocument(tame(sentence), prose.UsingModel(m), prose.WithSegmentation(false))
	if err != nil {
		return people
	}
	for _, e := range doc.Entities() {
		if e.Label != "PERSON" {
			continue
		}
		for _, w := range tokens([]rune(e.Text)) {
			people[w.text] = true
		}
	}
	return people
}

// tame gives a sentence that prose reads in good time: what was taken out is
// one word, no mark stands more than three times in a row, which would take it
// time by the square of their number, and no word is without end.
func tame(sentence []rune) string {
	const longestWord = 60
	var b strings.Builder
	var last rune
	run, word := 0, 0
	for i, c := range sentence {
		if c == masking || c == '[' && i+1 < len(sentence) && sentence[i+1] == masking {
			continue
		}
		if c == ']' && i > 0 && sentence[i-1] == masking {
			b.WriteString("somebody")
			last, run = 0, 0
			continue
		}
		if c == last {
			run++
		} else {
			last, run = c, 1
		}
		if unicode.IsSpace(c) {
			word = 0
		} else {
			word++
		}
		if word > longestWord || run > 3 && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}
