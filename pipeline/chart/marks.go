package chart

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// align says which part of a text stands at the place given.
type align float64

const (
	left   align = 0
	centre align = 0.5
	right  align = 1
)

// write draws one line of text with its baseline at y.
func write(c draw.Canvas, l lettering, x, y vg.Length, a align, s string) {
	if s == "" {
		return
	}
	face := l.face()
	c.SetColor(l.colour)
	c.FillString(face, vg.Point{X: x - vg.Length(a)*face.Width(s), Y: y}, s)
}

// writeMiddle draws one line of text so that its capitals are centred on y.
func writeMiddle(c draw.Canvas, l lettering, x, y vg.Length, a align, s string) {
	write(c, l, x, y-vg.Length(0.36*l.size), a, s)
}

// box is a rectangle with its low corner first.
func box(x0, y0, x1, y1 vg.Length) vg.Rectangle {
	return vg.Rectangle{
		Min: vg.Point{X: min(x0, x1), Y: min(y0, y1)},
		Max: vg.Point{X: max(x0, x1), Y: max(y0, y1)},
	}
}

func fill(c draw.Canvas, r vg.Rectangle, colour color.Color) {
	c.SetColor(colour)
	c.Fill(r.Path())
}

func line(c draw.Canvas, x0, y0, x1, y1 vg.Length, width float64, colour color.Color) {
	c.StrokeLine2(draw.LineStyle{Color: colour, Width: vg.Length(width)}, x0, y0, x1, y1)
}

// hatch draws slanting lines over a rectangle, cut at its edges by arithmetic:
// an SVG pattern would need an id and is not known to gonum/plot. They rise to
// the right, or fall when falling is set.
func hatch(c draw.Canvas, r vg.Rectangle, falling bool, step, width float64, colour color.Color) {
	w, h := r.Max.X-r.Min.X, r.Max.Y-r.Min.Y
	if w <= 0 || h <= 0 {
		return
	}
	c.SetLineStyle(draw.LineStyle{Color: colour, Width: vg.Length(width)})
	var p vg.Path
	// A rising line that starts d to the right of the low left corner goes
	// through (d+t, t); it lies inside for t from max(0, -d) to min(h, w-d).
	for d := -h + vg.Length(step)/2; d < w; d += vg.Length(step) {
		from, to := max(0, -d), min(h, w-d)
		if to <= from {
			continue
		}
		a, b := vg.Point{X: d + from, Y: from}, vg.Point{X: d + to, Y: to}
		if falling {
			a.X, b.X = w-a.X, w-b.X
		}
		p.Move(r.Min.Add(a))
		p.Line(r.Min.Add(b))
	}
	c.Stroke(p)
}

// hiddenMark is the word that stands where a number must not be shown.
const hiddenMark = "hidden"

// hiddenWidth is the width of a mark that stands for what is hidden: always the
// same, so that it tells nothing of the number.
const hiddenWidth = 64.0

// conceal draws the mark for what is hidden, with its word where that fits.
func conceal(c draw.Canvas, r vg.Rectangle) {
	fill(c, r, veil)
	hatch(c, r, true, 7, 1.2, thread)
	plate(c, smallText.in(ink), r, veil, hiddenMark)
}

// plate writes a short text in the middle of a rectangle, on a patch of its
// ground so that hatching does not run through the letters. It writes nothing
// where there is no room, and tells whether it wrote.
func plate(c draw.Canvas, l lettering, r vg.Rectangle, ground color.Color, s string) bool {
	w := vg.Length(l.width(s))
	if s == "" || w+6 > r.Max.X-r.Min.X {
		return false
	}
	x, y := (r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2
	half := vg.Length(0.55 * l.size)
	fill(c, box(x-w/2-2, y-half, x+w/2+2, y+half), ground)
	writeMiddle(c, l, x, y, centre, s)
	return true
}
