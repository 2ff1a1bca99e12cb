package stats

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// maxItems bounds the items of a scale, whose work grows with their cube.
const maxItems = 300

// Cronbach says how far the items of a scale measure one thing.
type Cronbach struct {
	Items, People int
	// Alpha is Cronbach's: k/(k-1) times 1 less the items' variances over the variance of
	// their sum: Cronbach (1951), Psychometrika 16, 297-334. Standardised is the same on
	// correlations. Lambda6 is Guttman's (1945), Psychometrika 10, 255-282; NaN when an
	// item is a sum of others.
	Alpha, Standardised, Lambda6 float64
	// AverageR and MedianR are of the correlations between items.
	AverageR, MedianR float64
	// Low and High are Feldt's interval of Alpha: Feldt, Woodruff and Salih (1987),
	// Applied Psychological Measurement 11, 93-103, by the F distribution.
	Low, High float64
	ByItem    []CronbachItem
}

// CronbachItem says what one item does in a scale.
type CronbachItem struct {
	// AlphaWithout is Alpha of the other items; NaN when fewer than two are left.
	AlphaWithout float64
	// TotalR is its correlation with the mean of all items, itself among them; RestR with
	// the sum of the others.
	TotalR, RestR float64
}

// CronbachAlpha gives Cronbach's alpha of a scale; items[i][j] is what person j gave item
// i, NaN where nothing. Items must all point one way: none is turned round. Covariances
// are taken over the people who answered both items, as psych::alpha in R does, and
// People counts all who answered any; with missing values the interval is only roughly
// right, and where those who answered both are so few that a correlation would pass 1,
// figures are NaN. TotalR is taken over the mean of what each person answered. With fewer
// than two items or people, or a sum without variance, what cannot be said is NaN.
// Errors: items of unequal length, infinite values, more than 300 items, a level outside
// 0 to 1.
func CronbachAlpha(items [][]float64, level float64) (Cronbach, error) {
	if err := rectangular(items); err != nil {
		return Cronbach{}, fmt.Errorf("items: %w", err)
	}
	if len(items) > maxItems {
		return Cronbach{}, fmt.Errorf("there are %d items; at most %d can be taken", len(items), maxItems)
	}
	if !goodLevel(level) {
		return Cronbach{}, errLevel(level)
	}
	k := len(items)
	means, people := personMeans(items)
	out := Cronbach{Items: k, People: people, ByItem: make([]CronbachItem, k)}
	cov, cor := make([][]float64, k), make([][]float64, k)
	for i := range items {
		cov[i], cor[i] = make([]float64, k), make([]float64, k)
	}
	var between []float64
	for i := range items {
		for j := range i + 1 {
			c, _ := pairwise(items[i], items[j])
			cov[i][j], cov[j][i] = c, c
		}
	}
	// Correlations rest on each item's whole variance, as psych takes them, so that all
	// figures come from one table of covariances.
	consistent := true
	for i := range items {
		for j := range i + 1 {
			r := cov[i][j] / math.Sqrt(cov[i][i]*cov[j][j])
			consistent = consistent && !(math.Abs(r) > 1+1e-9)
			cor[i][j], cor[j][i] = r, r
			if i != j {
				between = append(between, r)
			}
		}
	}
	if !consistent {
		for i := range cov {
			for j := range cov {
				cov[i][j], cor[i][j] = math.NaN(), math.NaN()
			}
		}
		between = []float64{math.NaN()}
	}
	out.Alpha = alphaOf(cov, -1)
	out.Standardised = alphaOf(cor, -1)
	out.Lambda6 = lambda6(cor)
	total := 0.0
	for _, r := range between {
		total += r
	}
	out.AverageR = total / float64(len(between))
	out.MedianR = math.NaN()
	if !slices.ContainsFunc(between, math.IsNaN) {
		slices.Sort(between)
		out.MedianR = quantileSorted(between, 0.5, 7)
	}
	d1 := float64(people - 1)
	d2 := d1 * float64(k-1)
	tail := (1 - level) / 2
	out.Low = 1 - (1-out.Alpha)*fQuantile(1-tail, d1, d2)
	out.High = 1 - (1-out.Alpha)*fQuantile(tail, d1, d2)
	for i := range items {
		own := &out.ByItem[i]
		own.AlphaWithout = alphaOf(cov, i)
		_, own.TotalR = pairwise(items[i], means)
		with, rest := 0.0, 0.0
		for a := range cov {
			if a != i {
				with += cov[i][a]
			}
			for b := range cov {
				if a != i && b != i {
					rest += cov[a][b]
				}
			}
		}
		own.RestR = with / math.Sqrt(cov[i][i]*rest)
	}
	return out, nil
}

// personMeans gives each person's mean over the items answered (NaN with none), and how
// many answered any.
func personMeans(items [][]float64) ([]float64, int) {
	if len(items) == 0 {
		return nil, 0
	}
	means, people := make([]float64, len(items[0])), 0
	for j := range means {
		n := 0.0
		for _, item := range items {
			if !math.IsNaN(item[j]) {
				means[j] += item[j]
				n++
			}
		}
		means[j] /= n
		if n > 0 {
			people++
		}
	}
	return means, people
}

// alphaOf gives alpha from covariances, leaving out one item (-1 for none).
func alphaOf(cov [][]float64, without int) float64 {
	k, own, all := 0.0, 0.0, 0.0
	for i := range cov {
		if i == without {
			continue
		}
		k++
		own += cov[i][i]
		for j := range cov {
			if j != without {
				all += cov[i][j]
			}
		}
	}
	// Covariances over different people can add up to less than nothing.
	if k < 2 || !(all > 0) {
		return math.NaN()
	}
	return k / (k - 1) * (1 - own/all)
}

// lambda6 gives Guttman's sixth bound: 1 less each item's variance that the others do not
// explain, over the variance of the sum.
func lambda6(cor [][]float64) float64 {
	k := len(cor)
	if k < 2 {
		return math.NaN()
	}
	r, all := mat.NewDense(k, k, nil), 0.0
	for i := range cor {
		for j, v := range cor[i] {
			if math.IsNaN(v) {
				return v
			}
			r.Set(i, j, v)
			all += v
		}
	}
	var inverse mat.Dense
	if err := inverse.Inverse(r); err != nil {
		return math.NaN()
	}
	unexplained := 0.0
	for i := range cor {
		unexplained += 1 / inverse.At(i, i)
	}
	return 1 - unexplained/all
}

// pairwise gives the covariance and correlation of two variables over those who have
// both.
func pairwise(x, y []float64) (cov, cor float64) {
	n, mx, my := 0.0, 0.0, 0.0
	for i := range x {
		if !math.IsNaN(x[i]) && !math.IsNaN(y[i]) {
			n++
			mx += (x[i] - mx) / n
			my += (y[i] - my) / n
		}
	}
	var xx, yy, xy float64
	for i := range x {
		if !math.IsNaN(x[i]) && !math.IsNaN(y[i]) {
			a, b := x[i]-mx, y[i]-my
			xx += a * a
			yy += b * b
			xy += a * b
		}
	}
	return xy / (n - 1), xy / math.Sqrt(xx*yy)
}
