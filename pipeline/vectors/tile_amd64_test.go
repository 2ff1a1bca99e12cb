package vectors

import "testing"

// With and without AVX the vectors are the same to the last bit.
func TestEmbedWithAndWithoutAVX(t *testing.T) {
	if !useAVX {
		t.Skip("this processor has no AVX")
	}
	m := madeUpModel(t)
	texts := []string{"we need abc: ned", "e", "w e z need need abc we we we w w w e e ne ed ne"}
	with := embed(t, m, 1, texts...)
	defer func() { useAVX = true }()
	useAVX = false
	for i, v := range embed(t, m, 1, texts...) {
		if !same(v, with[i]) {
			t.Errorf("%q differs", texts[i])
		}
	}
}
