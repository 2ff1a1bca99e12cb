package learn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// mostWords is how many words of a comment are looked at, and mostLetters how
	// many letters of a word: a comment of a megabyte costs no more than a long one.
	mostWords   = 5_000
	mostLetters = 40
)

// word is one word of a comment: text is the form in which words are compared,
// shown is how the comment writes it.
type word struct{ text, shown string }

// words gives the first words of a comment: runs of letters, digits and the marks
// on them, without the apostrophes inside. Each sign of a script that puts no
// spaces between words is a word of its own.
func words(text string) []word {
	out := make([]word, 0, min(len(text)/5+1, mostWords))
	start, end, letters := -1, 0, 0
	flush := func() {
		if start >= 0 {
			if form := form(text[start:end]); form != "" {
				out = append(out, word{form, text[start:end]})
			}
		}
		start, letters = -1, 0
	}
	for at, r := range text {
		if len(out) >= mostWords {
			return out
		}
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[at:])
		}
		switch {
		case spaceless(r):
			flush()
			start, end = at, at+size
			flush()
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = at
			}
			if letters++; letters <= mostLetters {
				end = at + size
			}
		case isApostrophe(r) || unicode.Is(unicode.Cf, r):
			// Stand inside words; where they end one, end is before them.
		default:
			flush()
		}
	}
	flush()
	return out[:min(len(out), mostWords)]
}

// form gives a word as words are compared: lower case, composed, with nothing in
// it but letters, digits and marks.
func form(w string) string {
	plain := true
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf || w[i] == '\'' {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(w)
	}
	return strings.Map(func(r rune) rune {
		if isApostrophe(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(w)))
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '＇'
}

// spaceless tells whether a letter is of a script that puts no spaces between
// words.
func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(r)
}
