package tabulate

import (
	"context"
	"slices"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

const twoScales = `
title: Two scales
scales:
  often: {options: [Never, Seldom, Often, Always], nets: [{label: Often or more, options: [Often, Always]}], values: [0, 1, 2, 3]}
survey:
  file: x.csv
  questions:
    - {id: a, label: First, kind: scale, scale: often}
    - {id: b, label: Second, kind: scale, scale: often}
tables:
  - matrix: [a, b]
`

// twenty answers to each: 10 Never and 10 Often to a; 6, 6, 0 and 6 to b, and
// two none.
func twenty(t *testing.T, text string) (*study.Study, *survey.Table) {
	t.Helper()
	s, findings := study.Read("consultation.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	repeat := func(counts ...int) (out []uint16) {
		for code, n := range counts {
			for range n {
				out = append(out, uint16(code))
			}
		}
		return out
	}
	table := &survey.Table{Source: "survey", Prefix: "R", N: 20, Columns: []survey.Column{
		{Question: s.Survey.Questions[0], Codes: repeat(0, 10, 0, 10, 0)}, {Question: s.Survey.Questions[1], Codes: repeat(2, 6, 6, 0, 6)},
	}}
	return s, table
}

func TestMatrix(t *testing.T) {
	s, answers := twenty(t, twoScales)
	tables, err := BuildWhere(context.Background(), s, answers, nil, "", 2)
	if err != nil || len(tables) != 1 {
		t.Fatal(tables, err)
	}
	m := &tables[0]
	if m.ID != "matrix_a" || m.Title != "Questions on one scale: often" || !slices.Equal(m.Lines(), []int{0, 8}) {
		t.Errorf("%s, %q, %v", m.ID, m.Title, m.Lines())
	}
	type line struct {
		row   string
		count int
		base  int
		shown string
	}
	var got []line
	for r, row := range m.Rows {
		c := m.Cells[r][0]
		got = append(got, line{row.Label, c.Count, c.Base, c.Shown + c.Value})
	}
	want := []line{
		{"First: Never", 10, 20, "50"}, {"First: Seldom", 0, 20, "0"}, {"First: Often", 10, 20, "50"}, {"First: Always", 0, 20, "0"},
		{"First: Often or more", 10, 20, "50"}, {"First: Mean of the values", 20, 20, "1"}, {"First: Median of the values", 20, 20, "1"}, {"First: No answer", 0, 20, "0"},
		{"Second: Never", 6, 18, "33"}, {"Second: Seldom", 6, 18, "33"}, {"Second: Often", 0, 18, "0"}, {"Second: Always", 6, 18, "33"},
		// (6·0 + 6·1 + 6·3)/18
		{"Second: Often or more", 6, 18, "33"}, {"Second: Mean of the values", 18, 18, "1.33"}, {"Second: Median of the values", 18, 18, "1"}, {"Second: No answer", 2, 20, "10"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

// Of an answer that is hidden nothing is told by the mean, in a matrix or alone.
func TestHiddenAnswersHideTheMean(t *testing.T) {
	for _, tables := range []string{"", "  - question: b\n"} {
		s, answers := twenty(t, twoScales+tables+"suppression: {below: 7}\n")
		built, err := BuildWhere(context.Background(), s, answers, nil, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		hidden := 0
		for i := range built {
			m := &built[i]
			for r, row := range m.Rows {
				if row.Kind != ValueRow {
					continue
				}
				first, next := m.Block(r)
				for k := first; k < next; k++ {
					c := m.Cells[r][0]
					if m.Rows[k].Kind == OptionRow && m.Cells[k][0].Suppressed {
						hidden++
						if !c.Suppressed || c.Value != "" || c.Count != 0 || c.Interval {
							t.Errorf("%s, %s: %+v", m.ID, row.Label, c)
						}
					}
				}
			}
		}
		if hidden == 0 {
			t.Error("no answer is hidden")
		}
	}
}

// Without a rule of its base there is no percentage.
func TestNoPercentageWithoutANamedBase(t *testing.T) {
	for _, text := range []string{twoScales, small} {
		s, answers := twenty(t, twoScales)
		if text == small {
			s, answers = people(t, small)
		}
		tables, err := BuildWhere(context.Background(), s, answers, nil, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		for i := range tables {
			for r, row := range tables[i].Cells {
				for _, c := range row {
					if (c.Percent != "" || c.Shown != "" || c.Interval) && !slices.Contains(study.BaseRules, c.Rule) {
						t.Errorf("%s, %s: %+v", tables[i].ID, tables[i].Rows[r].Label, c)
					}
				}
			}
		}
		for i := range answers.Columns {
			q := &answers.Columns[i].Question
			if !q.Kind.Closed() {
				continue
			}
			rule := q.Base
			for _, unnamed := range []study.BaseRule{"", "everyone"} {
				q.Base = unnamed
				if _, err := BuildWhere(context.Background(), s, answers, nil, "", 1); err == nil {
					t.Errorf("%s: percentages of a base %q", q.ID, unnamed)
				}
			}
			q.Base = rule
		}
	}
}
