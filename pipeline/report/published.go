package report

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/audit"
	"concord/pipeline/onpage"
	"concord/pipeline/tabulate"
)

var statusWords = map[audit.Status]string{
	audit.Reproduced:    "The data give exactly this",
	audit.Otherwise:     "Another rounding or base gives it",
	audit.NotReproduced: "These data do not give it",
	audit.Impossible:    "No data can give it",
	audit.NotInData:     "The data do not have it",
	audit.NotCounted:    "Not a count of answers",
}

func (b *builder) published() (Section, bool) {
	if len(b.in.Results) == 0 {
		return Section{}, false
	}
	s := Section{ID: "published", Title: "Figures that differ from the published report"}
	if rules := b.in.Study.Suppression.Rules(); rules.Rounds() {
		s.Blocks = append(s.Blocks, para("Printed figures are not held against numbers that are rounded here: whether they are right would tell the numbers before."))
		return s, true
	}
	if p := b.in.Published; p != nil {
		said := ""
		if source := onpage.Clean(p.Source); source != "" {
			said = "The printed figures are those of: " + sentence(source) + " "
		}
		if note := onpage.Clean(p.Note); note != "" {
			said += sentence(note)
		}
		if said != "" {
			s.Blocks = append(s.Blocks, para(strings.TrimSpace(said)))
		}
	}
	counts, percents := audit.Tally(b.in.Results, "count"), audit.Tally(b.in.Results, "percent")
	tally := Table{Caption: "Printed figures, held against the data", Columns: []Column{{Label: "How it came out", Words: true}, {Label: "Counts", Number: true}, {Label: "Percentages", Number: true}, {Label: "All", Number: true}}}
	c, p := 0, 0
	for i, status := range audit.Statuses {
		c, p = c+counts[i], p+percents[i]
		tally.Rows = append(tally.Rows, Row{Cells: cells(statusWords[status], fmt.Sprint(counts[i]), fmt.Sprint(percents[i]), fmt.Sprint(counts[i]+percents[i]))})
	}
	tally.Rows = append(tally.Rows, Row{Cells: cells("All together", fmt.Sprint(c), fmt.Sprint(p), fmt.Sprint(c+p)), Sum: true})
	s.Blocks = append(s.Blocks, tally)
	if t := b.differing(); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	}
	s.Blocks = append(s.Blocks, para("All comparisons, those that came out alike too, are in ", code("tables/published.csv"), "."))
	return s, true
}

// differing lists what is not plainly reproduced.
func (b *builder) differing() Table {
	t := Table{
		Caption: "Figures that are not plainly reproduced",
		Columns: []Column{{Label: "Place"}, {Label: "Figure", Words: true}, {Label: "Printed", Number: true}, {Label: "Ours", Number: true}, {Label: "How it came out, and why", Words: true, Wide: true}},
	}
	reading := map[string]bool{}
	for _, r := range b.in.Results {
		if r.Status == audit.Reproduced || r.Status == audit.NotCounted {
			continue
		}
		name := onpage.Clean(r.Row)
		if title := b.tableTitle(r.Table); title != "" {
			name = title + ": " + name
		}
		unit := ""
		if r.What == "percent" {
			unit = "%"
		}
		ours, why := onpage.Clean(r.Ours), onpage.Clean(r.Why)
		if b.hides(r) {
			ours, why = "hidden", ""
		} else if ours == "" {
			ours = "–"
		} else {
			ours += unit
		}
		status := text(strong(sentence(statusWords[r.Status])))
		if ours == "hidden" { // right or wrong would tell of the hidden number
			status = text(strong(sentence(statusWords[audit.NotInData])))
		}
		for _, more := range []string{why, onpage.Clean(r.Note)} {
			if more != "" {
				status = append(status, plain(" "+sentence(more)))
			}
		}
		// How a set was read is told with its first figure.
		if told := r.Set + "\x00" + r.Reading; onpage.Clean(r.Reading) != "" && !reading[told] {
			reading[told] = true
			status = append(status, plain(" Read so: "+sentence(onpage.Clean(r.Reading))))
		}
		t.Rows = append(t.Rows, Row{Cells: []Text{text(onpage.Clean(r.Place)), text(name), text(onpage.Clean(r.Printed) + unit), text(ours), status}})
	}
	return t
}

func (b *builder) tableTitle(id string) string {
	if t, ok := tabulate.Find(b.in.Tables, id); ok {
		return onpage.Clean(t.Title)
	}
	return ""
}

// hides tells whether our number beside a printed one may not be shown: its
// cell is hidden, or it could be put together from hidden cells.
func (b *builder) hides(r audit.Result) bool {
	if b.in.Study.Suppression.Below <= 1 {
		return false
	}
	t, ok := tabulate.Find(b.in.Tables, r.Table)
	if !ok {
		return true // a number of people that no table has checked
	}
	g, row := t.Group(r.Subgroup), t.Row(r.Row)
	if g < 0 {
		return true
	}
	if row >= 0 {
		return t.Cells[row][g].Suppressed
	}
	return slices.ContainsFunc(t.Cells, func(cells []tabulate.Cell) bool { return cells[g].Suppressed })
}
