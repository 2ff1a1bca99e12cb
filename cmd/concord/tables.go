package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"concord/pipeline"
	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	printed "concord/pipeline/report"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

const tablesHelp = `concord tables CONSULTATION [QUESTION …] [--where EXPR] [--by QUESTION] [--format text|csv|json|md]

Counts the survey and prints the tables: for each answer the number of people,
the percentage with its base, and its interval. Without questions it prints
every table that consultation.yaml asks for. The word agreement stands for the
table of agreement by domain. Reads no comment and writes no file.

  --where EXPR     count only those for whom this is true, such as
                   'setting = "IAPT only" and age != "18-25"'
  --by QUESTION    a column for each answer to this question
  --test           with --by: whether the groups answer differently, by a test that
                   is named, with its chance (adjusted for the number of tests) and
                   the size of the difference
  --wave EARLIER   another consultation, held before: whether people answer
                   differently now, question by question (matched by their ids,
                   answers by their labels; what does not match is said)
  --paired         with --wave: compare the same people with themselves, by the
                   column that survey.respondent names in both
  --explain ROW    the filter and the respondents behind each number of this row; of
                   a study that hides small counts, the filter alone
  --format F       text (for the terminal), csv (every cell with all that it
                   means), json or md
  --jobs N         how many processors to use; all when not given

Small counts are hidden as consultation.yaml says (suppression).

For example: concord tables data/iapt-digital-2020 confidence --by gender
`

func tablesCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("tables", tablesHelp)
	var o pipeline.TablesOptions
	f.StringVar(&o.Where, "where", "", "")
	f.StringVar(&o.By, "by", "", "")
	f.IntVar(&o.Jobs, "jobs", 0, "")
	var test bool
	var explain, wave string
	var paired bool
	f.StringVar(&wave, "wave", "", "")
	f.BoolVar(&paired, "paired", false, "")
	f.BoolVar(&test, "test", false, "")
	f.StringVar(&explain, "explain", "", "")
	format := f.choice("format", "text", "csv", "json", "md")
	rest, code, ok := f.parse(args, oneOrMore, out, errs)
	if !ok {
		return code
	}
	o.Study, o.Questions = rest[0], rest[1:]
	if test && o.By == "" {
		return report(errs, errors.New("--test compares the groups that --by QUESTION makes; name the question"))
	}
	if paired && wave == "" {
		return report(errs, errors.New("--paired compares the people of two waves; name the earlier one with --wave CONSULTATION"))
	}
	if wave != "" {
		if test || explain != "" {
			return report(errs, errors.New("--wave is asked for without --test and --explain: it tests each question itself"))
		}
		return compareWaves(ctx, o, wave, paired, *format, out, errs)
	}
	if test {
		return compareTables(ctx, o, *format, out, errs)
	}
	if explain != "" {
		return explainTables(ctx, o, explain, *format, out, errs)
	}
	tables, s, findings, err := pipeline.Tables(ctx, o)
	if err != nil {
		return report(errs, err)
	}
	printSome(errs, withoutNotes(findings))
	switch *format {
	case "csv":
		var data []byte
		if data, err = pipeline.TablesCSV(tables); err == nil {
			_, err = out.Write(data)
		}
	case "json":
		err = writeJSON(out, pipeline.TablesRows(tables))
	case "md":
		_, err = out.Write(printed.Markdown(printed.Tables(s.Title, "Tables counted by concord "+pipeline.Version+".", tables)))
	default:
		for i := range tables {
			if i > 0 {
				fmt.Fprintln(out)
			}
			if err = printTable(out, &tables[i]); err != nil {
				break
			}
		}
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// widestLabel is how many columns the names of answers may take, and widestHead
// how many the name of a group.
const (
	widestLabel = 44
	widestHead  = 24
)

// printTable prints a table for a terminal: a line an answer, and for each group
// its count, percentage and interval.
func printTable(w io.Writer, t *tabulate.Table) error {
	if t.Matrix {
		return printMatrix(w, t)
	}
	var rows [][]string
	head, under := []string{""}, []string{""}
	only := onpage.Clean(t.Groups[0].Where)
	for i, g := range t.Groups {
		label := onpage.Short(onpage.Clean(g.Label), widestHead)
		if i == 0 && only != "" {
			label = "All of them"
		}
		head = append(head, label)
		if t.HiddenWhole(i) {
			under = append(under, "hidden")
		} else {
			under = append(under, fmt.Sprintf("n = %d", g.N))
		}
	}
	for r, row := range t.Rows {
		if row.Kind == tabulate.MissRow && !anyCount(t.Cells[r]) {
			continue // the base says that everyone answered
		}
		cells := []string{onpage.Short(onpage.Clean(row.Label), widestLabel)}
		for g := range t.Groups {
			cells = append(cells, cellText(t, r, g))
		}
		rows = append(rows, cells)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", onpage.Clean(t.Title), t.ID)
	if only != "" {
		fmt.Fprintf(&b, "  Only those for whom %s\n", only)
	}
	layOut(&b, append([][]string{head, under}, rows...))
	underTable(&b, t)
	_, err := io.WriteString(w, b.String())
	return err
}

func cellText(t *tabulate.Table, r, g int) string {
	c := t.Cells[r][g]
	switch {
	case c.Suppressed:
		return "hidden"
	case t.Rows[r].Kind == tabulate.ValueRow:
		return valueText(t, &c)
	case c.Base == 0:
		return "–"
	}
	out := fmt.Sprintf("%d  %3s%%", c.Count, c.Shown)
	switch {
	case c.Interval:
		out += fmt.Sprintf("  %9s", interval(c))
	case hasIntervals(t):
		out += strings.Repeat(" ", 11)
	}
	return out
}

// valueText gives a mean or the like with its interval, and beside shares the
// number of people that it is of.
func valueText(t *tabulate.Table, c *tabulate.Cell) string {
	if c.Value == "" {
		return "–"
	}
	out := c.Value
	if t.Kind != study.Number {
		out = fmt.Sprintf("%d  %4s", c.Count, c.Value)
	}
	between := c.Between("–")
	if between != "" {
		between = "(" + between + ")"
	}
	if hasIntervals(t) {
		out += fmt.Sprintf("  %9s", between)
	}
	return out
}

// printMatrix prints a table of several questions: a line a question.
func printMatrix(w io.Writer, t *tabulate.Table) error {
	rows := printed.Matrix(t)
	for _, row := range rows {
		row[0] = onpage.Short(row[0], widestLabel)
		for c := 1; c < len(row); c++ {
			row[c] = onpage.Short(row[c], widestHead)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", onpage.Clean(t.Title), t.ID)
	if only := onpage.Clean(t.Groups[0].Where); only != "" {
		fmt.Fprintf(&b, "  Only those for whom %s\n", only)
	}
	layOut(&b, rows)
	underTable(&b, t)
	_, err := io.WriteString(w, b.String())
	return err
}

// layOut writes rows in columns, the first to the left and the others to the
// right.
func layOut(b *strings.Builder, rows [][]string) {
	var wide []int
	for _, row := range rows {
		for len(wide) < len(row) {
			wide = append(wide, 0)
		}
		for i, cell := range row {
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		line := ""
		for c, cell := range row {
			space := strings.Repeat(" ", wide[c]-utf8.RuneCountInString(cell))
			if c == 0 {
				line += "  " + cell + space
			} else {
				line += "   " + space + cell
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// underTable writes what the percentages are of, and the notes.
func underTable(b *strings.Builder, t *tabulate.Table) {
	b.WriteString("  " + printed.BaseLine(t) + "\n")
	for _, n := range t.Notes {
		b.WriteString("  " + onpage.Clean(n) + "\n")
	}
}

func anyCount(cells []tabulate.Cell) bool {
	return slices.ContainsFunc(cells, func(c tabulate.Cell) bool { return c.Count > 0 || c.Suppressed })
}

func hasIntervals(t *tabulate.Table) bool {
	for _, row := range t.Cells {
		if slices.ContainsFunc(row, func(c tabulate.Cell) bool { return c.Interval }) {
			return true
		}
	}
	return false
}

// interval gives an interval in whole per cent.
func interval(c tabulate.Cell) string { return fmt.Sprintf("(%.0f–%.0f)", c.Low, c.High) }

// withoutNotes leaves out the findings that only tell what was done.
func withoutNotes(findings []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool { return f.Severity == finding.Note })
}

// explainTables prints what is behind the numbers of a row.
func explainTables(ctx context.Context, o pipeline.TablesOptions, row, format string, out, errs io.Writer) int {
	list, err := pipeline.Explain(ctx, o, row)
	if err != nil {
		return report(errs, err)
	}
	switch format {
	case "json":
		err = writeJSON(out, list)
	case "text":
		for _, e := range list {
			fmt.Fprintf(out, "%s, %s, %s: %d of %d (base: %s", e.Table, onpage.Clean(e.Group), onpage.Clean(e.Row), e.Count, e.Base, e.Rule)
			if e.Missing > 0 {
				fmt.Fprintf(out, "; %d missing", e.Missing)
			}
			fmt.Fprintf(out, ")\n  filter: %s\n", onpage.Clean(e.Filter))
			if len(e.People) > 0 {
				fmt.Fprintf(out, "  people: %s\n", strings.Join(e.People, " "))
			}
		}
	default:
		err = fmt.Errorf("--explain is printed as text or json, not as %s", format)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}
