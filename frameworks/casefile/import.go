// Package casefile exchanges frameworks with other systems as packages of CASE,
// the Competencies and Academic Standards Exchange of 1EdTech: it reads the JSON
// of versions 1.0 and 1.1 as it is found in the world, and writes 1.1 as its
// schema asks.
package casefile

import (
	"fmt"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// Import reads a CASE package, version 1.0 or 1.1, whether or not it keeps to
// the schema. Everything that was left out, kept elsewhere or put right is told:
// a note stands for all the places of one kind and counts them, and its Cell is
// a JSON pointer (RFC 6901) to the first. The framework is never nil; it is fit
// for use where no finding is of severity Error, and then frameworks.Read reads
// what its Marshal gives. The one exception is a package without items, which
// is told as a warning, no-items.
//
// The tree comes from isChildOf, with siblings in the order of sequenceNumber;
// where they have none, in that of their codes, and where those are missing too,
// in the file's. An item that nothing puts anywhere stands at the top. What an
// item's type is called becomes its kind; an item without one is a statement.
// hasSkillLevel to a concept of the package becomes the item's level; so does, for
// an item without one, a text named level in its extensions, if all such texts of
// the package are short. Other links become links of the item that they begin at. Fields of an item that a
// framework has no place for (education levels, keywords, subjects, enumeration,
// other labels, another language) are kept as lines of its notes; rubrics are
// left out.
func Import(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
	f := &frameworks.Framework{File: file}
	s, root, findings := parse(file, data)
	if root == nil {
		return f, findings
	}
	pack, more := find(s, root)
	findings = append(findings, more...)
	if pack == nil {
		return f, findings
	}
	im := &importer{report: newReport(s), f: f, pack: pack, told: map[*value]bool{}}
	im.findings = findings
	im.definitions = first(pack, "CFDefinitions", "definitions")
	im.links = im.list(pack, "CFAssociations", "associations")
	im.document()
	im.kinds()
	im.concepts()
	im.levelTexts()
	im.items()
	im.associations()
	im.plainLevels()
	im.tree()
	im.successors()
	im.rest()
	im.nulls()
	im.check()
	return f, im.done()
}

type importer struct {
	*report
	f *frameworks.Framework
	// pack is the package, definitions its CFDefinitions, links its associations.
	pack, definitions *value
	links             []*value
	told              map[*value]bool // the values of the wrong form that were noted
	// doc is the document, docID its UUID, docDay the day on which it was last
	// changed, docEx what its extension holds.
	doc, docEx    *value
	docID, docURI string
	docDay        string

	kindIDs, levelIDs, relationIDs names
	kindAt                         map[string]int // the kind by its UUID or its title in small letters
	concept                        map[string]*value
	levelOf                        map[string]string // the level by the UUID of its concept
	relationAt                     map[string]int    // the relation by its association type

	// asLevel are the texts in extensions that are items' levels.
	asLevel map[*value]bool
	// headings are the kinds that stand for headings (see headingKinds).
	headings map[string]bool

	all   []*entry
	byID  map[string]int
	byURI map[string]int
}

// list gives the members of a list of the package, by any of its names, and says
// where it is something else.
func (im *importer) list(v *value, keys ...string) []*value {
	m := first(v, keys...)
	if m == nil {
		return nil
	}
	if m.kind != array {
		im.warn(m, finding.Finding{
			Kind: "wrong-form", Found: m.kind.String(), Expected: "a list", Message: m.key + " is not a list and is left out",
		})
		return nil
	}
	var out []*value
	for _, one := range m.members {
		if one.kind != object {
			im.warn(one, finding.Finding{
				Kind: "wrong-form", Found: one.kind.String(), Expected: "an object", Message: "this entry of " + m.key + " is not an object and is left out",
			})
			continue
		}
		out = append(out, one)
	}
	return out
}

// text gives a field's text; a number or true stand for themselves.
func (im *importer) text(v *value, keys ...string) string {
	m := first(v, keys...)
	switch {
	case m == nil:
		return ""
	case m.kind == object || m.kind == array:
		if t := texts(m); len(t) > 0 {
			im.form(m, m.kind.String(), m.key+" is not one text; what it holds was joined to one")
			return strings.Join(t, "; ")
		}
		return ""
	case m.kind != text:
		im.form(m, m.text, m.key+" is "+m.kind.String()+" and was read as a text")
	}
	return m.text
}

// form notes a value of the wrong form, once however often it is read.
func (im *importer) form(m *value, found, message string) {
	if !im.told[m] {
		im.told[m] = true
		im.note("form "+m.key, m, finding.Finding{Kind: "wrong-form", Found: found, Expected: "a text", Message: message})
	}
}

// line gives a field's text as one line.
func (im *importer) line(v *value, keys ...string) string {
	return frameworks.OneLine(clean(im.text(v, keys...)))
}

// texts gives the texts of a list, of a link or of one text.
func texts(v *value) []string {
	switch {
	case v == nil || v.kind == null:
		return nil
	case v.kind == array:
		var out []string
		for _, m := range v.members {
			if m.kind != array {
				out = append(out, texts(m)...)
			}
		}
		return out
	case v.kind == object:
		return texts(v.get("title"))
	}
	if t := frameworks.OneLine(clean(v.text)); t != "" {
		return []string{t}
	}
	return nil
}

// textsOf gives the texts of several fields, each once.
func textsOf(v *value, keys ...string) []string {
	var out []string
	seen := map[string]bool{}
	for _, key := range keys {
		for _, t := range texts(v.get(key)) {
			if !seen[t] {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	return out
}

func (im *importer) document() {
	d := first(im.pack, "CFDocument", "document")
	im.doc, im.docEx = d, extra(d)
	f, ex := im.f, im.docEx
	if format := ex.get("format"); format != nil && format.text != strconv.Itoa(extensionFormat) {
		im.warn(format, finding.Finding{
			Kind: "later-layout", Found: format.text, Expected: strconv.Itoa(extensionFormat),
			Message: "another version of concord wrote this package; what it holds beyond CASE may not all be read",
		})
	}
	raw := im.text(d, "identifier", "sourcedId")
	im.docID, im.docURI = plainUUID(raw), im.text(d, "uri")
	title := im.text(d, "title")
	f.Title = keptOr(ex, "title", title, frameworks.OneLine(clean(title)))
	if f.Title == "" {
		f.Title = "Framework without a title"
		im.warn(d, finding.Finding{Kind: "no-title", Expected: "a title", Message: "the document has no title; it was given one", Do: "Change it to what the framework is called."})
	}
	switch {
	case im.docID != "":
		im.capitals(raw, d)
	case lastUUID(im.docURI) != "":
		im.docID = lastUUID(im.docURI)
	default:
		im.docID = made("concord:case", raw+"\n"+f.Title)
		im.warn(d, finding.Finding{
			Kind: "no-uuid", Found: raw, Expected: "a UUID as identifier", Message: "the document has no UUID; one was made from its identifier and its title",
		})
	}
	f.ID = im.text(ex, "id")
	if !idForm.MatchString(f.ID) {
		f.ID = frameworks.Slug(f.Title)
	}
	if f.ID == "" {
		f.ID = "framework-" + im.docID[:8]
	}
	if im.docID != frameworks.DocumentUUID(f.ID) {
		f.UUID = im.docID
	}

	f.Source, f.Wording = im.text(ex, "source"), im.text(ex, "wording")
	creator, publisher := im.text(d, "creator"), im.text(d, "publisher")
	f.Creator = keptOr(ex, "creator", creator, creatorIn(creator))
	f.Publisher = keptOr(ex, "publisher", publisher, frameworks.OneLine(clean(publisher)))
	url := im.text(d, "officialSourceURL")
	f.URL = keptOr(ex, "url", url, urlIn(url, im.docURI))
	f.Language = im.line(d, "language")
	im.changed(d)
	im.notes(d)
	im.rights(d)
	head := headFields{frameworkType: im.line(d, "frameworkType"), subjects: textsOf(d, "subject", "subjectURI")}
	head.start, head.end = im.day(d, "statusStartDate"), im.day(d, "statusEndDate")
	adoption := im.line(d, "adoptionStatus")
	if f.Status = statusIn(adoption); f.Status == "" {
		head.status = adoption
	}
	im.version(d, &head)
	im.references(d, head)
}

// notStated is what a package says that has no creator, since CASE needs one.
const notStated = "Not stated"

func creatorIn(written string) string {
	if written = frameworks.OneLine(clean(written)); written == notStated {
		return ""
	}
	return written
}

func urlIn(official, uri string) string {
	if official = frameworks.OneLine(clean(official)); official != "" {
		return official
	}
	if strings.HasPrefix(uri, "http://") || strings.HasPrefix(uri, "https://") {
		return frameworks.OneLine(clean(uri))
	}
	return ""
}

func (im *importer) capitals(raw string, at *value) {
	if raw != plainUUID(raw) {
		im.note("capitals", at, finding.Finding{
			Kind: "uuid-capitals", Found: raw, Expected: plainUUID(raw), Message: "a UUID is not written in small letters; it was",
		})
	}
}

func (im *importer) changed(d *value) {
	written := im.text(d, "lastChangeDateTime")
	im.docDay = dayOf(written)
	im.clock(d, written)
	im.f.Changed = keptOr(im.docEx, "changed", written, im.docDay)
}

// clock says that times are kept as days.
func (im *importer) clock(v *value, written string) {
	m := v.get("lastChangeDateTime")
	switch {
	case m == nil || m.kind == null:
		im.note("no-change", v, finding.Finding{Kind: "no-day", Expected: "lastChangeDateTime", Message: "it is not said when this was last changed"})
	case dayOf(written) == "":
		im.warn(m, finding.Finding{Kind: "not-a-day", Found: written, Expected: "a date and a time, such as 2020-01-31T09:30:00Z", Message: "this is no date; it is left out"})
	case !strings.HasSuffix(strings.ToUpper(written), "T00:00:00Z"):
		im.note("clock", m, finding.Finding{Kind: "time-left-out", Found: written, Message: "of a date and a time only the day (UTC) is kept"})
	}
}

// day gives the day of a field, "" where it is none.
func (im *importer) day(v *value, key string) string {
	written := im.text(v, key)
	day := dayOf(written)
	if written != "" && day != strings.TrimSpace(written) {
		f := finding.Finding{Kind: "not-a-day", Found: written, Expected: "a day, such as 2020-01-31", Message: key + " is no day; it is left out"}
		if day == "" {
			im.warn(v.get(key), f)
		} else {
			f.Message = key + " has a time; only the day is kept"
			im.note("day "+key, v.get(key), f)
		}
	}
	return day
}

func (im *importer) notes(d *value) {
	description, notes := im.text(d, "description"), im.text(d, "notes")
	read := clean(notes)
	if description = clean(description); description != "" {
		im.note("description", d.get("description"), finding.Finding{Kind: "kept-in-notes", Found: cut(frameworks.OneLine(description), 60), Message: "the description of the document is kept in its notes"})
		if read != "" {
			description += "\n\n"
		}
		read = description + read
	}
	im.f.Notes = keptOr(im.docEx, "notes", notes, read)
}

// rights makes one text of the licence: its text, with its title before it where
// the text does not have it.
func (im *importer) rights(d *value) {
	link := first(d, "licenseURI")
	var licence *value
	for _, l := range im.list(im.definitions, "CFLicenses") {
		if link != nil && sameID(l, link) {
			licence = l
		} else {
			im.note("licence", l, finding.Finding{Kind: "left-out", Found: im.line(l, "title"), Message: "a licence that is not the document's has no place in a framework and is left out"})
		}
	}
	var read, written string
	switch {
	case licence != nil:
		written = im.text(licence, "licenseText")
		read = rightsIn(im.text(licence, "title"), written)
	case link != nil:
		read = strings.Join(texts(link), " ")
		if uri := im.line(link, "uri"); uri != "" && link.kind == object {
			read = strings.TrimSpace(read + " " + uri)
		}
	}
	im.f.Rights = keptOr(im.docEx, "rights", written, read)
}

func rightsIn(title, full string) string {
	title, full = frameworks.OneLine(clean(title)), clean(full)
	if strings.Contains(frameworks.OneLine(full), title) {
		return full
	}
	if full == "" {
		return title
	}
	return title + "\n\n" + full
}

func sameID(a, link *value) bool {
	x, y := first(a, "identifier", "sourcedId"), link.get("identifier")
	if x != nil && y != nil && x.text != "" {
		return strings.EqualFold(x.text, y.text)
	}
	u := a.get("uri")
	if link.kind == text {
		return u != nil && u.text == link.text && u.text != ""
	}
	w := link.get("uri")
	return u != nil && w != nil && u.text == w.text && u.text != ""
}

func (im *importer) version(d *value, head *headFields) {
	written := im.line(d, "version")
	version, ok := versionOf(written)
	if version != written || !ok {
		f := finding.Finding{Kind: "version-made", Found: written, Expected: "three whole numbers, such as 1.0.0"}
		if ok {
			f.Message = "the version was made into " + version + "; what stood there is kept among the references"
			head.version = written
		} else {
			version = "1.0.0"
			f.Message = "no version can be read; it is taken as " + version
			head.version = written
		}
		at := d.get("version")
		if at == nil {
			at = d
		}
		im.note("version", at, f)
	}
	im.f.Version = version
}

// headFields are the fields of a document that become references.
type headFields struct {
	frameworkType, status, start, end, version string
	subjects                                   []string
}

// The schemes of references that stand for fields of a CASE document.
const (
	schemeType    = "Framework type"
	schemeSubject = "Subject"
	schemeStatus  = "Adoption status"
	schemeStart   = "Status start date"
	schemeEnd     = "Status end date"
	schemeVersion = "Version"
)

func (h headFields) references() []frameworks.Reference {
	var out []frameworks.Reference
	add := func(scheme, code string) {
		if code != "" {
			out = append(out, frameworks.Reference{Scheme: scheme, Code: code})
		}
	}
	add(schemeType, h.frameworkType)
	for _, s := range h.subjects {
		add(schemeSubject, s)
	}
	add(schemeStatus, h.status)
	add(schemeStart, h.start)
	add(schemeEnd, h.end)
	add(schemeVersion, h.version)
	return out
}

// references takes what the extension holds, and what the fields say beyond it.
func (im *importer) references(d *value, head headFields) {
	list := im.docEx.get("references")
	have := map[[2]string]bool{}
	if list != nil {
		for _, r := range list.members {
			one := frameworks.Reference{Scheme: im.text(r, "scheme"), Code: im.text(r, "code"), Title: im.text(r, "title")}
			im.f.References = append(im.f.References, one)
			have[[2]string{one.Scheme, frameworks.OneLine(clean(one.Code))}] = true
		}
	}
	for _, r := range head.references() {
		if have[[2]string{r.Scheme, r.Code}] {
			continue
		}
		im.f.References = append(im.f.References, r)
		if r.Scheme != schemeVersion {
			im.note("references", d, finding.Finding{
				Kind: "kept-as-reference", Found: r.Scheme + ": " + r.Code, Message: "what the document says of itself beyond a framework's fields is kept among the references",
			})
		}
	}
}

// rest says what of the package's own lists is not used.
func (im *importer) rest() {
	for _, key := range []string{"CFSubjects", "CFAssociationGroupings"} {
		for _, v := range im.list(im.definitions, key) {
			im.note(key, v, finding.Finding{Kind: "left-out", Found: im.line(v, "title"), Message: "entries of " + key + " have no place in a framework and are left out"})
		}
	}
	for _, v := range im.list(im.pack, "CFRubrics", "rubrics") {
		im.note("rubrics", v, finding.Finding{
			Kind: "left-out", Found: im.line(v, "title"), Message: "a rubric, its criteria and its levels have no place in a framework and are left out",
			Do: "Keep the package beside the framework where the rubric is needed.",
		})
	}
	im.unused("the package", im.pack, "CFDocument", "document", "CFItems", "items", "CFAssociations", "associations", "CFDefinitions", "definitions", "CFRubrics", "rubrics", "extensions")
	im.unused("the definitions", im.definitions, "CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings", "extensions")
	im.unused("the document", im.doc, "identifier", "sourcedId", "uri", "creator", "title", "lastChangeDateTime", "caseVersion", "officialSourceURL", "publisher",
		"description", "subject", "subjectURI", "language", "version", "adoptionStatus", "statusStartDate", "statusEndDate", "licenseURI", "notes", "frameworkType", "extensions")
}

// repeated are fields that say again which package something belongs to.
var repeated = map[string]bool{"CFDocumentURI": true, "CFPackageURI": true, "CFItemAssociationURI": true}

// unused notes every field of an entity that has something in it and was not read.
func (im *importer) unused(what string, v *value, used ...string) {
	if v == nil || v.kind != object {
		return
	}
next:
	for _, m := range v.members {
		for _, key := range used {
			if m.key == key {
				if key == "extensions" {
					im.foreign(what, m)
				}
				continue next
			}
		}
		switch {
		case m.empty():
		case repeated[m.key]:
			im.note("repeated "+m.key, m, finding.Finding{Kind: "repeated", Found: m.key, Message: m.key + " only says again which package this belongs to, and is not needed"})
		default:
			im.leftOut("unused "+what, m, fmt.Sprintf("%s of %s has no place in a framework and is left out", finding.Quote(m.key), what))
		}
	}
}

// leftOut notes a key of an entity, each key by itself, but no more than a person
// reads: after so many different ones the others are counted with the last.
func (im *importer) leftOut(where string, m *value, message string) {
	name := where + " " + m.key
	if _, have := im.first[name]; !have {
		if im.given[where] == most {
			name = where
			message = "more keys that have no place in a framework are left out"
		} else {
			im.given[where]++
		}
	}
	im.note(name, m, finding.Finding{Kind: "left-out", Found: m.key, Message: message})
}

// foreign notes extensions of other systems.
func (im *importer) foreign(what string, extensions *value) {
	if extensions.kind == null {
		return
	}
	for _, m := range extensions.members {
		if m.key != extensionKey && !im.asLevel[m] {
			im.leftOut("foreign "+what, m, fmt.Sprintf("the extension %s of %s is left out", finding.Quote(m.key), what))
		}
	}
}

// nulls counts the values that are null, which the schema does not allow.
func (im *importer) nulls() {
	stack := []*value{im.pack}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if v.kind == null {
			im.note("null", v, finding.Finding{Kind: "null", Message: "a value is null where CASE leaves it out; it is taken as not given"})
		}
		for i := len(v.members) - 1; i >= 0; i-- {
			stack = append(stack, v.members[i])
		}
	}
}

// check holds what was read to the rules that a framework's own file is held to.
func (im *importer) check() {
	if len(im.f.Items) == 0 {
		im.warn(im.pack, finding.Finding{Kind: "no-items", Expected: "one item at least", Message: "this package has a document but no items", Do: "Its file cannot be used before an item is added to it."})
		return
	}
	written, err := im.f.Marshal()
	if err != nil {
		im.fail(im.pack, finding.Finding{Kind: "not-written", Message: err.Error()})
		return
	}
	_, faults := frameworks.Read(im.source.file, written)
	errs := finding.Errors(faults)
	for i, f := range errs[:min(len(errs), most)] {
		if i == most-1 && len(errs) > most {
			f.Count = len(errs) - i
		}
		// The places are those of a file that nobody has seen.
		f.Line, f.Column, f.Cell = 0, 0, ""
		f.Message = "the framework that this package gives has a fault: " + f.Message
		im.findings = append(im.findings, f)
	}
}
