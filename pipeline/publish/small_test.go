package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/pipeline"
	"concord/pipeline/amend"
	"concord/pipeline/decide"
)

// smallComments are what the twelve people of the small consultation wrote. Each has
// a word that no other text has. Tallis and Quenby are names, to be taken out.
var smallComments = []string{
	"Night driving should be in it, said my colleague Tallis while zebracrossing slowly homewards.",
	"Please add night driving, because the lamps on our quixotic lane are broken most winters.",
	"I would add night driving for everybody who works after dusk in marmalade weather.",
	"Night driving matters; ring Quenby on 07700 900123 about the pumpernickel incident last year.",
	"Nothing about night driving here, and my brother had a gyroscopic accident on ice.",
	"Night driving please, with the glockenspiel warning that our depot always plays.",
	"Parking is tedious but the obelisk beside our yard makes it harder than elsewhere.",
	"",
	"I am the only left-handed tuba player in the depot, so parking suits me.",
	"",
	"Reword 1.A.1 to: Steers with both hands except when the xylophone bag slips.",
	"The statements are fine as they are, thank you kindly and farewell.",
}

// small writes a consultation with small counts hidden into a folder: twelve people,
// one theme, three amendments with decisions, and version 1.1.0 made of them.
func small(t *testing.T, suppression, cleared string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("consultation.yaml", `title: Driving, a small consultation
about: Twelve drivers were asked.
framework: {id: driving, version: 1.0.0}
survey:
  file: answers.csv
  dialect: csv
  respondent: person
  questions:
    - {id: depot, column: depot, wording: Which depot?, label: Depot, kind: single, about: demographic, options: [North, South, Rookery]}
    - {id: needed, column: needed, wording: Is domain 1 needed?, label: Driving, kind: single, about: applicability, domain: "1", options: ["Yes", "No"], agree: ["Yes"]}
    - {id: words, column: words, wording: What should change?, label: Comments, kind: text, about: comment, domain: "1"}
codebook: codebook.yaml
redact: {names: [Tallis, Quenby]}
`+suppression+"\n")
	var b strings.Builder
	b.WriteString("person,depot,needed,words\n")
	for n, words := range smallComments {
		depot, needed := "North", "Yes"
		if n%2 == 1 {
			depot = "South"
		}
		if n == 8 || n == 9 {
			depot = "Rookery" // two people
		}
		if n == 6 {
			needed = "No"
		}
		fmt.Fprintf(&b, "DRV%02dX,%s,%s,%q\n", n+1, depot, needed, words)
	}
	write("answers.csv", b.String())
	write("codebook.yaml", `id: driving
title: Themes
version: 1.0.0
language: en
themes:
  - {id: night, name: Driving at night, definition: What driving in the dark needs., rules: ['night driving']}
  - {id: parking, name: Parking, definition: Where vehicles are left., rules: ['parking']}
`)
	write("frameworks/driving/1.0.0.yaml", `id: driving
title: Driving
version: 1.0.0
status: draft
language: en
source: Made for a test.
rights: Nobody's.
creator: Nobody
changed: '2020-01-01'
wording: official
kinds:
  - {id: domain, label: Domain}
  - {id: knowledge, label: Knowledge, letter: A}
  - {id: ability, label: Ability, letter: B}
items:
  - key: wheel
    code: '1'
    kind: domain
    title: At the wheel
    items:
      - {key: wheel/steer, code: 1.A.1, kind: knowledge, statement: Knows how to steer.}
      - {key: wheel/brake, code: 1.B.1, kind: ability, statement: Brakes in time.}
`)
	evidence := func(people ...int) string {
		var s strings.Builder
		for _, n := range people {
			fmt.Fprintf(&s, "      - {unit: R%03d/words, person: R%03d, source: survey, role: for, quote: %q}\n", n, n, strings.ReplaceAll(strings.ReplaceAll(smallComments[n-1], "Tallis", "[NAME]"), "Quenby", "[NAME]"))
		}
		return s.String()
	}
	write("docket.yaml", `base: {framework: driving, version: 1.0.0}
amendments:
  - id: night-1
    operation: add
    source: evidence
    targets: ['1']
    kind: ability
    text_after: Drives with care at night.
    wording_source: drafting-note
    why: No statement speaks of the dark.
    themes: [night]
    support: {people_for: 6, people_against: 0, survey_people: 6, group_people: 0, base: 12}
    evidence:
`+evidence(1, 2, 3, 4, 5, 6)+`  - id: reword-1.A.1
    operation: reword
    source: evidence
    targets: [1.A.1]
    text_after: Steers with both hands except when the xylophone bag slips.
    wording_source: commenter
    support: {people_for: 1, people_against: 0, survey_people: 1, group_people: 0, base: 12}
    evidence:
`+evidence(11)+`  - id: parking-1
    operation: add
    targets: ['1']
    kind: knowledge
    text_after: Knows where to park.
    why: The group thought of it.
`)
	if cleared != "" {
		write("cleared.txt", cleared)
	}
	ctx := context.Background()
	d, err := pipeline.ReadDeciding(ctx, dir, 1)
	if err != nil {
		failed(t, err)
	}
	at := func(n int) string { return fmt.Sprintf("2020-03-01T10:%02d:00Z", n) }
	record := func(e decide.Event) {
		t.Helper()
		if err := d.Record(e); err != nil {
			t.Fatal(err)
		}
	}
	record(decide.Event{At: at(0), By: "sec", Member: &decide.Member{ID: "sec", Name: "Secretary", Role: decide.Secretary}})
	for n, x := range []struct {
		id          string
		disposition decide.Disposition
		why         string
	}{{"night-1", decide.Accepted, "Many asked for it."}, {"reword-1.A.1", decide.Rejected, "It says too much."}, {"parking-1", decide.Deferred, "Later."}} {
		a := d.Amendment(x.id)
		record(decide.Event{At: at(n + 1), By: "sec", Decide: &decide.Decision{Amendment: x.id, Fingerprint: amend.Fingerprint(*a), Operation: string(a.Operation), Disposition: x.disposition, Rationale: x.why}})
	}
	next, findings := d.Next()
	if next == nil {
		t.Fatal(findings)
	}
	data, err := next.Framework.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	write("frameworks/driving/"+next.Framework.Version+".yaml", string(data))
	return dir
}

func failed(t *testing.T, err error) {
	t.Helper()
	var in *pipeline.InputError
	if errors.As(err, &in) {
		t.Log(in.Findings)
	}
	t.Fatal(err)
}

func gathered(t *testing.T, dir string) (*Gathered, []File) {
	t.Helper()
	g, err := Gather(context.Background(), Options{Study: dir, Jobs: 2})
	if err != nil {
		failed(t, err)
	}
	files, err := Pages(g.Site)
	if err != nil {
		t.Fatal(err)
	}
	return g, files
}
