package packed

import (
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// mostRelations is how many bytes a list of relations may have.
const mostRelations = 16 << 20

// Relation is a link from one part of a file to another.
type Relation struct {
	// ID is what the part calls the link, such as rId3.
	ID string
	// Type is the last word of the relation's type, such as worksheet.
	Type string
	// Target is the name of the other part.
	Target string
}

// Relations gives the links of a part to other parts of the file ("" for the
// file's own), in the order written. Links that lead out of the file are left
// out, as are those to parts that there are not. The error is a finding.Finding.
func (a *Archive) Relations(part string) ([]Relation, error) {
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if !a.Has(name) {
		return nil, nil
	}
	r, err := a.Part(name, mostRelations)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []Relation
	tokens := NewTokens(r, name)
	for {
		token, err := tokens.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "Relationship" || strings.EqualFold(Attr(start, "TargetMode"), "External") {
			continue
		}
		target := strings.ReplaceAll(Attr(start, "Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = folder + target
		}
		target = strings.TrimPrefix(path.Clean("/"+target), "/")
		if a.Has(target) {
			out = append(out, Relation{Attr(start, "Id"), path.Base(Attr(start, "Type")), target})
		}
	}
}

// Main gives the name of the part with which a reader begins, as the file says
// it; "" where it does not.
func (a *Archive) Main() string {
	relations, err := a.Relations("")
	if err != nil {
		return ""
	}
	for _, r := range relations {
		if r.Type == "officeDocument" {
			return r.Target
		}
	}
	return ""
}
