package compare

import (
	"fmt"

	"concord/pipeline/finding"
)

// fewestMissing is how many statements must be missing to speak of an extract.
const fewestMissing = 5

// extract tells, where four in five of the statements of a are missing and b
// has hardly any of its own, that b may be no more than its headings.
func (d *differ) extract() bool {
	statements := func(s *side) int {
		n := 0
		for i := range s.nodes {
			if s.inForce(i) && s.nodes[i].statement != "" {
				n++
			}
		}
		return n
	}
	before, after := statements(d.a), statements(d.b)
	if d.missing < fewestMissing || 5*d.missing < 4*before || 5*after > before {
		return false
	}
	d.first = []finding.Finding{{
		Severity: finding.Warning, Kind: "extract", File: d.b.f.File,
		Message: fmt.Sprintf("the later file holds no statements for %d items: it may be an extract", d.missing),
		Do:      "Compare with a file that holds them; what is missing from an extract has not been retired.",
	}}
	return true
}
