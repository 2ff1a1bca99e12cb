package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/tabulate"
)

// Match makes a transcript of the figures of a report's text, for a comparison
// with tables: each group goes to the table the most of whose rows its labels
// name, where at least two of them do, and of such tables to the one that has the
// most of its counts. It gives also how many groups no table was found for.
func Match(d *Document, tables []tabulate.Table) (p *Published, unmatched int) {
	p = &Published{File: d.File, Source: d.File}
	for _, g := range d.Groups {
		best, rows := -1, []int(nil)
		for i := range tables {
			r := matchRows(g, &tables[i])
			if n := matched(r) - matched(rows); n > 0 || n == 0 && best >= 0 && agreeing(g, &tables[i], r) > agreeing(g, &tables[best], rows) {
				best, rows = i, r
			}
		}
		if matched(rows) < 2 || 2*matched(rows) < len(g.Figures) {
			unmatched++
			continue
		}
		place := cmp.Or(g.Name, "a sentence")
		if g.Section != "" {
			place = g.Section + ", " + place
		}
		s := Set{ID: fmt.Sprintf("line %d", g.Line), Place: place, Table: tables[best].ID, Base: g.Base, Exclusive: g.Complete, Complete: g.Complete}
		for j, f := range g.Figures {
			if rows[j] < 0 {
				continue
			}
			one := Printed{Row: tables[best].Rows[rows[j]].Label, Percent: f.Percent, Base: f.Base}
			if f.HasCount {
				one.Count = fmt.Sprint(f.Count)
			}
			s.Figures = append(s.Figures, one)
		}
		p.Sets = append(p.Sets, s)
	}
	return p, unmatched
}

func matched(rows []int) int {
	n := 0
	for _, r := range rows {
		if r >= 0 {
			n++
		}
	}
	return n
}

// agreeing counts the figures whose row has their count.
func agreeing(g *Group, t *tabulate.Table, rows []int) int {
	n := 0
	for i, r := range rows {
		if r >= 0 && len(t.Groups) > 0 && g.Figures[i].HasCount && !t.Cells[r][0].Suppressed && t.Cells[r][0].Count == g.Figures[i].Count {
			n++
		}
	}
	return n
}

// matchRows gives the row of a table that each figure names, or -1. A label of a
// table's row is the row's; in a sentence the row's is among the words before
// the figure.
func matchRows(g *Group, t *tabulate.Table) []int {
	out := make([]int, len(g.Figures))
	used := map[int]bool{}
	for i, f := range g.Figures {
		out[i] = -1
		if i >= mostRows {
			continue
		}
		words := strings.ToLower(f.Label)
		longest := 0
		for r := range t.Rows {
			label := strings.ToLower(strings.TrimSpace(t.Rows[r].Label))
			if label == "" || used[r] || len(label) <= longest {
				continue
			}
			if words == label || !g.IsTable && len(label) > 3 && strings.Contains(words, label) {
				out[i], longest = r, len(label)
			}
		}
		if out[i] >= 0 {
			used[out[i]] = true
		}
	}
	return out
}

// OtherColumns looks, for each set of which a count is not reproduced, for the
// same counts in the same order in another table or column, at least three of
// them and not all alike. The results of such a set say so, and their status is
// Otherwise. Hidden cells are never told.
func OtherColumns(results []Result, p *Published, tables []tabulate.Table) {
	bySet := map[string][]int{}
	for i, r := range results {
		bySet[r.Set] = append(bySet[r.Set], i)
	}
	for _, s := range p.Sets {
		at := bySet[s.ID]
		if !slices.ContainsFunc(at, func(i int) bool { return results[i].What == "count" && results[i].Status == NotReproduced }) {
			continue
		}
		var printed []int
		for _, f := range s.Figures {
			if n, ok := whole(f.Count); ok {
				printed = append(printed, n)
			}
		}
		if len(printed) < 3 || len(slices.Compact(slices.Clone(printed))) == 1 {
			continue
		}
		where := columnOf(printed, s, tables)
		if where == "" {
			continue
		}
		for _, i := range at {
			if r := &results[i]; r.Status == NotReproduced {
				r.Status, r.Why = Otherwise, "these counts are those of "+where
			}
		}
	}
}

func columnOf(printed []int, s Set, tables []tabulate.Table) string {
	for i := range tables {
		t := &tables[i]
		for g := range t.Groups {
			if t.ID == s.Table && t.Groups[g].ID == s.Subgroup {
				continue
			}
			for from := 0; from+len(printed) <= len(t.Rows); from++ {
				same := true
				for k, n := range printed {
					c := t.Cells[from+k][g]
					if same = !c.Suppressed && c.Count == n; !same {
						break
					}
				}
				if same {
					where := "table " + t.ID
					if t.Groups[g].ID != "" {
						where += ", " + t.Groups[g].ID
					}
					return where
				}
			}
		}
	}
	return ""
}
