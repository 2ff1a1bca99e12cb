package chart

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// paletted gives an image of at most 256 colours: the ones used most, with the
// few others (shades on the edges of letters) replaced by the nearest. A chart
// has a dozen colours of its own; its PNG becomes less than half as large for
// it, and quicker to write.
func paletted(img image.Image) *image.Paletted {
	area := img.Bounds()
	pixels := make([]uint32, 0, area.Dx()*area.Dy())
	if full, ok := img.(*image.RGBA); ok {
		for y := range area.Dy() {
			row := full.Pix[y*full.Stride:][:4*area.Dx()]
			for i := 0; i < len(row); i += 4 {
				pixels = append(pixels, uint32(row[i])<<16|uint32(row[i+1])<<8|uint32(row[i+2]))
			}
		}
	} else {
		for y := area.Min.Y; y < area.Max.Y; y++ {
			for x := area.Min.X; x < area.Max.X; x++ {
				c := rgba(img.At(x, y))
				pixels = append(pixels, uint32(c.R)<<16|uint32(c.G)<<8|uint32(c.B))
			}
		}
	}

	colours, index := reduce(pixels)
	out := image.NewPaletted(image.Rect(0, 0, area.Dx(), area.Dy()), nil)
	for _, c := range colours {
		out.Palette = append(out.Palette, color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xFF})
	}
	last, at := ^uint32(0), uint8(0)
	for i, c := range pixels {
		if c != last {
			last, at = c, index[c]
		}
		out.Pix[i] = at
	}
	return out
}

// reduce picks the palette and says which place in it each colour has.
func reduce(pixels []uint32) (palette []uint32, index map[uint32]uint8) {
	counts := map[uint32]int{}
	for from := 0; from < len(pixels); {
		to := from + 1
		for to < len(pixels) && pixels[to] == pixels[from] {
			to++
		}
		counts[pixels[from]] += to - from
		from = to
	}
	all := make([]uint32, 0, len(counts))
	for c := range counts {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	palette = all[:min(256, len(all))]
	index = make(map[uint32]uint8, len(all))
	for i, c := range all {
		if i < len(palette) {
			index[c] = uint8(i)
		} else {
			index[c] = nearest(palette, c)
		}
	}
	return palette, index
}

// nearest gives the place of the colour least far from c; of equals, the first.
func nearest(palette []uint32, c uint32) uint8 {
	best, least := 0, 1<<30
	for i, p := range palette {
		far := 0
		for shift := 0; shift < 24; shift += 8 {
			d := int(p>>shift&0xFF) - int(c>>shift&0xFF)
			far += d * d
		}
		if far < least {
			best, least = i, far
		}
	}
	return uint8(best)
}
