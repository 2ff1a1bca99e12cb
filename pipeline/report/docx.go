package report

import (
	"fmt"

	"concord/pipeline/wordfile"
)

// Word writes the report as a Word document (DOCX): headings, numbered tables and
// figures with captions, a table of contents, and links that work in it.
// Pictures are the charts as PNG, by the name of the chart; a figure without one
// stands in words. The same report gives the same bytes. The error is a
// finding.Finding: a picture that is damaged.
func Word(d Document, pictures map[string][]byte) ([]byte, error) {
	w := &wordWriter{pictures: pictures, anchors: map[string]string{}}
	w.name(d.Sections)
	w.add(false, wordfile.Line{Style: wordfile.Title, Runs: []wordfile.Run{{Text: d.Title}}})
	if d.Line != "" {
		w.add(false, wordfile.Line{Style: wordfile.Subtitle, Runs: []wordfile.Run{{Text: d.Line}}})
	}
	w.add(false, wordfile.Contents{Title: "Contents", Depth: 2})
	for i, s := range d.Sections {
		// A short section follows on, and so does what comes after contents that
		// have filled the first page.
		w.fresh = lines(s) > pageLines/2
		if i == 0 && longContents(d) {
			w.fresh = false
		}
		w.section(s, 0)
	}
	w.flush(w.landscape())
	data, _, err := wordfile.Write(wordfile.Draft{
		Title: d.Title, Subject: d.Line, Author: "concord " + d.Version, Footer: d.Title, Parts: w.parts,
	})
	return data, err
}

// wordWriter gathers the pages of a Word document.
type wordWriter struct {
	pictures map[string][]byte
	// anchors are the names of the sections' headings for links, by their ID.
	anchors map[string]string
	parts   []wordfile.Part
	// headings wait for what stands under them, so that they lie the same way;
	// fresh says that they begin a page.
	headings []wordfile.Line
	fresh    bool
}

// name gives each section an anchor. Word allows fewer letters than an ID has.
func (w *wordWriter) name(sections []Section) {
	for _, s := range sections {
		w.anchors[s.ID] = fmt.Sprintf("section_%d", len(w.anchors)+1)
		w.name(s.Sections)
	}
}

// landscape tells how the last pages lie.
func (w *wordWriter) landscape() bool {
	return len(w.parts) > 0 && w.parts[len(w.parts)-1].Landscape
}

// flush puts the headings that wait on pages that lie as said.
func (w *wordWriter) flush(landscape bool) {
	if len(w.headings) == 0 {
		return
	}
	// Pages that lie another way begin anew by themselves.
	w.headings[0].NewPage = w.fresh && len(w.parts) > 0 && w.landscape() == landscape
	for _, h := range w.headings {
		w.put(landscape, h)
	}
	w.headings, w.fresh = nil, false
}

func (w *wordWriter) add(landscape bool, blocks ...wordfile.Block) {
	w.flush(landscape)
	w.put(landscape, blocks...)
}

func (w *wordWriter) put(landscape bool, blocks ...wordfile.Block) {
	if len(w.parts) == 0 || w.landscape() != landscape {
		w.parts = append(w.parts, wordfile.Part{Landscape: landscape})
	}
	last := &w.parts[len(w.parts)-1]
	last.Blocks = append(last.Blocks, blocks...)
}

var headingStyles = []wordfile.Style{wordfile.Heading1, wordfile.Heading2, wordfile.Heading3, wordfile.Heading4}

// section writes a section; level counts from 0.
func (w *wordWriter) section(s Section, level int) {
	style := headingStyles[min(level, len(headingStyles)-1)]
	w.headings = append(w.headings, wordfile.Line{Style: style, Anchor: w.anchors[s.ID], Runs: []wordfile.Run{{Text: s.Title}}})
	// Where most tables are wide, all that is between them lies the same way: pages
	// that turn to and fro are hard to read.
	tables, turned := 0, 0
	for _, b := range s.Blocks {
		if t, ok := b.(Table); ok {
			tables++
			if wide(t) {
				turned++
			}
		}
	}
	for _, b := range s.Blocks {
		t, ok := b.(Table)
		landscape := 2*turned > tables || ok && wide(t)
		w.add(landscape, w.block(b, landscape)...)
	}
	for _, sub := range s.Sections {
		w.section(sub, level+1)
	}
}

// pageLines and lineLetters are about how many lines a page has, and how many
// letters a line.
const pageLines, lineLetters = 46, 95

// longContents tells whether the contents need more than the first page, which
// they share with the title.
func longContents(d Document) bool {
	n := len(d.Sections)
	for _, s := range d.Sections {
		n += len(s.Sections)
	}
	return n > pageLines-8
}

// lines estimates how many lines a section takes.
func lines(s Section) int {
	n := 3
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case Paragraph:
			n += 1 + len(b.Text.String())/lineLetters
		case Notice:
			n += 2 + len(b.Text.String())/lineLetters
		case List:
			for _, t := range b.Items {
				n += 1 + len(t.String())/lineLetters
			}
		case Table:
			n += 4 + len(b.Notes)
			for _, r := range b.Rows {
				n++
				for _, c := range r.Cells {
					n += len(c.String()) / lineLetters
				}
			}
		case Figure:
			n += pageLines / 3
		default:
			n += 3
		}
	}
	for _, sub := range s.Sections {
		n += lines(sub)
	}
	return n
}
