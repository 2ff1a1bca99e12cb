package chart

import (
	"image/color"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/norm"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
)

// The Liberation fonts are as wide as Arial and Helvetica: what is measured here
// fits on nearly any reader's machine.
var regular, bold = fontNamed("LiberationSans-Regular"), fontNamed("LiberationSans-Bold")

func fontNamed(name string) font.Face {
	all := liberation.Collection()
	for _, f := range all {
		if f.Name() == name {
			return f
		}
	}
	return all[0]
}

// lettering is how a piece of text looks. Sizes are in the picture's pixels, of
// which there are 720 across.
type lettering struct {
	size   float64
	bold   bool
	colour color.Color
}

var (
	titleText    = lettering{size: 21, bold: true, colour: ink}
	subtitleText = lettering{size: 16, colour: soft}
	labelText    = lettering{size: 17, colour: ink}
	valueText    = lettering{size: 16, colour: ink}
	strongText   = lettering{size: 16, bold: true, colour: ink}
	smallText    = lettering{size: 15, colour: soft}
	headText     = lettering{size: 15, bold: true, colour: ink}
)

// in gives the same lettering in another colour.
func (l lettering) in(c color.Color) lettering {
	l.colour = c
	return l
}

func (l lettering) face() font.Face {
	f := regular
	if l.bold {
		f = bold
	}
	f.Font.Size = vg.Length(l.size)
	return f
}

// leading is the distance between the baselines of two lines.
func (l lettering) leading() float64 { return l.size * 1.25 }

// width measures one line.
func (l lettering) width(s string) float64 {
	face := l.face()
	w := float64(face.Width(s))
	// A reader's machine shows characters that the font lacks with another
	// font, and those are at most about as wide as they are high.
	return w + float64(len(lacking(face, s)))*l.size/2
}

// fitting gives the lettering made smaller, down to 11 pixels, until s fits.
func (l lettering) fitting(s string, width float64) lettering {
	if w := l.width(s); w > width {
		l.size = max(11, l.size*width/w)
	}
	return l
}

// widest measures the widest of several lines.
func (l lettering) widest(lines []string) float64 {
	w := 0.0
	for _, s := range lines {
		w = max(w, l.width(s))
	}
	return w
}

// lacking lists the characters of s that the font does not have, leaving out
// those that have no shape of their own.
func lacking(face font.Face, s string) []rune {
	var out []rune
	for _, r := range s {
		if r < 0x7F || unicode.In(r, unicode.Cf, unicode.Mn, unicode.Variation_Selector) {
			continue
		}
		if i, err := face.Face.GlyphIndex(nil, r); err != nil || i == 0 {
			out = append(out, r)
		}
	}
	return out
}

// maxCharacters is where a text is cut before anything else is done with it.
const maxCharacters = 2000

// firstBytes drops what cannot be among the first maxCharacters.
func firstBytes(s string) string { return s[:min(len(s), 16*maxCharacters)] }

// clean makes a text from outside fit to be drawn: one line, no control
// characters (XML forbids most), no marks that turn the direction of the text
// after them, single spaces.
func clean(s string) string {
	var b strings.Builder
	n, space := 0, false
	// Composed letters, because not every font places an accent on its own.
	for _, r := range norm.NFC.String(strings.ToValidUTF8(firstBytes(s), "\uFFFD")) {
		switch {
		case unicode.IsControl(r), r == ' ', r == '\u2028', r == '\u2029':
			space = true
			continue
		case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069', r == '\uFEFF':
			continue
		case r&0xFFFE == 0xFFFE: // no character at all, by Unicode
			r = '\uFFFD'
		}
		if n == maxCharacters {
			b.WriteRune('…')
			return b.String()
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// cleanAll cleans each text.
func cleanAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = clean(s)
	}
	return out
}

// brief cuts a text for use within a sentence.
func brief(s string) string {
	const most = 120
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimRight(string(r[:most-1]), " ") + "…"
}

// wrap breaks a cleaned text into lines no wider than width, at spaces and after
// hyphens and slashes where it can, and cuts it with … after the last line
// allowed. An empty text has no lines.
func (l lettering) wrap(s string, width float64, most int) []string {
	var lines []string
	line, end := "", 0.0
	for _, p := range pieces(s) {
		sep := ""
		if p.spaced && line != "" {
			sep = " "
		}
		w := l.width(sep + p.text)
		if line == "" || end+w <= width {
			line, end = line+sep+p.text, end+w
		} else {
			lines = append(lines, line)
			line, end = p.text, l.width(p.text)
		}
		if end > width {
			// One piece is wider than a line: break it between letters.
			parts := l.chop(line, width, most)
			lines = append(lines, parts[:len(parts)-1]...)
			line = parts[len(parts)-1]
			end = l.width(line)
		}
		if len(lines) >= most {
			break
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = l.shorten(lines[most-1], width)
	}
	return lines
}

type piece struct {
	text string
	// spaced tells whether a space stands before it.
	spaced bool
}

// pieces cuts a text where a line may end.
func pieces(s string) []piece {
	var out []piece
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }) {
		spaced, from := true, 0
		for i, r := range word {
			after := i + len(string(r))
			if strings.ContainsRune("-/–—", r) && i > from && after < len(word) {
				out = append(out, piece{word[from:after], spaced})
				spaced, from = false, after
			}
		}
		out = append(out, piece{word[from:], spaced})
	}
	return out
}

// chop cuts a word into parts no wider than width, letter by letter, and stops
// after most+1 parts. A letter wider than width stands alone.
func (l lettering) chop(word string, width float64, most int) []string {
	var parts []string
	part, end := "", 0.0
	for g := graphemes.FromString(word); g.Next(); {
		w := l.width(g.Value())
		if part != "" && end+w > width {
			parts = append(parts, part)
			part, end = "", 0
			if len(parts) > most {
				return parts
			}
		}
		part, end = part+g.Value(), end+w
	}
	return append(parts, part)
}

// shorten takes letters off the end until the text and … fit.
func (l lettering) shorten(s string, width float64) string {
	kept, end := "", l.width("…")
	for g := graphemes.FromString(s); g.Next(); {
		end += l.width(g.Value())
		if end > width {
			break
		}
		kept += g.Value()
	}
	return strings.TrimRight(kept, " ") + "…"
}
