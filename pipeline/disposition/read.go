package disposition

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
	"concord/pipeline/sheet"
	"concord/pipeline/textfile"
	"concord/pipeline/workbook"
)

// Read gives the comments of a comment table: the ISO template as YAML, Word,
// Excel or CSV, with its columns in any order and by the usual names, or any
// table that names a column of comments or of proposed changes. What the file is
// is told from its bytes; only YAML is known by its name (.yaml, .yml). A finding
// of severity Error means that comments are missing.
func Read(file string, data []byte) ([]Comment, []finding.Finding) {
	c := newCollector(file)
	switch {
	case len(data) > mostBytes:
		c.report(finding.Finding{
			Severity: finding.Error, Kind: "too-large", Found: fmt.Sprintf("%d MB", len(data)>>20), Expected: fmt.Sprintf("at most %d MB", mostBytes>>20),
			Message: "this file is larger than a table of comments can be", Do: "Look whether this is the file that is meant.",
		})
	case bytes.HasPrefix(data, []byte("PK")):
		c.office(data)
	case textfile.NotText(data) != "":
		kind := textfile.NotText(data)
		c.report(finding.Finding{
			Severity: finding.Error, Kind: "not-a-table", Found: kind, Expected: "a table of comments as Word (.docx), Excel (.xlsx), CSV or YAML",
			Message: "this file is " + kind, Do: textfile.HowToText(kind),
		})
	case strings.EqualFold(path.Ext(file), ".yaml"), strings.EqualFold(path.Ext(file), ".yml"):
		c.yaml(data)
	default:
		c.text(data)
	}
	return c.comments, c.findings
}

// fail takes in an error of a reader beneath.
func (c *collector) fail(err error) {
	var f finding.Finding
	if !errors.As(err, &f) {
		f = finding.Finding{Severity: finding.Error, Kind: "damaged", Message: "this file cannot be read: " + err.Error(), Do: "Save it again."}
	}
	c.report(f)
}

// office reads a Word or Excel file.
func (c *collector) office(data []byte) {
	archive, err := packed.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		c.fail(err)
		return
	}
	switch kind := archive.Kind(); kind {
	case packed.Word:
		c.word(archive, data)
	case packed.Excel:
		c.excel(data)
	default:
		c.report(finding.Finding{
			Severity: finding.Error, Kind: "not-a-table", Found: string(kind), Expected: "a Word document (.docx) or an Excel workbook (.xlsx)",
			Message: "this is " + string(kind), Do: "Save the table of comments as Word, Excel or CSV.",
		})
	}
}

func (c *collector) excel(data []byte) {
	book, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		c.fail(err)
		return
	}
	var tables [][]record
	size := 0
	for _, s := range book.Sheets() {
		if s.Hidden {
			continue
		}
		var rows []record
		err := book.Rows(s, func(n int, cells []string) error {
			if size += 16; size > mostBytes {
				return tooMuchText
			}
			r := record{line: n, table: len(tables) + 1}
			for _, cell := range cells {
				size += len(cell) + 16
				r.cells = append(r.cells, sheet.Plain(cell))
			}
			rows = append(rows, r)
			return nil
		})
		if err != nil {
			c.fail(err)
			return
		}
		tables = append(tables, rows)
	}
	c.read(tables)
}

var tooMuchText = finding.Finding{
	Severity: finding.Error, Kind: "too-large", Expected: fmt.Sprintf("at most %d MB of text", mostBytes>>20),
	Message: "this holds more text than a table of comments can", Do: "Look whether this is the file that is meant.",
}

// text reads CSV, with commas, semicolons or tabs.
func (c *collector) text(data []byte) {
	text, note := textfile.Decode(data)
	if strings.TrimSpace(text) == "" {
		c.report(finding.Finding{Severity: finding.Error, Kind: "empty-file", Message: "this file is empty", Expected: "a table of comments"})
		return
	}
	if note != "" {
		c.report(finding.Finding{Severity: finding.Note, Kind: "encoding", Message: note})
	}
	comma, most := ',', -1
	for _, try := range []rune{',', ';', '\t'} {
		// The header decides, and then the number of columns, so only the beginning
		// is tried.
		head, _ := records(text[:min(len(text), 64<<10)], try)
		cols, _, _, _, _ := findHeader(head)
		score := widest(head)
		for _, at := range cols {
			if at != colNone {
				score += 1000
			}
		}
		if score > most {
			comma, most = try, score
		}
	}
	rows, err := records(text, comma)
	if err != nil {
		var at *csv.ParseError
		f := finding.Finding{Severity: finding.Error, Kind: "damaged-csv", Message: "from here on this file cannot be read as CSV", Do: "Export the table again as CSV; a quotation mark that is not doubled is the usual cause."}
		if errors.As(err, &at) {
			f.Line, f.Column, f.Found = at.Line, at.Column, at.Err.Error()
		}
		c.report(f)
	}
	c.read([][]record{rows})
}

// records gives the rows of a CSV file as far as it can be read.
func records(text string, comma rune) ([]record, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord = comma, -1
	var out []record
	for {
		cells, err := in.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		line, _ := in.FieldPos(0)
		for i := range cells {
			cells[i] = sheet.Plain(cells[i])
		}
		out = append(out, record{line: line, cells: cells})
	}
}

// read takes the comments out of tables. One without a header of its own has the
// columns of the one before it, or of the template, whose names stand in the head
// of its pages, where its columns are as many.
func (c *collector) read(tables [][]record) {
	c.tables = len(tables)
	read, passed := 0, 0
	var before columns
	width := 0 // of the table whose columns before are
	for _, rows := range tables {
		if len(rows) == 0 {
			continue
		}
		cols, after, twice, unused, ok := findHeader(rows)
		switch {
		case ok:
			c.header(rows[after-1], twice, unused)
			before, width = cols, widest(rows)
		case width > 0 && widest(rows) == width:
			cols = before
		default:
			if cols, ok = templateColumns(rows); !ok {
				passed++
				continue
			}
			c.report(finding.Finding{
				Severity: finding.Note, Kind: "no-header", Line: rows[0].line, Expected: strings.Join(Header, ", "),
				Message: fmt.Sprintf("this table does not name its columns; its %d columns are read as those of the ISO template", widest(rows)),
			})
			before, width = cols, widest(rows)
		}
		read++
		var above [colCount]string
		for _, r := range rows[after:] {
			if r.empty() || cols.repeats(r) {
				continue
			}
			// One cell beside several comments tells the place, or the body, of all.
			for _, col := range []int{colBody, colLine, colClause, colElement, colType} {
				at := cols[col]
				if at == colNone || at >= len(r.cells) {
					continue
				}
				if at < len(r.below) && r.below[at] && strings.TrimSpace(r.cells[at]) == "" {
					r.cells[at] = above[col]
				} else if above[col] = r.cells[at]; col == colBody {
					_, above[col] = who(r.cells[at]) // the id is the first one's alone
				}
			}
			c.add(cols, r)
		}
	}
	switch {
	case read == 0:
		c.report(finding.Finding{
			Severity: finding.Error, Kind: "no-columns", Expected: strings.Join(Header, ", "),
			Message: "no row of this file names the columns of a table of comments", Do: "Name them in the first row, as the ISO template does; at least three, with Comments or Proposed change among them.",
		})
	case passed > 0:
		c.report(finding.Finding{Severity: finding.Note, Kind: "other-tables", Count: passed, Message: "a table of this file is none of comments and is passed over"})
	}
}

func (c *collector) header(r record, twice, unused []string) {
	for _, name := range twice {
		c.report(finding.Finding{
			Severity: finding.Warning, Kind: "column-twice", Line: r.line, Cell: finding.Quote(name), Expected: "each column once",
			Message: "another column before it has the same meaning; this one is not read", Do: "Give it another name, or put the two together.",
		})
	}
	for _, name := range unused {
		c.report(finding.Finding{Severity: finding.Note, Kind: "column-unused", Line: r.line, Cell: finding.Quote(name), Message: "this column is none of a table of comments and is not read"})
	}
}

func widest(rows []record) (n int) {
	for _, r := range rows {
		n = max(n, len(r.cells))
	}
	return n
}

// templateColumns gives the columns of a table without a header that is as wide as the
// ISO template: eight columns (version 2012-03), or seven without line numbers
// (form 13B of 2001). Where it holds anything, most of the types must be types.
func templateColumns(rows []record) (columns, bool) {
	cols := noColumns()
	switch widest(rows) {
	case 8:
		for i := range Header {
			cols[i] = i
		}
	case 7:
		for i, col := range []int{colBody, colClause, colElement, colType, colComment, colChange, colObservation} {
			cols[col] = i
		}
	default:
		return cols, false
	}
	right, all := 0, 0
	for _, r := range rows {
		if cell := strings.TrimSpace(r.cell(cols[colType])); cell != "" {
			all++
			if _, ok := typeOf(cell); ok {
				right++
			}
		} else if !r.empty() {
			all++
		}
	}
	return cols, 2*right >= all
}
