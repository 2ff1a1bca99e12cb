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

	// Register is the evidence register, nil where the study names none;
	// Literature are the entries of it that each theme can cite.
	Register   *evidence.Register
	Literature []evidence.Literature

	Docket *amend.Docket

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

// ThemeQuotes are the exemplars of one theme.
type ThemeQuotes struct {
	Theme  string
	Quotes []theme.Quote
}
