package casefile

import (
	"fmt"
	"strings"

	"concord/frameworks/lint"
	"concord/pipeline/finding"
)

// Lint gives what is wrong with the items and links of a CASE package as a whole
// (see package lint), with their places in the file and as JSON pointers. It
// also finds associations with one identifier, and siblings with one place in the
// order. It looks at the package as it stands, and repairs nothing as Import does. A file
// that is no package gives what stopped the reading.
//
// An isChildOf or a replacedBy must begin and end within the package. A link of
// another type may lead to another framework, or come from one.
func Lint(file string, data []byte) []finding.Finding {
	s, root, findings := parse(file, data)
	if root == nil {
		return findings
	}
	pack, more := find(s, root)
	findings = append(findings, more...)
	if pack == nil {
		return findings
	}
	findings = append(findings, lint.Check(graph(s, pack))...)
	findings = append(findings, twice(s, pack)...)
	finding.Sort(findings)
	return findings
}

// twice finds associations that have one identifier, and siblings that have one
// place in the order.
func twice(s *source, pack *value) []finding.Finding {
	r := newReport(s)
	im := &importer{report: newReport(s), told: map[*value]bool{}}
	ids, places := map[string]*value{}, map[string]*value{}
	for _, v := range im.list(pack, "CFAssociations", "associations") {
		id := strings.ToLower(im.text(v, "identifier", "sourcedId"))
		if other := ids[id]; other != nil && id != "" {
			line, _ := s.place(other.offset)
			r.warn(v, finding.Finding{
				Kind: "association-twice", Found: id, Expected: "each identifier once",
				Message: fmt.Sprintf("this association has the identifier of another, which begins on line %d", line), Do: "Give one of the two an identifier of its own.",
			})
		} else {
			ids[id] = v
		}
		number := im.text(v, "sequenceNumber")
		if number == "" || im.text(v, "associationType") != lint.ChildOf {
			continue
		}
		above := im.node(v, "destinationNodeURI")
		place := firstOf(above.id, above.raw) + " " + number
		if other := places[place]; other != nil {
			line, _ := s.place(other.offset)
			r.warn(v, finding.Finding{
				Kind: "order-twice", Found: number, Expected: "each sequenceNumber once below one item",
				Message: fmt.Sprintf("this item has the place among its siblings of another, which the association that begins on line %d gives, so that their order is not told", line),
			})
		} else {
			places[place] = v
		}
	}
	return r.done()
}

// graph gives a package as the neutral graph that lint looks at.
func graph(s *source, pack *value) lint.Graph {
	// What reading a field has to say is Import's to tell.
	im := &importer{report: newReport(s), told: map[*value]bool{}}
	d := first(pack, "CFDocument", "document")
	place := func(v *value) lint.Place {
		line, column := s.place(v.offset)
		return lint.Place{Line: line, Column: column, Cell: v.pointer()}
	}
	g := lint.Graph{File: s.file, Root: im.text(d, "identifier", "sourcedId"), RootPlace: place(d)}
	if c := first(d, "lastChangeDateTime"); c != nil {
		g.RootPlace, g.RootChanged = place(c), timeOf(c.text)
	}
	known := map[string]bool{strings.ToLower(g.Root): true}
	for _, v := range im.list(pack, "CFItems", "items") {
		id := im.text(v, "identifier", "sourcedId")
		if id == "" {
			id = lastUUID(im.text(v, "uri"))
		}
		known[strings.ToLower(id)] = true
		g.Nodes = append(g.Nodes, lint.Node{
			Place: place(v), ID: id, Code: im.line(v, "humanCodingScheme"), Title: im.line(v, "abbreviatedStatement"),
			Statement: im.text(v, "fullStatement"), Ended: im.line(v, "statusEndDate") != "", Changed: timeOf(im.text(v, "lastChangeDateTime")),
		})
	}
	for _, v := range im.list(pack, "CFAssociations", "associations") {
		e := lint.Edge{
			Place: place(v), Type: im.text(v, "associationType"),
			From: named(im.node(v, "originNodeURI"), known), To: named(im.node(v, "destinationNodeURI"), known),
		}
		for _, r := range relationsOfCASE {
			e.Ordered = e.Ordered || r.typ == e.Type && r.ordered
		}
		e.Outside = e.Type != lint.ChildOf && e.Type != lint.ReplacedBy && known[strings.ToLower(e.From)] != known[strings.ToLower(e.To)]
		g.Edges = append(g.Edges, e)
	}
	return g
}

// named gives what an end of a link calls the item that it leads to.
func named(e end, known map[string]bool) string {
	if !known[strings.ToLower(e.raw)] && e.id != "" {
		return e.id
	}
	return e.raw
}
