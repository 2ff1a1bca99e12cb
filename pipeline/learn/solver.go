package learn

import (
	"context"
	"math"
	"math/rand/v2"
)

// matrix is comments as rows of features: the entries of row i are those from
// starts[i] to starts[i+1]. Dense values, where there are any, are as many for
// every row; their weights follow those of the features.
type matrix struct {
	starts   []int
	places   []int32
	values   []float32
	squares  []float64 // by row, with the constant
	dense    [][]float32
	features int
}

// constant is the value of a feature that every comment has; its weight is where
// a theme stands when nothing speaks for or against it.
const constant = 1.0

func newMatrix(rows [][]entry, dense [][]float32, features int) *matrix {
	m := &matrix{starts: make([]int, 1, len(rows)+1), dense: dense, features: features, squares: make([]float64, len(rows))}
	for _, row := range rows {
		for _, e := range row {
			m.places = append(m.places, e.place)
			m.values = append(m.values, e.value)
		}
		m.starts = append(m.starts, len(m.places))
	}
	m.square()
	return m
}

// scaled gives the matrix with the value of every feature multiplied. It writes
// on the values of to, which must be of the same shape.
func (m *matrix) scaled(by []float32, to *matrix) *matrix {
	for i, p := range m.places {
		to.values[i] = m.values[i] * by[p]
	}
	to.square()
	return to
}

// copied gives a matrix of the same shape with values of its own.
func (m *matrix) copied() *matrix {
	to := *m
	to.values = make([]float32, len(m.values))
	to.squares = make([]float64, len(m.squares))
	return &to
}

func (m *matrix) square() {
	for row := range m.squares {
		sum := constant * constant
		for _, x := range m.values[m.starts[row]:m.starts[row+1]] {
			sum += float64(float64(x) * float64(x))
		}
		if m.dense != nil {
			for _, x := range m.dense[row] {
				sum += float64(float64(x) * float64(x))
			}
		}
		m.squares[row] = sum
	}
}

// width is how many weights a theme has: of features, dense values, the constant.
func (m *matrix) width() int {
	if len(m.dense) > 0 {
		return m.features + len(m.dense[0]) + 1
	}
	return m.features + 1
}

// dot is a row times weights. The conversions keep processors that could from
// joining a product and a sum into one step, with other last bits.
func (m *matrix) dot(row int32, w []float64) float64 {
	from, to := m.starts[row], m.starts[row+1]
	places, values := m.places[from:to], m.values[from:to]
	sum := w[len(w)-1] * constant
	for i, p := range places {
		sum += float64(w[p] * float64(values[i]))
	}
	if m.dense != nil {
		w := w[m.features:]
		for i, x := range m.dense[row] {
			sum += float64(w[i] * float64(x))
		}
	}
	return sum
}

// add adds a row, times x, to weights.
func (m *matrix) add(row int32, x float64, w []float64) {
	from, to := m.starts[row], m.starts[row+1]
	places, values := m.places[from:to], m.values[from:to]
	w[len(w)-1] += float64(x * constant)
	for i, p := range places {
		w[p] += float64(x * float64(values[i]))
	}
	if m.dense != nil {
		w := w[m.features:]
		for i, v := range m.dense[row] {
			w[i] += float64(x * float64(v))
		}
	}
}

// problem is one theme against the rest: the rows to learn from, which of all
// rows are of the theme, and what a mistake on either side costs.
type problem struct {
	rows            []int32
	of              []bool // by row of the matrix
	costOf, costNot float64
	seed            uint64
}

const (
	// tolerance is how far from the optimum the slopes may be. A tenth of it
	// changed no figure of the cross-validation by more than .003.
	tolerance  = 0.1
	mostSweeps = 200
)

// solve writes into w, which must be all zeros, the weights of a linear support
// vector machine with squared hinge loss, found by dual coordinate descent: Hsieh,
// Chang, Lin, Keerthi and Sundararajan (2008), A dual coordinate descent method
// for large-scale linear SVM, Proceedings of the 25th ICML, 408-415, algorithm 1
// in random order with the shrinking of section 3.2. Sweeps end at the tolerance,
// after mostSweeps, or when ctx does.
func (m *matrix) solve(ctx context.Context, p problem, w []float64) {
	n := len(p.rows)
	active := make([]int32, n)
	alpha := make([]float64, n)
	for i := range active {
		active[i] = int32(i)
	}
	random := rand.New(rand.NewPCG(p.seed, 20080705))
	high := math.Inf(1)
	for range mostSweeps {
		if ctx.Err() != nil {
			return
		}
		mostHigh, mostLow := math.Inf(-1), math.Inf(1)
		random.Shuffle(len(active), func(i, j int) { active[i], active[j] = active[j], active[i] })
		for s := 0; s < len(active); s++ {
			i := active[s]
			row := p.rows[i]
			sign, cost := -1.0, p.costNot
			if p.of[row] {
				sign, cost = 1, p.costOf
			}
			diagonal := 0.5 / cost
			slope := float64(sign*m.dot(row, w)) - 1 + float64(diagonal*alpha[i])
			move := slope
			if alpha[i] == 0 {
				if slope > high {
					active[s] = active[len(active)-1]
					active = active[:len(active)-1]
					s--
					continue
				}
				move = min(slope, 0)
			}
			mostHigh, mostLow = max(mostHigh, move), min(mostLow, move)
			if math.Abs(move) > 1e-12 {
				old := alpha[i]
				alpha[i] = max(old-slope/(m.squares[row]+diagonal), 0)
				m.add(row, float64((alpha[i]-old)*sign), w)
			}
		}
		if mostHigh-mostLow <= tolerance {
			if len(active) == n {
				return
			}
			// What was set aside is looked at once more before the end.
			active = active[:n]
			for i := range active {
				active[i] = int32(i)
			}
			high = math.Inf(1)
			continue
		}
		if high = mostHigh; high <= 0 {
			high = math.Inf(1)
		}
	}
}
