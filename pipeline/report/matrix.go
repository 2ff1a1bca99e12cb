package report

import (
	"fmt"

	"concord/pipeline/onpage"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// Matrix lays out a table of several questions: a line a question (and, where it
// has several groups, a group), with a column for each answer, each net and each
// mean, for the base and for those who gave no answer. The first row is the
// heading.
func Matrix(t *tabulate.Table) [][]string {
	lines := t.Lines()
	if len(lines) == 0 {
		return nil
	}
	head := []string{"Question"}
	if len(t.Groups) > 1 {
		head = append(head, "Group")
	}
	columns := matrixColumns(t)
	for _, c := range columns {
		head = append(head, onpage.Clean(c.answer))
	}
	head = append(head, "Base")
	if t.Weighted {
		head = append(head, "Weighted base", "Effective number")
	}
	out := [][]string{append(head, tabulate.NoAnswer)}
	for _, first := range lines {
		_, next := t.Block(first)
		for g := range t.Groups {
			line := []string{onpage.Clean(t.Rows[first].Item)}
			if len(t.Groups) > 1 {
				line = append(line, onpage.Clean(t.Groups[g].Label))
			}
			at := map[column]int{}
			for r := first; r < next; r++ {
				at[columnOf(t.Rows[r])] = r
			}
			for _, c := range columns {
				cell := "–" // of a net that this question has not
				if r, ok := at[c]; ok {
					cell = matrixCell(t.Cells[r][g], c.kind)
					if n := t.Cells[r][g].Count; c.kind == tabulate.ValueRow && n != t.Cells[first][g].Base && !t.Cells[r][g].Suppressed {
						cell += " (n " + thousands(n) + ")" // some answers stand for no number
					}
				}
				line = append(line, cell)
			}
			c := t.Cells[first][g]
			base := []string{thousands(c.Base)}
			if t.Weighted {
				base = append(base, fmt.Sprintf("%.1f", float64(c.WeightBase)/tabulate.WeightUnit), fmt.Sprintf("%.1f", c.Effective))
			}
			missing := "–"
			if r, ok := at[column{tabulate.MissRow, tabulate.NoAnswer}]; ok {
				missing = thousands(t.Cells[r][g].Count)
				if t.Cells[r][g].Suppressed {
					missing = hiddenMark(t.Cells[r][g])
				}
			}
			base = append(base, missing)
			if t.HiddenBase(first, g) {
				for i := range base {
					base[i] = hiddenMark(t.Cells[first][g])
				}
			}
			out = append(out, append(line, base...))
		}
	}
	return out
}

// column is what a column of a matrix counts.
type column struct {
	kind   tabulate.RowKind
	answer string
}

func columnOf(r tabulate.Row) column { return column{r.Kind, r.Answer} }

// matrixColumns gives the columns: answers, nets, means, each in the order in
// which the questions have them.
func matrixColumns(t *tabulate.Table) []column {
	var out []column
	seen := map[column]bool{}
	for _, kind := range []tabulate.RowKind{tabulate.OptionRow, tabulate.NetRow, tabulate.ValueRow} {
		for _, r := range t.Rows {
			if c := columnOf(r); r.Kind == kind && !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}

func matrixCell(c tabulate.Cell, kind tabulate.RowKind) string {
	switch {
	case c.Suppressed:
		return hiddenMark(c)
	case kind == tabulate.ValueRow && c.Value != "":
		return onpage.Clean(c.Value)
	case kind == tabulate.ValueRow || c.Base == 0:
		return "–"
	}
	return thousands(c.Count) + " (" + c.Shown + "%)"
}

// hiddenMark stands in place of a number that may not be shown.
func hiddenMark(c tabulate.Cell) string {
	if c.Mark != "" {
		return c.Mark
	}
	return "hidden"
}

// matrixBase says what the percentages of a matrix are of.
func matrixBase(t *tabulate.Table) string {
	for _, r := range t.Lines() {
		for _, c := range t.Cells[r] {
			if c.Rule == study.Asked {
				return "Base of each row: those who were asked its question, in the column Base."
			}
		}
	}
	return "Base of each row: those who answered its question, in the column Base."
}

// printedMatrix turns a table of several questions into one to print.
func printedMatrix(t *tabulate.Table) Table {
	out := Table{Caption: onpage.Clean(t.Title), Base: matrixBase(t)}
	for i, row := range Matrix(t) {
		if i == 0 {
			for c, label := range row {
				out.Columns = append(out.Columns, Column{Label: label, Number: c > 0 && (c > 1 || len(t.Groups) == 1)})
			}
			continue
		}
		out.Rows = append(out.Rows, Row{Cells: cells(row...)})
	}
	for _, n := range t.Notes {
		out.Notes = append(out.Notes, onpage.Clean(n))
	}
	return out
}
