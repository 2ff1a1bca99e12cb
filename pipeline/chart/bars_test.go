package chart

import (
	"bytes"
	"testing"
)

func TestBarsErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*BarsSpec)
		empty  bool
	}{
		{"no rows", func(s *BarsSpec) { s.Rows = nil }, true},
		{"base 0", func(s *BarsSpec) { s.Base = 0 }, true},
		{"every row hidden", func(s *BarsSpec) { s.Rows = []BarsRow{{Hidden: true}} }, true},
		{"a negative base", func(s *BarsSpec) { s.Base = -1 }, false},
		{"a negative count", func(s *BarsSpec) { s.Rows[0].Count = -1 }, false},
		{"more than the base", func(s *BarsSpec) { s.Rows[0].Count = 55 }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := ages()
			test.change(&s)
			_, err := Bars(s)
			checkError(t, err, test.empty)
		})
	}
}

func TestBarsHidden(t *testing.T) {
	spec := func(n int) BarsSpec {
		s := roles()
		s.Rows[4].Count = n
		return s
	}
	one := picture(t, func() (Picture, error) { return Bars(spec(1)) })
	other := picture(t, func() (Picture, error) { return Bars(spec(-900)) })
	if !bytes.Equal(one.SVG, other.SVG) || one.Alt != other.Alt {
		t.Error("the picture depends on a hidden count")
	}
}

// All zero is drawn: everyone was asked, and nobody named any of them.
func TestBarsAllZero(t *testing.T) {
	s := ages()
	for i := range s.Rows {
		s.Rows[i].Count = 0
	}
	p := picture(t, func() (Picture, error) { return Bars(s) })
	if !checkSVG(t, p)["0 (0%)"] {
		t.Error("the SVG does not show the zero")
	}
}

func TestBarsAlt(t *testing.T) {
	const want = "Age of respondents. 7 bars, base 54: 18–25 4 (7%), 26–35 18 (33%), 36–45 11 (20%), 46–55 12 (22%), 56–65 7 (13%), 66 and over 2 (4%), Prefer not to say 0 (0%)."
	if p := picture(t, func() (Picture, error) { return Bars(ages()) }); p.Alt != want {
		t.Errorf("Alt is %q", p.Alt)
	}
}

// By hand: 1/8 = 12.5, 1/200 = 0.5, 3/200 = 1.5, 2/3 = 66.67, and one just below
// a half, 12.4999.
func TestPercent(t *testing.T) {
	for _, test := range []struct {
		count, base int
		want        string
	}{
		{1, 8, "13%"}, {1, 200, "1%"}, {3, 200, "2%"}, {2, 3, "67%"}, {124999, 1000000, "12%"},
		{0, 5, "0%"}, {5, 5, "100%"}, {14, 53, "26%"}, {19, 54, "35%"}, {199, 200, "100%"},
	} {
		if got := percent(test.count, test.base); got != test.want {
			t.Errorf("%d of %d is %s; expected %s", test.count, test.base, got, test.want)
		}
	}
}
