package decide

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/onpage"
)

// round is one round of votes as the log has it.
type round struct {
	n          int
	rules      Rules
	ballots    []Ballot
	prints     map[string]string // the fingerprint that each amendment had
	openedAt   int               // numbers of events
	closedAt   int               // 0 while it is open
	closedDay  string
	votes      map[voteKey]int // the event of the vote that counts
	electorate []Member        // at its close
}

type voteKey struct{ member, amendment string }

// open gives the round that is open, nil where none is.
func (r *replay) open() *round {
	if len(r.rounds) == 0 {
		return nil
	}
	if last := r.rounds[len(r.rounds)-1]; last.closedAt == 0 {
		return last
	}
	return nil
}

func (r *replay) openRound(e *Event) (func(), *finding.Finding) {
	o := e.Open
	if is := r.open(); is != nil {
		return nil, fault("round-open", fmt.Sprintf("round %d", is.n), "", "another round is still open", "Close it first.")
	}
	if r.rules == nil {
		return nil, fault("no-rules", "", "", "no rules of consensus are set", "Set the rules before the first round: they must be known before the first vote.")
	}
	if o.Rules != r.rules.Hash() {
		return nil, fault("other-rules", o.Rules, r.rules.Hash(), "this round names other rules than those that hold", "")
	}
	if o.Round != len(r.rounds)+1 {
		return nil, fault("round", fmt.Sprint(o.Round), fmt.Sprint(len(r.rounds)+1), "rounds are numbered one after another", "")
	}
	prints, f := ballots(o.Amendments, 1)
	if f != nil {
		return nil, f
	}
	return func() {
		r.rounds = append(r.rounds, &round{n: o.Round, rules: *r.rules, ballots: o.Amendments, prints: prints, openedAt: e.N, votes: map[voteKey]int{}})
	}, nil
}

// ballots checks a list of amendments, and gives the fingerprint of each.
func ballots(list []Ballot, least int) (map[string]string, *finding.Finding) {
	prints := make(map[string]string, len(list))
	for _, b := range list {
		if f := ballot(b.Amendment, b.Fingerprint); f != nil {
			return nil, f
		}
		if _, twice := prints[b.Amendment]; twice {
			return nil, fault("twice", b.Amendment, "", "this amendment is listed twice", "")
		}
		prints[b.Amendment] = b.Fingerprint
	}
	if len(list) < least {
		return nil, fault("no-amendments", fmt.Sprint(len(list)), fmt.Sprintf("%d or more", least), "this event names too few amendments", "")
	}
	return prints, nil
}

func ballot(id, print string) *finding.Finding {
	// Ids are printed as they are.
	if blank(id) || len(id) > mostID || onpage.Clean(id) != id {
		return fault("amendment", id, "the id of an amendment of the docket", "this event names no amendment", "")
	}
	if !printForm.MatchString(print) {
		return fault("fingerprint", print, "16 digits from 0 to 9 and a to f", "this is no fingerprint of an amendment", "")
	}
	return nil
}

// abstain is the vote of those who take part without choosing a point of the scale.
const abstain = "abstain"

func (r *replay) vote(e *Event) (func(), *finding.Finding) {
	v := *e.Vote
	o := r.open()
	if o == nil || v.Round != o.n {
		is := "no round is open"
		if o != nil {
			is = fmt.Sprintf("round %d is open", o.n)
		}
		return nil, fault("round-closed", fmt.Sprintf("round %d", v.Round), is, "this is a vote in a round that is not open", "Votes in a closed round stay as they are; vote in the next.")
	}
	print, asked := o.prints[v.Amendment]
	if !asked {
		return nil, fault("not-asked", v.Amendment, "", "this amendment is not put to the vote in this round", "")
	}
	if v.Fingerprint != print {
		return nil, fault("stale", v.Fingerprint, print, "this is a vote on another text than the one that is put to the vote", "Take a new ballot sheet.")
	}
	m, known := r.members[v.Member]
	switch {
	case !known:
		return nil, fault("not-a-member", v.Member, "", "nobody with this id is in the group", finding.DidYouMean(v.Member, r.order))
	case !m.Role.Votes():
		return nil, fault("no-vote", v.Member, "", "this person has no vote", "A secretary records votes; only members and chairs vote.")
	case !m.in(e.day()):
		return nil, fault("not-a-member", v.Member, m.between(), "this person was not in the group on that day", "")
	}
	if v.Value != abstain && !slices.Contains(o.rules.Scale.points(), v.Value) {
		return nil, fault("vote", v.Value, strings.Join(o.rules.Scale.points(), ", ")+" or "+abstain, "this is no vote on the scale of this round", "")
	}
	if f := tooLong(v.Comment); f != nil {
		return nil, f
	}
	return func() {
		r.voted = true
		o.votes[voteKey{v.Member, v.Amendment}] = e.N
	}, nil
}

func (r *replay) closeRound(e *Event) (func(), *finding.Finding) {
	o := r.open()
	if o == nil || e.Close.Round != o.n {
		return nil, fault("round-closed", fmt.Sprintf("round %d", e.Close.Round), "", "this round is not open", "")
	}
	return func() {
		o.closedAt, o.closedDay = e.N, e.day()
		o.electorate = r.electorate(o, e.day())
	}, nil
}

// electorate gives those whose votes a round waits for: members with a vote on a
// day, and whoever has voted in it, in the order in which they came to the group.
func (r *replay) electorate(o *round, day string) (list []Member) {
	has := map[string]bool{}
	for k := range o.votes {
		has[k.member] = true
	}
	for _, id := range r.order {
		if m := r.members[id]; has[id] || m.Role.Votes() && m.in(day) {
			list = append(list, m)
		}
	}
	return list
}
