package chart

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/palette/brewer"
)

var (
	ink    = color.RGBA{0x22, 0x22, 0x22, 0xFF} // text
	soft   = color.RGBA{0x55, 0x55, 0x55, 0xFF} // text of less weight
	faint  = color.RGBA{0x8A, 0x8A, 0x8A, 0xFF} // a count of nobody
	rule   = color.RGBA{0xD9, 0xD9, 0xD9, 0xFF} // grid lines
	edge   = color.RGBA{0x44, 0x44, 0x44, 0xFF} // the line that bars start from
	paper  = color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
	veil   = color.RGBA{0xF0, 0xF0, 0xF0, 0xFF} // under what is hidden
	thread = color.RGBA{0xA8, 0xA8, 0xA8, 0xFF} // its hatching
	middle = color.RGBA{0xE3, 0xE3, 0xE3, 0xFF} // neutral answers
	blue   = color.RGBA{0x3B, 0x78, 0xB5, 0xFF} // bars
	navy   = color.RGBA{0x08, 0x45, 0x8A, 0xFF} // the first series
	rust   = color.RGBA{0xA6, 0x4B, 0x00, 0xFF} // the second
	palest = color.RGBA{0xDE, 0xEB, 0xF7, 0xFF} // one person in a matrix
	deep   = color.RGBA{0x08, 0x30, 0x6B, 0xFF} // the most people in a matrix
)

// sideColours gives the colours of both sides of a scale, each from the centre
// outwards, from ColorBrewer's PuOr (Brewer 2002), which people with the usual
// kinds of colour blindness tell apart. Each side darkens outwards, so that the
// order survives a grey print.
func sideColours(negative, positive int) (neg, pos []color.RGBA, err error) {
	levels := min(max(negative, positive, 3), 5)
	p, err := brewer.GetPalette(brewer.TypeDiverging, "PuOr", 2*levels)
	if err != nil {
		return nil, nil, fmt.Errorf("chart colours: %w", err)
	}
	var orange, purple []color.RGBA
	for i := range levels {
		orange = append(orange, rgba(p.Colors()[levels-1-i]))
		purple = append(purple, rgba(p.Colors()[levels+i]))
	}
	return spread(orange, negative), spread(purple, positive), nil
}

// spread picks n colours from a ramp: the outer ones when n is smaller, the
// middle one for a single level, and colours in between when n is larger.
func spread(ramp []color.RGBA, n int) []color.RGBA {
	out := make([]color.RGBA, n)
	for i := range out {
		switch k := len(ramp); {
		case n == 1:
			out[i] = ramp[k/2]
		case n <= k:
			out[i] = ramp[k-n+i]
		default:
			at := float64(i) * float64(k-1) / float64(n-1)
			low := min(int(at), k-2)
			out[i] = mix(ramp[low], ramp[low+1], at-float64(low))
		}
	}
	return out
}

// heat gives the colour of a count from 1 to most.
func heat(count, most int) color.RGBA {
	if most <= 1 {
		return palest
	}
	return mix(palest, deep, float64(count-1)/float64(most-1))
}

func rgba(c color.Color) color.RGBA { return color.RGBAModel.Convert(c).(color.RGBA) }

// mix goes from a (share 0) to b (share 1).
func mix(a, b color.RGBA, share float64) color.RGBA {
	part := func(x, y uint8) uint8 {
		return uint8(math.Round(float64(x) + (float64(y)-float64(x))*share))
	}
	return color.RGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 0xFF}
}

// luminance is the relative luminance of WCAG 2.2, 0 for black to 1 for white.
func luminance(c color.RGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// textOn gives black or white, whichever reads better on c. One of them always
// has a contrast above 4.5.
func textOn(c color.RGBA) color.RGBA {
	black := color.RGBA{A: 0xFF}
	if contrast(c, black) >= contrast(c, paper) {
		return black
	}
	return paper
}
