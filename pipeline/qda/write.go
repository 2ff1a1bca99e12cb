package qda

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// WriteCodebook gives the codes and sets of a project as a REFI-QDA codebook
// (.qdc), valid under Codebook.xsd. What a codebook has no place for is left
// out: notes, and sources in sets. The error says that there is no code, which
// the schema does not allow, or what is wrong with a part.
func WriteCodebook(p Project) ([]byte, error) {
	if len(p.Codes) == 0 {
		return nil, fmt.Errorf("there are no codes, and a REFI-QDA codebook must have one")
	}
	if err := check(p); err != nil {
		return nil, err
	}
	w := &xmlWriter{}
	const ns = "urn:QDA-XML:codebook:1.0"
	w.begin("CodeBook", "xmlns", ns, "xmlns:xsi", instance,
		"xsi:schemaLocation", ns+" http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd", "origin", p.Origin)
	w.codes(p.Codes, false)
	w.group("Sets", len(p.Sets), func(i int) {
		s := p.Sets[i]
		w.begin("Set", "guid", s.GUID, "name=", s.Name)
		w.leaf("Description", s.Description)
		for _, id := range s.Codes {
			w.empty("MemberCode", "guid", id)
		}
		w.end("Set")
	})
	w.end("CodeBook")
	return w.b.Bytes(), nil
}

// WriteProject gives a project as a REFI-QDA project (.qdpx): a zip file with
// project.qde, valid under Project.xsd, and each source's text in the folder
// sources. The same project gives the same bytes.
//
// Texts keep their number of characters: a byte that is not UTF-8 becomes U+FFFD,
// as does a NUL, and a carriage return a space or a line feed. A variable with a
// value that is not of its type is written as text. The error says what is wrong
// with a part: a GUID that is none or stands twice, a selection outside its text,
// a reference to something that is not there.
func WriteProject(p Project) ([]byte, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	w := &xmlWriter{types: typesOf(p)}
	w.project(p)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, data []byte) error {
		// A fixed time: the earliest that a zip file can hold.
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	if err := add("project.qde", w.b.Bytes()); err != nil {
		return nil, err
	}
	for _, s := range p.Sources {
		if s.NoText {
			continue
		}
		if err := add("sources/"+s.GUID+".txt", []byte(plain(s.Text))); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// plain gives a text that every program counts alike: UTF-8, "\n" as the only
// line ending, no byte order mark. It has as many code points as before.
func plain(text string) string {
	text = string([]rune(text)) // each wrong byte becomes U+FFFD
	if rest, ok := strings.CutPrefix(text, "\ufeff"); ok {
		text = "\u2060" + rest // what Unicode has in the mark's place within texts
	}
	return oneEnding.Replace(text)
}

var oneEnding = strings.NewReplacer("\r\n", " \n", "\r", "\n", "\x00", "\ufffd")

const instance = "http://www.w3.org/2001/XMLSchema-instance"

// xmlWriter writes elements, indented. Its methods follow the order that the
// schemas prescribe.
type xmlWriter struct {
	b     bytes.Buffer
	deep  int
	began int               // how long b was after the last start of an element
	types map[string]string // of variables, by GUID
}

// open writes the start of an element. attrs are names and values in turn; an
// empty value is left out unless its name ends with "=".
func (w *xmlWriter) open(name string, attrs []string) {
	if w.b.Len() == 0 {
		w.b.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	}
	w.indent()
	w.b.WriteString("<" + name)
	for i := 0; i < len(attrs); i += 2 {
		key, always := strings.CutSuffix(attrs[i], "=")
		if attrs[i+1] == "" && !always {
			continue
		}
		w.b.WriteString(" " + key + `="`)
		w.escape(attrs[i+1])
		w.b.WriteString(`"`)
	}
}

func (w *xmlWriter) indent() {
	for range w.deep {
		w.b.WriteByte(' ')
	}
}

// escape cannot fail: a buffer takes everything.
func (w *xmlWriter) escape(text string) { _ = xml.EscapeText(&w.b, []byte(text)) }

func (w *xmlWriter) begin(name string, attrs ...string) {
	w.open(name, attrs)
	w.b.WriteString(">\n")
	w.began = w.b.Len()
	w.deep++
}

// end closes an element; one that has nothing in it is made empty.
func (w *xmlWriter) end(name string) {
	w.deep--
	if start, ok := bytes.CutSuffix(w.b.Bytes(), []byte(">\n")); ok && w.b.Len() == w.began {
		w.b.Truncate(len(start))
		w.b.WriteString("/>\n")
		return
	}
	w.indent()
	w.b.WriteString("</" + name + ">\n")
}

func (w *xmlWriter) empty(name string, attrs ...string) {
	w.open(name, attrs)
	w.b.WriteString("/>\n")
}

// leaf writes an element that holds text; none where there is no text.
func (w *xmlWriter) leaf(name, text string) {
	if text != "" {
		w.full(name, text)
	}
}

func (w *xmlWriter) full(name, text string) {
	w.indent()
	w.b.WriteString("<" + name + ">")
	w.escape(text)
	w.b.WriteString("</" + name + ">\n")
}

// group writes an element around n others; nothing where n is 0, as the schemas
// allow no empty group.
func (w *xmlWriter) group(name string, n int, each func(i int)) {
	if n == 0 {
		return
	}
	w.begin(name)
	for i := range n {
		each(i)
	}
	w.end(name)
}

func (w *xmlWriter) refs(name string, ids []string) {
	for _, id := range ids {
		w.empty(name, "targetGUID", id)
	}
}

func (w *xmlWriter) codes(codes []Code, inProject bool) {
	w.group("Codes", len(codes), func(i int) { w.code(codes[i], inProject) })
}

func (w *xmlWriter) code(c Code, inProject bool) {
	w.begin("Code", "guid", c.GUID, "name=", c.Name, "isCodable", strconv.FormatBool(c.Codable), "color", c.Colour)
	w.leaf("Description", c.Description)
	if inProject {
		w.refs("NoteRef", c.Notes)
	}
	for _, below := range c.Codes {
		w.code(below, inProject)
	}
	w.end("Code")
}

func (w *xmlWriter) project(p Project) {
	const ns = "urn:QDA-XML:project:1.0"
	w.begin("Project", "xmlns", ns, "xmlns:xsi", instance,
		"xsi:schemaLocation", ns+" http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd",
		"name=", p.Name, "origin", p.Origin, "creationDateTime", p.Created)
	w.group("Users", len(p.Users), func(i int) {
		w.empty("User", "guid", p.Users[i].GUID, "name", p.Users[i].Name, "id", p.Users[i].ID)
	})
	w.group("CodeBook", min(len(p.Codes), 1), func(int) { w.codes(p.Codes, true) })
	w.group("Variables", len(p.Variables), func(i int) {
		v := p.Variables[i]
		w.begin("Variable", "guid", v.GUID, "name=", v.Name, "typeOfVariable", w.types[v.GUID])
		w.leaf("Description", v.Description)
		w.end("Variable")
	})
	w.group("Cases", len(p.Cases), func(i int) {
		c := p.Cases[i]
		w.begin("Case", "guid", c.GUID, "name", c.Name)
		w.leaf("Description", c.Description)
		w.refs("CodeRef", c.Codes)
		w.values(c.Values)
		w.refs("SourceRef", c.Sources)
		w.refs("SelectionRef", c.Selections)
		w.end("Case")
	})
	w.group("Sources", len(p.Sources), func(i int) {
		s := p.Sources[i]
		path := "internal://" + s.GUID + ".txt"
		if s.NoText {
			path = ""
		}
		w.source("TextSource", s, path)
	})
	w.group("Notes", len(p.Notes), func(i int) { w.source("Note", p.Notes[i], "") })
	w.group("Links", len(p.Links), func(i int) {
		l := p.Links[i]
		w.begin("Link", "guid", l.GUID, "name", l.Name, "direction", l.Direction, "color", l.Colour, "originGUID", l.Origin, "targetGUID", l.Target)
		w.refs("NoteRef", l.Notes)
		w.end("Link")
	})
	w.group("Sets", len(p.Sets), func(i int) {
		s := p.Sets[i]
		w.begin("Set", "guid", s.GUID, "name=", s.Name)
		w.leaf("Description", s.Description)
		w.refs("MemberCode", s.Codes)
		w.refs("MemberSource", s.Sources)
		w.refs("MemberNote", s.Notes)
		w.end("Set")
	})
	w.leaf("Description", p.Description)
	w.refs("NoteRef", p.About)
	w.end("Project")
}

// source writes a text. Where it has no path of its own the text stands in the
// XML: notes are short.
func (w *xmlWriter) source(name string, s Source, path string) {
	w.begin(name, "guid", s.GUID, "name", s.Name, "plainTextPath", path, "creatingUser", s.User, "creationDateTime", s.Created)
	w.leaf("Description", s.Description)
	if path == "" && !s.NoText {
		w.full("PlainTextContent", plain(s.Text))
	}
	for _, sel := range s.Selections {
		w.begin("PlainTextSelection", "guid", sel.GUID, "name", sel.Name,
			"startPosition", strconv.Itoa(sel.Start), "endPosition", strconv.Itoa(sel.End), "creatingUser", sel.User, "creationDateTime", sel.Created)
		w.leaf("Description", sel.Description)
		w.codings(sel.Codings)
		w.refs("NoteRef", sel.Notes)
		w.end("PlainTextSelection")
	}
	w.codings(s.Codings)
	w.refs("NoteRef", s.Notes)
	w.values(s.Values)
	w.end(name)
}

func (w *xmlWriter) codings(list []Coding) {
	for _, c := range list {
		w.begin("Coding", "guid", c.GUID, "creatingUser", c.User, "creationDateTime", c.Created)
		w.empty("CodeRef", "targetGUID", c.Code)
		w.refs("NoteRef", c.Notes)
		w.end("Coding")
	}
}

func (w *xmlWriter) values(list []Value) {
	for _, v := range list {
		w.begin("VariableValue")
		w.empty("VariableRef", "targetGUID", v.Variable)
		w.full(w.types[v.Variable]+"Value", v.Text)
		w.end("VariableValue")
	}
}

// typesOf gives the type of each variable: its own, or Text where one of its
// values is not of it.
func typesOf(p Project) map[string]string {
	types := map[string]string{}
	for _, v := range p.Variables {
		types[v.GUID] = v.Type
	}
	look := func(list []Value) {
		for _, v := range list {
			if !isOf(types[v.Variable], v.Text) {
				types[v.Variable] = "Text"
			}
		}
	}
	for _, c := range p.Cases {
		look(c.Values)
	}
	for _, s := range p.Sources {
		look(s.Values)
	}
	for _, n := range p.Notes {
		look(n.Values)
	}
	return types
}

var (
	integerForm = regexp.MustCompile(`^[+-]?[0-9]+$`)
	decimalForm = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`)
)

// isOf tells whether a value is of a type, as XML Schema part 2 (2004) has them.
func isOf(kind, text string) bool {
	switch kind {
	case "Boolean":
		return slices.Contains([]string{"true", "false", "1", "0"}, text)
	case "Integer":
		return integerForm.MatchString(text)
	case "Float":
		return decimalForm.MatchString(text)
	case "Date":
		return dateForm.MatchString(text) && fits(text, "2006-01-02", "2006-01-02Z07:00")
	case "DateTime":
		return isDateTime(text)
	}
	return true
}

// isDateTime also holds the time zone to the 14 hours of XML Schema.
func isDateTime(text string) bool {
	return dateTimeForm.MatchString(text) && fits(text, "2006-01-02T15:04:05", time.RFC3339)
}

const zone = `(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?$`

// Go reads some forms that XML does not have, such as hours of one digit.
var (
	dateForm     = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}` + zone)
	dateTimeForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?` + zone)
)

func fits(text string, layouts ...string) bool {
	return slices.ContainsFunc(layouts, func(l string) bool {
		at, err := time.Parse(l, text)
		return err == nil && at.Year() > 0
	})
}
