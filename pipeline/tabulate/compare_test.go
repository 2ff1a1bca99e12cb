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
	weighted := divided(study.Single, [][]int{{10, 20}, {20, 10}})
	weighted.Weighted = true
	got := Compare([]Table{
		divided(study.Single, [][]int{{10, 20}, {20, 10}}),
		// Fisher (1935), the lady tasting tea, with seven and one of eight: the sum of
		// the tables that are no likelier is 2·(64+1)/12870 = .0101.
		divided(study.Single, [][]int{{7, 1}, {1, 7}, {0, 0}}),
		divided(study.Single, [][]int{{9, 2}, {2, 9}}),
		divided(study.Multi, [][]int{{10, 20}, {20, 10}}),
		hidden, weighted,
		divided(study.Single, [][]int{{30, 4}, {30, 0}}),
		divided(study.Single, [][]int{{30, 30}, {0, 0}}),
		{ID: "undivided", Kind: study.Single},
	})
	if len(got) != 8 {
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
		3: "people could give several answers", 4: "some counts are hidden", 5: "the survey is weighted, which these tests do not allow for",
		6: "fewer than two groups have 5 answers or more", 7: "everyone gave the same answer",
	} {
		if got[i].Test != "" || got[i].Why != why || got[i].P != "" {
			t.Errorf("%d: %+v", i, got[i])
		}
	}
	if got[6].LeftOut != 1 {
		t.Errorf("%+v", got[6])
	}
}

func TestCompareRanks(t *testing.T) {
	// Every one of the first group below every one of the second: delta -1.
	two := Compare([]Table{divided(study.Scale, [][]int{{12, 0}, {0, 12}})})[0]
	if two.Test != "Mann-Whitney z" || two.Size != "-1" || two.P != "<0.0001" {
		t.Errorf("%+v", two)
	}
	three := Compare([]Table{divided(study.Scale, [][]int{{8, 8, 8}, {8, 8, 8}})})[0]
	if three.Test != "Kruskal-Wallis H" || three.P != "1.0000" || three.Size != "0" || three.DF != "2" {
		t.Errorf("%+v", three)
	}
}
