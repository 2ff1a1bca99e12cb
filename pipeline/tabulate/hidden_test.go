package tabulate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

const crossed = `
title: Crossed
survey:
  file: x.csv
  questions:
    - {id: sex, kind: single, options: [Woman, Man, Other]}
    - {id: age, kind: scale, options: [young, middle, old], nets: [{label: Not old, options: [young, middle]}, {label: Not young, options: [middle, old]}]}
    - {id: role, kind: multi, options: [A, B, C], nets: [{label: A or B, options: [A, B]}]}
    - {id: years, kind: number}
    - {id: d1, kind: single, options: ["Yes", "No"], about: applicability, domain: "1", agree: ["Yes"]}
    - {id: d2, kind: scale, options: [a, b, c, d], about: applicability, domain: "2", agree: [a, b], base: asked}
subgroups:
  - {id: women, where: sex = Woman}
  - {id: notmen, where: sex != Man}
  - {id: youngwomen, where: sex = Woman and age = young}
  - {id: young, where: age = young}
  - {id: either, where: sex = Woman or age = young}
  - {id: yes, where: d1 = Yes}
tables:
  - {question: age, by: sex, subgroups: [women, notmen, youngwomen]}
  - {question: d2, subgroups: [women, young, youngwomen, either]}
  - {question: role, by: sex}
  - {question: role, base: mentions, subgroups: [women, notmen]}
  - {question: years, by: sex, subgroups: [young]}
  - {question: years, subgroups: [women, notmen, youngwomen]}
  - {agreement: true, by: sex, subgroups: [youngwomen, either, yes]}
  - {question: d1, by: age}
`

// A stranger's way to a hidden number: for every row of tables of made-up
// people, add and take away the shown cells of up to three groups, and see
// whether that is the number of just the people of a hidden cell; then take a
// group from one that holds it, and see whether few remain.
func TestHiddenCannotBeWorkedOut(t *testing.T) {
	s, findings := study.Read("consultation.yaml", []byte(crossed))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	const below = 4
	s.Suppression.Below = below
	hidden := 0
	for round := range 25 {
		r := rand.New(rand.NewPCG(2020, uint64(round)))
		answers := crossedPeople(s, r, 15+r.IntN(60))
		tables, truth := shownAndTrue(t, s, answers)
		for k := range tables {
			hidden += attack(t, fmt.Sprintf("round %d, table %s", round, tables[k].ID), answers, &tables[k], &truth[k], below)
		}
		across(t, fmt.Sprintf("round %d", round), tables)
	}
	if hidden < 1000 {
		t.Errorf("only %d cells were hidden: the people are no test", hidden)
	}
}

func crossedPeople(s *study.Study, r *rand.Rand, n int) *survey.Table {
	out := &survey.Table{Source: "survey", Prefix: "R", N: n, Columns: make([]survey.Column, 6)}
	one := func(options int) uint16 { // the first are more frequent; no answer is rare
		return uint16([]int{1, 1, 1, 1, 2, 2, 3, options, options, r.IntN(options + 1)}[r.IntN(10)])
	}
	for i, q := range s.Survey.Questions {
		c := &out.Columns[i]
		c.Question = q
		for range n {
			switch q.Kind {
			case study.Multi:
				c.Ticks = append(c.Ticks, []uint64{0b001, 0b001, 0b001, 0b011, 0b101, 0b110, 0, survey.AnsweredNone}[r.IntN(8)])
			case study.Number:
				c.Numbers = append(c.Numbers, []float64{1, 2, 3, 5, 8, math.NaN()}[r.IntN(6)])
			default:
				c.Codes = append(c.Codes, min(one(len(q.Options)), uint16(len(q.Options))))
			}
		}
	}
	return out
}

// shownAndTrue builds the tables as they are shown, and with nothing hidden.
func shownAndTrue(t *testing.T, s *study.Study, answers *survey.Table) (shown, truth []Table) {
	t.Helper()
	shown, err := Build(context.Background(), s, answers, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	open := *s
	open.Suppression = study.Suppression{}
	if truth, err = Build(context.Background(), &open, answers, nil, 1); err != nil {
		t.Fatal(err)
	}
	return shown, truth
}

// across looks from one table into another: an answer of everyone beside those of
// the groups that make everyone up.
func across(t *testing.T, name string, tables []Table) {
	t.Helper()
	for i := range tables {
		for k := range tables {
			one, by := &tables[i], &tables[k]
			if one.Question == "" || one.Question != by.Question || by.By == "" || one.Kind == study.Number {
				continue
			}
			for r, row := range by.Rows {
				if row.Kind != OptionRow || by.Cells[r][0].Rule != one.Cells[r][0].Rule {
					continue
				}
				hidden, people := 0, 0
				for g := range by.Groups {
					if strings.HasPrefix(by.Groups[g].ID, by.By+"=") {
						if by.Cells[r][g].Suppressed {
							hidden++
						}
						people += by.Groups[g].N
					}
				}
				everyone := one.Cells[r][0].Suppressed
				if everyone != by.Cells[r][0].Suppressed {
					t.Errorf("%s: %s of everyone is hidden in one of %s and %s alone", name, row.Label, one.ID, by.ID)
				}
				if people == by.Groups[0].N && (everyone && hidden == 0 || !everyone && hidden == 1) {
					t.Errorf("%s: %s of %s is told by %s", name, row.Label, one.ID, by.ID)
				}
			}
		}
	}
}

func attack(t *testing.T, name string, answers *survey.Table, table, truth *Table, below int) (hidden int) {
	t.Helper()
	in := make([][]bool, len(table.Groups))
	for g, group := range table.Groups {
		var f *study.Filter
		if g > 0 {
			var err error
			if f, err = study.ParseFilter(group.Where); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		if in[g], err = Members(answers, f); err != nil {
			t.Fatal(err)
		}
	}
	for r, row := range table.Rows {
		if row.Kind == MissRow {
			continue
		}
		var shown []int
		for g, c := range table.Cells[r] {
			if !c.Suppressed {
				shown = append(shown, g)
				if c.Count > 0 && c.Count < below {
					t.Errorf("%s, %s, %s: %d is shown", name, row.Label, table.Groups[g].Label, c.Count)
				}
			}
		}
		// Every way to take up to three shown groups, each added or taken away.
		ways := [][]int{}
		for _, a := range shown {
			for _, b := range shown {
				for _, c := range shown {
					for signs := range 27 {
						way := make([]int, len(in))
						way[a] += signs%3 - 1
						way[b] += signs/3%3 - 1
						way[c] += signs/9 - 1
						ways = append(ways, way)
					}
				}
			}
		}
		for g, c := range table.Cells[r] {
			if !c.Suppressed {
				continue
			}
			hidden++
			if slices.Contains(in[g], true) && slices.ContainsFunc(ways, func(way []int) bool { return gives(way, in, in[g]) }) {
				t.Errorf("%s, %s: %s (%d) can be worked out", name, row.Label, table.Groups[g].Label, truth.Cells[r][g].Count)
			}
		}
		for _, g := range shown {
			for _, h := range shown {
				less := table.Cells[r][h].Count - table.Cells[r][g].Count
				if inside(in[g], in[h]) && less > 0 && less < below {
					t.Errorf("%s, %s: %s less %s is %d", name, row.Label, table.Groups[h].Label, table.Groups[g].Label, less)
				}
			}
		}
	}
	if table.Kind == study.Multi || table.ID == AgreementID {
		return hidden
	}
	for g := range table.Groups {
		n, sum := 0, 0
		for r, row := range table.Rows {
			// Of a base of all asked, those who gave no answer are one answer more.
			if c := table.Cells[r][g]; (row.Kind == OptionRow || row.Kind == MissRow && table.Cells[0][g].Rule == study.Asked) && c.Suppressed {
				n++
				sum += truth.Cells[r][g].Count
			}
		}
		options := len(slices.DeleteFunc(slices.Clone(table.Rows), func(r Row) bool { return r.Kind != OptionRow }))
		if n == 1 || n > 0 && n < options && n == sum {
			t.Errorf("%s, %s: %d answers of %d people are hidden", name, table.Groups[g].Label, n, sum)
		}
	}
	return hidden
}

func gives(way []int, in [][]bool, wanted []bool) bool {
	for i := range wanted {
		sum := 0
		for g, times := range way {
			if in[g][i] {
				sum += times
			}
		}
		if sum != map[bool]int{true: 1}[wanted[i]] {
			return false
		}
	}
	return true
}

func inside(g, h []bool) bool {
	for i := range g {
		if g[i] && !h[i] {
			return false
		}
	}
	return true
}

func TestUnique(t *testing.T) {
	tables := []Table{{ID: "age_2", Question: "x"}, {ID: "age", Question: "age"}, {ID: "Age", Question: "Age"}, {ID: "age", Question: "age"}, {ID: "age_2", Question: "age_2"},
		{ID: AgreementID}, {ID: AgreementID}, {ID: "agreement_2", Question: "agreement_2"}, {ID: "groups_age", Question: "groups_age"}, {ID: "groups_age", Question: "age"}}
	unique(tables)
	seen := map[string]bool{}
	for _, table := range tables {
		if low := strings.ToLower(table.ID); seen[low] {
			t.Errorf("two tables are %s", table.ID)
		} else {
			seen[low] = true
		}
	}
	for i, want := range map[int]string{1: "age", 4: "age_2", 5: AgreementID, 7: "agreement_2", 8: "groups_age"} {
		if tables[i].ID != want {
			t.Errorf("table %d is %s, want %s", i, tables[i].ID, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for x, want := range map[float64]string{-0.001: "0", math.Copysign(0, -1): "0", -0.01: "-0.01", -1.5: "-1.5", 2.999: "3", 10: "10", 100.004: "100", math.NaN(): ""} {
		if got := number(x); got != want {
			t.Errorf("number(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestStrays(t *testing.T) {
	text := strings.Replace(small, `{id: says, kind: text, about: comment}`, "id: says\n      kind: text\n      about: comment\n      asked: years > 4", 1)
	s, people := people(t, text)
	s.File = "somewhere/consultation.yaml"
	// d2 was asked of women; the man gave no answer. Of the words, which all six
	// gave, three are of people with more than four years, one with none given.
	got := Strays(s, s.Survey, people)
	if len(got) != 1 || got[0].Line != 15 || got[0].Column != 14 || got[0].File != "consultation.yaml" || !strings.HasPrefix(got[0].Message, "4 people ") || !strings.Contains(got[0].Message, `"says"`) {
		t.Errorf("%+v", got)
	}
	people.Columns[5].Codes[5] = 1
	if got := Strays(s, s.Survey, people); len(got) != 2 || got[0].Line != 11 || !strings.HasPrefix(got[0].Message, "1 person ") || got[0].Severity != "warning" {
		t.Errorf("%+v", got)
	}
	s.Suppression.Below = 3
	if got := Strays(s, s.Survey, people); len(got) != 2 || !strings.HasPrefix(got[0].Message, "fewer than 3 people ") {
		t.Errorf("%+v", got)
	}
	if got := Strays(s, nil, nil); got != nil {
		t.Error(got)
	}
}

func TestByWithBothQuotationMarks(t *testing.T) {
	s, people := people(t, strings.Replace(small, "options: [Woman, Man], about", `options: [Woman, "5'11\" tall"], about`, 1)+"tables: [{question: age, by: sex}]\n")
	s.Survey.Questions[5].Asked = ""
	tables, err := Build(context.Background(), s, people, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if c := cellOf(t, tables, "age_by_sex", "young", `sex=5'11" tall`); c.Count != 1 || c.Base != 1 {
		t.Errorf("%+v", c)
	}
}

func TestAgreementOnlyOfOptions(t *testing.T) {
	s, people := people(t, small)
	people.Columns[3].Question.About = study.Applicability // years, a number
	tables, err := Build(context.Background(), s, people, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if table, _ := Find(tables, AgreementID); len(table.Rows) != 2 {
		t.Errorf("rows %+v", table.Rows)
	}
}

// counts makes answers of people: for each pair of codes of g and q, how many.
func pairsOf(s *study.Study, counts map[[2]uint16]int) *survey.Table {
	out := &survey.Table{Source: "survey", Prefix: "R", Columns: make([]survey.Column, 2)}
	for i, q := range s.Survey.Questions {
		out.Columns[i].Question = q
	}
	for g := range uint16(4) {
		for q := range uint16(5) {
			for range counts[[2]uint16{g, q}] {
				out.Columns[0].Codes = append(out.Columns[0].Codes, g)
				out.Columns[1].Codes = append(out.Columns[1].Codes, q)
				out.N++
			}
		}
	}
	return out
}

const pairs = `
title: Pairs
survey:
  file: x.csv
  questions:
    - {id: g, kind: single, options: [A, B, C]}
    - {id: q, kind: single, options: [x, y, z, w], about: applicability, domain: "1", agree: [x]}
`

// hiddenOf gives which cells of a table are hidden, a word a row, missing last.
func hiddenOf(t *testing.T, text string, counts map[[2]uint16]int, id string) (string, *Table) {
	t.Helper()
	s, findings := study.Read("consultation.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	tables, err := Build(context.Background(), s, pairsOf(s, counts), nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	table, ok := Find(tables, id)
	if !ok {
		t.Fatalf("no table %s", id)
	}
	out := ""
	for r := range table.Cells {
		for _, c := range table.Cells[r] {
			out += map[bool]string{true: "x", false: "."}[c.Suppressed]
			if c.Suppressed && (c.Count != 0 || c.Percent != "" || c.Low != 0 || c.High != 0 || c.Value != "") {
				t.Errorf("%s holds a hidden number: %+v", id, c)
			}
		}
		out += " "
	}
	return strings.TrimSpace(out), table
}

func TestSuppressionAcrossGroups(t *testing.T) {
	for _, c := range []struct {
		name, more, table string
		counts            map[[2]uint16]int
		want              string
	}{
		// By hand: 2 is small and hidden, 20 is 22 less 2 and hidden with it; then
		// each column would have one alone, so that the next smallest of each follow,
		// which are 9 (of A) and 6 (of B), in one row.
		{"a rectangle", "tables: [{question: q, by: g}]\nsuppression: {below: 5}\n", "q_by_g",
			map[[2]uint16]int{{1, 1}: 20, {2, 1}: 2, {1, 2}: 9, {2, 2}: 6, {1, 3}: 18, {2, 3}: 12}, ".xx. .xx. .... .... ...."},
		{"a group of three whole", "subgroups: [{id: few, where: g = C}]\ntables: [{question: q, subgroups: [few]}]\nsuppression: {below: 5}\n", "q",
			map[[2]uint16]int{{1, 1}: 20, {1, 2}: 20, {3, 1}: 3, {3, 2}: 0}, ".x .x .x .x .x"},
		{"nothing small", "tables: [{question: q, by: g}]\nsuppression: {below: 5}\n", "q_by_g",
			map[[2]uint16]int{{1, 1}: 20, {2, 1}: 12, {1, 2}: 9, {2, 2}: 6}, ".... .... .... .... ...."},
		// One of 20 did not agree: the share of the others tells it.
		{"all but one agree", "tables: [{agreement: true}]\nsuppression: {below: 5}\n", "agreement", map[[2]uint16]int{{1, 1}: 19, {1, 2}: 1}, "x"},
		{"all of 30 agree", "tables: [{agreement: true}]\nsuppression: {below: 5}\n", "agreement", map[[2]uint16]int{{1, 1}: 30}, "."},
		{"all of 9 agree", "tables: [{agreement: true}]\nsuppression: {below: 5}\n", "agreement", map[[2]uint16]int{{1, 1}: 9}, "x"},
		// The other table tells how many did not agree.
		{"agreement beside its question", "tables: [{agreement: true}, {question: q}]\nsuppression: {below: 5}\n", "agreement", map[[2]uint16]int{{1, 1}: 30, {1, 2}: 2, {1, 3}: 12}, "."},
		// 52 of 54 are in a group: the two others' answers are a difference.
		{"all but two", "subgroups: [{id: most, where: g = A}]\ntables: [{question: q, subgroups: [most]}]\nsuppression: {below: 5}\n", "q",
			map[[2]uint16]int{{1, 1}: 30, {1, 2}: 22, {2, 1}: 1, {2, 2}: 1}, ".x .x .x .x .x"},
		{"rounded, nothing beside", "tables: [{question: q}]\nsuppression: {profile: nhs-digital-secondary-care}\n", "q",
			map[[2]uint16]int{{1, 1}: 33, {1, 2}: 22, {2, 3}: 4}, ". . x . ."},
	} {
		if got, _ := hiddenOf(t, pairs+c.more, c.counts, c.table); got != c.want {
			t.Errorf("%s: hidden %s, want %s", c.name, got, c.want)
		}
	}
}

// Every number that is printed of a rounded table is of rounded numbers, and of a
// base of 4,000 a percentage has a decimal.
func TestRounded(t *testing.T) {
	_, table := hiddenOf(t, pairs+"tables: [{question: q}]\nsuppression: {profile: nhs-digital-secondary-care}\n", map[[2]uint16]int{{1, 1}: 33, {1, 2}: 22, {2, 3}: 4}, "q")
	// 33 of 59 is 35 of 60: 58.33 per cent, to a whole one 58.
	if c := table.Cells[0][0]; c.Count != 35 || c.Base != 60 || c.Shown != "58" || c.Percent != "58" || c.Missing != 0 {
		t.Errorf("%+v", c)
	}
	if table.Groups[0].N != 60 || !table.Rounded {
		t.Errorf("%+v", table.Groups)
	}
	_, table = hiddenOf(t, pairs+"tables: [{question: q}]\nsuppression: {profile: nhs-digital-secondary-care}\n", map[[2]uint16]int{{1, 1}: 3333, {1, 2}: 2222}, "q")
	if c := table.Cells[0][0]; c.Count != 3335 || c.Base != 5555 || c.Shown != "60.0" {
		t.Errorf("%+v", c)
	}
	// Ofqual's percentages are of the numbers before: 33 of 60 is 55.0, of 61 54.1.
	_, table = hiddenOf(t, pairs+"tables: [{question: q}]\nsuppression: {profile: ofqual}\n", map[[2]uint16]int{{1, 1}: 33, {1, 2}: 28}, "q")
	if c := table.Cells[0][0]; c.Count != 35 || c.Base != 60 || c.Shown != "54.1" {
		t.Errorf("%+v", c)
	}
}
