package transcript

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/workbook"
)

// separators are what may stand between the cells of a table in text.
const separators = ",;\t|"

// csvHeader gives the separator of a text whose first line names the columns of
// a transcript.
func csvHeader(text string) (rune, bool) {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	if len(line) > 10_000 {
		return 0, false
	}
	for _, separator := range separators {
		r := csv.NewReader(strings.NewReader(line))
		r.Comma = separator
		if cells, err := r.Read(); err == nil {
			if _, ok := heads(cells); ok {
				return separator, true
			}
		}
	}
	return 0, false
}

// likelySeparator gives the separator by which most of the first rows have as
// many cells as the first; a comma where none does.
func likelySeparator(text string) rune {
	best, most := ',', 0
	for _, separator := range separators {
		c := csv.NewReader(strings.NewReader(text[:min(len(text), 100_000)]))
		c.Comma, c.FieldsPerRecord, c.ReuseRecord = separator, -1, true
		same, cells := 0, 0
		for range 50 {
			row, err := c.Read()
			if err != nil {
				break
			}
			if cells == 0 {
				cells = len(row)
			}
			if len(row) == cells {
				same++
			}
		}
		if cells > 1 && same > most {
			best, most = separator, same
		}
	}
	return best
}

// csv gives the speeches of a table in text.
func (r *reader) csv(text string) ([]speech, bool) {
	separator, ok := csvHeader(text)
	if !ok {
		separator = likelySeparator(text)
	}
	rows, err := csvRows(text, separator, false)
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		if errors.Is(broken.Err, csv.ErrBareQuote) {
			r.report(finding.Warning, "stray-quotation-mark", broken.Line, "", "a cell with quotation marks around it, and two for each within",
				"a quotation mark stands within a cell that does not begin with one; it was kept", "Look at this row, to see that it reads right.")
		} else {
			r.report(finding.Error, "open-quotation-mark", broken.StartLine, "", "a quotation mark at the end of the cell",
				"a cell begins with a quotation mark here, and it is not closed, or something stands after it", "Close the quotation mark, or export the table again.")
		}
		rows, _ = csvRows(text, separator, true)
	}
	if len(rows) == 0 {
		r.empty()
		return nil, false
	}
	what := "a table (CSV)"
	if separator == '\t' {
		what = "a table with tabs"
	}
	out, ok := r.table(rows, what)
	if !ok {
		r.noColumns()
	}
	return out, ok
}

// csvRows gives the rows of a table in text, as far as it can be read.
func csvRows(text string, separator rune, lazy bool) ([]row, error) {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.LazyQuotes, c.FieldsPerRecord = separator, lazy, -1
	var out []row
	for {
		cells, err := c.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		line, _ := c.FieldPos(0)
		out = append(out, row{line, cells})
	}
}

func (r *reader) noColumns() {
	r.report(finding.Error, "no-columns", 1, "", "a first row with the names of columns, such as speaker and text",
		"it cannot be said which column of this table is the speaker's and which holds the words", "Name them in the first row: speaker and text, and start if there are times.")
}

// mostSheetText is how many bytes of text of a workbook are read.
const mostSheetText = mostBytes

var errTooMuch = errors.New("too much text")

// excel gives the speeches of the first sheet that is shown and names the
// columns of a transcript, or else of the first that is shown.
func (r *reader) excel(b *workbook.Book) ([]speech, bool) {
	r.unit = inRows
	sheets := b.Sheets()
	chosen, shown := -1, 0
	for i, s := range sheets {
		if s.Hidden {
			continue
		}
		shown++
		if chosen < 0 {
			chosen = i
		}
		found := false
		n := 0
		err := b.Rows(s, func(_ int, cells []string) error {
			_, found = heads(cells)
			if n++; found || n == mostBefore {
				return io.EOF
			}
			return nil
		})
		if err != nil && err != io.EOF {
			r.fail(err)
			return nil, false
		}
		if found {
			chosen = i
			break
		}
	}
	if chosen < 0 {
		chosen, shown = 0, 1
	}
	var rows []row
	size := 0
	err := b.Rows(sheets[chosen], func(n int, cells []string) error {
		for _, c := range cells {
			size += len(c) + 16
		}
		if size > mostSheetText {
			return errTooMuch
		}
		rows = append(rows, row{n, append([]string(nil), cells...)})
		return nil
	})
	switch {
	case err == errTooMuch:
		r.report(finding.Error, "too-large", 0, "", "the words of one group", "this sheet holds more than a transcript can", "Look whether this is the file that is meant.")
		return nil, false
	case err != nil:
		r.fail(err)
		return nil, false
	case len(rows) == 0:
		r.empty()
		return nil, false
	}
	what := "an Excel workbook"
	if shown > 1 {
		what += ", sheet " + finding.Quote(sheets[chosen].Name)
	}
	out, ok := r.table(rows, what)
	if !ok {
		r.noColumns()
	}
	return out, ok
}
