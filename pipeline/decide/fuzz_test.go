package decide

import (
	"reflect"
	"testing"

	"concord/pipeline/finding"
)

// Whatever the bytes, a log is read or refused; what is read gives the same lines.
func FuzzRead(f *testing.F) {
	data := sample(f).bytes()
	f.Add(data)
	f.Add(data[:len(data)-9])
	f.Add([]byte(`{"n":1,"at":"2026-05-10T12:00:00Z","by":"c","kind":"member","prev":"","member":{"id":"c","name":"C","role":"chair"}}` + "\n"))
	f.Add([]byte(`{"n":1,"at":"2026-05-10T12:00:00Z","by":"c","kind":"mem`))
	f.Add([]byte("{}\n\x00\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		log, found := Read("f", data)
		if log == nil {
			if len(finding.Errors(found)) != 1 {
				t.Fatal(found)
			}
			return
		}
		docket := []Amendment{{ID: "A1", Fingerprint: "0123456789abcdef"}}
		log.Status(docket)
		log.History("A1")
		for _, d := range log.Days() {
			log.Minutes(d, docket)
		}
		var again []byte
		for i := range log.Events {
			line, err := log.Events[i].line()
			if err != nil {
				t.Fatal(err)
			}
			again = append(append(again, line...), '\n')
		}
		second, found := Read("f", again)
		if second == nil || !reflect.DeepEqual(second.Events, log.Events) || second.Head != log.Head {
			t.Fatal("what was read does not read the same", found)
		}
	})
}

// Whatever comes back as a sheet, each event that is taken can be added.
func FuzzImport(f *testing.F) {
	f.Add([]byte("amendment,vote,member,round,fingerprint,comment\nA1,7,u1,1,fp:" + print("A1") + ",x\n"))
	f.Add([]byte("sep=;\namendment;vote;member;round;fingerprint\nA1;\"7\n\";u1;1;fp:" + print("A1") + "\n"))
	f.Add([]byte("amendment,disposition,rationale,modified_text,meaning,fingerprint\nA2,rejected,x,,,fp:" + print("A2") + "\n"))
	f.Add([]byte("PK\x03\x04"))
	r := newReplay()
	add := func(e Event) {
		e.N, e.At, e.By, e.Kind = len(r.events)+1, now, "c", e.body()[0]
		if wrong, _ := r.apply(e); wrong != nil {
			f.Fatal(wrong)
		}
	}
	add(Event{Member: &Member{ID: "c", Name: "C", Role: Chair}})
	add(Event{Member: &Member{ID: "u1", Name: "U", Role: Ordinary}})
	rules, err := Preset("percent")
	if err != nil {
		f.Fatal(err)
	}
	add(Event{Rules: &SetRules{Rules: rules}})
	add(Event{Open: &Opening{Round: 1, Rules: rules.Hash(), Amendments: []Ballot{{"A1", print("A1")}}}})
	log := &Log{Events: r.events, state: r}
	docket := []Amendment{amendment("A1"), amendment("A2")}
	f.Fuzz(func(t *testing.T, data []byte) {
		votes, _ := log.ImportVotes("f", data, docket, now, "c")
		decisions, _ := log.ImportDecisions("f", data, docket, now, "c")
		for _, in := range []Import{votes, decisions} {
			next := log.fork()
			for _, e := range in.Events {
				if wrong, _ := next.apply(e); wrong != nil {
					t.Fatal(wrong)
				}
			}
		}
	})
}
