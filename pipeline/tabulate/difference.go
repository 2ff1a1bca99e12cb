package tabulate

import (
	"fmt"
	"math"
	"strings"

	"concord/pipeline/stats"
	"concord/pipeline/study"
)

// Difference is how far apart two groups' shares of one row are.
type Difference struct {
	Row    string    `json:"row"`
	First  SharePart `json:"first"`
	Second SharePart `json:"second"`
	// Difference is the first share less the second in percentage points, exact to
	// four digits; Low and High are its interval, "" where it has none.
	Difference string `json:"difference"`
	Low        string `json:"difference_low"`
	High       string `json:"difference_high"`
	// Method names the interval, Level says how sure it is, in per cent.
	Method string `json:"interval"`
	Level  string `json:"interval_level"`
}

// SharePart is a share of one of the two groups.
type SharePart struct {
	Group   string `json:"group"`
	Count   int    `json:"count"`
	Base    int    `json:"base"`
	Rule    string `json:"base_rule"`
	Percent string `json:"percent"`
}

// differences gives those of rows first up to next, where just two of the groups
// that divide the table have enough answers.
func (c *Comparison) differences(t *Table, first, next int) {
	for r := first; r < next && !t.Rounded; r++ {
		var groups []int
		for g := range t.Groups {
			if strings.HasPrefix(t.Groups[g].ID, t.By+"=") && t.Cells[r][g].Base >= FewestInGroup {
				groups = append(groups, g)
			}
		}
		if len(groups) != 2 {
			continue
		}
		g, h := groups[0], groups[1]
		label := t.Rows[r].Label
		if t.Matrix {
			label = t.Rows[r].Answer
		}
		if d, ok := difference(t.Rows[r].Kind, &t.Cells[r][g], &t.Cells[r][h], t.Interval); ok {
			d.Row, d.First.Group, d.Second.Group = label, t.Groups[g].Label, t.Groups[h].Label
			c.Differences = append(c.Differences, d)
		}
	}
}

// difference gives how far apart two shares of different people are; ok is false
// where they are no shares of people, or may not be shown.
func difference(kind RowKind, a, b *Cell, i study.Interval) (d Difference, ok bool) {
	if kind != OptionRow && kind != NetRow && kind != DomainRow {
		return d, false
	}
	if a.Suppressed || b.Suppressed || !a.Interval || !b.Interval {
		return d, false
	}
	d.First, d.Second = partOf(a), partOf(b)
	p, q := a.share(), b.share()
	d.Difference = points(p - q)
	d.Method, d.Level = "Newcombe", strings.TrimSuffix(i.Percent(), "%")
	var low, high float64
	if a.WeightBase == 0 && b.WeightBase == 0 {
		low, high = stats.Newcombe(a.Count, a.Base, b.Count, b.Base, i.Confidence())
	} else {
		// The same formula (Newcombe 1998, method 10) on the effective bases.
		d.Method = "Newcombe, on the effective bases"
		l1, u1 := stats.WilsonShare(p, a.people(), i.Confidence())
		l2, u2 := stats.WilsonShare(q, b.people(), i.Confidence())
		low, high = max(-1, p-q-math.Hypot(p-l1, u2-q)), min(1, p-q+math.Hypot(u1-p, q-l2))
	}
	d.Low, d.High = points(low), points(high)
	return d, true
}

func partOf(c *Cell) SharePart {
	return SharePart{Count: c.Count, Base: c.Base, Rule: string(c.Rule), Percent: c.Percent}
}

// share is a cell's share, from 0 to 1.
func (c *Cell) share() float64 {
	if c.WeightBase > 0 {
		return float64(c.Weight) / float64(c.WeightBase)
	}
	return float64(c.Count) / float64(c.Base)
}

// people is how many people a cell's base tells as much as.
func (c *Cell) people() float64 {
	if c.Effective > 0 {
		return c.Effective
	}
	return float64(c.Base)
}

// points writes a difference of shares in percentage points.
func points(x float64) string {
	s := fmt.Sprintf("%.4f", 100*x)
	if strings.Trim(s, "-0.") == "" {
		return "0.0000"
	}
	return s
}
