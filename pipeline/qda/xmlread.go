package qda

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"concord/pipeline/finding"
)

// The bounds of a project's XML. A consultation of 10,000 answers with three
// codings each takes 100,000 elements and 20 MB.
const (
	mostXML      = 256 << 20
	mostElements = 5_000_000
	mostDeep     = 200
)

// element is the start of an XML element.
type element struct {
	name string
	line int
	attr []xml.Attr
}

// get gives an attribute's value by its name without a prefix; "" for none.
func (e element) get(name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// xmlReader walks through XML one element after another. Its errors are
// finding.Finding values that end the reading.
type xmlReader struct {
	dec             *xml.Decoder
	depth, elements int
}

func newXML(text string) *xmlReader {
	dec := xml.NewDecoder(strings.NewReader(text))
	// The text has been turned into UTF-8, whatever its first line says.
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &xmlReader{dec: dec}
}

// next gives the next token and the line on which it begins.
func (x *xmlReader) next() (xml.Token, int, error) {
	line, _ := x.dec.InputPos()
	token, err := x.dec.Token()
	if err == io.EOF {
		return nil, line, io.EOF
	}
	if err != nil {
		line, _ = x.dec.InputPos()
		return nil, line, finding.Finding{
			Severity: finding.Error, Kind: "damaged-xml", Line: line, Message: "the XML of this file is damaged or cut off here",
			Do: "Export it again from the program that wrote it.",
		}
	}
	switch token.(type) {
	case xml.StartElement:
		x.depth++
		x.elements++
		if x.depth > mostDeep {
			return nil, line, tooMuch(line, "the parts of this file stand too deep within each other", fmt.Sprintf("at most %d", mostDeep))
		}
		if x.elements > mostElements {
			return nil, line, tooMuch(line, "this file has too many parts", fmt.Sprintf("at most %d", mostElements))
		}
	case xml.EndElement:
		x.depth--
	case xml.Directive:
		return nil, line, finding.Finding{
			Severity: finding.Error, Kind: "document-type", Line: line, Expected: "XML without a document type",
			Message: "this file defines a document type, as no REFI-QDA file does; it was not read",
			Do:      "Do not open it. Export the codebook or project again from the program that made it.",
		}
	}
	return token, line, nil
}

func tooMuch(line int, message, expected string) finding.Finding {
	return finding.Finding{
		Severity: finding.Error, Kind: "too-large", Line: line, Expected: expected, Message: message,
		Do: "Export fewer texts at a time.",
	}
}

// root gives the first element.
func (x *xmlReader) root() (element, error) {
	for {
		token, line, err := x.next()
		if err == io.EOF {
			return element{}, finding.Finding{Severity: finding.Error, Kind: "damaged-xml", Message: "this file has no XML in it", Expected: "a CodeBook or a Project"}
		}
		if err != nil {
			return element{}, err
		}
		if e, ok := token.(xml.StartElement); ok {
			return element{e.Name.Local, line, e.Attr}, nil
		}
	}
}

// children calls a function for each child of the element that was read last, up
// to its end. What the function does not read of a child is passed over.
func (x *xmlReader) children(visit func(element) error) error {
	inside := x.depth
	for {
		token, line, err := x.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := visit(element{t.Name.Local, line, t.Attr}); err != nil {
				return err
			}
			for x.depth > inside {
				if _, _, err := x.next(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			if x.depth < inside {
				return nil
			}
		}
	}
}

// text gives the text of the element that was read last, up to its end.
func (x *xmlReader) text() (string, error) {
	inside := x.depth
	var b strings.Builder
	for {
		token, _, err := x.next()
		if err != nil {
			return b.String(), err
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			if x.depth < inside {
				return b.String(), nil
			}
		}
	}
}
