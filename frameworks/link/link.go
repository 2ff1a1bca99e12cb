// Package link finds what items of one framework are like items of another,
// gives it to a person as a table to confirm, and keeps what was confirmed in a
// file beside the frameworks. Nothing is a link until a person has said so.
package link

import (
	"slices"

	"concord/frameworks"
)

// Relations lists what a person can say of two items. Each reads from the item
// of the first framework to that of the second: "exact", the two ask for the
// same; "broader", the first takes in the second and more; "narrower", the
// second takes in the first and more; "related", the two overlap, or one helps
// with the other; "none", they are not linked, or, where no second item is
// named, no item of the second framework fits the first.
var Relations = []string{"exact", "related", "broader", "narrower", "none"}

// None is the relation of items that are not linked.
const None = "none"

// Methods lists how two items of a link came together: "likeness", the program
// put the one forward for the other; "person", a person found it alone.
var Methods = []string{"likeness", "person"}

// ToCASE gives the association type of CASE 1.1 (1EdTech, 2025) by which a
// confirmed relation is exchanged; broader and narrower, which it does not
// have, as its extensions. It is "" for none and for what is not a relation.
func ToCASE(relation string) string {
	switch relation {
	case "exact":
		return "exactMatchOf"
	case "related":
		return "isRelatedTo"
	case "broader", "narrower":
		return "ext:" + relation
	}
	return ""
}

// inForce gives the items in force, each before those below it, with the title of
// the domain that each stands in and whether it is a heading.
func inForce(f *frameworks.Framework) []placed {
	var out []placed
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		if !item.InForce() {
			return true
		}
		p := placed{item: item, heading: slices.ContainsFunc(item.Items, func(below frameworks.Item) bool { return below.InForce() })}
		if len(parents) > 0 {
			p.domain = parents[0].Title
		}
		out = append(out, p)
		return true
	})
	return out
}

// placed is an item and where it stands.
type placed struct {
	item    *frameworks.Item
	domain  string
	heading bool
}
