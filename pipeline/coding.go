package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"concord/pipeline/coders"
	"concord/pipeline/finding"
	"concord/pipeline/qda"
	"concord/pipeline/sheet"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

// readRecord reads what people have coded by hand, where the consultation has a
// folder for it.
func (in *input) readRecord() {
	record, findings := coders.Load(in.study.Dir)
	for i := range findings {
		if rel, err := filepath.Rel(in.study.Dir, findings[i].File); err == nil {
			findings[i].File = filepath.ToSlash(rel)
		}
	}
	in.findings = append(in.findings, findings...)
	in.record = record
	for _, c := range record.Coders {
		name := coders.Folder + "/" + c.Coder + ".csv"
		in.file(name, in.study.Path(name), 0)
	}
	if len(record.Settled) > 0 {
		name := coders.Folder + "/settled.csv"
		in.file(name, in.study.Path(name), 0)
	}
	if record.Asked {
		name := coders.Folder + "/asked.csv"
		in.file(name, in.study.Path(name), 0)
	}
}

// recordHashes are those of the files of the record, for stages that read it.
func (in *input) recordHashes() []string {
	var out []string
	for _, f := range in.files {
		if strings.HasPrefix(f.Name, coders.Folder+"/") {
			out = append(out, f.Name, f.SHA256)
		}
	}
	return out
}

// judged is what people said of the units, as far as it can count today.
type judged struct {
	// People are each coder's last judgements, Settled what was settled.
	People, Settled []coders.Judgement
	Verdicts        []coders.Verdict
	Findings        []finding.Finding
}

func (in *input) judged(units []theme.Unit) judged {
	var out judged
	if in.codebook == nil {
		return out
	}
	var more []finding.Finding
	out.People, out.Findings = coders.Today(in.record.Latest(), units, in.codebook, in.codebook.Carry)
	settled := coders.Latest(in.record.Settled)
	out.Settled, _ = coders.Today(settled, units, in.codebook, in.codebook.Carry)
	_, more = coders.Today(outstanding(settled, out, units), units, in.codebook, in.codebook.Carry)
	out.Findings = append(out.Findings, more...)
	out.Verdicts = coders.Merged(units, out.People, out.Settled)
	return out
}

// outstanding leaves out what was settled and no longer stands, but on which the
// coders have agreed since: there is nothing to be done about it.
func outstanding(settled []coders.Judgement, j judged, units []theme.Unit) []coders.Judgement {
	if len(settled) == 0 {
		return nil
	}
	done, said := map[string]bool{}, map[string]int{}
	for _, p := range coders.Blind(j.People) {
		said[p.Unit]++
		done[p.Unit] = said[p.Unit] > 1
	}
	for _, d := range coders.Differences(units, coders.Blind(j.People), nil) {
		delete(done, d.Unit.ID)
	}
	return slices.DeleteFunc(slices.Clone(settled), func(s coders.Judgement) bool { return done[s.Unit] })
}

// ofTexts finds what can only be known once texts are read and names taken out
// of them: judgements of texts that have changed since.
func (in *input) ofTexts(a *answers, jobs int) []finding.Finding {
	if len(in.record.Coders) == 0 && len(in.record.Settled) == 0 || len(finding.Errors(append(slices.Clone(in.findings), a.findings...))) > 0 {
		return nil
	}
	return in.judged(redactAnswers(in.study, a, jobs).units()).Findings
}

// peopleFirst puts what people said of a unit in the place of what the rules
// found in it. Of themes that they were not asked about, the rules'. The codings stay in the order of the units.
func peopleFirst(tagger *theme.Tagger, units []theme.Unit, rules []theme.Coding, verdicts []coders.Verdict) []theme.Coding {
	if len(verdicts) == 0 {
		return rules
	}
	by := make(map[string]*coders.Verdict, len(verdicts))
	for i := range verdicts {
		by[verdicts[i].Unit] = &verdicts[i]
	}
	found := map[string][]theme.Coding{}
	for _, c := range rules {
		found[c.Unit] = append(found[c.Unit], c)
	}
	var out []theme.Coding
	for _, u := range units {
		v := by[u.ID]
		if v == nil {
			out = append(out, found[u.ID]...)
			continue
		}
		var of []theme.Coding
		for _, m := range v.Marks {
			of = append(of, tagger.Apply(u, m.Theme, v.Coder, v.Method, m.Stance)...)
		}
		for _, c := range found[u.ID] {
			if slices.Contains(v.NotAsked, c.Theme) {
				of = append(of, c)
			}
		}
		slices.SortStableFunc(of, func(a, b theme.Coding) int { return a.Start - b.Start })
		out = append(out, of...)
	}
	return out
}

// Comments are the comments and turns of a consultation, with names and
// identifiers taken out, and what is known of their themes.
type Comments struct {
	Study    *study.Study
	Codebook *theme.Codebook // nil where the study names none
	Units    []theme.Unit
	// Rules are the codings of the codebook's rules, Counting those that count:
	// people's where there are any, else those of the rules.
	Rules, Counting []theme.Coding
	// People are each coder's last judgements that can count today, Settled what
	// was settled, Verdicts what both come to.
	People, Settled []coders.Judgement
	Verdicts        []coders.Verdict
	// Questions gives the short name of each question and group by its id.
	Questions map[string]string
	// Subgroups gives the ids of the study's subgroups that a person is in.
	Subgroups map[string][]string
	// Answers gives each person's answers to closed questions, by the question's id.
	Answers map[string]map[string]string
	// Respondents and Participants are how many took part.
	Respondents, Participants int
	// Findings are what is wrong with the input, none of severity Error.
	Findings []finding.Finding
	tagger   *theme.Tagger
	in       *input
	survey   *survey.Table
}

// ReadComments reads the comments of a consultation and codes them by the rules
// of its codebook. An *InputError says that the input cannot be used. It writes
// nothing.
func ReadComments(ctx context.Context, path string, jobs int) (*Comments, error) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	in, err := readInput(path)
	if err != nil {
		return nil, err
	}
	fail := func(findings []finding.Finding) error {
		all := in.located(findings)
		finding.Sort(all)
		return &InputError{all}
	}
	if !in.readable() || len(finding.Errors(in.findings)) > 0 {
		return nil, fail(in.findings)
	}
	a, err := in.readAnswers(ctx, jobs)
	if err != nil {
		return nil, err
	}
	if findings := append(slices.Clone(in.findings), a.findings...); len(finding.Errors(findings)) > 0 {
		return nil, fail(findings)
	}
	data := redactAnswers(in.study, a, jobs)
	out := &Comments{Study: in.study, Codebook: in.codebook, Units: data.units(), Questions: questionNames(in.study), Answers: map[string]map[string]string{}, in: in, survey: data.Survey}
	out.Respondents, _ = tableN(data.Survey)
	if n, listed := tableN(data.Participants); listed {
		out.Participants = n
	} else {
		out.Participants = speakers(data.Turns)
	}
	out.Findings = append(slices.Clone(in.findings), data.Findings...)
	if in.codebook != nil {
		tagger, err := theme.NewTagger(in.codebook)
		if err != nil {
			return nil, err
		}
		out.tagger = tagger
		out.Rules = tagger.Tag(out.Units, jobs)
		j := in.judged(out.Units)
		out.People, out.Settled, out.Verdicts = j.People, j.Settled, j.Verdicts
		out.Findings = append(out.Findings, j.Findings...)
		out.Counting = peopleFirst(tagger, out.Units, out.Rules, out.Verdicts)
	}
	out.closed(data.Survey)
	out.closed(data.Participants)
	if out.Subgroups, err = subgroupsOf(in.study, data.Survey); err != nil {
		return nil, err
	}
	out.Findings = in.located(out.Findings)
	finding.Sort(out.Findings)
	return out, nil
}

// Again gives the units that a coder must judge again, as their text or the
// codebook has changed since (see coders.Again), and of how many units other coders
// must.
func (c *Comments) Again(coder string) (units []theme.Unit, others map[string]int) {
	return coders.Again(c.in.record.Latest(), c.Units, c.Codebook, c.Codebook.Carry, coder)
}

// questionNames gives the short name of each question by its id.
func questionNames(s *study.Study) map[string]string {
	out := map[string]string{}
	if s.Survey != nil {
		for i := range s.Survey.Questions {
			out[s.Survey.Questions[i].ID] = s.Survey.Questions[i].Name()
		}
	}
	return out
}

// closed takes in a table's answers to closed questions.
func (c *Comments) closed(t *survey.Table) {
	if t == nil {
		return
	}
	for i := range t.N {
		answers := map[string]string{}
		for k := range t.Columns {
			q := &t.Columns[k].Question
			if !q.Kind.Closed() {
				continue
			}
			var chosen []string
			for o := range q.Options {
				if t.Columns[k].Chose(i, o) {
					chosen = append(chosen, q.Options[o].Label)
				}
			}
			if len(chosen) > 0 {
				answers[q.ID] = strings.Join(chosen, "; ")
			}
		}
		c.Answers[t.ID(i)] = answers
	}
}

// subgroupsOf gives the ids of the study's subgroups by respondent.
func subgroupsOf(s *study.Study, t *survey.Table) (map[string][]string, error) {
	out := map[string][]string{}
	if t == nil {
		return out, nil
	}
	for _, g := range s.Subgroups {
		filter, err := s.Filter(g.Where)
		if err != nil {
			return nil, fmt.Errorf("the subgroup %s: %w", g.ID, err)
		}
		in, err := tabulate.Members(t, filter)
		if err != nil {
			return nil, err
		}
		for i := range t.N {
			if in[i] {
				out[t.ID(i)] = append(out[t.ID(i)], g.ID)
			}
		}
	}
	return out, nil
}

// CodingRows gives codings as rows for JSON, and CodingCSV as a CSV file, with
// the columns of themes/codings.csv.
func CodingRows(codings []theme.Coding) any { return codingRows(codings) }

// CodingCSV is CodingRows as CSV.
func CodingCSV(codings []theme.Coding) ([]byte, error) { return sheet.Marshal(codingRows(codings)) }

// everyCoders gives the codings of the rules and of each person, whether or not
// they count.
func (c *Comments) everyCoders() []theme.Coding {
	out := slices.Clone(c.Rules)
	units := make(map[string]theme.Unit, len(c.Units))
	for _, u := range c.Units {
		units[u.ID] = u
	}
	for _, j := range c.People {
		for _, m := range j.Marks {
			out = append(out, c.tagger.Apply(units[j.Unit], m.Theme, j.Coder, j.Method, m.Stance)...)
		}
	}
	return out
}

// Project gives the whole consultation as a REFI-QDA project: texts with what
// moderators said between them left out, people with their answers to closed
// questions, and the codings of every coder and of the rules. The findings tell what a project has
// no place for.
func (c *Comments) Project() (qda.Project, []finding.Finding) {
	in := qda.Consultation{
		Name: nameOf(c.Study.Dir), Origin: "concord " + Version, Codebook: c.Codebook, Units: c.Units, Codings: c.everyCoders(), Titles: c.Questions,
	}
	var questions []string
	for _, source := range []*study.Source{c.Study.Survey, groupsSource(c.Study)} {
		if source == nil {
			continue
		}
		for i := range source.Questions {
			q := &source.Questions[i]
			if q.Kind.Closed() && !slices.Contains(questions, q.ID) {
				questions = append(questions, q.ID)
				in.Variables = append(in.Variables, qda.Variable{Name: q.Name(), Type: "Text"})
			}
		}
	}
	var people []string
	for person := range c.Answers {
		people = append(people, person)
	}
	slices.Sort(people)
	for _, id := range people {
		p := qda.Person{ID: id}
		for _, q := range questions {
			p.Values = append(p.Values, c.Answers[id][q])
		}
		in.People = append(in.People, p)
	}
	return qda.FromThemes(in)
}

func groupsSource(s *study.Study) *study.Source {
	if s.Groups == nil {
		return nil
	}
	return &s.Groups.Participants
}
