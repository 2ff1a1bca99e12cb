package intake

import (
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// The texts below were written for these tests, as a program gives the text of
// a PDF or a page.

var wholeDomains = strings.ReplaceAll(`Digital practice framework: a copy for trying out

The 3 competence domains are:

1. Looking After
Records
2. Working with Groups and
Families

3. Learning

Each domain has both (A) Knowledge and (B) Abilities.
For some there are levels:
• CORE knowledge; which everybody has.
• ADVANCED knowledge; for those who lead, and
who teach.

1. Looking After Records
How records are kept.
A. Knowledge
1.A.1 Knows where records are kept and
who may see them (CORE)
1.A.2 Knows the self-
help rules.
Page 3 of 9
Running Head of the Report
1.A.3 Knows what “private” means
for people’s files.
B. Abilities
1.B.1 [Advanced] Leads a review.
\f2. Working with Groups and Families
Knowledge
• Knows how groups begin
• Knows how groups
end
Abilities:
▪ Leads a group.
Page 4 of 9
Running Head of the Report
3. Learning
(A) Knowledge
1. Knows one thing.
2. Knows another.
Abilities
Core
1. Does one thing.
Advanced
2. Does another.

Definitions
1.A.2 Knows the self-help rules.
CORE: the rules on the wall.
ADVANCED: the rules of the whole
service.
References
Somebody (2001). A book.
`, `\f`, "\f")

const wholeMap = `Therapy of Trying

This page gives the framework, and this is a sentence that is long enough to be no title.

The two domains are as follows:

  • Basic Things

Basic things are done everywhere.

  • Special Things

Special things are done sometimes.

More can be found in:

  • A book.

Basic Things
Knowledge and planning
Knowledge of the plan
An ability to plan, and:
  • an ability to begin
  • an ability to end, where
    the end is near:
      o by asking
      o by telling
An ability to stop
Being there
Ability to be there
Special Things
Odd work
• Ability to do odd work
`

const bandsText = `A structure for trying out

KSF
band

Garden Career Structure

COMMENTS

7

HEAD GARDENER
Leads the
others

None yet

6

TRAINEE GARDENER
Learns
 
 
SENIOR HELPER
Helps

 

5

Helpers and
others
(unpaid)

Training in
digging
\f
Digging – somebody has to dig, and to go
on digging.

These skills could be drawn from anybody.

Areas of competence for a garden.

Digging
skills

Weeding
and

watering
`
const standardText = `Gardener
Land and animals
Level 2 - Practical Occupation
Reference: OCC0001
Status: Approved occupation
SOC 2020 code: 5113 Gardeners
Knowledge, skills and behaviours (KSBs)
K1: How plants grow, and why
they do not.
K2: What weeds are

Page 2 of 3

and what they are not.
S1: Dig.
B1: You will be patient.
Duties
Duty 1
Dig the garden.
Duty 2 Water it.
Occupational Progression
Progression link from focused occupation.
Head gardener
Level 4
Land and animals
`

const directText = `{
  "Garden": {
    "Soil": {
      "Digging": {
        "description": "spade",
        "tools_languages_methods_behaviours": "Ability to dig",
        "training_resources": ""
      }
    }
  }
}
`

// outlineOf writes a tree as lines, by hand comparable: indented, with code,
// kind, level, title and statement.
func outlineOf(f *frameworks.Framework) string {
	var b strings.Builder
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		b.WriteString(strings.Repeat("  ", len(parents)))
		for _, part := range []string{item.Code, item.Kind, item.Level, item.Title, item.Statement, strings.ReplaceAll(item.Notes, "\n", " / ")} {
			if part != "" {
				b.WriteString("[" + part + "]")
			}
		}
		b.WriteString("\n")
		return true
	})
	return b.String()
}

func TestLayouts(t *testing.T) {
	for _, c := range []struct{ format, text, want, findings string }{
		{"domains", wholeDomains, `[1][domain][Looking After Records][How records are kept.]
  [1.A.1][knowledge][core][Knows where records are kept and who may see them]
  [1.A.2][knowledge][Knows the self-help rules.][CORE: the rules on the wall. / ADVANCED: the rules of the whole service.]
  [1.A.3][knowledge][Knows what “private” means for people’s files.]
  [1.B.1][ability][advanced][Leads a review.]
[2][domain][Working with Groups and Families]
  [2.A.1][knowledge][Knows how groups begin]
  [2.A.2][knowledge][Knows how groups end]
  [2.B.1][ability][Leads a group.]
[3][domain][Learning]
  [3.A.1][knowledge][Knows one thing.]
  [3.A.2][knowledge][Knows another.]
  [3.B.1][ability][core][Does one thing.]
  [3.B.2][ability][advanced][Does another.]
`, "note page-furniture"},
		{"domains", "Domain 1: Looking\nDomain 2 – Weeding and\nsowing\n(A) Knowledge and (B) Skills\n1.A.1 Knows\n2B1: Does\n2.B.2. Sows\n", `[1][domain][Looking]
  [1.A.1][knowledge][Knows]
[2][domain][Weeding and sowing]
  [2.B.1][skill][Does]
  [2.B.2][skill][Sows]
`, ""},
		{"competence-map", wholeMap, `[domain][Basic Things][Basic things are done everywhere.]
  [activity][Knowledge and planning]
    [competence][Knowledge of the plan]
    [competence][An ability to plan, and:]
      [competence][an ability to begin]
      [competence][an ability to end, where the end is near:]
        [competence][by asking]
        [competence][by telling]
    [competence][An ability to stop]
  [activity][Being there]
    [competence][Ability to be there]
[domain][Special Things][Special things are done sometimes.]
  [activity][Odd work]
    [competence][Ability to do odd work]
`, ""},
		{"competence-map", "The two domains are:\n• One\n    – First work\n        – An ability to do\n          it\n    – Second work\n• Two\n", `[domain][One]
  [activity][First work]
    [competence][An ability to do it]
  [activity][Second work]
[domain][Two]
`, ""},
		{"career-bands", strings.ReplaceAll(bandsText, `\f`, "\f"), `[path][Garden Career Structure]
  [role][band-7][HEAD GARDENER][Leads the others]
  [role][band-6][TRAINEE GARDENER][Learns]
  [role][band-6][SENIOR HELPER][Helps]
  [role][band-5][Helpers and others][(unpaid)]
[group][Areas of competence]
  [area][Digging skills][Digging – somebody has to dig, and to go on digging.][These skills could be drawn from anybody.]
  [area][Weeding and watering]
`, "note area-without-text"},
		{"career-bands", "Band\tGarden path\tField path\tComments\n7\tHEAD GARDENER\t\tNone\n6\tHELPER\tWORKER\t\nAreas of competence\n\nDigging\n", `[path][Garden path]
  [role][band-7][HEAD GARDENER]
  [role][band-6][HELPER]
[path][Field path]
  [role][band-6][WORKER]
[group][Areas of competence]
  [area][Digging]
`, "note area-without-text"},
		{"occupational-standard", standardText, `[group][Knowledge]
  [K1][knowledge][How plants grow, and why they do not.]
  [K2][knowledge][What weeds are and what they are not.]
[group][Skills]
  [S1][skill][Dig.]
[group][Behaviours]
  [B1][behaviour][You will be patient.]
[group][Duties]
  [D1][duty][Dig the garden.]
  [D2][duty][Water it.]
[group][Occupational progression]
  [occupation][level-4][Head gardener]
`, "note page-furniture, note map-labels"},
		{"direct", directText, `[domain][Garden]
  [competency][Soil]
    [skill][Digging][Ability to dig][spade]
`, "note fields-changed-places"},
	} {
		f, findings := sound(t, c.format, []byte(c.text))
		if got := outlineOf(f); got != c.want {
			t.Errorf("%s: found\n%sexpected\n%s", c.format, got, c.want)
		}
		if got := kindsOf(without(findings, "text-not-used")); got != c.findings {
			t.Errorf("%s: found the findings %q, expected %q", c.format, got, c.findings)
		}
	}
}

// A line of codes below a duty links it to them, and a code that is not there is
// told.
func TestDutiesCallFor(t *testing.T) {
	text := strings.Replace(standardText, "Dig the garden.\n", "Dig the garden.\nK1, K2 S1\n", 1)
	f, _ := sound(t, "occupational-standard", []byte(text))
	duty, _ := f.ByCode("D1")
	skill, _ := f.ByCode("S1")
	if duty.Statement != "Dig the garden." || len(duty.Links) != 3 || duty.Links[2].To != skill.UUID {
		t.Errorf("found %+v", duty)
	}
	_, findings := readStandard("copy.txt", []byte(strings.Replace(text, "K2 S1", "K9 S1", 1)))
	if e := finding.Errors(findings); len(e) != 1 || e[0].Kind != "unknown-item" || e[0].Found != "k9" || e[0].Line != 18 {
		t.Errorf("found %v", findings)
	}
}

// One thing is wrong in each of these texts, and is told at its line.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		format, text, old, new string
		line                   int
		kind, found            string
	}{
		"a domain missing":         {"domains", wholeDomains, "2. Working with Groups and\nFamilies\n", "", 8, "number-missing", "3. Learning"},
		"fewer domains than said":  {"domains", wholeDomains, "The 3 competence", "The 4 competence", 10, "domains-missing", ""},
		"a letter without a kind":  {"domains", wholeDomains, "1.A.3", "1.C.3", 27, "unknown-letter", ""},
		"a domain without a place": {"domains", wholeDomains, "1.A.3", "9.A.3", 27, "unknown-domain", ""},
		"a code twice":             {"domains", wholeDomains, "1.A.3", "1.A.2", 27, "code-twice", ""},
		"a statement lost":         {"domains", wholeDomains, "2. Knows another.", "4. Knows another.", 43, "number-missing", ""},
		"fewer points than said":   {"competence-map", wholeMap, "The two domains", "The three domains", 11, "domains-missing", ""},
		"a band too high":          {"career-bands", bandsText, "\n5\n", "\n8\n", 29, "band-order", "8"},
		"a cell too many":          {"career-bands", bandsText, "Learns\n \n \nSENIOR", "Learns\n\n\n\nSENIOR", 25, "role-in-comments", "SENIOR HELPER Helps"},
		"two cells too many":       {"career-bands", bandsText, "Training in\ndigging\n", "Training in\n\ndigging\n\nand more\n", 37, "too-many-cells", "digging"},
		"a cell too few":           {"career-bands", bandsText, "HEAD GARDENER\nLeads the\nothers\n\nNone yet\n", "", 10, "too-few-cells", "7"},
		"no figure":                {"career-bands", bandsText, "Areas of competence for a garden.", "", 51, "figure-missing", "watering"},
		"a number twice":           {"occupational-standard", standardText, "K2:", "K1:", 10, "code-twice", "K1"},
		"a gap":                    {"occupational-standard", standardText, "K2:", "K4:", 10, "number-missing", "K4"},
		"another letter":           {"occupational-standard", standardText, "S1:", "T1:", 15, "unknown-letter", ""},
		"no behaviours":            {"occupational-standard", standardText, "B1: You will be patient.\n", "", 24, "section-missing", ""},
		"a code without words":     {"occupational-standard", standardText, "S1: Dig.\n", "S1:\n", 15, "statement-missing", "S1"},
		"no level":                 {"occupational-standard", standardText, "Level 2 - Practical Occupation\n", "", 7, "reference-missing", ""},
		"a level deeper":           {"direct", directText, `"spade"`, `{"a": "spade"}`, 5, "wrong-form", ""},
		"a level less":             {"direct", directText, "{\n      \"Digging\": {\n        \"description\": \"spade\",\n        \"tools_languages_methods_behaviours\": \"Ability to dig\",\n        \"training_resources\": \"\"\n      }\n    }", `"dig"`, 3, "wrong-form", ""},
		"another field":            {"direct", directText, "training_resources", "training", 7, "unknown-field", ""},
		"a list":                   {"direct", directText, `"spade"`, `["spade"]`, 5, "wrong-form", ""},
		"a name twice":             {"direct", directText, `"training_resources"`, `"description"`, 7, "name-twice", ""},
		"not JSON":                 {"direct", directText, `"spade",`, `"spade"`, 6, "not-json", ""},
		"half of it":               {"direct", directText, "}\n    }\n  }\n}\n", "", 8, "not-json", ""},
		"more after it":            {"direct", directText, "  }\n}\n", "  }\n} }\n", 11, "not-json", ""},
	} {
		text := strings.Replace(c.text, c.old, c.new, 1)
		text = strings.ReplaceAll(text, `\f`, "\f")
		if text == c.text {
			t.Errorf("%s: nothing was changed", name)
		}
		_, findings := format(t, c.format).Read("copy.txt", []byte(text))
		var found *finding.Finding
		for i := range findings {
			if findings[i].Kind == c.kind && found == nil {
				found = &findings[i]
			}
		}
		if found == nil || found.Line != c.line || c.found != "" && found.Found != c.found || found.Message == "" || found.Severity == finding.Note {
			t.Errorf("%s: found %v, expected %s on line %d", name, findings, c.kind, c.line)
		}
	}
}
