package disclosure

import "strconv"

// Nearest rounds a count of 0 or more to the nearest multiple, halves up; a
// multiple of 1 or less leaves it as it is.
func Nearest(n, multiple int) int {
	if multiple <= 1 {
		return n
	}
	return (2*n + multiple) / (2 * multiple) * multiple
}

// Preimage gives the counts, from low to high, that Nearest makes the same number
// of.
func Preimage(n, multiple int) (low, high int) {
	if multiple <= 1 {
		return n, n
	}
	at := Nearest(n, multiple)
	return max(0, at-multiple/2), at + (multiple-1)/2
}

// Percentage gives count of base in per cent, to the unit given in tenths of a
// point, halves up, with one decimal where the unit is below a whole point; ""
// where the base is 0.
func Percentage(count, base, tenths int) string {
	if base <= 0 {
		return ""
	}
	tenths = max(1, tenths)
	units := (2*count*1000 + base*tenths) / (2 * base * tenths)
	n := units * tenths
	if tenths%10 == 0 {
		return strconv.Itoa(n / 10)
	}
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}
