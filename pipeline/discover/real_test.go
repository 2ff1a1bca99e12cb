package discover

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"concord/pipeline/theme"
)

// nhs reads the coded comments of the NHS, with the human code of each.
func nhs(t testing.TB) ([]theme.Unit, []string) {
	f, err := os.Open("../../../shared/data/coded-nhs-feedback-phase1/phase1_text_data.csv")
	if err != nil {
		t.Skip("the coded NHS comments are not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var units []theme.Unit
	var codes []string
	for _, r := range rows[1:] {
		units = append(units, theme.Unit{ID: "r" + r[7], Person: "p" + r[7], Source: "survey", Question: r[6], Text: r[3]})
		codes = append(codes, r[0])
	}
	return units, codes
}

// agree gives the adjusted Rand index of Hubert and Arabie (1985), normalised
// mutual information (by the mean of the entropies), and purity.
func agree(a, b []string) (ari, nmi, purity float64) {
	joint, ca, cb, top := map[[2]string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}
	n := float64(len(a))
	for i := range a {
		joint[[2]string{a[i], b[i]}]++
		ca[a[i]]++
		cb[b[i]]++
	}
	pairs := func(x float64) float64 { return x * (x - 1) / 2 }
	var s, sa, sb, mi, ha, hb float64
	for k, v := range joint {
		s += pairs(v)
		mi += v / n * math.Log(v*n/(ca[k[0]]*cb[k[1]]))
		top[k[0]] = max(top[k[0]], v)
	}
	for _, v := range ca {
		sa += pairs(v)
		ha -= v / n * math.Log(v/n)
	}
	for _, v := range cb {
		sb += pairs(v)
		hb -= v / n * math.Log(v/n)
	}
	for _, v := range top {
		purity += v / n
	}
	e := sa * sb / pairs(n)
	return (s - e) / ((sa+sb)/2 - e), mi / ((ha + hb) / 2), purity
}

// Two groupings of six things by hand: {abc}{def} against {ab}{cde}{f}. Pairs
// together in both 2; in either 6 and 4; of 15: (2 - 6·4/15)/(5 - 6·4/15).
func TestAgree(t *testing.T) {
	ari, nmi, purity := agree([]string{"x", "x", "x", "y", "y", "y"}, []string{"p", "p", "q", "q", "q", "r"})
	ln := math.Log
	mi := 2.0/6*ln(2) + 1.0/6*ln(2.0/3) + 2.0/6*ln(4.0/3) + 1.0/6*ln(2)
	ha, hb := ln(2), ln(3.0)/3+ln(2.0)/2+ln(6.0)/6
	if !close(ari, (2-1.6)/(5-1.6), 1e-12) || !close(nmi, 2*mi/(ha+hb), 1e-12) || !close(purity, 4.0/6, 1e-12) {
		t.Error(ari, nmi, purity)
	}
}

// means is spherical k-means with the seeds of Arthur and Vassilvitskii (2007),
// to hold the clusters against.
func means(v [][]float32, k int) []string {
	rng := rand.New(rand.NewPCG(7, 8))
	centres := [][]float32{v[rng.IntN(len(v))]}
	far := make([]float64, len(v))
	for len(centres) < k {
		sum := 0.0
		for i := range v {
			d := max(0, 1-float64(dot(v[i], centres[len(centres)-1])))
			if len(centres) == 1 || d < far[i] {
				far[i] = d
			}
			sum += far[i]
		}
		r, next := rng.Float64()*sum, 0
		for r -= far[0]; r > 0 && next+1 < len(v); r -= far[next] {
			next++
		}
		centres = append(centres, v[next])
	}
	of := make([]int, len(v))
	for range 30 {
		sums := make([][]float32, k)
		for j := range sums {
			sums[j] = make([]float32, len(v[0]))
		}
		for i := range v {
			best := float32(-2)
			for j := range centres {
				if s := dot(v[i], centres[j]); s > best {
					best, of[i] = s, j
				}
			}
			for x, y := range v[i] {
				sums[of[i]][x] += y
			}
		}
		for j := range sums {
			centres[j] = unitVector(sums[j])
		}
	}
	out := make([]string, len(v))
	for i, j := range of {
		out[i] = fmt.Sprint(j)
	}
	return out
}

// How well clusters of words agree with the codes that people gave. The figures
// of docs/discovery.md are those that this logs.
func TestClustersAgainstHumanCodes(t *testing.T) {
	units, codes := nhs(t)
	start := time.Now()
	r, err := Discover(context.Background(), Input{Units: units, Groups: GroupsBy(units, func(u *theme.Unit) string { return u.Question })}, Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v for everything, %+v", time.Since(start).Round(100*time.Millisecond), r.Counts)
	code := map[string]string{}
	for i := range units {
		code[units[i].ID] = codes[i]
	}
	say := func(name string, a, b []string) (ari, nmi float64) {
		ari, nmi, purity := agree(a, b)
		shuffled := slices.Clone(b)
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(b), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		_, nmi0, purity0 := agree(a, shuffled)
		distinct := slices.Compact(slices.Sorted(slices.Values(a)))
		t.Logf("%s: %d clusters of %d comments: ARI %.3f (chance 0), NMI %.3f (%.3f), purity %.3f (%.3f)", name, len(distinct), len(a), ari, nmi, nmi0, purity, purity0)
		return ari, nmi
	}
	stable := map[string]float64{}
	kinds := map[string]int{}
	for _, c := range r.Clusters {
		stable[c.ID] = c.Stability
		kinds[c.Reading]++
	}
	var a, b, a2, b2 []string
	in := map[string]bool{}
	for _, m := range r.Members {
		a, b = append(a, m.Cluster), append(b, code[m.Unit])
		if lasting(stable[m.Cluster]) {
			a2, b2 = append(a2, m.Cluster), append(b2, code[m.Unit])
		}
		in[m.Unit] = true
	}
	ari, nmi := say("clusters", a, b)
	say("clusters that last", a2, b2)
	t.Logf("readings: %v", kinds)

	c := newCorpus(units, "")
	rows, features := c.weighted()
	laid := reduced(rows, features, dimensionsFor(len(c.documents)))
	var v [][]float32
	var of []string
	for d := range c.documents {
		for _, u := range c.documents[d].units {
			if in[units[u].ID] {
				v, of = append(v, laid[d]), append(of, codes[u])
			}
		}
	}
	_, meansNMI := say("k-means on the same comments and features", means(v, len(r.Clusters)), of)
	if ari < 0.03 || nmi < 0.95*meansNMI {
		t.Errorf("ARI %.3f, NMI %.3f against %.3f of k-means", ari, nmi, meansNMI)
	}
}

func BenchmarkDiscover(b *testing.B) {
	units, _ := nhs(b)
	for _, n := range []int{1000, len(units)} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Discover(context.Background(), Input{Units: units[:n]}, Options{Jobs: 2}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "comments/s")
		})
	}
}
