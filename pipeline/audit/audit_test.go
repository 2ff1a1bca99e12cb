package audit

import (
	"slices"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// Every expected base here was found by hand from count/base.
func TestBasesOf(t *testing.T) {
	for _, c := range []struct {
		count   int
		percent string
		want    []span
	}{
		{19, "37", []span{{51, 52}}},                  // 37.25, 36.54
		{35, "63", []span{{55, 56}}},                  // 63.64 cut off, 62.5 half up
		{7, "59", []span{{12, 12}}},                   // 58.3 rounded up; 7/11 is 63.6
		{16, "84", []span{{19, 19}}},                  // 84.2; 16/18 is 88.9, 16/20 is 80
		{18, "95", []span{{19, 19}}},                  // 94.7
		{17, "95", []span{{18, 18}}},                  // 94.4 rounded up; 17/17 is 100
		{3, "59", nil},                                // 3/5 is 60
		{1, "100", []span{{1, 1}}},                    // all of one
		{2, "66.67", []span{{3, 3}}},                  // 66.666... half up
		{0, "5", nil},                                 // nobody is not 5%
		{0, "0", []span{everyBase}},                   // and is 0% of anybody
		{166, "61.0", nil},                            // as a whole number, from 166/276 = 60.1 to 166/268 = 61.9
		{11, "4.044117647058823", []span{{272, 272}}}, // 11/272
		{60000, "40", []span{{146342, 153846}}},       // 60,000 of 146,341 is 41.0002, of 146,342 below 41; of 153,846 is above 39, of 153,847 below
	} {
		got, known := basesOf(c.count, c.percent)
		if c.percent == "61.0" {
			if len(got) != 1 || !got[0].has(268) || !got[0].has(276) || got[0].has(267) || got[0].has(277) {
				t.Errorf("basesOf(%d, %s): got %v", c.count, c.percent, got)
			}
			continue
		}
		if !known || !slices.Equal(got, c.want) {
			t.Errorf("basesOf(%d, %s): got %v, want %v", c.count, c.percent, got, c.want)
		}
	}
}

func TestPrintsAs(t *testing.T) {
	for _, c := range []struct {
		percent     string
		count, base int
		by          Convention
		want        bool
	}{
		{"58", 7, 12, HalfUp, true},
		{"59", 7, 12, RoundedUp, true},
		{"66", 8, 12, CutOff, true},
		{"66", 8, 12, HalfUp, false},
		{"12", 1, 8, HalfEven, true}, // 12.5
		{"12", 1, 8, HalfDown, true},
		{"13", 1, 8, HalfUp, true},
		{"4.044117647058823", 11, 272, HalfUp, true},
		{"4.044117647058823", 11, 271, HalfUp, false},
		{"61.0", 166, 270, HalfUp, true},
		{"5", 1, 0, HalfUp, false},
		{"-5", 1, 20, HalfUp, false},
	} {
		if got := c.by.printsAs(c.percent, fraction(c.count, c.base)); got != c.want {
			t.Errorf("%s: %s as %d/%d = %v", c.by, c.percent, c.count, c.base, got)
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
