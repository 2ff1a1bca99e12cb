package coders

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/theme"
	"concord/pipeline/workbook"
)

// The columns of a sheet, beside one for each theme and, in a sheet to settle, one
// for each coder.
const (
	unitColumn      = "unit"
	questionColumn  = "question"
	textColumn      = "text"
	noThemeColumn   = "no_theme"
	noteColumn      = "note"
	checkedColumn   = "checked"
	suggestedColumn = "suggested"
	whyColumn       = "why"
	agreedColumn    = "agreed"
	shaColumn       = "text_sha"
	kindColumn      = "sheet"
	coderColumn     = "coder"
	versionColumn   = "codebook_version"
)

var columns = []string{
	unitColumn, questionColumn, textColumn, noThemeColumn, noteColumn, checkedColumn,
	suggestedColumn, whyColumn, agreedColumn, shaColumn, kindColumn, coderColumn, versionColumn,
}

// codesOf stands before a coder's name over what they said, themeMark before a
// theme's id that is also the name of a column.
const codesOf, themeMark = "codes of ", "theme "

// versionMark stands before the codebook's version in a sheet: a spreadsheet makes 1
// of 1.0.
const versionMark = "v"

// The kinds of sheet, as the column sheet has them: in the second and third, cells
// are filled in beforehand, so that a row counts only when it is checked.
const (
	blindSheet     = "blind"
	suggestedSheet = "suggested"
	settleSheet    = "to-settle"
)

// tick is what stands in a cell that is filled in beforehand.
const tick = "x"

// Suggestion is a theme that the machine suggests for a unit.
type Suggestion struct {
	Theme string
	// Why are the words that decided, or how likely it is, such as "0.83"; "" for
	// nothing.
	Why string
}

// Sheet is what a coder is given to code in: a row a unit, a column a theme. It
// shows the codes of no other coder, unless it is one to settle on Differences.
type Sheet struct {
	Coder    string
	Codebook *theme.Codebook
	// Units are the rows, in the order in which they stand. Names and identifiers
	// must have been taken out of their texts.
	Units []theme.Unit
	// Questions gives the short name of a question, by its id; a question that it
	// has not is shown by its id.
	Questions map[string]string
	// Suggestions are the machine's, by unit; nil makes a sheet to code blind.
	Suggestions map[string][]Suggestion
	// Differences make a sheet to settle, with these as its rows in place of Units:
	// each coder's themes stand beside the text, and those on which all agree are
	// filled in, with the stance on which those who gave one agree.
	Differences []Difference
}

// check gives a finding where no sheet can be made.
func (s *Sheet) check() error {
	name, err := Name(s.Coder)
	if err != nil {
		return err
	}
	s.Coder = name
	if n := len(s.header()); n > mostWide {
		return finding.Finding{
			Severity: finding.Error, Kind: "too-large", Found: fmt.Sprint(len(s.Codebook.Themes)), Expected: fmt.Sprintf("at most %d columns", mostWide),
			Message: "this codebook has more themes than a spreadsheet has columns", Do: "Code by a part of the codebook.",
		}
	}
	return nil
}

func (s *Sheet) kind() string {
	switch {
	case s.Differences != nil:
		return settleSheet
	case s.Suggestions != nil:
		return suggestedSheet
	}
	return blindSheet
}

// coderNames are those whose codes a sheet to settle shows.
func (s *Sheet) coderNames() []string {
	var names []string
	for _, d := range s.Differences {
		for _, j := range d.By {
			names = append(names, j.Coder)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (s *Sheet) header() []string {
	out := []string{unitColumn, questionColumn, textColumn}
	for _, name := range s.coderNames() {
		out = append(out, codesOf+name)
	}
	for i := range s.Codebook.Themes {
		out = append(out, themeHeader(s.Codebook.Themes[i].ID))
	}
	out = append(out, noThemeColumn, noteColumn, checkedColumn)
	switch s.kind() {
	case suggestedSheet:
		out = append(out, suggestedColumn, whyColumn)
	case settleSheet:
		out = append(out, agreedColumn)
	}
	return append(out, shaColumn, kindColumn, coderColumn, versionColumn)
}

// themeHeader gives the header of a theme's column.
func themeHeader(id string) string {
	if slices.Contains(columns, strings.ToLower(id)) {
		return themeMark + id
	}
	return id
}

// rows gives the header and the rows.
func (s *Sheet) rows() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if !yield(s.header()) {
			return
		}
		if s.Differences != nil {
			names := s.coderNames()
			for i := range s.Differences {
				d := &s.Differences[i]
				codes := make([]string, len(names))
				for _, j := range d.By {
					at, _ := slices.BinarySearch(names, j.Coder)
					codes[at] = shownCodes(&j)
				}
				if !yield(s.row(&d.Unit, codes, d.Agreed, "")) {
					return
				}
			}
			return
		}
		for i := range s.Units {
			u := &s.Units[i]
			var filled []Mark
			var why []string
			for _, g := range s.Suggestions[u.ID] {
				filled = append(filled, Mark{Theme: g.Theme})
				if g.Why != "" {
					why = append(why, g.Theme+": "+g.Why)
				}
			}
			if !yield(s.row(u, nil, filled, strings.Join(why, "; "))) {
				return
			}
		}
	}
}

// shownCodes gives what a coder said, for a person who settles.
func shownCodes(j *Judgement) string {
	out := strings.ReplaceAll(formatMarks(j.Marks), " ", ", ")
	if out == "" {
		out = "none of the themes"
	}
	if j.Note != "" {
		out += " (" + j.Note + ")"
	}
	return shown(out)
}

func (s *Sheet) row(u *theme.Unit, codes []string, filled []Mark, why string) []string {
	question := u.Question
	if name := s.Questions[u.Question]; name != "" {
		question = name
	}
	out := append([]string{u.ID, shown(question), shown(u.Text)}, codes...)
	var known []Mark
	for i := range s.Codebook.Themes {
		id, cell := s.Codebook.Themes[i].ID, ""
		if k := slices.IndexFunc(filled, func(m Mark) bool { return m.Theme == id }); k >= 0 {
			if cell = tick; filled[k].Stance != "" {
				cell = string(filled[k].Stance)
			}
			known = append(known, filled[k])
		}
		out = append(out, cell)
	}
	out = append(out, "", "", "")
	switch kind := s.kind(); kind {
	case suggestedSheet:
		out = append(out, formatMarks(known), shown(why))
	case settleSheet:
		out = append(out, formatMarks(known))
	}
	return append(out, shaMark+TextSHA(u.Text), s.kind(), s.Coder, versionCell(s.Codebook.Version, s.Coder))
}

// longestShown is how much of a text a cell shows, in UTF-16 units: a spreadsheet
// that opens a CSV file cuts a longer cell in two.
const longestShown = 32_000

// shown gives a text as a sheet shows it.
func shown(text string) string {
	if len(text) <= longestShown {
		return text
	}
	n := 0
	for i, r := range text {
		if n += max(1, utf16.RuneLen(r)); n > longestShown {
			return fmt.Sprintf("%s … [the text goes on for %d more characters]", text[:i], utf8.RuneCountInString(text[i:]))
		}
	}
	return text
}

// CSV gives the sheet as CSV, with a byte order mark, without which Excel takes
// the text for another encoding, and every cell neutralised. The error is a
// finding.Finding: a coder's name that cannot be one, too many themes.
func (s Sheet) CSV() ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	for row := range s.rows() {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = sheet.Neutral(strings.ToValidUTF8(cell, "\ufffd"))
		}
		if err := out.Write(safe); err != nil {
			return nil, err
		}
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

// XLSX gives the sheet as an Excel workbook: the rows, with lists to choose from
// and the header and the text always in sight, on a second sheet the codebook, and
// on a third what the marks mean.
// Errors as in CSV, and more than a million rows.
func (s Sheet) XLSX() ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	header := s.header()
	main := workbook.Page{Name: "coding", Rows: s.rows(), Frozen: 3}
	for i, name := range header {
		width := 11.0
		switch {
		case name == textColumn:
			width = 60
		case name == noteColumn || name == whyColumn || strings.HasPrefix(name, codesOf):
			width = 30
		case name == unitColumn || name == questionColumn || name == suggestedColumn || name == agreedColumn || name == shaColumn:
			width = 18
		}
		main.Widths = append(main.Widths, width)
		if name == noThemeColumn || name == checkedColumn {
			main.Choices = append(main.Choices, workbook.Choice{First: i + 1, Last: i + 1, Words: []string{tick}})
		}
	}
	if n := len(s.Codebook.Themes); n > 0 {
		first := 3 + len(s.coderNames()) + 1
		main.Choices = append(main.Choices, workbook.Choice{First: first, Last: first + n - 1, Words: append([]string{tick}, stances...)})
	}
	var b bytes.Buffer
	err := workbook.Write(&b, []workbook.Page{main, codebookPage(s.Codebook), marksPage(s.kind())})
	return b.Bytes(), err
}
