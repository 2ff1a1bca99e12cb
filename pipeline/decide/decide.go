// Package decide keeps what a group decides on the amendments of a docket: an
// append-only log of members, rules of consensus, rounds of votes and decisions,
// the outcome of every vote by the rules that were set before it, and the sheets
// in which members vote and decide without a terminal.
//
// Nothing in it looks at a clock: the time of an event is given by who adds it.
package decide

import (
	"slices"

	"concord/pipeline/finding"
)

// LogName is the name of the log's file in the folder of a consultation.
const LogName = "decisions.jsonl"

// Amendment is what this package needs to know of one amendment of the docket.
type Amendment struct {
	ID string
	// Fingerprint changes with what the amendment does: a vote or a decision on
	// another fingerprint was on another text.
	Fingerprint string
	// Operation is one of add, reword, rename, move, split, merge, level, retire.
	Operation string
	// Where names the place in words, such as "7.A.3".
	Where                 string
	TextBefore, TextAfter string
	Why                   string
	// Support says in words who asked for it and who spoke against.
	Support string
}

// Disposition is what was decided of an amendment.
type Disposition string

const (
	Accepted         Disposition = "accepted"
	AcceptedModified Disposition = "accepted-with-modification"
	Rejected         Disposition = "rejected"
	Deferred         Disposition = "deferred"
	Duplicate        Disposition = "duplicate"
	Noted            Disposition = "noted"
	OutOfScope       Disposition = "out-of-scope"
	NeedsInformation Disposition = "needs-information"
	Withdrawn        Disposition = "withdrawn"
)

// Dispositions lists every Disposition.
var Dispositions = []Disposition{Accepted, AcceptedModified, Rejected, Deferred, Duplicate, Noted, OutOfScope, NeedsInformation, Withdrawn}

// Accepts tells whether the framework is to change.
func (d Disposition) Accepts() bool { return d == Accepted || d == AcceptedModified }

// Open tells whether the amendment waits for a later decision, which may then be
// made without taking this one back.
func (d Disposition) Open() bool { return d == Deferred || d == NeedsInformation }

// Whether new words change what a statement means.
const (
	Editorial   = "editorial"
	Substantial = "substantial"
)

// Role is what a person does in the group.
type Role string

const (
	// Ordinary members vote.
	Ordinary Role = "member"
	// Chair votes, and records what the group does; there can be several.
	Chair Role = "chair"
	// Secretary records what the group does, and does not vote.
	Secretary Role = "secretary"
)

var roles = []string{string(Ordinary), string(Chair), string(Secretary)}

// Votes tells whether people in the role have a vote.
func (r Role) Votes() bool { return r == Ordinary || r == Chair }

// Records tells whether people in the role may set rules, open and close rounds,
// and record decisions.
func (r Role) Records() bool { return r == Chair || r == Secretary }

// texts gives the values of a list of named strings, for messages.
func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// fault makes the finding of an event that cannot be; where it stands is filled
// in by who knows.
func fault(kind, found, expected, message, do string) *finding.Finding {
	return &finding.Finding{Severity: finding.Error, Kind: kind, Found: found, Expected: expected, Message: message, Do: do}
}

// oneOf faults a value that is none of a list.
func oneOf[T ~string](kind, what string, value T, list []T) *finding.Finding {
	if slices.Contains(list, value) {
		return nil
	}
	return fault(kind, string(value), "", "this is no "+what, finding.DidYouMean(string(value), texts(list)))
}
