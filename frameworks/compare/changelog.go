package compare

import (
	"cmp"
	"strings"

	"concord/frameworks"
)

// Changelog gives one entry of a changelog in Markdown, fit to be published, for
// version b as it follows version a: the number and the day (b.Changed), in one
// sentence what makes the number, and the changes by what was done, each with
// the words before and after in full. The number is the one that b has, or the
// computed one where b has none or a lower one. Notes, sources, days and how the
// changes were found are not in it; of the head only the title, the levels and
// the kinds. C is what Frameworks gives for a and b.
func Changelog(a, b *frameworks.Framework, c Comparison) string {
	l := changelog{style: markdownStyle(MarkdownOptions{}), a: a, b: b}
	version := b.Version
	if version == "" || a.ID == b.ID && lower(version, c.Next) {
		version = c.Next
	}
	l.out.WriteString("## " + l.plain(version))
	if b.Changed != "" {
		l.out.WriteString(" (" + l.plain(b.Changed) + ")")
	}
	l.out.WriteString("\n\n")
	if c.Empty() {
		l.out.WriteString("Nothing has changed.\n")
		return l.out.String()
	}
	before := a.Version
	if a.ID != b.ID {
		before = a.ID + " " + before
	}
	why := version + " after " + before + ", since "
	if version != c.Next {
		why = version + " after " + before + ": "
	}
	l.out.WriteString(l.plain(why+c.counts()) + ".\n")
	l.head(c.Head)
	for _, section := range sections {
		var lines []string
		for _, change := range c.Changes {
			if change.Operation == section.op {
				lines = append(lines, l.entry(change)...)
			}
		}
		switch section.op {
		case Level, Kind:
			lines = l.grouped(c.Changes, section.op)
		case Recode:
			var codes []Change
			for _, group := range c.grouped() {
				codes = append(codes, recoded(group)...)
			}
			lines = nil
			if len(codes) > 0 {
				lines = []string{l.recodes(codes)}
			}
		}
		l.section(section.title, lines)
	}
	return l.out.String()
}

// sections is the order of a changelog entry.
var sections = []struct {
	op    Operation
	title string
}{
	{Add, "Added"}, {Reword, "Reworded"}, {Rename, "Renamed"}, {Move, "Moved"}, {Split, "Split"}, {Merge, "Merged"},
	{Level, "Level"}, {Kind, "Kind"}, {Retire, "Retired"}, {Restore, "Restored"}, {Links, "Links"}, {Recode, "Codes"},
	{Reorder, "Order"},
}

// changelog is an entry in the making.
type changelog struct {
	style
	a, b *frameworks.Framework
	out  strings.Builder
}

// section writes lines as a list; a tab begins one that belongs to the line
// above it.
func (l *changelog) section(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	l.out.WriteString("\n### " + title + "\n\n")
	for _, line := range lines {
		if deeper, ok := strings.CutPrefix(line, "\t"); ok {
			l.out.WriteString("  - " + deeper + "\n")
		} else {
			l.out.WriteString("- " + line + "\n")
		}
	}
}

// head writes what changed of the title, the levels and the kinds.
func (l *changelog) head(changes []HeadChange) {
	var lines []string
	for _, h := range changes {
		one, names := "Level", levelNames(l.b)
		switch h.Field {
		case "title":
			lines = append(lines, "Title: "+l.nowCalled(h.Old, h.New))
			continue
		case "levels":
		case "kinds":
			one, names = "Kind", kindNames(l.b)
		default:
			continue
		}
		switch {
		case h.Operation == Add:
			lines = append(lines, one+" added: "+l.full(h.New))
		case h.Operation == Retire:
			lines = append(lines, one+" taken out: "+l.full(h.Old))
		case h.Operation == Rename && h.was != h.is:
			lines = append(lines, one+": "+l.nowCalled(h.was, h.is))
		case h.Operation == Reword:
			lines = append(lines, one+" “"+l.full(label(names, h.Name))+"”", "\tBefore: "+l.or(h.Old, "nothing"), "\tNow: "+l.or(h.New, "nothing"))
		}
	}
	l.section("The framework", lines)
}

// nowCalled says what something was called and is called.
func (l *changelog) nowCalled(was, is string) string {
	switch "" {
	case was:
		return "now called “" + l.full(is) + "”"
	case is:
		return "no longer called “" + l.full(was) + "”"
	}
	return "“" + l.full(was) + "” is now “" + l.full(is) + "”"
}

// item gives an item's code and the words given, or what there is of them.
func (l *changelog) item(i Item, words string) string {
	if oneLine(i.Code) == "" {
		return cmp.Or(words, "An item without a code")
	}
	return strings.TrimSpace(l.strong(l.full(i.code())) + " " + words)
}

// named gives an item's code and its title, or its statement where it has none.
func (l *changelog) named(i Item) string {
	return l.item(i, l.full(cmp.Or(oneLine(i.Title), i.Statement)))
}

// place says what kind of item it is, and below what it stands.
func (l *changelog) place(f *frameworks.Framework, i Item) string {
	return l.where(i, label(kindNames(f), i.Kind))
}

// entry tells one change in a line, and in lines below it.
func (l *changelog) entry(c Change) []string {
	switch c.Operation {
	case Add, Restore:
		return []string{l.item(c.After[0], l.words(c.After[0])) + l.place(l.b, c.After[0])}
	case Retire:
		end := ""
		if len(c.After) > 0 {
			end = ", until " + l.full(c.After[0].Until)
		}
		return []string{l.item(c.Before[0], l.words(c.Before[0])) + l.place(l.a, c.Before[0]) + end}
	case Reword:
		// The words follow in full, so that of an item without a title the code is
		// enough.
		return []string{
			l.item(c.After[0], l.full(c.After[0].Title)) + l.place(l.b, c.After[0]),
			"\tBefore: " + l.or(c.Old, "nothing"), "\tNow: " + l.or(c.New, "nothing"),
		}
	case Rename:
		return []string{l.item(c.After[0], "") + ": " + l.nowCalled(c.Old, c.New)}
	case Move:
		return []string{l.named(c.After[0]), "\tFrom " + l.or(c.Old, "the top") + " to " + l.or(c.New, "the top")}
	case Split:
		return append([]string{l.item(c.Before[0], l.words(c.Before[0]))}, l.below(c.After)...)
	case Merge:
		return append([]string{l.item(c.After[0], l.words(c.After[0])) + ", made of"}, l.below(c.Before)...)
	case Links:
		lines := []string{l.named(c.After[0])}
		if c.Old != "" {
			lines = append(lines, "\tTaken out: "+l.full(c.Old))
		}
		if c.New != "" {
			lines = append(lines, "\tPut in: "+l.full(c.New))
		}
		return lines
	case Reorder:
		return []string{l.named(c.After[0])}
	}
	return nil
}

func (l *changelog) below(items []Item) []string {
	var out []string
	for _, i := range items {
		out = append(out, "\t"+l.item(i, l.words(i)))
	}
	return out
}

// grouped tells levels or kinds: what was changed to what, and below it the
// items.
func (l *changelog) grouped(changes []Change, op Operation) []string {
	alike := map[[2]string][]string{}
	var order [][2]string
	for _, c := range changes {
		if c.Operation != op {
			continue
		}
		pair := [2]string{c.Old, c.New}
		if alike[pair] == nil {
			order = append(order, pair)
		}
		alike[pair] = append(alike[pair], "\t"+l.named(c.After[0]))
	}
	var out []string
	for _, pair := range order {
		out = append(out, l.or(pair[0], "none")+" → "+l.or(pair[1], "none"))
		out = append(out, alike[pair]...)
	}
	return out
}
