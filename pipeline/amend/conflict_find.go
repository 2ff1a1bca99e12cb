package amend

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/likeness"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// words finds items that get different words, or the same words twice.
func (c *conflicts) words() {
	after := func(i int) string { return frameworks.OneLine(c.amendments[i].TextAfter) }
	for _, id := range c.order {
		p, item := c.touched[id], c.items[id]
		statement, title := p.reword, p.rename
		if item != nil && item.Statement == "" {
			// Other words for an item that has only a title are another title.
			statement, title = nil, slices.Concat(p.reword, p.rename)
		}
		c.differing(ConflictWording, "", id, statement, after)
		c.differing(ConflictWording, variantTitle, id, title, after)
	}
}

// differing tells amendments that give one item different values, and those that
// give it the same. Those that give none yet are left out.
func (c *conflicts) differing(class ConflictClass, variant, uuid string, ids []int, value func(int) string) {
	by := map[string][]int{}
	var values []string
	var all []int
	for _, i := range ids {
		v := value(i)
		if v == "" {
			continue
		}
		if by[v] == nil {
			values = append(values, v)
		}
		by[v] = append(by[v], i)
		all = append(all, i)
	}
	if len(values) > 1 {
		c.tell(class, variant, all, "", uuid)
	}
	for _, v := range values {
		if len(by[v]) > 1 {
			c.tell(ConflictTwice, variantSame, by[v], "", uuid)
		}
	}
}

// ended finds what is done to items that other amendments end, and what is put
// below them.
func (c *conflicts) ended() {
	below := map[string][]int{}  // UUID of a retired item ─► those that change what stands below
	orphan := map[string][]int{} // UUID of an item that ends ─► those that put something below
	for _, id := range c.order {
		p := c.touched[id]
		ends := slices.Concat(p.retire, p.split, p.merge)
		changes := slices.Concat(p.reword, p.rename, p.level, p.move)
		switch {
		case len(ends) > 0 && len(changes) > 0:
			c.tellEnd(ConflictRemoved, "", ends, changes, id)
		case len(p.retire) > 0 && len(p.split)+len(p.merge) > 0:
			c.tellEnd(ConflictRemoved, "", p.retire, slices.Concat(p.split, p.merge), id)
		}
		if len(p.retire) > 1 {
			c.tell(ConflictTwice, variantSame, p.retire, "", id)
		}
		arriving := slices.Concat(p.add, p.arrive)
		if len(ends) > 0 {
			orphan[id] = append(orphan[id], arriving...)
		}
		changes = slices.Concat(p.reword, p.rename, p.level, p.split)
		for _, i := range p.merge {
			// What a merge makes stands where its first item stood.
			if c.amendments[i].Targets[0].UUID == id {
				changes = append(changes, i)
			}
		}
		for _, top := range c.retiredAbove(id) {
			below[top] = append(below[top], changes...)
			orphan[top] = append(orphan[top], arriving...)
		}
	}
	for _, id := range c.order {
		p := c.touched[id]
		if len(below[id]) > 0 {
			c.tellEnd(ConflictRemoved, variantBelow, p.retire, below[id], id)
		}
		if len(orphan[id]) > 0 {
			c.tellEnd(ConflictOrphan, "", slices.Concat(p.retire, p.split, p.merge), orphan[id], id)
		}
	}
}

// retiredAbove gives the items above one that amendments retire, as the tree
// stands after the moves.
func (c *conflicts) retiredAbove(uuid string) []string {
	var out []string
	for range frameworks.MaxDepth + 1 { // moves may make a circle
		if uuid = c.aboveAfter(uuid); uuid == "" {
			break
		}
		if p := c.touched[uuid]; p != nil && len(p.retire) > 0 && !slices.Contains(out, uuid) {
			out = append(out, uuid)
		}
	}
	return out
}

// aboveAfter gives the item above one after the moves; where they disagree, that
// of the first.
func (c *conflicts) aboveAfter(uuid string) string {
	if p := c.touched[uuid]; p != nil {
		for _, i := range p.move {
			if to := c.amendments[i].To; to != nil {
				return to.UUID
			}
		}
	}
	return c.above[uuid]
}

// moves finds items that are moved to different places, and circles.
func (c *conflicts) moves() {
	graph := simple.NewDirectedGraph()
	number := map[string]int64{}
	var names []string
	node := func(uuid string) simple.Node {
		n, ok := number[uuid]
		if !ok {
			n = int64(len(names))
			number[uuid] = n
			names = append(names, uuid)
			graph.AddNode(simple.Node(n))
		}
		return simple.Node(n)
	}
	edge := func(from, to string) {
		if from != to && to != "" {
			graph.SetEdge(simple.Edge{F: node(from), T: node(to)})
		}
	}
	moved := false
	for _, id := range c.order {
		p := c.touched[id]
		c.differing(ConflictPlace, "", id, p.move, func(i int) string {
			if to := c.amendments[i].To; to != nil {
				return "to " + to.UUID
			}
			return ""
		})
		for _, i := range p.move {
			if to := c.amendments[i].To; to != nil {
				moved = true
				edge(id, to.UUID)
				if to.UUID == id {
					c.tell(ConflictPlace, variantCircle, []int{i}, "", id)
				}
			}
		}
	}
	if !moved {
		return
	}
	c.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if p := c.touched[item.UUID]; p == nil || len(p.move) == 0 {
			edge(item.UUID, c.above[item.UUID])
		}
		return true
	})
	for _, circle := range topo.TarjanSCC(graph) {
		if len(circle) < 2 {
			continue
		}
		within := map[string]bool{}
		for _, n := range circle {
			within[names[n.ID()]] = true
		}
		var ids []int
		var places []string
		for _, n := range circle {
			id := names[n.ID()]
			p := c.touched[id]
			if p == nil {
				continue
			}
			for _, i := range p.move {
				if to := c.amendments[i].To; to != nil && within[to.UUID] {
					ids = append(ids, i)
					places = append(places, id)
				}
			}
		}
		c.tell(ConflictPlace, variantCircle, ids, "", places...)
	}
}

func (c *conflicts) levels() {
	for _, id := range c.order {
		c.differing(ConflictLevel, "", id, c.touched[id].level, func(i int) string { return c.amendments[i].Level })
	}
}

func (c *conflicts) overlaps() {
	for _, id := range c.order {
		p := c.touched[id]
		if both := slices.Concat(p.split, p.merge); len(both) > 1 {
			c.tell(ConflictOverlap, "", both, "", id)
		}
	}
}

// How alike two statements must be to say almost the same, and how many characters
// they need for a likeness to mean anything, are those by which a framework's own
// statements are looked at (frameworks/lint): in published frameworks statements
// that differ on purpose come up to 0.77, and one word changed in a statement of
// ten or more gives 0.85 and above.
const (
	almostSame    = 0.8
	shortestAlike = 20
)

// looked is how many of the likest additions, and of the likest items, are looked
// at for each addition. Of more that are all alike, each is still like some others.
const looked = 8

// additions finds additions that say almost the same, and those of what the
// framework says already in an item that stays.
func (c *conflicts) additions() {
	var added, stays []likeness.Doc
	var ids []int      // of the additions
	var uuids []string // of the items
	for i := range c.amendments {
		a := &c.amendments[i]
		if a.Operation == Add && a.State != StateWithdrawn && (a.TextAfter != "" || a.Title != "") {
			added, ids = append(added, likeness.Doc{Title: a.Title, Text: a.TextAfter}), append(ids, i)
		}
	}
	if len(added) == 0 {
		return
	}
	c.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		if item.InForce() && item.Statement != "" && !c.gives(item.UUID) {
			stays, uuids = append(stays, likeness.Doc{Title: item.Title, Text: item.Statement}), append(uuids, item.UUID)
		}
		return true
	})
	additions, items := likeness.New(added), likeness.New(stays)
	group := make([]int, len(added)) // the first addition that each is like
	for i := range group {
		group[i] = i
	}
	first := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, q := range added {
		for _, h := range items.Nearest(q, looked) {
			if saysTheSame(q, stays[h.Doc]) {
				c.tell(ConflictTwice, variantItem, []int{ids[i]}, "", uuids[h.Doc])
			}
		}
		for _, h := range additions.Nearest(q, looked+1) { // it finds itself too
			if a, b := first(i), first(h.Doc); a != b && saysTheSame(q, added[h.Doc]) {
				group[max(a, b)] = min(a, b)
			}
		}
	}
	together := make([][]int, len(added))
	for i := range added {
		together[first(i)] = append(together[first(i)], ids[i])
	}
	for _, group := range together {
		if len(group) > 1 {
			c.tell(ConflictTwice, "", group, "")
		}
	}
}

// gives tells whether an item gives up its words: an addition may then say them.
func (c *conflicts) gives(uuid string) bool {
	p := c.touched[uuid]
	return p != nil && len(p.retire)+len(p.split)+len(p.merge)+len(p.reword) > 0
}

func saysTheSame(x, y likeness.Doc) bool {
	a, b := x.Title+" "+x.Text, y.Title+" "+y.Text
	if frameworks.OneLine(a) == frameworks.OneLine(b) {
		return true
	}
	if min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) < shortestAlike || withoutDigits(a) == withoutDigits(b) {
		return false
	}
	return likeness.Score(a, b) >= almostSame
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

// names finds new names that two items of one place would share.
func (c *conflicts) names() {
	type name struct{ above, name string }
	renamed := map[name][]int{}
	var order []name
	whose := map[name][]string{} // the UUIDs of the items that get the name
	for _, id := range c.order {
		for _, i := range c.touched[id].rename {
			key := name{c.aboveAfter(id), plain(c.amendments[i].TextAfter)}
			if key.name == "" || c.items[id] == nil {
				continue
			}
			if renamed[key] == nil {
				order = append(order, key)
			}
			renamed[key] = append(renamed[key], i)
			if n := len(whose[key]); n == 0 || whose[key][n-1] != id {
				whose[key] = append(whose[key], id)
			}
		}
	}
	if len(order) == 0 {
		return
	}
	c.f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		key := name{c.aboveAfter(item.UUID), plain(item.Title)}
		p := c.touched[item.UUID]
		kept := p == nil || len(p.rename)+len(p.retire)+len(p.split)+len(p.merge) == 0
		if item.InForce() && item.Title != "" && kept {
			for _, i := range renamed[key] {
				c.tell(ConflictTwice, variantSibling, []int{i}, finding.Quote(c.amendments[i].TextAfter), item.UUID)
			}
		}
		return true
	})
	for _, key := range order {
		if len(whose[key]) < 2 {
			continue
		}
		c.tell(ConflictTwice, variantName, renamed[key], finding.Quote(c.amendments[renamed[key][0]].TextAfter), whose[key]...)
	}
}

// stale finds amendments that were made for another framework than this.
func (c *conflicts) stale() {
	for i := range c.amendments {
		a := &c.amendments[i]
		if a.State == StateWithdrawn {
			continue
		}
		whole := true
		there := func(t Target) {
			switch item := c.items[t.UUID]; {
			case t.UUID == "" && t.Code == "": // the framework as a whole, or the top
			case item == nil:
				whole = false
				called := t.Code
				if called == "" {
					called = t.UUID
				}
				c.tell(ConflictStale, "", []int{i}, "the framework has no item "+called, t.UUID)
			case !item.InForce():
				whole = false
				c.tell(ConflictStale, "", []int{i}, fmt.Sprintf("%s ended on %s", c.name(t.UUID), item.Until), t.UUID)
			}
		}
		for _, t := range a.Targets {
			there(t)
		}
		if a.To != nil {
			there(*a.To)
		}
		if whole && len(a.Targets) == 1 {
			c.staleWords(i, a)
		}
	}
}

// staleWords looks at the words that an amendment was made for.
func (c *conflicts) staleWords(i int, a *Amendment) {
	id := a.Targets[0].UUID
	item := c.items[id]
	if item == nil {
		return
	}
	stands := wordsOf(item)
	if a.Operation == Rename {
		stands = titleOf(item)
	}
	line := frameworks.OneLine
	switch a.Operation {
	case Reword, Rename, Retire, Split:
		if before := line(a.TextBefore); before != "" && before != line(stands) {
			c.tell(ConflictStale, "", []int{i}, fmt.Sprintf("%s has other words now than the text before", c.name(id)), id)
			return
		}
	}
	same := (a.Operation == Reword || a.Operation == Rename && item.Title != "") && a.TextAfter != "" && line(a.TextAfter) == line(stands)
	if same || a.Operation == Move && a.To != nil && a.To.UUID == c.above[id] {
		c.tell(ConflictStale, "", []int{i}, fmt.Sprintf("what is proposed for %s is so already", c.name(id)), id)
	}
}
