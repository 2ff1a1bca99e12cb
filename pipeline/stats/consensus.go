package stats

import (
	"fmt"
	"math"
)

// Consensus says how far people agree on one ordered question, from the count of each
// point of its scale, taken as 1, 2, 3 and so on.
type Consensus struct {
	N int
	// Mean, SD (n-1 below the line) and Median are of the points' places.
	Mean, SD, Median float64
	// TastleWierman is their consensus, 0 (half at either end) to 1 (all alike): Tastle
	// and Wierman (2007), International Journal of Approximate Reasoning 45, 531-545.
	TastleWierman float64
	// VanDerEijk is agreement A, -1 (half at either end) over 0 (evenly spread) to 1 (all
	// alike): van der Eijk (2001), Quality and Quantity 35, 325-341. NaN for two points,
	// for which it is not defined.
	VanDerEijk float64
	// LeikDispersion is 0 (all alike) to 1 (half at either end): Leik (1966), Pacific
	// Sociological Review 9, 85-90; Leik's consensus is 1 less it.
	LeikDispersion float64
	// BlairLacy is l², 1 (all alike) to 0 (half at either end): Blair and Lacy (2000),
	// Sociological Methods and Research 28, 251-280; their l is its square root.
	BlairLacy float64
	// Entropy is Shannon's over that of an even spread, and IQV the index of qualitative
	// variation; both 0 (all alike) to 1 (evenly spread), blind to order.
	Entropy, IQV float64
	// RWG is 1 less the variance over that of an even spread, (k²-1)/12: James, Demaree
	// and Wolf (1984), Journal of Applied Psychology 69, 85-98. It falls below 0 for
	// opinions split in two.
	RWG float64
}

// MeasureConsensus gives the measures of consensus of a scale from the counts of its
// points in order, zeros among them. Without people all are NaN; with one point, those
// that need two; SD and RWG need two people. Errors: a negative count, counts that add up
// to more than 2,147,483,647.
func MeasureConsensus(counts []int) (Consensus, error) {
	n, err := countTotal(counts)
	if err != nil {
		return Consensus{}, err
	}
	size, k := float64(n), float64(len(counts))
	out := Consensus{N: n, Median: medianCount(counts, n)}
	for i, c := range counts {
		out.Mean += float64(i+1) * float64(c) / size
	}
	if n == 0 {
		out.Mean = math.NaN()
	}
	var squares, reached float64
	if n > 0 {
		out.TastleWierman = 1
	} else {
		out.TastleWierman = math.NaN()
	}
	for i, c := range counts {
		if c > 0 {
			p, gap := float64(c)/size, math.Abs(float64(i+1)-out.Mean)
			squares += float64(c) * gap * gap
			out.TastleWierman += p * math.Log2(1-gap/(k-1))
			out.Entropy -= p * math.Log(p) / math.Log(k)
			out.IQV -= p * p
		}
		if i < len(counts)-1 {
			reached += float64(c) / size
			out.LeikDispersion += 2 * min(reached, 1-reached) / (k - 1)
			out.BlairLacy += 4 * (reached - 0.5) * (reached - 0.5) / (k - 1)
		}
	}
	out.IQV = (1 + out.IQV) * k / (k - 1)
	out.SD = math.Sqrt(squares / (size - 1))
	out.RWG = 1 - squares/(size-1)/((k*k-1)/12)
	out.VanDerEijk = vanDerEijk(counts, n)
	if n == 0 || len(counts) < 2 {
		nan := math.NaN()
		out.TastleWierman, out.Entropy, out.IQV = nan, nan, nan
		out.LeikDispersion, out.BlairLacy, out.RWG = nan, nan, nan
	}
	// Rounding must not leave a hair below 0.
	out.TastleWierman, out.Entropy, out.IQV = floor0(out.TastleWierman), floor0(out.Entropy), floor0(out.IQV)
	out.LeikDispersion = floor0(out.LeikDispersion)
	return out, nil
}

func floor0(v float64) float64 {
	if v < 0 {
		return 0
	}
	return v
}

// QuantileOfCounts is Quantile of the places 1, 2, 3 of a scale's points, from their
// counts. Errors as in MeasureConsensus, and an unknown type.
func QuantileOfCounts(counts []int, p float64, kind int) (float64, error) {
	n, err := countTotal(counts)
	if err != nil {
		return 0, err
	}
	if err := quantileKind(kind); err != nil {
		return 0, err
	}
	return quantileAt(n, countValue(counts), p, kind), nil
}

func medianCount(counts []int, n int) float64 {
	return quantileAt(n, countValue(counts), 0.5, 7)
}

// countValue gives the place of the i-th person, from 0, in rising order.
func countValue(counts []int) func(i int) float64 {
	return func(i int) float64 {
		for place, c := range counts {
			if i < c {
				return float64(place + 1)
			}
			i -= c
		}
		return math.NaN()
	}
}

func countTotal(counts []int) (int, error) {
	n := 0
	for i, c := range counts {
		if c < 0 || c > maxTotal-n {
			return 0, fmt.Errorf("count %d is %d; counts start at 0 and may add up to %d", i+1, c, maxTotal)
		}
		n += c
	}
	return n, nil
}

// vanDerEijk peels the counts off in layers that are each flat, and weighs each layer's
// agreement by its people.
func vanDerEijk(counts []int, n int) float64 {
	k := len(counts)
	if n == 0 || k < 3 {
		return math.NaN()
	}
	rest := append([]int(nil), counts...)
	sum := 0.0
	for {
		least, inLayer := 0, 0
		for _, c := range rest {
			if c > 0 {
				inLayer++
				if least == 0 || c < least {
					least = c
				}
			}
		}
		if inLayer == 0 {
			return sum
		}
		sum += layerAgreement(rest, inLayer) * float64(least) * float64(inLayer) / float64(n)
		for i, c := range rest {
			if c > 0 {
				rest[i] -= least
			}
		}
	}
}

// layerAgreement gives A of a layer in which a point is chosen or not: van der Eijk
// (2001).
func layerAgreement(layer []int, chosen int) float64 {
	k := float64(len(layer))
	// Among all triples of points, those that rise or fall (011, 110) are of one peak,
	// those with a gap (101) of two.
	var one, two float64
	before, gapsBefore := 0.0, 0.0 // chosen and not chosen so far
	after := float64(chosen)
	for i, c := range layer {
		if c > 0 {
			after--
			// This point in the middle of 011 and 110.
			one += gapsBefore*after + before*(k-float64(i)-1-after)
			before++
		} else {
			two += before * after
			gapsBefore++
		}
	}
	unimodal := 1.0
	if one+two > 0 {
		unimodal = ((k-2)*one - (k-1)*two) / ((k - 2) * (one + two))
	}
	return unimodal * (1 - (float64(chosen)-1)/(k-1))
}
