package stats

import (
	"fmt"
	"math"
)

// covariances gives the covariances of totals of variables whose weighted values are
// z[i][v], by Taylor linearisation with the design's stages: Särndal, Swensson and
// Wretman (1992), Model Assisted Survey Sampling. z is used up.
func (s Sample) covariances(z [][]float64) ([][]float64, error) {
	k := len(z[0])
	for _, c := range s.steps {
		c.residuals(z)
	}
	rows := make([]int, len(z))
	for i := range rows {
		rows[i] = i
	}
	sum := square0(k)
	if err := s.addStage(0, rows, 1, z, sum); err != nil {
		return nil, err
	}
	return sum, nil
}

// rakeResidualRounds is how often the margins of a raking are gone through, as in R; what
// is left by then is far below any figure that is printed.
const rakeResidualRounds = 10

// residuals takes what the groups explain out of the values: their weighted means after
// one margin, and after a raking their plain means, margin by margin, again and again, as
// R's survey has it.
func (c calibration) residuals(z [][]float64) {
	rounds := 1
	if c.raked {
		rounds = rakeResidualRounds
	}
	for range rounds {
		for _, m := range c.margins {
			m.residuals(z, c.raked)
		}
	}
}

func (m fitted) residuals(z [][]float64, plain bool) {
	k := len(z[0])
	sums, sizes := make([][]float64, m.groups), make([]float64, m.groups)
	for g := range sums {
		sums[g] = make([]float64, k)
	}
	for i, g := range m.group {
		if m.now[i] == 0 {
			continue
		}
		size := m.before[i]
		if plain {
			size = 1
		}
		sizes[g] += size
		for v := range k {
			sums[g][v] += z[i][v] * size / m.now[i]
		}
	}
	for i, g := range m.group {
		if m.now[i] == 0 {
			continue
		}
		for v := range k {
			z[i][v] -= sums[g][v] / sizes[g] * m.now[i]
		}
	}
}

// addStage adds factor times the covariances of a stage among the people of rows, and of
// the stages below.
func (s Sample) addStage(at int, rows []int, factor float64, z, sum [][]float64) error {
	if at >= len(s.stages) {
		return nil
	}
	st := s.stages[at]
	for _, stratum := range group(rows, st.stratum) {
		clusters := group(stratum, st.cluster)
		n := float64(len(clusters))
		population := math.Inf(1)
		if st.population != nil {
			population = st.population[stratum[0]]
		}
		fraction := n / population
		if fraction < 1 {
			if n < 2 {
				return fmt.Errorf("a stratum of stage %d has one cluster only, that of person %d, and nothing to take a variance from; join it with another stratum", at+1, stratum[0]+1)
			}
			addClusters(clusters, factor*(1-fraction)*n/(n-1), z, sum)
		}
		if st.population == nil {
			continue
		}
		for _, cluster := range clusters {
			if err := s.addStage(at+1, cluster, factor*fraction, z, sum); err != nil {
				return err
			}
		}
	}
	return nil
}

// addClusters adds factor times the squares and products of cluster totals about their
// mean.
func addClusters(clusters [][]int, factor float64, z, sum [][]float64) {
	k := len(sum)
	totals, mean := make([][]float64, len(clusters)), make([]float64, k)
	for c, rows := range clusters {
		totals[c] = make([]float64, k)
		for _, i := range rows {
			for v := range k {
				totals[c][v] += z[i][v]
			}
		}
		for v := range k {
			mean[v] += totals[c][v] / float64(len(clusters))
		}
	}
	for _, t := range totals {
		for a := range k {
			for b := range k {
				sum[a][b] += factor * (t[a] - mean[a]) * (t[b] - mean[b])
			}
		}
	}
}

// group parts rows by their number in ids, in order of first appearance.
func group(rows []int, ids []int) [][]int {
	at := make(map[int]int)
	var out [][]int
	for _, i := range rows {
		g, ok := at[ids[i]]
		if !ok {
			g = len(out)
			at[ids[i]] = g
			out = append(out, nil)
		}
		out[g] = append(out[g], i)
	}
	return out
}

func square0(k int) [][]float64 {
	m := make([][]float64, k)
	for i := range m {
		m[i] = make([]float64, k)
	}
	return m
}
