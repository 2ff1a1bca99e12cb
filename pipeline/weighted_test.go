package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/study"
)

// A survey that was held, whose answers have weights. Its data lie outside this
// repository; where they are not, the test is skipped.
const (
	menStudy   = "testdata/masculinity-2018"
	menData    = "../../shared/data/survey-masculinity-2018/raw-responses.csv"
	menPrinted = "../../shared/data/survey-masculinity-2018/published_figures.csv"
)

// tableCells counts a consultation and gives the cells as a file has them, which
// are the same however many processors count.
func tableCells(t *testing.T, folder string) []map[string]string {
	t.Helper()
	var files [2][]byte
	for i, jobs := range []int{1, 4} {
		tables, _, _, err := Tables(context.Background(), TablesOptions{Study: folder, Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		if files[i], err = TablesCSV(tables); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("one processor and four do not give the same bytes")
	}
	file := filepath.Join(t.TempDir(), "tables.csv")
	if err := os.WriteFile(file, files[0], 0o600); err != nil {
		t.Fatal(err)
	}
	return readCSV(t, file)
}

// place is where a cell stands: table, subgroup and row.
type place [3]string

// byPlace finds cells by their place; of two rows with one label, the first is
// meant, which is an answer.
func byPlace(cells []map[string]string) map[place]map[string]string {
	out := map[place]map[string]string{}
	for _, c := range cells {
		p := place{c["table"], c["subgroup"], c["row"]}
		if out[p] == nil {
			out[p] = c
		}
	}
	return out
}

// The survey of men comes with 1,820 printed percentages, and with somebody
// else's recount of each of them, weighted, from the same file.
func TestRealWeightedTables(t *testing.T) {
	needsData(t, menData)
	nothingAmiss(t, menStudy)
	t.Run("as the study is", func(t *testing.T) { menFigures(t, menStudy) })
	t.Run("no answer as missing", func(t *testing.T) { menFigures(t, menOtherwise(t)) })
}

// menOtherwise writes the study in the other way that a person may find natural:
// "No answer" is no option but a missing answer, and percentages are of all who
// were asked.
func menOtherwise(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(menStudy, study.FileName))
	if err != nil {
		t.Fatal(err)
	}
	export, err := filepath.Abs(menData)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, change := range []struct {
		from, to string
		times    int
	}{
		{`(?m)^  file: .*`, "  file: " + strconv.Quote(filepath.ToSlash(export)), 1},
		{`, No answer\]`, "]", 11},
		{`missing: \[NA\]`, "missing: [NA, No answer]", 1},
		{`(?m)^        - No answer\n`, "", 2},
		{`kind: single,`, "kind: single, base: asked,", 8},
		{`(?m)^      kind: (single|multi)\b.*`, "$0\n      base: asked", 26},
	} {
		re := regexp.MustCompile(change.from)
		if n := len(re.FindAllString(text, -1)); n != change.times {
			t.Errorf("%s is in the study %d times, want %d", change.from, n, change.times)
		}
		text = re.ReplaceAllString(text, change.to)
	}
	return folderOf(t, map[string]string{study.FileName: text})
}

func menFigures(t *testing.T, folder string) {
	s, findings, err := study.Load(folder)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	questions := map[string]string{} // by the first of its columns
	for _, q := range s.Survey.Questions {
		if column := q.Column; column != "" {
			questions[column] = q.ID
		}
		for _, o := range q.Options {
			if o.Column != "" {
				questions[o.Column] = q.ID
			}
		}
	}
	groups := map[string]string{"Adult Men": ""}
	for _, g := range s.Subgroups {
		groups[g.Label] = g.ID
	}

	cells := tableCells(t, folder)
	ours := byPlace(cells)
	printed := readCSV(t, menPrinted)
	compared := []struct{ theirs, ours string }{
		{"weighted_percent", "percent"}, {"weighted_base", "weight_base"},
		{"unweighted_n", "count"}, {"unweighted_base", "base"}, {"published_percent", "shown"},
	}
	agree := map[string]int{}
	seen := map[place]bool{}
	for _, p := range printed {
		first, _, _ := strings.Cut(p["columns"], "..")
		question, known := questions[first]
		group, grouped := groups[p["subgroup"]]
		// Some labels have a question mark where an apostrophe was.
		at := place{question, group, strings.ReplaceAll(p["label"], "?", "'")}
		c := ours[at]
		if !known || !grouped || c == nil || seen[at] {
			t.Errorf("line %s, %s, %s, %s: there is no such cell, or it was there before", p["row"], p["columns"], p["label"], p["subgroup"])
			continue
		}
		seen[at] = true
		for _, f := range compared {
			if c[f.ours] == p[f.theirs] {
				agree[f.theirs]++
			} else {
				t.Errorf("%v: %s is %s, want %s as %s", at, f.ours, c[f.ours], p[f.theirs], f.theirs)
			}
		}
	}
	if len(printed) != 1820 {
		t.Errorf("%d printed percentages, want 1820", len(printed))
	}
	for _, f := range compared {
		t.Logf("%s: %d of %d agree", f.theirs, agree[f.theirs], len(printed))
	}
	around(t, cells)
}

// around checks that each interval lies around its percentage, and that every
// share of people has one.
func around(t *testing.T, cells []map[string]string) {
	t.Helper()
	for _, c := range cells {
		name := fmt.Sprintf("%s, %q, %s", c["table"], c["subgroup"], c["row"])
		if c["row_kind"] == "value" && c["ci_low"] != "" {
			low, value, high := decimal(t, c["ci_low"]), decimal(t, c["shown"]), decimal(t, c["ci_high"])
			if !(low <= value && value <= high) {
				t.Errorf("%s: the interval of %v is %v to %v", name, value, low, high)
			}
			continue
		}
		share := c["row_kind"] == "option" || c["row_kind"] == "net"
		if !share || c["base_rule"] == "mentions" || c["suppressed"] == "true" || c["base"] == "0" {
			if c["ci_low"]+c["ci_high"] != "" {
				t.Errorf("%s: has an interval, %s to %s", name, c["ci_low"], c["ci_high"])
			}
			continue
		}
		low, percent, high := decimal(t, c["ci_low"]), decimal(t, c["percent"]), decimal(t, c["ci_high"])
		if !(0 <= low && low <= percent && percent <= high && high <= 100 && low < high) {
			t.Errorf("%s: the interval of %v is %v to %v", name, percent, low, high)
		}
	}
}

func decimal(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// weighedStudy is twenty people and one who answered nothing. With the weights
// below, by their answers to the first question:
//
//	Agree    10 people of 1.5   15 of 25
//	Unsure    6 people of 0.5    3
//	Disagree  3 people of 1      3
//	Refuse    1 person of 4      4
//
// The sum of the squares of the weights is 43, and the effective base 625/43.
const weighedStudy = `title: Weighed
survey:
  file: s.csv
  weight: w
  questions:
    - id: view
      kind: single
      options: [Agree, Unsure, Disagree, Refuse]
      nets: [{label: Not agree, options: [Unsure, Disagree, Refuse]}]
    - {id: area, kind: single, options: [Town, Country]}
    - {id: tools, kind: multi, options: [Pen, Ink], separator: +, base: mentions}
    - {id: years, kind: number}
subgroups:
  - {id: country, label: Country, where: area = Country}
`

const weighedAnswers = `view,area,tools,years,w
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Agree,Town,Pen,1,1.5
Unsure,Town,Pen+Ink,3,0.5
Unsure,Town,Pen+Ink,3,0.5
Unsure,Town,Pen+Ink,3,0.5
Unsure,Town,Pen+Ink,3,0.5
Unsure,Town,Ink,3,0.5
Unsure,Town,Ink,3,0.5
Disagree,Town,Ink,2,1
Disagree,Country,Ink,2,1
Disagree,Country,Ink,2,1
Refuse,Country,Ink,5,4
,Town,,,2
`

func TestWeightedTables(t *testing.T) {
	cells := tableCells(t, folderOf(t, map[string]string{study.FileName: weighedStudy, "s.csv": weighedAnswers}))
	around(t, cells)
	ours := byPlace(cells)
	for _, c := range []struct {
		at   place
		want string
	}{
		// Intervals by Wilson's formula on 625/43 people, in the country on 36/18,
		// worked out apart from concord in decimal numbers of 40 digits.
		{place{"view", "", "Agree"}, "10 of 20, 15.0000 of 25.0000, 60.0000, 60, 35.4135 to 80.4057"},
		{place{"view", "", "Unsure"}, "6 of 20, 3.0000 of 25.0000, 12.0000, 12, 3.0958 to 36.7916"},
		{place{"view", "", "Refuse"}, "1 of 20, 4.0000 of 25.0000, 16.0000, 16, 4.9011 to 41.3138"},
		{place{"view", "", "Not agree"}, "10 of 20, 10.0000 of 25.0000, 40.0000, 40, 19.5943 to 64.5865"},
		// Of the 27 that were asked, 2 are the weight of who answered nothing.
		{place{"view", "", "No answer"}, "1 of 21, 2.0000 of 27.0000, 7.4074, 7,  to "},
		{place{"view", "country", "Refuse"}, "1 of 3, 4.0000 of 6.0000, 66.6667, 67, 15.9382 to 95.4745"},
		// Ten with 15 and four with 2 have a pen; four with 2 of those, two with
		// 1, three with 3 and one with 4 have ink.
		{place{"tools", "", "Pen"}, "14 of 24, 17.0000 of 27.0000, 62.9630, 63,  to "},
		{place{"tools", "", "Ink"}, "10 of 24, 10.0000 of 27.0000, 37.0370, 37,  to "},
		// (15×1 + 3×3 + 3×2 + 4×5) / 25 is 2. The squares of the weights times those of
		// the distances from 2 add up to 168 (22.5 + 1.5 + 144), so that the standard
		// error is √(20/19·168)/25 = .53193; t of 19 degrees of freedom is 2.09302.
		{place{"years", "", "Mean"}, "20 of 20,  of , , 2, 0.8867 to 3.1133"},
		// Of 20 people the 6th smallest and the 6th largest: chance .9586.
		{place{"years", "", "Median"}, "20 of 20,  of , , 1.5, 1.0000 to 3.0000"},
	} {
		got := ours[c.at]
		text := fmt.Sprintf("%s of %s, %s of %s, %s, %s, %s to %s", got["count"], got["base"], got["weight"], got["weight_base"], got["percent"], got["shown"], got["ci_low"], got["ci_high"])
		if text != c.want {
			t.Errorf("%v: %s, want %s", c.at, text, c.want)
		}
	}
}

// Where all weigh alike, weights change nothing.
func TestEqualWeights(t *testing.T) {
	plain := strings.Replace(weighedStudy, "  weight: w\n", "  ignore: [w]\n", 1)
	answers := regexp.MustCompile(`(?m),[0-9.]+$`).ReplaceAllString(weighedAnswers, ",2.5")
	weighed := tableCells(t, folderOf(t, map[string]string{study.FileName: weighedStudy, "s.csv": answers}))
	counted := tableCells(t, folderOf(t, map[string]string{study.FileName: plain, "s.csv": answers}))
	if len(weighed) != len(counted) {
		t.Fatalf("%d cells with weights, %d without", len(weighed), len(counted))
	}
	for i, c := range counted {
		if c["weight"]+c["weight_base"] != "" {
			t.Errorf("without weights: %v", c)
		}
		w := weighed[i]
		if c["row_kind"] != "value" {
			if weight, base := decimal(t, w["weight"]), decimal(t, w["weight_base"]); weight != 2.5*decimal(t, c["count"]) || base != 2.5*decimal(t, c["base"]) {
				t.Errorf("each of a weight of 2.5: %v", w)
			}
			if c["base_rule"] != "mentions" && c["base"] != "0" && (decimal(t, w["effective_n"]) != decimal(t, w["base"]) || w["design_effect"] != "1.0000") {
				t.Errorf("people who weigh alike count each as one: %v", w)
			}
		}
		for column, cell := range c {
			if !slices.Contains([]string{"weight", "weight_base", "effective_n", "design_effect"}, column) && w[column] != cell {
				t.Errorf("%s, %q, %s: %s is %q with weights, %q without", c["table"], c["subgroup"], c["row"], column, w[column], cell)
			}
		}
	}
}

// What is hidden has no weight either; of a group that is hidden whole, its base
// has none.
func TestHiddenWeights(t *testing.T) {
	folder := folderOf(t, map[string]string{study.FileName: weighedStudy + "suppression: {below: 5}\n", "s.csv": weighedAnswers})
	cells := tableCells(t, folder)
	around(t, cells)
	var hidden []string
	for _, c := range cells {
		if c["suppressed"] != "true" {
			if c["subgroup"] == "country" {
				t.Errorf("three people in the country are shown: %v", c)
			}
			continue
		}
		if got := c["count"] + c["percent"] + c["shown"] + c["ci_low"] + c["ci_high"] + c["weight"] + c["weight_base"]; got != "" {
			t.Errorf("%s, %q, %s is hidden and has %q", c["table"], c["subgroup"], c["row"], got)
		}
		if c["subgroup"] == "" {
			hidden = append(hidden, c["table"]+" "+c["row"])
		} else if c["base"] != "" {
			t.Errorf("%s, %q, %s is hidden whole and has a base: %s", c["table"], c["subgroup"], c["row"], c["base"])
		}
	}
	// Disagree and Refuse are few. The country is few, and
	// the town would give it away. The last two are what one person answered.
	want := []string{"view Disagree", "view Refuse", "area Town", "area Country", "years Smallest", "years Largest"}
	// What tables give away together can make more be hidden, not less.
	for _, w := range want {
		if !slices.Contains(hidden, w) {
			t.Errorf("hidden of everyone: %q, want %q among them", hidden, w)
		}
	}
}
