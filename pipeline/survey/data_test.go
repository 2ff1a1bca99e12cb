package survey

import (
	"context"
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// shared gives the path of a file of the shared data, or skips the test.
func shared(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the shared data are not here: %s", name)
	}
	return path
}

func count(c *Column, option int) int {
	n := 0
	for i := range max(len(c.Codes), len(c.Ticks)) {
		if c.Chose(i, option) {
			n++
		}
	}
	return n
}

func answered(t *Table, c *Column) int {
	n := 0
	for i := range t.N {
		if c.Answered(i) {
			n++
		}
	}
	return n
}

// The survey of AphA, 2022. The counts are those of the file's rows by another
// program; the number of rows is the one its README gives.
func TestAphA(t *testing.T) {
	path := shared(t, "survey-apha-cpd-2022/apha_cpd_survey.csv")
	registered := question("q09a_apha_registered_cat", study.Single, "Yes, I am a leading practitioner",
		"Yes, I am an advanced practitioner", "Yes, I am a senior practitioner", "Yes, I am a practitioner",
		"Yes, I’m an associate practitioner", "Not yet, but I am planning to be professionally registered",
		"No, and I am not planning on being professionally registered")
	influence := question("q24a_org_analytics_influence_cat", study.Scale, "Not at all", "Yes – a little",
		"Yes – somewhat", "Yes – very often", "Yes – analytics influences most decisions")
	role := question("q04a_role_description_cat", study.Single, "Data analyst", "Data scientist", "Data engineer", "Other")
	role.Other = "Other"
	sources := study.Question{ID: "q20", Kind: study.Multi}
	for _, part := range []string{"a_cpd_opps_nhs_intranet_ind", "b_cpd_opps_org_website_ind", "c_cpd_opps_blogs_ind", "d_cpd_opps_twitter_ind",
		"e_cpd_opps_linkedin_ind", "f_cpd_opps_word_of_mouth_ind", "g_cpd_opps_apha_website_ind", "h_cpd_opps_other_txt"} {
		sources.Options = append(sources.Options, study.Option{Label: part, Column: "q20" + part})
	}
	sources.Options[7].Ticked = []string{"*"}
	src := source(registered, influence, role, sources,
		question("q13a_cpd_outside_work_ind", study.Single, "Yes", "No"),
		question("form_started_dttm", study.Date), question("q17b_org_cpd_budget_txt", study.Text))
	src.Respondent, src.Missing = "respondent_id", []string{"-"}
	table, findings := readFile(t, path, src, Options{Source: "survey"})
	if table.N != 237 || table.Flow.Rows != 237 {
		t.Errorf("%d of %d rows, want 237", table.N, table.Flow.Rows)
	}
	if errs := finding.Errors(findings); len(errs) > 0 {
		t.Errorf("errors: %v", errs)
	}
	for _, want := range []struct {
		question string
		counts   []int
	}{
		{"q09a_apha_registered_cat", []int{4, 1, 3, 15, 18, 112, 84}},
		{"q24a_org_analytics_influence_cat", []int{19, 39, 75, 80, 24}},
		{"q04a_role_description_cat", []int{149, 13, 5, 237 - 149 - 13 - 5}},
		{"q20", []int{89, 103, 40, 52, 47, 148, 62, 237 - 190 - 1}}, // 190 said No, one cell is blank,
		{"q13a_cpd_outside_work_ind", []int{95, 141}},
	} {
		c, _ := table.Column(want.question)
		for i, n := range want.counts {
			if got := count(c, i); got != n {
				t.Errorf("%s: %d people chose %q, want %d", want.question, got, c.Question.Options[i].Label, n)
			}
		}
	}
	budget, _ := table.Column("q17b_org_cpd_budget_txt")
	if got := answered(table, budget); got != 237-207 {
		t.Errorf("%d budgets in words, want 30", got)
	}
	started, _ := table.Column("form_started_dttm")
	if got := started.Text.At(0); got != "2022-07-15 09:44:04" {
		t.Errorf("first began %q", got)
	}
	other, _ := table.Column("q04a_role_description_cat")
	if got := other.Other.At(0); got != "economist" {
		t.Errorf("first role is %q", got)
	}
}

// The survey of research software engineers, 2016: every cell of the published
// tables that a recount of the public file confirms.
func TestResearchSoftwareEngineers(t *testing.T) {
	path := shared(t, "survey-rse-uk-2016/public_data.csv")
	in, err := os.Open(shared(t, "survey-rse-uk-2016/published_figures.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	records, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type figure struct {
		column, answer string
		count          int
	}
	var figures []figure
	src := study.Source{}
	at := map[string]int{}
	for _, r := range records[1:] {
		column, answer, match := r[1], r[2], r[9]
		if r[3] != column {
			answer = r[3]
		}
		if match == "column not in public data" {
			continue
		}
		i, ok := at[column]
		if !ok {
			i = len(src.Questions)
			at[column] = i
			// Some tables print no row for answers that few gave.
			src.Questions = append(src.Questions, study.Question{
				ID: "q" + strconv.Itoa(i), Column: column, Kind: study.Single,
				Options: labels("not printed"), Other: "not printed"})
		}
		if q := &src.Questions[i]; answer != "" && q.Options.Index(answer) < 0 {
			o := study.Option{Label: answer}
			if _, err := strconv.Atoi(answer); err == nil {
				o.Code = answer + ".0" // the public file has whole numbers as 3.0
			}
			q.Options = append(q.Options, o)
		}
		n, err := strconv.Atoi(r[6])
		if match == "yes" && err == nil {
			figures = append(figures, figure{column, answer, n})
		}
	}
	table, findings := readFile(t, path, src, Options{Source: "survey"})
	if table.N != 273 {
		t.Errorf("%d people, want 273", table.N)
	}
	if errs := finding.Errors(findings); len(errs) > 0 {
		t.Errorf("errors: %v", errs)
	}
	if len(figures) != 235 {
		t.Errorf("%d figures, want the 235 that the README counts", len(figures))
	}
	for _, f := range figures {
		c := &table.Columns[at[f.column]]
		got := 0
		if f.answer == "" {
			got = table.N - answered(table, c)
		} else {
			got = count(c, c.Question.Options.Index(f.answer))
		}
		if got != f.count {
			t.Errorf("%s: %d gave %q, the recount has %d", f.column, got, f.answer, f.count)
		}
	}
}

func TestQualtricsExports(t *testing.T) {
	base := "survey-exports/"
	topics := question("Q2 - Topics", study.Text)
	tests := []struct {
		name, file                   string
		dialect                      string
		questions                    []study.Question
		encoding, delimiter, dropped string
		rows, kept                   int
		findings                     []string
		first                        []string
	}{
		{name: "three header records", file: "qualtrics-qualtRics/sample.csv",
			questions: []study.Question{question("Q1", study.Number), question("Q2", study.Text), topics},
			encoding:  "utf-8", delimiter: ",", rows: 1, kept: 1, first: []string{"2", "Hello World!", ""},
			findings: []string{`note dialect 0 "qualtrics" x1`}},
		{name: "UTF-16 with tabs", file: "qualtrics-SYNTHETIC-variants/derived_sample_utf16le.tsv",
			questions: []study.Question{question("Q1", study.Number), question("Q2", study.Text), topics},
			encoding:  "utf-16", delimiter: "tab", rows: 1, kept: 1, first: []string{"2", "Hello World!", ""},
			findings: []string{`note dialect 0 "qualtrics" x1`, `note encoding 0 "utf-16" x1`}},
		{name: "legacy", file: "qualtrics-qualtRics/sample_legacy.csv", dialect: "qualtrics",
			questions: []study.Question{question("Q1", study.Number), question("Q2", study.Text)},
			encoding:  "utf-8", delimiter: ",", rows: 1, kept: 1, first: []string{"2", "Hello World!"}},
		{name: "Python's quotation marks, all test rows", file: "qualtrics-QualtricsTools/Test_Survey_for_Coded_Comments.csv",
			questions: []study.Question{question("Q1", study.Number), question("Q1_TEXT", study.Text), question("Q2", study.Text)},
			encoding:  "utf-8", delimiter: ",", rows: 10, kept: 10, first: []string{"1", ""},
			findings: []string{`note dialect 0 "qualtrics" x1`, `warning only-trials 4 "" x1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := study.Source{Dialect: test.dialect, Questions: test.questions}
			table, findings := readFile(t, shared(t, base+test.file), src, Options{Source: "survey"})
			wantKinds(t, findings, test.findings...)
			if table.Dialect != "qualtrics" || table.Encoding != test.encoding || table.Delimiter != test.delimiter {
				t.Errorf("%s, %s, %q", table.Dialect, table.Encoding, table.Delimiter)
			}
			if table.Flow.Rows != test.rows || table.N != test.kept {
				t.Errorf("%d of %d rows", table.N, table.Flow.Rows)
			}
			if test.dropped != "" && (len(table.Flow.Dropped) != 1 || table.Flow.Dropped[0].Reason != test.dropped) {
				t.Errorf("dropped %+v", table.Flow.Dropped)
			}
			for i, want := range test.first {
				c := &table.Columns[i]
				got := ""
				if c.Numbers != nil {
					got = strconv.FormatFloat(c.Numbers[0], 'g', -1, 64)
				} else {
					got = c.Text.At(0)
				}
				if got != want {
					t.Errorf("%s: %q, want %q", c.Question.ID, got, want)
				}
			}
		})
	}
}

func TestQualtricsChoiceText(t *testing.T) {
	path := shared(t, "survey-exports/qualtrics-SYNTHETIC-variants/synthetic_choice_text.csv")
	p, _, err := ProfileOf(context.Background(), path, study.Source{}, Options{})
	if err != nil || p.Dialect != "qualtrics" || len(p.Columns) != 26 {
		t.Fatalf("%+v, %v", p, err)
	}
	if p.Columns[0].Name != "StartDate" || p.Columns[25].Name != "Q11" || p.Columns[15].Wording != "How confident are you with digital practice?" {
		t.Errorf("%+v", p.Columns)
	}
	role := question("Q2", study.Multi, "CBT therapist", "Trainee", "PWP", "Head of Service", "Other (please specify)")
	role.OtherColumn = "Q2_8_TEXT"
	setting := study.Question{ID: "Q3", Kind: study.Multi, Options: study.Options{
		{Label: "IAPT", Column: "Q3_1"}, {Label: "Other setting", Column: "Q3_2"}}}
	src := source(question("Q1", study.Single, "18-25", "26-35", "36-45", "65+"), role, setting,
		question("Q4", study.Scale, "Extremely unconfident", "Somewhat confident", "Very confident"),
		question("Q10_5", study.Single, "Yes", "No"), question("Q11", study.Text))
	src.Missing = []string{"-99"}
	table, findings := readFile(t, path, src, Options{Source: "survey"})
	if errs := finding.Errors(findings); len(errs) > 0 {
		t.Errorf("errors: %v", errs)
	}
	// Four rows: a preview, one not finished and one of spam are left out.
	var dropped []string
	for _, d := range table.Flow.Dropped {
		dropped = append(dropped, d.Reason+" "+strconv.Itoa(d.Count))
	}
	if want := []string{"preview 1", "spam 1", "unfinished 1"}; !slices.Equal(dropped, want) || table.Flow.Rows != 4 {
		t.Errorf("dropped %v of %d, want %v of 4", dropped, table.Flow.Rows, want)
	}
	if table.N != 1 || table.Columns[0].Codes[0] != 2 || table.Columns[1].Ticks[0] != 0b11 || table.Columns[2].Ticks[0] != 0b01 ||
		table.Columns[3].Codes[0] != 2 || table.Columns[4].Codes[0] != 2 || table.ID(0) != "R001" {
		t.Errorf("%+v", table.Columns)
	}
	if got := table.Columns[5].Text.At(0); got != "Supervision is not given enough thought,\nit protects client, therapist and NHS" {
		t.Errorf("comment %q", got)
	}
	unread := findings[slices.IndexFunc(findings, func(f finding.Finding) bool { return f.Kind == "unread-columns" })]
	if unread.Count != 7 || strings.Contains(unread.Message, "ResponseId") {
		t.Errorf("unread: %d, %s", unread.Count, unread.Message)
	}
}

// Other people's exports, for their traps: numbers of rows from their sources.
func TestOtherExports(t *testing.T) {
	for _, test := range []struct {
		file                string
		questions           []study.Question
		encoding, delimiter string
		rows                int
		option, count       int
	}{
		// Options may hold the separator; "NA" is no answer.
		{"survey-exports/googleforms-rstudio/survey_English_first300.tsv", []study.Question{question("Qfirst_language", study.Text)}, "utf-8", "tab", 300, 0, 0},
		{"survey-exports/limesurvey-rse2017/public_data_first60.csv", nil, "utf-8", ",", 60, 0, 0},
		{"survey-exports/microsoft-forms-SYNTHETIC/synthetic_forms.csv", []study.Question{{
			ID: "platforms", Column: "Which platforms do you use?", Kind: study.Multi, Separator: ";", Other: "Other",
			Options: labels("SilverCloud", "Zoom", "Teams", "Other")}}, "utf-8", ",", 2, 3, 1},
	} {
		t.Run(test.file, func(t *testing.T) {
			table, findings := readFile(t, shared(t, test.file), study.Source{Questions: test.questions, Missing: []string{"NA"}}, Options{})
			if errs := finding.Errors(findings); len(errs) > 0 {
				t.Errorf("errors: %v", errs)
			}
			if table.Flow.Rows != test.rows || table.Encoding != test.encoding || table.Delimiter != test.delimiter {
				t.Errorf("%d rows, %s, %q", table.Flow.Rows, table.Encoding, table.Delimiter)
			}
			if test.count > 0 && count(&table.Columns[0], test.option) != test.count {
				t.Errorf("ticks %b", table.Columns[0].Ticks)
			}
		})
	}
}

// The survey of people who learn R, 2019, as Google Forms gave it: options with
// commas in them, in two languages, one the beginning of another. The counts are
// of the pieces between commas, by another program.
func TestLearningR(t *testing.T) {
	for _, test := range []struct {
		file, column string
		counts       map[string]int
	}{
		{"responses_en.csv", "How do you discover new packages or packages that are unfamiliar to you?", map[string]int{
			"Social media such as blogs, R-bloggers, Twitter, Slack, or GitHub contacts": 1397,
			"General search websites such as Google and Yahoo":                           1104,
			"Your personal network, such as colleagues and professors":                   674,
			"Conferences, meet-ups, or seminars":                                         478,
			"Books, textbooks, or journal articles (JSS, JOSS, R-Journal)":               469,
			"community.rstudio.com":                                                      235,
			"CRAN Task Views":                                                            232,
			"R-specific search websites such as METACRAN or Rdocumentation":              149,
			"Email lists such as r-help, r-packages, or r-pkg-devel":                     135,
		}},
		{"responses_en.csv", "Which tools do you use with your R applications? (please check all that apply)", map[string]int{
			"RStudio Desktop (IDE)": 1541, "RStudio Desktop Pro (IDE)": 21, "Microsoft Excel": 867,
			"R Command Line (i.e., the native R terminal interface)": 508,
			"RStudio Server": 332, "RStudio Server Pro": 84, "Shiny Server": 328, "Shiny Server Pro": 43, "RStudio.cloud": 196,
		}},
		{"responses_es.csv", "¿Cómo descubre nuevos paquetes o paquetes que no le son familiares?", map[string]int{
			"Redes sociales como blogs, R-bloggers, Twitter, Slack o contactos de GitHub": 228,
			"Sitios web de búsqueda general como Google y Yahoo":                          186,
			"Su red personal, como colegas y profesores":                                  109,
			"Conferencias, reuniones o seminarios.":                                       69,
			"Libros, libros de texto o artículos de revistas (JSS, JOSS, R-Journal)":      66,
			"Listas de correo electrónico como r-help, r-packages o r-pkg-devel":          33,
			"Paquetes R creados para la búsqueda, como el paquete sos":                    12,
		}},
	} {
		q := question("q", study.Multi, "Other")
		q.Column, q.Other = test.column, "Other"
		for _, label := range slices.Sorted(maps.Keys(test.counts)) {
			q.Options = append(q.Options, study.Option{Label: label})
		}
		table, findings := readFile(t, shared(t, "survey-learning-r-2019/"+test.file), source(q), Options{Source: "survey"})
		if errs := finding.Errors(findings); len(errs) > 0 || table.Dialect != "google-forms" {
			t.Errorf("%s, %v", table.Dialect, errs)
		}
		for i, o := range table.Columns[0].Question.Options[1:] {
			if got := count(&table.Columns[0], i+1); got != test.counts[o.Label] {
				t.Errorf("%q: %d, want %d", o.Label, got, test.counts[o.Label])
			}
		}
	}
}
