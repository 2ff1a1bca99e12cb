package likeness

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is one word of a text.
type word struct {
	// text is the form in which words are compared: lower case, composed, with
	// one kind of apostrophe and nothing invisible.
	text string
	// from and to are where the word stands in the text, in bytes.
	from, to int
	// spaceless says that it is one sign of a script that puts no spaces between
	// words, such as Chinese; joined, that the sign before it touches it.
	spaceless, joined bool
}

// words cuts a text into its words: runs of letters, digits and the marks on
// them, with an apostrophe between two letters kept. Each sign of a script
// written without spaces is a word of its own.
func words(text string) []word { return firstWords(text, len(text)+1) }

// firstWords gives at most so many words of a text.
func firstWords(text string, most int) []word {
	out := make([]word, 0, min(len(text)/6+1, most))
	start, end := -1, 0 // the word under way
	flush := func() {
		if start >= 0 {
			if form := form(text[start:end]); form != "" {
				out = append(out, word{text: form, from: start, to: end})
			}
		}
		start = -1
	}
	lastSpaceless := -1 // where the last sign of a spaceless script ended
	for at, r := range text {
		if len(out) >= most {
			return out
		}
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[at:])
		}
		switch {
		case spaceless(r):
			flush()
			out = append(out, word{text: form(text[at : at+size]), from: at, to: at + size, spaceless: true, joined: lastSpaceless == at})
			lastSpaceless = at + size
		case unicode.IsMark(r) && lastSpaceless == at && start < 0:
			last := &out[len(out)-1]
			last.to = at + size
			last.text = form(text[last.from:last.to])
			lastSpaceless = last.to
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.No, r):
			if start < 0 {
				start = at
			}
			end = at + size
		case unicode.Is(unicode.Cf, r):
			// Soft hyphens and joiners stand inside words.
		case isApostrophe(r) && start >= 0 && end == at:
			// A letter may follow; end stays before it until one does.
		default:
			flush()
		}
	}
	flush()
	return out[:min(len(out), most)]
}

// form gives a word as words are compared.
func form(w string) string {
	plain := true
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(w)
	}
	return norm.NFKC.String(strings.Map(func(r rune) rune {
		switch {
		case isApostrophe(r):
			return '\''
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(w))))
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '＇'
}

// spaceless tells whether a letter is of a script that puts no spaces between
// words (Unicode Standard Annex 14, classes ID, CJ and SA).
func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(r)
}
