package compare

import (
	"slices"
	"strings"
	"unicode/utf8"

	"concord/pipeline/worddiff"

	"github.com/kljensen/snowball/english"
)

// meaning is what two wordings tell of whether they mean the same.
type meaning struct {
	// trivial says that they differ in nothing but capitals, punctuation, British
	// and American spelling, articles and the endings of the same words.
	trivial bool
	// turned is a word of denial or of duty that came in or went out, or a word
	// that became its opposite by its first or last letters; "" for none. In says
	// that it came in.
	turned string
	in     bool
	// share is the share of the words kept, from 0 to 1.
	share float64
}

// turn says what came in or went out.
func (m meaning) turn() string {
	word := "“" + clean(firstWords(m.turned)) + "”"
	if m.in {
		return word + " came in"
	}
	return word + " went out"
}

// meaningOf compares two plain texts. The words of denial and of duty, the
// articles and the endings are English; of other languages only the share of
// the words tells.
func meaningOf(before, after string) meaning {
	m := meaning{share: kept(before, after)}
	x, y := normalWords(before), normalWords(after)
	if m.trivial = slices.EqualFunc(x, y, sameWord); m.trivial {
		return m
	}
	var out, in []string
	for _, r := range worddiff.Runs(strings.Join(x, " "), strings.Join(y, " ")) {
		switch r.Change {
		case worddiff.Deleted:
			out = append(out, strings.Fields(r.Words)...)
		case worddiff.Inserted:
			in = append(in, strings.Fields(r.Words)...)
		}
	}
	if m.turned = firstTurning(in, out); m.turned != "" {
		m.in = true
	} else {
		m.turned = firstTurning(out, in)
	}
	return m
}

// firstTurning gives the first of the words that denies or obliges, or that is
// one of the others with a beginning or an ending that denies.
func firstTurning(words, others []string) string {
	stems := map[string]bool{}
	for _, w := range others {
		stems[stemOf(w)] = true
	}
	for _, w := range words {
		if turning[w] {
			return w
		}
		for _, p := range opposites {
			if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 2 && stems[stemOf(rest)] {
				return w
			}
		}
		if stem, ok := strings.CutSuffix(w, "less"); ok && len(stem) > 2 && (stems[stemOf(stem)] || stems[stemOf(stem+"ful")]) {
			return w
		}
	}
	return ""
}

// turning holds the words that turn a statement's meaning round, or say whether
// something has to be done.
var turning = setOf(`not no non never none nobody nothing nowhere neither nor without unless except only hardly rarely
	seldom avoid avoids avoiding avoided fail fails failing failed lack lacks lacking refuse refuses refusing refused
	must may might shall should can could ought optional optionally mandatory compulsory`)

// opposites are the beginnings that make a word its opposite.
var opposites = []string{"un", "dis", "non", "mis", "in", "im", "il", "ir"}

// articles do not count as words.
var articles = setOf("a an the")

// contracted are the short forms of denials, as plain leaves them, in full.
var contracted = map[string]string{
	"cannot": "can not", "cant": "can not", "couldnt": "could not", "dont": "do not", "doesnt": "does not", "didnt": "did not",
	"isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not", "wont": "will not", "wouldnt": "would not",
	"shouldnt": "should not", "mustnt": "must not", "neednt": "need not", "hasnt": "has not", "havent": "have not",
	"hadnt": "had not", "mightnt": "might not", "maynt": "may not", "shant": "shall not", "oughtnt": "ought not",
}

// normalWords gives the words of a plain text in one spelling, denials in full,
// articles left out.
func normalWords(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		if articles[w] {
			continue
		}
		if full := contracted[w]; full != "" {
			out = append(out, strings.Fields(full)...)
			continue
		}
		out = append(out, spelling.Replace(american(w)))
	}
	return out
}

// american spells -ise and -yse as -ize and -yze. Words that are always spelt
// with an s are changed too, on either side alike.
func american(w string) string {
	for _, end := range []string{"e", "es", "ed", "er", "ers", "ing", "ation", "ations"} {
		if stem, ok := strings.CutSuffix(w, "s"+end); ok && len(stem) > 3 && (strings.HasSuffix(stem, "i") || strings.HasSuffix(stem, "y")) {
			return stem + "z" + end
		}
	}
	return w
}

// spelling writes the American for the British where they differ within a word.
var spelling = strings.NewReplacer(
	"behaviour", "behavior", "colour", "color", "favour", "favor", "labour", "labor", "honour", "honor", "neighbour", "neighbor",
	"endeavour", "endeavor", "humour", "humor", "tumour", "tumor", "rigour", "rigor",
	"centred", "centered", "centre", "center", "programme", "program", "practis", "practic", "licence", "license",
	"defence", "defense", "offence", "offense", "judgement", "judgment", "fulfill", "fulfil", "enroll", "enrol",
	"skillful", "skilful", "alogue", "alog", "paed", "ped", "anaes", "anes", "haem", "hem", "ageing", "aging", "grey", "gray",
	"elling", "eling", "elled", "eled", "ellor", "elor", "eller", "eler", "learnt", "learned", "whilst", "while", "amongst", "among",
)

// endings are what one word's forms end in where they part.
var endings = setOf("s es e ed d ing y ies ied ying")

// sameWord tells whether two words are forms of one: the same stem (Porter's
// second stemmer, 2001), and where they part, nothing but the endings of a
// plural or of a verb. So "plans" is "planning", but "manages" is not "manager".
func sameWord(x, y string) bool {
	if x == y {
		return true
	}
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	if n < 2 || stemOf(x) != stemOf(y) {
		return false
	}
	ending := func(rest string) bool {
		// A consonant may be doubled before the ending: plan, planning.
		return rest == "" || endings[rest] || rest[0] == x[n-1] && endings[rest[1:]]
	}
	return ending(x[n:]) && ending(y[n:])
}

// longestWord is how many bytes of a word are taken for a word of a language.
const longestWord = 64

// stemOf gives what the forms of an English word share, and any other word as it
// is.
func stemOf(w string) string {
	if len(w) > longestWord {
		return w
	}
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return w
		}
	}
	return english.Stem(w, true)
}

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
