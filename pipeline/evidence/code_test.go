package evidence

import (
	"os"
	"reflect"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

const codebook = `id: c
themes:
  - {id: night, name: Night, rules: [night]}
  - {id: calls, name: Calls, rules: [ring|call, telephone]}
  - {id: sleep, name: Sleep, rules: [sleep]}
  - {id: none, name: None, rules: [giraffe]}
`

func tagger(t *testing.T, text string) (*theme.Codebook, *theme.Tagger) {
	t.Helper()
	cb, findings := theme.ReadCodebook("c.yaml", []byte(text))
	for _, f := range finding.Errors(findings) {
		t.Fatal(f)
	}
	tg, err := theme.NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	return cb, tg
}

func TestCode(t *testing.T) {
	reg := Register{Entries: []Entry{
		{ID: "a", Year: 2019, Title: "Ringing at night", Abstract: "Näive calls. They sleep.", Summary: "telephone telephone"},
		{ID: "b", Year: 2021, Title: "Nothing", Summary: "On telephone calls."},
		{ID: "c", Year: 2021, Title: "Calls and CALLS", Abstract: ""},
		{ID: "d", Year: 2021, Title: "One call"},
		{ID: "e", Title: "One call"},
	}}
	cb, tg := tagger(t, codebook)
	got := Code(reg, tg, 2)
	want := []Coding{
		{"a", "calls", InTitle, 0, 7, "Ringing", "ring|call"},
		{"a", "night", InTitle, 11, 16, "night", "night"},
		{"a", "calls", InAbstract, 6, 11, "calls", "ring|call"}, // in code points: ä is one
		{"a", "sleep", InAbstract, 18, 23, "sleep", "sleep"},
		{"b", "calls", InSummary, 3, 12, "telephone", "telephone"},
		{"b", "calls", InSummary, 13, 18, "calls", "ring|call"},
		{"c", "calls", InTitle, 0, 5, "Calls", "ring|call"},
		{"c", "calls", InTitle, 10, 15, "CALLS", "ring|call"},
		{"d", "calls", InTitle, 4, 8, "call", "ring|call"},
		{"e", "calls", InTitle, 4, 8, "call", "ring|call"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v", got)
	}
	list := ByTheme(reg, cb, got)
	wantList := []Literature{
		{"night", []Citation{{"a", 2019, 1, []string{"night"}}}},
		{"calls", []Citation{
			{"b", 2021, 2, []string{"telephone", "calls"}}, {"c", 2021, 2, []string{"Calls"}}, {"a", 2019, 2, []string{"Ringing", "calls"}},
			{"d", 2021, 1, []string{"call"}}, {"e", 0, 1, []string{"call"}},
		}},
		// One word of an abstract, "They sleep", is not enough.
	}
	if !reflect.DeepEqual(list, wantList) {
		t.Errorf("%+v", list)
	}
	citing := Citing(list, []string{"night", "calls", "none"})
	if want := []Citation{{"a", 2019, 3, []string{"night", "Ringing", "calls"}}, {"b", 2021, 2, []string{"telephone", "calls"}}, {"c", 2021, 2, []string{"Calls"}}, {"d", 2021, 1, []string{"call"}}, {"e", 0, 1, []string{"call"}}}; !reflect.DeepEqual(citing, want) {
		t.Errorf("%+v", citing)
	}
	if got := Citing(list, nil); len(got) != 0 {
		t.Errorf("an amendment of no theme cites %v", got)
	}
	if !reflect.DeepEqual(ByTheme(reg, cb, got), wantList) {
		t.Error("a second gathering changed the first")
	}
}

func TestMark(t *testing.T) {
	for _, c := range []struct {
		codings []Coding
		want    string
	}{
		{nil, "äb cd ef"},
		{[]Coding{{Theme: "x", Start: 3, End: 5}}, "äb [cd](x) ef"},
		{[]Coding{{Theme: "x", Start: 3, End: 5}, {Theme: "y", Start: 0, End: 2}}, "[äb](y) [cd](x) ef"},
		{[]Coding{{Theme: "x", Start: 0, End: 5}, {Theme: "y", Start: 3, End: 8}, {Theme: "x", Start: 6, End: 8}}, "[äb cd ef](x, y)"},
		{[]Coding{{Theme: "x", Start: 0, End: 2}, {Theme: "y", Start: 2, End: 3}}, "[äb](x)[ ](y)cd ef"},
		{[]Coding{{Theme: "x", Start: 6, End: 99}, {Theme: "y", Start: 50, End: 60}}, "äb cd [ef](x)"},
	} {
		if got := Mark("äb cd ef", c.codings); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// The brief's abstracts, coded with the codebook of the consultation that comes
// with concord: what a reader finds in them by eye is found.
func TestCodeTheBrief(t *testing.T) {
	_, reg, _ := readTheBrief(t)
	data, err := os.ReadFile("../../data/iapt-digital-2020/codebook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cb, tg := tagger(t, string(data))
	codings := Code(reg, tg, 1)
	for _, c := range codings {
		e, ok := reg.ByID(c.Entry)
		if !ok {
			t.Fatalf("a coding of no entry: %+v", c)
		}
		text, _ := e.Text()
		if c.Where == InTitle {
			text = e.Title
		}
		if got := string([]rune(text)[c.Start:c.End]); got != c.Text {
			t.Errorf("%s: %q stands there, the coding says %q", c.Entry, got, c.Text)
		}
	}
	list := ByTheme(reg, cb, codings)
	for _, want := range []struct{ theme, entry string }{
		{"supervision", "worrell-2018-supervision"}, // its title and every sentence
		{"workload", "westwood-2017-predictors"},    // burnout
		{"therapeutic-relationship", "turner-2018-telephone"},
	} {
		citing := Citing(list, []string{want.theme})
		if len(citing) == 0 || citing[0].Entry != want.entry {
			t.Errorf("%s: %+v, want %s first", want.theme, citing, want.entry)
		}
	}
}
