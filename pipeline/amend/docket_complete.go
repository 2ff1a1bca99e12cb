package amend

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/theme"
	"concord/pipeline/yamlfile"
)

// Complete holds a docket against the framework and the comments. It fills in what
// a person may leave out: the UUID or the code of a target, the words that stand
// there, who said a piece of evidence. And it tells what there is not: a place, a
// kind, a level, a comment. A place that is missing in another version than the
// docket's is a warning, since Conflicts tells it. Units nil leaves evidence
// unlooked at. What ReadDocket reports is not reported again.
func (d *Docket) Complete(f *frameworks.Framework, units []theme.Unit) []finding.Finding {
	if d.Framework != "" && d.Framework != f.ID {
		one := finding.Finding{
			Severity: finding.Error, Kind: "other-framework", File: d.file, Found: d.Framework, Expected: f.ID, Message: "this docket is of another framework",
			Do: "Name the framework that the docket was drafted against in consultation.yaml.",
		}
		one.Line, one.Column = d.at.At("framework")
		return []finding.Finding{one}
	}
	c := completer{d: d, f: f, place: placer{f}, index: f.Index(), byCode: map[string]*frameworks.Item{}, domain: map[string]string{}, stale: d.Version != "" && d.Version != f.Version}
	if c.stale {
		c.report(d.at, "version", finding.Finding{
			Severity: finding.Warning, Kind: "other-version", Found: d.Version, Expected: f.Version, Message: "this docket was drafted against another version",
			Do: "Draft it again from this version: what you have edited stays.",
		})
	}
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		if item.InForce() && item.Code != "" {
			c.byCode[item.Code] = item
		}
		c.domain[item.UUID] = item.Code
		if len(parents) > 0 {
			c.domain[item.UUID] = parents[0].Code
		}
		return true
	})
	byID := make(map[string]*theme.Unit, len(units))
	for i := range units {
		byID[units[i].ID] = &units[i]
	}
	d.missing = nil
	for i := range d.Amendments {
		a := &d.Amendments[i]
		c.amendment(a)
		if units != nil {
			c.evidence(a, byID)
		}
	}
	c.levels()
	finding.Sort(c.findings)
	return c.findings
}

// mostAdvice is how many wrong codes are told with the nearest right one.
const mostAdvice = 50

type completer struct {
	d        *Docket
	f        *frameworks.Framework
	place    placer
	index    map[string]*frameworks.Item // by UUID
	byCode   map[string]*frameworks.Item // those in force
	domain   map[string]string           // UUID ─► code of the item's domain
	stale    bool
	misses   int // how many codes were not found
	findings []finding.Finding
	// noLevel is the first amendment with a level that there is not, noLevels how
	// often one is named.
	noLevel  *Amendment
	noLevels int
}

// kindIDs are the ids of the kinds of item that a framework has.
func kindIDs(f *frameworks.Framework) (out []string) {
	for _, k := range f.Kinds {
		out = append(out, k.ID)
	}
	return out
}

// levelIDs are the ids of the levels that the next version can have.
func (d *Docket) levelIDs(f *frameworks.Framework) (out []string) {
	for _, l := range slices.Concat(f.Levels, d.Next.Levels) {
		out = append(out, l.ID)
	}
	return out
}

// MissingLevels gives the ids of levels that amendments name and neither the
// framework nor the docket has, as Complete found them, in the docket's order.
func (d *Docket) MissingLevels() []string { return slices.Clone(d.missing) }

func (c *completer) report(p yamlfile.Pos, key string, f finding.Finding) {
	f.File = c.d.file
	if f.Severity == "" {
		f.Severity = finding.Error
	}
	f.Line, f.Column = p.At(key)
	c.findings = append(c.findings, f)
}

func (c *completer) amendment(a *Amendment) {
	if len(a.Targets) == 0 && a.Operation == Add {
		a.Targets = []Target{{Words: c.f.Title}}
	}
	for i := range a.Targets {
		c.target(a, "targets", &a.Targets[i])
	}
	if a.To != nil {
		c.target(a, "to", a.To)
	}
	if a.TextBefore == "" && len(a.Targets) == 1 {
		if item := c.index[a.Targets[0].UUID]; item != nil {
			switch a.Operation {
			case Rename:
				a.TextBefore = titleOf(item)
			case Reword, Retire, Split, Move, Level:
				a.TextBefore = wordsOf(item)
			}
		}
	}
	c.values(a)
}

// wordsOf is the statement of an item, or its title where it has none.
func wordsOf(item *frameworks.Item) string {
	if item.Statement != "" {
		return item.Statement
	}
	return item.Title
}

// titleOf is the title of an item, or its statement where it has none.
func titleOf(item *frameworks.Item) string {
	if item.Title != "" {
		return item.Title
	}
	return item.Statement
}

// target finds the item that a target names, and fills in the rest of it.
func (c *completer) target(a *Amendment, key string, t *Target) {
	if t.Code == "" && t.UUID == "" {
		return // the framework as a whole, or the top
	}
	item := c.index[t.UUID]
	if t.UUID == "" {
		item = c.byCode[t.Code]
	}
	missing := finding.Finding{Kind: "unknown-target", Found: t.Code, Expected: "the code of an item in force", Message: "the framework has no such item"}
	switch {
	case item == nil && t.UUID != "":
		missing.Found, missing.Expected = t.UUID, "the UUID of an item of the framework"
		if c.stale {
			missing.Severity = finding.Warning
		}
		c.report(a.at, key, missing)
		return
	case item == nil:
		// To look for the nearest costs time with each that is missing.
		if c.misses++; c.misses <= mostAdvice {
			missing.Do = finding.DidYouMean(t.Code, c.codes())
		}
		c.report(a.at, key, missing)
		return
	case t.UUID != "" && t.Code != "" && item.Code != t.Code && !c.stale:
		c.report(a.at, key, finding.Finding{
			Kind: "code-and-uuid", Found: t.Code, Expected: item.Code, Message: fmt.Sprintf("the item of this UUID has the code %s", finding.Quote(item.Code)),
			Do: "Take out the one of the two that is wrong: either alone says which item it is.",
		})
		return
	}
	t.UUID, t.Code, t.Words, t.Domain = item.UUID, item.Code, wordsOf(item), c.domain[item.UUID]
}

func (c *completer) codes() []string {
	var out []string
	c.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.InForce() && item.Code != "" {
			out = append(out, item.Code)
		}
		return true
	})
	return out
}

// values looks at kinds and levels.
func (c *completer) values(a *Amendment) {
	kinds, levels := kindIDs(c.f), c.d.levelIDs(c.f)
	check := func(key, value string, known []string, missing finding.Finding) {
		if value == "" || slices.Contains(known, value) {
			return
		}
		missing.Kind, missing.Found = "unknown-"+key, value
		if len(known) > 0 {
			missing.Do = finding.DidYouMean(value, known)
		}
		c.report(a.at, key, missing)
	}
	noKind := finding.Finding{Message: "the framework has no such kind of item"}
	level := func(value string) {
		if value == "" || a.State == StateWithdrawn || slices.Contains(levels, value) {
			return
		}
		// A level that people ask for may be one that the next version is to bring.
		if c.noLevel == nil {
			c.noLevel = a
		}
		c.noLevels++
		if !slices.Contains(c.d.missing, value) {
			c.d.missing = append(c.d.missing, value)
		}
	}
	check("kind", a.Kind, kinds, noKind)
	level(a.Level)
	for _, p := range a.Parts {
		check("kind", p.Kind, kinds, noKind)
		level(p.Level)
	}
}

// levels tells in one finding of the levels that there are not yet.
func (c *completer) levels() {
	if c.noLevel == nil {
		return
	}
	f := finding.Finding{
		Severity: finding.Warning, Kind: "unknown-level", Found: strings.Join(c.d.missing, ", "), Message: "the framework has no such level yet",
		Do: "Give id, label and definition of each under next: levels:, as docs/docket.md shows, or withdraw what asks for it.",
	}
	if c.noLevels > 1 {
		f.Message = fmt.Sprintf("%d amendments or parts, of which this is the first, name levels that the framework does not have yet", c.noLevels)
	}
	c.report(c.noLevel.at, "level", f)
}

// evidence names the people behind the units, and reports units that there are not.
func (c *completer) evidence(a *Amendment, units map[string]*theme.Unit) {
	for i := range a.Evidence {
		x := &a.Evidence[i]
		u := units[x.Unit]
		switch {
		case u != nil && x.Source != sourceImported:
			x.Person, x.Source = u.Person, u.Source
		case a.source() == SourceImported || x.Source == sourceImported:
			x.Source = sourceImported // a comment of a table is no unit of the consultation
		default:
			c.report(a.at, "evidence", finding.Finding{
				Kind: "unknown-unit", Found: x.Unit, Expected: "the id of a comment or a turn of this consultation", Message: "there are no such words",
				Do: "Draft the docket again, which renews the evidence, or correct the id.",
			})
		}
	}
}
