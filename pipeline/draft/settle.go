package draft

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// mostTries is how often a draft is read against its export and mended. The last
// time, whatever is still wrong with a question makes it one of people's own
// words, which everything is.
const mostTries = 6

// Settle reads the export at path with the draft, mends every question that an
// answer in the file does not fit, and then looks for questions that only some
// people were asked. What it gives is what is wrong with the file itself, however
// it is described. The error is as that of survey.Read.
func (d *Draft) Settle(ctx context.Context, path string) ([]finding.Finding, error) {
	for try := 1; ; try++ {
		s, found := study.Read(study.FileName, d.YAML())
		if bad := finding.Errors(found); len(bad) > 0 {
			if !d.mendStudy(bad, s) || try > mostTries {
				return nil, fmt.Errorf("the draft of %s cannot be read again, a fault of concord's: %w", study.FileName, bad[0])
			}
			continue
		}
		if len(s.Survey.Questions) != len(d.Questions) {
			return nil, errors.New("the draft has not the questions that it was given, a fault of concord's")
		}
		table, found, err := survey.Read(ctx, *s.Survey, path, survey.Options{Source: "survey"})
		if err != nil {
			return nil, err
		}
		if try <= mostTries && d.mend(finding.Errors(found), try == mostTries) {
			continue
		}
		if d.asked(table) && try <= mostTries {
			continue // a filter that was set may hide something: read once more
		}
		return finding.Errors(found), nil
	}
}

// mendStudy takes out what the draft says but the reader does not take: filters
// that the instrument gave, and questions' finer points.
func (d *Draft) mendStudy(bad []finding.Finding, s *study.Study) bool {
	mended := false
	if s.Survey == nil {
		return false
	}
	for _, f := range bad {
		// The question whose lines hold the finding's.
		for i := range s.Survey.Questions {
			from := s.Survey.Questions[i].Line
			to := 1 << 30
			if i+1 < len(s.Survey.Questions) {
				to = s.Survey.Questions[i+1].Line
			}
			if f.Line < from || f.Line >= to || i >= len(d.Questions) {
				continue
			}
			q := &d.Questions[i]
			if q.Asked != "" {
				q.Filter, q.Asked, mended = "", "", true
			} else if q.Kind != study.Text {
				q.toText("its answers could not be listed")
				mended = true
			}
		}
	}
	return mended
}

// mend changes what the errors of reading the export show to be wrong, and tells
// whether there was anything.
func (d *Draft) mend(bad []finding.Finding, last bool) bool {
	mended := false
	odd := map[*Question][]string{}
	for _, f := range bad {
		switch f.Kind {
		case "respondent-twice", "no-respondent-id":
			if d.Survey.Respondent != "" {
				d.Left = append(d.Left, LeftOut{d.Survey.Respondent, idReason, true})
				d.Survey.Ignore = append(d.Survey.Ignore, d.Survey.Respondent)
				d.Survey.Respondent = ""
				mended = true
			}
			continue
		case "bad-weight":
			if d.Survey.Weight != "" {
				d.Left = append(d.Left, LeftOut{d.Survey.Weight, weightReason, false})
				d.Survey.Weight, mended = "", true
			}
			continue
		case "unlisted-answer", "not-a-number", "not-a-date", "too-many-options", "unknown-column":
		default:
			continue
		}
		for i := range d.Questions {
			q := &d.Questions[i]
			if q.reads(f.Cell) && q.Kind != study.Text {
				odd[q] = append(odd[q], f.Found)
			}
		}
	}
	for i := range d.Questions {
		q := &d.Questions[i]
		cells := odd[q]
		if len(cells) == 0 {
			continue
		}
		mended = true
		switch {
		case last || !q.Kind.Closed() || q.Scale != "":
			q.toText("some answers are not of that kind")
		case q.Kind == study.Multi && q.Options[0].Column != "":
			q.tickWords(bad)
		case q.Other == "" && len(cells) < 200:
			addOther(q)
			q.add(true, "Answers that are not in the list are counted under %q, their words kept. Should any be in the list?", q.Other)
		default:
			q.toText("there are too many different answers")
		}
	}
	return mended
}

// reads tells whether a question reads a column.
func (q *Question) reads(column string) bool {
	column = study.Normal(column)
	if study.Normal(q.Column) == column && column != "" {
		return true
	}
	return slices.ContainsFunc(q.Options, func(o study.Option) bool { return o.Column != "" && study.Normal(o.Column) == column })
}

// tickWords lets any words tick the options whose columns hold some.
func (q *Question) tickWords(bad []finding.Finding) {
	for i := range q.Options {
		o := &q.Options[i]
		for _, f := range bad {
			if f.Kind == "unlisted-answer" && study.Normal(f.Cell) == study.Normal(o.Column) && !slices.Contains(o.Ticked, "*") {
				o.Ticked = append(o.Ticked, "*")
				q.add(true, "The column of %q holds words: any of them tick it.", o.Label)
			}
		}
	}
}

// toText makes the question one of people's own words.
func (q *Question) toText(why string) {
	kept := q.Question
	column := kept.Column
	if column == "" && len(kept.Options) > 0 {
		column = kept.Options[0].Column
	}
	q.Question = study.Question{ID: kept.ID, Column: column, Wording: kept.Wording, Label: kept.Label, Kind: study.Text, About: study.Comment}
	q.Ask, q.order = nil, ""
	q.add(true, "This looked like another kind of question (%s), but %s.", kept.Kind, why)
}

// mostFilterWork bounds how many pairs of answers are compared in search of
// filters.
const mostFilterWork = 400_000_000

// asked looks in the answers for questions that only those were asked who chose
// some answers of an earlier question: nobody else answered them, and nearly all
// of these did. It writes the filter as a comment, and sets it only where the
// instrument says the same. It tells whether it set or unset one.
func (d *Draft) asked(t *survey.Table) bool {
	n := t.N
	if len(t.Columns) != len(d.Questions) {
		return false
	}
	back := max(4, min(40, mostFilterWork/max(1, n*len(t.Columns))))
	changed := false
	answered := make([]bool, n)
	for i := range d.Questions {
		q := &d.Questions[i]
		if q.Asked != "" {
			if !d.fits(q, i, t) {
				q.Filter, q.Asked, changed = q.Asked, "", true
			}
			continue
		}
		if n < 10 {
			continue
		}
		yes := 0
		for r := range n {
			answered[r] = t.Columns[i].Answered(r)
			if answered[r] {
				yes++
			}
		}
		q.Filter = ""
		if yes < 5 || n-yes < 5 {
			continue
		}
		best := 0.9
		for j := i - 1; j >= 0 && j >= i-back; j-- {
			if filter, share := filterBy(&t.Columns[j], d.Questions[j].ID, answered); filter != "" && share > best {
				best, q.Filter = share, filter
			}
		}
	}
	return changed
}

// fits tells whether the answers agree with a filter that the instrument gave:
// the earlier question is there, and hardly anybody else answered.
func (d *Draft) fits(q *Question, at int, t *survey.Table) bool {
	f, err := study.ParseFilter(q.Asked)
	if err != nil || f.Question == "" || f.Op != "=" {
		return err == nil
	}
	p, ok := t.Column(f.Question)
	if !ok {
		return false
	}
	option := p.Question.Options.Index(f.Values[0])
	if option < 0 {
		return false
	}
	outside := 0
	for r := range t.N {
		if t.Columns[at].Answered(r) && !p.Chose(r, option) {
			outside++
		}
	}
	return outside == 0
}

// filterBy gives the filter by one earlier question that fits who answered, and
// the share of those whom it picks who did answer; "" when none does.
func filterBy(p *survey.Column, id string, answered []bool) (filter string, share float64) {
	if p.Codes == nil || len(p.Question.Options) < 2 || len(p.Question.Options) > 60 {
		return "", 0
	}
	in := make([]int, len(p.Question.Options)+1)
	out := make([]int, len(in))
	for r, code := range p.Codes {
		if answered[r] {
			in[code]++
			if code == 0 {
				return "", 0 // somebody answered who did not answer the other
			}
		} else {
			out[code]++
		}
	}
	var chosen []string
	picked, who, outside, others := 0, 0, 0, 0
	for i, o := range p.Question.Options {
		switch {
		case in[i+1] > 0:
			chosen = append(chosen, o.Label)
			who += in[i+1]
			picked += in[i+1] + out[i+1]
		case out[i+1] > 0:
			others++
			outside += out[i+1]
		}
	}
	if len(chosen) == 0 || outside < 5 || others == 0 || len(chosen) > 12 {
		return "", 0
	}
	share = float64(who) / float64(picked)
	values := make([]string, len(chosen))
	for i, c := range chosen {
		if values[i] = filterValue(c); values[i] == "" {
			return "", 0
		}
	}
	if len(values) == 1 {
		return id + " = " + values[0], share
	}
	return id + " in (" + strings.Join(values, ", ") + ")", share
}

// filterValue writes a value for a filter; "" for one that cannot be written.
func filterValue(s string) string {
	switch {
	case !strings.Contains(s, `"`):
		return `"` + s + `"`
	case !strings.Contains(s, "'"):
		return "'" + s + "'"
	}
	return ""
}
