package compare

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
)

// Items that share most of their words are found by sketches of these (min-wise
// hashing; Broder, 1997), wherever the words stand and however common each of
// them is: of two items, each number of a sketch is the same as likely as the
// share of words that both have of all that either has. Rows numbers that are the
// same in a row make two items neighbours, so that those with half of their words
// in common are found 87 times in 100, and those with six tenths 98.
const (
	rows  = 4
	bands = 32
	// mostNeighbours bounds the neighbours that one row of numbers gives.
	mostNeighbours = 32
	// leastShared is the least share of the words of both that is worth a look.
	leastShared = 0.4
)

// overlapping gives for each of the items froms of s those of the items tos of t
// that share most of its words, as places in tos: the best first, as many as are
// looked at for each.
func overlapping(s *side, froms []int, t *side, tos []int) [][]int {
	out := make([][]int, len(froms))
	asked, held := sketches(s, froms), sketches(t, tos)
	near := make([][]int, len(froms))
	for band := range bands {
		at := make(map[[rows]uint64][]int, len(tos))
		for k, one := range held {
			if one.words == nil {
				continue
			}
			if key := one.row(band); len(at[key]) < mostNeighbours {
				at[key] = append(at[key], k)
			}
		}
		for k, one := range asked {
			if one.words != nil {
				near[k] = append(near[k], at[one.row(band)]...)
			}
		}
	}
	for k, list := range near {
		slices.Sort(list)
		list = slices.Compact(list)
		share := make(map[int]float64, len(list))
		for _, to := range list {
			share[to] = shared(asked[k].words, held[to].words)
		}
		list = slices.DeleteFunc(list, func(to int) bool { return share[to] < leastShared })
		slices.SortStableFunc(list, func(x, y int) int { return cmp.Compare(share[y], share[x]) })
		out[k] = list[:min(len(list), candidates)]
	}
	return out
}

// sketch is the numbers of an item's words, each once and sorted, and for each
// way of mixing them the least; words is nil for an item of too few words.
type sketch struct {
	words []uint64
	least [rows * bands]uint64
}

func (s *sketch) row(band int) [rows]uint64 { return [rows]uint64(s.least[band*rows:]) }

func sketches(s *side, items []int) []*sketch {
	out := make([]*sketch, len(items))
	for k, i := range items {
		out[k] = &sketch{}
		if !distinctive(s.nodes[i].text) {
			continue
		}
		one := out[k]
		for _, w := range strings.Fields(s.nodes[i].text) {
			one.words = append(one.words, hash(w))
		}
		slices.Sort(one.words)
		one.words = slices.Compact(one.words)
		for way := range one.least {
			one.least[way] = ^uint64(0)
			for _, w := range one.words {
				one.least[way] = min(one.least[way], mix(w+uint64(way)*0x9e3779b97f4a7c15))
			}
		}
	}
	return out
}

// shared gives the share of the words of both that both have.
func shared(x, y []uint64) float64 {
	both := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch cmp.Compare(x[i], y[j]) {
		case 0:
			both++
			i, j = i+1, j+1
		case -1:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// hash is FNV-1a of 64 bits, the same on every machine.
func hash(word string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(word))
	return h.Sum64()
}

// mix spreads a number over all bits (the finalizer of SplitMix64; Steele, Lea and
// Flood, 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
