// Package draft makes a first consultation.yaml from what a survey platform
// exported, and where there is one from the instrument's own file, for a person
// to finish: what each column is, which answers there are and in which order,
// what may be about whom, and what should be left out. Wherever it had to guess
// the file says so, in a comment beside the place.
package draft

import (
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// Draft is a consultation file on its way.
type Draft struct {
	Title string
	// Framework is what people were asked about, "" for not known.
	Framework study.FrameworkRef
	// Survey is the export; its questions are in Questions, with what is to be
	// asked of the person who finishes the draft. File "" means that there is none.
	Survey    study.Source
	Questions []Question
	// Scales are lists of options that several questions share, in the order of
	// their first use.
	Scales []Scale
	// Left are the columns that no question reads, with the reason.
	Left []LeftOut
	// Groups are the focus groups; nil for none.
	Groups *Groups
	// Ask are sentences for the head of the survey.
	Ask []string
	// Doubts are those of Ask that must be decided, and are not just to be looked at.
	Doubts []string
}

// Doubt puts a sentence at the head of the survey about something that must be
// decided. The Summary has it, too.
func (d *Draft) Doubt(sentence string) {
	d.Ask = append(d.Ask, sentence)
	d.Doubts = append(d.Doubts, sentence)
}

// Question is a question with the sentences that stand above it as comments:
// what a person should look at.
type Question struct {
	study.Question
	Ask []string
	// Filter is a filter, in the words of study.Filter, that may say who was asked;
	// it is written as a comment. Asked is set where there is no doubt.
	Filter string
	// Doubt tells that Ask holds something that must be decided, and is not just
	// to be looked at.
	Doubt bool

	// order asks whether the options are in the right order. It is left to the list
	// that several questions share, where there is one.
	order string
	// described tells that the options are the instrument's.
	described bool
	// when is what the instrument says of who was asked.
	when *Condition
	// block is the same for questions that were one question in the export.
	block string
	// row is the row of the matrix that the question was, or "".
	row string
	// columns are the places of its columns in the profile.
	columns []int
	// holds is how many cells hold an e-mail address or a telephone number, where
	// the question is one of people's own words.
	holds int
	// family is what the answers are a scale of; "" for none.
	family string
}

// Scale is a named list of options.
type Scale struct {
	Name    string
	Options study.Options
}

// LeftOut is a column that no question reads.
type LeftOut struct {
	Column, Why string
	// Personal tells that it holds, or may hold, what tells who people are.
	Personal bool
}

// Options say what is known beside the export.
type Options struct {
	// File is how the draft names the export.
	File string
	// Title is the consultation's name.
	Title string
	// Framework is what people were asked about, nil for not known.
	Framework *frameworks.Framework
	// Instrument is the questionnaire, nil for not known.
	Instrument *Instrument
}

// FromProfile drafts the study of a survey. The draft has a question for every
// column that holds answers, in the order of the file.
func FromProfile(p *survey.Profile, o Options) *Draft {
	b := &builder{profile: p, instrument: o.Instrument, rows: p.Flow.Kept, ids: map[string]bool{}, orders: map[string]int{}, ticked: map[string]bool{}}
	b.draft = &Draft{Title: o.Title, Survey: study.Source{
		File: o.File, Dialect: p.Dialect, Encoding: p.Encoding, Delimiter: p.Delimiter, Sheet: p.Sheet,
	}}
	if o.Framework != nil {
		b.draft.Framework = study.FrameworkRef{ID: o.Framework.ID, Version: o.Framework.Version}
	}
	b.columns()
	b.leaveOut()
	b.questions()
	b.listedWordings()
	b.shareScales()
	b.draft.tidy()
	b.nameQuestions()
	b.conditions()
	b.abouts()
	if o.Framework != nil {
		b.domains(o.Framework)
	}
	b.head()
	return b.draft
}

// builder makes a draft.
type builder struct {
	profile    *survey.Profile
	instrument *Instrument
	draft      *Draft
	rows       int
	cols       []column
	ids        map[string]bool // in small letters
	// ticked are the groups in which some column holds ticks: one that is blank is
	// an option that nobody ticked.
	ticked map[string]bool
	// orders are the places of columns that say which answers were shown, by name.
	orders map[string]int
}

// column is one column of the profile, without the cells that mean no answer.
type column struct {
	*survey.ColumnProfile
	at int
	// values are the answers; filled is how many rows have one, numbers how many
	// of these are plain numbers.
	values          []survey.ValueCount
	filled, numbers int
	// missing are the cells that may mean no answer.
	missing []string
	// item is what the instrument says of the column; nil for nothing.
	item *Item
	// left tells that no question is to read it.
	left bool
}

// columns takes the cells that mean no answer out of the values. Those that many
// columns have are said once, for the whole survey.
func (b *builder) columns() {
	b.cols = make([]column, len(b.profile.Columns))
	seen := map[string]int{}
	var order []string
	for i := range b.profile.Columns {
		c := &b.cols[i]
		*c = column{ColumnProfile: &b.profile.Columns[i], at: i, filled: b.profile.Columns[i].Filled, numbers: b.profile.Columns[i].Numbers}
		c.item = b.instrument.find(i, c.Name)
		if words := b.instrument.wordingOf(c.Name); words != "" && !b.inRun(c) {
			// A profile is not the draft's to change.
			with := *c.ColumnProfile
			with.Wording = words
			c.ColumnProfile = &with
		}
		if orderHead.MatchString(c.Name) {
			b.orders[c.Name] = i
		}
		for _, v := range c.Values {
			if !isMissing(v.Text) || c.item.hasCode(v.Text) || c.Platform != "" {
				c.values = append(c.values, v)
				continue
			}
			c.missing = append(c.missing, v.Text)
			c.filled -= v.Rows
			if _, ok := plainNumber(v.Text); ok {
				c.numbers -= v.Rows
			}
			if seen[v.Text]++; seen[v.Text] == 1 {
				order = append(order, v.Text)
			}
		}
	}
	const many = 3
	for _, text := range order {
		if seen[text] >= many {
			b.draft.Survey.Missing = append(b.draft.Survey.Missing, text)
		}
	}
}

// ownMissing gives the cells that mean no answer in a question alone.
func (b *builder) ownMissing(columns ...*column) []string {
	var out []string
	for _, c := range columns {
		for _, text := range c.missing {
			if !slices.Contains(b.draft.Survey.Missing, text) && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out
}

// questions makes the questions, block by block. A block is the columns of one
// question of the instrument, or a single one.
func (b *builder) questions() {
	for _, block := range b.blocks() {
		b.draft.Questions = append(b.draft.Questions, b.fromBlock(block)...)
	}
}

// add puts what is to be asked of a question in plain sentences.
func (q *Question) add(doubt bool, format string, args ...any) {
	q.Ask = append(q.Ask, fmt.Sprintf(format, args...))
	q.Doubt = q.Doubt || doubt
}

// head says at the top of the survey what holds for all of it.
func (b *builder) head() {
	d := b.draft
	b.wordsOfQuestions()
	bare := 0
	for i := range d.Questions {
		if d.Questions[i].Wording == "" {
			bare++
		}
	}
	if bare*2 > len(d.Questions) {
		d.Ask = append(d.Ask, "The export does not give the questions in full. Write each after \"wording:\", as people read it.")
	}
	if (b.instrument == nil || b.instrument.Loose) && b.numbered()*3 > len(d.Questions) {
		d.Ask = append(d.Ask, "Many answers in this export are numbers, and it does not say what they stand for. Export it again with the answers in words, or draft again with --instrument and the questionnaire's own file; else every label has to be written by hand.")
	}
	if m := d.Survey.Missing; len(m) > 0 {
		d.Ask = append(d.Ask, fmt.Sprintf("Does %s mean that somebody did not answer, wherever it stands? If it is an answer to some question, take it out of \"missing\" and add it to the \"options:\" (or the list under \"scales:\") of each question that has it; without that, the run stops at it.", inWords(m)))
	}
}

// wordsOfQuestions looks whether the first row holds the questions in words, below
// a header of codes: it is then long where all rows below are short or numbers.
func (b *builder) wordsOfQuestions() {
	const longEnough = 5 // words
	looked, unlike := 0, 0
	for i := range b.cols {
		c := &b.cols[i]
		if c.Platform != "" || len(c.Values) < 2 {
			continue
		}
		looked++
		first := c.Values[0]
		n := len(words(first.Text))
		if first.Rows > 1 || n < longEnough && !strings.HasSuffix(first.Text, "?") {
			continue
		}
		shorter := true
		for _, v := range c.Values[1:] {
			if strings.HasSuffix(v.Text, "?") || len(words(v.Text))*2 > max(n, 2) {
				shorter = false
				break
			}
		}
		if shorter {
			unlike++
		}
	}
	if looked >= 2 && unlike*2 > looked {
		b.draft.Doubt("The first row below the header looks like the questions in words, not like anybody's answers. If it is, delete that row from the export, write those words after each \"wording:\", and draft again; else it counts as a respondent.")
	}
}

// numbered counts the closed questions whose options are bare numbers.
func (b *builder) numbered() int {
	n := 0
	for i := range b.draft.Questions {
		q := &b.draft.Questions[i]
		options := q.Options
		for _, s := range b.draft.Scales {
			if s.Name == q.Scale {
				options = s.Options
			}
		}
		bare := 0
		for _, o := range options {
			if _, ok := plainNumber(o.Label); ok {
				bare++
			}
		}
		if bare > 1 && bare == len(options) {
			n++
		}
	}
	return n
}

// inWords lists texts in a sentence.
func inWords(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = `"` + cut(s, 60) + `"`
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " or " + quoted[len(quoted)-1]
}
