package pipeline

import (
	"slices"
	"strings"

	"concord/pipeline/amend"
	"concord/pipeline/audit"
	"concord/pipeline/finding"
	"concord/pipeline/report"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
)

// Summary is what a run found, in the few numbers that a person wants first.
type Summary struct {
	Title                     string
	Respondents, Participants int
	// Dropped is how many records of the survey were left out.
	Dropped int
	// Agreement says, for each group of people, how many domains all of them
	// agree on.
	Agreement []AgreementSummary
	// Confidence is the first net of the first confidence question, "" for none.
	Confidence              string
	Comments, Coded         int
	Amendments, MoreThanOne int
	NotUnderstood           int
	// Published counts printed numbers by status, in the order of audit.Statuses;
	// nil where none were compared.
	Published          []int
	Warnings, Doubtful int
}

// AgreementSummary is how one group agrees.
type AgreementSummary struct {
	Group        string
	N            int
	Domains, All int
}

func (r *runner) summarise() error {
	in, err := valueOf[ingested](r, "ingest")
	if err != nil {
		return err
	}
	s := &r.result.Summary
	s.Title = r.in.study.Title
	s.Respondents, _ = tableN(in.Survey)
	var listed bool
	if s.Participants, listed = tableN(in.Participants); !listed {
		s.Participants = speakers(in.Turns)
	}
	if in.Survey != nil {
		s.Dropped = in.Survey.Flow.Rows - in.Survey.Flow.Kept
	}
	all := append(slices.Clone(r.in.findings), in.Findings...)
	if _, ran := r.keys["tables"]; ran {
		t, err := valueOf[tabulated](r, "tables")
		if err != nil {
			return err
		}
		all = append(all, t.Findings...)
	}
	if _, ran := r.keys["themes"]; ran {
		t, err := valueOf[themed](r, "themes")
		if err != nil {
			return err
		}
		all = append(all, t.Hand.Findings...)
	}
	r.result.Findings = r.in.located(all)
	finding.Sort(r.result.Findings)
	for _, f := range r.result.Findings {
		if f.Severity == finding.Warning {
			s.Warnings++
		}
	}
	for _, x := range in.Removals {
		if !x.Certain {
			s.Doubtful++
		}
	}
	if _, ran := r.keys["tables"]; ran {
		t, err := valueOf[tabulated](r, "tables")
		if err != nil {
			return err
		}
		s.tables(t)
	}
	if _, ran := r.keys["themes"]; ran {
		t, err := valueOf[themed](r, "themes")
		if err != nil {
			return err
		}
		coded := map[string]bool{}
		for _, c := range t.Codings {
			coded[c.Unit] = true
		}
		s.Comments, s.Coded = len(t.Units), len(coded)
	}
	if _, ran := r.keys["amendments"]; ran {
		made, err := valueOf[docketed](r, "amendments")
		if err != nil {
			return err
		}
		d := made.Docket
		s.Amendments = len(d.Amendments)
		for _, a := range d.Amendments {
			if a.For > 1 {
				s.MoreThanOne++
			}
		}
		for _, f := range d.Fates {
			if f.Fate == amend.NotUnderstood {
				s.NotUnderstood++
			}
		}
	}
	return nil
}

func (s *Summary) tables(t *tabulated) {
	if a, ok := tabulate.Find(t.Tables, tabulate.AgreementID); ok {
		for g, group := range a.Groups {
			sum := AgreementSummary{Group: group.Label, N: group.N}
			for row := range a.Rows {
				c := a.Cells[row][g]
				if c.Base > 0 && !c.Suppressed {
					sum.Domains++
					if c.Count == c.Base {
						sum.All++
					}
				}
			}
			s.Agreement = append(s.Agreement, sum)
		}
	}
	for i := range t.Tables {
		table := &t.Tables[i]
		if table.Source != "survey" || table.About != "confidence" || s.Confidence != "" {
			continue
		}
		for row := range table.Rows {
			if c := table.Cells[row][0]; table.Rows[row].Kind == tabulate.NetRow && !c.Suppressed && s.Confidence == "" {
				s.Confidence = table.Rows[row].Label + ": " + report.Share(c, table.Interval)
			}
		}
	}
	if t.Results != nil {
		s.Published = audit.Tally(t.Results, "")
	}
}

// runReport gathers what the report tells, and writes it in the formats asked for.
func runReport(r *runner) (any, error) {
	in, err := r.reportInput()
	if err != nil {
		return nil, err
	}
	document := report.Build(*in)
	return &document.Title, r.writeDocuments(document)
}

func (r *runner) reportInput() (*report.Input, error) {
	in, err := valueOf[ingested](r, "ingest")
	if err != nil {
		return nil, err
	}
	tables, err := valueOf[tabulated](r, "tables")
	if err != nil {
		return nil, err
	}
	themes, err := valueOf[themed](r, "themes")
	if err != nil {
		return nil, err
	}
	docket, err := valueOf[docketed](r, "amendments")
	if err != nil {
		return nil, err
	}
	charts, err := valueOf[drawn](r, "charts")
	if err != nil {
		return nil, err
	}
	s := r.in.study
	out := &report.Input{
		Study: s, Framework: r.in.framework, Codebook: r.in.codebook, Version: Version,
		Findings: slices.Concat(r.in.findings, in.Findings, tables.Findings, themes.Hand.Findings),
		Tables:   tables.Tables, Units: themes.Units, Counts: themes.Counts, Codings: len(themes.Codings), Hand: themes.Hand.Report, Saturation: themes.Saturation,
		Register: r.in.register, Literature: themes.Literature,
		Docket: docket.Docket, Decisions: docket.Decisions, Published: r.in.published, Results: tables.Results,
	}
	finding.Sort(out.Findings)
	if t := in.Survey; t != nil {
		out.Sources = append(out.Sources, report.Source{Name: "survey", File: s.Survey.File, Dialect: t.Dialect, Encoding: t.Encoding, Delimiter: t.Delimiter, Flow: t.Flow})
	}
	if t := in.Participants; t != nil {
		out.Sources = append(out.Sources, report.Source{Name: "groups", File: s.Groups.Participants.File, Dialect: t.Dialect, Encoding: t.Encoding, Delimiter: t.Delimiter, Flow: t.Flow})
	} else if n := speakers(in.Turns); n > 0 {
		// Without a list, those who speak are all that is known.
		out.Sources = append(out.Sources, report.Source{Name: "groups", Flow: survey.Flow{Rows: n, Kept: n}})
	}
	if s.Groups != nil {
		for _, t := range s.Groups.Transcripts {
			g := report.Group{ID: t.ID, File: t.File, Participants: groupSize(in.Turns, t.ID), Minutes: -1}
			for _, turn := range in.Turns {
				if turn.Group != t.ID {
					continue
				}
				g.Turns++
				if turn.End >= 0 {
					g.Minutes = max(g.Minutes, (turn.End+30_000)/60_000)
				}
			}
			out.Groups = append(out.Groups, g)
		}
	}
	for _, x := range in.Removals {
		if !x.Certain {
			out.Doubtful++
			continue
		}
		i := slices.IndexFunc(out.Redacted, func(k report.Redacted) bool { return k.Kind == string(x.Kind) })
		if i < 0 {
			i = len(out.Redacted)
			out.Redacted = append(out.Redacted, report.Redacted{Kind: string(x.Kind)})
		}
		out.Redacted[i].Count++
	}
	for _, c := range charts.Charts {
		out.Charts = append(out.Charts, report.Chart{Name: c.Name, Title: c.Title, Alt: c.Alt, SVG: c.SVG, Tables: c.Tables})
	}
	if s.Suppression.Below <= 1 {
		out.Dissenters = dissenters(in.Survey)
	}
	for _, q := range themes.Quotes {
		out.Quotes = append(out.Quotes, report.ThemeQuotes(q))
	}
	return out, nil
}

// mostDissenters is how many are listed of a domain; where more disagree, the
// table of agreement says what there is to say.
const mostDissenters = 20

// dissenters lists who did not agree that a domain applies, with what they said
// of it. A domain with more than mostDissenters is left out.
func dissenters(t *survey.Table) []report.Dissenter {
	if t == nil {
		return nil
	}
	var out []report.Dissenter
	for c := range t.Columns {
		q := &t.Columns[c].Question
		if q.About != study.Applicability {
			continue
		}
		agrees := map[int]bool{}
		for _, label := range q.Agree {
			agrees[q.Options.Index(label)] = true
		}
		var of []report.Dissenter
		for i := 0; i < t.N && len(of) <= mostDissenters; i++ {
			answer, agreed := "", false
			for o := range q.Options {
				if t.Columns[c].Chose(i, o) {
					answer, agreed = q.Options[o].Label, agreed || agrees[o]
				}
			}
			if answer != "" && !agreed {
				of = append(of, report.Dissenter{Domain: q.Domain, Person: t.ID(i), Answer: answer, Roles: rolesOf(t, i), Comment: commentOn(t, i, q.Domain)})
			}
		}
		if len(of) <= mostDissenters {
			out = append(out, of...)
		}
	}
	return out
}

// rolesOf joins a person's answers to the questions about roles.
func rolesOf(t *survey.Table, i int) string {
	var out []string
	for c := range t.Columns {
		q := &t.Columns[c].Question
		if q.About != study.Role || !q.Kind.Closed() {
			continue
		}
		for o := range q.Options {
			if t.Columns[c].Chose(i, o) {
				out = append(out, q.Options[o].Label)
			}
		}
	}
	return strings.Join(out, ", ")
}

// commentOn is what a person said of a domain.
func commentOn(t *survey.Table, i int, domain string) string {
	for c := range t.Columns {
		q := &t.Columns[c].Question
		if q.About == study.Comment && q.Kind == study.Text && q.Domain == domain && domain != "" {
			if text := t.Columns[c].Text.At(i); text != "" {
				return text
			}
		}
	}
	return ""
}
