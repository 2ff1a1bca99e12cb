package redact

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	//go:embed firstnames.txt
	firstNamesText string
	//go:embed doubledutynames.txt
	doubleDutyText string
	//go:embed notnames.txt
	notNamesText string
	//go:embed peoples.txt
	peoplesText string

	firstNames = list(firstNamesText)
	doubleDuty = list(doubleDutyText)
	notNames   = list(notNamesText)
	peoples    = list(peoplesText)
)

// titles stand before names, which they betray. Those in capitals count only
// before a name in capitals, because MS and DR have other meanings.
var titles = words("Dr Mr Mrs Ms Miss Mx Prof Professor Sir Dame Rev Reverend dr mr mrs prof DR MR MRS PROF")

// callings stand before names too, but also before many other words, so that
// only a name of the lists is one after them.
var callings = words("Sister Nurse Matron sister nurse matron Doctor doctor Aunt Uncle aunt uncle")

// particles stand in small letters or with a capital before the rest of a surname.
var particles = words("de van der den von di da del dos la le al el bin ibn ap af st mac")

// months are the first names that "this is" does not introduce.
var months = words("april may june")

// telling are words that follow a person's name and hardly anything else.
var telling = words("said says mentioned agreed asked told suggested raised pointed explained thinks felt spoke s")

// list reads words divided by space, in lines of which those that begin with #
// are remarks.
func list(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			out[fold(w)] = true
		}
	}
	return out
}

func words(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(text) {
		out[w] = true
	}
	return out
}

// fold gives a word in small letters without accents and with straight
// apostrophes, so that Siân is found as Sian.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, c := range norm.NFD.String(s) {
		switch {
		case unicode.IsMark(c):
		case c == 'ł' || c == 'Ł':
			b.WriteByte('l')
		case c == 'ø' || c == 'Ø':
			b.WriteByte('o')
		default:
			b.WriteRune(plain(c))
		}
	}
	return b.String()
}
