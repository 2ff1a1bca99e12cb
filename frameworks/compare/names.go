package compare

import (
	"cmp"
	"strings"

	"concord/frameworks"

	"golang.org/x/text/unicode/norm"
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

// sameNames says which id of b each id of a is: the one with the same id and
// label, or else with the same label, since ids that a program made up say less
// than what people read, or else with the same id. Of an entry without a label
// people read the id. One with neither the same label nor the same id is another.
func sameNames(a, b []name) map[string]string {
	out := map[string]string{}
	taken := map[string]bool{}
	match := func(key func(name) string) {
		at := map[string]string{}
		for _, n := range b {
			if k := key(n); k != "" && !taken[n.id] && at[k] == "" {
				at[k] = n.id
			}
		}
		for _, n := range a {
			if _, known := out[n.id]; known {
				continue
			}
			if to := at[key(n)]; to != "" && !taken[to] {
				out[n.id], taken[to] = to, true
			}
		}
	}
	plainLabel := func(n name) string { return strings.ToLower(oneLine(norm.NFKC.String(cmp.Or(n.label, n.id)))) }
	match(func(n name) string { return n.id + "\x00" + plainLabel(n) })
	match(plainLabel)
	match(func(n name) string { return n.id })
	return out
}

// sameName tells whether the value x of an item of a and the value y of one of b
// mean the same. Values that stand in no list are the same where they read so.
func sameName(same map[string]string, x, y string) bool {
	if to, ok := same[x]; ok {
		return to == y
	}
	if x != y {
		return false
	}
	for _, to := range same {
		if to == y {
			return false // an id that stands for something else now
		}
	}
	return true
}

// renamed adds to same the ids between which all items went: where all items of
// the one have become items of the other, and neither stands in the other
// version. That they mean the same is not said by it. Pairs are the values of the items that were matched.
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
