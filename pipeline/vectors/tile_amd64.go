package vectors

// tileAVX is plainTile with AVX instructions: the same products and sums, each
// rounded alike.
//
//go:noescape
func tileAVX(k int, a *float32, lda int, b *float32, c *float32, ldc int)

// hasAVX tells whether the processor has AVX and the system keeps its
// registers.
func hasAVX() bool

var useAVX = hasAVX()

func tile(k int, a []float32, lda int, b []float32, c []float32, ldc int) {
	if useAVX {
		tileAVX(k, &a[0], lda, &b[0], &c[0], ldc)
		return
	}
	plainTile(k, a, lda, b, c, ldc)
}
