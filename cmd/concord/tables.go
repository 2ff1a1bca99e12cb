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
	"concord/pipeline/sheet"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

const tablesHelp = `concord tables CONSULTATION [QUESTION …] [--where EXPR] [--by QUESTION] [--format text|csv|json|md]

Counts the survey and prints the tables: for each answer the number of people,
the percentage with its base, and the 95% interval. Without questions it prints
every table that consultation.yaml asks for. The word agreement stands for the
table of agreement by domain. Reads no comment and writes no file.

  --where EXPR     count only those for whom this is true, such as
                   'setting = "IAPT only" and age != "18-25"'
  --by QUESTION    a column for each answer to this question
  --test           with --by: whether the groups answer differently, by a test that
                   is named, with its chance (adjusted for the number of tests) and
                   the size of the difference
  --explain ROW    the filter and the respondents behind each number of this row
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
	var explain string
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
	if explain != "" {
		return explainTables(ctx, o, explain, *format, out, errs)
	}
	tables, s, findings, err := pipeline.Tables(ctx, o)
	if err != nil {
		return report(errs, err)
	}
	printSome(errs, withoutNotes(findings))
	if test {
		return compareTables(tables, *format, out, errs)
	}
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
	wide := make([]int, len(head))
	for _, row := range append([][]string{head, under}, rows...) {
		for i, cell := range row {
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", onpage.Clean(t.Title), t.ID)
	if only != "" {
		fmt.Fprintf(&b, "  Only those for whom %s\n", only)
	}
	for i, row := range append([][]string{head, under}, rows...) {
		line := ""
		for c, cell := range row {
			space := strings.Repeat(" ", wide[c]-utf8.RuneCountInString(cell))
			if c == 0 {
				line += "  " + cell + space
			} else {
				line += "   " + space + cell
			}
		}
		if i < 2 || rows[i-2][0] != "" {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	b.WriteString("  " + printed.BaseLine(t) + "\n")
	for _, n := range t.Notes {
		b.WriteString("  " + onpage.Clean(n) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func cellText(t *tabulate.Table, r, g int) string {
	c := t.Cells[r][g]
	switch {
	case c.Suppressed:
		return "hidden"
	case t.Kind == study.Number && t.Rows[r].Kind == tabulate.ValueRow:
		if c.Value == "" {
			return "–"
		}
		return c.Value
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
			fmt.Fprintf(out, ")\n  filter: %s\n  people: %s\n", onpage.Clean(e.Filter), strings.Join(e.People, " "))
		}
	default:
		err = fmt.Errorf("--explain is printed as text or json, not as %s", format)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// compareTables prints whether the groups of divided tables differ.
func compareTables(tables []tabulate.Table, format string, out, errs io.Writer) int {
	list := tabulate.Compare(tables)
	var err error
	switch format {
	case "json":
		err = writeJSON(out, list)
	case "csv":
		var data []byte
		if data, err = sheet.Marshal(list); err == nil {
			_, err = out.Write(data)
		}
	case "text":
		for _, c := range list {
			if c.Test == "" {
				fmt.Fprintf(out, "%s: not tested, since %s\n", onpage.Clean(c.Title), c.Why)
				continue
			}
			statistic := ""
			if c.Statistic != "" {
				statistic = " " + c.Statistic
				if c.DF != "" {
					statistic += " (df " + c.DF + ")"
				}
				statistic += ","
			}
			fmt.Fprintf(out, "%s: %s%s p %s, after Holm %s; %s %s; %s, %d people\n",
				onpage.Clean(c.Title), c.Test, statistic, c.P, c.AdjustedP, c.Effect, c.Size, plural(c.Groups, "group", "groups"), c.N)
		}
		fmt.Fprintf(out, "Groups with fewer than %d answers are left out, and nothing is tested on fewer than %d. docs/statistics.md says what each test is.\n", tabulate.FewestInGroup, tabulate.FewestTested)
	default:
		err = fmt.Errorf("--test is printed as text, csv or json, not as %s", format)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}
