package compare

import (
	"math"
	"slices"
	"strings"
)

// What makes several items the parts of one, as shares of the weight of its
// words. A word weighs more the fewer items have it. The figures are on the
// side of caution: a split that is not found is told as an item reworded and
// another added, which is true as well.
const (
	// inWhole is how much of a part must stand in the whole.
	inWhole = 0.6
	// ownShare is how much of the whole a part must hold that no part before it
	// does.
	ownShare = 0.2
	// together is how much of the whole the parts must hold.
	together = 0.6
)

// mostParts bounds the parts of one item.
const mostParts = 8

// parts finds the splits and the merges that only the wording tells, and those
// of headings that only the items below them tell.
func (m *matcher) parts() {
	for _, found := range m.headingParts(m.a, m.b, m.toB, m.toA, m.freeB) {
		m.dissolve(found.whole)
		m.join(join{before: []int{found.whole}, after: found.parts, how: byItems, likeness: found.share})
	}
	for _, found := range m.headingParts(m.b, m.a, m.toA, m.toB, m.freeA) {
		if i := m.toA[found.whole]; i >= 0 {
			m.dissolve(i)
		}
		m.join(join{before: found.parts, after: []int{found.whole}, how: byItems, likeness: found.share})
	}
	weights := m.weights()
	for _, found := range m.partsOf(weights, m.a, m.b, m.toB, m.freeA, m.freeB) {
		m.dissolve(found.whole)
		m.join(join{before: []int{found.whole}, after: found.parts, how: byLikeness, likeness: found.share})
	}
	for _, found := range m.partsOf(weights, m.b, m.a, m.toA, m.freeB, m.freeA) {
		if i := m.toA[found.whole]; i >= 0 {
			m.dissolve(i)
		}
		m.join(join{before: found.parts, after: []int{found.whole}, how: byLikeness, likeness: found.share})
	}
}

// headingParts finds the headings of s whose items stand below several headings
// of t: the counterpart and others that have none, each with two of the items at
// least and with little else. There and back give the counterparts of the items
// of s and of t.
func (m *matcher) headingParts(s, t *side, there, back []int, freeT func(int) bool) []whole {
	joinedS, joinedT := m.joinedA, m.joinedB
	if s == m.b {
		joinedS, joinedT = joinedT, joinedS
	}
	var out []whole
	taken := map[int]bool{}
	for i, n := range s.nodes {
		if !s.inForce(i) || joinedS[i] || len(n.children) < 4 {
			continue
		}
		below := map[int]int{}
		var parts []int
		all := 0
		for _, child := range n.children {
			j := there[child]
			if j < 0 || !s.inForce(child) || !t.inForce(j) {
				continue
			}
			all++
			if q := t.nodes[j].parent; q >= 0 {
				if below[q]++; below[q] == 2 && !joinedT[q] && !taken[q] && (q == there[i] || freeT(q)) {
					parts = append(parts, q)
				}
			}
		}
		parts = slices.DeleteFunc(parts, func(q int) bool {
			known := 0
			for _, child := range t.nodes[q].children {
				if back[child] >= 0 && t.inForce(child) {
					known++
				}
			}
			return 4*below[q] < 3*known
		})
		in := 0
		for _, q := range parts {
			in += below[q]
		}
		if len(parts) < 2 || 4*in < 3*all {
			continue
		}
		slices.Sort(parts)
		for _, q := range parts {
			taken[q] = true
		}
		out = append(out, whole{i, parts, rounded(float64(in) / float64(all))})
	}
	return out
}

// dissolve takes an item of a out of a pair that was found by wording, which the
// split or merge tells better. A UUID that was kept stays known.
func (m *matcher) dissolve(i int) {
	if m.toB[i] >= 0 && m.how[i] != byUUID {
		m.part(i)
	}
}

type whole struct {
	whole int
	parts []int
	share float64
}

// partsOf finds the items of s, reworded or without a counterpart, whose wording
// several items of t hold together: the counterpart, if any, and others that
// have none. Partner gives the counterpart.
func (m *matcher) partsOf(weights map[string]float64, s, t *side, partner []int, freeS, freeT func(int) bool) []whole {
	joinedS, joinedT := m.joinedA, m.joinedB
	if s == m.b {
		joinedS, joinedT = joinedT, joinedS
	}
	var wholes, pieces []int
	for i, n := range s.nodes {
		p := partner[i]
		reworded := p >= 0 && t.inForce(p) && s.inForce(i) && !joinedS[i] && !joinedT[p] && t.nodes[p].text != n.text
		if (freeS(i) || reworded) && distinctive(n.text) {
			wholes = append(wholes, i)
		}
	}
	for j, n := range t.nodes {
		if freeT(j) && n.text != "" {
			pieces = append(pieces, j)
		}
	}
	if len(wholes) == 0 || len(pieces) == 0 {
		return nil
	}
	// Each piece goes to the one item that holds most of it.
	of := map[int][]int{}
	for k, hits := range nearest(t, pieces, s, wholes) {
		best, most := -1, 0.0
		piece := wordSet(t.nodes[pieces[k]].text)
		for _, h := range hits {
			i := wholes[h.Doc]
			if !m.sameKindOf(s, i, pieces[k]) {
				continue
			}
			if share := held(weights, piece, wordSet(s.nodes[i].text)); share >= inWhole && share > most {
				best, most = i, share
			}
		}
		if best >= 0 && len(of[best]) < mostParts {
			of[best] = append(of[best], pieces[k])
		}
	}
	var out []whole
	for _, i := range wholes {
		if len(of[i]) == 0 {
			continue
		}
		words := wordSet(s.nodes[i].text)
		p := partner[i]
		if p >= 0 && !t.inForce(p) {
			p = -1
		}
		if p >= 0 && held(weights, wordSet(t.nodes[p].text), words) < inWhole {
			continue
		}
		parts, share := cover(weights, words, t, p, of[i])
		if len(parts) > 1 && share >= together {
			out = append(out, whole{i, parts, rounded(share)})
		}
	}
	return out
}

// sameKindOf tells whether item i of s and item j of the other side are of one
// kind.
func (m *matcher) sameKindOf(s *side, i, j int) bool {
	if s == m.a {
		return m.sameKind(i, j)
	}
	return m.sameKind(j, i)
}

// cover gives the pieces, the first of them given, that each hold enough of the
// whole that those before do not, and the share of it that they hold together.
func cover(weights map[string]float64, whole []string, t *side, first int, pieces []int) ([]int, float64) {
	all := weigh(weights, whole)
	if all == 0 {
		return nil, 0
	}
	left := map[string]bool{}
	for _, w := range whole {
		left[w] = true
	}
	gain := func(j int, takeAway bool) float64 {
		sum := 0.0
		for _, w := range wordSet(t.nodes[j].text) {
			if left[w] {
				sum += weights[w]
				if takeAway {
					delete(left, w)
				}
			}
		}
		return sum / all
	}
	var parts []int
	share := 0.0
	if first >= 0 {
		if g := gain(first, true); g >= ownShare {
			parts, share = append(parts, first), g
		}
	}
	for len(pieces) > 0 {
		best, most := 0, -1.0
		for k, j := range pieces {
			if g := gain(j, false); g > most {
				best, most = k, g
			}
		}
		if most < ownShare {
			break
		}
		share += gain(pieces[best], true)
		parts = append(parts, pieces[best])
		pieces = slices.Delete(slices.Clone(pieces), best, best+1)
	}
	slices.Sort(parts)
	return parts, share
}

// weights gives each word of either version its weight: the logarithm of how
// few items have it (inverse document frequency; Spärck Jones, 1972).
func (m *matcher) weights() map[string]float64 {
	out := map[string]float64{}
	all := 0
	for _, s := range []*side{m.a, m.b} {
		for i, n := range s.nodes {
			if !s.inForce(i) {
				continue
			}
			all++
			for _, w := range wordSet(n.text) {
				out[w]++
			}
		}
	}
	for w, n := range out {
		out[w] = math.Log(1 + float64(all)/n)
	}
	return out
}

// held gives the share of the weight of part that stands in whole. Both are
// sorted.
func held(weights map[string]float64, part, whole []string) float64 {
	all, in := 0.0, 0.0
	for _, w := range part {
		all += weights[w]
		if _, ok := slices.BinarySearch(whole, w); ok {
			in += weights[w]
		}
	}
	if all == 0 {
		return 0
	}
	return in / all
}

func weigh(weights map[string]float64, words []string) float64 {
	sum := 0.0
	for _, w := range words {
		sum += weights[w]
	}
	return sum
}

// wordSet gives the words of a plain text, each once, sorted.
func wordSet(text string) []string {
	out := strings.Fields(text)
	slices.Sort(out)
	return slices.Compact(out)
}
