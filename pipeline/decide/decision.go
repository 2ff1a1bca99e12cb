package decide

import (
	"fmt"
	"slices"

	"concord/pipeline/finding"
)

func (r *replay) decide(e *Event) (func(), *finding.Finding) {
	d := *e.Decide
	if f := ballot(d.Amendment, d.Fingerprint); f != nil {
		return nil, f
	}
	if f := d.check(); f != nil {
		return nil, f
	}
	if o := r.open(); o != nil {
		if _, asked := o.prints[d.Amendment]; asked {
			return nil, fault("round-open", fmt.Sprintf("round %d", o.n), "", "this amendment is being voted on", "Close the round first.")
		}
	}
	if at, is := r.decided[d.Amendment]; is {
		if before := r.events[at-1].Decide; before.Fingerprint == d.Fingerprint && !before.Disposition.Open() {
			return nil, fault("decided", string(before.Disposition), "", fmt.Sprintf("this amendment was decided already, by event %d", at), fmt.Sprintf("Take that decision back first, with the reason (concord amend undo CONSULTATION %d --why WHY); it stays in the log.", at))
		}
	}
	if out, voted := r.outcomeOf(d.Amendment, d.Fingerprint); voted && departs(d.Disposition, out.Result) && blank(d.Departs) {
		return nil, fault("departs", string(d.Disposition), "", "the vote came to another outcome than this decision: "+out.Why, "Say why the decision departs from the vote: --departs WHY, or in a sheet the column departs_because.")
	}
	return func() { r.decided[d.Amendment] = e.N }, nil
}

// departs tells whether a disposition is not what a vote came to.
func departs(d Disposition, result Result) bool {
	switch {
	case d.Accepts():
		return result != For
	case d == Duplicate || d == Withdrawn:
		return false // there is nothing left of its own to decide
	}
	return result == For
}

// operations are what amendments do.
var operations = []string{"add", "reword", "rename", "move", "split", "merge", "level", "retire"}

// check faults a decision that does not say what it must.
func (d *Decision) check() *finding.Finding {
	if f := oneOf("disposition", "disposition", d.Disposition, Dispositions); f != nil {
		return f
	}
	if f := oneOf("operation", "operation on a framework", d.Operation, operations); f != nil {
		return f
	}
	if f := tooLong(append(d.texts(), d.Rationale, d.Departs, d.Level, d.Kind)...); f != nil {
		return f
	}
	changes := d.Text != "" || len(d.Parts) > 0 || d.Level != "" || d.Kind != "" || d.To != ""
	accepted := d.Disposition.Accepts()
	switch {
	case d.Disposition != Accepted && blank(d.Rationale):
		return fault("no-rationale", string(d.Disposition), "a reason", "this decision has no rationale", "Every decision but a plain acceptance needs one: say it to those who asked.")
	case d.Disposition == AcceptedModified && !changes:
		return fault("no-modification", "", "a text, parts, a level, a kind or a place", "the amendment is accepted with a modification, and this does not say which", "Give what was modified, or accept the amendment as it is.")
	case d.Disposition == Accepted && (d.Text != "" || d.Level != "" || d.Kind != "" || d.To != ""):
		return fault("modification", "", "", "the amendment is accepted as it is, yet something is modified", "Decide accepted-with-modification.")
	case !accepted && changes:
		return fault("modification", string(d.Disposition), "", "something is modified in an amendment that is not accepted", "Decide accepted-with-modification, or leave the modification out.")
	case blankPart(d.Text) || slices.ContainsFunc(d.Parts, func(p Part) bool { return blank(p.Text) }):
		return fault("no-text", "", "", "a text of this decision is empty", "")
	case d.Operation != "split" && len(d.Parts) > 0:
		return fault("parts", d.Operation, "split", "only a split has parts", "")
	case accepted && d.Operation == "split" && len(d.Parts) < 2:
		return fault("parts", fmt.Sprint(len(d.Parts)), "two or more", "a split is accepted without the parts that it makes", "Give each part's text.")
	case accepted && (d.Operation == "reword" || d.Operation == "rename") && d.Meaning != Editorial && d.Meaning != Substantial:
		return fault("no-meaning", d.Meaning, Editorial+" or "+Substantial, "this does not say whether the new wording changes the meaning", "Say editorial where the statement still asks the same of people, otherwise substantial.")
	case d.Meaning != "" && d.Meaning != Editorial && d.Meaning != Substantial:
		return fault("meaning", d.Meaning, Editorial+" or "+Substantial, "this says nothing about the meaning", "")
	case d.To != "" && !uuidForm.MatchString(d.To):
		return fault("place", d.To, "the UUID of an item of the framework", "this is no place for an item", "")
	case d.Disposition == Duplicate && (blank(d.SameAs) || d.SameAs == d.Amendment):
		return fault("duplicate", d.SameAs, "the id of another amendment", "a duplicate must say which amendment it is the same as", "")
	case d.Disposition != Duplicate && d.SameAs != "":
		return fault("duplicate", d.SameAs, "", "only a duplicate is the same as another amendment", "")
	}
	return nil
}

// blankPart tells whether a text is there, and says nothing.
func blankPart(s string) bool { return s != "" && blank(s) }

// texts gives the words that the decision puts into the framework.
func (d *Decision) texts() []string {
	list := []string{d.Text}
	for _, p := range d.Parts {
		list = append(list, p.Text, p.Kind, p.Level)
	}
	return list
}
