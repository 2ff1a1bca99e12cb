package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// Options says how a package is written.
type Options struct {
	// Base is the address below which the package will be served, such as
	// https://example.org; an item's uri is then Base/ims/case/v1p1/CFItems/ and
	// its UUID. "" writes urn:uuid: and the UUID (RFC 9562, section 4), which
	// names the item everywhere and promises no server that is not there.
	Base string
	// Strict leaves out extensions, as some certifications ask.
	Strict bool
	// Links are confirmed links to other frameworks.
	Links []Link
}

// Link is one confirmed link from an item of the framework to another's.
type Link struct {
	// Origin is the UUID of the item.
	Origin string
	// Type is one of LinkTypes.
	Type string
	// DestinationUUID and DestinationURI identify the other item, either of them
	// is enough. DestinationCode is its code, and DestinationTitle its words; the
	// link is titled with both, so that it can be read without the other framework.
	DestinationUUID, DestinationURI, DestinationCode, DestinationTitle string
	// Score is how alike the two are, from 0 to 1, by the method named in Method;
	// 0 where nothing was measured.
	Score  float64
	Method string
	// ConfirmedBy is who confirmed it.
	ConfirmedBy string
	Notes       string
}

// LinkTypes lists the association types that a confirmed link may have. CASE has
// none for broader and narrower, so that those are extensions of its list.
var LinkTypes = []string{"exactMatchOf", "isRelatedTo", "ext:broader", "ext:narrower"}

// Export gives the framework as a CASE 1.1 package: JSON in UTF-8, the same
// bytes for the same framework. It has no error under the schema of 1EdTech
// (CFPackage, 24 January 2025). What CASE has no field for stands in extensions
// under the key concord, so that Import gives the same framework back.
//
// Levels are concepts, which the items lead to by hasSkillLevel. With Strict the
// following is lost: the framework's id, source, wording and references (but for
// those that are fields of the document), the items' keys, wording and sources,
// the kinds' ids and letters, levels that no item has, the relations' labels,
// inverses and order, which two relations exchanged as one type there were, the
// titles of links within the framework, and line breaks and the like in texts
// that CASE has on one line.
//
// Every entity of CASE says on which day it was last changed, so each item or
// the framework needs one. The error names what the framework lacks. CASE asks for
// a creator too: where the framework names none, the publisher stands there, or
// else "Not stated", which Import reads as none; Notes tells of it.
func Export(f *frameworks.Framework, o Options) ([]byte, error) {
	e := &exporter{f: f, o: o, doc: f.UUID, items: map[string]*frameworks.Item{}, made: map[string]int{}}
	if e.doc == "" {
		e.doc = frameworks.DocumentUUID(f.ID)
	}
	e.base = strings.TrimRight(o.Base, "/")
	if err := e.ready(); err != nil {
		return nil, err
	}
	e.headings = headingKinds(f)
	e.document()
	e.definitions()
	e.below(f.Items, nil)
	if err := e.crosswalk(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(e.out); err != nil {
		return nil, fmt.Errorf("the package could not be written: %w", err)
	}
	return b.Bytes(), nil
}

type exporter struct {
	f    *frameworks.Framework
	o    Options
	base string
	doc  string // the document's UUID
	day  string // the last day on which the document or any item was changed
	// items are all by their UUID, kinds and levels the links to theirs by id,
	// made how often an identifier was made of a name.
	items         map[string]*frameworks.Item
	headings      map[string]bool // the kinds that stand for headings
	kinds, levels map[string]linkJSON
	relations     map[string]frameworks.Relation
	made          map[string]int
	out           packageJSON
}

// ready finds what would make the package wrong.
func (e *exporter) ready() error {
	f := e.f
	if e.base != "" && !strings.HasPrefix(e.base, "https://") && !strings.HasPrefix(e.base, "http://") || strings.ContainsAny(e.base, " \t\n?#") {
		return fmt.Errorf("%s cannot be the address of the package: give one such as https://example.org, or none", finding.Quote(e.base))
	}
	if f.ID == "" || f.Title == "" {
		return fmt.Errorf("the framework has no id or no title: add both")
	}
	if plainUUID(e.doc) != e.doc {
		return fmt.Errorf("the framework's uuid %s is not a UUID in small letters", finding.Quote(e.doc))
	}
	kinds, levels := map[string]bool{}, map[string]bool{"": true}
	for _, k := range f.Kinds {
		kinds[k.ID] = true
	}
	for _, l := range f.Levels {
		levels[l.ID] = true
	}
	e.relations = map[string]frameworks.Relation{}
	for _, r := range f.Relations {
		e.relations[r.ID] = r
	}
	e.day = f.Changed
	var fault error
	undated := 0
	var firstUndated *frameworks.Item
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		switch {
		case len(parents) >= frameworks.MaxDepth:
			fault = fmt.Errorf("the item %s stands too deep in the tree: at most %d may stand one below another", name(item), frameworks.MaxDepth)
		case plainUUID(item.UUID) != item.UUID || item.UUID == "":
			fault = fmt.Errorf("the item %s has no UUID in small letters: give it a key or a uuid", name(item))
		case e.items[item.UUID] != nil:
			fault = fmt.Errorf("two items have the UUID %s: %s and %s", item.UUID, name(e.items[item.UUID]), name(item))
		case !kinds[item.Kind]:
			fault = fmt.Errorf("the item %s is of the kind %s, which the framework does not list", name(item), finding.Quote(item.Kind))
		case !levels[item.Level]:
			fault = fmt.Errorf("the item %s has the level %s, which the framework does not list", name(item), finding.Quote(item.Level))
		case strings.TrimSpace(item.Statement) == "" && strings.TrimSpace(item.Title) == "":
			fault = fmt.Errorf("the item %s has neither a statement nor a title", name(item))
		}
		e.items[item.UUID] = item
		if item.Changed == "" && f.Changed == "" {
			if undated++; undated == 1 {
				firstUndated = item
			}
		}
		e.day = max(e.day, item.Changed)
		return fault == nil
	})
	switch {
	case fault != nil:
		return fault
	case undated > 0:
		return fmt.Errorf("CASE needs the day on which each item was last changed, and %d have none, the first %s: add a line such as changed: 2020-01-31 to the head of the framework, which is for all of them, or to each item",
			undated, name(firstUndated))
	case e.day == "":
		return fmt.Errorf("CASE needs the day on which the framework was last changed: add a line such as changed: 2020-01-31 to its head")
	}
	return e.readyLinks()
}

func (e *exporter) readyLinks() error {
	var fault error
	e.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		for _, id := range item.ReplacedBy {
			if e.items[id] == nil || id == item.UUID {
				fault = fmt.Errorf("the item %s is replaced by %s, which is no other item of the framework", name(item), finding.Quote(id))
			}
		}
		for _, l := range item.Links {
			if _, ok := e.relations[l.Relation]; !ok {
				fault = fmt.Errorf("a link of the item %s is of the relation %s, which the framework does not list", name(item), finding.Quote(l.Relation))
			}
			if !l.Outside() && (e.items[l.To] == nil || l.To == item.UUID) {
				fault = fmt.Errorf("a link of the item %s leads to %s, which is no other item of the framework", name(item), finding.Quote(l.To))
			}
		}
		return fault == nil
	})
	return fault
}

func name(item *frameworks.Item) string {
	for _, s := range []string{item.Code, item.Title, item.Statement, item.Key, item.UUID} {
		if s != "" {
			return finding.Quote(cut(frameworks.OneLine(s), 60))
		}
	}
	return "without a name"
}

// uri gives the address of an entity of a class, such as CFItems.
func (e *exporter) uri(class, id string) string {
	if e.base == "" {
		return "urn:uuid:" + id
	}
	return e.base + "/ims/case/v1p1/" + class + "/" + id
}

// linkTitle names an item in a link: its code, and its words or how they begin.
func linkTitle(code, words string) string {
	code, words = frameworks.OneLine(code), frameworks.OneLine(words)
	if short := cut(words, 100); short != words {
		words = strings.TrimRight(short, " ,;:.") + "…"
	}
	return strings.TrimSpace(code + " " + words)
}

// headingKinds finds the kinds that stand for headings: items stand below one of
// them, and none stands below one of its own kind.
func headingKinds(f *frameworks.Framework) map[string]bool {
	var kinds []string
	var above []int
	at := map[*frameworks.Item]int{}
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		at[item] = len(kinds)
		kinds = append(kinds, item.Kind)
		parent := -1
		if n := len(parents); n > 0 {
			parent = at[parents[n-1]]
		}
		above = append(above, parent)
		return true
	})
	return frameworks.HeadingKinds(kinds, above)
}

// Notes gives what a person should know of the package that Export makes of f
// with the options o, beside what keeps it from being made.
func Notes(f *frameworks.Framework, o Options) []finding.Finding {
	if frameworks.OneLine(f.Creator) != "" {
		return nil
	}
	one := finding.Finding{
		Severity: finding.Note, Kind: "no-creator", File: f.File, Expected: "creator in the head of the framework",
		Message: "CASE asks who created the framework, which it does not say; the package says " + finding.Quote(notStated),
		Do:      "Add a line such as creator: Our college.",
	}
	if publisher := frameworks.OneLine(f.Publisher); publisher != "" {
		one.Message = "CASE asks who created the framework, which it does not say; the package names its publisher, " + finding.Quote(publisher)
		if o.Strict {
			one.Message += ", and whoever reads it cannot tell"
		}
	}
	return []finding.Finding{one}
}

func (e *exporter) link(class, id, title string) linkJSON {
	return linkJSON{Title: title, Identifier: id, URI: e.uri(class, id)}
}

// identifier makes the UUID of an entity that has none in the framework, of what
// it is about; of the second of two about the same, of its number too.
func (e *exporter) identifier(about ...string) string {
	key := strings.Join(about, "/")
	e.made[key]++
	if n := e.made[key]; n > 1 {
		key += "/" + strconv.Itoa(n)
	}
	return made(e.doc, key)
}

func stampOf(day string) string { return day + "T00:00:00Z" }

func (e *exporter) document() {
	f, d := e.f, &e.out.Document
	ex := documentExtra{Format: extensionFormat, ID: f.ID, Source: f.Source, Wording: f.Wording}
	*d = documentJSON{
		Identifier: e.doc, URI: e.uri("CFDocuments", e.doc), CASEVersion: "1.1",
		Creator: frameworks.OneLine(f.Creator), Title: frameworks.OneLine(f.Title), LastChangeDateTime: stampOf(e.day),
		OfficialSourceURL: f.URL, Publisher: frameworks.OneLine(f.Publisher), Language: f.Language, Version: f.Version,
		AdoptionStatus: statusOut(f.Status), Notes: f.Notes,
	}
	if d.Creator == "" {
		d.Creator = d.Publisher
	}
	if d.Creator == "" {
		d.Creator = notStated
	}
	o := &ex.Originals
	o.keep("title", d.Title, frameworks.OneLine(clean(d.Title)), f.Title)
	o.keep("creator", d.Creator, creatorIn(d.Creator), f.Creator)
	o.keep("publisher", d.Publisher, frameworks.OneLine(clean(d.Publisher)), f.Publisher)
	o.keep("url", d.OfficialSourceURL, urlIn(d.OfficialSourceURL, d.URI), f.URL)
	o.keep("changed", d.LastChangeDateTime, e.day, f.Changed)
	o.keep("notes", d.Notes, clean(d.Notes), f.Notes)
	if f.Rights != "" {
		l := licenseJSON{
			Identifier: e.identifier("licence"), Title: cut(frameworks.OneLine(f.Rights), 60), LicenseText: f.Rights, LastChangeDateTime: stampOf(e.day),
		}
		l.URI = e.uri("CFLicenses", l.Identifier)
		d.LicenseURI = &linkJSON{Title: l.Title, Identifier: l.Identifier, URI: l.URI}
		o.keep("rights", l.LicenseText, rightsIn(l.Title, l.LicenseText), f.Rights)
		e.define().Licenses = []licenseJSON{l}
	}
	e.headFields(&ex)
	for _, r := range f.Relations {
		ex.Relations = append(ex.Relations, flat(r))
	}
	if !e.o.Strict {
		d.Extensions = &extension[documentExtra]{ex}
	}
}

// flat is a relation without its place in the file.
func flat(r frameworks.Relation) relationJSON {
	return relationJSON{ID: r.ID, Label: r.Label, Inverse: r.Inverse, Ordered: r.Ordered, CASE: r.CASE}
}

// headFields writes the references that CASE has fields for.
func (e *exporter) headFields(ex *documentExtra) {
	d := &e.out.Document
	for _, r := range e.f.References {
		ex.References = append(ex.References, referenceJSON{Scheme: r.Scheme, Code: r.Code, Title: r.Title})
		switch r.Scheme {
		case schemeType:
			d.FrameworkType = frameworks.OneLine(r.Code)
		case schemeSubject:
			d.Subject = append(d.Subject, frameworks.OneLine(r.Code))
		case schemeStart:
			d.StatusStartDate = wholeDay(r.Code)
		case schemeEnd:
			d.StatusEndDate = wholeDay(r.Code)
		case schemeStatus:
			// A word that is read as a status would come back as one.
			if d.AdoptionStatus == "" && statusIn(frameworks.OneLine(r.Code)) == "" {
				d.AdoptionStatus = frameworks.OneLine(r.Code)
			}
		}
	}
}

// wholeDay gives a day that is written as nothing but a day, else "".
func wholeDay(s string) string {
	if dayOf(s) != s {
		return ""
	}
	return s
}

func (e *exporter) define() *definitionsJSON {
	if e.out.Definitions == nil {
		e.out.Definitions = &definitionsJSON{}
	}
	return e.out.Definitions
}

// definitions writes the kinds as item types and the levels as concepts.
func (e *exporter) definitions() {
	e.kinds, e.levels = map[string]linkJSON{}, map[string]linkJSON{}
	for i, k := range e.f.Kinds {
		title := firstOf(frameworks.OneLine(k.Label), frameworks.OneLine(k.ID))
		ex := valueExtra{ID: k.ID, Letter: k.Letter}
		ex.Originals.keep("label", title, frameworks.OneLine(clean(title)), k.Label)
		one := e.definition("CFItemTypes", k.ID, title, title, i, ex)
		one.TypeCode = frameworks.OneLine(k.ID)
		e.define().ItemTypes = append(e.define().ItemTypes, one)
		e.kinds[k.ID] = linkJSON{Title: title, Identifier: one.Identifier, URI: one.URI}
	}
	for i, l := range e.f.Levels {
		title := firstOf(frameworks.OneLine(l.Label), frameworks.OneLine(l.ID))
		ex := valueExtra{ID: l.ID}
		ex.Originals.keep("label", title, frameworks.OneLine(clean(title)), l.Label)
		ex.Originals.keep("definition", l.Definition, clean(l.Definition), l.Definition)
		one := e.definition("CFConcepts", l.ID, title, l.Definition, i, ex)
		e.define().Concepts = append(e.define().Concepts, one)
		e.levels[l.ID] = linkJSON{Title: title, Identifier: one.Identifier, URI: one.URI}
	}
}

func (e *exporter) definition(class, id, title, description string, i int, ex valueExtra) definitionJSON {
	one := definitionJSON{
		Identifier: e.identifier(class, id), Title: title, Description: description, HierarchyCode: strconv.Itoa(i + 1), LastChangeDateTime: stampOf(e.day),
	}
	one.URI = e.uri(class, one.Identifier)
	if !e.o.Strict {
		one.Extensions = &extension[valueExtra]{ex}
	}
	return one
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// below writes the items of a list and everything below them.
func (e *exporter) below(items []frameworks.Item, parent *frameworks.Item) {
	for i := range items {
		item := &items[i]
		e.out.Items = append(e.out.Items, e.item(item))
		up := e.link("CFDocuments", e.doc, e.out.Document.Title)
		if parent != nil {
			up = e.node(parent)
		}
		e.associate(item, associationJSON{AssociationType: "isChildOf", SequenceNumber: i + 1, Destination: up}, nil)
		if item.Level != "" {
			e.associate(item, associationJSON{AssociationType: "hasSkillLevel", Destination: e.levels[item.Level]}, nil)
		}
		for _, id := range item.ReplacedBy {
			e.associate(item, associationJSON{AssociationType: "replacedBy", Destination: e.node(e.items[id])}, nil)
		}
		for _, l := range item.Links {
			e.linked(item, l)
		}
		e.below(item.Items, item)
	}
}

func (e *exporter) changed(item *frameworks.Item) string {
	return stampOf(firstOf(item.Changed, e.f.Changed))
}

func (e *exporter) item(item *frameworks.Item) itemJSON {
	kind := e.kinds[item.Kind]
	out := itemJSON{
		Identifier: item.UUID, URI: e.uri("CFItems", item.UUID), FullStatement: item.Statement, CFItemType: kind.Title, CFItemTypeURI: &kind,
		HumanCodingScheme: frameworks.OneLine(item.Code), AbbreviatedStatement: frameworks.OneLine(item.Title), Notes: item.Notes, Language: e.f.Language,
		StatusStartDate: item.From, StatusEndDate: item.Until, LastChangeDateTime: e.changed(item),
	}
	if strings.TrimSpace(item.Statement) == "" {
		out.FullStatement, out.AbbreviatedStatement = out.AbbreviatedStatement, ""
	}
	ex := itemExtra{Key: item.Key, Wording: item.Wording, Sources: item.Sources}
	o := &ex.Originals
	title, statement := wordingIn(out.FullStatement, out.AbbreviatedStatement, len(item.Items) > 0 || e.headings[item.Kind])
	o.keep("title", out.AbbreviatedStatement, title, item.Title)
	o.keep("statement", out.FullStatement, statement, item.Statement)
	o.keep("code", out.HumanCodingScheme, frameworks.OneLine(clean(out.HumanCodingScheme)), item.Code)
	o.keep("notes", out.Notes, clean(out.Notes), item.Notes)
	o.keep("changed", out.LastChangeDateTime, changedIn(out.LastChangeDateTime, e.day), item.Changed)
	if !e.o.Strict && (ex.Key != "" || ex.Wording != "" || len(ex.Sources) > 0 || len(ex.Originals) > 0) {
		out.Extensions = &extension[itemExtra]{ex}
	}
	return out
}

// node gives the link to an item, by its code and how its text begins.
func (e *exporter) node(item *frameworks.Item) linkJSON {
	return e.link("CFItems", item.UUID, linkTitle(item.Code, firstOf(frameworks.OneLine(item.Title), item.Statement)))
}

// associate writes a link that begins at an item; about tells it from others of
// its type between the same two, nil where there are none.
func (e *exporter) associate(item *frameworks.Item, a associationJSON, ex *linkExtra) {
	a.Identifier = e.identifier("CFAssociations", a.AssociationType, item.UUID, a.Destination.URI)
	a.URI = e.uri("CFAssociations", a.Identifier)
	a.Origin = e.node(item)
	a.LastChangeDateTime = e.changed(item)
	if ex != nil && !e.o.Strict {
		a.Extensions = &extension[linkExtra]{*ex}
	}
	e.out.Associations = append(e.out.Associations, a)
}

func (e *exporter) linked(item *frameworks.Item, l frameworks.Link) {
	r := e.relations[l.Relation]
	a := associationJSON{AssociationType: relationType(r), Notes: l.Notes}
	ex := linkExtra{Relation: r.ID}
	ex.Originals.keep("notes", a.Notes, clean(a.Notes), l.Notes)
	if l.Outside() {
		a.Destination = e.away("", l.To, l.Title)
		ex.Originals.keep("title", a.Destination.Title, outsideTitle(a.Destination.Title, l.To), l.Title)
	} else {
		a.Destination = e.node(e.items[l.To])
		ex.Originals.keep("title", a.Destination.Title, "", l.Title)
	}
	e.associate(item, a, &ex)
}

// away gives the link to something outside of the framework. Where the address
// of it has one of this framework's UUIDs in it, it gets one of its own, so that
// nobody takes it for the item here.
func (e *exporter) away(id, uri, title string) linkJSON {
	if id == "" {
		id = lastUUID(uri)
		if id == "" || id == e.doc || e.items[id] != nil {
			id = made("concord:outside", uri)
		}
	}
	if uri == "" {
		uri = "urn:uuid:" + id
	}
	return linkJSON{Title: firstOf(frameworks.OneLine(title), uri), Identifier: id, URI: uri}
}

// crosswalk writes the confirmed links to other frameworks.
func (e *exporter) crosswalk() error {
	for i, l := range e.o.Links {
		item := e.items[l.Origin]
		switch {
		case item == nil:
			return fmt.Errorf("confirmed link %d begins at %s, which is no item of the framework", i+1, finding.Quote(l.Origin))
		case !slices.Contains(LinkTypes, l.Type):
			return fmt.Errorf("confirmed link %d is of the type %s. %s", i+1, finding.Quote(l.Type), finding.DidYouMean(l.Type, LinkTypes))
		case plainUUID(l.DestinationUUID) == "" && !strings.Contains(l.DestinationURI, ":"):
			return fmt.Errorf("confirmed link %d of %s leads nowhere: give the UUID or the address of the other item", i+1, name(item))
		case l.Score < 0 || l.Score > 1 || l.Score != l.Score:
			return fmt.Errorf("confirmed link %d of %s has the score %v; a score is from 0 to 1", i+1, name(item), l.Score)
		}
		ex := linkExtra{Method: l.Method, ConfirmedBy: l.ConfirmedBy}
		if l.Score > 0 {
			ex.Score = &l.Score
		}
		e.associate(item, associationJSON{
			AssociationType: l.Type, Notes: l.Notes, Destination: e.away(plainUUID(l.DestinationUUID), l.DestinationURI, linkTitle(l.DestinationCode, l.DestinationTitle)),
		}, &ex)
	}
	return nil
}
