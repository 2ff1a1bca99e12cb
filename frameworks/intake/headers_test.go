package intake

import (
	"strings"
	"testing"

	"concord/pipeline/finding"
)

// Headers as people's spreadsheets have them.
func TestHeaders(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"ref and competency statement":     {"Ref,Competency statement,Level (1-3)\n1.1,a,2\n", "[1.1][statement][2][a]\n"},
		"item no and descriptor":           {"Item no,Descriptor,Band\nA3,a,6\n", "[A3][statement][6][a]\n"},
		"number sign and outcome":          {"#,Learning outcome,Grade [A-E]\n1,a,B\n", "[1][statement][b][a]\n"},
		"section and indicator":            {"Section,Indicator,Tier\n1.1,a,gold\n", "[1.1][statement][gold][a]\n"},
		"nr and text":                      {"Nr.;Text;Stage\n1;a;one\n", "[1][statement][one][a]\n"},
		"index and wording":                {"Index,Title,Wording\n1,T,a\n", "[1][statement][T][a]\n"},
		"description where nothing better": {"Reference,Description\n1,a\n", "[1][statement][a]\n"},
		"a better one than description":    {"Code,Description,Competence statement\n1,why,a\n", "[1][statement][a][why]\n"},
		"the code before the number":       {"No,Code,Statement\n1,K1,a\n2,K2,b\n", "[K1][statement][a]\n[K2][statement][b]\n"},
		"domains on each row": {"Domain,Code,Competency\nData,1.1,a\nData,1.2,b\nPeople,2.1,c\nData,1.3,d\n",
			"[domain][Data]\n  [1.1][statement][a]\n  [1.2][statement][b]\n  [1.3][statement][d]\n[domain][People]\n  [2.1][statement][c]\n"},
		"two columns nest": {"Theme,Topic,Statement\nA,x,a\nA,y,b\nA,,c\nB,x,d\nB,x,e\n",
			"[theme][A]\n  [topic][x]\n    [statement][a]\n  [topic][y]\n    [statement][b]\n  [statement][c]\n[theme][B]\n  [topic][x]\n    [statement][d]\n    [statement][e]\n"},
		"a row that is the heading": {"Area,Code,Statement\nData,,\n,1.1,a\n,1.2,b\nPeople,,\n,2.1,c\n",
			"[area][Data]\n  [1.1][statement][a]\n  [1.2][statement][b]\n[area][People]\n  [2.1][statement][c]\n"},
		"a heading with a code": {"Code,Domain,Statement,Kind\n1,Data,,Group\n1.1,Data,a,Skill\n1.2,Data,b,Skill\n",
			"[1][group][Data]\n  [1.1][skill][a]\n  [1.2][skill][b]\n"},
		"merged cells": {"Cluster,Strand,Statement\nA,x,a\n,,b\n,y,c\nB,z,d\n,,e\n",
			"[cluster][A]\n  [strand][x]\n    [statement][a]\n    [statement][b]\n  [strand][y]\n    [statement][c]\n[cluster][B]\n  [strand][z]\n    [statement][d]\n    [statement][e]\n"},
		"parents by title":         {"Title,Statement,Parent\nData,,\nPeople,,\n,a,Data\n,b,people\n", "[statement][Data]\n  [statement][a]\n[statement][People]\n  [statement][b]\n"},
		"parents by code":          {"Code,Statement,Parent\nX,top,\nY,a,X\n", "[X][statement][top]\n  [Y][statement][a]\n"},
		"a parent before a domain": {"Domain,Code,Statement,Parent\nData,X,top,\nData,Y,a,X\n", "[domain][Data]\n  [X][statement][top]\n    [Y][statement][a]\n"},
	} {
		f, _ := sound(t, "csv", []byte(c.text))
		if got := outlineOf(f); got != c.want {
			t.Errorf("%s: found\n%sexpected\n%s", name, got, c.want)
		}
	}
}

// said gives the findings but for the note of where the title is from.
func said(findings []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range findings {
		if f.Kind != "title-from-file" {
			out = append(out, f)
		}
	}
	return out
}

func TestTableWarnings(t *testing.T) {
	many := strings.Repeat("x,Knowledge,Advanced\n", 5)
	for name, c := range map[string]struct {
		text, kinds string
		line        int
		says        string
	}{
		"nothing amiss":               {"Code,Statement\n1,a\n", "", 0, ""},
		"a column twice":              {"Code,Statement,Code\n1,a,x\n", "warning column-not-kept", 1, "column 1 is called so already"},
		"codes left out":              {"Statement,Kind,Key code\na,x,1.1\nb,x,1.2\nc,x,2.1\n", "warning column-not-kept", 1, "look like codes"},
		"letters and numbers":         {"Statement,Kind,ESCO\na,x,A3\nb,x,K12\n", "warning column-not-kept", 1, "--column code="},
		"words left out":              {"Statement,Kind,Owner\na,x,Ann\nb,x,Bob\n", "note column-not-kept", 1, "left out"},
		"running numbers left out":    {"Code,Statement,Rank\nA,a,1\nB,b,2\n", "note column-not-kept", 1, "left out"},
		"the last row is short":       {"Code,Statement,Level\n1,a,x\n2,b,y\n3,c\n", "warning cut-off", 4, "cut off"},
		"all rows are short":          {"Code,Statement,Level,Notes\n1,a,x\n2,b,y\n3,c,z\n", "", 0, ""},
		"a quote open at the end":     {"Code,Statement\n1,a\n2,\"b and", "warning cut-off", 3, "cut off"},
		"a kind misspelt":             {"Statement,Kind,Level\n" + many + "y,Knowlege,Advanced\n", "warning kind-misspelt", 7, `Did you mean "Knowledge"?`},
		"a level misspelt":            {"Statement,Kind,Level\n" + many + "y,Knowledge,Advnaced\n", "warning level-misspelt", 7, `Did you mean "Advanced"?`},
		"levels that differ":          {"Statement,Level\na,Level 1\nb,Level 1\nc,Level 2\nd,Band II\ne,Band II\nf,Band I\n", "", 0, ""},
		"a level listed in the head":  {"#level,Core,Core,\n#level,Cores,Cores,\nStatement,Level\na,Core\nb,Core\nc,Cores\n", "", 0, ""},
		"a domain misspelt":           {"Domain,Statement\nGovernance,a\nGovernance,b\nGovernence,c\n", "warning domain-misspelt", 4, `Did you mean "Governance"?`},
		"a domain missing on one row": {"Domain,Statement\nA,a\nA,b\n,c\nB,d\n", "warning heading-carried", 4, "row above"},
	} {
		_, findings := readCSV("table.csv", []byte(c.text))
		findings = said(findings)
		if kindsOf(findings) != c.kinds || c.kinds != "" && (findings[0].Line != c.line || !strings.Contains(findings[0].String(), c.says)) {
			t.Errorf("%s: found %v, expected %q on line %d", name, findings, c.kinds, c.line)
		}
	}
}

func TestTableRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, kinds, says string }{
		"no known statement":                 {"Nummer;Kompetenz;Stufe\n1;a;x\n", "error unknown-layout", `"Nummer", "Kompetenz", "Stufe"`},
		"a table of another sort":            {"name,age,town,street\nAnn,5,Bath,High\n", "error unknown-layout", "--column"},
		"nothing beside it":                  {"Statement;Stufe\na;x\n", "error unknown-layout", "only one column"},
		"all at once":                        {"Code,Statement\n1,a\n2,\n1,c\n", "error statement-missing, error code-twice", ""},
		"a missing parent too":               {"Code,Statement,Parent\n1,a,\n2,,\n3,c,9\n", "error statement-missing, error unknown-parent", ""},
		"two titles alike":                   {"Title,Statement,Parent\nData,,\nData,,\n,a,Data\n", "error unknown-parent", "2 rows have this title"},
		"a statement missing below a domain": {"Domain,Code,Statement\nData,1.1,a\nData,1.2,\n", "error statement-missing", ""},
		"replaced by nothing":                {"Code,Statement,Until,Replaced by\n1,a,2020-01-01,2; 9\n2,b,,\n", "error unknown-item", "semicolon, comma, bar or line break"},
	} {
		_, findings := readCSV("table.csv", []byte(c.text))
		findings = said(findings)
		if kindsOf(findings) != c.kinds || !strings.Contains(findings[0].String(), c.says) {
			t.Errorf("%s: found %v, expected %q", name, findings, c.kinds)
		}
	}
}

func TestReplacedBy(t *testing.T) {
	const uuid = "1f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1"
	for _, cell := range []string{"2; 3;" + uuid, "2,3," + uuid, "2 | 3 | " + strings.ToUpper(uuid), "2\n3\n" + uuid, "2,k3\n" + uuid} {
		text := "Code,Key,UUID,Statement,Until,replaced_by\n1,,,a,2020-01-01,\"" + cell + "\"\n2,,,b,,\n3,k3,,c,,\n4,," + uuid + ",d,,\n"
		f, _ := sound(t, "csv", []byte(text))
		want := strings.Join([]string{f.Items[1].UUID, f.Items[2].UUID, uuid}, " ")
		if got := strings.Join(f.Items[0].ReplacedBy, " "); got != want {
			t.Errorf("%q: found %s, expected %s", cell, got, want)
		}
	}
}

func TestChosenColumns(t *testing.T) {
	text := []byte("Nummer;Kompetenz;Stufe;Bereich\n1;a;x;Daten\n")
	f, findings := ReadCSV("t.csv", text, map[string]string{"statement": "Kompetenz", "code": "nummer", "level": "Stufe", "domain": "Bereich"})
	if len(finding.Errors(findings)) > 0 || outlineOf(f) != "[bereich][Daten]\n  [1][statement][x][a]\n" {
		t.Errorf("found %v\n%s", findings, outlineOf(f))
	}
	for want, columns := range map[string]map[string]string{
		"error unknown-column": {"statment": "Kompetenz"},
		"error unknown-header": {"statement": "Kompetenz", "code": "Nummer", "level": "Niveau"},
	} {
		if _, findings := ReadCSV("t.csv", text, columns); !strings.HasPrefix(kindsOf(findings), want) {
			t.Errorf("%v: found %v", columns, findings)
		}
	}
}

func TestTitleOfATable(t *testing.T) {
	f, findings := readCSV("our-competencies.csv", []byte("Code,Statement\n1,a\n"))
	if f.Title != "our competencies" || kindsOf(findings) != "note title-from-file" || !strings.Contains(findings[0].Do, "#title") {
		t.Errorf("found %q, %v", f.Title, findings)
	}
	f, findings = readCSV("t.csv", []byte("#title,Ours\nCode,Statement\n1,a\n"))
	if f.Title != "Ours" || len(findings) > 0 {
		t.Errorf("found %q, %v", f.Title, findings)
	}
}
