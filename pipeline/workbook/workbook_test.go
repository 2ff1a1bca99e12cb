package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/finding"
)

// pack gives a zip file of pairs of name and text.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, parts[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const link = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`

// book gives a workbook with one sheet of this XML, and further parts.
func book(t testing.TB, rows string, more ...string) []byte {
	t.Helper()
	return pack(t, append([]string{
		"_rels/.rels", `<Relationships><Relationship Id="rId1" Type="` + link + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="` + link[:len(link)-1] + `"><sheets><sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="` + link + `worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + link + `sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="` + link + `styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}, more...)...)
}

type numbered struct {
	n     int
	cells []string
}

// read gives the rows of the first sheet.
func read(data []byte) ([]numbered, error) {
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var out []numbered
	err = b.Rows(b.Sheets()[0], func(n int, cells []string) error {
		out = append(out, numbered{n, append([]string{}, cells...)})
		return nil
	})
	return out, err
}

func TestRows(t *testing.T) {
	rows := `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r></is></c></row>` +
		`<row><c><v>1.5</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1&amp;"x"</f><v>made</v></c></row>` +
		`<row r="9"/><row r="10"><c r="B10"><v>0.10000000000000001</v></c><c r="D10" s="9"/></row>` +
		`<row r="11"><c r="A11"><v>1E+20</v></c><c r="B11"><v>12345678901234567</v></c><c r="C11"><v>0012</v></c></row>`
	shared := `<sst><si><t>zero</t></si><si><r><t>two_x000D_
lines</t></r><rPh sb="0" eb="1"><t>hint</t></rPh></si></sst>`
	got, err := read(book(t, rows, "xl/sharedStrings.xml", shared))
	want := []numbered{
		{2, []string{"two\nlines", "", "in line"}},
		{3, []string{"1.5", "TRUE", "FALSE", "#N/A", "made"}},
		{10, []string{"", "0.1", "", ""}},
		// Excel keeps 15 digits; a number with zeros before it stays as it is.
		{11, []string{"100000000000000000000", "12345678901234600", "0012"}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}

func TestDates(t *testing.T) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="&quot;day &quot;0"/><numFmt numFmtId="167" formatCode="[Red]0.00;[$-809]d mmm"/><numFmt numFmtId="168" formatCode="mm:ss.0"/><numFmt numFmtId="169" formatCode="mmm"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="169"/></cellXfs><dxfs><xf numFmtId="14"/></dxfs></styleSheet>`
	// Days since the start of 1900 as Excel counts them: 1 is 1 January 1900, 61
	// is 1 March 1900, 43890 is 29 February 2020, 44136 is 1 November 2020.
	for _, c := range []struct {
		style         int
		value, want   string
		want1904, why string
	}{
		{0, "44136", "44136", "44136", "no style"},
		{1, "44136", "2020-11-01", "2024-11-02", "a date"},
		{1, "43890", "2020-02-29", "2024-03-01", "a leap day"},
		{1, "1", "1900-01-01", "1904-01-02", "the first day"},
		{1, "61", "1900-03-01", "1904-03-02", "after the leap day that there was not"},
		{2, "0.4375", "10:30:00", "10:30:00", "a time"},
		{2, "44136.4375", "2020-11-01 10:30:00", "2024-11-02 10:30:00", "a day and a time shown as a time"},
		{3, "44136.4375", "2020-11-01 10:30:00", "2024-11-02 10:30:00", "both"},
		{4, "44136.437511574077", "2020-11-01 10:30:01", "2024-11-02 10:30:01", "both, in a format of the workbook's own"},
		{5, "1.0625", "25:30:00", "25:30:00", "a span of time"},
		{6, "12", "12", "12", "letters in quotation marks"},
		{7, "12", "12", "12", "a second section"},
		{8, "0.00071180555555555", "00:01:01.500", "00:01:01.500", "minutes and seconds"},
		{9, "44136", "2020-11-01", "2024-11-02", "a month"},
		{1, "-1", "-1", "-1", "before there are dates"},
		{1, "99999999", "99999999", "99999999", "after there are dates"},
		{99, "7", "7", "7", "a style that there is not"},
	} {
		rows := fmt.Sprintf(`<row r="1"><c r="A1" s="%d"><v>%s</v></c></row>`, c.style, c.value)
		data := book(t, rows, "xl/styles.xml", styles)
		got, err := read(data)
		if err != nil || got[0].cells[0] != c.want {
			t.Errorf("%s: %v, %v; want %s", c.why, got, err, c.want)
		}
		later := pack(t, "xl/workbook.xml", `<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="worksheet" Target="/xl/s.xml"/><Relationship Id="rId3" Type="styles" Target="styles.xml"/></Relationships>`,
			"xl/s.xml", "<worksheet><sheetData>"+rows+"</sheetData></worksheet>", "xl/styles.xml", styles)
		got, err = read(later)
		if err != nil || got[0].cells[0] != c.want1904 {
			t.Errorf("%s, from 1904: %v, %v; want %s", c.why, got, err, c.want1904)
		}
	}
}

// TestExcelize reads a workbook that another program wrote.
func TestExcelize(t *testing.T) {
	f := excelize.NewFile()
	f.NewSheet("Second")
	f.SetSheetVisible("Second", false)
	day := time.Date(2020, 11, 5, 9, 30, 0, 0, time.UTC)
	for cell, v := range map[string]any{"A1": "Name", "B1": "When", "C1": "Share", "D1": "Yes", "A2": "Zoë <b>", "B2": day, "C2": 0.375, "D2": true, "A4": strings.Repeat("é", 1<<10), "XFD4": -12} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := read(b.Bytes())
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	if want := []string{"Zoë <b>", "2020-11-05 09:30:00", "0.375", "TRUE"}; !reflect.DeepEqual(got[1].cells, want) {
		t.Errorf("%q, want %q", got[1].cells, want)
	}
	if last := got[2]; last.n != 4 || len(last.cells) != 16_384 || last.cells[0] != strings.Repeat("é", 1<<10) || last.cells[16_383] != "-12" {
		t.Errorf("row %d of %d cells", last.n, len(last.cells))
	}
	open, _ := Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if s := open.Sheets(); len(s) != 2 || s[0].Name != "Sheet1" || s[0].Hidden || s[1].Name != "Second" || !s[1].Hidden {
		t.Errorf("%+v", s)
	}
}

// TestRealFiles compares every cell of the real workbooks with what another
// program reads in them.
func TestRealFiles(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/data/*/*.xlsx")
	more, _ := filepath.Glob("../../../shared/data/*/*/*.xlsx")
	files = append(files, more...)
	if len(files) == 0 {
		t.Skip("there are no real workbooks here")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		cells := 0
		for _, s := range b.Sheets() {
			want, err := x.GetRows(s.Name)
			if err != nil {
				t.Fatal(err)
			}
			err = b.Rows(s, func(n int, row []string) error {
				for i, c := range row {
					other := ""
					if n <= len(want) && i < len(want[n-1]) {
						other = newlines.Replace(want[n-1][i])
					}
					if cells++; c != other && !(c == "TRUE" && other == "1" || c == "FALSE" && other == "0") {
						t.Errorf("%s, %s row %d, column %d: %q, the other %q", filepath.Base(file), s.Name, n, i+1, c, other)
					}
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		t.Logf("%s: %d sheets, %d cells", filepath.Base(file), len(b.Sheets()), cells)
	}
}

func TestHostile(t *testing.T) {
	cell := func(ref string) string { return `<c r="` + ref + `"><v>1</v></c>` }
	var wide strings.Builder
	for i := 1; i <= 13_000; i++ {
		fmt.Fprintf(&wide, `<row r="%d">%s</row>`, i, cell("XFD"+fmt.Sprint(i)))
	}
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"not a zip file", "damaged-file", []byte("a,b\n")},
		{"a Word document", "not-excel", pack(t, "word/document.xml", "")},
		{"no sheets", "no-sheets", pack(t, "xl/workbook.xml", "<workbook/>")},
		{"a sheet that is elsewhere", "no-sheets", pack(t, "xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="worksheet" Target="http://example.org/a.xml" TargetMode="External"/></Relationships>`)},
		{"rows in disorder", "damaged-file", book(t, `<row r="5"/><row r="5"/>`)},
		{"a row beyond Excel's", "damaged-file", book(t, `<row r="1048577"/>`)},
		{"a column beyond Excel's", "damaged-file", book(t, `<row r="1">`+cell("XFE1")+`</row>`)},
		{"a column without end", "damaged-file", book(t, `<row r="1">`+cell(strings.Repeat("Z", 1000))+`</row>`)},
		{"a shared text that there is not", "damaged-file", book(t, `<row r="1"><c t="s"><v>-1</v></c></row>`)},
		{"cut off", "damaged-file", book(t, `<row r="1"><c r="A1"><v>1`)},
		{"entities", "document-type", book(t, "", "xl/sharedStrings.xml", `<!DOCTYPE a [<!ENTITY b "c">]><sst><si><t>&b;</t></si></sst>`)},
		{"few bytes, many cells", "too-large", book(t, wide.String())},
		{"70 MB of one letter", "zip-bomb", book(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>`+strings.Repeat("x", 70_000_000)+`</t></is></c></row>`)},
	} {
		b, err := Open(bytes.NewReader(c.data), int64(len(c.data)))
		if err == nil {
			err = b.Rows(b.Sheets()[0], func(int, []string) error { return nil })
		}
		var f finding.Finding
		if !errors.As(err, &f) || f.Kind != c.want || f.Message == "" {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	big := strings.Repeat("x", 1<<20)
	got, err := read(book(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>`+big+`</t></is></c></row>`))
	if err != nil || got[0].cells[0] != big {
		t.Error("a cell of 1 MiB is not read:", err)
	}
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{
		"a_x000D_\nb": "a\nb", "_x0041_": "A", "_x005F_x0041_": "_x0041_", "_x00": "_x00", "_xZZZZ_": "_xZZZZ_", "_x0000_": "\uFFFD", "_xD800_": "_xD800_", "a": "a",
	} {
		if got := unescape(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(book(f, `<row r="1"><c r="A1"><v>1</v></c></row>`))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, data) })
}

// FuzzXML puts any XML into a whole workbook, which fuzzing the zip seldom reaches.
func FuzzXML(f *testing.F) {
	f.Add(`<row r="1"><c r="B1" t="s" s="1"><v>0</v></c></row>`, `<sst><si><t>_x000D_</t></si></sst>`, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d&quot;x"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="22"/></cellXfs></styleSheet>`)
	f.Add(`<row><c><is><rPh/><t>a</t></is></c></row>`, `<sst><si/></sst>`, ``)
	f.Fuzz(func(t *testing.T, rows, shared, styles string) {
		checkRead(t, book(t, rows, "xl/sharedStrings.xml", shared, "xl/styles.xml", styles))
	})
}

func checkRead(t *testing.T, data []byte) {
	got, err := read(data)
	if err != nil {
		var f finding.Finding
		if !errors.As(err, &f) || f.Severity != finding.Error || f.Message == "" {
			t.Fatalf("not a finding: %v", err)
		}
		return
	}
	last := 0
	for _, row := range got {
		if row.n <= last || row.n > mostRows || len(row.cells) == 0 || len(row.cells) > mostColumns {
			t.Fatalf("row %d after %d, %d cells", row.n, last, len(row.cells))
		}
		last = row.n
	}
}

// BenchmarkRows reads a sheet of 20,000 rows of 20 cells.
func BenchmarkRows(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for i := range 20_000 {
		row := make([]any, 20)
		for j := range row {
			row[j] = any(i * j)
			if j%2 == 0 {
				row[j] = "Strongly agree"
			}
		}
		w.SetRow(fmt.Sprintf("A%d", i+1), row)
	}
	w.Flush()
	var buffer bytes.Buffer
	if err := f.Write(&buffer); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		book, err := Open(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
		if err != nil {
			b.Fatal(err)
		}
		cells := 0
		if err := book.Rows(book.Sheets()[0], func(_ int, row []string) error { cells += len(row); return nil }); err != nil || cells != 400_000 {
			b.Fatal(cells, err)
		}
	}
	b.ReportMetric(400_000*float64(b.N)/b.Elapsed().Seconds(), "cells/s")
}
