package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/onpage"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

func (b *builder) method() (Section, bool) {
	s := Section{ID: "method", Title: "Method"}
	s.Sections = append(s.Sections, b.asked())
	for _, part := range []func() (Section, bool){b.sources, b.redaction, b.counting, b.coding, b.drafting, b.cannot} {
		if sub, ok := part(); ok {
			s.Sections = append(s.Sections, sub)
		}
	}
	return s, true
}

func (b *builder) asked() Section {
	s := Section{ID: "asked", Title: "What was asked"}
	if about := onpage.Clean(b.in.Study.About); about != "" {
		s.Blocks = append(s.Blocks, para(about))
	} else {
		s.Blocks = append(s.Blocks, para("The consultation file says nothing of how people were asked."))
	}
	var facts []string
	if src := b.in.Study.Survey; src != nil {
		closed, words := 0, 0
		for _, q := range src.Questions {
			if q.Kind.Closed() {
				closed++
			}
			if q.Kind == study.Text {
				words++
			}
		}
		facts = append(facts, fmt.Sprintf("The survey has %s: %d with answers to choose from, %d for people's own words", count(len(src.Questions), "question", "questions"), closed, words))
	}
	if f := b.in.Framework; f != nil {
		facts = append(facts, fmt.Sprintf("The framework has %s", count(len(f.Domains()), "domain", "domains")))
		if f.Wording == "paraphrase" {
			facts = append(facts, "Its statements are given here in paraphrase, not in the official wording")
		}
	} else {
		facts = append(facts, "No framework is named, so nothing is said of domains, and no amendments are proposed")
	}
	s.Blocks = append(s.Blocks, para(strings.Join(facts, ". ")+"."))
	return s
}

// sources shows the way from the rows of each file to the base of its tables.
func (b *builder) sources() (Section, bool) {
	if len(b.in.Sources) == 0 {
		return Section{}, false
	}
	s := Section{ID: "sources", Title: "From records to the base"}
	t := Table{Caption: "What was read, what was left out, and what was counted", Columns: []Column{{Label: "Source"}, {Label: "File", Words: true}, {Label: "Records", Number: true}, {Label: "Left out, and why", Words: true}, {Label: "Counted", Number: true}}}
	for _, src := range b.in.Sources {
		name := "Survey"
		if src.Name == "groups" {
			name = "Focus groups: participants"
		}
		var left []string
		for _, d := range src.Flow.Dropped {
			if d.Count > 0 {
				left = append(left, thousands(d.Count)+" "+onpage.Clean(d.Reason))
			}
		}
		dropped := "none"
		if len(left) > 0 {
			dropped = strings.Join(left, "; ")
		}
		records := thousands(src.Flow.Rows)
		if rules := b.in.Study.Suppression.Rules(); rules.Rounds() {
			// With what was left out they would tell the number before rounding.
			records = "about " + thousands(b.rounded(src.Flow.Rows))
			if len(left) > 0 {
				dropped = "some, as ingest/flow.csv tells"
			}
		}
		file := text(code(onpage.Clean(src.File)))
		if src.File == "" {
			file = text("no list of who took part: those who spoke, numbered")
		}
		t.Rows = append(t.Rows, Row{Cells: []Text{text(name), file, text(records), text(dropped), text(thousands(b.rounded(src.Flow.Kept)))}})
	}
	s.Blocks = append(s.Blocks, t)
	if len(b.in.Groups) > 0 {
		t := Table{Caption: "The focus groups", Columns: []Column{{Label: "Group"}, {Label: "Transcript", Words: true}, {Label: "People who spoke", Number: true}, {Label: "Turns", Number: true}, {Label: "Minutes", Number: true}}}
		for _, g := range b.in.Groups {
			minutes := "not timed"
			if g.Minutes >= 0 {
				minutes = strconv.Itoa(g.Minutes)
			}
			t.Rows = append(t.Rows, Row{Cells: []Text{text(onpage.Clean(g.ID)), text(code(onpage.Clean(g.File))), text(b.number(g.Participants)), text(thousands(g.Turns)), text(minutes)}})
		}
		t.Notes = []string{"A turn is what one person said until another spoke; moderators' turns are among them, but are not evidence."}
		s.Blocks = append(s.Blocks, t)
	}
	return s, true
}

// kindsOfIdentifier are words for what redaction takes out, one and several.
var kindsOfIdentifier = map[string][2]string{
	"name": {"name", "names"}, "email": {"e-mail address", "e-mail addresses"}, "phone": {"telephone number", "telephone numbers"},
	"postcode": {"postcode", "postcodes"}, "nhs-number": {"NHS number", "NHS numbers"},
}

func (b *builder) redaction() (Section, bool) {
	if len(b.in.Units) == 0 && len(b.in.Redacted) == 0 && b.in.Doubtful == 0 {
		return Section{}, false
	}
	var out []string
	for _, r := range b.in.Redacted {
		w, known := kindsOfIdentifier[r.Kind]
		if !known {
			w = [2]string{onpage.Clean(r.Kind), onpage.Clean(r.Kind)}
		}
		out = append(out, count(r.Count, w[0], w[1]))
	}
	said := "Before anything else read them, comments and transcripts were searched for names and other identifiers. "
	if len(out) == 0 {
		said += "None was found. "
	} else {
		said += "Taken out: " + and(out) + "; a word in square brackets, such as [name], stands where each was. "
	}
	parts := []any{said}
	if b.in.Doubtful > 0 {
		one := "words that may be a name were"
		if b.in.Doubtful == 1 {
			one = "word that may be a name was"
		}
		parts = append(parts, fmt.Sprintf("%d %s left in for a person to look at: see ", b.in.Doubtful, one), code("ingest/redactions.csv"), ". ")
	}
	parts = append(parts, "No machine finds every name: read the quotes here before they are published.")
	return Section{ID: "redaction", Title: "Names and identifiers", Blocks: []Block{para(parts...)}}, true
}

func (b *builder) counting() (Section, bool) {
	if len(b.in.Tables) == 0 {
		return Section{}, false
	}
	items := []Text{
		text(strong("Base. "), b.bases()),
		text(strong("Rounding. "), rounding(b.in.Study.Rounding)),
		text(strong("Intervals. "), b.intervals()),
	}
	if src := b.in.Study.Survey; src != nil && src.Weight != "" {
		items = append(items, text(strong("Weights. "), "Percentages of the survey are weighted by the column ", code(onpage.Clean(src.Weight)), "; the counts beside them are numbers of people, so that a count divided by the number of people is not the percentage. Each table gives three bases: the number of people, the sum of their weights, and the effective number (Kish), on which intervals rest. The design effect is the first over the last."))
	}
	if said := b.smallCounts(); said != "" {
		items = append(items, text(strong("Small counts. "), said))
	}
	return Section{ID: "counting", Title: "How percentages are made", Blocks: []Block{List{Items: items}}}, true
}

// intervals says how the intervals of the tables are made, and the others.
func (b *builder) intervals() string {
	i := b.in.Study.Interval
	said := fmt.Sprintf("The %s interval after a percentage (%s) is the range of shares in a wider group of like people that would fit what these people said. It is wide where few were asked. It allows for chance alone, not for who chose to answer.", i.Percent(), i.Name())
	if i.Name() != (study.Interval{}).Name() || i.Percent() != (study.Interval{}).Percent() {
		said += " Shares of all who took part, as of those who ask for an amendment, have Wilson's interval at 95%."
	}
	return said
}

// bases explains the rules that are used in the tables.
func (b *builder) bases() string {
	used := map[study.BaseRule]bool{}
	for i := range b.in.Tables {
		for r := range b.in.Tables[i].Cells {
			if b.in.Tables[i].Rows[r].Kind == tabulate.MissRow {
				continue
			}
			for _, c := range b.in.Tables[i].Cells[r] {
				used[c.Rule] = true
			}
		}
	}
	said := "Every percentage names its base, the number that it is a share of. "
	if used[study.Answered] {
		said += "Mostly it is the people who answered the question; those who did not are told beside it. "
	}
	if used[study.Asked] {
		said += "Where a table says so, it is everyone who was asked, whether they answered or not. "
	}
	if used[study.Mentions] {
		said += "Where people could give several answers and a table says “mentions”, it is all the answers together. "
	}
	return strings.TrimSpace(said + "Percentages are never added up: a row for several answers together is counted from the people.")
}

func rounding(r study.Rounding) string {
	digits := "whole numbers"
	if r.Digits == 1 {
		digits = "one digit after the point"
	} else if r.Digits > 1 {
		digits = fmt.Sprintf("%d digits after the point", r.Digits)
	}
	how := map[study.RoundingRule]string{
		study.HalfEven:         "rounded, with halves to the even neighbour",
		study.Truncate:         "cut off, not rounded",
		study.LargestRemainder: "rounded so that the answers to a question add up to 100 (largest remainder)",
	}[r.Rule]
	if how == "" {
		how = "rounded, with halves upwards"
	}
	return "Percentages are printed with " + digits + ", " + how + ", from the exact fraction."
}

func (b *builder) coding() (Section, bool) {
	if b.in.Codebook == nil {
		if len(b.in.Units) == 0 {
			return Section{}, false
		}
		return Section{ID: "coding", Title: "Themes", Blocks: []Block{para("The consultation names no codebook, so comments were not sorted by theme.")}}, true
	}
	cb := b.in.Codebook
	title := onpage.Clean(cb.Title)
	if v := onpage.Clean(cb.Version); v != "" {
		title += " (version " + v + ")"
	}
	p := para(fmt.Sprintf("The codebook, “%s”, has %s. Each theme has rules: words, in any inflection, and which other words must or must not stand near them. ", title, count(len(cb.Themes), "theme", "themes")),
		fmt.Sprintf("A comment or turn belongs to a theme when a rule finds its words in it, and can belong to several. This gave %s in %s. ", count(b.in.Codings, "coding", "codings"), count(len(b.in.Units), "comment or turn", "comments and turns")),
		"The words around say whether the person asks for more of the theme, objects to it, is satisfied, or says none of these. People are counted once for each theme, however often they speak of it. The words that decided are in ", code("themes/codings.csv"), ".")
	return Section{ID: "coding", Title: "Themes", Blocks: append([]Block{p}, b.hand()...)}, true
}

// hand says how many comments people coded, and how good the coding is.
func (b *builder) hand() []Block {
	h := b.in.Hand
	if h.Units == 0 {
		return []Block{para("Nobody has coded comments by hand, so it is not known how often the rules are right or miss a comment that is on a theme.")}
	}
	all := len(b.in.Units)
	said := fmt.Sprintf("%s judged %s of %s by hand; there, what they said counts and not the rules. ", upperFirst(count(h.Coders, "coder", "coders")), b.share(h.Units, all), count(all, "comment or turn", "comments and turns"))
	if rest := all - h.Units; rest > 0 {
		said += fmt.Sprintf("The other %s were coded by the rules alone. ", thousands(rest))
	}
	if h.Settled > 0 {
		said += fmt.Sprintf("Where they differed it was settled for %d. ", h.Settled)
	}
	if h.Open > 0 {
		said += fmt.Sprintf("For %d a theme that as many gave as did not waits to be settled, and does not count. ", h.Open)
	}
	if h.Suggested > 0 {
		said += fmt.Sprintf("%d were judged with the machine’s suggestions in sight. ", h.Suggested)
	}
	switch {
	case h.Common == 0:
		said += "No comment was judged by two people who could not see each other’s codes, so how far people agree is not known. "
	case h.Why != "":
		said += fmt.Sprintf("How far people agree beyond chance cannot be told from the %s that two or more judged blind: %s. ", count(h.Common, "comment", "comments"), strings.TrimSuffix(h.Why, "."))
	default:
		said += fmt.Sprintf("On the %s that two or more judged blind, people’s sets of themes agree with Krippendorff’s alpha of %s by the MASI distance%s. ", count(h.Common, "comment", "comments"), within(h.MASI, h.MASILow, h.MASIHigh), readAs(h.Band))
		if none := h.Common - h.Given; none > 0 && !math.IsNaN(h.GivenMASI) {
			said += fmt.Sprintf("All gave no theme to %d of them; without those alpha is %.2f. ", none, h.GivenMASI)
		}
		said += b.byBand()
	}
	out := []Block{para(said, "The figures for each theme are in ", code("themes/agreement.csv"), ".")}
	if len(h.Rules) > 0 {
		t := Table{
			Caption: "How far the rules agree with people, on comments that people judged without suggestions",
			Base:    "Found: of the themes that people gave to a comment, those that the rules gave too; the others they missed. Right: of the themes that the rules gave, those that people gave too; the others they invented. F1 is twice the themes that both gave over all that either gave: 0 for none, 1 for all.",
			Columns: []Column{{Label: "Held against", Words: true}, {Label: "Comments", Number: true}, {Label: "Found", Number: true}, {Label: "Right", Number: true}, {Label: "Micro F1 (95% interval)", Number: true}},
		}
		of := func(n, base int) string {
			if base == 0 {
				return "none"
			}
			return fmt.Sprintf("%d of %d (%s%%)", n, base, tabulate.Percent(n, base, b.in.Study.Rounding.Digits, b.in.Study.Rounding.Rule))
		}
		for _, r := range h.Rules {
			who := onpage.Clean(r.Coder)
			if r.Coder == "people" {
				who = "what their judgements come to"
				out[0] = para(said, "The figures for each theme are in ", code("themes/agreement.csv"), ". "+missesOrInvents(r))
			}
			t.Rows = append(t.Rows, Row{Cells: []Text{text(who), text(fmt.Sprint(r.Units)), text(of(r.Both, r.Both+r.Missed)), text(of(r.Both, r.Both+r.Invented)), text(within(r.F1, r.Low, r.High))}})
		}
		out = append(out, t)
	}
	return out
}

// readAs says how an alpha is commonly read.
func readAs(band string) string {
	if band == "" {
		return ""
	}
	return fmt.Sprintf(", which is commonly read as %s: reliable from .800, tentative from .667, below that not reliable (Krippendorff 2019, chapter 12)", band)
}

// byBand lists the themes by how far people agree on each.
func (b *builder) byBand() string {
	by, untold := map[string][]string{}, 0
	for _, t := range b.in.Hand.Themes {
		if t.Band == "" {
			untold++
			continue
		}
		by[t.Band] = append(by[t.Band], fmt.Sprintf("“%s” (%.2f)", b.themeName(t.Theme), t.Alpha))
	}
	said := ""
	for _, band := range []string{"reliable", "tentative", "not reliable"} {
		if len(by[band]) > 0 {
			said += upperFirst(band) + " on " + and(by[band]) + ". "
		}
	}
	if untold > 0 {
		said += fmt.Sprintf("For %s it cannot be told, mostly because too few of those comments are on it. ", count(untold, "theme", "themes"))
	}
	return said
}

// missesOrInvents says what the rules do wrong more often.
func missesOrInvents(r RulesAgainst) string {
	said := fmt.Sprintf("Held against people, the rules missed %s and gave %d that people did not", count(r.Missed, "theme of a comment", "themes of comments"), r.Invented)
	switch {
	case r.Missed > r.Invented:
		return said + ": they miss more than they invent, so more people may have spoken of a theme than were counted."
	case r.Invented > r.Missed:
		return said + ": they invent more than they miss, so fewer people may have spoken of a theme than were counted."
	}
	return said + ": as many of the one as of the other."
}

// within prints a figure with its interval, where there is one.
func within(x, low, high float64) string {
	if math.IsNaN(x) {
		return "cannot be told"
	}
	if math.IsNaN(low) || math.IsNaN(high) {
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.2f (%.2f to %.2f)", x, low, high)
}

// share prints a count with the percentage that it is of a base.
func (b *builder) share(n, of int) string {
	return fmt.Sprintf("%d (%s%%)", n, tabulate.Percent(n, of, b.in.Study.Rounding.Digits, b.in.Study.Rounding.Rule))
}

func (b *builder) drafting() (Section, bool) {
	if b.in.Framework == nil || b.in.Docket == nil {
		return Section{}, false
	}
	n := max(1, b.in.Study.Amendments.MinPeople)
	from := "a change that a comment asks for in so many words, like requests counted together"
	if b.in.Codebook != nil {
		from = fmt.Sprintf("a drafting note of the codebook, once at least %s asked for its theme; or %s", count(n, "person", "people"), from)
	}
	return Section{ID: "drafting", Title: "Amendments", Blocks: []Block{para(
		"A proposed amendment comes from one of these: ", from, ". They are ranked by the people for them less those against, then by the people for them. The words for and against are listed with each, and all in ", code("amendments/evidence.csv"), ". They are proposals: the group decides. What it decided stands with each.")}}, true
}

func (b *builder) cannot() (Section, bool) {
	if len(b.in.Units) == 0 {
		return Section{}, false
	}
	parts := []any{"It finds words, not meanings. It misses what people say in words that no rule has, takes irony at its word, and can mistake the side that somebody is on. It does not judge whether a proposal is good, safe or practicable."}
	if b.fateCount(amend.NotUnderstood) > 0 {
		parts = append(parts, " Comments that it could not place are listed in ", link("every comment", "comments"), "; please read them.")
	}
	return Section{ID: "cannot", Title: "What the machine cannot do", Blocks: []Block{para(parts...)}}, true
}
