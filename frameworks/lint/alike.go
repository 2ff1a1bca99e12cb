package lint

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/likeness"
)

// alikeFrom is the likeness (likeness.Score, from 0 to 1) from which two
// statements are reported. In published frameworks statements that differ on
// purpose come up to 0.77 (characteristics of congruent figures, of similar
// figures) and mostly stay below 0.6; one word changed in a statement of ten or
// more gives 0.85 and above.
const alikeFrom = 0.8

// alike finds items in force that say almost the same, title and statement taken
// together: two posts may do the same and yet be two. Headings that have a title
// only are left out, since the same heading may stand in many places.
func (c *checker) alike() {
	var docs []likeness.Doc
	var node []int
	for i, n := range c.g.Nodes {
		if n.Ended || strings.TrimSpace(n.Statement) == "" {
			continue
		}
		docs = append(docs, likeness.Doc{Title: n.Title, Text: n.Statement})
		node = append(node, i)
	}
	parent := map[string]string{}
	for _, e := range c.g.Edges {
		if e.Type == ChildOf {
			parent[e.From] = e.To
		}
	}
	for _, p := range likeness.New(docs).Pairs(alikeFrom) {
		a, b := node[p.A], node[p.B]
		if onPurpose(docs[p.A].Title+" "+docs[p.A].Text, docs[p.B].Title+" "+docs[p.B].Text) {
			continue
		}
		f := finding.Finding{
			Severity: finding.Warning, Kind: "near-duplicate", Found: c.g.Nodes[b].Statement,
			Message: fmt.Sprintf("%s says almost the same as %s (likeness %.2f)%s", c.name(b), c.name(a), p.Score, c.firstIs(a)),
			Do:      "Keep one, or word them so that the difference shows.",
		}
		if parent[c.g.Nodes[a].ID] != parent[c.g.Nodes[b].ID] {
			// Two parts of a framework may each need it: a skill and a duty, a role
			// of two careers.
			f.Severity, f.Do = finding.Note, "Nothing, where both places need it; otherwise keep one."
		}
		c.report(c.g.Nodes[b].Place, f)
	}
}

// shortest is how many characters a statement needs for a likeness to mean
// anything: with one word in two changed, "Item 1" is like "Item 2".
const shortest = 20

// onPurpose tells two statements that differ where so small a difference is
// enough: in a number, or because they are short.
func onPurpose(a, b string) bool {
	if a == b {
		return false
	}
	return min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) < shortest || withoutDigits(a) == withoutDigits(b)
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}
