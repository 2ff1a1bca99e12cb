package decide

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

// sample is a log with events of every kind.
func sample(t testing.TB) *group {
	g := newGroup(t)
	g.must(Event{By: "chair", Member: &Member{ID: "sec", Name: "The secretary", Role: Secretary}})
	g.members("user", 3)
	g.rules(named(t, "percent"))
	g.open("A1", "A2")
	g.votes("user", "A1", "9", "8", "2")
	g.vote("user1", "A2", "3")
	g.must(Event{By: "sec", Vote: &Vote{Round: 1, Member: "user2", Amendment: "A2", Fingerprint: print("A2"), Value: "abstain", Comment: "=HYPERLINK(\"x\") <b>ä\u2028</b> \x1b[31m"}})
	g.must(Event{By: "user1", Withdraw: &Withdrawal{N: 11, Why: "by mistake"}})
	g.close()
	g.must(Event{By: "chair", Decide: &Decision{Amendment: "A2", Fingerprint: print("A2"), Operation: "add", Disposition: Rejected, Rationale: "Covered by 3.B.1."}})
	g.must(Event{By: "user3", Note: &Note{Amendment: "A1", Text: "I would rather wait."}})
	g.must(Event{By: "chair", Settle: &Settlement{Conflict: "wording", Amendments: []Ballot{{"A1", print("A1")}, {"A2", print("A2")}}, Holds: "A1", Why: "shorter"}})
	return g
}

func TestReadBack(t *testing.T) {
	g := sample(t)
	log, found := Read(g.path, g.bytes())
	if len(found) != 0 {
		t.Fatal(found)
	}
	if !reflect.DeepEqual(log.Events, g.log.Events) || log.Head != g.log.Head {
		t.Error("what was read is not what was added")
	}
	again, found := Read(g.path, bytes.ReplaceAll(g.bytes(), []byte("\n"), []byte("\r\n")))
	if len(found) != 0 || again.Head != log.Head {
		t.Error("line ends of Windows change the log", found)
	}
	if empty, found := Read("x", nil); empty == nil || len(found) != 0 || empty.Head != "" {
		t.Error("an empty log cannot be read", found)
	}
}

func TestBrokenLog(t *testing.T) {
	g := sample(t)
	lines := strings.SplitAfter(strings.TrimSuffix(string(g.bytes()), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	for _, c := range []struct {
		name string
		do   func(lines []string) []string
		line int
		kind string
	}{
		{"a word changed", func(l []string) []string { l[7] = strings.Replace(l[7], `"9"`, `"1"`, 1); return l }, 9, "log-chain"},
		{"a line taken out", func(l []string) []string { return append(l[:4:4], l[5:]...) }, 5, "log-order"},
		{"lines swapped", func(l []string) []string { l[3], l[4] = l[4], l[3]; return l }, 4, "log-order"},
		{"the first line gone", func(l []string) []string { return l[1:] }, 1, "log-order"},
		{"an empty line", func(l []string) []string { l[5] = "\n" + l[5]; return l }, 6, "damaged-log"},
		{"a key of one's own", func(l []string) []string { l[2] = strings.Replace(l[2], `"by"`, `"mood":"good","by"`, 1); return l }, 3, "damaged-log"},
		{"a key twice", func(l []string) []string {
			l[2] = strings.Replace(l[2], `"by":"chair"`, `"by":"sec","by":"chair"`, 1)
			return l
		}, 3, "damaged-log"},
		{"a key in capitals", func(l []string) []string { l[2] = strings.Replace(l[2], `"by"`, `"BY"`, 1); return l }, 3, "damaged-log"},
		{"a space", func(l []string) []string { l[2] = strings.Replace(l[2], `,"by"`, `, "by"`, 1); return l }, 3, "damaged-log"},
		{"half a line within", func(l []string) []string { l[2] = l[2][:20] + "\n"; return l }, 3, "damaged-log"},
		{"a byte order mark", func(l []string) []string { l[0] = "\ufeff" + l[0]; return l }, 1, "damaged-log"},
		{"marks of a merge", func(l []string) []string { l[4] = "<<<<<<< ours\n" + l[4]; return l }, 5, "damaged-log"},
		{"the last line spaced out, without its end", func(l []string) []string {
			return append(l[:2:2], strings.TrimSuffix(strings.Replace(l[2], ",", " ,", 1), "\n"))
		}, 3, "damaged-log"},
	} {
		log, found := Read("decisions.jsonl", []byte(strings.Join(c.do(append([]string(nil), lines...)), "")))
		if log != nil || len(finding.Errors(found)) != 1 {
			t.Errorf("%s: taken, with %v", c.name, found)
			continue
		}
		if f := found[0]; f.Line != c.line || f.Kind != c.kind || f.Do == "" {
			t.Errorf("%s: got %d %s, want %d %s", c.name, f.Line, f.Kind, c.line, c.kind)
		}
	}
}

// What a valid spelling and chain cannot make right.
func TestRefused(t *testing.T) {
	vote := func(member, id, value string) *Vote {
		return &Vote{Round: 1, Member: member, Amendment: id, Fingerprint: print(id), Value: value}
	}
	decide := func(d Decision) *Decision {
		if d.Amendment == "" {
			d.Amendment = "B1"
		}
		if d.Fingerprint == "" {
			d.Fingerprint = print(d.Amendment)
		}
		if d.Operation == "" {
			d.Operation = "add"
		}
		return &d
	}
	twoThirds := named(t, "two-thirds")
	g := newGroup(t)
	g.must(Event{By: "chair", Member: &Member{ID: "sec", Name: "S", Role: Secretary}})
	g.must(Event{By: "chair", Member: &Member{ID: "gone", Name: "G", Role: Ordinary, Until: "2026-04-30"}})
	g.must(Event{By: "chair", Member: &Member{ID: "later", Name: "L", Role: Ordinary, From: "2026-06-01"}})
	g.members("user", 4)
	first := Event{At: g.time(), By: "new", Member: &Member{ID: "new", Name: "N", Role: Ordinary}}
	if _, err := Append(g.path+"2", nil, first); kindOf(t, err) != "not-a-member" {
		t.Error("an ordinary member was the first", err)
	}
	check := func(want string, e Event) {
		t.Helper()
		before := len(g.log.Events)
		if got := kindOf(t, g.add(e)); got != want {
			t.Errorf("got %q, want %q: %s", got, want, g.log.tell(&e, ""))
		}
		if want != "" && len(g.log.Events) != before {
			t.Error("a refused event was written")
		}
	}
	check("no-rules", Event{By: "chair", Open: &Opening{Round: 1, Rules: twoThirds.Hash(), Amendments: []Ballot{{"A1", print("A1")}}}})
	check("not-allowed", Event{By: "user1", Rules: &SetRules{Rules: twoThirds}})
	check("rules", Event{By: "chair", Rules: &SetRules{Rules: Rules{Scale: YesNo, Method: Share, Part: 1, Of: 2, Quantile: 7}}})
	check("rules", Event{By: "chair", Rules: &SetRules{Rules: Rules{Scale: YesNo, Method: Comet, Quantile: 7}}})
	check("", Event{By: "chair", Rules: &SetRules{Rules: named(t, "comet")}})
	check("", Event{By: "chair", Rules: &SetRules{Rules: twoThirds}}) // nobody has voted yet
	check("other-rules", Event{By: "chair", Open: &Opening{Round: 1, Rules: named(t, "comet").Hash(), Amendments: []Ballot{{"A1", print("A1")}}}})
	check("round", Event{By: "chair", Open: &Opening{Round: 2, Rules: twoThirds.Hash(), Amendments: []Ballot{{"A1", print("A1")}}}})
	check("twice", Event{By: "chair", Open: &Opening{Round: 1, Rules: twoThirds.Hash(), Amendments: []Ballot{{"A1", print("A1")}, {"A1", print("A2")}}}})
	check("no-amendments", Event{By: "chair", Open: &Opening{Round: 1, Rules: twoThirds.Hash()}})
	check("round-closed", Event{By: "user1", Vote: vote("user1", "A1", "yes")})
	g.open("A1", "A2")
	check("not-asked", Event{By: "user1", Vote: vote("user1", "A9", "yes")})
	check("vote", Event{By: "user1", Vote: vote("user1", "A1", "9")})
	check("no-vote", Event{By: "sec", Vote: vote("sec", "A1", "yes")})
	check("not-allowed", Event{By: "user1", Vote: vote("user2", "A1", "yes")})
	check("not-a-member", Event{By: "nobody", Vote: vote("nobody", "A1", "yes")})
	check("not-a-member", Event{By: "chair", Vote: vote("gone", "A1", "yes")})
	check("not-a-member", Event{By: "chair", Vote: vote("later", "A1", "yes")})
	check("not-a-member", Event{By: "gone", Note: &Note{Text: "x"}})
	check("stale", Event{By: "user1", Vote: &Vote{Round: 1, Member: "user1", Amendment: "A1", Fingerprint: print("A2"), Value: "yes"}})
	check("time", Event{At: "2026-05-02 10:00", By: "user1", Vote: vote("user1", "A1", "yes")})
	check("time", Event{At: "2026-05-02T10:00:00", By: "user1", Vote: vote("user1", "A1", "yes")})
	check("kind", Event{By: "user1", Kind: KindNote, Vote: vote("user1", "A1", "yes")})
	check("kind", Event{By: "user1", Note: &Note{Text: "x"}, Vote: vote("user1", "A1", "yes")})
	check("rules-late", Event{By: "chair", Rules: &SetRules{Rules: named(t, "majority")}})
	check("round-open", Event{By: "chair", Decide: decide(Decision{Amendment: "A1", Disposition: Accepted})})
	for _, m := range []string{"user1", "user2", "user3"} {
		check("", Event{By: m, Vote: vote(m, "A1", "no")})
	}
	check("not-allowed", Event{By: "user1", Withdraw: &Withdrawal{N: len(g.log.Events), Why: "x"}})
	g.close()
	check("round-closed", Event{By: "user3", Withdraw: &Withdrawal{N: len(g.log.Events) - 1, Why: "x"}})
	check("rules-late", Event{By: "chair", Rules: &SetRules{Rules: named(t, "majority")}})
	check("rules-late", Event{By: "chair", Rules: &SetRules{Rules: named(t, "majority"), Replaces: twoThirds.Hash()}})
	check("", Event{By: "chair", Rules: &SetRules{Rules: named(t, "majority"), Replaces: twoThirds.Hash(), Why: "the terms of reference say so"}})

	check("departs", Event{By: "chair", Decide: decide(Decision{Amendment: "A1", Disposition: Accepted})})
	check("", Event{By: "chair", Decide: decide(Decision{Amendment: "A1", Disposition: Accepted, Departs: "a duty by law"})})
	check("decided", Event{By: "chair", Decide: decide(Decision{Amendment: "A1", Disposition: Rejected, Rationale: "x"})})
	check("disposition", Event{By: "chair", Decide: decide(Decision{Disposition: "acepted"})})
	check("no-rationale", Event{By: "chair", Decide: decide(Decision{Disposition: Deferred})})
	check("no-modification", Event{By: "chair", Decide: decide(Decision{Disposition: AcceptedModified, Rationale: "x"})})
	check("modification", Event{By: "chair", Decide: decide(Decision{Disposition: Accepted, Text: "x"})})
	check("modification", Event{By: "chair", Decide: decide(Decision{Disposition: Rejected, Rationale: "x", Text: "x"})})
	check("no-meaning", Event{By: "chair", Decide: decide(Decision{Operation: "reword", Disposition: Accepted})})
	check("no-meaning", Event{By: "chair", Decide: decide(Decision{Operation: "rename", Disposition: AcceptedModified, Rationale: "x", Text: "y", Meaning: "none"})})
	check("parts", Event{By: "chair", Decide: decide(Decision{Operation: "split", Disposition: Accepted, Parts: []Part{{Text: "one"}}})})
	check("parts", Event{By: "chair", Decide: decide(Decision{Operation: "add", Disposition: AcceptedModified, Rationale: "x", Parts: []Part{{Text: "one"}, {Text: "two"}}})})
	check("place", Event{By: "chair", Decide: decide(Decision{Operation: "move", Disposition: AcceptedModified, Rationale: "x", To: "7.A"})})
	check("duplicate", Event{By: "chair", Decide: decide(Decision{Disposition: Duplicate, Rationale: "x"})})
	check("fingerprint", Event{By: "chair", Decide: decide(Decision{Disposition: Accepted, Fingerprint: "x"})})
	check("not-allowed", Event{By: "user1", Decide: decide(Decision{Disposition: Accepted})})
	check("", Event{By: "chair", Decide: decide(Decision{Operation: "split", Disposition: Accepted, Parts: []Part{{Text: "one"}, {Text: "two"}}})})
	check("withdraw", Event{By: "chair", Withdraw: &Withdrawal{N: 1, Why: "x"}})
	check("no-rationale", Event{By: "chair", Withdraw: &Withdrawal{N: len(g.log.Events)}})
	check("", Event{By: "chair", Withdraw: &Withdrawal{N: len(g.log.Events), Why: "x"}})
	check("withdraw", Event{By: "chair", Withdraw: &Withdrawal{N: len(g.log.Events) - 1, Why: "x"}})
	check("", Event{By: "chair", Decide: decide(Decision{Disposition: Deferred, Rationale: "x"})})
	check("", Event{By: "chair", Decide: decide(Decision{Disposition: Accepted})}) // what was put off can be decided
	pair := []Ballot{{"A1", print("A1")}, {"A2", print("A2")}}
	check("settle", Event{By: "chair", Settle: &Settlement{Conflict: "place", Amendments: pair, Why: "x"}})
	check("settle", Event{By: "chair", Settle: &Settlement{Conflict: "place", Amendments: pair, Why: "x", Holds: "A3"}})
	check("settle", Event{By: "chair", Settle: &Settlement{Conflict: "place", Amendments: pair, Why: "x", Order: []string{"A2"}}})
	check("no-amendments", Event{By: "chair", Settle: &Settlement{Conflict: "place", Amendments: pair[:1], Why: "x", Holds: "A1"}})
	check("", Event{By: "chair", Settle: &Settlement{Conflict: "place", Amendments: pair, Why: "x", Order: []string{"A2", "A1"}}})
	g.open("A1")
	for _, e := range g.log.Events {
		if e.Vote != nil {
			check("round-closed", Event{By: e.By, Withdraw: &Withdrawal{N: e.N, Why: "x"}})
		}
	}
}

func TestClock(t *testing.T) {
	g := newGroup(t)
	add := func(at string, warnings int) {
		t.Helper()
		g.must(Event{At: at, By: "chair", Note: &Note{Text: "x"}})
		if _, found := Read(g.path, g.bytes()); len(found) != warnings || len(finding.Errors(found)) > 0 {
			t.Errorf("%s: %v", at, found)
		}
	}
	add("2026-05-10T12:00:00+01:00", 0)
	add("2026-05-10T11:50:00+01:00", 0) // ten minutes back
	add("2026-05-10T10:50:01Z", 0)      // the same, elsewhere
	add("2026-05-10T10:40:00Z", 1)
}

func TestLastChairLeaves(t *testing.T) {
	g := newGroup(t)
	g.members("user", 1)
	g.must(Event{By: "chair", Member: &Member{ID: "chair", Name: "C", Role: Chair, Until: "2026-05-02"}})
	if kindOf(t, g.add(Event{At: "2026-05-02T10:00:00Z", By: "user1", Member: &Member{ID: "user1", Name: "U", Role: Chair}})) != "not-allowed" {
		t.Error("there is a chair still")
	}
	g.must(Event{At: "2026-05-03T10:00:00Z", By: "user1", Member: &Member{ID: "user1", Name: "U", Role: Chair}})
}
