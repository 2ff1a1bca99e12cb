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
		{[]string{"tables", bundled, "confidence", "--by", "gender", "--test", "--format", "md"}, 0, "| Confidence in digital practice, by Gender | Mann-Whitney z -1.13 | 0.2571 | 0.2571 | Cliff's delta -0.24 | 2 | 53 |", ""},
		{[]string{"tables", bundled, "confidence", "--by", "gender", "--test", "--format", "json"}, 0, `"difference_low": "-36.5415"`, ""},
		{[]string{"tables", bundled, "confidence", "--test"}, 2, "", "name the question"},
		{[]string{"tables", bundled, "confidence", "--paired"}, 2, "", "name the earlier one with --wave"},
		{[]string{"tables", bundled, "confidence", "--wave", bundled, "--by", "gender"}, 2, "", "one group at a time"},
		{[]string{"tables", bundled, "confidence", "--wave", "nowhere"}, 2, "", "the earlier wave: nowhere"},
		{[]string{"tables", bundled, "confidence", "--wave", bundled}, 0, "Mann-Whitney z 0, p 1.0000, after Holm 1.0000; Cliff's delta 0", ""},
		{[]string{"tables", bundled, "confidence", "--wave", bundled, "--paired", "--format", "md"}, 0, "54 people have the same id in both waves", ""},
		{[]string{"tables", bundled, "confidence", "--wave", bundled, "--format", "csv"}, 0, "this wave,6,53,answered,11.3208,the earlier wave,6,53,answered,11.3208,0.0000,", ""},
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

// Whatever the format, every percentage has its base and the base its name, a
// scale keeps its order, and an answer that nobody gave is there with 0.
func TestEveryFormatNamesBasesAndKeepsAnswers(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "consultation.yaml"), `title: Formats
interval: {method: clopper-pearson, level: 90}
scales:
  often: {options: [Never-at-all, Seldom, Half-the-time, Mostly, Always], values: [0, 1, 2, 3, 4]}
survey:
  file: s.csv
  questions:
    - {id: a, label: First, kind: scale, scale: often}
    - {id: b, label: Second, kind: scale, scale: often, base: asked}
    - {id: t, label: Tools, kind: multi, separator: +, options: [Pen, Ink, Chalk]}
    - {id: m, label: Tools again, column: t, kind: multi, separator: +, base: mentions, options: [Pen, Ink, Chalk]}
tables:
  - question: a
  - question: b
  - question: t
  - question: m
  - matrix: [a, b]
`)
	write(t, filepath.Join(dir, "s.csv"), "a,b,t\n"+strings.Repeat("Mostly,Seldom,Pen+Ink\n", 6)+strings.Repeat("Seldom,,Pen\n", 3))
	scale := []string{"Never-at-all", "Seldom", "Half-the-time", "Mostly", "Always"}
	for _, format := range []string{"text", "md", "csv", "json"} {
		out := must(t, 0, "tables", dir, "--format", format)
		rest := out
		for range 3 { // two tables and the matrix
			for _, label := range scale {
				_, after, ok := strings.Cut(rest, label)
				if !ok {
					t.Fatalf("%s: %s is not there, or not in its place:\n%s", format, label, out)
				}
				rest = after
			}
		}
		for _, base := range map[string][]string{
			"text": {"Base: all 9.", "Base: all 9 who were asked.", "Base: 15 mentions.", "Base of each row", "90% interval: Clopper-Pearson.", "percentages are of all mentions", "percentages are of people"},
			"md":   {"Base: all 9.", "Base: all 9 who were asked.", "Base: 15 mentions.", "Base of each row", "90% interval: Clopper-Pearson."},
			"csv":  {",Clopper-Pearson,90,", "Student's t,90", "order statistics,90"},
			"json": {`"interval": "Clopper-Pearson"`},
		}[format] {
			if !strings.Contains(out, base) {
				t.Errorf("%s: %q is not in\n%s", format, base, out)
			}
		}
		if format != "csv" {
			continue
		}
		records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]int{}
		for i, name := range records[0] {
			at[name] = i
		}
		zeros := 0
		for _, r := range records[1:] {
			if r[at["percent"]] != "" && (r[at["base"]] == "" || r[at["base_rule"]] == "" || r[at["missing"]] == "") {
				t.Errorf("a percentage without its base: %q", r)
			}
			if r[at["row_kind"]] == "option" && r[at["count"]] == "0" {
				zeros++
			}
		}
		// Three of five points of a and four of b, twice, and Chalk twice.
		if zeros != 16 {
			t.Errorf("%d answers that nobody gave, want 16", zeros)
		}
	}
	if got := must(t, 0, "tables", dir, "--explain", "Mostly"); !strings.Contains(got, "matrix_a, All respondents, First: Mostly: 6 of 9 (base: answered)") || !strings.Contains(got, "Second: Mostly: 0 of 9 (base: asked)") {
		t.Error(got)
	}
}

// A weighted table has all its bases, in every format, and its test.
func TestWeightedBases(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "consultation.yaml"), "title: Weights\nsurvey:\n  file: s.csv\n  weight: w\n  questions:\n    - {id: q, kind: single, options: [Yes, No]}\n    - {id: g, kind: single, options: [A, B]}\n")
	write(t, filepath.Join(dir, "s.csv"), "q,g,w\n"+strings.Repeat("Yes,A,1\nNo,A,3\nYes,B,1\nNo,B,1\n", 10))
	// 40 people of 10·(1+3+1+1) = 60, the squares 10·(1+9+1+1) = 120: 60²/120 = 30.
	for _, format := range []string{"text", "md"} {
		if got := must(t, 0, "tables", dir, "q", "--format", format); !strings.Contains(got, "weighted base 60.0, effective number 30.0, design effect 1.33") || !strings.Contains(got, "on the effective base (Kish)") {
			t.Errorf("%s: %s", format, got)
		}
	}
	if got := must(t, 0, "tables", dir, "q", "--format", "csv"); !strings.Contains(got, ",20.0000,60.0000,30.0000,1.3333,Wilson,95,q") {
		t.Error(got)
	}
	if got := must(t, 0, "tables", dir, "q", "--by", "g", "--test"); !strings.Contains(got, "Rao-Scott F") || !strings.Contains(got, "Newcombe, on the effective bases") {
		t.Error(got)
	}
}
