package disposition

import (
	"regexp"
	"slices"
	"strings"

	"concord/pipeline/onpage"
)

// The columns of a comment table, by their place in Header, and one more that
// tables of others have.
const (
	colBody = iota
	colLine
	colClause
	colElement
	colType
	colComment
	colChange
	colObservation
	colID
	colCount
	colNone = -1
)

// Header is the columns of the commenting template of ISO, IEC, CEN and CENELEC,
// version 2012-03.
var Header = []string{
	"MB/NC", "Line number", "Clause/Subclause", "Paragraph/Figure/Table", "Type of comment",
	"Comments", "Proposed change", "Observations of the secretariat",
}

// columnName names a column in messages.
func columnName(col int) string {
	if col == colID {
		return "ID"
	}
	return Header[col]
}

var (
	inBrackets = regexp.MustCompile(`\([^)]*\)?`)
	broken     = regexp.MustCompile(`(\pL)-\s*(\pL)`) // com-ment, as narrow columns break it
	notLetters = regexp.MustCompile(`[^\pL]+`)
)

// spellings are the words with which a column's header begins, in the order in
// which they are tried. One that ends in $ is the whole header.
var spellings = []struct {
	col   int
	words []string
}{
	{colObservation, []string{"observation", "secretariat", "disposition", "resolution", "decision", "outcome$", "response", "closed$", "status$", "final action", "editor s response", "proposed resolution", "our response"}},
	{colChange, []string{"proposed", "proposal", "suggested", "suggestion", "change$", "changes$"}},
	{colType, []string{"type", "comment type", "category", "kind$", "ge te ed"}},
	{colLine, []string{"line"}},
	{colElement, []string{"paragraph", "figure", "table", "element$"}},
	{colClause, []string{"clause", "subclause", "section", "locality$", "place$", "where$", "code$", "item$"}},
	{colID, []string{"id$", "no$", "nr$", "ref$", "reference$", "number$", "seq", "issue", "comment id", "comment no", "comment nr", "comment number", "comment ref"}},
	{colBody, []string{"mb", "nc$", "member body", "national committee", "body$", "organisation", "organization", "commenter", "country", "who$", "reviewer", "name$", "submitter", "raised by"}},
	{colComment, []string{"comment", "comments", "summary", "justification", "issue description", "description$", "text$"}},
}

// columnOf tells which column a header cell names, colNone for none.
func columnOf(cell string) int {
	// No header is longer; this bounds what the expressions see.
	if len(cell) > 200 {
		return colNone
	}
	s := broken.ReplaceAllString(inBrackets.ReplaceAllString(onpage.Clean(cell), " "), "$1$2")
	s = strings.TrimSpace(notLetters.ReplaceAllString(strings.ToLower(strings.ReplaceAll(s, "_", " ")), " "))
	if s == "" {
		return colNone
	}
	for _, sp := range spellings {
		for _, w := range sp.words {
			if whole, ok := strings.CutSuffix(w, "$"); ok && s == whole || !ok && strings.HasPrefix(s, w) {
				return sp.col
			}
		}
	}
	return colNone
}

// record is a row of a table, from whatever file.
type record struct {
	// line is the row's number as people see it; table counts tables from 1, 0
	// where the file has but one.
	line, table int
	cells       []string
	// below tells of each cell whether it belongs to a merged one above it.
	below []bool
}

func (r record) cell(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

func (r record) empty() bool {
	return !slices.ContainsFunc(r.cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// columns gives for each column its place in a table, colNone where it is not
// there.
type columns [colCount]int

func noColumns() (c columns) {
	for i := range c {
		c[i] = colNone
	}
	return c
}

// header reads the columns that a row names; twice are the headers that name a
// column that another named before, unused those that name none.
func header(cells []string) (c columns, found int, twice, unused []string) {
	c = noColumns()
	for i, cell := range cells {
		switch col := columnOf(cell); {
		case col == colNone:
			if strings.TrimSpace(cell) != "" {
				unused = append(unused, cell)
			}
		case c[col] != colNone:
			if cells[c[col]] != cell { // a header cell merged over two columns says it twice
				twice = append(twice, cell)
			}
		default:
			c[col] = i
			found++
		}
	}
	return c, found, twice, unused
}

// usable tells whether a header names enough to read comments by it.
func (c columns) usable(found int) bool {
	return found >= 3 && (c[colComment] != colNone || c[colChange] != colNone)
}

// mostBefore is in how many rows, from the first, a header is looked for.
const mostBefore = 30

// findHeader gives the columns of a table and where its comments begin; ok is
// false where no row names the columns. A header over two rows, such as "Place"
// above "Clause" and "Line", is read as one.
func findHeader(rows []record) (c columns, after int, twice, unused []string, ok bool) {
	for i := range min(len(rows), mostBefore) {
		first, found, tw, un := header(rows[i].cells)
		if i+1 < len(rows) {
			if joined, n, tw2, un2 := header(joinHeader(rows[i], rows[i+1])); n > found && joined.usable(n) {
				return joined, i + 2, tw2, un2, true
			}
		}
		if first.usable(found) {
			return first, i + 1, tw, un, true
		}
	}
	return noColumns(), 0, nil, nil, false
}

// joinHeader puts the cells of the lower row of a header that name a column in the
// place of those of the upper one. It is the upper row alone where the lower one has
// words of its own below a column that is named: these are a comment's.
func joinHeader(upper, lower record) []string {
	out := slices.Clone(upper.cells)
	for len(out) < len(lower.cells) {
		out = append(out, "")
	}
	for i := range out {
		down := strings.TrimSpace(lower.cell(i))
		switch {
		case down == "":
		case columnOf(down) != colNone:
			out[i] = down // the lower one is the narrower: "Line" below "Place"
		case columnOf(out[i]) == colNone:
		case strings.TrimSpace(inBrackets.ReplaceAllString(down, "")) != "":
			return upper.cells
		}
	}
	return out
}

// repeats tells whether a row is the table's header again, or the numbers or
// examples below it, as it stands on every page of some templates.
func (c columns) repeats(r record) bool {
	same, other := 0, 0
	for col, at := range c {
		if at == colNone {
			continue
		}
		switch cell := strings.TrimSpace(r.cell(at)); {
		case cell == "":
		case len(cell) <= 80 && columnOf(cell) == col, strings.HasPrefix(cell, "(e.g."):
			same++
		default:
			other++
		}
	}
	return same >= 2 && other == 0
}
