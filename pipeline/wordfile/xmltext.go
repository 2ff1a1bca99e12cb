package wordfile

import (
	"strings"
	"unicode/utf8"
)

// text gives s as XML, and counts the characters that XML 1.0 (5th edition, 2008,
// production 2) forbids, which are left out. A byte that is not UTF-8 is one.
func (w *writer) text(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1,
			r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0xFFFE, r == 0xFFFF:
			w.removed++
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t', r == '\n', r == '\r':
			// Within an attribute an XML reader would turn them into spaces; in
			// runs they were taken out before.
			b.WriteByte(' ')
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// words writes the text of a run: w:t, or w:delText where it was taken out, with
// Word's own tabs and line breaks.
func (w *writer) words(s string, element string) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	for s != "" {
		at := strings.IndexAny(s, "\t\n")
		part := s
		if at >= 0 {
			part = s[:at]
		}
		if part = w.text(part); part != "" {
			w.put(`<w:`, element, ` xml:space="preserve">`, part, `</w:`, element, `>`)
		}
		if at < 0 {
			return
		}
		if s[at] == '\t' {
			w.put(`<w:tab/>`)
		} else {
			w.put(`<w:br/>`)
		}
		s = s[at+1:]
	}
}
