package report

import (
	"math"
	"strings"
	"testing"

	"concord/pipeline/theme"
)

// handInput is the fixture with 3 of its 4 comments judged by people.
func handInput() Input {
	in := fixture("said")
	in.Hand = Hand{
		Coders: 2, Units: 3, Common: 40, MASI: 0.68, MASILow: 0.55, MASIHigh: 0.8, Band: "tentative", Given: 30, GivenMASI: 0.41,
		Themes: []ThemeAgreement{{Theme: "t1", Alpha: 0.56, Low: 0.4, High: 0.7, Band: "not reliable"}, {Theme: "t2", Alpha: 0.7, Band: "tentative"}, {Theme: "silent", Alpha: math.NaN(), Why: "nobody gave it"}},
		Rules:  []RulesAgainst{{Coder: "people", Units: 3, F1: 0.47, Low: 0.3, High: 0.6, Both: 30, Missed: 50, Invented: 18}},
	}
	return in
}

func TestHandCoded(t *testing.T) {
	said := func(in Input) string { return string(Markdown(Build(in))) }
	with, without := said(handInput()), said(fixture("said"))
	for _, want := range []string{
		// Limits follow from the record.
		"2 people judged 3 of 4 comments and turns by hand; the other 1 were coded by written rules alone",
		"agreement was tentative (alpha 0.68)",
		// Method names the band, of all and of each theme, and what the rules get wrong.
		"commonly read as tentative: reliable from .800", "All gave no theme to 10 of them; without those alpha is 0.41",
		"Not reliable on “", "(0.56)", "For 1 theme it cannot be told", "The other 1 were coded by the rules alone",
		"30 of 80 (38%)", "30 of 48 (63%)", "the rules missed 50 themes of comments and gave 18 that people did not: they miss more than they invent",
		// The table of themes has the marks and says what they mean.
		" †", " ‡", "3 of 4 comments and turns were coded by people, the other 1 by the rules alone", "† People who coded the same comments did not agree reliably",
	} {
		if !strings.Contains(with, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(with, "not by human coders") {
		t.Error("the report denies that people coded")
	}
	if !strings.Contains(without, "not by human coders, and nobody has coded") || strings.Contains(without, "†") || strings.Contains(without, "coded by people") {
		t.Error("nobody coded, and the report says otherwise")
	}
	in := handInput()
	in.Hand.Rules[0].Missed, in.Hand.Rules[0].Invented = 18, 50
	if !strings.Contains(said(in), "they invent more than they miss") {
		t.Error("the rules invent more")
	}
}

// Under a theme each stance that is quoted at all stands once, though the report has
// quoted it elsewhere.
func TestExemplars(t *testing.T) {
	in := Input{Quotes: []ThemeQuotes{{"x", []theme.Quote{
		{Text: "a1", Stance: theme.Asks}, {Text: "s1", Stance: theme.Satisfied}, {Text: "a2", Stance: theme.Asks}, {Text: "s2", Stance: theme.Satisfied}, {Text: "u", Stance: theme.Unstated},
	}}}}
	for _, c := range []struct{ quoted, want string }{
		{"", "a1 s1 a2"}, {"a1", "a2 s1 s2"}, {"a1 a2", "a1 s1 s2"}, {"s1 s2", "a1 s1 a2"}, {"a1 s1 a2 s2 u", "a1 s1"},
	} {
		b := &builder{in: in, quoted: map[string]bool{}}
		for _, text := range strings.Fields(c.quoted) {
			b.quoted[text] = true
		}
		var got []string
		for _, q := range b.exemplars("x") {
			got = append(got, q.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("with %q quoted already: %v, want %s", c.quoted, got, c.want)
		}
	}
}
