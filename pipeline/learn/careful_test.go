package learn

import "testing"

// asked is a set in which every comment on food answers the question meals, and
// hardly any other does.
func asked() (docs []Doc, labels [][]int, book Codebook) {
	docs, labels, book = small()
	for i := range docs {
		docs[i].Question = "open"
		if len(labels[i]) == 1 && labels[i][0] == 0 {
			docs[i].Question = "meals"
		}
	}
	return docs, labels, book
}

// What the question alone says is not suggested, and not called likely.
func TestQuestionAloneSuggestsNothing(t *testing.T) {
	docs, labels, book := asked()
	m := train(t, docs, labels, book, Options{})
	if got := over(m.Suggest(Doc{Text: "the meals were cold", Question: "meals"})); len(got) != 1 || got[0] != "food" {
		t.Fatalf("words and question together: %v", got)
	}
	for _, s := range m.Suggest(Doc{Text: "the nurses listened, thank you all", Question: "meals"}) {
		if s.Theme == "food" && (s.Over || s.Probability > 0.5) {
			t.Errorf("nothing but the question speaks for it: %+v", s)
		}
	}
}

// The same for a sentence vector.
func TestVectorAloneSuggestsNothing(t *testing.T) {
	docs, labels, book := small()
	for i := range docs {
		docs[i].Vector = []float32{0, 1}
		if len(labels[i]) > 0 && labels[i][0] == 0 {
			docs[i].Vector = []float32{1, 0}
		}
	}
	m := train(t, docs, labels, book, Options{Vectors: "v"})
	for _, s := range m.Suggest(Doc{Text: "the nurses listened, thank you all", Vector: []float32{1, 0}}) {
		if s.Theme == "food" && (s.Over || s.Probability > 0.5) {
			t.Errorf("nothing but the vector speaks for it: %+v", s)
		}
	}
}

// One word that is known among many that are not makes nothing likely.
func TestStrangeWordsLowerTheProbability(t *testing.T) {
	docs, labels, book := small()
	m := train(t, docs, labels, book, Options{})
	of := func(text string) float64 {
		for _, s := range m.Suggest(Doc{Text: text}) {
			if s.Theme == "food" {
				return s.Probability
			}
		}
		return 0
	}
	alone, among := of("dinner"), of("dinner quixotic zephyr jabberwock vexing flummox bogus")
	if alone < 0.5 || among > alone-0.1 {
		t.Errorf("alone %.2f, among strange words %.2f", alone, among)
	}
}

// Of n comments with a theme nothing is likelier than (n+1)/(n+2).
func TestFewCommentsMakeNothingCertain(t *testing.T) {
	docs, labels, book := small()
	m := train(t, docs, labels, book, Options{})
	coded := map[string]float64{}
	for _, l := range m.Themes {
		coded[l.ID] = float64(l.Coded)
	}
	for _, text := range []string{"dinner", "dinner was cold", "the car park is full", "meals meals"} {
		for _, s := range m.Suggest(Doc{Text: text}) {
			if n := coded[s.Theme]; s.Probability > (n+1)/(n+2) {
				t.Errorf("%q: %+v, of %v comments", text, s, n)
			}
		}
	}
}

// What the test said of suggestions stays with the model.
func TestModelKeepsItsTest(t *testing.T) {
	docs, labels, book := small()
	m := train(t, docs, labels, book, Options{})
	m.Tested = Figures{Comments: 100, Given: 60, Right: 21}
	data, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read("m", data)
	if err != nil || again.Tested != m.Tested {
		t.Errorf("%+v, %v", again, err)
	}
	if m.Checked.Right == 0 || m.Checked.Right > m.Checked.Given {
		t.Errorf("%+v", m.Checked)
	}
}
