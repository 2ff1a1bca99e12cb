package draft

import (
	"slices"
	"strings"
	"testing"
)

// Lists of answers in the order in which instruments print them. They are given
// to ordered backwards and shuffled.
func TestOrdered(t *testing.T) {
	for _, list := range []string{
		"Strongly disagree | Disagree | Neither agree nor disagree | Agree | Strongly agree",
		"Strongly disagree | Somewhat disagree | Neutral | Somewhat agree | Strongly agree // Don't know",
		"Disagree strongly | Disagree | Agree | Agree strongly",
		"Strongly disagree | Disagree | Slightly disagree | Slightly agree | Agree | Strongly agree",
		"Extremely unconfident | Very unconfident | Somewhat unconfident | Somewhat confident | Very confident | Extremely confident",
		"Not at all confident | Not very confident | Fairly confident | Very confident // Prefer not to say",
		"Not at all important | Slightly important | Moderately important | Very important | Extremely important",
		"Very dissatisfied | Dissatisfied | Neither satisfied nor dissatisfied | Satisfied | Very satisfied // N/A",
		"Very unlikely | Unlikely | Neutral | Likely | Very likely",
		"Very unlikely | Somewhat unlikely | Undecided | Somewhat likely | Very likely",
		"Very unfavorably | Somewhat unfavorably | Neither favorably nor unfavorably (neutral) | Somewhat favorably | Very favorably // Unfamiliar (N/A)",
		"Very unfavourable | Unfavourable | Neutral | Favourable | Very favourable",
		"Very difficult | Difficult | Neither easy nor difficult | Easy | Very easy",
		"Never | Rarely | Sometimes | Often | Always",
		"Never | Almost never | Once in a while | About half the time | Usually | Almost always | Always",
		"Never, and not open to it | Never, but open to it | Rarely | Sometimes | Often",
		"Never -- I do not use it | Rarely -- I know how | Sometimes -- now and again | Frequently -- much of the time // I don't know what it is",
		"Never | Once a year or less | Once a month or less | A few times per month | A few times per week | Every day",
		"Less than once a month | Between once a week and once a month | Between once a day and once a week | More than once a day",
		"Occasionally -- less than once a month | Monthly -- between once a week and once a month | Weekly -- Between once a day and once a week | Daily -- Once or more per day",
		"Never | Less often than once a year | Once a year | Once every six months | Once every few months | Once a month | Once a fortnight | Once a week | Every few days | Once a day or more often",
		"Yearly | Quarterly | Monthly | Weekly | Daily",
		"None | Beginner | Intermediate | Expert",
		"Very poor | Poor | Fair | Good | Very good | Excellent",
		"Nothing at all | Only a little | Some | A lot",
		"Not at all | To a small extent | To some extent | To a great extent",
		"Not at all | A little | Somewhat | Very much",
		"Definitely not | Probably not | Probably | Definitely",
		"I expect it to decrease | I expect it to stay the same | I expect it to increase",
		"Much worse | Slightly worse | About the same | Slightly better | Much better",
		"Did not complete high school | High school or G.E.D. | Some college | Associate's degree | College graduate | Post graduate degree",
		"None | GCSE or equivalent | A level | Undergraduate degree | Masters degree | Doctorate",
		"Days | Weeks | Months | Years",
		"18-24 | 25-34 | 35-44 | 45-54 | 55-64 | 65+",
		"18~24 | 25~29 | 30~34 | 65 and above // Prefer not to say",
		"Under 18 | 18 to 24 years | 25 to 34 years | Over 34",
		"18-29 | 30-44 | 45-60 | > 60",
		"$0 - $24,999 | $25,000 - $49,999 | $50,000 - $99,999 | $100,000 - $149,999 | $150,000+",
		"Less than £25 000 | £25 000 to £29 999 | £30 000 to £34 999 | £70 000 to £99 000 // Prefer not to say",
		"Less than 6 months | 6-12 months | 1-2 years | 3 to under 5 years | 5 years or more",
		"Below 3 (Full Time Equivalents (FTEs)) | 3 ~ 5 (FTEs) | 6 ~ 10 (FTEs) | 11 or above (FTEs)",
		"Under 10 years | 10-20 years | 20+ years",
		"Nunca | Raramente | De vez en cuando | Generalmente // No sé qué es",
		"Muy en desacuerdo | En desacuerdo | Ni de acuerdo ni en desacuerdo | De acuerdo | Muy de acuerdo",
		"Nada importante | Poco importante | Importante | Muy importante",
		"Ocasionalmente: menos de una vez al mes. | Mensual: entre una vez a la semana y una vez al mes | Semanal: entre una vez al día y una vez a la semana | Diariamente: al menos una vez al día.",
	} {
		main, tail, _ := strings.Cut(list, " // ")
		want := strings.Split(main, " | ")
		var aside []string
		if tail != "" {
			aside = strings.Split(tail, " | ")
		}
		for turn := range 3 {
			given := append(slices.Clone(want), aside...)
			switch turn {
			case 0:
				slices.Reverse(given)
			case 1:
				slices.Sort(given)
			}
			got, gotAside, _, ok := ordered(given)
			if !ok || !slices.Equal(got, want) || !slices.Equal(gotAside, aside) {
				t.Errorf("%q: got %q // %q, %t", list, got, gotAside, ok)
				break
			}
		}
	}
}

func TestNotOrdered(t *testing.T) {
	for _, list := range []string{
		"Yes | No", "Yes | No | Don't know", "Female | Male | Prefer not to say", "White | Black | Asian | Other",
		"Employed, working full-time | Employed, working part-time | Not employed, student | Not employed-retired",
		"Windows | GNU/Linux | OS X", "Required | Not required | Not sure", "Band 6 or 7 | Band 8a or 8b | Band 9 or VSM",
		"Yes, they should not | No, they have no obligation", "1 | 2 | 3", "Married | Widowed | Divorced | Never married",
		"Star Wars: Episode I | Star Wars: Episode II | Star Wars: Episode III",
	} {
		if got, _, what, ok := ordered(strings.Split(list, " | ")); ok {
			t.Errorf("%q was taken for a scale of %s: %q", list, what, got)
		}
	}
}
