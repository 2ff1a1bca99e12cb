package likeness

// top gives the most of the texts whose sums are largest, of those alike the
// first, in no order. It uses up texts.
func top(texts []int32, sums []float32, most int) []int32 {
	if len(texts) <= most {
		return texts
	}
	before := func(a, b int32) bool { return sums[a] > sums[b] || sums[a] == sums[b] && a < b }
	// The first of them become a heap with the worst on top, which each better
	// one of the rest replaces.
	heap := texts[:most]
	sink := func(at int) {
		for {
			worst := at
			for below := 2*at + 1; below <= 2*at+2 && below < most; below++ {
				if before(heap[worst], heap[below]) {
					worst = below
				}
			}
			if worst == at {
				return
			}
			heap[at], heap[worst] = heap[worst], heap[at]
			at = worst
		}
	}
	for at := most/2 - 1; at >= 0; at-- {
		sink(at)
	}
	for _, text := range texts[most:] {
		if before(text, heap[0]) {
			heap[0] = text
			sink(0)
		}
	}
	return heap
}
