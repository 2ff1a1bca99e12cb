package main

// Places of answers in the figures' shares, by what they mean.
const (
	to25, to35, to45, to55, to65, over65        = 0, 1, 2, 3, 4, 5
	under10, tenTo20, over20                    = 0, 1, 2
	iaptOnly, iaptToo, outside                  = 0, 1, 3
	usesNow                                     = 0
	trained, untrained, trainingBlank           = 0, 1, 2
	extremely, very, unconfident, veryUnsure    = 0, 1, 3, 4
	confidenceBlank, everyoneBlank              = 6, 3
	ruledOut, absurd, odd, unusual, slightlyOdd = 200, 50, 12, 4, 1
)

// implausible says how little a person's answers go together: 0 for nothing
// odd. Only the order of sizes matters.
func (p *person) implausible() int {
	years, worked := p.answer[age], p.answer[experience]
	c := ruledOut * p.broken()
	add := func(when bool, cost int) {
		if when {
			c += cost
		}
	}

	// Nobody began work in mental health as a child, and few begin late.
	add(years == to25 && worked != under10, absurd)
	add(years == to35 && worked == over20, absurd)
	add(years == to35 && worked == tenTo20, unusual)
	add(years == to45 && worked == over20, unusual)
	add(years >= to55 && worked == under10, unusual*(years-to45)-1)
	add(years == over65 && worked != over20, unusual)

	// What the roles say of age and experience.
	young := p.has("Trainee") || p.has("PWP") || p.OtherRole == "Assistant psychologist"
	add(years == to25 && !young, absurd)
	add(young && worked == tenTo20, odd)
	add(young && worked == over20, absurd)
	add(young && years == to45, slightlyOdd)
	add(young && years >= to55, odd)
	add(young && years >= to65, absurd)
	add(p.has("Head of service") && (years <= to35 || worked == under10), absurd)
	add(p.has("Head of service") && worked == tenTo20, slightlyOdd)
	add(p.has("Head of service") && years == over65, odd)
	add(p.has("Trainer or researcher") && years <= to35, unusual)

	// Who works where.
	where := p.answer[setting]
	add(p.has("PWP") && where > iaptToo, absurd)
	add(p.has("CBT therapist") && where > iaptToo, unusual*(where-iaptToo)/2)
	add(p.has("Clinical psychologist") && (where == iaptOnly || where == outside), unusual)
	add(p.has("Trainee") && where == outside, odd)
	add(p.has("Trainee") && where == iaptToo, slightlyOdd)
	add(p.has("Applied psychologist") && where == iaptOnly, slightlyOdd)
	add(p.has("Other role") && where == iaptOnly, unusual)

	// Those who work digitally now are surer of themselves, and more of them
	// have been trained.
	sure := p.answer[confidence]
	if p.answer[use] == usesNow {
		add(sure >= unconfident, unusual*(sure-unconfident+1))
		add(p.answer[training] == untrained, slightlyOdd)
	} else {
		add(sure == extremely, unusual)
		add(sure == very, slightlyOdd)
	}
	add(young && sure == extremely, unusual)
	add(p.answer[training] == trained && sure >= veryUnsure, unusual)
	add(p.answer[training] == untrained && sure == extremely, unusual)

	// People who write a lot skip no question.
	written := len(p.Says)
	add(p.answer[training] == trainingBlank && written > 4, odd)
	add(sure == confidenceBlank && written > 4, odd)
	add(p.answer[everyone] == everyoneBlank && written > 2, odd)
	return c
}
