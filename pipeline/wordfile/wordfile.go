// Package wordfile reads and writes Word documents (DOCX, ECMA-376 part 1, section
// 17).
//
// Read gives the paragraphs as a reader of the document's last version sees them:
// words deleted under track changes are left out, words inserted are kept, and
// neither fields, comments, pictures nor macros are read. Write makes a document
// of headings, lists, tables, pictures, tracked changes and comments.
package wordfile

import (
	"encoding/xml"
	"io"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
)

const (
	// mostText is how many bytes the XML of the text may have, about 6,000 pages.
	mostText = 128 << 20
	// mostParagraphs is how many paragraphs a document may have.
	mostParagraphs = 1_000_000
)

// Document is the text of a Word document.
type Document struct {
	// Paragraphs are those of the body in order, the empty ones too. A text box
	// comes after the beginning of the paragraph that it hangs on.
	Paragraphs []Paragraph
	// Notes are the paragraphs of footnotes and endnotes.
	Notes []Paragraph
}

// Paragraph is one paragraph of a document.
type Paragraph struct {
	// Number counts from 1 through the body, or through the notes.
	Number int
	// Text has "\n" for each line break within the paragraph and "\t" for each tab.
	Text string
	// Table, Row and Column tell in which cell of which table the paragraph
	// stands, each from 1; all are 0 outside tables. In a table within a table
	// they are those of the inner one.
	Table, Row, Column int
}

// Read gives the text of a Word document of so many bytes. The error is always a
// finding.Finding without a file name.
func Read(r io.ReaderAt, size int64) (*Document, error) {
	archive, err := packed.Open(r, size)
	if err != nil {
		return nil, err
	}
	if kind := archive.Kind(); kind != packed.Word {
		return nil, finding.Finding{
			Severity: finding.Error, Kind: "not-word", Expected: "a Word document (.docx)",
			Message: "this is " + string(kind) + ", not a Word document", Do: "Save it as a Word document (.docx), or as plain text.",
		}
	}
	main := archive.Main()
	if main == "" {
		main = "word/document.xml"
	}
	d := &Document{}
	if d.Paragraphs, err = paragraphs(archive, main); err != nil {
		return nil, err
	}
	relations, err := archive.Relations(main)
	if err != nil {
		return nil, err
	}
	for _, rel := range relations {
		if rel.Type == "footnotes" || rel.Type == "endnotes" {
			notes, err := paragraphs(archive, rel.Target)
			if err != nil {
				return nil, err
			}
			for _, n := range notes {
				if strings.TrimSpace(n.Text) != "" {
					n.Number = len(d.Notes) + 1
					d.Notes = append(d.Notes, n)
				}
			}
		}
	}
	return d, nil
}

// The namespaces of Word's elements: of most files, and of those saved as Strict
// Open XML.
const (
	transitional  = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strict        = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
)

// open is a paragraph whose end is not read yet.
type open struct {
	index int // among the paragraphs
	text  strings.Builder
	// joins says that the mark at its end was taken out, so that the next
	// paragraph goes on where it ends.
	joins bool
}

type cell struct{ table, row, column int }

// paragraphs reads one part.
func paragraphs(archive *packed.Archive, part string) ([]Paragraph, error) {
	r, err := archive.Part(part, mostText)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	tokens := packed.NewTokens(r, part)
	var out []Paragraph
	var inside []*open // the innermost last
	var tables []cell
	count := 0        // tables so far
	words := false    // within w:t
	var joining *open // the paragraph that the next one goes on, or nil
	for {
		token, err := tokens.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Space == compatibility && t.Name.Local == "Fallback" {
				// It repeats, for old programs, what Choice has said.
				if err := tokens.Skip(); err != nil {
					return nil, err
				}
				continue
			}
			if t.Name.Space != transitional && t.Name.Space != strict {
				continue
			}
			switch t.Name.Local {
			case "del", "moveFrom", "instrText", "rPr":
				// Deleted words, the codes of fields, and properties.
				if err := tokens.Skip(); err != nil {
					return nil, err
				}
			case "pPr":
				// Tab stops are called tab too, so it is read apart.
				gone, err := markGone(tokens)
				if err != nil {
					return nil, err
				}
				if n := len(inside); n > 0 {
					inside[n-1].joins = gone
				}
			case "tbl":
				count++
				tables = append(tables, cell{table: count})
			case "tr":
				if n := len(tables); n > 0 {
					tables[n-1].row++
					tables[n-1].column = 0
				}
			case "tc":
				if n := len(tables); n > 0 {
					tables[n-1].column++
				}
			case "p":
				if len(out) == mostParagraphs {
					return nil, finding.Finding{
						Severity: finding.Error, Kind: "too-large", Expected: "at most a million paragraphs",
						Message: "this document has too many paragraphs", Do: "Divide it into several documents.",
					}
				}
				p := Paragraph{Number: len(out) + 1}
				if n := len(tables); n > 0 {
					p.Table, p.Row, p.Column = tables[n-1].table, tables[n-1].row, tables[n-1].column
				}
				if last := len(out) - 1; joining != nil && joining.index == last && sameCell(out[last], p) {
					// Its text is not copied: a million may be joined.
					joining.joins = false
					inside = append(inside, joining)
				} else {
					inside = append(inside, &open{index: len(out)})
					out = append(out, p)
				}
				joining = nil
			case "t":
				words = true
			case "tab":
				write(inside, "\t")
			case "br", "cr":
				write(inside, "\n")
			case "noBreakHyphen":
				write(inside, "-")
			}
		case xml.EndElement:
			if t.Name.Space != transitional && t.Name.Space != strict {
				continue
			}
			switch t.Name.Local {
			case "tbl":
				if n := len(tables); n > 0 {
					tables = tables[:n-1]
				}
			case "p":
				if n := len(inside); n > 0 {
					o := inside[n-1]
					out[o.index].Text = o.text.String()
					if o.joins {
						joining = o
					}
					inside = inside[:n-1]
				}
			case "t":
				words = false
			}
		case xml.CharData:
			if words && len(inside) > 0 {
				inside[len(inside)-1].text.Write(t)
			}
		}
	}
}

// markGone reads the rest of the properties of a paragraph, and tells whether the
// mark at its end was deleted or moved away (ECMA-376 part 1, 17.13.5.15).
func markGone(tokens *packed.Tokens) (bool, error) {
	var above []string
	gone := false
	for {
		token, err := tokens.Next()
		if err != nil {
			return false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(above) == 1 && above[0] == "rPr" && (t.Name.Local == "del" || t.Name.Local == "moveFrom") {
				gone = true
			}
			above = append(above, t.Name.Local)
		case xml.EndElement:
			if len(above) == 0 {
				return gone, nil
			}
			above = above[:len(above)-1]
		}
	}
}

func sameCell(a, b Paragraph) bool {
	return a.Table == b.Table && a.Row == b.Row && a.Column == b.Column
}

// write adds to the innermost paragraph that is open.
func write(inside []*open, s string) {
	if n := len(inside); n > 0 {
		inside[n-1].text.WriteString(s)
	}
}
