package report

import (
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// ofPeople tells whether a table is about the people themselves.
func ofPeople(t *tabulate.Table) bool {
	return t.About == study.Demographic || t.About == study.Role || t.About == study.Experience
}

func (b *builder) people() (Section, bool) {
	s := Section{ID: "respondents", Title: "Who answered"}
	for _, source := range []string{"survey", "groups"} {
		sub := Section{ID: "respondents-" + source, Title: "Survey: " + count(b.respondents, "respondent", "respondents")}
		if source == "groups" {
			sub.Title = "Focus groups: " + count(b.participants, "participant", "participants")
		}
		for i := range b.in.Tables {
			t := &b.in.Tables[i]
			if t.Source != source || !ofPeople(t) {
				continue
			}
			sub.Blocks = append(sub.Blocks, printed(t))
			sub.Blocks = append(sub.Blocks, b.charts(t.ID)...)
		}
		if len(sub.Blocks) > 0 {
			s.Sections = append(s.Sections, sub)
		}
	}
	return s, len(s.Sections) > 0
}
