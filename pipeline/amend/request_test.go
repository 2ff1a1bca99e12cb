package amend

import (
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/theme"
)

func digital(t testing.TB) *Reader {
	t.Helper()
	f, found, err := frameworks.Load("digital-competencies", "1.0.0")
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	return NewReader(f)
}

// Each sentence was written, and its reading decided, before or beside the
// parser, not taken from what it gave.
func TestRequests(t *testing.T) {
	type want struct {
		op       Operation
		codes    string
		old, new string
		to       string
		level    string
	}
	r := digital(t)
	for _, c := range []struct {
		text string
		want []want
	}{
		{`Change "timely feedback" to "written feedback"`, []want{{op: Reword, old: "timely feedback", new: "written feedback"}}},
		{`Replace “keeps records” with “keeps secure records” please.`, []want{{op: Reword, old: "keeps records", new: "keeps secure records"}}},
		{`2.A.1: replace 'digital form' by 'any form'`, []want{{op: Reword, codes: "2.A.1", old: "digital form", new: "any form"}}},
		{`"Draws on" should be "makes use of"`, []want{{op: Reword, codes: "3.B.4", old: "Draws on", new: "makes use of"}}},
		{`I would say "agrees" instead of "decides"`, []want{{op: Reword, old: "decides", new: "agrees"}}},
		{`Rename the domain "Supervision and Leadership"`, []want{{op: Rename, new: "Supervision and Leadership"}}},
		{`rename domain 7 to Supervision, Leadership and Consultation`, []want{{op: Rename, codes: "7", new: "Supervision, Leadership and Consultation"}}},
		{`Add supervision to the title`, []want{{op: Rename, new: "supervision"}}},
		{`Remove 5.B.2`, []want{{op: Retire, codes: "5.B.2"}}},
		{`please delete "and cost" from this one`, []want{{op: Reword, old: "and cost"}}},
		{`5.A.3 should be advanced only`, []want{{op: Level, codes: "5.A.3", level: "advanced"}}},
		{`Make 5.B.2 and 5B4 advanced`, []want{{op: Level, codes: "5.B.2 5.B.4", level: "advanced"}}},
		{`3.A.2 should be core for everybody`, []want{{op: Level, codes: "3.A.2", level: "core"}}},
		{`Move 6.B.1 to domain 7`, []want{{op: Move, codes: "6.B.1", to: "7"}}},
		{`Merge 3.B.1 and 3.B.2`, []want{{op: Merge, codes: "3.B.1 3.B.2"}}},
		{`6.A.1 overlaps with 6.A.2`, []want{{op: Merge, codes: "6.A.1 6.A.2"}}},
		{`Split 4.B.2 into two`, []want{{op: Split, codes: "4.B.2"}}},
		{`2.A.1 is unclear`, []want{{op: Reword, codes: "2.A.1"}}},
		{`Add: Knows how to report a breach.`, []want{{op: Add, new: "Knows how to report a breach."}}},
		{`Please add "Uses supervision well"`, []want{{op: Add, new: "Uses supervision well"}}},
		{`Add a point on choosing the phone`, []want{{op: Add, new: "choosing the phone"}}},
		{`needs something on group work`, []want{{op: Add, new: "group work"}}},
		// Several in one comment, as a list.
		{"- Remove 1.A.2\n- Move 1.A.3 to domain 2\n- otherwise fine", []want{{op: Retire, codes: "1.A.2"}, {op: Move, codes: "1.A.3", to: "2"}}},
		{"Remove 5.A.4. 5.B.1 should be advanced.", []want{{op: Retire, codes: "5.A.4"}, {op: Level, codes: "5.B.1", level: "advanced"}}},
		// What asks for nothing.
		{"I would not remove anything", nil},
		{"Please don't change 3.A.1", nil},
		{"Does this include apps?", nil},
		{"Is 2.A.1 meant for trainees?", nil},
		{"Looks good to me", nil},
		{"There's no need to add more here", nil},
		{"5.B.3 is bread and butter", nil},
		{"", nil},
	} {
		got := r.Requests(&theme.Unit{Text: c.text, Edit: true})
		if len(got) != len(c.want) {
			t.Errorf("%q: %d requests, want %d: %+v", c.text, len(got), len(c.want), got)
			continue
		}
		for i, w := range c.want {
			codes := ""
			for k, target := range got[i].Targets {
				if k > 0 {
					codes += " "
				}
				codes += target.Code
			}
			g := got[i]
			to := ""
			if g.To != nil {
				to = g.To.Code
			}
			if g.Operation != w.op || codes != w.codes || g.Old != w.old || trimmed(g.New) != trimmed(w.new) || to != w.to || g.Level != w.level {
				t.Errorf("%q: got %s codes %q old %q new %q to %q level %q, want %+v", c.text, g.Operation, codes, g.Old, g.New, to, g.Level, w)
			}
		}
	}
}

func trimmed(s string) string {
	for len(s) > 0 && s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	return s
}

// A comment that nobody asked edits of is read only where it names an item.
func TestRequestsInComments(t *testing.T) {
	if got := digital(t).Requests(&theme.Unit{Text: "They should add more on supervision"}); got != nil {
		t.Errorf("got %+v", got)
	}
	if got := digital(t).Requests(&theme.Unit{Text: "I think 5.A.3 should be advanced"}); len(got) != 1 || got[0].Operation != Level {
		t.Errorf("got %+v", got)
	}
}

func TestContent(t *testing.T) {
	for text, want := range map[string]bool{
		"Looks good": true, "All very clear, thank you": true, "Covers it.": true, "8.A.3 is excellent, and rarely said aloud.": true,
		"Good, but it should say more about risk": false, "No changes": true, "What is this?": false, "Not required for me": false,
		"reads well": true, "Appropriate to clinicians at all grades": true, "Six sessions in a day is hard": false,
	} {
		if got := content(text); got != want {
			t.Errorf("content(%q) = %v", text, got)
		}
	}
}

// A comment of a mebibyte is read in a time that grows with its length: were it
// with the square, this would not end.
func TestRequestsOfALongText(t *testing.T) {
	r := digital(t)
	for _, piece := range []string{
		"a ", "'a ", `"`, `"a" `, "the item about risk ", "Remove the item about risk. ", "5.A.1 and ", "5.A.1. ", "if ", "the ", "remove ", ". ", ".", "- ", "(", "5.", "5 A ",
		"change \"a\" to \"b\" ", "meta ", "domain 7 and ", "too ", "’a ‘b ", "\n- Remove 1.A.1", "not ", "é", "one two ", "five ", "only for ",
	} {
		text := strings.Repeat(piece, 1<<20/len(piece))
		u := &theme.Unit{Text: text, Edit: true, Domain: "3"}
		got := r.Requests(u)
		r.About(u)
		if len(got) > maxClauses {
			t.Errorf("%q repeated: %d requests", piece, len(got))
		}
	}
}

func FuzzRequests(f *testing.F) {
	f.Add(`Change "a" to 'b'; move 1.A.1 to 2. Split 3B2?`)
	f.Add("‘’“\x80")
	r := digital(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range r.Requests(&theme.Unit{Text: text, Edit: true, Domain: "3"}) {
			if r.Operation == "" || r.Clause == "" {
				t.Errorf("%q: %+v", text, r)
			}
		}
		about := r.About(&theme.Unit{Text: text, Domain: "3"})
		if len(about) == 0 || len(about) > mostCandidates {
			t.Errorf("%q: %d candidates", text, len(about))
		}
	})
}
