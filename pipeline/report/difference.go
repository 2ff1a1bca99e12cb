package report

import "concord/pipeline/worddiff"

var changeStyles = map[worddiff.Change]Style{worddiff.Kept: Plain, worddiff.Deleted: Deleted, worddiff.Inserted: Inserted}

// difference marks the words that a change takes out of the text before and
// puts into the text after. A text that stands alone is left unmarked.
func difference(before, after string) (Text, Text) {
	if before == "" || after == "" {
		return text(before), text(after)
	}
	runs := worddiff.Runs(before, after)
	return joined(runs, Inserted), joined(runs, Deleted)
}

// merged shows a change in one line. A text that stands alone is left unmarked.
func merged(before, after string) Text {
	if before == "" || after == "" {
		return text(before + after)
	}
	return joined(worddiff.Runs(before, after), "")
}

// joined makes a text of the runs that are not of the style left out.
func joined(runs []worddiff.Run, without Style) Text {
	var out Text
	for _, r := range runs {
		style := changeStyles[r.Change]
		if without != "" && style == without {
			continue
		}
		n := len(out)
		switch {
		case n == 0:
			out = append(out, Span{Words: r.Words, Style: style})
		case out[n-1].Style == style:
			out[n-1].Words += " " + r.Words
		case style == Plain:
			out = append(out, plain(" "+r.Words))
		case out[n-1].Style == Plain:
			// The space stays outside of the mark.
			out[n-1].Words += " "
			out = append(out, Span{Words: r.Words, Style: style})
		default:
			out = append(out, plain(" "), Span{Words: r.Words, Style: style})
		}
	}
	return out
}
