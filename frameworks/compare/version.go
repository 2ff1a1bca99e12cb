package compare

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// Reason is one thing that bears on the version number.
type Reason struct {
	// Part is the part of the number that it moves, NoPart for a remark.
	Part Part `json:"part,omitempty"`
	// Operation is what was done, "" for a remark or the head.
	Operation Operation `json:"operation,omitempty"`
	// Count is to how many items it was done.
	Count int `json:"count,omitempty"`
	// Text says it in a sentence that names the items, the first of them where
	// they are many.
	Text string `json:"text"`
}

// mostNamed is how many items a reason names.
const mostNamed = 4

// NextVersion gives the number that follows previous after the changes, and
// what forced it, the weightiest first: all reasons of the part that moves, and
// after them those of the lesser parts.
//
//   - MAJOR: an item retired, reworded substantially or so that it cannot be
//     told, split, merged, moved between domains, or given another level or
//     kind; a level brought in or taken away counts as another level.
//   - MINOR: an item added or restored, a statement where there was none, links
//     changed, an item moved within its domain, a kind, level or relation added,
//     taken out or defined otherwise.
//   - PATCH: editorial wording, another title, code, order, label, notes,
//     sources, the history of an item that had ended before, or anything else in
//     the head, such as definitions in the official wording in place of a
//     paraphrase.
//
// The rule is the same before 1.0.0, where Semantic Versioning 2.0.0 (2013)
// would allow anything. Without changes the number stays and there are no
// reasons. Next is "" where previous is not three whole numbers of at most nine
// digits with full stops between them, or the next would not be.
func NextVersion(previous string, c Comparison) (next string, reasons []Reason) {
	part := NoPart
	for _, p := range []Part{Major, Minor, Patch} {
		of := c.reasons(p)
		if part == NoPart && len(of) > 0 {
			part = p
		}
		reasons = append(reasons, of...)
	}
	v, ok := parse(previous)
	if !ok {
		return "", reasons
	}
	if part != NoPart && v[0] == 0 {
		reasons = append(reasons, Reason{Text: "The version before is below 1.0.0; the rule is the same there."})
	}
	switch part {
	case Major:
		v = [3]int{v[0] + 1, 0, 0}
	case Minor:
		v = [3]int{v[0], v[1] + 1, 0}
	case Patch:
		v[2]++
	}
	next = fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2])
	if _, ok := parse(next); !ok {
		return "", reasons
	}
	return next, reasons
}

// parse reads a version number of the form that files must have.
func parse(version string) ([3]int, bool) {
	var out [3]int
	parts := strings.Split(version, ".")
	if len(parts) != len(out) {
		return out, false
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || len(p) > 9 || strconv.Itoa(n) != p {
			return out, false
		}
		out[i] = n
	}
	return out, true
}

// lower tells whether a version number that can be read is below another, or
// cannot be read where the other can.
func lower(version, than string) bool {
	v, ok := parse(version)
	w, of := parse(than)
	return of && (!ok || slices.Compare(v[:], w[:]) < 0)
}

// counts says in one clause, by counts alone, what moves the number: "1 item was
// retired and 2 were split".
func (c Comparison) counts() string {
	if len(c.Reasons) == 0 {
		return "nothing was changed"
	}
	part := c.Reasons[0].Part
	n, heads := map[Operation]int{}, 0
	for _, r := range c.Reasons {
		if r.Part == part && r.Operation == "" {
			heads += r.Count
		} else if r.Part == part {
			n[r.Operation] += r.Count
		}
	}
	var out []string
	for _, op := range Operations {
		if n[op] == 0 {
			continue
		}
		what := strconv.Itoa(n[op])
		if len(out) == 0 {
			what = count(n[op], "item", "items")
		}
		was := " were "
		if n[op] == 1 {
			was = " was "
		}
		out = append(out, what+was+passive(op, part))
	}
	if heads > 0 {
		out = append(out, "the framework’s head was changed in "+count(heads, "place", "places"))
	}
	return listed(out)
}

// listed lists what is one at least: "a, b and c".
func listed(list []string) string {
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:last], ", ") + " and " + list[last]
}

// passive says what was done to items, after "was" or "were".
func passive(op Operation, part Part) string {
	switch {
	case op == Merge:
		return "made of several"
	case op == Links:
		return "given other links"
	case op == Notes:
		return "given other notes"
	case op == History:
		return "given another history"
	case op == Reword && part == Major:
		return "reworded so that the meaning may be another"
	case op == Reword && part == Minor:
		return "given a statement"
	case op == Move && part == Major:
		return "moved to another domain"
	case op == Move:
		return "moved within the domain"
	}
	return done[op]
}

// reasons gives the reasons for one part of the number, by operation.
func (c Comparison) reasons(part Part) []Reason {
	var out []Reason
	for _, op := range Operations {
		for _, sort := range []Rewording{"", Substantial, Unknown, Editorial} {
			var of []Change
			for _, change := range c.Changes {
				// Several things about one item may have the same done to them.
				again := len(of) > 0 && change.Item > 0 && of[len(of)-1].Item == change.Item
				if change.Operation == op && change.Part == part && change.Rewording == sort && !again {
					of = append(of, change)
				}
			}
			if len(of) == 0 {
				continue
			}
			out = append(out, Reason{Part: part, Operation: op, Count: len(of), Text: did(op, sort, part, len(of)) + ": " + named(of) + "."})
		}
	}
	var heads []string
	for _, h := range c.Head {
		if h.Part == part {
			heads = append(heads, h.short())
		}
	}
	if len(heads) > 0 {
		shown := heads[:min(len(heads), mostNamed)]
		text := strings.Join(shown, "; ")
		if more := len(heads) - len(shown); more > 0 {
			text += fmt.Sprintf("; and %d more", more)
		}
		out = append(out, Reason{Part: part, Count: len(heads), Text: "The head of the framework: " + text + "."})
	}
	return out
}

// did says what was done to how many items: "2 items retired".
func did(op Operation, sort Rewording, part Part, n int) string {
	text := counted(n, op)
	switch {
	case sort == Substantial:
		text += " substantially"
	case sort == Unknown:
		text += " (it cannot be told whether the meaning is the same, so they count as substantial)"
		if n == 1 {
			text = strings.Replace(text, "they count", "it counts", 1)
		}
	case sort == Editorial && part == Minor:
		text = count(n, "item", "items") + " given a statement"
	case sort == Editorial:
		text += " editorially"
	case op == Move && part == Major:
		text += " to another domain"
	case op == Move:
		text += " within the domain"
	}
	return text
}

// named names the items of some changes, the first few of them.
func named(changes []Change) string {
	var out []string
	for _, c := range changes[:min(len(changes), mostNamed)] {
		out = append(out, c.name())
	}
	text := strings.Join(out, "; ")
	if more := len(changes) - len(out); more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}

// versionFindings says where the later version's number is not the one that
// follows from the changes.
func versionFindings(a, b *frameworks.Framework, c Comparison) []finding.Finding {
	if a.ID != b.ID || c.Next == b.Version {
		return nil
	}
	f := finding.Finding{Severity: finding.Warning, Kind: "version-number", File: b.File, Found: b.Version, Expected: c.Next}
	f.Line, f.Column = b.At("version")
	if c.Next == "" {
		f.Found, f.Expected = a.Version, "three whole numbers with full stops between them, such as 1.0.0"
		f.Message = "the number that should come next cannot be computed from the version before"
		return []finding.Finding{f}
	}
	why := "nothing has changed since " + a.Version
	if len(c.Reasons) > 0 {
		why = c.counts()
	}
	f.Message = fmt.Sprintf("this version number does not follow from the changes since %s: %s", clean(a.Version), why)
	f.Do = "Change the number, unless there is a reason that the changes do not show."
	if a.Version == b.Version {
		// Next is another number, so something has changed.
		f.Message = fmt.Sprintf("two different files call themselves %s: %s", clean(a.Version), why)
		f.Do = "Give the later one a number of its own."
	}
	return []finding.Finding{f}
}
