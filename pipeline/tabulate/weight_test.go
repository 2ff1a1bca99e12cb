package tabulate

import (
	"context"
	"errors"
	"slices"
	"testing"

	"concord/pipeline/study"
)

// Weights are summed exactly or not at all.
func TestWeightsThatCannotBeSummed(t *testing.T) {
	const ticked = "{question: role}"
	for _, c := range []struct {
		name    string
		tables  string
		weights []float64
		want    error
	}{
		{"usual", "{question: age}", []float64{1.714025972, 1.247120116, 0.515746057, 1, 2, 0.5}, nil},
		{"the smallest", "{question: age}", []float64{1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9}, nil},
		{"too small", "{question: age}", []float64{1, 1, 1, 1, 1, 1e-10}, errLight},
		{"the largest", "{question: age}", []float64{1.5e9, 1.5e9, 1.5e9, 1.5e9, 1.5e9, 1.5e9}, nil},
		{"too large", "{question: age}", []float64{1.5e9, 1.5e9, 1.5e9, 1.5e9, 1.5e9, 1.5e9 + 1}, errHeavy},
		// Of six people's ticks: A, A and B, B and C, none, none, A.
		{"several answers", ticked, []float64{1e9, 1e9, 1e9, 1e9, 1e9, 1e9}, nil},
		{"several answers, too large", ticked, []float64{1e9, 4e9, 1e9, 1, 1, 1e9}, errHeavy},
	} {
		s, table := people(t, small+"tables: ["+c.tables+"]\n")
		table.Weights = c.weights
		tables, err := BuildWhere(context.Background(), s, table, nil, "", 1)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
			continue
		}
		for i := range tables {
			for _, cell := range slices.Concat(tables[i].Cells...) {
				if cell.Weight < 0 || cell.WeightBase <= 0 || cell.Weight > cell.WeightBase || cell.Percent == "" {
					t.Errorf("%s: %+v", c.name, cell)
				}
				if cell.Interval && !(cell.Low >= 0 && cell.High <= 100 && cell.Low < cell.High) {
					t.Errorf("%s: from %v to %v", c.name, cell.Low, cell.High)
				}
			}
		}
	}
}

// Sums of weights beyond 2^53 units, which a float64 would not hold.
func TestWeightPercentIsExact(t *testing.T) {
	for _, c := range []struct {
		weight, base int64
		digits       int
		rule         study.RoundingRule
		want         string
	}{
		{4_500_000_000_000_000_000, 9_000_000_000_000_000_000, 4, study.HalfUp, "50.0000"},
		{44_999_999_999_999_999, 9_000_000_000_000_000_000, 0, study.HalfUp, "0"},
		{45_000_000_000_000_000, 9_000_000_000_000_000_000, 0, study.HalfUp, "1"},
		{45_000_000_000_000_000, 9_000_000_000_000_000_000, 0, study.HalfEven, "0"},
		{135_000_000_000_000_000, 9_000_000_000_000_000_000, 0, study.HalfEven, "2"},
		{8_999_999_999_999_999_999, 9_000_000_000_000_000_000, 4, study.Truncate, "99.9999"},
		{9_000_000_000_000_000_000, 9_000_000_000_000_000_000, 4, study.Truncate, "100.0000"},
		{0, 0, 2, study.HalfUp, ""},
	} {
		if got := WeightPercent(c.weight, c.base, c.digits, c.rule); got != c.want {
			t.Errorf("WeightPercent(%d, %d, %d, %s) = %q, want %q", c.weight, c.base, c.digits, c.rule, got, c.want)
		}
	}
}
