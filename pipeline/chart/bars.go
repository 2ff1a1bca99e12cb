package chart

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// BarsSpec asks for one question's counts as bars.
type BarsSpec struct {
	Frame
	// Base is what the percentages are of: people, or mentions.
	Base int
	// Rows are drawn in this order.
	Rows []BarsRow
}

// BarsRow is one bar.
type BarsRow struct {
	Label string
	Count int
	// Shown is the percentage to print, "%" included, by the study's own rule
	// of rounding; "" prints whole per cent, half up.
	Shown string
	// Hidden marks a count that must not be shown; Count is then not read.
	Hidden bool
}

// Bars draws one bar a row, its length the count, with "13 (21%)" at its end.
func Bars(s BarsSpec) (Picture, error) {
	if err := s.check(); err != nil {
		return Picture{}, err
	}
	const thick = 26
	texts, values := make([]string, len(s.Rows)), make([]string, len(s.Rows))
	most, widest, hidden := 0, 0.0, false
	for i, r := range s.Rows {
		texts[i], values[i] = r.Label, s.value(r)
		if r.Hidden {
			hidden = true
			continue
		}
		most = max(most, r.Count)
		widest = max(widest, valueText.width(values[i]))
	}
	p := &page{frame: s.Frame, alt: s.alt()}
	p.rows, p.labelW = labels(texts, nil, thick, 270)
	if hidden {
		p.keys = []key{hiddenKey("hidden: a small number, not drawn to scale")}
	}
	// The axis ends where the longest bar leaves just room for its number.
	room := plotWidth(p.labelW)
	p.plot = newPlot(0, float64(max(most, 1))*room/max(room-widest-10, room/4))
	p.plot.Add(&barsPlot{rows: s.Rows, values: values, middles: p.middles(), thick: thick})
	return p.draw()
}

func (s *BarsSpec) check() error {
	if err := s.Frame.check(len(s.Rows)); err != nil {
		return err
	}
	if s.Base < 0 {
		return s.wrong("its base is %d; a base cannot be below 0", s.Base)
	}
	if s.Base == 0 {
		return s.empty("its base is 0")
	}
	for i, r := range s.Rows {
		if !r.Hidden && (r.Count < 0 || r.Count > s.Base) {
			return s.wrong("row %d (%s) counts %d; expected 0 to the base, %d", i+1, brief(clean(r.Label)), r.Count, s.Base)
		}
	}
	if !slices.ContainsFunc(s.Rows, func(r BarsRow) bool { return !r.Hidden }) {
		return s.empty("every row is hidden")
	}
	return nil
}

// value is what stands at the end of a bar.
func (s *BarsSpec) value(r BarsRow) string {
	if r.Hidden {
		return hiddenMark
	}
	return strconv.Itoa(r.Count) + " (" + shown(r.Shown, r.Count, s.Base) + ")"
}

// alt says the numbers.
func (s *BarsSpec) alt() string {
	var b strings.Builder
	if t := clean(s.Title); t != "" {
		b.WriteString(sentence(t))
	}
	fmt.Fprintf(&b, "%s, base %d: ", number(len(s.Rows), "bar"), s.Base)
	var parts []string
	for i, r := range s.Rows {
		if i == altRows {
			parts = append(parts, "and "+number(len(s.Rows)-i, "row")+" more")
			break
		}
		parts = append(parts, strings.TrimSpace(brief(clean(r.Label))+" "+s.value(r)))
	}
	b.WriteString(strings.Join(parts, ", ") + ".")
	return b.String()
}

// barsPlot draws the bars. It is a plot.Plotter.
type barsPlot struct {
	rows    []BarsRow
	values  []string
	middles []float64
	thick   float64
}

// Plot draws onto the data area.
func (b *barsPlot) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	zero := trX(0)
	for i, r := range b.rows {
		mid := trY(b.middles[i])
		up, down := mid+vg.Length(b.thick/2), mid-vg.Length(b.thick/2)
		if r.Hidden {
			conceal(c, box(zero+1, down, zero+1+hiddenWidth, up))
			continue
		}
		end := trX(float64(r.Count))
		if r.Count > 0 {
			fill(c, box(zero, down, end, up), blue)
		}
		writeMiddle(c, valueText, end+8, mid, left, b.values[i])
	}
	line(c, zero, c.Min.Y+rowGap/4, zero, c.Max.Y-rowGap/4, 1.5, edge)
}
