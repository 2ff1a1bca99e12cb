package theme

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// gap says what stands between a word and the one before it.
type gap uint8

const (
	gapComma    gap = 1 << iota // , or a bracket or slash
	gapColon                    // : or a dash between spaces
	gapClause                   // ;
	gapSentence                 // the end of a sentence, a line or a bullet
	gapOpen                     // a quotation mark that opens
	gapClose                    // and one that closes

	gapPart = gapComma | gapColon | gapClause
)

// token is one word of a text: its bytes, and what stands before it.
type token struct {
	start, end int32
	before     gap
}

// abbreviations are words after whose full stop a sentence goes on.
var abbreviations = map[string]bool{
	"e.g": true, "eg": true, "i.e": true, "ie": true, "cf": true, "vs": true, "viz": true, "al": true,
	"dr": true, "mr": true, "mrs": true, "ms": true, "prof": true, "rev": true, "st": true, "sr": true, "jr": true,
	"approx": true, "fig": true, "para": true, "paras": true, "sec": true, "vol": true, "ed": true, "eds": true,
	"inc": true, "dept": true, "esp": true, "incl": true, "ca": true, "pp": true, "nos": true,
	"jan": true, "feb": true, "aug": true, "sept": true, "oct": true, "nov": true, "dec": true,
}

// openAbbreviations can also end a sentence: it goes on where the next word
// does not begin with a capital.
var openAbbreviations = map[string]bool{
	"etc": true, "a.m": true, "p.m": true, "u.k": true, "u.s": true, "n.h.s": true,
}

// tokenise appends the words of a text, by the Unicode rules for word
// boundaries (UAX 29). A hyphen parts words, an apostrophe within one does not.
func tokenise(text string, out []token) []token {
	var g gapReader
	it := words.FromString(text)
	for it.Next() {
		start, end := it.Start(), it.End()
		if !isWord(text[start:end]) {
			g.read(text, start, end)
			continue
		}
		// The Unicode rules keep "first.Second" and "first_second" together;
		// people who leave a space out mean two words.
		for start < end {
			stop, next := innerBreak(text, start, end)
			if stop > start {
				var prior token
				if len(out) > 0 {
					prior = out[len(out)-1]
				}
				out = append(out, token{int32(start), int32(stop), g.close(text, prior, len(out) > 0, start)})
			}
			if next > stop {
				g.read(text, stop, next)
			}
			start = next
		}
	}
	return out
}

// isWord tells whether a segment between two word boundaries is a word: it has
// a letter or a digit.
func isWord(segment string) bool {
	c := segment[0]
	if c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9') {
		return true
	}
	if len(segment) == 1 || c == ' ' {
		return false
	}
	for _, r := range segment {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// innerBreak gives the end of the first word in text[start:end], and where the
// next begins. Abbreviations such as e.g and numbers such as 4.2 stay whole.
func innerBreak(text string, start, end int) (stop, next int) {
	for i := start; i < end; i++ {
		switch text[i] {
		case '_':
			return i, i + 1
		case '.', ':':
			// Two letters on either side: not an abbreviation, not a number.
			if i-start >= 2 && end-i > 2 && isLetterByte(text[i-1]) && isLetterByte(text[i-2]) &&
				isLetterByte(text[i+1]) && isLetterByte(text[i+2]) {
				return i, i + 1
			}
		}
	}
	return end, end
}

func isLetterByte(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= utf8.RuneSelf
}

// gapReader gathers what stands between two words.
type gapReader struct {
	marks gap
	// stop is true after a full stop that may end a sentence or belong to an
	// abbreviation; space tells whether white space came after it.
	stop, space bool
}

func (g *gapReader) read(text string, start, end int) {
	for i := start; i < end; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:end])
		}
		switch r {
		case '\n', '\r', '\u2028', '\u2029', '!', '?', '…', '•', '▪', '◦', '‣', '。', '！', '？', '।', '؟', '۔':
			g.marks |= gapSentence
		case '.':
			if g.stop { // an ellipsis written with full stops
				g.marks |= gapComma
			}
			g.stop = true
		case ',', '(', ')', '[', ']', '/', '،', '、':
			g.marks |= gapComma
		case ';':
			g.marks |= gapClause
		case ':', '–', '—':
			g.marks |= gapColon
		case '-':
			if i > 0 && text[i-1] == ' ' && i+1 < len(text) && text[i+1] == ' ' {
				g.marks |= gapColon
			}
		case '“':
			g.marks |= gapOpen
		case '”':
			g.marks |= gapClose
		case '"':
			if i == 0 || strings.IndexByte(" \t\n([:", text[i-1]) >= 0 {
				g.marks |= gapOpen
			} else {
				g.marks |= gapClose
			}
		case ' ', '\t', '\u00a0':
			g.space = true
		}
		i += size
	}
}

// close gives the gap before the word that starts there, and begins a new one.
func (g *gapReader) close(text string, prior token, hasPrior bool, start int) gap {
	marks := g.marks
	if g.stop && hasPrior && marks&gapSentence == 0 && g.endsSentence(text, prior, start) {
		marks |= gapSentence
	}
	*g = gapReader{}
	return marks
}

// endsSentence decides what a full stop between two words is.
func (g *gapReader) endsSentence(text string, prior token, start int) bool {
	first, _ := utf8.DecodeRuneInString(text[start:])
	if !g.space {
		// "done.Next", but not "www.nhs.uk" or "1.B.2".
		return unicode.IsUpper(first) && prior.end-prior.start > 1 && isLetterByte(text[prior.end-1])
	}
	if prior.end-prior.start > 6 {
		return true
	}
	word := strings.ToLower(text[prior.start:prior.end])
	switch {
	case abbreviations[word]:
		return false
	case openAbbreviations[word]:
		return unicode.IsUpper(first)
	}
	// An initial, as in "J. Smith"; "I." and "a." end sentences.
	if prior.end-prior.start == 1 && word != "i" && unicode.IsUpper(rune(text[prior.start])) {
		return false
	}
	return true
}

// mark is where a sentence of a text begins: border in bytes, with what opens it,
// and its first word in bytes and in code points.
type mark struct{ border, word, rune int32 }

// marksOf gives the sentences of a text; the first begins where the text does. A
// sentence of very many words is cut as it is for rules.
func marksOf(text string) []mark {
	tokens := tokenise(text, nil)
	out := []mark{{}}
	runes, at := 0, 0
	for from := 0; from < len(tokens); {
		to := sentenceEnd(tokens, from)
		if to == len(tokens) {
			break
		}
		start := int(tokens[to].start)
		border := start
		if tokens[to].before&gapSentence != 0 {
			border = sentenceBorder(text, int(tokens[to-1].end), start)
		}
		runes += utf8.RuneCountInString(text[at:start])
		at = start
		out = append(out, mark{int32(border), int32(start), int32(runes)})
		from = to
	}
	return out
}

// byteAt gives the byte at which a code point begins, the text's length when it
// has fewer.
func byteAt(text string, marks []mark, codePoint int) int {
	i, _ := slices.BinarySearchFunc(marks, codePoint+1, func(m mark, want int) int { return int(m.rune) - want })
	m := marks[max(i-1, 0)]
	left := codePoint - int(m.rune)
	for i := range text[m.word:] {
		if left == 0 {
			return int(m.word) + i
		}
		left--
	}
	return len(text)
}

// sentencesAround gives the bytes of the sentences that hold the bytes from
// start to end, with the punctuation that closes them and without white space
// around them.
func sentencesAround(text string, marks []mark, start, end int) (from, to int) {
	byWord := func(m mark, want int) int { return int(m.word) - want }
	i, _ := slices.BinarySearchFunc(marks, start+1, byWord)
	from, to = int(marks[max(i-1, 0)].border), len(text)
	if i, _ := slices.BinarySearchFunc(marks[1:], end, byWord); i+1 < len(marks) {
		to = int(marks[i+1].border)
	}
	for from < to {
		r, size := utf8.DecodeRuneInString(text[from:to])
		if !unicode.IsSpace(r) && !strings.ContainsRune("•▪◦‣", r) {
			break
		}
		from += size
	}
	return from, from + len(strings.TrimRightFunc(text[from:to], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("•▪◦‣", r)
	}))
}

// sentenceBorder gives where, in the gap between two sentences, the second
// begins: after the marks that close the first, before what opens the second.
func sentenceBorder(text string, start, end int) int {
	closed := false
	for i, r := range text[start:end] {
		switch {
		case r == '\n' || strings.ContainsRune("•▪◦‣", r):
			return start + i
		case strings.ContainsRune(".!?…。！？।؟۔", r):
			closed = true
		case closed && unicode.IsSpace(r):
			return start + i
		}
	}
	return end
}
