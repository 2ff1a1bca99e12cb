package survey

import (
	"bytes"

	"concord/pipeline/study"
)

// weight reads the weight of the row at hand, which begins on that line: 0, and
// a problem, when there is none that can be used.
func (w *worker) weight(line int) float64 {
	at := w.plan.weight
	cell := bytes.TrimSpace(w.cell(at))
	x, ok := w.decimal(&w.part.weightForms, cell, len(w.part.lines)-1, line, false)
	if ok && x > 0 && x <= MaxWeight {
		return x
	}
	w.part.problems.add(problem{badWeight, -1, at, study.Normal(string(cell))}, line, 1)
	return 0
}
