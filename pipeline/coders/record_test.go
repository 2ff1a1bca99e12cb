package coders

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/theme"

	"golang.org/x/text/encoding/unicode"
)

func TestRecord(t *testing.T) {
	folder := t.TempDir()
	if r, found := Load(folder); len(found) > 0 || r.Coders != nil {
		t.Fatal(r, found)
	}
	ann := Imported{Coder: "ann", Judgements: annsJudgements()}
	if n, err := Save(folder, ann); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	file := filepath.Join(folder, Folder, "ann.csv")
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(first), "\n")
	if lines[0] != "unit,text_sha,themes,coder,day,method,codebook_version,note" ||
		lines[1] != "R1/q1,"+TextSHA(units()[0].Text)+",security supervision:asks,ann,2026-03-04,human,1.0," ||
		!strings.HasSuffix(lines[2], ",,ann,2026-03-04,human,1.0,'- a formula?") {
		t.Errorf("%q", lines)
	}
	// The same again, on another day, adds nothing and writes nothing.
	for i := range ann.Judgements {
		ann.Judgements[i].Day = "2026-03-05"
	}
	if n, err := Save(folder, ann); n != 0 || err != nil {
		t.Error(n, err)
	}
	// A change of mind, and back again, is kept.
	second := annsJudgements()[0]
	second.Marks, second.Day = nil, "2026-03-06"
	for _, j := range []Judgement{second, annsJudgements()[0]} {
		if n, err := Save(folder, Imported{Coder: "ann", Judgements: []Judgement{j}}); n != 1 || err != nil {
			t.Error(n, err)
		}
	}
	now, _ := os.ReadFile(file)
	if !bytes.HasPrefix(now, first) {
		t.Error("what was there was changed")
	}
	settled := annsJudgements()[0]
	settled.Method = SettledMethod
	if n, err := Save(folder, Imported{Coder: "ann", Settled: true, Judgements: []Judgement{settled}}); n != 1 || err != nil {
		t.Error(n, err)
	}
	r, found := Load(folder)
	if len(found) > 0 || len(r.Coders) != 1 || len(r.Coders[0].Judgements) != 5 || len(r.Settled) != 1 || !same(r.Latest(), annsJudgements()) {
		t.Errorf("%+v, %v", r, found)
	}
	os.WriteFile(filepath.Join(folder, Folder, "Sheet of Ann.csv"), nil, 0o644)
	os.WriteFile(filepath.Join(folder, Folder, "ben.csv"), first, 0o644)
	r, found = Load(folder)
	if !slices.Equal(kinds(found, finding.Warning), []string{"not-a-record"}) || !slices.Equal(kinds(found, finding.Error), []string{"record", "record", "record"}) || len(r.Coders) != 1 {
		t.Errorf("%+v, %v", r, found)
	}
	if _, err := Save(folder, Imported{Coder: "ben", Judgements: []Judgement{second}}); err == nil {
		t.Error("a record that cannot be read was written to")
	}
}

func TestReadRecordFaults(t *testing.T) {
	const head = "unit,text_sha,themes,coder,day,method,codebook_version,note\n"
	for row, cell := range map[string]string{
		",0123456789ab,a,ann,2026-03-04,human,1,":            "A2, unit",
		"u,0.12E+10,a,ann,2026-03-04,human,1,":               "B2, text_sha",
		"u,0123456789ab,a:likes,ann,2026-03-04,human,1,":     "C2, themes",
		"u,0123456789ab,a a,ann,2026-03-04,human,1,":         "C2, themes",
		"u,0123456789ab,a,ben,2026-03-04,human,1,":           "D2, coder",
		"u,0123456789ab,a,ann,04/03/2026,human,1,":           "E2, day",
		"u,0123456789ab,a,ann,2026-03-04,machine,1,":         "F2, method",
		"u,0123456789ab,a,ann,2026-03-04,human,1,\nu,\"half": "",
	} {
		_, found := ReadRecord("ann.csv", "ann", []byte(head+row+"\n"))
		if errs := finding.Errors(found); len(errs) != 1 || errs[0].Cell != cell {
			t.Errorf("%q: %v", row, found)
		}
	}
	if _, found := ReadRecord("ann.csv", "ann", []byte("unit,themes\n")); len(finding.Errors(found)) != 6 {
		t.Error(found)
	}
}

// A record that a spreadsheet program has saved in its own way can still be added
// to.
func TestExtendResaved(t *testing.T) {
	record, _, err := Extend("a", "ann", nil, annsJudgements()[:2])
	if err != nil {
		t.Fatal(err)
	}
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(bytes.ReplaceAll(record, []byte("\n"), []byte("\r\n")))
	for name, old := range map[string][]byte{
		"UTF-16": utf16, "no line end": bytes.TrimSuffix(record, []byte("\n")),
		"semicolons": bytes.ReplaceAll(record, []byte(","), []byte(";")),
		"a mark":     append([]byte("\ufeff"), record...),
	} {
		data, n, err := Extend("a", "ann", old, annsJudgements())
		back, found := ReadRecord("a", "ann", data)
		if n != 1 || err != nil || len(found) > 0 || !same(back, annsJudgements()) {
			t.Errorf("%s: %d, %v, %v\n%s", name, n, err, found, data)
		}
	}
}

func FuzzReadRecord(f *testing.F) {
	record, _, _ := Extend("a", "ann", nil, annsJudgements())
	f.Add(record)
	f.Add([]byte("unit,text_sha,themes,coder,day,method,codebook_version,note\nu,0123456789ab,a:asks b,ann,2026-03-04,human,1,'=x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		history, found := ReadRecord("a", "ann", data)
		if len(finding.Errors(found)) > 0 || len(history) == 0 {
			return
		}
		again, _, err := Extend("a", "ann", nil, history)
		if err != nil {
			t.Fatal(err)
		}
		back, found := ReadRecord("a", "ann", again)
		if len(finding.Errors(found)) > 0 || !slices.EqualFunc(Latest(back), Latest(history), func(a, b Judgement) bool { return sameJudgement(&a, &b) }) {
			t.Errorf("%+v, %v; was %+v", back, found, history)
		}
	})
}

func TestSample(t *testing.T) {
	var all []theme.Unit
	add := func(source, question string, n int) {
		for i := range n {
			text := "There should be more on supervision."
			if i%10 == 9 {
				text = "n/a"
			}
			all = append(all, theme.Unit{ID: source + question + string(rune('a'+i/26%26)) + string(rune('a'+i%26)) + string(rune('a'+i/676)), Source: source, Question: question, Text: text})
		}
	}
	add("survey", "q1", 1000)
	add("survey", "q2", 500)
	add("groups", "fg1", 200)
	add("groups", "q1", 10)
	add("survey", "q3", 1)
	got, none := Sample(all, 100)
	if none != 171 || len(got) != 100 {
		t.Fatal(none, len(got))
	}
	count := map[string]int{}
	for _, u := range got {
		count[u.Source+" "+u.Question]++
	}
	// Of 900, 450, 180, 9 and 1 answers, 1,540 in all, 100 in proportion: 58.4, 29.2,
	// 11.7, .6, .06; by Webster's method, with a divisor of 15.4, rounded each.
	for q, want := range map[string]int{"survey q1": 58, "survey q2": 29, "groups fg1": 12, "groups q1": 1, "survey q3": 0} {
		if count[q] != want {
			t.Errorf("%s: %d, want %d", q, count[q], want)
		}
	}
	// The same whatever the order of the units; a larger sample holds the smaller.
	turned := slices.Clone(all)
	slices.Reverse(turned)
	again, _ := Sample(turned, 100)
	slices.Reverse(again)
	if !slices.Equal(got, again) {
		t.Error("another order of the units gave another sample")
	}
	larger, _ := Sample(all, 137)
	for _, u := range got {
		if !slices.Contains(larger, u) {
			t.Error(u.ID, "is not in the larger sample")
		}
	}
	if every, _ := Sample(all, 0); len(every) != 1540 {
		t.Error(len(every))
	}
	if every, _ := Sample(all, 1<<40); len(every) != 1540 {
		t.Error(len(every))
	}
}

// The record keeps which themes a sheet asked about, once for each day of a coder.
func TestAsked(t *testing.T) {
	dir := t.TempDir()
	u := units()
	in := Imported{Coder: "ann", Asked: []string{"supervision", "note"}, Judgements: []Judgement{
		{Unit: u[0].ID, TextSHA: TextSHA(u[0].Text), Coder: "ann", Day: "2026-03-04", Method: Human, CodebookVersion: "1.0"},
		{Unit: u[1].ID, TextSHA: TextSHA(u[1].Text), Coder: "ann", Day: "2026-03-04", Method: Human, CodebookVersion: "1.0"},
	}}
	for range 2 {
		if _, err := Save(dir, in); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, Folder, "asked.csv")
	data, err := os.ReadFile(path)
	if want := "coder,day,codebook_version,themes\nann,2026-03-04,1.0,note supervision\n"; err != nil || string(data) != want {
		t.Errorf("%q, %v, want %q", data, err, want)
	}
	record, found := Load(dir)
	if len(found) != 0 || !record.Asked || len(record.Coders) != 1 {
		t.Fatalf("%+v, %v", record, found)
	}
	// The same version of the codebook has a theme more now.
	today, _ := Today(record.Latest(), u, book(), nil)
	if len(today) != 2 || !slices.Equal(today[0].NotAsked, []string{"security"}) {
		t.Errorf("%+v", today)
	}
	if _, err := Name("asked"); err == nil {
		t.Error("a coder's record would have the name of the file")
	}
	if err := os.WriteFile(path, []byte("coder,day\nann,1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, found := Load(dir); len(finding.Errors(found)) != 2 {
		t.Errorf("%v", found)
	}
}

func TestSampleLeavesOutBackchannels(t *testing.T) {
	var turns []theme.Unit
	for i, text := range []string{"Mm-hm.", "Bye now. Bye bye bye.", "Yes.", "We need supervision."} {
		turns = append(turns, theme.Unit{ID: "FG1/T" + string(rune('1'+i)), Source: "groups", Question: "FG1", Text: text})
	}
	if got, none := Sample(turns, 0); none != 2 || len(got) != 2 || got[0].Text != "Yes." {
		t.Errorf("%v, %d left out", got, none)
	}
}

func FuzzAsked(f *testing.F) {
	f.Add([]byte("coder,day,codebook_version,themes\nann,2026-03-04,1.0,a b\n"))
	f.Add([]byte("coder;day\n\n\"x"))
	f.Add([]byte("\xff\xfec\x00o\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, found := readAsked("asked.csv", data)
		if len(finding.Errors(found)) > 0 && rows != nil {
			t.Error("rows of a file that cannot be used")
		}
	})
}
