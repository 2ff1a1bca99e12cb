package show

import (
	"strings"
	"testing"

	"concord/frameworks"
)

const bands = `id: bands
title: Bands *and* paths
version: 1.2.0
status: draft
wording: paraphrase
creator: A council
references:
  - scheme: Register
    code: R1
kinds:
  - id: path
    label: Path
  - id: role
    label: Role
  - id: knowledge
    label: Knowledge
    letter: K
  - id: ability
    label: Ability
levels:
  - id: high
    label: Band 9
    definition: Leads a service.
  - id: low
    label: Bands 1–3
relations:
  - id: draws-on
    label: draws on
items:
  - key: one
    code: "1"
    kind: path
    title: First path
    statement: The way of the first.
    items:
      - key: one/head
        code: 1.1
        kind: role
        level: high
        title: Head of service
        statement: Leads and manages; balances specialism against general duties.
        links:
          - relation: draws-on
            to: two/know
      - key: one/trainee
        code: 1.2
        kind: role
        level: low
        title: Trainee
      - key: one/gone
        code: 1.3
        kind: role
        level: low
        title: Assistant
        until: 2020-01-31
        replaced_by: [one/trainee]
  - key: two
    code: "2"
    kind: path
    title: Second path
    items:
      - key: two/know
        code: K1
        kind: knowledge
        level: high
        statement: Knows | how <b>much</b> is enough.
      - key: two/able
        code: K2
        kind: ability
        statement: Can do it.
`

func read(t *testing.T) *frameworks.Framework {
	t.Helper()
	f, findings := frameworks.Read("bands.yaml", []byte(bands))
	for _, one := range findings {
		if one.Severity == "error" {
			t.Fatal(one)
		}
	}
	return f
}

func TestTree(t *testing.T) {
	text, err := Tree(read(t), Options{Width: 60})
	want := `Bands *and* paths, version 1.2.0 (draft; statements
paraphrased, not the official wording)
2 paths, 2 roles, 1 knowledge, 1 ability

1  First path: The way of the first.
├─ 1.1  [Band 9] Head of service: Leads and manages;
│  balances specialism against general duties.
└─ 1.2  [Bands 1–3] Trainee

2  Second path
├─ K1  [Band 9] Knows | how <b>much</b> is enough.
└─ K2  Can do it.
`
	if err != nil || text != want {
		t.Errorf("%v\n%s\nexpected\n%s", err, text, want)
	}
}

func TestTreeOfOneItem(t *testing.T) {
	for _, code := range []string{"1.3", "one/gone"} {
		text, err := Tree(read(t), Options{Code: code, Width: 200})
		if code == "1.3" {
			// The code of an ended item may have been given away.
			if err == nil || !strings.Contains(err.Error(), `"1.3"`) {
				t.Errorf("%v\n%s", err, text)
			}
			continue
		}
		if err != nil || !strings.Contains(text, "1.3  [Bands 1–3] Assistant (ended 2020-01-31; replaced by 1.2)") {
			t.Errorf("%v\n%s", err, text)
		}
	}
	text, err := Tree(read(t), Options{Code: "2"})
	if err != nil || strings.Contains(text, "First path") || !strings.Contains(text, "└─ K2") {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestTreeIsSafeOnATerminal(t *testing.T) {
	f := read(t)
	f.Items[0].Title = "red \x1b[31m\u202e and\nlines"
	f.Items[0].Code = "\x07one"
	text, err := Tree(f, Options{})
	if err != nil || strings.ContainsAny(text, "\x1b\x07\u202e") || !strings.Contains(text, "red [31m and lines") {
		t.Errorf("%v\n%q", err, text)
	}
	f.Items[0].Title = strings.Repeat("数", 100)
	if text, _ = Tree(f, Options{Width: 60}); !strings.Contains(text, "数") {
		t.Error(text)
	}
}

func TestGrid(t *testing.T) {
	text, err := GridText(read(t), Options{Width: 70})
	want := `Bands *and* paths, version 1.2.0 (draft; statements paraphrased, not
the official wording)

Band 9: Leads a service.
  1 First path: 1.1 Head of service
  2 Second path: K1 Knows | how <b>much</b> is enough.

Bands 1–3
  1 First path: 1.2 Trainee
`
	if err != nil || text != want {
		t.Errorf("%v\n%s\nexpected\n%s", err, text, want)
	}
	f := read(t)
	f.Levels = nil
	if _, err := GridText(f, Options{}); err == nil {
		t.Error("without levels there is no grid")
	}
}

func TestMarkdown(t *testing.T) {
	text, err := Markdown(read(t), Options{Ended: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"# Bands \\*and\\* paths\n", "- Version: 1.2.0\n", "- Made by: A council\n", "- Register: R1\n",
		"- **Band 9**: Leads a service.\n",
		"|  | 1 First path | 2 Second path |\n| --- | --- | --- |\n| Band 9 | 1.1 Head of service | K1 Knows \\| how &lt;b&gt;much&lt;/b&gt; is enough. |\n",
		"## 1 First path\n\nThe way of the first.\n",
		"- **1.1** **Head of service**: Leads and manages; balances specialism against general duties. *(Band 9)* *draws on* K1 Knows \\| how",
		"- **1.3** Assistant *(Bands 1–3)* *(ended 2020-01-31; replaced by 1.2 Trainee)*\n",
		"*Knowledge*\n\n- **K1** Knows \\| how &lt;b&gt;much&lt;/b&gt; is enough. *(Band 9)*\n\n*Ability*\n\n- **K2** Can do it.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if text, _ := Markdown(read(t), Options{}); strings.Contains(text, "Assistant") {
		t.Error("what has ended is shown")
	}
}

func TestKindNames(t *testing.T) {
	for label, want := range map[string]string{
		"Ability": "abilities", "Area of competence": "areas of competence", "Knowledge": "knowledge", "Duty": "duties", "Skills": "skills", "Research": "researches", "Key": "keys", "領域": "領域", "Área": "áreas",
	} {
		if got := kindName(frameworks.Kind{ID: "x", Label: label}, 2); got != want {
			t.Errorf("%s: %s, expected %s", label, got, want)
		}
	}
	if got := kindName(frameworks.Kind{ID: "area"}, 1); got != "area" {
		t.Error(got)
	}
}
