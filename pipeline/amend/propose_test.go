package amend

import (
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/theme"
)

const smallFramework = `
id: small
title: Small
version: 1.0.0
wording: paraphrase
kinds: [{id: domain, label: Domain}, {id: knowledge, label: Knowledge, letter: A}, {id: ability, label: Ability, letter: B}]
items:
  - key: one
    code: "1"
    kind: domain
    title: First
    items:
      - {key: a, code: 1.A.1, kind: knowledge, statement: Knows the rules of the road.}
      - {key: b, code: 1.B.1, kind: ability, statement: Drives with care in every weather.}
  - key: two
    code: "2"
    kind: domain
    title: Second
    items:
      - {key: c, code: 2.B.1, kind: ability, statement: Sings in tune and in time.}
`

const smallCodebook = `
id: small
title: Small
version: "1"
language: en
themes:
  - id: night
    name: Driving at night
    rules: [night]
    propose:
      - {operation: add, targets: ["1"], kind: ability, text: Drives safely at night.}
      - {operation: level, targets: [1.B.1], level: advanced}
  - id: dance
    name: Dancing
    rules: [dance]
    propose:
      - {operation: add, targets: ["2"], kind: ability, text: Dances.}
`

func propose(t *testing.T, units ...theme.Unit) Docket {
	t.Helper()
	f, findings := frameworks.Read("f.yaml", []byte(smallFramework))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	cb, findings := theme.ReadCodebook("c.yaml", []byte(smallCodebook))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	tagger, err := theme.NewTagger(cb)
	if err != nil {
		t.Fatal(err)
	}
	for i := range units {
		units[i].Person, _, _ = strings.Cut(units[i].ID, "/")
		if units[i].Source == "" {
			units[i].Source = "survey"
		}
		if units[i].Domain == "" {
			units[i].Domain = "1"
		}
	}
	return Propose(Input{Framework: f, Codebook: cb, Units: units, Codings: tagger.Tag(units, 1), Respondents: 10, Participants: 2, MinPeople: 2})
}

func byID(t *testing.T, d Docket, id string) Amendment {
	t.Helper()
	for _, a := range d.Amendments {
		if a.ID == id {
			return a
		}
	}
	var ids []string
	for _, a := range d.Amendments {
		ids = append(ids, a.ID)
	}
	t.Fatalf("there is no amendment %s among %v", id, ids)
	return Amendment{}
}

func TestThemesPropose(t *testing.T) {
	d := propose(t,
		theme.Unit{ID: "R1/c", Text: "We need something on driving at night."},
		theme.Unit{ID: "R2/c", Text: "More about the night please."},
		theme.Unit{ID: "R2/d", Text: "Night driving should be in here."}, // the same person again
		theme.Unit{ID: "R3/c", Text: "There is no need for night driving here."},
		theme.Unit{ID: "R4/c", Text: "I drive home at night."},
		theme.Unit{ID: "FG1-P1/T001", Source: "groups", Text: "Night driving is missing, isn't it?"},
		theme.Unit{ID: "R5/c", Text: "We need to dance."}, // one person is not enough
		theme.Unit{ID: "R6/c", Text: "n/a"},
		theme.Unit{ID: "R7/c", Text: "Looks good."},
		theme.Unit{ID: "R8/c", Text: "Zebras cross by day."},
	)
	a := byID(t, d, "night-1")
	if a.For != 3 || a.Against != 1 || a.Context != 1 || a.SurveyFor != 2 || a.GroupFor != 1 || a.Base != 12 || a.Share != "25.0000" {
		t.Errorf("support: %+v", a)
	}
	if a.Operation != Add || a.Targets[0].Code != "1" || a.TextAfter != "Drives safely at night." || a.Wording != FromNote {
		t.Errorf("amendment: %+v", a)
	}
	if b := byID(t, d, "night-2"); b.TextBefore != "Drives with care in every weather." || b.Level != "advanced" || len(b.Targets[0].UUID) != 36 {
		t.Errorf("level: %+v", b)
	}
	if len(d.Amendments) != 2 {
		t.Errorf("%d amendments; nobody but one asked for dancing", len(d.Amendments))
	}
	want := []FateKind{Used, Used, Used, Used, Noted, Used, Noted, Nothing, Praise, NotUnderstood}
	for i, f := range d.Fates {
		if f.Fate != want[i] {
			t.Errorf("%s: %s (%s), want %s", f.Unit, f.Fate, f.Why, want[i])
		}
	}
}

func TestSuggestedEdits(t *testing.T) {
	d := propose(t,
		theme.Unit{ID: "R1/e", Edit: true, Text: `Change "the rules" to "the laws"`},
		theme.Unit{ID: "R2/e", Edit: true, Text: `1.A.1: replace "the rules" with "the laws".`},
		theme.Unit{ID: "R3/e", Edit: true, Text: "Remove 2.B.1"},
		theme.Unit{ID: "R4/e", Edit: true, Text: "delete 2B1 please"},
		theme.Unit{ID: "R5/e", Edit: true, Text: "Remove 9.B.9"},
		theme.Unit{ID: "R6/e", Edit: true, Text: "1.B.1 should be advanced"},
		theme.Unit{ID: "R7/e", Edit: true, Text: "Add: Drives carefully at night."},
		theme.Unit{ID: "R8/e", Edit: true, Text: "Add: Knows how to park on a hill."},
		theme.Unit{ID: "R9/e", Edit: true, Text: "Please add a point on parking on a hill"},
		theme.Unit{ID: "R10/e", Edit: true, Text: "Move 2.B.1 to domain 1"},
		theme.Unit{ID: "R11/e", Edit: true, Text: `Remove "and in time"`, Domain: "2"},
		theme.Unit{ID: "R12/c", Text: "We need more on driving at night."},
	)
	if a := byID(t, d, "reword-1.A.1"); a.For != 2 || a.TextBefore != "Knows the rules of the road." || a.TextAfter != "Knows the laws of the road." || a.Wording != FromCommenter {
		t.Errorf("reword: %+v", a)
	}
	if a := byID(t, d, "retire-2.B.1"); a.For != 2 {
		t.Errorf("retire: %+v", a)
	}
	if a := byID(t, d, "reword-2.B.1"); a.TextAfter != "Sings in tune." {
		t.Errorf("words taken out: %+v", a)
	}
	if a := byID(t, d, "move-2.B.1-to-1"); a.To == nil || a.To.Code != "1" {
		t.Errorf("move: %+v", a)
	}
	if a := byID(t, d, "add-1"); a.For != 2 || a.TextAfter != "Knows how to park on a hill." {
		t.Errorf("like additions: %+v", a)
	}
	// A request that a drafting note answers is evidence for it, not a change of its own.
	if a := byID(t, d, "night-1"); !slices.ContainsFunc(a.Evidence, func(e Evidence) bool { return e.Unit == "R7/e" && e.Role == RoleFor }) {
		t.Errorf("note: %+v", a)
	}
	if a := byID(t, d, "night-1"); a.For != 2 || a.Exact != 1 { // "carefully at night" is "safely at night" in most words
		t.Errorf("note: %d for, %d for just this", a.For, a.Exact)
	}
	if a := byID(t, d, "night-2"); !slices.ContainsFunc(a.Evidence, func(e Evidence) bool { return e.Unit == "R6/e" && e.Role == RoleFor }) {
		t.Errorf("level: %+v", a)
	}
	if len(d.Unplaced) != 1 || d.Unplaced[0].Unit != "R5/e" || !strings.Contains(d.Unplaced[0].Why, "9.B.9") {
		t.Errorf("unplaced: %+v", d.Unplaced)
	}
	for i := range d.Amendments {
		if d.Amendments[i].Number != i+1 {
			t.Errorf("%s is number %d at place %d", d.Amendments[i].ID, d.Amendments[i].Number, i+1)
		}
	}
	if _, err := d.YAML(); err != nil {
		t.Error(err)
	}
}

// What an attacker tried: wishes turned round, codes that are only mentioned,
// domains named in words.
func TestRequestsThatMislead(t *testing.T) {
	for text, want := range map[string]string{
		"1.B.1 should not be advanced":                                "",
		"1.B.1 is too advanced":                                       "",
		"I would never make 1.B.1 advanced":                           "",
		"There is nothing I would remove from 1.B.1":                  "",
		"We cannot lose 2.B.1":                                        "",
		"sad to lose 2.B.1":                                           "",
		"1.A.1 is not the same as 1.B.1":                              "",
		"All fine, no need to mention anything else":                  "",
		"1.B.1 is core to what I do":                                  "",
		"Keep 1.A.1 for everyone, make everything else here advanced": "",
		"Remove 1.A.1 because 1.B.1 covers it":                        "retire-1.A.1",
		"Remove 1.A.1 but not 1.B.1":                                  "retire-1.A.1",
		"Move 1.B.1 to 2":                                             "move-1.B.1-to-2",
		"Split 1.A.1 and merge 1.B.1 with 2.B.1":                      "split-1.A.1 merge-1.B.1-2.B.1",
		"Rename domain 2 to Music":                                    "rename-2",
		"Add to domain 2: Plays an instrument.":                       "add-2",
		"Add to domain nine: Plays an instrument.":                    "unplaced",
		"Remove the word road from 1.A.1":                             "reword-1.A.1",
		`Replace "oad" with "iver" in 1.A.1`:                          "reword-1.A.1",
		"sessions of 2 x 45 minutes should be advanced":               "",
		`Change "the" to "all" in 1.A.1 and 1.B.1`:                    "reword-1.A.1 reword-1.B.1",
		"Make 1.A.1 advanced":                                         "level-1.A.1-advanced",
		"1.A.1: split the sentence, it is too long":                   "split-1.A.1",
		"2.B.1: remove":                                               "retire-2.B.1",
		"1.A.1 advanced only":                                         "level-1.A.1-advanced",
		"Remove 1.A.1 and 1.B.1, or make them advanced only":          "level-1.A.1-1.B.1-advanced", // the milder of the two
	} {
		d := propose(t, theme.Unit{ID: "R1/e", Edit: true, Text: text})
		var got []string
		for _, a := range d.Amendments {
			got = append(got, a.ID)
		}
		if len(d.Unplaced) > 0 {
			got = append(got, "unplaced")
		}
		slices.Sort(got)
		wanted := strings.Fields(want)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%q: got %v, want %v", text, got, wanted)
		}
	}
	// Words inside words are not replaced.
	d := propose(t, theme.Unit{ID: "R1/e", Edit: true, Text: `Replace "oad" with "iver" in 1.A.1`})
	if a := byID(t, d, "reword-1.A.1"); a.TextAfter != "" || a.Why == "" {
		t.Errorf("%+v", a)
	}
}

// A request that had joined a drafting note that too few ask for is not lost.
func TestWeakNotesGiveRequestsBack(t *testing.T) {
	d := propose(t, theme.Unit{ID: "R1/e", Edit: true, Domain: "2", Text: "Add: Dances in the street."})
	if a := byID(t, d, "add-2"); a.For != 1 || a.Exact != 1 {
		t.Errorf("%+v", a)
	}
}

// People of the survey and of the groups may have the same ids.
func TestPeopleOfTwoSources(t *testing.T) {
	d := propose(t,
		theme.Unit{ID: "R1/c", Text: "We need something on driving at night."},
		theme.Unit{ID: "R1/T001", Source: "groups", Text: "Night driving is missing."})
	if a := byID(t, d, "night-1"); a.For != 2 || a.SurveyFor != 1 || a.GroupFor != 1 || a.Exact != 0 {
		t.Errorf("%+v", a)
	}
}

func TestFatesWithoutAFramework(t *testing.T) {
	d := Propose(Input{Units: []theme.Unit{{ID: "R1/c", Text: "Scrap it."}, {ID: "R2/c", Text: "n/a"}}})
	if len(d.Fates) != 2 || d.Fates[0].Fate != NotUnderstood || d.Fates[1].Fate != Nothing {
		t.Errorf("%+v", d.Fates)
	}
}

func TestReplaceWords(t *testing.T) {
	for _, c := range []struct{ statement, old, new, want string }{
		{"Knows the rules, and why.", "the rules", "the laws", "Knows the laws, and why."},
		{"Knows the rules, and why.", "The Rules", "all", "Knows all, and why."},
		{"Sings in tune and in time.", "and in time", "", "Sings in tune."},
		{"Sings.", "dances", "hums", ""},
		{"Sings.", "", "hums", ""},
	} {
		got, ok := replaceWords(c.statement, c.old, c.new)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q, %q: got %q, %v", c.statement, c.old, got, ok)
		}
	}
}
