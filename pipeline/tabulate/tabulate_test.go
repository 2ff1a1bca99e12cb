package tabulate

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

func TestPercentReference(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/stats-reference/rounding.json")
	if err != nil {
		t.Skip("the reference cases are not here: ", err)
	}
	var cases []struct {
		Name  string
		Input struct {
			Count, Denominator, Decimals int
			Counts                       []int
		}
		Expected struct {
			HalfUp           json.RawMessage `json:"half_up"`
			HalfEven         json.RawMessage `json:"half_even"`
			Truncate         json.RawMessage
			LargestRemainder json.RawMessage `json:"largest_remainder"`
		}
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Input.Counts != nil {
			base := 0
			for _, n := range c.Input.Counts {
				base += n
			}
			if got := "[" + strings.Join(Percents(c.Input.Counts, base, 0, study.LargestRemainder), ", ") + "]"; !sameJSON(t, got, c.Expected.LargestRemainder) {
				t.Errorf("%s: largest remainder %s, want %s", c.Name, got, c.Expected.LargestRemainder)
			}
			if got := "[" + strings.Join(Percents(c.Input.Counts, base, 0, study.HalfUp), ", ") + "]"; !sameJSON(t, got, c.Expected.HalfUp) {
				t.Errorf("%s: half up %s, want %s", c.Name, got, c.Expected.HalfUp)
			}
			continue
		}
		for rule, want := range map[study.RoundingRule]json.RawMessage{study.HalfUp: c.Expected.HalfUp, study.HalfEven: c.Expected.HalfEven, study.Truncate: c.Expected.Truncate} {
			if got := Percent(c.Input.Count, c.Input.Denominator, c.Input.Decimals, rule); !sameJSON(t, got, want) {
				t.Errorf("%s: %s %s, want %s", c.Name, rule, got, want)
			}
		}
	}
}

func sameJSON(t *testing.T, a string, b json.RawMessage) bool {
	var x, y any
	if err := json.Unmarshal([]byte(a), &x); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &y); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(x, y)
}

func TestPercentDigits(t *testing.T) {
	for _, c := range []struct {
		count, base, digits int
		want                string
	}{
		{1, 3, 4, "33.3333"}, {0, 5, 2, "0.00"}, {1, 2000, 1, "0.1"}, {1, 2001, 1, "0.0"}, {5, 5, 0, "100"}, {1, 0, 0, ""},
	} {
		if got := Percent(c.count, c.base, c.digits, study.HalfUp); got != c.want {
			t.Errorf("Percent(%d, %d, %d) = %q, want %q", c.count, c.base, c.digits, got, c.want)
		}
	}
}

const small = `
title: Small
survey:
  file: x.csv
  questions:
    - {id: sex, label: Sex, kind: single, options: [Woman, Man], about: demographic}
    - {id: age, label: Age, kind: scale, options: [young, middle, old], nets: [{label: Not old, options: [young, middle]}]}
    - {id: role, label: Role, kind: multi, options: [A, B, C], base: mentions, nets: [{label: A or B, options: [A, B]}]}
    - {id: years, label: Years, kind: number}
    - {id: d1, label: First, kind: single, options: ["Yes", "No"], about: applicability, domain: "1", agree: ["Yes"]}
    - {id: d2, label: Second, kind: single, options: ["Yes", "No"], about: applicability, domain: "2", agree: ["Yes"], asked: sex = Woman}
    - {id: says, kind: text, about: comment}
subgroups:
  - {id: women, label: Women, where: sex = Woman}
`

// people is six answers to it, by hand: five women and a man.
func people(t *testing.T, text string) (*study.Study, *survey.Table) {
	s, findings := study.Read("consultation.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	nan := math.NaN()
	table := &survey.Table{Source: "survey", Prefix: "R", N: 6, Columns: []survey.Column{
		{Codes: []uint16{1, 1, 1, 1, 1, 2}},
		{Codes: []uint16{1, 2, 3, 3, 0, 1}},
		{Ticks: []uint64{0b001, 0b011, 0b110, 0, survey.AnsweredNone, 0b001}},
		{Numbers: []float64{2, 4, nan, 9, 5, 1}},
		{Codes: []uint16{1, 1, 1, 1, 1, 2}},
		{Codes: []uint16{1, 1, 2, 0, 1, 0}},
		{},
	}}
	for i, q := range s.Survey.Questions {
		table.Columns[i].Question = q
	}
	for range 6 {
		table.Columns[6].Text.Append("words")
	}
	return s, table
}

func cellOf(t *testing.T, tables []Table, id, row, group string) Cell {
	t.Helper()
	table, ok := Find(tables, id)
	if !ok {
		t.Fatalf("no table %s", id)
	}
	r, g := table.Row(row), table.Group(group)
	if r < 0 || g < 0 {
		t.Fatalf("table %s has no cell %q, %q", id, row, group)
	}
	return table.Cells[r][g]
}

func TestBuild(t *testing.T) {
	s, people := people(t, small)
	tables, err := Build(context.Background(), s, people, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		table, row, group    string
		count, base, missing int
		shown                string
	}{
		{"sex", "Woman", "", 5, 6, 0, "83"},
		{"sex", "Man", "women", 0, 5, 0, "0"}, // a zero stays
		{"age", "young", "", 2, 5, 1, "40"},
		{"age", "Not old", "", 3, 5, 1, "60"},
		{"age", NoAnswer, "", 1, 6, 0, "17"},
		{"age", "Not old", "women", 2, 4, 1, "50"},
		{"role", "A", "", 3, 6, 1, "50"},      // mentions: 1 + 2 + 2 + 1
		{"role", "A or B", "", 4, 6, 1, "67"}, // four people, one of them with both
		{"role", NoAnswer, "", 1, 6, 0, "17"}, // who ticked nothing answered
		{"years", "Mean", "", 5, 5, 1, ""},    // (2+4+9+5+1)/5
		{AgreementID, "First", "", 5, 6, 0, "83"},
		{AgreementID, "First", "women", 5, 5, 0, "100"},
		{AgreementID, "Second", "", 3, 4, 1, "75"}, // the man was not asked
	} {
		got := cellOf(t, tables, c.table, c.row, c.group)
		if got.Count != c.count || got.Base != c.base || got.Missing != c.missing || got.Shown != c.shown {
			t.Errorf("%s, %s, %q: got %d of %d (missing %d) %q, want %d of %d (missing %d) %q", c.table, c.row, c.group,
				got.Count, got.Base, got.Missing, got.Shown, c.count, c.base, c.missing, c.shown)
		}
	}
	for row, want := range map[string]string{"Mean": "4.2", "Median": "4", "Smallest": "1", "Largest": "9", "Standard deviation": "3.11"} { // variance (4.84+.04+23.04+.64+10.24)/4 = 9.7
		if got := cellOf(t, tables, "years", row, "").Value; got != want {
			t.Errorf("%s: got %s, want %s", row, got, want)
		}
	}
	if c := cellOf(t, tables, "role", "A", ""); c.Interval {
		t.Error("a share of mentions has an interval")
	}
	if c := cellOf(t, tables, AgreementID, "First", "women"); !c.Interval || math.Abs(c.Low-56.55) > .01 || c.High != 100 { // Wilson 5/5
		t.Errorf("interval of 5 of 5: %v", c)
	}
	again, err := Build(context.Background(), s, people, nil, 1)
	if err != nil || !reflect.DeepEqual(tables, again) {
		t.Error("another number of jobs gives other tables")
	}
}

func TestSpecs(t *testing.T) {
	s, people := people(t, small+`
tables:
  - {question: role, base: answered, title: Roles of people}
  - {question: age, by: sex}
  - {question: age}
`)
	tables, err := Build(context.Background(), s, people, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, table := range tables {
		ids = append(ids, table.ID)
	}
	if want := []string{"role", "age_by_sex", "age"}; !slices.Equal(ids, want) {
		t.Errorf("tables %v, want %v", ids, want)
	}
	if c := cellOf(t, tables, "role", "A", ""); c.Count != 3 || c.Base != 5 || c.Shown != "60" || tables[0].Title != "Roles of people" {
		t.Errorf("role by people: %+v", c)
	}
	if c := cellOf(t, tables, "age_by_sex", "young", "sex=Man"); c.Count != 1 || c.Base != 1 {
		t.Errorf("age by sex: %+v", c)
	}
}

func TestMembers(t *testing.T) {
	_, people := people(t, small)
	for _, c := range []struct {
		filter, want string
	}{
		{"sex = Woman", "111110"},
		{"sex != Woman", "000001"},
		{"age < old", "110001"},
		{"age >= middle", "011100"},
		{"age != old", "110001"}, // who did not answer is not picked
		{"not answered(age)", "000010"},
		{"role = B", "011000"},
		{"role != A", "001010"}, // answered, and did not tick A
		{"years > 3 and not sex = Man", "010110"},
		{"years in (1, 9)", "000101"},
		{"sex = Man or (age = old and years > 8)", "000101"},
		{"says = words", "111111"},
		// The fifth person gave no age, the third no years, the fourth no role: of
		// them a condition on it is neither true nor false (Kleene 1952, section 64).
		{"not age = old", "110001"},
		{"not age in (young)", "011100"},
		{"not age != old", "001100"},
		{"not not age = old", "001100"},
		{"not (age = old or years > 8)", "110001"},   // third: true or unknown; fifth: unknown or false
		{"not (age = old and sex = Man)", "111111"},  // fifth: unknown and false is false
		{"age = young or sex = Woman", "111111"},     // fifth: unknown or true
		{"not (age = young or sex = Man)", "011100"}, // fifth: unknown or false is unknown
		{"not years < 5", "000110"},                  // third: unknown
		{"not role = A", "001010"},                   // fourth is unknown
		{"not answered(years)", "001000"},
		{"not (answered(age) and age = old)", "110011"}, // fifth: false and unknown is false
	} {
		f, err := study.ParseFilter(c.filter)
		if err != nil {
			t.Errorf("%s: %v", c.filter, err)
			continue
		}
		in, err := Members(people, f)
		if err != nil {
			t.Errorf("%s: %v", c.filter, err)
			continue
		}
		got := ""
		for _, yes := range in {
			got += map[bool]string{true: "1", false: "0"}[yes]
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.filter, got, c.want)
		}
	}
	for _, bad := range []string{"nothing = 1", "years = many", "sex = Both"} {
		f, _ := study.ParseFilter(bad)
		if _, err := Members(people, f); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestSuppression(t *testing.T) {
	s, people := people(t, small+"suppression: {below: 2}\n")
	tables, err := Build(context.Background(), s, people, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		table, row, group string
		want              bool
	}{
		{"sex", "Man", "", true},      // one man
		{"sex", "Woman", "", true},    // six less the women would tell it
		{"sex", "Man", "women", true}, // of a group whose size would tell how many women there are
		{"age", "middle", "", true},
		{"age", "young", "", true}, // the smallest of the rest, with old: the first
		{"age", "old", "", true},
		{"age", "Not old", "", true},
		{AgreementID, "First", "", true}, // one disagrees
		{AgreementID, "First", "women", true},
	} {
		if got := cellOf(t, tables, c.table, c.row, c.group).Suppressed; got != c.want {
			t.Errorf("%s, %s, %q: suppressed %v", c.table, c.row, c.group, got)
		}
	}
}

func TestLevels(t *testing.T) {
	cell := func(count int) Cell {
		return Cell{Count: count, Base: 19, Shown: Percent(count, 19, 0, study.HalfUp), Low: float64(count), High: float64(count) + 10, Interval: true}
	}
	table := Table{Groups: []Group{{Label: "All", N: 19}}}
	for _, n := range []int{19, 16, 18, 19} {
		table.Rows = append(table.Rows, Row{Kind: DomainRow})
		table.Cells = append(table.Cells, []Cell{cell(n)})
	}
	want := []Level{{"100", []int{0, 3}}, {"95", []int{2}}, {"84", []int{1}}}
	if got := table.Levels(0); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if apart := table.Apart(0); len(apart) != 0 {
		t.Errorf("intervals that overlap are called apart: %v", apart)
	}
	if table.caution() == "" {
		t.Error("nothing is said of intervals that all overlap")
	}
	table.Cells[1][0].High = 17
	if apart := table.Apart(0); len(apart) != 3 {
		t.Errorf("apart: %v", apart)
	}
}
