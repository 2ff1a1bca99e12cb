package intake

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"concord/pipeline/finding"
)

// columnNames gives, for each column that is understood, the names that it goes
// by: in lower case, letters and digits alone. The first is the column's own; of
// two cells of a header that could both be it, the one whose name stands earlier
// here is.
var columnNames = [][]string{
	{"uuid", "identifier", "guid", "sourcedid"},
	{"key"},
	{"code", "humancodingscheme", "codingscheme", "itemcode", "statementcode", "competencycode", "competencecode", "ref", "reference", "refno",
		"itemno", "itemnumber", "number", "no", "nr", "#", "index", "section", "id"},
	{"parent", "parentidentifier", "parentcode", "parentid", "parentuuid", "parentkey", "ischildof", "childof", "under"},
	{"kind", "type", "cfitemtype", "itemtype"},
	{"level", "levels", "proficiencylevel", "band", "grade", "tier", "stage"},
	{"title", "abbreviatedstatement", "shorttitle", "name", "heading", "label"},
	{"statement", "fullstatement", "competencystatement", "competencestatement", "learningoutcome", "outcome", "descriptor", "indicator",
		"fulltext", "text", "competency", "competence", "wording", "description"},
	{"notes", "note", "comments", "comment", "remarks"},
	{"wording"},
	{"changed", "lastchangedatetime", "lastchanged"},
	{"from", "statusstartdate", "startdate"},
	{"until", "statusenddate", "enddate"},
	{"replacedby"},
	{"sources", "source"},
	{"links"},
	{"order", "sequencenumber", "sequence", "sortorder", "position"},
	{"educationlevel", "educationallevel"},
	{"conceptkeywords", "keywords", "keyword"},
	{"listenumeration"},
	{"alternativelabel"},
	{"licence", "license", "licenseuri"},
}

// noteColumns are those that an item has no place of its own for, with what the
// line of its notes begins with that holds them. A CASE package's fields of these
// names are kept alike: at which grades of schools something is taught is no
// level of an item, unless a person chooses that column to be it.
var noteColumns = []struct{ column, called string }{
	{"educationlevel", "Education level"}, {"conceptkeywords", "Keywords"}, {"listenumeration", "Listed as"}, {"alternativelabel", "Also called"}, {"licence", "Licence"},
}

// domainColumn is the name of the columns that give the headings above an item;
// a table may have several.
const domainColumn = "domain"

// mostDomains is how many such columns are read.
const mostDomains = 8

var domainNames = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range []string{"domain", "area", "theme", "category", "topic", "cluster", "strand", "dimension"} {
		for _, before := range []string{"", "sub", "main", "competency", "competence"} {
			out[before+name], out[before+name+"name"], out[before+name+"title"] = true, true, true
		}
	}
	return out
}()

// columnRank gives for a plain name the columns that it can be, and how early it
// stands among the names of each.
var columnRank = func() map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, names := range columnNames {
		for i, name := range names {
			if out[name] == nil {
				out[name] = map[string]int{}
			}
			out[name][names[0]] = i
		}
	}
	return out
}()

var inBrackets = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)

// plainName gives a name of a column without capitals, spaces and signs, and
// without what stands in brackets, such as the scale in "Level (1-3)"; "#" is
// itself.
func plainName(s string) string {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	if strings.TrimSpace(s) == "#" {
		return "#"
	}
	if !strings.ContainsAny(s, "([") {
		return letters(s)
	}
	return cmp.Or(letters(inBrackets.ReplaceAllString(s, " ")), letters(s))
}

// chosenColumns gives the plain name of the header that a person has chosen for a
// column, by the column's name.
type chosenColumns map[string]string

// columnsOf gives the column that each cell of a header row stands for, "" for one
// that is not understood, and how many are.
func (chosen chosenColumns) columnsOf(cells []string) (columns []string, understood int) {
	columns = make([]string, len(cells))
	plain := make([]string, len(cells))
	for i, cell := range cells {
		plain[i] = plainName(cell)
	}
	at := map[string]int{}
	put := func(i int, column string) {
		columns[i] = column
		at[column] = i
		understood++
	}
	for _, column := range slices.Sorted(maps.Keys(chosen)) {
		if i := slices.Index(plain, chosen[column]); i >= 0 && columns[i] == "" && chosen[column] != "" {
			put(i, column)
		}
	}
	for _, names := range columnNames {
		column := names[0]
		if _, taken := at[column]; taken {
			continue
		}
		best := -1
		for i, name := range plain {
			rank, can := columnRank[name][column]
			if can && columns[i] == "" && (best < 0 || rank < columnRank[plain[best]][column]) {
				best = i
			}
		}
		if best >= 0 {
			put(best, column)
		}
	}
	give := func(column string, names ...string) {
		for i, name := range plain {
			if _, taken := at[column]; !taken && columns[i] == "" && slices.Contains(names, name) {
				put(i, column)
			}
		}
	}
	// What is a second best name of one column may be the first of another.
	give("uuid", "id")
	give("title", "competency", "competence")
	give("notes", "description")
	domains := 0
	for i, name := range plain {
		if domainNames[name] && columns[i] == "" && domains < mostDomains {
			domains++
			put(i, domainColumn)
		}
	}
	return columns, understood
}

// isHeader tells whether a row names columns that make a table of items.
func (chosen chosenColumns) isHeader(cells []string) bool {
	columns, understood := chosen.columnsOf(cells)
	words := slices.Contains(columns, "statement") || slices.Contains(columns, "title")
	return words && understood >= 2
}

// choose gives what a person has chosen, and says what cannot be.
func (s *source) choose(columns map[string]string) chosenColumns {
	var known []string
	for _, names := range columnNames {
		known = append(known, names[0])
	}
	known = append(known, domainColumn)
	out := chosenColumns{}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		column := plainName(name)
		if !slices.Contains(known, column) {
			s.fail("unknown-column", 0, name, "", "there is no such column to choose a header for", finding.DidYouMean(column, known))
			continue
		}
		out[column] = plainName(columns[name])
	}
	return out
}

// chosenThere says which of the headers that a person has chosen the table does
// not have.
func (t *table) chosenThere(columns map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		if i, ok := t.at[plainName(name)]; !ok || plainName(t.header.cells[i]) != plainName(columns[name]) {
			t.add(finding.Finding{
				Severity: finding.Error, Kind: "unknown-header", Line: t.header.line, Found: columns[name], Expected: "a header of this table: " + headersOf(t.header.cells),
				Message: "the table has no such column to be " + name,
			})
		}
	}
}

// headersOf lists the cells of a header for people, at most twenty.
func headersOf(cells []string) string {
	var out []string
	for _, cell := range cells {
		switch {
		case cell == "":
		case len(out) == 20:
			return strings.Join(out, ", ") + ", …"
		default:
			out = append(out, finding.Quote(firstWords(cell)))
		}
	}
	return strings.Join(out, ", ")
}

// codeLike is the form of a code: letters and a number, or numbers with signs
// between them. A whole number alone may be anything.
var codeLike = regexp.MustCompile(`^(\pL{1,5}[ .\-/_]?\d{1,4}|\pL{0,5}[ .\-/_]?\d{1,4}([.\-/_:]\pL{1,2}|[.\-/_:]\d{1,4})+|\d{1,4}\pL)([.\-/_:]?(\d{1,4}|\pL{1,2}))*$`)

// areCodes tells whether the cells of a column look like codes: nearly all have
// the form, and most are different.
func areCodes(cells []string) bool {
	form, different := 0, map[string]bool{}
	for _, cell := range cells {
		if len(cell) < 40 && codeLike.MatchString(cell) && !aDate.MatchString(cell) {
			form++
			different[cell] = true
		}
	}
	return form > 0 && form*10 >= len(cells)*9 && len(different)*2 > len(cells)
}
