package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/frameworks"
)

// In the order of a person who meets a framework: what there is, what it holds,
// what is wrong with it.
func TestFrameworkCalls(t *testing.T) {
	dir := t.TempDir()
	pdf := filepath.Join(dir, "a.pdf")
	write(t, pdf, "%PDF-1.7")
	half := filepath.Join(dir, "half.json")
	write(t, half, `{"CFDocument": {"identifier": "9801f1dd`)
	for _, c := range []struct {
		args      string
		code      int
		out, errs string
	}{
		{"framework", 2, "the text of a PDF", ""},
		{"framework --help", 0, "a CASE package (JSON)", ""},
		{"framework chek x", 2, "", `"check"`},
		{"framework list", 0, "psychological-wellbeing-practitioner  1.0.0", ""},
		{"framework list --format json", 0, `"holds": "8 domains, 34 knowledge, 42 abilities"`, ""},
		{"framework show digital-competencies", 0, "├─ 7.A.1  ", ""},
		{"framework show digital-competencies --item 7", 0, "7  Supervision, Leadership and Consultation", ""},
		{"framework show digital-competencies --item 9", 2, "", `no item with the code, key, title or UUID "9"`},
		{"framework show psychological-therapies-workforce --format grid", 0, "  IAPT: Trainee therapist; Senior low intensity worker\n  Psychology: Trainee psychologist; Senior associate/assistant", ""},
		{"framework show digital-competencies@1.0.0 --format grid", 2, "", "no grid to show"},
		{"framework show digital-competencies --format md", 0, "## 7 Supervision, Leadership and Consultation", ""},
		{"framework show digital-competencies@2.5.0", 2, "", `no version "2.5.0"`},
		{"framework show digital-competence", 2, "", `"digital-competencies"`},
		{"framework show digital-competencies --format pdf", 2, "", `It can be "text"`},
		{"framework show nowhere.yaml", 2, "", "there is no such file"},
		{"framework check digital-competencies", 0, "0 errors, 0 warnings, 0 notes.", ""},
		{"framework check " + half, 2, "this file ends before the package does", ""},
		{"framework check " + pdf, 2, "", "is a PDF file"},
		{"framework import domains " + pdf, 2, "", "is a PDF file"},
		{"framework import domians " + half, 2, "", `"domains"`},
		{"framework import case " + half, 2, "", "half.json:1:"},
		{"framework import --help", 0, "occupational-standard: ", ""},
		{"framework diff digital-competencies digital-competencies@2.0.0", 0, "Nothing has changed", ""},
		{"framework export digital-competencies --format case", 0, `"caseVersion": "1.1"`, ""},
		{"framework export digital-competencies --format md", 0, "# Digital competencies", ""},
		{"framework link digital-competencies digital-competencies --into x.yaml", 2, "", "goes with --confirm"},
		{"framework link digital-competencies psychological-wellbeing-practitioner --candidates 0", 2, "", "from 1 to 100"},
	} {
		code, out, errs := call(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("concord %s: exit %d\n%s\n%s", c.args, code, out, errs)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, want int, args ...string) string {
	t.Helper()
	code, out, errs := call(args...)
	if code != want {
		t.Fatalf("concord %s: exit %d, expected %d\n%s\n%s", strings.Join(args, " "), code, want, out, errs)
	}
	return out + errs
}

// What is exported is the same framework when it comes back, for every bundled
// one and every form.
func TestFrameworkThereAndBack(t *testing.T) {
	dir := t.TempDir()
	for _, id := range frameworks.IDs(frameworks.Bundled()) {
		want := must(t, 0, "framework", "export", id, "--format", "yaml")
		for format, ext := range map[string]string{"case": ".json", "csv": ".csv"} {
			file := filepath.Join(dir, id+ext)
			must(t, 0, "framework", "export", id, "--format", format, "--out", file)
			code, got, errs := call("framework", "import", format, file, "--format", "yaml")
			if code != 0 || got != want {
				t.Errorf("%s as %s: exit %d, %s", id, format, code, errs)
			}
		}
	}
}

func TestFrameworkDiffOfAChange(t *testing.T) {
	dir := t.TempDir()
	text := must(t, 0, "framework", "export", "digital-competencies@1.0.0", "--format", "yaml")
	text = strings.Replace(text, "title: Leadership and Consultation", "title: Supervision, Leadership and Consultation", 1)
	text = strings.Replace(text, "version: 1.0.0", "version: 1.1.0", 1)
	file := filepath.Join(dir, "new.yaml")
	write(t, file, text)
	got := must(t, 1, "framework", "diff", "digital-competencies@1.0.0", file)
	for _, want := range []string{"1 renamed", "{+Supervision,+} Leadership and Consultation", `"1.1.0" should be 1.0.1`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if got := must(t, 1, "framework", "diff", "digital-competencies@1.0.0", file, "--format", "critic"); !strings.Contains(got, "{++Supervision,++}") {
		t.Error(got)
	}
	if got := must(t, 1, "framework", "diff", "digital-competencies@1.0.0", file, "--format", "changelog"); !strings.Contains(got, "### Renamed") {
		t.Error(got)
	}
	var all struct{ Next string }
	code, out, _ := call("framework", "diff", "digital-competencies@1.0.0", file, "--format", "json")
	if err := json.Unmarshal([]byte(out), &all); err != nil || code != 1 || all.Next != "1.0.1" {
		t.Errorf("exit %d, %v, %+v", code, err, all)
	}
	// The original is never written over.
	if got := must(t, 2, "framework", "diff", "digital-competencies@1.0.0", file, "--out", file); !strings.Contains(got, "is the file that was read") {
		t.Error(got)
	}
}

// From a suggestion to a link that another system reads.
func TestFrameworkLinks(t *testing.T) {
	dir := t.TempDir()
	table, links, case11 := filepath.Join(dir, "table.csv"), filepath.Join(dir, "links.yaml"), filepath.Join(dir, "case.json")
	a, b := "digital-competencies", "psychological-wellbeing-practitioner"
	must(t, 0, "framework", "link", a, b, "--out", table)
	data, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	uuid := ""
	for _, r := range rows[1:] {
		if r[at["from_code"]] == "2.A.1" && r[at["rank"]] == "1" {
			r[at["relation"]], r[at["confirmed_by"]], r[at["confirmed_on"]] = "related", "the group", "2026-11-22"
			uuid = r[at["to_uuid"]]
		}
	}
	var text strings.Builder
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	write(t, table, text.String())
	if got := must(t, 0, "framework", "link", a, b, "--confirm", table, "--into", links); !strings.Contains(got, "1 added, 0 changed, 0 as before") {
		t.Error(got)
	}
	if got := must(t, 0, "framework", "link", a, b, "--confirm", table, "--into", links); !strings.Contains(got, "0 added, 0 changed, 1 as before") {
		t.Error(got)
	}
	must(t, 0, "framework", "export", a, "--format", "case", "--links", links, "--out", case11)
	data, err = os.ReadFile(case11)
	if err != nil || uuid == "" || !strings.Contains(string(data), uuid) || !strings.Contains(string(data), "isRelatedTo") {
		t.Errorf("the link to %q is not in the package: %v", uuid, err)
	}
	must(t, 2, "framework", "export", b, "--format", "case", "--links", links)
	// A relation that cannot be is told with its place, and changes nothing.
	write(t, table, strings.Replace(text.String(), "related,the group", "similar,the group", 1))
	if got := must(t, 2, "framework", "link", a, b, "--confirm", table, "--into", links); !strings.Contains(got, "table.csv:") || !strings.Contains(got, "similar") || !strings.Contains(got, "nothing was written") {
		t.Error(got)
	}
}

func TestFrameworkImportFills(t *testing.T) {
	const text = `Psychological wellbeing practitioner

Level 6 - Professional Occupation

Reference: OCC0568

Knowledge, skills and behaviours (KSBs)

K1: An official sentence of its own.
K2: Another.

S1: A skill.

B1: A behaviour.

Duties

Duty D1

A duty.
`
	dir := t.TempDir()
	file, out := filepath.Join(dir, "standard.txt"), filepath.Join(dir, "filled.yaml")
	write(t, file, text)
	// The text ends without the occupational progression: a warning.
	got := must(t, 1, "framework", "import", "occupational-standard", file, "--fill", "psychological-wellbeing-practitioner", "--out", out)
	if !strings.Contains(got, "the text lacks 23 of the 25 items below \"Knowledge\"") {
		t.Error(got)
	}
	f, findings, err := openFramework(out)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	base, _, _ := frameworks.Load("psychological-wellbeing-practitioner", "")
	k1, _ := f.ByCode("K1")
	was, _ := base.ByCode("K1")
	if k1.Statement != "An official sentence of its own." || k1.UUID != was.UUID || k1.Wording != "official" || f.Wording != "paraphrase" {
		t.Errorf("%+v", k1)
	}
	k25, _ := f.ByCode("K25")
	was, _ = base.ByCode("K25")
	if k25.Statement != was.Statement || k25.Wording != "" {
		t.Errorf("%+v", k25)
	}
	if got := must(t, 2, "framework", "import", "occupational-standard", file, "--out", file); !strings.Contains(got, "original stays") {
		t.Error(got)
	}
	// What is there is not lost by accident.
	if got := must(t, 2, "framework", "import", "occupational-standard", file, "--out", out); !strings.Contains(got, "--replace") {
		t.Error(got)
	}
	// A person's own id makes UUIDs of its own.
	must(t, 1, "framework", "import", "occupational-standard", file, "--id", "our-standard", "--out", out, "--replace")
	f, _, _ = openFramework(out)
	if k1, _ = f.ByCode("K1"); f.ID != "our-standard" || k1.UUID != frameworks.UUID("our-standard", k1.Key) {
		t.Errorf("%s %+v", f.ID, k1)
	}
}
