package survey

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// cutRecords reads records by way of chunks of a size.
func cutRecords(t *testing.T, data []byte, delimiter byte, size int) (records [][]string, lines []int, spoilt bool) {
	t.Helper()
	cut := &cutter{in: bytes.NewReader(data), delimiter: delimiter, size: size, line: 1, free: make(chan []byte, 1)}
	var scratch []byte
	for {
		ch, err := cut.next()
		if errors.Is(err, io.EOF) {
			return records, lines, spoilt
		}
		if err != nil {
			t.Fatal(err)
		}
		s := scanner{data: ch.data, delimiter: delimiter, nextLine: ch.line}
		for s.next() {
			var record []string
			for _, c := range s.record() {
				record = append(record, string(s.text(c, &scratch)))
			}
			records = append(records, record)
			lines = append(lines, s.line)
			spoilt = spoilt || s.stray > 0 || s.unclosed > 0
		}
		cut.giveBack(ch)
	}
}

// Whatever encoding/csv reads without complaint must come out the same here.
func FuzzRecords(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "\"a\"\"b\",\"c\nd\"\r\n\r\n,\n", "a;b\n\"x;y\";\n", "\"\"\n", "a\r\nb\r", "\n\n\"\"\"\"", "a\tb\n\"\t\"\t\n",
	} {
		f.Add([]byte(seed), uint8(7))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		for _, delimiter := range []byte{',', '\t', ';'} {
			in := csv.NewReader(bytes.NewReader(data))
			in.Comma, in.FieldsPerRecord = rune(delimiter), -1
			var want [][]string
			var wantLines []int
			var err error
			for {
				var record []string
				if record, err = in.Read(); err != nil {
					break
				}
				want = append(want, record)
				line, _ := in.FieldPos(0)
				wantLines = append(wantLines, line)
			}
			got, lines, spoilt := cutRecords(t, data, delimiter, int(size)+1)
			whole, wholeLines, _ := cutRecords(t, data, delimiter, len(data)+1)
			if !reflect.DeepEqual(got, whole) || !reflect.DeepEqual(lines, wholeLines) {
				t.Fatalf("in chunks of %d: %q on lines %v; in one: %q on lines %v", int(size)+1, got, lines, whole, wholeLines)
			}
			if !errors.Is(err, io.EOF) {
				continue // not well formed
			}
			for _, record := range got {
				for i := range record {
					record[i] = strings.ReplaceAll(record[i], "\r\n", "\n") // as encoding/csv does
				}
			}
			if spoilt || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(lines, wantLines) {
				t.Fatalf("got %q on lines %v (spoilt: %v), want %q on lines %v", got, lines, spoilt, want, wantLines)
			}
		}
	})
}

// Read must neither panic nor lose count of a row, however the file is cut.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		messy(30), "a,b\n1,2\n", "\xff\xfea\x00,\x00", "a\x00,\x00b\x00\n\x00", "q\n\"", "caf\xe9\n1\n", "a,a\n\"x\"y\",\n",
		"V1,Q1\nResponseID,x\n{\"ImportId\":\"responseId\"},{'ImportId': 'QID1'}\nR_1,1\n", "Status,Finished\r1,\r",
	} {
		f.Add([]byte(seed), "")
		f.Add([]byte(seed), "qualtrics")
	}
	role := question("role", study.Single, "a", "b")
	ticks := question("ticks", study.Multi, "x", "y", "x,y")
	ticks.Other = "y"
	own := study.Question{ID: "own", Kind: study.Multi, Options: study.Options{{Label: "a", Column: "a"}, {Label: "b", Column: "b", Ticked: []string{"*"}}}}
	src := source(role, ticks, own, question("n", study.Number), question("comment", study.Text), question("id", study.Date))
	src.Respondent, src.Missing = "id", []string{"-99", "NA"}
	path := filepath.Join(f.TempDir(), "export.csv")
	f.Fuzz(func(t *testing.T, data []byte, dialect string) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s := src
		s.Dialect = dialect
		var tables [2]*Table
		var findings [2][]finding.Finding
		for i, opt := range []Options{{Jobs: 1, chunk: 1 << 16}, {Jobs: 3, chunk: 1 + len(data)%40}} {
			table, found, err := Read(context.Background(), s, path, opt)
			if err != nil {
				t.Fatal(err)
			}
			dropped := 0
			for _, d := range table.Flow.Dropped {
				dropped += d.Count
			}
			if table.Flow.Rows != table.Flow.Kept+dropped || table.N != table.Flow.Kept || len(table.Lines) != table.N {
				t.Fatalf("the flow does not add up: %+v", table.Flow)
			}
			for j := range table.Columns {
				c := &table.Columns[j]
				for k := range table.N { // and none of these panics
					if c.Answered(k) && c.Numbers != nil && math.IsInf(c.Numbers[k], 0) {
						t.Fatal("an infinite number")
					}
				}
				for k, x := range c.Numbers {
					if math.IsNaN(x) {
						c.Numbers[k] = 0
					}
				}
			}
			tables[i], findings[i] = table, found
		}
		if !reflect.DeepEqual(tables[0], tables[1]) || !reflect.DeepEqual(findings[0], findings[1]) {
			t.Fatalf("the result depends on how the file is cut:\n%+v\n%v\n%+v\n%v", tables[0], findings[0], tables[1], findings[1])
		}
	})
}

// Of any file, a profile has a name for each column and no two alike, counts as
// many rows as Read does, and does not depend on how the file is cut.
func FuzzProfile(f *testing.F) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for i := range dialects {
			f.Add(data, uint8(i))
		}
		f.Add(data, uint8(len(dialects)))
	}
	f.Add([]byte(messy(30)), uint8(0))
	f.Add([]byte("a,,a\n,\n\"\n"), uint8(1))
	path := filepath.Join(f.TempDir(), "export.csv")
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		src := study.Source{}
		if n := int(which) % (len(dialects) + 1); n < len(dialects) {
			src.Dialect = dialects[n].name
		}
		var profiles [2]*Profile
		var findings [2][]finding.Finding
		for i, chunk := range []int{1 << 16, 1 + len(data)%40} {
			p, found, err := ProfileOf(context.Background(), path, src, Options{chunk: chunk})
			if err != nil {
				t.Fatal(err)
			}
			profiles[i], findings[i] = p, found
		}
		if !reflect.DeepEqual(profiles[0], profiles[1]) || !reflect.DeepEqual(findings[0], findings[1]) {
			t.Fatalf("the profile depends on how the file is cut:\n%+v\n%v\n%+v\n%v", profiles[0], findings[0], profiles[1], findings[1])
		}
		p := profiles[0]
		if p == nil {
			if len(finding.Errors(findings[0])) == 0 {
				t.Fatal("neither a profile nor an error")
			}
			return
		}
		names := map[string]bool{}
		for _, c := range p.Columns {
			rows := 0
			for _, v := range c.Values {
				rows += v.Rows
			}
			if c.Name == "" || names[c.Name] || c.Filled > p.Flow.Kept || rows > c.Filled || !c.Many && rows != c.Filled || !utf8.ValidString(c.Name+c.Wording+c.Option) {
				t.Fatalf("%+v of %+v", c, p.Flow)
			}
			names[c.Name] = true
		}
		table, _, err := Read(context.Background(), src, path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(table.Flow, p.Flow) || table.Dialect != p.Dialect {
			t.Fatalf("%+v and %+v", table.Flow, p.Flow)
		}
	})
}

// Rows of a sheet come out of the CSV that is made of them as they went in, on
// the lines of their numbers.
func FuzzSheet(f *testing.F) {
	f.Add("a|b|c", "1|two\nlines|\"q\"", uint8(2))
	f.Add("a|\r|\"", "||", uint8(1))
	f.Add(",|\"\"|\n\"\n", "\"|\"", uint8(9))
	f.Fuzz(func(t *testing.T, one, two string, gap uint8) {
		var b bytes.Buffer
		w := &sheetWriter{out: bufio.NewWriter(&b), line: 1}
		rows := [][]string{strings.Split(one, "|"), strings.Split(two, "|")}
		at := []int{1 + int(gap), 2 + 2*int(gap)}
		for i, cells := range rows {
			if err := w.row(at[i], cells); err != nil {
				t.Fatal(err)
			}
		}
		w.out.Flush()
		s := scanner{data: b.Bytes(), delimiter: ',', nextLine: 1}
		var scratch []byte
		for i, cells := range rows {
			cells = trimBlank(cells)
			if len(cells) == 0 {
				continue
			}
			if !s.next() || s.line != at[i] || s.stray > 0 || s.unclosed > 0 {
				t.Fatalf("row %d of %q is on line %d", at[i], b.String(), s.line)
			}
			var got []string
			for _, c := range s.record() {
				got = append(got, strings.ReplaceAll(string(s.text(c, &scratch)), "\r", "\n"))
			}
			for j := range cells {
				cells[j] = strings.ReplaceAll(cells[j], "\r", "\n")
			}
			if !slices.Equal(got, cells) {
				t.Fatalf("%q came out as %q", cells, got)
			}
		}
		if s.next() {
			t.Fatal("a row too many")
		}
	})
}
