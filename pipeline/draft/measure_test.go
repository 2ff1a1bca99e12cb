package draft

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

const data = "../../../shared/data"

// measured are the exports that drafts are held against what a person would have
// written.
var measured = []struct {
	name, path, encoding string
	// expected is a file of testdata/expected, or a study file in pipeline/testdata
	// where it ends in .yaml.
	expected   string
	instrument string
}{
	{"AphA 2022 (CSV)", "survey-apha-cpd-2022/apha_cpd_survey.csv", "", "../testdata/apha-cpd-2022/consultation.yaml", ""},
	{"RSE UK 2016 (CSV)", "survey-rse-uk-2016/public_data.csv", "", "../testdata/rse-uk-2016/consultation.yaml", ""},
	{"Masculinity 2018 (SurveyMonkey, CSV of the data)", "survey-masculinity-2018/raw-responses.csv", "", "masculinity.txt", ""},
	{"Learning R 2019, English (Google Forms)", "survey-learning-r-2019/responses_en.csv", "", "learning-r-2019-en.txt", ""},
	{"Learning R 2019, Spanish (Google Forms)", "survey-learning-r-2019/responses_es.csv", "", "learning-r-2019-es.txt", ""},
	{"Learning R 2018, first 300 (Google Forms, renamed)", "survey-exports/googleforms-rstudio/survey_English_first300.tsv", "", "google-forms-learning-r-2018.txt", ""},
	{"Star Wars (SurveyMonkey)", "survey-exports/surveymonkey-fivethirtyeight/StarWars.csv", "", "surveymonkey-star-wars.txt", ""},
	{"Flying etiquette, first 49 (SurveyMonkey)", "survey-exports/surveymonkey-fivethirtyeight/flying-etiquette_first50lines.csv", "", "surveymonkey-flying.txt", ""},
	{"doubleheadr demo (SurveyMonkey)", "survey-exports/surveymonkey-doubleheadr/demo.csv", "", "surveymonkey-demo.txt", ""},
	{"RSE 2017, first 60 (LimeSurvey)", "survey-exports/limesurvey-rse2017/public_data_first60.csv", "", "limesurvey-rse-2017.txt", ""},
	{"Synthetic (Microsoft Forms)", "survey-exports/microsoft-forms-SYNTHETIC/synthetic_forms.csv", "", "microsoft-forms-synthetic.txt", ""},
	{"Synthetic choice text (Qualtrics)", "survey-exports/qualtrics-SYNTHETIC-variants/synthetic_choice_text.csv", "", "qualtrics-choice-text.txt", ""},
	{"qualtRics sample (Qualtrics)", "survey-exports/qualtrics-qualtRics/sample.csv", "", "qualtrics-sample.txt", ""},
	{"qualtRics sample, UTF-16 TSV (Qualtrics)", "survey-exports/qualtrics-SYNTHETIC-variants/derived_sample_utf16le.tsv", "", "qualtrics-utf16.txt", ""},
	{"qualtRics sample, legacy (Qualtrics)", "survey-exports/qualtrics-qualtRics/sample_legacy.csv", "", "qualtrics-sample-legacy.txt", ""},
	{"QualtricsTools, better sample, .qsf", "survey-exports/qualtrics-QualtricsTools/Better_Sample_Survey.csv", "", "qualtrics-better.txt", "survey-exports/qualtrics-QualtricsTools/Better_Sample_Survey.qsf"},
	{"QualtricsTools, better sample, no .qsf", "survey-exports/qualtrics-QualtricsTools/Better_Sample_Survey.csv", "", "qualtrics-better.txt", ""},
	{"QualtricsTools, coded comments, .qsf", "survey-exports/qualtrics-QualtricsTools/Test_Survey_for_Coded_Comments.csv", "", "qualtrics-coded-comments.txt", "survey-exports/qualtrics-QualtricsTools/Test_Survey_for_Coded_Comments.qsf"},
	{"QualtricsTools, coded comments, no .qsf", "survey-exports/qualtrics-QualtricsTools/Test_Survey_for_Coded_Comments.csv", "", "qualtrics-coded-comments.txt", ""},
	{"QualtricsTools, long sample, .qsf", "survey-exports/qualtrics-QualtricsTools/Long_Exhaustive_Sample_Survey.csv", "", "qualtrics-long.txt", "survey-exports/qualtrics-QualtricsTools/Long_Exhaustive_Sample_Survey.qsf"},
	{"QualtricsTools, long sample, no .qsf", "survey-exports/qualtrics-QualtricsTools/Long_Exhaustive_Sample_Survey.csv", "", "qualtrics-long.txt", ""},
	{"REDCapR simple, dictionary", "survey-exports/redcap-REDCapR/simple-data.csv", "", "redcap-simple.txt", "survey-exports/redcap-REDCapR/simple-dictionary.csv"},
	{"REDCapR check boxes, dictionary", "survey-exports/redcap-REDCapR/checkboxes-1-data.csv", "", "redcap-checkboxes.txt", "survey-exports/redcap-REDCapR/checkboxes-1-dictionary.csv"},
	{"REDCapR repeating, dictionary", "survey-exports/redcap-REDCapR/repeating-instruments-data.csv", "", "redcap-repeating.txt", "survey-exports/redcap-REDCapR/repeating-instruments-dictionary.csv"},
	{"REDCapR survey, dictionary", "survey-exports/redcap-REDCapR/survey-data.csv", "", "redcap-survey.txt", "survey-exports/redcap-REDCapR/survey-dictionary.csv"},
	{"REDCapR validation types, dictionary", "survey-exports/redcap-REDCapR/validation-types-1-data.csv", "", "redcap-validation.txt", "survey-exports/redcap-REDCapR/validation-types-1-dictionary.csv"},
	{"IAPT digital 2020, reconstruction (Qualtrics)", "../../data/iapt-digital-2020/survey/responses.csv", "", "../../data/iapt-digital-2020/consultation.yaml", ""},
	{"Quantipy example, JSON", "survey-exports/quantipy/Example_Data_A.csv", "", "quantipy-example.txt", "survey-exports/quantipy/Example_Data_A.json"},
	{"Quantipy example, no JSON", "survey-exports/quantipy/Example_Data_A.csv", "", "quantipy-example.txt", ""},
}

// TestMeasure drafts every export, makes sure that the draft runs as it is, and
// counts the questions whose kind, options and missing cells need no correction.
func TestMeasure(t *testing.T) {
	if _, err := os.Stat(data); err != nil {
		t.Skip("the shared data are not here")
	}
	var table strings.Builder
	table.WriteString("| export | rows | questions | kind right | all right | share | columns rightly left out |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, m := range measured {
		t.Run(m.name, func(t *testing.T) {
			path := filepath.Join(data, m.path)
			if strings.HasPrefix(m.path, "../") { // of this repository
				path = m.path
			}
			p, d := draftOf(t, path, m.encoding, m.instrument)
			expected, skip := expectations(t, m.expected, p)
			right, kinds := 0, 0
			for _, e := range expected {
				if m.instrument == "" {
					e.unchosen(p)
				}
				if q := readerOf(d, e.columns[0]); q != nil && slices.Contains(e.kinds, string(q.Kind)) {
					kinds++
				}
				if why := e.wrong(d, p); why != "" {
					t.Logf("columns %s: %s", e.place(), why)
				} else {
					right++
				}
			}
			left := 0
			for _, at := range skip {
				if q := readerOf(d, at); q != nil {
					t.Logf("column %d (%s) should be left out: %s reads it", at+1, p.Columns[at].Name, q.ID)
				} else {
					left++
				}
			}
			// An export of numbers cannot say what they stand for; the instrument can.
			numbers := strings.Contains(m.name, ", no ")
			if !numbers && right*100 < 90*len(expected) {
				t.Errorf("%d of %d questions need no correction; at least 90 in 100 should", right, len(expected))
			}
			fmt.Fprintf(&table, "| %s | %d | %d | %d | %d | %.0f%% | %d of %d |\n", m.name, p.Flow.Kept, len(expected), kinds, right, 100*float64(right)/float64(max(1, len(expected))), left, len(skip))
		})
	}
	t.Log("\n" + table.String())
}

// draftOf drafts an export and makes sure that its YAML is read without an error,
// and the export with it.
func draftOf(t *testing.T, path, encoding, instrument string) (*survey.Profile, *Draft) {
	t.Helper()
	p, _, err := survey.ProfileOf(context.Background(), path, study.Source{Encoding: encoding}, survey.Options{})
	if err != nil || p == nil {
		t.Fatal(err)
	}
	o := Options{File: path, Title: "Draft"}
	if instrument != "" {
		o.Instrument = instrumentOf(t, filepath.Join(data, instrument), path, p)
	}
	d := FromProfile(p, o)
	bad, err := d.Settle(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range bad {
		t.Errorf("the draft does not run: %s", f)
	}
	return p, d
}

func readerOf(d *Draft, at int) *Question {
	for i := range d.Questions {
		if slices.Contains(d.Questions[i].columns, at) {
			return &d.Questions[i]
		}
	}
	return nil
}

// expectation is one question as a person would have written it.
type expectation struct {
	columns []int
	kinds   []string
	options []string // "?" at the end: may be left out
	tail    []string
	listed  string // observed, min3, or "" for options
	other   string // "", "+other", "+other?"
	missing []string
	labels  bool // options are told by the draft's labels
}

func (e *expectation) place() string {
	if len(e.columns) == 1 {
		return strconv.Itoa(e.columns[0] + 1)
	}
	return fmt.Sprintf("%d-%d", e.columns[0]+1, e.columns[len(e.columns)-1]+1)
}

// expectations reads a file of testdata/expected, or takes them from a study.
func expectations(t *testing.T, name string, p *survey.Profile) (list []expectation, skip []int) {
	t.Helper()
	if strings.HasSuffix(name, ".yaml") {
		return fromStudy(t, name, p)
	}
	text, err := os.ReadFile(filepath.Join("testdata/expected", name))
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]string{}
	for _, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '@':
			key, value, _ := strings.Cut(line, ": ")
			lists[key] = value
			continue
		}
		parts := strings.SplitN(line, " ", 3)
		if parts[0] == "skip" {
			skip = append(skip, places(parts[1])...)
			continue
		}
		if parts[1] == "skip" || parts[1] == "weight" {
			skip = append(skip, places(parts[0])...)
			continue
		}
		if parts[1] == "any" {
			continue
		}
		e := expectation{kinds: strings.Split(parts[1], "|")}
		if len(parts) == 3 {
			e.answers(parts[2], lists)
		}
		if from, to, ok := strings.Cut(parts[0], ".."); ok {
			for _, at := range places(from + "-" + to) {
				one := e
				one.columns = []int{at}
				list = append(list, one)
			}
			continue
		}
		e.columns = places(parts[0])
		list = append(list, e)
	}
	return list, skip
}

func places(s string) (out []int) {
	from, to, ok := strings.Cut(s, "-")
	a, _ := strconv.Atoi(from)
	b := a
	if ok {
		b, _ = strconv.Atoi(to)
	}
	for i := a; i <= b; i++ {
		out = append(out, i-1)
	}
	return out
}

func (e *expectation) answers(s string, lists map[string]string) {
	s, missing, _ := strings.Cut(s, "! ")
	e.missing = split(missing)
	s = strings.TrimSpace(s)
	for _, o := range []string{"+other?", "+other"} {
		if rest, ok := strings.CutSuffix(s, o); ok && e.other == "" {
			e.other, s = o, strings.TrimSpace(rest)
		}
	}
	if word, rest, _ := strings.Cut(s, " "); strings.HasPrefix(s, "@") {
		s = strings.TrimSpace(lists[word] + " " + rest)
	}
	if s == "observed" || s == "min3" {
		e.listed = s
		return
	}
	main, tail, _ := strings.Cut(s, "// ")
	e.options, e.tail = split(main), split(tail)
}

func split(s string) []string {
	var out []string
	for _, part := range strings.Split(s, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// fromStudy takes a study file that a person wrote as what is expected. Columns
// that it does not read should be left out.
func fromStudy(t *testing.T, path string, p *survey.Profile) (list []expectation, skip []int) {
	s, _, err := study.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, c := range p.Columns {
		at[study.Normal(c.Name)] = i
	}
	read := map[int]bool{}
	for _, q := range s.Survey.Questions {
		e := expectation{labels: true, kinds: []string{string(q.Kind)}, missing: append(slices.Clone(s.Survey.Missing), q.Missing...)}
		if q.Other != "" {
			e.other = "+other"
		}
		for i, o := range q.Options {
			switch {
			case o.Column != "":
				e.columns = append(e.columns, at[study.Normal(o.Column)])
			case i == len(q.Options)-1 && q.Other == o.Label:
			default:
				// Any of its spellings will do.
				spellings := append([]string{o.Label, o.Code}, o.Also...)
				if o.Code != "" {
					spellings = spellings[1:]
				}
				option := strings.Join(spellings, same)
				if c, ok := at[study.Normal(q.Column)]; ok && !chosen(p, c, spellings) {
					option += "?" // nobody chose it, so that an export cannot have it
				}
				e.options = append(e.options, option)
			}
		}
		if len(e.columns) == 0 {
			e.columns = []int{at[study.Normal(q.Column)]}
		}
		for _, c := range e.columns {
			read[c] = true
		}
		if c, ok := at[study.Normal(q.OtherColumn)]; ok {
			read[c] = true
		}
		list = append(list, e)
	}
	for i := range p.Columns {
		if !read[i] {
			skip = append(skip, i)
		}
	}
	return list, skip
}

// unchosen marks the options that nobody chose: an export alone cannot have them.
func (e *expectation) unchosen(p *survey.Profile) {
	e.options = slices.Clone(e.options)
	for i, o := range e.options {
		if len(e.columns) == 1 && !strings.HasSuffix(o, "?") && !chosen(p, e.columns[0], strings.Split(o, same)) {
			e.options[i] = o + "?"
		}
	}
}

// chosen tells whether an answer stands in some cell of a column.
func chosen(p *survey.Profile, at int, spellings []string) bool {
	for _, v := range p.Columns[at].Values {
		for _, s := range spellings {
			if s != "" && strings.Contains(v.Text, study.Normal(s)) {
				return true
			}
		}
	}
	return false
}

// wrong says what a person would have to correct; "" for nothing.
func (e *expectation) wrong(d *Draft, p *survey.Profile) string {
	q := readerOf(d, e.columns[0])
	if q == nil {
		return "no question reads it"
	}
	if !slices.Contains(e.kinds, string(q.Kind)) {
		return fmt.Sprintf("%s is %s, not %s", q.ID, q.Kind, strings.Join(e.kinds, " or "))
	}
	for _, at := range e.columns {
		own := readerOf(d, at)
		// A question cannot have more than 63 options; then it is in parts.
		if own == nil || own != q && len(e.columns) <= survey.MaxTicks {
			return fmt.Sprintf("column %d is not part of %s", at+1, q.ID)
		}
	}
	own := 0
	for _, o := range q.Options {
		if o.Column != "" {
			own++
		}
	}
	if own > len(e.columns) {
		return fmt.Sprintf("%s has %d columns, not %d", q.ID, own, len(e.columns))
	}
	if why := e.wrongMissing(d, q, p); why != "" {
		return why
	}
	if !q.Kind.Closed() || own > 0 {
		return ""
	}
	return e.wrongOptions(d, q, p)
}

// wrongMissing compares the cells that mean no answer, as far as the column has
// them. In words of people's own it does not matter that "NA" is none.
func (e *expectation) wrongMissing(d *Draft, q *Question, p *survey.Profile) string {
	have := append(slices.Clone(d.Survey.Missing), q.Missing...)
	if q.Kind == study.Text || e.other == "+other" {
		return ""
	}
	for _, at := range e.columns {
		for _, v := range p.Columns[at].Values {
			want, got := slices.Contains(e.missing, v.Text), slices.Contains(have, v.Text)
			if want != got {
				return fmt.Sprintf("%s: %q means no answer: %t, should be %t", q.ID, v.Text, got, want)
			}
		}
	}
	return ""
}

// same parts spellings of one option.
const same = "\x00"

// first gives the spelling of an option that the draft has, or the first.
func (e *expectation) first(spellings string, options study.Options) string {
	if !e.labels {
		return spellings
	}
	spellings, unchosen := strings.CutSuffix(spellings, "?")
	list := strings.Split(spellings, same)
	for _, s := range list {
		if options.Index(s) >= 0 {
			return options[options.Index(s)].Label
		}
	}
	if unchosen {
		return list[0] + "?"
	}
	return list[0]
}

// sameNumber brings 1.0 and 1 together.
func sameNumber(s string) string {
	if x, err := strconv.ParseFloat(s, 64); err == nil {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return study.Normal(s)
}

func (e *expectation) wrongOptions(d *Draft, q *Question, p *survey.Profile) string {
	options := q.Options
	for _, s := range d.Scales {
		if s.Name == q.Scale {
			options = s.Options
		}
	}
	var got []string
	low := map[string]bool{}
	for _, o := range options {
		if o.Label == q.Other && q.Other != "" && !occurs(p, e.columns[0], o.Label) {
			continue
		}
		text := o.Label
		if o.Code != "" && !e.labels {
			text = o.Code
		}
		if low[strings.ToLower(text)] {
			return fmt.Sprintf("%s has %q twice", q.ID, text)
		}
		low[strings.ToLower(text)] = true
		got = append(got, sameNumber(text))
	}
	switch {
	case e.other == "" && q.Other != "":
		return fmt.Sprintf("%s counts unlisted answers under %q", q.ID, q.Other)
	case e.other == "+other" && q.Other == "":
		return fmt.Sprintf("%s has no option for unlisted answers (%d options)", q.ID, len(options))
	}
	var want, optional []string
	for _, list := range [][]string{e.options, e.tail} {
		for _, o := range list {
			o = e.first(o, options)
			if may, ok := strings.CutSuffix(o, "?"); ok && o != "?" && options.Index(o) < 0 {
				optional = append(optional, sameNumber(may))
			} else {
				want = append(want, sameNumber(o))
			}
		}
	}
	if e.listed != "" {
		want, optional = nil, nil
		for _, v := range p.Columns[e.columns[0]].Values {
			switch {
			case slices.Contains(e.missing, v.Text):
			case e.listed == "observed" || v.Rows >= 3:
				want = append(want, sameNumber(v.Text))
			default:
				optional = append(optional, sameNumber(v.Text))
			}
		}
	}
	for _, w := range want {
		if i := slices.Index(got, w); i < 0 && options.Index(w) < 0 {
			return fmt.Sprintf("%s has not the option %q: %q", q.ID, w, got)
		}
	}
	for _, g := range got {
		if slices.Contains(want, g) || slices.Contains(optional, g) || spelled(options, g, append(want, optional...)) {
			continue
		}
		if e.other == "" || count(p, e.columns[0], g) < 3 && q.Kind != study.Multi {
			return fmt.Sprintf("%s has %q, which should not be listed", q.ID, g)
		}
	}
	if q.Kind == study.Scale && len(e.options) > 0 {
		return e.wrongOrder(q, options, got)
	}
	return ""
}

// spelled tells whether the option g is written in another of its ways in a list.
func spelled(options study.Options, g string, list []string) bool {
	for _, l := range list {
		if i := options.Index(l); i >= 0 && i == options.Index(g) {
			return true
		}
	}
	return false
}

// wrongOrder compares the order of a scale, which may be turned round.
func (e *expectation) wrongOrder(q *Question, d study.Options, got []string) string {
	var order []string
	for _, o := range e.options {
		order = append(order, sameNumber(strings.TrimSuffix(e.first(o, d), "?")))
	}
	var mine []string
	for _, g := range got {
		if slices.Contains(order, g) && !slices.Contains(e.tail, g) && !slices.Contains(e.tail, g+"?") {
			mine = append(mine, g)
		}
	}
	want := slices.DeleteFunc(order, func(o string) bool { return !slices.Contains(mine, o) })
	back := slices.Clone(want)
	slices.Reverse(back)
	if !slices.Equal(mine, want) && !slices.Equal(mine, back) {
		return fmt.Sprintf("%s is in another order: %q", q.ID, mine)
	}
	for i, g := range got {
		if slices.Contains(e.tail, g) && i > 0 && i < len(got)-len(e.tail) {
			return fmt.Sprintf("%s has %q among the points", q.ID, g)
		}
	}
	return ""
}

func occurs(p *survey.Profile, at int, text string) bool { return count(p, at, text) > 0 }

// count gives how many gave an answer, in whatever capitals and spaces.
func count(p *survey.Profile, at int, text string) int {
	n := 0
	closed := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	for _, v := range p.Columns[at].Values {
		if strings.EqualFold(closed(v.Text), closed(text)) || sameNumber(v.Text) == text {
			n += v.Rows
		}
	}
	return n
}
