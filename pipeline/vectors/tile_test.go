package vectors

import (
	"math"
	"math/rand/v2"
	"testing"
)

// testMatrix gives numbers between -1 and 1, the same in every run.
func testMatrix(seed uint64, n int) []float32 {
	r := rand.New(rand.NewPCG(seed, 1))
	m := make([]float32, n)
	for i := range m {
		m[i] = float32(r.Float32()*2) - 1
	}
	return m
}

func TestMultiplySmallByHand(t *testing.T) {
	// 1 2 3     1 0       1*1+2*2+3*3 = 14   1*0+2*1+3*1 = 5
	// 4 5 6  ×  2 1   =   4*1+5*2+6*3 = 32   4*0+5*1+6*1 = 11
	//           3 1
	a := make([]float32, tileRows*3)
	copy(a, []float32{1, 2, 3, 4, 5, 6})
	b := pack([]float32{1, 0, 2, 1, 3, 1}, 3, 2)
	c := make([]float32, tileRows*b.cols)
	multiply(a, 3, tileRows, b, c)
	if c[0] != 14 || c[1] != 5 || c[b.cols] != 32 || c[b.cols+1] != 11 || c[2] != 0 || c[2*b.cols] != 0 {
		t.Fatalf("got %v", c[:b.cols+2])
	}
	turned := panels{rows: 3, cols: tileCols, data: testMatrix(3, 3*tileCols)}
	turned.fillTurned([]float32{1, 2, 3, 0, 1, 1}, 3, 2)
	for i, v := range b.data {
		if turned.data[i] != v {
			t.Fatalf("turned %v, packed %v", turned.data, b.data)
		}
	}
}

// Every number is the sum of its products in their order, each step rounded to
// float32: the definition, written again without tiles.
func TestMultiplyIsTheSameToTheLastBit(t *testing.T) {
	for _, size := range []struct{ rows, k, cols, stride int }{
		{6, 1, 16, 1}, {6, 7, 16, 9}, {12, 256, 768, 256}, {48, 43, 128, 48}, {18, 1536, 512, 1536},
	} {
		a := testMatrix(uint64(size.k), size.rows*size.stride)
		raw := testMatrix(uint64(size.cols), size.k*size.cols)
		b := pack(raw, size.k, size.cols)
		got := make([]float32, size.rows*size.cols)
		multiply(a, size.stride, size.rows, b, got)
		plain := make([]float32, len(got))
		for first := 0; first < size.cols; first += tileCols {
			for r := 0; r < size.rows; r += tileRows {
				plainTile(size.k, a[r*size.stride:], size.stride, b.data[first*size.k:], plain[r*size.cols+first:], size.cols)
			}
		}
		for r := range size.rows {
			for c := range size.cols {
				var want float32
				for i := range size.k {
					want += float32(a[r*size.stride+i] * raw[i*size.cols+c])
				}
				i := r*size.cols + c
				if math.Float32bits(got[i]) != math.Float32bits(want) || math.Float32bits(plain[i]) != math.Float32bits(want) {
					t.Fatalf("%+v row %d column %d: %v, in Go alone %v, want %v", size, r, c, got[i], plain[i], want)
				}
			}
		}
	}
}

func BenchmarkMultiply(b *testing.B) {
	const rows, k, cols = 192, 512, 1536
	a, m := testMatrix(1, rows*k), pack(testMatrix(2, k*cols), k, cols)
	c := make([]float32, rows*cols)
	for b.Loop() {
		multiply(a, k, rows, m, c)
	}
	b.ReportMetric(2*rows*k*cols*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

func BenchmarkMultiplyInGoAlone(b *testing.B) {
	const k = 512
	a, m := testMatrix(1, tileRows*k), testMatrix(2, k*tileCols)
	c := make([]float32, tileRows*tileCols)
	for b.Loop() {
		plainTile(k, a, k, m, c, tileCols)
	}
	b.ReportMetric(2*tileRows*k*tileCols*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}
