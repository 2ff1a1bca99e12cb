// Package worddiff tells two texts apart word by word. It imports nothing of
// concord.
package worddiff

import "strings"

// longestCompared bounds the words that are compared one by one: statements
// have some thirty, and the work grows with the square.
const longestCompared = 400

// Change is what became of some words.
type Change int

// What became of the words of a Run.
const (
	Kept Change = iota
	Deleted
	Inserted
)

// Run is some words that stand together and share one fate, with single spaces
// between them.
type Run struct {
	Words  string
	Change Change
}

// Runs turns the text before into the text after, by the longest common
// subsequence of their words. Where they differ, the words taken out come before
// those put in. Texts of more than 400 words are compared without their middle:
// what lies between the words that they begin and end with alike is given as
// taken out and put in whole.
func Runs(before, after string) []Run {
	x, y := strings.Fields(before), strings.Fields(after)
	var out runs
	from := 0
	for from < len(x) && from < len(y) && x[from] == y[from] {
		from++
	}
	out.add(Kept, x[:from]...)
	x, y = x[from:], y[from:]
	end := 0
	for end < len(x) && end < len(y) && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	tail := x[len(x)-end:]
	x, y = x[:len(x)-end], y[:len(y)-end]
	if len(x) > longestCompared || len(y) > longestCompared {
		out.add(Deleted, x...)
		out.add(Inserted, y...)
	} else {
		out.compare(x, y)
	}
	out.add(Kept, tail...)
	return out.list
}

type runs struct{ list []Run }

func (r *runs) add(change Change, words ...string) {
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, " ")
	if n := len(r.list); n > 0 && r.list[n-1].Change == change {
		r.list[n-1].Words += " " + text
		return
	}
	r.list = append(r.list, Run{text, change})
}

func (r *runs) compare(x, y []string) {
	// longest[i][j] is the length for x[i:] and y[j:].
	longest := make([][]int, len(x)+1)
	for i := range longest {
		longest[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			r.add(Kept, x[i])
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			r.add(Deleted, x[i])
			i++
		default:
			r.add(Inserted, y[j])
			j++
		}
	}
	r.add(Deleted, x[i:]...)
	r.add(Inserted, y[j:]...)
}
