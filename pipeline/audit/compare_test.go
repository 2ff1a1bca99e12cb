package audit

import (
	"math/big"
	"strings"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// What is counted otherwise than by the study's rounding of the table's base. All
// by hand.
func TestCompareOtherwise(t *testing.T) {
	thirds := oneWay("thirds", 3, 0, "a", 1, "b", 1, "c", 1)
	sixths := oneWay("sixths", 6, 0, "a", 1, "b", 2, "c", 3) // 16.67, 33.33, 50
	twelve := oneWay("twelve", 12, 0, "a", 7, "b", 1, "c", 4)
	bus := oneWay("bus", 271, 2, "1", 124, "2", 82, "3", 32, "4", 12, "unsure", 21)
	for _, c := range []struct {
		name  string
		rule  study.RoundingRule
		table tabulate.Table
		base  int
		// printed has a row and its percentage, want the statuses.
		printed, want string
		why           string
	}{
		{"rounded up", study.HalfUp, twelve, 12, "a 59 b 8", "otherwise reproduced", "7 of 12, rounded up"}, // 58.3
		{"half down", study.HalfUp, oneWay("h", 8, 0, "a", 1, "b", 7), 8, "a 12 b 88", "otherwise reproduced", "1 of 8, rounded half to even"},
		{"largest remainder", study.HalfUp, thirds, 3, "a 34 b 33 c 33", "otherwise reproduced reproduced", "1 of 3, rounded so that the rows add up to 100 (largest remainder)"},
		{"largest remainder, another tie", study.HalfUp, thirds, 3, "a 33 b 33 c 34", "reproduced reproduced otherwise", ""},
		{"two get the one that is missing", study.HalfUp, thirds, 3, "a 34 b 34 c 33", "otherwise otherwise reproduced", "1 of 3, rounded up"},
		{"none gets it", study.HalfUp, thirds, 3, "a 34 b 32 c 33", "otherwise not reproduced", ""},
		{"largest remainder at one digit", study.HalfUp, thirds, 3, "a 33.3 b 33.4 c 33.3", "reproduced otherwise reproduced", "1 of 3, rounded so that the rows add up to 100 (largest remainder)"},
		{"the study's own", study.LargestRemainder, thirds, 3, "a 33 b 34 c 33", "reproduced reproduced reproduced", ""},
		{"nothing is missing", study.HalfUp, sixths, 6, "a 17 b 33 c 50", "reproduced reproduced reproduced", ""},
		{"not of all rows", study.HalfUp, sixths, 6, "a 16 b 35", "otherwise not", "1 of 6, cut off"},
		{"of the rows printed", study.HalfUp, bus, 0, "1 49.6 2 32.8 3 12.8 4 4.8", "otherwise otherwise otherwise otherwise", "124 of 250, all who are in the rows printed with it; the table's base is 271"},
		{"of the base printed", study.HalfUp, bus, 300, "1 41.3", "otherwise", "124 of 300, the base printed with it; the table's base is 271"},
		{"of all asked", study.HalfUp, bus, 0, "1 45.4", "otherwise", "124 of 273, all who were asked; the table's base is 271"},
	} {
		words := strings.Fields(c.printed)
		set := Set{Table: c.table.ID, Base: c.base}
		for i := 0; i < len(words); i += 2 {
			set.Figures = append(set.Figures, Printed{Row: words[i], Percent: words[i+1]})
		}
		s := &study.Study{Rounding: study.Rounding{Rule: c.rule}}
		var got []string
		why := ""
		for _, r := range Compare(&Published{Sets: []Set{set}}, s, []tabulate.Table{c.table}, nil) {
			status := strings.TrimPrefix(strings.TrimSuffix(string(r.Status), "-reproduced"), "reproduced-")
			got = append(got, status)
			if r.Status == Otherwise && why == "" {
				why = r.Why
			}
		}
		if strings.Join(got, " ") != c.want || c.why != "" && why != c.why {
			t.Errorf("%s: got %v (%s), want %s (%s)", c.name, got, why, c.want, c.why)
		}
	}
}

// Whatever the rows, those that largest remainder gives add up to 100, and each is
// less than one unit off; and that is what it takes for its own.
func TestLargestRemainderLaws(t *testing.T) {
	for base := 1; base <= 40; base++ {
		for a := 0; a <= base; a++ {
			for b := 0; a+b <= base; b += 1 + base/7 {
				counts := []int{a, b, base - a - b}
				rows := []*big.Rat{}
				for _, n := range counts {
					rows = append(rows, fraction(n, base))
				}
				r, ok := largestRemainder(rows, 0)
				if !ok {
					t.Fatalf("%v of %d are not all", counts, base)
				}
				var units []int
				sum := 0
				for i, s := range tabulate.Percents(counts, base, 0, study.LargestRemainder) {
					n, _ := whole(s)
					units = append(units, n)
					sum += n
					if n < r.floors[i] || n > r.floors[i]+1 {
						t.Errorf("%v of %d: %v", counts, base, units)
					}
				}
				if sum != 100 || !r.prints(units) {
					t.Errorf("%v of %d: %v add up to %d, taken for its own: %v", counts, base, units, sum, r.prints(units))
				}
				units[0]++
				if r.prints(units) {
					t.Errorf("%v of %d: %v are taken, and add up to 101", counts, base, units)
				}
			}
		}
	}
}

// weighted is a table of three men of weight 1.5 who say yes, and two of 0.75 who
// say no: 4.5 and 1.5 of 6, which is 75 and 25%; of people 60 and 40%. One more,
// of weight 2, was asked and said nothing: of all asked 4.5 is 56.25%.
func weightedTable() tabulate.Table {
	const unit = tabulate.WeightUnit
	cell := func(count, base int, weight, of int64) []tabulate.Cell {
		return []tabulate.Cell{{Count: count, Base: base, Missing: 1, Rule: study.Answered, Weight: weight, WeightBase: of}}
	}
	return tabulate.Table{ID: "view", Title: "View", Weighted: true, Groups: []tabulate.Group{{Label: "All", N: 6}},
		Rows:  []tabulate.Row{{Label: "Yes", Kind: tabulate.OptionRow}, {Label: "No", Kind: tabulate.OptionRow}, {Label: "No answer", Kind: tabulate.MissRow}},
		Cells: [][]tabulate.Cell{cell(3, 5, 45*unit/10, 6*unit), cell(2, 5, 15*unit/10, 6*unit), cell(1, 6, 2*unit, 8*unit)}}
}

func TestCompareWeighted(t *testing.T) {
	s := &study.Study{Rounding: study.Rounding{Rule: study.HalfUp}}
	for _, c := range []struct {
		name    string
		figure  Printed
		want    string // what is said of each number, in their order
		hasWord string
	}{
		{"all of it", Printed{Row: "Yes", Count: "3", Base: 5, Percent: "75", Weight: "4.5", WeightBase: "6.0"}, "reproduced reproduced reproduced reproduced reproduced", ""},
		{"weights cut off", Printed{Row: "No", Weight: "1", WeightBase: "6"}, "reproduced-otherwise reproduced", "1.5000, rounded half down"},
		{"people for weights", Printed{Row: "Yes", Weight: "3.0"}, "not-reproduced", ""},
		{"people for weights, whole", Printed{Row: "Yes", Weight: "3"}, "reproduced-otherwise", "not weighted"},
		{"weights for people", Printed{Row: "Yes", Count: "5", Base: 6}, "reproduced-otherwise reproduced-otherwise", "the sum of their weights, 4.5000, as a whole number"},
		{"a percentage of people", Printed{Row: "Yes", Percent: "60"}, "reproduced-otherwise", "3 of 5 people, not weighted"},
		{"of all asked", Printed{Row: "Yes", Percent: "56"}, "reproduced-otherwise", "4.5000 of 8.0000, all who were asked, weighted; the table's base is 6.0000"},
		{"never impossible for its count", Printed{Row: "Yes", Count: "1", Percent: "59"}, "not-reproduced not-reproduced", ""},
		{"something else", Printed{Row: "Yes", Count: "2", Base: 7, Percent: "71", Weight: "4.6"}, "not-reproduced not-reproduced not-reproduced not-reproduced", ""},
	} {
		var got []string
		why := ""
		for _, r := range Compare(&Published{Sets: []Set{{Table: "View", Subgroup: "All", Figures: []Printed{c.figure}}}}, s, []tabulate.Table{weightedTable()}, nil) {
			got, why = append(got, string(r.Status)), why+r.Why+"; "
		}
		if strings.Join(got, " ") != c.want || !strings.Contains(why, c.hasWord) {
			t.Errorf("%s: got %v (%s), want %s", c.name, got, why, c.want)
		}
	}
}

// What a consultation does not have is told at its line, with the nearest name.
func TestUnknown(t *testing.T) {
	tables := []tabulate.Table{oneWay("confidence", 5, 0, "Sure", 3, "Unsure", 2), oneWay("years", 5, 0, "Many", 5)}
	tables[0].Groups[0].Label = "Everyone"
	s := &study.Study{}
	text := "sets:\n  - id: a\n    table: confidense\n    figures: [{row: Sure, count: 3}]\n" +
		"  - id: b\n    table: confidence\n    figures: [{row: Sure, count: 3}, {rows: [Sure, Unsur], count: 5}, {stated: minutes, count: 9}]\n" +
		"  - id: c\n    table: years\n    subgroup: nurses\n    figures: [{row: Many, count: 5}]\n  - id: d\n    figures: [{measure: respondents, count: 5}]\n"
	p, findings := Read("p.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	var got []string
	for _, f := range Unknown(p, s, tables) {
		got = append(got, f.String())
	}
	for i, want := range []string{"p.yaml:3:12: warning: the consultation has no such table or question", "p.yaml:7:", "p.yaml:10:"} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Fatalf("got %q", got)
		}
	}
	if len(got) != 3 || !strings.Contains(got[0], `Did you mean "confidence"?`) || !strings.Contains(got[1], `Did you mean "Unsure"?`) || !strings.Contains(got[2], "no such subgroup") {
		t.Errorf("got %q", got)
	}
	for _, r := range Compare(p, s, tables, func(string, string) (int, bool) { return 5, true })[:1] {
		if r.Status != NotInData || !strings.Contains(r.Why, "has no table") {
			t.Errorf("got %+v", r)
		}
	}
	c, findings := ReadFigures("f.csv", []byte("statement,table,count\n\"Sure\nly\",confidence,3\nSure,confidense,3\n"))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	got = nil
	for _, f := range Unknown(c, s, tables) {
		got = append(got, f.Place())
	}
	if strings.Join(got, " ") != "f.csv:2 [statement] f.csv:4 [table]" {
		t.Errorf("got %q", got)
	}
}

// Weighted figures are held against their weights, and not against people.
func TestWeightedFigures(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"sound", "statement,count,base,percent,weight,weight_base\nYes,612,1615,37,600.69,1615.00\n", ""}, // 37.19; of people 37.9
		{"not of its weights", "statement,count,base,percent,weight,weight_base\nYes,612,1615,40,600.69,1615.00\n", "ce:not-of-base"},
		{"weights in whole numbers", "statement,percent,weight,weight_base\nYes,38,3,8\n", ""},
		{"more than there are", "statement,percent,weight,weight_base\nYes,38,30.5,8.5\n", "ce:above-base"},
		{"counts of people alone", "statement,table,count,base,percent,weight_base\nYes,q,612,1615,37,1615.0\nNo,q,1003,1615,63,1615.0\n", ""},
	} {
		s, findings := Open("f.csv", []byte(c.text))
		if len(findings) > 0 {
			t.Fatal(c.name, findings)
		}
		if got := kinds(s.Document); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// The chance that percentages taken at random would have passed, by counting all
// of them.
func TestChanceOfSets(t *testing.T) {
	list := []Figure{{Count: 3, HasCount: true, Percent: "50"}, {Count: 5, HasCount: true, Percent: "50"}}
	pass := 0
	for a := 0; a <= 100; a++ {
		for b := 0; b <= 100; b++ {
			for _, c := range Conventions {
				if !c.bases(share{a, 0}, 3).with(c.bases(share{b, 0}, 5)).empty() {
					pass++
					break
				}
			}
		}
	}
	want := (2*101*101 + pass) / (2 * pass) // to the nearest
	if got := (&examiner{}).chanceOfAnyBase(list); got.Pass != 1 || got.Of != want {
		t.Errorf("got %+v, want 1 of %d (%d of %d)", got, want, pass, 101*101)
	}
	// Of 8 people: 37.5 and 62.5 are 38 63, 38 62, 37 62 and 37 62 (down, cut off),
	// and 38 63 rounded up.
	if got := chanceOfSet(list, 8); got.Pass != 1 || got.Of != (101*101+1)/3 {
		t.Errorf("got %+v", got)
	}
}

// A number that is hidden, or that counts hidden cells, is not in the data, whatever
// is left of it; one that is shown is held against the printed one.
func TestHiddenNumbers(t *testing.T) {
	for _, c := range []struct {
		suppressed bool
		want       string
	}{{true, "not-in-data not-in-data reproduced"}, {false, "not-reproduced not-reproduced reproduced"}} {
		table := oneWay(tabulate.AgreementID, 20, 0, "a", 19, "b", 12)
		table.Cells[0][0].Suppressed = c.suppressed
		p := &Published{Sets: []Set{{ID: "s", Table: tabulate.AgreementID, Figures: []Printed{{Measure: "agreement", Of: "95@", Count: "2"}, {Row: "a", Count: "18"}, {Row: "b", Count: "12"}}}}}
		nothing := func(string, string) (int, bool) { return 0, true }
		var got []string
		for _, r := range Compare(p, &study.Study{}, []tabulate.Table{table}, nothing) {
			got = append(got, string(r.Status))
			if r.Status == NotInData && (r.Ours != "" || !strings.Contains(r.Why, "hidden")) {
				t.Errorf("%+v", r)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("suppressed %v: got %v, want %s", c.suppressed, got, c.want)
		}
	}
}
