package main

import (
	"os"
	"strings"
	"sync"
	"testing"

	"concord/pipeline/decide"
)

// What is recorded must be what the next version can carry, and is said in words of
// the command line.
func TestDecideRefuses(t *testing.T) {
	g := newGroup(t)
	g.says(g.call(exitDone, "draft"), "does not have the level advanced")
	g.edit("docket.yaml", "amendments:\n", `amendments:
  - {id: mine, operation: add, targets: [7], kind: ability, text_after: Sees that people are well.}
  - {id: ends, operation: retire, targets: [1.A.1]}
  - {id: words, operation: reword, targets: [1.A.1], text_after: Knows other things.}
  - {id: gone, operation: retire, targets: [1.B.2], state: withdrawn}
`)
	g.by("chair", exitDone, "member", "chair", "--role", "chair")
	g.by("chair", exitDone, "member", "ben")
	g.says(g.by("ben", exitUnusable, "vote", "mine", "8"), "no round of votes is open")
	g.by("chair", exitDone, "rules", "percent")
	g.says(g.by("chair", exitUnusable, "round", "open", "mine", "gone"), "gone was withdrawn")

	modified := func(id string, more ...string) string {
		return g.by("chair", exitUnusable, append([]string{"decide", id, "accepted-with-modification", "--why", "so"}, more...)...)
	}
	g.says(modified("mine", "--to", "8"), "--to", "under targets")
	g.says(modified("words", "--level", "core", "--meaning", "editorial"), "--level", "operation level")
	g.says(modified("ends", "--text", "Keep but say this instead."), "--text", "reject this amendment")
	g.says(modified("mine", "--level", "nolevel"), "no such level")
	g.says(modified("mine", "--text", strings.Repeat("word ", 900)), "too long")
	g.says(g.by("chair", exitUnusable, "decide", "mine", "duplicate", "--why", "so", "--same-as", "nope"), `"nope"`)

	// The docket is edited between the vote and the decision.
	g.by("chair", exitDone, "round", "open", "mine")
	g.by("chair", exitDone, "vote", "mine", "9")
	g.by("ben", exitDone, "vote", "mine", "2")
	g.by("chair", exitDone, "round", "close")
	g.edit("docket.yaml", "Sees that people are well.", "Sees that people are well and safe.")
	g.says(g.by("chair", exitDone, "decide", "mine", "accepted"), "round 1 was on other words")
	said := g.by("chair", exitUnusable, "decide", "mine", "rejected", "--why", "no")
	g.says(said, "amend undo CONSULTATION")
	g.says(g.call(exitUnusable, "note", "x", "--by", "ben", "--at", "2999-01-01T00:00:00Z"), "in the future")
	g.says(g.call(exitDone, "note", "x", "--by", "ben", "--at", "2000-01-01T00:00:00Z"), "says that it was at 2000-01-01")

	g.says(g.by("chair", exitDone, "decide", "words", "accepted-with-modification", "--why", "shorter", "--text", "Knows more.", "--meaning", "editorial"), "words:")
	issue := g.call(exitDone, "export", "issue", "--amendment", "words")
	g.says(issue, "# words: reword 1.A.1", "the group's own", "The words decided: “Knows more", "editorial")
	if err := os.WriteFile(g.file("cleared.txt"), []byte("R019/d7_comments R999/nothing\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	g.says(g.call(exitDone, "export", "issue", "--amendment", "supervision-2", "--quotes", g.file("cleared.txt")), "no amendment cites", "R999/nothing")
}

// Members who vote at once do not stand in each other's way.
func TestVotesAtOnce(t *testing.T) {
	g := newGroup(t)
	g.call(exitDone, "draft")
	g.by("chair", exitDone, "member", "chair", "--role", "chair")
	members := []string{"m1", "m2", "m3", "m4"}
	for _, id := range members {
		g.by("chair", exitDone, "member", id)
	}
	g.by("chair", exitDone, "rules", "percent")
	ids := []string{"supervision-1", "supervision-2"}
	g.by("chair", exitDone, append([]string{"round", "open"}, ids...)...)
	var all sync.WaitGroup
	for _, m := range members {
		all.Add(1)
		go func() {
			defer all.Done()
			for _, id := range ids {
				var out, errs strings.Builder
				if code := run(t.Context(), []string{"amend", "vote", g.dir, id, "7", "--by", m, "--at", "2021-03-04T10:00:00Z"}, &out, &errs); code != exitDone {
					t.Errorf("%s on %s: %s", m, id, errs.String())
				}
			}
		}()
	}
	all.Wait()
	data, err := os.ReadFile(g.file(decide.LogName))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), `"kind":"vote"`); n != len(members)*len(ids) {
		t.Errorf("%d votes are in the record, want %d", n, len(members)*len(ids))
	}
}

// A second table of one body, numbered from 1 again, is added beside the first.
func TestSecondTable(t *testing.T) {
	g := newGroup(t)
	g.call(exitDone, "draft")
	const head = "MB/NC,Line number,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments,Proposed change,Observations of the secretariat\n"
	for name, row := range map[string]string{"a.csv": "NHS,,7.B.3,,te,Too much is asked.,Delete this.,\n", "b.csv": "NHS,,2.A.1,,te,Nobody does this.,Delete this.,\n"} {
		if err := os.WriteFile(g.file(name), []byte(head+row), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range [][2]string{{"a.csv", "1 amendment was added"}, {"b.csv", "1 amendment was added"}, {"b.csv", "0 amendments were added"}, {"a.csv", "0 amendments were added"}} {
		g.says(g.call(exitDone, "import", g.file(c[0]), "--what", "comments"), c[1])
	}
}
