package theme

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// bare gives a codebook without the places in its file, and without lists that
// are there and empty.
func bare(cb *Codebook) *Codebook {
	out := cb.clone()
	out.Pos, out.columns = yamlfile.Pos{}, nil
	list := func(s []string) []string {
		if len(s) == 0 {
			return nil
		}
		return s
	}
	for i := range out.Themes {
		t := &out.Themes[i]
		t.Pos = yamlfile.Pos{}
		t.Examples, t.Questions, t.Rules, t.Except = list(t.Examples), list(t.Questions), list(t.Rules), list(t.Except)
		t.Propose = slices.Clone(t.Propose)
		for k := range t.Propose {
			t.Propose[k].Pos = yamlfile.Pos{}
			t.Propose[k].Targets = list(t.Propose[k].Targets)
		}
		if len(t.Propose) == 0 {
			t.Propose = nil
		}
	}
	if len(out.Themes) == 0 {
		out.Themes = nil
	}
	for i := range out.History {
		h := &out.History[i]
		h.Pos, h.From, h.To = yamlfile.Pos{}, list(h.From), list(h.To)
	}
	if len(out.History) == 0 {
		out.History = nil
	}
	return out
}

// reads checks that a codebook is the same when written and read again, and
// that the bytes are then the same too.
func reads(t *testing.T, cb *Codebook) {
	t.Helper()
	data, err := cb.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, found := ReadCodebook("again.yaml", data)
	if len(found) > 0 && found[0].Kind == "not-yaml" {
		t.Fatalf("%v\n%s", found, data)
	}
	if got, want := bare(again), bare(cb); !reflect.DeepEqual(got, want) {
		t.Fatalf("read again:\n%+v\nwas:\n%+v\n%q", got, want, data)
	}
	twice, err := again.Marshal()
	if err != nil || string(twice) != string(data) {
		t.Fatalf("written again (%v):\n%s\nwas:\n%s", err, twice, data)
	}
}

func TestMarshal(t *testing.T) {
	for _, file := range []string{"../../data/iapt-digital-2020/codebook.yaml"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cb, found := ReadCodebook(file, data)
		if len(finding.Errors(found)) > 0 {
			t.Fatal(found)
		}
		reads(t, cb)
	}
	reads(t, &Codebook{
		ID: "null", Title: "yes", Version: "1.10", Language: "no",
		Themes: []Theme{{
			ID: "1e3", Name: "# not a comment: 'x' \"y\"", Definition: "two\nlines \n\n ends with space ", Include: "\ttab", Exclude: "- a",
			Examples: []string{"", "~", "=1+1", "a\r\nb", "\u0085\u2028\ufeff", "\x00\x07\x1b[1m"},
			Rules:    []string{"=x", "*", "[a", "a: b", "!x", "&a", "0o7", "2020-01-01", ".inf"}, Questions: []string{"q1"}, Stance: Asks,
			Propose: []Proposal{{Operation: "add", Targets: []string{"1.0"}, Text: "x"}},
		}},
		History: []Change{{Version: "1.10", What: "rename", From: []string{"a"}, To: []string{"1e3"}, Note: "why: because"}},
	})
}

func FuzzMarshal(f *testing.F) {
	f.Add("a", "b\n c", "\x00\r\n ", "null")
	f.Add("- x", "|", ">\n", "\u2028: #")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		a, b, c, d = valid(a), valid(b), valid(c), valid(d)
		reads(t, &Codebook{ID: a, Title: b, Version: c, Themes: []Theme{{ID: d, Definition: a + b, Rules: []string{a, b, c, d}, Examples: []string{c + d}, Propose: []Proposal{{Text: d + a}}}},
			History: []Change{{Note: c, From: []string{d}}}})
	})
}
