package survey

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

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
