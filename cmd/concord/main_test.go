package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const bundled = "../../data/iapt-digital-2020"

func call(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(context.Background(), args, &o, &e)
	return code, o.String(), e.String()
}

func TestCalls(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args      string
		code      int
		out, errs string
	}{
		{"", 2, "concord run", ""},
		{"help", 0, "concord run", ""},
		{"--version", 0, "concord 0.", ""},
		{"runn x", 2, "", `"run"`},
		{"run", 2, "", "found 0 arguments, expected 1"},
		{"run a b", 2, "", "found 2 arguments, expected 1"},
		{"run --help", 0, "For example: concord run data/iapt-digital-2020", ""},
		{"run x --ot y", 2, "", `"--out"`},
		{"run x --jobs many", 2, "", "jobs"},
		{"run x --jobs -1", 2, "", "--jobs -1"},
		{"run " + bundled + " --stages tabels", 2, "", `"tables"`},
		{"run nowhere", 2, "", "no such folder"},
		{"run " + bundled + " --out " + file, 2, "", "is a file"},
		{"check nowhere", 2, "", "no such folder"},
		{"check --help", 0, "Exits with 0", ""},
		{"check " + bundled, 0, "0 errors, 0 warnings", ""},
		{"check " + bundled + " --format xml", 2, "", `It can be "text", "json"`},
		{"schema", 0, `"$schema"`, ""},
		{"schema docket", 0, `"$schema"`, ""},
		{"schema x", 2, "", `"docket"`},
	} {
		code, out, errs := call(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("concord %s: exit %d\n%s\n%s", c.args, code, out, errs)
		}
	}
}

func TestRunSaysWhatItFound(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	code, text, errs := call("run", bundled, "--out", out)
	if code != 0 || errs != "" {
		t.Fatalf("exit %d: %s", code, errs)
	}
	for _, want := range []string{"54 respondents (2 records left out), 15 participants", "everyone agrees on 5 of 8 domains", "14 of 53 (26%", "Amendments", filepath.Join(out, "report.html")} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	// Nothing that identifies a person is said on the screen either.
	if _, text, _ := call("run", bundled, "--out", out); !strings.Contains(text, "Nothing has changed") {
		t.Errorf("a second run does not say that nothing changed:\n%s", text)
	}
}

func TestCheckAsJSON(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "consultation.yaml"), []byte("titel: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, _ := call("check", dir, "--format", "json")
	var findings []finding.Finding
	if err := json.Unmarshal([]byte(out), &findings); err != nil || code != 2 {
		t.Fatalf("exit %d, %v:\n%s", code, err, out)
	}
	if len(findings) == 0 || findings[0].Line != 1 || findings[0].File != filepath.Join(dir, "consultation.yaml") {
		t.Errorf("%+v", findings)
	}
	// A run says the same, and writes nothing.
	code, _, errs := call("run", dir, "--out", filepath.Join(dir, "out"))
	if code != 2 || !strings.Contains(errs, "Nothing was written") {
		t.Errorf("exit %d:\n%s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
		t.Error("an output was written")
	}
}
