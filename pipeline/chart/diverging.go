package chart

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Side says on which side of the centre an option of a scale is drawn.
type Side string

const (
	Negative Side = "negative" // left
	Neutral  Side = "neutral"  // half to each side
	Positive Side = "positive" // right
)

// Option is one answer of an ordered scale.
type Option struct {
	Label string
	Side  Side
}

// DivergingSpec asks for bars of an ordered scale that part at its centre.
type DivergingSpec struct {
	Frame
	// Options are all answers that could be given, in the scale's order from
	// either end. One side follows the other, neutral ones between them; a
	// scale may have only one side.
	Options []Option
	// NegativeName and PositiveName are words for the two sides, such as
	// "unconfident" and "confident". Where one is given, it stands above its
	// side, with each row's total for the side at the end of its bar.
	NegativeName, PositiveName string
	// Rows are drawn in this order.
	Rows []DivergingRow
}

// DivergingRow is one bar.
type DivergingRow struct {
	Label string
	// Base is how many people the percentages are of; 0 draws no bar but says
	// that there are no answers.
	Base int
	// Missing is how many more were asked and gave no answer; it is told beside
	// the base and takes no part in the bar.
	Missing int
	// Counts holds the number of people for each option. They may add up to
	// less than Base, when the base holds people who did not answer.
	Counts []int
	// HiddenCells marks the counts that must not be shown; nil means none. The
	// count of a hidden cell is not read. A side's total is not shown when one
	// of its cells is hidden. One hidden cell alone can be worked out from the
	// others: whoever hides it must hide a second.
	HiddenCells []bool
	// Hidden marks a row of which nothing may be shown, not even its base.
	Hidden bool
	// Shown holds the percentage to print for each option, "%" included, by the
	// study's own rule of rounding; nil, or "" for one, prints whole per cent,
	// half up. ShownNegative and ShownPositive do the same for the totals.
	Shown                        []string
	ShownNegative, ShownPositive string
}

func (r *DivergingRow) hides(option int) bool {
	return r.Hidden || (r.HiddenCells != nil && r.HiddenCells[option])
}

// bar is one row, worked out. Positions are in per cent from the centre.
type bar struct {
	segments []segment
	// low and high are where the visible segments end.
	low, high float64
	// The marks for something hidden stand beyond the segments of their side,
	// or at the centre.
	hiddenNegative, hiddenNeutral, hiddenPositive bool
	totalNegative, totalPositive                  string
	// hidden and none are rows without a bar: nothing may be shown, or nobody
	// answered.
	hidden, none bool
	// parted tells that the two sides touch at the centre, nothing between them.
	parted bool
	base   int
}

// empty tells that nobody of the base gave any of the answers, and that nothing
// else in the row says so.
func (b *bar) empty() bool {
	hidden := b.hiddenNegative || b.hiddenNeutral || b.hiddenPositive
	return len(b.segments) == 0 && !hidden && b.totalPositive == ""
}

type segment struct {
	from, to float64
	colour   color.RGBA
	side     Side
	text     string
}

// Diverging draws an ordered scale, one bar a row, negative answers left of the
// centre and positive ones right of it. Every option stands in the legend, also
// those that nobody chose. With one row the legend holds the percentages too, so
// that none is lost where a segment is too narrow for its number.
func Diverging(spec DivergingSpec) (Picture, error) {
	if err := spec.check(); err != nil {
		return Picture{}, err
	}
	s := spec.oriented()
	colours, err := s.colours()
	if err != nil {
		return Picture{}, err
	}

	texts, subs := make([]string, len(s.Rows)), make([]string, len(s.Rows))
	bars := make([]bar, len(s.Rows))
	anyHidden := false
	for i, r := range s.Rows {
		texts[i], subs[i] = r.Label, r.baseText()
		bars[i] = s.bar(r, colours)
		b := bars[i]
		anyHidden = anyHidden || b.hidden || b.hiddenNegative || b.hiddenNeutral || b.hiddenPositive
	}
	thick := 30.0
	if len(s.Rows) <= 2 {
		thick = 44
	}
	p := &page{frame: s.Frame, alt: s.alt()}
	p.rows, p.labelW = labels(texts, subs, thick, 230)
	for i, o := range s.Options {
		label := clean(o.Label)
		if len(s.Rows) == 1 && !s.Rows[0].hides(i) {
			label = strings.TrimSpace(label + " " + s.figure(s.Rows[0], i))
		}
		p.keys = append(p.keys, key{label: label, wide: swatch, mark: func(c draw.Canvas, r vg.Rectangle) {
			paintSegment(c, r, colours[i], o.Side)
		}})
	}
	if anyHidden {
		p.keys = append(p.keys, hiddenKey("hidden: a small number, not drawn to scale"))
	}
	d := &divergingPlot{bars: bars, thick: thick}
	low, high := d.extent(plotWidth(p.labelW), s)
	p.plot = newPlot(low, high)
	p.head = d.headings(s, p.labelW, -low/(high-low))
	d.middles = p.middles()
	p.plot.Add(d)
	return p.draw()
}

// check says what is wrong with the spec.
func (s *DivergingSpec) check() error {
	if err := s.Frame.check(len(s.Rows)); err != nil {
		return err
	}
	if len(s.Options) == 0 {
		return s.empty("the scale has no options")
	}
	if len(s.Options) > MaxOptions {
		return s.wrong("the scale has %d options; at most %d can be told apart", len(s.Options), MaxOptions)
	}
	var runs []Side
	for _, o := range s.Options {
		if o.Side != Negative && o.Side != Neutral && o.Side != Positive {
			return s.wrong("option %q has the side %q; expected negative, neutral or positive", clean(o.Label), o.Side)
		}
		if len(runs) == 0 || runs[len(runs)-1] != o.Side {
			runs = append(runs, o.Side)
		}
	}
	seen := slices.Clone(runs)
	slices.Sort(seen)
	if len(slices.Compact(seen)) < len(runs) || (len(runs) == 3 && runs[1] != Neutral) {
		return s.wrong("the sides of the options are mixed: %v; expected the options of one side, then neutral ones, then those of the other side", runs)
	}

	visible := false
	for i, r := range s.Rows {
		name := fmt.Sprintf("row %d (%s)", i+1, brief(clean(r.Label)))
		if len(r.Counts) != len(s.Options) {
			return s.wrong("%s has %d counts for %d options", name, len(r.Counts), len(s.Options))
		}
		if r.HiddenCells != nil && len(r.HiddenCells) != len(s.Options) {
			return s.wrong("%s has %d marks of hidden cells for %d options", name, len(r.HiddenCells), len(s.Options))
		}
		if r.Shown != nil && len(r.Shown) != len(s.Options) {
			return s.wrong("%s has %d printed percentages for %d options", name, len(r.Shown), len(s.Options))
		}
		if r.Hidden {
			continue
		}
		if r.Base < 0 || r.Missing < 0 {
			return s.wrong("%s has a base of %d and %d missing; neither can be below 0", name, r.Base, r.Missing)
		}
		sum := 0
		for j, n := range r.Counts {
			if r.hides(j) {
				continue
			}
			if n < 0 || n > r.Base {
				return s.wrong("%s counts %d for %q; expected 0 to its base, %d", name, n, clean(s.Options[j].Label), r.Base)
			}
			sum += n
			visible = visible || r.Base > 0
		}
		if sum > r.Base {
			return s.wrong("%s counts %d answers of a base of %d", name, sum, r.Base)
		}
	}
	if !visible {
		return s.empty("no row has answers that may be shown")
	}
	return nil
}

// oriented gives the spec with its options from negative to positive.
func (s DivergingSpec) oriented() DivergingSpec {
	first, last := s.Options[0].Side, s.Options[len(s.Options)-1].Side
	if first != Positive && last != Negative || first == last {
		return s
	}
	s.Options = reversed(s.Options)
	rows := slices.Clone(s.Rows)
	for i := range rows {
		rows[i].Counts = reversed(rows[i].Counts)
		rows[i].HiddenCells = reversed(rows[i].HiddenCells)
		rows[i].Shown = reversed(rows[i].Shown)
	}
	s.Rows = rows
	return s
}

func reversed[T any](list []T) []T {
	out := slices.Clone(list)
	slices.Reverse(out)
	return out
}

// colours gives each option's colour, dark at both ends.
func (s *DivergingSpec) colours() ([]color.RGBA, error) {
	count := func(side Side) (n int) {
		for _, o := range s.Options {
			if o.Side == side {
				n++
			}
		}
		return n
	}
	neg, pos, err := sideColours(count(Negative), count(Positive))
	if err != nil {
		return nil, s.wrong("%v", err)
	}
	slices.Reverse(neg)
	out := make([]color.RGBA, 0, len(s.Options))
	for _, o := range s.Options {
		switch o.Side {
		case Negative:
			out, neg = append(out, neg[0]), neg[1:]
		case Positive:
			out, pos = append(out, pos[0]), pos[1:]
		default:
			out = append(out, middle)
		}
	}
	return out, nil
}

// figure is the percentage printed for one option of a row.
func (s *DivergingSpec) figure(r DivergingRow, option int) string {
	given := ""
	if r.Shown != nil {
		given = r.Shown[option]
	}
	if r.Base == 0 {
		return ""
	}
	return shown(given, r.Counts[option], r.Base)
}

func (r *DivergingRow) baseText() string {
	switch {
	case r.Hidden:
		return ""
	case r.Missing > 0:
		return fmt.Sprintf("n = %d (%d gave no answer)", r.Base, r.Missing)
	default:
		return fmt.Sprintf("n = %d", r.Base)
	}
}

// bar works one row out.
func (s *DivergingSpec) bar(r DivergingRow, colours []color.RGBA) bar {
	b := bar{hidden: r.Hidden, none: r.Base == 0, base: r.Base}
	if b.hidden || b.none {
		return b
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(r.Base) }
	people := map[Side]int{}
	for i, o := range s.Options {
		if !r.hides(i) {
			people[o.Side] += r.Counts[i]
			continue
		}
		switch o.Side {
		case Negative:
			b.hiddenNegative = true
		case Neutral:
			b.hiddenNeutral = true
		case Positive:
			b.hiddenPositive = true
		}
	}
	b.low = -share(people[Negative]) - share(people[Neutral])/2
	if b.hiddenNeutral {
		// The mark takes the centre, and what is neutral and may be shown
		// stands to its right.
		b.low = -share(people[Negative])
	}
	at := b.low
	for i, o := range s.Options {
		if r.hides(i) || r.Counts[i] == 0 {
			continue
		}
		to := at + share(r.Counts[i])
		b.segments = append(b.segments, segment{at, to, colours[i], o.Side, s.figure(r, i)})
		at = to
	}
	b.high = at
	b.parted = people[Neutral] == 0 && !b.hiddenNeutral
	if s.NegativeName != "" && !b.hiddenNegative {
		b.totalNegative = shown(r.ShownNegative, people[Negative], r.Base)
	}
	if s.PositiveName != "" && !b.hiddenPositive {
		b.totalPositive = shown(r.ShownPositive, people[Positive], r.Base)
	}
	return b
}

// divergingPlot draws the bars. It is a plot.Plotter.
type divergingPlot struct {
	bars    []bar
	middles []float64
	thick   float64
	// negative and positive are the lines of the names of the sides.
	negative, positive []string
}

// reach is how far something extends to both sides of the centre: in per cent,
// and beyond that in pixels.
type reach struct{ low, high, before, after float64 }

// extent gives the range of X, in per cent from the centre, that fills the width
// and leaves room for marks, totals and names of sides, whose width is in pixels.
func (d *divergingPlot) extent(width float64, s DivergingSpec) (low, high float64) {
	names := reach{before: nameRoom(s.NegativeName), after: nameRoom(s.PositiveName)}
	reaches := []reach{names}
	for _, b := range d.bars {
		r := reach{low: b.low, high: b.high}
		r.before, r.after = b.outside()
		reaches = append(reaches, r)
	}
	// Of any two, one may reach furthest left and the other furthest right: the
	// scale is the largest that suits every such pair.
	scale := math.Inf(1) // pixels to one per cent
	for _, a := range reaches {
		for _, b := range reaches {
			scale = min(scale, (width-a.before-b.after)/max(b.high-a.low, 1))
		}
	}
	for _, r := range reaches {
		low, high = min(low, r.low-r.before/scale), max(high, r.high+r.after/scale)
	}
	return low, high
}

// nameText is how the names of the sides are written, nameApart how far from
// the centre.
var nameText = smallText.in(ink)

const nameApart = 10.0

// nameRoom is the least room for the name of a side: that of its longest word,
// within reason.
func nameRoom(name string) float64 {
	w := 0.0
	for _, p := range pieces(clean(name)) {
		w = max(w, nameText.width(p.text))
	}
	if w == 0 {
		return 0
	}
	return min(w, 120) + nameApart
}

// headings wraps the names of the sides and gives the height that they need.
// centre is the centre's place in the plot, from 0 to 1. The name at the left
// may reach over the column of labels, which has nothing at that height.
func (d *divergingPlot) headings(s DivergingSpec, labelW, centre float64) float64 {
	width := plotWidth(labelW)
	d.negative = nameText.wrap(clean(s.NegativeName), pageWidth-2*margin-width*(1-centre)-nameApart, 2)
	d.positive = nameText.wrap(clean(s.PositiveName), width*(1-centre)-nameApart, 2)
	lines := max(len(d.negative), len(d.positive))
	if lines == 0 {
		return 0
	}
	return float64(lines)*nameText.leading() + 6
}

// outside is the room in pixels that totals and marks take beyond the bar's
// ends.
func (b *bar) outside() (before, after float64) {
	if b.hidden || b.none || b.empty() {
		return 0, hiddenWidth + 24
	}
	side := func(total string, hidden bool) float64 {
		w := 2.0
		if total != "" {
			w += 8 + strongText.width(total)
		}
		if hidden {
			w += 2 + hiddenWidth
		}
		if b.hiddenNeutral {
			w += 2 + hiddenWidth/2
		}
		return w
	}
	return side(b.totalNegative, b.hiddenNegative), side(b.totalPositive, b.hiddenPositive)
}

// Plot draws onto the data area.
func (d *divergingPlot) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	zero := trX(0)
	d.heads(c, zero)
	centreLine := func(from, to vg.Length) { line(c, zero, from, zero, to, 1.5, edge) }
	// Bars cover the line, so that it does not run through a number in a
	// neutral answer; between two sides it is drawn again.
	centreLine(c.Min.Y, c.Max.Y-vg.Length(d.headroom()))
	for i, b := range d.bars {
		mid := trY(d.middles[i])
		up, down := mid+vg.Length(d.thick/2), mid-vg.Length(d.thick/2)
		const gap = 2
		switch {
		case b.hidden:
			conceal(c, box(zero+gap, down, zero+gap+hiddenWidth, up))
			continue
		case b.none:
			writeMiddle(c, smallText, zero+8, mid, left, "no answers")
			continue
		}
		push := vg.Length(0) // how far a hidden neutral moves both sides apart
		if b.hiddenNeutral {
			push = hiddenWidth / 2
			conceal(c, box(zero-push, down, zero+push, up))
			push += gap
		}
		low, high := trX(b.low)-push, trX(b.high)+push
		for _, s := range b.segments {
			move := push
			if s.side == Negative {
				move = -push
			}
			r := box(trX(s.from)+move, down, trX(s.to)+move, up)
			paintSegment(c, r, s.colour, s.side)
			plate(c, valueText.in(textOn(s.colour)), r, s.colour, s.text)
		}
		if b.hiddenNegative {
			conceal(c, box(low-gap-hiddenWidth, down, low-gap, up))
		}
		if b.hiddenPositive {
			conceal(c, box(high+gap, down, high+gap+hiddenWidth, up))
		}
		if b.empty() {
			writeMiddle(c, valueText, zero+8, mid, left, fmt.Sprintf("0 of %d", b.base))
		}
		writeMiddle(c, strongText, low-8, mid, right, b.totalNegative)
		writeMiddle(c, strongText, high+8, mid, left, b.totalPositive)
		if b.parted {
			centreLine(down, up)
		}
	}
}

// headroom is the height of the names, which the centre line leaves out.
func (d *divergingPlot) headroom() float64 {
	return float64(max(len(d.negative), len(d.positive))) * nameText.leading()
}

// heads writes the names of the sides above the bars, each on its own side of
// the centre.
func (d *divergingPlot) heads(c draw.Canvas, zero vg.Length) {
	bottom := c.Max.Y - vg.Length(d.headroom())
	for i, s := range d.negative {
		y := bottom + vg.Length(float64(len(d.negative)-i)-0.5)*vg.Length(nameText.leading())
		writeMiddle(c, nameText, zero-nameApart, y, right, s)
	}
	for i, s := range d.positive {
		y := bottom + vg.Length(float64(len(d.positive)-i)-0.5)*vg.Length(nameText.leading())
		writeMiddle(c, nameText, zero+nameApart, y, left, s)
	}
}

// paintSegment fills a piece of a bar. Negative ones are hatched, so that the
// sides differ without colour.
func paintSegment(c draw.Canvas, r vg.Rectangle, colour color.RGBA, side Side) {
	fill(c, r, colour)
	if side == Negative {
		hatch(c, r, false, 6, 1, mix(colour, textOn(colour), 0.35))
	}
	line(c, r.Max.X, r.Min.Y, r.Max.X, r.Max.Y, 1, paper)
}

// alt says the numbers: every option for few rows, the sides for many.
func (s *DivergingSpec) alt() string {
	var b strings.Builder
	if t := clean(s.Title); t != "" {
		b.WriteString(sentence(t))
	}
	fmt.Fprintf(&b, "Bars of %s for %s", number(len(s.Rows), "row"), number(len(s.Options), "answer"))
	if len(s.Options) > 1 {
		fmt.Fprintf(&b, ", from %s to %s", brief(clean(s.Options[0].Label)), brief(clean(s.Options[len(s.Options)-1].Label)))
	}
	b.WriteString(".")
	for i, r := range s.Rows {
		if i == altRows {
			fmt.Fprintf(&b, " And %s more.", number(len(s.Rows)-i, "row"))
			break
		}
		b.WriteString(" ")
		if label := brief(clean(r.Label)); label != "" {
			b.WriteString(label + ", ")
		}
		switch {
		case r.Hidden:
			b.WriteString("hidden.")
			continue
		case r.Base == 0:
			b.WriteString("no answers.")
			continue
		}
		b.WriteString(r.baseText() + ": ")
		var parts []string
		for j, o := range s.Options {
			figure := hiddenMark
			if !r.hides(j) {
				figure = s.figure(r, j)
			}
			parts = append(parts, strings.TrimSpace(brief(clean(o.Label))+" "+figure))
		}
		b.WriteString(strings.Join(parts, ", ") + ".")
	}
	return b.String()
}
