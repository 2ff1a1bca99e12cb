package review

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/decide"
	"concord/pipeline/onpage"
	"concord/pipeline/tabulate"
	"concord/pipeline/worddiff"
)

// words are a text whose taken out and put in parts stand out.
type words []worddiff.Run

// bar is a share as a picture: the share and its interval, in hundredths.
type bar struct {
	Share, Low, High string
	Words            string
}

type support struct {
	Who, For, Against, Base, Share, Interval string
}

type quote struct {
	Unit, Path, Person, Words, Before, BeforeWho, Role string
}

type pointRow struct {
	Label string
	Count int
	Width string
	Kind  string
}

// outcome is what came of a closed round.
type outcome struct {
	Round  int
	Result string
	Why    string
	Points []pointRow
	Groups []string
	Mine   string
	// Stability compares it with the round before.
	Stability string
}

type conflictRow struct {
	Class, Message, Settle string
	Blocking               bool
	Others                 []link
}

type link struct{ Label, Path string }

// change is what an amendment does, for the amendment's page and the decision's.
type change struct {
	ID, Path, Operation      string
	Number                   int
	Targets                  []string
	To, Kind, Level, Title   string
	Before, After            string
	BeforeWords, AfterWords  words
	Parts                    []string
	Why, Note, WordingSource string
	Guess                    string
	NoWords                  bool
	State                    string
}

type amendmentView struct {
	Change                 change
	Support                []support
	SupportNote            string
	Agreement              []bar
	For, Against, Context  []quote
	MoreQuotes             int
	Near                   []string
	Literature             []string
	Conflicts              []conflictRow
	Notes                  []noteRow
	Outcomes               []outcome
	Decision               *decisionRow
	History                []string
	Ballot                 *ballotView
	Prev, Next, NextToVote *link
	NoComments             string
	Withdrawn              bool
	Asked                  bool
	TypedNote              string
}

type noteRow struct{ Who, Day, Words string }

type decisionRow struct {
	Disposition, Rationale, Text, Meaning, Departs, By, Day string
	Number                                                  int
}

// ballotView is the vote of one member in the round that is open.
type ballotView struct {
	Round       int
	Fingerprint string
	Points      []option
	Low, High   string
	Comment     string
	Mine, Last  string
	Rules       string
	Turnout     string
	Stale       bool
}

// quotesShown is how many pieces of evidence of each role a page shows.
const quotesShown = 60

func (s *Server) amendmentPage(w http.ResponseWriter, r *http.Request, v *visit) {
	s.amendmentWith(w, r, v, nil, nil)
}

// amendmentWith shows an amendment; after something was not saved, with the reason
// and the form as it was filled in.
func (s *Server) amendmentWith(w http.ResponseWriter, r *http.Request, v *visit, p *problem, typed url.Values) {
	m := v.now
	a := m.Amendment(r.PathValue("id"))
	if a == nil {
		s.plain(w, http.StatusNotFound, "Not here", "The docket has no such amendment.")
		return
	}
	standing := m.standings[a.ID]
	view := amendmentView{Change: m.change(a), Withdrawn: a.State == amend.StateWithdrawn, Decision: m.decision(a.ID), TypedNote: typed.Get("note")}
	view.Support, view.SupportNote = m.support(a)
	for _, g := range a.Agreement {
		view.Agreement = append(view.Agreement, bar{fixed(percentOf(g.Count, g.Base)), fixed(g.Low), fixed(g.High),
			fmt.Sprintf("Domain %s: %s%% find it applicable (%d of %d; 95%% interval %.0f to %.0f).", g.Domain, g.Shown, g.Count, g.Base, g.Low, g.High)})
	}
	x, err := s.said(r.Context(), m.Study)
	if err != nil {
		view.NoComments = "The comments cannot be read just now, so quotes stand without what was said before them. concord check tells why."
	}
	for _, e := range a.Evidence {
		q := m.quote(e, x)
		list := map[amend.Role]*[]quote{amend.RoleFor: &view.For, amend.RoleAgainst: &view.Against, amend.RoleContext: &view.Context}[e.Role]
		if list == nil {
			continue
		}
		if len(*list) == quotesShown {
			view.MoreQuotes++
			continue
		}
		*list = append(*list, q)
	}
	for _, n := range a.Near {
		view.Near = append(view.Near, fmt.Sprintf("%s %s, %s: %s", n.Framework, n.Version, n.Code, onpage.Clean(n.Words)))
	}
	for _, id := range a.Literature {
		said := id
		if m.register != nil {
			if e, ok := m.register.ByID(id); ok {
				said = e.Full()
			}
		}
		view.Literature = append(view.Literature, onpage.Clean(said))
	}
	view.Conflicts = m.conflictsOf(a.ID)
	for _, e := range m.Log.Events {
		if e.Note != nil && e.Note.Amendment == a.ID && !m.taken[e.N] {
			view.Notes = append(view.Notes, noteRow{m.name(e.By), day(e.At), e.Note.Text})
		}
	}
	view.Outcomes = m.outcomes(standing, v.member.ID)
	_, view.Asked = m.ballot(a.ID)
	view.Ballot = m.ballotOf(a, v, typed)
	view.History = m.history(a.ID, v.member.ID)
	view.Prev, view.Next, view.NextToVote = m.beside(a.ID, v)
	s.page(w, r, v, "amendment", a.ID, "docket", p, view)
}

// history is what the record has on an amendment, but for the votes of others: of
// those the page tells how they are distributed, once their round is closed.
func (m *moment) history(id, member string) (list []string) {
	lines := m.Log.History(id)
	of, _ := m.Log.Standings([]decide.Amendment{{ID: id}})
	for i, n := range of[0].Events {
		e := m.Log.Events[n-1]
		if w := e.Withdraw; w != nil {
			e = m.Log.Events[w.N-1]
		}
		if i < len(lines) && (e.Vote == nil || e.Vote.Member == member) {
			list = append(list, lines[i])
		}
	}
	return list
}

func (m *moment) name(id string) string { return onpage.Clean(m.Log.Who(id)) }

func day(at string) string { return at[:min(10, len(at))] }

func fixed(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

func percentOf(count, base int) float64 {
	if base == 0 {
		return 0
	}
	return 100 * float64(count) / float64(base)
}

func (m *moment) change(a *amend.Amendment) change {
	c := change{ID: a.ID, Path: url.PathEscape(a.ID), Operation: string(a.Operation), Number: a.Number, Title: a.Title, Before: a.TextBefore, After: a.TextAfter, Why: a.Why, Note: a.Note, WordingSource: strings.ReplaceAll(string(a.Wording), "-", " ")}
	for _, t := range a.Targets {
		c.Targets = append(c.Targets, strings.TrimSpace(t.Code+" "+t.Words))
	}
	if len(a.Targets) == 0 {
		c.Targets = []string{m.Framework.Title}
	}
	if a.To != nil {
		c.To = strings.TrimSpace(a.To.Code + " " + a.To.Words)
	} else if a.Operation == amend.Move {
		c.To = m.Framework.Title
	}
	c.Kind, c.Level = m.kindLabel(a.Kind), m.levelLabel(a.Level)
	for _, p := range a.Parts {
		c.Parts = append(c.Parts, p.Text)
	}
	if a.Meaning != nil {
		c.Guess = fmt.Sprintf("%s, guessed from the words alone: %s", a.Meaning.Meaning, a.Meaning.Why)
	}
	if a.TextBefore != "" && a.TextAfter != "" {
		for _, run := range worddiff.Runs(a.TextBefore, a.TextAfter) {
			if run.Change != worddiff.Inserted {
				c.BeforeWords = append(c.BeforeWords, run)
			}
			if run.Change != worddiff.Deleted {
				c.AfterWords = append(c.AfterWords, run)
			}
		}
	}
	c.NoWords = a.TextAfter == "" && len(a.Parts) == 0 && slices.Contains([]amend.Operation{amend.Add, amend.Reword, amend.Rename, amend.Merge, amend.Split}, a.Operation)
	c.State = string(m.standings[a.ID].State)
	if a.State == amend.StateWithdrawn {
		c.State = "withdrawn"
	}
	return c
}

func (m *moment) kindLabel(id string) string {
	for _, k := range m.Framework.Kinds {
		if k.ID == id && k.Label != "" {
			return k.Label
		}
	}
	return id
}

func (m *moment) levelLabel(id string) string {
	for _, l := range append(slices.Clone(m.Docket.Next.Levels), m.Framework.Levels...) {
		if l.ID == id && l.Label != "" {
			return l.Label
		}
	}
	return id
}

// support tells who asked for an amendment, of how many, in all and by subgroup.
func (m *moment) support(a *amend.Amendment) ([]support, string) {
	if a.Base == 0 {
		return nil, "This amendment does not come from the survey or the focus groups, so nobody can be counted as for it."
	}
	row := func(who string, n, against, base int, low, high float64) support {
		x := support{Who: onpage.Clean(who), For: m.number(n), Against: m.number(against), Base: strconv.Itoa(base)}
		if below := m.Study.Suppression.Below; below <= 1 || n == 0 || n >= below {
			x.Share = tabulate.Percent(n, base, m.Study.Rounding.Digits, m.Study.Rounding.Rule)
			if x.Share != "" {
				x.Share += "%"
				x.Interval = fmt.Sprintf("%.0f to %.0f", low, high)
			}
		}
		return x
	}
	list := []support{row("All who took part", a.For, a.Against, a.Base, a.Low, a.High)}
	for _, g := range a.Subgroups {
		label := g.Subgroup
		for _, sub := range m.Study.Subgroups {
			if sub.ID == g.Subgroup && sub.Label != "" {
				label = sub.Label
			}
		}
		list = append(list, row(label, g.For, g.Against, g.Base, g.Low, g.High))
	}
	exact := "all of them asked for just this in so many words"
	if a.Exact < a.For {
		exact = m.number(a.Exact) + " asked for just this in so many words, the others spoke for the theme that it follows from"
	}
	return list, fmt.Sprintf("Of those for it, %s answered the survey and %s spoke in focus groups; %s. Nobody was asked about the amendment itself: silence is not disagreement.", m.number(a.SurveyFor), m.number(a.GroupFor), exact)
}

func unitPath(id string) string {
	parts := strings.Split(id, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return "/comment/" + strings.Join(parts, "/")
}

func (m *moment) quote(e amend.Evidence, x *said) quote {
	q := quote{Unit: e.Unit, Path: unitPath(e.Unit), Person: e.Person, Words: e.Quote, Role: string(e.Role)}
	if x == nil {
		return q
	}
	u, before, ok := x.unit(e.Unit)
	if !ok {
		q.Path = ""
		return q
	}
	if q.Words == "" {
		q.Words = onpage.Short(u.Text, 600)
	}
	if before.Text != "" {
		q.Before, q.BeforeWho = onpage.Short(before.Text, 200), before.Person
	}
	return q
}

func (m *moment) conflictsOf(id string) (list []conflictRow) {
	blocking := map[string]bool{}
	key := func(c amend.Conflict) string { return string(c.Class) + " " + strings.Join(c.Amendments, " ") }
	for _, c := range m.blocking {
		blocking[key(c)] = true
	}
	for _, c := range m.conflicts {
		if !slices.Contains(c.Amendments, id) {
			continue
		}
		row := conflictRow{Class: string(c.Class), Message: c.Message, Settle: c.Settle, Blocking: blocking[key(c)]}
		for _, other := range c.Amendments {
			if other != id {
				row.Others = append(row.Others, link{other, "/amendment/" + url.PathEscape(other)})
			}
		}
		list = append(list, row)
	}
	return list
}

// decision is the decision that stands, nil where there is none.
func (m *moment) decision(id string) *decisionRow {
	standing := m.standings[id]
	if standing.Decision == nil {
		return nil
	}
	d := standing.Decision
	row := &decisionRow{Disposition: string(d.Disposition), Rationale: d.Rationale, Text: d.Text, Meaning: d.Meaning, Departs: d.Departs}
	for _, p := range d.Parts {
		row.Text = strings.TrimSpace(row.Text + "\n" + p.Text)
	}
	if e := standing.DecidedBy; e != nil {
		row.By, row.Day, row.Number = m.name(e.By), day(e.At), e.N
	}
	return row
}

// fewestOfAGroup is how many of a stakeholder group must be in the base for the page to
// tell how they voted: of fewer, each would know how the others did.
const fewestOfAGroup = 3

// outcomes tells what closed rounds came to, the last first, with the member's own
// vote in each and nobody else's.
func (m *moment) outcomes(s decide.Standing, member string) (list []outcome) {
	for i, o := range s.Outcomes {
		row := outcome{Round: o.Round, Result: string(o.Result), Why: o.Why}
		scale := points(o.Rules.Scale)
		most := 1
		for _, n := range o.All.Points {
			most = max(most, n)
		}
		for k, n := range o.All.Points {
			row.Points = append(row.Points, pointRow{Label: scale[k], Count: n, Width: fixed(100 * float64(n) / float64(most)), Kind: side(k, len(scale))})
		}
		for _, g := range o.Groups {
			if g.Base < fewestOfAGroup {
				continue
			}
			row.Groups = append(row.Groups, fmt.Sprintf("%s: %s for, %s against.", onpage.Clean(g.Group), decide.Of(g.For, g.Base), decide.Of(g.Against, g.Base)))
		}
		if e, ok := m.votes[ballotKey{o.Round, o.Amendment, member}]; ok {
			row.Mine = e.Vote.Value
		}
		if i > 0 {
			if all, err := m.Log.Stability(s.Outcomes[i-1].Round, o.Round); err == nil {
				for _, x := range all {
					if x.Amendment == o.Amendment {
						row.Stability = x.Words
					}
				}
			}
		}
		list = append(list, row)
	}
	slices.Reverse(list)
	return list
}

// ballotOf is the member's ballot on an amendment, nil where there is nothing to vote.
func (m *moment) ballotOf(a *amend.Amendment, v *visit, typed url.Values) *ballotView {
	b, asked := m.ballot(a.ID)
	if !asked || !v.votes() || a.State == amend.StateWithdrawn {
		return nil
	}
	rules, ok := m.Log.Rules()
	if !ok {
		return nil
	}
	view := &ballotView{Round: m.round, Fingerprint: b.Fingerprint, Rules: rules.Words(), Stale: b.Fingerprint != amend.Fingerprint(*a)}
	mine, voted := m.votes[ballotKey{m.round, a.ID, v.member.ID}]
	value := typed.Get("value")
	if voted {
		view.Mine, view.Comment = mine.Vote.Value, mine.Vote.Comment
		if value == "" {
			value = mine.Vote.Value
		}
	}
	if typed.Has("comment") {
		view.Comment = typed.Get("comment")
	}
	for n := m.round - 1; n > 0; n-- {
		if e, ok := m.votes[ballotKey{n, a.ID, v.member.ID}]; ok && e.Vote.Fingerprint == b.Fingerprint {
			view.Last = fmt.Sprintf("In round %d you voted %s.", n, e.Vote.Value)
			break
		}
	}
	scale := points(rules.Scale)
	for _, x := range scale {
		view.Points = append(view.Points, option{Value: x, Label: x, Chosen: x == value})
	}
	abstain := "abstain"
	if rules.Scale != decide.YesNo {
		abstain = "unable to rate"
		view.Low, view.High = scale[0]+" is not at all", scale[len(scale)-1]+" is certainly"
	}
	view.Points = append(view.Points, option{Value: "abstain", Label: abstain, Chosen: value == "abstain"})
	if all, err := m.Log.Turnouts(m.round); err == nil {
		for _, t := range all {
			if t.Amendment == a.ID {
				view.Turnout = fmt.Sprintf("%d of %d members have voted on it.", t.Voted, t.Members)
			}
		}
	}
	return view
}

// beside gives the amendments before and after one, and the next that the member has
// yet to vote on.
func (m *moment) beside(id string, v *visit) (prev, next, toVote *link) {
	at := slices.IndexFunc(m.Docket.Amendments, func(a amend.Amendment) bool { return a.ID == id })
	to := func(i int) *link {
		x := m.Docket.Amendments[i].ID
		return &link{x, "/amendment/" + url.PathEscape(x)}
	}
	if at > 0 {
		prev = to(at - 1)
	}
	if at+1 < len(m.Docket.Amendments) {
		next = to(at + 1)
	}
	if !v.votes() {
		return prev, next, nil
	}
	for k := 1; k < len(m.Docket.Amendments); k++ {
		i := (at + k) % len(m.Docket.Amendments)
		other := m.Docket.Amendments[i].ID
		if _, asked := m.ballot(other); !asked {
			continue
		}
		if _, voted := m.votes[ballotKey{m.round, other, v.member.ID}]; !voted {
			return prev, next, to(i)
		}
	}
	return prev, next, nil
}
