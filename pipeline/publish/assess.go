package publish

import (
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
)

// Point is one point of the scale of the self-assessment.
type Point struct {
	Value        int
	Label, Means string
}

// Scale is that of the self-assessment, from the least to the most. What each point
// means is told on the page.
var Scale = []Point{
	{0, "Not yet", "I do not know or do this yet."},
	{1, "With help", "I know or do this with somebody to guide me."},
	{2, "On my own", "I know or do this by myself in my ordinary work."},
	{3, "Can teach it", "I know or do this well enough to guide others."},
}

// assessment is the page on which people rate themselves.
type assessment struct {
	F                      *frameworks.Framework
	Title                  string
	Scale                  []Point
	Kinds, Levels, Domains []choice
	Parts                  []part
	Ended                  []endedItem
	Newest                 string
}

// part is the statements of one domain.
type part struct {
	Domain *item
	Items  []rated
}

// rated is a statement with the headings that stand between it and its domain.
type rated struct {
	*item
	Under string
}

// endedItem is what a saved rating of an earlier version is carried over along.
type endedItem struct{ UUID, Words, By string }

func (m *maker) assessments() error {
	for _, v := range m.versions {
		b := assessment{F: v.f, Title: onpage.Clean(v.f.Title), Scale: Scale, Kinds: v.kinds(), Levels: v.levels(), Domains: v.domains()}
		if v != m.newest() {
			b.Newest = m.newest().f.Version
		}
		at := map[string]int{}
		for _, i := range v.leaves() {
			n, ok := at[i.Domain]
			if !ok {
				n = len(b.Parts)
				at[i.Domain] = n
				b.Parts = append(b.Parts, part{Domain: v.items[i.Domain]})
			}
			r := rated{item: i}
			if len(i.parents) > 1 {
				var under []string
				for _, p := range i.parents[1:] {
					under = append(under, p.Name())
				}
				r.Under = strings.Join(under, ", ")
			}
			b.Parts[n].Items = append(b.Parts[n].Items, r)
		}
		for _, i := range v.order {
			if !i.InForce {
				b.Ended = append(b.Ended, endedItem{i.UUID, i.Name(), strings.Join(i.source.ReplacedBy, " ")})
			}
		}
		if err := m.write(v.dir()+"/self-assessment.html", "assess.html", "Rate yourself", "Rate yourself: "+v.f.Title+", version "+v.f.Version, assessJS, b); err != nil {
			return err
		}
	}
	return nil
}
