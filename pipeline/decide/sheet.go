package decide

import (
	"bytes"
	"encoding/csv"
	"strings"

	"concord/pipeline/onpage"
	"concord/pipeline/sheet"
	"concord/pipeline/workbook"
)

// Sheet is a table for a spreadsheet program.
type Sheet struct {
	// Name is what its tab says.
	Name string
	// Rows are the header and one row for each amendment.
	Rows [][]string

	columns []column
}

// column is one column of a sheet: its header, its width in characters, and the
// words that its cells offer.
type column struct {
	name  string
	width float64
	words []string
}

// longestCell keeps within what a spreadsheet takes, whatever the characters.
const longestCell = workbook.MostCellText/2 - 1

// shown gives a text as a cell shows it: cut where it is very long, and without
// characters that a program would act upon.
func shown(text string) string {
	return onpage.Short(strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(text, "\ufffd")), longestCell)
}

func newSheet(name string, columns []column) *Sheet {
	s := &Sheet{Name: name, columns: columns}
	var header []string
	for _, c := range columns {
		header = append(header, c.name)
	}
	s.Rows = [][]string{header}
	return s
}

// add adds a row of cells by the names of their columns.
func (s *Sheet) add(cells map[string]string) {
	row := make([]string, len(s.columns))
	for i, c := range s.columns {
		row[i] = shown(cells[c.name])
	}
	s.Rows = append(s.Rows, row)
}

// CSV gives the sheet as CSV, with a byte order mark, without which Excel takes the
// text for another encoding, and every cell neutralised.
func (s *Sheet) CSV() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	for _, row := range s.Rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = sheet.Neutral(cell)
		}
		if err := out.Write(safe); err != nil {
			return nil, err
		}
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

// XLSX gives the sheet as an Excel workbook, with lists to choose from, and the
// header and the id always in sight.
func (s *Sheet) XLSX() ([]byte, error) {
	page := workbook.Page{Name: s.Name, Frozen: 1, Rows: func(yield func([]string) bool) {
		for _, row := range s.Rows {
			if !yield(row) {
				return
			}
		}
	}}
	for i, c := range s.columns {
		page.Widths = append(page.Widths, c.width)
		if len(c.words) > 0 {
			page.Choices = append(page.Choices, workbook.Choice{First: i + 1, Last: i + 1, Words: c.words})
		}
	}
	var b bytes.Buffer
	err := workbook.Write(&b, []workbook.Page{page})
	return b.Bytes(), err
}
