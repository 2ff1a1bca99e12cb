package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// group is a copy of the bundled consultation, and what calls concord on it.
type group struct {
	t    *testing.T
	dir  string
	hour int
}

func newGroup(t *testing.T) *group {
	t.Helper()
	g := &group{t: t, dir: filepath.Join(t.TempDir(), "c")}
	if err := os.CopyFS(g.dir, os.DirFS("../../data/iapt-digital-2020")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"docket.yaml", "decisions.jsonl"} {
		os.Remove(filepath.Join(g.dir, name))
	}
	return g
}

// call runs concord amend WHAT on the consultation and gives what it said.
func (g *group) call(want int, args ...string) string {
	g.t.Helper()
	full := append([]string{"amend", args[0], g.dir}, args[1:]...)
	if args[0] == "apply" {
		full = append([]string{"apply", g.dir}, args[1:]...)
	}
	var out, errs bytes.Buffer
	if got := run(g.t.Context(), full, &out, &errs); got != want {
		g.t.Fatalf("concord %s: exit %d, want %d\n%s%s", strings.Join(full, " "), got, want, out.String(), errs.String())
	}
	return out.String() + errs.String()
}

// by runs a command that records something, each a minute after the last.
func (g *group) by(who string, want int, args ...string) string {
	g.t.Helper()
	g.hour++
	return g.call(want, append(args, "--by", who, "--at", "2021-03-04T09:"+string(rune('0'+g.hour/10))+string(rune('0'+g.hour%10))+":00Z")...)
}

func (g *group) file(name string) string { return filepath.Join(g.dir, name) }

func (g *group) edit(name, old, new string) {
	g.t.Helper()
	data, err := os.ReadFile(g.file(name))
	if err != nil {
		g.t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		g.t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(g.file(name), bytes.Replace(data, []byte(old), []byte(new), 1), 0o644); err != nil {
		g.t.Fatal(err)
	}
}

func (g *group) says(said string, wants ...string) {
	g.t.Helper()
	for _, want := range wants {
		if !strings.Contains(said, want) {
			g.t.Errorf("said %q, want %q", said, want)
		}
	}
}

// levels are what the docket must say before statements can be advanced.
const levels = `next:
  levels:
    - {id: core, label: Core, definition: Everyone.}
    - {id: advanced, label: Advanced, definition: Some.}
  unset: core
amendments:
`

// TestGroupDecides goes from a docket through votes and decisions to the next
// version, and back from a line of it to people's words.
func TestGroupDecides(t *testing.T) {
	g := newGroup(t)
	g.says(g.call(exitUnusable, "apply"), "no docket yet")
	g.says(g.call(exitDone, "draft"), "drafted")
	g.edit("docket.yaml", "amendments:\n", levels)
	g.says(g.call(exitUnusable, "apply"), "no amendment was accepted")

	g.by("chair", exitDone, "member", "chair", "--role", "chair")
	for _, id := range []string{"m1", "m2", "m3"} {
		g.by("chair", exitDone, "member", id)
	}
	g.says(g.by("m1", exitUnusable, "round", "open"), "no rules of consensus")
	g.says(g.by("m1", exitUnusable, "rules", "two-thirds"), "m1")
	g.by("chair", exitDone, "rules", "two-thirds")
	g.by("chair", exitDone, "round", "open", "supervision-1", "supervision-2", "levels-3")
	g.says(g.by("m1", exitUnusable, "vote", "supervision-1", "9"), "yes")
	g.says(g.by("m1", exitUnusable, "vote", "supervison-1", "yes"), `"supervision-1"`)
	// The round is blind: what the record says of it tells no vote.
	g.by("m1", exitDone, "vote", "supervision-1", "yes")
	said := g.call(exitDone, "show", "supervision-1")
	g.says(said, "m1: voted in round 1")
	if strings.Contains(said, "yes") {
		t.Errorf("an open round tells how somebody voted: %s", said)
	}
	// A ballot in a spreadsheet, brought back twice.
	ballot := g.file("m2.csv")
	g.call(exitDone, "export", "ballot", "--member", "m2", "--format", "csv", "--out", ballot)
	sheetOf(t, ballot, func(_ int, cell func(string) *string) { *cell("vote") = "Yes" })
	g.says(g.by("m2", exitDone, "import", ballot), "3 rows: 3 new")
	g.says(g.by("m2", exitDone, "import", ballot), "0 new, 3 recorded already")
	for _, a := range []string{"supervision-1", "supervision-2", "levels-3"} {
		g.by("m3", exitDone, "vote", a, "yes")
	}
	g.says(g.call(exitUnusable, "apply"), "round 1 of votes is open")
	g.says(g.by("chair", exitDone, "round", "close"), "supervision-1: for", "3 of 3", "supervision-2: for", "2 of 2")

	g.by("chair", exitDone, "decide", "supervision-1", "accepted", "--meaning", "editorial")
	g.by("chair", exitDone, "decide", "supervision-2", "accepted")
	g.says(g.by("chair", exitUnusable, "decide", "levels-3", "rejected"), "ationale")
	g.says(g.by("chair", exitUnusable, "decide", "levels-3", "rejected", "--why", "not now"), "departs")
	g.by("chair", exitDone, "decide", "levels-3", "accepted")
	g.says(g.by("chair", exitUnusable, "decide", "helping-clients-1", "acepted"), `"accepted"`)

	// Two wordings of one statement cannot both be done.
	g.by("chair", exitDone, "decide", "reword-1.B.2", "accepted", "--meaning", "editorial")
	g.says(g.by("chair", exitDone, "decide", "reword-1.B.2-2", "accepted", "--meaning", "substantial"), "in conflict with reword-1.B.2")
	g.says(g.call(exitFindings, "conflicts"), "wording: reword-1.B.2, reword-1.B.2-2  BLOCKS APPLY")
	g.says(g.call(exitUnusable, "apply"), "different words", "Nothing was written")
	g.says(g.by("chair", exitUnusable, "settle", "reword-1.B.2", "supervision-1", "--holds", "reword-1.B.2", "--why", "so"), "no conflict")
	g.by("chair", exitDone, "settle", "reword-1.B.2", "reword-1.B.2-2", "--holds", "reword-1.B.2", "--why", "clearer")
	g.says(g.call(exitDone, "apply", "--dry-run"), "Version 2.0.0", "Nothing was written", "another holds: reword-1.B.2-2 (reword-1.B.2 holds)")
	if _, err := os.Stat(g.file("frameworks")); err == nil {
		t.Error("--dry-run wrote something")
	}
	g.call(exitDone, "apply")
	version := g.file("frameworks/digital-competencies/2.0.0.yaml")
	made, err := os.ReadFile(version)
	if err != nil {
		t.Fatal(err)
	}
	g.says(string(made), "Supervision, Leadership and Consultation", "changed: '2021-03-04'")
	for _, name := range []string{"2.0.0.changelog.md", "2.0.0.redline.html", "2.0.0.redline.docx"} {
		if info, err := os.Stat(g.file("frameworks/digital-competencies/" + name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	g.says(g.call(exitDone, "why", "7.A.4"), "supervision-2", "accepted, 2021-03-04", "Round 1", "R019/d7_comments")
	g.says(g.call(exitDone, "why", "7.A.3"), "levels-3", "level advanced")
	g.says(g.call(exitDone, "why", "1.A.1"), "statements without one get core")
	g.says(g.call(exitUnusable, "why", "9.Z.9"), "has an item")
	// The same decisions give the same bytes, and a version that says something
	// else is not written over.
	g.call(exitDone, "apply")
	if again, _ := os.ReadFile(version); !bytes.Equal(made, again) {
		t.Error("the same decisions gave another version")
	}
	if err := os.WriteFile(version, append(made, "# mine\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	g.says(g.call(exitUnusable, "apply"), "says something else")
	os.RemoveAll(g.file("frameworks"))

	// Words changed in the docket after they were accepted.
	g.edit("docket.yaml", "Understands what good supervision", "Understands everything about what good supervision")
	g.says(g.call(exitUnusable, "apply"), "changed in the docket after it was accepted")
	g.edit("docket.yaml", "Understands everything about what good supervision", "Understands what good supervision")
	data, _ := os.ReadFile(g.file("docket.yaml"))
	// An accepted amendment that the docket withdraws, or no longer has.
	of := bytes.Index(data, []byte("  - id: supervision-2\n"))
	withdrawn := append(bytes.Clone(data[:of]), bytes.Replace(data[of:], []byte("state: proposed"), []byte("state: withdrawn"), 1)...)
	os.WriteFile(g.file("docket.yaml"), withdrawn, 0o644)
	g.says(g.call(exitUnusable, "apply"), "the docket says that it is withdrawn")
	os.WriteFile(g.file("docket.yaml"), bytes.Replace(data, []byte("  - id: supervision-2\n"), []byte("  - id: supervision-2b\n"), 1), 0o644)
	g.says(g.call(exitUnusable, "apply"), "not in the docket any more")
	// A docket of another file of the framework.
	at := bytes.Index(data, []byte("sha256: ")) + len("sha256: ")
	stale := bytes.Clone(data)
	copy(stale[at:], "0000000000")
	os.WriteFile(g.file("docket.yaml"), stale, 0o644)
	g.says(g.call(exitUnusable, "apply"), "has changed since the docket was drafted")
	os.WriteFile(g.file("docket.yaml"), []byte("amendments: [\n"), 0o644)
	g.says(g.call(exitUnusable, "apply"), "docket.yaml:")
	os.WriteFile(g.file("docket.yaml"), data, 0o644)
	// A record that somebody edited.
	g.edit("decisions.jsonl", `"two-thirds"`, `"majority"`)
	g.says(g.call(exitUnusable, "apply"), "decisions.jsonl:")
	g.edit("decisions.jsonl", `"majority"`, `"two-thirds"`)
	// A record torn by a program that was killed: told, and nothing is lost.
	log, _ := os.ReadFile(g.file("decisions.jsonl"))
	os.WriteFile(g.file("decisions.jsonl"), append(log, `{"n":99,"at":"20`...), 0o644)
	g.says(g.by("chair", exitDone, "note", "after the lights went out"), "Recorded")
	g.call(exitDone, "apply")

	for _, what := range []string{"dispositions", "comments"} {
		for _, format := range []string{"csv", "md", "xlsx", "docx"} {
			g.call(exitDone, "export", what, "--format", format, "--out", g.file(what+"."+format))
		}
	}
	g.says(g.call(exitDone, "export", "you-said"), "Accepted, in version 2.0.0")
	g.says(g.call(exitDone, "export", "minutes"), "supervision-1", "two thirds")
	g.says(g.call(exitDone, "export", "fhir", "--amendment", "supervision-2"), `"ArtifactAssessment"`)
	if said := g.call(exitDone, "export", "issue", "--amendment", "supervision-2"); strings.Contains(said, "recorded session safely") {
		t.Errorf("a quote that nobody cleared goes out: %s", said)
	}
	// A comment table that others sent is added to the docket, once.
	table := g.file("theirs.csv")
	if err := os.WriteFile(table, []byte("MB/NC,Line number,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments,Proposed change,Observations of the secretariat\nXA-001,,2.A.3,,te,Too much is asked.,Delete this.,\nXA-002,,9.Z.9,,ge,There is no such place.,,\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	g.says(g.call(exitDone, "import", table, "--what", "comments"), "1 amendment was added to the docket", "1 without a place")
	g.says(g.call(exitDone, "import", table, "--what", "comments"), "0 amendments were added")
	g.says(g.call(exitDone, "list"), "retire 2.A.3")
	g.says(g.call(exitDone, "draft"), "docket")
}

func TestAmendRefuses(t *testing.T) {
	g := newGroup(t)
	g.says(g.call(exitUnusable, "round", "open"), "no docket yet")
	g.says(g.call(exitUnusable, "show", "nothing-like-it"), "concord amend list names them")
	g.says(g.call(exitUnusable, "list", "--state", "votd"), `"voted"`)
	g.says(g.call(exitUnusable, "export", "balot"), `"ballot"`)
	g.says(g.call(exitUnusable, "export", "ballot", "--format", "docx"), "not as docx")
	g.says(g.call(exitUnusable, "why", "7.A.3"), "no docket yet")
	g.says(g.call(exitDone, "list"), "This is what a run proposes")
	if _, err := os.Stat(g.file("docket.yaml")); err == nil {
		t.Error("listing wrote a docket")
	}
	g.call(exitDone, "draft", "--dry-run")
	if _, err := os.Stat(g.file("docket.yaml")); err == nil {
		t.Error("--dry-run wrote a docket")
	}
}
