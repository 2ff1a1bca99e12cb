package likeness

import (
	"slices"
	"strings"
)

// wordings leads from a text to those of an index that have the very same words
// in the same order, and to those that differ from it in one word. Where all
// words are common, these are not among the texts in which any word weighs most.
type wordings struct {
	same map[string][]int32 // by wording, in the order of texts
	// first is the first text of each key, more the others, so that the many keys
	// of one text alone take little room.
	first map[uint64]int32
	more  map[uint64][]int32
}

const (
	// leastWords is how many words a text must have to be found by all but one of
	// them: two of three words alike say little.
	leastWords = 4
	// mostOfKey bounds how many texts a key leads to, mostNear how many all the
	// keys of a text lead to: where so many texts differ in one word, they are as
	// good as each other.
	mostOfKey = 32
	mostNear  = mostWeighed / 2
)

func newWordings(texts [][2][]word) wordings {
	listed := make([][]uint64, len(texts))
	sideBySide(len(texts), func(i int) { listed[i] = keys(texts[i]) })
	all := 0
	for _, list := range listed {
		all += len(list)
	}
	w := wordings{same: make(map[string][]int32, len(texts)), first: make(map[uint64]int32, all), more: map[uint64][]int32{}}
	for i, parts := range texts {
		doc := int32(i)
		if form := wording(parts); form != "" {
			w.same[form] = append(w.same[form], doc)
		}
		for _, key := range listed[i] {
			if first, ok := w.first[key]; !ok {
				w.first[key] = doc
			} else if more := w.more[key]; first != doc && len(more) < mostOfKey-1 {
				w.more[key] = append(more, doc)
			}
		}
	}
	return w
}

// near gives the texts that have the words of a text but for one that was put
// in, taken out or changed, some of them more than once; those with the very
// same words may be among them.
func (w *wordings) near(parts [2][]word) []int32 {
	var out []int32
	for _, key := range keys(parts) {
		if first, ok := w.first[key]; ok {
			out = append(append(out, first), w.more[key]...)
		}
		if len(out) >= mostNear {
			return out[:mostNear]
		}
	}
	return out
}

// wording gives the words of a text, title and text taken together, a line each:
// the same for two texts that have the same words in the same order.
func wording(parts [2][]word) string {
	var b strings.Builder
	for _, part := range parts {
		for _, w := range part {
			b.WriteString(w.text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// keys gives a number for the words of a text, and one for what is left without
// each of them, so that two texts that differ in one word have one in common. The
// number is the sum of each word's hash times base to the power of how many stand
// before it: the work grows with the words and not with their square.
func keys(parts [2][]word) []uint64 {
	const base = 0x9e3779b97f4a7c15 // odd, so that its powers lose nothing
	ws := slices.Concat(parts[0], parts[1])
	if len(ws) < leastWords {
		return nil
	}
	hashes := make([]uint64, len(ws))
	rest := make([]uint64, len(ws)+1) // the number of the words from there on
	for i := len(ws) - 1; i >= 0; i-- {
		hashes[i] = hash(ws[i].text)
		rest[i] = hashes[i] + base*rest[i+1]
	}
	out := append(make([]uint64, 0, len(ws)+1), rest[0])
	before, power := uint64(0), uint64(1) // the number of the words before, and its next power
	for i, h := range hashes {
		// Of neighbours that are the same, it does not matter which is left out.
		if i == 0 || h != hashes[i-1] {
			out = append(out, before+power*rest[i+1])
		}
		before += power * h
		power *= base
	}
	return out
}

// hash is FNV-1a of 64 bits (Fowler, Noll and Vo, 1991).
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
