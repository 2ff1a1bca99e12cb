// Package redline shows two versions of a framework as one text, in the order of
// the later one, with what was taken out and put in marked word by word and the
// reasons beside it: as a web page, as Markdown and as a Word document with
// tracked changes.
//
// The text is of the items in force. Accepting every change gives the later
// version's, rejecting every change the earlier one's.
package redline

import (
	"cmp"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/onpage"
)

// Notes holds, by the UUID of an item of either version, why it was changed, in
// the order to be shown.
type Notes map[string][]Note

// Note is one amendment that changed an item.
type Note struct {
	// Amendment is its id, Decision what the group said of it, such as accepted,
	// and Rationale why; "" for not stated.
	Amendment, Decision, Rationale string
	// People is how many asked for it; 0 for not stated.
	People int
}

// String says it in one line.
func (n Note) String() string {
	out := onpage.Clean(n.Amendment)
	if n.Decision != "" {
		out = strings.TrimPrefix(out+", ", ", ") + onpage.Clean(n.Decision)
	}
	if n.Rationale != "" {
		out = strings.TrimPrefix(out+": ", ": ") + onpage.Clean(n.Rationale)
	}
	switch {
	case n.People == 1:
		out += " (asked for by 1 person)"
	case n.People > 1:
		out += " (asked for by " + strconv.Itoa(n.People) + " people)"
	}
	return strings.TrimSpace(out)
}

// page is a redline before it is given a form.
type page struct {
	old, new *frameworks.Framework
	change   compare.Comparison
	lines    []line
	// unseen are changes and notes that no word of the text shows.
	unseen []string
	ended  []ended
}

// ended is an item that the later version keeps as ended.
type ended struct {
	Code, Words, Until string
	// By names the items that took its place.
	By []string
	// Now says that it was in force in the earlier version.
	Now bool
}

func pageOf(old, new *frameworks.Framework, c compare.Comparison, notes Notes) *page {
	p := &page{old: old, new: new, change: c}
	same := replaced(old, new, c)
	kinds := severalKinds(old) || severalKinds(new)
	p.lines = merge(paragraphs(old, kinds, same), paragraphs(new, kinds, nil))
	p.explain(c, notes, same)
	was, is := old.Index(), new.Index()
	new.Walk(func(i *frameworks.Item, _ []*frameworks.Item) bool {
		if i.InForce() {
			return true
		}
		e := ended{Code: onpage.Clean(i.Code), Words: wording(i), Until: onpage.Clean(i.Until)}
		for _, uuid := range i.ReplacedBy {
			if by := is[uuid]; by != nil {
				e.By = append(e.By, cmp.Or(onpage.Clean(by.Code), wording(by)))
			}
		}
		if before := was[i.UUID]; before != nil {
			e.Now = before.InForce()
		}
		p.ended = append(p.ended, e)
		return true
	})
	return p
}

// versions names the two versions on one line.
func (p *page) versions() string {
	was, is := onpage.Clean(p.old.Version), onpage.Clean(p.new.Version)
	if p.old.ID != p.new.ID {
		was, is = onpage.Clean(p.old.ID)+" "+was, onpage.Clean(p.new.ID)+" "+is
	}
	return was + " → " + is
}

// wording gives an item's title and statement on one line.
func wording(i *frameworks.Item) string {
	title, statement := onpage.Clean(i.Title), onpage.Clean(i.Statement)
	if title == "" || statement == "" {
		return title + statement
	}
	return title + ": " + statement
}
