package coders

import (
	"slices"

	"concord/pipeline/theme"
)

// FromProject gives the judgements of one coder from the codings that came back in a
// project of another program (see qda.Project.Coded), in the order of the units. A
// project does not say what was read and found to be on no theme: only units with a
// coding are judged. A stance counts where a person gave it (StanceGiven): one that
// the machine read does not become a person's. before are judgements as Today gives
// them; what the coder had judged so already is not given again, and same counts it.
// What began with a suggestion is Accepted, or Corrected where it has changed.
func FromProject(codings []theme.Coding, units []theme.Unit, coder, day, codebookVersion string, before []Judgement) (changed []Judgement, same int) {
	marks, suggested, whole := map[string][]Mark{}, map[string]bool{}, map[string]bool{}
	for i := range codings {
		c := &codings[i]
		m := Mark{Theme: c.Theme}
		if c.StanceGiven && slices.Contains(stances, string(c.Stance)) {
			m.Stance = c.Stance
		}
		if _, seen := marks[c.Unit]; !seen {
			whole[c.Unit] = true
		}
		marks[c.Unit] = append(marks[c.Unit], m)
		suggested[c.Unit] = suggested[c.Unit] || c.Method == Accepted || c.Method == Corrected
		whole[c.Unit] = whole[c.Unit] && c.Method == Accepted
	}
	was := map[string]*Judgement{}
	for i := range before {
		if before[i].Coder == coder {
			was[before[i].Unit] = &before[i]
		}
	}
	for i := range units {
		u := &units[i]
		list, coded := marks[u.ID]
		if !coded {
			continue
		}
		j := Judgement{Unit: u.ID, TextSHA: TextSHA(u.Text), Marks: tidy(list), Coder: coder, Day: day, Method: Human, CodebookVersion: codebookVersion}
		old := was[u.ID]
		switch {
		case old != nil && slices.Equal(old.Marks, j.Marks):
			same++
			continue
		case old == nil && whole[u.ID]:
			j.Method = Accepted
		case suggested[u.ID], old != nil && old.Method != Human:
			j.Method = Corrected
		}
		changed = append(changed, j)
	}
	return changed, same
}
