package packed

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"concord/pipeline/finding"
)

type part struct{ name, text string }

// pack gives a zip file of these parts.
func pack(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, p.text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(data []byte) (*Archive, error) { return Open(bytes.NewReader(data), int64(len(data))) }

// kind gives the kind of the finding that an error must be.
func kind(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var f finding.Finding
	if !errors.As(err, &f) || f.Message == "" || f.Severity != finding.Error {
		t.Fatalf("not a finding: %v", err)
	}
	return f.Kind
}

func TestOpen(t *testing.T) {
	good := pack(t, part{"word/document.xml", strings.Repeat("<a/>", 100)})
	locked := bytes.Clone(good)
	// The general purpose flag of the first entry of the list of parts, bit 0.
	at := bytes.Index(locked, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint16(locked[at+8:], 1)
	var many []part
	for i := range MostParts + 1 {
		many = append(many, part{name: strings.Repeat("a", 1+i%100) + "/" + string(rune('a'+i/2600)) + string(rune('a'+i/100%26)) + ".xml"})
	}
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"good", "", good},
		{"half", "damaged-file", good[:len(good)/2]},
		{"empty", "damaged-file", nil},
		{"up a folder", "strange-path", pack(t, part{"../../evil.xml", ""})},
		{"up a folder on Windows", "strange-path", pack(t, part{`word\..\..\evil.xml`, ""})},
		{"from the root", "strange-path", pack(t, part{"/etc/passwd", ""})},
		{"a drive", "strange-path", pack(t, part{`C:\evil.xml`, ""})},
		{"one name twice", "damaged-file", pack(t, part{"word/document.xml", "1"}, part{"Word/Document.xml", "2"})},
		{"a password", "locked-file", locked},
		{"many parts", "too-large", pack(t, many...)},
	} {
		_, err := open(c.data)
		if got := kind(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPart(t *testing.T) {
	read := func(data []byte, most int64) error {
		a, err := open(data)
		if err != nil {
			t.Fatal(err)
		}
		r, err := a.Part("WORD/a.xml", most)
		if err != nil {
			return err
		}
		defer r.Close()
		_, err = io.Copy(io.Discard, r)
		return err
	}
	zeros := strings.Repeat("\x00", anyRatio+1<<20)
	bomb := pack(t, part{"word/a.xml", zeros})
	lying := bytes.Clone(bomb)
	// The unpacked size in the list of parts: 24 bytes after its signature.
	at := bytes.Index(lying, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(lying[at+24:], 10)
	good := pack(t, part{"word/a.xml", "some words"})
	broken := bytes.Clone(good)
	broken[bytes.Index(broken, []byte("a.xml"))+6] ^= 0xff
	for _, c := range []struct {
		name, want string
		data       []byte
		most       int64
	}{
		{"good", "", good, 100},
		{"no such part", "damaged-file", pack(t, part{"b", ""}), 100},
		{"over the bound", "too-large", good, 5},
		{"a thousandfold", "zip-bomb", bomb, 1 << 40},
		{"a size that is not true", "damaged-file", lying, 1 << 40},
		{"changed bytes", "damaged-file", broken, 100},
	} {
		if got := kind(t, read(c.data, c.most)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

const (
	rels    = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	docType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

func TestRelations(t *testing.T) {
	a, err := open(pack(t,
		part{"_rels/.rels", rels + `<Relationship Id="r1" Type="` + docType + `officeDocument" Target="/xl/workbook.xml"/></Relationships>`},
		part{"xl/workbook.xml", "<a/>"}, part{`xl\worksheets\sheet1.xml`, ""}, part{"outside.xml", ""},
		part{"xl/_rels/workbook.xml.rels", rels +
			`<Relationship Id="a" Type="` + docType + `worksheet" Target="worksheets\sheet1.xml"/>` +
			`<Relationship Id="b" Type="` + docType + `worksheet" Target="http://example.org/sheet.xml" TargetMode="External"/>` +
			`<Relationship Id="c" Type="` + docType + `worksheet" Target="../../../etc/passwd"/>` +
			`<Relationship Id="d" Type="` + docType + `styles" Target="../outside.xml"/></Relationships>`}))
	if err != nil {
		t.Fatal(err)
	}
	if a.Main() != "xl/workbook.xml" || a.Kind() != Excel {
		t.Errorf("main %q, kind %q", a.Main(), a.Kind())
	}
	got, err := a.Relations("xl/workbook.xml")
	if err != nil || len(got) != 2 || got[0] != (Relation{"a", "worksheet", "xl/worksheets/sheet1.xml"}) || got[1] != (Relation{"d", "styles", "outside.xml"}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestKind(t *testing.T) {
	for _, c := range []struct {
		want Kind
		part string
	}{{Word, "word/document.xml"}, {Excel, "xl/workbook.xml"}, {PowerPoint, "ppt/presentation.xml"}, {OtherZip, "notes.docx"}} {
		a, err := open(pack(t, part{c.part, ""}))
		if err != nil || a.Kind() != c.want {
			t.Errorf("%s: %v, %v", c.part, a.Kind(), err)
		}
	}
	a, _ := open(pack(t, part{"mimetype", ""}, part{"content.xml", ""}))
	if a.Kind() != OpenDocument {
		t.Error(a.Kind())
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ name, xml, want string }{
		{"good", "<a><b>x</b></a>", ""},
		{"entities", `<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>`, "document-type"},
		{"a file from outside", `<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>`, "document-type"},
		{"an entity of nobody's", "<a>&xxe;</a>", "damaged-file"},
		{"cut off", "<a><b>x", "damaged-file"},
		{"deep", strings.Repeat("<a>", mostDeep+1), "too-large"},
		{"not XML", "\x00\x01", "damaged-file"},
		{"nothing", "", ""},
	} {
		tokens := NewTokens(strings.NewReader(c.xml), "word/document.xml")
		var err error
		for err == nil {
			_, err = tokens.Next()
		}
		if err == io.EOF {
			err = nil
		}
		if got := kind(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
