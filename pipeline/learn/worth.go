package learn

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Verdict says whether more coding pays.
type Verdict string

const (
	Pays    Verdict = "pays"
	Stopped Verdict = "no longer pays"
	Unknown Verdict = "cannot be told yet"
)

// Outlook is what another hour of coding is likely to bring.
type Outlook struct {
	Verdict Verdict `json:"verdict"`
	// Hour is how many comments are coded in it, Least the gain in micro F1 from
	// which it pays.
	Hour  int     `json:"comments_an_hour"`
	Least float64 `json:"least_gain"`
	// Gain is what the next hour is expected to add to micro F1, from Low to High at
	// 95 per cent. All are 0 where there are too few points to fit a curve to.
	Gain float64 `json:"gain"`
	Low  float64 `json:"gain_low"`
	High float64 `json:"gain_high"`
}

// Sizes are those for which a learning curve is worth having with so many coded
// comments: from 25, each the last times the root of two, while a fifth more are left.
func Sizes(comments int) []int {
	var out []int
	for x := 25.0; x*1.2 < float64(comments); x *= math.Sqrt2 {
		out = append(out, int(math.Round(x)))
	}
	return out
}

const (
	leastPoints = 5
	// noise is the least standard deviation of a point about the curve: two models
	// of nearly the same comments differ by about as much.
	noise = 0.004
)

// Worth fits to a learning curve F1(n) = a - b·n^-c, with b not negative and c from
// 0.05 to 2 (the inverse power law; Figueroa, Zeng-Treitler, Kandula and Ngo, 2012,
// Predicting sample size required for classification performance, BMC Medical
// Informatics and Decision Making 12:8), by least squares, and tells what hour more
// comments would bring. The interval holds every gain of a curve whose squares are
// not more, by the square of Student's t for points-3 degrees of freedom, than the
// best curve's. It pays where the whole interval is at or above least, no longer
// where all of it is below, and cannot be told otherwise, nor from fewer than five
// points. Points must be of rising numbers of comments.
func Worth(curve []Point, hour int, least float64) Outlook {
	o := Outlook{Verdict: Unknown, Hour: hour, Least: least}
	n := len(curve)
	if n < leastPoints || hour <= 0 || curve[0].Comments <= 0 {
		return o
	}
	for i := 1; i < n; i++ {
		if curve[i].Comments <= curve[i-1].Comments {
			return o
		}
	}
	last := float64(curve[n-1].Comments)
	type fit struct{ squares, b, sxx, drop float64 }
	var fits []fit
	best := math.Inf(1)
	for step := 1; step <= 40; step++ {
		c := float64(step) * 0.05
		meanX, meanY := 0.0, 0.0
		x := make([]float64, n)
		for i, p := range curve {
			// In units of the first point, so that no power grows out of hand.
			x[i] = math.Pow(float64(p.Comments)/float64(curve[0].Comments), -c)
			meanX += x[i] / float64(n)
			meanY += p.Micro / float64(n)
		}
		sxx, sxy, syy := 0.0, 0.0, 0.0
		for i, p := range curve {
			sxx += (x[i] - meanX) * (x[i] - meanX)
			sxy += (x[i] - meanX) * (p.Micro - meanY)
			syy += (p.Micro - meanY) * (p.Micro - meanY)
		}
		b := math.Max(0, -sxy/sxx)
		squares := syy + 2*b*sxy + b*b*sxx
		drop := x[n-1] - math.Pow((last+float64(hour))/float64(curve[0].Comments), -c)
		fits = append(fits, fit{squares, b, sxx, drop})
		if squares < best {
			best, o.Gain = squares, b*drop
		}
	}
	variance := math.Max(best/float64(n-3), noise*noise)
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 3)}.Quantile(0.975)
	limit := best + t*t*variance
	o.Low, o.High = o.Gain, o.Gain
	for _, f := range fits {
		if f.squares > limit {
			continue
		}
		reach := math.Sqrt((limit - f.squares) / f.sxx)
		o.Low = math.Min(o.Low, math.Max(0, f.b-reach)*f.drop)
		o.High = math.Max(o.High, (f.b+reach)*f.drop)
	}
	for _, x := range []*float64{&o.Gain, &o.Low, &o.High} {
		*x = math.Round(*x*1e4) / 1e4
	}
	switch {
	case o.Low >= least:
		o.Verdict = Pays
	case o.High < least:
		o.Verdict = Stopped
	}
	return o
}
