package likeness

import (
	"math"
	"strings"
	"testing"
)

func TestScore(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       float64
	}{
		{"the same", "Keeps records safe", "Keeps records safe", 1},
		{"capitals and punctuation", "Keeps records safe.", "KEEPS “records”, safe", 1},
		{"kinds of apostrophe and of space", "the client's view", "The client’s\u00a0view!", 1},
		{"wide letters and a soft hyphen", "online", "ｏｎ\u00adｌｉｎｅ", 1},
		{"nothing", "", "", 0},
		{"nothing on one side", "records", "…", 0},
		{"nothing in common", "cat", "dog", 0},
		// Of the runs " ca cat at_" and " ca cat ats ts_", two are shared of 3 and 4.
		{"another ending", "cat", "cats", lettersPart * 4 / 7},
		// One word of 1 and 2; 3 runs of 3 and 6; of "-cat cat-" and "-cat cat.dog
		// dog-" one of 2 and 3.
		{"a word more", "cat", "cat dog", wordsPart*2/3 + lettersPart*6/9 + orderPart*2/5},
		// The words and their runs are the same; of 3 and 3 neighbours one is.
		{"another order", "cat sat mat", "mat cat sat", wordsPart + lettersPart + orderPart*2/8},
		// "the" and its four runs count for a quarter: 1 of 1 and 1.25, 3 of 3 and 3.75.
		{"a stop word more", "cat", "the cat", wordsPart*2/2.25 + lettersPart*6/6.75 + orderPart*2/5},
		// One sign of 2 and 2 is shared; no two side by side; the ends of neither.
		{"signs without spaces", "法律", "法学", wordsPart*2/4 + orderPart*2/6},
	}
	for _, test := range tests {
		want := min(test.want, 0.99)
		if test.want == 1 {
			want = 1
		}
		for _, got := range []float64{Score(test.a, test.b), Score(test.b, test.a)} {
			if math.Abs(got-want) > 1e-12 {
				t.Errorf("%s: %v; want %v", test.name, got, want)
			}
		}
	}
}

// A person would put these in this order.
func TestScoreOrder(t *testing.T) {
	text := "Knows how to keep digital records about clients safe and confidential"
	last := 1.0
	for _, other := range []string{
		"Knows how to keep digital records about clients safe and private",
		"Keeping clients' digital records confidential",
		"Knows how to plan a group for clients who feel anxious",
		"Measures outcomes at each session",
	} {
		s := Score(text, other)
		if s >= last {
			t.Errorf("%q has %v, the one before it %v", other, s, last)
		}
		last = s
	}
	if last > 0.2 {
		t.Errorf("two texts of two matters have %v", last)
	}
}

func TestLongTexts(t *testing.T) {
	long := strings.Repeat("assesses the risk of harm ", 1<<20/26)
	if s := Score(long, "assesses the risk of harm"); s <= 0 || s > 0.01 {
		t.Errorf("a megabyte beside five words has %v", s)
	}
	if s := Score(strings.Repeat("a", 1<<20), strings.Repeat("a", 1<<20)); s != 1 {
		t.Errorf("one long word beside itself has %v", s)
	}
}

func FuzzScore(f *testing.F) {
	for _, seed := range [][2]string{
		{"Keeps records", "keeping a record"}, {"", ""}, {"法令を", "法令"}, {"\xff\xfe", "a\xff"}, {"ไทย", "ไท"}, {"e\u0301", "é"}, {"İ's", "ß"}, {"'’a’'", "a"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		s := Score(a, b)
		if s != Score(b, a) || !(s >= 0 && s <= 1) {
			t.Errorf("%v one way, %v the other", s, Score(b, a))
		}
		if len(words(a)) > 0 && Score(a, a) != 1 {
			t.Error("not the same as itself")
		}
		x := New([]Doc{{a, b}, {"", b}})
		for _, h := range x.Nearest(Doc{b, a}, 5) {
			if h.Doc < 0 || h.Doc > 1 || !(h.Score > 0 && h.Score <= 1) {
				t.Errorf("%+v", h)
			}
			for _, w := range x.Shared(Doc{b, a}, h.Doc, 5) {
				if !strings.Contains(a, w) && !strings.Contains(b, w) {
					t.Errorf("%q is in neither of %q and %q", w, a, b)
				}
			}
		}
		x.Pairs(0.5)
	})
}
