package decide

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Kind is what an event of the log is.
type Kind string

const (
	KindRules    Kind = "rules"
	KindMember   Kind = "member"
	KindOpen     Kind = "open"
	KindVote     Kind = "vote"
	KindClose    Kind = "close"
	KindDecide   Kind = "decide"
	KindSettle   Kind = "settle"
	KindNote     Kind = "note"
	KindWithdraw Kind = "withdraw"
)

var kinds = []Kind{KindRules, KindMember, KindOpen, KindVote, KindClose, KindDecide, KindSettle, KindNote, KindWithdraw}

// Event is one line of the log. Just one of the fields after Prev is set: the one
// that Kind names.
type Event struct {
	// N is the event's number, from 1; it is also its line.
	N int `json:"n"`
	// At is when, as RFC 3339 with the offset from UTC.
	At string `json:"at"`
	// By is the id of who added the event, as that person said: nothing proves it.
	By   string `json:"by"`
	Kind Kind   `json:"kind"`
	// Prev is the SHA-256 of the line before, without its line end; "" in the first.
	Prev string `json:"prev"`

	Rules    *SetRules   `json:"rules,omitempty"`
	Member   *Member     `json:"member,omitempty"`
	Open     *Opening    `json:"open,omitempty"`
	Vote     *Vote       `json:"vote,omitempty"`
	Close    *Closing    `json:"close,omitempty"`
	Decide   *Decision   `json:"decide,omitempty"`
	Settle   *Settlement `json:"settle,omitempty"`
	Note     *Note       `json:"note,omitempty"`
	Withdraw *Withdrawal `json:"withdraw,omitempty"`
}

// SetRules sets the rules of consensus for the rounds opened after it.
type SetRules struct {
	Rules Rules `json:"rules"`
	// Replaces is the hash of the rules that hold until now, and Why the reason;
	// both needed once anybody has voted.
	Replaces string `json:"replaces,omitempty"`
	Why      string `json:"why,omitempty"`
}

// Member is a person of the group. A later event with the same id takes the place
// of the earlier, as when somebody leaves.
type Member struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Group is the stakeholder group, such as "trainers"; "" for none.
	Group string `json:"group,omitempty"`
	Role  Role   `json:"role"`
	// From and Until are the first and the last day (2006-01-02); "" for no bound.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// Ballot is one amendment as it was put to the vote.
type Ballot struct {
	Amendment   string `json:"amendment"`
	Fingerprint string `json:"fingerprint"`
}

// Opening opens a round of votes.
type Opening struct {
	// Round counts from 1.
	Round int `json:"round"`
	// Rules is the hash of the rules that hold.
	Rules      string   `json:"rules"`
	Amendments []Ballot `json:"amendments"`
}

// Vote is what one member says of one amendment in a round. A later one of the
// same member in the same round takes its place.
type Vote struct {
	Round       int    `json:"round"`
	Member      string `json:"member"`
	Amendment   string `json:"amendment"`
	Fingerprint string `json:"fingerprint"`
	// Value is a point of the scale: 1 to 9, 1 to 5, yes or no; or abstain, which a
	// rating scale shows as "unable to rate".
	Value   string `json:"value"`
	Comment string `json:"comment,omitempty"`
}

// Closing closes the round that is open.
type Closing struct {
	Round int `json:"round"`
}

// Decision is what was decided of one amendment.
type Decision struct {
	Amendment   string      `json:"amendment"`
	Fingerprint string      `json:"fingerprint"`
	Operation   string      `json:"operation"`
	Disposition Disposition `json:"disposition"`
	// Rationale says why; needed for all but accepted.
	Rationale string `json:"rationale,omitempty"`
	// Text, Parts (of a split), Level, Kind (of item) and To (UUID of the place of a
	// move) are what was decided in place of what was proposed.
	Text  string `json:"text,omitempty"`
	Parts []Part `json:"parts,omitempty"`
	Level string `json:"level,omitempty"`
	Kind  string `json:"kind,omitempty"`
	To    string `json:"to,omitempty"`
	// Meaning is Editorial or Substantial; needed where a reword or rename is
	// accepted.
	Meaning string `json:"meaning,omitempty"`
	// SameAs is the amendment that this is a duplicate of.
	SameAs string `json:"same_as,omitempty"`
	// Departs says why the decision is not what the vote said; needed where it is not.
	Departs string `json:"departs_because,omitempty"`
}

// Part is one statement that a split makes.
type Part struct {
	Text  string `json:"text"`
	Kind  string `json:"kind,omitempty"`
	Level string `json:"level,omitempty"`
}

// Settlement settles a conflict between amendments: whose wording or place holds,
// or in which order they are applied.
type Settlement struct {
	// Conflict is the class of conflict, such as wording.
	Conflict   string   `json:"conflict"`
	Amendments []Ballot `json:"amendments"`
	// Holds is the amendment that goes before the others; Order lists all of them as
	// they are to be applied. One of the two is set.
	Holds string   `json:"holds,omitempty"`
	Order []string `json:"order,omitempty"`
	Why   string   `json:"why"`
}

// Note is a remark for the record, on an amendment or on none.
type Note struct {
	Amendment string `json:"amendment,omitempty"`
	Text      string `json:"text"`
}

// Withdrawal takes an earlier event back: a vote of the round that is open, a
// decision, a settlement or a note. Both stay in the log.
type Withdrawal struct {
	N   int    `json:"n"`
	Why string `json:"why"`
}

// body gives which of the fields after Prev are set, by their kinds.
func (e *Event) body() (set []Kind) {
	for _, f := range []struct {
		kind Kind
		is   bool
	}{
		{KindRules, e.Rules != nil}, {KindMember, e.Member != nil}, {KindOpen, e.Open != nil}, {KindVote, e.Vote != nil},
		{KindClose, e.Close != nil}, {KindDecide, e.Decide != nil}, {KindSettle, e.Settle != nil}, {KindNote, e.Note != nil},
		{KindWithdraw, e.Withdraw != nil},
	} {
		if f.is {
			set = append(set, f.kind)
		}
	}
	return set
}

// about gives the amendments that an event is about.
func (e *Event) about() (ids []string) {
	ballots := func(list []Ballot) {
		for _, b := range list {
			ids = append(ids, b.Amendment)
		}
	}
	switch {
	case e.Open != nil:
		ballots(e.Open.Amendments)
	case e.Vote != nil:
		ids = []string{e.Vote.Amendment}
	case e.Decide != nil:
		ids = []string{e.Decide.Amendment}
	case e.Settle != nil:
		ballots(e.Settle.Amendments)
	case e.Note != nil && e.Note.Amendment != "":
		ids = []string{e.Note.Amendment}
	}
	return ids
}

// day gives the day of an event at its own place, as 2006-01-02.
func (e *Event) day() string { return e.At[:min(len(e.At), 10)] }

// line gives the one spelling that an event has in the log, without its line end.
func (e *Event) line() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the log is read by people
	if err := enc.Encode(e); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// hash gives the SHA-256 of a line as 64 hex digits.
func hash(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}
