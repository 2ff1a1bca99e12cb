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
	// told are the kinds of a and of b that are the same. The matcher's kinds may
	// hold more: kinds between which all items went, which helps to find them.
	told map[string]string
	// became holds what of a became what of b, by match and by join.
	became  map[[2]int]bool
	heads   []HeadChange
	changes []placed
	tallies []*finding.Finding
	// trusted are the items whose rewording only the UUID makes editorial, and
	// missing counts the statements that the later version has not.
	trusted []*frameworks.Item
	missing int
	// linkAt finds items by UUID in a and in b; made when first needed.
	linkAt []map[string]int
	// inA and inB are the items in force by their words; made when first needed.
	inA, inB map[string][]int
	// first are the findings that come before all others.
	first []finding.Finding
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
	d.told = sameNames(kindNames(m.a.f), kindNames(m.b.f))
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
		case j < 0 && !d.a.inForce(i):
			d.leftOut(i)
			if d.a.f.ID != d.b.f.ID {
				continue
			}
			d.tally(finding.Finding{
				Severity: finding.Warning, Kind: "ended-left-out", File: d.b.f.File, Found: d.a.nodes[i].item.Code,
				Message: "an ended item of the version before is not in this file",
				Do:      "Nothing is ever taken out of a framework: put the item back with the day on which it ended.",
			})
		}
	}
	for j := range d.b.nodes {
		if !d.freeB(j) {
			if d.toA[j] < 0 && !d.b.inForce(j) {
				d.putInEnded(j)
			}
			continue
		}
		if i := d.toA[j]; i >= 0 {
			d.put(j, Change{
				Operation: Restore, Before: []Item{d.before(i)}, After: []Item{d.after(j)}, Matched: d.how[i], Part: Minor,
				Likeness: rounded(d.likeness(i, j)), Reason: cameBack(d.a.nodes[i].item.Until, d.a.f.Changed),
			})
			continue
		}
		d.put(j, Change{
			Operation: Add, After: []Item{d.after(j)}, Part: Minor, Reason: "the version before has no item like it",
		})
	}
	d.reordered()
	d.trust()
	extract := d.extract()
	for _, f := range d.tallies {
		if !extract || f.Kind != missingStatement {
			d.findings = append(d.findings, *f)
		}
	}
}

// before and after describe an item of a and of b, and say whether its code is
// now another's.
func (d *differ) before(i int) Item {
	out := d.a.describe(i)
	j, given := d.b.codes[out.Code]
	out.former = given && d.toB[i] != j
	return out
}

func (d *differ) after(j int) Item {
	out := d.b.describe(j)
	_, given := d.b.codes[out.Code]
	out.former = given && !d.b.inForce(j)
	return out
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
		c.Before = append(c.Before, d.before(i))
	}
	for _, k := range j.after {
		c.After = append(c.After, d.after(k))
	}
	for k := range c.Before {
		// A part that keeps the code of the whole does not take it from another.
		c.Before[k].former = c.Before[k].former && !slices.ContainsFunc(c.After, func(i Item) bool { return i.Code == c.Before[k].Code })
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

// ended says when an item ended, as seen from the day of its version: a day to
// come is no more than announced.
func ended(until, today string) string {
	if today != "" && until > today {
		return "its end is " + until
	}
	return "it ended on " + until
}

func cameBack(until, today string) string {
	if today != "" && until > today {
		return "its end was to be " + until + ", which is no longer so"
	}
	return "it had ended on " + until + " and is in force again"
}

func (d *differ) retire(i, j int) {
	c := Change{Operation: Retire, Before: []Item{d.before(i)}, Part: Major}
	if j >= 0 {
		c.After = []Item{d.after(j)}
		c.Reason = ended(d.b.nodes[j].item.Until, d.b.f.Changed)
		c.Matched = d.how[i]
		d.put(j, c)
		return
	}
	if d.a.nodes[i].statement != "" {
		d.missing++
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
	base := Change{Before: []Item{d.before(i)}, After: []Item{d.after(j)}, Matched: d.how[i], Likeness: rounded(d.likeness(i, j))}
	put := func(c Change) {
		c.Before, c.After, c.Matched, c.Likeness = base.Before, base.After, base.Matched, base.Likeness
		d.put(j, c)
	}
	// A split or a merge tells the words, the places and the codes of its items.
	if !d.joinedA[i] && !d.joinedB[j] {
		d.place(i, j, put)
		d.texts(i, j, put)
	}
	if !sameName(d.levels, x.Level, y.Level) {
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
	if !sameName(d.told, x.Kind, y.Kind) {
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
	was, is := text{oneLine(x.Title), oneLine(x.Statement)}, text{oneLine(y.Title), oneLine(y.Statement)}
	was, is, moved := aligned(was, is)
	if moved && plain(was.title) == plain(is.statement) && plain(was.statement) == plain(is.title) {
		reason := "its title and its statement have changed places"
		switch "" {
		case was.title:
			reason = "its statement is its title now"
		case was.statement:
			reason = "its title is its statement now"
		}
		put(Change{Operation: Notes, Field: "title", Old: was.title, New: is.title, Part: Patch, Reason: reason})
		return
	}
	field := "statement"
	if moved || was.statement == "" && is.statement == "" && !d.a.named(i) && !d.b.named(j) && distinctive(plain(was.title)) && distinctive(plain(is.title)) {
		// A statement, though its maker put it where titles stand.
		if !moved {
			field = "title"
		}
		was, is = text{statement: cmp.Or(was.title, was.statement)}, text{statement: cmp.Or(is.title, is.statement)}
	}
	if was.title != is.title {
		put(Change{
			Operation: Rename, Field: "title", Old: was.title, New: is.title, Words: words(was.title, is.title), Part: Patch,
			Reason: "another title for the same item",
		})
	}
	if was.statement != is.statement {
		d.statement(i, j, field, was, is, put)
	}
}

// statement tells another statement, and what it does to the meaning.
func (d *differ) statement(i, j int, field string, was, is text, put func(Change)) {
	x, y := d.a.nodes[i].item, d.b.nodes[j].item
	c := Change{
		Operation: Reword, Field: field, Old: was.statement, New: is.statement, Words: words(was.statement, is.statement),
		Rewording: Unknown, Part: Major,
	}
	m := meaningOf(plain(was.statement), plain(is.statement))
	uuid := d.how[i] == byUUID
	live := x.InForce() && y.InForce()
	tell := func(severity finding.Severity, kind, message, do string) {
		if !live {
			return // how an item that has ended is worded moves nothing
		}
		f := finding.Finding{Severity: severity, Kind: kind, File: d.b.f.File, Found: y.Code, Message: message, Do: do}
		f.Line, f.Column = y.At(field)
		d.tally(f)
	}
	const do = "Where the meaning has changed, end the old item and let a new one replace it (replaced_by)."
	switch {
	case was.statement == "":
		c.Rewording, c.Part, c.Reason = Editorial, Minor, "a statement where there was none"
	case is.statement == "":
		if live {
			d.missing++
		}
		c.Reason = "it has no statement any more"
		tell(finding.Warning, missingStatement, "this item has no statement any more", "Put the statement back, or end the item.")
	case was.title == "" && is.title == "" && d.a.named(i) && d.b.named(j) && m.turned == "":
		c.Operation, c.Rewording, c.Part, c.Reason = Rename, "", Patch, "another name for the same heading"
	case m.trivial:
		c.Rewording, c.Part, c.Reason = Editorial, Patch, "only capitals, punctuation, spelling, articles or endings differ"
	case uuid && wordingOf(d.a.f, x) == "paraphrase" && wordingOf(d.b.f, y) == "official":
		// A paraphrase means to say the same; whether it does, no count of words tells.
		c.Rewording, c.Part, c.Reason = Editorial, Patch, "its UUID was kept, and a paraphrase gave way to the official wording"
	case uuid && wordingOf(d.a.f, x) == "official" && wordingOf(d.b.f, y) == "paraphrase":
		c.Rewording, c.Part, c.Reason = Editorial, Patch, "its UUID was kept, and the official wording gave way to a paraphrase"
	case uuid && m.turned != "":
		c.Reason = fmt.Sprintf("it cannot be told whether the meaning is the same: its UUID was kept, but %s", m.turn())
		tell(finding.Warning, turnedMeaning, "this item kept its UUID, but "+m.turn()+", so it cannot be known to mean the same", do)
	case uuid && m.share < fewWords:
		c.Reason = fmt.Sprintf("it cannot be told whether the meaning is the same: its UUID was kept, but only %d%% of its words", percent(m.share))
		tell(finding.Warning, fewWordsKept, fmt.Sprintf("this item kept its UUID but only %d%% of its words, so it cannot be known to mean the same", percent(m.share)), do)
	case uuid:
		c.Rewording, c.Part, c.Reason = Editorial, Patch, "its UUID was kept, which says that the meaning is the same"
		if live {
			d.trusted = append(d.trusted, y)
		}
	default:
		c.Reason = "it cannot be told whether the meaning is the same: the item was found by its wording alone"
		tell(finding.Note, "matched-by-wording", "this reworded item was found by its wording alone, so nobody has said whether its meaning is the same; it counts as another meaning", "")
	}
	put(c)
}

// The kinds of the findings about rewordings that cannot be told.
const (
	fewWordsKept     = "few-words-kept"
	turnedMeaning    = "meaning-turned"
	missingStatement = "statement-missing"
)

// trust tells, in one finding, of the rewordings that only their UUIDs make
// editorial.
func (d *differ) trust() {
	if len(d.trusted) == 0 {
		return
	}
	f := finding.Finding{
		Severity: finding.Note, Kind: "editorial-by-uuid", File: d.b.f.File,
		Message: count(len(d.trusted), "rewording is editorial by its UUID; read it", "rewordings are editorial by their UUIDs; read them"),
	}
	f.Line, f.Column = d.trusted[0].At("statement")
	var codes []string
	for _, item := range d.trusted[:min(len(d.trusted), mostNamed)] {
		codes = append(codes, code(item.Code))
	}
	if more := len(d.trusted) - len(codes); more > 0 {
		codes = append(codes, fmt.Sprintf("%d more", more))
	}
	f.Found = strings.Join(codes, ", ")
	d.findings = append(d.findings, f)
}

// wordingOf tells whose words an item's are: "official", "paraphrase", or "" for
// not stated.
func wordingOf(f *frameworks.Framework, item *frameworks.Item) string {
	if item.Wording != "" {
		return item.Wording
	}
	return f.Wording
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
	d.findable()
	var before, after []linked
	for _, l := range x.Links {
		one := linked{relation: l.Relation, to: l.To, rest: oneLine(l.Title + " " + l.Notes), shown: label(relationNames(d.a.f), l.Relation) + " " + l.To}
		if to, ok := d.relations[l.Relation]; ok {
			one.relation = to
		}
		if k, ok := d.linkAt[0][l.To]; ok {
			one.shown = label(relationNames(d.a.f), l.Relation) + " " + naming(d.before(k))
			if to := d.toB[k]; to >= 0 {
				one.to = d.b.nodes[to].item.UUID
			}
		}
		before = append(before, one)
	}
	for _, l := range y.Links {
		one := linked{relation: l.Relation, to: l.To, rest: oneLine(l.Title + " " + l.Notes), shown: label(relationNames(d.b.f), l.Relation) + " " + l.To}
		if k, ok := d.linkAt[1][l.To]; ok {
			one.shown = label(relationNames(d.b.f), l.Relation) + " " + naming(d.after(k))
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

// findable makes what items are found by their UUIDs with.
func (d *differ) findable() {
	if d.linkAt == nil {
		d.linkAt = []map[string]int{newFollower(d.a).at, newFollower(d.b).at}
	}
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
				Operation: Reorder, Before: []Item{d.before(i)}, After: []Item{d.after(j)}, Field: "place",
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
