package disclosure

import (
	"cmp"
	"math"
	"slices"
)

// Cell is one number that is printed, or that a reader can get by adding and
// taking away numbers that are.
type Cell struct {
	// Value is the number itself.
	Value int
	// Printed tells that it is printed somewhere unless it is hidden.
	Printed bool
	// Fixed tells that it is never hidden.
	Fixed bool
	// SeenLow and SeenHigh are the bounds that its printed form gives: both Value
	// where it is printed exactly, wider where it is rounded.
	SeenLow, SeenHigh int
	// Low is the least that a reader knows of it when it is hidden or not printed.
	Low int
	// Protect tells that it must not be known to within Linked.Width.
	Protect bool
	// Cost orders what is hidden for the sake of others: the least first, and the
	// smallest number among equals.
	Cost int
	// With lists the cells that are hidden whenever this one is.
	With []int
	// Hidden tells that it is not shown. Linked.Hide sets it.
	Hidden bool
}

// bounds is what a reader knows of a cell before any sum.
func (c *Cell) bounds() (low, high int) {
	if c.Printed && !c.Hidden {
		return c.SeenLow, c.SeenHigh
	}
	return c.Low, math.MaxInt / 4
}

// Sum says that a cell is the sum of others, whatever people answered.
type Sum struct {
	Total int
	Parts []int
}

// Linked are the cells of all tables that are published together, with the sums
// that hold between them.
type Linked struct {
	Cells []Cell
	Sums  []Sum
	// Width is how far apart the largest and the smallest number must be that a
	// protected cell can have; at least 1.
	Width int

	of     [][]int // the sums that each cell is in
	failed []int   // how often each sum could not be balanced, in one search
	x      []int   // the numbers of the search
	low    []int
	high   []int
	change []int
	off    []int
	open   []int // the sums that a search has touched
	isOpen []bool
	steps  int    // left to one search
	spent  int    // taken by all
	used   []bool // the cells that an example changes
}

// The work of looking for other ways to fill the tables is bounded: each search by
// longSearch steps, until all together have taken allSteps, and then by
// shortSearch. Where none is found within it, more is hidden: never less.
const (
	longSearch  = 2000
	shortSearch = 100
	allSteps    = 1_000_000
)

// Hide hides every protected cell that is printed, and of the others as many as
// it takes, the least costly and smallest first, until every protected cell can
// have numbers at least Width apart in tables of whole numbers that keep all the
// sums and all that is shown. It gives the protected cells for which that could
// not be reached though all that may be hidden around them is.
//
// The proof is by example: for each protected cell a search changes hidden
// numbers by one, up and down, until all sums hold again. A table found so is one
// that a reader cannot rule out. What is hidden later takes nothing away from an
// example, so that each cell is looked at once.
func (l *Linked) Hide() (open []int) {
	l.prepare()
	var list []int
	for i := range l.Cells {
		if c := &l.Cells[i]; c.Protect {
			list = append(list, i)
			if c.Printed && !c.Fixed {
				l.hide(i)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(l.Cells[a].Value, l.Cells[b].Value) })
	for _, c := range list {
		for !l.wide(c) {
			next := l.next(c)
			if next < 0 {
				open = append(open, c)
				for i := range l.Cells { // without an example, all of it stays hidden
					l.used[i] = l.used[i] || l.Cells[i].Hidden
				}
				break
			}
			l.hide(next)
		}
	}
	l.again()
	return open
}

// again shows what was hidden on the way and no example needs: in all of them it
// has its true number, so that they hold when it is shown.
func (l *Linked) again() {
	keep := make([]bool, len(l.Cells))
	var mark func(i int)
	mark = func(i int) {
		if !keep[i] {
			keep[i] = true
			for _, w := range l.Cells[i].With {
				mark(w)
			}
		}
	}
	for i, c := range l.Cells {
		if c.Hidden && (c.Protect || l.used[i]) {
			mark(i)
		}
	}
	for i := range l.Cells {
		l.Cells[i].Hidden = l.Cells[i].Hidden && keep[i]
	}
}

func (l *Linked) prepare() {
	n := len(l.Cells)
	l.of = make([][]int, n)
	for s, sum := range l.Sums {
		l.of[sum.Total] = append(l.of[sum.Total], s)
		for _, p := range sum.Parts {
			l.of[p] = append(l.of[p], s)
		}
	}
	l.failed = make([]int, len(l.Sums))
	l.x, l.change, l.low, l.high = make([]int, n), make([]int, n), make([]int, n), make([]int, n)
	l.used = make([]bool, n)
	l.off, l.isOpen = make([]int, len(l.Sums)), make([]bool, len(l.Sums))
	for i := range l.Cells {
		l.x[i] = l.Cells[i].Value
		l.low[i], l.high[i] = l.Cells[i].bounds()
	}
}

func (l *Linked) hide(i int) {
	if l.Cells[i].Hidden || l.Cells[i].Fixed {
		return
	}
	l.Cells[i].Hidden = true
	l.low[i], l.high[i] = l.Cells[i].bounds()
	for _, w := range l.Cells[i].With {
		l.hide(w)
	}
}

// wide tells whether a cell can have numbers Width apart.
func (l *Linked) wide(c int) bool {
	clear(l.failed)
	reached := 0
	var touched, all []int
	for _, step := range []int{1, -1} {
		for reached < l.Width {
			by := l.move(c, step, l.Width-reached)
			if by == 0 {
				break
			}
			reached += by
			for _, i := range l.changed(c) {
				l.x[i] += by * l.change[i]
				l.change[i] = 0
				touched = append(touched, i)
			}
		}
		for _, i := range touched { // down from the true numbers again
			l.x[i] = l.Cells[i].Value
		}
		all = append(all, touched...)
		touched = touched[:0]
	}
	if reached >= l.Width {
		for _, i := range all {
			l.used[i] = true
		}
	}
	return reached >= l.Width
}

// move looks for a change of the numbers that moves a cell by one step and keeps
// all sums. It leaves it in change and gives how often, at most so often, it can
// be made; 0 where there is none.
func (l *Linked) move(c, step, most int) int {
	l.steps = longSearch
	if l.spent > allSteps {
		l.steps = shortSearch
	}
	if !l.can(c, step) {
		for _, s := range l.of[c] {
			l.failed[s]++
		}
		return 0
	}
	l.put(c, step)
	if !l.balance() {
		l.put(c, -step)
		l.forget()
		return 0
	}
	l.forget()
	for _, i := range l.changed(c) {
		switch d := l.change[i]; {
		case d > 0:
			most = min(most, (l.high[i]-l.x[i])/d)
		case d < 0:
			most = min(most, (l.x[i]-l.low[i])/-d)
		}
	}
	return most
}

// changed lists the cells of a change, found from one of them over their sums.
func (l *Linked) changed(c int) []int {
	seen := map[int]bool{c: true}
	list := []int{c}
	for k := 0; k < len(list); k++ {
		for _, s := range l.of[list[k]] {
			for _, i := range append([]int{l.Sums[s].Total}, l.Sums[s].Parts...) {
				if l.change[i] != 0 && !seen[i] {
					seen[i] = true
					list = append(list, i)
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

func (l *Linked) forget() {
	for _, s := range l.open {
		l.isOpen[s] = false
		l.off[s] = 0
	}
	l.open = l.open[:0]
}

// can tells whether a cell may move by one more step: within its bounds, and not
// back.
func (l *Linked) can(i, step int) bool {
	d := l.change[i]
	at := l.x[i] + d + step
	return d*step >= 0 && at >= l.low[i] && at <= l.high[i]
}

// put moves a cell and notes which sums no longer hold.
func (l *Linked) put(i, step int) {
	l.change[i] += step
	for _, s := range l.of[i] {
		if !l.isOpen[s] {
			l.isOpen[s] = true
			l.open = append(l.open, s)
		}
		if l.Sums[s].Total == i {
			l.off[s] -= step
		} else {
			l.off[s] += step
		}
	}
}

// ways counts the ways to mend a sum.
func (l *Linked) ways(s int) int {
	toward := 1
	if l.off[s] > 0 {
		toward = -1
	}
	n := 0
	for _, p := range l.Sums[s].Parts {
		if l.can(p, toward) {
			n++
		}
	}
	if l.can(l.Sums[s].Total, -toward) {
		n++
	}
	return n
}

// try is one way to bring a sum nearer to holding.
type try struct{ cell, step, worse int }

// tries lists the ways to mend a sum, best first: those that break fewest other
// sums.
func (l *Linked) tries(s int) []try {
	toward := 1
	if l.off[s] > 0 {
		toward = -1
	}
	var out []try
	add := func(i, step int) {
		if !l.can(i, step) {
			return
		}
		t := try{i, step, 0}
		for _, o := range l.of[i] {
			d := step
			if l.Sums[o].Total == i {
				d = -step
			}
			t.worse += abs(l.off[o]+d) - abs(l.off[o])
		}
		out = append(out, t)
	}
	for _, p := range l.Sums[s].Parts {
		add(p, toward)
	}
	add(l.Sums[s].Total, -toward)
	slices.SortStableFunc(out, func(a, b try) int { return cmp.Compare(a.worse, b.worse) })
	return out
}

func abs(n int) int { return max(n, -n) }

// balance mends the sums that do not hold, the one with fewest ways first, and
// goes back where it is stuck.
func (l *Linked) balance() bool {
	if l.steps <= 0 {
		return false
	}
	l.steps--
	l.spent++
	worst, fewest := -1, 0
	for _, s := range l.open {
		if l.off[s] == 0 {
			continue
		}
		n := l.ways(s)
		if n == 0 {
			l.failed[s]++
			return false
		}
		if worst < 0 || n < fewest {
			worst, fewest = s, n
		}
	}
	if worst < 0 {
		return true
	}
	for _, t := range l.tries(worst) {
		l.put(t.cell, t.step)
		if l.balance() {
			return true
		}
		l.put(t.cell, -t.step)
		if l.steps <= 0 {
			break
		}
	}
	return false
}

// next gives the cell to hide so that another becomes unsure: in the sum that
// stood in the way most often, or one around it; -1 when all are hidden.
func (l *Linked) next(c int) int {
	best := -1
	consider := func(i int) {
		k := &l.Cells[i]
		if k.Hidden || k.Fixed || !k.Printed {
			return
		}
		if best < 0 || l.sooner(i, best) {
			best = i
		}
	}
	inSum := func(s int) {
		consider(l.Sums[s].Total)
		for _, p := range l.Sums[s].Parts {
			consider(p)
		}
	}
	var failed []int
	for s, n := range l.failed {
		if n > 0 {
			failed = append(failed, s)
		}
	}
	slices.SortStableFunc(failed, func(a, b int) int { return cmp.Compare(l.failed[b], l.failed[a]) })
	// The least costly of all that stood in the way, of the worst sum first.
	least := -1
	for _, s := range failed {
		if inSum(s); best >= 0 && (least < 0 || l.Cells[best].Cost < l.Cells[least].Cost) {
			least = best
		}
		best = -1
	}
	if least >= 0 {
		return least
	}
	// Around the cell, nearest first.
	seen := map[int]bool{}
	ring := l.of[c]
	for len(ring) > 0 {
		var further []int
		for _, s := range ring {
			if seen[s] {
				continue
			}
			seen[s] = true
			inSum(s)
			for _, i := range append([]int{l.Sums[s].Total}, l.Sums[s].Parts...) {
				further = append(further, l.of[i]...)
			}
		}
		if best >= 0 {
			return best
		}
		ring = further
	}
	return -1
}

// sooner tells whether one cell is hidden before another.
func (l *Linked) sooner(a, b int) bool {
	x, y := &l.Cells[a], &l.Cells[b]
	if d := cmp.Compare(x.Cost, y.Cost); d != 0 {
		return d < 0
	}
	if (x.Value == 0) != (y.Value == 0) {
		return x.Value != 0
	}
	if x.Value != y.Value {
		return x.Value < y.Value
	}
	return a < b
}
