package coders

import (
	"fmt"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/textfile"
)

// damaged tells whether a file was read up to a quotation mark that is missing.
func damaged(found []finding.Finding) bool {
	for _, f := range found {
		if f.Kind == "damaged-file" && f.Line > 0 {
			return true
		}
	}
	return false
}

// looksLikeSheet tells whether one of the first lines of a text has the column
// unit, whatever stands in the others.
func looksLikeSheet(data []byte) bool {
	text, _ := textfile.Decode(data[:min(len(data), 1<<20)])
	lines := 0
	for line := range strings.Lines(text) {
		if lines++; lines > headerWithin {
			break
		}
		for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' || r == '\n' || r == '\r' }) {
			if sameHeader(strings.Trim(cell, `"`), unitColumn) {
				return true
			}
		}
	}
	return false
}

// sums tells of a row of sums, which somebody pasted below the others, in one
// finding and not in one a cell: it is of no unit, and two of the themes' cells or
// more hold numbers that are no marks.
func (r *importer) sums(row gridRow) bool {
	if _, known := r.byID[strings.Trim(row.at(r.at[unitColumn]), " \t\n\u00a0")]; known {
		return false
	}
	numbers, first := 0, -1
	for _, t := range r.themes {
		cell := strings.TrimSpace(row.at(t.column))
		if cell == "" || strings.Trim(cell, "0123456789.,% ") != "" {
			continue
		}
		if kind, _, _ := readCell(cell); kind == spoilt {
			if numbers++; first < 0 {
				first = t.column
			}
		}
	}
	if numbers < 2 {
		return false
	}
	r.fault(finding.Error, "row-of-sums", row, first, "rows of units only", fmt.Sprintf("row %d is of no unit, and %d of its cells hold numbers: it looks like a row of sums", row.row, numbers), "Take the row out.")
	return true
}

// misplaced tells of marks in columns that are not for marks: they are read as
// words, or as something else than was meant.
func (r *importer) misplaced(row gridRow) {
	unit, known := r.byID[strings.Trim(row.at(r.at[unitColumn]), " \t\n\u00a0")]
	if !known {
		return
	}
	const expected, do = "marks in the columns of themes", "Where it is a mark that slipped into the wrong column, move it, and bring the sheet in again."
	for _, name := range []string{noteColumn, questionColumn} {
		cell := strings.TrimSpace(row.at(r.at[name]))
		if kind, _, _ := readCell(cell); kind != ticked && !(kind == stanced && len(cell) > 1) {
			continue
		}
		if name == questionColumn && (strings.EqualFold(cell, r.Units[unit].Question) || len([]rune(cell)) > 1) {
			continue // a question can be called anything
		}
		r.fault(finding.Warning, "misplaced-mark", row, r.at[name], expected, "this looks like a mark, and stands in the column "+name+", where it is none", do)
	}
	if strings.TrimSpace(row.at(r.at[kindColumn])) != blindSheet {
		return
	}
	if kind, _, _ := readCell(row.at(r.at[checkedColumn])); kind != ticked {
		return
	}
	for _, t := range r.themes {
		if kind, _, _ := readCell(row.at(t.column)); kind != empty {
			return
		}
	}
	if kind, _, _ := readCell(row.at(r.at[noThemeColumn])); kind == empty {
		r.fault(finding.Warning, "misplaced-mark", row, r.at[checkedColumn], "x in no_theme, or a theme", "only checked is marked in this row: it was read as none of the themes", do)
	}
}

// sortedApart puts one finding in the place of many, where most rows have the text
// of another unit: one column was sorted without the others.
func (r *importer) sortedApart() {
	const least = 5
	n := r.count["error text-changed"] + r.count["error text-of-another"] + r.count["warning text-changed"]
	if n < least || 2*n < r.rows {
		return
	}
	var first finding.Finding
	for _, f := range r.faults.all {
		if f.Kind == "text-changed" || f.Kind == "text-of-another" {
			first = f
			break
		}
	}
	r.drop("text-changed", "text-of-another")
	r.add(finding.Finding{
		Severity: finding.Error, Kind: "sorted-apart", File: r.file, Line: first.Line, Cell: first.Cell,
		Message: fmt.Sprintf("in %d of %d rows, from here on, the text is not that of the unit: columns of this sheet were sorted apart from each other, or the consultation's texts have changed since it was made", n, r.rows),
		Do:      "Start again from the sheet that was exported, and sort all its columns together.",
	})
}
