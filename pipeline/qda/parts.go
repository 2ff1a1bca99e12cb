package qda

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/packed"

	"github.com/google/uuid"
)

// projectReader reads the elements of a codebook or a project, in whatever order
// they come.
type projectReader struct {
	*tally
	*xmlReader
	p    Project
	seen map[string]bool // kind and GUID of what has been read
	// sources and notes are read before their texts are looked for.
	sources, notes []textSource
	space          uuid.UUID
}

// textSource is a source before its text has been looked for.
type textSource struct {
	Source
	// path is where the text is; "" where it stands in the XML itself.
	path   string
	inline bool
	line   int
	// lines[i] is where selection i begins in the XML.
	lines []int
	// transcript is true for the transcript of a sound recording or film.
	transcript bool
}

// readXML reads a codebook or project. archive holds the texts; nil where there
// is only the XML.
func readXML(t *tally, text string, archive *packed.Archive) (Project, error) {
	r := &projectReader{tally: t, xmlReader: newXML(text), seen: map[string]bool{}, space: space("file", "")}
	root, err := r.root()
	if err != nil {
		return Project{}, err
	}
	r.p.Origin = root.get("origin")
	switch root.name {
	case "CodeBook":
		err = r.children(r.codebook)
	case "Project":
		r.p.Name, r.p.Created = root.get("name"), r.when(root, "creationDateTime")
		err = r.children(r.project)
	default:
		return Project{}, notQDA("XML that begins with " + root.name)
	}
	// What was read before the fault is whole, and worth giving.
	if textErr := r.texts(archive); err == nil {
		err = textErr
	}
	r.resolve()
	return r.p, err
}

func (r *projectReader) project(e element) (err error) {
	switch e.name {
	case "Users":
		return r.children(func(c element) error {
			if r.is(c, "User") {
				r.p.Users = append(r.p.Users, User{r.guid(c, "guid"), c.get("name"), c.get("id")})
			}
			return nil
		})
	case "CodeBook":
		return r.children(r.codebook)
	case "Variables":
		return r.children(r.variable)
	case "Cases":
		return r.children(r.oneCase)
	case "Sources":
		return r.children(r.source)
	case "Notes":
		return r.children(func(c element) error {
			if !r.is(c, "Note") {
				return nil
			}
			s, err := r.textSource(c)
			r.notes = append(r.notes, s)
			return err
		})
	case "Links":
		return r.children(r.link)
	case "Sets":
		return r.children(r.set)
	case "Graphs":
		return r.children(r.lose)
	case "Description":
		r.p.Description, err = r.text()
	case "NoteRef":
		r.ref(e, &r.p.About)
	default:
		r.unknown(e)
	}
	return err
}

// codebook reads what stands in a CodeBook, which in a codebook file also holds
// the sets.
func (r *projectReader) codebook(e element) error {
	switch e.name {
	case "Codes":
		return r.children(func(c element) error {
			if !r.is(c, "Code") {
				return nil
			}
			return r.code(c, &r.p.Codes)
		})
	case "Sets":
		return r.children(r.set)
	default:
		r.unknown(e)
	}
	return nil
}

func (r *projectReader) code(e element, to *[]Code) error {
	at := len(*to)
	*to = append(*to, Code{GUID: r.guid(e, "guid"), Name: r.name(e), Colour: r.colour(e), Codable: r.yes(e, "isCodable", true)})
	var below []Code
	err := r.children(func(c element) (err error) {
		switch c.name {
		case "Description":
			(*to)[at].Description, err = r.text()
		case "NoteRef":
			r.ref(c, &(*to)[at].Notes)
		case "Code":
			err = r.code(c, &below)
		default:
			r.unknown(c)
		}
		return err
	})
	(*to)[at].Codes = below
	return err
}

// variableTypes are the types that a variable can have.
var variableTypes = []string{"Text", "Boolean", "Integer", "Float", "Date", "DateTime"}

func (r *projectReader) variable(e element) error {
	if !r.is(e, "Variable") {
		return nil
	}
	v := Variable{GUID: r.guid(e, "guid"), Name: r.name(e), Type: strings.TrimSpace(e.get("typeOfVariable"))}
	if !slices.Contains(variableTypes, v.Type) {
		r.warn("variable-type", e.line, v.Type, "a variable is of no type that REFI-QDA has; it is read as text", "")
		v.Type = "Text"
	}
	err := r.children(func(c element) (err error) {
		if r.is(c, "Description") {
			v.Description, err = r.text()
		}
		return err
	})
	r.p.Variables = append(r.p.Variables, v)
	return err
}

func (r *projectReader) value(to *[]Value) error {
	var v Value
	some := false
	err := r.children(func(c element) (err error) {
		switch {
		case c.name == "VariableRef":
			v.Variable = r.target(c)
		case strings.HasSuffix(c.name, "Value"):
			some = true
			v.Text, err = r.text()
			if c.name != "TextValue" {
				v.Text = strings.TrimSpace(v.Text)
			}
		default:
			r.unknown(c)
		}
		return err
	})
	if some {
		*to = append(*to, v)
	}
	return err
}

func (r *projectReader) oneCase(e element) error {
	if !r.is(e, "Case") {
		return nil
	}
	a := Case{GUID: r.guid(e, "guid"), Name: e.get("name")}
	err := r.children(func(c element) (err error) {
		switch c.name {
		case "Description":
			a.Description, err = r.text()
		case "CodeRef":
			r.ref(c, &a.Codes)
		case "VariableValue":
			err = r.value(&a.Values)
		case "SourceRef":
			r.ref(c, &a.Sources)
		case "SelectionRef":
			r.ref(c, &a.Selections)
		default:
			r.unknown(c)
		}
		return err
	})
	r.p.Cases = append(r.p.Cases, a)
	return err
}

func (r *projectReader) source(e element) error {
	switch e.name {
	case "TextSource":
		s, err := r.textSource(e)
		r.sources = append(r.sources, s)
		return err
	case "PDFSource":
		return r.pdf(e)
	case "AudioSource", "VideoSource":
		r.lost(e.line, 1, lossy[e.name])
		return r.children(func(c element) error {
			if c.name != "Transcript" {
				return r.lose(c)
			}
			s, err := r.transcript(c)
			r.sources = append(r.sources, s)
			return err
		})
	default:
		return r.lose(e)
	}
}

// textSource reads a TextSource, and what has its form: a note, and the text of a
// PDF file.
func (r *projectReader) textSource(e element) (textSource, error) {
	s := r.newSource(e)
	err := r.children(func(c element) error { return r.textPart(&s, c) })
	return s, err
}

func (r *projectReader) newSource(e element) textSource {
	s := textSource{line: e.line, path: strings.TrimSpace(e.get("plainTextPath"))}
	s.GUID, s.Name, s.User, s.Created = r.guid(e, "guid"), e.get("name"), r.user(e), r.when(e, "creationDateTime")
	return s
}

func (r *projectReader) textPart(s *textSource, c element) (err error) {
	switch c.name {
	case "Description":
		s.Description, err = r.text()
	case "PlainTextContent":
		s.Text, err = r.text()
		s.inline = true
	case "PlainTextSelection":
		sel := r.newSelection(c)
		var startOK, endOK bool
		sel.Start, startOK = r.number(c, "startPosition")
		sel.End, endOK = r.number(c, "endPosition")
		if !startOK || !endOK {
			sel.Start, sel.End = -1, -1 // told of when spans are checked
		}
		err = r.selectionParts(&sel)
		s.Selections, s.lines = append(s.Selections, sel), append(s.lines, c.line)
	case "Coding":
		err = r.coding(c, &s.Codings)
	case "NoteRef":
		r.ref(c, &s.Notes)
	case "VariableValue":
		err = r.value(&s.Values)
	default:
		r.unknown(c)
	}
	return err
}

func (r *projectReader) newSelection(c element) Selection {
	return Selection{GUID: r.guid(c, "guid"), Name: c.get("name"), User: r.user(c), Created: r.when(c, "creationDateTime")}
}

func (r *projectReader) selectionParts(sel *Selection) error {
	return r.children(func(c element) (err error) {
		switch c.name {
		case "Description":
			sel.Description, err = r.text()
		case "Coding":
			err = r.coding(c, &sel.Codings)
		case "NoteRef":
			r.ref(c, &sel.Notes)
		default:
			r.unknown(c)
		}
		return err
	})
}

func (r *projectReader) coding(e element, to *[]Coding) error {
	a := Coding{GUID: r.guid(e, "guid"), User: r.user(e), Created: r.when(e, "creationDateTime")}
	err := r.children(func(c element) error {
		switch c.name {
		case "CodeRef":
			a.Code = r.target(c)
		case "NoteRef":
			r.ref(c, &a.Notes)
		default:
			r.unknown(c)
		}
		return nil
	})
	*to = append(*to, a)
	return err
}

func (r *projectReader) link(e element) error {
	if !r.is(e, "Link") {
		return nil
	}
	l := Link{GUID: r.guid(e, "guid"), Name: e.get("name"), Direction: e.get("direction"), Colour: r.colour(e)}
	if !slices.Contains(directions, l.Direction) {
		l.Direction = ""
	}
	l.Origin, _ = r.anyGUID(e.get("originGUID"))
	l.Target, _ = r.anyGUID(e.get("targetGUID"))
	err := r.children(func(c element) error {
		if r.is(c, "NoteRef") {
			r.ref(c, &l.Notes)
		}
		return nil
	})
	r.p.Links = append(r.p.Links, l)
	return err
}

var directions = []string{"Associative", "OneWay", "Bidirectional"}

func (r *projectReader) set(e element) error {
	if !r.is(e, "Set") {
		return nil
	}
	s := Set{GUID: r.guid(e, "guid"), Name: r.name(e)}
	err := r.children(func(c element) (err error) {
		switch c.name {
		case "Description":
			s.Description, err = r.text()
		case "MemberCode":
			r.ref(c, &s.Codes)
		case "MemberSource":
			r.ref(c, &s.Sources)
		case "MemberNote":
			r.ref(c, &s.Notes)
		default:
			r.unknown(c)
		}
		return err
	})
	r.p.Sets = append(r.p.Sets, s)
	return err
}

// guid gives the GUID of an element. One that is missing, malformed or used
// before is replaced by one made of its place, so that everything can be named.
func (r *projectReader) guid(e element, attr string) string {
	raw := e.get(attr)
	id, ok := r.anyGUID(raw)
	if !ok {
		r.warn("guid", e.line, raw, "a GUID is missing or is not 8-4-4-4-12 hexadecimal digits; concord gave the part its own", "")
	}
	kind := e.name
	switch kind {
	case "Note", "PDFSource", "Transcript":
		kind = "TextSource" // what they become
	case "TranscriptSelection":
		kind = "PlainTextSelection"
	}
	if r.seen[kind+id] {
		r.warn("guid-twice", e.line, raw, "two parts of this file have the same GUID; the second got another, and what refers to it refers to the first", "")
		for n := 2; r.seen[kind+id]; n++ {
			id = named(r.space, kind, fmt.Sprintf("%s#%d", raw, n+r.elements))
		}
	}
	r.seen[kind+id] = true
	return id
}

// anyGUID gives the canonical form of a GUID, or one made of whatever stands in
// its place, the same for the same text.
func (r *projectReader) anyGUID(raw string) (string, bool) {
	if id, ok := canonical(raw); ok {
		return id, true
	}
	if raw == "" {
		return named(r.space, "element", strconv.Itoa(r.elements)), false
	}
	return named(r.space, "guid", raw), false
}

// target gives the GUID that an element refers to. Codebooks name it guid where
// projects name it targetGUID.
func (r *projectReader) target(e element) string {
	raw := e.get("targetGUID")
	if raw == "" {
		raw = e.get("guid")
	}
	id, _ := r.anyGUID(raw)
	return id
}

func (r *projectReader) ref(e element, to *[]string) { *to = append(*to, r.target(e)) }

func (r *projectReader) user(e element) string {
	raw := e.get("creatingUser")
	if raw == "" {
		return ""
	}
	id, _ := r.anyGUID(raw)
	return id
}

func (r *projectReader) name(e element) string {
	name := e.get("name")
	if strings.TrimSpace(name) == "" {
		r.warn("no-name", e.line, e.name, "a part of this file has no name", "")
	}
	return name
}

var colourForm = regexp.MustCompile(`^#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})$`)

func (r *projectReader) colour(e element) string {
	c := strings.TrimSpace(e.get("color"))
	if c != "" && !colourForm.MatchString(c) {
		r.warn("colour", e.line, c, "a colour is not #RGB or #RRGGBB; it was left out", "")
		return ""
	}
	return c
}

func (r *projectReader) when(e element, attr string) string {
	raw := strings.TrimSpace(e.get(attr))
	if raw != "" && !isDateTime(raw) {
		r.warn("date", e.line, raw, "a date and time is not as XML has them; it was left out", "")
		return ""
	}
	return raw
}

func (r *projectReader) yes(e element, attr string, missing bool) bool {
	switch strings.ToLower(strings.TrimSpace(e.get(attr))) {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	return missing
}

// number gives an attribute that is a whole number from 0 to 2^31 - 1, the most
// bytes that a source may have.
func (r *projectReader) number(e element, attr string) (int, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(e.get(attr)), 10, 32)
	return int(n), err == nil && n >= 0
}

// is tells whether an element is the one expected, and tells of it where not.
func (r *projectReader) is(e element, name string) bool {
	if e.name == name {
		return true
	}
	r.unknown(e)
	return false
}

func (r *projectReader) unknown(e element) {
	r.add(finding.Finding{
		Severity: finding.Warning, Kind: "unknown-part", Line: e.line, Found: e.name,
		Message: "a part of this file that REFI-QDA does not have there was passed over: " + finding.Quote(e.name),
	})
}
