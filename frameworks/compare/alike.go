package compare

import (
	"cmp"
	"math"
	"slices"

	"concord/pipeline/likeness"
)

// How alike two items must be in their wording (likeness.Score) to be taken for
// one where nothing else joins them. Where code and kind agree, less will do,
// since an item that stands where the other stood is likelier to be it; where
// the kinds differ more is asked, since frameworks say nearly the same of
// knowledge and of ability on purpose. Of the 1,060 pairs of statements of one
// kind in the digital competencies, half have a Score below .12 and all at most
// .40 (TestUnlikeItems), so .40 is the least that is taken for more than chance.
const (
	alikeAlone    = 0.50
	alikeWithCode = 0.40
	alikeOther    = 0.75
)

// What agreeing beside the wording counts for where several items could be
// meant.
const (
	codeCounts   = 0.10
	kindCounts   = 0.05
	parentCounts = 0.05
)

// candidates is how many likest items are looked at for each.
const candidates = 8

// fewWords is the share of words kept below which an item that kept its UUID
// cannot be known to say the same.
const fewWords = 0.5

// How alike an item must be to another than the one of its UUID, and how much
// liker than to that one, for the UUID not to count.
const (
	muchAlike = 0.6
	muchLiker = 0.25
)

type edge struct {
	a, b int
	rank float64
	how  string
}

// alike matches free items by likeness, best first, each once: headings alone,
// or all that are left.
func (m *matcher) alike(headings bool) {
	var as, bs []int
	for i := range m.a.nodes {
		if m.freeA(i) && m.a.nodes[i].text != "" && (!headings || m.a.heading(i)) {
			as = append(as, i)
		}
	}
	for j := range m.b.nodes {
		if m.freeB(j) && m.b.nodes[j].text != "" && (!headings || m.b.heading(j)) {
			bs = append(bs, j)
		}
	}
	if len(as) == 0 || len(bs) == 0 {
		return
	}
	near := map[[2]int]bool{}
	var pairs [][2]int
	put := func(i, j int) {
		if p := [2]int{i, j}; !near[p] {
			near[p] = true
			pairs = append(pairs, p)
		}
	}
	// From both sides, so that the answer is the same when a and b change places.
	for k, hits := range nearest(m.a, as, m.b, bs) {
		for _, h := range hits {
			put(as[k], bs[h.Doc])
		}
	}
	for k, hits := range nearest(m.b, bs, m.a, as) {
		for _, h := range hits {
			put(as[h.Doc], bs[k])
		}
	}
	// Where all words are common, the likest may not be among the nearest.
	for k, list := range overlapping(m.a, as, m.b, bs) {
		for _, to := range list {
			put(as[k], bs[to])
		}
	}
	for k, list := range overlapping(m.b, bs, m.a, as) {
		for _, to := range list {
			put(as[to], bs[k])
		}
	}
	codes := map[string]int{}
	for _, j := range bs {
		if code := m.b.nodes[j].item.Code; code != "" {
			codes[code] = j
		}
	}
	for _, i := range as {
		if j, ok := codes[m.a.nodes[i].item.Code]; ok {
			put(i, j)
		}
	}
	// Where more items are alike than are looked at, order tells.
	rows := map[int][]int{}
	for _, j := range bs {
		rows[m.b.nodes[j].parent] = append(rows[m.b.nodes[j].parent], j)
	}
	for _, i := range as {
		parent := m.a.nodes[i].parent
		if parent >= 0 {
			if parent = m.toB[parent]; parent < 0 {
				continue
			}
		}
		if row := rows[parent]; len(row) > 0 {
			put(i, row[0])
			rows[parent] = row[1:]
		}
	}
	var edges []edge
	for _, p := range pairs {
		if e, ok := m.edge(p[0], p[1]); ok {
			edges = append(edges, e)
		}
	}
	// Of edges that rank the same, the first in either file.
	slices.SortFunc(edges, func(x, y edge) int {
		return cmp.Or(cmp.Compare(y.rank, x.rank), cmp.Compare(x.a+x.b, y.a+y.b), cmp.Compare(x.a, y.a))
	})
	for _, e := range edges {
		if m.freeA(e.a) && m.freeB(e.b) {
			m.free(e.a, e.b)
			m.pair(e.a, e.b, e.how)
		}
	}
}

// edge tells whether two items may be one, and how likely beside others.
func (m *matcher) edge(i, j int) (edge, bool) {
	alike := m.likeness(i, j)
	code, kind := m.sameCode(i, j), m.sameKind(i, j)
	e := edge{a: i, b: j, rank: alike, how: byLikeness}
	least := alikeAlone
	switch {
	case !kind:
		least = alikeOther
	case code:
		least = alikeWithCode
	}
	if code {
		e.rank += codeCounts
		if alike < alikeAlone {
			e.how = byCode
		}
	}
	if kind {
		e.rank += kindCounts
	}
	if m.sameParent(i, j) {
		e.rank += parentCounts
	} else if x, y := m.a.nodes[i].text, m.b.nodes[j].text; !distinctive(x) && m.common[x] || !distinctive(y) && m.common[y] {
		// Headings such as "Knowledge" stand below many items.
		return e, false
	}
	return e, alike >= least
}

// sameParent tells whether what two items stand below was matched.
func (m *matcher) sameParent(i, j int) bool {
	p, q := m.a.nodes[i].parent, m.b.nodes[j].parent
	if p < 0 || q < 0 {
		return p == q
	}
	return m.toB[p] == q
}

// likeness gives how alike two items are, from 0 to 1. Of items that have both
// a title and a statement, the one that is more alike counts three quarters: a
// heading may be renamed and keep its definition, or the other way. A title that
// several items have does not count.
func (m *matcher) likeness(i, j int) float64 {
	x, y := &m.a.nodes[i], &m.b.nodes[j]
	if x.text == y.text {
		return 1
	}
	if x.title == "" || y.title == "" || x.statement == "" || y.statement == "" {
		// One of them may have in its statement what the other has in its title.
		if x.title != "" && y.title != "" {
			return likeness.Score(x.title, y.title)
		}
		if x.statement != "" && y.statement != "" {
			return likeness.Score(x.statement, y.statement)
		}
		return likeness.Score(x.text, y.text)
	}
	title, statement := likeness.Score(x.title, y.title), likeness.Score(x.statement, y.statement)
	if m.common[x.title] || m.common[y.title] {
		return statement
	}
	return 0.75*max(title, statement) + 0.25*min(title, statement)
}

// nearest gives the likest of the items tos of t for each of the items froms of
// s, as places in tos.
func nearest(s *side, froms []int, t *side, tos []int) [][]likeness.Hit {
	index := likeness.New(docs(t, tos))
	out := make([][]likeness.Hit, len(froms))
	for k, d := range docs(s, froms) {
		out[k] = index.Nearest(d, candidates)
	}
	return out
}

func docs(s *side, items []int) []likeness.Doc {
	out := make([]likeness.Doc, len(items))
	for k, i := range items {
		out[k] = likeness.Doc{Title: s.nodes[i].title, Text: s.nodes[i].statement}
	}
	return out
}

// rounded gives a share to four digits.
func rounded(x float64) float64 { return math.Round(x*10000) / 10000 }
