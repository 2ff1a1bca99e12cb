package learn

import "math"

// weights are those of all themes: of a feature, one byte a theme, which times the
// theme's step is its weight.
type weights struct {
	themes   int
	small    []int8 // feature × theme
	steps    []float32
	dense    []float32 // value of the vector × theme
	constant []float32
}

func newWeights(features, width, themes int) *weights {
	return &weights{
		themes: themes, small: make([]int8, features*themes), steps: make([]float32, themes),
		dense: make([]float32, width*themes), constant: make([]float32, themes),
	}
}

// set keeps what was found for a theme: features, dense values, constant. Each
// feature's weight is multiplied by its scale, where there is one. It may be
// called for several themes at once.
func (w *weights) set(theme int, found []float64, scale []float32) {
	features := len(w.small) / w.themes
	largest := 0.0
	for p, x := range found[:features] {
		if scale != nil {
			x *= float64(scale[p])
			found[p] = x
		}
		largest = max(largest, math.Abs(x))
	}
	step := float32(largest / 127)
	w.steps[theme] = step
	if step > 0 {
		for p, x := range found[:features] {
			w.small[p*w.themes+theme] = int8(clip(math.Round(x/float64(step)), -127, 127))
		}
	}
	for i, x := range found[features : len(found)-1] {
		w.dense[i*w.themes+theme] = float32(x)
	}
	w.constant[theme] = float32(found[len(found)-1] * constant)
}

// at is the weight of a feature for a theme.
func (w *weights) at(place int32, theme int) float64 {
	return float64(w.small[int(place)*w.themes+theme]) * float64(w.steps[theme])
}

// parts writes what each block of features adds to the score of every theme.
func (w *weights) parts(row []entry, blocks []int8) (out [hashedBlocks][]float64) {
	for b := range out {
		out[b] = make([]float64, w.themes)
	}
	for _, e := range row {
		x, to := float64(e.value), out[blocks[e.place]]
		for k, q := range w.small[int(e.place)*w.themes : (int(e.place)+1)*w.themes] {
			to[k] += float64(x * float64(q))
		}
	}
	for b := range out {
		for k := range out[b] {
			out[b][k] = float64(out[b][k] * float64(w.steps[k]))
		}
	}
	return out
}

// scores writes the score of every theme into out.
func (w *weights) scores(row []entry, dense []float32, out []float64) {
	clear(out)
	for _, e := range row {
		x := float64(e.value)
		for k, q := range w.small[int(e.place)*w.themes : (int(e.place)+1)*w.themes] {
			out[k] += float64(x * float64(q))
		}
	}
	for k := range out {
		out[k] = float64(out[k]*float64(w.steps[k])) + float64(w.constant[k])
	}
	for i, v := range dense {
		for k, x := range w.dense[i*w.themes : (i+1)*w.themes] {
			out[k] += float64(float64(v) * float64(x))
		}
	}
	// Rounded, so that which score is the higher does not hang on last bits.
	for k, s := range out {
		out[k] = math.Round(s*1e6) / 1e6
	}
}
