package lint

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// In graphs put together at random a circle is found where, and only where, one
// can come back to where one began by trying every way, and what is named as a
// circle is one.
func TestCirclesAgainstTryingEveryWay(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 7))
		n := 2 + r.IntN(7)
		g := Graph{Root: doc}
		has := map[string]bool{}
		var reach [9][9]bool
		for i := range n {
			g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint("n", i), Code: fmt.Sprint(i), Ended: true})
		}
		for range r.IntN(2 * n) {
			i, j := r.IntN(n), r.IntN(n)
			has[fmt.Sprint(i, " → ", j)] = true
			reach[i][j] = true
			g.Edges = append(g.Edges, Edge{From: fmt.Sprint("n", i), To: fmt.Sprint("n", j), Type: "precedes", Ordered: true})
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}
		in := map[string]bool{} // the items that a circle leads through
		for i := range n {
			if reach[i][i] {
				in[fmt.Sprint(i)] = true
			}
		}
		found := 0
		for _, f := range Check(g) {
			if f.Kind != "circular-link" {
				continue
			}
			found++
			way := strings.Split(f.Found, " → ")
			if way[0] != way[len(way)-1] {
				t.Errorf("seed %d: %s does not come back", seed, f.Found)
			}
			for i := range way[1:] {
				if !has[way[i]+" → "+way[i+1]] || !in[way[i]] {
					t.Errorf("seed %d: %s names a link that is not there", seed, f.Found)
				}
			}
		}
		if (found > 0) != (len(in) > 0) {
			t.Errorf("seed %d: %d circles found, %v lie on one", seed, found, in)
		}
	}
}
