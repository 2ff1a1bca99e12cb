package theme

// GroupStep is what one focus group brought that those before it had not.
type GroupStep struct {
	Group string
	// Turns is the number of units of the group, People of its participants who
	// said anything.
	Turns, People int
	// Themes is how many themes were spoken of in the group; New are those that
	// no group before had spoken of, in the order of their first turn; Total is
	// how many had been spoken of when the group ended.
	Themes int
	New    []FirstMention
	Total  int
}

// FirstMention is where a theme was first spoken of in any focus group.
type FirstMention struct {
	Theme string
	Unit  string
	// Turn counts the units of the group from 1.
	Turn int
}

// Saturation tells how the focus groups ran out of new themes: group by group in
// the order of the units, which is to be the order in which they were held. A
// group without codings is among them. units must hold all turns of participants,
// coded or not; what moderators say is not among them. Codings and units of the
// survey are passed over. A group that brings nothing new is no proof that another
// would not; Guest, Namey and Chen (2020, PLoS ONE 15(5): e0232076) compare New of
// the last groups with Total after the first ones.
func Saturation(codings []Coding, units []Unit) []GroupStep {
	// By unit, the codings in their order.
	byUnit := make([][]int32, len(units))
	for i, at := range locate(codings, units) {
		if at >= 0 && units[at].Source == groupsSource {
			byUnit[at] = append(byUnit[at], int32(i))
		}
	}
	type tally struct{ people, themes map[string]bool }
	var out []GroupStep
	var tallies []tally
	place := map[string]int{}
	// A group's turns need not stand together; its place is that of its first.
	turnOf := make([]int, len(units))
	for i := range units {
		u := &units[i]
		if u.Source != groupsSource {
			continue
		}
		at, ok := place[u.Question]
		if !ok {
			at = len(out)
			place[u.Question] = at
			out = append(out, GroupStep{Group: u.Question})
			tallies = append(tallies, tally{map[string]bool{}, map[string]bool{}})
		}
		out[at].Turns++
		turnOf[i] = out[at].Turns
		if u.Person != "" {
			tallies[at].people[u.Person] = true
		}
	}
	first := make([][]FirstMention, len(out))
	for i := range units {
		for _, k := range byUnit[i] {
			at := place[units[i].Question]
			if theme := codings[k].Theme; !tallies[at].themes[theme] {
				tallies[at].themes[theme] = true
				first[at] = append(first[at], FirstMention{theme, units[i].ID, turnOf[i]})
			}
		}
	}
	spoken := map[string]bool{}
	for at := range out {
		out[at].People, out[at].Themes = len(tallies[at].people), len(tallies[at].themes)
		for _, f := range first[at] {
			if !spoken[f.Theme] {
				spoken[f.Theme] = true
				out[at].New = append(out[at].New, f)
			}
		}
		out[at].Total = len(spoken)
	}
	return out
}
