package redline

import "concord/pipeline/wordfile"

// marks gives for each line whether the mark at its end, which makes it a
// paragraph, is put in or taken out.
//
// Of n lines that come or go n marks do: theirs, or, leaving the mark of one of
// them, those before it and that of the line above. All give the same text, but
// the joined paragraph has the style of its last mark in Word and that of its
// first line in LibreOffice, so the one is chosen after which both show every
// line in its own style. The first is what Word writes when whole paragraphs are
// selected, the last when a person types on at the end of a paragraph.
func marks(lines []line) []wordfile.Fate {
	out := make([]wordfile.Fate, len(lines))
	for from := 0; from < len(lines); {
		fate := lines[from].fate
		end := from + 1
		for end < len(lines) && lines[end].fate == fate {
			end++
		}
		if fate != wordfile.Kept {
			left := leftMark(lines, out, from, end)
			for n := from; n < end; n++ {
				if n != left {
					out[n] = fate
				}
			}
			if left >= from {
				out[from-1] = fate
			}
		}
		from = end
	}
	return out
}

// leftMark gives the line, among those from so many to end, whose mark stays as
// it is, or the one above them.
func leftMark(lines []line, marks []wordfile.Fate, from, end int) int {
	if from == 0 || marks[from-1] != wordfile.Kept {
		return from - 1
	}
	// The mark left can be that of n if the line above has its style, and the line
	// that stands after them that of the first whose mark goes after n.
	canBeLeft := func(n int) bool {
		above := n == from-1 || lines[n].style == lines[from-1].style
		return above && (n+1 == end || end == len(lines) || lines[n+1].style == lines[end].style)
	}
	if end < len(lines) && lines[end].fate != wordfile.Kept && canBeLeft(end-1) {
		// Words put in follow those taken out: they may need this mark in turn.
		return end - 1
	}
	for n := from - 1; n < end; n++ {
		if canBeLeft(n) {
			return n
		}
	}
	return from - 1
}
