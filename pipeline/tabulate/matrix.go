package tabulate

import (
	"strings"

	"concord/pipeline/study"
)

// part is one question's share of a table that is wanted: all of it, but of a
// matrix.
type part struct {
	study.TableSpec
	// of is the place of the table among those wanted.
	of int
}

// name says what a part counts, for an error.
func (p *part) name() string {
	if p.Agreement {
		return "agreement"
	}
	return p.Question
}

// single gives the tables wanted with each matrix as a table a question: what is
// hidden in it is then hidden as in the question's own table.
func single(wanted []study.TableSpec) []part {
	var out []part
	for i, spec := range wanted {
		if len(spec.Matrix) == 0 {
			out = append(out, part{spec, i})
			continue
		}
		for _, q := range spec.Matrix {
			one := spec
			one.Question, one.Matrix, one.Title = q, nil, ""
			out = append(out, part{one, i})
		}
	}
	return out
}

// gather puts the tables of the questions of each matrix under one another. It
// comes after all hiding, and shows nothing that they do not.
func gather(s *study.Study, wanted []study.TableSpec, tables []Table) []Table {
	out := make([]Table, 0, len(wanted))
	for _, spec := range wanted {
		if len(spec.Matrix) == 0 {
			out = append(out, tables[0])
			tables = tables[1:]
			continue
		}
		out = append(out, matrix(s, spec, tables[:len(spec.Matrix)]))
		tables = tables[len(spec.Matrix):]
	}
	return out
}

func matrix(s *study.Study, spec study.TableSpec, tables []Table) Table {
	first := &tables[0]
	t := Table{
		ID: "matrix_" + spec.Matrix[0], Title: spec.Title, Source: first.Source, Kind: first.Kind, About: first.About, By: first.By,
		Groups: first.Groups, Weighted: first.Weighted, Interval: first.Interval, Matrix: true,
	}
	if spec.By != "" {
		t.ID += "_by_" + spec.By
	}
	shared := true
	said := map[string]bool{}
	for i := range tables {
		one := &tables[i]
		q, _ := s.Survey.Question(one.Question)
		lead, _ := s.Survey.Question(spec.Matrix[0])
		shared = shared && q != nil && q.Scale != "" && q.Scale == lead.Scale
		if one.About != t.About {
			t.About = study.OtherAbout
		}
		name := one.Question
		if q != nil {
			name = q.Name()
		}
		for _, row := range one.Rows {
			row.Question, row.Item, row.Answer = one.Question, name, row.Label
			row.Label = name + ": " + row.Answer
			t.Rows = append(t.Rows, row)
		}
		t.Cells = append(t.Cells, one.Cells...)
		for _, n := range one.Notes {
			if strings.HasPrefix(n, "Asked only") {
				n = name + ": " + n
			}
			if !said[n] {
				said[n] = true
				t.Notes = append(t.Notes, n)
			}
		}
	}
	if t.intervalNote() != "" {
		t.Notes = append(t.Notes, "The intervals of a table of several questions are in its CSV and JSON forms.")
	}
	if t.Title == "" {
		t.Title = "Questions with the same answers"
		if shared {
			lead, _ := s.Survey.Question(spec.Matrix[0])
			t.Title = "Questions on one scale: " + lead.Scale
		}
		if q, ok := s.Survey.Question(spec.By); ok {
			t.Title += ", by " + q.Name()
		}
	}
	return t
}

// Lines gives, of a matrix, the first row of each of its questions.
func (t *Table) Lines() []int {
	var out []int
	for r := range t.Rows {
		if r == 0 || t.Rows[r].Question != t.Rows[r-1].Question {
			out = append(out, r)
		}
	}
	return out
}
