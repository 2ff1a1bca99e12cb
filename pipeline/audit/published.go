// Package audit looks whether printed figures can be right. Examine holds the
// figures of a report against each other, and Compare against the tables that the
// data give: which are reproduced, which are not, and which no data can give, and
// why. Neither says how a figure came to be printed.
package audit

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/yamlfile"
)

// Published is a transcript of the figures that a report prints.
type Published struct {
	yamlfile.Pos `yaml:"-"`
	// Source names the report.
	Source string `yaml:"source"`
	// Note says how the figures were taken from it.
	Note string `yaml:"note"`
	Sets []Set  `yaml:"sets"`

	// File is the path that it was read from.
	File string `yaml:"-"`

	// cells is true for a CSV file, whose places are cells; columns are the names
	// of its columns for what a YAML file calls table, subgroup and row, where
	// these are others.
	cells   bool
	columns map[string]string
}

// Set is figures that the report prints together: of the same question, people
// and base.
type Set struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id"`
	// Place is where the report prints them, such as "4.1.2, Table 1".
	Place string `yaml:"place"`
	// Table and Subgroup are the table and column of ours to compare with; ""
	// for figures that no table holds.
	Table    string `yaml:"table"`
	Subgroup string `yaml:"subgroup"`
	// Base is the base that the report prints for them; 0 where it prints none.
	Base int `yaml:"base"`
	// Exclusive is true where each person can be in one row only; Complete where
	// the rows are all there are, so that the counts must add up to the base.
	Exclusive bool `yaml:"exclusive"`
	Complete  bool `yaml:"complete"`
	// Reading says how the set was understood where it can be understood in
	// more than one way.
	Reading string    `yaml:"reading"`
	Figures []Printed `yaml:"figures"`

	// named is the column that a CSV file says it counts, where the study has no
	// question of that name.
	named string
}

// Printed is one row of a set as the report prints it: a count, a percentage,
// or both.
type Printed struct {
	yamlfile.Pos `yaml:"-"`
	// Row is the row of our table; Rows several whose counts are added.
	Row  string   `yaml:"row"`
	Rows []string `yaml:"rows"`
	// Measure is a number that is in no table, such as "respondents" (see
	// Measures); Of says of what, where it needs that.
	Measure string `yaml:"measure"`
	Of      string `yaml:"of"`
	// Stated is a figure of the method or of other work, which answers cannot
	// give; it says what the figure is.
	Stated string `yaml:"stated"`
	// Count and Percent are as printed, digits kept; "" where not printed.
	Count   string `yaml:"count"`
	Percent string `yaml:"percent"`
	// Base is the base printed with this one figure, 0 for that of the set.
	Base int `yaml:"base"`
	// Weight and WeightBase are sums of weights as printed, digits kept, behind the
	// count and the base of a weighted table; "" where not printed. Such a figure's
	// percentage is of them, and its count and base are of people.
	Weight     string `yaml:"weight"`
	WeightBase string `yaml:"weight_base"`
	// Mean and SD are a printed mean and standard deviation, digits kept, of N
	// people with whole scores, each the mean of so many Items (0 means one).
	// Only Examine reads them.
	Mean  string `yaml:"mean"`
	SD    string `yaml:"sd"`
	N     int    `yaml:"n"`
	Items int    `yaml:"items"`
	// AtLeast is true where the report says "at least".
	AtLeast bool `yaml:"at_least"`
	// Note is for whoever reads the comparison.
	Note string `yaml:"note"`
}

// weighted tells whether a percentage is printed with weights.
func (p *Printed) weighted() bool { return p.Weight != "" || p.WeightBase != "" }

// Label is the row in words.
func (p *Printed) Label() string {
	switch {
	case p.Row != "":
		return p.Row
	case len(p.Rows) > 0:
		return strings.Join(p.Rows, " + ")
	case p.Stated != "":
		return p.Stated
	case p.Of != "":
		return p.Measure + " of " + p.Of
	}
	return p.Measure
}

// Read reads a YAML file of printed figures, strictly.
func Read(file string, data []byte) (*Published, []finding.Finding) {
	p := &Published{File: file}
	findings := yamlfile.Decode(file, data, p)
	report := func(pos yamlfile.Pos, key, kind, found, expected, message string) {
		line, column := pos.At(key)
		findings = append(findings, finding.Finding{Severity: finding.Error, Kind: kind, File: file, Line: line, Column: column, Found: found, Expected: expected, Message: message})
	}
	seen := map[string]bool{}
	for i := range p.Sets {
		s := &p.Sets[i]
		if s.ID == "" || seen[s.ID] {
			report(s.Pos, "id", "bad-id", s.ID, "an id of its own", "a set of figures needs an id that no other has")
		}
		seen[s.ID] = true
		for _, f := range s.Figures {
			ways := 0
			for _, given := range []bool{f.Row != "", len(f.Rows) > 0, f.Measure != "", f.Stated != ""} {
				if given {
					ways++
				}
			}
			if ways != 1 {
				report(f.Pos, "", "bad-figure", "", "one of row, rows, measure and stated", "it must be clear what this figure counts")
			}
			if f.Count == "" && f.Percent == "" && f.Mean == "" && !f.weighted() {
				report(f.Pos, "", "bad-figure", "", "count, percent, both, or mean", "this figure has no number")
			}
			if _, ok := whole(f.Count); f.Count != "" && !ok {
				report(f.Pos, "count", "not-a-number", f.Count, "a whole number", "a count is a number of people or things")
			}
			for _, x := range []struct{ key, value string }{{"mean", f.Mean}, {"sd", f.SD}} {
				if _, ok := parseFixed(x.value); x.value != "" && !ok {
					report(f.Pos, x.key, "not-a-number", x.value, "a number such as 3.46, of at most 4 digits after the point", "a mean or a deviation is a number")
				}
			}
			for _, x := range []struct{ key, value string }{{"weight", f.Weight}, {"weight_base", f.WeightBase}} {
				if _, ok := parseDecimal(x.value); x.value != "" && !ok {
					report(f.Pos, x.key, "not-a-number", x.value, "a number such as 600.69", "a sum of weights is a number")
				}
			}
			if f.Mean != "" && f.N < 1 {
				report(f.Pos, "mean", "bad-figure", f.Mean, "n, the people that it is the mean of", "a mean can only be looked at with its number of people")
			}
			if _, ok := parseDecimal(f.Percent); f.Percent != "" && !ok {
				report(f.Pos, "percent", "not-a-number", f.Percent, "a number such as 37 or 37.5", "a percentage is a number")
			}
		}
	}
	return p, findings
}

// ReadCSV reads printed figures from a CSV file with one row a figure, whose
// columns the study names. One of the columns in cols.Row holds an answer of
// the question that cols.Column names (by its column's header or its id); a
// blank one means those who gave no answer. Figures of a column that the study
// does not have are kept and come out as not in the data.
func ReadCSV(file string, data []byte, cols study.PublishedColumns, s *study.Study) (*Published, []finding.Finding) {
	p := &Published{File: file, Source: file, cells: true, columns: map[string]string{"table": cols.Column}}
	if len(cols.Row) > 0 {
		p.columns["row"] = cols.Row[0]
	}
	fail := func(line int, cell, found, message, do string) (*Published, []finding.Finding) {
		return p, []finding.Finding{{Severity: finding.Error, Kind: "bad-published", File: file, Line: line, Cell: cell, Found: found, Message: message, Do: do}}
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	var records [][]string
	var lines []int
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fail(0, "", "", "this file of printed figures cannot be read: "+err.Error(), "")
		}
		line, _ := r.FieldPos(0)
		records, lines = append(records, record), append(lines, line)
	}
	if len(records) == 0 {
		return fail(1, "", "", "this file of printed figures is empty", "")
	}
	header := map[string]int{}
	for i, h := range records[0] {
		header[study.Normal(h)] = i
	}
	for _, name := range append([]string{cols.Place, cols.Column, cols.Count, cols.Percent}, cols.Row...) {
		if _, ok := header[study.Normal(name)]; name != "" && !ok {
			return fail(1, "", name, "there is no such column of printed figures", finding.DidYouMean(name, records[0]))
		}
	}
	get := func(rec []string, name string) string {
		if name == "" {
			return ""
		}
		return study.Normal(rec[header[study.Normal(name)]])
	}
	sets := map[string]int{}
	for n, rec := range records[1:] {
		at := yamlfile.Pos{Line: lines[n+1], Column: 1}
		place, column := get(rec, cols.Place), get(rec, cols.Column)
		key := place + "\x00" + column
		i, ok := sets[key]
		if !ok {
			i = len(p.Sets)
			sets[key] = i
			id := place
			if column != "" {
				id += ": " + column
			}
			p.Sets = append(p.Sets, Set{Pos: at, ID: id, Place: place})
			if q := questionOf(s, column); q != nil {
				p.Sets[i].Table = q.ID
			} else {
				p.Sets[i].named = column
			}
		}
		f := Printed{Pos: at, Count: strings.TrimSuffix(get(rec, cols.Count), ".0"), Percent: get(rec, cols.Percent)}
		if q := questionOf(s, column); q != nil {
			for _, name := range cols.Row {
				label := get(rec, name)
				if label == "" {
					f.Row = tabulate.NoAnswer
				} else if o := q.Options.Index(label); o >= 0 {
					f.Row = q.Options[o].Label
					break
				}
			}
		}
		if f.Row == "" {
			var labels []string
			for _, name := range cols.Row {
				if label := get(rec, name); label != "" && label != column {
					labels = append(labels, label)
				}
			}
			f.Row = strings.Join(labels, " / ")
		}
		if _, ok := whole(f.Count); f.Count != "" && !ok {
			return fail(at.Line, cols.Count, f.Count, "a printed count is not a whole number", "")
		}
		if _, ok := parseDecimal(f.Percent); f.Percent != "" && !ok {
			return fail(at.Line, cols.Percent, f.Percent, "a printed percentage is not a number", "")
		}
		p.Sets[i].Figures = append(p.Sets[i].Figures, f)
	}
	return p, nil
}

// questionOf finds the survey question that reads a column, for itself or for one
// of its options, or has that id.
func questionOf(s *study.Study, column string) *study.Question {
	if column == "" || s.Survey == nil {
		return nil
	}
	for i := range s.Survey.Questions {
		q := &s.Survey.Questions[i]
		if study.Normal(q.Column) == study.Normal(column) || q.ID == column {
			return q
		}
		for _, o := range q.Options {
			if o.Column != "" && study.Normal(o.Column) == study.Normal(column) {
				return q
			}
		}
	}
	return nil
}
