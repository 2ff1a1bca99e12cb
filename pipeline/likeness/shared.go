package likeness

import (
	"cmp"
	"slices"
)

// Shared gives the content words that q and a text of the index both have,
// inflections of English aside, as q first writes them, each once, at most n:
// those in the fewest texts of the index first. Of scripts without spaces it
// gives the longest runs of two signs or more whose every two neighbours both
// texts have. It is nil where the index has no such text.
func (x *Index) Shared(q Doc, doc, n int) []string {
	if doc < 0 || doc >= len(x.docs) {
		return nil
	}
	has := func(feature int32) bool {
		_, ok := slices.BinarySearchFunc(x.vectors[doc], feature, func(e entry, f int32) int { return cmp.Compare(e.id, f) })
		return ok
	}
	hasBeside := func(v, w word) bool {
		id, ok := x.vocab.ids[beside(v, w)]
		return ok && has(id)
	}
	var found []string
	seen := map[int32]bool{}
	runs := map[string]bool{}
	for i, ws := range q.words() {
		text := [2]string{q.Title, q.Text}[i]
		for at := 0; at < len(ws); at++ {
			w := ws[at]
			if !w.spaceless {
				id, ok := x.vocab.stem(w)
				if ok && !stopWords[w.text] && has(id) && !seen[id] {
					seen[id] = true
					found = append(found, text[w.from:w.to])
				}
				continue
			}
			end := at
			for end+1 < len(ws) && ws[end+1].joined && hasBeside(ws[end], ws[end+1]) {
				end++
			}
			if run := text[w.from:ws[end].to]; end > at && !runs[run] {
				runs[run] = true
				found = append(found, run)
			}
			at = end
		}
	}
	rarity := make([]float64, len(found))
	for i, shown := range found {
		for _, w := range words(shown) {
			if id, ok := x.vocab.stem(w); ok {
				rarity[i] = max(rarity[i], x.idf[id])
			}
		}
	}
	order := make([]int, len(found))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rarity[b], rarity[a]) })
	var out []string
	for _, i := range order[:max(0, min(n, len(order)))] {
		out = append(out, found[i])
	}
	return out
}
