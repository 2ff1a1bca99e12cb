package discover

import (
	"cmp"
	"slices"
)

// Pair is two words that people use together in a sentence, without one being
// the other's neighbour most of the time.
type Pair struct {
	A       string  `json:"a" csv:"a" about:"One word, as most write it; inflections are counted with it."`
	B       string  `json:"b" csv:"b" about:"The other."`
	People  int     `json:"people" csv:"people" about:"How many different people use both in one sentence."`
	Units   int     `json:"units" csv:"units" about:"How many comments and turns have such a sentence."`
	Uncoded int     `json:"uncoded" csv:"uncoded" about:"How many of them have no theme yet."`
	NPMI    float64 `json:"npmi" csv:"npmi" about:"How closely they go together, from -1 to 1, over sentences (Bouma 2009)."`
	G2      float64 `json:"g2" csv:"g2" about:"Log-likelihood that they go together (Dunning 1993)."`
}

const (
	// pairWords bounds the words whose pairs are counted: the most frequent.
	pairWords = 2000
	// pairWindow is how many words of meaning further two words can be from each
	// other; it bounds the work for a long sentence.
	pairWindow = 8
)

// pairs finds the pairs of words that at least so many people use in one
// sentence and that go together, those with the largest G² first.
func (c *corpus) pairs(grams []gram, least int, uncoded []bool) []Pair {
	var frequent []int
	for i := range grams {
		if len(grams[i].stems) == 1 {
			frequent = append(frequent, i)
		}
	}
	slices.SortStableFunc(frequent, func(a, b int) int {
		return cmp.Compare(len(grams[b].documents), len(grams[a].documents))
	})
	frequent = frequent[:min(len(frequent), pairWords)]
	place := make([]int32, len(c.stems))
	for i := range place {
		place[i] = -1
	}
	for n, i := range frequent {
		place[grams[i].stems[0]] = int32(n)
	}

	type tally struct {
		sentences, neighbours int32
	}
	number := map[uint32]int32{}
	var tallies []tally
	var keys []uint32
	single := make([]int, len(frequent)) // sentences that have the word
	sentences := 0
	var sentence []int32 // places of its words in frequent, -1 for others of meaning
	type found struct {
		pair       int32
		neighbours bool
	}
	var met []found
	// walk goes over all sentences and tells the pairs of each, each once.
	walk := func(each func(d int, pairs []found), alone func(words []int32)) {
		for d := range c.documents {
			sentence = sentence[:0]
			for _, w := range c.documents[d].words {
				if w >= 0 {
					if !c.stop[w] {
						sentence = append(sentence, place[c.stemOf[w]])
					}
					continue
				}
				met = met[:0]
				for i, a := range sentence {
					if a < 0 {
						continue
					}
					for j := i + 1; j < len(sentence) && j <= i+pairWindow; j++ {
						b := sentence[j]
						if b < 0 || a == b {
							continue
						}
						key := uint32(min(a, b))<<16 | uint32(max(a, b))
						n, ok := number[key]
						if !ok {
							if each != nil {
								continue
							}
							n = int32(len(tallies))
							number[key] = n
							tallies = append(tallies, tally{})
							keys = append(keys, key)
						}
						met = append(met, found{n, j == i+1})
					}
				}
				slices.SortFunc(met, func(a, b found) int {
					switch {
					case a.pair != b.pair:
						return cmp.Compare(a.pair, b.pair)
					case a.neighbours == b.neighbours:
						return 0
					case a.neighbours:
						return -1
					}
					return 1
				})
				met = slices.CompactFunc(met, func(a, b found) bool { return a.pair == b.pair })
				if each != nil {
					each(d, met)
				} else {
					for _, m := range met {
						t := &tallies[m.pair]
						t.sentences++
						if m.neighbours {
							t.neighbours++
						}
					}
					alone(sentence)
				}
				sentence = sentence[:0]
			}
		}
	}
	seen := make([]int, len(frequent))
	walk(nil, func(words []int32) {
		sentences++
		for _, w := range words {
			if w >= 0 && seen[w] != sentences {
				seen[w] = sentences
				single[w]++
			}
		}
	})

	type candidate struct {
		pair     int32
		g2, npmi float64
	}
	var candidates []candidate
	n := float64(sentences)
	for i, t := range tallies {
		// A pair in fewer sentences than people asked for can still have them,
		// where many said the same text; such a text shows among the clusters.
		if int(t.sentences) < least || 2*t.neighbours > t.sentences {
			continue
		}
		both, x, y := float64(t.sentences), float64(single[keys[i]>>16]), float64(single[keys[i]&0xffff])
		if both*n <= x*y {
			continue
		}
		k := candidate{int32(i), G2(both, x-both, y-both, n-x-y+both), NPMI(both, x, y, n)}
		if k.g2 >= leastG2 && k.npmi >= leastNPMI {
			candidates = append(candidates, k)
		}
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.g2, a.g2), cmp.Compare(keys[a.pair], keys[b.pair]))
	})
	candidates = candidates[:min(len(candidates), 5*mostListed)]
	wanted := make([]int32, len(tallies))
	for i := range wanted {
		wanted[i] = -1
	}
	for i, k := range candidates {
		wanted[k.pair] = int32(i)
	}
	documents := make([][]int32, len(candidates))
	walk(func(d int, pairs []found) {
		for _, m := range pairs {
			if at := wanted[m.pair]; at >= 0 {
				if l := documents[at]; len(l) == 0 || l[len(l)-1] != int32(d) {
					documents[at] = append(l, int32(d))
				}
			}
		}
	}, nil)
	out := []Pair{}
	for i, k := range candidates {
		units := c.unitsOf(documents[i])
		people := c.peopleOf(units)
		if people < least {
			continue
		}
		key := keys[k.pair]
		out = append(out, Pair{
			A: c.face(&grams[frequent[key>>16]]), B: c.face(&grams[frequent[key&0xffff]]),
			People: people, Units: len(units), Uncoded: countOf(units, uncoded), NPMI: k.npmi, G2: k.g2,
		})
	}
	return out
}
