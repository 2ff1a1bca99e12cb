package vectors

import (
	"context"
	"math"
	"sync/atomic"

	"concord/pipeline/crew"
)

// batchRows is how many pieces, of as many texts as have them, go through the
// model together: enough that reading the weights from memory, 19 MB, takes
// little of the time, and few enough that the work of a job fits in its cache.
const batchRows = 192

// Embed gives the vector of each text: Size numbers whose squares add up to 1,
// so that the sum of the products of two vectors is their cosine. The vector
// of a text without words (none but white space) is all zeros. Texts that
// differ only in white space have the same vector, and the model reads of
// a text its first 128 pieces, some 90 words. The work is shared by so many
// jobs, at least one; the vectors are the same for any number. Vectors of equal
// texts may share memory: do not write to them. The error is that of ctx.
func (m *Model) Embed(ctx context.Context, texts []string, jobs int) ([][]float32, error) {
	tidied := make([]string, len(texts))
	for i, t := range texts {
		tidied[i] = tidy(t)
	}
	return m.embedTidy(ctx, tidied, jobs)
}

// embedTidy is Embed of texts that tidy has been over. Each is done once,
// however often it stands there.
func (m *Model) embedTidy(ctx context.Context, texts []string, jobs int) ([][]float32, error) {
	first := map[string]int{}
	var cut [][]int32 // the pieces of each different text
	which := make([]int, len(texts))
	for i, t := range texts {
		n, ok := first[t]
		if !ok {
			if i%64 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			n = len(cut)
			first[t] = n
			p := m.words.pieces(t)
			cut = append(cut, p[:min(len(p), maxPieces):min(len(p), maxPieces)])
		}
		which[i] = n
	}
	different := make([][]float32, len(cut))
	var batches [][2]int
	for from := 0; from < len(cut); {
		to, rows := from, 0
		for ; to < len(cut) && rows < batchRows; to++ {
			rows += len(cut[to])
		}
		batches = append(batches, [2]int{from, to})
		from = to
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := crew.Crew{OnPanic: cancel}
	var taken atomic.Int64
	for range min(max(jobs, 1), len(batches)) {
		workers.Go(func() {
			var w workspace
			for ctx.Err() == nil {
				n := int(taken.Add(1)) - 1
				if n >= len(batches) {
					return
				}
				from, to := batches[n][0], batches[n][1]
				m.run(&w, cut[from:to], different[from:to])
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := make([][]float32, len(texts))
	for i, n := range which {
		out[i] = different[n]
	}
	return out, nil
}

// workspace is the numbers of one batch under way, kept for the next.
type workspace struct {
	input, normal, qkv, joined, state, more, inner []float32
	query, score, mixed                            []float32
	key, value                                     panels
}

// grow gives a slice at least n long, the old one where it is long enough.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// run puts the vectors of some texts, given as pieces, into out. The pieces of
// all stand one below another in every matrix; only attention looks at one
// text at a time.
func (m *Model) run(w *workspace, texts [][]int32, out [][]float32) {
	rows := 0
	for _, t := range texts {
		rows += len(t)
	}
	padded := roundUp(rows, tileRows)
	w.input = grow(w.input, padded*embeddingSize)
	clear(w.input)
	row := 0
	for _, t := range texts {
		for place, piece := range t {
			to := w.input[row*embeddingSize : (row+1)*embeddingSize]
			from := m.embed[int(piece)*embeddingSize:]
			when := m.timing[place*embeddingSize:]
			for i := range to {
				// Twice the piece: the graph adds the sum to what it was made of.
				to[i] = from[i] + (from[i] + when[i])
			}
			row++
		}
	}
	w.state = grow(w.state, padded*Size)
	m.widen.of(w.state, w.input, padded)
	m.layers[0].run(w, w.input, texts, padded)
	m.layers[1].run(w, w.state, texts, padded)

	// The mean of a text's pieces, then the last step, for all texts at once.
	w.more = grow(w.more, roundUp(len(texts), tileRows)*Size)
	clear(w.more)
	row = 0
	for i, t := range texts {
		to := w.more[i*Size : (i+1)*Size]
		for range t {
			for j, v := range w.state[row*Size : (row+1)*Size] {
				to[j] += v
			}
			row++
		}
		for j := range to {
			to[j] /= float32(max(1, len(t)))
		}
	}
	w.joined = grow(w.joined, len(w.more))
	m.last.of(w.joined, w.more, roundUp(len(texts), tileRows))
	for i, t := range texts {
		v := make([]float32, Size)
		if len(t) > 0 {
			sum := 0.0
			for j, x := range w.joined[i*Size : (i+1)*Size] {
				v[j] = tanhOf(x)
				sum += float64(float64(v[j]) * float64(v[j]))
			}
			by := 1 / math.Sqrt(max(sum, 1e-12))
			for j := range v {
				v[j] = float32(float64(v[j]) * by)
			}
		}
		out[i] = v
	}
}

// run takes w.state one layer further. input is what the layer looks at: in the
// first layer it is narrower than the state.
func (l *layer) run(w *workspace, input []float32, texts [][]int32, rows int) {
	width := len(l.before.scale)
	w.normal = grow(w.normal, rows*Size)
	l.before.normalise(w.normal, input, rows)
	w.qkv = grow(w.qkv, rows*3*width)
	l.qkv.of(w.qkv, w.normal, rows)
	w.joined = grow(w.joined, rows*width)
	clear(w.joined)
	first := 0
	for _, t := range texts {
		l.attend(w, first, len(t))
		first += len(t)
	}
	w.more = grow(w.more, rows*Size)
	l.joined.of(w.more, w.joined, rows)
	add(w.state, w.more)

	l.middle.normalise(w.normal, w.state, rows)
	w.inner = grow(w.inner, rows*inner)
	l.grow.of(w.inner, w.normal, rows)
	positive(w.inner)
	l.shrink.of(w.more, w.inner, rows)
	add(w.state, w.more)
}

// attend lets each piece of one text take from all of them, n rows of w.qkv
// from first on, and puts the result into w.joined.
func (l *layer) attend(w *workspace, first, n int) {
	if n == 0 {
		return
	}
	width := len(l.before.scale)
	d := l.headDim
	tall, wide := roundUp(n, tileRows), roundUp(n, tileCols)
	w.query = grow(w.query, tall*d)
	w.score = grow(w.score, tall*wide)
	w.mixed = grow(w.mixed, tall*d)
	w.key = panels{rows: d, cols: wide, data: grow(w.key.data, d*wide)}
	w.value = panels{rows: n, cols: d, data: grow(w.value.data, n*d)}
	for h := range heads {
		rows := w.qkv[first*3*width+h*d:]
		clear(w.query)
		for r := range n {
			for i, v := range rows[r*3*width : r*3*width+d] {
				w.query[r*d+i] = v * l.scale
			}
		}
		w.key.fillTurned(rows[width:], 3*width, n)
		multiply(w.query, d, tall, w.key, w.score)
		for r := range n {
			softmax(w.score[r*wide : r*wide+n])
		}
		w.value.fill(rows[2*width:], 3*width, d)
		multiply(w.score, wide, tall, w.value, w.mixed)
		for r := range n {
			copy(w.joined[(first+r)*width+h*d:], w.mixed[r*d:(r+1)*d])
		}
	}
}

// of puts the product of the first rows of a and the matrix, and what is added
// to it, into to.
func (l *linear) of(to, a []float32, rows int) {
	multiply(a, l.by.rows, rows, l.by, to)
	for r := range rows {
		row := to[r*len(l.add) : (r+1)*len(l.add)]
		for i, v := range l.add {
			row[i] += v
		}
	}
}

func add(to, more []float32) {
	for i, v := range more[:len(to)] {
		to[i] += v
	}
}

// positive makes what is below 0 a 0.
func positive(v []float32) {
	for i, x := range v {
		// A branch on numbers of no order would be guessed wrong half the time.
		b := math.Float32bits(x)
		v[i] = math.Float32frombits(b &^ uint32(int32(b)>>31))
	}
}
