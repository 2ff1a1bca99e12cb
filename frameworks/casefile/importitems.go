package casefile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// kinds makes the kinds of the item types that the package defines, in the order
// of their hierarchyCode, or of the file where that is not given.
func (im *importer) kinds() {
	im.kindIDs, im.kindAt = names{}, map[string]int{}
	types := im.list(im.definitions, "CFItemTypes")
	byHierarchy(types)
	for _, v := range types {
		ex := extra(v)
		title := im.text(v, "title")
		label := frameworks.OneLine(clean(title))
		id := im.text(ex, "id")
		if id == "" {
			id = frameworks.Slug(im.line(v, "typeCode"))
		}
		at := im.kind(id, keptOr(ex, "label", title, label), label)
		im.f.Kinds[at].Letter = im.text(ex, "letter")
		if id := plainUUID(im.text(v, "identifier", "sourcedId")); id != "" {
			im.kindAt[id] = at
		}
		if d := im.line(v, "description"); d != "" && d != label && im.docEx == nil {
			im.note("type description", v, finding.Finding{Kind: "left-out", Found: cut(d, 60), Message: "the description of an item type has no place in a framework and is left out"})
		}
		im.unused("an item type", v, "identifier", "sourcedId", "uri", "title", "typeCode", "description", "hierarchyCode", "lastChangeDateTime", "extensions")
	}
}

// byHierarchy sorts definitions by their hierarchyCode, if all have one.
func byHierarchy(list []*value) {
	for _, v := range list {
		if v.get("hierarchyCode").empty() {
			return
		}
	}
	slices.SortStableFunc(list, func(a, b *value) int {
		return frameworks.CompareCodes(a.get("hierarchyCode").text, b.get("hierarchyCode").text)
	})
}

// kind adds a kind and gives where it stands. Its id is the one proposed, or made
// of its label.
func (im *importer) kind(id, label, title string) int {
	if id == "" {
		id = frameworks.LabelID("kind", title)
	}
	at := len(im.f.Kinds)
	im.f.Kinds = append(im.f.Kinds, frameworks.Kind{ID: im.kindIDs.unique(id), Label: label})
	if key := strings.ToLower(title); title != "" {
		if _, have := im.kindAt[key]; !have {
			im.kindAt[key] = at
		}
	}
	return at
}

// kindOf gives the id of an item's kind.
func (im *importer) kindOf(v *value) string {
	link := first(v, "CFItemTypeURI")
	id := ""
	if link != nil && link.kind == object {
		id = plainUUID(im.text(link, "identifier"))
	}
	if at, ok := im.kindAt[id]; ok && id != "" {
		return im.f.Kinds[at].ID
	}
	title := im.line(v, "CFItemType")
	if title == "" && link != nil && link.kind == object {
		title = im.line(link, "title")
	}
	if title == "" {
		title = "Statement"
		im.note("no type", v, finding.Finding{Kind: "no-type", Message: "an item has no type; its kind is statement"})
	}
	at, ok := im.kindAt[strings.ToLower(title)]
	if !ok {
		at = im.kind("", title, title)
	}
	if id != "" {
		im.kindAt[id] = at
	}
	return im.f.Kinds[at].ID
}

// concepts makes levels of the concepts that this package has written as such;
// others become levels where an item's skill level leads to them.
func (im *importer) concepts() {
	im.levelIDs, im.concept, im.levelOf = names{}, map[string]*value{}, map[string]string{}
	list := im.list(im.definitions, "CFConcepts")
	byHierarchy(list)
	levels := map[string]bool{}
	for _, a := range im.links {
		if t := a.get("associationType"); t != nil && t.text == "hasSkillLevel" {
			levels[im.node(a, "destinationNodeURI").id] = true
		}
	}
	for _, v := range list {
		id := plainUUID(im.text(v, "identifier", "sourcedId"))
		if id == "" || !levels[id] && extra(v) == nil || im.concept[id] != nil {
			im.note("concepts", v, finding.Finding{Kind: "left-out", Found: im.line(v, "title"), Message: "a concept that is no item's skill level has no place in a framework and is left out"})
			continue
		}
		im.concept[id] = v
		ex := extra(v)
		title, definition := im.text(v, "title"), im.text(v, "description")
		label := frameworks.OneLine(clean(title))
		level := im.text(ex, "id")
		if level == "" {
			level = frameworks.LabelID("level", label)
		}
		level = im.levelIDs.unique(level)
		im.levelOf[id] = level
		im.f.Levels = append(im.f.Levels, frameworks.Level{
			ID: level, Label: keptOr(ex, "label", title, label), Definition: keptOr(ex, "definition", definition, clean(definition)),
		})
		im.unused("a concept", v, "identifier", "sourcedId", "uri", "title", "description", "hierarchyCode", "lastChangeDateTime", "extensions")
	}
}

// levelText gives the text named level in the extensions of an item, or in one of
// them.
func levelText(v *value) *value {
	extensions := v.get("extensions")
	if extensions == nil || extensions.kind != object {
		return nil
	}
	if l := extensions.get("level"); l != nil && l.kind != null {
		return l
	}
	for _, m := range extensions.members {
		if l := m.get("level"); m.kind == object && l != nil && l.kind != null {
			return l
		}
	}
	return nil
}

// longestLevel is how many characters a level's label has at most.
const longestLevel = 40

// levelTexts finds the texts named level in the items' extensions; if one of them
// cannot be a level, none is taken for one.
func (im *importer) levelTexts() {
	found := map[*value]bool{}
	list := first(im.pack, "CFItems", "items")
	if list == nil {
		return
	}
	for _, v := range list.members {
		l := levelText(v)
		if l == nil {
			continue
		}
		if l.kind != text || frameworks.OneLine(clean(l.text)) == "" || len([]rune(l.text)) > longestLevel || strings.Contains(strings.TrimSpace(l.text), "\n") {
			return
		}
		found[l] = true
	}
	im.asLevel = found
}

// plainLevels gives their level to the items that have it as a text alone.
func (im *importer) plainLevels() {
	ids := map[string]string{}
	for i := len(im.f.Levels) - 1; i >= 0; i-- {
		l := im.f.Levels[i]
		ids[strings.ToLower(l.Label)], ids[strings.ToLower(l.ID)] = l.ID, l.ID
	}
	for _, e := range im.all {
		l := levelText(e.v)
		if e.item.Level != "" || !im.asLevel[l] {
			continue
		}
		label := frameworks.OneLine(clean(l.text))
		id := ids[strings.ToLower(label)]
		if id == "" {
			id = im.levelIDs.unique(frameworks.LabelID("level", label))
			ids[strings.ToLower(label)] = id
			im.f.Levels = append(im.f.Levels, frameworks.Level{ID: id, Label: label})
		}
		e.item.Level = id
		im.note("level text", l, finding.Finding{Kind: "level-from-extension", Found: label, Message: "a text named level in the extensions of an item is taken as its level"})
	}
}

// headingsOf does for the entries what headingKinds does for a framework. An item
// whose type the package does not give is of no kind with others.
func (im *importer) headingsOf() map[string]bool {
	kinds, above := make([]string, len(im.all)), make([]int, len(im.all))
	for i, e := range im.all {
		if above[i] = e.parent; e.parent == top {
			above[i] = -1
		}
		if !e.v.get("CFItemType").empty() || !e.v.get("CFItemTypeURI").empty() {
			kinds[i] = e.item.Kind
		}
	}
	return frameworks.HeadingKinds(kinds, above)
}

// entry is an item on its way into the tree.
type entry struct {
	v    *value
	item frameworks.Item
	// parent is the entry above it, top for none; order its place among its
	// siblings.
	parent   int
	placed   bool
	sequence float64
	numbered bool
	order    int
	children []int
}

const top = -1

func (im *importer) items() {
	im.byID, im.byURI = map[string]int{}, map[string]int{}
	list := im.list(im.pack, "CFItems", "items")
	im.language(list)
	keys := map[string]bool{}
	for i, v := range list {
		raw := im.text(v, "identifier", "sourcedId")
		uri := im.text(v, "uri")
		id := plainUUID(raw)
		switch {
		case id != "":
			im.capitals(raw, v)
		case raw == "" && lastUUID(uri) != "":
			id = lastUUID(uri)
			im.note("from uri", v, finding.Finding{Kind: "no-uuid", Found: uri, Message: "an item has no identifier; its UUID was taken from its uri"})
		default:
			id = made(im.docID, "item/"+raw+"/"+uri+"/"+im.line(v, "humanCodingScheme")+"/"+im.text(v, "fullStatement"))
			im.note("made", v, finding.Finding{Kind: "no-uuid", Found: raw, Expected: "a UUID as identifier", Message: "the identifier of an item is no UUID; one was made from it"})
		}
		if other, twice := im.byID[id]; twice || id == im.docID {
			if twice && sameText(im.all[other].v, v) {
				im.warn(v, finding.Finding{Kind: "item-twice", Found: raw, Message: "this item stands twice, word for word; the second is left out"})
				continue
			}
			id = made(im.docID, "again/"+strconv.Itoa(i)+"/"+id)
			im.warn(v, finding.Finding{
				Kind: "uuid-twice", Found: raw, Expected: "each identifier once",
				Message: "two items have this identifier; the second was given a UUID of its own, and links lead to the first",
			})
		}
		at := len(im.all)
		im.byID[id] = at
		if _, have := im.byID[strings.ToLower(raw)]; !have && raw != "" {
			im.byID[strings.ToLower(raw)] = at
		}
		if _, have := im.byURI[uri]; !have && uri != "" {
			im.byURI[uri] = at
		}
		e := &entry{v: v, parent: top, order: i}
		e.item.UUID = id
		im.item(e, keys)
		im.all = append(im.all, e)
	}
}

func sameText(a, b *value) bool {
	for _, key := range []string{"fullStatement", "humanCodingScheme", "abbreviatedStatement", "statusEndDate"} {
		x, y := a.get(key), b.get(key)
		if x.empty() != y.empty() || !x.empty() && x.text != y.text {
			return false
		}
	}
	return true
}

// language takes the items' language for the framework's where the document does
// not give one.
func (im *importer) language(list []*value) {
	for _, v := range list {
		if im.f.Language != "" {
			return
		}
		im.f.Language = im.line(v, "language")
	}
}

func (im *importer) item(e *entry, keys map[string]bool) {
	v, item, ex := e.v, &e.item, extra(e.v)
	code := im.text(v, "humanCodingScheme")
	item.Code = keptOr(ex, "code", code, frameworks.OneLine(clean(code)))
	item.Kind = im.kindOf(v)
	if key := im.text(ex, "key"); key != "" {
		if keys[key] {
			im.warn(v, finding.Finding{Kind: "key-twice", Found: key, Message: "two items have this key; the second is known by its UUID only"})
		} else {
			keys[key] = true
			item.Key = key
		}
	}
	item.Wording = im.text(ex, "wording")
	if sources := ex.get("sources"); sources != nil {
		for _, one := range sources.members {
			item.Sources = append(item.Sources, one.text)
		}
	}
	notes := im.text(v, "notes")
	item.Notes = keptOr(ex, "notes", notes, clean(notes))
	im.moreNotes(v, item)
	changed := im.text(v, "lastChangeDateTime")
	im.clock(v, changed)
	item.Changed = keptOr(ex, "changed", changed, changedIn(changed, im.docDay))
	item.From, item.Until = im.day(v, "statusStartDate"), im.day(v, "statusEndDate")
	if item.From != "" && item.Until != "" && item.Until < item.From {
		im.warn(v, finding.Finding{Kind: "days-reversed", Found: item.Until, Expected: item.From + " or later", Message: "this item ends before it begins; the day on which it began is left out"})
		item.From = ""
	}
	im.unused("an item", v, "identifier", "sourcedId", "uri", "fullStatement", "abbreviatedStatement", "alternativeLabel", "humanCodingScheme", "CFItemType", "CFItemTypeURI",
		"notes", "language", "educationLevel", "educationalLevel", "conceptKeywords", "conceptKeywordsURI", "subject", "subjectURI", "listEnumeration", "licenseURI",
		"lastChangeDateTime", "statusStartDate", "statusEndDate", "extensions")
}

func changedIn(written, docDay string) string {
	if day := dayOf(written); day != docDay {
		return day
	}
	return ""
}

// moreNotes keeps as lines of an item's notes what has no place of its own.
func (im *importer) moreNotes(v *value, item *frameworks.Item) {
	for _, one := range []struct {
		called string
		keys   []string
	}{
		{"Education level", []string{"educationLevel", "educationalLevel"}},
		{"Keywords", []string{"conceptKeywords", "conceptKeywordsURI"}},
		{"Subject", []string{"subject", "subjectURI"}},
		{"Listed as", []string{"listEnumeration"}},
		{"Also called", []string{"alternativeLabel"}},
		{"Licence", []string{"licenseURI"}},
		{"Language", []string{"language"}},
	} {
		all := textsOf(v, one.keys...)
		if len(all) == 0 || one.called == "Language" && all[0] == im.f.Language {
			continue
		}
		im.note("notes "+one.called, first(v, one.keys...), finding.Finding{
			Kind: "kept-in-notes", Found: cut(all[0], 60), Message: fmt.Sprintf("%s of an item has no place of its own and is kept in its notes", one.keys[0]),
		})
		if item.Notes != "" {
			item.Notes += "\n"
		}
		item.Notes += one.called + ": " + strings.TrimSuffix(strings.Join(all, ", "), ".") + "."
	}
}

// wording gives an item its title and its statement. It is done when the tree is
// known, since a heading's one short text is its title.
func (im *importer) wording(e *entry, heading bool) {
	v, ex := e.v, extra(e.v)
	full, short := im.text(v, "fullStatement"), im.text(v, "abbreviatedStatement")
	title, statement := wordingIn(full, short, heading || im.headings[e.item.Kind])
	if title == "" && statement == "" {
		statement = im.line(v, "alternativeLabel")
		if statement == "" {
			statement = e.item.Code
		}
		if statement == "" {
			statement = "(no statement)"
		}
		im.warn(v, finding.Finding{Kind: "no-statement", Found: statement, Expected: "fullStatement", Message: "an item has no statement; it was given one"})
	}
	if title != "" && short == "" && im.docEx == nil {
		im.note("heading", v, finding.Finding{Kind: "title-made", Found: title, Message: "the one short text of an item that stands above others, or is of the kind of those that do, is taken as its title"})
	}
	e.item.Title, e.item.Statement = keptOr(ex, "title", short, title), keptOr(ex, "statement", full, statement)
	if strings.TrimSpace(e.item.Title) == "" && strings.TrimSpace(e.item.Statement) == "" {
		e.item.Title, e.item.Statement = title, statement
	}
}

// wordingIn gives the title and the statement that the two texts of an item
// stand for.
func wordingIn(full, short string, heading bool) (title, statement string) {
	return frameworks.TitleAndStatement(clean(full), frameworks.OneLine(clean(short)), heading)
}
