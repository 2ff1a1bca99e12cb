package report

import "strings"

// longestCompared bounds the words that are compared one by one: statements
// have some thirty, and the work grows with the square.
const longestCompared = 400

// step is one word of a change: kept (Plain), Deleted or Inserted.
type step struct {
	word  string
	style Style
}

// steps turns the text before into the text after, word by word, by their
// longest common subsequence of words. Where they differ, the words taken out
// come before those put in.
func steps(before, after string) []step {
	x, y := strings.Fields(before), strings.Fields(after)
	var out []step
	if len(x) > longestCompared || len(y) > longestCompared {
		return append(all(x, Deleted), all(y, Inserted)...)
	}
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
			out = append(out, step{x[i], Plain})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			out = append(out, step{x[i], Deleted})
			i++
		default:
			out = append(out, step{y[j], Inserted})
			j++
		}
	}
	out = append(out, all(x[i:], Deleted)...)
	return append(out, all(y[j:], Inserted)...)
}

func all(words []string, style Style) []step {
	out := make([]step, len(words))
	for i, w := range words {
		out[i] = step{w, style}
	}
	return out
}

// difference marks the words that a change takes out of the text before and
// puts into the text after. A text that stands alone is left unmarked.
func difference(before, after string) (Text, Text) {
	if before == "" || after == "" {
		return text(before), text(after)
	}
	s := steps(before, after)
	return joined(s, Inserted), joined(s, Deleted)
}

// merged shows a change in one line. A text that stands alone is left unmarked.
func merged(before, after string) Text {
	if before == "" || after == "" {
		return text(before + after)
	}
	return joined(steps(before, after), "")
}

// joined makes a text of the steps that are not of the style left out.
func joined(steps []step, without Style) Text {
	var out Text
	for _, s := range steps {
		if without != "" && s.style == without {
			continue
		}
		n := len(out)
		switch {
		case n == 0:
			out = append(out, Span{Words: s.word, Style: s.style})
		case out[n-1].Style == s.style:
			out[n-1].Words += " " + s.word
		case s.style == Plain:
			out = append(out, plain(" "+s.word))
		case out[n-1].Style == Plain:
			// The space stays outside of the mark.
			out[n-1].Words += " "
			out = append(out, Span{Words: s.word, Style: s.style})
		default:
			out = append(out, plain(" "), Span{Words: s.word, Style: s.style})
		}
	}
	return out
}
