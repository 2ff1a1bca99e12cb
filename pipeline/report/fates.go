package report

import (
	"fmt"
	"slices"

	"concord/pipeline/amend"
	"concord/pipeline/disclosure"
	"concord/pipeline/onpage"
)

// notUnderstoodShown is how many of the comments that a person must read are
// listed; all of them are in amendments/fates.csv.
const notUnderstoodShown = 60

var fateWords = map[amend.FateKind]string{
	amend.Used:          "Speaks for or against a proposed amendment",
	amend.Noted:         "On a theme, but asks for no change that is proposed",
	amend.Praise:        "Content with what is there",
	amend.Nothing:       "Says nothing (“n/a”, “none” and the like)",
	amend.NotUnderstood: "Not understood: a person must read it",
	amend.Conversation:  "Talk of a focus group on no theme",
}

func (b *builder) fateCount(kind amend.FateKind) int {
	n := 0
	if b.in.Docket != nil {
		for _, f := range b.in.Docket.Fates {
			if f.Fate == kind {
				n++
			}
		}
	}
	return n
}

func (b *builder) fates() (Section, bool) {
	if b.in.Docket == nil || len(b.in.Docket.Fates) == 0 {
		return Section{}, false
	}
	fates := b.in.Docket.Fates
	s := Section{ID: "comments", Title: "What became of every comment"}
	var names, labels []string
	for _, x := range [][2]string{{"survey", "Survey comments"}, {"groups", "Turns in groups"}} {
		for _, f := range fates {
			if f.Source == x[0] {
				names, labels = append(names, x[0]), append(labels, x[1])
				break
			}
		}
	}
	t := Table{Caption: "Every comment and turn, counted once", Columns: []Column{{Label: "What became of it", Words: true}}}
	for _, l := range labels {
		t.Columns = append(t.Columns, Column{Label: l, Number: true})
	}
	t.Columns = append(t.Columns, Column{Label: "All", Number: true})
	totals := make([]int, len(names)+1)
	shown := b.fateShown(names)
	for at, kind := range amend.FateKinds {
		row := cells(fateWords[kind])
		all := 0
		for i, source := range names {
			n := 0
			for _, f := range fates {
				if f.Fate == kind && f.Source == source {
					n++
				}
			}
			totals[i] += n
			all += n
			row = append(row, text(b.shownNumber(n, shown[at][i])))
		}
		totals[len(names)] += all
		t.Rows = append(t.Rows, Row{Cells: append(row, text(b.shownNumber(all, shown[at][len(names)])))})
	}
	rules := b.in.Study.Suppression.Rules()
	if !rules.Active() { // a sum would give away what is hidden or rounded
		sum := cells("All together")
		for _, n := range totals {
			sum = append(sum, text(thousands(n)))
		}
		t.Rows = append(t.Rows, Row{Cells: sum, Sum: true})
	}
	note := fmt.Sprintf("The rows add up to the %s that were read: none is lost.", count(len(b.in.Units), "comment or turn", "comments and turns"))
	if rules.Active() {
		note = "Each comment and turn that was read is in one row: none is lost. Small numbers are hidden."
	}
	if totals[len(names)] != len(b.in.Units) {
		note = fmt.Sprintf("The rows add up to %s, but %s were read: this is a fault of concord, please report it.", thousands(totals[len(names)]), thousands(len(b.in.Units)))
	}
	t.Notes = []string{note}
	s.Blocks = append(s.Blocks, t, para("What became of each is in ", code("amendments/fates.csv"), "."))
	if sub, ok := b.notUnderstood(); ok {
		s.Sections = append(s.Sections, sub)
	}
	return s, true
}

// fateShown says of each kind of fate which of its numbers may be shown, those of
// each source and then of all. How many there are of a source readers know.
func (b *builder) fateShown(sources []string) [][]bool {
	a := disclosure.NewAccount(b.in.Study.Suppression.Rules())
	last := len(sources)
	places := make([][]int, len(amend.FateKinds))
	totals := make([]int, last+1)
	for k, kind := range amend.FateKinds {
		counts := make([]int, last+1)
		for _, f := range b.in.Docket.Fates {
			if i := slices.Index(sources, f.Source); f.Fate == kind && i >= 0 {
				counts[i]++
				counts[last]++
			}
		}
		for i, n := range counts {
			places[k] = append(places[k], a.Printed(n))
			totals[i] += n
		}
		a.Sum(places[k][last], places[k][:last]...)
	}
	for i, n := range totals {
		parts := make([]int, len(places))
		for k := range places {
			parts[k] = places[k][i]
		}
		a.Sum(a.Known(n), parts...)
	}
	a.Hide()
	out := make([][]bool, len(places))
	for k := range places {
		for _, at := range places[k] {
			out[k] = append(out[k], !a.Hidden(at))
		}
	}
	return out
}

func (b *builder) notUnderstood() (Section, bool) {
	n := b.fateCount(amend.NotUnderstood)
	if n == 0 {
		return Section{}, false
	}
	s := Section{ID: "not-understood", Title: "Comments for a person to read", Folded: true}
	words := map[string]string{}
	for _, u := range b.in.Units {
		words[u.ID] = u.Text
	}
	if rules := b.in.Study.Suppression.Rules(); rules.Active() {
		s.Blocks = []Block{para("Which they are is in ", code("amendments/fates.csv"), ", with their words in ", code("ingest/"), ": a list here would tell who wrote something.")}
		return s, true
	}
	caption := fmt.Sprintf("The %s that no rule understood", count(n, "comment", "comments"))
	if n > notUnderstoodShown {
		caption = fmt.Sprintf("The first %d of %d comments that no rule understood", notUnderstoodShown, n)
	}
	t := Table{Caption: caption, Columns: []Column{{Label: "Comment"}, {Label: "What was written", Words: true}}}
	for _, f := range b.in.Docket.Fates {
		if f.Fate != amend.NotUnderstood || len(t.Rows) == notUnderstoodShown {
			continue
		}
		said := onpage.Short(onpage.Clean(words[f.Unit]), 150)
		t.Rows = append(t.Rows, Row{Cells: cells(onpage.Clean(f.Unit), said)})
	}
	s.Blocks = []Block{t}
	return s, true
}
