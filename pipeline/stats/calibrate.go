package stats

import (
	"fmt"
	"math"
	"slices"
)

// Margin is the known totals of a population by the groups of one question.
type Margin struct {
	// Group is each person's group; Totals how many people the population has in it.
	Group  []string
	Totals map[string]float64
}

// PostStratify scales the weights so that each group adds up to its known total: Holt and
// Smith (1979), Journal of the Royal Statistical Society A 142, 33-46. Standard errors of
// the sample returned take account of it, as postStratify in R does. Errors: a slice of
// the wrong length, a group without a total, a total that is not a number above 0, a
// group that the totals name and nobody with a weight is in; a sample cut by Within (do
// that after).
func (s Sample) PostStratify(m Margin) (Sample, error) {
	groups, totals, err := s.readMargin(m)
	if err != nil {
		return Sample{}, err
	}
	s.steps = append(slices.Clone(s.steps), calibration{margins: []fitted{s.adjust(groups, totals)}})
	return s, nil
}

// readMargin numbers the groups of a margin and checks it.
func (s Sample) readMargin(m Margin) ([]int, []float64, error) {
	if s.in != nil {
		return nil, nil, fmt.Errorf("the sample is cut to some of its people; fit its weights first, and cut it after")
	}
	if len(m.Group) != len(s.weights) {
		return nil, nil, fmt.Errorf("there are %d groups for %d people", len(m.Group), len(s.weights))
	}
	var names []string
	for name, total := range m.Totals {
		if !(total > 0) || math.IsInf(total, 0) {
			return nil, nil, fmt.Errorf("the population total of a group is %v; it must be a number above 0", total)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	at, totals := make(map[string]int, len(names)), make([]float64, len(names))
	for g, name := range names {
		at[name], totals[g] = g, m.Totals[name]
	}
	groups, sizes := make([]int, len(m.Group)), make([]float64, len(names))
	for i, name := range m.Group {
		g, ok := at[name]
		if !ok {
			return nil, nil, fmt.Errorf("person %d is in the group %q, for which there is no population total", i+1, name)
		}
		groups[i] = g
		sizes[g] += s.weights[i]
	}
	for g, size := range sizes {
		if size == 0 {
			return nil, nil, fmt.Errorf("nobody with a weight is in the group %q, which has a population total of %v; join it with another group", names[g], totals[g])
		}
	}
	return groups, totals, nil
}

// adjust scales the weights of each group to its total and gives the step. It puts a new
// slice in s, and never writes in the old.
func (s *Sample) adjust(groups []int, totals []float64) fitted {
	sizes := make([]float64, len(totals))
	for i, g := range groups {
		sizes[g] += s.weights[i]
	}
	now := make([]float64, len(s.weights))
	for i, g := range groups {
		now[i] = s.weights[i] * totals[g] / sizes[g]
	}
	step := fitted{group: groups, groups: len(totals), before: s.weights, now: now}
	s.weights = now
	return step
}

// RakeReport says whether raking reached the known totals.
type RakeReport struct {
	// Rounds through all margins; Converged says that the last changed no cell by
	// tolerance or more; LastChange is the largest change it made in a cell.
	Rounds     int
	Converged  bool
	LastChange float64
	// Furthest is the largest distance, in people, between a group's weights and its
	// known total at the end.
	Furthest float64
	// Smallest and Largest are the weights' extremes; Effect is Kish's design effect and
	// Effective the effective number of people.
	Smallest, Largest, Effect, Effective float64
}

// Rake scales the weights to several margins in turn, again and again, until they fit
// all: Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444. It stops
// when a round changes no cell (a combination of groups that occurs) by tolerance people
// or more, or after so many rounds; always read the report, which says whether it
// converged (R's defaults, a tolerance of 1 and 10 rounds, stop early and say so only as
// a warning). Margins whose totals add up differently never converge: that is an error.
// Standard errors of the sample returned take account of the margins, as rake in R does.
// Errors: those of PostStratify, no margin, a tolerance not above 0, rounds outside 1 to
// 10,000.
func (s Sample) Rake(margins []Margin, tolerance float64, rounds int) (Sample, RakeReport, error) {
	var report RakeReport
	if len(margins) == 0 || !(tolerance > 0) || rounds < 1 || rounds > 10_000 {
		return Sample{}, report, fmt.Errorf("raking needs a margin, a tolerance above 0 and 1 to 10,000 rounds; it was given %d, %v and %d", len(margins), tolerance, rounds)
	}
	groups, totals := make([][]int, len(margins)), make([][]float64, len(margins))
	cells := make([]int, len(s.weights))
	first := 0.0
	for k, m := range margins {
		var err error
		if groups[k], totals[k], err = s.readMargin(m); err != nil {
			return Sample{}, report, fmt.Errorf("margin %d: %w", k+1, err)
		}
		sum := 0.0
		for _, t := range totals[k] {
			sum += t
		}
		if k == 0 {
			first = sum
		} else if math.Abs(sum-first) > 1e-6*first {
			return Sample{}, report, fmt.Errorf("margin %d adds up to %v people and margin 1 to %v; they must be of the same population", k+1, sum, first)
		}
		cells = within(cells, m.Group)
	}
	steps := s.steps
	old := cellSums(cells, s.weights)
	for report.Rounds < rounds && !report.Converged {
		report.Rounds++
		step := calibration{raked: true}
		for k := range margins {
			step.margins = append(step.margins, s.adjust(groups[k], totals[k]))
		}
		s.steps = append(slices.Clone(steps), step)
		now := cellSums(cells, s.weights)
		report.LastChange = 0
		for c := range now {
			report.LastChange = max(report.LastChange, math.Abs(now[c]-old[c]))
		}
		report.Converged = report.LastChange < tolerance
		old = now
	}
	for k := range margins {
		sizes := make([]float64, len(totals[k]))
		for i, g := range groups[k] {
			sizes[g] += s.weights[i]
		}
		for g, t := range totals[k] {
			report.Furthest = max(report.Furthest, math.Abs(sizes[g]-t))
		}
	}
	report.Smallest, report.Largest = slices.Min(s.weights), slices.Max(s.weights)
	report.Effect, report.Effective = Kish(s.weights)
	return s, report, nil
}

func cellSums(cells []int, weights []float64) []float64 {
	out := make([]float64, slices.Max(cells)+1)
	for i, c := range cells {
		out[c] += weights[i]
	}
	return out
}

// maxTrimRounds bounds the rounds of a strict Trim.
const maxTrimRounds = 1000

// Trim cuts the weights at two bounds and spreads what is cut evenly over the people not
// cut, as trimWeights in R's survey does; with strict it goes on until none is outside.
// It gives how many were cut. The totals that weights were fitted to no longer hold
// exactly. Errors: bounds in the wrong order, or such that nobody is left to take what is
// cut, or not in 1,000 rounds, or only below 0.
func (s Sample) Trim(lowest, highest float64, strict bool) (Sample, int, error) {
	if !(lowest >= 0 && highest > lowest) {
		return Sample{}, 0, fmt.Errorf("weights cannot be cut at %v and %v; the second bound must be the larger, and neither below 0", lowest, highest)
	}
	cut := make([]bool, len(s.weights))
	now := slices.Clone(s.weights)
	all := 0
	for round := 0; ; round++ {
		if round == maxTrimRounds {
			return Sample{}, 0, fmt.Errorf("the weights still leave %v to %v after %d rounds of cutting; take wider bounds", lowest, highest, maxTrimRounds)
		}
		spare, outside := 0.0, 0
		for i, w := range now {
			if bounded := min(highest, max(lowest, w)); bounded != w {
				spare += w - bounded
				now[i] = bounded
				outside++
				if !cut[i] {
					cut[i] = true
					all++
				}
			}
		}
		if outside == 0 {
			break
		}
		if all == len(now) {
			return Sample{}, 0, fmt.Errorf("every weight lies outside %v to %v, and nobody is left to take what is cut", lowest, highest)
		}
		for i := range now {
			if !cut[i] {
				now[i] += spare / float64(len(now)-all)
				if now[i] < 0 {
					return Sample{}, 0, fmt.Errorf("raising the lowest weights to %v would leave others below 0; take a lower bound", lowest)
				}
			}
		}
		if !strict {
			break
		}
	}
	s.weights = now
	return s, all, nil
}
