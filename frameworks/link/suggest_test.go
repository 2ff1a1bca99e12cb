package link

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
)

// read gives a framework of items below one domain, each as "code|title|statement".
func read(t testing.TB, id string, items ...string) *frameworks.Framework {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "id: %s\ntitle: T\nversion: 1.0.0\nkinds: [{id: any}]\nitems:\n  - {key: top, code: '1', kind: any, title: Governance, items: [\n", id)
	for i, item := range items {
		cells := strings.Split(item, "|")
		fmt.Fprintf(&b, "    {key: k%d, code: '%s', kind: any, title: %q, statement: %q},\n", i, cells[0], cells[1], cells[2])
	}
	b.WriteString("  ]}\n  - {key: old, code: '9', kind: any, title: Ended, statement: Keeps records safe, until: 2019-01-31}\n")
	f, findings := frameworks.Read(id+".yaml", []byte(b.String()))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return f
}

func twoFrameworks(t testing.TB) (from, to *frameworks.Framework) {
	return read(t, "from", "1.1||Keeps digital records about clients safe", "1.2||Assesses the risk of harm", "1.3||Plays the piano", "1.4|Records|", "1.5||x"),
		read(t, "to", "1.A||Assesses risk and plans for safety", "1.B||Keeping clients' records safe and confidential", "1.C|Teaching|Teaches how to assess risk of harm")
}

func codes(s Suggestion) (out []string) {
	for _, c := range s.Candidates {
		out = append(out, c.Code)
	}
	return out
}

func TestSuggest(t *testing.T) {
	from, to := twoFrameworks(t)
	got := map[string]Suggestion{}
	var order []string
	for _, s := range Suggest(from, to, 5) {
		got[s.Code] = s
		order = append(order, s.Code)
	}
	if want := []string{"1", "1.1", "1.2", "1.3", "1.4", "1.5"}; !slices.Equal(order, want) {
		t.Errorf("items %v; want %v, and not the one that has ended", order, want)
	}
	for code, want := range map[string][]string{"1": {"1"}, "1.1": {"1.B"}, "1.2": {"1.C", "1.A"}, "1.3": nil, "1.4": {"1.B"}, "1.5": nil} {
		if list := codes(got[code]); !slices.Equal(list, want) {
			t.Errorf("for %s: %v; want %v", code, list, want)
		}
	}
	if !got["1"].Heading || !got["1"].Candidates[0].Heading || got["1.1"].Heading {
		t.Error("headings are not told from others")
	}
	if first := got["1.1"].Candidates[0]; !slices.Contains(first.Shared, "records") || first.Text != "Keeping clients' records safe and confidential" || first.UUID != frameworks.UUID("to", "k1") {
		t.Errorf("%+v", first)
	}
	if got := got["1"].Candidates[0].Score; got != 1 {
		t.Errorf("the same title scores %v", got)
	}
	if s := Suggest(from, to, 1); len(s[2].Candidates) != 1 {
		t.Errorf("asked for one: %v", codes(s[2]))
	}
	if s := Suggest(from, to, 0); len(s[2].Candidates) != 2 {
		t.Errorf("asked for the usual number: %v", codes(s[2]))
	}
}

// In one framework an item is not put forward for itself, and another with the
// same words is.
func TestSuggestSameFramework(t *testing.T) {
	f := read(t, "one", "1.1||Keeps records safe", "1.2||Keeps records safe", "1.3||Assesses risk")
	s := Suggest(f, f, 5)
	if got := codes(s[1]); !slices.Equal(got, []string{"1.2"}) {
		t.Errorf("for 1.1: %v", got)
	}
	if got := codes(s[3]); len(got) != 0 {
		t.Errorf("for 1.3: %v", got)
	}
}

// Of two items with the same words, the one in the domain of the same name comes
// first.
func TestSuggestDomain(t *testing.T) {
	text := func(id, first, second string) *frameworks.Framework {
		f, findings := frameworks.Read(id, []byte(fmt.Sprintf(`
id: %s
title: T
version: 1.0.0
kinds: [{id: any}]
items:
  - {key: a, kind: any, title: %s, items: [{key: a1, code: A, kind: any, statement: Keeps up with research}]}
  - {key: b, kind: any, title: %s, items: [{key: b1, code: B, kind: any, statement: Keeps up with research}]}
`, id, first, second)))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		return f
	}
	for _, s := range Suggest(text("from", "Teaching", "Leadership"), text("to", "Leadership", "Teaching"), 5) {
		want := map[string][]string{"A": {"B", "A"}, "B": {"A", "B"}}[s.Code]
		if got := codes(s); s.Code != "" && !slices.Equal(got, want) {
			t.Errorf("for %s: %v; want %v", s.Code, got, want)
		}
	}
}

// The same words come before the same words in another order, whatever domain
// those are in.
func TestSuggestSameWordsFirst(t *testing.T) {
	from := read(t, "from", "1.1||Keeps records safe")
	to, findings := frameworks.Read("to", []byte(`
id: to
title: T
version: 1.0.0
kinds: [{id: any}]
items:
  - {key: a, kind: any, title: Governance, items: [{key: a1, code: A, kind: any, statement: Safe records keeps}]}
  - {key: b, kind: any, title: Teaching, items: [{key: b1, code: B, kind: any, statement: "Keeps records, safe."}]}
`))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if got := codes(Suggest(from, to, 5)[1]); !slices.Equal(got, []string{"B", "A"}) {
		t.Errorf("%v", got)
	}
}

func TestSuggestOddTexts(t *testing.T) {
	from := read(t, "from", "1.1||"+strings.Repeat("keeps records ", 1<<20/14), "1.2||個人情報を守る", "1.3||a", "1.4||…", "1.5|Records|", "1.6||"+strings.Repeat("法", 5000))
	to := read(t, "to", "1.1||Keeps records", "1.2||個人情報の保護", "1.3||b", "1.4||—", "1.5|Records|Keeps records", "1.6||刑法")
	got := map[string][]string{}
	for _, s := range Suggest(from, to, 1) {
		got[s.Code] = codes(s)
		for _, c := range append(s.Candidates, Candidate{Item: s.Item}) {
			if n := len([]rune(c.Text)); n > longestText {
				t.Errorf("%s is shown with %d characters", c.Code, n)
			}
		}
	}
	if !slices.Equal(got["1.2"], []string{"1.2"}) || len(got["1.3"]) != 0 || len(got["1.4"]) != 0 || !slices.Equal(got["1.5"], []string{"1.5"}) {
		t.Errorf("%v", got)
	}
}

func TestSuggestSameOnAnyNumberOfProcessors(t *testing.T) {
	f, g, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	before := runtime.GOMAXPROCS(1)
	one := fmt.Sprint(Suggest(f, g, 5))
	runtime.GOMAXPROCS(4)
	four := fmt.Sprint(Suggest(f, g, 5))
	runtime.GOMAXPROCS(before)
	if one != four {
		t.Error("one processor and four find different things")
	}
}

// bundled gives a framework that comes with concord, and the same under another
// name, so that it is nobody's copy.
func bundled() (f, g *frameworks.Framework, err error) {
	f, findings, err := frameworks.Load("digital-competencies", "1.0.0")
	if err == nil && len(findings) > 0 {
		err = findings[0]
	}
	if err != nil {
		return nil, nil, err
	}
	text, err := f.Marshal()
	if err != nil {
		return nil, nil, err
	}
	g, findings = frameworks.Read("other.yaml", []byte(strings.Replace(string(text), "id: digital-competencies", "id: other", 1)))
	if len(findings) > 0 {
		err = findings[0]
	}
	return f, g, err
}

// Each item's own words come first.
func TestSuggestFindsTheSame(t *testing.T) {
	f, g, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Suggest(f, g, 5) {
		if len(s.Candidates) == 0 || s.Candidates[0].Code != s.Code || s.Candidates[0].Score != 1 {
			t.Errorf("for %s: %v", s.Code, codes(s))
		}
	}
}

func TestWriteText(t *testing.T) {
	from, to := twoFrameworks(t)
	from.Items[0].Items[2].Statement = "Plays the\x1b[31m piano\u202e " + strings.Repeat("loudly ", 50)
	var b strings.Builder
	if err := WriteText(&b, Suggest(from, to, 1), 60); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	if lines[0] != "1  Governance  (heading)" || !strings.HasPrefix(lines[1], "   1  1.00  1  Governance") || lines[2] != "            both: Governance" {
		t.Errorf("%q", lines[:3])
	}
	for _, line := range lines[:len(lines)-2] {
		if n := len([]rune(line)); n > 60 || strings.ContainsAny(line, "\x1b\u202e") {
			t.Errorf("%d characters: %q", n, line)
		}
	}
	if !strings.Contains(b.String(), "piano loudly") || !strings.Contains(b.String(), "\n      none\n") {
		t.Error(b.String())
	}
	if last := lines[len(lines)-2]; !strings.HasPrefix(last, "6 items: 4 with candidates, 2 with none.") {
		t.Error(last)
	}
}

func BenchmarkSuggest(b *testing.B) {
	state := uint64(7)
	words := strings.Fields("assess plan risk harm client record keep safe digital tool teach lead research measure outcome team supervise online consent share")
	make := func(id string) *frameworks.Framework {
		f := &frameworks.Framework{ID: id, Version: "1.0.0"}
		for i := range 10_000 {
			var text []string
			for range 15 {
				state ^= state << 13
				state ^= state >> 7
				state ^= state << 17
				text = append(text, words[state%uint64(len(words))]+string(rune('a'+state>>20%20))+string(rune('a'+state>>40%6)))
			}
			f.Items = append(f.Items, frameworks.Item{UUID: frameworks.UUID(id, fmt.Sprint(i)), Statement: strings.Join(text, " ")})
		}
		return f
	}
	from, to := make("from"), make("to")
	for b.Loop() {
		Suggest(from, to, 5)
	}
}
