package audit

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// A Word document: a sentence in its third paragraph, and a table whose rows are
// read as rows.
func TestWord(t *testing.T) {
	row := func(cells ...string) string {
		var b strings.Builder
		for _, c := range cells {
			b.WriteString("<w:tc><w:p><w:r><w:t>" + c + "</w:t></w:r></w:p></w:tc>")
		}
		return "<w:tr>" + b.String() + "</w:tr>"
	}
	para := func(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }
	body := para("Twenty people took part.") + para("") + para("One said no (N=1, 59%).") + para("Table 1. Age") +
		"<w:tbl>" + row("Age", "N = 20", "%") + row("18-25", "6", "30%") + row("26-40", "10", "50%") + row("41+", "5", "25%") + "</w:tbl>" + para("The end.")
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, part[1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s, findings := Open("report.docx", file.Bytes())
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	found := Examine(s.Document)
	if len(found) != 2 || found[0].Kind != "no-base" || found[0].Line != 3 || found[1].Kind != "parts-sum" || found[1].Level != Certain || len(found[1].Figures) != 3 {
		t.Errorf("got %+v", found)
	}
}
