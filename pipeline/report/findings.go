package report

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/onpage"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// How much stands under each domain.
const (
	domainThemes = 5
	domainQuotes = 2
)

func (b *builder) findings() (Section, bool) {
	s := Section{ID: "findings", Title: "Findings by domain"}
	if b.in.Framework == nil && b.agreement() == nil {
		s.Title = "Findings"
	}
	if sub, ok := b.agreementSection(); ok {
		s.Sections = append(s.Sections, sub)
	}
	if sub, ok := b.confidenceSection(); ok {
		s.Sections = append(s.Sections, sub)
	}
	for i, d := range b.domains() {
		s.Sections = append(s.Sections, b.domain(i, d))
	}
	if sub, ok := b.otherTables(); ok {
		s.Sections = append(s.Sections, sub)
	}
	return s, len(s.Sections) > 0
}

func (b *builder) agreementSection() (Section, bool) {
	t := b.agreement()
	if t == nil {
		return Section{}, false
	}
	s := Section{ID: "agreement", Title: "Agreement that each domain applies"}
	for g := range t.Groups {
		if levels := b.levels(t, g, true); len(levels) > 0 {
			s.Blocks = append(s.Blocks, para(strong(onpage.Clean(t.Groups[g].Label)+" ("+b.number(t.Groups[g].N)+"), by level of agreement: "), strings.Join(levels, "; ")+"."))
		}
	}
	if len(t.Notes) > 0 {
		var notes []string
		for _, n := range t.Notes {
			notes = append(notes, onpage.Clean(n))
		}
		s.Blocks = append(s.Blocks, Notice{Title: "How to read this", Text: text(strings.Join(notes, " "))})
	}
	s.Blocks = append(s.Blocks, b.agreementTable(t))
	s.Blocks = append(s.Blocks, b.charts(t.ID)...)
	return s, true
}

// agreementTable gives each row its own base, since each is a question.
func (b *builder) agreementTable(t *tabulate.Table) Table {
	out := Table{Caption: onpage.Clean(t.Title), Columns: []Column{{Label: "Domain"}}, Base: "Base of each row: those who answered its question."}
	if len(t.Groups) > 1 {
		out.Groups = []ColumnGroup{{Span: 1}}
	}
	for g := range t.Groups {
		if len(t.Groups) > 1 {
			out.Groups = append(out.Groups, ColumnGroup{Label: onpage.Clean(t.Groups[g].Label), Span: 3})
		}
		out.Columns = append(out.Columns, Column{Label: "Agree", Number: true}, Column{Label: "%", Number: true}, Column{Label: t.Interval.Percent() + " interval", Number: true})
	}
	for r, row := range t.Rows {
		cells := []Text{text(rowName(&row))}
		for g := range t.Groups {
			c := t.Cells[r][g]
			if c.Rule == study.Asked {
				out.Base = "Base of each row: those who were asked its question."
			}
			three := cellTexts(c, true)
			if !c.Suppressed && c.Base > 0 {
				three[0] = text(fmt.Sprintf("%d of %d", c.Count, c.Base))
			}
			cells = append(cells, three...)
		}
		out.Rows = append(out.Rows, Row{Cells: cells})
	}
	return out
}

func (b *builder) confidenceSection() (Section, bool) {
	s := Section{ID: "confidence", Title: "Confidence"}
	for i := range b.in.Tables {
		t := &b.in.Tables[i]
		if t.About != study.Confidence {
			continue
		}
		table := printed(t)
		ofGroups(t, &table)
		s.Blocks = append(s.Blocks, table)
		s.Blocks = append(s.Blocks, b.charts(t.ID)...)
	}
	return s, len(s.Blocks) > 0
}

// ofGroups says in a table's heading that it counts participants, where its
// title does not say so already.
func ofGroups(t *tabulate.Table, table *Table) {
	if t.Source == "groups" && !strings.Contains(strings.ToLower(table.Caption), "focus group") {
		table.Caption += " (focus groups)"
	}
}

// domain tells what was said of one domain.
func (b *builder) domain(i int, d *frameworks.Item) Section {
	s := Section{ID: fmt.Sprintf("domain-%d", i+1), Title: b.domainName(d.Code)}
	if t := b.agreement(); t != nil {
		for r := range t.Rows {
			if t.Rows[r].Domain == d.Code {
				s.Blocks = append(s.Blocks, b.domainAgreement(t, r))
			}
		}
	}
	if who := b.dissenters(d.Code); len(who) > 0 {
		s.Blocks = append(s.Blocks, List{Items: who})
	}
	s.Blocks = append(s.Blocks, b.spoken(d.Code))
	if raised := b.raised(d.Code); len(raised) > 0 {
		s.Blocks = append(s.Blocks, Paragraph{Text: raised})
	}
	for _, q := range b.domainQuotes(d.Code) {
		s.Blocks = append(s.Blocks, q)
	}
	return s
}

func (b *builder) domainAgreement(t *tabulate.Table, r int) Block {
	var said []string
	for g := range t.Groups {
		said = append(said, lower(onpage.Clean(t.Groups[g].Label))+", "+Share(t.Cells[r][g], t.Interval))
	}
	line := "Agree that it applies: " + strings.Join(said, "; ") + "."
	if others := b.otherwise(t, r); others != "" {
		line += " " + others
	}
	return para(line)
}

// otherwise says who did not agree: what they answered instead, and how many
// of them are in each subgroup.
func (b *builder) otherwise(t *tabulate.Table, r int) string {
	c := t.Cells[r][0]
	not := c.Base - c.Count
	// Differences between tables could give away what is hidden in one of them.
	if not == 0 || c.Base == 0 || b.in.Study.Suppression.Below > 1 {
		return ""
	}
	var answers []string
	if own, ok := tabulate.Find(b.in.Tables, t.Rows[r].Question); ok && b.in.Study.Survey != nil {
		if q, ok := b.in.Study.Survey.Question(own.Question); ok {
			for o, row := range own.Rows {
				if row.Kind == tabulate.OptionRow && row.Option >= 0 && own.Cells[o][0].Count > 0 && !agrees(q, row.Option) {
					answers = append(answers, fmt.Sprintf("%d “%s”", own.Cells[o][0].Count, onpage.Clean(row.Label)))
				}
			}
		}
	}
	said := fmt.Sprintf("%d did not agree", not)
	if len(answers) > 0 {
		said += " (" + strings.Join(answers, ", ") + ")"
	}
	for g := 1; g < len(t.Groups); g++ {
		if x := t.Cells[r][g]; x.Base > 0 {
			of := "none"
			if n := x.Base - x.Count; n > 0 {
				of = fmt.Sprint(n)
			}
			said += "; " + of + " of them " + lower(onpage.Clean(t.Groups[g].Label))
		}
	}
	return said + "."
}

// dissenters names, by id and role, those who did not agree that a domain
// applies, with what they said of it.
func (b *builder) dissenters(domain string) []Text {
	if b.in.Study.Suppression.Below > 1 {
		return nil
	}
	var out []Text
	for _, x := range b.in.Dissenters {
		if x.Domain != domain {
			continue
		}
		who := onpage.Clean(x.Person)
		if roles := onpage.Clean(x.Roles); roles != "" {
			who += ", " + roles
		}
		said := ": no comment on it."
		if c := onpage.Clean(x.Comment); c != "" {
			said = ": “" + onpage.Short(c, 240) + "”"
		}
		out = append(out, text(strong(who), " answered “"+onpage.Clean(x.Answer)+"”"+said))
	}
	return out
}

// dissents tells whether a person's words stand among those of the dissenters
// of a domain already.
func (b *builder) dissents(person, domain string) bool {
	return slices.ContainsFunc(b.in.Dissenters, func(x Dissenter) bool { return x.Domain == domain && x.Person == person })
}

func agrees(q *study.Question, option int) bool {
	return slices.ContainsFunc(q.Agree, func(a string) bool { return q.Options.Index(a) == option })
}

// spoken counts the units about a domain.
func (b *builder) spoken(domain string) Block {
	comments, edits, turns := 0, 0, 0
	for _, u := range b.in.Units {
		switch {
		case u.Domain != domain || b.nonAnswer[u.ID]:
		case u.Source == "groups":
			turns++
		case u.Edit:
			edits++
		default:
			comments++
		}
	}
	// A person has one comment on a domain: their number is one of people.
	said := []string{b.tally(comments, "comment", "comments"), b.tally(edits, "suggested edit", "suggested edits")}
	if b.has("groups") {
		said = append(said, b.tally(turns, "turn", "turns")+" in the focus groups")
	}
	return para("About it: " + and(said) + ".")
}

// voices is how many people spoke of a theme where one domain was asked about.
type voices struct {
	theme  string
	people int
}

// inDomain lists the themes spoken of in a domain, most people first.
func (b *builder) inDomain(domain string) []voices {
	var out []voices
	for _, c := range b.in.Counts {
		for _, d := range c.Domains {
			if d.Domain == domain && d.People.Total() > 0 {
				out = append(out, voices{c.Theme, d.People.Total()})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y voices) int {
		if b.small(x.people) && b.small(y.people) {
			return 0 // their order would tell which is the smaller
		}
		return y.people - x.people
	})
	return out
}

// raised names the themes spoken of in a domain.
func (b *builder) raised(domain string) Text {
	list := b.inDomain(domain)
	if len(list) == 0 {
		return nil
	}
	parts := []any{"Themes raised: "}
	for i, v := range list[:min(domainThemes, len(list))] {
		if i > 0 {
			parts = append(parts, ", ")
		}
		parts = append(parts, link(b.themeName(v.theme), b.themeAnchor(v.theme)), " ("+b.persons(v.people)+")")
	}
	if more := len(list) - domainThemes; more > 0 {
		parts = append(parts, fmt.Sprintf(", and %d more", more))
	}
	return text(append(parts, ".")...)
}

// domainQuotes gives a few quotes on a domain, of the themes that most people
// raised there, each theme once before any is quoted twice.
func (b *builder) domainQuotes(domain string) []Quote {
	type candidate struct {
		theme.Quote
		on    string
		round int
	}
	var list []candidate
	for _, v := range b.inDomain(domain) {
		round := 0
		for _, q := range b.quotesOf(v.theme) {
			if q.Domain == domain && !b.quoted[q.Text] && !b.dissents(q.Person, domain) {
				list = append(list, candidate{q, b.themeName(v.theme), round})
				round++
			}
		}
	}
	slices.SortStableFunc(list, func(x, y candidate) int { return x.round - y.round })
	var out []Quote
	for _, c := range list {
		if len(out) < domainQuotes && !b.quoted[c.Text] {
			b.quoted[c.Text] = true
			out = append(out, b.quote(c.Quote, c.on))
		}
	}
	return out
}

// quotesOf gives the quotes of a theme that may be shown.
func (b *builder) quotesOf(id string) []theme.Quote {
	for _, c := range b.in.Counts {
		if c.Theme == id && b.small(c.People.Total()) {
			return nil
		}
	}
	for _, t := range b.in.Quotes {
		if t.Theme == id {
			return t.Quotes
		}
	}
	return nil
}

// quote makes a quote with its source; on says what it is an example of, ""
// where that is plain.
func (b *builder) quote(q theme.Quote, on string) Quote {
	source := onpage.Clean(q.Unit)
	if stance := stances[q.Stance]; on != "" && stance != "" {
		source += " · " + on + ": " + stance
	} else if on != "" {
		source += " · " + on
	} else if stance != "" {
		source += " · " + stance
	}
	return Quote{Before: saidBefore(q.Before), Words: onpage.Clean(q.Text), Source: source}
}

// saidBefore is the turn that a quote from a focus group answers.
func saidBefore(s theme.Said) string {
	words := onpage.Clean(s.Text)
	if words == "" {
		return ""
	}
	who := "the moderator or an unknown speaker"
	if s.Person != "" {
		who = "another participant"
	}
	return "After " + onpage.Clean(s.Unit) + ", " + who + ": “" + words + "”"
}

var stances = map[theme.Stance]string{theme.Asks: "asks for it", theme.Objects: "objects", theme.Satisfied: "satisfied as it is"}

// otherTables holds the closed questions that stand nowhere else. Those of
// agreement are in its table and under the domains; where they are on a scale,
// their points are here too.
func (b *builder) otherTables() (Section, bool) {
	s := Section{ID: "other-questions", Title: "Other closed questions", Folded: true}
	if b.agreement() == nil && len(b.domains()) == 0 {
		// They are the findings.
		s.Title, s.Folded = "Answers to closed questions", false
	}
	drawn := map[string]bool{}
	for i := range b.in.Tables {
		t := &b.in.Tables[i]
		if ofPeople(t) || t.About == study.Confidence || t.ID == tabulate.AgreementID || (t.About == study.Applicability && t.Kind != study.Scale && b.agreement() != nil) {
			continue
		}
		table := printed(t)
		ofGroups(t, &table)
		// A picture of several questions stands before the first of them.
		for _, c := range b.in.Charts {
			if slices.Contains(c.Tables, t.ID) && !drawn[c.Name] {
				drawn[c.Name] = true
				s.Blocks = append(s.Blocks, b.figure(c))
			}
		}
		s.Blocks = append(s.Blocks, table)
	}
	return s, len(s.Blocks) > 0
}
