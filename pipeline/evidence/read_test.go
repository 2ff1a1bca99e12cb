package evidence

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// readBack holds a register to the promise that what is written reads back.
func readBack(t *testing.T, reg Register) {
	t.Helper()
	data, err := reg.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	back, findings := Read("f.yaml", data)
	for _, f := range finding.Errors(findings) {
		t.Fatalf("%v\n%s", f, data)
	}
	back.Pos, back.File = yamlfile.Pos{}, reg.File
	reg.Pos = yamlfile.Pos{}
	reg.Entries = slices.Clone(reg.Entries)
	for i := range back.Entries {
		back.Entries[i].Pos = yamlfile.Pos{}
		reg.Entries[i].Pos = yamlfile.Pos{}
	}
	if !reflect.DeepEqual(back, reg) {
		t.Errorf("read back:\n%+v\nwritten:\n%+v\n%s", back, reg, data)
	}
}

func TestReadBack(t *testing.T) {
	reg, _ := Import("brief.txt", readInvented(t, "brief.txt"))
	readBack(t, reg)
	if _, real, _ := readTheBrief(t); len(real.Entries) > 0 {
		readBack(t, real)
	}
}

func TestReadFindings(t *testing.T) {
	const ok = "entries:\n  - {id: a-2020-b, title: T}\n"
	for _, c := range []struct{ name, text, want string }{
		{"good", ok, ""},
		{"no entries", "title: x\n", "1:1 no-entries"},
		{"empty list", "title: x\nentries: []\n", "2:10 no-entries"},
		{"near miss", "entries:\n  - {id: a, titel: T}\n", `2:13 unknown-key Did you mean "title"?`},
		{"no id", "entries:\n  - {title: T}\n", "2:5 no-id"},
		{"no title", "entries:\n  - {id: a, title: ' '}\n", "2:20 no-title"},
		{"id form", "entries:\n  - {id: A b, title: T}\n", "2:10 id-form"},
		{"id twice", ok + "  - {id: a-2020-b, title: U}\n", "3:10 id-twice"},
		{"year", "entries:\n  - {id: a, title: T, year: 20}\n", "2:29 year"},
		{"year in words", "entries:\n  - {id: a, title: T, year: 2011a}\n", "2:29 wrong-form"},
		{"url", "entries:\n  - {id: a, title: T, url: 'javascript:x'}\n", "2:28 url"},
		{"type", "entries:\n  - {id: a, title: T, type: jornal article}\n", `2:29 type Did you mean "journal article"?`},
		{"other type", "entries:\n  - {id: a, title: T, type: podcast}\n", ""},
		{"no author", "entries:\n  - {id: a, title: T, authors: ['']}\n", "2:32 no-author"},
		{"twice", ok + "  - {id: b, title: 't.'}\n", "3:5 entry-twice"},
		{"nothing in it", "entries:\n  -\n", "2:4 no-id"},
		{"empty", "", "1:1 empty-file"},
		{"pdf", "%PDF-1.4", "1:0 not-text"},
		{"not YAML", "entries: [", "not-yaml"},
	} {
		_, findings := Read("r.yaml", []byte(c.text))
		got := ""
		if len(findings) > 0 {
			f := findings[0]
			got = fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Kind, f.Do)
		}
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFill(t *testing.T) {
	from, _ := Import("brief.txt", readInvented(t, "brief.txt"))
	into := Register{Title: "Ours", Entries: []Entry{
		{ID: "mine", Title: "Ringing at night: what practitioners say (and do not).", Authors: []string{"Alder, Poppy"}, Year: 2020, Journal: "C & A", Summary: "Ours."},
		{ID: "elm-nd-ringing", Title: "Another thing"},
	}}
	got, filled, added := Fill(into, from)
	if filled != 1 || added != 5 || len(got.Entries) != 7 || got.Title != "Ours" {
		t.Fatalf("%d filled, %d added, %d entries", filled, added, len(got.Entries))
	}
	if e := got.Entries[0]; e.ID != "mine" || e.Authors[0] != "Alder, Poppy" || e.Journal != "C & A" || e.Volume != "" || e.Summary != "Ours." || e.Abstract == "" || e.Access == "" {
		t.Errorf("%+v", e)
	}
	if into.Entries[0].Abstract != "" {
		t.Error("the register given was changed")
	}
	if e := got.Entries[6]; e.ID != "elm-nd-ringing-day" {
		t.Errorf("an id was given twice or oddly: %s", e.ID)
	}
	if _, filled, added = Fill(got, from); filled != 0 || added != 0 {
		t.Errorf("filled again: %d, %d", filled, added)
	}
	if got, _, added := Fill(Register{}, from); added != 6 || got.Title != from.Title {
		t.Errorf("an empty register is not the brief's")
	}
}

func TestIDs(t *testing.T) {
	entries := []Entry{
		{Title: "The Role of Calls", Authors: []string{"Müller-Ö'Brien, Zoë"}, Year: 2020},
		{Title: "The Role of Letters", Authors: []string{"Müller-Ö'Brien, Zoë"}, Year: 2020},
		{Title: "The Role of Letters", Authors: []string{"Müller-Ö'Brien, Zoë"}, Year: 2020},
		{Title: "The Role of Letters", Authors: []string{"Müller-Ö'Brien, Zoë"}, Year: 2020},
		{Title: "What is it?", Source: "The Board of Calls"},
		{Title: "呼叫"},
		{Title: "呼叫"},
		{Title: strings.Repeat("long", 100), Authors: []string{strings.Repeat("n", 200)}, Year: 1999},
	}
	giveIDs(entries, map[string]bool{})
	want := []string{
		"muller-obrien-2020-role", "muller-obrien-2020-role-letters", "muller-obrien-2020-role-letters-2", "muller-obrien-2020-role-letters-3",
		"board-calls-nd-what", "unknown-nd", "unknown-nd-2", strings.Repeat("n", 80),
	}
	for i, e := range entries {
		if e.ID != want[i] || !idForm.MatchString(e.ID) {
			t.Errorf("%d: %q, want %q", i, e.ID, want[i])
		}
	}
}

func TestCite(t *testing.T) {
	for _, c := range []struct {
		entry       Entry
		short, full string
	}{
		{Entry{Title: "T", Authors: []string{"A, B."}, Year: 2020, Journal: "J", Volume: "1(2)", Pages: "3-4"}, "A (2020)", "A, B. (2020). T. J 1(2), pp. 3-4."},
		{Entry{Title: "T?", Authors: []string{"A, B.", "Ann C"}, Source: "S"}, "A and C (no date)", "A, B.; Ann C (no date). T? S."},
		{Entry{Title: "T", Authors: []string{"A, B.", "C", "D"}, URL: "https://x.org"}, "A and others (no date)", "A, B.; C; D (no date). T. https://x.org"},
		{Entry{Title: "T", Authors: []string{"A"}, MoreAuthors: true, Year: 1}, "A and others (1)", "A and others (1). T."},
		{Entry{Title: "T", Source: "S", Year: 2019}, "S (2019)", "S (2019). T."},
		{Entry{Title: "T"}, "T (no date)", "T. (no date)."},
	} {
		if got := c.entry.Short(); got != c.short {
			t.Errorf("%q, want %q", got, c.short)
		}
		if got := c.entry.Full(); got != c.full {
			t.Errorf("%q, want %q", got, c.full)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("entries:\n  - {id: a-2020-b, title: T, authors: [A], year: 2020, abstract: \"x\\n\\ny\"}\n")
	f.Add("title: T\nentries:\n  - id: a\n    title: >\n      t\n    summary: |\n      s\n")
	f.Add("entries: [{}]")
	f.Fuzz(func(t *testing.T, text string) {
		reg, findings := Read("r.yaml", []byte(text))
		for _, x := range findings {
			if x.Line < 1 || x.Message == "" {
				t.Errorf("%+v", x)
			}
		}
		if len(finding.Errors(findings)) == 0 {
			readBack(t, reg)
		}
	})
}
