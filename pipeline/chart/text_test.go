package chart

import (
	"image/color"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"  two \t\n words ": "two words",
		"a\x00b\x1b[31m":    "a b [31m",
		"\u202Eabc\u2066":   "abc",
		"a\u2028b":          "a b",
		"\xffa":             "\uFFFDa",
		"a\uFFFFb":          "a\uFFFDb",
		"cafe\u0301":        "café",
		"":                  "",
		"\u00A0kept":        "\u00A0kept",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) is %q; expected %q", in, got, want)
		}
	}
	if n := utf8.RuneCountInString(clean(strings.Repeat("é", 100_000))); n != maxCharacters+1 {
		t.Errorf("a long text is cut to %d characters", n)
	}
}

// Whatever the text, lines fit, there are no more than allowed, and, when
// nothing is cut, all of the text is there.
func TestWrap(t *testing.T) {
	for _, s := range append([]string{"Somewhat confident", "18-25/26-35", "one two  three"}, unkind...) {
		s = clean(s)
		for _, width := range []float64{40, 100, 230, 696} {
			for _, most := range []int{1, 4} {
				lines := labelText.wrap(s, width, most)
				if len(lines) > most {
					t.Errorf("%q has %d lines of %d", s, len(lines), most)
				}
				for _, l := range lines {
					// Kerning between pieces measured apart may add a little.
					if w := labelText.width(l); w > width+1 {
						t.Errorf("the line %q is %.1f wide, of %.0f", l, w, width)
					}
				}
				joined := strings.ReplaceAll(strings.Join(lines, ""), " ", "")
				if !strings.HasSuffix(joined, "…") && joined != strings.ReplaceAll(s, " ", "") {
					t.Errorf("%q became %q", s, lines)
				}
			}
		}
	}
	if got := labelText.wrap("Evaluation and research", 110, 4); !slices.Equal(got, []string{"Evaluation", "and research"}) {
		t.Errorf("lines are %q", got)
	}
	if got := labelText.wrap("", 100, 4); len(got) != 0 {
		t.Errorf("an empty text has the lines %q", got)
	}
}

func TestVisual(t *testing.T) {
	// Expected as a browser sets them in a line that runs from left to right,
	// by rules L1 and L2 of Unicode's annex 9.
	for in, want := range map[string]string{
		"abc":            "abc",
		"אבג":            "גבא",
		"abc אבג def":    "abc גבא def",
		"אבג abc":        "גבא abc",
		"אב 12 גד":       "דג 12 בא",
		"אב 12 abc":      "12 בא abc",
		"abc אב 12 (x)":  "abc 12 בא (x)",
		"1 אב":           "1 בא",
		"אב 12.5% abc":   "12.5% בא abc",
		"אב 34, then":    "34 בא, then",
		"12 abc 34 - 56": "12 abc 34 - 56",
	} {
		if got := visual(in); got != want {
			t.Errorf("%q is seen as %q; expected %q", in, got, want)
		}
	}
}

// Every colour that carries a number reads at 4.5 to 1 at least (WCAG 2.2,
// success criterion 1.4.3), and each side of a scale darkens outwards.
func TestColours(t *testing.T) {
	for neg := 0; neg <= 10; neg++ {
		for pos := 0; pos <= 10; pos++ {
			n, p, err := sideColours(neg, pos)
			if err != nil {
				t.Fatal(err)
			}
			if len(n) != neg || len(p) != pos {
				t.Fatalf("%d and %d levels have %d and %d colours", neg, pos, len(n), len(p))
			}
			for _, side := range [][]color.RGBA{n, p} {
				for i, c := range side {
					if r := contrast(c, textOn(c)); r < 4.5 {
						t.Errorf("text on %v has a contrast of %.2f", c, r)
					}
					if i > 0 && luminance(c) >= luminance(side[i-1]) {
						t.Errorf("with %d and %d levels, level %d is not darker than the one inside it", neg, pos, i)
					}
				}
			}
		}
	}
	for most := 1; most <= 60; most++ {
		for n := 1; n <= most; n++ {
			if c := heat(n, most); contrast(c, textOn(c)) < 4.5 {
				t.Errorf("text on %d of %d is hard to read", n, most)
			}
		}
	}
	for _, c := range []color.RGBA{ink, soft, navy, rust} {
		if r := contrast(c, paper); r < 4.5 {
			t.Errorf("%v on white has a contrast of %.2f", c, r)
		}
	}
	// WCAG's own end points.
	if r := contrast(color.RGBA{A: 0xFF}, paper); r != 21 {
		t.Errorf("black on white has a contrast of %v; expected 21", r)
	}
}

func TestReduce(t *testing.T) {
	// 300 colours, the first of them most used; the palette has 256, and those
	// left out go to a neighbour.
	var pixels []uint32
	for i := range 300 {
		for range 300 - i {
			pixels = append(pixels, uint32(i))
		}
	}
	palette, index := reduce(pixels)
	if len(palette) != 256 || palette[0] != 0 || palette[255] != 255 {
		t.Fatalf("the palette has %d colours", len(palette))
	}
	for i := range 256 {
		if palette[index[uint32(i)]] != uint32(i) {
			t.Errorf("colour %d changed", i)
		}
	}
	// 0x00012B (299) is 212 away from 0x0000FF in blue and 1 in green, and 1
	// away in green from 0x00002B.
	if palette[index[299]] != 0x2B {
		t.Errorf("colour 299 became %X", palette[index[299]])
	}
}
