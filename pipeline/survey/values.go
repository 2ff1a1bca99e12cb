package survey

import (
	"bytes"
	"math"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// cleanText gives words as they are kept: white space trimmed at both ends,
// lines ending in \n, and control characters other than \n and tab taken out,
// of which it tells. The words given back may lie in text or in scratch.
func cleanText(text []byte, scratch *[]byte) (words []byte, controls bool) {
	text = bytes.TrimSpace(text)
	plain := true
	for _, c := range text {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == 0xc2 {
			plain = false
			break
		}
	}
	if plain {
		return text, false
	}
	out := (*scratch)[:0]
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == '\r':
			if len(text) < 2 || text[1] != '\n' {
				out = append(out, '\n')
			}
		case r == '\n' || r == '\t' || !unicode.IsControl(r):
			out = append(out, text[:size]...)
		default:
			controls = true
		}
		text = text[size:]
	}
	*scratch = out
	// What stood between white space and the end may be gone now.
	return bytes.TrimSpace(out), controls
}

// collapse makes one space of each run of white space in trimmed words, as
// study.Normal does, but gives up when more than limit bytes would come of it:
// long comments need not be read to the end to know that they are not "-99".
func collapse(trimmed []byte, limit int, scratch *[]byte) (words []byte, short bool) {
	out := (*scratch)[:0]
	gap := false
	for len(trimmed) > 0 {
		r, size := utf8.DecodeRune(trimmed)
		if unicode.IsSpace(r) {
			gap = true
		} else {
			if gap {
				out = append(out, ' ')
			}
			gap = false
			out = append(out, trimmed[:size]...)
		}
		if len(out) > limit {
			return nil, false
		}
		trimmed = trimmed[size:]
	}
	*scratch = out
	return out, true
}

// parseNumber reads a decimal number: digits with at most one point, a sign and
// an exponent if need be. No separators between thousands, no per cent sign, no
// infinity.
func parseNumber(text []byte) (float64, bool) {
	for _, c := range text {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return math.NaN(), false
		}
	}
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return math.NaN(), false
	}
	return x, true
}

// dateForms are the forms of a date, or a date and a time, that are understood.
var dateForms = []string{"2006-01-02", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z", "02/01/2006"}

// isDate tells whether text is a day that there is, in one of dateForms.
func isDate(text []byte) bool {
	for _, form := range dateForms {
		// Parse alone would let one digit pass for two, and fractions of seconds.
		if len(text) == len(form) {
			if _, err := time.Parse(form, string(text)); err == nil {
				return true
			}
		}
	}
	return false
}
