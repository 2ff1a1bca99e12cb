package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// table makes a table of rows by columns with its totals, cells row by row, then
// the totals of the rows, of the columns, and of all.
func table(counts [][]int, below int) *Linked {
	rows, columns := len(counts), len(counts[0])
	l := &Linked{Width: max(1, below/2)}
	cell := func(v int) int {
		c := Cell{Value: v, Printed: true, SeenLow: v, SeenHigh: v, Low: min(1, v), Protect: v > 0 && v < below}
		l.Cells = append(l.Cells, c)
		return len(l.Cells) - 1
	}
	for _, row := range counts {
		for _, v := range row {
			cell(v)
		}
	}
	var rowTotals, columnTotals []int
	all := 0
	for r := range rows {
		sum := Sum{}
		n := 0
		for c := range columns {
			sum.Parts = append(sum.Parts, r*columns+c)
			n += counts[r][c]
		}
		all += n
		sum.Total = cell(n)
		l.Cells[sum.Total].Cost = 1
		rowTotals = append(rowTotals, sum.Total)
		l.Sums = append(l.Sums, sum)
	}
	for c := range columns {
		sum := Sum{}
		n := 0
		for r := range rows {
			sum.Parts = append(sum.Parts, r*columns+c)
			n += counts[r][c]
		}
		sum.Total = cell(n)
		l.Cells[sum.Total].Cost = 1
		columnTotals = append(columnTotals, sum.Total)
		l.Sums = append(l.Sums, sum)
	}
	total := cell(all)
	l.Cells[total].Fixed = true
	l.Sums = append(l.Sums, Sum{total, rowTotals}, Sum{total, columnTotals})
	return l
}

// link puts two tables of the same rows beside one another, whose row totals are
// the same numbers.
func link(a, b *Linked, rows, columns int) *Linked {
	at := len(a.Cells)
	move := func(i int) int {
		if i >= rows*columns && i < rows*columns+rows {
			return i // a row total: that of a
		}
		if i == len(b.Cells)-1 {
			return at - 1
		}
		return i + at
	}
	a.Cells = append(a.Cells, b.Cells...)
	for r := range rows { // the places of b's own row totals are no cells
		a.Cells[at+rows*columns+r] = Cell{Fixed: true, Printed: true}
	}
	a.Cells[len(a.Cells)-1] = Cell{Fixed: true, Printed: true}
	for _, s := range b.Sums {
		out := Sum{Total: move(s.Total)}
		for _, p := range s.Parts {
			out.Parts = append(out.Parts, move(p))
		}
		a.Sums = append(a.Sums, out)
	}
	return a
}

// every tries all whole numbers that keep the sums and what is shown, and gives
// the least and the most that each cell can be.
func every(l *Linked, most int) (least, highest []int, ways int) {
	n := len(l.Cells)
	x := make([]int, n)
	low, high := make([]int, n), make([]int, n)
	for i := range l.Cells {
		low[i], high[i] = l.Cells[i].bounds()
		high[i] = min(high[i], most)
	}
	least, highest = make([]int, n), make([]int, n)
	for i := range least {
		least[i], highest[i] = most+1, -1
	}
	// Sums are looked at as soon as all of their cells are set.
	last := make([][]Sum, n)
	for _, s := range l.Sums {
		at := s.Total
		for _, p := range s.Parts {
			at = max(at, p)
		}
		last[at] = append(last[at], s)
	}
	forced := make([]*Sum, n) // a total follows from its parts
	for k := range l.Sums {
		s := &l.Sums[k]
		if slices.Max(s.Parts) < s.Total {
			forced[s.Total] = s
		}
	}
	var set func(i int)
	nodes := 0
	set = func(i int) {
		if nodes++; nodes > 200_000 {
			return // too many to try; the caller passes it over
		}
		if i == n {
			ways++
			for k, v := range x {
				least[k], highest[k] = min(least[k], v), max(highest[k], v)
			}
			return
		}
		from, to := low[i], high[i]
		if s := forced[i]; s != nil {
			sum := 0
			for _, p := range s.Parts {
				sum += x[p]
			}
			from, to = max(from, sum), min(to, sum)
		}
		for v := from; v <= to; v++ {
			x[i] = v
			holds := true
			for _, s := range last[i] {
				sum := 0
				for _, p := range s.Parts {
					sum += x[p]
				}
				holds = holds && sum == x[s.Total]
			}
			if holds {
				set(i + 1)
			}
		}
	}
	set(0)
	if nodes > 200_000 {
		return nil, nil, 0
	}
	return least, highest, ways
}

// An independent stranger counts every table that fits what is shown.
func TestHideAgainstEveryTable(t *testing.T) {
	hidden, shown, protected, tried := 0, 0, 0, 0
	for round := range 300 {
		r := rand.New(rand.NewPCG(7, uint64(round)))
		rows, columns := 2, 2+r.IntN(2)
		below := 3 + r.IntN(3)
		draw := func(totals []int) [][]int {
			out := make([][]int, rows)
			for i := range out {
				out[i] = make([]int, columns)
				if totals == nil {
					for k := range out[i] {
						out[i][k] = []int{0, 1, 2, 4, 5, 6, 7}[r.IntN(7)]
					}
					continue
				}
				for range totals[i] {
					out[i][r.IntN(columns)]++
				}
			}
			return out
		}
		first := draw(nil)
		l := table(first, below)
		if round%2 == 1 && rows*columns < 6 {
			totals := make([]int, rows)
			for i, row := range first {
				for _, v := range row {
					totals[i] += v
				}
			}
			l = link(l, table(draw(totals), below), rows, columns)
		}
		open := l.Hide()
		if len(open) > 0 {
			// Then everything but the fixed total was hidden around it.
			for i, c := range l.Cells {
				if c.Printed && !c.Fixed && !c.Hidden && !c.Protect && l.used[i] {
					t.Fatalf("round %d: %v is left open though cell %d (%d) is shown", round, open, i, c.Value)
				}
			}
			continue
		}
		most, free := 0, 0
		for _, c := range l.Cells {
			most = max(most, c.Value)
			if c.Hidden {
				free++
			}
		}
		if free > 8 {
			continue // too many tables to try
		}
		least, highest, ways := every(l, most)
		if least == nil {
			continue
		}
		tried++
		if ways == 0 {
			t.Fatalf("round %d: the true table is not among those that fit", round)
		}
		for i, c := range l.Cells {
			switch {
			case c.Hidden:
				hidden++
			case c.Printed:
				shown++
			}
			if c.Protect {
				protected++
				if highest[i]-least[i] < l.Width {
					t.Errorf("round %d, below %d: cell %d (%d) is known to be from %d to %d: %s", round, below, i, c.Value, least[i], highest[i], show(l))
				}
			}
		}
	}
	t.Logf("%d tables: %d protected, %d hidden, %d shown", tried, protected, hidden, shown)
	if protected < 100 || shown < 500 {
		t.Errorf("%d protected and %d shown: the tables are no test", protected, shown)
	}
}

func show(l *Linked) string {
	out := ""
	for _, c := range l.Cells {
		mark := ""
		if c.Hidden {
			mark = "*"
		}
		out += fmt.Sprintf(" %d%s", c.Value, mark)
	}
	return out
}

func TestHideAlone(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts [][]int
		below  int
		want   string
	}{
		// Nothing small: nothing hidden.
		{"none", [][]int{{10, 20}, {30, 40}}, 5, "....|..|..|."},
		// One small cell needs its row, its column and the corner.
		{"one", [][]int{{2, 20, 30}, {30, 40, 50}, {40, 50, 60}}, 5, "xx.xx....|...|...|."},
	} {
		l := table(c.counts, c.below)
		l.Hide()
		got := ""
		rows, columns := len(c.counts), len(c.counts[0])
		for i, cell := range l.Cells {
			if i == rows*columns || i == rows*columns+rows || i == len(l.Cells)-1 {
				got += "|"
			}
			got += map[bool]string{true: "x", false: "."}[cell.Hidden]
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Numbers rounded to fives hide themselves: nothing else need be hidden with a
// small one beside them.
func TestHideAmongRounded(t *testing.T) {
	l := table([][]int{{2, 20}, {31, 43}}, 5)
	for i := range l.Cells {
		c := &l.Cells[i]
		c.SeenLow, c.SeenHigh = Preimage(c.Value, 5)
	}
	if open := l.Hide(); len(open) > 0 {
		t.Fatal(open)
	}
	for i, c := range l.Cells {
		if c.Hidden != (i == 0) {
			t.Errorf("cell %d (%d): hidden %v", i, c.Value, c.Hidden)
		}
	}
}

// Two hundred tables of ten answers by ten groups, of twenty questions each by
// the answers to ten others, over the same 2,000 people.
func BenchmarkHide200Tables(b *testing.B) {
	for range b.N {
		l, inner := survey(20, 10, 10, 2000)
		l.Hide()
		hidden := 0
		for _, i := range inner {
			if l.Cells[i].Hidden {
				hidden++
			}
		}
		b.ReportMetric(float64(len(l.Cells)), "cells")
		b.ReportMetric(100*float64(hidden)/float64(len(inner)), "%hidden")
	}
}

// survey makes the linked tables of questions by dividing questions: the answers
// of everyone are in the tables of all ten.
func survey(questions, by, options, people int) (*Linked, []int) {
	r := rand.New(rand.NewPCG(3, 3))
	answer := func() int { return min(int(r.ExpFloat64()*float64(options)/3), options-1) }
	answers := make([][]int, questions+by)
	for q := range answers {
		answers[q] = make([]int, people)
		for i := range answers[q] {
			answers[q][i] = answer()
		}
	}
	const below = 5
	l := &Linked{Width: 3}
	cell := func(v, cost int) int {
		l.Cells = append(l.Cells, Cell{Value: v, Printed: true, SeenLow: v, SeenHigh: v, Low: min(1, v), Protect: v > 0 && v < below, Cost: cost})
		return len(l.Cells) - 1
	}
	all := cell(people, 9)
	l.Cells[all].Fixed = true
	margin := func(q int) []int {
		n := make([]int, options)
		for _, a := range answers[q] {
			n[a]++
		}
		out := make([]int, options)
		for o := range out {
			out[o] = cell(n[o], 1)
		}
		l.Sums = append(l.Sums, Sum{all, out})
		return out
	}
	margins := make([][]int, questions+by)
	for q := range margins {
		margins[q] = margin(q)
	}
	var inner []int
	for q := range questions {
		for d := questions; d < questions+by; d++ {
			n := make([][]int, options)
			for o := range n {
				n[o] = make([]int, options)
			}
			for i := range people {
				n[answers[q][i]][answers[d][i]]++
			}
			at := make([][]int, options)
			for o := range at {
				at[o] = make([]int, options)
				for g := range at[o] {
					at[o][g] = cell(n[o][g], 0)
				}
				inner = append(inner, at[o]...)
				l.Sums = append(l.Sums, Sum{margins[q][o], at[o]})
			}
			for g := range options {
				var parts []int
				for o := range options {
					parts = append(parts, at[o][g])
				}
				l.Sums = append(l.Sums, Sum{margins[d][g], parts})
			}
		}
	}
	return l, inner
}
