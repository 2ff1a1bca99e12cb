package survey

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/study"

	"github.com/xuri/excelize/v2"
)

func profileOf(t testing.TB, path string, src study.Source) (*Profile, []finding.Finding) {
	t.Helper()
	p, findings, err := ProfileOf(context.Background(), path, src, Options{DisplayName: "export"})
	if err != nil {
		t.Fatal(err)
	}
	return p, findings
}

// shown gives a column of a profile as name | wording | option | group |
// platform, and "words" behind it where OtherWords is set.
func shown(c *ColumnProfile) string {
	out := strings.Join([]string{c.Name, c.Wording, c.Option, c.Group, c.Platform}, " | ")
	if c.OtherWords {
		out += " words"
	}
	return out
}

// Every dialect, on files made for it: what is said of it, and all columns.
func TestDialects(t *testing.T) {
	for _, test := range []struct {
		file, dialect string
		said          string // what the note says
		rows, kept    int
		columns       []string
	}{
		{"surveymonkey.csv", "surveymonkey", "read as a SurveyMonkey export with two header rows", 4, 4, []string{
			"Respondent ID | Respondent ID |  |  | Respondent ID", "Collector ID | Collector ID |  |  | Collector ID",
			"Start Date | Start Date |  |  | Start Date", "End Date | End Date |  |  | End Date", "IP Address | IP Address |  |  | IP Address",
			"Email Address | Email Address |  |  | Email Address", "First Name | First Name |  |  | First Name", "Last Name | Last Name |  |  | Last Name",
			"Custom Data 1 | Custom Data 1 |  |  | Custom Data 1",
			"What is your role? | What is your role? |  | What is your role? | ",
			"What is your role? [Other (please specify)] | What is your role? | Other (please specify) | What is your role? |  words",
			"Which settings do you work in? (Please tick all that apply) [Hospital] | Which settings do you work in? (Please tick all that apply) | Hospital | Which settings do you work in? (Please tick all that apply) | ",
			"Which settings do you work in? (Please tick all that apply) [Community, and home visits] | Which settings do you work in? (Please tick all that apply) | Community, and home visits | Which settings do you work in? (Please tick all that apply) | ",
			"Which settings do you work in? (Please tick all that apply) [Other (please specify)] | Which settings do you work in? (Please tick all that apply) | Other (please specify) | Which settings do you work in? (Please tick all that apply) | ",
			"Please rate how needed each domain is [Meta competencies] | Please rate how needed each domain is | Meta competencies | Please rate how needed each domain is | ",
			"Please rate how needed each domain is [Supervision] | Please rate how needed each domain is | Supervision | Please rate how needed each domain is | ",
			"Any comments? | Any comments? |  |  | ",
		}},
		{"google-forms.csv", "google-forms", "read as a Google Forms export with one header row", 3, 3, []string{
			"Timestamp | Timestamp |  |  | Timestamp", "Email Address | Email Address |  |  | Email Address",
			"What is your role? | What is your role? |  |  | ",
			"Which tools do you use? Tick all that apply. | Which tools do you use? Tick all that apply. |  |  | ",
			"How confident are you? [Video calls] | How confident are you? | Video calls | How confident are you? | ",
			"How confident are you? [Records, and letters] | How confident are you? | Records, and letters | How confident are you? | ",
			"Comments | Comments |  |  | ", "Comments (2) | Comments |  |  | ",
		}},
		{"microsoft-forms-quiz.csv", "microsoft-forms", "read as a Microsoft Forms export with one header row, cells divided by semicolons", 2, 2, []string{
			"ID | ID |  |  | ID", "Start time | Start time |  |  | Start time", "Completion time | Completion time |  |  | Completion time",
			"Email | Email |  |  | Email", "Name | Name |  |  | Name", "Total points | Total points |  |  | Total points",
			"Quiz feedback | Quiz feedback |  |  | Quiz feedback", "Grade posted time | Grade posted time |  |  | Grade posted time",
			"Which law protects records? | Which law protects records? |  |  | ",
			"Points - Which law protects records? | Points - Which law protects records? |  |  | Points",
			"Feedback - Which law protects records? | Feedback - Which law protects records? |  |  | Feedback",
			"Rate each domain. Answer e.g. for your own team.Meta competencies | Rate each domain. Answer e.g. for your own team | Meta competencies | Rate each domain. Answer e.g. for your own team | ",
			"Rate each domain. Answer e.g. for your own team.Supervision | Rate each domain. Answer e.g. for your own team | Supervision | Rate each domain. Answer e.g. for your own team | ",
			"Which platforms do you use? | Which platforms do you use? |  |  | ", "Name2 | Name2 |  |  | ",
		}},
		{"limesurvey.csv", "limesurvey", "read as a LimeSurvey export with one header row", 3, 2, []string{
			"id. Response ID | id. Response ID |  |  | id", "submitdate. Date submitted | submitdate. Date submitted |  |  | submitdate",
			"lastpage. Last page | lastpage. Last page |  |  | lastpage", "startlanguage. Start language | startlanguage. Start language |  |  | startlanguage",
			"seed. Seed | seed. Seed |  |  | seed",
			"role. What is your role? | What is your role? |  | role | ",
			"role[other]. What is your role? [Other] | What is your role? | Other | role |  words",
			"tools[SQ001]. Which of these do you use? [Video calls] | Which of these do you use? | Video calls | tools | ",
			"tools[SQ002]. Which of these do you use? [Telephone] | Which of these do you use? | Telephone | tools | ",
			"tools[SQ002comment]. Which of these do you use? [Telephone] [Comment] | Which of these do you use? [Telephone] | Comment | tools |  words",
			"G1[d1]. How needed is each domain? [Meta competencies] | How needed is each domain? | Meta competencies | G1 | ",
			"G1[d2]. How needed is each domain? [Supervision] | How needed is each domain? | Supervision | G1 | ",
			"comments. Anything else? | Anything else? |  |  | ",
			"interviewtime. Total time | interviewtime. Total time |  |  | interviewtime", "roleTime. Question time: role | roleTime. Question time: role |  |  | roleTime",
		}},
		{"limesurvey-codes.csv", "limesurvey", "read as a LimeSurvey export with one header row", 3, 2, []string{
			"id | id |  |  | id", "submitdate | submitdate |  |  | submitdate", "lastpage | lastpage |  |  | lastpage",
			"startlanguage | startlanguage |  |  | startlanguage", "seed | seed |  |  | seed",
			"role | role |  | role | ", "role[other] | role[other] | other | role |  words",
			"tools[SQ001] | tools[SQ001] | SQ001 | tools | ", "tools[SQ002] | tools[SQ002] | SQ002 | tools | ", "comments | comments |  |  | ",
		}},
		{"redcap-labels.csv", "redcap", "read as a REDCap export with one header row", 3, 2, []string{
			"Record ID | Record ID |  |  | record_id", "Event Name | Event Name |  |  | redcap_event_name",
			"Repeat Instrument | Repeat Instrument |  |  | redcap_repeat_instrument", "Repeat Instance | Repeat Instance |  |  | redcap_repeat_instance",
			"Survey Identifier | Survey Identifier |  |  | redcap_survey_identifier", "Survey Timestamp | Survey Timestamp |  |  | timestamp",
			"What is your role? | What is your role? |  |  | ",
			"Which tools do you use? (choice=Video, or telephone) | Which tools do you use? | Video, or telephone | Which tools do you use? | ",
			"Which tools do you use? (choice=Text messages) | Which tools do you use? | Text messages | Which tools do you use? | ",
			"Complete? | Complete? |  |  | complete", "Comments | Comments |  |  | ", "Complete? (2) | Complete? |  |  | complete",
		}},
		{"qualtrics-loop.csv", "qualtrics", "read as a Qualtrics export with three header rows", 4, 2, []string{
			"StartDate | Start Date |  |  | StartDate", "EndDate | End Date |  |  | EndDate", "Status | Response Type |  |  | Status",
			"Finished | Finished |  |  | Finished", "ResponseId | Response ID |  |  | ResponseId",
			"1_Q5_1 | Supervision - What is needed? | Training | 1_Q5 | ", "1_Q5_2 | Supervision - What is needed? | Time | 1_Q5 | ",
			"2_Q5_1 | Research - What is needed? | Training | 2_Q5 | ", "2_Q5_2 | Research - What is needed? | Other, please say | 2_Q5 | ",
			"2_Q5_2_TEXT | Research - What is needed? | Other, please say | 2_Q5 |  words",
			"Q5_DO_1 | What is needed? - Display Order - Training |  |  | Display Order",
			"Q6_First Click | Timing - First Click |  |  | Timing", "Q6_Page Submit | Timing - Page Submit |  |  | Timing",
			"Q7 | Which do you use? |  | Q7 | ", "Q7_4_TEXT | Which do you use? | Other | Q7 |  words", "Q8 | Any comments & edits? |  |  | ",
		}},
	} {
		t.Run(test.file, func(t *testing.T) {
			path := filepath.Join("testdata", test.file)
			p, findings := profileOf(t, path, study.Source{})
			if p.Dialect != test.dialect || p.Flow.Rows != test.rows || p.Flow.Kept != test.kept {
				t.Errorf("%s, %+v", p.Dialect, p.Flow)
			}
			said := slices.IndexFunc(findings, func(f finding.Finding) bool { return f.Kind == "dialect" })
			if said < 0 || findings[said].Message != test.said {
				t.Errorf("said %v, want %q", findings, test.said)
			}
			var columns []string
			for i := range p.Columns {
				columns = append(columns, shown(&p.Columns[i]))
			}
			if !slices.Equal(columns, test.columns) {
				t.Errorf("columns:\n%s\nwant:\n%s", strings.Join(columns, "\n"), strings.Join(test.columns, "\n"))
			}
			// The same when the study names the dialect, but that nothing is said.
			named, findings := profileOf(t, path, study.Source{Dialect: test.dialect})
			if named.Dialect != p.Dialect || len(named.Columns) != len(p.Columns) || slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Kind == "dialect" }) {
				t.Errorf("named: %s, %d columns, %v", named.Dialect, len(named.Columns), findings)
			}
			// Any of them can be read as plain CSV instead.
			if plain, _ := profileOf(t, path, study.Source{Dialect: "csv"}); plain.Dialect != "csv" || plain.Columns[0].Platform != "" {
				t.Errorf("csv: %+v", plain.Columns[0])
			}
		})
	}
}

// Files of other people that are published: the dialect, the header rows and a
// few of their columns, by looking at the files.
func TestDialectsOfPublishedFiles(t *testing.T) {
	for _, test := range []struct {
		file, dialect string
		rows, columns int
		some          map[int]string
	}{
		{"surveymonkey-doubleheadr/demo.csv", "surveymonkey", 7, 12, map[int]string{
			0:  "Respondent ID | Respondent ID |  |  | Respondent ID",
			9:  "Please provide your contact information: [Email Address] | Please provide your contact information: | Email Address | Please provide your contact information: | ",
			11: "I wish it would have snowed more this winter. | I wish it would have snowed more this winter. |  |  | "}},
		{"surveymonkey-fivethirtyeight/StarWars.csv", "surveymonkey", 1186, 38, map[int]string{
			1:  "Have you seen any of the 6 films in the Star Wars franchise? | Have you seen any of the 6 films in the Star Wars franchise? |  |  | ",
			33: "Gender | Gender |  |  | "}},
		// Its publisher took the second header row out.
		{"surveymonkey-fivethirtyeight/flying-etiquette_first50lines.csv", "csv", 49, 27, nil},
		{"limesurvey-rse2017/public_data_first60.csv", "limesurvey", 60, 245, map[int]string{
			6: "rse3[SQ001]. Who uses the code that you write? [] | Who uses the code that you write? |  |  | "}},
		{"microsoft-forms-SYNTHETIC/synthetic_forms.csv", "microsoft-forms", 2, 12, map[int]string{
			5:  "Last modified time | Last modified time |  |  | Last modified time",
			10: "Rate each domain.Evaluation and Research | Rate each domain | Evaluation and Research | Rate each domain | "}},
		{"redcap-REDCapR/checkboxes-1-data.csv", "redcap", 4, 13, map[int]string{
			6: "check_two___a | check_two | a | check_two | ", 12: "form_2_complete | form_2_complete |  |  | complete"}},
		{"redcap-REDCapR/repeating-instruments-data.csv", "redcap", 6, 15, nil},
		{"redcap-REDCapR/simple-data.csv", "redcap", 5, 24, nil},
		{"redcap-REDCapR/survey-data.csv", "redcap", 2, 33, map[int]string{
			0: "participant_id | participant_id |  |  | record_id", 2: "prescreening_survey_timestamp | prescreening_survey_timestamp |  |  | timestamp"}},
		{"redcap-REDCapR/validation-types-1-data.csv", "redcap", 1, 52, nil},
		{"qualtrics-qualtRics/sample_legacy.csv", "qualtrics", 1, 15, map[int]string{
			5: "V6 | IPAddress |  |  | IPAddress", 10: "Q1 | This is a multiple choice question. |  |  | "}},
		{"qualtrics-qualtRics/sample.csv", "qualtrics", 1, 20, map[int]string{
			3: "IPAddress | IP-Adresse |  |  | IPAddress", 19: "Q2 - Topics | Q2 - Topics |  |  | Topics"}},
		{"qualtrics-QualtricsTools/Better_Sample_Survey.csv", "qualtrics", 10, 59, map[int]string{
			19: "q1_recent_q1_recent_3_3 | Please indicate how recently you've eaten each of the following fruit-Pomegranate | In the last year | q1_recent_q1_recent_3 | ",
			31: "q6_reservations#2_1 | Please indicate if you have reservations in eating each of the following fruit, and if so, why. -Why? | Cantaloupe | q6_reservations#2 | "}},
		{"qualtrics-QualtricsTools/Long_Exhaustive_Sample_Survey.csv", "qualtrics", 31, 367, map[int]string{
			61:  "Q16_-2_TEXT | This is a multiple choice multiple answer question with recode values and an NA-option. Which foo... | NA - I want to tell you about the specific ways in which my family is so incredibly uncool. | Q16 |  words",
			345: "Q46_2_3_TEXT | This is a matrix text entry question. Please describe your thoughts for each of the following com...-Fractal | Art | Q46_2 | "}},
		{"quantipy/Example_Data_A.csv", "csv", 8255, 78, map[int]string{0: "column 1 |  |  |  | ", 76: "@1 | @1 |  |  | "}},
	} {
		t.Run(test.file, func(t *testing.T) {
			p, findings := profileOf(t, shared(t, "survey-exports/"+test.file), study.Source{})
			if errs := finding.Errors(findings); len(errs) > 0 {
				t.Errorf("errors: %v", errs)
			}
			if p.Dialect != test.dialect || p.Flow.Rows != test.rows || len(p.Columns) != test.columns {
				t.Errorf("%s, %d rows, %d columns", p.Dialect, p.Flow.Rows, len(p.Columns))
			}
			names := map[string]bool{}
			for i := range p.Columns {
				c := &p.Columns[i]
				if names[c.Name] || c.Name == "" {
					t.Errorf("the name %q comes twice", c.Name)
				}
				names[c.Name] = true
				if want, ok := test.some[i]; ok && shown(c) != want {
					t.Errorf("column %d: %s\nwant %s", i, shown(c), want)
				}
			}
		})
	}
}

// What people answered, dialect by dialect, counted by hand in the made files.
func TestDialectAnswers(t *testing.T) {
	multi := func(id, separator string, options ...string) study.Question {
		q := question(id, study.Multi, options...)
		q.Separator = separator
		return q
	}
	own := func(id string, columns ...string) study.Question {
		q := study.Question{ID: id, Kind: study.Multi}
		for i := 0; i < len(columns); i += 2 {
			q.Options = append(q.Options, study.Option{Label: columns[i], Column: columns[i+1]})
		}
		return q
	}
	at := func(q study.Question, column string) study.Question { q.Column = column; return q }
	const tick = "Which settings do you work in? (Please tick all that apply)"
	monkeyRole := at(question("role", study.Single, "Therapist", "Trainee", "Other (please specify)"), "What is your role?")
	monkeyRole.Other, monkeyRole.OtherColumn = "Other (please specify)", "What is your role? [Other (please specify)]"
	settings := own("settings", "Hospital", tick+" [Hospital]", "Community, and home visits", tick+" [Community, and home visits]", "Other", tick+" [Other (please specify)]")
	settings.Options[2].Ticked = []string{"*"}
	limeRole := at(question("role", study.Single, "Therapist", "Trainee", "Other"), "role. What is your role?")
	limeRole.OtherColumn = "role[other]. What is your role? [Other]"
	limeTools := own("tools", "Video calls", "tools[SQ001]. Which of these do you use? [Video calls]", "Telephone", "tools[SQ002]. Which of these do you use? [Telephone]")
	loop := own("needs", "Training", "2_Q5_1", "Other", "2_Q5_2")
	loop.OtherColumn = "2_Q5_2_TEXT"
	coded := multi("Q7", "", "Phone", "Letter", "Other")
	for i, code := range []string{"1", "2", "4"} {
		coded.Options[i].Code = code
	}
	for _, test := range []struct {
		file      string
		questions []study.Question
		missing   []string
		codes     []uint16 // of the first question
		ticks     []uint64 // of the second
		other     []string // words beside the first, or else the second
	}{
		{"surveymonkey.csv", []study.Question{monkeyRole, settings}, nil, []uint16{1, 3, 2, 0}, []uint64{0b001, 0b110, 0, 0b011}, []string{"", "Peer worker", "", ""}},
		{"google-forms.csv", []study.Question{
			at(question("role", study.Single, "Therapist", "Trainee"), "What is your role?"),
			at(multi("tools", ";", "Shared records", "Text messages", "Video, telephone"), "Which tools do you use? Tick all that apply.")},
			nil, []uint16{1, 2, 1}, []uint64{0b111, 0b001, 0}, nil},
		{"microsoft-forms-quiz.csv", []study.Question{
			at(question("law", study.Single, "Data Protection Act 2018", "None"), "Which law protects records?"),
			// No separator is named: a semicolon is Microsoft's own.
			at(multi("platforms", "", "Phone", "Video"), "Which platforms do you use?")},
			nil, []uint16{1, 2}, []uint64{0b11, 0b01}, nil},
		// The second row was never sent.
		{"limesurvey.csv", []study.Question{limeRole, limeTools}, []string{"N/A"}, []uint16{1, 3}, []uint64{0b01, 0b10}, []string{"", "Peer worker"}},
		// The third row is one of a diary's.
		{"redcap-labels.csv", []study.Question{
			at(question("role", study.Single, "Therapist"), "What is your role?"),
			own("tools", "Video, or telephone", "Which tools do you use? (choice=Video, or telephone)", "Text messages", "Which tools do you use? (choice=Text messages)")},
			nil, []uint16{1, 0}, []uint64{0b01, AnsweredNone}, nil},
		// The third row is a preview, the fourth unfinished.
		{"qualtrics-loop.csv", []study.Question{at(question("needed", study.Single, "1"), "1_Q5_1"), loop}, nil, []uint16{1, 0}, []uint64{0b11, 0b10}, []string{"A room", ""}},
		{"qualtrics-loop.csv", []study.Question{at(question("needed", study.Single, "1"), "1_Q5_1"), coded}, nil, []uint16{1, 0}, []uint64{0b101, 0b010}, nil},
	} {
		t.Run(test.file, func(t *testing.T) {
			table, findings := readFile(t, filepath.Join("testdata", test.file), study.Source{Questions: test.questions, Missing: test.missing}, Options{Source: "survey"})
			if errs := finding.Errors(findings); len(errs) > 0 {
				t.Errorf("errors: %v", errs)
			}
			if got := table.Columns[0].Codes; !slices.Equal(got, test.codes) {
				t.Errorf("codes %v, want %v", got, test.codes)
			}
			if got := table.Columns[1].Ticks; !slices.Equal(got, test.ticks) {
				t.Errorf("ticks %b, want %b", got, test.ticks)
			}
			if test.other != nil {
				other := &table.Columns[0].Other
				if other.Len() == 0 {
					other = &table.Columns[1].Other
				}
				if got := texts(other); !slices.Equal(got, test.other) {
					t.Errorf("words %q, want %q", got, test.other)
				}
			}
		})
	}
}

// A damaged export of each dialect says what is wrong, and where.
func TestDamagedDialects(t *testing.T) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) != 9 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		src := study.Source{Questions: []study.Question{question("nothing", study.Text)}}
		if strings.Contains(file, "macintosh") {
			src.Encoding = "macintosh"
		}
		whole, _ := readString(t, string(data), src)
		// Cut off anywhere, it is read as far as it goes, and never more.
		for cut := range len(data) {
			if cut%7 != 0 {
				continue
			}
			if table, findings := readString(t, string(data[:cut]), src); table.Flow.Rows > whole.Flow.Rows+2 || len(findings) == 0 {
				t.Errorf("%s, %d bytes: %d rows, findings %v", file, cut, table.Flow.Rows, findings)
			}
		}
		lines := strings.Count(strings.TrimRight(string(data), "\r\n"), "\n")
		for name, c := range map[string]struct{ more, want string }{
			"a row too short":  {"only one cell\n", fmt.Sprintf("wrong-number-of-cells %d", lines+2)},
			"a quotation mark": {"\"never closed,,\n1,2,3\n", fmt.Sprintf("unclosed-quote %d", lines+2)},
		} {
			table, findings := readString(t, strings.TrimRight(string(data), "\r\n")+"\n"+c.more, src)
			if !slices.ContainsFunc(findings, func(f finding.Finding) bool {
				return f.Severity == finding.Error && fmt.Sprint(f.Kind, " ", f.Line) == c.want && f.Do != ""
			}) || table.N != whole.N {
				t.Errorf("%s, %s: %d kept, findings %v, want %s", file, name, table.N, kinds(findings), c.want)
			}
		}
	}
}

// Microsoft Forms gives a workbook: made here, with times as Excel keeps them.
func TestWorkbook(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", "Form1"); err != nil {
		t.Fatal(err)
	}
	style, err := book.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]any{
		{"ID", "Start time", "Completion time", "Email", "Name", "What is your role?\u00a0", "Which platforms do you use?", "Rate each domain.Meta competencies", "Rate each domain.Supervision", "Comments"},
		{1, 43864.375, 43864.390625, "anonymous", nil, "Therapist", "Video, or phone;Letters;", "Agree", "Disagree", "One, \"two\"\nthree"},
		{2, 43864.5, 43864.510625, "anonymous", nil, "Trainee", "Letters;", "Agree"},
		nil,
		{3, 43865.5, 43865.510625, "anonymous", nil, "Manager", "Letters;"},
	} {
		if err := book.SetSheetRow("Form1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellStyle("Form1", "B2", "C5", style); err != nil {
		t.Fatal(err)
	}
	if _, err := book.NewSheet("Notes"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "Feedback(1-3).xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	p, findings := profileOf(t, path, study.Source{})
	if p.Dialect != "microsoft-forms" || p.Sheet != "Form1" || p.Encoding != "" || p.Delimiter != "" || p.Flow.Kept != 3 || len(p.Columns) != 10 {
		t.Errorf("%+v", p)
	}
	wantKinds(t, findings, `note dialect 0 "microsoft-forms" x1`, `note sheet 0 "Form1" x2`)
	if got := p.Columns[1].Values[0].Text; got != "2020-02-03 09:00:00" {
		t.Errorf("started %q", got)
	}
	platforms := question("platforms", study.Multi, "Letters", "Video, or phone")
	platforms.Column = "Which platforms do you use?"
	role := question("role", study.Single, "Therapist", "Trainee")
	role.Column = "What is your role?"
	src := source(role, platforms, question("Comments", study.Text))
	table, findings := readFile(t, path, src, Options{Source: "survey", DisplayName: "Feedback.xlsx"})
	// The row number is the sheet's, with the empty row that is no record.
	wantKinds(t, findings, `note dialect 0 "microsoft-forms" x1`, `note sheet 0 "Form1" x2`, `note unread-columns 1 "" x2`, `error unlisted-answer 5 "Manager" x1`)
	if !slices.Equal(table.Columns[1].Ticks, []uint64{0b11, 0b01, 0b01}) || table.Columns[2].Text.At(0) != "One, \"two\"\nthree" || !slices.Equal(table.Lines, []uint32{2, 3, 5}) {
		t.Errorf("%b %q %v", table.Columns[1].Ticks, texts(&table.Columns[2].Text), table.Lines)
	}
	if table.Sheet != "Form1" {
		t.Errorf("sheet %q", table.Sheet)
	}
	src.Sheet = "note"
	_, findings = readFile(t, path, src, Options{})
	wantKinds(t, findings, `error unknown-sheet 0 "note" x1`)
	if findings[0].Do != `Did you mean "Notes"?` {
		t.Errorf("advice %q", findings[0].Do)
	}
	for _, name := range []string{"Notes", "notes", " NO tes"} {
		src.Sheet = name
		_, findings = readFile(t, path, src, Options{})
		wantKinds(t, findings, `error empty-file 0 "" x1`)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, findings = readString(t, string(data[:len(data)/2]), src)
	wantKinds(t, findings, `error damaged-file 0 "" x1`)
}

// SurveyMonkey's workbook: the first row ends before the second does, and the
// sheet before it has its own.
func TestTwoHeaderRowsInWorkbook(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{
		{"Respondent ID", "Start Date", "Which do you use?"},
		{nil, nil, "Phone", "Letters", "Other (please specify)"},
		{118440001, "02/03/2020", "Phone", nil, "Pager"},
		{118440002, "02/03/2020", nil, "Letters"},
	} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "Data_All.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	q := study.Question{ID: "tools", Kind: study.Multi, Options: study.Options{
		{Label: "Phone", Column: "Which do you use? [Phone]"}, {Label: "Letters", Column: "Which do you use? [Letters]"},
		{Label: "Other", Column: "Which do you use? [Other (please specify)]", Ticked: []string{"*"}}}}
	table, findings := readFile(t, path, source(q), Options{})
	wantKinds(t, findings, `note dialect 0 "surveymonkey" x1`)
	if !slices.Equal(table.Columns[0].Ticks, []uint64{0b101, 0b010}) || table.Columns[0].Other.At(0) != "Pager" || !slices.Equal(table.Lines, []uint32{3, 4}) {
		t.Errorf("%b %q %v", table.Columns[0].Ticks, texts(&table.Columns[0].Other), table.Lines)
	}
}

// A project with several events has several rows a person.
func TestEvents(t *testing.T) {
	_, findings := readString(t, "record_id,redcap_event_name,role\n1,baseline_arm_1,a\n1,visit_arm_1,a\n2,baseline_arm_1,a\n",
		source(question("role", study.Single, "a")))
	wantKinds(t, findings, `note dialect 0 "redcap" x1`, `error respondent-twice 3 "1" x1`)
	if do := findings[1].Do; !strings.Contains(do, "event") {
		t.Errorf("advice %q", do)
	}
}

// Qualtrics sends a zip file: the one export in it is read, whatever its
// encoding; none or two, or what unpacks to far too much, is told.
func TestZipFile(t *testing.T) {
	pack := func(parts ...string) string {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := 0; i < len(parts); i += 2 {
			in, err := w.Create(parts[i])
			if err == nil {
				_, err = in.Write([]byte(parts[i+1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	src := source(question("r\u00f4le", study.Text))
	for name, test := range map[string]struct {
		file     string
		findings []string
		first    string
	}{
		"one": {pack("Digital competences_February 3, 2020.csv", "r\u00f4le\na\n", "__MACOSX/._Digital.csv", "x", "folder/", ""),
			[]string{`note zip-file 0 "Digital competences_February 3, 2020.csv" x1`}, "a"},
		"Windows-1252": {pack("CSV/Data All.csv", "r\xf4le\ncaf\xe9\n"),
			[]string{`note encoding 0 "windows-1252" x1`, `note zip-file 0 "CSV/Data All.csv" x1`}, "caf\u00e9"},
		"two":        {pack("a.csv", "r\u00f4le\na\n", "b.CSV", "r\u00f4le\nb\n"), []string{`error zip-file 0 "a.csv, b.CSV" x2`}, ""},
		"none":       {pack("a.pdf", "%PDF-1.7"), []string{`error zip-file 0 "a.pdf" x1`}, ""},
		"zip in zip": {pack("a.csv", pack("a.csv", "r\u00f4le\na\n")), []string{`error not-text 0 "" x1`}, ""},
		"bomb": {pack("a.csv", "r\u00f4le\n"+strings.Repeat(strings.Repeat(" ", 1023)+"\n", 80<<10)),
			[]string{`error zip-bomb 0 "a.csv" x1`, `note zip-file 0 "a.csv" x1`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			table, findings := readString(t, test.file, src)
			findings = slices.DeleteFunc(findings, func(f finding.Finding) bool { return f.Kind == "rows-left-out" || f.Kind == "no-rows-left" })
			wantKinds(t, findings, test.findings...)
			if test.first != "" && (table.N != 1 || table.Columns[0].Text.At(0) != test.first) {
				t.Errorf("%q", texts(&table.Columns[0].Text))
			}
		})
	}
}

func TestDelimiterLine(t *testing.T) {
	role := question("role", study.Single, "Therapist", "Trainee", "x")
	table, findings := readFile(t, "testdata/sep.csv", source(role, question("score", study.Text), question("comment", study.Text)), Options{})
	wantKinds(t, findings, `note delimiter 0 ";" x1`)
	if table.N != 2 || table.Columns[2].Text.At(0) != "One; two" || !slices.Equal(table.Lines, []uint32{3, 4}) {
		t.Errorf("%d %q %v", table.N, texts(&table.Columns[2].Text), table.Lines)
	}
	// Another than those that are looked for, in the words of a study, and wrong.
	table, findings = readString(t, "SEP=|\nrole|b\nx|1,2\nTrainee|\"\n", study.Source{Questions: []study.Question{role}, Ignore: []string{"b"}})
	wantKinds(t, findings, `error unclosed-quote 4 "" x1`)
	if table.N != 1 || table.Delimiter != "|" {
		t.Errorf("%d %q", table.N, table.Delimiter)
	}
	table, _ = readString(t, "sep=;\nrole,b\nx,1\n", study.Source{Questions: []study.Question{role}, Delimiter: ","})
	if table.N != 1 || table.Delimiter != "," {
		t.Errorf("%d %q", table.N, table.Delimiter)
	}
}

func TestMacintosh(t *testing.T) {
	p, _ := profileOf(t, "testdata/macintosh.csv", study.Source{Encoding: "macintosh"})
	if p.Columns[0].Name != "Qu’est-ce que vous faites ?" || p.Columns[1].Name != "Âge" || p.Columns[0].Values[0].Text != "Thérapeute" || p.Columns[1].Values[0].Text != "26–35" {
		t.Errorf("%+v", p.Columns)
	}
}

func TestUniqueNames(t *testing.T) {
	for _, test := range []struct {
		headers, want []string
		twice         int
	}{
		{[]string{"a", "b"}, []string{"a", "b"}, 0},
		{[]string{"a", "b", "a", "a"}, []string{"a", "b", "a (2)", "a (3)"}, 1},
		{[]string{"", "a", ""}, []string{"column 1", "a", "column 3"}, 0},
		{[]string{"", "column 1", "a", "a (2)", "a", "a"}, []string{"column 1 (2)", "column 1", "a", "a (2)", "a (3)", "a (4)"}, 1},
		{[]string{"a", "a", "b", "b"}, []string{"a", "a (2)", "b", "b (2)"}, 2},
	} {
		var columns []column
		for _, h := range test.headers {
			columns = append(columns, column{name: h})
		}
		twice := uniqueNames(columns)
		var got []string
		for _, c := range columns {
			got = append(got, c.name)
		}
		if !slices.Equal(got, test.want) || len(twice) != test.twice {
			t.Errorf("%q: %q, %d twice", test.headers, got, len(twice))
		}
	}
}

// A column at the right end with neither header nor answers is none; one with
// answers is.
func TestBlankColumns(t *testing.T) {
	p, _ := profileOf(t, write(t, "a,,b,,\n1,2,3,,\n4,,5,,\n"), study.Source{})
	var names []string
	for _, c := range p.Columns {
		names = append(names, c.Name)
	}
	if want := []string{"a", "column 2", "b"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	p, _ = profileOf(t, write(t, "a,\n1,2\n"), study.Source{})
	if len(p.Columns) != 2 || p.Columns[1].Name != "column 2" || p.Columns[1].Filled != 1 {
		t.Errorf("%+v", p.Columns)
	}
}

func TestWeights(t *testing.T) {
	content := "role,w\na,1.5\nb, 0.25 \na,\nb,0\na,-1\nb,heavy\na,1e3\nb,1e12\na,NaN\n,\n"
	src := source(question("role", study.Single, "a", "b"))
	src.Weight = "w"
	table, findings := readString(t, content, src)
	if want := []float64{1.5, 0.25, 0, 0, 0, 0, 1000, 0, 0}; !slices.Equal(table.Weights, want) {
		t.Errorf("weights %v, want %v", table.Weights, want)
	}
	wantKinds(t, findings, `error bad-weight 4 "" x1`, `error bad-weight 5 "0" x1`, `error bad-weight 6 "-1" x1`,
		`error bad-weight 7 "heavy" x1`, `error bad-weight 9 "1e12" x1`, `error bad-weight 10 "NaN" x1`, `note rows-left-out 11 "blank" x1`)
	if findings[0].Cell != "w" || findings[0].Message != "the weight of this row is blank" {
		t.Errorf("%+v", findings[0])
	}
	src.Weight = ""
	if table, _ = readString(t, content, src); table.Weights != nil {
		t.Errorf("weights %v without a column of them", table.Weights)
	}
	src.Weight = "weights"
	table, findings = readString(t, content, src)
	if kinds := kinds(findings); !slices.Contains(kinds, `error unknown-column 1 "weights" x1`) || table.Weights != nil {
		t.Errorf("%v, weights %v", kinds, table.Weights)
	}
}

// The published weights of a real survey: they add up to its people, as those
// of the published percentages do.
func TestPublishedWeights(t *testing.T) {
	path := shared(t, "survey-masculinity-2018/raw-responses.csv")
	src := source(question("q0001", study.Single, "Very masculine", "Somewhat masculine", "Not very masculine", "Not at all masculine", "No answer"))
	src.Weight = "weight"
	table, findings := readFile(t, path, src, Options{})
	if errs := finding.Errors(findings); len(errs) > 0 {
		t.Fatal(errs)
	}
	sum, very := 0.0, 0.0
	for i, w := range table.Weights {
		sum += w
		if table.Columns[0].Codes[i] == 1 {
			very += w
		}
	}
	if fmt.Sprintf("%.4f", sum) != "1615.0000" || fmt.Sprintf("%.4f", 100*very/sum) != "37.1947" {
		t.Errorf("%d weights add up to %.4f, very masculine %.4f%%; published are 1615.0000 and 37.1947%%", len(table.Weights), sum, 100*very/sum)
	}
}

// A question that has the name of something that a platform adds is a question.
func TestQuestionsWithPlatformNames(t *testing.T) {
	for name, c := range map[string]struct {
		text, dialect string
		answers       int
	}{
		"Qualtrics": {"Q_Role,Preferred_Version,Q3_DO,Q_RecaptchaScore\nYour role,Which version,Order,Score\n" +
			`"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3_DO""}","{""ImportId"":""Q_RecaptchaScore""}"` + "\nNurse,New,1|2,0.9\nNurse,Old,2|1,0.8\n", "qualtrics", 2},
		"plain":  {"staff_id,role,training_complete,confidence\n1,Nurse,Yes,High\n2,Nurse,No,Low\n", "csv", 4},
		"REDCap": {"record_id,role,intake_complete\n1,Nurse,2\n2,Nurse,0\n", "redcap", 1},
	} {
		file := filepath.Join(t.TempDir(), "export.csv")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, _, err := ProfileOf(context.Background(), file, study.Source{}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		answers := 0
		for _, column := range p.Columns {
			if column.Platform == "" {
				answers++
			}
		}
		if p.Dialect != c.dialect || answers != c.answers {
			t.Errorf("%s: read as %s with %d columns of answers, expected %s with %d", name, p.Dialect, answers, c.dialect, c.answers)
		}
	}
}
