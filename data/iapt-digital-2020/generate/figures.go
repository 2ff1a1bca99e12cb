package main

// share is one answer and the number of respondents who gave it; the label ""
// is no answer.
type share struct {
	label string
	count int
}

// figure is one question whose answers are shared out over the respondents so
// that every count is met exactly.
type figure struct {
	question string
	shares   []share
	// fits gives the answers that a voice allows; none means any.
	fits func(*voice) []string
}

// The figures, from section 4.1 of the report unless a remark says otherwise.
// Job roles and the answers on the domains follow from the people files.
const (
	gender = iota
	age
	setting
	experience
	use
	training
	confidence
	everyone
	figureCount
)

var figures = [figureCount]figure{
	gender: {"gender", []share{{"Woman", 45}, {"Man", 9}}, func(v *voice) []string { return v.Gender }},
	age: {"age", []share{{"18-25", 4}, {"26-35", 18}, {"36-45", 11}, {"46-55", 12}, {"56-65", 7}, {"66+", 2}},
		func(v *voice) []string { return v.Age }},
	// The report counts "at least 18" in IAPT alone; 95 % and 84 % need 19. How
	// the other 35 divide is ours.
	setting: {"setting", []share{{"IAPT only", 19}, {"IAPT and another setting", 7}, {"Another NHS setting", 22}, {"Outside the NHS", 6}},
		func(v *voice) []string { return v.Setting }},
	// The report prints 24, 15 and 19, which is 58 people; 15 is what is left.
	experience: {"experience", []share{{"Under 10 years", 24}, {"10-20 years", 15}, {"20+ years", 15}},
		func(v *voice) []string { return v.Experience }},
	use: {"digital_use", []share{{"I use them now", 19}, {"I may use them in the future", 35}}, func(v *voice) []string { return v.Use }},
	training: {"training", []share{{"Yes", 19}, {"No", 32}, {"", 3}},
		func(v *voice) []string { return v.Training }},
	confidence: {"confidence", []share{{"Extremely confident", 6}, {"Very confident", 14}, {"Somewhat confident", 19},
		{"Somewhat unconfident", 8}, {"Very unconfident", 4}, {"Extremely unconfident", 2}, {"", 1}},
		func(v *voice) []string { return v.Confidence }},
	// The report prints no figures for this question; these are ours.
	everyone: {"all_practitioners", []share{{"Yes, all of them", 15}, {"It should depend on role or level", 31}, {"Not sure", 7}, {"", 1}},
		func(v *voice) []string { return v.Everyone }},
}

// index gives the place of an answer among a figure's shares.
func (f *figure) index(label string) int {
	for i, s := range f.shares {
		if s.label == label {
			return i
		}
	}
	return -1
}
