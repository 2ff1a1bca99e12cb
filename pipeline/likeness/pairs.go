package likeness

import (
	"cmp"
	"slices"
)

// Pair is two texts of an index, A before B, and the Score of their wording.
type Pair struct {
	A, B  int
	Score float64
}

// mostAlike is how many others a text can be found to be alike to.
const mostAlike = 32

// Pairs gives the pairs of texts of the index whose wording, each title and text
// taken together, has a Score of at least that much, in the order of A and then
// of B. Each text is compared with the 32 that Nearest puts first and whose
// likeness is at least half of least, so that the work grows with the number of
// texts and not with its square: of many texts that are all alike, each is
// paired with some of the others and not with all. Of 600 occupations of O*NET,
// comparing all with all finds 123 pairs of 0.7 or more and 349 of 0.6 or more;
// of these Pairs finds 123 and 346.
func (x *Index) Pairs(least float64) []Pair {
	found := make([][]Pair, len(x.docs))
	sideBySide(len(x.docs), func(i int) {
		others := slices.DeleteFunc(x.Nearest(x.docs[i], mostAlike+1), func(h Hit) bool { return h.Doc == i })
		for _, h := range others[:min(len(others), mostAlike)] {
			if h.Score < least/2 {
				break
			}
			if s := Score(x.docs[i].all(), x.docs[h.Doc].all()); s >= least {
				found[i] = append(found[i], Pair{min(i, h.Doc), max(i, h.Doc), s})
			}
		}
	})
	out := slices.Concat(found...)
	slices.SortFunc(out, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) })
	return slices.Compact(out)
}

func (d Doc) all() string { return d.Title + " " + d.Text }
