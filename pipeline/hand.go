package pipeline

import (
	"fmt"
	"math"
	"slices"

	"concord/pipeline/coders"
	"concord/pipeline/finding"
	"concord/pipeline/report"
	"concord/pipeline/theme"
)

// handCoded is what the report says of coding by hand.
type handCoded struct {
	Findings []finding.Finding
	Report   report.Hand
}

// TheRules is the name of the machine among coders: the codebook's rules.
const TheRules = "rules"

// Together is the name, among coders, of what people's judgements come to: what
// was settled, what one coder said alone, what most of several said.
const Together = "people"

// Agreement says how far people agree on the themes that they gave blind, and
// how far the rules agree with each of them and with what they come to where it
// was judged without suggestions.
func Agreement(cb *theme.Codebook, people []coders.Judgement, verdicts []coders.Verdict, rules []theme.Coding, units []theme.Unit) (coders.Comparison, error) {
	var ids []string
	for _, t := range cb.Themes {
		ids = append(ids, t.ID)
	}
	machine := coders.FromCodings(rules, units, TheRules, "rule", cb.Version)
	for _, v := range verdicts {
		if v.Method == coders.Accepted || v.Method == coders.Corrected {
			continue // what people made of suggestions says little of how good these are
		}
		machine = append(machine, coders.Judgement{Unit: v.Unit, Marks: v.Marks, Coder: Together, Method: v.Method, CodebookVersion: cb.Version, NotAsked: v.NotAsked, Parts: v.Parts})
	}
	c, err := coders.Compare(coders.Blind(people), machine, ids)
	// One person would be compared with what is their own for a large part.
	c.Pairs = slices.DeleteFunc(c.Pairs, func(p coders.Pair) bool {
		return (p.A == Together || p.B == Together) && p.A != TheRules && p.B != TheRules
	})
	return c, err
}

// handCoded writes themes/agreement.csv, and what is open, and gives what the
// report says of both.
func (r *runner) handCoded(j judged, rules []theme.Coding, units []theme.Unit) (handCoded, error) {
	out := handCoded{Findings: j.Findings}
	if len(j.Verdicts) == 0 {
		return out, nil
	}
	c, err := Agreement(r.in.codebook, j.People, j.Verdicts, rules, units)
	if err != nil {
		return out, fmt.Errorf("agreement of coders: %w", err)
	}
	out.Report = handOf(c, j.Verdicts)
	return out, writeRows(r, "themes/agreement.csv", c.Rows())
}

// handOf draws what a reader should know from a comparison of coders.
func handOf(c coders.Comparison, verdicts []coders.Verdict) report.Hand {
	h := report.Hand{
		Units: len(verdicts), Common: c.Common, MASI: c.MASI.Estimate, Why: c.Why, MASILow: c.MASI.Low, MASIHigh: c.MASI.High,
		Given: c.Given, GivenMASI: c.GivenMASI.Estimate, Band: coders.Band(c.MASI.Estimate),
	}
	for _, t := range c.Themes {
		told := report.ThemeAgreement{Theme: t.Theme, Alpha: math.NaN(), Why: t.Why}
		if t.Why == "" {
			told.Alpha, told.Low, told.High, told.Band = t.Alpha.Estimate, t.Alpha.Low, t.Alpha.High, coders.Band(t.Alpha.Estimate)
		}
		h.Themes = append(h.Themes, told)
	}
	for _, v := range verdicts {
		switch v.Method {
		case coders.SettledMethod:
			h.Settled++
		case coders.Accepted, coders.Corrected:
			h.Suggested++
		}
		if len(v.Open) > 0 {
			h.Open++
		}
	}
	for _, who := range c.Coders {
		if !who.Machine {
			h.Coders++
		}
	}
	for _, p := range c.Pairs {
		if p.A == TheRules || p.B == TheRules {
			other := p.A
			if other == TheRules {
				other = p.B
			}
			against := report.RulesAgainst{Coder: other, Units: p.Units, F1: p.MicroF1, Low: p.MicroLow, High: p.MicroUp}
			for _, t := range p.Themes {
				onlyPeople, onlyRules := t.OnlyA, t.OnlyB
				if p.A == TheRules {
					onlyPeople, onlyRules = onlyRules, onlyPeople
				}
				against.Both, against.Missed, against.Invented = against.Both+t.Both, against.Missed+onlyPeople, against.Invented+onlyRules
			}
			h.Rules = append(h.Rules, against)
		}
	}
	return h
}
