package audit

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
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
	// What is "count", "percent", "base" (where one is printed with the figure),
	// "weight" or "weight_base".
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
// order of the transcript, and of one figure: count, base, weights, percentage.
// A set may name its table by id, by a question's column or wording, or by the
// table's title, and its subgroup by id or label; those that name none which
// there is come out as NotInData, and Unknown tells of them.
//
// In a weighted table a percentage is held against the weights, and a count
// against the people.
func Compare(p *Published, s *study.Study, tables []tabulate.Table, measures Measures) []Result {
	var out []Result
	for i := range p.Sets {
		c := comparison{set: &p.Sets[i], rounding: s.Rounding, rule: conventionOf(s.Rounding.Rule), measures: measures, group: -1}
		c.table = tableNamed(s, tables, p.Sets[i].Table)
		if c.table != nil {
			c.group = groupNamed(c.table, p.Sets[i].Subgroup)
		}
		if agreement, ok := tabulate.Find(tables, tabulate.AgreementID); ok {
			c.agreement = agreement
		}
		c.absent = "the data have no such question or answer"
		switch named := cmp.Or(p.Sets[i].Table, p.Sets[i].named); {
		case named != "" && c.table == nil:
			c.absent = "the consultation has no table " + finding.Quote(named)
		case c.table != nil && c.group < 0:
			c.absent = "the table has no subgroup " + finding.Quote(p.Sets[i].Subgroup)
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
	rule     Convention
	measures Measures
	absent   string // why there is no number of ours
	// agreement is the table that measures of agreement count, nil for none.
	agreement *tabulate.Table
}

// ours is what the data give for a figure.
type ours struct {
	count int
	// cell is the one that it stands in, with the counts of all where several rows
	// are added; nil for a measure.
	cell *tabulate.Cell
	// row is its row in the table.
	row   int
	known bool
}

func (c *comparison) all() []Result {
	sumWhy, baseWhy := c.sumImpossible(), ""
	if c.table == nil || !c.table.Weighted {
		baseWhy = c.noCommonBase()
	}
	together := c.addUpTo100()
	var out []Result
	for i := range c.set.Figures {
		f := &c.set.Figures[i]
		o := c.ours(f)
		hidden := o.cell != nil && o.cell.Suppressed || c.countsHidden(f)
		add := func(what, printed string, judge func(*Result)) {
			if printed == "" {
				return
			}
			r := Result{Set: c.set.ID, Place: c.set.Place, Table: c.set.Table, Subgroup: c.set.Subgroup, Row: f.Label(), What: what, Printed: printed, Reading: c.set.Reading, Note: f.Note}
			if f.Stated != "" {
				r.Status, r.Why = NotCounted, "a figure of the method or of other work, which answers do not give"
			} else {
				judge(&r)
			}
			out = append(out, r.unless(hidden))
		}
		base := ""
		if f.Base > 0 {
			base = strconv.Itoa(f.Base)
		}
		add("count", f.Count, func(r *Result) { c.count(r, f, o, sumWhy) })
		add("base", base, func(r *Result) { c.base(r, f, o) })
		add("weight", f.Weight, func(r *Result) { c.weight(r, o, false) })
		add("weight_base", f.WeightBase, func(r *Result) { c.weight(r, o, true) })
		add("percent", f.Percent, func(r *Result) { c.percent(r, f, o, sumWhy, baseWhy, together) })
	}
	return out
}

// unless takes our number out of a result where it may not be shown, and what
// was said with it: a printed number can then not be held against it. A number
// that agrees with the printed one is out already, and one that no data can give
// is so without ours.
func (r Result) unless(hidden bool) Result {
	if !hidden || r.Status == Reproduced || r.Status == NotCounted {
		return r
	}
	r.Ours = ""
	if r.Status != Impossible {
		r.Status, r.Why = NotInData, "our number is hidden, since it or another in its table is small"
	}
	return r
}

// countsHidden tells whether a measure counts cells of which some are hidden, so
// that what is left says nothing.
func (c *comparison) countsHidden(f *Printed) bool {
	if f.Measure != "agreement" || c.agreement == nil {
		return false
	}
	_, group, _ := strings.Cut(f.Of, "@")
	g := c.agreement.Group(group)
	return g >= 0 && slices.ContainsFunc(c.agreement.Cells, func(row []tabulate.Cell) bool { return g < len(row) && row[g].Suppressed })
}

func (c *comparison) ours(f *Printed) ours {
	if f.Measure != "" {
		n, ok := c.measures(f.Measure, f.Of)
		return ours{count: n, known: ok}
	}
	if c.table == nil || c.group < 0 || f.Stated != "" {
		return ours{}
	}
	rows := f.Rows
	if f.Row != "" {
		rows = []string{f.Row}
	}
	var out ours
	for _, label := range rows {
		r := c.table.Row(label)
		if r < 0 {
			return ours{}
		}
		one := c.table.Cells[r][c.group]
		if out.cell == nil {
			first := one
			out.cell, out.row, out.known = &first, r, true
		} else {
			out.cell.Suppressed = out.cell.Suppressed || one.Suppressed
			out.cell.Count += one.Count
			out.cell.Weight += one.Weight
		}
	}
	if out.known {
		out.count = out.cell.Count
	}
	return out
}

func (c *comparison) notInData(r *Result) { r.Status, r.Why = NotInData, c.absent }

func (c *comparison) count(r *Result, f *Printed, o ours, sumWhy string) {
	printed, _ := whole(f.Count)
	switch {
	case c.set.Base > 0 && printed > c.set.Base && f.Measure == "":
		r.Status, r.Why = Impossible, fmt.Sprintf("more than the %d people that it is printed of", c.set.Base)
	case !o.known:
		c.notInData(r)
		return
	case o.count == printed:
		r.Status = Reproduced
	case f.AtLeast && o.count > printed:
		r.Status, r.Why = Reproduced, "printed as \"at least\""
	case c.isWeight(f.Count, o.cell):
		r.Status, r.Why = Otherwise, "the sum of their weights, "+weightText(o.cell.Weight)+", as a whole number"
	case sumWhy != "" && !f.AtLeast:
		r.Status, r.Why = Impossible, sumWhy
	default:
		r.Status, r.Why = NotReproduced, "other data could give it"
	}
	if o.known {
		r.Ours = strconv.Itoa(o.count)
	}
}

// isWeight tells whether a printed count is the weights of a cell, rounded.
func (c *comparison) isWeight(printed string, cell *tabulate.Cell) bool {
	if cell == nil || !c.table.Weighted {
		return false
	}
	by, ok := conventionFor(printed, weightSum(cell.Weight), c.rule)
	return ok && by.usual()
}

// base holds a base that is printed with one figure against the cell's.
func (c *comparison) base(r *Result, f *Printed, o ours) {
	if !o.known || o.cell == nil {
		c.notInData(r)
		return
	}
	r.Ours = strconv.Itoa(o.cell.Base)
	if f.Base == o.cell.Base {
		r.Status = Reproduced
		return
	}
	r.Status, r.Why = NotReproduced, "other data could give it"
	for _, other := range c.otherBases(o.cell) {
		if other.base == f.Base {
			r.Status, r.Why = Otherwise, fmt.Sprintf("%d is %s; the table's base is %d", f.Base, other.name, o.cell.Base)
			return
		}
	}
	if by, ok := conventionFor(r.Printed, weightSum(o.cell.WeightBase), c.rule); c.table.Weighted && ok && by.usual() {
		r.Status, r.Why = Otherwise, "the sum of their weights, "+weightText(o.cell.WeightBase)+", as a whole number"
	}
}

// weight holds a printed sum of weights against a cell's: the base's, or the count's.
func (c *comparison) weight(r *Result, o ours, base bool) {
	if !o.known || o.cell == nil || !c.table.Weighted {
		c.notInData(r)
		if o.known {
			r.Why = "the consultation has no weights"
		}
		return
	}
	sum, people := o.cell.Weight, o.cell.Count
	if base {
		sum, people = o.cell.WeightBase, o.cell.Base
	}
	x := weightSum(sum)
	r.Ours = c.rule.round(x, min(digitsOf(r.Printed), maxDigits)).FloatString(min(digitsOf(r.Printed), maxDigits))
	by, ok := conventionFor(r.Printed, x, c.rule)
	switch {
	case ok && by == c.rule:
		r.Status = Reproduced
	case ok:
		r.Status, r.Why = Otherwise, weightText(sum)+", "+by.String()
	case r.Printed == strconv.Itoa(people):
		r.Status, r.Why = Otherwise, "the number of people, not weighted"
	default:
		r.Status, r.Why = NotReproduced, "other data could give it"
	}
}

// weightSum is a sum of weights as a number.
func weightSum(units int64) *big.Rat { return big.NewRat(units, tabulate.WeightUnit) }

// weightText writes a sum of weights with four digits after the point.
func weightText(units int64) string { return HalfUp.round(weightSum(units), 4).FloatString(4) }

// share is the exact percentage of a cell, or nil where it has no base.
func (c *comparison) share(cell *tabulate.Cell) *big.Rat {
	if c.table.Weighted {
		return weightShare(cell.Weight, cell.WeightBase)
	}
	return fraction(cell.Count, cell.Base)
}

func weightShare(weight, base int64) *big.Rat {
	if base <= 0 {
		return nil
	}
	x := big.NewRat(weight, base)
	return x.Mul(x, big.NewRat(100, 1))
}

// of writes what a cell's percentage is of.
func (c *comparison) of(cell *tabulate.Cell) string {
	if c.table.Weighted {
		return fmt.Sprintf("%s of %s, weighted", weightText(cell.Weight), weightText(cell.WeightBase))
	}
	return fmt.Sprintf("%d of %d", cell.Count, cell.Base)
}

// inDigits writes a percentage by the study's rounding, with the digits of a printed one.
func (c *comparison) inDigits(x *big.Rat, printed string) string {
	if x == nil {
		return ""
	}
	digits := min(digitsOf(printed), maxDigits)
	return c.rule.round(x, digits).FloatString(digits)
}

func (c *comparison) percent(r *Result, f *Printed, o ours, sumWhy, baseWhy string, together map[*Printed]bool) {
	weighted := c.table != nil && c.table.Weighted
	if !o.known || o.cell == nil {
		c.notInData(r)
		if why := c.noBase(f); why != "" && !weighted {
			r.Status, r.Why = Impossible, why
		}
		return
	}
	cell := o.cell
	x := c.share(cell)
	r.Ours = c.inDigits(x, f.Percent)
	by, fits := conventionFor(f.Percent, x, c.rule)
	switch {
	// What we print ourselves may be rounded together with the other rows.
	case fits && by == c.rule, len(f.Rows) == 0 && !cell.Suppressed && f.Percent == cell.Shown:
		r.Status = Reproduced
		return
	case together[f] && c.rounding.Rule == study.LargestRemainder:
		r.Status = Reproduced
		return
	case together[f] && (!fits || !by.usual()):
		r.Status, r.Why = Otherwise, c.of(cell)+", rounded so that the rows add up to 100 (largest remainder)"
		return
	case fits && by.usual():
		r.Status, r.Why = Otherwise, c.of(cell)+", "+by.String()
		return
	}
	// Another rounding fits easily by chance, so that it is not looked for where
	// rounded percentages were added, or beside a count that is another one.
	printed, counted := whole(f.Count)
	if c.sumOfRounded(f, cell) == "" && fits && (!counted || weighted || printed == o.count || c.noBase(f) == "") {
		r.Status, r.Why = Otherwise, c.of(cell)+", "+by.String()
		return
	}
	for _, other := range []func(*Printed, *tabulate.Cell) string{c.otherBase, c.otherWeighting, c.sumOfRounded} {
		if why := other(f, cell); why != "" {
			r.Status, r.Why = Otherwise, why
			return
		}
	}
	why := ""
	if !weighted {
		why = cmp.Or(c.noBase(f), baseWhy)
		if why == "" && counted && printed != o.count {
			why = sumWhy
		}
	}
	if why != "" {
		r.Status, r.Why = Impossible, why
		return
	}
	r.Status, r.Why = NotReproduced, "other data could give it"
	if runs, known := basesOf(o.count, f.Percent); known && len(runs) > 0 && o.count > 0 && !weighted {
		r.Why = fmt.Sprintf("%d is %s%% of %s, and here the base is %d", o.count, f.Percent, inRuns(runs), cell.Base)
	}
}

// namedBase is a base that a percentage may be of instead of its table's.
type namedBase struct {
	base int
	name string
}

// otherBases lists the table's other bases: all asked, everyone.
func (c *comparison) otherBases(cell *tabulate.Cell) []namedBase {
	var out []namedBase
	if cell.Rule == study.Mentions {
		return nil
	}
	if cell.Missing > 0 {
		out = append(out, namedBase{cell.Base + cell.Missing, "all who were asked"})
	}
	if n := c.table.Groups[c.group].N; n > 0 && n != cell.Base {
		out = append(out, namedBase{n, "everyone in the group"})
	}
	return out
}

// otherBase tries the other bases, and the one that is printed.
func (c *comparison) otherBase(f *Printed, cell *tabulate.Cell) string {
	if c.table.Weighted {
		for r := range c.table.Rows {
			if asked := c.table.Cells[r][c.group]; c.table.Rows[r].Kind == tabulate.MissRow && cell.Rule != study.Mentions && !c.table.Matrix && c.rule.printsAs(f.Percent, weightShare(cell.Weight, asked.WeightBase)) {
				return fmt.Sprintf("%s of %s, all who were asked, weighted; the table's base is %s", weightText(cell.Weight), weightText(asked.WeightBase), weightText(cell.WeightBase))
			}
		}
		if sum := c.printedRows(func(cell *tabulate.Cell) int64 { return cell.Weight }); sum > 0 && sum != cell.WeightBase && c.rule.printsAs(f.Percent, weightShare(cell.Weight, sum)) {
			return fmt.Sprintf("%s of %s, all who are in the rows printed with it, weighted; the table's base is %s", weightText(cell.Weight), weightText(sum), weightText(cell.WeightBase))
		}
		return ""
	}
	bases := c.otherBases(cell)
	if printed := cmp.Or(f.Base, c.set.Base); printed > 0 && printed != cell.Base {
		bases = append(bases, namedBase{printed, "the base printed with it"})
	}
	// Rows may be left out of the base as they are out of the print: "don't know".
	if sum := c.printedRows(func(cell *tabulate.Cell) int64 { return int64(cell.Count) }); sum > 0 && int(sum) != cell.Base {
		bases = append(bases, namedBase{int(sum), "all who are in the rows printed with it"})
	}
	for _, other := range bases {
		if cell.Count <= other.base && c.rule.printsAs(f.Percent, fraction(cell.Count, other.base)) {
			return fmt.Sprintf("%d of %d, %s; the table's base is %d", cell.Count, other.base, other.name, cell.Base)
		}
	}
	return ""
}

// printedRows adds up the different rows of answers that the set prints
// percentages of; 0 where a person can be in several, or fewer than two are printed.
func (c *comparison) printedRows(number func(*tabulate.Cell) int64) int64 {
	if c.table.Kind == study.Multi || c.table.Matrix {
		return 0
	}
	var sum int64
	seen := map[int]bool{}
	for i := range c.set.Figures {
		f := &c.set.Figures[i]
		r := c.table.Row(f.Row)
		if f.Row == "" || f.Percent == "" || r < 0 || c.table.Rows[r].Kind != tabulate.OptionRow || seen[r] {
			continue
		}
		cell := &c.table.Cells[r][c.group]
		if cell.Suppressed || cell.Rule == study.Mentions {
			return 0
		}
		seen[r] = true
		sum += number(cell)
	}
	if len(seen) < 2 {
		return 0
	}
	return sum
}

// otherWeighting tells whether a percentage in a weighted table is of people.
func (c *comparison) otherWeighting(f *Printed, cell *tabulate.Cell) string {
	if c.table.Weighted && c.rule.printsAs(f.Percent, fraction(cell.Count, cell.Base)) {
		return fmt.Sprintf("%d of %d people, not weighted", cell.Count, cell.Base)
	}
	return ""
}

// sumOfRounded tells whether a figure over several rows, or a net, is what
// comes of adding their rounded percentages.
func (c *comparison) sumOfRounded(f *Printed, _ *tabulate.Cell) string {
	if len(f.Rows) < 2 {
		return ""
	}
	sum := new(big.Rat)
	var parts []string
	for _, label := range f.Rows {
		cell := c.table.Cells[c.table.Row(label)][c.group]
		shown := c.inDigits(c.share(&cell), f.Percent)
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

// addUpTo100 gives the figures of the set whose percentages are rounded so that
// the rows of the table add up to 100, where this explains all of its percentages.
func (c *comparison) addUpTo100() map[*Printed]bool {
	if c.table == nil || c.group < 0 || c.table.Matrix {
		return nil
	}
	var rows []*big.Rat
	at := map[int]int{} // of a row of the table
	for r := range c.table.Rows {
		if c.table.Rows[r].Kind != tabulate.OptionRow {
			continue
		}
		x := c.share(&c.table.Cells[r][c.group])
		if x == nil || c.table.Cells[r][c.group].Suppressed {
			return nil
		}
		at[r] = len(rows)
		rows = append(rows, x)
	}
	units := slices.Repeat([]int{-1}, len(rows))
	out := map[*Printed]bool{}
	digits := -1
	for i := range c.set.Figures {
		f := &c.set.Figures[i]
		if f.Percent == "" || f.Stated != "" || f.Measure != "" || len(f.Rows) > 0 {
			continue
		}
		p, ok := parseShare(f.Percent)
		k, found := at[c.table.Row(f.Row)]
		if !found || !ok || digits >= 0 && p.digits != digits || units[k] >= 0 {
			return nil
		}
		units[k], digits, out[f] = p.units, p.digits, true
	}
	// A part of the rows fits too easily, unless the study rounds so.
	for k := range rows {
		if units[k] < 0 && rows[k].Sign() > 0 && c.rounding.Rule != study.LargestRemainder {
			return nil
		}
	}
	if len(out) < 2 {
		return nil
	}
	if all, ok := largestRemainder(rows, digits); !ok || !all.prints(units) {
		return nil
	}
	return out
}

// noBase says why no base gives a printed count its printed percentage: none at
// all, or not the base that is printed with them.
func (c *comparison) noBase(f *Printed) string {
	count, ok := whole(f.Count)
	if !ok || f.Percent == "" || f.weighted() {
		return ""
	}
	runs, known := basesOf(count, f.Percent)
	base := cmp.Or(f.Base, c.set.Base)
	switch {
	case known && len(runs) == 0:
		return fmt.Sprintf("%s%% is %d of no base, however it is rounded", f.Percent, count)
	case base > 0 && !fitsAny(f.Percent, count, base):
		why := fmt.Sprintf("%d of the %d printed is %s%%", count, base, c.inDigits(fraction(count, base), f.Percent))
		if known {
			why += fmt.Sprintf("; %s%% would need a base of %s", f.Percent, inRuns(runs))
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
	common, pairs := []span{everyBase}, 0
	var each []string
	for i := range c.set.Figures {
		f := &c.set.Figures[i]
		count, ok := whole(f.Count)
		if !ok || f.Percent == "" || f.Base > 0 || f.weighted() {
			continue
		}
		runs, known := basesOf(count, f.Percent)
		if !known {
			return ""
		}
		pairs++
		common = commonRuns(common, runs)
		each = append(each, fmt.Sprintf("%d is %s%% of %s", count, f.Percent, cmp.Or(inRuns(runs), "no base")))
	}
	if pairs < 2 || len(common) > 0 {
		return ""
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

// Tally counts results by status, in the order of Statuses, for one kind of
// number ("count", "percent", or "" for all).
func Tally(results []Result, what string) []int {
	out := make([]int, len(Statuses))
	for _, r := range results {
		if what == "" || r.What == what {
			out[slices.Index(Statuses, r.Status)]++
		}
	}
	return out
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
