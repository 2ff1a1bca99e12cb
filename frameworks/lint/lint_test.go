package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"concord/frameworks"
	"concord/pipeline/finding"
)

const doc = "00000000-0000-4000-8000-000000000000"

// graphOf makes a graph of lines such as "1 isChildOf doc" and "2 ended", with
// the code of each item for its id, and every item at the top where no line puts
// it elsewhere.
func graphOf(lines ...string) Graph {
	g := Graph{File: "f", Root: doc}
	at, placed := map[string]int{}, map[string]bool{}
	node := func(code string) string {
		if code == "doc" {
			return doc
		}
		if _, ok := at[code]; !ok && !strings.HasPrefix(code, "?") {
			at[code] = len(g.Nodes)
			g.Nodes = append(g.Nodes, Node{ID: "id-" + code, Code: code, Place: Place{Line: len(g.Nodes) + 1}})
		}
		return "id-" + code
	}
	for i, line := range lines {
		w := strings.Fields(line)
		id := node(w[0])
		switch {
		case len(w) == 1:
		case w[1] == "ended":
			g.Nodes[at[w[0]]].Ended = true
		case w[1] == "changed":
			day, _ := time.Parse(time.DateOnly, w[2])
			g.Nodes[at[w[0]]].Changed = day
		case w[1] == "says":
			g.Nodes[at[w[0]]].Statement = strings.Join(w[2:], " ")
		default:
			placed[w[0]] = placed[w[0]] || w[1] == ChildOf
			g.Edges = append(g.Edges, Edge{From: id, To: node(w[2]), Type: w[1], Ordered: w[1] == "precedes", Outside: strings.HasPrefix(w[2], "??"), Place: Place{Line: 100 + i}})
		}
	}
	for _, n := range g.Nodes {
		if !placed[n.Code] {
			g.Edges = append(g.Edges, Edge{From: n.ID, To: doc, Type: ChildOf})
		}
	}
	return g
}

func TestRules(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  []string // kind: part of the finding
	}{
		"clean":                     {[]string{"1", "1.1 isChildOf 1", "1.2 isChildOf 1", "1.1 isRelatedTo 1.2", "1.2 isRelatedTo 1.1"}, nil},
		"no items":                  {nil, nil},
		"end is nowhere":            {[]string{"1", "1 isRelatedTo ?9"}, []string{"dangling-link: id-?9"}},
		"parent is nowhere":         {[]string{"1 isChildOf ?9"}, []string{"dangling-link: id-?9"}},
		"begins nowhere":            {[]string{"?8 isRelatedTo 1"}, []string{"dangling-link: id-?8"}},
		"neither end":               {[]string{"1", "?8 isRelatedTo ?9"}, []string{"dangling-link: neither"}},
		"leads out":                 {[]string{"1", "1 exactMatchOf ??x"}, nil},
		"below itself":              {[]string{"1 isChildOf 1"}, []string{"circular-link: 1 → 1"}},
		"a circle of three":         {[]string{"a isChildOf b", "b isChildOf c", "c isChildOf a", "d isChildOf a"}, []string{"circular-link: a → b → c → a"}},
		"two circles":               {[]string{"a precedes b", "b precedes a", "c precedes d", "d precedes c"}, []string{"circular-link: a → b → a", "circular-link: c → d → c"}},
		"two circles, one knot":     {[]string{"a precedes b", "b precedes a", "b precedes c", "c precedes b"}, []string{"circular-link: a → b → a"}},
		"a short and a long way":    {[]string{"a precedes b", "b precedes c", "c precedes a", "b precedes a"}, []string{"circular-link: a → b → a"}},
		"between two circles":       {[]string{"a precedes b", "b precedes a", "b precedes x", "x precedes c", "c precedes d", "d precedes c"}, []string{"circular-link: a → b → a", "circular-link: c → d → c"}},
		"types do not mix":          {[]string{"a precedes b", "b replacedBy a", "b ended"}, nil},
		"a diamond is no circle":    {[]string{"a precedes b", "a precedes c", "b precedes d", "c precedes d"}, nil},
		"two parents":               {[]string{"1", "2", "1.1 isChildOf 1", "1.1 isChildOf 2"}, []string{"two-parents: below 1 and below 2"}},
		"the document and another":  {[]string{"1", "1.1 isChildOf doc", "1.1 isChildOf 1"}, []string{"two-parents: below the document and below 1"}},
		"the same parent twice":     {[]string{"1", "1.1 isChildOf 1", "1.1 isChildOf 1"}, []string{"link-twice: 1.1 is put below 1 twice"}},
		"live below ended":          {[]string{"1 ended", "1.1 isChildOf 1"}, []string{"under-ended: 1.1 is in force"}},
		"ended below ended":         {[]string{"1 ended", "1.1 isChildOf 1", "1.1 ended"}, nil},
		"replaced by one in force":  {[]string{"1 ended", "1 replacedBy 2"}, nil},
		"by a chain to one":         {[]string{"1 ended", "2 ended", "1 replacedBy 2", "2 replacedBy 3"}, nil},
		"by a chain to nothing":     {[]string{"1 ended", "2 ended", "3 ended", "1 replacedBy 2", "2 replacedBy 3"}, []string{"no-successor: 1 was replaced", "no-successor: 2 was replaced"}},
		"one of two is in force":    {[]string{"1 ended", "2 ended", "1 replacedBy 2", "1 replacedBy 3"}, nil},
		"ended without replacement": {[]string{"1 ended"}, nil},
		"replaced in force":         {[]string{"1", "2", "1 replacedBy 2"}, []string{"replaced-in-force: 1 has been replaced"}},
		"replaced in a circle":      {[]string{"1 ended", "2 ended", "1 replacedBy 2", "2 replacedBy 1"}, []string{"circular-link: 1 → 2 → 1", "no-successor: 1", "no-successor: 2"}},
		"a type of its own":         {[]string{"1", "2", "1 ext:leads_to.X-9 2"}, nil},
		"no type":                   {[]string{"1", "2", "1 covers 2"}, []string{"bad-association-type: covers"}},
		"a bad type of its own":     {[]string{"1", "2", "1 xext:bad! 2"}, []string{"bad-association-type: xext:bad!"}},
		"a bad end of a type":       {[]string{"1", "2", "1 ext:bad! 2"}, []string{"bad-association-type: ext:bad!"}},
		"almost the same": {[]string{
			"1 says Understands the duties of confidentiality and data protection that apply to information held in digital form",
			"2 says Understands the duties of confidentiality and data protection which apply to information held in digital form",
			"3 says Offers clients a genuine choice between digital and face-to-face care",
		}, []string{"near-duplicate: 2 says almost the same as 1"}},
		"short, or another number": {[]string{
			"1 says Item one", "2 says Item two", "3 says Keeps the records of clients at band 5", "4 says Keeps the records of clients at band 6",
		}, nil},
		"short, and the same": {[]string{"1 says Item one", "2 says Item one"}, []string{"near-duplicate: likeness 1.00"}},
		"almost the same, one ended": {[]string{
			"1 says Understands the duties of confidentiality and data protection",
			"2 says Understands the duties of confidentiality and data protection", "2 ended",
		}, nil},
	} {
		var got []string
		for _, f := range Check(graphOf(c.lines...)) {
			got = append(got, f.Kind+": "+f.String())
		}
		slices.Sort(got)
		slices.Sort(c.want)
		ok := len(got) == len(c.want)
		for i := range min(len(got), len(c.want)) {
			kind, part, _ := strings.Cut(c.want[i], ": ")
			ok = ok && strings.HasPrefix(got[i], kind+": ") && strings.Contains(got[i], part)
		}
		if !ok {
			t.Errorf("%s: found\n%s\nexpected\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestCodesAndCapitals(t *testing.T) {
	g := graphOf("1", "2", "3 ended")
	g.Nodes[1].Code, g.Nodes[2].Code = "1", "1"
	g.Nodes[0].ID = "ID-1"
	g.Nodes[1].Cell = "/CFItems/1"
	got := Check(g)
	if len(got) != 2 || got[0].Kind != "uuid-capitals" || got[1].Kind != "code-twice" || got[1].Line != 2 || got[1].Cell != "/CFItems/1" {
		t.Errorf("found %v", got)
	}
	g = graphOf("1", "2")
	g.Nodes[1].ID = g.Nodes[0].ID
	if got := Check(g); len(got) == 0 || !slices.ContainsFunc(got, func(f finding.Finding) bool { return f.Kind == "uuid-twice" }) {
		t.Errorf("found %v", got)
	}
}

func TestDocumentOlderThanItsItems(t *testing.T) {
	g := graphOf("1 changed 2024-05-02", "2 changed 2024-05-03", "3 changed 2024-05-01")
	g.RootPlace.Line = 7
	day, _ := time.Parse(time.DateOnly, "2024-05-01")
	g.RootChanged = day
	got := Check(g)
	if len(got) != 1 || got[0].Kind != "document-older" || got[0].Line != 7 || got[0].Found != "2024-05-01" || got[0].Expected != "2024-05-03 or later" || !strings.Contains(got[0].Message, "2 of its items") {
		t.Errorf("found %v", got)
	}
	g.RootChanged = day.AddDate(0, 0, 2)
	if got := Check(g); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}

// Ten thousand items wide, ten thousand deep, one circle of all, and a knot of
// all are looked at in a moment and without running out of stack.
func TestLarge(t *testing.T) {
	const n = 10_000
	for name, c := range map[string]struct {
		edge func(i int) (to int, typ string)
		want string
	}{
		"wide":            {func(int) (int, string) { return -1, ChildOf }, ""},
		"deep":            {func(i int) (int, string) { return i - 1, ChildOf }, ""},
		"a circle of all": {func(i int) (int, string) { return (i + 1) % n, ReplacedBy }, "circular-link"},
		"many circles":    {func(i int) (int, string) { return i ^ 1, "precedes" }, "circular-link"},
	} {
		g := Graph{Root: doc}
		for i := range n {
			g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint("n", i), Code: fmt.Sprint(i), Ended: c.want == "circular-link"})
			to, typ := c.edge(i)
			e := Edge{From: fmt.Sprint("n", i), To: doc, Type: typ, Ordered: true}
			if to >= 0 {
				e.To = fmt.Sprint("n", to)
			}
			g.Edges = append(g.Edges, e)
		}
		begin := time.Now()
		got := Check(g)
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		count := 0
		for _, f := range got {
			if f.Kind == "circular-link" {
				count++
				if len(f.Found) > 2000 {
					t.Errorf("%s: %d characters to name one circle", name, len(f.Found))
				}
			}
		}
		if (c.want != "") != (count > 0) || count > MaxOfAKind {
			t.Errorf("%s: %d circles among %d findings", name, count, len(got))
		}
	}
}

func TestManyAreCounted(t *testing.T) {
	lines := []string{"1 ended"}
	for i := range 80 {
		lines = append(lines, fmt.Sprintf("1.%d isChildOf 1", i))
	}
	got := Check(graphOf(lines...))
	total := 0
	for _, f := range got {
		total += max(1, f.Count)
	}
	if len(got) != MaxOfAKind || total != 80 {
		t.Errorf("%d findings stand for %d; expected %d for 80", len(got), total, MaxOfAKind)
	}
}

const linked = `id: linked
title: A framework
version: 1.0.0
changed: 2024-05-01
kinds: [{id: s, label: Statement}]
relations: [{id: leads-on-to, label: leads on to, ordered: true}, {id: related, label: is related to}]
items:
  - {key: a, code: A, kind: s, statement: Alpha, links: [{relation: leads-on-to, to: b}, {relation: related, to: b}]}
  - {key: b, code: B, kind: s, statement: Beta, links: [{relation: leads-on-to, to: a}, {relation: related, to: a}]}
  - {key: c, code: C, kind: s, statement: Gamma, until: 2024-01-01, replaced_by: [d]}
  - {key: d, code: D, kind: s, statement: Delta, until: 2024-01-01}
  - {key: e, code: E, kind: s, statement: Epsilon, changed: 2024-06-01, links: [{relation: related, to: 'https://example.org/x'}]}
`

func TestFramework(t *testing.T) {
	f, findings := frameworks.Read("linked.yaml", []byte(linked))
	if len(findings) != 0 {
		t.Fatal(findings)
	}
	var got []string
	for _, f := range Framework(f) {
		if f.File != "linked.yaml" {
			t.Errorf("no file: %v", f)
		}
		got = append(got, fmt.Sprintf("%d %s %s", f.Line, f.Kind, f.Found))
	}
	want := []string{"4 document-older 2024-05-01", "8 circular-link A → B → A", "10 no-successor C"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, expected %q", got, want)
	}
}

// What Read reports is not said again.
func TestFrameworkSaysNothingTwice(t *testing.T) {
	text := strings.NewReplacer("code: B", "code: A", "replaced_by: [d]", "replaced_by: [d], items: [{key: g, kind: s, statement: Live}]").Replace(linked)
	f, findings := frameworks.Read("linked.yaml", []byte(text))
	kinds := map[string]bool{}
	for _, f := range findings {
		kinds[f.Kind] = true
	}
	if !kinds["code-twice"] || !kinds["under-ended"] {
		t.Fatalf("Read no longer reports these: %v", findings)
	}
	for _, f := range Framework(f) {
		if kinds[f.Kind] {
			t.Errorf("said twice: %v", f)
		}
	}
}

func TestBundledAreClean(t *testing.T) {
	for _, id := range frameworks.IDs(frameworks.Bundled()) {
		f, _, err := frameworks.Load(id, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range Framework(f) {
			if one.Severity == finding.Error {
				t.Errorf("%s: %v", id, one)
			}
		}
	}
}
