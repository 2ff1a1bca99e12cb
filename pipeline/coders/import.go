package coders

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// Carry gives the ids that a theme of an earlier version of the codebook has
// today. certain is false where a person must look again, as after a split; ids is
// empty and certain true where the theme was retired, and false with no ids where
// that version had no such theme.
type Carry func(themeID, fromVersion string) (ids []string, certain bool)

// Against is what a sheet that comes back is checked against.
type Against struct {
	Codebook *theme.Codebook
	// Units are all that the consultation has, whether or not they are in the sheet.
	Units []theme.Unit
	// Coder is whose sheet this should be; "" takes the name that the sheet has.
	Coder string
	// Day is written with each judgement, such as 2026-03-04.
	Day string
	// Carry tells of themes of earlier versions of the codebook; nil knows of none.
	Carry Carry
}

// Imported is what was read from a sheet.
type Imported struct {
	Coder string
	// Settled tells that these judgements settle differences between coders.
	Settled    bool
	Judgements []Judgement
	// Rows are those of units; NotJudged had nothing marked, or were not checked
	// where that is asked for.
	Rows, NotJudged int
	// Same are judgements that the record has already, beside those in Judgements;
	// see FromProject.
	Same int
	// Asked are the themes that the sheet asked about, in the ids of its codebook.
	Asked []string
}

// Import reads a sheet that a coder has filled in, CSV or workbook, and checks
// every cell that matters. Rows may be sorted and left out, and columns moved. A
// row counts as judged when a theme, no_theme or checked is marked; where cells
// were filled in beforehand, only when checked is. With an error among the
// findings, which come in the sheet's order, nothing may be taken, and Judgements
// is empty.
func Import(file string, data []byte, in Against) (Imported, []finding.Finding) {
	r := &importer{Against: in}
	r.file = file
	g, found := readGrid(file, data, unitColumn)
	if damaged(found) && !looksLikeSheet(data) {
		found = nil // it is another file altogether, whose quotation marks are in order
		g.rows = nil
	}
	r.faults.all = found
	if len(finding.Errors(found)) > 0 {
		return Imported{}, r.done()
	}
	if in.Coder != "" {
		name, err := Name(in.Coder)
		if err != nil {
			f := err.(finding.Finding)
			r.add(f)
		}
		r.Coder = name
	}
	if rest, ok := r.header(g); ok {
		r.index()
		for _, row := range rest {
			if !r.sums(row) {
				r.misplaced(row)
				r.row(row)
			}
		}
		r.whole()
	}
	out := Imported{Coder: r.Coder, Settled: r.settled, Judgements: r.judgements, Rows: r.rows, NotJudged: r.notJudged}
	for i := range out.Judgements {
		out.Judgements[i].Coder = r.Coder
	}
	for _, t := range r.themes {
		out.Asked = append(out.Asked, t.id)
	}
	findings := r.done()
	if len(finding.Errors(findings)) > 0 {
		out.Judgements = nil
	}
	return out, findings
}

type importer struct {
	Against
	faults
	at     map[string]int // columns by their names
	themes []themeAt
	// unknown are columns that are no theme of the codebook.
	unknown []themeAt
	version string // of the codebook that the sheet was made with
	head    gridRow

	byID   map[string]int
	byText map[string]int
	first  map[string]seenRow

	judgements      []Judgement
	rows, notJudged int
	blank           int
	settled, others bool // rows that settle, rows that do not
}

type themeAt struct {
	id     string
	column int
}

// seenRow is the row in which a unit came first.
type seenRow struct {
	row    int
	judged int // its judgement, -1 for none
}

// fault adds a finding at a cell.
func (r *importer) fault(severity finding.Severity, kind string, row gridRow, column int, expected, message, do string) {
	cell := ""
	if column >= 0 {
		cell = place(column, row.row)
		if name := strings.TrimSpace(r.head.at(column)); name != "" {
			cell += ", " + name
		}
	} else {
		cell = fmt.Sprintf("row %d", row.row)
	}
	r.add(finding.Finding{
		Severity: severity, Kind: kind, File: r.file, Line: row.line, Cell: cell, Found: row.at(column),
		Expected: expected, Message: message, Do: do,
	})
}

// header finds the header, and which column is which.
func (r *importer) header(g grid) (rest []gridRow, ok bool) {
	at := -1
	for i := range min(len(g.rows), headerWithin) {
		if slices.ContainsFunc(g.rows[i].cells, func(c string) bool { return sameHeader(c, unitColumn) }) {
			at = i
			break
		}
	}
	if at < 0 {
		line := 0
		if len(g.rows) > 0 {
			line = g.rows[0].line
		}
		r.add(finding.Finding{
			Severity: finding.Error, Kind: "no-header", File: r.file, Line: line, Expected: "a row with the names of the columns: unit, question, text …",
			Message: "this is no sheet of codes: it has no row that names the columns", Do: "Bring back the sheet that was exported, with its first row as it was.",
		})
		return nil, false
	}
	r.head, rest = g.rows[at], g.rows[at+1:]
	if !slices.ContainsFunc(rest, func(row gridRow) bool { return !row.blank() }) {
		r.fault(finding.Error, "no-rows", r.head, -1, "a row for each unit", "this sheet has no rows of units", "Is it the right file?")
		return nil, false
	}
	r.at = map[string]int{}
	for _, name := range columns {
		r.at[name] = -1
	}
	known := make(map[string]string, len(r.Codebook.Themes)) // ids by their headers, in small letters
	for i := range r.Codebook.Themes {
		id := r.Codebook.Themes[i].ID
		known[strings.ToLower(themeHeader(id))] = id
	}
	contents := contentsOf(rest)
	used := map[string]int{}
	for column, cell := range r.head.cells {
		name := strings.ToLower(strings.Trim(cell, " \t\n\u00a0\ufeff"))
		if name == "" {
			if n := contents[column].filled; n > 0 {
				r.fault(finding.Warning, "no-column-name", r.head, column, "", fmt.Sprintf("this column has no name, and %d cells; it was not read", n), "")
			}
			continue
		}
		if before, twice := used[name]; twice {
			r.fault(finding.Error, "column-twice", r.head, column, "each column once", "this column is also "+place(before, r.head.row), "Take one of the two out.")
			continue
		}
		used[name] = column
		switch id, isTheme := known[name]; {
		case slices.Contains(columns, name):
			r.at[name] = column
		case isTheme:
			r.themes = append(r.themes, themeAt{id, column})
		case strings.HasPrefix(name, codesOf):
		default:
			r.unknown = append(r.unknown, themeAt{strings.TrimPrefix(strings.TrimSpace(cell), themeMark), column})
		}
	}
	r.version = r.one(rest, versionColumn, "version of the codebook")
	made := ""
	if r.version, made, _ = strings.Cut(strings.TrimPrefix(r.version, versionMark), " "); r.version == "" {
		r.version = r.Codebook.Version
	}
	r.whose(rest, strings.TrimSpace(made))
	r.columnsMissing()
	r.unknownColumns(contents)
	slices.SortFunc(r.themes, func(a, b themeAt) int { return a.column - b.column })
	return rest, len(finding.Errors(r.faults.all)) == 0
}

// content says what the cells of a column hold: how many anything, and whether any
// looks like a mark rather than words.
type content struct {
	filled int
	marked bool
}

func contentsOf(rows []gridRow) map[int]content {
	out := map[int]content{}
	for i := range rows {
		for column, cell := range rows[i].cells {
			if strings.TrimSpace(cell) == "" {
				continue
			}
			c := out[column]
			if c.filled++; !c.marked {
				kind, _, _ := readCell(cell)
				c.marked = kind == ticked || kind == stanced
			}
			out[column] = c
		}
	}
	return out
}

// one gives the value that a column has in every row that has any.
func (r *importer) one(rows []gridRow, column, what string) string {
	value := ""
	for i := range rows {
		v := strings.TrimSpace(rows[i].at(r.at[column]))
		if v == "" || v == value {
			continue
		}
		if value != "" {
			r.fault(finding.Error, "two-sheets", rows[i], r.at[column], finding.Quote(value)+", as in the rows above", "this row has another "+what, "Bring in each sheet by itself.")
			return value
		}
		value = v
	}
	return value
}

// versionCell is what the last column of a sheet holds: the codebook's version, and
// for whom the sheet was made, so that a name changed in the column coder does not
// make another person of somebody.
func versionCell(version, coder string) string { return versionMark + version + " " + coder }

// whose settles whose sheet it is; made is for whom it was made, "" where it does
// not say.
func (r *importer) whose(rows []gridRow, made string) {
	name := r.one(rows, coderColumn, "coder")
	at := r.head // the first row that says it
	for i := range rows {
		if strings.TrimSpace(rows[i].at(r.at[coderColumn])) != "" {
			at = rows[i]
			break
		}
	}
	switch {
	case name == "" && r.Coder == "":
		r.fault(finding.Error, "no-coder", r.head, -1, "a name in the column coder", "this sheet does not say whose it is", "Name the coder when bringing it in.")
	case name == "":
	case r.Coder == "":
		low, err := Name(name)
		if err != nil {
			f := err.(finding.Finding)
			f.File, f.Line, f.Cell = r.file, at.line, place(r.at[coderColumn], at.row)+", "+coderColumn
			r.add(f)
			return
		}
		if made != "" && !strings.EqualFold(made, low) {
			r.fault(finding.Error, "coder-changed", at, r.at[coderColumn], made, "this sheet was made for "+finding.Quote(made)+", and has another coder's name now: the same person would count as two",
				"Put the name back; or, where somebody else has judged it, say so with --coder.")
			return
		}
		r.Coder = low
	case !strings.EqualFold(name, r.Coder):
		r.fault(finding.Error, "other-coder", at, r.at[coderColumn], r.Coder, fmt.Sprintf("this is the sheet of %s, not of %s", finding.Quote(name), r.Coder), "Name the right coder, or bring in the right file.")
	}
}

// needed are columns without which nothing can be read; the others help.
var needed = []string{unitColumn, textColumn, noThemeColumn, checkedColumn, shaColumn, kindColumn}

func (r *importer) columnsMissing() {
	var spare []string // what a renamed column may be called now
	for _, u := range r.unknown[:min(len(r.unknown), 300)] {
		spare = append(spare, u.id)
	}
	missing := func(severity finding.Severity, name, message string) {
		do := "Put the column back, or bring back the sheet that was exported."
		if r.count["error column-missing"] >= mostOfKind {
			spare = nil // this will only be counted
		}
		if near := finding.Nearest(name, spare); near != "" {
			do = fmt.Sprintf("Is it the column that is now called %s? Give it its name back.", finding.Quote(near))
			// One fault is enough to tell of.
			r.unknown = slices.DeleteFunc(r.unknown, func(u themeAt) bool { return u.id == near })
			spare = slices.DeleteFunc(spare, func(s string) bool { return s == near })
		}
		r.fault(severity, "column-missing", r.head, -1, name, message, do)
	}
	for _, name := range columns {
		switch {
		case r.at[name] >= 0:
		case slices.Contains(needed, name):
			missing(finding.Error, name, fmt.Sprintf("the column %s is missing", name))
		case name == noteColumn || name == versionColumn:
			missing(finding.Warning, name, fmt.Sprintf("the column %s is missing", name))
		}
	}
	if r.version != r.Codebook.Version {
		r.fault(finding.Warning, "other-version", r.head, r.at[versionColumn], "version "+r.Codebook.Version, fmt.Sprintf("this sheet was made with version %s of the codebook", r.version),
			"Its codes are carried over as the codebook's history says; themes that are new since were not asked about.")
		return
	}
	have := map[string]bool{}
	for _, t := range r.themes {
		have[t.id] = true
	}
	for i := range r.Codebook.Themes {
		if id := r.Codebook.Themes[i].ID; !have[id] {
			missing(finding.Error, id, fmt.Sprintf("the column of the theme %s is missing, so that nobody can tell which rows are on it", finding.Quote(id)))
		}
	}
}

// unknownColumns takes columns of themes of an earlier version, and tells of the
// others: marks in them would be lost.
func (r *importer) unknownColumns(contents map[int]content) {
	var ids []string
	for i := range min(len(r.Codebook.Themes), 300) {
		ids = append(ids, r.Codebook.Themes[i].ID)
	}
	for _, u := range r.unknown {
		if r.Carry != nil && r.version != r.Codebook.Version {
			if now, certain := r.Carry(u.id, r.version); certain || len(now) > 0 {
				r.themes = append(r.themes, u)
				continue
			}
		}
		n := contents[u.column].filled
		switch {
		case n == 0:
			r.fault(finding.Warning, "unknown-column", r.head, u.column, "", "this column is no theme of the codebook; it is empty and was not read", "")
		case contents[u.column].marked:
			advice := ""
			if r.count["error unknown-theme"] < mostOfKind {
				advice = finding.DidYouMean(u.id, ids)
			}
			r.fault(finding.Error, "unknown-theme", r.head, u.column, "the id of a theme of the codebook", fmt.Sprintf("this column is no theme of the codebook, and %d of its cells are filled in", n),
				strings.TrimSpace(advice+" For a new theme, add it to the codebook first; for remarks, use the column note."))
		default:
			r.fault(finding.Warning, "unknown-column", r.head, u.column, "", fmt.Sprintf("this column is no theme of the codebook; its %d cells were not read", n), "Use the column note for remarks.")
		}
	}
}

// index makes the tables by which rows find their units.
func (r *importer) index() {
	r.byID = make(map[string]int, len(r.Units))
	for i := range r.Units {
		r.byID[r.Units[i].ID] = i
	}
	r.first = map[string]seenRow{}
}

// whole says what only all rows tell.
func (r *importer) whole() {
	r.sortedApart()
	if r.settled && r.others {
		r.add(finding.Finding{
			Severity: finding.Error, Kind: "two-sheets", File: r.file, Line: r.head.line, Cell: kindColumn,
			Message: "some rows of this sheet settle differences, others are one coder's own", Do: "Bring in each sheet by itself.",
		})
	}
	if r.blank > 0 {
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "blank-rows", File: r.file, Line: r.head.line, Message: fmt.Sprintf("%d blank rows were passed over", r.blank),
		})
	}
}
