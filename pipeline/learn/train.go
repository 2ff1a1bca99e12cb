package learn

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"concord/pipeline/crew"
)

// Train learns from coded comments: labels[i] are the places in book.Themes of the
// themes that docs[i] has, none for a comment that people found no theme in. Which
// comments follow which does not matter, nor what their ids are.
//
// An error is a finding.Finding: no comments, no themes, labels that name no theme
// of the book, vectors of unequal length, more comments times themes than can be
// done in minutes; or it is ctx's, when ctx ends.
func Train(ctx context.Context, docs []Doc, labels [][]int, book Codebook, o Options) (*Model, error) {
	set, err := newSet(docs, labels, book, o)
	if err != nil {
		return nil, err
	}
	return set.train(ctx)
}

// set is the comments to learn from, in an order of their own.
type set struct {
	book    Codebook
	options Options
	recipe  recipe
	docs    []Doc
	labels  [][]int
	keys    []Key
	width   int // of vectors
	sha     [sha256.Size]byte

	vocabulary *vocabulary
	matrix     *matrix
	names      []int32 // by theme: the row of its words, -1 for none
}

func newSet(docs []Doc, labels [][]int, book Codebook, o Options) (*set, error) {
	switch {
	case len(book.Themes) == 0:
		return nil, fault("no-themes", "", "one theme at least", "the codebook has no themes to learn", "Name the themes in the codebook first.")
	case len(docs) == 0:
		return nil, fault("no-coded-comments", "", "coded comments", "there are no coded comments to learn from", "Code some comments by hand first: a hundred make a start.")
	case len(labels) != len(docs):
		return nil, fault("labels", fmt.Sprint(len(labels)), fmt.Sprint(len(docs)), "there are not as many lists of themes as comments", "Give one list for every comment, empty where it has no theme.")
	case len(docs)*len(book.Themes) > mostCells:
		return nil, fault("too-much-to-learn", fmt.Sprintf("%d comments × %d themes", len(docs), len(book.Themes)), fmt.Sprintf("%d at most, multiplied", mostCells), "there are more comments and themes than can be learnt at once", "Train on fewer comments, or on the themes that comments have.")
	}
	s := &set{book: book, options: o, recipe: o.recipe()}
	type coded struct {
		doc    Doc
		key    Key
		labels []int
	}
	list := make([]coded, len(docs))
	for i, d := range docs {
		own := slices.Clone(labels[i])
		slices.Sort(own)
		own = slices.Compact(own)
		if len(own) > 0 && (own[0] < 0 || own[len(own)-1] >= len(book.Themes)) {
			return nil, fault("unknown-theme", fmt.Sprint(own), fmt.Sprintf("0 to %d", len(book.Themes)-1), fmt.Sprintf("comment %q has a theme that the codebook does not have", d.ID), "Carry its codings over to this codebook first.")
		}
		list[i] = coded{d, KeyOf(d.Text), own}
		if o.Plain {
			list[i].doc.Vector = nil
		}
	}
	// In an order that is that of the texts and not of the file.
	slices.SortStableFunc(list, func(a, b coded) int {
		return cmp.Or(bytes.Compare(a.key[8:], b.key[8:]), cmp.Compare(a.doc.Question, b.doc.Question), slices.Compare(a.labels, b.labels), cmp.Compare(a.doc.Text, b.doc.Text))
	})
	sum := sha256.New()
	for _, c := range list {
		if n := len(c.doc.Vector); s.docs == nil {
			s.width = n
		} else if n != s.width {
			return nil, fault("vectors", fmt.Sprint(n), fmt.Sprint(s.width), fmt.Sprintf("the sentence vector of comment %q is not as long as the others", c.doc.ID), "Make the vectors of all comments with one model, or use none.")
		}
		s.docs = append(s.docs, c.doc)
		s.labels = append(s.labels, c.labels)
		s.keys = append(s.keys, c.key)
		fmt.Fprintf(sum, "%x %q", c.key, c.doc.Question)
		for _, k := range c.labels {
			fmt.Fprintf(sum, " %q", book.Themes[k].ID)
		}
		sum.Write([]byte{'\n'})
	}
	sum.Sum(s.sha[:0])
	return s, s.look()
}

// look turns the comments, and the codebook's words, into rows of features.
func (s *set) look() error {
	var dense [][]float32
	rows := make([][]occurrence, 0, len(s.docs)+len(s.book.Themes))
	add := func(d Doc) {
		rows = append(rows, occurrences(d, words(d.Text), s.recipe.blocks))
		if s.width > 0 {
			dense = append(dense, unit(d.Vector, s.width, s.recipe.vector))
		}
	}
	for _, d := range s.docs {
		add(d)
	}
	s.names = make([]int32, len(s.book.Themes))
	for k, t := range s.book.Themes {
		s.names[k] = -1
		if s.recipe.names && t.Words != "" && len(s.book.Themes) <= mostWorded {
			s.names[k] = int32(len(rows))
			add(Doc{Text: t.Words})
		}
	}
	most := min(mostFeatures, mostWeights/len(s.book.Themes))
	s.vocabulary = newVocabulary(rows, 1, most)
	vectors := make([][]entry, len(rows))
	places := 0
	for i, row := range rows {
		vectors[i] = s.vocabulary.vector(row, s.recipe.blocks)
		places += len(vectors[i])
		rows[i] = nil
	}
	if work := places * len(s.book.Themes); work > mostWork {
		return fault("too-much-to-learn", fmt.Sprintf("%d places of features × %d themes", places, len(s.book.Themes)), fmt.Sprintf("%d at most, multiplied", mostWork), "there is more text and there are more themes than can be learnt in minutes", "Train on fewer comments, or on the themes that comments have.")
	}
	s.matrix = newMatrix(vectors, dense, len(s.vocabulary.hashes))
	return nil
}

// unit scales a vector to the given length; of nothing it makes zeros.
func unit(v []float32, width int, length float64) []float32 {
	out := make([]float32, width)
	sum := 0.0
	for _, x := range v {
		sum += float64(float64(x) * float64(x))
	}
	if len(v) != width || !(sum > 0) || math.IsInf(sum, 0) {
		return out
	}
	scale := length / math.Sqrt(sum)
	for i, x := range v {
		out[i] = float32(float64(x) * scale)
	}
	return out
}

// parts cuts the comments into folds so that two of one text are in one fold, and
// the comments of every theme, the rarest first, are spread over all: the greedy
// stratification of Sechidis, Tsoumakas and Vlahavas (2011), taken in the order of
// the texts.
func (s *set) parts() []int8 {
	total := make([]int, len(s.book.Themes))
	for _, list := range s.labels {
		for _, k := range list {
			total[k]++
		}
	}
	rarest := func(doc int) int {
		found := -1
		for _, k := range s.labels[doc] {
			if found < 0 || total[k] < total[found] {
				found = k
			}
		}
		return found
	}
	counts := make([][folds]int, len(total)+1) // by theme, and of all comments
	all := len(total)
	of := make([]int8, len(s.docs))
	for from := 0; from < len(s.docs); {
		to, rare := from, -1
		for ; to < len(s.docs) && s.keys[to] == s.keys[from]; to++ {
			if k := rarest(to); k >= 0 && (rare < 0 || total[k] < total[rare]) {
				rare = k
			}
		}
		if rare < 0 {
			rare = all
		}
		least := 0
		for f := 1; f < folds; f++ {
			if cmp.Or(cmp.Compare(counts[rare][f], counts[rare][least]), cmp.Compare(counts[all][f], counts[all][least])) < 0 {
				least = f
			}
		}
		for ; from < to; from++ {
			of[from] = int8(least)
			counts[all][least]++
			for _, k := range s.labels[from] {
				counts[k][least]++
			}
		}
	}
	return of
}

// train solves every theme on all comments, and on all but each fold.
func (s *set) train(ctx context.Context) (*Model, error) {
	themes := len(s.book.Themes)
	part := s.parts()
	var inside [folds + 1][]int32 // the rows to learn from without each fold; all
	for i, f := range part {
		for without := range inside {
			if without != int(f) {
				inside[without] = append(inside[without], int32(i))
			}
		}
	}
	for _, name := range s.names {
		for without := range inside {
			if name >= 0 {
				inside[without] = append(inside[without], name)
			}
		}
	}
	scores := make([][]float32, themes) // by theme: of each comment, not learnt from
	weights := newWeights(len(s.vocabulary.hashes), s.width, themes)
	coded := make([]int, themes)
	var next atomic.Int64
	var workers crew.Crew
	for range max(1, s.options.Jobs) {
		workers.Go(func() {
			scratch := &scratch{to: s.matrix.copied(), w: make([]float64, s.matrix.width()), of: make([]bool, len(s.matrix.squares))}
			for {
				k := int(next.Add(1) - 1)
				if k >= themes || ctx.Err() != nil {
					return
				}
				clear(scratch.of)
				for i, list := range s.labels {
					if _, ok := slices.BinarySearch(list, k); ok {
						scratch.of[i] = true
						coded[k]++
					}
				}
				scores[k] = make([]float32, len(s.docs))
				for f := range folds {
					scale := s.solve(ctx, k, inside[f], scratch)
					for i, own := range part {
						if int(own) == f {
							scores[k][i] = float32(scratch.score(s.matrix, int32(i), scale))
						}
					}
				}
				scale := s.solve(ctx, k, inside[folds], scratch)
				weights.set(k, scratch.w, scale)
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := &Model{
		Codebook: s.book.ID, Version: s.book.Version, Plain: s.options.Plain, Vectors: s.options.Vectors,
		Comments: len(s.docs), Data: fmt.Sprintf("%x", s.sha), width: s.width,
		vocabulary: s.vocabulary, weights: weights, recipe: s.recipe,
	}
	for k, t := range s.book.Themes {
		m.Themes = append(m.Themes, Learnt{ID: t.ID, Coded: coded[k]})
	}
	s.settle(m, part, scores)
	return m, nil
}

// scratch is what one worker writes on.
type scratch struct {
	to *matrix
	w  []float64
	of []bool
}

// score is that of a row of the unscaled matrix.
func (x *scratch) score(m *matrix, row int32, scale []float32) float64 {
	if scale == nil {
		return m.dot(row, x.w)
	}
	return x.to.dot(row, x.w)
}

// solve finds a theme's weights on the given rows, into the scratch's w, and gives
// what the features were scaled by, nil for nothing.
func (s *set) solve(ctx context.Context, k int, rows []int32, x *scratch) []float32 {
	clear(x.w)
	if name := s.names[k]; name >= 0 {
		x.of[name] = true
	}
	n := 0
	for _, row := range rows {
		if x.of[row] {
			n++
		}
	}
	if n == 0 {
		x.w[len(x.w)-1] = -1 // as far from the boundary as the rest is asked to be
		return nil
	}
	costOf := s.recipe.cost * math.Pow(math.Max(1, float64(len(rows)-n)/float64(n)), s.recipe.rare)
	m := s.matrix
	var scale []float32
	if s.recipe.telling {
		scale = telling(m, rows, x.of, n)
		m = m.scaled(scale, x.to)
	}
	m.solve(ctx, problem{rows: rows, of: x.of, costOf: rounded(costOf), costNot: s.recipe.cost, seed: uint64(k)}, x.w)
	return scale
}

// telling gives for each feature the root of a quarter and the size of the log of
// how many times as often comments of the theme have it as the others, one added
// to each count: the ratio of Wang and Manning (2012), Baselines and bigrams,
// ACL, 90-94, whose sign a linear machine finds by itself. All are divided by one
// number, so that the comments keep their mean length.
func telling(m *matrix, rows []int32, of []bool, n int) []float32 {
	with, without := make([]int32, m.features), make([]int32, m.features)
	for _, row := range rows {
		counts := without
		if of[row] {
			counts = with
		}
		for _, p := range m.places[m.starts[row]:m.starts[row+1]] {
			counts[p]++
		}
	}
	scale := make([]float32, m.features)
	for p := range scale {
		ratio := float64(with[p]+1) * float64(len(rows)-n+2) / (float64(without[p]+1) * float64(n+2))
		scale[p] = float32(math.Sqrt(0.25 + rounded(math.Abs(math.Log(ratio)))))
	}
	before, after := 0.0, 0.0
	for _, row := range rows {
		for i := m.starts[row]; i < m.starts[row+1]; i++ {
			square := float64(float64(m.values[i]) * float64(m.values[i]))
			before += square
			by := scale[m.places[i]]
			after += float64(square * float64(by*by))
		}
	}
	if after > 0 {
		mean := math.Sqrt(before / after)
		for p := range scale {
			scale[p] = float32(float64(scale[p]) * mean)
		}
	}
	return scale
}

// tally counts a theme's scores in the comments of all folds but one, each text once:
// what is often said in the same words would outweigh all that is not.
func (s *set) tally(k, without int, part []int8, scores []float32, into *tally) *tally {
	*into = tally{}
	for i, list := range s.labels {
		if int(part[i]) != without && !s.copy(i) {
			_, of := slices.BinarySearch(list, k)
			into.add(float64(scores[i]), of)
		}
	}
	return into
}

// settle gives a model its sigmoids, thresholds and rule, from the scores of
// comments that were not learnt from, and says how well it did on them.
func (s *set) settle(m *Model, part []int8, scores [][]float32) {
	themes := len(scores)
	sigmoids := make([]sigmoid, themes)
	one := &tally{}
	without := func(fold int) func(int) *tally {
		return func(k int) *tally { return s.tally(k, fold, part, scores[k], one) }
	}
	limits := make([]float64, themes)
	for k := range sigmoids {
		sigmoids[k] = sigmoid{1, 0}
	}
	if !s.options.Plain {
		var together tally
		for k := range sigmoids {
			together.addAll(without(folds)(k))
		}
		common := together.fit(nil)
		for k := range sigmoids {
			sigmoids[k] = without(folds)(k).fit(&common)
		}
		limits = thresholds(themes, without(folds))
	}
	for k := range m.Themes {
		m.Themes[k].sigmoid, m.Themes[k].from = sigmoids[k], limits[k]
	}
	// The rule that does best where thresholds come from the other folds.
	tables := map[Rule]*counts{}
	for _, r := range rules {
		tables[r] = newCounts(themes)
	}
	given := make([]bool, themes)
	own := make([]float64, themes)
	for f := range folds {
		if !s.options.Plain {
			limits = thresholds(themes, without(f))
		}
		for i, at := range part {
			if int(at) != f || s.copy(i) {
				continue
			}
			for k := range own {
				own[k] = float64(scores[k][i])
			}
			for _, r := range rules {
				decide(r, own, limits, given)
				tables[r].add(s.labels[i], given)
			}
		}
	}
	m.Rule = Best
	if !s.options.Plain {
		m.Rule = chosen(tables)
	}
	m.Checked = tables[m.Rule].figures()
}

// copy tells whether a comment's text and question are those of the one before.
func (s *set) copy(i int) bool {
	return i > 0 && s.keys[i] == s.keys[i-1] && s.docs[i].Question == s.docs[i-1].Question
}

// chosen is the rule for which the mean of micro and macro F1 is the largest: what
// is right of all suggestions, and of every theme alike.
func chosen(tables map[Rule]*counts) Rule {
	best, most := Over, -1.0
	for _, r := range rules {
		if f := tables[r].figures(); f.Micro+f.Macro > most {
			best, most = r, f.Micro+f.Macro
		}
	}
	return best
}
