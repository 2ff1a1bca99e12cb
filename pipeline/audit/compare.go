package audit

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/tabulate"
)

// Status is how a printed number came out.
type Status string

const (
	// Reproduced: the data give exactly this, by the study's own rounding.
	Reproduced Status = "reproduced"
	// Otherwise: the data give this by another rounding or another base, which
	// Why names.
	Otherwise Status = "reproduced-otherwise"
	// NotReproduced: other data could give this; these do not.
	NotReproduced Status = "not-reproduced"
	// Impossible: no data can give this beside what is printed with it.
	Impossible Status = "impossible"
	// NotInData: the data have no such question or row.
	NotInData Status = "not-in-data"
	// NotCounted: a figure of the method or of other work, not of answers.
	NotCounted Status = "not-counted"
)

// Statuses lists every Status, best first.
var Statuses = []Status{Reproduced, Otherwise, NotReproduced, Impossible, NotInData, NotCounted}

// Result is one printed number beside ours.
type Result struct {
	Set, Place, Table, Subgroup, Row string
	// What is "count" or "percent".
	What string
	// Printed is as the report has it, Ours what the data give; "" for none.
	Printed, Ours string
	Status        Status
	// Why says what else fits, or why nothing can.
	Why string
	// Reading and Note are those of the transcript.
	Reading, Note string
}

// Measures gives numbers that are in no table. The names are: respondents,
// participants, questions (items of the survey), groups (focus groups), domains
// (of the framework), several OF a multi question (people with more than one
// answer), size OF a group (its participants), subgroup OF a subgroup (its
// people), and agreement OF a percentage and a subgroup written as
// 100@iapt_only (domains at that printed share).
type Measures func(name, of string) (int, bool)

// Compare holds every printed number against the tables. Its results are in the
// order of the transcript, a count before its percentage.
func Compare(p *Published, s *study.Study, tables []tabulate.Table, measures Measures) []Result {
	var out []Result
	for i := range p.Sets {
		c := comparison{set: &p.Sets[i], rounding: s.Rounding, measures: measures}
		c.table, _ = tabulate.Find(tables, p.Sets[i].Table)
		if c.table != nil {
			c.group = c.table.Group(p.Sets[i].Subgroup)
		}
		out = append(out, c.all()...)
	}
	return out
}

type comparison struct {
	set      *Set
	table    *tabulate.Table
	group    int
	rounding study.Rounding
	measures Measures
}

func (c *comparison) all() []Result {
	sumWhy := c.sumImpossible()
	baseWhy := c.noCommonBase()
	var out []Result
	for i := range c.set.Figures {
		f := &c.set.Figures[i]
		count, cell, known := c.ours(f)
		r := Result{Set: c.set.ID, Place: c.set.Place, Table: c.set.Table, Subgroup: c.set.Subgroup, Row: f.Label(), Reading: c.set.Reading, Note: f.Note}
		hidden := cell != nil && cell.Suppressed
		if f.Count != "" {
			r := r
			r.What, r.Printed = "count", f.Count
			c.count(&r, f, count, known, sumWhy)
			out = append(out, r.unless(hidden))
		}
		if f.Percent != "" {
			r := r
			r.What, r.Printed = "percent", f.Percent
			c.percent(&r, f, count, cell, known, sumWhy, baseWhy)
			out = append(out, r.unless(hidden))
		}
	}
	return out
}

// unless takes our number out of a result where it may not be shown, and what
// was said with it. A number that agrees with the printed one is out already.
func (r Result) unless(hidden bool) Result {
	if hidden && r.Status != Reproduced {
		r.Ours, r.Why = "", "our number is hidden, since it or another in its table is small"
	}
	return r
}

// ours is the count that the data give for a figure, and the cell that it
// stands in (the first, where several are added).
func (c *comparison) ours(f *Printed) (count int, cell *tabulate.Cell, known bool) {
	if f.Measure != "" {
		n, ok := c.measures(f.Measure, f.Of)
		return n, nil, ok
	}
	if c.table == nil || c.group < 0 || f.Stated != "" {
		return 0, nil, false
	}
	rows := f.Rows
	if f.Row != "" {
		rows = []string{f.Row}
	}
	for _, label := range rows {
		r := c.table.Row(label)
		if r < 0 {
			return 0, nil, false
		}
		one := c.table.Cells[r][c.group]
		if cell == nil {
			cell = &one
		}
		cell.Suppressed = cell.Suppressed || one.Suppressed
		count += one.Count
	}
	return count, cell, cell != nil
}

func (c *comparison) count(r *Result, f *Printed, ours int, known bool, sumWhy string) {
	printed, _ := whole(f.Count)
	switch {
	case f.Stated != "":
		r.Status, r.Why = NotCounted, "a figure of the method or of other work, which answers do not give"
		return
	case c.set.Base > 0 && printed > c.set.Base && f.Measure == "":
		r.Status, r.Why = Impossible, fmt.Sprintf("more than the %d people that it is printed of", c.set.Base)
	case !known:
		r.Status, r.Why = NotInData, "the data have no such question or answer"
		return
	case ours == printed:
		r.Status = Reproduced
	case f.AtLeast && ours > printed:
		r.Status, r.Why = Reproduced, "printed as \"at least\""
	case sumWhy != "" && !f.AtLeast:
		r.Status, r.Why = Impossible, sumWhy
	default:
		r.Status, r.Why = NotReproduced, "other data could give it"
	}
	if known {
		r.Ours = strconv.Itoa(ours)
	}
}

func (c *comparison) percent(r *Result, f *Printed, count int, cell *tabulate.Cell, known bool, sumWhy, baseWhy string) {
	switch {
	case f.Stated != "":
		r.Status, r.Why = NotCounted, "a figure of the method or of other work, which answers do not give"
		return
	case !known || cell == nil:
		r.Status, r.Why = NotInData, "the data have no such question or answer"
		if why := c.noBase(f); why != "" {
			r.Status, r.Why = Impossible, why
		}
		return
	}
	digits := digitsOf(f.Percent)
	r.Ours = tabulate.Percent(count, cell.Base, min(digits, 4), c.rounding.Rule)
	// What we print ourselves may be rounded together with the other rows.
	if Fits(f.Percent, count, cell.Base, c.rounding.Rule) || (len(f.Rows) == 0 && f.Percent == cell.Shown) {
		r.Status = Reproduced
		return
	}
	for _, rule := range roundings {
		if rule != c.rounding.Rule && Fits(f.Percent, count, cell.Base, rule) {
			r.Status, r.Why = Otherwise, fmt.Sprintf("%d of %d, %s", count, cell.Base, roundingWords[rule])
			return
		}
	}
	if why := c.otherBase(f, count, cell); why != "" {
		r.Status, r.Why = Otherwise, why
		return
	}
	if why := c.sumOfRounded(f); why != "" {
		r.Status, r.Why = Otherwise, why
		return
	}
	why := c.noBase(f)
	if why == "" {
		why = baseWhy
	}
	if printed, ok := whole(f.Count); why == "" && ok && printed != count {
		why = sumWhy
	}
	if why != "" {
		r.Status, r.Why = Impossible, why
		return
	}
	r.Status, r.Why = NotReproduced, "other data could give it"
	if bases, all := basesFor(count, f.Percent); all && len(bases) > 0 {
		r.Why = fmt.Sprintf("%d is %s%% of %s, and here the base is %d", count, f.Percent, ranges(bases), cell.Base)
	}
}

// otherBase tries the table's other bases: all asked, all who answered.
func (c *comparison) otherBase(f *Printed, count int, cell *tabulate.Cell) string {
	for _, other := range []struct {
		base int
		name string
	}{{cell.Base + cell.Missing, "all who were asked"}, {c.table.Groups[c.group].N, "everyone in the group"}} {
		if cell.Rule != study.Mentions && other.base != cell.Base && Fits(f.Percent, count, other.base, c.rounding.Rule) {
			return fmt.Sprintf("%d of %d, %s; the table's base is %d", count, other.base, other.name, cell.Base)
		}
	}
	return ""
}

// sumOfRounded tells whether a figure over several rows, or a net, is what
// comes of adding their rounded percentages.
func (c *comparison) sumOfRounded(f *Printed) string {
	if len(f.Rows) < 2 {
		return ""
	}
	digits := digitsOf(f.Percent)
	sum := new(big.Rat)
	var parts []string
	for _, label := range f.Rows {
		cell := c.table.Cells[c.table.Row(label)][c.group]
		shown := tabulate.Percent(cell.Count, cell.Base, min(digits, 4), c.rounding.Rule)
		x, ok := parseDecimal(shown)
		if !ok {
			return ""
		}
		sum.Add(sum, x)
		parts = append(parts, shown)
	}
	if printed, _ := parseDecimal(f.Percent); printed.Cmp(sum) != 0 {
		return ""
	}
	return "adds percentages that were already rounded (" + strings.Join(parts, " + ") + ")"
}

// noBase says why no base gives a printed count its printed percentage: none at
// all, or not the base that is printed with them.
func (c *comparison) noBase(f *Printed) string {
	count, ok := whole(f.Count)
	if !ok || f.Percent == "" {
		return ""
	}
	bases, all := basesFor(count, f.Percent)
	switch {
	case all && len(bases) == 0:
		return fmt.Sprintf("%s%% is %d of no base, however it is rounded", f.Percent, count)
	case c.set.Base > 0 && !fitsAny(f.Percent, count, c.set.Base):
		why := fmt.Sprintf("%d of the %d printed is %s%%", count, c.set.Base, tabulate.Percent(count, c.set.Base, min(digitsOf(f.Percent), 4), c.rounding.Rule))
		if all {
			why += fmt.Sprintf("; %s%% would need a base of %s", f.Percent, ranges(bases))
		}
		return why
	}
	return ""
}

// noCommonBase says so where each pair of the set has a base of its own but no
// one base has them all.
func (c *comparison) noCommonBase() string {
	if c.set.Base > 0 {
		return ""
	}
	type pair struct {
		count   int
		percent string
	}
	var pairs []pair
	var common []int
	listed := false // of one pair at least, every base is known: the others need only be tried on these
	for _, f := range c.set.Figures {
		count, ok := whole(f.Count)
		if !ok || f.Percent == "" {
			continue
		}
		pairs = append(pairs, pair{count, f.Percent})
		if !listed && count > 0 {
			common, listed = basesFor(count, f.Percent)
		}
	}
	if !listed || len(pairs) < 2 {
		return ""
	}
	for _, p := range pairs {
		common = slices.DeleteFunc(common, func(base int) bool { return !fitsAny(p.percent, p.count, base) })
	}
	if len(common) > 0 {
		return ""
	}
	var each []string
	for _, p := range pairs {
		if bases, all := basesFor(p.count, p.percent); all {
			each = append(each, fmt.Sprintf("%d is %s%% of %s", p.count, p.percent, ranges(bases)))
		}
	}
	return "no one base gives all the percentages that are printed together here: " + strings.Join(each, "; ")
}

// sumImpossible says why the counts of a set cannot all be right together.
func (c *comparison) sumImpossible() string {
	if !c.set.Exclusive || c.set.Base == 0 {
		return ""
	}
	sum := 0
	var parts []string
	for _, f := range c.set.Figures {
		if n, ok := whole(f.Count); ok && len(f.Rows) == 0 {
			sum += n
			parts = append(parts, f.Count)
		}
	}
	if sum > c.set.Base || (c.set.Complete && sum != c.set.Base) {
		return fmt.Sprintf("not all the counts printed together can be right: they add up to %d (%s), and are of %d", sum, strings.Join(parts, " + "), c.set.Base)
	}
	return ""
}

// roundings are the rules that a printed percentage may have been made by.
var roundings = []study.RoundingRule{study.HalfUp, study.HalfEven, study.Truncate}

var roundingWords = map[study.RoundingRule]string{
	study.HalfUp: "rounded half up", study.HalfEven: "rounded half to even", study.Truncate: "cut off, not rounded",
}

// Fits tells whether a printed percentage is count of base by a rounding rule,
// at as many digits as are printed. A percentage printed with more than four
// digits after the point is taken as not rounded: it fits within half a
// billionth. One printed as "61.0" may also be a whole number that a program wrote so.
func Fits(percent string, count, base int, rule study.RoundingRule) bool {
	if base <= 0 {
		return false
	}
	printed, ok := parseDecimal(percent)
	if !ok {
		return false
	}
	digits := digitsOf(percent)
	if digits > 4 {
		exact := big.NewRat(int64(count)*100, int64(base))
		difference := new(big.Rat).Sub(printed, exact)
		return difference.Abs(difference).Cmp(big.NewRat(1, 2_000_000_000)) <= 0
	}
	shown, _ := parseDecimal(tabulate.Percent(count, base, digits, rule))
	if printed.Cmp(shown) == 0 {
		return true
	}
	if digits == 1 && strings.HasSuffix(percent, ".0") {
		shown, _ = parseDecimal(tabulate.Percent(count, base, 0, rule))
		return printed.Cmp(shown) == 0
	}
	return false
}

// BasesFor lists the bases, in order, of which count is the printed percentage
// under some rounding rule. No base above 100,000 is listed; a count or a
// percentage of 0 fits bases without end, of which none above 2,000 is listed,
// and a count above 20,000 none at all. So an empty list alone does not say that
// there is no such base.
func BasesFor(count int, percent string) []int {
	bases, _ := basesFor(count, percent)
	return bases
}

// The largest base and the largest count for which bases are searched.
const maxBase, maxCount = 100_000, 20_000

// basesFor gives what BasesFor does, and whether these are all the bases there
// are.
func basesFor(count int, percent string) (bases []int, all bool) {
	printed, ok := parseDecimal(percent)
	if !ok || count > maxCount {
		return nil, false
	}
	low, high := max(1, count), 2_000
	switch {
	case count == 0:
		// Nobody is 0% of any base: one base stands for them all.
		all = !fitsAny(percent, 0, 1)
	case printed.Sign() > 0:
		// What is printed was cut off by less than one unit of its last digit, or
		// rounded by at most half of one.
		unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(min(digitsOf(percent), 4))), nil))
		if digitsOf(percent) == 1 && strings.HasSuffix(percent, ".0") {
			unit = big.NewRat(1, 1)
		}
		hundred := big.NewRat(int64(count)*100, 1)
		top, _ := new(big.Rat).Quo(hundred, new(big.Rat).Add(printed, unit)).Float64()
		low, high = max(low, int(top)-1), maxBase
		if least := new(big.Rat).Sub(printed, unit.Quo(unit, big.NewRat(2, 1))); least.Sign() > 0 {
			if f, _ := new(big.Rat).Quo(hundred, least).Float64(); f+1 < maxBase {
				high, all = int(f)+1, true
			}
		}
	}
	for n := low; n <= high; n++ {
		if fitsAny(percent, count, n) {
			bases = append(bases, n)
		}
	}
	return bases, all
}

// fitsAny tells whether a printed percentage is count of base by any rounding rule.
func fitsAny(percent string, count, base int) bool {
	return slices.ContainsFunc(roundings, func(rule study.RoundingRule) bool { return Fits(percent, count, base, rule) })
}

// Tally counts results by status, in the order of Statuses, for one kind of
// number ("count", "percent", or "" for both).
func Tally(results []Result, what string) []int {
	out := make([]int, len(Statuses))
	for _, r := range results {
		if what == "" || r.What == what {
			out[slices.Index(Statuses, r.Status)]++
		}
	}
	return out
}

// ranges writes a sorted list of numbers as 51 to 52 or 56.
func ranges(list []int) string {
	var parts []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		switch {
		case j == i:
			parts = append(parts, strconv.Itoa(list[i]))
		case j == i+1:
			parts = append(parts, strconv.Itoa(list[i]), strconv.Itoa(list[j]))
		default:
			parts = append(parts, fmt.Sprintf("%d to %d", list[i], list[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, " or ")
}

func whole(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0
}

func digitsOf(percent string) int {
	_, after, _ := strings.Cut(percent, ".")
	return len(after)
}

func parseDecimal(s string) (*big.Rat, bool) {
	if s == "" || strings.Trim(s, "0123456789.") != "" || len(s) > 40 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}
