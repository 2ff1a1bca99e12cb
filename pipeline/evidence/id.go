package evidence

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}$`)

// passedOver are words that tell one title, or one publisher, from another least.
var passedOver = []string{
	"a", "an", "and", "are", "at", "by", "for", "from", "how", "i", "in", "is", "it", "my", "of", "on", "or", "our", "the", "there",
	"to", "towards", "using", "we", "what", "who", "why", "with",
}

// giveIDs gives an id to each entry that has none: the first author's surname
// (or else the first two words of the publisher), the year, and the first word
// of the title that is not passed over. Where another entry has that id, the
// title's next words are added until it has not, or else a number.
func giveIDs(entries []Entry, taken map[string]bool) {
	next := map[string]int{}
	for i := range entries {
		e := &entries[i]
		if e.ID != "" {
			continue
		}
		title := telling(e.Title)
		stem := []string{owner(e), "nd"}
		if e.Year != 0 {
			stem[1] = fmt.Sprint(e.Year)
		}
		id := shorten(strings.Join(stem, "-"))
		for n := range min(len(title), 6) {
			stem = append(stem, title[n])
			if id = shorten(strings.Join(stem, "-")); !taken[id] {
				break
			}
		}
		for base := id; taken[id]; {
			next[base]++
			id = fmt.Sprintf("%s-%d", base, next[base]+1)
		}
		e.ID, taken[id] = id, true
	}
}

// owner is who stands first in an entry's id.
func owner(e *Entry) string {
	if len(e.Authors) > 0 {
		if name := strings.Join(idWords(surname(e.Authors[0])), "-"); name != "" {
			return name
		}
	}
	words := telling(cmp.Or(e.Source, e.Journal))
	return cmp.Or(strings.Join(words[:min(len(words), 2)], "-"), "unknown")
}

// telling gives the words of a text without those passed over, or all of them
// where nothing else is left.
func telling(text string) []string {
	words := idWords(text)
	var out []string
	for _, w := range words {
		if !slices.Contains(passedOver, w) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return words
	}
	return out
}

// idWords gives the words of a text in the letters of an id: é is e, and what
// has no such letter is left out.
func idWords(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(cutRunes(text, 300)) {
		switch r = unicode.ToLower(r); {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘':
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// shorten leaves room for a number after an id of the longest form.
func shorten(id string) string {
	return strings.TrimRight(id[:min(len(id), 80)], "-")
}

func cutRunes(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i]
		}
	}
	return s
}

// sameWork is a key that two entries on the same publication share: what is
// letters and digits in its title, the first author or else publisher, and year.
func (e *Entry) sameWork() string {
	who := e.Source
	if len(e.Authors) > 0 {
		who = surname(e.Authors[0])
	}
	return fmt.Sprintf("%s|%s|%d", squashed(e.Title), squashed(who), e.Year)
}

// squashed keeps the letters and digits of a text, in lower case.
func squashed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
