package transcript

import (
	"fmt"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// cue writes one cue of Zoom's, three seconds long.
func cue(n int, text string) string {
	return fmt.Sprintf("%d\n%s --> %s\n%s\n\n", n, hours(n, "."), hours(n+1, "."), text)
}

// spoken lists turns as "speaker=text", one after the other.
func spoken(turns []Turn) string {
	var out []string
	for _, t := range turns {
		out = append(out, t.Speaker+"="+t.Text)
	}
	return strings.Join(out, " | ")
}

// TestZoomSpeaksOnce: every cue of Zoom's has a name, so that whoever speaks once
// is a speaker too.
func TestZoomSpeaksOnce(t *testing.T) {
	for _, c := range []struct {
		name string
		cues []string
		want string
	}{
		{"few cues", []string{"Ruth Calder: Welcome.", "Dele Akande: Hello.", "Ruth Calder: And you?", "Tom Whitby: Note: I agree."},
			"Ruth Calder=Welcome. | Dele Akande=Hello. | Ruth Calder=And you? | Tom Whitby=Note: I agree."},
		{"everybody once", []string{"Ruth Calder: Welcome.", "Dele Akande: Hello."}, "Ruth Calder=Welcome. | Dele Akande=Hello."},
		{"cues of two lines", []string{"Ruth Calder: Welcome,\neveryone.", "Dele Akande: One\nmore thing.", "Ruth Calder: Yes.", "Ruth Calder: Good."},
			"Ruth Calder=Welcome, everyone. | Dele Akande=One more thing. | Ruth Calder=Yes. Good."},
		{"names that people give themselves", []string{"Ruth Calder: Welcome.", "dele: Hello.", "+44 7700 900123: It is me.", "Prof. Ann Lee, Head of Training, North Trust (she/her): And me.", "Ruth Calder: Good."},
			"Ruth Calder=Welcome. | dele=Hello. | +44 7700 900123=It is me. | Prof. Ann Lee, Head of Training, North Trust (she/her)=And me. | Ruth Calder=Good."},
	} {
		file := "WEBVTT\n\n"
		for i, text := range c.cues {
			file += cue(i+1, text)
		}
		turns, findings := Read("a.vtt", []byte(file), study.Transcript{ID: "FG1", Moderators: []string{"Ruth Calder"}}, nil)
		if got := spoken(turns); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		if got := kinds(findings, finding.Warning); got != "" {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	// With a list, whoever is not on it is an error, and silent nobody is.
	file := "WEBVTT\n\n" + cue(1, "Ruth Calder: Welcome.") + cue(2, "Dele Akande: Hello.") + cue(3, "Tom Whitby: Hi.")
	_, findings := Read("a.vtt", []byte(file), study.Transcript{ID: "FG1", Moderators: []string{"Ruth Calder"}}, []Participant{{"FG1-P1", "FG1", "Dele Akande"}})
	if got := kinds(findings, finding.Error); got != "unknown-speaker" {
		t.Error(got)
	}
}

// TestTypedSpeaksOnce reads texts in which somebody speaks once.
func TestTypedSpeaksOnce(t *testing.T) {
	const names = "Ruth Calder: Welcome.\n\nDele Akande: Hello.\n\nRuth Calder: And?\n\nDele Akande: So.\n\n"
	for _, c := range []struct{ name, file, want, warnings string }{
		{"full names", names + "Siân Prosser: I agree.\n", "Ruth Calder=Welcome. | Dele Akande=Hello. | Ruth Calder=And? | Dele Akande=So. | Siân Prosser=I agree.", "name-or-speech"},
		{"a surname that is a word, and a particle", names + "Jane Day: I agree.\n\nPiet van der Berg: I too.\n", "Ruth Calder=Welcome. | Dele Akande=Hello. | Ruth Calder=And? | Dele Akande=So. | Jane Day=I agree. | Piet van der Berg=I too.", "name-or-speech name-or-speech"},
		{"common words", names + "Note: this.\n\nQuestion: that?\n\nAlso: those.\n\nE.g.: these.\n\nKey Point: it.\n", "Ruth Calder=Welcome. | Dele Akande=Hello. | Ruth Calder=And? | Dele Akande=So. Note: this. Question: that? Also: those. E.g.: these. Key Point: it.", "name-or-speech name-or-speech name-or-speech name-or-speech name-or-speech"},
		{"within a paragraph", names + "I mean it.\nSupervision Online: that is it.\n", "Ruth Calder=Welcome. | Dele Akande=Hello. | Ruth Calder=And? | Dele Akande=So. I mean it. Supervision Online: that is it.", "name-or-speech"},
		{"another form", "SMITH: a\nJONES: b\nSMITH: c\nJONES: d\nWeekly Meetings: e\nBROWN: f\n", "SMITH=a | JONES=b | SMITH=c | JONES=d Weekly Meetings: e | BROWN=f", "no-moderator name-or-speech name-or-speech"},
		{"numbers", "Moderator: a\nP1: b\nP2: c\nModerator: d\nP1: e\nSupervision: f\nP4: g\n", "Moderator=a | P1=b | P2=c | Moderator=d | P1=e Supervision: f | P4=g", "name-or-speech"},
		{"only the moderator speaks twice", "Moderator: a\nJane Doe: b\nModerator: c\nSam Hill: d\n", "Moderator=a | Jane Doe=b | Moderator=c | Sam Hill=d", "name-or-speech name-or-speech"},
		{"a heading of the file's own", "Date: 3 May\n\n" + names, "=Date: 3 May | Ruth Calder=Welcome. | Dele Akande=Hello. | Ruth Calder=And? | Dele Akande=So.", "name-or-speech"},
		{"a tab", "- Ruth Calder\tWelcome.\n- Dele Akande\tHello: hello.\n- Ruth Calder\tAnd?\n- Tom Whitby\tSo.\nand on.\n", "Ruth Calder=Welcome. | Dele Akande=Hello: hello. | Ruth Calder=And? | Tom Whitby=So. and on.", "name-or-speech name-or-speech"},
		{"a tab and no dash", "P1\tHello.\nP2\tHi.\nP1\tYes.\n", "P1=Hello. | P2=Hi. | P1=Yes.", "no-moderator"},
	} {
		for _, file := range []string{"a.txt", "a.docx"} {
			data := []byte(c.file)
			if file == "a.docx" {
				if strings.ContainsAny(c.file, "\t") || c.name == "within a paragraph" {
					continue
				}
				var body strings.Builder
				for _, line := range strings.Split(strings.TrimSpace(c.file), "\n") {
					body.WriteString(para(line))
				}
				data = docx(t, body.String())
			}
			turns, findings := Read(file, data, study.Transcript{ID: "FG1", Moderators: []string{"Ruth Calder"}}, nil)
			if got := spoken(turns); got != c.want {
				t.Errorf("%s, %s:\n%s\nwant\n%s", c.name, file, got, c.want)
			}
			if got := kinds(findings, finding.Warning); got != c.warnings {
				t.Errorf("%s, %s: %s, want %s", c.name, file, got, c.warnings)
			}
		}
	}
	// A line break within a paragraph of Word begins none.
	turns, _ := Read("a.docx", docx(t, para("Tom Whitby: a")+para("Jane Doe: b", "Online Groups: c")+para("Tom Whitby: d")+para("Jane Doe: e")), study.Transcript{ID: "FG1"}, nil)
	if got, want := spoken(turns), "Tom Whitby=a | Jane Doe=b Online Groups: c | Tom Whitby=d | Jane Doe=e"; got != want {
		t.Error(got)
	}
	// With a list there is one finding, the error, and it says both ways out.
	_, findings := Read("a.txt", []byte(names+"Tom Whitby: I agree.\n"), study.Transcript{ID: "FG1", Moderators: []string{"Ruth Calder"}}, []Participant{{"FG1-P1", "FG1", "Dele Akande"}})
	if got := kinds(findings, ""); got != "unknown-speaker" || !strings.Contains(findings[len(findings)-1].Do, "on the line before") {
		t.Errorf("%v", findings)
	}
}
