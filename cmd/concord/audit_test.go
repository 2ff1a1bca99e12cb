package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func auditCall(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = auditCommand(context.Background(), args, &o, &e)
	return code, o.String(), e.String()
}

func TestAuditCalls(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	sound := write("sound.txt", "Forty nurses completed the form. Ten were new (N=10, 25%), and the remainder were not (N=30, 75%).")
	wrong := write("wrong.md", "Forty nurses completed the form. \x1b[31mTen were new (N=10, 25%), and the remainder were not (N=31, 78%).")
	for _, c := range []struct {
		args      []string
		code      int
		out, errs string
	}{
		{nil, 2, "", "found 0 arguments"},
		{[]string{"--help"}, 0, "concord audit FILE", ""},
		{[]string{filepath.Join(folder, "none.txt")}, 2, "", "there is no such file"},
		{[]string{folder}, 2, "", "is a folder"},
		{[]string{write("a.pdf", "%PDF-1.7")}, 2, "", "this is a PDF file"},
		{[]string{write("a.yaml", "sets: [{id: a, figures: [{row: x}]}]")}, 2, "", "this figure has no number"},
		{[]string{sound}, 0, "nothing found in 4 figures", ""},
		{[]string{wrong}, 1, "The counts are parts of 40 and add up to 41.", ""},
		{[]string{wrong}, 1, "1 finding in 4 figures: 1 certain, 0 convention-dependent, 0 base-not-stated.", ""},
		{[]string{filepath.Join(bundled, "published.yaml")}, 1, "These percentages are of 61", ""},
		{[]string{filepath.Join(bundled, "published.yaml"), "--data", bundled}, 1, "132 printed numbers: 109 exact, 8 exact under another base, rounding or column", ""},
		{[]string{write("t.txt", "Table 1. Age\nAge N = 54 %\n18-25 4 7%\n26-35 18 33%\n36-45 11 20%\n46-55 12 22%\n56-65 7 13%\n66+ 2 4%\n"), "--data", bundled}, 0, "12 printed numbers: 12 exact.", ""},
		{[]string{sound, "--data", filepath.Join(folder, "nowhere")}, 2, "", "nowhere"},
	} {
		code, out, errs := auditCall(c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("concord audit %q: exit %d\n%s\n%s", c.args, code, out, errs)
		}
		if strings.Contains(out, "\x1b") {
			t.Errorf("concord audit %q: the output has a control character", c.args)
		}
	}
}

func TestAuditJSON(t *testing.T) {
	file := filepath.Join(bundled, "published.yaml")
	code, out, _ := auditCall(file, "--format", "json", "--data", bundled)
	var rows []map[string]any
	if err := json.Unmarshal([]byte(out), &rows); err != nil || code != 1 {
		t.Fatal(code, err)
	}
	n := map[any]int{}
	for _, r := range rows {
		n[r["check"]]++
		if r["check"] == "figures" && (r["level"] == nil || r["kind"] == nil || r["line"] == nil || r["message"] == nil || r["figures"] == nil) {
			t.Errorf("an object lacks a key: %v", r)
		}
		if r["check"] == "data" && (r["status"] == nil || r["printed"] == nil) {
			t.Errorf("an object lacks a key: %v", r)
		}
	}
	if n["figures"] != 14 || n["data"] != 132 {
		t.Errorf("objects: %v", n)
	}
	empty := filepath.Join(t.TempDir(), "empty.txt")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := auditCall(empty, "--format", "json"); code != 0 || strings.TrimSpace(out) != "[]" {
		t.Errorf("exit %d, %q", code, out)
	}
}

// A survey whose printed tables somebody else has recounted: 235 counts agree, 14
// do not, and 52 are of columns that were not published.
func TestAuditRealData(t *testing.T) {
	const printed, consultation = "../../../shared/data/survey-rse-uk-2016/published_figures.csv", "../../pipeline/testdata/rse-uk-2016"
	if _, err := os.Stat(printed); err != nil {
		t.Skip("the survey is not here")
	}
	code, out, errs := auditCall(printed, "--data", consultation, "--format", "json")
	var rows []struct{ What, Status string }
	if err := json.Unmarshal([]byte(out), &rows); err != nil || code != 1 {
		t.Fatal(code, err, errs)
	}
	n := map[string]int{}
	for _, r := range rows {
		if r.What == "count" {
			n[r.Status]++
		}
	}
	if n["reproduced"] != 235 || n["not-reproduced"]+n["impossible"] != 14 || n["not-in-data"] != 52 || len(n) > 4 {
		t.Errorf("counts by status: %v", n)
	}
}
