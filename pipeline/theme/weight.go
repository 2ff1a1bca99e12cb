package theme

import (
	"math"
	"slices"
)

// wordWeights tells how much words say: those that few texts have say most. The
// weight of a word in a text is log((N+1)/df), where df of N texts have it
// (Spärck Jones, 1972), however often the text has it.
type wordWeights struct {
	numbers map[string]int32 // of spellings; inflections share one
	stems   map[string]int32
	texts   []int32 // by number, how many texts have the word
	seen    []int32 // by number, the last text that had it
	n       int32
	tokens  []token
}

// weighed is a word and its weight.
type weighed struct {
	word   int32
	weight float64
}

func newWordWeights() *wordWeights {
	return &wordWeights{numbers: map[string]int32{}, stems: map[string]int32{}}
}

// count takes in a text.
func (w *wordWeights) count(text string) {
	w.n++
	w.tokens = tokenise(text, w.tokens[:0])
	for _, t := range w.tokens {
		if number := w.number(text[t.start:t.end]); number >= 0 && w.seen[number] < w.n {
			w.seen[number] = w.n
			w.texts[number]++
		}
	}
}

// number gives the number of a word, -1 for one that is too long to be one.
func (w *wordWeights) number(word string) int32 {
	if len(word) > longestWord {
		return -1
	}
	number, ok := w.numbers[word]
	if !ok {
		root := stem(normal(word))
		if number, ok = w.stems[root]; !ok {
			number = int32(len(w.texts))
			w.stems[root] = number
			w.texts, w.seen = append(w.texts, 0), append(w.seen, 0)
		}
		w.numbers[word] = number
	}
	return number
}

// of gives the words of a text with their weights, by number, as a vector of
// length 1; nil where no word says anything.
func (w *wordWeights) of(text string) []weighed {
	w.tokens = tokenise(text, w.tokens[:0])
	var out []weighed
	for _, t := range w.tokens {
		if number := w.number(text[t.start:t.end]); number >= 0 {
			out = append(out, weighed{number, math.Log(float64(w.n+1) / float64(max(w.texts[number], 1)))})
		}
	}
	slices.SortFunc(out, byWord)
	out = slices.Compact(out)
	unitLength(out)
	return out
}

func unitLength(v []weighed) {
	sum := 0.0
	for _, w := range v {
		sum += w.weight * w.weight
	}
	if sum == 0 {
		return
	}
	length := math.Sqrt(sum)
	for i := range v {
		v[i].weight /= length
	}
}

// cosine is that of two vectors of length 1.
func cosine(a, b []weighed) float64 {
	sum := 0.0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].word < b[0].word:
			a = a[1:]
		case a[0].word > b[0].word:
			b = b[1:]
		default:
			sum += a[0].weight * b[0].weight
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
