package publish

import (
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/onpage"
)

// version is one version of the framework as its pages show it.
type version struct {
	f     *frameworks.Framework
	names map[string]string // the page of each item, by UUID, without ending
	items map[string]*item  // by UUID
	order []*item           // in the framework's order, ended ones too
	top   []*item           // top-level items in force
	// changes are those since the version before, by the UUID of the item as it is
	// now, and of items that ended.
	changes map[string][]compare.Change
	before  *version
}

func (v *version) dir() string { return "v" + v.f.Version }

// item is one item of a version.
type item struct {
	UUID, Code, Title, Statement, Notes string
	KindID, Kind, LevelID, Level        string
	LevelMeans                          string
	// Page is its page's name in the version's folder; Domain the UUID of the
	// top-level item above it.
	Page, Domain string
	InForce      bool
	Until        string
	// Tags say what the version changed, such as "new".
	Tags    []string
	parents []*item
	below   []*item // in force
	source  *frameworks.Item
}

// Name is what the item is called in a line: its code with its title or words.
func (i *item) Name() string {
	return strings.TrimSpace(i.Code + " " + i.Called())
}

// Called is the item's title, or else its words.
func (i *item) Called() string {
	if i.Title != "" {
		return i.Title
	}
	return i.Statement
}

// Leaf tells whether it is a statement, to be met or not, and no heading.
func (i *item) Leaf() bool { return len(i.below) == 0 }

// largest is how many items a box may have before it may go on in the next column.
const largest = 16

// Large tells whether a top-level item has too many below it to be kept together.
func (i *item) Large() bool { return i.under() > largest }

func (i *item) under() int {
	n := 0
	for _, b := range i.below {
		n += 1 + b.under()
	}
	return n
}

// Runs gives the items below it, those that follow one another and are of one kind
// together.
func (i *item) Runs() []run { return runsOf(i.below) }

// run is items of one kind in a row.
type run struct {
	// Heading is the kind's name, "" where there is but one kind or they are headings
	// themselves.
	Heading string
	Items   []*item
}

func runsOf(items []*item) []run {
	var out []run
	for _, i := range items {
		if n := len(out); n > 0 && out[n-1].Items[0].KindID == i.KindID {
			out[n-1].Items = append(out[n-1].Items, i)
			continue
		}
		out = append(out, run{Heading: i.Kind, Items: []*item{i}})
	}
	for n := range out {
		if len(out) == 1 || !out[n].Items[0].Leaf() {
			out[n].Heading = ""
		}
	}
	return out
}

func newVersion(f *frameworks.Framework) *version {
	v := &version{f: f, names: fileNames(f), items: map[string]*item{}, changes: map[string][]compare.Change{}}
	kinds, levels, means := map[string]string{}, map[string]string{}, map[string]string{}
	for _, k := range f.Kinds {
		kinds[k.ID] = labelled(k.Label, k.ID)
	}
	for _, l := range f.Levels {
		levels[l.ID], means[l.ID] = labelled(l.Label, l.ID), onpage.Clean(l.Definition)
	}
	f.Walk(func(source *frameworks.Item, parents []*frameworks.Item) bool {
		i := &item{
			UUID: source.UUID, Code: onpage.Clean(source.Code), Title: onpage.Clean(source.Title), Statement: onpage.Clean(source.Statement), Notes: onpage.Clean(source.Notes),
			KindID: source.Kind, Kind: kinds[source.Kind], LevelID: source.Level, Level: levels[source.Level], LevelMeans: means[source.Level],
			Page: v.names[source.UUID], Domain: source.UUID, InForce: source.InForce(), Until: source.Until, source: source,
		}
		for _, p := range parents {
			i.parents = append(i.parents, v.items[p.UUID])
		}
		if len(parents) > 0 {
			i.Domain = parents[0].UUID
		}
		switch {
		case !i.InForce:
		case len(parents) == 0:
			v.top = append(v.top, i)
		default:
			above := i.parents[len(i.parents)-1]
			above.below = append(above.below, i)
		}
		v.items[i.UUID] = i
		v.order = append(v.order, i)
		return true
	})
	return v
}

func labelled(label, id string) string {
	if label = onpage.Clean(label); label != "" {
		return label
	}
	return onpage.Clean(id)
}

// tags are what a change is called on a page; other changes are told on the item's
// own page only.
var tags = map[compare.Operation]string{
	compare.Add: "new", compare.Reword: "reworded", compare.Rename: "renamed", compare.Move: "moved", compare.Split: "split",
	compare.Merge: "merged", compare.Restore: "in force again", compare.Kind: "other kind",
}

// since tells the version what is new in it.
func (v *version) since(before *version, p *pair) {
	v.before = before
	if p == nil {
		return
	}
	for _, c := range p.c.Changes {
		told := map[string]bool{}
		for n, list := range [][]compare.Item{c.After, c.Before} {
			for _, of := range list {
				i := v.items[of.UUID]
				if i == nil || told[of.UUID] {
					continue
				}
				told[of.UUID] = true
				v.changes[of.UUID] = append(v.changes[of.UUID], c)
				if tag := tags[c.Operation]; tag != "" && n == 0 && i.InForce {
					i.Tags = append(i.Tags, tag)
				}
			}
		}
	}
}

// leaves gives the statements in force, in the framework's order.
func (v *version) leaves() []*item {
	var out []*item
	for _, i := range v.order {
		if i.InForce && i.Leaf() {
			out = append(out, i)
		}
	}
	return out
}

// choice is one value that items can be filtered by.
type choice struct{ ID, Label, Means string }

// kinds, levels and domains are the values that statements in force have, in the
// framework's order.
func (v *version) kinds() []choice {
	return v.used(func(i *item) string { return i.KindID }, len(v.f.Kinds), func(n int) choice { return choice{v.f.Kinds[n].ID, labelled(v.f.Kinds[n].Label, v.f.Kinds[n].ID), ""} })
}

func (v *version) levels() []choice {
	return v.used(func(i *item) string { return i.LevelID }, len(v.f.Levels), func(n int) choice {
		l := v.f.Levels[n]
		return choice{l.ID, labelled(l.Label, l.ID), onpage.Clean(l.Definition)}
	})
}

func (v *version) domains() []choice {
	return v.used(func(i *item) string { return i.Domain }, len(v.top), func(n int) choice { return choice{v.top[n].UUID, onpage.Short(v.top[n].Name(), 80), ""} })
}

func (v *version) used(of func(*item) string, n int, at func(int) choice) []choice {
	has := map[string]bool{}
	for _, i := range v.leaves() {
		has[of(i)] = true
	}
	var out []choice
	for k := range n {
		if c := at(k); has[c.ID] {
			out = append(out, c)
		}
	}
	return out
}
