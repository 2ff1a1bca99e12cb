package compare

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// How many characters of one text are shown; the rest is in the JSON.
const (
	mostShown = 2000
	keptShown = 600
)

// severalAlike is how many items that had the same done to them are told in one
// line.
const severalAlike = 4

// style is how words are written: people's words made harmless, and words taken
// out, put in and stressed.
type style struct {
	plain           func(string) string
	out, in, strong func(string) string
	// swap writes what stood there and what stands there, both already harmless.
	swap func(was, is string) string
	// whole says that texts that came or went whole are marked like words.
	whole bool
}

// point is a line with lines below it.
type point struct {
	text  string
	below []string
}

// run writes words, some taken out and some put in.
func (s style) run(list []Words) string {
	var out []string
	for _, w := range list {
		switch w.Fate {
		case wordsOut:
			out = append(out, s.out(s.plain(shorten(w.Text, mostShown))))
		case wordsIn:
			out = append(out, s.in(s.plain(shorten(w.Text, mostShown))))
		default:
			out = append(out, s.plain(shorten(w.Text, keptShown)))
		}
	}
	return strings.Join(out, " ")
}

func (s style) full(text string) string { return s.plain(shorten(oneLine(text), mostShown)) }

func (s style) or(text, none string) string {
	if text == "" {
		return none
	}
	return s.full(text)
}

// where says what an item is and where it stands.
func (s style) where(i Item, kind string) string {
	var parts []string
	if kind != "" {
		parts = append(parts, s.full(kind))
	}
	if i.DomainCode != "" || i.DomainTitle != "" {
		parts = append(parts, "in "+s.full(strings.TrimSpace(i.DomainCode+" "+i.DomainTitle)))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// came and went give an item's statement after a colon, or nothing; where whole
// texts are marked, all its words, marked.
func (s style) came(i Item) string { return s.marked(i, s.in) }
func (s style) went(i Item) string { return s.marked(i, s.out) }

func (s style) marked(i Item, mark func(string) string) string {
	switch {
	case s.whole && s.words(i) != "":
		return ": " + mark(s.words(i))
	case s.whole || oneLine(i.Statement) == "":
		return ""
	}
	return ": " + s.full(i.Statement)
}

// part names an item that another was split into or merged from.
func (s style) part(i Item, mark func(string) string) string {
	text := s.words(i)
	if s.whole && text != "" {
		text = mark(text)
	}
	return strings.TrimSpace(s.strong(s.full(i.code())) + " " + text)
}

// words gives the full wording of an item: its title and its statement.
func (s style) words(i Item) string {
	title, statement := oneLine(i.Title), oneLine(i.Statement)
	if title == "" || statement == "" {
		return s.full(title + statement)
	}
	return s.full(title) + ": " + s.full(statement)
}

// item names an item, and its code of before where that was another.
func (s style) item(c Change) string {
	i := c.Before
	if len(c.After) > 0 && c.Operation != Split {
		i = c.After
	}
	name := naming(i[0])
	if slices.Contains([]Operation{Add, Retire, Merge}, c.Operation) && i[0].Title == "" && i[0].Code != "" {
		// The whole statement follows.
		name = i[0].code()
	}
	name = s.strong(s.full(name))
	if len(c.Before) == 1 && len(c.After) == 1 && c.Before[0].Code != c.After[0].Code && c.Before[0].Code != "" {
		if s.whole {
			name += ", code " + s.swap(s.full(c.Before[0].Code), s.or(c.After[0].Code, "none"))
		} else {
			name += ", before " + s.full(c.Before[0].Code)
		}
	}
	return name + s.where(i[0], i[0].Kind)
}

// change tells one change of an item.
func (s style) change(c Change) point {
	switch c.Operation {
	case Add:
		return point{text: "added" + s.came(c.After[0])}
	case Retire:
		return point{text: "retired, since " + s.full(c.Reason) + s.went(c.Before[0])}
	case Restore:
		if s.whole {
			return point{text: "restored, since " + s.full(c.Reason) + s.came(c.After[0])}
		}
		return point{text: "restored: " + s.full(c.Reason)}
	case Split:
		p := point{text: "split into " + count(len(c.After), "item", "items") + " (" + s.full(c.Reason) + ")"}
		if s.whole {
			p.below = append(p.below, s.part(c.Before[0], s.out))
		}
		for _, i := range c.After[:min(len(c.After), 20)] {
			p.below = append(p.below, s.part(i, s.in))
		}
		return p
	case Merge:
		p := point{text: "merged from " + count(len(c.Before), "item", "items") + " (" + s.full(c.Reason) + ")" + s.came(c.After[0])}
		for _, i := range c.Before[:min(len(c.Before), 20)] {
			p.below = append(p.below, s.part(i, s.out))
		}
		return p
	case Reword:
		sort := string(c.Rewording)
		if c.Rewording == Unknown {
			sort = "meaning unknown"
		}
		return point{text: "reworded, " + sort + " (" + s.full(c.Reason) + ")", below: []string{s.run(c.Words)}}
	case Rename:
		return point{text: "renamed: " + s.run(c.Words)}
	case Move:
		if s.whole {
			return point{text: "moved: " + s.swap(s.or(c.Old, "the top"), s.or(c.New, "the top"))}
		}
		return point{text: "moved from " + s.or(c.Old, "the top") + " to " + s.or(c.New, "the top")}
	case Links:
		p := point{text: "links"}
		if c.Old != "" {
			p.below = append(p.below, s.out(s.full(c.Old)))
		}
		if c.New != "" {
			p.below = append(p.below, s.in(s.full(c.New)))
		}
		return p
	case Reorder:
		return point{text: "in another place among its neighbours"}
	case History:
		switch {
		case len(c.Before) == 0:
			return point{text: "history: " + s.full(c.Reason) + s.came(c.After[0])}
		case len(c.After) == 0:
			return point{text: "history: " + s.full(c.Reason) + s.went(c.Before[0])}
		}
		c.Operation, c.Field = Notes, "history, "+c.Field
	}
	if c.Operation == Notes && c.Field == "title" {
		return point{text: s.full(c.Reason)}
	}
	if len(c.Words) > 0 {
		return point{text: c.Field + ": " + s.run(c.Words)}
	}
	return point{text: c.Field + ": " + s.swap(s.or(c.Old, "none"), s.or(c.New, "none"))}
}

// head tells a change of the head.
func (s style) head(h HeadChange) string {
	text := h.Field
	if h.Name != "" {
		text += " " + s.full(h.Name)
	}
	switch {
	case h.Operation == Add && h.New == "":
		return text + " added"
	case h.Operation == Add:
		return text + " added: " + s.mark(s.in, s.full(h.New))
	case h.Operation == Retire && h.Old == "":
		return text + " taken out"
	case h.Operation == Retire:
		return text + " taken out: " + s.mark(s.out, s.full(h.Old))
	case h.Operation == Reorder:
		return text + " in another place in the order"
	case h.Operation == Rename && h.was != "" && h.was == h.is:
		return h.Field + " " + s.full(h.was) + " with another id: " + s.run(h.Words)
	}
	return text + ": " + s.run(h.Words)
}

// mark marks a text where whole texts are marked.
func (s style) mark(mark func(string) string, text string) string {
	if s.whole {
		return mark(text)
	}
	return text
}

// grouped gives the changes item by item.
func (c Comparison) grouped() [][]Change {
	var out [][]Change
	for i, change := range c.Changes {
		if i == 0 || change.Item != c.Changes[i-1].Item {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], change)
	}
	return out
}

// byItem tells the changes item by item, and in a line each those that were
// done to many items alike.
func (s style) byItem(c Comparison) (items []point, together []string) {
	alike := map[string][]Change{}
	var values []string
	groups := c.grouped()
	for _, g := range groups {
		if key := onlyValue(g); key != "" {
			if alike[key] == nil {
				values = append(values, key)
			}
			alike[key] = append(alike[key], g[0])
		}
	}
	var codes, order []Change
	others := 0 // items whose other code comes of more than numbering
	for _, g := range groups {
		for _, change := range recoded(g) {
			codes = append(codes, change)
			if change.Operation != Recode {
				others++
			}
		}
		p := point{text: s.item(g[0])}
		many := len(alike[onlyValue(g)]) >= severalAlike
		for _, change := range g {
			switch {
			case change.Operation == Recode:
			case change.Operation == Reorder && len(g) == 1:
				order = append(order, change)
			case (change.Operation == Level || change.Operation == Kind) && many:
			default:
				one := s.change(change)
				p.below = append(p.below, one.text)
				for _, line := range one.below {
					p.below = append(p.below, "\t"+line)
				}
			}
		}
		if len(p.below) > 0 {
			items = append(items, p)
		}
	}
	for _, key := range values {
		if of := alike[key]; len(of) >= severalAlike {
			together = append(together, of[0].Field+" "+s.swap(s.or(of[0].Old, "none"), s.or(of[0].New, "none"))+" for "+count(len(of), "item", "items")+": "+s.codes(of))
		}
	}
	if len(codes) > 0 {
		text := count(len(codes), "item has", "items have") + " another code"
		if others > 0 {
			text += fmt.Sprintf(" (%d of them moved, split, merged or replaced)", others)
		}
		together = append(together, text+": "+s.recodes(codes))
	}
	if len(order) > 0 {
		together = append(together, count(len(order), "item stands", "items stand")+" in another place among the same neighbours: "+s.codes(order))
	}
	return items, together
}

// onlyValue gives the levels or the kinds before and after of an item that
// nothing else, a code aside, was done to; "" for others.
func onlyValue(group []Change) string {
	rest := slices.DeleteFunc(slices.Clone(group), func(c Change) bool { return c.Operation == Recode })
	if len(rest) != 1 || rest[0].Operation != Level && rest[0].Operation != Kind || group[0].Operation != rest[0].Operation {
		return ""
	}
	return rest[0].Field + "\x00" + rest[0].Old + "\x00" + rest[0].New
}

// codes lists the items of some changes by code, or by name where they have
// none.
func (s style) codes(changes []Change) string {
	var out []string
	for _, c := range changes {
		out = append(out, s.plain(c.After[0].short()))
	}
	return strings.Join(out, ", ")
}

// recoded gives the codes before and after of an item of which they differ,
// whatever it was that brought it about.
func recoded(group []Change) []Change {
	codes := func(items []Item) string {
		var out []string
		for _, i := range items {
			out = append(out, code(i.Code))
		}
		return strings.Join(out, " and ")
	}
	var out []Change
	for _, c := range group {
		switch c.Operation {
		case Recode:
			out = append(out, c)
		case Move, Split, Merge, Reword:
			if c.Operation == Reword && c.Rewording != Substantial {
				continue
			}
			was, is := codes(c.Before), codes(c.After)
			if was != is {
				c.Old, c.New = was, is
				out = append(out, c)
			}
		}
	}
	return out
}

// recodes lists codes before and after; those that follow one another by number
// before and after are one: "2.A.3 to 2.A.7 → 2.A.4 to 2.A.8".
func (s style) recodes(changes []Change) string {
	var out []string
	for from := 0; from < len(changes); {
		to := from
		for to+1 < len(changes) && follows(changes[to].Old, changes[to+1].Old) && follows(changes[to].New, changes[to+1].New) {
			to++
		}
		was, is := s.or(changes[from].Old, "none"), s.or(changes[from].New, "none")
		if to > from {
			was += " to " + s.full(changes[to].Old)
			is += " to " + s.full(changes[to].New)
		}
		out = append(out, s.swap(was, is))
		from = to + 1
	}
	return strings.Join(out, ", ")
}

// follows tells whether a code is the one after another, such as K10 after K9.
func follows(before, after string) bool {
	x, y := strings.TrimRight(before, "0123456789"), strings.TrimRight(after, "0123456789")
	if x != y {
		return false
	}
	m, err := strconv.Atoi(before[len(x):])
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(after[len(y):])
	return err == nil && n == m+1
}

// number says whether the later version's number is the one that it should be.
func (c Comparison) number() string {
	switch {
	case c.Next == "":
		return "The next version number cannot be computed from " + strconv.Quote(c.From.Version) + "."
	case c.From.ID != c.To.ID:
		return "As the next version of " + c.From.ID + " " + c.From.Version + " this would be " + c.Next + "."
	case c.Next == c.To.Version && c.Empty():
		return "Version " + c.To.Version + ", as before."
	case c.Next == c.To.Version:
		return "Version " + c.To.Version + " is right:"
	case c.Empty():
		return "Version " + strconv.Quote(c.To.Version) + " should be " + c.Next + ", since nothing has changed."
	}
	return "Version " + strconv.Quote(c.To.Version) + " should be " + c.Next + ":"
}
