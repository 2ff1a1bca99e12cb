package publish

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"

	"concord/frameworks"
	"concord/pipeline/onpage"
)

// atomFeed is a feed of versions (RFC 4287). Its days are those of the versions: no
// clock is read.
type atomFeed struct {
	XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Language string     `xml:"xml:lang,attr,omitempty"`
	ID       string     `xml:"id"`
	Title    string     `xml:"title"`
	Updated  string     `xml:"updated"`
	Links    []atomLink `xml:"link"`
	Author   atomAuthor `xml:"author"`
	Entries  []atomItem `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomItem struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Links   []atomLink `xml:"link"`
	Summary string     `xml:"summary"`
}

// feed writes feed.xml. A version that names no day is not in it, since every entry
// of a feed has one.
func (m *maker) feed() error {
	f := m.latest()
	id := f.UUID
	if id == "" {
		id = frameworks.DocumentUUID(f.ID)
	}
	space := uuid.MustParse(id)
	out := atomFeed{Language: onpage.Clean(f.Language), ID: "urn:uuid:" + id, Title: onpage.Clean(f.Title), Author: atomAuthor{firstOf(f.Creator, f.Publisher, "Not stated")}}
	address := func(path string) string {
		if m.Address == "" {
			return path
		}
		return m.Address + "/" + path
	}
	if m.Address != "" {
		out.Links = append(out.Links, atomLink{"self", address("feed.xml")})
	}
	for n := len(m.versions) - 1; n >= 0; n-- {
		v := m.versions[n]
		if v.f.Changed == "" {
			continue
		}
		e := atomItem{
			ID: "urn:uuid:" + uuid.NewSHA1(space, []byte("version:"+v.f.Version)).String(), Title: onpage.Clean(v.f.Title) + " " + v.f.Version,
			Updated: v.f.Changed + "T00:00:00Z", Links: []atomLink{{"", address(v.dir() + "/index.html")}}, Summary: "The first version here.",
		}
		if v.before != nil {
			if p := m.pairOf(v.before.f, v.f); p != nil {
				e.Summary = "Follows version " + v.before.f.Version + ": " + summary(p) + "."
			}
		}
		if e.Updated > out.Updated {
			out.Updated = e.Updated
		}
		out.Entries = append(out.Entries, e)
	}
	if !m.dated() {
		return nil
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	b.WriteByte('\n')
	m.files = append(m.files, File{"feed.xml", b.Bytes()})
	return nil
}

// dated tells whether any version names its day.
func (m *maker) dated() bool {
	return slices.ContainsFunc(m.versions, func(v *version) bool { return v.f.Changed != "" })
}

// resource describes one CSV file (Frictionless, Table Schema).
type resource struct {
	Name        string `json:"name"`
	Path        string `json:"path"`
	Description string `json:"description"`
	Profile     string `json:"profile"`
	Format      string `json:"format"`
	MediaType   string `json:"mediatype"`
	Encoding    string `json:"encoding"`
	Schema      schema `json:"schema"`
}

type schema struct {
	Fields        []field  `json:"fields"`
	MissingValues []string `json:"missingValues"`
}

type field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description"`
}

// dataPackage describes every CSV file of the site.
func (m *maker) dataPackage() error {
	out := struct {
		Profile   string            `json:"profile"`
		Name      string            `json:"name"`
		Title     string            `json:"title"`
		Resources []json.RawMessage `json:"resources"`
	}{Profile: "tabular-data-package", Name: strings.ToLower(m.latest().ID), Title: onpage.Clean(firstOf(m.Title, m.latest().Title))}
	for _, v := range m.versions {
		r := resource{
			Name: "framework-" + strings.ToLower(v.f.Version), Path: v.dir() + "/framework.csv", Description: "Every item of version " + v.f.Version + ".",
			Profile: "tabular-data-resource", Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Schema: schema{MissingValues: []string{""}},
		}
		row := reflect.TypeOf(frameworkRow{})
		for n := range row.NumField() {
			r.Schema.Fields = append(r.Schema.Fields, field{row.Field(n).Tag.Get("csv"), "string", row.Field(n).Tag.Get("about")})
		}
		raw, err := encode(r)
		if err != nil {
			return err
		}
		out.Resources = append(out.Resources, raw)
	}
	out.Resources = append(out.Resources, m.Resources...)
	raw, err := encode(out)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	m.files = append(m.files, File{"datapackage.json", b.Bytes()})
	return nil
}
