package stats

import (
	"fmt"
	"math"
)

// ShareMethod is a way to make an interval for a weighted share.
type ShareMethod int

const (
	// Logit makes it on the logarithm of the odds, and so stays within 0 and 1.
	Logit ShareMethod = iota
	// Likelihood is where the binomial likelihood ratio, over the design effect, stays
	// below its quantile: Rao and Scott (1984), Annals of Statistics 12, 46-60.
	Likelihood
	// ArcSine makes it on the arc sine of the square root.
	ArcSine
	// KornGraubard is Clopper and Pearson's on the effective number of people: Korn and
	// Graubard (1998), Survey Methodology 24, 193-201. It suits shares near 0 and 1.
	KornGraubard
	// Plain is the share and standard errors on either side; it can leave 0 to 1.
	Plain
)

// ShareInterval gives the weighted share of people marked yes, with an interval at the
// level by Student's t (likelihood: by F), as svyciprop in R's survey does. With NaN in
// yes its person is left out; 1 is yes, 0 no. A share of 0 or 1 has no spread: every
// method gives NaN for its interval but KornGraubard, which takes the people as drawn one
// by one. Errors: those of Mean, a value that is not 0, 1 or NaN, an unknown method, a
// level outside 0 to 1.
func (s Sample) ShareInterval(yes []float64, method ShareMethod, level float64) (share Estimate, low, high float64, err error) {
	if !goodLevel(level) {
		return Estimate{}, 0, 0, errLevel(level)
	}
	for i, v := range yes {
		if v != 0 && v != 1 && !math.IsNaN(v) {
			return Estimate{}, 0, 0, fmt.Errorf("value %d is %v; a mark is 1 for yes or 0 for no", i+1, v)
		}
	}
	share, err = s.Mean(yes)
	if err != nil {
		return Estimate{}, 0, 0, err
	}
	p, t := share.Value, tQuantile(0.5+level/2, float64(share.DF))
	spread := p * (1 - p)
	if !(spread > 0) && method != KornGraubard {
		return share, math.NaN(), math.NaN(), nil
	}
	switch method {
	case Plain:
		low, high = share.Interval(level)
	case Logit:
		middle, margin := math.Log(p/(1-p)), t*share.SE/spread
		low, high = logistic(middle-margin), logistic(middle+margin)
	case ArcSine:
		middle, margin := math.Asin(math.Sqrt(p)), t*share.SE/(2*math.Sqrt(spread))
		low = math.Pow(math.Sin(max(0, middle-margin)), 2)
		high = math.Pow(math.Sin(min(math.Pi/2, middle+margin)), 2)
	case KornGraubard:
		low, high = kornGraubard(share, level)
	case Likelihood:
		n := float64(share.N)
		low, high = likelihoodEnds(p, t*t*share.SE*share.SE/(2*spread)*n/(n-1))
	default:
		return Estimate{}, 0, 0, fmt.Errorf("there is no method %d", method)
	}
	return share, low, high, nil
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// kornGraubard is Clopper and Pearson's interval on the effective number of people.
func kornGraubard(share Estimate, level float64) (low, high float64) {
	p, n := share.Value, float64(share.N)
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	tail := (1 - level) / 2
	effective := n
	if p > 0 && p < 1 {
		ratio := tQuantile(tail, n-1) / tQuantile(tail, float64(share.DF))
		effective = p * (1 - p) / (share.SE * share.SE) * ratio * ratio
	}
	low, high = 0, 1
	if p > 0 {
		low = betaQuantile(tail, effective*p, effective*(1-p)+1)
	}
	if p < 1 {
		high = 1 - betaQuantile(tail, effective*(1-p), effective*p+1)
	}
	return low, high
}

// likelihoodEnds finds the shares on either side of p whose binomial divergence from p,
// for one person, is bound.
func likelihoodEnds(p, bound float64) (low, high float64) {
	if math.IsNaN(bound) {
		return bound, bound
	}
	apart := func(q float64) float64 { return p*math.Log(p/q) + (1-p)*math.Log((1-p)/(1-q)) }
	search := func(inside, outside float64) float64 {
		for range 200 {
			middle := (inside + outside) / 2
			if middle == inside || middle == outside {
				break
			}
			if apart(middle) < bound {
				inside = middle
			} else {
				outside = middle
			}
		}
		return inside
	}
	return search(p, 0), search(p, 1)
}
