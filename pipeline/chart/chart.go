// Package chart draws the pictures of a report: how people answered an ordered
// scale (Diverging), how many find each domain applicable (Agreement), who
// spoke of what (Themes) and one question's counts (Bars). Every picture comes
// as an SVG, for pages, and as a PNG, for documents, with the same numbers in a
// sentence for people who cannot see it.
//
// What is drawn is what is given: nothing is sorted, dropped or added up from
// rounded figures, an answer that nobody gave keeps its place, and a number that
// must not be shown is marked as hidden and never drawn to scale. The same
// input gives the same bytes.
package chart

import (
	"errors"
	"fmt"
	"regexp"
)

// Picture is one chart, drawn.
type Picture struct {
	// SVG is one svg element, without an XML declaration, fit to stand in an
	// HTML page or, as it is, in a file. It has a viewBox and no size of its
	// own, so that it takes the width that the page gives it, up to 720 pixels.
	// Its text is text.
	SVG []byte
	// PNG is the same picture, 1440 pixels wide.
	PNG []byte
	// Alt says in words what the picture shows, with its main numbers. The SVG
	// holds it too.
	Alt string
	// Lacks lists the characters that the PNG shows as an empty box, because
	// its font does not have them; "" when it has all. The SVG shows them with
	// the fonts of the reader's own machine.
	Lacks string
}

// Frame is what every picture has around it.
type Frame struct {
	// ID is unique among the pictures of one page: a letter, then letters,
	// digits, - and _. The ids inside the SVG begin with it.
	ID string
	// Title and Subtitle stand above the picture, left; each may be "".
	Title, Subtitle string
	// Note stands below: the source, the base, the rule of rounding.
	Note string
}

const (
	// MaxRows is the largest number of rows in one picture.
	MaxRows = 100
	// MaxColumns is the largest number of columns of a Themes picture.
	MaxColumns = 16
	// MaxOptions is the largest number of options of a Diverging picture.
	MaxOptions = 21
)

// ErrEmpty is inside the error given when there is nothing to draw: no rows, or
// none that has answers and may be shown. A report leaves the picture out.
var ErrEmpty = errors.New("there is nothing to draw")

var validID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// check says what is wrong with the frame and with the number of rows.
func (f Frame) check(rows int) error {
	if !validID.MatchString(f.ID) {
		return fmt.Errorf("a chart has the id %q; expected a letter, then letters, digits, - and _. Give each chart of a page an id of its own", f.ID)
	}
	if rows == 0 {
		return f.empty("it has no rows")
	}
	if rows > MaxRows {
		return f.wrong("it has %d rows; at most %d can be read in one picture. Draw several", rows, MaxRows)
	}
	return nil
}

// wrong is an error about this picture.
func (f Frame) wrong(format string, args ...any) error {
	return fmt.Errorf("chart %s: %s", f.ID, fmt.Sprintf(format, args...))
}

// empty is ErrEmpty with the reason.
func (f Frame) empty(reason string) error {
	return fmt.Errorf("chart %s: %w: %s", f.ID, ErrEmpty, reason)
}
