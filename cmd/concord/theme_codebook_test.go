package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const smallCodebook = `# Themes of a small study.
id: small
version: 1.0.0
themes:
  - id: support
    name: Support
    rules: [supervis*, mentor] # any of these
  - id: security
    name: Data security
    # Passwords are left out on purpose.
    rules: [data near/5 secure]
`

// codebookStudy makes a consultation with that codebook, and gives its folder and
// a way to call concord and to read a file of the folder.
func codebookStudy(t *testing.T) (dir string, call func(want int, args ...string) string, read func(name string) string) {
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../data/iapt-digital-2020")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "codebook.yaml"), []byte(smallCodebook), 0o644); err != nil {
		t.Fatal(err)
	}
	call = func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if got := run(t.Context(), args, &out, &errs); got != want {
			t.Fatalf("concord %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, want, out.String(), errs.String())
		}
		return out.String() + errs.String()
	}
	read = func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	return dir, call, read
}

func TestCodebookTableWithFaults(t *testing.T) {
	dir, call, read := codebookStudy(t)
	table := filepath.Join(t.TempDir(), "table.csv")
	call(exitDone, "theme", "codebook", "export", dir, "--format", "csv", "--out", table)
	good, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, cell string }{
		{"security,,", "Data Security,,", "[A3, id]"},
		{"security,,", "security,nobody,", "[B3, parent]"},
		{"near/5", "near/99", "[H3, rules]"},
		{",\n", ",wants\n", "stance]"},
	} {
		// A new theme in a row of its own must not be taken either.
		bad := strings.Replace(string(good), c.old, c.new, 1) + "fresh,,Fresh,,,,,fresh,,,\n"
		if err := os.WriteFile(table, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		said := call(exitUnusable, "theme", "codebook", "import", dir, table)
		if !strings.Contains(said, c.cell) || !strings.Contains(said, "the codebook was left as it is") || strings.Contains(said, "not taken in") {
			t.Errorf("%s: %s", c.new, said)
		}
		if read("codebook.yaml") != smallCodebook {
			t.Fatalf("%s: the codebook was changed", c.new)
		}
	}
}

func TestCodebookUnchanged(t *testing.T) {
	dir, call, read := codebookStudy(t)
	table := filepath.Join(t.TempDir(), "table.csv")
	call(exitDone, "theme", "codebook", "export", dir, "--format", "csv", "--out", table)
	if said := call(exitDone, "theme", "codebook", "import", dir, table); !strings.Contains(said, "was left as it is, at version 1.0.0") {
		t.Error(said)
	}
	if read("codebook.yaml") != smallCodebook {
		t.Errorf("the codebook was written anew:\n%s", read("codebook.yaml"))
	}
	if all, _ := filepath.Glob(filepath.Join(dir, "codebook.yaml.*")); len(all) > 0 {
		t.Errorf("copies of what has not changed: %v", all)
	}
}

func TestCodebookBefore(t *testing.T) {
	dir, call, read := codebookStudy(t)
	if said := call(exitDone, "theme", "codebook", "rename", dir, "support", "help"); !strings.Contains(said, "kept as codebook.yaml.1.0.0\n") {
		t.Error(said)
	}
	second := read("codebook.yaml")
	for _, comment := range []string{"# Themes of a small study.", "# any of these", "# Passwords are left out on purpose."} {
		if !strings.Contains(second, comment) {
			t.Errorf("the comment %q is gone:\n%s", comment, second)
		}
	}
	if said := call(exitDone, "theme", "codebook", "retire", dir, "security"); !strings.Contains(said, "kept as codebook.yaml.2.0.0\n1 line of comments is in that file only") {
		t.Error(said)
	}
	if read("codebook.yaml.1.0.0") != smallCodebook || read("codebook.yaml.2.0.0") != second {
		t.Error("the copies are not what the files held")
	}
	// Back to the first, changed otherwise: its copy is not written over.
	other := strings.Replace(smallCodebook, "Support", "Support at work", 1)
	if err := os.WriteFile(filepath.Join(dir, "codebook.yaml"), []byte(other), 0o644); err != nil {
		t.Fatal(err)
	}
	if said := call(exitDone, "theme", "codebook", "rename", dir, "support", "aid"); !strings.Contains(said, "codebook.yaml.1.0.0-2") {
		t.Error(said)
	}
	if read("codebook.yaml.1.0.0") != smallCodebook || read("codebook.yaml.1.0.0-2") != other {
		t.Error("a copy took the place of another")
	}
}

// A rule of any length can be copied from what a split says.
func TestSplitNamesTheWholeRule(t *testing.T) {
	dir, call, _ := codebookStudy(t)
	rule := "supervis*|" + strings.Repeat("mentoring|", 12) + "tutor"
	if err := os.WriteFile(filepath.Join(dir, "codebook.yaml"), []byte(strings.Replace(smallCodebook, "[supervis*, mentor]", "['"+rule+"', mentor]", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	parts := filepath.Join(t.TempDir(), "parts.yaml")
	if err := os.WriteFile(parts, []byte("themes:\n  - {id: a, name: A, rules: [mentor]}\n  - {id: b, name: B, rules: [guide]}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if said := call(exitUnusable, "theme", "codebook", "split", dir, "support", parts); !strings.Contains(said, `- "`+rule+`"`) {
		t.Error(said)
	}
}
