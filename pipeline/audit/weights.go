package audit

import (
	"fmt"
	"math/big"
)

// weights holds percentages against the sums of weights that are printed with
// them. Counts of people say nothing of a weighted percentage.
func (x *examiner) weights(g *Group) {
	for _, f := range g.Figures {
		w, ok1 := between(f.weight)
		b, ok2 := between(f.weightBase)
		if !ok1 || !ok2 || b[0].Sign() <= 0 {
			continue
		}
		if w[0].Cmp(b[1]) > 0 {
			x.add(Certain, "above-base", g, []Figure{f}, fmt.Sprintf("A sum of weights of %s is more than the %s that it is printed of.", f.weight, f.weightBase), "", Chance{})
			continue
		}
		p, ok := between(f.Percent)
		if !ok {
			continue
		}
		least, most := percentOf(w[0], b[1]), percentOf(w[1], b[0])
		if most.Cmp(p[0]) < 0 || least.Cmp(p[1]) > 0 {
			scale := share{digits: min(digitsOf(f.Percent), maxDigits)}.scale()
			width := new(big.Rat).Mul(new(big.Rat).Sub(most, least), big.NewRat(int64(scale), 1))
			pass := 2
			if n := ceiling(width); n.IsInt64() {
				pass += int(min(n.Int64(), int64(100*scale)))
			}
			x.add(Certain, "not-of-base", g, []Figure{f}, fmt.Sprintf("A weight of %s of %s is not %s%% by any rounding.", f.weight, f.weightBase, f.Percent),
				fmt.Sprintf("it is %s to %s%%", HalfUp.round(least, 2).FloatString(2), HalfUp.round(most, 2).FloatString(2)), Chance{min(pass, 100*scale+1), 100*scale + 1, "a percentage taken at random"})
		}
	}
}

// between gives the numbers between which one lies that is printed so by any
// convention: less than a unit of its last digit off.
func between(printed string) ([2]*big.Rat, bool) {
	x, ok := parseDecimal(printed)
	if !ok {
		return [2]*big.Rat{}, false
	}
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digitsOf(printed))), nil))
	if asWhole(printed) {
		unit.SetInt64(1)
	}
	low := new(big.Rat).Sub(x, unit)
	if low.Sign() < 0 {
		low.SetInt64(0)
	}
	return [2]*big.Rat{low, unit.Add(x, unit)}, true
}

func percentOf(a, b *big.Rat) *big.Rat {
	x := new(big.Rat).Quo(a, b)
	return x.Mul(x, big.NewRat(100, 1))
}
