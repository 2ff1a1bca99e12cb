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
	for round := range 60 {
		r := rand.New(rand.NewPCG(2020, uint64(round)))
		answers := crossedPeople(s, r, 15+r.IntN(60))
		tables, err := Build(context.Background(), s, answers, nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		for k := range tables {
			hidden += attack(t, fmt.Sprintf("round %d, table %s", round, tables[k].ID), answers, &tables[k], below)
		}
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

func attack(t *testing.T, name string, answers *survey.Table, table *Table, below int) (hidden int) {
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
				t.Errorf("%s, %s: %s (%d) can be worked out", name, row.Label, table.Groups[g].Label, c.Count)
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
			if c := table.Cells[r][g]; row.Kind == OptionRow && c.Suppressed {
				n++
				sum += c.Count
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

// hiddenIn makes a table of one row beside everyone, of groups of the people
// from one place to another, and gives what is hidden in it.
func hiddenIn(row Row, q *study.Question, below, n int, groups [][2]int, cells ...Cell) string {
	table := Table{Rows: []Row{row}, Cells: [][]Cell{cells}, Groups: []Group{{N: n}}}
	who := [][]bool{make([]bool, n)}
	for i := range n {
		who[0][i] = true
	}
	for k, g := range groups {
		table.Groups = append(table.Groups, Group{ID: string(rune('a' + k)), N: g[1] - g[0]})
		one := make([]bool, n)
		for i := g[0]; i < g[1]; i++ {
			one[i] = true
		}
		who = append(who, one)
	}
	table.suppress(below, q, membershipOf(who))
	out := ""
	for _, c := range table.Cells[0] {
		out += map[bool]string{true: "x", false: "."}[c.Suppressed]
	}
	return out
}

func TestHiddenRows(t *testing.T) {
	mean := Row{Label: "Mean", Kind: ValueRow}
	domain := Row{Label: "Domain", Kind: DomainRow}
	cell := func(count, base int) Cell { return Cell{Count: count, Base: base, Rule: study.Answered} }
	for _, c := range []struct {
		name   string
		row    Row
		n      int
		groups [][2]int
		cells  []Cell
		want   string
	}{
		{"the mean of all but two", mean, 40, [][2]int{{0, 38}}, []Cell{cell(40, 40), cell(38, 38)}, ".x"},
		{"the mean of three", mean, 40, [][2]int{{0, 20}}, []Cell{cell(40, 40), cell(3, 3)}, ".x"},
		{"the mean of many", mean, 40, [][2]int{{0, 20}}, []Cell{cell(40, 40), cell(20, 20)}, ".."},
		{"one hidden of two halves", mean, 40, [][2]int{{0, 20}, {20, 40}}, []Cell{cell(20, 20), cell(17, 17), cell(3, 3)}, ".xx"},
		{"one hidden of three parts", domain, 60, [][2]int{{0, 20}, {20, 40}, {40, 60}}, []Cell{cell(27, 54), cell(10, 20), cell(9, 18), cell(8, 9)}, "..xx"},
		{"a group within a group", domain, 60, [][2]int{{0, 40}, {0, 30}}, []Cell{cell(30, 60), cell(20, 40), cell(18, 30)}, "..x"},
		{"few of whom do not agree", domain, 60, [][2]int{{0, 40}, {0, 30}}, []Cell{cell(30, 60), cell(20, 40), cell(12, 20)}, "..."},
		{"few fewer do not agree", domain, 60, [][2]int{{0, 40}, {0, 30}}, []Cell{cell(30, 60), cell(24, 40), cell(15, 29)}, "..x"},
		{"the same people twice", domain, 60, [][2]int{{0, 40}, {0, 40}}, []Cell{cell(30, 60), cell(20, 40), cell(20, 40)}, "..."},
		{"three parts, and two people in none", domain, 62, [][2]int{{0, 20}, {20, 40}, {40, 60}}, []Cell{cell(28, 56), cell(10, 20), cell(9, 18), cell(8, 9)}, "..xx"},
		{"one each in two parts", mean, 60, [][2]int{{0, 28}, {28, 50}, {50, 55}, {55, 60}}, []Cell{cell(50, 50), cell(28, 28), cell(20, 20), cell(1, 1), cell(1, 1)}, "..xxx"},
		// The first is everyone less the third, though a second is hidden too.
		{"two hidden, one made of the rest", domain, 60, [][2]int{{0, 30}, {10, 40}, {30, 60}}, []Cell{cell(30, 60), cell(10, 12), cell(4, 10), cell(20, 40)}, ".xxx"},
	} {
		if got := hiddenIn(c.row, nil, 5, c.n, c.groups, c.cells...); got != c.want {
			t.Errorf("%s: hidden %s, want %s", c.name, got, c.want)
		}
	}
}

// Fifty people, of whom 48 ticked it: the two who did not are as few as two who
// did.
func TestHiddenOfSeveralAnswers(t *testing.T) {
	q := &study.Question{Kind: study.Multi, Options: study.Options{{Label: "x"}}}
	for _, c := range []struct {
		count int
		rule  study.BaseRule
		want  string
	}{{48, study.Answered, "x"}, {40, study.Answered, "."}, {50, study.Answered, "."}, {48, study.Asked, "x"}} {
		if got := hiddenIn(Row{Label: "x", Kind: OptionRow}, q, 5, 50, nil, Cell{Count: c.count, Base: 50, Rule: c.rule}); got != c.want {
			t.Errorf("%d of 50 %s: %s, want %s", c.count, c.rule, got, c.want)
		}
	}
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
