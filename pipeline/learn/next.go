package learn

import (
	"bytes"
	"context"
	"math"
	"slices"
)

// Choice is a comment to be coded next.
type Choice struct {
	// Doc is its place among the comments to choose from.
	Doc int
	// Doubt is how many of its themes are open, in bits: the sum over themes of the
	// entropy of their probabilities. 0 where there is no model yet.
	Doubt float64
	// Copies is how many of the comments to choose from have the same text.
	Copies int
}

const (
	// mostChoices bounds how many comments are compared with each other, and
	// mostChosen how many are given at once: the work grows with the number of
	// comments and not with its square.
	mostChoices = 2_000
	mostChosen  = 1_000
	// mostCoded is how many coded texts are looked at: so many speak for all.
	mostCoded = 5_000
)

// Next gives at most n comments (and at most 1,000) in the order in which coding
// them helps a model most. Every second one, from the first, is the one that speaks
// best for those not spoken for yet: which raises most the sum, over the comments to
// choose from, of how like each is to the likest that is coded or chosen, times the
// root of the doubt that the model is in about it. So those are in the midst of many
// comments in doubt, and no two alike follow each other. The others are taken by
// chance (in the order of their keys), which keeps what the model learns from like
// what it is used on. Each text is there once, and none that is among the coded,
// none without words. Without a model (nil) all are taken by chance.
//
// To take the doubtful alone is worse than to take all by chance: those are long
// comments, and odd ones (docs/learning.md).
//
// Of more than 2,000 texts the first 2,000 in the order of their keys are chosen
// from. Likeness is by words and runs of letters. The error is ctx's, or that of
// SuggestAll.
func Next(ctx context.Context, m *Model, coded, pool []Doc, n, jobs int) ([]Choice, error) {
	done := map[Key]bool{KeyOf(""): true}
	for _, d := range coded {
		done[KeyOf(d.Text)] = true
	}
	place := map[Key]int{}
	var list []Choice
	var keys []Key
	for i, d := range pool {
		key := KeyOf(d.Text)
		if done[key] {
			continue
		}
		if at, ok := place[key]; ok {
			list[at].Copies++
			continue
		}
		place[key] = len(list)
		list = append(list, Choice{Doc: i, Copies: 1})
		keys = append(keys, key)
	}
	n = min(n, mostChosen, len(list))
	if n <= 0 {
		return nil, ctx.Err()
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(keys[a][:], keys[b][:]) })
	list = pick(list, order[:min(len(order), mostChoices)])
	if m == nil {
		return list[:n], nil
	}
	if err := m.needs(pool); err != nil {
		return nil, err
	}
	err := sideBySide(ctx, len(list), jobs, func(i int) { list[i].Doubt = m.doubt(pool[list[i].Doc]) })
	if err != nil {
		return nil, err
	}
	return cover(ctx, coded, pool, list, n, jobs)
}

// doubt is the sum of the entropies of a comment's themes, in bits.
func (m *Model) doubt(d Doc) float64 {
	row := m.vocabulary.vector(occurrences(d, words(d.Text), m.recipe.blocks), m.recipe.blocks)
	scores := make([]float64, len(m.Themes))
	m.weights.scores(row, unit(d.Vector, m.width, m.recipe.vector), scores)
	sum := 0.0
	for k, s := range scores {
		p := m.Themes[k].sigmoid.at(s)
		if p > 0 && p < 1 {
			sum -= float64(p*math.Log2(p)) + float64((1-p)*math.Log2(1-p))
		}
	}
	return math.Round(sum*1e6) / 1e6
}

// cover is the greedy choice of facilities (Nemhauser, Wolsey and Fisher, 1978, An
// analysis of approximations for maximizing submodular set functions), with every
// second choice left to chance: the first in the list that is not taken.
func cover(ctx context.Context, coded, pool []Doc, list []Choice, n, jobs int) ([]Choice, error) {
	var rows [][]occurrence
	for _, c := range list {
		rows = append(rows, occurrences(Doc{}, words(pool[c.Doc].Text), plain.blocks))
	}
	// A feature of one comment alone makes it like no other.
	v := newVocabulary(rows, 2, mostFeatures)
	vector := func(occ []occurrence) []entry { return v.vector(occ, plain.blocks) }
	having := make([][]entry, len(v.hashes)) // by feature: the comments with it
	vectors := make([][]entry, len(list))
	for i, row := range rows {
		vectors[i] = vector(row)
		for _, e := range vectors[i] {
			having[e.place] = append(having[e.place], entry{place: int32(i), value: e.value})
		}
	}
	likeness := func(row []entry) []float32 {
		out := make([]float32, len(list))
		for _, e := range row {
			for _, h := range having[e.place] {
				out[h.place] += float32(e.value*h.value) / 2 // two blocks of length one each
			}
		}
		return out
	}
	spoken := make([]float32, len(list))
	speak := func(like []float32) {
		for j, x := range like {
			spoken[j] = max(spoken[j], x)
		}
	}
	seen := map[Key]bool{}
	for _, d := range coded {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if key := KeyOf(d.Text); !seen[key] && len(seen) < mostCoded {
			seen[key] = true
			speak(likeness(vector(occurrences(Doc{}, words(d.Text), plain.blocks))))
		}
	}
	all := make([][]float32, len(list))
	if err := sideBySide(ctx, len(list), jobs, func(i int) { all[i] = likeness(vectors[i]) }); err != nil {
		return nil, err
	}
	weight := make([]float64, len(list))
	for i, c := range list {
		weight[i] = math.Sqrt(c.Doubt)
		if c.Doubt == 0 {
			weight[i] = 1e-3 // where all doubts are 0, all count alike
		}
	}
	gains := make([]float64, len(list)) // what each raised the sum by, when last looked at
	for i := range gains {
		gains[i] = math.Inf(1)
	}
	gain := func(i int) float64 {
		sum := 0.0
		for j, x := range all[i] {
			if x > spoken[j] {
				sum += float64(float64(x-spoken[j]) * weight[j])
			}
		}
		return math.Round(sum*1e6) / 1e6
	}
	taken := make([]bool, len(list))
	out := make([]Choice, 0, n)
	for len(out) < n {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// What a comment raises the sum by can only fall, so one that raised it by
		// less than the best does now need not be looked at again (Minoux, 1978).
		best, most := -1, -1.0
		for i := range list {
			switch {
			case taken[i] || gains[i] <= most:
			case len(out)%2 == 1:
				best, most = i, math.Inf(1)
			default:
				if gains[i] = gain(i); gains[i] > most {
					best, most = i, gains[i]
				}
			}
		}
		taken[best] = true
		speak(all[best])
		out = append(out, list[best])
	}
	return out, nil
}
