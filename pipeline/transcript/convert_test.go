package transcript

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// said is one speech to be written in some dialect; it lasts three seconds.
type said struct{ speaker, text string }

// hours gives 01:02:03.000 for the start of the nth speech, with this mark
// before the milliseconds.
func hours(n int, mark string) string {
	s := 3 * n
	return fmt.Sprintf("%02d:%02d:%02d%s000", s/3600, s/60%60, s%60, mark)
}

// short gives 1:02 or 1:01:02.
func short(n int) string {
	s := 3 * n
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// each writes all speeches with one function.
func each(before string, all []said, write func(i int, s said) string) []byte {
	var b bytes.Buffer
	b.WriteString(before)
	for i, s := range all {
		b.WriteString(write(i, s))
	}
	return b.Bytes()
}

func escapeXML(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s))
	return b.String()
}

// docx gives a Word document whose body is this XML.
func docx(t testing.TB, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`},
	} {
		f, err := w.Create(p[0])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, p[1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// para gives a paragraph with line breaks between these lines.
func para(lines ...string) string {
	var b strings.Builder
	b.WriteString("<w:p><w:r>")
	for i, line := range lines {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escapeXML(line) + "</w:t>")
	}
	b.WriteString("</w:r></w:p>")
	return b.String()
}

// wordTable gives a Word table of these rows.
func wordTable(rows ...[]string) string {
	var b strings.Builder
	b.WriteString("<w:tbl>")
	for _, cells := range rows {
		b.WriteString("<w:tr>")
		for _, c := range cells {
			b.WriteString("<w:tc>" + para(c) + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return b.String() + "</w:tbl>"
}

// xlsx gives an Excel workbook with one sheet of these rows.
func xlsx(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, cells := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// converters write speeches as the tools do.
var converters = []struct {
	name, file, dialect string
	timed               bool
	write               func(t testing.TB, all []said) []byte
}{
	{"Zoom .vtt", "a.vtt", "a Zoom transcript (WebVTT with a name before the words)", true, func(_ testing.TB, all []said) []byte {
		return each("WEBVTT\r\n\r\n", all, func(i int, s said) string {
			return fmt.Sprintf("%d\r\n%s --> %s\r\n%s: %s\r\n\r\n", i+1, hours(i, "."), hours(i+1, "."), html.EscapeString(s.speaker), html.EscapeString(s.text))
		})
	}},
	{"Teams .vtt", "a.vtt", "a Teams transcript (WebVTT)", true, func(_ testing.TB, all []said) []byte {
		return each("WEBVTT\n\n", all, func(i int, s said) string {
			return fmt.Sprintf("1b4e28ba-2fa1-11d2-883f-0016d3cca427/%d-0\n%s --> %s\n<v %s>%s</v>\n\n", i, loose(i), loose(i+1), html.EscapeString(s.speaker), html.EscapeString(s.text))
		})
	}},
	{"WebVTT with voices not closed", "a.vtt", "WebVTT with the speaker's name in <v> tags", true, func(_ testing.TB, all []said) []byte {
		return each("\ufeffWEBVTT\n\n", all, func(i int, s said) string {
			return fmt.Sprintf("%s --> %s\n<v.loud %s>%s\n\n", hours(i, "."), hours(i+1, "."), html.EscapeString(s.speaker), html.EscapeString(s.text))
		})
	}},
	{"Webex .vtt", "a.vtt", "a Webex transcript (WebVTT)", true, func(_ testing.TB, all []said) []byte {
		return each("WEBVTT\n\n", all, func(i int, s said) string {
			return fmt.Sprintf("%d \"%s\" (123456)\n%s --> %s\n%s\n\n", i+1, s.speaker, hours(i, "."), hours(i+1, "."), html.EscapeString(s.text))
		})
	}},
	{"SubRip", "a.srt", "SubRip subtitles (.srt) with a name before the words", true, func(_ testing.TB, all []said) []byte {
		return each("", all, func(i int, s said) string {
			return fmt.Sprintf("%d\r\n%s --> %s\r\n%s: %s\r\n\r\n", i+1, hours(i, ","), hours(i+1, ","), s.speaker, html.EscapeString(s.text))
		})
	}},
	{"YouTube .sbv", "a.sbv", "YouTube captions (.sbv) with a name before the words", true, func(_ testing.TB, all []said) []byte {
		return each("", all, func(i int, s said) string {
			return fmt.Sprintf("%s,%s\n%s: %s\n\n", hours(i, "."), hours(i+1, "."), s.speaker, s.text)
		})
	}},
	{"Otter .txt", "a.txt", "an Otter transcript (text)", true, func(_ testing.TB, all []said) []byte {
		return append(each("", all, func(i int, s said) string {
			return fmt.Sprintf("%s  %s  \n%s\n\n", s.speaker, short(i), s.text)
		}), "Transcribed by https://otter.ai\n"...)
	}},
	{"Name: text", "a.txt", "plain text with a name and a colon before each speech", false, func(_ testing.TB, all []said) []byte {
		return each("", all, func(_ int, s said) string { return s.speaker + ": " + s.text + "\n" })
	}},
	{"NAME: text in capitals, with blank lines", "a.txt", "plain text with a name and a colon before each speech", false, func(_ testing.TB, all []said) []byte {
		return each("", all, func(_ int, s said) string { return strings.ToUpper(s.speaker) + ":\t" + s.text + "\r\n\r\n" })
	}},
	{"[time] Name: text", "a.txt", "plain text with a time, a name and a colon before each speech", true, func(_ testing.TB, all []said) []byte {
		return each("", all, func(i int, s said) string {
			return fmt.Sprintf("[%s] %s: %s\n", hours(i, ".")[:8], s.speaker, s.text)
		})
	}},
	{"Name (time): text", "a.txt", "plain text with a name and a time before each speech", true, func(_ testing.TB, all []said) []byte {
		return each("", all, func(i int, s said) string {
			return fmt.Sprintf("%s (%s):\n%s\n", s.speaker, hours(i, ".")[:8], s.text)
		})
	}},
	{"time and name on a line", "a.txt", "plain text with a time and a name on a line before each speech", true, func(_ testing.TB, all []said) []byte {
		return each("", all, func(i int, s said) string {
			return fmt.Sprintf("%s %s\n%s\n", hours(i, ".")[:8], s.speaker, s.text)
		})
	}},
	{"Teams Word, old layout", "a.docx", "a Teams transcript (Word, old layout)", true, func(t testing.TB, all []said) []byte {
		return docx(t, string(each("", all, func(i int, s said) string {
			return para(loose(i)+" --> "+loose(i+1), s.speaker, s.text)
		})))
	}},
	{"Teams Word, new layout", "a.docx", "a Teams transcript (Word, new layout)", true, func(t testing.TB, all []said) []byte {
		before := para("Digital skills group-20260314_100512-Meeting Transcript") + para("14 March 2026, 10:05am") + para("27m 42s") + para(all[0].speaker+" started transcription")
		return docx(t, string(each(before, all, func(i int, s said) string {
			return para(s.speaker+"   "+short(i), s.text)
		}))+para(all[0].speaker+" stopped transcription"))
	}},
	{"Otter Word", "a.docx", "an Otter transcript (Word)", true, func(t testing.TB, all []said) []byte {
		return docx(t, string(each(para("Digital skills group"), all, func(i int, s said) string {
			return para(s.speaker+"  "+short(i)) + para(s.text) + para("")
		}))+para("Transcribed by https://otter.ai"))
	}},
	{"Word, Name: text", "a.docx", "a Word document with a name and a colon before each speech", false, func(t testing.TB, all []said) []byte {
		return docx(t, string(each("", all, func(_ int, s said) string { return para(s.speaker + ": " + s.text) })))
	}},
	{"Word table", "a.docx", `a Word table with the speaker in the column "Speaker" and the words in the column "Transcript"`, true, func(t testing.TB, all []said) []byte {
		rows := [][]string{{"Timestamp", "Speaker", "Transcript"}}
		for i, s := range all {
			rows = append(rows, []string{short(i), s.speaker, s.text})
		}
		return docx(t, wordTable(rows...))
	}},
	{"CSV", "a.csv", `a table (CSV) with the speaker in the column "Speaker name" and the words in the column "Text"`, true, func(_ testing.TB, all []said) []byte {
		return each("Start (s),End (s),Speaker name,Text\r\n", all, func(i int, s said) string {
			return fmt.Sprintf("%d,%d,%s,\"%s\"\r\n", 3*i, 3*i+3, s.speaker, strings.ReplaceAll(s.text, `"`, `""`))
		})
	}},
	{"CSV with semicolons and no head", "a.csv", "a table (CSV) with the speaker in column 1 and the words in column 2", false, func(_ testing.TB, all []said) []byte {
		return each("", all, func(_ int, s said) string {
			return fmt.Sprintf("%s;\"%s\"\n", s.speaker, strings.ReplaceAll(s.text, `"`, `""`))
		})
	}},
	{"Excel", "a.xlsx", `an Excel workbook with the speaker in the column "Who" and the words in the column "What was said"`, true, func(t testing.TB, all []said) []byte {
		rows := [][]any{{"Our group"}, {}, {"Time", "Who", "What was said"}}
		for i, s := range all {
			rows = append(rows, []any{short(i), s.speaker, s.text})
		}
		return xlsx(t, rows...)
	}},
}

// loose gives a time as Teams wrote it at first, 0:1:2.0.
func loose(n int) string {
	s := 3 * n
	return fmt.Sprintf("%d:%d:%d.0", s/3600, s/60%60, s%60)
}

const qmsum = "../../../shared/data/transcript-qmsum/test"

// meetings gives the speeches of each of QMSum's meetings, by the file's name.
func meetings(t testing.TB) (names []string, all [][]said) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(qmsum, "*.json"))
	if len(files) == 0 {
		t.Skip("the QMSum meetings are not here:", qmsum)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Turns []struct{ Speaker, Content string } `json:"meeting_transcripts"`
		}
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		var out []said
		for _, turn := range m.Turns {
			out = append(out, said{tidy(turn.Speaker), tidy(turn.Content)})
		}
		names = append(names, filepath.Base(file))
		all = append(all, out)
	}
	return names, all
}

// merged joins what one person said twice running, as turns are.
func merged(all []said) []said {
	var out []said
	for _, s := range all {
		if s.text == "" {
			continue
		}
		if n := len(out) - 1; n >= 0 && out[n].speaker == s.speaker {
			out[n].text += " " + s.text
			continue
		}
		out = append(out, s)
	}
	return out
}

// TestMeetings writes the meetings of QMSum in every dialect and reads them
// back: the same people must say the same words in the same order. Nothing is
// told to the reader, neither the form nor who took part.
func TestMeetings(t *testing.T) {
	names, all := meetings(t)
	for _, c := range converters {
		t.Run(c.name, func(t *testing.T) {
			speeches, turns := 0, 0
			for m, meeting := range all {
				speeches += len(meeting)
				want := merged(meeting)
				got, findings := Read(c.file, c.write(t, meeting), study.Transcript{ID: "FG1"}, nil)
				if errors := finding.Errors(findings); len(errors) > 0 {
					t.Fatalf("%s: %v", names[m], errors)
				}
				said := ""
				for _, f := range findings {
					if f.Kind == "read-as" {
						said = f.Message
					}
				}
				if said != "this was read as "+c.dialect {
					t.Errorf("%s: %q, want %q", names[m], said, c.dialect)
				}
				for i := range min(len(got), len(want)) {
					if !strings.EqualFold(got[i].Speaker, want[i].speaker) || got[i].Text != want[i].text {
						t.Fatalf("%s, turn %d: %q: %q, want %q: %q", names[m], i+1, got[i].Speaker, got[i].Text, want[i].speaker, want[i].text)
					}
					if c.timed && got[i].Start < 0 || got[i].Person == "" || got[i].Moderator {
						t.Fatalf("%s, turn %d: %+v", names[m], i+1, got[i])
					}
				}
				if len(got) != len(want) {
					t.Fatalf("%s: %d turns, want %d", names[m], len(got), len(want))
				}
				turns += len(got)
			}
			t.Logf("%d meetings, %d speeches, %d turns", len(all), speeches, turns)
		})
	}
}

// BenchmarkRead reads the longest of QMSum's meetings in every dialect.
func BenchmarkRead(b *testing.B) {
	_, all := meetings(b)
	longest := all[0]
	for _, m := range all {
		if len(m) > len(longest) {
			longest = m
		}
	}
	for _, c := range converters {
		data := c.write(b, longest)
		b.Run(strings.ReplaceAll(c.name, " ", "-"), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if turns, _ := Read(c.file, data, study.Transcript{ID: "FG1"}, nil); len(turns) == 0 {
					b.Fatal("nothing read")
				}
			}
			b.ReportMetric(float64(len(longest)*b.N)/b.Elapsed().Seconds(), "speeches/s")
		})
	}
}
