package learn

import (
	"context"
	"encoding/csv"
	"errors"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const nhsFile = "../../../shared/data/coded-nhs-feedback-phase1/phase1_text_data.csv"

// nhs gives the coded comments of the NHS, each with its one theme.
func nhs(t testing.TB) (docs []Doc, labels [][]int, book Codebook) {
	file, err := os.Open(nhsFile)
	if err != nil {
		t.Skip("the coded comments of the NHS are not here: ", nhsFile)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	book = Codebook{ID: "nhs", Version: "1"}
	place := map[string]int{}
	for i, row := range rows[1:] {
		k, ok := place[row[0]]
		if !ok {
			k = len(book.Themes)
			place[row[0]] = k
			book.Themes = append(book.Themes, Theme{row[0], row[2]})
		}
		docs = append(docs, Doc{ID: strconv.Itoa(i), Text: row[3], Question: row[6]})
		labels = append(labels, []int{k})
	}
	return docs, labels, book
}

// small is a set of comments whose themes follow from their words: 0 from food, 1
// from parking, both from both, none from neither.
func small() (docs []Doc, labels [][]int, book Codebook) {
	book = Codebook{ID: "small", Version: "2", Themes: []Theme{{"food", "Food and meals"}, {"parking", "Parking the car"}}}
	food := []string{"the meals were cold", "more fruit in the meals please", "dinner was late", "breakfast and dinner were good", "the food was cold"}
	car := []string{"no space to park", "the car park is full", "parking costs too much", "could not park the car", "park ride was slow"}
	none := []string{"very kind nurses", "thank you all", "nothing to improve", "the nurses listened", "waited for hours"}
	add := func(text string, own ...int) {
		docs = append(docs, Doc{ID: strconv.Itoa(len(docs)), Text: text, Question: "q" + strconv.Itoa(len(docs)%2)})
		labels = append(labels, own)
	}
	for i, f := range food {
		for j, c := range car {
			add(f+" "+strconv.Itoa(10*i+j), 0)
			add(c+" "+strconv.Itoa(10*i+j), 1)
			add(none[(i+j)%5] + " " + strconv.Itoa(10*i+j))
			if i == j {
				add(f+" and "+c, 0, 1)
			}
		}
	}
	return docs, labels, book
}

func train(t testing.TB, docs []Doc, labels [][]int, book Codebook, o Options) *Model {
	t.Helper()
	m, err := Train(context.Background(), docs, labels, book, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func over(list []Suggestion) []string {
	out := []string{}
	for _, s := range list {
		if s.Over {
			out = append(out, s.Theme)
		}
	}
	slices.Sort(out)
	return out
}

func TestSuggest(t *testing.T) {
	docs, labels, book := small()
	m := train(t, docs, labels, book, Options{})
	for _, test := range []struct {
		text string
		want []string
	}{
		{"the meals came late and cold", []string{"food"}},
		{"nowhere to park the car", []string{"parking"}},
		{"cold dinner, and the car park was full", []string{"food", "parking"}},
		{"kind nurses, thank you", []string{}},
		{"", []string{}},
		{"— …", []string{}},
		{"食べ物", []string{}},
	} {
		if got := over(m.Suggest(Doc{Text: test.text})); !slices.Equal(got, test.want) {
			t.Errorf("%q: %v, want %v (%s)", test.text, got, test.want, m.Rule)
		}
	}
	list := m.Suggest(Doc{Text: "Dinner was dreadful", Question: "q1"})
	if len(list) == 0 || list[0].Theme != "food" || len(list[0].Words) == 0 || list[0].Words[0].Words != "Dinner" {
		t.Errorf("the word behind the suggestion is not named: %+v", list)
	}
	if list := m.Suggest(Doc{Text: "完全に別 zzz"}); len(list) != 0 {
		t.Errorf("nothing in common with what was learnt, and yet %+v", list)
	}
}

// The same comments give the same model, whatever their order and however many
// work on it; and a model read again suggests the same.
func TestSame(t *testing.T) {
	docs, labels, book := small()
	for i := range docs {
		docs[i].Vector = []float32{float32(len(labels[i])), float32(i % 3), 1}
	}
	first := train(t, docs, labels, book, Options{Vectors: "three numbers"})
	want, err := first.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	turned, turnedLabels := slices.Clone(docs), slices.Clone(labels)
	slices.Reverse(turned)
	slices.Reverse(turnedLabels)
	for i := range turned {
		turned[i].ID = "x" + turned[i].ID
	}
	got, err := train(t, turned, turnedLabels, book, Options{Jobs: 3, Vectors: "three numbers"}).Marshal()
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("the model depends on the order or on the jobs (%v)", err)
	}
	again, err := Read("m", want)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if a, b := first.Suggest(d), again.Suggest(d); !reflect.DeepEqual(a, b) {
			t.Fatalf("%q: %+v\nread again: %+v", d.Text, a, b)
		}
	}
	if bytes, err := again.Marshal(); err != nil || !slices.Equal(bytes, want) {
		t.Errorf("read and written, the file is another (%v)", err)
	}
	if err := again.Fits(book); err != nil {
		t.Error(err)
	}
	if strings.Contains(string(want), "dinner") {
		t.Error("the file holds a word of a comment")
	}
	if _, err := again.SuggestAll(context.Background(), []Doc{{Text: "x"}}, 1); kind(err) != "vectors" {
		t.Errorf("a comment without its vector: %v", err)
	}
}

func kind(err error) string {
	var f finding.Finding
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

func TestErrors(t *testing.T) {
	docs, labels, book := small()
	m := train(t, docs, labels, book, Options{})
	data, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	changed := slices.Clone(data)
	changed[len(changed)/2] ^= 1
	newer := append([]byte("concord themes model 9\n"), data[len(fileStart):]...)
	otherThemes := Codebook{"small", "2", []Theme{{ID: "food"}, {ID: "cars"}}}
	fewer := Codebook{"small", "2", []Theme{{ID: "food"}}}
	of := func(_ *Model, err error) error { return err }
	ended, end := context.WithCancel(context.Background())
	end()
	for name, test := range map[string]struct {
		err  error
		kind string
	}{
		"no comments":      {of(Train(t.Context(), nil, nil, book, Options{})), "no-coded-comments"},
		"no themes":        {of(Train(t.Context(), docs, labels, Codebook{}, Options{})), "no-themes"},
		"labels missing":   {of(Train(t.Context(), docs, labels[1:], book, Options{})), "labels"},
		"unknown theme":    {of(Train(t.Context(), docs[:1], [][]int{{7}}, book, Options{})), "unknown-theme"},
		"unequal vectors":  {of(Train(t.Context(), []Doc{{Vector: []float32{1}}, {}}, [][]int{{0}, {1}}, book, Options{})), "vectors"},
		"too much":         {of(Train(t.Context(), make([]Doc, 6000), make([][]int, 6000), Codebook{Themes: make([]Theme, 10_000)}, Options{})), "too-much-to-learn"},
		"cancelled":        {of(Train(ended, docs, labels, book, Options{})), ""},
		"not a model":      {of(Read("m", []byte("id,text\n"))), "not-a-model"},
		"empty file":       {of(Read("m", nil)), "not-a-model"},
		"newer format":     {of(Read("m", newer)), "model-format"},
		"changed":          {of(Read("m", changed)), "damaged-model"},
		"half":             {of(Read("m", data[:len(data)/2])), "damaged-model"},
		"first line alone": {of(Read("m", []byte(fileStart))), "damaged-model"},
		"other codebook":   {m.Fits(Codebook{ID: "other", Version: "2", Themes: book.Themes}), "other-codebook"},
		"other version":    {m.Fits(Codebook{ID: "small", Version: "3", Themes: book.Themes}), "other-codebook"},
		"other themes":     {m.Fits(otherThemes), "other-codebook"},
		"fewer themes":     {m.Fits(fewer), "other-codebook"},
	} {
		if test.err == nil || kind(test.err) != test.kind {
			t.Errorf("%s: %v, want %s", name, test.err, test.kind)
		}
	}
}

func TestOddInput(t *testing.T) {
	two := Codebook{Themes: []Theme{{"a", "first thing"}, {"b", "second thing"}}}
	many := Codebook{}
	for i := range 10_000 {
		many.Themes = append(many.Themes, Theme{strconv.Itoa(i), "theme " + strconv.Itoa(i)})
	}
	long := strings.Repeat("a very long comment indeed ", 1<<20/27)
	for name, test := range map[string]struct {
		docs   []Doc
		labels [][]int
		book   Codebook
	}{
		"all empty":             {make([]Doc, 5), [][]int{{0}, {1}, nil, nil, {0, 1}}, two},
		"one comment":           {[]Doc{{Text: "hello"}}, [][]int{{0}}, two},
		"one theme only":        {[]Doc{{Text: "hello"}, {Text: "there"}}, [][]int{{0}, {0}}, two},
		"no theme at all":       {[]Doc{{Text: "hello"}, {Text: "there"}}, [][]int{nil, nil}, two},
		"all identical":         {slices.Repeat([]Doc{{Text: "Same words"}}, 50), slices.Repeat([][]int{{0}}, 50), two},
		"identical, not agreed": {slices.Repeat([]Doc{{Text: "Same words"}}, 50), slices.Repeat([][]int{{0}, {1}}, 25), two},
		"broken UTF-8":          {[]Doc{{Text: "caf\xe9 \xff\xfe"}, {Text: "\x80"}, {Text: "tea"}}, [][]int{{0}, {1}, {1}}, two},
		"a megabyte":            {[]Doc{{Text: long}, {Text: strings.Repeat("x", 1<<20)}, {Text: "short"}}, [][]int{{0}, {1}, {1}}, two},
		"emoji, other scripts":  {[]Doc{{Text: "👍👍"}, {Text: "とても良い"}, {Text: "عمل جيد"}}, [][]int{{0}, {1}, {0}}, two},
		"ten thousand themes":   {[]Doc{{Text: "hello"}, {Text: "there"}, {Text: "you"}}, [][]int{{0}, {9999}, nil}, many},
		"labels twice":          {[]Doc{{Text: "hello"}, {Text: "there"}}, [][]int{{0, 0}, {1, 1, 0}}, two},
		"infinite vectors":      {[]Doc{{Text: "hello", Vector: []float32{float32(math.Inf(1))}}, {Text: "there", Vector: []float32{float32(math.NaN())}}}, [][]int{{0}, {1}}, two},
	} {
		m, err := Train(t.Context(), test.docs, test.labels, test.book, Options{Jobs: 2})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		suggested, err := m.SuggestAll(t.Context(), test.docs, 2)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for i, list := range suggested {
			for _, s := range list {
				if !(s.Probability >= 0 && s.Probability <= 1) {
					t.Errorf("%s: comment %d has %+v", name, i, s)
				}
			}
		}
		if _, err := Next(t.Context(), m, test.docs[:1], test.docs, 3, 1); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(test.book.Themes) > 2 {
			continue
		}
		e, err := Evaluate(t.Context(), test.docs, test.labels, test.book, Options{}, []int{1, 1, 0, -1, 99})
		if kind(err) == "too-few-to-test" {
			continue
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !(e.Model.Micro >= 0 && e.Model.Micro <= 1) {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func FuzzRead(f *testing.F) {
	docs, labels, book := small()
	for i := range docs {
		docs[i].Vector = []float32{1, 2}
	}
	data, err := train(f, docs[:12], labels[:12], book, Options{}).Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[len(fileStart) : len(data)-32])
	f.Add([]byte(`{"rule":"best","themes":[{"id":"a"}],"features":1}` + "\n\x01\x01\x00\x05"))
	f.Fuzz(func(t *testing.T, data []byte) {
		Read("m", data)
		m, err := decode(data)
		if err != nil {
			return
		}
		m.Suggest(Doc{Text: "the meals were cold", Question: "q1", Vector: []float32{1, 2}})
		m.Suggest(Doc{Text: "the meals"})
		if _, err := m.Marshal(); err != nil {
			t.Skip(err) // numbers that JSON does not have
		}
	})
}
