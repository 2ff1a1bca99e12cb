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
	for g := range t.Groups {
		switch {
		case values:
			out.Columns = append(out.Columns, Column{Label: onpage.Clean(t.Groups[g].Label), Number: true})
			continue
		case intervals:
			span = 3
			out.Columns = append(out.Columns, Column{Label: "Count", Number: true}, Column{Label: "%", Number: true}, Column{Label: "95% interval", Number: true})
		default:
			span = 2
			out.Columns = append(out.Columns, Column{Label: "Count", Number: true}, Column{Label: "%", Number: true})
		}
	}
	if !values && len(t.Groups) > 1 {
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
			cells = append(cells, cellTexts(t.Cells[r][g], values, intervals)...)
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

// cellTexts gives the cells that one number fills.
func cellTexts(c tabulate.Cell, value, withInterval bool) []Text {
	if value {
		switch {
		case c.Suppressed:
			return cells("hidden")
		case c.Value == "":
			return cells("–")
		}
		return cells(onpage.Clean(c.Value))
	}
	out := cells(thousands(c.Count), c.Shown)
	switch {
	case c.Suppressed:
		out = cells("hidden", "hidden")
	case c.Base == 0:
		out = cells("–", "–")
	}
	if withInterval {
		i := between(c)
		if i == "" {
			i = "–"
		}
		if c.Suppressed {
			i = "hidden"
		}
		out = append(out, text(i))
	}
	return out
}

// BaseLine says what the percentages of a table are of, for each group.
func BaseLine(t *tabulate.Table) string {
	said := make([]string, 0, len(t.Groups))
	for g := range t.Groups {
		r := slices.IndexFunc(t.Rows, func(r tabulate.Row) bool { return r.Kind != tabulate.MissRow })
		if r < 0 {
			return ""
		}
		base := base(t.Cells[r][g], t.Groups[g].N)
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

// base says what the percentages of a cell are of, in a group of n people.
func base(c tabulate.Cell, n int) string {
	switch {
	case c.Rule == study.Mentions:
		s := count(c.Base, "mention", "mentions")
		if c.Missing > 0 {
			s += fmt.Sprintf("; %s gave none", count(c.Missing, "person", "people"))
		}
		return s
	case c.Base == 0:
		return "nobody"
	case c.Rule == study.Asked:
		return "all " + thousands(c.Base) + " who were asked"
	case c.Missing > 0:
		return "the " + thousands(c.Base) + " who answered; " + thousands(c.Missing) + " did not"
	case c.Base == n:
		return "all " + thousands(c.Base)
	}
	return "all " + thousands(c.Base) + " who were asked"
}
