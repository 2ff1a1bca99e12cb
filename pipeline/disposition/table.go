package disposition

import (
	"slices"
	"strings"
	"unicode/utf16"

	"concord/pipeline/onpage"
	"concord/pipeline/sheet"
	"concord/pipeline/wordfile"
	"concord/pipeline/workbook"
)

// templateRow is a row of the ISO template as CSV.
type templateRow struct {
	Body        string `csv:"MB/NC"`
	Line        string `csv:"Line number"`
	Clause      string `csv:"Clause/Subclause"`
	Element     string `csv:"Paragraph/Figure/Table"`
	Type        string `csv:"Type of comment"`
	Comment     string `csv:"Comments"`
	Change      string `csv:"Proposed change"`
	Observation string `csv:"Observations of the secretariat"`
}

// body gives the cell MB/NC of a row: its id, with who spoke in brackets where
// the id does not say it.
func body(r Row) string {
	id, speaker := onpage.Clean(r.ID), onpage.Clean(r.Who)
	switch {
	case id == "":
		return speaker
	case speaker == "" || id == speaker || strings.HasPrefix(id, speaker+"-") || strings.HasPrefix(id, speaker+"/"):
		return id
	}
	return id + " (" + speaker + ")"
}

// Cells gives the rows of a disposition table in the columns of Header.
func Cells(rows []Row) [][]string {
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = []string{
			body(r), onpage.Clean(r.Line), onpage.Clean(r.Where), onpage.Clean(r.Element), onpage.Clean(r.Type),
			lines(r.Comment), lines(r.Proposed), Observation(r),
		}
	}
	return out
}

// lines cleans a text line by line.
func lines(s string) string {
	var out []string
	for l := range strings.Lines(strings.ReplaceAll(s, "\r", "\n")) {
		if l = onpage.Clean(l); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// CSV gives a disposition table in the ISO template's columns: UTF-8, RFC 4180,
// with no cell that a spreadsheet would run.
func CSV(rows []Row) ([]byte, error) {
	out := make([]templateRow, len(rows))
	for i, c := range Cells(rows) {
		out[i] = templateRow{c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]}
	}
	return sheet.Marshal(out)
}

// Page gives a disposition table as a sheet for workbook.Write. A text longer
// than a cell of Excel can hold is cut, and ends by saying so; cut counts these.
func Page(rows []Row) (page workbook.Page, cut int) {
	cells := append([][]string{Header}, Cells(rows)...)
	for _, row := range cells {
		for i, text := range row {
			if short := fitting(text); short != text {
				row[i] = short
				cut++
			}
		}
	}
	return workbook.Page{
		Name: "Comments", Rows: slices.Values(cells), Frozen: 1,
		Widths:  []float64{16, 8, 14, 16, 8, 50, 50, 50},
		Choices: []workbook.Choice{{First: colType + 1, Last: colType + 1, Words: []string{"ge", "te", "ed"}}},
	}, cut
}

const tooLong = " […] (cut here: longer than a cell of Excel can hold)"

// fitting cuts a text to what a cell of Excel holds.
func fitting(text string) string {
	// One is left for the apostrophe with which a formula is made harmless.
	const most = workbook.MostCellText - 1
	if len(text) <= most {
		return text
	}
	units, end := 0, len(text)
	for i, r := range text {
		if units <= most-len(tooLong) {
			end = i
		}
		if units += max(1, utf16.RuneLen(r)); units > most {
			return text[:end] + tooLong
		}
	}
	return text
}

// DOCX gives a disposition table in the ISO template's columns as a Word
// document: A4 lying on its side, with a header that stands again on each page.
// Title stands above it; note, such as the framework, its version and the day of
// the last decision, below the title. The same rows give the same bytes. Removed
// counts the characters that a Word document cannot hold and that are left out.
func DOCX(title, note string, rows []Row) (data []byte, removed int, err error) {
	cell := func(text string) wordfile.Cell {
		if text == "" {
			return wordfile.Cell{}
		}
		var c wordfile.Cell
		for _, l := range strings.Split(text, "\n") {
			c.Lines = append(c.Lines, wordfile.Line{Runs: []wordfile.Run{{Text: l}}})
		}
		return c
	}
	row := func(cells []string) wordfile.Row {
		out := make(wordfile.Row, len(cells))
		for i, text := range cells {
			out[i] = cell(text)
		}
		return out
	}
	table := wordfile.Table{
		Widths: []float64{11, 7, 11, 12, 10, 22, 22, 22}, Head: []wordfile.Row{row(Header)},
		Description: "Comments, the changes proposed, and what was decided of each",
	}
	for _, cells := range Cells(rows) {
		table.Rows = append(table.Rows, row(cells))
	}
	blocks := []wordfile.Block{wordfile.Line{Style: wordfile.Title, Runs: []wordfile.Run{{Text: onpage.Clean(title)}}}}
	if note = onpage.Clean(note); note != "" {
		blocks = append(blocks, wordfile.Line{Runs: []wordfile.Run{{Text: note}}})
	}
	return wordfile.Write(wordfile.Draft{
		Title: onpage.Clean(title), Footer: "Type of comment: ge = general, te = technical (of substance), ed = editorial",
		Parts: []wordfile.Part{{Landscape: true, Blocks: append(blocks, table)}},
	})
}
