package wordfile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"concord/pipeline/finding"
)

// A4 (ISO 216), its margins and what is left for text, in twentieths of a point.
const (
	short, long = 11906, 16838
	margin      = 1134
)

// Write gives the document as a DOCX file (ECMA-376, 4th edition, transitional).
// The same draft always gives the same bytes. Removed counts the characters that
// XML forbids, such as control characters, which are left out. The error is
// always a finding.Finding: a picture that is no PNG, a row whose cells do not
// fill the columns, a remark about runs that there are not, or a link that leads
// nowhere.
func Write(d Draft) (data []byte, removed int, err error) {
	w := &writer{draft: d, b: &strings.Builder{}, counts: map[string]int{}, anchors: map[string]bool{}, lists: map[int]int{}}
	w.outline()
	for i, part := range d.Parts {
		w.width, w.height = short-2*margin, long-2*margin
		if part.Landscape {
			w.width, w.height = w.height, w.width
		}
		for _, block := range part.Blocks {
			if block != nil {
				block.write(w)
			}
		}
		if i < len(d.Parts)-1 {
			w.put(`<w:p><w:pPr><w:pStyle w:val="Gap"/>`)
			w.section(part.Landscape)
			w.put(`</w:pPr></w:p>`)
		}
	}
	w.section(len(d.Parts) > 0 && d.Parts[len(d.Parts)-1].Landscape)
	if w.err != nil {
		return nil, 0, w.err
	}
	body := w.b.String()

	language := d.Language
	if language == "" {
		language = "en-GB"
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, content ...string) {
		// The earliest day that a zip file knows: without one it would be none.
		f, e := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		for _, c := range content {
			if e == nil {
				_, e = f.Write([]byte(c))
			}
		}
		if e != nil && err == nil {
			err = e
		}
	}
	add("[Content_Types].xml", declaration, contentTypes)
	add("_rels/.rels", declaration, packageRelations)
	add("docProps/core.xml", declaration, w.properties())
	add("word/document.xml", declaration, `<w:document `, namespaces, `><w:body>`, body, `</w:body></w:document>`)
	add("word/styles.xml", declaration, strings.Replace(styles, "LANGUAGE", w.text(language), 1))
	add("word/numbering.xml", declaration, w.numbering())
	add("word/settings.xml", declaration, w.settings())
	add("word/comments.xml", declaration, `<w:comments `, namespaces, `>`, w.remarks.String(), `</w:comments>`)
	add("word/footer1.xml", declaration, w.footer())
	add("word/_rels/document.xml.rels", declaration, w.relations())
	for i, p := range w.pictures {
		add(fmt.Sprintf("word/media/picture%d.png", i+1), string(p))
	}
	if e := z.Close(); e != nil && err == nil {
		err = e
	}
	if err != nil {
		return nil, 0, finding.Finding{Severity: finding.Error, Kind: "not-written", Message: "the Word document could not be packed: " + err.Error()}
	}
	return out.Bytes(), w.removed, nil
}

// writer holds what the parts of the file share while the body is written.
type writer struct {
	draft         Draft
	b             *strings.Builder
	width, height int // of the text, in twentieths of a point
	removed       int
	err           error

	// The numbers that parts of the document are known by.
	revision, bookmark, drawing int

	remarks     strings.Builder
	remarkCount int
	counts      map[string]int // captions by label
	lists       map[int]int    // numbered lists: their w:num, by Line.List
	listOrder   []int
	pictures    [][]byte
	anchors     map[string]bool
	headings    []heading
	heading     int // how many headings were written
	toc         bool
}

// heading is a heading of the draft, for the table of contents.
type heading struct {
	level int
	text  string
	// gone says that it was taken out.
	gone bool
}

func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.b.WriteString(p)
	}
}

// fail keeps the first fault.
func (w *writer) fail(kind, found, expected, message, do string) {
	if w.err == nil {
		w.err = finding.Finding{Severity: finding.Error, Kind: kind, Found: found, Expected: expected, Message: message, Do: do}
	}
}

// outline lists the headings and the anchors, which contents and links need
// before they are written.
func (w *writer) outline() {
	see := func(l Line) {
		if l.Anchor != "" {
			if w.anchors[l.Anchor] {
				w.fail("anchor-twice", l.Anchor, "a name of its own", "two lines of the document have the same anchor", "Give one of them another.")
			}
			w.anchors[l.Anchor] = true
		}
		if level := l.Style.Level(); level > 0 {
			var text strings.Builder
			for _, r := range l.Runs {
				if r.Revision.Fate != Deleted {
					text.WriteString(r.Text)
				}
			}
			w.headings = append(w.headings, heading{level: level, text: text.String(), gone: l.Revision.Fate == Deleted})
		}
	}
	for _, part := range w.draft.Parts {
		for _, block := range part.Blocks {
			switch b := block.(type) {
			case Line:
				see(b)
			case Table:
				for _, rows := range [][]Row{b.Head, b.Rows} {
					for _, row := range rows {
						for _, cell := range row {
							for _, l := range cell.Lines {
								see(l)
							}
						}
					}
				}
			}
		}
	}
}

func (w *writer) section(landscape bool) {
	x, y, turned := short, long, ""
	if landscape {
		x, y, turned = long, short, ` w:orient="landscape"`
	}
	w.put(fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:type w:val="nextPage"/><w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%[4]d" w:right="%[4]d" w:bottom="%[4]d" w:left="%[4]d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`, x, y, turned, margin))
}

// moment writes a time as Word does: in seconds, in UTC.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// author gives the attributes of who did something and when.
func (w *writer) author(by string, at time.Time) string {
	out := ` w:author="` + w.text(by) + `"`
	if !at.IsZero() {
		out += ` w:date="` + moment(at) + `"`
	}
	return out
}

func (w *writer) nextRevision() string {
	w.revision++
	return strconv.Itoa(w.revision)
}
