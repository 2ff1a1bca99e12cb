package revise

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// place is an item while the version is being made: a tree of pointers, in which
// items can be put in and taken out without copying their siblings.
type place struct {
	item  frameworks.Item // its Items are not kept up; below is
	above *place
	below []*place
	// was is the item as the version before has it, nil for what is new.
	was *frameworks.Item
}

// reviser is the work on one version.
type reviser struct {
	old     *frameworks.Framework
	head    frameworks.Framework
	o       Options
	top     *place
	byUUID  map[string]*place
	instead map[*place]*place // an item that was reworded ─► what stands in its place
	keys    map[string]bool
	codes   map[string]int // stem of a code ─► the last number taken
	touched map[string][]string
	// editorial holds the UUIDs of items whose rewording was decided to be so.
	editorial map[string]bool
	findings  []finding.Finding
}

func newReviser(f *frameworks.Framework, o Options) *reviser {
	r := &reviser{
		old: f, head: *f, o: o, top: &place{},
		byUUID: map[string]*place{}, instead: map[*place]*place{}, editorial: map[string]bool{}, keys: map[string]bool{}, codes: map[string]int{}, touched: map[string][]string{},
	}
	r.head.Levels = slices.Clone(f.Levels)
	r.head.Items = nil
	r.grow(r.top, f.Items)
	return r
}

func (r *reviser) grow(above *place, items []frameworks.Item) {
	for i := range items {
		p := &place{item: items[i], above: above, was: &items[i]}
		p.item.Items = nil
		p.item.ReplacedBy = slices.Clone(items[i].ReplacedBy)
		above.below = append(above.below, p)
		r.byUUID[p.item.UUID] = p
		r.keys[p.item.Key] = true
		r.take(p.item.Code)
		r.grow(p, items[i].Items)
	}
}

// framework is the tree as a framework again.
func (r *reviser) framework() *frameworks.Framework {
	f := r.head
	f.Items = r.top.items()
	return &f
}

func (p *place) items() []frameworks.Item {
	var out []frameworks.Item
	for _, b := range p.below {
		item := b.item
		item.Items = b.items()
		out = append(out, item)
	}
	return out
}

// at gives the item of a UUID as the version has it: of one that another wording
// ended, what stands in its place.
func (r *reviser) at(uuid string) *place {
	p := r.byUUID[uuid]
	if by := r.instead[p]; by != nil {
		return by
	}
	return p
}

func (p *place) inForce() bool { return p.item.InForce() }

// within tells whether p is q or stands somewhere below it. Moves can have made
// a circle that holds neither, so the walk upwards is bounded.
func (r *reviser) within(p, q *place) bool {
	for n := 0; p != nil && n <= len(r.byUUID); n++ {
		if p == q {
			return true
		}
		p = p.above
	}
	return false
}

// takeOut takes p from where it stands; its own items stay with it.
func (p *place) takeOut() {
	p.above.below = slices.DeleteFunc(p.above.below, func(q *place) bool { return q == p })
	p.above = nil
}

// putAfter puts p directly after one of its future siblings.
func (p *place) putAfter(sibling *place) {
	i := slices.Index(sibling.above.below, sibling)
	sibling.above.below = slices.Insert(sibling.above.below, i+1, p)
	p.above = sibling.above
}

// putBelow puts p behind the last item of its kind below another; where there is
// none, before the first whose kind the framework lists later.
func (r *reviser) putBelow(p, above *place) {
	at := len(above.below)
	rank := r.rank(p.item.Kind)
	for i, b := range above.below {
		if b.item.Kind == p.item.Kind {
			at = i + 1
		}
	}
	if !slices.ContainsFunc(above.below, func(b *place) bool { return b.item.Kind == p.item.Kind }) {
		if i := slices.IndexFunc(above.below, func(b *place) bool { return r.rank(b.item.Kind) > rank }); i >= 0 {
			at = i
		}
	}
	above.below = slices.Insert(above.below, at, p)
	p.above = above
}

func (r *reviser) rank(kind string) int {
	return slices.IndexFunc(r.head.Kinds, func(k frameworks.Kind) bool { return k.ID == kind })
}

// take notes that a code is taken, so that its number is not given twice.
func (r *reviser) take(code string) {
	stem := strings.TrimRight(code, "0123456789")
	digits := code[len(stem):]
	if digits == "" || len(digits) > 9 {
		return
	}
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	r.codes[stem] = max(r.codes[stem], n)
}

// nextCode is frameworks.NextCode on the tree: the next number as codes of that
// kind there are formed, and else the code above with the kind's letter. It is
// "" where the items there have no codes.
func (r *reviser) nextCode(above *place, kind string) string {
	stem, alike, coded := "", false, false
	for _, b := range above.below {
		coded = coded || b.item.Code != ""
		if s := strings.TrimRight(b.item.Code, "0123456789"); s != b.item.Code && b.item.Kind == kind {
			stem, alike = s, true
		}
	}
	if !alike {
		if !coded && (above.item.Code == "" || len(above.below) > 0) {
			return ""
		}
		if above.item.Code != "" {
			stem = above.item.Code + "."
		}
		if k := r.rank(kind); k >= 0 && r.head.Kinds[k].Letter != "" {
			stem += r.head.Kinds[k].Letter + "."
		}
	}
	code := fmt.Sprintf("%s%d", stem, r.codes[stem]+1)
	r.take(code)
	return code
}

// key gives a key that no item has: the one wanted, or that with a number.
func (r *reviser) key(wanted string) (key, uuid string) {
	for n := 1; ; n++ {
		key = wanted
		if n > 1 {
			key = fmt.Sprintf("%s-%d", wanted, n)
		}
		uuid = frameworks.UUID(r.head.ID, key)
		if _, taken := r.byUUID[uuid]; !taken && !r.keys[key] {
			r.keys[key] = true
			return key, uuid
		}
	}
}

// bear makes a new item; its place is the caller's to find.
func (r *reviser) bear(c *Change, key string, item frameworks.Item) *place {
	item.Key, item.UUID = r.key(key)
	item.From, item.Changed, item.Until = r.o.Day, r.o.Day, ""
	item.ReplacedBy, item.Items = nil, nil
	if item.Wording = r.o.Wording; item.Wording == r.head.Wording {
		item.Wording = ""
	}
	p := &place{item: item}
	r.byUUID[item.UUID] = p
	r.touch(c, p)
	return p
}

// end ends an item as it was in the version before; what takes its place, if
// anything, is named by it.
func (r *reviser) end(c *Change, p *place, by ...*place) {
	p.item.Level, p.item.Title, p.item.Statement = p.was.Level, p.was.Title, p.was.Statement
	p.item.Until, p.item.Changed = r.o.Day, r.o.Day
	for _, b := range by {
		p.item.ReplacedBy = append(p.item.ReplacedBy, b.item.UUID)
	}
	r.touch(c, p)
}

func (r *reviser) touch(c *Change, p *place) {
	r.touched[p.item.UUID] = append(r.touched[p.item.UUID], c.ID)
}

// inherit gives the items below one place to another.
func (r *reviser) inherit(from, to *place) {
	for _, b := range from.below {
		b.above = to
	}
	to.below, from.below = append(to.below, from.below...), nil
}
