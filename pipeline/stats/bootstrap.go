package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// maxDraws bounds the draws of Bootstrap.
const maxDraws = 100_000

// Resampled is an interval from repeated draws. Undefined are the draws in which the
// figure could not be computed; they are left out, so that an interval with many of them
// says little.
type Resampled struct {
	Low, High        float64
	Draws, Undefined int
}

// Bootstrap gives the percentile interval of any figure over units drawn with
// replacement: Efron (1979), Annals of Statistics 7, 1-26; Efron and Tibshirani (1993),
// An Introduction to the Bootstrap, chapter 13, with quantiles of type 7. estimate is
// given, for each draw, which of the n units were drawn (the slice is used again), and
// gives the figure or NaN. The same seed gives the same draws on every machine (PCG of
// math/rand/v2). With no units, or no draw with a figure, the ends are NaN. Errors: a
// level outside 0 to 1, draws outside 1 to 100,000.
func Bootstrap(n int, level float64, draws int, seed uint64, estimate func(pick []int) float64) (Resampled, error) {
	if !goodLevel(level) {
		return Resampled{}, errLevel(level)
	}
	if draws < 1 || draws > maxDraws {
		return Resampled{}, fmt.Errorf("%d draws were asked for; between 1 and %d can be made", draws, maxDraws)
	}
	out := Resampled{Low: math.NaN(), High: math.NaN(), Draws: draws}
	if n <= 0 {
		out.Undefined = draws
		return out, nil
	}
	random := rand.New(rand.NewPCG(seed, 0))
	pick := make([]int, n)
	var figures []float64
	for range draws {
		for i := range pick {
			pick[i] = random.IntN(n)
		}
		if f := estimate(pick); math.IsNaN(f) {
			out.Undefined++
		} else {
			figures = append(figures, f)
		}
	}
	slices.Sort(figures)
	out.Low, out.High = quantileSorted(figures, (1-level)/2, 7), quantileSorted(figures, (1+level)/2, 7)
	return out, nil
}
