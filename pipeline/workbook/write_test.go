package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/finding"
)

func written(t testing.TB, pages ...Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, pages); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rowsOf(rows ...[]string) iter.Seq[[]string] { return slices.Values(rows) }

func TestWriteReadBack(t *testing.T) {
	long := strings.Repeat("😀", MostCellText/2)
	pages := func() []Page {
		return []Page{
			{Name: "coding", Frozen: 2, Widths: []float64{10, 0, 60}, Choices: []Choice{{3, 4, []string{"x", "asks"}}},
				Rows: rowsOf(
					[]string{"unit", "text", "a", "b"},
					[]string{"R1/q", "=HYPERLINK(\"http://example.org\")", "-", "+44 20"},
					[]string{"R2/q", "two\r\nlines", " lead", "012"},
					[]string{"R3/q", "_x000D_ and _x0041_", "\x01\xff", ""},
					[]string{"R4/q", "@cmd", "1.0", "2020-11-01"},
					[]string{"R5/q", "<b>&amp;</b>", long, "TRUE"},
				)},
			{Name: "codebook", Rows: rowsOf([]string{"id"}, []string{"supervision"})},
			{Name: "third", Rows: rowsOf()},
		}
	}
	data := written(t, pages()...)
	got, err := read(data)
	want := []numbered{
		{1, []string{"unit", "text", "a", "b"}},
		{2, []string{"R1/q", "'=HYPERLINK(\"http://example.org\")", "-", "'+44 20"}},
		{3, []string{"R2/q", "two\nlines", " lead", "012"}},
		{4, []string{"R3/q", "_x000D_ and _x0041_", "\ufffd\ufffd", ""}},
		{5, []string{"R4/q", "'@cmd", "1.0", "2020-11-01"}},
		{6, []string{"R5/q", "<b>&amp;</b>", long, "TRUE"}},
	}
	if err != nil || len(got) != len(want) {
		t.Fatal(got, err)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("row %d: %.200q, want %.200q", i+1, got[i].cells, want[i].cells)
		}
	}
	for range 8 {
		if !bytes.Equal(data, written(t, pages()...)) {
			t.Fatal("the same pages gave other bytes")
		}
	}
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if names := x.GetSheetList(); !reflect.DeepEqual(names, []string{"coding", "codebook", "third"}) {
		t.Error(names)
	}
	lists, err := x.GetDataValidations("coding")
	if err != nil || len(lists) != 1 || lists[0].Sqref != "C2:D1048576" || lists[0].Formula1 != `"x,asks"` || lists[0].ShowErrorMessage {
		t.Errorf("%+v, %v", lists, err)
	}
	if panes, err := x.GetPanes("coding"); err != nil || !panes.Freeze || panes.XSplit != 2 || panes.YSplit != 1 {
		t.Errorf("%+v, %v", panes, err)
	}
	if f, err := x.GetCellFormula("coding", "B2"); f != "" || err != nil {
		t.Errorf("a formula: %q, %v", f, err)
	}
}

func TestWriteTooLarge(t *testing.T) {
	for name, row := range map[string][]string{
		"text":    {strings.Repeat("x", MostCellText+1)},
		"columns": make([]string, mostColumns+1),
		"emoji":   {strings.Repeat("😀", MostCellText/2+1)},
	} {
		var f finding.Finding
		if err := Write(&bytes.Buffer{}, []Page{{Name: "a", Rows: rowsOf(row)}}); !errors.As(err, &f) || f.Kind != "too-large" || f.Line != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for range b.N {
		rows := func(yield func([]string) bool) {
			for i := range 100_000 {
				row := make([]string, 20)
				row[0], row[2] = fmt.Sprint("R", i), "There should be more on the supervision of digital work, and on data security."
				if !yield(row) {
					return
				}
			}
		}
		var out bytes.Buffer
		if err := Write(&out, []Page{{Name: "coding", Rows: rows}}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len())/1e6, "MB")
	}
}

// A page as wide as a sheet can be takes time in proportion to its cells.
func TestWriteVeryWide(t *testing.T) {
	const wide = mostColumns
	p := Page{Name: "wide", Frozen: 3, Rows: func(yield func([]string) bool) {
		for range 3 {
			row := make([]string, wide)
			row[0], row[wide-1] = "first", "last"
			if !yield(row) {
				return
			}
		}
	}}
	for i := range wide {
		p.Widths = append(p.Widths, 11)
		if i == 2 {
			p.Widths[i] = 60
		}
	}
	// It takes minutes where the width of each column is set by itself.
	book, err := excelize.OpenReader(bytes.NewReader(written(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	props, err := book.GetSheetProps("wide")
	if err != nil || props.DefaultColWidth == nil || *props.DefaultColWidth != 11 {
		t.Errorf("the usual width: %+v, %v", props, err)
	}
	if width, err := book.GetColWidth("wide", "C"); err != nil || width != 60 {
		t.Errorf("the third column is %v wide, %v", width, err)
	}
}
