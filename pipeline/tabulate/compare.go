package tabulate

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// Fewer people than these are not tested: a group with less than FewestInGroup
// answers is left out of a comparison, and a comparison of less than
// FewestTested answers is not made. With so few, a test finds nothing but chance.
const (
	FewestInGroup = 5
	FewestTested  = 20
)

// Comparison tells whether the groups that divide a table answer differently.
type Comparison struct {
	Table string `json:"table"`
	Title string `json:"title"`
	// Row is the one row compared, "" where all answers are compared together.
	Row string `json:"row"`
	// Groups and N are how many groups, and how many people in them, were
	// compared; LeftOut how many groups had too few answers.
	Groups  int `json:"groups"`
	N       int `json:"n"`
	LeftOut int `json:"groups_left_out"`
	// Test names the test; "" where none was made, and Why says why.
	Test string `json:"test"`
	Why  string `json:"why_not"`
	// Statistic and DF are the test's; "" where it has none. P is its chance under
	// no difference, and AdjustedP that after Holm's method (1979) over all the
	// tests made together; both with four digits, "" where none was made.
	Statistic string `json:"statistic"`
	DF        string `json:"df"`
	P         string `json:"p"`
	AdjustedP string `json:"p_holm"`
	// Effect names how large the difference is, and Size gives it.
	Effect string `json:"effect"`
	Size   string `json:"size"`
	// Differences are those of the shares of two groups, row by row; none where
	// there are more groups.
	Differences []Difference `json:"differences,omitempty"`
}

// Compare tests for each table that a question divides whether its groups
// differ. Answers in order are compared by ranks (Mann and Whitney for two
// groups, Kruskal and Wallis for more; the effect is Cliff's delta or epsilon
// squared), others by their counts (chi-square, or Fisher's exact test where an
// expected count is below 5; the effect is Cramér's V corrected for bias). The
// answers of a weighted survey are compared by Rao and Scott's test, from the
// answers of the study themselves, in whatever order. Tables of several answers
// a person, of numbers, of agreement and with hidden counts are not tested; Why
// says so. Where two groups are compared, the difference of each share of people
// is given with Newcombe's interval.
func Compare(s *study.Study, answers *survey.Table, tables []Table) []Comparison {
	var list tested
	for i := range tables {
		t := &tables[i]
		if t.By == "" {
			continue
		}
		lines := []int{0}
		if t.Matrix {
			lines = t.Lines()
		}
		for _, first := range lines {
			c := Comparison{Table: t.ID, Title: t.Title}
			question := t.Question
			if t.Matrix {
				question, c.Row = t.Rows[first].Question, t.Rows[first].Item
			}
			_, next := t.Block(first)
			p := c.test(s, answers, t, question, first, next)
			c.differences(t, first, next)
			list.add(c, p)
		}
	}
	return list.adjusted()
}

// tested is a list of comparisons with the chances of those that were tested.
type tested struct {
	list []Comparison
	p    []float64
	at   []int
}

func (t *tested) add(c Comparison, p float64) {
	if c.Test != "" {
		t.at, t.p = append(t.at, len(t.list)), append(t.p, p)
	}
	t.list = append(t.list, c)
}

// adjusted gives the comparisons with their chances after Holm's method.
func (t *tested) adjusted() []Comparison {
	if adjusted, err := stats.AdjustP(t.p, stats.Holm); err == nil {
		for k, i := range t.at {
			t.list[i].AdjustedP = chance(adjusted[k])
		}
	}
	return t.list
}

// test fills in one comparison and gives its P.
func (c *Comparison) test(s *study.Study, answers *survey.Table, t *Table, question string, first, next int) float64 {
	switch {
	case t.Kind == study.Multi:
		c.Why = "people could give several answers"
	case !t.Kind.Closed() || question == "":
		c.Why = "only questions with answers to choose from are tested"
	case t.Rounded:
		c.Why = roundedCounts
	}
	if c.Why != "" {
		return math.NaN()
	}
	counts, groups, ok := c.counts(t, first, next)
	switch {
	case !ok:
		c.Why = "some counts are hidden"
	case c.Groups < 2:
		c.Why = fmt.Sprintf("fewer than two groups have %d answers or more", FewestInGroup)
	case c.N < FewestTested:
		c.Why = fmt.Sprintf("fewer than %d answers", FewestTested)
	}
	if c.Why != "" {
		return math.NaN()
	}
	switch {
	case t.Rounded:
		c.Why = "the counts are rounded"
	case t.Weighted:
		return c.weighted(s, answers, t, question, groups)
	case t.Kind == study.Scale:
		return c.ranks(counts)
	}
	return c.association(counts)
}

const roundedCounts = "the counts are rounded, so that single people cannot be told"

// counts gives, for each group with enough answers, how many gave each of them,
// and which groups these are.
func (c *Comparison) counts(t *Table, first, next int) (counts [][]int, groups []int, ok bool) {
	for g := range t.Groups {
		if !strings.HasPrefix(t.Groups[g].ID, t.By+"=") {
			continue // everyone, or a subgroup that may share people with another
		}
		var group []int
		n := 0
		for r := first; r < next; r++ {
			if t.Rows[r].Kind != OptionRow {
				continue
			}
			cell := t.Cells[r][g]
			if cell.Suppressed {
				return nil, nil, false
			}
			group = append(group, cell.Count)
			n += cell.Count
		}
		if n < FewestInGroup {
			c.LeftOut++
			continue
		}
		counts, groups = append(counts, group), append(groups, g)
		c.Groups++
		c.N += n
	}
	return counts, groups, true
}

// weighted tests whether the answers to a question and the groups of a weighted
// survey are independent.
func (c *Comparison) weighted(s *study.Study, answers *survey.Table, t *Table, question string, groups []int) float64 {
	fail := func(err error) float64 {
		c.Why = err.Error()
		return math.NaN()
	}
	column, ok := answers.Column(question)
	if !ok || column.Codes == nil {
		return fail(fmt.Errorf("there is no question %q", question))
	}
	given, group := make([]string, answers.N), make([]string, answers.N)
	for i, code := range column.Codes {
		if code > 0 {
			given[i] = strconv.Itoa(int(code))
		}
	}
	if asked := column.Question.Asked; asked != "" {
		in, err := membersOf(s, answers, asked)
		if err != nil {
			return fail(err)
		}
		for i := range given {
			if !in[i] {
				given[i] = ""
			}
		}
	}
	for _, g := range groups {
		in, err := membersOf(s, answers, t.Groups[g].Where)
		if err != nil {
			return fail(err)
		}
		for i, is := range in {
			switch {
			case is && group[i] != "":
				return fail(errors.New("the groups share people"))
			case is:
				group[i] = strconv.Itoa(g)
			}
		}
	}
	sample, err := stats.NewSample(answers.N, answers.Weights)
	if err != nil {
		return fail(err)
	}
	r, err := sample.IndependenceWeighted(given, group)
	if err != nil {
		return fail(err)
	}
	if math.IsNaN(r.P) {
		return fail(errors.New("the test of Rao and Scott needs somebody in each group with each of the answers given"))
	}
	// The design-based F, and the size of the difference from the weighted shares.
	size := math.Sqrt(r.Pearson.Statistic / float64(r.N) / float64(min(len(r.Rows), len(r.Columns))-1))
	p := c.made("Rao-Scott F", r.Test, "Cramér's V, weighted", size, nil)
	c.DF = number(r.DF) + ", " + number(r.DF2)
	return p
}

// membersOf tells who a filter picks, given as text.
func membersOf(s *study.Study, answers *survey.Table, where string) ([]bool, error) {
	f, err := s.Filter(where)
	if err != nil {
		return nil, err
	}
	return Members(answers, f)
}

func (c *Comparison) ranks(counts [][]int) float64 {
	groups := make([][]float64, len(counts))
	for g, group := range counts {
		for place, n := range group {
			for range n {
				groups[g] = append(groups[g], float64(place))
			}
		}
	}
	if len(groups) == 2 {
		m, err := stats.MannWhitneyTest(groups[0], groups[1])
		return c.made("Mann-Whitney z", m.Test, "Cliff's delta", m.CliffsDelta, err)
	}
	k, err := stats.KruskalWallis(groups)
	return c.made("Kruskal-Wallis H", k.Test, "epsilon squared", k.EpsilonSquared, err)
}

func (c *Comparison) association(counts [][]int) float64 {
	a, err := stats.Associate(counts)
	if err != nil {
		c.Why = err.Error()
		return math.NaN()
	}
	chi, err := stats.ChiSquare(counts)
	if err != nil || !(chi.MinExpected < 5) {
		return c.made("chi-square", chi.Test, "Cramér's V, corrected", a.VCorrected, err)
	}
	p, err := stats.FisherExact(counts)
	if err != nil {
		// Too large for the exact test: the reader is told of the small counts.
		return c.made("chi-square (expected counts below 5)", chi.Test, "Cramér's V, corrected", a.VCorrected, nil)
	}
	return c.made("Fisher's exact", stats.Test{Statistic: math.NaN(), DF: math.NaN(), P: p}, "Cramér's V, corrected", a.VCorrected, nil)
}

// made writes down a test.
func (c *Comparison) made(name string, test stats.Test, effect string, size float64, err error) float64 {
	if err == nil && math.IsNaN(test.P) {
		err = fmt.Errorf("everyone gave the same answer")
	}
	if err != nil {
		c.Why = err.Error()
		return math.NaN()
	}
	c.Test, c.P, c.Effect = name, chance(test.P), effect
	c.Statistic, c.Size = number(test.Statistic), number(size)
	if test.DF > 0 {
		c.DF = number(test.DF)
	}
	return test.P
}

// chance writes a chance with four digits, and one below what they can show as
// such.
func chance(p float64) string {
	if p < 0.0001 {
		return "<0.0001"
	}
	return fmt.Sprintf("%.4f", p)
}
