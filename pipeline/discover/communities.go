package discover

import (
	"math/rand/v2"
	"slices"
)

// network is an undirected weighted graph: row i of to and weight are the
// neighbours of i from starts[i] to starts[i+1]. Every edge is in it twice, once
// from either end; self holds, by vertex, twice the weight within it.
type network struct {
	starts []int32
	to     []int32
	weight []float64
	self   []float64
}

type edge struct {
	a, b   int32
	weight float64
}

// newNetwork makes a network of n vertices from edges, each given once, in
// order.
func newNetwork(n int, edges []edge) *network {
	g := &network{starts: make([]int32, n+1), self: make([]float64, n)}
	for _, e := range edges {
		g.starts[e.a+1]++
		g.starts[e.b+1]++
	}
	for i := range n {
		g.starts[i+1] += g.starts[i]
	}
	g.to = make([]int32, 2*len(edges))
	g.weight = make([]float64, 2*len(edges))
	at := slices.Clone(g.starts[:n])
	for _, e := range edges {
		g.to[at[e.a]], g.weight[at[e.a]] = e.b, e.weight
		at[e.a]++
		g.to[at[e.b]], g.weight[at[e.b]] = e.a, e.weight
		at[e.b]++
	}
	return g
}

// communities parts a network into communities of many edges within and few
// between, by the method of Blondel and others (2008), which looks for the
// largest modularity, with the resolution of Reichardt and Bornholdt (2006):
// above 1 there are more and smaller ones. It gives the number of each vertex's
// community, numbered from 0 as they are met. Vertices are looked at in an
// order shuffled by a fixed seed, and sums are taken in a fixed order, so the
// same network always has the same communities.
func communities(g *network, resolution float64) []int32 {
	n := len(g.self)
	of := make([]int32, n)
	for i := range of {
		of[i] = int32(i)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for level := g; ; {
		moved, label, count := move(level, resolution, rng)
		if !moved {
			return of
		}
		for i := range of {
			of[i] = label[of[i]]
		}
		level = joined(level, label, count)
	}
}

// move lets each vertex go to the community of a neighbour where that gains
// most, until none gains. label gives each vertex's community, count how many
// there are.
func move(g *network, resolution float64, rng *rand.Rand) (moved bool, label []int32, count int) {
	n := len(g.self)
	label = make([]int32, n)
	degree := make([]float64, n)
	total := 0.0
	for i := range n {
		label[i] = int32(i)
		degree[i] = g.self[i]
		for _, w := range g.weight[g.starts[i]:g.starts[i+1]] {
			degree[i] += w
		}
		total += degree[i]
	}
	if total == 0 {
		return false, label, n
	}
	sum := slices.Clone(degree) // by community, the degrees of its vertices
	toward := make([]float64, n)
	var met []int32
	order := rng.Perm(n)
	// Each pass gains modularity, but a vertex between two communities can gain
	// next to nothing for ever; thirty passes are more than any needed.
	for range 30 {
		changed := 0
		for _, i := range order {
			from := label[i]
			met = append(met[:0], from)
			toward[from] = 0
			for e := g.starts[i]; e < g.starts[i+1]; e++ {
				c := label[g.to[e]]
				if toward[c] == 0 && c != from {
					met = append(met, c)
				}
				toward[c] += g.weight[e]
			}
			sum[from] -= degree[i]
			best, bestGain := from, toward[from]-float64(resolution*degree[i]*sum[from]/total)
			for _, c := range met[1:] {
				gain := toward[c] - float64(resolution*degree[i]*sum[c]/total)
				if gain > bestGain+1e-12 {
					best, bestGain = c, gain
				}
			}
			for _, c := range met {
				toward[c] = 0
			}
			sum[best] += degree[i]
			if best != from {
				label[i] = best
				changed++
			}
		}
		if changed == 0 {
			break
		}
		moved = true
	}
	number := make([]int32, n)
	for i := range number {
		number[i] = -1
	}
	for i, c := range label {
		if number[c] < 0 {
			number[c] = int32(count)
			count++
		}
		label[i] = number[c]
	}
	return moved, label, count
}

// joined gives the network whose vertices are communities.
func joined(g *network, label []int32, count int) *network {
	out := &network{starts: make([]int32, 1, count+1), self: make([]float64, count)}
	members := make([][]int32, count)
	for i, c := range label {
		members[c] = append(members[c], int32(i))
	}
	toward := make([]float64, count)
	for c := range count {
		var met []int32
		for _, i := range members[c] {
			out.self[c] += g.self[i]
			for e := g.starts[i]; e < g.starts[i+1]; e++ {
				d := label[g.to[e]]
				if int(d) == c {
					out.self[c] += g.weight[e]
					continue
				}
				if toward[d] == 0 {
					met = append(met, d)
				}
				toward[d] += g.weight[e]
			}
		}
		slices.Sort(met)
		for _, d := range met {
			out.to = append(out.to, d)
			out.weight = append(out.weight, toward[d])
			toward[d] = 0
		}
		out.starts = append(out.starts, int32(len(out.to)))
	}
	return out
}
