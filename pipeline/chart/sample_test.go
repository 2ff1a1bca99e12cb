package chart

import "fmt"

// The figures of the samples are those of the consultation in Table 2 and
// section 4.1 of its report, or plain inventions where it has none.

func confidenceOptions() []Option {
	return []Option{
		{"Extremely confident", Positive}, {"Very confident", Positive}, {"Somewhat confident", Positive},
		{"Somewhat unconfident", Negative}, {"Very unconfident", Negative}, {"Extremely unconfident", Negative},
	}
}

func confidence() DivergingSpec {
	return DivergingSpec{
		Frame: Frame{
			ID: "confidence", Title: "Confidence in working digitally",
			Subtitle: "How confident do you feel delivering psychological interventions digitally?",
			Note:     "Survey. Base: the 53 of 54 respondents who answered. Percentages are rounded half up and may not add up to 100.",
		},
		Options: confidenceOptions(), NegativeName: "unconfident", PositiveName: "confident",
		Rows: []DivergingRow{{Label: "All respondents", Base: 53, Missing: 1, Counts: []int{6, 14, 19, 8, 4, 2}}},
	}
}

func confidenceByRole() DivergingSpec {
	s := confidence()
	s.ID = "confidence-by-role"
	s.Rows = []DivergingRow{
		{Label: "All respondents", Base: 53, Missing: 1, Counts: []int{6, 14, 19, 8, 4, 2}},
		{Label: "Therapists working in one setting only", Base: 13, Counts: []int{1, 3, 9, 0, 0, 0}},
		{Label: "Trainees", Base: 12, Counts: []int{0, 0, 5, 4, 2, 1}},
		{Label: "Clinical psychologists", Base: 14, Counts: []int{3, 4, 5, 99, 99, 0}, HiddenCells: []bool{false, false, false, true, true, false}},
		{Label: "Heads of service", Hidden: true, Counts: make([]int, 6)},
		{Label: "Counsellors", Base: 0, Counts: make([]int, 6)},
	}
	return s
}

func fivePoints() DivergingSpec {
	return DivergingSpec{
		Frame: Frame{ID: "five", Title: "Is this domain needed in your work?", Note: "Base: those who answered."},
		Options: []Option{
			{"Strongly disagree", Negative}, {"Disagree", Negative}, {"Neither agree nor disagree", Neutral},
			{"Agree", Positive}, {"Strongly agree", Positive},
		},
		NegativeName: "disagree", PositiveName: "agree",
		Rows: []DivergingRow{
			{Label: "1 Digital knowledge", Base: 19, Counts: []int{0, 0, 0, 7, 12}},
			{Label: "2 Communication", Base: 19, Counts: []int{0, 1, 2, 6, 10}},
			{Label: "3 Ethics, risk and professional practice in digital settings", Base: 19, Counts: []int{2, 3, 4, 6, 4}},
			{Label: "4 Assessment", Base: 19, Counts: []int{0, 1, 0, 6, 10}, HiddenCells: []bool{false, false, true, false, false}},
			{Label: "5 Evaluation and research", Base: 19, Counts: []int{1, 2, 3, 9, 4}},
		},
	}
}

var domainLabels = []string{
	"Digital knowledge, skills and confidence", "Supporting people to use digital tools",
	"Communicating and building a relationship digitally", "Assessment, formulation and choosing an approach",
	"Ethics, risk and safety", "Delivering interventions", "Data protection and security", "Evaluation and research",
}

func agreement() AgreementSpec {
	s := AgreementSpec{
		Frame: Frame{ID: "agreement", Title: "Agreement that each domain applies",
			Subtitle: "All respondents, and those who work solely in one setting", Note: "Survey. Wilson intervals. Base: those who answered."},
		Series: []string{"All respondents", "One setting only"},
	}
	all := [][4]float64{{54, 54, 93.4, 100}, {53, 54, 90.2, 99.7}, {54, 54, 93.4, 100}, {54, 54, 93.4, 100},
		{52, 54, 87.5, 99.0}, {54, 54, 93.4, 100}, {51, 54, 84.9, 98.1}, {46, 54, 73.4, 92.3}}
	one := [][4]float64{{19, 19, 83.2, 100}, {19, 19, 83.2, 100}, {19, 19, 83.2, 100}, {19, 19, 83.2, 100},
		{18, 19, 75.4, 99.1}, {19, 19, 83.2, 100}, {18, 19, 75.4, 99.1}, {16, 19, 62.4, 94.5}}
	for i, l := range domainLabels {
		d := AgreementDomain{Label: fmt.Sprintf("%d %s", i+1, l)}
		for _, v := range [][4]float64{all[i], one[i]} {
			d.Points = append(d.Points, AgreementPoint{Agree: int(v[0]), Base: int(v[1]), Low: v[2], High: v[3]})
		}
		s.Domains = append(s.Domains, d)
	}
	return s
}

func agreementOne() AgreementSpec {
	s := agreement()
	s.ID, s.Series, s.Subtitle = "agreement-one", []string{""}, ""
	s.Low, s.High = 70, 100
	for i := range s.Domains {
		s.Domains[i].Points = s.Domains[i].Points[1:]
	}
	s.Domains[2].Points[0].Hidden = true
	s.Domains[3].Points[0] = AgreementPoint{}
	return s
}

func themes() ThemesSpec {
	s := ThemesSpec{
		Frame:     Frame{ID: "themes", Title: "What people spoke of, by domain", Note: "Number of different people, survey comments and focus groups together."},
		TotalName: "All domains",
	}
	for i, l := range domainLabels {
		s.Columns = append(s.Columns, ThemesColumn{Code: fmt.Sprint(i + 1), Label: l})
	}
	s.Rows = []ThemesRow{
		{Label: "Supervision", People: []int{3, 0, 2, 1, 9, 4, 0, 1}, Total: 14},
		{Label: "Data security and confidentiality", People: []int{1, 0, 0, 0, 6, 0, 11, 0}, Total: 15},
		{Label: "Helping clients with digital tasks", People: []int{2, 7, 1, 1, 0, 3, 0, 0}, Total: 10},
		{Label: "Core and advanced competences should be told apart", People: []int{4, 1, 0, 5, 0, 2, 0, 2}, Total: 8, Hidden: []bool{false, true, false, false, false, true, false, false}},
		{Label: "Time and workload", People: make([]int, 8), Total: 0},
	}
	return s
}

func ages() BarsSpec {
	return BarsSpec{
		Frame: Frame{ID: "ages", Title: "Age of respondents", Note: "Survey. Base: all 54 respondents."},
		Base:  54,
		Rows: []BarsRow{{Label: "18–25", Count: 4}, {Label: "26–35", Count: 18}, {Label: "36–45", Count: 11},
			{Label: "46–55", Count: 12}, {Label: "56–65", Count: 7}, {Label: "66 and over", Count: 2}, {Label: "Prefer not to say", Count: 0}},
	}
}

func roles() BarsSpec {
	return BarsSpec{
		Frame: Frame{ID: "roles", Title: "Job roles", Subtitle: "People could name several", Note: "Survey. Base: the 63 roles that were named."},
		Base:  63,
		Rows: []BarsRow{{Label: "CBT therapist", Count: 13}, {Label: "Clinical psychologist", Count: 14}, {Label: "Trainee", Count: 12},
			{Label: "Psychological wellbeing practitioner in a service for adults", Count: 5}, {Label: "Applied psychologist", Hidden: true},
			{Label: "Counsellor", Hidden: true}, {Label: "Head of service", Count: 5}, {Label: "Other", Count: 4}},
	}
}
