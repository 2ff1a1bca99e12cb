package report

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/onpage"
	"concord/pipeline/stats"
	"concord/pipeline/tabulate"
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
	s.Blocks = append(s.Blocks, b.saturation()...)
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
		Columns: []Column{{Label: "Theme", Words: true}, {Label: "People", Number: true}, {Label: "Share (95% interval)", Number: true}},
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
		shown := b.themeShown(&c)
		all, share := b.number(c.People.Total()), "hidden"
		if shown.People {
			share = b.shareOfAll(c.People.Total())
		} else if !b.small(c.People.Total()) {
			all = "hidden"
		}
		row := []Text{text(link(b.themeName(c.Theme), b.themeAnchor(c.Theme)), b.doubtMark(c.Theme)), text(all), text(share)}
		if split {
			row = append(row, text(b.shownNumber(c.People.Survey, shown.Survey)), text(b.shownNumber(c.People.Groups, shown.Groups)))
		}
		t.Rows = append(t.Rows, Row{Cells: append(row, text(b.shownNumber(c.Asks.Total(), shown.Asks)), text(b.shownNumber(c.Objects.Total(), shown.Objects)), text(b.shownNumber(c.Satisfied.Total(), shown.Satisfied)))})
	}
	t.Notes = append(t.Notes, b.codedBy()...)
	return t
}

// The marks after a theme on which people did not agree reliably, and on which they
// did so tentatively.
const notReliableMark, tentativeMark = "†", "‡"

// doubtMark gives the mark that says after a theme's name how far the people who
// coded agree on it; "" where that is reliable, or cannot be told.
func (b *builder) doubtMark(id string) string {
	for _, t := range b.in.Hand.Themes {
		if t.Theme != id {
			continue
		}
		switch t.Band {
		case "not reliable":
			return " " + notReliableMark
		case "tentative":
			return " " + tentativeMark
		}
	}
	return ""
}

// codedBy gives the notes that say who coded, and what the marks in the table mean.
func (b *builder) codedBy() (notes []string) {
	h, all := b.in.Hand, len(b.in.Units)
	if h.Units == 0 {
		return nil
	}
	said := fmt.Sprintf("%s of %s were coded by people", thousands(h.Units), count(all, "comment or turn", "comments and turns"))
	if rest := all - h.Units; rest > 0 {
		said += fmt.Sprintf(", the other %s by the rules alone", thousands(rest))
	}
	notes = append(notes, said+".")
	used := map[string]bool{}
	for _, c := range b.in.Counts {
		if c.Units > 0 {
			used[b.doubtMark(c.Theme)] = true
		}
	}
	var marks []string
	if used[" "+notReliableMark] {
		marks = append(marks, notReliableMark+" People who coded the same comments did not agree reliably on this theme (alpha below .667).")
	}
	if used[" "+tentativeMark] {
		marks = append(marks, tentativeMark+" They agreed tentatively (alpha from .667, below .800).")
	}
	if len(marks) > 0 {
		marks = append(marks, "Without a mark agreement was reliable, or cannot be told; Method says which.")
		notes = append(notes, strings.Join(marks, " "))
	}
	return notes
}

// shareOfAll is a number of people as a share of all who took part, with its
// Wilson interval. Nobody was asked about a theme: it is the share who raised it.
func (b *builder) shareOfAll(n int) string {
	base := b.took()
	if b.small(n) || base == 0 {
		return "hidden"
	}
	n, base = b.rounded(n), max(1, b.rounded(base))
	n = min(n, base)
	low, high := stats.Wilson(n, base, tabulate.Confidence)
	return fmt.Sprintf("%s%% (%.0f–%.0f)", tabulate.Percent(n, base, b.in.Study.Rounding.Digits, b.in.Study.Rounding.Rule), 100*low, 100*high)
}

// saturation shows what each focus group brought that those before it had not.
func (b *builder) saturation() []Block {
	if len(b.in.Saturation) < 2 {
		return nil
	}
	t := Table{
		Caption: "Which focus group brought which themes first",
		Base:    "Themes of the codebook, in the order in which the groups are listed.",
		Columns: []Column{{Label: "Group", Words: true}, {Label: "People", Number: true}, {Label: "Themes", Number: true}, {Label: "New", Number: true}, {Label: "In all so far", Number: true}},
		Notes:   []string{"A group that brings nothing new does not prove that another would not. What moderators said is not counted."},
	}
	for _, s := range b.in.Saturation {
		t.Rows = append(t.Rows, Row{Cells: []Text{text(onpage.Clean(s.Group)), text(fmt.Sprint(s.People)), text(fmt.Sprint(s.Themes)), text(fmt.Sprint(len(s.New))), text(fmt.Sprint(s.Total))}})
	}
	return []Block{t}
}

func (b *builder) theme(c theme.ThemeCount) Section {
	s := Section{ID: b.themeAnchor(c.Theme), Title: b.themeName(c.Theme)}
	shown := b.themeShown(&c)
	said := upperFirst(b.ofAllShown(c.People.Total(), shown.People)) + " spoke of it"
	if shown.People && shown.Survey && shown.Groups {
		said += b.divided(c.People.Survey, c.People.Groups)
	}
	if shown.People { // one comment would be one person
		said += ", in " + b.tally(c.Units, "comment or turn", "comments and turns")
	}
	said += "."
	var stance []string
	for _, x := range []struct {
		people    theme.People
		shown     bool
		one, many string
	}{{c.Asks, shown.Asks, "asks for it or for more of it", "ask for it or for more of it"}, {c.Objects, shown.Objects, "objects", "object"}, {c.Satisfied, shown.Satisfied, "is satisfied as it is", "are satisfied as it is"}, {c.Unstated, shown.Unstated, "says none of these", "say none of these"}} {
		if n := x.people.Total(); n > 0 && x.shown {
			verb := x.many
			if n == 1 {
				verb = x.one
			}
			stance = append(stance, b.number(n)+" "+verb)
		}
	}
	if len(stance) > 0 {
		said += " Of them, " + and(stance) + "."
	}
	if !shown.Asks || !shown.Objects || !shown.Satisfied || !shown.Unstated {
		said += " How many of them take which side is hidden where so few do, or where it would tell it of others."
	}
	if n := b.rounded(len(c.Both)); n > 0 && shown.Both {
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
	for _, q := range b.exemplars(c.Theme) {
		b.quoted[q.Text] = true
		s.Blocks = append(s.Blocks, b.quote(q, ""))
	}
	return s
}

// exemplars gives the quotes that stand under a theme: one of each stance that is
// quoted at all, in the order in which the stances were chosen, and then others. A
// quote that stands elsewhere in the report already comes only where its stance
// would have none.
func (b *builder) exemplars(id string) []theme.Quote {
	quotes := slices.Clone(b.quotesOf(id))
	if at := slices.IndexFunc(b.in.Counts, func(c theme.ThemeCount) bool { return c.Theme == id }); at >= 0 {
		shown := b.themeShown(&b.in.Counts[at])
		quotes = slices.DeleteFunc(quotes, func(q theme.Quote) bool { return !shown.speaksAsShown(q.Stance) })
	}
	var out []theme.Quote
	chosen, stances := make([]bool, len(quotes)), map[theme.Stance]bool{theme.Unstated: true}
	take := func(i int) {
		if len(out) < themeQuotes && !chosen[i] {
			chosen[i] = true
			out = append(out, quotes[i])
		}
	}
	for i, q := range quotes {
		if stances[q.Stance] {
			continue
		}
		stances[q.Stance] = true
		fresh := slices.IndexFunc(quotes, func(other theme.Quote) bool { return other.Stance == q.Stance && !b.quoted[other.Text] })
		if fresh < 0 {
			fresh = i
		}
		take(fresh)
	}
	for i, q := range quotes {
		if !b.quoted[q.Text] {
			take(i)
		}
	}
	return out
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
