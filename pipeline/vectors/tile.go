package vectors

// A product of matrices is made of tiles of tileRows rows and tileCols columns.
// Twelve registers of eight numbers hold one tile, which leaves four of the
// sixteen that AVX has for what is multiplied.
const (
	tileRows = 6
	tileCols = 16
)

// panels is a matrix laid out for multiply: its columns in groups of tileCols,
// each group row by row.
type panels struct {
	rows, cols int // cols is a multiple of tileCols
	data       []float32
}

// pack lays out a matrix given row by row.
func pack(m []float32, rows, cols int) panels {
	p := panels{rows: rows, cols: roundUp(cols, tileCols)}
	p.data = make([]float32, p.rows*p.cols)
	p.fill(m, cols, cols)
	return p
}

// fill puts the first cols columns of a matrix, whose rows begin stride numbers
// apart, into p. Columns beyond them are 0.
func (p panels) fill(m []float32, stride, cols int) {
	for first := 0; first < p.cols; first += tileCols {
		group := p.data[first*p.rows:]
		n := min(tileCols, cols-first)
		for r := range p.rows {
			row := group[r*tileCols : (r+1)*tileCols]
			clear(row[copy(row, m[r*stride+first:r*stride+first+n]):])
		}
	}
}

// fillTurned puts a matrix of cols rows and p.rows columns into p with rows and
// columns exchanged. Columns of p beyond cols are 0.
func (p panels) fillTurned(m []float32, stride, cols int) {
	for first := 0; first < p.cols; first += tileCols {
		group := p.data[first*p.rows : (first+tileCols)*p.rows]
		n := min(tileCols, cols-first)
		for c := range n {
			for r, v := range m[(first+c)*stride : (first+c)*stride+p.rows] {
				group[r*tileCols+c] = v
			}
		}
		for r := range p.rows {
			clear(group[r*tileCols+n : (r+1)*tileCols])
		}
	}
}

// multiply puts a·b into c, where a has b.rows columns and c has b.cols, and
// both have at least rows rows, which is a multiple of tileRows. The rows of a
// begin stride numbers apart. Each number of c is the sum of its products in
// their order, each product and each sum rounded to float32, so that it does
// not depend on what else is in a or on the kind of processor.
func multiply(a []float32, stride, rows int, b panels, c []float32) {
	if rows == 0 || b.rows == 0 || b.cols == 0 {
		return
	}
	// The assembler does not look where slices end; these do.
	_ = a[(rows-1)*stride+b.rows-1]
	_ = c[rows*b.cols-1]
	_ = b.data[b.rows*b.cols-1]
	for first := 0; first < b.cols; first += tileCols {
		group := b.data[first*b.rows : (first+tileCols)*b.rows]
		for r := 0; r < rows; r += tileRows {
			tile(b.rows, a[r*stride:], stride, group, c[r*b.cols+first:], b.cols)
		}
	}
}

// plainTile is tile in Go alone: four columns of three rows at a time, which is
// as many sums as processors with 32 registers keep busy.
func plainTile(k int, a []float32, lda int, b []float32, c []float32, ldc int) {
	for r := 0; r < tileRows; r += 3 {
		x := a[r*lda : r*lda+k]
		y := a[(r+1)*lda : (r+1)*lda+len(x)]
		z := a[(r+2)*lda : (r+2)*lda+len(x)]
		for col := 0; col < tileCols; col += 4 {
			var x0, x1, x2, x3, y0, y1, y2, y3, z0, z1, z2, z3 float32
			at := col
			for i := range x {
				w := (*[4]float32)(b[at:])
				at += tileCols
				// The conversions keep a compiler from joining a product and
				// a sum into one step that rounds once.
				v := x[i]
				x0 += float32(v * w[0])
				x1 += float32(v * w[1])
				x2 += float32(v * w[2])
				x3 += float32(v * w[3])
				v = y[i]
				y0 += float32(v * w[0])
				y1 += float32(v * w[1])
				y2 += float32(v * w[2])
				y3 += float32(v * w[3])
				v = z[i]
				z0 += float32(v * w[0])
				z1 += float32(v * w[1])
				z2 += float32(v * w[2])
				z3 += float32(v * w[3])
			}
			*(*[4]float32)(c[r*ldc+col:]) = [4]float32{x0, x1, x2, x3}
			*(*[4]float32)(c[(r+1)*ldc+col:]) = [4]float32{y0, y1, y2, y3}
			*(*[4]float32)(c[(r+2)*ldc+col:]) = [4]float32{z0, z1, z2, z3}
		}
	}
}

// roundUp gives the least multiple of step that is not below n.
func roundUp(n, step int) int { return (n + step - 1) / step * step }
