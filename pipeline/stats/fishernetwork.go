package stats

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"
)

// maxNetworkSteps bounds the work of FisherExact, the links followed and the partial
// tables carried along them; maxNetworkPeople the table of factorials.
const (
	maxNetworkSteps  = 20_000_000
	maxNetworkPeople = 100_000
)

// FisherExact gives the two-sided P value of Fisher's exact test of independence on a
// table of any size with fixed totals: the chance of all tables no more likely than this
// one (ties within 1e-7). It is the test of Freeman and Halton (1951), Biometrika 38,
// 141-149, done column by column on a network whose nodes are the row totals still to be
// filled, as in Mehta and Patel (1983), Journal of the American Statistical Association
// 78, 427-434, and is exact: nothing is drawn at random. Rows and columns of nothing but
// zeros are left out; with fewer than two of either in use P is 1. Errors: those of
// ChiSquare, and a table that would take more than 20 million steps (some seconds) or has
// more than 100,000 people; for so many ChiSquare is mostly good enough. A 4 by 4 table
// of 100 people, or a 5 by 6 table of 54, takes a fraction of a second.
func FisherExact(table [][]int) (float64, error) {
	m, err := tableMargins(table)
	if err != nil {
		return 0, err
	}
	rows, cols := positive(m.rows), positive(m.cols)
	if len(rows) < 2 || len(cols) < 2 {
		return 1, nil
	}
	if m.n > maxNetworkPeople {
		return 0, errNetwork()
	}
	// Few rows make few nodes. The largest column comes last, where nothing is left to
	// choose.
	if len(rows) > len(cols) {
		rows, cols = cols, rows
	}
	slices.Sort(rows)
	slices.Sort(cols)
	w := newNetwork(rows, cols, m.n)
	seen := 0.0
	for _, row := range table {
		for _, count := range row {
			seen -= w.logFact[count]
		}
	}
	w.limit = seen + 1e-7
	total, err := w.sum(rows)
	if err != nil {
		return 0, err
	}
	return min(1, total), nil
}

// network carries what FisherExact needs at every node. The weight of a table is the
// product of 1/count! over its cells; base makes it a chance.
type network struct {
	cols    []int
	logFact []float64
	base    float64
	limit   float64
	steps   int       // done so far
	most    int       // to be done at all
	left    []float64 // of column j on, the sum of log column!
}

func newNetwork(rows, cols []int, n int) *network {
	w := &network{cols: cols, most: maxNetworkSteps, logFact: make([]float64, n+1)}
	for i := 2; i <= n; i++ {
		w.logFact[i] = w.logFact[i-1] + math.Log(float64(i))
	}
	w.base = -w.logFact[n]
	for _, t := range rows {
		w.base += w.logFact[t]
	}
	for _, t := range cols {
		w.base += w.logFact[t]
	}
	w.left = make([]float64, len(cols)+1)
	for j := len(cols) - 1; j >= 0; j-- {
		w.left[j] = w.left[j+1] + w.logFact[cols[j]]
	}
	return w
}

// past is the log weight of the columns filled so far, and how many ways lead to a node
// with it.
type past struct{ log, ways float64 }

type node struct {
	rest   []int // row totals still to be filled, in rising order
	pasts  []past
	merged int // how many pasts the last merge left
	// Every completion weighs between lightest and heaviest; all of them together all.
	lightest, heaviest, all float64
}

// sum walks the columns and gives the chance of all tables up to the limit.
func (w *network) sum(rows []int) (float64, error) {
	total := 0.0
	nodes := []*node{{rest: rows, pasts: []past{{0, 1}}}}
	last := len(w.cols) - 1
	for j := 0; j < last; j++ {
		var next []*node
		at := map[string]*node{}
		for _, n := range nodes {
			n.pasts = merge(n.pasts)
			if len(n.pasts) == 0 {
				continue
			}
			// The sum of the pasts up to each, as shares of the last, since they can be
			// beyond a float64.
			most := n.pasts[len(n.pasts)-1].log
			upTo := make([]float64, len(n.pasts)+1)
			for i, p := range n.pasts {
				upTo[i+1] = upTo[i] + p.ways*math.Exp(p.log-most)
			}
			child := make([]int, len(n.rest))
			var key []byte
			err := w.fill(n.rest, child, 0, w.cols[j], 0, func(log float64) {
				if j == last-1 {
					for _, t := range child {
						log -= w.logFact[t]
					}
					total += upTo[reach(n.pasts, w.limit-log)] * math.Exp(log+most+w.base)
					return
				}
				sorted := slices.Clone(child)
				slices.Sort(sorted)
				key = key[:0]
				for _, t := range sorted {
					key = binary.AppendUvarint(key, uint64(t))
				}
				to := at[string(key)]
				if to == nil {
					to = w.newNode(sorted, j+1)
					at[string(key)] = to
					next = append(next, to)
				}
				// The light pasts have every completion within the limit, and are done
				// with at once; the heavy ones have none, and are dropped.
				done := reach(n.pasts, w.limit-log-to.heaviest)
				total += upTo[done] * math.Exp(log+most+to.all+w.base)
				open := n.pasts[done:reach(n.pasts, w.limit-log-to.lightest)]
				// Twice, since these take memory too.
				w.steps += 2 * len(open)
				for _, p := range open {
					to.pasts = append(to.pasts, past{p.log + log, p.ways})
				}
				if len(to.pasts) > 2*to.merged+1024 {
					to.pasts = merge(to.pasts)
					to.merged = len(to.pasts)
				}
			})
			if err != nil {
				return 0, err
			}
		}
		nodes = next
	}
	return total, nil
}

// newNode makes the node of the row totals rest before column j.
func (w *network) newNode(rest []int, j int) *node {
	people, rowLog := 0, 0.0
	for _, t := range rest {
		people += t
		rowLog += w.logFact[t]
	}
	n := &node{rest: rest}
	// Lightest is a completion in which each column, or each row, is in one cell.
	n.lightest = -min(w.left[j], rowLog)
	// For the heaviest, log x! is at least h(x) = (x+1/2)·log(x+1/2) - x + log(2)/2, with
	// which it agrees at 0 and from which it parts by less than 0.073 a cell; and over
	// all fillings of given totals, whole or not, the sum of h is least where x+1/2 is
	// the product of its row and column shares, by the tangents of h.
	r, c := float64(len(rest)), float64(len(w.cols)-j)
	n.heaviest = float64(people) - r*c*math.Ln2/2 + xLogX(float64(people)+r*c/2)
	for _, t := range rest {
		n.heaviest -= xLogX(float64(t) + c/2)
	}
	for _, t := range w.cols[j:] {
		n.heaviest -= xLogX(float64(t) + r/2)
	}
	// All completions together: n!/(rows! columns!).
	n.all = w.logFact[people] - rowLog - w.left[j]
	return n
}

func xLogX(x float64) float64 { return x * math.Log(x) }

// reach gives how many of the rising pasts weigh no more than limit.
func reach(pasts []past, limit float64) int {
	return sort.Search(len(pasts), func(i int) bool { return pasts[i].log > limit })
}

// fill goes through every way to take count out of rest from row i on, leaves what
// remains in child, and calls found with the log weight of the way.
func (w *network) fill(rest, child []int, i, count int, log float64, found func(log float64)) error {
	w.steps++
	if w.steps > w.most {
		return errNetwork()
	}
	if i == len(rest)-1 {
		child[i] = rest[i] - count
		found(log - w.logFact[count])
		return nil
	}
	room := 0
	for _, t := range rest[i+1:] {
		room += t
	}
	for x := max(0, count-room); x <= min(count, rest[i]); x++ {
		child[i] = rest[i] - x
		if err := w.fill(rest, child, i+1, count-x, log-w.logFact[x], found); err != nil {
			return err
		}
	}
	return nil
}

// merge sorts pasts by weight and adds up those that rounding alone keeps apart.
func merge(pasts []past) []past {
	slices.SortFunc(pasts, func(a, b past) int {
		switch {
		case a.log < b.log:
			return -1
		case a.log > b.log:
			return 1
		}
		return 0
	})
	kept := pasts[:min(1, len(pasts))]
	for _, p := range pasts[len(kept):] {
		if end := &kept[len(kept)-1]; p.log-end.log < 1e-9 {
			end.ways += p.ways
		} else {
			kept = append(kept, p)
		}
	}
	return kept
}

func positive(totals []int) []int {
	var out []int
	for _, t := range totals {
		if t > 0 {
			out = append(out, t)
		}
	}
	return out
}

func errNetwork() error {
	return fmt.Errorf("the exact test on this table would take more than %d steps or has more than %d people; use chi-square, or put rare rows or columns together", maxNetworkSteps, maxNetworkPeople)
}
