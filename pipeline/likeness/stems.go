package likeness

import (
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// stemOf gives what the inflections of an English word share (Porter's second
// stemmer, 2001), and any other word as it is.
func stemOf(w string) string {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return w
		}
	}
	return english.Stem(w, true)
}
