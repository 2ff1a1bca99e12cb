package likeness

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// numbers gives numbers that look drawn and are the same each time (Numerical
// Recipes, 1992).
type numbers uint32

func (n *numbers) below(most int) int {
	*n = *n*1664525 + 1013904223
	return int(uint64(*n) * uint64(most) >> 32)
}

var forty = strings.Fields(`manage record assess client digital therapy video risk consent data policy leader teach team
	research outcome service support plan review design deliver protect share explain listen write refer supervise evaluate
	privacy access choice safety ethics online remote session group training`)

// common gives so many texts, no two of them the same, each of so many of forty
// words, so that every word is in very many of them.
func common(texts, words int) [][]string {
	n := numbers(3)
	var out [][]string
	there := map[string]bool{}
	for len(out) < texts {
		text := slices.Clone(forty)
		for i := range words {
			j := i + n.below(len(text)-i)
			text[i], text[j] = text[j], text[i]
		}
		text = text[:words]
		if all := strings.Join(text, " "); !there[all] {
			there[all] = true
			out = append(out, text)
		}
	}
	return out
}

func docsOf(texts [][]string) []Doc {
	out := make([]Doc, len(texts))
	for i, text := range texts {
		out[i].Text = strings.Join(text, " ")
	}
	return out
}

// Of thousands of texts whose words are all common, each is found by its own
// words, and by its words with one put in, taken out or changed.
func TestNearestAmongCommonWords(t *testing.T) {
	for words, many := range map[int]int{7: 5000, 8: 2000, 20: 1000} {
		texts := common(many, words)
		x := New(docsOf(texts))
		n := numbers(5)
		first, asked, near := 0, 0, map[string]int{}
		for i, text := range texts {
			if got := x.Nearest(Doc{Text: strings.ToUpper(strings.Join(text, ", ")) + "."}, 5); len(got) == 5 && got[0] == (Hit{i, 1}) && got[1].Score < 1 {
				first++
			}
			if i%(many/200) > 0 {
				continue
			}
			asked++
			at := n.below(words)
			other := forty[n.below(len(forty))]
			for slices.Contains(text, other) {
				other = forty[n.below(len(forty))]
			}
			for name, changed := range map[string][]string{
				"put in":                 slices.Insert(slices.Clone(text), at, other),
				"put in, of no text":     slices.Insert(slices.Clone(text), at, "daily"),
				"taken out":              slices.Delete(slices.Clone(text), at, at+1),
				"changed":                slices.Replace(slices.Clone(text), at, at+1, other),
				"changed, to of no text": slices.Replace(slices.Clone(text), at, at+1, "daily"),
			} {
				near[name] += 0
				if slices.ContainsFunc(x.Nearest(Doc{Text: strings.Join(changed, " ")}, 5), func(h Hit) bool { return h.Doc == i }) {
					near[name]++
				}
			}
		}
		if first != len(texts) {
			t.Errorf("%d words: %d of %d are first for their own words", words, first, len(texts))
		}
		for name, found := range near {
			if found*100 < asked*99 {
				t.Errorf("%d words, one %s: %d of %d are among five", words, name, found, asked)
			}
		}
	}
}

// Texts that are there twice, and texts that are there again with one word
// changed, among two thousand whose words are all common.
func TestPairsAmongCommonWords(t *testing.T) {
	texts := common(2000, 10)
	n := numbers(7)
	var twice, changed []int
	for i := 0; i < 2000; i += 10 {
		twice = append(twice, i)
		texts = append(texts, texts[i])
		j := i + 1
		at := n.below(10)
		changed = append(changed, j)
		texts = append(texts, slices.Replace(slices.Clone(texts[j]), at, at+1, "daily"))
	}
	found := map[[2]int]float64{}
	for _, p := range New(docsOf(texts)).Pairs(0.8) {
		found[[2]int{p.A, p.B}] = p.Score
	}
	for k, i := range twice {
		if s := found[[2]int{i, 2000 + 2*k}]; s != 1 {
			t.Fatalf("text %d and itself have %v", i, s)
		}
	}
	for k, i := range changed {
		if s := found[[2]int{i, 2001 + 2*k}]; s < 0.8 {
			t.Fatalf("text %d and the same with a word changed have %v", i, s)
		}
	}
}

func TestNearestSameWords(t *testing.T) {
	docs := []Doc{
		{"", "safe records keeps"},
		{"", "Keeps records safe, keeps records safe"},
		{"Keeps", "records safe"},
		{"", "Of the"},
		{"", "KEEPS “records” safe!"},
		{"", "法令を守る"},
	}
	x := New(docs)
	tests := []struct {
		name string
		q    Doc
		same []int // those that score 1
	}{
		{"the same words, however cut into title and text", Doc{Text: "keeps records safe"}, []int{2, 4}},
		{"another order", Doc{Text: "safe keeps records"}, nil},
		{"stop words alone", Doc{Title: "of the"}, []int{3}},
		{"words run together", Doc{Text: "of thekeeps"}, nil},
		{"signs without spaces", Doc{Text: "法令を 守る"}, []int{5}},
		{"no words", Doc{Text: "…"}, nil},
	}
	for _, test := range tests {
		var same []int
		hits := x.Nearest(test.q, 5)
		for i, h := range hits {
			if h.Score == 1 {
				same = append(same, h.Doc)
			} else if h.Score > 1 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%s: %v", test.name, hits)
			}
		}
		if !slices.Equal(same, test.same) {
			t.Errorf("%s: %v; want %v to score 1", test.name, hits, test.same)
		}
	}
	many := make([]Doc, 300)
	for i := range many {
		many[i].Text = "Keeps records safe"
	}
	if got := New(many).Nearest(many[0], 1000); len(got) != 200 || got[0].Doc != 0 || got[199].Doc != 199 {
		t.Errorf("of 300 that are the same, %d are given", len(got))
	}
}

// Two texts have a key in common when they differ in one word, and mostly none
// when they differ in two.
func TestKeys(t *testing.T) {
	common := func(a, b string) bool {
		other := keys(Doc{Text: b}.words())
		return slices.ContainsFunc(keys(Doc{Text: a}.words()), func(key uint64) bool { return slices.Contains(other, key) })
	}
	text := "keeps the records of clients safe and private"
	tests := []struct {
		a, b string
		want bool
	}{
		{text, text, true},
		{text, "always " + text, true},
		{text, text + " always", true},
		{text, "keeps the records of all clients safe and private", true},
		{text, "the records of clients safe and private", true},
		{text, "keeps the records of clients safe and", true},
		{text, "keeps the records of clients apart and private", true},
		{text, "keeps the data of clients apart and private", false},
		{text, "the keeps records of clients safe and private", true}, // one word stands elsewhere
		{text, "private and safe clients of records the keeps", false},
		{"a a a a a", "a a a a", true},
		{"a a a a a a", "a a a a", false}, // two words fewer
		{"a b c", "a b c", false},         // too few words
		{"", "", false},
	}
	for _, test := range tests {
		if got := common(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
	}
	// One key for all words, and one for each that is left out, where it matters which.
	for text, want := range map[string]int{"a b c d": 5, "a a b b": 3, "a b a b": 5, strings.Repeat("法", 1<<18): 2} {
		if got := len(keys(Doc{Text: text}.words())); got != want {
			t.Errorf("%.20q has %d keys; want %d", text, got, want)
		}
	}
}

// Of thousands of texts that differ in one word only, the one asked for is first
// and no text leads to all.
func TestNearestOfAPattern(t *testing.T) {
	docs := make([]Doc, 5000)
	for i := range docs {
		docs[i].Text = fmt.Sprintf("Uses tool %d to keep the records of clients safe", i)
	}
	x := New(docs)
	for i := 0; i < len(docs); i += 100 {
		if got := x.Nearest(docs[i], 5); len(got) != 5 || got[0] != (Hit{i, 1}) {
			t.Errorf("for %d: %v", i, got)
		}
		if got := x.Nearest(Doc{Text: fmt.Sprintf("Uses tool %d to keep the notes of clients safe", i)}, 5); len(got) == 0 || got[0].Doc != i {
			t.Errorf("for %d with a word changed: %v", i, got)
		}
	}
	if got := x.wordings.near(docs[4999].words()); len(got) > mostNear {
		t.Errorf("%d texts", len(got))
	}
}
