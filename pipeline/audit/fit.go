package audit

import (
	"math/big"
	"slices"
	"strings"

	"concord/pipeline/study"
)

// conventionOf gives the convention of a study's rule. Largest remainder is a
// rule for several rows together (see remainders); one row alone is rounded half up.
func conventionOf(rule study.RoundingRule) Convention {
	switch rule {
	case study.HalfEven:
		return HalfEven
	case study.Truncate:
		return CutOff
	}
	return HalfUp
}

// fraction is 100·count/base, or nil where there is no base.
func fraction(count, base int) *big.Rat {
	if base <= 0 {
		return nil
	}
	x := big.NewRat(int64(count), int64(base))
	return x.Mul(x, big.NewRat(100, 1))
}

// round brings a number from 0 up to so many digits after the point.
func (c Convention) round(x *big.Rat, digits int) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	q, r := new(big.Int).QuoRem(new(big.Int).Mul(x.Num(), scale), x.Denom(), new(big.Int))
	half := r.Lsh(r, 1).Cmp(x.Denom())
	up := false
	switch c {
	case HalfUp:
		up = half >= 0
	case HalfEven:
		up = half > 0 || half == 0 && q.Bit(0) == 1
	case HalfDown:
		up = half > 0
	case RoundedUp:
		up = r.Sign() > 0
	}
	if up {
		q.Add(q, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(q, scale)
}

// printsAs tells whether a number from 0 up is printed so by a convention, at as
// many digits as are printed. One that is printed with more than four digits
// after the point is taken as not rounded: it fits within half a billionth. One
// printed as "61.0" may also be a whole number that a program wrote so.
func (c Convention) printsAs(printed string, x *big.Rat) bool {
	p, ok := parseDecimal(printed)
	if !ok || x == nil {
		return false
	}
	digits := digitsOf(printed)
	if digits > maxDigits {
		difference := new(big.Rat).Sub(p, x)
		return difference.Abs(difference).Cmp(notRounded) <= 0
	}
	return p.Cmp(c.round(x, digits)) == 0 || asWhole(printed) && p.Cmp(c.round(x, 0)) == 0
}

// notRounded is how far a number that is not rounded may be off: half a billionth.
var notRounded = big.NewRat(1, 2_000_000_000)

// asWhole tells whether a number may be a whole one that a program wrote with a point.
func asWhole(printed string) bool { return digitsOf(printed) == 1 && strings.HasSuffix(printed, ".0") }

// conventionFor gives the convention that prints a number so, the preferred one
// before the others, or false where none does.
func conventionFor(printed string, x *big.Rat, preferred Convention) (Convention, bool) {
	if preferred.printsAs(printed, x) {
		return preferred, true
	}
	for _, c := range Conventions {
		if c.printsAs(printed, x) {
			return c, true
		}
	}
	return 0, false
}

// fitsAny tells whether a printed percentage is count of base by any convention.
func fitsAny(percent string, count, base int) bool {
	_, ok := conventionFor(percent, fraction(count, base), HalfUp)
	return ok
}

// basesOf gives all bases of which count is the printed percentage by any
// convention, as runs in their order that do not touch. Where the numbers are
// too large to work with, known is false.
func basesOf(count int, percent string) (runs []span, known bool) {
	printed, ok := parseDecimal(percent)
	if !ok || count > maxFigure {
		return nil, false
	}
	add := func(p share) {
		for _, c := range Conventions {
			if s := c.bases(p, count); !s.empty() {
				runs = append(runs, s)
			}
		}
	}
	if p, ok := parseShare(percent); ok {
		add(p)
	} else if digitsOf(percent) > maxDigits && count > 0 {
		// 100·count/base lies within half a billionth of what is printed.
		top := big.NewRat(100*int64(count), 1)
		if least := new(big.Rat).Sub(printed, notRounded); least.Sign() > 0 {
			low := ceiling(new(big.Rat).Quo(top, new(big.Rat).Add(printed, notRounded)))
			high := floor(new(big.Rat).Quo(top, least))
			if !high.IsInt64() || high.Int64() > maxFigure {
				high.SetInt64(maxFigure)
			}
			if low.Cmp(high) <= 0 {
				runs = append(runs, span{max(count, int(low.Int64())), int(high.Int64())})
			}
		}
	} else if digitsOf(percent) > maxDigits && printed.Sign() == 0 {
		runs = append(runs, everyBase)
	}
	if asWhole(percent) {
		if p, ok := parseShare(strings.TrimSuffix(percent, ".0")); ok {
			add(p)
		}
	}
	return joinRuns(runs), true
}

// joinRuns sorts runs and makes one of those that overlap or touch.
func joinRuns(runs []span) []span {
	slices.SortFunc(runs, func(a, b span) int { return a.low - b.low })
	var out []span
	for _, s := range runs {
		if s.empty() {
			continue
		}
		if n := len(out); n > 0 && s.low <= out[n-1].high+1 {
			out[n-1].high = max(out[n-1].high, s.high)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// commonRuns gives what two lists of runs have in common.
func commonRuns(a, b []span) []span {
	var out []span
	for _, x := range a {
		for _, y := range b {
			if s := x.with(y); !s.empty() {
				out = append(out, s)
			}
		}
	}
	return joinRuns(out)
}

func inRuns(runs []span) string {
	var parts []string
	for _, s := range runs {
		parts = append(parts, s.String())
	}
	return strings.Join(parts, " or ")
}
