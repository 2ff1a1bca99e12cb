package wordfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

const (
	head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>`
	foot = `</w:body></w:document>`
	link = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
)

// pack gives a zip file of pairs of name and text.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		h := &zip.FileHeader{Name: parts[i], Method: zip.Deflate}
		if len(parts[i+1]) > mostText {
			h.Method = zip.Store // to pack it takes longer than the whole test
		}
		f, err := w.CreateHeader(h)
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

func read(data []byte) (*Document, error) { return Read(bytes.NewReader(data), int64(len(data))) }

func texts(ps []Paragraph) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Text)
	}
	return out
}

func TestParagraphs(t *testing.T) {
	r := func(s string) string { return "<w:r><w:t>" + s + "</w:t></w:r>" }
	gone := `<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs><w:rPr><w:del w:id="1" w:author="A"/><w:b/></w:rPr></w:pPr>`
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"runs, breaks and tabs", `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Jane </w:t></w:r>` + r("Doe") + `<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p><w:p/>`,
			[]string{"Jane Doe\ta\nb\nc-", ""}},
		{"words put in stay, words taken out go", `<w:p>` + r("We ") + `<w:ins w:id="1" w:author="A">` + r("must") + `</w:ins><w:del w:id="2"><w:r><w:delText>may</w:delText></w:r></w:del>` + r(" agree") + `</w:p>`,
			[]string{"We must agree"}},
		{"words moved stay where they went", `<w:p><w:moveFrom w:id="1">` + r("x") + `</w:moveFrom></w:p><w:p><w:moveTo w:id="2">` + r("x") + `</w:moveTo></w:p>`,
			[]string{"", "x"}},
		{"a paragraph whose end was taken out goes on in the next", `<w:p>` + gone + r("one ") + `</w:p><w:p>` + r("and the same") + `</w:p><w:p>` + gone + `<w:del w:id="2"><w:r><w:delText>x</w:delText></w:r></w:del></w:p><w:p>` + gone + `</w:p><w:p>` + r("next") + `</w:p><w:p>` + gone + r("last") + `</w:p>`,
			[]string{"one and the same", "next", "last"}},
		{"but not in the next cell", `<w:tbl><w:tr><w:tc><w:p>` + gone + r("a") + `</w:p></w:tc><w:tc><w:p>` + r("b") + `</w:p></w:tc></w:tr></w:tbl>`, []string{"a", "b"}},
		{"a change of properties is no end taken out", `<w:p><w:pPr><w:pPrChange w:id="3"><w:pPr><w:rPr><w:del w:id="4"/></w:rPr></w:pPr></w:pPrChange></w:pPr>` + r("a") + `</w:p><w:p>` + r("b") + `</w:p>`, []string{"a", "b"}},
		{"the code of a field is not its text", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://example.org"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + r("a page") + `<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink>` + r(" and a link") + `</w:hyperlink></w:p>`,
			[]string{"a page and a link"}},
		{"a text box once", `<w:p>` + r("before ") + `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p>` + r("in the box") + `</w:p></w:txbxContent></wps:txbx><a:t>drawn</a:t></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>` + r("in the box") + `</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + r("after") + `</w:p>`,
			[]string{"before after", "in the box"}},
		{"a form and its content", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p>` + r("held") + `</w:p></w:sdtContent></w:sdt>`, []string{"held"}},
		{"characters that XML escapes", `<w:p>` + r("R&amp;D &lt;5 &#8220;yes&#8221;") + `</w:p>`, []string{"R&D <5 \u201cyes\u201d"}},
		{"nothing", "", nil},
	} {
		d, err := read(pack(t, "word/document.xml", head+c.body+foot))
		if err != nil || !reflect.DeepEqual(texts(d.Paragraphs), c.want) {
			t.Errorf("%s: %q, %v; want %q", c.name, texts(d.Paragraphs), err, c.want)
		}
	}
}

func TestTables(t *testing.T) {
	p := func(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }
	body := p("a") + "<w:tbl><w:tr><w:tc>" + p("b") + p("c") + "</w:tc><w:tc>" + p("d") + "</w:tc></w:tr><w:tr><w:tc>" +
		p("e") + "<w:tbl><w:tr><w:tc>" + p("f") + "</w:tc></w:tr></w:tbl>" + p("g") + "</w:tc></w:tr></w:tbl>" + p("h")
	d, err := read(pack(t, "word/document.xml", head+body+foot))
	if err != nil {
		t.Fatal(err)
	}
	want := []Paragraph{{1, "a", 0, 0, 0}, {2, "b", 1, 1, 1}, {3, "c", 1, 1, 1}, {4, "d", 1, 1, 2}, {5, "e", 1, 2, 1}, {6, "f", 2, 1, 1}, {7, "g", 1, 2, 1}, {8, "h", 0, 0, 0}}
	if !reflect.DeepEqual(d.Paragraphs, want) {
		t.Errorf("%v, want %v", d.Paragraphs, want)
	}
}

func TestNotesAndPlaces(t *testing.T) {
	// Word on the web calls its main part otherwise, and Strict files have other names.
	data := pack(t,
		"_rels/.rels", `<Relationships><Relationship Id="rId1" Type="`+link+`officeDocument" Target="word/document2.xml"/></Relationships>`,
		"word/document2.xml", `<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>body</w:t></w:r></w:p></w:body></w:document>`,
		"word/_rels/document2.xml.rels", `<Relationships><Relationship Id="rId1" Type="`+link+`footnotes" Target="footnotes.xml"/></Relationships>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:footnote w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote><w:p><w:r><w:t>inaudible</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"word/vbaProject.bin", "a macro", "word/embeddings/Workbook1.xlsx", "PK\x03\x04 a file within the file")
	d, err := read(data)
	if err != nil || !reflect.DeepEqual(texts(d.Paragraphs), []string{"body"}) || !reflect.DeepEqual(texts(d.Notes), []string{"inaudible"}) || d.Notes[0].Number != 1 {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestHostile(t *testing.T) {
	p := "<w:p><w:r><w:t>"
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"not a zip file", "damaged-file", []byte("Jane: hello")},
		{"a workbook", "not-word", pack(t, "xl/workbook.xml", "")},
		{"a zip file in a zip file", "not-word", pack(t, "word.docx", string(pack(t, "word/document.xml", head+foot)))},
		{"cut off", "damaged-file", pack(t, "word/document.xml", head+p+"half")},
		{"entities", "document-type", pack(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`+head+p+"&b;</w:t></w:r></w:p>"+foot)},
		{"a file of the machine", "document-type", pack(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+head+p+"&a;</w:t></w:r></w:p>"+foot)},
		{"a main part elsewhere", "not-word", pack(t, "_rels/.rels", `<Relationships><Relationship Id="rId1" Type="`+link+`officeDocument" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`)},
		{"tables in tables without end", "too-large", pack(t, "word/document.xml", head+strings.Repeat("<w:tbl><w:tr><w:tc>", 10_000))},
		{"a paragraph of 140 MB", "too-large", pack(t, "word/document.xml", head+p+strings.Repeat("word ", 28_000_000)+"</w:t></w:r></w:p>"+foot)},
		{"a paragraph of 100 MB that packs to a thousandth", "zip-bomb", pack(t, "word/document.xml", head+p+strings.Repeat("word ", 20_000_000)+"</w:t></w:r></w:p>"+foot)},
	} {
		_, err := read(c.data)
		var f finding.Finding
		if !errors.As(err, &f) || f.Kind != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	big := strings.Repeat("x", 1<<20)
	d, err := read(pack(t, "word/document.xml", head+p+big+"</w:t></w:r></w:p>"+foot))
	if err != nil || d.Paragraphs[0].Text != big {
		t.Error("a paragraph of 1 MiB is not read:", err)
	}
}

// TestTeams reads a real Word transcript of Teams, of 2022: two paragraphs of
// three lines each (times, name, words), a table of two cells, an empty paragraph.
func TestTeams(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/transcript-teams-docx/teams_chat.docx")
	if err != nil {
		t.Skip("the Teams transcript is not here:", err)
	}
	d, err := read(data)
	if err != nil || len(d.Paragraphs) != 5 || len(d.Notes) != 0 {
		t.Fatalf("%v, %v", d, err)
	}
	for i, p := range d.Paragraphs[:2] {
		if lines := strings.Split(p.Text, "\n"); len(lines) != 3 || !strings.Contains(lines[0], " --> ") || p.Table != 0 {
			t.Errorf("paragraph %d: %+v", i+1, p)
		}
	}
	for i, p := range d.Paragraphs[2:4] {
		if p.Table != 1 || p.Row != 1 || p.Column != i+1 || p.Text == "" {
			t.Errorf("cell %d: %+v", i+1, p)
		}
	}
	if last := d.Paragraphs[4]; last != (Paragraph{Number: 5}) {
		t.Errorf("%+v", last)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(pack(f, "word/document.xml", head+"<w:p><w:r><w:t>a</w:t></w:r></w:p>"+foot))
	f.Add(pack(f, "word/document.xml", head+"<w:tbl><w:tr><w:tc><w:p/>"))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, data) })
}

// FuzzXML puts any XML into a whole file, which fuzzing the zip seldom reaches.
func FuzzXML(f *testing.F) {
	f.Add("<w:p><w:r><w:t>a</w:t><w:tab/></w:r></w:p>")
	f.Add("<w:tbl><w:tr><w:tc><w:p><w:tbl></w:p></w:tc></w:tr></w:tbl><w:del><w:p/></w:del>")
	f.Fuzz(func(t *testing.T, body string) { checkRead(t, pack(t, "word/document.xml", head+body+foot)) })
}

func checkRead(t *testing.T, data []byte) {
	d, err := read(data)
	if err != nil {
		var f finding.Finding
		if !errors.As(err, &f) || f.Severity != finding.Error || f.Message == "" {
			t.Fatalf("not a finding: %v", err)
		}
		return
	}
	for i, p := range d.Paragraphs {
		if p.Number != i+1 || p.Table == 0 && (p.Row != 0 || p.Column != 0) {
			t.Fatalf("paragraph %d: %+v", i+1, p)
		}
	}
}
