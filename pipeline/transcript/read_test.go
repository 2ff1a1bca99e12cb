package transcript

import (
	"reflect"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

var (
	group  = study.Transcript{ID: "FG1", Moderators: []string{"Moderator"}}
	people = []Participant{
		{"FG1-P1", "FG1", "Jane Doe"}, {"FG1-P2", "FG1", "Tomas"}, {"FG2-P1", "FG2", "Elsewhere"},
	}
)

// brief is what a test says of a turn: speaker, start, end and text.
type brief struct {
	speaker    string
	start, end int
	text       string
}

func briefs(turns []Turn) []brief {
	var out []brief
	for _, t := range turns {
		out = append(out, brief{t.Speaker, t.Start, t.End, t.Text})
	}
	return out
}

func kinds(fs []finding.Finding, least finding.Severity) string {
	var out []string
	for _, f := range fs {
		if f.Kind == "read-as" {
			continue // see TestDialects
		}
		if f.Severity == least || least == "" {
			out = append(out, f.Kind)
		}
	}
	return strings.Join(out, " ")
}

func TestReadWebVTT(t *testing.T) {
	tests := []struct {
		name, file string
		want       []brief
		errors     string
		warnings   string
	}{
		{
			name: "voices, hours or none, cue ids and settings",
			file: "WEBVTT - our group\n\nNOTE this is\nnot said\n\nSTYLE\n::cue { color: red }\n\na1\n00:01.000 --> 00:02.500 align:start\n<v Moderator>Welcome\nall.\n\n01:00:00.000 --> 100:00:01.000\n<v.loud Jane Doe>Thank <b>you</b> <00:00:01.000>&amp; hello.</v>\n",
			want: []brief{{"Moderator", 1000, 2500, "Welcome all."}, {"Jane Doe", 3600000, 360001000, "Thank you & hello."}},
		},
		{
			name: "one speaker's cues are one turn, until a pause of more than 30 s",
			file: "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Tomas>One\n\n00:31.000 --> 00:32.000\n<v tomas >two\n\n01:02.001 --> 01:03.000\n<v Tomas>three\n",
			want: []brief{{"Tomas", 0, 32000, "One two"}, {"Tomas", 62001, 63000, "three"}},
		},
		{
			name: "several voices in one cue",
			file: "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Tomas>Yes.</v><v Jane Doe>No.</v>\n<v Tomas>Well.\n",
			want: []brief{{"Tomas", 0, 4000, "Yes."}, {"Jane Doe", 0, 4000, "No."}, {"Tomas", 0, 4000, "Well."}},
		},
		{
			name:     "a voice that a later cue closes",
			file:     "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Tomas>I think\n\n00:01.000 --> 00:02.000\nthat we\n\n00:02.000 --> 00:03.000\nshould.</v> [laughter]\n\n00:03.000 --> 00:04.000\n<v Jane Doe>Yes.\n",
			want:     []brief{{"Tomas", 0, 3000, "I think that we should."}, {"", 2000, 3000, "[laughter]"}, {"Jane Doe", 3000, 4000, "Yes."}},
			warnings: "turn-of-nobody",
		},
		{
			name:     "an open voice that nothing closes ends with its cue",
			file:     "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Tomas>I think\n\n00:01.000 --> 00:02.000\n[music]\n\n00:03.000 --> 00:04.000\n<v Jane Doe>Yes.</v>\n",
			want:     []brief{{"Tomas", 0, 1000, "I think"}, {"", 1000, 2000, "[music]"}, {"Jane Doe", 3000, 4000, "Yes."}},
			warnings: "turn-of-nobody",
		},
		{
			name:     "Zoom: names at the start of cues, and cues that continue",
			file:     "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nJane Doe: One thing: training.\r\n\r\n2\r\n00:00:03.500 --> 00:00:04.000\r\nAnd more of it.\r\n\r\n3\r\n00:00:06.001 --> 00:00:07.000\r\nWho is this?\r\n\r\n4\r\n00:00:07.000 --> 00:00:08.000\r\nTomas: Me.\r\n",
			want:     []brief{{"Jane Doe", 1000, 4000, "One thing: training. And more of it."}, {"", 6001, 7000, "Who is this?"}, {"Tomas", 7000, 8000, "Me."}},
			warnings: "turn-of-nobody",
		},
		{
			name: "Teams: times without leading zeros",
			file: "WEBVTT\n\n0:0:0.0 --> 0:0:5.320\n<v Tomas>Hello</v>\n",
			want: []brief{{"Tomas", 0, 5320, "Hello"}},
		},
		{
			name: "SubRip",
			file: "1\n00:00:01,500 --> 00:00:02,000\nTomas: Hello\n\n2\n00:00:02,000 --> 00:00:03,000\nJane Doe: Hi\n",
			want: []brief{{"Tomas", 1500, 2000, "Hello"}, {"Jane Doe", 2000, 3000, "Hi"}},
		},
		{
			name: "a cue that ends before it starts keeps its words",
			file: "WEBVTT\n\n00:05.000 --> 00:01.000\n<v Tomas>Hello</v>\n",
			want: []brief{{"Tomas", 5000, 5000, "Hello"}}, warnings: "cue-ends-early",
		},
		{
			name: "bad times leave the block out; words without a time stay",
			file: "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Tomas>Hello\n\nthere\n\n00:0x.000 --> 00:04.000\n<v Tomas>lost\n\n00:05.000 --> \n<v Tomas>lost too\n\n7\n\n",
			want: []brief{{"Tomas", 1000, 2000, "Hello there"}}, warnings: "words-without-time bad-times",
		},
		{
			name: "a less-than sign is no tag",
			file: "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Tomas>A score <5 or < 7 & up, x<y, then > 9.</v>\n",
			want: []brief{{"Tomas", 1000, 2000, "A score <5 or < 7 & up, x<y, then > 9."}},
		},
		{
			name: "nobody is named",
			file: "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\n00:02.000 --> 00:03.000\nthere\n",
			want: []brief{{"", 1000, 3000, "Hello there"}}, warnings: "no-speakers",
		},
		{name: "no cues", file: "WEBVTT\n\n", errors: "no-cues"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			reads(t, test.file, test.want, test.errors, test.warnings)
		})
	}
}

// reads checks what a file of the group gives: its turns, and the kinds of what
// is found.
func reads(t *testing.T, file string, want []brief, errors, warnings string) {
	t.Helper()
	turns, findings := Read("a.txt", []byte(file), group, people)
	if got := briefs(turns); !reflect.DeepEqual(got, want) {
		t.Errorf("turns\n%v\nwant\n%v", got, want)
	}
	if got := kinds(findings, finding.Error); got != errors {
		t.Errorf("errors %q, want %q", got, errors)
	}
	if got := kinds(findings, finding.Warning); got != warnings {
		t.Errorf("warnings %q, want %q", got, warnings)
	}
}

func TestReadText(t *testing.T) {
	tests := []struct {
		name, file string
		want       []brief
		errors     string
		warnings   string
	}{
		{
			name: "names, continuation lines, and colons in speech",
			file: "Moderator: Welcome.\nJane Doe: Three things:\nOne: time.\n  and money: always.\n\nTomas: It was 10:30 by then: late.\nModerator: Thanks.\n",
			want: []brief{
				{"Moderator", -1, -1, "Welcome."}, {"Jane Doe", -1, -1, "Three things: One: time. and money: always."},
				{"Tomas", -1, -1, "It was 10:30 by then: late."}, {"Moderator", -1, -1, "Thanks."},
			},
			warnings: "name-or-speech",
		},
		{
			name: "time before the name; a turn lasts until the next",
			file: "[00:00:05] Moderator: Hello.\n[00:12:33] Jane Doe: Yes.\n00:12:40 - Jane Doe: And no.\n[01:00:00] Tomas: Fine.\n",
			want: []brief{{"Moderator", 5000, 753000, "Hello."}, {"Jane Doe", 753000, 3600000, "Yes. And no."}, {"Tomas", 3600000, 3600000, "Fine."}},
		},
		{
			name: "time after the name",
			file: "Moderator (00:12): Hello.\nJane Doe (75:01):\nYes, at (10:30) today.\nTomas [01:20:00]: No.\n",
			want: []brief{{"Moderator", 12000, 4501000, "Hello."}, {"Jane Doe", 4501000, 4800000, "Yes, at (10:30) today."}, {"Tomas", 4800000, 4800000, "No."}},
		},
		{
			name: "Otter: name and time on a line of their own",
			file: "Moderator  0:03  \nWelcome to\nthe group.\n\nJane Doe  1:07:12\nThank you.\n",
			want: []brief{{"Moderator", 3000, 4032000, "Welcome to the group."}, {"Jane Doe", 4032000, 4032000, "Thank you."}},
		},
		{
			name:   "a dash where a colon should be is not passed over",
			file:   "Tomas: Hello.\nJane Doe - I do not agree.\n",
			want:   []brief{{"Tomas", -1, -1, "Hello. Jane Doe - I do not agree."}},
			errors: "name-without-colon",
		},
		{
			name: "a heading before the first speaker",
			file: "Focus group one\n12 May\n\nTomas: Hello.\n",
			want: []brief{{"", -1, -1, "Focus group one 12 May"}, {"Tomas", -1, -1, "Hello."}},
		},
		{
			name:   "a name that is not listed is a speaker where it occurs twice",
			file:   "Tomas: Hello.\nJan Doe: Hi.\nTomas: Well.\nJan Doe: Well what?\nP9: not a speaker\n",
			want:   []brief{{"Tomas", -1, -1, "Hello."}, {"Jan Doe", -1, -1, "Hi."}, {"Tomas", -1, -1, "Well."}, {"Jan Doe", -1, -1, "Well what? P9: not a speaker"}},
			errors: "unknown-speaker", warnings: "name-or-speech",
		},
		{
			name: "a name that is not listed is a speaker where times mark every speech",
			file: "[0:01] Tomas: Hello.\n[0:02] Guest: Hi.\n",
			want: []brief{{"Tomas", 1000, 2000, "Hello."}, {"Guest", 2000, 2000, "Hi."}}, errors: "unknown-speaker",
		},
		{
			name: "names in square brackets and in capitals, lines ending in CR",
			file: "[TOMAS]: Hello.\r[Jane Doe]: Hi.\r",
			want: []brief{{"TOMAS", -1, -1, "Hello."}, {"Jane Doe", -1, -1, "Hi."}},
		},
		{name: "nobody is named", file: "We all agreed.\nThat was it.\n", want: []brief{{"", -1, -1, "We all agreed. That was it."}}, errors: "no-speakers"},
		{name: "too long, too many words, or a small letter first", file: "Tomas: A.\na b: c\na b: c\nOne two three four five six: x\nOne two three four five six: x\nAbcdefghijklmnopqrstuvwxyzabcdefghijklmno: x\nAbcdefghijklmnopqrstuvwxyzabcdefghijklmno: x\n",
			want: []brief{{"Tomas", -1, -1, "A. a b: c a b: c One two three four five six: x One two three four five six: x Abcdefghijklmnopqrstuvwxyzabcdefghijklmno: x Abcdefghijklmnopqrstuvwxyzabcdefghijklmno: x"}}},
		{name: "nothing", file: " \n", errors: "empty-file"},
		{name: "a zip file cut off", file: "PK\x03\x04rest", errors: "damaged-file"},
		{name: "a PDF file", file: "%PDF-1.7", errors: "not-text"},
		{name: "a recording", file: "\x00\x00\x00\x20ftypisom\x00\x00", errors: "not-text"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			reads(t, test.file, test.want, test.errors, test.warnings)
		})
	}
}

func TestWhoAndWhere(t *testing.T) {
	g := group
	g.Topics = []study.Topic{{Says: "Don't forget  SAFETY", Domain: "3"}, {Says: "wrap up", Domain: ""}, {Says: "ethics", Domain: "1"}, {Says: "never said", Domain: "2"}}
	file := "Moderator: Start with ethics.\njane doe: Wrap up? No.\nModerator: That was ethics; don’t forget safety.\nTomas: Right.\nModerator: Let us wrap up.\nTomas: Bye.\n"
	turns, findings := Read("fg1.txt", []byte(file), g, people)
	want := []Turn{
		{"FG1/T001", "FG1", "Moderator", "", true, -1, -1, 1, "1", "Start with ethics."},
		{"FG1/T002", "FG1", "jane doe", "FG1-P1", false, -1, -1, 2, "1", "Wrap up? No."},
		{"FG1/T003", "FG1", "Moderator", "", true, -1, -1, 3, "3", "That was ethics; don’t forget safety."},
		{"FG1/T004", "FG1", "Tomas", "FG1-P2", false, -1, -1, 4, "3", "Right."},
		{"FG1/T005", "FG1", "Moderator", "", true, -1, -1, 5, "", "Let us wrap up."},
		{"FG1/T006", "FG1", "Tomas", "FG1-P2", false, -1, -1, 6, "", "Bye."},
	}
	if !reflect.DeepEqual(turns, want) {
		t.Errorf("turns\n%v\nwant\n%v", turns, want)
	}
	if got := kinds(findings, ""); got != "topic-not-found" {
		t.Errorf("findings %q, want the topic that is never opened", got)
	}
}

func TestSpeakersFound(t *testing.T) {
	file := "Tomas: A.\nTomass: B.\nTomas: C.\nTomass: D.\n"
	_, findings := Read("fg1.txt", []byte(file), group, people)
	if len(findings) != 3 || findings[0].Kind != "read-as" {
		t.Fatalf("findings %v", findings)
	}
	silent, unknown := findings[1], findings[2]
	if unknown.Kind != "unknown-speaker" || unknown.Line != 2 || unknown.Count != 2 || unknown.Found != "Tomass" || !strings.Contains(unknown.Do, `"Tomas"`) {
		t.Errorf("unknown speaker: %+v", unknown)
	}
	if silent.Kind != "silent-participant" || silent.Severity != finding.Note || silent.Found != "Jane Doe" {
		t.Errorf("silent participant: %+v", silent)
	}

	shared := []Participant{{"A", "FG1", "Sam"}, {"B", "FG1", "sam"}, {"C", "FG1", "Moderator"}}
	_, findings = Read("fg1.txt", []byte("Sam: A.\nModerator: B.\n"), group, shared)
	if got := kinds(findings, finding.Error); got != "shared-name shared-name" {
		t.Errorf("errors %q", got)
	}
}

func TestForms(t *testing.T) {
	cues := "WEBVTT\n\n00:01.000 --> 00:02.000\nTomas: Hello\n"
	for _, test := range []struct{ name, format, file, text, kinds string }{
		{"x.txt", "", cues, "Hello", ""},
		{"x.vtt", "", strings.TrimPrefix(cues, "WEBVTT"), "Hello", "no-webvtt-line"},
		{"x.txt", "webvtt", strings.TrimPrefix(cues, "WEBVTT"), "Hello", "no-webvtt-line"},
		{"x.txt", "", strings.TrimPrefix(cues, "WEBVTT"), "Hello", ""},
		{"x.txt", "", "WEBVTTs\nTomas: Hello", "WEBVTTs", "words-before-speaker"},
		{"x.vtt", "text", "Tomas: Hello", "Hello", ""},
		{"x.vtt", "", "Tomas: Hello", "", "no-cues"},
		{"x.txt", "docx", "Tomas: Hello", "Hello", "unknown-format"},
	} {
		g := group
		g.Format = test.format
		turns, findings := Read(test.name, []byte(test.file), g, people[1:2])
		text := ""
		if len(turns) > 0 {
			text = turns[0].Text
		}
		if text != test.text || kinds(findings, "") != test.kinds {
			t.Errorf("%s %q %q: text %q, findings %q; want %q, %q", test.name, test.format, test.file, text, kinds(findings, ""), test.text, test.kinds)
		}
	}
}

func TestTimings(t *testing.T) {
	// 1 h 2 min 3.004 s is 3,600,000 + 120,000 + 3,004 ms.
	for _, test := range []struct {
		line       string
		start, end int
		strict, ok bool
	}{
		{"01:02:03.004 --> 100:00:00.000", 3723004, 360000000, true, true},
		{"\t00:01.000-->00:02.000 line:0", 1000, 2000, true, true},
		{"00:01.00 --> 00:02.000", 1000, 2000, false, true},
		{"120:00.500 --> 121:00.000", 7200500, 7260000, false, true},
		{"00:60.000 --> 01:02.000", 0, 0, false, false},
		{"1:61:00.000 --> 1:62:02.000", 0, 0, false, false},
		{"9999999999:00:00.000 --> 9999999999:00:00.000", 0, 0, false, false},
		{"-->", 0, 0, false, false},
	} {
		start, end, strict := timings(test.line)
		ok := strict
		if !strict {
			start, end, ok = looseTimings(test.line)
		}
		if strict != test.strict || ok != test.ok || ok && (start != test.start || end != test.end) {
			t.Errorf("%q: %d, %d, strict %v, %v", test.line, start, end, strict, ok)
		}
	}
}

// TestFormats holds the list of forms to that of the study, which checks it.
func TestFormats(t *testing.T) {
	for _, format := range append(Formats(), "") {
		if f := formatFindings(t, format); f != "" {
			t.Errorf("the study does not know %q: %s", format, f)
		}
	}
	if formatFindings(t, "pages") == "" {
		t.Error("the study takes any form")
	}
}

// formatFindings gives what the study finds wrong with a transcript's format.
func formatFindings(t *testing.T, format string) string {
	t.Helper()
	_, findings := study.Read("consultation.yaml", []byte("groups: {transcripts: [{id: FG1, file: a, format: \""+format+"\"}]}\n"))
	for _, f := range findings {
		if f.Kind == "unknown-word" {
			return f.String()
		}
	}
	return ""
}

// A name beside a role is a name all the same, and the role is a role.
func TestNamesBesideRoles(t *testing.T) {
	var turns []Turn
	for _, label := range []string{"Interviewer (Wilma Lane)", "Participant 1 (Zed Quack)", "Ann Field", "P4", "Moderator", "Bea Moss (she/her)", "Ann Field"} {
		turns = append(turns, Turn{Speaker: label})
	}
	if got, want := strings.Join(Names(turns), "; "), "Wilma Lane; Zed Quack; Ann Field; Bea Moss"; got != want {
		t.Errorf("found %s, expected %s", got, want)
	}
	for label, want := range map[string]bool{"Interviewer (Wilma Lane)": true, "MODERATOR [WL]": true, "Participant 1 (Zed Quack)": false, "Host Family": false} {
		if leads(key(label)) != want {
			t.Errorf("%s: found %v, expected %v", label, !want, want)
		}
	}
}
