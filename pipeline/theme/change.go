package theme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// Change is one change to which themes there are. The list of them lets codings
// made with an earlier version be read with today's themes; see Carry.
type Change struct {
	yamlfile.Pos `yaml:"-"`
	// Version is what the codebook's version became by the change.
	Version string `yaml:"version,omitempty"`
	// What is rename, merge, split or retire.
	What string `yaml:"what,omitempty"`
	// From are the ids before the change, To those after it: one and one for
	// rename, several and one for merge, one and several for split, one and none
	// for retire.
	From []string `yaml:"from,omitempty"`
	To   []string `yaml:"to,omitempty"`
	// Note is why, in a person's words.
	Note string `yaml:"note,omitempty"`
}

// Changes are what a Change can be.
var Changes = []string{"rename", "merge", "split", "retire"}

// versionParts reads a version: at most four whole numbers with full stops
// between them. A codebook without a version has version 0.
func versionParts(v string) ([]int, bool) {
	if v == "" {
		return []int{0}, true
	}
	parts := strings.Split(v, ".")
	out := make([]int, len(parts))
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 30)
		if err != nil || len(parts) > 4 {
			return nil, false
		}
		out[i] = int(n)
	}
	return out, true
}

// versionOrder compares versions, in which 1 and 1.0 are the same.
func versionOrder(a, b []int) int {
	for i := range max(len(a), len(b)) {
		var x, y int
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return x - y
		}
	}
	return 0
}

func versionText(parts []int) string {
	text := make([]string, len(parts))
	for i, p := range parts {
		text[i] = strconv.Itoa(p)
	}
	return strings.Join(text, ".")
}

// Carry gives what a theme that a unit was coded with, by the codebook as it was
// at fromVersion, is today: the ids of one theme or several, in the order of the
// changes. certain is false where a person must look at the coding again: when
// the theme was split and its parts are still apart, when the codebook has no
// such theme and no record of it, and when the version cannot be read or is
// newer than the codebook. A theme that was retired is nothing, for certain.
func (cb *Codebook) Carry(themeID, fromVersion string) (ids []string, certain bool) {
	from, readable := versionParts(fromVersion)
	now, nowReadable := versionParts(cb.Version)
	certain = readable && nowReadable && versionOrder(from, now) <= 0
	if fromVersion == cb.Version {
		from, certain = now, true
	}
	ids, gone := []string{themeID}, false
	began := false
	for _, c := range cb.History {
		at, ok := versionParts(c.Version)
		if !ok || versionOrder(at, from) <= 0 {
			continue
		}
		began = began || slices.Contains(c.From, themeID)
		if !began && slices.Contains(c.To, themeID) {
			certain = false // there was no such theme at that version
		}
		var next []string
		for _, id := range ids {
			to := []string{id}
			if slices.Contains(c.From, id) {
				to = c.To
				gone = gone || len(to) == 0
			}
			for _, t := range to {
				if !slices.Contains(next, t) {
					next = append(next, t)
				}
			}
		}
		ids = next
	}
	known := ids[:0:0]
	for _, id := range ids {
		if cb.Theme(id) == nil {
			certain = false
			continue
		}
		known = append(known, id)
	}
	outcomes := len(known)
	if gone {
		outcomes++
	}
	return known, certain && outcomes == 1
}

// Theme gives the theme with an id, nil where there is none.
func (cb *Codebook) Theme(id string) *Theme {
	for i := range cb.Themes {
		if cb.Themes[i].ID == id {
			return &cb.Themes[i]
		}
	}
	return nil
}

// history checks that the record of changes can be followed.
func (c *codebookCheck) history() {
	list := c.cb.History
	if len(list) == 0 {
		return
	}
	last, ok := versionParts(c.cb.Version)
	if !ok {
		c.add(finding.Error, "version-form", c.at(c.cb.Pos, "version"), c.cb.Version, "numbers with full stops between them, such as 1.0.0",
			"a codebook with a history needs a version that can be compared", "")
		return
	}
	prior := []int{0}
	for i := range list {
		h := &list[i]
		at, ok := versionParts(h.Version)
		switch {
		case !ok || h.Version == "":
			c.add(finding.Error, "version-form", c.at(h.Pos, "version"), h.Version, "numbers with full stops between them, such as 2.0.0", "this change does not say by a number what version it led to", "")
			continue
		case versionOrder(at, prior) < 0:
			c.add(finding.Error, "version-order", c.at(h.Pos, "version"), h.Version, "the oldest change first", "this change is older than the one before it", "")
		case versionOrder(at, last) > 0:
			c.add(finding.Error, "version-order", c.at(h.Pos, "version"), h.Version, "at most the codebook's version, "+c.cb.Version, "this change is newer than the codebook", "Raise the codebook's version:.")
		}
		prior = at
		many := map[string][2]string{"rename": {"1", "1"}, "merge": {"2 or more", "1"}, "split": {"1", "2 or more"}, "retire": {"1", "0"}}
		want, known := many[h.What]
		switch {
		case !known:
			c.add(finding.Error, "unknown-change", c.at(h.Pos, "what"), h.What, strings.Join(Changes, ", "), "there is no such change", finding.DidYouMean(h.What, Changes))
		case !isMany(len(h.From), want[0]):
			c.add(finding.Error, "change-form", c.at(h.Pos, "from"), strconv.Itoa(len(h.From)), want[0], "this is not the number of themes that a "+h.What+" comes from", "")
		case !isMany(len(h.To), want[1]):
			c.add(finding.Error, "change-form", c.at(h.Pos, "to"), strconv.Itoa(len(h.To)), want[1], "this is not the number of themes that a "+h.What+" leads to", "")
		}
	}
	// From the newest back: what a change leads to is a theme of today, or what a
	// later change began with.
	alive := map[string]bool{}
	for i := range c.cb.Themes {
		alive[c.cb.Themes[i].ID] = true
	}
	for i := len(list) - 1; i >= 0; i-- {
		h := &list[i]
		for _, id := range h.To {
			if !alive[id] {
				c.add(finding.Warning, "leads-nowhere", c.at(h.Pos, "to"), id, "a theme of this codebook, or one that a later change names in from:",
					fmt.Sprintf("codings with the theme that this change made of %s cannot be carried over", strings.Join(h.From, " and ")), "If it was taken out, say so with a change that retires it.")
			}
		}
		for _, id := range h.From {
			alive[id] = true
		}
	}
}

func isMany(n int, want string) bool {
	switch want {
	case "0":
		return n == 0
	case "1":
		return n == 1
	default:
		return n >= 2
	}
}
