package decide

import (
	"fmt"
	"math"

	"concord/pipeline/stats"
)

// Stability says how far members moved between two rounds on one amendment. It is
// another question than consensus: a group can be stable in disagreement, and can
// agree in one round by chance of who voted.
type Stability struct {
	Amendment    string
	First, Later int
	// Both rated in both rounds; all that follows is of them. Unchanged of them gave
	// the same vote. Moved is the number by which the two distributions differ: half
	// the sum of the differences of each point's counts, in people.
	Both, Unchanged, Moved int
	// OnlyFirst and OnlyLater rated in one of the rounds.
	OnlyFirst, OnlyLater int
	// Stable is true where Moved is under 15% of Both: Scheibe, Skutsch and Schofer
	// (1975), in Linstone and Turoff, The Delphi Method, chapter IV.C.
	Stable bool
	// Ratings has more on a scale of numbers, McNemar on yes and no; nil otherwise,
	// or where nobody rated in both.
	Ratings *stats.Stability
	McNemar *stats.McNemar
	// Words says it in a sentence.
	Words string
}

// Stability compares the votes on each amendment that two closed rounds have in
// common, by the same text and the same scale, in the order of the later round.
// The error is a finding.Finding: no such rounds, or one is open.
func (l *Log) Stability(first, later int) ([]Stability, error) {
	if _, err := l.Outcomes(first); err != nil {
		return nil, err
	}
	if _, err := l.Outcomes(later); err != nil {
		return nil, err
	}
	a, b := l.state.rounds[first-1], l.state.rounds[later-1]
	if first >= later || a.rules.Scale != b.rules.Scale {
		return nil, *fault("round", fmt.Sprintf("rounds %d and %d", first, later), "an earlier and a later round on one scale", "these rounds cannot be compared", "")
	}
	var out []Stability
	for _, ballot := range b.ballots {
		if a.prints[ballot.Amendment] != ballot.Fingerprint {
			continue
		}
		s, err := compare(l, a, b, ballot.Amendment)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func compare(l *Log, a, b *round, amendment string) (Stability, error) {
	s := Stability{Amendment: amendment, First: a.n, Later: b.n}
	points := map[string]float64{}
	for i, p := range a.rules.Scale.points() {
		points[p] = float64(i + 1)
	}
	rating := func(o *round, member string) float64 {
		if at, voted := o.votes[voteKey{member, amendment}]; voted {
			if p, rated := points[l.Events[at-1].Vote.Value]; rated {
				return p
			}
		}
		return math.NaN()
	}
	var before, after []float64
	differ := make([]int, len(points)+1)
	table := [][]int{{0, 0}, {0, 0}}
	for _, id := range l.state.order {
		x, y := rating(a, id), rating(b, id)
		before, after = append(before, x), append(after, y)
		switch {
		case math.IsNaN(x) && math.IsNaN(y):
		case math.IsNaN(y):
			s.OnlyFirst++
		case math.IsNaN(x):
			s.OnlyLater++
		default:
			s.Both++
			if x == y {
				s.Unchanged++
			}
			differ[int(x)]--
			differ[int(y)]++
			if !a.rules.Scale.rated() {
				table[int(x)-1][int(y)-1]++
			}
		}
	}
	for _, d := range differ {
		s.Moved += max(d, 0)
	}
	s.Stable = s.Both > 0 && 100*s.Moved < 15*s.Both
	if s.Both > 0 {
		if a.rules.Scale.rated() {
			more, err := stats.CompareRounds(before, after, b.rules.Quantile)
			if err != nil {
				return s, err
			}
			s.Ratings = &more
		} else {
			test, err := stats.McNemarTest(table)
			if err != nil {
				return s, err
			}
			s.McNemar = &test
		}
	}
	s.Words = s.words()
	return s, nil
}

func (s *Stability) words() string {
	if s.Both == 0 {
		return fmt.Sprintf("nobody rated it in round %d and in round %d, so it cannot be told whether votes were stable", s.First, s.Later)
	}
	is := "not stable"
	if s.Stable {
		is = "stable"
	}
	out := fmt.Sprintf("%s: of the %d who rated it in rounds %d and %d, %s gave the same vote; the distribution moved by %s (under 15%% is commonly taken as stable)",
		is, s.Both, s.First, s.Later, Of(s.Unchanged, s.Both), Of(s.Moved, s.Both))
	switch {
	case s.Ratings != nil:
		out += fmt.Sprintf("; median %s, then %s; interquartile range %s, then %s",
			Figure(s.Ratings.MedianBefore), Figure(s.Ratings.MedianAfter), Figure(s.Ratings.IQRBefore), Figure(s.Ratings.IQRAfter))
	case s.McNemar != nil:
		out += fmt.Sprintf("; %d went from no to yes and %d from yes to no (McNemar, exact: p = %.3f)", s.McNemar.B, s.McNemar.C, s.McNemar.ExactP)
	}
	if s.OnlyFirst+s.OnlyLater > 0 {
		out += fmt.Sprintf("; left out: %d who rated it only in round %d and %d only in round %d", s.OnlyFirst, s.First, s.OnlyLater, s.Later)
	}
	return out
}
