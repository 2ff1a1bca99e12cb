package amend

import (
	"fmt"
	"slices"
	"strings"
)

// Redraft renews a docket that people work on, after a run has proposed anew; old
// nil makes a first one. Amendments are matched by their ids.
//
// Nothing that a person wrote is lost. An amendment whose content is what the
// program drafted takes the content that is proposed now; one that a person edited
// keeps every word, its wording source being then the group. Of both, evidence and
// support are renewed. What is proposed for the first time is added at the end,
// unless another amendment takes it in (TakesIn): then its evidence is counted
// there. What is no longer proposed stays, withdrawn by the evidence, and stands
// again when it is proposed again; what a person withdrew stays withdrawn. The
// group's own amendments and imported ones are left alone. The order of the old
// docket, its notes and what it says of the next version stay; the base is that of
// the new proposals. Complete, BySubgroup, WithAgreement and NearEquivalents are
// for the result, since people's amendments are only there.
//
// The texts tell a person what changed, an amendment each, in the docket's order.
// Neither argument is changed.
func Redraft(old, proposed *Docket) (*Docket, []string) {
	out := &Docket{
		Framework: proposed.Framework, Version: proposed.Version, SHA256: proposed.SHA256, Next: proposed.Next,
		Fates: proposed.Fates, Unplaced: slices.Clone(proposed.Unplaced),
	}
	var said []string
	say := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	if old == nil {
		old = &Docket{}
	} else {
		out.Next = old.Next
		out.Unplaced = append(out.Unplaced, sentUnplaced(old, proposed)...)
		switch {
		case old.Framework != proposed.Framework:
			say("The base is now %s %s; it was %s %s.", proposed.Framework, proposed.Version, old.Framework, old.Version)
		case old.Version != proposed.Version:
			say("The base is now version %s; it was %s.", proposed.Version, old.Version)
		case old.SHA256 != proposed.SHA256 && old.SHA256 != "":
			say("The framework's file is another than the docket was drafted against, though its version is still %s.", proposed.Version)
		}
	}
	fresh := map[string]*Amendment{}
	drafts := eachAlone(proposed.Amendments)
	for i := range drafts {
		fresh[drafts[i].ID] = &drafts[i]
	}
	done := map[string]bool{}
	for _, was := range old.Amendments {
		now := fresh[was.ID]
		done[was.ID] = true
		var parts []*Amendment
		for _, id := range was.TakesIn {
			if done[id] = true; fresh[id] != nil {
				parts = append(parts, fresh[id])
			}
		}
		a, what := renewed(was.copied(), now, parts)
		if len(what) > 0 {
			say("%s: %s.", was.ID, strings.Join(what, "; "))
		}
		out.Amendments = append(out.Amendments, a)
	}
	for i := range drafts {
		a := drafts[i].copied()
		if done[a.ID] {
			continue
		}
		a.Drafted = Draft(a)
		if len(old.Amendments) > 0 {
			say("%s: new, with %s.", a.ID, people(a.For, a.Against))
		}
		out.Amendments = append(out.Amendments, a)
	}
	for i := range out.Amendments {
		out.Amendments[i].Number = i + 1
	}
	return out, said
}

// sentUnplaced gives the unplaced edits of a docket that no comment of the
// consultation asks for: those of a comment table that was imported.
func sentUnplaced(old, proposed *Docket) []Unplaced {
	own := map[string]bool{}
	for _, f := range proposed.Fates {
		own[f.Unit] = true
	}
	for _, u := range proposed.Unplaced {
		own[u.Unit] = true
	}
	var out []Unplaced
	for _, u := range old.Unplaced {
		if !own[u.Unit] {
			out = append(out, u)
		}
	}
	return out
}

// eachAlone makes of an amendment that does to several items what is done to one at
// a time ("remove 1.A.1 and 1.A.2") an amendment for each, so that each can be
// decided alone; the item's code is put behind the id.
func eachAlone(list []Amendment) []Amendment {
	var out []Amendment
	for _, a := range list {
		switch a.Operation {
		case Reword, Rename, Retire, Move, Split:
			if len(a.Targets) > 1 {
				for _, t := range a.Targets {
					one := a.copied()
					one.ID, one.Targets, one.TextBefore = a.ID+":"+t.Code, []Target{t}, t.Words
					out = append(out, one)
				}
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

// edited tells whether a person changed what a program drafted. One that does not
// say what was drafted counts as edited, which loses nothing.
func (a *Amendment) edited() bool { return a.Drafted != Draft(*a) }

// renewed brings one amendment up to date with what is proposed now: now is nil
// where it is not, and parts are those that it takes in.
func renewed(was Amendment, now *Amendment, parts []*Amendment) (a Amendment, what []string) {
	a = was
	if now != nil && was.source() == SourceGroup && was.Drafted == "" {
		// Somebody gave an amendment of their own the name of one that is proposed.
		now = nil
		what = append(what, "an amendment of the group's own has this id, so the one that the evidence proposes under it is left out; give yours another id to see both")
	}
	if now == nil && len(parts) == 0 {
		if was.source() == SourceEvidence && was.State == StateProposed {
			a.State, a.WithdrawnBy = StateWithdrawn, SourceEvidence
			what = append(what, "no longer proposed by the evidence, so it is withdrawn; write state: proposed and source: group to keep it")
		}
		return a, what
	}
	if now != nil && was.source() != SourceGroup {
		if was.edited() {
			a.Wording, a.Meaning = groupWording(was), GuessMeaning(&was)
			if Draft(*now) != was.Drafted && Draft(*now) != Draft(was) {
				what = append(what, "kept as it was edited, though the evidence now proposes something else"+proposal(now))
			}
		} else {
			if Draft(*now) != was.Drafted {
				what = append(what, "what is proposed has changed"+proposal(now))
			}
			takeContent(&a, now)
			a.Drafted = Draft(a)
		}
	}
	if was.State == StateWithdrawn && was.WithdrawnBy == SourceEvidence {
		a.State, a.WithdrawnBy = StateProposed, ""
		what = append(what, "proposed again by the evidence")
	}
	takeSupport(&a, now, parts)
	if a.For != was.For || a.Against != was.Against {
		what = append(what, fmt.Sprintf("%s (before: %s)", people(a.For, a.Against), people(was.For, was.Against)))
	}
	return a, what
}

// copied gives a copy whose places can be filled in without changing a.
func (a Amendment) copied() Amendment {
	a.Targets, a.Evidence = slices.Clone(a.Targets), slices.Clone(a.Evidence)
	if a.To != nil {
		to := *a.To
		a.To = &to
	}
	return a
}

func (a *Amendment) source() Source {
	if a.Source == "" {
		return SourceEvidence
	}
	return a.Source
}

// groupWording says whose the words of an edited amendment are.
func groupWording(a Amendment) WordingSource {
	if a.TextAfter == "" && a.Title == "" && len(a.Parts) == 0 {
		return NoWording
	}
	return FromGroup
}

// proposal tells the words that are proposed now.
func proposal(now *Amendment) string {
	if now.TextAfter == "" {
		return ""
	}
	return ": “" + cut(now.TextAfter, 120) + "”"
}

// takeContent takes over what an amendment does and says.
func takeContent(a, from *Amendment) {
	now := from.copied()
	a.Operation, a.Targets, a.To, a.Kind, a.Level = now.Operation, now.Targets, now.To, now.Kind, now.Level
	a.Title, a.Parts, a.TextBefore, a.TextAfter = now.Title, now.Parts, now.TextBefore, now.TextAfter
	a.Wording, a.Why, a.Meaning, a.Near = now.Wording, now.Why, now.Meaning, now.Near
}

// takeSupport takes over evidence and support, counting each person once.
func takeSupport(a, now *Amendment, parts []*Amendment) {
	all := parts
	if now != nil {
		all = append([]*Amendment{now}, parts...)
	}
	first := all[0]
	a.Themes, a.Literature = slices.Clone(first.Themes), slices.Clone(first.Literature)
	a.Evidence, a.Exact = slices.Clone(first.Evidence), first.Exact
	a.For, a.Against, a.Context, a.SurveyFor, a.GroupFor = first.For, first.Against, first.Context, first.SurveyFor, first.GroupFor
	a.Subgroups, a.Agreement = slices.Clone(first.Subgroups), slices.Clone(first.Agreement)
	if len(all) > 1 {
		a.Subgroups = nil // of all of them together: Docket.BySubgroup
		seen := map[[2]string]bool{}
		for _, e := range a.Evidence {
			seen[[2]string{e.Unit, string(e.Role)}] = true
		}
		for _, p := range all[1:] {
			for _, e := range p.Evidence {
				if k := [2]string{e.Unit, string(e.Role)}; !seen[k] {
					seen[k] = true
					a.Evidence = append(a.Evidence, e)
				}
			}
			a.Themes = union(a.Themes, p.Themes)
			a.Literature = union(a.Literature, p.Literature)
		}
		count(a)
	}
	if now == nil {
		a.Exact = 0 // what those asked for was another amendment
	}
	if first.Base > 0 {
		a.share(first.Base)
	}
}

func union(a, b []string) []string {
	seen := map[string]bool{}
	for _, s := range a {
		seen[s] = true
	}
	for _, s := range b {
		if !seen[s] {
			seen[s] = true
			a = append(a, s)
		}
	}
	return a
}

func people(pro, contra int) string {
	return fmt.Sprintf("%d for and %d against", pro, contra)
}
