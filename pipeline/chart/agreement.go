package chart

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// AgreementSpec asks for the share that agrees, by domain, with its interval.
type AgreementSpec struct {
	Frame
	// Series names one or two groups of people, such as everyone and a
	// subgroup. The first has a filled mark, the second a hollow one. One group
	// may have the name "".
	Series []string
	// Domains are drawn in this order, which should be the framework's: to sort
	// them by share would rank what chance alone can put in another order.
	Domains []AgreementDomain
	// Low and High are the ends of the axis in per cent; both 0 mean 0 to 100.
	// Where Low is not 0 the picture says so. Intervals are cut at the ends; a
	// share outside them is an error.
	Low, High float64
	// Interval names the whiskers in the legend; "" means "95% interval".
	Interval string
}

// AgreementDomain is one row.
type AgreementDomain struct {
	Label string
	// Points holds one for each series.
	Points []AgreementPoint
}

// AgreementPoint is the agreement of one group with one domain.
type AgreementPoint struct {
	// Agree of Base people agree. A Base of 0 draws no mark but says that there
	// are no answers.
	Agree, Base int
	// Low and High are the ends of the interval in per cent, 0 to 100; both 0
	// mean that there is none.
	Low, High float64
	// Shown is the percentage to print, "%" included, by the study's own rule
	// of rounding; "" prints whole per cent, half up.
	Shown string
	// Hidden marks what must not be shown; the numbers are then not read.
	Hidden bool
}

// share is the exact percentage.
func (a AgreementPoint) share() float64 { return 100 * float64(a.Agree) / float64(a.Base) }

// drawable tells whether there is a mark to draw.
func (a AgreementPoint) drawable() bool { return !a.Hidden && a.Base > 0 }

// text is what stands at the right end of the row.
func (a AgreementPoint) text() string {
	switch {
	case a.Hidden:
		return hiddenMark
	case a.Base == 0:
		return "no answers"
	}
	return fmt.Sprintf("%d of %d (%s)", a.Agree, a.Base, shown(a.Shown, a.Agree, a.Base))
}

// interval tells whether there is an interval.
func (a AgreementPoint) interval() bool { return a.Low != 0 || a.High != 0 }

// hair is by how much the ends of an interval, computed as binary fractions, may
// miss the share or the end of the axis.
const hair = 1e-6

var seriesColours = []color.RGBA{navy, rust}

// Agreement draws, for each domain, the share that agrees as a mark with its
// interval as a line, and "18 of 19 (95%)" at the right.
func Agreement(s AgreementSpec) (Picture, error) {
	if s.Low == 0 && s.High == 0 {
		s.High = 100
	}
	if err := s.check(); err != nil {
		return Picture{}, err
	}
	const apart = 24 // pixels between two series in one row
	texts := make([]string, len(s.Domains))
	valueW := 0.0
	for i, d := range s.Domains {
		texts[i] = d.Label
		for _, pt := range d.Points {
			valueW = max(valueW, valueText.width(pt.text()))
		}
	}
	p := &page{frame: s.Frame, alt: s.alt(), keys: s.keys()}
	p.rows, p.labelW = labels(texts, nil, apart*float64(len(s.Series)), 250)
	if s.Low > 0 {
		p.notes = append(p.notes, fmt.Sprintf("The axis starts at %s, not at 0.", axisPercent(s.Low)))
	}

	// The numbers stand inside gonum's data area, to the right of High.
	room := plotWidth(p.labelW)
	perPixel := (s.High - s.Low) / (room - valueW - 20)
	p.plot = newPlot(s.Low, s.High+(valueW+20)*perPixel)
	s.axis(p.plot)
	mids := p.middles()
	p.plot.Add(&gridPlot{at: s.ticks(), end: s.High})
	for k := range s.Series {
		offset := (float64(k) - float64(len(s.Series)-1)/2) * apart
		ys := make([]float64, len(mids))
		for i, m := range mids {
			ys[i] = m + offset
		}
		plotters, err := s.series(k, ys)
		if err != nil {
			return Picture{}, s.wrong("%v", err)
		}
		p.plot.Add(plotters...)
	}
	// Adding plotters widens the axis to hold whole intervals; it is to stay.
	p.plot.X.Min, p.plot.X.Max = s.Low, s.High+(valueW+20)*perPixel
	return p.draw()
}

func (s *AgreementSpec) check() error {
	if err := s.Frame.check(len(s.Domains)); err != nil {
		return err
	}
	if n := len(s.Series); n < 1 || n > 2 {
		return s.wrong("it has %d groups of people; expected one or two", n)
	}
	if !(s.Low >= 0 && s.Low < s.High && s.High <= 100) {
		return s.wrong("its axis goes from %v to %v; expected two numbers from 0 to 100, the smaller first", s.Low, s.High)
	}
	drawn := false
	for i, d := range s.Domains {
		name := fmt.Sprintf("row %d (%s)", i+1, brief(clean(d.Label)))
		if len(d.Points) != len(s.Series) {
			return s.wrong("%s has %d figures for %d groups of people", name, len(d.Points), len(s.Series))
		}
		for _, pt := range d.Points {
			if pt.Hidden {
				continue
			}
			if pt.Base < 0 || pt.Agree < 0 || pt.Agree > pt.Base {
				return s.wrong("%s says %d of %d; expected 0 to the base", name, pt.Agree, pt.Base)
			}
			if pt.Base == 0 {
				continue
			}
			drawn = true
			share := pt.share()
			if share < s.Low || share > s.High {
				return s.wrong("%s has a share of %.1f%%, which is outside the axis, %s to %s. Widen the axis", name, share, axisPercent(s.Low), axisPercent(s.High))
			}
			if pt.interval() && !(pt.Low >= -hair && pt.Low <= share+hair && pt.High >= share-hair && pt.High <= 100+hair) {
				return s.wrong("%s has the interval %v to %v around %.1f%%; expected per cent from 0 to 100 with the share inside", name, pt.Low, pt.High, share)
			}
		}
	}
	if !drawn {
		return s.empty("no domain has answers that may be shown")
	}
	return nil
}

// ticks gives where the axis has its numbers: at most six of them.
func (s *AgreementSpec) ticks() []float64 {
	step := 20.0
	switch span := s.High - s.Low; {
	case span <= 5:
		step = 1
	case span <= 10:
		step = 2
	case span <= 25:
		step = 5
	case span <= 50:
		step = 10
	}
	var out []float64
	for v := math.Ceil(s.Low/step) * step; v <= s.High+1e-9; v += step {
		out = append(out, v)
	}
	return out
}

// axis sets gonum's own axis: numbers only, no line.
func (s *AgreementSpec) axis(p *plot.Plot) {
	var ticks []plot.Tick
	for _, v := range s.ticks() {
		ticks = append(ticks, plot.Tick{Value: v, Label: axisPercent(v)})
	}
	p.X.Tick.Marker = plot.ConstantTicks(ticks)
	face := smallText.face()
	p.X.Tick.Label.Font = face.Font
	p.X.Tick.Label.Color = soft
}

func axisPercent(v float64) string {
	return strconv.FormatFloat(v, 'f', -1, 64) + "%"
}

// keys is the legend: the groups' marks, and what the lines are.
func (s *AgreementSpec) keys() []key {
	var out []key
	interval, hidden := false, false
	for k, name := range s.Series {
		for _, d := range s.Domains {
			pt := d.Points[k]
			hidden = hidden || pt.Hidden
			interval = interval || pt.drawable() && pt.interval()
		}
		if name = clean(name); name != "" {
			out = append(out, key{label: name, wide: swatch, mark: func(c draw.Canvas, r vg.Rectangle) {
				at := vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}
				c.DrawGlyphNoClip(glyph(k), at)
			}})
		}
	}
	if interval {
		name := clean(s.Interval)
		if name == "" {
			name = "95% interval"
		}
		out = append(out, key{label: name, wide: swatch + 6, mark: func(c draw.Canvas, r vg.Rectangle) {
			mid := (r.Min.Y + r.Max.Y) / 2
			line(c, r.Min.X, mid, r.Max.X, mid, whisker, soft)
			line(c, r.Min.X, mid-whiskerCap/2, r.Min.X, mid+whiskerCap/2, whisker, soft)
			line(c, r.Max.X, mid-whiskerCap/2, r.Max.X, mid+whiskerCap/2, whisker, soft)
		}})
	}
	if hidden {
		out = append(out, hiddenKey("hidden: a small number"))
	}
	return out
}

const (
	whisker    = 2.0 // width of an interval's line
	whiskerCap = 10.0
)

// series gives the plotters of one group of people, whose marks stand at ys.
func (s *AgreementSpec) series(k int, ys []float64) ([]plot.Plotter, error) {
	rows := &seriesPlot{colour: seriesColours[k], low: s.Low, high: s.High, ys: ys}
	var marks plotter.XYs
	for i, d := range s.Domains {
		rows.points = append(rows.points, d.Points[k])
		if d.Points[k].drawable() {
			marks = append(marks, plotter.XY{X: d.Points[k].share(), Y: ys[i]})
		}
	}
	if len(marks) == 0 {
		return []plot.Plotter{rows}, nil
	}
	dots, err := plotter.NewScatter(marks)
	if err != nil {
		return nil, fmt.Errorf("the marks cannot be drawn: %w", err)
	}
	dots.GlyphStyle = glyph(k)
	return []plot.Plotter{rows, dots}, nil
}

// glyph is the mark of a series: a filled disc, or a hollow one.
func glyph(k int) draw.GlyphStyle {
	g := draw.GlyphStyle{Color: seriesColours[k], Radius: 6.5, Shape: draw.CircleGlyph{}}
	if k > 0 {
		g.Shape = hollow{}
	}
	return g
}

// hollow is a ring thick enough to be seen, white inside, so that the line of
// the interval does not run through it.
type hollow struct{}

// DrawGlyph draws the ring.
func (hollow) DrawGlyph(c *draw.Canvas, style draw.GlyphStyle, at vg.Point) {
	style.Shape = draw.CircleGlyph{}
	c.DrawGlyphNoClip(style, at)
	style.Radius -= 2.4
	style.Color = paper
	c.DrawGlyphNoClip(style, at)
}

// gridPlot draws a light line at each tick. It is a plot.Plotter; gonum's own
// grid would also draw one for each row.
type gridPlot struct {
	at  []float64
	end float64
}

// Plot draws onto the data area.
func (g *gridPlot) Plot(c draw.Canvas, p *plot.Plot) {
	trX, _ := p.Transforms(&c)
	for _, v := range g.at {
		x := trX(v)
		line(c, x, c.Min.Y, x, c.Max.Y, 1, rule)
	}
}

// seriesPlot draws the intervals of one series, writes its numbers at the right
// and marks what is hidden. It is a plot.Plotter. gonum's own error bars would
// put an end on an interval that goes on beyond the axis.
type seriesPlot struct {
	points    []AgreementPoint
	ys        []float64
	colour    color.RGBA
	low, high float64
}

// Plot draws onto the data area.
func (s *seriesPlot) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	for i, pt := range s.points {
		mid := trY(s.ys[i])
		switch {
		case pt.Hidden:
			x := (trX(s.low) + trX(s.high)) / 2
			conceal(c, box(x-hiddenWidth/2, mid-10, x+hiddenWidth/2, mid+10))
			continue
		case pt.Base == 0:
			writeMiddle(c, smallText, c.Max.X, mid, right, pt.text())
			continue
		}
		writeMiddle(c, valueText.in(s.colour), c.Max.X, mid, right, pt.text())
		if !pt.interval() {
			continue
		}
		from, to := trX(max(pt.Low, s.low)), trX(min(pt.High, s.high))
		line(c, from, mid, to, mid, whisker, s.colour)
		end := func(x vg.Length, cut bool, way vg.Length) {
			if cut {
				arrow(c, x, mid, way, s.colour)
			} else {
				line(c, x, mid-whiskerCap/2, x, mid+whiskerCap/2, whisker, s.colour)
			}
		}
		end(from, pt.Low < s.low-hair, -1)
		end(to, pt.High > s.high+hair, 1)
	}
}

// arrow points left (-1) or right (1), its tip at x.
func arrow(c draw.Canvas, x, y vg.Length, way vg.Length, colour color.Color) {
	c.FillPolygon(colour, []vg.Point{{X: x, Y: y}, {X: x - 10*way, Y: y + 6}, {X: x - 10*way, Y: y - 6}})
}

// alt says the numbers.
func (s *AgreementSpec) alt() string {
	var b strings.Builder
	if t := clean(s.Title); t != "" {
		b.WriteString(sentence(t))
	}
	fmt.Fprintf(&b, "Share agreeing in %s", number(len(s.Domains), "domain"))
	names := cleanAll(s.Series)
	if named := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "" }); len(named) > 0 {
		b.WriteString(", " + strings.Join(named, " and "))
	}
	b.WriteString(":")
	for i, d := range s.Domains {
		if i == altRows {
			fmt.Fprintf(&b, " and %s more.", number(len(s.Domains)-i, "domain"))
			return b.String()
		}
		var parts []string
		for k, pt := range d.Points {
			part := pt.text()
			if len(names) > 1 && names[k] != "" {
				part = names[k] + " " + part
			}
			if pt.drawable() && pt.interval() {
				part += fmt.Sprintf(", interval %.0f%% to %.0f%%", pt.Low, pt.High)
			}
			parts = append(parts, part)
		}
		end := ";"
		if i == len(s.Domains)-1 {
			end = "."
		}
		b.WriteString(" " + strings.TrimSpace(brief(clean(d.Label))+" "+strings.Join(parts, "; ")) + end)
	}
	return b.String()
}
