package compare

import (
	"strings"
	"unicode"
)

// MarkdownOptions say how Markdown writes.
type MarkdownOptions struct {
	// CriticMarkup marks words, and the whole of statements that came or went, as
	// {--taken out--} and {++put in++}, and places, levels, kinds and codes as
	// {~~before~>after~~}, which editors that know CriticMarkup can accept and
	// reject, in place of ~~taken out~~, **put in** and an arrow.
	CriticMarkup bool
}

// Markdown tells the same as Text in GitHub Flavored Markdown (0.29). No word of
// a framework is taken for markup, a link or HTML.
func (c Comparison) Markdown(o MarkdownOptions) string {
	s := markdownStyle(o)
	var b strings.Builder
	b.WriteString("# " + s.plain(c.title()) + "\n\n" + s.plain(c.Summary()) + "\n\n" + s.plain(c.number()) + "\n")
	reasons(&b, s, c.Reasons)
	if len(c.Head) > 0 {
		b.WriteString("\n## The framework\n\n")
		for _, h := range c.Head {
			b.WriteString("- " + s.head(h) + "\n")
		}
	}
	items, together := s.byItem(c)
	if len(items)+len(together) > 0 {
		b.WriteString("\n## The items\n\n")
	}
	for _, p := range items {
		s.point(&b, p)
	}
	for _, text := range together {
		b.WriteString("- " + text + "\n")
	}
	return b.String()
}

func markdownStyle(o MarkdownOptions) style {
	around := func(mark, end string) func(string) string {
		return func(s string) string { return mark + s + end }
	}
	s := style{plain: escaped, out: around("~~", "~~"), in: around("**", "**"), strong: around("**", "**"), swap: arrow}
	if o.CriticMarkup {
		s.out, s.in = around("{--", "--}"), around("{++", "++}")
		s.swap = func(was, is string) string { return "{~~" + was + "~>" + is + "~~}" }
		s.whole = true
	}
	return s
}

// point writes a list item and those below it.
func (s style) point(b *strings.Builder, p point) {
	b.WriteString("- " + p.text + "\n")
	for _, below := range p.below {
		if deeper, ok := strings.CutPrefix(below, "\t"); ok {
			b.WriteString("    - " + deeper + "\n")
		} else {
			b.WriteString("  - " + below + "\n")
		}
	}
}

func reasons(b *strings.Builder, s style, list []Reason) {
	if len(list) > 0 {
		b.WriteByte('\n')
	}
	for _, r := range list {
		part := ""
		if r.Part != NoPart {
			part = string(r.Part) + ": "
		}
		b.WriteString("- " + part + s.plain(r.Text) + "\n")
	}
}

// escaped writes people's words on one line so that Markdown takes them for
// words. Braces are entities, so that they cannot end a mark of CriticMarkup.
func escaped(s string) string {
	runes := []rune(clean(s))
	var b strings.Builder
	number := true // nothing but digits so far, which a full stop makes a list
	for i, r := range runes {
		switch {
		case strings.ContainsRune("&<>@{}", r):
			b.WriteString(entities[r])
		case strings.ContainsRune("\\`*_[]|~#$!^=", r),
			r == ':' && i+2 < len(runes) && runes[i+1] == '/' && runes[i+2] == '/',
			r == '.' && i >= 3 && strings.EqualFold(string(runes[i-3:i]), "www"),
			i == 0 && (r == '-' || r == '+'),
			number && i > 0 && (r == '.' || r == ')') && (i+1 == len(runes) || runes[i+1] == ' '):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		number = number && unicode.IsDigit(r)
	}
	return b.String()
}

var entities = map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '@': "&#64;", '{': "&#123;", '}': "&#125;"}
