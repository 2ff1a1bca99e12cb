package amend

import (
	"slices"

	"concord/frameworks"
)

// readAsked reads a sentence as Propose does.
func readAsked(f *frameworks.Framework, r *Reader, s askedOne) []reading {
	var out []reading
	index := f.Index()
	p := proposer{in: Input{Framework: f}, place: r.places}
	for _, q := range r.Requests(s.unit()) {
		x := reading{operation: q.Operation, old: q.Old, new: q.New, level: q.Level}
		if len(q.Targets) > 0 {
			x.operation = p.draft(q, q.Targets).Operation
		}
		for _, t := range q.Targets {
			if item := index[t.UUID]; item != nil {
				x.at = append(x.at, item.Key)
			}
		}
		slices.Sort(x.at)
		if q.To != nil {
			x.to = index[q.To.UUID].Key
		}
		out = append(out, x)
	}
	return out
}
