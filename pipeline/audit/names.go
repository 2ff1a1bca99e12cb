package audit

import (
	"cmp"
	"fmt"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// tableNamed finds a table by its id, by a column or the id, label or wording of
// the question that it counts, or by its title, in this order; nil for none. A
// title, label or wording that several have names none of them.
func tableNamed(s *study.Study, tables []tabulate.Table, name string) *tabulate.Table {
	if name == "" {
		return nil
	}
	if t, ok := tabulate.Find(tables, name); ok {
		return t
	}
	if q := questionOf(s, name); q != nil {
		if t, ok := tabulate.Find(tables, q.ID); ok {
			return t
		}
	}
	name = study.Normal(name)
	var found *tabulate.Table
	take := func(t *tabulate.Table) bool {
		if found != nil && found != t {
			return false
		}
		found = t
		return true
	}
	for i := range tables {
		if study.Normal(tables[i].Title) == name && !take(&tables[i]) {
			return nil
		}
	}
	if s.Survey == nil {
		return found
	}
	for i := range s.Survey.Questions {
		q := &s.Survey.Questions[i]
		if study.Normal(q.Label) != name && study.Normal(q.Wording) != name {
			continue
		}
		if t, ok := tabulate.Find(tables, q.ID); ok && !take(t) {
			return nil
		}
	}
	return found
}

// groupNamed finds a column of a table by its id or its label, -1 for none.
func groupNamed(t *tabulate.Table, name string) int {
	if g := t.Group(name); g >= 0 {
		return g
	}
	for g := range t.Groups {
		if study.Normal(t.Groups[g].Label) == study.Normal(name) {
			return g
		}
	}
	return -1
}

// Unknown tells, for the tables, subgroups and rows that a transcript names,
// which of them the consultation does not have, with the name that is nearest:
// a name may be misspelt, and Compare can then only say that the data do not
// give the figure. The findings are warnings, at the line of the set or figure.
func Unknown(p *Published, s *study.Study, tables []tabulate.Table) []finding.Finding {
	var out []finding.Finding
	var ids []string
	for i := range tables {
		ids = append(ids, tables[i].ID)
	}
	for i := range p.Sets {
		set := &p.Sets[i]
		warn := func(key, kind, found, message, do string, line, column int) {
			f := finding.Finding{Severity: finding.Warning, Kind: kind, File: p.File, Line: line, Column: column, Found: found, Message: message, Do: do}
			if p.cells {
				f.Column, f.Cell = 0, cmp.Or(p.columns[key], key)
			}
			out = append(out, f)
		}
		named := cmp.Or(set.Table, set.named)
		if named == "" {
			continue
		}
		line, column := set.At("table")
		t := tableNamed(s, tables, named)
		if t == nil {
			warn("table", "unknown-table", named, "the consultation has no such table or question", finding.DidYouMean(named, ids), line, column)
			continue
		}
		if groupNamed(t, set.Subgroup) < 0 {
			var names []string
			for _, g := range t.Groups[min(1, len(t.Groups)):] {
				names = append(names, cmp.Or(g.Label, g.ID))
			}
			line, column = set.At("subgroup")
			warn("subgroup", "unknown-subgroup", set.Subgroup, fmt.Sprintf("table %s has no such subgroup", t.ID), finding.DidYouMean(set.Subgroup, names)+" Leave it blank for everyone.", line, column)
		}
		var labels []string
		for r := range t.Rows {
			labels = append(labels, t.Rows[r].Label)
		}
		for j := range set.Figures {
			f := &set.Figures[j]
			for _, row := range append([]string{f.Row}, f.Rows...) {
				if row != "" && t.Row(row) < 0 {
					line, column = f.At("row")
					warn("row", "unknown-row", row, fmt.Sprintf("table %s has no such row", t.ID), finding.DidYouMean(row, labels), line, column)
				}
			}
		}
	}
	return out
}
