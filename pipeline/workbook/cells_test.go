package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/finding"
)

func laid() []Page {
	return []Page{
		{Name: "It's an index", Frozen: 1, FrozenRows: 2, Widths: []float64{20, 10, 10}, Cells: [][]Cell{
			{{Text: "A title", Look: Title, Span: 3}},
			{{Text: "Answer", Look: Heading}, {Text: "Count", Look: Heading, Format: "0"}, {Text: "%", Look: Heading, Format: "0"}},
			{{Text: "=1+1"}, {Number: 1234, Format: "#,##0"}, {Number: 0.947, Format: "0.0%"}},
			{{Text: "@cmd", Look: Strong}, {Text: "hidden", Format: "0%"}, {Number: 0, Format: "0%"}},
			{},
			{{Text: strings.Repeat("many words ", 20), Look: Soft, Span: 3}},
			{{Text: "rows", To: "rows"}, {Number: math.NaN(), Format: "0"}, {Number: math.Inf(1), Format: "0"}},
		}},
		{Name: "rows", Rows: rowsOf([]string{"a"}, []string{"1"})},
		{Name: "wide", FrozenRows: 1, Cells: [][]Cell{make([]Cell, 40)}},
	}
}

func TestCellsReadBack(t *testing.T) {
	data := written(t, laid()...)
	for range 4 {
		if !bytes.Equal(data, written(t, laid()...)) {
			t.Fatal("the same pages gave other bytes")
		}
	}
	got, err := read(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 6 || got[2].cells[0] != "'=1+1" || got[2].cells[1] != "1234" || got[2].cells[2] != "0.947" || got[3].cells[1] != "hidden" || got[3].cells[2] != "0" || got[3].cells[0] != "'@cmd" {
		t.Errorf("%v", got)
	}
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	sheet := "It's an index"
	// As a spreadsheet shows them.
	for cell, want := range map[string]string{"B3": "1,234", "C3": "94.7%", "C4": "0%", "B4": "hidden", "B7": "", "C7": ""} {
		if v, err := x.GetCellValue(sheet, cell); v != want || err != nil {
			t.Errorf("%s shows %q, want %q (%v)", cell, v, want, err)
		}
	}
	for cell, want := range map[string]excelize.CellType{"B3": excelize.CellTypeUnset, "A3": excelize.CellTypeInlineString, "B4": excelize.CellTypeInlineString} {
		if k, err := x.GetCellType(sheet, cell); k != want || err != nil { // a number's type is left unsaid
			t.Errorf("%s is of type %d, want %d (%v)", cell, k, want, err)
		}
	}
	if there, to, err := x.GetCellHyperLink(sheet, "A7"); !there || to != "'rows'!A1" || err != nil {
		t.Errorf("the link: %v %q %v", there, to, err)
	}
	if p, err := x.GetPanes(sheet); err != nil || !p.Freeze || p.XSplit != 1 || p.YSplit != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	if merged, err := x.GetMergeCells(sheet); err != nil || len(merged) != 2 {
		t.Errorf("%v, %v", merged, err)
	}
	if h, err := x.GetRowHeight(sheet, 6); err != nil || h < 5*lineHeight {
		t.Errorf("a row of 220 letters in 40 columns of letters is %.1f points high (%v)", h, err)
	}
	layout, err := x.GetPageLayout("wide")
	if err != nil || *layout.Orientation != "landscape" || *layout.FitToWidth != 3 || *layout.FitToHeight != 0 {
		t.Errorf("%+v, %v", layout, err) // 40 columns of 9 characters, 170 to a sheet of paper
	}
	var titles []string
	for _, n := range x.GetDefinedName() {
		titles = append(titles, n.RefersTo)
	}
	if strings.Join(titles, ";") != "'It''s an index'!$A:$A,'It''s an index'!$1:$2;'wide'!$1:$1" {
		t.Errorf("printed on each sheet: %q", titles)
	}
	noFormula(t, data)
}

// noFormula looks for cells with a formula in every part of a workbook.
func noFormula(t *testing.T, data []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(part, []byte("<f>")) || bytes.Contains(part, []byte("<f ")) || bytes.Contains(part, []byte("External")) {
			t.Errorf("%s holds a formula or a link to elsewhere", f.Name)
		}
	}
}

func TestCellsTooLarge(t *testing.T) {
	for name, cells := range map[string][][]Cell{
		"too-large": {{{Text: strings.Repeat("x", MostCellText+1)}}},
		"no-sheet":  {{{Text: "x", To: "nowhere"}}},
	} {
		var f finding.Finding
		if err := Write(&bytes.Buffer{}, []Page{{Name: "a", Cells: cells}}); !errors.As(err, &f) || f.Kind != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	var f finding.Finding
	if err := Write(&bytes.Buffer{}, []Page{{Name: "a", Cells: [][]Cell{{{Span: mostColumns + 1}}}}}); !errors.As(err, &f) || f.Kind != "too-large" {
		t.Error(err)
	}
}
