package draft

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// bandWords are the words that a band of numbers, such as "5 to under 10 years"
// or "£25 000 and above", may be made of beside its numbers, and what they do.
var bandWords = map[string]string{
	"to": "", "and": "", "between": "", "from": "", "a": "", "of": "", "the": "", "at": "", "aged": "", "age": "", "or": "", "old": "", "only": "", "then": "", "about": "", "around": "", "approx": "", "approximately": "",
	"up": "over", "upwards": "over", "plus": "over", "over": "over", "more": "over", "above": "over", "older": "over", "greater": "over", "least": "over", "higher": "over", "exceeding": "over", "beyond": "over", "longer": "over",
	"under": "under", "less": "under", "below": "under", "fewer": "under", "younger": "under", "lower": "under", "most": "under", "within": "under",
	"than": "", "times": "", "time": "", "times'": "", "people": "", "persons": "", "employees": "", "staff": "", "patients": "", "clients": "", "members": "", "sessions": "", "projects": "",
	"gbp": "", "usd": "", "eur": "", "dollars": "", "pounds": "", "euros": "", "percent": "", "per": "", "cent": "", "annum": "", "fte": "", "ftes": "", "pa": "",
}

// bandUnits are units in years, for bands that mix months and years.
var bandUnits = map[string]float64{
	"year": 1, "years": 1, "yr": 1, "yrs": 1, "y": 1, "month": 1. / 12, "months": 1. / 12, "mths": 1. / 12, "week": 1. / 52, "weeks": 1. / 52, "day": 1. / 365, "days": 1. / 365,
	"hour": 1. / 8760, "hours": 1. / 8760, "hrs": 1. / 8760, "minute": 1. / 525600, "minutes": 1. / 525600, "mins": 1. / 525600, "años": 1, "meses": 1. / 12,
}

var (
	thousands = regexp.MustCompile(`(\d)[ ,](\d{3})\b`)
	thousandK = regexp.MustCompile(`(\d)k\b`)
	inBracket = regexp.MustCompile(`\([^()]*(?:\([^()]*\)[^()]*)*\)`)
	bandToken = regexp.MustCompile(`\d+(?:\.\d+)?|[\p{L}']+|[<>≤≥+]`)
)

// bands reads answers as bands of numbers and gives the place of each. ok is
// false when one is not a band, when two are the same, or when all are single
// numbers.
func bands(answers []string) ([]float64, bool) {
	places := make([]float64, len(answers))
	real, extra := false, ""
	for i, a := range answers {
		place, isBand, unknown, ok := band(a)
		if !ok {
			return nil, false
		}
		// A word that is no word of a band must stand in all of them.
		if i > 0 && unknown != extra {
			return nil, false
		}
		extra = unknown
		real = real || isBand
		places[i] = place
	}
	return places, real && distinct(places)
}

// band reads one. place is the lower end, a little less for "under" and more for
// "over"; isBand is false for a number alone; unknown is a word it does not know.
func band(answer string) (place float64, isBand bool, unknown string, ok bool) {
	s := low(answer)
	if without := strings.TrimSpace(inBracket.ReplaceAllString(s, " ")); without != "" {
		s = without
	}
	for thousands.MatchString(s) {
		s = thousands.ReplaceAllString(s, "$1$2")
	}
	s = thousandK.ReplaceAllString(s, "${1}000")
	var numbers []float64
	unit := 1.0
	over, under := false, false
	var unknowns []string
	s = strings.ReplaceAll(s, "up to", "under")
	for _, t := range bandToken.FindAllString(s, -1) {
		if n, err := strconv.ParseFloat(t, 64); err == nil {
			numbers = append(numbers, n)
			continue
		}
		if n, ok := numberWords[t]; ok {
			numbers = append(numbers, n)
			continue
		}
		if u, ok := bandUnits[t]; ok {
			unit = u
			continue
		}
		switch t {
		case ">":
			over = true
		case "≥", "+":
			over = true
		case "<":
			under = true
		case "≤":
			under = true
		default:
			what, known := bandWords[t]
			switch {
			case !known:
				unknowns = append(unknowns, t)
			case what == "over":
				over = true
			case what == "under":
				under = true
			}
		}
	}
	if len(numbers) == 0 || len(numbers) > 2 || len(unknowns) > 1 || math.IsInf(numbers[0], 0) {
		return 0, false, "", false
	}
	place = numbers[0] * unit
	isBand = len(numbers) == 2 || over || under
	switch {
	case len(numbers) == 2:
		place += 1e-6 * numbers[1] * unit
	case under:
		place -= 0.5 * max(math.Abs(place), 1e-3)
	case over:
		place += 1e-3 * max(math.Abs(place), 1e-3)
	}
	return place, isBand, strings.Join(unknowns, " "), true
}
