package tabulate

import (
	"context"
	"errors"
	"fmt"
	"math"

	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// ComparePaired tests whether the same people answered differently in two waves:
// pairs gives each person's place in now and in before. It matches questions as
// CompareWaves does. A scale or a number is compared by Wilcoxon's signed rank
// test (the effect is the rank-biserial correlation), a question with two answers,
// each answer to one with several, and each domain's agreement by McNemar's exact
// test (the effect is Cohen's g, the share of those who changed who changed the
// more frequent way, less a half: Cohen 1988, chapter 5). Only people who answered
// both times count; nothing is weighted. An error where counts are hidden: who
// changed is known one person at a time.
func ComparePaired(ctx context.Context, now, before Wave, pairs [][2]int, jobs int) (*WaveComparison, error) {
	if now.Study.Suppression.Below > 1 || before.Study.Suppression.Below > 1 {
		return nil, errors.New("the people of two waves are not compared with themselves where a consultation hides small counts: it would tell how many single people changed their answer")
	}
	m, err := match(ctx, now, before, jobs)
	if err != nil {
		return nil, err
	}
	out := &WaveComparison{Unmatched: m.unmatched, Pairs: len(pairs)}
	var list tested
	for _, both := range m.tables {
		p := paired{now: now, before: before, pairs: pairs, both: both}
		if err := p.add(&list); err != nil {
			return nil, err
		}
	}
	out.Comparisons = list.adjusted()
	return out, nil
}

// paired compares one table of the same people.
type paired struct {
	now, before Wave
	pairs       [][2]int
	both        twoTables
}

func (p *paired) add(list *tested) error {
	t := p.both.now
	c := Comparison{Table: t.ID, Title: t.Title, Groups: 2}
	if t.Kind == study.Number || t.Kind == study.Scale && t.ID != AgreementID {
		x, y, err := p.values(t)
		if err != nil {
			return err
		}
		if !p.both.whole {
			c.Why = "the two waves do not have the same answers to choose from"
		}
		list.add(c.signedRank(x, y))
		return nil
	}
	options := 0
	for _, row := range t.Rows {
		if row.Kind == OptionRow {
			options++
		}
	}
	if t.Kind == study.Single && t.ID != AgreementID && (options != 2 || !p.both.whole) {
		c.Why = "only a question with the same two answers, or with answers in order, is tested on the same people"
		list.add(c, math.NaN())
		return nil
	}
	for _, rows := range p.both.rows {
		row := t.Rows[rows[0]]
		if row.Kind == MissRow || row.Kind == ValueRow || t.Kind == study.Single && t.ID != AgreementID && row.Option != 0 {
			continue // of two answers, one says all
		}
		counts, err := p.changes(rows)
		if err != nil {
			return err
		}
		one := c
		one.Row = row.Label
		list.add(one.mcNemar(counts))
	}
	return nil
}

// columns gives a question's answers in both waves, and who of each was asked.
func (p *paired) columns(question string) (a, b *survey.Column, inA, inB []bool, err error) {
	a, okA := p.now.Answers.Column(question)
	b, okB := p.before.Answers.Column(question)
	if !okA || !okB {
		return nil, nil, nil, nil, fmt.Errorf("there is no question %q", question)
	}
	if inA, err = p.now.members(&a.Question); err == nil {
		inB, err = p.before.members(&b.Question)
	}
	return a, b, inA, inB, err
}

// values gives the numbers, or the places of the points, of those who answered
// both times.
func (p *paired) values(t *Table) (x, y []float64, err error) {
	a, b, inA, inB, err := p.columns(t.Question)
	if err != nil {
		return nil, nil, err
	}
	for _, pair := range p.pairs {
		i, j := pair[0], pair[1]
		if !inA[i] || !inB[j] || !a.Answered(i) || !b.Answered(j) {
			continue
		}
		if t.Kind == study.Number {
			x, y = append(x, a.Numbers[i]), append(y, b.Numbers[j])
		} else {
			x, y = append(x, float64(a.Codes[i])), append(y, float64(b.Codes[j]))
		}
	}
	return x, y, nil
}

// changes counts those who answered both times by whether a row counts them: the
// first index is of this wave, the second of the earlier, 0 for counted.
func (p *paired) changes(rows [2]int) ([][]int, error) {
	rowA, rowB := p.both.now.Rows[rows[0]], p.both.before.Rows[rows[1]]
	question := p.both.now.Question
	if rowA.Kind == DomainRow {
		question = rowA.Question
	}
	a, b, inA, inB, err := p.columns(question)
	if err != nil {
		return nil, err
	}
	setA, setB := counted(&a.Question, rowA), counted(&b.Question, rowB)
	out := [][]int{{0, 0}, {0, 0}}
	for _, pair := range p.pairs {
		i, j := pair[0], pair[1]
		if !inA[i] || !inB[j] || !a.Answered(i) || !b.Answered(j) {
			continue
		}
		r, s := 1, 1
		if choseAny(a, i, setA) {
			r = 0
		}
		if choseAny(b, j, setB) {
			s = 0
		}
		out[r][s]++
	}
	return out, nil
}

// counted marks the options that a row counts.
func counted(q *study.Question, row Row) []bool {
	switch row.Kind {
	case DomainRow:
		return optionSet(q, q.Agree)
	case NetRow:
		for _, n := range q.Nets {
			if n.Label == row.Label {
				return optionSet(q, n.Options)
			}
		}
	}
	set := make([]bool, len(q.Options))
	if row.Option >= 0 && row.Option < len(set) {
		set[row.Option] = true
	}
	return set
}

func (c Comparison) signedRank(x, y []float64) (Comparison, float64) {
	c.N = len(x)
	if c.Why == "" && c.N < FewestTested {
		c.Why = fmt.Sprintf("fewer than %d people answered both times", FewestTested)
	}
	if c.Why != "" {
		return c, math.NaN()
	}
	s, err := stats.SignedRankTest(x, y)
	test, name := s.Test, "Wilcoxon signed rank z"
	switch {
	case err == nil && s.N == 0:
		err = errors.New("nobody changed their answer")
	case !math.IsNaN(s.ExactP):
		name, test = "Wilcoxon signed rank V, exact", stats.Test{Statistic: s.V, P: s.ExactP}
	}
	p := c.made(name, test, "rank-biserial correlation", s.RankBiserial, err)
	return c, p
}

func (c Comparison) mcNemar(counts [][]int) (Comparison, float64) {
	c.N = counts[0][0] + counts[0][1] + counts[1][0] + counts[1][1]
	if c.N > 0 {
		a, b := counts[0][0]+counts[0][1], counts[0][0]+counts[1][0]
		d := Difference{Row: c.Row, Difference: points(float64(a-b) / float64(c.N))}
		d.First = SharePart{Group: ThisWave, Count: a, Base: c.N, Rule: "both waves", Percent: Percent(a, c.N, 4, study.HalfUp)}
		d.Second = SharePart{Group: EarlierWave, Count: b, Base: c.N, Rule: "both waves", Percent: Percent(b, c.N, 4, study.HalfUp)}
		c.Differences = []Difference{d}
	}
	m, err := stats.McNemarTest(counts)
	switch {
	case c.N < FewestTested:
		c.Why = fmt.Sprintf("fewer than %d people answered both times", FewestTested)
	case err == nil && m.B+m.C == 0:
		c.Why = "nobody changed their answer"
	}
	if c.Why != "" {
		return c, math.NaN()
	}
	size := 0.0
	if changed := m.B + m.C; changed > 0 {
		size = float64(max(m.B, m.C))/float64(changed) - 0.5
	}
	p := c.made("McNemar, exact", stats.Test{Statistic: math.NaN(), DF: math.NaN(), P: m.ExactP}, "Cohen's g", size, err)
	return c, p
}
