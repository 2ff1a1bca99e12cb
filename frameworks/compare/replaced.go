package compare

import (
	"slices"

	"concord/frameworks"
)

// longestChain bounds how many replacements of replacements are followed.
const longestChain = 100

// replaced finds, from what either version says replaced what, the items in
// force of b that came of items in force of a.
func (m *matcher) replaced() {
	after, before := make([][]int, len(m.a.nodes)), make([][]int, len(m.b.nodes))
	add := func(i, j int) {
		// What is told already is not told again.
		if !m.joinedA[i] && !m.joinedB[j] && !slices.Contains(after[i], j) {
			after[i] = append(after[i], j)
			before[j] = append(before[j], i)
		}
	}
	follow := newFollower(m.b)
	for i := range m.a.nodes {
		if j := m.toB[i]; j >= 0 && m.a.inForce(i) && !m.b.inForce(j) {
			for _, to := range follow.from(j) {
				add(i, to)
			}
		}
	}
	// Told backwards, as when an older version is set against a newer one.
	follow = newFollower(m.a)
	for j := range m.b.nodes {
		if i := m.toA[j]; i >= 0 && m.b.inForce(j) && !m.a.inForce(i) {
			for _, to := range follow.from(i) {
				add(to, j)
			}
		}
	}
	// Something that goes on and takes up another is one of those merged; and
	// the same backwards for a split.
	for j := range before {
		if i := m.toA[j]; len(before[j]) > 0 && i >= 0 && m.a.inForce(i) && !slices.Contains(before[j], i) {
			before[j] = append([]int{i}, before[j]...)
		}
	}
	for i := range after {
		if j := m.toB[i]; len(after[i]) > 0 && j >= 0 && m.b.inForce(j) && !slices.Contains(after[i], j) {
			after[i] = append([]int{j}, after[i]...)
		}
	}
	for i := range after {
		switch {
		case len(after[i]) > 1:
			m.join(join{before: []int{i}, after: after[i], how: byReplaced})
		case len(after[i]) == 1 && len(before[after[i][0]]) == 1:
			m.join(join{before: []int{i}, after: after[i], how: byReplaced})
		}
	}
	for j := range before {
		if len(before[j]) > 1 {
			m.join(join{before: before[j], after: []int{j}, how: byReplaced})
		}
	}
}

func (m *matcher) join(j join) {
	slices.Sort(j.before)
	slices.Sort(j.after)
	for _, i := range j.before {
		m.joinedA[i] = true
	}
	for _, i := range j.after {
		m.joinedB[i] = true
	}
	m.joins = append(m.joins, j)
}

// follower finds the items in force that took an ended item's place.
type follower struct {
	s  *side
	at map[string]int
}

func newFollower(s *side) follower {
	f := follower{s, make(map[string]int, len(s.nodes))}
	for i, n := range s.nodes {
		if _, twice := f.at[n.item.UUID]; !twice && n.item.UUID != "" {
			f.at[n.item.UUID] = i
		}
	}
	return f
}

// from gives them in the order in which they are named. A replacement that has
// ended itself stands for those that took its place.
func (f follower) from(i int) []int {
	var out []int
	seen := map[int]bool{i: true}
	queue := []*frameworks.Item{f.s.nodes[i].item}
	for steps := 0; len(queue) > 0 && steps < longestChain; steps++ {
		item := queue[0]
		queue = queue[1:]
		for _, id := range item.ReplacedBy {
			j, ok := f.at[id]
			if !ok || seen[j] || len(seen) > longestChain {
				continue
			}
			seen[j] = true
			if f.s.inForce(j) {
				out = append(out, j)
			} else {
				queue = append(queue, f.s.nodes[j].item)
			}
		}
	}
	return out
}
