package transcript

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/pipeline/textfile"
)

// lawful checks what holds of the turns of any file: they are numbered by
// place, in the file's order, never end before they start, hold text in one
// line, and no two that follow each other belong together.
func lawful(t *testing.T, turns []Turn) {
	t.Helper()
	line := 0
	for i, turn := range turns {
		if want := fmt.Sprintf("FG1/T%03d", i+1); turn.ID != want {
			t.Fatalf("turn %d: id %q, want %q", i, turn.ID, want)
		}
		if turn.Line < line || turn.Line < 1 {
			t.Fatalf("turn %d: line %d after line %d", i, turn.Line, line)
		}
		line = turn.Line
		if turn.End < turn.Start || turn.Start < -1 {
			t.Fatalf("turn %d: from %d to %d", i, turn.Start, turn.End)
		}
		if turn.Text == "" || turn.Text != strings.Join(strings.Fields(turn.Text), " ") || !utf8.ValidString(turn.Text) {
			t.Fatalf("turn %d: text %q", i, turn.Text)
		}
	}
}

func words(turns []Turn) []string {
	var out []string
	for _, t := range turns {
		out = append(out, strings.Fields(t.Text)...)
	}
	return out
}

// FuzzWebVTT checks that nothing said in any cue is lost, doubled or moved: the
// words of the turns are those of the cues' voices, less the names before a
// colon that became speakers.
func FuzzWebVTT(f *testing.F) {
	f.Add([]byte("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Tomas>Hello\n\nthere"))
	f.Add([]byte("WEBVTT\n\n1\n00:01.000 --> 00:02.000\nTomas: a\nTomas: b\n\n00:05.000 --> 00:02.000\nc </v> d"))
	f.Add([]byte("\n0:0:1.0 --> 0:0:2,5\n<v A>x<v B>y</v>z</c>&lt;b&gt;\n-->\n<"))
	if files, _ := filepath.Glob(filepath.Join(conformance, "*", "*.vtt")); len(files) > 0 {
		for _, file := range files {
			if data, err := os.ReadFile(file); err == nil && len(data) < 4000 {
				f.Add(data)
			}
		}
	}
	g := group
	g.Format = formatWebVTT
	f.Fuzz(func(t *testing.T, data []byte) {
		turns, _ := Read("f.vtt", data, g, people)
		lawful(t, turns)
		if notText(data) != "" || bytes.HasPrefix(data, []byte("PK\x03\x04")) {
			return
		}
		text, _ := textfile.Decode(data)
		cues, _ := Cues(text, false)
		var want []string
		tagged := false
		for _, c := range cues {
			for _, v := range Voices(c.Text, false) {
				tagged = tagged || v.Name != ""
				want = append(want, strings.Fields(v.Text)...)
			}
		}
		got := words(turns)
		if tagged && !slices.Equal(got, want) {
			t.Fatalf("words %q, want %q", got, want)
		}
		names := strings.Count(text, ":") + strings.Count(text, "(") + strings.Count(text, "[")
		if missing := lacking(want, got); missing < 0 || !tagged && missing > 5*names {
			t.Fatalf("words %q are not those of %q less the names", got, want)
		}
		// What the specification reads, the loose reading reads too, at the
		// same times.
		strict, _ := Cues(text, true)
		next := 0
		for _, c := range strict {
			for next < len(cues) && cues[next].Line != c.Line {
				next++
			}
			if next == len(cues) || cues[next].Start != c.Start || cues[next].End != c.End || !strings.HasPrefix(cues[next].Text, c.Text) {
				t.Fatalf("strict cue %+v is not in %+v", c, cues)
			}
		}
	})
}

// lacking gives how many words of all are not in part, which must hold the rest
// in the same order; -1 where it does not.
func lacking(all, part []string) int {
	i := 0
	for _, w := range all {
		if i < len(part) && part[i] == w {
			i++
		}
	}
	if i < len(part) {
		return -1
	}
	return len(all) - len(part)
}

// FuzzVoice checks that any words, written into a cue as the specification asks,
// come back as they were, by the person who said them.
func FuzzVoice(f *testing.F) {
	f.Add("Jane Doe", "A < b & c: \"d\" --> e")
	f.Add("J&P <x>", "&amp;lt; </v> <v Tomas>")
	f.Fuzz(func(t *testing.T, name, said string) {
		if !utf8.ValidString(name) || !utf8.ValidString(said) || strings.ContainsRune(name+said, 0) {
			return
		}
		name, said = tidy(name), tidy(said)
		if name == "" || said == "" || nobody[key(name)] || strings.HasSuffix(name, "--") {
			return // the last would write an arrow, which no cue can hold
		}
		file := "WEBVTT\n\n00:01.000 --> 00:02.000\n<v " + html.EscapeString(name) + ">" + html.EscapeString(said) + "</v>\n"
		turns, _ := Read("f.vtt", []byte(file), group, people)
		if len(turns) != 1 || turns[0].Speaker != name || turns[0].Text != said {
			t.Fatalf("%q: %q became %+v", name, said, turns)
		}
	})
}

// FuzzText checks that of every line of a text all words are kept, but for the
// name and the time at its start where these became a turn's, the times of f4,
// and what a finding says was left out.
func FuzzText(f *testing.F) {
	f.Add([]byte("Tomas: Hello.\nthere\n\n[0:10] Jane Doe: x: y\n"))
	f.Add([]byte("Title\nJane Doe  0:12\nwords\nJane Doe (00:15): more\nP9: what\nP9: what\n"))
	f.Add([]byte("\xff\xfeT\x00:\x00 \x00x\x00"))
	f.Add([]byte("Title\nA B  0:12\nNote: x #00:01:02-5#\nA B  0:13\nx\nA B stopped transcription\n"))
	f.Add([]byte("a\nP9: (00:00): b\nP9:"))
	f.Add([]byte("00000\nJane Doe(0?00):"))
	f.Add([]byte("(SL) a\n(SL) b\n[SL]: c\n(Laughs) d\nSpeaker 1 1:02\nUnknown: e\n"))
	g := group
	g.Format = formatText
	f.Fuzz(func(t *testing.T, data []byte) {
		turns, findings := Read("f.txt", data, g, people)
		lawful(t, turns)
		if notText(data) != "" || bytes.HasPrefix(data, []byte("PK\x03\x04")) {
			return
		}
		details := strings.Contains(kinds(findings, ""), "meeting-details")
		text, _ := textfile.Decode(data)
		text = f4Stamp.ReplaceAllString(text, "")
		c := newCast(group, people)
		got := words(turns)
		for n, line := range strings.Split(text, "\n") {
			all := strings.Fields(line)
			kept := 0
			for kept < len(all) && !(len(got) >= len(all)-kept && slices.Equal(got[:len(all)-kept], all[kept:])) {
				kept++
			}
			lost := strings.Join(all[:kept], " ")
			if lost != "" && !details && !timeAlonePattern.MatchString(lost) && !timeAlonePattern.MatchString(strings.TrimSpace(line)) && readLabel(line, c.listed).name == "" {
				t.Fatalf("line %d: %q lost %q", n+1, line, lost)
			}
			got = got[len(all)-kept:]
		}
		if len(got) > 0 {
			t.Fatalf("words from nowhere: %q", got)
		}
	})
}

// whole reads a file in a form, with a list of participants and without:
// whatever it holds, the turns must be lawful, the findings must say something,
// and the same bytes must give the same turns and findings.
func whole(t *testing.T, name, format string, data []byte) {
	t.Helper()
	g := group
	g.Format = format
	for _, listed := range [][]Participant{people, nil} {
		turns, findings := Read(name, data, g, listed)
		lawful(t, turns)
		for _, f := range findings {
			if f.Message == "" || f.Kind == "" || f.File != name || f.Line < 0 {
				t.Fatalf("%+v", f)
			}
		}
		for _, turn := range turns {
			if turn.Moderator && turn.Person != "" {
				t.Fatalf("both a moderator and a participant: %+v", turn)
			}
		}
		if listed == nil {
			again, findingsAgain := Read(name, data, g, listed)
			if !slices.Equal(turns, again) || !slices.Equal(findings, findingsAgain) {
				t.Fatal("read twice, it gives something else")
			}
		}
	}
}

// FuzzRead reads any bytes under any of the usual names, in any form.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.*")
	for i, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(uint8(i), uint8(7), data)
		}
	}
	names := []string{"a.txt", "a.vtt", "a.srt", "a.sbv", "a.csv", "a.tsv", "a.docx", "a.xlsx", "a"}
	formats := append(Formats(), "")
	f.Fuzz(func(t *testing.T, name, format uint8, data []byte) {
		whole(t, names[int(name)%len(names)], formats[int(format)%len(formats)], data)
	})
}

// FuzzSubRip and the others put what is fuzzed where only one reader sees it.
func FuzzSubRip(f *testing.F) {
	f.Add("1\n00:00:01,000 --> 00:00:02,000\nJane Doe: <i>a</i>\n\n2\n00:00:02,000 --> 00:00:02,000\nJane Doe\nb\n")
	f.Fuzz(func(t *testing.T, text string) { whole(t, "a.srt", "", []byte("00:00:00,000 --> 00:00:01,000\n"+text)) })
}

func FuzzSBV(f *testing.F) {
	f.Add("0:00:01.000,0:00:02.000\nJane Doe: a\n\n0:99:01.000,0:00:02.000\nb")
	f.Fuzz(func(t *testing.T, text string) { whole(t, "a.sbv", "", []byte("0:00:00.000,0:00:01.000\n"+text)) })
}

func FuzzCSV(f *testing.F) {
	f.Add("Jane Doe,\"a \"\"b\"\"\",0:12\n,c,soon\nTomas,\"d\n")
	f.Add("Jane Doe;a;1\nTomas;b;2020-11-05 10:30:00\n")
	f.Fuzz(func(t *testing.T, text string) {
		whole(t, "a.csv", "", []byte("speaker,text,start\n"+text))
		whole(t, "a.csv", "", []byte(text))
	})
}

func FuzzWord(f *testing.F) {
	f.Add(para("Jane Doe   0:12", "a") + para("0:0:1.0 --> 0:0:2.0", "Tomas", "b"))
	f.Add(wordTable([]string{"Speaker", "Text"}, []string{"Jane Doe", "a"}, []string{"", "b"}))
	f.Fuzz(func(t *testing.T, body string) { whole(t, "a.docx", "", docx(t, body)) })
}

func FuzzExcel(f *testing.F) {
	f.Add("speaker", "text", "start", "Jane Doe", "a", "0:12")
	f.Add("Jane Doe", "a", "", "", "b", "x")
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g string) {
		whole(t, "a.xlsx", "", xlsx(t, []any{a, b, c}, []any{d, e, g}))
	})
}
