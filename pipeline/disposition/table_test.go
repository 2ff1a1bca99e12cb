package disposition

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	"concord/pipeline/wordfile"
	"concord/pipeline/workbook"
)

// hard is rows with what people write.
var hard = []Row{
	{ID: "DE-002", Who: "DE", Line: "17", Where: "3.1", Element: "Table 1", Type: "te", Comment: "One & two\nlines <b>", Proposed: "=HYPERLINK(\"http://x.example\")", Disposition: Accepted},
	{ID: "supervision-1", Who: "12 people", Amendment: "supervision-1", Operation: "reword", Where: "7.A.3", Type: "ed", Comment: "- a list", Proposed: "New words", Disposition: Modified, Final: "Other words", Rationale: "Clearer; “so”", Votes: "9 of 11 for (82%)"},
	{ID: "R017/comments_d5", Who: "R017", Where: "5", Type: "ge", Comment: "+1, @someone", Disposition: Noted, Amendment: "x-2"},
	{ID: "**-001", Who: "**", Where: "4", Comment: "ü 😀 \u202egnol", Disposition: Undecided},
}

// back checks that reading gives the rows again.
func back(t *testing.T, how string, rows []Row, comments []Comment, fs []finding.Finding) {
	t.Helper()
	if len(finding.Errors(fs)) > 0 || len(comments) != len(rows) {
		t.Fatalf("%s: %d comments of %d rows, %v", how, len(comments), len(rows), fs)
	}
	norm := onpage.Clean // lines are kept, but not what is in them unseen
	for i, c := range comments {
		r := rows[i]
		got := []string{c.ID, c.Body, c.Line, c.Clause, c.Element, c.Type, norm(c.Comment), norm(c.Change), norm(c.Observation), string(c.Reading.Disposition)}
		want := []string{r.ID, r.Who, r.Line, r.Where, r.Element, r.Type, norm(r.Comment), norm(r.Proposed), norm(Observation(r)), string(r.Disposition)}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s, row %d:\n got %q\nwant %q", how, i+1, got, want)
		}
	}
}

// everywhere writes rows in every form twice, compares the bytes, and reads them.
func everywhere(t *testing.T, rows []Row) {
	csv, err := CSV(rows)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := CSV(rows); !bytes.Equal(csv, again) {
		t.Error("CSV: other bytes the second time")
	}
	comments, fs := Read("x.csv", csv)
	back(t, "CSV", rows, comments, fs)

	excel := func() []byte {
		page, cut := Page(rows)
		var b bytes.Buffer
		if err := workbook.Write(&b, []workbook.Page{page}); err != nil || cut != 0 {
			t.Fatal(err, cut)
		}
		return b.Bytes()
	}
	book := excel()
	if !bytes.Equal(book, excel()) {
		t.Error("Excel: other bytes the second time")
	}
	comments, fs = Read("x.xlsx", book)
	back(t, "Excel", rows, comments, fs)

	word, removed, err := DOCX("Comments on 1.0.0", "A note", rows)
	if err != nil || removed != 0 {
		t.Fatal(err, removed)
	}
	if again, _, _ := DOCX("Comments on 1.0.0", "A note", rows); !bytes.Equal(word, again) {
		t.Error("Word: other bytes the second time")
	}
	doc, err := wordfile.Read(bytes.NewReader(word), int64(len(word)))
	if err != nil || doc.Paragraphs[0].Text != "Comments on 1.0.0" {
		t.Fatal(err)
	}
	comments, fs = Read("x.docx", word)
	back(t, "Word", rows, comments, fs)
}

func TestTables(t *testing.T) { everywhere(t, hard) }

func TestPublishedComments(t *testing.T) {
	comments, _ := Read("comments.yaml", sharedFile(t, "iso80000-2_commenter_comments.yaml"))
	var rows []Row
	for _, c := range comments {
		rows = append(rows, Row{
			ID: c.ID, Who: c.Body, Line: c.Line, Where: c.Clause, Element: c.Element, Type: c.Type, Comment: c.Comment, Proposed: c.Change,
			Disposition: c.Reading.Disposition, Final: c.Reading.Final, Rationale: c.Reading.Remark,
		})
	}
	everywhere(t, rows)
}

func TestCSVIsHarmless(t *testing.T) {
	data, err := CSV(hard)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"MB/NC,Line number,Clause/Subclause,", "'=HYPERLINK", "'- a list", `"'+1, @someone"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %q in\n%s", want, data)
		}
	}
	if none, err := CSV(nil); err != nil || !strings.HasPrefix(string(none), "MB/NC,") {
		t.Errorf("%q, %v", none, err)
	}
}

// A text longer than a cell of Excel is cut, by UTF-16 units, and says so.
func TestLongText(t *testing.T) {
	for _, text := range []string{strings.Repeat("x", 40_000), strings.Repeat("😀", 17_000), "=" + strings.Repeat("é", 32_767)} {
		page, cut := Page([]Row{{ID: "A-1", Comment: text}})
		var b bytes.Buffer
		if err := workbook.Write(&b, []workbook.Page{page}); err != nil || cut != 1 {
			t.Errorf("%d cut, %v", cut, err)
		}
		short := fitting(text)
		if n := len(utf16.Encode([]rune(short))); n > workbook.MostCellText-1 || n < workbook.MostCellText-10 || !strings.HasSuffix(short, tooLong) {
			t.Errorf("%d units", n)
		}
	}
	if s := strings.Repeat("é", 20_000); fitting(s) != s {
		t.Error("what fits is cut")
	}
}
