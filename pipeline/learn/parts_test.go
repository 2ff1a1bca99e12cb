package learn

import (
	"context"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }

// Two points, at 1 of the theme and at -1 not of it: the constant's weight is 0 by
// symmetry, and w²/2 + 2C(1-w)² is least at w = 4C/(1+4C).
func TestSolve(t *testing.T) {
	m := newMatrix([][]entry{{{place: 0, value: 1}}, {{place: 0, value: -1}}}, nil, 1)
	for _, cost := range []float64{0.1, 1, 10} {
		w := make([]float64, 2)
		m.solve(context.Background(), problem{rows: []int32{0, 1}, of: []bool{true, false}, costOf: cost, costNot: cost}, w)
		// The tolerance on slopes bounds how far from it the weight is.
		if want := 4 * cost / (1 + 4*cost); !near(w[0], want, 0.03) || !near(w[1], 0, 0.05) {
			t.Errorf("cost %g: %v, want %.3f and 0", cost, w, want)
		}
	}
}

// At the optimum, what lies beyond the margin has no part in the weights: without
// it they are the same.
func TestSolveLeavesOutTheClear(t *testing.T) {
	rows := [][]entry{{{place: 0, value: 1}}, {{place: 0, value: -1}}, {{place: 0, value: 9}}, {{place: 0, value: -9}}}
	m := newMatrix(rows, nil, 1)
	with, without := make([]float64, 2), make([]float64, 2)
	of := []bool{true, false, true, false}
	m.solve(context.Background(), problem{rows: []int32{0, 1, 2, 3}, of: of, costOf: 1, costNot: 1}, with)
	m.solve(context.Background(), problem{rows: []int32{0, 1}, of: of, costOf: 1, costNot: 1}, without)
	if !near(with[0], without[0], 0.03) {
		t.Errorf("%v with them, %v without", with, without)
	}
}

func TestFit(t *testing.T) {
	for _, want := range []sigmoid{{2, -1}, {0.5, -3}, {4, 1}} {
		var all tally
		for x := -2.0; x <= 2; x += 0.125 {
			p := want.at(x)
			all.of[binOf(x)] += int32(math.Round(1000 * p))
			all.not[binOf(x)] += int32(math.Round(1000 * (1 - p)))
		}
		if got := all.fit(nil); !near(got.Slope, want.Slope, 0.05) || !near(got.Shift, want.Shift, 0.05) {
			t.Errorf("%+v, want %+v", got, want)
		}
		// With hardly anything of its own, a theme keeps near to the prior.
		var few tally
		few.add(0, true)
		few.add(-1, false)
		if got := few.fit(&want); !near(got.Slope, want.Slope, 2) {
			t.Errorf("two scores took %+v to %+v", want, got)
		}
	}
}

func TestBestThreshold(t *testing.T) {
	var x tally
	for range 3 {
		x.add(1, true)
	}
	x.add(0.5, false)
	x.add(0, true)
	for range 10 {
		x.add(-1, false)
	}
	// From 1: 3 of 3, F1 6/7. From 0: 4 of 5, F1 8/9, down to just above -1.
	got, n := x.best()
	if want := (0.0 + -1 + 1.0/scoreSteps) / 2; n != 4 || got != want {
		t.Errorf("%g of %d, want %g of 4", got, n, want)
	}
	if got, n := new(tally).best(); got != 0 || n != 0 {
		t.Errorf("of nothing: %g of %d", got, n)
	}
}

func TestDecide(t *testing.T) {
	limits := []float64{0, 0.5, -1}
	for _, test := range []struct {
		rule   Rule
		scores []float64
		want   []bool
	}{
		{Over, []float64{0, 0.4, -2}, []bool{true, false, false}},
		{Over, []float64{-1, 0.4, -2}, []bool{false, false, false}},
		{OverOrBest, []float64{-1, 0.4, -2}, []bool{false, true, false}},
		{OverOrBest, []float64{1, 0.6, -1}, []bool{true, true, true}},
		{Best, []float64{1, 2, 2}, []bool{false, true, false}},
	} {
		given := []bool{true, true, true}
		if decide(test.rule, test.scores, limits, given); !slices.Equal(given, test.want) {
			t.Errorf("%s %v: %v, want %v", test.rule, test.scores, given, test.want)
		}
	}
}

// Three comments, themes 0 to 2: people {0}, {0,1}, {}; given {0}, {1,2}, {}.
// Right 2, given 3, people's 3. F1 of the themes 2/3, 1 and 0, the last in no
// comment of people's; of the comments 1, 1/2 and 1.
func TestFigures(t *testing.T) {
	c := newCounts(3)
	c.addPlaces([]int{0}, []int{0})
	c.addPlaces([]int{0, 1}, []int{1, 2})
	c.add(nil, []bool{false, false, false})
	f := c.figures()
	if f.Comments != 3 || !near(f.Micro, 4.0/6, 1e-12) || !near(f.Macro, (2.0/3+1)/2, 1e-12) || !near(f.Samples, 2.5/3, 1e-12) || !near(f.Exact, 2.0/3, 1e-12) {
		t.Errorf("%+v", f)
	}
	book := Codebook{Themes: []Theme{{ID: "a"}, {ID: "b"}}}
	got := Compare(book, [][]int{{0}, {1}}, [][]Suggestion{{{Theme: "a", Over: true}, {Theme: "b"}}, {{Theme: "a", Over: true}}})
	if got.Micro != 0.5 || got.Exact != 0.5 {
		t.Errorf("%+v", got)
	}
}

func TestKeyOf(t *testing.T) {
	same := []string{"Don't know!", "dont  know", "DON’T\nknow…", "don't know"}
	for _, s := range same {
		if KeyOf(s) != KeyOf(same[0]) {
			t.Errorf("%q and %q have the same words", s, same[0])
		}
	}
	for _, s := range []string{"", "know dont", "dontknow", "don't know why"} {
		if KeyOf(s) == KeyOf(same[0]) {
			t.Errorf("%q and %q have not the same words", s, same[0])
		}
	}
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"I can't, won't – DON’T", "i cant wont dont"},
		{"café Ｆｕｌｌ ﬁne", "café full fine"},
		{"食べ物 good", "食 べ 物 good"},
		{"'quoted' rock'n'roll'", "quoted rocknroll"},
		{"\xff\xfe a\xffb", "a b"},
		{"", ""},
	} {
		var got []string
		for _, w := range words(test.text) {
			got = append(got, w.text)
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%q: %q, want %q", test.text, s, test.want)
		}
	}
	if n := len(words(strings.Repeat("a b ", 1<<18))); n != mostWords {
		t.Errorf("%d words of a megabyte, want %d", n, mostWords)
	}
}

// All copies of a text are in one fold, and every theme with five comments of
// different texts is in every fold.
func TestParts(t *testing.T) {
	var docs []Doc
	var labels [][]int
	for i := range 60 {
		docs = append(docs, Doc{Text: "text " + strconv.Itoa(i%30)})
		labels = append(labels, []int{i % 30 / 5})
	}
	s, err := newSet(docs, labels, Codebook{Themes: make([]Theme, 6)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	of := map[Key]int8{}
	in := map[[2]int]bool{}
	for i, f := range s.parts() {
		if at, ok := of[s.keys[i]]; ok && at != f {
			t.Errorf("%q is in two folds", s.docs[i].Text)
		}
		of[s.keys[i]] = f
		in[[2]int{s.labels[i][0], int(f)}] = true
	}
	if len(in) != 6*folds {
		t.Errorf("%d pairs of a theme and a fold, want %d", len(in), 6*folds)
	}
}

func TestSplit(t *testing.T) {
	for _, different := range []int{40, 2500} {
		var docs []Doc
		for i := range 3 * different {
			docs = append(docs, Doc{Text: strings.Repeat("!", i/different) + "Text " + strconv.Itoa(i%different), Question: strconv.Itoa(i / different / 2)})
		}
		e := &Evaluation{}
		tested, copies := 0, 0
		for _, part := range e.split(docs) {
			learnt := map[Key]bool{}
			for _, i := range part.learn {
				learnt[KeyOf(docs[i].Text)] = true
			}
			for _, i := range part.test {
				tested++
				if learnt[KeyOf(docs[i].Text)] {
					t.Fatalf("%q is learnt from and tested on", docs[i].Text)
				}
			}
		}
		copies = e.Copies
		if e.Held != (different >= enoughToHold) || e.Crossing != 0 || tested != 2*copies {
			t.Errorf("%d texts: held %v, crossing %d, tested %d, copies %d", different, e.Held, e.Crossing, tested, copies)
		}
		if !e.Held && tested != 2*different {
			t.Errorf("%d tested, want %d", tested, 2*different)
		}
	}
}

func TestNext(t *testing.T) {
	docs, labels, book := small()
	m := train(t, docs[:30], labels[:30], book, Options{})
	pool := slices.Concat(docs[20:], docs[40:45], []Doc{{Text: "—"}})
	list, err := Next(t.Context(), m, docs[:30], pool, 10, 2)
	if err != nil || len(list) != 10 {
		t.Fatalf("%d, %v", len(list), err)
	}
	seen := map[Key]bool{KeyOf(""): true}
	for _, d := range docs[:30] {
		seen[KeyOf(d.Text)] = true
	}
	for _, c := range list {
		key := KeyOf(pool[c.Doc].Text)
		if seen[key] {
			t.Errorf("%q is coded already, or without words, or there twice", pool[c.Doc].Text)
		}
		seen[key] = true
	}
	again, err := Next(t.Context(), m, docs[:30], pool, 10, 1)
	if err != nil || !reflect.DeepEqual(list, again) {
		t.Errorf("asked again: %v %v", again, err)
	}
	first, err := Next(t.Context(), nil, nil, pool, 1000, 1)
	if err != nil || len(first) != len(docs)-20 {
		t.Errorf("without a model %d, %v", len(first), err)
	}
	copies := 0
	for _, c := range first {
		copies += c.Copies
	}
	if copies != len(pool)-1 {
		t.Errorf("%d copies, want %d", copies, len(pool)-1)
	}
	if none, err := Next(t.Context(), m, docs, docs, 5, 1); len(none) != 0 || err != nil {
		t.Errorf("all are coded, and yet %v, %v", none, err)
	}
}

func TestWorth(t *testing.T) {
	law := func(a, b, c float64, noise ...float64) []Point {
		var out []Point
		for i, n := range []int{25, 35, 50, 71, 100, 141, 200, 283, 400} {
			p := Point{Comments: n, Micro: a - b*math.Pow(float64(n), -c)}
			if len(noise) > 0 {
				p.Micro += noise[i%len(noise)]
			}
			out = append(out, p)
		}
		return out
	}
	gain := func(b, c float64, hour int) float64 {
		return b * (math.Pow(400, -c) - math.Pow(float64(400+hour), -c))
	}
	for name, test := range map[string]struct {
		curve []Point
		hour  int
		least float64
		want  Verdict
		gain  float64
	}{
		"rising":         {law(0.9, 2, 0.3), 200, 0.01, Pays, gain(2, 0.3, 200)},
		"flat":           {law(0.7, 0, 1), 60, 0.01, Stopped, 0},
		"flattened":      {law(0.7, 3, 1), 60, 0.01, Stopped, gain(3, 1, 60)},
		"falling":        {law(0.5, -0.5, 0.5), 60, 0.01, Stopped, 0},
		"in the balance": {law(0.7, 1, 0.5, 0.03, -0.03, 0.01), 60, 0.005, Unknown, -1},
		"four points":    {law(0.9, 2, 0.3)[:4], 60, 0.01, Unknown, 0},
		"not rising":     {append(law(0.9, 2, 0.3), Point{Comments: 5}), 60, 0.01, Unknown, 0},
		"no hour":        {law(0.9, 2, 0.3), 0, 0.01, Unknown, 0},
		"no points":      {nil, 60, 0.01, Unknown, 0},
	} {
		o := Worth(test.curve, test.hour, test.least)
		if o.Verdict != test.want || (test.gain >= 0 && !near(o.Gain, test.gain, 2e-4)) || o.Low > o.Gain || o.High < o.Gain {
			t.Errorf("%s: %+v, want %s and %.4f", name, o, test.want, test.gain)
		}
	}
	if got := Sizes(100); !slices.Equal(got, []int{25, 35, 50, 71}) {
		t.Errorf("%v", got)
	}
}

// Evaluate on the small set: its figures are those of the test, and the trivial
// baselines are worse.
func TestEvaluate(t *testing.T) {
	docs, labels, book := small()
	e, err := Evaluate(t.Context(), docs, labels, book, Options{Jobs: 2}, Sizes(len(docs)))
	if err != nil {
		t.Fatal(err)
	}
	if e.Held || e.Model.Comments != len(docs)-e.Copies || e.Model.Micro < 0.9 || e.Frequent.Micro > 0.6 || e.MicroLow > e.Model.Micro || e.MicroHigh < e.Model.Micro {
		t.Errorf("%+v", e)
	}
	for _, x := range e.Themes {
		if x.Right > x.Given || x.Right > x.Coded || x.PrecisionLow > x.Precision || x.RecallHigh < x.Recall {
			t.Errorf("%+v", x)
		}
	}
	for i := 1; i < len(e.Curve); i++ {
		if e.Curve[i].Comments <= e.Curve[i-1].Comments {
			t.Errorf("the curve does not rise in comments: %+v", e.Curve)
		}
	}
}

// On the comments of the NHS, with 400 of them coded, more is found than by the
// plain machine, by micro F1 and by macro F1; what is called likely is so.
func TestPassesTheMark(t *testing.T) {
	docs, labels, book := nhs(t)
	var coded, held, places = []int{}, []int{}, map[Key]bool{}
	for i, d := range docs {
		if key := KeyOf(d.Text); !key.Held() {
			coded = append(coded, i)
		} else if !places[key] {
			places[key] = true
			held = append(held, i)
		}
	}
	// By the codings' order in the file, which goes by trust, a part would be unlike
	// the rest.
	slices.SortStableFunc(coded, func(a, b int) int {
		x, y := KeyOf(docs[a].Text), KeyOf(docs[b].Text)
		return slices.Compare(x[1:], y[1:])
	})
	coded = coded[:400]
	of := func(plain bool) Figures {
		m := train(t, pick(docs, coded), pick(labels, coded), book, Options{Jobs: 2, Plain: plain})
		list, err := m.SuggestAll(t.Context(), pick(docs, held), 2)
		if err != nil {
			t.Fatal(err)
		}
		return Compare(book, pick(labels, held), list)
	}
	ours, mark := of(false), of(true)
	t.Logf("%+v; the plain machine %+v", ours, mark)
	if ours.Micro < mark.Micro+0.02 || ours.Macro < mark.Macro+0.05 {
		t.Errorf("%+v; the plain machine has %+v", ours, mark)
	}
}
