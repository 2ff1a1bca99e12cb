package stats

import (
	"fmt"
	"math"
	"slices"
)

// Verdict is what a panel's ratings say of an item.
type Verdict string

const (
	// Appropriate, or in: the panel wants it.
	Appropriate Verdict = "appropriate"
	// Uncertain: the panel is in the middle, or is divided.
	Uncertain Verdict = "uncertain"
	// Inappropriate, or out: the panel does not want it.
	Inappropriate Verdict = "inappropriate"
)

// RandUCLA is a panel's rating of one item by the RAND/UCLA method.
type RandUCLA struct {
	N      int
	Median float64
	// P30 and P70 are the 30th and 70th percentile, IPR their distance, Centre the point
	// half way between them, Asymmetry its distance from 5.
	P30, P70, IPR, Centre, Asymmetry float64
	// IPRAS is 2.35 + 1.5·Asymmetry; Disagreement says that IPR is above it; Index, the
	// disagreement index, is IPR/IPRAS.
	IPRAS, Index float64
	Disagreement bool
	// Low, Middle and High count ratings from 1 up to 3, up to 6 and up to 9.
	Low, Middle, High int
	Verdict           Verdict
}

// RateRandUCLA judges one item that a panel rated from 1 to 9: Fitch and others (2001),
// The RAND/UCLA Appropriateness Method User's Manual, MR-1269. kind is the type of
// quantile (see Quantile), which changes P30 and P70; the manual names none. A median of
// 3.5 or 6.5 counts to the higher band, as the manual has it; any disagreement makes the
// item uncertain. Missing (NaN) ratings are left out; without any, figures are NaN and
// the verdict uncertain. Errors: a rating outside 1 to 9, an unknown type.
func RateRandUCLA(ratings []float64, kind int) (RandUCLA, error) {
	sorted, err := panel(ratings)
	if err != nil {
		return RandUCLA{}, err
	}
	if err := quantileKind(kind); err != nil {
		return RandUCLA{}, err
	}
	out := RandUCLA{N: len(sorted), Verdict: Uncertain}
	out.Low, out.Middle, out.High = thirds(sorted)
	out.Median = quantileSorted(sorted, 0.5, 7)
	out.P30, out.P70 = quantileSorted(sorted, 0.3, kind), quantileSorted(sorted, 0.7, kind)
	out.IPR, out.Centre = out.P70-out.P30, (out.P30+out.P70)/2
	out.Asymmetry = math.Abs(5 - out.Centre)
	out.IPRAS = 2.35 + 1.5*out.Asymmetry
	out.Index = out.IPR / out.IPRAS
	// Rounding must not make a disagreement of two equal figures.
	out.Disagreement = out.IPR > out.IPRAS+1e-9
	switch {
	case out.Disagreement || out.N == 0:
	case out.Median >= 6.5:
		out.Verdict = Appropriate
	case out.Median < 3.5:
		out.Verdict = Inappropriate
	}
	return out, nil
}

// Comet is a panel's rating of one item by the rule of the COMET handbook.
type Comet struct {
	N, Low, Middle, High int
	Verdict              Verdict
}

// RateComet judges one item that a panel rated from 1 to 9: in when 70% or more gave 7 to
// 9 and fewer than 15% gave 1 to 3, out when it is the other way round, and uncertain
// else: Williamson and others (2017), Trials 18 (supplement 3), 280. The comparison is
// made in whole people. Ratings and errors as in RateRandUCLA.
func RateComet(ratings []float64) (Comet, error) {
	sorted, err := panel(ratings)
	if err != nil {
		return Comet{}, err
	}
	out := Comet{N: len(sorted), Verdict: Uncertain}
	out.Low, out.Middle, out.High = thirds(sorted)
	switch {
	case out.N == 0:
	case 10*out.High >= 7*out.N && 20*out.Low < 3*out.N:
		out.Verdict = Appropriate
	case 10*out.Low >= 7*out.N && 20*out.High < 3*out.N:
		out.Verdict = Inappropriate
	}
	return out, nil
}

// ReachesPercent says whether count of base is at least so many per cent (75 for 75%),
// from the counts and not from a rounded percentage: the rule of most Delphi studies,
// Diamond and others (2014), Journal of Clinical Epidemiology 67, 401-409. A share of
// nobody reaches nothing; nor does anything reach NaN.
func ReachesPercent(count, base int, percent float64) bool {
	return base > 0 && 100*float64(count) >= percent*float64(base)
}

// panel gives ratings from 1 to 9 in rising order.
func panel(ratings []float64) ([]float64, error) {
	for i, r := range ratings {
		if r < 1 || r > 9 {
			return nil, fmt.Errorf("rating %d is %v; the panel's scale runs from 1 to 9", i+1, r)
		}
	}
	sorted := present(ratings)
	slices.Sort(sorted)
	return sorted, nil
}

func thirds(ratings []float64) (low, middle, high int) {
	for _, r := range ratings {
		switch {
		case r <= 3:
			low++
		case r <= 6:
			middle++
		default:
			high++
		}
	}
	return low, middle, high
}
