package theme

import (
	"fmt"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const goodCodebook = `id: demo
title: A codebook
version: 1.0.0
language: en
themes:
  - id: practice
    name: Working practice
  - id: supervision
    name: Supervision
    definition: Support for one's own work.
    parent: practice
    rules:
      - supervision | supervisor
      - reflect near/5 practice
      - "\"data security\" | risk unless at risk of, low risk"
    except: [line supervision]
    propose:
      - operation: add
        targets: ["7"]
        kind: ability
        text: Makes use of supervision.
        why: People asked for it.
`

func TestReadCodebook(t *testing.T) {
	cb, found := ReadCodebook("book.yaml", []byte(goodCodebook))
	if len(found) != 0 {
		t.Fatalf("findings: %v", found)
	}
	if len(cb.Themes) != 2 || len(cb.Themes[1].Rules) != 3 || cb.Themes[1].Propose[0].Operation != "add" {
		t.Errorf("read wrongly: %+v", cb)
	}
}

func TestReadCodebookFindings(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // severity kind line:column, and a part of the whole
	}{
		{"not yaml", "themes: [", []string{"error not-yaml"}},
		{"empty", "", []string{"error empty-file 1:1"}},
		{"no themes", "id: x\n", []string{"error no-themes 1:1"}},
		{"unknown key", "themes:\n  - id: a\n    name: A\n    rule: [x]\n    rules: [x]\n", []string{`error unknown-key 4:5 "rules"`}},
		{"same id", "themes:\n  - id: a\n    name: A\n    rules: [x]\n  - id: A\n    name: B\n    rules: [y]\n",
			[]string{"error id-twice 5:9 line 2"}},
		{"bad ids", "themes:\n  - id: two words\n    name: A\n    rules: [x]\n  - name: B\n    rules: [y]\n",
			[]string{"error id-form 2:9 two words", "error no-id 5:5"}},
		{"no name", "themes:\n  - id: a\n    rules: [x]\n", []string{"error no-name 2:5"}},
		{"no rules", "themes:\n  - id: a\n    name: A\n", []string{"warning finds-nothing 2:5"}},
		{"parent unknown", "themes:\n  - id: care\n    name: A\n    rules: [x]\n  - id: b\n    name: B\n    parent: car\n    rules: [y]\n",
			[]string{`error no-such-parent 7:13 Did you mean "care"?`}},
		{"own parent", "themes:\n  - id: a\n    name: A\n    parent: a\n    rules: [x]\n", []string{"error parent-cycle 4:13 a > a"}},
		{"cycle", "themes:\n  - {id: a, name: A, parent: c, rules: [x]}\n  - {id: b, name: B, parent: a, rules: [y]}\n  - {id: c, name: C, parent: b, rules: [z]}\n  - {id: d, name: D, parent: c, rules: [w]}\n",
			[]string{"error parent-cycle 2:30 a > c > b > a"}},
		{"rule", "themes:\n  - id: a\n    name: A\n    rules:\n      - fine\n      - data & security\n      - 'x near/5 y | '\n    except:\n      - '*'\n",
			[]string{`error rule 6:9 at character 6 of the rule stands "&"`, "error rule 7:9 the rule ends at character 14", "error rule 9:9 at character 1"}},
		{"empty rule", "themes:\n  - id: a\n    name: A\n    rules: ['']\n", []string{"error rule 4:13 the rule ends at character 1"}},
		{"rule twice", "themes:\n  - id: a\n    name: A\n    rules: [self-care, Self  Care]\n", []string{"warning rule-twice 4:24"}},
		{"operation", "themes:\n  - id: a\n    name: A\n    rules: [x]\n    propose:\n      - operation: remove\n      - text: y\n",
			[]string{"error unknown-operation 6:20 remove", "error no-operation 7:9"}},
		{"language", "language: cy\nthemes:\n  - id: a\n    name: A\n    rules: [x]\n", []string{"warning language 1:11"}},
		{"null theme", "themes:\n  -\n", []string{"warning finds-nothing 2:4", "error no-id 2:4", "error no-name 2:4"}},
	} {
		_, found := ReadCodebook("book.yaml", []byte(c.text))
		if len(found) != len(c.want) {
			t.Errorf("%s: %d findings %v, want %d", c.name, len(found), found, len(c.want))
			continue
		}
		for i, f := range found {
			whole := fmt.Sprintf("%s %s %d:%d %s", f.Severity, f.Kind, f.Line, f.Column, f.String())
			parts := strings.SplitN(c.want[i], " ", 4)
			if !strings.HasPrefix(whole, strings.Join(parts[:min(3, len(parts))], " ")) ||
				len(parts) == 4 && !strings.Contains(whole, parts[3]) {
				t.Errorf("%s: got %s\nwant %s", c.name, whole, c.want[i])
			}
		}
	}
}

func TestReadCodebookLarge(t *testing.T) {
	var b strings.Builder
	b.WriteString("themes:\n")
	for i := range 10000 {
		fmt.Fprintf(&b, "  - {id: t%d, name: T, parent: t%d, rules: [word%d]}\n", i, i+1, i)
	}
	_, found := ReadCodebook("book.yaml", []byte(b.String()))
	if len(found) != 1 || found[0].Kind != "no-such-parent" || len(finding.Errors(found)) != 1 {
		t.Errorf("findings: %v", found)
	}
}

func FuzzReadCodebook(f *testing.F) {
	f.Add([]byte(goodCodebook))
	f.Add([]byte("themes:\n  - &a {id: a, name: A, rules: &r [x]}\n  - {id: b, name: B, rules: *r, parent: a}\n  - *a\n"))
	f.Add([]byte("themes: {a: b}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cb, found := ReadCodebook("f", data)
		for _, f := range found {
			_ = f.String()
		}
		if len(finding.Errors(found)) == 0 {
			reads(t, cb)
		}
	})
}
