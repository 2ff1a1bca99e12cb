package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string
)

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"at":       func(level int, s Section) placed { return placed{Section: s, Level: level} },
	"below":    func(p placed) int { return min(p.Level+1, 6) },
	"sentence": sentence,
	"onPaper":  onPaper,
	"broad":    func(t Table) bool { return total(least(t)) > columnRoom },
	"css":      func() template.CSS { return template.CSS(pageCSS) },
	// The pictures are concord's own work, made by package chart, which escapes
	// the words in them.
	"svg": func(b []byte) template.HTML { return template.HTML(b) },
}).Parse(pageHTML))

// paperRoom is how wide a table may be, as least measures it, to be printed as it
// is; columnRoom how wide to leave room for a chart beside it.
const paperRoom, columnRoom = 190, 170

// onPaper gives the parts of a table that is too wide for paper, where a reader
// cannot scroll; none for one that is not.
func onPaper(t Table) []Table {
	if parts := divided(t, paperRoom); len(parts) > 1 {
		return parts
	}
	return nil
}

// placed is a section with the level of its heading.
type placed struct {
	Section
	Level int
}

// HTML writes the report as one page that needs nothing else: no other file,
// no network, no script. Whatever people wrote is escaped; the charts' SVG
// stands in it as it is.
func HTML(d Document) ([]byte, error) {
	var b bytes.Buffer
	if err := page.Execute(&b, d); err != nil {
		return nil, fmt.Errorf("the report could not be written as HTML: %w", err)
	}
	return b.Bytes(), nil
}
