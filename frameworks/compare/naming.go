package compare

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortName is how many characters of a statement name an item without a title.
const shortName = 60

// naming names an item so that a person finds it: its code, and its title or
// the first words of its statement. It holds nothing that a terminal would act
// upon.
func naming(i Item) string {
	words := firstWords(oneLine(i.Title))
	if words == "" {
		words = firstWords(oneLine(i.Statement))
	}
	switch {
	case words == "":
		return i.code()
	case oneLine(i.Code) == "":
		return "“" + clean(words) + "”"
	}
	return i.code() + " “" + clean(words) + "”"
}

// code gives the item's code, and that it is another's by now.
func (i Item) code() string {
	if i.former {
		return "former " + code(i.Code)
	}
	return code(i.Code)
}

// short names an item by its code, or by its words too where the code does not
// tell it from others.
func (i Item) short() string {
	if i.former || i.shared || oneLine(i.Code) == "" {
		return naming(i)
	}
	return code(i.Code)
}

// code gives a code or an id as reasons name it.
func code(s string) string { return orNone(clean(firstWords(oneLine(s)))) }

// firstWords cuts a text after a word, at shortName characters at most.
func firstWords(s string) string {
	if utf8.RuneCountInString(s) <= shortName {
		return s
	}
	cut := string([]rune(s[:min(len(s), shortName*utf8.UTFMax)])[:shortName])
	if space := strings.LastIndexByte(cut, ' '); space > shortName/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// name names the item or the items of a change.
func (c Change) name() string {
	list := func(items []Item) string {
		var out []string
		for _, i := range items[:min(len(items), mostNamed)] {
			out = append(out, i.short())
		}
		if more := len(items) - len(out); more > 0 {
			out = append(out, fmt.Sprintf("%d more", more))
		}
		return listed(out)
	}
	switch {
	case c.Operation == Split:
		return naming(c.Before[0]) + " into " + list(c.After)
	case c.Operation == Merge:
		return naming(c.After[0]) + " from " + list(c.Before)
	case c.Operation == Recode:
		return code(c.Old) + " → " + code(c.New)
	case len(c.After) > 0:
		return naming(c.After[0])
	}
	return naming(c.Before[0])
}

// short tells a change of the head in a few words.
func (h HeadChange) short() string {
	name := h.Field
	if h.Name != "" {
		name += " " + code(h.Name)
	}
	switch h.Operation {
	case Add:
		return name + " added"
	case Retire:
		return name + " taken out"
	case Rename:
		return name + " renamed"
	case Reorder:
		return name + " in another order"
	}
	return name + " changed"
}

// clean gives a text on one line, with every character that a terminal would
// act upon, or that turns the direction of writing, shown as its number.
func clean(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case unicode.IsPrint(r) || r == '\u200c' || r == '\u200d':
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// shorten leaves out the middle of a text of more than most characters, and
// says how much.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	all := utf8.RuneCountInString(s)
	if all <= most {
		return s
	}
	runes := []rune(s)
	end := most / 2
	return string(runes[:end]) + " … (" + strconv.Itoa(all-2*end) + " characters left out) … " + string(runes[all-end:])
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// counted says how many items had something done to them.
func counted(n int, op Operation) string {
	return count(n, "item", "items") + " " + done[op]
}

// done says each operation as something done.
var done = map[Operation]string{
	Add: "added", Retire: "retired", Restore: "restored", Split: "split", Merge: "merged from others", Move: "moved",
	Rename: "renamed", Reword: "reworded", Level: "given another level", Kind: "given another kind", Links: "with other links",
	Recode: "given another code", Reorder: "put in another order", Notes: "with other notes",
	History: "with another history",
}

// Summary counts the changes on one line: "2 added, 1 reworded; 14 with another
// code". It says "Nothing has changed." where nothing has.
func (c Comparison) Summary() string {
	if c.Empty() {
		return "Nothing has changed."
	}
	n := map[Operation]int{}
	unknown, substantial := 0, 0
	for i, change := range c.Changes {
		// Several things about one item may have the same done to them.
		if i == 0 || change.Item == 0 || change.Item != c.Changes[i-1].Item || change.Operation != c.Changes[i-1].Operation {
			n[change.Operation]++
		}
		switch change.Rewording {
		case Unknown:
			unknown++
		case Substantial:
			substantial++
		}
	}
	var out []string
	for _, op := range Operations {
		if n[op] == 0 {
			continue
		}
		text := strconv.Itoa(n[op]) + " " + tallied[op]
		if op == Reword {
			var of []string
			if substantial > 0 {
				of = append(of, fmt.Sprintf("%d substantially", substantial))
			}
			if unknown > 0 {
				of = append(of, fmt.Sprintf("%d where the meaning cannot be told", unknown))
			}
			if len(of) > 0 {
				text += " (" + strings.Join(of, ", ") + ")"
			}
		}
		out = append(out, text)
	}
	if len(c.Head) > 0 {
		out = append(out, count(len(c.Head), "change", "changes")+" of the head")
	}
	return strings.Join(out, ", ") + "."
}

// tallied says each operation after a number.
var tallied = map[Operation]string{
	Add: "added", Retire: "retired", Restore: "restored", Split: "split", Merge: "merged", Move: "moved", Rename: "renamed",
	Reword: "reworded", Level: "with another level", Kind: "with another kind", Links: "with other links",
	Recode: "with another code", Reorder: "in another order", Notes: "with other notes",
	History: "with another history",
}
