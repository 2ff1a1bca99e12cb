package revise

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// MostText is the most characters that a statement may have: CASE 1.1 advises
// no more.
const MostText = 4096

func (r *reviser) report(c Change, f finding.Finding) {
	f.Severity, f.Cell = finding.Error, c.ID
	r.findings = append(r.findings, f)
}

// levels brings in the levels of the options, before the changes are held
// against them.
func (r *reviser) levels() {
	for _, l := range r.o.Levels {
		if i := slices.IndexFunc(r.head.Levels, func(h frameworks.Level) bool { return h.ID == l.ID }); i >= 0 {
			r.head.Levels[i].Label, r.head.Levels[i].Definition = l.Label, l.Definition
		} else {
			r.head.Levels = append(r.head.Levels, frameworks.Level{ID: l.ID, Label: l.Label, Definition: l.Definition})
		}
	}
	if r.o.Unset != "" && !r.hasLevel(r.o.Unset) {
		r.report(Change{}, finding.Finding{
			Kind: "unknown-level", Found: r.o.Unset, Message: "statements without a level are to get one that the framework does not have", Do: finding.DidYouMean(r.o.Unset, r.levelIDs()),
		})
	}
	if _, err := time.Parse(time.DateOnly, r.o.Day); err != nil {
		r.report(Change{}, finding.Finding{
			Kind: "not-a-day", Found: r.o.Day, Expected: "a day as year-month-day, such as 2020-01-31", Message: "the version needs the day on which it comes into force",
		})
	}
	if r.o.Status != "" && !slices.Contains(frameworks.Statuses, r.o.Status) {
		r.report(Change{}, finding.Finding{
			Kind: "unknown-status", Found: r.o.Status, Message: "there is no such status", Do: finding.DidYouMean(r.o.Status, frameworks.Statuses),
		})
	}
}

func (r *reviser) hasLevel(id string) bool { return slices.Contains(r.levelIDs(), id) }

func (r *reviser) levelIDs() []string {
	var out []string
	for _, l := range r.head.Levels {
		out = append(out, l.ID)
	}
	return out
}

// check looks at every change by itself, and at those that touch one item.
func (r *reviser) check(changes []Change) {
	if len(changes) == 0 {
		r.report(Change{}, finding.Finding{
			Kind: "nothing-decided", Message: "no change was decided, so there is no next version", Do: "Decide on an amendment first.",
		})
	}
	ids := map[string]bool{}
	done := map[string]string{} // what was done to an item ─► the change that does it
	for _, c := range changes {
		if c.ID == "" || ids[c.ID] {
			r.report(c, finding.Finding{Kind: "change-twice", Found: c.ID, Expected: "each change once, with an id", Message: "this change is there twice, or has no id"})
			continue
		}
		ids[c.ID] = true
		before := len(r.findings)
		r.shape(c)
		if len(r.findings) > before {
			continue
		}
		for _, id := range c.Targets {
			for _, what := range does(c) {
				if other, twice := done[what+" "+id]; twice {
					r.report(c, finding.Finding{
						Kind: "same-item-twice", Found: other, Message: fmt.Sprintf("this and another change both %s %s", what, r.name(id)),
						Do: "Settle which of the two holds, and decide otherwise on the other.",
					})
					continue
				}
				done[what+" "+id] = c.ID
			}
		}
	}
	for _, c := range changes {
		if ends(c) {
			continue
		}
		for _, id := range append(slices.Clone(c.Targets), c.To) {
			if other, ended := done["end "+id]; ended && id != "" && other != c.ID {
				r.report(c, finding.Finding{
					Kind: "changes-what-ends", Found: other, Message: fmt.Sprintf("another change ends %s, which this one changes or puts something below", r.name(id)),
					Do: "Settle which of the two holds, and decide otherwise on the other.",
				})
			}
		}
	}
}

// does names what a change does to its targets, of which an item can bear each
// once only.
func does(c Change) []string {
	switch c.Operation {
	case Add:
		return nil
	case Retire, Split, Merge:
		return []string{"end"}
	}
	return []string{c.Operation}
}

func ends(c Change) bool {
	return c.Operation == Retire || c.Operation == Split || c.Operation == Merge
}

// shape looks at a change by itself.
func (r *reviser) shape(c Change) {
	least, most := 1, 1
	switch c.Operation {
	case Add:
		least = 0
	case Level:
		most = len(c.Targets)
	case Merge:
		least, most = 2, len(c.Targets)
	case Reword, Rename, Move, Split, Retire:
	default:
		r.report(c, finding.Finding{
			Kind: "unknown-operation", Found: c.Operation, Message: "there is no such operation on a framework",
			Do: finding.DidYouMean(c.Operation, []string{Add, Reword, Rename, Move, Split, Merge, Level, Retire}),
		})
		return
	}
	if len(c.Targets) < least || len(c.Targets) > max(most, least) {
		r.report(c, finding.Finding{
			Kind: "targets", Found: fmt.Sprintf("%d items", len(c.Targets)), Expected: wants(c.Operation), Message: "this is not the number of items that the operation is done to",
		})
		return
	}
	seen := map[string]bool{}
	for _, id := range c.Targets {
		if c.Operation == Add && id == "" {
			continue
		}
		if r.there(c, id); seen[id] {
			r.report(c, finding.Finding{Kind: "target-twice", Found: r.name(id), Message: "this item is named twice in one change"})
		}
		seen[id] = true
	}
	if len(r.findings) > 0 && r.findings[len(r.findings)-1].Cell == c.ID {
		return
	}
	r.texts(c)
	r.values(c)
}

func wants(operation string) string {
	switch operation {
	case Merge:
		return "two items or more"
	case Level:
		return "one item or more"
	case Add:
		return "the item that the new one goes under, or none for the top"
	}
	return "one item"
}

// there reports a target that is not in force.
func (r *reviser) there(c Change, id string) *place {
	p := r.byUUID[id]
	switch {
	case p == nil:
		r.report(c, finding.Finding{
			Kind: "stale", Found: id, Expected: "the UUID of an item of version " + r.head.Version,
			Message: "the framework has no such item", Do: "Draft the docket again from this version, and look at the amendment.",
		})
	case !p.inForce():
		r.report(c, finding.Finding{
			Kind: "stale", Found: r.name(id), Expected: "an item in force", Message: "this item ended on " + p.item.Until,
			Do: "Look at what took its place, and decide on that.",
		})
		return nil
	}
	return p
}

// texts looks at the words of a change.
func (r *reviser) texts(c Change) {
	stale := func(now string) {
		if c.Before != "" && text(c.Before) != text(now) {
			r.report(c, finding.Finding{
				Kind: "stale", Found: now, Expected: text(c.Before), Message: "other words stand there now than when this was decided",
				Do: "Let the group look at the amendment again.",
			})
		}
	}
	needed := func(what, s string) {
		switch n := len([]rune(text(s))); {
		case n == 0:
			r.report(c, finding.Finding{Kind: "no-wording", Expected: what, Message: "the words are still to be drafted", Do: "Decide on the amendment with a wording."})
		case n > MostText:
			r.report(c, finding.Finding{Kind: "too-long", Found: fmt.Sprintf("%d characters", n), Expected: fmt.Sprintf("at most %d", MostText), Message: "this is too long for one statement"})
		}
	}
	var item frameworks.Item
	if len(c.Targets) > 0 && r.byUUID[c.Targets[0]] != nil {
		item = r.byUUID[c.Targets[0]].item
	}
	words := item.Statement
	if words == "" {
		words = item.Title
	}
	switch c.Operation {
	case Add:
		if text(c.Title) == "" {
			needed("the new statement", c.After)
		}
	case Reword:
		needed("the new statement", c.After)
		stale(words)
		if c.Meaning != Editorial && c.Meaning != Substantial {
			r.report(c, finding.Finding{
				Kind: "no-meaning", Found: c.Meaning, Expected: Editorial + " or " + Substantial, Message: "nobody has said whether this wording changes the meaning",
				Do: "Decide which it is: an editorial change keeps the item, a substantial one ends it and puts a new one in its place.",
			})
		}
		if text(c.After) == text(words) {
			r.report(c, finding.Finding{Kind: "nothing-new", Found: words, Message: "these are the words that stand there already"})
		}
	case Rename:
		needed("the new title", c.After)
		if item.Title != "" {
			stale(item.Title)
		}
		if text(c.After) == text(item.Title) {
			r.report(c, finding.Finding{Kind: "nothing-new", Found: item.Title, Message: "this is the title already"})
		}
	case Merge:
		needed("the statement of the one item", c.After)
	case Split:
		stale(words)
		if len(c.Parts) < 2 {
			r.report(c, finding.Finding{Kind: "no-wording", Found: fmt.Sprintf("%d parts", len(c.Parts)), Expected: "two or more", Message: "nobody has said into which statements to split this", Do: "Decide on the amendment with its parts."})
		}
		for _, part := range c.Parts {
			needed("the statement of each part", part.Text)
		}
	case Retire:
		stale(words)
	}
}

// values looks at the kinds, levels and places of a change.
func (r *reviser) values(c Change) {
	kind := func(k string) {
		if r.rank(k) < 0 {
			var known []string
			for _, h := range r.head.Kinds {
				known = append(known, h.ID)
			}
			r.report(c, finding.Finding{Kind: "unknown-kind", Found: k, Message: "the framework has no such kind of item", Do: finding.DidYouMean(k, known)})
		}
	}
	level := func(l string) {
		if !r.hasLevel(l) {
			do := finding.DidYouMean(l, r.levelIDs())
			if len(r.head.Levels) == 0 {
				do = "The framework has no levels yet: give their ids, labels and definitions with the version that is to have them."
			}
			r.report(c, finding.Finding{Kind: "unknown-level", Found: l, Message: "the framework has no such level", Do: do})
		}
	}
	switch c.Operation {
	case Add:
		kind(c.Kind)
	case Level:
		if c.Level == "" {
			r.report(c, finding.Finding{Kind: "unknown-level", Message: "this names no level", Expected: strings.Join(r.levelIDs(), ", ")})
		}
	case Move:
		p, to := r.byUUID[c.Targets[0]], r.top
		if c.To != "" {
			if to = r.there(c, c.To); to == nil {
				return
			}
		}
		if p.above == to {
			r.report(c, finding.Finding{Kind: "nothing-new", Found: r.name(c.To), Message: "the item stands there already"})
		}
	case Merge:
		if c.Kind != "" {
			kind(c.Kind)
		} else {
			for _, id := range c.Targets[1:] {
				if r.byUUID[id].item.Kind != r.byUUID[c.Targets[0]].item.Kind {
					r.report(c, finding.Finding{Kind: "no-kind", Message: "the items are of different kinds, and nobody has said of which the one item is to be", Do: "Decide on the amendment with a kind."})
					break
				}
			}
		}
		for i, id := range c.Targets {
			for _, other := range c.Targets[i+1:] {
				if a, b := r.byUUID[id], r.byUUID[other]; r.within(a, b) || r.within(b, a) {
					r.report(c, finding.Finding{Kind: "merge-above", Found: r.name(id) + ", " + r.name(other), Message: "one of these stands below the other", Do: "Retire the one, and reword the other."})
				}
			}
		}
	}
	if c.Level != "" {
		level(c.Level)
	}
	for _, part := range c.Parts {
		if part.Kind != "" {
			kind(part.Kind)
		}
		if part.Level != "" {
			level(part.Level)
		}
	}
}

// checkTree looks at the tree that the changes made: nothing in force below what
// has ended, no circle, nothing too deep, no code twice.
func (r *reviser) checkTree(changes []Change) {
	by := map[string]Change{}
	for _, c := range changes {
		for _, id := range c.Targets {
			if ends(c) || c.Operation == Move {
				by[id] = c
			}
		}
	}
	for _, c := range changes {
		if c.Operation != Move {
			continue
		}
		p := r.at(c.Targets[0])
		depth := 0
		for q := p; q != r.top && depth <= len(r.byUUID); q = q.above {
			if q == nil {
				break
			}
			depth++
		}
		if depth > len(r.byUUID) {
			r.report(c, finding.Finding{Kind: "circle", Found: r.name(c.Targets[0]), Message: "moved so, this item would stand below itself", Do: "Move it elsewhere, or move the other first."})
			return // the tree cannot be walked
		}
	}
	codes := map[string]string{}
	var walk func(p *place, depth int)
	walk = func(p *place, depth int) {
		for _, b := range p.below {
			if b.inForce() && p != r.top && !p.inForce() {
				c := by[p.item.UUID]
				r.report(c, finding.Finding{
					Kind: "left-below", Found: r.name(b.item.UUID), Message: fmt.Sprintf("this item is in force but stands below %s, which ends", r.name(p.item.UUID)),
					Do: "Retire it too, or move it.",
				})
			}
			if b.inForce() && b.item.Code != "" {
				if codes[b.item.Code] != "" {
					r.report(by[b.item.UUID], finding.Finding{Kind: "code-twice", Found: b.item.Code, Message: "two items in force would have this code"})
				}
				codes[b.item.Code] = b.item.UUID
			}
			if depth > frameworks.MaxDepth {
				r.report(by[b.item.UUID], finding.Finding{Kind: "too-deep", Found: r.name(b.item.UUID), Expected: fmt.Sprintf("at most %d items one below another", frameworks.MaxDepth), Message: "the item would stand too deep in the tree"})
				return
			}
			walk(b, depth+1)
		}
	}
	walk(r.top, 1)
}

// name is what messages call an item.
func (r *reviser) name(uuid string) string {
	p := r.byUUID[uuid]
	if p == nil {
		return uuid
	}
	for _, s := range []string{p.item.Code, p.item.Title, p.item.Statement} {
		if s != "" {
			return s
		}
	}
	return uuid
}
