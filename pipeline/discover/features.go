package discover

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// entry is one feature of a document.
type entry struct {
	feature int32
	weight  float32
}

const (
	// mostFeatures of one document are looked at, those that weigh most.
	mostFeatures = 200
	// mostDimensions has the space that documents are laid in. On 10,334 coded
	// comments 20, 30 and 50 agree with the codes alike, and 30 gives the most
	// stable clusters; see docs/discovery.md.
	mostDimensions = 30
)

// kindWeight is what a stem, a pair of stems and a run of letters count, by the
// two highest bits of a feature's key.
var kindWeight = [4]float32{0: 1, 1: 0.5, 2: 0.3}

// dimensionsFor gives how many dimensions so many documents are laid in: of few
// documents, many dimensions would only give the words back.
func dimensionsFor(documents int) int { return min(mostDimensions, max(5, documents/5)) }

// weighted gives the features of each document: stems of its words, pairs of
// neighbouring stems, and runs of four letters within words, each weighted by
// (1 + log n)·log(N/df) (Salton and Buckley, 1988), and brought to length 1.
// Features of one document only are left out, for they join it to nothing; so
// are stop words, and words that judge.
func (c *corpus) weighted() (rows [][]entry, features int) {
	number := map[uint64]int32{}
	var df []int32
	counts := map[int32]float32{}
	raw := make([][]entry, len(c.documents))
	look := func(key uint64, times float32) {
		n, ok := number[key]
		if !ok {
			n = int32(len(number))
			number[key] = n
			df = append(df, 0)
		}
		counts[n] += times
	}
	grams := map[string]uint64{}
	gramsOf := make([][]uint64, len(c.words))
	for d := range c.documents {
		clear(counts)
		before := int32(-1)
		for _, w := range c.documents[d].words {
			if w < 0 {
				before = -1
				continue
			}
			if c.stop[w] {
				continue
			}
			if c.judges[w] {
				before = -1
				continue
			}
			s := c.stemOf[w]
			look(uint64(s), 1)
			if before >= 0 {
				look(1<<62|uint64(before)<<31|uint64(s), 1)
			}
			before = s
			if gramsOf[w] == nil {
				gramsOf[w] = lettersOf(c.words[w], grams)
			}
			for _, g := range gramsOf[w] {
				look(1<<63|g, 1)
			}
		}
		for n, times := range counts {
			raw[d] = append(raw[d], entry{n, times})
			df[n]++
		}
		slices.SortFunc(raw[d], func(a, b entry) int { return cmp.Compare(a.feature, b.feature) })
	}
	kinds := make([]uint8, len(df))
	for key, n := range number {
		kinds[n] = uint8(key >> 62)
	}
	total := float64(len(c.documents))
	renumber := make([]int32, len(df))
	for n := range renumber {
		renumber[n] = -1
		if df[n] >= 2 {
			renumber[n] = int32(features)
			features++
		}
	}
	rows = raw
	for d := range rows {
		kept := rows[d][:0]
		for _, e := range rows[d] {
			if renumber[e.feature] < 0 {
				continue
			}
			w := (1 + math.Log(float64(e.weight))) * math.Log((total+1)/float64(df[e.feature]))
			kept = append(kept, entry{renumber[e.feature], float32(w) * kindWeight[kinds[e.feature]]})
		}
		if len(kept) > mostFeatures {
			slices.SortFunc(kept, func(a, b entry) int {
				return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.feature, b.feature))
			})
			kept = kept[:mostFeatures]
			slices.SortFunc(kept, func(a, b entry) int { return cmp.Compare(a.feature, b.feature) })
		}
		unitLength(kept)
		rows[d] = kept
	}
	return rows, features
}

func lettersOf(word string, grams map[string]uint64) []uint64 {
	runes := []rune("_" + word + "_")
	out := []uint64{}
	for i := 0; i+4 <= len(runes); i++ {
		g := string(runes[i : i+4])
		n, ok := grams[g]
		if !ok {
			n = uint64(len(grams))
			grams[g] = n
		}
		out = append(out, n)
	}
	return out
}

func unitLength(row []entry) {
	sum := 0.0
	for _, e := range row {
		sum += float64(float64(e.weight) * float64(e.weight))
	}
	if sum == 0 {
		return
	}
	by := float32(1 / math.Sqrt(sum))
	for i := range row {
		row[i].weight *= by
	}
}

// reduced lays documents in a space of few dimensions in which those with
// words that go together are near each other, by latent semantic analysis
// (Deerwester and others, 1990): a truncated singular value decomposition, by
// the randomised method of Halko, Martinsson and Tropp (2011), algorithm 5.1
// with two power iterations, its seed fixed. Each row has length 1, or 0 for a
// document that shares no feature with another.
func reduced(rows [][]entry, features, dims int) [][]float32 {
	n := len(rows)
	k := min(n, features, dims+10)
	out := make([][]float32, n)
	if k == 0 {
		for i := range out {
			out[i] = []float32{}
		}
		return out
	}
	rng := rand.New(rand.NewPCG(1, 2))
	omega := mat.NewDense(features, k, nil)
	raw := omega.RawMatrix().Data
	for i := range raw {
		raw[i] = rng.NormFloat64()
	}
	y := times(rows, omega)
	for range 2 {
		q := orthonormal(y)
		z := orthonormal(timesTransposed(rows, features, q))
		y = times(rows, z)
	}
	q := orthonormal(y)
	// B = QᵀA is k by features; its left singular vectors are the eigenvectors
	// of BBᵀ.
	bt := timesTransposed(rows, features, q)
	var gram mat.SymDense
	gram.SymOuterK(1, bt.T())
	var eig mat.EigenSym
	if !eig.Factorize(&gram, true) {
		return nil
	}
	values := eig.Values(nil) // rising
	var vectors mat.Dense
	eig.VectorsTo(&vectors)
	keep := min(dims, k)
	top := mat.NewDense(k, keep, nil)
	for j := range keep {
		from := k - 1 - j
		scale := math.Sqrt(max(values[from], 0))
		for i := range k {
			top.Set(i, j, vectors.At(i, from)*scale)
		}
	}
	var laid mat.Dense
	laid.Mul(q, top)
	for i := range out {
		out[i] = make([]float32, keep)
		row := laid.RawRowView(i)
		norm := 0.0
		for _, v := range row {
			norm += float64(v * v)
		}
		if norm < 1e-18 || len(rows[i]) == 0 {
			continue
		}
		norm = math.Sqrt(norm)
		for j, v := range row {
			out[i][j] = float32(v / norm)
		}
	}
	return out
}

// times is the sparse matrix of the rows, times m.
func times(rows [][]entry, m *mat.Dense) *mat.Dense {
	_, k := m.Dims()
	out := mat.NewDense(len(rows), k, nil)
	for i, row := range rows {
		to := out.RawRowView(i)
		for _, e := range row {
			w := float64(e.weight)
			for j, v := range m.RawRowView(int(e.feature)) {
				to[j] += float64(w * v)
			}
		}
	}
	return out
}

// timesTransposed is the transpose of the sparse matrix, times m.
func timesTransposed(rows [][]entry, features int, m *mat.Dense) *mat.Dense {
	_, k := m.Dims()
	out := mat.NewDense(features, k, nil)
	for i, row := range rows {
		from := m.RawRowView(i)
		for _, e := range row {
			to := out.RawRowView(int(e.feature))
			w := float64(e.weight)
			for j, v := range from {
				to[j] += float64(w * v)
			}
		}
	}
	return out
}

// orthonormal gives columns that span those of m and are at right angles to
// each other, by Gram and Schmidt's method done twice. A column that adds
// nothing becomes 0.
func orthonormal(m *mat.Dense) *mat.Dense {
	n, k := m.Dims()
	t := mat.DenseCopyOf(m.T()) // columns as rows, for the sake of the cache
	for i := range k {
		ri := t.RawRowView(i)
		before := math.Sqrt(dot64(ri, ri))
		for range 2 {
			for j := range i {
				rj := t.RawRowView(j)
				p := dot64(ri, rj)
				if p == 0 {
					continue
				}
				for x := range ri {
					ri[x] -= float64(p * rj[x])
				}
			}
		}
		length := math.Sqrt(dot64(ri, ri))
		by := 0.0
		if length > 1e-10*before && length > 0 {
			by = 1 / length
		}
		for x := range ri {
			ri[x] *= by
		}
	}
	out := mat.NewDense(n, k, nil)
	out.Copy(t.T())
	return out
}

func dot64(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += float64(a[i] * b[i])
	}
	return s
}
