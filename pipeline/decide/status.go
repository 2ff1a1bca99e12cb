package decide

import (
	"fmt"
	"strings"

	"concord/pipeline/onpage"
)

// Status tells how far the group has got: amendments by state, the rules, the round
// that is open and who has yet to vote in it, and what waits to be done. It never
// tells how anybody voted in an open round.
func (l *Log) Status(docket []Amendment) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	list, gone := l.Standings(docket)
	count := map[State]int{}
	for i := range list {
		count[list[i].State]++
	}
	var states []string
	for _, s := range States {
		if count[s] > 0 {
			states = append(states, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	if len(list) == 0 {
		line("The docket has no amendments.")
	} else {
		line("%s: %s.", plural(len(list), "amendment"), strings.Join(states, ", "))
	}
	if n := len(l.Events); n > 0 {
		line("The log has %s; the last line's hash is %s.", plural(n, "event"), short(l.Head))
	} else {
		line("The log is empty.")
	}
	if rules, set := l.Rules(); set {
		line("Rules %s: %s", short(rules.Hash()), onpage.Clean(rules.Words()))
	} else {
		line("No rules of consensus are set; they must be set before the first round.")
	}
	l.statusRound(line)
	for _, t := range []struct {
		state State
		what  string
	}{{Voted, "Voted on, not decided"}, {Stale, "Stale: the docket has changed since, so they must be voted on or decided again"}} {
		var ids []string
		for i := range list {
			if list[i].State == t.state {
				ids = append(ids, list[i].Amendment.ID)
			}
		}
		if len(ids) > 0 {
			line("%s: %s.", t.what, clean(ids))
		}
	}
	var waiting []string
	for i := range list {
		if d := list[i].Decision; d != nil && d.Disposition.Open() {
			waiting = append(waiting, fmt.Sprintf("%s (%s)", onpage.Clean(list[i].Amendment.ID), d.Disposition))
		}
	}
	if len(waiting) > 0 {
		line("Put off: %s.", strings.Join(waiting, ", "))
	}
	if len(gone) > 0 {
		line("In the log, but no longer in the docket: %s.", clean(gone))
	}
	return b.String()
}

func clean(ids []string) string { return onpage.Clean(strings.Join(ids, ", ")) }

// statusRound tells of the last round.
func (l *Log) statusRound(line func(string, ...any)) {
	if len(l.state.rounds) == 0 {
		line("No round has been opened.")
		return
	}
	o := l.state.rounds[len(l.state.rounds)-1]
	if o.closedAt > 0 {
		outcomes, _ := l.Outcomes(o.n) // it is closed
		count := map[Result]int{}
		for _, out := range outcomes {
			count[out.Result]++
		}
		line("Round %d closed on %s: of %s, %d for, %d against, %d without consensus, %d that cannot be told.", o.n, o.closedDay,
			plural(len(outcomes), "amendment"), count[For], count[Against], count[None], count[Unknown])
		return
	}
	members := l.state.waiting(o)
	given := map[string]int{}
	for k := range o.votes {
		given[k.member]++
	}
	voters, votes := 0, 0
	for _, m := range members {
		if given[m.ID] > 0 {
			voters++
		}
		votes += given[m.ID]
	}
	asked := len(o.ballots)
	line("Round %d is open on %s. %d of %s with a vote have voted; %d of %d votes are in.", o.n, plural(asked, "amendment"), voters, plural(len(members), "member"), votes, asked*len(members))
	width := 0
	for _, m := range members {
		width = max(width, len(m.ID))
	}
	for _, m := range members {
		line("  %-*s  %d of %d", width, m.ID, given[m.ID], asked)
	}
	short := 0
	for _, out := range o.ballots {
		n := 0
		for _, m := range members {
			if _, is := o.votes[voteKey{m.ID, out.Amendment}]; is {
				n++
			}
		}
		if o.rules.QuorumOf > 0 && n*o.rules.QuorumOf < o.rules.QuorumPart*len(members) {
			short++
		}
	}
	if short > 0 {
		line("  Below the quorum so far: %s.", plural(short, "amendment"))
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
