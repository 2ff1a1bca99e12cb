package theme

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/textfile"
	"concord/pipeline/workbook"
	"concord/pipeline/yamlfile"
)

// themeRow is one theme as a row of a table. Lists have one entry a line.
type themeRow struct {
	ID         string `csv:"id"`
	Parent     string `csv:"parent"`
	Name       string `csv:"name"`
	Definition string `csv:"definition"`
	Include    string `csv:"include"`
	Exclude    string `csv:"exclude"`
	Examples   string `csv:"examples"`
	Rules      string `csv:"rules"`
	Except     string `csv:"except"`
	Questions  string `csv:"questions"`
	Stance     string `csv:"stance"`
}

// tableColumns are the columns of a codebook's table.
var tableColumns = columnsOf()

func columnsOf() []string {
	var out []string
	t := reflect.TypeFor[themeRow]()
	for i := range t.NumField() {
		out = append(out, t.Field(i).Tag.Get("csv"))
	}
	return out
}

// CSV gives the themes as a table for a spreadsheet: one row a theme, the
// columns id, parent, name, definition, include, exclude, examples, rules,
// except, questions and stance, lists with one entry a line in their cell. White
// space around a text, and line breaks within an example, a rule or a question,
// become one space. What a table has no column for, the codebook's head, its
// history and the drafting notes, stays in the YAML; WithTable brings a table
// that was changed back to it.
func (cb *Codebook) CSV() ([]byte, error) {
	rows := make([]themeRow, len(cb.Themes))
	for i := range cb.Themes {
		t := &cb.Themes[i]
		rows[i] = themeRow{
			t.ID, t.Parent, cellText(t.Name), cellText(t.Definition), cellText(t.Include), cellText(t.Exclude), cellList(t.Examples),
			cellList(t.Rules), cellList(t.Except), cellList(t.Questions), string(t.Stance),
		}
	}
	return sheet.Marshal(rows)
}

// cellText gives a text as a cell holds it: UTF-8, "\n" between lines, no white
// space around it.
func cellText(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(valid(s)))
}

func cellList(list []string) string {
	var out []string
	for _, s := range list {
		if one := strings.Join(strings.Fields(valid(s)), " "); one != "" {
			out = append(out, one)
		}
	}
	return strings.Join(out, "\n")
}

func listOfCell(cell string) []string {
	var out []string
	for line := range strings.Lines(cell) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// IsTable tells whether a file is a table such as CSV gives, as CSV or as a
// workbook: its first row has the headers id and name.
func IsTable(data []byte) bool {
	var header []string
	if bytes.HasPrefix(data, []byte("PK")) {
		rows, _ := workbookRows(data, 1)
		if len(rows) > 0 {
			header = rows[0].cells
		}
	} else if textfile.NotText(data) == "" {
		text, _ := textfile.Decode(data)
		in := csv.NewReader(strings.NewReader(text))
		in.Comma = tableDelimiter(text)
		header, _ = in.Read()
	}
	has := func(name string) bool {
		return slices.ContainsFunc(header, func(cell string) bool { return headerName(cell) == name })
	}
	return has("id") && has("name")
}

// ReadTable reads the themes of a table such as CSV gives, from a text file of
// any encoding with commas, semicolons or tabs between its cells, or from the first
// sheet of a workbook (XLSX). The columns may come in any order, and all but id and
// name may be missing. It is checked as ReadCodebook checks; findings name the line
// on which the row begins, and the cell as a spreadsheet names it. The codebook has
// no id, title, version, language, history and drafting notes: see WithTable.
func ReadTable(file string, data []byte) (*Codebook, []finding.Finding) {
	c := codebookCheck{file: file, cb: &Codebook{columns: map[string]bool{}}, table: &tablePlaces{columns: map[string]int{}, rows: map[int]int{}}}
	var rows []tableRow
	if bytes.HasPrefix(data, []byte("PK")) {
		var err error
		if rows, err = workbookRows(data, 0); err != nil {
			c.add(finding.Error, "not-text", place{}, "", "a table as CSV or as a workbook (XLSX)", "this file is not a table that can be read: "+err.Error(), "Save the table again from a spreadsheet.")
			return c.cb, c.findings
		}
	} else {
		rows = c.csvRows(data)
	}
	if len(finding.Errors(c.findings)) > 0 {
		return c.cb, c.findings
	}
	if len(rows) == 0 {
		c.unreadable(io.EOF)
		return c.cb, c.findings
	}
	names := c.header(rows[0].cells)
	if len(finding.Errors(c.findings)) > 0 {
		return c.cb, c.findings
	}
	for _, row := range rows[1:] {
		if slices.ContainsFunc(row.cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			c.table.rows[row.line] = row.row
			c.row(row.line, names, row.cells)
		}
	}
	if len(c.cb.Themes) == 0 {
		c.add(finding.Error, "no-themes", place{line: 1}, "", "a row for each theme", "this table has no themes", "")
	}
	c.all()
	finding.Sort(c.findings)
	return c.cb, c.findings
}

// tableRow is a row, the line on which it begins, and its number in a spreadsheet.
type tableRow struct {
	line, row int
	cells     []string
}

func (c *codebookCheck) csvRows(data []byte) []tableRow {
	if kind := textfile.NotText(data); kind != "" {
		c.add(finding.Error, "not-text", place{}, kind, "a table as CSV or as a workbook (XLSX)", "this file is not a table as text", textfile.HowToText(kind))
		return nil
	}
	text, note := textfile.Decode(data)
	if note != "" {
		c.add(finding.Note, "encoding", place{}, "", "", note, "")
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = tableDelimiter(text)
	in.FieldsPerRecord = -1
	var out []tableRow
	next, nextRow := 1, 1 // the line after the last row, and the row that it is
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			c.unreadable(err)
			return nil
		}
		line, _ := in.FieldPos(0)
		row := nextRow + line - next // lines that hold nothing are rows too
		breaks := 0
		for _, cell := range record {
			breaks += strings.Count(cell, "\n")
		}
		next, nextRow = line+1+breaks, row+1
		out = append(out, tableRow{line, row, record})
	}
}

// workbookRows gives so many rows of the first sheet of a workbook, all for 0.
func workbookRows(data []byte, most int) (out []tableRow, err error) {
	book, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(book.Sheets()) == 0 {
		return nil, err
	}
	enough := errors.New("enough")
	err = book.Rows(book.Sheets()[0], func(n int, cells []string) error {
		out = append(out, tableRow{n, n, slices.Clone(cells)})
		if len(out) == most {
			return enough
		}
		return nil
	})
	if errors.Is(err, enough) {
		err = nil
	}
	return out, err
}

func (c *codebookCheck) unreadable(err error) {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		c.add(finding.Error, "not-csv", place{line: wrong.StartLine}, "", "cells as a spreadsheet writes them, quotation marks in pairs",
			"this row cannot be read: "+wrong.Err.Error(), "Save the table again from a spreadsheet, as CSV in UTF-8.")
		return
	}
	c.add(finding.Error, "empty-file", place{line: 1}, "", "a row of headers: "+strings.Join(tableColumns, ", "), "this file is empty", "")
}

// tableDelimiter gives what stands between the cells: what makes the most
// headers of a codebook out of the first line.
func tableDelimiter(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, d := range []rune{',', ';', '\t'} {
		n := 0
		for _, cell := range strings.Split(line, string(d)) {
			if slices.Contains(tableColumns, headerName(cell)) {
				n++
			}
		}
		if n > most {
			best, most = d, n
		}
	}
	return best
}

func headerName(cell string) string { return strings.ToLower(strings.Trim(cell, " \t\"\u00a0")) }

// header gives the column's name for each cell of the first row, "" for one that
// is not read.
func (c *codebookCheck) header(cells []string) []string {
	names := make([]string, len(cells))
	for i, cell := range cells {
		name := headerName(cell)
		switch {
		case name == "":
		case !slices.Contains(tableColumns, name):
			c.add(finding.Warning, "column-not-read", place{line: 1, cell: cell}, cell, strings.Join(tableColumns, ", "), "a codebook has no such column, and it was left out", finding.DidYouMean(name, tableColumns))
		case c.cb.columns[name]:
			c.add(finding.Error, "column-twice", place{line: 1, cell: cell}, cell, "each column once", "two columns have this header", "Take one of them out.")
		default:
			names[i] = name
			c.cb.columns[name] = true
			c.table.columns[name] = i
		}
	}
	for _, need := range []string{"id", "name"} {
		if !c.cb.columns[need] {
			c.add(finding.Error, "no-column", place{line: 1, cell: need}, "", "a column with the header "+need, "this table has no such column", "The first row must hold the headers: "+strings.Join(tableColumns, ", ")+".")
		}
	}
	return names
}

// row reads one theme.
func (c *codebookCheck) row(line int, names, cells []string) {
	t := Theme{Pos: yamlfile.Pos{Line: line}}
	for i, cell := range cells {
		if i >= len(names) {
			if strings.TrimSpace(cell) != "" {
				c.add(finding.Error, "too-many-cells", place{line: line, cell: cellName(i, c.table.rows[line])}, cell, fmt.Sprintf("%d cells, as there are headers", len(names)), "this row has more cells than there are headers", "A text with the delimiter in it needs quotation marks around it.")
			}
			continue
		}
		if names[i] != "" {
			t.put(names[i], cell)
		}
	}
	c.cb.Themes = append(c.cb.Themes, t)
}

// tablePlaces tells where in a spreadsheet the themes of a table stand.
type tablePlaces struct {
	columns map[string]int // by their headers, from 0
	rows    map[int]int    // by the lines on which they begin
}

// cell names the cell of a column in the row that begins on a line, such as
// "K7, stance".
func (t *tablePlaces) cell(line int, column string) string {
	at, there := t.columns[column]
	if !there {
		return column
	}
	return cellName(at, t.rows[line]) + ", " + column
}

// cellName names a cell as spreadsheets do, its column counted from 0.
func cellName(column, row int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}

// put sets what a column holds.
func (t *Theme) put(column, cell string) {
	cell = sheet.Plain(cell)
	text := strings.TrimSpace(cell)
	switch column {
	case "id":
		t.ID = text
	case "parent":
		t.Parent = text
	case "name":
		t.Name = text
	case "definition":
		t.Definition = text
	case "include":
		t.Include = text
	case "exclude":
		t.Exclude = text
	case "examples":
		t.Examples = listOfCell(cell)
	case "rules":
		t.Rules = listOfCell(cell)
	case "except":
		t.Except = listOfCell(cell)
	case "questions":
		t.Questions = listOfCell(cell)
	case "stance":
		t.Stance = Stance(strings.ToLower(text))
	}
}

// take gives what a column holds the value that it has in another theme.
func (t *Theme) take(column string, from *Theme) {
	switch column {
	case "parent":
		t.Parent = from.Parent
	case "name":
		t.Name = from.Name
	case "definition":
		t.Definition = from.Definition
	case "include":
		t.Include = from.Include
	case "exclude":
		t.Exclude = from.Exclude
	case "examples":
		t.Examples = from.Examples
	case "rules":
		t.Rules = from.Rules
	case "except":
		t.Except = from.Except
	case "questions":
		t.Questions = from.Questions
	case "stance":
		t.Stance = from.Stance
	}
}

// WithTable gives the codebook with its themes as a table has them that
// ReadTable read: in the table's order, with new themes where it has any.
// What the table has no column for stays as it is in the codebook, the drafting
// notes among it. A theme that the table has no more is an error, as codings of
// it could not be carried over: it must be renamed, merged, split or retired
// (see Rename). Where anything has changed the last number of the version rises
// by one (1.0.0 becomes 1.0.1, and 1 becomes 1.1). Where a finding is an error no
// codebook is given.
func (cb *Codebook) WithTable(table *Codebook) (*Codebook, []finding.Finding) {
	e := cb.edit()
	was := map[string]*Theme{}
	for i := range cb.Themes {
		was[cb.Themes[i].ID] = &cb.Themes[i]
	}
	there := map[string]bool{}
	e.cb.Themes = nil
	for _, row := range table.Themes {
		there[row.ID] = true
		t := row
		if old := was[row.ID]; old != nil {
			t = *old
			for _, column := range tableColumns {
				if table.columns[column] && !sameInTable(old, &row, column) {
					t.take(column, &row)
				}
			}
		}
		e.cb.Themes = append(e.cb.Themes, t)
	}
	for _, t := range cb.Themes {
		if !there[t.ID] {
			e.fault("theme-gone", t.ID, "a row for each theme of the codebook", "the table does not have this theme any more",
				"Put the row back, and rename, merge, split or retire the theme, so that what was coded with it can be carried over.")
		}
	}
	if len(finding.Errors(e.findings)) > 0 {
		return nil, e.findings
	}
	if !reflect.DeepEqual(e.cb.Themes, cb.Themes) {
		parts, ok := versionParts(cb.Version)
		if !ok {
			e.fault("version-form", cb.Version, "numbers with full stops between them, such as 1.0.0", "the version of this codebook cannot be raised", "Give it such a version: first.")
			return nil, e.findings
		}
		if len(parts) == 1 {
			parts = append(parts, 0)
		}
		parts[len(parts)-1]++
		e.cb.Version = versionText(parts)
	}
	return e.cb, e.findings
}

// sameInTable tells whether a table shows the same for both in a column. Then
// the codebook's own line breaks are kept, which a table may not show.
func sameInTable(a, b *Theme, column string) bool {
	shown := func(t *Theme) string {
		var one Theme
		one.take(column, t)
		return fmt.Sprintf("%q", []string{
			one.Parent, cellText(one.Name), cellText(one.Definition), cellText(one.Include), cellText(one.Exclude),
			cellList(one.Examples), cellList(one.Rules), cellList(one.Except), cellList(one.Questions), string(one.Stance),
		})
	}
	return column == "id" || shown(a) == shown(b)
}
