package pipeline

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"concord/pipeline/disclosure"
	"concord/pipeline/finding"
	"concord/pipeline/tabulate"
)

// largestTables is how many bytes of an earlier tables.csv are read.
const largestTables = 256 << 20

// smallByDefault is the threshold of a study that hides nothing.
const smallByDefault = 5

// CheckAgainst holds the tables that a consultation gives now against those of an
// earlier run (its folder, or its tables.csv): numbers that differ by a few
// people tell together what these few answered. Each is a warning with the place
// of both numbers; what they differ by stands in none. An *InputError says that
// the consultation cannot be counted. Nothing is written.
//
// Rounded numbers are not subtracted: what is left of two of them is no count.
func CheckAgainst(ctx context.Context, path, earlier string, jobs int) ([]finding.Finding, error) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	in, err := readInput(path)
	if err != nil {
		return nil, err
	}
	if len(finding.Errors(in.findings)) > 0 {
		return nil, in.failed(ctx, jobs)
	}
	a, err := in.readAnswers(ctx, jobs)
	if err != nil {
		return nil, err
	}
	if len(finding.Errors(a.findings)) > 0 {
		return nil, in.failed(ctx, jobs)
	}
	tables, err := tabulate.Build(ctx, in.study, a.survey, a.participants, jobs)
	if err != nil {
		return nil, err
	}
	nameDomains(in.framework, tables)
	name, before, err := earlierFigures(earlier)
	if err != nil {
		return nil, err
	}
	rules := in.study.Suppression.Rules()
	below := rules.Below
	switch {
	case rules.Rounds() || roundedEarlier(earlier):
		below = 0 // hidden in one and shown in the other remains
	case below <= 1:
		below = smallByDefault
	}
	var out []finding.Finding
	for _, d := range disclosure.Differences(before, figuresOf(tables), below) {
		out = append(out, differs(name, d, below))
	}
	finding.Sort(out)
	return out, nil
}

// figuresOf gives the numbers that tables show.
func figuresOf(tables []tabulate.Table) []disclosure.Figure {
	var out []disclosure.Figure
	for _, row := range tableRows(tables) {
		if f, ok := figureOf(row.Table, row.Subgroup, row.Row, row.RowKind, row.Count, row.Base, row.Suppressed); ok {
			out = append(out, f)
		}
	}
	return out
}

// figureOf makes a figure of a row of tables.csv; those of means and the like are
// none.
func figureOf(table, group, row, kind, count, base string, hidden bool) (disclosure.Figure, bool) {
	f := disclosure.Figure{Table: table, Group: group, Row: row, Hidden: hidden}
	if kind == string(tabulate.ValueRow) {
		return f, false
	}
	var err error
	if !hidden {
		if f.Count, err = strconv.Atoi(count); err != nil {
			return f, false
		}
	}
	if f.Base, err = strconv.Atoi(base); err != nil {
		f.NoBase = true
	}
	return f, true
}

// earlierFigures reads the tables.csv of an earlier run.
func earlierFigures(path string) (name string, out []disclosure.Figure, err error) {
	name = path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		name = filepath.Join(path, "tables", "tables.csv")
	}
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil, fmt.Errorf("%s: there is no such file; give the folder of an earlier run, or its tables/tables.csv", name)
	}
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	out, err = readFigures(io.LimitReader(file, largestTables))
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", name, err)
	}
	return name, out, nil
}

// roundedEarlier tells whether an earlier run rounded its numbers, which its
// manifest says by the name of the rule; a tables.csv alone does not say.
func roundedEarlier(path string) bool {
	folder := path
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		folder = filepath.Dir(filepath.Dir(path))
	}
	file, err := os.Open(filepath.Join(folder, manifestName))
	if err != nil {
		return false
	}
	defer file.Close()
	var m manifest
	if json.NewDecoder(io.LimitReader(file, largestTables)).Decode(&m) != nil {
		return false
	}
	p, ok := disclosure.Named(m.Settings.SuppressProfile)
	return ok && p.Rounds()
}

// readFigures reads a tables.csv by the names of its columns.
func readFigures(r io.Reader) ([]disclosure.Figure, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("found no line of column names, expected those of tables.csv: %w", err)
	}
	at := map[string]int{}
	for i, h := range header {
		at[strings.TrimPrefix(h, "\ufeff")] = i
	}
	for _, column := range []string{"table", "subgroup", "row", "count", "base", "suppressed"} {
		if _, ok := at[column]; !ok {
			return nil, fmt.Errorf("line 1: found no column %q, expected the columns of tables/tables.csv; give a file that concord wrote", column)
		}
	}
	var out []disclosure.Figure
	for {
		record, err := c.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the file is damaged: %w; give a file as concord wrote it", err)
		}
		get := func(column string) string {
			if i, ok := at[column]; ok && i < len(record) {
				return record[i]
			}
			return ""
		}
		if f, ok := figureOf(get("table"), get("subgroup"), get("row"), get("row_kind"), get("count"), get("base"), get("suppressed") == "true"); ok {
			f.Line, _ = c.FieldPos(0)
			out = append(out, f)
		}
	}
}

// differs says what two numbers tell together, and not by how much.
func differs(file string, d disclosure.Difference, below int) finding.Finding {
	place := func(f disclosure.Figure) string {
		group := "everyone"
		if f.Group != "" {
			group = f.Group
		}
		return fmt.Sprintf("table %s, %s, row %s", f.Table, group, finding.Quote(f.Row))
	}
	f := finding.Finding{
		Severity: finding.Warning, Kind: string(d.Kind), File: file, Line: d.Before.Line, Cell: "count",
		Do: "Publish only one of them, or hide the number in both.",
	}
	switch d.Kind {
	case disclosure.FewAnswers:
		f.Message = fmt.Sprintf("this count and the one now of %s differ by fewer than %d: together they tell of few people", place(d.After), below)
	case disclosure.FewPeople:
		f.Cell = "base"
		f.Message = fmt.Sprintf("this base and the one now of %s differ by fewer than %d people: what these answered can be worked out from the two", place(d.After), below)
	case disclosure.OtherGroup:
		f.Cell = "base"
		f.Message = fmt.Sprintf("%s here and %s now seem to be one group within the other, with fewer than %d people between them, whose answers can be worked out from the two", place(d.Before), place(d.After), below)
	default:
		f.Message = fmt.Sprintf("%s is hidden in one of the two publications and shown in the other", place(d.After))
	}
	return f
}
