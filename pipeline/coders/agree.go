package coders

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"concord/pipeline/stats"
)

// LeastUnits is the fewest units judged by two coders on which agreement beyond
// chance is told: of fewer, one unit moves it by more than its bands are wide.
const LeastUnits = 10

// LeastGiven is on how few units a theme may stand, or be missing from, for its
// agreement beyond chance to be told: on fewer, a coefficient of 1 or 0 is one or
// two units.
const LeastGiven = 5

// level is that of every interval here, draws how many are made for those of F1.
const level, draws = 0.95, 1000

// mostPairs bounds the pairs of coders of which F1 is given an interval.
const mostPairs = 100

// Comparison says how far coders agree. Figures that cannot be told are NaN.
type Comparison struct {
	// Coders are in the order of their names.
	Coders []CoderCount
	// Units were judged by one person or more, Common by two or more: all
	// agreement but that of pairs is of these.
	Units, Common int
	// MASI and Jaccard are alpha over the sets of themes that each unit was given,
	// without an interval where people never differed.
	MASI, Jaccard stats.Alpha
	// Given is how many of Common somebody gave a theme, and GivenMASI alpha over
	// those alone: where all gave none they agree, which is easy where most comments
	// are on no theme. It is on the low side, as nothing else shows that they agree on
	// what is on none.
	Given     int
	GivenMASI stats.Alpha
	// Why says why they cannot be told; "" where they can.
	Why string
	// Themes are in the order asked for, Pairs in that of the coders' names.
	Themes []ThemeAgreement
	Pairs  []Pair
}

// CoderCount is how many units a coder judged.
type CoderCount struct {
	Coder string
	Units int
	// Marks is how many themes they gave in all, None how many units none.
	Marks, None int
	// Machine tells that this is no person.
	Machine bool
}

// ThemeAgreement says how far all coders together agree on one theme.
type ThemeAgreement struct {
	Theme string
	// Units were judged by two people or more who were asked about the theme,
	// Judgements are theirs, and Given is how many of those have the theme; Prevalence is their share. On is how many
	// of the units have the theme from somebody.
	Units, Judgements, Given, On int
	Prevalence                   float64
	// Percent is the mean share of pairs of coders who agree on a unit, AC1 Gwet's
	// coefficient, Alpha Krippendorff's for yes and no, each with an interval, NaN
	// where Why is not empty or where they never differed: the formula would give
	// none, as if that were for certain.
	Percent, AC1 stats.Agreement
	Alpha        stats.Alpha
	// Why says why agreement beyond chance cannot be told; "" where it can. The
	// coefficients of a theme that is too rare are given all the same.
	Why string
	// NotAsked tells that no two people were asked about it, as it is newer than what
	// they judged.
	NotAsked bool
}

// Pair says how far two coders agree on the units that both judged.
type Pair struct {
	A, B string
	// Units were judged by both; Same is how many were given the very same themes,
	// and Exact their share. None is how many of Same both gave none, and GivenExact
	// the share without those.
	Units, Same, None int
	Exact, GivenExact float64
	// MicroF1 is twice the marks that both gave over all marks of either, with an
	// interval over units drawn again (see stats.Bootstrap); MacroF1 the mean of
	// the themes' F1, those that neither gave left out; SampleF1 the mean of the
	// units' F1, 1 where both gave none. F1 is the same whichever of the two is
	// taken as right.
	MicroF1           float64
	MicroLow, MicroUp float64
	MacroF1, SampleF1 float64
	Themes            []PairTheme
}

// PairTheme says how far two coders agree on one theme.
type PairTheme struct {
	Theme string
	// Units were judged by both when both were asked about the theme; of these Both,
	// OnlyA, OnlyB and Neither are counts.
	Units                       int
	Both, OnlyA, OnlyB, Neither int
	Kappa                       stats.Kappa
	// F1 is twice Both over all marks of either: their positive agreement.
	F1  float64
	Why string
}

// Compare says how far people agree on the themes given by their ids, in that order,
// and each with the machine; marks of other themes do not count. people are the
// judgements of Today, each coder's last; those that were accepted from a
// suggestion are not blind, and are better left out (see Blind). machine are the
// rules' or a model's (see FromCodings), or what was
// settled, under a name of its own: they are compared in
// pairs only, and have no part in what all coders together agree on. Coders need
// not have judged the same units. The error tells of more than a thousand coders or
// thousands of different sets of themes.
func Compare(people, machine []Judgement, ids []string) (Comparison, error) {
	var c Comparison
	judgements := append(slices.Clip(people), machine...)
	names := map[string]int{}
	for i := range judgements {
		names[judgements[i].Coder] = 0
	}
	for name := range names {
		c.Coders = append(c.Coders, CoderCount{Coder: name})
	}
	slices.SortFunc(c.Coders, func(a, b CoderCount) int { return strings.Compare(a.Coder, b.Coder) })
	const mostCoders = 1000 // as in stats
	if len(c.Coders) > mostCoders {
		return c, fmt.Errorf("there are %d coders; at most %d can be compared", len(c.Coders), mostCoders)
	}
	for i := range c.Coders {
		names[c.Coders[i].Coder] = i
	}
	for i := range machine {
		c.Coders[names[machine[i].Coder]].Machine = true
	}
	wanted := make(map[string]int, len(ids))
	for i, id := range ids {
		wanted[id] = i
	}
	// table[u][c] is what coder c said of unit u; nil where they did not judge it.
	var table [][]*said
	at := map[string]int{}
	for i := range judgements {
		j := &judgements[i]
		u, ok := at[j.Unit]
		if !ok {
			u = len(table)
			at[j.Unit] = u
			table = append(table, make([]*said, len(c.Coders)))
		}
		one := &said{}
		for _, m := range j.Marks {
			if k, ok := wanted[m.Theme]; ok {
				one.given = append(one.given, k)
			}
		}
		slices.Sort(one.given)
		for _, list := range [][]string{j.NotAsked, j.Parts} {
			for _, id := range list {
				if k, ok := wanted[id]; ok {
					one.unasked = append(one.unasked, k)
				}
			}
		}
		slices.Sort(one.unasked)
		table[u][names[j.Coder]] = one
	}
	for _, row := range table {
		for k, one := range row {
			if one != nil {
				c.Coders[k].Units++
				c.Coders[k].Marks += len(one.given)
				if len(one.given) == 0 {
					c.Coders[k].None++
				}
			}
		}
	}
	if err := c.byPair(table, ids); err != nil {
		return c, err
	}
	for u, row := range table {
		row = slices.Clone(row)
		for k := range row {
			if c.Coders[k].Machine {
				row[k] = nil
			}
		}
		if table[u] = row; judged(row) > 0 {
			c.Units++
		}
	}
	table = slices.DeleteFunc(table, func(row []*said) bool { return judged(row) < 2 })
	c.Common = len(table)
	if err := c.overall(table, ids); err != nil {
		return c, err
	}
	return c, c.byTheme(table, ids)
}

// said is what a coder said of a unit: the themes given, and those that they were
// not asked about, as places among the ids compared, in rising order.
type said struct{ given, unasked []int }

func (s *said) gave(k int) bool {
	_, ok := slices.BinarySearch(s.given, k)
	return ok
}

func (s *said) asked(k int) bool {
	_, not := slices.BinarySearch(s.unasked, k)
	return !not
}

// Blind gives the judgements that people made from the text alone, without a
// suggestion before them, which draws people to it.
func Blind(judgements []Judgement) (out []Judgement) {
	for _, j := range judgements {
		if j.Method == Human {
			out = append(out, j)
		}
	}
	return out
}

// judged counts the coders who judged a unit.
func judged(row []*said) (n int) {
	for _, one := range row {
		if one != nil {
			n++
		}
	}
	return n
}

const notAsked = "nobody was asked about this theme: it is newer than what was judged"

func tooFew(n int) string {
	return fmt.Sprintf("only %d units were judged by two people or more; it takes %d to tell", n, LeastUnits)
}

func (c *Comparison) overall(table [][]*said, ids []string) error {
	nan := math.NaN()
	untold := stats.Alpha{Estimate: nan, Observed: nan, Expected: nan, SE: nan, Low: nan, High: nan}
	c.MASI, c.Jaccard, c.GivenMASI = untold, untold, untold
	if len(table) < LeastUnits {
		c.Why = tooFew(len(table))
		return nil
	}
	units := make([][][]string, len(table))
	var some [][][]string
	for u, row := range table {
		any := false
		for _, one := range row {
			if one == nil {
				continue
			}
			set := make([]string, len(one.given))
			for i, k := range one.given {
				set[i] = ids[k]
			}
			any = any || len(set) > 0
			units[u] = append(units[u], set)
		}
		if any {
			some = append(some, units[u])
		}
	}
	var err error
	if c.Given = len(some); c.Given >= LeastUnits {
		if c.GivenMASI, err = SetAlpha(some, MASI, level); err != nil {
			return err
		}
		certain(&c.GivenMASI.Low, &c.GivenMASI.High, c.GivenMASI.SE, "")
	}
	if c.MASI, err = SetAlpha(units, MASI, level); err != nil {
		return err
	}
	if c.Jaccard, err = SetAlpha(units, Jaccard, level); err != nil {
		return err
	}
	certain(&c.MASI.Low, &c.MASI.High, c.MASI.SE, "")
	certain(&c.Jaccard.Low, &c.Jaccard.High, c.Jaccard.SE, "")
	if math.IsNaN(c.MASI.Estimate) {
		c.Why = "every unit was given the same themes by all: there is nothing to tell agreement from chance by"
	}
	return nil
}

func (c *Comparison) byTheme(table [][]*said, ids []string) error {
	given, unasked := make([]int, len(ids)), make([]bool, len(ids))
	// ratings is the table of one theme; it is used again for the next.
	ratings, rows := make([][]float64, len(table)), make([][]float64, 0, len(table))
	for u, row := range table {
		ratings[u] = make([]float64, 0, judged(row))
		for _, one := range row {
			if one == nil {
				continue
			}
			for _, k := range one.given {
				given[k]++
			}
			for _, k := range one.unasked {
				unasked[k] = true
			}
		}
	}
	var silent *ThemeAgreement // what holds of every theme that nobody gave
	for k, id := range ids {
		if given[k] == 0 && !unasked[k] && silent != nil {
			t := *silent
			t.Theme = id
			c.Themes = append(c.Themes, t)
			continue
		}
		t := ThemeAgreement{Theme: id}
		rows = rows[:0]
		for u, row := range table {
			list, yes := ratings[u][:0], 0
			for _, one := range row {
				switch {
				case one == nil || !one.asked(k):
				case one.gave(k):
					list, yes = append(list, 1), yes+1
				default:
					list = append(list, 0)
				}
			}
			if len(list) < 2 {
				continue
			}
			rows = append(rows, list)
			t.Judgements += len(list)
			if t.Given += yes; yes > 0 {
				t.On++
			}
		}
		t.Units, t.Prevalence = len(rows), share(float64(t.Given), float64(t.Judgements))
		t.NotAsked = t.Units == 0 && unasked[k]
		if err := t.agree(rows); err != nil {
			return err
		}
		c.Themes = append(c.Themes, t)
		if given[k] == 0 && !unasked[k] {
			silent = &t
		}
	}
	return nil
}

// agree fills in the figures of a theme from who gave it: 1 for yes and 0 for no, by
// unit and coder.
func (t *ThemeAgreement) agree(ratings [][]float64) (err error) {
	scale := []float64{0, 1}
	if t.Percent, err = stats.PercentAgreement(ratings, scale, stats.Unweighted, level); err != nil {
		return err
	}
	if t.AC1, err = stats.GwetAC(ratings, scale, stats.Unweighted, level); err != nil {
		return err
	}
	if t.Alpha, err = stats.KrippendorffAlpha(ratings, stats.MetricNominal, level); err != nil {
		return err
	}
	switch {
	case t.NotAsked:
		t.Why = notAsked
		t.Alpha.Estimate, t.AC1.Estimate = math.NaN(), math.NaN()
	case t.Units < LeastUnits:
		t.Why = tooFew(t.Units)
		t.Alpha.Estimate, t.AC1.Estimate = math.NaN(), math.NaN()
	case t.Given == 0:
		t.Why = "nobody gave this theme to a unit that two people judged"
	case t.Given == t.Judgements:
		t.Why = "everybody gave this theme to every unit"
	default:
		t.Why = rare(t.On, t.Units)
	}
	certain(&t.Percent.Low, &t.Percent.High, t.Percent.SE, "")
	certain(&t.AC1.Low, &t.AC1.High, t.AC1.SE, t.Why)
	certain(&t.Alpha.Low, &t.Alpha.High, t.Alpha.SE, t.Why)
	return nil
}

// rare says why a theme that stands on so many units is too rare, or too common, to
// tell; "" where it is not.
func rare(on, units int) string {
	switch {
	case on < LeastGiven:
		return fmt.Sprintf("it stands on only %s; it takes %d to tell", several(on, "unit"), LeastGiven)
	case units-on < LeastGiven:
		return fmt.Sprintf("it is missing from only %s; it takes %d to tell", several(units-on, "unit"), LeastGiven)
	}
	return ""
}

// certain takes an interval away that has no width, or that cannot be told.
func certain(low, high *float64, se float64, why string) {
	if why != "" || se < 1e-12 {
		*low, *high = math.NaN(), math.NaN()
	}
}

func (c *Comparison) byPair(table [][]*said, ids []string) error {
	pairs := len(c.Coders) * (len(c.Coders) - 1) / 2
	if work := pairs * (len(table) + len(ids)); work > 200_000_000 {
		return fmt.Errorf("%d pairs of coders of %d units and %d themes are too many to compare in pairs", pairs, len(table), len(ids))
	}
	for a := range c.Coders {
		for b := a + 1; b < len(c.Coders); b++ {
			p, err := pairOf(table, ids, a, b, pairs <= mostPairs)
			if err != nil {
				return err
			}
			if p.Units > 0 {
				p.A, p.B = c.Coders[a].Coder, c.Coders[b].Coder
				c.Pairs = append(c.Pairs, p)
			}
		}
	}
	return nil
}

// pairOf compares two coders.
func pairOf(table [][]*said, ids []string, a, b int, interval bool) (Pair, error) {
	nan := math.NaN()
	p := Pair{Exact: nan, GivenExact: nan, MicroF1: nan, MicroLow: nan, MicroUp: nan, MacroF1: nan, SampleF1: nan}
	themes := make([]PairTheme, len(ids))
	// Of each unit the marks that both gave, and all marks of either.
	var both, all []float64
	bothSum, allSum, samples := 0.0, 0.0, 0.0
	for _, row := range table {
		x, y := row[a], row[b]
		if x == nil || y == nil {
			continue
		}
		p.Units++
		for _, one := range []*said{x, y} {
			for _, k := range one.unasked {
				if one == x || x.asked(k) {
					themes[k].Units-- // what is left of all units, see below
				}
			}
		}
		same, marks := 0, 0
		for _, k := range x.given {
			switch {
			case !y.asked(k):
				continue
			case y.gave(k):
				same++
				themes[k].Both++
			default:
				themes[k].OnlyA++
			}
			marks++
		}
		for _, k := range y.given {
			if !x.asked(k) {
				continue
			}
			if marks++; !x.gave(k) {
				themes[k].OnlyB++
			}
		}
		if marks == 2*same {
			p.Same++
		}
		if marks == 0 {
			p.None++
			samples++
		} else {
			samples += float64(2*same) / float64(marks)
		}
		both, all = append(both, float64(2*same)), append(all, float64(marks))
		bothSum, allSum = bothSum+float64(2*same), allSum+float64(marks)
	}
	if p.Units == 0 {
		return p, nil
	}
	p.Exact, p.SampleF1 = float64(p.Same)/float64(p.Units), samples/float64(p.Units)
	p.GivenExact = share(float64(p.Same-p.None), float64(p.Units-p.None))
	p.MicroF1 = share(bothSum, allSum)
	if interval && p.Units >= LeastUnits {
		// Any fixed seed will do: the draws must only be the same every time.
		r, err := stats.Bootstrap(p.Units, level, draws, 1, func(pick []int) float64 {
			two, marks := 0.0, 0.0
			for _, u := range pick {
				two, marks = two+both[u], marks+all[u]
			}
			return share(two, marks)
		})
		if err != nil {
			return p, err
		}
		p.MicroLow, p.MicroUp = r.Low, r.High
	}
	sum, n := 0.0, 0.0
	for k := range themes {
		t := &themes[k]
		t.Theme = ids[k]
		t.Units += p.Units
		t.Neither = t.Units - t.Both - t.OnlyA - t.OnlyB
		kappa, err := stats.CohenKappa([][]int{{t.Both, t.OnlyA}, {t.OnlyB, t.Neither}}, stats.Unweighted, level)
		if err != nil {
			return p, err
		}
		t.Kappa = kappa
		if t.F1 = share(float64(2*t.Both), float64(2*t.Both+t.OnlyA+t.OnlyB)); !math.IsNaN(t.F1) {
			sum, n = sum+t.F1, n+1
		}
		switch {
		case t.Units == 0:
			t.Why = notAsked
			t.Kappa.Estimate = nan
		case t.Units < LeastUnits:
			t.Why = fmt.Sprintf("only %d units were judged by both; it takes %d to tell", t.Units, LeastUnits)
			t.Kappa.Estimate = nan
		case t.Neither == t.Units:
			t.Why = "neither gave this theme"
		case t.Both == t.Units:
			t.Why = "both gave this theme to every unit"
		default:
			t.Why = rare(t.Units-t.Neither, t.Units)
		}
		certain(&t.Kappa.Low, &t.Kappa.High, t.Kappa.SE, t.Why)
	}
	p.Themes, p.MacroF1 = themes, share(sum, n)
	return p, nil
}

func share(part, all float64) float64 {
	if all == 0 {
		return math.NaN()
	}
	return part / all
}
