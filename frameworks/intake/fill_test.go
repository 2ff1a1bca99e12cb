package intake

import (
	"strconv"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

func itoa(i int) string { return strconv.Itoa(i) }

func read(t *testing.T, text string) *frameworks.Framework {
	t.Helper()
	f, findings := frameworks.Read("text.yaml", []byte(text))
	for _, e := range finding.Errors(findings) {
		t.Fatal(e)
	}
	return f
}

const fillBase = `id: base
title: Our words
version: 1.0.0
wording: paraphrase
notes: written afresh
kinds:
  - {id: domain, label: Domain}
  - {id: skill, label: Skill, letter: S}
levels:
  - {id: core, label: Core, definition: ours}
items:
  - key: first
    code: '1'
    kind: domain
    title: First domain
    statement: our words of it
    items:
      - {key: first/dig, code: 1.S.1, kind: skill, level: core, statement: our digging, links: []}
      - {key: first/weed, code: 1.S.2, kind: skill, statement: our weeding}
  - key: roles
    kind: domain
    title: Roles
    items:
      - {key: roles/head, kind: skill, title: Head of service, statement: our head}
      - {key: roles/supervisor, kind: skill, title: Experienced supervisor, statement: our supervisor}
      - {key: roles/gone, kind: skill, title: Gone, statement: our gone}
`

const fillText = `id: text
title: Their words
version: 1.0.0
wording: official
kinds:
  - {id: domain, label: Domain}
  - {id: skill, label: Skill, letter: S}
  - {id: duty, label: Duty, letter: D}
levels:
  - {id: core, label: Core, definition: theirs}
items:
  - key: '1'
    code: '1'
    kind: domain
    title: FIRST DOMAIN
    items:
      - {key: 1.s.1, code: 1.S.1, kind: skill, statement: their digging}
      - {key: 1.s.3, code: 1.S.3, kind: skill, statement: their sowing, replaced_by: [1.s.1], until: '2020-01-01'}
  - key: roles
    kind: domain
    title: Roles
    items:
      - {key: roles/head-of-service, kind: skill, title: HEAD OF SERVICE, statement: their head}
      - {key: roles/experienced-supervison, kind: skill, title: EXPERIENCED SUPERVISON, statement: their supervisor}
  - {key: d1, code: D1, kind: duty, statement: their duty}
`

func TestFill(t *testing.T) {
	base, text := read(t, fillBase), read(t, fillText)
	before := string(marshal(t, base)) + string(marshal(t, text))
	f, findings := Fill(base, text)
	if string(marshal(t, base))+string(marshal(t, text)) != before {
		t.Error("filling changed what it was given")
	}
	want := `[1][domain][FIRST DOMAIN][our words of it]
  [1.S.1][skill][core][their digging]
  [1.S.2][skill][our weeding]
  [1.S.3][skill][their sowing]
[domain][Roles]
  [skill][HEAD OF SERVICE][their head]
  [skill][EXPERIENCED SUPERVISON][their supervisor]
  [skill][Gone][our gone]
[D1][duty][their duty]
`
	if got := outlineOf(f); got != want {
		t.Errorf("found\n%sexpected\n%s", got, want)
	}
	wordings := map[string]string{}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		wordings[item.Key] = item.Wording
		if item.Key == "" || item.UUID != frameworks.UUID("base", item.Key) {
			t.Errorf("%s: the UUID %s is not of the base's key", item.Key, item.UUID)
		}
		return true
	})
	for key, wording := range map[string]string{
		"first": "paraphrase", "first/dig": "", "first/weed": "paraphrase", "1.s.3": "", "roles": "", "roles/head": "", "roles/supervisor": "", "roles/gone": "paraphrase", "d1": "",
	} {
		if got, ok := wordings[key]; !ok || got != wording {
			t.Errorf("%s: found the wording %q, expected %q", key, got, wording)
		}
	}
	if f.Wording != "official" || f.Title != "Their words" || f.ID != "base" || f.Levels[0].Definition != "theirs" || len(f.Kinds) != 3 {
		t.Errorf("found the head %q %q %q %v", f.Wording, f.Title, f.ID, f.Levels)
	}
	if got := kindsOf(findings); got != "note wording-filled, note wording-kept, note items-added, warning text-incomplete" ||
		!strings.HasPrefix(findings[0].Message, "5 items") || !strings.HasPrefix(findings[1].Message, "2 items") || !strings.HasPrefix(findings[2].Message, "2 items") {
		t.Errorf("found %v", findings)
	}
	again := read(t, string(marshal(t, f)))
	if sown, _ := again.ByUUID(frameworks.UUID("base", "1.s.3")); sown == nil || sown.ReplacedBy[0] != frameworks.UUID("base", "first/dig") {
		t.Errorf("what the text refers to is lost: %v", sown)
	}
	if _, findings := Fill(base, read(t, "id: x\ntitle: Other\nversion: 1.0.0\nkinds: [{id: a, label: A}]\nitems: [{key: q, kind: a, title: Quite another}]\n")); kindsOf(findings) != "error other-framework" {
		t.Errorf("another framework: %v", findings)
	}
}

// The frameworks that come with concord take the wording of their sources.
func TestFillBundled(t *testing.T) {
	for _, c := range []struct {
		id            string
		source        int
		filled, added int
	}{
		{"digital-competencies", 0, 8, 0},
		{"psychological-therapies-workforce", 1, 29, 0},
		{"interpersonal-psychotherapy", 2, 5, 0},
		{"psychological-wellbeing-practitioner", 3, 72, 0},
	} {
		base, _, err := frameworks.Load(c.id, "")
		if err != nil {
			t.Skip(err)
		}
		text, _ := sound(t, sources[c.source].format, sharedFile(t, sources[c.source].pattern))
		f, findings := Fill(base, text)
		var told []string
		for _, one := range findings {
			told = append(told, one.Message)
		}
		if !strings.HasPrefix(told[0], itoa(c.filled)+" items of "+c.id+" have") || c.added == 0 && strings.Contains(kindsOf(findings), "items-added") {
			t.Errorf("%s: %q", c.id, told)
		}
		again, found := frameworks.Read("filled.yaml", marshal(t, f))
		if len(finding.Errors(found)) > 0 || len(again.Index()) != len(base.Index()) {
			t.Errorf("%s: %v", c.id, found)
		}
		for uuid := range base.Index() {
			if again.Index()[uuid] == nil {
				t.Errorf("%s: the item %s is gone", c.id, uuid)
			}
		}
	}
}

// Of 24 skills the copy has the first twelve; the counts are made by hand.
func TestFillFromHalfAList(t *testing.T) {
	list := func(n int, words string) string {
		out := "id: x\ntitle: X\nversion: 1.0.0\nwording: " + map[string]string{"our": "paraphrase", "their": "official"}[words] +
			"\nkinds: [{id: g, label: Group}, {id: skill, label: Skill}]\nitems:\n  - key: skills\n    kind: g\n    title: Skills\n    items:\n"
		for i := 1; i <= n; i++ {
			out += "      - {key: s" + itoa(i) + ", code: S" + itoa(i) + ", kind: skill, statement: " + words + " skill " + itoa(i) + "}\n"
		}
		return out
	}
	base := read(t, list(24, "our"))
	f, findings := Fill(base, read(t, list(12, "their")))
	var found *finding.Finding
	for i := range findings {
		if findings[i].Severity == finding.Warning {
			found = &findings[i]
		}
	}
	if found == nil || found.Found != "S13 to S24" || !strings.Contains(found.Message, "12 of the 24 items") {
		t.Errorf("found %v", findings)
	}
	if f.Wording != "official" || f.Items[0].Items[11].Wording != "" || f.Items[0].Items[12].Wording != "paraphrase" {
		t.Errorf("found the wording %q, %q, %q", f.Wording, f.Items[0].Items[11].Wording, f.Items[0].Items[12].Wording)
	}
	// With five of 24 the most are paraphrased still, and the five are marked.
	f, _ = Fill(base, read(t, list(5, "their")))
	if f.Wording != "paraphrase" || f.Items[0].Items[4].Wording != "official" || f.Items[0].Items[5].Wording != "" {
		t.Errorf("found the wording %q, %q, %q", f.Wording, f.Items[0].Items[4].Wording, f.Items[0].Items[5].Wording)
	}
	_, findings = Fill(base, read(t, list(24, "their")))
	if strings.Contains(kindsOf(findings), "warning") {
		t.Errorf("nothing is missing: %v", findings)
	}
}

// The report gives the titles of the eight domains and no statement: the 74
// statements of the framework in the box stay what they are.
func TestFillTitlesAlone(t *testing.T) {
	text, _ := sound(t, "domains", sharedFile(t, "sources/000_*.txt"))
	base, _, err := frameworks.Load("digital-competencies", "1.0.0")
	if err != nil {
		t.Skip(err)
	}
	f, findings := Fill(base, text)
	told := ""
	for _, one := range findings {
		told += one.Message + "\n"
	}
	if f.Wording != "paraphrase" || !strings.Contains(told, "8 titles are official and 74 statements are paraphrased") {
		t.Errorf("found the wording %q: %s", f.Wording, told)
	}
	if !strings.Contains(f.Rights, "person's own copy") || !strings.HasSuffix(f.Rights, base.Rights) || strings.Contains(f.Notes, "Said of the paraphrase") {
		t.Errorf("found the rights %q and the notes %q", f.Rights, f.Notes)
	}
	if strings.Contains(kindsOf(findings), "warning") {
		t.Errorf("a text without any statements is warned of: %v", findings)
	}
}

// Codes such as K1 stand in every occupational standard.
func TestFillAnotherStandard(t *testing.T) {
	standard := func(title, refs, words string) *frameworks.Framework {
		return read(t, "id: x\ntitle: "+title+"\nversion: 1.0.0\nwording: official\nreferences: ["+refs+"]\nkinds: [{id: skill, label: Skill}]\nitems: [{key: s1, code: S1, kind: skill, statement: "+words+"}]\n")
	}
	ref := func(scheme, code string) string { return "{scheme: " + scheme + ", code: '" + code + "'}" }
	for name, c := range map[string]struct {
		baseTitle, baseRefs, title, refs, want string
	}{
		"another occupation":            {"Wellbeing practitioner", ref("Occupation", "OCC0568"), "Nursing associate", ref("Occupational standard", "OCC9999"), "OCC9999"},
		"another of the same name":      {"Wellbeing practitioner", ref("Occupation", "OCC0568"), "Wellbeing practitioner", ref("Occupation", "OCC9999"), "OCC9999"},
		"two codes of one occupation":   {"Wellbeing practitioner", ref("Standard", "ST0568") + "," + ref("Occupation", "OCC0568"), "Wellbeing practitioner", ref("Standard", "OCC0568"), ""},
		"renamed, the same reference":   {"Wellbeing practitioner", ref("Occupation", "OCC0568"), "Mind coach", ref("Occupation", "OCC0568"), ""},
		"another title, no reference":   {"Wellbeing practitioner", ref("Occupation", "OCC0568"), "Nursing associate", "", "Nursing associate"},
		"nothing said against it":       {"Wellbeing practitioner", ref("Occupation", "OCC0568"), "Psychological wellbeing practitioner", "", ""},
		"another level and another SOC": {"Wellbeing practitioner", ref("Level", "6") + "," + ref("SOC 2020", "2229"), "Wellbeing practitioner", ref("Level", "7") + "," + ref("SOC 2020", "2226"), ""},
		"titles in another script":      {"技能", "", "知識", "", ""},
	} {
		f, findings := Fill(standard(c.baseTitle, c.baseRefs, "ours"), standard(c.title, c.refs, "theirs"))
		refused := strings.HasPrefix(kindsOf(findings), "error other-framework")
		if refused != (c.want != "") || refused && (findings[0].Found != c.want || !strings.Contains(findings[0].Do, "fill that copy") || f.Items[0].Statement != "ours") {
			t.Errorf("%s: found %v", name, findings)
		}
	}
}

// Care is no misprint of Core.
func TestFillShortTitles(t *testing.T) {
	list := func(titles ...string) *frameworks.Framework {
		out := "id: x\ntitle: X\nversion: 1.0.0\nwording: official\nkinds: [{id: d, label: D}]\nitems:\n"
		for _, title := range titles {
			out += "  - {key: '" + strings.ToLower(title) + "', kind: d, title: " + title + "}\n"
		}
		return read(t, out)
	}
	for _, c := range []struct {
		ours, theirs string
		same         bool
	}{
		{"Care", "Core", false}, {"Team", "Term", false}, {"Ethics", "Ethic", false}, {"Research", "Reserch", false}, {"Governance", "Governence", true}, {"Governance", "Goverance", true},
		{"Governance", "Govrnence", false}, {"Supervisions", "Supervision", true}, {"Interventions", "Intervetion", false}, {"Communications", "Comunication", true},
	} {
		f, _ := Fill(list("Same", c.ours, "Third"), list("Same", c.theirs, "Third"))
		if same := len(f.Items) == 3; same != c.same {
			t.Errorf("%s and %s: found %d items", c.ours, c.theirs, len(f.Items))
		}
	}
}

// The text says itself whose words it is in.
func TestFillFromAParaphrase(t *testing.T) {
	for wording, want := range map[string]string{"wording: official\n": "official", "wording: paraphrase\n": "paraphrase", "": "paraphrase"} {
		f, findings := Fill(read(t, fillBase), read(t, strings.Replace(fillText, "wording: official\n", wording, 1)))
		if f.Wording != want {
			t.Errorf("%q: found %q", wording, f.Wording)
		}
		official := 0
		f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
			if item.Wording == "official" {
				official++
			}
			return true
		})
		if official > 0 || want == "paraphrase" && strings.Contains(f.Rights+f.Notes, "own copy") {
			t.Errorf("%q: %d items are called official; rights %q", wording, official, f.Rights)
		}
		if told := strings.Contains(kindsOf(findings), "wording-unsaid"); told != (wording == "") {
			t.Errorf("%q: found %v", wording, findings)
		}
	}
}

// What has no mark of its own, the title, the notes and the definitions of levels,
// is told in the notes where its wording is not the framework's.
func TestFillHeadAndLevels(t *testing.T) {
	text, _ := sound(t, "domains", sharedFile(t, "sources/000_*.txt"))
	base, _, err := frameworks.Load("digital-competencies", "")
	if err != nil {
		t.Skip(err)
	}
	f, _ := Fill(base, text)
	if !strings.HasSuffix(f.Notes, "no paraphrase: the title; the definitions of the levels Core, Advanced.") {
		t.Errorf("found the notes %q", f.Notes)
	}
	f, _ = Fill(read(t, strings.Replace(fillBase, "definition: ours}", "definition: ours}\n  - {id: more, label: More, definition: ours}", 1)), read(t, fillText))
	if !strings.HasSuffix(f.Notes, "\nStill a paraphrase: the definition of the level More.") {
		t.Errorf("found the notes %q", f.Notes)
	}
}
