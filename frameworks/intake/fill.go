package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// Fill gives base with the wording of text, which is a person's own copy of the
// same framework, in place of base's paraphrase. Both are as reading gives them,
// with their UUIDs. Each item of text is matched to one of base: by code and
// kind, else by title among the items below the counterpart of the one above it
// (two letters of twelve or more may differ, one of eight), else by key, else because both have one item alone of
// that kind there. A matched item keeps base's key, UUID,
// code and place, and takes text's title, statement, level, notes and sources,
// where text has them. What text does not have stays as it is. The wording of the
// result is that of most of its statements, and the items of the other wording are
// marked: an item whose statement text does not have keeps base's, although its
// title is text's. What base does not have is added below the counterpart of its parent, with a UUID made from
// base's id. Definitions of levels, and kinds, levels, relations and references
// that base lacks, come from text too. Neither base nor text is changed. The
// findings are notes that count what was filled, kept and added, a warning of each
// run of codes that text has in part only, and an error where the two have no item
// in common.
//
// Whose words text is in, it says itself (Wording); where it does not say, they
// count as a paraphrase, which claims nothing of its makers, and a note says so.
// It is an error too where the two contradict one another: the same register
// knows them by different codes, or their titles have no word in common and no
// register's code is the same.
func Fill(base, text *frameworks.Framework) (*frameworks.Framework, []finding.Finding) {
	if f := contradiction(base, text); f != nil {
		return base, []finding.Finding{*f}
	}
	fl := newFiller(base, text)
	if len(fl.with) == 0 {
		return base, []finding.Finding{{
			Severity: finding.Error, Kind: "other-framework", File: text.File, Found: text.Title, Expected: base.Title,
			Message: "no item of this text has a counterpart in the framework " + base.ID, Do: "Look whether it is a copy of that framework.",
		}}
	}
	out := *base
	out.Items = append(fl.items(base.Items), fl.added[""]...)
	official, paraphrased := wordings(out.Items)
	fl.lists(&out, text)
	fl.head(&out, text, official, paraphrased)
	unmark(out.Items, out.Wording)
	fl.relink(out.Items)
	return &out, fl.findings(base, text, official, paraphrased)
}

// head gives the framework what text says of the whole, in place of what base
// said of its paraphrase.
func (fl *filler) head(out, text *frameworks.Framework, official, paraphrased int) {
	take(&out.Title, text.Title)
	take(&out.Status, text.Status)
	take(&out.Creator, text.Creator)
	take(&out.Publisher, text.Publisher)
	take(&out.URL, text.URL)
	out.Wording, out.File = fl.wording, text.File
	switch {
	case paraphrased > official:
		out.Wording = "paraphrase"
	case official > 0:
		out.Wording = "official"
	}
	ours := out.Rights
	if fl.base.Wording == "paraphrase" && fl.wording == "official" {
		// What was said there of the paraphrase holds of what is left of it alone.
		out.Rights = "Rights in the wording remain with their holders. It was put in from a person's own copy."
		if out.Notes != "" && out.Wording == "official" {
			out.Notes = "Said of the paraphrase that this text was put into: " + out.Notes
		}
	}
	take(&out.Rights, text.Rights)
	if fl.base.Wording == "paraphrase" && fl.wording == "official" && (paraphrased > 0 || fl.keptLevels != nil) && ours != "" {
		out.Rights += " Of what is still a paraphrase: " + ours
	}
	out.Notes = paragraphs(text.Notes, out.Notes)
	if said := fl.otherWording(out, text); said != "" {
		out.Notes = paragraphs(out.Notes, said)
	}
}

// otherWording says whose words the head and the definitions of the levels are
// in, which carry no mark of their own, where they differ from the framework's.
func (fl *filler) otherWording(out, text *frameworks.Framework) string {
	var official, paraphrase []string
	add := func(wording string, levels []string) {
		if len(levels) == 0 {
			return
		}
		what := "the definition of the level " + levels[0]
		if len(levels) > 1 {
			what = "the definitions of the levels " + strings.Join(levels, ", ")
		}
		if wording == "official" {
			official = append(official, what)
		} else {
			paraphrase = append(paraphrase, what)
		}
	}
	if text.Title != "" && fl.wording == "official" {
		official = append(official, "the title")
	}
	if text.Notes != "" && fl.wording == "official" {
		official = append(official, "what stands first in these notes")
	}
	add(fl.wording, fl.takenLevels)
	add(cmp.Or(fl.base.Wording, "paraphrase"), fl.keptLevels)
	switch {
	case out.Wording == "paraphrase" && len(official) > 0:
		return "In the wording of the copy that was put in, and no paraphrase: " + strings.Join(official, "; ") + "."
	case out.Wording == "official" && len(paraphrase) > 0:
		return "Still a paraphrase: " + strings.Join(paraphrase, "; ") + "."
	}
	return ""
}

// wordings counts the items with a statement whose own words are official, and
// those whose words are a paraphrase.
func wordings(items []frameworks.Item) (official, paraphrased int) {
	for i := range items {
		switch {
		case items[i].Statement == "":
		case items[i].Wording == "paraphrase":
			paraphrased++
		case items[i].Wording == "official":
			official++
		}
		o, p := wordings(items[i].Items)
		official, paraphrased = official+o, paraphrased+p
	}
	return official, paraphrased
}

// unmark takes the wording from items that have the framework's.
func unmark(items []frameworks.Item, wording string) {
	for i := range items {
		if items[i].Wording == wording {
			items[i].Wording = ""
		}
		unmark(items[i].Items, wording)
	}
}

func take(to *string, from string) {
	if from != "" {
		*to = from
	}
}

// lists adds the references, kinds, levels and relations that out lacks.
func (fl *filler) lists(out, text *frameworks.Framework) {
	out.References = slices.Clone(out.References)
	for _, r := range text.References {
		// Makers name one register differently; its codes tell it well enough,
		// short ones such as a level aside.
		if !slices.ContainsFunc(out.References, func(o frameworks.Reference) bool {
			return o.Code == r.Code && (strings.EqualFold(o.Scheme, r.Scheme) || len(r.Code) > 2)
		}) {
			out.References = append(out.References, r)
		}
	}
	out.Kinds = slices.Clone(out.Kinds)
	for _, k := range text.Kinds {
		if slices.ContainsFunc(out.Kinds, func(o frameworks.Kind) bool { return o.ID == k.ID }) {
			continue
		}
		if slices.ContainsFunc(out.Kinds, func(o frameworks.Kind) bool { return o.Letter == k.Letter }) {
			k.Letter = ""
		}
		out.Kinds = append(out.Kinds, k)
	}
	out.Levels = slices.Clone(out.Levels)
	for _, l := range text.Levels {
		i := slices.IndexFunc(out.Levels, func(o frameworks.Level) bool { return o.ID == l.ID })
		if i < 0 {
			out.Levels = append(out.Levels, l)
		} else {
			take(&out.Levels[i].Definition, l.Definition)
		}
	}
	for _, l := range out.Levels {
		taken := slices.ContainsFunc(text.Levels, func(o frameworks.Level) bool { return o.ID == l.ID && o.Definition != "" })
		switch {
		case l.Definition == "":
		case taken:
			fl.takenLevels = append(fl.takenLevels, cmp.Or(l.Label, l.ID))
		default:
			fl.keptLevels = append(fl.keptLevels, cmp.Or(l.Label, l.ID))
		}
	}
	out.Relations = slices.Clone(out.Relations)
	for _, r := range text.Relations {
		if !slices.ContainsFunc(out.Relations, func(o frameworks.Relation) bool { return o.ID == r.ID }) {
			out.Relations = append(out.Relations, r)
		}
	}
}

// filler matches the items of a text to those of a base.
type filler struct {
	base *frameworks.Framework
	// wording is whose words text is in, "paraphrase" where it does not say.
	wording string
	// with gives the item of text for the UUID of one of base, and uuids the
	// reverse: the UUID in the result for the UUID of one of text.
	with  map[string]*frameworks.Item
	uuids map[string]string
	// keys are those that are taken.
	keys map[string]bool
	// added holds the items that base lacks, by the UUID of the item above.
	added map[string][]frameworks.Item

	// takenLevels and keptLevels are the labels of the levels whose definitions are
	// text's, and base's.
	takenLevels, keptLevels []string

	filled, kept, extra  int
	titles, statements   int
	firstKept, firstMore string
	lineMore             int
}

func newFiller(base, text *frameworks.Framework) *filler {
	fl := &filler{
		base: base, wording: cmp.Or(text.Wording, "paraphrase"), with: map[string]*frameworks.Item{}, uuids: map[string]string{}, keys: map[string]bool{}, added: map[string][]frameworks.Item{},
	}
	fl.match(text)
	text.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		if fl.uuids[item.UUID] != "" {
			return true
		}
		above := ""
		if n := len(parents); n > 0 {
			above = fl.uuids[parents[n-1].UUID]
		}
		// What stands below it and has no counterpart either comes with it.
		fl.added[above] = append(fl.added[above], fl.fresh(*item))
		return true
	})
	return fl
}

// match finds the counterparts.
func (fl *filler) match(text *frameworks.Framework) {
	byCode, byKey, byTitle := map[string]*frameworks.Item{}, map[string]*frameworks.Item{}, map[string]*frameworks.Item{}
	below := map[string][]*frameworks.Item{}
	fl.base.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		fl.keys[item.Key] = true
		if !item.InForce() {
			return true
		}
		above := ""
		if n := len(parents); n > 0 {
			above = parents[n-1].UUID
		}
		first := func(in map[string]*frameworks.Item, name string) {
			if _, twice := in[name]; !twice {
				in[name] = item
			}
		}
		first(byCode, codeName(item))
		first(byKey, item.Key)
		first(byTitle, above+" "+frameworks.Slug(item.Title))
		below[above] = append(below[above], item)
		return true
	})
	text.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		try := func(to *frameworks.Item) bool {
			if to == nil || fl.with[to.UUID] != nil || item.Code != "" && to.Code != "" && codeName(to) != codeName(item) {
				return false
			}
			fl.with[to.UUID], fl.uuids[item.UUID] = item, to.UUID
			return true
		}
		if item.Code != "" && try(byCode[codeName(item)]) {
			return true
		}
		above, known := "", true
		if n := len(parents); n > 0 {
			above = fl.uuids[parents[n-1].UUID]
			known = above != ""
		}
		if title := frameworks.Slug(item.Title); known && title != "" {
			if try(byTitle[above+" "+title]) {
				return true
			}
			// One of the two may have a misprint that the other has not. A long list
			// is left alone, so that the work stays in step with the size.
			for _, near := range below[above][:min(len(below[above]), 200)] {
				if near.Kind == item.Kind && near.Title != "" && misprinted(frameworks.Slug(near.Title), title) && try(near) {
					return true
				}
			}
		}
		if near := byKey[item.Key]; item.Key != "" && near != nil && near.Kind == item.Kind && try(near) {
			return true
		}
		if ours, theirs := only(below[above], item.Kind), siblings(text, parents); known && ours != nil && only(theirs, item.Kind) != nil {
			try(ours)
		}
		return true
	})
}

// misprinted tells whether two titles, as slugs, differ by no more than misprints
// do: two letters where the shorter has twelve or more, one where it has eight.
// Care and Core are two words.
func misprinted(a, b string) bool {
	switch n := min(len(a), len(b)); {
	case a == b:
		return true
	case n >= 12:
		return finding.Alike(a, b, 2)
	case n >= 8:
		return finding.Alike(a, b, 1)
	}
	return false
}

// siblings gives the items below the last of parents.
func siblings(f *frameworks.Framework, parents []*frameworks.Item) []*frameworks.Item {
	items := f.Items
	if n := len(parents); n > 0 {
		items = parents[n-1].Items
	}
	if len(items) > 200 {
		return nil // see match
	}
	var out []*frameworks.Item
	for i := range items {
		out = append(out, &items[i])
	}
	return out
}

// only gives the one item of the kind in the list; nil where there are others.
func only(list []*frameworks.Item, kind string) *frameworks.Item {
	var found *frameworks.Item
	if len(list) > 200 {
		return nil // see match
	}
	for _, item := range list {
		if item.Kind != kind {
			continue
		}
		if found != nil {
			return nil
		}
		found = item
	}
	return found
}

func codeName(item *frameworks.Item) string { return item.Kind + " " + strings.ToLower(item.Code) }

// fresh gives an item of the text as one that base lacked.
func (fl *filler) fresh(item frameworks.Item) frameworks.Item {
	fl.extra++
	if fl.firstMore == "" {
		fl.firstMore, fl.lineMore = nameOf(&item), item.Line
	}
	was := item.UUID
	if item.Key != "" {
		key := item.Key
		for n := 2; fl.keys[item.Key]; n++ {
			item.Key = fmt.Sprintf("%s-%d", key, n)
		}
		fl.keys[item.Key] = true
		item.UUID = frameworks.UUID(fl.base.ID, item.Key)
	}
	fl.uuids[was] = item.UUID
	item.Wording = cmp.Or(item.Wording, fl.wording)
	below := item.Items
	item.Items = nil
	for _, b := range below {
		if fl.uuids[b.UUID] == "" {
			item.Items = append(item.Items, fl.fresh(b))
		}
	}
	return item
}

// items gives copies of base's items, with the text's wording.
func (fl *filler) items(list []frameworks.Item) []frameworks.Item {
	var out []frameworks.Item
	for _, item := range list {
		with := fl.with[item.UUID]
		if with == nil {
			fl.kept++
			if fl.firstKept == "" {
				fl.firstKept = nameOf(&item)
			}
			item.Wording = cmp.Or(item.Wording, fl.base.Wording)
		} else {
			fl.filled++
			item.Pos = with.Pos
			if with.Title != "" {
				fl.titles++
			}
			if with.Statement != "" {
				fl.statements++
			}
			if with.Statement != "" || item.Statement == "" {
				item.Wording = cmp.Or(with.Wording, fl.wording)
			} else {
				item.Wording = cmp.Or(item.Wording, fl.base.Wording)
			}
			take(&item.Title, with.Title)
			take(&item.Statement, with.Statement)
			take(&item.Level, with.Level)
			take(&item.Notes, with.Notes)
			if len(with.Sources) > 0 {
				item.Sources = slices.Clone(with.Sources)
			}
		}
		item.Items = append(fl.items(item.Items), fl.added[item.UUID]...)
		out = append(out, item)
	}
	return out
}

// relink turns the text's UUIDs into the result's, where items refer to others.
func (fl *filler) relink(items []frameworks.Item) {
	for i := range items {
		item := &items[i]
		item.ReplacedBy, item.Links = slices.Clone(item.ReplacedBy), slices.Clone(item.Links)
		for j, id := range item.ReplacedBy {
			take(&item.ReplacedBy[j], fl.uuids[id])
		}
		for j := range item.Links {
			take(&item.Links[j].To, fl.uuids[item.Links[j].To])
		}
		fl.relink(item.Items)
	}
}

// nameOf gives what a person knows an item by.
func nameOf(item *frameworks.Item) string {
	switch {
	case item.Code != "":
		return item.Code
	case item.Title != "":
		return item.Title
	}
	return firstWords(item.Statement)
}

func (fl *filler) findings(base, text *frameworks.Framework, official, paraphrased int) []finding.Finding {
	var out []finding.Finding
	say := func(kind string, line, n int, message string) {
		if n > 0 {
			out = append(out, finding.Finding{Severity: finding.Note, Kind: kind, File: text.File, Line: line, Message: message})
		}
	}
	say("wording-filled", 0, fl.filled, fmt.Sprintf("%d items of %s have the wording of the text now: %d titles, %d statements", fl.filled, base.ID, fl.titles, fl.statements))
	marked := ""
	if base.Wording == "paraphrase" {
		marked = " as a paraphrase"
	}
	say("wording-kept", 0, fl.kept, fmt.Sprintf("%d items of %s are not in the text; they stay%s; the first is %s", fl.kept, base.ID, marked, finding.Quote(fl.firstKept)))
	if text.Wording == "" {
		out = append(out, finding.Finding{
			Severity: finding.Note, Kind: "wording-unsaid", File: text.File, Message: "the text does not say whose words it is in, so its statements are marked as a paraphrase",
			Do: "If they are the makers' own words, give it the line wording: official (in a table, #wording,official above the header).",
		})
	}
	if paraphrased > official && fl.wording == "official" {
		say("paraphrase-mostly", 0, 1, fmt.Sprintf("%d titles are official and %d statements are paraphrased, so the framework stays marked as a paraphrase", fl.titles, paraphrased))
	}
	say("items-added", fl.lineMore, fl.extra, fmt.Sprintf("%d items of the text were not in %s and were added; the first is %s", fl.extra, base.ID, finding.Quote(fl.firstMore)))
	return append(out, fl.gaps(base, text)...)
}

// gaps warns of numbered items that base has among others of their kind, and
// text lacks.
func (fl *filler) gaps(base, text *frameworks.Framework) []finding.Finding {
	var out []finding.Finding
	look := func(items []frameworks.Item, above string) {
		var stems []string
		runs := map[string][]*frameworks.Item{}
		for i := range items {
			item := &items[i]
			stem := strings.TrimRight(item.Code, "0123456789")
			if stem == item.Code || !item.InForce() {
				continue
			}
			stem += " " + item.Kind
			if runs[stem] == nil {
				stems = append(stems, stem)
			}
			runs[stem] = append(runs[stem], item)
		}
		for _, stem := range stems {
			var missing []string
			total := 0
			// Codes that follow one another are told as from and to.
			for i, run := 0, runs[stem]; i < len(run); i++ {
				from := i
				for i < len(run) && fl.with[run[i].UUID] == nil {
					i++
				}
				if total += i - from; i > from+1 {
					missing = append(missing, run[from].Code+" to "+run[i-1].Code)
				} else if i > from {
					missing = append(missing, run[from].Code)
				}
			}
			if total == 0 || total == len(runs[stem]) {
				continue
			}
			if more := len(missing) - 8; more > 0 {
				missing = append(missing[:8], fmt.Sprintf("and %d more", more))
			}
			below := ""
			if above != "" {
				below = " below " + finding.Quote(above)
			}
			out = append(out, finding.Finding{
				Severity: finding.Warning, Kind: "text-incomplete", File: text.File, Found: strings.Join(missing, ", "),
				Message: fmt.Sprintf("the text lacks %d of the %d items%s", total, len(runs[stem]), below),
				Do:      "Look whether the copy is whole.",
			})
		}
	}
	look(base.Items, "")
	base.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		look(item.Items, nameOfHeading(item))
		return true
	})
	return out
}

func nameOfHeading(item *frameworks.Item) string {
	return cmp.Or(item.Title, firstWords(item.Statement), item.Code)
}
