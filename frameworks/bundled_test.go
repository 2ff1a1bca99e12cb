package frameworks

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The eight domains as the report of the 2020 consultation names them, without
// what the consultation added to the seventh.
func TestDigitalCompetencies(t *testing.T) {
	f, findings, err := Load("digital-competencies", "1.0.0")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	want := []string{
		"Meta-competencies", "Clinical Information Governance", "Assessment and Formulation", "Psychological Intervention",
		"Evaluation and Research", "Communication and Teaching", "Leadership and Consultation", "Personal and Professional Skills and Values",
	}
	var got []string
	for _, d := range f.Domains() {
		got = append(got, d.Title)
	}
	if !slices.Equal(got, want) {
		t.Errorf("domains %q", got)
	}
	f.Walk(func(item *Item, parents []*Item) bool {
		if words := len(strings.Fields(item.Statement)); len(parents) > 0 && (words < 12 || words > 25) {
			t.Errorf("%s has %d words", item.Code, words)
		}
		if item.Level != "" || !item.InForce() || strings.Contains(strings.ToLower(item.Statement), "supervis") {
			t.Errorf("%s holds what was added later", item.Code)
		}
		return true
	})
	for _, d := range f.Domains() {
		kinds := map[string]int{}
		for _, item := range d.Items {
			kinds[item.Kind]++
		}
		for _, kind := range []string{"knowledge", "ability"} {
			if kinds[kind] < 3 || kinds[kind] > 5 {
				t.Errorf("domain %s has %d of kind %s", d.Code, kinds[kind], kind)
			}
		}
	}
}

// Expected values from Python's uuid module: u = uuid.uuid5(uuid.NAMESPACE_URL,
// "concord:framework:digital-competencies"), then uuid.uuid5(u, key).
func TestUUID(t *testing.T) {
	tests := map[string]string{
		"governance/consent-online": "b000daf2-f3f0-575d-b781-98a85423c86c",
		"leadership":                "bd13f2d8-6617-5a91-af73-50b7abf6fdc4",
	}
	for key, want := range tests {
		if got := UUID("digital-competencies", key); got != want {
			t.Errorf("UUID of %s is %s; want %s", key, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	file := func(id, version string) *fstest.MapFile {
		text := "id: " + id + "\ntitle: T\nversion: " + version + "\nkinds: [{id: d}]\nitems: [{key: a, kind: d, title: A}]\n"
		return &fstest.MapFile{Data: []byte(text)}
	}
	dir := fstest.MapFS{
		"care/1.0.0.yaml":  file("care", "1.0.0"),
		"care/1.9.0.yaml":  file("care", "1.9.0"),
		"care/1.10.0.yaml": file("care", "1.10.0"),
		"care/notes.yaml":  file("care", "9.9.9"),
		"teach/2.0.0.yaml": file("other", "2.0.0"),
		"empty/README.md":  &fstest.MapFile{},
	}
	if got, want := IDs(dir), []string{"care", "teach"}; !slices.Equal(got, want) {
		t.Errorf("ids %v", got)
	}
	if got, want := Versions(dir, "care"), []string{"1.10.0", "1.9.0", "1.0.0"}; !slices.Equal(got, want) {
		t.Errorf("versions %v", got)
	}
	tests := []struct{ id, version, got, says string }{
		{"care", "", "1.10.0", ""},
		{"care", "1.9.0", "1.9.0", ""},
		{"care", "3.0.0", "", "there is 1.10.0, 1.9.0, 1.0.0"},
		{"nursing", "", "", `"care", "teach"`},
		{"teech", "", "", `Did you mean "teach"?`},
		{"../care", "", "", "there is no framework"},
		{"", "", "", "there is no framework"},
	}
	for _, test := range tests {
		f, findings, err := Find(dir, test.id, test.version)
		switch {
		case test.says != "":
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%s %s: error %v; want one that says %q", test.id, test.version, err, test.says)
			}
		case err != nil || len(findings) > 0 || f.Version != test.got:
			t.Errorf("%s %s: got %v, %v, %v", test.id, test.version, f, findings, err)
		}
	}
	if _, findings, err := Find(dir, "teach", ""); err != nil || len(findings) != 1 || findings[0].Kind != "other-framework" {
		t.Errorf("a file that holds another framework gave %v, %v", findings, err)
	}
}
