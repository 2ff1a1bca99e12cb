package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/worddiff"
)

// differ turns matched items into changes.
type differ struct {
	*matcher
	levels, relations map[string]string // of a to those of b
	// became holds what of a became what of b, by match and by join.
	became  map[[2]int]bool
	heads   []HeadChange
	changes []placed
	tallies []*finding.Finding
	// linkAt finds items by UUID in a and in b; made when first needed.
	linkAt []map[string]int
}

// placed is a change and where it is told: at an item of b, or after all of
// them at an item of a.
type placed struct {
	Change
	at int
}

func newDiffer(m *matcher) *differ {
	d := &differ{matcher: m, became: map[[2]int]bool{}}
	for i, j := range m.toB {
		if j >= 0 {
			d.became[[2]int{i, j}] = true
		}
	}
	for _, j := range m.joins {
		for _, i := range j.before {
			for _, k := range j.after {
				d.became[[2]int{i, k}] = true
			}
		}
	}
	d.levels = sameNames(levelNames(m.a.f), levelNames(m.b.f))
	d.relations = sameNames(relationNames(m.a.f), relationNames(m.b.f))
	m.renamedKinds()
	renamed(d.levels, levelNames(m.a.f), levelNames(m.b.f), m.values(func(i *frameworks.Item) string { return i.Level }))
	return d
}

// items tells every change of the items.
func (d *differ) items() {
	for _, j := range d.joins {
		d.join(j)
	}
	for i := range d.a.nodes {
		j := d.toB[i]
		switch {
		case j < 0 && d.freeA(i), j >= 0 && d.freeA(i) && !d.b.inForce(j):
			d.retire(i, j)
		case j >= 0 && d.a.inForce(i) && d.b.inForce(j):
			d.pairChanges(i, j)
		case j >= 0 && !d.a.inForce(i) && !d.b.inForce(j):
			d.history(i, j)
		case j < 0 && !d.a.inForce(i) && d.a.f.ID == d.b.f.ID:
			d.tally(finding.Finding{
				Severity: finding.Warning, Kind: "ended-left-out", File: d.b.f.File, Found: d.a.nodes[i].item.Code,
				Message: "an ended item of the version before is not in this file",
				Do:      "Nothing is ever taken out of a framework: put the item back with the day on which it ended.",
			})
		}
	}
	for j := range d.b.nodes {
		if !d.freeB(j) {
			continue
		}
		if i := d.toA[j]; i >= 0 {
			d.put(j, Change{
				Operation: Restore, Before: []Item{d.a.describe(i)}, After: []Item{d.b.describe(j)}, Matched: d.how[i], Part: Minor,
				Likeness: rounded(d.likeness(i, j)), Reason: "it had ended on " + d.a.nodes[i].item.Until + " and is in force again",
			})
			continue
		}
		d.put(j, Change{
			Operation: Add, After: []Item{d.b.describe(j)}, Part: Minor, Reason: "the version before has no item like it",
		})
	}
	d.reordered()
	for _, f := range d.tallies {
		d.findings = append(d.findings, *f)
	}
}

// put adds a change at an item of b.
func (d *differ) put(j int, c Change) {
	if c.Before == nil {
		c.Before = []Item{}
	}
	if c.After == nil {
		c.After = []Item{}
	}
	d.changes = append(d.changes, placed{c, j})
}

// tally adds a finding, or counts it where one of its kind is there already:
// thousands of items are told once, at the first of them.
func (d *differ) tally(f finding.Finding) {
	for _, have := range d.tallies {
		if have.Kind == f.Kind {
			have.Count = max(have.Count, 1) + 1
			return
		}
	}
	d.tallies = append(d.tallies, &f)
}

func (d *differ) join(j join) {
	c := Change{Matched: j.how, Part: Major}
	for _, i := range j.before {
		c.Before = append(c.Before, d.a.describe(i))
	}
	for _, k := range j.after {
		c.After = append(c.After, d.b.describe(k))
	}
	reason := "the parts together have the words of the whole"
	switch j.how {
	case byReplaced:
		reason = "the file says what replaced what"
	case byItems:
		reason = "what stood below the one stands below the others"
	}
	c.Likeness = j.likeness
	switch {
	case len(j.after) > 1:
		c.Operation, c.Reason = Split, reason
	case len(j.before) > 1:
		c.Operation, c.Reason = Merge, reason
	default:
		x, y := d.a.nodes[j.before[0]].item, d.b.nodes[j.after[0]].item
		c.Operation, c.Rewording, c.Field = Reword, Substantial, "statement"
		c.Old, c.New = x.Statement, y.Statement
		if x.Statement == "" && y.Statement == "" {
			c.Field, c.Old, c.New = "title", x.Title, y.Title
		}
		c.Words = words(c.Old, c.New)
		c.Likeness = rounded(d.likeness(j.before[0], j.after[0]))
		c.Reason = "the old item has ended and names this one as its replacement"
	}
	d.put(j.after[0], c)
}

func (d *differ) retire(i, j int) {
	c := Change{Operation: Retire, Before: []Item{d.a.describe(i)}, Part: Major}
	if j >= 0 {
		c.After = []Item{d.b.describe(j)}
		c.Reason = "it ended on " + d.b.nodes[j].item.Until
		c.Matched = d.how[i]
		d.put(j, c)
		return
	}
	c.Reason = "the later version has no item like it"
	d.put(len(d.b.nodes)+i, c)
	if d.a.f.ID == d.b.f.ID {
		d.tally(finding.Finding{
			Severity: finding.Warning, Kind: "taken-out", File: d.b.f.File, Found: d.a.nodes[i].item.Code,
			Message: "an item that was in force before is not in this file",
			Do:      "Nothing is ever taken out of a framework: put the item back with the day on which it ended.",
		})
	}
}

// pairChanges tells what differs between two items in force that are one.
func (d *differ) pairChanges(i, j int) {
	x, y := d.a.nodes[i].item, d.b.nodes[j].item
	base := Change{Before: []Item{d.a.describe(i)}, After: []Item{d.b.describe(j)}, Matched: d.how[i], Likeness: rounded(d.likeness(i, j))}
	put := func(c Change) {
		c.Before, c.After, c.Matched, c.Likeness = base.Before, base.After, base.Matched, base.Likeness
		d.put(j, c)
	}
	// A split or a merge tells the words, the places and the codes of its items.
	if !d.joinedA[i] && !d.joinedB[j] {
		d.place(i, j, put)
		d.texts(i, j, put)
	}
	if to, ok := d.levels[x.Level]; x.Level != y.Level && (!ok || to != y.Level) {
		reason := "another level than before"
		switch "" {
		case x.Level:
			reason = "it had no level before"
		case y.Level:
			reason = "it has no level any more"
		}
		put(Change{
			Operation: Level, Field: "level", Old: label(levelNames(d.a.f), x.Level), New: label(levelNames(d.b.f), y.Level),
			Part: Major, Reason: reason,
		})
	}
	if !d.sameKind(i, j) && x.Kind != y.Kind {
		put(Change{
			Operation: Kind, Field: "kind", Old: label(kindNames(d.a.f), x.Kind), New: label(kindNames(d.b.f), y.Kind),
			Part: Major, Reason: "another kind of item than before",
		})
	}
	d.links(i, j, put)
	d.notes(i, j, put)
	if d.how[i] != byUUID && x.UUID != "" && y.UUID != "" && d.a.f.ID == d.b.f.ID {
		f := finding.Finding{
			Severity: finding.Warning, Kind: "uuid-changed", File: d.b.f.File, Found: y.UUID, Expected: clean(firstWords(x.UUID)),
			Message: fmt.Sprintf("this item (code %s) was found by its wording and has another UUID than before", code(y.Code)),
			Do:      "An item keeps its UUID as long as it keeps its meaning: give it the key or the UUID that it had.",
		}
		f.Line, f.Column = y.At("uuid")
		d.tally(f)
	}
}

// place tells a move or another code.
func (d *differ) place(i, j int, put func(Change)) {
	x, y := &d.a.nodes[i], &d.b.nodes[j]
	if p, q := x.parent, y.parent; (p < 0) != (q < 0) || p >= 0 && !d.became[[2]int{p, q}] {
		c := Change{Operation: Move, Field: "place", Old: d.a.above(i), New: d.b.above(j), Part: Minor, Reason: "it stands below another item, of the same domain"}
		if p < 0 || q < 0 || !d.became[[2]int{x.domain, y.domain}] {
			c.Part, c.Reason = Major, "it stands in another domain"
		}
		put(c)
		return
	}
	if x.item.Code != y.item.Code {
		put(Change{Operation: Recode, Field: "code", Old: x.item.Code, New: y.item.Code, Part: Patch, Reason: "another code for the same item"})
	}
}

// above names what an item stands below.
func (s *side) above(i int) string {
	p := s.nodes[i].parent
	if p < 0 {
		return ""
	}
	return naming(s.describe(p))
}

// texts tells another title and another statement.
func (d *differ) texts(i, j int, put func(Change)) {
	x, y := d.a.nodes[i].item, d.b.nodes[j].item
	was, is := oneLine(x.Title), oneLine(y.Title)
	before, after := oneLine(x.Statement), oneLine(y.Statement)
	if before == "" && is == "" && was != "" && after != "" || was == "" && after == "" && before != "" && is != "" {
		// Two makers, or two formats, that put one text in different places.
		before, after = was+before, is+after
		was, is = "", ""
		if before == after {
			put(Change{Operation: Notes, Field: "title", Old: before, New: after, Part: Patch, Reason: "what was its title is now its statement, or the other way"})
		}
	}
	if was != is {
		put(Change{Operation: Rename, Field: "title", Old: was, New: is, Words: words(was, is), Part: Patch, Reason: "another title for the same item"})
	}
	if before == after {
		return
	}
	c := Change{Operation: Reword, Field: "statement", Old: before, New: after, Words: words(before, after), Rewording: Unknown, Part: Major}
	p, q := plain(before), plain(after)
	share := kept(p, q)
	switch {
	case before == "":
		c.Rewording, c.Part, c.Reason = Editorial, Minor, "a statement where there was none"
	case p == q:
		c.Rewording, c.Part, c.Reason = Editorial, Patch, "only capitals, punctuation or spaces differ"
	case d.how[i] == byUUID && wordingOf(d.a.f, x) == "paraphrase" && wordingOf(d.b.f, y) == "official":
		// A paraphrase means to say the same; whether it does, no count of words tells.
		c.Rewording, c.Part, c.Reason = Editorial, Patch, "the UUID was kept, and a paraphrase gave way to the official wording"
	case d.how[i] == byUUID && wordingOf(d.a.f, x) == "official" && wordingOf(d.b.f, y) == "paraphrase":
		c.Rewording, c.Part, c.Reason = Editorial, Patch, "the UUID was kept, and the official wording gave way to a paraphrase"
	case d.how[i] == byUUID && share >= fewWords:
		c.Rewording, c.Part, c.Reason = Editorial, Patch, fmt.Sprintf("the UUID was kept, and %d%% of the words", percent(share))
	case d.how[i] == byUUID:
		c.Reason = fmt.Sprintf("cannot tell whether the meaning is the same: the UUID was kept, but only %d%% of the words", percent(share))
		f := finding.Finding{
			Severity: finding.Warning, Kind: "few-words-kept", File: d.b.f.File, Found: y.Code,
			Message: fmt.Sprintf("this item kept its UUID but only %d%% of its words, so it cannot be known to mean the same", percent(share)),
			Do:      "Where the meaning has changed, end the old item and let a new one replace it (replaced_by).",
		}
		f.Line, f.Column = y.At("statement")
		d.tally(f)
	default:
		c.Reason = "cannot tell whether the meaning is the same: the item was found by its wording alone"
		f := finding.Finding{
			Severity: finding.Note, Kind: "matched-by-wording", File: d.b.f.File, Found: y.Code,
			Message: "this reworded item was found by its wording alone, so nobody has said whether its meaning is the same; it counts as another meaning",
		}
		f.Line, f.Column = y.At("statement")
		d.tally(f)
	}
	put(c)
}

// wordingOf tells whose words an item's are: "official", "paraphrase", or "" for
// not stated.
func wordingOf(f *frameworks.Framework, item *frameworks.Item) string {
	if item.Wording != "" {
		return item.Wording
	}
	return f.Wording
}

// history tells what was changed about an item that had ended before.
func (d *differ) history(i, j int) {
	put := func(c Change) {
		c.Before, c.After, c.Matched, c.Likeness = []Item{d.a.describe(i)}, []Item{d.b.describe(j)}, d.how[i], rounded(d.likeness(i, j))
		d.put(j, c)
	}
	d.texts(i, j, func(c Change) {
		c.Operation, c.Rewording, c.Part, c.Reason = Notes, "", Patch, "of an item that had ended before"
		put(c)
	})
	d.notes(i, j, put)
}

// notes tells other notes, sources, days and whose words they are.
func (d *differ) notes(i, j int, put func(Change)) {
	x, y := d.a.nodes[i].item, d.b.nodes[j].item
	field := func(name, before, after string, tell bool) {
		if before = oneLine(before); before == oneLine(after) {
			return
		}
		c := Change{Operation: Notes, Field: name, Old: before, New: oneLine(after), Part: Patch, Reason: "other " + name}
		if tell {
			c.Words = words(c.Old, c.New)
		}
		put(c)
	}
	field("notes", x.Notes, y.Notes, true)
	field("sources", strings.Join(x.Sources, "; "), strings.Join(y.Sources, "; "), true)
	field("from", x.From, y.From, false)
	if !x.InForce() {
		field("until", x.Until, y.Until, false)
	}
	if x.Wording != "" || y.Wording != "" {
		field("wording", cmp.Or(x.Wording, d.a.f.Wording), cmp.Or(y.Wording, d.b.f.Wording), false)
	}
}

// links tells links put in, taken out or changed. A link leads to the same item
// still where that item has another UUID now.
func (d *differ) links(i, j int, put func(Change)) {
	x, y := d.a.nodes[i].item, d.b.nodes[j].item
	if len(x.Links) == 0 && len(y.Links) == 0 {
		return
	}
	if d.linkAt == nil {
		d.linkAt = []map[string]int{newFollower(d.a).at, newFollower(d.b).at}
	}
	var before, after []linked
	for _, l := range x.Links {
		one := linked{relation: l.Relation, to: l.To, rest: oneLine(l.Title + " " + l.Notes), shown: label(relationNames(d.a.f), l.Relation) + " " + l.To}
		if to, ok := d.relations[l.Relation]; ok {
			one.relation = to
		}
		if k, ok := d.linkAt[0][l.To]; ok {
			one.shown = label(relationNames(d.a.f), l.Relation) + " " + naming(d.a.describe(k))
			if to := d.toB[k]; to >= 0 {
				one.to = d.b.nodes[to].item.UUID
			}
		}
		before = append(before, one)
	}
	for _, l := range y.Links {
		one := linked{relation: l.Relation, to: l.To, rest: oneLine(l.Title + " " + l.Notes), shown: label(relationNames(d.b.f), l.Relation) + " " + l.To}
		if k, ok := d.linkAt[1][l.To]; ok {
			one.shown = label(relationNames(d.b.f), l.Relation) + " " + naming(d.b.describe(k))
		}
		after = append(after, one)
	}
	out, in := without(before, after), without(after, before)
	if out == "" && in == "" {
		return
	}
	reason := "other links than before"
	switch "" {
	case out:
		reason = "a link that it had not"
	case in:
		reason = "a link fewer"
	}
	put(Change{Operation: Links, Field: "links", Old: out, New: in, Part: Minor, Reason: reason})
}

// linked is a link as links are compared, and as it is shown.
type linked struct{ relation, to, rest, shown string }

// without gives the links of list that others has not, for people.
func without(list, others []linked) string {
	have := make(map[linked]int, len(others))
	for _, l := range others {
		l.shown = ""
		have[l]++
	}
	var out []string
	for _, l := range list {
		key := l
		key.shown = ""
		if have[key] > 0 {
			have[key]--
			continue
		}
		out = append(out, l.shown)
	}
	return strings.Join(out, "; ")
}

// reordered tells items that stand in another order among the same siblings,
// the fewest that explain it. Where codes were changed, those tell it.
func (d *differ) reordered() {
	siblings := make([][]int, 0, len(d.b.nodes)+1)
	var top []int
	for j, n := range d.b.nodes {
		if n.parent < 0 {
			top = append(top, j)
		}
		siblings = append(siblings, n.children)
	}
	siblings = append(siblings, top)
	for _, list := range siblings {
		var stay, order []int
		for _, j := range list {
			i := d.toA[j]
			if i < 0 || !d.a.inForce(i) || !d.b.inForce(j) || d.joinedA[i] || d.joinedB[j] {
				continue
			}
			p, q := d.a.nodes[i].parent, d.b.nodes[j].parent
			if p < 0 && q < 0 || p >= 0 && q >= 0 && d.became[[2]int{p, q}] {
				stay, order = append(stay, j), append(order, i)
			}
		}
		for k, in := range ascending(order) {
			i, j := order[k], stay[k]
			x, y := d.a.nodes[i].item, d.b.nodes[j].item
			if in || x.Code != y.Code {
				continue
			}
			d.put(j, Change{
				Operation: Reorder, Before: []Item{d.a.describe(i)}, After: []Item{d.b.describe(j)}, Field: "place",
				Matched: d.how[i], Likeness: rounded(d.likeness(i, j)), Part: Patch, Reason: "another place in the order of the same items",
			})
		}
	}
}

// ascending says which numbers are in a longest ascending run of the list
// (Schensted, 1961). The numbers are different.
func ascending(list []int) []bool {
	in := make([]bool, len(list))
	var ends []int // the place of the least number that ends a run of each length
	before := make([]int, len(list))
	for k, n := range list {
		at, _ := slices.BinarySearchFunc(ends, n, func(e, n int) int { return cmp.Compare(list[e], n) })
		before[k] = -1
		if at > 0 {
			before[k] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, k)
		} else {
			ends[at] = k
		}
	}
	if len(ends) > 0 {
		for k := ends[len(ends)-1]; k >= 0; k = before[k] {
			in[k] = true
		}
	}
	return in
}

// words tells two texts apart word by word.
func words(before, after string) []Words {
	var out []Words
	for _, r := range worddiff.Runs(before, after) {
		out = append(out, Words{r.Words, fates[r.Change]})
	}
	return out
}

// The fates of words.
const (
	wordsKept = "kept"
	wordsOut  = "out"
	wordsIn   = "in"
)

var fates = map[worddiff.Change]string{worddiff.Kept: wordsKept, worddiff.Deleted: wordsOut, worddiff.Inserted: wordsIn}

// percent rounds down: what is not quite half is never shown as half.
func percent(share float64) int { return int(share*100 + 1e-9) }
