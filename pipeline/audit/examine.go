package audit

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Level says how sure a finding is.
type Level string

const (
	// Certain: it cannot be under any convention.
	Certain Level = "certain"
	// ByConvention: it can be under a convention that the figures beside it, or
	// the usual rounding, do not follow.
	ByConvention Level = "convention-dependent"
	// NotStated: it can be, of a base that is not the one told; a reader cannot
	// know which.
	NotStated Level = "base-not-stated"
)

// Levels lists every Level, the surest first.
var Levels = []Level{Certain, ByConvention, NotStated}

// Finding is one thing that printed figures cannot be, or do not say.
type Finding struct {
	Level Level `json:"level"`
	// Kind is a short fixed name: above-base, bands-gap, bands-overlap,
	// base-not-stated, copied, grim, grimmer, half, mentions-short,
	// missing-counted, missing-sum, no-base, no-common-base, not-of-base,
	// other-convention, parts-sum, sum-of-rounded, table-number,
	// table-reference or two-ways.
	Kind string `json:"kind"`
	File string `json:"file"`
	// The place of the first figure.
	Spot
	// Section is the section or the set that it stands in, "" for none.
	Section string `json:"section,omitempty"`
	// Figures are the printed figures that it is about.
	Figures []Mark `json:"figures"`
	// Message says what was found; Arithmetic shows why.
	Message    string `json:"message"`
	Arithmetic string `json:"arithmetic,omitempty"`
	// Chance is how often a number taken at random would have passed; nil where
	// the check has no such chance.
	Chance *Chance `json:"chance,omitempty"`
}

// Mark is one printed figure with its place.
type Mark struct {
	Spot
	Text string `json:"text"`
}

// Examine holds the figures of a document against each other. The findings come
// in the order of their places.
func Examine(d *Document) []Finding {
	x := &examiner{doc: d}
	for i, g := range d.Groups {
		x.index = i
		if g.weighted = g.weighted || d.Weighted; g.weighted {
			x.weights(g)
			x.bands(g)
			continue
		}
		x.settle(g)
		x.sums(g)
		x.bands(g)
		x.means(g)
		x.ofPrintedBase(g)
	}
	x.copies()
	x.twoWays()
	if !d.Weighted {
		x.lone()
	}
	x.numbering()
	x.missing()
	slices.SortStableFunc(x.findings, func(a, b Finding) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column, slices.Index(Levels, a.Level)-slices.Index(Levels, b.Level), strings.Compare(a.Kind, b.Kind))
	})
	return x.findings
}

type examiner struct {
	doc      *Document
	findings []Finding
	index    int
	// unbased are groups whose percentages no one base gives, with the place of
	// their finding.
	unbased []unbased
	// summed are figures that are sums of rounded ones.
	summed map[Spot]bool
	work   int // steps taken to count chances
}

type unbased struct {
	group   *Group
	finding int
}

func (x *examiner) add(level Level, kind string, g *Group, figures []Figure, message, arithmetic string, chance Chance) {
	f := Finding{Level: level, Kind: kind, File: x.doc.File, Section: g.Section, Message: message, Arithmetic: arithmetic}
	for _, p := range figures {
		f.Figures = append(f.Figures, Mark{p.Spot, p.Text})
	}
	f.Spot = g.Spot
	if len(figures) > 0 {
		f.Spot = figures[0].Spot
	}
	if chance.Of > 0 {
		f.Chance = &chance
	}
	x.findings = append(x.findings, f)
}

// pairs are the figures of a group that have both a count and a percentage, which
// must agree where nothing is weighted.
func pairs(g *Group) []Figure {
	if g.weighted {
		return nil
	}
	var out []Figure
	for _, f := range g.Figures {
		if _, _, ok := f.pair(); ok {
			out = append(out, f)
		}
	}
	return out
}

// candidate is a base that the text tells of.
type candidate struct {
	base int
	what string
	// own is true for a base that is this group's: its table's, or everybody.
	own bool
	// printed is false for one that nobody printed.
	printed bool
}

// near is how many groups before and after a group are looked at for a base.
const near = 4

// candidates lists the bases that a group may have, the likeliest first.
func (x *examiner) candidates(g *Group) []candidate {
	var out []candidate
	add := func(base int, what string, own, printed bool) {
		if base > 0 && !slices.ContainsFunc(out, func(c candidate) bool { return c.base == base }) {
			out = append(out, candidate{base, what, own, printed})
		}
	}
	if g.Base > 0 {
		add(g.Base, "the printed base", true, true)
		return out
	}
	add(g.whom, "those told of before", true, true)
	if t := x.doc.tableFor(g.at); t != nil {
		add(t.Base, "the base of "+t.Name, true, true)
	}
	s := x.doc.sampleAt(g.at)
	if s != nil {
		add(s.n, "all who took part", true, true)
		if g.several != nil {
			add(s.n+g.several.n, fmt.Sprintf("%d people and a second answer of %d", s.n, g.several.n), true, false)
		}
	}
	groups := x.doc.Groups
	for i := max(0, x.index-near); i < min(len(groups), x.index+near+1); i++ {
		if s := x.doc.sampleAt(groups[i].at); groups[i].IsTable && sameSample(s, x.doc.sampleAt(g.at)) {
			add(groups[i].Base, "the base of "+cmp.Or(groups[i].Name, "a table"), false, true)
		}
	}
	if sum, n := sumOf(g); n > 1 {
		add(sum, "what the counts add up to", false, false)
	}
	return out
}

func sameSample(a, b *sample) bool { return a == b || a != nil && b != nil && a.Spot == b.Spot }

// sumOf adds the counts of a group, rows of totals aside.
func sumOf(g *Group) (sum, n int) {
	for _, f := range g.Figures {
		if f.HasCount && !f.total && len(f.rows) == 0 {
			sum, n = sum+f.Count, n+1
		}
	}
	return sum, n
}

// mostPairs is how many pairs of one group are held against each other.
const mostPairs = 500

// settle finds the base and the convention that explain the percentages of a
// group together, and tells of those that they do not explain.
func (x *examiner) settle(g *Group) {
	list := pairs(g)
	own := slices.DeleteFunc(slices.Clone(list), func(f Figure) bool { return f.Base == 0 || f.Base == g.Base })
	for _, f := range own {
		x.ofOwnBase(g, f)
	}
	list = slices.DeleteFunc(list, func(f Figure) bool { return f.Base != 0 && f.Base != g.Base })
	if len(list) == 0 {
		return
	}
	list = list[:min(len(list), mostPairs)]
	candidates := x.candidates(g)
	common := map[Convention]span{}
	for _, c := range Conventions {
		s := everyBase
		for _, f := range list {
			n, p, _ := f.pair()
			s = s.with(c.bases(p, n))
		}
		common[c] = s
	}
	// A base that is told, and the usual rounding.
	for _, by := range []Convention{HalfUp, HalfEven, HalfDown} {
		for _, c := range candidates {
			if common[by].has(c.base) {
				g.settled, g.convention = c.base, by
				if !c.printed {
					x.tellBase(g, list, c, by)
				}
				return
			}
		}
	}
	for _, c := range candidates {
		if c.own && x.together(g, list, c) {
			return
		}
	}
	// A base that is told, and another convention for all of them.
	for _, by := range []Convention{CutOff, RoundedUp} {
		for _, c := range candidates {
			// One figure alone fits some convention too easily to rest on a base
			// that is not its own.
			if common[by].has(c.base) && (len(list) > 1 || g.Base > 0 || x.doc.tableFor(g.at) != nil && c.own) {
				g.settled, g.convention = c.base, by
				if len(list) == 1 && x.sumOfRows(g, list[0], c.base) {
					return
				}
				x.otherConvention(g, list, c, by)
				return
			}
		}
	}
	if len(list) == 1 {
		x.single(g, list[0], candidates)
		return
	}
	if g.Base == 0 {
		for _, by := range Conventions {
			if s := common[by]; !s.empty() {
				level, kind := NotStated, "base-not-stated"
				if !by.usual() {
					level, kind = ByConvention, "other-convention"
				}
				if s.low == s.high {
					g.settled, g.convention = s.low, by
				}
				x.add(level, kind, g, list, fmt.Sprintf("These percentages are of %s, %s, and no such base is told.", s, by), shares(list, s.low), x.chanceOfAnyBase(list))
				return
			}
		}
	}
	x.mostOf(g, list, candidates)
}

// ofOwnBase holds a figure such as "12 of 54 (23%)" against itself.
func (x *examiner) ofOwnBase(g *Group, f Figure) {
	n, p, _ := f.pair()
	if n > f.Base {
		return // told as above its base
	}
	x.notOfBase(g, f, n, p, f.Base)
}

// notOfBase tells of a pair that its base does not give by the usual rounding.
func (x *examiner) notOfBase(g *Group, f Figure, n int, p share, base int) {
	by := fitting(p, n, base)
	switch {
	case len(by) > 0 && by[0].usual():
	case len(by) > 0:
		x.add(ByConvention, "other-convention", g, []Figure{f}, fmt.Sprintf("%d of %d is %s%% only %s.", n, base, p, by[0]), shares([]Figure{f}, base), chanceOfPair(n, base, p.digits))
	default:
		message := fmt.Sprintf("%d of %d is not %s%% by any rounding.", n, base, p)
		why := shares([]Figure{f}, base)
		if words, any := anyBases(p, n); any {
			why += fmt.Sprintf("; %d is %s%% of %s", n, p, words)
		} else {
			why += fmt.Sprintf("; %d is %s%% of no base at all", n, p)
		}
		x.add(Certain, "not-of-base", g, []Figure{f}, message, why, chanceOfPair(n, base, p.digits))
	}
}

// tellBase tells of a base that explains everything and is printed nowhere.
func (x *examiner) tellBase(g *Group, list []Figure, c candidate, by Convention) {
	x.add(NotStated, "base-not-stated", g, list, fmt.Sprintf("These percentages are of %d, which is %s and is not told as their base.", c.base, c.what), shares(list, c.base)+", "+by.String(), chanceOfSet(list, c.base))
}

func (x *examiner) otherConvention(g *Group, list []Figure, c candidate, by Convention) {
	message := fmt.Sprintf("These percentages are of %d (%s), %s; rounded to the nearest, that base does not give all of them.", c.base, c.what, by)
	if len(list) == 1 {
		message = fmt.Sprintf("%d of %d (%s) is %s%% only %s.", list[0].Count, c.base, c.what, list[0].Percent, by)
	}
	x.add(ByConvention, "other-convention", g, list, message, shares(list, c.base), chanceOfSet(list, c.base))
}

// single tells of one pair alone that no base which is told explains.
func (x *examiner) single(g *Group, f Figure, candidates []candidate) {
	n, p, _ := f.pair()
	words, any := anyBases(p, n)
	if by := slices.IndexFunc(Conventions, func(c Convention) bool { return !c.bases(p, n).empty() }); by >= 0 && !Conventions[by].usual() {
		words += ", only " + Conventions[by].String()
	}
	for _, c := range candidates {
		if c.own && c.printed && n <= c.base && x.sumOfRows(g, f, c.base) {
			return
		}
	}
	switch {
	case g.Base > 0 && n <= g.Base:
		x.notOfBase(g, f, n, p, g.Base)
	case g.Base > 0: // told as above its base
	case !any:
		x.add(Certain, "no-base", g, []Figure{f}, fmt.Sprintf("%d is %s%% of no base, however it is rounded.", n, p), "", x.chanceOfAnyBase([]Figure{f}))
	case len(candidates) > 0:
		c := candidates[0]
		x.add(NotStated, "base-not-stated", g, []Figure{f}, fmt.Sprintf("%d is %s%% of %s, and the base told is %d.", n, p, words, c.base), within(n, c.base), chanceOfPair(n, max(n, c.base), p.digits))
	default:
		x.add(NotStated, "base-not-stated", g, []Figure{f}, fmt.Sprintf("%d is %s%% of %s; no base is told.", n, p, words), "", x.chanceOfAnyBase([]Figure{f}))
	}
}

func within(n, base int) string {
	if n > base {
		return ""
	}
	return fmt.Sprintf("%d/%d = %s%%", n, base, exact(n, base))
}

// together tells of rows that are all of a base and were rounded so that their
// percentages add up to 100.
func (x *examiner) together(g *Group, list []Figure, c candidate) bool {
	sum, n := sumOf(g)
	if sum != c.base || n < 2 || g.multiple {
		return false
	}
	var rows []*big.Rat
	var units []int
	digits := -1
	for _, f := range list {
		n, p, _ := f.pair()
		if f.total || len(f.rows) > 0 {
			continue
		}
		if digits >= 0 && p.digits != digits {
			return false
		}
		digits = p.digits
		rows, units = append(rows, fraction(n, c.base)), append(units, p.units)
	}
	all, ok := largestRemainder(rows, max(0, digits))
	if !ok || !all.prints(units) {
		return false
	}
	g.settled, g.together = c.base, true
	x.add(ByConvention, "other-convention", g, list, fmt.Sprintf("These percentages are of %d (%s), rounded so that they add up to 100 (largest remainder); rounded one by one, that base does not give all of them.", c.base, c.what), shares(list, c.base), chanceOfSet(list, c.base))
	return true
}

// mostOf takes the base and convention that explain the most of a group, where
// these are more than half and more than one, and tells of the others one by
// one; otherwise that no base explains them together.
func (x *examiner) mostOf(g *Group, list []Figure, candidates []candidate) {
	type guess struct {
		base int
		by   Convention
	}
	var guesses []guess
	for _, by := range Conventions {
		for _, c := range candidates {
			if c.printed {
				guesses = append(guesses, guess{c.base, by})
			}
		}
	}
	if g.Base == 0 && len(list) <= 40 {
		for _, by := range Conventions {
			for _, f := range list {
				n, p, _ := f.pair()
				if s := by.bases(p, n); !s.empty() && s.high < maxFigure {
					guesses = append(guesses, guess{s.low, by}, guess{s.high, by})
				}
			}
		}
	}
	best, fit := guess{}, 0
	for _, s := range guesses {
		k := 0
		for _, f := range list {
			n, p, _ := f.pair()
			if n <= s.base && s.by.fits(p, n, s.base) {
				k++
			}
		}
		if k > fit {
			best, fit = s, k
		}
	}
	if g.Base > 0 && 2*fit <= len(list) {
		// Another base may explain them all.
		for _, by := range Conventions {
			s := everyBase
			for _, f := range list {
				n, p, _ := f.pair()
				s = s.with(by.bases(p, n))
			}
			if !s.empty() {
				x.add(Certain, "not-of-base", g, list, fmt.Sprintf("These percentages are not of the printed base of %d; %s gives all of them, %s.", g.Base, s, by), shares(list, g.Base)+"; of "+fmt.Sprint(s.low)+": "+shares(list, s.low), chanceOfSet(list, g.Base))
				g.settled, g.convention = s.low, by
				return
			}
		}
	}
	if g.Base > 0 && fit == 0 {
		for _, f := range list {
			if n, p, _ := f.pair(); n <= g.Base {
				x.notOfBase(g, f, n, p, g.Base)
			}
		}
		return
	}
	if g.Base == 0 && (fit < 2 || 2*fit <= len(list)) {
		var each []string
		for _, f := range list[:min(len(list), 8)] {
			n, p, _ := f.pair()
			words, _ := anyBases(p, n)
			each = append(each, fmt.Sprintf("%d is %s%% of %s", n, p, words))
		}
		if s := x.doc.sampleAt(g.at); s != nil && !tooMany(list, s.n) {
			each = append(each, "of "+fmt.Sprint(s.n)+" people: "+shares(list, s.n))
		}
		x.unbased = append(x.unbased, unbased{g, len(x.findings)})
		level := Certain
		if !oneWhole(g, list) {
			level = NotStated
		}
		x.add(level, "no-common-base", g, list, "No one base gives these percentages together, by any rounding.", strings.Join(each, "; "), x.chanceOfAnyBase(list))
		return
	}
	g.settled, g.convention = best.base, best.by
	for _, f := range list {
		n, p, _ := f.pair()
		if n <= best.base && best.by.fits(p, n, best.base) {
			continue
		}
		x.misfit(g, f, n, p, best.base, best.by)
	}
}

// misfit tells of a pair in a group whose other pairs a base explains.
func (x *examiner) misfit(g *Group, f Figure, n int, p share, base int, by Convention) {
	certain, conventional := Certain, ByConvention
	if !oneWhole(g, pairs(g)) {
		certain, conventional = NotStated, NotStated
	}
	words, any := anyBases(p, n)
	if !any {
		words = "no base at all"
	}
	switch ways := fitting(p, n, base); {
	case n > base && g.Base > 0: // told with the sums
	case n > base:
		why := fmt.Sprintf("%d is %s%% of %s", n, p, words)
		if rest, ok := remainder(g, f, base); ok {
			why += fmt.Sprintf("; the others leave %d of %d, which is %s%%", rest, base, exact(rest, base))
		}
		x.add(certain, "above-base", g, []Figure{f}, fmt.Sprintf("A count of %d is more than the %d that the other percentages printed with it are of.", n, base), why, chanceOfCount(base, n))
	case x.sumOfRows(g, f, base):
	case len(ways) > 0:
		x.add(conventional, "other-convention", g, []Figure{f}, fmt.Sprintf("%d of %d is %s%% only %s, and the percentages printed with it are %s.", n, base, p, ways[0], by), shares([]Figure{f}, base), chanceOfPair(n, base, p.digits))
	default:
		x.add(certain, "not-of-base", g, []Figure{f}, fmt.Sprintf("%d of %d is not %s%% by any rounding, and %d is the base of the percentages printed with it.", n, base, p, base), fmt.Sprintf("%s; %d is %s%% of %s", shares([]Figure{f}, base), n, p, words), chanceOfPair(n, base, p.digits))
	}
}

// oneWhole tells whether the figures of a group are parts of the same people: a
// base is printed with them, they say that they are all, or their percentages add
// up to about 100. Figures of one sentence may otherwise be of different people.
func oneWhole(g *Group, list []Figure) bool {
	if g.Base > 0 || g.IsTable || g.Complete {
		return true
	}
	sum := 0
	for _, f := range list {
		_, p, _ := f.pair()
		if p.digits > 0 {
			p.units /= p.scale()
		}
		sum += p.units
	}
	return sum >= 100-len(list) && sum <= 100+len(list)
}

// remainder is what the other counts of a complete group leave of its base.
func remainder(g *Group, f Figure, base int) (int, bool) {
	sum, _ := sumOf(g)
	rest := base - (sum - f.Count)
	return rest, g.Complete && rest >= 0
}

func tooMany(list []Figure, base int) bool {
	return slices.ContainsFunc(list, func(f Figure) bool { return f.Count > base })
}

// shares writes the exact percentages of figures of a base.
func shares(list []Figure, base int) string {
	var parts []string
	for i, f := range list {
		if i == 10 {
			parts = append(parts, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		parts = append(parts, fmt.Sprintf("%d/%d = %s%%", f.Count, base, exact(min(f.Count, maxFigure), base)))
	}
	return strings.Join(parts, ", ")
}
