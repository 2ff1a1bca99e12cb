package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// rich holds everything that a row and a head can hold.
const rich = `id: rich
uuid: 0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1
title: 'Rich, "quoted" framework'
version: 2.3.4
status: pending
language: en
source: '=SUM(A1)'
rights: somebody
creator: a maker
publisher: a publisher
url: https://example.org/rich
changed: '2026-01-31'
wording: official
notes: |-
  two
  lines
references:
  - scheme: SOC 2020
    code: '2229'
    title: Therapists
kinds:
  - id: domain
    label: Domain
  - id: ability
    label: Ability
    letter: B
levels:
  - id: core
    label: Core
    definition: '- for all'
relations:
  - id: leads-on-to
    label: leads on to
    inverse: follows
    ordered: true
    case: precedes
items:
  - key: one
    code: '1'
    kind: domain
    title: One; with, signs
    items:
      - key: one/a
        code: '1.10'
        kind: ability
        level: core
        statement: '=cmd("x")'
        notes: "'=kept apostrophe"
        wording: paraphrase
        changed: '2026-01-30'
        from: '2020-01-01'
        sources:
          - Somebody (2001), a \ book | with signs
          - '-another'
        links:
          - relation: leads-on-to
            to: one/b
            notes: because | of \ this
          - relation: leads-on-to
            to: https://example.org/x
            title: Outside
      - key: one/b
        code: '1.9'
        kind: ability
        statement: |-
          two
          lines
        until: '2025-01-01'
        replaced_by:
          - one/a
      - uuid: 1f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1
        kind: ability
        title: ends in tab
        items:
          - key: deep
            kind: ability
            title: Unter einem ohne Schlüssel
`

// A table read back is the framework that it was written from, and gives the
// same bytes again.
func TestTableAndBack(t *testing.T) {
	texts := map[string][]byte{"rich.yaml": []byte(rich)}
	bundled := frameworks.Bundled()
	for _, id := range frameworks.IDs(bundled) {
		for _, version := range frameworks.Versions(bundled, id) {
			data, err := fs.ReadFile(bundled, id+"/"+version+".yaml")
			if err != nil {
				t.Fatal(err)
			}
			texts[id+" "+version] = data
		}
	}
	for name, data := range texts {
		f, findings := frameworks.Read(name, data)
		for _, e := range finding.Errors(findings) {
			t.Fatal(e)
		}
		table, err := CSV(f)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := csv.NewReader(bytes.NewReader(table)).ReadAll(); err != nil {
			t.Errorf("%s is not a table that a strict reader takes: %v", name, err)
		}
		back, found := readCSV("table.csv", table)
		for _, e := range finding.Errors(found) {
			t.Errorf("%s: %s", name, e)
		}
		if got, want := string(marshal(t, back)), string(marshal(t, f)); got != want {
			t.Errorf("%s: found\n%s\nexpected\n%s", name, got, want)
		}
		if again, _ := CSV(back); !bytes.Equal(again, table) {
			t.Errorf("%s: the second table differs from the first", name)
		}
	}
	f, _ := frameworks.Read("rich.yaml", []byte(rich))
	table, _ := CSV(f)
	for _, cell := range []string{",=", ",-", "\n=", ",\"="} {
		if strings.Contains(string(table), cell) {
			t.Errorf("a cell begins with %q, which a spreadsheet runs", cell[1:])
		}
	}
}

func TestTables(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"codes alone": {"Code,Statement\n1,One\n1.A.1,x\n1.A.2,y\n2,Two\n2.1,z\n2.1.1,w\n",
			"[1][statement][One]\n  [1.A.1][statement][x]\n  [1.A.2][statement][y]\n[2][statement][Two]\n  [2.1][statement][z]\n    [2.1.1][statement][w]\n"},
		"semicolons, other names, any order": {"Parent Code;Full Statement;Type;Human Coding Scheme\n;Eins;Domain;1\n1;\"a;b\";Knowledge;7\n",
			"[1][domain][Eins]\n  [7][knowledge][a;b]\n"},
		"tabs and a mark":          {"\ufeffid\ttitle\ttext\nA\tOne\tlong\nA.1\tTwo\t\n", "[A][statement][One][long]\n  [A.1][statement][Two]\n"},
		"a spreadsheet's own line": {"sep=;\ncode;title\n1;One\n", "[1][statement][One]\n"},
		"order":                    {"code,title,sequenceNumber\nb,B,20\na,A,3\nc,C,100\n", "[a][statement][A]\n[b][statement][B]\n[c][statement][C]\n"},
		"identifiers":              {"Identifier,fullStatement,parentIdentifier\nx1,One,\nx2,Two,x1\n", "[statement][One]\n  [statement][Two]\n"},
		"levels":                   {"code,title,level\n1,One,Core\n2,Two,core\n3,Three,\"13,14\"\n", "[1][statement][core][One]\n[2][statement][core][Two]\n[3][statement][13-14][Three]\n"},
		"neutral":                  {"code,statement\n1,'=1+1\n2,'- a point\n3,'tis so\n", "[1][statement][=1+1]\n[2][statement][- a point]\n[3][statement]['tis so]\n"},
		"a row above":              {"My table,,\ncode,title,kind\n1,One,Domain\n,,\n2,Two,domain\n", "[1][domain][One]\n[2][domain][Two]\n"},
	} {
		f, _ := sound(t, "csv", []byte(c.text))
		if got := outlineOf(f); got != c.want {
			t.Errorf("%s: found\n%sexpected\n%s", name, got, c.want)
		}
	}
}

func TestTableFaults(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		kind string
		do   string
	}{
		"no header":            {"1,One\n2,Two\n", 1, "unknown-layout", ""},
		"header alone":         {"code,title\n", 1, "no-items", ""},
		"quote never closed":   {"code,title\n1,One\n2,\"Two\n3,Three\n4,Four\n", 3, "quote-open", "Close it"},
		"closed too late":      {"code,title\n1,\"One\n2,\"Two\"\n3,Three\n", 2, "quote-open", ""},
		"within a long row":    {"code,title,notes\n1,\"a\nb\",\"c\n2,d,e\n", 3, "quote-open", ""},
		"quote inside":         {"code,title\n1,a 5\" disk\n", 2, "quote-inside", ""},
		"code twice":           {"code,title\n1,One\n1,Two\n", 3, "code-twice", "Correct"},
		"1.10 turned into 1.1": {"code,title\n1,x\n1.1,a\n1.9,b\n1.1,c\n", 5, "code-twice", "turned 1.10 into 1.1"},
		"date":                 {"code,title\n01-Feb,a\n", 2, "code-spoilt", "text"},
		"date of a year":       {"code,title\n1/2/2026,a\n", 2, "code-spoilt", "text"},
		"power":                {"code,title\n1E+05,a\n", 2, "code-spoilt", "text"},
		"level a date":         {"code,title,level\n1,a,01-Mar\n", 2, "level-spoilt", "text"},
		"comma unquoted":       {"code,title\n1,a, b\n", 2, "too-many-cells", "quotation"},
		"no words":             {"code,title,statement\n1,,\n", 2, "statement-missing", ""},
		"a link to itself":     {"code,title,links\n1,a,related | 1\n", 2, "unknown-item", "Name the item that is meant"},
		"unknown parent":       {"code,title,parent\n1,a,\n2,b,7\n", 3, "unknown-parent", ""},
		"its own parent":       {"code,title,parent\n1,a,1\n", 2, "unknown-parent", ""},
		"circle":               {"code,title,parent\n0,z,\n1,a,3\n2,b,1\n3,c,2\n4,d,3\n", 3, "circle", ""},
		"order no number":      {"code,title,order\n1,a,first\n", 2, "not-a-number", ""},
		"a link to nowhere":    {"code,title,links\n1,a,related\n", 2, "bad-link", ""},
		"a day that is none":   {"code,title,from\n1,a,\n2,b,2026-02-30\n", 3, "not-a-day", ""},
		"a link unknown":       {"code,title,links\n1,a,related | zzz\n", 2, "unknown-item", ""},
	} {
		_, findings := readCSV("table.csv", []byte(c.text))
		e := finding.Errors(findings)
		if len(e) != 1 || e[0].Kind != c.kind || e[0].Line != c.line || !strings.Contains(e[0].Do, c.do) {
			t.Errorf("%s: found %v, expected %s on line %d", name, findings, c.kind, c.line)
		}
	}
	deep := "code,title\n"
	for i := 1; i < 100; i++ {
		deep += strings.Repeat("1.", i) + "1,x\n"
	}
	if _, findings := readCSV("table.csv", []byte(deep)); kindsOf(findings) != "error too-deep" || findings[0].Line != 32 {
		t.Errorf("a hundred below one another: %v", findings)
	}
	var chain strings.Builder
	chain.WriteString("key,title,parent\n0,x,\n")
	for i := 1; i < 10_000; i++ {
		chain.WriteString(strings.Join([]string{itoa(i), "x", itoa(i - 1)}, ",") + "\n")
	}
	if _, findings := readCSV("table.csv", []byte(chain.String())); kindsOf(findings) != "error too-deep" || findings[0].Line != 32 {
		t.Errorf("ten thousand below one another: %v", findings)
	}
}

// Texts that are hard to keep in a table come back as they were, in every field
// that may hold them.
func TestAnyTableAndBack(t *testing.T) {
	texts := []string{
		"a | b", `a\|b`, "|", `\`, `\\`, `ends in \`, `a\nb`, "a\nb", "a\n\nb", "|\n|", "= 1", "'=1", "-1", "+1", "@x", "\"", "a,b;c\td", `""`, "#title", "#kind,x", "sep=;", "a; b", "a, b",
		"技能", "e\u0301", "a\u2028b", "1.10", "2020-01-01", "Statement", "title", "a |", "| a", `\n`, `\|`, "\u200b", "x: y # z",
	}
	texts = append(texts, "")
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 3))
		some := func() string { return texts[r.IntN(len(texts))] }
		full := func() string { return texts[r.IntN(len(texts)-1)] }
		f := &frameworks.Framework{
			ID: "hard", Title: full(), Version: "1.2.3", Language: "en", Source: some(), Rights: some(), Creator: some(), Publisher: some(), URL: some(), Notes: some(), Wording: "official",
			References: []frameworks.Reference{{Scheme: full(), Code: full(), Title: some()}},
			Kinds:      []frameworks.Kind{{ID: "k", Label: some()}, {ID: "k2", Label: some(), Letter: "B"}},
			Levels:     []frameworks.Level{{ID: "l", Label: some(), Definition: some()}},
			Relations:  []frameworks.Relation{{ID: "r", Label: some(), Inverse: some(), Ordered: true}},
		}
		for i := range 3 {
			item := frameworks.Item{Key: fmt.Sprint("i", i), Code: fmt.Sprint("C", i), Kind: "k", Level: "l", Title: some(), Statement: full(), Notes: some(), Sources: []string{full(), full()}}
			item.Links = []frameworks.Link{{Relation: "r", To: "https://example.org/" + fmt.Sprint(i), Title: some(), Notes: some()}, {Relation: "r", To: "urn:a|b", Notes: full()}}
			item.Items = []frameworks.Item{{Key: fmt.Sprint("i", i, "/", full()), Kind: "k2", Title: full(), Notes: some()}}
			f.Items = append(f.Items, item)
		}
		want, findings := frameworks.Read("hard.yaml", marshal(t, f))
		if errs := finding.Errors(findings); len(errs) > 0 {
			t.Fatal(seed, errs)
		}
		table, err := CSV(want)
		if err != nil {
			t.Fatal(err)
		}
		back, findings := readCSV("hard.csv", table)
		if got := string(marshal(t, back)); got != string(marshal(t, want)) || len(finding.Errors(findings)) > 0 {
			t.Fatalf("seed %d: %v: found\n%s\nexpected\n%s", seed, finding.Errors(findings), got, marshal(t, want))
		}
	}
}
