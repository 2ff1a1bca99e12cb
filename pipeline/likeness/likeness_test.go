package likeness

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var statements = []Doc{
	{"", "Knows how to keep digital records about clients safe"},
	{"", "Assesses the risk of harm to a client"},
	{"Supervision", "Makes good use of supervision for digital work"},
	{"", "Assesses the risk of harm to a client"},
	{"", ""},
	{"", "x"},
	{"", "個人情報を守る方法を知る"},
	{"", "Risk"},
}

func TestNearest(t *testing.T) {
	x := New(statements)
	tests := []struct {
		name string
		q    Doc
		n    int
		want []int
	}{
		{"the same text twice, in order", statements[1], 2, []int{1, 3}},
		{"another form of the words", Doc{Text: "keeping a client's record"}, 1, []int{0}},
		{"a title like a title", Doc{Title: "Supervising"}, 1, []int{2}},
		{"signs without spaces", Doc{Text: "個人情報"}, 5, []int{6}},
		{"one letter", Doc{Text: "X"}, 5, []int{5}},
		{"nothing in common", Doc{Text: "zebu"}, 5, []int{}},
		{"no words", Doc{Text: "— …"}, 5, []int{}},
		{"none asked for", statements[1], 0, []int{}},
		{"fewer than none", statements[1], -1, []int{}},
		{"only stop words", Doc{Text: "of the"}, 5, []int{}},
	}
	for _, test := range tests {
		got := []int{}
		for _, h := range x.Nearest(test.q, test.n) {
			got = append(got, h.Doc)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v; want %v", test.name, got, test.want)
		}
	}
	for i, d := range statements {
		if h := x.Nearest(d, 1); d.Text != "" && h[0].Score != 1 {
			t.Errorf("text %d is like itself by %v", i, h[0].Score)
		}
	}
	if h := New(nil).Nearest(statements[0], 5); len(h) != 0 {
		t.Errorf("an index of nothing gives %v", h)
	}
}

// Worked out by hand from the formula of the package: two texts of one word
// each, "ab" and "ab cd", of which the stems are the words and " ab " and " cd "
// the runs. In both families ab is in 2 of 2 texts and cd in 1.
func TestNearestByHand(t *testing.T) {
	ab, cd := math.Pow(math.Log(3.0/2), 0.75), math.Pow(math.Log(3), 0.75)
	tf := math.Log(2)
	q, d := tf*ab, math.Hypot(tf*ab, tf*cd)
	want := tf * ab * tf * ab / math.Pow(q, 1.3) / math.Pow(d, 0.7)
	got := New([]Doc{{"", "ab"}, {"", "ab cd"}}).Nearest(Doc{Text: "ab"}, 2)
	if len(got) != 2 || got[0] != (Hit{0, 1}) || math.Abs(got[1].Score-want) > 1e-6 {
		t.Errorf("%v; want 1 and %v", got, want)
	}
}

func TestShared(t *testing.T) {
	x := New(append(statements[:len(statements):len(statements)],
		Doc{"", "keeping a client's record"}, Doc{"", "法令を読む"}, Doc{"", "資料室 data"}, Doc{"", "法"}))
	tests := []struct {
		q    Doc
		doc  int
		n    int
		want []string
	}{
		// Client is in four of the texts, risk in three, harm and assess in two.
		{Doc{Text: "The client's risks, and harm assessed"}, 1, 5, []string{"harm", "assessed", "risks", "client's"}},
		{Doc{Text: "The client's risks, and harm assessed"}, 1, 2, []string{"harm", "assessed"}},
		{Doc{Title: "Risk", Text: "risk and risks"}, 7, 5, []string{"Risk"}},
		// Keep and record are in two, client in four.
		{Doc{Text: "Keeps the records of Clients"}, 8, 5, []string{"Keeps", "records", "Clients"}},
		{Doc{Text: "関係法令を守る"}, 9, 5, []string{"法令を"}},
		{Doc{Text: "資料 data, 資料"}, 10, 5, []string{"資料", "data"}},
		{Doc{Text: "法"}, 11, 5, nil},
		{Doc{Text: "個人情報"}, 6, 5, []string{"個人情報"}},
		{Doc{Text: "zebu"}, 1, 5, nil},
		{Doc{Text: "risk"}, 99, 5, nil},
		{Doc{Text: "risk"}, -1, 5, nil},
		{Doc{Text: "risk"}, 1, -1, nil},
	}
	for _, test := range tests {
		if got := x.Shared(test.q, test.doc, test.n); !slices.Equal(got, test.want) {
			t.Errorf("%q and text %d share %q; want %q", test.q, test.doc, got, test.want)
		}
	}
}

// made gives texts of made-up words, so many of which are made of one another
// with a word put in.
func made(n int) []Doc {
	state := uint64(7)
	word := func() string {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return fmt.Sprintf("%c%cn%c", 'a'+state%23, 'a'+state/23%23, 'a'+state/529%11)
	}
	out := make([]Doc, n)
	for i := range out {
		var text []string
		for range 12 {
			text = append(text, word())
		}
		out[i] = Doc{word(), strings.Join(text, " ")}
		if i%10 == 9 {
			out[i] = Doc{out[i-3].Title, out[i-3].Text + " " + word()}
		}
	}
	return out
}

func TestPairs(t *testing.T) {
	docs := made(200)
	const least = 0.6
	var want []Pair
	for a := range docs {
		for b := a + 1; b < len(docs); b++ {
			if s := Score(docs[a].all(), docs[b].all()); s >= least {
				want = append(want, Pair{a, b, s})
			}
		}
	}
	if len(want) < 20 {
		t.Fatalf("only %d pairs to find", len(want))
	}
	if got := New(docs).Pairs(least); !reflect.DeepEqual(got, want) {
		t.Errorf("found %d pairs; comparing all with all gives %d", len(got), len(want))
	}
	if got := New(statements).Pairs(1); !reflect.DeepEqual(got, []Pair{{1, 3, 1}}) {
		t.Errorf("of texts that are the same: %v", got)
	}
}

// Of two thousand texts that are all the same, each is found to be like others
// without all being compared with all.
func TestPairsOfTheSame(t *testing.T) {
	docs := make([]Doc, 2000)
	for i := range docs {
		docs[i].Text = "Keeps records of the work"
	}
	found := map[int]bool{}
	pairs := New(docs).Pairs(0.9)
	for _, p := range pairs {
		found[p.A], found[p.B] = true, true
	}
	if len(found) != len(docs) || len(pairs) > mostAlike*len(docs) {
		t.Errorf("%d texts in %d pairs", len(found), len(pairs))
	}
}

func TestSameOnAnyNumberOfProcessors(t *testing.T) {
	docs := made(1500)
	find := func() (out [][]Hit, pairs []Pair) {
		x := New(docs)
		for _, d := range docs[:100] {
			out = append(out, x.Nearest(d, 20))
		}
		return out, x.Pairs(0.5)
	}
	before := runtime.GOMAXPROCS(1)
	hits, pairs := find()
	runtime.GOMAXPROCS(4)
	again, pairsAgain := find()
	runtime.GOMAXPROCS(before)
	if !reflect.DeepEqual(hits, again) || !reflect.DeepEqual(pairs, pairsAgain) {
		t.Error("one processor and four find different things")
	}
	for _, list := range hits {
		if !slices.IsSortedFunc(list, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc)) }) {
			t.Fatal("not in order")
		}
	}
}

func TestLongDocs(t *testing.T) {
	x := New([]Doc{{"", strings.Repeat("risk of harm ", 1<<20/13)}, {"", strings.Repeat("法", 1<<18)}, {"", strings.Repeat("a", 1<<20)}})
	for i, q := range []string{"harm", "法法", strings.Repeat("a", 100)} {
		if h := x.Nearest(Doc{Text: q}, 1); len(h) != 1 || h[0].Doc != i {
			t.Errorf("%d: %v", i, h)
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	docs := made(10_000)
	x := New(docs)
	for i := 0; b.Loop(); i++ {
		x.Nearest(docs[i%len(docs)], 5)
	}
}

func BenchmarkScore(b *testing.B) {
	for b.Loop() {
		Score("Knows how to keep digital records about clients safe and confidential when working from home", "Understands how records about clients are kept confidential and safe when they are held in digital form")
	}
}
