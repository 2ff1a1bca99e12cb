package amend

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/finding"
	"concord/pipeline/theme"
	"concord/pipeline/yamlfile"
)

// small gives the framework of smallFramework.
func small(t testing.TB) *frameworks.Framework {
	t.Helper()
	f, findings := frameworks.Read("f.yaml", []byte(smallFramework))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return f
}

// written gives the docket as a file, and as it reads back.
func written(t testing.TB, d *Docket) ([]byte, *Docket) {
	t.Helper()
	data, err := d.YAML()
	if err != nil {
		t.Fatal(err)
	}
	back, findings := ReadDocket("docket.yaml", data)
	if len(findings) > 0 {
		t.Fatalf("what was written cannot be read: %v\n%s", findings, data)
	}
	return data, back
}

// without takes out what a file does not hold: places in a file.
func without(d *Docket) *Docket {
	out := *d
	out.at, out.file, out.Fates = yamlfile.Pos{}, "", nil
	out.Amendments = nil
	for _, a := range d.Amendments {
		a.at, a.exactly = yamlfile.Pos{}, nil
		out.Amendments = append(out.Amendments, a)
	}
	return &out
}

// full is a docket that has every key of the file.
func full() *Docket {
	target := func(code, key, domain, words string) Target {
		return Target{Code: code, UUID: frameworks.UUID("small", key), Domain: domain, Words: words}
	}
	a := target("1.A.1", "a", "1", "Knows the rules of the road.")
	b := target("1.B.1", "b", "1", "Drives with care in every weather.")
	c := target("2.B.1", "c", "2", "Sings in tune and in time.")
	two := target("2", "two", "2", "Second")
	reword := Amendment{
		ID: "night-1", Number: 1, Operation: Reword, Source: SourceEvidence, Targets: []Target{b}, TextBefore: b.Words, TextAfter: "Drives: \"with care\", # at night.", Wording: FromNote,
		Why: "yes", Themes: []string{"night"}, Literature: []string{"e1"}, For: 3, Against: 1, Context: 1, SurveyFor: 2, GroupFor: 1, Exact: 1, State: StateProposed,
		Evidence: []Evidence{
			{Unit: "R1/c", Person: "R1", Source: "survey", Role: RoleFor, Quote: "- night: 'yes'"}, {Unit: "R2/c", Person: "R2", Source: "survey", Role: RoleFor, Quote: "012"},
			{Unit: "FG1/T1", Person: "P1", Source: "groups", Role: RoleFor, Quote: "no"}, {Unit: "R3/c", Person: "R3", Source: "survey", Role: RoleAgainst, Quote: "~"},
			{Unit: "R4/c", Role: RoleContext},
		},
		Subgroups: []SubgroupSupport{{Subgroup: "old", For: 1, Against: 1, Base: 4}, {Subgroup: "none"}},
		Agreement: []Agreement{{Domain: "1", Count: 8, Base: 10, Shown: "80%", Low: 49, High: 94.3}},
		Near:      []Near{{Framework: "other", Version: "2.0.0", Code: "K1", UUID: frameworks.UUID("other", "k"), Words: "Drives at night: safely.", Score: 0.4321}},
		Meaning:   &MeaningGuess{revise.Substantial, "“night” came in"}, Note: "null", TakesIn: []string{"night-2"}, Drafted: "0123456789abcdef",
	}
	reword.share(10)
	reword.Subgroups[0].share()
	return &Docket{
		Framework: "small", Version: "1.0.0", SHA256: strings.Repeat("ab", 32),
		Next: revise.Options{Levels: []frameworks.Level{{ID: "core", Label: "Core", Definition: "For: everyone"}}, Unset: "core", Status: "pending", Notes: "1.0", Wording: "official"},
		Amendments: []Amendment{
			reword,
			{ID: "move", Number: 2, Operation: Move, Source: SourceGroup, Targets: []Target{a}, To: &two, TextBefore: a.Words, Wording: NoWording, State: StateWithdrawn, WithdrawnBy: SourceEvidence},
			{ID: "top", Number: 3, Operation: Move, Source: SourceGroup, Targets: []Target{c}, To: &Target{}, TextBefore: c.Words, Wording: NoWording, State: StateProposed},
			{ID: "new", Number: 4, Operation: Add, Source: SourceImported, Targets: []Target{two}, Kind: "ability", Level: "core", Title: "Dance", TextAfter: "Dances.", Wording: FromGroup, State: StateProposed},
			{ID: "parts", Number: 5, Operation: Split, Source: SourceGroup, Targets: []Target{c}, TextBefore: c.Words, Parts: []revise.Part{{Text: "Sings in tune.", Kind: "ability", Level: "core"}, {Text: "Sings in time."}}, Wording: FromGroup, State: StateProposed},
			{ID: "all", Number: 6, Operation: Level, Source: SourceGroup, Targets: []Target{a, b}, Level: "core", Wording: NoWording, State: StateProposed},
		},
		Unplaced: []Unplaced{{Unit: "R9/e", Person: "R9", Operation: Retire, Quote: "Remove 9.Z.9", Why: "the framework has no 9.Z.9"}},
	}
}

func TestDocketRoundTrip(t *testing.T) {
	d := full()
	data, back := written(t, d)
	if findings := back.Complete(small(t), nil); len(findings) > 0 {
		t.Error(findings)
	}
	if got, want := without(back), without(d); !reflect.DeepEqual(got, want) {
		t.Errorf("read back as\n%+v\nwant\n%+v\n%s", got, want, data)
	}
	if again, _ := written(t, back); !bytes.Equal(data, again) {
		t.Errorf("written again as\n%s\nwas\n%s", again, data)
	}
}

// Of more evidence than a person reads, the file has the ids, and the comments
// give who said it.
func TestDocketMoreEvidence(t *testing.T) {
	var units []theme.Unit
	d := full()
	d.Amendments[0].Evidence = nil
	for i := range 40 {
		u := theme.Unit{ID: fmt.Sprintf("R%d/c", i), Person: fmt.Sprintf("R%d", i), Source: "survey"}
		units = append(units, u)
		d.Amendments[0].Evidence = append(d.Amendments[0].Evidence, Evidence{Unit: u.ID, Person: u.Person, Source: u.Source, Role: []Role{RoleFor, RoleContext}[i%2], Quote: "q"})
	}
	data, back := written(t, d)
	if n := strings.Count(string(data), "quote: q"); n != docketQuotes {
		t.Errorf("%d quotes, want %d", n, docketQuotes)
	}
	if findings := back.Complete(small(t), units[:39]); len(findings) != 1 || findings[0].Kind != "unknown-unit" || findings[0].Found != "R39/c" {
		t.Errorf("%v", findings)
	}
	// Of a comment table there are no comments here.
	d.Amendments[0].Source = SourceImported
	if _, back := written(t, d); len(back.Complete(small(t), units[:1])) != 0 {
		t.Error("the rows of a comment table are looked for among the comments")
	}
	d.Amendments[0].Source = SourceEvidence
	seen := map[string]Role{}
	for _, e := range back.Amendments[0].Evidence {
		seen[e.Person] = e.Role
	}
	if len(back.Amendments[0].Evidence) != 40 || seen["R38"] != RoleFor || seen["R37"] != RoleContext {
		t.Errorf("%v", seen)
	}
	if again, _ := written(t, back); !bytes.Equal(data, again) {
		t.Error("written again as something else")
	}
}

const byHand = `
base: {framework: small, version: 1.0.0}
amendments:
  - id: mine
    operation: add
    targets: [2]
    kind: ability
    text_after: >-
      Dances in
      the rain.
  - id: where
    operation: move
    targets: [{code: 1.A.1}]
    to: 2
  - id: gone
    operation: retire
    targets: [2.B.1]
    state: withdrawn
`

// What a person leaves out is filled in.
func TestDocketByHand(t *testing.T) {
	d, findings := ReadDocket("docket.yaml", []byte(byHand))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if findings := d.Complete(small(t), nil); len(findings) > 0 {
		t.Fatal(findings)
	}
	mine, where, gone := d.Amendments[0], d.Amendments[1], d.Amendments[2]
	if mine.Source != SourceGroup || mine.State != StateProposed || mine.Wording != FromGroup || mine.TextAfter != "Dances in the rain." || mine.Targets[0].UUID != frameworks.UUID("small", "two") || mine.Targets[0].Domain != "2" {
		t.Errorf("%+v", mine)
	}
	if where.To.UUID != frameworks.UUID("small", "two") || where.TextBefore != "Knows the rules of the road." || where.Wording != NoWording {
		t.Errorf("%+v", where)
	}
	if gone.WithdrawnBy != SourceGroup || gone.TextBefore != "Sings in tune and in time." {
		t.Errorf("%+v", gone)
	}
}

func TestDocketFaults(t *testing.T) {
	id := frameworks.UUID("small", "c")
	for _, c := range []struct {
		name, old, new string
		kind           string
		line, column   int
	}{
		{"unknown key", "kind: ability", "kidn: ability", "unknown-key", 7, 5},
		{"unknown operation", "operation: add", "operation: ad", "unknown-operation", 5, 16},
		{"no operation", "operation: add", "operation:", "missing-key", 5, 15},
		{"id twice", "id: where", "id: mine", "id-twice", 11, 9},
		{"id of a path", "id: where", "id: ../../x", "bad-id", 11, 9},
		{"id of a page", "id: where", "id: <script>", "bad-id", 11, 9},
		{"id that turns the writing", "id: where", "id: a\u202eb", "bad-id", 11, 9},
		{"no id", "id: where", "id:", "missing-key", 11, 8},
		{"unknown state", "state: withdrawn", "state: gone", "unknown-state", 18, 12},
		{"no base", "base: {framework: small, version: 1.0.0}\n", "\n", "missing-key", 3, 1},
		{"no version", "version: 1.0.0", "version: one", "bad-version", 2, 35},
		{"no hash", "version: 1.0.0", "version: 1.0.0, sha256: xyz", "bad-hash", 2, 50},
		{"no place to move to", "    to: 2\n", "", "missing-key", 11, 5},
		{"to of an addition", "kind: ability", "to: 2", "not-for-operation", 7, 9},
		{"two targets", "[2.B.1]", "[2.B.1, 1.B.1]", "targets", 17, 14},
		{"no targets", "[2.B.1]", "[]", "targets", 17, 14},
		{"bad uuid", "{code: 1.A.1}", "{uuid: abc}", "bad-uuid", 13, 22},
		{"empty target", "{code: 1.A.1}", "{}", "missing-key", 13, 15},
		{"unknown code", "[2.B.1]", "[2.B.9]", "unknown-target", 17, 14},
		{"unknown uuid", "[2.B.1]", "[{uuid: " + frameworks.UUID("small", "zzz") + "}]", "unknown-target", 17, 14},
		{"code and uuid of two items", "{code: 1.A.1}", "{code: 1.A.1, uuid: " + id + "}", "code-and-uuid", 13, 14},
		{"unknown kind", "kind: ability", "kind: abilty", "unknown-kind", 7, 11},
		{"unknown level", "kind: ability", "level: expert", "unknown-level", 7, 12},
		{"other framework", "framework: small", "framework: large", "other-framework", 2, 19},
		{"other version", "version: 1.0.0", "version: 0.9.0", "other-version", 2, 35},
		{"drafted by hand", "kind: ability", "drafted: me", "bad-hash", 7, 14},
		{"source of words", "kind: ability", "wording_source: me", "unknown-wording-source", 7, 21},
		{"withdrawn by whom", "kind: ability", "withdrawn_by: group", "not-withdrawn", 7, 19},
		{"taken in and there", "kind: ability", "takes_in: [gone]", "taken-in", 7, 15},
		{"too long", "Dances in", strings.Repeat("Dances ", 600), "too-long", 8, 17},
		{"numbers that cannot be", "kind: ability", "support: {people_for: 2, base: 1}", "support", 7, 27},
		{"another share", "kind: ability", "support: {people_for: 1, people_exact: 1, survey_people: 1, base: 4, share: 30%}", "other-share", 7, 81},
		{"role", "kind: ability", "evidence: [{unit: R1/c, role: pro}]", "unknown-role", 7, 35},
		{"unit", "kind: ability", "evidence: [{unit: R7/c, role: for}]", "unknown-unit", 7, 15},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(byHand, c.old, c.new, 1)
			if text == byHand {
				t.Fatalf("%q does not stand there", c.old)
			}
			d, findings := ReadDocket("docket.yaml", []byte(text))
			if len(finding.Errors(findings)) == 0 {
				findings = append(findings, d.Complete(small(t), []theme.Unit{{ID: "R1/c"}})...)
			}
			if len(findings) != 1 {
				t.Fatalf("%d findings, want one: %v", len(findings), findings)
			}
			f := findings[0]
			if f.Kind != c.kind || f.Line != c.line || f.Column != c.column || f.File != "docket.yaml" {
				t.Errorf("%s %s:%d:%d, want %s in %d:%d", f.Kind, f.File, f.Line, f.Column, c.kind, c.line, c.column)
			}
		})
	}
}

// Words that YAML could take for something else stay words.
func FuzzDocketWords(f *testing.F) {
	for _, words := range []string{
		"=cmd|' /C calc'!A0", "<script>", "*name", "&name", "!tag", "yes", "null", "1e3", "2020-01-31", "a: b", "- a", "# a", "a #b", "'", "\"", "\\", "%TAG", "|", ">", "@", "`",
		"{a", "[a", "é\u00a0x", "😀", "\u2028x", "x\u0085y", "x\ufeffy", "x\x00y", "x\xffy", "? a", "0x1F", "012", "<<", "~", "---", "a\n---\nb",
	} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		if want := clean(words); want == "" || len(want) > MostText {
			return
		}
		d := full()
		a := &d.Amendments[0]
		a.TextAfter, a.Why, a.Note, a.Evidence[0].Quote, a.Themes, a.TakesIn = words, words, words, words, []string{words}, []string{words + "?"}
		if id := clean(words) + "!"; plainID(id) {
			a.ID = id
		}
		data, back := written(t, d)
		got := back.Amendments[0]
		for _, text := range []string{got.TextAfter, got.Why, got.Note, got.Evidence[0].Quote, got.Themes[0]} {
			if text != clean(words) {
				t.Errorf("%q came back as %q", words, text)
			}
		}
		if again, _ := written(t, back); !bytes.Equal(data, again) {
			t.Errorf("%q is written again otherwise", words)
		}
	})
}

// However a file is damaged, reading it tells so in words, and what can be read is
// written in one form.
func FuzzReadDocket(f *testing.F) {
	data, err := full().YAML()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(byHand))
	f.Add(data[:len(data)/2])
	f.Add([]byte("base: {framework: small, version: 1.0.0}\namendments: [{id: a, operation: level, level: x, targets: [{}, ~], to: {}}]\n"))
	framework := small(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		d, findings := ReadDocket("docket.yaml", data)
		if len(finding.Errors(findings)) > 0 {
			return
		}
		one, back := written(t, d)
		if two, _ := written(t, back); !bytes.Equal(one, two) {
			t.Errorf("written twice:\n%s\n%s", one, two)
		}
		if len(finding.Errors(d.Complete(framework, nil))) == 0 {
			Conflicts(framework, d.Amendments)
			again, _ := Redraft(d, d)
			written(t, again)
		}
	})
}
