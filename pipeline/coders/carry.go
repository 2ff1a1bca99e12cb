package coders

import (
	"fmt"

	"concord/pipeline/finding"
	"concord/pipeline/theme"
)

// Today gives the judgements that can count today: of units that are still there,
// with the text that was judged, in today's ids of themes. The findings, one of a
// kind for all, tell of those that cannot: whose text has changed, whose unit has
// gone, and whose theme was split, so that somebody must look again. A judgement
// of which one theme must be looked at again does not count at all, since half of
// it would say that the unit is on no other theme. A nil carry knows of no earlier
// version: themes that the codebook has not are then looked at again. What is given
// is left as it is.
func Today(judgements []Judgement, units []theme.Unit, cb *theme.Codebook, carry Carry) ([]Judgement, []finding.Finding) {
	shaOf := make(map[string]string, len(units))
	for i := range units {
		shaOf[units[i].ID] = TextSHA(units[i].Text)
	}
	have := make(map[string]bool, len(cb.Themes))
	for i := range cb.Themes {
		have[cb.Themes[i].ID] = true
	}
	var out []Judgement
	var gone, changed, again tally
	for _, j := range judgements {
		sha, there := shaOf[j.Unit]
		switch {
		case !there:
			gone.add(j.Unit)
			continue
		case sha != j.TextSHA:
			changed.add(j.Unit)
			continue
		}
		marks, doubt := carried(j, cb.Version, have, carry)
		if doubt != "" {
			again.add(j.Unit + " (" + doubt + ")")
			continue
		}
		j.Marks = marks
		out = append(out, j)
	}
	var found []finding.Finding
	found = gone.tell(found, "unit-gone", "judgements are of units that the consultation no longer has", "They stay in the record, and do not count.")
	found = changed.tell(found, "text-changed", "judgements are of texts that have changed since, and do not count", "Export a sheet and judge these units again.")
	found = again.tell(found, "look-again", "judgements name themes that the codebook has split or no longer has, and do not count", "Export a sheet and judge these units again.")
	return out, found
}

// carried gives the marks of a judgement in today's ids, or the first theme that
// somebody must look at again.
func carried(j Judgement, today string, have map[string]bool, carry Carry) (marks []Mark, doubt string) {
	for _, m := range j.Marks {
		ids, certain := []string{m.Theme}, have[m.Theme]
		if carry != nil && j.CodebookVersion != today {
			ids, certain = carry(m.Theme, j.CodebookVersion)
		}
		if !certain {
			return nil, m.Theme
		}
		for _, id := range ids {
			marks = append(marks, Mark{id, m.Stance})
		}
	}
	return tidy(marks), ""
}

// tally counts what one finding tells of, and keeps the first.
type tally struct {
	n     int
	first string
}

func (t *tally) add(what string) {
	if t.n++; t.n == 1 {
		t.first = what
	}
}

func (t *tally) tell(found []finding.Finding, kind, message, do string) []finding.Finding {
	if t.n == 0 {
		return found
	}
	return append(found, finding.Finding{
		Severity: finding.Warning, Kind: kind, Found: t.first, Message: fmt.Sprintf("%d %s", t.n, message), Do: do,
	})
}
