package tabulate

import (
	"math"
	"slices"
)

// membership is who of a table's groups is in which others, as far as numbers
// of one can be worked out from numbers of others.
type membership struct {
	// within[g][h] tells whether all of group g are in group h, which has more.
	within [][]bool
	// together[g][h] tells whether someone is in both.
	together [][]bool
	// patterns are memberships of single people (1 in the group, 0 not), as many
	// as there are that do not follow from one another.
	patterns [][]float64
}

// membershipOf takes for each group who is in it.
func membershipOf(in [][]bool) *membership {
	m := &membership{within: square(len(in)), together: square(len(in))}
	different := patternsOf(in)
	for g := range in {
		for h := range in {
			inside, more := true, false
			for _, p := range different {
				m.together[g][h] = m.together[g][h] || p[g] && p[h]
				inside = inside && (!p[g] || p[h])
				more = more || p[h] && !p[g]
			}
			m.within[g][h] = inside && more
		}
	}
	for _, p := range different {
		if len(m.patterns) == len(in) {
			break
		}
		row := make([]float64, len(in))
		for g, is := range p {
			if is {
				row[g] = 1
			}
		}
		if !follows(row, m.patterns) {
			m.patterns = append(m.patterns, row)
		}
	}
	return m
}

// patternsOf gives for each sort of people, who are in the same groups, in which
// they are. It divides all by one group after another, which is fast for a
// million people in the few sorts that there are.
func patternsOf(in [][]bool) [][]bool {
	sorts := [][]bool{nil}
	of := make([]int32, len(in[0])) // the sort of each person
	for _, group := range in {
		var divided [][]bool
		next := make([]int32, 2*len(sorts)) // 1 and the place in divided, of those out and those in
		for i, is := range group {
			k := 2 * of[i]
			if is {
				k++
			}
			if next[k] == 0 {
				divided = append(divided, append(slices.Clone(sorts[of[i]]), is))
				next[k] = int32(len(divided))
			}
			of[i] = next[k] - 1
		}
		sorts = divided
	}
	return sorts
}

func square(n int) [][]bool {
	out := make([][]bool, n)
	for i := range out {
		out[i] = make([]bool, n)
	}
	return out
}

// apart tells whether no one is in two of these groups.
func (m *membership) apart(groups []int) bool {
	for i, g := range groups {
		for _, h := range groups[:i] {
			if m.together[g][h] {
				return false
			}
		}
	}
	return true
}

// from gives the groups of which sums and differences of their numbers make the
// number of one group, whatever the numbers are; nil when there are none.
func (m *membership) from(group int, shown []int) []int {
	wanted := make([]float64, len(m.patterns))
	vectors := make([][]float64, len(shown))
	for i, p := range m.patterns {
		wanted[i] = p[group]
		for k, g := range shown {
			if vectors[k] == nil {
				vectors[k] = make([]float64, len(m.patterns))
			}
			vectors[k][i] = p[g]
		}
	}
	times, ok := combine(wanted, vectors)
	if !ok {
		return nil
	}
	var out []int
	for k, x := range times {
		if x != 0 {
			out = append(out, shown[k])
		}
	}
	return out
}

func follows(row []float64, rows [][]float64) bool {
	_, ok := combine(row, rows)
	return ok
}

// tiny is taken as 0. What is computed with are zeros and ones, so that what
// is not 0 is far above it.
const tiny = 1e-9

// combine gives how often each vector must be taken so that together they are
// the wanted one, by Gaussian elimination with the largest pivot; ok is false
// when nothing does.
func combine(wanted []float64, vectors [][]float64) (times []float64, ok bool) {
	n := len(vectors)
	// One equation for each place of the vectors, the wanted value last.
	equations := make([][]float64, len(wanted))
	for i := range equations {
		equations[i] = make([]float64, n+1)
		for k, v := range vectors {
			equations[i][k] = v[i]
		}
		equations[i][n] = wanted[i]
	}
	times = make([]float64, n)
	solved := make([]int, 0, n) // the vector that each equation, in order, is solved for
	for k := range n {
		at := len(solved)
		best := at
		for i := at; i < len(equations); i++ {
			if math.Abs(equations[i][k]) > math.Abs(equations[best][k]) {
				best = i
			}
		}
		if best >= len(equations) || math.Abs(equations[best][k]) < tiny {
			continue // this vector follows from those before it
		}
		equations[at], equations[best] = equations[best], equations[at]
		for i := range equations {
			if share := equations[i][k] / equations[at][k]; i != at && share != 0 {
				for j := k; j <= n; j++ {
					equations[i][j] -= share * equations[at][j]
				}
			}
		}
		solved = append(solved, k)
	}
	for i := len(solved); i < len(equations); i++ {
		if math.Abs(equations[i][n]) > tiny {
			return nil, false
		}
	}
	for i, k := range solved {
		if x := equations[i][n] / equations[i][k]; math.Abs(x) > tiny {
			times[k] = x
		}
	}
	return times, true
}
