package theme

import (
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

func TestTableRoundTrip(t *testing.T) {
	data, err := os.ReadFile("../../data/iapt-digital-2020/codebook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cb, _ := ReadCodebook("codebook.yaml", data)
	cb.Themes[0].Examples = []string{"=1+1", "@SUM", "'=x", "two; with, signs \"in\" it"}
	cb.Themes[1].Questions = []string{"d1_comments", "comment"}
	cb.Themes[2].Rules = append([]string{"=helpful"}, cb.Themes[2].Rules...)
	table, err := cb.CSV()
	if err != nil {
		t.Fatal(err)
	}
	read, found := ReadTable("themes.csv", table)
	if len(finding.Errors(found)) > 0 {
		t.Fatal(found)
	}
	back, found := cb.WithTable(read)
	if len(found) > 0 || back.Version != cb.Version || !reflect.DeepEqual(bare(back), bare(cb)) {
		t.Errorf("unchanged table: findings %v, version %s, same %v", found, back.Version, reflect.DeepEqual(bare(back), bare(cb)))
	}
	if len(back.Themes[0].Propose) == 0 {
		t.Error("the drafting notes have gone")
	}
	// As another spreadsheet program saves it.
	other := "\xff\xfe"
	for _, r := range strings.ReplaceAll("id;name;Rules;colour\nsupervision;Supervision at work;\"=supervisor\nreflect*\";red\nnew;New;word;\n;;;\n", "\n", "\r\n") {
		other += string([]byte{byte(r), byte(r >> 8)})
	}
	read, found = ReadTable("themes.csv", []byte(other))
	var kinds []string
	for _, f := range found {
		kinds = append(kinds, f.Kind)
	}
	if strings.Join(kinds, " ") != "encoding column-not-read" || len(read.Themes) != 2 || !reflect.DeepEqual(read.Themes[0].Rules, []string{"=supervisor", "reflect*"}) {
		t.Errorf("UTF-16 with semicolons: %v %+v", found, read.Themes)
	}
	if gone, found := cb.WithTable(read); gone != nil || len(found) != len(cb.Themes)-1 || found[0].Kind != "theme-gone" {
		t.Errorf("themes gone: %v", found)
	}
	small := &Codebook{ID: "s", Version: "1", Themes: cb.Themes[:1]}
	got, found := small.WithTable(read)
	if len(found) > 0 || got.Version != "1.1" || len(got.Themes) != 2 {
		t.Fatalf("two themes: %v %+v", found, got)
	}
	want := cb.Themes[0]
	want.Name, want.Rules = "Supervision at work", []string{"=supervisor", "reflect*"}
	if !reflect.DeepEqual(got.Themes[0], want) {
		t.Errorf("columns that the table has not: %+v", got.Themes[0])
	}
}

func TestTableFaults(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // kind line cell, with ; between them
	}{
		{"empty", "", "empty-file 1 "},
		{"a workbook", "PK\x03\x04xl/workbook", "not-text 0 "},
		{"no headers", "a,b\n1,2\n", "column-not-read 1 a;column-not-read 1 b;no-column 1 id;no-column 1 name"},
		{"header twice", "id,name,ID\na,A,b\n", "column-twice 1 ID"},
		{"only headers", "id,name\n", "no-themes 1 "},
		{"ids", "id,name,rules\na,A,x\n,B,x\nA,C,x\na b,D,x\n", "no-id 3 A3, id;id-twice 4 A4, id;id-form 5 A5, id"},
		{"line after a cell of two lines", "id,name,rules\na,A,\"x\ny\"\nb,,z\n", "no-name 4 B3, name"},
		{"rule", "id,name,rules,except\na,A,#NAME?,x near y\n", "rule 2 C2, rules"},
		{"exception", "id,name,rules,except\na,A,x,x near/99 y\n", "rule 2 D2, except"},
		{"parent", "id,name,parent,rules\na,A,b,x\n", "no-such-parent 2 C2, parent"},
		{"stance", "id,name,rules,stance\na,A,x,wants\n", "unknown-stance 2 D2, stance"},
		{"too many cells", "id,name\na,A,b\n", "too-many-cells 2 C2"},
		{"quotation mark", "id,name\na,\"A\nb,B\n", "not-csv 2 "},
	} {
		_, found := ReadTable("themes.csv", []byte(c.text))
		var got []string
		for _, f := range found {
			got = append(got, strings.TrimSpace(f.Kind)+" "+strconv.Itoa(f.Line)+" "+f.Cell)
		}
		if strings.Join(got, ";") != c.want {
			t.Errorf("%s: %v\nwant %s", c.name, found, c.want)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("id,name,rules\na,A,\"x\n=y\"\n"))
	f.Add([]byte("id;parent;name;definition;include;exclude;examples;rules;except;questions;stance\na;;A;;;;'=x;x;;comment;asks\n"))
	f.Add([]byte("id\tname\tstance\na\tA\tobjects\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cb, found := ReadTable("f", data)
		if len(finding.Errors(found)) > 0 {
			return
		}
		table, err := cb.CSV()
		if err != nil {
			t.Fatal(err)
		}
		// What a table shows it reads back; signs for the terminal are not shown.
		again, found := ReadTable("f", table)
		if len(finding.Errors(found)) > 0 {
			t.Fatalf("%v\n%q", found, table)
		}
		twice, err := again.CSV()
		if err != nil || string(twice) != string(table) {
			t.Fatalf("%q\n%q", table, twice)
		}
	})
}
