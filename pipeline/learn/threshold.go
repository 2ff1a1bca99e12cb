package learn

import "math"

// best gives the score from which suggesting makes F1 the largest, the middle of
// the steps that do equally well, and how many there are to find. 0 where there is
// nothing to find.
func (t *tally) best() (threshold float64, all int) {
	all, _ = t.sums()
	if all == 0 {
		return 0, 0
	}
	right, given := 0, 0
	most, from, to := -1.0, 0, 0
	for b := scoreBins - 1; b >= 0; b-- {
		right += int(t.of[b])
		given += int(t.of[b] + t.not[b])
		if f := f1(right, given, all); f > most {
			most, from, to = f, b, b
		} else if f == most && from == b+1 {
			from = b
		}
	}
	return (scoreAt(from) + scoreAt(to)) / 2, all
}

// drawn is so many comments of a theme as count for as much, in setting its
// threshold, as all themes together do: with ten comments of its own a theme's
// threshold is a quarter its own. Of 3, 10 and 30 it did best.
const drawn = 30.0

// thresholds gives for each theme the score from which it is suggested: what is
// best for F1 on its own tally, drawn towards what is best for all themes
// together. Scores of themes can be compared, as all are solved at one cost;
// drawing probabilities together instead finds fewer of the rare themes.
//
// tally gives a theme's tally; it is asked for each theme twice.
func thresholds(themes int, of func(theme int) *tally) []float64 {
	var together tally
	for k := range themes {
		together.addAll(of(k))
	}
	common, _ := together.best()
	out := make([]float64, themes)
	for k := range out {
		best, n := of(k).best()
		share := float64(n) / (float64(n) + drawn)
		out[k] = math.Round((float64(share*best)+float64((1-share)*common))*1e4) / 1e4
	}
	return out
}
