package intake

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
)

// record is one row of a table as it stands in the file.
type record struct {
	line  int
	cells []string
}

// columnNames gives, for each column that is understood, the names that it goes
// by: in lower case, letters and digits alone. The first is the column's own.
var columnNames = [][]string{
	{"uuid", "identifier", "guid", "sourcedid"},
	{"key"},
	{"code", "humancodingscheme", "codingscheme", "number", "no", "itemcode", "statementcode", "id"},
	{"parent", "parentidentifier", "parentcode", "parentid", "parentuuid", "parentkey", "ischildof", "childof", "under"},
	{"kind", "type", "cfitemtype", "itemtype", "category"},
	{"level", "educationlevel", "levels"},
	{"title", "abbreviatedstatement", "shorttitle", "name", "heading", "label"},
	{"statement", "fullstatement", "text", "fulltext", "description", "competency", "competence"},
	{"notes", "note", "comments", "comment", "remarks"},
	{"wording"},
	{"changed", "lastchangedatetime", "lastchanged"},
	{"from", "statusstartdate", "startdate"},
	{"until", "statusenddate", "enddate"},
	{"replacedby"},
	{"sources", "source"},
	{"links"},
	{"order", "sequencenumber", "sequence", "sortorder", "position"},
}

var columnOf = func() map[string]string {
	out := map[string]string{}
	for _, names := range columnNames {
		for _, name := range names {
			out[name] = names[0]
		}
	}
	return out
}()

// plainName gives a name of a column without capitals, spaces and signs.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// columnsOf gives the column that each cell of a header row stands for, "" for one
// that is not understood, and how many are. Of two cells for one column the
// first has it.
func columnsOf(cells []string) (columns []string, understood int) {
	taken := map[string]bool{}
	columns = make([]string, len(cells))
	for i, cell := range cells {
		name := columnOf[plainName(cell)]
		if plainName(cell) == "id" && hasOther(cells, i, "code") {
			name = "uuid"
		}
		if name != "" && !taken[name] {
			taken[name] = true
			columns[i] = name
			understood++
		}
	}
	return columns, understood
}

// hasOther tells whether another cell than cells[i] stands for the column.
func hasOther(cells []string, i int, column string) bool {
	for j, cell := range cells {
		if j != i && columnOf[plainName(cell)] == column {
			return true
		}
	}
	return false
}

// isHeader tells whether a row names columns that make a table of items.
func isHeader(cells []string) bool {
	columns, understood := columnsOf(cells)
	words := false
	for _, c := range columns {
		words = words || c == "statement" || c == "title"
	}
	return words && understood >= 2
}

var sepLine = regexp.MustCompile(`^(?i:sep)=(.)\n`)

// delimiter gives the sign between the cells: the one with which a row near the
// beginning names the most columns. It is 0 where no row does.
func delimiter(text string) rune {
	best, most := rune(0), 0
	for _, comma := range []rune{',', ';', '\t'} {
		r := reader(text, comma)
		r.LazyQuotes = true
		for range 60 {
			cells, err := r.Read()
			if err != nil {
				break
			}
			if _, n := columnsOf(cells); isHeader(cells) && n > most {
				best, most = comma, n
			}
		}
	}
	return best
}

func reader(text string, comma rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = comma, -1
	return r
}

// records gives the rows of a table, without those that are wholly blank; or
// says where it stops being one.
func (s *source) records(text string, comma rune) []record {
	r := reader(text, comma)
	var out []record
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			s.badQuote(text, comma, err)
			return nil
		}
		line, _ := r.FieldPos(0)
		blank := true
		for i := range cells {
			cells[i] = tidy(sheet.Plain(tidy(cells[i])))
			blank = blank && cells[i] == ""
		}
		if !blank {
			out = append(out, record{line, cells})
		}
	}
}

// badQuote says where the quotation mark stands that has no counterpart.
func (s *source) badQuote(text string, comma rune, err error) {
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		s.fail("not-a-table", 0, "", "", err.Error(), "")
		return
	}
	if errors.Is(bad.Err, csv.ErrBareQuote) {
		s.add(finding.Finding{
			Severity: finding.Error, Kind: "quote-inside", Line: bad.Line, Column: bad.Column, Found: `"`,
			Message: "a quotation mark stands inside a cell that does not begin with one",
			Do:      "Put the whole cell in quotation marks, and double those within it.",
		})
		return
	}
	line, column, words := opened(text, comma, bad.StartLine)
	s.add(finding.Finding{
		Severity: finding.Error, Kind: "quote-open", Line: line, Column: column, Found: words, Expected: "a quotation mark at the end of the cell",
		Message: "the quotation mark that opens here is not closed rightly", Do: "Close it, or double the quotation marks that stand within the cell.",
	})
}

// opened gives the place of the quotation mark that opens the cell in which a
// row stops being readable; start is the line on which the row begins.
func opened(text string, comma rune, start int) (line, column int, words string) {
	line = 1
	for line < start {
		i := strings.IndexByte(text, '\n')
		if i < 0 {
			break
		}
		text, line = text[i+1:], line+1
	}
	at, quoted, fresh := 0, false, true
	here := 0
	runes := []rune(text[:min(len(text), 1<<20)])
	from, openLine, openColumn := 0, line, 1
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		here = i - at + 1
		switch {
		case quoted && r == '"' && i+1 < len(runes) && runes[i+1] == '"':
			i++
		case quoted && r == '"':
			if i+1 < len(runes) && runes[i+1] != comma && runes[i+1] != '\n' {
				return openLine, openColumn, firstWords(string(runes[from:min(len(runes), from+80)]))
			}
			quoted, fresh = false, false
		case !quoted && r == '"' && fresh:
			quoted, from, openLine, openColumn = true, i, line, here
		case !quoted && r == comma:
			fresh = true
		case r == '\n':
			line, at, fresh = line+1, i+1, true
		default:
			fresh = false
		}
	}
	return openLine, openColumn, firstWords(string(runes[from:min(len(runes), from+80)]))
}
