package compare

import (
	"strings"

	"concord/frameworks"
)

// sections is the order of a changelog entry.
var sections = []struct {
	op    Operation
	title string
}{
	{Add, "Added"}, {Reword, "Reworded"}, {Rename, "Renamed"}, {Move, "Moved"}, {Split, "Split"}, {Merge, "Merged"},
	{Level, "Level"}, {Kind, "Kind"}, {Retire, "Retired"}, {Restore, "Restored"}, {Links, "Links"}, {Recode, "Codes"},
	{Reorder, "Order"}, {Notes, "Notes, sources and days"},
}

// Changelog gives one entry of a changelog in Markdown, for version b as it
// follows version a: the number and the day (b.Changed), why the number, and
// the changes by what was done, with codes and with old and new words. Where b
// has no number of its own yet, the computed one stands there. C is what
// Frameworks gives for a and b.
func Changelog(a, b *frameworks.Framework, c Comparison) string {
	s := markdownStyle(MarkdownOptions{})
	version := b.Version
	if version == "" || version == a.Version && !c.Empty() {
		version = c.Next
	}
	var out strings.Builder
	out.WriteString("## " + s.plain(version))
	if b.Changed != "" {
		out.WriteString(" (" + s.plain(b.Changed) + ")")
	}
	out.WriteString("\n\n" + s.plain(c.Summary()) + "\n")
	if !c.Empty() {
		why := "The version before is " + a.Version + "."
		if c.Next != "" && c.Next != version {
			why += " By the changes this one should be " + c.Next + "."
		}
		out.WriteString("\n" + s.plain(why) + " Why the number:\n")
		reasons(&out, s, c.Reasons)
	}
	if len(c.Head) > 0 {
		out.WriteString("\n### The framework\n\n")
		for _, h := range c.Head {
			out.WriteString("- " + s.head(h) + "\n")
		}
	}
	for _, section := range sections {
		s.section(&out, c, section.op, section.title)
	}
	return out.String()
}

func (s style) section(b *strings.Builder, c Comparison, op Operation, title string) {
	var of []Change
	for _, change := range c.Changes {
		if change.Operation == op {
			of = append(of, change)
		}
	}
	if len(of) == 0 {
		return
	}
	b.WriteString("\n### " + title + "\n\n")
	switch op {
	case Recode:
		b.WriteString("- " + s.recodes(of) + "\n")
	case Reorder:
		b.WriteString("- " + s.codes(of) + "\n")
	case Level:
		alike := map[[2]string][]Change{}
		var levels [][2]string
		for _, change := range of {
			pair := [2]string{change.Old, change.New}
			if alike[pair] == nil {
				levels = append(levels, pair)
			}
			alike[pair] = append(alike[pair], change)
		}
		for _, pair := range levels {
			b.WriteString("- " + s.or(pair[0], "none") + " → " + s.or(pair[1], "none") + ": " + s.codes(alike[pair]) + "\n")
		}
	default:
		for _, change := range of {
			p := s.change(change)
			below := []string{p.text}
			for _, line := range p.below {
				below = append(below, "\t"+line)
			}
			s.point(b, point{s.item(change), below})
		}
	}
}
