package tabulate

import (
	"testing"

	"concord/pipeline/study"
)

// divided is a table of two answers by two groups, after a column for everyone.
func divided(kind study.Kind, counts [][]int) Table {
	t := Table{ID: "q_by_g", Title: "Q, by g", Question: "q", Kind: kind, By: "g", Groups: []Group{{Label: "All"}}}
	for g := range counts[0] {
		t.Groups = append(t.Groups, Group{ID: "g=" + string(rune('a'+g))})
	}
	for _, row := range counts {
		cells := []Cell{{}}
		for _, n := range row {
			cells[0].Count += n
			cells = append(cells, Cell{Count: n})
		}
		t.Rows = append(t.Rows, Row{Kind: OptionRow})
		t.Cells = append(t.Cells, cells)
	}
	t.Rows = append(t.Rows, Row{Kind: MissRow})
	t.Cells = append(t.Cells, make([]Cell, len(t.Groups)))
	return t
}

func TestCompare(t *testing.T) {
	// By hand, 10 20 over 20 10: chi-square 60·(10·10-20·20)²/30⁴ = 6.67 with 1
	// degree of freedom, P .0098; V corrected: phi² 1/9 less 1/59 is .0942, over
	// 1-1/59, the root of which is .31.
	hidden := divided(study.Single, [][]int{{10, 20}, {20, 10}})
	hidden.Cells[0][1].Suppressed = true
	got := Compare(nil, nil, []Table{
		divided(study.Single, [][]int{{10, 20}, {20, 10}}),
		// Fisher (1935), the lady tasting tea, with seven and one of eight: the sum of
		// the tables that are no likelier is 2·(64+1)/12870 = .0101.
		divided(study.Single, [][]int{{7, 1}, {1, 7}, {0, 0}}),
		divided(study.Single, [][]int{{9, 2}, {2, 9}}),
		divided(study.Multi, [][]int{{10, 20}, {20, 10}}),
		hidden,
		divided(study.Single, [][]int{{30, 4}, {30, 0}}),
		divided(study.Single, [][]int{{30, 30}, {0, 0}}),
		{ID: "undivided", Kind: study.Single},
	})
	if len(got) != 7 {
		t.Fatalf("%d comparisons", len(got))
	}
	if c := got[0]; c.Test != "chi-square" || c.Statistic != "6.67" || c.DF != "1" || c.P != "0.0098" || c.Size != "0.31" || c.N != 60 || c.Groups != 2 {
		t.Errorf("%+v", c)
	}
	// 16 answers are too few to be tested.
	if c := got[1]; c.Test != "" || c.Why != "fewer than 20 answers" {
		t.Errorf("%+v", c)
	}
	// 22 people, 11 a group: expected counts 5.5, so chi-square: 22·(81-4)²/11⁴ = 8.91.
	if c := got[2]; c.Test != "chi-square" || c.Statistic != "8.91" || c.P != "0.0028" {
		t.Errorf("%+v", c)
	}
	// Holm: the smaller of two chances twice, the larger once.
	if got[2].AdjustedP != "0.0057" || got[0].AdjustedP != "0.0098" {
		t.Errorf("%s, %s", got[2].AdjustedP, got[0].AdjustedP)
	}
	for i, why := range map[int]string{
		3: "people could give several answers", 4: "some counts are hidden",
		5: "fewer than two groups have 5 answers or more", 6: "everyone gave the same answer",
	} {
		if got[i].Test != "" || got[i].Why != why || got[i].P != "" {
			t.Errorf("%d: %+v", i, got[i])
		}
	}
	if got[5].LeftOut != 1 {
		t.Errorf("%+v", got[5])
	}
}

func TestCompareRanks(t *testing.T) {
	// Every one of the first group below every one of the second: delta -1.
	two := Compare(nil, nil, []Table{divided(study.Scale, [][]int{{12, 0}, {0, 12}})})[0]
	if two.Test != "Mann-Whitney z" || two.Size != "-1" || two.P != "<0.0001" {
		t.Errorf("%+v", two)
	}
	three := Compare(nil, nil, []Table{divided(study.Scale, [][]int{{8, 8, 8}, {8, 8, 8}})})[0]
	if three.Test != "Kruskal-Wallis H" || three.P != "1.0000" || three.Size != "0" || three.DF != "2" {
		t.Errorf("%+v", three)
	}
}

// Newcombe (1998, Statistics in Medicine 17, 873-890, table II, method 10): 56 of
// 70 and 48 of 80 differ by .2, from .0524 to .3339.
func TestDifference(t *testing.T) {
	table := divided(study.Single, [][]int{{56, 48}, {14, 32}})
	table.Groups[1].Label, table.Groups[2].Label = "A", "B"
	for r := range table.Rows {
		for g, base := range []int{150, 70, 80} {
			c := &table.Cells[r][g]
			c.Base, c.Rule, c.Interval = base, study.Answered, true
			c.Percent = Percent(c.Count, base, 4, study.HalfUp)
		}
	}
	got := Compare(nil, nil, []Table{table})[0]
	if len(got.Differences) != 2 {
		t.Fatalf("%+v", got)
	}
	d := got.Differences[0]
	if d.First.Percent != "80.0000" || d.Second.Percent != "60.0000" || d.Difference != "20.0000" || d.Low != "5.2431" || d.High != "33.3873" || d.Method != "Newcombe" || d.Level != "95" {
		t.Errorf("%+v", d)
	}
	// 150·(56·32-14·48)²/(70·80·104·46) = 7.02.
	if got.Test != "chi-square" || got.Statistic != "7.02" || got.Size != "0.2" {
		t.Errorf("%+v", got)
	}
	// A cell that is hidden has no difference.
	table.Cells[0][1].Suppressed = true
	if got := Compare(nil, nil, []Table{table})[0]; got.Test != "" || len(got.Differences) != 1 {
		t.Errorf("%+v", got)
	}
}
