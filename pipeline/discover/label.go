package discover

import (
	"cmp"
	"slices"
	"strings"

	"concord/pipeline/theme"
)

const (
	// labelPhrases a label has at most.
	labelPhrases = 3
	// labelWords a phrase of a label or a rule has at most.
	labelWords = 3
	// ruleTerms a rule proposed has at most: more are read by nobody.
	ruleTerms = 8
	// ruleCandidates are looked at for a rule, the most telling ones.
	ruleCandidates = 60
	// ruleGain is what a term must add to F1 to be worth reading.
	ruleGain = 0.01
	// leastPrecision of a term alone.
	leastPrecision = 0.3
)

// tellingGram is a gram and how it tells a cluster from the other documents.
type tellingGram struct {
	gram   *gram
	inside []int32 // documents of the cluster that have it
	g2     float64
}

// tellingGrams gives for each cluster the grams of its documents that are more
// frequent in it than outside, those with the largest G² first.
func (c *corpus) tellingGrams(clusters [][]int32, least int) [][]tellingGram {
	of := make([]int32, len(c.documents))
	for i := range of {
		of[i] = -1
	}
	for k, m := range clusters {
		for _, d := range m {
			of[d] = int32(k)
		}
	}
	list, _ := c.grams(labelWords, max(2, least-1))
	out := make([][]tellingGram, len(clusters))
	n := float64(len(c.documents))
	for i := range list {
		g := &list[i]
		by := map[int32][]int32{}
		var met []int32
		for _, d := range g.documents {
			if k := of[d]; k >= 0 {
				if by[k] == nil {
					met = append(met, k)
				}
				by[k] = append(by[k], d)
			}
		}
		for _, k := range met {
			a, size, all := float64(len(by[k])), float64(len(clusters[k])), float64(len(g.documents))
			if a*n <= size*all && size < n {
				continue
			}
			t := tellingGram{g, by[k], G2(a, size-a, all-a, n-size-all+a)}
			if size == n {
				// With everything in one cluster nothing tells it from the rest:
				// its label is what most of it says.
				t.g2 = a
			}
			out[k] = append(out[k], t)
		}
	}
	for k := range out {
		slices.SortStableFunc(out[k], func(a, b tellingGram) int {
			return cmp.Or(cmp.Compare(b.g2, a.g2), cmp.Compare(len(b.gram.stems), len(a.gram.stems)))
		})
		out[k] = out[k][:min(len(out[k]), ruleCandidates)]
	}
	return out
}

// label joins the most telling grams that share no word.
func (c *corpus) label(telling []tellingGram) string {
	var parts []string
	var used []int32
	for _, t := range telling {
		if len(parts) == labelPhrases {
			break
		}
		if slices.ContainsFunc(t.gram.stems, func(s int32) bool { return slices.Contains(used, s) }) {
			continue
		}
		if len(t.inside) < 2 && len(parts) > 0 {
			continue
		}
		used = append(used, t.gram.stems...)
		parts = append(parts, c.face(t.gram))
	}
	return strings.Join(parts, ", ")
}

// rule proposes the words that find a cluster: terms are added one by one, each
// time the one that raises F1 most, over units.
func (c *corpus) rule(telling []tellingGram, members []int32) string {
	size := len(c.unitsOf(members))
	inside := make(map[int32]bool, len(members))
	for _, d := range members {
		inside[d] = true
	}
	covered := map[int32]bool{}
	right, found := 0, 0
	var side theme.Side
	used := make([]bool, len(telling))
	terms := make([]theme.Term, len(telling))
	for i, t := range telling {
		term, ok := c.term(t.gram)
		used[i] = !ok || float64(len(t.inside)) < leastPrecision*float64(len(t.gram.documents))
		terms[i] = term
	}
	f1 := func(right, found int) float64 { return 2 * float64(right) / float64(size+found) }
	for len(side) < ruleTerms {
		best, bestRight, bestFound := -1, 0, 0
		for i, t := range telling {
			if used[i] {
				continue
			}
			r, f := right, found
			for _, d := range t.gram.documents {
				if covered[d] {
					continue
				}
				n := len(c.documents[d].units)
				f += n
				if inside[d] {
					r += n
				}
			}
			if f1(r, f) > f1(bestRight, bestFound) || best < 0 {
				best, bestRight, bestFound = i, r, f
			}
		}
		if best < 0 || f1(bestRight, bestFound) < f1(right, found)+ruleGain {
			break
		}
		used[best] = true
		right, found = bestRight, bestFound
		side = append(side, terms[best])
		for _, d := range telling[best].gram.documents {
			covered[d] = true
		}
	}
	if len(side) == 0 {
		return ""
	}
	text := theme.Rule{Left: side}.String()
	if _, err := theme.ParseRule(text); err != nil {
		return ""
	}
	return text
}

// term gives a gram as a term of a rule; ok is false for words that a rule
// cannot have.
func (c *corpus) term(g *gram) (term theme.Term, ok bool) {
	for _, w := range strings.Fields(strings.ToLower(c.face(g))) {
		term = append(term, theme.Word{Text: w})
	}
	read, err := theme.ParseRule(theme.Rule{Left: theme.Side{term}}.String())
	return term, err == nil && len(read.Left) == 1 && !read.Near && len(read.Unless) == 0
}
