package chart

import (
	"bytes"
	"image/png"
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// dotsPerInch makes two dots of each pixel: gonum counts 72 pixels an inch.
const dotsPerInch = 144

// toPNG draws on gonum's image canvas. lacks lists the characters that the font
// does not have.
func toPNG(height float64, paint func(vg.Canvas)) (data []byte, lacks string, err error) {
	c := &raster{Canvas: vgimg.NewWith(vgimg.UseWH(pageWidth, vg.Length(height)), vgimg.UseDPI(dotsPerInch))}
	paint(c)
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&b, paletted(c.Image())); err != nil {
		return nil, "", err
	}
	slices.Sort(c.lacks)
	return b.Bytes(), string(slices.Compact(c.lacks)), nil
}

// raster is gonum's image canvas with two things done that a browser does for
// an SVG: it puts words that run from right to left in their order, and it shows
// a box where the font has no letter, in place of nothing. It does not join
// letters, as Arabic wants; the font has no Arabic either.
type raster struct {
	*vgimg.Canvas
	lacks []rune
}

func (r *raster) FillString(f font.Face, at vg.Point, s string) {
	if missing := lacking(f, s); missing != nil {
		r.lacks = append(r.lacks, missing...)
		s = strings.Map(func(c rune) rune {
			if slices.Contains(missing, c) {
				return '□'
			}
			return c
		}, s)
	}
	r.Canvas.FillString(f, at, visual(s))
}

// visual puts a line in the order in which it is seen, in a paragraph that runs
// from left to right. A number after words that run from right to left keeps the
// order of its digits and its place after those words, which is to their left.
func visual(s string) string {
	if !strings.ContainsFunc(s, rightToLeft) {
		return s
	}
	// The library takes the paragraph's direction from its first letter,
	// whatever default it is given: an invisible mark that runs left to right
	// comes first.
	const mark = "\u200E"
	var p bidi.Paragraph
	if _, err := p.SetString(mark + s); err != nil {
		return s
	}
	order, err := p.Order()
	if err != nil {
		return s
	}
	var out strings.Builder
	var group []string // words seen from right to left, not yet written
	flush := func() {
		slices.Reverse(group)
		out.WriteString(strings.Join(group, ""))
		group = nil
	}
	for i := range order.NumRuns() {
		run := order.Run(i)
		text := run.String()
		if run.Direction() == bidi.RightToLeft {
			group = append(group, bidi.ReverseString(text))
			continue
		}
		if group != nil {
			number := leadingNumber(text)
			group = append(group, number)
			text = text[len(number):]
		}
		if text != "" {
			flush()
			out.WriteString(text)
		}
	}
	flush()
	return strings.TrimPrefix(out.String(), mark)
}

// leadingNumber gives the number that a text begins with, or "".
func leadingNumber(s string) string {
	rest := strings.TrimLeft(s, "0123456789.,:/+-%")
	return strings.TrimRight(s[:len(s)-len(rest)], ".,:/+-")
}

func rightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}
