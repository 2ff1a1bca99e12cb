package discover

import (
	"fmt"
	"strings"
	"testing"

	"concord/pipeline/theme"
)

// The word beside a stability is that of the figure as it is printed.
func TestReadingOfWhatIsPrinted(t *testing.T) {
	for _, c := range []struct {
		stability float64
		want      string
	}{
		{0.5999, "a pattern, with unsure borders"}, {0.595, "a pattern, with unsure borders"}, {0.594, "not to be relied on"},
		{0.7451, "stable"}, {0.8499, "very stable"}, {0.504, "dissolves"}, {0.506, "not to be relied on"},
	} {
		if got := reading(c.stability); got != c.want {
			t.Errorf("%.2f (%v): %s, want %s", c.stability, c.stability, got, c.want)
		}
		if lasting(c.stability) == (c.want == "dissolves") {
			t.Errorf("%v: lasting is %v", c.stability, lasting(c.stability))
		}
	}
}

func TestSaysNothing(t *testing.T) {
	for text, language := range map[string]string{
		"keine": "de", "k.A.": "de-CH", "Nichts hinzuzufügen!": "de", "Keine Anmerkungen.": "de_AT", "Rien à ajouter": "fr", "NADA": "es", "Inget att tillägga": "sv", "vet ikke": "no",
	} {
		if !saysNothing(text, language) {
			t.Errorf("%q says nothing in %s", text, language)
		}
	}
	for text, language := range map[string]string{"keine Schulung": "de", "nichts": "en", "nada": "", "keine": "fr", "Nein, das ist zu viel": "de"} {
		if saysNothing(text, language) {
			t.Errorf("%q says something in %q", text, language)
		}
	}
	var units []theme.Unit
	for i := range 30 {
		units = append(units, theme.Unit{ID: fmt.Sprint("R", i), Person: fmt.Sprint("R", i), Source: "survey", Text: []string{"keine", "k.A.", "nichts hinzuzufügen"}[i%3]})
	}
	r, err := Discover(t.Context(), Input{Units: units}, Options{Language: "de"})
	if err != nil || r.Counts.SetAside != 30 || len(r.Clusters) > 0 || len(r.NonAnswers) != 3 {
		t.Errorf("%v %+v", err, r)
	}
}

// What phrases and pairs are ordered by is in sight, in lines of 80 characters.
func TestOrderIsInSight(t *testing.T) {
	r := &Result{
		Phrases: []Phrase{{Words: "digital champion", People: 12, CValue: 11.5, NPMI: 0.5}, {Words: "ten minutes", People: 14, CValue: 9.2, NPMI: 0.4}},
		Pairs:   []Pair{{A: "staff", B: "training", People: 9, G2: 88.25}},
	}
	var b strings.Builder
	if err := r.WriteText(&b, 10); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"C-value", "11.5\n", "9.2\n", "G²", "88.2"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	for line := range strings.Lines(b.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 80 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
}
