package decide

import (
	"reflect"
	"strings"
	"testing"
)

func TestStandings(t *testing.T) {
	g := newGroup(t)
	g.members("u", 3)
	g.rules(named(t, "percent"))
	docket := []Amendment{amendment("A1"), amendment("A2"), amendment("A3"), amendment("A4"), amendment("A5"), amendment("A6")}
	states := func() (out []State) {
		list, _ := g.log.Standings(docket)
		for _, s := range list {
			out = append(out, s.State)
		}
		return out
	}
	want := func(list ...State) {
		t.Helper()
		if got := states(); !reflect.DeepEqual(got, list) {
			t.Errorf("got %v, want %v", got, list)
		}
	}
	want(Proposed, Proposed, Proposed, Proposed, Proposed, Proposed)
	g.open("A1", "A2", "A3", "Z9")
	want(Voting, Voting, Voting, Proposed, Proposed, Proposed)
	g.votes("u", "A1", "1", "1", "1")
	g.close()
	want(Voted, Voted, Voted, Proposed, Proposed, Proposed)
	accept := &Decision{Amendment: "A1", Fingerprint: print("A1"), Operation: "reword", Disposition: Accepted, Meaning: Editorial, Departs: "the law"}
	g.must(Event{By: "chair", Decide: accept})
	decided := len(g.log.Events)
	g.must(Event{By: "chair", Decide: &Decision{Amendment: "A4", Fingerprint: print("A4"), Operation: "reword", Disposition: Noted, Rationale: "x"}})
	g.must(Event{By: "chair", Settle: &Settlement{Conflict: "wording", Amendments: []Ballot{{"A1", print("A1")}, {"A4", print("A4")}}, Holds: "A1", Why: "x"}})
	want(Decided, Voted, Voted, Decided, Proposed, Proposed)
	list, gone := g.log.Standings(docket)
	if !reflect.DeepEqual(gone, []string{"Z9"}) {
		t.Error(gone)
	}
	if s := list[0]; !s.Departs || len(s.Settlements) != 1 || s.DecidedBy.N != decided || len(s.Outcomes) != 1 || s.Outcomes[0].Result != Against {
		t.Errorf("%+v", s)
	}
	// The docket is edited: what was voted and decided was on another text.
	docket[1].Fingerprint, docket[3].Fingerprint = print("new"), print("newer")
	want(Decided, Stale, Voted, Stale, Proposed, Proposed)
	if list, _ = g.log.Standings(docket); !list[1].EarlierText || !list[3].EarlierText || list[0].EarlierText {
		t.Error("votes and decisions on an earlier text are not told")
	}
	if len(list[0].Settlements) != 0 {
		t.Error("a settlement with a text that has changed still counts")
	}
	g.must(Event{By: "chair", Withdraw: &Withdrawal{N: decided, Why: "too early"}})
	want(Voted, Stale, Voted, Stale, Proposed, Proposed)
	history := strings.Join(g.log.History("A1"), "\n")
	for _, words := range []string{"voted in round 1: 1", "closed on 2026-05-01", "against (0 of 3 (0.0%)", "decided accepted, editorial; departs from the vote because the law [taken back by event", "took event"} {
		if !strings.Contains(history, words) {
			t.Errorf("the history does not say %q:\n%s", words, history)
		}
	}
}

// Nothing that is printed of an open round tells how anybody voted.
func TestBlind(t *testing.T) {
	print := func(values ...string) (string, int) {
		g := newGroup(t)
		g.members("u", 3)
		g.rules(named(t, "percent"))
		g.open("A1", "A2")
		g.votes("u", "A1", values...)
		docket := []Amendment{amendment("A1"), amendment("A2")}
		var out strings.Builder
		out.WriteString(strings.ReplaceAll(g.log.Status(docket), short(g.log.Head), "HASH"))
		out.WriteString(strings.ReplaceAll(g.log.Minutes("2026-05-01", docket), g.log.Head, "HASH"))
		out.WriteString(strings.Join(g.log.History("A1"), "\n"))
		for _, member := range []string{"chair", "u3"} {
			s, err := g.log.Ballot(docket, member)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range s.Rows {
				out.WriteString(strings.Join(row, "|"))
			}
		}
		d := g.log.DecisionSheet(docket)
		return out.String(), len(d.Rows)
	}
	a, n := print("9", "9")
	b, _ := print("1", "5")
	if a != b {
		t.Error("what is printed depends on how people voted in an open round")
	}
	if n != 1 {
		t.Error("the sheet of decisions has amendments that are being voted on")
	}
	if !strings.Contains(a, "2 of 4 members with a vote have voted; 2 of 8 votes are in") || !strings.Contains(a, "u1     1 of 2") {
		t.Error(a)
	}
}

func TestMinutes(t *testing.T) {
	g := sample(t)
	docket := []Amendment{amendment("A1"), amendment("A2")}
	days := g.log.Days()
	if !reflect.DeepEqual(days, []string{"2026-05-01"}) {
		t.Fatal(days)
	}
	text := g.log.Minutes(days[0], docket)
	for _, words := range []string{
		"## Members", "## Rules of consensus", "Round 1 opened on 2 amendments", "Votes of 3 members came in for round 1",
		"| A1 reword 7.A.3 | **no consensus** | 2 of 3 (66.7%) | 1 of 3 (33.3%) | 0 | 1 | 8 |", "| A2 reword 7.A.3 | **cannot be told**: 1 of 4 members with a vote voted", "**rejected**. Covered by 3.B.1.", "## Conflicts settled", "## Taken back", "I would rather wait.", g.log.Head,
	} {
		if !strings.Contains(text, words) {
			t.Errorf("the minutes do not say %q:\n%s", words, text)
		}
	}
	if strings.Contains(text, "HYPERLINK") {
		t.Error("the minutes tell a comment on a vote")
	}
	if g.log.Minutes("2026-05-02", docket) != "" {
		t.Error("there are minutes of a day on which nothing was done")
	}
	if text != g.log.Minutes(days[0], docket) {
		t.Error("not the same twice")
	}
}
