package audit

import (
	"slices"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// Every expected base here was found by hand from count/base.
func TestBasesFor(t *testing.T) {
	for _, c := range []struct {
		count   int
		percent string
		want    []int
	}{
		{19, "37", []int{51, 52}},           // 37.25, 36.54
		{35, "63", []int{55, 56}},           // 63.64 cut off, 62.5 half up
		{7, "59", nil},                      // 7/12 is 58.3, 7/11 is 63.6
		{16, "84", []int{19}},               // 84.2; 16/18 is 88.9, 16/20 is 80
		{18, "95", []int{19}},               // 94.7
		{1, "100", []int{1}},                // all of one
		{2, "66.67", []int{3}},              // 66.666... half up
		{0, "5", nil},                       // nobody is not 5%
		{166, "61.0", []int{271, 272, 270}}, // 61.25 and 61.03 cut off or rounded; 61.48 as a whole number
	} {
		got := BasesFor(c.count, c.percent)
		if c.percent == "61.0" {
			for _, n := range c.want {
				if !slices.Contains(got, n) {
					t.Errorf("BasesFor(%d, %s) lacks %d: %v", c.count, c.percent, n, got)
				}
			}
			continue
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("BasesFor(%d, %s): got %v, want %v", c.count, c.percent, got, c.want)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		percent     string
		count, base int
		rule        study.RoundingRule
		want        bool
	}{
		{"58", 7, 12, study.HalfUp, true},
		{"66", 8, 12, study.Truncate, true},
		{"66", 8, 12, study.HalfUp, false},
		{"12", 1, 8, study.HalfEven, true}, // 12.5
		{"13", 1, 8, study.HalfUp, true},
		{"4.044117647058823", 11, 272, study.HalfUp, true},
		{"4.044117647058823", 11, 271, study.HalfUp, false},
		{"61.0", 166, 270, study.HalfUp, true},
		{"5", 1, 0, study.HalfUp, false},
		{"-5", 1, 20, study.HalfUp, false},
	} {
		if got := Fits(c.percent, c.count, c.base, c.rule); got != c.want {
			t.Errorf("Fits(%s, %d/%d, %s) = %v", c.percent, c.count, c.base, c.rule, got)
		}
	}
}

// oneWay makes a table of one question with everyone in it.
func oneWay(id string, base, missing int, rows ...any) tabulate.Table {
	t := tabulate.Table{ID: id, Groups: []tabulate.Group{{N: base + missing}}}
	for i := 0; i < len(rows); i += 2 {
		t.Rows = append(t.Rows, tabulate.Row{Label: rows[i].(string), Kind: tabulate.OptionRow})
		t.Cells = append(t.Cells, []tabulate.Cell{{Count: rows[i+1].(int), Base: base, Missing: missing, Rule: study.Answered}})
	}
	return t
}

func TestCompare(t *testing.T) {
	tables := []tabulate.Table{
		oneWay("confidence", 53, 1, "a", 8, "b", 4, "c", 2),
		oneWay("years", 54, 0, "under 10", 24, "10-20", 15, "20+", 15),
		oneWay("now", 54, 0, "yes", 19, "later", 35),
		oneWay("roles", 61, 0, "clinical", 14),
	}
	s := &study.Study{Rounding: study.Rounding{Rule: study.HalfUp}}
	measures := func(name, of string) (int, bool) { return 19, name == "subgroup" }
	type want struct {
		what   string
		ours   string
		status Status
	}
	for _, c := range []struct {
		name string
		set  Set
		want []want
	}{
		{"a sum of rounded cells", Set{Table: "confidence", Base: 53, Figures: []Printed{{Rows: []string{"a", "b", "c"}, Count: "14", Percent: "27"}}},
			[]want{{"count", "14", Reproduced}, {"percent", "26", Otherwise}}},
		{"counts that add up to too many", Set{Table: "years", Base: 54, Exclusive: true, Complete: true, Figures: []Printed{
			{Row: "under 10", Count: "24", Percent: "44"}, {Row: "10-20", Count: "15", Percent: "28"}, {Row: "20+", Count: "19", Percent: "35"}}},
			[]want{{"count", "24", Reproduced}, {"percent", "44", Reproduced}, {"count", "15", Reproduced}, {"percent", "28", Reproduced},
				{"count", "15", Impossible}, {"percent", "28", Impossible}}},
		{"percentages without one base", Set{Table: "now", Figures: []Printed{{Row: "yes", Count: "19", Percent: "37"}, {Row: "later", Count: "35", Percent: "63"}}},
			[]want{{"count", "19", Reproduced}, {"percent", "35", Impossible}, {"count", "35", Reproduced}, {"percent", "65", Impossible}}},
		{"cut off", Set{Table: "roles", Figures: []Printed{{Row: "clinical", Count: "14", Percent: "22"}}},
			[]want{{"count", "14", Reproduced}, {"percent", "23", Otherwise}}},
		{"more than there are", Set{Table: "roles", Base: 12, Figures: []Printed{{Row: "none such", Count: "14", Percent: "34"}}},
			[]want{{"count", "", Impossible}, {"percent", "", Impossible}}},
		{"other people", Set{Table: "confidence", Figures: []Printed{{Row: "a", Count: "9", Percent: "17"}}},
			[]want{{"count", "8", NotReproduced}, {"percent", "15", NotReproduced}}},
		{"all asked", Set{Table: "confidence", Figures: []Printed{{Row: "a", Percent: "14.8"}}}, []want{{"percent", "15.1", Otherwise}}}, // 8 of 54
		// 60,000 of 150,000 is 40%, and 7 of 150,000 is 0% and 0.005%: bases above
		// those that are listed.
		{"a base above the list", Set{Table: "none", Base: 150_000, Figures: []Printed{{Row: "a", Count: "60000", Percent: "40"}, {Row: "b", Count: "7", Percent: "0"}, {Row: "c", Count: "7", Percent: "0.005"}}},
			[]want{{"count", "", NotInData}, {"percent", "", NotInData}, {"count", "", NotInData}, {"percent", "", NotInData}, {"count", "", NotInData}, {"percent", "", NotInData}}},
		{"large counts without a base", Set{Table: "none", Figures: []Printed{{Row: "a", Count: "60000", Percent: "40"}, {Row: "b", Count: "90000", Percent: "60"}, {Row: "c", Count: "7", Percent: "0.005"}}},
			[]want{{"count", "", NotInData}, {"percent", "", NotInData}, {"count", "", NotInData}, {"percent", "", NotInData}, {"count", "", NotInData}, {"percent", "", NotInData}}},
		{"5,000 are 0% of more than a million", Set{Table: "none", Figures: []Printed{{Row: "a", Count: "5000", Percent: "0"}}},
			[]want{{"count", "", NotInData}, {"percent", "", NotInData}}},
		// 8 of 3,200 is 0.25%, which is 0% of whole per cents; so is 0 of 3,200, and
		// 1,600 is 50%: one base gives all three, and the data are other ones.
		{"0% beside others", Set{Table: "roles", Figures: []Printed{{Row: "clinical", Count: "8", Percent: "0"}, {Row: "none", Count: "0", Percent: "0"}, {Row: "half", Count: "1600", Percent: "50"}}},
			[]want{{"count", "14", NotReproduced}, {"percent", "23", NotReproduced}, {"count", "", NotInData}, {"percent", "", NotInData}, {"count", "", NotInData}, {"percent", "", NotInData}}},
		{"nobody is not five per cent", Set{Table: "none", Figures: []Printed{{Row: "a", Count: "0", Percent: "5"}}},
			[]want{{"count", "", NotInData}, {"percent", "", Impossible}}},
		{"not of the printed base", Set{Table: "none", Base: 150_000, Figures: []Printed{{Row: "a", Count: "60000", Percent: "41"}}},
			[]want{{"count", "", NotInData}, {"percent", "", Impossible}}},
		{"no such question", Set{Table: "none", Figures: []Printed{{Row: "a", Count: "1"}}}, []want{{"count", "", NotInData}}},
		{"a measure", Set{Figures: []Printed{{Measure: "subgroup", Of: "x", Count: "18", AtLeast: true}, {Stated: "minutes", Count: "90"}}},
			[]want{{"count", "19", Reproduced}, {"count", "", NotCounted}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Compare(&Published{Sets: []Set{c.set}}, s, tables, measures)
			if len(got) != len(c.want) {
				t.Fatalf("%d results, want %d", len(got), len(c.want))
			}
			for i, w := range c.want {
				if g := got[i]; g.What != w.what || g.Ours != w.ours || g.Status != w.status {
					t.Errorf("%d: got %s %s %s (%s), want %v", i, g.What, g.Ours, g.Status, g.Why, w)
				}
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, kind string }{
		{"no number", "sets: [{id: a, figures: [{row: x}]}]", "bad-figure"},
		{"two ways", "sets: [{id: a, figures: [{row: x, measure: respondents, count: 1}]}]", "bad-figure"},
		{"not a count", "sets: [{id: a, figures: [{row: x, count: few}]}]", "not-a-number"},
		{"not a percentage", "sets: [{id: a, figures: [{row: x, percent: 5%}]}]", "not-a-number"},
		{"ids alike", "sets: [{id: a}, {id: a}]", "bad-id"},
		{"unknown key", "sets: [{id: a, base_n: 5}]", "unknown-key"},
	} {
		_, findings := Read("p.yaml", []byte(c.text))
		if len(findings) == 0 || findings[0].Kind != c.kind || findings[0].Line != 1 {
			t.Errorf("%s: got %v", c.name, findings)
		}
	}
}
