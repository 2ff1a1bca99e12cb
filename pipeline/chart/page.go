package chart

import (
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The page is laid out in pixels from the top left, 720 across.
const (
	pageWidth = 720.0
	margin    = 12.0
	gutter    = 14.0 // between the labels and the plot
	rowGap    = 14.0
)

// row is one line of a picture: its label, what stands below that in smaller
// letters, and what stands at the right end.
type row struct {
	label, sub []string
	// least is the height that the marks need.
	least float64
}

func (r row) height() float64 {
	text := float64(len(r.label))*labelText.leading() + float64(len(r.sub))*smallText.leading()
	return max(r.least, text) + rowGap
}

// key is one entry of the legend.
type key struct {
	label string
	// mark draws the swatch into a rectangle.
	mark func(c draw.Canvas, r vg.Rectangle)
	// wide is the swatch's width.
	wide float64
}

// page is a picture laid out but not drawn. From the top: title, subtitle,
// legend, rows with the plot beside their labels, notes.
type page struct {
	frame  Frame
	alt    string
	keys   []key
	labelW float64
	rows   []row
	// head is the height that the plot keeps above its first row.
	head float64
	// plot has X in its own units and Y in pixels from its top; see newPlot.
	plot  *plot.Plot
	notes []string
}

// newPlot gives a bare gonum plot without axes, with X from low to high.
func newPlot(low, high float64) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.HideAxes()
	p.X.Padding, p.Y.Padding = 0, 0
	p.X.Min, p.X.Max = low, high
	p.Y.Scale = plot.InvertedScale{Normalizer: plot.LinearScale{}}
	return p
}

// labels wraps the labels of rows and gives the width of their column, no more
// than most. subs may be nil.
func labels(texts, subs []string, least, most float64) ([]row, float64) {
	width := 0.0
	rows := make([]row, len(texts))
	for i, s := range texts {
		rows[i].least = least
		rows[i].label = labelText.wrap(clean(s), most, 4)
		width = max(width, labelText.widest(rows[i].label))
		if subs != nil {
			rows[i].sub = smallText.wrap(clean(subs[i]), most, 3)
			width = max(width, smallText.widest(rows[i].sub))
		}
	}
	return rows, width
}

// middles gives the middle of each row, in pixels from the top of the plot.
func (p *page) middles() []float64 {
	out := make([]float64, len(p.rows))
	y := p.head
	for i, r := range p.rows {
		out[i] = y + r.height()/2
		y += r.height()
	}
	return out
}

// body is the height of all rows and what stands above them.
func (p *page) body() float64 {
	y := p.head
	for _, r := range p.rows {
		y += r.height()
	}
	return y
}

// plotWidth is the room for the plot beside labels of that width.
func plotWidth(labelW float64) float64 {
	w := pageWidth - 2*margin - labelW
	if labelW > 0 {
		w -= gutter
	}
	return w
}

// step draws one part of a page. up turns pixels from the top into the canvas's
// own, which count from the bottom.
type step func(c draw.Canvas, up func(float64) vg.Length)

// layout gives everything to be drawn, in order, and the height of it all.
func (p *page) layout() (steps []step, height float64) {
	y := margin
	paragraph := func(l lettering, text string, most int) {
		for _, s := range l.wrap(clean(text), pageWidth-2*margin, most) {
			base := y + l.size
			steps = append(steps, func(c draw.Canvas, up func(float64) vg.Length) {
				write(c, l, margin, up(base), left, s)
			})
			y += l.leading()
		}
	}
	gap := func(h float64) {
		if y > margin {
			y += h
		}
	}

	paragraph(titleText, p.frame.Title, 4)
	gap(2)
	paragraph(subtitleText, p.frame.Subtitle, 4)
	gap(10)
	legend, h := p.legend(y)
	steps = append(steps, legend...)
	if h > 0 {
		y += h + 8
	}

	steps = append(steps, p.rowSteps(y)...)
	p.plot.Y.Min, p.plot.Y.Max = 0, p.body()
	x := pageWidth - margin - plotWidth(p.labelW)
	top, bottom := y, y+p.body()+axisHeight(p.plot)
	steps = append(steps, func(c draw.Canvas, up func(float64) vg.Length) {
		p.plot.Draw(draw.Canvas{Canvas: c.Canvas, Rectangle: box(vg.Length(x), up(bottom), pageWidth-margin, up(top))})
	})
	y = bottom

	for _, n := range append(slices.Clone(p.notes), p.frame.Note) {
		y += 6
		paragraph(smallText, n, 8)
	}
	return steps, y + margin
}

// rowSteps writes the labels of the rows, of which the first begins at y.
func (p *page) rowSteps(y float64) (steps []step) {
	y += p.head
	for _, r := range p.rows {
		text := float64(len(r.label))*labelText.leading() + float64(len(r.sub))*smallText.leading()
		at := y + (r.height()-text)/2
		steps = append(steps, func(c draw.Canvas, up func(float64) vg.Length) {
			at := at
			for _, s := range r.label {
				write(c, labelText, margin, up(at+labelText.size), left, s)
				at += labelText.leading()
			}
			for _, s := range r.sub {
				write(c, smallText, margin, up(at+smallText.size), left, s)
				at += smallText.leading()
			}
		})
		y += r.height()
	}
	return steps
}

// A swatch of the legend.
const swatch, swatchHigh = 24.0, 18.0

// legend sets the keys side by side from y on, in as many lines as they need.
func (p *page) legend(y float64) (steps []step, height float64) {
	x, line := margin, swatchHigh+8
	room := pageWidth - 2*margin
	for i, k := range p.keys {
		texts := valueText.wrap(k.label, room-k.wide-8, 3)
		w := k.wide + 6 + valueText.widest(texts)
		if i > 0 && x+w > pageWidth-margin {
			x, y, height, line = margin, y+line, height+line, swatchHigh+8
		}
		line = max(line, float64(len(texts))*valueText.leading()+4)
		at, top := x, y
		steps = append(steps, func(c draw.Canvas, up func(float64) vg.Length) {
			k.mark(c, box(vg.Length(at), up(top), vg.Length(at+k.wide), up(top+swatchHigh)))
			for j, s := range texts {
				mid := top + swatchHigh/2 + float64(j)*valueText.leading()
				writeMiddle(c, valueText, vg.Length(at+k.wide+6), up(mid), left, s)
			}
		})
		x += w + 18
	}
	if len(p.keys) > 0 {
		height += line
	}
	return steps, height
}

// axisHeight is what the plot takes below its data for ticks and label.
func axisHeight(p *plot.Plot) float64 {
	const trial = 1000
	area := p.DataCanvas(draw.Canvas{Rectangle: box(0, 0, trial, trial)})
	return float64(area.Min.Y)
}

// hiddenKey is the legend's entry for what is hidden.
func hiddenKey(label string) key {
	return key{label: label, wide: swatch, mark: conceal}
}

// draw makes the picture.
func (p *page) draw() (Picture, error) {
	steps, height := p.layout()
	paint := func(vc vg.Canvas) {
		c := draw.NewCanvas(vc, pageWidth, vg.Length(height))
		up := func(y float64) vg.Length { return vg.Length(height - y) }
		for _, s := range steps {
			s(c, up)
		}
	}
	svg, err := toSVG(p.frame, p.alt, height, paint)
	if err != nil {
		return Picture{}, err
	}
	png, lacks, err := toPNG(height, paint)
	if err != nil {
		return Picture{}, p.frame.wrong("the PNG could not be written: %v", err)
	}
	return Picture{SVG: svg, PNG: png, Alt: p.alt, Lacks: lacks}, nil
}
