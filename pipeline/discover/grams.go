package discover

import (
	"cmp"
	"slices"
	"strings"
)

// gram is a word, or a row of neighbouring words of one sentence that neither
// begins nor ends with a stop word. Words are told apart by their stems.
type gram struct {
	stems []int32
	// documents has it, in order; times counts how often all of them together
	// have it.
	documents []int32
	times     int
}

// grams finds the rows of one to longest words that at least so many units
// have. Each pass over the words lengthens, by one word, only what enough units
// have already, so that the work and the memory grow with the words of the
// texts. extensions gives by gram the grams that hold it and are one longer.
func (c *corpus) grams(longest, least int) (list []gram, all int) {
	// at holds, by document and place, the number of the row of words that
	// begins there, within the pass; -1 for none that enough units have.
	at := make([][]int32, len(c.documents))
	var stems [][]int32 // by number within the pass
	for size := 1; size <= longest; size++ {
		type tally struct {
			units, last int32
		}
		number := map[uint64]int32{}
		var tallies []tally
		var longer [][]int32
		for d := range c.documents {
			words := c.documents[d].words
			if size == 1 {
				at[d] = make([]int32, len(words))
			}
			for i := range words {
				id, next := int32(-1), i+size-1
				if words[i] >= 0 && next < len(words) && words[next] >= 0 && (size == 1 || at[d][i] >= 0) {
					s := c.stemOf[words[next]]
					key := uint64(s)
					if size > 1 {
						key |= uint64(at[d][i]) << 32
					}
					n, ok := number[key]
					if !ok {
						n = int32(len(tallies))
						number[key] = n
						tallies = append(tallies, tally{last: -1})
						if size == 1 {
							longer = append(longer, []int32{s})
						} else {
							longer = append(longer, append(slices.Clip(stems[at[d][i]]), s))
						}
					}
					if tallies[n].last != int32(d) {
						tallies[n].last = int32(d)
						tallies[n].units += int32(len(c.documents[d].units))
					}
					id = n
				}
				at[d][i] = id
			}
		}
		// Second look: drop what too few have, and note where the rest is.
		stems = longer
		place := make([]int32, len(tallies))
		for n := range place {
			place[n] = -1
		}
		for d := range c.documents {
			words := c.documents[d].words
			for i, n := range at[d] {
				if n < 0 {
					continue
				}
				if int(tallies[n].units) < least {
					at[d][i] = -1
					continue
				}
				if c.stop[words[i]] || c.stop[words[i+size-1]] {
					continue
				}
				if place[n] < 0 {
					place[n] = int32(len(list))
					list = append(list, gram{stems: stems[n]})
				}
				g := &list[place[n]]
				g.times++
				if k := len(g.documents); k == 0 || g.documents[k-1] != int32(d) {
					g.documents = append(g.documents, int32(d))
				}
			}
		}
		if size == 1 {
			for d := range c.documents {
				for _, w := range c.documents[d].words {
					if w >= 0 {
						all++
					}
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b gram) int {
		return cmp.Or(cmp.Compare(len(a.stems), len(b.stems)), slices.Compare(a.stems, b.stems))
	})
	return list, all
}

// mostForms bounds how many documents are looked at for how a gram is written.
const mostForms = 200

// face gives a gram as it is most often written.
func (c *corpus) face(g *gram) string {
	if len(g.stems) == 1 {
		return c.show(c.form[g.stems[0]])
	}
	counts := map[string]int{}
	for _, d := range g.documents[:min(len(g.documents), mostForms)] {
		words := c.documents[d].words
		for i := 0; i+len(g.stems) <= len(words); i++ {
			if c.hasAt(g, words, i) {
				parts := make([]string, len(g.stems))
				for k := range parts {
					parts[k] = c.show(words[i+k])
				}
				counts[strings.Join(parts, " ")]++
				break
			}
		}
	}
	best := ""
	for form, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && form < best {
			best = form
		}
	}
	return best
}

func (c *corpus) hasAt(g *gram, words []int32, i int) bool {
	for k, s := range g.stems {
		if w := words[i+k]; w < 0 || c.stemOf[w] != s {
			return false
		}
	}
	return true
}

// unitsOf gives the units of documents.
func (c *corpus) unitsOf(documents []int32) []int {
	var out []int
	for _, d := range documents {
		out = append(out, c.documents[d].units...)
	}
	return out
}
