package vectors

import "math"

// The functions of package math may differ in their last bit from one kind of
// processor to another. These are made of sums and products that are rounded
// one by one, so that they do not. The conversions to float64 keep a compiler
// from joining a product and a sum.

// ln2High and ln2Low add up to the natural logarithm of 2; the first has so few
// digits that a whole number below 2,048 times it is exact.
const (
	ln2High = 6.93147180369123816490e-01
	ln2Low  = 1.90821492927058770002e-10
)

// expOf gives e to the power of x, for x from -700 to 0 within 2 parts in 10¹⁰,
// which is a hundred times closer than float32 can tell; below -700 it gives 0.
// x = n·ln 2 + r with |r| ≤ ½ ln 2; the power of r is the first ten terms of
// its series.
func expOf(x float64) float64 {
	if x < -700 {
		return 0
	}
	n := math.Floor(float64(x*math.Log2E) + 0.5)
	r := float64(x-float64(n*ln2High)) - float64(n*ln2Low)
	p := 1.0 / 362880
	for _, c := range [...]float64{1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1} {
		p = c + float64(p*r)
	}
	return p * math.Float64frombits(uint64(1023+int(n))<<52)
}

// tanhOf gives the hyperbolic tangent.
func tanhOf(x float32) float32 {
	e := expOf(-2 * math.Abs(float64(x)))
	t := float32((1 - e) / (1 + e))
	if x < 0 {
		return -t
	}
	return t
}

// softmax turns scores into shares that add up to 1.
func softmax(scores []float32) {
	most := scores[0]
	for _, s := range scores[1:] {
		if s > most {
			most = s
		}
	}
	sum := 0.0
	for i, s := range scores {
		e := expOf(float64(s) - float64(most))
		scores[i] = float32(e)
		sum += e
	}
	for i, s := range scores {
		scores[i] = float32(float64(s) / sum)
	}
}

// normalise gives each row of from, of the norm's width, a mean of 0 and
// a variance of 1, then scales and shifts it (Ba, Kiros and Hinton, 2016).
func (l layerNorm) normalise(to, from []float32, rows int) {
	width := len(l.scale)
	for r := range rows {
		row, out := from[r*width:(r+1)*width], to[r*width:(r+1)*width]
		// Four sums at a time, as one would wait for itself at every step.
		var s [4]float64
		for i := 0; i < width; i += 4 {
			s[0] += float64(row[i])
			s[1] += float64(row[i+1])
			s[2] += float64(row[i+2])
			s[3] += float64(row[i+3])
		}
		mean := (s[0] + s[1] + s[2] + s[3]) / float64(width)
		s = [4]float64{}
		for i := 0; i < width; i += 4 {
			for j := range s {
				d := float64(row[i+j]) - mean
				s[j] += float64(d * d)
			}
		}
		variance := (s[0] + s[1] + s[2] + s[3]) / float64(width)
		by := float32(1 / math.Sqrt(variance+1e-6))
		m := float32(mean)
		for i, v := range row {
			out[i] = float32(float32(l.scale[i]*by)*(v-m)) + l.shift[i]
		}
	}
}
