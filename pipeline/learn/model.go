package learn

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"concord/pipeline/crew"
)

// Model suggests themes. It may be used from several goroutines at once.
type Model struct {
	// Codebook and Version are those of the codebook that it was trained on.
	Codebook, Version string
	// Themes are the themes that it knows, in the codebook's order.
	Themes []Learnt
	// Rule is how suggestions are chosen: the one that did best on comments that
	// were not learnt from.
	Rule Rule
	// Comments is how many it learnt from; Data is the SHA-256, in hexadecimal, of
	// their texts' keys, questions and themes, whatever their order.
	Comments int
	Data     string
	// Vectors tells which sentence vectors it needs; "" for none.
	Vectors string
	// Plain is that of Options.
	Plain bool
	// Checked says how well themes were found in the coded comments, each by what
	// was learnt from four fifths of the others. Evaluate says more.
	Checked Figures
	// Tested are the figures of an Evaluation of these comments, for whoever made
	// one to set; the file of the model keeps them. Of a model that nobody tested
	// they are zero.
	Tested Figures

	width      int // of vectors
	vocabulary *vocabulary
	weights    *weights
	recipe     recipe
}

// Learnt is a theme that a model knows.
type Learnt struct {
	ID string
	// Coded is how many of the comments learnt from have it.
	Coded int

	sigmoid sigmoid
	from    float64 // the score from which it is suggested
}

// Suggestion is a theme that a comment may have.
type Suggestion struct {
	Theme string
	// Probability is the chance, from 0 to 1, that people give the comment this
	// theme; of comments like those learnt from. What nothing but the question or the
	// sentence vector speaks for, words of which the others were never met, and themes
	// that few coded comments have, make it smaller.
	Probability float64
	// Over says that the theme is suggested; others are listed as the next
	// likeliest.
	Over bool
	// Words are what spoke most for the theme, the most telling first, five at most,
	// none with less than a fifth of the weight of the first.
	Words []Weight
}

// Weight is what a word of a comment, or the question, adds to a theme's score. A
// score of 1 is as clear a case as training asks for.
type Weight struct {
	// Words is the word as the comment first writes it, or the question's id.
	Words    string
	Question bool
	Weight   float64
}

const (
	// listed is how many suggestions there are of a comment when fewer are over
	// their thresholds.
	listed    = 5
	mostNamed = 5
	// leastNamed is the part of the first word's weight that the others must have.
	leastNamed = 5
	// mostBeside is how many times what a comment's words say for a theme the question
	// and the sentence vector may add to it.
	mostBeside = 8
	// leastListed is the least probability of a theme that is only listed.
	leastListed = 0.01
)

// Suggest gives the themes that a comment is likely to have: those that are over,
// and then of the next likeliest as many as make five, each the likeliest first,
// equals in the codebook's order. A theme that the comment's words do not speak for
// is never over, whatever the question and the sentence vector say. Of a comment that
// has nothing in common with those learnt from it gives none, whatever the rule.
func (m *Model) Suggest(d Doc) []Suggestion {
	list := words(d.Text)
	found := occurrences(d, list, m.recipe.blocks)
	row := m.vocabulary.vector(found, m.recipe.blocks)
	dense := unit(d.Vector, m.width, m.recipe.vector)
	if !slices.ContainsFunc(row, func(e entry) bool { return m.vocabulary.blocks[e.place] != blockQuestion }) {
		return nil
	}
	scores := make([]float64, len(m.Themes))
	m.weights.scores(row, dense, scores)
	said := m.weights.parts(row, m.vocabulary.blocks)
	familiar := m.vocabulary.familiar(found, row)
	spoken := make([]bool, len(m.Themes))     // the words speak for the theme
	careful := make([]float64, len(m.Themes)) // the score that the probability is made of
	for k := range scores {
		words := said[blockWords][k] + said[blockLetters][k] + said[blockBoth][k]
		other := scores[k] - float64(m.weights.constant[k]) - words
		// What the question and the vector say counts up to so many times what the
		// comment's own words do.
		most := mostBeside * max(words, 0)
		spoken[k] = words > 0 && other <= most
		if other > most && !m.Plain {
			scores[k] -= other - most
			other = most
		}
		careful[k] = float64(m.weights.constant[k]) + other
		for _, b := range []int{blockWords, blockLetters, blockBoth} {
			careful[k] += float64(familiar[b] * said[b][k])
		}
	}
	given := make([]bool, len(m.Themes))
	limits := make([]float64, len(m.Themes))
	probabilities := make([]float64, len(m.Themes))
	order := make([]int, 0, len(m.Themes))
	for k, t := range m.Themes {
		limits[k] = t.from
		// Of so many comments with a theme, one more and one without are thought of
		// (Laplace's rule of succession): few comments make nothing certain. In steps,
		// so that the last bits of an exponential decide nothing.
		few := float64(t.Coded+1) / float64(t.Coded+2)
		probabilities[k] = math.Round(t.sigmoid.at(careful[k])*few*1e4) / 1e4
	}
	decide(m.Rule, scores, limits, given)
	why := make([][]Weight, len(m.Themes))
	for k := range given {
		if !given[k] || m.Plain {
			continue
		}
		why[k] = m.why(k, d, list, found, row)
		named := slices.ContainsFunc(why[k], func(w Weight) bool { return !w.Question })
		given[k] = spoken[k] && named
	}
	for k := range m.Themes {
		if given[k] || probabilities[k] >= leastListed {
			order = append(order, k)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		if given[a] != given[b] {
			if given[a] {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(probabilities[b], probabilities[a]), cmp.Compare(a, b))
	})
	var out []Suggestion
	for i, k := range order {
		if !given[k] && i >= listed {
			break
		}
		if why[k] == nil {
			why[k] = m.why(k, d, list, found, row)
		}
		out = append(out, Suggestion{Theme: m.Themes[k].ID, Probability: probabilities[k], Over: given[k], Words: why[k]})
	}
	return out
}

// why shares a theme's score out among the words of a comment: what a pair of
// words adds, half to each.
func (m *Model) why(k int, d Doc, list []word, found []occurrence, row []entry) []Weight {
	index := map[string]int{}
	var out []Weight
	share := func(at int32, x float64) {
		w := Weight{Words: d.Question, Question: true}
		key := "\x00"
		if at >= 0 {
			w, key = Weight{Words: list[at].shown}, list[at].text
		}
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, w)
		}
		out[i].Weight += x
	}
	for _, o := range found {
		place, ok := m.vocabulary.place[o.hash]
		if !ok {
			continue
		}
		at, _ := slices.BinarySearchFunc(row, place, func(e entry, p int32) int { return cmp.Compare(e.place, p) })
		x := float64(row[at].value) * m.weights.at(place, k) / float64(row[at].count)
		share(o.first, x/2)
		share(o.last, x/2)
	}
	for i := range out {
		out[i].Weight = math.Round(out[i].Weight*1e3) / 1e3
	}
	slices.SortStableFunc(out, func(a, b Weight) int { return cmp.Compare(b.Weight, a.Weight) })
	n := 0
	for n < len(out) && n < mostNamed && out[n].Weight > 0 && out[n].Weight*leastNamed >= out[0].Weight {
		n++
	}
	return out[:n]
}

// SuggestAll gives the suggestions of many comments, in their order, on so many
// processors. It fails only when ctx ends, or when comments lack the vectors that
// the model needs, or have others.
func (m *Model) SuggestAll(ctx context.Context, docs []Doc, jobs int) ([][]Suggestion, error) {
	if err := m.needs(docs); err != nil {
		return nil, err
	}
	out := make([][]Suggestion, len(docs))
	err := sideBySide(ctx, len(docs), jobs, func(i int) { out[i] = m.Suggest(docs[i]) })
	return out, err
}

// needs says which comment has not the vector that the model needs.
func (m *Model) needs(docs []Doc) error {
	for _, d := range docs {
		if len(d.Vector) != m.width {
			return fault("vectors", fmt.Sprint(len(d.Vector)), fmt.Sprint(m.width), fmt.Sprintf("comment %q does not have the sentence vector that the model was trained with", d.ID), "Make the vectors with the same sentence model, or train a model without them.")
		}
	}
	return nil
}

// sideBySide calls do for 0 to n-1; each call writes only its own part.
func sideBySide(ctx context.Context, n, jobs int, do func(i int)) error {
	const together = 64
	var next atomic.Int64
	var workers crew.Crew
	for range max(1, jobs) {
		workers.Go(func() {
			for ctx.Err() == nil {
				to := int(next.Add(together))
				if to-together >= n {
					return
				}
				for i := to - together; i < min(to, n); i++ {
					do(i)
				}
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}
