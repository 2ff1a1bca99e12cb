package survey

import (
	"fmt"

	"concord/pipeline/finding"
)

const wrongNumber = "wrong-number-of-cells"

// longestRun is how many rows at the beginning of a file are told one by one
// where not one of them has as many cells as the header.
const longestRun = 20

// wrongRows reports rows with a wrong number of cells. Those at the beginning of
// a file, before any row is right, are held until it is known how many they are.
type wrongRows struct {
	first []wrongRow // up to longestRun of them
	count int        // of those at the beginning
	past  bool       // a row was right
	last  int        // the line of the last row of all
	short int        // the line of the last row with too few cells
}

func (w *wrongRows) add(p *part, width int, r *report) {
	for _, row := range p.wrong {
		if row.cells < width {
			w.short = row.line
		}
		if !w.past && (p.rightLine == 0 || row.line < p.rightLine) {
			if w.count++; len(w.first) < longestRun {
				w.first = append(w.first, row)
			}
			continue
		}
		w.settle(width, r)
		r.add(row.finding(width))
	}
	if p.rightLine > 0 {
		w.settle(width, r)
	}
	w.last = max(w.last, p.lastLine)
}

// settle reports the rows at the beginning.
func (w *wrongRows) settle(width int, r *report) {
	if w.past {
		return
	}
	w.past = true
	if w.count <= longestRun {
		for _, row := range w.first {
			r.add(row.finding(width))
		}
		return
	}
	f := w.first[0].finding(width)
	f.Count = w.count
	f.Message = fmt.Sprintf("not one of the first %d rows has as many cells as the header; they are not used", w.count)
	f.Do = "Look whether a line stands above the headers, or another delimiter is meant: name it under delimiter."
	r.add(f)
}

// finish reports what is left at the end of the file.
func (w *wrongRows) finish(width int, r *report) {
	w.settle(width, r)
	if w.short == 0 || w.short != w.last {
		return
	}
	for i := range r.list {
		if f := &r.list[i]; f.Kind == wrongNumber && f.Line == w.last {
			f.Message += "; this is the last row: the file may be cut off"
			f.Do = "Look whether the file is whole, and export it again if it is not."
		}
	}
}

func (w wrongRow) finding(width int) finding.Finding {
	return finding.Finding{
		Severity: finding.Error, Kind: wrongNumber, Line: w.line,
		Found: cells(w.cells), Expected: cells(width),
		Message: "this row has not as many cells as the header; it is not used",
		Do:      "Look for a delimiter or a quotation mark too many, or too few, in this row or just before it.",
	}
}
