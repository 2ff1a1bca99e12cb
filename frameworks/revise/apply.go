package revise

import (
	"strings"

	"concord/frameworks"
)

// apply does one change. Everything that could be wrong with it was looked at
// before.
func (r *reviser) apply(c *Change) {
	switch c.Operation {
	case Level:
		for _, id := range c.Targets {
			p := r.byUUID[id]
			p.item.Level, p.item.Changed = c.Level, r.o.Day
			r.touch(c, p)
		}
	case Rename:
		p := r.byUUID[c.Targets[0]]
		p.item.Title, p.item.Changed = text(c.After), r.o.Day
		r.touch(c, p)
	case Reword:
		r.reword(c)
	case Merge:
		r.merge(c)
	case Split:
		r.split(c)
	case Retire:
		r.end(c, r.byUUID[c.Targets[0]])
	case Move:
		r.move(c)
	case Add:
		r.add(c)
	}
}

func (r *reviser) reword(c *Change) {
	p := r.byUUID[c.Targets[0]]
	set := func(item *frameworks.Item) {
		if item.Statement == "" && item.Title != "" {
			item.Title = text(c.After)
		} else {
			item.Statement = text(c.After)
		}
	}
	if c.Meaning == Editorial {
		r.editorial[p.item.UUID] = true
		set(&p.item)
		p.item.Changed = r.o.Day
		r.touch(c, p)
		return
	}
	item := p.item
	set(&item)
	by := r.bear(c, r.keyAfter(c, p), item)
	r.replace(c, p, by)
	r.instead[p] = by
}

// replace puts a new item where an old one stands, with what stands below it,
// and ends the old one, which stays directly behind.
func (r *reviser) replace(c *Change, old, by *place) {
	i := indexOf(old)
	old.above.below[i] = by
	by.above = old.above
	old.putAfter(by)
	r.inherit(old, by)
	// A change of level or title that was made on the old item goes with it.
	r.touched[by.item.UUID] = append(r.touched[by.item.UUID], r.touched[old.item.UUID]...)
	r.end(c, old, by)
}

func indexOf(p *place) int {
	for i, b := range p.above.below {
		if b == p {
			return i
		}
	}
	return -1
}

// keyAfter is the key of what comes of an item: that item's key, which being
// taken gets a number, or where it has none one made of the change's id.
func (r *reviser) keyAfter(c *Change, p *place) string {
	if p.item.Key != "" {
		return strings.TrimSuffix(p.item.Key, "/")
	}
	return r.keyBelow(c, p.above)
}

// keyBelow is the key of an item added below another: both names, so that a
// person who reads the file sees which amendment brought it.
func (r *reviser) keyBelow(c *Change, above *place) string {
	name := frameworks.LabelID("amendment", c.ID)
	if above != nil && above.item.Key != "" {
		return above.item.Key + "/" + name
	}
	return name
}

func (r *reviser) merge(c *Change) {
	first := r.byUUID[c.Targets[0]]
	item := first.item
	item.Statement = text(c.After)
	if c.Kind != "" {
		item.Kind = c.Kind
	}
	if c.Level != "" {
		item.Level = c.Level
	}
	one := r.bear(c, r.keyAfter(c, first), item)
	r.replace(c, first, one)
	for _, id := range c.Targets[1:] {
		p := r.byUUID[id]
		r.inherit(p, one)
		r.touched[one.item.UUID] = append(r.touched[one.item.UUID], r.touched[id]...)
		r.end(c, p, one)
	}
}

func (r *reviser) split(c *Change) {
	old := r.byUUID[c.Targets[0]]
	var made []*place
	for i, part := range c.Parts {
		item := old.item
		item.Statement = text(part.Text)
		if part.Kind != "" {
			item.Kind = part.Kind
		}
		if part.Level != "" {
			item.Level = part.Level
		}
		if i > 0 || item.Kind != old.item.Kind {
			item.Code = r.nextCode(old.above, item.Kind)
		}
		p := r.bear(c, r.keyAfter(c, old), item)
		if i == 0 && item.Kind == old.item.Kind {
			at := indexOf(old)
			old.above.below[at] = p
			p.above = old.above
			old.putAfter(p)
		} else {
			r.putBelow(p, old.above)
		}
		made = append(made, p)
	}
	r.end(c, old, made...)
}

func (r *reviser) move(c *Change) {
	p, to := r.at(c.Targets[0]), r.top
	if c.To != "" {
		to = r.at(c.To)
	}
	p.takeOut()
	r.touch(c, p)
	if r.within(to, p) {
		// Walking below it would not end; checkTree reports the circle.
		p.above = to
		return
	}
	before := p.item.Code
	p.item.Code = ""
	if before != "" {
		p.item.Code = r.nextCode(to, p.item.Kind)
	}
	r.putBelow(p, to)
	r.recode(p, before, p.item.Code)
}

// recode gives the items below a moved one the new beginning of their codes.
func (r *reviser) recode(p *place, before, after string) {
	if before == "" || after == "" {
		return
	}
	for _, b := range p.below {
		if rest, ok := strings.CutPrefix(b.item.Code, before); ok && b.inForce() {
			old := b.item.Code
			b.item.Code = after + rest
			r.take(b.item.Code)
			r.recode(b, old, b.item.Code)
		}
	}
}

func (r *reviser) add(c *Change) {
	above := r.top
	if len(c.Targets) > 0 && c.Targets[0] != "" {
		above = r.at(c.Targets[0])
	}
	item := frameworks.Item{Kind: c.Kind, Level: c.Level, Title: text(c.Title), Statement: text(c.After)}
	item.Code = r.nextCode(above, c.Kind)
	r.putBelow(r.bear(c, r.keyBelow(c, above), item), above)
}

// text brings a text to the form that files have.
func text(s string) string { return frameworks.OneLine(s) }
