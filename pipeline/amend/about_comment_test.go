package amend

import (
	"slices"
	"testing"
)

// aboutMarks counts how often About was right.
type aboutMarks struct{ n, first, domain, in3, in5 int }

// TestAboutMeasured prints, with -v, how often what a comment is about is found.
func TestAboutMeasured(t *testing.T) {
	fs := askedFrameworks(t)
	readers := map[string]*Reader{}
	for id, f := range fs {
		readers[id] = NewReader(f)
	}
	var sentences []askedOne
	for _, name := range askedFiles {
		sentences = append(sentences, askedSentences(t, fs, name)...)
	}
	for _, half := range []bool{false, true} {
		byName := map[string]*aboutMarks{}
		abstained, rightly, should := 0, 0, 0
		var kinds aboutMarks
		for _, s := range sentences {
			if s.inTest() != half {
				continue
			}
			f, r := fs[s.framework], readers[s.framework]
			got := r.About(s.unit())
			if len(got) == 0 {
				t.Fatalf("%q: silent", s.text)
			}
			kinds.n++
			isItem := s.about != "new" && s.about != "none" && s.about != ""
			if got[0].About == AboutNone {
				abstained++
			}
			if !isItem {
				if s.about == "none" {
					should++
					if got[0].About == AboutNone {
						rightly++
						kinds.first++
					}
				} else if got[0].About == AboutNew {
					kinds.first++
				}
				continue
			}
			index := f.Index()
			gold := keysOf(t, f, s.about)
			m := byName[s.names]
			if m == nil {
				m = &aboutMarks{}
				byName[s.names] = m
			}
			m.n++
			rank := 0
			for i, c := range got {
				if item := index[c.Target.UUID]; item != nil && c.About != AboutNew && slices.Contains(gold, item.Key) {
					rank = i + 1
					break
				}
			}
			if rank == 1 {
				m.first++
				kinds.first++
			}
			if rank > 0 && rank <= 3 {
				m.in3++
			}
			if rank > 0 && rank <= 5 {
				m.in5++
			}
			p := r.places
			top := func(uuid string) int {
				if n, ok := p.byUUID[uuid]; ok {
					return p.spots[n].domain
				}
				return -1
			}
			goldTop := -1
			f.Walk(walkTo(gold[0], func(uuid string) { goldTop = top(uuid) }))
			if top(got[0].Target.UUID) == goldTop {
				m.domain++
			}
		}
		name := "half for development"
		if half {
			name = "half for testing"
		}
		t.Logf("%s: right answer (item, domain, new or none) in %s of %d sentences", name, part(kinds.first, kinds.n), kinds.n)
		t.Logf("%-8s %4s  %-18s %-18s %-18s %-18s", "named by", "n", "first", "in first 3", "in first 5", "domain right")
		for _, k := range []string{"code", "domain", "quote", "ordinal", "words"} {
			if m := byName[k]; m != nil {
				t.Logf("%-8s %4d  %-18s %-18s %-18s %-18s", k, m.n, part(m.first, m.n), part(m.in3, m.n), part(m.in5, m.n), part(m.domain, m.n))
			}
		}
		t.Logf("no place: abstained %d times, rightly %s; of %d that are about no place, %s", abstained, part(rightly, abstained), should, part(rightly, should))
	}
}
