package disposition

import (
	"fmt"
	"regexp"
	"strings"

	"concord/pipeline/finding"
)

// Comment is one comment of a comment table.
type Comment struct {
	// ID is as the table has it, such as DE-002, and made of the body and a
	// number where it has none. No two comments of a file have the same.
	ID string
	// Body is who commented: a member body such as DE, a national committee, or
	// an organisation; "" where the table does not say.
	Body string
	// Line, Clause and Element are the line number, the clause or subclause, and
	// the paragraph, figure or table, as written.
	Line, Clause, Element string
	// Type is ge, te or ed; "" where the table does not say which.
	Type string
	// Comment is what was said, Change the change proposed, Observation what the
	// secretariat wrote to it.
	Comment, Change, Observation string
	// Reading is what the observation decides.
	Reading Reading
	// Row is the row, or for YAML the line, of the file from which it comes.
	Row int
}

// The bounds of a file of comments; the largest published sheets have a few
// thousand rows.
const (
	mostBytes    = 64 << 20
	mostYAML     = 8 << 20 // YAML takes much more memory to read
	mostComments = 100_000
	// mostAlike is how many findings of one kind are listed; the last counts the
	// others.
	mostAlike = 50
)

// collector makes comments of rows and says what is wrong with them.
type collector struct {
	file     string
	comments []Comment
	findings []finding.Finding
	alike    map[string]int // how many findings of each kind
	last     map[string]int // where the last of each kind stands
	ids      map[string]bool
	numbers  map[string]int // of each body, the last number given
	tables   int            // how many tables the file has
	size     int            // bytes of text so far
	full     bool
}

func newCollector(file string) *collector {
	return &collector{file: file, alike: map[string]int{}, last: map[string]int{}, ids: map[string]bool{}, numbers: map[string]int{}}
}

func (c *collector) report(f finding.Finding) {
	f.File = c.file
	if c.alike[f.Kind]++; c.alike[f.Kind] > mostAlike {
		last := &c.findings[c.last[f.Kind]]
		last.Count = max(last.Count, 1) + 1
		return
	}
	c.last[f.Kind] = len(c.findings)
	c.findings = append(c.findings, f)
}

// at gives the name of a cell for findings.
func (c *collector) at(r record, col int) string {
	if c.tables > 1 && r.table > 0 {
		return fmt.Sprintf("table %d, %s", r.table, columnName(col))
	}
	return columnName(col)
}

// bodyOf takes the body out of an id such as DE-002, CC-01-043, **-001 or GB 12.
var bodyOf = regexp.MustCompile(`^(\pL{2,6}|\*{2,3})[\s\x{a0}\-–_.]*\d[\d\-–_.]*$`)

// unit is the id of a comment or a turn, such as R017/comments_d5; ISO/CS is none.
var unit = regexp.MustCompile(`^([^\s/()]*\d[^\s/()]*)/[^\s()]+$`)

// withWho is how Cells writes an id and who spoke in one cell; a country, as in
// "DE (Germany)", is no id.
var (
	withWho = regexp.MustCompile(`^([^()]+) \(([^()]+)\)$`)
	country = regexp.MustCompile(`^\p{Lu}{2,3}$`)
)

// who reads the cell MB/NC.
func who(cell string) (id, body string) {
	cell = strings.Join(strings.Fields(cell), " ")
	if m := withWho.FindStringSubmatch(cell); m != nil && !country.MatchString(m[1]) {
		return m[1], m[2]
	}
	if m := bodyOf.FindStringSubmatch(cell); m != nil {
		return cell, m[1]
	}
	if m := unit.FindStringSubmatch(cell); m != nil {
		return cell, m[1]
	}
	return "", cell
}

// types are the usual ways to write the type of a comment.
var types = map[string]string{
	"ge": "ge", "te": "te", "ed": "ed", "g": "ge", "t": "te", "e": "ed", "gen": "ge", "tech": "te", "edit": "ed",
	"general": "ge", "technical": "te", "editorial": "ed", "gr": "ge",
}

// typeOf reads a type of comment; ok is false for words that are none.
func typeOf(cell string) (kind string, ok bool) {
	s := strings.ToLower(strings.Trim(strings.TrimSpace(cell), ".()"))
	if s == "" {
		return "", true
	}
	kind, ok = types[s]
	return kind, ok
}

// add makes a comment of a row with these columns.
func (c *collector) add(cols columns, r record) {
	if c.full {
		return
	}
	// A short file of YAML can name one long text many times.
	for _, cell := range r.cells {
		c.size += len(cell)
	}
	if c.size > mostBytes {
		c.full = true
		f := tooMuchText
		f.Line = r.line
		c.report(f)
		return
	}
	value := func(col int) string { return strings.TrimSpace(r.cell(cols[col])) }
	m := Comment{
		Line: value(colLine), Clause: value(colClause), Element: value(colElement),
		Comment: value(colComment), Change: value(colChange), Observation: value(colObservation), Row: r.line,
	}
	m.ID, m.Body = who(value(colBody))
	if id := value(colID); id != "" {
		m.ID = id
		if _, body := who(id); m.Body == "" && body != id {
			m.Body = body
		}
	}
	if kind, ok := typeOf(value(colType)); ok {
		m.Type = kind
	} else {
		c.report(finding.Finding{
			Severity: finding.Warning, Kind: "unknown-type", Line: r.line, Cell: c.at(r, colType), Found: finding.Quote(value(colType)),
			Expected: "ge, te or ed", Message: "this is no type of comment; the comment is read without one", Do: "Write ge for general, te for technical or ed for editorial.",
		})
	}
	if m.Comment == "" && m.Change == "" {
		c.report(finding.Finding{
			Severity: finding.Warning, Kind: "empty-comment", Line: r.line, Cell: c.at(r, colComment), Expected: "a comment or a proposed change",
			Message: "this row has neither a comment nor a proposed change and is left out", Do: "Write what the comment says, or take the row out.",
		})
		return
	}
	if m.Body == "" && cols[colBody] != colNone {
		c.report(finding.Finding{
			Severity: finding.Warning, Kind: "no-body", Line: r.line, Cell: c.at(r, colBody), Expected: "who makes the comment, such as DE",
			Message: "it is not said who makes this comment", Do: "Write the body in every row, also where it is the same as above.",
		})
	}
	c.keep(m, c.at(r, colBody))
}

// keep takes a comment in, with an id of its own.
func (c *collector) keep(m Comment, cell string) {
	if len(c.comments) == mostComments {
		c.full = true
		c.report(finding.Finding{
			Severity: finding.Error, Kind: "too-large", Line: m.Row, Expected: fmt.Sprintf("at most %d comments", mostComments),
			Message: "this file has too many comments", Do: "Divide it into several files.",
		})
		return
	}
	given := m.ID
	if given == "" || c.ids[given] {
		body := m.Body
		if body == "" || len(body) > 40 {
			body = "comment"
		}
		for m.ID == "" || c.ids[m.ID] {
			c.numbers[body]++
			m.ID = fmt.Sprintf("%s-%03d", body, c.numbers[body])
		}
	}
	if given != "" && given != m.ID {
		c.report(finding.Finding{
			Severity: finding.Warning, Kind: "same-id", Line: m.Row, Cell: cell, Found: finding.Quote(given), Expected: "an id that no other comment has",
			Message: "another comment has this id too; this one is called " + m.ID, Do: "Give each comment an id of its own.",
		})
	}
	c.ids[m.ID] = true
	m.Reading = ReadObservation(m.Observation, m.Change)
	if !m.Reading.Told {
		c.report(finding.Finding{
			Severity: finding.Warning, Kind: "observation-not-read", Line: m.Row, Cell: columnName(colObservation), Found: finding.Quote(m.Observation),
			Expected: "a disposition at its beginning, such as “Accepted.” or “Not accepted.”",
			Message:  "it cannot be told what was decided of " + m.ID + ": " + m.Reading.Doubt, Do: "Read it and record the decision by hand.",
		})
	}
	c.comments = append(c.comments, m)
}
