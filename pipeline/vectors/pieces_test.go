package vectors

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// smallList is a vocabulary of which every cut can be followed by hand. The
// pieces are numbered from 6.
const smallList = `[["\ufffd",0],["<s>",0],["</s>",0],["x1",0],["x2",0],["x3",0],
	["\u2581",-2],["\u2581we",-4],["w",-5],["e",-5],["\u2581need",-6],["ne",-6],["ed",-6],
	["abc",-1],[":",null],["need",-4],["need",-3]]`

func small(t testing.TB) *vocabulary {
	v, fault := readVocabulary([]byte(smallList))
	if fault != "" {
		t.Fatal(fault)
	}
	return v
}

// Worked out by hand; the program of Package's maker gives the same.
func TestPiecesByHand(t *testing.T) {
	for _, c := range []struct {
		text string
		want []int32
	}{
		{"", nil},
		{"we", []int32{7}}, // -4 beats -2-5-5
		// ▁ and the later entry of "need": -2-3, beats ▁need: -6.
		{"need", []int32{6, 16}},
		{"we need", []int32{7, 6, 16}},
		// Neighbouring unknown signs are one piece; the space is a piece.
		{"zzz z", []int32{6, 0, 6, 0}},
		// A score of null counts as 0.
		{"we:", []int32{7, 14}},
		// "ab" begins abc and no shorter piece, so both are unknown.
		{"ab", []int32{6, 0}},
		// The oddity: c alone is no piece, so it is an unknown sign after a place
		// that none reached, and its sum of 0 beats that of abc.
		{"abc", []int32{6, 0}},
		{"abcw", []int32{6, 0, 8}},
		{"nedabc", []int32{6, 0, 9, 0}},
		// NFKC: full-width letters, a no-break space.
		{"ｗｅ\u00a0we", []int32{7, 7}},
	} {
		if got := small(t).pieces(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

func TestTidy(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {" \n\t\u00a0 ", ""}, {"a\r\nb\u2003 c ", "a b c"}, {"a\xffb", "a\uFFFDb"},
	} {
		if got := tidy(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	long := tidy(strings.Repeat("é", maxBytes))
	if len(long) > maxBytes || !utf8.ValidString(long) || strings.Contains(long, "\uFFFD") {
		t.Errorf("a long text is cut badly: %d bytes", len(long))
	}
}

func TestVocabularyFaults(t *testing.T) {
	for _, list := range []string{"", "{}", "[]", "[[1]]", `[["a"]]`,
		`[["a",0],["a",0],["a",0],["a",0],["a",0],["a",0],["a"]]`,
		`[["a",0],["a",0],["a",0],["a",0],["a",0],["a",0],["",0]]`,
		`[["a",0],["a",0],["a",0],["a",0],["a",0],["a",0],["a","b"]]`,
		"[" + strings.Repeat(`["a",0],`, embeddingRows) + `["a",0]]`,
	} {
		if _, fault := readVocabulary([]byte(list)); fault == "" {
			t.Errorf("%.60s: no fault", list)
		}
	}
}

func FuzzPieces(f *testing.F) {
	for _, s := range []string{"", "we need", "zz\xff", "👍🏽", strings.Repeat("need", 99), "\u2581\u2581:", "ﷺ¨"} {
		f.Add(s)
	}
	v := small(f)
	f.Fuzz(func(t *testing.T, s string) {
		p := v.pieces(tidy(s))
		for i, n := range p {
			if n != unknown && (n < reserved || n > 16) {
				t.Fatalf("%q: piece %d", s, n)
			}
			if n == unknown && i > 0 && p[i-1] == unknown {
				t.Fatalf("%q: two unknown pieces side by side", s)
			}
		}
		if again := tidy(tidy(s)); again != tidy(s) {
			t.Fatalf("%q tidied is %q, and again %q", s, tidy(s), again)
		}
	})
}

func FuzzVocabulary(f *testing.F) {
	f.Add(smallList)
	f.Add(`[["a",null]]`)
	f.Fuzz(func(t *testing.T, s string) {
		if v, fault := readVocabulary([]byte(s)); fault == "" {
			v.pieces("we need : abc")
		}
	})
}
