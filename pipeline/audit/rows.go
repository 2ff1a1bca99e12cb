package audit

import (
	"regexp"
	"slices"
	"strings"

	"concord/pipeline/onpage"
)

// The cells of a row of a table, at its end.
const (
	wholeCell = `(\d{1,3}(?:,\d{3})+|\d{1,9})`
	shareCell = `(\d{1,3}(?:\.\d{1,6})?)\s*(%?)`
	nextCell  = `(?:\s+|\s*[(\[]\s*)`
)

var (
	rowLine  = regexp.MustCompile(`^(.*\S)\s+` + wholeCell + nextCell + shareCell + `\s*[)\]]?$`)
	rowShare = regexp.MustCompile(`^(.*\S)\s+` + shareCell + nextCell + `(?:[nN]\s*=\s*)?` + wholeCell + `\s*[)\]]?$`)
	rowOf    = pattern(`^(.*\S)\s+` + wholeCell + `(?:\s?/\s?|\s+(?:out\s+)?of\s+(?:the\s+)?)` + wholeCell + nextCell + shareCell + `\s*[)\]]?$`)

	// Marks of notes stand after a figure.
	noteMarks = regexp.MustCompile(`(\d|%)\s?(?:[*†‡§¶]{1,3}|[¹²³⁰⁴-⁹ᵃ-ᶻ]{1,3})`)
	noteAfter = regexp.MustCompile(`%[a-h](\W|$)`)
	// Rows that sum up scores are no counts, where no sign says otherwise.
	scoreRow = pattern(`\b(?:mean|median|average|s\.?d\.?|iqr|range|minimum|maximum|standard deviation|interquartile)(?:\W|$)`)

	// A column after the percentage, such as odds with their interval.
	columnAfter = regexp.MustCompile(`^(.*%\s*[)\]]?)\s+[<>=]?\s?-?\d+(?:\.\d+)?(?:\s*[(\[][^()%]{1,40}[)\]])?$`)
	numberLast  = regexp.MustCompile(`\s\d+(?:\.\d+)?$`)
	perCentSign = pattern(`%|per\s?cent`)
	shareFirst  = pattern(`(?:%|per\s?cent|percentages?)\W+(?:.*\W)?(?:n|no\.?|count|number|frequency)\b`)
	countThen   = pattern(`\b(?:n|no\.?|count|number|frequency)\b.*(?:%|per\s?cent)`)
	severalOf   = pattern(`more than one (?:answer|response|option|choice|reason|role)|(?:choose|select|tick|give|pick|name) (?:more than one|several|multiple|all that|as many)|all that apply|` +
		`multiple (?:answers|responses|choices|selections)|several answers|not mutually exclusive|(?:more than|exceed) 100`)
)

// readRow is what a row of a table prints, a figure for each column of people.
type readRow struct {
	label   string
	figures []Figure
	sign    bool // it has a per cent sign
}

// rowIn reads the figures at the end of a line. columns is how many people's
// columns the table has, and percentFirst whether its head has the percentage
// before the count.
func rowIn(flat string, columns int, percentFirst bool) (readRow, bool) {
	flat = noteAfter.ReplaceAllString(noteMarks.ReplaceAllString(flat, "$1"), "%$1")
	out := readRow{label: flat}
	for range max(1, columns) {
		label, f, sign, ok := lastFigure(out.label, percentFirst)
		if !ok {
			return readRow{}, false
		}
		out.label, out.sign = label, out.sign || sign
		out.figures = append(out.figures, f)
	}
	slices.Reverse(out.figures)
	return out, len(strings.Fields(out.label)) <= 14
}

// lastFigure takes the last figure off a row.
func lastFigure(flat string, percentFirst bool) (label string, f Figure, sign, ok bool) {
	f.HasCount = true
	if m := rowOf.FindStringSubmatch(flat); m != nil {
		f.Count, ok = number(m[2])
		f.Base, _ = number(m[3])
		f.Percent, sign = m[4], m[5] != ""
		label = m[1]
		if f.Base == 0 {
			ok = false
		}
	} else if m := rowShare.FindStringSubmatch(flat); m != nil && (percentFirst || m[3] != "") {
		f.Count, ok = number(m[4])
		f.Percent, sign = m[2], m[3] != ""
		label = m[1]
	} else if m := rowLine.FindStringSubmatch(flat); m != nil && !percentFirst {
		f.Count, ok = number(m[2])
		f.Percent, sign = m[3], m[4] != ""
		label = m[1]
	}
	_, isShare := parseShare(f.Percent)
	return label, f, sign, ok && isShare
}

// row takes a line such as "18-25  4  7%".
func (r *reader) row(p passage, flat string, begin int) bool {
	row, ok := rowIn(flat, len(r.columns), r.percentFirst)
	if m := columnAfter.FindStringSubmatch(flat); m != nil && r.table != nil && len(r.columns) < 2 {
		if before, fine := rowIn(m[1], 1, r.percentFirst); fine && !strings.ContainsRune(before.label, '%') {
			row, ok = before, true
		}
	}
	if !ok || !row.sign && r.table == nil {
		return false
	}
	if strings.ContainsRune(row.label, '%') {
		// Two figures or more: a row where there is a table, else words.
		if r.table == nil || len(strings.Fields(row.label)) > 10 || strings.ContainsAny(row.label, ";=") {
			return false
		}
		r.unread = true
		return true
	}
	label := onpage.Clean(row.label)
	if r.table == nil {
		if len(strings.Fields(label)) > 8 || strings.ContainsAny(label, ".,;(") {
			return false
		}
		r.endSentence()
		r.at++
		r.open(&Group{Spot: p.spot(begin), Section: r.section, IsTable: true, at: r.at, Base: r.listBase}, nil)
	} else if !row.sign && (!r.shares || scoreRow.MatchString(label)) {
		// Scores, sums of money and the like.
		r.unread = r.unread || r.shares
		return true
	}
	if len(r.columns) < 2 && row.figures[0].Base == 0 {
		// More figures before these are of columns that no head tells of.
		if _, _, _, more := lastFigure(row.label, r.percentFirst); more || !row.sign && numberLast.MatchString(row.label) {
			r.unread = true
			return true
		}
	}
	for i, f := range row.figures {
		f.Spot, f.Text, f.Label, f.total = p.spot(begin), onpage.Clean(flat), label, totalRow.MatchString(label)
		g := r.table
		if i > 0 {
			g = r.columns[i]
		}
		g.Figures = append(g.Figures, f)
	}
	return true
}

// three takes a row with two numbers beside its percentage, where the table has one
// column of people.
func (r *reader) three(p passage, flat string, begin int) bool {
	if r.table == nil || len(r.columns) > 1 || scoreRow.MatchString(flat) {
		return false
	}
	t, ok := threeIn(p.text, flat, r.heads)
	if !ok || len(strings.Fields(t.figure.Label)) > 14 {
		return false
	}
	f := &t.figure
	f.Spot, f.Text, f.total = p.spot(begin), onpage.Clean(flat), totalRow.MatchString(f.Label)
	r.threes = append(r.threes, t)
	return true
}

// begun tells whether the open table has rows.
func (r *reader) begun() bool { return len(r.table.Figures) > 0 || len(r.threes) > 0 }

// open begins a table.
func (r *reader) open(g *Group, c *caption) {
	r.table, r.caption, r.columns, r.waiting = g, c, nil, 0
	r.percentFirst, r.shares, r.ruled, r.unread = false, false, false, false
	r.threes, r.heads = nil, nil
}

// head takes in what the head or the caption of a table says of its columns.
func (r *reader) head(text string) {
	if shareFirst.MatchString(text) && !countThen.MatchString(text) {
		r.percentFirst = true
	}
	r.about(text)
}

// about takes in what a caption, a head or a note says of a table's figures.
func (r *reader) about(text string) {
	r.shares = r.shares || perCentSign.MatchString(text)
	for _, g := range append([]*Group{r.table}, r.columns...) {
		g.multiple = g.multiple || severalOf.MatchString(text)
		g.weighted = g.weighted || ofWeights.MatchString(text) || areWeighted.MatchString(text) || unweightedN.MatchString(text)
	}
}

// bases takes in the numbers of people in the head of a table: one, or one for
// each column.
func (r *reader) bases(found [][]string) {
	var list []int
	for _, m := range found {
		if n, ok := number(m[1]); ok {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		return
	}
	r.table.Base = list[0]
	if len(list) == 1 || r.begun() {
		return
	}
	r.columns = []*Group{r.table}
	for _, n := range list[1:min(len(list), mostColumns)] {
		g := *r.table
		g.Base = n
		r.columns = append(r.columns, &g)
	}
}

// mostColumns is how many columns of people are read of one table.
const mostColumns = 12

// close keeps a table's rows; a total of 100% gives its base where none is printed.
func (g *Group) close() {
	for _, f := range g.Figures {
		if p, ok := parseShare(f.Percent); g.Base == 0 && f.total && ok && p.units == 100*p.scale() && f.Count > 0 {
			g.Base = f.Count
		}
	}
}

var (
	ofWeights   = pattern(`(?:^|[^\pL-])weighted\s+(?:per\s?cent|percentages?|%|data|bases?|samples?|results|figures|estimates|shares|proportions|n\b|counts?)`)
	areWeighted = pattern(`\b(?:percentages?|data|results|figures|estimates|shares|proportions|answers|responses)\s+(?:[\pL-]+\s+){0,4}?(?:are|were|is|was|been)\s+(?:all\s+)?weighted\b|` +
		`(?:^|[^\pL-])weighted\s+(?:percentages?|%|data|results|figures|estimates|shares|proportions)\s+(?:are|were|is|was)\b`)
	unweightedN = pattern(`\bun-?weighted\s+(?:n\b|bases?|counts?|numbers?)`)
)
