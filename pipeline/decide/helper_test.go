package decide

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"concord/pipeline/finding"
)

// group is a log in a folder of its own, to which a test adds events.
type group struct {
	t      testing.TB
	path   string
	log    *Log
	minute int
}

func newGroup(t testing.TB) *group {
	g := &group{t: t, path: filepath.Join(t.TempDir(), LogName)}
	g.must(Event{By: "chair", Member: &Member{ID: "chair", Name: "The chair", Group: "trainers", Role: Chair}})
	return g
}

// time gives the next minute of a day in May.
func (g *group) time() string {
	g.minute++
	return fmt.Sprintf("2026-05-%02dT%02d:%02d:00+01:00", 1+g.minute/1440, g.minute/60%24, g.minute%60)
}

func (g *group) add(events ...Event) error {
	for i := range events {
		if events[i].At == "" {
			events[i].At = g.time()
		}
	}
	log, err := Append(g.path, g.log, events...)
	if err == nil {
		g.log = log
	}
	return err
}

func (g *group) must(events ...Event) {
	g.t.Helper()
	if err := g.add(events...); err != nil {
		g.t.Fatal(err)
	}
}

// members enters so many members of a stakeholder group: name1, name2 and so on.
func (g *group) members(name string, n int) {
	g.t.Helper()
	for i := 1; i <= n; i++ {
		id := fmt.Sprintf("%s%d", name, i)
		g.must(Event{By: "chair", Member: &Member{ID: id, Name: id, Group: name, Role: Ordinary}})
	}
}

func (g *group) rules(r Rules) {
	g.t.Helper()
	g.must(Event{By: "chair", Rules: &SetRules{Rules: r}})
}

// open opens the next round on amendments by their ids.
func (g *group) open(ids ...string) {
	g.t.Helper()
	rules, _ := g.log.Rules()
	o := &Opening{Round: g.log.Rounds() + 1, Rules: rules.Hash()}
	for _, id := range ids {
		o.Amendments = append(o.Amendments, Ballot{id, print(id)})
	}
	g.must(Event{By: "chair", Open: o})
}

func (g *group) vote(member, amendment, value string) {
	g.t.Helper()
	g.must(Event{By: member, Vote: &Vote{Round: g.log.Rounds(), Member: member, Amendment: amendment, Fingerprint: print(amendment), Value: value}})
}

// votes lets members of a group vote in turn; "" is no vote.
func (g *group) votes(name, amendment string, values ...string) {
	g.t.Helper()
	for i, v := range values {
		if v != "" {
			g.vote(fmt.Sprintf("%s%d", name, i+1), amendment, v)
		}
	}
}

func (g *group) close() {
	g.t.Helper()
	g.must(Event{By: "chair", Close: &Closing{Round: g.log.Rounds()}})
}

// print gives a fingerprint that belongs to an id.
func print(id string) string { return hash([]byte(id))[:16] }

func amendment(id string) Amendment {
	return Amendment{ID: id, Fingerprint: print(id), Operation: "reword", Where: "7.A.3", TextBefore: "Knows " + id + ".", TextAfter: "Knows all of " + id + ".", Why: "Asked for.", Support: "9 for, 1 against"}
}

func named(t testing.TB, name string) Rules {
	t.Helper()
	r, err := Preset(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// kindOf gives the kind of the finding that an error is, "" for none.
func kindOf(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	f, is := err.(finding.Finding)
	if !is {
		t.Fatalf("%T is no finding: %v", err, err)
	}
	return f.Kind
}

func (g *group) bytes() []byte {
	g.t.Helper()
	data, err := os.ReadFile(g.path)
	if err != nil {
		g.t.Fatal(err)
	}
	return data
}
