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
)

// option is one choice of a filter or a form.
type option struct {
	Value, Label string
	Chosen       bool
}

// docketRow is one amendment in the list.
type docketRow struct {
	Number                        int
	ID, Path, Operation, Where    string
	For, Against, State, Outcome  string
	Disposition                   string
	Mine, Turnout, Words          string
	Conflict, Blocking, Withdrawn bool
}

// group is how far the members have got.
type group struct {
	Round, Asked int
	Members      []memberRow
	States       []string
	Decided, All int
}

type memberRow struct {
	Name, Group, Role string
	Votes             bool
	Voted             int
}

type docketView struct {
	Group                                       group
	Domains, Operations, Themes, States, Voting []option
	Conflict                                    bool
	Filtered                                    bool
	Rows                                        []docketRow
	All                                         int
	Earlier, Later                              string
	First, Last                                 int
}

// aPage is how many rows of a long list stand on one page.
const aPage = 100

func (s *Server) docketPage(w http.ResponseWriter, r *http.Request, v *visit) {
	q := r.URL.Query()
	m := v.now
	view := docketView{Group: m.group(), Conflict: q.Get("conflict") != "", All: len(m.Docket.Amendments)}
	var domains, operations, themes, states []string
	keep := func(list *[]string, x string) {
		if x != "" && !slices.Contains(*list, x) {
			*list = append(*list, x)
		}
	}
	inConflict, blocking := m.inConflict()
	var rows []docketRow
	for i := range m.Docket.Amendments {
		a := &m.Docket.Amendments[i]
		for _, x := range a.Domains() {
			keep(&domains, x)
		}
		keep(&operations, string(a.Operation))
		for _, x := range a.Themes {
			keep(&themes, x)
		}
		row := m.row(v, a, inConflict[a.ID], blocking[a.ID])
		keep(&states, row.State)
		if d := q.Get("domain"); d != "" && !slices.Contains(a.Domains(), d) {
			continue
		}
		if o := q.Get("operation"); o != "" && o != string(a.Operation) {
			continue
		}
		if t := q.Get("theme"); t != "" && !slices.Contains(a.Themes, t) {
			continue
		}
		if t := q.Get("state"); t != "" && t != row.State {
			continue
		}
		if view.Conflict && !row.Conflict {
			continue
		}
		if x := q.Get("mine"); x == "to-vote" && row.Mine != notVoted || x == "voted" && (row.Mine == "" || row.Mine == notVoted) {
			continue
		}
		rows = append(rows, row)
	}
	slices.Sort(domains)
	slices.Sort(themes)
	view.Domains = options(q.Get("domain"), domains, func(c string) string {
		if item, ok := m.Framework.ByCode(c); ok && item.Title != "" {
			return c + " " + onpage.Short(onpage.Clean(item.Title), 50)
		}
		return c
	})
	view.Operations = options(q.Get("operation"), operations, nil)
	view.Themes = options(q.Get("theme"), themes, nil)
	view.States = options(q.Get("state"), states, nil)
	if m.round > 0 && v.votes() {
		view.Voting = options(q.Get("mine"), []string{"to-vote", "voted"}, func(x string) string {
			return map[string]string{"to-vote": "I have yet to vote", "voted": "I have voted"}[x]
		})
	}
	view.Filtered = len(rows) != view.All
	view.Rows, view.First, view.Last, view.Earlier, view.Later = paged(rows, q, "/")
	s.page(w, r, v, "docket", "Docket", "docket", nil, view)
}

const notVoted = "not yet"

// paged gives one page of a list, and the addresses of those beside it.
func paged[T any](list []T, q url.Values, path string) (rows []T, first, last int, earlier, later string) {
	n, err := strconv.Atoi(q.Get("page"))
	if err != nil || n < 1 || (n-1)*aPage >= len(list) {
		n = 1
	}
	first, last = (n-1)*aPage, min(n*aPage, len(list))
	at := func(n int) string {
		next := url.Values{}
		for k, x := range q {
			if k != "saved" && k != "page" {
				next[k] = x
			}
		}
		next.Set("page", strconv.Itoa(n))
		return path + "?" + next.Encode()
	}
	if n > 1 {
		earlier = at(n - 1)
	}
	if last < len(list) {
		later = at(n + 1)
	}
	return list[first:last], first + 1, last, earlier, later
}

func options(chosen string, values []string, label func(string) string) []option {
	out := make([]option, 0, len(values))
	for _, x := range values {
		o := option{Value: x, Label: onpage.Clean(x), Chosen: x == chosen}
		if label != nil {
			o.Label = label(x)
		}
		out = append(out, o)
	}
	return out
}

func (m *moment) inConflict() (all, blocking map[string]bool) {
	all, blocking = map[string]bool{}, map[string]bool{}
	for _, c := range m.conflicts {
		for _, id := range c.Amendments {
			all[id] = true
		}
	}
	for _, c := range m.blocking {
		for _, id := range c.Amendments {
			blocking[id] = true
		}
	}
	return all, blocking
}

// row tells of one amendment what a list has room for. Turnouts are told while a
// round is open, votes never.
func (m *moment) row(v *visit, a *amend.Amendment, conflict, blocking bool) docketRow {
	codes, _ := amend.Codes(a.Targets)
	if a.To != nil {
		codes += " to " + a.To.Code
	}
	r := docketRow{Number: a.Number, ID: a.ID, Path: url.PathEscape(a.ID), Operation: string(a.Operation), Where: onpage.Short(onpage.Clean(codes), 60), For: m.number(a.For), Against: m.number(a.Against), Conflict: conflict, Blocking: blocking, Withdrawn: a.State == amend.StateWithdrawn}
	r.Words = onpage.Short(onpage.Clean(a.TextAfter), 110)
	if r.Words == "" && a.Level != "" {
		r.Words = onpage.Clean(a.Level)
	}
	if a.Base == 0 {
		r.For, r.Against = "–", "–"
	}
	if r.Withdrawn {
		r.State = "withdrawn"
		return r
	}
	standing := m.standings[a.ID]
	r.State = string(standing.State)
	// While it is voted on again, what an earlier round came to says little.
	if n := len(standing.Outcomes); n > 0 && standing.State != decide.Voting {
		r.Outcome = string(standing.Outcomes[n-1].Result)
	}
	if standing.Decision != nil {
		r.Disposition = string(standing.Decision.Disposition)
	}
	if _, asked := m.ballot(a.ID); asked {
		if v.votes() {
			r.Mine = notVoted
			if e, ok := m.votes[ballotKey{m.round, a.ID, v.member.ID}]; ok {
				r.Mine = e.Vote.Value
			}
		}
	}
	return r
}

// number prints a count of people, hidden where the study hides small ones.
func (m *moment) number(n int) string {
	if below := m.Study.Suppression.Below; n > 0 && n < below {
		return fmt.Sprintf("fewer than %d", below)
	}
	return strconv.Itoa(n)
}

// group tells how far the members have got in the round that is open: how many of its
// amendments each has voted on, and nothing of how.
func (m *moment) group() group {
	g := group{Round: m.round, Asked: len(m.asked), All: len(m.docket)}
	count := map[decide.State]int{}
	for _, a := range m.docket {
		x := m.standings[a.ID]
		count[x.State]++
		if x.State == decide.Decided {
			g.Decided++
		}
	}
	for _, st := range decide.States {
		if count[st] > 0 {
			g.States = append(g.States, fmt.Sprintf("%d %s", count[st], st))
		}
	}
	for _, x := range m.Log.Members() {
		row := memberRow{Name: onpage.Clean(x.Name), Group: onpage.Clean(x.Group), Role: string(x.Role), Votes: x.Role.Votes()}
		if x.Until != "" {
			row.Role += ", until " + x.Until
		}
		for _, b := range m.asked {
			if _, ok := m.votes[ballotKey{m.round, b.Amendment, x.ID}]; ok {
				row.Voted++
			}
		}
		g.Members = append(g.Members, row)
	}
	return g
}

// joined is a list in words.
func joined(list []string) string { return strings.Join(list, ", ") }
