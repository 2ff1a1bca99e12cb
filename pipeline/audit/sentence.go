package audit

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/pipeline/onpage"
)

// event is a number in a sentence, with where it begins and ends.
type event struct {
	from, to int
	figure   Figure
	alone    bool // a percentage outside brackets and without a count
	// fraction is true for brackets with "24/54" and no percentage, which count only
	// where a percentage stands before them.
	fraction bool
	// elsewhere is true for a percentage whose base is told in words.
	elsewhere bool
}

// tell takes in one sentence: the people that it tells of, and its figures.
func (r *reader) tell(p passage) {
	text := p.text
	clean := onpage.Clean(text)
	low := strings.ToLower(text)
	r.people(&p, low)
	r.doc.Weighted = r.doc.Weighted || has(low, "weighted") && areWeighted.MatchString(text)
	if severalOf.MatchString(low) {
		r.several = r.at
		if t := r.doc.lastTable(); t != nil && r.at-t.at <= nearNote {
			t.multiple = true
		}
	}
	for _, m := range find(toTable, text, has(low, "table"), 4) {
		r.doc.references = append(r.doc.references, reference{p.spot(m[0]), strings.ToLower(text[m[2]:m[3]]), clean, r.at})
	}
	r.baseAlone(text)
	events := figuresOf(text, low)
	common := giveBases(text, low, events, statedIn(text))
	var figures, loose []Figure
	var whom *Group // figures of people told of before: "24 agreed, of whom 10 (42%) were new"
	end, before := 0, 0
	if r.prose != nil && len(r.prose.Figures) > 0 {
		before = r.prose.Figures[len(r.prose.Figures)-1].Count
	}
	for i := range events {
		e := &events[i]
		e.figure.Spot = p.spot(e.from)
		e.figure.Text = onpage.Clean(text[e.from:e.to])
		e.figure.Label = onpage.Clean(text[end:e.from])
		end = e.to
		if whom == nil && (e.figure.HasCount || e.figure.Percent != "") && ofWhom.MatchString(e.figure.Label) && !ofThose.MatchString(e.figure.Label) {
			whom = &Group{Spot: e.figure.Spot, Section: r.section, at: r.at, whom: before}
		}
		before = e.figure.Count
		switch {
		case whom != nil && e.figure.HasCount:
			whom.Figures = append(whom.Figures, e.figure)
		case e.figure.Base > 0 && e.figure.Percent == "":
			r.fraction(e.figure, text[:e.from] == "" || strings.Trim(text[:e.from], " •-*\t") == "")
		case e.figure.HasCount || e.figure.Mean.Mean != "":
			figures = append(figures, e.figure)
		case e.figure.Percent != "":
			loose = append(loose, e.figure)
		}
	}
	if whom != nil && len(whom.Figures) > 0 {
		r.doc.Groups = append(r.doc.Groups, whom)
	}
	r.remaining(text)
	// "Base 54:" is of the list that follows.
	if !bulletLine.MatchString(text) {
		r.listBase = 0
		if len(figures)+len(loose) == 0 && strings.HasSuffix(clean, ":") {
			r.listBase = baseIn(text)
		}
	}
	if len(figures) == 0 && len(loose) == 0 {
		return
	}
	on := carriesOn.MatchString(text)
	if len(figures) > 0 {
		if !on || r.prose == nil || r.at-r.prose.at > 2 {
			r.prose = &Group{Spot: figures[0].Spot, Section: r.section, at: r.at}
			r.doc.Groups = append(r.doc.Groups, r.prose)
		}
		g := r.prose
		g.Figures = append(g.Figures, figures...)
		g.text = onpage.Short(g.text+" "+clean, 4000)
		g.Complete = g.Complete || wholeRest.MatchString(text)
		g.at = r.at
		g.multiple = g.multiple || r.several > 0 && r.at-r.several <= nearNote
		// A count alone may be of anybody; a base is that of percentages.
		if base := cmp.Or(common, r.listBase); base > 0 && g.Base == 0 && !slices.ContainsFunc(g.Figures, func(f Figure) bool { return f.Percent == "" }) {
			g.Base = base
		}
	} else if !on {
		r.prose = nil
	}
	if len(loose) > 0 {
		if r.loose == nil {
			r.loose = &Group{Spot: loose[0].Spot, Section: r.section, at: r.at}
		}
		// Each knows its own sentence, by which the table that it is of is found.
		for _, f := range loose {
			r.loose.Figures = append(r.loose.Figures, f)
			r.doc.looseAt = append(r.doc.looseAt, looseFigure{r.loose, len(r.loose.Figures) - 1, r.at})
		}
	}
}

// nearNote is how many sentences may lie between figures and what is said of them.
const nearNote = 3

// baseIn is the one base that the head of a list tells, or 0.
func baseIn(text string) int {
	base := statedIn(text)
	if m := ofThose.FindStringSubmatch(text); m != nil {
		n, ok := number(m[1])
		if ok && base > 0 && n != base {
			return 0
		}
		return n
	}
	return base
}

// statedIn is the one base that a sentence states outside brackets, as "N = 54",
// or 0.
func statedIn(text string) int {
	base := 0
	for _, m := range find(statedBase, text, strings.ContainsRune(text, '=') || strings.Contains(strings.ToLower(text), "base"), 8) {
		n, ok := number(text[m[2]:m[3]])
		if open := strings.LastIndexAny(text[:m[0]], "()"); !ok || open >= 0 && text[open] == '(' {
			continue
		}
		if base > 0 && base != n {
			return 0
		}
		base = n
	}
	return base
}

// has tells whether a text has one of some words; it keeps patterns away from the
// many sentences that they cannot fit.
func has(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// find gives where a pattern fits, where it may be looked for at all.
func find(re *regexp.Regexp, text string, may bool, most int) [][]int {
	if !may {
		return nil
	}
	return re.FindAllStringSubmatchIndex(text, most)
}

// figuresOf finds the figures of a sentence in their order.
func figuresOf(text, low string) []event {
	var events []event
	brackets := inBrackets.FindAllStringIndex(text, -1)
	for _, b := range brackets {
		if e, ok := bracket(text, b[0], b[1]); ok {
			events = append(events, e)
		}
	}
	inside := func(at int) bool {
		i, found := slices.BinarySearchFunc(brackets, at, func(b []int, at int) int { return b[0] - at })
		if found {
			return true
		}
		return i > 0 && brackets[i-1][1] > at
	}
	var plain []event
	for _, m := range find(perCent, text, has(low, "%", "cent"), -1) {
		if inside(m[0]) || m[0] > 0 && strings.ContainsRune("0123456789.,", rune(text[m[0]-1])) {
			continue
		}
		if notOfPeople(text[max(0, m[0]-20):m[0]], text[m[1]:min(len(text), m[1]+30)]) {
			continue
		}
		plain = append(plain, event{from: m[0], to: m[1], figure: Figure{Percent: text[m[2]:m[3]]}, alone: true})
	}
	for _, m := range find(outOf, text, has(low, " of "), -1) {
		if inside(m[0]) {
			continue
		}
		count, ok1 := number(text[m[2]:m[3]])
		base, ok2 := number(text[m[4]:m[5]])
		if ok1 && ok2 && base > 0 && !strings.Contains(text[m[0]:m[1]], "/") {
			plain = append(plain, event{from: m[0], to: m[1], figure: Figure{Count: count, HasCount: true, Base: base}})
		}
	}
	events = append(events, plain...)
	slices.SortStableFunc(events, func(a, b event) int { return a.from - b.from })
	return paired(text, events)
}

// notOfPeople tells by the words around a percentage that it is no exact share of
// people: the level of an interval, a change, or a rough figure.
func notOfPeople(before, after string) bool {
	after = strings.TrimSpace(after)
	before = strings.TrimSpace(before)
	if next := firstRune(after); after != "" && (strings.ContainsRune("-–—", next) || unicode.IsLetter(next)) && levelAfter.MatchString(after) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return (unicode.IsLetter(last) || strings.ContainsRune(".-–~<>≤≥=±", last)) && roughBefore.MatchString(before)
}

// bracket reads what stands in one pair of brackets.
func bracket(text string, from, to int) (event, bool) {
	inner := text[from+1 : to-1]
	e := event{from: from, to: to}
	f := &e.figure
	if m := perCent.FindStringSubmatchIndex(inner); m != nil && !notOfPeople(inner[:m[0]], inner[m[1]:]) {
		f.Percent = inner[m[2]:m[3]]
	}
	if m := nEquals.FindStringSubmatch(inner); m != nil {
		f.Count, f.HasCount = number(m[1])
	}
	if m := meanEquals.FindStringSubmatch(inner); m != nil {
		f.Mean.Mean, f.Mean.N = m[1], f.Count
		if m := sdEquals.FindStringSubmatch(inner); m != nil {
			f.Mean.SD = m[1]
		}
		f.HasCount, f.Count, f.Percent = false, 0, ""
		return e, f.Mean.N > 0
	}
	// "2020/21" may be a year; with a percentage it is none.
	if m := outOf.FindStringSubmatch(inner); m != nil && !f.HasCount && (f.Percent != "" || !strings.Contains(m[0], "/")) {
		count, ok1 := number(m[1])
		base, ok2 := number(m[2])
		if f.HasCount = ok1 && ok2 && base > 0; f.HasCount {
			f.Count, f.Base = count, base
		}
	}
	if m := slashInside.FindStringSubmatch(inner); m != nil && !f.HasCount && f.Percent == "" {
		f.Count, f.HasCount = number(m[1])
		f.Base, _ = number(m[2])
		e.fraction = true
		return e, f.HasCount && f.Base > 0
	}
	if m := countFirst.FindStringSubmatch(inner); m != nil && !f.HasCount && f.Percent != "" && !isYear(m[1]) {
		f.Count, f.HasCount = number(m[1])
	}
	return e, f.HasCount || f.Percent != ""
}

// paired puts a count and a percentage together that are printed apart.
func paired(text string, events []event) []event {
	var out []event
	for _, e := range events {
		f := &e.figure
		var last *event
		if len(out) > 0 {
			last = &out[len(out)-1]
		}
		at := e.from
		isBracket := strings.ContainsRune("([", rune(text[at]))
		switch {
		case isBracket && f.HasCount && f.Percent == "" && last != nil && last.alone:
			// "17% having less experience (N=2)"
			last.figure.Count, last.figure.HasCount, last.figure.Base, last.alone = f.Count, true, f.Base, false
			last.ownBase(text[:e.from]) // "52% of the 25 women (n = 13)"
			if last.to = e.to; last.figure.Base == 0 {
				last.ownBase(text)
			}
			continue
		case e.fraction: // "2020/21"
			continue
		case f.Percent != "" && !f.HasCount && last != nil && last.figure.Base > 0 && last.figure.Percent == "" && e.from-last.to <= 40 && !strings.ContainsAny(text[last.to:e.from], ".;:") && (isBracket || e.from-last.to <= 3):
			// "12 of the 54 participants (22%)"
			last.figure.Percent, last.to = f.Percent, e.to
			continue
		case isBracket && f.Percent != "" && !f.HasCount:
			begin := max(0, e.from-60)
			if last != nil {
				begin = max(begin, last.to)
			}
			before := text[begin:e.from]
			if m := slashBefore.FindStringSubmatchIndex(before); m != nil {
				f.Count, f.HasCount = number(before[m[2]:m[3]]) // "12/54 (22%)"
				f.Base, _ = number(before[m[4]:m[5]])
				e.from = begin + m[2]
			} else if m := wholeBefore.FindStringSubmatchIndex(before); m != nil {
				n, ok := number(before[m[2]:m[3]])
				start := begin + m[2]
				ahead := text[max(0, start-40):start]
				switch {
				case !ok || isYear(before[m[2]:m[3]]) || nameBefore.MatchString(ahead):
				case noneBefore.MatchString(ahead):
					f.Count, f.HasCount, f.Base = 0, true, n // "none of the 54 (0%)"
				case baseBefore.MatchString(ahead):
					f.Base = n // "many of the 54 people (44%)"
				default:
					f.Count, f.HasCount = n, true // "12 (22%)", "12 women (22%)"
					e.from = start
				}
			} else if m := firstNumber.FindStringSubmatchIndex(text); m != nil && last == nil && e.from-m[3] <= 80 && !strings.ContainsAny(text[m[3]:e.from], ".,;:0123456789") && onlyPercent.MatchString(text[e.from:e.to]) {
				f.Count, f.HasCount = number(text[m[2]:m[3]]) // "Four participants were in other roles (6%)"
			}
		}
		if isBracket {
			e.elsewhere = percentOfWords.MatchString(text[at:e.to])
			e.ownBase(text)
		}
		out = append(out, e)
	}
	return out
}

// isYear tells a year, as in "in 2019 (64%)", from a count. A count of so many
// people is rarely written without a comma, and is better passed over than taken
// for one.
func isYear(digits string) bool {
	return len(digits) == 4 && (strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20"))
}

// people takes in what a sentence says of how many people there are.
func (r *reader) people(p *passage, low string) {
	text := p.text
	clean := onpage.Clean(text)
	d := r.doc
	for _, c := range []struct {
		re    *regexp.Regexp
		words []string
	}{
		{completed, []string{"complet", "respond", "took part", "participated", "answered", "returned", "replied", "attended", "recruited", "interviewed", "surveyed"}},
		{comprised, []string{"compris", "consisted", "included", "made up", "totalled"}},
	} {
		for _, m := range find(c.re, text, has(low, c.words...), 1) {
			if n, ok := number(text[m[2]:m[3]]); ok && n > 0 {
				d.samples = append(d.samples, sample{p.spot(m[0]), n, r.at, clean})
			}
		}
	}
	for _, m := range find(multiple, text, has(low, "multiple", "several", "more than one", "two or more", "dual"), 1) {
		if n, ok := number(text[m[2]:m[3]]); ok {
			if r.prose != nil {
				r.prose.several = &sample{p.spot(m[0]), n, r.at, clean}
			}
		}
	}
	for _, m := range find(halfOf, text, has(low, "half"), 1) {
		before := ""
		if m[4] >= 0 {
			before = text[m[4]:m[5]]
		}
		if n, ok := number(text[m[6]:m[7]]); ok && !roughBefore.MatchString(before) {
			d.halves = append(d.halves, half{p.spot(m[3]), n, r.at, clean})
		}
	}
	begin := strings.TrimSpace(low)
	for _, m := range find(gaveNone, text, strings.HasPrefix(begin, "*") || strings.HasPrefix(begin, "note"), 1) {
		if n, ok := number(text[m[2]:m[3]]); ok {
			d.notes = append(d.notes, note{p.spot(m[0]), n, r.at, onpage.Clean(text[m[0]:]), d.lastTable()})
		}
	}
	r.parts(p, find(bySex, text, has(low, "men", "man", "male", "girl", "boy", "non-binary"), 8), 1, false)
	r.parts(p, find(byOrder, text, has(low, "first", "second") && has(low, "first", "final", "last", "third"), 8), 3, true)
}

func (d *Document) lastTable() *Group {
	for i := len(d.Groups) - 1; i >= 0 && i >= len(d.Groups)-3; i-- {
		if d.Groups[i].IsTable {
			return d.Groups[i]
		}
	}
	return nil
}

// parts takes in the parts of everybody that one sentence names.
func (r *reader) parts(p *passage, found [][]int, at int, ordered bool) {
	if len(found) < 2 {
		return
	}
	g := &Group{Section: r.section, at: r.at}
	for _, m := range found {
		n, ok := number(p.text[m[2*at]:m[2*at+1]])
		if !ok {
			return
		}
		words := onpage.Clean(p.text[m[0]:m[1]])
		g.Figures = append(g.Figures, Figure{Spot: p.spot(m[0]), Text: words, Label: words, Count: n, HasCount: true})
		if ordered {
			which := strings.ToLower(p.text[m[2]:m[3]])
			g.Complete = g.Complete || which == "final" || which == "last"
		}
	}
	g.Spot = g.Figures[0].Spot
	if s := r.doc.sampleAt(r.at); s != nil {
		g.Base = s.n
		r.doc.Groups = append(r.doc.Groups, g)
	}
}

// fraction takes in "five out of eight".
func (r *reader) fraction(f Figure, first bool) {
	g := &Group{Spot: f.Spot, Section: r.section, at: r.at, Figures: []Figure{f}, Base: f.Base}
	if first && r.orders.of == f.Base && r.orders.parts != nil {
		r.orders.parts.Figures = append(r.orders.parts.Figures, f)
		return
	}
	r.doc.Groups = append(r.doc.Groups, g)
	r.orders = orders{}
	if first {
		r.orders = orders{f.Base, g}
	}
}

// remaining ends a run of "five out of eight … two out of eight … the final one".
func (r *reader) remaining(text string) {
	low := strings.ToLower(strings.TrimLeft(text, " •-*\t"))
	if g := r.orders.parts; g != nil && len(g.Figures) > 1 && strings.HasPrefix(low, "the final ") {
		words := strings.Fields(low)
		n := 1
		if len(words) > 2 {
			if k, ok := number(words[2]); ok {
				n = k
			}
		}
		g.Figures = append(g.Figures, Figure{Spot: g.Spot, Text: "the final", Label: "the final", Count: n, HasCount: true})
		g.Complete, r.orders = true, orders{}
	}
}

// looseFigure is a lone percentage and the place of its sentence.
type looseFigure struct {
	group *Group
	index int
	at    int
}

// refer finds the table that each sentence sends the reader to: the one of that
// number that comes next, or else the last before. A sentence that only does so
// speaks of the one before it.
func (d *Document) refer() {
	byNumber := map[string][]caption{}
	for _, c := range d.captions {
		byNumber[c.number] = append(byNumber[c.number], c)
	}
	for _, ref := range d.references {
		list := byNumber[ref.number]
		i, _ := slices.BinarySearchFunc(list, ref.at, func(c caption, at int) int { return c.at - at })
		if i == len(list) {
			i--
		}
		if i < 0 || list[i].group == nil {
			continue
		}
		d.referred = append(d.referred, referred{ref.at, list[i].group})
	}
}

// referred says which table is meant at a place.
type referred struct {
	at    int
	table *Group
}

// tableFor gives the table that the sentence at a place, or the one after it,
// refers to.
func (d *Document) tableFor(at int) *Group {
	i, _ := slices.BinarySearchFunc(d.referred, at, func(r referred, at int) int { return r.at - at })
	if i < len(d.referred) && d.referred[i].at <= at+1 && d.referred[i].table.Base > 0 {
		return d.referred[i].table
	}
	return nil
}
