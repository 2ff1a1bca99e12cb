package vectors

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"
)

// The sum is not of what is right, which other tests look at, but of what every
// machine must give alike. It was found alike with AVX, with GOAMD64=v3 (a
// compiler that joins products and sums where it may), with NEON, and in Go
// alone for arm64.
func TestVectorsAreTheSameOnEveryMachine(t *testing.T) {
	h := sha256.New()
	for _, v := range embed(t, madeUpModel(t), 1, "we need abc: ned", "e", "w e z need") {
		for _, x := range v {
			h.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
		}
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != "3bb66d7130ac87ad5d96d737f53d67daaaca16a5e462f29e37e2a6712685f1a3" {
		t.Errorf("SHA-256 of the vectors is %s", got)
	}
}
