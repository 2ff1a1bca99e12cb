package tabulate

import "slices"

// patternsOf gives for each sort of people, who are in the same groups, in which
// they are, and the sort of each person. It divides all by one group after another, which is fast for a
// million people in the few sorts that there are.
func patternsOf(in [][]bool) (sorts [][]bool, of []int32) {
	sorts = [][]bool{nil}
	of = make([]int32, len(in[0]))
	for _, group := range in {
		var divided [][]bool
		next := make([]int32, 2*len(sorts)) // 1 and the place in divided, of those out and those in
		for i, is := range group {
			k := 2 * of[i]
			if is {
				k++
			}
			if next[k] == 0 {
				divided = append(divided, append(slices.Clone(sorts[of[i]]), is))
				next[k] = int32(len(divided))
			}
			of[i] = next[k] - 1
		}
		sorts = divided
	}
	return sorts, of
}
