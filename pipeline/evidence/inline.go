package evidence

import (
	"net/url"
	"strings"
	"unicode"
)

// The text of a brief marks links, bold words and escaped characters as Markdown
// does: [words](address), **words**, \( for a bracket that is meant.

// link is one link of a line: it begins at from, its words end at close, and
// the whole ends at to.
type link struct {
	from, close, to int
	address         string
}

// links finds the links of a line, in the order of their ends. It reads the
// line once: brackets are paired by a stack, and an address ends at the first
// space or square bracket, so that brackets without end cost no more than others.
func links(s string) []link {
	if !strings.Contains(s, "](") {
		return nil
	}
	var out []link
	var open []int
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			open = append(open, i)
		case ']':
			if len(open) == 0 {
				continue
			}
			from := open[len(open)-1]
			open = open[:len(open)-1]
			if to := addressEnd(s, i+1); to > 0 {
				out = append(out, link{from, i, to, s[i+2 : to-1]})
				i = to - 1
			}
		}
	}
	return out
}

// addressEnd gives the place after the round bracket that ends an address
// beginning at i, 0 where none begins there.
func addressEnd(s string, i int) int {
	if i >= len(s) || s[i] != '(' {
		return 0
	}
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		case '[', ']', ' ', '\t':
			return 0
		}
	}
	return 0
}

// plain gives a line as a reader sees it. A link that leads to a page on the
// web keeps its address, in brackets after its words.
func plain(s string) string {
	if !strings.ContainsAny(s, `\[<*`) {
		return s
	}
	opens, closes := map[int]bool{}, map[int]link{}
	for _, l := range links(s) {
		opens[l.from], closes[l.close] = true, l
	}
	bold := strings.Count(s, "**")%2 == 0
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		l, closing := closes[i]
		switch {
		case opens[i]:
		case closing:
			if webAddress(l.address) {
				b.WriteString(" (" + l.address + ")")
			}
			i = l.to - 1
		case s[i] == '\\' && i+1 < len(s) && s[i+1] < 0x80 && (unicode.IsPunct(rune(s[i+1])) || unicode.IsSymbol(rune(s[i+1]))):
			i++
			b.WriteByte(s[i])
		case bold && strings.HasPrefix(s[i:], "**"):
			i++
		case s[i] == '<':
			if address := bracketed(s[i:]); address != "" {
				b.WriteString(address)
				i += len(address) + 1
			} else {
				b.WriteByte('<')
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return strings.TrimSpace(b.String())
}

// bracketed gives the web address of <address>, "" where none begins s.
func bracketed(s string) string {
	if !strings.HasPrefix(s, "<http") {
		return ""
	}
	end := strings.IndexAny(s[1:], "<> ")
	if end < 0 || s[1+end] != '>' || !webAddress(s[1:1+end]) {
		return ""
	}
	return s[1 : 1+end]
}

// leadingLink divides a line that begins with a link into the link's words, its
// address and what follows.
func leadingLink(s string) (words, address, rest string, ok bool) {
	s = strings.TrimPrefix(s, "**")
	if !strings.HasPrefix(s, "[") {
		return "", "", "", false
	}
	for _, l := range links(s) {
		if l.from == 0 {
			return plain(s[1:l.close]), l.address, plain(strings.TrimPrefix(s[l.to:], "**")), true
		}
	}
	return "", "", "", false
}

// webAddress tells whether an address leads to a page: "#" and the like, which a
// copy of a brief has in place of its links, do not.
func webAddress(s string) bool {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}
