package vectors

// tileNEON is plainTile with the vector instructions that every arm64 has: the
// same products and sums, each rounded alike.
//
//go:noescape
func tileNEON(k int, a *float32, lda int, b *float32, c *float32, ldc int)

func tile(k int, a []float32, lda int, b []float32, c []float32, ldc int) {
	tileNEON(k, &a[0], lda, &b[0], &c[0], ldc)
}
