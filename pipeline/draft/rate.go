package draft

import (
	"math"
	"strconv"
	"strings"
)

// perYear is how many of a unit of time a year has, by the words for it.
var perYear = map[string]float64{
	"hour": 8760, "hours": 8760, "hourly": 8760, "day": 365, "days": 365, "daily": 365, "week": 52, "weeks": 52, "weekly": 52,
	"fortnight": 26, "fortnights": 26, "fortnightly": 26, "month": 12, "months": 12, "monthly": 12, "quarter": 4, "quarters": 4, "quarterly": 4,
	"year": 1, "years": 1, "yearly": 1, "annually": 1,
	// Spanish
	"día": 365, "dia": 365, "días": 365, "diario": 365, "diariamente": 365, "semana": 52, "semanal": 52, "semanalmente": 52, "semanas": 52,
	"mes": 12, "mensual": 12, "mensualmente": 12, "año": 1, "anual": 1, "anualmente": 1, "años": 1,
}

// numberWords are numbers that answers write in words.
var numberWords = map[string]float64{
	"zero": 0, "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "thrice": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "few": 3, "several": 4, "couple": 2, "multiple": 3, "vez": 1, "veces": 1,
}

// rateWords are the other words that a rate may be made of. What has any word
// beside these is no rate.
var rateWords = map[string]bool{
	"a": true, "an": true, "per": true, "each": true, "every": true, "in": true, "the": true, "and": true, "between": true, "or": true, "more": true, "less": true,
	"than": true, "often": true, "frequently": true, "fewer": true, "at": true, "least": true, "times": true, "time": true, "most": true, "of": true, "about": true,
	"around": true, "approximately": true, "only": true, "to": true, "almost": true, "nearly": true, "on": true, "average": true, "other": true,
	"entre": true, "una": true, "al": true, "la": true, "menos": true, "de": true, "más": true, "por": true, "cada": true, "y": true,
}

// perWords are those of which a rate has one at least; "1 to 2 years" has none.
var perWords = map[string]bool{
	"a": true, "an": true, "per": true, "each": true, "every": true, "once": true, "twice": true,
	"al": true, "por": true, "cada": true, "semanal": true, "mensual": true, "anual": true, "diario": true, "diariamente": true,
}

// rate reads how often something happens and ranks it by the logarithm of times
// a year: "Less than once a month", "Between once a week and once a month",
// "Every few days", "Monthly".
func rate(answer string) (float64, bool) {
	w := words(strings.ReplaceAll(answer, "/", " per "))
	var rates []float64
	count, every, often := 0.0, false, false
	for i, word := range w {
		often = often || perWords[word] || strings.HasSuffix(word, "ly") && perYear[word] > 0
		if n, ok := numberWords[word]; ok {
			if word != "vez" && word != "veces" || count == 0 {
				count = n
			}
			continue
		}
		if n, err := strconv.ParseFloat(word, 64); err == nil {
			count = n
			continue
		}
		per, ok := perYear[word]
		switch {
		case ok && every && count > 0 && i > 0 && w[i-1] != "per" && w[i-1] != "a" && !hasTimes(w[:i]):
			rates = append(rates, per/count)
			count, every = 0, false
		case ok:
			rates = append(rates, max(count, 1)*per)
			count, every = 0, false
		case word == "every" || word == "cada":
			every = true
			if last := len(w) - 1; i < last && w[i+1] == "other" {
				count = 2
			}
		case word == "una" || word == "al" || word == "y":
		case !rateWords[word]:
			return 0, false
		}
	}
	if !often || len(rates) == 0 || len(rates) > 2 {
		return 0, false
	}
	sum := 0.0
	for _, r := range rates {
		if r <= 0 {
			return 0, false
		}
		sum += math.Log(r)
	}
	place := sum / float64(len(rates))
	s := spaced(answer)
	switch {
	case hasAny(s, "less than", "less often", "fewer than", "or less", "less frequently", "at most", "menos de"):
		place -= 0.3
	case hasAny(s, "more than", "more often", "or more", "several times", "multiple times", "más de"):
		place += 0.3
	}
	return place, true
}

// hasTimes tells whether "times" stands among words: "five times every day" is
// five a day, "every five days" is not.
func hasTimes(w []string) bool {
	for _, word := range w {
		if word == "times" || word == "once" || word == "twice" {
			return word == "times"
		}
	}
	return false
}
