package discover

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// G2 gives the log-likelihood ratio of two words or groups that are counted
// together: 2·Σ O·ln(O/E) over the four cells of a table in which a is how
// often both occur, b the first without the second, c the second without the
// first, and d neither: Dunning (1993), Computational Linguistics 19, 61-74. It
// is 0 where the two are independent, and has about the chi-square distribution
// of one degree of freedom when they are. Counts are not negative.
func G2(a, b, c, d float64) float64 {
	n := a + b + c + d
	sum := 0.0
	for _, cell := range [4][3]float64{{a, a + b, a + c}, {b, a + b, b + d}, {c, c + d, a + c}, {d, c + d, b + d}} {
		if cell[0] > 0 {
			sum += float64(cell[0] * math.Log(cell[0]*n/(cell[1]*cell[2])))
		}
	}
	return max(0, 2*sum)
}

// G2Words gives the log-likelihood that compares how often a word occurs in two
// bodies of text, a times among c words and b times among d, as Rayson and
// Garside (2000), Proceedings of the Workshop on Comparing Corpora, 1-6, do:
// over the two cells of the word only. It is 0 where either body is empty.
func G2Words(a, b, c, d float64) float64 {
	if c <= 0 || d <= 0 {
		return 0
	}
	sum := 0.0
	for _, x := range [2][2]float64{{a, c * (a + b) / (c + d)}, {b, d * (a + b) / (c + d)}} {
		if x[0] > 0 {
			sum += float64(x[0] * math.Log(x[0]/x[1]))
		}
	}
	return max(0, 2*sum)
}

// LogRatio gives how many times the rate of a word doubles from the second body
// of text to the first: log2((a/c)/(b/d)), Hardie (2014), "Log Ratio: an informal
// introduction". A count of 0 is taken as ½, as he does, so that the ratio is
// finite. It is 0 where either body is empty.
func LogRatio(a, b, c, d float64) float64 {
	if c <= 0 || d <= 0 || a == 0 && b == 0 {
		return 0
	}
	if a == 0 {
		a = 0.5
	}
	if b == 0 {
		b = 0.5
	}
	return math.Log2(float64(a/c) / float64(b/d))
}

// NPMI gives normalised pointwise mutual information, ln(p(x,y)/(p(x)·p(y)))
// over -ln p(x,y): Bouma (2009), Proceedings of GSCL, 31-40. It is 1 where two
// things only occur together, 0 where they are independent, and -1 where they
// never do. both, x and y are counts among n.
func NPMI(both, x, y, n float64) float64 {
	if both <= 0 || x <= 0 || y <= 0 || n <= 0 {
		return -1
	}
	if both >= n {
		return 1
	}
	return math.Log(both*n/(x*y)) / -math.Log(both/n)
}

// chance gives the P value of a table of people: by G² and chi-square, or by
// Fisher's exact test where less than five people are expected in a cell, for
// which chi-square is too ready to see a difference (Cochran 1954, Biometrics
// 10, 417-451).
func chance(a, b, c, d int, g2 float64) float64 {
	n := float64(a + b + c + d)
	if n == 0 {
		return 1
	}
	least := float64(min(a+b, c+d)) * float64(min(a+c, b+d)) / n
	if least < 5 {
		return fisher(a, b, c, d)
	}
	return distuv.ChiSquared{K: 1}.Survival(g2)
}

// fisher gives the two-sided P value of Fisher's exact test: the chance of all
// tables with these totals that are no more likely than this one (ties within
// 1e-7). It is that of stats.FisherExact, whose cost grows with the number of
// people: with 100,000 of them some 10,000 words took minutes. Here it grows with
// the smallest total, which is small where few are expected.
func fisher(a, b, c, d int) float64 {
	row, column, n := a+b, a+c, a+b+c+d
	low, high := max(0, row+column-n), min(row, column)
	least := logChoose(row, a) + logChoose(n-row, column-a) + 1e-7
	whole := logChoose(n, column)
	p := 0.0
	for x := low; x <= high; x++ {
		if l := logChoose(row, x) + logChoose(n-row, column-x); l <= least {
			p += math.Exp(l - whole)
		}
	}
	return min(p, 1)
}

// logChoose is the logarithm of the number of ways to choose k of n.
func logChoose(n, k int) float64 {
	all, _ := math.Lgamma(float64(n) + 1)
	in, _ := math.Lgamma(float64(k) + 1)
	out, _ := math.Lgamma(float64(n-k) + 1)
	return all - in - out
}
