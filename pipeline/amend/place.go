package amend

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/frameworks"
	"concord/pipeline/likeness"

	"github.com/kljensen/snowball/english"
)

// finder finds the items of a framework that people mean.
type finder struct {
	framework *frameworks.Framework
	spots     []spot // the items in force, in the framework's order
	domains   []int  // those of them at the top
	codes     codeFinder
	headings  map[string]bool
	likest    *likeness.Index // of the spots
	byUUID    map[string]int
	// vocabulary has the stems of all words of the items.
	vocabulary map[string]bool
	// titled has the headings by the first word of their titles.
	titled map[string][]int
}

// spot is one place of a framework.
type spot struct {
	item   *frameworks.Item
	target Target
	// domain is the number of the spot at the top that it lies under, or its own.
	domain int
	// above is the number of the spot right above it, -1 at the top.
	above   int
	heading bool
	// words is what is compared: the statement, plain; title likewise.
	words, title string
}

// placer describes items as targets, for those who have the items themselves.
type placer struct {
	framework *frameworks.Framework
}

// target describes an item as a Target.
func (p placer) target(item *frameworks.Item) Target {
	t := Target{Code: item.Code, UUID: item.UUID, Words: item.Statement}
	if t.Words == "" {
		t.Words = item.Title
	}
	if d := p.framework.DomainOf(item.Code); d != nil {
		t.Domain = d.Code
	}
	return t
}

func newFinder(f *frameworks.Framework) *finder {
	p := &finder{framework: f, byUUID: map[string]int{}, vocabulary: map[string]bool{}, titled: map[string][]int{}}
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		if !item.InForce() {
			return true
		}
		n := len(p.spots)
		s := spot{item: item, domain: n, above: -1, words: plain(item.Statement), title: plain(item.Title)}
		s.target = Target{Code: item.Code, UUID: item.UUID, Words: item.Statement}
		if s.target.Words == "" {
			s.target.Words = item.Title
		}
		for i := len(parents) - 1; i >= 0; i-- {
			if up, ok := p.byUUID[parents[i].UUID]; ok {
				s.above, s.domain = up, p.spots[up].domain
				p.spots[up].heading = true
				break
			}
		}
		if s.above < 0 {
			p.domains = append(p.domains, n)
			s.target.Domain = item.Code
		} else {
			s.target.Domain = p.spots[s.domain].item.Code
		}
		p.byUUID[item.UUID] = n
		p.spots = append(p.spots, s)
		return true
	})
	docs := make([]likeness.Doc, len(p.spots))
	for i := range p.spots {
		if p.spots[i].above < 0 {
			p.spots[i].heading = true
		}
		if first, _, _ := strings.Cut(p.spots[i].title, " "); first != "" && p.spots[i].heading {
			p.titled[first] = append(p.titled[first], i)
		}
		for _, w := range strings.Fields(p.spots[i].words + " " + p.spots[i].title) {
			p.vocabulary[english.Stem(w, false)] = true
		}
		docs[i] = likeness.Doc{Title: p.spots[i].item.Title, Text: p.spots[i].item.Statement}
	}
	p.likest = likeness.New(docs)
	p.codes = newCodeFinder(p.spots)
	p.headings = headingWords(f, p.spots)
	return p
}

func (p *finder) byCode(code string) (Target, bool) {
	item, ok := p.framework.ByCode(code)
	if !ok {
		return Target{}, false
	}
	if n, ok := p.byUUID[item.UUID]; ok {
		return p.spots[n].target, true
	}
	return Target{}, false
}

// domainOf is the number of the spot that a unit's domain names by its code or,
// where items have none, its key; -1 for none.
func (p *finder) domainOf(name string) int {
	if name == "" {
		return -1
	}
	for _, d := range p.domains {
		if p.spots[d].item.Code == name || p.spots[d].item.Key == name {
			return d
		}
	}
	return -1
}

// byWords finds the one item whose statement or title holds the words, first
// among those of a domain, then in the whole framework; -1 for none. Two that
// hold them alike are none.
func (p *finder) byWords(words string, domain int) int {
	want := " " + plain(words) + " "
	if len(strings.Fields(want)) < 2 && len(strings.TrimSpace(want)) < 6 {
		return -1
	}
	find := func(within int) (at, n int) {
		at = -1
		for i := range p.spots {
			s := &p.spots[i]
			if within >= 0 && s.domain != within {
				continue
			}
			if strings.Contains(" "+s.words+" ", want) || (s.title != "" && s.title == strings.TrimSpace(want)) {
				n++
				at = i
			}
		}
		return at, n
	}
	if domain >= 0 {
		if at, n := find(domain); n == 1 {
			return at
		} else if n > 1 {
			return -1
		}
	}
	if at, n := find(-1); n == 1 {
		return at
	}
	return -1
}

// holds tells whether a spot's statement has the words, one after another.
func (p *finder) holds(at int, words string) bool {
	want := plain(words)
	return want != "" && strings.Contains(" "+p.spots[at].words+" ", " "+want+" ")
}

// ordinal is the n-th item below a domain, from 1, or with n -1 the last; -1 for
// none. Headings within the domain are not counted.
func (p *finder) ordinal(n, domain int) int {
	var leaves []int
	for i := range p.spots {
		if p.spots[i].domain == domain && !p.spots[i].heading {
			leaves = append(leaves, i)
		}
	}
	if n == -1 {
		n = len(leaves)
	}
	if domain < 0 || n < 1 || n > len(leaves) {
		return -1
	}
	return leaves[n-1]
}

// plain brings words to the form in which they are compared: lower case,
// letters and digits, one space between.
func plain(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		} else if r != '\'' && r != '’' {
			space = true
		}
	}
	return b.String()
}

// replaceWords puts new in the place of old in a statement, whatever its case;
// ok is false where old does not stand there as whole words.
func replaceWords(statement, old, new string) (string, bool) {
	low, want := strings.ToLower(statement), strings.ToLower(old)
	if want == "" || len(low) != len(statement) {
		return "", false
	}
	for from := 0; ; {
		i := strings.Index(low[from:], want)
		if i < 0 {
			return "", false
		}
		at := from + i
		end := at + len(want)
		before, _ := utf8.DecodeLastRuneInString(low[:at])
		after, _ := utf8.DecodeRuneInString(low[end:])
		if (at == 0 || !letter(before)) && (end == len(low) || !letter(after)) {
			out := statement[:at] + new + statement[end:]
			if new == "" {
				out = strings.Join(strings.Fields(out), " ")
				for _, mark := range []string{",", "."} {
					out = strings.ReplaceAll(out, " "+mark, mark)
				}
				out = strings.ReplaceAll(out, ",,", ",")
			}
			return out, true
		}
		from = at + 1
	}
}
