package theme

import (
	"fmt"

	"concord/pipeline/finding"
)

// Overfull gives a warning, if any unit has as many codings as Tag keeps of one
// (as many as it has words, or 100 where that is more): there may have been more.
// Found is the first such unit, Count how many there are.
func Overfull(codings []Coding, units []Unit) []finding.Finding {
	count := make([]int, len(units))
	for _, at := range locate(codings, units) {
		if at >= 0 {
			count[at]++
		}
	}
	first, full := -1, 0
	for i, n := range count {
		if n >= leastKept && n >= mostKept(len(tokenise(units[i].Text, nil))) {
			if full++; first < 0 {
				first = i
			}
		}
	}
	if full == 0 {
		return nil
	}
	return []finding.Finding{{
		Severity: finding.Warning, Kind: "too-many-codings", Found: units[first].ID, Count: full,
		Message: fmt.Sprintf("the rules find as many codings here as are kept of one comment or turn, %d: there may be more", count[first]),
		Do:      "Look for rules that match nearly everything.",
	}}
}
