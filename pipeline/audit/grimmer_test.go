package audit

import (
	"fmt"
	"math/big"
	"testing"
)

// Every sample of n whole numbers whose deviation is small enough, up to a shift
// by whole numbers, which changes neither the digits of the mean nor the
// deviation: a pair that a sample has is never refused, and of the pairs that no
// sample has most are caught.
func TestGRIMMERAgainstAllSamples(t *testing.T) {
	const most = 250 // the largest deviation looked at, in hundredths
	for n := 2; n <= 6; n++ {
		has := map[[2]int]bool{} // mean from 0 to 1 and deviation, in hundredths
		// Each score is within reach of the mean: d²·n/(n-1) ≤ (n-1)·2.51².
		reach := 1 + int(2.51*float64(n-1)/1.4)
		var sample func(k, from, sum, squares int)
		sample = func(k, from, sum, squares int) {
			if k < n {
				for v := from; v <= reach; v++ {
					sample(k+1, v, sum+v, squares+v*v)
				}
				return
			}
			if sum < 0 || sum > n {
				return
			}
			mean := big.NewRat(int64(sum), int64(n))
			variance := new(big.Rat).Sub(big.NewRat(int64(squares), 1), new(big.Rat).Mul(mean, big.NewRat(int64(sum), 1)))
			variance.Quo(variance, big.NewRat(int64(n-1), 1))
			for _, m := range nearestHundredths(mean) {
				for _, s := range nearestRoots(variance) {
					has[[2]int{m % 100, s}] = true
				}
			}
		}
		sample(0, -reach, 0, 0)
		refused, none, found := 0, 0, 0
		for m := range 100 {
			for s := 0; s <= most; s++ {
				x := Mean{Mean: fmt.Sprintf("3.%02d", m), SD: fmt.Sprintf("%d.%02d", s/100, s%100), N: n}
				consistent, ok := x.GRIMMER()
				if !ok {
					t.Fatalf("%+v", x)
				}
				switch {
				case has[[2]int{m, s}] && !consistent:
					if refused++; refused < 5 {
						t.Errorf("n = %d: %s and %s are refused, and a sample has them", n, x.Mean, x.SD)
					}
				case !has[[2]int{m, s}]:
					none++
					if !consistent {
						found++
					}
				}
			}
		}
		if 1000*found < 999*none {
			t.Errorf("n = %d: of %d pairs that no sample has only %d are caught", n, none, found)
		}
		t.Logf("n = %d: %d pairs that samples have, %d refused; %d that none has, %d caught (%.2f%%), %d not", n, len(has), refused, none, found, 100*float64(found)/float64(none), none-found)
	}
}

// nearestHundredths rounds to the nearest, a half both ways.
func nearestHundredths(x *big.Rat) []int {
	up, down := HalfUp.round(x, 2), HalfDown.round(x, 2)
	a, b := hundredths(up), hundredths(down)
	if a == b {
		return []int{a}
	}
	return []int{a, b}
}

func hundredths(x *big.Rat) int {
	return int(new(big.Rat).Mul(x, big.NewRat(100, 1)).Num().Int64())
}

// nearestRoots does that for the square root of a number: s hundredths are
// nearest where (2s-1)² ≤ 200²·x ≤ (2s+1)².
func nearestRoots(x *big.Rat) []int {
	y := new(big.Rat).Mul(x, big.NewRat(40_000, 1))
	root := new(big.Int).Sqrt(floor(y)).Int64()
	var out []int
	for s := max(0, root/2-1); s <= root/2+1; s++ {
		low, high := max(0, 2*s-1), 2*s+1
		if big.NewRat(low*low, 1).Cmp(y) <= 0 && y.Cmp(big.NewRat(high*high, 1)) <= 0 {
			out = append(out, int(s))
		}
	}
	return out
}
