package stats

import (
	"fmt"
	"math"
)

// ItemValidity says how far experts find one item relevant.
type ItemValidity struct {
	// ICVI is the share of experts who rated it relevant: Lynn (1986), Nursing Research
	// 35, 382-385.
	ICVI float64
	// Chance is the chance that just so many would have by tossing a coin, and Kappa the
	// ICVI beyond it, (ICVI - Chance)/(1 - Chance): Polit, Beck and Owen (2007), Research
	// in Nursing and Health 30, 459-467.
	Chance, Kappa float64
}

// ContentValidity gives the item-level content validity index of an item that relevant of
// so many experts rated relevant, with its modified kappa. With no experts, or a count
// outside 0 to experts, it is NaN.
func ContentValidity(relevant, experts int) ItemValidity {
	if experts <= 0 || relevant < 0 || relevant > experts {
		return ItemValidity{math.NaN(), math.NaN(), math.NaN()}
	}
	share := float64(relevant) / float64(experts)
	chance := math.Exp(logChoose(experts, relevant) - float64(experts)*math.Ln2)
	return ItemValidity{ICVI: share, Chance: chance, Kappa: (share - chance) / (1 - chance)}
}

// ScaleValidity gives the content validity index of a scale from its items: ave, the mean
// of the items' ICVI (S-CVI/Ave), and universal, the share of items that every expert
// rated relevant (S-CVI/UA): Polit and Beck (2006), Research in Nursing and Health 29,
// 489-497. relevant[i] of experts[i] rated item i relevant. Without items both are NaN.
// Errors: slices of unequal length, a count outside 0 to the experts, an item without
// experts.
func ScaleValidity(relevant, experts []int) (ave, universal float64, err error) {
	if len(relevant) != len(experts) {
		return 0, 0, fmt.Errorf("there are %d counts for %d numbers of experts", len(relevant), len(experts))
	}
	all := 0
	for i, r := range relevant {
		if experts[i] <= 0 || r < 0 || r > experts[i] {
			return 0, 0, fmt.Errorf("item %d has %d relevant ratings by %d experts; the count runs from 0 to the experts, of whom there must be one", i+1, r, experts[i])
		}
		ave += float64(r) / float64(experts[i])
		if r == experts[i] {
			all++
		}
	}
	n := float64(len(relevant))
	return ave / n, float64(all) / n, nil
}

// ContentRatio is Lawshe's content validity ratio with its exact test.
type ContentRatio struct {
	// CVR is (essential - N/2)/(N/2), from -1 to 1: Lawshe (1975), Personnel Psychology
	// 28, 563-575.
	CVR float64
	// P is the one-sided chance of so many or more by tossing a coin.
	P float64
}

// ContentValidityRatio gives Lawshe's ratio of an item that so many of N experts rated
// essential. With no experts, or a count outside 0 to experts, it is NaN.
func ContentValidityRatio(essential, experts int) ContentRatio {
	if experts <= 0 || essential < 0 || essential > experts {
		return ContentRatio{math.NaN(), math.NaN()}
	}
	half := float64(experts) / 2
	return ContentRatio{CVR: (float64(essential) - half) / half, P: binomialAtLeast(essential, experts, 0.5)}
}

// CriticalCVR gives the smallest number of so many experts who must rate an item
// essential for the one-sided chance to be alpha (0.05) or less, and the ratio that this
// makes: the exact binomial values of Ayre and Scally (2014), Measurement and Evaluation
// in Counseling and Development 47, 79-86. ok is false when not even all of them would do
// (below five experts at 0.05), and for no experts or an alpha outside 0 to 1.
func CriticalCVR(experts int, alpha float64) (essential int, cvr float64, ok bool) {
	if experts <= 0 || !goodLevel(alpha) || binomialAtLeast(experts, experts, 0.5) > alpha {
		return 0, math.NaN(), false
	}
	// The chance falls as the count rises, so halving finds where it passes alpha.
	low, high := 0, experts
	for high-low > 1 {
		middle := low + (high-low)/2
		if binomialAtLeast(middle, experts, 0.5) <= alpha {
			high = middle
		} else {
			low = middle
		}
	}
	return high, ContentValidityRatio(high, experts).CVR, true
}

// Aiken is Aiken's V with its interval.
type Aiken struct {
	V, Low, High float64
	N            int
}

// AikenV gives the mean rating on a scale from lowest to highest, as a share of the way
// from one to the other: Aiken (1985), Educational and Psychological Measurement 45,
// 131-142, with the score interval of Penfield and Giacobbi (2004), Measurement in
// Physical Education and Exercise Science 8, 213-225. Missing (NaN) ratings are left out;
// without any it is NaN. Errors: a rating off the scale, a scale whose highest is not
// above its lowest, a level outside 0 to 1.
func AikenV(ratings []float64, lowest, highest, level float64) (Aiken, error) {
	if !goodLevel(level) {
		return Aiken{}, errLevel(level)
	}
	if !(highest > lowest) || math.IsInf(highest-lowest, 0) {
		return Aiken{}, fmt.Errorf("the scale runs from %v to %v; its highest point must lie above its lowest", lowest, highest)
	}
	sum, n := 0.0, 0
	for i, r := range ratings {
		if math.IsNaN(r) {
			continue
		}
		if r < lowest || r > highest {
			return Aiken{}, fmt.Errorf("rating %d is %v; the scale runs from %v to %v", i+1, r, lowest, highest)
		}
		sum += r - lowest
		n++
	}
	// The score interval of a share among n times the scale's steps.
	steps := float64(n) * (highest - lowest)
	v := sum / steps
	z := normalQuantile(0.5 + level/2)
	margin := z * math.Sqrt(4*steps*v*(1-v)+z*z)
	scale := 2 * (steps + z*z)
	return Aiken{V: v, N: n, Low: max(0, (2*steps*v+z*z-margin)/scale), High: min(1, (2*steps*v+z*z+margin)/scale)}, nil
}
