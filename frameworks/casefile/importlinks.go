package casefile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// end is one end of an association, as it is written.
type end struct {
	raw, id, uri, title string
	v                   *value
}

// node reads one end of an association: an object, or only its address.
func (im *importer) node(a *value, key string) end {
	v := first(a, key)
	switch {
	case v == nil:
		return end{v: a}
	case v.kind == object:
		raw, uri := im.text(v, "identifier", "sourcedId"), im.text(v, "uri")
		id := plainUUID(raw)
		if id == "" {
			id = lastUUID(uri)
		}
		return end{raw: raw, id: id, uri: uri, title: im.text(v, "title"), v: v}
	}
	id := plainUUID(v.text)
	if id == "" {
		id = lastUUID(v.text)
	}
	return end{raw: v.text, id: id, uri: v.text, v: v}
}

const (
	unknown  = -1
	document = -2
)

// resolve gives the entry that an end leads to, document or unknown. A UUID given
// as identifier decides; an address is looked at only where there is none, since
// the address of something elsewhere may have one of our UUIDs in it.
func (im *importer) resolve(e end) int {
	if id := plainUUID(e.raw); id != "" {
		return im.known(id, id == im.docID)
	}
	if e.raw != "" {
		if at := im.known(strings.ToLower(e.raw), e.raw == im.text(im.doc, "identifier", "sourcedId")); at != unknown {
			return at
		}
	}
	if at, ok := im.byURI[e.uri]; ok && e.uri != "" {
		return at
	}
	if e.uri != "" && e.uri == im.docURI {
		return document
	}
	return im.known(e.id, e.id != "" && e.id == im.docID)
}

func (im *importer) known(id string, doc bool) int {
	if at, ok := im.byID[id]; ok && id != "" {
		return at
	}
	if doc {
		return document
	}
	return unknown
}

func (im *importer) associations() {
	im.relations()
	for i, a := range im.links {
		typ := im.line(a, "associationType")
		from, to := im.node(a, "originNodeURI"), im.node(a, "destinationNodeURI")
		origin, destination := im.resolve(from), im.resolve(to)
		im.unused("a link", a, "identifier", "sourcedId", "uri", "associationType", "originNodeURI", "destinationNodeURI", "sequenceNumber", "lastChangeDateTime", "notes", "extensions")
		switch {
		case origin == unknown:
			im.warn(from.v, finding.Finding{
				Kind: "dangling-link", Found: cmp.Or(from.raw, from.uri, from.title), Expected: "the identifier of an item of this package",
				Message: "this link (" + typ + ") begins at an item that is not in the package; it is left out",
			})
		case origin == document:
			if typ != "isChildOf" || destination != unknown {
				im.note("document link", a, finding.Finding{Kind: "left-out", Found: typ, Message: "a link of the document itself has no place in a framework and is left out"})
			}
		case typ == "isChildOf":
			im.childOf(a, i, origin, destination, to)
		case typ == "replacedBy" && destination >= 0:
			im.replacedBy(a, origin, destination)
		case typ == "hasSkillLevel" && im.levelOf[to.id] != "":
			im.level(a, origin, im.levelOf[to.id])
		default:
			im.link(a, typ, origin, destination, to)
		}
	}
}

func (im *importer) childOf(a *value, order, origin, destination int, to end) {
	child := im.all[origin]
	switch {
	case origin == destination:
		im.warn(a, finding.Finding{Kind: "circular-link", Found: im.called(origin), Message: "this item stands below itself; the link is left out"})
		return
	case destination == unknown:
		im.warn(to.v, finding.Finding{
			Kind: "dangling-link", Found: cmp.Or(to.raw, to.uri, to.title), Expected: "the identifier of an item of this package or of its document",
			Message: im.called(origin) + " stands below an item that is not in the package; the link is left out",
			Do:      "Where nothing else places it, it stands at the top of the tree.",
		})
		return
	case child.placed:
		where := "the document"
		if destination >= 0 {
			where = im.called(destination)
		}
		im.warn(a, finding.Finding{
			Kind: "two-parents", Found: where, Expected: "one place in the tree for each item",
			Message: im.called(origin) + " stands below " + im.parentOf(child) + " already; this link is left out",
		})
		return
	}
	child.placed, child.order = true, order
	if destination >= 0 {
		child.parent = destination
	}
	n := first(a, "sequenceNumber")
	if n.empty() {
		return
	}
	number, err := strconv.ParseFloat(strings.TrimSpace(n.text), 64)
	// A comparison with NaN is never true, so it would put the siblings anyhow.
	if err != nil || number != number {
		im.warn(n, finding.Finding{Kind: "not-a-number", Found: n.text, Expected: "a whole number", Message: "this sequenceNumber cannot be read; it is left out"})
		return
	}
	if n.kind == text {
		im.note("sequence text", n, finding.Finding{Kind: "wrong-form", Found: n.text, Expected: "a number", Message: "a sequenceNumber is written as a text and was read as a number"})
	}
	child.sequence, child.numbered = number, true
}

func (im *importer) parentOf(e *entry) string {
	if e.parent == top {
		return "the document"
	}
	return im.called(e.parent)
}

// called is what a person knows an item by.
func (im *importer) called(at int) string {
	e := im.all[at]
	if e.item.Code != "" {
		return e.item.Code
	}
	if full := im.line(e.v, "fullStatement"); full != "" {
		return "“" + cut(full, 50) + "”"
	}
	return e.item.UUID
}

func (im *importer) replacedBy(a *value, origin, destination int) {
	item, id := &im.all[origin].item, im.all[destination].item.UUID
	if origin == destination {
		im.warn(a, finding.Finding{Kind: "circular-link", Found: im.called(origin), Message: "this item is replaced by itself; the link is left out"})
		return
	}
	if notes := im.line(a, "notes"); notes != "" {
		im.note("replaced notes", a, finding.Finding{Kind: "left-out", Found: cut(notes, 60), Message: "the notes of a replacedBy have no place in a framework and are left out"})
	}
	item.ReplacedBy = append(item.ReplacedBy, id)
}

func (im *importer) level(a *value, origin int, level string) {
	item := &im.all[origin].item
	if item.Level != "" && item.Level != level {
		im.warn(a, finding.Finding{Kind: "two-levels", Found: level, Expected: item.Level, Message: im.called(origin) + " has a level already; this one is left out"})
		return
	}
	item.Level = level
}

// link makes a link of an association of any other type.
func (im *importer) link(a *value, typ string, origin, destination int, to end) {
	ex := extra(a)
	title, notes := to.title, im.text(a, "notes")
	l := frameworks.Link{Notes: keptOr(ex, "notes", notes, clean(notes))}
	switch {
	case destination == origin:
		im.warn(a, finding.Finding{Kind: "circular-link", Found: im.called(origin), Message: "this link (" + typ + ") leads from an item to itself; it is left out"})
		return
	case destination == document:
		im.note("to document", a, finding.Finding{Kind: "left-out", Found: typ, Message: "a link of an item to the document itself is left out"})
		return
	case destination >= 0:
		l.To = im.all[destination].item.UUID
		l.Title = keptOr(ex, "title", title, "")
	default:
		l.To = outside(to)
		if l.To == "" {
			im.warn(to.v, finding.Finding{
				Kind: "dangling-link", Found: cmp.Or(to.raw, to.uri, to.title), Expected: "an item of this package, a UUID or an address such as https://…",
				Message: "this link (" + typ + ") of " + im.called(origin) + " leads nowhere; it is left out",
			})
			return
		}
		l.Title = keptOr(ex, "title", title, outsideTitle(title, l.To))
		if im.docEx == nil {
			im.note("outside", to.v, finding.Finding{Kind: "outside-link", Found: l.To, Message: "a link leads to something that is not in the package; it is kept with its address"})
		}
	}
	at := im.relation(a, im.text(ex, "relation"), typ)
	if at < 0 {
		im.warn(a, finding.Finding{Kind: "bad-association-type", Found: typ, Expected: "a type of CASE, or ext: and a name", Message: "this link has no type that can be read; it is left out"})
		return
	}
	l.Relation = im.f.Relations[at].ID
	if typ == "replacedBy" {
		im.note("replaced outside", a, finding.Finding{Kind: "replaced-outside", Found: l.To, Message: "an item is replaced by one outside of this package; that is kept as a link"})
	}
	im.all[origin].item.Links = append(im.all[origin].item.Links, l)
}

// outside gives the address of something that is not in the package, "" where
// there is none.
func outside(to end) string {
	uri := frameworks.OneLine(clean(to.uri))
	if i := strings.IndexByte(uri, ':'); i > 0 && !strings.ContainsAny(uri, " ") {
		return uri
	}
	if id := plainUUID(to.raw); id != "" {
		return "urn:uuid:" + id
	}
	return ""
}

func outsideTitle(title, to string) string {
	if title = frameworks.OneLine(clean(title)); title != frameworks.OneLine(to) {
		return title
	}
	return ""
}

// relations takes the relations that the extension holds.
func (im *importer) relations() {
	im.relationAt, im.relationIDs = map[string]int{}, names{}
	list := im.docEx.get("relations")
	if list == nil {
		return
	}
	for _, r := range list.members {
		one := frameworks.Relation{ID: im.text(r, "id"), Label: im.text(r, "label"), Inverse: im.text(r, "inverse"), CASE: im.text(r, "case")}
		if ordered := r.get("ordered"); ordered != nil {
			one.Ordered = ordered.text == "true"
		}
		at := len(im.f.Relations)
		im.f.Relations = append(im.f.Relations, one)
		im.relationIDs[one.ID] = 1
		for _, name := range []string{"id " + one.ID, relationType(one)} {
			if _, have := im.relationAt[name]; !have {
				im.relationAt[name] = at
			}
		}
	}
}

// relationType gives the association type that a relation is exchanged as.
func relationType(r frameworks.Relation) string {
	if r.CASE != "" {
		return r.CASE
	}
	return "ext:" + r.ID
}

// relation gives where the relation of a link stands: that of the id, if the
// extension names one that is exchanged as this type, else the first of the type,
// which is added where there is none. It is -1 where the type has no name.
func (im *importer) relation(a *value, id, typ string) int {
	if at, ok := im.relationAt["id "+id]; ok && id != "" && relationType(im.f.Relations[at]) == typ {
		return at
	}
	if at, ok := im.relationAt[typ]; ok {
		return at
	}
	if typ == "" {
		return -1
	}
	r := frameworks.Relation{ID: frameworks.Slug(strings.TrimPrefix(typ, "ext:")), Label: strings.TrimPrefix(typ, "ext:")}
	for _, known := range relationsOfCASE {
		if known.typ == typ {
			r = frameworks.Relation{ID: known.id, Label: known.label, Inverse: known.inverse, Ordered: known.ordered, CASE: known.typ}
		}
	}
	if typ == "replacedBy" {
		r.ID, r.Label, r.Inverse = "replaced-by", "is replaced by", "replaces"
	}
	if r.CASE == "" && typ != "replacedBy" && !extForm.MatchString(typ) {
		im.warn(a, finding.Finding{
			Kind: "foreign-type", Found: typ, Expected: "a type of CASE 1.1, or ext: and a name", Message: "this is no association type of CASE; it is kept as a relation of that name",
		})
	}
	if r.ID == "" {
		r.ID = "relation-" + strconv.Itoa(len(im.f.Relations)+1)
	}
	r.ID = im.relationIDs.unique(r.ID)
	at := len(im.f.Relations)
	im.f.Relations = append(im.f.Relations, r)
	im.relationAt["id "+r.ID], im.relationAt[typ] = at, at
	return at
}

// tree puts every item below the one above it.
func (im *importer) tree() {
	im.cutCircles()
	im.codes()
	for i, e := range im.all {
		if !e.placed {
			im.note("unplaced", e.v, finding.Finding{Kind: "no-parent", Found: im.called(i), Message: "nothing says where this item stands; it is at the top of the tree"})
		}
		if e.parent != top {
			im.all[e.parent].children = append(im.all[e.parent].children, i)
		}
	}
	var roots []int
	for i, e := range im.all {
		if e.parent == top {
			roots = append(roots, i)
		}
		im.order(e.children)
	}
	im.order(roots)
	im.headings = im.headingsOf()
	im.f.Items = im.below(roots, 1)
	im.flatten()
}

// cutCircles takes out one isChildOf of every circle, that of the item which
// stands first in the file. Each item has one parent by now, so that walking up
// from each, and no further than where somebody has walked already, finds all.
func (im *importer) cutCircles() {
	walk := make([]int, len(im.all))
	for i := range im.all {
		at := i
		for at != top && walk[at] == 0 {
			walk[at] = i + 1
			at = im.all[at].parent
		}
		if at == top || walk[at] != i+1 {
			continue
		}
		// at stands in a circle that this walk has closed.
		circle := []int{at}
		for n := im.all[at].parent; n != at; n = im.all[n].parent {
			circle = append(circle, n)
		}
		least := slices.Index(circle, slices.Min(circle))
		circle = append(circle[least:], circle[:least]...)
		var names []string
		for j, n := range circle {
			if j == 20 && len(circle) > 22 {
				names = append(names, strconv.Itoa(len(circle)-j)+" more")
				break
			}
			names = append(names, im.called(n))
		}
		im.warn(im.all[circle[0]].v, finding.Finding{
			Kind: "circular-link", Found: strings.Join(append(names, im.called(circle[0])), " → "), Expected: "a tree",
			Message: "these items stand below one another in a circle; the first of them was put at the top instead",
		})
		im.all[circle[0]].parent = top
	}
}

// codes leaves out a code that an item in force before it has.
func (im *importer) codes() {
	have := map[string]bool{}
	for _, e := range im.all {
		code := e.item.Code
		if code == "" || e.item.Until != "" {
			continue
		}
		if have[code] {
			im.warn(e.v.get("humanCodingScheme"), finding.Finding{
				Kind: "code-twice", Found: code, Expected: "each code once among the items in force",
				Message: "another item in force has this code already; it is kept in this one's notes instead",
			})
			e.item.Code = ""
			if e.item.Notes != "" {
				e.item.Notes += "\n"
			}
			e.item.Notes += "Code: " + code + "."
		}
		have[code] = true
	}
}

// order sorts siblings: by sequenceNumber, those without one last; those by
// their codes if all of them have one; otherwise as they stand in the file.
func (im *importer) order(siblings []int) {
	coded := true
	for _, i := range siblings {
		e := im.all[i]
		coded = coded && (e.numbered || e.item.Code != "")
	}
	slices.SortStableFunc(siblings, func(a, b int) int {
		x, y := im.all[a], im.all[b]
		switch {
		case x.numbered != y.numbered:
			if x.numbered {
				return -1
			}
			return 1
		case x.numbered:
			return cmp.Or(cmp.Compare(x.sequence, y.sequence), cmp.Compare(x.order, y.order))
		case coded:
			return cmp.Or(frameworks.CompareCodes(x.item.Code, y.item.Code), cmp.Compare(x.order, y.order))
		}
		return cmp.Compare(x.order, y.order)
	})
}

// below gives the items of a list with everything below them. Those that stand
// too deep are left to flatten.
func (im *importer) below(list []int, depth int) []frameworks.Item {
	var out []frameworks.Item
	for _, i := range list {
		e := im.all[i]
		im.wording(e, len(e.children) > 0)
		item := e.item
		if depth < frameworks.MaxDepth {
			item.Items = im.below(e.children, depth+1)
			e.children = nil
		}
		out = append(out, item)
	}
	return out
}

// flatten puts the items that stand too deep for a framework at the top, so that
// none is lost, and says that the tree is not the package's.
func (im *importer) flatten() {
	var deep []int
	for _, e := range im.all {
		deep = append(deep, e.children...)
		e.children = nil
	}
	if len(deep) == 0 {
		return
	}
	im.fail(im.all[deep[0]].v, finding.Finding{
		Kind: "too-deep", Found: im.called(deep[0]), Count: len(deep),
		Expected: "at most " + strconv.Itoa(frameworks.MaxDepth) + " items one below another",
		Message:  "this item stands too deep in the tree", Do: "Put it nearer to the top; a framework has three to five levels.",
	})
	for _, i := range deep {
		im.wording(im.all[i], false)
		im.f.Items = append(im.f.Items, im.all[i].item)
	}
}

// successors leaves out a replacement that is named twice.
func (im *importer) successors() {
	im.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		seen := map[string]bool{}
		item.ReplacedBy = slices.DeleteFunc(item.ReplacedBy, func(id string) bool {
			twice := seen[id]
			seen[id] = true
			if twice {
				im.note("replaced twice", nil, finding.Finding{Kind: "link-twice", Found: id, Message: "an item is said twice to be replaced by the same one; once is kept"})
			}
			return twice
		})
		return true
	})
}
