package publish

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/frameworks/show"
	"concord/pipeline/onpage"
)

// front is the first page.
type front struct {
	F            *frameworks.Framework
	Title        string
	Line, Counts string
	Source       string
	Notes        string
	Levels       []choice
	Consultation string
	Cards        []card
	Versions     []versionLine
}

// card leads to one part of the site.
type card struct{ Title, Href, Says string }

// versionLine is a line of the list of versions.
type versionLine struct {
	Version, Day, Status, Href, Says, Redline string
	Here                                      bool
}

func (m *maker) home() error {
	f, v := m.latest(), m.newest()
	b := front{F: f, Title: onpage.Clean(f.Title), Counts: show.Counts(f), Source: onpage.Clean(f.Source), Notes: onpage.Clean(f.Notes), Levels: v.levels(), Consultation: onpage.Clean(m.Title), Versions: m.versionLines("", f.Version)}
	b.Line = "Version " + f.Version + ", " + f.Status
	if f.Changed != "" {
		b.Line += ", last changed on " + dayWords(f.Changed)
	}
	b.Cards = append(b.Cards, card{"The framework", v.dir() + "/index.html", "All domains and statements on one page, with filters and search, and a page for each."})
	if len(m.compared) > 0 {
		b.Cards = append(b.Cards, card{"What changed", "changes/index.html", "Any two versions side by side, word by word, with the reasons."})
	}
	if m.Answer != nil {
		b.Cards = append(b.Cards, card{"You said, we did", "you-said.html", "What people said in the consultation, what was decided, and why."})
	}
	if len(m.Tables) > 0 {
		b.Cards = append(b.Cards, card{"Tables and charts", "tables.html", "Who answered and how, each percentage with what it is of."})
	}
	b.Cards = append(b.Cards,
		card{"Rate yourself", v.dir() + "/self-assessment.html", "Rate the statements of your own role, see the gaps, save and print. Nothing leaves your browser."},
		card{"Method and limits", "method.html", "How the figures came about, and what they cannot tell."},
		card{"Downloads", "downloads.html", "The framework and the tables as files that other systems read."})
	return m.write("index.html", "home.html", "", f.Title, "", b)
}

// versionLines lists the versions, the newest first, for a page of version here.
func (m *maker) versionLines(root, here string) []versionLine {
	var out []versionLine
	for n := len(m.versions) - 1; n >= 0; n-- {
		v := m.versions[n]
		l := versionLine{Version: v.f.Version, Day: dayWords(v.f.Changed), Status: v.f.Status, Href: root + v.dir() + "/index.html", Here: v.f.Version == here}
		if v.before != nil {
			if p := m.pairOf(v.before.f, v.f); p != nil {
				l.Says, l.Redline = summary(p), root+p.path()
			}
		}
		out = append(out, l)
	}
	return out
}

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// dayWords writes a day such as 2020-11-20 as people read it.
func dayWords(day string) string {
	var y, mo, d int
	if n, err := fmt.Sscanf(day, "%4d-%2d-%2d", &y, &mo, &d); n != 3 || err != nil || mo < 1 || mo > 12 {
		return onpage.Clean(day)
	}
	return fmt.Sprintf("%d %s %d", d, months[mo-1], y)
}

// mapPage is a version of the framework on one page.
type mapPage struct {
	F                      *frameworks.Framework
	Title, Counts          string
	Top                    []*item
	Kinds, Levels, Domains []choice
	Versions               []versionLine
	Total                  int
	Grid                   *grid
	Newest                 string // "" where this version is the newest
}

// grid is roles by level: a row a level, a column a top-level item.
type grid struct {
	Columns []*item
	Rows    []gridRow
}

type gridRow struct {
	Level choice
	Cells [][]*item
}

// gridOf lays a version out by level, where its items with a level have titles and
// stand at two levels or more in two top-level items or more; nil for others,
// whose sentences would make no grid.
func gridOf(v *version) *grid {
	g := &grid{}
	levels := v.levels()
	for _, l := range levels {
		g.Rows = append(g.Rows, gridRow{Level: l})
	}
	row, cells := map[string]int{}, map[string][][]*item{}
	for n, l := range levels {
		row[l.ID] = n
	}
	for _, i := range v.order {
		n, used := row[i.LevelID]
		if !i.InForce || !used {
			continue
		}
		if i.Title == "" {
			return nil
		}
		if cells[i.Domain] == nil {
			cells[i.Domain] = make([][]*item, len(levels))
		}
		cells[i.Domain][n] = append(cells[i.Domain][n], i)
	}
	for _, top := range v.top {
		if column := cells[top.UUID]; column != nil {
			g.Columns = append(g.Columns, top)
			for n := range column {
				g.Rows[n].Cells = append(g.Rows[n].Cells, column[n])
			}
		}
	}
	if len(g.Columns) < 2 || len(g.Rows) < 2 {
		return nil
	}
	return g
}

func (m *maker) maps() error {
	for _, v := range m.versions {
		b := mapPage{F: v.f, Title: onpage.Clean(v.f.Title), Counts: show.Counts(v.f), Top: v.top, Kinds: v.kinds(), Levels: v.levels(), Domains: v.domains(), Versions: m.versionLines("../", v.f.Version), Total: len(v.leaves()), Grid: gridOf(v)}
		if v != m.newest() {
			b.Newest = m.newest().f.Version
		}
		if err := m.write(v.dir()+"/index.html", "map.html", "Framework", v.f.Title+", version "+v.f.Version, mapJS, b); err != nil {
			return err
		}
	}
	return nil
}

// itemPage is the page of one item.
type itemPage struct {
	I             *item
	Version       string
	Parents       []*item
	Before, After *item // the items beside it in the framework's order
	Runs          []run
	Links         []link
	ReplacedBy    []link
	Replaces      []link
	Others        []link // in other versions
	Newer         string // the newest version, where this is an earlier one
	NewerHref     string
	Previous      string
	Redline       string
	Changes       []changeView
	History       []historyView
	NoHistory     string
	Sources       []string
	EndedOn       string
}

// link leads to an item or out of the framework.
type link struct{ Label, Text, Href string }

// changeView is one change in words.
type changeView struct {
	Says  string
	Words []compare.Words
	Old   string
	New   string
}

// historyView is one amendment as a page shows it.
type historyView struct {
	Decided
	Result, On string
}

func (m *maker) items() error {
	for _, v := range m.versions {
		followers := map[string][]*item{}
		var live []*item
		for _, i := range v.order {
			for _, uuid := range i.source.ReplacedBy {
				followers[uuid] = append(followers[uuid], i)
			}
			if i.InForce {
				live = append(live, i)
			}
		}
		place := map[string]int{}
		for n, i := range live {
			place[i.UUID] = n
		}
		for _, i := range v.order {
			b := itemPage{I: i, Version: v.f.Version, Parents: i.parents, Runs: i.Runs(), NoHistory: m.NoHistory, EndedOn: dayWords(i.Until)}
			if n, ok := place[i.UUID]; ok {
				if n > 0 {
					b.Before = live[n-1]
				}
				if n+1 < len(live) {
					b.After = live[n+1]
				}
			}
			for _, s := range i.source.Sources {
				b.Sources = append(b.Sources, onpage.Clean(s))
			}
			for _, uuid := range i.source.ReplacedBy {
				if by := v.items[uuid]; by != nil {
					b.ReplacedBy = append(b.ReplacedBy, link{Text: by.Name(), Href: by.Page + ".html"})
				}
			}
			for _, old := range followers[i.UUID] {
				b.Replaces = append(b.Replaces, link{Text: old.Name(), Href: old.Page + ".html"})
			}
			b.Links = v.links(i)
			m.otherVersions(&b, v, i)
			for _, c := range v.changes[i.UUID] {
				b.Changes = append(b.Changes, changeOf(c, i.UUID))
			}
			if v.before != nil {
				b.Previous = v.before.f.Version
				if p := m.pairOf(v.before.f, v.f); p != nil {
					b.Redline = "../" + p.path()
				}
			}
			for _, d := range m.History[i.UUID] {
				b.History = append(b.History, historyView{d, d.Disposition.Words(), dayWords(d.Day)})
			}
			title := onpage.Short(i.Name(), 80) + " (version " + v.f.Version + ")"
			if err := m.write(v.dir()+"/"+i.Page+".html", "item.html", "Framework", title, "", b); err != nil {
				return err
			}
		}
	}
	return nil
}

// otherVersions names the same item in other versions.
func (m *maker) otherVersions(b *itemPage, v *version, i *item) {
	for n := len(m.versions) - 1; n >= 0; n-- {
		o := m.versions[n]
		same := o.items[i.UUID]
		if o == v || same == nil {
			continue
		}
		text := "Version " + o.f.Version
		if same.Code != i.Code && same.Code != "" {
			text += " (as " + same.Code + ")"
		}
		if !same.InForce {
			text += " (ended)"
		}
		l := link{Text: text, Href: "../" + o.dir() + "/" + same.Page + ".html"}
		b.Others = append(b.Others, l)
		if o == m.newest() {
			b.Newer, b.NewerHref = o.f.Version, l.Href
		}
	}
}

// links gives the item's links, and those that lead to it.
func (v *version) links(i *item) []link {
	var out []link
	for _, l := range i.source.Links {
		label, _ := v.relation(l.Relation)
		switch to := v.items[l.To]; {
		case to != nil:
			out = append(out, link{label, to.Name(), to.Page + ".html"})
		case strings.HasPrefix(l.To, "https://"), strings.HasPrefix(l.To, "http://"):
			text := onpage.Clean(l.Title)
			if text == "" {
				text = onpage.Clean(l.To)
			}
			out = append(out, link{label, text, l.To})
		default:
			out = append(out, link{label, strings.TrimSpace(onpage.Clean(l.Title) + " " + onpage.Clean(l.To)), ""})
		}
	}
	return out
}

// relation gives a relation's words in both directions.
func (v *version) relation(id string) (label, inverse string) {
	for _, r := range v.f.Relations {
		if r.ID == id {
			return labelled(r.Label, r.ID), onpage.Clean(r.Inverse)
		}
	}
	return onpage.Clean(id), ""
}

// changeWords say what each operation did.
var changeWords = map[compare.Operation]string{
	compare.Add: "New in this version.", compare.Retire: "Ended with this version.", compare.Restore: "In force again.",
	compare.Reword: "Reworded", compare.Rename: "Another title.", compare.Move: "Moved.", compare.Split: "Split into several.",
	compare.Merge: "Merged from several.", compare.Level: "Another level.", compare.Kind: "Another kind.", compare.Links: "Other links.",
	compare.Recode: "Another code.", compare.Reorder: "Another place among its neighbours.", compare.History: "What is told of its past.",
	compare.Notes: "Other notes, sources or days.",
}

func changeOf(c compare.Change, uuid string) changeView {
	v := changeView{Says: changeWords[c.Operation]}
	switch c.Operation {
	case compare.Reword:
		switch c.Rewording {
		case compare.Editorial:
			v.Says += ": the meaning stays."
		case compare.Substantial:
			v.Says += ": the meaning changes, so that a new item takes the place of the old one."
		default:
			v.Says += "."
		}
		v.Words = c.Words
	case compare.Rename:
		v.Words = c.Words
	case compare.Move, compare.Level, compare.Kind, compare.Recode:
		v.Old, v.New = onpage.Clean(c.Old), onpage.Clean(c.New)
	}
	v.Words = slices.Clone(v.Words)
	for n := range v.Words {
		v.Words[n].Text = onpage.Clean(v.Words[n].Text)
	}
	return v
}

// latestPages lead from latest/ to the newest version: every page of it, and every
// page of an earlier version whose item has another page now.
func (m *maker) latestPages() error {
	v := m.newest()
	to := map[string]string{"index": v.dir() + "/index.html", "self-assessment": v.dir() + "/self-assessment.html"}
	for n := len(m.versions) - 1; n >= 0; n-- {
		for _, i := range m.versions[n].order {
			now := v.items[i.UUID]
			if now == nil {
				continue
			}
			if _, taken := to[i.Page]; !taken {
				to[i.Page] = v.dir() + "/" + now.Page + ".html"
			}
		}
	}
	names := make([]string, 0, len(to))
	for name := range to {
		names = append(names, name)
	}
	slices.Sort(names)
	// Names that differ in capitals alone would be one file on some systems.
	seen := map[string]bool{}
	for _, name := range names {
		if key := strings.ToLower(name); seen[key] {
			continue
		} else {
			seen[key] = true
		}
		if err := m.write("latest/"+name+".html", "latest.html", "", m.latest().Title, "", "../"+to[name]); err != nil {
			return err
		}
	}
	return nil
}
