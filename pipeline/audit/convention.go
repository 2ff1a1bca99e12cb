package audit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Convention is how an exact percentage became the one that is printed.
type Convention int

// The conventions, in the order in which they are tried.
const (
	HalfUp Convention = iota
	HalfEven
	HalfDown
	CutOff
	RoundedUp
)

// Conventions lists every Convention, the commonest first.
var Conventions = []Convention{HalfUp, HalfEven, HalfDown, CutOff, RoundedUp}

func (c Convention) String() string {
	switch c {
	case HalfUp:
		return "rounded half up"
	case HalfEven:
		return "rounded half to even"
	case HalfDown:
		return "rounded half down"
	case CutOff:
		return "cut off"
	}
	return "rounded up"
}

// usual tells a convention that rounds to the nearest from one that does not.
func (c Convention) usual() bool { return c <= HalfDown }

// The largest numbers that are worked with: all products below stay within 64 bits.
const (
	maxFigure = 1_000_000_000
	maxDigits = 4
)

// share is a printed percentage: units of its last digit, and how many digits
// stand after the point.
type share struct {
	units  int
	digits int
}

// parseShare reads a printed percentage from 0 to 100.
func parseShare(s string) (share, bool) {
	x, ok := parseFixed(s)
	return x, ok && x.units <= 100*x.scale()
}

// parseFixed reads a number of at most 4 digits after the point.
func parseFixed(s string) (share, bool) {
	whole, after, point := strings.Cut(s, ".")
	if whole == "" || (point && after == "") || len(after) > maxDigits || len(whole) > 9 {
		return share{}, false
	}
	units := 0
	for _, c := range whole + after {
		if c < '0' || c > '9' {
			return share{}, false
		}
		units = units*10 + int(c-'0')
	}
	return share{units, len(after)}, true
}

func (p share) scale() int { return int(math.Pow10(p.digits)) }

func (p share) String() string {
	if p.digits == 0 {
		return fmt.Sprint(p.units)
	}
	return fmt.Sprintf("%d.%0*d", p.units/p.scale(), p.digits, p.units%p.scale())
}

// Units gives 100·count/base by a convention, in units of the last of so many
// digits after the point (0 to 4), by integer arithmetic. The base is positive,
// and neither number is above 1,000,000,000.
func (c Convention) Units(count, base, digits int) int {
	return c.quotient(100*count*share{digits: digits}.scale(), base)
}

// quotient gives top/bottom as a whole number.
func (c Convention) quotient(top, bottom int) int {
	q, r := top/bottom, top%bottom
	up := false
	switch c {
	case HalfUp:
		up = 2*r >= bottom
	case HalfEven:
		up = 2*r > bottom || 2*r == bottom && q%2 == 1
	case HalfDown:
		up = 2*r > bottom
	case RoundedUp:
		up = r > 0
	}
	if up {
		q++
	}
	return q
}

// fits tells whether count of base is printed as p.
func (c Convention) fits(p share, count, base int) bool {
	return base > 0 && count <= maxFigure && base <= maxFigure && c.Units(count, base, p.digits) == p.units
}

// span is the whole numbers from low to high; none where low is above high.
type span struct{ low, high int }

func (s span) empty() bool          { return s.low > s.high }
func (s span) has(n int) bool       { return s.low <= n && n <= s.high }
func (s span) with(other span) span { return span{max(s.low, other.low), min(s.high, other.high)} }

func (s span) String() string {
	switch {
	case s.empty():
		return "no base"
	case s.low == s.high:
		return fmt.Sprint(s.low)
	case s.high == s.low+1:
		return fmt.Sprintf("%d or %d", s.low, s.high)
	case s.high >= maxFigure:
		return fmt.Sprintf("%d or more", s.low)
	}
	return fmt.Sprintf("%d to %d", s.low, s.high)
}

var everyBase = span{1, maxFigure}

// bases gives the bases of which count is printed as p. They are always a run of
// whole numbers, since a share falls as its base grows.
func (c Convention) bases(p share, count int) span {
	if count == 0 {
		if p.units == 0 {
			return everyBase
		}
		return span{1, 0}
	}
	// The exact share times base is a; it lies between two bounds, each of which
	// may itself be printed as p or not.
	a, under, over := 200*count*p.scale(), 2*p.units-1, 2*p.units+1
	lowIn, highIn := true, false
	switch c {
	case HalfEven:
		lowIn, highIn = p.units%2 == 0, p.units%2 == 0
	case HalfDown:
		lowIn, highIn = false, true
	case CutOff:
		under, over = 2*p.units, 2*p.units+2
	case RoundedUp:
		under, over, lowIn, highIn = 2*p.units-2, 2*p.units, false, true
	}
	out := everyBase
	if over <= 0 {
		return span{1, 0}
	}
	out.low = a/over + 1
	if highIn && a%over == 0 {
		out.low = a / over
	}
	if under > 0 {
		out.high = a / under
		if !lowIn && a%under == 0 {
			out.high--
		}
	}
	return out.with(span{count, maxFigure})
}

// anyBases gives what bases gives under each convention in words, and whether
// there is any base at all.
func anyBases(p share, count int) (words string, any bool) {
	// The conventions' runs overlap or touch, and are told as one.
	all := span{maxFigure, 0}
	for _, c := range Conventions {
		if s := c.bases(p, count); !s.empty() {
			all.low, all.high, any = min(all.low, s.low), max(all.high, s.high), true
		}
	}
	return all.String(), any
}

// countFor gives a count of which base is printed as p, or false where there is none.
func (c Convention) countFor(p share, base int) (int, bool) {
	near := p.units * base / (100 * p.scale())
	for k := max(0, near-1); k <= min(base, near+2); k++ {
		if c.fits(p, k, base) {
			return k, true
		}
	}
	return 0, false
}

// fitting lists the conventions by which count of base is printed as p.
func fitting(p share, count, base int) []Convention {
	var out []Convention
	for _, c := range Conventions {
		if c.fits(p, count, base) {
			out = append(out, c)
		}
	}
	return out
}

// exact writes 100·count/base with two digits after the point, and without the
// zeros at their end.
func exact(count, base int) string {
	s := share{HalfUp.Units(count, base, 2), 2}.String()
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Chance tells how often a number taken at random would have passed the check
// that this one failed: in Pass of Of cases, all alike. Of is 0 where a check
// has no such chance.
//
// A set's chance is brought to one case of so many; RarestChance stands for that
// or more.
type Chance struct {
	Pass int    `json:"pass"`
	Of   int    `json:"of"`
	What string `json:"what"`
}

// RarestChance is the most cases that a Chance is of.
const RarestChance = maxFigure

func (c Chance) String() string {
	if c.Of >= RarestChance {
		return fmt.Sprintf("%s would have passed in fewer than 1 of 1,000,000,000 cases", c.What)
	}
	return fmt.Sprintf("%s would have passed in %d of %d cases", c.What, c.Pass, c.Of)
}

// chanceOfPair is that of a percentage printed with its count and base.
func chanceOfPair(count, base, digits int) Chance {
	seen := map[int]bool{}
	for _, c := range Conventions {
		seen[c.Units(count, base, digits)] = true
	}
	return Chance{len(seen), 100*share{digits: digits}.scale() + 1, "a percentage taken at random"}
}

// chanceOfLone is that of a percentage printed without a count, of a base.
func chanceOfLone(base, digits int) Chance {
	all := 100*share{digits: digits}.scale() + 1
	if base >= all-1 {
		return Chance{all, all, "a percentage taken at random"}
	}
	return Chance{base + 1, all, "a percentage taken at random"}
}

// chanceOfSum is that of a count that must make a sum right.
func chanceOfSum(base int) Chance { return Chance{1, base + 1, "a last count taken at random"} }

// chanceOfCount is that of a count that may not be above its base.
func chanceOfCount(base, count int) Chance {
	return Chance{base + 1, max(count, base) + 1, "a count from 0 to this one, taken at random,"}
}

// chanceOfSet is that of percentages printed with their counts and a base, all
// of them taken at random: how many of the sets of as many percentages are what
// some convention makes of these.
func chanceOfSet(list []Figure, base int) Chance {
	seen := map[string]bool{}
	for _, c := range Conventions {
		seen[vector(c, list, base)] = true
	}
	return oneIn(len(seen), list)
}

// chanceOfAnyBase is the same where the base may be any: how many sets of
// percentages some base and one convention make of these counts. It gives none
// where that takes too long to count.
func (x *examiner) chanceOfAnyBase(list []Figure) Chance {
	least, most := 1, 0
	for _, f := range list {
		n, p, _ := f.pair()
		least = max(least, min(n, maxFigure))
		most += len(Conventions) * (100*p.scale() + 2)
	}
	// A set changes only at a base where one of its percentages does, so there are
	// no more sets than these.
	if all := oneIn(most, list); all.Of >= RarestChance {
		return all
	}
	if !x.spend(most * len(list)) {
		return Chance{}
	}
	seen := map[string]bool{}
	for _, c := range Conventions {
		starts := map[int]bool{least: true}
		for _, f := range list {
			n, p, _ := f.pair()
			for units := c.Units(min(n, maxFigure), least, p.digits); units >= 0; units-- {
				if s := c.bases(share{units, p.digits}, n); !s.empty() && s.low > least {
					starts[s.low] = true
				}
			}
		}
		for base := range starts {
			seen[vector(c, list, base)] = true
		}
	}
	return oneIn(len(seen), list)
}

// mostWork is how many steps all the chances of a document may take to count.
const mostWork = 5_000_000

// spend takes some of them, or tells that they are spent.
func (x *examiner) spend(steps int) bool {
	if steps < 0 || x.work+steps > mostWork {
		return false
	}
	x.work += steps
	return true
}

// vector is what a convention prints of counts of a base.
func vector(c Convention, list []Figure, base int) string {
	var out []byte
	for _, f := range list {
		n, p, _ := f.pair()
		out = append(strconv.AppendInt(out, int64(c.Units(min(n, maxFigure), base, p.digits)), 10), ' ')
	}
	return string(out)
}

// oneIn brings so many sets, of all that there are, to a share that people can
// read: one of so many, at most of a thousand million.
func oneIn(pass int, list []Figure) Chance {
	of := 1.0
	for _, f := range list {
		_, p, _ := f.pair()
		of *= float64(100*p.scale() + 1)
	}
	what := fmt.Sprintf("a set of %d percentages taken at random", len(list))
	if len(list) == 1 {
		what = "a percentage taken at random"
	}
	if float64(pass) >= of {
		return Chance{1, 1, what}
	}
	if of <= 1000 {
		return Chance{pass, int(of), what}
	}
	return Chance{1, int(math.Min(math.Round(of/float64(pass)), maxFigure)), what}
}
