package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

const rich = `id: rich
uuid: 6ba7b811-9dad-11d1-80b4-00c04fd430c8
title: 'A  framework: with everything'
version: 2.10.3
status: pending
language: en
source: A printed document, 2019.
rights: |-
  Rights remain with their holders.

  All of them.
publisher: A publisher
url: https://example.org/framework
changed: '2024-05-01'
wording: paraphrase
notes: "Two lines,\n  the second indented. \n"
references:
  - scheme: SOC 2020
    code: 2229
    title: Therapy professionals
  - scheme: Subject
    code: Psychology
  - scheme: Framework type
    code: Standard
  - scheme: Adoption status
    code: Draft
  - scheme: Status start date
    code: '2024-05-01'
  - scheme: Status end date
    code: never
kinds:
  - id: domain
    label: Domain
  - id: knowledge
    label: Knowledge
    letter: A
  - id: knowledge-2
    label: Knowledge
  - id: bare
  - id: Kind_3
    label: 技能
levels:
  - id: core
    label: Core
    definition: What everybody  does.
  - id: advanced
  - id: expert
    label: Core
relations:
  - id: draws-on
    label: draws on
    inverse: is drawn on by
  - id: leads-on-to
    label: leads on to
    ordered: true
    case: precedes
  - id: comes-before
    label: comes before
    case: precedes
  - id: never-used
items:
  - key: one
    code: '1'
    kind: domain
    title: First
    items:
      - key: one/a
        code: 1.A.1
        kind: knowledge
        level: core
        title: Title
        statement: Knows one thing about governance
        notes: ' A note. '
        wording: official
        changed: '2024-06-01'
        from: '2020-01-01'
        sources:
          - A source
          - 'Another: source'
        links:
          - relation: comes-before
            to: one/b
            title: A title of its own
            notes: In part.
          - relation: leads-on-to
            to: one/b
          - relation: draws-on
            to: https://example.org/other/11111111-1111-4111-8111-111111111111
          - relation: draws-on
            to: urn:isbn:9780000000000
            title: A book
          - relation: draws-on
            to: urn:isbn:9780000000000
            title: The same book again
      - key: one/b
        uuid: 11111111-1111-4111-8111-111111111112
        code: 1.A.2
        kind: knowledge-2
        level: expert
        title: Same
        statement: Same
        changed: '2024-05-01'
      - uuid: 11111111-1111-4111-8111-111111111113
        code: 1.A.3
        kind: bare
        statement: "Line one\nline two\ttabbed"
        until: '2023-01-01'
        replaced_by:
          - 11111111-1111-4111-8111-111111111112
          - one/a
  - key: two
    code: ' 2  x'
    kind: Kind_3
    title: A heading with the same statement
    statement: A heading with the same statement
    items:
      - key: two/a
        kind: domain
        statement: Short heading
        items:
          - key: two/a/1
            kind: bare
            title: Only a title
          - key: two/a/2
            kind: bare
            statement: <b>Not &amp; HTML</b> — “quoted” 🙂
  - key: three
    kind: bare
    statement: コンピュータの基本構成と動作原理を説明できる
`

// exchange exports a framework and imports it again, and holds the package to the
// official schema, to the lint and to being the same framework.
func exchange(t *testing.T, name string, f *frameworks.Framework, o Options) {
	t.Helper()
	data, err := Export(f, o)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if err := valid(t, schema(t), data); err != nil {
		t.Errorf("%s: not valid: %v", name, err)
	}
	for _, one := range Lint(name, data) {
		// What the items say and whether they have ended is the framework's own.
		if one.Kind != "near-duplicate" && one.Kind != "under-ended" && one.Kind != "no-successor" && one.Kind != "replaced-in-force" {
			t.Errorf("%s: %v", name, one)
		}
	}
	again, findings := Import(name, data)
	for _, one := range findings {
		if one.Severity != finding.Note || one.Kind != "no-type" && one.Kind != "time-left-out" {
			t.Errorf("%s: its own package: %v", name, one)
		}
	}
	want, got := marshal(t, f), marshal(t, again)
	if got != want {
		t.Errorf("%s: not the same framework again:\n%s", name, difference(want, got))
	}
	if second, err := Export(again, o); err != nil || !bytes.Equal(data, second) {
		t.Errorf("%s: exported again, not the same bytes (error %v)", name, err)
	}
}

// difference gives the first lines that are not the same.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\nexpected %s\nfound    %s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("expected %d lines, found %d", len(w), len(g))
}

func TestTheSameFrameworkAgain(t *testing.T) {
	f, findings := frameworks.Read("rich.yaml", []byte(rich))
	if len(finding.Errors(findings)) != 0 {
		t.Fatal(findings)
	}
	exchange(t, "rich", f, Options{})
	exchange(t, "rich, served", f, Options{Base: "https://example.org/"})
	f.URL, f.Publisher = "", ""
	exchange(t, "rich, without address or publisher", f, Options{Base: "https://example.org"})
	for _, id := range frameworks.IDs(frameworks.Bundled()) {
		for _, version := range frameworks.Versions(frameworks.Bundled(), id) {
			f, _, err := frameworks.Load(id, version)
			if err != nil {
				t.Fatal(err)
			}
			if f.Changed == "" {
				f.Changed = "2024-05-01"
			}
			exchange(t, id+" "+version, f, Options{})
		}
	}
}

func TestImportsAgain(t *testing.T) {
	for _, name := range samples {
		f, findings := Import(name, sharedFile(t, name))
		if len(finding.Errors(findings)) != 0 {
			t.Fatal(findings)
		}
		if len(f.Items) > 0 {
			exchange(t, name, f, Options{})
		}
	}
}

// A tree as DIRECT has it: domains, competencies, skills.
func TestDIRECTAgain(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/framework-direct-2025-06/framework.json")
	if err != nil {
		t.Skip("the shared data are not here")
	}
	_, root, findings := parse("direct", data)
	if root == nil {
		t.Fatal(findings)
	}
	f := &frameworks.Framework{ID: "direct", Title: "DIRECT", Version: "1.0.0", Changed: "2025-06-01", Kinds: []frameworks.Kind{
		{ID: "domain", Label: "Domain"}, {ID: "competency", Label: "Competency"}, {ID: "skill", Label: "Skill"},
	}, Levels: []frameworks.Level{{ID: "aware", Label: "Aware", Definition: "Knows of it."}, {ID: "expert", Label: "Expert"}}}
	var below func(v *value, depth int, key string) []frameworks.Item
	skills := 0
	below = func(v *value, depth int, key string) []frameworks.Item {
		var out []frameworks.Item
		for _, m := range v.members {
			item := frameworks.Item{Key: key + m.key, UUID: frameworks.UUID("direct", key+m.key), Kind: f.Kinds[depth].ID, Title: m.key}
			if depth == 2 {
				skills++
				item.Statement, item.Notes = m.get("tools_languages_methods_behaviours").text, m.get("description").text
				item.Level = f.Levels[skills%2].ID
			} else {
				item.Items = below(m, depth+1, key+m.key+"/")
			}
			out = append(out, item)
		}
		return out
	}
	f.Items = below(root, 0, "")
	if skills != 156 {
		t.Fatalf("%d skills", skills)
	}
	exchange(t, "direct", f, Options{})
}

// Frameworks put together at random, of texts that are hard to keep, come back as
// they were.
func TestAnyFrameworkAgain(t *testing.T) {
	for seed := range uint64(60) {
		f := random(rand.New(rand.NewPCG(seed, 1)))
		text := marshal(t, f)
		read, findings := frameworks.Read("random.yaml", []byte(text))
		if len(finding.Errors(findings)) != 0 {
			t.Fatalf("seed %d: %v", seed, findings)
		}
		exchange(t, fmt.Sprint("seed ", seed), read, Options{Base: []string{"", "https://example.org"}[seed%2]})
	}
}

func random(r *rand.Rand) *frameworks.Framework {
	texts := []string{
		"", "", "", "Plain", "two  spaces", " ends in a space ", "two\nlines", "a\ttab", "“curly” — dash", "技能", "A sentence.", "A: b # c", "- x", "~", "null", "0123",
		`back\slash "quoted"`, "<b>&amp;</b>", "\u2028", "\u00a0nbsp\u00a0", strings.Repeat("long ", 50), "e\u0301", "{}", "[1]", "Statement", "T", "\u200b",
	}
	some := func() string { return texts[r.IntN(len(texts))] }
	full := func() string {
		for {
			if s := some(); strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	day := func() string {
		if r.IntN(2) == 0 {
			return ""
		}
		return fmt.Sprintf("20%02d-%02d-%02d", 10+r.IntN(3), 1+r.IntN(12), 1+r.IntN(28))
	}
	f := &frameworks.Framework{
		ID: "random", Title: full(), Version: fmt.Sprintf("%d.%d.%d", r.IntN(3), r.IntN(30), r.IntN(3)), Status: append(frameworks.Statuses, "")[r.IntN(5)],
		Language: []string{"", "en", "ja"}[r.IntN(3)], Source: some(), Rights: some(), Creator: some(), Publisher: some(),
		URL: []string{"", "https://example.org/x"}[r.IntN(2)], Changed: "2012-01-01", Wording: []string{"", "official", "paraphrase"}[r.IntN(3)], Notes: some(),
		Kinds:     []frameworks.Kind{{ID: "k1", Label: some()}, {ID: "k2", Label: some(), Letter: "A"}, {ID: "Statement", Label: some()}},
		Levels:    []frameworks.Level{{ID: "l1", Label: some(), Definition: some()}, {ID: "l2", Label: some()}},
		Relations: []frameworks.Relation{{ID: "r1", Label: some(), Ordered: false}, {ID: "r2", Inverse: some(), CASE: "isRelatedTo"}, {ID: "r3", CASE: "isRelatedTo"}, {ID: "r4", CASE: "hasSkillLevel"}},
	}
	if r.IntN(2) == 0 {
		f.References = []frameworks.Reference{{Scheme: []string{schemeSubject, schemeType, schemeStatus, "SOC"}[r.IntN(4)], Code: full(), Title: some()}}
	}
	var all []*frameworks.Item
	var fill func(depth int) []frameworks.Item
	n := 0
	fill = func(depth int) []frameworks.Item {
		var out []frameworks.Item
		for range 1 + r.IntN(3) {
			n++
			item := frameworks.Item{
				Key: fmt.Sprint("key/", n), Kind: f.Kinds[r.IntN(3)].ID, Level: []string{"", "l1", "l2"}[r.IntN(3)], Title: some(), Statement: some(),
				Notes: some(), Changed: day(), Wording: []string{"", "official"}[r.IntN(2)], Until: day(),
			}
			if r.IntN(3) == 0 {
				item.UUID = frameworks.UUID("other", item.Key)
			} else {
				item.UUID = frameworks.UUID("random", item.Key)
			}
			if r.IntN(3) > 0 {
				item.Code = fmt.Sprint(n, some())
			}
			if strings.TrimSpace(item.Title+item.Statement) == "" {
				item.Statement = "S"
			}
			if r.IntN(3) == 0 {
				item.Sources = []string{some(), some()}
			}
			if depth < 3 && r.IntN(2) == 0 {
				item.Items = fill(depth + 1)
			}
			out = append(out, item)
		}
		return out
	}
	f.Items = fill(0)
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool { all = append(all, item); return true })
	for i, item := range all {
		for j := range all {
			if i == j || r.IntN(4) > 0 {
				continue
			}
			if i < j && r.IntN(2) == 0 { // never in a circle
				item.ReplacedBy = append(item.ReplacedBy, all[j].UUID)
			} else {
				item.Links = append(item.Links, frameworks.Link{Relation: f.Relations[r.IntN(4)].ID, To: all[j].UUID, Title: some(), Notes: some()})
			}
		}
		if r.IntN(4) == 0 {
			item.Links = append(item.Links, frameworks.Link{Relation: "r2", To: "https://example.org/" + fmt.Sprint(i), Title: some()},
				// The address of something elsewhere that has one of our own UUIDs in it.
				frameworks.Link{Relation: "r1", To: []string{"urn:uuid:", "https://example.org/items/"}[r.IntN(2)] + all[r.IntN(len(all))].UUID})
		}
	}
	return f
}

func TestExportedTwiceTheSameBytes(t *testing.T) {
	f, _ := frameworks.Read("rich.yaml", []byte(rich))
	first, err := Export(f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, _ := Export(f, Options{}); !bytes.Equal(first, again) {
			t.Fatal("not the same bytes")
		}
	}
	if !json.Valid(first) || first[len(first)-1] != '\n' {
		t.Error("not a file of JSON that ends in a line")
	}
}
