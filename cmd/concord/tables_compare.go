package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"concord/pipeline"
	"concord/pipeline/onpage"
	printed "concord/pipeline/report"
	"concord/pipeline/sheet"
	"concord/pipeline/tabulate"
)

// compareTables prints whether the groups of divided tables differ.
func compareTables(ctx context.Context, o pipeline.TablesOptions, format string, out, errs io.Writer) int {
	list, findings, err := pipeline.CompareGroups(ctx, o)
	if err != nil {
		return report(errs, err)
	}
	printSome(errs, withoutNotes(findings))
	if format == "json" {
		err = writeJSON(out, list)
	} else {
		err = printComparisons(out, format, "Do the groups differ?", nil, list, fewTested)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

var fewTested = fmt.Sprintf("Groups with fewer than %d answers are left out, and nothing is tested on fewer than %d. docs/statistics.md says what each test is.", tabulate.FewestInGroup, tabulate.FewestTested)

// compareWaves prints whether people answer otherwise than in an earlier wave.
func compareWaves(ctx context.Context, o pipeline.TablesOptions, earlier string, paired bool, format string, out, errs io.Writer) int {
	c, findings, err := pipeline.Waves(ctx, o, earlier, paired)
	if err != nil {
		return report(errs, err)
	}
	printSome(errs, withoutNotes(findings))
	if format == "json" {
		err = writeJSON(out, c)
	} else {
		about := "The waves are taken as samples of different people, drawn independently. Where the same people answered twice, these tests are not the right ones: compare them with themselves by --paired."
		if paired {
			about = "The same people are compared with themselves; only those count who answered both times. Nothing is weighted."
		}
		err = printComparisons(out, format, "Do people answer differently now?", c.Unmatched, c.Comparisons, about+" "+fewTested)
	}
	if err != nil {
		return report(errs, err)
	}
	return exitDone
}

// printComparisons prints comparisons as text, CSV or Markdown. before are
// sentences that come first, after one that comes last.
func printComparisons(w io.Writer, format, title string, before []string, list []tabulate.Comparison, after string) error {
	switch format {
	case "csv":
		data, err := sheet.Marshal(comparisonRows(before, list))
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	case "md":
		_, err := w.Write(printed.Markdown(comparisonPage(title, before, list, after)))
		return err
	}
	var b strings.Builder
	for _, line := range before {
		b.WriteString(onpage.Clean(line) + "\n")
	}
	for i := range list {
		c := &list[i]
		b.WriteString(onpage.Clean(comparisonName(c)) + ": " + onpage.Clean(comparisonText(c)) + "\n")
		for _, d := range c.Differences {
			b.WriteString("  " + onpage.Clean(differenceText(&d)) + "\n")
		}
	}
	b.WriteString(after + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func comparisonName(c *tabulate.Comparison) string {
	if c.Row == "" {
		return c.Title
	}
	return c.Title + ", " + c.Row
}

func comparisonText(c *tabulate.Comparison) string {
	if c.Test == "" {
		return "not tested, since " + c.Why
	}
	return fmt.Sprintf("%s, p %s, after Holm %s; %s %s; %s, %d people", testText(c), c.P, c.AdjustedP, c.Effect, c.Size, plural(c.Groups, "group", "groups"), c.N)
}

// testText names a test with its statistic.
func testText(c *tabulate.Comparison) string {
	out := c.Test
	if c.Statistic != "" {
		out += " " + c.Statistic
		if c.DF != "" {
			out += " (df " + c.DF + ")"
		}
	}
	return out
}

func differenceText(d *tabulate.Difference) string {
	out := fmt.Sprintf("%s: %s, %s; difference %s points", d.Row, partText(&d.First), partText(&d.Second), oneDigit(d.Difference))
	if d.Low != "" {
		out += fmt.Sprintf(" (%s%% interval %s to %s, %s)", d.Level, oneDigit(d.Low), oneDigit(d.High), d.Method)
	}
	return out
}

func partText(p *tabulate.SharePart) string {
	return fmt.Sprintf("%s %d of %d (%s%%; base: %s)", p.Group, p.Count, p.Base, oneDigit(p.Percent), p.Rule)
}

// oneDigit brings a number written with four digits after the point to one.
func oneDigit(s string) string {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	out := strconv.FormatFloat(x, 'f', 1, 64)
	if out == "-0.0" {
		return "0.0"
	}
	return out
}

// comparisonRow is a line of what --test and --wave print as CSV: a test, or the
// difference of one answer's shares in two groups, or both.
type comparisonRow struct {
	Table         string `csv:"table"`
	Title         string `csv:"title"`
	Groups        string `csv:"groups"`
	N             string `csv:"n"`
	LeftOut       string `csv:"groups_left_out"`
	Test          string `csv:"test"`
	Why           string `csv:"why_not"`
	Statistic     string `csv:"statistic"`
	DF            string `csv:"df"`
	P             string `csv:"p"`
	AdjustedP     string `csv:"p_holm"`
	Effect        string `csv:"effect"`
	Size          string `csv:"size"`
	Row           string `csv:"row"`
	First         string `csv:"first"`
	FirstCount    string `csv:"first_count"`
	FirstBase     string `csv:"first_base"`
	FirstRule     string `csv:"first_base_rule"`
	FirstPercent  string `csv:"first_percent"`
	Second        string `csv:"second"`
	SecondCount   string `csv:"second_count"`
	SecondBase    string `csv:"second_base"`
	SecondRule    string `csv:"second_base_rule"`
	SecondPercent string `csv:"second_percent"`
	Difference    string `csv:"difference"`
	Low           string `csv:"difference_low"`
	High          string `csv:"difference_high"`
	Interval      string `csv:"interval"`
	Level         string `csv:"interval_level"`
}

// comparisonRows gives a line a test, with the difference where it is of one row,
// else with a line below it for each row. What was not compared comes first.
func comparisonRows(before []string, list []tabulate.Comparison) []comparisonRow {
	var out []comparisonRow
	for _, said := range before {
		out = append(out, comparisonRow{Why: said})
	}
	for i := range list {
		c := &list[i]
		row := comparisonRow{
			Table: c.Table, Title: c.Title, Groups: strconv.Itoa(c.Groups), N: strconv.Itoa(c.N), LeftOut: strconv.Itoa(c.LeftOut), Test: c.Test, Why: c.Why,
			Statistic: c.Statistic, DF: c.DF, P: c.P, AdjustedP: c.AdjustedP, Effect: c.Effect, Size: c.Size, Row: c.Row,
		}
		if len(c.Differences) == 1 && c.Differences[0].Row == c.Row {
			row.put(&c.Differences[0])
			out = append(out, row)
			continue
		}
		out = append(out, row)
		for k := range c.Differences {
			one := comparisonRow{Table: c.Table, Title: c.Title}
			one.put(&c.Differences[k])
			out = append(out, one)
		}
	}
	return out
}

func (r *comparisonRow) put(d *tabulate.Difference) {
	r.Row = d.Row
	r.First, r.FirstCount, r.FirstBase, r.FirstRule, r.FirstPercent = d.First.Group, strconv.Itoa(d.First.Count), strconv.Itoa(d.First.Base), d.First.Rule, d.First.Percent
	r.Second, r.SecondCount, r.SecondBase, r.SecondRule, r.SecondPercent = d.Second.Group, strconv.Itoa(d.Second.Count), strconv.Itoa(d.Second.Base), d.Second.Rule, d.Second.Percent
	r.Difference, r.Low, r.High, r.Interval, r.Level = d.Difference, d.Low, d.High, d.Method, d.Level
}

// comparisonPage makes a page of comparisons: a table of the tests and one of the
// differences.
func comparisonPage(title string, before []string, list []tabulate.Comparison, after string) printed.Document {
	words := func(cells ...string) printed.Row {
		var row printed.Row
		for _, c := range cells {
			row.Cells = append(row.Cells, printed.Text{{Words: onpage.Clean(c)}})
		}
		return row
	}
	tests := printed.Table{Caption: "Tests", Notes: []string{after}}
	for i, label := range []string{"Question", "Test", "p", "p after Holm", "Effect", "Groups", "People"} {
		tests.Columns = append(tests.Columns, printed.Column{Label: label, Number: i == 2 || i == 3 || i > 4})
	}
	shares := printed.Table{Caption: "Differences of shares, in percentage points", Base: "Base of each share: beside it."}
	for i, label := range []string{"Question", "Answer", "First group", "Second group", "Difference", "Interval"} {
		shares.Columns = append(shares.Columns, printed.Column{Label: label, Number: i > 3})
	}
	for i := range list {
		c := &list[i]
		if c.Test == "" {
			tests.Rows = append(tests.Rows, words(comparisonName(c), "not tested, since "+c.Why, "–", "–", "–", "–", "–"))
		} else {
			tests.Rows = append(tests.Rows, words(comparisonName(c), testText(c), c.P, c.AdjustedP, c.Effect+" "+c.Size, strconv.Itoa(c.Groups), strconv.Itoa(c.N)))
		}
		for k := range c.Differences {
			d := &c.Differences[k]
			between := "–"
			if d.Low != "" {
				between = fmt.Sprintf("%s to %s (%s%%, %s)", oneDigit(d.Low), oneDigit(d.High), d.Level, d.Method)
			}
			shares.Rows = append(shares.Rows, words(c.Title, d.Row, partText(&d.First), partText(&d.Second), oneDigit(d.Difference), between))
		}
	}
	section := printed.Section{ID: "comparison", Title: title}
	for _, line := range before {
		section.Blocks = append(section.Blocks, printed.Paragraph{Text: printed.Text{{Words: onpage.Clean(line)}}})
	}
	section.Blocks = append(section.Blocks, tests)
	if len(shares.Rows) > 0 {
		section.Blocks = append(section.Blocks, shares)
	}
	return printed.Document{Title: title, Line: "Compared by concord " + pipeline.Version + ".", Sections: []printed.Section{section}}
}
