package stats

import "math"

// Stability says how far a panel's ratings of one item moved between two rounds.
// Consensus and stability are two questions: a panel can be stable in disagreement.
type Stability struct {
	// N rated in both rounds; Lost only in the first, New only in the second. All that
	// follows is of the N.
	N, Lost, New int
	// Unchanged is the share who gave the same rating, MeanChange the mean of the second
	// less the first, MeanAbsolute of its size.
	Unchanged, MeanChange, MeanAbsolute float64
	// MedianBefore, MedianAfter, IQRBefore and IQRAfter are by the type of quantile asked
	// for.
	MedianBefore, MedianAfter, IQRBefore, IQRAfter float64
	// HistogramChange is the share of people by which the two distributions differ, half
	// the sum of the differences between them; below 0.15 is commonly taken as stable:
	// Scheibe, Skutsch and Schofer (1975), in Linstone and Turoff, The Delphi Method,
	// chapter IV.C.
	HistogramChange float64
	// VariationChange is the coefficient of variation (SD over mean) of the second round
	// less that of the first: Dajani, Sincoff and Talley (1979), Technological
	// Forecasting and Social Change 13, 83-90. NaN where a mean is 0.
	VariationChange float64
	// Kappa is the quadratic weighted kappa of the two rounds over the values that occur;
	// Spearman their rank correlation; SignedRank asks whether ratings rose or fell.
	Kappa      Agreement
	Spearman   Correlation
	SignedRank SignedRank
}

// CompareRounds gives how far ratings moved between rounds; before[i] and after[i] are of
// the same person, NaN where there is none. kind is the type of quantile (see Quantile).
// What cannot be said, as with nobody in both rounds, is NaN. Errors: slices of unequal
// length, infinite values, an unknown type, more than 2,000 different values.
func CompareRounds(before, after []float64, kind int) (Stability, error) {
	if err := sameLength(before, after); err != nil {
		return Stability{}, err
	}
	if err := quantileKind(kind); err != nil {
		return Stability{}, err
	}
	var out Stability
	var a, b []float64
	var pairs [][]float64
	for i := range before {
		was, is := !math.IsNaN(before[i]), !math.IsNaN(after[i])
		switch {
		case was && is:
			a, b = append(a, before[i]), append(b, after[i])
			pairs = append(pairs, []float64{before[i], after[i]})
		case was:
			out.Lost++
		case is:
			out.New++
		}
	}
	out.N = len(a)
	n := float64(out.N)
	differ := make(map[float64]int)
	for i := range a {
		gap := b[i] - a[i]
		if gap == 0 {
			out.Unchanged++
		}
		out.MeanChange += gap / n
		out.MeanAbsolute += math.Abs(gap) / n
		differ[a[i]]--
		differ[b[i]]++
	}
	moved := 0
	for _, d := range differ {
		moved += abs(d)
	}
	out.Unchanged /= n
	out.HistogramChange = float64(moved) / 2 / n
	if out.N == 0 {
		out.MeanChange, out.MeanAbsolute = math.NaN(), math.NaN()
	}
	out.VariationChange = variation(b) - variation(a)
	var err error
	if out.MedianBefore, err = Quantile(a, 0.5, kind); err != nil {
		return Stability{}, err
	}
	if out.MedianAfter, err = Quantile(b, 0.5, kind); err != nil {
		return Stability{}, err
	}
	if out.IQRBefore, err = IQR(a, kind); err != nil {
		return Stability{}, err
	}
	if out.IQRAfter, err = IQR(b, kind); err != nil {
		return Stability{}, err
	}
	if out.Kappa, err = CongerKappa(pairs, nil, Quadratic, 0.95); err != nil {
		return Stability{}, err
	}
	if out.Spearman, err = Spearman(a, b); err != nil {
		return Stability{}, err
	}
	out.SignedRank, err = SignedRankTest(b, a)
	return out, err
}

// variation gives the coefficient of variation, NaN where the mean is 0.
func variation(x []float64) float64 {
	n, mean, squares := 0.0, 0.0, 0.0
	for _, v := range x {
		n++
		gap := v - mean
		mean += gap / n
		squares += gap * (v - mean)
	}
	if mean == 0 {
		return math.NaN()
	}
	return math.Sqrt(squares/(n-1)) / math.Abs(mean)
}
