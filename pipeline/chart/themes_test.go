package chart

import (
	"bytes"
	"strings"
	"testing"
)

func TestThemesErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*ThemesSpec)
		empty  bool
	}{
		{"no rows", func(s *ThemesSpec) { s.Rows = nil }, true},
		{"no columns", func(s *ThemesSpec) { s.Columns = nil }, true},
		{"every cell hidden", func(s *ThemesSpec) {
			s.Rows = s.Rows[:1]
			s.Rows[0].Hidden = []bool{true, true, true, true, true, true, true, true}
		}, true},
		{"a count too few", func(s *ThemesSpec) { s.Rows[0].People = []int{1} }, false},
		{"a mark too few", func(s *ThemesSpec) { s.Rows[0].Hidden = []bool{true} }, false},
		{"a negative count", func(s *ThemesSpec) { s.Rows[0].People[0] = -1 }, false},
		{"a total below a column", func(s *ThemesSpec) { s.Rows[0].Total = 8 }, false},
		{"too many columns", func(s *ThemesSpec) { s.Columns = make([]ThemesColumn, MaxColumns+1) }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := themes()
			test.change(&s)
			_, err := Themes(s)
			checkError(t, err, test.empty)
		})
	}
}

func TestThemesHidden(t *testing.T) {
	spec := func(a, b int) ThemesSpec {
		s := themes()
		s.Rows[3].People[1], s.Rows[3].People[5] = a, b
		s.Rows[1].Total, s.Rows[1].TotalHidden = a, true
		return s
	}
	one := picture(t, func() (Picture, error) { return Themes(spec(1, 2)) })
	other := picture(t, func() (Picture, error) { return Themes(spec(400, -3)) })
	if !bytes.Equal(one.SVG, other.SVG) || one.Alt != other.Alt {
		t.Error("the picture depends on a hidden count")
	}
}

// Where the labels of columns fit they stand above them, else their codes do and
// the labels below.
func TestThemesHeads(t *testing.T) {
	s := themes()
	p := picture(t, func() (Picture, error) { return Themes(s) })
	if texts := checkSVG(t, p); !texts["7"] || !strings.Contains(string(p.SVG), "Columns: 1\u00A0Digital knowledge") {
		t.Error("the codes or their meaning are missing")
	}
	s.Columns, s.TotalName = []ThemesColumn{{"1", "Ethics"}, {"2", "Research"}}, ""
	s.Rows = []ThemesRow{{Label: "Supervision", People: []int{0, 1}}}
	p = picture(t, func() (Picture, error) { return Themes(s) })
	if texts := checkSVG(t, p); !texts["Ethics"] || !texts["Research"] || strings.Contains(string(p.SVG), "Columns:") {
		t.Error("the labels do not stand above the columns")
	}
}

// All zero is a finding, not an error: nobody spoke of it.
func TestThemesAllZero(t *testing.T) {
	s := themes()
	s.Rows = s.Rows[4:]
	p := picture(t, func() (Picture, error) { return Themes(s) })
	checkPNG(t, p)
	if !strings.Contains(p.Alt, "nobody") {
		t.Errorf("Alt is %q", p.Alt)
	}
}
