package tabulate

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/study"
)

// Percent gives count out of base as a percentage with the given digits after
// the point (0 to 4), rounded by the rule from the exact fraction, in integer
// arithmetic. LargestRemainder is a rule over several rows (see Percents); for
// one alone it rounds half up. A base of 0 has no percentage: "".
func Percent(count, base, digits int, rule study.RoundingRule) string {
	if base <= 0 {
		return ""
	}
	return decimal(units(count, base, digits, rule), digits)
}

// units is the percentage in units of its last digit.
func units(count, base, digits int, rule study.RoundingRule) int {
	top := count * 100 * power(digits)
	whole, rest := top/base, top%base
	switch rule {
	case study.Truncate:
		return whole
	case study.HalfEven:
		if 2*rest > base || (2*rest == base && whole%2 == 1) {
			whole++
		}
	default:
		if 2*rest >= base {
			whole++
		}
	}
	return whole
}

func power(digits int) int {
	p := 1
	for range digits {
		p *= 10
	}
	return p
}

// decimal writes units of the last digit as a number with that many digits.
func decimal(n, digits int) string {
	s := strconv.Itoa(n)
	if digits == 0 {
		return s
	}
	if pad := digits + 1 - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	return s[:len(s)-digits] + "." + s[len(s)-digits:]
}

// WeightPercent is Percent for sums of weights, in units of WeightUnit: from the
// exact fraction, however large the sums are.
func WeightPercent(weight, base int64, digits int, rule study.RoundingRule) string {
	if base <= 0 {
		return ""
	}
	top := new(big.Int).Mul(big.NewInt(weight), big.NewInt(int64(100*power(digits))))
	whole, rest := new(big.Int).QuoRem(top, big.NewInt(base), new(big.Int))
	rest.Lsh(rest, 1)
	up := rest.Cmp(big.NewInt(base))
	n := int(whole.Int64())
	if rule != study.Truncate && (up > 0 || up == 0 && (rule != study.HalfEven || n%2 == 1)) {
		n++
	}
	return decimal(n, digits)
}

// Percents gives the percentages of rows that together are the base, by a
// rounding rule. With LargestRemainder they add up to exactly 100: each is cut
// off, and what is missing goes to the rows with the largest remainders (the
// method of Hamilton), ties to the larger count and then to the earlier row.
// Where the counts do not add up to the base, that rule cannot hold, and rows
// are rounded half up.
func Percents(counts []int, base, digits int, rule study.RoundingRule) []string {
	out := make([]string, len(counts))
	if base <= 0 {
		return out
	}
	sum := 0
	for _, c := range counts {
		sum += c
	}
	if rule != study.LargestRemainder || sum != base {
		for i, c := range counts {
			out[i] = Percent(c, base, digits, rule)
		}
		return out
	}
	missing := 100 * power(digits)
	whole := make([]int, len(counts))
	order := make([]int, len(counts))
	for i, c := range counts {
		whole[i] = units(c, base, digits, study.Truncate)
		missing -= whole[i]
		order[i] = i
	}
	remainder := func(i int) int { return counts[i] * 100 * power(digits) % base }
	slices.SortStableFunc(order, func(a, b int) int {
		if d := remainder(b) - remainder(a); d != 0 {
			return d
		}
		return counts[b] - counts[a]
	})
	for _, i := range order[:missing] {
		whole[i]++
	}
	for i := range whole {
		out[i] = decimal(whole[i], digits)
	}
	return out
}
