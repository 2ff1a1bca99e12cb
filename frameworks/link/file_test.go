package link

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

const kept = `from:
  framework: from
  version: 1.0.0
to:
  framework: to
  version: 1.0.0
links:
  - from_uuid: 00000000-0000-5000-8000-000000000001
    from_code: '1.1'
    to_uuid: 00000000-0000-5000-8000-00000000000b
    to_code: 1.B
    relation: exact
    score: 0.42
    method: likeness
    confirmed_by: A reviewer
    confirmed_on: '2026-03-01'
    note: 'yes: # "both"'
  - from_uuid: 00000000-0000-5000-8000-000000000002
    from_code: '1.10'
    relation: none
    method: person
    confirmed_by: A reviewer
    confirmed_on: '2026-03-01'
`

func TestReadAndMarshal(t *testing.T) {
	f, findings := Read("from--to.yaml", []byte(kept))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if l := f.Links[0]; l.Score != 0.42 || l.Note != `yes: # "both"` || l.FromCode != "1.1" || f.Links[1].Relation != None || f.To.Framework != "to" {
		t.Errorf("%+v", f)
	}
	slices.Reverse(f.Links)
	text, err := f.Marshal()
	if err != nil || string(text) != kept {
		t.Errorf("%v\n%s", err, text)
	}
	if FileName("a", "b") != "a--b.yaml" {
		t.Error(FileName("a", "b"))
	}
	empty := &File{From: f.From, To: f.To}
	text, err = empty.Marshal()
	if again, findings := Read("e", text); err != nil || len(findings) > 0 || len(again.Links) > 0 {
		t.Errorf("%v %v\n%s", err, findings, text)
	}
}

func TestReadFindings(t *testing.T) {
	tests := []struct {
		old, new, kind string
		line           int
	}{
		{"relation: exact", "relation: same", "unknown-relation", 12},
		{"relation: exact", "relation: none", "", 0},
		{"method: likeness", "method: guess", "unknown-method", 14},
		{"score: 0.42", "score: 42", "bad-score", 13},
		{"score: 0.42", "score: much", "wrong-form", 13},
		{"score: 0.42", "scores: 0.42", "unknown-key", 13},
		{"confirmed_by: A reviewer", "confirmed_by: ''", "missing-name", 15},
		{"confirmed_on: '2026-03-01'", "confirmed_on: soon", "not-a-day", 16},
		{"framework: to", "framework: To", "bad-id", 5},
		{"version: 1.0.0", "version: '1'", "bad-version", 3},
		{"from_uuid: 00000000-0000-5000-8000-000000000001", "from_uuid: X", "bad-uuid", 8},
		{"    to_uuid: 00000000-0000-5000-8000-00000000000b\n", "", "missing-uuid", 8},
		{"000000000002", "000000000001", "contradiction", 12},
		{"links:", "links: [", "not-yaml", 0},
		{kept, "", "empty-file", 1},
	}
	for _, test := range tests {
		text := strings.Replace(kept, test.old, test.new, 1)
		if text == kept {
			t.Fatalf("%q is not there", test.old)
		}
		_, findings := Read("links.yaml", []byte(text))
		switch {
		case test.kind == "" && len(findings) == 0:
		case len(findings) == 0 || findings[0].Kind != test.kind || test.line > 0 && findings[0].Line != test.line:
			t.Errorf("%q: want %q on line %d; got %v", test.new, test.kind, test.line, findings)
		}
	}
}

func TestCheck(t *testing.T) {
	from, to := twoFrameworks(t)
	f := &File{From: sideOf(from), To: sideOf(to), Links: []Link{
		{FromUUID: frameworks.UUID("from", "k0"), ToUUID: frameworks.UUID("to", "k1"), Relation: "exact"},
		{FromUUID: frameworks.UUID("from", "k1"), Relation: None},
		{FromUUID: frameworks.UUID("from", "nobody"), ToUUID: frameworks.UUID("to", "old"), Relation: "exact"},
	}}
	var got []string
	for _, found := range f.Check(from, to) {
		got = append(got, string(found.Severity)+" "+found.Kind)
	}
	if want := []string{"error unknown-item", "warning ended-item"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if found := f.Check(to, from); len(found) != 1 || found[0].Kind != "other-framework" {
		t.Errorf("the wrong way round: %v", found)
	}
}

func TestToCASE(t *testing.T) {
	want := map[string]string{"exact": "exactMatchOf", "related": "isRelatedTo", "broader": "ext:broader", "narrower": "ext:narrower", "none": "", "": "", "x": ""}
	for relation, association := range want {
		if got := ToCASE(relation); got != association {
			t.Errorf("%q is %q", relation, got)
		}
	}
	for _, relation := range Relations {
		if got := ToCASE(relation); got != "" && !strings.HasPrefix(got, "ext:") && !slices.Contains(frameworks.Associations, got) {
			t.Errorf("%q is %q, which CASE does not have", relation, got)
		}
	}
}

func TestMerge(t *testing.T) {
	link := func(from, relation, to, day string) Link {
		return Link{FromUUID: from, FromCode: from, ToUUID: to, ToCode: to, Relation: relation, ConfirmedBy: "A reviewer", ConfirmedOn: day, Method: "person"}
	}
	file := func(links ...Link) *File {
		return &File{File: "kept.yaml", From: Side{Framework: "a", Version: "1.0.0"}, To: Side{Framework: "b", Version: "1.0.0"}, Links: links}
	}
	tests := []struct {
		name                  string
		earlier, added        *File
		want                  []string
		new, replaced, stayed int
		kinds                 []string
	}{
		{"into nothing", file(), file(link("1", "exact", "A", "2026-01-02")), []string{"1 exact A"}, 1, 0, 0, nil},
		{"beside another", file(link("1", "exact", "A", "2026-01-01")), file(link("1", "broader", "B", "2026-01-02")), []string{"1 exact A", "1 broader B"}, 1, 0, 0, nil},
		{"the same again", file(link("1", "exact", "A", "2026-01-01")), file(link("1", "exact", "A", "2026-01-01")), []string{"1 exact A"}, 0, 0, 1, nil},
		{"a later word", file(link("1", "exact", "A", "2026-01-01")), file(link("1", "none", "A", "2026-01-02")), []string{"1 none A"}, 0, 1, 0, []string{"replaced"}},
		{"another word on that day", file(link("1", "exact", "A", "2026-01-01")), file(link("1", "related", "A", "2026-01-01")), []string{"1 related A"}, 0, 1, 0, []string{"replaced"}},
		{"an earlier word", file(link("1", "exact", "A", "2026-01-03")), file(link("1", "none", "A", "2026-01-02")), []string{"1 exact A"}, 0, 0, 1, []string{"kept"}},
		{"an item fits after all", file(link("1", "none", "", "2026-01-01"), link("2", "none", "", "2026-01-01")), file(link("1", "exact", "A", "2026-01-02"), link("1", "related", "B", "2026-01-02")), []string{"2 none ", "1 exact A", "1 related B"}, 2, 1, 0, []string{"replaced"}},
		{"no item fits after all", file(link("1", "exact", "A", "2026-01-01")), file(link("1", "none", "", "2026-01-02")), []string{"1 exact A", "1 none "}, 1, 0, 0, []string{"contradiction"}},
		{"exact to a second", file(link("1", "exact", "A", "2026-01-01")), file(link("1", "exact", "B", "2026-01-02")), []string{"1 exact A", "1 exact B"}, 1, 0, 0, []string{"contradiction"}},
	}
	for _, test := range tests {
		before := fmt.Sprint(test.earlier, test.added)
		got, findings := Merge(test.earlier, test.added)
		var links, kinds []string
		for _, l := range got.Links.Links {
			links = append(links, l.FromUUID+" "+l.Relation+" "+l.ToUUID)
		}
		for _, f := range findings {
			kinds = append(kinds, f.Kind)
		}
		if !reflect.DeepEqual(links, test.want) || got.Added != test.new || got.Replaced != test.replaced || got.Same != test.stayed || !reflect.DeepEqual(kinds, test.kinds) {
			t.Errorf("%s: %v, %d added, %d replaced, %d the same, %v", test.name, links, got.Added, got.Replaced, got.Same, findings)
		}
		if fmt.Sprint(test.earlier, test.added) != before {
			t.Errorf("%s: what was given was changed", test.name)
		}
	}
	other := file()
	other.To.Framework = "c"
	if _, findings := Merge(file(), other); len(findings) != 1 || findings[0].Kind != "other-framework" {
		t.Errorf("links of another framework: %v", findings)
	}
}

// A table that a person filled in, put into a file, read and put in again: the
// same file.
func TestFromTableToFile(t *testing.T) {
	from, to := twoFrameworks(t)
	rows := filled(t, from, to, map[string]map[string]string{"1.1/1": says("exact"), "1.2/1": says("narrower"), "1.3/": says("none")})
	confirmed, findings := Confirm("table.csv", table(rows, ','), from, to)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	text, err := confirmed.Links.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	file, findings := Read("from--to.yaml", text)
	if len(findings) > 0 || len(file.Check(from, to)) > 0 {
		t.Fatal(findings, file.Check(from, to))
	}
	merged, findings := Merge(file, confirmed.Links)
	if len(findings) > 0 || merged.Same != 3 || merged.Added+merged.Replaced > 0 {
		t.Errorf("%+v %v", merged, findings)
	}
	if again, err := merged.Links.Marshal(); err != nil || !bytes.Equal(again, text) {
		t.Errorf("%v\n%s\n%s", err, text, again)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(kept))
	f.Add([]byte("links: [{}]"))
	f.Add([]byte("from: &a [*a]"))
	f.Add([]byte("links: [{score: .nan}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, findings := Read("links.yaml", data)
		if len(finding.Errors(findings)) > 0 {
			return
		}
		text, err := file.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, findings := Read("links.yaml", text)
		if len(findings) > 0 {
			t.Fatalf("%v\n%s", findings, text)
		}
		second, err := again.Marshal()
		if err != nil || !bytes.Equal(text, second) {
			t.Errorf("written twice, not the same bytes:\n%s\n%s", text, second)
		}
		sortLinks(file.Links)
		for i := range file.Links {
			file.Links[i].Pos, again.Links[i].Pos = yamlfile.Pos{}, yamlfile.Pos{}
			if !reflect.DeepEqual(file.Links[i], again.Links[i]) {
				t.Errorf("%+v came back as %+v", file.Links[i], again.Links[i])
			}
		}
	})
}
