package tabbook

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/pipeline/onpage"
	"concord/pipeline/report"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/workbook"
)

// whole is the form of counts.
const whole = "#,##0"

// none stands where there is nothing to give.
const none = "–"

// Characters: the widest column of labels, the least, columns of numbers, and how
// far a line of text reaches.
const mostLabel, leastLabel, numberWidth, textWidth = 55, 14, 11, 110

// layout is what the columns of a table are.
type layout struct {
	table *tabulate.Table
	// labels are the columns before the numbers: one, or two in a matrix.
	labels []string
	// numbers are the columns of each group.
	numbers []string
	// weighted and intervals tell which of them there are.
	weighted, intervals bool
}

func layoutOf(t *tabulate.Table) layout {
	l := layout{table: t, labels: []string{"Answer"}, weighted: t.Weighted}
	values, shares := false, false
	for r, row := range t.Rows {
		if row.Kind == tabulate.ValueRow {
			values = true
		} else {
			shares = true
		}
		l.intervals = l.intervals || slices.ContainsFunc(t.Cells[r], func(c tabulate.Cell) bool { return c.Interval })
	}
	switch {
	case t.Matrix:
		l.labels = []string{"Question", "Answer"}
	case t.Kind == study.Number:
		l.labels = []string{"Number"}
	case t.ID == tabulate.AgreementID:
		l.labels = []string{"Domain"}
	}
	l.numbers = []string{"Count", "Base"}
	if l.weighted {
		l.numbers = append(l.numbers, "Weighted count", "Weighted base")
	}
	switch {
	case values && shares:
		l.numbers = append(l.numbers, "% or value")
	case values:
		l.numbers = append(l.numbers, "Value")
	default:
		l.numbers = append(l.numbers, "%")
	}
	if l.intervals {
		level := t.Interval.Percent() + " interval, "
		l.numbers = append(l.numbers, level+"from", level+"to")
	}
	return l
}

// page lays out one table.
func page(name string, t *tabulate.Table) workbook.Page {
	l := layoutOf(t)
	p := workbook.Page{Name: name, Widths: l.widths(), Frozen: len(l.labels), FrozenRows: 5}
	span := across(p.Widths)
	// Rows that stay in sight must leave room for the others.
	base, notes := report.BaseLine(t), t.Notes
	if utf8.RuneCountInString(base) > 3*textWidth {
		base, notes = "Base: see the columns Base, and below the table.", append([]string{base}, notes...)
	}
	groups, labels := heading(make([]string, len(l.labels))...), heading(l.labels...)
	for _, g := range t.Groups {
		groups = append(groups, workbook.Cell{Text: onpage.Clean(g.Label), Look: workbook.Heading, Span: len(l.numbers)})
		for _, n := range l.numbers {
			labels = append(labels, workbook.Cell{Text: n, Look: workbook.Heading, Format: whole})
		}
	}
	p.Cells = [][]workbook.Cell{
		{{Text: onpage.Clean(t.Title), Look: workbook.Title}},
		{{Text: base, Look: workbook.Soft, Span: span}},
		{{Text: index, To: index}},
		groups, labels,
	}
	for r := range t.Rows {
		p.Cells = append(p.Cells, l.row(r))
	}
	p.Cells = append(p.Cells, []workbook.Cell{})
	for _, n := range notes {
		p.Cells = append(p.Cells, []workbook.Cell{{Text: onpage.Clean(n), Look: workbook.Soft, Span: span}})
	}
	return p
}

func (l layout) widths() []float64 {
	out := make([]float64, len(l.labels))
	for c := range out {
		out[c] = leastLabel
		for _, row := range l.table.Rows {
			out[c] = max(out[c], min(mostLabel, 1.1*float64(utf8.RuneCountInString(l.said(row)[c]))))
		}
	}
	for range l.table.Groups {
		for range l.numbers {
			out = append(out, numberWidth)
		}
	}
	return out
}

// across gives how many columns a line of text reaches over.
func across(widths []float64) int {
	sum := 0.0
	for i, w := range widths {
		if sum += w; sum >= textWidth {
			return i + 1
		}
	}
	return len(widths)
}

// said gives the words before the numbers of a row.
func (l layout) said(r tabulate.Row) []string {
	if l.table.Matrix {
		return []string{onpage.Clean(r.Item), onpage.Clean(r.Answer)}
	}
	return []string{onpage.Clean(r.Label)}
}

func (l layout) row(r int) []workbook.Cell {
	t := l.table
	look := workbook.Plain
	switch t.Rows[r].Kind {
	case tabulate.NetRow:
		look = workbook.Strong
	case tabulate.MissRow:
		look = workbook.Soft
	}
	var out []workbook.Cell
	for _, s := range l.said(t.Rows[r]) {
		out = append(out, workbook.Cell{Text: s, Look: look})
	}
	for g := range t.Groups {
		for _, c := range l.cells(r, g) {
			c.Look = look
			out = append(out, c)
		}
	}
	return out
}

// cells gives the numbers of one cell of a table.
func (l layout) cells(r, g int) []workbook.Cell {
	t, c := l.table, l.table.Cells[r][g]
	value := t.Rows[r].Kind == tabulate.ValueRow
	if c.Suppressed {
		out := make([]workbook.Cell, len(l.numbers))
		for i := range out {
			out[i] = word(hidden(c))
		}
		// The base of what is hidden whole, and of a mean, is a small count itself.
		if !value && !t.HiddenBase(r, g) {
			out[1] = number(float64(c.Base), whole)
		}
		return out
	}
	out := []workbook.Cell{number(float64(c.Count), whole), number(float64(c.Base), whole)}
	if l.weighted {
		if value {
			out = append(out, word(none), word(none))
		} else {
			out = append(out, weight(c.Weight), weight(c.WeightBase))
		}
	}
	if value {
		out = append(out, plain(c.Value))
	} else {
		out = append(out, share(c.Shown))
	}
	switch {
	case !l.intervals:
		return out
	case !c.Interval:
		return append(out, word(none), word(none))
	case value:
		low, high, _ := strings.Cut(c.Between("|"), "|")
		return append(out, plain(low), plain(high))
	}
	return append(out, share(digitsAs(c.Low, c.Shown)), share(digitsAs(c.High, c.Shown)))
}

// hidden is the word in place of a number that may not be shown.
func hidden(c tabulate.Cell) string {
	if c.Mark != "" {
		return c.Mark
	}
	return "hidden"
}

// word stands where a number would.
func word(s string) workbook.Cell { return workbook.Cell{Text: s, Format: whole} }

func number(x float64, format string) workbook.Cell {
	return workbook.Cell{Number: x, Format: format}
}

func weight(units int64) workbook.Cell {
	return number(float64(units)/tabulate.WeightUnit, "#,##0.0")
}

// share gives a percentage as printed: "94.7" is 0.947, shown as 94.7%.
func share(shown string) workbook.Cell {
	// The point is moved in the text: a division would not always give the number
	// that is nearest to what is printed.
	x, err := strconv.ParseFloat(shown+"e-2", 64)
	if err != nil {
		return word(none)
	}
	return number(x, "0"+fraction(shown)+"%")
}

// plain gives a mean or the like with the digits that it is printed with.
func plain(shown string) workbook.Cell {
	x, err := strconv.ParseFloat(shown, 64)
	switch {
	case shown == "":
		return word(none)
	case err != nil || math.IsInf(x, 0) || math.IsNaN(x):
		return word(onpage.Clean(shown))
	}
	return number(x, "#,##0"+fraction(shown))
}

// fraction is the form of the digits after the point of a printed number.
func fraction(shown string) string {
	_, digits, ok := strings.Cut(shown, ".")
	if !ok {
		return ""
	}
	return "." + strings.Repeat("0", len(digits))
}

// digitsAs prints a number with as many digits after the point as another.
func digitsAs(x float64, shown string) string {
	_, digits, _ := strings.Cut(shown, ".")
	return strconv.FormatFloat(x, 'f', len(digits), 64)
}
