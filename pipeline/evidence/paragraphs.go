package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// rejoin makes paragraphs of lines, of which empty ones stand between
// paragraphs or where a page ended. An empty line ends a paragraph only where
// the text before it ends a sentence and the text after it begins one; points of
// a list stay on lines of their own.
func rejoin(lines []string) string {
	var b strings.Builder
	gap := false
	last := "" // the line before, where not empty
	for _, line := range lines {
		switch {
		case line == "":
			gap = true
			continue
		case last == "":
		case gap && endsSentence(last) && !startsLower(line):
			b.WriteString("\n\n")
		case isPoint(line):
			b.WriteByte('\n')
		case !splitWord(last, line):
			b.WriteByte(' ')
		}
		b.WriteString(line)
		last, gap = line, false
	}
	return b.String()
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, ` )]}"'”’»*`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:…", r)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// isPoint tells whether a line is a point of a list.
func isPoint(s string) bool {
	for _, mark := range []string{"- ", "* ", "• ", "– ", "· ", "▪ ", "o "} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return false
}

// splitWord tells whether a word with a hyphen was cut at the end of a line.
func splitWord(before, after string) bool {
	head, ok := strings.CutSuffix(before, "-")
	if !ok || !startsLower(after) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(head)
	return unicode.IsLetter(r)
}
