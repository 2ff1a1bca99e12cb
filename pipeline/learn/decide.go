package learn

// Rule is how suggestions are chosen from scores.
type Rule string

const (
	// Over gives every theme whose score is at its threshold or over it.
	Over Rule = "over"
	// OverOrBest gives the theme with the highest score where none is over its
	// threshold.
	OverOrBest Rule = "over-or-best"
	// Best gives the one theme with the highest score.
	Best Rule = "best"
)

var rules = []Rule{Over, OverOrBest, Best}

// decide marks the themes that a rule gives. given must be as long as scores; it
// is overwritten. Of equal scores the first theme is the best.
func decide(rule Rule, scores, thresholds []float64, given []bool) {
	best, any := 0, false
	for k, s := range scores {
		given[k] = rule != Best && s >= thresholds[k]
		any = any || given[k]
		if s > scores[best] {
			best = k
		}
	}
	if rule != Over && !any {
		given[best] = true
	}
}
