package amend

import (
	"strings"

	"concord/pipeline/likeness"

	"github.com/kljensen/snowball/english"
)

// How like an item must be to a description to be the one that is meant: at
// least this much, and this many times as like as the next.
// docs/amendments.md has what they were chosen on.
const (
	leastLike  = 0.10
	clearly    = 1.25
	fartherOff = 1.6 // for items outside the domain that the question was about
)

// described finds the item that words describe, first among those of the domain
// that the question was about, then in the whole framework, and how like it is;
// -1 where none is clearly the likest. Kind is the kind of item meant, or "".
func (p *finder) described(words, kind string, domain int) (int, float64) {
	ofKind := func(i int) bool { return kind == "" || p.spots[i].item.Kind == kind }
	if at := p.byWords(words, domain); at >= 0 && !p.spots[at].heading && ofKind(at) {
		return at, 1
	}
	hits := p.likestItems(words)
	if domain >= 0 {
		if at, score, ok := p.clear(hits, clearly, func(i int) bool { return p.spots[i].domain == domain && ofKind(i) }); ok {
			return at, score
		}
		if at, score, ok := p.clear(hits, fartherOff, ofKind); ok {
			return at, score
		}
		return -1, 0
	}
	if at, score, ok := p.clear(hits, clearly, ofKind); ok {
		return at, score
	}
	return -1, 0
}

// likestItems gives the items below the headings in the order of their likeness to words.
func (p *finder) likestItems(words string) []likeness.Hit {
	var out []likeness.Hit
	for _, h := range p.likest.Nearest(likeness.Doc{Text: words}, 200) {
		if !p.spots[h.Doc].heading {
			out = append(out, h)
		}
	}
	return out
}

// clear gives the likest of the hits that are within, and whether it is like
// enough and clearly liker than the next.
func (p *finder) clear(hits []likeness.Hit, margin float64, within func(int) bool) (int, float64, bool) {
	best, next := -1, 0.0
	score := 0.0
	for _, h := range hits {
		if !within(h.Doc) {
			continue
		}
		if best < 0 {
			best, score = h.Doc, h.Score
			continue
		}
		next = h.Score
		break
	}
	return best, score, best >= 0 && score >= leastLike && score >= margin*next
}

// said tells whether a word, whatever its ending, stands in the framework.
func (p *finder) said(word string) bool {
	for _, w := range strings.Fields(plain(word)) {
		if p.vocabulary[english.Stem(w, false)] {
			return true
		}
	}
	return false
}
