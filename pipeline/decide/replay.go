package decide

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"concord/pipeline/finding"
	"concord/pipeline/onpage"
)

// replay is what the events of a log, one after another, come to. It refuses the
// first that cannot follow those before it.
type replay struct {
	events  []Event
	members map[string]Member
	order   []string // ids of members, as they came
	rules   *Rules
	rounds  []*round
	voted   bool
	// decided has the event of the decision that stands, by amendment; withdrawn the
	// event that took another back.
	decided   map[string]int
	withdrawn map[int]int
	latest    time.Time
}

func newReplay() *replay {
	return &replay{members: map[string]Member{}, decided: map[string]int{}, withdrawn: map[int]int{}}
}

// ClockTolerance is how far an event's time may lie before that of the event before
// it: the clocks of two computers differ. More is a warning; the order of events is
// that of their numbers.
const ClockTolerance = 10 * time.Minute

const (
	mostText = 64 << 10 // bytes of one text in an event
	mostID   = 200
)

var (
	memberForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)
	printForm  = regexp.MustCompile(`^[0-9a-f]{16}$`)
	uuidForm   = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
)

// dayIs tells whether a text is a day, as 2006-01-02.
func dayIs(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// apply takes one more event, or says why it cannot follow. The warning is of an
// event that is taken all the same. The events given so far are not changed.
func (r *replay) apply(e Event) (wrong, warning *finding.Finding) {
	if f := oneOf("kind", "kind of event", e.Kind, kinds); f != nil {
		return f, nil
	}
	if set := e.body(); len(set) != 1 || set[0] != e.Kind {
		return fault("kind", strings.Join(texts(set), ", "), fmt.Sprintf("just one part, %q", e.Kind), "what this event says is not what its kind says", ""), nil
	}
	at, err := time.Parse(time.RFC3339, e.At)
	// Day() takes the first ten characters, so no other spelling will do.
	if err != nil || at.Format(time.RFC3339) != e.At {
		return fault("time", e.At, "such as 2026-05-14T10:30:00+01:00", "this is no time with its offset", "Give the day, the time to the second, and the offset from UTC (Z for none)."), nil
	}
	if f := r.mayAct(&e); f != nil {
		return f, nil
	}
	var take func()
	switch e.Kind {
	case KindRules:
		take, wrong = r.setRules(&e)
	case KindMember:
		take, wrong = r.setMember(&e)
	case KindOpen:
		take, wrong = r.openRound(&e)
	case KindVote:
		take, wrong = r.vote(&e)
	case KindClose:
		take, wrong = r.closeRound(&e)
	case KindDecide:
		take, wrong = r.decide(&e)
	case KindSettle:
		take, wrong = r.settle(&e)
	case KindNote:
		take, wrong = r.note(&e)
	case KindWithdraw:
		take, wrong = r.withdraw(&e)
	}
	if wrong != nil {
		return wrong, nil
	}
	if at.Add(ClockTolerance).Before(r.latest) {
		warning = fault("time", e.At, fmt.Sprintf("no earlier than %s", r.events[len(r.events)-1].At),
			"this event says that it was before the one above it", "The clock of one of the computers was wrong. The order of events is that of their numbers.")
		warning.Severity = finding.Warning
	}
	r.latest = at
	r.events = append(r.events, e)
	take()
	return nil, warning
}

// mayAct faults an event by somebody who may not add it.
func (r *replay) mayAct(e *Event) *finding.Finding {
	if !memberForm.MatchString(e.By) {
		return badID(e.By)
	}
	m, known := r.members[e.By]
	if !known {
		// Somebody must be the first: the chair or the secretary enters themselves.
		if len(r.members) == 0 && e.Member != nil && e.Member.ID == e.By && e.Member.Role.Records() {
			return nil
		}
		if len(r.members) == 0 {
			return fault("not-a-member", e.By, "", "the group has no members yet", "First the chair or the secretary is entered as a member, by themselves.")
		}
		return fault("not-a-member", e.By, "", "nobody with this id is in the group", finding.DidYouMean(e.By, r.order))
	}
	// A group whose last chair has left would otherwise never have another, and one
	// whose first day was mistyped could not correct it.
	if e.Kind == KindMember && (!r.led(e.day()) || m.Role.Records() && m.stays(e.day())) {
		return nil
	}
	if !m.in(e.day()) {
		return fault("not-a-member", e.By, m.between(), "this person was not in the group on that day", "")
	}
	recorded := e.Kind == KindRules || e.Kind == KindMember || e.Kind == KindOpen || e.Kind == KindClose || e.Kind == KindDecide || e.Kind == KindSettle ||
		e.Vote != nil && e.Vote.Member != e.By
	if recorded && !m.Role.Records() {
		what := map[Kind]string{KindVote: "enter another member's vote"}[e.Kind]
		if what == "" {
			what = "add an event of this kind"
		}
		return fault("not-allowed", e.By, "the chair or the secretary", "this member may not "+what, "")
	}
	return nil
}

// led tells whether the group has a chair or a secretary on a day, or will have: who
// gives an earlier day finds no group without one.
func (r *replay) led(day string) bool {
	return slices.ContainsFunc(r.order, func(id string) bool {
		m := r.members[id]
		return m.Role.Records() && m.stays(day)
	})
}

func badID(id string) *finding.Finding {
	return fault("member-id", id, "letters from a to z, digits, - and _, 32 at most, beginning with a letter or a digit", "this cannot be a member's id", "Take a short name or initials, such as ann or member-2.")
}

// in tells whether a member was in the group on a day.
func (m Member) in(day string) bool {
	return (m.From == "" || m.From <= day) && m.stays(day)
}

// stays tells whether a member has not left by a day.
func (m Member) stays(day string) bool { return m.Until == "" || day <= m.Until }

func (m Member) between() string {
	switch {
	case m.From != "" && m.Until != "":
		return "a day from " + m.From + " to " + m.Until
	case m.From != "":
		return "a day from " + m.From
	}
	return "a day up to " + m.Until
}

// blank tells whether a text says nothing.
func blank(s string) bool { return strings.TrimSpace(s) == "" }

// tooLong faults a text that no person wrote for this place.
func tooLong(list ...string) *finding.Finding {
	for _, s := range list {
		if len(s) > mostText {
			return fault("too-long", s, fmt.Sprintf("%d KB at most", mostText>>10), "this text is too long", "Keep what the group needs to know, and name the document that has the rest.")
		}
	}
	return nil
}

func (r *replay) setMember(e *Event) (func(), *finding.Finding) {
	m := *e.Member
	if !memberForm.MatchString(m.ID) {
		return nil, badID(m.ID)
	}
	if f := oneOf("role", "role in the group", string(m.Role), roles); f != nil {
		return nil, f
	}
	for _, d := range []string{m.From, m.Until} {
		if d != "" && !dayIs(d) {
			return nil, fault("day", d, "such as 2026-05-14", "this is no day", "")
		}
	}
	if m.From != "" && m.Until != "" && m.Until < m.From {
		return nil, fault("day", m.Until, "a day from "+m.From+" on", "the last day in the group lies before the first", "")
	}
	if blank(m.Name) {
		return nil, fault("member-name", m.Name, "", "a member needs a name", "Give the name by which the group knows this member; it need not be a full name.")
	}
	if f := tooLong(m.Name, m.Group); f != nil {
		return nil, f
	}
	return func() {
		if _, known := r.members[m.ID]; !known {
			r.order = append(r.order, m.ID)
		}
		r.members[m.ID] = m
	}, nil
}

func (r *replay) setRules(e *Event) (func(), *finding.Finding) {
	rules := e.Rules.Rules
	if f := rules.check(); f != nil {
		return nil, f
	}
	if o := r.open(); o != nil {
		return nil, fault("rules-late", fmt.Sprintf("round %d is open", o.n), "", "the rules of a round cannot be changed while it is open", "Close the round; new rules hold from the next.")
	}
	if r.rules != nil && r.voted && (e.Rules.Replaces != r.rules.Hash() || blank(e.Rules.Why)) {
		return nil, fault("rules-late", e.Rules.Replaces, "the hash of the rules that hold, "+r.rules.Hash()+", and a reason",
			"members have voted by the rules that hold, and this does not say that it replaces them and why", "Say why the rules are replaced (--why WHY). Outcomes of earlier rounds stay as they are.")
	}
	if f := tooLong(e.Rules.Why); f != nil {
		return nil, f
	}
	return func() { r.rules = &rules }, nil
}

func (r *replay) settle(e *Event) (func(), *finding.Finding) {
	s := e.Settle
	prints, f := ballots(s.Amendments, 2)
	if f != nil {
		return nil, f
	}
	if f := tooLong(s.Why, s.Conflict); f != nil {
		return nil, f
	}
	switch {
	case blank(s.Conflict):
		return nil, fault("conflict", "", "such as wording", "this does not say which conflict it settles", "")
	case blank(s.Why):
		return nil, fault("no-rationale", "", "a reason", "this does not say why the conflict is settled so", "")
	case (s.Holds == "") == (len(s.Order) == 0):
		return nil, fault("settle", "", "the amendment that holds, or the order of all", "this does not say how the conflict is settled", "Say which amendment holds, or in which order they are applied: one of the two.")
	case s.Holds != "":
		if _, named := prints[s.Holds]; !named {
			return nil, fault("settle", s.Holds, "", "the amendment that is to hold is none of those in conflict", "")
		}
	default:
		seen := map[string]bool{}
		for _, id := range s.Order {
			if _, named := prints[id]; !named || seen[id] {
				return nil, fault("settle", id, "each amendment in conflict once", "the order does not list the amendments in conflict", "")
			}
			seen[id] = true
		}
		if len(seen) != len(prints) {
			return nil, fault("settle", strings.Join(s.Order, ", "), "each amendment in conflict once", "the order leaves out an amendment in conflict", "")
		}
	}
	return func() {}, nil
}

func (r *replay) note(e *Event) (func(), *finding.Finding) {
	if blank(e.Note.Text) {
		return nil, fault("no-text", "", "", "this note is empty", "")
	}
	if id := e.Note.Amendment; len(id) > mostID || onpage.Clean(id) != id {
		return nil, fault("amendment", e.Note.Amendment, "the id of an amendment", "this event names no amendment", "")
	}
	return func() {}, tooLong(e.Note.Text)
}

func (r *replay) withdraw(e *Event) (func(), *finding.Finding) {
	w := *e.Withdraw
	if w.N < 1 || w.N > len(r.events) {
		return nil, fault("withdraw", fmt.Sprint(w.N), fmt.Sprintf("the number of an event, 1 to %d", len(r.events)), "there is no such event to take back", "")
	}
	if blank(w.Why) {
		return nil, fault("no-rationale", "", "a reason", "this does not say why the event is taken back", "")
	}
	if f := tooLong(w.Why); f != nil {
		return nil, f
	}
	if by, gone := r.withdrawn[w.N]; gone {
		return nil, fault("withdraw", fmt.Sprint(w.N), "", fmt.Sprintf("this event was taken back already, by event %d", by), "")
	}
	was := &r.events[w.N-1]
	// What a chair recorded is the group's, also when they are chair no more.
	own := was.Note != nil && was.By == e.By || was.Vote != nil && (was.By == e.By || was.Vote.Member == e.By)
	if !own && !r.members[e.By].Role.Records() {
		return nil, fault("not-allowed", e.By, "the chair or the secretary", "this member may take back their own votes and notes only", "")
	}
	take := func() { r.withdrawn[w.N] = e.N }
	switch was.Kind {
	case KindVote:
		if o := r.open(); o == nil || o.n != was.Vote.Round {
			return nil, fault("round-closed", fmt.Sprintf("round %d", was.Vote.Round), "", "a vote cannot be taken back after its round was closed", "Vote otherwise in the next round.")
		}
		key := voteKey{was.Vote.Member, was.Vote.Amendment}
		if r.open().votes[key] != w.N {
			return nil, fault("withdraw", fmt.Sprint(w.N), "", "a later vote has taken the place of this one", fmt.Sprintf("Take back event %d.", r.open().votes[key]))
		}
		// What was said before comes not back: whoever takes a vote back has none.
		return func() { take(); delete(r.open().votes, key) }, nil
	case KindDecide:
		id := was.Decide.Amendment
		if r.decided[id] != w.N {
			return nil, fault("withdraw", fmt.Sprint(w.N), "", "a later decision has taken the place of this one", fmt.Sprintf("Take back event %d.", r.decided[id]))
		}
		return func() { take(); delete(r.decided, id) }, nil
	case KindSettle, KindNote:
		return take, nil
	}
	how := map[Kind]string{
		KindRules: "Set other rules.", KindMember: "Enter the member again as it should be.", KindOpen: "Close the round.",
		KindClose: "Open another round.", KindWithdraw: "Add the event again that was taken back.",
	}[was.Kind]
	return nil, fault("withdraw", string(was.Kind), "a vote, a decision, a settlement or a note", "an event of this kind cannot be taken back", how)
}
