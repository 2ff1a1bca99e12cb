package amend

import (
	"slices"
	"strings"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/finding"
)

// Decided is what a group decided of an amendment beside whether it is done. What
// is empty is as proposed.
type Decided struct {
	// Text stands in place of the text after, or of the title of a heading that is
	// added without one; Parts of those proposed.
	Text  string
	Parts []revise.Part
	// Kind and Level are ids of the framework; To is the UUID of the item that a
	// moved one goes under.
	Kind, Level, To string
	// Meaning is revise.Editorial or revise.Substantial, for a reword.
	Meaning string
}

// Fits tells whether the framework, with the levels that the docket brings, has the
// kinds and levels that were decided. The error is a finding.Finding.
func (d Decided) Fits(f *frameworks.Framework, docket *Docket) error {
	kinds, levels := kindIDs(f), docket.levelIDs(f)
	for _, p := range append([]revise.Part{{Kind: d.Kind, Level: d.Level}}, d.Parts...) {
		switch {
		case p.Kind != "" && !slices.Contains(kinds, p.Kind):
			return finding.Finding{Severity: finding.Error, Kind: "unknown-kind", Found: p.Kind, Message: "the framework has no such kind of item", Do: finding.DidYouMean(p.Kind, kinds)}
		case p.Level != "" && !slices.Contains(levels, p.Level):
			return finding.Finding{Severity: finding.Error, Kind: "unknown-level", Found: p.Level, Message: "the framework has no such level, and the docket brings none", Do: strings.TrimSpace("Give its id, label and definition under next: levels: in docket.yaml. " + near(p.Level, levels))}
		}
	}
	return nil
}

// near asks whether one of the known levels was meant, "" where none is like it.
func near(level string, known []string) string {
	if like := finding.Nearest(level, known); like != "" {
		return finding.DidYouMean(level, []string{like})
	}
	return ""
}

// With gives the amendment as it was decided. The amendment itself stays as it is.
func (a Amendment) With(d Decided) Amendment {
	if d.Text != "" {
		a.Wording = FromGroup
		if a.Operation == Add && a.Title != "" && a.TextAfter == "" {
			a.Title = d.Text
		} else {
			a.TextAfter = d.Text
		}
	}
	if len(d.Parts) > 0 {
		a.Parts, a.Wording = slices.Clone(d.Parts), FromGroup
	}
	if d.Kind != "" {
		a.Kind = d.Kind
	}
	if d.Level != "" {
		a.Level = d.Level
	}
	if d.To != "" && (a.To == nil || a.To.UUID != d.To) {
		a.To = &Target{UUID: d.To}
	}
	return a
}

// Change gives what revise.Apply does for an amendment as it was decided. Order is
// the amendment's number.
func (a Amendment) Change(d Decided) revise.Change {
	a = a.With(d)
	c := revise.Change{
		ID: a.ID, Order: a.Number, Operation: string(a.Operation), After: a.TextAfter, Title: a.Title, Kind: a.Kind, Level: a.Level,
		Parts: a.Parts, Meaning: d.Meaning,
	}
	for _, t := range a.Targets {
		if t.UUID != "" { // an addition to the framework as a whole goes to its top
			c.Targets = append(c.Targets, t.UUID)
		}
	}
	if a.To != nil {
		c.To = a.To.UUID
	}
	if len(c.Targets) == 1 && a.Operation != Add {
		c.Before = a.TextBefore
	}
	return c
}
