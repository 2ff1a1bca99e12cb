package decide

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/onpage"
	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// Result is what a vote came to by the rules.
type Result string

const (
	For     Result = "for"
	Against Result = "against"
	// None is that there is no consensus; it is not a vote against.
	None Result = "no consensus"
	// Unknown is that it cannot be told: too few voted, or nobody.
	Unknown Result = "cannot be told"
)

// Count is the votes of the whole group, or of one stakeholder group, on one
// amendment.
type Count struct {
	// Group is the stakeholder group; "" for the whole group.
	Group string
	// Members have a vote; Voted of them did, Abstained of whom chose no point of the
	// scale. The rest did not vote.
	Members, Voted, Abstained int
	// Base is what shares are of, by the rules.
	Base int
	// Points counts votes by the points of the scale, from against to for.
	Points []int
	// For, Between and Against divide the votes on the scale.
	For, Between, Against int
	// Median, IQR and Index (the disagreement index, above 1 is disagreement; 1-9
	// only) are NaN where they cannot be told.
	Median, IQR, Index float64
	Disagreement       bool
	// Tested is true where the rules ask for the threshold in this group too.
	Tested bool
}

// Outcome is what came of one amendment in one closed round.
type Outcome struct {
	Round                  int
	Amendment, Fingerprint string
	// Rules are those of the round; BaseRule says in words who is in the base.
	Rules    Rules
	BaseRule string
	Result   Result
	// Why says it in a sentence, with every count and its base.
	Why string
	// All is the whole group; Groups are in the order of the alphabet, without those
	// who are in none.
	All    Count
	Groups []Count
}

// Turnout is what may be told of a round while it is open: how many voted, and
// nothing of how.
type Turnout struct {
	Round     int
	Amendment string
	// Members have a vote; Voted of them did.
	Members, Voted int
}

// count counts the votes of some members on an amendment. Votes of members whose
// group is outside the overall base are left out of the points of the whole group.
func (o *round) count(events []Event, members []Member, group, amendment string) Count {
	points := o.rules.Scale.points()
	c := Count{Group: group, Points: make([]int, len(points))}
	for _, m := range members {
		if group != "" && m.Group != group || group == "" && slices.Contains(o.rules.OverallWithout, m.Group) {
			continue
		}
		c.Members++
		at, voted := o.votes[voteKey{m.ID, amendment}]
		if !voted {
			continue
		}
		c.Voted++
		if i := slices.Index(points, events[at-1].Vote.Value); i >= 0 {
			c.Points[i]++
		} else {
			c.Abstained++
		}
	}
	ends := o.rules.Scale.ends()
	for i, n := range c.Points {
		switch {
		case i < ends:
			c.Against += n
		case i >= len(points)-ends:
			c.For += n
		default:
			c.Between += n
		}
	}
	if c.Base = c.Voted - c.Abstained; o.rules.AbstentionsCount {
		c.Base = c.Voted
	}
	c.Median, c.IQR, c.Index = math.NaN(), math.NaN(), math.NaN()
	if o.rules.Scale.rated() {
		c.rate(o.rules)
	}
	return c
}

// rate fills in what is told of ratings.
func (c *Count) rate(r Rules) {
	ratings := c.ratings()
	// None of these can fail: ratings are points of the scale, the type was checked.
	c.Median, _ = stats.Quantile(ratings, 0.5, r.Quantile)
	c.IQR, _ = stats.IQR(ratings, r.Quantile)
	if r.Scale == Nine {
		panel, _ := stats.RateRandUCLA(ratings, r.Quantile)
		c.Index, c.Disagreement = panel.Index, panel.Disagreement
	}
}

// ratings gives the votes as numbers.
func (c *Count) ratings() (list []float64) {
	for i, n := range c.Points {
		for range n {
			list = append(list, float64(i+1))
		}
	}
	return list
}

// reaches tells whether so many of a base are the share that the rules ask for, in
// whole people.
func (r Rules) reaches(count, base int) bool {
	if base <= 0 {
		return false
	}
	if r.More {
		return count*r.Of > r.Part*base
	}
	return count*r.Of >= r.Part*base
}

// verdict gives what the method makes of the votes, quorum aside.
func (r Rules) verdict(all Count, groups []Count) Result {
	judge := func(yes, no bool) Result {
		switch {
		case yes:
			return For
		case no:
			return Against
		}
		return None
	}
	switch r.Method {
	case RandUCLA:
		panel, _ := stats.RateRandUCLA(all.ratings(), r.Quantile)
		return judge(panel.Verdict == stats.Appropriate, panel.Verdict == stats.Inappropriate)
	case Comet:
		panel, _ := stats.RateComet(all.ratings())
		return judge(panel.Verdict == stats.Appropriate, panel.Verdict == stats.Inappropriate)
	case MedianIQR:
		// Quantiles between two points are sums of products, which rounding may move.
		const tiny = 1e-9
		close := all.IQR <= 3+tiny
		return judge(close && all.Median >= 7-tiny, close && all.Median <= 3+tiny)
	}
	yes, no := r.reaches(all.For, all.Base), r.reaches(all.Against, all.Base)
	for _, g := range groups {
		if g.Tested {
			yes, no = yes && r.reaches(g.For, g.Base), no && r.reaches(g.Against, g.Base)
		}
	}
	return judge(yes, no)
}

// outcome gives what came of an amendment in a round that is closed.
func (o *round) outcome(events []Event, amendment string) Outcome {
	r := o.rules
	out := Outcome{Round: o.n, Amendment: amendment, Fingerprint: o.prints[amendment], Rules: r, BaseRule: r.baseWords()}
	out.All = o.count(events, o.electorate, "", amendment)
	var names []string
	members, voted := len(o.electorate), 0
	for _, m := range o.electorate {
		if m.Group != "" {
			names = append(names, m.Group)
		}
		if _, is := o.votes[voteKey{m.ID, amendment}]; is {
			voted++
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		g := o.count(events, o.electorate, name, amendment)
		g.Tested = r.GroupsFrom > 0 && g.Base >= r.GroupsFrom && !slices.Contains(r.OverallWithout, name)
		out.Groups = append(out.Groups, g)
	}
	switch {
	case r.QuorumOf > 0 && voted*r.QuorumOf < r.QuorumPart*members:
		out.Result = Unknown
		out.Why = fmt.Sprintf("%d of %d members with a vote voted, and the quorum is %s of them", voted, members, fraction(r.QuorumPart, r.QuorumOf))
	case out.All.Base == 0:
		out.Result = Unknown
		out.Why = fmt.Sprintf("nobody is in the base: of %d members with a vote, %d voted, of whom %d %s", members, voted, out.All.Abstained, r.Scale.abstainedWords())
	default:
		out.Result = r.verdict(out.All, out.Groups)
		out.Why = r.why(out.All, out.Groups)
	}
	return out
}

// Of gives a count of a base as people read it, such as "14 of 17 (82.4%)"; never a
// share without its base.
func Of(count, base int) string {
	if base <= 0 {
		return fmt.Sprintf("%d of %d", count, base)
	}
	return fmt.Sprintf("%d of %d (%s%%)", count, base, tabulate.Percent(count, base, 1, study.HalfUp))
}

// why says the votes in words.
func (r Rules) why(all Count, groups []Count) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, %s %s", Of(all.For, all.Base), r.Scale.forWords(), Of(all.Against, all.Base), r.Scale.againstWords())
	if all.Abstained > 0 {
		in := "not in the base"
		if r.AbstentionsCount {
			in = "in the base"
		}
		fmt.Fprintf(&b, "; %d %s (%s)", all.Abstained, r.Scale.abstainedWords(), in)
	}
	if left := all.Members - all.Voted; left > 0 {
		fmt.Fprintf(&b, "; %d did not vote", left)
	}
	if r.Scale.rated() {
		fmt.Fprintf(&b, "; median %s, interquartile range %s", Figure(all.Median), Figure(all.IQR))
	}
	if r.Scale == Nine {
		fmt.Fprintf(&b, ", disagreement index %s", Figure(all.Index))
	}
	if r.Method == Share {
		fmt.Fprintf(&b, "; needed: %s", r.shareWords())
		if r.GroupsFrom > 0 {
			b.WriteString(r.whyGroups(all, groups))
		}
	}
	return b.String()
}

// whyGroups says whether the groups reach the share too, of the side that more chose.
func (r Rules) whyGroups(all Count, groups []Count) string {
	var tested, small []string
	side := "for"
	if all.Against > all.For {
		side = "against"
	}
	for _, g := range groups {
		name, n := onpage.Clean(g.Group), g.For
		if side == "against" {
			n = g.Against
		}
		switch {
		case g.Tested && r.reaches(n, g.Base):
			tested = append(tested, fmt.Sprintf("%s %s", name, Of(n, g.Base)))
		case g.Tested:
			tested = append(tested, fmt.Sprintf("%s %s, not reached", name, Of(n, g.Base)))
		case !slices.Contains(r.OverallWithout, g.Group):
			small = append(small, fmt.Sprintf("%s %d", name, g.Base))
		}
	}
	if len(tested) == 0 {
		return fmt.Sprintf("; no group has %d people in the base, so overall only", r.GroupsFrom)
	}
	out := fmt.Sprintf(", in each group with a base of %d or more too; %s in the groups: %s", r.GroupsFrom, side, strings.Join(tested, "; "))
	if len(small) > 0 {
		out += "; groups with a smaller base: " + strings.Join(small, ", ")
	}
	return out
}

// Figure writes a median, range or index with at most two decimals, "none" where
// there is no number.
func Figure(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "none"
	}
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}

// outcomeOf gives the outcome of the last closed round that put this text of the
// amendment to the vote.
func (r *replay) outcomeOf(amendment, fingerprint string) (Outcome, bool) {
	for i := len(r.rounds) - 1; i >= 0; i-- {
		o := r.rounds[i]
		if o.closedAt > 0 && o.prints[amendment] == fingerprint && fingerprint != "" {
			return o.outcome(r.events, amendment), true
		}
	}
	return Outcome{}, false
}

// round gives a round by its number, or the error that there is none.
func (l *Log) round(n int) (*round, error) {
	if n < 1 || n > len(l.state.rounds) {
		return nil, *fault("round", strconv.Itoa(n), fmt.Sprintf("1 to %d", len(l.state.rounds)), "there is no such round", "")
	}
	return l.state.rounds[n-1], nil
}

// Outcomes gives what came of each amendment of a closed round, in the order in
// which they were put to the vote. The error is a finding.Finding: there is no such
// round, or it is open; nobody is told how others voted before it is closed.
func (l *Log) Outcomes(n int) ([]Outcome, error) {
	o, err := l.round(n)
	if err != nil {
		return nil, err
	}
	if o.closedAt == 0 {
		return nil, *fault("round-open", fmt.Sprintf("round %d", n), "", "how members voted is not told while the round is open", "Close it first. How many have voted can be told before.")
	}
	out := make([]Outcome, 0, len(o.ballots))
	for _, b := range o.ballots {
		out = append(out, o.outcome(l.Events, b.Amendment))
	}
	return out, nil
}

// Turnouts gives how many voted on each amendment of a round, open or closed. The
// error is a finding.Finding.
func (l *Log) Turnouts(n int) ([]Turnout, error) {
	o, err := l.round(n)
	if err != nil {
		return nil, err
	}
	members := l.state.waiting(o)
	voted := map[string]int{}
	for k := range o.votes {
		voted[k.amendment]++
	}
	out := make([]Turnout, 0, len(o.ballots))
	for _, b := range o.ballots {
		out = append(out, Turnout{Round: n, Amendment: b.Amendment, Members: len(members), Voted: voted[b.Amendment]})
	}
	return out, nil
}

// waiting gives the members whose votes a round waits for, or waited for.
func (r *replay) waiting(o *round) []Member {
	if o.closedAt > 0 {
		return o.electorate
	}
	return r.electorate(o, r.events[len(r.events)-1].day())
}

// Unsettled gives what of a closed round is to be voted on again: what came to no
// consensus, or could not be told. The error is that of Outcomes.
func (l *Log) Unsettled(n int) ([]Ballot, error) {
	outcomes, err := l.Outcomes(n)
	if err != nil {
		return nil, err
	}
	var out []Ballot
	for _, o := range outcomes {
		if o.Result == None || o.Result == Unknown {
			out = append(out, Ballot{o.Amendment, o.Fingerprint})
		}
	}
	return out, nil
}
