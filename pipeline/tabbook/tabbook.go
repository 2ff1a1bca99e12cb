// Package tabbook lays out the tables of a consultation as an Excel workbook: a
// sheet on how to read it, an index, and a sheet for each table with its base,
// its notes and, for each group of people, count, base, percentage and interval
// as numbers. It shows what the tables hold and no more: a number that they hide
// is a word here.
package tabbook

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"concord/pipeline/onpage"
	"concord/pipeline/report"
	"concord/pipeline/tabulate"
	"concord/pipeline/workbook"
)

// Book is what goes into the workbook. Texts are plain, as people wrote them.
type Book struct {
	// Title is the consultation's; Line says in one line what it was.
	Title, Line string
	// Version is concord's.
	Version string
	// Method says how bases, percentages and intervals are made, and what is
	// hidden.
	Method []Note
	Tables []tabulate.Table
}

// Note is a sentence or several with a word for what they are about.
type Note struct{ Label, Text string }

// The names of the first two sheets.
const (
	readMe = "Read me"
	index  = "Index"
)

// Write gives the workbook as an XLSX file. The same book gives the same bytes.
// The error is a finding.Finding: a table has more columns, or a text is longer,
// than Excel takes.
func Write(b Book) ([]byte, error) {
	names := Names(b.Tables)
	pages := []workbook.Page{b.readMe(), b.index(names)}
	for i := range b.Tables {
		pages = append(pages, page(names[i], &b.Tables[i]))
	}
	var out bytes.Buffer
	if err := workbook.Write(&out, pages); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (b Book) readMe() workbook.Page {
	notes := []Note{{"What this is", fmt.Sprintf("The tables of the consultation, one to a sheet, with the numbers of its report. Made by concord %s.", b.Version)}}
	notes = append(notes, b.Method...)
	notes = append(notes,
		Note{"Numbers.", "Counts, bases and percentages are numbers to reckon with. A percentage is the one that is printed: 26% is 0.26 in its cell, not the exact fraction, which tables/tables.csv has to four digits."},
		Note{"No answer.", "The last row of a question counts those who were asked and gave none. Its base is everyone who was asked."},
		Note{"–", "Stands where there is nothing to give: nobody is in the base, or an interval is not made, as of mentions."},
	)
	for _, mark := range marks(b.Tables) {
		notes = append(notes, Note{mark, "Stands where the number may not be shown. It never means none, and nothing in this file holds the number."})
	}
	notes = append(notes, Note{"Formulas.", "No cell of this file is one. A text that begins as a formula does has an apostrophe in front."})
	p := workbook.Page{Name: readMe, Widths: []float64{20, 100}, Cells: [][]workbook.Cell{
		{{Text: onpage.Clean(b.Title), Look: workbook.Title}},
		{{Text: onpage.Clean(b.Line), Look: workbook.Soft, Span: 2}},
		{{Text: "Index of the tables", To: index, Span: 2}},
		{},
	}}
	for _, n := range notes {
		p.Cells = append(p.Cells, []workbook.Cell{{Text: onpage.Clean(n.Label), Look: workbook.Strong}, {Text: onpage.Clean(n.Text)}})
	}
	return p
}

// marks lists the words that stand in place of hidden numbers, as they are met.
func marks(tables []tabulate.Table) []string {
	var out []string
	for i := range tables {
		for _, row := range tables[i].Cells {
			for _, c := range row {
				if m := hidden(c); c.Suppressed && !slices.Contains(out, m) {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

func (b Book) index(names []string) workbook.Page {
	p := workbook.Page{Name: index, Widths: []float64{6, 28, 60, 14, 60}, FrozenRows: 3, Cells: [][]workbook.Cell{
		{{Text: "Index of the tables", Look: workbook.Title}},
		{{Text: "How to read them", To: readMe, Span: 2}},
		heading("No.", "Sheet", "Table", "Of", "Base"),
	}}
	for i := range b.Tables {
		t := &b.Tables[i]
		of := "Survey"
		if t.Source == "groups" {
			of = "Focus groups"
		}
		base := report.BaseLine(t)
		if utf8.RuneCountInString(base) > 2*textWidth {
			base = "See the sheet."
		}
		p.Cells = append(p.Cells, []workbook.Cell{
			{Number: float64(i + 1), Format: whole}, {Text: names[i], To: names[i]}, {Text: onpage.Clean(t.Title)}, {Text: of}, {Text: base, Look: workbook.Soft},
		})
	}
	return p
}

func heading(labels ...string) []workbook.Cell {
	out := make([]workbook.Cell, len(labels))
	for i, l := range labels {
		out[i] = workbook.Cell{Text: l, Look: workbook.Heading}
	}
	return out
}
