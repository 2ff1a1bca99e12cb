package draft

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// draftText drafts an export given as text.
func draftText(t *testing.T, text string, o Options) *Draft {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	p, _, err := survey.ProfileOf(context.Background(), path, study.Source{}, survey.Options{})
	if err != nil || p == nil {
		t.Fatal(err)
	}
	if o.File == "" {
		o.File = "export.csv"
	}
	d := FromProfile(p, o)
	bad, err := d.Settle(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range bad {
		t.Errorf("%s", f)
	}
	return d
}

// byID finds a question.
func byID(t *testing.T, d *Draft, id string) *Question {
	t.Helper()
	for i := range d.Questions {
		if d.Questions[i].ID == id {
			return &d.Questions[i]
		}
	}
	t.Fatalf("there is no question %q in\n%s", id, d.YAML())
	return nil
}

// rows repeats rows so that answers come often enough.
func rows(times int, list ...string) string {
	return strings.Repeat(strings.Join(list, "\n")+"\n", times)
}

func TestPersonalIsLeftOut(t *testing.T) {
	for _, c := range []struct {
		header, cell string
		personal     bool
	}{
		{"Email", "a@b.org", true},
		{"What is your e-mail address?", "a@b.org", true},
		{"Contact", "someone@example.org", true}, // by its cells
		{"First name", "Ann", true},
		{"Your name", "Ann Other", true},
		{"Surname", "Other", true},
		{"Telephone number", "01632 960001", true},
		{"How can we reach you?", "01632 960001", true},
		{"IPAddress", "192.0.2.7", true},
		{"From", "192.0.2.7", true},
		{"LocationLatitude", "51.5", true},
		{"Postcode", "SW1A 1AA", true},
		{"Where do you live?", "SW1A 1AA", true},
		{"Date of birth", "1980-01-31", true},
		{"dob", "1980-01-31", true},
		{"NHS number", "9434765919", true},
		{"In which country do you work?", "France", false},
		{"What is the name of your programme?", "Ieso", false},
		{"May we send you an e-mail?", "Yes", false},
		{"How do you share results: Email", "Yes", false},
		{"How many phone calls?", "3", false},
	} {
		text := "q0," + `"` + c.header + `"` + "\n" + rows(15, "A,"+c.cell, "B,"+c.cell)
		d := draftText(t, text, Options{})
		left := slices.ContainsFunc(d.Left, func(l LeftOut) bool { return l.Column == c.header && l.Personal })
		if left != c.personal {
			t.Errorf("%q with %q: left out as personal: %t, should be %t", c.header, c.cell, left, c.personal)
		}
		if left && strings.Contains(string(d.YAML()), c.cell) {
			t.Errorf("%q: the draft holds %q", c.header, c.cell)
		}
	}
}

// A tick box called Phone that nobody ticked is an option; the box beside it, in
// which people wrote, is one too.
func TestOptionsNobodyTicked(t *testing.T) {
	text := "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,Which tools?,,,\n" +
		",,,,,,,,,Zoom,Phone,E-mail,Other (please specify)\n"
	for i := range 12 {
		text += "11" + itoa(i) + ",22,01/02/2024 10:00:00 AM,01/02/2024 10:10:00 AM,192.0.2.7,,,,," + []string{"Zoom,,,", ",,,pigeons", "Zoom,,,by post"}[i%3] + "\n"
	}
	d := draftText(t, text, Options{})
	q := d.Questions[0]
	if len(d.Questions) != 1 || !slices.Equal(q.Options.Labels(), []string{"Zoom", "Phone", "E-mail", "Other (please specify)"}) || !slices.Equal(q.Options[3].Ticked, []string{"*"}) {
		t.Errorf("%+v\n%s", q.Question, d.YAML())
	}
}

func TestAskedOfSome(t *testing.T) {
	text := "trained,which,why\n" + rows(10, "Yes,Zoom,", "Yes,Teams,", "No,,", "Not sure,,x y z")
	d := draftText(t, text, Options{})
	if got, want := byID(t, d, "which").Filter, `trained = "Yes"`; got != want {
		t.Errorf("which: filter %q, want %q", got, want)
	}
	if got, want := byID(t, d, "why").Filter, `trained = "Not sure"`; got != want {
		t.Errorf("why: filter %q, want %q", got, want)
	}
	if q := byID(t, d, "which"); q.Asked != "" {
		t.Errorf("which: asked is set to %q, with nothing but the answers to go by", q.Asked)
	}
	// As it stands, the line is a comment; with the # taken off it can be read.
	yaml := strings.ReplaceAll(string(d.YAML()), "# asked: ", "asked: ")
	if _, found := study.Read(study.FileName, []byte(yaml)); len(finding.Errors(found)) > 0 {
		t.Errorf("with the filters: %v\n%s", found, yaml)
	}
	// One answer against it, and it is no filter.
	d = draftText(t, text+"No,Teams,\n", Options{})
	if got := byID(t, d, "which").Filter; got != "" {
		t.Errorf("which: filter %q, though somebody else answered", got)
	}
}

func TestWeight(t *testing.T) {
	d := draftText(t, "role,weight\n"+rows(5, "Nurse,0.51", "Doctor,1.4", "Nurse,1.13"), Options{})
	if d.Survey.Weight != "weight" || len(d.Questions) != 1 {
		t.Errorf("weight %q, %d questions", d.Survey.Weight, len(d.Questions))
	}
	// People's weights in kilograms are none, nor is one that is blank somewhere.
	for _, text := range []string{"role,weight\n" + rows(5, "Nurse,80", "Doctor,72", "Nurse,65"), "role,weight\n" + rows(5, "Nurse,0.5", "Doctor,", "Nurse,1.3")} {
		if d := draftText(t, text, Options{}); d.Survey.Weight != "" {
			t.Errorf("%.40q: weight %q", text, d.Survey.Weight)
		}
	}
}

func TestMissing(t *testing.T) {
	d := draftText(t, "a,b,c,d\n"+rows(6, "Yes,1,Never,-", "No,-99,Often,x", "-,3,-,y", "Prefer not to say,-,Always,Rarely seen"), Options{})
	if !slices.Equal(d.Survey.Missing, []string{"-"}) {
		t.Errorf("missing %q", d.Survey.Missing)
	}
	if q := byID(t, d, "b"); !slices.Contains(q.Missing, "-99") {
		t.Errorf("b: missing %q", q.Missing)
	}
	if q := byID(t, d, "a"); q.Options.Index("Prefer not to say") < 0 || slices.Contains(q.Missing, "Prefer not to say") {
		t.Errorf("a: %+v", q.Options)
	}
}

func TestDomains(t *testing.T) {
	f, found, err := frameworks.Load("digital-competencies", "1.0.0")
	if err != nil || len(finding.Errors(found)) > 0 {
		t.Fatal(err, found)
	}
	text := strings.Join([]string{
		"What is your role?",
		"Please rate whether each is required for working digitally [Clinical Information Governance]",
		"Please rate whether each is required for working digitally [Communication and Teaching]",
		"Is domain 5 needed in your setting?",
		"Any comments?",
		"What would you have for lunch?",
	}, ",") + "\n"
	for i := range 12 {
		text += "Nurse,Yes,Yes,Yes,I would like " + itoa(i) + " more words on this,Soup\nDoctor,No,Yes,No,And " + itoa(i) + " other words that are not the same,Bread\n"
	}
	d := draftText(t, text, Options{Framework: f})
	for i, want := range []string{"", "2", "6", "5", "5", ""} {
		q := d.Questions[i]
		if q.Domain != want {
			t.Errorf("%q: domain %q, want %q", q.Wording, q.Domain, want)
		}
		if applicable := i >= 1 && i <= 3; (q.About == study.Applicability) != applicable {
			t.Errorf("%q is about %s", q.Wording, q.About)
		} else if applicable && !slices.Equal(q.Agree, []string{"Yes"}) {
			t.Errorf("%q: agree %q", q.Wording, q.Agree)
		}
	}
}

func TestAbout(t *testing.T) {
	for wording, want := range map[string]study.About{
		"How old are you?": study.Demographic, "What is your gender?": study.Demographic, "What is your job role?": study.Role,
		"How many years of experience do you have?": study.Experience, "How confident are you in digital practice?": study.Confidence,
		"Have you had any training?": study.Experience, "Which organisation do you work for?": study.Role, "Do you like tea?": study.OtherAbout,
		"my supervisor's confidence in me": study.OtherAbout, "learned in school": study.OtherAbout, "Personal and Professional Skills and Values": study.OtherAbout, "Grade": study.OtherAbout,
		"The role of evidence in teaching": study.OtherAbout, "Confidence": study.Confidence, "I feel confident in using data": study.Confidence, "age_group": study.Demographic, "job_title": study.Role,
		"What is your highest level of education?": study.Demographic, "Which country do you live in?": study.Demographic, "What sector do you work in?": study.Role, "years_of_experience": study.Experience,
	} {
		d := draftText(t, `"`+wording+"\"\n"+rows(10, "Some", "More", "Most"), Options{})
		if strings.Contains(string(d.YAML()), "Then write \"about:") {
			t.Errorf("%q: asked, though no framework is named", wording)
		}
		if got := d.Questions[0].About; got != want {
			t.Errorf("%q is about %s, want %s", wording, got, want)
		}
	}
	long := "Any words at all about %d that nobody else has written"
	for wording, want := range map[string]study.About{
		"Any comments on domain 1?": study.Comment, "How would you change the wording of this domain?": study.SuggestedEdit,
		"Please suggest changes to the text": study.SuggestedEdit, "What do you think of it?": study.Comment,
	} {
		text := `"` + wording + "\",b\n"
		for i := range 12 {
			text += strings.ReplaceAll(long, "%d", itoa(i*7)) + ",A\n"
		}
		if got := draftText(t, text, Options{}).Questions[0]; got.About != want || got.Kind != study.Text {
			t.Errorf("%q is %s about %s, want text about %s", wording, got.Kind, got.About, want)
		}
	}
}

// What may be about people is asked, and not said, where a framework is named.
func TestAboutInDoubt(t *testing.T) {
	f, _, err := frameworks.Load("digital-competencies", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	for wording, want := range map[string]string{"Grade": "about: role", "my supervisor's confidence in me": "about: confidence", "Do you like tea?": ""} {
		q := draftText(t, wording+"\n"+rows(10, "Some", "More", "Most"), Options{Framework: f}).Questions[0]
		asked := strings.Join(q.Ask, " ")
		if q.About != study.OtherAbout || want != "" && !strings.Contains(asked, want) || want == "" && strings.Contains(asked, "about:") {
			t.Errorf("%q is about %s, asked %q", wording, q.About, asked)
		}
	}
}

// The rows of a grid keep their question: in the wording always, and in the label
// where the row does not say it all.
func TestGridLabels(t *testing.T) {
	text := `Timestamp,"How often do you use it? [E-mail]","How often do you use it? [The telephone]","How well do you know it? [E-mail]","How well do you know it? [5]"` + "\n" +
		rows(10, "2024/01/02 10:00:00 AM GMT,Often,Never,Often,Never", "2024/01/02 10:00:00 AM GMT,Never,Often,Sometimes,Often", "2024/01/02 10:00:00 AM GMT,Sometimes,Sometimes,Never,Sometimes")
	d := draftText(t, text, Options{})
	if len(d.Questions) != 4 {
		t.Fatalf("%s", d.YAML())
	}
	for i, want := range [][2]string{
		{"How often do you use it: E-mail", "How often do you use it? - E-mail"}, {"The telephone", "How often do you use it? - The telephone"},
		{"How well do you know it: E-mail", "How well do you know it? - E-mail"}, {"How well do you know it: 5", "How well do you know it? - 5"},
	} {
		if q := d.Questions[i]; q.Label != want[0] || q.Wording != want[1] {
			t.Errorf("label %q, wording %q", q.Label, q.Wording)
		}
	}
}

func TestYAMLValues(t *testing.T) {
	for _, s := range append(slices.Clone(hostile), "a: b: c", "- - a", "a\r\nb", "‘x’ “y”", "a\\", `"a"`, "'", "x:", "x: ", " x", "x ", "a#b", "a #b", "{", "}", "a]", "Yes", "NO", "2020-01-01", "12:30", "1_000", "\u0085", "𝔘", "\U000e0001") {
		if strings.TrimSpace(s) == "" || !valid(s) {
			continue
		}
		d := &Draft{Title: s, Survey: study.Source{File: s, Missing: []string{s}, Ignore: nil}}
		d.Left = []LeftOut{{s, "a reason", false}}
		d.Questions = []Question{{Question: study.Question{ID: "q", Column: s, Wording: s, Label: s, Kind: study.Single, About: study.OtherAbout,
			Options: study.Options{{Label: s}, {Label: s + "x", Code: s + "y", Also: []string{s + "z"}}}, Missing: []string{s}}, Ask: []string{s}, Filter: ""}}
		got, found := study.Read(study.FileName, d.YAML())
		if bad := finding.Errors(found); len(bad) > 0 {
			t.Errorf("%q: %s\n%s", s, bad[0], d.YAML())
			continue
		}
		q := got.Survey.Questions[0]
		want := cut(s, longestWording)
		for _, v := range []string{got.Title, got.Survey.File, got.Survey.Missing[0], got.Survey.Ignore[0], q.Column, q.Label, q.Options[0].Label, q.Missing[0]} {
			if v != s {
				t.Errorf("%q came back as %q", s, v)
			}
		}
		if q.Wording != want || q.Options[1].Code != s+"y" || q.Options[1].Also[0] != s+"z" {
			t.Errorf("%q came back as %+v", s, q)
		}
	}
}

func valid(s string) bool { return strings.ToValidUTF8(s, "") == s && !strings.ContainsRune(s, 0) }

func TestRecordings(t *testing.T) {
	one := "Moderator: Good morning.\nAnn Other: Hello there.\nBob Sample: And hello.\nModerator: Yes?\nAnn Other: Again.\nBob Sample: And me.\n"
	two := "Moderator: Good day.\nCleo Third: Hello there.\nModerator: Yes?\nCleo Third: Again.\n"
	g, list, found, err := FromRecordings([]Recording{{"groups/one.txt", []byte(one)}, {"groups/two.txt", []byte(two)}}, "groups/participants.csv")
	if err != nil || len(finding.Errors(found)) > 0 {
		t.Fatal(err, found)
	}
	want := "participant,group,speaker\nFG1-P1,FG1,Ann Other\nFG1-P2,FG1,Bob Sample\nFG2-P1,FG2,Cleo Third\n"
	if string(list) != want {
		t.Errorf("the list of participants is\n%s", list)
	}
	text := string((&Draft{Title: "x", Groups: g}).YAML())
	s, found := study.Read(study.FileName, []byte(text))
	if bad := finding.Errors(found); len(bad) > 0 {
		t.Fatalf("%s\n%s", bad[0], text)
	}
	if len(s.Groups.Transcripts) != 2 || !slices.Equal(s.Groups.Transcripts[0].Moderators, []string{"Moderator"}) {
		t.Errorf("%+v", s.Groups.Transcripts)
	}
	for _, name := range []string{"Ann", "Bob", "Cleo"} {
		if strings.Contains(text, name) {
			t.Errorf("the draft has the name %q of a participant", name)
		}
	}
}

// Who led is filled in only where one person alone speaks in three groups or
// more; else it is asked, once.
func TestWhoLed(t *testing.T) {
	talk := func(names ...string) []byte {
		var s strings.Builder
		for range 2 {
			for i, n := range names {
				s.WriteString(n + ": " + []string{"Hello there.", "So?", "Well, I think so."}[i%3] + "\n")
			}
		}
		return []byte(s.String())
	}
	of := func(list ...[]byte) (out []Recording) {
		for i, data := range list {
			out = append(out, Recording{"g" + itoa(i) + ".txt", data})
		}
		return out
	}
	for _, c := range []struct {
		name       string
		recordings []Recording
		moderators []string
		asked      bool // at the head of the groups
		people     int
	}{
		{"three groups, one in all", of(talk("Dee Lead", "Ann A"), talk("Dee Lead", "Bob B"), talk("Cy C", "Dee Lead")), []string{"Dee Lead"}, false, 3},
		{"two groups, one in both", of(talk("Dee Lead", "Ann A"), talk("Dee Lead", "Bob B")), nil, true, 4},
		{"three groups, two in all", of(talk("Dee Lead", "Ann A"), talk("Dee Lead", "Ann A"), talk("Ann A", "Dee Lead", "Cy C")), nil, true, 7},
		{"nobody in both", of(talk("Dee Lead", "Ann A"), talk("Eve E", "Bob B")), nil, false, 4},
		{"the files say who moderated", of(talk("Moderator", "Ann A"), talk("Moderator", "Ann A")), []string{"Moderator"}, false, 2},
	} {
		g, list, _, err := FromRecordings(c.recordings, "p.csv")
		if err != nil {
			t.Fatal(err)
		}
		text := string((&Draft{Title: "x", Groups: g}).YAML())
		for _, r := range g.Transcripts {
			if !slices.Equal(r.Moderators, c.moderators) {
				t.Errorf("%s: moderators %q", c.name, r.Moderators)
			}
		}
		if asked := strings.Count(text, "in all groups, which does not tell who led"); (asked == 1) != c.asked || asked > 1 {
			t.Errorf("%s: asked %d times at the head\n%s", c.name, asked, text)
		}
		if strings.Contains(text, "does not say who spoke") {
			t.Errorf("%s: the draft says that the file does not say who spoke\n%s", c.name, text)
		}
		if got := strings.Count(string(list), "\n") - 1; got != c.people {
			t.Errorf("%s: %d participants, want %d\n%s", c.name, got, c.people, list)
		}
		for _, n := range []string{"Ann", "Bob", "Cy C", "Eve"} {
			if strings.Contains(text, n) {
				t.Errorf("%s: the draft has the name %q", c.name, n)
			}
		}
	}
}

// Where nobody is named there is no list of participants, and the draft runs.
func TestNobodyNamed(t *testing.T) {
	for name, says := range map[string]bool{"I am glad to be here.\n\nWell, so am I.\n": true, "Moderator: Hello.\nModerator: Is nobody there?\n": false} {
		g, list, _, err := FromRecordings([]Recording{{"a.txt", []byte(name)}}, "p.csv")
		if err != nil || list != nil || g.Participants != "" {
			t.Errorf("%q: list %q, participants %q, %v", name, list, g.Participants, err)
		}
		text := string((&Draft{Title: "x", Groups: g}).YAML())
		if strings.Contains(text, "\n  participants:") || strings.Contains(text, "does not say who spoke") != says {
			t.Errorf("%q:\n%s", name, text)
		}
		if _, found := study.Read(study.FileName, []byte(text)); len(finding.Errors(found)) > 0 {
			t.Errorf("%v\n%s", found, text)
		}
	}
}

// A dictionary and a survey file made by hand, with the parts that the sample
// files do not have.
func TestInstrumentSaysWhoWasAsked(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	dictionary := write("dictionary.csv", `"Variable / Field Name","Form Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Branching Logic (Show field only if...)"
record_id,f,text,Id,,
trained,f,radio,Trained?,"1, Yes | 2, No",
which,f,radio,Which?,"1, One | 2, Two",[trained] = '1'
`)
	export := write("redcap.csv", "record_id,trained,which,f_complete\n1,1,2,2\n2,2,,2\n3,1,1,2\n")
	d := draftWith(t, export, dictionary)
	if got := byID(t, d, "which").Asked; got != `trained = "Yes"` {
		t.Errorf("REDCap: asked %q", got)
	}
	qsf := write("q.qsf", `{"SurveyEntry":{},"SurveyElements":[
{"Element":"SQ","Payload":{"QuestionID":"QID1","DataExportTag":"Q1","QuestionType":"MC","Selector":"SAVR","QuestionText":"Trained?","Choices":{"1":{"Display":"Yes"},"2":{"Display":"No"}},"ChoiceOrder":[1,2]}},
{"Element":"SQ","Payload":{"QuestionID":"QID2","DataExportTag":"Q2","QuestionType":"MC","Selector":"SAVR","QuestionText":"Which of <b>these</b>?","Choices":{"1":{"Display":"One"},"2":{"Display":"Two"}},"RecodeValues":{"1":"7","2":"9"},"ChoiceOrder":["2","1"],
"DisplayLogic":{"0":{"0":{"LogicType":"Question","ChoiceLocator":"q://QID1/SelectableChoice/1","Operator":"Selected"},"Type":"If"},"Type":"BooleanExpression"}}},
{"Element":"SQ","Payload":{"QuestionID":"QID3","DataExportTag":"Q3","QuestionType":"MC","Selector":"MAVR","QuestionText":"All of it","Choices":[],"ChoiceOrder":[]}}]}`)
	export = write("qualtrics.csv", "StartDate,Status,Finished,ResponseId,Q1,Q2\nStart,Status,Finished,Id,Trained?,Which?\n"+
		`"{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"`+
		"\nx,0,1,R_1,1,9\nx,0,1,R_2,2,\nx,0,1,R_3,1,7\n")
	d = draftWith(t, export, qsf)
	q := byID(t, d, "Q2")
	if q.Asked != `Q1 = "Yes"` || q.Wording != "Which of these?" || !slices.Equal(q.Options.Labels(), []string{"Two", "One"}) || q.Options[0].Code != "9" {
		t.Errorf("Qualtrics: %+v", q.Question)
	}
	// Somebody answered who should not have been asked: it stays a comment.
	export = write("against.csv", "record_id,trained,which,f_complete\n1,1,2,2\n2,2,1,2\n3,1,1,2\n")
	if q := byID(t, draftWith(t, export, dictionary), "which"); q.Asked != "" {
		t.Errorf("asked %q", q.Asked)
	}
}

func draftWith(t *testing.T, export, instrument string) *Draft {
	t.Helper()
	p, _, err := survey.ProfileOf(context.Background(), export, study.Source{}, survey.Options{})
	if err != nil || p == nil {
		t.Fatal(err)
	}
	d := FromProfile(p, Options{File: "x.csv", Title: "x", Instrument: instrumentOf(t, instrument, export, p)})
	if bad, err := d.Settle(context.Background(), export); err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return d
}

func TestDamagedInstruments(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"empty": "", "half.qsf": `{"SurveyElements":[{"Element":"SQ","Payload":{"QuestionID":"QID1"`, "other.json": `{"a":1}`, "words.txt": "Dear all,\n",
		"none.qsf": `{"SurveyElements":[]}`, "wrong.json": `{"columns":[1,2]}`, "zip": "PK\x03\x04", "deep": strings.Repeat("[", 100_000),
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadInstrument(path, path, []string{"a"}); err == nil || !strings.Contains(err.Error(), "questionnaire") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadInstrument(filepath.Join(dir, "nowhere"), "x", nil); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("no file: %v", err)
	}
}

func FuzzInstrument(f *testing.F) {
	f.Add([]byte(`{"SurveyElements":[{"Element":"SQ","Payload":{"QuestionID":"QID1","DataExportTag":"a","QuestionType":"MC","Selector":"MAVR","Choices":{"1":{"Display":"x"}}}}]}`))
	f.Add([]byte(`{"columns":{"a":{"type":"single","text":{"en":"x"},"values":[{"value":1,"text":"y"}]}},"lib":{"values":{}}}`))
	f.Add([]byte("variable,question\na,What?\nb_1,Which: - x\n"))
	f.Add([]byte("Variable / Field Name,Field Type,Choices\nid,text,\na,checkbox,\"1, x | 2, y\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ins, err := instrumentFrom(data, "nowhere", []string{"a", "b_1", "b_2_TEXT"})
		if err != nil || ins == nil {
			return
		}
		p := &survey.Profile{Dialect: "csv", Columns: []survey.ColumnProfile{
			{Name: "a", Wording: "a", Filled: 4, Values: []survey.ValueCount{{Text: "x", Rows: 3}, {Text: "1", Rows: 1}}},
			{Name: "b_1", Wording: "b", Group: "b"}, {Name: "b_2_TEXT", Wording: "b", Group: "b", OtherWords: true},
		}}
		d := FromProfile(p, Options{File: "x", Title: "x", Instrument: ins})
		if _, found := study.Read(study.FileName, d.YAML()); len(finding.Errors(found)) > 0 && len(d.Questions) > 0 {
			t.Fatalf("%s\n%s", finding.Errors(found)[0], d.YAML())
		}
	})
}

// Headers under which people are named, in the languages that exports come in,
// and headers that are like them and ask something else.
func TestPersonalHeaders(t *testing.T) {
	of := func(header string) string {
		for _, p := range personalHeads {
			if p.form.MatchString(headWords(header)) {
				return p.what
			}
		}
		return ""
	}
	for header, want := range map[string]string{
		"Nom": "names", "Prénom": "names", "Vorname": "names", "Nachname": "names", "Apellidos": "names", "Manager name": "names", "Line manager": "names",
		"Nickname": "names", "Name, please": "names", "What is your line manager called?": "names", "GMC number": "numbers of persons", "NI number": "numbers of persons",
		"Skype": "names in networks", "Twitter": "names in networks", "Employer address": "addresses", "GPS": "coordinates",
		"Do you use email with clients?": "", "Name the biggest obstacle": "", "How do you address risk?": "", "How often does your manager observe you?": "",
		"Which platforms: Twitter, Facebook": "", "Number of clients": "",
	} {
		if got := of(header); got != want {
			t.Errorf("%s: found %q, expected %q", header, got, want)
		}
	}
}
