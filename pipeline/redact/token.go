package redact

import (
	"slices"
	"unicode"
)

// token is one word of letters.
type token struct {
	start, end int    // code points, end exclusive
	text, fold string // as written; in small letters without accents
	capital    bool   // begins with a capital letter
	allCaps    bool   // two letters or more, all capital
	// opens is true for the first word of a sentence, line, quotation or bracket.
	opens bool
}

func (t token) len() int { return t.end - t.start }

// tokens gives the words of a text. An apostrophe belongs to a word only before
// a capital, as in O'Neill: "Sarah's" is the word Sarah, and then s.
func tokens(runes []rune) []token {
	var out []token
	for i := 0; i < len(runes); {
		if !unicode.IsLetter(runes[i]) {
			i++
			continue
		}
		start := i
		for i < len(runes) && (letter(runes[i]) || joins(runes, i)) {
			i++
		}
		// A word that touches a digit is a code, such as Q9 or 8a.
		if start > 0 && unicode.IsDigit(runes[start-1]) || i < len(runes) && unicode.IsDigit(runes[i]) {
			continue
		}
		word := runes[start:i]
		out = append(out, token{
			start: start, end: i, text: string(word), fold: fold(string(word)),
			capital: unicode.IsUpper(word[0]),
			allCaps: len(word) >= 2 && !slices.ContainsFunc(word, unicode.IsLower) && unicode.IsUpper(word[0]),
			opens:   opens(runes, start),
		})
	}
	return out
}

func letter(c rune) bool { return unicode.IsLetter(c) || unicode.IsMark(c) }

// joins tells whether an apostrophe at i stands within a name.
func joins(runes []rune, i int) bool {
	if runes[i] != '\'' && runes[i] != '’' || i+2 >= len(runes) {
		return false
	}
	if !unicode.IsUpper(runes[i+1]) || !letter(runes[i+2]) {
		return false
	}
	end := i + 2
	for end < len(runes) && end < i+4 && letter(runes[end]) {
		end++
	}
	switch string(runes[i+1 : end]) {
	case "VE", "LL", "RE": // I'VE
		return false
	}
	return true
}

// opens tells whether a word at i begins a sentence, a line, a quotation, or
// what stands in brackets, where a capital says little.
func opens(runes []rune, i int) bool {
	if i == 0 {
		return true
	}
	switch runes[i-1] {
	case '"', '“', '‘', '\'', '(', '[', '\n', '\r', '*', '•', '/':
		return true
	}
	for i--; i >= 0; i-- {
		switch c := runes[i]; {
		case c == '\n' || c == '\r':
			return true
		case unicode.IsSpace(c):
		case c == ')' || c == '"' || c == '”' || c == '’' || c == '\'':
			// What closes stands after the mark that ends the sentence.
		case c == '-' || c == '–':
			if i == 0 || runes[i-1] == '\n' {
				return true // a bullet
			}
			return false
		default:
			return c == '.' || c == '!' || c == '?' || c == ':' || c == '…' || c == '•' || c == '*'
		}
	}
	return true
}
