package intake

import (
	"slices"

	"concord/pipeline/yamlfile"
)

// nearest finds, for a line of a framework file, the line of the text that the
// item standing there came from.
type nearest struct {
	from []int
	to   map[int]yamlfile.Pos
}

func newNearest(places map[int]yamlfile.Pos) nearest {
	n := nearest{to: places}
	for l := range places {
		n.from = append(n.from, l)
	}
	slices.Sort(n.from)
	return n
}

// below gives 0 for a line above the first item.
func (n nearest) below(l int) int {
	i, exact := slices.BinarySearch(n.from, l)
	if !exact {
		i--
	}
	if i < 0 {
		return 0
	}
	return n.to[n.from[i]].Line
}
