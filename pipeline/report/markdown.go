package report

import (
	"bytes"
	"fmt"
	"strings"

	"concord/pipeline/onpage"
)

// Markdown writes the report as GitHub reads it, with its pictures linked from
// the folder charts/ beside it. Whatever people wrote is escaped, so that it
// stands as it is and makes nothing of the page.
func Markdown(d Document) []byte {
	w := &markdown{}
	w.block("# " + onpage.Markdown(d.Title))
	w.block(onpage.Markdown(d.Line))
	var contents []string
	for _, s := range d.Sections {
		contents = append(contents, fmt.Sprintf("- [%s](#%s)", onpage.Markdown(s.Title), s.ID))
	}
	w.block(strings.Join(contents, "\n"))
	for _, s := range d.Sections {
		w.section(s, 2)
	}
	return w.Bytes()
}

type markdown struct{ bytes.Buffer }

// block writes lines with an empty one after them.
func (w *markdown) block(lines string) {
	if lines != "" {
		w.WriteString(lines)
		w.WriteString("\n\n")
	}
}

func (w *markdown) section(s Section, level int) {
	// GitHub makes anchors of the headings' words; a name of our own keeps the
	// links right whatever the words are.
	w.block(strings.Repeat("#", min(level, 6)) + " <a name=\"" + s.ID + "\"></a>" + onpage.Markdown(s.Title))
	for i, b := range s.Blocks {
		w.any(b)
		if _, quote := b.(Quote); quote && i+1 < len(s.Blocks) {
			if _, again := s.Blocks[i+1].(Quote); again {
				// Without something between them two quotes become one.
				w.block("<!-- -->")
			}
		}
	}
	for _, sub := range s.Sections {
		w.section(sub, level+1)
	}
}

func (w *markdown) any(b Block) {
	switch b := b.(type) {
	case Paragraph:
		w.block(marked(b.Text))
	case List:
		items := make([]string, len(b.Items))
		for i, t := range b.Items {
			items[i] = "- " + marked(t)
		}
		w.block(strings.Join(items, "\n"))
	case Notice:
		w.block("> **" + onpage.Markdown(b.Title) + ".** " + marked(b.Text))
	case Quote:
		before := ""
		if b.Before != "" {
			before = "> *" + onpage.Markdown(b.Before) + "*\n>\n"
		}
		w.block(before + "> " + onpage.Markdown(b.Words) + "\n>\n> — " + onpage.Markdown(b.Source))
	case More:
		w.block(onpage.Markdown(b.Label) + ": see `amendments/evidence.csv`.")
	case Change:
		if len(b.Before) == 0 {
			w.block("> **Proposed:** " + marked(b.After))
			return
		}
		w.block("| Now | Proposed |\n| --- | --- |\n| " + marked(b.Before) + " | " + marked(b.After) + " |")
	case Figure:
		w.block(fmt.Sprintf("![%s](charts/%s.svg)", onpage.Markdown(b.Alt), b.Name))
		w.block(fmt.Sprintf("Figure %d. %s Its numbers are in `charts/%s.csv`.", b.Number, onpage.Markdown(sentence(b.Title)), b.Name))
	case Table:
		w.table(b)
	}
}

func (w *markdown) table(t Table) {
	title := "**" + onpage.Markdown(t.Caption) + "**"
	if t.Base != "" {
		title += "  \n" + onpage.Markdown(t.Base)
	}
	w.block(title)
	// Markdown has one line of headings, so a group's name goes before those of
	// its columns.
	group := make([]string, 0, len(t.Columns))
	for _, g := range t.Groups {
		for range g.Span {
			group = append(group, g.Label)
		}
	}
	var head, rule []string
	for i, c := range t.Columns {
		label := c.Label
		if i < len(group) && group[i] != "" {
			label = group[i] + ": " + label
		}
		head = append(head, onpage.Markdown(label))
		if c.Number {
			rule = append(rule, "---:")
		} else {
			rule = append(rule, "---")
		}
	}
	lines := []string{line(head), line(rule)}
	for _, r := range t.Rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = marked(c)
			if r.Sum && cells[i] != "" {
				cells[i] = "**" + cells[i] + "**"
			}
		}
		lines = append(lines, line(cells))
	}
	w.block(strings.Join(lines, "\n"))
	for _, n := range t.Notes {
		w.block("*" + onpage.Markdown(n) + "*")
	}
}

func line(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// marked writes a text with what stands out in it. Marks stand against words,
// never against spaces, where Markdown would not see them.
func marked(t Text) string {
	var b strings.Builder
	for _, s := range t {
		words := strings.TrimSpace(s.Words)
		if words == "" {
			b.WriteString(s.Words)
			continue
		}
		from := strings.Index(s.Words, words)
		b.WriteString(s.Words[:from])
		e := onpage.Markdown(words)
		switch {
		case s.To != "":
			e = "[" + e + "](#" + s.To + ")"
		case s.Style == Strong:
			e = "**" + e + "**"
		case s.Style == Code:
			e = codeSpan(words)
		case s.Style == Deleted:
			e = "~~" + e + "~~"
		case s.Style == Inserted:
			e = "**" + e + "**"
		}
		b.WriteString(e)
		b.WriteString(s.Words[from+len(words):])
	}
	return b.String()
}

// codeSpan writes a name of a file. Inside of a code span nothing can be
// escaped, so a name that would end it, or a table's cell, is plain text.
func codeSpan(s string) string {
	if strings.ContainsAny(s, "`|\\\n") {
		return onpage.Markdown(s)
	}
	return "`" + s + "`"
}
