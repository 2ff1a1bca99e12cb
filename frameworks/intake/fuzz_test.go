package intake

import (
	"bytes"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// Whatever the bytes, a reader gives a framework that a file can hold, or an
// error with its place.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, findings := format(t, name).Read("copy.txt", data)
		if got == nil {
			t.Fatal("no framework")
		}
		for _, one := range findings {
			if one.Message == "" || one.Kind == "" || one.Severity == "" || one.File == "" {
				t.Fatalf("a finding says too little: %#v", one)
			}
		}
		if len(finding.Errors(findings)) > 0 {
			return
		}
		written, err := got.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, found := frameworks.Read("copy.yaml", written)
		if errors := finding.Errors(found); len(errors) > 0 {
			t.Fatalf("%s\n%s", errors[0], written)
		}
		if twice, _ := again.Marshal(); !bytes.Equal(twice, written) {
			t.Fatalf("written twice:\n%s\n%s", written, twice)
		}
		table, err := CSV(got)
		if err != nil {
			t.Fatal(err)
		}
		back, found := readCSV("copy.csv", table)
		if errors := finding.Errors(found); len(errors) > 0 {
			t.Fatalf("%s\n%s", errors[0], table)
		}
		if again, _ := CSV(back); !bytes.Equal(again, table) {
			t.Fatalf("as a table, twice:\n%s\n%s", table, again)
		}
	})
}

func FuzzDomains(f *testing.F) {
	fuzz(f, "domains", wholeDomains, "The two domains are:\n1. A\n2. B\n", "The two domains are:\n1. A\n2. B\n(A) Knowledge and (B) Skills\n1. A\ns\ns\n", "Domain 1: A\nDomain 2: B\n(A) Knowledge (B) Skills\n1.A.1 x\n2B3 y\n1.A.1 Core z")
}

func FuzzBands(f *testing.F) {
	fuzz(f, "career-bands", bandsText, "Band\t\x09Path\tComments\n7\tWORKER\tx\n6\tWORKER\ty\nAreas of competence\n\nOne\n\nand two")
}

func FuzzMap(f *testing.F) {
	fuzz(f, "competence-map", wholeMap, "The two domains are:\n• A\n  o b\n    - c\n• D\n")
}

func FuzzStandard(f *testing.F) {
	fuzz(f, "occupational-standard", standardText, "K1: a\nS1. b\nB1) c\nDuty 1 d\nOccupational progression\nProgression link to x\nLevel 3")
}

func FuzzDirect(f *testing.F) {
	fuzz(f, "direct", directText, `{"a":{"b":{"c":{}}}}`, `{"a":[1,2`, `{"a":{"b":{"c":{"description":null}}},"a":1}`)
}

func FuzzCSV(f *testing.F) {
	fuzz(f, "csv", "code,statement\n1,x\n1.1,y\n", "#title,T\n#kind,a,A,B\ncode;kind;statement;parent;links\n", "id\ttitle\tparent\n1\ta\t2\n2\tb\t1\n", "code,statement\n1,\"x\ny\n", "title,text,links,sources\n'=1,\"a\n\nb\",r | k | t,s\n")
}
