package disposition

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"concord/pipeline/packed"
	"concord/pipeline/wordfile"
)

const (
	// mostColumns is how many columns a table may have: Word's own bound.
	mostColumns = 63
	// mostCells is how many cells the tables of a document may have.
	mostCells = 1_000_000
)

// The namespaces of Word's elements; drawings and slides have tables too.
var wordSpaces = map[string]bool{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": true,
	"http://purl.oclc.org/ooxml/wordprocessingml/main":             true,
}

// place is a cell of a table of a Word document, counted as wordfile counts:
// tables from 1 in the order in which they begin, rows and cells from 1.
type place struct{ table, row, cell int }

// shape is what wordfile does not tell of a cell: where it begins among the
// table's columns, from 0, and whether it is the lower part of one merged
// downwards.
type shape struct {
	column int
	below  bool
}

// layout is the cells of all tables of a document.
type layout struct {
	cells map[place]shape
	// within names the cell in which a table stands, for tables within tables.
	within map[int]place
}

// word reads the tables of a Word document. Its words are wordfile's; where the
// cells of merged ones stand is read here.
func (c *collector) word(archive *packed.Archive, data []byte) {
	doc, err := wordfile.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		c.fail(err)
		return
	}
	lay, err := layoutOf(archive)
	if err != nil {
		c.fail(err)
		return
	}
	// growing is a row whose cells are still paragraphs.
	type growing struct {
		record
		texts [][]string
	}
	var found [][]growing
	number := map[int]int{} // of a table of the document, its place in found
	for _, p := range doc.Paragraphs {
		at := place{p.Table, p.Row, p.Column}
		for {
			outer, ok := lay.within[at.table]
			if !ok {
				break
			}
			at = outer
		}
		if at.table == 0 || at.row == 0 || at.cell == 0 {
			continue
		}
		n, ok := number[at.table]
		if !ok {
			n = len(found)
			number[at.table] = n
			found = append(found, nil)
		}
		if rows := found[n]; len(rows) == 0 || rows[len(rows)-1].line != at.row {
			found[n] = append(rows, growing{record: record{line: at.row, table: n + 1}})
		}
		r := &found[n][len(found[n])-1]
		s := lay.cells[at]
		for len(r.texts) <= s.column {
			r.texts, r.below = append(r.texts, nil), append(r.below, false)
		}
		r.below[s.column] = s.below
		if text := strings.TrimSpace(p.Text); text != "" {
			r.texts[s.column] = append(r.texts[s.column], text)
		}
	}
	tables := make([][]record, len(found))
	for i, rows := range found {
		for _, r := range rows {
			for _, t := range r.texts {
				r.cells = append(r.cells, strings.Join(t, "\n"))
			}
			tables[i] = append(tables[i], r.record)
		}
	}
	c.read(tables)
}

// layoutOf reads where the cells of a document's tables stand.
func layoutOf(archive *packed.Archive) (*layout, error) {
	main := archive.Main()
	if main == "" {
		main = "word/document.xml"
	}
	part, err := archive.Part(main, mostBytes)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	type open struct {
		place
		column int // where the next cell begins
	}
	lay := &layout{map[place]shape{}, map[int]place{}}
	var tables []open
	count := 0
	tokens := packed.NewTokens(part, main)
	for {
		token, err := tokens.Next()
		if err == io.EOF {
			return lay, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := len(tables)
			if !wordSpaces[t.Name.Space] && t.Name.Local != "Fallback" {
				continue
			}
			switch t.Name.Local {
			case "Fallback", "del", "moveFrom", "instrText", "pPr", "rPr":
				// What wordfile passes over, so that tables are counted alike. The
				// properties of rows and cells have a del that is empty.
				if err := tokens.Skip(); err != nil {
					return nil, err
				}
			case "tbl":
				count++
				if n > 0 {
					lay.within[count] = tables[n-1].place
				}
				tables = append(tables, open{place: place{table: count}})
			case "tr":
				if n > 0 {
					tables[n-1].row++
					tables[n-1].cell, tables[n-1].column = 0, 0
				}
			case "gridBefore":
				if n > 0 {
					tables[n-1].column += span(t)
				}
			case "tc":
				if n > 0 {
					o := &tables[n-1]
					o.cell++
					if len(lay.cells) == mostCells {
						return nil, tooMuchText
					}
					lay.cells[o.place] = shape{column: min(o.column, mostColumns-1)}
					o.column++
				}
			case "gridSpan":
				if n > 0 {
					tables[n-1].column += span(t) - 1
				}
			case "vMerge":
				if n > 0 && packed.Attr(t, "val") != "restart" {
					s := lay.cells[tables[n-1].place]
					s.below = true
					lay.cells[tables[n-1].place] = s
				}
			}
		case xml.EndElement:
			if n := len(tables); n > 0 && t.Name.Local == "tbl" && wordSpaces[t.Name.Space] {
				tables = tables[:n-1]
			}
		}
	}
}

// span reads over how many columns a cell reaches, 1 to mostColumns.
func span(t xml.StartElement) int {
	n, err := strconv.Atoi(packed.Attr(t, "val"))
	if err != nil {
		return 1
	}
	return max(1, min(n, mostColumns))
}
