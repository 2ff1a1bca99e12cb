package theme

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quote is an example of a theme in people's own words.
type Quote struct {
	// Unit, Person, Source and Domain are those of the unit quoted.
	Unit, Person, Source, Domain string
	// Text is the sentence or sentences that hold the words coded, 400
	// characters at most; … stands where some were left out.
	Text   string
	Stance Stance
}

const (
	longestQuote = 400
	// A quote of fewer characters tells a reader little, one of more is not
	// read; such quotes come last.
	shortGood, longGood = 40, 300
	// mostCandidates bounds, for the survey and for the groups, how many codings
	// of a theme are looked at; of more, as many are taken evenly.
	mostCandidates = 2000
	// mostOfUnit bounds the same for one unit.
	mostOfUnit = 5
)

// Quotes gives at most n examples of a theme. Each is chosen, of those left, by
// these in turn: a person not quoted yet, or quoted least; a stance that is
// stated; 40 to 300 characters; the survey or the groups, whichever has been
// quoted less; a domain quoted less; then the order of the codings. Two quotes
// never have the same text. Of one unit at most five codings are looked at.
func Quotes(codings []Coding, units []Unit, theme string, n int) []Quote {
	if n <= 0 {
		return nil
	}
	var bySource [2][]int
	unit, ofUnit := "", 0
	for i := range codings {
		if codings[i].Theme == theme {
			if codings[i].Unit != unit {
				unit, ofUnit = codings[i].Unit, 0
			}
			if ofUnit++; ofUnit > mostOfUnit {
				continue
			}
			k := 0
			if codings[i].Source == groupsSource {
				k = 1
			}
			bySource[k] = append(bySource[k], i)
		}
	}
	var chosen []Coding
	for _, list := range bySource {
		take := min(len(list), mostCandidates)
		for k := range take {
			chosen = append(chosen, codings[list[k*len(list)/take]])
		}
	}
	where := locate(chosen, units)
	var candidates []Quote
	seen := map[string]int{}
	for i := range chosen {
		if where[i] < 0 {
			continue
		}
		c, u := &chosen[i], &units[where[i]]
		q := Quote{u.ID, u.Person, u.Source, u.Domain, quoteText(u.Text, c.Start, c.End), c.Stance}
		if at, ok := seen[q.Text]; ok {
			// One sentence with several codings shows the one that takes a stance.
			if candidates[at].Stance == Unstated && candidates[at].Unit == q.Unit {
				candidates[at].Stance = q.Stance
			}
			continue
		}
		if q.Text != "" {
			seen[q.Text] = len(candidates)
			candidates = append(candidates, q)
		}
	}
	var out []Quote
	quoted, used := map[string]int{}, make([]bool, len(candidates))
	for len(out) < min(n, len(candidates)) {
		best, bestCost := -1, [5]int{}
		for i, q := range candidates {
			if used[i] {
				continue
			}
			cost := [5]int{quoted["person "+q.Source+" "+q.Person], 0, 0, quoted["source "+q.Source], quoted["domain "+q.Domain]}
			if q.Stance == Unstated {
				cost[1] = 1
			}
			if length := utf8.RuneCountInString(q.Text); length < shortGood || length > longGood {
				cost[2] = 1
			}
			if best < 0 || less(cost, bestCost) {
				best, bestCost = i, cost
			}
		}
		q := candidates[best]
		used[best] = true
		quoted["person "+q.Source+" "+q.Person]++
		quoted["source "+q.Source]++
		quoted["domain "+q.Domain]++
		out = append(out, q)
	}
	return out
}

func less(a, b [5]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// quoteText gives the sentences that hold the code points from start to end.
func quoteText(text string, start, end int) string {
	from, to := byteAt(text, start), byteAt(text, end)
	first, last := sentenceAround(text, from, to)
	quote := strings.Join(strings.Fields(valid(text[first:last])), " ")
	if utf8.RuneCountInString(quote) <= longestQuote {
		return quote
	}
	return window([]rune(valid(text[first:last])), utf8.RuneCountInString(text[first:from]), utf8.RuneCountInString(text[first:to]))
}

// window cuts a long sentence down to what stands around its code points from
// start to end, at spaces.
func window(sentence []rune, start, end int) string {
	const room = longestQuote - 4 // two … and two spaces
	end = min(end, start+room)
	spare := room - (end - start)
	lo := max(0, start-max(spare/2, spare-(len(sentence)-end)))
	hi := min(len(sentence), lo+room)
	cutHead, cutTail := lo > 0, hi < len(sentence)
	if cutHead {
		for lo < start && !unicode.IsSpace(sentence[lo]) {
			lo++
		}
	}
	if cutTail {
		// Where the words coded are themselves too long, the cut is in them; a
		// stretch without spaces, such as a web address, is cut where it is.
		stop := hi
		for stop > start && !unicode.IsSpace(sentence[stop]) {
			stop--
		}
		if stop > start {
			hi = stop
		}
	}
	quote := strings.Join(strings.Fields(string(sentence[lo:hi])), " ")
	if cutHead {
		quote = "… " + quote
	}
	if cutTail {
		quote += " …"
	}
	return quote
}

// byteAt gives the byte at which a code point begins, the text's length when it
// has fewer.
func byteAt(text string, codePoint int) int {
	for i := range text {
		if codePoint == 0 {
			return i
		}
		codePoint--
	}
	return len(text)
}
