package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// sheetOf reads a sheet and writes it back with some cells filled in.
func sheetOf(t *testing.T, path string, fill func(row int, cell func(column string) *string)) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		fill(i, func(column string) *string {
			at := slices.Index(rows[0], column)
			if at < 0 {
				t.Fatalf("%s has no column %s: %v", path, column, rows[0])
			}
			return &row[at]
		})
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCodingByHand goes the way of docs/coding.md: two people code the same
// comments, differ on some, settle them, and what they said counts in a run.
func TestCodingByHand(t *testing.T) {
	dir := t.TempDir()
	study := filepath.Join(dir, "c")
	if err := os.CopyFS(study, os.DirFS("../../data/iapt-digital-2020")); err != nil {
		t.Fatal(err)
	}
	call := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if got := run(t.Context(), args, &out, &errs); got != want {
			t.Fatalf("concord %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, want, out.String(), errs.String())
		}
		return out.String() + errs.String()
	}
	sheets := map[string]string{}
	for _, who := range []string{"ann", "ben"} {
		sheets[who] = filepath.Join(dir, who+".csv")
		call(exitDone, "theme", "export", study, "--coder", who, "--sample", "40", "--out", sheets[who])
	}
	// Both say that every comment is on workload and asks for it; Ben says of
	// each fourth that it is on none.
	var disputed []string
	var texts []string
	sheetOf(t, sheets["ann"], func(_ int, cell func(string) *string) {
		*cell("workload") = "asks"
		texts = append(texts, *cell("unit"))
	})
	sheetOf(t, sheets["ben"], func(i int, cell func(string) *string) {
		if *cell("unit") != texts[i] {
			t.Errorf("row %d of the two sheets is of %s and %s", i, texts[i], *cell("unit"))
		}
		if i%4 == 0 {
			*cell("no_theme") = "x"
			disputed = append(disputed, *cell("unit"))
		} else {
			*cell("workload") = "a"
		}
	})
	call(exitDone, "theme", "import", study, sheets["ann"])
	if said := call(exitDone, "theme", "import", study, sheets["ben"]); !strings.Contains(said, "40 judgements were added") {
		t.Error(said)
	}
	if said := call(exitDone, "theme", "import", study, sheets["ben"]); !strings.Contains(said, "0 judgements were added") {
		t.Errorf("imported twice: %s", said)
	}
	// 30 of 40 comments have the same themes. The screen says who people are, and has
	// no table of pairs, nor a person held against what is partly their own.
	said := call(exitFindings, "theme", "agreement", study)
	for _, want := range []string{"the same themes for 30 of 40 units (75%)", "people is what people's judgements come to", "10 comments were judged differently and"} {
		if !strings.Contains(said, want) {
			t.Errorf("agreement does not say %q:\n%s", want, said)
		}
	}
	if strings.Contains(said, "only ann") || strings.Contains(said, "ann and people") {
		t.Error(said)
	}
	if all := call(exitFindings, "theme", "agreement", study, "--all"); !strings.Contains(all, "only ann") {
		t.Error(all)
	}
	settle := filepath.Join(dir, "settle.csv")
	call(exitDone, "theme", "export", study, "--disagreements", "--coder", "chair", "--out", settle)
	var asked []string
	sheetOf(t, settle, func(_ int, cell func(string) *string) {
		asked = append(asked, *cell("unit"))
		*cell("training-time"), *cell("checked") = "x", "x"
	})
	if !slices.Equal(asked, disputed) {
		t.Errorf("to settle are %v, want %v", asked, disputed)
	}
	call(exitDone, "theme", "import", study, settle)
	call(exitDone, "theme", "agreement", study)

	out := filepath.Join(dir, "out")
	call(exitDone, "run", study, "--out", out)
	data, err := os.ReadFile(filepath.Join(out, "themes", "codings.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) int { return slices.Index(rows[0], name) }
	got := map[string]string{}
	for _, row := range rows[1:] {
		if slices.Contains(texts, row[at("unit")]) {
			got[row[at("unit")]] += row[at("theme")] + " " + row[at("method")] + " " + row[at("coder")] + ";"
			if by := row[len(row)-1]; row[at("method")] == "majority" && (by != "person" || row[at("stance")] != "asks") || by == "person" && row[at("method")] == "settled" {
				t.Errorf("%q: stance by %q", row, by)
			}
		}
	}
	for _, unit := range texts {
		want := "workload majority ann+ben;"
		if slices.Contains(disputed, unit) {
			want = "training-time settled chair;"
		}
		// A rule may have found the theme's words in several places.
		if n := strings.Count(got[unit], want); n == 0 || got[unit] != strings.Repeat(want, n) {
			t.Errorf("%s is coded %q, want %q", unit, got[unit], want)
		}
	}
	page, err := os.ReadFile(filepath.Join(out, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"judged 40 (3%) of 1,189 comments and turns by hand", "settled for 10", "The other 1,149 were coded by the rules alone", "2 people judged 40 of 1,189"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(string(page), "not by human coders") {
		t.Error("the report denies that people coded")
	}
	// A project with all of it comes back as what each person coded, and adds nothing
	// where it came from.
	project, other := filepath.Join(dir, "all.qdpx"), filepath.Join(dir, "other")
	call(exitDone, "theme", "export", study, "--format", "qdpx", "--out", project)
	if said := call(exitDone, "theme", "import", study, project); strings.Count(said, ". 0 judgements were added to the record") != 2 {
		t.Error(said)
	}
	if err := os.CopyFS(other, os.DirFS("../../data/iapt-digital-2020")); err != nil {
		t.Fatal(err)
	}
	if said := call(exitDone, "theme", "import", other, project); !strings.Contains(said, "40 judged by ann") || !strings.Contains(said, "30 judged by ben") {
		t.Error(said)
	}
	// Learning from it, and a theme that is renamed: what was coded goes with it.
	if said := call(exitDone, "theme", "train", study); !strings.Contains(said, "Learnt from 40 comments") {
		t.Error(said)
	}
	call(exitDone, "theme", "suggest", study, "--next", "--most", "3")
	call(exitDone, "theme", "export", study, "--coder", "ann", "--suggested", "--next", "--sample", "5", "--format", "xlsx", "--out", filepath.Join(dir, "more.xlsx"))
	call(exitDone, "theme", "codebook", "rename", study, "workload", "load", "--note", "shorter")
	if said := call(exitDone, "theme", "agreement", study); !strings.Contains(said, "the same themes for 30 of 40 units (75%)") {
		t.Errorf("after a theme was renamed: %s", said)
	}
	call(exitUnusable, "theme", "suggest", study) // a model of another version
	// A theme that is split: what it was given to is judged again, and its parts are
	// not themes that nobody gave.
	parts, again := filepath.Join(dir, "parts.yaml"), filepath.Join(dir, "again.csv")
	if err := os.WriteFile(parts, []byte("themes:\n  - {id: too-much, name: Too much}\n  - {id: too-little, name: Too little}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	codebook := filepath.Join(study, "codebook.yaml")
	if data, err = os.ReadFile(codebook); err != nil {
		t.Fatal(err)
	}
	// Every rule must go to one part; so the theme has none.
	if err := os.WriteFile(codebook, withoutRules(t, data, "load"), 0o644); err != nil {
		t.Fatal(err)
	}
	call(exitDone, "theme", "codebook", "split", study, "load", parts)
	said = call(exitDone, "theme", "agreement", study)
	for _, want := range []string{"70 judgements not counted", "40 by ann (codings/ann.csv), 30 by ben (codings/ben.csv)"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if said := call(exitDone, "theme", "export", study, "--again", "--coder", "ben", "--out", again); !strings.Contains(said, "30 rows to judge") {
		t.Error(said)
	}
	sheetOf(t, again, func(_ int, cell func(string) *string) { *cell("too-much") = "x" })
	call(exitDone, "theme", "import", study, again)
	if said := call(exitDone, "theme", "export", study, "--again", "--coder", "ben", "--out", again); !strings.Contains(said, "nothing that ben must judge again. ann has 40.") {
		t.Error(said)
	}
}

// withoutRules takes the rules and exceptions of a theme out of a codebook.
func withoutRules(t *testing.T, data []byte, id string) []byte {
	t.Helper()
	cb, found := theme.ReadCodebook("codebook.yaml", data)
	if len(finding.Errors(found)) > 0 {
		t.Fatal(found)
	}
	cb.Theme(id).Rules, cb.Theme(id).Except = nil, nil
	out, err := cb.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestThemeCommandsRefuse(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"theme"}, "concord theme COMMAND"},
		{[]string{"theme", "tain"}, "train"},
		{[]string{"theme", "export", "../../data/iapt-digital-2020"}, "--out"},
		{[]string{"theme", "export", "../../data/iapt-digital-2020", "--out", filepath.Join(dir, "x.csv")}, "--coder"},
		{[]string{"theme", "export", "../../data/iapt-digital-2020", "--coder", "rules", "--out", filepath.Join(dir, "x.csv")}, "cannot be a coder's name"},
		{[]string{"theme", "export", "../../data/iapt-digital-2020", "--coder", "ann", "--question", "d9", "--out", filepath.Join(dir, "x.csv")}, "no comment answers"},
		{[]string{"theme", "train", "../../data/iapt-digital-2020"}, "nobody has coded"},
		{[]string{"theme", "suggest", "../../data/iapt-digital-2020"}, "nothing has been learnt"},
		{[]string{"theme", "import", "../../data/iapt-digital-2020", "theme_test.go"}, "Nothing was taken"},
		{[]string{"theme", "import", "../../data/iapt-digital-2020", "nowhere.csv"}, "nowhere.csv"},
		{[]string{"theme", "codebook", "merge", "../../data/iapt-digital-2020"}, "expected"},
		{[]string{"theme", "codebook", "rename", "../../data/iapt-digital-2020", "nobody", "other"}, "nobody"},
	} {
		var out, errs bytes.Buffer
		code := run(t.Context(), c.args, &out, &errs)
		if said := out.String() + errs.String(); code != exitUnusable || !strings.Contains(said, c.want) {
			t.Errorf("concord %s: exit %d, said %q, want %q", strings.Join(c.args, " "), code, said, c.want)
		}
	}
}
