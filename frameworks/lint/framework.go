package lint

import (
	"time"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// reported are the kinds of finding that frameworks.Read gives already. Both
// look: Read tells a person who writes a file at once, with the key's place, and
// Check must find the same in packages, which Read never sees.
var reported = map[string]bool{
	"uuid-twice": true, "uuid-capitals": true, "dangling-link": true, "two-parents": true, "code-twice": true, "under-ended": true,
	"replaced-in-force": true, "bad-association-type": true,
}

// Framework gives what is wrong with a framework beside what frameworks.Read
// reports: circles, replaced items without a successor, a document older than
// its items and statements that say almost the same.
func Framework(f *frameworks.Framework) []finding.Finding {
	var out []finding.Finding
	for _, one := range Check(asGraph(f)) {
		if !reported[one.Kind] {
			out = append(out, one)
		}
	}
	return out
}

// asGraph gives a framework as a graph.
func asGraph(f *frameworks.Framework) Graph {
	line, column := f.At("changed")
	g := Graph{File: f.File, Root: f.UUID, RootPlace: Place{Line: line, Column: column}, RootChanged: day(f.Changed)}
	if g.Root == "" {
		g.Root = frameworks.DocumentUUID(f.ID)
	}
	relations := make(map[string]frameworks.Relation, len(f.Relations))
	for _, r := range f.Relations {
		relations[r.ID] = r
	}
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		at := func(key string) Place {
			line, column := item.At(key)
			return Place{Line: line, Column: column}
		}
		place := at("code")
		g.Nodes = append(g.Nodes, Node{
			Place: place, ID: item.UUID, Code: item.Code, Title: item.Title, Statement: item.Statement,
			Ended: !item.InForce(), Changed: day(item.Changed),
		})
		parent := g.Root
		if len(parents) > 0 {
			parent = parents[len(parents)-1].UUID
		}
		g.Edges = append(g.Edges, Edge{Place: place, From: item.UUID, To: parent, Type: ChildOf, Name: "stands below"})
		for _, id := range item.ReplacedBy {
			g.Edges = append(g.Edges, Edge{Place: at("replaced_by"), From: item.UUID, To: id, Type: ReplacedBy, Name: "replaced by"})
		}
		for _, l := range item.Links {
			line, column := l.At("to")
			r := relations[l.Relation]
			name := r.Label
			if name == "" {
				name = l.Relation
			}
			g.Edges = append(g.Edges, Edge{
				Place: Place{Line: line, Column: column}, From: item.UUID, To: l.To, Outside: l.Outside(),
				// Each relation by itself, also where two are exchanged as one type.
				Type: "ext:" + l.Relation, Name: name, Ordered: r.Ordered,
			})
		}
		return true
	})
	return g
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
