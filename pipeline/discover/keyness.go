package discover

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"concord/pipeline/stats"
	"concord/pipeline/theme"
)

// Group is some of the units, to be held against the others: what one group of
// people said, or what was said to one question.
type Group struct {
	ID, Title string
	// Units are places in the list of units.
	Units []int
	// Among are the places of the units that it is held against, with its own
	// among them; nil for all.
	Among []int
}

// GroupsBy parts the units by what a function says of each, such as its
// question, its domain or its source, in the order of those names. Units of
// which it says "" are in none of the groups, nor held against them.
func GroupsBy(units []theme.Unit, of func(*theme.Unit) string) []Group {
	by := map[string][]int{}
	var names []string
	var all []int
	for i := range units {
		name := of(&units[i])
		if name == "" {
			continue
		}
		if by[name] == nil {
			names = append(names, name)
		}
		by[name] = append(by[name], i)
		all = append(all, i)
	}
	slices.Sort(names)
	var out []Group
	for _, name := range names {
		out = append(out, Group{ID: name, Title: name, Units: by[name], Among: all})
	}
	return out
}

// Subgroups gives the groups of people that a function names for the person of a
// unit, in the order of those names. One person can be in several; each group is
// held against all units of people who are not in it.
func Subgroups(units []theme.Unit, of func(*theme.Unit) []string) []Group {
	by := map[string][]int{}
	for i := range units {
		for _, name := range of(&units[i]) {
			if l := by[name]; len(l) == 0 || l[len(l)-1] != i {
				by[name] = append(l, i)
			}
		}
	}
	var out []Group
	for _, name := range slices.Sorted(maps.Keys(by)) {
		out = append(out, Group{ID: name, Title: name, Units: by[name]})
	}
	return out
}

// KeynessOptions say how words are compared. Zero values are the defaults.
type KeynessOptions struct {
	// MinPeople is how many different people, in the group and out of it
	// together, must use a word for it to be tested: 5.
	MinPeople int
	// Longest is how many words a phrase can have: 1, words only; at most 4.
	Longest int
	// Language of the texts, such as "en" or "de"; "" is English. See Options.
	Language string
	// Adjust is how P values are raised for the number of words tested, all
	// groups together; the zero value is stats.Bonferroni. Discover uses
	// stats.BenjaminiHochberg.
	Adjust stats.Adjustment
}

// Keyword is a word that a group uses more, or less, than the others do.
type Keyword struct {
	Group string `json:"group" csv:"group" about:"The group's id."`
	Word  string `json:"word" csv:"word" about:"The word or phrase, as most write it; its inflections are counted with it."`
	Use   string `json:"use" csv:"use" about:"more or less: how the group uses it, against the others."`
	// People of PeopleBase in the group use it, and OtherPeople of
	// OtherPeopleBase of the others.
	People          int `json:"people" csv:"people" about:"How many different people of the group use it."`
	PeopleBase      int `json:"people_base" csv:"people_base" about:"How many people of the group said anything."`
	OtherPeople     int `json:"other_people" csv:"other_people" about:"How many different people use it among the others."`
	OtherPeopleBase int `json:"other_people_base" csv:"other_people_base" about:"How many of the others said anything."`
	// Times among Words in the group, and OtherTimes among OtherWords. The same
	// text said again is not counted again.
	Times      int `json:"times" csv:"times" about:"How often the group uses it; a text said again in the same words counts once."`
	Words      int `json:"words" csv:"words" about:"How many words the group used in all."`
	OtherTimes int `json:"other_times" csv:"other_times" about:"How often the others use it."`
	OtherWords int `json:"other_words" csv:"other_words" about:"How many words the others used in all."`
	// LogRatio is of Times and OtherTimes, see LogRatio; 1 is twice as often.
	LogRatio float64 `json:"log_ratio" csv:"log_ratio" about:"Effect size: 1 is twice as often as the others, 2 four times, -1 half as often (Hardie 2014)."`
	// G2 is of the four counts of people, see G2; G2Words of the words.
	G2      float64 `json:"g2" csv:"g2" about:"Log-likelihood of the people who use it (Dunning 1993)."`
	G2Words float64 `json:"g2_words" csv:"g2_words" about:"Log-likelihood of how often it is used (Rayson and Garside 2000)."`
	// P is of G2, or exact where few are expected; Adjusted is raised for the
	// number of words tested.
	P        float64 `json:"p" csv:"p" about:"Chance of such a difference in people, or a larger one, were there none: from the log-likelihood, or Fisher's exact test where under 5 are expected."`
	Adjusted float64 `json:"p_adjusted" csv:"p_adjusted" about:"That chance, raised for the number of words tested."`
}

// Keyness finds the words that groups use more, or less, than the others: see
// Keyword. What is tested, and what the words are put in order by, is how many
// different people use a word, since one person can say it thirty times; how
// often it is used is given beside it (on the difference see Egbert and Biber
// 2019, Corpora 14, 77-104). The words of each group come together, in the order
// of the groups, those with the least P first. Comments that say nothing (see
// theme.NonAnswer) count for nothing, nor do people who said only such.
//
// Where one person can be on both sides, as with questions, the two sides are
// not independent and P is a rough guide.
//
// Errors: a group with a place that is not among the units, an unknown
// adjustment, more than 4 words for a phrase.
func Keyness(units []theme.Unit, groups []Group, o KeynessOptions) ([]Keyword, error) {
	return newCorpus(units, o.Language).keyness(groups, o)
}

func (c *corpus) keyness(groups []Group, o KeynessOptions) ([]Keyword, error) {
	o.MinPeople = cmp.Or(max(o.MinPeople, 0), 5)
	o.Longest = cmp.Or(max(o.Longest, 0), 1)
	if o.Longest > longestPhrase {
		return nil, fmt.Errorf("phrases of %d words were asked for; at most %d can be compared", o.Longest, longestPhrase)
	}
	grams, _ := c.grams(o.Longest, o.MinPeople)
	document := make([]int32, len(c.units))
	for i := range document {
		document[i] = -1
	}
	for d := range c.documents {
		for _, u := range c.documents[d].units {
			document[u] = int32(d)
		}
	}
	var out []Keyword
	for k := range groups {
		found, err := c.keywordsOf(&groups[k], grams, document, o)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	p := make([]float64, len(out))
	for i := range out {
		p[i] = out[i].P
	}
	adjusted, err := stats.AdjustP(p, o.Adjust)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Adjusted = adjusted[i]
	}
	return out, nil
}

// The two sides of a comparison.
const (
	within = iota
	without
)

// side is what was counted on one side of a comparison.
type side struct {
	people, times int
}

func (c *corpus) keywordsOf(g *Group, grams []gram, document []int32, o KeynessOptions) ([]Keyword, error) {
	// sideOf tells, by unit, the side that it is on; -1 for neither.
	sideOf := make([]int8, len(c.units))
	if g.Among != nil {
		for i := range sideOf {
			sideOf[i] = -1
		}
	} else {
		for i := range sideOf {
			sideOf[i] = without
		}
	}
	for _, u := range slices.Concat(g.Among, g.Units) {
		if u < 0 || u >= len(c.units) {
			return nil, fmt.Errorf("the group %q names unit %d; there are %d units, counted from 0", g.ID, u, len(c.units))
		}
	}
	for _, u := range g.Among {
		sideOf[u] = without
	}
	for _, u := range g.Units {
		sideOf[u] = within
	}

	// sides tells which sides a document is on: 1 within, 2 without, 3 both.
	sides := make([]uint8, len(c.documents))
	base := [2]int{c.countPeople(sideOf, document, within), c.countPeople(sideOf, document, without)}
	words := [2]int{}
	for d := range c.documents {
		for _, u := range c.documents[d].units {
			if s := sideOf[u]; s >= 0 {
				sides[d] |= 1 << s
			}
		}
		for s := range 2 {
			if sides[d]>>s&1 == 1 {
				for _, w := range c.documents[d].words {
					if w >= 0 {
						words[s]++
					}
				}
			}
		}
	}
	if base[within] == 0 || base[without] == 0 {
		return nil, nil
	}
	// seen holds, by side and person, the gram that the person was last counted for.
	var seen [2][]int32
	for s := range seen {
		seen[s] = make([]int32, c.people)
	}
	var out []Keyword
	for n := range grams {
		var count [2]side
		for _, d := range grams[n].documents {
			if sides[d] == 0 {
				continue
			}
			for _, u := range c.documents[d].units {
				s, p := sideOf[u], c.person[u]
				if s >= 0 && p >= 0 && seen[s][p] != int32(n)+1 {
					seen[s][p] = int32(n) + 1
					count[s].people++
				}
			}
			times := c.timesIn(&grams[n], d)
			for s := range 2 {
				if sides[d]>>s&1 == 1 {
					count[s].times += times
				}
			}
		}
		a, b := count[within], count[without]
		if a.people+b.people < o.MinPeople {
			continue
		}
		k := Keyword{
			Group: g.ID, Word: c.face(&grams[n]), Use: "more",
			People: a.people, PeopleBase: base[within], OtherPeople: b.people, OtherPeopleBase: base[without],
			Times: a.times, Words: words[within], OtherTimes: b.times, OtherWords: words[without],
			LogRatio: LogRatio(float64(a.times), float64(b.times), float64(words[within]), float64(words[without])),
			G2:       G2(float64(a.people), float64(base[within]-a.people), float64(b.people), float64(base[without]-b.people)),
			G2Words:  G2Words(float64(a.times), float64(b.times), float64(words[within]), float64(words[without])),
		}
		if float64(a.people)*float64(base[without]) < float64(b.people)*float64(base[within]) {
			k.Use = "less"
		}
		k.P = chance(a.people, base[within]-a.people, b.people, base[without]-b.people, k.G2)
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b Keyword) int {
		return cmp.Or(cmp.Compare(a.P, b.P), cmp.Compare(math.Abs(b.LogRatio), math.Abs(a.LogRatio)), cmp.Compare(a.Word, b.Word))
	})
	return out, nil
}

// countPeople counts the people who said anything on a side.
func (c *corpus) countPeople(sideOf []int8, document []int32, side int8) int {
	var units []int
	for u, s := range sideOf {
		if s == side && document[u] >= 0 {
			units = append(units, u)
		}
	}
	return c.peopleOf(units)
}

// timesIn counts how often a document has a gram.
func (c *corpus) timesIn(g *gram, d int32) int {
	words, times := c.documents[d].words, 0
	for i := 0; i+len(g.stems) <= len(words); i++ {
		if c.hasAt(g, words, i) {
			times++
		}
	}
	return times
}
