// Package disposition carries comments and what became of them in and out of the
// forms that others use: the commenting template of ISO, IEC, CEN and CENELEC
// (version 2012-03) as CSV, Excel, Word and YAML, the W3C's disposition of
// comments, "you said, we did" for those who took part, FHIR R5
// ArtifactAssessment, and an amendment as a Markdown issue. It works on plain
// values: what may be shown, and what was decided, its caller says.
package disposition

import "concord/pipeline/onpage"

// Disposition is what was decided of a comment or an amendment; "" is not decided
// yet.
type Disposition string

// The dispositions.
const (
	Undecided        Disposition = ""
	Accepted         Disposition = "accepted"
	Modified         Disposition = "accepted-with-modification"
	Rejected         Disposition = "rejected"
	Deferred         Disposition = "deferred"
	Duplicate        Disposition = "duplicate"
	Noted            Disposition = "noted"
	OutOfScope       Disposition = "out-of-scope"
	NeedsInformation Disposition = "needs-information"
	Withdrawn        Disposition = "withdrawn"
)

// Dispositions lists every Disposition that decides, in the order of documents.
var Dispositions = []Disposition{Accepted, Modified, Rejected, Deferred, Duplicate, Noted, OutOfScope, NeedsInformation, Withdrawn}

// Words gives a disposition as people read it, such as "Accepted with
// modification". One that there is not is given as it stands.
func (d Disposition) Words() string {
	switch d {
	case Undecided:
		return "Not decided yet"
	case Accepted:
		return "Accepted"
	case Modified:
		return "Accepted with modification"
	case Rejected:
		return "Rejected"
	case Deferred:
		return "Deferred"
	case Duplicate:
		return "Duplicate"
	case Noted:
		return "Noted"
	case OutOfScope:
		return "Out of scope"
	case NeedsInformation:
		return "Clarification needed"
	case Withdrawn:
		return "Withdrawn"
	}
	return onpage.Clean(string(d))
}

// Row is a comment, or an amendment, with what became of it: a row of a
// disposition table. Any field may be "", and whatever is in one goes out: what may
// not be published its caller leaves out.
type Row struct {
	// ID is the comment's or the amendment's own.
	ID string
	// Amendment is the id of the amendment that a comment became part of, and
	// Operation what it does, such as "reword".
	Amendment, Operation string
	// Line, Where and Element tell the place: a line number, the code of an item
	// or a clause, and a paragraph, figure or table within it.
	Line, Where, Element string
	// Type is ge (general), te (technical: of substance) or ed (editorial).
	Type string
	// Who spoke: a body such as "DE", a person such as "R017", or "12 people".
	Who string
	// Comment is what was said, Proposed the change or the words asked for.
	Comment, Proposed string
	Disposition       Disposition
	// Rationale says why, Final is the text as decided, Votes the outcome of the
	// vote with its base, in words.
	Rationale, Final, Votes string
}
