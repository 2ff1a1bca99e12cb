package survey

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// mostTitles is how many lines may stand above the headers.
const mostTitles = 4

// titleRecords gives how many records at the beginning of a file are a title
// above the headers: the first has one cell filled, and one soon after it three
// or more, which then are the headers. Where the rows below have not as many
// cells as these, it is the words of a single column that have delimiters in
// them, and there is no title.
func titleRecords(records []record) int {
	if len(records) == 0 || filled(records[0].cells) != 1 {
		return 0
	}
	for i := 1; i < len(records) && i <= mostTitles; i++ {
		if filled(records[i].cells) < 3 {
			continue
		}
		alike := 0
		for _, r := range records[i+1:] {
			if d := len(r.cells) - len(records[i].cells); d >= -1 && d <= 1 {
				alike++
			}
		}
		if 2*alike < len(records)-i-1 {
			return 0
		}
		return i
	}
	return 0
}

// fewRows is how many rows must stand below one to say that it is unlike them.
const fewRows = 3

// secondHeader tells whether the first row of a file with one header record reads
// like another one: full, without a number or a date, with a question in it or
// words above a column of numbers, and in every column unlike all that stands
// below it.
func secondHeader(head []string, rows [][]string) bool {
	if len(rows) < 1+fewRows {
		return false
	}
	first, below := normalAll(rows[0]), rows[1:]
	full := filled(first)
	if full < 2 || 10*full < 9*len(head) {
		return false
	}
	unlike, questions := 0, 0
	for i, cell := range first {
		if cell == "" {
			continue
		}
		if numberOrDate(cell) {
			return false
		}
		values, figures := map[string]bool{}, 0
		count := 0
		for _, row := range below {
			value := study.Normal(cellOf(row, i))
			switch {
			case value == "":
				continue
			case strings.EqualFold(value, cell):
				return false
			case numberOrDate(value):
				figures++
			}
			count++
			values[value] = true
		}
		switch {
		case count >= fewRows && figures == count:
			unlike++
			questions++
		case len(values) < count:
			unlike++
		}
		if strings.HasSuffix(cell, "?") {
			questions++
		}
	}
	return unlike >= 2 && questions > 0
}

// answersAsHeader tells whether a header record holds somebody's answers: a number
// or a date, or, in a third of its cells, what stands below in the same column.
func answersAsHeader(head []string, rows [][]string) bool {
	full, again := 0, 0
	for i, cell := range normalAll(head) {
		switch {
		case cell == "":
			continue
		case numberOrDate(cell):
			return true
		case slices.ContainsFunc(rows, func(row []string) bool { return study.Normal(cellOf(row, i)) == cell }):
			again++
		}
		full++
	}
	return again > 0 && 3*again >= full
}

func numberOrDate(cell string) bool {
	_, number := parseNumber([]byte(cell))
	return number || isDate([]byte(cell))
}

// sayMistaken tells of records that may have been taken for something else.
func (h *header) sayMistaken(r *report) {
	if h.titles > 0 {
		what := "the line above the headers has"
		if h.titles > 1 {
			what = fmt.Sprintf("the %d lines above the headers have", h.titles)
		}
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "title-above", Line: h.lines[0],
			Message: what + " a title and no headers, and is no part of the answers: the headers are read from this line",
			Do:      "If they stand elsewhere, delete what stands above them.",
		})
	}
	if h.second {
		r.add(finding.Finding{
			Severity: finding.Warning, Kind: "title-above", Line: h.line,
			Message:  "this row, below the headers, reads like headers too and not like anybody's answers; it is counted as a person's",
			Expected: "one row of headers, then one row a person",
			Do:       "The headers seem to begin here: keep one of the two rows in the file, and name the columns by it.",
		})
	}
	if h.answers > 0 {
		r.add(finding.Finding{
			Severity: finding.Warning, Kind: "answers-as-header", Line: h.answers,
			Message:  fmt.Sprintf("this row was taken for a header row, as %s export has several, but looks like somebody's answers, which are then lost", h.dialect.program),
			Expected: "the questions as they were asked",
			Do:       "If the file has only one header row, write dialect: csv.",
		})
	}
}
