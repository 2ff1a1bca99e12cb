package report

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/onpage"
)

// How much of the evidence is shown at once, and how many cross-references.
const (
	evidenceShown  = 3
	evidenceFolded = 60 // a page of a large consultation must still open
	seeAlsoShown   = 8
	singlesShown   = 150
)

func (b *builder) amendments() (Section, bool) {
	if b.in.Framework == nil || b.in.Docket == nil {
		return Section{}, false
	}
	d := b.in.Docket
	s := Section{ID: "amendments", Title: "Proposed amendments"}
	if len(d.Amendments) == 0 {
		s.Blocks = append(s.Blocks, para("No amendment follows from what people said."))
	} else {
		s.Blocks = append(s.Blocks, Notice{Title: "What the numbers mean", Text: text(fmt.Sprintf("Nobody was asked about these amendments one by one. “For” counts the people who of their own accord asked for the change, or spoke for the theme that it follows from, out of %s who took part; silence is not disagreement.", count(b.took(), "person", "people")))})
	}
	var several, single []*amend.Amendment
	for i := range d.Amendments {
		if d.Amendments[i].State == amend.StateWithdrawn {
			continue
		}
		if a := &d.Amendments[i]; b.inFull(a) {
			several = append(several, a)
		} else {
			single = append(single, a)
		}
	}
	if len(several) > 0 {
		s.Blocks = append(s.Blocks, b.overview(several))
		sub := Section{ID: "amendments-full", Title: "Amendments with the word of " + b.several()}
		shown := map[string]bool{}
		for _, a := range several {
			sub.Sections = append(sub.Sections, b.amendment(a, shown))
		}
		s.Sections = append(s.Sections, sub)
	}
	if len(single) > 0 {
		s.Sections = append(s.Sections, b.singles(single))
	}
	if len(d.Unplaced) > 0 {
		s.Sections = append(s.Sections, b.unplaced())
	}
	return s, true
}

// few is the number of people from which on an amendment is told in full: two,
// or more where the study hides such small counts, since a list of those with
// one person's word would tell what is hidden.
func (b *builder) few() int { return max(2, b.in.Study.Suppression.Below) }

func (b *builder) several() string {
	if n := b.few(); n > 2 {
		return fmt.Sprintf("%d people or more", n)
	}
	return "two people or more"
}

func (b *builder) inFull(a *amend.Amendment) bool { return a.For >= b.few() }

// amendmentAnchor is the id of the section that tells of an amendment.
func (b *builder) amendmentAnchor(a *amend.Amendment) string {
	if !b.inFull(a) {
		return "amendments-single"
	}
	return fmt.Sprintf("amendment-%d", a.Number)
}

func (b *builder) overview(list []*amend.Amendment) Table {
	t := Table{
		Caption: "Amendments with the word of " + b.several() + ", in the order of their support",
		Columns: []Column{{Label: "No."}, {Label: "What", Words: true, Wide: true}, {Label: "For", Number: true}, {Label: "For just this", Number: true}, {Label: "Against", Number: true}},
	}
	split := b.has("survey") && b.has("groups")
	if split {
		t.Columns = append(t.Columns, Column{Label: "For: survey", Number: true}, Column{Label: "For: groups", Number: true})
	}
	for _, a := range list {
		shown := b.amendmentShown(a)
		what := text(b.operation(a))
		if words := onpage.Clean(a.TextAfter); words != "" {
			what = append(what, plain(": “"+onpage.Short(words, 90)+"”"))
		}
		row := []Text{text(link(fmt.Sprint(a.Number), b.amendmentAnchor(a))), what, text(b.shownNumber(a.For, shown.people)), text(b.shownNumber(a.Exact, shown.exact)), text(b.shownNumber(a.Against, shown.against))}
		if split {
			row = append(row, text(b.shownNumber(a.SurveyFor, shown.survey)), text(b.shownNumber(a.GroupFor, shown.groups)))
		}
		t.Rows = append(t.Rows, Row{Cells: row})
	}
	return t
}

// operation says in words what an amendment does, and where.
func (b *builder) operation(a *amend.Amendment) string {
	where := b.places(a)
	switch a.Operation {
	case amend.Add:
		what := "a statement"
		if k := b.kind(a.Kind); k != "" {
			what = article(k) + " " + k + " statement"
		}
		if a.Level != "" {
			what += " (" + b.level(a.Level) + ")"
		}
		return "Add " + what + " to " + where
	case amend.Reword:
		return "Reword " + where
	case amend.Rename:
		return "Rename " + where
	case amend.Move:
		to := "another place"
		if a.To != nil {
			to = b.place(*a.To)
		}
		return "Move " + where + " to " + to
	case amend.Split:
		return "Split " + where
	case amend.Merge:
		return "Merge " + where
	case amend.Level:
		return "Give " + where + " the level “" + b.level(a.Level) + "”"
	case amend.Retire:
		return "Take out " + where
	}
	return onpage.Clean(string(a.Operation)) + " " + where
}

func article(word string) string {
	if strings.ContainsRune("aeiou", rune(strings.ToLower(word)[0])) {
		return "an"
	}
	return "a"
}

func (b *builder) kind(id string) string {
	for _, k := range b.in.Framework.Kinds {
		if k.ID == id && k.Label != "" {
			return strings.ToLower(onpage.Clean(k.Label))
		}
	}
	return onpage.Clean(id)
}

func (b *builder) level(id string) string {
	for _, l := range b.in.Framework.Levels {
		if l.ID == id && l.Label != "" {
			return strings.ToLower(onpage.Clean(l.Label))
		}
	}
	return onpage.Clean(id)
}

func (b *builder) places(a *amend.Amendment) string {
	if len(a.Targets) == 0 {
		return "items still to be named"
	}
	if len(a.Targets) == 1 {
		return b.place(a.Targets[0])
	}
	names := make([]string, len(a.Targets))
	for i, t := range a.Targets {
		names[i] = onpage.Clean(t.Code)
		if names[i] == "" {
			names[i] = "the framework as a whole"
		}
	}
	return and(names)
}

func (b *builder) place(t amend.Target) string {
	switch {
	case t.Code == "":
		return "the framework as a whole"
	case t.Code == t.Domain:
		return "domain " + b.domainName(t.Code)
	}
	return onpage.Clean(t.Code)
}

func (b *builder) amendment(a *amend.Amendment, shown map[string]bool) Section {
	s := Section{ID: b.amendmentAnchor(a), Title: fmt.Sprintf("%d. %s", a.Number, b.operation(a))}
	s.Blocks = append(s.Blocks, b.change(a)...)
	s.Blocks = append(s.Blocks, b.decided(a)...)
	s.Blocks = append(s.Blocks, para(strong("Support: "), b.support(a)))
	if because := b.because(a); len(because) > 0 {
		s.Blocks = append(s.Blocks, Paragraph{Text: because})
	}
	var last []any
	if first := b.sameEvidence(a); first != nil {
		last = append(last, strong("Evidence: "), "the same as for amendment ", link(fmt.Sprint(first.Number), b.amendmentAnchor(first)), ". ")
	} else {
		s.Blocks = append(s.Blocks, b.evidence(a, shown)...)
	}
	if cited := b.cites(a.Themes, citedByAmendment, false); len(cited) > 0 {
		last = append(append(last, cited...), " ")
	}
	if also := b.seeAlso(a); len(also) > 0 {
		last = append(append(append(last, strong("See also: ")), separated(also)...), ".")
	}
	if len(last) > 0 {
		s.Blocks = append(s.Blocks, para(last...))
	}
	return s
}

// decided says what the group decided of an amendment; nothing while it has not.
func (b *builder) decided(a *amend.Amendment) []Block {
	d := b.in.Decisions[a.ID]
	var parts []any
	if d.Votes != "" {
		parts = append(parts, strong("Vote: "), onpage.Clean(d.Votes)+" ")
	}
	if d.Disposition != "" {
		said := strings.ReplaceAll(onpage.Clean(d.Disposition), "-", " ") + " on " + onpage.Clean(d.Day) + ". "
		if d.State == "stale" {
			said += "Its words were changed after that. "
		}
		parts = append(parts, strong("Decision: "), said)
		if d.Text != "" {
			parts = append(parts, "The words decided: “"+onpage.Clean(d.Text)+"” ")
		}
		if d.Meaning != "" {
			parts = append(parts, "The change is "+onpage.Clean(d.Meaning)+". ")
		}
		if d.Rationale != "" {
			parts = append(parts, strong("Because: "), sentence(onpage.Clean(d.Rationale)))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []Block{para(parts...)}
}

// currentWords gives the code and words of the items that an amendment is
// about; nothing for a domain under which something is added, since the heading
// names it.
func (b *builder) currentWords(a *amend.Amendment) string {
	var out []string
	for _, t := range a.Targets {
		if t.Code != "" && (a.Operation != amend.Add || t.Code != t.Domain) {
			out = append(out, onpage.Clean(t.Code)+" “"+strings.TrimSuffix(onpage.Short(onpage.Clean(t.Words), 140), ".")+"”")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return strings.Join(out, "; ") + "."
}

// change shows the words now and those proposed where words would change, and
// the place alone where they would not.
func (b *builder) change(a *amend.Amendment) []Block {
	before, after := onpage.Clean(a.TextBefore), onpage.Clean(a.TextAfter)
	var out []Block
	if place := b.currentWords(a); place != "" && (before == "" || after == "") {
		out = append(out, para(strong("Place: "), place))
	}
	switch {
	case after != "":
		x, y := difference(before, after)
		out = append(out, Change{Before: x, After: y})
	case a.Operation != amend.Level && a.Operation != amend.Move && a.Operation != amend.Retire:
		out = append(out, para(strong("Proposed words: "), "still to be drafted."))
	}
	return out
}

func (b *builder) because(a *amend.Amendment) Text {
	var parts []any
	switch a.Wording {
	case amend.FromNote:
		parts = append(parts, strong("Whose words: "), "the codebook's drafting note. ")
	case amend.FromCommenter:
		parts = append(parts, strong("Whose words: "), "those of somebody who took part. ")
	}
	if why := onpage.Clean(a.Why); why != "" {
		parts = append(parts, strong("Why: "), sentence(why)+" ")
	}
	if len(a.Themes) > 0 {
		parts = append(parts, strong("Theme: "))
		for i, id := range a.Themes {
			if i > 0 {
				parts = append(parts, ", ")
			}
			parts = append(parts, link(b.themeName(id), b.themeAnchor(id)))
		}
		parts = append(parts, ".")
	}
	return text(parts...)
}

func (b *builder) support(a *amend.Amendment) string {
	// A drafting note rests on those who spoke for its theme, few of whom asked
	// for just this change.
	of := " asked for it of their own accord"
	if len(a.Themes) > 0 {
		of = " spoke for its theme of their own accord"
	}
	shown := b.amendmentShown(a)
	said := b.ofAllShown(a.For, shown.people) + of
	if shown.people && shown.survey && shown.groups {
		said += b.divided(a.SurveyFor, a.GroupFor)
	}
	if len(a.Themes) > 0 {
		switch {
		case !shown.exact:
			said += "; how many of them asked for just this change is hidden"
		case a.Exact == 0:
			said += "; none of them asked for just this change"
		default:
			said += "; " + b.number(a.Exact) + " of them asked for just this change"
		}
	}
	against := "nobody spoke against it"
	if a.Against > 0 {
		against = b.persons(a.Against) + " spoke against it"
		if !shown.against {
			against = "how many spoke against it is hidden"
		}
	}
	said += "; " + against
	if a.Context > 0 && !shown.context {
		said += "; how many spoke of it without saying which is hidden"
	} else if a.Context > 0 {
		said += "; " + b.persons(a.Context) + " spoke of it without saying which"
	}
	return said + "."
}

// evidence quotes the first few people for and against. Drafting notes of one
// theme rest on many of the same comments: those not shown yet come first.
func (b *builder) evidence(a *amend.Amendment, shown map[string]bool) []Block {
	var out []Block
	var rest []Quote
	may := b.amendmentShown(a)
	for _, role := range []struct {
		role  amend.Role
		words string
		first int
	}{{amend.RoleFor, "for", evidenceShown}, {amend.RoleAgainst, "against", evidenceShown}, {amend.RoleContext, "speaks of it", 0}} {
		if !may.against && role.role == amend.RoleAgainst || !may.context && role.role == amend.RoleContext {
			continue
		}
		for i, e := range inTurn(a.Evidence, role.role, shown) {
			q := Quote{Words: onpage.Clean(e.Quote), Source: onpage.Clean(e.Unit) + " · " + role.words}
			if i < role.first {
				shown[e.Unit] = true
				out = append(out, q)
			} else {
				rest = append(rest, q)
			}
		}
	}
	if len(rest) > 0 {
		label := count(len(rest), "more piece", "more pieces") + " of evidence, for, against or in passing"
		if len(rest) > evidenceFolded {
			label += fmt.Sprintf(", of which %d are here and all in amendments/evidence.csv", evidenceFolded)
			rest = rest[:evidenceFolded]
		}
		out = append(out, More{Label: label, Quotes: rest})
	}
	return out
}

// inTurn orders the evidence of one role: people's first pieces before their
// second ones, and of these what no other amendment has shown before what one has.
func inTurn(list []amend.Evidence, role amend.Role, shown map[string]bool) []amend.Evidence {
	type turn struct {
		amend.Evidence
		round int
	}
	var turns []turn
	rounds := map[string]int{}
	for _, wanted := range []bool{false, true} {
		for _, e := range list {
			if e.Role == role && shown[e.Unit] == wanted {
				turns = append(turns, turn{e, rounds[e.Person]})
				rounds[e.Person]++
			}
		}
	}
	slices.SortStableFunc(turns, func(x, y turn) int { return x.round - y.round })
	out := make([]amend.Evidence, len(turns))
	for i, t := range turns {
		out[i] = t.Evidence
	}
	return out
}

// sameEvidence gives the first amendment that rests on just the same evidence.
func (b *builder) sameEvidence(a *amend.Amendment) *amend.Amendment {
	for i := range b.in.Docket.Amendments {
		other := &b.in.Docket.Amendments[i]
		if other.Number >= a.Number {
			return nil
		}
		if b.inFull(other) && len(a.Evidence) > 1 && slices.Equal(other.Evidence, a.Evidence) {
			return other
		}
	}
	return nil
}

// seeAlso links to the amendments that touch the same item. Additions to one
// place do not stand in each other's way, so they are listed with each other
// only.
func (b *builder) seeAlso(a *amend.Amendment) []Span {
	var out []Span
	for i := range b.in.Docket.Amendments {
		other := &b.in.Docket.Amendments[i]
		if other.Number == a.Number || (a.Operation == amend.Add) != (other.Operation == amend.Add) {
			continue
		}
		touches := slices.ContainsFunc(other.Targets, func(t amend.Target) bool {
			return slices.ContainsFunc(a.Targets, func(u amend.Target) bool { return u.Code == t.Code })
		})
		if touches && len(out) < seeAlsoShown {
			out = append(out, link(fmt.Sprint(other.Number), b.amendmentAnchor(other)))
		}
	}
	return out
}

// singles are the amendments that one person asked for.
func (b *builder) singles(list []*amend.Amendment) Section {
	one := "one person"
	if b.few() > 2 {
		one = fmt.Sprintf("fewer than %d people", b.few())
	}
	s := Section{ID: "amendments-single", Title: "Amendments with the word of " + one}
	t := Table{
		Caption: "What " + one + " asked for, in the order of support and then of the framework",
		Columns: []Column{{Label: "No."}, {Label: "What", Words: true}, {Label: "Words now, with what would go and come", Words: true, Wide: true}, {Label: "See also"}, {Label: "From"}},
	}
	for _, a := range list[:min(singlesShown, len(list))] {
		var from []string
		for _, e := range a.Evidence {
			if e.Role == amend.RoleFor && !slices.Contains(from, onpage.Clean(e.Unit)) {
				from = append(from, onpage.Clean(e.Unit))
			}
		}
		who := text(strings.Join(from, ", "))
		if b.small(a.For) {
			who = text("hidden")
		}
		if a.Against > 0 {
			who = append(who, plain("; "+b.number(a.Against)+" against"))
		}
		t.Rows = append(t.Rows, Row{Cells: []Text{text(fmt.Sprint(a.Number)), text(b.operation(a)), b.wording(a), text(separated(b.seeAlso(a))...), who}})
	}
	s.Blocks = []Block{t}
	if more := len(list) - singlesShown; more > 0 {
		s.Blocks = append(s.Blocks, para(thousands(more)+" more are in ", code("amendments/amendments.csv"), "."))
	}
	return s
}

// wording shows a change in one cell.
func (b *builder) wording(a *amend.Amendment) Text {
	before, after := onpage.Clean(a.TextBefore), onpage.Clean(a.TextAfter)
	var out Text
	if before != "" || after != "" {
		out = merged(before, after)
	} else {
		for i, t := range a.Targets {
			if i > 0 {
				out = append(out, plain(" / "))
			}
			out = append(out, plain(onpage.Short(onpage.Clean(t.Words), 110)))
		}
	}
	if why := onpage.Clean(a.Why); why != "" && after == "" {
		out = append(out, plain(" — "), strong(why))
	}
	return out
}

func (b *builder) unplaced() Section {
	s := Section{ID: "unplaced", Title: "Suggested edits that have no place"}
	t := Table{
		Caption: "Edits that name a place that the framework does not have",
		Columns: []Column{{Label: "From"}, {Label: "What was written", Words: true}, {Label: "Why it has no place", Words: true}},
	}
	for _, u := range b.in.Docket.Unplaced {
		quote := onpage.Clean(u.Quote)
		if b.in.Study.Suppression.Below > 1 {
			quote = "hidden"
		}
		t.Rows = append(t.Rows, Row{Cells: cells(onpage.Clean(u.Unit), quote, sentence(onpage.Clean(u.Why)))})
	}
	s.Blocks = []Block{t}
	return s
}
