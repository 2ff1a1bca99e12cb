package qda

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/finding"
)

type counts struct{ users, codes, sources, selections, codings, cases, notes, sets, links int }

func count(p Project) counts {
	c := counts{users: len(p.Users), sources: len(p.Sources), cases: len(p.Cases), notes: len(p.Notes), sets: len(p.Sets), links: len(p.Links)}
	everyCode(p.Codes, func(*Code, int) { c.codes++ })
	for _, s := range p.Sources {
		c.selections += len(s.Selections)
		c.codings += len(s.Codings)
		for _, sel := range s.Selections {
			c.codings += len(sel.Codings)
		}
	}
	return c
}

// lostOf gives what findings say was not taken in, by a word of theirs.
func lostOf(found []finding.Finding, word string) int {
	n := 0
	for _, f := range found {
		if f.Kind == "not-taken-in" && strings.Contains(f.Message, word) {
			n += f.Count
		}
	}
	return n
}

// The counts were made by hand, with grep, of the files' elements.
func TestSamples(t *testing.T) {
	for name, want := range map[string]counts{
		"atlas-blank.qdpx":            {users: 2},
		"atlas-target.qdpx":           {users: 2, codes: 3},
		"maxqda24-icls-codebook.xlsx": {codes: 326},
		"maxqda24-icls-project.qde":   {users: 1, codes: 307, sources: 10, sets: 2},
		// Of 16 codings 7 are of texts, 2 of the text of a PDF file (and, again, of
		// its pages), 5 of pictures, films and pages. The link leads to a film.
		"skyloom-Project.qde":        {users: 3, codes: 14, sources: 8, selections: 8, codings: 9, notes: 2, sets: 16},
		"skyloom-TestProject.qdpx":   {users: 3, codes: 14, sources: 8, selections: 8, codings: 9, notes: 2, sets: 16},
		"spec-example1-codebook.qdc": {codes: 6},
		"taguette-codebook.csv":      {codes: 3},
		"taguette-codebook.qdc":      {codes: 3},
	} {
		t.Run(name, func(t *testing.T) {
			p, found := Read(name, sharedFile(t, "samples/"+name))
			if bad := finding.Errors(found); bad != nil {
				t.Fatal(bad)
			}
			if got := count(p); got != want {
				t.Errorf("found %+v, expected %+v", got, want)
			}
			data, err := WriteProject(p)
			if err != nil {
				t.Fatal(err)
			}
			valid(t, data)
			again, found := Read("again", data)
			if bad := finding.Errors(found); bad != nil {
				t.Fatal(bad)
			}
			again.Origin = p.Origin
			if !reflect.DeepEqual(p, again) {
				t.Error("what was written and read again is not what was read")
			}
			if len(p.Codes) == 0 {
				return
			}
			if data, err = WriteCodebook(p); err != nil {
				t.Fatal(err)
			}
			valid(t, data)
			again, _ = Read("again", data)
			if count(again).codes != want.codes {
				t.Errorf("%d codes after writing", count(again).codes)
			}
		})
	}
}

func TestLost(t *testing.T) {
	p, found := Read("project", sharedFile(t, "samples/skyloom-TestProject.qdpx"))
	for word, want := range map[string]int{
		"codings of pictures": 5, "places marked in pictures": 1, "pages of PDF": 2, "passages marked in films": 2, "times in": 13,
		"films (": 2, "sound recordings (": 1, "graphs": 1, "links": 1, "references to sources": 6, "not: pictures": 0,
	} {
		if got := lostOf(found, word); got != want {
			t.Errorf("%s: %d, expected %d", word, got, want)
		}
	}
	// ATLAS.ti names a selection after its words, so the length of a name that is
	// not cut is that of the selection when its end is exclusive: 62 to 69 is
	// granola, 139 to 195 has 56 characters.
	lengths := map[string]int{"granola": 7, "Oh, that was great. See you tomorrow? Eleven thirty. Mm.": 56}
	for _, s := range p.Sources {
		for _, sel := range s.Selections {
			if want, ok := lengths[sel.Name]; ok {
				delete(lengths, sel.Name)
				if sel.End-sel.Start != want || utf8.RuneCountInString(sel.Name) != want {
					t.Errorf("%q runs from %d to %d", sel.Name, sel.Start, sel.End)
				}
			}
		}
	}
	if len(lengths) > 0 {
		t.Errorf("not there: %v", lengths)
	}
}

// TestGranola gives the sample a text for one of its PDF files, which it lacks,
// with the word where ATLAS.ti says it is.
func TestGranola(t *testing.T) {
	qde := string(sharedFile(t, "samples/skyloom-Project.qde"))
	text := strings.Repeat("\u00e9", 62) + "granola" + strings.Repeat(".", 500-69)
	p, _ := Read("p", pack(t, zipped{"Project.qde", qde}, zipped{"sources/142EB46D-612E-4593-A385-D0E5D04D1288.txt", text}))
	coded, _ := p.Coded("p", nil)
	if len(coded.Units) != 1 || len(coded.Codings) != 2 {
		t.Fatalf("%+v", coded)
	}
	if c := coded.Codings[1]; c.Text != "granola" || c.Start != 62 || c.End != 69 || c.Theme != "waste-of-time" || c.Coder != "Friedrich Markgraf" {
		t.Errorf("%+v", c)
	}
}

type zipped struct{ name, text string }

func pack(t testing.TB, parts ...zipped) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, p.text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	g1 = "AAAAAAAA-0000-4000-8000-000000000001"
	g2 = "AAAAAAAA-0000-4000-8000-000000000002"
	g3 = "AAAAAAAA-0000-4000-8000-000000000003"
	g4 = "AAAAAAAA-0000-4000-8000-000000000004"
	g5 = "AAAAAAAA-0000-4000-8000-000000000005"
)

// oneText is a project with one text and one coded selection of it, with holes
// for what programs do differently.
func oneText(ns, origin, path, span string) string {
	return `<Project xmlns="` + ns + `" name="p" origin="` + origin + `"><CodeBook><Codes><Code guid="{` + g1 + `}" name="c" isCodable="true"/></Codes></CodeBook>` +
		`<Sources><TextSource guid="` + g2 + `" name="t" plainTextPath="` + path + `"><PlainTextSelection guid="` + g3 + `" ` + span + `>` +
		`<Coding guid="` + g4 + `"><CodeRef targetGUID="` + strings.ToLower(g1) + `"/></Coding></PlainTextSelection>` +
		`<PlainTextSelection guid="` + g5 + `" startPosition="0" endPosition="1"/></TextSource></Sources></Project>`
}

const ns1 = "urn:QDA-XML:project:1.0"

func TestTolerance(t *testing.T) {
	const text = "caf\u00e9 \U0001F600 one\ntwo granola three"
	span := `name="granola" startPosition="15" endPosition="22"` // counted by hand
	crlf := strings.ReplaceAll(text, "\n", "\r\n")
	wide := `name="granola" startPosition="16" endPosition="23"`
	silent := strings.NewReplacer(`name="granola" `, "").Replace
	for name, parts := range map[string][]zipped{
		"plain":                {{"project.qde", oneText(ns1, "x", "internal://"+g2+".txt", span)}, {"sources/" + g2 + ".txt", text}},
		"capitals":             {{"Project.qde", oneText(ns1, "x", "internal://"+strings.ToLower(g2)+".txt", span)}, {"Sources/", ""}, {"Sources/" + g2 + ".TXT", text}},
		"any name":             {{"our study.qde", oneText(ns1, "x", "internal://"+g2+".txt", span)}, {"sources/" + g2 + ".txt", text}},
		"bare path":            {{"project.qde", oneText(ns1, "x", g2+".txt", span)}, {"sources/" + g2 + ".txt", text}},
		"path with the folder": {{"project.qde", oneText(ns1, "x", "sources/"+g2+".txt", span)}, {"sources/" + g2 + ".txt", text}},
		"backslashes":          {{"project.qde", oneText(ns1, "x", "internal://"+g2+".txt", span)}, {`sources\` + g2 + ".txt", text}},
		"a mark":               {{"project.qde", "\ufeff" + oneText(ns1, "x", "internal://"+g2+".txt", span)}, {"sources/" + g2 + ".txt", "\ufeff" + text}},
		"namespace 0.4":        {{"project.qde", oneText("urn:QDA-XML:project:0:4", "x", "internal://"+g2+".txt", span)}, {"sources/" + g2 + ".txt", text}},
		"CRLF as one":          {{"project.qde", oneText(ns1, "x", "internal://"+g2+".txt", span)}, {"sources/" + g2 + ".txt", crlf}},
		"CRLF as two":          {{"project.qde", oneText(ns1, "ATLAS.ti", "internal://"+g2+".txt", wide)}, {"sources/" + g2 + ".txt", crlf}},
		"CRLF, two by default": {{"project.qde", oneText(ns1, "x", "internal://"+g2+".txt", silent(wide))}, {"sources/" + g2 + ".txt", crlf}},
		"CRLF, one by ATLAS":   {{"project.qde", oneText(ns1, "ATLAS.ti 23", "internal://"+g2+".txt", silent(span))}, {"sources/" + g2 + ".txt", crlf}},
	} {
		p, found := Read(name, pack(t, parts...))
		if finding.Errors(found) != nil || len(p.Sources) != 1 || len(p.Sources[0].Selections) != 2 || len(p.Codes) != 1 {
			t.Errorf("%s: %v", name, found)
			continue
		}
		s := p.Sources[0]
		sel := s.Selections[0]
		if got := string([]rune(s.Text)[sel.Start:sel.End]); got != "granola" || s.Text != text {
			t.Errorf("%s: found %q in %q", name, got, s.Text)
		}
		if len(sel.Codings) != 1 || sel.Codings[0].Code != p.Codes[0].GUID || sel.Codings[0].Created != "" {
			t.Errorf("%s: %+v", name, sel)
		}
		for _, f := range found {
			if f.Severity == finding.Warning {
				t.Errorf("%s: %v", name, f)
			}
		}
	}
}

func TestJoined(t *testing.T) {
	// "a\r\nb\r\n\r\nc" and "a\nb\n\nc".
	text := decode([]byte("a\r\nb\r\n\r\nc"))
	if text.text != "a\nb\n\nc" || !slices.Equal(text.pairs, []int{1, 3, 4}) {
		t.Fatalf("%+v", text)
	}
	for at, want := range []int{0, 1, 1, 2, 3, 3, 4, 4, 5, 6} {
		if got := joined(text.pairs, at); got != want {
			t.Errorf("%d: %d, expected %d", at, got, want)
		}
	}
}

func TestIndex(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		b.WriteRune([]rune("aé☃😀")[i%4])
	}
	all := []rune(b.String())
	ix := newIndex(b.String())
	for i := range len(all) + 1 {
		if got := ix.slice(i, len(all)); got != string(all[i:]) {
			t.Fatalf("from %d: %q", i, got)
		}
	}
}

func TestFaults(t *testing.T) {
	good := oneText(ns1, "x", "internal://"+g2+".txt", `startPosition="0" endPosition="4"`)
	with := func(qde string) []byte {
		return pack(t, zipped{"project.qde", qde}, zipped{"sources/" + g2 + ".txt", "four"})
	}
	for name, c := range map[string]struct {
		data []byte
		kind string
	}{
		"nothing":             {nil, "not-qda"},
		"words":               {[]byte("some words"), "not-qda"},
		"a PDF file":          {[]byte("%PDF-1.7"), "not-qda"},
		"other XML":           {[]byte("<html/>"), "not-qda"},
		"half":                {[]byte(good[:len(good)/2]), "damaged-xml"},
		"half a zip":          {with(good)[:200], "damaged-file"},
		"entities":            {[]byte(`<!DOCTYPE a [<!ENTITY b "bb">]><Project name="&b;"/>`), "document-type"},
		"deep":                {[]byte(`<CodeBook><Codes>` + strings.Repeat(`<Code name="a">`, 500)), "too-large"},
		"out of the zip":      {pack(t, zipped{"project.qde", good}, zipped{"../evil", "x"}), "strange-path"},
		"no project":          {pack(t, zipped{"a.qde", good}, zipped{"b.qde", good}), "no-project"},
		"a path of mine":      {with(strings.Replace(good, "internal://"+g2+".txt", "absolute:///etc/passwd", 1)), "text-outside"},
		"a path up":           {with(strings.Replace(good, "internal://"+g2+".txt", "internal://../../etc/passwd", 1)), "no-text"},
		"no text":             {pack(t, zipped{"project.qde", good}), "no-text"},
		"no plain text":       {pack(t, zipped{"project.qde", good}, zipped{"sources/" + g2 + ".txt", "%PDF-1.7"}), "no-text"},
		"past the end":        {with(strings.Replace(good, `endPosition="4"`, `endPosition="5"`, 1)), "span-outside"},
		"backwards":           {with(strings.Replace(good, `startPosition="0" endPosition="4"`, `startPosition="3" endPosition="2"`, 1)), "span-outside"},
		"below 0":             {with(strings.Replace(good, `startPosition="0"`, `startPosition="-1"`, 1)), "span-outside"},
		"not a number":        {with(strings.Replace(good, `startPosition="0"`, `startPosition="9999999999999"`, 1)), "span-outside"},
		"no such code":        {with(strings.Replace(good, `CodeRef targetGUID="`, `CodeRef targetGUID="0`, 1)), "not-taken-in"},
		"not a GUID":          {with(strings.Replace(good, g4, "4", 1)), "guid"},
		"a GUID twice":        {with(strings.Replace(good, g5, g3, 1)), "guid-twice"},
		"a date":              {with(strings.Replace(good, `<Coding guid`, `<Coding creationDateTime="today" guid`, 1)), "date"},
		"an element":          {with(strings.Replace(good, `<Sources>`, `<Surprise><a/></Surprise><Sources>`, 1)), "unknown-part"},
		"a CSV of other kind": {[]byte("a,b\n1,2\n"), "not-qda"},
		"half a CSV":          {[]byte("tag,description\na,\"b\n"), "damaged-csv"},
		"other workbook":      {excel(t, [][]string{{"a"}}), "not-qda"},
	} {
		p, found := Read("the file", c.data)
		if !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Kind == c.kind && f.File == "the file" && f.Message != "" }) {
			t.Errorf("%s: %v", name, found)
		}
		if finding.Errors(found) == nil {
			if _, err := WriteProject(p); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestMany shows that a file cannot fill a screen.
func TestMany(t *testing.T) {
	var b strings.Builder
	b.WriteString("<Project>")
	for i := range 5000 {
		fmt.Fprintf(&b, "<x%d/>", i)
	}
	b.WriteString("</Project>")
	if _, found := Read("x", []byte(b.String())); len(found) > mostFindings+1 {
		t.Errorf("%d findings", len(found))
	}
}

func TestTranscript(t *testing.T) {
	qde := `<Project xmlns="` + ns1 + `" name="p"><CodeBook><Codes><Code guid="` + g1 + `" name="c" isCodable="true"/></Codes></CodeBook><Sources>` +
		`<AudioSource guid="` + g2 + `"><Transcript guid="` + g3 + `" name="group"><PlainTextContent>We want more supervision.</PlainTextContent>` +
		`<SyncPoint guid="` + g4 + `" timeStamp="0" position="8"/><SyncPoint guid="` + g5 + `" timeStamp="900" position="12"/>` +
		`<TranscriptSelection guid="AAAAAAAA-0000-4000-8000-000000000006" fromSyncPoint="` + g4 + `" toSyncPoint="` + g5 + `">` +
		`<Coding guid="AAAAAAAA-0000-4000-8000-000000000007"><CodeRef targetGUID="` + g1 + `"/></Coding></TranscriptSelection></Transcript></AudioSource></Sources></Project>`
	p, found := Read("p", []byte(qde))
	if len(p.Sources) != 1 || len(p.Sources[0].Selections) != 1 {
		t.Fatalf("%+v, %v", p, found)
	}
	c, _ := p.Coded("p", nil)
	if len(c.Codings) != 1 || c.Codings[0].Text != "more" {
		t.Errorf("%+v", c.Codings)
	}
}

func fuzz(f *testing.F, as func(*testing.T, []byte) []byte) {
	f.Fuzz(func(t *testing.T, data []byte) {
		p, found := Read("fuzz", as(t, data))
		if _, _, more := p.Themes("fuzz", nil); finding.Errors(more) != nil {
			t.Fatal(more)
		}
		coded, _ := p.Coded("fuzz", nil)
		for _, c := range coded.Codings {
			if c.Start < 0 || c.End < c.Start || c.Theme == "" || c.Unit == "" {
				t.Fatalf("%+v", c)
			}
		}
		if finding.Errors(found) != nil {
			return
		}
		out, err := WriteProject(p)
		if err != nil {
			t.Fatal(err)
		}
		again, found := Read("fuzz", out)
		if bad := finding.Errors(found); bad != nil {
			t.Fatal(bad)
		}
		if count(again) != count(p) {
			t.Fatalf("%+v became %+v", count(p), count(again))
		}
	})
}

func FuzzCodebook(f *testing.F) {
	f.Add([]byte(`<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="{` + g1 + `}" name="a" isCodable="true" color="#fff"><Description>d</Description><Code guid="` + g2 + `" name="b"/></Code></Codes><Sets><Set guid="` + g3 + `" name="s"><MemberCode guid="` + g1 + `"/></Set></Sets></CodeBook>`))
	f.Add([]byte("tag,description\na,b\na.b,c\n"))
	seeds(f, "*.qdc")
	fuzz(f, func(_ *testing.T, data []byte) []byte { return data })
}

func FuzzProject(f *testing.F) {
	f.Add([]byte(oneText(ns1, "x", "internal://"+g2+".txt", `startPosition="0" endPosition="4"`)))
	seeds(f, "skyloom*.qde")
	fuzz(f, func(t *testing.T, data []byte) []byte {
		return pack(t, zipped{"project.qde", string(data)}, zipped{"sources/" + g2 + ".txt", "one\r\ntwo\r\nthree"})
	})
}

func seeds(f *testing.F, pattern string) {
	files, _ := filepath.Glob(shared + "samples/" + pattern)
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(data)
		}
	}
}
