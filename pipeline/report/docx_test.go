package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"concord/pipeline/wordfile"
)

// pixel is the smallest picture there is.
func pixel(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// word writes a report as a Word document and reads its text back, with the XML
// of its body.
func word(t testing.TB, d Document) (*wordfile.Document, string, []byte) {
	t.Helper()
	data, err := Word(d, map[string][]byte{"gender": pixel(t)})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := wordfile.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return doc, string(body), data
}

// spaced brings the white space of a text to single spaces.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestWordHoldsTheReport(t *testing.T) {
	for _, said := range []string{"words", hostile} {
		d := Build(fixture(said))
		doc, body, data := word(t, d)
		_, _, again := word(t, d)
		if !bytes.Equal(data, again) {
			t.Error("the same report gave other bytes")
		}
		// What stands outside of tables, and in the cells of the n-th.
		var outside strings.Builder
		cells := map[string]string{}
		for _, p := range doc.Paragraphs {
			if p.Table == 0 {
				outside.WriteString(spaced(p.Text) + "\n")
				continue
			}
			cells[spaced(p.Text)] = p.Text
		}
		text := outside.String()
		headings, tables, figures := 0, 0, 0
		var walk func([]Section, int)
		walk = func(sections []Section, level int) {
			for _, s := range sections {
				headings++
				if !strings.Contains(text, spaced(s.Title)+"\n") {
					t.Errorf("no heading %q", s.Title)
				}
				for _, b := range s.Blocks {
					switch b := b.(type) {
					case Table:
						tables++
						if want := fmt.Sprintf("Table %d. %s\n", tables, spaced(b.Caption)); !strings.Contains(text, want) {
							t.Errorf("no caption %q", want)
						}
						for _, r := range b.Rows {
							for _, c := range r.Cells {
								if s := spaced(c.String()); s != "" && cells[s] == "" {
									t.Errorf("%s: no cell %q", b.Caption, s)
								}
							}
						}
						for _, n := range append([]string{b.Base}, b.Notes...) {
							if n = spaced(n); n != "" && cells[n] == "" {
								t.Errorf("%s: no words %q", b.Caption, n)
							}
						}
					case Figure:
						figures++
						if want := fmt.Sprintf("Figure %d. %s", b.Number, spaced(sentence(b.Title))); !strings.Contains(text, want) {
							t.Errorf("no caption %q", want)
						}
						if b.Name != "gender" && !strings.Contains(text, spaced(b.Alt)) {
							t.Errorf("%s has neither picture nor words", b.Name)
						}
					case Quote:
						if !strings.Contains(text, spaced(b.Words)+" — "+spaced(b.Source)) {
							t.Errorf("no quote %q", b.Words)
						}
					}
				}
				walk(s.Sections, level+1)
			}
		}
		walk(d.Sections, 1)
		if headings < 20 || tables < 10 || figures < 2 {
			t.Errorf("%d headings, %d tables, %d figures", headings, tables, figures)
		}
		if n := len(regexp.MustCompile(`<w:pStyle w:val="Heading[1-4]"/>`).FindAllString(body, -1)); n != headings {
			t.Errorf("%d paragraphs in the styles of headings for %d headings", n, headings)
		}
		// Every picture says what it shows, every link leads to a place.
		for _, m := range regexp.MustCompile(`<wp:docPr [^>]*descr="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if m[1] == "" {
				t.Error("a picture without words")
			}
		}
		if !strings.Contains(body, "<wp:docPr ") {
			t.Error("no picture")
		}
		links := 0
		for _, m := range regexp.MustCompile(`<w:hyperlink w:anchor="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			links++
			if !strings.Contains(body, ` w:name="`+m[1]+`"`) {
				t.Errorf("a link to %s, which is not there", m[1])
			}
		}
		if links < 20 {
			t.Errorf("only %d links", links)
		}
		// People's words make no markup, link or field of their own.
		for _, bad := range []string{"<script", "<img", "r:link", `TargetMode`, "HYPERLINK", "DDE", "\u202e"} {
			if strings.Contains(body, bad) {
				t.Errorf("%q is in the document", bad)
			}
		}
	}
}

func TestWordOfAlmostNothing(t *testing.T) {
	doc, _, _ := word(t, Document{Title: "Alone", Sections: []Section{{ID: "a", Title: "One", Blocks: []Block{Table{Caption: "no columns"}, Table{Caption: "no rows", Columns: []Column{{Label: "x"}}}, Paragraph{text(link("away", "nowhere"))}}}}})
	if doc.Paragraphs[0].Text != "Alone" {
		t.Errorf("%+v", doc.Paragraphs[0])
	}
	if _, err := Word(Document{Sections: []Section{{ID: "a", Blocks: []Block{Figure{Name: "x"}}}}}, map[string][]byte{"x": []byte("no picture")}); err == nil {
		t.Error("a damaged picture was written")
	}
}

// grouped is a table of so many groups with three columns each.
func grouped(groups, rows int) Table {
	t := Table{Caption: "c", Base: "Base: all.", Groups: []ColumnGroup{{Span: 1}}, Columns: []Column{{Label: "Answer"}}, Notes: []string{"a note"}}
	for g := range groups {
		t.Groups = append(t.Groups, ColumnGroup{Label: fmt.Sprintf("Group %d", g), Span: 3})
		t.Columns = append(t.Columns, Column{Label: "Count", Number: true}, Column{Label: "%", Number: true}, Column{Label: "95% interval", Number: true})
	}
	for r := range rows {
		row := []string{fmt.Sprintf("Answer %d", r)}
		for c := range 3 * groups {
			row = append(row, fmt.Sprintf("%d.%d to", r, c))
		}
		t.Rows = append(t.Rows, Row{Cells: cells(row...)})
	}
	return t
}

// However a table is parted, each number stands once, in its row and under its
// group, and each part fits the page.
func TestDividedKeepsEveryNumber(t *testing.T) {
	for groups := 1; groups <= 30; groups++ {
		whole := grouped(groups, 3)
		parts := divided(whole, landscapeRoom)
		at := 1
		for i, p := range parts {
			if len(parts) > 1 && total(least(p)) > landscapeRoom {
				t.Errorf("%d groups: part %d is too wide", groups, i+1)
			}
			if p.Base != whole.Base || (len(p.Notes) > 0) != (i == len(parts)-1) {
				t.Errorf("%d groups: part %d has base %q and notes %q", groups, i+1, p.Base, p.Notes)
			}
			if p.Groups[1].Label != whole.Groups[1+(at-1)/3].Label {
				t.Errorf("%d groups: part %d begins with %s", groups, i+1, p.Groups[1].Label)
			}
			n := len(p.Columns) - 1
			for r, row := range p.Rows {
				for c := range n {
					if row.Cells[1+c].String() != whole.Rows[r].Cells[at+c].String() {
						t.Fatalf("%d groups: part %d has %s at row %d", groups, i+1, row.Cells[1+c], r)
					}
				}
				if row.Cells[0].String() != whole.Rows[r].Cells[0].String() {
					t.Errorf("a row without its heading")
				}
			}
			at += n
		}
		if at != len(whole.Columns) {
			t.Errorf("%d groups: %d of %d columns", groups, at, len(whole.Columns))
		}
	}
	if wide(grouped(2, 3)) || !wide(grouped(5, 3)) || len(divided(grouped(5, 3), landscapeRoom)) != 1 {
		t.Error("two groups go on an upright page, five on one on its side")
	}
}

func TestWidthsFillThePage(t *testing.T) {
	d := Build(fixture(hostile + " " + long))
	var walk func([]Section)
	walk = func(sections []Section) {
		for _, s := range sections {
			for _, b := range s.Blocks {
				table, ok := b.(Table)
				if !ok {
					continue
				}
				got, need := widths(table), least(table)
				for c := range got {
					if math.IsNaN(got[c]) || got[c] < need[c] {
						t.Errorf("%s: column %d has %.1f mm and needs %.1f", table.Caption, c+1, got[c], need[c])
					}
				}
				if sum := total(got); sum > landscapeRoom+0.01 && sum > total(need)+0.01 {
					t.Errorf("%s: %.1f mm", table.Caption, sum)
				}
			}
			walk(s.Sections)
		}
	}
	walk(d.Sections)
}

// On paper nobody can scroll: a table too wide for it stands there in parts, and
// on the screen as one.
func TestHTMLOnPaper(t *testing.T) {
	for groups, want := range map[int]int{2: 1, 9: 4} {
		data, err := HTML(Document{Sections: []Section{{ID: "a", Title: "A", Blocks: []Block{grouped(groups, 2)}}}})
		if err != nil {
			t.Fatal(err)
		}
		page := string(data)
		n := strings.Count(page, "<table>")
		if (n > 1) != (want > 1) || strings.Contains(page, `class="paper"`) != (want > 1) || strings.Contains(page, " screen\"") != (want > 1) {
			t.Errorf("%d groups: %d tables", groups, n)
		}
	}
}
