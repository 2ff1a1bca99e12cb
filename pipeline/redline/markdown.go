package redline

import (
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/onpage"
	"concord/pipeline/wordfile"
)

// Markdown gives the whole framework in GitHub Flavored Markdown (0.29), with
// ~~words taken out~~ and **words put in**, and what was done and why below each
// item. With CriticMarkup (Clark and Weatherhead, 2013) they are
// {--taken out--} and {++put in++}, and the reasons {>>comments<<}, which
// editors that know it can accept and reject. C is what compare.Frameworks gives
// for the two. No word of a framework is taken for markup, a link or HTML.
func Markdown(old, new *frameworks.Framework, c compare.Comparison, notes Notes, criticMarkup bool) string {
	p := pageOf(old, new, c, notes)
	var b strings.Builder
	out, in := []string{"~~", "~~"}, []string{"**", "**"}
	if criticMarkup {
		out, in = []string{"{--", "--}"}, []string{"{++", "++}"}
	}
	for n := range p.lines {
		l := &p.lines[n]
		if n > 0 && !(l.style == wordfile.Coded && p.lines[n-1].style == wordfile.Coded) {
			b.WriteByte('\n')
		}
		switch l.style {
		case wordfile.Title:
			b.WriteString("# ")
		case wordfile.Heading1, wordfile.Heading2, wordfile.Heading3, wordfile.Heading4:
			b.WriteString("##" + strings.Repeat("#", l.style.Level()-1) + " ")
		case wordfile.Coded:
			b.WriteString("- ")
		}
		for n, s := range l.spans {
			if n > 0 && !criticMarkup && glued(l.spans[n-1], s) {
				b.WriteByte(' ')
			}
			mark := []string{"", ""}
			switch s.fate {
			case wordfile.Deleted:
				mark = out
			case wordfile.Inserted:
				mark = in
			}
			b.WriteString(marked(s.text, mark))
		}
		why := l.why()
		if n == 0 {
			why = p.summary()
			if !criticMarkup {
				why[1] = "Words taken out are struck through, words put in are bold."
			}
		}
		if n == len(p.lines)-1 && len(p.unseen) > 0 {
			why = append(append(why, notInTheText), p.unseen...)
		}
		beside(&b, l, why, criticMarkup)
	}
	return b.String()
}

// beside writes the reasons of a line and ends it.
func beside(b *strings.Builder, l *line, why []string, criticMarkup bool) {
	switch {
	case len(why) == 0:
		b.WriteByte('\n')
	case criticMarkup:
		var escaped []string
		for _, text := range why {
			escaped = append(escaped, words(text))
		}
		b.WriteString("{>>" + strings.Join(escaped, " / ") + "<<}\n")
	case l.style == wordfile.Coded:
		b.WriteByte('\n')
		for _, text := range why {
			b.WriteString("    - *" + words(text) + "*\n")
		}
	default:
		b.WriteString("\n\n")
		for _, text := range why {
			b.WriteString("- *" + words(text) + "*\n")
		}
	}
}

// glued tells whether words put in follow words taken out without a space, as
// where a whole text gives way to another.
func glued(before, after span) bool {
	return before.fate != wordfile.Kept && after.fate != wordfile.Kept && !before.code &&
		strings.TrimSpace(before.text[len(before.text)-1:]) != "" && strings.TrimSpace(after.text[:1]) != ""
}

// marked puts marks around words: a mark with a space inside would not be one.
func marked(text string, mark []string) string {
	text = strings.ReplaceAll(text, "\t", " ")
	core := strings.TrimSpace(text)
	if core == "" {
		return text
	}
	at := strings.Index(text, core)
	return text[:at] + mark[0] + words(core) + mark[1] + text[at+len(core):]
}

// words writes words so that neither Markdown nor CriticMarkup takes them for
// marks.
func words(s string) string {
	return strings.NewReplacer("{", "&#123;", "}", "&#125;").Replace(onpage.Markdown(s))
}
