package disclosure

// Figure is one number of a publication: a cell of a table, with its base.
type Figure struct {
	Table, Group, Row string
	// Count of Base; Hidden tells that Count is not shown, NoBase that Base is not.
	Count, Base    int
	Hidden, NoBase bool
	// Line is where it stands in its file, 0 where it has no file.
	Line int
}

// DifferenceKind is what two publications tell together.
type DifferenceKind string

const (
	// FewPeople: the two bases differ by a small number, so that the two tables
	// together tell what these few answered.
	FewPeople DifferenceKind = "few-people-differ"
	// FewAnswers: the two counts of one cell differ by a small number.
	FewAnswers DifferenceKind = "few-answers-differ"
	// ShownInOne: a number is hidden in one of them and shown in the other.
	ShownInOne DifferenceKind = "hidden-in-one"
	// OtherGroup: a group of the one and another group of the other differ by few
	// people, and by no answer fall below one another.
	OtherGroup DifferenceKind = "groups-differ-by-few"
)

// Difference is a pair of numbers that tells what neither does alone.
type Difference struct {
	Kind          DifferenceKind
	Before, After Figure
}

// Differences holds two publications of the same tables against one another:
// before is what is out already, after what is to go out. A difference from 1 to
// below-1 is small. Of a group's bases one pair is given, not one a row. The order
// is that of after.
func Differences(before, after []Figure, below int) []Difference {
	type key struct{ table, group, row string }
	type column struct{ table, group string }
	was := map[key]Figure{}
	groups := map[string][]string{} // of each table before, in order
	columns := map[column][]Figure{}
	for _, f := range before {
		was[key{f.Table, f.Group, f.Row}] = f
		c := column{f.Table, f.Group}
		if columns[c] == nil {
			groups[f.Table] = append(groups[f.Table], f.Group)
		}
		columns[c] = append(columns[c], f)
	}
	few := func(a, b int) bool { return a != b && abs(a-b) < below }
	var out []Difference
	told := map[column]bool{}
	now := map[column][]Figure{}
	var order []column
	for _, f := range after {
		c := column{f.Table, f.Group}
		if now[c] == nil {
			order = append(order, c)
		}
		now[c] = append(now[c], f)
		old, ok := was[key{f.Table, f.Group, f.Row}]
		if !ok {
			continue
		}
		switch {
		case old.Hidden != f.Hidden:
			out = append(out, Difference{ShownInOne, old, f})
		case !f.Hidden && few(old.Count, f.Count):
			out = append(out, Difference{FewAnswers, old, f})
		}
		if !told[c] && !old.NoBase && !f.NoBase && few(old.Base, f.Base) {
			told[c] = true
			out = append(out, Difference{FewPeople, old, f})
		}
	}
	for _, c := range order {
		for _, g := range groups[c.table] {
			// Two groups that stood beside one another before, and do so now, were
			// protected together.
			if g == c.group || same(columns[column{c.table, g}], now[column{c.table, g}]) && same(columns[c], now[c]) {
				continue
			}
			if d, ok := nested(columns[column{c.table, g}], now[c], few); ok {
				out = append(out, d)
			}
		}
	}
	return out
}

// same tells whether two columns have the same base, and both are there.
func same(before, after []Figure) bool {
	return len(before) > 0 && len(after) > 0 && before[0].Base == after[0].Base && before[0].NoBase == after[0].NoBase
}

// nested tells whether one group's numbers are all those of another's and a few
// more, or all and a few less.
func nested(before, after []Figure, few func(a, b int) bool) (Difference, bool) {
	rows := map[string]Figure{}
	for _, f := range before {
		rows[f.Row] = f
	}
	var first *Difference
	less, more := false, false
	for _, f := range after {
		old, ok := rows[f.Row]
		if !ok || old.Hidden || f.Hidden || old.NoBase || f.NoBase {
			continue
		}
		less, more = less || f.Count < old.Count, more || f.Count > old.Count
		if first == nil {
			if !few(old.Base, f.Base) {
				return Difference{}, false
			}
			first = &Difference{OtherGroup, old, f}
		}
	}
	if first == nil || less && more {
		return Difference{}, false
	}
	return *first, true
}
