package transcript

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/redact"
	"concord/pipeline/study"
)

var update = flag.Bool("update", false, "write the Word and Excel files of testdata again")

// talk is what is said in every made file of testdata.
var talk = []brief{
	{"Ruth Calder", 3000, 8500, "Welcome, everyone. What should the section on supervision say?"},
	{"Dele Akande", 9000, 15000, "More on online supervision, I think. It is 10:30 at night before I get to mine."},
	{"Siân Prosser", 15250, 21000, "I agree. “Digital first” is not the same as digital only."},
	{"Dele Akande", 21500, 22000, "Yes."},
	{"Tom Whitby", 22750, 29500, "A score of <5 or >9 should be discussed & written down."},
	{"Siân Prosser", 30000, 36000, "Note: that was in the last draft too."},
	{"Ruth Calder", 37000, 38125, "Thank you all."},
}

// asLong gives the talk as it comes out of a file that has the start of each
// speech only, in parts of this many milliseconds: each lasts until the next.
func asLong(parts int) []brief {
	out := append([]brief(nil), talk...)
	for i := range out {
		out[i].start -= out[i].start % parts
	}
	for i := range out {
		out[i].end = out[min(i+1, len(out)-1)].start
	}
	return out
}

// untimed gives the talk without times.
func untimed() []brief {
	out := append([]brief(nil), talk...)
	for i := range out {
		out[i].start, out[i].end = -1, -1
	}
	return out
}

// called gives a talk with other names for the speakers.
func called(talk []brief, names map[string]string) []brief {
	out := append([]brief(nil), talk...)
	for i := range out {
		out[i].speaker = names[out[i].speaker]
	}
	return out
}

func stampOf(ms int, form string) string {
	return fmt.Sprintf(form, ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// packedFiles are the made files of testdata that are not text.
func packedFiles(t *testing.T) map[string][]byte {
	body := map[string]*strings.Builder{}
	write := func(file string, paragraphs ...string) {
		if body[file] == nil {
			body[file] = &strings.Builder{}
		}
		for _, p := range paragraphs {
			body[file].WriteString(p)
		}
	}
	write("teams-new.docx", para("Supervision group-20261103_140210-Meeting Transcript"), para("3 November 2026, 02:02pm"), para("38s"), para("Ruth Calder started transcription"))
	write("otter.docx", para("Supervision group"), para("Tue, Nov 03, 2026 2:02PM • 0:38"), para("SUMMARY KEYWORDS"), para("supervision, digital"), para("SPEAKERS"), para("Dele Akande, Ruth Calder, Siân Prosser, Tom Whitby"), para(""))
	write("names.docx", para("Supervision group"))
	write("names.docx", wordTable([]string{"Date", "3 November"}))
	rows := [][]string{{"Time", "Speaker", "What was said"}}
	sheet := [][]any{{"Start", "End", "Speaker", "Text"}}
	for i, s := range talk {
		write("teams-old.docx", para(stampOf(s.start, "%d:%d:%d.%03d")+" --> "+stampOf(s.end, "%d:%d:%d.%03d"), s.speaker, s.text))
		write("teams-new.docx", para(s.speaker+"   "+stampOf(s.start, "%[2]d:%02[3]d"), s.text))
		write("otter.docx", para(s.speaker+"  "+stampOf(s.start, "%02[2]d:%02[3]d")), para(s.text), para(""))
		if i == 1 {
			// Words taken out and put in under track changes.
			write("names.docx", `<w:p><w:r><w:t xml:space="preserve">Dele Akande: More on </w:t></w:r><w:del w:id="1" w:author="A"><w:r><w:delText>any </w:delText></w:r></w:del><w:ins w:id="2" w:author="A"><w:r><w:t xml:space="preserve">online </w:t></w:r></w:ins><w:r><w:t>supervision, I think. It is 10:30 at night before I get to mine.</w:t></w:r></w:p>`)
		} else {
			write("names.docx", para(s.speaker+": "+s.text))
		}
		rows = append(rows, []string{stampOf(s.start, "%02[1]d:%02[2]d:%02[3]d"), s.speaker, s.text})
		sheet = append(sheet, []any{float64(s.start) / 1000, float64(s.end) / 1000, s.speaker, s.text})
	}
	write("teams-new.docx", para("Ruth Calder stopped transcription"))
	write("otter.docx", para("Transcribed by https://otter.ai"))
	write("table.docx", wordTable(rows...))
	out := map[string][]byte{"turns.xlsx": xlsx(t, sheet...)}
	for file, b := range body {
		out[file] = docx(t, b.String())
	}
	return out
}

// TestDialects reads one made file of every dialect, without being told which.
func TestDialects(t *testing.T) {
	if *update {
		for file, data := range packedFiles(t) {
			if err := os.WriteFile(filepath.Join("testdata", file), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Captions are divided into halves, so a turn's end is its last cue's.
	for _, c := range []struct {
		file, dialect string
		want          []brief
		notes         string // the kinds of what is found beside "read-as"
	}{
		{"zoom.transcript.vtt", "a Zoom transcript (WebVTT with a name before the words)", talk, ""},
		{"zoom.cc.vtt", "WebVTT without the names of speakers", nil, "no-speakers"},
		{"teams.vtt", "a Teams transcript (WebVTT)", talk, ""},
		{"teams-first.vtt", "a Teams transcript (WebVTT)", talk, "loose-times"},
		{"webex.vtt", "a Webex transcript (WebVTT)", talk, ""},
		{"subtitles.srt", "SubRip subtitles (.srt) with a name before the words", talk, ""},
		{"youtube.sbv", "YouTube captions (.sbv) with a name before the words", talk, ""},
		{"otter.txt", "an Otter transcript (text)", asLong(1000), "meeting-details"},
		{"names.txt", "plain text with a name and a colon before each speech", untimed(), "encoding"},
		{"numbers.txt", "plain text with a name and a colon before each speech", called(untimed(), map[string]string{"Ruth Calder": "INTERVIEWER", "Dele Akande": "P1", "Siân Prosser": "P2", "Tom Whitby": "P3"}), "participants-numbered taken-as-moderator"},
		{"times.txt", "plain text with a time, a name and a colon before each speech", asLong(1000), "encoding"},
		{"tight.txt", "plain text with a name and a time on a line before each speech", asLong(1000), ""},
		{"f4.txt", "plain text with a name and a colon before each speech", untimed(), ""},
		{"teams-old.docx", "a Teams transcript (Word, old layout)", talk, ""},
		{"teams-new.docx", "a Teams transcript (Word, new layout)", asLong(1000), "meeting-details"},
		{"otter.docx", "an Otter transcript (Word)", asLong(1000), "meeting-details"},
		{"names.docx", "a Word document with a name and a colon before each speech", untimed(), "words-before-speaker table-left-out"},
		{"table.docx", `a Word table with the speaker in the column "Speaker" and the words in the column "What was said"`, asLong(1000), ""},
		{"turns.csv", `a table (CSV) with the speaker in the column "Speaker" and the words in the column "Transcript"`, talk, ""},
		{"turns.tsv", `a table with tabs with the speaker in the column "Name" and the words in the column "Text"`, asLong(1), ""},
		{"turns.xlsx", `an Excel workbook with the speaker in the column "Speaker" and the words in the column "Text"`, talk, ""},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", c.file))
			if err != nil {
				t.Fatal(err)
			}
			g := study.Transcript{ID: "FG1", Moderators: []string{"Ruth Calder"}}
			listed := []Participant{{"FG1-P1", "FG1", "Dele Akande"}, {"FG1-P2", "FG1", "Sian Prosser"}, {"FG1-P3", "FG1", "Tom Whitby"}}
			listed[1].Speaker = "Siân Prosser"
			if c.file == "numbers.txt" {
				g.Moderators, listed = nil, nil
			}
			turns, findings := Read(c.file, data, g, listed)
			said := ""
			for _, f := range findings {
				if f.Kind == "read-as" {
					said = f.Message
				}
			}
			if said != "this was read as "+c.dialect {
				t.Errorf("%q, want %q", said, c.dialect)
			}
			got := briefs(turns)
			if n := len(got); n > 0 && c.file == "names.docx" && got[0].speaker == "" {
				got = got[1:] // the title
			}
			if c.want != nil && !reflect.DeepEqual(got, c.want) {
				t.Errorf("turns\n%v\nwant\n%v", got, c.want)
			}
			if got := kinds(findings, ""); got != c.notes {
				t.Errorf("findings %q, want %q", got, c.notes)
			}
			for _, turn := range turns {
				if c.want != nil && turn.Speaker != "" && turn.Moderator != (turn.Speaker == "Ruth Calder" || turn.Speaker == "INTERVIEWER") {
					t.Errorf("moderator: %+v", turn)
				}
				if c.want == nil && (turn.Person != "" || turn.Moderator) {
					t.Errorf("somebody's: %+v", turn)
				}
			}
		})
	}
}

// TestInitials reads a text whose speakers are initials in brackets.
func TestInitials(t *testing.T) {
	data, err := os.ReadFile("testdata/initials.txt")
	if err != nil {
		t.Fatal(err)
	}
	turns, _ := Read("initials.txt", data, study.Transcript{ID: "FG1", Moderators: []string{"RC"}}, nil)
	var got []string
	for _, turn := range turns {
		got = append(got, turn.Speaker+"="+turn.Person)
	}
	// TW's words come after RC's last, so that the laugh is TW's.
	if want := "RC= DA=FG1-P1 SP=FG1-P2 DA=FG1-P1 TW=FG1-P3 SP=FG1-P2 RC= TW=FG1-P3"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	if last := turns[len(turns)-1]; last.Text != "(Laughs) Goodbye." {
		t.Errorf("%+v", last)
	}
}

// TestTeamsWord reads a real Word transcript of Teams in the old layout: two
// people say two words and one, and a table is left out.
func TestTeamsWord(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/transcript-teams-docx/teams_chat.docx")
	if err != nil {
		t.Skip("the Teams transcript is not here:", err)
	}
	turns, findings := Read("teams_chat.docx", data, study.Transcript{ID: "FG1"}, nil)
	if len(turns) != 2 {
		t.Fatalf("%+v", turns)
	}
	for i, want := range []struct{ start, end, names, words int }{{0, 1510, 2, 2}, {3270, 4250, 2, 1}} {
		turn := turns[i]
		if turn.Start != want.start || turn.End != want.end || len(strings.Fields(turn.Speaker)) != want.names || len(strings.Fields(turn.Text)) != want.words || turn.Line != i+1 {
			t.Errorf("%+v, want %+v", turn, want)
		}
	}
	if got := kinds(findings, ""); got != "no-moderator participants-numbered table-left-out" {
		t.Errorf("findings %q", got)
	}
}

// TestRealSubtitles reads the subtitles with which other programs test
// themselves: all that stands in them but times and numbers must be said by
// nobody, in order.
func TestRealSubtitles(t *testing.T) {
	plainLine := regexp.MustCompile(`^\s*(\d+|WEBVTT.*|.*-->.*|\d+:\d+:\d+\.\d+,\d+:\d+:\d+\.\d+)?\s*$`)
	for _, file := range []string{"webvtt-py/sample.srt", "webvtt-py/sample.sbv", "webvtt-py/sample.vtt", "webvtt-py/two_captions.sbv", "webvtt-py/one_caption.srt", "go-astisub/example-in.srt", "go-astisub/example-in-carriage-return.srt"} {
		data := conformanceFile(t, file)
		var want []string
		for _, line := range strings.Split(lines.Replace(strings.TrimPrefix(string(data), "\ufeff")), "\n") {
			if !plainLine.MatchString(line) {
				want = append(want, strings.Fields(line)...)
			}
		}
		turns, findings := Read(file, data, study.Transcript{ID: "FG1"}, nil)
		if got := words(turns); len(want) == 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
		if got := kinds(findings, ""); !strings.Contains(got, "no-speakers") || len(finding.Errors(findings)) > 0 {
			t.Errorf("%s: %q", file, got)
		}
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Interviewer 1", "interviewer1"}, {"interviewer1", "interviewer1"}, {"INTERVIEWER 01:", "interviewer1"}, {"Interviewer_1", "interviewer1"}, {"Interviewer  #1", "interviewer1"},
		{"(SL)", "sl"}, {"[SL]:", "sl"}, {"SL", "sl"}, {"S.L.", "s l"},
		{"Jane Doe 00:01:02", "jane doe"}, {"Jane Doe (0:12):", "jane doe"}, {"Jane  Doe:", "jane doe"}, {"Jane Doe (she/her)", "jane doe"}, {"Jane Doe (Guest)", "jane doe"},
		{"Dr. J. Smith", "dr j smith"}, {"Dr J Smith", "dr j smith"}, {"O’Brien", "o'brien"},
		{"Sia\u0302n", "siân"}, {"P01", "p1"}, {"P 10", "p10"}, {"100", "100"}, {"Jane (PWP)", "jane (pwp)"}, {"", ""}, {":", ""},
	} {
		if got := key(c.name); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestListedOtherwise(t *testing.T) {
	c := newCast(study.Transcript{ID: "FG1", Moderators: []string{"Ann Lee"}}, []Participant{{"FG1-P1", "FG1", "Jane Doe"}, {"FG1-P2", "FG1", "Siân Prosser"}})
	for name, want := range map[string]string{
		"DOE, Jane (NORTH TRUST)": "FG1-P1", "Jane Doe [Unverified]": "FG1-P1", "jane  doe:": "FG1-P1", "Sia\u0302n Prosser": "FG1-P2", "Doe": "", "Jane Doe, Siân Prosser, x": "",
	} {
		if got, moderator := c.who(name); got != want || moderator {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if _, moderator := c.who("Lee, Ann"); !moderator {
		t.Error("a moderator with the family name first is not known")
	}
}

func TestModerators(t *testing.T) {
	for label, want := range map[string]bool{
		"Moderator": true, "FACILITATOR 2": true, "Interviewer (SL)": true, "Co-facilitator": true, "Host": true, "Chair": true, "Mod": true, "Int": true, "Chairwoman": true, "moderator A": true,
		"Model": false, "Hosta": false, "Interested": false, "Chair of the board": false, "Jane (Host)": false, "Jane": false, "I": false,
	} {
		if got := leads(key(label)); got != want {
			t.Errorf("%q: %v", label, got)
		}
	}
	// "I" is the interviewer beside P1 and R, and an initial beside A and B.
	for file, want := range map[string]bool{
		"I: Why?\nP1: Because.\nI: And?\nP1: So.\n": true, "I: Why?\nR: Because.\nI: And?\nR: So.\n": true, "I: Why?\nA: Because.\nI: And?\nA: So.\n": false,
	} {
		turns, _ := Read("a.txt", []byte(file), study.Transcript{ID: "FG1"}, nil)
		if len(turns) != 4 || turns[0].Moderator != want {
			t.Errorf("%q: %+v", file, turns)
		}
	}
	// A participant who is listed by such a word is a participant.
	turns, findings := Read("a.txt", []byte("Host: a\nInterviewer 1: b\nhost: c\nInterviewer1: d\n"), study.Transcript{ID: "FG1"}, []Participant{{"FG1-P1", "FG1", "Host"}})
	if len(turns) != 4 || turns[0].Moderator || turns[0].Person != "FG1-P1" || !turns[3].Moderator || kinds(findings, "") != "taken-as-moderator" {
		t.Errorf("%+v %v", turns, findings)
	}
}

func TestNoList(t *testing.T) {
	for _, c := range []struct{ name, file, want, notes string }{
		{"in the order of the first speech", "Moderator: a\nSam: b\nAnn: c\nSam: d\nAnn: e\n", " FG1-P1 FG1-P2 FG1-P1 FG1-P2", "participants-numbered taken-as-moderator"},
		{"by the transcript's own numbers", "Moderator: a\nP3: b\nP1: c\nP03: d\nP1: e\n", " FG1-P3 FG1-P1 FG1-P3 FG1-P1", "participants-numbered taken-as-moderator"},
		{"numbers of some only", "Moderator: a\nP3: b\nAnn: c\nP3: d\nAnn: e\n", " FG1-P1 FG1-P2 FG1-P1 FG1-P2", "participants-numbered taken-as-moderator"},
		{"nobody leads", "Sam: b\nAnn: c\nSam: d\nAnn: e\n", "FG1-P1 FG1-P2 FG1-P1 FG1-P2", "no-moderator participants-numbered"},
		{"speakers whom the tool did not know", "[0:01] Sam: b\n[0:02] Unknown Speaker: c\n[0:03] Sam: d\n", "FG1-P1  FG1-P1", "no-moderator participants-numbered turn-of-nobody"},
	} {
		turns, findings := Read("a.txt", []byte(c.file), study.Transcript{ID: "FG1"}, nil)
		var got []string
		for _, turn := range turns {
			got = append(got, turn.Person)
		}
		if strings.Join(got, " ") != c.want || kinds(findings, "") != c.notes {
			t.Errorf("%s: %q, %q", c.name, strings.Join(got, " "), kinds(findings, ""))
		}
	}
	// With a list, someone who is not on it is an error, as before.
	_, findings := Read("a.txt", []byte("Sam: b\nAnn: c\nSam: d\nAnn: e\n"), study.Transcript{ID: "FG1"}, []Participant{{"FG2-P1", "FG2", "Sam"}})
	if got := kinds(findings, finding.Error); got != "unknown-speaker unknown-speaker" {
		t.Error(got)
	}
}

// TestNames checks that the names that only a transcript knows can be taken out
// of what is said.
func TestNames(t *testing.T) {
	turns, _ := Read("a.txt", []byte("Moderator: Over to you, Ottoline.\nOttoline Vance: Thanks. Speaker 2 agrees.\nSpeaker 2: Ottoline Vance is right.\nOttoline Vance: Good.\nSpeaker 2: Yes.\n"), study.Transcript{ID: "FG1"}, nil)
	names := Names(turns)
	if !reflect.DeepEqual(names, []string{"Ottoline Vance"}) {
		t.Fatalf("%q", names)
	}
	r := redact.New(study.RedactRules{}, names)
	for _, turn := range turns {
		text, _ := r.Text(turn.ID, turn.Text)
		if strings.Contains(text, "Ottoline") || strings.Contains(text, "Vance") {
			t.Errorf("%q still names her", text)
		}
	}
}

// TestShapes reads labels in the shapes that people and tools give them.
func TestShapes(t *testing.T) {
	const long = "The Honourable Member for Somewhere Rather Far Away"
	for _, c := range []struct {
		line string
		want label
	}{
		{"Jane Doe: hello", label{nameColon, "Jane Doe", -1, "hello"}},
		{"Jane Doe: [00:01:02] hello", label{nameColon, "Jane Doe", 62000, "hello"}},
		{"Jane Doe: (1:02): hello", label{nameColon, "Jane Doe", 62000, "hello"}},
		{"Jane Doe: (1:02)hello", label{nameColon, "Jane Doe", -1, "(1:02)hello"}},
		{"Jane Doe: 00:01:02", label{nameColon, "Jane Doe", 62000, ""}},
		{"Jane Doe: 10:30 is late", label{nameColon, "Jane Doe", -1, "10:30 is late"}},
		{"[00:01:02] Jane Doe: hello", label{timeName, "Jane Doe", 62000, "hello"}},
		{"(1:02) Jane Doe: hello", label{timeName, "Jane Doe", 62000, "hello"}},
		{"<00:01:02.5> Jane Doe: hello", label{timeName, "Jane Doe", 62500, "hello"}},
		{"00:01:02 - Jane Doe: hello", label{timeName, "Jane Doe", 62000, "hello"}},
		{"Jane Doe (00:01:02): hello", label{nameTime, "Jane Doe", 62000, "hello"}},
		{"Jane Doe [1:02]", label{nameTime, "Jane Doe", 62000, ""}},
		{"Jane Doe 00:01:02: hello", label{nameTime, "Jane Doe", 62000, "hello"}},
		{"Jane Doe   1:02", label{nameTimeLine, "Jane Doe", 62000, ""}},
		{"Jane\u00a0Doe\u00a0\u00a01:02", label{nameTimeLine, "Jane Doe", 62000, ""}},
		{"Jane Doe\t1:00:02", label{nameTimeLine, "Jane Doe", 3602000, ""}},
		{"Jane Doe 1:02", label{nameTimeTight, "Jane Doe", 62000, ""}},
		{"[Jane Doe] 10:31:02", label{nameTimeTight, "Jane Doe", 37862000, ""}},
		{"1:02 Jane Doe", label{timeNameLine, "Jane Doe", 62000, ""}},
		{"(SL) hello", label{nameInBrackets, "SL", -1, "hello"}},
		{"(SL): hello", label{nameColon, "SL", -1, "hello"}},
		{"[SL]: hello", label{nameColon, "SL", -1, "hello"}},
		{"(SL)", label{nameInBrackets, "SL", -1, ""}},
		{"(Laughter) hello", label{time: -1}},
		{"[inaudible 00:12:33] hello", label{time: -1}},
		{"and then: no, at 10:30 we left", label{nameColon, "and then", -1, "no, at 10:30 we left"}},
		{"http://example.org", label{time: -1}},
		{long + ": hello", label{nameColon, long, -1, "hello"}},
		{long + "s: hello", label{time: -1}},
	} {
		if got := readLabel(c.line, func(s string) bool { return s == long }); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.line, got, c.want)
		}
	}
}

// TestDamaged gives files that something happened to, each of which is told in
// a sentence that says what.
func TestDamaged(t *testing.T) {
	file := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	text := func(name, old, new string) []byte {
		data := string(file(name))
		if !strings.Contains(data, old) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		return []byte(strings.Replace(data, old, new, 1))
	}
	half := func(name string) []byte { data := file(name); return data[:len(data)/2] }
	flipped := bytes.Clone(file("names.docx"))
	flipped[bytes.Index(flipped, []byte("word/document.xml"))+40] ^= 0xff
	locked := bytes.Clone(file("turns.xlsx"))
	binary.LittleEndian.PutUint16(locked[bytes.Index(locked, []byte("PK\x01\x02"))+8:], 1)
	for _, c := range []struct {
		name, file, format string
		data               []byte
		want               string // a kind that is found
	}{
		{"Word cut in half", "a.docx", "", half("teams-new.docx"), "damaged-file"},
		{"Excel cut in half", "a.xlsx", "", half("turns.xlsx"), "damaged-file"},
		{"a changed byte in Word", "a.docx", "", flipped, "damaged-file"},
		{"Excel with a password", "a.xlsx", "", locked, "locked-file"},
		{"an old Word file", "a.doc", "", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "not-text"},
		{"rich text", "a.rtf", "", []byte(`{\rtf1 Jane: hello}`), "not-text"},
		{"a zip file of transcripts", "a.zip", "", docx(t, "")[:0], "empty-file"},
		{"Word without words", "a.docx", "", docx(t, para("")+para(" ")), "empty-file"},
		{"Word that breaks off", "a.docx", "", docx(t, "<w:p><w:r><w:t>Jane: hel"), "damaged-file"},
		{"Word with an entity", "a.docx", "", docx(t, "<w:p><w:r><w:t>&xxe;</w:t></w:r></w:p>"), "damaged-file"},
		{"Word without names", "a.docx", "", docx(t, para("We all agreed.")+para("That was it.")), "no-speakers"},
		{"Excel without columns", "a.xlsx", "", xlsx(t, []any{"a"}, []any{"b"}), "no-columns"},
		{"Excel without rows", "a.xlsx", "", xlsx(t), "empty-file"},
		{"Excel with times that are none", "a.xlsx", "", xlsx(t, []any{"speaker", "text", "start"}, []any{"Jane", "a", "soon"}), "bad-times"},
		{"Excel with the speaker named once", "a.xlsx", "", xlsx(t, []any{"speaker", "text"}, []any{"Jane", "a"}, []any{"", "b"}), "speaker-above"},
		{"CSV with an open quotation mark", "a.csv", "", text("turns.csv", `too."`, `too.`), "open-quotation-mark"},
		{"CSV with a stray quotation mark", "a.csv", "", []byte("speaker,text\nJane,a 5\" disc\nTom,b\n"), "stray-quotation-mark"},
		{"CSV without a head", "a.csv", "", []byte("some words\nand more\n"), "no-columns"},
		{"Zoom with a broken time", "a.vtt", "", text("zoom.transcript.vtt", "00:00:09.000 -->", "00:00:0x.000 -->"), "bad-times"},
		{"Zoom without its first line", "a.vtt", "", text("zoom.transcript.vtt", "WEBVTT", ""), "no-webvtt-line"},
		{"Teams with words without a time", "a.vtt", "", text("teams.vtt", "00:00:09.000 --> 00:00:12.000\n", ""), "words-without-time"},
		{"SubRip with an end before the start", "a.srt", "", text("subtitles.srt", "--> 00:00:05,750", "--> 00:00:01,750"), "cue-ends-early"},
		{"SBV that is none", "a.sbv", "sbv", []byte("Jane: hello\n"), "no-cues"},
		{"VTT that is none", "a.vtt", "", []byte("Jane: hello\n"), "no-cues"},
		{"Otter without names", "a.txt", "", []byte("0:15  \nIt was late.\n\n0:24\nI know.\n\nTranscribed by https://otter.ai\n"), "no-speakers"},
		{"a name without a colon", "a.txt", "", []byte("Jane: a\nTom: b\nJane: c\nTom: d\nTom - e\n"), ""},
		{"text that is said to be Word", "a.docx", "word", []byte("Jane: a\nTom: b\nJane: c\nTom: d\n"), "wrong-format"},
		{"Word that is said to be Excel", "a.docx", "excel", docx(t, para("Jane: a")), "wrong-format"},
		{"half a character", "a.txt", "", []byte("\xef\xbb\xbfJane: caf\xc3"), "encoding"},
		{"nothing", "a.txt", "", nil, "empty-file"},
		{"a table without words", "a.csv", "", []byte("speaker,text\nJane,\nTom,\n"), "empty-file"},
		{"cues without words", "a.vtt", "", []byte("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>\n"), "empty-file"},
		{"a form that there is not", "a.txt", "pages", []byte("Jane: a\n"), "unknown-format"},
	} {
		turns, findings := Read(c.file, c.data, study.Transcript{ID: "FG1", Format: c.format}, nil)
		if c.want != "" && !strings.Contains(" "+kinds(findings, "")+" ", " "+c.want+" ") {
			t.Errorf("%s: %q, want %q", c.name, kinds(findings, ""), c.want)
		}
		for _, f := range findings {
			if f.Message == "" || f.File != c.file || f.Severity == finding.Error && f.Do == "" && f.Kind != "unknown-format" {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
		if len(turns) > 0 {
			lawful(t, turns)
		}
	}
}

// TestPlaces checks that what is found in a Word document or a table names the
// paragraph or the row.
func TestPlaces(t *testing.T) {
	listed := []Participant{{"FG1-P1", "FG1", "Jane"}}
	_, findings := Read("a.docx", docx(t, para("Jane: a", "and more")+para("")+para("Tom: b")+para("Jane: c")+para("Tom: d")), study.Transcript{ID: "FG1"}, listed)
	place := ""
	for _, f := range findings {
		if f.Kind == "unknown-speaker" {
			place = f.Place()
		}
	}
	if place != "a.docx:3 [paragraph]" {
		t.Errorf("%q in %v", place, findings)
	}
	_, findings = Read("a.xlsx", xlsx(t, []any{"speaker", "text"}, []any{"Jane", "a"}, []any{}, []any{"Tom", "b"}), study.Transcript{ID: "FG1"}, listed)
	place = ""
	for _, f := range findings {
		if f.Kind == "unknown-speaker" {
			place = f.Place()
		}
	}
	if place != "a.xlsx:4 [row]" {
		t.Errorf("%q in %v", place, findings)
	}
}

// TestLarge reads much in one place without taking long or much.
func TestLarge(t *testing.T) {
	big := strings.Repeat("word ", 1<<20/5)
	tidyBig := strings.TrimSpace(big)
	for _, c := range []struct {
		file string
		data []byte
	}{
		{"a.csv", []byte("speaker,text\nJane,\"" + big + "\"\n")},
		{"a.docx", docx(t, para("Jane: "+big))},
		{"a.txt", []byte("Jane: " + big + "\n")},
		{"a.vtt", []byte("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>" + big + "\n")},
	} {
		turns, findings := Read(c.file, c.data, study.Transcript{ID: "FG1"}, []Participant{{"FG1-P1", "FG1", "Jane"}})
		if len(turns) != 1 || turns[0].Text != tidyBig {
			t.Errorf("%s: 1 MiB of words is not one turn: %d turns, %v", c.file, len(turns), findings)
		}
	}
	// A hundred thousand speakers whom nobody knows are not reported one by one.
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, "[0:%02d] Name%dx: a\n", i%60, i)
	}
	_, findings := Read("a.txt", []byte(b.String()), study.Transcript{ID: "FG1"}, []Participant{{"FG1-P1", "FG1", "Jane"}})
	if len(findings) > 2*mostStrangers {
		t.Errorf("%d findings", len(findings))
	}
	if _, findings := Read("a.txt", make([]byte, mostBytes+1), study.Transcript{ID: "FG1"}, nil); kinds(findings, "") != "too-large" {
		t.Errorf("%v", findings)
	}
}
