package chart

import (
	"fmt"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ThemesSpec asks for a matrix: how many different people spoke of each theme
// in each domain.
type ThemesSpec struct {
	Frame
	// Columns are the domains, in this order.
	Columns []ThemesColumn
	// Rows are the themes, in this order.
	Rows []ThemesRow
	// TotalName heads a last column with each row's Total; "" leaves it out.
	TotalName string
}

// ThemesColumn is one domain.
type ThemesColumn struct {
	// Code is the domain's code in the framework, such as "7"; it stands above
	// the column where there is no room for the label, which is then told below
	// the picture. "" uses the column's number.
	Code  string
	Label string
}

// ThemesRow is one theme.
type ThemesRow struct {
	Label string
	// People holds the number of different people for each column.
	People []int
	// Hidden marks the counts that must not be shown, which are then not read;
	// nil means none.
	Hidden []bool
	// Total is the number of different people over all columns. It is not the
	// sum of them: a person may speak in several.
	Total int
	// TotalHidden marks a total that must not be shown.
	TotalHidden bool
}

func (r *ThemesRow) hides(column int) bool { return r.Hidden != nil && r.Hidden[column] }

const columnGap = 2.0

// Themes draws the matrix, darker for more people, with the number in each
// cell. A cell that nobody spoke of is white with a faint 0.
func Themes(s ThemesSpec) (Picture, error) {
	most, hidden, err := s.check()
	if err != nil {
		return Picture{}, err
	}
	texts := make([]string, len(s.Rows))
	for i, r := range s.Rows {
		texts[i] = r.Label
	}
	labelMost := 250.0
	if len(s.Columns) > 12 {
		labelMost = 180
	}
	p := &page{frame: s.Frame, alt: s.alt()}
	p.rows, p.labelW = labels(texts, nil, 26, labelMost)

	room, total := plotWidth(p.labelW), 0.0
	if name := clean(s.TotalName); name != "" {
		total = max(headText.widest(headText.wrap(name, 84, 4)), 40) + 12
	}
	t := &themesPlot{spec: s, most: most, cell: min((room-total)/float64(len(s.Columns)), 92), total: total}
	t.number = valueText.fitting(strconv.Itoa(most), t.cell-columnGap-2)
	t.heads, p.notes = s.heads(t.cell - 4)
	if total > 0 {
		t.totalHead = headText.wrap(clean(s.TotalName), 84, 4)
	}
	lines := len(t.totalHead)
	for _, h := range t.heads {
		lines = max(lines, len(h))
	}
	p.head = float64(lines)*smallText.leading() + 4
	if most > 0 {
		p.keys = append(p.keys, ramp(most))
	}
	if hidden {
		p.keys = append(p.keys, hiddenKey("hidden: a small number"))
	}
	p.plot = newPlot(0, room)
	t.middles = p.middles()
	for _, r := range p.rows {
		t.heights = append(t.heights, r.height())
	}
	p.plot.Add(t)
	return p.draw()
}

// check also gives the largest count, and whether anything is hidden.
func (s *ThemesSpec) check() (most int, hidden bool, err error) {
	if err := s.Frame.check(len(s.Rows)); err != nil {
		return 0, false, err
	}
	if len(s.Columns) == 0 {
		return 0, false, s.empty("it has no columns")
	}
	if len(s.Columns) > MaxColumns {
		return 0, false, s.wrong("it has %d columns; at most %d can be read in one picture. Draw several", len(s.Columns), MaxColumns)
	}
	visible := false
	for i, r := range s.Rows {
		name := fmt.Sprintf("row %d (%s)", i+1, brief(clean(r.Label)))
		if len(r.People) != len(s.Columns) {
			return 0, false, s.wrong("%s has %d counts for %d columns", name, len(r.People), len(s.Columns))
		}
		if r.Hidden != nil && len(r.Hidden) != len(s.Columns) {
			return 0, false, s.wrong("%s has %d marks of hidden cells for %d columns", name, len(r.Hidden), len(s.Columns))
		}
		hidden = hidden || (s.TotalName != "" && r.TotalHidden)
		for j, n := range r.People {
			if r.hides(j) {
				hidden = true
				continue
			}
			visible = true
			if n < 0 {
				return 0, false, s.wrong("%s counts %d in column %d; a count cannot be below 0", name, n, j+1)
			}
			if s.TotalName != "" && !r.TotalHidden && n > r.Total {
				return 0, false, s.wrong("%s counts %d in column %d but %d in all; the total of different people cannot be smaller than one of its columns", name, n, j+1, r.Total)
			}
			most = max(most, n)
		}
	}
	if !visible {
		return 0, false, s.empty("every cell is hidden")
	}
	return most, hidden, nil
}

// heads gives what stands above the columns: the labels where they all fit
// without breaking a word, else the codes, with a note that says what they mean.
func (s *ThemesSpec) heads(width float64) (heads [][]string, notes []string) {
	const most = 4
	fits := true
	for _, c := range s.Columns {
		label := clean(c.Label)
		for _, p := range pieces(label) {
			fits = fits && smallText.width(p.text) <= width
		}
		lines := smallText.wrap(label, width, most+1)
		fits = fits && len(lines) <= most
		heads = append(heads, lines)
	}
	if fits {
		return heads, nil
	}
	heads = nil
	var names []string
	for i, c := range s.Columns {
		code := clean(c.Code)
		if code == "" {
			code = strconv.Itoa(i + 1)
		}
		heads = append(heads, smallText.wrap(code, width, 2))
		if label := brief(clean(c.Label)); label != "" && label != code {
			names = append(names, code+"\u00A0"+label)
		}
	}
	if len(names) > 0 {
		notes = []string{"Columns: " + strings.Join(names, "; ") + "."}
	}
	return heads, notes
}

// ramp is the legend of the shades.
func ramp(most int) key {
	const steps, wide = 6, 120.0
	label := "1 person to " + number(most, "person")
	if most == 1 {
		return key{label: "1 person", wide: swatch, mark: func(c draw.Canvas, r vg.Rectangle) { fill(c, r, palest) }}
	}
	return key{label: label, wide: wide, mark: func(c draw.Canvas, r vg.Rectangle) {
		w := (r.Max.X - r.Min.X) / steps
		for i := range steps {
			x := r.Min.X + w*vg.Length(i)
			fill(c, box(x, r.Min.Y, x+w, r.Max.Y), mix(palest, deep, float64(i)/(steps-1)))
		}
	}}
}

// themesPlot draws the cells. It is a plot.Plotter; its X is in pixels.
type themesPlot struct {
	spec             ThemesSpec
	most             int
	cell, total      float64
	number           lettering
	heads            [][]string
	totalHead        []string
	middles, heights []float64
}

// Plot draws onto the data area.
func (t *themesPlot) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	columns := len(t.spec.Columns)
	totalX := trX(float64(columns)*t.cell + t.total/2)
	first := t.middles[0] - t.heights[0]/2
	head := func(lines []string, x vg.Length, l lettering) {
		// Lines end just above the first row.
		at := first - 6 - float64(len(lines)-1)*l.leading()
		for _, s := range lines {
			write(c, l, x, trY(at), centre, s)
			at += l.leading()
		}
	}
	for j, h := range t.heads {
		head(h, trX((float64(j)+0.5)*t.cell), smallText.in(ink))
	}
	head(t.totalHead, totalX, headText)

	for i := range t.spec.Rows {
		r := &t.spec.Rows[i]
		up := trY(t.middles[i] - t.heights[i]/2 + columnGap/2)
		down := trY(t.middles[i] + t.heights[i]/2 - columnGap/2)
		for j := range columns {
			x0, x1 := trX(float64(j)*t.cell+columnGap/2), trX(float64(j+1)*t.cell-columnGap/2)
			area := box(x0, down, x1, up)
			if r.hides(j) {
				conceal(c, area)
				continue
			}
			t.paint(c, area, r.People[j])
		}
		if t.total > 0 {
			text := strconv.Itoa(r.Total)
			if r.TotalHidden {
				text = hiddenMark
			}
			writeMiddle(c, strongText, totalX, trY(t.middles[i]), centre, text)
		}
	}
}

// paint draws one cell.
func (t *themesPlot) paint(c draw.Canvas, area vg.Rectangle, people int) {
	x, y := (area.Min.X+area.Max.X)/2, (area.Min.Y+area.Max.Y)/2
	if people == 0 {
		// An outline, so that an empty cell is still seen to be a cell.
		c.StrokeLines(draw.LineStyle{Color: rule, Width: 1}, append(corners(area), area.Min))
		writeMiddle(c, t.number.in(faint), x, y, centre, "0")
		return
	}
	colour := heat(people, t.most)
	fill(c, area, colour)
	writeMiddle(c, t.number.in(textOn(colour)), x, y, centre, strconv.Itoa(people))
}

func corners(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}
}

// alt says the size of the matrix and, for each theme, where most people spoke.
func (s *ThemesSpec) alt() string {
	var b strings.Builder
	if t := clean(s.Title); t != "" {
		b.WriteString(sentence(t))
	}
	fmt.Fprintf(&b, "Number of people for %s by %s.", number(len(s.Rows), "theme"), number(len(s.Columns), "domain"))
	for i, r := range s.Rows {
		if i == altRows {
			fmt.Fprintf(&b, " And %s more.", number(len(s.Rows)-i, "theme"))
			break
		}
		var parts []string
		if s.TotalName != "" {
			total := strconv.Itoa(r.Total)
			if r.TotalHidden {
				total = hiddenMark
			}
			parts = append(parts, brief(clean(s.TotalName))+" "+total)
		}
		parts = append(parts, s.peak(r))
		b.WriteString(" " + strings.TrimSpace(brief(clean(r.Label))+": "+strings.Join(parts, ", ")) + ".")
	}
	return b.String()
}

// peak says in which column of a row most people are, of those shown.
func (s *ThemesSpec) peak(r ThemesRow) string {
	best, hidden := -1, 0
	for j, n := range r.People {
		switch {
		case r.hides(j):
			hidden++
		case best < 0 || n > r.People[best]:
			best = j
		}
	}
	out := "nobody"
	switch {
	case best < 0:
		return "all hidden"
	case r.People[best] > 0:
		name := brief(clean(s.Columns[best].Label))
		if name == "" {
			name = clean(s.Columns[best].Code)
		}
		out = fmt.Sprintf("most in %s, %d", name, r.People[best])
	}
	if hidden > 0 {
		out += fmt.Sprintf(", %d hidden", hidden)
	}
	return out
}
