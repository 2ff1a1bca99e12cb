package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/frameworks"
)

// line is one line of a text.
type line struct {
	// n counts from 1. 0 stands for no line.
	n int
	// text is without its bullet, without spaces at its ends and with single
	// spaces in it; "" for a blank line.
	text string
	// bullet is the sign that a point begins with, or "".
	bullet string
	// indent counts the columns before the first sign; a tab goes on to the next
	// multiple of 4.
	indent int
	// page says that a page begins here, empty that nothing at all stands on the
	// line, not so much as a space.
	page, empty bool
	// cells are the parts between tabs, where there are any.
	cells []string
	// width is how many characters the line has, and gaps how often three spaces or
	// more stand between its words.
	width, gaps int
}

// bullets are the signs of points that programs write; the last few are what
// the symbol fonts of word processors leave behind in a text.
const bullets = "•·▪▫◦‣⁃●○■□◆◇➢►✓\uf0b7\uf0a7\uf0d8\uf076\uf02d"

// dashes are signs of points only with a space after them.
const dashes = "-–—*o"

func splitLines(text string) []line {
	var out []line
	page := false
	// alone is a line that holds nothing but the sign of a point, as PDFs often
	// give it: the point is the next line.
	var alone *line
	for i, raw := range strings.Split(text, "\n") {
		l := line{n: i + 1}
		if strings.Contains(raw, "\f") {
			page = true
			raw = strings.ReplaceAll(raw, "\f", "")
		}
		l.empty = raw == ""
		if strings.Contains(raw, "\t") {
			for _, cell := range strings.Split(raw, "\t") {
				l.cells = append(l.cells, spaced(cell))
			}
		}
		rest := raw
		for rest != "" {
			r, size := utf8.DecodeRuneInString(rest)
			if !unicode.IsSpace(r) {
				break
			}
			if r == '\t' {
				l.indent += 4 - l.indent%4
			} else {
				l.indent++
			}
			rest = rest[size:]
		}
		l.text = spaced(rest)
		l.gaps = len(wideGap.FindAllString(rest, -1))
		l.width = utf8.RuneCountInString(l.text)
		if r, size := utf8.DecodeRuneInString(l.text); size > 0 {
			after := l.text[size:]
			if strings.ContainsRune(bullets, r) || strings.ContainsRune(dashes, r) && strings.HasPrefix(after, " ") && len(after) > 1 {
				l.bullet, l.text = string(r), strings.TrimSpace(after)
			}
		}
		if l.bullet != "" && l.text == "" {
			sign := l
			alone = &sign
			l.bullet, l.width = "", 0
		} else if l.text != "" && alone != nil {
			if l.bullet == "" && l.n <= alone.n+2 {
				l.bullet, l.indent = alone.bullet, alone.indent
			}
			alone = nil
		}
		// A page begins with its first words.
		if l.text != "" {
			l.page, page = page, false
		}
		out = append(out, l)
	}
	return out
}

var wideGap = regexp.MustCompile(`\S {3,}\S`)

// spaced gives s without spaces at its ends and with single ones inside, and
// without signs that take no room.
func spaced(s string) string {
	return frameworks.OneLine(unseen.Replace(s))
}

var unseen = strings.NewReplacer("\u200b", "", "\ufeff", "", "\u2060", "")

// join puts together two parts of a text that a line end had parted.
func join(a, b string) string {
	switch {
	case a == "" || b == "":
		return a + b
	case strings.HasSuffix(a, "\u00ad"):
		return strings.TrimSuffix(a, "\u00ad") + b
	case withinWord(a, b):
		return a + b
	}
	return a + " " + b
}

// joined puts together many parts, in time that grows as they do.
func joined(parts []string) string {
	var b strings.Builder
	last := ""
	for _, part := range parts {
		if part == "" {
			continue
		}
		whole := strings.TrimSuffix(part, "\u00ad")
		if last != "" && !withinWord(last, part) && !strings.HasSuffix(last, "\u00ad") {
			b.WriteByte(' ')
		}
		b.WriteString(whole)
		last = part
	}
	return b.String()
}

// withinWord tells whether a line that ends with a hyphen ends within a word
// such as Sub-Committee.
func withinWord(a, b string) bool {
	rest, ok := strings.CutSuffix(a, "-")
	if !ok {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(rest)
	return unicode.IsLetter(r) && !hanging.MatchString(b)
}

// paragraphs puts a new paragraph after those that are there.
func paragraphs(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

var (
	// hanging is what follows a hyphen that ends its word, as in "pre- and post-".
	hanging = regexp.MustCompile(`^(and|or|to|und|et)\b`)

	sentenceEnd = regexp.MustCompile(`[.!?:;]["'”’)\]]*$`)
	openEnd     = regexp.MustCompile(`(?i)(,|&|/|\b(and|or|of|the|to|for|in|with|a|an))$`)
)

// goesOn tells whether line b continues the text that ends with line a; blank
// is how many blank lines stand between the two, and width how long the longer
// lines of the text are.
func goesOn(a, b line, blank, width int) bool {
	if b.bullet != "" || b.text == "" {
		return false
	}
	ended := sentenceEnd.MatchString(a.text)
	if !ended && needsMore(a, b) {
		return blank <= 4 // a page's end and its furniture may lie between
	}
	switch blank {
	case 0:
		return !ended || full(a, b, width)
	case 1:
		return full(a, b, width)
	}
	return false
}

// full tells whether the first word of b would have had no room on the line of
// a. Where it had, the program that wrapped the text had another reason to end
// the line: the paragraph's end.
func full(a, b line, width int) bool {
	word, _, _ := strings.Cut(b.text, " ")
	return a.width+1+utf8.RuneCountInString(word) > width-4
}

// needsMore tells that line a ends, or line b begins, in the middle of a
// sentence.
func needsMore(a, b line) bool {
	first, _ := utf8.DecodeRuneInString(b.text)
	return unicode.IsLower(first) || openEnd.MatchString(a.text) || strings.HasSuffix(a.text, "-")
}

// widthOf gives how long the longer lines of a text are: nine in ten of the
// lines that are not short have at most so many characters. Where lines are so
// long that no program has wrapped them, as on a web page, no line is full, and
// it gives a number that none reaches.
func widthOf(lines []line) int {
	const most, unwrapped = 400, 160
	var count [most + 1]int
	total := 0
	for _, l := range lines {
		if l.width > 40 {
			count[min(l.width, most)]++
			total++
		}
	}
	seen := 0
	for w, n := range count {
		if seen += n; total > 0 && seen*10 >= total*9 {
			if w > unwrapped {
				return 1 << 30
			}
			return w
		}
	}
	return 80
}

// paragraph gives the text that begins at lines[i] and goes on below, and the
// index of the line after it. A line for which stop gives true ends it.
func paragraph(lines []line, i, width int, stop func(line) bool) (text string, next int) {
	parts, last := []string{lines[i].text}, i
	for j := i + 1; j < len(lines); j++ {
		if lines[j].text == "" {
			if j-last > 4 {
				break
			}
			continue
		}
		if stop != nil && stop(lines[j]) || !goesOn(lines[last], lines[j], j-last-1, width) {
			break
		}
		parts, last = append(parts, lines[j].text), j
	}
	return joined(parts), last + 1
}

var (
	pageNumber = regexp.MustCompile(`(?i)^(\d{1,4}|page \d{1,4}( ?(of|/) ?\d{1,4})?|\d{1,4} ?(of|/) ?\d{1,4}|[-–—] ?\d{1,4} ?[-–—]|\d{1,4} ?\| ?p ?a ?g ?e|p\. ?\d{1,4})$`)
	digits     = regexp.MustCompile(`\d+`)
)

// withoutFurniture gives the lines without page numbers and without headers and
// footers, which stand in the middle of a PDF's text, and those that it left
// out. A header or footer is a line that stands first or last on two pages or
// more, or next to the page number on two or more, numbers in it aside. Blank
// lines stay. keep may save a line.
func withoutFurniture(lines []line, keep func(i int) bool) (kept, left []line) {
	drop := make([]bool, len(lines))
	edge := map[string][]int{}
	mark := func(i int) {
		if i >= 0 && i < len(lines) && !drop[i] && lines[i].bullet == "" {
			edge[digits.ReplaceAllString(lines[i].text, "#")] = append(edge[digits.ReplaceAllString(lines[i].text, "#")], i)
		}
	}
	// near gives the nearest line with text before or after line i, within 3.
	near := func(i, step int) int {
		for j := i + step; j >= 0 && j < len(lines) && j-i <= 3 && i-j <= 3; j += step {
			if lines[j].text != "" {
				return j
			}
		}
		return -1
	}
	for i, l := range lines {
		if pageNumber.MatchString(l.text) && l.bullet == "" && (keep == nil || !keep(i)) {
			drop[i] = true
		}
	}
	for i, l := range lines {
		if drop[i] {
			mark(near(i, -1))
			mark(near(i, 1))
		}
		if l.page && i > 0 {
			mark(near(i, -1))
			mark(i)
		}
	}
	for text, at := range edge {
		// The same line may lie between a number and a new page.
		distinct := map[int]bool{}
		for _, i := range at {
			distinct[i] = true
		}
		if len(distinct) < 2 || text == "" || looksMeant.MatchString(text) {
			continue
		}
		for i := range distinct {
			drop[i] = true
		}
	}
	page := false
	for i, l := range lines {
		if drop[i] {
			left = append(left, l)
			page = page || l.page
			// The place stays, as an empty line, so that gaps are counted alike.
			l = line{n: l.n, empty: true}
		} else if l.text != "" {
			l.page, page = l.page || page, false
		}
		kept = append(kept, l)
	}
	return kept, left
}

// looksMeant is a line that is no header though it may stand at the edge of two
// pages: one with a code, whose numbers differ.
var looksMeant = regexp.MustCompile(`^([A-Z]?#|Duty|Domain|Level #)[\w.#]*[:.) ]*`)

// countWord gives the number that a word or figure stands for, up to twenty.
func countWord(s string) int {
	words := []string{"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}
	low := strings.ToLower(s)
	for n, w := range words {
		if n > 0 && w == low {
			return n
		}
	}
	n := 0
	for _, r := range low {
		if r < '0' || r > '9' || n > 1000 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
