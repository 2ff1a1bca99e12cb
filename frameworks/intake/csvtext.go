package intake

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
)

// record is one row of a table as it stands in the file.
type record struct {
	line  int
	cells []string
}

var sepLine = regexp.MustCompile(`^(?i:sep)=(.)\n`)

// delimiter gives the sign between the cells: the one with which a row near the
// beginning names the most columns. It is 0 where no row does.
func (chosen chosenColumns) delimiter(text string) rune {
	best, most := rune(0), 0
	for _, comma := range []rune{',', ';', '\t'} {
		r := reader(text, comma)
		r.LazyQuotes = true
		for range 60 {
			cells, err := r.Read()
			if err != nil {
				break
			}
			if _, n := chosen.columnsOf(cells); chosen.isHeader(cells) && n > most {
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
			if closed, ok := cutOff(text, comma, err); ok {
				line := 1 + strings.Count(closed, "\n")
				s.warnCutOff(line, "the quotation mark that opens a cell in the last row is not closed")
				return s.records(closed, comma)
			}
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

// cutOff tells of a text that stops being a table because a quotation mark in its
// last line is not closed, and gives the text with it closed.
func cutOff(text string, comma rune, err error) (closed string, ok bool) {
	var bad *csv.ParseError
	text = strings.TrimRight(text, "\n")
	last := 1 + strings.Count(text, "\n")
	if !errors.As(err, &bad) || !errors.Is(bad.Err, csv.ErrQuote) {
		return "", false
	}
	closed = text + `"`
	if line, _, _ := opened(text, comma, bad.StartLine); line != last {
		return "", false
	}
	// Only then is it the quotation mark that was missing.
	r := reader(closed[strings.LastIndexByte(closed, '\n')+1:], comma)
	if bad.StartLine == last {
		_, err = r.Read()
		return closed, err == nil
	}
	return "", false
}

func (s *source) warnCutOff(line int, message string) {
	s.add(finding.Finding{
		Severity: finding.Warning, Kind: "cut-off", Line: line, Message: message + "; the file may be cut off here",
		Do: "Look whether the copy is whole.",
	})
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
		Message: "the quotation mark that opens here is not closed rightly",
		Do:      "Close it, or double the quotation marks that stand within the cell; or look whether the file is cut off.",
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
