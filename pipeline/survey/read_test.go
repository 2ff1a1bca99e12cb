package survey

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/study"

	"golang.org/x/text/encoding/charmap"
)

// write puts content into a file of its own.
func write(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readString(t testing.TB, content string, src study.Source) (*Table, []finding.Finding) {
	t.Helper()
	return readFile(t, write(t, content), src, Options{Source: "survey", DisplayName: "export.csv"})
}

func readFile(t testing.TB, path string, src study.Source, opt Options) (*Table, []finding.Finding) {
	t.Helper()
	table, findings, err := Read(context.Background(), src, path, opt)
	if err != nil {
		t.Fatal(err)
	}
	dropped := 0
	for _, d := range table.Flow.Dropped {
		dropped += d.Count
	}
	if table.Flow.Rows != table.Flow.Kept+dropped || table.Flow.Kept != table.N || len(table.Lines) != table.N {
		t.Errorf("the flow does not add up: %+v, N %d, %d lines", table.Flow, table.N, len(table.Lines))
	}
	return table, findings
}

// kinds lists findings as "severity kind line found xcount".
func kinds(findings []finding.Finding) []string {
	out := []string{}
	for _, f := range findings {
		out = append(out, fmt.Sprintf("%s %s %d %q x%d", f.Severity, f.Kind, f.Line, f.Found, max(1, f.Count)))
	}
	return out
}

func wantKinds(t *testing.T, findings []finding.Finding, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if got := kinds(findings); !slices.Equal(got, want) {
		t.Errorf("findings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func texts(s *Strings) []string {
	out := []string{}
	for i := range s.Len() {
		out = append(out, s.At(i))
	}
	return out
}

func labels(list ...string) study.Options {
	var out study.Options
	for _, l := range list {
		out = append(out, study.Option{Label: l})
	}
	return out
}

func question(id string, kind study.Kind, options ...string) study.Question {
	return study.Question{ID: id, Kind: kind, Options: labels(options...)}
}

func source(questions ...study.Question) study.Source { return study.Source{Questions: questions} }

func TestSingle(t *testing.T) {
	q := study.Question{ID: "role", Kind: study.Single, Options: study.Options{
		{Label: "Head of service", Code: "1", Also: []string{"Head of Service"}},
		{Label: "Other", Code: "2"},
	}, Missing: []string{"-99"}}
	content := "role\n Head  of\u00a0service\u00a0\n1\nHead of Service\n-99\n\"Other\"\nhead of service\n\u00a0\nPWP\nPWP\n"
	table, findings := readString(t, content, source(q))
	// The lone no-break space is a row with nothing in it.
	if want := []uint16{1, 1, 1, 0, 2, 0, 0, 0}; !slices.Equal(table.Columns[0].Codes, want) {
		t.Errorf("codes %v, want %v", table.Columns[0].Codes, want)
	}
	wantKinds(t, findings,
		`error unlisted-answer 7 "head of service" x1`,
		`note rows-left-out 8 "blank" x1`,
		`error unlisted-answer 9 "PWP" x2`)
	if f := findings[0]; f.Do[:len(`Did you mean "Head of service"?`)] != `Did you mean "Head of service"?` || f.Cell != "role" {
		t.Errorf("advice %q, cell %q", f.Do, f.Cell)
	}
	if table.Columns[0].Other.Len() != 0 {
		t.Error("a question without other has words")
	}

	q.Other, q.OtherColumn = "Other", "role_text"
	content = "role,role_text\nPWP,\n2, peer   support \nPWP,band 5\nHead of service,\n,nothing ticked\n"
	table, findings = readString(t, content, source(q))
	wantKinds(t, findings)
	if want := []uint16{2, 2, 2, 1, 0}; !slices.Equal(table.Columns[0].Codes, want) {
		t.Errorf("codes %v, want %v", table.Columns[0].Codes, want)
	}
	if got, want := texts(&table.Columns[0].Other), []string{"PWP", "peer   support", "PWP; band 5", "", "nothing ticked"}; !slices.Equal(got, want) {
		t.Errorf("other %q, want %q", got, want)
	}
}

// A question's own missing cells go before its options, its options before the
// missing cells of the whole file.
func TestMissingAndOptions(t *testing.T) {
	a, b := question("a", study.Single, "0", "1"), question("b", study.Single, "0", "1")
	b.Missing = []string{"0"}
	src := source(a, b, question("c", study.Text))
	src.Missing = []string{"0", "not  asked"}
	table, findings := readString(t, "a,b,c\n0,0,0\n1,1,not asked\nnot asked,,not \n", src)
	wantKinds(t, findings)
	if got, want := table.Columns[0].Codes, []uint16{1, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("a %v, want %v", got, want)
	}
	if got, want := table.Columns[1].Codes, []uint16{0, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("b %v, want %v", got, want)
	}
	if got, want := texts(&table.Columns[2].Text), []string{"", "", "not"}; !slices.Equal(got, want) {
		t.Errorf("c %q, want %q", got, want)
	}
}

func TestMultiInOneCell(t *testing.T) {
	options := []string{"PWP", "Supervision, training", "Supervision", "Other"}
	tests := []struct {
		name, cell, separator, other string
		ticks                        uint64
		words                        string
		findings                     []string
	}{
		{name: "blank", cell: "", ticks: 0},
		{name: "one", cell: "PWP", ticks: 1},
		{name: "two", cell: "PWP, Supervision", ticks: 0b101},
		{name: "longest first", cell: "Supervision, training,PWP", ticks: 0b011},
		{name: "trailing separator", cell: "PWP;Supervision, training;", separator: ";", ticks: 0b011},
		{name: "empty answers", cell: ";;PWP; ;", separator: ";", ticks: 1},
		{name: "separator with spaces", cell: "PWP | Other", separator: " | ", ticks: 0b1001},
		{name: "line breaks", cell: "PWP\r\nSupervision\n", separator: "\n", ticks: 0b101},
		{name: "white space", cell: " PWP ,\u00a0Supervision,  training ", ticks: 0b011},
		{name: "twice", cell: "PWP,PWP", ticks: 1, findings: []string{`warning option-twice 2 "PWP" x1`}},
		{name: "unlisted", cell: "PWP,Nurse, senior,Other", ticks: 0b1001, findings: []string{`error unlisted-answer 2 "Nurse, senior" x1`}},
		{name: "unlisted prefix", cell: "Supervisions", ticks: 0, findings: []string{`error unlisted-answer 2 "Supervisions" x1`}},
		{name: "words", cell: "Nurse, senior, PWP", other: "Other", ticks: 0b1001, words: "Nurse, senior"},
		{name: "two words", cell: "Nurse,PWP,Cook,", other: "Other", ticks: 0b1001, words: "Nurse; Cook"},
		{name: "missing", cell: "-99", ticks: 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := question("q", study.Multi, options...)
			q.Separator, q.Other, q.Missing = test.separator, test.other, []string{"-99"}
			cell := strings.ReplaceAll(test.cell, `"`, `""`)
			table, findings := readString(t, "id,q\n1,\""+cell+"\"\n", study.Source{Questions: []study.Question{q}, Ignore: []string{"id"}})
			wantKinds(t, findings, test.findings...)
			if got := table.Columns[0].Ticks[0]; got != test.ticks {
				t.Errorf("ticks %b, want %b", got, test.ticks)
			}
			if test.other != "" && table.Columns[0].Other.At(0) != test.words {
				t.Errorf("words %q, want %q", table.Columns[0].Other.At(0), test.words)
			}
		})
	}
}

func TestMultiWithColumns(t *testing.T) {
	q := study.Question{ID: "q", Kind: study.Multi, Options: study.Options{
		{Label: "IAPT", Column: "q_1"},
		{Label: "Ward", Column: "q_2", Code: "7"},
		{Label: "Other", Column: "q_3", Ticked: []string{"*"}},
	}}
	src := source(q)
	src.Ignore, src.Missing = []string{"id"}, []string{"-99"}
	table, findings := readString(t, "id,q_1,q_2,q_3\n"+
		"1,,,\n"+ // not answered
		"2,0,No,FALSE\n"+ // answered, nothing ticked
		"3,IAPT,7,\n"+
		"4,yes,0,\"a clinic, mine\"\n"+
		"5,-99,-99,-99\n"+
		"6,maybe,0,No\n", src)
	wantKinds(t, findings, `error unlisted-answer 7 "maybe" x1`)
	if findings[0].Cell != "q_1" {
		t.Errorf("cell %q", findings[0].Cell)
	}
	want := []uint64{0, AnsweredNone, 0b011, 0b101, 0, AnsweredNone}
	if got := table.Columns[0].Ticks; !slices.Equal(got, want) {
		t.Errorf("ticks %b, want %b", got, want)
	}
	if got := table.Columns[0].Other.At(3); got != "a clinic, mine" {
		t.Errorf("words %q", got)
	}
	if c := &table.Columns[0]; c.Answered(0) || !c.Answered(1) || !c.Chose(2, 1) || c.Chose(2, 2) {
		t.Error("Answered or Chose is wrong")
	}
}

func TestNumbers(t *testing.T) {
	good := map[string]float64{"12": 12, " -7.5 ": -7.5, "1e3": 1000, "0012": 12, ".5": 0.5, "+3": 3}
	bad := []string{"1,234", "80%%", "0x10", "inf", "NaN", "1_000", "twelve", "1e999", "--1", "1 000"}
	for cell, want := range good {
		table, findings := readString(t, "q,id\n\""+cell+"\",1\n", study.Source{Questions: []study.Question{question("q", study.Number)}, Ignore: []string{"id"}})
		wantKinds(t, findings)
		if got := table.Columns[0].Numbers[0]; got != want {
			t.Errorf("%q: %v, want %v", cell, got, want)
		}
	}
	for _, cell := range bad {
		table, findings := readString(t, "q,id\n\""+cell+"\",1\n", study.Source{Questions: []study.Question{question("q", study.Number)}, Ignore: []string{"id"}})
		wantKinds(t, findings, fmt.Sprintf("error not-a-number 2 %q x1", cell))
		if got := table.Columns[0].Numbers[0]; !math.IsNaN(got) {
			t.Errorf("%q: %v, want NaN", cell, got)
		}
	}
	q := question("q", study.Number)
	q.Missing = []string{"-99"}
	table, findings := readString(t, "q,id\n-99,1\n,2\n", study.Source{Questions: []study.Question{q}, Ignore: []string{"id"}})
	wantKinds(t, findings)
	if table.Columns[0].Answered(0) || table.Columns[0].Answered(1) {
		t.Error("a missing number is answered")
	}
}

func TestDates(t *testing.T) {
	for cell, good := range map[string]bool{
		"2024-02-29": true, "2024-02-29 23:59:59": true, "2024-02-29T00:00:00Z": true, "31/12/2023": true,
		"2023-02-29": false, "12/31/2023": false, "1/2/2023": false, "2024-02-29 23:59": false,
		"2024-02-29 23:59:59.5": false, "2024-02-29T00:00:00+01:00": false, "29 Feb 2024": false,
	} {
		table, findings := readString(t, "q,id\n"+cell+",1\n", study.Source{Questions: []study.Question{question("q", study.Date)}, Ignore: []string{"id"}})
		if got := len(findings) == 0; got != good {
			t.Errorf("%q: findings %v", cell, kinds(findings))
		}
		if got := table.Columns[0].Text.At(0) == cell; got != good {
			t.Errorf("%q: kept as %q", cell, table.Columns[0].Text.At(0))
		}
	}
}

func TestText(t *testing.T) {
	src := source(question("q", study.Text))
	src.Ignore = []string{"id"}
	content := "q,id\n\" one\r\ntwo\rthree \"\"four\"\" \u00a0\",1\na\x00b\tc\x07\u0085d,2\n\u00a0,3\n"
	table, findings := readString(t, content, src)
	wantKinds(t, findings, `warning control-characters 4 "" x1`)
	want := []string{"one\ntwo\nthree \"four\"", "ab\tcd", ""}
	if got := texts(&table.Columns[0].Text); !slices.Equal(got, want) {
		t.Errorf("texts %q, want %q", got, want)
	}
	if want := []uint32{2, 4, 5}; !slices.Equal(table.Lines, want) {
		t.Errorf("lines %v, want %v", table.Lines, want)
	}
}

func TestFileFindings(t *testing.T) {
	role := question("role", study.Single, "a", "b")
	tests := []struct {
		name, content string
		src           study.Source
		rows, kept    int
		findings      []string
	}{
		{"empty", "", source(role), 0, 0, []string{`error empty-file 0 "" x1`}},
		{"white space", "\n \r\n\n", source(role), 0, 0, []string{`error empty-file 0 "" x1`}},
		{"mark only", "\xef\xbb\xbf", source(role), 0, 0, []string{`error empty-file 0 "" x1`}},
		{"no rows", "role\n", source(role), 0, 0, []string{`error no-rows 1 "" x1`}},
		{"half a workbook", "PK\x03\x04rest", source(role), 0, 0, []string{`error damaged-file 0 "" x1`}},
		{"PDF", "%PDF-1.7\n", source(role), 0, 0, []string{`error not-text 0 "" x1`}},
		{"JSON", "{\"SurveyEntry\":{}}", source(role), 0, 0, []string{`error not-text 0 "" x1`}},
		{"title above the headers", "Results of 2020,,\nrole,x,y\na,1,2\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x", "y"}}, 1, 1, []string{
			`note title-above 2 "" x1`}},
		{"SPSS", "$FL2@(#) SPSS DATA FILE", source(role), 0, 0, []string{`error not-text 0 "" x1`}},
		{"unknown column", "rôles,x\na,1\n", source(role), 1, 1, []string{
			`note unread-columns 1 "" x2`, `error unknown-column 1 "role" x1`}},
		{"header twice, read", "role,role\na,b\n", source(role), 1, 1, []string{
			`note unread-columns 1 "" x1`, `note header-twice 1 "role" x2`}},
		{"header twice, not read", "x,role,x\n1,a,1\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 1, 1, []string{
			`note unread-columns 1 "" x1`, `note header-twice 1 "x" x2`}},
		{"wrong number of cells", "role,x\na,1\nb\na,1,2\n,,,\nb,2\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 5, 2, []string{
			`error wrong-number-of-cells 3 "1 cell" x1`, `error wrong-number-of-cells 4 "3 cells" x1`, `note rows-left-out 5 "blank" x1`}},
		{"trailing empty column", "role,\na,\nb,\n", source(role), 2, 2, nil},
		{"delimiter after every row", "role,x\na,1,\nb,2,\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 2, 2, nil},
		{"delimiter after some rows", "role,x\na,1\nb,2,\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 2, 1, []string{
			`error wrong-number-of-cells 3 "3 cells" x1`}},
		{"delimiter after the header only", "role,x,\na,1\nb,2\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 2, 2, nil},
		{"unclosed quote", "role,x\na,1\nb,2\na,\"so\nb,1\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 3, 2, []string{
			`error unclosed-quote 4 "" x1`}},
		{"unclosed quote in the header", "role,\"x\na,1\nb,2\n", study.Source{Questions: []study.Question{role}}, 0, 0, []string{
			`error unclosed-quote 1 "" x1`, `note unread-columns 1 "" x1`}},
		{"quote inside a cell", "role,x\na,5\" screen\nb,\"say \"hi\" now\"\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 2, 2, []string{
			`warning single-quotation-mark 3 "" x1`}},
		{"nobody left", "role,x\n,\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 1, 0, []string{
			`error no-rows-left 2 "" x1`, `note rows-left-out 2 "blank" x1`}},
		{"bad delimiter", "role\na\n", study.Source{Questions: []study.Question{role}, Delimiter: "¦"}, 0, 0, []string{`error bad-delimiter 0 "¦" x1`}},
		{"semicolons", "role;x\na;\"1,5\"\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 1, 1, []string{`note delimiter 0 ";" x1`}},
		{"tabs with commas in the header", "role\tone, two, three\na\tb, c\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"one, two, three"}}, 1, 1, nil},
		{"old Mac lines", "role,x\ra,1\rb,2\r", study.Source{Questions: []study.Question{role}, Ignore: []string{"x"}}, 2, 2, nil},
		{"same id", "id,role\n1,a\n2,b\n1,a\n,b\n", study.Source{Questions: []study.Question{role}, Respondent: "id"}, 4, 4, []string{
			`error respondent-twice 4 "1" x1`, `error no-respondent-id 5 "" x1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, findings := readString(t, test.content, test.src)
			wantKinds(t, findings, test.findings...)
			if table.Flow.Rows != test.rows || table.N != test.kept {
				t.Errorf("%d rows, %d kept, want %d and %d", table.Flow.Rows, table.N, test.rows, test.kept)
			}
		})
	}
}

func TestTooManyOptions(t *testing.T) {
	q := study.Question{ID: "q", Kind: study.Multi}
	for i := range MaxTicks + 1 {
		q.Options = append(q.Options, study.Option{Label: fmt.Sprint(i)})
	}
	table, findings := readString(t, "q\n1\n", source(q))
	wantKinds(t, findings, `error too-many-options 1 "64" x1`)
	if table.Columns[0].Ticks[0] != 0 {
		t.Error("a question with too many options was read")
	}
	q.Options = q.Options[:MaxTicks]
	table, findings = readString(t, "q\n\"62,0\"\n", source(q))
	wantKinds(t, findings)
	if got := table.Columns[0].Ticks[0]; got != 1<<62|1 {
		t.Errorf("ticks %b", got)
	}
}

func TestManyFindings(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,b\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "no%d,\n", i)
	}
	b.WriteString("x,maybe\nno1,maybe\n")
	table, findings := readString(t, b.String(), source(question("a", study.Single, "x"), question("b", study.Single, "y")))
	if table.N != 1002 {
		t.Errorf("%d kept", table.N)
	}
	// 200 answers of a, the first bad answer of b in any case, and the 800 of a
	// that are not listed.
	if len(findings) != 202 {
		t.Fatalf("%d findings, want 202", len(findings))
	}
	wantKinds(t, findings[1:2], `error unlisted-answer 3 "no1" x2`)
	wantKinds(t, findings[200:], `error unlisted-answer 1002 "maybe" x2`, `error unlisted-answer-more 0 "" x800`)
}

func TestGroups(t *testing.T) {
	src := source(question("role", study.Single, "a", "b"))
	src.Respondent = "participant"
	path := write(t, "participant,role\nFG1-P1,a\nFG1-P2,b\n")
	table, findings := readFile(t, path, src, Options{Source: "groups", Prefix: "P"})
	wantKinds(t, findings)
	if table.ID(1) != "FG1-P2" || table.Source != "groups" {
		t.Errorf("id %q, source %q", table.ID(1), table.Source)
	}
	table, _ = readFile(t, path, src, Options{Source: "survey"})
	if table.ID(1) != "R002" {
		t.Errorf("id %q, want R002", table.ID(1))
	}
}

func TestEncodings(t *testing.T) {
	// "naïve ’café€" in each; U+2019 and the euro are 92 and 80 in Windows-1252.
	const words = "naïve ’café€"
	utf16 := func(order int, mark bool, s string) string {
		var b []byte
		if mark {
			s = "\ufeff" + s
		}
		for _, r := range s {
			if order == littleEndian {
				b = append(b, byte(r), byte(r>>8))
			} else {
				b = append(b, byte(r>>8), byte(r))
			}
		}
		return string(b)
	}
	content := "q\tid\r\n" + words + "\t1\r\n"
	tests := []struct {
		name, content, forced, encoding, text string
		findings                              []string
	}{
		{"UTF-8", content, "", "utf-8", words, nil},
		{"UTF-8 with mark", "\xef\xbb\xbf" + content, "", "utf-8", words, nil},
		{"UTF-16 LE with mark", utf16(littleEndian, true, content), "", "utf-16", words, []string{`note encoding 0 "utf-16" x1`}},
		{"UTF-16 BE with mark", utf16(bigEndian, true, content), "", "utf-16", words, []string{`note encoding 0 "utf-16" x1`}},
		{"UTF-16 LE", utf16(littleEndian, false, content), "", "utf-16", words, []string{`note encoding 0 "utf-16" x1`}},
		{"UTF-16 BE", utf16(bigEndian, false, content), "", "utf-16", words, []string{`note encoding 0 "utf-16" x1`}},
		{"UTF-16 named", utf16(littleEndian, true, content), "utf-16", "utf-16", words, nil},
		{"Windows-1252", "q,id\nna\xefve \x92caf\xe9\x80,1\n", "", "windows-1252", words, []string{`note encoding 0 "windows-1252" x1`}},
		{"Windows-1252 named", "q,id\nna\xefve \x92caf\xe9\x80,1\n", "windows-1252", "windows-1252", words, nil},
		{"Windows-1252 with no letter", "q,id\ncaf\xe9 \x81,1\n", "", "windows-1252", "café \uFFFD",
			[]string{`note encoding 0 "windows-1252" x1`, `warning unreadable-letters 2 "" x1`}},
		{"UTF-8 with a bad byte", "q,id\nnaïve café\x92,1\n", "", "utf-8", "naïve café\uFFFD", []string{`error unreadable-letters 2 "" x1`}},
		{"UTF-8 named, with a bad byte", "q,id\ncaf\xe9,1\n", "utf-8", "utf-8", "caf\uFFFD", []string{`warning unreadable-letters 2 "" x1`}},
		{"UTF-8 with mark and a bad byte", "\xef\xbb\xbfq,id\ncaf\xe9,1\n", "", "utf-8", "caf\uFFFD", []string{`error unreadable-letters 2 "" x1`}},
		{"bad header", "q,id,caf\xe9\nx,1,\n", "", "windows-1252", "x", []string{`note encoding 0 "windows-1252" x1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := source(question("q", study.Text))
			src.Encoding, src.Ignore = test.forced, []string{"id", "café"}
			table, findings := readString(t, test.content, src)
			wantKinds(t, findings, test.findings...)
			if table.Encoding != test.encoding || table.N != 1 || table.Columns[0].Text.At(0) != test.text {
				t.Errorf("read as %s: %q", table.Encoding, texts(&table.Columns[0].Text))
			}
		})
	}
}

// A byte that is not UTF-8 far into a long file makes the reading begin again.
func TestLateBadByte(t *testing.T) {
	long := "q,id\n" + strings.Repeat("plain words,1\n", 50_000) + "it\x92s late,2\n"
	src := source(question("q", study.Text))
	src.Ignore = []string{"id"}
	table, findings := readString(t, long, src)
	wantKinds(t, findings, `note encoding 0 "windows-1252" x1`)
	if got := table.Columns[0].Text.At(table.N - 1); got != "it’s late" || table.N != 50_001 {
		t.Errorf("last of %d is %q", table.N, got)
	}
}

func TestCannotRead(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(dir, "none.csv"): "there is no such file",
		dir:                            "this is a folder",
	} {
		_, _, err := Read(context.Background(), study.Source{}, path, Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Read(ctx, source(question("q", study.Text)), write(t, "q\n1\n"), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was cancelled", err)
	}
}

// A record longer than any real one stops the reading, in bounded memory.
func TestEndlessRecord(t *testing.T) {
	long := "q,id\nx,1\n\"open,2\n" + strings.Repeat(strings.Repeat("y", 1023)+"\n", maxRecord/1024+600)
	src := source(question("q", study.Text))
	src.Ignore = []string{"id"}
	table, findings := readString(t, long, src)
	wantKinds(t, findings, `error unclosed-quote 3 "" x1`)
	if table.N != 1 || table.Flow.Rows != 2 {
		t.Errorf("%d of %d rows kept", table.N, table.Flow.Rows)
	}
}

// messy is a file with some of everything.
func messy(rows int) string {
	var b strings.Builder
	b.WriteString("id,role,ticks,n,comment\n")
	for i := range rows {
		switch i % 11 {
		case 3:
			fmt.Fprintf(&b, "%d,a,\"x,y\",%d,\"line %d\nand \"\"two\"\", ’quoted’\"\r\n", i, i, i)
		case 4:
			fmt.Fprintf(&b, "%d,zz%d,x,,5\" wide\n", i, i%3)
		case 5:
			b.WriteString(",,,,\n\n")
		case 6:
			fmt.Fprintf(&b, "%d,a,x\n", i)
		case 7:
			fmt.Fprintf(&b, "%d,b,\"y, x, \",x%d,\"bad \"quote\" here\"\n", i, i%5)
		case 8:
			fmt.Fprintf(&b, "%d,a,,1,\n", i-1)
		default:
			fmt.Fprintf(&b, "%d,b,y,%d.5,words %d\n", i, i, i)
		}
	}
	return b.String()
}

func TestSameForAnyJobs(t *testing.T) {
	src := source(question("role", study.Single, "a", "b"), question("ticks", study.Multi, "x", "y"),
		question("n", study.Number), question("comment", study.Text))
	src.Respondent = "id"
	path := write(t, messy(3000))
	type result struct {
		table    *Table
		findings []finding.Finding
	}
	var first *result
	for _, jobs := range []int{1, 2, 7} {
		for _, chunk := range []int{0, 64, 1000} {
			table, findings := readFile(t, path, src, Options{Source: "survey", Jobs: jobs, chunk: chunk})
			for i := range table.Columns { // NaN is not like itself
				for j, x := range table.Columns[i].Numbers {
					if math.IsNaN(x) {
						table.Columns[i].Numbers[j] = -1
					}
				}
			}
			got := &result{table, findings}
			if first == nil {
				first = got
			}
			if !reflect.DeepEqual(got, first) {
				t.Errorf("jobs %d, chunks of %d: the result differs", jobs, chunk)
			}
		}
	}
	// Of 3000 rows, i%11 == 5 and 6 are 273 each and left out (i = 5..2997, 6..2998).
	if first.table.N != 3000-273-273 {
		t.Errorf("%d kept", first.table.N)
	}
}

// The reasons for which Qualtrics rows are left out, tried in order: a preview
// that is not finished is a preview.
func TestQualtricsRows(t *testing.T) {
	head := "ResponseId,Status,Finished,Q_RecaptchaScore,Q1\nResponse ID,Response Type,Finished,,One?\n" +
		`"{""ImportId"":""_recordId""}","{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""Q_RecaptchaScore""}","{""ImportId"":""QID1""}"` + "\n"
	rows := []string{
		"R_1,IP Address,True,0.9,a", "R_2,0,1,,a", "R_3,Imported,TRUE,,a", "R_4,4,1,,a", "R_5,16,1,,a", // kept
		"R_6,Survey Preview,True,,a", "R_7,1,0,,a", "R_8,17,1,,a",
		"R_9,Survey Test,True,,a", "R_10,2,1,,a",
		"R_11,Spam,True,,a", "R_12,8,1,,a", "R_13,12,1,,a",
		"R_14,IP Address,False,,a", "R_15,0,0,,a", "R_16,IP Address,FALSE,,a",
		",,,,", "R_17,0", "R_1,Survey Test,True,,a",
	}
	src := source(question("Q1", study.Single, "a"))
	table, findings := readString(t, head+strings.Join(rows, "\n")+"\n", src)
	want := []Dropped{
		{"blank", 1, []uint32{20}},
		{"wrong number of cells", 1, []uint32{21}},
		{"preview", 3, []uint32{9, 10, 11}},
		{"test", 3, []uint32{12, 13, 22}},
		{"spam", 3, []uint32{14, 15, 16}},
		{"unfinished", 3, []uint32{17, 18, 19}},
	}
	if !reflect.DeepEqual(table.Flow.Dropped, want) || table.N != 5 || table.Flow.Rows != 19 {
		t.Errorf("%d kept, flow %+v", table.N, table.Flow)
	}
	// R_1 comes twice, but not among the rows kept.
	if errs := kinds(finding.Errors(findings)); !slices.Equal(errs, []string{`error wrong-number-of-cells 21 "2 cells" x1`}) {
		t.Errorf("errors: %v", errs)
	}

	legacy := "V1,V7,V10,Q1\nResponseID,Status,Finished,One?\nR_1,0,1,a\nR_2,1,1,a\nR_3,0,0,a\nR_1,0,1,a\n"
	src.Dialect = "qualtrics"
	table, findings = readString(t, legacy, src)
	wantKinds(t, findings, `note rows-left-out 4 "preview" x1`, `note rows-left-out 5 "unfinished" x1`, `error respondent-twice 6 "R_1" x1`)
	if table.N != 2 {
		t.Errorf("%d kept", table.N)
	}
}

func TestLookup(t *testing.T) {
	l := newLookup()
	for i := range 65_000 {
		l.add(fmt.Sprintf("%05d", i), uint64(i))
		l.add(fmt.Sprintf("a long answer, number %05d, of many", i), uint64(i))
	}
	for i := range 65_000 {
		a, ok := l.find(fmt.Appendf(nil, "%05d", i))
		b, okToo := l.find(fmt.Appendf(nil, "a long answer, number %05d, of many", i))
		if !ok || !okToo || a != uint64(i) || b != uint64(i) {
			t.Fatalf("%d: %d %v, %d %v", i, a, ok, b, okToo)
		}
	}
	if _, ok := l.find([]byte("65000")); ok {
		t.Error("found what was never added")
	}
	l.add("00001", 7)
	if got, _ := l.find([]byte("00001")); got != 1 {
		t.Error("a later value took the place of the first")
	}
	c := l.clone()
	for i := range 3 * learned {
		c.learn(fmt.Appendf(nil, "learned %d", i), 9)
	}
	if c.used != l.used+learned {
		t.Errorf("learned %d", c.used-l.used)
	}
}

func TestIDSet(t *testing.T) {
	var s idSet
	for i := range 10_000 {
		if first := s.add(fmt.Appendf(nil, "R_%d", i)); first >= 0 {
			t.Fatalf("%d is said to be the same as %d", i, first)
		}
		s.blank()
	}
	if first := s.add([]byte("R_4321")); first != 2*4321 {
		t.Errorf("the same as %d, want %d", first, 2*4321)
	}
}

func TestWindowsReader(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(newByteReader(bytes.NewReader(all), charmap.Windows1252)); err != nil {
		t.Fatal(err)
	}
	letters := []rune(out.String())
	// From the table of Windows-1252: 80 to 9F, the rest as in Latin-1.
	want := []rune("€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ")
	if len(letters) != 256 || !slices.Equal(letters[0x80:0xa0], want) || letters['A'] != 'A' || letters[0xe9] != 'é' {
		t.Errorf("%q", letters)
	}
}
