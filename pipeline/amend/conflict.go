package amend

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
)

// ConflictClass says in what way amendments cannot all be done.
type ConflictClass string

// The classes of conflict.
const (
	ConflictWording ConflictClass = "wording" // two change the words of one item to different words
	ConflictRemoved ConflictClass = "removed" // one ends an item that another changes
	ConflictPlace   ConflictClass = "place"   // two move one item to different places, or moves make a circle
	ConflictLevel   ConflictClass = "level"   // two give one item different levels
	ConflictOverlap ConflictClass = "overlap" // an item is in two splits or merges
	ConflictTwice   ConflictClass = "twice"   // the same is done twice, or is there already
	ConflictOrphan  ConflictClass = "orphan"  // something goes below an item that another ends
	ConflictStale   ConflictClass = "stale"   // the framework is not what the amendment was made for
)

// ConflictClasses lists every ConflictClass.
var ConflictClasses = []ConflictClass{
	ConflictWording, ConflictRemoved, ConflictPlace, ConflictLevel, ConflictOverlap, ConflictTwice, ConflictOrphan, ConflictStale,
}

// Conflict is a reason for which amendments cannot all be done to a framework.
type Conflict struct {
	Class ConflictClass
	// Amendments are the ids of those in conflict, in the docket's order; one alone
	// where it is in conflict with the framework, none where the docket as a whole is.
	Amendments []string
	// Places are the codes of the items, or their words where they have no code.
	Places []string
	// Message says what the conflict is, Settle what would settle it.
	Message, Settle string
}

// Conflicts finds what keeps amendments from being done to f together. Of a
// docket's amendments it tells what there is to settle; of those that were
// accepted, as they were decided (Amendment.With), what stops the next version.
// Amendments that were withdrawn are passed over, and targets must have their UUIDs
// (Complete). An amendment without words is in conflict with no other words.
//
//   - wording: two change the statement, or the title, of one item to different words
//   - removed: one retires, splits or merges away an item that another changes, or
//     retires one above it
//   - place: two move one item to different places, or moves make a circle
//   - level: two give one item different levels
//   - overlap: an item is in two splits or merges
//   - twice: two additions, or an addition and an item that stays, have a
//     likeness.Score of 0.8 or more, the two differing in more than a number; two
//     items of one place get one name; or two amendments do just the same
//   - orphan: something is added to, or moved below, an item that another retires,
//     splits or merges away, or that stands below one that another retires
//   - stale: a target is not in the framework or has ended, other words stand there
//     than the text before, or what is proposed is there already
//
// Conflicts are in the order of the classes, and then of the first amendment. The
// same amendments in the same class are told once, with all places. The work grows
// nearly in proportion to the amendments, their targets and the items together.
func Conflicts(f *frameworks.Framework, amendments []Amendment) []Conflict {
	c := newConflicts(f, amendments)
	c.words()
	c.ended()
	c.moves()
	c.levels()
	c.overlaps()
	c.additions()
	c.names()
	c.stale()
	return c.told()
}

// BaseConflict tells whether a docket was drafted against another version of the
// framework than f, or against another file of the same version: sha256 is that of
// f's file. "" on either side leaves the file unlooked at.
func (d *Docket) BaseConflict(f *frameworks.Framework, sha256 string) (Conflict, bool) {
	c := Conflict{Class: ConflictStale, Settle: "Draft the docket again from this framework, which keeps what was edited, and look at what is stale."}
	switch {
	case d.Framework != f.ID || d.Version != f.Version:
		c.Message = fmt.Sprintf("the docket was drafted against %s %s, and the framework is %s %s", d.Framework, d.Version, f.ID, f.Version)
	case d.SHA256 != "" && sha256 != "" && d.SHA256 != sha256:
		c.Message = fmt.Sprintf("the file of %s %s has changed since the docket was drafted", f.ID, f.Version)
	default:
		return Conflict{}, false
	}
	return c, true
}

// conflicts gathers what is found.
type conflicts struct {
	f          *frameworks.Framework
	amendments []Amendment
	items      map[string]*frameworks.Item // by UUID
	above      map[string]string           // UUID ─► UUID of the item above, "" at the top
	touched    map[string]*touched         // by UUID
	order      []string                    // the UUIDs in touched, as they come up
	clashes    []*clash
	byKey      map[string]*clash
}

// touched is what amendments, named by their index, do to one item.
type touched struct {
	reword, rename, retire, split, merge, level, move []int
	add, arrive                                       []int // what is put below it
}

// clash is a conflict in the making.
type clash struct {
	class   ConflictClass
	variant string // what the message is about, "" for the plain case of the class
	ids     []int
	ends    []int // those of ids that end the item
	places  []string
	named   map[string]bool // the places, by UUID
	detail  string
}

func newConflicts(f *frameworks.Framework, amendments []Amendment) *conflicts {
	c := &conflicts{f: f, amendments: amendments, items: f.Index(), above: map[string]string{}, touched: map[string]*touched{}, byKey: map[string]*clash{}}
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		if len(parents) > 0 {
			c.above[item.UUID] = parents[len(parents)-1].UUID
		}
		return true
	})
	for i := range amendments {
		a := &amendments[i]
		if a.State == StateWithdrawn {
			continue
		}
		seen := map[string]bool{}
		for _, t := range a.Targets {
			if t.UUID == "" || seen[t.UUID] {
				continue
			}
			seen[t.UUID] = true
			p := c.of(t.UUID)
			list := map[Operation]*[]int{
				Add: &p.add, Reword: &p.reword, Rename: &p.rename, Move: &p.move, Split: &p.split, Merge: &p.merge, Level: &p.level, Retire: &p.retire,
			}[a.Operation]
			if list != nil {
				*list = append(*list, i)
			}
		}
		if a.Operation == Move && a.To != nil && a.To.UUID != "" {
			p := c.of(a.To.UUID)
			p.arrive = append(p.arrive, i)
		}
	}
	return c
}

func (c *conflicts) of(uuid string) *touched {
	p := c.touched[uuid]
	if p == nil {
		p = &touched{}
		c.touched[uuid] = p
		c.order = append(c.order, uuid)
	}
	return p
}

// tell notes a conflict between amendments, and the items in which it is.
func (c *conflicts) tell(class ConflictClass, variant string, ids []int, detail string, uuids ...string) {
	c.clash(class, variant, ids, nil, detail, uuids)
}

// tellEnd notes that some amendments end an item and others do something to it, or
// to what stands below it.
func (c *conflicts) tellEnd(class ConflictClass, variant string, ends, others []int, uuid string) {
	c.clash(class, variant, slices.Concat(ends, others), ends, "", []string{uuid})
}

func (c *conflicts) clash(class ConflictClass, variant string, ids, ends []int, detail string, uuids []string) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	key := fmt.Sprint(class, variant, detail, ids, ends)
	one := c.byKey[key]
	if one == nil {
		one = &clash{class: class, variant: variant, ids: ids, ends: ends, detail: detail, named: map[string]bool{}}
		c.byKey[key] = one
		c.clashes = append(c.clashes, one)
	}
	for _, uuid := range uuids {
		if !one.named[uuid] {
			one.named[uuid] = true
			one.places = append(one.places, c.name(uuid))
		}
	}
}

// name is what an item is called in messages.
func (c *conflicts) name(uuid string) string {
	item := c.items[uuid]
	if item == nil {
		return uuid
	}
	return cmp.Or(item.Code, cut(frameworks.OneLine(titleOf(item)), 80), uuid)
}

// told puts what was found in order and into words.
func (c *conflicts) told() []Conflict {
	rank := map[ConflictClass]int{}
	for i, class := range ConflictClasses {
		rank[class] = i
	}
	slices.SortStableFunc(c.clashes, func(x, y *clash) int {
		return cmp.Or(cmp.Compare(rank[x.class], rank[y.class]), slices.Compare(x.ids, y.ids))
	})
	var out []Conflict
	for _, one := range c.clashes {
		slices.SortStableFunc(one.places, frameworks.CompareCodes)
		conflict := Conflict{Class: one.class, Places: one.places}
		for _, i := range one.ids {
			conflict.Amendments = append(conflict.Amendments, c.amendments[i].ID)
		}
		conflict.Message, conflict.Settle = one.words(conflict.Amendments, c.endings(one))
		out = append(out, conflict)
	}
	return out
}

// endings gives the ids of those that end the item, and of the others.
func (c *conflicts) endings(one *clash) (out [2][]string) {
	for _, i := range one.ids {
		n := 1
		if slices.Contains(one.ends, i) {
			n = 0
		}
		out[n] = append(out[n], c.amendments[i].ID)
	}
	return out
}

// The variants of conflicts whose words differ from those of their class.
const (
	variantTitle   = "title"
	variantBelow   = "below"
	variantCircle  = "circle"
	variantSame    = "same"
	variantItem    = "item"
	variantName    = "name"
	variantSibling = "sibling"
)

const settleTwo = "Accept one of them and decide otherwise on the others, or settle whose "

// words gives the message of a conflict and what would settle it.
func (o *clash) words(ids []string, endings [2][]string) (message, settle string) {
	who, where := several(ids), several(o.places)
	ends, others := several(endings[0]), several(endings[1])
	switch o.class {
	case ConflictWording:
		what := "statement"
		if o.variant == variantTitle {
			what = "title"
		}
		return fmt.Sprintf("%s change the %s of %s to different words", who, what, where), settleTwo + "words hold."
	case ConflictRemoved:
		if o.variant == variantBelow {
			return fmt.Sprintf("%s would retire %s, and %s would change what stands below", ends, where, others), "Move what is to stay to another place, or decide otherwise on one of them."
		}
		return fmt.Sprintf("%s would take %s out of force, and %s would change it", ends, where, others), settleTwo + "change holds."
	case ConflictPlace:
		if o.variant == variantCircle {
			return fmt.Sprintf("moved by %s, %s would stand below itself", who, where), "Move one of the items to another place."
		}
		return fmt.Sprintf("%s move %s to different places", who, where), settleTwo + "place holds."
	case ConflictLevel:
		return fmt.Sprintf("%s give %s different levels", who, where), settleTwo + "level holds; one that sets several items can be accepted with fewer of them."
	case ConflictOverlap:
		return fmt.Sprintf("%s each split or merge %s", who, where), "Accept one of them and decide otherwise on the others."
	case ConflictTwice:
		return o.twice(who, where)
	case ConflictOrphan:
		return fmt.Sprintf("%s would take %s out of force, and %s would put something below", ends, where, others), "Put it below another item, or decide otherwise on one of them."
	}
	return fmt.Sprintf("%s: %s", who, o.detail), "Look at the amendment again as the framework stands now, and edit or withdraw it."
}

func (o *clash) twice(who, where string) (message, settle string) {
	switch o.variant {
	case variantSame:
		return fmt.Sprintf("%s do the same to %s", who, where), "Accept one of them and decide that the others are duplicates of it."
	case variantItem:
		return fmt.Sprintf("%s adds what %s says already, or almost", who, where), "Decide that it is a duplicate, reword the item that is there, or word the new one so that the difference shows."
	case variantName:
		return fmt.Sprintf("%s give the same name, %s, to two items of one place", who, o.detail), "Choose another name for one of them."
	case variantSibling:
		return fmt.Sprintf("%s gives the name %s, which %s beside it has", who, o.detail, where), "Choose another name, or rename the other item too."
	}
	return fmt.Sprintf("%s add almost the same", who), "Accept one of them and decide that the others are duplicates, or word them so that the difference shows."
}

// severalListed is how many names a message lists.
const severalListed = 6

// several lists names in a sentence.
func several(names []string) string {
	switch {
	case len(names) == 0:
		return "the framework"
	case len(names) == 1:
		return names[0]
	case len(names) > severalListed:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:severalListed], ", "), len(names)-severalListed)
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
