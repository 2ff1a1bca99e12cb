package tabbook

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// cell is of 18 people of 19, whose interval by Wilson (1927) is 75.36 to 99.06
// per cent, worked out by hand.
func cell(shown string) tabulate.Cell {
	return tabulate.Cell{Count: 18, Base: 19, Rule: study.Answered, Percent: "94.7368", Shown: shown, Low: 75.36, High: 99.06, Interval: true}
}

func tables(said string) []tabulate.Table {
	hiddenCell := tabulate.Cell{Base: 19, Rule: study.Answered, Suppressed: true}
	star := tabulate.Cell{Base: 9, Rule: study.Answered, Suppressed: true, Mark: "*"}
	everyone := []tabulate.Group{{Label: "All respondents", N: 20}}
	mean := tabulate.Cell{Count: 18, Base: 18, Value: "2.35", Low: 1.9, High: 2.8, Interval: true}
	weighted := tabulate.Cell{Count: 1800, Base: 1900, Weight: 1805.5 * tabulate.WeightUnit, WeightBase: 1900 * tabulate.WeightUnit, Shown: "95"}
	return []tabulate.Table{
		{ID: "plain", Title: "Plain " + said, Source: "survey", Kind: study.Single, Groups: append(everyone, tabulate.Group{ID: "g", Label: "Group " + said, N: 9}),
			Rows:  []tabulate.Row{{Label: said, Kind: tabulate.OptionRow}, {Label: "Hidden", Kind: tabulate.OptionRow}, {Label: "Net", Kind: tabulate.NetRow}, {Label: "Nobody", Kind: tabulate.OptionRow}, {Label: tabulate.NoAnswer, Kind: tabulate.MissRow}},
			Cells: [][]tabulate.Cell{{cell("95"), star}, {hiddenCell, star}, {cell("94.7"), star}, {{}, star}, {{Count: 1, Base: 20, Shown: "5"}, star}},
			Notes: []string{"A note " + said}},
		{ID: "values", Title: "Values", Source: "groups", Kind: study.Scale, Groups: everyone,
			Rows:  []tabulate.Row{{Label: "A", Kind: tabulate.OptionRow}, {Label: "Mean", Kind: tabulate.ValueRow}, {Label: "Median", Kind: tabulate.ValueRow}},
			Cells: [][]tabulate.Cell{{cell("95")}, {mean}, {{Base: 3, Suppressed: true}}}},
		{ID: "matrix", Title: "Matrix", Source: "survey", Kind: study.Scale, Matrix: true, Groups: everyone,
			Rows:  []tabulate.Row{{Label: "Q1: A", Item: "Q1", Answer: "A", Question: "q1", Kind: tabulate.OptionRow}, {Label: "Q2: A", Item: "Q2", Answer: "A", Question: "q2", Kind: tabulate.OptionRow}},
			Cells: [][]tabulate.Cell{{cell("95")}, {cell("95")}}},
		{ID: "weighted", Title: "Weighted", Source: "survey", Kind: study.Single, Weighted: true, Groups: everyone,
			Rows: []tabulate.Row{{Label: "A", Kind: tabulate.OptionRow}}, Cells: [][]tabulate.Cell{{weighted}}},
	}
}

func book(said string) Book {
	return Book{Title: "Title " + said, Line: "Line " + said, Version: "1", Method: []Note{{"Base.", "What it is " + said}}, Tables: tables(said)}
}

func opened(t testing.TB, b Book) *excelize.File {
	t.Helper()
	data, err := Write(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Write(b)
	if err != nil || !bytes.Equal(data, again) {
		t.Fatal("the same book gave other bytes", err)
	}
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestWrite(t *testing.T) {
	x := opened(t, book("words"))
	if got := fmt.Sprint(x.GetSheetList()); got != "[Read me Index plain values matrix weighted]" {
		t.Error(got)
	}
	for _, c := range []struct{ sheet, want string }{
		// As a spreadsheet shows it, from the row of headings on.
		{"plain", `Answer|Count|Base|%|95% interval, from|95% interval, to|Count|Base|%|95% interval, from|95% interval, to
words|18|19|95%|75%|99%|*|*|*|*|*
Hidden|hidden|19|hidden|hidden|hidden|*|*|*|*|*
Net|18|19|94.7%|75.4%|99.1%|*|*|*|*|*
Nobody|0|0|–|–|–|*|*|*|*|*
No answer|1|20|5%|–|–|*|*|*|*|*

A note words`},
		{"values", `Answer|Count|Base|% or value|95% interval, from|95% interval, to
A|18|19|95%|75%|99%
Mean|18|18|2.35|1.9|2.8
Median|hidden|hidden|hidden|hidden|hidden`},
		{"matrix", `Question|Answer|Count|Base|%|95% interval, from|95% interval, to
Q1|A|18|19|95%|75%|99%
Q2|A|18|19|95%|75%|99%`},
		{"weighted", `Answer|Count|Base|Weighted count|Weighted base|%
A|1,800|1,900|1,805.5|1,900.0|95%`},
	} {
		rows, err := x.GetRows(c.sheet)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows[4:] {
			got = append(got, strings.Join(r, "|"))
		}
		if s := strings.TrimSpace(strings.Join(got, "\n")); s != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.sheet, s, c.want)
		}
		if p, err := x.GetPanes(c.sheet); err != nil || p.YSplit != 5 || p.XSplit < 1 {
			t.Errorf("%s: %+v %v", c.sheet, p, err)
		}
		if there, to, _ := x.GetCellHyperLink(c.sheet, "A3"); !there || to != "'Index'!A1" {
			t.Errorf("%s: no way back to the index: %q", c.sheet, to)
		}
	}
	// The number in the cell is the one that is printed, not what it was made from.
	if v, err := x.GetCellValue("plain", "D8", excelize.Options{RawCellValue: true}); v != "0.947" || err != nil {
		t.Errorf("94.7%% is %s (%v)", v, err)
	}
	rows, err := x.GetRows("Index")
	if err != nil || len(rows) != 3+4 {
		t.Fatal(rows, err)
	}
	for i, name := range []string{"plain", "values", "matrix", "weighted"} {
		if rows[3+i][0] != fmt.Sprint(i+1) || rows[3+i][1] != name {
			t.Errorf("the index has %q", rows[3+i])
		}
		if there, to, _ := x.GetCellHyperLink("Index", fmt.Sprintf("B%d", 4+i)); !there || to != "'"+name+"'!A1" {
			t.Errorf("the index leads to %q", to)
		}
	}
	first, err := x.GetRows("Read me")
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprint(first)
	for _, want := range []string{"What it is words", "hidden Stands", "* Stands"} {
		if !strings.Contains(all, want) {
			t.Errorf("the first sheet does not say %q", want)
		}
	}
}

func TestWriteRunsNothing(t *testing.T) {
	for _, said := range []string{"=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "\t=1", "=HYPERLINK(\"http://example.org\",\"x\")"} {
		b := book(said)
		// Where a text stands alone, it could be taken for a formula.
		b.Title, b.Line, b.Method[0].Label, b.Method[0].Text = said, said, said, said
		b.Tables[0].Title, b.Tables[0].Groups[1].Label, b.Tables[0].Notes[0] = said, said, said
		b.Tables[1].Cells[1][0].Value = said
		b.Tables[0].Cells[0][1].Mark = said
		x := opened(t, b)
		for _, sheet := range x.GetSheetList() {
			rows, err := x.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for r, row := range rows {
				for c, text := range row {
					name, _ := excelize.CoordinatesToCellName(c+1, r+1)
					if f, err := x.GetCellFormula(sheet, name); f != "" || err != nil {
						t.Errorf("%s %s is the formula %q (%v)", sheet, name, f, err)
					}
					if text != "" && strings.ContainsAny(text[:1], "=+-@\t") {
						t.Errorf("%s %s begins as a formula does: %q", sheet, name, text)
					}
				}
			}
		}
	}
}

func named(ids ...string) []string {
	var list []tabulate.Table
	for _, id := range ids {
		list = append(list, tabulate.Table{ID: id})
	}
	return Names(list)
}

func TestNames(t *testing.T) {
	long := strings.Repeat("a", 40)
	for _, c := range []struct {
		ids  []string
		want string
	}{
		{[]string{"age", "groups_age"}, "age|groups_age"},
		{[]string{"age", "AGE", "age"}, "age|AGE (2)|age (3)"},
		{[]string{"a:b", `a\b`, "a/b?*[c]"}, "a_b|a_b (2)|a_b___c_"},
		{[]string{"'quoted'", "", "Index", "history", "read me"}, "quoted|Table|Index (2)|history (2)|read me (2)"},
		{[]string{long, long + "b"}, long[:31] + "|" + long[:27] + " (2)"},
	} {
		if got := strings.Join(named(c.ids...), "|"); got != c.want {
			t.Errorf("%q: %s, want %s", c.ids, got, c.want)
		}
	}
}

// Whatever the ids are, Excel takes the names, and no two are alike.
func FuzzNames(f *testing.F) {
	f.Add("age", "Age", "age (2)")
	f.Add("'", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "\x00[:]")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		seen := map[string]bool{}
		for _, name := range named(a, b, c, a) {
			if name == "" || len(utf16.Encode([]rune(name))) > mostName || strings.ContainsAny(name, `:\/?*[]`) || strings.Trim(name, "'") != name || !utf8.ValidString(name) {
				t.Errorf("the name %q", name)
			}
			if seen[strings.ToLower(name)] {
				t.Errorf("%q twice", name)
			}
			seen[strings.ToLower(name)] = true
		}
	})
}

// Groups without number make a wide table, not one whose head fills the screen.
func TestLongBaseStandsBelow(t *testing.T) {
	b := book("words")
	wide := &b.Tables[0]
	for g := range 40 {
		wide.Groups = append(wide.Groups, tabulate.Group{ID: fmt.Sprint(g), Label: fmt.Sprintf("Another group of people %d", g), N: 19})
		for r := range wide.Rows {
			wide.Cells[r] = append(wide.Cells[r], cell("95"))
		}
	}
	x := opened(t, b)
	rows, err := x.GetRows("plain")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(rows[1][0], "below the table") || !strings.Contains(rows[11][0], "Another group of people 39") {
		t.Errorf("%.200q, then %.200q", rows[1], rows[11])
	}
}

// Whatever stands in hidden places must make no difference to what is written.
func TestHiddenNeverShows(t *testing.T) {
	one, other := book("words"), book("words")
	for i := range other.Tables {
		for r := range other.Tables[i].Cells {
			for g := range other.Tables[i].Cells[r] {
				if c := &other.Tables[i].Cells[r][g]; c.Suppressed {
					c.Count, c.Missing, c.Percent, c.Shown, c.Value = 3, 7, "15.7895", "16", "4.5"
					c.Weight, c.Effective, c.Low, c.High, c.Interval = 3, 2.5, 5.5, 37.6, true
				}
			}
		}
	}
	a, err := Write(one)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := Write(other); err != nil || !bytes.Equal(a, b) {
		t.Error("a hidden number changed the file", err)
	}
}
