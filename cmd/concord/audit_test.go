package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/audit"
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
		{[]string{filepath.Join(bundled, "published.yaml"), "--data", bundled}, 1, "132 printed numbers: 109 exact, 9 exact under another base, rounding or column, 7 irreproducible, from any data", ""},
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

// cellsOf audits printed figures with answers and gives what was said of each.
func cellsOf(t *testing.T, printed, consultation string, wantCode int) []cellRow {
	t.Helper()
	code, out, errs := auditCall(printed, "--data", consultation, "--format", "json")
	var rows []cellRow
	if err := json.Unmarshal([]byte(out), &rows); err != nil || code != wantCode {
		t.Fatal(code, err, errs)
	}
	return slices.DeleteFunc(rows, func(r cellRow) bool { return r.Check != "data" })
}

func csvRows(t *testing.T, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Skip("the survey is not here")
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		out = append(out, row)
	}
	return out
}

// A survey whose 301 printed counts somebody else has recounted: 235 agree, 14 do
// not, and 52 are of columns that were not published. Of the percentages, 72 are of
// those who answered; of four, whose base is told as another, it is those who are
// in the rows printed.
func TestAuditRealData(t *testing.T) {
	const printed = "../../../shared/data/survey-rse-uk-2016/published_figures.csv"
	known := csvRows(t, printed)
	counts, percents := map[string][]cellRow{}, map[string]int{}
	bySet := map[string]map[audit.Status]int{}
	for _, c := range cellsOf(t, printed, "../../pipeline/testdata/rse-uk-2016", 1) {
		if c.What == "count" {
			counts[c.Set] = append(counts[c.Set], c)
			continue
		}
		percents[string(c.Status)]++
		if bySet[c.Place] == nil {
			bySet[c.Place] = map[audit.Status]int{}
		}
		bySet[c.Place][c.Status]++
	}
	told := map[string]int{}
	for _, p := range known {
		set := p["source_table"]
		if p["public_column"] != "" {
			set += ": " + strings.Join(strings.Fields(p["public_column"]), " ")
		}
		if len(counts[set]) == 0 {
			t.Fatalf("%s: nothing is said of %v", set, p)
		}
		c := counts[set][0]
		counts[set] = counts[set][1:]
		want := map[string]string{"yes": "exact", "NO": "irreproducible", "column not in public data": "not in the data"}[p["match"]]
		if got, _, _ := strings.Cut(c.Outcome, ","); got != want || c.Printed != strings.TrimSuffix(p["published_count"], ".0") || c.Counted != p["computed_count"] {
			t.Errorf("%s, %s: %s, printed %s, counted %s; want %s and %s", set, c.Row, c.Outcome, c.Printed, c.Counted, want, p["computed_count"])
		}
		told[want]++
	}
	if told["exact"] != 235 || told["irreproducible"] != 14 || told["not in the data"] != 52 {
		t.Errorf("counts by outcome: %v", told)
	}
	if n := bySet["stability1"]; n[audit.Otherwise] != 4 || len(n) != 1 {
		t.Errorf("stability1: %v", n)
	}
	if n := bySet["paper1_2_4_5"]; n[audit.NotReproduced]+n[audit.Impossible] != 8 || len(n) > 2 {
		t.Errorf("paper1_2_4_5: %v", n)
	}
	if percents["reproduced"] != 86 || percents["reproduced-otherwise"] != 4 || percents["not-reproduced"]+percents["impossible"] != 8 {
		t.Errorf("percentages by status: %v", percents)
	}
}

// The 1,820 printed percentages of a weighted survey with their bases, of people
// and of weights, all of which somebody else has recounted; then the same with
// other numbers in them.
func TestAuditWeightedData(t *testing.T) {
	const consultation = "../../pipeline/testdata/masculinity-2018"
	known := csvRows(t, "../../../shared/data/survey-masculinity-2018/published_figures.csv")
	write := func(change func(i int, p map[string]string)) string {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		rows := [][]string{{"statement", "table", "subgroup", "count", "base", "percent", "weight_base"}}
		for i, p := range known {
			p = maps.Clone(p)
			change(i, p)
			column, _, _ := strings.Cut(p["columns"], "..")
			subgroup := p["subgroup"]
			if subgroup == "Adult Men" {
				subgroup = ""
			}
			rows = append(rows, []string{strings.ReplaceAll(p["label"], "?", "'"), column, subgroup, p["unweighted_n"], p["unweighted_base"], p["published_percent"], p["weighted_base"]})
		}
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "figures.csv")
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cells := cellsOf(t, write(func(int, map[string]string) {}), consultation, 0)
	n := map[string]int{}
	for _, c := range cells {
		n[c.What+" "+c.Outcome]++
	}
	if len(n) != 4 || n["percent exact"] != 1820 || n["count exact"] != 1820 || n["base exact"] != 1820 || n["weight_base exact"] != 1820 {
		t.Errorf("%v", n)
	}

	// A percentage of people in place of weights, and one that is nothing.
	unweighted := 0
	cells = cellsOf(t, write(func(i int, p map[string]string) {
		count, _ := strconv.Atoi(p["unweighted_n"])
		base, _ := strconv.Atoi(p["unweighted_base"])
		weighted, _ := strconv.Atoi(p["published_percent"])
		switch people := (200*count + base) / (2 * base); {
		case i%2 == 0 && (people < weighted-1 || people > weighted+1):
			p["published_percent"] = strconv.Itoa(people)
			unweighted++
		case i%2 == 1:
			p["published_percent"] = "99.9"
		}
	}), consultation, 1)
	n = map[string]int{}
	for _, c := range cells {
		if c.What == "percent" {
			if n[c.Outcome]++; c.Status == audit.Otherwise && !strings.HasSuffix(c.Why, "people, not weighted") && !strings.Contains(c.Why, "all who") {
				t.Errorf("%+v", c)
			}
		}
	}
	if unweighted < 100 || n["exact under another base, rounding or column"] != unweighted || n["irreproducible"] != 910 || n["exact"] != 910-unweighted {
		t.Errorf("%d of people: %v", unweighted, n)
	}
}

// A name that the consultation does not have is told at its line.
func TestAuditNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "figures.csv")
	if err := os.WriteFile(path, []byte("statement,table,count\nWoman,gendr,45\nWomen,gender,45\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := auditCall(path, "--data", bundled)
	if code != 1 || !strings.Contains(errs, ":2 [table]: warning: the consultation has no such table or question") || !strings.Contains(errs, `Did you mean "gender"?`) ||
		!strings.Contains(errs, ":3 [statement]: warning: table gender has no such row") || !strings.Contains(out, "2 not in the data") {
		t.Errorf("exit %d\n%s\n%s", code, out, errs)
	}
	code, out, _ = auditCall(path, "--data", bundled, "--format", "json")
	if code != 1 || strings.Count(out, `"check": "names"`) != 2 || !strings.Contains(out, `"line": 2`) {
		t.Errorf("exit %d\n%s", code, out)
	}
}
