package amend

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
)

var (
	itemNouns = setOf("item items one ones statement statements bit point points part bullet competency competence competences competencies duty skill behaviour ability knowledge standard line sentence element task skills abilities behaviours duties tasks standards elements")
	// ofWhat leads from such a noun to what it is about.
	ofWhat   = setOf("about on of regarding concerning mentioning")
	ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "final": -1}
	numbers  = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
)

// named puts places for the tokens that name them in other ways than by code:
// "domain 7", "this domain", a domain's title, "the third item", "the one about
// breaks". Domain is the place that the question was about, or -1.
func (p *finder) named(s string, ts []token, domain int) []token {
	var out []token
	for at := 0; at < len(ts); {
		if t, n := p.namedAt(s, ts, at, domain); n > 0 {
			out = append(out, t)
			at += n
			continue
		}
		out = append(out, ts[at])
		at++
	}
	return p.lists(out)
}

// namedAt reads the place that tokens from at on name and how many they are; 0
// for none.
func (p *finder) namedAt(s string, ts []token, at, domain int) (token, int) {
	t := ts[at]
	if t.kind != wordToken {
		return token{}, 0
	}
	for _, read := range []func(string, []token, int, int) (token, int){p.numberedDomain, p.thisDomain, p.ordinalItem, p.describedItem, p.titledDomain} {
		if place, n := read(s, ts, at, domain); n > 0 {
			place.kind, place.start, place.end = placeToken, t.start, ts[at+n-1].end
			place.text = s[place.start:place.end]
			if place.score == 0 {
				place.score = 1
			}
			return place, n
		}
	}
	return token{}, 0
}

// numberedDomain reads "domain 7", "domain seven", "domains 6 and 7" and, of a
// code, "unit 2.4".
func (p *finder) numberedDomain(_ string, ts []token, at, _ int) (token, int) {
	if !p.headings[ts[at].text] {
		return token{}, 0
	}
	out := token{name: byDomainName}
	n := 1
	for at+n < len(ts) {
		next := ts[at+n]
		code := next.text
		if v, ok := numbers[code]; ok && next.kind == wordToken && code != "one" || next.word("one") && n == 1 {
			code = strconv.Itoa(v)
		}
		spot := -1
		for _, d := range p.domains {
			if p.spots[d].item.Code != "" && strings.EqualFold(p.spots[d].item.Code, code) {
				spot = d
			}
		}
		switch {
		case next.kind == placeToken && next.name == byCodeName:
			out.spots, out.missing = append(out.spots, next.spots...), append(out.missing, next.missing...)
			if n == 1 {
				out.name = byCodeName
			}
		case next.kind == wordToken && spot >= 0:
			out.spots = append(out.spots, spot)
		case next.kind == wordToken && allDigits(code):
			out.missing = append(out.missing, "domain "+code)
		default:
			if n == 1 {
				return token{}, 0
			}
			return out, n
		}
		n++
		if at+n+1 >= len(ts) || !ts[at+n].joins() || !strings.HasSuffix(ts[at].text, "s") {
			return out, n
		}
		// A list goes on only with another number.
		if after := ts[at+n+1]; !allDigits(after.text) && numbers[after.text] == 0 && after.kind != placeToken {
			return out, n
		}
		n++
	}
	return token{}, 0
}

func allDigits(s string) bool {
	return s != "" && len(s) < 4 && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// thisDomain reads "this domain", "the whole section".
func (p *finder) thisDomain(_ string, ts []token, at, domain int) (token, int) {
	n := 0
	for at+n < len(ts) && ts[at+n].word("the", "this", "that", "whole", "entire", "all", "of") {
		n++
	}
	if n == 0 || domain < 0 || ts[at].word("of", "all") || at+n >= len(ts) || !p.headings[ts[at+n].text] || ts[at+n].word("part", "parts", "heading", "headings") {
		return token{}, 0
	}
	return token{spots: []int{domain}, name: byDomainName}, n + 1
}

// ordinalItem reads "the third item" and "the first and the last one".
func (p *finder) ordinalItem(_ string, ts []token, at, domain int) (token, int) {
	out := token{name: byOrdinalName}
	if ts[at].word("number", "item", "statement") && at+1 < len(ts) && ts[at+1].kind == wordToken {
		v := numbers[ts[at+1].text]
		if allDigits(ts[at+1].text) {
			v, _ = strconv.Atoi(ts[at+1].text)
		}
		if spot := p.ordinal(v, domain); v > 0 && spot >= 0 {
			out.spots = []int{spot}
			return out, 2
		}
		return token{}, 0
	}
	if !ts[at].word("the") {
		return token{}, 0
	}
	n := 0
	for at+n+1 < len(ts) {
		skip := 0
		if ts[at+n].word("the") {
			skip = 1
		}
		if at+n+skip >= len(ts) || ts[at+n+skip].kind != wordToken {
			return token{}, 0
		}
		v, ok := ordinals[ts[at+n+skip].text]
		if !ok {
			return token{}, 0
		}
		n += skip + 1
		if spot := p.ordinal(v, domain); spot >= 0 {
			out.spots = append(out.spots, spot)
		} else {
			out.missing = append(out.missing, "item at that place")
		}
		if at+n >= len(ts) {
			return token{}, 0
		}
		if ts[at+n].joins() {
			n++
			continue
		}
		if !itemNouns[ts[at+n].text] || ts[at+n].kind != wordToken {
			return token{}, 0
		}
		return out, n + 1
	}
	return token{}, 0
}

// maxDescription is how many words may describe an item.
const maxDescription = 16

// describedItem reads "the item about breaks", "the one on costs and savings" and
// "the reading club item".
func (p *finder) describedItem(s string, ts []token, at, domain int) (token, int) {
	if !ts[at].word("the") {
		return token{}, 0
	}
	// The noun: the next word, or one after up to four others.
	noun := at + 1
	for noun < len(ts) && noun <= at+5 && ts[noun].kind == wordToken && !itemNouns[ts[noun].text] {
		if modal[ts[noun].text] || being[ts[noun].text] || ofWhat[ts[noun].text] {
			return token{}, 0
		}
		noun++
	}
	if noun < len(ts) && ts[noun].kind == wordToken && itemNouns[ts[noun].text] && noun+1 < len(ts) && itemNouns[ts[noun+1].text] && ts[noun+1].kind == wordToken {
		noun++ // "the knowledge item"
	}
	if noun >= len(ts) || noun > at+6 || ts[noun].kind != wordToken || !itemNouns[ts[noun].text] {
		return token{}, 0
	}
	end := noun + 1
	words, kind := "", p.kindNamed(ts[at+1:noun+1])
	if end < len(ts) && ts[end].kind == wordToken && ofWhat[ts[end].text] {
		first := end + 1
		if first < len(ts) && (ts[first].kind == placeToken || p.headings[ts[first].text]) {
			return token{}, 0 // "the abilities of domain 3"
		}
		end = p.describes(ts, first)
		if end > first {
			words = s[ts[first].start:ts[end-1].end]
		}
		if words == "" {
			return token{}, 0
		}
	} else if noun > at+1 {
		words = s[ts[at+1].start:ts[noun-1].end]
		if itemNouns[plain(words)] || plain(words) == "next" || plain(words) == "whole" || plain(words) == "best" {
			return token{}, 0
		}
	}
	if words == "" {
		return token{}, 0
	}
	out := token{name: byWordsName}
	spot, score := p.described(words, kind, domain)
	if spot < 0 {
		out.missing = []string{strconv.Quote(cut(words, 80)) + " that is clearly one of its items"}
	} else {
		out.spots, out.score = []int{spot}, score
	}
	return out, end - at
}

// kindNamed is the kind of item that a word among the tokens names by its label,
// as in "the duty about records"; "" for none.
func (p *finder) kindNamed(ts []token) string {
	for _, k := range p.framework.Kinds {
		label := plain(k.Label)
		for _, t := range ts {
			if label != "" && plain(t.text) == label {
				return k.ID
			}
		}
	}
	return ""
}

// describes is where a description that begins at a token ends: before a verb, a
// mark, a place or a word that begins something else.
func (p *finder) describes(ts []token, at int) int {
	first := at
	for ; at < len(ts) && at < first+maxDescription; at++ {
		t := ts[at]
		switch {
		case t.kind == quoteToken || t.kind == placeToken:
			return back(ts, first, at)
		case t.kind == markToken:
			// "age, disability and income" goes on, "is obvious, take it out" ends.
			if t.text == "," && at+1 < len(ts) && ts[at+1].kind == wordToken && p.said(ts[at+1].text) && !modal[ts[at+1].text] {
				continue
			}
			return at
		case t.word("please", "instead", "into", "with", "from", "because", "since", "to", "but", "however", "by", "->", "only", "together", "in", "as") && at > first:
			// "in the room" and "with clients" describe; "with the one about" and "in two" do not.
			if t.word("in", "with", "to", "by", "from") && at+1 < len(ts) && ts[at+1].kind == wordToken && p.said(ts[at+1].text) && !english.IsStopWord(ts[at+1].text) {
				continue
			}
			if t.word("with") && at+1 < len(ts) && ts[at+1].word("their", "the") && at+2 < len(ts) && !itemNouns[ts[at+2].text] && p.said(ts[at+2].text) {
				continue
			}
			return at
		case t.word("who", "which", "that") && at+1 < len(ts) && ts[at+1].kind == wordToken:
			at++ // "pupils who don't like reading"
		case at > first && (modal[t.text] || (being[t.text] && t.text != "be")):
			return at
		case at > first && t.word("and") && at+1 < len(ts) && (ts[at+1].kind == placeToken || baseVerbs[ts[at+1].text] || ts[at+1].word("the", "also", "then")):
			return at
		}
	}
	return at
}

// back leaves out a joining word right before a place.
func back(ts []token, first, at int) int {
	for at > first && (ts[at-1].joins() || ts[at-1].word("with", "to", "from", "the")) {
		at--
	}
	return at
}

// titledDomain reads the title of a heading: all its words as they stand, or,
// of a title of one word, the word with a capital that does not begin the clause.
func (p *finder) titledDomain(s string, ts []token, at, domain int) (token, int) {
	best, length := -1, 0
	first, _, _ := strings.Cut(plain(ts[at].text), " ")
	for _, i := range p.titled[first] {
		want := strings.Fields(p.spots[i].title)
		if len(want) <= length {
			continue
		}
		k, n := 0, 0
		for at+n < len(ts) && k < len(want) && ts[at+n].kind != quoteToken && ts[at+n].kind != placeToken {
			w := strings.Fields(plain(ts[at+n].text))
			if len(w) == 0 {
				n++ // a mark
				continue
			}
			if k+len(w) > len(want) || !slices.Equal(w, want[k:k+len(w)]) {
				break
			}
			k, n = k+len(w), n+1
		}
		if k < len(want) {
			continue
		}
		if len(want) == 1 {
			r := []rune(s[ts[at].start:ts[at].end])
			if !unicode.IsUpper(r[0]) || at == 0 {
				continue
			}
		}
		best, length = i, len(want)
	}
	if best < 0 {
		return token{}, 0
	}
	// Count the tokens again for the longest.
	k, n := 0, 0
	for k < length {
		k += len(strings.Fields(plain(ts[at+n].text)))
		n++
	}
	return token{spots: []int{best}, name: byDomainName}, n
}

// lists makes one place of several that "and", commas and the like join, and of
// "K9 to K12" all from the one to the other where they stand under one heading.
func (p *finder) lists(ts []token) []token {
	var out []token
	for at := 0; at < len(ts); at++ {
		t := ts[at]
		if t.kind != placeToken || t.name == byPronoun {
			out = append(out, t)
			continue
		}
		for {
			n := at + 1
			for n < len(ts) && n < at+3 && ts[n].joins() {
				n++
			}
			if n > at+1 && n < len(ts) && ts[n].kind == placeToken {
				next := ts[n]
				t.spots, t.missing, t.end = append(slices.Clone(t.spots), next.spots...), append(slices.Clone(t.missing), next.missing...), next.end
				t.score = min(t.score, next.score)
				at = n
				continue
			}
			break
		}
		out = append(out, t)
	}
	return out
}
