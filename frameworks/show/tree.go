package show

import (
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"

	"golang.org/x/text/width"
)

// Tree sets the framework out as a tree for a terminal: a line for what it is,
// a line of counts, then every item with its code, its level where it has one,
// and its words, wrapped below each other. The error says that the framework
// has no item of the code asked for.
func Tree(f *frameworks.Framework, o Options) (string, error) {
	items, ok := roots(f, o)
	if !ok {
		return "", noItem(f, o)
	}
	if o.Width == 0 {
		o.Width = 100
	}
	t := tree{o: o, labels: labelsOf(f), framework: f}
	t.wrap("", "", Head(f))
	if o.Code == "" {
		t.wrap("", "", Counts(f))
		for _, l := range []struct{ name, value string }{{"Known from: ", f.Source}, {"Rights: ", f.Rights}, {"Notes: ", f.Notes}} {
			if l.value != "" {
				t.wrap("", "  ", l.name+onpage.Clean(l.value))
			}
		}
	}
	t.out.WriteByte('\n')
	t.items(items, "", true)
	return t.out.String(), nil
}

type tree struct {
	o         Options
	labels    labels
	framework *frameworks.Framework
	out       strings.Builder
}

func (t *tree) items(items []frameworks.Item, indent string, top bool) {
	var shown []*frameworks.Item
	for i := range items {
		if items[i].InForce() || t.o.Ended || t.o.Code != "" && top {
			shown = append(shown, &items[i])
		}
	}
	for i, item := range shown {
		branch, below := "├─ ", "│  "
		if i == len(shown)-1 {
			branch, below = "└─ ", "   "
		}
		if top {
			branch, below = "", ""
		}
		inner := ""
		if len(item.Items) > 0 {
			inner = "│  "
		}
		code := onpage.Clean(item.Code)
		if code != "" {
			code += "  "
		}
		t.wrap(indent+branch+code, indent+below+inner, t.line(item))
		t.items(item.Items, indent+below, false)
		if top && i < len(shown)-1 {
			t.out.WriteByte('\n')
		}
	}
}

func (t *tree) line(item *frameworks.Item) string {
	out := ""
	if item.Level != "" {
		out += "[" + t.labels.levels[item.Level] + "] "
	}
	out += words(item) + otherWording(t.framework, item)
	if !item.InForce() {
		out += " (ended " + onpage.Clean(item.Until)
		var to []string
		for _, id := range item.ReplacedBy {
			if next, ok := t.framework.ByUUID(id); ok && next.Code != "" {
				to = append(to, onpage.Clean(next.Code))
			} else {
				to = append(to, onpage.Clean(id))
			}
		}
		if len(to) > 0 {
			out += "; replaced by " + strings.Join(to, ", ")
		}
		out += ")"
	}
	return out
}

// wrap writes words over as many lines as they need, the first after first and
// the others after rest.
func (t *tree) wrap(first, rest, text string) {
	if text == "" {
		return
	}
	// However deep the tree, some words fit on a line.
	room := max(t.o.Width-columns(first), 30)
	line, used := first, 0
	for _, w := range strings.Fields(text) {
		if n := columns(w); used > 0 && used+1+n > room {
			t.out.WriteString(strings.TrimRight(line, " ") + "\n")
			line, used = rest, 0
			room = max(t.o.Width-columns(rest), 30)
		}
		if used > 0 {
			line += " "
			used++
		}
		line += w
		used += columns(w)
	}
	t.out.WriteString(line + "\n")
}

// columns is how many columns of a terminal a text takes: letters of Chinese,
// Japanese and Korean take two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}
