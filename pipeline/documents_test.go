package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/tabbook"
	"concord/pipeline/tabulate"
	"concord/pipeline/wordfile"
	"concord/pipeline/workbook"
)

func runFormats(t *testing.T, study, out string, jobs int, formats ...string) *Result {
	t.Helper()
	r, err := Run(context.Background(), Options{Study: study, Out: out, Jobs: jobs, Formats: formats})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		asked []string
		want  string
	}{
		{nil, "[html md]"},
		{[]string{"xlsx", "docx", "docx"}, "[docx xlsx]"},
		{[]string{"xlsx", "md", "html", "docx"}, "[html md docx xlsx]"},
	} {
		if got, err := formatsOf(c.asked); err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%q: %v, %v", c.asked, got, err)
		}
	}
	if _, err := formatsOf([]string{"html", "dox"}); err == nil || !strings.Contains(err.Error(), `"docx"`) {
		t.Error(err)
	}
}

// The Word document and the workbook hold what the report and the tables do, the
// same bytes whatever the number of jobs; formats no longer asked for go.
func TestDocuments(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	r := runFormats(t, bundled, out, 1, "xlsx", "docx", "md")
	if fmt.Sprint(r.Documents) != "[report.docx report.md tables.xlsx]" {
		t.Error(r.Documents)
	}
	other := filepath.Join(t.TempDir(), "out")
	runFormats(t, bundled, other, 3, "docx", "md", "xlsx", "docx")
	sameFiles(t, hashes(t, out), hashes(t, other))
	if again := runFormats(t, bundled, out, 2, "md", "xlsx", "docx"); len(again.Ran) != 0 || len(again.Documents) != 3 {
		t.Errorf("in another order, ran %v and gave %v", again.Ran, again.Documents)
	}

	tables := tablesOfBundled(t)
	compareBook(t, filepath.Join(out, "tables.xlsx"), tables)
	compareWord(t, out, tables)

	if r := runFormats(t, bundled, out, 2); fmt.Sprint(r.Documents, r.Ran) != "[report.html report.md] [report]" {
		t.Error(r.Documents, r.Ran)
	}
	for name, want := range map[string]bool{"report.html": true, "report.md": true, "report.docx": false, "tables.xlsx": false} {
		if _, err := os.Stat(filepath.Join(out, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// tablesOfBundled gives the tables of the bundled consultation.
func tablesOfBundled(t *testing.T) []tabulate.Table {
	t.Helper()
	in, err := readInput(bundled)
	if err != nil {
		t.Fatal(err)
	}
	a, err := in.readAnswers(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := tabulate.Build(context.Background(), in.study, a.survey, a.participants, 1)
	if err != nil {
		t.Fatal(err)
	}
	nameDomains(in.framework, tables)
	return tables
}

func compareBook(t *testing.T, file string, tables []tabulate.Table) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if len(ours.Sheets()) != 2+len(tables) {
		t.Errorf("%d sheets for %d tables", len(ours.Sheets()), len(tables))
	}
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for i, name := range tabbook.Names(tables) {
		table := &tables[i]
		rows, err := x.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		var seen int
		if err := ours.Rows(ours.Sheets()[2+i], func(n int, row []string) error {
			if seen++; n <= len(rows) && !slices.Equal(trimmed(row), trimmed(rows[n-1])) {
				t.Errorf("%s row %d: %q and %q", name, n, row, rows[n-1])
			}
			return nil
		}); err != nil || seen < 5+len(table.Rows) {
			t.Errorf("%s: %d rows, %v", name, seen, err)
		}
		per := (len(rows[4]) - 1) / len(table.Groups)
		for r := range table.Rows {
			row := rows[5+r]
			for g := range table.Groups {
				c, at := table.Cells[r][g], 1+g*per
				if table.Rows[r].Kind == tabulate.ValueRow {
					continue
				}
				cells++
				share, _ := strconv.ParseFloat(row[at+2], 64)
				printed, _ := strconv.ParseFloat(c.Shown, 64)
				if row[at] != strconv.Itoa(c.Count) || row[at+1] != strconv.Itoa(c.Base) || c.Base > 0 && strconv.FormatFloat(100*share, 'f', 6, 64) != strconv.FormatFloat(printed, 'f', 6, 64) {
					t.Errorf("%s, %s: %q, and the table has %d of %d, %s%%", name, table.Rows[r].Label, row[at:at+3], c.Count, c.Base, c.Shown)
				}
			}
		}
	}
	if cells < 200 {
		t.Errorf("only %d cells compared", cells)
	}
}

func trimmed(row []string) []string {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}

func compareWord(t *testing.T, out string, tables []tabulate.Table) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "report.docx"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := wordfile.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	captions := ""
	for _, p := range doc.Paragraphs {
		lines[strings.Join(strings.Fields(p.Text), " ")] = true
		if strings.HasPrefix(p.Text, "Table ") {
			captions += p.Text + "\n"
		}
	}
	md, err := os.ReadFile(filepath.Join(out, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(md), "\n") {
		if _, title, ok := strings.Cut(line, "</a>"); ok && strings.HasPrefix(line, "#") {
			n++
			if title = strings.ReplaceAll(title, "\\", ""); !lines[title] {
				t.Errorf("no heading %q in the Word document", title)
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d headings", n)
	}
	for _, table := range tables {
		// Those on single domains stand in the text of the domain.
		if table.About != "applicability" && !strings.Contains(captions, table.Title) {
			t.Errorf("no table %q in the Word document", table.Title)
		}
	}
}
