package link

import (
	"encoding/csv"
	"errors"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/textfile"
)

// Confirmed is what a person has said in a table of WriteTable.
type Confirmed struct {
	// Links has a link for each row with a relation, in the table's order.
	Links *File
	// Rows is how many rows the table has beside its header, Empty how many of
	// them have no relation.
	Rows, Empty int
}

// needed are the columns without which a table cannot be read.
var needed = []string{"from_uuid", "to_uuid", "relation", "confirmed_by", "confirmed_on"}

// Confirm reads a table of WriteTable that a person has filled in, with commas,
// semicolons or tabs between the cells, and gives what is wrong with it, each by
// its line and column. A row without a relation says nothing and is counted. A
// row that a person has added, with the UUIDs of two items and without a score,
// is of method person. A day may also be written with the year last, as a
// spreadsheet shows it (31/01/2020, 31.1.2020), where no other day can be meant.
// A table from to to from has one finding that says so, and no other. The result
// is never nil, but is fit for use only where none of the findings is of severity
// Error.
func Confirm(file string, data []byte, from, to *frameworks.Framework) (*Confirmed, []finding.Finding) {
	out := &Confirmed{Links: &File{From: sideOf(from), To: sideOf(to), File: file}}
	fail := func(line int, f finding.Finding) (*Confirmed, []finding.Finding) {
		f.Severity, f.File, f.Line = finding.Error, file, line
		return out, []finding.Finding{f}
	}
	if what := textfile.NotText(data); what != "" {
		return fail(0, finding.Finding{
			Kind: "not-a-table", Found: what, Expected: "a CSV file", Message: "this file holds no table that can be read",
			Do: "Save the table as CSV (UTF-8) in the spreadsheet program.",
		})
	}
	decoded, note := textfile.Decode(data)
	var findings []finding.Finding
	if note != "" {
		findings = append(findings, finding.Finding{Severity: finding.Note, Kind: "encoding", File: file, Line: 1, Message: note})
	}
	r := csv.NewReader(strings.NewReader(decoded))
	r.Comma = delimiter(decoded)
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return fail(1, unreadable(err))
	}
	at := map[string]int{}
	for i, name := range header {
		if name = strings.ToLower(strings.TrimSpace(name)); name == "" {
			continue
		} else if _, twice := at[name]; twice {
			return fail(1, finding.Finding{Kind: "header-twice", Cell: name, Found: name, Expected: "each column once", Message: "this column is given twice"})
		}
		at[name] = i
	}
	for _, name := range needed {
		if _, ok := at[name]; !ok {
			return fail(1, finding.Finding{
				Kind: "missing-column", Cell: name, Expected: "a column named " + name, Message: "the table does not have this column",
				Do: "Keep the first row and all the columns as they were written.",
			})
		}
	}
	c := checker{at: func(i int, key string) finding.Finding {
		return finding.Finding{Severity: finding.Error, File: file, Line: out.Links.Links[i].Line, Cell: key}
	}}
	items := [2]map[string]*frameworks.Item{from.Index(), to.Index()}
	var way direction
	for {
		record, err := r.Read()
		if err != nil {
			var parse *csv.ParseError
			if errors.As(err, &parse) {
				f := unreadable(err)
				f.Severity, f.File, f.Line = finding.Error, file, parse.StartLine
				c.findings = append(c.findings, f)
			}
			break
		}
		line, _ := r.FieldPos(0)
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(record) {
				return sheet.Plain(record[i])
			}
			return ""
		}
		if !slices.ContainsFunc(record, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			continue // a line of separators alone, as spreadsheets leave below a table
		}
		out.Rows++
		l := Link{
			FromUUID: strings.ToLower(strings.TrimSpace(cell("from_uuid"))), FromCode: strings.TrimSpace(cell("from_code")),
			ToUUID: strings.ToLower(strings.TrimSpace(cell("to_uuid"))), ToCode: strings.TrimSpace(cell("to_code")),
		}
		way.see(line, &l, items)
		relation := strings.ToLower(strings.TrimSpace(cell("relation")))
		if relation == "" {
			out.Empty++
			for _, name := range []string{"confirmed_by", "confirmed_on", "note"} {
				if value := strings.TrimSpace(cell(name)); value != "" {
					c.findings = append(c.findings, finding.Finding{
						Severity: finding.Warning, Kind: "no-relation", File: file, Line: line, Cell: name, Found: value,
						Message: "this row is filled in but has no relation, and counts as empty", Do: "Write the relation, if there is one.",
					})
					break
				}
			}
			continue
		}
		l.Relation, l.Method, l.Note = relation, "person", cell("note")
		l.ConfirmedBy, l.ConfirmedOn = strings.TrimSpace(cell("confirmed_by")), strings.TrimSpace(cell("confirmed_on"))
		if day := days(l.ConfirmedOn); len(day) == 1 {
			l.ConfirmedOn = day[0]
		}
		l.Line = line
		out.Links.Links = append(out.Links.Links, l)
		i := len(out.Links.Links) - 1
		link := &out.Links.Links[i]
		if text := strings.TrimSpace(cell("score")); text != "" {
			link.Method = "likeness"
			// A spreadsheet for a language that has decimal commas shows them so.
			score, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
			if err != nil || score != score {
				c.report(i, "score", finding.Finding{
					Kind: "bad-score", Found: text, Expected: "a number from 0 to 1", Message: "this cannot be a score",
				})
			} else {
				link.Score = score
			}
		}
		c.link(i, link)
		for side, f := range []*frameworks.Framework{from, to} {
			c.item(i, link, side, items[side], f)
		}
	}
	if way.line > 0 && !way.right {
		a, b := from.ID+" "+from.Version, to.ID+" "+to.Version
		return out, append(findings, finding.Finding{
			Severity: finding.Error, Kind: "wrong-way-round", File: file, Line: way.line, Cell: "from_uuid",
			Found: "from " + b + " to " + a, Expected: "from " + a + " to " + b, Message: "this table is the other way round",
			Do: "Name the two frameworks in the table's order.",
		})
	}
	c.together(out.Links.Links)
	findings = append(findings, c.findings...)
	finding.Sort(findings)
	return out, findings
}

// direction is which of the two frameworks a table leads from. Two versions of
// one framework have items in common, whose rows could lead either way.
type direction struct {
	right bool // some row can only lead from the first to the second
	line  int  // of the first row that can only lead from the second to the first; 0 where there is none
}

func (d *direction) see(line int, l *Link, items [2]map[string]*frameworks.Item) {
	leads := func(from, to map[string]*frameworks.Item) bool {
		return from[l.FromUUID] != nil && (l.ToUUID == "" || to[l.ToUUID] != nil)
	}
	forth, back := leads(items[0], items[1]), leads(items[1], items[0])
	if forth && !back {
		d.right = true
	}
	if back && !forth && d.line == 0 {
		d.line = line
	}
}

// item checks that the item on one side of a link exists, and that its code is
// the item's. The code is then the framework's: spreadsheets change codes such
// as 1.10, and the UUID says which item is meant.
func (c *checker) item(i int, l *Link, side int, items map[string]*frameworks.Item, f *frameworks.Framework) {
	id, code, key := l.FromUUID, &l.FromCode, "from_"
	if side == 1 {
		id, code, key = l.ToUUID, &l.ToCode, "to_"
	}
	if id == "" {
		*code = ""
		return
	}
	item := items[id]
	if found, wrong := missing(id, item, f); wrong {
		if !wellFormed(id) {
			return // reported already
		}
		place := c.at(i, key+"uuid")
		found.File, found.Line, found.Cell = place.File, place.Line, place.Cell
		if found.Severity == "" {
			found.Severity = finding.Error
		}
		c.findings = append(c.findings, found)
	}
	if item == nil {
		return
	}
	if *code != item.Code && *code != "" {
		place := c.at(i, key+"code")
		c.findings = append(c.findings, finding.Finding{
			Severity: finding.Warning, Kind: "other-code", File: place.File, Line: place.Line, Cell: place.Cell, Found: *code, Expected: item.Code,
			Message: "this is not the code of the item with this uuid; the uuid counts",
			Do:      "See whether cells have been moved from one row to another; a spreadsheet may also have changed the code.",
		})
	}
	*code = item.Code
}

// delimiter gives what stands between the cells: what the header has most of.
func delimiter(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(first, ",")
	for _, d := range []rune{';', '\t'} {
		if n := strings.Count(first, string(d)); n > most {
			best, most = d, n
		}
	}
	return best
}

// unreadable says why a table could not be read.
func unreadable(err error) finding.Finding {
	f := finding.Finding{
		Kind: "not-a-table", Expected: "rows of cells with commas between them", Message: "this file holds no table that can be read",
		Do: "Write the table again with: concord framework link.",
	}
	if errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote) {
		f.Kind, f.Message = "unclosed-quote", "a quotation mark in this row is not closed, or stands in the middle of a cell; nothing after it was read"
		f.Do = `In a cell that has quotation marks, write each twice ("") and put one before and one after the whole cell.`
	}
	return f
}
