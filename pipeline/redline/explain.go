package redline

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks/compare"
	"concord/pipeline/onpage"
	"concord/pipeline/wordfile"
)

// shownOfHead are the fields of the head whose words stand in the text.
var shownOfHead = []string{"title", "version", "status", "changed", "wording", "source", "creator", "publisher", "rights", "notes", "levels"}

// place is where what was done to an item can be said: at its words in both
// versions, or where they were taken out and where they were put in.
type place struct{ both, gone, come *line }

// explain puts beside the lines what was done and why, once an item where that
// is possible, and keeps apart what no line shows.
func (p *page) explain(c compare.Comparison, notes Notes, same map[string]string) {
	places := map[string]*place{}
	for n := range p.lines {
		l := &p.lines[n]
		if l.id == "" {
			continue
		}
		at := places[l.id]
		if at == nil {
			at = &place{}
			places[l.id] = at
		}
		item := strings.HasPrefix(l.key, "item ")
		switch {
		case l.fate == wordfile.Kept && (at.both == nil || !at.both.changed() && l.changed()):
			at.both = l
		case l.fate == wordfile.Deleted && item:
			at.gone = l
		case l.fate == wordfile.Inserted && item:
			at.come = l
		}
	}
	find := func(uuid string) *place {
		if to := same[uuid]; to != "" {
			uuid = to
		}
		return places[uuid]
	}
	say := func(l *line, text string) bool {
		if l != nil && text != "" && !slices.Contains(l.said, text) {
			l.said = append(l.said, text)
		}
		return l != nil
	}
	for _, change := range c.Changes {
		s := told(change)
		seen := false
		for _, i := range change.Before {
			if at := find(i.UUID); at != nil {
				if at.both != nil {
					seen = say(at.both, s.both)
				} else {
					seen = say(at.gone, s.before) || seen
				}
			}
		}
		for _, i := range change.After {
			if at := find(i.UUID); at != nil {
				if at.both != nil {
					seen = say(at.both, s.both)
				} else {
					seen = say(at.come, s.after) || seen
				}
			}
		}
		if !seen {
			p.unseen = append(p.unseen, named(change)+": "+s.both)
		}
	}
	for _, h := range c.Head {
		if !slices.Contains(shownOfHead, h.Field) {
			p.unseen = append(p.unseen, "Of the framework, "+strings.TrimSpace(h.Field+" "+onpage.Clean(h.Name))+": "+swap(h.Old, h.New))
		}
	}
	p.note(notes, find)
}

// note puts the notes at the lines of their items. Of what was moved they stand
// where it went.
func (p *page) note(notes Notes, find func(string) *place) {
	for _, uuid := range slices.Sorted(maps.Keys(notes)) {
		at := find(uuid)
		var l *line
		switch {
		case at == nil:
		case at.both != nil:
			l = at.both
		case at.come != nil:
			l = at.come
		default:
			l = at.gone
		}
		for _, n := range notes[uuid] {
			switch {
			case l == nil:
				p.unseen = append(p.unseen, n.String())
			case !slices.Contains(l.notes, n):
				l.notes = append(l.notes, n)
			}
		}
	}
	p.unseen = slices.Compact(p.unseen)
}

// telling says what was done: where the words went, where they came, and where
// they stayed.
type telling struct{ before, after, both string }

func told(c compare.Change) telling {
	all := func(s string) telling { return telling{s, s, s} }
	reason := onpage.Clean(c.Reason)
	switch c.Operation {
	case compare.Add:
		return all("Added.")
	case compare.Retire:
		return all(sentence("Retired: " + reason))
	case compare.Restore:
		return all(sentence("In force again: " + reason))
	case compare.Split:
		return telling{"Split into " + list(c.After) + ".", "Split from " + list(c.Before) + ".", "Split: " + list(c.Before) + " into " + list(c.After) + "."}
	case compare.Merge:
		return telling{"Merged into " + list(c.After) + ".", "Merged from " + list(c.Before) + ".", "Merged: " + list(c.Before) + " into " + list(c.After) + "."}
	case compare.Reword:
		sort := map[compare.Rewording]string{compare.Editorial: "the meaning is kept", compare.Substantial: "the meaning changes"}[c.Rewording]
		if sort == "" {
			sort = "whether the meaning changes cannot be told"
		}
		return all(sentence("Reworded, " + sort + ": " + reason))
	case compare.Rename:
		return all("Renamed.")
	case compare.Move:
		from, to := or(c.Old, "the top"), or(c.New, "the top")
		return telling{"Moved to " + to + code(c.After) + ".", "Moved from " + from + code(c.Before) + ".", "Moved from " + from + " to " + to + "."}
	case compare.Level, compare.Kind, compare.Links, compare.Notes:
		return all(sentence(or(c.Field, string(c.Operation)) + ": " + swap(c.Old, c.New)))
	case compare.Recode:
		return all(sentence("Another code: " + swap(c.Old, c.New)))
	case compare.Reorder:
		return all("In another place among its neighbours.")
	}
	return all(sentence("Its history: " + reason))
}

// code names an item's code in the other place.
func code(items []compare.Item) string {
	if len(items) != 1 || items[0].Code == "" {
		return ""
	}
	return " (" + onpage.Clean(items[0].Code) + ")"
}

// named names the item of a change.
func named(c compare.Change) string {
	if len(c.After) > 0 {
		return list(c.After[:1])
	}
	return list(c.Before[:min(1, len(c.Before))])
}

// list names items by code, or by their first words.
func list(items []compare.Item) string {
	var out []string
	for _, i := range items {
		switch {
		case i.Code != "":
			out = append(out, onpage.Clean(i.Code))
		case i.Title != "":
			out = append(out, "“"+onpage.Short(onpage.Clean(i.Title), 60)+"”")
		default:
			out = append(out, "“"+onpage.Short(onpage.Clean(i.Statement), 60)+"”")
		}
	}
	if left := len(out) - mostNamed; left > 0 {
		out = append(out[:mostNamed:mostNamed], strconv.Itoa(left)+" more")
	}
	if n := len(out); n > 1 {
		return strings.Join(out[:n-1], ", ") + " and " + out[n-1]
	}
	return strings.Join(out, "")
}

// mostNamed is how many items one sentence names.
const mostNamed = 12

func swap(old, new string) string { return or(old, "none") + " → " + or(new, "none") }

func or(s, none string) string {
	if s = onpage.Clean(s); s != "" {
		return s
	}
	return none
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	s = strings.ToUpper(s[:1]) + s[1:]
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
