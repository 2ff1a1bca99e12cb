package disposition

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/workbook"
)

const shared = "../../../shared/data/dispositions/"

// sharedFile reads a file of published samples, or passes the test over.
func sharedFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(shared + name)
	if err != nil {
		t.Skip("the published comment sheets are not here")
	}
	return data
}

func kinds(fs []finding.Finding) map[string]int {
	out := map[string]int{}
	for _, f := range fs {
		out[f.Kind] += max(1, f.Count)
	}
	return out
}

// The 55 published comments, counted by hand in the file: a change is proposed in
// 50; DE has 40, PL 1, CC 14; two are answered by "Clarification needed.", five
// by nothing, DE-003 by other words than those proposed, 47 are accepted.
func TestPublishedISO(t *testing.T) {
	data := sharedFile(t, "iso80000-2_commenter_comments.yaml")
	comments, fs := Read("comments.yaml", data)
	if len(fs) != 0 || len(comments) != 55 {
		t.Fatalf("%d comments, findings %v", len(comments), fs)
	}
	got := tally(comments)
	want := map[string]int{
		"change": 50, "body DE": 40, "body PL": 1, "body CC": 14, "type te": 41, "type ed": 10, "type ge": 4,
		"": 5, "accepted": 47, "accepted-with-modification": 1, "needs-information": 2, "told": 55,
	}
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%q: %d, want %d", k, got[k], n)
		}
	}
	byID := map[string]Comment{}
	for _, c := range comments {
		byID[c.ID] = c
	}
	for id, d := range map[string]Disposition{
		"DE-002": Accepted, "DE-003": Modified, "DE-004": NeedsInformation, "DE-007": NeedsInformation, "DE-008": Accepted,
		"DE-022": Accepted, "CC-01-043": Accepted, "CC-07-049": Undecided, "CC-10-052": Undecided, "CC-11-053": Undecided,
		"CC-13-055": Undecided, "CC-14-056": Undecided, "CC-12-054": Accepted, "CC-08-050": Accepted,
	} {
		if got := byID[id].Reading; got.Disposition != d || !got.Told {
			t.Errorf("%s: %+v, want %q", id, got, d)
		}
	}
	if c := byID["CC-12-054"]; c.Type != "ge" || !strings.HasPrefix(c.Clause, "Items") || c.Row < 550 {
		t.Errorf("CC-12-054: %+v", c)
	}
}

func tally(comments []Comment) map[string]int {
	out := map[string]int{}
	for _, c := range comments {
		out[string(c.Reading.Disposition)]++
		out["body "+c.Body]++
		out["type "+c.Type]++
		if c.Change != "" {
			out["change"]++
		}
		if c.Reading.Told {
			out["told"]++
		}
	}
	return out
}

// The 33 issues of W3C, whose outcomes stand in one word each.
func TestPublishedW3C(t *testing.T) {
	data := sharedFile(t, "w3c_css_flexbox_cr2012_dispositions.csv")
	comments, fs := Read("issues.csv", data)
	if len(fs) != 0 || len(comments) != 33 {
		t.Fatalf("%d comments, findings %v", len(comments), fs)
	}
	for i, c := range comments {
		want := Accepted
		switch i + 1 {
		case 4:
			want = Deferred
		case 9, 10, 25, 32, 14, 33: // the last two say "Invalid"
			want = Rejected
		case 28:
			want = OutOfScope
		}
		if c.ID != fmt.Sprint(i+1) || c.Reading.Disposition != want || !c.Reading.Told || c.Comment == "" {
			t.Errorf("issue %d: %+v, want %q", i+1, c, want)
		}
	}
}

// wordTable is a Word document with this body.
func wordTable(body string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`},
	} {
		// Writing to memory cannot fail.
		f, _ := z.Create(part[0])
		_, _ = f.Write([]byte(part[1]))
	}
	_ = z.Close()
	return b.Bytes()
}

// tc is a cell; properties such as <w:gridSpan w:val="2"/> go before the text.
func tc(text string, properties ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<w:tc><w:tcPr>%s</w:tcPr>", strings.Join(properties, ""))
	for _, p := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", p)
	}
	return b.String() + "</w:tc>"
}

func tr(cells ...string) string { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
func trs(texts ...string) string {
	var cells []string
	for _, x := range texts {
		cells = append(cells, tc(x))
	}
	return tr(cells...)
}
func tbl(rows ...string) string { return "<w:tbl>" + strings.Join(rows, "") + "</w:tbl>" }

// What people make of the template in Word.
func TestWordTables(t *testing.T) {
	two := `<w:gridSpan w:val="2"/>`
	restart, on := `<w:vMerge w:val="restart"/>`, `<w:vMerge/>`
	for name, c := range map[string]struct {
		body string
		want []string // body|line|clause|element|type|comment|change|observation of each comment
		note string
	}{
		"no header, as the blank template": {
			tbl(trs("DE", "12", "3.1", "Table 1", "te", "A comment", "Do it", "Accepted."), trs("", "", "", "", "", "", "", "")),
			[]string{"DE|12|3.1|Table 1|te|A comment|Do it|Accepted."}, "no-header",
		},
		"seven columns of 2001": {
			tbl(trs("DE", "3.1", "Note 2", "ed", "A comment", "Do it", "")),
			[]string{"DE||3.1|Note 2|ed|A comment|Do it|"}, "no-header",
		},
		"split header and header again": {
			tbl(
				tr(tc("MB/NC1"), tc("Place", `<w:gridSpan w:val="3"/>`), tc("Type of com-ment2"), tc("Comments"), tc("Proposed change"), tc("Observations of the secretariat")),
				tr(tc("", on), tc("Line number\n(e.g. 17)"), tc("Clause/ Subclause\n(e.g. 3.1)"), tc("Paragraph/ Figure/ Table/\n(e.g. Table 1)"), tc(""), tc(""), tc(""), tc("")),
				trs("FR", "1", "2", "3", "Ge", "first", "", ""),
				trs("MB/NC", "Line number", "Clause", "Paragraph", "Type of comment", "Comments", "Proposed change", "Observations"),
				trs("", "", "", "", "", "", "", ""),
				trs("FR", "4", "5", "6", "ED", "second", "more", "Noted"),
			),
			[]string{"FR|1|2|3|ge|first||", "FR|4|5|6|ed|second|more|Noted"}, "",
		},
		"merged cells": {
			tbl(
				trs("MB/NC", "Line", "Clause", "Paragraph", "Type", "Comments", "Proposed change", "Observations"),
				tr(tc("SE", restart), tc("4 to 5", two), tc("b"), tc("te"), tc("one"), tc("x"), tc("Rejected. No.")),
				tr(tc("", on), tc("7"), tc("c", restart), tc(""), tc("te"), tc("two", two), tc("")),
				tr(tc("NO"), tc("8"), tc("", on), tc(""), tc("ed"), tc("three", two), tc("")),
			),
			[]string{"SE|4 to 5||b|te|one|x|Rejected. No.", "SE|7|c||te|two||", "NO|8|c||ed|three||"}, "",
		},
		"paragraphs, deleted words and a table within a cell": {
			tbl(
				trs("MB", "Clause", "Type", "Comment (justification for change)", "Proposed change by the MB", "Secretariat observations on each comment submitted"),
				tr(tc("NL-07"), tc("4"), tc("te"),
					`<w:tc><w:p><w:r><w:t>Before</w:t></w:r></w:p>`+tbl(trs("in", "ner"))+`<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>after</w:t></w:r></w:ins></w:p></w:tc>`,
					tc("line one\nline two"), tc("")),
			),
			[]string{"NL||4||te|Before\nin\nner\nafter|line one\nline two|"}, "",
		},
		"two tables, the second without a header": {
			tbl(trs("Project", "X")) + tbl(trs("MB/NC", "Clause", "Comments", "Proposed change"), trs("A", "1", "x", "y")) + `<w:p/>` + tbl(trs("B", "2", "z", "")),
			[]string{"A||1|||x|y|", "B||2|||z||"}, "other-tables",
		},
	} {
		comments, fs := Read("x.docx", wordTable(c.body))
		var got []string
		for _, m := range comments {
			got = append(got, strings.Join([]string{m.Body, m.Line, m.Clause, m.Element, m.Type, m.Comment, m.Change, m.Observation}, "|"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q; %v", name, got, c.want, fs)
		}
		if c.note != "" && kinds(fs)[c.note] == 0 {
			t.Errorf("%s: no finding %s: %v", name, c.note, fs)
		}
		if len(finding.Errors(fs)) > 0 {
			t.Errorf("%s: %v", name, fs)
		}
	}
}

// The published blank template filled with the published comments, cell by cell,
// gives them all again.
func TestPublishedTemplateFilled(t *testing.T) {
	blank := sharedFile(t, "iso_comment_template_2012-03.docx")
	if none, fs := Read("blank.docx", blank); len(none) != 0 || len(finding.Errors(fs)) != 0 {
		t.Errorf("the blank template: %d comments, %v", len(none), fs)
	}
	want, _ := Read("comments.yaml", sharedFile(t, "iso80000-2_commenter_comments.yaml"))
	in, err := zip.NewReader(bytes.NewReader(blank), int64(len(blank)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if f.Name != "word/document.xml" {
			if err := out.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var doc bytes.Buffer
		if _, err := doc.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		text := doc.String()
		start, end := strings.Index(text, "<w:tr "), strings.Index(text, "</w:tr>")+len("</w:tr>")
		row := text[start:end]
		var rows strings.Builder
		for _, c := range want {
			filled := row
			for _, cell := range []string{c.ID, c.Line, c.Clause, c.Element, c.Type, c.Comment, c.Change, c.Observation} {
				// The first cell that is still empty.
				filled = strings.Replace(filled, "</w:pPr></w:p>", "</w:pPr><w:r><w:t xml:space=\"preserve\">"+escape(cell)+"</w:t></w:r></w:p >", 1)
			}
			rows.WriteString(strings.ReplaceAll(filled, "</w:p >", "</w:p>"))
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text[:start] + rows.String() + text[start:])); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	got, fs := Read("filled.docx", b.Bytes())
	if len(finding.Errors(fs)) != 0 || kinds(fs)["no-header"] != 1 {
		t.Errorf("findings %v", fs)
	}
	same(t, got, want)
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// same compares comments, except for the rows from which they come.
func same(t *testing.T, got, want []Comment) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d comments, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := got[i], want[i]
		g.Row, w.Row = 0, 0
		if g != w {
			t.Errorf("comment %d:\n got %+v\nwant %+v", i+1, g, w)
		}
	}
}

func TestColumnOf(t *testing.T) {
	for cell, want := range map[string]int{
		"MB/NC1": colBody, "MB": colBody, "Member body": colBody, "Organisation": colBody, "Line number\n(e.g. 17)": colLine, "Clause/ Subclause (e.g. 3.1)": colClause,
		"Clause No./ Subclause No./ Annex": colClause, "Paragraph/ Figure/ Table/": colElement, "Type of com-ment2": colType, "Comment type": colType,
		"Comment (justification for change) by the MB": colComment, "Proposed change by the MB": colChange, "proposed_change": colChange,
		"Secretariat observations\non each comment submitted": colObservation, "OBSERVATIONS": colObservation, "Disposition": colObservation,
		"Comment ID": colID, "No.": colID, "Summary": colComment, "Weather": colNone, "": colNone, "12": colNone, "(e.g. 3.1)": colNone,
	} {
		if got := columnOf(cell); got != want {
			t.Errorf("%q: %d, want %d", cell, got, want)
		}
	}
}

func TestTextTables(t *testing.T) {
	for name, c := range map[string]struct {
		data  string
		ids   []string
		kinds map[string]int
	}{
		"any order, semicolons": {"Proposed change;Comments;Clause;MB/NC\nx;\"a\nb\";2;DE-1\n", []string{"DE-1"}, nil},
		"bodies are numbered":   {"MB/NC,Clause,Comments\nDE,1,a\nFR,1,b\nDE,2,c\n", []string{"DE-001", "FR-001", "DE-002"}, nil},
		"ids twice":             {"MB/NC,Clause,Comments\nDE-1,1,a\nDE-1,1,b\n", []string{"DE-1", "DE-001"}, map[string]int{"same-id": 1}},
		"no body":               {"MB/NC,Clause,Comments\n,1,a\n", []string{"comment-001"}, map[string]int{"no-body": 1}},
		"who in brackets":       {"MB/NC,Clause,Comments\nsupervision-1 (12 people),1,a\nDE (Germany),1,a\n", []string{"supervision-1", "DE (Germany)-001"}, nil},
		"an office":             {"MB/NC,Clause,Comments\nISO/CS,1,a\nISO/CS,2,b\n", []string{"ISO/CS-001", "ISO/CS-002"}, nil},
		"wrong type":            {"MB/NC,Type,Comments\nDE-1,xx,a\n", []string{"DE-1"}, map[string]int{"unknown-type": 1}},
		"nothing said":          {"MB/NC,Clause,Comments\nDE-1,3,\n\n", nil, map[string]int{"empty-comment": 1}},
		"no columns":            {"a,b,c\n1,2,3\n", nil, map[string]int{"no-columns": 1}},
		"empty":                 {" \n", nil, map[string]int{"empty-file": 1}},
		"a column twice":        {"MB/NC,Clause,Comments,Comment\nDE-1,1,a,b\n", []string{"DE-1"}, map[string]int{"column-twice": 1}},
		"other columns":         {"MB/NC,Clause,Comments,Weather\nDE-1,1,a,b\n", []string{"DE-1"}, map[string]int{"column-unused": 1}},
		"cannot be told":        {"MB/NC,Observations,Comments\nDE-1,See annex,a\n", []string{"DE-1"}, map[string]int{"observation-not-read": 1}},
		"damaged":               {"MB/NC,Clause,Comments\nDE-1,1,a\nDE-2,1,\"b\nx\"y,\n", []string{"DE-1"}, map[string]int{"damaged-csv": 1}},
		"UTF-16":                {"\xff\xfeM\x00B\x00,\x00C\x00l\x00a\x00u\x00s\x00e\x00,\x00C\x00o\x00m\x00m\x00e\x00n\x00t\x00s\x00\n\x00D\x00E\x00-\x001\x00,\x002\x00,\x00a\x00", []string{"DE-1"}, map[string]int{"encoding": 1}},
		"a PDF":                 {"%PDF-1.7\n", nil, map[string]int{"not-a-table": 1}},
		"half a zip file":       {"PK\x03\x04 and no more", nil, map[string]int{"damaged": 1}},
	} {
		comments, fs := Read("x.csv", []byte(c.data))
		var ids []string
		for _, m := range comments {
			ids = append(ids, m.ID)
		}
		if !slices.Equal(ids, c.ids) {
			t.Errorf("%s: %v, want %v", name, ids, c.ids)
		}
		got := kinds(fs)
		if name == "half a zip file" && len(finding.Errors(fs)) == 1 {
			continue // the kind is packed's
		}
		if len(got) != len(c.kinds) {
			t.Errorf("%s: %v, want %v", name, fs, c.kinds)
		}
		for k, n := range c.kinds {
			if got[k] != n {
				t.Errorf("%s: %v, want %v", name, fs, c.kinds)
			}
		}
	}
}

// A short file that stands for very much is refused, quickly.
func TestLargeFiles(t *testing.T) {
	long := strings.Repeat("x ", 1<<20)
	for name, data := range map[string]string{
		"x.yaml": "comments:\n- id: A-1\n  comments: &a \"" + long + "\"\n" + strings.Repeat("- comments: *a\n", 50_000),
		"y.yaml": strings.Repeat("#", mostYAML+1),
		"x.csv":  "MB/NC,Clause,Comments\n" + strings.Repeat("A,1,x\n", mostComments+1),
	} {
		comments, fs := Read(name, []byte(data))
		if len(finding.Errors(fs)) != 1 || kinds(fs)["too-large"] != 1 || len(comments) > mostComments {
			t.Errorf("%s: %d comments, %v", name, len(comments), finding.Errors(fs))
		}
	}
	// Without a header, and longer than what is looked at to tell the columns.
	comments, fs := Read("z.csv", []byte(strings.Repeat("DE;1;2;;te;a, b;c;Accepted.\n", 5000)))
	if len(comments) != 5000 || kinds(fs)["no-header"] != 1 {
		t.Errorf("%d comments, %v", len(comments), fs)
	}
}

// A finding names the row and the column, and many of a kind are counted.
func TestFindingsNameTheCell(t *testing.T) {
	data := "MB/NC,Type of comment,Comments\n" + strings.Repeat("DE,xx,a\n", 1000)
	_, fs := Read("dir/x.csv", []byte(data))
	if len(fs) != mostAlike || kinds(fs)["unknown-type"] != 1000 {
		t.Fatalf("%d findings, %v", len(fs), kinds(fs))
	}
	if f := fs[1]; f.Line != 3 || f.Cell != "Type of comment" || f.File != "dir/x.csv" || f.Found != `"xx"` {
		t.Errorf("%+v", f)
	}
}

func TestBrokenYAML(t *testing.T) {
	for data, kind := range map[string]string{
		"comments: []\n":              "no-comments",
		"comments:\n- idd: DE-1\n":    "unknown-key",
		"comments:\n- id: DE-1\n":     "empty-comment",
		"a: [":                        "not-yaml",
		"comments:\n- comments: [x]":  "wrong-type",
		"version: 2012-03\ndate: ~\n": "no-comments",
	} {
		comments, fs := Read("x.yml", []byte(data))
		if len(comments) != 0 || len(fs) == 0 {
			t.Errorf("%q: %v, %v", data, comments, fs)
		} else if got := kinds(fs); got[kind] == 0 && kind != "wrong-type" {
			t.Errorf("%q: %v, want %s", data, fs, kind)
		}
	}
}

func xlsx(t testing.TB, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.Write(&b, []workbook.Page{{Name: "Cover", Rows: slices.Values([][]string{{"Document", "X"}})}, {Name: "C", Rows: slices.Values(rows)}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestExcel(t *testing.T) {
	comments, fs := Read("x.xlsx", xlsx(t, [][]string{
		{"Ballot of 2026"}, {}, {"Comment ID", "Reviewer", "Section", "Category", "Comment", "Suggested change", "Resolution"},
		{"7", "A body", "2.A.3", "Editorial", "=too", "- short", "Agreed"},
	}))
	want := []Comment{{ID: "7", Body: "A body", Clause: "2.A.3", Type: "ed", Comment: "=too", Change: "- short", Observation: "Agreed", Reading: Reading{Disposition: Accepted, Told: true}}}
	same(t, comments, want)
	if len(finding.Errors(fs)) != 0 || comments[0].Row != 4 {
		t.Errorf("row %d, %v", comments[0].Row, fs)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("x.csv", []byte("MB/NC,Clause,Comments\nDE-1,1,a\n"))
	f.Add("x.yaml", []byte("comments:\n- id: DE-1\n  comments: a\n"))
	f.Add("x.docx", []byte("PK\x03\x04"))
	f.Add("x.xlsx", xlsx(f, [][]string{Header, {"DE-1", "", "1", "", "te", "a", "b", "Accepted."}}))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		comments, _ := Read(name, data)
		ids := map[string]bool{}
		for _, c := range comments {
			if c.ID == "" || ids[c.ID] {
				t.Fatalf("id %q twice or empty", c.ID)
			}
			ids[c.ID] = true
			if c.Comment == "" && c.Change == "" {
				t.Fatalf("%q says nothing", c.ID)
			}
		}
	})
}

// FuzzWord reads whatever may stand in a Word document.
func FuzzWord(f *testing.F) {
	f.Add(tbl(trs(Header...), trs("DE-1", "1", "2", "3", "te", "a", "b", "Accepted.")))
	f.Add(tbl(tr(tc("a", `<w:gridSpan w:val="999999999"/>`), tc("b", `<w:vMerge/>`)), `<w:tr><w:trPr><w:gridBefore w:val="-3"/></w:trPr>`+tc(tbl(trs("x")))+`</w:tr>`))
	f.Add("<w:tc><w:tbl><w:p/></w:tc><w:tr><w:tc><w:tbl></w:tbl>")
	f.Fuzz(func(t *testing.T, body string) {
		comments, fs := Read("x.docx", wordTable(body))
		if len(comments) == 0 && len(fs) == 0 && strings.Count(body, "<w:tr") == 0 {
			t.Fatal("nothing read and nothing said")
		}
		for _, c := range comments {
			if c.ID == "" || c.Comment+c.Change == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}
