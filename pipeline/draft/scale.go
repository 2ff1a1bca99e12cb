package draft

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// family is one way in which answers can be in order, such as how often
// something happens. rank gives an answer's place, and false for an answer that
// it does not know; only differences of places matter.
type family struct {
	name string
	rank func(answer string) (float64, bool)
}

// families are tried in this order. The degree of a quality ("very important",
// "strongly disagree") is not among them, since it is only known from all
// answers together; see degrees.
var families = []family{
	{"how often", byList(often)},
	{"how often", rate},
	{"level", byList(levels)},
	{"quality", byList(qualities)},
	{"how much", byList(amounts)},
	{"likelihood", byList(chances)},
	{"change", change},
	{"education", education},
	{"length of time", byList(units)},
	// "Very often" stands beside "somewhat" and "not at all".
	{"how much", oftenOrMuch},
	// "Never" and "Hardly ever" stand beside "Once a year" and "Every week".
	{"how often", rateOrSeldom},
}

// ordered puts answers in their order, the lowest first, and tells what they are
// a scale of. Those that have no place in it come last, as they stood. With ok
// false the answers are not known to be in an order: fewer than three have a
// place (one for bands of numbers), or some have none, or two the same.
func ordered(answers []string) (scale, aside []string, what string, ok bool) {
	if places, what, ok := placesOf(answers); ok {
		return sorted(answers, places), nil, what, true
	}
	var rest []string
	for _, a := range answers {
		if isAside(a) {
			aside = append(aside, a)
		} else {
			rest = append(rest, a)
		}
	}
	if len(aside) == 0 {
		return nil, nil, "", false
	}
	if places, what, ok := placesOf(rest); ok {
		return sorted(rest, places), aside, what, true
	}
	return nil, nil, "", false
}

// placesOf gives the places of answers all of which have one.
func placesOf(answers []string) (places []float64, what string, ok bool) {
	if len(answers) >= 3 {
		if places, what, ok := degrees(answers); ok {
			return places, what, true
		}
		for _, f := range families {
			if places, ok := placesBy(answers, f.rank); ok {
				return places, f.name, true
			}
		}
	}
	if len(answers) >= 1 {
		if places, ok := bands(answers); ok {
			return places, "bands", true
		}
	}
	return nil, "", false
}

// placesBy gives the place of every answer; ok is false when one has none or two
// have the same.
func placesBy(answers []string, rank func(string) (float64, bool)) ([]float64, bool) {
	places := make([]float64, len(answers))
	for i, a := range answers {
		p, ok := 0.0, false
		for _, h := range heads(a) {
			if p, ok = rank(h); ok {
				break
			}
		}
		if !ok {
			return nil, false
		}
		places[i] = p + nuance(a)
	}
	return places, distinct(places)
}

// nuance parts answers that begin alike by what follows: "Never, and not open to
// it" is below "Never, but open to it".
func nuance(answer string) float64 {
	s := low(answer)
	for _, m := range headMarks {
		if _, after, ok := strings.Cut(s, m); ok && hasAny(spaced(after), "not", "no", "never", "nor") {
			return -0.01
		}
	}
	return 0
}

func distinct(places []float64) bool {
	p := slices.Clone(places)
	slices.Sort(p)
	return len(slices.Compact(p)) == len(places)
}

// sorted gives answers in the order of their places.
func sorted(answers []string, places []float64) []string {
	at := make([]int, len(answers))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(places[a], places[b]) })
	out := make([]string, len(answers))
	for i, j := range at {
		out[i] = answers[j]
	}
	return out
}

// byList ranks by a list of phrases.
func byList(list map[string]float64) func(string) (float64, bool) {
	return func(answer string) (float64, bool) {
		p, ok := list[strings.Join(words(answer), " ")]
		return p, ok
	}
}

// often says how often, from never to always.
var often = map[string]float64{
	"never": 0, "never or almost never": 0.5, "almost never": 1, "hardly ever": 1, "very rarely": 1, "very seldom": 1,
	"rarely": 2, "seldom": 2, "infrequently": 2, "not very often": 2, "once in a while": 3, "occasionally": 3, "now and then": 3,
	"sometimes": 4, "some of the time": 4, "half the time": 4.5, "half of the time": 4.5, "about half the time": 4.5, "about half of the time": 4.5,
	"often": 5, "frequently": 5, "regularly": 5.2, "fairly often": 4.8, "quite often": 5.1, "very often": 6, "very frequently": 6, "most of the time": 6.5, "mostly": 6.5,
	"usually": 6.4, "generally": 6.4, "normally": 6.4, "nearly always": 8, "almost always": 8, "always": 9, "all the time": 9, "all of the time": 9, "constantly": 9,
	// Spanish
	"nunca": 0, "casi nunca": 1, "muy raramente": 1, "raramente": 2, "rara vez": 2, "de vez en cuando": 3, "ocasionalmente": 3,
	"a veces": 4, "algunas veces": 4, "a menudo": 5, "con frecuencia": 5, "frecuentemente": 5, "muy a menudo": 6, "generalmente": 6.4,
	"normalmente": 6.4, "habitualmente": 6.4, "casi siempre": 8, "siempre": 9,
}

// oftenOrMuch ranks words for how often and how much together.
func oftenOrMuch(answer string) (float64, bool) {
	if p, ok := byList(amounts)(answer); ok {
		return p, true
	}
	return byList(often)(answer)
}

// levels are levels of skill.
var levels = map[string]float64{
	"none": 0, "no experience": 0, "no knowledge": 0, "not at all": 0, "beginner": 2, "novice": 1, "awareness": 1.5, "aware": 1.5, "basic": 2.2, "elementary": 2.3,
	"entry": 1.8, "entry level": 1.8, "foundation": 2.4, "introductory": 1.9, "trainee": 1.7, "intermediate": 4, "competent": 4.5, "proficient": 5, "upper intermediate": 4.8,
	"advanced": 6, "specialist": 6.5, "expert": 7, "mastery": 7, "fluent": 6.8, "native": 8,
	"sin experiencia": 0, "ninguno": 0, "ninguna": 0, "inicial": 2, "principiante": 2, "básico": 2.2, "intermedio": 4, "avanzado": 6, "experto": 7, "experta": 7,
}

// qualities say how good.
var qualities = map[string]float64{
	"terrible": 0, "awful": 0, "unacceptable": 0.2, "very poor": 0.5, "very bad": 0.5, "poor": 1, "bad": 1, "inadequate": 1.2, "below average": 2, "requires improvement": 2,
	"needs improvement": 2, "fair": 3, "average": 3.5, "ok": 3.5, "okay": 3.5, "acceptable": 3.5, "adequate": 3.5, "satisfactory": 3.5, "neutral": 3.4, "neither good nor bad": 3.4, "neither poor nor good": 3.4,
	"above average": 4.5, "good": 5, "quite good": 4.8, "fairly good": 4.8, "very good": 6, "great": 6, "excellent": 7, "outstanding": 7.5, "exceptional": 7.5, "perfect": 8,
	"muy malo": 0.5, "malo": 1, "regular": 3, "bueno": 5, "muy bueno": 6, "excelente": 7,
}

// amounts say how much, or to what extent.
var amounts = map[string]float64{
	"none": 0, "none at all": 0, "nothing": 0, "nothing at all": 0, "not at all": 0, "no extent": 0, "to no extent": 0, "not much": 1.1, "hardly": 1, "hardly at all": 1, "hardly any": 1, "very little": 1.2, "barely": 1,
	"a little": 2, "only a little": 2, "little": 1.8, "a little bit": 2, "a bit": 2, "slightly": 2.1, "a small amount": 2, "to a small extent": 2, "to a limited extent": 2, "a small extent": 2, "to a slight extent": 2,
	"some": 3, "somewhat": 3, "to some extent": 3, "some extent": 3, "partly": 3, "partially": 3, "moderately": 3.3, "a moderate amount": 3.3, "to a moderate extent": 3.3, "moderate extent": 3.3, "in part": 3,
	"a fair amount": 4, "quite a bit": 4.1, "quite a lot": 4.2, "considerably": 4.5, "mostly": 4.6, "to a large extent": 4.8, "large extent": 4.8, "largely": 4.6,
	"a lot": 5, "much": 5, "lots": 5, "a great deal": 5.3, "to a great extent": 5.2, "great extent": 5.2, "a large amount": 5, "very much": 6, "to a very great extent": 6, "extremely": 6.5, "fully": 6.8, "completely": 6.8, "entirely": 6.8, "totally": 6.8,
	"nada": 0, "muy poco": 1.2, "poco": 1.8, "algo": 3, "bastante": 4.1, "mucho": 5, "muchísimo": 6,
}

// chances say how sure something is to happen.
var chances = map[string]float64{
	"definitely not": 0, "certainly not": 0, "definitely will not": 0, "definitely would not": 0, "definitely won't": 0, "no definitely not": 0, "i would refuse if asked": -1,
	"probably not": 1, "probably will not": 1, "probably would not": 1, "probably wouldn't": 1, "probably won't": 1, "no probably not": 1, "unlikely": 1, "very unlikely": 0.5,
	"possibly": 2, "maybe": 2, "perhaps": 2, "might": 2, "might or might not": 2, "may or may not": 2, "undecided": 2, "not sure either way": 2, "about even": 2,
	"probably": 3, "probably will": 3, "probably would": 3, "probably would if asked": 3, "yes probably": 3, "likely": 3, "very likely": 3.5,
	"definitely": 4, "certainly": 4, "definitely will": 4, "definitely would": 4, "yes definitely": 4, "almost certainly": 3.8, "i'm already planning to": 5,
}

// units are lengths of time that answers may be made of, in days.
var units = map[string]float64{
	"seconds": 1. / 86400, "minutes": 1. / 1440, "hours": 1. / 24, "days": 1, "weeks": 7, "months": 30, "years": 365, "decades": 3650,
	"segundos": 1. / 86400, "minutos": 1. / 1440, "horas": 1. / 24, "días": 1, "dias": 1, "semanas": 7, "meses": 30, "años": 365,
}

// change ranks answers about what will be more or less.
func change(answer string) (float64, bool) {
	s := spaced(answer)
	size := 1.0
	if hasAny(s, "much", "a lot", "significantly", "greatly", "strongly", "mucho") {
		size = 2
	} else if hasAny(s, "slightly", "a little", "somewhat", "un poco") {
		size = 0.5
	}
	switch {
	case hasAny(s, "stop", "stopping", "end", "dejar"):
		return -3, true
	case hasAny(s, "decrease", "decreased", "decreasing", "less", "fewer", "worse", "reduce", "reduced", "decline", "declined", "lower", "disminuya", "menos", "peor"):
		return -size, true
	case hasAny(s, "same", "unchanged", "no change", "not change", "neither", "igual"):
		return 0, true
	case hasAny(s, "increase", "increased", "increasing", "more", "better", "improve", "improved", "grow", "higher", "aumente", "más", "mejor"):
		return size, true
	}
	return 0, false
}

// education ranks levels of schooling of Britain and America.
func education(answer string) (float64, bool) {
	s := " " + strings.ReplaceAll(strings.Join(words(answer), " "), "'s ", "s ") + " "
	s = strings.NewReplacer("' ", " ", "'", "").Replace(s)
	switch {
	case hasAny(s, "none", "no qualifications", "no formal qualifications", "no schooling", "no formal education"):
		return 0, true
	case hasAny(s, "did not complete high school", "less than high school", "less than high school degree", "some high school", "no high school", "primary", "primary school", "elementary school"):
		return 1, true
	case hasAny(s, "doctorate", "doctoral", "phd", "edd", "doctor"):
		return 9, true
	case hasAny(s, "masters", "master", "msc", "ma"):
		return 8, true
	case hasAny(s, "postgraduate", "post graduate", "graduate degree", "graduate school", "higher degree") && !hasAny(s, "college graduate", "no graduate degree"):
		return 8.5, true
	case hasAny(s, "some college", "some university"):
		return 4, true
	case hasAny(s, "associate", "associates", "foundation degree", "hnd", "hnc", "diploma"):
		return 5, true
	case hasAny(s, "bachelor", "bachelors", "undergraduate", "undergraduate degree", "first degree", "college graduate", "college or more", "university degree", "degree", "ba", "bsc") && !hasAny(s, "no degree", "high school degree"):
		return 6, true
	case hasAny(s, "a level", "a levels", "as level", "further education", "sixth form", "nvq"):
		return 3, true
	case hasAny(s, "gcse", "gcses", "o level", "o levels", "high school", "secondary", "secondary school", "ged"):
		return 2, true
	}
	return 0, false
}

// rateOrSeldom ranks rates together with "never", "rarely" and "always".
func rateOrSeldom(answer string) (float64, bool) {
	if r, ok := rate(answer); ok {
		return r, true
	}
	switch p, ok := byList(often)(answer); {
	case !ok:
		return 0, false
	case p <= 0.5:
		return math.Inf(-1), true
	case p <= 2:
		return math.Log(0.3), true
	case p >= 8:
		return math.Inf(1), true
	}
	return 0, false
}
