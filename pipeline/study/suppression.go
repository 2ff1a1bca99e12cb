package study

import (
	"strings"

	"concord/pipeline/disclosure"
	"concord/pipeline/finding"
)

// suppression checks the rule for small counts and fills in its threshold.
func (c *checker) suppression(s *Study) {
	k := &s.Suppression
	if k.Profile == "" {
		return
	}
	p, ok := disclosure.Named(k.Profile)
	switch {
	case !ok:
		c.report(k.Pos, "profile", "unknown-value", k.Profile, strings.Join(disclosure.Names(), ", "), "there is no such rule for small counts", finding.DidYouMean(k.Profile, disclosure.Names()))
		return
	case k.Below > 0:
		c.report(k.Pos, "below", "two-rules", k.Profile, "below or profile", "a study has one rule for small counts, and this one has two", "Leave one of them out.")
		return
	case p.Rounds() && s.Survey != nil && s.Survey.Weight != "":
		c.report(k.Pos, "profile", "rounded-weights", k.Profile, "a rule that does not round", "percentages of rounded numbers cannot be weighted", "Use below:, or a profile that does not round (nhs-older, nhs-fft, tre-10), or leave out the weights.")
		return
	}
	// A number in a sentence has no rounded form: what rounds to nothing is told
	// as few.
	k.Below = max(p.Below, (p.Round+1)/2)
}
