package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// element is an element of a page.
type element struct {
	name  string
	attrs map[string]string
	// text is what stands in it and below it, without markup.
	text  string
	inner []*element
}

// parsed reads a page back. It is written so that all but its void elements are
// closed, which a reader of XML checks more strictly than one of HTML would.
func parsed(t *testing.T, page []byte) *element {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &element{}
	open := []*element{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(open) != 1 {
				t.Fatalf("<%s> is never closed", open[len(open)-1].name)
			}
			return root
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := &element{name: x.Name.Local, attrs: map[string]string{}}
			for _, a := range x.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			top := open[len(open)-1]
			top.inner = append(top.inner, e)
			open = append(open, e)
		case xml.EndElement:
			if top := open[len(open)-1]; top.name != x.Name.Local {
				t.Fatalf("<%s> ends as %s", top.name, x.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			for _, e := range open {
				e.text += string(x)
			}
		case xml.Comment:
			t.Errorf("a comment in the page: %.60s", strings.TrimSpace(string(x)))
		}
	}
}

// each visits an element and all within it, in the page's order.
func (e *element) each(do func(*element)) {
	do(e)
	for _, x := range e.inner {
		x.each(do)
	}
}

// written writes an input's report, and reads the page back.
func written(t *testing.T, in Input) (*element, []byte) {
	t.Helper()
	data, err := HTML(Build(in))
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, data), data
}
