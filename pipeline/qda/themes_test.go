package qda

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// consultation is small and awkward: emoji and accents before spans, a mark at
// the beginning, two coders on one span, a whole answer coded, a turn that nobody
// is known to have said.
func consultation() Consultation {
	cb := &theme.Codebook{ID: "book", Title: "Our themes", Version: "1", Language: "en", Themes: []theme.Theme{
		{ID: "supervision", Name: "Supervision & CPD", Definition: "Being supervised.\nAnd \"CPD\".", Include: "peers", Exclude: "children", Rules: []string{"supervis*"}},
		{ID: "time", Name: "Time", Parent: "supervision", Definition: "Too little."},
		{ID: "other", Name: "Other <things>"},
	}}
	units := []theme.Unit{
		{ID: "R1/q1", Person: "R1", Source: "survey", Question: "q1", Domain: "5", Text: "Caf\u00e9 \U0001F600 supervision, please."},
		{ID: "R2/q1", Person: "R2", Source: "survey", Question: "q1", Domain: "5", Text: "No time\nfor it"},
		{ID: "R1/q2", Person: "R1", Source: "survey", Question: "q2", Edit: true, Text: "Add: supervision."},
		{ID: "FG1/T001", Person: "FG1-P1", Source: "groups", Question: "FG1", Text: "Time again"},
		{ID: "FG1/T002", Source: "groups", Question: "FG1", Text: "supervision & <more>"},
	}
	code := func(unit int, th string, start, end int, coder, method, rule string, stance theme.Stance) theme.Coding {
		u := units[unit]
		return theme.Coding{Unit: u.ID, Person: u.Person, Source: u.Source, Question: u.Question, Theme: th, Start: start, End: end,
			Text: string([]rune(u.Text)[start:end]), Stance: stance, Coder: coder, Method: method, Rule: rule, Score: 1}
	}
	objects := code(1, "time", 0, 14, "Anna", "human", "", theme.Objects)
	objects.StanceGiven = true
	return Consultation{
		Name: "Our consultation", Origin: "concord 1", Created: "2026-11-22T09:00:00Z", Codebook: cb, Units: units,
		Codings: []theme.Coding{
			code(0, "supervision", 7, 18, "concord", "rule", "supervis*", theme.Asks),
			code(0, "other", 7, 18, "Anna", "human", "", theme.Unstated),
			objects,
			code(2, "supervision", 5, 16, "concord", "rule", "supervis*", theme.Asks),
			code(3, "time", 0, 4, "Anna", "human", "", theme.Unstated),
			code(4, "supervision", 0, 11, "concord", "rule", "supervis*", theme.Unstated),
		},
		Titles:    map[string]string{"q1": "What is missing?", "FG1": "Focus group 1"},
		Variables: []Variable{{Name: "role"}, {Name: "years", Type: "Integer"}, {Name: "joined", Type: "Date"}},
		People:    []Person{{"R1", []string{"nurse", "7", "2020-02-29"}}, {"R2", []string{"", "many"}}, {"R3", nil}},
	}
}

func TestRoundTrip(t *testing.T) {
	c := consultation()
	p, found := FromThemes(c)
	if len(found) != 0 {
		t.Errorf("%v", found)
	}
	// Hand counts: two coders; R1, R2, R3 and FG1-P1; q1, q2 and FG1; five units,
	// of which one is coded as a whole, and four spans in others.
	if got, want := count(p), (counts{users: 2, codes: 3, sources: 3, selections: 9, codings: 6, cases: 4, notes: 5 - 1}); got != want {
		t.Errorf("found %+v, expected %+v", got, want)
	}
	data, err := WriteProject(p)
	if err != nil {
		t.Fatal(err)
	}
	valid(t, data)
	again, found := Read("p", data)
	if len(found) != 0 {
		t.Errorf("%v", found)
	}
	// "many" is no number, so years is written as text.
	p.Variables[1].Type = "Text"
	if !reflect.DeepEqual(again, p) {
		t.Errorf("found %+v, expected %+v", again, p)
	}
	text := string(unzip(t, data)["sources/"+p.Sources[0].GUID+".txt"])
	if want := "R1\nCaf\u00e9 \U0001F600 supervision, please.\n\nR2\nNo time\nfor it\n\n"; text != want {
		t.Errorf("found %q, expected %q", text, want)
	}
	// q2 holds R1's words only, so R1's variables are there too: three, beside the
	// source, the question and whether it asks for edits.
	if n := len(p.Sources[1].Values); n != 6 {
		t.Errorf("%d values", n)
	}

	got, found := again.Coded("p", c.Codebook)
	if len(found) != 0 {
		t.Errorf("%v", found)
	}
	if !reflect.DeepEqual(got.Codebook.Themes, c.Codebook.Themes) {
		t.Errorf("found %+v", got.Codebook.Themes)
	}
	if !reflect.DeepEqual(got.Units, c.Units) {
		t.Errorf("found %+v", got.Units)
	}
	if !reflect.DeepEqual(got.Codings, c.Codings) {
		t.Errorf("found %+v,\nexpected %+v", got.Codings, c.Codings)
	}
}

// TestContext has a moderator, whose words are in the text and are nobody's.
func TestContext(t *testing.T) {
	c := consultation()
	c.Units = slices.Insert(c.Units, 3, theme.Unit{ID: "FG1/T000", Source: "groups", Question: "FG1", Domain: "9", Text: "What else?"})
	c.Context = map[string]bool{"FG1/T000": true}
	p, found := FromThemes(c)
	got, _ := p.Coded("p", c.Codebook)
	if len(found) != 0 || len(got.Units) != 5 || !reflect.DeepEqual(got.Codings, c.Codings) {
		t.Errorf("%v; %+v", found, got.Units)
	}
	if want := "FG1/T000\nWhat else?\n\nFG1-P1\nTime again\n\n"; !strings.HasPrefix(p.Sources[2].Text, want) {
		t.Errorf("found %q", p.Sources[2].Text)
	}
}

func TestSameBytes(t *testing.T) {
	var first []byte
	for range 3 {
		p, _ := FromThemes(consultation())
		data, err := WriteProject(p)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		}
		if !bytes.Equal(first, data) {
			t.Fatal("other bytes for the same project")
		}
	}
}

// TestCounting writes texts that programs would count differently.
func TestCounting(t *testing.T) {
	for _, text := range []string{"\ufeffmark", "a\r\nb\rc\nd", "bad \xff\xfe bytes", "nul \x00 \x01", "\r", "", "\U0001F600"} {
		c := consultation()
		c.Codings = nil
		c.Units = []theme.Unit{{ID: "R1/q1", Source: "survey", Question: "q1", Text: text}}
		n := len([]rune(text))
		if n > 0 {
			c.Codings = []theme.Coding{{Unit: "R1/q1", Theme: "other", Start: n - 1, End: n, Coder: "Anna"}}
		}
		p, _ := FromThemes(c)
		p.Sources[0].Text = plain(text) // without the heading, so that a mark comes first
		for i := range p.Sources[0].Selections {
			s := &p.Sources[0].Selections[i]
			s.Start, s.End = s.Start-len("R1/q1\n"), s.End-len("R1/q1\n")
		}
		data, err := WriteProject(p)
		if err != nil {
			t.Fatal(err)
		}
		valid(t, data)
		again, found := Read("p", data)
		if finding.Errors(found) != nil || len([]rune(again.Sources[0].Text)) != n || strings.Contains(again.Sources[0].Text, "\r") {
			t.Errorf("%q became %q; %v", text, again.Sources[0].Text, found)
		}
		coded, _ := again.Coded("p", c.Codebook)
		if len(coded.Codings) != len(c.Codings) || n > 0 && (coded.Codings[0].Start != n-1 || coded.Codings[0].End != n) {
			t.Errorf("%q: %+v", text, coded.Codings)
		}
	}
}

func TestNotWritten(t *testing.T) {
	c := consultation()
	c.Units = append(c.Units, c.Units[0])
	c.Units[1].Domain = "6"
	c.Codings[0].StanceWords = "please"
	c.Codings = append(c.Codings, theme.Coding{Unit: "nobody", Theme: "time"}, theme.Coding{Unit: "R1/q1", Theme: "nothing"},
		theme.Coding{Unit: "R1/q1", Theme: "time", Start: 3, End: 99})
	p, found := FromThemes(c)
	var kinds []string
	for _, f := range found {
		kinds = append(kinds, f.Kind)
	}
	slices.Sort(kinds)
	if want := []string{"no-such-text", "no-such-theme", "not-written", "not-written", "span-outside", "unit-twice"}; !slices.Equal(kinds, want) {
		t.Errorf("found %v, expected %v", kinds, want)
	}
	if got := count(p); got.codings != 6 || got.selections != 9 {
		t.Errorf("%+v", got)
	}
}

func TestThemes(t *testing.T) {
	codes := []Code{
		{GUID: "1", Name: "\u00c9tude de cas!", Description: "d\nInclude: i\nExclude: e1\ne2", Colour: "#fff", Codable: true, Codes: []Code{{GUID: "2", Name: "Time"}}},
		{GUID: "3", Name: "\u97d3\u56fd"}, {GUID: "4", Name: "time"}, {GUID: "5", Name: strings.Repeat("ab ", 50)}, {GUID: "6", Name: " "},
		{GUID: "7", Name: strings.Repeat("ab ", 50)},
	}
	known := &theme.Codebook{ID: "book", Themes: []theme.Theme{{ID: "T9", Name: "TIME", Rules: []string{"hour"}}, {ID: "code", Name: "unused"}}}
	cb, ids, found := (Project{Name: "My Project", Codes: codes}).Themes("p", known)
	var got []string
	for _, th := range cb.Themes {
		got = append(got, th.ID+"<"+th.Parent)
	}
	long := strings.Repeat("ab-", 21) + "a" // 64 characters
	// Only the first code of the name is the theme that is known.
	want := []string{"etude-de-cas<", "T9<etude-de-cas", "code-2<", "time<", long + "<", "code-3<", long[:62] + "-2<"}
	if !slices.Equal(got, want) {
		t.Errorf("found %v, expected %v", got, want)
	}
	if e := cb.Themes[0]; e.Definition != "d" || e.Include != "i" || e.Exclude != "e1\ne2" || ids["2"] != "T9" || cb.Themes[1].Rules[0] != "hour" {
		t.Errorf("%+v %v", cb.Themes, ids)
	}
	if lostOf(found, "colours") != 1 || lostOf(found, "only holds") != 6 {
		t.Errorf("%v", found)
	}
	cb, _, _ = (Project{}).Themes("p", nil)
	if cb.ID != "codebook" || cb.Title != "codebook" {
		t.Errorf("%+v", cb)
	}
}

// TestTree has parents that are not there, are below their own children, and come
// after them.
func TestTree(t *testing.T) {
	cb := &theme.Codebook{ID: "b", Themes: []theme.Theme{
		{ID: "a", Name: "a", Parent: "z"}, {ID: "b", Name: "b", Parent: "c"}, {ID: "c", Name: "c"}, {ID: "d", Name: "d", Parent: "e"}, {ID: "e", Name: "e", Parent: "d"}, {ID: "f"}, {ID: "a", Name: "again"},
	}}
	p := FromCodebook(cb, "concord")
	if got, want := outline(p.Codes), "(a:)(c:(b:))(d:)(e:)(f:)"; got != want {
		t.Errorf("found %s, expected %s", got, want)
	}
	data, err := WriteCodebook(p)
	if err != nil {
		t.Fatal(err)
	}
	valid(t, data)
}

// TestOthers reads projects as other programs make them.
func TestOthers(t *testing.T) {
	const text = "Q: Why? A: No time. B: Money and time."
	//            0         1         2         3
	//            01234567890123456789012345678901234567
	code := func(id string, start, end int, users ...string) Selection {
		s := Selection{GUID: id, Start: start, End: end}
		for i, u := range users {
			s.Codings = append(s.Codings, Coding{GUID: fmt.Sprint(id, i), Code: "c", User: u})
		}
		return s
	}
	base := Project{Codes: []Code{{GUID: "c", Name: "Time", Codable: true}}, Users: []User{{GUID: "u", Name: "Anna"}}}
	for name, c := range map[string]struct {
		source       Source
		cases        []Case
		units, codes []string
		lost         map[string]int
	}{
		"one text, one case": {
			Source{GUID: "s", Name: "Talk 1", Text: text, Selections: []Selection{code("x", 14, 18, "u")}, Codings: []Coding{{Code: "c", User: "u"}}},
			[]Case{{Name: "Jo", Sources: []string{"s"}}},
			[]string{"Jo/talk-1 Jo 38"}, []string{"Jo/talk-1 14 18 Anna", "Jo/talk-1 0 38 Anna"}, nil,
		},
		"answers and a gap": {
			Source{GUID: "s", Name: "Talk", Text: text, Selections: []Selection{code("a", 8, 19), code("b", 20, 38), code("x", 14, 18, "u"), code("y", 11, 28, "u"), code("z", 0, 7, "u"), code("n", 3, 3, "u")},
				Codings: []Coding{{Code: "c", User: "u"}}},
			[]Case{{Name: "A", Selections: []string{"a"}}, {Name: "B", Selections: []string{"b"}}},
			[]string{"talk  8", "A/talk A 11", "B/talk B 18"},
			[]string{"A/talk 6 10 Anna", "A/talk 3 11 Anna", "B/talk 0 8 Anna", "talk 0 7 Anna"},
			map[string]int{"no words": 1, "whole texts": 1},
		},
		"answers that overlap": {
			Source{GUID: "s", Name: "Talk", Text: text, Selections: []Selection{code("a", 8, 19), code("b", 10, 38, "u")}},
			[]Case{{Name: "A", Selections: []string{"a"}, Codes: []string{"c"}}, {Name: "B", Selections: []string{"b"}}},
			[]string{"A/talk A 11"}, []string{"A/talk 2 11 Anna"}, map[string]int{"overlap": 1, "codes of cases": 1},
		},
		"no text": {
			Source{GUID: "s", Name: "Talk", NoText: true, Selections: []Selection{code("a", 8, 19, "u", "u")}}, nil, nil, nil,
			map[string]int{"not in the file": 2},
		},
	} {
		p := base
		p.Sources, p.Cases = []Source{c.source}, c.cases
		got, found := p.Coded("p", nil)
		var units, codes []string
		for _, u := range got.Units {
			units = append(units, fmt.Sprintf("%s %s %d", u.ID, u.Person, len(u.Text)))
		}
		for _, k := range got.Codings {
			codes = append(codes, fmt.Sprintf("%s %d %d %s", k.Unit, k.Start, k.End, k.Coder))
			if k.Method != "human" || k.Theme != "time" {
				t.Errorf("%s: %+v", name, k)
			}
		}
		if !slices.Equal(units, c.units) || !slices.Equal(codes, c.codes) {
			t.Errorf("%s: found %q and %q, expected %q and %q", name, units, codes, c.units, c.codes)
		}
		for word, n := range c.lost {
			if lostOf(found, word) != n {
				t.Errorf("%s: %s: %v", name, word, found)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	id := strings.ToLower(g1)
	for name, p := range map[string]Project{
		"GUID":      {Codes: []Code{{GUID: "1"}}},
		"capitals":  {Codes: []Code{{GUID: g1}}},
		"twice":     {Codes: []Code{{GUID: id}, {GUID: id}}},
		"colour":    {Codes: []Code{{GUID: id, Colour: "red"}}},
		"span":      {Sources: []Source{{GUID: id, Text: "\u00e9", Selections: []Selection{{GUID: id, End: 2}}}}},
		"reference": {Cases: []Case{{GUID: id, Sources: []string{id}}}},
		"type":      {Variables: []Variable{{GUID: id, Type: "Number"}}},
		"time":      {Created: "today"},
		"direction": {Links: []Link{{GUID: id, Origin: id, Target: id, Direction: "up"}}},
	} {
		if _, err := WriteProject(p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := WriteCodebook(Project{}); err == nil {
		t.Error("a codebook without codes")
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		kind, text string
		want       bool
	}{
		{"Integer", "-12", true}, {"Integer", "1.0", false}, {"Float", ".5", true}, {"Float", "1e5", false}, {"Boolean", "true", true}, {"Boolean", "yes", false},
		{"Date", "2020-02-29", true}, {"Date", "2021-02-29", false}, {"Date", "2020-2-9", false}, {"DateTime", "2018-03-27T18:01:07Z", true},
		{"DateTime", "2018-03-27T18:01:07", true}, {"DateTime", "2018-03-27T18:01:07.25+14:00", true}, {"DateTime", "2018-03-27T18:01:07+15:00", false},
		{"DateTime", "2018-03-27T1:01:07Z", false}, {"DateTime", "2018-03-27T18:01:07,5Z", false}, {"Text", "", true},
	} {
		if got := isOf(c.kind, c.text); got != c.want {
			t.Errorf("%s %q: %v", c.kind, c.text, got)
		}
	}
}

// TestBundled writes the codebook that comes with concord.
func TestBundled(t *testing.T) {
	const file = "../../data/iapt-digital-2020/codebook.yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the bundled consultation is not here: ", err)
	}
	cb, found := theme.ReadCodebook(file, data)
	if bad := finding.Errors(found); bad != nil {
		t.Fatal(bad)
	}
	out, err := WriteCodebook(FromCodebook(cb, "concord"))
	if err != nil {
		t.Fatal(err)
	}
	valid(t, out)
	p, _ := Read("codebook.qdc", out)
	again, _, _ := p.Themes("codebook.qdc", cb)
	if len(again.Themes) != len(cb.Themes) {
		t.Fatalf("%d themes", len(again.Themes))
	}
	for i, th := range again.Themes {
		if !reflect.DeepEqual(th, cb.Themes[i]) {
			t.Errorf("found %+v, expected %+v", th, cb.Themes[i])
		}
	}
}

// large is a consultation of n answers with three codings each.
func large(n int) Consultation {
	c := consultation()
	c.Units, c.Codings, c.People = nil, nil, nil
	text := strings.Repeat("We need more supervision and less of \u201cthe rest\u201d. ", 5)
	for i := range n {
		u := theme.Unit{ID: fmt.Sprintf("R%d/q%d", i/4, i%4), Person: fmt.Sprintf("R%d", i/4), Source: "survey", Question: fmt.Sprintf("q%d", i%4), Text: text}
		c.Units = append(c.Units, u)
		for k, th := range []string{"supervision", "time", "other"} {
			c.Codings = append(c.Codings, theme.Coding{Unit: u.ID, Theme: th, Start: 13 * k, End: 13*k + 11, Text: text[13*k : 13*k+11], Coder: "concord", Method: "rule", Rule: th, Score: 1})
		}
	}
	return c
}

// TestLarge holds the time of 10,000 answers with 30,000 codings to seconds, so
// that nothing is quadratic.
func TestLarge(t *testing.T) {
	c := large(10_000)
	start := time.Now()
	p, _ := FromThemes(c)
	data, err := WriteProject(p)
	if err != nil {
		t.Fatal(err)
	}
	written := time.Since(start)
	again, found := Read("p", data)
	coded, _ := again.Coded("p", c.Codebook)
	whole := time.Since(start)
	if finding.Errors(found) != nil || len(coded.Units) != 10_000 || len(coded.Codings) != 30_000 {
		t.Fatalf("%d units, %d codings, %v", len(coded.Units), len(coded.Codings), found)
	}
	if whole > 60*time.Second {
		t.Errorf("%v", whole)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("made and written in %v, read in %v; %d bytes; %d MB of memory taken from the system", written, whole-written, len(data), m.Sys>>20)
}

func BenchmarkProject(b *testing.B) {
	c := large(10_000)
	p, _ := FromThemes(c)
	data, err := WriteProject(p)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("make and write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, _ := FromThemes(c)
			if _, err := WriteProject(p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, _ := Read("p", data)
			p.Coded("p", c.Codebook)
		}
	})
}
