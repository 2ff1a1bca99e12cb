package frameworks

import (
	"fmt"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const linked = `id: linked
title: A standard with links
version: 1.0.0
changed: 2024-05-01
creator: A council
publisher: A publisher
url: https://example.org/standard
references:
  - scheme: Register of occupations
    code: OCC1
    title: An occupation
kinds:
  - id: group
    label: Group
  - id: knowledge
    label: Knowledge
    letter: K
  - id: duty
    label: Duty
    letter: D
relations:
  - id: draws-on
    label: draws on
    inverse: is drawn on by
  - id: leads-on-to
    label: leads on to
    ordered: true
    case: precedes
items:
  - key: knowledge
    kind: group
    title: Knowledge
    items:
      - key: k9
        code: K9
        kind: knowledge
        statement: Ninth
      - key: k10
        code: K10
        kind: knowledge
        statement: Tenth
        wording: paraphrase
        changed: 2024-04-01
  - key: duties
    kind: group
    title: Duties
    items:
      - key: d1
        code: D1
        kind: duty
        statement: First
        links:
          - relation: draws-on
            to: k10
            notes: In part.
          - relation: leads-on-to
            to: https://example.org/other
            title: Another standard
`

func TestLinksReferencesAndRelations(t *testing.T) {
	f, findings := Read("linked.yaml", []byte(linked))
	if len(findings) != 0 {
		t.Fatal(findings)
	}
	d1, _ := f.ByCode("D1")
	k10, _ := f.ByCode("K10")
	if d1.Links[0].To != k10.UUID || d1.Links[0].Outside() {
		t.Errorf("the key was not turned into the UUID %s: %+v", k10.UUID, d1.Links[0])
	}
	if !d1.Links[1].Outside() {
		t.Errorf("an address is outside: %+v", d1.Links[1])
	}
	if got := f.Index()[k10.UUID]; got != k10 {
		t.Errorf("the index gives %v", got)
	}
	text, err := f.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, findings := Read("again.yaml", text)
	if len(findings) != 0 {
		t.Fatalf("%v\n%s", findings, text)
	}
	same(t, f, again)
}

func TestLinksThatCannotBe(t *testing.T) {
	for _, c := range []struct{ from, to, kind string }{
		{"to: k10", "to: k11", "unknown-item"},
		{"to: k10", "to: d1", "unknown-item"},
		{"relation: draws-on", "relation: draws-upon", "unknown-relation"},
		{"case: precedes", "case: isChildOf", "unknown-case"},
		{"id: leads-on-to", "id: draws-on", "relation-twice"},
		{"wording: paraphrase", "wording: borrowed", "unknown-wording"},
		{"changed: 2024-05-01", "changed: May 2024", "not-a-day"},
		{"    code: OCC1\n", "", "missing-key"},
	} {
		_, findings := Read("linked.yaml", []byte(strings.Replace(linked, c.from, c.to, 1)))
		if len(findings) == 0 || findings[0].Kind != c.kind || findings[0].Line == 0 || findings[0].Severity != finding.Error {
			t.Errorf("%s instead of %s: found %v, expected %s", c.to, c.from, findings, c.kind)
		}
	}
}

func TestCodesCompareAsPeopleCount(t *testing.T) {
	order := []string{"1", "2.A.9", "2.A.10", "2.B.1", "7", "7.A.1", "B1", "K1", "K9", "K10", "K10a", "S2"}
	for i := range order[1:] {
		if CompareCodes(order[i], order[i+1]) >= 0 || CompareCodes(order[i+1], order[i]) <= 0 {
			t.Errorf("%s stands before %s", order[i], order[i+1])
		}
	}
	if CompareCodes("K07", "K7") != 0 || CompareCodes("99999999999999999999999", "100000000000000000000000") >= 0 {
		t.Error("zeros in front do not count, and no number is too long")
	}
}

func TestNextCodeFollowsItsSiblings(t *testing.T) {
	f, _ := Read("linked.yaml", []byte(linked))
	if got := f.NextCode(&f.Items[0], "knowledge"); got != "K11" {
		t.Errorf("after K10 found %s", got)
	}
	if got := f.NextCode(&f.Items[1], "duty"); got != "D2" {
		t.Errorf("after D1 found %s", got)
	}
}

func TestTooDeep(t *testing.T) {
	for _, deep := range []int{MaxDepth + 1, 3000} {
		var b strings.Builder
		b.WriteString("id: deep\ntitle: Deep\nversion: 1.0.0\nkinds: [{id: s, label: S}]\nitems: [")
		for i := range deep {
			fmt.Fprintf(&b, "{key: k%d, kind: s, title: T, items: [", i)
		}
		b.WriteString(strings.Repeat("]}", deep) + "]\n")
		_, findings := Read("deep.yaml", []byte(b.String()))
		if len(findings) != 1 || findings[0].Kind != "too-deep" && findings[0].Kind != "not-yaml" {
			t.Fatalf("%d deep: found %v", deep, findings)
		}
	}
}
