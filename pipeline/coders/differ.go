package coders

import (
	"slices"
	"strings"

	"concord/pipeline/theme"
)

// Difference is a unit of which coders do not say the same.
type Difference struct {
	Unit theme.Unit
	// By are the judgements, in the order of the coders' names.
	By []Judgement
	// Agreed are the themes that every coder gave, and Open those that some gave.
	// Where both are alike for all, the stances differ: Stances are the themes to
	// which two gave different ones.
	Agreed  []Mark
	Open    []string
	Stances []string
}

// Differences gives the units that two coders or more have judged and not alike, in
// the order of the units. judgements are each coder's last (see Record.Latest and
// Today). A theme that one gave with a stance and another without is no
// difference. Leave out the machine: it has no say in what people settle. Units
// that are in settled are left out, unless their text has changed since.
func Differences(units []theme.Unit, judgements, settled []Judgement) []Difference {
	done := map[string]string{}
	for _, j := range Latest(settled) {
		done[j.Unit] = j.TextSHA
	}
	by := byUnit(judgements)
	var out []Difference
	for i := range units {
		list := by[units[i].ID]
		if len(list) < 2 {
			continue
		}
		if sha, ok := done[units[i].ID]; ok && sha == TextSHA(units[i].Text) {
			continue
		}
		d := compared(list)
		if len(d.Open)+len(d.Stances) == 0 {
			continue
		}
		d.Unit = units[i]
		out = append(out, d)
	}
	return out
}

// byUnit gives the judgements of each unit, in the order of the coders' names.
func byUnit(judgements []Judgement) map[string][]Judgement {
	by := map[string][]Judgement{}
	for _, j := range judgements {
		by[j.Unit] = append(by[j.Unit], j)
	}
	for _, list := range by {
		slices.SortStableFunc(list, func(a, b Judgement) int { return strings.Compare(a.Coder, b.Coder) })
	}
	return by
}

// compared says what the judgements of one unit have in common.
func compared(list []Judgement) Difference {
	d := Difference{By: list}
	var all []string
	for i := range list {
		all = append(all, themes(list[i].Marks)...)
	}
	slices.Sort(all)
	for _, id := range slices.Compact(all) {
		given := 0
		var stances []theme.Stance
		for i := range list {
			if k, ok := list[i].find(id); ok {
				given++
				if s := list[i].Marks[k].Stance; s != "" {
					stances = append(stances, s)
				}
			}
		}
		stance := together(stances)
		if len(stances) > 0 && stance == "" {
			d.Stances = append(d.Stances, id)
		}
		if given == len(list) {
			d.Agreed = append(d.Agreed, Mark{id, stance})
		} else {
			d.Open = append(d.Open, id)
		}
	}
	return d
}
