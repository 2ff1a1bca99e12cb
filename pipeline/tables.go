package pipeline

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"concord/pipeline/audit"
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
	// specs, where not nil, gives the tables to count in place of all this; withID
	// reads the respondents' ids too.
	specs  func(s *study.Study) []study.TableSpec
	withID bool
}

// Tables reads the survey of a consultation and counts it, and nothing else: no
// comment is read, no file is written. The tables come in the order in which
// they were asked for; the findings say what was found in the input, none of
// them of severity Error. An *InputError says that the input cannot be counted.
func Tables(ctx context.Context, o TablesOptions) ([]tabulate.Table, *study.Study, []finding.Finding, error) {
	c, err := count(ctx, o)
	if err != nil {
		return nil, nil, nil, err
	}
	return c.tables, c.study, c.findings, nil
}

// counted is what Tables works with.
type counted struct {
	study    *study.Study
	answers  *survey.Table
	where    *study.Filter
	tables   []tabulate.Table
	findings []finding.Finding
}

func count(ctx context.Context, o TablesOptions) (*counted, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	s, findings, err := study.Load(o.Study)
	if err != nil {
		return nil, err
	}
	in := &input{study: s, findings: findings}
	if err := in.readFramework(); err != nil {
		return nil, err
	}
	fail := func(more []finding.Finding) error {
		all := in.located(more)
		finding.Sort(all)
		return &InputError{all}
	}
	if len(finding.Errors(in.findings)) > 0 {
		return nil, fail(in.findings)
	}
	if s.Survey == nil {
		return nil, fmt.Errorf("%s names no survey, so there is nothing to count", s.File)
	}
	where, err := s.Filter(o.Where)
	if err != nil {
		return nil, fmt.Errorf("--where %s: %w", o.Where, err)
	}
	asked, err := o.asks(s)
	if err != nil {
		return nil, err
	}
	asked.Survey = withoutWords(asked, where)
	if o.withID && s.Survey.Respondent != "" {
		asked.Survey.Questions = append(asked.Survey.Questions, study.Question{ID: idQuestion, Column: s.Survey.Respondent, Kind: study.Text})
	}
	t, more, err := survey.Read(ctx, *asked.Survey, s.Path(s.Survey.File), survey.Options{Source: "survey", Prefix: "R", Jobs: o.Jobs, DisplayName: in.display(s.Survey.File)})
	if err != nil {
		return nil, err
	}
	in.namedIn(s.Survey, more)
	findings = append(in.findings, more...)
	if len(finding.Errors(findings)) > 0 {
		return nil, fail(findings)
	}
	if err := tooFew(s.Suppression.Below, t, where); err != nil {
		return nil, fmt.Errorf("--where %s: %w", o.Where, err)
	}
	tables, err := tabulate.BuildWhere(ctx, asked, t, where, o.Where, o.Jobs)
	if err != nil {
		return nil, err
	}
	nameDomains(in.framework, tables)
	findings = in.located(findings)
	finding.Sort(findings)
	return &counted{s, t, where, tables, findings}, nil
}

// tooFew refuses a filter that picks, or leaves out, so few people that their
// number is itself one that the consultation hides: the tables of such a filter,
// held against those of everyone, would tell what single people answered.
func tooFew(below int, t *survey.Table, where *study.Filter) error {
	if below <= 1 || where == nil {
		return nil
	}
	in, err := tabulate.Members(t, where)
	if err != nil {
		return err
	}
	n := 0
	for _, is := range in {
		if is {
			n++
		}
	}
	if n > 0 && n < below {
		return fmt.Errorf("it picks fewer than %d people, and this consultation hides so small a count", below)
	}
	if left := len(in) - n; left > 0 && left < below {
		return fmt.Errorf("it leaves out fewer than %d people, whose answers could be worked out from it, and this consultation hides so small a count", below)
	}
	return nil
}

// asks gives the study with the tables that are asked for.
func (o TablesOptions) asks(s *study.Study) (*study.Study, error) {
	out := *s
	if o.specs != nil {
		out.Tables = o.specs(s)
		return &out, nil
	}
	var closed []string
	for _, q := range s.Survey.Questions {
		if q.Kind.Closed() || q.Kind == study.Number {
			closed = append(closed, q.ID)
		}
	}
	if o.By != "" {
		q, ok := s.Survey.Question(o.By)
		if !ok {
			return nil, fmt.Errorf("--by %s: there is no question of this id. %s", o.By, finding.DidYouMean(o.By, closed))
		}
		if !q.Kind.Closed() {
			return nil, fmt.Errorf("--by %s: the answers of this question are no options to choose from (its kind is %s), so it makes no groups", o.By, q.Kind)
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
			spec.Matrix = slices.DeleteFunc(slices.Clone(spec.Matrix), func(id string) bool { return id == o.By })
			if spec.Question != o.By && spec.By == "" && (spec.Agreement || spec.Question != "" || len(spec.Matrix) > 0) {
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

// CompareGroups tests whether the groups that divide the tables of o differ. The
// findings and the error are as those of Tables.
func CompareGroups(ctx context.Context, o TablesOptions) ([]tabulate.Comparison, []finding.Finding, error) {
	c, err := count(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	return tabulate.Compare(c.study, c.answers, c.tables), c.findings, nil
}

// Explanation is how one number of a table came about.
type Explanation struct {
	Table string `json:"table"`
	Group string `json:"group"`
	Row   string `json:"row"`
	// Count of Base is the number, by the base rule Rule; Missing were asked and
	// are not in the base.
	Count   int            `json:"count"`
	Base    int            `json:"base"`
	Rule    study.BaseRule `json:"base_rule"`
	Missing int            `json:"missing"`
	// Filter picks the people counted: given as --where, it finds them again.
	Filter string `json:"filter"`
	// People are their ids; none in a study that hides small counts.
	People []string `json:"people"`
}

// Explain tells of each cell in the rows of that name, in the tables that o asks
// for, which filter and which respondents are behind it. The people are found by
// the filter, not by the count, so that the two check each other; where they
// differ the error says so. Hidden counts are not explained, and a study that hides
// any gets the filter and the counts without the people.
func Explain(ctx context.Context, o TablesOptions, row string) ([]Explanation, error) {
	c, err := count(ctx, o)
	if err != nil {
		return nil, err
	}
	rules := c.study.Suppression.Rules()
	hides := rules.Active()
	var out []Explanation
	for i := range c.tables {
		t := &c.tables[i]
		if t.Rounded {
			return nil, fmt.Errorf("the counts of %s are rounded, and a list of the people behind one would tell it, so it is not explained", t.ID)
		}
		for _, place := range c.places(t, row) {
			r, g := place[0], place[1]
			cell := t.Cells[r][g]
			if cell.Suppressed {
				return nil, fmt.Errorf("%q of %s is hidden, or would give a hidden count away, so it is not explained", row, t.ID)
			}
			e := Explanation{Table: t.ID, Group: t.Groups[g].Label, Row: t.Rows[r].Label, Count: cell.Count, Base: cell.Base, Rule: cell.Rule, Missing: cell.Missing}
			if e.Filter, err = c.filterOf(t, r, g); err != nil {
				return nil, err
			}
			f, err := c.study.Filter(e.Filter)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", e.Filter, err)
			}
			in, err := tabulate.Members(c.answers, f)
			if err != nil {
				return nil, err
			}
			found := 0
			for p, is := range in {
				if !is {
					continue
				}
				found++
				if !hides { // lists of people, held against one another, tell of few
					e.People = append(e.People, c.answers.ID(p))
				}
			}
			if found != e.Count {
				return nil, fmt.Errorf("a fault of concord itself: %s counts %d people for %q, and the filter %s finds %d", t.ID, e.Count, row, e.Filter, found)
			}
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("none of these tables has a row %q whose people could be listed", row)
	}
	return out, nil
}

// places gives the cells of a table, by row and group, in the rows of that name:
// one row, or in a matrix one of each question.
func (c *counted) places(t *tabulate.Table, name string) [][2]int {
	var out [][2]int
	for r, row := range t.Rows {
		same := study.Normal(row.Label) == study.Normal(name) || t.Matrix && study.Normal(row.Answer) == study.Normal(name)
		if !same || row.Kind == tabulate.ValueRow {
			continue
		}
		for g := range t.Groups {
			out = append(out, [2]int{r, g})
		}
		if !t.Matrix {
			break
		}
	}
	return out
}

// filterOf writes the filter that picks the people of one cell.
func (c *counted) filterOf(t *tabulate.Table, r, g int) (string, error) {
	row := t.Rows[r]
	id, label := t.Question, row.Label
	if row.Question != "" {
		id = row.Question
	}
	if t.Matrix {
		label = row.Answer
	}
	q, ok := c.study.Survey.Question(id)
	if !ok {
		return "", fmt.Errorf("there is no question %q", id)
	}
	var parts []string
	if where := t.Groups[g].Where; where != "" {
		parts = append(parts, "("+where+")")
	}
	if q.Asked != "" {
		parts = append(parts, "("+q.Asked+")")
	}
	options := []string{label}
	switch row.Kind {
	case tabulate.MissRow:
		return strings.Join(append(parts, "not answered("+id+")"), " and "), nil
	case tabulate.NetRow:
		for _, n := range q.Nets {
			if n.Label == label {
				options = n.Options
			}
		}
	case tabulate.DomainRow:
		options = q.Agree
	}
	quoted := make([]string, len(options))
	for i, o := range options {
		quoted[i] = `"` + o + `"`
		if strings.Contains(o, `"`) {
			quoted[i] = "'" + o + "'"
		}
	}
	return strings.Join(append(parts, id+" in ("+strings.Join(quoted, ", ")+")"), " and "), nil
}

// TablesRows gives tables as a list of cells with the columns of
// tables/tables.csv, to be written as JSON. What is hidden is blank in it.
func TablesRows(tables []tabulate.Table) any { return tableRows(tables) }

// TablesCSV gives tables as tables/tables.csv has them.
func TablesCSV(tables []tabulate.Table) ([]byte, error) { return sheet.Marshal(tableRows(tables)) }

// Against holds printed figures against the tables that a consultation's answers
// give: figures chooses what to compare, and may need for it the transcript that
// the consultation names (nil for none) and the tables. The error of an input
// that cannot be counted is an *InputError. Nothing is written.
func Against(ctx context.Context, path string, jobs int, figures func(own *audit.Published, tables []tabulate.Table) *audit.Published) ([]audit.Result, []tabulate.Table, error) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	in, err := readInput(path)
	if err != nil {
		return nil, nil, err
	}
	a := &answers{}
	if in.readable() {
		if a, err = in.readAnswers(ctx, jobs); err != nil {
			return nil, nil, err
		}
	}
	if all := append(slices.Clone(in.findings), a.findings...); len(finding.Errors(all)) > 0 {
		all = in.located(all)
		finding.Sort(all)
		return nil, nil, &InputError{all}
	}
	tables, err := tabulate.Build(ctx, in.study, a.survey, a.participants, jobs)
	if err != nil {
		return nil, nil, err
	}
	nameDomains(in.framework, tables)
	data := &ingested{Survey: a.survey, Participants: a.participants, Turns: a.turns}
	return withoutHidden(audit.Compare(figures(in.published, tables), in.study, tables, measures(in, data, tables)), tables), tables, nil
}
