package stats

import "math"

// Newcombe gives the interval for the difference count1/n1 - count2/n2 of the shares of
// two groups of different people, from -1 to 1, made of their two Wilson intervals:
// method 10 of Newcombe (1998), Statistics in Medicine 17, 873-890. With n1 = 0 or n2 =
// 0, a count outside 0 to n, or a level outside 0 to 1 it gives NaN.
func Newcombe(count1, n1, count2, n2 int, level float64) (low, high float64) {
	if badDifference(count1, n1, count2, n2, level) {
		return math.NaN(), math.NaN()
	}
	p1, p2 := float64(count1)/float64(n1), float64(count2)/float64(n2)
	low1, high1 := Wilson(count1, n1, level)
	low2, high2 := Wilson(count2, n2, level)
	d := p1 - p2
	return max(-1, d-math.Hypot(p1-low1, high2-p2)), min(1, d+math.Hypot(high1-p1, p2-low2))
}

// WaldDifference gives the textbook interval for a difference of shares, cut at -1 and 1;
// here to check figures that others printed with it. Edge cases as in Newcombe.
func WaldDifference(count1, n1, count2, n2 int, level float64) (low, high float64) {
	if badDifference(count1, n1, count2, n2, level) {
		return math.NaN(), math.NaN()
	}
	return differenceInterval(float64(count1), float64(n1), float64(count2), float64(n2), level)
}

// AgrestiCaffo gives the interval for a difference of shares with one success and one
// failure added to each group, cut at -1 and 1: Agresti and Caffo (2000), The American
// Statistician 54, 280-288. Edge cases as in Newcombe.
func AgrestiCaffo(count1, n1, count2, n2 int, level float64) (low, high float64) {
	if badDifference(count1, n1, count2, n2, level) {
		return math.NaN(), math.NaN()
	}
	return differenceInterval(float64(count1)+1, float64(n1)+2, float64(count2)+1, float64(n2)+2, level)
}

func differenceInterval(x1, n1, x2, n2, level float64) (low, high float64) {
	p1, p2 := x1/n1, x2/n2
	margin := normalQuantile(0.5+level/2) * math.Sqrt(p1*(1-p1)/n1+p2*(1-p2)/n2)
	return max(-1, p1-p2-margin), min(1, p1-p2+margin)
}

func badDifference(count1, n1, count2, n2 int, level float64) bool {
	return n1 <= 0 || n2 <= 0 || count1 < 0 || count1 > n1 || count2 < 0 || count2 > n2 || !goodLevel(level)
}
