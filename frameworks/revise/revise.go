// Package revise makes the next version of a framework out of changes that were
// decided, all of them or none.
//
// It follows the rules that CASE 1.1 (1EdTech, 2025, implementation guide 4.3)
// has for published statements. Nothing is deleted: what goes is kept with the
// day on which it ended. Wording that keeps its meaning keeps the item's UUID;
// wording that changes it makes a new item, and the old one names it as its
// replacement. A split or a merge ends what it takes apart or together. A title
// is a name, and a level says who must meet a statement and not what it says, so
// a new title or level leaves the UUID alone.
//
// What takes an item's place takes its code; everything else that is new gets
// the next free number of its kind (see frameworks.NextCode), and no other item
// is renumbered: gaps stay.
package revise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/frameworks/compare"
	"concord/pipeline/finding"
)

// The operations on a framework.
const (
	Add    = "add"
	Reword = "reword"
	Rename = "rename"
	Move   = "move"
	Split  = "split"
	Merge  = "merge"
	Level  = "level"
	Retire = "retire"
)

// What another wording does to the meaning.
const (
	Editorial   = "editorial"
	Substantial = "substantial"
)

// Change is one change that was decided.
type Change struct {
	// ID names it in messages and in the keys of new items: an amendment's id.
	ID string
	// Order is its number in the docket: of two items added in one place, the
	// one with the lower number stands first.
	Order     int
	Operation string
	// Targets are the UUIDs of the items changed: several for level, two or more
	// for merge, otherwise one; for add, of the item under which the new one
	// goes, none for the top of the framework.
	Targets []string
	// Before is what stood there when it was decided, for reword (the statement),
	// rename (the title) and retire: it must stand there still. "" where that
	// was not recorded.
	Before string
	// After is the new statement; for rename, the new title; for merge, the
	// statement of the one item. A reword of an item that has only a title is of
	// its title.
	After string
	// Title is the title of a new heading, for add.
	Title string
	// Kind is the new item's, for add and merge ("" for that of the first target);
	// Level that of a new item, or for level the new one.
	Kind, Level string
	// To is the UUID of the item that a moved one goes under, "" for the top.
	To string
	// Parts are what a split makes, two at least.
	Parts []Part
	// Meaning is Editorial or Substantial; needed for reword.
	Meaning string
}

// Part is one of the items that a split makes. Kind and Level are "" for those
// of the item split.
type Part struct{ Text, Kind, Level string }

// Options say what the changes themselves do not.
type Options struct {
	// Day is the day on which the version comes into force, as 2020-01-31.
	Day string
	// Levels are levels that the framework gains; of one that it has, the label
	// and the definition are brought up to date.
	Levels []frameworks.Level
	// Unset is the level given to each statement in force that has none, "" for
	// leaving it without. A statement is an item with none in force below it.
	Unset string
	// Status is the version's status, "" for the one before.
	Status string
	// Notes stand in place of the framework's notes; "" keeps them. A sentence that
	// counts what was changed is put before them (CASE implementation guide, A.16).
	Notes string
	// Wording is whose words new statements are, official or paraphrase; "" for
	// the framework's own.
	Wording string
}

// Result is the next version and how it came about.
type Result struct {
	Framework *frameworks.Framework
	// Comparison tells all that differs, Next being the number of the version.
	Comparison compare.Comparison
	// Touched gives for the UUID of each item that is new, changed or ended the
	// ids of the changes that did it, sorted.
	Touched map[string][]string
}

// Apply makes the next version of f. The order of the changes does not matter.
// Where any of them cannot be done there is no result, and the findings, all of
// severity Error and each with the change's id as its cell, say why. F itself is
// not changed.
func Apply(f *frameworks.Framework, changes []Change, o Options) (*Result, []finding.Finding) {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Operation, b.Operation))
	})
	r := newReviser(f, o)
	r.levels()
	r.check(changes)
	if len(r.findings) > 0 {
		return nil, r.findings
	}
	for _, op := range []string{Level, Rename, Reword, Merge, Split, Retire, Move, Add} {
		for i := range changes {
			if changes[i].Operation == op {
				r.apply(&changes[i])
			}
		}
	}
	r.checkTree(changes)
	if len(r.findings) > 0 {
		return nil, r.findings
	}
	return r.finish(f), r.findings
}

func (r *reviser) finish(old *frameworks.Framework) *Result {
	f := r.framework()
	if r.o.Unset != "" {
		setLevel(f.Items, r.o.Unset)
	}
	if r.o.Status != "" {
		f.Status = r.o.Status
	}
	if r.o.Notes != "" {
		f.Notes = frameworks.OneLine(r.o.Notes)
	}
	f.Changed = r.o.Day
	// The number follows from what differs, so the head is filled in last.
	differs := r.compared(old, f)
	if differs.Next == "" {
		r.report(Change{}, finding.Finding{
			Kind: "bad-version", Found: old.Version, Expected: "three whole numbers with full stops between them, such as 1.0.0",
			Message: "no number can follow this version", Do: "Correct the version of the framework.",
		})
		return nil
	}
	f.Version = differs.Next
	f.Notes = strings.TrimSpace(fmt.Sprintf("Version %s follows %s: %s ", f.Version, old.Version, differs.Summary()) + f.Notes)
	for id, by := range r.touched {
		slices.Sort(by)
		r.touched[id] = slices.Compact(by)
	}
	return &Result{Framework: f, Comparison: r.compared(old, f), Touched: r.touched}
}

// compared tells the versions apart. Whether a rewording that kept its item is
// editorial was decided, and is not left to the words.
func (r *reviser) compared(old, f *frameworks.Framework) compare.Comparison {
	c := compare.Frameworks(old, f)
	for i := range c.Changes {
		x := &c.Changes[i]
		if x.Operation == compare.Reword && x.Rewording == compare.Unknown && len(x.After) == 1 && r.editorial[x.After[0].UUID] {
			x.Rewording, x.Part, x.Reason = compare.Editorial, compare.Patch, "it was decided that the meaning is the same"
		}
	}
	c.Next, c.Reasons = compare.NextVersion(old.Version, c)
	return c
}

// setLevel gives the level to the statements that have none.
func setLevel(items []frameworks.Item, level string) (inForce bool) {
	for i := range items {
		item := &items[i]
		if !item.InForce() {
			continue
		}
		inForce = true
		if !setLevel(item.Items, level) && item.Level == "" {
			item.Level = level
		}
	}
	return inForce
}
