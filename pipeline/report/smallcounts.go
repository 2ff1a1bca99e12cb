package report

import (
	"fmt"

	"concord/pipeline/amend"
	"concord/pipeline/disclosure"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// smallCounts says by which rule numbers are hidden and rounded; "" for none.
func (b *builder) smallCounts() string {
	rules := b.in.Study.Suppression.Rules()
	if !rules.Active() {
		return ""
	}
	said := ""
	if rules.Title != "" {
		said = "The rule is that of " + rules.Title + ". "
	}
	if rules.Below > 1 {
		from := "1"
		if rules.Zero {
			from = "0"
		}
		said += fmt.Sprintf("Counts from %s to %d are hidden, and so are others, in any table, from which they could be worked out; “hidden” never means none. ", from, rules.Below-1)
	}
	if rules.Rounds() {
		of := "percentages are of the rounded numbers"
		if rules.Unrounded {
			of = "percentages are of the numbers before rounding"
		}
		said += fmt.Sprintf("Counts and bases are rounded to the nearest %d, totals too after they were counted, so that they need not add up; %s. ", rules.Round, of)
	}
	if !rules.NoAnswer {
		said += "How many gave no answer is shown. "
	}
	return said + "Quotes of hidden groups are left out."
}

// ThemeShown says which numbers of a theme may be shown: what is false in it is
// hidden, since it is small or would give a small one away.
type ThemeShown struct {
	People, Survey, Groups, Asks, Objects, Satisfied, Unstated, Both bool
}

// ShownOf says which numbers of a theme may be shown by a rule: those who speak
// of it are those in the survey and those in the groups, and, but for who does
// both, those who ask, object, are satisfied and say none of these.
// What the pictures and the CSV files show is by the same rule.
func ShownOf(rules disclosure.Profile, c *theme.ThemeCount) ThemeShown {
	a := disclosure.NewAccount(rules)
	people := c.People.Total()
	all := a.Printed(people)
	survey, groups := a.Printed(c.People.Survey), a.Printed(c.People.Groups)
	a.Sum(all, survey, groups)
	asks, objects, satisfied := a.Printed(c.Asks.Total()), a.Printed(c.Objects.Total()), a.Printed(c.Satisfied.Total())
	unstated, both := a.Printed(c.Unstated.Total()), a.Printed(len(c.Both))
	stances := c.Asks.Total() + c.Objects.Total() + c.Satisfied.Total() + c.Unstated.Total()
	if again := stances - people; again >= len(c.Both) {
		said := a.Rest(stances)
		a.Sum(said, asks, objects, satisfied, unstated)
		parts := []int{all, both}
		if again > len(c.Both) {
			parts = append(parts, a.Rest(again-len(c.Both)))
		}
		a.Sum(said, parts...)
	}
	a.Hide()
	out := ThemeShown{!a.Hidden(all), !a.Hidden(survey), !a.Hidden(groups), !a.Hidden(asks), !a.Hidden(objects), !a.Hidden(satisfied), !a.Hidden(unstated), !a.Hidden(both)}
	if rules.Small(people) && people > 0 { // each of them is one of the few
		return ThemeShown{}
	}
	return out
}

// themeShown is ShownOf of a theme of this run.
func (b *builder) themeShown(c *theme.ThemeCount) ThemeShown {
	return ShownOf(b.in.Study.Suppression.Rules(), c)
}

// amendmentShown says which numbers of an amendment may be shown.
type amendmentShown struct{ people, exact, against, context, survey, groups bool }

// amendmentShown takes an amendment's numbers with those of its theme: those for
// it, against it and without a side are most often all who speak of the theme.
func (b *builder) amendmentShown(a *amend.Amendment) amendmentShown {
	rules := b.in.Study.Suppression.Rules()
	k := disclosure.NewAccount(rules)
	people, exact, against, context := k.Printed(a.For), k.Printed(a.Exact), k.Printed(a.Against), k.Printed(a.Context)
	survey, groups := k.Printed(a.SurveyFor), k.Printed(a.GroupFor)
	k.Sum(people, survey, groups)
	if rest := a.For - a.Exact; rest >= 0 {
		k.Sum(people, exact, k.Rest(rest))
	}
	for _, id := range a.Themes {
		for i := range b.in.Counts {
			c := &b.in.Counts[i]
			if c.Theme != id {
				continue
			}
			shown := b.themeShown(c)
			enter := func(n int, is bool) int {
				if is {
					return k.Known(b.rounded(n))
				}
				return k.Rest(n)
			}
			if rules.Rounds() && !rules.Unrounded {
				continue // what is left of rounded numbers is blurred already
			}
			all := enter(c.People.Total(), shown.People)
			if left := c.People.Total() - a.For - a.Against - a.Context; left == 0 {
				k.Sum(all, people, against, context)
			} else if left > 0 {
				k.Sum(all, people, against, context, k.Rest(left))
			}
			for _, part := range []struct {
				n  int
				is bool
			}{{c.Asks.Total(), shown.Asks}, {c.People.Total(), shown.People}} {
				if n := part.n; part.is && n > a.For {
					k.Sum(enter(n, true), people, k.Rest(n-a.For))
				} else if part.is && n < a.For {
					k.Sum(people, enter(n, true), k.Rest(a.For-n))
				}
			}
			for _, part := range []struct {
				n, own int
				is     bool
				at     int
			}{{c.Objects.Total(), a.Against, shown.Objects, against}, {c.Unstated.Total(), a.Context, shown.Unstated, context}} {
				if part.n > 0 && !part.is && part.n == part.own && rules.Below > 1 {
					k.Protect(part.at) // the same people as there
				}
			}
		}
	}
	k.Hide()
	out := amendmentShown{!k.Hidden(people), !k.Hidden(exact), !k.Hidden(against), !k.Hidden(context), !k.Hidden(survey), !k.Hidden(groups)}
	return out
}

// shownNumber is a number of people that may be shown, or the word for a hidden
// one, which does not tell whether it is small itself.
func (b *builder) shownNumber(n int, shown bool) string {
	if !shown && n > 0 || n == tabulate.Unsaid {
		return "hidden"
	}
	return b.number(n)
}

// speaksAsShown tells whether a quote may be marked with its stance: where how many
// take it is hidden, a list of them would tell.
func (s ThemeShown) speaksAsShown(stance theme.Stance) bool {
	switch stance {
	case theme.Asks:
		return s.Asks
	case theme.Objects:
		return s.Objects
	case theme.Satisfied:
		return s.Satisfied
	}
	return true
}
