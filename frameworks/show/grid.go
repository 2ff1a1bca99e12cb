package show

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
)

// Grid is a framework laid out by level: a row for each level, a column for each
// top-level item that has items with a level below it.
type Grid struct {
	// Columns are the titles of the top-level items.
	Columns []string
	Rows    []GridRow
}

// GridRow is one level: its label, its definition, and for each column the items
// of that level in force there, by code and title or statement.
type GridRow struct {
	Level, Definition string
	Cells             [][]string
}

// GridOf lays a framework out by level. A framework whose items have no levels
// gives a grid without columns.
func GridOf(f *frameworks.Framework) Grid {
	row := map[string]int{}
	var g Grid
	for i, l := range f.Levels {
		row[l.ID] = i
		g.Rows = append(g.Rows, GridRow{Level: label(l.Label, l.ID), Definition: onpage.Clean(l.Definition)})
	}
	for i := range f.Items {
		if !f.Items[i].InForce() {
			continue
		}
		cells := make([][]string, len(g.Rows))
		part := frameworks.Framework{Items: f.Items[i : i+1]}
		part.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
			if at, ok := row[item.Level]; ok && item.InForce() {
				name := onpage.Clean(item.Title)
				if name == "" {
					name = onpage.Clean(item.Statement)
				}
				cells[at] = append(cells[at], strings.TrimSpace(onpage.Clean(item.Code)+" "+name))
			}
			return true
		})
		if !slices.ContainsFunc(cells, func(c []string) bool { return len(c) > 0 }) {
			continue
		}
		g.Columns = append(g.Columns, name(&f.Items[i]))
		for r := range g.Rows {
			g.Rows[r].Cells = append(g.Rows[r].Cells, cells[r])
		}
	}
	return g
}

// name is what an item is called in a heading.
func name(i *frameworks.Item) string {
	title := onpage.Clean(i.Title)
	if title == "" {
		title = onpage.Short(onpage.Clean(i.Statement), 80)
	}
	return strings.TrimSpace(onpage.Clean(i.Code) + " " + title)
}

// GridText sets the grid out for a terminal: each level with its definition,
// and below it what each part of the framework has there. The error says that
// the framework has no levels in use.
func GridText(f *frameworks.Framework, o Options) (string, error) {
	g := GridOf(f)
	if len(g.Columns) == 0 {
		return "", fmt.Errorf("%s %s has no items with a level, so there is no grid to show", f.ID, f.Version)
	}
	if o.Width == 0 {
		o.Width = 100
	}
	t := tree{o: o}
	t.wrap("", "", Head(f))
	for _, r := range g.Rows {
		t.out.WriteByte('\n')
		head := r.Level
		if r.Definition != "" {
			head += ": " + r.Definition
		}
		t.wrap("", "  ", head)
		for i, column := range g.Columns {
			if len(r.Cells[i]) > 0 {
				t.wrap("  ", "    ", column+": "+strings.Join(r.Cells[i], "; "))
			}
		}
	}
	return t.out.String(), nil
}
