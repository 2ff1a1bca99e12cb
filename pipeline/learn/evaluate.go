package learn

import (
	"bytes"
	"cmp"
	"context"
	"math/rand/v2"
	"slices"

	"concord/pipeline/stats"
)

// Evaluation is how well a model of these comments does on comments that it has
// not learnt from.
type Evaluation struct {
	// Held is true where half of all texts were held out for the test, and false
	// where there are too few for that and each fifth was tested with what the
	// other four taught.
	Held bool `json:"held_out"`
	// Training is how many comments were learnt from (on average, where not Held);
	// Copies is how many comments were left out of the test because their text was
	// in it already, with the same question.
	Training int `json:"training"`
	Copies   int `json:"copies"`
	// Crossing is how many comments to be tested had a text that was learnt from.
	// It is 0 by the way comments are split, and counted all the same.
	Crossing int `json:"crossing"`
	// Rule is the one that the model chose (the last, where not Held).
	Rule Rule `json:"rule"`

	Model Figures `json:"model"`
	// MicroLow and MicroHigh are the interval of the model's micro F1 at 95 per
	// cent, from 1,000 resamples of the comments tested (Efron and Tibshirani,
	// 1993, percentiles), drawn from a fixed seed.
	MicroLow  float64 `json:"micro_low"`
	MicroHigh float64 `json:"micro_high"`
	// Frequent is what giving every comment the most frequent theme would have
	// reached; ByQuestion, the most frequent theme of its question.
	Frequent   Figures `json:"most_frequent"`
	ByQuestion Figures `json:"most_frequent_of_question"`
	// Themes are those that people gave to a comment of the test or that the model
	// gave, in the codebook's order.
	Themes []ThemeFigures `json:"themes"`
	// Curve is what fewer comments would have taught, at the sizes asked for that
	// are smaller than Training, and at Training.
	Curve []Point `json:"curve"`
	// Chances compare what the model said of its listed suggestions with what
	// people did, by tenths of probability; tenths without suggestions are left out.
	Chances []Chance `json:"chances"`
}

// ThemeFigures say how well one theme is found. Intervals are Wilson's, at 95 per
// cent; all but the counts run from 0 to 1.
type ThemeFigures struct {
	Theme string `json:"theme"`
	// Coded is to how many comments of the test people gave the theme, Given to how
	// many the model did, Right to how many both.
	Coded int `json:"coded"`
	Given int `json:"given"`
	Right int `json:"right"`
	// Precision is Right of Given, Recall is Right of Coded; 0 with the interval
	// from 0 to 1 where there is no base.
	Precision     float64 `json:"precision"`
	PrecisionLow  float64 `json:"precision_low"`
	PrecisionHigh float64 `json:"precision_high"`
	Recall        float64 `json:"recall"`
	RecallLow     float64 `json:"recall_low"`
	RecallHigh    float64 `json:"recall_high"`
	F1            float64 `json:"f1"`
}

// Point is one point of a learning curve: how well themes were found after so many
// coded comments.
type Point struct {
	Comments int     `json:"comments"`
	Micro    float64 `json:"micro_f1"`
	Macro    float64 `json:"macro_f1"`
}

// Chance is one tenth of probability: how many suggestions had a probability from
// From to To, the mean of what the model said, and the share that people gave.
type Chance struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Count int     `json:"count"`
	Said  float64 `json:"said"`
	Right float64 `json:"right"`
}

// enoughToHold is from how many different texts half of them are held out: then a
// share of the test has an interval of some three points each way. The smaller
// sets are tested in fifths.
const enoughToHold = 2_000

// Evaluate trains on some of the comments and tests on others. sizes are those of
// the learning curve. The comments of a curve's point are the first so many in the
// order of their keys, so every smaller set is within the larger. Errors are those
// of Train, and that all comments have one text.
func Evaluate(ctx context.Context, docs []Doc, labels [][]int, book Codebook, o Options, sizes []int) (*Evaluation, error) {
	if _, err := newSet(docs, labels, book, o); err != nil {
		return nil, err
	}
	e := &Evaluation{}
	tests := e.split(docs)
	if len(tests) == 0 {
		return nil, fault("too-few-to-test", "", "two different texts at least", "all coded comments have the same text, so none can be set aside to test on", "Code more comments.")
	}
	themes := len(book.Themes)
	model, frequent, byQuestion := newCounts(themes), newCounts(themes), newCounts(themes)
	var each [][3]int // by comment tested: right, given, people's
	sums := make([]Chance, 10)
	curve := map[int]*counts{}
	place := map[string]int{}
	for k, t := range book.Themes {
		place[t.ID] = k
	}
	for _, t := range tests {
		train := func(n int) (*Model, [][]Suggestion, error) {
			m, err := Train(ctx, pick(docs, t.learn[:n]), pick(labels, t.learn[:n]), book, o)
			if err != nil {
				return nil, nil, err
			}
			tested := pick(docs, t.test)
			if o.Plain {
				for i := range tested {
					tested[i].Vector = nil
				}
			}
			s, err := m.SuggestAll(ctx, tested, o.Jobs)
			return m, s, err
		}
		e.Training += len(t.learn)
		m, suggested, err := train(len(t.learn))
		if err != nil {
			return nil, err
		}
		e.Rule = m.Rule
		most, ofQuestion := frequents(docs, labels, t.learn, themes)
		var given []int
		for i, d := range t.test {
			given = given[:0]
			for _, s := range suggested[i] {
				k := place[s.Theme]
				if s.Over {
					given = append(given, k)
				}
				c := &sums[min(9, int(s.Probability*10))]
				c.Count++
				c.Said += s.Probability
				if slices.Contains(labels[d], k) {
					c.Right++
				}
			}
			right := model.addPlaces(labels[d], given)
			each = append(each, [3]int{right, len(given), len(labels[d])})
			if most >= 0 {
				frequent.addPlaces(labels[d], []int{most})
			}
			if k, ok := ofQuestion[docs[d].Question]; ok {
				byQuestion.addPlaces(labels[d], []int{k})
			} else if most >= 0 {
				byQuestion.addPlaces(labels[d], []int{most})
			}
		}
		for _, n := range sizes {
			if n <= 0 || n >= len(t.learn) {
				continue
			}
			_, suggested, err := train(n)
			if err != nil {
				return nil, err
			}
			if curve[n] == nil {
				curve[n] = newCounts(themes)
			}
			for i, d := range t.test {
				given = given[:0]
				for _, s := range suggested[i] {
					if s.Over {
						given = append(given, place[s.Theme])
					}
				}
				curve[n].addPlaces(labels[d], given)
			}
		}
	}
	e.Training /= len(tests)
	e.Model, e.Frequent, e.ByQuestion = model.figures(), frequent.figures(), byQuestion.figures()
	e.MicroLow, e.MicroHigh = resampled(each)
	for k, t := range book.Themes {
		if model.true[k]+model.given[k] > 0 {
			e.Themes = append(e.Themes, themeFigures(t.ID, model.true[k], model.given[k], model.right[k]))
		}
	}
	for _, n := range slices.Sorted(slices.Values(sizes)) {
		if c := curve[n]; c != nil && c.comments == model.comments && (len(e.Curve) == 0 || e.Curve[len(e.Curve)-1].Comments != n) {
			f := c.figures()
			e.Curve = append(e.Curve, Point{n, f.Micro, f.Macro})
		}
	}
	e.Curve = append(e.Curve, Point{e.Training, e.Model.Micro, e.Model.Macro})
	for i, c := range sums {
		if c.Count > 0 {
			n := float64(c.Count)
			e.Chances = append(e.Chances, Chance{float64(i) / 10, float64(i+1) / 10, c.Count, c.Said / n, c.Right / n})
		}
	}
	return e, nil
}

// test is the places of comments to learn from, in the order of their keys, and
// to be tested.
type test struct{ learn, test []int }

// split parts the comments so that all of one text are on one side, and of those
// to be tested takes each text and question once.
func (e *Evaluation) split(docs []Doc) []test {
	keys := make([]Key, len(docs))
	texts := map[Key]bool{}
	order := make([]int, len(docs))
	for i, d := range docs {
		keys[i] = KeyOf(d.Text)
		texts[keys[i]] = true
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(bytes.Compare(keys[a][1:], keys[b][1:]), cmp.Compare(docs[a].Question, docs[b].Question))
	})
	e.Held = len(texts) >= enoughToHold
	parts := folds
	tested := func(k Key, part int) bool { return k.number()%folds == uint64(part) }
	if e.Held {
		parts = 1
		tested = func(k Key, _ int) bool { return k.Held() }
	}
	type once struct {
		key      Key
		question string
	}
	seen := map[once]bool{}
	var out []test
	for part := range parts {
		var t test
		learnt := map[Key]bool{}
		for _, i := range order {
			if !tested(keys[i], part) {
				t.learn = append(t.learn, i)
				learnt[keys[i]] = true
			}
		}
		for _, i := range order {
			if !tested(keys[i], part) {
				continue
			}
			if learnt[keys[i]] {
				e.Crossing++
				continue
			}
			if o := (once{keys[i], docs[i].Question}); seen[o] {
				e.Copies++
			} else {
				seen[o] = true
				t.test = append(t.test, i)
			}
		}
		if len(t.learn) > 0 && len(t.test) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func pick[T any](list []T, places []int) []T {
	out := make([]T, len(places))
	for i, p := range places {
		out[i] = list[p]
	}
	return out
}

// frequents gives the theme that most of the comments have, and that of each
// question; of equals the first. -1 where none has any.
func frequents(docs []Doc, labels [][]int, of []int, themes int) (int, map[string]int) {
	all := make([]int, themes)
	byQuestion := map[string][]int{}
	for _, d := range of {
		own := byQuestion[docs[d].Question]
		if own == nil {
			own = make([]int, themes)
			byQuestion[docs[d].Question] = own
		}
		for _, k := range labels[d] {
			all[k]++
			own[k]++
		}
	}
	most := func(counts []int) int {
		best := 0
		for k, n := range counts {
			if n > counts[best] {
				best = k
			}
		}
		if counts[best] == 0 {
			return -1
		}
		return best
	}
	out := map[string]int{}
	for q, counts := range byQuestion {
		if k := most(counts); k >= 0 {
			out[q] = k
		}
	}
	return most(all), out
}

func themeFigures(id string, coded, given, right int) ThemeFigures {
	f := ThemeFigures{Theme: id, Coded: coded, Given: given, Right: right, F1: f1(right, given, coded)}
	if given > 0 {
		f.Precision = float64(right) / float64(given)
	}
	if coded > 0 {
		f.Recall = float64(right) / float64(coded)
	}
	f.PrecisionLow, f.PrecisionHigh = stats.Wilson(right, given, 0.95)
	f.RecallLow, f.RecallHigh = stats.Wilson(right, coded, 0.95)
	return f
}

// resampled gives the 2.5th and 97.5th percentile of micro F1 in resamples.
func resampled(each [][3]int) (low, high float64) {
	const resamples = 1000
	random := rand.New(rand.NewPCG(1993, 1000))
	list := make([]float64, resamples)
	for i := range list {
		var sum [3]int
		for range each {
			for j, n := range each[random.IntN(len(each))] {
				sum[j] += n
			}
		}
		list[i] = f1(sum[0], sum[1], sum[2])
	}
	slices.Sort(list)
	return list[24], list[975]
}
