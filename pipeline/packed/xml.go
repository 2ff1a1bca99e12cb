package packed

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"concord/pipeline/finding"
)

// mostDeep is how many elements may stand within each other. Tables within
// tables take four each.
const mostDeep = 256

// Tokens reads the XML of a part piece by piece. A document type, which could
// define entities or name other files, is refused; no Word or Excel file has one.
type Tokens struct {
	decoder *xml.Decoder
	part    string
	depth   int
}

// NewTokens reads the XML of the part of this name.
func NewTokens(r io.Reader, part string) *Tokens {
	return &Tokens{decoder: xml.NewDecoder(r), part: part}
}

// Next gives the next token, valid until the next call, and io.EOF after the
// last. Every other error is a finding.Finding: the part is damaged, too deep or
// has a document type, or what the reader beneath it found.
func (t *Tokens) Next() (xml.Token, error) {
	token, err := t.decoder.Token()
	if err == io.EOF {
		return nil, io.EOF
	}
	if err != nil {
		var f finding.Finding
		if errors.As(err, &f) {
			return nil, f
		}
		line, _ := t.decoder.InputPos()
		return nil, damaged(fmt.Sprintf("a part of this file is damaged at line %d of its XML", line), t.part)
	}
	switch token.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > mostDeep {
			return nil, tooLarge("the elements of a part of this file stand too deep within each other: "+t.part, fmt.Sprintf("at most %d", mostDeep))
		}
	case xml.EndElement:
		t.depth--
	case xml.Directive:
		return nil, finding.Finding{
			Severity: finding.Error, Kind: "document-type", Found: t.part, Expected: "XML without a document type",
			Message: "a part of this file defines a document type, as no Word or Excel file does; it was not read",
			Do:      "Do not open it. Ask whoever sent it for the file as Word or Excel saved it.",
		}
	}
	return token, nil
}

// Skip passes over the rest of the element whose start was read last.
func (t *Tokens) Skip() error {
	for until := t.depth - 1; t.depth > until; {
		if _, err := t.Next(); err != nil {
			return err
		}
	}
	return nil
}

// Attr gives the value of an attribute by its name without a prefix; "" where
// the element has none.
func Attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
