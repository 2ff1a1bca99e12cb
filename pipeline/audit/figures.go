package audit

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/onpage"
	"concord/pipeline/yamlfile"
)

// Document gives the figures of a transcript for Examine. Numbers of the method
// and of other work are left out.
func (p *Published) Document() *Document {
	d := &Document{File: p.File}
	for i := range p.Sets {
		s := &p.Sets[i]
		at := i + 1
		line, column := s.At("id")
		g := &Group{
			Spot: Spot{line, column}, Name: onpage.Clean(s.ID), Section: onpage.Clean(s.Place), Base: s.Base, Complete: s.Exclusive && s.Complete,
			at: at, table: s.Table, multiple: !s.Exclusive, IsTable: s.Table != "",
		}
		for j := range s.Figures {
			f := &s.Figures[j]
			count, hasCount := whole(f.Count)
			line, column := f.At("")
			spot := Spot{line, column}
			switch {
			case f.Stated != "":
				continue
			case f.Measure == "respondents" || f.Measure == "participants":
				if hasCount {
					d.samples = append(d.samples, sample{Spot: spot, n: count, at: at})
				}
				continue
			case f.Measure == "several" && hasCount:
				// People with several answers to a question that was told before.
				for k := len(d.Groups) - 1; k >= max(0, len(d.Groups)-mostRows); k-- {
					if d.Groups[k].table == f.Of {
						d.Groups[k].several = &sample{Spot: spot, n: count, at: at, text: f.Label()}
						break
					}
				}
				continue
			case f.Measure != "" && f.Measure != "size":
				continue
			}
			figure := Figure{
				Spot: spot, Text: printedText(f), Label: onpage.Clean(f.Label()), Count: min(count, maxFigure), HasCount: hasCount && count <= maxFigure && !f.AtLeast,
				Percent: f.Percent, Base: f.Base, rows: f.Rows, weight: f.Weight, weightBase: f.WeightBase, Mean: Mean{f.Mean, f.SD, f.N, f.Items}, total: totalRow.MatchString(f.Label()),
			}
			g.weighted = g.weighted || f.weighted()
			if figure.Base == s.Base {
				figure.Base = 0
			}
			g.Figures = append(g.Figures, figure)
			// A lone percentage of a base that is printed is looked at by itself.
			if s.Base > 0 && !figure.HasCount && figure.Percent != "" {
				g.lone = true
			}
		}
		if len(g.Figures) == 0 {
			continue
		}
		if hasCounts(g) || g.lone || g.weighted {
			d.Groups = append(d.Groups, g)
		} else {
			d.Loose = append(d.Loose, g)
		}
	}
	return d
}

// hasCounts tells whether any figure of a group has a count or a mean.
func hasCounts(g *Group) bool {
	for _, f := range g.Figures {
		if f.HasCount || f.Mean.Mean != "" || f.Base > 0 {
			return true
		}
	}
	return false
}

// printedText is a figure in one line, as a report would print it.
func printedText(f *Printed) string {
	parts := []string{onpage.Clean(f.Label())}
	if f.Count != "" {
		parts = append(parts, onpage.Clean(f.Count))
	}
	if f.Base > 0 {
		parts = append(parts, fmt.Sprintf("of %d", f.Base))
	}
	if f.Percent != "" {
		parts = append(parts, onpage.Clean(f.Percent)+"%")
	}
	if f.Mean != "" {
		parts = append(parts, "M = "+onpage.Clean(f.Mean))
	}
	if f.SD != "" {
		parts = append(parts, "SD = "+onpage.Clean(f.SD))
	}
	return strings.Join(parts, " ")
}

// Columns are the columns of a CSV file of printed figures, of which any may be
// missing that no row needs: statement (what is counted), place, group (figures
// of one group, table and subgroup are held together), table (the question, for a
// comparison with data), subgroup, count, base, percent, decimals (digits after
// the point, where the file's program wrote more or fewer), weight and
// weight_base (the sums of weights behind a count and its base), complete (yes
// where the counts of the group must add up to the base), mean, sd, n and items.
var Columns = []string{"statement", "place", "group", "table", "subgroup", "count", "base", "percent", "decimals", "weight", "weight_base", "complete", "mean", "sd", "n", "items"}

// ReadFigures reads a CSV file of printed figures with the columns of Columns,
// one row a figure. Other columns are passed over.
func ReadFigures(file string, data []byte) (*Published, []finding.Finding) {
	p := &Published{File: file, Source: file, cells: true, columns: map[string]string{"row": "statement"}}
	var findings []finding.Finding
	fail := func(line, column int, cell, kind, found, expected, message, do string) {
		findings = append(findings, finding.Finding{Severity: finding.Error, Kind: kind, File: file, Line: line, Column: column, Cell: cell, Found: found, Expected: expected, Message: message, Do: do})
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		fail(1, 0, "", "bad-csv", "", "a first row with the names of the columns", "this file of printed figures cannot be read", "")
		return p, findings
	}
	at := map[string]int{}
	for i, name := range head {
		if name = strings.ToLower(strings.TrimSpace(name)); at[name] == 0 {
			at[name] = i + 1
		}
	}
	if at["count"] == 0 && at["percent"] == 0 && at["mean"] == 0 {
		fail(1, 0, "", "no-figures", strings.Join(head, ", "), "a column count, percent or mean", "this file has no column of printed figures", "Its columns can be "+strings.Join(Columns, ", ")+".")
		return p, findings
	}
	sets := map[string]int{}
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			fail(bad.Line, bad.Column, "", "bad-csv", "", "a row of CSV (RFC 4180)", "this row cannot be read: "+bad.Err.Error(), "")
			break
		}
		if err != nil {
			fail(0, 0, "", "bad-csv", "", "", "this file cannot be read: "+err.Error(), "")
			break
		}
		line, _ := r.FieldPos(0)
		get := func(name string) string {
			if i := at[name]; i > 0 && i <= len(record) {
				return strings.TrimSpace(record[i-1])
			}
			return ""
		}
		integer := func(name string) int {
			s := strings.TrimSuffix(get(name), ".0")
			n, ok := number(s)
			if s != "" && (!ok || inWordsOnly(s)) {
				fail(line, 0, name, "not-a-number", s, "a whole number", "this is no whole number", "")
			}
			return n
		}
		f := Printed{Pos: yamlfile.Pos{Line: line, Column: 1}, Row: get("statement"), Percent: strings.TrimSpace(strings.TrimSuffix(get("percent"), "%")), Mean: get("mean"), SD: get("sd"), N: integer("n"), Items: integer("items"), Base: integer("base"), Weight: get("weight"), WeightBase: get("weight_base")}
		if f.Row == "" {
			f.Row = fmt.Sprintf("line %d", line)
		}
		if get("count") != "" {
			f.Count = fmt.Sprint(integer("count"))
		}
		f.Percent = withDecimals(f.Percent, get("decimals"))
		if _, ok := parseFixed(f.Percent); f.Percent != "" && !ok {
			fail(line, 0, "percent", "not-a-number", f.Percent, "a number such as 37 or 37.5, of at most 4 digits after the point", "this is no percentage", "Give decimals where a program wrote more digits than were printed.")
			f.Percent = ""
		}
		for _, x := range []struct{ name, value string }{{"weight", f.Weight}, {"weight_base", f.WeightBase}} {
			if _, ok := parseDecimal(x.value); x.value != "" && !ok {
				fail(line, 0, x.name, "not-a-number", x.value, "a number such as 600.69", "this is no sum of weights", "")
			}
		}
		if f.Mean != "" && f.N == 0 {
			f.N = f.Base
		}
		if f.Count == "" && f.Percent == "" && f.Mean == "" && !f.weighted() {
			continue
		}
		key := get("group")
		if key == "" {
			key = get("place")
		}
		// Figures of one table and subgroup are a set, unless told otherwise.
		var parts []string
		for _, part := range []string{key, get("table"), get("subgroup")} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		if len(parts) == 0 {
			parts = []string{f.Row}
		}
		id := strings.Join(parts, ", ")
		key = strings.Join([]string{id, key, get("table")}, "\x00")
		i, ok := sets[key]
		if !ok {
			i = len(p.Sets)
			sets[key] = i
			p.Sets = append(p.Sets, Set{Pos: f.Pos, ID: id, Place: get("place"), Table: get("table"), Subgroup: get("subgroup"), Base: f.Base})
		}
		s := &p.Sets[i]
		if yes := strings.ToLower(get("complete")); yes == "yes" || yes == "true" || yes == "1" {
			s.Exclusive, s.Complete = true, true
		}
		s.Figures = append(s.Figures, f)
	}
	for i := range p.Sets {
		s := &p.Sets[i]
		for _, f := range s.Figures {
			if f.Base != s.Base {
				s.Base = 0 // each has its own
			}
		}
	}
	return p, findings
}

func inWordsOnly(s string) bool { return strings.Trim(s, "0123456789,") != "" }

// withDecimals writes a percentage with so many digits after the point, where
// nothing but zeros is added or taken away.
func withDecimals(percent, decimals string) string {
	n, ok := number(decimals)
	if !ok || n > maxDigits || percent == "" {
		return percent
	}
	before, after, _ := strings.Cut(percent, ".")
	for len(after) > n && strings.HasSuffix(after, "0") {
		after = after[:len(after)-1]
	}
	for len(after) < n {
		after += "0"
	}
	if after == "" {
		return before
	}
	return before + "." + after
}
