package draft

import (
	"slices"
	"strings"
)

// degreeWords say how much of a quality an answer claims.
var degreeWords = []struct {
	phrase string
	size   float64
}{
	{"extremely", 6}, {"exceptionally", 6}, {"completely", 6}, {"totally", 6}, {"absolutely", 6}, {"entirely", 6}, {"fully", 5.9}, {"definitely", 5.5},
	{"strongly", 5}, {"very strongly", 5.5}, {"very", 5}, {"highly", 5}, {"greatly", 5}, {"very much", 5.2},
	{"mostly", 4.5}, {"largely", 4.5}, {"generally", 3.6}, {"quite", 3.5}, {"fairly", 3.5}, {"pretty", 3.5}, {"moderately", 3}, {"reasonably", 3},
	{"tend to", 2}, {"somewhat", 2}, {"partly", 2}, {"partially", 2}, {"rather", 2.5}, {"slightly", 1}, {"a little bit", 1}, {"a little", 1}, {"a bit", 1}, {"mildly", 1}, {"only slightly", 0.9}, {"barely", 0.5}, {"hardly", 0.5},
	// Spanish
	{"totalmente", 6}, {"completamente", 6}, {"extremadamente", 6}, {"muy", 5}, {"bastante", 3.5}, {"algo", 2}, {"un poco", 1}, {"poco", 0.8},
}

// opposites are qualities and their contraries that are not told by a prefix.
var opposites = map[string]string{
	"difficult": "easy", "hard": "easy", "bad": "good", "poor": "good", "negative": "positive", "negatively": "positively", "worse": "better", "oppose": "support", "against": "favour",
	"low": "high", "small": "large", "weak": "strong", "false": "true", "wrong": "right", "cold": "warm", "unsafe": "safe", "reject": "accept", "untrue": "true", "conservative": "liberal", "short": "long", "slow": "fast",
}

// knownQuality are the qualities that one or two answers are enough to know a
// scale by.
var knownQuality = map[string]bool{
	"agree": true, "confident": true, "satisfied": true, "likely": true, "important": true, "comfortable": true, "relevant": true, "useful": true, "acuerdo": true,
}

// contrary are the prefixes that make the contrary of a quality.
var contrary = []string{"dis", "un", "in", "im", "ir", "non-", "des", "mis"}

// degree is what one answer claims: how much of which quality. Quality is ""
// where it names none, as "Somewhat" does.
type degree struct {
	quality string
	size    float64
	neutral bool
}

// bare is the size of a quality without a word of degree, such as "Agree".
const bare = 4.0

// degrees ranks answers that claim more or less of one quality, such as
// agreement: "Strongly agree", "Not at all important", "Neither".
func degrees(answers []string) (places []float64, what string, ok bool) {
	all := make([]degree, len(answers))
	var qualities []string
	for i, a := range answers {
		read := false
		for _, h := range heads(a) {
			d, ok := degreeOf(h)
			// A head without a quality is only for answers such as "Somewhat - it depends".
			if ok && (d.quality == "" || len(strings.Fields(d.quality)) <= 3) {
				all[i], read = d, true
				break
			}
		}
		if !read {
			return nil, "", false
		}
		if q := all[i].quality; q != "" && !slices.Contains(qualities, q) {
			qualities = append(qualities, q)
		}
	}
	what, opposite := quality(qualities)
	if what == "" {
		return nil, "", false
	}
	claims := 0
	places = make([]float64, len(answers))
	for i, d := range all {
		switch {
		case d.neutral:
		case d.quality != "" && d.quality == opposite:
			places[i] = -d.size
			claims++
		default:
			places[i] = d.size
			claims++
		}
	}
	return places, what, (claims >= 2 || knownQuality[what]) && distinct(places)
}

// quality gives the one quality that all are about, and its contrary; "" when
// there are more.
func quality(list []string) (what, opposite string) {
	switch len(list) {
	case 1:
		return list[0], ""
	case 2:
		for _, pair := range [][2]string{{list[0], list[1]}, {list[1], list[0]}} {
			if opposites[pair[1]] == pair[0] {
				return pair[0], pair[1]
			}
			for _, p := range contrary {
				if pair[1] == p+pair[0] {
					return pair[0], pair[1]
				}
			}
		}
	}
	return "", ""
}

// neutrals are answers between the two sides.
var neutrals = map[string]bool{
	"neutral": true, "undecided": true, "neither": true, "mixed": true, "no difference": true, "indifferent": true, "equally": true,
	"medium": true, "moderate": true, "average": true, "about right": true, "middle": true, "in between": true, "both": true,
}

// degreeOf reads one answer.
func degreeOf(answer string) (degree, bool) {
	w := words(answer)
	s := strings.Join(w, " ")
	for _, filler := range []string{"yes ", "no ", "i am ", "i feel ", "i'm ", "i ", "it is ", "to be ", "estoy "} {
		if rest, ok := strings.CutPrefix(s, filler); ok && rest != "" {
			s = rest
			break
		}
	}
	s = strings.NewReplacer("en desacuerdo", "desacuerdo", "de acuerdo", "acuerdo").Replace(s)
	switch {
	case neutrals[s], strings.HasPrefix(s, "neither "), strings.HasPrefix(s, "ni "), strings.HasPrefix(s, "neutral "):
		return degree{neutral: true}, true
	case s == "not at all", s == "nada":
		return degree{size: -3}, true
	}
	if q, ok := strings.CutPrefix(s, "nada "); ok {
		return degree{quality: q, size: -3}, true
	}
	negated := false
	if rest, ok := strings.CutPrefix(s, "not "); ok {
		negated, s = true, rest
		if q, ok := strings.CutPrefix(s, "at all "); ok {
			return degree{quality: q, size: -3}, true
		}
		if q, ok := strings.CutSuffix(s, " at all"); ok {
			return degree{quality: q, size: -3}, true
		}
		for _, much := range []string{"very ", "too ", "so ", "really ", "particularly ", "that ", "especially ", "quite ", "overly ", "entirely ", "fully "} {
			if q, ok := strings.CutPrefix(s, much); ok {
				return degree{quality: q, size: -1}, true
			}
		}
		return degree{quality: s, size: -2}, s != "" && negated
	}
	size, found := bare, ""
	for _, d := range degreeWords {
		if len(d.phrase) > len(found) && (s == d.phrase || strings.HasPrefix(s, d.phrase+" ")) {
			size, found = d.size, d.phrase
		}
	}
	if found == "" {
		// "Agree strongly"
		for _, d := range degreeWords {
			if len(d.phrase) > len(found) && strings.HasSuffix(s, " "+d.phrase) {
				size, found = d.size, d.phrase
			}
		}
		return degree{quality: strings.TrimSpace(strings.TrimSuffix(s, found)), size: size}, s != ""
	}
	return degree{quality: strings.TrimSpace(strings.TrimPrefix(s, found)), size: size}, true
}
