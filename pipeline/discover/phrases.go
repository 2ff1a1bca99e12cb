package discover

import (
	"cmp"
	"math"
	"slices"
)

// longestPhrase is the most words of a phrase.
const longestPhrase = 4

// Phrase is words that people say in a row.
type Phrase struct {
	Words  string `json:"words" csv:"words" about:"The phrase, as most write it; inflections are counted with it."`
	People int    `json:"people" csv:"people" about:"How many different people say it."`
	Units  int    `json:"units" csv:"units" about:"How many comments and turns have it."`
	// Uncoded is how many of Units have no theme yet.
	Uncoded int `json:"uncoded" csv:"uncoded" about:"How many of them have no theme yet."`
	Times   int `json:"times" csv:"times" about:"How often it is said; a text said again in the same words counts once."`
	// CValue is log2(words)·(people - people of the longer phrases that hold it,
	// on average).
	CValue float64 `json:"c_value" csv:"c_value" about:"How much it is a phrase of its own: people who say it, less those who say longer phrases with it, times log2 of its length (after Frantzi, Ananiadou and Mima 2000)."`
	// NPMI and G2 are those of the weakest of the places at which the phrase can
	// be parted.
	NPMI float64 `json:"npmi" csv:"npmi" about:"How closely its words go together, from -1 to 1, at its weakest joint (Bouma 2009)."`
	G2   float64 `json:"g2" csv:"g2" about:"Log-likelihood that its words go together, at its weakest joint (Dunning 1993)."`
}

// A phrase is kept where its words go together more than chance would have it:
// G² above the 0.1 % point of chi-square, and NPMI above 0.1, under which words
// are next to each other only because both are frequent.
const (
	leastG2   = 10.83
	leastNPMI = 0.1
)

// phrases finds the phrases of two to four words that at least so many people
// say and whose words go together, those with the largest C-value first. One that
// too few people say outside a longer one that is kept is left out.
func (c *corpus) phrases(grams []gram, allWords, least int, uncoded []bool) []Phrase {
	index := map[string]int{}
	for i := range grams {
		index[keyOf(grams[i].stems)] = i
	}
	// Words at the joint of a phrase can be stop words, and grams never end with
	// one; counts of such parts are made apart.
	parts := c.partCounts(grams)
	people := make([]int, len(grams))
	for i := range grams {
		people[i] = c.peopleOf(c.unitsOf(grams[i].documents))
	}
	type candidate struct {
		gram     int
		g2, npmi float64
	}
	var kept []candidate
	n := float64(allWords)
	for i := range grams {
		g := &grams[i]
		if len(g.stems) < 2 || people[i] < least {
			continue
		}
		k := candidate{i, math.Inf(1), 1}
		both := float64(g.times)
		for cut := 1; cut < len(g.stems); cut++ {
			x, y := float64(parts[keyOf(g.stems[:cut])]), float64(parts[keyOf(g.stems[cut:])])
			k.g2 = min(k.g2, G2(both, max(0, x-both), max(0, y-both), max(0, n-x-y+both)))
			k.npmi = min(k.npmi, NPMI(both, x, y, n))
		}
		if k.g2 >= leastG2 && k.npmi >= leastNPMI {
			kept = append(kept, k)
		}
	}
	// Longest first: what a shorter phrase has of its own depends on them.
	slices.SortStableFunc(kept, func(a, b candidate) int {
		return cmp.Compare(len(grams[b.gram].stems), len(grams[a.gram].stems))
	})
	longer := map[string][]int{} // by phrase, the kept grams that hold it
	out := []Phrase{}
	for _, k := range kept {
		g := &grams[k.gram]
		inside := longer[keyOf(g.stems)]
		value := float64(people[k.gram])
		if len(inside) > 0 {
			sum := 0
			var taken []int32
			for _, other := range inside {
				sum += people[other]
				taken = append(taken, grams[other].documents...)
			}
			slices.Sort(taken)
			alone := slices.DeleteFunc(slices.Clone(g.documents), func(d int32) bool {
				_, in := slices.BinarySearch(taken, d)
				return in
			})
			if c.peopleOf(c.unitsOf(alone)) < least {
				continue
			}
			value -= float64(sum) / float64(len(inside))
		}
		for size := 2; size < len(g.stems); size++ {
			for from := 0; from+size <= len(g.stems); from++ {
				key := keyOf(g.stems[from : from+size])
				longer[key] = append(longer[key], k.gram)
			}
		}
		units := c.unitsOf(g.documents)
		out = append(out, Phrase{
			Words: c.face(g), People: people[k.gram], Units: len(units), Times: g.times,
			Uncoded: countOf(units, uncoded),
			CValue:  math.Log2(float64(len(g.stems))) * value, NPMI: k.npmi, G2: k.g2,
		})
	}
	slices.SortFunc(out, func(a, b Phrase) int {
		return cmp.Or(cmp.Compare(b.CValue, a.CValue), cmp.Compare(b.People, a.People), cmp.Compare(a.Words, b.Words))
	})
	return out
}

// partCounts counts how often the beginnings and endings of the grams occur.
func (c *corpus) partCounts(grams []gram) map[string]int {
	counts := map[string]int{}
	longest := 1
	for i := range grams {
		s := grams[i].stems
		longest = max(longest, len(s))
		for cut := 1; cut < len(s); cut++ {
			counts[keyOf(s[:cut])], counts[keyOf(s[cut:])] = 0, 0
		}
	}
	stems := make([]int32, 0, longestPhrase)
	var key []byte
	for d := range c.documents {
		words := c.documents[d].words
		for i := range words {
			stems = stems[:0]
			for k := i; k < len(words) && k < i+longest-1 && words[k] >= 0; k++ {
				stems = append(stems, c.stemOf[words[k]])
				key = appendKey(key[:0], stems)
				if n, ok := counts[string(key)]; ok {
					counts[string(key)] = n + 1
				}
			}
		}
	}
	return counts
}

func keyOf(stems []int32) string { return string(appendKey(nil, stems)) }

func appendKey(key []byte, stems []int32) []byte {
	for _, s := range stems {
		key = append(key, byte(s), byte(s>>8), byte(s>>16), byte(s>>24))
	}
	return key
}

func countOf(units []int, which []bool) int {
	n := 0
	for _, u := range units {
		if which[u] {
			n++
		}
	}
	return n
}
