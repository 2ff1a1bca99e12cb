package compare

import (
	"encoding/json"
	"fmt"
	"strings"

	"concord/pipeline/finding"
)

// TextOptions say how Text writes.
type TextOptions struct {
	// Colour puts words taken out in red and words put in in green, beside the
	// brackets, by the codes of ECMA-48 (1991) that terminals understand.
	Colour bool
}

// Text tells the comparison for a terminal: the counts, the version number and
// why, the head, and the changes item by item. Words taken out stand in [- -],
// words put in in {+ +}. Characters that a terminal would act upon are shown as
// their numbers; of very long texts the middle is left out. The findings are
// not in it.
func (c Comparison) Text(o TextOptions) string {
	coloured := func(code, open, end string) func(string) string {
		if !o.Colour {
			return func(s string) string { return open + s + end }
		}
		return func(s string) string { return "\x1b[" + code + "m" + open + s + end + "\x1b[0m" }
	}
	s := style{plain: clean, out: coloured("31", "[-", "-]"), in: coloured("32", "{+", "+}"), strong: coloured("1", "", ""), swap: arrow}
	var b strings.Builder
	line := func(format string, values ...any) {
		fmt.Fprintf(&b, format, values...)
		b.WriteByte('\n')
	}
	line("%s", s.strong(clean(c.title())))
	line("%s", c.Summary())
	line("%s", clean(c.number()))
	for _, r := range c.Reasons {
		line("  %-5s  %s", string(r.Part), clean(r.Text))
	}
	if len(c.Head) > 0 {
		line("\n%s", s.strong("The framework"))
		for _, h := range c.Head {
			line("  %s", s.head(h))
		}
	}
	items, together := s.byItem(c)
	for _, p := range items {
		line("\n%s", p.text)
		for _, below := range p.below {
			line("  %s", strings.Replace(below, "\t", "  ", 1))
		}
	}
	if len(together) > 0 {
		line("")
	}
	for _, text := range together {
		line("%s", text)
	}
	return b.String()
}

func arrow(was, is string) string { return was + " → " + is }

// title names the two versions.
func (c Comparison) title() string {
	if c.From.ID == c.To.ID {
		return oneLine(c.To.Title + ": " + c.From.Version + " → " + c.To.Version)
	}
	return oneLine(c.From.Title + " " + c.From.Version + " → " + c.To.Title + " " + c.To.Version)
}

// JSON gives the whole comparison, with every text in full, as indented JSON.
// The same two versions always give the same bytes.
func (c Comparison) JSON() ([]byte, error) {
	if c.Head == nil {
		c.Head = []HeadChange{}
	}
	if c.Changes == nil {
		c.Changes = []Change{}
	}
	if c.Reasons == nil {
		c.Reasons = []Reason{}
	}
	if c.Findings == nil {
		c.Findings = []finding.Finding{}
	}
	out, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("the comparison could not be written as JSON: %w", err)
	}
	return append(out, '\n'), nil
}
