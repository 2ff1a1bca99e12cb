package tabulate

import (
	"context"
	"fmt"
	"math"
	"slices"

	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// Wave is one of two consultations that asked the same questions.
type Wave struct {
	Study   *study.Study
	Answers *survey.Table
	// Only restricts it to those for whom a filter is true, OnlyText is the filter
	// as it was written; nil and "" for everyone.
	Only     *study.Filter
	OnlyText string
}

// WaveComparison is what differs between two waves.
type WaveComparison struct {
	Comparisons []Comparison `json:"comparisons"`
	// Unmatched says, in sentences, what is in one wave only or not alike in both,
	// and so is not compared.
	Unmatched []string `json:"not_matched"`
	// Pairs is how many people both waves have, where people are compared with
	// themselves; -1 where the waves are taken as different people.
	Pairs int `json:"pairs"`
}

// Labels of the two waves in what is compared.
const (
	ThisWave    = "this wave"
	EarlierWave = "the earlier wave"
)

// CompareWaves tests whether the answers of two waves differ, question by
// question in the order of the tables that now asks for: questions are matched
// by their ids, options and nets by their labels, and what does not match is
// said and not compared. The waves are taken as independent samples. One answer
// in order, and a number, is compared by Mann and Whitney's test; one in no order
// by chi-square or Fisher's exact test; each answer to a question with several,
// and each domain's agreement, by the same on those who gave it and did not.
// Chances are adjusted by Holm's method over all tests. Shares have their
// difference with Newcombe's interval.
func CompareWaves(ctx context.Context, now, before Wave, jobs int) (*WaveComparison, error) {
	m, err := match(ctx, now, before, jobs)
	if err != nil {
		return nil, err
	}
	out := &WaveComparison{Unmatched: m.unmatched, Pairs: -1}
	var list tested
	for _, both := range m.tables {
		both.independent(now, before, &list)
	}
	out.Comparisons = list.adjusted()
	return out, nil
}

// matched are the tables that two waves both have.
type matched struct {
	tables    []twoTables
	unmatched []string
}

// twoTables is a question's table, or that of agreement, in two waves, and which
// rows are the same.
type twoTables struct {
	now, before *Table
	rows        [][2]int
	// whole tells that all answers match, so that they can be tested together.
	whole bool
}

func (m *matched) say(format string, args ...any) {
	m.unmatched = append(m.unmatched, fmt.Sprintf(format, args...))
}

// match builds the tables of two waves that can be compared.
func match(ctx context.Context, now, before Wave, jobs int) (*matched, error) {
	m := &matched{}
	specs := now.Study.Tables
	if len(specs) == 0 {
		specs = standard(now.Study, now.Answers)
	}
	var ours, theirs []study.TableSpec
	seen := map[string]bool{}
	for _, p := range single(specs) {
		if key := p.name(); p.By != "" || seen[key] {
			continue // a divided table says nothing more of everyone
		} else {
			seen[key] = true
		}
		a := study.TableSpec{Question: p.Question, Agreement: p.Agreement, Base: p.Base}
		b := a
		if !p.Agreement {
			q, known := now.Study.Survey.Question(p.Question)
			if !known {
				return nil, fmt.Errorf("there is no question %q", p.Question)
			}
			if why := m.question(q, before.Study); why != "" {
				m.say("%s is not compared: %s.", p.Question, why)
				continue
			}
			if b.Base == "" {
				b.Base = q.Base // one base in both waves
			}
		}
		ours, theirs = append(ours, a), append(theirs, b)
	}
	build := func(w Wave, specs []study.TableSpec) ([]Table, error) {
		if len(specs) == 0 {
			return nil, nil // none, and not those that a study without tables gets
		}
		s := *w.Study
		s.Tables = specs
		return ofSurvey(ctx, &s, w.Answers, only{w.Only, w.OnlyText}, jobs)
	}
	a, err := build(now, ours)
	if err != nil {
		return nil, err
	}
	b, err := build(before, theirs)
	if err != nil {
		return nil, fmt.Errorf("the earlier wave: %w", err)
	}
	for i := range a {
		m.rows(now.Study, before.Study, &a[i], &b[i])
	}
	return m, nil
}

// question says why a question cannot be compared with that of the same id in
// another wave; "" where it can.
func (m *matched) question(q *study.Question, before *study.Study) string {
	old, ok := before.Survey.Question(q.ID)
	switch {
	case !ok:
		return "the earlier wave has no question of this id"
	case old.Kind != q.Kind:
		return fmt.Sprintf("its kind was %s then, and is %s now", old.Kind, q.Kind)
	case old.Asked != q.Asked:
		return fmt.Sprintf("it was asked of others then (asked: %s) than now (asked: %s)", orAll(old.Asked), orAll(q.Asked))
	}
	return ""
}

func orAll(asked string) string {
	if asked == "" {
		return "everyone"
	}
	return asked
}

// rows matches the rows of one table in two waves.
func (m *matched) rows(now, before *study.Study, a, b *Table) {
	both := twoTables{now: a, before: b, whole: true}
	used := make([]bool, len(b.Rows))
	for r, row := range a.Rows {
		at := slices.IndexFunc(b.Rows, func(old Row) bool {
			return old.Kind == row.Kind && old.Question == row.Question && (row.Kind == DomainRow || study.Normal(old.Label) == study.Normal(row.Label))
		})
		name := a.ID + ": " + row.Label
		switch {
		case at < 0:
			m.say("%s (%s) is in this wave only.", name, row.Kind)
			both.whole = both.whole && row.Kind != OptionRow
			continue
		case row.Kind == NetRow && !sameSet(netOptions(now, a, row.Label), netOptions(before, b, row.Label)):
			m.say("%s is not compared: the net holds other answers in the earlier wave.", name)
		case row.Kind == DomainRow && !m.sameAgreement(now, before, row.Question, name):
		case row.Kind == OptionRow && row.Option != b.Rows[at].Option && a.Kind == study.Scale:
			m.say("%s: the order of the answers was another in the earlier wave.", a.ID)
			both.whole = false
			both.rows = append(both.rows, [2]int{r, at})
		default:
			both.rows = append(both.rows, [2]int{r, at})
		}
		used[at] = true
	}
	for r, row := range b.Rows {
		if !used[r] {
			m.say("%s: %s (%s) is in the earlier wave only.", b.ID, row.Label, row.Kind)
			both.whole = both.whole && row.Kind != OptionRow
		}
	}
	if len(both.rows) > 0 {
		m.tables = append(m.tables, both)
	}
}

// sameAgreement tells whether a question about a domain can be compared, with the
// same answers agreeing, and says so where not.
func (m *matched) sameAgreement(now, before *study.Study, question, name string) bool {
	q, _ := now.Survey.Question(question)
	if q == nil {
		return false
	}
	if why := m.question(q, before); why != "" {
		m.say("%s is not compared: %s.", name, why)
		return false
	}
	old, _ := before.Survey.Question(question)
	if old.Base != q.Base || !sameSet(old.Agree, q.Agree) || !sameSet(old.Options.Labels(), q.Options.Labels()) {
		m.say("%s is not compared: its options, those that agree, or its base were others in the earlier wave.", name)
		return false
	}
	return true
}

func netOptions(s *study.Study, t *Table, label string) []string {
	q, ok := s.Survey.Question(t.Question)
	if !ok {
		return nil
	}
	for _, n := range q.Nets {
		if n.Label != label {
			continue
		}
		var out []string
		for _, o := range n.Options { // by their labels, however the net names them
			if at := q.Options.Index(o); at >= 0 {
				out = append(out, q.Options[at].Label)
			}
		}
		return out
	}
	return nil
}

func sameSet(a, b []string) bool {
	sorted := func(list []string) []string {
		out := make([]string, len(list))
		for i, s := range list {
			out[i] = study.Normal(s)
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(sorted(a), sorted(b))
}

// independent compares one question of two waves of different people.
func (w *twoTables) independent(now, before Wave, list *tested) {
	t := w.now
	c := Comparison{Table: t.ID, Title: t.Title, Groups: 2}
	switch {
	case t.Kind == study.Number:
		p := math.NaN()
		if t.Cells[0][0].Suppressed || w.before.Cells[0][0].Suppressed || t.Rounded || w.before.Rounded {
			c.Why = "some counts are hidden or rounded"
		} else {
			p = c.numbers(now, before, t.Question)
		}
		list.add(c, p)
	case t.Kind == study.Multi || t.ID == AgreementID:
		for _, rows := range w.rows {
			one := c
			a, b := &t.Cells[rows[0]][0], &w.before.Cells[rows[1]][0]
			row := t.Rows[rows[0]]
			if row.Kind == MissRow || row.Kind == ValueRow {
				continue
			}
			one.Row = row.Label
			p := one.row(w, a, b)
			if d, ok := w.difference(rows); ok {
				one.Differences = []Difference{d}
			}
			list.add(one, p)
		}
	default:
		for _, rows := range w.rows {
			if d, ok := w.difference(rows); ok {
				c.Differences = append(c.Differences, d)
			}
		}
		p := c.wave(w)
		list.add(c, p)
	}
}

func (w *twoTables) weighted() bool { return w.now.Weighted || w.before.Weighted }

const weightedWaves = "a wave is weighted, which these tests do not allow for"

func (w *twoTables) difference(rows [2]int) (Difference, bool) {
	d, ok := difference(w.now.Rows[rows[0]].Kind, &w.now.Cells[rows[0]][0], &w.before.Cells[rows[1]][0], w.now.Interval)
	ok = ok && !w.now.Rounded && !w.before.Rounded
	d.Row, d.First.Group, d.Second.Group = w.now.Rows[rows[0]].Label, ThisWave, EarlierWave
	return d, ok
}

// few says why so few are not tested; "" where they are enough.
func few(n, m int) string {
	switch {
	case n < FewestInGroup || m < FewestInGroup:
		return fmt.Sprintf("a wave has fewer than %d answers", FewestInGroup)
	case n+m < FewestTested:
		return fmt.Sprintf("fewer than %d answers", FewestTested)
	}
	return ""
}

// row compares the share of one row.
func (c *Comparison) row(w *twoTables, a, b *Cell) float64 {
	c.N = a.Base + b.Base
	switch {
	case a.Suppressed || b.Suppressed:
		c.N, c.Why = 0, "some counts are hidden"
	case w.now.Rounded || w.before.Rounded:
		c.Why = roundedCounts
	case a.Rule == study.Mentions:
		c.Why = "the base is mentions, and the mentions of one person are not independent"
	case w.weighted():
		c.Why = weightedWaves
	default:
		c.Why = few(a.Base, b.Base)
	}
	if c.Why != "" {
		return math.NaN()
	}
	return c.association([][]int{{a.Count, a.Base - a.Count}, {b.Count, b.Base - b.Count}})
}

// wave compares all answers to a question with one answer a person.
func (c *Comparison) wave(w *twoTables) float64 {
	counts := make([][]int, 2)
	n := [2]int{}
	for _, rows := range w.rows {
		if w.now.Rows[rows[0]].Kind != OptionRow {
			continue
		}
		for k, cell := range []*Cell{&w.now.Cells[rows[0]][0], &w.before.Cells[rows[1]][0]} {
			if cell.Suppressed {
				c.Why = "some counts are hidden"
				return math.NaN()
			}
			counts[k] = append(counts[k], cell.Count)
			n[k] += cell.Count
		}
	}
	c.N = n[0] + n[1]
	switch {
	case !w.whole:
		c.Why = "the two waves do not have the same answers to choose from"
	case w.now.Rounded || w.before.Rounded:
		c.Why = roundedCounts
	case w.weighted():
		c.Why = weightedWaves
	default:
		c.Why = few(n[0], n[1])
	}
	if c.Why != "" {
		return math.NaN()
	}
	if w.now.Kind == study.Scale {
		return c.ranks(counts)
	}
	return c.association(counts)
}

// numbers compares the numbers that two waves gave.
func (c *Comparison) numbers(now, before Wave, question string) float64 {
	x, err := now.numbers(question)
	y, also := before.numbers(question)
	c.N = len(x) + len(y)
	switch {
	case err != nil:
		c.Why = err.Error()
	case also != nil:
		c.Why = also.Error()
	case now.Answers.Weights != nil || before.Answers.Weights != nil:
		c.Why = weightedWaves
	default:
		c.Why = few(len(x), len(y))
	}
	if c.Why != "" {
		return math.NaN()
	}
	m, err := stats.MannWhitneyTest(x, y)
	return c.made("Mann-Whitney z", m.Test, "Cliff's delta", m.CliffsDelta, err)
}

// numbers gives the numbers of those who are in a wave and were asked.
func (w *Wave) numbers(question string) ([]float64, error) {
	c, ok := w.Answers.Column(question)
	if !ok {
		return nil, fmt.Errorf("there is no question %q", question)
	}
	in, err := w.members(&c.Question)
	if err != nil {
		return nil, err
	}
	var out []float64
	for i, is := range in {
		if is && c.Answered(i) {
			out = append(out, c.Numbers[i])
		}
	}
	return out, nil
}

// members tells who is in a wave and was asked a question.
func (w *Wave) members(q *study.Question) ([]bool, error) {
	in, err := Members(w.Answers, w.Only)
	if err != nil || q.Asked == "" {
		return in, err
	}
	asked, err := membersOf(w.Study, w.Answers, q.Asked)
	for i := range in {
		in[i] = in[i] && err == nil && asked[i]
	}
	return in, err
}
