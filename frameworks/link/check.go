package link

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/pipeline/finding"

	"github.com/google/uuid"
)

// checker gathers what is wrong with links, each by itself and all together.
type checker struct {
	// at gives a finding that has the place of a key of a link, and nothing else.
	at       func(link int, key string) finding.Finding
	findings []finding.Finding
	// manyFiles says that a line alone does not tell the place of a link.
	manyFiles bool
}

// line names the place of a link within a sentence.
func (c *checker) line(link int) string {
	place := c.at(link, "relation")
	if c.manyFiles {
		return fmt.Sprintf("line %d of %s", place.Line, place.File)
	}
	return fmt.Sprintf("line %d", place.Line)
}

func (c *checker) report(link int, key string, f finding.Finding) {
	place := c.at(link, key)
	f.Severity, f.File, f.Line, f.Column, f.Cell = place.Severity, place.File, place.Line, place.Column, place.Cell
	c.findings = append(c.findings, f)
}

// link checks one link by itself.
func (c *checker) link(i int, l *Link) {
	c.uuid(i, "from_uuid", l.FromUUID, true)
	c.uuid(i, "to_uuid", l.ToUUID, l.Relation != None && slices.Contains(Relations, l.Relation))
	if !slices.Contains(Relations, l.Relation) {
		c.report(i, "relation", finding.Finding{
			Kind: "unknown-relation", Found: l.Relation, Message: "there is no such relation", Do: finding.DidYouMean(l.Relation, Relations),
		})
	}
	if !slices.Contains(Methods, l.Method) {
		c.report(i, "method", finding.Finding{
			Kind: "unknown-method", Found: l.Method, Message: "there is no such method", Do: finding.DidYouMean(l.Method, Methods),
		})
	}
	if l.Score < 0 || l.Score > 1 {
		c.report(i, "score", finding.Finding{
			Kind: "bad-score", Found: fmt.Sprint(l.Score), Expected: "a number from 0 to 1", Message: "this cannot be a score",
		})
	}
	if strings.TrimSpace(l.ConfirmedBy) == "" {
		c.report(i, "confirmed_by", finding.Finding{
			Kind: "missing-name", Expected: "a name", Message: "this does not say who confirmed the relation",
		})
	}
	if _, err := time.Parse(time.DateOnly, l.ConfirmedOn); err != nil {
		f := finding.Finding{
			Kind: "not-a-day", Found: l.ConfirmedOn, Expected: "a day as year-month-day, such as 2020-01-31",
			Message: "this does not say on which day the relation was confirmed",
			Do:      "A spreadsheet may have changed how the day is shown: make the column a text column and write it so.",
		}
		if either := days(l.ConfirmedOn); len(either) == 2 {
			f.Message = fmt.Sprintf("this is %s if the day comes first, and %s if the month does", inWords(either[0]), inWords(either[1]))
			f.Do = fmt.Sprintf("Write %s or %s.", either[0], either[1])
		}
		c.report(i, "confirmed_on", f)
	}
}

func (c *checker) uuid(i int, key, value string, needed bool) {
	if value == "" && !needed {
		return
	}
	if wellFormed(value) {
		return
	}
	f := finding.Finding{
		Kind: "bad-uuid", Found: value, Expected: "36 lower-case characters, such as 6ba7b811-9dad-11d1-80b4-00c04fd430c8", Message: "this is not a UUID",
	}
	if value == "" {
		f.Kind, f.Message, f.Do = "missing-uuid", "this relation does not say to which item", "Give the uuid of the item, or write none."
		if key == "from_uuid" {
			f.Message, f.Do = "this relation does not say from which item", "Give the uuid of the item."
		}
	}
	c.report(i, key, f)
}

// wellFormed tells whether s is a UUID as files must write it.
func wellFormed(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36 && strings.ToLower(s) == s
}

// pair is the two items of a link.
type pair struct{ from, to string }

// together checks the links against each other: a pair given twice, exact to two
// items or from two, and an item that no item fits and yet has a relation.
func (c *checker) together(links []Link) {
	pairs, exactFrom, exactTo, fitsNone := map[pair]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for i, l := range links {
		if l.FromUUID == "" {
			continue // reported already
		}
		if l.Relation == None && l.ToUUID == "" {
			if _, ok := fitsNone[l.FromUUID]; !ok {
				fitsNone[l.FromUUID] = i
			}
		}
		p := pair{l.FromUUID, l.ToUUID}
		if first, ok := pairs[p]; ok {
			if links[first].Relation == l.Relation {
				c.report(i, "relation", finding.Finding{
					Kind: "pair-twice", Found: l.Relation, Message: "these two items are on " + c.line(first) + " already", Do: "Take one of the two out.",
				})
			} else {
				c.report(i, "relation", finding.Finding{
					Kind: "contradiction", Found: l.Relation, Expected: "one relation for two items",
					Message: fmt.Sprintf("%s says %s of the same two items", c.line(first), links[first].Relation), Do: "Leave the one that is right.",
				})
			}
			continue
		}
		pairs[p] = i
		if l.Relation != "exact" {
			continue
		}
		for _, side := range []struct {
			seen map[string]int
			id   string
			says string
		}{
			{exactFrom, l.FromUUID, "%s says that the first of these items is exactly another item already"},
			{exactTo, l.ToUUID, "%s says that the second of these items is exactly another item already"},
		} {
			if first, ok := side.seen[side.id]; ok {
				c.report(i, "relation", finding.Finding{
					Kind: "contradiction", Found: l.Relation, Expected: "exact to one item alone",
					Message: fmt.Sprintf(side.says, c.line(first)), Do: "Leave exact for one of them, and write broader, narrower, related or none for the other.",
				})
			} else {
				side.seen[side.id] = i
			}
		}
	}
	for i, l := range links {
		if none, ok := fitsNone[l.FromUUID]; ok && slices.Contains(Relations, l.Relation) && l.Relation != None && l.ToUUID != "" {
			c.report(i, "relation", finding.Finding{
				Kind: "contradiction", Found: l.Relation, Expected: "none, or no relation",
				Message: c.line(none) + " says that no item fits this one", Do: "Take one of the two out.",
			})
		}
	}
}
