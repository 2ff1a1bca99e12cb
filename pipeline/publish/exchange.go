package publish

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/frameworks/casefile"
	"concord/pipeline/onpage"
	"concord/pipeline/sheet"
)

// caseFolder is where CASE 1.1 has its services.
const caseFolder = "ims/case/v1p1/"

// exchange writes the newest version as the services of CASE 1.1 (1EdTech, 2025)
// give it, each answer a file, and every version as a whole package. A framework
// that cannot be a package, since it names no day, has none.
func (m *maker) exchange() error {
	for _, v := range m.versions {
		if !exportable(v.f) {
			continue
		}
		data, err := casefile.Export(v.f, casefile.Options{Base: m.Address})
		if err != nil {
			return err
		}
		m.files = append(m.files, File{v.dir() + "/case.json", data})
		if v == m.newest() {
			if err := m.services(data); err != nil {
				return err
			}
		}
	}
	return nil
}

// exportable tells whether a framework and its items say when they were changed.
func exportable(f *frameworks.Framework) bool {
	_, err := casefile.Export(f, casefile.Options{})
	return err == nil
}

// entity is one object of a package, its fields in the package's own order.
type entity struct {
	fields []entityField
	id     string
}

type entityField struct {
	name  string
	value json.RawMessage
}

func readEntity(raw json.RawMessage) (entity, error) {
	var e entity
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return e, err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return e, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return e, err
		}
		e.fields = append(e.fields, entityField{name.(string), value})
		if name == "identifier" {
			if err := json.Unmarshal(value, &e.id); err != nil {
				return e, err
			}
		}
	}
	if !frameworks.WellFormedUUID(e.id) {
		return e, fmt.Errorf("an entity of the CASE package has the identifier %q, which is no UUID", e.id)
	}
	return e, nil
}

func (e entity) get(name string) json.RawMessage {
	for _, f := range e.fields {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

// with gives the entity with one more field.
func (e entity) with(name string, value any) (entity, error) {
	raw, err := encode(value)
	if err != nil {
		return e, err
	}
	e.fields = append(slices.Clone(e.fields), entityField{name, raw})
	return e, nil
}

func (e entity) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for n, f := range e.fields {
		if n > 0 {
			b.WriteByte(',')
		}
		name, err := encode(f.name)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(f.value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes JSON without escapes that only pages need.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// caseLink is a LinkURI of CASE.
type caseLink struct {
	Title      string `json:"title"`
	Identifier string `json:"identifier"`
	URI        string `json:"uri"`
}

func (m *maker) services(data []byte) error {
	var all struct {
		CFDocument     json.RawMessage
		CFItems        []json.RawMessage
		CFAssociations []json.RawMessage
		CFDefinitions  map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	document, err := readEntity(all.CFDocument)
	if err != nil {
		return err
	}
	var title string
	if err := json.Unmarshal(document.get("title"), &title); err != nil {
		return err
	}
	uri := func(class, id string) string {
		if m.Address == "" {
			return "urn:uuid:" + id
		}
		return m.Address + "/" + caseFolder + class + "/" + id
	}
	// On its own an entity names the document that it is of, and the document its
	// package; in a package none of them may.
	inDocument := caseLink{title, document.id, uri("CFDocuments", document.id)}
	single, err := document.with("CFPackageURI", caseLink{title, document.id, uri("CFPackages", document.id)})
	if err != nil {
		return err
	}
	m.files = append(m.files, File{caseFolder + "CFPackages/" + document.id + ".json", data})
	if err := m.json("CFDocuments/"+document.id, single); err != nil {
		return err
	}
	if err := m.json("CFDocuments", map[string]any{"CFDocuments": []entity{single}}); err != nil {
		return err
	}
	var associations []entity
	of := map[string][]int{}
	for n, raw := range all.CFAssociations {
		a, err := readEntity(raw)
		if err != nil {
			return err
		}
		if a, err = a.with("CFDocumentURI", inDocument); err != nil {
			return err
		}
		associations = append(associations, a)
		if err := m.json("CFAssociations/"+a.id, a); err != nil {
			return err
		}
		for k, end := range []string{"originNodeURI", "destinationNodeURI"} {
			var node caseLink
			if err := json.Unmarshal(a.get(end), &node); err != nil {
				return err
			}
			if list := of[node.Identifier]; k == 0 || len(list) == 0 || list[len(list)-1] != n {
				of[node.Identifier] = append(list, n)
			}
		}
	}
	for _, raw := range all.CFItems {
		i, err := readEntity(raw)
		if err != nil {
			return err
		}
		if i, err = i.with("CFDocumentURI", inDocument); err != nil {
			return err
		}
		if err := m.json("CFItems/"+i.id, i); err != nil {
			return err
		}
		mine := []entity{}
		for _, n := range of[i.id] {
			mine = append(mine, associations[n])
		}
		if err := m.json("CFItemAssociations/"+i.id, struct {
			CFItem         entity
			CFAssociations []entity
		}{i, mine}); err != nil {
			return err
		}
	}
	for _, class := range []string{"CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings"} {
		var list []json.RawMessage
		if all.CFDefinitions[class] == nil {
			continue
		}
		if err := json.Unmarshal(all.CFDefinitions[class], &list); err != nil {
			return err
		}
		for _, raw := range list {
			e, err := readEntity(raw)
			if err != nil {
				return err
			}
			// Concepts, subjects and item types come as sets, the others alone.
			var answer any = map[string]any{class: []entity{e}}
			if class == "CFLicenses" || class == "CFAssociationGroupings" {
				answer = e
			}
			if err := m.json(class+"/"+e.id, answer); err != nil {
				return err
			}
		}
	}
	return nil
}

// json writes one answer of a service.
func (m *maker) json(name string, v any) error {
	raw, err := encode(v)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	m.files = append(m.files, File{caseFolder + name + ".json", b.Bytes()})
	return nil
}

// frameworkRow is a row of the framework as CSV.
type frameworkRow struct {
	Version    string `csv:"version" about:"The version of the framework."`
	UUID       string `csv:"uuid" about:"The item's lasting identity."`
	Code       string `csv:"code" about:"The code that people know it by."`
	Kind       string `csv:"kind" about:"The kind's label, such as Knowledge."`
	Level      string `csv:"level" about:"The level's label; blank for none."`
	Domain     string `csv:"domain" about:"The code of the top-level item above it, or that item's words where it has no code."`
	Title      string `csv:"title" about:"A short name; blank for none."`
	Statement  string `csv:"statement" about:"The full text."`
	Until      string `csv:"until" about:"The day on which it ended; blank for in force."`
	ReplacedBy string `csv:"replaced_by" about:"The UUIDs of what took its place."`
	Page       string `csv:"page" about:"Its page in this site."`
}

// downloads writes the framework as CSV, the data package and the page of files.
func (m *maker) downloads() error {
	var rows []link
	for n := len(m.versions) - 1; n >= 0; n-- {
		v := m.versions[n]
		var list []frameworkRow
		for _, i := range v.order {
			domain := v.items[i.Domain]
			list = append(list, frameworkRow{v.f.Version, i.UUID, i.Code, i.Kind, i.Level, firstOf(domain.Code, domain.Called()), i.Title, i.Statement, i.Until, strings.Join(i.source.ReplacedBy, " "), v.dir() + "/" + i.Page + ".html"})
		}
		data, err := sheet.Marshal(list)
		if err != nil {
			return err
		}
		path := v.dir() + "/framework.csv"
		m.files = append(m.files, File{path, data})
		rows = append(rows, link{"Version " + v.f.Version, "CSV", path})
		if exportable(v.f) {
			rows = append(rows, link{"Version " + v.f.Version, "CASE 1.1 package (JSON)", v.dir() + "/case.json"})
		}
		yaml, err := v.f.Marshal()
		if err != nil {
			return err
		}
		m.files = append(m.files, File{v.dir() + "/framework.yaml", yaml})
		rows = append(rows, link{"Version " + v.f.Version, "YAML, as concord reads it", v.dir() + "/framework.yaml"})
	}
	var tables []link
	for _, f := range m.Files {
		if strings.HasSuffix(f.Path, ".csv") {
			tables = append(tables, link{Text: f.Path, Href: f.Path})
		}
	}
	if err := m.dataPackage(); err != nil {
		return err
	}
	services := ""
	if exportable(m.latest()) {
		services = caseFolder
	}
	return m.write("downloads.html", "downloads.html", "Downloads", "Downloads", "", struct {
		Frameworks, Tables []link
		Case               string
	}{rows, tables, services})
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return onpage.Clean(s)
		}
	}
	return ""
}
