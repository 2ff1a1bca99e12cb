package compare

import (
	"slices"
	"strings"
)

// history tells what was changed about an item that had ended before.
func (d *differ) history(i, j int) {
	put := func(c Change) {
		c.Before, c.After, c.Matched, c.Likeness = []Item{d.before(i)}, []Item{d.after(j)}, d.how[i], rounded(d.likeness(i, j))
		c.Operation, c.Rewording, c.Part, c.Reason = History, "", Patch, "of an item that had ended before"
		d.put(j, c)
	}
	x, y := d.a.nodes[i].item, d.b.nodes[j].item
	d.place(i, j, put)
	d.texts(i, j, put)
	if !sameName(d.levels, x.Level, y.Level) {
		put(Change{Field: "level", Old: label(levelNames(d.a.f), x.Level), New: label(levelNames(d.b.f), y.Level)})
	}
	if !sameName(d.told, x.Kind, y.Kind) {
		put(Change{Field: "kind", Old: label(kindNames(d.a.f), x.Kind), New: label(kindNames(d.b.f), y.Kind)})
	}
	d.replacements(i, j, put)
	d.links(i, j, put)
	d.notes(i, j, put)
}

// replacements tells that other items than before took an ended one's place. An
// item with another UUID is the same still, and their order does not count.
func (d *differ) replacements(i, j int, put func(Change)) {
	x, y := d.a.nodes[i].item, d.b.nodes[j].item
	if len(x.ReplacedBy) == 0 && len(y.ReplacedBy) == 0 {
		return
	}
	d.findable()
	var was, is, shownWas, shownIs []string
	for _, id := range x.ReplacedBy {
		shown := id
		if k, ok := d.linkAt[0][id]; ok {
			shown = naming(d.before(k))
			if to := d.toB[k]; to >= 0 {
				id = d.b.nodes[to].item.UUID
			}
		}
		was, shownWas = append(was, id), append(shownWas, shown)
	}
	for _, id := range y.ReplacedBy {
		shown := id
		if k, ok := d.linkAt[1][id]; ok {
			shown = naming(d.after(k))
		}
		is, shownIs = append(is, id), append(shownIs, shown)
	}
	slices.Sort(was)
	slices.Sort(is)
	if !slices.Equal(slices.Compact(was), slices.Compact(is)) {
		put(Change{Field: "replaced_by", Old: strings.Join(shownWas, ", "), New: strings.Join(shownIs, ", ")})
	}
}

// putInEnded tells of an item of b that had ended and is new, and leftOut of one
// of a that had ended and is no longer there. Where the same words went on in
// another item, which was found by them, that has been told.
func (d *differ) putInEnded(j int) {
	n := &d.b.nodes[j]
	for _, i := range d.wordsA()[n.text] {
		if d.toB[i] >= 0 && d.how[i] != byUUID {
			return
		}
	}
	d.put(j, Change{
		Operation: History, After: []Item{d.after(j)}, Part: Patch,
		Reason: ended(n.item.Until, d.b.f.Changed) + ", and the version before does not have it",
	})
}

func (d *differ) leftOut(i int) {
	n := &d.a.nodes[i]
	for _, j := range d.wordsB()[n.text] {
		if k := d.toA[j]; k >= 0 && d.how[k] != byUUID {
			return
		}
	}
	d.put(len(d.b.nodes)+i, Change{
		Operation: History, Before: []Item{d.before(i)}, Part: Patch,
		Reason: ended(n.item.Until, d.a.f.Changed) + ", and the later version does not have it",
	})
}

func (d *differ) wordsA() map[string][]int {
	if d.inA == nil {
		d.inA = d.a.texts()
	}
	return d.inA
}

func (d *differ) wordsB() map[string][]int {
	if d.inB == nil {
		d.inB = d.b.texts()
	}
	return d.inB
}
