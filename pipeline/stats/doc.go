// Package stats holds the statistics that concord prints: numbers in, numbers out, each
// with its definition, source and edge cases. gonum does the rest.
//
// The same rules hold everywhere. Shares, levels and P values run from 0 to 1 (0.95 for
// 95 per cent). A missing value is NaN. A value that its definition leaves as nothing
// divided by nothing is NaN, and never a made-up 0 or 1. Input that cannot be right (rows
// of unequal length, negative counts, infinite values, more than can be done exactly)
// gives an error that says so; only the functions that take a few plain numbers and
// return an interval give NaN for it instead. Nothing panics, nothing is random without a
// seed in the call, and no input is changed.
package stats

// Test is the outcome of a significance test. DF is the degrees of freedom of the
// distribution that P was read from; tests on the normal distribution leave it 0. P is
// two-sided unless the function says otherwise.
type Test struct {
	Statistic, DF, P float64
}
