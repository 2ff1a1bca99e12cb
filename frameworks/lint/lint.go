// Package lint finds what is wrong with a framework as a whole, which no schema
// can see: links that lead nowhere or in a circle, an item with two parents, a
// code given twice, an ended item with live ones below it or with nothing in its
// place, statements that say almost the same, a document older than its items.
// It looks at a neutral graph, so that a framework of this project and a package
// that another system wrote are held to the same rules.
package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// The links that every framework has, by their names in CASE 1.1 (1EdTech, 2025).
const (
	ChildOf    = "isChildOf"  // leads from an item to the one above it, or to the document
	ReplacedBy = "replacedBy" // leads from an ended item to the one that took its place
)

// Place is where something stands in its file.
type Place struct {
	// Line and Column count from 1; 0 where there is none. Cell is a JSON
	// pointer (RFC 6901) or "".
	Line, Column int
	Cell         string
}

// Node is an item.
type Node struct {
	Place
	// ID is the UUID as the file writes it. Capitals in it are reported and
	// otherwise make no difference.
	ID               string
	Code             string
	Title, Statement string
	Ended            bool
	// Changed is when it was last changed, zero for not stated.
	Changed time.Time
}

// Edge is a link.
type Edge struct {
	Place
	// From and To are IDs of nodes or, at the end of an isChildOf, Graph.Root.
	From, To string
	// Type is one of CASE 1.1 or ext: and a name.
	Type string
	// Name is what messages call the link, "" for its Type.
	Name string
	// Ordered says that a chain of such links may not come back to where it
	// began. It need not be set for isChildOf and replacedBy.
	Ordered bool
	// Outside says that the link leads out of the graph on purpose, so that it
	// is no fault that one end is not in it.
	Outside bool
}

// Graph is what Check looks at.
type Graph struct {
	File string
	// Root is the identity of the document, RootPlace where it says when it was
	// last changed, and RootChanged that time, zero for not stated.
	Root        string
	RootPlace   Place
	RootChanged time.Time
	Nodes       []Node
	Edges       []Edge
}

// Check gives what is wrong with the graph, in the order of its file. The time
// it takes grows about linearly with the graph's size, however deep or wide it
// is. Of each kind of finding at most MaxOfAKind are given one by one; the last
// of them then counts those that are left out.
func Check(g Graph) []finding.Finding {
	c := newChecker(g)
	c.uuids()
	c.types()
	c.dangling()
	c.circles()
	c.parents()
	c.codes()
	c.ended()
	c.successors()
	c.older()
	c.alike()
	c.count()
	finding.Sort(c.findings)
	return c.findings
}

// MaxOfAKind is how many findings of one kind Check gives one by one.
const MaxOfAKind = 50

type checker struct {
	g  Graph
	at map[string]int // the node by its id in small letters
	// from and to are the nodes at the ends of each edge, or outside or root.
	from, to []int
	// successors and parents hold the edges of each node, by number.
	replacedBy, childOf [][]int
	left                map[string]int
	last                map[string]int
	findings            []finding.Finding
}

const (
	nowhere = -1
	root    = -2
)

func newChecker(g Graph) *checker {
	c := &checker{
		g: g, at: make(map[string]int, len(g.Nodes)), left: map[string]int{}, last: map[string]int{},
		from: make([]int, len(g.Edges)), to: make([]int, len(g.Edges)),
		replacedBy: make([][]int, len(g.Nodes)), childOf: make([][]int, len(g.Nodes)),
	}
	for i, n := range g.Nodes {
		id := strings.ToLower(n.ID)
		if _, twice := c.at[id]; twice && id != "" {
			c.report(n.Place, finding.Finding{
				Kind: "uuid-twice", Found: n.ID, Expected: "each UUID once",
				Message: fmt.Sprintf("%s has the UUID of another item, %s", c.name(i), c.name(c.at[id])), Do: "Give one of the two a UUID of its own.",
			})
			continue
		}
		c.at[id] = i
	}
	for i, e := range g.Edges {
		c.from[i], c.to[i] = c.find(e.From), c.find(e.To)
		if c.from[i] < 0 || c.to[i] < 0 {
			continue
		}
		switch e.Type {
		case ReplacedBy:
			c.replacedBy[c.from[i]] = append(c.replacedBy[c.from[i]], i)
		case ChildOf:
			c.childOf[c.from[i]] = append(c.childOf[c.from[i]], i)
		}
	}
	return c
}

func (c *checker) find(id string) int {
	id = strings.ToLower(id)
	if i, ok := c.at[id]; ok && id != "" {
		return i
	}
	if id != "" && id == strings.ToLower(c.g.Root) {
		return root
	}
	return nowhere
}

func (c *checker) report(p Place, f finding.Finding) {
	if c.last[f.Kind] >= MaxOfAKind {
		c.left[f.Kind]++
		return
	}
	c.last[f.Kind]++
	f.File, f.Line, f.Column, f.Cell = c.g.File, p.Line, p.Column, p.Cell
	if f.Severity == "" {
		f.Severity = finding.Error
	}
	c.findings = append(c.findings, f)
}

// count says of each kind how many were left out.
func (c *checker) count() {
	seen := map[string]int{}
	for i := range c.findings {
		f := &c.findings[i]
		if seen[f.Kind]++; seen[f.Kind] == MaxOfAKind && c.left[f.Kind] > 0 {
			f.Count = c.left[f.Kind] + 1
		}
	}
}

// name is what a person knows an item by: its code, or how it begins.
func (c *checker) name(i int) string {
	if i == root {
		return "the document"
	}
	n := c.g.Nodes[i]
	switch {
	case n.Code != "":
		return n.Code
	case n.Title != "":
		return short(n.Title)
	case n.Statement != "":
		return short(n.Statement)
	}
	return n.ID
}

func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s[:min(len(s), 400)]), " "))
	if len(r) > 50 {
		r = append(r[:47], []rune("...")...)
	}
	return "“" + strings.ToValidUTF8(string(r), "") + "”"
}

func (e Edge) name() string {
	if e.Name != "" {
		return e.Name
	}
	return e.Type
}

func (c *checker) uuids() {
	for i, n := range c.g.Nodes {
		if strings.ToLower(n.ID) != n.ID {
			c.report(n.Place, finding.Finding{
				Kind: "uuid-capitals", Found: n.ID, Expected: strings.ToLower(n.ID),
				Message: "the UUID of " + c.name(i) + " has capital letters", Do: "Write it in small letters, here and in every link to it.",
			})
		}
	}
}

var extForm = regexp.MustCompile(`^ext:[A-Za-z0-9._-]+$`)

func (c *checker) types() {
	for _, e := range c.g.Edges {
		if e.Type == ChildOf || e.Type == ReplacedBy || slices.Contains(frameworks.Associations, e.Type) || extForm.MatchString(e.Type) {
			continue
		}
		c.report(e.Place, finding.Finding{
			Kind: "bad-association-type", Found: e.Type,
			Expected: "a type of CASE 1.1, such as isRelatedTo, or ext: followed by letters, digits, full stops, hyphens and underscores only",
			Message:  "this is no type of association",
			Do:       didYouMean(e.Type),
		})
	}
}

func didYouMean(found string) string {
	types := append([]string{ChildOf, ReplacedBy}, frameworks.Associations...)
	if near := finding.Nearest(found, types); near != "" {
		return fmt.Sprintf("Did you mean %q?", near)
	}
	return "Put ext: in front of a type of your own."
}

func (c *checker) dangling() {
	for i, e := range c.g.Edges {
		if e.Outside {
			continue
		}
		end, other := e.To, c.from[i]
		if c.from[i] == nowhere {
			end, other = e.From, c.to[i]
		} else if c.to[i] != nowhere {
			continue
		}
		message := "this link (" + e.name() + ") has neither end in this file"
		if other != nowhere {
			message = fmt.Sprintf("this link (%s) of %s has an end that is not in this file", e.name(), c.name(other))
		}
		c.report(e.Place, finding.Finding{
			Kind: "dangling-link", Found: end, Expected: "the UUID of an item of this framework",
			Message: message, Do: "Correct the UUID, add the item, or take the link out.",
		})
	}
}

// parents finds items that stand below two others.
func (c *checker) parents() {
	first := make([]int, len(c.g.Nodes))
	for i := range first {
		first[i] = nowhere
	}
	for i, e := range c.g.Edges {
		if e.Type != ChildOf || c.from[i] < 0 || c.to[i] == nowhere {
			continue
		}
		child, parent := c.from[i], c.to[i]
		switch {
		case first[child] == nowhere:
			first[child] = parent
		case first[child] == parent:
			c.report(e.Place, finding.Finding{
				Severity: finding.Warning, Kind: "link-twice", Message: fmt.Sprintf("%s is put below %s twice", c.name(child), c.name(parent)),
				Do: "Take one of the two links out.",
			})
		default:
			c.report(e.Place, finding.Finding{
				Kind: "two-parents", Found: c.name(parent), Expected: "one place in the tree for each item",
				Message: fmt.Sprintf("%s stands below %s and below %s", c.name(child), c.name(first[child]), c.name(parent)),
				Do:      "Keep one isChildOf; tell the other as isPartOf or isRelatedTo.",
			})
		}
	}
}

// firstIs says where the first of two items stands.
func (c *checker) firstIs(i int) string {
	switch p := c.g.Nodes[i].Place; {
	case p.Cell != "":
		return "; the first is " + p.Cell
	case p.Line > 0:
		return fmt.Sprintf("; the first is on line %d", p.Line)
	}
	return ""
}

func (c *checker) codes() {
	first := map[string]int{}
	for i, n := range c.g.Nodes {
		if n.Code == "" || n.Ended {
			continue
		}
		j, twice := first[n.Code]
		if !twice {
			first[n.Code] = i
			continue
		}
		f := finding.Finding{
			Kind: "code-twice", Found: n.Code, Expected: "each code once among the items in force",
			Message: "two items in force have this code", Do: "Give one of them another code, or end it.",
		}
		f.Message += c.firstIs(j)
		c.report(n.Place, f)
	}
}

// ended finds live items below ended ones, and ended items put in another's
// place while that one is still in force.
func (c *checker) ended() {
	for i, n := range c.g.Nodes {
		if n.Ended {
			continue
		}
		for _, e := range c.childOf[i] {
			if c.g.Nodes[c.to[e]].Ended {
				c.report(n.Place, finding.Finding{
					Severity: finding.Warning, Kind: "under-ended", Found: n.Code,
					Message: fmt.Sprintf("%s is in force but stands below %s, which has ended", c.name(i), c.name(c.to[e])), Do: "End it too, or move it.",
				})
				break
			}
		}
		if len(c.replacedBy[i]) > 0 {
			c.report(n.Place, finding.Finding{
				Severity: finding.Warning, Kind: "replaced-in-force", Found: n.Code,
				Message: c.name(i) + " has been replaced but has not ended", Do: "Give the day on which it ended.",
			})
		}
	}
}

// older finds items that were changed after the document that holds them.
func (c *checker) older() {
	if c.g.RootChanged.IsZero() {
		return
	}
	count, newest := 0, 0
	for i, n := range c.g.Nodes {
		if n.Changed.After(c.g.RootChanged) {
			if count++; count == 1 || n.Changed.After(c.g.Nodes[newest].Changed) {
				newest = i
			}
		}
	}
	if count == 0 {
		return
	}
	f := finding.Finding{
		Severity: finding.Warning, Kind: "document-older", Found: stamp(c.g.RootChanged), Expected: stamp(c.g.Nodes[newest].Changed) + " or later",
		Message: fmt.Sprintf("the document says that it was last changed before %s was", c.name(newest)),
		Do:      "A change of an item is a change of the document: move its date.",
	}
	if count > 1 {
		f.Message = fmt.Sprintf("the document says that it was last changed before %d of its items were; the newest is %s", count, c.name(newest))
	}
	c.report(c.g.RootPlace, f)
}

func stamp(t time.Time) string {
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}
