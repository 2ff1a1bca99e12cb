package intake

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

const shared = "../../../shared/"

// sharedFile gives a file that lies beside the repository, or skips the test.
func sharedFile(t testing.TB, pattern string) []byte {
	t.Helper()
	found, _ := filepath.Glob(shared + pattern)
	if len(found) != 1 {
		t.Skipf("%s is not here", pattern)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func format(t testing.TB, name string) Format {
	t.Helper()
	for _, f := range Formats {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no format %s", name)
	return Format{}
}

// sound gives the framework of a text that must be read without errors, and
// must come back the same from a framework file.
func sound(t testing.TB, name string, data []byte) (*frameworks.Framework, []finding.Finding) {
	t.Helper()
	f, findings := format(t, name).Read("copy.txt", data)
	for _, e := range finding.Errors(findings) {
		t.Errorf("%s: %s", name, e)
	}
	again, found := frameworks.Read("copy.yaml", marshal(t, f))
	for _, e := range finding.Errors(found) {
		t.Errorf("%s, read back: %s", name, e)
	}
	if string(marshal(t, again)) != string(marshal(t, f)) {
		t.Errorf("%s: the framework changes when it is written and read back", name)
	}
	return f, findings
}

func marshal(t testing.TB, f *frameworks.Framework) []byte {
	t.Helper()
	out, err := f.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func kindsOf(findings []finding.Finding) string {
	var out []string
	for _, f := range findings {
		out = append(out, string(f.Severity)+" "+f.Kind)
	}
	return strings.Join(out, ", ")
}

func without(findings []finding.Finding, kind string) []finding.Finding {
	var out []finding.Finding
	for _, f := range findings {
		if f.Kind != kind {
			out = append(out, f)
		}
	}
	return out
}

func counts(f *frameworks.Framework) map[string]int {
	out := map[string]int{}
	for _, c := range f.Count() {
		out[c.Kind.ID] = c.Count
	}
	return out
}

// The counts were made by hand from the texts.
var sources = []struct {
	format, pattern, id string
	counts              map[string]int
	levels              int
	findings            string
}{
	{"domains", "sources/000_*.txt", "digital-competencies-framework-for-applied-psychologists-psychological-practitioners",
		map[string]int{"domain": 8, "knowledge": 0, "ability": 0}, 2, "note no-statements"},
	{"career-bands", "sources/001_*.txt", "a-possible-career-structure-for-psychologists-and-other-practitioners-working-into",
		map[string]int{"path": 2, "role": 18, "group": 1, "area": 8}, 8, "note area-without-text"},
	{"competence-map", "sources/002_*.txt", "interpersonal-psychotherapy",
		map[string]int{"domain": 5, "activity": 0, "competence": 0}, 0, "note no-competences"},
	{"occupational-standard", "sources/003_*.txt", "psychological-wellbeing-practitioner",
		map[string]int{"group": 5, "knowledge": 25, "skill": 24, "behaviour": 3, "duty": 14, "occupation": 1}, 1, "note map-labels, note occupation-without-name"},
	{"direct", "data/framework-direct-2025-06/framework.json", "direct-digital-research-competencies-framework",
		map[string]int{"domain": 7, "competency": 23, "skill": 156}, 0, "note fields-changed-places, note spaces-trimmed"},
}

func TestSources(t *testing.T) {
	for _, c := range sources {
		t.Run(c.format, func(t *testing.T) {
			f, findings := sound(t, c.format, sharedFile(t, c.pattern))
			if f.ID != c.id || f.Wording != "official" || f.Version != "1.0.0" || len(f.Levels) != c.levels {
				t.Errorf("found id %q, wording %q, version %q, %d levels", f.ID, f.Wording, f.Version, len(f.Levels))
			}
			for kind, n := range c.counts {
				if got := counts(f)[kind]; got != n {
					t.Errorf("%s: found %d, expected %d", kind, got, n)
				}
			}
			if got := kindsOf(without(findings, "text-not-used")); got != c.findings {
				t.Errorf("found the findings %q, expected %q", got, c.findings)
			}
		})
	}
}

func TestDomainsOfTheReport(t *testing.T) {
	f, _ := sound(t, "domains", sharedFile(t, "sources/000_*.txt"))
	titles := []string{
		"Meta Competencies", "Clinical Information Governance", "Assessment and Formulation", "Psychological Intervention", "Evaluation and Research",
		"Communication and Teaching", "Supervision, Leadership and Consultation", "Personal and Professional Skills and Values",
	}
	for i, title := range titles {
		if got := f.Items[i]; got.Title != title || got.Code != string(rune('1'+i)) || got.Kind != "domain" {
			t.Errorf("domain %d: found %q %q", i+1, got.Code, got.Title)
		}
	}
	if f.Kinds[1].Letter+f.Kinds[2].Letter != "AB" || f.Kinds[1].ID != "knowledge" || f.Kinds[2].ID != "ability" {
		t.Errorf("found the kinds %v", f.Kinds)
	}
	for i, want := range []struct{ id, begins, ends string }{
		{"core", "CORE knowledge", "applied psychologists and PWPs."}, {"advanced", "ADVANCED knowledge", "development in their service."},
	} {
		if got := f.Levels[i]; got.ID != want.id || !strings.HasPrefix(got.Definition, want.begins) || !strings.HasSuffix(got.Definition, want.ends) {
			t.Errorf("level %q: found %q", got.ID, got.Definition)
		}
	}
}

// roleTable is the grid of the workforce draft, read off by hand: band, path,
// role.
var roleTable = []string{
	"band-9 iapt head-of-service", "band-8c-8d iapt consultant-therapist", "band-8b-8a iapt experienced-therapist-supervison",
	"band-7 iapt qualified-therapist-psychotherapist", "band-6 iapt trainee-therapist", "band-6 iapt senior-low-intensity-worker",
	"band-5 iapt qualified-low-intensity-worker", "band-4 iapt low-intensity-trainee", "band-1-3 iapt str-recovery-worker-and-other-staff",
	"band-9 psychology head-of-service", "band-8c-8d psychology consultant-psychologist", "band-8b-8a psychology experienced-psychologist-supervisor",
	"band-7 psychology newly-qualified-psychologist", "band-6 psychology trainee-psychologist", "band-6 psychology senior-associate-assistant",
	"band-5 psychology psychology-associates-assistant", "band-4 psychology trainee-assistant", "band-1-3 psychology undergraduate-volunteers",
}

func TestBandsOfTheDraft(t *testing.T) {
	data := sharedFile(t, "sources/001_*.txt")
	f, _ := sound(t, "career-bands", data)
	var roles, areas []string
	text := spaced(string(data))
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		switch item.Kind {
		case "role":
			roles = append(roles, item.Level+" "+strings.Replace(item.Key, "/", " ", 1))
			if !strings.Contains(text, item.Title+" "+item.Statement) || item.Statement == "" {
				t.Errorf("%s: the text does not hold %q", item.Title, item.Statement)
			}
		case "area":
			areas = append(areas, item.Title)
			if !strings.Contains(text, item.Statement) {
				t.Errorf("%s: the text does not hold %q", item.Title, item.Statement)
			}
			if (item.Statement == "") != (item.Title == "Specialist Skills and Competencies") || (item.Notes == "") != (item.Statement == "") {
				t.Errorf("%s: statement %q, notes %q", item.Title, item.Statement, item.Notes)
			}
		}
		return true
	})
	if got, want := strings.Join(roles, "\n"), strings.Join(roleTable, "\n"); got != want {
		t.Errorf("found the roles\n%s\nexpected\n%s", got, want)
	}
	want := "Therapy skills; Clinical Supervision and Case management; Clinical Governance leadership and management; Education and Training; " +
		"Social inclusion; Work and Employment; Medicines Management; Specialist Skills and Competencies"
	if got := strings.Join(areas, "; "); got != want {
		t.Errorf("found the areas\n%s\nexpected\n%s", got, want)
	}
	if f.Status != "draft" || f.Levels[0].Definition != "" || !strings.HasSuffix(f.Levels[4].Definition, "progression") {
		t.Errorf("status %q, levels %v", f.Status, f.Levels)
	}
}

func TestDomainsOfTheMap(t *testing.T) {
	data := sharedFile(t, "sources/002_*.txt")
	f, _ := sound(t, "competence-map", data)
	if f.Creator != "Alessandra Lemma, Anthony Roth and Stephen Pilling" || !strings.Contains(f.Notes, "Expert Reference Group") {
		t.Errorf("found the creator %q and the notes %q", f.Creator, f.Notes)
	}
	text := spaced(string(data))
	for i, title := range []string{"Generic Therapeutic Competences", "Basic Competences", "Specific Techniques", "Specific applications", "Metacompetences"} {
		got := f.Items[i]
		// The description stands whole below the title, up to the next point.
		if got.Title != title || !strings.Contains(text, "• "+title+" "+got.Statement+" "+[]string{"•", "•", "•", "•", "More detailed"}[i]) {
			t.Errorf("domain %d: found %q with %q", i+1, got.Title, got.Statement)
		}
	}
}

func TestStatementsOfTheStandard(t *testing.T) {
	data := sharedFile(t, "sources/003_*.txt")
	f, _ := sound(t, "occupational-standard", data)
	n := 0
	for _, m := range regexp.MustCompile(`(?m)^([KSB]\d+): (.+)$|^Duty (D\d+)\n\n(.+)$`).FindAllStringSubmatch(string(data), -1) {
		item, ok := f.ByCode(m[1] + m[3])
		if !ok || item.Statement != spaced(m[2]+m[4]) || item.Key != strings.ToLower(m[1]+m[3]) {
			t.Errorf("%s is not as in the text: %v", m[1]+m[3], item)
		}
		n++
	}
	if n != 25+24+3+14 {
		t.Errorf("the text has %d statements", n)
	}
	var refs []string
	for _, r := range f.References {
		refs = append(refs, r.Code)
	}
	if got := strings.Join(refs, " "); got != "6 OCC0568 2229 2229/09 2224/01 2226/01 2226/02 2226/04 2226/05 2226/07 ST0568" {
		t.Errorf("found the references %s", got)
	}
	if f.Title != "Psychological wellbeing practitioner" || f.Status != "implemented" || f.Items[4].Items[0].Level != "level-7" {
		t.Errorf("title %q, status %q, occupation %v", f.Title, f.Status, f.Items[4].Items[0])
	}
	if !strings.HasSuffix(f.Notes, "\nTypical job titles: Psychological wellbeing practitioner") || strings.Contains(f.Notes, "Employers") || !strings.HasPrefix(f.Creator, "Avon & Wiltshire MH Trust, ") {
		t.Errorf("found the notes %q", f.Notes)
	}
	if f.Items[0].UUID != frameworks.UUID("psychological-wellbeing-practitioner", "knowledge") {
		t.Error("the group of knowledge has another UUID than its key gives")
	}
}

// What is known of the occupation that the page draws but does not name is its
// level; the map's legend and the route are no words of it.
func TestOccupationWithoutName(t *testing.T) {
	f, _ := sound(t, "occupational-standard", sharedFile(t, "sources/003_*.txt"))
	group := f.Items[len(f.Items)-1]
	if len(group.Items) != 1 {
		t.Fatalf("found %d occupations", len(group.Items))
	}
	item := group.Items[0]
	if item.Title != "An occupation at level 7" || item.Statement != "" || item.Notes != "" || item.Level != "level-7" {
		t.Errorf("found %+v", item)
	}
	base, _, err := frameworks.Load("psychological-wellbeing-practitioner", "")
	if err != nil {
		t.Fatal(err)
	}
	if known, _ := base.ByUUID(frameworks.UUID(base.ID, item.Key)); known == nil || known.Title != item.Title {
		t.Errorf("the key %s is not that of the framework in the box", item.Key)
	}
	for _, label := range []string{"Levels 2-3", "This is the focused occupation.", "Technical Occupations"} {
		if strings.Contains(group.Notes, label) {
			t.Errorf("the notes hold the label %q", label)
		}
	}
	if !strings.Contains(group.Notes, "Progression decisions") {
		t.Error("the notes have lost the page's own paragraph")
	}
}

func TestOrderOfDirect(t *testing.T) {
	f, _ := sound(t, "direct", sharedFile(t, "data/framework-direct-2025-06/framework.json"))
	var domains []string
	for _, d := range f.Items {
		domains = append(domains, d.Title)
	}
	if got := strings.Join(domains, "; "); got != "Information and data technologies; Software engineering and development; ICT infrastructures; "+
		"Professional skills; Leadership & management; Domain expertise & research; Communication" {
		t.Errorf("found the domains %s", got)
	}
	skill := f.Items[0].Items[0].Items[1]
	if skill.Title != "Data/database query languages" || !strings.HasPrefix(skill.Statement, "Proficiency in ") || !strings.HasPrefix(skill.Notes, "SQL, GraphQL") || len(skill.Sources) != 1 {
		t.Errorf("found %+v", skill)
	}
}

func TestCOMPEITO(t *testing.T) {
	f, findings := sound(t, "csv", sharedFile(t, "data/case/compeito-seed-001.csv"))
	total := 0
	for _, n := range counts(f) {
		total += n
	}
	if total != 36 || len(f.Items) != 5 || f.Items[0].Code != "CS" || f.Items[4].Code != "PJ" || f.Items[1].Items[1].Items[2].Code != "SE-B-3" {
		t.Errorf("found %d items, %d at the top", total, len(f.Items))
	}
	if f.UUID != "4f3c6a12-e83b-4654-b7ce-1738552191e4" || f.Version != "2.0.0" || f.Status != "implemented" || f.Language != "ja" || f.ID != "framework-4f3c6a12" {
		t.Errorf("found the head %q %q %q %q %q", f.UUID, f.Version, f.Status, f.Language, f.ID)
	}
	if f.Items[0].UUID != "10000000-0000-0000-0000-000000000001" || f.Kinds[0].Label != "領域" || f.Kinds[0].ID != "kind-6cf28294" {
		t.Errorf("found %q, %v", f.Items[0].UUID, f.Kinds[0])
	}
	if !strings.Contains(kindsOf(findings), "note kept-in-notes") || f.Items[0].Level != "" || f.Items[0].Notes != "Education level: 13." || len(f.Levels) > 0 {
		t.Errorf("found the notes %q and the level %q: %s", f.Items[0].Notes, f.Items[0].Level, kindsOf(findings))
	}
}

// What the formats say of themselves is in words of our own: no eight words in a
// row stand in a source.
func TestHelpIsOurOwnWords(t *testing.T) {
	const row = 8
	source := map[string]bool{}
	for _, c := range sources {
		w := words(string(sharedFile(t, c.pattern)))
		for i := 0; i+row <= len(w); i++ {
			source[strings.Join(w[i:i+row], " ")] = true
		}
	}
	for _, f := range Formats {
		w := words(f.About + " " + f.Layout)
		for i := 0; i+row <= len(w); i++ {
			if run := strings.Join(w[i:i+row], " "); source[run] {
				t.Errorf("%s: %q stands in a source", f.Name, run)
			}
		}
	}
}

// Where a copy points to the statements that it lacks, that is told; where it does
// not, it is not.
func TestPointsElsewhere(t *testing.T) {
	for name, c := range map[string]struct {
		text, format string
		points       bool
	}{
		"domains, pointed to": {"The 2 domains are:\n1. Soil\n2. Water\n\nFor the statements see attached file.\n", "domains", true},
		"domains":             {"The 2 domains are:\n1. Soil\n2. Water\n", "domains", false},
		"a map, pointed to":   {"A map of gardening\n\nTo see the lists, click on a link below:\n\nThe two domains are as follows:\n\n• Soil\n• Water\n", "competence-map", true},
		"a map":               {"A map of gardening\n\nThe two domains are as follows:\n\n• Soil\n• Water\n", "competence-map", false},
	} {
		_, findings := format(t, c.format).Read("copy.txt", []byte(c.text))
		points, told := false, false
		for _, f := range findings {
			told = told || f.Kind == "no-statements" || f.Kind == "no-competences"
			points = points || strings.Contains(f.Message, "only points to")
		}
		if !told || points != c.points {
			t.Errorf("%s: found %v", name, findings)
		}
	}
}
