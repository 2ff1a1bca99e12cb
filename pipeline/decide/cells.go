package decide

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
	mostSheetBytes = 64 << 20
	mostRows       = 100_000
	mostWide       = 1_000
	// headerWithin is how many rows are searched for the header: people put titles
	// above it.
	headerWithin = 20
	// mostOfKind is how many faults of one kind are told one by one.
	mostOfKind = 50
)

// cellRow is one row as it was found.
type cellRow struct {
	// line is the line of a text file, or the row of a workbook; row is the row as a
	// spreadsheet program numbers it.
	line, row int
	cells     []string
}

// reader reads a sheet that came back, and collects what is wrong with it.
type reader struct {
	file  string
	rows  []cellRow
	at    map[string]int // the place of each column by its header
	found []finding.Finding
	told  map[string]int
}

// readSheet reads a table from a CSV file, in any of the usual encodings, with
// commas, semicolons or tabs, or from the first sheet of a workbook that has the
// columns. Rows without anything are left out. It is false where nothing can be read.
func readSheet(file string, data []byte, needed ...string) (*reader, bool) {
	r := &reader{file: file, at: map[string]int{}, told: map[string]int{}}
	var sheets [][]cellRow
	switch is := textfile.NotText(data); {
	case len(data) > mostSheetBytes:
		r.add(*fault("too-large", "", fmt.Sprintf("%d MB at most", mostSheetBytes>>20), "this file is too large for a sheet of votes or decisions", ""))
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		sheets = r.workbook(data)
	case is != "":
		r.add(*fault("not-a-sheet", is, "a CSV file or an Excel workbook (.xlsx)", "this file is no sheet that can be read", "Open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8."))
	default:
		sheets = [][]cellRow{r.csv(data)}
	}
	if len(finding.Errors(r.found)) > 0 {
		return r, false
	}
	var missing []string
	for _, rows := range sheets {
		for i := range rows[:min(len(rows), headerWithin)] {
			at, twice := columnsOf(rows[i].cells)
			var not []string
			for _, name := range needed {
				if _, is := at[name]; !is {
					not = append(not, name)
				}
			}
			if len(not) == 0 && twice == "" {
				r.rows, r.at = rows[i+1:], at
				return r, true
			}
			if twice != "" {
				not = []string{twice + " (once only)"}
			}
			if len(not) < len(needed) && (missing == nil || len(not) < len(missing)) {
				missing = not
			}
		}
	}
	if missing == nil {
		missing = needed
	}
	r.add(*fault("no-column", "", strings.Join(missing, ", "), "a column of the sheet is missing, or its header was changed", "Take the headers as they were when the sheet was written."))
	return r, false
}

// columnsOf gives where each header stands, and one that stands twice.
func columnsOf(cells []string) (at map[string]int, twice string) {
	at = map[string]int{}
	for i, c := range cells {
		name := strings.ToLower(strings.Trim(c, " \t\n\u00a0\ufeff"))
		if name == "" {
			continue
		}
		if _, is := at[name]; is {
			twice = name
			continue
		}
		at[name] = i
	}
	return at, twice
}

func (r *reader) csv(data []byte) (rows []cellRow) {
	text, note := textfile.Decode(data)
	if note != "" {
		r.add(finding.Finding{Severity: finding.Warning, Kind: "encoding", Line: 1, Expected: "UTF-8", Message: note, Do: "Choose CSV UTF-8 when saving; accents and dashes may otherwise be lost."})
	}
	// Excel is told the delimiter by such a line, and leaves it in.
	skipped := 0
	if head, rest, _ := strings.Cut(text, "\n"); len(head) <= 8 && strings.HasPrefix(strings.ToLower(strings.Trim(head, `"`)), "sep=") {
		text, skipped = rest, 1
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord = delimiter(text), -1
	line, row, breaks := 0, 0, 0
	for {
		record, err := in.Read()
		if err == io.EOF {
			return rows
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			f := fault("damaged-file", "", "", "a quotation mark is missing, or one too many, in the row that begins here", "Open it in a spreadsheet program, look at this row, and save it again.")
			f.Line = wrong.StartLine + skipped
			r.add(*f)
			return nil
		}
		if err != nil || len(rows) >= mostRows || len(record) > mostWide {
			r.add(*fault("too-large", "", fmt.Sprintf("at most %d rows and %d columns", mostRows, mostWide), "this file is too large for a sheet of votes or decisions", ""))
			return nil
		}
		here, _ := in.FieldPos(0)
		// A cell of three lines makes one row of a spreadsheet.
		row += here - line - breaks
		line, breaks = here, 0
		own := make([]string, len(record))
		for i, c := range record {
			own[i] = sheet.Plain(c)
			breaks += strings.Count(c, "\n")
		}
		rows = append(rows, cellRow{line + skipped, row + skipped, own})
	}
}

// delimiter gives the sign that parts the cells: of comma, semicolon and tab the one
// that stands most often, outside quotation marks, in the first line that has any.
func delimiter(text string) rune {
	count := map[rune]int{}
	quoted := false
	for _, c := range text[:min(len(text), 1<<16)] {
		if c == '"' {
			quoted = !quoted
		} else if !quoted && strings.ContainsRune(",;\t", c) {
			count[c]++
		} else if !quoted && c == '\n' && len(count) > 0 {
			break
		}
	}
	best := ','
	for _, c := range ";\t" {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}

func (r *reader) workbook(data []byte) (sheets [][]cellRow) {
	failed := func(err error) [][]cellRow {
		var f finding.Finding
		if !errors.As(err, &f) {
			f = *fault("damaged-file", "", "", err.Error(), "")
		}
		r.add(f)
		return nil
	}
	book, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return failed(err)
	}
	all := 0
	for _, s := range book.Sheets() {
		var rows []cellRow
		err := book.Rows(s, func(n int, cells []string) error {
			if all++; all > mostRows || len(cells) > mostWide {
				return *fault("too-large", "", fmt.Sprintf("at most %d rows and %d columns", mostRows, mostWide), "this file is too large for a sheet of votes or decisions", "")
			}
			own := make([]string, len(cells))
			for i, c := range cells {
				own[i] = sheet.Plain(c)
			}
			rows = append(rows, cellRow{n, n, own})
			return nil
		})
		if err != nil {
			return failed(err)
		}
		sheets = append(sheets, rows)
	}
	return sheets
}

// cell gives the trimmed cell of a column, "" where there is none.
func (r *reader) cell(row cellRow, column string) string {
	i, is := r.at[column]
	if !is || i >= len(row.cells) {
		return ""
	}
	return strings.Trim(row.cells[i], " \t\r\n\u00a0\ufeff")
}

// blank tells whether a row says nothing in the columns that people read.
func (r *reader) blank(row cellRow) bool {
	for _, c := range row.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// fault tells what is wrong with a cell.
func (r *reader) fault(row cellRow, column string, f finding.Finding) {
	f.Line = row.line
	f.Cell = column
	if i, is := r.at[column]; is {
		name := ""
		for n := i + 1; n > 0; n = (n - 1) / 26 {
			name = string(rune('A'+(n-1)%26)) + name
		}
		f.Cell = fmt.Sprintf("%s%d, %s", name, row.row, column)
	}
	r.add(f)
}

// add adds a finding; of one kind only the first are told, the rest counted in the
// last of them.
func (r *reader) add(f finding.Finding) {
	f.File = r.file
	key := string(f.Severity) + f.Kind
	if r.told[key]++; r.told[key] > mostOfKind {
		for i := len(r.found) - 1; i >= 0; i-- {
			if last := &r.found[i]; last.Severity == f.Severity && last.Kind == f.Kind {
				last.Count = r.told[key] - mostOfKind + 1
				return
			}
		}
	}
	r.found = append(r.found, f)
}
