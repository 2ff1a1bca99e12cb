package discover

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/likeness"
	"concord/pipeline/theme"
)

// GateOptions say how strict to be with a set of themes. Zero values are the
// defaults.
type GateOptions struct {
	// File is the codebook's, for the place of a finding.
	File string
	// MinPeople is how many different people a theme must have: 5, or a thousandth
	// of all, whichever is more. Where MinShare is more than 0, it is that share
	// of all people instead.
	MinPeople int
	MinShare  float64
	// MostShare is the share of all people above which a theme takes in nearly
	// everything: 0.8.
	MostShare float64
	// MostThemes is how many themes a group can still use: 70.
	MostThemes int
	// AlikeWords is the likeness of two themes' words, from 0 to 1, at which they
	// are near-duplicates: 0.6; see likeness.Score.
	AlikeWords float64
	// AlikePeople is the same for who is in them: 0.7, as a Jaccard similarity.
	AlikePeople float64
	// OwnShare is the share of the people of a theme with themes below it that
	// may be in none of those below: 0.5.
	OwnShare float64
}

const (
	// allPairs is how many themes are each compared with every other by words; of
	// more, each is compared with the 32 most like it.
	allPairs = 150
	// mostSteps bounds the work of comparing who is in themes: some seconds.
	mostSteps = 300_000_000
	// fewToCompare people tell nothing about whether two themes are one.
	fewToCompare = 5
	// mostPairsSaid of one kind are said one by one.
	mostPairsSaid = 200
	// mostSmall themes of too few people are said one by one.
	mostSmall = 100
)

// gate is a theme with what the gates need to know of it.
type gate struct {
	theme  *theme.Theme
	people []int32 // who is in it, in order
	below  []int   // places of its children
}

// Gates checks a set of themes by what was coded with them, and gives a finding
// for each doubt, with the numbers behind it: themes of too few people, or of
// nearly all; two themes alike in their words, or in who is in them; too many
// themes; a theme whose themes below do not cover it. All are warnings, for people
// to judge. People are told apart by source and id; those counted as all are the
// people of the units that say something (see theme.NonAnswer). A person in a
// theme below is in the theme above too.
//
// All pairs of themes are compared. Two limits bound the work: with more than 150
// themes the words of each are compared with those of the 32 themes most like it
// (likeness.Index.Pairs), and where comparing people would take more than 300
// million steps the comparison ends, which a note says.
func Gates(cb *theme.Codebook, codings []theme.Coding, units []theme.Unit, o GateOptions) []finding.Finding {
	o.settle()
	gates, all := gatesOf(cb, codings, units)
	said := sayer{file: o.File}
	if len(gates) > o.MostThemes {
		said.add(cb.Line, cb.Column, "too-many-themes", fmt.Sprint(len(gates)), fmt.Sprintf("at most %d", o.MostThemes),
			fmt.Sprintf("the codebook has %d themes: more than people can keep in mind while coding", len(gates)),
			"Merge themes that say nearly the same, or put the finer ones under a parent and report the parents.")
	}
	least := max(o.MinPeople, int(math.Ceil(float64(all)/1000)))
	if o.MinShare > 0 {
		least = max(1, int(math.Ceil(o.MinShare*float64(all)-1e-9)))
	}
	small := 0
	for i := range gates {
		g := &gates[i]
		n := len(g.people)
		if n < least {
			small++
		}
		if n < least && small <= mostSmall {
			said.theme(g, "theme-too-small", people(n), fmt.Sprintf("%s or more, of %d", people(least), all),
				fmt.Sprintf("%q has %s of %d", g.theme.ID, people(n), all),
				"Merge it with a theme like it, add words to its rules, or keep it and say that few speak of it.")
		}
		if all > 0 && n >= least && float64(n) > o.MostShare*float64(all) {
			said.theme(g, "theme-too-large", fmt.Sprintf("%d of %d people, %s", n, all, percent(n, all)), fmt.Sprintf("at most %.0f%%", 100*o.MostShare),
				fmt.Sprintf("%q takes in nearly everyone: it tells nobody apart", g.theme.ID),
				"Split it, or take words out of its rules that stand in nearly every comment.")
		}
		if len(g.below) > 0 {
			var under []int32
			for _, b := range g.below {
				under = append(under, gates[b].people...)
			}
			slices.Sort(under)
			own := n - len(slices.Compact(under))
			if n >= least && float64(own) > o.OwnShare*float64(n) {
				said.theme(g, "parent-not-covered", fmt.Sprintf("%d of %d people, %s", own, n, percent(own, n)), fmt.Sprintf("at most %.0f%%", 100*o.OwnShare),
					fmt.Sprintf("of the %s on %q, %d are on none of the %d themes below it", people(n), g.theme.ID, own, len(g.below)),
					"Look at what they say: a theme may be missing below it.")
			}
		}
	}
	if more := small - mostSmall; more > 0 {
		said.add(cb.Line, cb.Column, "themes-too-small", fmt.Sprint(small), fmt.Sprintf("%s or more for each, of %d", people(least), all),
			fmt.Sprintf("%d more themes have too few people", more), "The codebook is finer than what people said: merge themes, or report their parents.")
	}
	said.alikeInWords(gates, o)
	said.alikeInPeople(gates, o)
	finding.Sort(said.findings)
	return said.findings
}

func (o *GateOptions) settle() {
	o.MinPeople = cmp.Or(o.MinPeople, 5)
	o.MostShare = cmp.Or(o.MostShare, 0.8)
	o.MostThemes = cmp.Or(o.MostThemes, 70)
	o.AlikeWords = cmp.Or(o.AlikeWords, 0.6)
	o.AlikePeople = cmp.Or(o.AlikePeople, 0.7)
	o.OwnShare = cmp.Or(o.OwnShare, 0.5)
}

// gatesOf finds out who is in each theme, and how many people there are.
func gatesOf(cb *theme.Codebook, codings []theme.Coding, units []theme.Unit) (gates []gate, all int) {
	c := &corpus{units: units}
	c.numberPeople()
	var speaking []int
	personOf := make(map[string]int32, len(units))
	for i := range units {
		personOf[units[i].ID] = c.person[i]
		if !theme.NonAnswer(units[i].Text) {
			speaking = append(speaking, i)
		}
	}
	all = c.peopleOf(speaking)
	place := make(map[string]int, len(cb.Themes))
	for i := range cb.Themes {
		gates = append(gates, gate{theme: &cb.Themes[i]})
		place[cb.Themes[i].ID] = i
	}
	for i := range cb.Themes {
		if p, ok := place[cb.Themes[i].Parent]; ok && p != i {
			gates[p].below = append(gates[p].below, i)
		}
	}
	for i := range codings {
		p, ok := personOf[codings[i].Unit]
		k, known := place[codings[i].Theme]
		if !ok || !known || p < 0 {
			continue
		}
		// A row of codings of one person is the usual case.
		if l := gates[k].people; len(l) == 0 || l[len(l)-1] != p {
			gates[k].people = append(l, p)
		}
	}
	// From the leaves up; a codebook that was read has no theme above itself, and
	// one that was not is left as it is.
	done := make([]uint8, len(gates))
	var gather func(i int)
	gather = func(i int) {
		if done[i] != 0 {
			return
		}
		done[i] = 1
		for _, b := range gates[i].below {
			gather(b)
			gates[i].people = append(gates[i].people, gates[b].people...)
		}
		slices.Sort(gates[i].people)
		gates[i].people = slices.Compact(gates[i].people)
	}
	for i := range gates {
		gather(i)
	}
	return gates, all
}

// sayer gathers findings.
type sayer struct {
	file     string
	findings []finding.Finding
}

func (s *sayer) add(line, column int, kind, found, expected, message, do string) {
	s.findings = append(s.findings, finding.Finding{
		Severity: finding.Warning, Kind: kind, File: s.file, Line: line, Column: column,
		Found: found, Expected: expected, Message: message, Do: do,
	})
}

func (s *sayer) theme(g *gate, kind, found, expected, message, do string) {
	s.add(g.theme.Line, g.theme.Column, kind, found, expected, message, do)
}

func (s *sayer) note(kind, message, do string) {
	s.findings = append(s.findings, finding.Finding{Severity: finding.Note, Kind: kind, File: s.file, Message: message, Do: do})
}

// pairOf is two themes and how alike they are.
type pairOf struct {
	a, b  int
	score float64
}

// most puts the likest pairs first and keeps those that are said one by one.
func (s *sayer) most(pairs []pairOf, kind string) []pairOf {
	slices.SortFunc(pairs, func(x, y pairOf) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	if len(pairs) > mostPairsSaid {
		s.note(kind, fmt.Sprintf("%d pairs of themes are alike; the %d most alike are said one by one", len(pairs), mostPairsSaid),
			"Settle these, then look again.")
		pairs = pairs[:mostPairsSaid]
	}
	return pairs
}

// alikeInWords says which themes have nearly the same words in name, definition
// and rules.
func (s *sayer) alikeInWords(gates []gate, o GateOptions) {
	docs := make([]likeness.Doc, len(gates))
	for i := range gates {
		t := gates[i].theme
		docs[i] = likeness.Doc{Title: t.Name, Text: t.Definition + " " + strings.Join(t.Rules, " ")}
	}
	var pairs []pairOf
	if len(docs) <= allPairs {
		for i := range docs {
			for k := i + 1; k < len(docs); k++ {
				if score := likeness.Score(docs[i].Title+" "+docs[i].Text, docs[k].Title+" "+docs[k].Text); score >= o.AlikeWords {
					pairs = append(pairs, pairOf{i, k, score})
				}
			}
		}
	} else {
		for _, p := range likeness.New(docs).Pairs(o.AlikeWords) {
			pairs = append(pairs, pairOf{p.A, p.B, p.Score})
		}
	}
	for _, p := range s.most(pairs, "themes-alike-in-words") {
		a, b := gates[p.a].theme, gates[p.b].theme
		s.theme(&gates[p.b], "themes-alike-in-words", fmt.Sprintf("%.2f", p.score), fmt.Sprintf("under %.2f", o.AlikeWords),
			fmt.Sprintf("%q and %q have nearly the same words (name, definition, rules)", a.ID, b.ID),
			"Merge them, or write definitions and rules that tell them apart.")
	}
}

// alikeInPeople says which themes nearly the same people are in. A theme and one
// above it share people by nature, and so are not compared.
func (s *sayer) alikeInPeople(gates []gate, o GateOptions) {
	parent := make([]int, len(gates))
	for i := range parent {
		parent[i] = -1
	}
	for i := range gates {
		for _, b := range gates[i].below {
			parent[b] = i
		}
	}
	over := func(a, b int) bool {
		for steps := 0; b >= 0 && steps < len(gates); steps++ {
			if b = parent[b]; b == a {
				return true
			}
		}
		return false
	}
	var order []int
	for i := range gates {
		if len(gates[i].people) >= fewToCompare {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(gates[a].people), len(gates[b].people)) })
	var pairs []pairOf
	steps, left := 0, 0
	for x, a := range order {
		for y, b := range order[x+1:] {
			small, large := len(gates[a].people), len(gates[b].people)
			// Even if the smaller is wholly in the larger they are not alike enough,
			// nor is it in any that is larger still.
			if float64(small) < o.AlikePeople*float64(large) {
				break
			}
			if steps > mostSteps {
				left += len(order) - x - 1 - y
				break
			}
			steps += small + large
			both := shared(gates[a].people, gates[b].people)
			if j := float64(both) / float64(small+large-both); j >= o.AlikePeople && !over(a, b) && !over(b, a) {
				pairs = append(pairs, pairOf{min(a, b), max(a, b), j})
			}
		}
	}
	if left > 0 {
		s.note("themes-not-compared", fmt.Sprintf("up to %d pairs of themes were not compared by who is in them: there are too many themes of a like size", left),
			"Settle the pairs found, then look again.")
	}
	for _, p := range s.most(pairs, "themes-alike-in-people") {
		a, b := gates[p.a], gates[p.b]
		both := shared(a.people, b.people)
		either := len(a.people) + len(b.people) - both
		s.theme(&gates[p.b], "themes-alike-in-people", fmt.Sprintf("%d of %d people in both, %.2f", both, either, p.score), fmt.Sprintf("under %.2f", o.AlikePeople),
			fmt.Sprintf("nearly the same people are on %q (%d) and on %q (%d)", a.theme.ID, len(a.people), b.theme.ID, len(b.people)),
			"Read some comments on both: they may be one theme, or one a part of the other.")
	}
}

// shared counts what two lists in order have in common.
func shared(a, b []int32) int {
	n := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			n++
			i++
			k++
		}
	}
	return n
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// percent gives a whole percentage, half up.
func percent(count, base int) string {
	if base == 0 {
		return "0%"
	}
	return fmt.Sprintf("%d%%", (200*count+base)/(2*base))
}
