package chart

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestAgreementErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*AgreementSpec)
		empty  bool
	}{
		{"no domains", func(s *AgreementSpec) { s.Domains = nil }, true},
		{"no answers at all", func(s *AgreementSpec) {
			for i := range s.Domains {
				s.Domains[i].Points = make([]AgreementPoint, 2)
			}
		}, true},
		{"no group", func(s *AgreementSpec) { s.Series = nil }, false},
		{"three groups", func(s *AgreementSpec) { s.Series = []string{"a", "b", "c"} }, false},
		{"a figure too few", func(s *AgreementSpec) { s.Domains[0].Points = s.Domains[0].Points[:1] }, false},
		{"more than the base", func(s *AgreementSpec) { s.Domains[0].Points[0].Agree = 55 }, false},
		{"less than nobody", func(s *AgreementSpec) { s.Domains[0].Points[0].Agree = -1 }, false},
		{"interval beside the share", func(s *AgreementSpec) { s.Domains[1].Points[0].Low = 99 }, false},
		{"interval as a share of 1", func(s *AgreementSpec) { s.Domains[1].Points[0].Low, s.Domains[1].Points[0].High = 0.9, 0.99 }, false},
		{"interval not a number", func(s *AgreementSpec) { s.Domains[1].Points[0].Low = math.NaN() }, false},
		{"interval above 100", func(s *AgreementSpec) { s.Domains[1].Points[0].High = 101 }, false},
		{"axis upside down", func(s *AgreementSpec) { s.Low, s.High = 100, 50 }, false},
		{"axis not a number", func(s *AgreementSpec) { s.Low = math.NaN() }, false},
		{"share outside the axis", func(s *AgreementSpec) { s.Low, s.High = 90, 100 }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := agreement()
			test.change(&s)
			_, err := Agreement(s)
			checkError(t, err, test.empty)
		})
	}
}

func TestAgreementHidden(t *testing.T) {
	spec := func(agree, base int) AgreementSpec {
		s := agreement()
		s.Domains[4].Points[1] = AgreementPoint{Agree: agree, Base: base, Low: float64(agree), Hidden: true}
		return s
	}
	one := picture(t, func() (Picture, error) { return Agreement(spec(1, 2)) })
	other := picture(t, func() (Picture, error) { return Agreement(spec(30, 3)) })
	if !bytes.Equal(one.SVG, other.SVG) || one.Alt != other.Alt {
		t.Error("the picture depends on a hidden count")
	}
	if !strings.Contains(one.Alt, "One setting only hidden") {
		t.Errorf("Alt is %q", one.Alt)
	}
}

// Domains stay in the order given.
func TestAgreementOrder(t *testing.T) {
	p := picture(t, func() (Picture, error) { return Agreement(agreement()) })
	last := -1
	for _, l := range []string{"1 Digital", "2 Supporting", "5 Ethics", "8 Evaluation"} {
		at := strings.LastIndex(string(p.SVG), ">"+l)
		if at <= last {
			t.Errorf("%q stands at %d, after %d", l, at, last)
		}
		last = at
	}
}

func TestTicks(t *testing.T) {
	tests := []struct {
		low, high float64
		want      []float64
	}{
		{0, 100, []float64{0, 20, 40, 60, 80, 100}},
		{70, 100, []float64{70, 80, 90, 100}},
		{75, 100, []float64{75, 80, 85, 90, 95, 100}},
		{96, 100, []float64{96, 97, 98, 99, 100}},
		{33, 100, []float64{40, 60, 80, 100}},
	}
	for _, test := range tests {
		s := AgreementSpec{Low: test.low, High: test.high}
		if got := s.ticks(); !slices.Equal(got, test.want) {
			t.Errorf("%v to %v: %v", test.low, test.high, got)
		}
	}
}
