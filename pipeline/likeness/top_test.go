package likeness

import (
	"cmp"
	"slices"
	"testing"
)

func TestTop(t *testing.T) {
	n := uint32(1)
	for _, many := range []int{0, 1, 5, 99, 100, 101, 1000} {
		sums := make([]float32, many)
		texts := make([]int32, many)
		for i := range sums {
			n = n*1664525 + 1013904223 // Numerical Recipes, 1992
			sums[i], texts[i] = float32(n>>28), int32(i)
		}
		want := slices.Clone(texts)
		slices.SortFunc(want, func(a, b int32) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
		want = want[:min(many, 100)]
		slices.Sort(want)
		got := top(slices.Clone(texts), sums, 100)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("of %d: %v; want %v", many, got, want)
		}
	}
}
