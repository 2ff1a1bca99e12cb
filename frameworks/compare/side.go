package compare

import (
	"cmp"
	"strings"
	"unicode"

	"concord/frameworks"
	"concord/pipeline/worddiff"

	"golang.org/x/text/unicode/norm"
)

// side is one of the two versions, its items in the file's order.
type side struct {
	f     *frameworks.Framework
	nodes []node
	// headings holds the kinds of which more than half of the items in force have
	// others below them.
	headings map[string]bool
	// codes gives the first item in force of each code, and shared the codes that
	// several have.
	codes  map[string]int
	shared map[string]bool
}

// node is an item with its place and its words. Parent, domain and children
// are places in side.nodes; -1 is no parent, and a top-level item is its own
// domain.
type node struct {
	item     *frameworks.Item
	parent   int
	domain   int
	children []int
	// title and statement are the words in the form in which they are compared;
	// text is both.
	title, statement, text string
}

func newSide(f *frameworks.Framework) *side {
	s := &side{f: f, headings: map[string]bool{}, codes: map[string]int{}, shared: map[string]bool{}}
	// Which node each of the parents of the item visited is.
	var path []int
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		at := len(s.nodes)
		n := node{item: item, parent: -1, domain: at, title: plain(item.Title), statement: plain(item.Statement)}
		n.text = strings.TrimSpace(n.title + " " + n.statement)
		if n.title == n.statement {
			n.text = n.title
		}
		path = append(path[:len(parents)], at)
		if len(parents) > 0 {
			n.parent = path[len(parents)-1]
			n.domain = path[0]
			s.nodes[n.parent].children = append(s.nodes[n.parent].children, at)
		}
		s.nodes = append(s.nodes, n)
		return true
	})
	for i, n := range s.nodes {
		if c := n.item.Code; c != "" && s.inForce(i) {
			if _, twice := s.codes[c]; twice {
				s.shared[c] = true
			} else {
				s.codes[c] = i
			}
		}
	}
	above := map[string]int{} // how many more of a kind have items below than have none
	for i := range s.nodes {
		switch kind := s.nodes[i].item.Kind; {
		case !s.inForce(i):
		case s.heading(i):
			above[kind]++
		default:
			above[kind]--
		}
	}
	for kind, more := range above {
		s.headings[kind] = more > 0
	}
	return s
}

func (s *side) inForce(i int) bool { return s.nodes[i].item.InForce() }

// heading tells whether other items stand below the item.
func (s *side) heading(i int) bool { return len(s.nodes[i].children) > 0 }

// named tells whether the words of an item are a name: those of a heading, or of
// an item of a kind that is mostly headings.
func (s *side) named(i int) bool { return s.heading(i) || s.headings[s.nodes[i].item.Kind] }

// describe gives the item for a Change.
func (s *side) describe(i int) Item {
	n := &s.nodes[i]
	out := Item{
		UUID: n.item.UUID, Code: n.item.Code, Kind: n.item.Kind, Level: n.item.Level,
		Title: n.item.Title, Statement: n.item.Statement, Until: n.item.Until,
		shared: s.shared[n.item.Code],
	}
	if n.domain != i {
		domain := s.nodes[n.domain].item
		out.DomainCode, out.DomainTitle = domain.Code, cmp.Or(domain.Title, firstWords(oneLine(domain.Statement)))
	}
	return out
}

// plain gives the words of a text as they are compared, with single spaces:
// lower case, one form of each letter, no punctuation. Signs that mean
// something, such as ≥ and %, are words; so is each letter of a script without
// spaces between words.
func plain(s string) string {
	var b strings.Builder
	gap := false
	put := func(r rune, alone bool) {
		if (gap || alone) && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		gap = alone
	}
	for _, r := range norm.NFKC.String(s) {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			put(unicode.ToLower(r), !unicode.IsMark(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			put(unicode.ToLower(r), false)
		case unicode.IsSymbol(r) && r != '`' && r != '^' || r == '%' || r == '&':
			put(r, true)
		case r == '\'' || r == '’' || unicode.Is(unicode.Cf, r):
			// It stands inside a word.
		default:
			gap = true
		}
	}
	return b.String()
}

// kept gives the share of the words of both texts, as plain gives them, that
// stand in both in the same order, from 0 to 1.
func kept(before, after string) float64 {
	all := len(strings.Fields(before)) + len(strings.Fields(after))
	if all == 0 {
		return 1
	}
	same := 0
	for _, r := range worddiff.Runs(before, after) {
		if r.Change == worddiff.Kept {
			same += len(strings.Fields(r.Words))
		}
	}
	return 2 * float64(same) / float64(all)
}

// oneLine gives a text with single spaces: how a file breaks its lines is not a
// difference.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
