package publish

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/disposition"
	"concord/pipeline/onpage"
	"concord/pipeline/study"
	"concord/pipeline/theme"
)

// decided tells what became of one amendment.
func (g *gathering) decided(a *amend.Amendment, s decide.Standing, version string) Decided {
	d := Decided{
		ID: a.ID, Disposition: disposition.Disposition(s.Decision.Disposition), Why: g.why(a, s.Decision.Rationale),
		Final: onpage.Clean(s.Decision.Text), People: g.support(a), Quotes: g.quotes(a),
	}
	accepted := s.Decision.Disposition.Accepts()
	d.What = g.what(a, g.wordsOf(a, accepted))
	if accepted {
		d.Version = version
	}
	if s.DecidedBy != nil && len(s.DecidedBy.At) >= 10 {
		d.Day = s.DecidedBy.At[:10]
	}
	for _, id := range a.Themes {
		d.Themes = append(d.Themes, g.themeName(id))
	}
	return d
}

func (g *gathering) themeName(id string) string {
	if g.comments.Codebook != nil {
		if t := g.comments.Codebook.Theme(id); t != nil {
			return onpage.Clean(t.Name)
		}
	}
	return onpage.Clean(id)
}

// mostQuotes is how many quotes a theme shows.
const mostQuotes = 8

// answer makes "you said, we did" of the themes and what was decided; none where
// nothing was.
func (g *gathering) answer() {
	d, s := g.deciding, g.out.Site
	standings := d.Standings()
	if !d.InFile || !slices.ContainsFunc(d.Docket.Amendments, func(a amend.Amendment) bool { return standings[a.ID].Decision != nil }) {
		return
	}
	version := s.NotesTo
	outcome := func(a *amend.Amendment) (disposition.Outcome, bool) {
		st := standings[a.ID]
		if st.Decision == nil {
			return disposition.Outcome{}, false
		}
		told := g.decided(a, st, version)
		return disposition.Outcome{Amendment: a.ID, What: told.What, Disposition: told.Disposition, Why: told.Why, Final: told.Final, Version: told.Version}, true
	}
	out := &disposition.Answer{
		Title: "You said, we did",
		Intro: fmt.Sprintf("People said what they thought of %s, version %s. This is what they said most, what was decided of it, and why. %s", d.Framework.Title, d.Framework.Version, g.tookPart()),
	}
	inTheme := map[string]bool{}
	for _, t := range theme.Count(g.comments.Counting, g.comments.Units) {
		said := disposition.Said{Theme: g.themeName(t.Theme), About: g.people(t.People.Total(), "spoke of this") + "."}
		if g.comments.Codebook != nil {
			if th := g.comments.Codebook.Theme(t.Theme); th != nil && th.Definition != "" {
				said.About = th.Definition + " " + said.About
			}
		}
		for i := range d.Docket.Amendments {
			a := &d.Docket.Amendments[i]
			if !slices.Contains(a.Themes, t.Theme) {
				continue
			}
			inTheme[a.ID] = true
			if o, ok := outcome(a); ok {
				said.Outcomes = append(said.Outcomes, o)
			}
		}
		if !g.few(t.People.Total()) {
			said.Quotes = g.themeQuotes(t.Theme)
		}
		out.Themes = append(out.Themes, said)
	}
	others := disposition.Said{Theme: "Changes asked for one by one", About: "Suggestions for single statements, which follow from no theme."}
	for i := range d.Docket.Amendments {
		a := &d.Docket.Amendments[i]
		if inTheme[a.ID] {
			continue
		}
		if o, ok := outcome(a); ok {
			others.Outcomes = append(others.Outcomes, o)
		}
	}
	if len(others.Outcomes) > 0 {
		out.Themes = append(out.Themes, others)
	}
	s.Answer = out
}

// themeQuotes gives the cleared comments on a theme.
func (g *gathering) themeQuotes(id string) []disposition.Quote {
	var out []disposition.Quote
	seen := map[string]bool{}
	for _, c := range g.comments.Counting {
		u := g.text[c.Unit]
		if c.Theme != id || seen[c.Unit] || u == nil || !g.out.Cleared[c.Unit] {
			continue
		}
		seen[c.Unit] = true
		out = append(out, disposition.Quote{Who: said(u.Source), Text: onpage.Short(frameworks.OneLine(u.Text), 600), Cleared: true})
		if len(out) == mostQuotes {
			break
		}
	}
	return out
}

// tookPart says how many people answered and spoke, rounded where counts are.
func (g *gathering) tookPart() string {
	number := func(n int) string {
		if g.rules.Active() && g.rules.Small(n) {
			return fmt.Sprintf("fewer than %d", g.least())
		}
		if g.rules.Rounds() {
			return fmt.Sprintf("about %d", g.rules.Number(n))
		}
		return fmt.Sprint(n)
	}
	var parts []string
	if n := g.comments.Respondents; n > 0 {
		parts = append(parts, number(n)+" answered the survey")
	}
	if n := g.comments.Participants; n > 0 {
		parts = append(parts, number(n)+" took part in focus groups")
	}
	if len(parts) == 0 {
		return ""
	}
	said := strings.Join(parts, " and ") + "."
	return strings.ToUpper(said[:1]) + said[1:]
}

// method says how the figures came about, and what they cannot tell.
func (g *gathering) method() {
	c, st, s := g.comments, g.comments.Study, g.out.Site
	add := func(p string) { s.Method = append(s.Method, p) }
	limit := func(p string) { s.Limits = append(s.Limits, p) }
	if took := g.tookPart(); took != "" {
		add(took)
	}
	if st.Survey != nil {
		closed, open := 0, 0
		for _, q := range st.Survey.Questions {
			if q.Kind.Closed() {
				closed++
			}
			if q.Kind == study.Text {
				open++
			}
		}
		add(fmt.Sprintf("The survey has %s: %d with answers to choose from, %d for people's own words.", plural(len(st.Survey.Questions), "question", "questions"), closed, open))
	}
	from := "made from exact counts"
	if g.rules.Rounds() && !g.rules.Unrounded {
		from = "made from rounded counts"
	}
	add("Every percentage is of the people, or the answers, that its table names as its base, and is " + from + "; percentages are never added. Intervals are " + st.Interval.Name() + "'s, at " + st.Interval.Percent() + ".")
	if g.rules.Active() {
		add(g.smallCounts())
	}
	add("Names and identifiers were taken out of what people wrote and said, by rule. A comment is quoted only where somebody cleared it for publication, each on its own.")
	switch {
	case c.Codebook == nil:
	case len(c.Verdicts) > 0:
		add("Comments were sorted into themes by people, and those that nobody has read by written rules.")
	default:
		add("Comments were sorted into themes by written rules, not by human readers.")
	}
	add("Proposals for the framework follow from themes that several people spoke of, and from changes that people asked for in so many words. Those who run the consultation decide on each. Their reasons are told here; how single members voted is not.")
	limit("People chose to take part. They are no random sample of those whom the framework is for, and no figure here is an estimate for a profession or a service.")
	limit("The intervals show how wide chance alone would make a figure if the sample were random; the true doubt is greater.")
	limit("Numbers of people by theme or proposal count those who raised it. Nobody was asked about a proposal itself, and who said nothing of it was neither for nor against.")
	if !g.rules.Active() {
		limit("No small count is hidden here.")
	}
	if s.Open > 0 {
		limit("Proposals on which nothing is decided yet are not told here.")
	}
}

// smallCounts says by which rule numbers are hidden and rounded.
func (g *gathering) smallCounts() string {
	r := g.rules
	said := "Small numbers are hidden, and others from which they could be worked out; “hidden” never means none."
	if r.Title != "" {
		said += " The rule is that of " + r.Title + "."
	}
	if r.Rounds() {
		said += fmt.Sprintf(" Counts and bases are rounded to the nearest %d, each on its own, so that they need not add up.", r.Round)
	}
	return said + " Of themes and proposals it is told only whether many people or few are behind them."
}
