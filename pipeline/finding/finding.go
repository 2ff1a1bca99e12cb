// Package finding is how every part of concord says what it found wrong, and
// where: the file, the place in it, what stands there, what was expected, and
// what a person can do about it. It imports nothing of concord.
package finding

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Severity says what a finding does to a run.
type Severity string

const (
	// Error stops a run: going on would give a wrong number or lose an answer.
	Error Severity = "error"
	// Warning is counted, shown and reported; the run goes on.
	Warning Severity = "warning"
	// Note tells what was done with the input, such as rows left out.
	Note Severity = "note"
)

// Finding is one thing that a person should know about the input.
type Finding struct {
	Severity Severity `json:"severity" csv:"severity"`
	// Kind is a short fixed name, such as "unknown-key", by which findings are
	// counted and compared.
	Kind string `json:"kind" csv:"kind"`
	File string `json:"file" csv:"file"`
	// Line and Column count from 1; 0 means that the place has none. Column is
	// in characters of a text file; for a table of cells use Cell.
	Line   int `json:"line,omitempty" csv:"line"`
	Column int `json:"column,omitempty" csv:"column"`
	// Cell names the column of a table, as its header does.
	Cell string `json:"cell,omitempty" csv:"cell"`
	// Found is the value that stands there, Expected what would have been right.
	Found    string `json:"found,omitempty" csv:"found"`
	Expected string `json:"expected,omitempty" csv:"expected"`
	// Message says what is wrong, in one plain sentence without the place.
	Message string `json:"message" csv:"message"`
	// Do says what to do about it.
	Do string `json:"do,omitempty" csv:"do"`
	// Count is how often it was found, when one finding stands for many places
	// and Line is the first of them; 0 and 1 mean once.
	Count int `json:"count,omitempty" csv:"count"`
}

// String gives the finding on one line: place, severity, message, values, advice.
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(f.Place())
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s: %s", f.Severity, f.Message)
	if f.Found != "" {
		fmt.Fprintf(&b, "; found %s", Quote(f.Found))
	}
	if f.Expected != "" {
		fmt.Fprintf(&b, "; expected %s", f.Expected)
	}
	if f.Count > 1 {
		fmt.Fprintf(&b, " (%d times; this is the first)", f.Count)
	}
	if f.Do != "" {
		b.WriteString(". ")
		b.WriteString(f.Do)
	}
	return b.String()
}

// Place gives file:line:column, as editors understand it, and the cell.
func (f Finding) Place() string {
	// A file's name is somebody else's words too.
	s := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, f.File)
	if f.Line > 0 {
		s += ":" + strconv.Itoa(f.Line)
		if f.Column > 0 {
			s += ":" + strconv.Itoa(f.Column)
		}
	}
	if f.Cell != "" {
		s += " [" + f.Cell + "]"
	}
	return s
}

// Error makes a Finding usable as a Go error.
func (f Finding) Error() string { return f.String() }

// Quote shows a value found in a file: in quotation marks, control characters
// escaped, cut after 80 characters so that one cell cannot fill a screen.
func Quote(s string) string {
	r := []rune(s)
	if len(r) > 80 {
		s = string(r[:77]) + "..."
	}
	return strconv.Quote(s)
}

// Errors gives the findings that stop a run.
func Errors(fs []Finding) []Finding {
	var out []Finding
	for _, f := range fs {
		if f.Severity == Error {
			out = append(out, f)
		}
	}
	return out
}

// Sort orders findings by file, line, column, cell and kind, so that the same
// input always lists them alike.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		if a.Column != b.Column {
			return a.Column - b.Column
		}
		if c := strings.Compare(a.Cell, b.Cell); c != 0 {
			return c
		}
		if c := strings.Compare(a.Kind, b.Kind); c != 0 {
			return c
		}
		return strings.Compare(a.Found, b.Found)
	})
}

// Nearest gives the candidate most like s, by edit distance on lower-case
// letters, or "" when none is like it enough (more than a third of the longer
// of the two would have to change).
func Nearest(s string, candidates []string) string {
	best, bestDistance := "", 1<<30
	low := strings.ToLower(strings.TrimSpace(s))
	for _, c := range candidates {
		d := distance(low, strings.ToLower(c))
		if d < bestDistance {
			best, bestDistance = c, d
		}
	}
	limit := max(len([]rune(low)), len([]rune(best)))
	if best == "" || bestDistance*3 > limit {
		return ""
	}
	return best
}

// DidYouMean gives advice that names the nearest candidate, or lists the
// candidates when none is near (at most eight of them).
func DidYouMean(s string, candidates []string) string {
	if near := Nearest(s, candidates); near != "" {
		return fmt.Sprintf("Did you mean %s?", strconv.Quote(near))
	}
	if len(candidates) == 0 {
		return ""
	}
	shown := candidates
	more := ""
	if len(shown) > 8 {
		shown, more = shown[:8], fmt.Sprintf(" and %d more", len(candidates)-8)
	}
	quoted := make([]string, len(shown))
	for i, c := range shown {
		quoted[i] = strconv.Quote(c)
	}
	return "It can be " + strings.Join(quoted, ", ") + more + "."
}

// Alike tells whether two values differ by at most so many letters, capitals
// aside: added, taken out, changed, or swapped with a neighbour.
func Alike(a, b string, most int) bool {
	return distance(strings.ToLower(strings.TrimSpace(a)), strings.ToLower(strings.TrimSpace(b))) <= most
}

// distance counts the letters to add, take out, change or swap with a
// neighbour (the optimal string alignment distance). Long values are cut first,
// so that one large cell cannot make it slow.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	ra, rb = ra[:min(len(ra), 200)], rb[:min(len(rb), 200)]
	before, last, row := make([]int, len(rb)+1), make([]int, len(rb)+1), make([]int, len(rb)+1)
	for j := range last {
		last[j] = j
	}
	for i, x := range ra {
		row[0] = i + 1
		for j, y := range rb {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x == rb[j-1] && ra[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(rb)]
}
