// Package survey reads exports of survey platforms into columns: closed
// answers coded once against the instrument, comments kept as text, and every
// row, cell and answer that could not be used counted and named.
package survey

import (
	"fmt"

	"concord/pipeline/study"
)

// Table is what a survey, or a list of participants, said: one column a
// question, in the instrument's order. It is plain data; nothing in it changes
// after Read gave it.
type Table struct {
	// Source is "survey" or "groups".
	Source string
	// Prefix stands before the number in the ids that concord gives, such as R.
	// IDs holds the ids that the source gives instead, where it does.
	Prefix string
	IDs    Strings
	// N is the number of people kept.
	N int
	// Lines holds the line of the file on which each kept row begins.
	Lines []uint32
	// Weights holds each person's weight, from the column Source.Weight: a
	// number above 0 and of at most MaxWeight, or 0 where the cell is none, which
	// is an error. It is nil where the source names no such column.
	Weights []float64
	// Columns are the questions' answers, in the order of Source.Questions.
	Columns []Column
	// Flow tells what became of every row of the file.
	Flow Flow
	// Dialect, Encoding, Delimiter and Sheet say how the file was read, by the
	// names that study.Source uses. Of a workbook, Sheet is the name of the sheet,
	// and Encoding and Delimiter are "".
	Dialect, Encoding, Delimiter, Sheet string
}

// Flow counts the rows of a file from what it held to what was used.
type Flow struct {
	// Rows is the number of records after the header.
	Rows int
	// Dropped counts the rows left out, by reason, in the order in which the
	// reasons are tried; a row is counted under the first that fits.
	Dropped []Dropped
	// Kept is Rows less all dropped.
	Kept int
}

// Dropped is one reason to leave rows out, and how many it took.
type Dropped struct {
	// Reason is in words for the report, such as "preview".
	Reason string
	Count  int
	// Lines holds the first few lines dropped, at most ten.
	Lines []uint32
}

// Column holds one question's answers from all N people. Which fields are set
// depends on the question's kind.
type Column struct {
	Question study.Question
	// Codes is for single and scale: 0 is no answer, i+1 the i-th option.
	Codes []uint16
	// Ticks is for multi, one word a person: bit i is the i-th option. A person
	// who ticked none but answered has AnsweredNone set.
	Ticks []uint64
	// Numbers is for number; NaN is no answer.
	Numbers []float64
	// Text is for text and date, as written; "" is no answer.
	Text Strings
	// Other holds, for closed questions, the words behind an "other" answer.
	Other Strings
}

// AnsweredNone is the bit of Column.Ticks that marks a person who answered a
// multi question by ticking nothing. It leaves room for 63 options.
const AnsweredNone = uint64(1) << 63

// MaxWeight is the largest weight of a person.
const MaxWeight = 1e9

// MaxTicks is the largest number of options of a multi question.
const MaxTicks = 63

// ID gives the id of the i-th person: the source's own, or R001, R002 and so on
// with as many digits as the last one needs, three at least.
func (t *Table) ID(i int) string {
	if t.IDs.Len() > 0 {
		return t.IDs.At(i)
	}
	width := max(3, len(fmt.Sprint(t.N)))
	return fmt.Sprintf("%s%0*d", t.Prefix, width, i+1)
}

// Column gives the answers to the question of that id.
func (t *Table) Column(question string) (*Column, bool) {
	for i := range t.Columns {
		if t.Columns[i].Question.ID == question {
			return &t.Columns[i], true
		}
	}
	return nil, false
}

// Answered tells whether the i-th person answered.
func (c *Column) Answered(i int) bool {
	switch {
	case c.Codes != nil:
		return c.Codes[i] != 0
	case c.Ticks != nil:
		return c.Ticks[i] != 0
	case c.Numbers != nil:
		return c.Numbers[i] == c.Numbers[i] // NaN is no answer
	default:
		return c.Text.Len() > 0 && c.Text.At(i) != ""
	}
}

// Chose tells whether the i-th person gave the option-th answer of a closed
// question, counted from 0.
func (c *Column) Chose(i, option int) bool {
	if c.Codes != nil {
		return int(c.Codes[i]) == option+1
	}
	if c.Ticks != nil {
		return c.Ticks[i]&(1<<option) != 0
	}
	return false
}

// Strings is a list of texts in one piece of memory, so that a million answers
// are not a million objects.
type Strings struct {
	Bytes []byte
	// Ends holds where each text ends in Bytes; each begins where the one
	// before it ends.
	Ends []uint32
}

// Len gives the number of texts.
func (s *Strings) Len() int { return len(s.Ends) }

// At gives the i-th text, counted from 0.
func (s *Strings) At(i int) string {
	start := uint32(0)
	if i > 0 {
		start = s.Ends[i-1]
	}
	return string(s.Bytes[start:s.Ends[i]])
}

// Append adds a text at the end.
func (s *Strings) Append(text string) {
	s.Bytes = append(s.Bytes, text...)
	s.Ends = append(s.Ends, uint32(len(s.Bytes)))
}
