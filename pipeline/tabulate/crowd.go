package tabulate

// crowd is who is in a group: those marked in, where that is given, or those
// who gave one answer to a question. The zero value is everyone.
type crowd struct {
	in []bool
	// codes are the answers, code the one that counts, and only marks those who
	// may count at all, nil for everyone.
	codes []uint16
	code  uint16
	only  []bool
}

// in marks the people of a group; nil is everyone.
func (b *builder) in(g int) []bool {
	c := &b.crowds[g]
	if c.in == nil && c.codes != nil {
		c.in = make([]bool, len(c.codes))
		for i, code := range c.codes {
			c.in[i] = code == c.code && (c.only == nil || c.only[i])
		}
	}
	return c.in
}

func everybody(n int) []bool {
	out := make([]bool, n)
	for i := range out {
		out[i] = true
	}
	return out
}

// codeCounts counts the people in a group who were asked, by their answer: 0 for
// none, then the options. These are the loops over a million rows: one pass, and
// no calls in it.
func codeCounts(codes []uint16, options int, in, asked []bool) []int {
	counts := make([]int, options+1)
	switch {
	case in == nil && asked == nil:
		for _, code := range codes {
			counts[code]++
		}
	case asked == nil:
		for i, code := range codes {
			if in[i] {
				counts[code]++
			}
		}
	default:
		for i, code := range codes {
			if asked[i] && (in == nil || in[i]) {
				counts[code]++
			}
		}
	}
	return counts
}

// cross counts answers for each answer to the question that divides the table:
// all its groups in one pass.
func (b *builder) cross(codes []uint16, options int, asked []bool) [][]int {
	most := 0
	for _, c := range b.crowds[b.divided:] {
		most = max(most, int(c.code))
	}
	width := options + 1
	flat := make([]int, (most+1)*width)
	only := b.crowds[0].in
	for i, by := range b.answers {
		if (only == nil || only[i]) && (asked == nil || asked[i]) {
			flat[int(by)*width+int(codes[i])]++
		}
	}
	out := make([][]int, most+1)
	for i := range out {
		out[i] = flat[i*width : (i+1)*width]
	}
	return out
}
