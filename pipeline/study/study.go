// Package study is the model of a consultation: what was asked, of whom, how
// answers are coded, which framework it is about, and what is wanted of it. It
// is read from one file, consultation.yaml, strictly.
package study

import (
	"strconv"

	"concord/pipeline/disclosure"
	"concord/pipeline/yamlfile"
)

// FileName is the name of the file that makes a folder a consultation.
const FileName = "consultation.yaml"

// Study is one consultation as its file describes it. Paths in it are relative
// to the folder that the file lies in.
type Study struct {
	yamlfile.Pos `yaml:"-"`
	// Title is the consultation's name, as the report prints it.
	Title string `yaml:"title"`
	// About is a paragraph for the report's method section: who asked whom,
	// when, and how.
	About string `yaml:"about"`
	// Framework names the framework, and the version, that people were asked about.
	Framework FrameworkRef `yaml:"framework"`
	// Survey is the questionnaire and its export; nil when there was none.
	Survey *Source `yaml:"survey"`
	// Groups are the focus groups; nil when there were none.
	Groups *Groups `yaml:"groups"`
	// Scales are lists of options that several questions share, by name.
	Scales map[string]SharedScale `yaml:"scales"`
	// Subgroups are named filters over respondents.
	Subgroups []Subgroup `yaml:"subgroups"`
	// Codebook is the path of the codebook of themes; "" for none.
	Codebook string `yaml:"codebook"`
	// Evidence is the path of the evidence register; "" for none.
	Evidence string `yaml:"evidence"`
	// Tables are the tables wanted; none given means one for every closed question.
	Tables []TableSpec `yaml:"tables"`
	// Rounding says how percentages are printed.
	Rounding Rounding `yaml:"rounding"`
	// Interval says which interval stands beside a percentage.
	Interval Interval `yaml:"interval"`
	// Suppression says which small counts are not shown.
	Suppression Suppression `yaml:"suppression"`
	// Published names a file of printed figures to compare with; nil for none.
	Published *Published `yaml:"published"`
	// Amendments says when a theme has enough support to become a proposal.
	Amendments AmendmentRules `yaml:"amendments"`
	// Redact holds words that redaction must always or never take out.
	Redact RedactRules `yaml:"redact"`

	// Dir is the folder of the consultation, File the path of its file.
	Dir  string `yaml:"-"`
	File string `yaml:"-"`
}

// FrameworkRef names one version of one framework.
type FrameworkRef struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id"`
	Version      string `yaml:"version"`
}

// Source is one table of answers: a survey export, or the participants of the
// focus groups.
type Source struct {
	yamlfile.Pos `yaml:"-"`
	// File is the export's path.
	File string `yaml:"file"`
	// Dialect is who wrote the export, one of Dialects, or "" to find out.
	Dialect string `yaml:"dialect"`
	// Sheet is the name of the sheet of a workbook (XLSX) that holds the
	// answers; "" means its first.
	Sheet string `yaml:"sheet"`
	// Encoding is "utf-8", "utf-16", "windows-1252", "macintosh", or ""
	// to find out.
	Encoding string `yaml:"encoding"`
	// Delimiter is one character, or "tab", or "" to find out.
	Delimiter string `yaml:"delimiter"`
	// Respondent names the column that tells respondents apart; "" uses
	// ResponseId in a Qualtrics export, the record's id in one of REDCap, and the
	// row's place elsewhere.
	Respondent string `yaml:"respondent"`
	// Weight names the column with each respondent's weight, a number above 0;
	// "" means that everyone counts alike.
	Weight string `yaml:"weight"`
	// Missing lists cells that mean "no answer" in every question.
	Missing []string `yaml:"missing"`
	// Ignore lists columns that no question reads, so that check does not
	// mention them.
	Ignore []string `yaml:"ignore"`
	// Questions are the instrument, in the order asked.
	Questions []Question `yaml:"questions"`
}

// Dialects lists the programs whose exports are known by their form. Exports of
// any other are csv.
var Dialects = []string{"qualtrics", "surveymonkey", "google-forms", "microsoft-forms", "limesurvey", "redcap", "csv"}

// Kind is how a question is answered.
type Kind string

const (
	Single Kind = "single" // one of the options, in no order
	Scale  Kind = "scale"  // one of the options, which are in order
	Multi  Kind = "multi"  // any number of the options
	Number Kind = "number" // a number
	Text   Kind = "text"   // the person's own words
	Date   Kind = "date"   // a day, or a day and a time
)

// Kinds lists every Kind, in the order that documents list them.
var Kinds = []Kind{Single, Scale, Multi, Number, Text, Date}

// Closed tells whether answers of this kind are options from a list.
func (k Kind) Closed() bool { return k == Single || k == Scale || k == Multi }

// About is what a question is about.
type About string

const (
	Demographic   About = "demographic"
	Role          About = "role"
	Experience    About = "experience"
	Confidence    About = "confidence"
	Applicability About = "applicability"  // is this domain needed in your work?
	Comment       About = "comment"        // free words on a domain, or on the whole
	SuggestedEdit About = "suggested-edit" // how should the text change?
	OtherAbout    About = "other"
)

// Abouts lists every About, in the order that documents list them.
var Abouts = []About{Demographic, Role, Experience, Confidence, Applicability, Comment, SuggestedEdit, OtherAbout}

// BaseRule is the rule by which people, or mentions, are counted into the base
// of a percentage.
type BaseRule string

const (
	Asked    BaseRule = "asked"    // everyone who was asked, answered or not
	Answered BaseRule = "answered" // those who gave an answer
	Mentions BaseRule = "mentions" // all ticks together; a person may have several
)

// BaseRules lists every BaseRule.
var BaseRules = []BaseRule{Asked, Answered, Mentions}

// Question is one item of an instrument.
type Question struct {
	yamlfile.Pos `yaml:"-"`
	// ID is a short name, unique in the instrument: letters, digits, - and _.
	ID string `yaml:"id"`
	// Column is the header of the column that holds the answers; "" means the
	// same as ID. A multi question whose options have columns of their own
	// leaves it out.
	Column string `yaml:"column"`
	// Wording is the question as people read it.
	Wording string `yaml:"wording"`
	// Label is a short title for tables and charts; "" uses the wording.
	Label string `yaml:"label"`
	Kind  Kind   `yaml:"kind"`
	About About  `yaml:"about"`
	// Domain is the code of the framework's domain that the question is about;
	// "" means none or the whole framework.
	Domain string `yaml:"domain"`
	// Options are the answers that can be given, in their order. Scale names a
	// shared list instead.
	Options Options `yaml:"options"`
	Scale   string  `yaml:"scale"`
	// Missing lists cells that mean "no answer" here, beside the source's own.
	Missing []string `yaml:"missing"`
	// Other names the option under which answers that are not listed are
	// counted, their words kept; "" makes an unlisted answer an error.
	Other string `yaml:"other"`
	// OtherColumn is the column in which people wrote what "other" was.
	OtherColumn string `yaml:"other_column"`
	// Separator stands between the answers of a multi question in one cell;
	// "" means a comma, and in exports of Microsoft Forms a semicolon.
	Separator string `yaml:"separator"`
	// Agree lists the options that count as agreeing, for applicability.
	Agree []string `yaml:"agree"`
	// Nets are named sets of options that get a row of their own; left out, they
	// are those of the shared scale.
	Nets []Net `yaml:"nets"`
	// Values are the numbers that the options of a scale stand for, one each and ""
	// for an option that stands for none; given, a mean and a median are counted.
	// Left out, they are those of the shared scale.
	Values []string `yaml:"values"`
	// Base is the base of this question's percentages; "" means answered.
	Base BaseRule `yaml:"base"`
	// Asked is a filter: who was asked at all; "" means everyone.
	Asked string `yaml:"asked"`
}

// Options is an ordered list of answers.
type Options []Option

// SharedScale is a list of options that several questions share. In the file it
// is either the list alone, or a mapping that says more of it once for all of
// these questions.
type SharedScale struct {
	yamlfile.Pos `yaml:"-"`
	Options      Options `yaml:"options"`
	// Nets and Values are those of the questions that give none of their own.
	Nets   []Net    `yaml:"nets"`
	Values []string `yaml:"values"`
}

// ListKey says that a plain list is a scale's options.
func (*SharedScale) ListKey() string { return "options" }

// Option is one answer that can be given. In the file it is either a plain
// label or a mapping.
type Option struct {
	yamlfile.Pos `yaml:"-"`
	Label        string `yaml:"label"`
	// Code is what stands in the export in place of the label; "" for the label.
	Code string `yaml:"code"`
	// Also lists other ways in which the export writes the same answer.
	Also []string `yaml:"also"`
	// Column is the option's own column, where a multi question has one each.
	Column string `yaml:"column"`
	// Ticked lists the cells of that column that mean yes, Unticked those that
	// mean no (blank aside). None given means the usual ones: the label, the
	// code, Yes, True, 1, Selected, Checked; No, False, 0, Not selected,
	// Unchecked. "*" in Ticked means any other words, which are kept.
	Ticked   []string `yaml:"ticked"`
	Unticked []string `yaml:"unticked"`
}

// Net is a named set of options, counted together from the answers and never by
// adding percentages.
type Net struct {
	yamlfile.Pos `yaml:"-"`
	Label        string   `yaml:"label"`
	Options      []string `yaml:"options"`
}

// Groups are focus groups: who took part, and what was said.
type Groups struct {
	yamlfile.Pos `yaml:"-"`
	// Participants is a table with one row a participant; its questions are
	// asked of participants as a survey's are of respondents. Without a file the
	// people who speak are numbered, and nothing else is known of them.
	Participants Source `yaml:"participants"`
	// GroupColumn and SpeakerColumn name the columns of that table that say
	// which group a participant sat in and what the transcript calls them.
	// "" means "group" and "speaker". Source.Respondent names the column of
	// the participant's id; "" means "participant".
	GroupColumn   string `yaml:"group_column"`
	SpeakerColumn string `yaml:"speaker_column"`
	// Transcripts are the recordings in words, one a group.
	Transcripts []Transcript `yaml:"transcripts"`
}

// Transcript is the record of one focus group.
type Transcript struct {
	yamlfile.Pos `yaml:"-"`
	// ID names the group, such as FG1.
	ID   string `yaml:"id"`
	File string `yaml:"file"`
	// Format is "webvtt", "srt", "sbv", "text", "csv", "word", "excel", or "" to
	// find out.
	Format string `yaml:"format"`
	// Moderators are the speakers whose words are not evidence.
	Moderators []string `yaml:"moderators"`
	// Topics mark where the talk turns to a domain, by the words of a moderator.
	Topics []Topic `yaml:"topics"`
}

// Topic says that from a moderator's turn with these words on, the group talks
// about a domain, until the next topic.
type Topic struct {
	yamlfile.Pos `yaml:"-"`
	Says         string `yaml:"says"`
	// Domain is the framework domain's code; "" ends the last topic.
	Domain string `yaml:"domain"`
}

// Subgroup is a named filter over respondents.
type Subgroup struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id"`
	Label        string `yaml:"label"`
	Where        string `yaml:"where"`
}

// TableSpec asks for one table.
type TableSpec struct {
	yamlfile.Pos `yaml:"-"`
	// Question is the question counted; Agreement asks instead for the table of
	// agreement by domain.
	Question  string `yaml:"question"`
	Agreement bool   `yaml:"agreement"`
	Title     string `yaml:"title"`
	// Base replaces the question's own base rule.
	Base BaseRule `yaml:"base"`
	// Subgroups are those to count beside everyone, by id.
	Subgroups []string `yaml:"subgroups"`
	// By is a closed question: one column of the table for each of its options.
	By string `yaml:"by"`
	// Matrix asks instead for one table of several questions that have the same
	// options: a row for each question, a column for each option.
	Matrix []string `yaml:"matrix"`
}

// RoundingRule is how a percentage is brought to the digits printed.
type RoundingRule string

const (
	HalfUp           RoundingRule = "half-up"
	HalfEven         RoundingRule = "half-even"
	Truncate         RoundingRule = "truncate"
	LargestRemainder RoundingRule = "largest-remainder" // rows that add up to 100
)

// RoundingRules lists every RoundingRule.
var RoundingRules = []RoundingRule{HalfUp, HalfEven, Truncate, LargestRemainder}

// Rounding says how percentages are printed. The zero value is whole per cent,
// half up.
type Rounding struct {
	yamlfile.Pos `yaml:"-"`
	Rule         RoundingRule `yaml:"rule"`
	// Digits after the decimal point, 0 to 4.
	Digits int `yaml:"digits"`
}

// IntervalMethod is a way to make the interval of a share.
type IntervalMethod string

const (
	Wilson           IntervalMethod = "wilson"
	WilsonContinuity IntervalMethod = "wilson-cc"
	ClopperPearson   IntervalMethod = "clopper-pearson"
	AgrestiCoull     IntervalMethod = "agresti-coull"
	Jeffreys         IntervalMethod = "jeffreys"
)

// IntervalMethods lists every IntervalMethod.
var IntervalMethods = []IntervalMethod{Wilson, WilsonContinuity, ClopperPearson, AgrestiCoull, Jeffreys}

// Interval says which interval stands beside a percentage. The zero value is
// Wilson's at 95 per cent.
type Interval struct {
	yamlfile.Pos `yaml:"-"`
	Method       IntervalMethod `yaml:"method"`
	// Level is how sure the interval is, in per cent, from 50 to 99.9; 0 means 95.
	Level float64 `yaml:"level"`
}

// Confidence is the level as a share, such as 0.95.
func (i Interval) Confidence() float64 {
	if i.Level == 0 {
		return 0.95
	}
	return i.Level / 100
}

// Percent is the level as it is printed, such as 95%.
func (i Interval) Percent() string {
	if i.Level == 0 {
		return "95%"
	}
	return strconv.FormatFloat(i.Level, 'f', -1, 64) + "%"
}

// Name says whose the interval is, such as Wilson or Clopper-Pearson.
func (i Interval) Name() string {
	switch i.Method {
	case WilsonContinuity:
		return "Wilson with continuity correction"
	case ClopperPearson:
		return "Clopper-Pearson"
	case AgrestiCoull:
		return "Agresti-Coull"
	case Jeffreys:
		return "Jeffreys"
	}
	return "Wilson"
}

// Suppression says which small counts are hidden wherever they would be shown.
type Suppression struct {
	yamlfile.Pos `yaml:"-"`
	// Below hides counts from 1 to Below-1; 0 hides none. Where Profile names a
	// rule, reading fills in the least count that the rule shows.
	Below int `yaml:"below"`
	// Profile names one of disclosure.Profiles; "" is the plain rule of Below.
	Profile string `yaml:"profile"`
}

// Rules gives the rule in full.
func (s Suppression) Rules() disclosure.Profile {
	if p, ok := disclosure.Named(s.Profile); ok {
		return p
	}
	return disclosure.Threshold(s.Below)
}

// Published names printed figures to compare the tables with.
type Published struct {
	yamlfile.Pos `yaml:"-"`
	// File is a YAML file of figures, or a CSV file whose columns Columns names.
	File    string            `yaml:"file"`
	Columns *PublishedColumns `yaml:"columns"`
}

// PublishedColumns says which columns of a CSV file of printed figures mean what.
type PublishedColumns struct {
	yamlfile.Pos `yaml:"-"`
	// Place names the printed table; Column the data column (or question id)
	// that it counts, blank where the data do not have it.
	Place  string `yaml:"place"`
	Column string `yaml:"column"`
	// Row are the columns of which one holds the answer's label; a blank one
	// means the row of missing answers.
	Row []string `yaml:"row"`
	// Count and Percent are the columns of the printed numbers.
	Count   string `yaml:"count"`
	Percent string `yaml:"percent"`
}

// AmendmentRules says when a theme has enough support to become a proposal.
type AmendmentRules struct {
	yamlfile.Pos `yaml:"-"`
	// MinPeople is how many different people must ask for it; 0 means 2.
	MinPeople int `yaml:"min_people"`
}

// RedactRules are words that redaction always takes out, or always leaves.
type RedactRules struct {
	yamlfile.Pos `yaml:"-"`
	Names        []string `yaml:"names"`
	Keep         []string `yaml:"keep"`
}

// FromScalar reads an option that the file gives as a plain label.
func (o *Option) FromScalar(text string) { o.Label = text }
