package stats

import (
	"fmt"
	"math"
	"slices"
)

// Quantile gives the value under which a share p (0 to 1) of the values lies, by one of
// the nine types of Hyndman and Fan (1996), The American Statistician 50, 361-365: type 7
// is that of R, numpy and Excel, 6 that of SPSS and Minitab, 2 that of SAS (its median is
// the usual one, and other quartiles fall on or half way between values), 8 the one its
// authors recommend. The type changes an interquartile range, so name it beside the
// figure. Missing (NaN) values are left out; with none left, or p outside 0 to 1, it is
// NaN. Errors: an unknown type, infinite values.
func Quantile(x []float64, p float64, kind int) (float64, error) {
	if err := finite(x); err != nil {
		return 0, err
	}
	if err := quantileKind(kind); err != nil {
		return 0, err
	}
	sorted := present(x)
	slices.Sort(sorted)
	return quantileSorted(sorted, p, kind), nil
}

// Median gives the middle value, or the mean of the two middle ones. Missing values and
// errors as in Quantile.
func Median(x []float64) (float64, error) { return Quantile(x, 0.5, 7) }

// IQR gives the interquartile range by a type of quantile. Missing values and errors as
// in Quantile.
func IQR(x []float64, kind int) (float64, error) {
	low, err := Quantile(x, 0.25, kind)
	if err != nil {
		return 0, err
	}
	high, err := Quantile(x, 0.75, kind)
	return high - low, err
}

func quantileKind(kind int) error {
	if kind < 1 || kind > 9 {
		return fmt.Errorf("there is no quantile type %d; the types are 1 to 9", kind)
	}
	return nil
}

// quantileSorted is Quantile on values in rising order.
func quantileSorted(x []float64, p float64, kind int) float64 {
	return quantileAt(len(x), func(i int) float64 { return x[i] }, p, kind)
}

// quantileAt is Quantile on n values in rising order, given one by one.
func quantileAt(n int, at func(i int) float64, p float64, kind int) float64 {
	if n == 0 || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	size := float64(n)
	// The place among the values, from 1, and the share to take of the next one. Rounding
	// in n·p must not move a place that falls on a value.
	var m float64
	switch kind {
	case 3:
		m = -0.5
	case 5:
		m = 0.5
	case 6:
		m = p
	case 7:
		m = 1 - p
	case 8:
		m = (p + 1) / 3
	case 9:
		m = p/4 + 3.0/8
	}
	place := size*p + m
	whole := math.Floor(place + 4e-16*math.Max(1, size))
	rest := place - whole
	if math.Abs(rest) < 4e-16*math.Max(1, size) {
		rest = 0
	}
	switch kind {
	case 1:
		if rest > 0 {
			rest = 1
		}
	case 2:
		if rest > 0 {
			rest = 1
		} else {
			rest = 0.5
		}
	case 3:
		// The nearest value, and of two as near the even one.
		if rest > 0 || math.Mod(whole, 2) != 0 {
			rest = 1
		}
	}
	value := func(place float64) float64 { return at(int(min(size, max(1, place))) - 1) }
	low, high := value(whole), value(whole+1)
	if rest == 0 || low == high {
		return low
	}
	if rest == 1 {
		return high
	}
	return (1-rest)*low + rest*high
}
