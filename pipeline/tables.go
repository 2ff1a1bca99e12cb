package pipeline

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"concord/pipeline/finding"
	"concord/pipeline/sheet"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
)

// TablesOptions say what Tables counts.
type TablesOptions struct {
	// Study is the folder of the consultation, or its consultation.yaml.
	Study string
	// Questions are the ids of the questions to count; none means every table
	// that the study asks for. The word agreement stands for the table of
	// agreement by domain.
	Questions []string
	// By is a closed question: a column for each of its options; "" for none.
	By string
	// Where is a filter: only those for whom it is true are counted; "" for all.
	Where string
	// Jobs is how many processors to use; 0 means all there are.
	Jobs int
}

// Tables reads the survey of a consultation and counts it, and nothing else: no
// comment is read, no file is written. The tables come in the order in which
// they were asked for; the findings say what was found in the input, none of
// them of severity Error. An *InputError says that the input cannot be counted.
func Tables(ctx context.Context, o TablesOptions) ([]tabulate.Table, *study.Study, []finding.Finding, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	s, findings, err := study.Load(o.Study)
	if err != nil {
		return nil, nil, nil, err
	}
	in := &input{study: s, findings: findings}
	if err := in.readFramework(); err != nil {
		return nil, nil, nil, err
	}
	fail := func(more []finding.Finding) error {
		all := in.located(more)
		finding.Sort(all)
		return &InputError{all}
	}
	if len(finding.Errors(in.findings)) > 0 {
		return nil, nil, nil, fail(in.findings)
	}
	if s.Survey == nil {
		return nil, nil, nil, fmt.Errorf("%s names no survey, so there is nothing to count", s.File)
	}
	where, err := s.Filter(o.Where)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("--where %s: %w", o.Where, err)
	}
	counted, err := o.asks(s)
	if err != nil {
		return nil, nil, nil, err
	}
	counted.Survey = withoutWords(counted, where)
	t, more, err := survey.Read(ctx, *counted.Survey, s.Path(s.Survey.File), survey.Options{Source: "survey", Prefix: "R", Jobs: o.Jobs, DisplayName: in.display(s.Survey.File)})
	if err != nil {
		return nil, nil, nil, err
	}
	in.namedIn(s.Survey, more)
	findings = append(in.findings, more...)
	if len(finding.Errors(findings)) > 0 {
		return nil, nil, nil, fail(findings)
	}
	tables, err := tabulate.BuildWhere(ctx, counted, t, where, o.Where, o.Jobs)
	if err != nil {
		return nil, nil, nil, err
	}
	nameDomains(in.framework, tables)
	findings = in.located(findings)
	finding.Sort(findings)
	return tables, s, findings, nil
}

// asks gives the study with the tables that are asked for.
func (o TablesOptions) asks(s *study.Study) (*study.Study, error) {
	out := *s
	var closed []string
	for _, q := range s.Survey.Questions {
		if q.Kind.Closed() || q.Kind == study.Number {
			closed = append(closed, q.ID)
		}
	}
	if o.By != "" {
		q, ok := s.Survey.Question(o.By)
		if !ok || !q.Kind.Closed() {
			return nil, fmt.Errorf("--by %s: there is no question of this id with answers to choose from. %s", o.By, finding.DidYouMean(o.By, closed))
		}
	}
	if len(o.Questions) > 0 {
		out.Tables = nil
		for _, id := range o.Questions {
			if id == tabulate.AgreementID {
				out.Tables = append(out.Tables, study.TableSpec{Agreement: true, By: o.By})
				continue
			}
			if !slices.Contains(closed, id) {
				return nil, fmt.Errorf("there is no question %q that can be counted. %s", id, finding.DidYouMean(id, append([]string{tabulate.AgreementID}, closed...)))
			}
			out.Tables = append(out.Tables, study.TableSpec{Question: id, By: o.By})
		}
		return &out, nil
	}
	if o.By != "" {
		specs := out.Tables
		if len(specs) == 0 {
			for _, id := range closed {
				specs = append(specs, study.TableSpec{Question: id})
			}
		}
		out.Tables = nil
		for _, spec := range specs {
			if spec.Question != o.By && spec.By == "" {
				spec.By, spec.Subgroups = o.By, nil
				out.Tables = append(out.Tables, spec)
			}
		}
	}
	return &out, nil
}

// withoutWords leaves out the questions that neither a table nor a filter reads:
// people's own words are most of an export, and nothing here needs them.
func withoutWords(s *study.Study, where *study.Filter) *study.Source {
	needed := map[string]bool{}
	note := func(f *study.Filter) {
		if f != nil {
			f.Each(func(f *study.Filter) { needed[f.Question] = true })
		}
	}
	read := func(text string) {
		if f, err := study.ParseFilter(text); err == nil {
			note(f)
		}
	}
	note(where)
	for _, g := range s.Subgroups {
		read(g.Where)
	}
	for _, q := range s.Survey.Questions {
		read(q.Asked)
	}
	out := *s.Survey
	out.Questions = nil
	for _, q := range s.Survey.Questions {
		if q.Kind != study.Text && q.Kind != study.Date || needed[q.ID] {
			out.Questions = append(out.Questions, q)
		}
	}
	return &out
}

// TablesCSV gives tables as tables/tables.csv has them.
func TablesCSV(tables []tabulate.Table) ([]byte, error) { return sheet.Marshal(tableRows(tables)) }
