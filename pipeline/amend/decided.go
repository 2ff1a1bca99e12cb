package amend

import (
	"slices"

	"concord/frameworks/revise"
)

// Decided is what a group decided of an amendment beside whether it is done. What
// is empty is as proposed.
type Decided struct {
	// Text stands in place of the text after, Parts of those proposed.
	Text  string
	Parts []revise.Part
	// Kind and Level are ids of the framework; To is the UUID of the item that a
	// moved one goes under.
	Kind, Level, To string
	// Meaning is revise.Editorial or revise.Substantial, for a reword.
	Meaning string
}

// With gives the amendment as it was decided. The amendment itself stays as it is.
func (a Amendment) With(d Decided) Amendment {
	if d.Text != "" {
		a.TextAfter, a.Wording = d.Text, FromGroup
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
