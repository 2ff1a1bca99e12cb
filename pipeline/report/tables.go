package report

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/onpage"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// printed turns a table of counts into one to print: for each group of people the
// count, the percentage and, for shares of people, its interval.
func printed(t *tabulate.Table) Table {
	if t.Matrix {
		return printedMatrix(t)
	}
	out := Table{Caption: onpage.Clean(t.Title), Columns: []Column{{Label: "Answer"}}}
	values := t.Kind == study.Number
	if values {
		out.Columns[0].Label = "Number"
	}
	intervals := false
	for r := range t.Rows {
		intervals = intervals || (t.Rows[r].Kind != tabulate.MissRow && slices.ContainsFunc(t.Cells[r], func(c tabulate.Cell) bool { return c.Interval }))
	}
	span := 1
	share := "%"
	if !values && slices.ContainsFunc(t.Rows, func(r tabulate.Row) bool { return r.Kind == tabulate.ValueRow }) {
		share = "% or value"
	}
	level := t.Interval.Percent() + " interval"
	for g := range t.Groups {
		switch {
		case values && intervals:
			span = 2
			out.Columns = append(out.Columns, Column{Label: "Value", Number: true}, Column{Label: level, Number: true})
		case values:
			out.Columns = append(out.Columns, Column{Label: onpage.Clean(t.Groups[g].Label), Number: true})
			continue
		case intervals:
			span = 3
			out.Columns = append(out.Columns, Column{Label: "Count", Number: true}, Column{Label: share, Number: true}, Column{Label: level, Number: true})
		default:
			span = 2
			out.Columns = append(out.Columns, Column{Label: "Count", Number: true}, Column{Label: share, Number: true})
		}
	}
	if span > 1 && len(t.Groups) > 1 {
		out.Groups = append(out.Groups, ColumnGroup{Span: 1})
		for g := range t.Groups {
			out.Groups = append(out.Groups, ColumnGroup{Label: onpage.Clean(t.Groups[g].Label), Span: span})
		}
	}
	for r, row := range t.Rows {
		if row.Kind == tabulate.MissRow {
			continue // told with the base
		}
		cells := []Text{text(onpage.Clean(row.Label))}
		for g := range t.Groups {
			c := t.Cells[r][g]
			if row.Kind == tabulate.ValueRow {
				cells = append(cells, valueTexts(c, !values, intervals)...)
			} else {
				cells = append(cells, cellTexts(c, intervals)...)
			}
		}
		out.Rows = append(out.Rows, Row{Cells: cells, Sum: row.Kind == tabulate.NetRow})
	}
	out.Base = BaseLine(t)
	for _, n := range t.Notes {
		out.Notes = append(out.Notes, onpage.Clean(n))
	}
	return out
}

// Tables gives tables alone as a document: a section for each, with its base and
// its notes.
func Tables(title, line string, tables []tabulate.Table) Document {
	d := Document{Title: onpage.Clean(title), Line: onpage.Clean(line)}
	for i := range tables {
		t := &tables[i]
		d.Sections = append(d.Sections, Section{ID: "table-" + t.ID, Title: onpage.Clean(t.Title), Blocks: []Block{printed(t)}})
	}
	return d
}

// valueTexts gives the cells that a mean or the like fills: with how many people
// it is of, where the table's other rows have their count there.
func valueTexts(c tabulate.Cell, withCount, withInterval bool) []Text {
	words := []string{thousands(c.Count), onpage.Clean(c.Value), c.Between(" to ")}
	for i, w := range words {
		switch {
		case c.Suppressed:
			words[i] = hiddenWord(c)
		case w == "" || c.Value == "":
			words[i] = "–"
		}
	}
	if !withInterval {
		words = words[:2]
	}
	if !withCount {
		words = words[1:]
	}
	return cells(words...)
}

// cellTexts gives the cells that one share fills.
func cellTexts(c tabulate.Cell, withInterval bool) []Text {
	out := cells(thousands(c.Count), c.Shown)
	switch {
	case c.Suppressed:
		out = cells(hiddenWord(c), hiddenWord(c))
	case c.Base == 0:
		out = cells("–", "–")
	}
	if withInterval {
		i := between(c)
		if i == "" {
			i = "–"
		}
		if c.Suppressed {
			i = hiddenWord(c)
		}
		out = append(out, text(i))
	}
	return out
}

// BaseLine says what the percentages of a table are of, for each group.
func BaseLine(t *tabulate.Table) string {
	if t.Matrix {
		return matrixBase(t)
	}
	said := make([]string, 0, len(t.Groups))
	for g := range t.Groups {
		r := slices.IndexFunc(t.Rows, func(r tabulate.Row) bool { return r.Kind != tabulate.MissRow })
		if r < 0 {
			return ""
		}
		base := base(t.Cells[r][g], t.Groups[g].N) + weights(t.Cells[r][g])
		if t.HiddenWhole(g) {
			base = "hidden"
		}
		if len(t.Groups) > 1 {
			base = onpage.Clean(t.Groups[g].Label) + ", " + base
		}
		said = append(said, base)
	}
	return "Base: " + strings.Join(said, ". ") + "."
}

// weights says how much the people of a cell's base weigh; "" where they have no
// weights.
func weights(c tabulate.Cell) string {
	if c.WeightBase == 0 {
		return ""
	}
	said := fmt.Sprintf(" (weighted base %.1f", float64(c.WeightBase)/tabulate.WeightUnit)
	if c.Effective > 0 {
		said += fmt.Sprintf(", effective number %.1f, design effect %.2f", c.Effective, c.DesignEffect())
	}
	return said + ")"
}

// base says what the percentages of a cell are of, in a group of n people.
func base(c tabulate.Cell, n int) string {
	switch {
	case c.Rule == study.Mentions:
		s := count(c.Base, "mention", "mentions")
		if c.Missing > 0 {
			s += fmt.Sprintf("; %s gave none", count(c.Missing, "person", "people"))
		} else if c.Missing == tabulate.Unsaid {
			s += "; how many gave none is hidden"
		}
		return s
	case c.Base == 0:
		return "nobody"
	case c.Rule == study.Asked:
		return "all " + thousands(c.Base) + " who were asked"
	case c.Missing == tabulate.Unsaid:
		return "the " + thousands(c.Base) + " who answered; how many did not is hidden"
	case c.Missing > 0:
		return "the " + thousands(c.Base) + " who answered; " + thousands(c.Missing) + " did not"
	case c.Base == n:
		return "all " + thousands(c.Base)
	}
	return "all " + thousands(c.Base) + " who were asked"
}
