package survey

import (
	"bytes"
	"fmt"
	"math"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// numberForm is how a number is written that is not digits with a point.
type numberForm int

const (
	// withComma has a decimal comma, as in 61,81.
	withComma numberForm = 1 << iota
	// unsureComma has one that may divide thousands instead, as in 1,234.
	unsureComma
	// withPercent has a per cent sign after it.
	withPercent
	// unsurePoint has a point that may divide thousands where others have decimal
	// commas, as in 1.234.
	unsurePoint
)

// otherNumber reads a number that parseNumber does not: one with a per cent sign
// after it, or with one decimal comma where comma tells that there may be some.
func otherNumber(text []byte, comma bool) (x float64, form numberForm, ok bool) {
	if rest, ok := bytes.CutSuffix(text, []byte{'%'}); ok {
		form, text = withPercent, bytes.TrimSpace(rest)
	}
	at := bytes.IndexByte(text, ',')
	if at >= 0 {
		if !comma || len(text) > 64 || bytes.IndexByte(text, '.') >= 0 || bytes.IndexByte(text[at+1:], ',') >= 0 || at == len(text)-1 {
			return math.NaN(), 0, false
		}
		if form |= withComma; thousands(text, at) {
			form |= unsureComma
		}
		var with [64]byte
		copy(with[:], text)
		with[at] = '.'
		text = with[:len(text)]
	}
	if form == 0 {
		return math.NaN(), 0, false
	}
	x, ok = parseNumber(text)
	return x, form, ok
}

// thousands tells whether the mark at that place may divide thousands: three
// digits stand after it, and before it one to three of which the first is not 0.
func thousands(text []byte, at int) bool {
	before := bytes.TrimLeft(text[:at], "+-")
	if len(before) < 1 || len(before) > 3 || before[0] == '0' || len(text)-at != 4 {
		return false
	}
	for _, c := range text[at+1:] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// formOf tells whether a trimmed cell is a number, and in what form.
func formOf(text []byte, comma bool) (numberForm, bool) {
	if _, ok := parseNumber(text); ok {
		if at := bytes.IndexByte(text, '.'); comma && at >= 0 && thousands(text, at) {
			return unsurePoint, true
		}
		return 0, true
	}
	_, form, ok := otherNumber(text, comma)
	return form, ok
}

// formCounts counts the numbers of a column by their form.
type formCounts [2 * unsurePoint]int

// read gives how many of them are read, by the rules of settle.
func (c *formCounts) read() int {
	commas, plain := 0, 0
	for form, n := range c {
		f := numberForm(form)
		if f&withComma != 0 && f&unsureComma == 0 {
			commas += n
		}
		if f&withPercent == 0 {
			plain += n
		}
	}
	out := 0
	for form, n := range c {
		f := numberForm(form)
		if f&withPercent != 0 && plain > 0 || f&unsureComma != 0 && commas == 0 || f&unsurePoint != 0 && commas > 0 {
			continue
		}
		out += n
	}
	return out
}

// seen counts cells of one kind, with the first of them.
type seen struct {
	count, line int
	value       string
}

func (s *seen) add(line int, cell []byte) {
	if s.count == 0 {
		s.line, s.value = line, study.Normal(string(cell))
	}
	s.count++
}

func (s *seen) join(o seen) {
	if s.count == 0 {
		s.line, s.value = o.line, o.value
	}
	s.count += o.count
}

// numberForms is how the numbers of one column are written, which says only at
// its end whether they could be read: a comma that may divide thousands is a
// decimal one where others in the column can be nothing else, and a per cent sign
// is left out where every number has one.
type numberForms struct {
	plain int // numbers without a per cent sign
	// comma are certain decimal commas, unsure those that may be none; point are
	// points that may divide thousands, counted where there may be commas.
	comma, unsure, point, percent seen
	// unsureRows and percentRows are the people with such numbers.
	unsureRows, percentRows []uint32
}

func (n *numberForms) reset() {
	*n = numberForms{unsureRows: n.unsureRows[:0], percentRows: n.percentRows[:0]}
}

// join adds the forms of the people after the first so many.
func (n *numberForms) join(o *numberForms, first int) {
	n.plain += o.plain
	n.comma.join(o.comma)
	n.unsure.join(o.unsure)
	n.point.join(o.point)
	n.percent.join(o.percent)
	for _, row := range o.unsureRows {
		n.unsureRows = append(n.unsureRows, uint32(first)+row)
	}
	for _, row := range o.percentRows {
		n.percentRows = append(n.percentRows, uint32(first)+row)
	}
}

// decimal reads a trimmed number in whatever form, of that person in the part,
// and keeps the form. Per cent signs are read where percent says so.
func (w *worker) decimal(forms *numberForms, cell []byte, row, line int, percent bool) (float64, bool) {
	if x, ok := parseNumber(cell); ok {
		forms.plain++
		if w.plan.comma {
			if at := bytes.IndexByte(cell, '.'); at >= 0 && thousands(cell, at) {
				forms.point.add(line, cell)
			}
		}
		return x, true
	}
	x, form, ok := otherNumber(cell, w.plan.comma)
	if !ok || form&withPercent != 0 && !percent {
		return math.NaN(), false
	}
	switch {
	case form&unsureComma != 0:
		forms.unsure.add(line, cell)
		forms.unsureRows = append(forms.unsureRows, uint32(row))
	case form&withComma != 0:
		forms.comma.add(line, cell)
	}
	if form&withPercent != 0 {
		forms.percent.add(line, cell)
		forms.percentRows = append(forms.percentRows, uint32(row))
	} else {
		forms.plain++
	}
	return x, true
}

// settle reports what the forms of a column's numbers come to, and puts bad in
// place of those that cannot be read. kind is that of the errors, called what the
// numbers are.
func (n *numberForms) settle(r *report, kind, called, column string, values []float64, bad float64) {
	fail := func(s seen, message, expected, do string) {
		r.add(finding.Finding{
			Severity: finding.Error, Kind: kind, Line: s.line, Cell: column, Found: s.value, Count: s.count,
			Message: message, Expected: expected, Do: do,
		})
	}
	if n.unsure.count > 0 && n.comma.count == 0 {
		fail(n.unsure, fmt.Sprintf("the comma in %s can be a decimal one or divide thousands, and nothing else in the column says which", called),
			"digits with a point for decimals and nothing between thousands, such as 1234 or 1.234", "Write a point for it, or take it out.")
		for _, row := range n.unsureRows {
			values[row] = bad
		}
		n.unsure = seen{}
	}
	if n.percent.count > 0 && n.plain > 0 {
		fail(n.percent, fmt.Sprintf("%s have a per cent sign in some rows and none in others", called),
			"a per cent sign in every row, or in none", "Take the signs out where the numbers mean the same; 0.5 is not 50%.")
		for _, row := range n.percentRows {
			values[row] = bad
		}
		n.percent = seen{}
	}
	commas := n.comma
	if n.unsure.count > 0 {
		commas.count += n.unsure.count
		if n.unsure.line < commas.line {
			commas.line, commas.value = n.unsure.line, n.unsure.value
		}
	}
	if commas.count > 0 && n.point.count > 0 {
		fail(n.point, "other numbers of this column have a decimal comma, so that the point in this one may divide thousands",
			"the same mark for decimals in the whole column, and nothing between thousands", "Put it right in the file.")
	}
	if commas.count > 0 {
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "decimal-comma", Line: commas.line, Cell: column, Found: commas.value, Count: commas.count,
			Message: "the comma in numbers of this column was read as a decimal one",
		})
	}
	if n.percent.count > 0 {
		r.add(finding.Finding{
			Severity: finding.Note, Kind: "percent-sign", Line: n.percent.line, Cell: column, Found: n.percent.value, Count: n.percent.count,
			Message: "every number of this column has a per cent sign, which was left out: 78% was read as 78",
		})
	}
}
