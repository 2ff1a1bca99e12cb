package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/chart"
	"concord/pipeline/report"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// drawn is what the stage charts gives: the pictures by name, in the order in
// which they were made.
type drawn struct{ Charts []drawing }

// drawing is one picture and the numbers in it.
type drawing struct {
	Name, Title string
	SVG, PNG    []byte
	Alt         string
	// Tables are the ids of the tables that it draws.
	Tables []string
}

// chartRow is a row of charts/NAME.csv.
type chartRow struct {
	Row        string `csv:"row" about:"The row of the picture."`
	Series     string `csv:"series" about:"The answer, the domain or the group of people."`
	Count      string `csv:"count" number:"integer" about:"How many people or mentions; blank where hidden."`
	Base       string `csv:"base" number:"integer" about:"What the percentage is of; blank where hidden."`
	Shown      string `csv:"shown" number:"number" about:"The percentage as drawn."`
	CILow      string `csv:"ci_low" number:"number" about:"Lower end of the interval that the picture names, in per cent."`
	CIHigh     string `csv:"ci_high" number:"number" about:"Upper end of the interval."`
	Suppressed bool   `csv:"suppressed" about:"Whether the number is hidden."`
}

func cellRow(row, series string, c tabulate.Cell) chartRow {
	out := chartRow{Row: row, Series: series, Suppressed: c.Suppressed}
	if c.Suppressed {
		return out
	}
	out.Base, out.Count, out.Shown = strconv.Itoa(c.Base), strconv.Itoa(c.Count), c.Shown
	if c.Interval {
		out.CILow, out.CIHigh = fmt.Sprintf("%.4f", c.Low), fmt.Sprintf("%.4f", c.High)
	}
	return out
}

type drawer struct {
	r      *runner
	tables *tabulated
	out    drawn
	rows   [][]chartRow
}

func runCharts(r *runner) (any, error) {
	tables, err := valueOf[tabulated](r, "tables")
	if err != nil {
		return nil, err
	}
	themes, err := valueOf[themed](r, "themes")
	if err != nil {
		return nil, err
	}
	d := &drawer{r: r, tables: tables}
	for _, step := range []func() error{
		d.scales, d.agreement, d.bars, func() error { return d.themes(themes) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for i, c := range d.out.Charts {
		if err := r.folder.write("charts/"+c.Name+".svg", c.SVG); err != nil {
			return nil, err
		}
		if err := r.folder.write("charts/"+c.Name+".png", c.PNG); err != nil {
			return nil, err
		}
		if err := writeRows(r, "charts/"+c.Name+".csv", d.rows[i]); err != nil {
			return nil, err
		}
	}
	return &d.out, nil
}

// keep adds a picture, or leaves it out where there is nothing to draw.
func (d *drawer) keep(name, title string, tables []string, rows []chartRow, p chart.Picture, err error) error {
	if errors.Is(err, chart.ErrEmpty) {
		return nil
	}
	if err != nil {
		return err
	}
	d.out.Charts = append(d.out.Charts, drawing{Name: name, Title: title, SVG: p.SVG, PNG: p.PNG, Alt: p.Alt, Tables: tables})
	d.rows = append(d.rows, rows)
	return nil
}

// note is the line below every picture.
func (d *drawer) note(text string) string {
	rounding := map[study.RoundingRule]string{
		study.HalfUp: "rounded half up", study.HalfEven: "rounded half to even",
		study.Truncate: "cut off, not rounded", study.LargestRemainder: "rounded so that they add up to 100",
	}[d.r.in.study.Rounding.Rule]
	return strings.TrimSpace(text + " Percentages are " + rounding + ".")
}

func (d *drawer) question(t *tabulate.Table) *study.Question {
	s := d.r.in.study
	src := s.Survey
	if t.Source == "groups" {
		src = &s.Groups.Participants
	}
	q, _ := src.Question(t.Question)
	return q
}

// scales draws each confidence question with its subgroups, and the questions
// that share a scale together in one picture.
func (d *drawer) scales() error {
	shared := map[string][]*tabulate.Table{}
	var order []string
	for i := range d.tables.Tables {
		t := &d.tables.Tables[i]
		// Bars of one whole cannot be drawn of parts that are each rounded.
		if t.Kind != study.Scale || t.Source != "survey" || t.Rounded {
			continue
		}
		q := d.question(t)
		if q == nil || t.By != "" || len(q.Options) > chart.MaxOptions {
			continue
		}
		if q.About == study.Confidence {
			if err := d.confidence(t, q); err != nil {
				return err
			}
			continue
		}
		if q.Scale != "" {
			if shared[q.Scale] == nil {
				order = append(order, q.Scale)
			}
			shared[q.Scale] = append(shared[q.Scale], t)
		}
	}
	for _, name := range order {
		if err := d.scale(name, shared[name]); err != nil {
			return err
		}
	}
	return nil
}

func divergingRow(t *tabulate.Table, label string, group int) chart.DivergingRow {
	row := chart.DivergingRow{Label: label, Hidden: true}
	for r := range t.Rows {
		if t.Rows[r].Kind != tabulate.OptionRow {
			continue
		}
		c := t.Cells[r][group]
		row.Base, row.Missing = c.Base, max(0, c.Missing)
		row.Counts = append(row.Counts, c.Count)
		row.HiddenCells = append(row.HiddenCells, c.Suppressed)
		row.Shown = append(row.Shown, percentSign(c.Shown))
		row.Hidden = row.Hidden && c.Suppressed
	}
	if row.Hidden { // a group hidden whole has a small base
		row.Base, row.Missing = 0, 0
	}
	return row
}

func percentSign(s string) string {
	if s == "" {
		return ""
	}
	return s + "%"
}

func optionRows(t *tabulate.Table, label string, group int) []chartRow {
	var out []chartRow
	for r := range t.Rows {
		if t.Rows[r].Kind == tabulate.OptionRow {
			out = append(out, cellRow(label, t.Rows[r].Label, t.Cells[r][group]))
		}
	}
	return out
}

func (d *drawer) confidence(t *tabulate.Table, q *study.Question) error {
	spec := chart.DivergingSpec{
		Frame:   chart.Frame{ID: "c-" + fileName(t.ID), Title: t.Title, Note: d.note("Base: those who answered.")},
		Options: sides(q),
	}
	used := []string{t.ID}
	var rows []chartRow
	for g, group := range t.Groups {
		spec.Rows = append(spec.Rows, divergingRow(t, group.Label, g))
		rows = append(rows, optionRows(t, group.Label, g)...)
	}
	// The same question put to the focus groups stands beside it.
	for i := range d.tables.Tables {
		other := &d.tables.Tables[i]
		if other.Source != "groups" || other.About != study.Confidence {
			continue
		}
		if oq := d.question(other); oq != nil && slices.Equal(oq.Options.Labels(), q.Options.Labels()) {
			spec.Rows = append(spec.Rows, divergingRow(other, "Focus groups", 0))
			rows = append(rows, optionRows(other, "Focus groups", 0)...)
			used = append(used, other.ID)
		}
	}
	p, err := chart.Diverging(spec)
	return d.keep(fileName(t.ID), t.Title, used, rows, p, err)
}

func (d *drawer) scale(name string, tables []*tabulate.Table) error {
	for start := 0; start < len(tables); start += chart.MaxRows {
		part := tables[start:min(start+chart.MaxRows, len(tables))]
		id := "scale_" + fileName(name)
		if start > 0 {
			id += "_" + strconv.Itoa(start/chart.MaxRows+1)
		}
		spec := chart.DivergingSpec{
			Frame:   chart.Frame{ID: "c-" + id, Title: "Questions answered on one scale: " + name, Note: d.note("Base: those who answered each.")},
			Options: sides(d.question(part[0])),
		}
		var used []string
		var rows []chartRow
		for _, t := range part {
			spec.Rows = append(spec.Rows, divergingRow(t, t.Title, 0))
			rows = append(rows, optionRows(t, t.Title, 0)...)
			used = append(used, t.ID)
		}
		p, err := chart.Diverging(spec)
		if err := d.keep(id, spec.Title, used, rows, p, err); err != nil {
			return err
		}
	}
	return nil
}

// sides parts a scale at its middle: half of the points to each side, the
// middle one of an odd number to neither. Which half is the positive one is told
// by the options that agree, where the study names them, or else by the wording
// of the ends; a scale that tells nothing begins with the positive end.
func sides(q *study.Question) []chart.Option {
	n := len(q.Options)
	positiveFirst := true
	if len(q.Agree) > 0 {
		positiveFirst = q.Options.Index(q.Agree[0]) < n/2
	} else if n > 0 && negativeWords(q.Options[0].Label) && !negativeWords(q.Options[n-1].Label) {
		positiveFirst = false
	}
	out := make([]chart.Option, n)
	for i, o := range q.Options {
		side := chart.Neutral
		switch {
		case i < n/2 == positiveFirst && (n%2 == 0 || i != n/2):
			side = chart.Positive
		case n%2 == 0 || i != n/2:
			side = chart.Negative
		}
		out[i] = chart.Option{Label: o.Label, Side: side}
	}
	return out
}

func negativeWords(label string) bool {
	for _, w := range strings.Fields(strings.ToLower(label)) {
		switch {
		case strings.HasPrefix(w, "dis"), strings.HasPrefix(w, "un"), w == "not", w == "never", w == "no", w == "none", w == "poor", w == "very poor":
			return true
		}
	}
	return false
}

func (d *drawer) agreement() error {
	t, ok := tabulate.Find(d.tables.Tables, tabulate.AgreementID)
	if !ok {
		return nil
	}
	// One picture with everyone alone, or one for each subgroup beside everyone.
	pairs := [][]int{{0}}
	if len(t.Groups) > 1 {
		pairs = nil
		for g := 1; g < len(t.Groups); g++ {
			pairs = append(pairs, []int{0, g})
		}
	}
	for _, groups := range pairs {
		name, title := "agreement", t.Title
		if len(pairs) > 1 {
			name += "_" + fileName(t.Groups[groups[1]].ID)
			title += ": " + t.Groups[groups[1]].Label
		}
		spec := chart.AgreementSpec{Frame: chart.Frame{ID: "c-" + name, Title: title, Note: d.note("Whiskers: " + t.Interval.Percent() + " " + t.Interval.Name() + " interval. Where whiskers overlap, the figures do not show that one domain is more agreed on than another.")}, Interval: t.Interval.Percent() + " interval"}
		var rows []chartRow
		for _, g := range groups {
			spec.Series = append(spec.Series, t.Groups[g].Label)
		}
		for r, row := range t.Rows {
			domain := chart.AgreementDomain{Label: row.Label}
			for _, g := range groups {
				c := t.Cells[r][g]
				domain.Points = append(domain.Points, chart.AgreementPoint{Agree: c.Count, Base: c.Base, Low: c.Low, High: c.High, Shown: percentSign(c.Shown), Hidden: c.Suppressed})
				rows = append(rows, cellRow(row.Label, t.Groups[g].Label, c))
			}
			spec.Domains = append(spec.Domains, domain)
		}
		p, err := chart.Agreement(spec)
		if err := d.keep(name, title, []string{t.ID}, rows, p, err); err != nil {
			return err
		}
	}
	return nil
}

// mostBars is how many one-way pictures a run draws; more would bury a reader,
// and their tables are all there.
const mostBars = 12

func (d *drawer) bars() error {
	made := 0
	for i := range d.tables.Tables {
		t := &d.tables.Tables[i]
		if !t.Kind.Closed() || t.ID == tabulate.AgreementID || made == mostBars {
			continue
		}
		if q := d.question(t); q == nil || len(q.Options) > chart.MaxRows {
			continue
		}
		if t.About != study.Demographic && t.About != study.Role && t.About != study.Experience {
			continue
		}
		spec := chart.BarsSpec{Frame: chart.Frame{ID: "c-" + fileName(t.ID), Title: t.Title}}
		if t.Source == "groups" && !strings.Contains(strings.ToLower(t.Title), "focus group") {
			spec.Title += " (focus groups)"
		}
		var rows []chartRow
		for r, row := range t.Rows {
			if row.Kind != tabulate.OptionRow {
				continue
			}
			c := t.Cells[r][0]
			spec.Base = max(spec.Base, c.Base)
			spec.Note = d.note(baseWords(t, c))
			spec.Rows = append(spec.Rows, chart.BarsRow{Label: row.Label, Count: c.Count, Shown: percentSign(c.Shown), Hidden: c.Suppressed})
			rows = append(rows, cellRow(row.Label, t.Groups[0].Label, c))
		}
		p, err := chart.Bars(spec)
		if err := d.keep(fileName(t.ID), spec.Title, []string{t.ID}, rows, p, err); err != nil {
			return err
		}
		made++
	}
	return nil
}

// baseWords says what the percentages of a cell are of.
func baseWords(t *tabulate.Table, c tabulate.Cell) string {
	people := "respondents"
	if t.Source == "groups" {
		people = "participants"
	}
	switch {
	case c.Rule == study.Mentions:
		return fmt.Sprintf("Base: %d mentions; people could give several.", c.Base)
	case c.Rule == study.Asked:
		return fmt.Sprintf("Base: the %d %s who were asked.", c.Base, people)
	case c.Missing == tabulate.Unsaid:
		return fmt.Sprintf("Base: the %d %s who answered; how many did not is hidden.", c.Base, people)
	case c.Missing > 0:
		return fmt.Sprintf("Base: the %d %s who answered; %d did not.", c.Base, people, c.Missing)
	}
	return fmt.Sprintf("Base: all %d %s.", c.Base, people)
}

func (d *drawer) themes(t *themed) error {
	f := d.r.in.framework
	if f == nil || len(t.Counts) == 0 || len(f.Domains()) > chart.MaxColumns {
		return nil
	}
	spec := chart.ThemesSpec{
		Frame:     chart.Frame{ID: "c-themes", Title: "Who spoke of what, by domain", Subtitle: "Different people, survey and focus groups together", Note: "A person may speak of several themes, and in several domains; “any” counts each once."},
		TotalName: "any",
	}
	var rows []chartRow
	for _, domain := range f.Domains() {
		spec.Columns = append(spec.Columns, chart.ThemesColumn{Code: domain.Code, Label: domain.Title})
	}
	for _, c := range t.Counts {
		row := chart.ThemesRow{Label: themeName(d.r.in, c.Theme), Total: d.r.in.rounded(c.People.Total())}
		row.TotalHidden = d.r.in.small(c.People.Total())
		for _, domain := range f.Domains() {
			n := 0
			for _, d := range c.Domains {
				if d.Domain == domain.Code {
					n = d.People.Total()
				}
			}
			hidden := d.r.in.small(n)
			n = d.r.in.rounded(n)
			row.People = append(row.People, n)
			row.Hidden = append(row.Hidden, hidden)
		}
		row.TotalHidden = row.TotalHidden || !report.ShownOf(d.r.in.study.Suppression.Rules(), &c).People
		hideAnother(row.People, row.Hidden)
		for i, domain := range f.Domains() {
			cell := chartRow{Row: row.Label, Series: domain.Title, Suppressed: row.Hidden[i]}
			if !row.Hidden[i] {
				cell.Count = strconv.Itoa(row.People[i])
			}
			rows = append(rows, cell)
		}
		spec.Rows = append(spec.Rows, row)
	}
	for start := 0; start < len(spec.Rows); start += chart.MaxRows {
		part := spec
		part.Rows = spec.Rows[start:min(start+chart.MaxRows, len(spec.Rows))]
		name := "themes"
		if start > 0 {
			name += "_" + strconv.Itoa(start/chart.MaxRows+1)
		}
		part.ID = "c-" + name
		p, err := chart.Themes(part)
		n := len(spec.Columns)
		if err := d.keep(name, spec.Title, nil, rows[start*n:(start+len(part.Rows))*n], p, err); err != nil {
			return err
		}
	}
	return nil
}

// hideAnother hides the smallest other number of a row in which one alone is
// hidden: it would be about what the others leave of the total.
func hideAnother(people []int, hidden []bool) {
	least, n := -1, 0
	for i, is := range hidden {
		if is {
			n++
		} else if people[i] > 0 && (least < 0 || people[i] < people[least]) {
			least = i
		}
	}
	if n == 1 && least >= 0 {
		hidden[least] = true
	}
}

// small tells whether a count of people is one that the study hides.
func (in *input) small(n int) bool {
	return n > 0 && n < in.study.Suppression.Below
}

// rounded brings a count of people to what the study's rule prints.
func (in *input) rounded(n int) int {
	rules := in.study.Suppression.Rules()
	return rules.Number(n)
}

func themeName(in *input, id string) string {
	if in.codebook != nil {
		for _, t := range in.codebook.Themes {
			if t.ID == id {
				return t.Name
			}
		}
	}
	return id
}

func themeRows(in *input, counts []theme.ThemeCount) []themeRow {
	number := func(n int) string {
		if rules := in.study.Suppression.Rules(); in.small(n) && rules.Below > 1 {
			return ""
		}
		return strconv.Itoa(in.rounded(n))
	}
	out := make([]themeRow, len(counts))
	for i, c := range counts {
		parent, units := "", number(c.Units)
		shown := report.ShownOf(in.study.Suppression.Rules(), &c)
		number := func(n int, shown bool) string {
			if !shown && n > 0 {
				return ""
			}
			return number(n)
		}
		if !shown.People {
			units = "" // one comment would be one person
		}
		for _, t := range in.codebook.Themes {
			if t.ID == c.Theme {
				parent = t.Parent
			}
		}
		out[i] = themeRow{c.Theme, themeName(in, c.Theme), parent, units, number(c.People.Survey, shown.Survey), number(c.People.Groups, shown.Groups), number(c.Asks.Total(), shown.Asks), number(c.Objects.Total(), shown.Objects), number(c.Satisfied.Total(), shown.Satisfied)}
	}
	return out
}
