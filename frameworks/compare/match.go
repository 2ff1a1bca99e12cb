package compare

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// matcher finds what became of each item of a in b.
type matcher struct {
	a, b *side
	// toB and toA give the one counterpart of each item, -1 for none; how tells
	// of each item of a how it was found.
	toB, toA []int
	how      []string
	// joins are the splits, merges and replacements, which have no one
	// counterpart.
	joins []join
	// joined says of each item that it is in a join, for a and for b.
	joinedA, joinedB []bool
	kinds            map[string]string // of a to those of b
	// common holds the titles and the texts that several items in force of one
	// version have.
	common   map[string]bool
	findings []finding.Finding
}

// join is some items of a that became some items of b: one and several for a
// split, several and one for a merge, one and one for a replacement.
type join struct {
	before, after []int
	how           string
	likeness      float64
}

func newMatcher(a, b *frameworks.Framework) *matcher {
	m := &matcher{a: newSide(a), b: newSide(b)}
	m.toB, m.toA = none(len(m.a.nodes)), none(len(m.b.nodes))
	m.how = make([]string, len(m.a.nodes))
	m.joinedA, m.joinedB = make([]bool, len(m.a.nodes)), make([]bool, len(m.b.nodes))
	m.kinds = sameNames(kindNames(a), kindNames(b))
	m.common = map[string]bool{}
	for _, s := range []*side{m.a, m.b} {
		for text, list := range s.texts() {
			m.common[text] = m.common[text] || len(list) > 1
		}
		titles := map[string]bool{}
		for i, n := range s.nodes {
			if s.inForce(i) && n.title != "" {
				m.common[n.title] = m.common[n.title] || titles[n.title]
				titles[n.title] = true
			}
		}
	}
	return m
}

func none(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

func (m *matcher) match() {
	m.uuids()
	m.given()
	m.replaced()
	m.samePlace()
	m.sameWords()
	m.ended()
	// Again, for ended items that were found by their words.
	m.replaced()
	m.renamedKinds()
	m.headings()
	m.alike(true)
	m.alike(false)
	m.headings()
	m.parts()
}

func (m *matcher) pair(a, b int, how string) {
	m.toB[a], m.toA[b], m.how[a] = b, a, how
}

func (m *matcher) part(a int) {
	m.toA[m.toB[a]] = -1
	m.toB[a], m.how[a] = -1, ""
}

// freeA tells whether an item of a is in force and nothing in force of b is
// known to have come of it.
func (m *matcher) freeA(i int) bool {
	return m.a.inForce(i) && !m.joinedA[i] && (m.toB[i] < 0 || !m.b.inForce(m.toB[i]))
}

func (m *matcher) freeB(i int) bool {
	return m.b.inForce(i) && !m.joinedB[i] && (m.toA[i] < 0 || !m.a.inForce(m.toA[i]))
}

func (m *matcher) uuids() {
	at := make(map[string]int, len(m.b.nodes))
	for i, n := range m.b.nodes {
		if _, twice := at[n.item.UUID]; !twice && n.item.UUID != "" {
			at[n.item.UUID] = i
		}
	}
	for i, n := range m.a.nodes {
		if j, ok := at[n.item.UUID]; ok && m.toA[j] < 0 {
			m.pair(i, j, byUUID)
		}
	}
}

// given parts the pairs of one UUID that are not of one item: UUIDs that were
// made from codes go to other items when the codes do. That is so where the
// wordings have little in common and one of the two is much liker to an item
// that is in such a pair too, or in none.
func (m *matcher) given() {
	var gone []int
	suspect := make([]bool, len(m.a.nodes))
	var as, bs []int
	found := false
	for i := range m.a.nodes {
		j := m.toB[i]
		if j < 0 {
			if m.a.inForce(i) {
				as = append(as, i)
			}
			continue
		}
		x, y := &m.a.nodes[i], &m.b.nodes[j]
		if x.text != y.text && distinctive(x.text) && distinctive(y.text) && kept(x.text, y.text) < fewWords {
			suspect[i], found = true, true
			as, bs = append(as, i), append(bs, j)
		}
	}
	if !found {
		return
	}
	for j := range m.b.nodes {
		if m.toA[j] < 0 && m.b.inForce(j) {
			bs = append(bs, j)
		}
	}
	elsewhere := make([]bool, len(m.a.nodes))
	for k, hits := range nearest(m.a, as, m.b, bs) {
		i := as[k]
		if !suspect[i] {
			continue
		}
		own := m.likeness(i, m.toB[i])
		for _, h := range hits {
			elsewhere[i] = elsewhere[i] || m.liker(i, bs[h.Doc], own)
		}
	}
	for k, hits := range nearest(m.b, bs, m.a, as) {
		i := m.toA[bs[k]]
		if i < 0 {
			continue
		}
		own := m.likeness(i, bs[k])
		for _, h := range hits {
			elsewhere[i] = elsewhere[i] || m.liker(as[h.Doc], bs[k], own)
		}
	}
	for i, is := range elsewhere {
		if is {
			gone = append(gone, i)
		}
	}
	if len(gone) == 0 {
		return
	}
	first := m.b.nodes[m.toB[gone[0]]].item
	f := finding.Finding{
		Severity: finding.Warning, Kind: "uuid-given-away", File: m.b.f.File, Found: first.UUID, Count: len(gone),
		Expected: "the UUID to stay with its item",
		Message:  fmt.Sprintf("this UUID stands at another item than before (code %s); such items were matched by their wording", code(first.Code)),
		Do:       "UUIDs that are made from codes do not survive renumbering: give each item the key or the UUID that it had.",
	}
	f.Line, f.Column = first.At("uuid")
	m.findings = append(m.findings, f)
	for _, i := range gone {
		m.part(i)
	}
}

// liker tells whether two items are so alike, beside what one of them has in
// common with the item of its UUID, that they must be one.
func (m *matcher) liker(i, j int, own float64) bool {
	alike := m.likeness(i, j)
	return m.sameKind(i, j) && alike >= muchAlike && alike >= own+muchLiker
}

// texts gives the items in force by their words.
func (s *side) texts() map[string][]int {
	out := make(map[string][]int, len(s.nodes))
	for i, n := range s.nodes {
		if n.text != "" && s.inForce(i) {
			out[n.text] = append(out[n.text], i)
		}
	}
	return out
}

// distinctive tells whether a text is long enough that two items would not
// have it by chance, as headings such as "Knowledge" do.
func distinctive(text string) bool { return strings.Count(text, " ") >= 3 }

// samePlace matches items with the same words below the same item. Those above
// come first, so that what they are matched with is known.
func (m *matcher) samePlace() {
	type place struct {
		parent int
		text   string
	}
	at := map[place][]int{}
	for j, n := range m.b.nodes {
		if m.freeB(j) && n.text != "" {
			p := place{n.parent, n.text}
			at[p] = append(at[p], j)
		}
	}
	for i, n := range m.a.nodes {
		if !m.freeA(i) || n.text == "" {
			continue
		}
		parent := -1
		if n.parent >= 0 {
			if parent = m.toB[n.parent]; parent < 0 {
				continue
			}
		}
		p := place{parent, n.text}
		at[p] = m.take(i, at[p])
	}
}

// take matches item i of a with one of the items of b: one of the same code, or
// the first. It gives those that are left. More than a hundred alike are taken
// in their order.
func (m *matcher) take(i int, from []int) []int {
	if len(from) == 0 {
		return nil
	}
	best := 0
	for k, j := range from[:min(len(from), 100)] {
		if m.sameCode(i, j) {
			best = k
			break
		}
	}
	m.free(i, from[best])
	m.pair(i, from[best], byLikeness)
	if best == 0 {
		return from[1:]
	}
	return slices.Delete(from, best, best+1)
}

func (m *matcher) sameCode(i, j int) bool {
	return m.a.nodes[i].item.Code != "" && m.a.nodes[i].item.Code == m.b.nodes[j].item.Code
}

func (m *matcher) sameKind(i, j int) bool {
	return m.kinds[m.a.nodes[i].item.Kind] == m.b.nodes[j].item.Kind
}

// sameWords matches the items that have the same words elsewhere: those that no
// other item has, and of the others those that are no mere heading.
func (m *matcher) sameWords() {
	textsA, textsB := m.a.texts(), m.b.texts()
	free := map[string][]int{}
	for text, list := range textsB {
		for _, j := range list {
			if m.freeB(j) {
				free[text] = append(free[text], j)
			}
		}
	}
	for i, n := range m.a.nodes {
		if !m.freeA(i) || len(free[n.text]) == 0 {
			continue
		}
		alone := len(textsA[n.text]) == 1 && len(textsB[n.text]) == 1
		if alone && m.sameShape(i, free[n.text][0]) || distinctive(n.text) {
			free[n.text] = m.take(i, free[n.text])
		}
	}
}

// sameShape keeps a heading from being matched with a statement that is no
// more than the same word or two.
func (m *matcher) sameShape(i, j int) bool {
	return distinctive(m.a.nodes[i].text) || m.a.heading(i) == m.b.heading(j)
}

// ended matches items that have no counterpart with items of the same words
// where one of the two has ended, so that an ending is known for one though
// UUIDs are missing.
func (m *matcher) ended() {
	m.sameWordsOf(false, false)
	m.sameWordsOf(true, false)
	m.sameWordsOf(false, true)
}

// sameWordsOf matches the unmatched items of a in force, or ended, with those of
// b in force, or ended.
func (m *matcher) sameWordsOf(inForceA, inForceB bool) {
	at := map[string][]int{}
	for j, n := range m.b.nodes {
		if m.toA[j] < 0 && m.b.inForce(j) == inForceB && distinctive(n.text) {
			at[n.text] = append(at[n.text], j)
		}
	}
	for i, n := range m.a.nodes {
		if m.toB[i] < 0 && m.a.inForce(i) == inForceA {
			at[n.text] = m.take(i, at[n.text])
		}
	}
}

// renamedKinds learns from what was matched so far which kinds became which, so
// that what is left is looked for there.
func (m *matcher) renamedKinds() {
	renamed(m.kinds, kindNames(m.a.f), kindNames(m.b.f), m.values(func(i *frameworks.Item) string { return i.Kind }))
}

// values gives one value of each two items that were matched.
func (m *matcher) values(of func(*frameworks.Item) string) [][2]string {
	var out [][2]string
	for i, j := range m.toB {
		if j >= 0 {
			out = append(out, [2]string{of(m.a.nodes[i].item), of(m.b.nodes[j].item)})
		}
	}
	return out
}

// headings matches headings by what stands below them: two are one where half
// of the items below each, and two at least, are below the other.
func (m *matcher) headings() {
	// The lowest first: what is found there tells of those above.
	for i := len(m.a.nodes) - 1; i >= 0; i-- {
		if !m.freeA(i) || len(m.a.nodes[i].children) < 2 {
			continue
		}
		votes := map[int]int{}
		best, all := -1, 0
		for _, child := range m.a.nodes[i].children {
			if !m.a.inForce(child) {
				continue
			}
			all++
			if j := m.toB[child]; j >= 0 && m.b.inForce(j) {
				if parent := m.b.nodes[j].parent; parent >= 0 && m.freeB(parent) {
					votes[parent]++
					if best < 0 || votes[parent] > votes[best] {
						best = parent
					}
				}
			}
		}
		if best < 0 || votes[best] < 2 || 2*votes[best] < all {
			continue
		}
		there := 0
		for _, child := range m.b.nodes[best].children {
			if m.b.inForce(child) {
				there++
			}
		}
		if 2*votes[best] >= there {
			m.free(i, best)
			m.pair(i, best, byItems)
		}
	}
}

// free takes two items out of the pairs with ended items that they may be in.
func (m *matcher) free(i, j int) {
	if m.toB[i] >= 0 {
		m.part(i)
	}
	if k := m.toA[j]; k >= 0 {
		m.part(k)
	}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
