package decide

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// What an operation can carry is what its row of docs/decisions.md says.
func TestCarried(t *testing.T) {
	carries := map[string][]string{
		"add": {"text", "level", "kind"}, "reword": {"text"}, "rename": {"text"}, "move": {"place"}, "split": {"parts"},
		"merge": {"text", "level", "kind"}, "level": {"level"}, "retire": {},
	}
	for _, operation := range operations {
		for _, what := range []string{"text", "level", "kind", "place", "parts"} {
			a := amendment("A1")
			a.Operation = operation
			d := Decision{Amendment: a.ID, Fingerprint: a.Fingerprint, Operation: operation, Disposition: AcceptedModified, Rationale: "x", Meaning: Editorial}
			switch what {
			case "text":
				d.Text = "Other words."
			case "level":
				d.Level = "core"
			case "kind":
				d.Kind = "ability"
			case "place":
				d.To = "65b48dd6-27ba-502e-b75b-4db807252793"
			case "parts":
				d.Parts = []Part{{Text: "One."}, {Text: "Two."}}
			}
			want := "not-carried-" + what
			if slices.Contains(carries[operation], what) {
				want = ""
			}
			if got := kindOf(t, d.Fits(a)); got != want {
				t.Errorf("%s of %s: %q, want %q", what, operation, got, want)
			}
		}
	}
}

func TestFitsWords(t *testing.T) {
	a := amendment("A1")
	for _, c := range []struct{ text, want string }{
		{"Plain words, 5 × 3 – “so”.", ""}, {"Two\nlines\tand a tab", ""}, {strings.Repeat("é", 4096), ""},
		{strings.Repeat("é", 4097), "too-long"}, {"turned \u202e round", "unseen-character"}, {"an \x1b[31m escape", "unseen-character"},
	} {
		d := Decision{Amendment: a.ID, Fingerprint: a.Fingerprint, Operation: a.Operation, Disposition: AcceptedModified, Rationale: "x", Meaning: Editorial, Text: c.text}
		if got := kindOf(t, d.Fits(a)); got != c.want {
			t.Errorf("%.20q: %q, want %q", c.text, got, c.want)
		}
	}
	a.TextAfter = ""
	if got := kindOf(t, (&Decision{Amendment: a.ID, Fingerprint: a.Fingerprint, Operation: a.Operation, Disposition: Accepted}).Fits(a)); got != "no-wording" {
		t.Error(got)
	}
}

func TestCircleOfDuplicates(t *testing.T) {
	g := newGroup(t)
	duplicate := func(id, of string) Event {
		return Event{By: "chair", Decide: &Decision{Amendment: id, Fingerprint: print(id), Operation: "add", Disposition: Duplicate, Rationale: "the same", SameAs: of}}
	}
	g.must(duplicate("A1", "A2"), duplicate("A2", "A3"))
	if got := kindOf(t, g.add(duplicate("A3", "A1"))); got != "duplicate" {
		t.Error(got)
	}
	g.must(duplicate("A3", "A4"))
}

func TestBearsOn(t *testing.T) {
	g := newGroup(t)
	g.members("u", 2)
	g.rules(named(t, "percent"))
	g.open("A1", "A2")
	seen := g.log
	vote := func(member, id string) Event {
		return Event{By: member, Vote: &Vote{Round: 1, Member: member, Amendment: id, Fingerprint: print(id), Value: "8"}}
	}
	g.must(vote("u1", "A1"), Event{By: "u1", Note: &Note{Amendment: "A2", Text: "x"}})
	later := g.log
	decision := Event{By: "chair", Decide: &Decision{Amendment: "A2", Fingerprint: print("A2"), Operation: "add", Disposition: Accepted}}
	for name, c := range map[string]struct {
		events []Event
		want   int
	}{
		"another's vote":           {[]Event{vote("u2", "A1")}, 0},
		"one's own vote":           {[]Event{vote("u1", "A1")}, 1},
		"a vote that was noted":    {[]Event{vote("u2", "A2")}, 0},
		"what was noted":           {[]Event{decision}, 1},
		"a note":                   {[]Event{{By: "u2", Note: &Note{Amendment: "A2", Text: "y"}}}, 0},
		"the close of the round":   {[]Event{{By: "chair", Close: &Closing{Round: 1}}}, 0},
		"several, one of them own": {[]Event{vote("u2", "A2"), vote("u1", "A1")}, 1},
	} {
		g.log = seen
		var m *Moved
		if err := g.add(c.events...); !errors.As(err, &m) {
			t.Fatalf("%s: %v", name, err)
		}
		if got := m.BearsOn(c.events...); len(got) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	g.log = later
	g.close()
	g.log = later
	var m *Moved
	if err := g.add(vote("u2", "A1")); !errors.As(err, &m) || len(m.BearsOn(vote("u2", "A1"))) != 1 {
		t.Errorf("a round that was closed bears on a vote: %v", err)
	}
}

func TestVotedOtherwise(t *testing.T) {
	g := newGroup(t)
	g.members("u", 1)
	g.rules(named(t, "percent"))
	g.open("A1")
	a := amendment("A1")
	changed := a
	changed.Fingerprint = print("other")
	if n := g.log.VotedOtherwise(changed); n != 0 {
		t.Error("the round is open still")
	}
	g.close()
	if g.log.VotedOtherwise(a) != 0 || g.log.VotedOtherwise(changed) != 1 || g.log.VotedOtherwise(amendment("A2")) != 0 {
		t.Error("which words were voted on is not told")
	}
	in, found := g.log.ImportDecisions("d", filled(t, g.log.DecisionSheet([]Amendment{changed}), map[[2]string]string{{"2", "disposition"}: "rejected", {"2", "rationale"}: "no"}), []Amendment{changed}, now, "chair")
	if len(in.Events) != 1 || len(found) != 1 || found[0].Kind != "other-words" {
		t.Error(in, found)
	}
}

// Nobody makes themselves chair by giving another day, and who is chair no more
// takes back no decision.
func TestDaysGiveNoRights(t *testing.T) {
	g := newGroup(t)
	g.must(Event{By: "chair", Member: &Member{ID: "bob", Name: "Bob", Role: Ordinary}})
	g.must(Event{At: "2026-05-02T10:00:00Z", By: "chair", Member: &Member{ID: "chair", Name: "C", Role: Chair, From: "2026-11-01"}})
	if got := kindOf(t, g.add(Event{At: "2026-10-01T10:00:00Z", By: "bob", Member: &Member{ID: "bob", Name: "Bob", Role: Chair}})); got != "not-allowed" {
		t.Error(got)
	}
	g.must(Event{At: "2026-05-03T10:00:00Z", By: "chair", Member: &Member{ID: "chair", Name: "C", Role: Chair}}) // a first day put right
	g.must(Event{At: "2026-05-03T10:01:00Z", By: "chair", Decide: &Decision{Amendment: "A1", Fingerprint: print("A1"), Operation: "add", Disposition: Accepted}})
	n := len(g.log.Events)
	g.must(Event{At: "2026-05-03T10:02:00Z", By: "chair", Note: &Note{Text: "x"}})
	g.must(Event{At: "2026-05-03T10:03:00Z", By: "chair", Member: &Member{ID: "bob", Name: "Bob", Role: Chair}})
	g.must(Event{At: "2026-05-03T10:04:00Z", By: "bob", Member: &Member{ID: "chair", Name: "C", Role: Ordinary}})
	if got := kindOf(t, g.add(Event{At: "2026-05-03T10:05:00Z", By: "chair", Withdraw: &Withdrawal{N: n, Why: "x"}})); got != "not-allowed" {
		t.Error(got)
	}
	g.must(Event{At: "2026-05-03T10:06:00Z", By: "chair", Withdraw: &Withdrawal{N: n + 1, Why: "x"}}) // their own note
}
