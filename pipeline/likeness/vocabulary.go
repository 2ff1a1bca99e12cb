package likeness

import (
	"cmp"
	"slices"
	"strings"
)

// family is what kind a feature is of.
type family uint8

const (
	stem family = iota
	letters
	families = 2
)

// count is how often a text has a feature; feature is -1 where no text of the
// index has it.
type count struct {
	feature int32
	family  family
	n       float64
}

// vocabulary numbers the features of the texts of an index. Once the index is
// made it is only read.
type vocabulary struct {
	ids   map[string]int32   // by a letter for the family and the feature
	words map[string][]int32 // the features of each word, the stem first
	names []string           // by feature
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: map[string]int32{}, words: map[string][]int32{}}
}

func (v *vocabulary) size() int { return len(v.names) }

const (
	// mostWords is how many words of a text are looked at.
	mostWords = 5000
	// longestWord is how many letters of a word are looked at.
	longestWord = 64
	// run is how many letters a run of letters has.
	run = 4
)

// words gives the words of the title and of the text that are looked at.
func (d Doc) words() [2][]word {
	return [2][]word{firstWords(d.Title, mostWords), firstWords(d.Text, mostWords)}
}

// count gives the features of a text, those of the index in their order and the
// others after them. With learn it numbers the features that are new.
func (v *vocabulary) count(parts [2][]word, learn bool) []count {
	known := map[int32]float64{}
	unknown := map[string]float64{}
	for i, part := range parts {
		once := 1.0
		if i == 0 {
			once = titleCounts
		}
		for at, w := range part {
			if w.joined {
				v.tally(known, unknown, beside(part[at-1], w), once, learn)
			}
			if stopWords[w.text] {
				continue
			}
			ids, ok := v.words[w.text]
			if !ok && learn {
				for _, f := range v.features(w) {
					ids = append(ids, v.learn(f))
				}
				v.words[w.text] = ids
				ok = true
			}
			if ok {
				for _, id := range ids {
					known[id] += once
				}
				continue
			}
			for _, f := range v.features(w) {
				v.tally(known, unknown, f, once, false)
			}
		}
	}
	out := make([]count, 0, len(known)+len(unknown))
	for id, n := range known {
		out = append(out, count{id, familyOf(v.names[id]), n})
	}
	slices.SortFunc(out, func(a, b count) int { return cmp.Compare(a.feature, b.feature) })
	var rest []count
	for f, n := range unknown {
		rest = append(rest, count{-1, familyOf(f), n})
	}
	// By all that matters of them, since a sum depends on its order.
	slices.SortFunc(rest, func(a, b count) int { return cmp.Or(cmp.Compare(a.family, b.family), cmp.Compare(a.n, b.n)) })
	return append(out, rest...)
}

func (v *vocabulary) tally(known map[int32]float64, unknown map[string]float64, f string, n float64, learn bool) {
	if learn {
		known[v.learn(f)] += n
	} else if id, ok := v.ids[f]; ok {
		known[id] += n
	} else {
		unknown[f] += n
	}
}

// stem gives the number of a word's stem, if any text has it.
func (v *vocabulary) stem(w word) (id int32, ok bool) {
	if ids, known := v.words[w.text]; known {
		return ids[0], true
	}
	id, ok = v.ids[v.features(w)[0]]
	return id, ok
}

// beside is the feature of two signs side by side in a script without spaces.
func beside(v, w word) string { return "l" + v.text + w.text }

func familyOf(f string) family {
	if f[0] == 's' {
		return stem
	}
	return letters
}

func (v *vocabulary) learn(f string) int32 {
	id, ok := v.ids[f]
	if !ok {
		id = int32(len(v.names))
		// A copy, so that one word does not keep a whole text in memory.
		f = strings.Clone(f)
		v.ids[f] = id
		v.names = append(v.names, f)
	}
	return id
}

// features gives the stem of a word and the runs of letters in it, with a space
// before and after; of a sign of a script without spaces, the sign as both. Each
// begins with a letter for its family.
func (v *vocabulary) features(w word) []string {
	if w.spaceless {
		return []string{"s" + w.text, "l" + w.text}
	}
	r := []rune(w.text)
	r = r[:min(len(r), longestWord)]
	out := []string{"s" + stemOf(string(r))}
	r = append(append([]rune{' '}, r...), ' ')
	for i := 0; i == 0 || i+run <= len(r); i++ {
		out = append(out, "l"+string(r[i:min(i+run, len(r))]))
	}
	return out
}
