package audit

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// The reference cases are exact integer arithmetic.
func TestConventionsAgainstReference(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/stats-reference/rounding.json")
	if err != nil {
		t.Skip("the reference cases are not here")
	}
	var cases []struct {
		Name  string
		Input struct {
			Count, Denominator, Decimals *int
		}
		Expected map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	names := map[string]Convention{"half_up": HalfUp, "half_even": HalfEven, "half_down": HalfDown, "truncate": CutOff, "ceiling": RoundedUp}
	n := 0
	for _, c := range cases {
		if c.Input.Count == nil || c.Input.Denominator == nil || c.Input.Decimals == nil {
			continue
		}
		for name, by := range names {
			var want float64
			if json.Unmarshal(c.Expected[name], &want) != nil || c.Expected[name] == nil {
				continue
			}
			n++
			scale := math.Pow10(*c.Input.Decimals)
			if got := by.Units(*c.Input.Count, *c.Input.Denominator, *c.Input.Decimals); got != int(math.Round(want*scale)) {
				t.Errorf("%s, %s: got %d, want %v", c.Name, by, got, want)
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d reference values were compared", n)
	}
	t.Logf("%d reference values", n)
}

// Worked out by hand from 100·count/base.
func TestConventionBases(t *testing.T) {
	for _, c := range []struct {
		count   int
		percent string
		by      Convention
		want    span
	}{
		{19, "37", HalfUp, span{51, 52}},    // 37.25, 36.54
		{35, "63", HalfUp, span{56, 56}},    // 62.5
		{35, "63", HalfEven, span{1, 0}},    // 62.5 goes to 62
		{35, "62", HalfEven, span{56, 56}},  // 61.4 of 57
		{35, "63", CutOff, span{55, 55}},    // 63.64
		{7, "59", RoundedUp, span{12, 12}},  // 58.3
		{14, "27", HalfUp, span{51, 52}},    // 27.45, 26.92
		{14, "27", RoundedUp, span{52, 53}}, // 26.92, 26.42
		{0, "0", CutOff, everyBase},
		{0, "1", HalfUp, span{1, 0}},
		{1, "100", HalfUp, span{1, 1}},
		{1, "0", HalfDown, span{200, maxFigure}}, // 0.5 goes down
		{1, "0", HalfUp, span{201, maxFigure}},
		{1, "0", RoundedUp, span{1, 0}},
		{2, "66.67", HalfUp, span{3, 3}},
	} {
		p, _ := parseShare(c.percent)
		if got := c.by.bases(p, c.count); got != c.want && !(got.empty() && c.want.empty()) {
			t.Errorf("%d is %s%% %s of %v, want %v", c.count, c.percent, c.by, got, c.want)
		}
	}
}

// At no digits, 13 of 101 percentages can be of 12 people and 55 of 54.
func TestChance(t *testing.T) {
	for base, want := range map[int]int{12: 13, 54: 55, 99: 100, 100: 101, 5000: 101} {
		if got := chanceOfLone(base, 0); got.Pass != want || got.Of != 101 {
			t.Errorf("of %d: %+v, want %d of 101", base, got, want)
		}
	}
}
