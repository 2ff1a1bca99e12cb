package tabulate

import (
	"fmt"
	"math"
	"strings"

	"concord/pipeline/stats"
	"concord/pipeline/study"
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
	Table string `json:"table" csv:"table"`
	Title string `json:"title" csv:"title"`
	// Groups and N are how many groups, and how many people in them, were
	// compared; LeftOut how many groups had too few answers.
	Groups  int `json:"groups" csv:"groups"`
	N       int `json:"n" csv:"n"`
	LeftOut int `json:"groups_left_out" csv:"groups_left_out"`
	// Test names the test; "" where none was made, and Why says why.
	Test string `json:"test" csv:"test"`
	Why  string `json:"why_not" csv:"why_not"`
	// Statistic and DF are the test's; "" where it has none. P is its chance under
	// no difference, and AdjustedP that after Holm's method (1979) over all the
	// tests made together; both with four digits, "" where none was made.
	Statistic string `json:"statistic" csv:"statistic"`
	DF        string `json:"df" csv:"df"`
	P         string `json:"p" csv:"p"`
	AdjustedP string `json:"p_holm" csv:"p_holm"`
	// Effect names how large the difference is, and Size gives it.
	Effect string `json:"effect" csv:"effect"`
	Size   string `json:"size" csv:"size"`
}

// Compare tests for each table that a question divides whether its groups
// differ. Answers in order are compared by ranks (Mann and Whitney for two
// groups, Kruskal and Wallis for more; the effect is Cliff's delta or epsilon
// squared), others by their counts (chi-square, or Fisher's exact test where an
// expected count is below 5; the effect is Cramér's V corrected for bias). Tables
// of several answers a person, of numbers, of agreement, of weights and with
// hidden counts are not tested; Why says so.
func Compare(tables []Table) []Comparison {
	var out []Comparison
	var ps []float64
	var at []int
	for i := range tables {
		t := &tables[i]
		if t.By == "" {
			continue
		}
		c := Comparison{Table: t.ID, Title: t.Title}
		p := c.test(t)
		if c.Test != "" {
			at, ps = append(at, len(out)), append(ps, p)
		}
		out = append(out, c)
	}
	if adjusted, err := stats.AdjustP(ps, stats.Holm); err == nil {
		for k, i := range at {
			out[i].AdjustedP = chance(adjusted[k])
		}
	}
	return out
}

// test fills in one comparison and gives its P.
func (c *Comparison) test(t *Table) float64 {
	switch {
	case t.Kind == study.Multi:
		c.Why = "people could give several answers"
	case !t.Kind.Closed() || t.Question == "":
		c.Why = "only questions with answers to choose from are tested"
	case t.Weighted:
		c.Why = "the survey is weighted, which these tests do not allow for"
	}
	if c.Why != "" {
		return math.NaN()
	}
	counts, ok := c.counts(t)
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
	if t.Kind == study.Scale {
		return c.ranks(counts)
	}
	return c.association(counts)
}

// counts gives, for each group with enough answers, how many gave each of them.
func (c *Comparison) counts(t *Table) (counts [][]int, ok bool) {
	for g := range t.Groups {
		if !strings.HasPrefix(t.Groups[g].ID, t.By+"=") {
			continue // everyone, or a subgroup that may share people with another
		}
		var group []int
		n := 0
		for r, row := range t.Rows {
			if row.Kind != OptionRow {
				continue
			}
			cell := t.Cells[r][g]
			if cell.Suppressed {
				return nil, false
			}
			group = append(group, cell.Count)
			n += cell.Count
		}
		if n < FewestInGroup {
			c.LeftOut++
			continue
		}
		counts = append(counts, group)
		c.Groups++
		c.N += n
	}
	return counts, true
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
