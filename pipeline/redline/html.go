package redline

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/onpage"
	"concord/pipeline/wordfile"
)

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string
)

var pageTemplate = template.Must(template.New("redline").Funcs(template.FuncMap{
	"css": func() template.CSS { return template.CSS(pageCSS) },
}).Parse(pageHTML))

// view is what the template shows.
type view struct {
	Language, Title, Versions, Summary string
	Reasons                            []string
	Lines                              []viewLine
	Unseen                             []string
	Ended                              []ended
}

// viewLine is a line of the page.
type viewLine struct {
	// Level is that of a heading, 1 the title's; 0 for all else.
	Level       int
	Class       string
	Code, Words []viewSpan
	Said        string
	Notes       []Note
}

// viewSpan is words with the spaces beside them apart, so that no mark reaches
// over them.
type viewSpan struct {
	Before, Words, After string
	Fate                 string // "", "in" or "out"
}

// HTML gives the whole framework as one page that needs nothing else: no other
// file, no network, no script. Words put in are underlined, words taken out
// struck through, and both are told to those who listen to the page. C is what
// compare.Frameworks gives for the two.
func HTML(old, new *frameworks.Framework, c compare.Comparison, notes Notes) ([]byte, error) {
	p := pageOf(old, new, c, notes)
	v := view{
		Language: onpage.Clean(new.Language), Title: onpage.Clean(new.Title), Versions: p.versions(), Summary: c.Summary(),
		Unseen: p.unseen, Ended: p.ended,
	}
	for _, r := range c.Reasons {
		v.Reasons = append(v.Reasons, onpage.Clean(reason(r)))
	}
	for n := range p.lines {
		v.Lines = append(v.Lines, lineOf(&p.lines[n]))
	}
	// A heading without a change stays above a changed line. From the end: whether
	// anything since the last heading of each level was changed.
	var below [6]bool
	for n := len(v.Lines) - 1; n >= 0; n-- {
		l := &v.Lines[n]
		changed := strings.Contains(l.Class, "changed")
		if l.Level > 0 {
			for k := l.Level; k < len(below); k++ {
				changed = changed || below[k]
				below[k] = false
			}
		}
		if changed {
			below[max(l.Level-1, 0)] = true
			if l.Level == 0 {
				below[len(below)-1] = true
			}
		} else {
			l.Class += " same"
		}
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("the redline could not be written as HTML: %w", err)
	}
	return b.Bytes(), nil
}

func lineOf(l *line) viewLine {
	out := viewLine{Class: "text", Said: strings.Join(l.said, " "), Notes: l.notes}
	switch {
	case l.style == wordfile.Title:
		out.Level, out.Class = 1, "title"
	case l.style.Level() > 0:
		out.Level, out.Class = l.style.Level()+1, "heading"
	case l.style == wordfile.Coded:
		out.Class = "item"
	case l.style == wordfile.Small, l.style == wordfile.Subtitle:
		out.Class = "small"
	}
	if l.changed() || len(l.said)+len(l.notes) > 0 {
		out.Class += " changed"
	}
	switch l.fate {
	case wordfile.Inserted:
		out.Class += " come"
	case wordfile.Deleted:
		out.Class += " gone"
	}
	for n, s := range l.spans {
		to := &out.Words
		if s.code {
			to = &out.Code
		}
		core := strings.TrimSpace(s.text)
		if core == "" {
			if n := len(*to); n > 0 {
				(*to)[n-1].After = " "
			}
			continue
		}
		at := strings.Index(s.text, core)
		span := viewSpan{Before: s.text[:at], Words: core, After: s.text[at+len(core):], Fate: []string{"", "in", "out"}[s.fate]}
		if n > 0 && glued(l.spans[n-1], s) {
			span.Before = " "
		}
		*to = append(*to, span)
	}
	return out
}
