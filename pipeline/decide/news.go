package decide

import (
	"strings"

	"concord/pipeline/finding"
)

// news faults a new event for what is let stand in a log that has it already: a log
// must be readable by every later version of concord.
func (r *replay) news(e *Event) *finding.Finding {
	if e.Decide == nil || e.Decide.Disposition != Duplicate {
		return nil
	}
	// Each of a circle would be done with the other, and none be done.
	line := []string{e.Decide.Amendment}
	for id := e.Decide.SameAs; len(line) <= len(r.decided)+1; {
		line = append(line, id)
		if id == e.Decide.Amendment {
			return fault("duplicate", strings.Join(line, ", a duplicate of "), "an amendment that is decided by itself", "these amendments would be duplicates of each other, and none of them decided", "Decide on one of them by itself.")
		}
		at, is := r.decided[id]
		if !is || r.events[at-1].Decide.Disposition != Duplicate {
			return nil
		}
		id = r.events[at-1].Decide.SameAs
	}
	return nil
}
