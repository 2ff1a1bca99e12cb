// Package onpage makes other people's words fit to stand on a page or a screen
// without changing what is around them. It imports nothing of concord.
package onpage

import (
	"strings"
	"unicode"
)

// Clean takes out of a text what would change the page around it without being
// seen: control characters and those that turn the direction of writing. White
// space becomes single spaces.
func Clean(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff', r == '\u061c':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))), " ")
}

// Short cuts a text to at most n characters, at a word.
func Short(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	cut := string(runes[:n-1])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// Markdown writes people's words so that Markdown takes them for words: one
// line, no markup, no link, no HTML.
func Markdown(s string) string {
	s = Clean(s)
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_[]|~#$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == ':' && i+2 < len(runes) && runes[i+1] == '/' && runes[i+2] == '/', // http://
			r == '.' && i >= 3 && strings.EqualFold(string(runes[i-3:i]), "www"),
			i == 0 && strings.ContainsRune("-+=", r),
			(r == '.' || r == ')') && i > 0 && digits(runes[:i]) && (i+1 == len(runes) || runes[i+1] == ' '):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '@':
			// An address would become a link, and a name a mention.
			b.WriteString("&#64;")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// digits tells whether there is nothing but digits: such a beginning with a
// full stop after it would begin a list.
func digits(runes []rune) bool {
	for _, r := range runes {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}
