package redact

import (
	"strings"
	"unicode"
)

// digitGroup is a run of ASCII digits.
type digitGroup struct{ start, end int }

func (g digitGroup) len() int { return g.end - g.start }

// mostGroups bounds how many groups one number can have.
const mostGroups = 8

// numbers finds telephone and NHS numbers.
func numbers(runes []rune) []span {
	var out []span
	for i := 0; i < len(runes); {
		if !digit(runes[i]) {
			i++
			continue
		}
		groups := groupsAt(runes, i)
		end := groups[0].end
		if fresh(runes, i) {
			if s, ok := number(runes, groups); ok {
				out = append(out, s)
				end = s.end
			}
		}
		i = end
	}
	return out
}

func digit(c rune) bool { return c >= '0' && c <= '9' }

// fresh tells whether a number can begin at i: not within a word, a larger
// number or a decimal fraction.
func fresh(runes []rune, i int) bool {
	if i == 0 {
		return true
	}
	before := runes[i-1]
	if wordly(before) || before == '_' || before == '£' || before == '$' || before == '€' {
		return false
	}
	return !(before == '.' || before == ',') || i < 2 || !digit(runes[i-2])
}

// groupsAt gives the digits from i on, with up to three spaces, hyphens and
// brackets between groups.
func groupsAt(runes []rune, i int) []digitGroup {
	var out []digitGroup
	for len(out) < mostGroups {
		start := i
		for i < len(runes) && digit(runes[i]) {
			i++
		}
		out = append(out, digitGroup{start, i})
		gap := i
		for gap < len(runes) && gap < i+3 && strings.ContainsRune(" \u00a0\u2009\u202f-\u2010\u2011\u2013()", runes[gap]) {
			gap++
		}
		if gap == i || gap == len(runes) || !digit(runes[gap]) {
			break
		}
		i = gap
	}
	return out
}

// number tells whether the groups begin with a telephone or NHS number.
func number(runes []rune, groups []digitGroup) (span, bool) {
	start := groups[0].start
	named := nhsBefore(runes, start)
	if end, checked := nhs(runes, groups); end > 0 && (named || checked && len(groups) > 1 && groups[0].len() == 3) {
		return span{start, end, NHSNumber, nhsRule(checked)}, ends(runes, end)
	}
	if begin, end, rule := phone(runes, groups); end > 0 && ends(runes, end) {
		return span{begin, end, Phone, rule}, true
	}
	if end, checked := nhs(runes, groups); end > 0 && checked && ends(runes, end) {
		return span{start, end, NHSNumber, nhsRule(true)}, true
	}
	return span{}, false
}

func nhsRule(checked bool) string {
	if checked {
		return "nhs-check-digit"
	}
	return "nhs-named"
}

// ends tells whether no letter or digit follows.
func ends(runes []rune, end int) bool {
	return end >= len(runes) || !wordly(runes[end])
}

// nhs gives where a number of ten digits ends, run together or as 3-3-4, and
// whether its last digit is the check digit of the NHS Data Dictionary: eleven
// less the remainder by eleven of the sum of the first nine digits times ten
// down to two; eleven counts as nought, and ten as no valid number.
func nhs(runes []rune, groups []digitGroup) (end int, checked bool) {
	var digits []int
	use := 0
	switch {
	case groups[0].len() == 10:
		use = 1
	case len(groups) >= 3 && groups[0].len() == 3 && groups[1].len() == 3 && groups[2].len() == 4:
		use = 3
	default:
		return 0, false
	}
	same := true
	for _, g := range groups[:use] {
		for _, c := range runes[g.start:g.end] {
			digits = append(digits, int(c-'0'))
			same = same && digits[0] == digits[len(digits)-1]
		}
	}
	sum := 0
	for i, d := range digits[:9] {
		sum += d * (10 - i)
	}
	return groups[use-1].end, !same && (11-sum%11)%11 == digits[9]
}

// nhsBefore tells whether the words before a number say that it is an NHS number.
func nhsBefore(runes []rune, start int) bool {
	before := strings.ToLower(string(runes[max(0, start-30):start]))
	before = strings.TrimRight(before, " \u00a0:=#-(")
	before = strings.TrimRight(strings.TrimSuffix(before, " is"), " :.")
	for _, name := range []string{"nhs number", "nhs no", "nhs num", "nhs id", "nhs"} {
		if strings.HasSuffix(before, name) {
			return true
		}
	}
	return false
}

// phone gives where a telephone number begins and ends: a British one with 0,
// +44 or 0044 before nine or ten digits, or any other with + and at least ten.
func phone(runes []rune, groups []digitGroup) (begin, end int, rule string) {
	begin = groups[0].start
	plus := begin > 0 && runes[begin-1] == '+' && fresh(runes, begin-1)
	if plus {
		begin--
	}
	// The digits up to the end of each group.
	var digits strings.Builder
	for k, g := range groups {
		if digits.Len()+g.len() > 16 {
			break
		}
		for _, c := range runes[g.start:g.end] {
			digits.WriteRune(c)
		}
		all := digits.String()
		abroad := strings.TrimPrefix(all, "00")
		switch {
		case (plus || abroad != all) && strings.HasPrefix(abroad, "44"):
			if n := strings.TrimPrefix(abroad[2:], "0"); national(n) {
				end, rule = g.end, "uk-phone"
			}
		case plus:
			if len(all) >= 10 && len(all) <= 15 && all[0] != '0' && groups[0].len() <= 3 || k == 0 && len(all) >= 10 && all[0] != '0' {
				end, rule = g.end, "other-phone"
			}
		case all[0] == '0' && national(all[1:]) && grouped(groups[:k+1]):
			end, rule = g.end, "uk-phone"
		}
	}
	if end == 0 {
		return 0, 0, ""
	}
	// A bracket around the first group belongs to the number.
	if begin > 0 && runes[begin-1] == '(' && strings.ContainsRune(string(runes[begin:end]), ')') {
		begin--
	}
	return begin, end, rule
}

// national tells whether these are the digits of a British number without its
// nought: nine or ten, the first of which is in use (Ofcom, national telephone
// numbering plan).
func national(digits string) bool {
	return (len(digits) == 9 || len(digits) == 10) && strings.IndexByte("1235789", digits[0]) >= 0
}

// grouped tells whether groups of digits are divided as telephone numbers are,
// and years, scores and opening hours are not: an area code of three digits or
// more, then groups of three or more, or of two in a mobile number.
func grouped(groups []digitGroup) bool {
	if groups[0].len() < 3 {
		return false
	}
	for _, g := range groups[1:] {
		if g.len() < 2 || g.len() == 2 && groups[0].len() != 5 {
			return false
		}
	}
	return true
}

// ordinals end in what looks like the end of a postcode.
var ordinals = words("1st 2nd 3rd 4th 5th 6th 7th 8th 9th 0th")

// areas are the letters with which British postcodes begin (Royal Mail,
// Programmers' Guide to the Postcode Address File).
var areas = words("AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY " +
	"E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU " +
	"M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY " +
	"TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE")

// lettered are the areas whose districts can end in a letter, as in SW1A.
var lettered = words("E EC N NW SE SW W WC")

// postcodes finds whole British postcodes. Without a space, or with small and
// capital letters mixed within it, only capitals will do.
func postcodes(runes []rune) []span {
	var out []span
	for i := 0; i < len(runes); {
		if !wordly(runes[i]) {
			i++
			continue
		}
		first := wordEnd(runes, i)
		if end := postcodeEnd(runes, i, first, announced(runes, i)); end > 0 {
			out = append(out, span{i, end, Postcode, "postcode"})
			first = end
		}
		i = first
	}
	return out
}

// announced tells whether the word "postcode" or "post code" stands just before i.
func announced(runes []rune, i int) bool {
	before := strings.ToLower(string(runes[max(0, i-14):i]))
	before = strings.TrimRight(before, " \u00a0:=")
	before = strings.TrimSuffix(before, " is")
	return strings.HasSuffix(before, "postcode") || strings.HasSuffix(before, "post code")
}

// wordEnd gives where the run of letters and digits at i ends.
func wordEnd(runes []rune, i int) int {
	for i < len(runes) && wordly(runes[i]) {
		i++
	}
	return i
}

// postcodeEnd gives where a postcode ends whose first word stands from i to
// first; 0 where there is none. Where the text says that a postcode follows, an
// area that there is not will do.
func postcodeEnd(runes []rune, i, first int, announced bool) int {
	if n := first - i; n >= 5 && n <= 7 {
		whole := string(runes[i:first])
		if len(whole) == n && whole == strings.ToUpper(whole) && postcode(whole[:n-3], whole[n-3:], announced) {
			return first
		}
		return 0
	} else if n < 2 || n > 4 {
		return 0
	}
	second := first
	for second < len(runes) && second < first+2 && (runes[second] == ' ' || runes[second] == '\u00a0') {
		second++
	}
	end := wordEnd(runes, second)
	if second == first || end != second+3 {
		return 0
	}
	out, in := string(runes[i:first]), string(runes[second:end])
	upper := out == strings.ToUpper(out) && in == strings.ToUpper(in)
	if !upper && ordinals[strings.ToLower(in)] {
		return 0
	}
	if postcode(strings.ToUpper(out), strings.ToUpper(in), announced) {
		return end
	}
	return 0
}

// postcode tells whether two words in capitals make a postcode: an area, a
// district of one or two digits or of a digit and a letter; then a digit and
// two letters, which are never C, I, K, M, O or V. With anyArea, two letters are
// an area whether the Royal Mail has it or not.
func postcode(out, in string, anyArea bool) bool {
	if in[0] < '0' || in[0] > '9' {
		return false
	}
	for _, c := range in[1:] {
		if c < 'A' || c > 'Z' || strings.ContainsRune("CIKMOV", c) {
			return false
		}
	}
	if out == "GIR" {
		return in == "0AA"
	}
	area := strings.TrimRightFunc(out, unicode.IsDigit)
	district := out[len(area):]
	if district == "" && len(area) >= 3 && digit(rune(area[len(area)-2])) {
		// A letter ends the district.
		area, district = area[:len(area)-2], area[len(area)-2:]
		return lettered[area] && district[1] >= 'A' && district[1] <= 'Z'
	}
	known := areas[area] || anyArea && (len(area) == 1 || len(area) == 2) && strings.Trim(area, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	return known && (len(district) == 1 || len(district) == 2 && district[0] != '0')
}
