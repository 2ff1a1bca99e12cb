package discover

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"concord/pipeline/crew"
)

// near is a document and how like it another is.
type near struct {
	at     int32
	cosine float32
}

const (
	// compareAll is how many documents are each compared with every other; of
	// more, only those in the same parts of the space are.
	compareAll = 4000
	// partsLooked is how many parts of the space are searched for the
	// neighbours of a document.
	partsLooked = 12
)

// nearest gives for each vector (of length 1, or 0) the k others with the
// largest cosine, the largest first, equals in order; none at or below 0.
//
// With more than 4,000 vectors the space is cut into parts, one around each of
// √n of the vectors, and only the 12 parts nearest to a vector are searched
// (an inverted file, as in Sivic and Zisserman, 2003), so that the work grows
// with n√n.
func nearest(vectors [][]float32, k, jobs int) [][]near {
	n := len(vectors)
	out := make([][]near, n)
	var parts, looked [][]int32
	if n > compareAll {
		parts, looked = cut(vectors, jobs)
	}
	each(n, jobs, func(i int) {
		if zero(vectors[i]) {
			return
		}
		best := make([]near, 0, k+1)
		try := func(j int32) {
			if int(j) == i {
				return
			}
			c := rounded(dot(vectors[i], vectors[j]))
			if c <= 0 || len(best) == k && c <= best[k-1].cosine && !(c == best[k-1].cosine && j < best[k-1].at) {
				return
			}
			at, _ := slices.BinarySearchFunc(best, near{j, c}, byCosine)
			best = slices.Insert(best, at, near{j, c})
			if len(best) > k {
				best = best[:k]
			}
		}
		if parts == nil {
			for j := range n {
				try(int32(j))
			}
		} else {
			for _, p := range looked[i] {
				for _, j := range parts[p] {
					try(j)
				}
			}
		}
		out[i] = best
	})
	return out
}

// rounded gives a cosine in steps of 1/4096, so that the last bits of a sum,
// which differ between makes of processor, do not decide who is nearer.
func rounded(c float32) float32 { return float32(math.Round(float64(c)*4096)) / 4096 }

func byCosine(a, b near) int { return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.at, b.at)) }

// cut files each vector under the nearest of √n vectors taken evenly, and tells
// which of the parts each vector is to look in.
func cut(vectors [][]float32, jobs int) (parts, looked [][]int32) {
	n := len(vectors)
	count := int(math.Sqrt(float64(n)))
	var centres [][]float32
	for p := range count {
		centres = append(centres, vectors[p*n/count])
	}
	looked = make([][]int32, n)
	each(n, jobs, func(i int) {
		if zero(vectors[i]) {
			return
		}
		best := make([]near, 0, partsLooked+1)
		for p, c := range centres {
			x := near{int32(p), rounded(dot(vectors[i], c))}
			if len(best) == partsLooked && byCosine(x, best[partsLooked-1]) > 0 {
				continue
			}
			at, _ := slices.BinarySearchFunc(best, x, byCosine)
			best = slices.Insert(best, at, x)
			best = best[:min(len(best), partsLooked)]
		}
		for _, b := range best {
			looked[i] = append(looked[i], b.at)
		}
	})
	parts = make([][]int32, count)
	for i, l := range looked {
		if len(l) > 0 {
			parts[l[0]] = append(parts[l[0]], int32(i))
		}
	}
	return parts, looked
}

// each calls f for 0 to n-1, several at once; f must only write what is its own.
func each(n, jobs int, f func(i int)) { inBlocks(n, 64, jobs, f) }

// inBlocks is each, with so many at a time for one worker.
func inBlocks(n, block, jobs int, f func(i int)) {
	var next atomic.Int64
	var workers crew.Crew
	for range min(max(jobs, 1), (n+block-1)/block) {
		workers.Go(func() {
			for {
				from := int(next.Add(int64(block))) - block
				if from >= n {
					return
				}
				for i := from; i < min(n, from+block); i++ {
					f(i)
				}
			}
		})
	}
	workers.Wait()
}

func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += float32(a[i] * b[i])
		s1 += float32(a[i+1] * b[i+1])
		s2 += float32(a[i+2] * b[i+2])
		s3 += float32(a[i+3] * b[i+3])
	}
	for ; i < len(a); i++ {
		s0 += float32(a[i] * b[i])
	}
	return s0 + s1 + s2 + s3
}

func zero(v []float32) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}
