package audit

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// copies looks, for percentages that no base explains, for the same ones in
// another group where a base does.
func (x *examiner) copies() {
	if len(x.unbased) == 0 {
		return
	}
	key := func(list []Figure) string {
		var out []string
		for _, f := range list {
			out = append(out, f.Percent)
		}
		return strings.Join(out, " ")
	}
	explained := map[string]*Group{}
	for _, g := range x.doc.Groups {
		if list := pairs(g); g.settled > 0 && len(list) > 1 && len(list) <= 40 {
			if k := key(list); explained[k] == nil {
				explained[k] = g
			}
		}
	}
	for _, u := range x.unbased {
		list := pairs(u.group)
		other := explained[key(list)]
		if other == nil {
			continue
		}
		f := &x.findings[u.finding]
		f.Kind = "copied"
		from := pairs(other)
		f.Message += fmt.Sprintf(" The same percentages stand at line %d, where %d gives them.", from[0].Line, other.settled)
		f.Arithmetic += "; there: " + shares(from, other.settled)
	}
}

// twoWays finds one fraction that is printed as two percentages.
func (x *examiner) twoWays() {
	type fraction struct{ count, base, digits int }
	first := map[fraction]Figure{}
	told := map[fraction]bool{}
	for _, g := range x.doc.Groups {
		for _, f := range pairs(g) {
			n, p, _ := f.pair()
			base := f.Base
			if base == 0 {
				base = g.settled
			}
			if base == 0 || n > base || n == 0 || x.summed[f.Spot] || g.together {
				continue
			}
			k := fraction{n, base, p.digits}
			before, seen := first[k]
			switch {
			case !seen:
				first[k] = f
			case before.Percent != f.Percent && !told[k]:
				told[k] = true
				x.add(Certain, "two-ways", g, []Figure{before, f}, fmt.Sprintf("%d of %d is printed as %s%% and as %s%%; one convention gives only one of them.", n, base, before.Percent, f.Percent), within(n, base), Chance{1, 100*p.scale() + 1, "a percentage taken at random"})
			}
		}
	}
}

// lone looks at percentages that are printed without a count.
func (x *examiner) lone() {
	index := map[*Group]int{}
	bases := map[string][]int{} // of the tables of a section
	for i, g := range x.doc.Groups {
		index[g] = i
		if list := bases[g.Section]; g.IsTable && g.Base > 0 && g.Section != "" && len(list) < 2*near {
			bases[g.Section] = append(list, g.Base)
		}
	}
	for _, l := range x.doc.looseAt {
		f := l.group.Figures[l.index]
		t := x.doc.tableFor(l.at)
		p, ok := parseShare(f.Percent)
		if t == nil || !ok {
			continue
		}
		x.index = index[t]
		g := &Group{Spot: f.Spot, Section: l.group.Section, at: l.at}
		l.group.Figures[l.index].total = true // looked at
		if x.sumOfRows(g, f, t.Base) {
			continue
		}
		if _, any := nearest(p, t.Base); !any {
			x.add(NotStated, "not-of-base", g, []Figure{f}, fmt.Sprintf("%s%% is no whole number of the %d people of %s, rounded to the nearest.", p, t.Base, t.Name), around(p, t.Base), chanceOfLone(t.Base, p.digits))
		}
	}
	for _, g := range x.doc.Loose {
		x.loneOf(g, bases[g.Section])
	}
}

// ofPrintedBase looks at percentages printed with a base and without a count.
func (x *examiner) ofPrintedBase(g *Group) {
	for _, f := range g.Figures {
		base := f.Base
		if base == 0 {
			base = g.Base
		}
		p, ok := parseShare(f.Percent)
		if f.HasCount || !ok || base == 0 || x.sumOfRows(g, f, base) {
			continue
		}
		if _, any := nearest(p, base); any {
			continue
		}
		level, message := Certain, fmt.Sprintf("%s%% is no whole number of %d, by any rounding.", p, base)
		for _, by := range []Convention{CutOff, RoundedUp} {
			if k, ok := by.countFor(p, base); ok && level == Certain {
				level, message = ByConvention, fmt.Sprintf("%s%% of %d is %d of them only %s.", p, base, k, by)
			}
		}
		x.add(level, "not-of-base", g, []Figure{f}, message, around(p, base), chanceOfLone(base, p.digits))
	}
}

// nearest gives a count that is printed so of a base, rounded to the nearest.
func nearest(p share, base int) (int, bool) {
	for _, by := range []Convention{HalfUp, HalfEven, HalfDown} {
		if k, ok := by.countFor(p, base); ok {
			return k, true
		}
	}
	return 0, false
}

// around shows the two counts between which a percentage lies.
func around(p share, base int) string {
	k := min(base-1, p.units*base/(100*p.scale()))
	return within(k, base) + ", " + within(k+1, base)
}

// loneOf looks at the lone percentages of a section together.
func (x *examiner) loneOf(g *Group, near []int) {
	s := x.doc.sampleAt(g.at)
	list := slices.DeleteFunc(slices.Clone(g.Figures), func(f Figure) bool { _, ok := parseShare(f.Percent); return f.total || !ok })
	if s == nil || len(list) == 0 {
		return
	}
	bases := append([]int{s.n}, near...)
	// Each percentage once, however often it is printed.
	var distinct []share
	for _, f := range list {
		if p, _ := parseShare(f.Percent); !slices.Contains(distinct, p) && len(distinct) < mostRows {
			distinct = append(distinct, p)
		}
	}
	fits := func(base int, by []Convention) bool {
		for _, p := range distinct {
			if !slices.ContainsFunc(by, func(c Convention) bool { _, ok := c.countFor(p, base); return ok }) {
				return false
			}
		}
		return true
	}
	usual := []Convention{HalfUp, HalfEven, HalfDown}
	if slices.ContainsFunc(bases, func(b int) bool { return fits(b, usual) }) {
		return
	}
	var ways []string
	for _, by := range []Convention{HalfUp, CutOff, RoundedUp} {
		for b := 1; b <= 400; b++ {
			if fits(b, []Convention{by}) {
				var each []string
				for _, p := range distinct[:min(len(distinct), 6)] {
					k, _ := by.countFor(p, b)
					each = append(each, within(k, b))
				}
				ways = append(ways, fmt.Sprintf("%d, %s (%s)", b, by, strings.Join(each, ", ")))
				break
			}
		}
	}
	x.add(NotStated, "base-not-stated", g, list, fmt.Sprintf("Percentages without a count or a base; they are not all of the %d people.", s.n), "the least bases that give all of them: "+strings.Join(ways, "; "), chanceOfLone(s.n, 0))
}

// numbering finds tables that share a number, and a reader sent to the wrong one.
func (x *examiner) numbering() {
	d := x.doc
	last := map[string]caption{}
	for _, c := range d.captions {
		before, seen := last[c.number]
		last[c.number] = c
		if !seen || alike(before.title, c.title) {
			continue
		}
		g := &Group{Spot: before.Spot, Section: before.group.Section}
		x.add(Certain, "table-number", g, []Figure{{Spot: before.Spot, Text: "Table " + before.number + ". " + before.title}, {Spot: c.Spot, Text: "Table " + c.number + ". " + c.title}},
			fmt.Sprintf("Two tables have the number %s.", c.number), "", Chance{})
	}
	places := map[string][]int{} // of the captions of each number
	for i, c := range d.captions {
		places[c.number] = append(places[c.number], i)
	}
	for _, ref := range d.references {
		next, _ := slices.BinarySearchFunc(d.captions, ref.at, func(c caption, at int) int { return c.at - at })
		if next == 0 || next == len(d.captions) {
			continue
		}
		// The table meant stands before, and is of other people than the sentence;
		// the table that comes next has another number and the same subject.
		list := places[ref.number]
		if len(list) == 0 || list[len(list)-1] >= next {
			continue
		}
		follows, meant := d.captions[next], d.captions[list[len(list)-1]]
		if sameSample(d.sampleAt(meant.at), d.sampleAt(ref.at)) || meant.group.Section == follows.group.Section || !shareWord(ref.text, follows.title) {
			continue
		}
		x.add(NotStated, "table-reference", &Group{Spot: ref.Spot, Section: follows.group.Section}, []Figure{{Spot: ref.Spot, Text: "Table " + ref.number}, {Spot: follows.Spot, Text: "Table " + follows.number + ". " + follows.title}},
			fmt.Sprintf("This sends the reader to Table %s, which is at line %d and of other people; the table that follows is numbered %s.", ref.number, meant.Line, follows.number), "", Chance{})
	}
}

// alike tells whether two captions are of the same table, printed again.
func alike(a, b string) bool {
	words := func(s string) string {
		return strings.TrimSpace(strings.TrimRightFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != ')' }))
	}
	a, b = words(a), words(b)
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || strings.Contains(a+b, "continued")
}

// shareWord tells whether two texts have a word of five letters or more in common,
// or of which one begins with the other.
func shareWord(a, b string) bool {
	for _, v := range contentWords(a) {
		for _, w := range contentWords(b) {
			if strings.HasPrefix(v, w) || strings.HasPrefix(w, v) {
				return true
			}
		}
	}
	return false
}

// contentWords are the first 60 words of a text that say what it is about.
func contentWords(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		w = strings.TrimSuffix(w, "s")
		if len(w) >= 3 && len(out) < 60 && !slices.Contains([]string{"the", "and", "for", "see", "not", "was", "all", "had", "has", "table", "participant", "respondent", "with", "were", "that", "data", "offer", "note", "focu", "group", "sample", "their", "have", "from", "work"}, w) {
			out = append(out, w)
		}
	}
	return out
}

// missing holds notes on people who gave no data against the numbers.
func (x *examiner) missing() {
	d := x.doc
	index := map[*Group]int{}
	for i, g := range d.Groups {
		index[g] = i
	}
	for _, n := range d.notes {
		s := d.sampleAt(n.at)
		if s == nil || n.table == nil || n.table.Base == 0 {
			continue
		}
		mark := Figure{Spot: n.Spot, Text: n.text}
		if n.table.Base+n.n != s.n {
			x.add(NotStated, "missing-sum", n.table, []Figure{mark}, fmt.Sprintf("%d in the table and %d who gave none are %d, and %d took part.", n.table.Base, n.n, n.table.Base+n.n, s.n), fmt.Sprintf("%d + %d = %d", n.table.Base, n.n, n.table.Base+n.n), chanceOfSum(s.n))
		}
		// What they did not give is printed of everybody all the same.
		i := index[n.table]
		for _, g := range d.Groups[max(0, i-3*near):min(len(d.Groups), i+3*near+1)] {
			if g.Section != n.table.Section || g.settled != s.n || g.IsTable || !sameSample(d.sampleAt(g.at), s) || !shareWord(after(n.text, "not "), g.text) {
				continue
			}
			x.add(NotStated, "missing-counted", g, append([]Figure{mark}, pairs(g)...), fmt.Sprintf("%d of the %d are said to have given no data on this, and it is printed of all %d.", n.n, s.n, s.n), fmt.Sprintf("%d - %d = %d", s.n, n.n, s.n-n.n), Chance{})
		}
	}
	for _, h := range d.halves {
		if s := d.sampleAt(h.at); s != nil && 2*h.n != s.n {
			x.add(NotStated, "half", &Group{Spot: h.Spot}, []Figure{{Spot: h.Spot, Text: fmt.Sprintf("half … N = %d", h.n)}}, fmt.Sprintf("%d is half of %d, and the sample is %d.", h.n, 2*h.n, s.n), within(h.n, s.n), Chance{1, s.n + 1, "a count taken at random"})
		}
	}
}

func after(s, mark string) string {
	if _, rest, ok := strings.Cut(s, mark); ok {
		return rest
	}
	return s
}

// means holds means and standard deviations against the number of people.
func (x *examiner) means(g *Group) {
	for _, f := range g.Figures {
		m := f.Mean
		fits, ok := m.GRIM()
		if !ok || m.Mean == "" {
			continue
		}
		printed, parts, _ := m.parts()
		pass := min(parts, printed.scale())
		chance := Chance{pass, printed.scale(), "a mean with these digits, taken at random,"}
		of := fmt.Sprintf("%d people", m.N)
		if m.Items > 1 {
			of += fmt.Sprintf(" and %d items each", m.Items)
		}
		near := func() string {
			k := printed.units * parts / printed.scale()
			return fmt.Sprintf("%d/%d = %s, %d/%d = %s", k, parts, share{HalfUp.quotient(k*10000, parts), 4}, k+1, parts, share{HalfUp.quotient((k+1)*10000, parts), 4})
		}
		switch {
		case len(fits) == 0:
			x.add(Certain, "grim", g, []Figure{f}, fmt.Sprintf("No whole scores of %s have a mean of %s.", of, m.Mean), near(), chance)
			continue
		case !fits[0].usual():
			x.add(ByConvention, "grim", g, []Figure{f}, fmt.Sprintf("Whole scores of %s have a mean of %s only if it was %s.", of, m.Mean, fits[0]), near(), chance)
			continue
		}
		if consistent, ok := m.GRIMMER(); ok && !consistent {
			x.add(Certain, "grimmer", g, []Figure{f}, fmt.Sprintf("No whole scores of %s have both a mean of %s and a standard deviation of %s.", of, m.Mean, m.SD), "a sum of squares is a whole number, even or odd as the sum is, and none gives this deviation", x.chanceOfSD(m))
		}
	}
}
