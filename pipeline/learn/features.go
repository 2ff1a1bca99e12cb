package learn

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// The blocks of features. Each has a length of its own, its weight in the recipe.
const (
	blockWords    = iota // words and pairs of neighbours
	blockLetters         // runs of three to five letters, word ends included
	blockQuestion        // the question answered
	blockBoth            // the question and a word together
	hashedBlocks
)

// occurrence is one feature found in a comment: its hash, its block, and the
// words that it is made of (first == last for all but pairs; both -1 for the
// question).
type occurrence struct {
	hash        uint64
	block       int8
	first, last int32
}

// hash64 is FNV-1a (Fowler, Noll and Vo, 1991): of half a million features, two
// share a hash once in 150 million vocabularies.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func hashed(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return (h ^ 0xff) * hashPrime // a byte that no UTF-8 holds ends each part
}

func startOf(block int8) uint64 { return (hashStart ^ uint64(block)) * hashPrime }

// occurrences lists the features of a comment, one entry a place where each stands.
func occurrences(d Doc, list []word, weights [hashedBlocks]float64) []occurrence {
	out := make([]occurrence, 0, 16*len(list)+1)
	question := weights[blockQuestion] > 0 && d.Question != ""
	both := weights[blockBoth] > 0 && d.Question != ""
	if question {
		out = append(out, occurrence{hashed(startOf(blockQuestion), d.Question), blockQuestion, -1, -1})
	}
	var ends []int // where each letter of the padded word ends
	for i, w := range list {
		at := int32(i)
		single := hashed(startOf(blockWords), w.text)
		out = append(out, occurrence{single, blockWords, at, at})
		if i+1 < len(list) {
			out = append(out, occurrence{hashed(single, list[i+1].text), blockWords, at, at + 1})
		}
		if both {
			out = append(out, occurrence{hashed(hashed(startOf(blockBoth), d.Question), w.text), blockBoth, at, at})
		}
		padded := " " + w.text + " "
		ends = ends[:0]
		for p := 0; p < len(padded); {
			_, size := utf8.DecodeRuneInString(padded[p:])
			ends = append(ends, p)
			p += size
		}
		ends = append(ends, len(padded))
		for n := 3; n <= 5; n++ {
			for s := 0; s+n < len(ends); s++ {
				out = append(out, occurrence{hashed(startOf(blockLetters), padded[ends[s]:ends[s+n]]), blockLetters, at, at})
			}
		}
	}
	return out
}

// vocabulary is the features that training met often enough, each with its place
// in the weights and how rare it is.
type vocabulary struct {
	place  map[uint64]int32
	hashes []uint64 // by place
	blocks []int8
	rarity []float32
	rarest float32 // the largest of rarity
}

// steps is how finely rarity is kept. It makes the numbers the same on every
// processor, whose logarithms differ in their last bits.
const steps = 1024

func rounded(x float64) float64 { return math.Round(x*steps) / steps }

// newVocabulary takes the features that stand in at least so many of the
// comments, at most so many of them, the most frequent first.
func newVocabulary(docs [][]occurrence, least, most int) *vocabulary {
	type met struct {
		hash  uint64
		df    int32
		last  int32
		block int8
	}
	index := map[uint64]int32{}
	var list []met
	for d, occ := range docs {
		for _, o := range occ {
			at, ok := index[o.hash]
			if !ok {
				at = int32(len(list))
				index[o.hash] = at
				list = append(list, met{hash: o.hash, last: -1, block: o.block})
			}
			if list[at].last != int32(d) {
				list[at].last = int32(d)
				list[at].df++
			}
		}
	}
	list = slices.DeleteFunc(list, func(m met) bool { return m.df < int32(least) && m.block != blockQuestion })
	// The most frequent first, so that those used most lie together in memory.
	slices.SortFunc(list, func(a, b met) int { return cmp.Or(cmp.Compare(b.df, a.df), cmp.Compare(a.hash, b.hash)) })
	list = list[:min(len(list), most)]
	v := &vocabulary{place: make(map[uint64]int32, len(list))}
	for i, m := range list {
		v.place[m.hash] = int32(i)
		v.hashes = append(v.hashes, m.hash)
		v.blocks = append(v.blocks, m.block)
		// The smoothed inverse document frequency, ln((1+N)/(1+df)) + 1.
		v.rarity = append(v.rarity, float32(rounded(math.Log(float64(1+len(docs))/float64(1+m.df))+1)))
	}
	v.settle()
	return v
}

// settle finds the largest rarity.
func (v *vocabulary) settle() {
	v.rarest = 0
	for _, r := range v.rarity {
		v.rarest = max(v.rarest, r)
	}
}

// entry is a feature of a comment and its value; count is in how many places it
// stands there.
type entry struct {
	place int32
	value float32
	count int32
}

// vector gives the features of a comment that the vocabulary has, in the order of
// their places: (1 + ln count) times rarity, each block then scaled to its weight.
func (v *vocabulary) vector(occ []occurrence, weights [hashedBlocks]float64) []entry {
	out := make([]entry, 0, len(occ))
	for _, o := range occ {
		if at, ok := v.place[o.hash]; ok {
			out = append(out, entry{place: at, count: 1})
		}
	}
	slices.SortFunc(out, func(a, b entry) int { return cmp.Compare(a.place, b.place) })
	n := 0
	for i := range out {
		if n > 0 && out[n-1].place == out[i].place {
			out[n-1].count++
			continue
		}
		out[n] = out[i]
		n++
	}
	out = out[:n]
	var squares [hashedBlocks]float64
	for i := range out {
		e := &out[i]
		x := float64(v.rarity[e.place])
		if v.blocks[e.place] == blockQuestion {
			x = 1 // of one feature a block, rarity would be scaled away again
		}
		x *= often(e.count)
		e.value = float32(x)
		squares[v.blocks[e.place]] += float64(x * x)
	}
	for i := range out {
		b := v.blocks[out[i].place]
		out[i].value = float32(float64(out[i].value) * weights[b] / math.Sqrt(squares[b]))
	}
	return out
}

// often is what a feature counts for that stands in so many places of a comment.
func often(count int32) float64 { return rounded(1 + math.Log(float64(count))) }

// familiar gives, block by block, how much of a comment's length lies in features
// that the vocabulary has: 1 for all, 0 for none. Features that it has not count as
// its rarest do. A comment that was learnt from is familiar throughout; of one with
// two words, of which one was never met, vector makes the other as loud as two.
func (v *vocabulary) familiar(occ []occurrence, row []entry) (part [hashedBlocks]float64) {
	type feature struct {
		hash  uint64
		block int8
	}
	var met, all [hashedBlocks]float64
	for _, e := range row {
		x := often(e.count) * float64(v.rarity[e.place])
		met[v.blocks[e.place]] += float64(x * x)
	}
	var unmet []feature
	for _, o := range occ {
		if _, ok := v.place[o.hash]; !ok {
			unmet = append(unmet, feature{o.hash, o.block})
		}
	}
	slices.SortFunc(unmet, func(a, b feature) int { return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.hash, b.hash)) })
	all = met
	for from := 0; from < len(unmet); {
		to := from
		for to < len(unmet) && unmet[to] == unmet[from] {
			to++
		}
		x := often(int32(to-from)) * float64(v.rarest)
		all[unmet[from].block] += float64(x * x)
		from = to
	}
	for b := range part {
		if all[b] > 0 {
			part[b] = math.Sqrt(met[b] / all[b])
		}
	}
	part[blockQuestion] = 1
	return part
}
