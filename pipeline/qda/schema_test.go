package qda

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const shared = "../../../shared/data/refi-qda/"

// sharedFile gives a file of the shared data, or skips the test.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(shared + name)
	if err != nil {
		t.Skip("the shared data are not here: ", err)
	}
	return data
}

// The parts of a schema that a check of order, attributes and patterns needs.
type xsd struct {
	Elements []xsdElement `xml:"element"`
	Complex  []xsdComplex `xml:"complexType"`
	Simple   []struct {
		Name    string `xml:"name,attr"`
		Pattern struct {
			Value string `xml:"value,attr"`
		} `xml:"restriction>pattern"`
		Enum []struct {
			Value string `xml:"value,attr"`
		} `xml:"restriction>enumeration"`
	} `xml:"simpleType"`
}

type xsdComplex struct {
	Name     string    `xml:"name,attr"`
	Sequence *xsdGroup `xml:"sequence"`
	Choice   *xsdGroup `xml:"choice"`
	Attrs    []struct {
		Name string `xml:"name,attr"`
		Type string `xml:"type,attr"`
		Use  string `xml:"use,attr"`
	} `xml:"attribute"`
}

type xsdGroup struct {
	Elements []xsdElement `xml:"element"`
	Choice   *xsdGroup    `xml:"choice"` // in these schemas always last
}

type xsdElement struct {
	Name string `xml:"name,attr"`
	Type string `xml:"type,attr"`
	Min  string `xml:"minOccurs,attr"`
	Max  string `xml:"maxOccurs,attr"`
}

type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
	Text     string     `xml:",chardata"`
}

// obeys checks a document against the order, the attributes and the patterns that
// a schema prescribes.
func obeys(t *testing.T, schema string, document []byte) {
	t.Helper()
	var s xsd
	if err := xml.Unmarshal(sharedFile(t, schema), &s); err != nil {
		t.Fatal(err)
	}
	var root node
	if err := xml.Unmarshal(document, &root); err != nil {
		t.Fatal(err)
	}
	if root.XMLName.Local != s.Elements[0].Name {
		t.Fatalf("the root is %s", root.XMLName.Local)
	}
	space := root.XMLName.Space
	types, patterns := map[string]xsdComplex{}, map[string]*regexp.Regexp{
		"xsd:boolean": regexp.MustCompile("^(true|false|1|0)$"), "xsd:integer": regexp.MustCompile("^-?[0-9]+$"),
		"xsd:dateTime": regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$`),
		"xsd:decimal":  regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)$`), "xsd:date": regexp.MustCompile(`^\d{4}-\d\d-\d\d`),
	}
	for _, c := range s.Complex {
		types[c.Name] = c
	}
	for _, c := range s.Simple {
		p := c.Pattern.Value
		if p == "" {
			var all []string
			for _, e := range c.Enum {
				all = append(all, e.Value)
			}
			p = strings.Join(all, "|")
		}
		patterns[c.Name] = regexp.MustCompile("^(" + p + ")$")
	}
	faults := 0
	fault := func(format string, args ...any) {
		if faults++; faults < 10 {
			t.Errorf(format, args...)
		}
	}
	var look func(n node, kind string)
	look = func(n node, kind string) {
		if n.XMLName.Space != space {
			fault("%s is of the namespace %q", n.XMLName.Local, n.XMLName.Space)
		}
		c, ok := types[kind]
		if !ok {
			if p := patterns[kind]; p != nil && !p.MatchString(n.Text) {
				fault("%s holds %q", n.XMLName.Local, n.Text)
			}
			return
		}
		has := map[string]bool{}
		for _, a := range n.Attrs {
			if a.Name.Space != "" || a.Name.Local == "xmlns" {
				continue
			}
			known := false
			for _, want := range c.Attrs {
				if want.Name == a.Name.Local {
					known, has[want.Name] = true, true
					if p := patterns[want.Type]; p != nil && !p.MatchString(a.Value) {
						fault("%s has %s=%q", n.XMLName.Local, want.Name, a.Value)
					}
				}
			}
			if !known {
				fault("%s may have no %s", n.XMLName.Local, a.Name.Local)
			}
		}
		for _, want := range c.Attrs {
			if want.Use == "required" && !has[want.Name] {
				fault("%s has no %s", n.XMLName.Local, want.Name)
			}
		}
		if c.Choice != nil {
			for _, child := range n.Children {
				look(child, typeIn(c.Choice, child, fault))
			}
			return
		}
		rest := n.Children
		if c.Sequence != nil {
			for _, e := range c.Sequence.Elements {
				count := 0
				for len(rest) > 0 && rest[0].XMLName.Local == e.Name && (count == 0 || e.Max == "unbounded") {
					look(rest[0], e.Type)
					rest, count = rest[1:], count+1
				}
				if count == 0 && e.Min != "0" {
					fault("%s lacks %s", n.XMLName.Local, e.Name)
				}
			}
			if c.Sequence.Choice != nil && len(rest) > 0 {
				look(rest[0], typeIn(c.Sequence.Choice, rest[0], fault))
				rest = rest[1:]
			}
		}
		if len(rest) > 0 {
			fault("%s stands out of order in %s", rest[0].XMLName.Local, n.XMLName.Local)
		}
	}
	look(root, s.Elements[0].Type)
}

func typeIn(g *xsdGroup, n node, fault func(string, ...any)) string {
	for _, e := range g.Elements {
		if e.Name == n.XMLName.Local {
			return e.Type
		}
	}
	fault("%s is not among the choices", n.XMLName.Local)
	return ""
}

// valid checks a file that was written: by our own reading of the schema, and by
// xmllint where there is one.
func valid(t *testing.T, data []byte) {
	t.Helper()
	schema := "Codebook.xsd"
	if bytes.HasPrefix(data, []byte("PK")) {
		schema = "Project-mrt2019.xsd"
		data = unzip(t, data)["project.qde"]
	}
	if bytes.Contains(data, []byte("\r")) || !bytes.HasPrefix(data, []byte("<?xml")) {
		t.Error("a carriage return or a byte order mark")
	}
	obeys(t, schema, data)
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not here: the schema was checked by this test's own means only")
		return
	}
	file := filepath.Join(t.TempDir(), "written.xml")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(xmllint, "--nonet", "--noout", "--schema", shared+schema, file).CombinedOutput(); err != nil {
		t.Errorf("xmllint: %.2000s", out)
	}
}

func unzip(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestObeys shows that the check finds what it is there for.
func TestObeys(t *testing.T) {
	sharedFile(t, "Codebook.xsd")
	for name, document := range map[string]string{
		"no codes":     `<CodeBook xmlns="urn:QDA-XML:codebook:1.0"></CodeBook>`,
		"empty codes":  `<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>`,
		"order":        `<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="5215cc69-b628-4e02-afb9-9beeaee55808" name="a" isCodable="true"><Code guid="5215cc69-b628-4e02-afb9-9beeaee55809" name="b" isCodable="true"/><Description>c</Description></Code></Codes></CodeBook>`,
		"guid":         `<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="5" name="a" isCodable="true"/></Codes></CodeBook>`,
		"no attribute": `<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="5215cc69-b628-4e02-afb9-9beeaee55808" name="a"/></Codes></CodeBook>`,
	} {
		// A test of its own, whose failure is what is wanted, cannot be run inside
		// another; so the check is given a T that nobody looks at.
		var inner testing.T
		done := make(chan struct{})
		go func() {
			defer close(done)
			obeys(&inner, "Codebook.xsd", []byte(document))
		}()
		<-done
		if !inner.Failed() {
			t.Errorf("%s: no fault was found", name)
		}
	}
}
