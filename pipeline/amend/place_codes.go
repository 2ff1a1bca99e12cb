package amend

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/frameworks"

	"github.com/kljensen/snowball/english"
)

// codeFinder finds the codes of one framework in a text, as people write them:
// 5.B.2 also as 5B2, 5.b.2 and 5 B 2, CS-A-2 as cs a 2 and csa2, K12 as k 12.
// It is made from the codes that the framework has, and from nothing else.
type codeFinder struct {
	// spots gives the place of each code by its parts, such as 5|B|2.
	spots map[string]int
	// run gives the place of each code of letters and numbers by its parts as they
	// are when nothing stands between them, such as CSA|2.
	run map[string]int
	// most is the largest number of parts in a code.
	most int
	// shapes are the shapes of the codes of three parts or of a letter and a
	// number: their letters, and # for a number.
	shapes map[string]bool
}

// maxCodeParts bounds the parts of a code, and so the work at each place of a text.
const maxCodeParts = 8

// foundCode is a code in a text: the bytes that it takes up, and the place that has
// it, or -1 and the code as the framework would write it for one that looks like
// the framework's codes but that no item has.
type foundCode struct {
	start, end int
	spot       int
	missing    string
}

func newCodeFinder(spots []spot) codeFinder {
	c := codeFinder{spots: map[string]int{}, run: map[string]int{}, shapes: map[string]bool{}}
	for i := range spots {
		parts := codeParts(spots[i].item.Code)
		if len(parts) == 0 || len(parts) > maxCodeParts {
			continue
		}
		key := strings.Join(parts, "|")
		if _, twice := c.spots[key]; twice {
			c.spots[key] = -1 // two items of one code: neither is meant for certain
			continue
		}
		c.spots[key] = i
		// CS-A-2 written as CSA2, where no other code would be written so.
		if run := strings.Join(codeParts(strings.Join(parts, "")), "|"); run != key && strings.ContainsFunc(run, unicode.IsLetter) {
			if _, twice := c.run[run]; twice {
				c.run[run] = -1
			} else {
				c.run[run] = i
			}
		}
		c.most = max(c.most, len(parts))
		if shape := shapeOf(parts); len(parts) > 1 && strings.ContainsFunc(shape, unicode.IsLetter) {
			c.shapes[shape] = true
		}
	}
	return c
}

// codeParts cuts a code into its runs of digits and of letters, in capitals.
func codeParts(code string) []string {
	var parts []string
	for at := 0; at < len(code); {
		end := runEnd(code, at)
		if end > at {
			parts = append(parts, strings.ToUpper(code[at:end]))
			at = end
			continue
		}
		_, size := utf8.DecodeRuneInString(code[at:])
		at += size
	}
	return parts
}

// runEnd is where the run of digits or of letters that begins at a byte ends.
func runEnd(s string, at int) int {
	first, size := utf8.DecodeRuneInString(s[at:])
	same := unicode.IsLetter
	switch {
	case unicode.IsDigit(first):
		same = unicode.IsDigit
	case !unicode.IsLetter(first):
		return at
	}
	end := at + size
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !same(r) {
			break
		}
		end += n
	}
	return end
}

func shapeOf(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		if b.Len() > 0 {
			b.WriteByte('|')
		}
		if unicode.IsDigit(rune(p[0])) {
			b.WriteByte('#')
		} else {
			b.WriteString(p)
		}
	}
	return b.String()
}

// at reads the code that begins at byte start of s, which is the first of a word.
// A number alone is no code, since it may count anything; words before it make
// it one ("domain 7"), which the caller sees to.
func (c *codeFinder) at(s string, start int) (foundCode, bool) {
	var parts []string
	spaced, joint := false, false // a space, or a mark such as a full stop, between parts
	best := foundCode{spot: -1}
	ok := false
	for pos := start; len(parts) < min(c.most, maxCodeParts); {
		end := runEnd(s, pos)
		if end == pos || end-pos > 40 {
			break
		}
		parts = append(parts, strings.ToUpper(s[pos:end]))
		if c.ends(s, end) && c.allowed(s, start, end, parts, spaced, joint) {
			key := strings.Join(parts, "|")
			spot, has := c.spots[key]
			if !has && !spaced && !joint {
				spot, has = c.run[key]
			}
			if has && spot >= 0 {
				best, ok = foundCode{start: start, end: end, spot: spot}, true
			} else if !spaced && (c.shapes[shapeOf(parts)] || c.likeACode(parts)) {
				best, ok = foundCode{start: start, end: end, spot: -1, missing: strings.ToUpper(s[start:end])}, true
			}
		}
		pos = end
		// Between two parts stands nothing, one mark, one space, or a mark and a space.
		if pos < len(s) && strings.IndexByte(".-/_:", s[pos]) >= 0 {
			pos++
			joint = true
		}
		if pos < len(s) && s[pos] == ' ' {
			if s[pos-1] == ':' {
				break
			}
			pos++
			spaced = true
		}
	}
	return best, ok
}

// likeACode tells whether parts that are no code of the framework look like one
// of three parts or more with numbers outside and a letter within.
func (c *codeFinder) likeACode(parts []string) bool {
	for shape := range c.shapes {
		want := strings.Split(shape, "|")
		if len(want) < 3 || len(want) != len(parts) {
			continue
		}
		same := true
		for i := range want {
			digits := unicode.IsDigit(rune(parts[i][0]))
			same = same && digits == (want[i] == "#") && (digits || len(parts[i]) == len(want[i]))
		}
		if same {
			return true
		}
	}
	return false
}

// ends tells whether a code may end at a byte: no letter or digit follows.
func (c *codeFinder) ends(s string, end int) bool {
	if end == len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[end:])
	if letter(r) {
		return false
	}
	// 7.30 is not 7, and CS-A is not CS.
	if strings.IndexByte(".-/_", s[end]) >= 0 && end+1 < len(s) {
		next, _ := utf8.DecodeRuneInString(s[end+1:])
		return !unicode.IsDigit(next)
	}
	return true
}

// allowed keeps apart codes and words or numbers that only look alike.
func (c *codeFinder) allowed(s string, start, end int, parts []string, spaced, joint bool) bool {
	raw := s[start:end]
	letters := strings.IndexFunc(raw, unicode.IsLetter) >= 0
	switch {
	case !letters:
		// Numbers: three and more only as the framework writes them, with marks;
		// two may be a decimal, one may count anything.
		return joint && !spaced && len(parts) > 1 && (len(parts) > 2 || numberMeansPlace(s, start, end))
	case len(parts) == 1:
		// WA, but not "so" nor "SO MUCH WATER".
		return len(raw) <= 6 && raw == strings.ToUpper(raw) && strings.ContainsFunc(s, unicode.IsLower)
	case spaced:
		if strings.HasPrefix(s[end:], ":") {
			return true
		}
		for _, w := range strings.FieldsFunc(raw, func(r rune) bool { return !unicode.IsLetter(r) }) {
			// "2 x 45 minutes", "so a 1 week course".
			if strings.EqualFold(w, "x") || (w == strings.ToLower(w) && english.IsStopWord(w)) || (w == strings.ToLower(w) && len(w) > 2) {
				return false
			}
		}
	}
	return true
}

// numberMeansPlace tells whether two numbers with a full stop between them stand
// where a place of the framework is named, and are not a decimal: after a word
// such as "in" or "under" or a verb that asks, and not before what is counted.
func numberMeansPlace(s string, start, end int) bool {
	before := strings.Fields(s[max(0, start-40):start])
	if len(before) > 0 {
		w := strings.ToLower(strings.Trim(before[len(before)-1], `,;:("`))
		if !leadsToPlace[w] {
			return false
		}
	}
	after := strings.Fields(s[end:min(len(s), end+40)])
	return len(after) == 0 || !countedThing[strings.ToLower(strings.Trim(after[0], ".,;:!?)"))]
}

var leadsToPlace = setOf("in to into under of with from and or than unit section item heading area part domain units sections domains " +
	"retitle rename remove delete drop merge combine split move for please about on at see like between & within below keep scrap omit")

var countedThing = setOf("hour hours hours' minute minutes min mins days day weeks week months month years year per % percent times people clients patients staff " +
	"sessions beds miles km million thousand points pm am o'clock")

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// headingWords are the words for a part of a framework that a number or a letter
// follows: its own kinds of headings and those that people use anyway.
func headingWords(f *frameworks.Framework, spots []spot) map[string]bool {
	out := setOf("domain domains section sections area areas part parts heading headings")
	above := map[string]bool{}
	for i := range spots {
		if spots[i].heading {
			above[spots[i].item.Kind] = true
		}
	}
	for _, k := range f.Kinds {
		if w := strings.ToLower(strings.TrimSpace(k.Label)); above[k.ID] && w != "" && !strings.Contains(w, " ") {
			out[w], out[w+"s"] = true, true
		}
	}
	return out
}
