package stats

import (
	"fmt"
	"math"
)

// maxStages bounds the stages of a sample.
const maxStages = 5

// Stage says how one stage of a sample was drawn. Each slice is by person, in one order;
// nil stands for what the comment says.
type Stage struct {
	// Stratum is the stratum that each was drawn within; nil for one stratum.
	Stratum []string
	// Cluster is the unit drawn at this stage, such as a service; nil for people
	// themselves, each their own. Names are taken within their stratum and, at later
	// stages, within the cluster above.
	Cluster []string
	// Population is how many clusters there are to draw from, within the stratum; nil
	// where draws are few among many (no finite population correction), which also ends
	// the stages that count.
	Population []float64
}

// Sample is how people came into the data, and how much each counts. Make one with
// NewSample; the functions on it leave it as it is.
type Sample struct {
	weights []float64
	stages  []stage
	in      []bool // nil for everyone
	steps   []calibration
}

// stage is a Stage with names turned into numbers.
type stage struct {
	stratum, cluster []int
	population       []float64
}

// calibration is one adjustment of weights to known totals; variances take what its
// groups explain out of the residuals.
type calibration struct {
	margins []fitted
	raked   bool // several margins, fitted in turn
}

// fitted is one margin of a calibration: each person's group and the weights before and
// after.
type fitted struct {
	group       []int
	groups      int
	before, now []float64
}

// NewSample makes a Sample of people with weights (how many people each stands for). Nil
// weights are taken from the stages, as the product of population by number drawn, or are
// 1 where no stage tells of its population. Without stages people are taken as drawn one
// by one from many. Errors: no people, slices of unequal length, weights that are
// negative, not finite or all 0, a population below the number drawn or different within
// a stratum, more than five stages.
func NewSample(people int, weights []float64, stages ...Stage) (Sample, error) {
	if people < 1 {
		return Sample{}, fmt.Errorf("the sample has no people")
	}
	if len(stages) > maxStages {
		return Sample{}, fmt.Errorf("the sample has %d stages; at most %d can be taken", len(stages), maxStages)
	}
	if len(stages) == 0 {
		stages = []Stage{{}}
	}
	s := Sample{}
	above := make([]int, people)
	for k, given := range stages {
		next, below, err := readStage(people, above, given)
		if err != nil {
			return Sample{}, fmt.Errorf("stage %d: %w", k+1, err)
		}
		s.stages = append(s.stages, next)
		above = below
		if given.Population == nil {
			// A later stage adds nothing to the variance then.
			break
		}
	}
	if weights == nil {
		weights = s.designWeights()
	}
	if len(weights) != people {
		return Sample{}, fmt.Errorf("there are %d weights for %d people", len(weights), people)
	}
	total := 0.0
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return Sample{}, fmt.Errorf("weight %d is %v; weights are numbers from 0 on", i+1, w)
		}
		total += w
	}
	if !(total > 0) || math.IsInf(total, 0) {
		return Sample{}, fmt.Errorf("the weights add up to %v; their sum must be a number above 0", total)
	}
	s.weights = append([]float64(nil), weights...)
	return s, nil
}

// readStage numbers the strata and clusters of a stage within the clusters above.
func readStage(people int, above []int, given Stage) (stage, []int, error) {
	for _, names := range [][]string{given.Stratum, given.Cluster} {
		if names != nil && len(names) != people {
			return stage{}, nil, fmt.Errorf("there are %d names for %d people", len(names), people)
		}
	}
	if given.Population != nil && len(given.Population) != people {
		return stage{}, nil, fmt.Errorf("there are %d population sizes for %d people", len(given.Population), people)
	}
	s := stage{stratum: within(above, given.Stratum), population: given.Population}
	if given.Cluster == nil {
		for i := range people {
			s.cluster = append(s.cluster, i)
		}
	} else {
		s.cluster = within(s.stratum, given.Cluster)
	}
	if s.population != nil {
		s.population = append([]float64(nil), s.population...)
		if err := s.checkPopulation(); err != nil {
			return stage{}, nil, err
		}
	}
	return s, s.cluster, nil
}

// within numbers names within numbered groups, by first appearance; nil is one name.
func within(groups []int, names []string) []int {
	type key struct {
		group int
		name  string
	}
	seen := make(map[key]int)
	out := make([]int, len(groups))
	for i, g := range groups {
		k := key{group: g}
		if names != nil {
			k.name = names[i]
		}
		id, ok := seen[k]
		if !ok {
			id = len(seen)
			seen[k] = id
		}
		out[i] = id
	}
	return out
}

func (s stage) checkPopulation() error {
	drawn := s.drawn()
	first := make(map[int]float64)
	for i, size := range s.population {
		g := s.stratum[i]
		if was, ok := first[g]; ok && was != size {
			return fmt.Errorf("person %d has a population of %v where another of the same stratum has %v", i+1, size, was)
		}
		first[g] = size
		if !(size >= float64(drawn[g])) || math.IsInf(size, 0) {
			return fmt.Errorf("person %d has a population of %v, from which %d were drawn; it is a count of clusters and cannot be smaller", i+1, size, drawn[g])
		}
	}
	return nil
}

// drawn gives how many clusters each stratum has in the sample.
func (s stage) drawn() []int {
	var counts []int
	seen := make(map[int]bool)
	for i, c := range s.cluster {
		g := s.stratum[i]
		for len(counts) <= g {
			counts = append(counts, 0)
		}
		if !seen[c] {
			seen[c] = true
			counts[g]++
		}
	}
	return counts
}

// designWeights gives the product over stages of population by number drawn.
func (s Sample) designWeights() []float64 {
	out := make([]float64, len(s.stages[0].stratum))
	for i := range out {
		out[i] = 1
	}
	for _, st := range s.stages {
		if st.population == nil {
			break
		}
		drawn := st.drawn()
		for i := range out {
			out[i] *= st.population[i] / float64(drawn[st.stratum[i]])
		}
	}
	return out
}

// Weights gives a copy of the weights as they are now, 0 outside Within.
func (s Sample) Weights() []float64 {
	out := make([]float64, len(s.weights))
	for i := range out {
		out[i] = s.weight(i)
	}
	return out
}

func (s Sample) weight(i int) float64 {
	if s.in != nil && !s.in[i] {
		return 0
	}
	return s.weights[i]
}

// Within keeps some of the people for what follows, such as one role. The others keep
// their place in the design, since leaving them out of it would make standard errors
// wrong (Cochran 1977, Sampling Techniques). An error tells of a slice of the wrong
// length.
func (s Sample) Within(keep []bool) (Sample, error) {
	if len(keep) != len(s.weights) {
		return Sample{}, fmt.Errorf("there are %d marks for %d people", len(keep), len(s.weights))
	}
	in := append([]bool(nil), keep...)
	for i := range in {
		in[i] = in[i] && (s.in == nil || s.in[i])
	}
	s.in = in
	return s, nil
}

// DF gives the degrees of freedom that intervals rest on: clusters less strata of the
// first stage, among people kept with a weight above 0.
func (s Sample) DF() int {
	first := s.stages[0]
	strata, clusters := make(map[int]bool), make(map[int]bool)
	for i := range s.weights {
		if s.weight(i) > 0 {
			strata[first.stratum[i]] = true
			clusters[first.cluster[i]] = true
		}
	}
	return len(clusters) - len(strata)
}

// Kish gives Kish's design effect of unequal weights, n·sum(w²)/sum(w)², and the
// effective number of people, n over it: Kish (1965), Survey Sampling. People with a
// weight of 0 do not count. It tells what weighting alone costs, whatever the question;
// the effect on one figure is Estimate.DesignEffect. NaN without weights.
func Kish(weights []float64) (effect, effective float64) {
	var n, sum, squares float64
	for _, w := range weights {
		if w != 0 {
			n++
			sum += w
			squares += w * w
		}
	}
	return n * squares / (sum * sum), sum * sum / squares
}
