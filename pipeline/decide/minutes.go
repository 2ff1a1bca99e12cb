package decide

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/onpage"
)

// Minutes tells what was done on a day (2006-01-02) as Markdown: who is in the
// group, rules that were set, rounds opened and closed with their outcomes,
// decisions with their reasons, conflicts settled, what was taken back, and notes.
// How single members voted is not in it. "" where nothing was done on that day.
func (l *Log) Minutes(day string, docket []Amendment) string {
	where := map[string]Amendment{}
	for _, a := range docket {
		where[a.ID] = a
	}
	var members, rules, rounds, decisions, settled, back, notes, tables []string
	last := 0
	voted := map[int]map[string]bool{}
	for i := range l.Events {
		e := &l.Events[i]
		if e.day() != day {
			continue
		}
		last = e.N
		stamp := fmt.Sprintf(" (event %d, %s)", e.N, e.By)
		if n, gone := l.state.withdrawn[e.N]; gone {
			stamp = fmt.Sprintf(" (event %d, %s; taken back by event %d)", e.N, e.By, n)
		}
		switch e.Kind {
		case KindMember:
			members = append(members, "- "+onpage.Markdown(memberWords(e.Member))+stamp)
		case KindRules:
			text := onpage.Markdown(e.Rules.Rules.Words())
			if e.Rules.Replaces != "" {
				text += " They replace the rules " + short(e.Rules.Replaces) + ": " + onpage.Markdown(e.Rules.Why)
			}
			rules = append(rules, fmt.Sprintf("- Rules %s%s. %s", short(e.Rules.Rules.Hash()), stamp, text))
		case KindOpen:
			rounds = append(rounds, fmt.Sprintf("- Round %d opened on %s, by the rules %s%s.", e.Open.Round, plural(len(e.Open.Amendments), "amendment"), short(e.Open.Rules), stamp))
		case KindVote:
			if voted[e.Vote.Round] == nil {
				voted[e.Vote.Round] = map[string]bool{}
			}
			voted[e.Vote.Round][e.Vote.Member] = true
		case KindClose:
			rounds = append(rounds, fmt.Sprintf("- Round %d closed%s.", e.Close.Round, stamp))
			tables = append(tables, l.outcomeTable(e.Close.Round, where))
		case KindDecide:
			decisions = append(decisions, l.minute(e, where)+stamp)
		case KindSettle:
			settled = append(settled, "- "+onpage.Markdown(e.Settle.words())+stamp)
		case KindWithdraw:
			back = append(back, fmt.Sprintf("- Event %d (%s) was taken back: %s%s", e.Withdraw.N, l.Events[e.Withdraw.N-1].Kind, onpage.Markdown(e.Withdraw.Why), stamp))
		case KindNote:
			on := ""
			if e.Note.Amendment != "" {
				on = title(where, e.Note.Amendment) + ": "
			}
			notes = append(notes, "- "+on+onpage.Markdown(e.Note.Text)+stamp)
		}
	}
	if last == 0 {
		return ""
	}
	for n, o := range l.state.rounds {
		if who := voted[n+1]; len(who) > 0 {
			rounds = append(rounds, fmt.Sprintf("- Votes of %s came in for round %d.", plural(len(who), "member"), o.n))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Minutes of %s\n", onpage.Markdown(day))
	for _, part := range []struct {
		title string
		lines []string
	}{
		{"Members", members}, {"Rules of consensus", rules}, {roundsTitle, rounds}, {"Decisions", decisions},
		{"Conflicts settled", settled}, {"Taken back", back}, {"Notes", notes},
	} {
		if len(part.lines) > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", part.title, strings.Join(part.lines, "\n"))
		}
		if part.title == roundsTitle {
			b.WriteString(strings.Join(tables, ""))
		}
	}
	head := l.Head
	if last < len(l.Events) {
		head = l.Events[last].Prev
	}
	fmt.Fprintf(&b, "\nAfter event %d the last line of the log has the SHA-256 `%s`.\n", last, head)
	return b.String()
}

const roundsTitle = "Rounds"

// outcomeTable gives what came of a closed round as a Markdown table, and who is in
// its base.
func (l *Log) outcomeTable(n int, docket map[string]Amendment) string {
	outcomes, err := l.Outcomes(n)
	if err != nil || len(outcomes) == 0 {
		return ""
	}
	r := outcomes[0].Rules
	var b strings.Builder
	fmt.Fprintf(&b, "\nOutcomes of round %d. Shares are of %s.\n\n", n, r.baseWords())
	header := []string{"amendment", "outcome", "for", "against", r.Scale.abstainedWords(), "did not vote"}
	if r.Scale.rated() {
		header = append(header, "median", "interquartile range")
	}
	if r.Scale == Nine {
		header = append(header, "disagreement index")
	}
	if r.GroupsFrom > 0 {
		header = append(header, fmt.Sprintf("groups (%d or more in the base are asked)", r.GroupsFrom))
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(header, " | "), strings.Repeat(" --- |", len(header)))
	for _, o := range outcomes {
		c := o.All
		result := fmt.Sprintf("**%s**", o.Result)
		if o.Result == Unknown {
			result += ": " + onpage.Markdown(o.Why)
		}
		row := []string{title(docket, o.Amendment), result, Of(c.For, c.Base), Of(c.Against, c.Base), fmt.Sprint(c.Abstained), fmt.Sprint(c.Members - c.Voted)}
		if r.Scale.rated() {
			row = append(row, Figure(c.Median), Figure(c.IQR))
		}
		if r.Scale == Nine {
			row = append(row, Figure(c.Index))
		}
		if r.GroupsFrom > 0 {
			var groups []string
			for _, g := range o.Groups {
				groups = append(groups, fmt.Sprintf("%s %d for, %d against of %d", onpage.Markdown(g.Group), g.For, g.Against, g.Base))
			}
			row = append(row, strings.Join(groups, "; "))
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
	}
	return b.String()
}

// Days gives the days on which something was recorded, in the order of the calendar.
func (l *Log) Days() (days []string) {
	for i := range l.Events {
		days = append(days, l.Events[i].day())
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func memberWords(m *Member) string {
	out := fmt.Sprintf("%s (%s): %s", m.Name, m.ID, m.Role)
	if m.Group != "" {
		out += ", stakeholder group " + m.Group
	}
	if m.From != "" {
		out += ", from " + m.From
	}
	if m.Until != "" {
		out += ", until " + m.Until
	}
	return out
}

// title names an amendment in Markdown.
func title(docket map[string]Amendment, id string) string {
	a, is := docket[id]
	if !is {
		return onpage.Markdown(id)
	}
	return onpage.Markdown(strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", id, a.Operation, a.Where)), " "))
}

// minute tells one decision.
func (l *Log) minute(e *Event, docket map[string]Amendment) string {
	d := e.Decide
	out := fmt.Sprintf("- %s: **%s**", title(docket, d.Amendment), d.Disposition)
	more := *d
	more.Disposition, more.Rationale, more.Departs = "", "", ""
	if rest := strings.TrimLeft(more.words(), ";, "); rest != "" {
		out += " (" + onpage.Markdown(rest) + ")"
	}
	if d.Rationale != "" {
		out += ". " + onpage.Markdown(d.Rationale)
	}
	if d.Departs != "" {
		out += ". Departs from the vote: " + onpage.Markdown(d.Departs)
	}
	return out
}
