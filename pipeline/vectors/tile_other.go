//go:build !amd64 && !arm64

package vectors

func tile(k int, a []float32, lda int, b []float32, c []float32, ldc int) {
	plainTile(k, a, lda, b, c, ldc)
}
