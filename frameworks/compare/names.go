package compare

import (
	"strings"

	"concord/frameworks"
)

// name is the id of a kind or a level, and what people call it.
type name struct{ id, label string }

func kindNames(f *frameworks.Framework) []name {
	out := make([]name, len(f.Kinds))
	for i, k := range f.Kinds {
		out[i] = name{k.ID, k.Label}
	}
	return out
}

func levelNames(f *frameworks.Framework) []name {
	out := make([]name, len(f.Levels))
	for i, l := range f.Levels {
		out[i] = name{l.ID, l.Label}
	}
	return out
}

// sameNames says which id of b each id of a is: the same, or else one with the
// same label that a does not use.
func sameNames(a, b []name) map[string]string {
	out := map[string]string{}
	taken := map[string]bool{}
	inB := map[string]bool{}
	for _, n := range b {
		inB[n.id] = true
	}
	for _, n := range a {
		if inB[n.id] {
			out[n.id] = n.id
			taken[n.id] = true
		}
	}
	byLabel := map[string]string{}
	for _, n := range b {
		if label := strings.ToLower(oneLine(n.label)); label != "" && !taken[n.id] && byLabel[label] == "" {
			byLabel[label] = n.id
		}
	}
	for _, n := range a {
		label := strings.ToLower(oneLine(n.label))
		if _, known := out[n.id]; !known && byLabel[label] != "" {
			out[n.id] = byLabel[label]
			delete(byLabel, label)
		}
	}
	return out
}

// renamed adds to same the ids that were given another id and another label:
// where all items of the one have become items of the other, and neither stands
// in the other version. Pairs are the values of the items that were matched.
func renamed(same map[string]string, a, b []name, pairs [][2]string) {
	inB, taken := map[string]bool{}, map[string]bool{}
	for _, n := range b {
		inB[n.id] = true
	}
	for _, to := range same {
		taken[to] = true
	}
	to, from := map[string]string{}, map[string]string{}
	const several = "\x00"
	note := func(m map[string]string, key, value string) {
		if was, ok := m[key]; ok && was != value {
			value = several
		}
		m[key] = value
	}
	for _, p := range pairs {
		note(to, p[0], p[1])
		note(from, p[1], p[0])
	}
	for _, n := range a {
		if _, known := same[n.id]; known {
			continue
		}
		other := to[n.id]
		if inB[other] && !taken[other] && from[other] == n.id {
			same[n.id] = other
			taken[other] = true
		}
	}
}

// label gives what people call an id, or the id.
func label(names []name, id string) string {
	for _, n := range names {
		if n.id == id && n.label != "" {
			return n.label
		}
	}
	return id
}
