package tabulate

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"concord/pipeline/crew"
	"concord/pipeline/study"
	"concord/pipeline/survey"

	"gonum.org/v1/gonum/stat"
)

// Confidence is the level of the intervals that a study does not choose: those
// of the people who speak for a theme or an amendment.
const Confidence = 0.95

// Build makes the tables that a study asks for, or, where it asks for none, one
// for every closed or number question with the study's subgroups beside
// everyone, and the table of agreement by domain. Either table of answers may
// be nil. The result does not depend on jobs, which is how many are counted
// side by side.
func Build(ctx context.Context, s *study.Study, respondents, participants *survey.Table, jobs int) ([]Table, error) {
	var out []Table
	if respondents != nil {
		tables, err := ofSurvey(ctx, s, respondents, only{}, jobs)
		if err != nil {
			return nil, err
		}
		out = append(out, tables...)
	}
	if participants != nil {
		b := builder{study: s, table: participants, source: "groups"}
		if err := b.groupsOf(nil); err != nil {
			return nil, err
		}
		first := len(out)
		for i := range participants.Columns {
			c := &participants.Columns[i]
			if c.Question.Kind.Closed() || c.Question.Kind == study.Number {
				t, err := b.question(c, study.TableSpec{})
				if err != nil {
					return nil, err
				}
				t.ID = "groups_" + t.ID
				out = append(out, t)
			}
		}
		protect(out[first:])
		hideAverages(out[first:])
	}
	unique(out)
	return out, nil
}

// only restricts tables to those for whom a filter is true; its zero value does
// not.
type only struct {
	filter *study.Filter
	text   string
}

// BuildWhere makes the tables of the respondents for whom a filter is true; text
// is the filter as it was written. A nil filter is true of everyone.
func BuildWhere(ctx context.Context, s *study.Study, respondents *survey.Table, filter *study.Filter, text string, jobs int) ([]Table, error) {
	out, err := ofSurvey(ctx, s, respondents, only{filter, text}, jobs)
	unique(out)
	return out, err
}

func ofSurvey(ctx context.Context, s *study.Study, respondents *survey.Table, where only, jobs int) ([]Table, error) {
	wanted := s.Tables
	if len(wanted) == 0 {
		wanted = standard(s, respondents)
	}
	specs := single(wanted)
	weights, err := weightUnits(respondents.Weights)
	if err != nil {
		return nil, err
	}
	out := make([]Table, len(specs))
	errs := make([]error, len(specs))
	var next atomic.Int64
	var workers crew.Crew
	for range max(1, min(jobs, len(specs))) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(specs) {
					return
				}
				b := builder{study: s, table: respondents, source: "survey", weights: weights, only: where}
				out[i], errs[i] = b.spec(specs[i].TableSpec)
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("the table of %s: %w", specs[i].name(), err)
		}
	}
	protect(out)
	hideAverages(out)
	return gather(s, wanted, out), nil
}

// unique makes ids differ, in more than capitals since each is the name of a
// file, where a study asks for a question twice or one table's id is another's
// by chance. A question's own table keeps the question's id, and of others the
// first keeps its own.
func unique(tables []Table) {
	taken := map[string]bool{}
	own := func(t *Table) bool { return t.ID == t.Question || t.ID == AgreementID }
	var again []*Table
	for _, questions := range []bool{true, false} {
		for i := range tables {
			t := &tables[i]
			if own(t) != questions {
				continue
			}
			if low := strings.ToLower(t.ID); !taken[low] {
				taken[low] = true
			} else {
				again = append(again, t)
			}
		}
	}
	// Only now, so that none takes an id that another table has from the start.
	for _, t := range again {
		for n := 2; ; n++ {
			id := t.ID + "_" + strconv.Itoa(n)
			if low := strings.ToLower(id); !taken[low] {
				taken[low] = true
				t.ID = id
				break
			}
		}
	}
}

// standard is what a study that names no tables gets.
func standard(s *study.Study, t *survey.Table) []study.TableSpec {
	var groups []string
	for _, g := range s.Subgroups {
		groups = append(groups, g.ID)
	}
	var out []study.TableSpec
	agreement := false
	for i := range t.Columns {
		q := &t.Columns[i].Question
		if q.Kind.Closed() || q.Kind == study.Number {
			out = append(out, study.TableSpec{Question: q.ID, Subgroups: groups})
		}
		agreement = agreement || rates(q)
	}
	if agreement {
		out = append(out, study.TableSpec{Agreement: true, Subgroups: groups})
	}
	return out
}

// rates tells whether a question asks if a domain applies.
func rates(q *study.Question) bool { return q.About == study.Applicability && q.Kind.Closed() }

// builder counts one source.
type builder struct {
	study  *study.Study
	table  *survey.Table
	source string
	groups []Group
	crowds []crowd // of each group, who is in it
	// answers are those to the question that divides the table, where it has one
	// answer a person; its groups begin at divided.
	answers []uint16
	divided int
	only    only
	// weights are everyone's, in units of WeightUnit; nil where all count alike.
	weights []int64
}

func (b *builder) spec(spec study.TableSpec) (Table, error) {
	if err := b.groupsOf(spec.Subgroups); err != nil {
		return Table{}, err
	}
	if spec.By != "" {
		if err := b.by(spec.By); err != nil {
			return Table{}, err
		}
	}
	var t Table
	var err error
	if spec.Agreement {
		if t, err = b.agreement(spec.By); err != nil {
			return Table{}, err
		}
	} else {
		c, ok := b.table.Column(spec.Question)
		if !ok {
			return Table{}, fmt.Errorf("there is no question %q", spec.Question)
		}
		if t, err = b.question(c, spec); err != nil {
			return Table{}, err
		}
	}
	if spec.By != "" {
		t.ID += "_by_" + spec.By
		if spec.Title == "" {
			q, _ := b.study.Survey.Question(spec.By)
			t.Title += ", by " + q.Name()
		}
	}
	if spec.Title != "" {
		t.Title = spec.Title
	}
	return t, nil
}

func (b *builder) groupsOf(ids []string) error {
	n := b.table.N
	var everyone []bool
	if b.only.filter != nil {
		var err error
		if everyone, err = Members(b.table, b.only.filter); err != nil {
			return err
		}
		n = howMany(everyone)
	}
	word := "All respondents"
	if b.source == "groups" {
		word = "All participants"
	}
	if b.only.filter != nil {
		word = "Those for whom " + b.only.text
	}
	b.groups = []Group{{Label: word, Where: b.only.text, N: n}}
	b.crowds = []crowd{{in: everyone}}
	for _, id := range ids {
		for _, g := range b.study.Subgroups {
			if g.ID != id {
				continue
			}
			label := g.Label
			if label == "" {
				label = g.ID
			}
			f, err := study.ParseFilter(g.Where)
			if err != nil {
				return fmt.Errorf("subgroup %s: %w", id, err)
			}
			if err := b.group(g.ID, label, g.Where, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) group(id, label, where string, f *study.Filter) error {
	in, err := Members(b.table, f)
	if err != nil {
		return fmt.Errorf("subgroup %s: %w", id, err)
	}
	if only := b.crowds[0].in; only != nil {
		for i := range in {
			in[i] = in[i] && only[i]
		}
	}
	b.groups = append(b.groups, Group{ID: id, Label: label, Where: b.within(where), N: howMany(in)})
	b.crowds = append(b.crowds, crowd{in: in})
	return nil
}

// within adds to a group's filter the one that restricts the table.
func (b *builder) within(where string) string {
	if b.only.filter == nil {
		return where
	}
	return "(" + b.only.text + ") and (" + where + ")"
}

func howMany(in []bool) int {
	n := 0
	for _, yes := range in {
		if yes {
			n++
		}
	}
	return n
}

// by adds a group for each option of a question.
func (b *builder) by(question string) error {
	c, ok := b.table.Column(question)
	if !ok {
		return fmt.Errorf("there is no question %q", question)
	}
	var n []int
	if c.Codes != nil {
		b.answers, b.divided = c.Codes, len(b.groups)
		n = codeCounts(c.Codes, len(c.Question.Options), b.crowds[0].in, nil)
	}
	for i, o := range c.Question.Options {
		quote := `"`
		if strings.Contains(o.Label, `"`) {
			quote = "'"
		}
		where := question + " = " + quote + o.Label + quote
		if c.Codes != nil {
			b.groups = append(b.groups, Group{ID: question + "=" + o.Label, Label: o.Label, Where: b.within(where), N: n[i+1]})
			b.crowds = append(b.crowds, crowd{codes: c.Codes, code: uint16(i + 1), only: b.crowds[0].in})
			continue
		}
		// Not read from its text, which cannot hold a label with both quotation marks.
		f := &study.Filter{Op: "=", Question: question, Values: []string{o.Label}, At: 1}
		if err := b.group(question+"="+o.Label, o.Label, where, f); err != nil {
			return err
		}
	}
	return nil
}

// tally is what one group said to one question.
type tally struct {
	asked, answered, mentions int
	options                   []int // who chose each
	nets                      []int // who chose any of each net
	agree                     int
	// weights is the same in weights, nil where all count alike.
	weights *weightTally
}

// nets gives the sets of options of a question that get a row, as bits by option.
func optionSet(q *study.Question, labels []string) []bool {
	set := make([]bool, len(q.Options))
	for _, l := range labels {
		if i := q.Options.Index(l); i >= 0 {
			set[i] = true
		}
	}
	return set
}

func (b *builder) asked(q *study.Question) ([]bool, error) {
	if q.Asked == "" {
		return nil, nil
	}
	f, err := study.ParseFilter(q.Asked)
	if err != nil {
		return nil, err
	}
	return Members(b.table, f)
}

func (b *builder) tally(c *survey.Column) ([]tally, error) {
	q := &c.Question
	asked, err := b.asked(q)
	if err != nil {
		return nil, fmt.Errorf("%s: asked: %w", q.ID, err)
	}
	var nets [][]bool
	for _, n := range q.Nets {
		nets = append(nets, optionSet(q, n.Options))
	}
	agree := optionSet(q, q.Agree)
	out := make([]tally, len(b.groups))
	var crossed [][]int
	if b.answers != nil && c.Codes != nil {
		crossed = b.cross(c.Codes, len(q.Options), asked)
	}
	for g := range out {
		t := &out[g]
		t.options = make([]int, len(q.Options))
		t.nets = make([]int, len(nets))
		if c.Codes != nil && b.weights == nil {
			if crossed != nil && g >= b.divided {
				t.take(crossed[g-b.divided+1])
			} else {
				t.take(codeCounts(c.Codes, len(q.Options), b.in(g), asked))
			}
			for n, set := range nets {
				t.nets[n] = sumOf(t.options, set)
			}
			t.agree = sumOf(t.options, agree)
			continue
		}
		in := b.in(g)
		if in == nil {
			in = everybody(b.table.N)
		}
		if b.weights != nil {
			if t.weights, err = b.weigh(c, in, asked, nets, agree); err != nil {
				return nil, fmt.Errorf("%s: %w", q.ID, err)
			}
		}
		if c.Codes != nil {
			t.take(codeCounts(c.Codes, len(q.Options), in, asked))
			for n, set := range nets {
				t.nets[n] = sumOf(t.options, set)
			}
			t.agree = sumOf(t.options, agree)
			continue
		}
		for i := range in {
			if !in[i] || (asked != nil && !asked[i]) {
				continue
			}
			t.asked++
			if !c.Answered(i) {
				continue
			}
			t.answered++
			if c.Ticks == nil {
				continue
			}
			for o := range q.Options {
				if c.Chose(i, o) {
					t.options[o]++
					t.mentions++
				}
			}
			for n, set := range nets {
				if choseAny(c, i, set) {
					t.nets[n]++
				}
			}
			if choseAny(c, i, agree) {
				t.agree++
			}
		}
	}
	return out, nil
}

// take makes a tally of the numbers of those who gave no answer, the first
// answer, and so on.
func (t *tally) take(counts []int) {
	for _, c := range counts {
		t.asked += c
	}
	t.answered = t.asked - counts[0]
	t.mentions = t.answered
	copy(t.options, counts[1:])
}

func sumOf(counts []int, set []bool) int {
	n := 0
	for i, yes := range set {
		if yes {
			n += counts[i]
		}
	}
	return n
}

func choseAny(c *survey.Column, i int, set []bool) bool {
	for o, yes := range set {
		if yes && c.Chose(i, o) {
			return true
		}
	}
	return false
}

func (t *tally) base(rule study.BaseRule) (base, missing int) {
	switch rule {
	case study.Asked:
		return t.asked, 0
	case study.Mentions:
		return t.mentions, t.asked - t.answered
	default:
		return t.answered, t.asked - t.answered
	}
}

func (b *builder) question(c *survey.Column, spec study.TableSpec) (Table, error) {
	q := &c.Question
	t := Table{ID: q.ID, Title: q.Name(), Source: b.source, Question: q.ID, Kind: q.Kind, About: q.About, Groups: b.groups, By: spec.By, Weighted: b.weights != nil, Interval: b.study.Interval}
	if q.Kind == study.Number {
		return b.numbers(c, t)
	}
	if spec.Title != "" {
		t.Title = spec.Title
	}
	rule := q.Base
	if spec.Base != "" {
		rule = spec.Base
	}
	if err := named(rule, q.ID); err != nil {
		return Table{}, err
	}
	tallies, err := b.tally(c)
	if err != nil {
		return Table{}, err
	}
	for o, option := range q.Options {
		t.Rows = append(t.Rows, Row{Label: option.Label, Kind: OptionRow, Option: o})
		t.Cells = append(t.Cells, make([]Cell, len(b.groups)))
	}
	for g := range tallies {
		base, missing := tallies[g].base(rule)
		shown := Percents(tallies[g].options, base, b.study.Rounding.Digits, b.study.Rounding.Rule)
		for o, count := range tallies[g].options {
			t.Cells[o][g] = b.share(count, base, missing, rule, shown[o])
			tallies[g].weigh(&t.Cells[o][g], optionWeight(o), b.study)
		}
	}
	for n, net := range q.Nets {
		cells := make([]Cell, len(b.groups))
		for g := range tallies {
			base, missing := tallies[g].base(rule)
			cells[g] = b.share(tallies[g].nets[n], base, missing, rule, "")
			tallies[g].weigh(&cells[g], netWeight(n), b.study)
		}
		t.Rows = append(t.Rows, Row{Label: net.Label, Kind: NetRow, Option: -1})
		t.Cells = append(t.Cells, cells)
	}
	b.averages(&t, q, tallies)
	miss := make([]Cell, len(b.groups))
	for g := range tallies {
		// The missing are counted among those asked, whatever the other rows' base.
		miss[g] = Cell{Count: tallies[g].asked - tallies[g].answered, Base: tallies[g].asked, Rule: study.Asked}
		miss[g].Percent = Percent(miss[g].Count, miss[g].Base, 4, study.HalfUp)
		miss[g].Shown = Percent(miss[g].Count, miss[g].Base, b.study.Rounding.Digits, b.study.Rounding.Rule)
		tallies[g].weigh(&miss[g], missingWeight, b.study)
	}
	t.Rows = append(t.Rows, Row{Label: NoAnswer, Kind: MissRow, Option: -1})
	t.Cells = append(t.Cells, miss)
	// First what is hidden, so that no note is made of it.
	b.suppress(&t, q)
	t.Notes = append(b.notes(q, rule, &t), t.Notes...)
	return t, nil
}

// named refuses percentages of a base without a rule. A study that was read has
// one for every question.
func named(rule study.BaseRule, question string) error {
	if !slices.Contains(study.BaseRules, rule) {
		return fmt.Errorf("%s: found %q, expected a base that has a name (asked, answered or mentions), without which a percentage is of nothing", question, rule)
	}
	return nil
}

// NoAnswer is the label of the row that counts those who gave no answer.
const NoAnswer = "No answer"

func (b *builder) share(count, base, missing int, rule study.BaseRule, shown string) Cell {
	c := Cell{Count: count, Base: base, Rule: rule, Missing: missing}
	c.Percent = Percent(count, base, 4, study.HalfUp)
	if shown == "" {
		shown = Percent(count, base, b.study.Rounding.Digits, b.study.Rounding.Rule)
	}
	c.Shown = shown
	// Mentions are not independent of one another: a person has several, so an
	// interval for a share of people would be wrong there.
	if base > 0 && rule != study.Mentions {
		c.Low, c.High = shareInterval(count, base, b.study.Interval)
		c.Interval = true
	}
	return c
}

func (b *builder) notes(q *study.Question, rule study.BaseRule, t *Table) []string {
	var notes []string
	if t.Weighted {
		notes = append(notes, weightedNote)
	}
	if note := t.intervalNote(); note != "" {
		notes = append(notes, note)
	}
	if len(q.Values) > 0 {
		notes = append(notes, valuesNote(q, t.Interval, t.Weighted))
	}
	if q.Kind == study.Multi {
		if rule == study.Mentions {
			notes = append(notes, "People could give several answers; percentages are of all mentions, not of people.")
		} else {
			notes = append(notes, "People could give several answers; percentages are of people and can add up to more than 100.")
		}
	} else if adds := b.shownSum(t); adds != "" {
		notes = append(notes, adds)
	}
	if q.Asked != "" {
		notes = append(notes, "Asked only of those for whom: "+q.Asked+".")
	}
	return notes
}

// shownSum says so where the printed percentages of everyone do not add up to 100.
func (b *builder) shownSum(t *Table) string {
	sum, base, counted := 0, 0, 0
	for r := range t.Rows {
		if t.Rows[r].Kind != OptionRow {
			continue
		}
		c := t.Cells[r][0]
		if c.Shown == "" || c.Suppressed {
			return ""
		}
		n, _ := strconv.Atoi(strings.Replace(c.Shown, ".", "", 1))
		sum += n
		counted += c.Count
		base = c.Base
	}
	if t.Weighted {
		counted = base // weighted options add up to their base by their making
	}
	if base == 0 || counted != base || sum == 100*power(b.study.Rounding.Digits) {
		return ""
	}
	return "Percentages do not add up to 100 because each is rounded."
}

func (b *builder) numbers(c *survey.Column, t Table) (Table, error) {
	q := &c.Question
	asked, err := b.asked(q)
	if err != nil {
		return Table{}, fmt.Errorf("%s: asked: %w", q.ID, err)
	}
	labels := []string{Mean, "Standard deviation", Median, Smallest, Largest}
	for _, l := range labels {
		t.Rows = append(t.Rows, Row{Label: l, Kind: ValueRow, Option: -1})
		t.Cells = append(t.Cells, make([]Cell, len(b.groups)))
	}
	for g := range b.groups {
		in := b.in(g)
		if in == nil {
			in = everybody(b.table.N)
		}
		var values []float64
		var points []point
		missing := 0
		for i, yes := range in {
			if !yes || (asked != nil && !asked[i]) {
				continue
			}
			if c.Answered(i) {
				p := point{c.Numbers[i], 1, 1, 1}
				if b.weights != nil {
					p.weight = float64(b.weights[i]) / WeightUnit
					p.squares = float64(p.weight * p.weight)
				}
				values, points = append(values, p.value), append(points, p)
			} else {
				missing++
			}
		}
		mean, median := b.averageCells(points)
		for r, v := range summary(values) {
			c := Cell{Count: len(values), Base: len(values), Rule: study.Answered, Value: v}
			switch labels[r] {
			case Mean:
				c = mean
			case Median:
				c = median
			}
			c.Missing = missing
			t.Cells[r][g] = c
		}
	}
	t.Notes = []string{"The standard deviation divides by the number of answers less one." + averagesNote(t.Interval, t.Weighted)}
	b.suppress(&t, q)
	return t, nil
}

// Labels of the rows of numbers. Smallest and Largest give a single answer.
const (
	Mean     = "Mean"
	Median   = "Median"
	Smallest = "Smallest"
	Largest  = "Largest"
)

// summary gives, at the places of numbers' rows, the standard deviation (n-1),
// the smallest and the largest value, as number writes them; "" where there is
// none.
func summary(values []float64) [5]string {
	var out [5]string
	if len(values) == 0 {
		return out
	}
	if len(values) > 1 {
		out[1] = number(stat.StdDev(values, nil))
	}
	out[3], out[4] = number(slices.Min(values)), number(slices.Max(values))
	return out
}

// number writes a value with at most two digits after the point.
func number(x float64) string {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return ""
	}
	s := strconv.FormatFloat(x, 'f', 2, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// agreement is the table of the share that rates each domain applicable.
func (b *builder) agreement(by string) (Table, error) {
	t := Table{ID: AgreementID, Title: "Agreement that each domain applies", Source: b.source, Kind: study.Single, About: study.Applicability, Groups: b.groups, By: by, Weighted: b.weights != nil, Interval: b.study.Interval}
	var rules []string
	for i := range b.table.Columns {
		c := &b.table.Columns[i]
		q := &c.Question
		if !rates(q) {
			continue
		}
		tallies, err := b.tally(c)
		if err != nil {
			return Table{}, err
		}
		rule := q.Base
		if rule == study.Mentions {
			rule = study.Answered
		}
		if err := named(rule, q.ID); err != nil {
			return Table{}, err
		}
		cells := make([]Cell, len(b.groups))
		for g := range tallies {
			base, missing := tallies[g].base(rule)
			cells[g] = b.share(tallies[g].agree, base, missing, rule, "")
			tallies[g].weigh(&cells[g], agreeWeight, b.study)
		}
		t.Rows = append(t.Rows, Row{Label: q.Name(), Kind: DomainRow, Option: -1, Domain: q.Domain, Question: q.ID})
		t.Cells = append(t.Cells, cells)
		rules = append(rules, strings.Join(q.Agree, " or "))
	}
	if len(rules) > 0 {
		note := "Agreeing means answering " + rules[0] + "."
		if slices.ContainsFunc(rules, func(r string) bool { return r != rules[0] }) {
			note = "Which answers count as agreeing differs by domain; the consultation file says which."
		}
		t.Notes = append(t.Notes, note)
	}
	if t.Weighted {
		t.Notes = append(t.Notes, weightedNote)
	}
	if note := t.intervalNote(); note != "" {
		t.Notes = append(t.Notes, note)
	}
	// First what is hidden, so that nothing is said of it.
	b.suppress(&t, nil)
	if caution := t.caution(); caution != "" {
		t.Notes = append(t.Notes, caution)
	}
	return t, nil
}
