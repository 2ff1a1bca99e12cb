package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Wilson gives the score interval for a share of count among n, as proportions
// from 0 to 1, at the given confidence level (0.95 for 95 per cent), without
// continuity correction: Wilson (1927), Journal of the American Statistical
// Association 22, 209-212, the formula on p. 212; recommended for small n by
// Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133. It stays
// within 0 and 1 and is not empty when everyone, or no one, agrees. With n = 0
// nothing is known: it gives 0 and 1. A count outside 0 to n, or a level
// outside 0 to 1, gives NaN.
func Wilson(count, n int, level float64) (low, high float64) {
	if n == 0 && count == 0 {
		return 0, 1
	}
	if count < 0 || count > n || !(level > 0 && level < 1) {
		return math.NaN(), math.NaN()
	}
	z := distuv.UnitNormal.Quantile(0.5 + level/2)
	z2 := float64(z * z)
	size := float64(n)
	p := float64(count) / size
	centre := p + z2/float64(2*size)
	margin := float64(z * math.Sqrt(float64(p*(1-p))/size+z2/float64(4*size*size)))
	scale := 1 + z2/size
	low, high = (centre-margin)/scale, (centre+margin)/scale
	// Rounding must not leave a hair outside the ends that the formula reaches
	// exactly.
	if count == 0 {
		low = 0
	}
	if count == n {
		high = 1
	}
	return max(0, low), min(1, high)
}

// WilsonContinuity is Wilson with a continuity correction, which makes it wider:
// method 4 of Newcombe (1998), Statistics in Medicine 17, 857-872. The correction
// is half a person, but no more than the distance of count from n/2, as in R's
// prop.test; at count = n/2 it is therefore none. Edge cases as in Wilson.
func WilsonContinuity(count, n int, level float64) (low, high float64) {
	if low, high, done := proportionEdges(count, n, level); done {
		return low, high
	}
	z := normalQuantile(0.5 + level/2)
	size := float64(n)
	p := float64(count) / size
	correction := min(0.5, math.Abs(float64(count)-size/2)) / size
	half := z * z / (2 * size)
	end := func(p, sign float64) float64 {
		return (p + half + sign*z*math.Sqrt(p*(1-p)/size+half/(2*size))) / (1 + 2*half)
	}
	low, high = 0, 1
	if p-correction > 0 {
		low = max(0, end(p-correction, -1))
	}
	if p+correction < 1 {
		high = min(1, end(p+correction, 1))
	}
	return low, high
}

// ClopperPearson gives the exact interval: the shares under which count or more,
// or count or fewer, would each have a chance of at least (1-level)/2. Clopper
// and Pearson (1934), Biometrika 26, 404-413, by quantiles of the beta
// distribution. It never covers less than level, and most often more. Edge cases
// as in Wilson.
func ClopperPearson(count, n int, level float64) (low, high float64) {
	if low, high, done := proportionEdges(count, n, level); done {
		return low, high
	}
	tail := (1 - level) / 2
	x, rest := float64(count), float64(n-count)
	low, high = 0, 1
	if count > 0 {
		low = betaQuantile(tail, x, rest+1)
	}
	if count < n {
		// By the mirror image, since 1-tail would lose figures.
		high = 1 - betaQuantile(tail, rest, x+1)
	}
	return low, high
}

// AgrestiCoull gives the interval of a share to which z²/2 successes and z²/2
// failures have been added: Agresti and Coull (1998), The American Statistician
// 52, 119-126. It can reach outside 0 to 1 by its formula; clip says whether to
// cut it there, as DescTools in R does. Edge cases as in Wilson.
func AgrestiCoull(count, n int, level float64, clip bool) (low, high float64) {
	if low, high, done := proportionEdges(count, n, level); done {
		return low, high
	}
	z := normalQuantile(0.5 + level/2)
	size := float64(n) + z*z
	p := (float64(count) + z*z/2) / size
	margin := z * math.Sqrt(p*(1-p)/size)
	low, high = p-margin, p+margin
	if clip {
		low, high = max(0, low), min(1, high)
	}
	return low, high
}

// Jeffreys gives the equal-tailed interval of the posterior under Jeffreys'
// prior, a beta distribution with both parameters a half, with the lower end 0
// at count = 0 and the upper end 1 at count = n: Brown, Cai and DasGupta (2001),
// Statistical Science 16, 101-133. Edge cases as in Wilson.
func Jeffreys(count, n int, level float64) (low, high float64) {
	if low, high, done := proportionEdges(count, n, level); done {
		return low, high
	}
	tail := (1 - level) / 2
	x, rest := float64(count)+0.5, float64(n-count)+0.5
	low, high = 0, 1
	if count > 0 {
		low = betaQuantile(tail, x, rest)
	}
	if count < n {
		high = 1 - betaQuantile(tail, rest, x)
	}
	return low, high
}

// Wald gives the interval of the textbooks, the share plus or minus z standard
// errors, not cut at 0 and 1. It is here to check figures that others printed
// with it: it is empty when everyone or no one agrees, and covers too little for
// small n (Brown, Cai and DasGupta 2001). Edge cases as in Wilson.
func Wald(count, n int, level float64) (low, high float64) {
	if low, high, done := proportionEdges(count, n, level); done {
		return low, high
	}
	p := float64(count) / float64(n)
	margin := normalQuantile(0.5+level/2) * math.Sqrt(p*(1-p)/float64(n))
	return p - margin, p + margin
}

// proportionEdges gives what every interval for a share gives for nobody asked
// and for input that cannot be right, and whether it was one of these.
func proportionEdges(count, n int, level float64) (low, high float64, done bool) {
	switch {
	case count < 0 || count > n || !goodLevel(level):
		return math.NaN(), math.NaN(), true
	case n == 0:
		return 0, 1, true
	}
	return 0, 0, false
}

// WilsonShare is Wilson for a share p, from 0 to 1, of n people who need not be a
// whole number, such as the effective number of a weighted sample (see Kish).
// With n = 0 it gives 0 and 1; impossible values give NaN.
func WilsonShare(p, n, level float64) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	if !(p >= 0 && p <= 1 && n > 0 && level > 0 && level < 1) {
		return math.NaN(), math.NaN()
	}
	z := distuv.UnitNormal.Quantile(0.5 + level/2)
	z2 := float64(z * z)
	centre := p + z2/float64(2*n)
	margin := float64(z * math.Sqrt(float64(p*(1-p))/n+z2/float64(4*float64(n*n))))
	scale := 1 + z2/n
	return max(0, (centre-margin)/scale), min(1, (centre+margin)/scale)
}
