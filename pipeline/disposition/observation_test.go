package disposition

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadObservation(t *testing.T) {
	for _, c := range []struct {
		observation, change string
		want                Disposition
		told                bool
	}{
		{"", "", Undecided, true},
		{" – ", "", Undecided, true},
		{"Accepted.", "x", Accepted, true},
		{"ACCEPTED", "x", Accepted, true},
		{"Agree. We thank the member body.", "", Accepted, true},
		{"Accepted. Now “a b”.", "say “A  b” here", Accepted, true},
		{"Accepted. Now “a c”.", "say “a b” here", Modified, true},
		{"Accepted. Now “a c”.", "", Accepted, true},
		{"Accepted, but with “shall” for “should”.", "", Modified, true},
		{"Accepted in principle", "", Modified, true},
		{"Accepted with modification: see 3.2", "", Modified, true},
		{"Partially accepted. The first part only.", "", Modified, true},
		{"Partially", "", Modified, true},
		{"Partly accepted; partly rejected", "", Modified, true},
		{"Revised.", "", Modified, true},
		{"Not accepted", "", Rejected, true},
		{"Not accepted: it was accepted earlier", "", Undecided, false}, // two things in one sentence: a person reads it
		{"Rejected. It would be accepted in another part.", "", Rejected, true},
		{"Non-persuasive", "", Rejected, true},
		{"Decision: Rejected", "", Rejected, true},
		{"Noted.", "", Noted, true},
		{"Clarification needed.", "", NeedsInformation, true},
		{"Please clarify.", "", NeedsInformation, true},
		{"OutOfScope", "", OutOfScope, true},
		{"Out-of-scope for this edition", "", OutOfScope, true},
		{"Duplicate of DE-003", "", Duplicate, true},
		{"Withdrawn", "", Withdrawn, true},
		{"Retracted", "", Withdrawn, true},
		{"Deferred to the next edition", "", Deferred, true},
		{"Open", "", Undecided, true},
		{"Open access is discussed in clause 4.", "", Undecided, false},
		{"Done", "", Accepted, true},
		{"Done in another way, see clause 4", "", Undecided, false},
		{"Accepted?", "", Undecided, false},
		{"Accepted for 3.1, rejected for 3.2", "", Undecided, false},
		{"See DE-003", "", Undecided, false},
		{"No change.", "", Undecided, false},
		{"The group thanks for the comment", "", Undecided, false},
		{"accepted-with-modification", "", Modified, true},
	} {
		got := ReadObservation(c.observation, c.change)
		if got.Disposition != c.want || got.Told != c.told || !got.Told && got.Doubt == "" {
			t.Errorf("%q: %+v, want %q, told %t", c.observation, got, c.want, c.told)
		}
	}
}

func TestReadObservationKeepsTheWords(t *testing.T) {
	r := ReadObservation("Accepted. Now “a\nc”, since b.", "a b")
	if r.Final != "a c" || r.Remark != "since b." || r.Doubt == "" {
		t.Errorf("%+v", r)
	}
	if r := ReadObservation("Not accepted, since it is long", ""); r.Remark != "since it is long" {
		t.Errorf("%+v", r)
	}
}

// What Observation writes is read as the same disposition, whatever the reason,
// the text and the votes are.
func FuzzObservation(f *testing.F) {
	f.Add(0, "because it was rejected before, but accepted now “x”?", "text", "proposed", "12 of 14")
	f.Add(1, "", "Now “y”", "y", "")
	f.Add(9, "a\n\nb. Rejected.", "", "", "")
	all := append([]Disposition{Undecided}, Dispositions...)
	f.Fuzz(func(t *testing.T, n int, rationale, final, proposed, votes string) {
		r := Row{ID: "A-1", Amendment: "B-1", Disposition: all[(n%len(all)+len(all))%len(all)], Rationale: rationale, Final: final, Proposed: proposed, Votes: votes}
		written := Observation(r)
		if !utf8.ValidString(written) && utf8.ValidString(rationale+final+votes) {
			t.Fatalf("%q", written)
		}
		got := ReadObservation(written, proposed)
		if got.Disposition != r.Disposition || !got.Told {
			t.Fatalf("%q was %q, is read as %+v", written, r.Disposition, got)
		}
	})
}

func TestObservation(t *testing.T) {
	for want, r := range map[string]Row{
		"": {ID: "x", Amendment: "x"},
		"Accepted with modification.\nNow “New words”\nWhy: clearer\nVotes: 9 of 10": {Disposition: Modified, Proposed: "Old", Final: "New words", Rationale: "clearer", Votes: "9 of 10"},
		"Rejected.\nWhy: it is law already\nAmendment: a-2\nOperation: retire":       {ID: "R1/q", Disposition: Rejected, Rationale: "it is law\nalready", Amendment: "a-2", Operation: "retire"},
		"Accepted.": {Disposition: Accepted, Proposed: "The same", Final: "The same"},
	} {
		if got := Observation(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	var words []string
	for _, d := range Dispositions {
		words = append(words, d.Words())
	}
	slices.Sort(words)
	if len(slices.Compact(words)) != len(Dispositions) || strings.Join(words, "") == "" {
		t.Errorf("two dispositions have the same words: %q", words)
	}
}
