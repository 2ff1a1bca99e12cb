package coders

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/sheet"
	"concord/pipeline/theme"
)

// js writes judgements: unit by unit, for each coder "name=a+b:asks"; "name=" for
// none.
func js(units ...string) []Judgement {
	var out []Judgement
	for u, text := range units {
		for _, one := range strings.Fields(text) {
			name, marks, _ := strings.Cut(one, "=")
			list, err := parseMarks(strings.ReplaceAll(marks, "+", " "))
			if err != nil {
				panic(err)
			}
			out = append(out, Judgement{Unit: fmt.Sprint("u", u), Coder: name, Marks: list, Method: Human})
		}
	}
	return out
}

func manyUnits(n int) (out []theme.Unit) {
	for i := range n {
		out = append(out, theme.Unit{ID: fmt.Sprint("u", i), Text: "t"})
	}
	return out
}

func TestCompareByHand(t *testing.T) {
	// Fourteen units of ann and ben, of which cat has two, and one of cat's own. Theme
	// a: both 5, only ann 1, only ben 2, neither 6. Theme b: both 1, only ann 1.
	list := js(
		"ann=a+b ben=a+b cat=a", "ann=a ben=a cat=", "ann=a ben=a", "ann=a ben=a", "ann=a ben=a",
		"ann=a ben=", "ann= ben=a", "ann= ben=a", "ann=b ben=", "ann= ben=", "ann= ben=", "ann=x ben=", "cat=a", "ann= ben=", "ann= ben=")
	c, err := Compare(list, nil, []string{"b", "a", "never"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Units != 15 || c.Common != 14 || len(c.Coders) != 3 || c.Coders[0] != (CoderCount{"ann", 14, 8, 7, false}) || c.Coders[2] != (CoderCount{"cat", 3, 2, 1, false}) {
		t.Errorf("%+v", c)
	}
	p := c.Pairs[0]
	if p.A != "ann" || p.B != "ben" || p.Units != 14 || p.Same != 10 || !near(p.Exact, 10.0/14, 1e-15) {
		t.Errorf("%+v", p)
	}
	// 6 marks of both, 8 of ann's and 8 of ben's; themes 10/13 and 2/3; units: 5 and 5
	// alike, 4 with nothing in common.
	if !near(p.MicroF1, 12.0/16, 1e-15) || !near(p.MacroF1, (10.0/13+2.0/3)/2, 1e-15) || !near(p.SampleF1, 10.0/14, 1e-15) || !(p.MicroLow < p.MicroF1 && p.MicroF1 < p.MicroUp) {
		t.Errorf("%+v", p)
	}
	a := p.Themes[1]
	// Observed 11/14; chance 6/14·7/14 + 8/14·7/14 = 1/2.
	if a.Theme != "a" || a.Both != 5 || a.OnlyA != 1 || a.OnlyB != 2 || a.Neither != 6 || !near(a.Kappa.Estimate, 4.0/7, 1e-12) || a.Why != "" || !near(a.F1, 10.0/13, 1e-15) {
		t.Errorf("%+v", a)
	}
	if b := c.Themes[0]; b.Why != "it stands on only 2 units; it takes 5 to tell" || !math.IsNaN(b.Alpha.Low) || math.IsNaN(b.Alpha.Estimate) {
		t.Errorf("%+v", b)
	}
	if never := p.Themes[2]; never.Why == "" || !math.IsNaN(never.F1) || !math.IsNaN(never.Kappa.Estimate) {
		t.Errorf("%+v", never)
	}
	// Theme a with cat: 30 codes, 14 of them yes. The codes that differ: one pair in
	// each of units 5, 6 and 7, and cat's with two in unit 1. Over ordered pairs, each
	// unit by its codes less one: 3·2/1 + 4/2 = 8, of 30 codes; chance 2·14·16/(30·29).
	th := c.Themes[1]
	if th.Given != 14 || th.Judgements != 30 || th.On != 8 || !near(th.Alpha.Estimate, 1-(8.0/30)/(2*14*16/(30.0*29)), 1e-12) || !near(th.Prevalence, 14.0/30, 1e-15) || th.Why != "" {
		t.Errorf("%+v", th)
	}
	if cat := c.Pairs[1]; cat.Units != 2 || cat.Themes[1].Why == "" || !math.IsNaN(cat.Themes[1].Kappa.Estimate) || !math.IsNaN(cat.MicroLow) {
		t.Errorf("%+v", cat)
	}
	text := c.Text(true)
	for _, want := range []string{"3 coders: 15 units judged by one or more, 14 by two or more", "ann and ben: the same themes for 10 of 14 units (71%);\n  for 5 of 9 (56%) without those on which both gave none", "too few", "not given", "only ann"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if short := c.Text(false); strings.Contains(short, "only ann") || !strings.Contains(short, "10 of 14 units") {
		t.Errorf("the short text has the tables of pairs, or nothing of them:\n%s", short)
	}
	for line := range strings.Lines(text) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
	if rows := c.Rows(); len(rows) != 3+3*4+3*5+3*3*2 {
		t.Error(len(rows), "rows")
	} else if data, err := sheet.Marshal(rows); err != nil || !bytes.Contains(data, []byte("\na,ann+ben,kappa,0.5714,")) {
		t.Errorf("%s, %v", data, err)
	}
}

// The machine is compared with each person, and changes nothing of what people are
// said to agree on.
func TestCompareMachine(t *testing.T) {
	units := slices.Repeat([]string{"ann=a ben=a", "ann=a+b ben=b", "ann= ben=", "ann=b ben="}, 6)
	people := js(units...)
	alone, err := Compare(people, nil, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	var more []string
	for i := range units {
		more = append(more, []string{"rules=a", "rules="}[i%2])
	}
	with, err := Compare(people, append(js(more...), js("rules=b")...), []string{"a", "b"})
	if err != nil || len(with.Pairs) != 3 || with.Units != alone.Units || with.Common != alone.Common || with.MASI != alone.MASI ||
		!reflect.DeepEqual(with.Themes, alone.Themes) || !reflect.DeepEqual(with.Pairs[0], alone.Pairs[0]) || !with.Coders[2].Machine {
		t.Errorf("%+v, %v; alone %+v", with, err, alone)
	}
	// Without the 6 units on which both gave none: a-a apart 0, ab-b 2/3, b-none 1, so
	// 5/9 in the mean; of 36 codes, a 12, ab 6, b 12, none 6, by chance 2·(48 + 144 + 72
	// + 48 + 36 + 72)/(36·35) = 2/3.
	if alone.Common != 24 || alone.Given != 18 || !near(alone.GivenMASI.Estimate, 1.0/6, 1e-12) || !strings.Contains(alone.Text(false), "without the 6 units on which all gave none") {
		t.Errorf("%+v\n%s", alone, alone.Text(false))
	}
	// One person and the machine: nothing between people, something in pairs.
	one, err := Compare(people[:0:0], js(more...), []string{"a"})
	if err != nil || one.Why == "" || one.Units != 0 {
		t.Errorf("%+v, %v", one, err)
	}
	blind := Blind(append(slices.Clone(people), Judgement{Unit: "z", Coder: "ann", Method: Accepted}))
	if len(blind) != len(people) {
		t.Error(len(blind), "blind judgements")
	}
}

func TestCompareEdges(t *testing.T) {
	for name, list := range map[string][]Judgement{"nobody": nil, "one coder": js("ann=a", "ann="), "few": js("ann=a ben=", "ann= ben=a")} {
		c, err := Compare(list, nil, []string{"a"})
		if err != nil || c.Why == "" || !math.IsNaN(c.MASI.Estimate) || !math.IsNaN(c.Themes[0].Alpha.Estimate) || c.Text(false) == "" || len(c.Rows()) == 0 {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	// All alike: nothing to tell by, and full agreement.
	c, err := Compare(js(slices.Repeat([]string{"ann=a ben=a"}, 20)...), nil, []string{"a", "b"})
	if err != nil || c.Why == "" || c.Themes[0].Why == "" || c.Themes[0].Percent.Estimate != 1 || c.Themes[1].Percent.Estimate != 1 || c.Pairs[0].Exact != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	// Many themes that nobody gave cost little.
	ids := make([]string, 10_000)
	for i := range ids {
		ids[i] = fmt.Sprint("t", i)
	}
	if c, err := Compare(js(slices.Repeat([]string{"ann=t1+t2 ben=t2", "ann=t3 ben="}, 500)...), nil, ids); err != nil || len(c.Themes) != len(ids) {
		t.Error(err)
	}
}

func TestDifferencesAndVerdicts(t *testing.T) {
	list := js(
		"ann=a ben=a",                     // alike
		"ann=a+b ben=a",                   // b is open
		"ann=a:asks ben=a",                // one says no stance
		"ann=a:asks ben=a:objects",        // stances differ
		"ann= ben=a",                      // none against one
		"ann=b",                           // one coder
		"",                                // nobody
		"ann=a ben=a:asks cat=b",          // two of three
		"ann=a+b:asks ben=a+b:asks cat=b", // settled below
	)
	u := manyUnits(9)
	settled := []Judgement{{Unit: "u8", Coder: "ann", Method: SettledMethod, Marks: []Mark{{"c", ""}}, TextSHA: TextSHA("t")}}
	var got []string
	for _, d := range Differences(u, list, settled) {
		got = append(got, fmt.Sprintf("%s agreed [%s] open %v stances %v", d.Unit.ID, formatMarks(d.Agreed), d.Open, d.Stances))
	}
	want := []string{
		"u1 agreed [a] open [b] stances []",
		"u3 agreed [a] open [] stances [a]",
		"u4 agreed [] open [a] stances []",
		"u7 agreed [] open [a b] stances []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	settled[0].TextSHA = "another text"
	if d := Differences(u, list, settled); len(d) != 5 {
		t.Errorf("%d differences; a text that has changed is to be settled again", len(d))
	}
	got = nil
	for _, v := range Merged(u, list, settled) {
		got = append(got, fmt.Sprintf("%s [%s] %s %s %v", v.Unit, formatMarks(v.Marks), v.Coder, v.Method, v.Open))
	}
	want = []string{
		"u0 [a] ann+ben majority []",
		"u1 [a] ann+ben majority [b]",
		"u2 [a:asks] ann+ben majority []",
		"u3 [a] ann+ben majority []",
		"u4 [] ann+ben majority [a]",
		"u5 [b] ann human []",
		"u7 [a:asks] ann+ben+cat majority []",
		"u8 [c] ann settled []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A sheet to settle shows what each coder said, and brings back what was settled.
func TestSettle(t *testing.T) {
	u := units()
	list := []Judgement{
		{Unit: "R1/q1", Coder: "ann", Marks: []Mark{{"security", ""}, {"supervision", theme.Asks}}, Note: "=both"},
		{Unit: "R1/q1", Coder: "ben", Marks: []Mark{{"supervision", ""}}},
		{Unit: "R3/q2", Coder: "ann"},
		{Unit: "R3/q2", Coder: "ben", Marks: []Mark{{"note", ""}}},
		{Unit: "R4/q2", Coder: "ann"},
		{Unit: "R4/q2", Coder: "ben"},
	}
	s := Sheet{Coder: "chair", Codebook: book(), Differences: Differences(u, list, nil)}
	rows := filledIn(t, s, nil)
	want := [][]string{
		{"R1/q1", "q1", u[0].Text, "security, supervision:asks (=both)", "supervision", "asks", "", "", "", "", "", "supervision:asks", "sha:" + TextSHA(u[0].Text), "to-settle", "chair", "v1.0 chair"},
		{"R3/q2", "q2", u[2].Text, "none of the themes", "note", "", "", "", "", "", "", "", "sha:" + TextSHA(u[2].Text), "to-settle", "chair", "v1.0 chair"},
	}
	if len(rows) != 3 || rows[0][3] != "codes of ann" || !slices.Equal(rows[1], want[0]) || !slices.Equal(rows[2], want[1]) {
		t.Fatalf("%q", rows)
	}
	got, found := Import("s", csvOf(filledIn(t, s, map[int]map[string]string{1: {"checked": "x"}, 2: {"theme note": "a"}}), ','), against())
	if !got.Settled || len(got.Judgements) != 1 || got.Judgements[0].Method != SettledMethod || got.Coder != "chair" || got.NotJudged != 1 ||
		len(found) != 1 || found[0].Kind != "not-checked" {
		t.Errorf("%+v, %v", got, found)
	}
	// What nobody differed on is kept by whoever only checks, and a stance that is
	// taken away is a change.
	got, found = Import("s", csvOf(filledIn(t, s, map[int]map[string]string{1: {"checked": "x", "security": "o"}}), ','), against())
	if len(got.Judgements) != 1 || formatMarks(got.Judgements[0].Marks) != "security:objects supervision:asks" || len(found) != 0 {
		t.Errorf("%+v, %v", got, found)
	}
	_, found = Import("s", csvOf(filledIn(t, s, map[int]map[string]string{1: {"supervision": "x"}}), ','), against())
	if len(found) != 1 || found[0].Kind != "not-checked" || !strings.Contains(found[0].Message, "F2") {
		t.Errorf("%v", found)
	}
	if data, err := s.XLSX(); err != nil || len(data) == 0 {
		t.Error(err)
	}
}

// Who codes by a workbook reads in it what a stance means on each theme.
func TestCodebookPage(t *testing.T) {
	cb := book()
	cb.Themes[0].Stance, cb.Themes[0].Examples, cb.Themes[0].Questions = theme.Asks, []string{"One.", "=Two."}, []string{"q1", "fg2"}
	var rows [][]string
	for row := range codebookPage(cb).Rows {
		rows = append(rows, row)
	}
	at := func(name string) int { return slices.Index(rows[0], name) }
	if len(rows) != 4 || rows[1][at("examples")] != "One.\n=Two." || rows[1][at("questions")] != "q1\nfg2" {
		t.Fatalf("%q", rows)
	}
	for i, want := range []string{"asks = is for what the theme says: “Supervision”\nobjects = is against what the theme says: not “Supervision”", "asks = wants “Data security”, or more or better of it"} {
		if got := rows[i+1][at("stances")]; !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, kind := range []string{blindSheet, suggestedSheet, settleSheet} {
		said := ""
		for row := range marksPage(kind).Rows {
			said += strings.Join(row, " ")
		}
		if strings.Contains(said, "Checked without any mark says: on none") != (kind != blindSheet) || !strings.Contains(said, "wording") || !strings.Contains(said, "no changes") {
			t.Errorf("%s: %s", kind, said)
		}
	}
}

// A theme that came into the codebook after people judged is not one that they all
// did not give.
func TestNotAsked(t *testing.T) {
	cb := &theme.Codebook{ID: "b", Version: "2.0", Themes: []theme.Theme{{ID: "a"}, {ID: "c"}, {ID: "d"}, {ID: "new"}},
		History: []theme.Change{{Version: "2.0", What: "split", From: []string{"b"}, To: []string{"c", "d"}}}}
	list := js(slices.Repeat([]string{"ann=a ben=a", "ann=a ben=", "ann= ben="}, 5)...)
	list = append(list, Judgement{Unit: "u15", Coder: "ann", Method: Human, Marks: []Mark{{"b", ""}}})
	u := manyUnits(16)
	for i := range list {
		list[i].TextSHA, list[i].CodebookVersion, list[i].asked = TextSHA("t"), "1.0", []string{"a", "b"}
	}
	got, found := Today(list, u, cb, cb.Carry)
	if len(got) != 30 || len(found) != 1 || found[0].File != "codings/ann.csv" || !strings.Contains(found[0].Message, "1 judgement not counted, as a theme that was given has been split, or is no longer in the codebook: 1 by ann (codings/ann.csv)") || !strings.Contains(found[0].Do, "--again --coder ann") {
		t.Fatalf("%d, %v", len(got), found)
	}
	if !slices.Equal(got[0].NotAsked, []string{"new"}) || !slices.Equal(got[0].Parts, []string{"c", "d"}) {
		t.Errorf("%+v", got[0])
	}
	again, others := Again(list, u, cb, cb.Carry, "ann")
	if len(again) != 1 || again[0].ID != "u15" || len(others) != 0 {
		t.Errorf("%v, %v", again, others)
	}
	if again, others = Again(list, u, cb, cb.Carry, "ben"); len(again) != 0 || others["ann"] != 1 {
		t.Errorf("%v, %v", again, others)
	}
	c, err := Compare(got, js("rules=c rules=new"), []string{"a", "c", "d", "new"})
	if err != nil {
		t.Fatal(err)
	}
	if a := c.Themes[0]; a.Units != 15 || a.NotAsked || a.Why != "" || a.Given != 15 {
		t.Errorf("%+v", a)
	}
	for _, th := range c.Themes[1:] {
		if !th.NotAsked || th.Units != 0 || !math.IsNaN(th.Percent.Estimate) || !math.IsNaN(th.Prevalence) {
			t.Errorf("%+v", th)
		}
	}
	if text := c.Text(true); strings.Count(text, "not asked") != 3 || strings.Contains(text, "  0%") {
		t.Errorf("%s", text)
	}
	// Ben was asked about the new theme later: of these units he alone was.
	for i := range got {
		if got[i].Coder == "ben" {
			got[i].NotAsked = nil
			if i < 6 {
				got[i].Marks = append(slices.Clone(got[i].Marks), Mark{"new", ""})
			}
		}
	}
	if c, err = Compare(got, nil, []string{"a", "new"}); err != nil || !c.Themes[1].NotAsked || c.Pairs[0].Themes[1].Units != 0 || c.Pairs[0].Same != 10 {
		t.Errorf("%+v, %v", c, err)
	}
	// What one of two said of a theme that the other was not asked about counts.
	v := Merged(u[:1], got, nil)
	if len(v) != 1 || formatMarks(v[0].Marks) != "a new" || len(v[0].NotAsked) != 0 {
		t.Errorf("%+v", v)
	}
}

func TestFromCodings(t *testing.T) {
	u := manyUnits(3)
	got := FromCodings([]theme.Coding{
		{Unit: "u0", Theme: "b", Stance: theme.Asks}, {Unit: "u0", Theme: "a", Stance: theme.Unstated}, {Unit: "u0", Theme: "b", Stance: theme.Objects},
		{Unit: "u0", Theme: "b", Stance: theme.Asks}, {Unit: "u2", Theme: "a", Stance: theme.Satisfied}, {Unit: "u2", Theme: "a", Stance: theme.Unstated}, {Unit: "gone", Theme: "a"},
	}, u, "rules", "rule", "1.0")
	if len(got) != 3 || formatMarks(got[0].Marks) != "a b" || formatMarks(got[1].Marks) != "" || formatMarks(got[2].Marks) != "a:satisfied" || got[0].TextSHA != TextSHA("t") {
		t.Errorf("%+v", got)
	}
}
