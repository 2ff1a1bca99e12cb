package draft

import (
	"fmt"
	"strings"

	"concord/pipeline/study"
)

// Summary counts what a draft has.
type Summary struct {
	// Kinds says how many questions are of which kind, such as "3 single, 2 text".
	Kinds string
	// Domains is how many questions are linked to a domain.
	Domains int
	// Decide is how many questions have something that must be decided, Look how
	// many others have something to look at.
	Decide, Look int
	// Doubts are the sentences at the head of the survey about something that must
	// be decided.
	Doubts []string
	// Personal are the columns that are left out since they tell who people are,
	// each with what it holds.
	Personal []string
	// Holds are the questions of people's own words in which some cells hold e-mail
	// addresses or telephone numbers, each with how many.
	Holds []string
}

// Summary counts what the draft has.
func (d *Draft) Summary() Summary {
	s := Summary{Doubts: d.Doubts}
	count := map[study.Kind]int{}
	for i := range d.Questions {
		q := &d.Questions[i]
		count[q.Kind]++
		if q.Domain != "" {
			s.Domains++
		}
		if q.Kind == study.Text && q.holds > 0 {
			s.Holds = append(s.Holds, fmt.Sprintf("%s holds addresses in %s", q.ID, cells(q.holds)))
		}
		switch {
		case q.Doubt || q.Filter != "" && q.Asked == "":
			s.Decide++
		case len(q.Ask) > 0 || q.order != "":
			s.Look++
		}
	}
	var kinds []string
	for _, k := range study.Kinds {
		if count[k] > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", count[k], k))
		}
	}
	s.Kinds = strings.Join(kinds, ", ")
	for _, l := range d.Left {
		if l.Personal {
			s.Personal = append(s.Personal, cut(l.Column, 60)+" ("+strings.TrimPrefix(l.Why, "personal: ")+")")
		}
	}
	return s
}
