package audit

// told is a base that a sentence tells before or after its figures, as "Of 54
// people, …"; n is 0 where one such as "of whom" ends those told before.
type told struct {
	at, n int
	// firm is true where figures after it can only be of it.
	firm bool
}

var (
	baseTold = pattern(`\b(?:of|among)\s+` + those + `(` + cardinal + `)\b`)
	// clauseBegin is what stands before a base that begins a clause.
	clauseBegin = pattern(`(?:^\W*|[,;:.—–]\s*(?:and\s+|but\s+|while\s+|whereas\s+)?|\b(?:and|but|while|whereas)\s+)(?:out\s+)?$`)
	peopleAfter = pattern(`^\s+(?:(?:[\pL-]+\s+){0,2}?` + person + `\b|(?:in|who|that|were|invited|asked|eligible|surveyed|contacted|answering|responding)\b)`)
	// noPeople follows a number that counts no people: "of 20 years", "of 3.5", "of 20%".
	noPeople = pattern(`^(?:[.,·]\d|\s?%|\s*[-–—/]|\+|\s*(?:per\s?cent|years?|months?|weeks?|days?|hours?|minutes?|or\s+(?:more|over|fewer|less)|to\s+\d|items?|questions?|points?|pages?)\b)`)
	// otherBase follows a percentage whose base is told in words.
	otherBase      = pattern(`^\s*of\s+(?:those|them|whom|which|these|(?:the|all|our|their)\s+\pL)`)
	percentOfWords = pattern(`(?:%|per\s?cent)\s+of\b`)
	baseOnly       = pattern(`^\W*(?:n|base)\s*(?:=|:|of|was|is)?\s*(` + cardinal + `)\W*$`)
)

// basesTold lists the bases of a sentence that belong to no figure of their own,
// in their order.
func basesTold(text, low string, events []event) []told {
	if !has(low, "of ", "among ") {
		return nil
	}
	brackets := inBrackets.FindAllStringIndex(text, -1)
	own := 0
	var out []told
	for _, m := range baseTold.FindAllStringSubmatchIndex(text, -1) {
		for own < len(events) && events[own].to <= m[0] {
			own++
		}
		for len(brackets) > 0 && brackets[0][1] <= m[0] {
			brackets = brackets[1:]
		}
		n, ok := number(text[m[2]:m[3]])
		after := text[m[3]:min(len(text), m[3]+80)]
		if !ok || n == 0 || own < len(events) && events[own].from < m[1] || len(brackets) > 0 && brackets[0][0] < m[0] || noPeople.MatchString(after) {
			continue
		}
		begins := clauseBegin.MatchString(text[max(0, m[0]-20):m[0]])
		people := peopleAfter.MatchString(after)
		out = append(out, told{m[0], n, begins && people || ofThose.MatchString(text[m[0]:min(len(text), m[3]+80)]) && people})
	}
	for _, m := range ofWhom.FindAllStringIndex(text, -1) {
		i := 0
		for i < len(out) && out[i].at < m[0] {
			i++
		}
		if i == len(out) || out[i].at > m[0] {
			out = append(out[:i], append([]told{{at: m[0]}}, out[i:]...)...)
		}
	}
	return out
}

// giveBases gives each count and percentage of a sentence the base that it is told
// to be of, and the one base that those without one of their own have, or 0. A base before a figure
// is firm: the figure is of it, or of people counted before in the same sentence.
// Any other is taken only where it gives the percentage.
func giveBases(text, low string, events []event, stated int) int {
	list := basesTold(text, low, events)
	doubtful := false
	for _, t := range list {
		doubtful = doubtful || t.firm && stated > 0 && t.n != stated
	}
	common, all := 0, true
	next, last := 0, told{} // the last one told before the figure
	for i := range events {
		e := &events[i]
		for ; next < len(list) && list[next].at < e.from; next++ {
			last = list[next]
		}
		n, p, ok := e.figure.pair()
		if !ok || e.figure.Base > 0 {
			all = all && !ok && e.figure.Base == 0 && !e.figure.HasCount
			continue
		}
		if next > 0 && last.n == 0 {
			all = false
			continue
		}
		base := 0
		try := func(b int) {
			if by := fitting(p, n, max(b, 1)); base == 0 && b >= n && b > 0 && len(by) > 0 && by[0].usual() {
				base = b
			}
		}
		try(last.n)
		whole := base > 0
		if !whole && stated > 0 {
			try(stated)
		}
		for _, t := range list[:min(len(list), mostTold)] {
			try(t.n)
		}
		firm := last.firm && !doubtful && !e.elsewhere
		for k := max(0, i-mostTold); k < i; k++ {
			f := &events[k].figure
			try(f.Base)
			if firm || f.HasCount && f.Percent == "" {
				try(f.Count)
			}
		}
		if base == 0 && firm {
			base, whole = last.n, true
		}
		if base == stated && !doubtful {
			base = 0 // that of the group
		}
		e.figure.Base = base
		all = all && whole && (common == 0 || common == base)
		common = base
	}
	if stated > 0 && !doubtful {
		return stated
	}
	if !all || common == 0 {
		return 0
	}
	for i := range events {
		events[i].figure.Base = 0
	}
	return common
}

// mostTold is how many bases and figures of a sentence are tried for a figure.
const mostTold = 12

// ownBase reads the base that stands right after a figure: "5 (10%) of 50".
func (e *event) ownBase(text string) {
	f := &e.figure
	if !f.HasCount || f.Percent == "" || f.Base > 0 {
		return
	}
	after := text[e.to:min(len(text), e.to+80)]
	e.elsewhere = e.elsewhere || otherBase.MatchString(after)
	m := ofAfter.FindStringSubmatchIndex(after)
	if m == nil || noPeople.MatchString(after[m[3]:]) {
		return
	}
	if base, ok := number(after[m[2]:m[3]]); ok && base >= f.Count {
		f.Base, e.to = base, e.to+m[3]
	}
}

// baseAlone takes in a sentence that only tells the base of the figures before it:
// "N = 54." It is theirs where it gives them, or where they are all there are.
func (r *reader) baseAlone(text string) {
	m := baseOnly.FindStringSubmatch(text)
	if m == nil || r.prose == nil || r.prose.Base > 0 || r.at-r.prose.at > 1 {
		return
	}
	base, ok := number(m[1])
	if !ok || base == 0 {
		return
	}
	gives := true
	for _, f := range r.prose.Figures {
		n, p, ok := f.pair()
		if !ok || f.Base > 0 {
			return
		}
		gives = gives && n <= base && HalfUp.fits(p, n, base)
	}
	if gives || r.prose.Complete {
		r.prose.Base = base
	}
}
