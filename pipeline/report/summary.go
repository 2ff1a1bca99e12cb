package report

import (
	"fmt"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/audit"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// How much of each thing the summary names; a reader has two minutes.
const (
	summaryThemes  = 3
	summaryPoints  = 5
	summaryAnswers = 8
)

// summary is what a member of the group reads who reads nothing else.
func (b *builder) summary() Section {
	s := Section{ID: "summary", Title: "Summary"}
	add := func(t Text) {
		if len(t) > 0 {
			s.Blocks = append(s.Blocks, Paragraph{Text: t})
		}
	}
	add(b.whoAnswered())
	if t := b.agreement(); t != nil {
		for g := range t.Groups {
			add(b.agreed(t, g))
		}
	}
	add(b.confidence())
	if len(s.Blocks) == 1 {
		s.Blocks = append(s.Blocks, b.answers()...)
	}
	add(b.spokenOf())
	s.Blocks = append(s.Blocks, b.leading()...)
	add(b.doubts())
	return s
}

func (b *builder) whoAnswered() Text {
	var who []string
	if b.has("survey") {
		said := count(b.respondents, "person", "people") + " answered the survey"
		if groups := b.subgroups(); len(groups) > 0 {
			said += " (" + and(groups) + ")"
		}
		who = append(who, said)
	}
	if b.has("groups") {
		who = append(who, count(b.participants, "person", "people")+" took part in "+b.groupCount())
	}
	if len(who) == 0 {
		return text(strong("Who answered. "), "No answers were given to this run.")
	}
	return text(strong("Who answered. "), sentence(and(who)))
}

// subgroups names the study's subgroups with their size.
func (b *builder) subgroups() []string {
	var out []string
	for _, g := range b.in.Study.Subgroups {
		for i := range b.in.Tables {
			if at := b.in.Tables[i].Group(g.ID); at > 0 {
				out = append(out, "“"+onpage.Clean(b.in.Tables[i].Groups[at].Label)+"”: "+b.number(b.in.Tables[i].Groups[at].N))
				break
			}
		}
	}
	return out
}

// agreed says on how many domains a group was of one mind, and on which not.
func (b *builder) agreed(t *tabulate.Table, g int) Text {
	all, shown, hidden := 0, 0, 0
	for r := range t.Rows {
		c := t.Cells[r][g]
		switch {
		case c.Suppressed:
			hidden++
		case c.Base > 0:
			shown++
			if c.Count == c.Base && !t.Rounded { // rounded, it need not be everyone
				all++
			}
		}
	}
	label := fmt.Sprintf("Agreement, %s (%s). ", lower(onpage.Clean(t.Groups[g].Label)), b.number(t.Groups[g].N))
	if shown == 0 {
		if hidden > 0 {
			return text(strong(label), "The figures are hidden, because the counts are small.")
		}
		return text(strong(label), "Nobody answered.")
	}
	of := count(shown, "domain", "domains")
	var said string
	switch {
	case all == shown && shown == 1:
		said = "Everyone agreed that the domain applies."
	case all == shown:
		said = fmt.Sprintf("Everyone agreed that each of the %s applies.", of)
	case t.Rounded:
		said = "In rounded numbers, agreement by domain: "
	case all == 0:
		said = fmt.Sprintf("On none of the %s did everyone agree that it applies. ", of)
	default:
		said = fmt.Sprintf("Everyone agreed that %d of the %s apply. Of the others: ", all, of)
	}
	if all < shown {
		said += strings.Join(b.levels(t, g, false), "; ") + "."
	}
	if hidden > 0 {
		said += " " + sentence(count(hidden, "domain is", "domains are")+" hidden, because the counts are small")
	}
	parts := text(strong(label), said)
	if g == 0 && all < shown && len(b.in.Dissenters) > 0 && b.in.Study.Suppression.Below <= 1 {
		parts = append(parts, plain(" Who did not agree, and why, is under "), link("each domain", "findings"), plain("."))
	}
	return parts
}

// levels names the domains by how many agree on them, most first; with all,
// those that everyone agrees on too.
func (b *builder) levels(t *tabulate.Table, g int, all bool) []string {
	var out []string
	for _, level := range t.Levels(g) {
		// Within a printed share the counts can differ, as bases do.
		var shares []string
		names := map[string][]string{}
		for _, r := range level.Rows {
			c := t.Cells[r][g]
			if !all && c.Count == c.Base {
				continue
			}
			share := Share(c, t.Interval)
			if names[share] == nil {
				shares = append(shares, share)
			}
			names[share] = append(names[share], domainPhrase(&t.Rows[r]))
		}
		for _, share := range shares {
			on := " agree on "
			domains := strings.Join(names[share], ", ")
			if len(out) > 0 { // the first one says what the numbers are
				share, on = strings.Replace(share, t.Interval.Percent()+" interval ", "", 1), " on "
			}
			out = append(out, share+on+domains)
		}
	}
	return out
}

// rowName is a row of the table of agreement, with its domain's code, so that
// titles with "and" in them can be told apart in a list.
func rowName(r *tabulate.Row) string {
	label := onpage.Clean(r.Label)
	if code := onpage.Clean(r.Domain); code != "" && !strings.HasPrefix(label, code) {
		return code + " " + label
	}
	return label
}

// domainPhrase is a row's domain within a sentence, where a bare number would
// read as a count.
func domainPhrase(r *tabulate.Row) string {
	label := onpage.Clean(r.Label)
	if code := onpage.Clean(r.Domain); code != "" && code != label {
		return "domain " + code + " (" + label + ")"
	}
	return label
}

func lower(s string) string {
	if s == "All respondents" || s == "All participants" {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return "“" + s + "”"
}

// confidence says the first net of each confidence question of the survey, or
// the answer given most where it has none.
func (b *builder) confidence() Text {
	var said []string
	for i := range b.in.Tables {
		t := &b.in.Tables[i]
		if t.About != study.Confidence || t.Source != "survey" || len(said) == summaryThemes {
			continue
		}
		row := headline(t)
		if row < 0 {
			continue
		}
		label := onpage.Clean(t.Rows[row].Label)
		line := label + ": " + Share(t.Cells[row][0], t.Interval)
		if t.Rows[row].Kind == tabulate.OptionRow {
			line = onpage.Clean(t.Title) + ": most gave the answer “" + label + "”, " + Share(t.Cells[row][0], t.Interval)
		}
		for g := 1; g < len(t.Groups); g++ {
			if t.Cells[row][g].Base > 0 {
				line += "; " + lower(onpage.Clean(t.Groups[g].Label)) + ", " + Share(t.Cells[row][g], t.Interval)
			}
		}
		said = append(said, sentence(line))
	}
	if len(said) == 0 {
		return nil
	}
	return text(strong("Confidence. "), strings.Join(said, " "))
}

// answers stands in for agreement and confidence where a study asked about
// neither: the answer given most to each of the first closed questions.
func (b *builder) answers() []Block {
	var items []Text
	more := 0
	for i := range b.in.Tables {
		t := &b.in.Tables[i]
		if t.Source != "survey" || ofPeople(t) || !t.Kind.Closed() {
			continue
		}
		row := headline(t)
		if row < 0 {
			continue
		}
		if len(items) == summaryAnswers {
			more++
			continue
		}
		title := sentence(onpage.Clean(t.Title))
		items = append(items, text(strings.TrimSuffix(title, ".")+colon(title), strong(onpage.Clean(t.Rows[row].Label)), ", "+Share(t.Cells[row][0], t.Interval)))
	}
	if len(items) == 0 {
		return nil
	}
	intro := "The answer given most to each closed question, or the group of answers that the study counts together:"
	if more > 0 {
		intro = fmt.Sprintf("The answer given most to the first %d closed questions, or the group of answers that the study counts together (%d more are in ", len(items), more)
		return []Block{para(strong("Answers. "), intro, link("Findings", "other-questions"), "):"), List{Items: items}}
	}
	return []Block{para(strong("Answers. "), intro), List{Items: items}}
}

// colon gives what stands between a question and its answer.
func colon(title string) string {
	if strings.HasSuffix(title, ".") {
		return ": "
	}
	return " "
}

// headline is the row of a table that a summary tells: its first net, else the
// answer of most people; -1 for none that may be shown.
func headline(t *tabulate.Table) int {
	best := -1
	for r, row := range t.Rows {
		c := t.Cells[r][0]
		if c.Suppressed || c.Base == 0 {
			continue
		}
		if row.Kind == tabulate.NetRow {
			return r
		}
		if row.Kind == tabulate.OptionRow && (best < 0 || c.Count > t.Cells[best][0].Count) {
			best = r
		}
	}
	return best
}

func (b *builder) spokenOf() Text {
	var said []any
	n, doubtful := 0, false
	for _, c := range b.in.Counts {
		if c.People.Total() == 0 || n == summaryThemes {
			break
		}
		if n > 0 {
			said = append(said, "; ")
		}
		mark := b.doubtMark(c.Theme)
		doubtful = doubtful || mark != ""
		said = append(said, link(b.themeName(c.Theme), b.themeAnchor(c.Theme)), mark+", "+b.ofAll(c.People.Total(), false))
		if asks := c.Asks.Total(); asks > 0 && b.themeShown(&c).Asks {
			said = append(said, ", "+b.number(asks)+" asking for it")
		}
		n++
	}
	if n == 0 {
		return nil
	}
	last := "."
	if doubtful {
		last = ". (" + notReliableMark + " those who coded did not agree reliably on it; " + tentativeMark + " tentatively.)"
	}
	return text(append(append([]any{strong("What people spoke of most. ")}, said...), last)...)
}

// doubts are what a reader must know before quoting the figures.
func (b *builder) doubts() Text {
	var said []any
	add := func(parts ...any) { said = append(append(said, parts...), " ") }
	if t := b.agreement(); t != nil {
		if labels := overlapping(t); len(labels) == len(t.Groups) {
			add("All intervals of agreement overlap: the figures do not show that one domain is more agreed on than another.")
		} else if len(labels) > 0 {
			add("Among " + and(labels) + " all intervals of agreement overlap: there the figures do not show that one domain is more agreed on than another.")
		}
	}
	if len(b.in.Results) > 0 {
		differ, impossible := 0, 0
		for _, r := range b.in.Results {
			if r.Status != audit.Reproduced && r.Status != audit.NotCounted {
				differ++
			}
			if r.Status == audit.Impossible {
				impossible++
			}
		}
		if differ > 0 {
			cannot := ""
			if impossible > 0 {
				cannot = fmt.Sprintf(", of which %d cannot be right as printed", impossible)
			}
			add(fmt.Sprintf("Of %d printed figures compared, %s not plainly reproduced%s: see ", len(b.in.Results), count(differ, "is", "are"), cannot), link("the comparison", "published"), ".")
		} else {
			add(fmt.Sprintf("All %d printed figures compared are reproduced.", len(b.in.Results)))
		}
	}
	if n := b.fateCount(amend.NotUnderstood); n > 0 {
		add(count(n, "comment was", "comments were")+" not understood and must be read by a person: see ", link("every comment", "comments"), ".")
	}
	warnings := 0
	for _, f := range b.in.Findings {
		if f.Severity != finding.Note {
			warnings++
		}
	}
	if warnings > 0 {
		add("The input gave "+count(warnings, "warning", "warnings")+": see ", link("the list", "input"), ".")
	}
	if len(said) == 0 {
		return nil
	}
	return text(append([]any{strong("Read with care. ")}, said[:len(said)-1]...)...)
}

// overlapping names the groups in which every domain's interval overlaps every
// other's.
func overlapping(t *tabulate.Table) []string {
	var out []string
	for g := range t.Groups {
		shown := 0
		for r := range t.Rows {
			if c := t.Cells[r][g]; c.Interval && !c.Suppressed {
				shown++
			}
		}
		if shown > 1 && len(t.Apart(g)) == 0 {
			out = append(out, lower(onpage.Clean(t.Groups[g].Label)))
		}
	}
	return out
}
