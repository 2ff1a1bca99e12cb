package coders

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/textfile"
	"concord/pipeline/workbook"
)

const (
	mostBytes = 512 << 20
	mostRows  = 1_048_576 // a spreadsheet's own bound
	mostWide  = 16_384
	// headerWithin is how many rows are searched for the header: people put titles
	// above it.
	headerWithin = 20
)

// grid is a table as it was found in a CSV file or a workbook.
type grid struct {
	file string
	// cells are in the spelling that sheet.Plain gives.
	rows []gridRow
}

type gridRow struct {
	// line is the line of a text file, or the row of a workbook; row is the row as
	// a spreadsheet program numbers it.
	line, row int
	cells     []string
}

// at gives the cell of a column, "" where the row is too short.
func (r gridRow) at(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column]
}

// blank tells whether a row holds nothing.
func (r gridRow) blank() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// place names a cell as spreadsheets do, such as D17.
func place(column, row int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return fmt.Sprintf("%s%d", name, row)
}

// readGrid reads a table from the bytes of a CSV file, in any of the usual
// encodings, with commas, semicolons or tabs, or of a workbook, whose sheet is
// the first that has one of the columns named.
func readGrid(file string, data []byte, needed string) (grid, []finding.Finding) {
	g := grid{file: file}
	switch is := textfile.NotText(data); {
	case len(data) > mostBytes:
		return g, []finding.Finding{{Severity: finding.Error, Kind: "too-large", File: file, Expected: fmt.Sprintf("%d MB at most", mostBytes>>20), Message: "this file is too large for a sheet of codes"}}
	case bytes.HasPrefix(data, []byte("PK")):
		return g, g.workbook(data, needed)
	case is != "":
		return g, []finding.Finding{{
			Severity: finding.Error, Kind: "not-a-sheet", File: file, Found: is, Expected: "a CSV file or an Excel workbook (.xlsx)",
			Message: "this file is no sheet that can be read", Do: "Open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8.",
		}}
	}
	return g, g.csv(data)
}

func (g *grid) csv(data []byte) []finding.Finding {
	text, note := textfile.Decode(data)
	var found []finding.Finding
	if note != "" {
		found = append(found, finding.Finding{
			Severity: finding.Warning, Kind: "encoding", File: g.file, Line: 1, Expected: "UTF-8", Message: note,
			Do: "Choose CSV UTF-8 when saving; accents and dashes may otherwise be lost.",
		})
	}
	// Excel is told the delimiter by such a line, and leaves it in.
	skipped := 0
	if head, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(strings.ToLower(strings.Trim(head, `"`)), "sep=") && len(head) <= 8 {
		text, skipped = rest, 1
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = delimiter(text)
	in.FieldsPerRecord = -1
	if in.Comma != ',' {
		found = append(found, finding.Finding{
			Severity: finding.Note, Kind: "delimiter", File: g.file, Line: 1, Found: string(in.Comma), Expected: "commas",
			Message: "the cells of this file are parted by another sign, as some spreadsheet programs write them; it was read as such",
		})
	}
	for {
		record, err := in.Read()
		if err == io.EOF {
			return found
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return append(found, finding.Finding{
				Severity: finding.Error, Kind: "damaged-file", File: g.file, Line: wrong.StartLine + skipped,
				Message: "a quotation mark is missing, or one too many, in the row that begins here",
				Do:      "Open it in a spreadsheet program, look at this row, and save it again.",
			})
		}
		if err != nil || len(g.rows) >= mostRows || len(record) > mostWide {
			return append(found, finding.Finding{
				Severity: finding.Error, Kind: "too-large", File: g.file, Expected: fmt.Sprintf("at most %d rows and %d columns", mostRows, mostWide),
				Message: "this file is too large for a sheet of codes",
			})
		}
		line, _ := in.FieldPos(0)
		line += skipped
		row := line
		if len(g.rows) > 0 {
			// A cell of three lines makes one row of a spreadsheet; lines that hold
			// nothing are rows to it, and are passed over here.
			before := g.rows[len(g.rows)-1]
			row = before.row + line - before.line - breaks(before.cells)
		}
		cells := make([]string, len(record))
		for i, c := range record {
			cells[i] = sheet.Plain(c)
		}
		g.rows = append(g.rows, gridRow{line, row, cells})
	}
}

// breaks counts the line breaks within cells.
func breaks(cells []string) (n int) {
	for _, c := range cells {
		n += strings.Count(c, "\n")
	}
	return n
}

// delimiter gives the sign that parts the cells: of comma, semicolon and tab the
// one that stands most often, outside quotation marks, in the first line that has
// any.
func delimiter(text string) rune {
	var commas, semicolons, tabs int
	quoted := false
scan:
	for _, r := range text[:min(len(text), 1<<20)] {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == ',':
			commas++
		case r == ';':
			semicolons++
		case r == '\t':
			tabs++
		case r == '\n' && commas+semicolons+tabs > 0:
			break scan
		}
	}
	switch {
	case semicolons > commas && semicolons >= tabs:
		return ';'
	case tabs > commas:
		return '\t'
	}
	return ','
}

func (g *grid) workbook(data []byte, needed string) []finding.Finding {
	failed := func(err error) []finding.Finding {
		var f finding.Finding
		if !errors.As(err, &f) {
			f = finding.Finding{Severity: finding.Error, Kind: "damaged-file", Message: err.Error()}
		}
		f.File = g.file
		return []finding.Finding{f}
	}
	book, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return failed(err)
	}
	stop := errors.New("enough")
	for _, s := range book.Sheets() {
		here := false
		seen := 0
		err := book.Rows(s, func(n int, cells []string) error {
			for _, c := range cells {
				here = here || sameHeader(c, needed)
			}
			if seen++; here || seen > headerWithin {
				return stop
			}
			return nil
		})
		if err != nil && err != stop {
			return failed(err)
		}
		if !here {
			continue
		}
		err = book.Rows(s, func(n int, cells []string) error {
			own := make([]string, len(cells))
			for i, c := range cells {
				own[i] = sheet.Plain(c)
			}
			g.rows = append(g.rows, gridRow{n, n, own})
			return nil
		})
		if err != nil {
			return failed(err)
		}
		return nil
	}
	return nil
}

// sameHeader tells whether a cell is the header of a column, whatever its
// capitals and the spaces about it.
func sameHeader(cell, header string) bool {
	return strings.EqualFold(strings.Trim(cell, " \t\n\u00a0\ufeff"), header)
}
