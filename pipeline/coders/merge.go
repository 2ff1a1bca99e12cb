package coders

import (
	"slices"
	"strings"

	"concord/pipeline/theme"
)

// Verdict is what people's judgements come to for one unit.
type Verdict struct {
	Unit string
	// Marks are the themes that count, in the order of their ids.
	Marks []Mark
	// Coder is who said so: one name, or those of several with + between.
	Coder string
	// Method is Human, Accepted, Corrected, SettledMethod or Majority.
	Method string
	// Open are the themes on which as many coders said yes as no: they do not
	// count until somebody settles them.
	Open []string
	// NotAsked are themes that none of them was asked about, as they are newer: of
	// these nobody has said anything. Parts are those that a theme was split into which
	// they did not give.
	NotAsked, Parts []string
}

// Merged gives what counts for each unit that people have judged, in the order of
// the units: what was settled; else what its one coder said; else, of several, the
// themes that more than half of those gave who were asked about them. Units that nobody judged are not in it:
// for them the machine's rules count. judgements and settled are those of Today,
// each coder's last; of settled the last of each unit counts.
func Merged(units []theme.Unit, judgements, settled []Judgement) []Verdict {
	final := map[string]Judgement{}
	for _, j := range settled {
		final[j.Unit] = j
	}
	by := byUnit(judgements)
	var out []Verdict
	for i := range units {
		id := units[i].ID
		j, isSettled := final[id]
		switch list := by[id]; {
		case isSettled:
			out = append(out, Verdict{Unit: id, Marks: j.Marks, Coder: j.Coder, Method: j.Method, NotAsked: j.NotAsked, Parts: j.Parts})
		case len(list) == 1:
			out = append(out, Verdict{Unit: id, Marks: list[0].Marks, Coder: list[0].Coder, Method: list[0].Method, NotAsked: list[0].NotAsked, Parts: list[0].Parts})
		case len(list) > 1:
			out = append(out, voted(id, list))
		}
	}
	return out
}

// voted gives the verdict of several coders.
func voted(unit string, list []Judgement) Verdict {
	v := Verdict{Unit: unit, Method: Majority}
	names := make([]string, len(list))
	stances := map[string][]theme.Stance{}
	var ids []string
	for i, j := range list {
		names[i] = j.Coder
		for _, m := range j.Marks {
			if stances[m.Theme] == nil {
				ids = append(ids, m.Theme)
			}
			stances[m.Theme] = append(stances[m.Theme], m.Stance)
		}
	}
	v.Coder = strings.Join(names, "+")
	slices.Sort(ids)
	for _, id := range ids {
		asked := 0
		for i := range list {
			if list[i].wasAsked(id) {
				asked++
			}
		}
		switch votes := 2 * len(stances[id]); {
		case votes > asked:
			v.Marks = append(v.Marks, Mark{id, together(stances[id])})
		case votes == asked:
			v.Open = append(v.Open, id)
		}
	}
	asked := func(id string) bool {
		return slices.ContainsFunc(list, func(j Judgement) bool { return j.wasAsked(id) })
	}
	v.NotAsked = slices.DeleteFunc(slices.Clone(list[0].NotAsked), asked)
	v.Parts = slices.DeleteFunc(slices.Clone(list[0].Parts), asked)
	return v
}
