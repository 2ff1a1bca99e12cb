package show

import (
	"fmt"
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
)

// deepestHeading is the last level of heading that Markdown has.
const deepestHeading = 6

// Markdown sets the framework out as a page of Markdown: what it is, what its
// kinds and levels mean, the grid of its levels where roles stand by level, and
// every item. Words are escaped; the same framework gives the same bytes. The
// error says that the framework has no item of the code asked for.
func Markdown(f *frameworks.Framework, o Options) (string, error) {
	items, ok := roots(f, o)
	if !ok {
		return "", noItem(f, o)
	}
	p := page{o: o, labels: labelsOf(f), framework: f}
	p.line("# %s", onpage.Markdown(f.Title))
	p.head()
	if o.Code == "" {
		p.values()
		p.grid()
	}
	p.items(items, 2)
	return strings.TrimRight(p.out.String(), "\n") + "\n", nil
}

type page struct {
	o         Options
	labels    labels
	framework *frameworks.Framework
	out       strings.Builder
}

// line writes a paragraph of its own.
func (p *page) line(format string, args ...any) { fmt.Fprintf(&p.out, format+"\n\n", args...) }

func (p *page) head() {
	f := p.framework
	for _, l := range []struct{ name, value string }{
		{"Version", f.Version}, {"Status", f.Status}, {"Made by", f.Creator}, {"Published by", f.Publisher},
		{"Kept at", f.URL}, {"Last changed", f.Changed}, {"Known from", f.Source}, {"Rights", f.Rights}, {"Statements", f.Wording},
		{"Holds", Counts(f)},
	} {
		if l.value != "" {
			fmt.Fprintf(&p.out, "- %s: %s\n", l.name, onpage.Markdown(l.value))
		}
	}
	for _, r := range f.References {
		fmt.Fprintf(&p.out, "- %s: %s\n", onpage.Markdown(r.Scheme), onpage.Markdown(strings.TrimSpace(r.Code+" "+r.Title)))
	}
	p.out.WriteByte('\n')
	if f.Notes != "" {
		p.line("%s", onpage.Markdown(f.Notes))
	}
}

// values tells what the levels mean; kinds explain themselves at each item.
func (p *page) values() {
	for _, l := range p.framework.Levels {
		if l.Definition != "" {
			fmt.Fprintf(&p.out, "- **%s**: %s\n", onpage.Markdown(label(l.Label, l.ID)), onpage.Markdown(l.Definition))
		}
	}
	if len(p.framework.Levels) > 0 {
		p.out.WriteByte('\n')
	}
}

// grid shows the levels against the top-level items where each cell is short
// enough to be read: a grid of roles, not one of whole statements.
func (p *page) grid() {
	g := GridOf(p.framework)
	if len(g.Columns) < 2 {
		return
	}
	for _, r := range g.Rows {
		for _, cell := range r.Cells {
			if len(cell) > 4 || len(strings.Join(cell, "")) > 200 {
				return
			}
		}
	}
	p.row("", g.Columns...)
	p.out.WriteString("|" + strings.Repeat(" --- |", len(g.Columns)+1) + "\n")
	for _, r := range g.Rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = strings.Join(c, "; ")
		}
		p.row(r.Level, cells...)
	}
	p.out.WriteByte('\n')
}

func (p *page) row(first string, cells ...string) {
	p.out.WriteString("| " + onpage.Markdown(first) + " |")
	for _, c := range cells {
		p.out.WriteString(" " + onpage.Markdown(c) + " |")
	}
	p.out.WriteByte('\n')
}

// items writes headings for items that have others below them, and a list for
// those that have none.
func (p *page) items(items []frameworks.Item, depth int) {
	list := false
	kind := ""
	mixed := alternating(items)
	for i := range items {
		item := &items[i]
		if !item.InForce() && !p.o.Ended && (p.o.Code == "" || depth > 2) {
			continue
		}
		if len(item.Items) == 0 && depth > 2 {
			if item.Kind != kind && !mixed {
				if list {
					p.out.WriteByte('\n')
				}
				p.line("*%s*", onpage.Markdown(p.labels.kinds[item.Kind]))
				kind = item.Kind
			}
			p.out.WriteString("- " + p.one(item, mixed) + "\n")
			list = true
			continue
		}
		if list {
			p.out.WriteByte('\n')
			list, kind = false, ""
		}
		p.line("%s %s", strings.Repeat("#", min(depth, deepestHeading)), onpage.Markdown(strings.TrimSpace(item.Code+" "+title(item))))
		if item.Title != "" && item.Statement != "" {
			p.line("%s", onpage.Markdown(item.Statement))
		}
		if more := p.more(item); more != "" {
			p.line("%s", strings.TrimSpace(more))
		}
		p.items(item.Items, depth+1)
	}
	if list {
		p.out.WriteByte('\n')
	}
}

func title(i *frameworks.Item) string {
	if i.Title != "" {
		return i.Title
	}
	return i.Statement
}

// alternating tells whether the kinds of some items come back after others, so
// that a heading for each run would say little.
func alternating(items []frameworks.Item) bool {
	seen := map[string]bool{}
	last := ""
	for i := range items {
		k := items[i].Kind
		if k != last && seen[k] {
			return true
		}
		seen[k], last = true, k
	}
	return false
}

// one is an item in one line, with its kind where withKind is true.
func (p *page) one(item *frameworks.Item, withKind bool) string {
	out := ""
	if item.Code != "" {
		out = "**" + onpage.Markdown(item.Code) + "** "
	}
	if item.Title != "" && item.Statement != "" {
		out += "**" + onpage.Markdown(item.Title) + "**: " + onpage.Markdown(item.Statement)
	} else {
		out += onpage.Markdown(title(item))
	}
	if withKind {
		out += " *(" + onpage.Markdown(strings.ToLower(p.labels.kinds[item.Kind])) + ")*"
	}
	return out + p.more(item)
}

// more is what else is known of an item.
func (p *page) more(item *frameworks.Item) string {
	out := ""
	if item.Level != "" {
		out += " *(" + onpage.Markdown(p.labels.levels[item.Level]) + ")*"
	}
	out += onpage.Markdown(otherWording(p.framework, item))
	if item.Notes != "" {
		out += " — *Notes:* " + onpage.Markdown(item.Notes)
	}
	for _, l := range item.Links {
		out += " *" + onpage.Markdown(p.labels.relations[l.Relation]) + "* " + onpage.Markdown(p.names(l.To, l.Title)) + "."
	}
	for _, s := range item.Sources {
		out += " Source: " + onpage.Markdown(s) + "."
	}
	if !item.InForce() {
		out += " *(ended " + onpage.Markdown(item.Until)
		for i, id := range item.ReplacedBy {
			if i == 0 {
				out += "; replaced by "
			} else {
				out += ", "
			}
			out += onpage.Markdown(p.names(id, ""))
		}
		out += ")*"
	}
	return out
}

// names says which item, or what outside of the framework, is meant.
func (p *page) names(to, outside string) string {
	if item, ok := p.framework.ByUUID(to); ok {
		return name(item)
	}
	return strings.TrimSpace(outside + " " + to)
}
