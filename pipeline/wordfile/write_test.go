package wordfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"concord/pipeline/finding"
)

func picture(t testing.TB, width, height int) []byte {
	t.Helper()
	p := image.NewGray(image.Rect(0, 0, width, height))
	for x := range width {
		p.SetGray(x, x%height, color.Gray{Y: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var day = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// sample has one of everything.
func sample(t testing.TB) Draft {
	line := func(style Style, text string) Line { return Line{Style: style, Runs: []Run{{Text: text}}} }
	in, out := Revision{Inserted, "Group & Chair", day}, Revision{Fate: Deleted, By: "Group"}
	table := Table{
		Widths: []float64{2, 1, 1}, Description: `What "agree" means`,
		Head: []Row{
			{{}, {Lines: []Line{line(Body, "Agreement")}, Span: 2}},
			{{Lines: []Line{line(Body, "Domain")}}, {Lines: []Line{line(Body, "All")}, Right: true}, {Lines: []Line{line(Body, "Some")}, Right: true}},
		},
	}
	for range 60 {
		table.Rows = append(table.Rows, Row{{Lines: []Line{line(Body, "Meta-competencies"), line(Small, "a note")}}, {Lines: []Line{line(Body, "53")}, Right: true}, {Lines: []Line{line(Body, "12")}, Right: true}})
	}
	return Draft{
		Title: "A report <of> everything", Author: "Reference group", Subject: "Trial", Language: "en-GB", Written: day, Footer: "A report & more",
		Parts: []Part{
			{Blocks: []Block{
				line(Title, "A report"), line(Subtitle, "of everything"),
				Contents{Title: "Contents", Depth: 3},
				PageBreak{},
				Line{Style: Heading1, Runs: []Run{{Text: "First"}}, Anchor: "first"},
				Line{Runs: []Run{{Text: "Plain, "}, {Text: "bold", Bold: true}, {Text: ", "}, {Text: "italic", Italic: true}, {Text: ", "}, {Text: "code_1", Code: true}, {Text: ", soft", Soft: true}, {Text: " and all", Bold: true, Italic: true, Underline: true, Strike: true, Code: true, Soft: true}, {Text: "; "}, {Text: "a link", To: "last"}}},
				line(Heading2, "Lists"),
				line(Bulleted, "one"), Line{Style: Bulleted, Depth: 1, Runs: []Run{{Text: "below"}}}, line(Bulleted, "two"),
				Line{Style: Numbered, List: 7, Runs: []Run{{Text: "first"}}}, Line{Style: Numbered, List: 7, Depth: 1, Runs: []Run{{Text: "below"}}}, Line{Style: Numbered, List: 7, Runs: []Run{{Text: "second"}}},
				line(Body, "between"),
				Line{Style: Numbered, List: 3, Runs: []Run{{Text: "first again"}}},
				line(Heading3, "Words under track changes"),
				Line{Style: Coded, Runs: []Run{{Text: "7.A.3\t", Bold: true}, {Text: "Knows "}, {Text: "a little", Revision: out}, {Text: "much", Revision: in}, {Text: " of it."}},
					Remarks: []Remark{{From: 2, To: 4, By: "Group Chair", At: day, Text: []string{"Asked for by 9 people.", "Second paragraph <b>"}}, {By: "Group", Text: nil}}},
				Line{Style: Coded, Runs: []Run{{Text: "gone", Revision: out}}, Revision: out, Remarks: []Remark{{By: "Group", Text: []string{"It goes with the words."}}}},
				Line{Style: Coded, Runs: []Run{{Text: "come", Revision: in}}, Revision: in},
				Line{Style: Heading2, Runs: []Run{{Text: "A heading gone", Revision: out}}, Revision: out},
				line(Quoted, "It was \"said\"\nover two lines\tand a tab."),
				Caption{"Table", "Agreement by domain"}, table, line(Small, "Base: 53."),
				Picture{PNG: picture(t, 80, 40), Alt: "Bars & <lines>", Width: 60}, Caption{"Figure", "A picture"},
				Picture{PNG: picture(t, 10, 400), Alt: "Too high"}, Caption{"Figure", "Another"},
			}},
			{Landscape: true, Blocks: []Block{line(Heading1, "Wide"), Caption{"Table", "Wide one"}, Table{Widths: []float64{1, 1}, Rows: []Row{{{Lines: []Line{line(Body, "a")}}, {}}}}}},
			{Blocks: []Block{Line{Style: Heading1, Runs: []Run{{Text: "Last"}}, Anchor: "last"}, line(Heading4, "Deep"), Line{}}},
		},
	}
}

func written(t testing.TB, d Draft) []byte {
	t.Helper()
	data, _, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The elements stand in the order of the schema, and everything named is there.
func TestWriteStructure(t *testing.T) {
	structure(t, written(t, sample(t)))
	structure(t, written(t, Draft{}))
	structure(t, written(t, Draft{Parts: []Part{{}, {Landscape: true, Blocks: []Block{nil}}}}))
	structure(t, written(t, Draft{Parts: []Part{{Blocks: []Block{Contents{}}}}}))
}

func TestWriteSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, sample(t)), written(t, sample(t))) {
		t.Error("the same draft gave other bytes")
	}
}

// What the reader gives back is the text with words put in and without words
// taken out.
func TestWriteReadsBack(t *testing.T) {
	d, err := read(written(t, sample(t)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	cells := 0
	for _, p := range d.Paragraphs {
		if p.Table > 0 {
			cells++
		} else if p.Text != "" {
			got = append(got, p.Text)
		}
	}
	want := []string{
		"A report", "of everything", "Contents", "First", "Lists", "Words under track changes", "Wide", "Last", "\n",
		"First", "Plain, bold, italic, code_1, soft and all; a link", "Lists", "one", "below", "two", "first", "below", "second", "between", "first again",
		"Words under track changes", "7.A.3\tKnows much of it.", "come", "It was \"said\"\nover two lines\tand a tab.",
		"Table 1. Agreement by domain", "Base: 53.", "Figure 1. A picture", "Figure 2. Another",
		"Wide", "Table 2. Wide one", "Last", "Deep",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	// Two cells and three of the head, 60 rows of four lines, and two.
	if want := 2 + 3 + 60*4 + 2; cells != want {
		t.Errorf("%d lines in cells, want %d", cells, want)
	}
}

func TestWriteParts(t *testing.T) {
	data := written(t, sample(t))
	for name, want := range map[string][]string{
		"docProps/core.xml": {"<dc:title>A report &lt;of&gt; everything</dc:title>", "<dc:creator>Reference group</dc:creator>", `<dcterms:created xsi:type="dcterms:W3CDTF">2026-12-01T00:00:00Z</dcterms:created>`},
		"word/settings.xml": {"updateFields"},
		"word/comments.xml": {`w:initials="GC"`, `w:date="2026-12-01T00:00:00Z"`, "Second paragraph &lt;b&gt;"},
		"word/footer1.xml":  {"A report &amp; more", " PAGE ", " NUMPAGES "},
		"word/document.xml": {
			`w:author="Group &amp; Chair"`, "SEQ Table", "SEQ Figure", `TOC \o "1-3" \h`, "<w:tblHeader/>",
			`<w:del w:id="4" w:author="Group"><w:r><w:delText xml:space="preserve">gone</w:delText></w:r></w:del><w:commentRangeEnd w:id="2"/><w:del w:id="5" w:author="Group"><w:r><w:rPr>`,
			`w:w="16838" w:h="11906" w:orient="landscape"`, `w:w="11906" w:h="16838"/>`,
			`descr="Bars &amp; &lt;lines&gt;"`,
			// 60 mm, and half as high: 36,000 units a millimetre.
			`cx="2160000" cy="1080000"`,
			// 9,638 twentieths of a point across, in quarters: the ends at 4,819, 7,229 (7,228.5 rounded) and 9,638.
			`<w:gridCol w:w="4819"/><w:gridCol w:w="2410"/><w:gridCol w:w="2409"/>`,
		},
		"word/numbering.xml": {`w:numId="3"`},
		"word/styles.xml":    {`<w:lang w:val="en-GB"/>`, `<w:outlineLvl w:val="3"/>`},
	} {
		content := part(t, data, name)
		for _, w := range want {
			if !strings.Contains(content, w) {
				t.Errorf("%s has no %s", name, w)
			}
		}
	}
	plain := written(t, Draft{Parts: []Part{{Blocks: []Block{Line{Revision: Revision{Fate: Deleted, By: "A"}}}}}})
	for name, not := range map[string]string{"docProps/core.xml": "dcterms:created", "word/settings.xml": "updateFields", "word/document.xml": "w:date"} {
		if strings.Contains(part(t, plain, name), not) {
			t.Errorf("%s has %s", name, not)
		}
	}
}

func part(t testing.TB, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestWriteRemovesControlCharacters(t *testing.T) {
	// Two control characters, a byte that is no UTF-8 and a noncharacter; a
	// carriage return is a line break.
	text := "a\x00b\x1bc\xffd\ufffee\rf \U0001F600"
	data, removed, err := Write(Draft{Parts: []Part{{Blocks: []Block{Line{Runs: []Run{{Text: text}}}}}}})
	if err != nil || removed != 4 {
		t.Errorf("%d removed, %v", removed, err)
	}
	d, err := read(data)
	if err != nil || d.Paragraphs[0].Text != "abcde\nf \U0001F600" {
		t.Errorf("%q, %v", d.Paragraphs[0].Text, err)
	}
}

func TestWriteRefuses(t *testing.T) {
	one := Line{Runs: []Run{{Text: "a"}}}
	for _, c := range []struct {
		kind  string
		block Block
	}{
		{"not-png", Picture{PNG: []byte("GIF89a")}},
		{"not-png", Picture{}},
		{"table-columns", Table{Rows: []Row{{{}}}}},
		{"table-columns", Table{Widths: []float64{0, 0}, Rows: []Row{{{}, {}}}}},
		{"table-rows", Table{Widths: []float64{1}}},
		{"table-row", Table{Widths: []float64{1, 1}, Rows: []Row{{{}}}}},
		{"table-row", Table{Widths: []float64{1, 1}, Rows: []Row{{{}, {Span: 2}}}}},
		{"remark-place", Line{Runs: one.Runs, Remarks: []Remark{{From: 0, To: 2}}}},
		{"remark-place", Line{Runs: one.Runs, Remarks: []Remark{{From: -1}}}},
		{"no-anchor", Line{Runs: []Run{{Text: "a", To: "nowhere"}}}},
		{"unknown-style", Line{Style: `Odd"/>`}},
		{"caption-label", Caption{Label: `Table \r`}},
	} {
		_, _, err := Write(Draft{Parts: []Part{{Blocks: []Block{c.block}}}})
		var f finding.Finding
		if !errors.As(err, &f) || f.Kind != c.kind || f.Do == "" {
			t.Errorf("%#v: %v, want %s", c.block, err, c.kind)
		}
	}
	twice := Line{Anchor: "x"}
	if _, _, err := Write(Draft{Parts: []Part{{Blocks: []Block{twice, twice}}}}); err == nil {
		t.Error("two lines with one anchor")
	}
}

// Whatever people wrote, the file is sound and gives the words back.
func FuzzWrite(f *testing.F) {
	f.Add("Jane & <Doe>", "]]>\"'", "\x00\t\n\r\xff\u202e")
	f.Add("", " ", "\ufffe\U0010ffff")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		revision := Revision{Fate: Inserted, By: b, At: day}
		data, removed, err := Write(Draft{Title: a, Author: b, Footer: c, Parts: []Part{{Blocks: []Block{
			Line{Style: Heading1, Runs: []Run{{Text: c}}},
			Line{Runs: []Run{{Text: a, Revision: revision}, {Text: b, Revision: Revision{Fate: Deleted, By: c}}, {Text: c}}, Remarks: []Remark{{By: a, Text: []string{b, c}}}},
			Contents{Title: a},
			Table{Widths: []float64{1}, Description: b, Rows: []Row{{{Lines: []Line{{Runs: []Run{{Text: b}}}}}}}},
		}}}})
		if err != nil {
			t.Fatal(err)
		}
		structure(t, data)
		d, err := read(data)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
				return -1
			}
			return r
		}, strings.ReplaceAll(strings.ReplaceAll(drop(a)+drop(c), "\r\n", "\n"), "\r", "\n"))
		if got := d.Paragraphs[1].Text; got != want && !strings.HasSuffix(a, "\r") {
			t.Errorf("%q, want %q", got, want)
		}
		if removed == 0 && !(utf8.ValidString(a) && utf8.ValidString(b) && utf8.ValidString(c)) {
			t.Error("bytes that are no UTF-8 were not counted")
		}
	})
}

// drop takes out bytes that are not UTF-8.
func drop(s string) string { return strings.ToValidUTF8(s, "") }

func TestHeadingsOfContents(t *testing.T) {
	w := &writer{draft: sample(t), anchors: map[string]bool{}}
	w.outline()
	var levels []int
	for _, h := range w.headings {
		levels = append(levels, h.level)
	}
	if want := []int{1, 2, 3, 2, 1, 1, 4}; !reflect.DeepEqual(levels, want) {
		t.Errorf("%v, want %v", levels, want)
	}
}
