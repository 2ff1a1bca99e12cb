package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	bundledRegister = bundled + "/evidence.yaml"
	bundledCodebook = bundled + "/codebook.yaml"
	inventedBrief   = "../../pipeline/evidence/testdata/brief.txt"
)

func TestEvidenceCalls(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pdf := write("brief.pdf", "%PDF-1.7\n")
	letter := write("letter.txt", "Dear all,\n")
	bad := write("bad.yaml", "entries:\n  - {id: a, titel: T}\n")
	hostile := write("hostile.yaml", "entries:\n  - {id: a, title: \"T\\e[2J\", type: \"x\\ay\"}\n")
	taken := write("taken.yaml", "entries:\n  - {id: a, title: T}\n")
	none := filepath.Dir(write("none/consultation.yaml", "title: x\n"))
	names := filepath.Dir(write("names/consultation.yaml", "title: x\nevidence: ../taken.yaml\ncodebook: c.yaml\n"))
	write("names/c.yaml", "id: c\nthemes:\n  - {id: tea, name: Tea, rules: [=T]}\n")
	for _, c := range []struct {
		args      []string
		code      int
		out, errs string
	}{
		{nil, 2, "import FILE", ""},
		{[]string{"--help"}, 0, "For example: concord evidence list", ""},
		{[]string{"lst"}, 2, "", `"list"`},
		{[]string{"import", "--help"}, 0, "For example: concord evidence import brief.txt", ""},
		{[]string{"list", "--help"}, 0, "For example: concord evidence list", ""},
		{[]string{"show", "--help"}, 0, "For example: concord evidence show", ""},
		{[]string{"import", "nowhere.txt"}, 2, "", "there is no such file"},
		{[]string{"import", pdf}, 2, "", "save it as text"},
		{[]string{"import", letter}, 2, "", letter + ":1: error"},
		{[]string{"import", inventedBrief, "--out", taken}, 2, "", "is there already"},
		{[]string{"import", inventedBrief, "--fill", bad}, 2, "", "cannot be used"},
		{[]string{"import", inventedBrief}, 1, "id: alder-2020-ringing", "warning"},
		{[]string{"list", "nowhere"}, 2, "", "no such file or folder"},
		{[]string{"list", bad}, 2, "", `Did you mean "title"?`},
		{[]string{"list", none}, 2, "", "names no evidence register"},
		{[]string{"list", names}, 0, "1 entry: no type 1", ""},
		{[]string{"list", names, "--theme", "tea"}, 0, "1 time: T", ""},
		{[]string{"list", filepath.Join(names, "consultation.yaml"), "--theme", "tee"}, 2, "", `Did you mean "tea"?`},
		{[]string{"list", hostile}, 0, "T\uFFFD[2J", ""},
		{[]string{"list", bundledRegister}, 0, "50 entries: journal article 28, role profile 7, report 6, framework or standard 5, blog post 3, guidance 1", ""},
		{[]string{"list", bundledRegister, "--type", "Blog post"}, 0, "3 entries: blog post 3", ""},
		{[]string{"list", bundledRegister, "--type", "blogpost"}, 2, "", `Did you mean "blog post"?`},
		{[]string{"list", bundledRegister, "--theme", "workload"}, 2, "", "--codebook FILE"},
		{[]string{"list", bundledRegister, "--theme", "workload", "--codebook", bundledCodebook}, 0, "westwood-2017-predictors", ""},
		{[]string{"list", bundledRegister, "--theme", "workload", "--type", "report", "--codebook", bundledCodebook}, 0, "No entry.", ""},
		{[]string{"list", bundledRegister, "--format", "xml"}, 2, "", "format"},
		{[]string{"show", bundledRegister, "worrel-2018-supervision"}, 2, "", `Did you mean "worrell-2018-supervision"?`},
		{[]string{"show", bundledRegister, "worrell-2018-supervision"}, 0, "Healthcare Counselling & Psychotherapy Journal 18(1), pp. 13-17.", ""},
		{[]string{"show", bundledRegister, "worrell-2018-supervision", "--codebook", bundledCodebook}, 0, "[Supervision](supervision) and training", ""},
		{[]string{"show", names, "a"}, 0, "[T](tea)", ""},
		{[]string{"show", bundledRegister, "worrell-2018-supervision", "--codebook", letter}, 2, "", "cannot be used"},
	} {
		code, out, errs := call(append([]string{"evidence"}, c.args...)...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("concord evidence %s: exit %d\n%s\n%s", strings.Join(c.args, " "), code, out, errs)
		}
		if strings.ContainsAny(out, "\x1b\a") {
			t.Errorf("concord evidence %s: the terminal would act on its output", strings.Join(c.args, " "))
		}
	}
	if data, err := os.ReadFile(taken); err != nil || strings.Contains(string(data), "alder") {
		t.Error("a register was written over")
	}
}

// A register is made, and filled in again without losing what a person wrote.
func TestEvidenceImportAndFill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.yaml")
	code, out, errs := call("evidence", "import", inventedBrief, "--out", path)
	if code != 1 || !strings.Contains(out, "6 entries: ") || !strings.Contains(errs, "bare-entry") && !strings.Contains(errs, "nothing below it") {
		t.Fatalf("exit %d\n%s\n%s", code, out, errs)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Someone writes a summary and takes an abstract out.
	mine := strings.Replace(string(data), "abstract: 'Purpose: To ring.'", "summary: Mine.", 1)
	if mine == string(data) {
		t.Fatalf("no such abstract in\n%s", data)
	}
	if err := os.WriteFile(path, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs = call("evidence", "import", inventedBrief, "--fill", path, "--out", path)
	if code != 1 || !strings.Contains(out, "Filled in 1 entry and added 0.") {
		t.Fatalf("exit %d\n%s\n%s", code, out, errs)
	}
	data, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "summary: Mine.") || !strings.Contains(string(data), "abstract: 'Purpose: To ring.'") {
		t.Errorf("%s", data)
	}
}

func TestEvidenceListForPrograms(t *testing.T) {
	args := []string{"evidence", "list", bundledRegister, "--theme", "supervision", "--codebook", bundledCodebook, "--format"}
	code, out, errs := call(append(args, "json")...)
	var rows []struct {
		ID    string
		Year  *int
		Hits  int
		Words []string
	}
	if err := json.Unmarshal([]byte(out), &rows); err != nil || code != 0 {
		t.Fatalf("exit %d, %v\n%s\n%s", code, err, out, errs)
	}
	if len(rows) == 0 || rows[0].ID != "worrell-2018-supervision" || *rows[0].Year != 2018 || rows[0].Hits < 2 || len(rows[0].Words) == 0 {
		t.Errorf("%+v", rows)
	}
	code, out, errs = call(append(args, "csv")...)
	records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || code != 0 {
		t.Fatalf("exit %d, %v\n%s", code, err, errs)
	}
	if len(records) != len(rows)+1 || !slices.Equal(records[0][:4], []string{"id", "title", "authors", "year"}) || records[1][0] != rows[0].ID || records[1][3] != "2018" {
		t.Errorf("%q", records[:2])
	}
	// A year that is not known is blank, not 0.
	_, out, _ = call("evidence", "list", bundledRegister, "--type", "role profile", "--format", "csv")
	records, err = csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(records) != 8 || records[1][3] != "" {
		t.Errorf("%v, %q", err, records)
	}
}
