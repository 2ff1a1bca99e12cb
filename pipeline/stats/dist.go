package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// The functions here are gonum's distributions with NaN for what has no answer, where
// gonum would panic.

// goodLevel says whether a confidence level lies between 0 and 1.
func goodLevel(level float64) bool { return level > 0 && level < 1 }

// normalQuantile gives the value under which a share p of the standard normal
// distribution lies.
func normalQuantile(p float64) float64 {
	if !(p > 0 && p < 1) {
		return math.NaN()
	}
	return distuv.UnitNormal.Quantile(p)
}

// normalTwoSided gives the chance that a standard normal value is as far from 0 as z, on
// either side.
func normalTwoSided(z float64) float64 {
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}

// chiSquareTail gives the chance of x or more with df degrees of freedom, which need not
// be whole.
func chiSquareTail(x, df float64) float64 {
	if math.IsNaN(x) || !(df > 0) || math.IsInf(df, 1) {
		return math.NaN()
	}
	if x <= 0 {
		return 1
	}
	if math.IsInf(x, 1) {
		return 0
	}
	return mathext.GammaIncRegComp(df/2, x/2)
}

// incompleteBeta gives the regularised incomplete beta function.
func incompleteBeta(a, b, x float64) float64 {
	switch {
	case !(a > 0) || !(b > 0) || math.IsNaN(x) || math.IsInf(a, 1) || math.IsInf(b, 1):
		return math.NaN()
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	return mathext.RegIncBeta(a, b, x)
}

// fTail gives the chance of x or more under Fisher's F with d1 and d2 degrees of freedom.
func fTail(x, d1, d2 float64) float64 {
	if x <= 0 {
		return 1
	}
	return incompleteBeta(d2/2, d1/2, d2/(d2+d1*x))
}

// fQuantile gives the value under which a share p of Fisher's F lies.
func fQuantile(p, d1, d2 float64) float64 {
	x := betaQuantile(p, d1/2, d2/2)
	return d2 * x / (d1 * (1 - x))
}

// manyDF is from where on the expansions about the normal distribution are more exact
// than the incomplete beta function.
const manyDF = 1e6

// tTwoSided gives the chance that Student's t is as far from 0 as t.
func tTwoSided(t, df float64) float64 {
	if math.IsInf(t, 0) {
		return 0
	}
	if df > manyDF {
		// Abramowitz and Stegun (1964), 26.7.8.
		return normalTwoSided(t * (1 - 1/(4*df)) / math.Sqrt(1+t*t/(2*df)))
	}
	return incompleteBeta(df/2, 0.5, df/(df+t*t))
}

// tQuantile gives the value under which a share p of Student's t lies.
func tQuantile(p, df float64) float64 {
	if !(p > 0 && p < 1) || !(df > 0) {
		return math.NaN()
	}
	if p == 0.5 {
		return 0
	}
	if df > manyDF {
		// Abramowitz and Stegun (1964), 26.7.5, its first term.
		z := normalQuantile(p)
		return z + (z*z*z+z)/(4*df)
	}
	// The two-sided tail 2(1-p) is I(df/2, 1/2) at df/(df+t²); near 1 the rest of it
	// keeps more figures.
	tail := 2 * min(p, 1-p)
	x := betaQuantile(tail, df/2, 0.5)
	t := math.Sqrt(df * (1 - x) / x)
	if x > 0.5 {
		rest := betaQuantile(1-tail, 0.5, df/2)
		t = math.Sqrt(df * rest / (1 - rest))
	}
	if p < 0.5 {
		return -t
	}
	return t
}

// betaQuantile gives the value under which a share p of the beta distribution lies.
// gonum's inverse is good to some eight figures; Newton steps on the density bring it to
// the precision of the distribution function.
func betaQuantile(p, a, b float64) float64 {
	switch {
	case !(p >= 0 && p <= 1) || !(a > 0) || !(b > 0) || math.IsInf(a, 1) || math.IsInf(b, 1):
		return math.NaN()
	case p == 0 || p == 1:
		return p
	}
	x := mathext.InvRegIncBeta(a, b, p)
	if !(x > 0 && x < 1) {
		return x
	}
	miss := math.Abs(mathext.RegIncBeta(a, b, x) - p)
	lb := mathext.Lbeta(a, b)
	for range 6 {
		density := math.Exp((a-1)*math.Log(x) + (b-1)*math.Log1p(-x) - lb)
		next := x - (mathext.RegIncBeta(a, b, x)-p)/density
		if !(next > 0 && next < 1) {
			break
		}
		nextMiss := math.Abs(mathext.RegIncBeta(a, b, next) - p)
		if !(nextMiss < miss) {
			break
		}
		x, miss = next, nextMiss
	}
	return x
}

// binomialAtLeast gives the chance of k or more successes in n trials of chance p each.
func binomialAtLeast(k, n int, p float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n:
		return 0
	}
	return incompleteBeta(float64(k), float64(n-k)+1, p)
}

// logChoose gives the natural logarithm of the number of ways to choose k of n.
func logChoose(n, k int) float64 {
	return logFactorial(n) - logFactorial(k) - logFactorial(n-k)
}

// logFactorial gives the natural logarithm of n!, n at least 0.
func logFactorial(n int) float64 {
	v, _ := math.Lgamma(float64(n) + 1)
	return v
}
