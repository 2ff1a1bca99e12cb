package redact

import (
	"slices"
	"strings"
	"unicode"
)

// phrases finds whole words, or several words in a row, in whatever case.
type phrases struct {
	// byFirst holds the phrases by their first character, the longest first.
	byFirst map[rune][]phrase
}

type phrase struct {
	runes []rune // in small letters, with single spaces and straight apostrophes
	// capital is true for a phrase that is found only with a capital first.
	capital bool
}

// newPhrases gives phrases to look for. With capitals, an entry that has a
// capital letter is found only where the text has one at its start.
func newPhrases(entries []string, capitals bool) phrases {
	p := phrases{byFirst: map[rune][]phrase{}}
	for _, e := range entries {
		e = strings.Join(strings.Fields(e), " ")
		if e == "" {
			continue
		}
		runes := make([]rune, 0, len(e))
		for _, c := range e {
			runes = append(runes, plain(c))
		}
		p.byFirst[runes[0]] = append(p.byFirst[runes[0]], phrase{runes, capitals && strings.ContainsFunc(e, unicode.IsUpper)})
	}
	for _, list := range p.byFirst {
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.runes) - len(a.runes) })
	}
	return p
}

// find gives where phrases stand, in order and without overlap.
func (p phrases) find(runes []rune) [][2]int {
	if len(p.byFirst) == 0 {
		return nil
	}
	var out [][2]int
	for i := 0; i < len(runes); i++ {
		if i > 0 && wordly(runes[i-1]) && wordly(runes[i]) {
			continue
		}
		for _, ph := range p.byFirst[plain(runes[i])] {
			if end := ph.match(runes, i); end > 0 {
				out = append(out, [2]int{i, end})
				i = end - 1
				break
			}
		}
	}
	return out
}

// match gives where the phrase ends if it stands at i, else 0.
func (ph phrase) match(runes []rune, i int) int {
	if ph.capital && !unicode.IsUpper(runes[i]) {
		return 0
	}
	at := i
	for _, c := range ph.runes {
		if at >= len(runes) {
			return 0
		}
		if c != ' ' {
			if plain(runes[at]) != c {
				return 0
			}
			at++
			continue
		}
		// One space of the phrase is up to three in the text, line breaks too.
		n := 0
		for n < 3 && at < len(runes) && unicode.IsSpace(runes[at]) {
			at++
			n++
		}
		if n == 0 {
			return 0
		}
	}
	if at < len(runes) && wordly(runes[at]) && wordly(runes[at-1]) {
		return 0
	}
	return at
}

// plain gives a character in its small form, and a curly apostrophe straight.
func plain(c rune) rune {
	if c == '’' {
		return '\''
	}
	return unicode.ToLower(c)
}

// wordly tells whether a character belongs to a word or a number.
func wordly(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
}
