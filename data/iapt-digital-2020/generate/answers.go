package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"concord/pipeline/study"
)

// row holds one response's cells by question id, and what was written beside an
// "other" answer.
type row struct {
	person *person
	cells  map[string]string
	other  map[string]string
}

// rows gives each person her row of answers, in the order of the people.
func rows(questions []study.Question, all []person, s short) ([]row, error) {
	out := make([]row, len(all))
	rng := stream(streamAnswers)
	for i := range all {
		p := &all[i]
		r := row{person: p, cells: map[string]string{}, other: map[string]string{}}
		for f := range figures {
			r.cells[figures[f].question] = p.label(f)
		}
		r.cells["role"] = joined(questions, "role", p.Roles)
		r.other["role"] = p.OtherRole
		if p.answer[training] == trained {
			r.cells["training_which"] = joined(questions, "training_which", trainedIn(rng, p))
			r.other["training_which"] = p.TrainedOther
		}
		r.cells["would_use"] = joined(questions, "would_use", wouldUse(rng, p))
		for _, q := range questions {
			if q.About != study.Applicability {
				continue
			}
			r.cells[q.ID] = "Required"
			if a, ok := p.Answers[q.Domain]; ok {
				r.cells[q.ID] = a
			}
		}
		written := 0
		for _, q := range questions {
			if text, ok := p.Says[q.ID]; ok && q.Kind == study.Text {
				r.cells[q.ID] = text
				written++
			}
		}
		if written != len(p.Says) {
			return nil, fmt.Errorf("people: %s says something under a question that is none of the instrument's text questions", p.ID)
		}
		out[i] = r
	}
	rng = stream(streamShort)
	if err := dealPraise(rng, out, s.Praise); err != nil {
		return nil, err
	}
	for i := range out {
		fillNonAnswers(rng, questions, &out[i], s.NonAnswers)
	}
	return out, nil
}

// joined writes the answers of a multi question as one cell: in the order of
// the instrument, with commas between them.
func joined(questions []study.Question, id string, answers []string) string {
	at := slices.IndexFunc(questions, func(q study.Question) bool { return q.ID == id })
	var in []string
	for _, label := range questions[at].Options.Labels() {
		if slices.Contains(answers, label) {
			in = append(in, label)
		}
	}
	return strings.Join(in, ",")
}

// trainedIn gives the training of somebody who had some: mostly that of the
// online programme that her service uses, as the report says.
func trainedIn(rng *rand.Rand, p *person) []string {
	if len(p.TrainedIn) > 0 {
		return p.TrainedIn
	}
	chance := rng.IntN(10)
	switch {
	case p.has("Trainee") && p.answer[setting] > iaptToo:
		return []string{"University or course teaching"}
	case p.answer[setting] <= iaptToo && chance < 2:
		return []string{"SilverCloud", "Video or telephone work"}
	case p.answer[setting] <= iaptToo || chance < 5:
		return []string{"SilverCloud"}
	case chance < 8:
		return []string{"Personal study, such as reading or webinars"}
	}
	return []string{"Video or telephone work"}
}

// wouldUse gives how somebody would use the framework: each use with a chance
// in ten that depends on her role, at least one of them.
func wouldUse(rng *rand.Rand, p *person) []string {
	leads := p.has("Head of service")
	trains := p.has("Trainer or researcher")
	learns := p.has("Trainee") || p.has("PWP")
	chance := func(usual int, special bool, then int) bool {
		if special {
			usual = then
		}
		return rng.IntN(10) < usual
	}
	var out []string
	if chance(7, leads, 4) {
		out = append(out, "Planning my own learning and CPD")
	}
	if chance(4, learns, 2) {
		out = append(out, "Supervision, appraisal or line management")
	}
	if chance(2, trains, 10) && !learns {
		out = append(out, "Designing training or teaching")
	}
	if chance(2, leads, 9) && !learns {
		out = append(out, "Service development and policy")
	}
	if chance(0, leads, 6) {
		out = append(out, "Recruitment and job descriptions")
	}
	if len(out) == 0 {
		if p.answer[confidence] >= veryUnsure && len(p.Says) <= 3 {
			return []string{"I would not use it"}
		}
		out = append(out, "Planning my own learning and CPD")
	}
	return out
}

// dealPraise gives each short word of praise to somebody who wrote little, left
// that box empty, and found the domain required.
func dealPraise(rng *rand.Rand, all []row, list []praise) error {
	for _, p := range list {
		question := p.Questions[rng.IntN(len(p.Questions))]
		var free []*row
		for i := range all {
			r := &all[i]
			if len(r.person.Says) <= 4 && r.cells[question] == "" && r.required(question) {
				free = append(free, r)
			}
		}
		if len(free) == 0 {
			return fmt.Errorf("short answers: nobody is left to say %q under %s", p.Text, question)
		}
		free[rng.IntN(len(free))].cells[question] = p.Text
	}
	return nil
}

// required tells whether the respondent found the domain of a text question
// required; questions on the whole framework always pass.
func (r *row) required(question string) bool {
	domain, _, has := strings.Cut(question, "_")
	return !has || r.cells[domain+"_required"] == "Required"
}

// fillNonAnswers lets some people write "n/a" and the like into boxes that they
// have nothing to say in: a few do so time after time, the others now and then.
func fillNonAnswers(rng *rand.Rand, questions []study.Question, r *row, list []string) {
	habit := ""
	if len(r.person.Says) <= 5 && rng.IntN(10) < 4 {
		habit = list[rng.IntN(len(list))]
	}
	for _, q := range questions {
		if q.Kind != study.Text || r.cells[q.ID] != "" {
			continue
		}
		if habit != "" && rng.IntN(10) < 3 {
			r.cells[q.ID] = habit
		} else if habit == "" && rng.IntN(100) < 3 {
			r.cells[q.ID] = list[rng.IntN(len(list))]
		}
	}
}
