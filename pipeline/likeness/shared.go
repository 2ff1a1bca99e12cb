package likeness

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Shared gives the content words that both texts have, inflections of English
// aside, as a first writes them, each once: the longest first, those of one
// length in a's order. Of scripts without spaces it gives the longest runs of
// two signs or more whose every two neighbours both texts have.
func Shared(a, b string) []string {
	other := words(b)
	stems, beside := map[string]bool{}, map[[2]string]bool{}
	for i, w := range other {
		stems[stemOf(w.text)] = true
		if w.joined {
			beside[[2]string{other[i-1].text, w.text}] = true
		}
	}
	var s sharing
	s.find(a, words(a), func(w word) (string, bool) {
		stem := stemOf(w.text)
		return stem, stems[stem]
	}, func(v, w word) bool { return beside[[2]string{v.text, w.text}] })
	slices.SortStableFunc(s.found, func(p, q string) int {
		return cmp.Compare(utf8.RuneCountInString(q), utf8.RuneCountInString(p))
	})
	return s.found
}

// Shared gives the content words that q and a text of the index both have,
// inflections of English aside, as q first writes them, each once, at most n:
// those in the fewest texts of the index first. It is nil where the index has
// no such text.
func (x *Index) Shared(q Doc, doc, n int) []string {
	if doc < 0 || doc >= len(x.docs) {
		return nil
	}
	has := func(feature int32) bool {
		_, ok := slices.BinarySearchFunc(x.vectors[doc], feature, func(e entry, f int32) int { return cmp.Compare(e.id, f) })
		return ok
	}
	var s sharing
	var rarity []float64 // of each of s.found
	for i, part := range q.words() {
		text := q.Title
		if i == 1 {
			text = q.Text
		}
		s.find(text, part, func(w word) (string, bool) {
			id, ok := x.vocab.stem(w)
			if !ok || !has(id) {
				return "", false
			}
			return x.vocab.names[id], true
		}, func(v, w word) bool {
			id, ok := x.vocab.ids[beside(v, w)]
			return ok && has(id)
		})
	}
	for _, shown := range s.found {
		rarest := 0.0
		for _, w := range words(shown) {
			if id, ok := x.vocab.stem(w); ok {
				rarest = max(rarest, x.idf[id])
			}
		}
		rarity = append(rarity, rarest)
	}
	order := make([]int, len(s.found))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rarity[b], rarity[a]) })
	var out []string
	for _, i := range order[:max(0, min(n, len(order)))] {
		out = append(out, s.found[i])
	}
	return out
}

// sharing gathers words that another text has too.
type sharing struct {
	found []string
	seen  map[string]bool
}

// find goes through the words of a text. stem gives what a word is known by and
// whether the other text has it; beside, whether the other text has two signs
// side by side.
func (s *sharing) find(text string, ws []word, stem func(word) (string, bool), beside func(v, w word) bool) {
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if w.spaceless {
			end := i
			for end+1 < len(ws) && ws[end+1].joined && beside(ws[end], ws[end+1]) {
				end++
			}
			if end > i {
				run := text[w.from:ws[end].to]
				s.keep(run, run)
				i = end
			}
			continue
		}
		if stopWords[w.text] {
			continue
		}
		if name, ok := stem(w); ok {
			s.keep(name, text[w.from:w.to])
		}
	}
}

func (s *sharing) keep(name, shown string) {
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	if !s.seen[name] {
		s.seen[name] = true
		s.found = append(s.found, shown)
	}
}
