package survey

import (
	"bytes"
	"context"
	"io"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/study"
)

// endless gives the same rows again and again, so many bytes of them.
type endless struct {
	rows []byte
	left int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && e.left > 0 {
		k := copy(p[n:min(len(p), n+e.left)], e.rows[e.at:])
		n, e.left, e.at = n+k, e.left-k, (e.at+k)%len(e.rows)
	}
	return n, nil
}

// streamed reads so many megabytes that are nowhere but in the reader, and gives
// the number of rows and the most memory, in bytes, that it took beyond what was
// taken before.
func streamed(t *testing.T, megabytes int, q study.Question) (rows int, peak uint64) {
	t.Helper()
	row := []byte("a,\"" + strings.Repeat("words, and\nlines \"\"said\"\" ", 40) + "\",b\n")
	size := megabytes << 20 / len(row) * len(row)
	src := source(q)
	text := io.MultiReader(strings.NewReader("role,comment,other\n"), &endless{rows: row, left: size})
	h, rest, err := readHeader(text, src)
	if err != nil {
		t.Fatal(err)
	}
	r := newReport("stream")
	table := &Table{}
	m := newMerger(&src, makePlan(&src, &h, r), r, table, 0)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	stop := peakHeap()
	cut := &cutter{in: rest, delimiter: h.delimiter, size: chunkSize, line: h.line, free: make(chan []byte, 8)}
	if err := readRows(context.Background(), cut, m, 2, true, false); err != nil {
		t.Fatal(err)
	}
	most := stop()
	peak = most - min(most, before.HeapAlloc)
	if table.N != size/len(row) || table.Flow.Rows != table.N {
		t.Errorf("%d of %d rows, want %d", table.N, table.Flow.Rows, size/len(row))
	}
	return table.N, peak
}

// What a file takes is what is kept of it: ten times the text that no question
// reads takes no more memory.
func TestBigFile(t *testing.T) {
	if testing.Short() {
		t.Skip("330 MB are read")
	}
	role := question("role", study.Single, "a", "b")
	few, small := streamed(t, 30, role)
	many, big := streamed(t, 300, role)
	t.Logf("%d rows in %d KB, %d rows in %d KB", few, small>>10, many, big>>10)
	// A row kept is 2 bytes of its answer and 4 of its line, and lists grow by a
	// quarter or more at a time.
	if allowed := uint64(many*6*3) + 16<<20; big > allowed {
		t.Errorf("300 MB took %d MB, want %d at most", big>>20, allowed>>20)
	}
}

// A cell of a megabyte is somebody's answer; more than maxRecord is a quotation
// mark that nobody closed, and no reason to take up the memory for the rest.
func TestLongCells(t *testing.T) {
	long := strings.Repeat("word, \"\"quoted\"\"\n", 1<<17)
	content := "id,comment\n1,\"" + long + "\"\n2,short\n"
	src := source(question("comment", study.Text), question("id", study.Number))
	table, findings := readString(t, content, src)
	wantKinds(t, findings)
	want := strings.TrimSpace(strings.ReplaceAll(long, `""`, `"`))
	if len(want) < 1<<20 || table.Columns[0].Text.At(0) != want || table.Columns[0].Text.At(1) != "short" || !slices.Equal(table.Lines, []uint32{2, 2 + 1<<17 + 1}) {
		t.Errorf("%d letters, lines %v", len(table.Columns[0].Text.At(0)), table.Lines)
	}
	p, _ := profileOf(t, write(t, content), study.Source{})
	c := &p.Columns[1]
	if c.Filled != 2 || len(c.Values[0].Text) != longestValue || c.Words != (2*(1<<17)+1)*10/2 {
		t.Errorf("%d filled, %d letters, %d words", c.Filled, len(c.Values[0].Text), c.Words)
	}
}

// A profile holds no more than it says, whatever the file.
func TestProfileBounds(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("many,few,long\n")
	for i := range 3 * MaxValues {
		b.WriteString(strings.Join([]string{"v" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("é", i), "yes", strings.Repeat("letters ", 200)}, ",") + "\n")
	}
	p, findings := profileOf(t, write(t, b.String()), study.Source{})
	wantKinds(t, findings)
	many, few, long := p.Columns[0], p.Columns[1], p.Columns[2]
	if len(many.Values) != MaxValues || !many.Many || many.Filled != 3*MaxValues {
		t.Errorf("%d values, %v, %d filled", len(many.Values), many.Many, many.Filled)
	}
	if len(few.Values) != 1 || few.Many || few.Values[0] != (ValueCount{"yes", 3 * MaxValues}) {
		t.Errorf("%+v", few)
	}
	if len(long.Values) != 1 || len(long.Values[0].Text) != longestValue || long.Words != 2000 {
		t.Errorf("%d values, %d words", len(long.Values), long.Words)
	}
	wide := strings.Repeat("x,", maxColumns+1) + "\n1\n"
	_, findings = readString(t, wide, source(question("x", study.Text)))
	wantKinds(t, findings, `error too-large 1 "" x1`)
}

// A long question over many options, as a file made to fill the memory may have.
func TestLongNames(t *testing.T) {
	question, options := strings.Repeat("<b>question</b> ", 1<<16), 3000
	header := "Respondent ID," + question + strings.Repeat(",", options-1) + "\n" + strings.Repeat(",option", options) + "\n1" + strings.Repeat(",x", options) + "\n"
	path := write(t, header)
	runtime.GC()
	stop := peakHeap()
	p, _ := profileOf(t, path, study.Source{})
	if peak := stop(); p.Dialect != "surveymonkey" || len(p.Columns) != options+1 || peak > 200<<20 {
		t.Errorf("%s, %d columns, %d MB", p.Dialect, len(p.Columns), peak>>20)
	}
}

func TestProfileCounts(t *testing.T) {
	content := "a,b,c\n 1 ,2020-02-03,two  words\n2.5,x,two words\n,2020-02-04 10:00:00,\" two\nwords \"\n-99,,one\n"
	p, _ := profileOf(t, write(t, content), study.Source{})
	for i, want := range []ColumnProfile{
		{Name: "a", Wording: "a", Filled: 3, Values: []ValueCount{{"1", 1}, {"2.5", 1}, {"-99", 1}}, Numbers: 3, Words: 10},
		{Name: "b", Wording: "b", Filled: 3, Values: []ValueCount{{"2020-02-03", 1}, {"x", 1}, {"2020-02-04 10:00:00", 1}}, Dates: 2, Words: 13},
		{Name: "c", Wording: "c", Filled: 4, Values: []ValueCount{{"two words", 3}, {"one", 1}}, Words: 18},
	} {
		if got := p.Columns[i]; !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
