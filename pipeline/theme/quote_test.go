package theme

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuotes(t *testing.T) {
	units := []Unit{
		{ID: "R1/c", Person: "R1", Source: "survey", Domain: "1", Text: "I use the app. More supervision is needed for everyone who works online. Thanks!"},
		{ID: "R1/d", Person: "R1", Source: "survey", Domain: "2", Text: "Please add supervision to this domain as well as to the first."},
		{ID: "R2/c", Person: "R2", Source: "survey", Domain: "1", Text: "Supervision."},
		{ID: "R3/c", Person: "R3", Source: "survey", Domain: "1", Text: "We have supervision every second week in our team at the clinic."},
		{ID: "F1/T1", Person: "F1-P1", Source: "groups", Domain: "1", Text: "I think supervision is essential when you work from home all day."},
		{ID: "R4/c", Person: "R4", Source: "survey", Domain: "1", Text: "More supervision is needed for everyone who works online."},
	}
	tagger, err := NewTagger(stanceBook())
	if err != nil {
		t.Fatal(err)
	}
	codings := tagger.Tag(units, 1)
	got := Quotes(codings, units, "supervision", 10)
	// By hand: stated and of good length before the rest; the groups second, as
	// the survey was quoted first; R4's words are R1's; R1 comes again last.
	want := []struct{ unit, text string }{
		{"R1/c", "More supervision is needed for everyone who works online."},
		{"F1/T1", "I think supervision is essential when you work from home all day."},
		{"R3/c", "We have supervision every second week in our team at the clinic."},
		{"R2/c", "Supervision."},
		{"R1/d", "Please add supervision to this domain as well as to the first."},
	}
	if len(got) != len(want) {
		t.Fatalf("%d quotes %+v, want %d", len(got), got, len(want))
	}
	for i, q := range got {
		if q.Unit != want[i].unit || q.Text != want[i].text {
			t.Errorf("quote %d: %s %q, want %s %q", i, q.Unit, q.Text, want[i].unit, want[i].text)
		}
	}
	if q := got[0]; q.Person != "R1" || q.Source != "survey" || q.Domain != "1" || q.Stance != Asks {
		t.Errorf("first quote: %+v", q)
	}
	if got := Quotes(codings, units, "supervision", 2); len(got) != 2 {
		t.Errorf("2 quotes asked for, %d given", len(got))
	}
	if got := Quotes(codings, units, "leadership", 2); len(got) != 0 {
		t.Errorf("a theme without codings has quotes: %v", got)
	}
}

func TestQuoteText(t *testing.T) {
	long := strings.Repeat("word ", 100) // 500 characters
	for _, c := range []struct {
		name, text, span, want string
	}{
		{"short", "One. Two supervision here! Three.", "supervision", "Two supervision here!"},
		{"quoted", "He said: yes. \"Supervision matters\" he said. End.", "Supervision", "\"Supervision matters\" he said."},
		{"bullets", "Add:\n• supervision\n• data security\n", "supervision", "supervision"},
		{"white space", "Too  much\tsupervision\u00a0here.", "supervision", "Too much supervision here."},
		{"abbreviation", "See Dr. Who, e.g. on supervision. Next.", "supervision", "See Dr. Who, e.g. on supervision."},
		{"cut before", long + "supervision.", "supervision", "… " + strings.Repeat("word ", 76) + "supervision."},
		{"cut after", "supervision " + long, "supervision", "supervision " + strings.Repeat("word ", 77) + "…"},
		{"one word", strings.Repeat("a", 500), strings.Repeat("a", 500), strings.Repeat("a", 396) + " …"},
	} {
		start := utf8.RuneCountInString(c.text[:strings.Index(c.text, c.span)])
		got := quoteText(c.text, start, start+utf8.RuneCountInString(c.span))
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if n := utf8.RuneCountInString(got); n > longestQuote {
			t.Errorf("%s: %d characters", c.name, n)
		}
	}
	both := quoteText(long+"supervision "+long, 500, 511)
	if !strings.HasPrefix(both, "… word") || !strings.HasSuffix(both, "word …") || !strings.Contains(both, " supervision ") ||
		strings.Contains(both, " wor ") || utf8.RuneCountInString(both) > 400 {
		t.Errorf("cut on both sides: %q", both)
	}
}
