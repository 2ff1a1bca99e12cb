package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// folder is the consultation, seen from this test.
const folder = ".."

// fresh generates the export anew.
func fresh(t *testing.T) []byte {
	t.Helper()
	questions, err := instrument(folder)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := generate(questions, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// export holds the records of an export, by column name.
type export struct {
	header, wording, ids []string
	all, kept            []map[string]string
}

func read(t *testing.T) export {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(fresh(t))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	e := export{header: records[0], wording: records[1], ids: records[2]}
	for _, r := range records[3:] {
		m := map[string]string{}
		for i, cell := range r {
			m[e.header[i]] = cell
		}
		e.all = append(e.all, m)
		if m["Status"] == "IP Address" && m["Finished"] == "True" {
			e.kept = append(e.kept, m)
		}
	}
	return e
}

func TestCommittedFileIsFresh(t *testing.T) {
	committed, err := os.ReadFile(filepath.Join(folder, "survey", "responses.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, fresh(t)) {
		t.Error("survey/responses.csv is not what the generator writes; run: go run ./data/iapt-digital-2020/generate")
	}
	if bytes.Contains(committed, []byte("\r")) {
		t.Error("the file has carriage returns; Qualtrics ends its records with line feeds")
	}
}

func TestRecords(t *testing.T) {
	e := read(t)
	if len(e.all) != 56 || len(e.kept) != 54 {
		t.Fatalf("%d records, %d of them responses; want 56 and 54", len(e.all), len(e.kept))
	}
	var preview, unfinished int
	ids := map[string]bool{}
	for _, r := range e.all {
		if r["Status"] == "Survey Preview" {
			preview++
		}
		if r["Finished"] == "False" {
			unfinished++
		}
		if id := r["ResponseId"]; !regexp.MustCompile(`^R_[0-9A-Za-z]{15}$`).MatchString(id) || ids[id] {
			t.Errorf("response id %q is not R_ and 15 letters or digits, or is used twice", id)
		}
		ids[r["ResponseId"]] = true
		for _, c := range []string{"IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "LocationLatitude", "LocationLongitude"} {
			if r[c] != "" {
				t.Errorf("%s is %q; an anonymous survey keeps it empty", c, r[c])
			}
		}
		for _, c := range []string{"StartDate", "EndDate", "RecordedDate"} {
			at, err := time.Parse("2006-01-02 15:04:05", r[c])
			if err != nil || at.Before(day(1, 1)) || !at.Before(day(5, 1)) {
				t.Errorf("%s is %q, not a time from January to April 2020", c, r[c])
			}
		}
	}
	if preview != 1 || unfinished != 1 {
		t.Errorf("%d previews and %d unfinished; want one of each", preview, unfinished)
	}
}

func TestHeader(t *testing.T) {
	e := read(t)
	questions := 0
	var lineBreak, comma bool
	for i, name := range e.header {
		if regexp.MustCompile(`^Q\d+$`).MatchString(name) {
			questions++
		}
		lineBreak = lineBreak || strings.Contains(e.wording[i], "\n")
		comma = comma || strings.Contains(e.wording[i], ",") && strings.Contains(e.wording[i], `"`)
		var id struct{ ImportId string }
		if err := json.Unmarshal([]byte(e.ids[i]), &id); err != nil || id.ImportId == "" {
			t.Errorf("%s: %q is not an import id", name, e.ids[i])
		}
	}
	if questions != 38 {
		t.Errorf("%d questions; the report says 38", questions)
	}
	if !lineBreak || !comma {
		t.Error("no wording has a line break, or none has a comma and quotation marks")
	}
}

// count counts the kept rows in which the cell, or one part of it, is label.
func count(rows []map[string]string, column, label string) int {
	n := 0
	for _, r := range rows {
		if r[column] == label || label != "" && slices.Contains(strings.Split(r[column], ","), label) {
			n++
		}
	}
	return n
}

// Every count here is printed in section 4.1 of the report, or is the reading
// of it that the README gives.
func TestFiguresOfTheReport(t *testing.T) {
	e := read(t)
	tests := []struct {
		column, label string
		want          int
	}{
		{"Q1", "Woman", 45}, {"Q1", "Man", 9},
		{"Q2", "18-25", 4}, {"Q2", "26-35", 18}, {"Q2", "36-45", 11}, {"Q2", "46-55", 12}, {"Q2", "56-65", 7}, {"Q2", "66+", 2},
		{"Q3", "CBT therapist", 13}, {"Q3", "Clinical psychologist", 14}, {"Q3", "Trainee", 12}, {"Q3", "PWP", 5},
		{"Q3", "Applied psychologist", 3}, {"Q3", "Counsellor", 4}, {"Q3", "Head of service", 5}, {"Q3", "Other role", 4},
		{"Q3", "Trainer or researcher", 1},
		{"Q4", "IAPT only", 19}, {"Q4", "", 0},
		{"Q5", "Under 10 years", 24}, {"Q5", "10-20 years", 15}, {"Q5", "20+ years", 15},
		{"Q6", "I use them now", 19}, {"Q6", "I may use them in the future", 35},
		{"Q7", "Yes", 19}, {"Q7", "No", 32}, {"Q7", "", 3},
		{"Q9", "Extremely confident", 6}, {"Q9", "Very confident", 14}, {"Q9", "Somewhat confident", 19},
		{"Q9", "Somewhat unconfident", 8}, {"Q9", "Very unconfident", 4}, {"Q9", "Extremely unconfident", 2}, {"Q9", "", 1},
	}
	for _, test := range tests {
		if got := count(e.kept, test.column, test.label); got != test.want {
			t.Errorf("%s %q: %d, want %d", test.column, test.label, got, test.want)
		}
	}
}

func TestRoles(t *testing.T) {
	e := read(t)
	mentions, two := 0, 0
	for _, r := range e.kept {
		n := len(strings.Split(r["Q3"], ","))
		mentions += n
		if n == 2 {
			two++
		}
		if n > 2 {
			t.Errorf("%s has %d roles", r["ResponseId"], n)
		}
		if other := strings.Contains(r["Q3"], "Other role"); other != (r["Q3_9_TEXT"] != "") {
			t.Errorf("%s: role %q beside the words %q", r["ResponseId"], r["Q3"], r["Q3_9_TEXT"])
		}
	}
	if mentions != 61 || two != 7 {
		t.Errorf("%d mentions, %d people with two roles; want 61 and 7", mentions, two)
	}
}

func TestAgreement(t *testing.T) {
	e := read(t)
	inIAPT := []int{19, 19, 19, 18, 16, 18, 19, 19}
	columns := []string{"Q10", "Q13", "Q16", "Q19", "Q22", "Q25", "Q28", "Q31"}
	var iapt, others []map[string]string
	for _, r := range e.kept {
		if r["Q4"] == "IAPT only" {
			iapt = append(iapt, r)
		} else {
			others = append(others, r)
		}
	}
	for i, c := range columns {
		if n := count(e.kept, c, ""); n != 0 {
			t.Errorf("%d people gave no answer on domain %d; the report says that all did", n, i+1)
		}
		if n := count(iapt, c, "Required"); n != inIAPT[i] {
			t.Errorf("domain %d: %d of the 19 in IAPT, want %d", i+1, n, inIAPT[i])
		}
		if n := count(others, c, "Required"); n < 33 || n > 35 {
			t.Errorf("domain %d: %d of the other 35, want 33 to 35", i+1, n)
		}
	}
}

// Somebody who does not find a domain required says why.
func TestDisagreementIsExplained(t *testing.T) {
	e := read(t)
	following := map[string]string{"Q10": "Q11", "Q13": "Q14", "Q16": "Q17", "Q19": "Q20", "Q22": "Q23", "Q25": "Q26", "Q28": "Q29", "Q31": "Q32"}
	for _, r := range e.kept {
		for asked, comment := range following {
			if r[asked] != "Required" && len(r[comment]) < 20 {
				t.Errorf("%s answered %q to %s and wrote only %q", r["ResponseId"], r[asked], asked, r[comment])
			}
		}
	}
}

func TestNobodyIsAbsurd(t *testing.T) {
	for _, r := range read(t).kept {
		who := r["ResponseId"] + ", " + r["Q3"]
		trainee := strings.Contains(r["Q3"], "Trainee")
		head := strings.Contains(r["Q3"], "Head of service")
		switch {
		case trainee && r["Q5"] != "Under 10 years":
			t.Errorf("%s: a trainee with %s", who, r["Q5"])
		case trainee && !slices.Contains([]string{"18-25", "26-35", "36-45"}, r["Q2"]):
			t.Errorf("%s: a trainee aged %s", who, r["Q2"])
		case head && (trainee || r["Q5"] == "Under 10 years" || r["Q2"] == "18-25" || r["Q2"] == "26-35"):
			t.Errorf("%s: a head of service aged %s with %s", who, r["Q2"], r["Q5"])
		case r["Q2"] == "18-25" && r["Q5"] != "Under 10 years", r["Q2"] == "26-35" && r["Q5"] == "20+ years":
			t.Errorf("%s: aged %s with %s", who, r["Q2"], r["Q5"])
		case (r["Q7"] == "Yes") != (r["Q8"] != ""):
			t.Errorf("%s: training %q, kind of training %q", who, r["Q7"], r["Q8"])
		}
	}
}

var textColumns = []string{
	"Q11", "Q12", "Q14", "Q15", "Q17", "Q18", "Q20", "Q21", "Q23", "Q24", "Q26", "Q27", "Q29", "Q30", "Q32", "Q33",
	"Q34", "Q35", "Q38",
}

func TestComments(t *testing.T) {
	e := read(t)
	s, err := shortAnswers()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	nothing, filled := 0, map[string]int{}
	var all strings.Builder
	for _, r := range e.kept {
		for _, c := range textColumns {
			text := r[c]
			all.WriteString("\n" + text)
			switch {
			case text == "":
			case slices.Contains(s.NonAnswers, text):
				nothing++
			case seen[text] != "":
				t.Errorf("%s and %s both hold %q", seen[text], r["ResponseId"], text)
			default:
				seen[text] = r["ResponseId"]
				filled[c]++
			}
		}
	}
	if len(seen) < 330 {
		t.Errorf("%d different texts, want at least 330", len(seen))
	}
	if nothing < 40 || nothing > 120 {
		t.Errorf("%d cells that say nothing, want some dozens", nothing)
	}
	for i, c := range textColumns[:16] {
		if low := []int{12, 6}[i%2]; filled[c] < low {
			t.Errorf("%s: %d texts, want at least %d", c, filled[c], low)
		}
	}
	// What readers of exports stumble over is there.
	for _, trap := range []string{"\n= ", "\n+ ", "<b>", "@example.org", "01632 960", "07700 900", "’", "“", "\n- passwords"} {
		if !strings.Contains(all.String(), trap) {
			t.Errorf("no text holds %q", trap)
		}
	}
}

// What the writer meant people to ask for, in numbers of different people.
func TestSupport(t *testing.T) {
	all, err := voices()
	if err != nil {
		t.Fatal(err)
	}
	asks, objects := map[string]int{}, map[string]int{}
	for _, v := range all {
		for _, theme := range v.Asks {
			asks[theme]++
		}
		for _, theme := range v.Objects {
			objects[theme]++
		}
	}
	want := map[string]int{
		"supervision": 14, "data-security": 11, "helping-clients": 11, "levels": 13, "wording-clarity": 8,
		"training-time": 8, "risk-online": 6, "evaluation-burden": 6, "therapeutic-relationship": 5, "workload": 4,
	}
	for theme, n := range want {
		if asks[theme] != n {
			t.Errorf("%s: %d people ask for it, want %d", theme, asks[theme], n)
		}
	}
	if objects["supervision"] != 2 || objects["levels"] != 2 {
		t.Errorf("objections: %v, want two each against supervision and levels", objects)
	}
}

// Most quoted words are the framework's own, so that they can be found there.
func TestEditsQuoteTheFramework(t *testing.T) {
	framework, err := os.ReadFile(filepath.Join(folder, "..", "..", "frameworks", "digital-competencies", "1.0.0.yaml"))
	if err != nil {
		t.Skip("the framework is not there to compare with: ", err)
	}
	text := strings.ReplaceAll(string(framework), "''", "'")
	change := regexp.MustCompile(`(?i)(?:change|replace) ["“]([^"”]+)["”] (?:to|with) `)
	found, missing := 0, 0
	for _, r := range read(t).kept {
		for _, c := range textColumns {
			for _, m := range change.FindAllStringSubmatch(r[c], -1) {
				if strings.Contains(text, m[1]) {
					found++
				} else {
					missing++
					t.Logf("%s quotes words that are not in the framework: %q", r["ResponseId"], m[1])
				}
			}
		}
	}
	if found < 30 || missing > 5 {
		t.Errorf("%d quotations found in the framework and %d not; want at least 30 and at most 5", found, missing)
	}
}
