package audit

import "math/big"

// Mean is a printed mean, with or without a standard deviation, of people whose
// scores are whole numbers, or means of so many items answered in whole numbers.
type Mean struct {
	// Mean and SD are as printed, digits kept; SD is "" where there is none.
	Mean, SD string
	// N is how many people, Items of how many items each score is the mean (0 means 1).
	N, Items int
}

// GRIM gives the conventions by which a sum of whole numbers can be printed as
// this mean (Brown and Heathers 2017, "The GRIM test"). None means that no whole
// scores have this mean. A mean that is not a number, or of no people, gives ok
// false.
func (m Mean) GRIM() (fits []Convention, ok bool) {
	printed, parts, ok := m.parts()
	if !ok {
		return nil, false
	}
	for _, c := range Conventions {
		if sums := c.sums(printed, parts); !sums.empty() {
			fits = append(fits, c)
		}
	}
	return fits, true
}

func (m Mean) parts() (printed share, parts int, ok bool) {
	printed, ok = parseFixed(m.Mean)
	items := max(1, m.Items)
	// Above these no mean tells anything, and products would not fit.
	if !ok || m.N < 1 || m.N > 1_000_000 || items > 100 || len(m.Mean) > 9 {
		return share{}, 0, false
	}
	return printed, m.N * items, true
}

// sums gives the whole sums which, shared out over so many parts, are printed as
// a number.
func (c Convention) sums(printed share, parts int) span {
	scale := printed.scale()
	least, most := printed.units*parts/scale-parts/scale-2, printed.units*parts/scale+parts/scale+2
	out := span{max(0, least), most}
	// The printed value grows with the sum, so the run is found by halving.
	find := func(want int) int { // the first sum printed as want or more
		low, high := out.low, out.high+1
		for low < high {
			mid := (low + high) / 2
			if c.quotient(mid*scale, parts) >= want {
				high = mid
			} else {
				low = mid + 1
			}
		}
		return low
	}
	return span{find(printed.units), find(printed.units+1) - 1}
}

// mostSums is how many sums GRIMMER tries before it takes a mean as too coarse to
// tell anything.
const mostSums = 2000

// GRIMMER tells whether whole scores can have both this mean and this sample
// standard deviation, each rounded to the nearest, a half either way (Anaya 2016,
// and Allard 2018, who adds that the sum of squares is even or odd as the sum
// is). A mean that fails GRIM fails this too. Without a number for each, ok is
// false.
func (m Mean) GRIMMER() (consistent, ok bool) {
	printed, parts, ok := m.parts()
	sd, isSD := parseFixed(m.SD)
	if !ok || !isSD || m.N < 2 || len(m.SD) > 9 {
		return false, false
	}
	up, down := HalfUp.sums(printed, parts), HalfDown.sums(printed, parts)
	var sums span
	switch {
	case up.empty():
		sums = down
	case down.empty():
		sums = up
	default:
		sums = span{min(up.low, down.low), max(up.high, down.high)}
	}
	if sums.empty() {
		return false, true
	}
	if sums.high-sums.low > mostSums {
		return true, true
	}
	items := int64(max(1, m.Items))
	n := big.NewRat(int64(m.N), 1)
	// items²·(n-1)·sd², at the least and the most that is printed so.
	bound := func(units int) *big.Rat {
		x := big.NewRat(int64(units), int64(2*sd.scale()))
		x.Mul(x, x)
		return x.Mul(x, big.NewRat(items*items*int64(m.N-1), 1))
	}
	least, most := bound(max(0, 2*sd.units-1)), bound(2*sd.units+1)
	for sum := sums.low; sum <= sums.high; sum++ {
		square := big.NewRat(int64(sum), 1)
		square.Mul(square, square).Quo(square, n)
		low, high := ceiling(new(big.Rat).Add(least, square)), floor(new(big.Rat).Add(most, square))
		// The first whole number from low that is even or odd as the sum is.
		if new(big.Int).And(new(big.Int).Sub(low, big.NewInt(int64(sum))), big.NewInt(1)).Sign() != 0 {
			low.Add(low, big.NewInt(1))
		}
		if low.Cmp(high) <= 0 {
			return true, true
		}
	}
	return false, true
}

// chanceOfSD is that of a deviation with these digits before a GRIMMER that it
// fails: how many of those with the same whole number before the point would pass.
func (x *examiner) chanceOfSD(m Mean) Chance {
	sd, ok := parseFixed(m.SD)
	printed, parts, _ := m.parts()
	if !ok || sd.digits < 1 || sd.digits > 2 {
		return Chance{}
	}
	pass, scale := 0, sd.scale()
	sums := HalfUp.sums(printed, parts)
	if !x.spend(100 * scale * (sums.high - sums.low + 2)) { // fractions are slow
		return Chance{}
	}
	for units := range scale {
		other := m
		other.SD = share{sd.units - sd.units%scale + units, sd.digits}.String()
		if consistent, _ := other.GRIMMER(); consistent {
			pass++
		}
	}
	return Chance{pass, scale, "a deviation with these digits, taken at random,"}
}

func floor(x *big.Rat) *big.Int { return new(big.Int).Div(x.Num(), x.Denom()) }

func ceiling(x *big.Rat) *big.Int {
	out := new(big.Int).Neg(x.Num())
	return out.Div(out, x.Denom()).Neg(out)
}
