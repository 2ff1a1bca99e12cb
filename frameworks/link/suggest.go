package link

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/crew"
	"concord/pipeline/likeness"
)

// Item is what a person needs to know of an item to judge a link.
type Item struct {
	UUID string `json:"uuid"`
	Code string `json:"code,omitempty"`
	// Text is the title, the statement, or both with a colon between them.
	Text string `json:"text"`
	// Heading says that other items in force stand below it.
	Heading bool `json:"heading,omitempty"`
}

// Candidate is an item of the second framework that may fit one of the first.
type Candidate struct {
	Item
	// Score is the likeness of the wording, from 0 to 1 (package likeness).
	Score float64 `json:"score"`
	// Shared are content words that both have, as the first item writes them,
	// those in the fewest items of the second framework first; ten at most.
	Shared []string `json:"shared_words,omitempty"`
}

// Suggestion is an item of the first framework and the items of the second that
// are most like it, the likest first. It has no candidates where none is like
// enough.
type Suggestion struct {
	Item
	Candidates []Candidate `json:"candidates"`
}

// Floor is the Score below which an item is not put forward. It was chosen on a
// crosswalk of occupations made by hand (ESCO to O*NET, half of its 1,680
// queries, those whose address has an even FNV-1a hash): of the right answers
// that stood among the first five, 1 in 100 scored less.
const Floor = 0.11

const (
	usual      = 5   // how many candidates are asked for, where a caller does not say
	most       = 100 // how many an item can have
	mostShared = 10
)

// Suggest gives, for each item in force of a, in the file's order, the n items
// in force of b whose wording is most like it; n of 0 or less means five, and
// 100 are the most. Items without a word have no candidates. Items of b that say
// it in the same words come first. Of those that score the same in whole
// hundredths, the ones in a domain whose title is more like that of the item's
// domain come first. An item is never put forward for itself, which
// matters where a and b are one framework. The work grows with the number of
// items of both, not with their product.
func Suggest(a, b *frameworks.Framework, n int) []Suggestion {
	if n <= 0 {
		n = usual
	}
	n = min(n, most)
	from, to := inForce(a), inForce(b)
	docs := make([]likeness.Doc, len(to))
	for i, p := range to {
		docs[i] = doc(p.item)
	}
	index := likeness.New(docs)
	out := make([]Suggestion, len(from))
	next := make(chan int, len(from))
	for i := range from {
		next <- i
	}
	close(next)
	var workers crew.Crew
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				out[i] = Suggestion{Item: describe(from[i]), Candidates: candidates(index, from[i], to, n)}
			}
		})
	}
	workers.Wait()
	return out
}

func candidates(index *likeness.Index, from placed, to []placed, n int) []Candidate {
	q := doc(from.item)
	// More than asked for, since the item itself may be among them and the order
	// of those that score alike may change.
	hits := index.Nearest(q, n+usual)
	hits = slices.DeleteFunc(hits, func(h likeness.Hit) bool {
		return h.Score < Floor || sameItem(from.item, to[h.Doc].item)
	})
	sameDomain := make(map[int]float64, len(hits))
	for i, h := range hits {
		near := i > 0 && hundredths(h.Score) == hundredths(hits[i-1].Score) || i+1 < len(hits) && hundredths(h.Score) == hundredths(hits[i+1].Score)
		if near && from.domain != "" {
			sameDomain[h.Doc] = likeness.Score(from.domain, to[h.Doc].domain)
		}
	}
	slices.SortStableFunc(hits, func(p, q likeness.Hit) int {
		return cmp.Or(cmp.Compare(hundredths(q.Score), hundredths(p.Score)), cmp.Compare(sameDomain[q.Doc], sameDomain[p.Doc]))
	})
	out := make([]Candidate, 0, min(n, len(hits)))
	for _, h := range hits[:min(n, len(hits))] {
		out = append(out, Candidate{Item: describe(to[h.Doc]), Score: h.Score, Shared: index.Shared(q, h.Doc, mostShared)})
	}
	return out
}

// sameItem tells whether two items have one identity.
func sameItem(p, q *frameworks.Item) bool { return p.UUID == q.UUID && p.UUID != "" }

// hundredths gives the whole hundredths of a score. They are not rounded up, so
// that none but the same words have all hundred.
func hundredths(score float64) int { return int(math.Round(score*1e6)) / 1e4 }

func doc(i *frameworks.Item) likeness.Doc { return likeness.Doc{Title: i.Title, Text: i.Statement} }

func describe(p placed) Item {
	return Item{UUID: p.item.UUID, Code: p.item.Code, Text: text(p.item), Heading: p.heading}
}

// longestText is how many characters of an item are shown, so that a cell holds
// them in every spreadsheet program.
const longestText = 2000

func text(i *frameworks.Item) string {
	title, statement := tidy(i.Title), tidy(i.Statement)
	switch {
	case title == "":
		return statement
	case statement == "" || statement == title:
		return title
	}
	return cut(title+": "+statement, longestText)
}

// tidy puts a text on one line, its beginning where it is very long.
func tidy(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), 8*longestText)], "")
	return cut(strings.Join(strings.Fields(s), " "), longestText)
}

// cut gives at most so many characters of a text, with an ellipsis for the rest.
func cut(s string, most int) string {
	count := 0
	last := 0 // where the ellipsis would go
	for at := range s {
		if count == most-1 {
			last = at
		}
		if count++; count > most {
			return strings.TrimRight(s[:last], " ") + "…"
		}
	}
	return s
}
