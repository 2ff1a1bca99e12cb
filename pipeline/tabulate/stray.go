package tabulate

import (
	"fmt"
	"path/filepath"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// Strays gives a warning for every question of a source (the survey, or the list
// of participants) that people answered whom its filter "asked" does not pick,
// in the order of the questions: no table counts their answers. Its place is
// that of the filter, in the study's file without its folder. Where the study
// hides small counts, the warning does not give one away. A filter that cannot
// be evaluated gives none here; reading the study reports it.
func Strays(s *study.Study, src *study.Source, t *survey.Table) []finding.Finding {
	if src == nil || t == nil {
		return nil
	}
	var out []finding.Finding
	for i := range src.Questions {
		q := &src.Questions[i]
		c, ok := t.Column(q.ID)
		if !ok || q.Asked == "" {
			continue
		}
		f, err := study.ParseFilter(q.Asked)
		if err != nil {
			continue
		}
		asked, err := Members(t, f)
		if err != nil {
			continue
		}
		n := 0
		for i, yes := range asked {
			if !yes && c.Answered(i) {
				n++
			}
		}
		if n == 0 {
			continue
		}
		rules := s.Suppression.Rules()
		people := fmt.Sprintf("%d people", rules.Number(n))
		switch {
		case n < s.Suppression.Below:
			people = fmt.Sprintf("fewer than %d people", s.Suppression.Below)
		case n == 1:
			people = "1 person"
		}
		do := "No table counts these answers. Correct the filter if these people were asked."
		if q.Kind == study.Text || q.Kind == study.Date {
			do = "Correct the filter if these people were asked."
		}
		line, column := q.At("asked")
		out = append(out, finding.Finding{
			Severity: finding.Warning, Kind: "not-asked", File: filepath.Base(s.File), Line: line, Column: column, Found: q.Asked,
			Message: fmt.Sprintf("%s answered the question %q though the filter 'asked' says that they were not asked", people, q.ID),
			Do:      do,
		})
	}
	return out
}
