package redact

import (
	"strings"
	"unicode"
)

// emails finds e-mail addresses, which are written around an at sign.
func emails(runes []rune) []span {
	var out []span
	done := 0 // what is before this belongs to an address already found
	for at, c := range runes {
		if c != '@' || at < done {
			continue
		}
		start := at
		for start > done && local(runes[start-1]) {
			start--
		}
		for start < at && !unicode.IsLetter(runes[start]) && !unicode.IsDigit(runes[start]) {
			start++
		}
		end := at + 1
		for end < len(runes) && (wordly(runes[end]) || runes[end] == '-' || runes[end] == '.') {
			end++
		}
		for end > at+1 && (runes[end-1] == '.' || runes[end-1] == '-') {
			end--
		}
		if start < at && domain(string(runes[at+1:end])) {
			out = append(out, span{start, end, Email, "email"})
			done = end
		}
	}
	return out
}

// local tells whether a character can stand before the at sign.
func local(c rune) bool { return wordly(c) || strings.ContainsRune("._%+'’-", c) }

// domain tells whether a name has two parts or more, none of them empty, and
// ends in two letters or more.
func domain(name string) bool {
	parts := strings.Split(name, ".")
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		if p == "" {
			return false
		}
	}
	last := []rune(parts[len(parts)-1])
	for _, c := range last {
		if !letter(c) {
			return false
		}
	}
	return len(last) >= 2
}
