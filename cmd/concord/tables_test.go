package main

import (
	"encoding/csv"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTablesCalls(t *testing.T) {
	for _, c := range []struct {
		args      []string
		code      int
		out, errs string
	}{
		{[]string{"tables"}, 2, "", "found no argument"},
		{[]string{"tables", "--help"}, 0, "concord tables data/iapt-digital-2020 confidence --by gender", ""},
		{[]string{"tables", bundled, "confidence"}, 0, "Lacking confidence to some degree   14   26%    (16–40)", ""},
		{[]string{"tables", bundled, "confidence", "--by", "gender"}, 0, "Woman, all 45. Man, the 8 who answered; 1 did not.", ""},
		{[]string{"tables", bundled, "age", "--where", `gender = "Woman"`}, 0, "n = 45", ""},
		{[]string{"tables", bundled, "age", "--where", `gendr = "Woman"`}, 2, "", `Did you mean "gender"?`},
		{[]string{"tables", bundled, "age", "--where", `gender = `}, 2, "", "at character"},
		{[]string{"tables", bundled, "aeg"}, 2, "", `Did you mean "age"?`},
		{[]string{"tables", bundled, "age", "--by", "nothing"}, 2, "", "there is no question of this id"},
		{[]string{"tables", bundled, "agreement", "--format", "md"}, 0, "Agreement that each domain applies", ""},
		{[]string{"tables", bundled, "agreement", "--format", "json"}, 0, `"shown": "91"`, ""},
		{[]string{"tables", bundled, "confidence", "--by", "gender", "--test"}, 0, "Mann-Whitney z -1.13, p 0.2571", ""},
		{[]string{"tables", bundled, "confidence", "--by", "gender", "--test", "--format", "csv"}, 0, "confidence_by_gender", ""},
		{[]string{"tables", bundled, "confidence", "--test"}, 2, "", "name the question"},
		{[]string{"tables", bundled, "confidence", "--explain", "Very unconfident"}, 0, `filter: confidence in ("Very unconfident")`, ""},
		{[]string{"tables", bundled, "confidence", "--explain", "Unsure"}, 2, "", "none of these tables has a row"},
		{[]string{"tables", "nowhere"}, 2, "", "no such folder"},
	} {
		code, out, errs := call(c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) {
			t.Errorf("concord %q: exit %d\n%s\n%s", c.args, code, out, errs)
		}
	}
}

// A breakdown is the same as one filter after another.
func TestTablesByAndWhere(t *testing.T) {
	rows := func(args ...string) map[string]string {
		_, out, errs := call(append([]string{"tables", bundled, "agreement", "--format", "csv"}, args...)...)
		records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil || errs != "" {
			t.Fatal(err, errs)
		}
		at := map[string]int{}
		for i, name := range records[0] {
			at[name] = i
		}
		got := map[string]string{}
		for _, r := range records[1:] {
			got[r[at["subgroup"]]+"/"+r[at["row"]]] = r[at["count"]] + " of " + r[at["base"]]
		}
		return got
	}
	by := rows("--by", "gender")
	men := rows("--where", `gender = "Man"`)
	some := rows("--by", "gender", "--where", `age = "26-35"`)
	both := rows("--where", `gender = "Man" and age = "26-35"`)
	for row, want := range men {
		if got := by["gender=Man"+row]; got != want {
			t.Errorf("%s: %s by gender, %s where it is", row, got, want)
		}
	}
	for row, want := range both {
		if got := some["gender=Man"+row]; got != want {
			t.Errorf("%s: %s by gender, %s where both are", row, got, want)
		}
	}
	if len(men) < 8 || len(both) < 8 {
		t.Error(men, both)
	}
}

// Nothing that is hidden comes out in another form.
func TestTablesHide(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "consultation.yaml"), "title: Hidden\nsuppression: {below: 5}\nsurvey:\n  file: s.csv\n  questions:\n    - {id: q, kind: single, options: [Yes-answer, No-answer, Rare-answer]}\n")
	var rows strings.Builder
	rows.WriteString("q\n" + strings.Repeat("Yes-answer\n", 20) + strings.Repeat("No-answer\n", 17) + strings.Repeat("Rare-answer\n", 3))
	write(t, filepath.Join(dir, "s.csv"), rows.String())
	for _, format := range []string{"text", "csv", "json", "md"} {
		out := must(t, 0, "tables", dir, "--format", format)
		for _, line := range strings.Split(out, "\n") {
			if strings.Contains(line, "Rare-answer") && regexp.MustCompile(`\b(3|7\.5000|8)\b`).MatchString(line) {
				t.Errorf("%s: %s", format, line)
			}
		}
		if format == "json" && regexp.MustCompile(`"count": "3"|"7\.5`).MatchString(out) {
			t.Error(out)
		}
	}
	// Neither does a filter that picks few, or leaves out few.
	for _, where := range []string{`q = "Rare-answer"`, `q != "Rare-answer"`} {
		if got := must(t, 2, "tables", dir, "q", "--where", where); !strings.Contains(got, "hides so small a count") {
			t.Error(got)
		}
	}
	if got := must(t, 0, "tables", dir, "q", "--by", "q"); strings.Contains(got, "n = 3") {
		t.Error(got)
	}
	if got := must(t, 2, "tables", dir, "q", "--explain", "Rare-answer"); !strings.Contains(got, "is not explained") {
		t.Error(got)
	}
}
