package link

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// WriteText writes the suggestions for a person to read on a terminal of so many
// columns (0 or less means 100): each item with its code, and below it the
// candidates with rank, score, code and the words that both have, or "none". The
// last line counts the items with and without candidates.
func WriteText(w io.Writer, suggestions []Suggestion, width int) error {
	if width <= 0 {
		width = 100
	}
	out := bufio.NewWriter(w)
	with := 0
	for _, s := range suggestions {
		head := named(s.Item)
		if s.Heading {
			head += "  (heading)"
		}
		fmt.Fprintln(out, cut(head, width))
		for i, c := range s.Candidates {
			fmt.Fprintln(out, cut(fmt.Sprintf("  %2d  %.2f  %s", i+1, c.Score, named(c.Item)), width))
			if len(c.Shared) > 0 {
				fmt.Fprintln(out, cut("            both: "+safe(strings.Join(c.Shared, ", ")), width))
			}
		}
		if len(s.Candidates) == 0 {
			fmt.Fprintln(out, "      none")
		} else {
			with++
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "%d items: %d with candidates, %d with none. A score is the likeness of the wording, from 0 to 1; below %.2f nothing is put forward.\n", len(suggestions), with, len(suggestions)-with, Floor)
	return out.Flush()
}

func named(i Item) string {
	if i.Code == "" {
		return safe(i.Text)
	}
	return safe(i.Code + "  " + i.Text)
}

// safe takes out what a terminal would act upon rather than show.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}
