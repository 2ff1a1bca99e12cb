package frameworks

import (
	"strings"
	"testing"

	"concord/pipeline/finding"
)

// good is a small framework with nothing wrong in it. The tests below change
// one thing in it each. Its lines are counted from 1.
const good = `id: small
title: A small framework
version: 1.2.3
status: draft
kinds:
  - id: domain
    label: Domain
  - id: knowledge
    label: Knowledge
    letter: A
  - id: ability
    label: Ability
    letter: B
levels:
  - id: core
    label: Core
  - id: advanced
    label: Advanced
items:
  - key: one
    code: "1"
    kind: domain
    title: First
    items:
      - key: one/know
        code: 1.A.1
        kind: knowledge
        level: core
        statement: Knows a thing.
      - key: one/do
        code: 1.B.1
        kind: ability
        statement: Does a thing.
  - key: two
    code: "2"
    kind: domain
    title: Second
    items:
      - key: two/old
        code: 2.A.1
        kind: knowledge
        statement: Knew a thing.
        from: 2019-01-01
        until: 2020-04-30
        replaced_by: [two/new]
      - key: two/new
        code: 2.A.2
        kind: knowledge
        statement: Knows it better.
        from: 2020-05-01
`

func TestReadGood(t *testing.T) {
	f, findings := Read("good.yaml", []byte(good))
	if len(findings) != 0 {
		t.Fatalf("findings in a good file: %v", findings)
	}
	if f.ID != "small" || f.Version != "1.2.3" || f.File != "good.yaml" || len(f.Items) != 2 {
		t.Errorf("read %s %s from %s with %d domains", f.ID, f.Version, f.File, len(f.Items))
	}
	old, replacement := f.Items[1].Items[0], f.Items[1].Items[1]
	if len(old.ReplacedBy) != 1 || old.ReplacedBy[0] != replacement.UUID {
		t.Errorf("the key in replaced_by became %v; want the UUID %s", old.ReplacedBy, replacement.UUID)
	}
}

func TestReadBad(t *testing.T) {
	tests := []struct {
		name, from, to string
		kind           string
		line, column   int
		severity       finding.Severity
		says           string
	}{
		{"no id", "id: small\n", "", "missing-key", 1, 1, finding.Error, "id is not given"},
		{"bad id", "id: small", "id: Small Thing", "bad-id", 1, 5, finding.Error, "lower-case"},
		{"no title", "title: A small framework\n", "", "missing-key", 1, 1, finding.Error, "title is not given"},
		{"no version", "version: 1.2.3\n", "", "missing-key", 1, 1, finding.Error, "version is not given"},
		{"two-part version", "version: 1.2.3", "version: 1.2", "bad-version", 3, 10, finding.Error, "such as 1.0.0"},
		{"leading zero", "version: 1.2.3", "version: 1.02.3", "bad-version", 3, 10, finding.Error, "such as 1.0.0"},
		{"unknown status", "status: draft", "status: drft", "unknown-status", 4, 9, finding.Error, `Did you mean "draft"?`},
		{"unknown wording", "status: draft", "wording: offical", "unknown-wording", 4, 10, finding.Error, `Did you mean "official"?`},
		{"unknown key", "status: draft", "state: draft", "unknown-key", 4, 1, finding.Error, `Did you mean "status"?`},
		{"kind twice", "- id: ability", "- id: knowledge", "kind-twice", 11, 9, finding.Error, "on line 8 already"},
		{"kind without id", "- id: ability\n    label", "- label", "missing-key", 11, 5, finding.Error, "id is not given"},
		{"letter twice", "letter: B", "letter: A", "letter-of-a-kind-twice", 13, 13, finding.Error, "on line 10 already"},
		{"bad letter", "letter: B", "letter: bb", "bad-letter", 13, 13, finding.Error, "one capital letter"},
		{"level twice", "- id: advanced", "- id: core", "level-twice", 17, 9, finding.Error, "on line 15 already"},
		{"unknown kind", "kind: ability", "kind: abilty", "unknown-kind", 32, 15, finding.Error, `Did you mean "ability"?`},
		{"no kind", "        kind: ability\n", "", "unknown-kind", 30, 9, finding.Error, `"domain", "knowledge", "ability"`},
		{"unknown level", "level: core", "level: advnced", "unknown-level", 28, 16, finding.Error, `Did you mean "advanced"?`},
		{"code twice", "code: 1.B.1", "code: 1.A.1", "code-twice", 31, 15, finding.Error, "on line 26 already"},
		{"key twice", "key: one/do", "key: one/know", "key-twice", 30, 14, finding.Error, "on line 25 already"},
		{"no key, no uuid", "key: one/do\n        code", "code", "missing-key", 30, 9, finding.Error, "key is not given"},
		{"upper-case uuid", "key: one/do", "uuid: 6BA7B811-9DAD-11D1-80B4-00C04FD430C8", "bad-uuid", 30, 15, finding.Error, "lower-case"},
		{"short uuid", "key: one/do", "uuid: 6ba7b811", "bad-uuid", 30, 15, finding.Error, "not a UUID"},
		{"nothing said", "        statement: Does a thing.\n", "", "missing-key", 30, 9, finding.Error, "statement is not given"},
		{"not a day", "from: 2019-01-01", "from: 2019-02-30", "not-a-day", 43, 15, finding.Error, "such as 2020-01-31"},
		{"days reversed", "from: 2019-01-01", "from: 2020-05-01", "days-reversed", 44, 16, finding.Error, "2020-05-01 or later"},
		{"replaced by nothing", "[two/new]", "[two/nwe]", "unknown-item", 45, 22, finding.Error, "no such item"},
		{"replaced by itself", "[two/new]", "[two/old]", "unknown-item", 45, 22, finding.Error, "replaced by itself"},
		{"replaced in force", "        until: 2020-04-30\n", "", "replaced-in-force", 44, 22, finding.Warning, "has not ended"},
		{"codes out of order", `code: "2"`, `code: "0"`, "code-order", 35, 11, finding.Warning, "ascending"},
		{"code elsewhere", "code: 1.B.1", "code: 2.B.1", "code-elsewhere", 31, 15, finding.Warning, "begins with 1"},
		{"under an ended item", "    title: First\n", "    title: First\n    until: 2020-01-01\n", "under-ended", 26, 9, finding.Warning, "has ended"},
		{"not YAML", "kinds:", "kinds: [", "not-yaml", 0, 0, finding.Error, "not YAML"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if strings.Count(good, test.from) == 0 {
				t.Fatalf("the test changes %q, which is not there", test.from)
			}
			_, findings := Read("bad.yaml", []byte(strings.Replace(good, test.from, test.to, 1)))
			for _, f := range findings {
				if f.Kind != test.kind {
					continue
				}
				if test.line > 0 && (f.Line != test.line || f.Column != test.column) {
					t.Errorf("at %d:%d; want %d:%d: %s", f.Line, f.Column, test.line, test.column, f)
				}
				if f.Severity != test.severity || !strings.Contains(f.String(), test.says) || f.File != "bad.yaml" {
					t.Errorf("want %s that says %q, got: %s", test.severity, test.says, f)
				}
				return
			}
			t.Errorf("no finding of kind %s among %v", test.kind, findings)
		})
	}
}

func TestReadNothingListed(t *testing.T) {
	text := "id: x\ntitle: X\nversion: 1.0.0\nlevels: []\nkinds: [{id: domain}]\nitems: [{key: a, kind: domain, title: A, level: core}]\n"
	_, findings := Read("x.yaml", []byte(text))
	if len(findings) != 1 || findings[0].Kind != "unknown-level" || !strings.Contains(findings[0].Do, "lists no levels") {
		t.Errorf("a level in a framework without levels gave %v", findings)
	}
	_, findings = Read("x.yaml", []byte("id: x\ntitle: X\nversion: 1.0.0\n"))
	if len(findings) != 1 || findings[0].Message != "items is not given" {
		t.Errorf("a framework without items gave %v", findings)
	}
	_, findings = Read("x.yaml", nil)
	if len(findings) != 1 || findings[0].Kind != "empty-file" {
		t.Errorf("an empty file gave %v", findings)
	}
}

// An ended item may share its code with the one that took its place.
func TestReadCodeGivenAgain(t *testing.T) {
	text := strings.Replace(good, "code: 2.A.2", "code: 2.A.1", 1)
	if _, findings := Read("x.yaml", []byte(text)); len(findings) != 0 {
		t.Errorf("findings: %v", findings)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("id: x\nitems:\n  - {key: a, kind: b, items: [{uuid: '1', replaced_by: [a]}]}\n"))
	f.Add([]byte("items: [{title: \"\\u0085 \\t\"}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fw, findings := Read("f.yaml", data)
		for _, found := range findings {
			if found.Severity == finding.Error {
				return
			}
		}
		text, err := fw.Marshal()
		if err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		again, findings := Read("f.yaml", text)
		if bad := finding.Errors(findings); len(bad) > 0 {
			t.Fatalf("what was written does not read: %v\n%s", bad, text)
		}
		same(t, fw, again)
	})
}
