package discover

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	// ownTies is the share of its ties to neighbours that a text must have
	// within its cluster to belong to it; one with fewer stands between clusters.
	ownTies = 0.5
	// leastCosine is the likeness under which two texts are not tied at all.
	leastCosine = 0.2
	// spare is how many more neighbours are found than used, so that a half of
	// the texts, drawn at random, nearly always holds enough of them.
	spare = 3
)

// neighboursFor gives how many neighbours of each text are tied to it: few where
// there are few texts, so that not everything is tied to everything.
func neighboursFor(documents int) int {
	return min(15, max(3, int(math.Round(math.Sqrt(float64(documents))/2))))
}

// tie makes the edges of the texts that are in (all where in is nil) from their
// neighbours: the cosine of the two where each is among the k nearest of the
// other, half of it where one is.
func tie(near [][]near, k int, in []bool) []edge {
	first := make([][]int32, len(near))
	weight := make([][]float32, len(near))
	for i := range near {
		if in != nil && !in[i] {
			continue
		}
		for _, x := range near[i] {
			if len(first[i]) == k || x.cosine < leastCosine {
				break
			}
			if in == nil || in[x.at] {
				first[i] = append(first[i], x.at)
				weight[i] = append(weight[i], x.cosine)
			}
		}
	}
	var out []edge
	for i := range first {
		for n, j := range first[i] {
			mutual := slices.Contains(first[j], int32(i))
			switch {
			case !mutual:
				out = append(out, edge{int32(i), j, float64(weight[i][n]) / 2})
			case int(j) > i:
				out = append(out, edge{int32(i), j, float64(weight[i][n])})
			}
		}
	}
	return out
}

// parted gives the clusters of the texts: rows of documents in order, for those
// that hold at least so many people; and of each text, why it is in none.
func (c *corpus) parted(near [][]near, in []bool, resolution float64, least int) (clusters [][]int32, why []uint8) {
	n := len(near)
	if in != nil {
		n = countTrue(in)
	}
	g := newNetwork(len(near), tie(near, neighboursFor(n), in))
	of := communities(g, resolution)
	members := make([][]int32, len(near))
	why = make([]uint8, len(near))
	for i := range of {
		own, all := 0.0, 0.0
		for e := g.starts[i]; e < g.starts[i+1]; e++ {
			all += g.weight[e]
			if of[g.to[e]] == of[i] {
				own += g.weight[e]
			}
		}
		// A text without ties that many people wrote is a cluster in itself, if
		// it is about anything.
		single := all == 0 && (in == nil || in[i]) && len(c.documents[i].units) >= least && !c.judgesOnly(i)
		if all > 0 && own >= ownTies*all || single {
			members[of[i]] = append(members[of[i]], int32(i))
			why[i] = tooFew
		} else if all > 0 {
			why[i] = between
		} else if c.judgesOnly(i) {
			why[i] = noSubject
		}
	}
	for _, m := range members {
		if len(m) > 0 && c.voices(c.unitsOf(m)) >= least {
			clusters = append(clusters, m)
			for _, d := range m {
				why[d] = clustered
			}
		}
	}
	return clusters, why
}

// Why a text is in no cluster; clustered is for one that is.
const (
	alone uint8 = iota
	noSubject
	between
	tooFew
	clustered
)

var reasons = [...]string{alone: "like no other", noSubject: "names no subject, as yes or very good", between: "between clusters", tooFew: "too few people say the like"}

// judgesOnly tells whether a document has no words but those that judge and stop
// words.
func (c *corpus) judgesOnly(d int) bool {
	for _, w := range c.documents[d].words {
		if w >= 0 && !c.judges[w] && !c.stop[w] {
			return false
		}
	}
	return true
}

// voices counts people, and each unit of a person not known as one more: a file
// without persons must not be without clusters.
func (c *corpus) voices(units []int) int {
	n := c.peopleOf(units)
	for _, u := range units {
		if c.person[u] < 0 {
			n++
		}
	}
	return n
}

func countTrue(b []bool) int {
	n := 0
	for _, x := range b {
		if x {
			n++
		}
	}
	return n
}

// stability gives, for each cluster, how like it is on average to the most
// like of the clusters found in halves of the texts drawn at random: the
// Jaccard similarity of Hennig (2007), Computational Statistics and Data
// Analysis 52, 258-271, with his scheme of subsets in place of bootstrap
// samples, in which a text drawn twice would be a cluster of its own. The place
// of the texts in the space is not worked out anew. It is NaN for a cluster that
// no half holds any of. The halves are the same for the same texts.
func (c *corpus) stability(ctx context.Context, clusters [][]int32, near [][]near, o Options) ([]float64, error) {
	n := len(near)
	of := make([]int32, n)
	for i := range of {
		of[i] = -1
	}
	for k, m := range clusters {
		for _, d := range m {
			of[d] = int32(k)
		}
	}
	best := make([][]float64, o.Resamples)
	inBlocks(o.Resamples, 1, o.Jobs, func(r int) {
		if ctx.Err() != nil {
			return
		}
		in := make([]bool, n)
		for _, i := range rand.New(rand.NewPCG(5, uint64(r))).Perm(n)[:(n+1)/2] {
			in[i] = true
		}
		size := make([]int, len(clusters))
		for i := range of {
			if in[i] && of[i] >= 0 {
				size[of[i]]++
			}
		}
		best[r] = make([]float64, len(clusters))
		shared := make([]int, len(clusters))
		again, _ := c.parted(near, in, o.Resolution, max(1, (o.MinPeople+1)/2))
		for _, found := range again {
			clear(shared)
			for _, d := range found {
				if of[d] >= 0 {
					shared[of[d]]++
				}
			}
			for k, s := range shared {
				if s > 0 {
					best[r][k] = max(best[r][k], float64(s)/float64(size[k]+len(found)-s))
				}
			}
		}
		for k := range best[r] {
			if size[k] == 0 {
				best[r][k] = math.NaN()
			}
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := make([]float64, len(clusters))
	for k := range out {
		sum, times := 0.0, 0
		for r := range best {
			if !math.IsNaN(best[r][k]) {
				sum += best[r][k]
				times++
			}
		}
		out[k] = sum / float64(times)
	}
	return out, nil
}

// reading is what a stability says of a cluster: the stability as it is printed,
// with two decimals, so that no word stands beside a figure that denies it.
func reading(stability float64) string {
	stability = twoDecimals(stability)
	switch {
	case math.IsNaN(stability):
		return "not known"
	case stability >= 0.85:
		return "very stable"
	case stability >= 0.75:
		return "stable"
	case stability >= 0.6:
		return "a pattern, with unsure borders"
	case lasting(stability):
		return "not to be relied on"
	}
	return "dissolves"
}

// lasting tells whether a cluster is there in most halves of the texts. With a
// stability of 0.5 or less it dissolves, in the word of Hennig (2007).
func lasting(stability float64) bool { return twoDecimals(stability) > 0.5 }

func twoDecimals(x float64) float64 { return math.Round(x*100) / 100 }

// central orders the documents of a cluster, the nearest to its middle first,
// and gives the cosine of each to it. Where documents have no place, those with
// more units come first.
func (c *corpus) central(cluster []int32, vectors [][]float32) (order []int32, cosine []float64) {
	if len(cluster) == 0 {
		return nil, nil
	}
	middle := make([]float32, len(vectors[cluster[0]]))
	for _, d := range cluster {
		for x, v := range vectors[d] {
			middle[x] += v
		}
	}
	length := float32(math.Sqrt(float64(dot(middle, middle))))
	type ranked struct {
		document int32
		cosine   float32
	}
	var list []ranked
	for _, d := range cluster {
		r := ranked{document: d}
		if length > 0 {
			r.cosine = rounded(dot(middle, vectors[d]) / length)
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(len(c.documents[b.document].units), len(c.documents[a.document].units)), cmp.Compare(a.document, b.document))
	})
	for _, r := range list {
		order = append(order, r.document)
		cosine = append(cosine, float64(r.cosine))
	}
	return order, cosine
}
