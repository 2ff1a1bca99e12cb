package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// headings makes the items above others out of columns such as Domain, which
// give on each row the name of the heading that it stands below; several such
// columns nest from left to right.
type headings struct {
	// at are the places of the columns, and names their headers.
	at    []int
	names []string
	// repeats says of each column that rows one below another give the same value,
	// so that a blank cell is no cell that was merged with the one above.
	repeats []bool
	// last is what the row before gave.
	last []string
	// item gives the place of a heading in table.items by its names, joined.
	item map[string]int
	// stems are the codes that other codes are formed of.
	stems map[string]bool
	// blanks counts the rows that had nothing in any of the columns, firstBlank is
	// the line of the first.
	blanks, firstBlank int
}

func (t *table) newHeadings(body []record) *headings {
	h := &headings{item: map[string]int{}, stems: map[string]bool{}}
	for i, name := range t.names {
		if name == domainColumn {
			h.at, h.names = append(h.at, i), append(h.names, t.header.cells[i])
		}
	}
	h.repeats, h.last = make([]bool, len(h.at)), make([]string, len(h.at))
	if len(h.at) == 0 {
		return h
	}
	for n, r := range body {
		for c, i := range h.at {
			if n > 0 && cellAt(r, i) != "" && cellAt(r, i) == cellAt(body[n-1], i) {
				h.repeats[c] = true
			}
		}
		if i, ok := t.at["code"]; ok {
			code := cellAt(r, i)
			for n := 0; n < maxDepth; n++ {
				cut := strings.LastIndexAny(code, codeSigns)
				if cut <= 0 {
					break
				}
				code = code[:cut]
				h.stems[code] = true
			}
		}
	}
	return h
}

// codeSigns part the pieces of a code.
const codeSigns = ".-/_: "

func cellAt(r record, i int) string {
	if i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// step is one heading above a row, and the column that it stands in.
type step struct {
	name   string
	column int
}

// path gives the headings that a row stands below, from the top.
func (h *headings) path(r record) []step {
	now := make([]string, len(h.at))
	given := false
	for c, i := range h.at {
		now[c] = cellAt(r, i)
		given = given || now[c] != ""
	}
	carry := true
	for c := range now {
		if now[c] == "" && carry && (!given || !h.repeats[c]) {
			now[c] = h.last[c]
		}
		carry = carry && now[c] == h.last[c]
	}
	if !given && slices.ContainsFunc(h.last, func(s string) bool { return s != "" }) {
		if h.blanks++; h.blanks == 1 {
			h.firstBlank = r.line
		}
	}
	h.last = now
	var out []step
	for c, name := range now {
		if name != "" {
			out = append(out, step{name, c})
		}
	}
	return out
}

// pathName gives a name to a path that no other has, capitals aside.
func pathName(path []step) string {
	var b strings.Builder
	for _, s := range path {
		b.WriteString(strings.ToLower(s.name))
		b.WriteByte(0)
	}
	return b.String()
}

// place puts an item below the headings of its row, making those that are not
// there yet. It gives true where the row is the last of these headings itself.
func (t *table) place(h *headings, item *tableItem, r record) bool {
	path := h.path(r)
	if len(path) == 0 {
		return false
	}
	_, have := h.item[pathName(path)]
	words := cmp.Or(item.Title, item.Statement)
	self := false
	switch last := path[len(path)-1].name; {
	case have:
	case words == "":
		self = item.Code == "" || h.stems[item.Code]
	default:
		self = strings.EqualFold(words, last) && (item.Title == "" || item.Statement == "")
	}
	above := -1
	for n, step := range path {
		name := pathName(path[:n+1])
		if at, ok := h.item[name]; ok {
			above = at
			continue
		}
		heading := tableItem{Item: frameworks.Item{Pos: yamlfile.Pos{Line: r.line, Column: 1}}}
		if n == len(path)-1 && self {
			heading = *item
		}
		heading.above, heading.Title, heading.Statement = above, step.name, ""
		header := strings.TrimSpace(inBrackets.ReplaceAllString(h.names[step.column], " "))
		heading.Kind = t.kindOf(cmp.Or(heading.kindCell, header))
		above = len(t.items)
		h.item[name] = above
		t.items = append(t.items, heading)
	}
	item.above = above
	return self
}

// carried says that blank cells were read as those above.
func (t *table) carried(h *headings) {
	if h.blanks == 0 {
		return
	}
	f := finding.Finding{
		Severity: finding.Note, Kind: "heading-carried", Line: h.firstBlank, Cell: h.names[0], Count: h.blanks,
		Message: "nothing stands in this column, so that the row was put below the heading of the row above",
	}
	if slices.Contains(h.repeats, true) {
		f.Severity, f.Do = finding.Warning, fmt.Sprintf("Fill in %s on this row if it belongs elsewhere.", finding.Quote(h.names[0]))
	}
	t.add(f)
}
