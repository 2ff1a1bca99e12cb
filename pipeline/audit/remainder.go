package audit

import (
	"math/big"
	"slices"
)

// remainders is how rows that are all of a whole are printed so that they add up
// to exactly 100: each is cut off, and the units that are then missing go to
// those with the largest remainders (the method of Hamilton). Rows with equal
// remainders at the limit may go either way.
type remainders struct {
	floors []int
	// up is 1 for a row that gets a unit, -1 for one that gets none, and 0 for one
	// of those of which only so many as spare get one.
	up    []int
	spare int
}

// largestRemainder works that out for exact percentages of rows, at so many
// digits (0 to 4). Rows that do not add up to 100 exactly give ok false.
func largestRemainder(rows []*big.Rat, digits int) (out remainders, ok bool) {
	sum, scale := new(big.Rat), share{digits: digits}.scale()
	missing := 100 * scale
	rests := make([]*big.Rat, len(rows))
	for i, x := range rows {
		sum.Add(sum, x)
		cut := new(big.Rat).Mul(x, big.NewRat(int64(scale), 1))
		whole := floor(cut)
		rests[i] = cut.Sub(cut, new(big.Rat).SetInt(whole))
		out.floors = append(out.floors, int(whole.Int64()))
		missing -= int(whole.Int64())
	}
	if sum.Cmp(big.NewRat(100, 1)) != 0 || missing > len(rows) {
		return out, false
	}
	out.up = make([]int, len(rows))
	if missing == 0 {
		for i := range out.up {
			out.up[i] = -1
		}
		return out, true
	}
	sorted := slices.Clone(rests)
	slices.SortFunc(sorted, func(a, b *big.Rat) int { return b.Cmp(a) })
	limit, ties := sorted[missing-1], 0
	out.spare = missing
	for i, r := range rests {
		switch out.up[i] = r.Cmp(limit); out.up[i] {
		case 1:
			out.spare--
		case 0:
			ties++
		}
	}
	if ties == out.spare {
		for i := range out.up {
			if out.up[i] == 0 {
				out.up[i] = 1
			}
		}
	}
	return out, true
}

// prints tells whether printed numbers, in units of their last digit, are those
// of the rows by this method. Rows that are not printed are -1.
func (r remainders) prints(units []int) bool {
	given, open := 0, 0
	for i, n := range units {
		if r.up[i] == 0 {
			open++
		}
		switch {
		case n < 0:
			continue
		case n == r.floors[i]+1 && r.up[i] >= 0:
			if r.up[i] == 0 {
				given++
			}
		case n == r.floors[i] && r.up[i] <= 0:
			if r.up[i] == 0 {
				open--
			}
		default:
			return false
		}
	}
	// As many as are to be given must be left for the rows that got none.
	return open == 0 && given == 0 || given <= r.spare && open >= r.spare
}
