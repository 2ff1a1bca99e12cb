package survey

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"concord/pipeline/crew"
	"concord/pipeline/finding"
	"concord/pipeline/workbook"
)

// sheetReader gives the rows of a sheet of a workbook as CSV, so that they go
// the way of all rows. A row is on the line that has its number in the sheet:
// rows without cells become empty lines, and a line break in a cell a carriage
// return, which stands for the same in a cell and ends no line.
type sheetReader struct {
	*io.PipeReader
	work crew.Crew
}

// openSheet opens the sheet of that name, or the first that is shown where name
// is "". It gives the sheet's name, and those of the others where name is "".
func openSheet(in *os.File, size int64, name string) (r *sheetReader, sheet string, others []string, err error) {
	book, err := workbook.Open(in, size)
	if err != nil {
		return nil, "", nil, err
	}
	sheets := book.Sheets()
	at := max(0, slices.IndexFunc(sheets, func(s workbook.Sheet) bool { return !s.Hidden }))
	var names []string
	for _, s := range sheets {
		names = append(names, s.Name)
	}
	if name != "" {
		if at = sheetOf(name, names); at < 0 {
			return nil, "", nil, finding.Finding{
				Severity: finding.Error, Kind: "unknown-sheet", Found: name,
				Message: "this workbook has no such sheet", Do: finding.DidYouMean(name, names),
			}
		}
	} else {
		others = slices.Delete(names, at, at+1)
	}
	out, into := io.Pipe()
	r = &sheetReader{PipeReader: out}
	r.work.OnPanic = func() { into.CloseWithError(errSheet) }
	r.work.Go(func() {
		into.CloseWithError(writeSheet(book, sheets[at], into))
	})
	return r, sheets[at].Name, others, nil
}

// sheetOf gives the place of the sheet of that name, or else of the only one whose
// name is the same but for capitals and spaces; -1 when there is none.
func sheetOf(name string, names []string) int {
	if at := slices.Index(names, name); at >= 0 {
		return at
	}
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	at := -1
	for i, n := range names {
		switch {
		case plain(n) != plain(name):
		case at >= 0:
			return -1
		default:
			at = i
		}
	}
	return at
}

// errSheet ends the reading of a sheet when its writer does not.
var errSheet = errors.New("the sheet could not be read to its end")

// Close lets go of the rows that nobody read.
func (r *sheetReader) Close() {
	r.PipeReader.Close()
	r.work.Wait()
}

// writeSheet writes the rows as CSV, and gives io.EOF after the last. The first
// rows are held back to see how many columns the sheet has: a header may be
// shorter than the rows, and rows than the header.
func writeSheet(book *workbook.Book, sheet workbook.Sheet, into io.Writer) error {
	w := &sheetWriter{out: bufio.NewWriterSize(into, 1<<16), line: 1}
	type row struct {
		n     int
		cells []string
	}
	var held []row
	begin := func() error {
		for _, r := range held {
			w.width = max(w.width, len(r.cells))
		}
		for _, r := range held {
			if err := w.row(r.n, r.cells); err != nil {
				return err
			}
		}
		held = nil
		return nil
	}
	err := book.Rows(sheet, func(n int, cells []string) error {
		if w.width > 0 {
			return w.row(n, cells)
		}
		held = append(held, row{n, slices.Clone(trimBlank(cells))})
		if len(held) == lookedAt {
			return begin()
		}
		return nil
	})
	if err == nil {
		err = begin()
	}
	if err == nil {
		err = w.out.Flush()
	}
	if err == nil {
		err = io.EOF
	}
	return err
}

func trimBlank(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// mostSheetCells is how many cells a sheet may have, those counted that its rows
// leave out: a million rows of a thousand columns.
const mostSheetCells = 1_000_000_000

type sheetWriter struct {
	out                *bufio.Writer
	line, width, cells int
}

// row writes the n-th row, counted from 1.
func (w *sheetWriter) row(n int, cells []string) error {
	cells = trimBlank(cells)
	if len(cells) == 0 {
		return nil
	}
	if w.cells += max(len(cells), w.width); w.cells > mostSheetCells {
		return finding.Finding{
			Severity: finding.Error, Kind: "too-large", Line: n,
			Expected: fmt.Sprintf("at most %d million cells", mostSheetCells/1_000_000),
			Message:  "this sheet has too many rows and columns",
			Do:       "Save only the columns that are needed, or save the sheet as CSV.",
		}
	}
	for ; w.line < n; w.line++ {
		w.out.WriteByte('\n')
	}
	for i := range max(len(cells), w.width) {
		if i > 0 {
			w.out.WriteByte(',')
		}
		if i < len(cells) {
			w.text(cells[i])
		}
	}
	w.line++
	return w.out.WriteByte('\n')
}

func (w *sheetWriter) text(text string) {
	if !strings.ContainsAny(text, "\",\r\n") {
		w.out.WriteString(text)
		return
	}
	w.out.WriteByte('"')
	for i := range len(text) {
		switch c := text[i]; c {
		case '"':
			w.out.WriteString(`""`)
		case '\n':
			w.out.WriteByte('\r')
		default:
			w.out.WriteByte(c)
		}
	}
	w.out.WriteByte('"')
}

// otherSheets tells which sheets of a workbook are not read.
func otherSheets(sheet string, others []string) finding.Finding {
	f := finding.Finding{
		Severity: finding.Note, Kind: "sheet", Found: sheet, Count: len(others) + 1,
		Message: "the workbook has several sheets, and this one is read",
		Do:      "If another is meant, name it under sheet: ",
	}
	for i, name := range others {
		switch {
		case i == firstPlaces:
			f.Do += fmt.Sprintf(" and %d more", len(others)-i)
			return f
		case i > 0:
			f.Do += ", "
		}
		f.Do += name
	}
	f.Do += "."
	return f
}
