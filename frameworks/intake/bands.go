package intake

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
)

var (
	bandForm    = regexp.MustCompile(`^(\d{1,2}[a-d]?)( ?[-–/] ?\d{0,2}[a-d]?)*$`)
	bandWord    = regexp.MustCompile(`(?i)\bbands?$`)
	commentWord = regexp.MustCompile(`(?i)^comments?$`)
	capitals    = regexp.MustCompile(`\b\p{Lu}{5,}\b`)
	structure   = regexp.MustCompile(`(?i) (career )?(structure|path|pathway)$`)
)

// cell is one cell of a table: its lines, blank ones among them.
type cell []line

func (c cell) text() string {
	var parts []string
	for _, l := range c {
		parts = append(parts, l.text)
	}
	return joined(parts)
}

func (c cell) first() line {
	for _, l := range c {
		if l.text != "" {
			return l
		}
	}
	if len(c) > 0 {
		return c[0]
	}
	return line{}
}

// cells gives the parts between truly empty lines, or between tabs. A new page
// begins a new cell. A cell may be without words.
func cells(lines []line) []cell {
	var out []cell
	var now cell
	words := false // in the cell so far
	end := func() {
		if now != nil {
			out = append(out, now)
		}
		now = nil
	}
	for _, l := range lines {
		if l.cells != nil {
			end()
			for _, text := range l.cells {
				out = append(out, cell{{n: l.n, text: text}})
			}
			continue
		}
		if l.empty || l.page && words {
			end()
		}
		words = l.text != "" || words && !l.empty && !l.page
		if !l.empty {
			now = append(now, l)
		}
	}
	end()
	return out
}

// header is what stands at the head of a table of bands.
type header struct {
	paths []cell
	// comments tells whether the last column holds comments.
	comments bool
	// from is the index of the first cell of the header, next of the first after it.
	from, next int
	in         []cell
}

// bandHeader finds the head of the table: a cell that ends with "band", then
// the career paths, then the comments, then the first band.
func bandHeader(lines []line) (header, bool) {
	all := cells(lines)
	for i, c := range all {
		if len(c) > 8 || !bandWord.MatchString(c.text()) || len(c.text()) > 40 {
			continue
		}
		h := header{in: all, from: i}
		for j := i + 1; j < len(all) && j < i+12; j++ {
			text := all[j].text()
			if commentWord.MatchString(text) {
				h.comments = true
				h.next = j + 1
				break
			}
			if bandForm.MatchString(text) {
				h.next = j
				break
			}
			if text != "" {
				h.paths = append(h.paths, all[j])
			}
		}
		for h.next > 0 && h.next < len(all) && all[h.next].text() == "" {
			h.next++ // a band is never without its name
		}
		if len(h.paths) > 0 && h.next > 0 && h.next < len(all) && bandForm.MatchString(all[h.next].text()) {
			return h, true
		}
	}
	return header{}, false
}

// band is one row of the table.
type band struct {
	name  string
	at    line
	cells []cell
}

// readBands reads the layout "career-bands".
func readBands(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
	s := openText(file, data)
	if s.failed() {
		return s.refuse()
	}
	s.lines = slices.Clone(s.lines)
	for i := range s.lines {
		// Programs that write a text out of a PDF put a single space where a page
		// begins, as others put a form feed.
		if s.lines[i].indent == 1 && s.lines[i].text != "" {
			s.lines[i].page = true
		}
	}
	if l, ok := sideBySide(s.lines); ok {
		s.fail("side-by-side", l.n, l.text, "one cell after the other, each on lines of its own", "the columns of this table stand side by side on one line, so that its cells cannot be told apart surely",
			"Save it without -layout (pdftotext FILE.pdf), or copy the table out of the program that shows it.")
		return s.refuse()
	}
	meant := bandLines(s.lines)
	s.dropFurniture(func(i int) bool { return meant[i] })
	h, ok := bandHeader(s.lines)
	if !ok {
		stopped := s.lines[lastText(s.lines)]
		for _, l := range s.lines {
			if bandWord.MatchString(l.text) || bandForm.MatchString(l.text) {
				stopped = l
				break
			}
		}
		s.unknown(stopped, `the head of a table: "KSF band", then the career paths, then "COMMENTS", then the first band`, "there is no table of bands in this text")
		return s.refuse()
	}
	for _, c := range h.in[h.from:h.next] {
		s.tell(c)
	}
	rows, end := s.bands(h)
	f := &frameworks.Framework{
		Title: s.aboveTable(h), Language: "en", Wording: "official",
		Kinds: []frameworks.Kind{
			{ID: "path", Label: "Career path"}, {ID: "role", Label: "Role"}, {ID: "group", Label: "Group"}, {ID: "area", Label: "Area of competence"},
		},
	}
	for _, l := range s.lines[:min(len(s.lines), 20)] {
		if strings.EqualFold(l.text, "draft") {
			f.Status = "draft"
		}
	}
	for _, path := range h.paths {
		name := path.text()
		f.Items = append(f.Items, frameworks.Item{
			Pos: at(path.first()), Key: frameworks.Slug(structure.ReplaceAllString(name, "")), Kind: "path", Title: name,
		})
	}
	for _, row := range rows {
		s.row(f, row, len(h.paths), h.comments)
	}
	s.areas(f, end)
	return s.settle(f)
}

// sideBySide gives the first of the lines on which cells stand beside one another,
// with wide gaps between them, where a table is written so.
func sideBySide(lines []line) (first line, ok bool) {
	n := 0
	for _, l := range lines {
		if l.gaps >= 2 && l.cells == nil {
			if n++; n == 1 {
				first = l
			}
		}
	}
	return first, n >= 3
}

// bandLines gives the lines that name a band, by index. A number alone on its
// line does, unless it stands at the edge of a page, where it is a page number
// if it does not fit between the bands before and after it.
func bandLines(lines []line) map[int]bool {
	meant := map[int]bool{}
	var edges []int
	for i, l := range lines {
		if l.text == "" || len(l.text) > 12 || !bandForm.MatchString(l.text) {
			continue
		}
		edge := l.page
		for _, next := range lines[i+1 : min(len(lines), i+5)] {
			if next.text != "" {
				edge = edge || next.page
				break
			}
		}
		if edge && strings.Trim(l.text, "0123456789") == "" {
			edges = append(edges, i)
		} else {
			meant[i] = true
		}
	}
	sure := slices.Sorted(maps.Keys(meant))
	for _, i := range edges {
		at, _ := slices.BinarySearch(sure, i)
		before := at > 0 && below(lines[i].text, lines[sure[at-1]].text)
		after := at == len(sure) || below(lines[sure[at]].text, lines[i].text)
		meant[i] = before && after
	}
	return meant
}

// aboveTable gives the table's title: the paragraph that stands right above it.
func (s *source) aboveTable(h header) string {
	head := h.paths[0].first().n
	for i, c := range h.in {
		if len(c) == 0 || c.first().n != head || i < 2 {
			continue
		}
		// The cell before the paths is the band's own heading.
		for k := i - 2; k >= 0; k-- {
			for j := len(h.in[k]) - 1; j >= 0; j-- {
				if text := h.in[k][j].text; pageNumber.MatchString(text) {
					continue
				} else if text != "" && !sentenceEnd.MatchString(text) && h.in[k][j].width < 160 {
					return text
				} else if text != "" {
					return s.documentTitle()
				}
			}
		}
	}
	return s.documentTitle()
}

const emptyLines = "Where a cell holds blank lines, they must keep the space that they are copied with, since a truly empty line parts two cells; or put tabs between the cells of a row."

// bands gives the rows of the table, and the cells after it. The table ends
// with the last cell that the lowest band can have, or where a page of prose
// begins.
func (s *source) bands(h header) (rows []band, rest []cell) {
	all := h.in
	width := len(h.paths)
	if h.comments {
		width++
	}
	i := h.next
	for i < len(all) && bandForm.MatchString(all[i].text()) {
		row := band{name: all[i].text(), at: all[i].first()}
		tabbed := i+1 < len(all) && all[i+1].first().n == row.at.n
		i++
		for i < len(all) && !bandForm.MatchString(all[i].text()) {
			if len(row.cells) >= width && all[i].first().page || len(row.cells) >= len(h.paths) && (prose(all[i]) || areaLine.MatchString(all[i].text()) || figureHead.MatchString(all[i].text())) {
				break
			}
			if tabbed && len(all[i]) == 1 && len(row.cells) >= width && all[i].text() != "" {
				break
			}
			row.cells = append(row.cells, all[i])
			i++
		}
		if len(rows) > 0 && !below(row.name, rows[len(rows)-1].name) {
			s.fail("band-order", row.at.n, row.name, "a band below "+rows[len(rows)-1].name, "the bands do not go down from one row to the next",
				"Look whether a page number stands here, and take it out, or whether rows have been lost.")
			return rows, all[i:]
		}
		for len(row.cells) > width && row.cells[len(row.cells)-1].text() == "" {
			row.cells = row.cells[:len(row.cells)-1]
		}
		switch {
		case len(row.cells) > width:
			s.fail("too-many-cells", row.cells[width].first().n, row.cells[width].text(), fmt.Sprintf("%d cells for the band %s", width, row.name),
				fmt.Sprintf("the band %s has %d cells", row.name, len(row.cells)),
				emptyLines)
		case h.comments && len(row.cells) == width && capitals.MatchString(row.cells[width-1].first().text):
			s.fail("role-in-comments", row.cells[width-1].first().n, row.cells[width-1].text(), "a comment on the band "+row.name,
				"what stands in the column of comments looks like a role", emptyLines)
		case len(row.cells) < len(h.paths):
			s.fail("too-few-cells", row.at.n, row.name, fmt.Sprintf("a cell for each of the %d career paths", len(h.paths)),
				fmt.Sprintf("the band %s has %d cells", row.name, len(row.cells)), "Look whether the copy is whole.")
		}
		rows = append(rows, row)
	}
	if last := rows[len(rows)-1]; len(rows) < 2 {
		s.fail("table-ends", last.at.n, last.name, "two bands at least", "the table ends after one band", "Look whether the copy is whole.")
	}
	return rows, all[i:]
}

// prose tells whether a cell is a paragraph of the text around the table.
func prose(c cell) bool {
	long := 0
	for _, l := range c {
		if l.width > 60 {
			long++
		}
	}
	return long > 0
}

// below tells whether band a stands below band b, by their first numbers, and
// letters where these are the same.
func below(a, b string) bool {
	parse := func(s string) (n int, letter string) {
		m := bandForm.FindStringSubmatch(s)
		digits := strings.TrimRight(m[1], "abcd")
		n, _ = strconv.Atoi(digits)
		return n, m[1][len(digits):]
	}
	an, al := parse(a)
	bn, bl := parse(b)
	return an < bn || an == bn && al < bl
}

// row adds a band, and the roles that the paths have in it.
func (s *source) row(f *frameworks.Framework, row band, paths int, comments bool) {
	level := frameworks.Level{Pos: at(row.at), ID: "band-" + frameworks.Slug(row.name), Label: "Band " + row.name}
	if comments && len(row.cells) > paths {
		var told []string
		for _, part := range parts(row.cells[paths]) {
			told = append(told, part.text())
		}
		level.Definition = strings.Join(told, "\n")
	}
	f.Levels = append(f.Levels, level)
	for p := 0; p < paths && p < len(row.cells); p++ {
		for _, role := range s.roles(row.cells[p]) {
			role.Level = level.ID
			f.Items[p].Items = append(f.Items[p].Items, role)
		}
	}
}

// parts gives what stands between the blank lines of a cell.
func parts(c cell) []cell {
	var out []cell
	var now cell
	for _, l := range append(c, line{}) {
		if l.text != "" {
			now = append(now, l)
		} else if now != nil {
			out = append(out, now)
			now = nil
		}
	}
	return out
}

// roles gives the roles of one cell. A role's name is the lines with a word in
// capitals, or the first line where there is none; what follows is what it
// requires. A name after a blank line begins another role.
func (s *source) roles(c cell) []frameworks.Item {
	var out []frameworks.Item
	for _, part := range parts(c) {
		named := capitals.MatchString(part[0].text)
		if len(out) > 0 && (!named || out[len(out)-1].Statement == "") {
			// What a role requires may stand after a blank line.
			last := &out[len(out)-1]
			s.grow(&last.Statement, part.text(), part[0], join)
			continue
		}
		role := frameworks.Item{Pos: at(part[0]), Kind: "role", Title: part[0].text}
		i := 1
		for i < len(part) && i < 12 && (named && capitals.MatchString(part[i].text) || openEnd.MatchString(role.Title)) {
			role.Title = join(role.Title, part[i].text)
			i++
		}
		role.Statement = part[i:].text()
		out = append(out, role)
	}
	return out
}
