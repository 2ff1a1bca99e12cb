package review

import (
	"strconv"

	"concord/pipeline/decide"
)

// points are the points of a scale, from against to for.
func points(s decide.Scale) []string {
	most := 9
	switch s {
	case decide.YesNo:
		return []string{"no", "yes"}
	case decide.Five:
		most = 5
	}
	out := make([]string, 0, most)
	for n := 1; n <= most; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// side tells whether the i-th point of so many is against, for or between.
func side(i, of int) string {
	end := map[int]int{9: 3, 5: 2, 2: 1}[of]
	switch {
	case i < end:
		return "against"
	case i >= of-end:
		return "for"
	}
	return "between"
}
