package vectors

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestExpAndTanh(t *testing.T) {
	for x := -699.9; x <= 0; x += .0137 {
		if got, want := expOf(x), math.Exp(x); math.Abs(got-want) > 2e-10*want {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
	}
	for x := float32(-12); x < 12; x += .0037 {
		if got, want := float64(tanhOf(x)), math.Tanh(float64(x)); math.Abs(got-want) > 6e-8 {
			t.Fatalf("tanh(%v) = %v, want %v", x, got, want)
		}
	}
	if expOf(0) != 1 || expOf(-1000) != 0 || expOf(math.Inf(-1)) != 0 {
		t.Error("exp at its ends")
	}
	if tanhOf(0) != 0 || tanhOf(1000) != 1 || tanhOf(-1000) != -1 {
		t.Error("tanh at its ends")
	}
}

// e⁰ : e⁻¹ : e⁻² = 1 : 0.367879 : 0.135335, which add up to 1.503215.
func TestSoftmaxByHand(t *testing.T) {
	s := []float32{2, 1, 0}
	softmax(s)
	for i, want := range []float64{.665241, .244728, .090031} {
		if math.Abs(float64(s[i])-want) > 1e-6 {
			t.Errorf("share %d is %v, want %v", i, s[i], want)
		}
	}
}

// Sines and cosines come from package math, which may differ in the last bits
// of float64 between kinds of processor. None of them is so near the middle
// between two float32 that this could show.
func TestTimingIsTheSameEverywhere(t *testing.T) {
	needModel(t)
	dir, err := Folder()
	if err != nil {
		t.Fatal(err)
	}
	shard, err := os.ReadFile(filepath.Join(dir, "group1-shard7of7"))
	if err != nil {
		t.Fatal(err)
	}
	speeds := shard[26326104-6*shardSize:]
	least := math.Inf(1)
	for place := range maxPieces {
		for i := range embeddingSize / 2 {
			speed := math.Float32frombits(binary.LittleEndian.Uint32(speeds[4*i:]))
			angle := float64(float32(float32(place) * speed))
			for _, v := range []float64{math.Sin(angle), math.Cos(angle)} {
				f := float32(v)
				if float64(f) == v {
					continue // 0 and 1, which are exact
				}
				to := math.Inf(1)
				if float64(f) > v {
					to = math.Inf(-1)
				}
				middle := (float64(f) + float64(math.Nextafter32(f, float32(to)))) / 2
				other := (float64(f) + float64(math.Nextafter32(f, float32(-to)))) / 2
				least = min(least, math.Abs(v-middle), math.Abs(v-other))
			}
		}
	}
	t.Logf("the nearest is %.1e away", least)
	if least < 1e-14 {
		t.Errorf("a sine or cosine is within %g of the middle between two float32", least)
	}
}
