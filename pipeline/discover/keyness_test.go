package discover

import (
	"fmt"
	"math"
	"testing"

	"concord/pipeline/stats"
	"concord/pipeline/theme"
)

// said makes units, one a person, of texts.
func said(texts ...string) []theme.Unit {
	var out []theme.Unit
	for i, text := range texts {
		id := fmt.Sprintf("R%03d", i+1)
		out = append(out, theme.Unit{ID: id + "/q", Person: id, Source: "survey", Question: "q", Text: text})
	}
	return out
}

func TestKeyness(t *testing.T) {
	// Of ten people here, eight speak of supervision, one twice over; of ten
	// there, one does. Two there say nothing and are in no base.
	var units []theme.Unit
	for i := range 22 {
		u := theme.Unit{ID: fmt.Sprint("u", i), Person: fmt.Sprint("p", i), Source: "survey", Question: "here", Text: fmt.Sprintf("laptop number %c", 'a'+i)}
		switch {
		case i < 7:
			u.Text = fmt.Sprintf("supervising person %c", 'a'+i)
		case i == 7:
			u.Text = "supervision and supervision again h"
		case i >= 10:
			u.Question = "there"
		}
		if i == 10 {
			u.Text = "supervised k"
		}
		if i >= 20 {
			u.Text = "n/a"
		}
		units = append(units, u)
	}
	groups := GroupsBy(units, func(u *theme.Unit) string { return u.Question })
	words, err := Keyness(units, groups[:1], KeynessOptions{Adjust: stats.Holm})
	if err != nil {
		t.Fatal(err)
	}
	var k Keyword
	for _, w := range words {
		if w.Word == "supervising" {
			k = w
		}
	}
	if k.Use != "more" || k.People != 8 || k.PeopleBase != 10 || k.OtherPeople != 1 || k.OtherPeopleBase != 10 || k.Times != 9 || k.OtherTimes != 1 {
		t.Fatalf("%+v", k)
	}
	// Words here: 7 of three, one of five, two of three; there: one of two, nine
	// of three.
	if k.Words != 32 || k.OtherWords != 29 {
		t.Errorf("words %d and %d, want 32 and 29", k.Words, k.OtherWords)
	}
	ln := math.Log
	if want := 2 * (8*ln(8/4.5) + 2*ln(2/5.5) + 1*ln(1/4.5) + 9*ln(9/5.5)); !close(k.G2, want, 1e-9) {
		t.Errorf("G2 %v, want %v", k.G2, want)
	}
	if want := math.Log2((9.0 / 32) / (1.0 / 29)); !close(k.LogRatio, want, 1e-12) {
		t.Errorf("log ratio %v, want %v", k.LogRatio, want)
	}
	// Hypergeometric: P(8)+P(9)+... and the other end, of 9 among 20, 10 drawn:
	// 2·(45·10 + 10·1)/167960 (by symmetry of 1 and 8).
	if want := 2 * (45.0*10 + 10*1) / 167960; !close(k.P, want, 1e-12) {
		t.Errorf("P %v, want %v", k.P, want)
	}
	if k.Adjusted < k.P || k.Adjusted > k.P*float64(len(words))+1e-12 {
		t.Errorf("adjusted %v of %v, %d tests", k.Adjusted, k.P, len(words))
	}
}

func TestKeynessCountsATextSaidAgainOnceForWordsButItsPeopleEach(t *testing.T) {
	units := said("More training please.", "more training, please", "More training please", "MORE TRAINING PLEASE", "More training please!",
		"New laptops here", "Other laptops there", "Some laptops now", "Few laptops then", "Two laptops soon")
	k, err := Keyness(units, []Group{{ID: "a", Units: []int{0, 1, 2, 3, 4}}}, KeynessOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range k {
		if w.Word == "training" && (w.People != 5 || w.Times != 1) {
			t.Errorf("%+v", w)
		}
	}
	if len(k) == 0 {
		t.Error("nothing found")
	}
}

func TestKeynessRefuses(t *testing.T) {
	units := said("a word", "another word")
	if _, err := Keyness(units, []Group{{ID: "x", Units: []int{2}}}, KeynessOptions{}); err == nil {
		t.Error("a unit that is not there")
	}
	if _, err := Keyness(units, nil, KeynessOptions{Longest: 5}); err == nil {
		t.Error("phrases of five words")
	}
	if k, err := Keyness(nil, nil, KeynessOptions{}); err != nil || len(k) != 0 {
		t.Error(k, err)
	}
}

func TestNoWordTellsGroupsDrawnAtRandomApart(t *testing.T) {
	// The words of person i hang on nothing but i mod 7, the group on i mod 2.
	var texts []string
	for i := range 140 {
		texts = append(texts, []string{"laptop", "supervision", "training", "time", "privacy", "clients", "video"}[i%7]+" matters "+fmt.Sprint("x", i))
	}
	units := said(texts...)
	var even []int
	for i := 0; i < len(units); i += 2 {
		even = append(even, i)
	}
	words, err := Keyness(units, []Group{{ID: "even", Units: even}}, KeynessOptions{Adjust: stats.BenjaminiHochberg})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if w.Adjusted <= 0.05 {
			t.Errorf("%+v", w)
		}
	}
}

func TestSubgroupsMayOverlap(t *testing.T) {
	units := said("one", "two", "three")
	of := map[string][]string{"R001": {"trainees", "London"}, "R002": {"London", "London"}}
	got := fmt.Sprint(Subgroups(units, func(u *theme.Unit) []string { return of[u.Person] }))
	if want := "[{London London [0 1] []} {trainees trainees [0] []}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
