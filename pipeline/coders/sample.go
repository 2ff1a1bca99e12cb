package coders

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"concord/pipeline/theme"
)

// Sample picks n units to be coded, the same for every coder and on every
// machine, in proportion from each source and question: where of 1,000 comments 300
// answer one question, about 30 of 100 do. Within a question the order is that of
// the SHA-256 of the units' ids, which nobody chose. A larger sample holds the
// smaller ones, so that a group can go on. Units that say nothing (see
// theme.Unit.SaysNothing) are left out, and their number is given. The units come in the
// order in which they stand; with n at 0 or below, or above their number, all.
//
// The proportions are those of Webster (1832), also Sainte-Laguë (1910): the k-th
// unit of a question with m has its turn at (k-½)/m.
func Sample(units []theme.Unit, n int) (sample []theme.Unit, nonAnswers int) {
	type place struct{ source, question string }
	type drawn struct {
		unit, rank, of int // rank from 0, of how many
		hash           [sha256.Size]byte
	}
	answers := make([]drawn, 0, len(units))
	size := map[place]int{}
	for i := range units {
		if units[i].SaysNothing() {
			nonAnswers++
			continue
		}
		answers = append(answers, drawn{unit: i, hash: sha256.Sum256([]byte(units[i].ID))})
		size[place{units[i].Source, units[i].Question}]++
	}
	byHash := func(a, b drawn) int { return bytes.Compare(a.hash[:], b.hash[:]) }
	slices.SortStableFunc(answers, byHash)
	seen := map[place]int{}
	for i := range answers {
		u := &units[answers[i].unit]
		p := place{u.Source, u.Question}
		answers[i].rank, answers[i].of = seen[p], size[p]
		seen[p]++
	}
	if n > 0 && n < len(answers) {
		slices.SortStableFunc(answers, func(a, b drawn) int {
			// (rank + ½)/of, in whole numbers.
			if c := (2*a.rank+1)*b.of - (2*b.rank+1)*a.of; c != 0 {
				return c
			}
			return byHash(a, b)
		})
		answers = answers[:n]
	}
	slices.SortFunc(answers, func(a, b drawn) int { return a.unit - b.unit })
	for _, d := range answers {
		sample = append(sample, units[d.unit])
	}
	return sample, nonAnswers
}
