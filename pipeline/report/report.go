// Package report writes what a consultation found, for the group that ran it:
// one model of a report, and from it an HTML page that needs nothing else, and
// the same in Markdown.
package report

import (
	"concord/frameworks"
	"concord/pipeline/amend"
	"concord/pipeline/audit"
	"concord/pipeline/evidence"
	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// Input is everything that a report tells of. Plain values; nothing in it is
// changed.
type Input struct {
	Study     *study.Study
	Framework *frameworks.Framework // nil where the study names none
	Codebook  *theme.Codebook       // nil where the study names none
	// Version is concord's.
	Version string

	// Sources say what was read, and what became of its rows.
	Sources []Source
	// Groups are the focus groups, in order.
	Groups []Group
	// Redacted counts what was taken out of free text by kind, in the order of
	// first use; Doubtful is how many words were left in for a person to look at.
	Redacted []Redacted
	Doubtful int
	Findings []finding.Finding

	Tables []tabulate.Table
	Charts []Chart

	// Dissenters are the respondents who answered a question on applicability
	// otherwise than by agreeing, domain by domain; none where small counts are
	// hidden.
	Dissenters []Dissenter

	Units   []theme.Unit
	Counts  []theme.ThemeCount // most people first
	Quotes  []ThemeQuotes
	Codings int
	// Saturation is what each focus group brought, in order.
	Saturation []theme.GroupStep
	// Hand tells of coding by hand; Units is 0 where there was none.
	Hand Hand

	// Register is the evidence register, nil where the study names none;
	// Literature are the entries of it that each theme can cite.
	Register   *evidence.Register
	Literature []evidence.Literature

	Docket *amend.Docket
	// Decisions says where each amendment stands, by its id.
	Decisions map[string]Decision

	// Published is the report that figures were compared with; nil for none.
	Published *audit.Published
	Results   []audit.Result
}

// Dissenter is a respondent who did not agree that a domain applies.
type Dissenter struct {
	// Domain is the domain's code.
	Domain, Person string
	// Answer is what the person answered; Roles the person's answers to the
	// questions about roles, joined.
	Answer, Roles string
	// Comment is what the person said of the domain, "" for nothing.
	Comment string
}

// Source is a file of answers.
type Source struct {
	// Name is "survey" or "groups".
	Name, File                   string
	Dialect, Encoding, Delimiter string
	Flow                         survey.Flow
}

// Group is one focus group.
type Group struct {
	ID, File string
	// Participants spoke, in Turns turns; Minutes is the length of the
	// recording, -1 where the transcript has no times.
	Participants, Turns, Minutes int
}

// Redacted is how often one kind of identifier was taken out.
type Redacted struct {
	Kind  string
	Count int
}

// Chart is a picture that the run has made.
type Chart struct {
	// Name is the name of its files in charts/, without ending.
	Name, Title, Alt string
	SVG              []byte
	// Tables are the ids of the tables that it draws.
	Tables []string
}

// Decision is where an amendment stands.
type Decision struct {
	// State is proposed, voting, voted, decided or stale; Disposition what was
	// decided, on Day, "" for nothing yet.
	State, Disposition, Day string
	// Rationale says why; Text and Meaning are what was decided of its words; Votes
	// is what the last vote came to.
	Rationale, Text, Meaning, Votes string
}

// Hand tells how many units people coded, and how good the coding is.
type Hand struct {
	// Units were judged by people, Coders of them; of the units Settled were
	// settled after coders had differed, Suggested judged from the machine's
	// suggestions, and of Open a theme waits to be settled.
	Coders, Units, Settled, Suggested, Open int
	// Common is how many units two or more judged blind. MASI is their alpha over
	// sets of themes, with its interval, and Why says why it cannot be told.
	Common                  int
	MASI, MASILow, MASIHigh float64
	Why                     string
	// Band is how MASI is commonly read: reliable, tentative or not reliable. On Given
	// of Common somebody gave a theme, and GivenMASI is alpha over those alone.
	Band      string
	Given     int
	GivenMASI float64
	// Themes says how far people agree on each theme.
	Themes []ThemeAgreement
	// Rules is how far the codebook's rules agree with each coder, and with what
	// was settled.
	Rules []RulesAgainst
}

// RulesAgainst is the micro F1 of the codebook's rules against a coder, from 0
// to 1, with its interval. Both counts the themes of single units that both gave,
// Missed those that only the coder gave, Invented those that only the rules gave.
type RulesAgainst struct {
	Coder                  string
	Units                  int
	F1, Low, High          float64
	Both, Missed, Invented int
}

// ThemeAgreement is how far people agree on one theme: Krippendorff's alpha with
// its interval, and how it is read. It is NaN where Why says why it cannot be told.
type ThemeAgreement struct {
	Theme            string
	Alpha, Low, High float64
	Band, Why        string
}

// ThemeQuotes are the exemplars of one theme.
type ThemeQuotes struct {
	Theme  string
	Quotes []theme.Quote
}
