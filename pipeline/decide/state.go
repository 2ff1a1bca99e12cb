package decide

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/onpage"
)

// State is how far the group has got with an amendment.
type State string

const (
	Proposed State = "proposed" // nobody was asked yet
	Voting   State = "voting"   // it is in the round that is open
	Voted    State = "voted"    // a round on it is closed, nothing is decided
	Decided  State = "decided"
	// Stale: what was voted on or decided was another text than the docket has now.
	Stale State = "stale"
)

// States lists every State, in the order in which an amendment goes through them.
var States = []State{Proposed, Voting, Voted, Decided, Stale}

// Standing is where one amendment of the docket stands, with all that is behind it.
type Standing struct {
	Amendment Amendment
	State     State
	// Outcomes are of the closed rounds on the text as it is now, the earliest first.
	Outcomes []Outcome
	// Decision is the one that stands on this text, DecidedBy its event; nil where
	// nothing is decided.
	Decision  *Decision
	DecidedBy *Event
	// EarlierText is true where members voted on, or a standing decision is on, another
	// text than the docket has now.
	EarlierText bool
	// Departs is true where the decision is not what the last vote came to.
	Departs bool
	// Settlements are the events that settle conflicts of this text with others that
	// are as they were, too.
	Settlements []Event
	// Events are the numbers of all events about it, on this text and on earlier ones.
	Events []int
}

// Standings gives where each amendment of the docket stands, in the docket's order,
// and the ids of amendments that the log speaks of and the docket no longer has, in
// the order of the alphabet.
func (l *Log) Standings(docket []Amendment) (list []Standing, gone []string) {
	about := map[string][]int{}
	for i := range l.Events {
		e := &l.Events[i]
		ids := e.about()
		if w := e.Withdraw; w != nil {
			ids = l.Events[w.N-1].about()
		}
		for _, id := range ids {
			if of := about[id]; len(of) == 0 || of[len(of)-1] != e.N {
				about[id] = append(of, e.N)
			}
		}
	}
	prints := map[string]string{}
	for _, a := range docket {
		prints[a.ID] = a.Fingerprint
	}
	for _, a := range docket {
		list = append(list, l.standing(a, about[a.ID], prints))
		delete(about, a.ID)
	}
	for id := range about {
		gone = append(gone, id)
	}
	slices.Sort(gone)
	return list, gone
}

func (l *Log) standing(a Amendment, events []int, prints map[string]string) Standing {
	s := Standing{Amendment: a, State: Proposed, Events: events}
	voting, other := false, false
	for _, n := range events {
		e := &l.Events[n-1]
		_, gone := l.state.withdrawn[n]
		switch {
		case e.Open != nil:
			o := l.state.rounds[e.Open.Round-1]
			switch {
			case o.prints[a.ID] != a.Fingerprint:
				other = true
			case o.closedAt == 0:
				voting = true
			default:
				s.Outcomes = append(s.Outcomes, o.outcome(l.Events, a.ID))
			}
		case e.Settle != nil && !gone:
			if !slices.ContainsFunc(e.Settle.Amendments, func(b Ballot) bool { return prints[b.Amendment] != b.Fingerprint }) {
				s.Settlements = append(s.Settlements, *e)
			}
		}
	}
	if d, e := l.Decided(a.ID); d != nil {
		if d.Fingerprint == a.Fingerprint {
			s.Decision, s.DecidedBy = d, e
		} else {
			other = true
		}
	}
	s.EarlierText = other
	switch {
	case voting:
		s.State = Voting
	case s.Decision != nil:
		s.State = Decided
		if n := len(s.Outcomes); n > 0 {
			s.Departs = departs(s.Decision.Disposition, s.Outcomes[n-1].Result)
		}
	case len(s.Outcomes) > 0:
		s.State = Voted
	case other:
		s.State = Stale
	}
	return s
}

// VotedOtherwise gives the number of the last closed round in which other words of an
// amendment were voted on, 0 where there is none or where its words as they are now
// were voted on too.
func (l *Log) VotedOtherwise(a Amendment) int {
	last := 0
	for _, o := range l.state.rounds {
		switch print, asked := o.prints[a.ID]; {
		case !asked || o.closedAt == 0:
		case print == a.Fingerprint:
			return 0
		default:
			last = o.n
		}
	}
	return last
}

// Who gives a member's name and id, or the id alone of somebody unknown.
func (l *Log) Who(id string) string {
	if m, known := l.state.members[id]; known && m.Name != id {
		return fmt.Sprintf("%s (%s)", m.Name, id)
	}
	return id
}

// History tells what became of one amendment, event by event, as lines for people.
// A vote in a round that is open is told as a vote, without what it says.
func (l *Log) History(amendment string) (lines []string) {
	list, _ := l.Standings([]Amendment{{ID: amendment}})
	for _, n := range list[0].Events {
		e := &l.Events[n-1]
		line := onpage.Clean(fmt.Sprintf("%d. %s, %s: %s", n, e.At, l.Who(e.By), l.tell(e, amendment)))
		if by, gone := l.state.withdrawn[n]; gone {
			line += fmt.Sprintf(" [taken back by event %d]", by)
		}
		lines = append(lines, line)
	}
	return lines
}

// tell says an event in words; of a round, what concerns one amendment.
func (l *Log) tell(e *Event, amendment string) string {
	switch e.Kind {
	case KindRules:
		return "set the rules of consensus: " + e.Rules.Rules.Words()
	case KindMember:
		return "entered " + memberWords(e.Member)
	case KindOpen:
		o := l.state.rounds[e.Open.Round-1]
		out := fmt.Sprintf("opened round %d, on the text %s, by the rules %s", o.n, o.prints[amendment], short(e.Open.Rules))
		if o.closedAt > 0 {
			result := o.outcome(l.Events, amendment)
			out += fmt.Sprintf("; closed on %s by event %d: %s (%s)", o.closedDay, o.closedAt, result.Result, result.Why)
		}
		return out
	case KindVote:
		v := e.Vote
		o := l.state.rounds[v.Round-1]
		out := fmt.Sprintf("voted in round %d", v.Round)
		if v.Member != e.By {
			out = fmt.Sprintf("entered the vote of %s in round %d", l.Who(v.Member), v.Round)
		}
		if o.closedAt == 0 {
			return out
		}
		value := v.Value
		if value == abstain && o.rules.Scale.rated() {
			value = "unable to rate"
		}
		if out += ": " + value; v.Comment != "" {
			out += fmt.Sprintf(" (%q)", v.Comment)
		}
		return out
	case KindClose:
		return fmt.Sprintf("closed round %d", e.Close.Round)
	case KindDecide:
		return "decided " + e.Decide.words()
	case KindSettle:
		return "settled " + e.Settle.words()
	case KindNote:
		return "noted " + fmt.Sprintf("%q", e.Note.Text)
	}
	return fmt.Sprintf("took event %d back: %s", e.Withdraw.N, e.Withdraw.Why)
}

// words says a decision in a line.
func (d *Decision) words() string {
	var b strings.Builder
	b.WriteString(string(d.Disposition))
	if d.SameAs != "" {
		b.WriteString(" of " + d.SameAs)
	}
	if d.Meaning != "" {
		b.WriteString(", " + d.Meaning)
	}
	for _, part := range []struct{ what, text string }{{"text", d.Text}, {"kind", d.Kind}, {"level", d.Level}, {"to", d.To}} {
		if part.text != "" {
			fmt.Fprintf(&b, "; %s %q", part.what, part.text)
		}
	}
	for i, p := range d.Parts {
		fmt.Fprintf(&b, "; part %d %q", i+1, p.Text)
	}
	if d.Rationale != "" {
		b.WriteString("; because " + d.Rationale)
	}
	if d.Departs != "" {
		b.WriteString("; departs from the vote because " + d.Departs)
	}
	return b.String()
}

// words says a settlement in a line.
func (s *Settlement) words() string {
	var ids []string
	for _, b := range s.Amendments {
		ids = append(ids, b.Amendment)
	}
	how := s.Holds + " holds"
	if s.Holds == "" {
		how = "in the order " + strings.Join(s.Order, ", ")
	}
	return fmt.Sprintf("the %s conflict of %s: %s, because %s", s.Conflict, strings.Join(ids, " and "), how, s.Why)
}

// short gives the first digits of a hash, enough to compare by eye.
func short(hash string) string { return hash[:min(12, len(hash))] }
