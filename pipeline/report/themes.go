package report

import (
	"fmt"

	"concord/pipeline/onpage"
	"concord/pipeline/theme"
)

// themeQuotes is how many quotes stand under a theme.
const themeQuotes = 3

func (b *builder) themes() (Section, bool) {
	if b.in.Codebook == nil || len(b.in.Counts) == 0 {
		return Section{}, false
	}
	s := Section{ID: "themes", Title: "Themes"}
	var silent []string
	table := b.themeTable()
	for _, c := range b.in.Counts {
		if c.Units == 0 {
			silent = append(silent, "“"+b.themeName(c.Theme)+"”")
		}
	}
	if len(table.Rows) > 0 {
		s.Blocks = append(s.Blocks, table)
	}
	for _, c := range b.in.Charts {
		// The matrix of themes is the one picture that draws no table.
		if len(c.Tables) == 0 && len(table.Rows) > 0 {
			s.Blocks = append(s.Blocks, b.figure(c))
		}
	}
	if len(silent) > 0 {
		s.Blocks = append(s.Blocks, para(strong("Themes that nobody spoke of: "), and(silent)+"."))
	}
	for _, c := range b.in.Counts {
		if c.Units > 0 {
			s.Sections = append(s.Sections, b.theme(c))
		}
	}
	return s, true
}

func (b *builder) themeTable() Table {
	t := Table{
		Caption: "Who spoke of what: numbers of different people",
		Base:    fmt.Sprintf("Out of %s who took part.", count(b.took(), "person", "people")),
		Columns: []Column{{Label: "Theme", Words: true}, {Label: "People", Number: true}},
		Notes:   []string{"A person can ask for one thing and object to another under the same theme, and is then counted under both; those who speak of it without saying which are counted under “people” only."},
	}
	split := b.has("survey") && b.has("groups")
	if split {
		t.Columns = append(t.Columns, Column{Label: "Survey", Number: true}, Column{Label: "Groups", Number: true})
	}
	t.Columns = append(t.Columns, Column{Label: "Ask", Number: true}, Column{Label: "Object", Number: true}, Column{Label: "Satisfied", Number: true})
	for _, c := range b.in.Counts {
		if c.Units == 0 {
			continue
		}
		row := []Text{text(link(b.themeName(c.Theme), b.themeAnchor(c.Theme))), text(b.number(c.People.Total()))}
		if split {
			survey, groups := b.parts(c.People.Survey, c.People.Groups)
			row = append(row, text(survey), text(groups))
		}
		t.Rows = append(t.Rows, Row{Cells: append(row, text(b.number(c.Asks.Total())), text(b.number(c.Objects.Total())), text(b.number(c.Satisfied.Total())))})
	}
	return t
}

func (b *builder) theme(c theme.ThemeCount) Section {
	s := Section{ID: b.themeAnchor(c.Theme), Title: b.themeName(c.Theme)}
	said := upperFirst(b.ofAll(c.People.Total(), true)) + " spoke of it" + b.divided(c.People.Survey, c.People.Groups)
	if !b.small(c.People.Total()) { // one comment would be one person
		said += ", in " + count(c.Units, "comment or turn", "comments and turns")
	}
	said += "."
	var stance []string
	unstated := c.Unstated
	if b.small(c.Asks.Total()) || b.small(c.Objects.Total()) || b.small(c.Satisfied.Total()) {
		unstated = theme.People{} // the rest would give the hidden number away
	}
	for _, x := range []struct {
		people    theme.People
		one, many string
	}{{c.Asks, "asks for it or for more of it", "ask for it or for more of it"}, {c.Objects, "objects", "object"}, {c.Satisfied, "is satisfied as it is", "are satisfied as it is"}, {unstated, "says none of these", "say none of these"}} {
		if n := x.people.Total(); n > 0 {
			verb := x.many
			if n == 1 && !b.small(n) {
				verb = x.one
			}
			stance = append(stance, b.number(n)+" "+verb)
		}
	}
	if len(stance) > 0 {
		said += " Of them, " + and(stance) + "."
	}
	if n := len(c.Both); n > 0 && !b.small(n) {
		said += fmt.Sprintf(" (%s both.)", count(n, "person does", "people do"))
	}
	if c.Unnamed > 0 {
		said += fmt.Sprintf(" %s by a speaker whom nobody could name; the number of people leaves them out.", count(c.Unnamed, "more turn is", "more turns are"))
	}
	if t, ok := b.themeOf(c.Theme); ok && onpage.Clean(t.Definition) != "" {
		s.Blocks = append(s.Blocks, para(strong("What it is: "), sentence(onpage.Clean(t.Definition))))
	}
	told := []any{said}
	if numbers := b.amendmentsOf(c.Theme); len(numbers) > 0 {
		word := " Amendment that follows from it: "
		if len(numbers) > 1 {
			word = " Amendments that follow from it: "
		}
		told = append(append(append(told, word), separated(numbers)...), ".")
	}
	s.Blocks = append(s.Blocks, para(told...))
	if cited := b.cites([]string{c.Theme}, citedByTheme, true); len(cited) > 0 {
		s.Blocks = append(s.Blocks, para(cited...))
	}
	n := 0
	for _, q := range b.quotesOf(c.Theme) {
		if n < themeQuotes && !b.quoted[q.Text] {
			b.quoted[q.Text] = true
			s.Blocks = append(s.Blocks, b.quote(q, ""))
			n++
		}
	}
	return s
}

// amendmentsOf links to the amendments that follow from a theme.
func (b *builder) amendmentsOf(id string) []Span {
	if b.in.Docket == nil || b.in.Framework == nil {
		return nil
	}
	var out []Span
	for i := range b.in.Docket.Amendments {
		a := &b.in.Docket.Amendments[i]
		for _, t := range a.Themes {
			if t == id {
				out = append(out, link(fmt.Sprint(a.Number), b.amendmentAnchor(a)))
			}
		}
	}
	return out
}

// separated puts commas between spans.
func separated(spans []Span) []any {
	var out []any
	for i, s := range spans {
		if i > 0 {
			out = append(out, ", ")
		}
		out = append(out, s)
	}
	return out
}
