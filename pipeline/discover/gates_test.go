package discover

import (
	"fmt"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// coded makes units of n people and codes each theme for the people listed.
func coded(n int, themes map[string][]int) (units []theme.Unit, codings []theme.Coding) {
	for i := range n {
		units = append(units, theme.Unit{ID: fmt.Sprint("u", i), Person: fmt.Sprint("p", i), Source: "survey", Text: "a comment"})
	}
	for id, who := range themes {
		for _, i := range who {
			codings = append(codings, theme.Coding{Unit: fmt.Sprint("u", i), Theme: id})
		}
	}
	return units, codings
}

func from(a, b int) (out []int) {
	for i := a; i < b; i++ {
		out = append(out, i)
	}
	return out
}

func kinds(fs []finding.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Kind+" "+f.Found)
	}
	return strings.Join(out, "; ")
}

func TestGates(t *testing.T) {
	for name, c := range map[string]struct {
		themes []theme.Theme
		people map[string][]int
		want   string
	}{
		"too few": {
			[]theme.Theme{{ID: "a", Name: "Laptops"}, {ID: "b", Name: "Supervision"}},
			map[string][]int{"a": from(0, 4), "b": from(4, 9)},
			"theme-too-small 4 people",
		},
		"nearly everyone": {
			[]theme.Theme{{ID: "a", Name: "Laptops"}},
			map[string][]int{"a": from(0, 81)},
			"theme-too-large 81 of 100 people, 81%",
		},
		"80 of 100 is not yet nearly everyone": {
			[]theme.Theme{{ID: "a", Name: "Laptops"}},
			map[string][]int{"a": from(0, 80)},
			"",
		},
		// 7 of 10 in either: 0.70. 6 of 10 is under it.
		"the same people": {
			[]theme.Theme{{ID: "a", Name: "Laptops"}, {ID: "b", Name: "Supervision"}, {ID: "c", Name: "Travel"}},
			map[string][]int{"a": from(0, 10), "b": from(0, 7), "c": from(0, 6)},
			"themes-alike-in-people 6 of 7 people in both, 0.86; themes-alike-in-people 7 of 10 people in both, 0.70",
		},
		"a theme and the one above it share people": {
			[]theme.Theme{{ID: "a", Name: "Laptops"}, {ID: "b", Name: "Travel", Parent: "a"}},
			map[string][]int{"b": from(0, 10)},
			"",
		},
		"children that do not cover": {
			[]theme.Theme{{ID: "a", Name: "Equipment"}, {ID: "b", Name: "Laptops", Parent: "a"}},
			map[string][]int{"a": from(0, 16), "b": from(10, 16)},
			"parent-not-covered 10 of 16 people, 63%",
		},
		// The likeness of a text to itself is 1.
		"the same words": {
			[]theme.Theme{{ID: "a", Name: "Old laptops", Definition: "Slow computers at work"}, {ID: "b", Name: "Travel to clients"}, {ID: "c", Name: "Old laptops", Definition: "Slow computers at work"}},
			map[string][]int{"a": from(0, 10), "b": from(10, 20), "c": from(20, 30)},
			"themes-alike-in-words 1.00",
		},
	} {
		units, codings := coded(100, c.people)
		if got := kinds(Gates(&theme.Codebook{Themes: c.themes}, codings, units, GateOptions{})); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func TestGateOfASharePutsThePeopleUp(t *testing.T) {
	units, codings := coded(200, map[string][]int{"a": from(0, 9)})
	got := Gates(&theme.Codebook{Themes: []theme.Theme{{ID: "a"}}}, codings, units, GateOptions{MinShare: 0.05})
	if len(got) != 1 || got[0].Expected != "10 people or more, of 200" {
		t.Errorf("%v", got)
	}
}

func TestGatesOfTooManyThemes(t *testing.T) {
	cb := &theme.Codebook{}
	who := map[string][]int{}
	for i := range 71 {
		id := fmt.Sprint("t", i)
		cb.Themes = append(cb.Themes, theme.Theme{ID: id, Name: strings.Repeat(string(rune('a'+i%26)), 3+i/26)})
		who[id] = from(5*i, 5*i+5)
	}
	units, codings := coded(400, who)
	if got := kinds(Gates(cb, codings, units, GateOptions{})); got != "too-many-themes 71" {
		t.Error(got)
	}
}

// Ten thousand themes that a rule for everything put everyone in are said in
// few findings and in bounded time.
func TestGatesOfTenThousandThemes(t *testing.T) {
	cb := &theme.Codebook{}
	who := map[string][]int{}
	for i := range 10_000 {
		id := fmt.Sprint("t", i)
		cb.Themes = append(cb.Themes, theme.Theme{ID: id, Name: fmt.Sprint("Theme number ", i)})
		who[id] = from(0, 20)
	}
	units, codings := coded(40, who)
	got := Gates(cb, codings, units, GateOptions{})
	if len(got) > 1000 {
		t.Errorf("%d findings", len(got))
	}
	count := map[string]int{}
	for _, f := range got {
		count[f.Kind]++
	}
	if count["too-many-themes"] != 1 || count["themes-not-compared"] != 1 || count["themes-alike-in-people"] != mostPairsSaid+1 {
		t.Errorf("%v", count)
	}
}

// What is odd in a codebook that was not read by theme.ReadCodebook harms nothing.
func TestGatesOfOddCodebooks(t *testing.T) {
	units, codings := coded(10, map[string][]int{"a": from(0, 6), "unknown": from(0, 3)})
	Gates(&theme.Codebook{Themes: []theme.Theme{{ID: "a", Parent: "b"}, {ID: "b", Parent: "a"}, {ID: "c", Parent: "c"}, {ID: "a"}}}, codings, units, GateOptions{})
	if got := Gates(&theme.Codebook{}, nil, nil, GateOptions{}); len(got) != 0 {
		t.Error(got)
	}
}

// Of thousands of themes that nobody speaks of, a hundred are named and the rest
// counted.
func TestGatesOfVeryManySmallThemes(t *testing.T) {
	cb := &theme.Codebook{ID: "wide", Version: "1"}
	for i := range 2_000 {
		cb.Themes = append(cb.Themes, theme.Theme{ID: fmt.Sprint("t", i), Name: fmt.Sprint("Nummer ", i)})
	}
	units := []theme.Unit{{ID: "a", Person: "R1", Source: "survey", Text: "More training, please."}}
	one, rest := 0, ""
	for _, f := range Gates(cb, nil, units, GateOptions{}) {
		switch f.Kind {
		case "theme-too-small":
			one++
		case "themes-too-small":
			rest = f.Message
		}
	}
	if one != 100 || rest != "1900 more themes have too few people" {
		t.Errorf("%d one by one, and %q", one, rest)
	}
}
