package qda

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/workbook"
)

// mostRows is how many codes the table of a codebook may have.
const mostRows = 200_000

// tableReader makes the codes of a codebook's table, whose rows name a code by
// its way down the tree.
type tableReader struct {
	*tally
	nodes  []tableCode
	byPath map[string]int
}

// tableRow is what a row says of its code beside the way to it.
type tableRow struct{ description, guid, colour string }

type tableCode struct {
	tableRow
	name   string
	parent int  // -1 for none
	row    bool // whether it has a row of its own
}

// add adds the code at the end of a way, and those on the way that there are not.
// A second row of a code may say more of it, as a second sheet of MAXQDA does.
func (r *tableReader) add(way []string, row tableRow, line int) {
	parent, path := -1, ""
	for i, name := range way {
		path += "\x00" + name
		at, ok := r.byPath[path]
		last := i == len(way)-1
		if ok && last && r.nodes[at].row {
			n := &r.nodes[at]
			if n.description != row.description || n.guid != "" {
				r.warn("code-twice", line, name, "a code stands twice in this codebook; the second was left out", "")
				return
			}
			n.tableRow = row
			return
		}
		if !ok {
			at = len(r.nodes)
			r.byPath[path] = at
			r.nodes = append(r.nodes, tableCode{name: name, parent: parent})
		}
		if last {
			r.nodes[at].tableRow, r.nodes[at].row = row, true
		}
		parent = at
	}
}

// project gives the codes as a tree. GUIDs that the table does not have are made
// of the ways.
func (r *tableReader) project(origin string) Project {
	below := make([][]int, len(r.nodes)+1)
	for i, n := range r.nodes {
		below[n.parent+1] = append(below[n.parent+1], i)
	}
	taken := map[string]bool{}
	var tree func(int, string) []Code
	tree = func(at int, path string) []Code {
		var out []Code
		for _, i := range below[at+1] {
			n := r.nodes[i]
			way := path + "\x00" + n.name
			id, ok := canonical(n.guid)
			if !ok || taken[id] {
				id = named(space("table", ""), "code", way)
			}
			taken[id] = true
			out = append(out, Code{GUID: id, Name: n.name, Description: n.description, Colour: n.colour, Codable: true, Codes: tree(i, way)})
		}
		return out
	}
	return Project{Origin: origin, Codes: tree(-1, "")}
}

func (r *tableReader) tooMany(line int) error {
	if len(r.nodes) <= mostRows {
		return nil
	}
	return tooMuch(line, "this codebook has too many codes", "at most 200,000")
}

func (r *tableReader) tooDeep(line, deep int) error {
	if deep <= 100 {
		return nil
	}
	return tooMuch(line, "the codes of this codebook stand too deep within each other", "at most 100")
}

// taguetteRow is one row of a Taguette codebook.
type taguetteRow struct {
	Tag         string `csv:"tag"`
	Description string `csv:"description"`
}

// readTaguette reads a CSV with a column tag, name or path and one for the
// description. Taguette has no tree, but by its custom a.b is below a; so it is
// read where there is a tag a.
func readTaguette(t *tally, text string) (Project, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		return Project{}, notQDA("a text that is no table")
	}
	tag, description := -1, -1
	for i, h := range header {
		switch strings.ToLower(strings.TrimSpace(h)) {
		case "tag", "name", "path":
			if tag < 0 {
				tag = i
			}
		case "description":
			description = i
		}
	}
	if tag < 0 {
		return Project{}, notQDA("a table without a column tag, name or path")
	}
	for i, h := range header {
		if i != tag && i != description {
			t.lost(1, 1, "the column "+finding.Quote(h))
		}
	}
	type row struct {
		tag, description string
		line             int
	}
	var rows []row
	tags := map[string]bool{}
	cell := func(record []string, i int) string {
		if i < 0 || i >= len(record) {
			return ""
		}
		return sheet.Plain(record[i])
	}
	var damage error
	for {
		record, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			f := finding.Finding{Severity: finding.Error, Kind: "damaged-csv", Message: "this row cannot be read as CSV", Do: "Export the codebook again as CSV."}
			var at *csv.ParseError
			if errors.As(err, &at) {
				f.Line = at.Line
			}
			damage = f
			break
		}
		line, _ := in.FieldPos(0)
		name := strings.TrimSpace(cell(record, tag))
		if name == "" {
			t.warn("no-name", line, "", "a code has no name; it was left out", "")
			continue
		}
		rows = append(rows, row{name, cell(record, description), line})
		tags[name] = true
	}
	r := &tableReader{tally: t, byPath: map[string]int{}}
	for _, row := range rows {
		way := wayOf(row.tag, tags)
		if err := errors.Join(r.tooDeep(row.line, len(way)), r.tooMany(row.line)); err != nil {
			return r.project("Taguette"), err
		}
		r.add(way, tableRow{description: row.description}, row.line)
	}
	return r.project("Taguette"), damage
}

// mostTag is the length up to which a tag may be a way.
const mostTag = 1000

// wayOf divides a tag at each full stop before which there is a tag.
func wayOf(tag string, tags map[string]bool) []string {
	var way []string
	from := 0
	if len(tag) > mostTag {
		return []string{tag}
	}
	for i := range len(tag) {
		if tag[i] == '.' && i > from && i+1 < len(tag) && tags[tag[:i]] {
			way = append(way, tag[from:i])
			from = i + 1
		}
	}
	return append(way, tag[from:])
}

// WriteTaguette gives the codes of a project as a codebook that Taguette reads: a
// CSV with the columns tag and description. A code below another is written after
// it and a full stop.
func WriteTaguette(p Project) ([]byte, error) {
	var rows []taguetteRow
	var paths []string
	everyCode(p.Codes, func(c *Code, parent int) {
		path := c.Name
		if parent >= 0 {
			path = paths[parent] + "." + path
		}
		paths = append(paths, path)
		rows = append(rows, taguetteRow{path, c.Description})
	})
	return sheet.Marshal(rows)
}

// maxqdaWay stands between the codes of a way in MAXQDA's table.
const maxqdaWay = " > "

// readMAXQDA reads the codebook that MAXQDA saves as an Excel workbook: a sheet
// whose first row says Code and Memo, the codes each with the way to it, and
// another that also says GUID and Color.
func readMAXQDA(t *tally, data []byte) (Project, error) {
	book, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Project{}, err
	}
	r := &tableReader{tally: t, byPath: map[string]int{}}
	for _, s := range book.Sheets() {
		at := map[string]int{} // column by its header
		first := true
		err := book.Rows(s, func(n int, cells []string) error {
			if first {
				first = false
				for i, c := range cells {
					at[strings.ToLower(strings.TrimSpace(c))] = i
				}
				return nil
			}
			cell := func(header string) string {
				if i, ok := at[header]; ok && i < len(cells) {
					return cells[i]
				}
				return ""
			}
			if strings.TrimSpace(cell("code")) == "" {
				return nil
			}
			way := strings.Split(cell("code"), maxqdaWay)
			if err := errors.Join(r.tooDeep(n, len(way)), r.tooMany(n)); err != nil {
				return err
			}
			row := tableRow{description: cell("memo"), guid: cell("guid")}
			if c := cell("color"); colourForm.MatchString(c) {
				row.colour = c
			}
			r.add(way, row, n)
			return nil
		})
		if err != nil {
			return r.project("MAXQDA"), err
		}
		if _, ok := at["code"]; !ok {
			t.lost(0, 1, "the sheet "+finding.Quote(s.Name))
		}
	}
	if len(r.nodes) == 0 {
		return Project{}, notQDA("an Excel workbook without a sheet that begins with Code and Memo")
	}
	return r.project("MAXQDA"), nil
}
