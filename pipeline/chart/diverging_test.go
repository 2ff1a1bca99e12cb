package chart

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
)

// A level that nobody chose, and a side that nobody took, keep their places.
func TestZeroLevels(t *testing.T) {
	s := fivePoints()
	s.Rows = s.Rows[:1] // nobody disagrees
	p := picture(t, func() (Picture, error) { return Diverging(s) })
	texts := checkSVG(t, p)
	for _, want := range []string{"Strongly disagree 0%", "Disagree 0%", "Neither agree nor disagree 0%", "Agree 37%", "Strongly agree 63%", "0%", "100%"} {
		if !texts[want] {
			t.Errorf("the SVG does not show %q", want)
		}
	}
}

// The instrument may list its options from either end; the picture is the same.
func TestOrientation(t *testing.T) {
	s := fivePoints()
	turned := s
	turned.Options = reversed(s.Options)
	turned.Rows = nil
	for _, r := range s.Rows {
		r.Counts, r.HiddenCells = reversed(r.Counts), reversed(r.HiddenCells)
		turned.Rows = append(turned.Rows, r)
	}
	a := picture(t, func() (Picture, error) { return Diverging(s) })
	b := picture(t, func() (Picture, error) { return Diverging(turned) })
	if !bytes.Equal(a.SVG, b.SVG) || a.Alt != b.Alt {
		t.Error("the two are not the same")
	}
	if !strings.Contains(a.Alt, "from Strongly disagree to Strongly agree") {
		t.Errorf("Alt is %q", a.Alt)
	}
}

// Segments by hand: 19 people, 2 3 4 6 4; the neutral 4 are 21.0526 per cent,
// so that the bar begins at -(5+2)/19.
func TestSegments(t *testing.T) {
	s := fivePoints()
	colours, err := s.colours()
	if err != nil {
		t.Fatal(err)
	}
	b := s.bar(s.Rows[2], colours)
	at := -7.0 / 19 * 100
	for i, n := range []float64{2, 3, 4, 6, 4} {
		g := b.segments[i]
		if math.Abs(g.from-at) > 1e-9 || math.Abs(g.to-g.from-n/19*100) > 1e-9 {
			t.Errorf("segment %d goes from %v to %v", i, g.from, g.to)
		}
		at = g.to
	}
	if b.totalNegative != "26%" || b.totalPositive != "53%" { // 5/19 = 26.3, 10/19 = 52.6
		t.Errorf("totals are %s and %s", b.totalNegative, b.totalPositive)
	}
	if b.parted {
		t.Error("the sides do not touch: there are neutral answers between them")
	}
}

// The count behind a hidden cell must leave no trace.
func TestHiddenCountsLeaveNoTrace(t *testing.T) {
	spec := func(a, b int) DivergingSpec {
		s := fivePoints()
		s.Rows[4].Counts = []int{a, b, 3, 9, 4}
		s.Rows[4].HiddenCells = []bool{true, true, false, false, false}
		s.Rows[1].Hidden, s.Rows[1].Base, s.Rows[1].Counts = true, a, []int{a, b, a, b, a}
		return s
	}
	one := picture(t, func() (Picture, error) { return Diverging(spec(1, 2)) })
	other := picture(t, func() (Picture, error) { return Diverging(spec(3, -7)) })
	if !bytes.Equal(one.SVG, other.SVG) || !bytes.Equal(one.PNG, other.PNG) || one.Alt != other.Alt {
		t.Error("the picture depends on a hidden count")
	}
	if !strings.Contains(one.Alt, "Strongly disagree hidden, Disagree hidden") {
		t.Errorf("Alt is %q", one.Alt)
	}
	if strings.Contains(one.Alt, "Disagree 0%, Neither agree nor disagree 16%") {
		t.Error("a hidden count is told as zero")
	}
}

func TestShownWins(t *testing.T) {
	s := confidence()
	s.Rows[0].Shown = []string{"11.3%", "", "", "", "", "3.8%"}
	s.Rows[0].ShownNegative = "27%"
	p := picture(t, func() (Picture, error) { return Diverging(s) })
	texts := checkSVG(t, p)
	for _, want := range []string{"Extremely confident 11.3%", "Extremely unconfident 3.8%", "Very confident 26%", "27%"} {
		if !texts[want] {
			t.Errorf("the SVG does not show %q", want)
		}
	}
}

// A side is told apart without colour: its segments are hatched.
func TestNegativeIsHatched(t *testing.T) {
	// A hatched area is one path of many separate lines.
	count := func(counts []int) int {
		s := fivePoints()
		s.Rows = s.Rows[:1]
		s.Rows[0].Counts = counts
		p := picture(t, func() (Picture, error) { return Diverging(s) })
		n := 0
		for _, path := range strings.Split(string(p.SVG), "<path") {
			if strings.Count(path, "M") > 5 {
				n++
			}
		}
		return n
	}
	negative, positive := count([]int{9, 10, 0, 0, 0}), count([]int{0, 0, 0, 9, 10})
	// Without negative answers, their two swatches in the legend remain.
	if negative != 4 || positive != 2 {
		t.Errorf("%d hatched areas with negative answers, %d without; expected 4 and 2", negative, positive)
	}
}

func TestDivergingErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*DivergingSpec)
		empty  bool
	}{
		{"no rows", func(s *DivergingSpec) { s.Rows = nil }, true},
		{"no options", func(s *DivergingSpec) { s.Options = nil }, true},
		{"base 0", func(s *DivergingSpec) { s.Rows = []DivergingRow{{Counts: make([]int, 5)}} }, true},
		{"every row hidden", func(s *DivergingSpec) {
			for i := range s.Rows {
				s.Rows[i].Hidden = true
			}
		}, true},
		{"every cell hidden", func(s *DivergingSpec) {
			s.Rows = s.Rows[:1]
			s.Rows[0].HiddenCells = []bool{true, true, true, true, true}
		}, true},
		{"an option without a side", func(s *DivergingSpec) { s.Options[0].Side = "" }, false},
		{"sides mixed", func(s *DivergingSpec) { s.Options[0].Side = Positive }, false},
		{"neutral at the end", func(s *DivergingSpec) { s.Options[4].Side = Neutral }, false},
		{"a negative count", func(s *DivergingSpec) { s.Rows[0].Counts[0] = -1 }, false},
		{"more than the base", func(s *DivergingSpec) { s.Rows[0].Counts[0] = 1 }, false},
		{"a negative base", func(s *DivergingSpec) { s.Rows[0].Base = -1 }, false},
		{"a count too few", func(s *DivergingSpec) { s.Rows[0].Counts = []int{1} }, false},
		{"a mark too few", func(s *DivergingSpec) { s.Rows[0].HiddenCells = []bool{true} }, false},
		{"a figure too few", func(s *DivergingSpec) { s.Rows[0].Shown = []string{"1%"} }, false},
		{"too many options", func(s *DivergingSpec) { s.Options = make([]Option, MaxOptions+1) }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := fivePoints()
			test.change(&s)
			_, err := Diverging(s)
			checkError(t, err, test.empty)
		})
	}
}

func checkError(t *testing.T, err error, empty bool) {
	t.Helper()
	if err == nil {
		t.Fatal("it is no error")
	}
	if errors.Is(err, ErrEmpty) != empty {
		t.Errorf("the error is %v", err)
	}
}

// Scales of one side, of many points, and rows that nobody answered.
func TestScales(t *testing.T) {
	options := func(neg, neutral, pos int) []Option {
		var out []Option
		for i, n := range []int{neg, neutral, pos} {
			for range n {
				out = append(out, Option{"level", []Side{Negative, Neutral, Positive}[i]})
			}
		}
		return out
	}
	for _, n := range [][3]int{{0, 0, 1}, {0, 0, 5}, {3, 0, 0}, {1, 0, 1}, {1, 1, 4}, {10, 1, 10}, {2, 2, 2}, {0, 3, 0}} {
		s := DivergingSpec{Frame: Frame{ID: "scale"}, Options: options(n[0], n[1], n[2])}
		k := len(s.Options)
		full, last := make([]int, k), make([]int, k)
		for i := range full {
			full[i] = 1
		}
		last[k-1] = k
		s.Rows = []DivergingRow{{Label: "each", Base: k, Counts: full}, {Label: "last", Base: k, Counts: last}, {Label: "nobody", Base: k, Counts: make([]int, k)}}
		p := picture(t, func() (Picture, error) { return Diverging(s) })
		checkPNG(t, p)
		checkSVG(t, p)
	}
}
