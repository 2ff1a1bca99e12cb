package tabulate

import (
	"context"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// alike is a number of people who gave the same answers, by code, 0 for none.
type alike struct {
	n     int
	codes []uint16
}

func tablesOfPeople(t *testing.T, text string, people []alike) []Table {
	t.Helper()
	s, findings := study.Read("consultation.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	answers := &survey.Table{Source: "survey", Prefix: "R", Columns: make([]survey.Column, len(s.Survey.Questions))}
	for i, q := range s.Survey.Questions {
		answers.Columns[i].Question = q
		for _, k := range people {
			for range k.n {
				answers.Columns[i].Codes = append(answers.Columns[i].Codes, k.codes[i])
			}
		}
	}
	answers.N = len(answers.Columns[0].Codes)
	tables, err := Build(context.Background(), s, answers, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

const head = "title: T\nsurvey:\n  file: e.csv\n  questions:\n"

// Each is worked out by hand from the numbers printed, were the group or the base
// shown: it must not be.
func TestTies(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		people       []alike
		table, group string
	}{
		// 111 less those of x who are not D is the 2 of D.
		{"not an option", head + `
    - {id: x, kind: single, options: [A, B, C, D]}
    - {id: q, kind: single, options: ["y", "n"]}
subgroups: [{id: not, where: x != D}]
tables: [{question: x}, {question: q, subgroups: [not]}]
suppression: {below: 5}
`, []alike{{43, []uint16{1, 1}}, {30, []uint16{2, 2}}, {36, []uint16{3, 1}}, {2, []uint16{4, 2}}}, "q", "not"},
		// Of 23 women 20 were asked the second question, so that 3 said no.
		{"asked", head + `
    - {id: g, kind: single, options: [W, M]}
    - {id: tr, kind: single, options: ["Yes", "No"]}
    - {id: wh, kind: single, options: [P, Q], asked: tr = Yes}
tables: [{question: tr, by: g}, {question: wh, by: g}]
suppression: {below: 5}
`, []alike{{10, []uint16{1, 1, 1}}, {10, []uint16{1, 1, 2}}, {3, []uint16{1, 2, 0}}, {30, []uint16{2, 1, 1}}, {12, []uint16{2, 2, 0}}}, "wh_by_g", "g=W"},
		// Of 35 women 20 said A, and the group is the 12 who said B: 3 said C.
		{"two conditions", head + `
    - {id: g, kind: single, options: [W, M]}
    - {id: x, kind: single, options: [A, B, C]}
    - {id: q, kind: single, options: ["y", "n"]}
subgroups: [{id: wb, where: g = W and x = B}]
tables: [{question: x, by: g}, {question: q, subgroups: [wb]}]
suppression: {below: 5}
`, []alike{{20, []uint16{1, 1, 1}}, {6, []uint16{1, 2, 1}}, {6, []uint16{1, 2, 2}}, {3, []uint16{1, 3, 1}}, {30, []uint16{2, 1, 2}}, {15, []uint16{2, 2, 1}}, {16, []uint16{2, 3, 2}}}, "q", "wb"},
	} {
		tables := tablesOfPeople(t, c.text, c.people)
		k, ok := Find(tables, c.table)
		if !ok {
			t.Fatalf("%s: no table %s", c.name, c.table)
		}
		g := k.Group(c.group)
		small := false
		for i := range tables {
			for r := range tables[i].Cells {
				for _, cell := range tables[i].Cells[r] {
					small = small || cell.Suppressed
				}
			}
		}
		if !small {
			t.Errorf("%s: nothing is hidden", c.name)
		}
		if shown, base := k.Groups[g].N != Unsaid, k.Cells[0][g].Base > 0; shown && base {
			t.Errorf("%s: %s is shown with its size %d and its base %d", c.name, c.group, k.Groups[g].N, k.Cells[0][g].Base)
		}
	}
}

// Z1 is X1 and X2. Its 14 who said a, less the 12 of X2, are the 2 of X1.
func TestGroupsWithinGroups(t *testing.T) {
	tables := tablesOfPeople(t, head+`
    - {id: x, kind: single, options: [X1, X2, X3, X4]}
    - {id: z, kind: single, options: [Z1, Z2]}
    - {id: q, kind: single, options: [a, b, c]}
tables: [{question: q, by: x}, {question: q, by: z}]
suppression: {below: 5}
`, []alike{
		{2, []uint16{1, 1, 1}}, {10, []uint16{1, 1, 2}}, {20, []uint16{1, 1, 3}}, {12, []uint16{2, 1, 1}}, {13, []uint16{2, 1, 2}}, {25, []uint16{2, 1, 3}},
		{11, []uint16{3, 2, 1}}, {9, []uint16{3, 2, 2}}, {21, []uint16{3, 2, 3}}, {14, []uint16{4, 2, 1}}, {17, []uint16{4, 2, 2}}, {9, []uint16{4, 2, 3}},
	})
	x, _ := Find(tables, "q_by_x")
	z, _ := Find(tables, "q_by_z")
	if one, two, both := x.Cells[0][1], x.Cells[0][2], z.Cells[0][1]; !one.Suppressed || !two.Suppressed && !both.Suppressed {
		t.Errorf("2 of X1 can be worked out: %+v, %+v, %+v", one, two, both)
	}
}

// A group of three, all of one mind, among few others: for its sake all went, what
// everyone said included, of which nothing is small.
func TestEveryoneIsKept(t *testing.T) {
	tables := tablesOfPeople(t, head+`
    - {id: b, kind: single, options: [B0, B1, B2]}
    - {id: d, kind: single, options: [D0, D1]}
tables: [{question: d, by: b}]
suppression: {below: 5}
`, []alike{{3, []uint16{1, 1}}, {30, []uint16{2, 1}}, {6, []uint16{2, 2}}, {40, []uint16{3, 1}}, {10, []uint16{3, 2}}, {1, []uint16{3, 0}}})
	for r := range tables[0].Cells {
		if c := tables[0].Cells[r][0]; c.Suppressed {
			t.Errorf("%s of everyone is hidden", tables[0].Rows[r].Label)
		}
		if c := tables[0].Cells[r][1]; !c.Suppressed {
			t.Errorf("%s of three people is shown: %+v", tables[0].Rows[r].Label, c)
		}
	}
}

// The interval of a mean of rounded answers, to four digits, tells how many there
// were: it is not shown.
func TestRoundedMeansHaveNoInterval(t *testing.T) {
	tables := tablesOfPeople(t, head+`
    - {id: q, kind: scale, options: ["No", "Yes"], values: [0, 1]}
tables: [{question: q}]
suppression: {profile: nhs-digital-secondary-care}
`, []alike{{198, []uint16{1}}, {129, []uint16{2}}})
	means := 0
	for r, row := range tables[0].Rows {
		if c := tables[0].Cells[r][0]; row.Kind == ValueRow {
			means++
			if c.Interval || c.Low != 0 || c.High != 0 {
				t.Errorf("%s has an interval from %v to %v", row.Label, c.Low, c.High)
			}
		}
	}
	if means == 0 {
		t.Error("there is no mean")
	}
}
