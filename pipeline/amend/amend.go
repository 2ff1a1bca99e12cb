// Package amend turns evidence into proposed amendments to a framework: what
// people asked for in so many words, and what a theme's drafting note proposes
// once enough people speak for it. Every comment gets a fate.
package amend

import (
	"concord/frameworks"
	"concord/frameworks/revise"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
	"concord/pipeline/yamlfile"
)

// Operation is what an amendment does to a framework.
type Operation string

const (
	Add    Operation = "add"
	Reword Operation = "reword"
	Rename Operation = "rename"
	Move   Operation = "move"
	Split  Operation = "split"
	Merge  Operation = "merge"
	Level  Operation = "level"
	Retire Operation = "retire"
)

// Operations lists every Operation, in the order that documents list them.
var Operations = []Operation{Add, Reword, Rename, Move, Split, Merge, Level, Retire}

// WordingSource says whose words a proposed text is.
type WordingSource string

const (
	FromNote      WordingSource = "drafting-note" // the codebook's
	FromCommenter WordingSource = "commenter"     // a respondent's or participant's
	FromGroup     WordingSource = "group"         // of those who work on the docket
	NoWording     WordingSource = "none"          // still to be drafted
)

// WordingSources lists every WordingSource.
var WordingSources = []WordingSource{FromNote, FromCommenter, FromGroup, NoWording}

// Source says where an amendment comes from.
type Source string

const (
	SourceEvidence Source = "evidence" // what was said in the survey and the focus groups
	SourceImported Source = "imported" // a table of comments that others sent
	SourceGroup    Source = "group"    // those who work on the docket
)

// Sources lists every Source.
var Sources = []Source{SourceEvidence, SourceImported, SourceGroup}

// The states of an amendment in the docket. What was decided of one is in the
// decisions and not here.
const (
	StateProposed  = "proposed"
	StateWithdrawn = "withdrawn"
)

// States lists the states of an amendment in the docket.
var States = []string{StateProposed, StateWithdrawn}

// Amendment is one proposed change to one place in a framework. For level,
// merge and split the place may be several items.
type Amendment struct {
	// ID stays the same as long as the same change is asked of the same place:
	// the theme's id and the number of its drafting note, or the operation and
	// the code. Number is its place in the docket, from 1.
	ID        string
	Number    int
	Operation Operation
	// Source is where it comes from; "" stands for SourceEvidence.
	Source Source
	// Targets are the items changed; for add, the one under which the new item goes.
	Targets []Target
	// To is where a moved item goes.
	To *Target
	// Kind is the new item's kind, for add; Level the new level, for level.
	Kind, Level string
	// Title is the title of a new heading, for add; "" for none.
	Title string
	// Parts are the statements that a split makes, where words for them are proposed.
	Parts []revise.Part
	// TextBefore is what stands there now, TextAfter what is proposed; "" where
	// there is none, or none yet.
	TextBefore, TextAfter string
	Wording               WordingSource
	// Why is the drafting note's reason, "" where there is none.
	Why string
	// Themes are the ids of the themes that it follows from; none for a
	// suggested edit.
	Themes []string
	// Literature are the ids of the entries of the evidence register that speak
	// of one of its themes, those that say most of it first.
	Literature []string
	// For, Against and Context count different people; somebody who speaks both
	// for and against is in both. Context are those who speak of it without
	// saying which, and are in neither.
	For, Against, Context int
	// SurveyFor and GroupFor divide For.
	SurveyFor, GroupFor int
	// Exact is how many of For asked for just this change in so many words; the
	// others spoke for the theme that it follows from.
	Exact   int
	exactly map[string]bool
	// Base is all who took part, survey and groups together; Share is For of
	// Base as a percentage to four digits; Low and High its Wilson interval in
	// per cent. Nobody was asked about the amendment itself: it is the share
	// who raised it.
	Base      int
	Share     string
	Low, High float64
	Evidence  []Evidence
	// Subgroups divide the support by subgroup, in the order given; see
	// Docket.BySubgroup.
	Subgroups []SubgroupSupport
	// Agreement is how many rate each domain that it touches applicable; see
	// Docket.WithAgreement.
	Agreement []Agreement
	// Near are statements like the one proposed; see NearEquivalents.
	Near []Near
	// Meaning is a guess at what another wording does to the meaning; nil where
	// there is none. See GuessMeaning.
	Meaning *MeaningGuess
	// State is StateProposed or StateWithdrawn. WithdrawnBy says who withdrew it:
	// SourceGroup for a person, SourceEvidence where a later run no longer proposes
	// it; "" where it stands.
	State       string
	WithdrawnBy Source
	// TakesIn are the ids of amendments that people made part of this one.
	TakesIn []string
	// Note is what people wrote about it in the docket.
	Note string
	// Drafted is the Draft that the program wrote; an amendment with another was
	// edited by a person. "" for one that no program drafted.
	Drafted string

	at yamlfile.Pos // where it stands in the docket's file
}

// Target is one place in a framework.
type Target struct {
	Code, UUID string
	// Domain is the code of the domain that it lies in; Words its statement, or
	// its title where it has none.
	Domain, Words string
}

// Role is how a piece of evidence bears on an amendment.
type Role string

const (
	RoleFor     Role = "for"
	RoleAgainst Role = "against"
	RoleContext Role = "context"
)

// Roles lists every Role.
var Roles = []Role{RoleFor, RoleAgainst, RoleContext}

// Evidence is what one person said that bears on an amendment.
type Evidence struct {
	Unit, Person, Source string
	Role                 Role
	// Quote is the sentence that says it.
	Quote string
}

// FateKind is what became of a comment.
type FateKind string

const (
	Used          FateKind = "evidence"       // speaks for or against an amendment
	Noted         FateKind = "noted"          // on a theme, but asks for no change that is proposed
	Praise        FateKind = "praise"         // content as it is
	Nothing       FateKind = "no-content"     // "n/a", "none" and the like
	NotUnderstood FateKind = "not-understood" // a person must read it
	Conversation  FateKind = "conversation"   // talk of a focus group on no theme
)

// FateKinds lists every FateKind.
var FateKinds = []FateKind{Used, Noted, Praise, Nothing, NotUnderstood, Conversation}

// Fate is what became of one unit.
type Fate struct {
	Unit, Person, Source, Question string
	Fate                           FateKind
	// Amendments and Themes are the ids that it led to.
	Amendments, Themes []string
	// Why says so in a few words.
	Why string
}

// Docket is all amendments of a consultation, in the order of their support,
// and the fate of every unit.
type Docket struct {
	// Framework, Version and SHA256 are the base: the framework's id and version,
	// and the SHA-256 of its file in lower-case hexadecimal digits, "" where that
	// was not recorded.
	Framework, Version, SHA256 string
	// Next is what the next version needs and no amendment says; its Day is "".
	Next       revise.Options
	Amendments []Amendment
	Fates      []Fate
	// Unplaced are suggested edits whose place in the framework is not there,
	// such as a code that no item has.
	Unplaced []Unplaced

	file string       // the file that it was read from
	at   yamlfile.Pos // of the mapping base
	// missing are the levels that amendments name and there are not; see Complete.
	missing []string
}

// Unplaced is a suggested edit that names no place that there is.
type Unplaced struct {
	Unit, Person string
	Operation    Operation
	Quote, Why   string
}

// Input is what Propose works from.
type Input struct {
	Framework *frameworks.Framework // nil where there is none: then there are only fates
	Codebook  *theme.Codebook
	Units     []theme.Unit
	Codings   []theme.Coding
	// Respondents and Participants are how many took part.
	Respondents, Participants int
	// MinPeople is how many different people must ask before a theme's drafting
	// note becomes a proposal.
	MinPeople int
}

// share fills in the amendment's share of all who took part.
func (a *Amendment) share(base int) {
	a.Base = base
	a.Share = tabulate.Percent(a.For, base, 4, study.HalfUp)
	a.Low, a.High = interval(a.For, base)
}
