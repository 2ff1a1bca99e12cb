package amend

import (
	"cmp"
	"math"
	"slices"

	"concord/frameworks"
	"concord/pipeline/likeness"
)

// Near is a statement of a framework like the one that an amendment proposes:
// words to borrow or, in the same framework, a repetition to avoid.
type Near struct {
	// Framework and Version say where it stands, Code and UUID which item it is.
	Framework, Version, Code, UUID string
	// Words are its title, its statement, or both with a colon between them.
	Words string
	// Score is the likeness of the wording, from 0 to 1, to four decimals (package
	// likeness).
	Score float64
}

// NearFloor is the Score from which a statement is named as like another. On the
// crosswalk of occupations made by hand that frameworks/link was measured with
// (ESCO to O*NET, 833 of its 1,680 queries), of the answers put first with .30 or
// more, 196 of 341 were the right one (57 in 100); with .25, 251 of 498, no better
// than tossing a coin. What is named here is shown without being asked for, so it
// should be right more often than not.
const NearFloor = 0.30

// NearEquivalents names, in each of the amendments that proposes words or, being
// an addition, says what it is on, the statements in force like them: at most n of
// the framework itself, the items that the amendment changes aside, and after
// those at most n of the other frameworks together, the likest first. The work
// grows with the number of amendments and of items, not with their product.
func NearEquivalents(amendments []Amendment, own *frameworks.Framework, others []*frameworks.Framework, n int) {
	inside := newShelf(own)
	var outside []shelf
	for _, f := range others {
		if f.ID != own.ID {
			outside = append(outside, newShelf(f))
		}
	}
	for i := range amendments {
		a := &amendments[i]
		a.Near = nil
		q, ok := soughtFor(a)
		if !ok {
			continue
		}
		a.Near = inside.near(q, a, n)
		var out []Near
		for _, s := range outside {
			out = append(out, s.near(q, a, n)...)
		}
		slices.SortStableFunc(out, func(x, y Near) int { return cmp.Compare(y.Score, x.Score) })
		a.Near = append(a.Near, out[:min(n, len(out))]...)
	}
}

// soughtFor is the text for which others like it are sought.
func soughtFor(a *Amendment) (likeness.Doc, bool) {
	q := likeness.Doc{Title: a.Title, Text: a.TextAfter}
	switch {
	case a.Operation == Add && q.Title == "" && q.Text == "":
		q.Text = a.Why
	case a.Operation != Add && a.Operation != Reword && a.Operation != Merge:
		return q, false // a name is no statement, and the others say nothing new
	}
	return q, q.Title != "" || q.Text != ""
}

// shelf holds the items in force of a framework so that the likest can be found.
type shelf struct {
	f     *frameworks.Framework
	items []*frameworks.Item
	index *likeness.Index
}

func newShelf(f *frameworks.Framework) shelf {
	s := shelf{f: f}
	var docs []likeness.Doc
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.InForce() {
			s.items = append(s.items, item)
			docs = append(docs, likeness.Doc{Title: item.Title, Text: item.Statement})
		}
		return true
	})
	s.index = likeness.New(docs)
	return s
}

func (s shelf) near(q likeness.Doc, a *Amendment, n int) []Near {
	var out []Near
	for _, h := range s.index.Nearest(q, n+len(a.Targets)) {
		item := s.items[h.Doc]
		own := slices.ContainsFunc(a.Targets, func(t Target) bool { return t.UUID == item.UUID })
		if own || h.Score < NearFloor || len(out) == n {
			continue
		}
		words := item.Statement
		if words == "" {
			words = item.Title
		} else if item.Title != "" {
			words = item.Title + ": " + words
		}
		out = append(out, Near{s.f.ID, s.f.Version, item.Code, item.UUID, cut(frameworks.OneLine(words), 400), math.Round(h.Score*1e4) / 1e4})
	}
	return out
}
