package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// idQuestion is the id under which respondents' own ids are read, which no
// question can have.
const idQuestion = "\x00respondent"

// Waves compares the answers of a consultation with those of an earlier one, the
// folder or file of which is earlier, question by question. o says which
// questions and, by its filter, whose answers of both; By must be "". With paired,
// the same people are compared with themselves: those whom the column
// survey.respondent names alike in both. The findings are those of both
// consultations.
func Waves(ctx context.Context, o TablesOptions, earlier string, paired bool) (*tabulate.WaveComparison, []finding.Finding, error) {
	if o.By != "" {
		return nil, nil, errors.New("--by and --wave cannot be asked for together: compare the waves of one group at a time, with --where")
	}
	o.withID = paired
	now, err := count(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	// Of the earlier wave nothing is counted yet: what to count depends on both.
	old := TablesOptions{Study: earlier, Where: o.Where, Jobs: o.Jobs, withID: paired, specs: func(s *study.Study) []study.TableSpec {
		if len(s.Survey.Questions) == 0 {
			return nil
		}
		return firstCountable(s)
	}}
	before, err := count(ctx, old)
	if err != nil {
		return nil, nil, fmt.Errorf("the earlier wave: %w", err)
	}
	findings := append(now.findings, before.findings...)
	asked, err := o.asks(now.study)
	if err != nil {
		return nil, nil, err
	}
	a := tabulate.Wave{Study: asked, Answers: now.answers, Only: now.where, OnlyText: o.Where}
	b := tabulate.Wave{Study: before.study, Answers: before.answers, Only: before.where, OnlyText: o.Where}
	jobs := o.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	if !paired {
		out, err := tabulate.CompareWaves(ctx, a, b, jobs)
		return out, findings, err
	}
	pairs, notes, err := samePeople(now, before)
	if err != nil {
		return nil, nil, err
	}
	out, err := tabulate.ComparePaired(ctx, a, b, pairs, jobs)
	if err != nil {
		return nil, nil, err
	}
	out.Unmatched = append(notes, out.Unmatched...)
	return out, findings, nil
}

// firstCountable is one table of a study, since a study that names none gets all.
func firstCountable(s *study.Study) []study.TableSpec {
	for _, q := range s.Survey.Questions {
		if q.Kind.Closed() || q.Kind == study.Number {
			return []study.TableSpec{{Question: q.ID}}
		}
	}
	return nil
}

// samePeople pairs the people of two waves by their ids: each one's place in
// either table. notes say who could not be paired.
func samePeople(now, before *counted) (pairs [][2]int, notes []string, err error) {
	a, unclearA, err := idsOf(now)
	if err != nil {
		return nil, nil, err
	}
	b, unclearB, err := idsOf(before)
	if err != nil {
		return nil, nil, fmt.Errorf("the earlier wave: %w", err)
	}
	column, _ := now.answers.Column(idQuestion)
	for i := range now.answers.N {
		id := column.Text.At(i)
		if at, ok := a[id]; ok && at == i {
			if j, ok := b[id]; ok {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	if len(pairs) == 0 {
		return nil, nil, errors.New("nobody has the same id in both waves, so nobody can be compared with themselves; without --paired the waves are compared as different people")
	}
	notes = append(notes, fmt.Sprintf("%d people have the same id in both waves; %d of %d have one in this wave only, and %d of %d in the earlier only.", len(pairs), len(a)-len(pairs), now.answers.N, len(b)-len(pairs), before.answers.N))
	if unclearA+unclearB > 0 {
		notes = append(notes, fmt.Sprintf("%d answers in this wave and %d in the earlier have no id or one that another has too, and are left out.", unclearA, unclearB))
	}
	return pairs, notes, nil
}

// idsOf gives each id that one person alone has, with the person's place.
func idsOf(c *counted) (ids map[string]int, unclear int, err error) {
	column, ok := c.answers.Column(idQuestion)
	if !ok || c.study.Survey.Respondent == "" {
		return nil, 0, errors.New("--paired needs to know who is who in both waves: name the column with their ids, as survey: {respondent: COLUMN}")
	}
	ids = map[string]int{}
	times := map[string]int{}
	for i := range c.answers.N {
		id := column.Text.At(i)
		ids[id] = i
		times[id]++
	}
	for id, n := range times {
		if id == "" || n > 1 {
			delete(ids, id)
			unclear += n
		}
	}
	return ids, unclear, nil
}
