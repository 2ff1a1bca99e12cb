package learn

import "math"

// Scores are counted in steps, so that what is fitted to them depends neither on
// the order of the comments nor on how many there are of them.
const (
	scoreSteps = 64 // to a unit of score
	mostScore  = 6
	scoreBins  = 2*mostScore*scoreSteps + 1
)

// tally counts the scores of comments that are of a theme, and of those that are
// not, by step.
type tally struct{ of, not [scoreBins]int32 }

func binOf(score float64) int {
	return int(math.Round((clip(score, -mostScore, mostScore) + mostScore) * scoreSteps))
}

func scoreAt(bin int) float64 { return float64(bin)/scoreSteps - mostScore }

func (t *tally) add(score float64, of bool) {
	if of {
		t.of[binOf(score)]++
	} else {
		t.not[binOf(score)]++
	}
}

func (t *tally) addAll(o *tally) {
	for b := range t.of {
		t.of[b] += o.of[b]
		t.not[b] += o.not[b]
	}
}

func (t *tally) sums() (of, not int) {
	for b := range t.of {
		of += int(t.of[b])
		not += int(t.not[b])
	}
	return of, not
}

// sigmoid turns a score into a probability: 1 / (1 + exp(-(slope·score + shift))).
type sigmoid struct{ Slope, Shift float64 }

func (s sigmoid) at(score float64) float64 {
	return logistic(float64(s.Slope*score) + s.Shift)
}

func logistic(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}

// spread is how far, in logits, themes' own sigmoids are expected to lie from that
// of all themes together: the standard deviation of a normal prior on slope and
// shift. Of a half, one and two it gave the best likelihood of comments set aside from
// training.
const spread = 2.0

// fit gives the sigmoid that is likeliest for a tally: Platt (1999), with the
// targets (n₊+1)/(n₊+2) and 1/(n₋+2), by Newton's method with halved steps as Lin,
// Lin and Weng (2007), A note on Platt's probabilistic outputs for support vector
// machines, Machine Learning 68, 267-276. Where prior is not nil the fit is drawn
// towards it, so that a theme with three comments keeps near to what holds of all.
func (t *tally) fit(prior *sigmoid) sigmoid {
	of, not := t.sums()
	high, low := float64(of+1)/float64(of+2), 1/float64(not+2)
	at := sigmoid{1, math.Log(float64(of+1) / float64(not+1))}
	hold := 1e-6 // of the Hessian's diagonal, so that it can always be inverted
	if prior != nil {
		at, hold = *prior, 1/(spread*spread)
	}
	centre := at
	loss := func(s sigmoid) float64 {
		sum := hold / 2 * ((s.Slope-centre.Slope)*(s.Slope-centre.Slope) + (s.Shift-centre.Shift)*(s.Shift-centre.Shift))
		for b := range t.of {
			if t.of[b] == 0 && t.not[b] == 0 {
				continue
			}
			x := s.Slope*scoreAt(b) + s.Shift
			// -log p = log(1+exp(-x)) and -log(1-p) = x + that.
			none := math.Log1p(math.Exp(-math.Abs(x))) + math.Max(-x, 0)
			sum += float64(t.of[b])*(none+(1-high)*x) + float64(t.not[b])*(none+(1-low)*x)
		}
		return sum
	}
	now := loss(at)
	for range 50 {
		g1, g2 := hold*(at.Slope-centre.Slope), hold*(at.Shift-centre.Shift)
		h11, h12, h22 := hold, 0.0, hold
		for b := range t.of {
			if t.of[b] == 0 && t.not[b] == 0 {
				continue
			}
			x := scoreAt(b)
			p := at.at(x)
			off := float64(t.of[b])*(p-high) + float64(t.not[b])*(p-low)
			curve := float64(t.of[b]+t.not[b]) * p * (1 - p)
			g1 += off * x
			g2 += off
			h11 += curve * x * x
			h12 += curve * x
			h22 += curve
		}
		if math.Abs(g1) < 1e-6 && math.Abs(g2) < 1e-6 {
			break
		}
		det := h11*h22 - h12*h12
		if !(det > 0) {
			break
		}
		d1, d2 := -(h22*g1-h12*g2)/det, -(h11*g2-h12*g1)/det
		step, better := 1.0, false
		for ; step > 1e-10; step /= 2 {
			next := sigmoid{at.Slope + step*d1, at.Shift + step*d2}
			if l := loss(next); l < now {
				at, now, better = next, l, true
				break
			}
		}
		if !better {
			break
		}
	}
	// A score that tells against its own theme is chance: then it tells nothing.
	at.Slope = math.Max(at.Slope, 0)
	// Rounded, for the sake of processors whose exponentials differ.
	return sigmoid{math.Round(at.Slope*1e4) / 1e4, math.Round(at.Shift*1e4) / 1e4}
}
