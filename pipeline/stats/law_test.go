package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The laws here hold for any input; each is tried on many drawn with a fixed seed.
func draws(n int, try func(r *rand.Rand)) {
	r := rand.New(rand.NewPCG(2026, 11))
	for range n {
		try(r)
	}
}

func near(a, b, tolerance float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tolerance*max(1, math.Abs(b))
}

func drawTable(r *rand.Rand, rows, cols, people int) [][]int {
	table := make([][]int, rows)
	for i := range table {
		table[i] = make([]int, cols)
	}
	for range people {
		table[r.IntN(rows)][r.IntN(cols)]++
	}
	return table
}

func turned(table [][]int) [][]int {
	out := make([][]int, len(table[0]))
	for j := range out {
		for i := range table {
			out[j] = append(out[j], table[i][j])
		}
	}
	return out
}

// An interval holds its share, is mirrored when yes and no change places, and grows with
// the level; Clopper-Pearson and the corrected Wilson are never inside Wilson's reach.
func TestProportionLaws(t *testing.T) {
	methods := map[string]func(x, n int, level float64) (float64, float64){
		"Wilson": Wilson, "WilsonContinuity": WilsonContinuity, "ClopperPearson": ClopperPearson, "Jeffreys": Jeffreys, "Wald": Wald,
		"AgrestiCoull": func(x, n int, level float64) (float64, float64) { return AgrestiCoull(x, n, level, true) },
	}
	draws(400, func(r *rand.Rand) {
		n := 1 + r.IntN(300)
		x := r.IntN(n + 1)
		p := float64(x) / float64(n)
		for name, f := range methods {
			low, high := f(x, n, 0.95)
			if !(low <= p+1e-12 && p <= high+1e-12) {
				t.Errorf("%s(%d, %d): %v to %v does not hold the share", name, x, n, low, high)
			}
			mirrorLow, mirrorHigh := f(n-x, n, 0.95)
			if !near(low, 1-mirrorHigh, 1e-9) || !near(high, 1-mirrorLow, 1e-9) {
				t.Errorf("%s(%d, %d): %v to %v, mirrored %v to %v", name, x, n, low, high, mirrorLow, mirrorHigh)
			}
			widerLow, widerHigh := f(x, n, 0.99)
			if widerLow > low+1e-12 || widerHigh < high-1e-12 {
				t.Errorf("%s(%d, %d): the interval at 0.99 is inside that at 0.95", name, x, n)
			}
		}
		// The ends of Clopper and Pearson's solve its definition.
		low, high := ClopperPearson(x, n, 0.9)
		if x > 0 && !near(binomialAtLeast(x, n, low), 0.05, 1e-9) || x < n && !near(1-binomialAtLeast(x+1, n, high), 0.05, 1e-9) {
			t.Errorf("ClopperPearson(%d, %d): %v to %v does not solve it", x, n, low, high)
		}
		m := 1 + r.IntN(100)
		y := r.IntN(m + 1)
		low, high = Newcombe(x, n, y, m, 0.95)
		backLow, backHigh := Newcombe(y, m, x, n, 0.95)
		if d := p - float64(y)/float64(m); low > d+1e-12 || high < d-1e-12 || !near(low, -backHigh, 1e-12) || !near(high, -backLow, 1e-12) {
			t.Errorf("Newcombe(%d, %d, %d, %d): %v to %v", x, n, y, m, low, high)
		}
	})
}

// Turning a table on its side changes no measure that is symmetric, and swaps the two of
// Somers; turning an order round changes its sign.
func TestTableLaws(t *testing.T) {
	draws(100, func(r *rand.Rand) {
		table := drawTable(r, 2+r.IntN(2), 2+r.IntN(3), 3+r.IntN(22))
		side := turned(table)
		a, b := must[Independence](t)(ChiSquare(table)), must[Independence](t)(ChiSquare(side))
		g, h := must[Test](t)(GTest(table)), must[Test](t)(GTest(side))
		if !near(a.Statistic, b.Statistic, 1e-9) || !near(a.P, b.P, 1e-9) || !near(g.P, h.P, 1e-9) {
			t.Errorf("%v: chi-square %v and %v, G %v and %v", table, a.Test, b.Test, g, h)
		}
		p, q := must[float64](t)(FisherExact(table)), must[float64](t)(FisherExact(side))
		if !near(p, q, 1e-9) || !near(p, everyTable(table), 1e-9) || p <= 0 {
			t.Errorf("%v: Fisher %v, on its side %v, by every table %v", table, p, q, everyTable(table))
		}
		o, s := must[Ordinal](t)(OrdinalAssociation(table)), must[Ordinal](t)(OrdinalAssociation(side))
		if !near(o.TauB, s.TauB, 1e-9) || !near(o.SomersColumns, s.SomersRows, 1e-9) || !near(o.Statistic, s.Statistic, 1e-9) {
			t.Errorf("%v: ordinal %+v, on its side %+v", table, o, s)
		}
		slices.Reverse(side)
		if back := must[Ordinal](t)(OrdinalAssociation(side)); !near(o.Gamma, -back.Gamma, 1e-9) {
			t.Errorf("%v: gamma %v, turned round %v", table, o.Gamma, back.Gamma)
		}
	})
}

// everyTable gives Fisher's P by going through every table with these totals.
func everyTable(table [][]int) float64 {
	m, _ := tableMargins(table)
	base := -logFactorial(m.n)
	for _, t := range append(slices.Clone(m.rows), m.cols...) {
		base += logFactorial(t)
	}
	seen := base
	for _, row := range table {
		for _, c := range row {
			seen -= logFactorial(c)
		}
	}
	total := 0.0
	var fill func(i, j int, rowLeft int, colLeft []int, log float64)
	fill = func(i, j, rowLeft int, colLeft []int, log float64) {
		if i == len(m.rows) {
			if log <= seen+1e-7 {
				total += math.Exp(log)
			}
			return
		}
		if j == len(m.cols)-1 {
			if rowLeft > colLeft[j] {
				return
			}
			next := slices.Clone(colLeft)
			next[j] -= rowLeft
			left := 0
			if i+1 < len(m.rows) {
				left = m.rows[i+1]
			}
			fill(i+1, 0, left, next, log-logFactorial(rowLeft))
			return
		}
		for x := 0; x <= min(rowLeft, colLeft[j]); x++ {
			next := slices.Clone(colLeft)
			next[j] -= x
			fill(i, j+1, rowLeft-x, next, log-logFactorial(x))
		}
	}
	fill(0, 0, m.rows[0], m.cols, base)
	return min(1, total)
}

// The odds ratio and its ends, put into the noncentral hypergeometric distribution, give
// the first cell as its mean and the tails asked for. Tables of the reference, on which R
// stops its search early.
func TestFisherSolves(t *testing.T) {
	for _, table := range [][][]int{{{3, 1}, {1, 3}}, {{2, 15}, {10, 3}}, {{18, 1}, {30, 5}}, {{10, 0}, {4, 6}}, {{400, 380}, {390, 410}}} {
		f := must[Fisher](t)(Fisher2x2(table, 0.95))
		mean, _, _ := noncentral(table, f.OddsRatio)
		if x := float64(table[0][0]); !math.IsInf(f.OddsRatio, 1) && !near(mean, x, 1e-10) {
			t.Errorf("%v: the odds ratio %v has the mean %v", table, f.OddsRatio, mean)
		}
		if _, atLeast, _ := noncentral(table, f.Low); f.Low > 0 && !near(atLeast, 0.025, 1e-10) {
			t.Errorf("%v: the low end %v leaves %v", table, f.Low, atLeast)
		}
		if _, _, atMost := noncentral(table, f.High); !math.IsInf(f.High, 1) && !near(atMost, 0.025, 1e-10) {
			t.Errorf("%v: the high end %v leaves %v", table, f.High, atMost)
		}
	}
}

// noncentral gives the mean of the first cell and the chance of at least and at most the one
// seen, from binomial coefficients.
func noncentral(table [][]int, odds float64) (mean, atLeast, atMost float64) {
	m, _ := tableMargins(table)
	var sum float64
	for x := max(0, m.rows[0]-m.cols[1]); x <= min(m.rows[0], m.cols[0]); x++ {
		w := math.Exp(logChoose(m.cols[0], x) + logChoose(m.cols[1], m.rows[0]-x) - logChoose(m.n, m.rows[0]) + float64(x)*math.Log(odds))
		sum += w
		mean += float64(x) * w
		if x >= table[0][0] {
			atLeast += w
		}
		if x <= table[0][0] {
			atMost += w
		}
	}
	return mean / sum, atLeast / sum, atMost / sum
}

// Adjusting never lowers a P value, keeps their order, and the adjustments stand in theirs.
func TestAdjustLaws(t *testing.T) {
	draws(300, func(r *rand.Rand) {
		p := make([]float64, r.IntN(12))
		for i := range p {
			p[i] = math.Pow(r.Float64(), 3)
			if r.IntN(8) == 0 {
				p[i] = math.NaN()
			}
		}
		adjusted := map[Adjustment][]float64{}
		for how := Bonferroni; how <= BenjaminiYekutieli; how++ {
			adjusted[how] = must[[]float64](t)(AdjustP(p, how))
			for i, v := range adjusted[how] {
				if math.IsNaN(p[i]) != math.IsNaN(v) || v < p[i] || v > 1 {
					t.Errorf("adjustment %d of %v: %v", how, p, adjusted[how])
				}
				for j, w := range adjusted[how] {
					if p[i] < p[j] && v > w {
						t.Errorf("adjustment %d of %v changes their order: %v", how, p, adjusted[how])
					}
				}
			}
		}
		for i := range p {
			for _, pair := range [][2]Adjustment{{Holm, Bonferroni}, {Hochberg, Holm}, {Hommel, Hochberg}, {BenjaminiHochberg, Hommel}, {BenjaminiHochberg, BenjaminiYekutieli}} {
				if adjusted[pair[0]][i] > adjusted[pair[1]][i]+1e-12 {
					t.Errorf("of %v, adjustment %d is weaker than %d", p, pair[0], pair[1])
				}
			}
		}
	})
}

// Exchanging two groups, or two times, changes the sign and no P value.
func TestRankLaws(t *testing.T) {
	draws(100, func(r *rand.Rand) {
		x, y := drawRatings(r, 1+r.IntN(12), 6), drawRatings(r, 1+r.IntN(12), 6)
		a, b := must[MannWhitney](t)(MannWhitneyTest(x, y)), must[MannWhitney](t)(MannWhitneyTest(y, x))
		if a.U1 != b.U2 || !near(a.P, b.P, 1e-12) || !near(a.CliffsDelta, -b.CliffsDelta, 1e-12) || a.U1+a.U2 != float64(a.N1*a.N2) {
			t.Errorf("%v and %v: %+v, exchanged %+v", x, y, a, b)
		}
		if p, q := must[float64](t)(MannWhitneyExact(x, y)), must[float64](t)(MannWhitneyExact(y, x)); !near(p, q, 1e-12) || p <= 0 || p > 1 {
			t.Errorf("%v and %v: exact %v, exchanged %v", x, y, p, q)
		}
		// Two groups by Kruskal and Wallis are Mann and Whitney's.
		if k := must[Kruskal](t)(KruskalWallis([][]float64{x, y})); !near(k.Statistic, a.Statistic*a.Statistic, 1e-9) || !near(k.Pairs[0].P, a.P, 1e-9) {
			t.Errorf("%v and %v: H %v, z² %v", x, y, k.Statistic, a.Statistic*a.Statistic)
		}
		z := drawRatings(r, len(x), 6)
		s, u := must[SignedRank](t)(SignedRankTest(x, z)), must[SignedRank](t)(SignedRankTest(z, x))
		if !near(s.ExactP, u.ExactP, 1e-12) || !near(s.P, u.P, 1e-12) || !near(s.RankBiserial, -u.RankBiserial, 1e-12) {
			t.Errorf("%v and %v: %+v, exchanged %+v", x, z, s, u)
		}
	})
}

func drawRatings(r *rand.Rand, n, points int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(1 + r.IntN(points))
	}
	return x
}

// The exact rank tests against every way to draw the groups, or the signs.
func TestRankTestsByEveryDraw(t *testing.T) {
	draws(30, func(r *rand.Rand) {
		x, y := drawRatings(r, 1+r.IntN(5), 5), drawRatings(r, 1+r.IntN(5), 5)
		ranks, _ := midranks(append(slices.Clone(x), y...))
		mean, seen, hits, ways := float64(len(x)*(len(ranks)+1))/2, sum(ranks[:len(x)]), 0, 0
		for set := range 1 << len(ranks) {
			n, s := 0, 0.0
			for i, rank := range ranks {
				if set>>i&1 == 1 {
					n++
					s += rank
				}
			}
			if n == len(x) {
				ways++
				if math.Abs(s-mean) >= math.Abs(seen-mean) {
					hits++
				}
			}
		}
		if p := must[float64](t)(MannWhitneyExact(x, y)); !near(p, float64(hits)/float64(ways), 1e-12) {
			t.Errorf("%v and %v: %v, by every draw %d/%d", x, y, p, hits, ways)
		}
	})
}

func drawCodes(r *rand.Rand, units, coders, categories int, missing float64) [][]float64 {
	codes := make([][]float64, units)
	for i := range codes {
		truth := 1 + r.IntN(categories)
		for range coders {
			v := float64(truth)
			switch {
			case r.Float64() < missing:
				v = math.NaN()
			case r.Float64() < 0.4:
				v = float64(1 + r.IntN(categories))
			}
			codes[i] = append(codes[i], v)
		}
	}
	return codes
}

// Coders and units have no order; two coders by several ways are the same two coders.
func TestAgreementLaws(t *testing.T) {
	coefficients := map[string]func(codes [][]float64) float64{
		"fleiss": func(c [][]float64) float64 { return must[Agreement](t)(FleissKappa(c, nil, Linear, 0.95)).Estimate },
		"conger": func(c [][]float64) float64 { return must[Agreement](t)(CongerKappa(c, nil, Quadratic, 0.95)).Estimate },
		"ac":     func(c [][]float64) float64 { return must[Agreement](t)(GwetAC(c, nil, Quadratic, 0.95)).Estimate },
		"bp":     func(c [][]float64) float64 { return must[Agreement](t)(BrennanPrediger(c, nil, Linear, 0.95)).Estimate },
		"light":  func(c [][]float64) float64 { return must[float64](t)(LightKappa(c, nil, Unweighted)) },
		"alpha":  func(c [][]float64) float64 { return must[Alpha](t)(KrippendorffAlpha(c, MetricOrdinal, 0.95)).Estimate },
		"ratio":  func(c [][]float64) float64 { return must[Alpha](t)(KrippendorffAlpha(c, MetricRatio, 0.95)).Estimate },
	}
	draws(60, func(r *rand.Rand) {
		codes := drawCodes(r, 2+r.IntN(20), 2+r.IntN(4), 2+r.IntN(4), 0.2)
		order := r.Perm(len(codes[0]))
		mixed := make([][]float64, len(codes))
		for i, to := range r.Perm(len(codes)) {
			for _, g := range order {
				mixed[to] = append(mixed[to], codes[i][g])
			}
		}
		for name, f := range coefficients {
			if a, b := f(codes), f(mixed); !near(a, b, 1e-9) {
				t.Errorf("%s of %v is %v, in another order %v", name, codes, a, b)
			} else if a > 1+1e-12 {
				t.Errorf("%s of %v is %v", name, codes, a)
			}
		}
		pairs := drawCodes(r, 2+r.IntN(30), 2, 3, 0)
		table, _, err := Confusion(column(pairs, 0), column(pairs, 1), []float64{1, 2, 3})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []Weights{Unweighted, Linear, Quadratic} {
			k := must[Kappa](t)(CohenKappa(table, w, 0.95))
			c := must[Agreement](t)(CongerKappa(pairs, []float64{1, 2, 3}, w, 0.95))
			if !near(k.Estimate, c.Estimate, 1e-9) {
				t.Errorf("%v: Cohen %v, Conger %v", table, k.Estimate, c.Estimate)
			}
			// The two standard errors differ by n and n-1 alone.
			if n := float64(k.N); k.SE < 1 && !near(k.SE, c.SE*math.Sqrt((n-1)/n), 1e-6) {
				t.Errorf("%v: Cohen's standard error %v, Conger's %v", table, k.SE, c.SE*math.Sqrt((n-1)/n))
			}
		}
	})
}

func column(rows [][]float64, k int) []float64 {
	var out []float64
	for _, row := range rows {
		out = append(out, row[k])
	}
	return out
}

// Standard errors against leaving out one unit at a time, which needs no formula.
func TestAgreementErrorsByLeavingOut(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	codes := drawCodes(r, 300, 4, 4, 0.15)
	for name, f := range map[string]func(c [][]float64) (estimate, se float64){
		"fleiss": func(c [][]float64) (float64, float64) {
			a := must[Agreement](t)(FleissKappa(c, nil, Quadratic, 0.95))
			return a.Estimate, a.SE
		},
		"conger": func(c [][]float64) (float64, float64) {
			a := must[Agreement](t)(CongerKappa(c, nil, Linear, 0.95))
			return a.Estimate, a.SE
		},
		"ac": func(c [][]float64) (float64, float64) {
			a := must[Agreement](t)(GwetAC(c, nil, Unweighted, 0.95))
			return a.Estimate, a.SE
		},
		"nominal":  alphaWithError(t, MetricNominal),
		"interval": alphaWithError(t, MetricInterval),
		"ratio":    alphaWithError(t, MetricRatio),
		"absolute": alphaWithError(t, MetricAbsolute),
	} {
		estimate, se := f(codes)
		n, squares := float64(len(codes)), 0.0
		for i := range codes {
			without, _ := f(append(slices.Clone(codes[:i]), codes[i+1:]...))
			squares += (without - estimate) * (without - estimate)
		}
		if jackknife := math.Sqrt(squares * (n - 1) / n); math.Abs(se/jackknife-1) > 0.01 {
			t.Errorf("%s: standard error %v, by leaving out %v", name, se, jackknife)
		}
	}
}

func alphaWithError(t *testing.T, metric Metric) func(c [][]float64) (float64, float64) {
	return func(c [][]float64) (float64, float64) {
		a := must[Alpha](t)(KrippendorffAlpha(c, metric, 0.95))
		return a.Estimate, a.SE
	}
}

// Krippendorff's alpha by its definition: all ordered pairs of codes, within units and at
// large.
func TestAlphaByPairs(t *testing.T) {
	draws(60, func(r *rand.Rand) {
		codes := drawCodes(r, 2+r.IntN(10), 2+r.IntN(4), 2+r.IntN(5), 0.25)
		for _, metric := range []Metric{MetricNominal, MetricInterval, MetricRatio, MetricAbsolute} {
			distance := func(a, b float64) float64 {
				switch {
				case a == b:
					return 0
				case metric == MetricNominal:
					return 1
				case metric == MetricInterval:
					return (a - b) * (a - b)
				case metric == MetricRatio:
					return (a - b) * (a - b) / (a + b) / (a + b)
				}
				return math.Abs(a - b)
			}
			var all []float64
			observed := 0.0
			for _, row := range codes {
				row = present(row)
				if len(row) < 2 {
					continue
				}
				all = append(all, row...)
				for _, a := range row {
					for _, b := range row {
						observed += distance(a, b) / float64(len(row)-1)
					}
				}
			}
			n, expected := float64(len(all)), 0.0
			for _, a := range all {
				for _, b := range all {
					expected += distance(a, b)
				}
			}
			want := 1 - observed/n/(expected/n/(n-1))
			got := must[Alpha](t)(KrippendorffAlpha(codes, metric, 0.95))
			if !near(got.Estimate, want, 1e-9) && expected > 0 {
				t.Errorf("metric %d of %v: %v, by pairs %v", metric, codes, got.Estimate, want)
			}
		}
	})
}

// The same seed gives the same interval, which holds alpha here and is near the one by
// formula.
func TestBootstrap(t *testing.T) {
	codes := drawCodes(rand.New(rand.NewPCG(1, 2)), 200, 3, 3, 0.1)
	a := must[Alpha](t)(KrippendorffAlpha(codes, MetricNominal, 0.95))
	b := must[Resampled](t)(AlphaBootstrap(codes, MetricNominal, 0.95, 1000, 7))
	if again := must[Resampled](t)(AlphaBootstrap(codes, MetricNominal, 0.95, 1000, 7)); again != b {
		t.Errorf("the same seed gave %+v and %+v", b, again)
	}
	if b.Low > a.Estimate || b.High < a.Estimate || math.Abs((b.High-b.Low)/(a.High-a.Low)-1) > 0.15 {
		t.Errorf("by draws %v to %v, by formula %v to %v", b.Low, b.High, a.Low, a.High)
	}
	if b.Draws != 1000 || b.Undefined != 0 {
		t.Errorf("%+v", b)
	}
}

// Consensus looks the same from either end of the scale, and grows when a middle of two
// camps meets.
func TestConsensusLaws(t *testing.T) {
	draws(100, func(r *rand.Rand) {
		counts := make([]int, 3+r.IntN(7))
		for range 1 + r.IntN(60) {
			counts[r.IntN(len(counts))]++
		}
		back := slices.Clone(counts)
		slices.Reverse(back)
		a, b := must[Consensus](t)(MeasureConsensus(counts)), must[Consensus](t)(MeasureConsensus(back))
		for name, pair := range map[string][2]float64{"TastleWierman": {a.TastleWierman, b.TastleWierman}, "VanDerEijk": {a.VanDerEijk, b.VanDerEijk},
			"Leik": {a.LeikDispersion, b.LeikDispersion}, "BlairLacy": {a.BlairLacy, b.BlairLacy}, "RWG": {a.RWG, b.RWG}} {
			if !near(pair[0], pair[1], 1e-9) {
				t.Errorf("%s of %v is %v, from the other end %v", name, counts, pair[0], pair[1])
			}
		}
		for _, v := range []float64{a.TastleWierman, a.LeikDispersion, a.BlairLacy, a.Entropy, a.IQV, (a.VanDerEijk + 1) / 2} {
			if !(v >= 0 && v <= 1+1e-9) {
				t.Errorf("%v: %+v leaves its range", counts, a)
			}
		}
		// The quantiles of counts are those of the people themselves.
		var people []float64
		for i, c := range counts {
			for range c {
				people = append(people, float64(i+1))
			}
		}
		for kind := 1; kind <= 9; kind++ {
			p := r.Float64()
			if x, y := must[float64](t)(QuantileOfCounts(counts, p, kind)), must[float64](t)(Quantile(people, p, kind)); x != y {
				t.Errorf("quantile %v of type %d of %v: %v and %v", p, kind, counts, x, y)
			}
		}
	})
}

// Weights that are all alike, and one draw from many, give the plain mean and its standard
// error; multiplying all weights changes neither.
func TestSampleLaws(t *testing.T) {
	draws(40, func(r *rand.Rand) {
		n := 3 + r.IntN(40)
		y, weights, tens := drawRatings(r, n, 6), make([]float64, n), make([]float64, n)
		for i := range weights {
			weights[i] = 0.5 + r.Float64()
			tens[i] = 10 * weights[i]
		}
		plain := must[Estimate](t)(must[Sample](t)(NewSample(n, nil)).Mean(y))
		m, squares := sum(y)/float64(n), 0.0
		for _, v := range y {
			squares += (v - m) * (v - m)
		}
		if !near(plain.Value, m, 1e-12) || !near(plain.SE, math.Sqrt(squares/float64(n-1)/float64(n)), 1e-12) {
			t.Errorf("%v: %+v", y, plain)
		}
		a := must[Estimate](t)(must[Sample](t)(NewSample(n, weights)).Mean(y))
		b := must[Estimate](t)(must[Sample](t)(NewSample(n, tens)).Mean(y))
		if !near(a.Value, b.Value, 1e-12) || !near(a.SE, b.SE, 1e-12) {
			t.Errorf("%v: %+v, with ten times the weights %+v", y, a, b)
		}
		effect, effective := Kish(weights)
		if effect < 1-1e-12 || effective > float64(n)+1e-9 {
			t.Errorf("%v: an effect of %v, %v people", weights, effect, effective)
		}
	})
}

// Post-stratified and raked weights add up to what is known.
func TestCalibrationLaws(t *testing.T) {
	draws(30, func(r *rand.Rand) {
		n := 40 + r.IntN(60)
		first, second := make([]string, n), make([]string, n)
		for i := range first {
			first[i], second[i] = string(rune('a'+r.IntN(3))), string(rune('x'+r.IntN(2)))
		}
		s := must[Sample](t)(NewSample(n, nil))
		margins := []Margin{{first, map[string]float64{"a": 50, "b": 30, "c": 20}}, {second, map[string]float64{"x": 60, "y": 40}}}
		raked, report, err := s.Rake(margins, 1e-9, 1000)
		if err != nil || !report.Converged || report.Furthest > 1e-7 {
			t.Fatalf("%+v, %v", report, err)
		}
		for _, m := range margins {
			sizes := map[string]float64{}
			for i, w := range raked.Weights() {
				sizes[m.Group[i]] += w
			}
			for name, total := range m.Totals {
				if !near(sizes[name], total, 1e-9) {
					t.Errorf("the group %s adds up to %v, want %v", name, sizes[name], total)
				}
			}
		}
		// What is known has no standard error.
		for _, share := range must[[]Share](t)(raked.Shares(first, nil)) {
			if share.SE > 1e-6 {
				t.Errorf("the share of %s, which is known, has a standard error of %v", share.Category, share.SE)
			}
		}
		if weights := s.Weights(); slices.Max(weights) != 1 {
			t.Error("raking changed the sample that it was given")
		}
		trimmed, cut, err := raked.Trim(0.5, 1.3, true)
		if w := trimmed.Weights(); err == nil && (slices.Max(w) > 1.3 || slices.Min(w) < 0.5 || cut > 0 && !near(sum(w), 100, 1e-9)) {
			t.Errorf("%d cut: %v", cut, w)
		}
	})
}
