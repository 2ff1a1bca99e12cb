package lint

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// circles finds links that lead round to where they began: isChildOf,
// replacedBy and each ordered type by itself, in the order in which the types
// first stand in the file.
func (c *checker) circles() {
	byType := map[string][]int{}
	var types []string
	for i, e := range c.g.Edges {
		if c.from[i] < 0 || c.to[i] < 0 || !e.Ordered && e.Type != ChildOf && e.Type != ReplacedBy {
			continue
		}
		if byType[e.Type] == nil {
			types = append(types, e.Type)
		}
		byType[e.Type] = append(byType[e.Type], i)
	}
	for _, t := range types {
		for _, circle := range c.circlesOf(byType[t]) {
			e := c.g.Edges[circle[0]]
			c.report(e.Place, finding.Finding{
				Kind: "circular-link", Found: c.around(circle), Expected: "a chain that ends",
				Message: "these links (" + e.name() + ") lead round in a circle", Do: "Take out the one of them that is wrong.",
			})
		}
	}
}

// around names every item of a circle, from the first back to it.
func (c *checker) around(circle []int) string {
	var b strings.Builder
	for i, e := range circle {
		// A circle of thousands would fill the screen and say no more.
		if i == 20 && len(circle) > 22 {
			fmt.Fprintf(&b, "%d more → ", len(circle)-i)
			break
		}
		b.WriteString(c.name(c.from[e]) + " → ")
	}
	return b.String() + c.name(c.from[circle[0]])
}

// circlesOf gives for each knot of the edges a shortest circle through that item
// of it which stands first, as edges in their order along it. A knot is a set of
// items each of which leads to every other (a strongly connected component).
func (c *checker) circlesOf(edges []int) [][]int {
	var out [][]int
	next := map[int][]int{}
	for _, e := range c.inCircles(edges) {
		if c.from[e] == c.to[e] {
			out = append(out, []int{e})
			continue
		}
		next[c.from[e]] = append(next[c.from[e]], e)
	}
	knots := c.knots(next)
	knotOf := map[int]int{}
	for k, nodes := range knots {
		for _, n := range nodes {
			knotOf[n] = k
		}
	}
	for k, nodes := range knots {
		if circle := c.shortest(nodes[0], next, func(n int) bool { at, ok := knotOf[n]; return ok && at == k }); circle != nil {
			out = append(out, circle)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return slices.Min(a) - slices.Min(b) })
	return out
}

// knots gives the nodes of each knot, the first in the file first.
func (c *checker) knots(next map[int][]int) [][]int {
	g := simple.NewDirectedGraph()
	for n, edges := range next {
		for _, e := range edges {
			g.SetEdge(simple.Edge{F: simple.Node(n), T: simple.Node(c.to[e])})
		}
	}
	var out [][]int
	for _, component := range topo.TarjanSCC(g) {
		if len(component) < 2 {
			continue
		}
		nodes := make([]int, len(component))
		for i, n := range component {
			nodes[i] = int(n.ID())
		}
		slices.Sort(nodes)
		out = append(out, nodes)
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}

// inCircles leaves out every edge that cannot be part of a circle, because
// nothing leads to its beginning or nothing on from its end. What is left of a
// tree is nothing, so that the search for knots, which goes down by calling
// itself, goes down only where there is a circle.
func (c *checker) inCircles(edges []int) []int {
	for _, back := range []bool{false, true} {
		begin, end := c.from, c.to
		if back {
			begin, end = c.to, c.from
		}
		into, out := map[int]int{}, map[int][]int{}
		for _, e := range edges {
			into[end[e]]++
			out[begin[e]] = append(out[begin[e]], e)
		}
		var free []int
		for _, e := range edges {
			if n := begin[e]; into[n] == 0 && out[n] != nil {
				free = append(free, n)
				into[n] = -1 // taken once
			}
		}
		gone := map[int]bool{}
		for len(free) > 0 {
			n := free[len(free)-1]
			free = free[:len(free)-1]
			for _, e := range out[n] {
				gone[e] = true
				if into[end[e]]--; into[end[e]] == 0 {
					free = append(free, end[e])
				}
			}
		}
		edges = slices.DeleteFunc(slices.Clone(edges), func(e int) bool { return gone[e] })
	}
	return edges
}

// shortest gives a shortest circle from start back to it through nodes that are
// within, breadth first.
func (c *checker) shortest(start int, next map[int][]int, within func(int) bool) []int {
	cameBy := map[int]int{}
	queue := []int{start}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, e := range next[n] {
			to := c.to[e]
			if to == start {
				circle := []int{e}
				for n != start {
					circle = append(circle, cameBy[n])
					n = c.from[cameBy[n]]
				}
				slices.Reverse(circle)
				return circle
			}
			if _, seen := cameBy[to]; !seen && within(to) {
				cameBy[to] = e
				queue = append(queue, to)
			}
		}
	}
	return nil
}

// successors finds items that were replaced, but only by items that have ended
// themselves with nothing in their place.
func (c *checker) successors() {
	led := make([]bool, len(c.g.Nodes)) // leads to something in force
	back := make([][]int, len(c.g.Nodes))
	var queue []int
	for i, n := range c.g.Nodes {
		if !n.Ended {
			led[i] = true
			queue = append(queue, i)
		}
	}
	replaced := make([]bool, len(c.g.Nodes))
	for i, e := range c.g.Edges {
		if e.Type != ReplacedBy || c.from[i] < 0 {
			continue
		}
		replaced[c.from[i]] = true
		switch {
		case c.to[i] >= 0:
			back[c.to[i]] = append(back[c.to[i]], c.from[i])
		case e.Outside && !led[c.from[i]]:
			led[c.from[i]] = true
			queue = append(queue, c.from[i])
		}
	}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, m := range back[n] {
			if !led[m] {
				led[m] = true
				queue = append(queue, m)
			}
		}
	}
	for i, n := range c.g.Nodes {
		if replaced[i] && !led[i] {
			c.report(n.Place, finding.Finding{
				Severity: finding.Warning, Kind: "no-successor", Found: n.Code, Expected: "a successor in force at the end of the chain",
				Message: c.name(i) + " was replaced, but every item that took its place has ended too and nothing took theirs",
				Do:      "Say what replaced the last of them, or take its replaced_by out if nothing did.",
			})
		}
	}
}
