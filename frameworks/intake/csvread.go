package intake

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

const month = `(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*`

var (
	aDate      = regexp.MustCompile(`(?i)^(\d{1,2}[-/. ]` + month + `([-/. ]\d{2,4})?|` + month + `[-/. ]\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}( 00:00(:00)?)?)$`)
	aPower     = regexp.MustCompile(`^\d(\.\d+)?[eE]\+?\d+$`)
	versionFit = regexp.MustCompile(`^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$`)
	versionish = regexp.MustCompile(`^[vV]?(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8}))?$`)
)

// statuses gives the framework's status for the words that CASE and other
// systems use.
var statuses = map[string]string{
	"draft": "draft", "private draft": "draft", "pending": "pending", "pending implementation": "pending",
	"implemented": "implemented", "adopted": "implemented", "retired": "retired", "deprecated": "retired",
}

// headNames gives the line of ours that a line of COMPEITO's stands for.
var headNames = map[string]string{
	"identifier": "uuid", "description": "notes", "adoptionstatus": "status", "officialsourceurl": "url", "framework": "title",
	"lastchanged": "changed", "licence": "rights", "license": "rights",
}

// readCSV reads the layout "csv".
func readCSV(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
	return ReadCSV(file, data, nil)
}

// ReadCSV reads a table of items as the format csv does, with columns that a
// person has chosen: columns gives for a column's name, such as statement, code,
// level or domain, the header that it has in the file, capitals and signs aside.
// A name or a header that is not there is an error; nil leaves all to the headers.
func ReadCSV(file string, data []byte, columns map[string]string) (*frameworks.Framework, []finding.Finding) {
	s := &source{file: file}
	text := s.decode(data)
	chosen := s.choose(columns)
	if s.failed() {
		return s.refuse()
	}
	comma := rune(0)
	if m := sepLine.FindStringSubmatch(text); m != nil {
		// A spreadsheet's own line; blanked, so that lines are counted right.
		comma = []rune(m[1])[0]
		text = text[len(m[0])-1:]
	}
	if found := chosen.delimiter(text); found != 0 {
		comma = found
	}
	t := table{source: s, f: &frameworks.Framework{}, chosen: chosen, at: map[string]int{}, lost: map[int][]string{}, inNotes: map[string]int{}, firstInNotes: map[string]int{}}
	if comma == 0 || comma == '"' || comma == '\n' {
		t.noHeader(text)
		return s.refuse()
	}
	records := s.records(text, comma)
	if s.failed() {
		return s.refuse()
	}
	body := t.head(records)
	if s.failed() {
		return s.refuse()
	}
	t.chosenThere(columns)
	t.rows(body)
	if len(body) == 0 {
		return s.refuse()
	}
	// The tree is looked at although a row has a fault, so that all is told at once.
	t.identity()
	t.tree()
	t.leftOutColumns()
	t.keptInNotes()
	if s.failed() {
		return s.refuse()
	}
	fillKeys(t.f)
	t.references()
	if t.untitled {
		t.note("title-from-file", 0, 0, "the framework was given the name of the file as its title: "+finding.Quote(t.f.Title),
			"To give it another, put a line #title and the title above the row that names the columns.")
	}
	return s.settle(t.f)
}

// leftOutColumns says which columns nothing holds.
func (t *table) leftOutColumns() {
	for i, header := range t.header.cells {
		cells := t.lost[i]
		if len(cells) == 0 {
			continue
		}
		f := finding.Finding{
			Severity: finding.Note, Kind: "column-not-kept", Line: t.header.line, Cell: cmp.Or(header, fmt.Sprintf("column %d", i+1)), Count: len(cells),
			Message: "nothing in a framework holds what this column gives, and it was left out",
		}
		if same := slices.IndexFunc(t.header.cells, func(h string) bool { return plainName(h) == plainName(header) }); same >= 0 && same < i && plainName(header) != "" && t.names[same] != "" {
			f.Severity, f.Message = finding.Warning, fmt.Sprintf("column %d is called so already, and this one, column %d, was left out", same+1, i+1)
			f.Do = "Take one of the two out, or give it another name."
		} else if areCodes(cells) {
			f.Severity, f.Count, f.Found = finding.Warning, 0, cells[0]
			f.Message = fmt.Sprintf("the %d cells of this column look like codes, and it was left out", len(cells))
			f.Do = "If they are the items' codes, call the column Code, or say so with --column code=" + strconv.Quote(header) + "."
		}
		t.add(f)
	}
}

// table is a table of items that is being read.
type table struct {
	*source
	f      *frameworks.Framework
	header record
	names  []string
	at     map[string]int
	items  []tableItem
	chosen chosenColumns
	// lost holds the cells of the columns that nothing holds, by their place.
	lost map[int][]string
	// inNotes counts the cells of each column that were kept in notes, and
	// firstInNotes is the line of the first.
	inNotes, firstInNotes map[string]int
	// untitled says that the file does not give the framework a title.
	untitled bool
}

type tableItem struct {
	frameworks.Item
	parent, kindCell string
	order            float64
	// above is the index of the item above, -1 at the top.
	above int
	below []int
	depth int
}

// noHeader refuses a file in which no row is known to be a header.
func (t *table) noHeader(text string) {
	lines := splitLines(text)
	t.whole = lines
	n := firstText(lines)
	for n < len(lines)-1 && (lines[n].text == "" || strings.HasPrefix(lines[n].text, "#") && !strings.HasPrefix(lines[n].text, "#,")) {
		n++
	}
	t.unknown(lines[n], "a row that names columns, such as code, kind, title and statement", "no row of this file names the columns of a table of items")
	told := &t.findings[len(t.findings)-1]
	if told.Do == looksLike("csv") {
		told.Do = "Look at what the format's layout must be, or say which columns are which, such as --column statement=HEADER."
	} else if strings.HasPrefix(told.Do, "It looks like") {
		return
	}
	rest := strings.Join(strings.SplitAfter(text, "\n")[n:], "")
	var headers []string
	for _, comma := range []rune{',', ';', '\t'} {
		r := reader(rest[:min(len(rest), 10_000)], comma)
		r.LazyQuotes = true
		cells, err := r.Read()
		short := err == nil && !slices.ContainsFunc(cells, func(c string) bool { return len(c) > 60 })
		if short && len(cells) > max(len(headers), 1) {
			headers = cells
		}
	}
	if headers == nil {
		return
	}
	for i := range headers {
		headers[i] = tidy(headers[i])
	}
	told.Found, told.Message = "", "no column of this table is known to hold the statements or titles; the headers are "+headersOf(headers)
	told.Expected = "a column called Statement, Competency, Outcome, Descriptor, Indicator, Text, Description, Title or Name, and one more that is known, such as Code, Level, Kind or Domain"
	told.Do = "Rename the column, or say which it is, such as --column statement=" + strconv.Quote(lastNamed(headers)) + "."
	if columns, _ := t.chosen.columnsOf(headers); slices.Contains(columns, "statement") || slices.Contains(columns, "title") {
		told.Message = "only one column of this table is known; the headers are " + headersOf(headers)
		told.Do = "Rename another, or say which it is, such as --column code=HEADER."
	}
}

// lastNamed gives the last header that has a name: statements mostly stand
// after their codes.
func lastNamed(headers []string) string {
	for i := len(headers) - 1; i > 0; i-- {
		if headers[i] != "" {
			return headers[i]
		}
	}
	return headers[0]
}

// head reads the lines before the header, and the header, and gives the rows
// that follow.
func (t *table) head(records []record) []record {
	fields := headFields(t.f)
	for n, r := range records {
		name, isHead := strings.CutPrefix(r.cells[0], "#")
		if isHead = isHead && name != ""; !isHead && t.chosen.isHeader(r.cells) {
			t.header = r
			t.names, _ = t.chosen.columnsOf(r.cells)
			for i, name := range t.names {
				if name != "" {
					t.at[name] = i
				}
			}
			return records[n+1:]
		}
		if !isHead {
			t.note("line-not-used", r.line, 0, "this row stands above the names of the columns, and was left out: "+finding.Quote(r.cells[0]), "")
			continue
		}
		cells := append(slices.Clone(r.cells), "", "", "", "", "")
		name = plainName(name)
		if ours := headNames[name]; ours != "" {
			name = ours
		}
		switch name {
		case "kind":
			t.f.Kinds = append(t.f.Kinds, frameworks.Kind{Pos: yamlfile.Pos{Line: r.line}, ID: cells[1], Label: cells[2], Letter: cells[3]})
		case "level":
			t.f.Levels = append(t.f.Levels, frameworks.Level{Pos: yamlfile.Pos{Line: r.line}, ID: cells[1], Label: cells[2], Definition: cells[3]})
		case "relation":
			t.f.Relations = append(t.f.Relations, frameworks.Relation{
				Pos: yamlfile.Pos{Line: r.line}, ID: cells[1], Label: cells[2], Inverse: cells[3], Ordered: cells[4] != "", CASE: cells[5],
			})
		case "reference":
			t.f.References = append(t.f.References, frameworks.Reference{Pos: yamlfile.Pos{Line: r.line}, Scheme: cells[1], Code: cells[2], Title: cells[3]})
		default:
			i := slices.IndexFunc(fields, func(h headField) bool { return h.name == name })
			if i < 0 {
				t.note("line-not-used", r.line, 0, "nothing in a framework holds what this line gives, and it was left out: "+finding.Quote(strings.TrimSpace(r.cells[0])), "")
				continue
			}
			*fields[i].value = cells[1]
			t.headValue(name, r.line)
		}
	}
	t.noHeaderRow(records)
	return nil
}

func (t *table) noHeaderRow(records []record) {
	line := 1
	if len(records) > 0 {
		line = records[len(records)-1].line
	}
	t.fail("unknown-layout", line, "", "a row that names columns, such as code, kind, title and statement", "no row of this file names the columns of a table of items", "")
}

// headValue turns the values that other systems write into a framework's.
func (t *table) headValue(name string, line int) {
	f := t.f
	switch name {
	case "uuid":
		f.UUID = strings.ToLower(f.UUID)
	case "status":
		if ours, ok := statuses[strings.ToLower(f.Status)]; ok {
			f.Status = ours
		}
	case "changed":
		f.Changed = day(f.Changed)
	case "version":
		if versionFit.MatchString(f.Version) {
			return
		}
		was, m := f.Version, versionish.FindStringSubmatch(f.Version)
		switch {
		case m == nil:
			f.Version = "1.0.0"
		case m[3] == "":
			f.Version = m[1] + ".0.0"
		default:
			f.Version = m[1] + "." + m[3] + ".0"
		}
		f.References = append(f.References, frameworks.Reference{Scheme: "Version", Code: was})
		t.note("version-changed", line, 0, "the version "+finding.Quote(was)+" was written as "+f.Version+", and kept as a reference", "")
	}
}

// day cuts the time off a date.
func day(s string) string {
	if before, _, ok := strings.Cut(s, "T"); ok && len(before) == 10 {
		return before
	}
	return s
}

// rows reads the items.
func (t *table) rows(body []record) {
	width := len(t.header.cells)
	h := t.newHeadings(body)
	var kinds, levels, names uses
	for _, r := range body {
		for i := width; i < len(r.cells); i++ {
			if r.cells[i] != "" {
				t.add(finding.Finding{
					Severity: finding.Error, Kind: "too-many-cells", Line: r.line, Found: r.cells[i], Expected: fmt.Sprintf("%d cells", width),
					Message: "this row has more cells than there are columns", Do: "Put a cell that holds a comma, semicolon or tab in quotation marks.",
				})
				break
			}
		}
		get := func(column string) string {
			if i, ok := t.at[column]; ok && i < len(r.cells) {
				return r.cells[i]
			}
			return ""
		}
		for i, cell := range r.cells[:min(width, len(r.cells))] {
			if t.names[i] == "" && cell != "" {
				t.lost[i] = append(t.lost[i], cell)
			}
		}
		item := tableItem{above: -1, parent: get("parent")}
		item.Pos = yamlfile.Pos{Line: r.line, Column: 1}
		item.UUID, item.Key, item.Code, item.Title, item.Statement = get("uuid"), get("key"), get("code"), get("title"), get("statement")
		item.Notes, item.Wording = get("notes"), get("wording")
		t.moreNotes(&item.Item, get)
		item.Changed, item.From, item.Until = day(get("changed")), day(get("from")), day(get("until"))
		item.ReplacedBy, item.Sources = linesOf(get("replacedby")), linesOf(get("sources"))
		if _, ours := t.at["links"]; ours {
			// A table that another program wrote has backslashes that mean themselves.
			for i, s := range item.Sources {
				item.Sources[i] = unescaped.Replace(s)
			}
		}
		item.kindCell = get("kind")
		item.Links = t.links(get("links"), r.line)
		t.identify(&item)
		if aDate.MatchString(item.Code) || aPower.MatchString(item.Code) {
			t.add(finding.Finding{
				Severity: finding.Error, Kind: "code-spoilt", Line: r.line, Cell: t.cellName("code"), Found: item.Code, Expected: "a code such as 1.A.1",
				Message: "a spreadsheet has turned this code into a date or a number", Do: "Format the column as text before you type or paste the codes, and save again.",
			})
		}
		level := get("level")
		if aDate.MatchString(level) {
			t.add(finding.Finding{
				Severity: finding.Error, Kind: "level-spoilt", Line: r.line, Cell: t.cellName("level"), Found: level, Expected: "a level such as 1-3",
				Message: "a spreadsheet has turned this level into a date", Do: "Format the column as text before you type or paste the levels, and save again.",
			})
		}
		if !t.declaredLevel(level) {
			levels.add(level, r.line)
		}
		if !t.declaredKind(item.kindCell) {
			kinds.add(item.kindCell, r.line)
		}
		item.Level = t.levelOf(level)
		if order := get("order"); order != "" {
			n, err := strconv.ParseFloat(strings.Replace(order, ",", ".", 1), 64)
			if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
				t.add(finding.Finding{
					Severity: finding.Error, Kind: "not-a-number", Line: r.line, Cell: t.cellName("order"), Found: order, Expected: "a number", Message: "this place in the order is no number",
				})
			}
			item.order = n
		}
		if len(h.at) > 0 {
			self := t.place(h, &item, r)
			for _, name := range h.last {
				names.add(name, r.line)
			}
			if self {
				continue
			}
		}
		if item.Title == "" && item.Statement == "" {
			t.add(finding.Finding{
				Severity: finding.Error, Kind: "statement-missing", Line: r.line, Cell: t.cellName("statement", "title"), Found: item.Code,
				Message: "this row has neither a statement nor a title", Do: "Give one, or take the row out.",
			})
		}
		item.Kind = t.kindOf(item.kindCell)
		t.items = append(t.items, item)
	}
	t.carried(h)
	t.misspelt("kind", kinds)
	t.misspelt("level", levels)
	t.misspelt(domainColumn, names)
	t.shortLast(body)
	if len(body) == 0 {
		t.fail("no-items", t.header.line, "", "a row for each item below the header", "this table has a header and no rows", "")
	}
}

// cellName gives the header's own name of the first of these columns that the
// table has.
func (t *table) cellName(columns ...string) string {
	for _, c := range columns {
		if i, ok := t.at[c]; ok {
			return t.header.cells[i]
		}
	}
	return ""
}

// identify sorts out what the column of identifiers holds: a UUID, or another
// name that becomes the key.
func (t *table) identify(item *tableItem) {
	if _, ok := t.at["uuid"]; !ok && isUUID(item.Code) {
		// A column "id" may hold either.
		item.UUID, item.Code = item.Code, ""
	}
	switch {
	case isUUID(item.UUID):
		item.UUID = strings.ToLower(item.UUID)
	case item.UUID != "" && item.Key == "":
		item.Key, item.UUID = item.UUID, ""
	}
}

func isUUID(s string) bool { return frameworks.WellFormedUUID(strings.ToLower(s)) }

func linesOf(cell string) []string {
	var out []string
	for _, l := range strings.Split(cell, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func (t *table) links(cell string, line int) []frameworks.Link {
	var out []frameworks.Link
	for _, l := range linesOf(cell) {
		parts := append(unbarred(l), "", "", "")
		link := frameworks.Link{Pos: yamlfile.Pos{Line: line}, Relation: parts[0], To: parts[1], Title: parts[2], Notes: parts[3]}
		if link.To == "" {
			t.add(finding.Finding{
				Severity: finding.Error, Kind: "bad-link", Line: line, Cell: t.cellName("links"), Found: l, Expected: "relation | where to | title | notes",
				Message: "this link does not say where it leads to",
			})
			continue
		}
		if !slices.ContainsFunc(t.f.Relations, func(r frameworks.Relation) bool { return r.ID == link.Relation }) {
			id := frameworks.Slug(link.Relation)
			if id == "" {
				id = "related"
			}
			if !slices.ContainsFunc(t.f.Relations, func(r frameworks.Relation) bool { return r.ID == id }) {
				t.f.Relations = append(t.f.Relations, frameworks.Relation{ID: id, Label: link.Relation, CASE: "isRelatedTo"})
			}
			link.Relation = id
		}
		out = append(out, link)
	}
	return out
}

// moreNotes keeps as lines of an item's notes the cells that have no place of
// their own.
func (t *table) moreNotes(item *frameworks.Item, get func(column string) string) {
	for _, c := range noteColumns {
		var all []string
		for _, one := range strings.FieldsFunc(get(c.column), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
			if one = frameworks.OneLine(one); one != "" {
				all = append(all, one)
			}
		}
		if len(all) == 0 {
			continue
		}
		if t.inNotes[c.column]++; t.inNotes[c.column] == 1 {
			t.firstInNotes[c.column] = item.Line
		}
		if item.Notes != "" {
			item.Notes += "\n"
		}
		item.Notes += c.called + ": " + strings.TrimSuffix(strings.Join(all, ", "), ".") + "."
	}
}

// keptInNotes says which columns are kept in the items' notes.
func (t *table) keptInNotes() {
	for _, c := range noteColumns {
		if n := t.inNotes[c.column]; n > 0 {
			t.add(finding.Finding{
				Severity: finding.Note, Kind: "kept-in-notes", Line: t.firstInNotes[c.column], Cell: t.cellName(c.column), Count: n,
				Message: "this column has no place of its own in a framework and is kept in the items' notes",
			})
		}
	}
}

// wordsOfCASE gives the items their titles and statements as a CASE package's
// items have them, where the table's columns are called as there.
func (t *table) wordsOfCASE() {
	i, ok := t.at["statement"]
	if !ok || plainName(t.header.cells[i]) != "fullstatement" {
		return
	}
	kinds, above, over := make([]string, len(t.items)), make([]int, len(t.items)), make([]bool, len(t.items))
	for i, item := range t.items {
		if above[i] = item.above; above[i] >= 0 {
			over[above[i]] = true
		}
		if item.kindCell != "" {
			kinds[i] = item.Kind
		}
	}
	headings := frameworks.HeadingKinds(kinds, above)
	first, n := 0, 0
	for i := range t.items {
		item := &t.items[i]
		if item.Statement == "" {
			continue
		}
		title, statement := frameworks.TitleAndStatement(item.Statement, frameworks.OneLine(item.Title), over[i] || headings[item.Kind])
		if item.Title == "" && title != "" {
			if n++; n == 1 {
				first = item.Line
			}
		}
		item.Title, item.Statement = title, statement
	}
	if n > 0 {
		t.note("title-made", first, n, "the one short text of an item that stands above others, or is of the kind of those that do, is taken as its title", "")
	}
}

// kindOf gives the id of the kind of that id or label, adding it where there is
// none; an item without a kind is a statement.
func (t *table) kindOf(cell string) string {
	if cell == "" {
		cell = "Statement"
	}
	for _, k := range t.f.Kinds {
		if k.ID == cell {
			return k.ID
		}
	}
	for _, k := range t.f.Kinds {
		if strings.EqualFold(k.Label, cell) {
			return k.ID
		}
	}
	taken := func(id string) bool {
		return slices.ContainsFunc(t.f.Kinds, func(k frameworks.Kind) bool { return k.ID == id })
	}
	id := freshID(frameworks.LabelID("kind", cell), taken)
	t.f.Kinds = append(t.f.Kinds, frameworks.Kind{ID: id, Label: cell})
	return id
}

// levelOf does the same for levels. Several in one cell, such as "13,14", are
// one level of that name, since an item has one at most.
func (t *table) levelOf(cell string) string {
	if cell == "" {
		return ""
	}
	for _, l := range t.f.Levels {
		if l.ID == cell {
			return l.ID
		}
	}
	for _, l := range t.f.Levels {
		if strings.EqualFold(l.Label, cell) {
			return l.ID
		}
	}
	taken := func(id string) bool {
		return slices.ContainsFunc(t.f.Levels, func(l frameworks.Level) bool { return l.ID == id })
	}
	id := freshID(frameworks.LabelID("level", cell), taken)
	t.f.Levels = append(t.f.Levels, frameworks.Level{ID: id, Label: cell})
	return id
}

// freshID gives an id that is not taken: the one wanted, or it and a number.
func freshID(want string, taken func(string) bool) string {
	id := want
	for n := 2; taken(id); n++ {
		id = fmt.Sprintf("%s-%d", want, n)
	}
	return id
}

// identity gives the framework an id where the file does not.
func (t *table) identity() {
	f := t.f
	if f.Title == "" {
		f.Title, t.untitled = t.fileTitle(), true
	}
	if f.ID == "" {
		if f.ID = frameworks.Slug(f.Title); f.ID == "" {
			f.ID = "framework"
			if isUUID(f.UUID) {
				// A title without Latin letters gives no id; the framework's own UUID
				// tells it from others.
				f.ID += "-" + f.UUID[:8]
			}
		}
	}
}

// tree puts the items below one another.
func (t *table) tree() {
	t.codesOnce()
	if !t.byParent() {
		t.byCode()
	}
	if t.failed() {
		return
	}
	t.wordsOfCASE()
	var top []int
	for i := range t.items {
		if above := t.items[i].above; above >= 0 {
			t.items[above].below = append(t.items[above].below, i)
		} else {
			top = append(top, i)
		}
	}
	if !t.measure(top) {
		return
	}
	t.f.Items = t.build(top)
}

// codesOnce reports a code that two items in force have. Where the first is
// that of a number ten times smaller, a spreadsheet is the likely cause.
func (t *table) codesOnce() {
	first := map[string]int{}
	for i := range t.items {
		item := &t.items[i]
		if item.Code == "" || item.Until != "" {
			continue
		}
		at, twice := first[item.Code]
		if !twice {
			first[item.Code] = item.Line
			continue
		}
		do := "Correct one of the two."
		if i > 0 && strings.HasSuffix(t.items[i-1].Code, "9") && strings.Contains(item.Code, ".") {
			do = fmt.Sprintf("It follows %s, so a spreadsheet has probably turned %s0 into %s: format the column as text before you type or paste the codes, and save again.", t.items[i-1].Code, item.Code, item.Code)
		}
		t.add(finding.Finding{
			Severity: finding.Error, Kind: "code-twice", Line: item.Line, Cell: t.cellName("code"), Found: item.Code, Expected: "each code once",
			Message: fmt.Sprintf("this code is given on line %d already", at), Do: do,
		})
	}
}

// byParent finds the items above by the column of parents; false where it has
// nothing in it.
func (t *table) byParent() bool {
	if !slices.ContainsFunc(t.items, func(i tableItem) bool { return i.parent != "" }) {
		return false
	}
	uuids, keys, codes := map[string]int{}, map[string]int{}, map[string]int{}
	titles, titled := map[string]int{}, map[string]int{}
	for i := range t.items {
		item := &t.items[i]
		words := strings.ToLower(cmp.Or(item.Title, item.Statement))
		titles[words] = i
		titled[words]++
		for _, one := range []struct {
			in   map[string]int
			name string
		}{{uuids, item.UUID}, {keys, item.Key}, {codes, item.Code}} {
			if _, twice := one.in[one.name]; one.name != "" && !twice {
				one.in[one.name] = i
			}
		}
	}
	for i := range t.items {
		item := &t.items[i]
		if item.parent == "" {
			continue
		}
		found := false
		for _, in := range []struct {
			names map[string]int
			name  string
		}{{uuids, strings.ToLower(item.parent)}, {keys, item.parent}, {codes, item.parent}} {
			if item.above, found = in.names[in.name]; found {
				break
			}
		}
		words := strings.ToLower(item.parent)
		if !found && titled[words] == 1 {
			item.above, found = titles[words], true
		}
		if !found || item.above == i {
			item.above = -1
			one := finding.Finding{
				Severity: finding.Error, Kind: "unknown-parent", Line: item.Line, Cell: t.cellName("parent"), Found: item.parent,
				Expected: "the code, identifier, key or title of another row", Message: "there is no such item to stand below",
			}
			if n := titled[words]; n > 1 {
				one.Message, one.Do = fmt.Sprintf("%d rows have this title, so that it does not tell which to stand below", n), "Give the code or the identifier of the one that is meant."
			}
			t.add(one)
		}
	}
	return true
}

// byCode puts an item below the one whose code its own begins with: 1.A.1 below
// 1.A, or below 1 where there is none.
func (t *table) byCode() {
	codes := map[string]int{}
	for i := range t.items {
		if _, twice := codes[t.items[i].Code]; t.items[i].Code != "" && !twice {
			codes[t.items[i].Code] = i
		}
	}
	for i := range t.items {
		code := t.items[i].Code
		for n := 0; n < maxDepth; n++ {
			cut := strings.LastIndexAny(code, codeSigns)
			if cut <= 0 {
				break
			}
			code = code[:cut]
			if above, ok := codes[code]; ok && above != i {
				t.items[i].above = above
				break
			}
		}
	}
}

// measure finds how deep each item stands, and reports items that stand below
// one another in a circle, or too deep.
func (t *table) measure(top []int) bool {
	reached := 0
	for next, depth := top, 1; len(next) > 0; depth++ {
		reached += len(next)
		if depth > maxDepth {
			t.fail("too-deep", t.items[next[0]].Line, t.items[next[0]].Code, fmt.Sprintf("at most %d items one below another", maxDepth), "this item stands too deep in the tree", "")
			return false
		}
		var below []int
		for _, i := range next {
			t.items[i].depth = depth
			below = append(below, t.items[i].below...)
		}
		next = below
	}
	if reached == len(t.items) {
		return true
	}
	// Whatever was not reached from the top stands in a circle or below one.
	for i := range t.items {
		if t.items[i].depth > 0 {
			continue
		}
		seen, j := map[int]bool{}, i
		for !seen[j] {
			seen[j] = true
			j = t.items[j].above
		}
		var names []string
		for k := j; len(names) < 9; {
			names = append(names, cmp.Or(t.items[k].Code, t.items[k].Key, t.items[k].UUID, fmt.Sprintf("line %d", t.items[k].Line)))
			if k = t.items[k].above; k == j {
				names = append(names, names[0])
				break
			}
		}
		t.add(finding.Finding{
			Severity: finding.Error, Kind: "circle", Line: t.items[j].Line, Cell: t.cellName("parent"), Found: strings.Join(names, " below "),
			Message: "these items stand below one another in a circle", Do: "Take the parent of one of them out, or correct it.",
		})
		return false
	}
	return true
}

func (t *table) build(at []int) []frameworks.Item {
	if _, ordered := t.at["order"]; ordered {
		slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(t.items[a].order, t.items[b].order) })
	}
	var out []frameworks.Item
	for _, i := range at {
		item := t.items[i].Item
		item.Items = t.build(t.items[i].below)
		out = append(out, item)
	}
	return out
}
