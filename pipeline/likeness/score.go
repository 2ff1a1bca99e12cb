package likeness

import (
	"slices"
	"unicode/utf8"
)

// What each part of Score counts for; together they are 1.
const (
	wordsPart   = 0.5 // the same words
	lettersPart = 0.4 // the same runs of three letters, so that manage is like managing
	orderPart   = 0.1 // the same words side by side
)

// stopWeight is what a stop word counts for beside a content word's 1.
const stopWeight = 0.25

// Score gives how alike two texts are in their wording, from 0 to 1: the
// weighted mean of three overlaps (Dice, 1945), of their words, of the runs of
// three letters in them, and of their neighbouring words. Stop words count for
// a quarter. It is the same whichever text comes first, 1 only where both have
// the same words in the same order, capitals and punctuation aside, and 0 where
// one has no words. The work grows with the length of the texts.
func Score(a, b string) float64 {
	x, y := words(a), words(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	if slices.EqualFunc(x, y, func(v, w word) bool { return v.text == w.text }) {
		return 1
	}
	// What is not the same never shows as 1, rounded to two places.
	return min(0.99, wordsPart*dice(bag(x), bag(y))+lettersPart*dice(grams(x), grams(y))+orderPart*dice(neighbours(x), neighbours(y)))
}

// tally is how much of each feature a text has, and all together.
type tally[K comparable] struct {
	of  map[K]float64
	all float64
}

func (t *tally[K]) add(feature K, weight float64) {
	t.of[feature] += weight
	t.all += weight
}

// dice gives twice what two texts share over what they have. Weights are
// quarters, which add up exactly in any order.
func dice[K comparable](a, b tally[K]) float64 {
	if a.all+b.all == 0 {
		return 0
	}
	if len(b.of) < len(a.of) {
		a, b = b, a
	}
	both := 0.0
	for feature, n := range a.of {
		both += min(n, b.of[feature])
	}
	return 2 * both / (a.all + b.all)
}

func bag(ws []word) tally[string] {
	t := tally[string]{of: make(map[string]float64, len(ws))}
	for _, w := range ws {
		t.add(w.text, weight(w))
	}
	return t
}

func weight(w word) float64 {
	if stopWords[w.text] {
		return stopWeight
	}
	return 1
}

// grams gives the runs of three letters of each word, with a space before and
// after the word; of a script without spaces, each two signs that touch.
func grams(ws []word) tally[[3]rune] {
	t := tally[[3]rune]{of: make(map[[3]rune]float64, 6*len(ws))}
	for i, w := range ws {
		if w.spaceless {
			if w.joined {
				last, _ := utf8.DecodeLastRuneInString(ws[i-1].text)
				this, _ := utf8.DecodeRuneInString(w.text)
				t.add([3]rune{last, this}, 1)
			}
			continue
		}
		run, weighs := [3]rune{0, ' ', ' '}, weight(w)
		for _, r := range w.text {
			run = [3]rune{run[1], run[2], r}
			if run[0] != ' ' || run[1] != ' ' {
				t.add(run, weighs)
			}
		}
		t.add([3]rune{run[1], run[2], ' '}, weighs)
	}
	return t
}

func neighbours(ws []word) tally[[2]string] {
	t := tally[[2]string]{of: make(map[[2]string]float64, len(ws)+1)}
	last := ""
	for _, w := range ws {
		t.add([2]string{last, w.text}, 1)
		last = w.text
	}
	t.add([2]string{last, ""}, 1)
	return t
}
