package stats

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Metric says how far apart two codes are, for Krippendorff's alpha.
type Metric int

const (
	// MetricNominal codes are equal or not.
	MetricNominal Metric = iota
	// MetricOrdinal codes are as far apart as their middle ranks among all codes that can
	// be paired, squared.
	MetricOrdinal
	// MetricInterval codes are as far apart as their values, squared.
	MetricInterval
	// MetricRatio codes are as far apart as ((a-b)/(a+b))²; they start at 0.
	MetricRatio
	// MetricAbsolute codes are as far apart as |a-b|, the linear weights of the kappa
	// family; Krippendorff does not name this one.
	MetricAbsolute
)

// maxRatioValues bounds the different values of the ratio metric, whose work grows with
// their square.
const maxRatioValues = 5000

// Alpha is Krippendorff's alpha.
type Alpha struct {
	// Units have two codes or more; Pairable are their codes. Others tell nothing.
	Units, Pairable int
	// Estimate is 1 - Observed/Expected, the disagreement seen over that of codes put
	// together at random: 1 is perfect, 0 is chance, below 0 is worse.
	Estimate, Observed, Expected float64
	// SE is the standard error over units drawn at random from many, by the linearisation
	// of Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition; for ordinal codes
	// it takes their ranks as given. Low and High are its interval by Student's t with
	// Units-1 degrees of freedom, cut at 1. AlphaBootstrap makes one without these
	// assumptions.
	SE, Low, High float64
}

// KrippendorffAlpha gives the agreement of any number of coders with any missing codes:
// Krippendorff (2019), Content Analysis, 4th edition, chapter 12, and (2011), Computing
// Krippendorff's Alpha-Reliability. units[i] are the codes of unit i in any order, NaN
// for none; rows may differ in length. It goes through the coincidences, not through
// pairs of coders, in n log n of the codes (the ratio metric: different values squared).
// When all codes are equal it is nothing over nothing: Estimate is NaN and Observed 0,
// where R's irr says 1. Errors: infinite values, an unknown metric, a level outside 0 to
// 1, and for the ratio metric negative values or more than 5,000 different ones.
func KrippendorffAlpha(units [][]float64, metric Metric, level float64) (Alpha, error) {
	if !goodLevel(level) {
		return Alpha{}, errLevel(level)
	}
	var kept [][]float64
	var all []float64
	for i, row := range units {
		if err := finite(row); err != nil {
			return Alpha{}, fmt.Errorf("unit %d: %w", i+1, err)
		}
		if row = present(row); len(row) > 1 {
			slices.Sort(row)
			kept, all = append(kept, row), append(all, row...)
		}
	}
	n, units2 := float64(len(all)), float64(len(kept))
	d, err := newDistances(all, metric)
	if err != nil {
		return Alpha{}, err
	}
	out := Alpha{Units: len(kept), Pairable: len(all)}
	// inside[i] is the sum of distances over ordered pairs of codes of unit i, outside[i]
	// the sum of each code's mean distance to all codes.
	inside, outside := make([]float64, len(kept)), make([]float64, len(kept))
	for i, row := range kept {
		inside[i] = d.within(row)
		out.Observed += inside[i] / float64(len(row)-1) / n
		for _, v := range row {
			outside[i] += d.mean[d.at(v)]
		}
		out.Expected += outside[i] / n
	}
	// Drawn with replacement so far; a code is not paired with itself.
	withSelf := out.Expected
	out.Expected *= n / (n - 1)
	out.Estimate = 1 - out.Observed/out.Expected
	if len(d.values) < 2 {
		nan := math.NaN()
		out.Estimate, out.SE, out.Low, out.High = nan, nan, nan, nan
		if len(kept) == 0 {
			out.Observed, out.Expected = nan, nan
		}
		return out, nil
	}
	mean := n / units2
	meanInside := 0.0
	for i, row := range kept {
		meanInside += inside[i] / (mean * float64(len(row)-1)) / units2
	}
	// The standard error is that of 1 - meanInside/withSelf, from which the estimate
	// differs by a part in n.
	plain, sum := 1-meanInside/withSelf, 0.0
	for i, row := range kept {
		more := float64(len(row))/mean - 1
		seen := inside[i]/(mean*float64(len(row)-1)) - meanInside*more
		chance := outside[i]/mean - withSelf*more
		own := 1 - seen/withSelf - 2*(1-plain)*(withSelf-chance)/withSelf
		sum += (own - plain) * (own - plain)
	}
	out.SE = math.Sqrt(sum / (units2 * (units2 - 1)))
	out.Low, out.High = tInterval(out.Estimate, out.SE, units2-1, level)
	return out, nil
}

// AlphaBootstrap gives the percentile interval of Krippendorff's alpha over draws of
// whole units with replacement, as many as there are. Input, NaN and errors as in
// KrippendorffAlpha and Bootstrap.
func AlphaBootstrap(units [][]float64, metric Metric, level float64, draws int, seed uint64) (Resampled, error) {
	if _, err := KrippendorffAlpha(units, metric, level); err != nil {
		return Resampled{}, err
	}
	drawn := make([][]float64, len(units))
	return Bootstrap(len(units), level, draws, seed, func(pick []int) float64 {
		for i, k := range pick {
			drawn[i] = units[k]
		}
		a, err := KrippendorffAlpha(drawn, metric, level)
		if err != nil {
			return math.NaN()
		}
		return a.Estimate
	})
}

// distances holds the different codes, their places under the metric, and the mean
// distance of each to all codes.
type distances struct {
	metric Metric
	values []float64
	place  []float64 // where each value stands: itself, or its middle rank
	mean   []float64
}

func newDistances(all []float64, metric Metric) (distances, error) {
	d := distances{metric: metric}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	var times []float64
	for i, v := range sorted {
		if i == 0 || sorted[i-1] != v {
			d.values, times = append(d.values, v), append(times, 0)
		}
		times[len(times)-1]++
	}
	n := float64(len(sorted))
	d.mean = make([]float64, len(d.values))
	switch metric {
	case MetricNominal:
		for i, t := range times {
			d.mean[i] = 1 - t/n
		}
		return d, nil
	case MetricRatio:
		if len(d.values) > 0 && d.values[0] < 0 {
			return d, fmt.Errorf("a ratio scale starts at 0, and a code is %v", d.values[0])
		}
		if len(d.values) > maxRatioValues {
			return d, fmt.Errorf("there are %d different values; the ratio metric takes at most %d", len(d.values), maxRatioValues)
		}
		for i, a := range d.values {
			for j, b := range d.values {
				d.mean[i] += ratioDistance(a, b) * times[j] / n
			}
		}
		return d, nil
	case MetricOrdinal:
		before := 0.0
		for _, t := range times {
			d.place = append(d.place, before+t/2)
			before += t
		}
	case MetricInterval, MetricAbsolute:
		d.place = d.values
	default:
		return d, fmt.Errorf("there is no metric %d", metric)
	}
	// From the middle, since large values would swallow small differences.
	centre := 0.0
	for i, t := range times {
		centre += d.place[i] * t / n
	}
	square, below, sumBelow := 0.0, 0.0, 0.0
	for i, t := range times {
		square += (d.place[i] - centre) * (d.place[i] - centre) * t / n
	}
	for i, p := range d.place {
		p -= centre
		if metric == MetricAbsolute {
			// Values below stand p-v away, values above v-p; all sum to 0.
			d.mean[i] = 2 * (p*below - sumBelow) / n
			d.mean[i] -= p
			below += times[i]
			sumBelow += p * times[i]
			continue
		}
		d.mean[i] = p*p + square
	}
	return d, nil
}

func (d distances) at(v float64) int { return sort.SearchFloat64s(d.values, v) }

// within gives the sum of distances over ordered pairs of codes in rising order.
func (d distances) within(row []float64) float64 {
	m, sum := float64(len(row)), 0.0
	switch d.metric {
	case MetricNominal:
		sum = m * m
		for i := 0; i < len(row); {
			j := i
			for j < len(row) && row[j] == row[i] {
				j++
			}
			sum -= float64((j - i) * (j - i))
			i = j
		}
	case MetricRatio:
		times := make(map[int]float64)
		var seen []int
		for _, v := range row {
			k := d.at(v)
			if times[k] == 0 {
				seen = append(seen, k)
			}
			times[k]++
		}
		for _, a := range seen {
			for _, b := range seen {
				sum += ratioDistance(d.values[a], d.values[b]) * times[a] * times[b]
			}
		}
	case MetricAbsolute:
		before := 0.0
		for i, v := range row {
			v -= row[0]
			sum += 2 * (v*float64(i) - before)
			before += v
		}
	default:
		mean := 0.0
		for _, v := range row {
			mean += d.place[d.at(v)] / m
		}
		for _, v := range row {
			gap := d.place[d.at(v)] - mean
			sum += 2 * m * gap * gap
		}
	}
	return sum
}

// ratioDistance gives ((a-b)/(a+b))² for values from 0 on.
func ratioDistance(a, b float64) float64 {
	if a == b {
		return 0
	}
	// Halves, since the sum of two large values can be too large.
	r := (a/2 - b/2) / (a/2 + b/2)
	return r * r
}
