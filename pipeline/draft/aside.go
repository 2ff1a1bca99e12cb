package draft

import (
	"regexp"
	"strings"
)

// asides are answers that have no place on a scale: people do not know, do not
// say, or the question is not for them. Each is matched with the beginning of an
// answer.
var asides = []*regexp.Regexp{
	regexp.MustCompile(`^(?:i )?(?:don'?t|do not|didn'?t|did not|doesn'?t|does not|can'?t|cannot|could not|couldn'?t)\b`),
	regexp.MustCompile(`^(?:i'?m |i am |we'?re |we are )?(?:not sure|unsure|uncertain|not applicable|not relevant to me|unfamiliar|not familiar with)\b`),
	regexp.MustCompile(`^(?:i |i'd |i would |we )?(?:would )?(?:prefer|rather|choose|wish|decline)(?: to)? (?:not|no)\b`),
	regexp.MustCompile(`^(?:i )?(?:prefer not|rather not|decline to|no opinion|no view|no comment|unknown|does not apply|n/?a$|n/a\b|none of (?:the above|these|them)|all of the above)`),
	regexp.MustCompile(`^i (?:have not|haven'?t|never|am not|was not|wasn'?t|do not|don'?t|no longer)\b`),
	// Spanish, French and German, for the answers that instruments have most.
	regexp.MustCompile(`^(?:aún |todavía )?no (?:sé|se|lo sé|uso|utilizo|me|espero|aplica|aplicable|sabe|quiero|deseo|estoy)(?:[ ,.]|$)`),
	regexp.MustCompile(`^(?:prefiero no|ninguna de|ns/nc|otro|otra|je ne|ne sais pas|sans objet|autre|weiß nicht|keine angabe|nicht zutreffend|andere)`),
}

// isAside tells whether an answer has no place on a scale.
func isAside(answer string) bool {
	s := strings.TrimLeft(low(answer), "([\"'")
	if isOther(answer) {
		return true
	}
	for _, a := range asides {
		if a.MatchString(s) {
			return true
		}
	}
	return false
}

// isOther tells whether an answer is "Other", with or without a word of what, such
// as "Other role", or "please specify". "Other web sites of our own that anybody
// can read" is an answer like any other.
func isOther(answer string) bool {
	s := low(answer)
	return other.MatchString(s) && (len(words(s)) <= 3 || specify.MatchString(s))
}

var (
	other   = regexp.MustCompile(`^(?:another|others?|otros?|otras?|autres?|andere|something else)(?:$|[^\p{L}])`)
	specify = regexp.MustCompile(`please|specify|describe|state|especif|préciser`)
)

// missingWords are cells by which programs and people say that there is no
// answer, in small letters.
var missingWords = map[string]bool{
	"-": true, "--": true, "---": true, ".": true, "na": true, "nan": true, "#n/a": true, "null": true, "nil": true,
	"no answer": true, "no response": true, "not answered": true, "no reply": true, "missing": true, "(blank)": true,
	"blank": true, "[not completed]": true, "seen but unanswered": true, "refused": true, "skipped": true,
	"not asked": true, "(no answer)": true, "not stated": true, "sin respuesta": true, "keine antwort": true, "sans réponse": true,
}

// missingNumber is the form of numbers by which programs say the same. -1 is not
// among them: it may be an answer.
var missingNumber = regexp.MustCompile(`^-(?:9+|99?[78]|97|98|88+|77+)(?:\.0+)?$`)

// isMissing tells whether a cell may stand for no answer.
func isMissing(cell string) bool {
	return missingWords[strings.ToLower(quotes.Replace(cell))] || missingNumber.MatchString(cell)
}

// yes are the words for yes, and for an option that was ticked.
var yes = map[string]bool{"yes": true, "true": true, "y": true, "sí": true, "si": true, "oui": true, "ja": true, "checked": true, "selected": true}

// no are the words for no, and for an option that was not ticked.
var no = map[string]bool{"no": true, "false": true, "n": true, "non": true, "nein": true, "unchecked": true, "not selected": true}
