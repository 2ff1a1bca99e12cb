package stats

import (
	"encoding/binary"
	"math"
	"testing"
)

// bytesToTable makes a small table of any counts from bytes, ragged and negative ones too.
func bytesToTable(data []byte) [][]int {
	if len(data) < 2 {
		return nil
	}
	columns := int(data[0]%6) + 1
	var table [][]int
	for rest := data[1:]; len(rest) > 0 && len(table) < 6; {
		n := min(columns, len(rest))
		row := make([]int, n)
		for j := range row {
			row[j] = int(int8(rest[j])) / 8
		}
		table, rest = append(table, row), rest[n:]
	}
	return table
}

// bytesToRows makes rows of any float64, with small whole numbers often.
func bytesToRows(data []byte) [][]float64 {
	if len(data) < 2 {
		return nil
	}
	columns := int(data[0]%5) + 1
	var rows [][]float64
	var row []float64
	for rest := data[1:]; len(rest) > 0; {
		switch {
		case rest[0] >= 250 && len(rest) >= 9:
			row = append(row, math.Float64frombits(binary.LittleEndian.Uint64(rest[1:9])))
			rest = rest[9:]
		case rest[0] >= 240:
			row = append(row, math.NaN())
			rest = rest[1:]
		default:
			row = append(row, float64(rest[0]%9)+1)
			rest = rest[1:]
		}
		if len(row) == columns {
			rows, row = append(rows, row), nil
		}
	}
	return rows
}

// share says whether a figure is NaN or within 0 and 1.
func share(p float64) bool { return math.IsNaN(p) || p >= -1e-9 && p <= 1+1e-9 }

func FuzzTables(f *testing.F) {
	f.Add([]byte{1, 24, 8, 8, 24})
	f.Add([]byte{3, 8, 24, 80, 48, 16, 24, 80, 56, 8, 48, 112, 96, 0, 8, 72, 88})
	f.Add([]byte{2, 0, 0, 0, 0, 255, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		table := bytesToTable(data)
		chi, err := ChiSquare(table)
		if err != nil {
			return
		}
		if !share(chi.P) {
			t.Errorf("chi-square of %v: %v", table, chi.Test)
		}
		o, err := OrdinalAssociation(table)
		if err != nil || !share(math.Abs(o.TauB)) || !share(math.Abs(o.Gamma)) || !share(o.P) {
			t.Errorf("order of %v: %+v, %v", table, o, err)
		}
		v, err := Associate(table)
		if err != nil || !share(v.V) || !share(v.VCorrected) {
			t.Errorf("association of %v: %+v, %v", table, v, err)
		}
		if g, err := GTest(table); err != nil || !share(g.P) {
			t.Errorf("G of %v: %v, %v", table, g, err)
		}
		if s, err := SpearmanTable(table); err != nil || !share(math.Abs(s.Estimate)) || !share(s.P) {
			t.Errorf("Spearman of %v: %v, %v", table, s, err)
		}
		if len(table) == len(table[0]) {
			k, err := CohenKappa(table, Quadratic, 0.9)
			if err != nil || k.Estimate > 1+1e-9 || !share(k.Observed) {
				t.Errorf("kappa of %v: %+v, %v", table, k, err)
			}
		}
		if len(table) == 2 && len(table[0]) == 2 {
			fisher, err := Fisher2x2(table, 0.9)
			if err != nil || !share(fisher.P) || fisher.Low > fisher.High {
				t.Errorf("Fisher of %v: %+v, %v", table, fisher, err)
			}
		}
		if c, err := MeasureConsensus(table[0]); err != nil || !share(c.TastleWierman) || !share(math.Abs(c.VanDerEijk)) {
			t.Errorf("consensus of %v: %+v, %v", table[0], c, err)
		}
		// Large tables take their time and then an error, by the bound.
		if m, _ := tableMargins(table); m.n > 40 {
			return
		}
		if p, err := FisherExact(table); err == nil && !share(p) {
			t.Errorf("Fisher of %v: %v", table, p)
		}
	})
}

func FuzzRatings(f *testing.F) {
	f.Add([]byte{3, 1, 2, 3, 4, 2, 2, 245, 2, 3, 3, 3, 1})
	f.Add([]byte{1, 1, 1, 1, 1})
	f.Add([]byte{2, 2, 0, 0, 0, 0, 0, 0, 240, 1}) // pairwise covariances that add up to less than nothing
	f.Add([]byte{2, 250, 0, 0, 0, 0, 0, 0, 240, 127, 1, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 400 {
			return
		}
		rows := bytesToRows(data)
		for metric := MetricNominal; metric <= MetricAbsolute; metric++ {
			if a, err := KrippendorffAlpha(rows, metric, 0.9); err == nil && a.Estimate > 1+1e-9 {
				t.Errorf("alpha %d of %v: %+v", metric, rows, a)
			}
		}
		for _, w := range []Weights{Unweighted, Linear, Quadratic} {
			for name, call := range map[string]func([][]float64, []float64, Weights, float64) (Agreement, error){
				"fleiss": FleissKappa, "conger": CongerKappa, "ac": GwetAC, "bp": BrennanPrediger, "percent": PercentAgreement} {
				if a, err := call(rows, nil, w, 0.9); err == nil && (a.Estimate > 1+1e-9 || !share(a.Observed) || a.Low > a.High) {
					t.Errorf("%s of %v: %+v", name, rows, a)
				}
			}
		}
		if k, err := LightKappa(rows, nil, Unweighted); err == nil && k > 1+1e-9 {
			t.Errorf("Light of %v: %v", rows, k)
		}
		if k, err := KruskalWallis(rows); err == nil && !share(k.P) {
			t.Errorf("Kruskal of %v: %+v", rows, k)
		}
		if w, err := Friedman(rows); err == nil && (!share(w.P) || !share(w.W)) {
			t.Errorf("Friedman of %v: %+v", rows, w)
		}
		if c, err := CronbachAlpha(rows, 0.9); err == nil && c.Alpha > 1+1e-9 {
			t.Errorf("Cronbach of %v: %+v", rows, c)
		}
		if len(rows) < 2 {
			return
		}
		if m, err := MannWhitneyTest(rows[0], rows[1]); err == nil && (!share(m.P) || !share(m.CorrectedP)) {
			t.Errorf("Mann and Whitney of %v: %+v", rows, m)
		}
		if p, err := MannWhitneyExact(rows[0], rows[1]); err == nil && !share(p) {
			t.Errorf("Mann and Whitney of %v: %v", rows, p)
		}
		if s, err := CompareRounds(rows[0], rows[1], 6); err == nil && (!share(s.Unchanged) || !share(s.HistogramChange) || !share(s.SignedRank.ExactP)) {
			t.Errorf("rounds of %v: %+v", rows, s)
		}
		if s, err := NewSample(len(rows[0]), rows[1]); err == nil {
			if e, err := s.Mean(rows[0]); err == nil && e.SE < 0 {
				t.Errorf("the mean of %v: %+v", rows, e)
			}
		}
	})
}

func FuzzShares(f *testing.F) {
	f.Add(7, 12, 0.95)
	f.Add(0, 0, 0.5)
	f.Add(math.MaxInt, math.MaxInt, 0.999999)
	f.Add(-1, 3, math.NaN())
	f.Fuzz(func(t *testing.T, count, n int, level float64) {
		for name, call := range map[string]func(int, int, float64) (float64, float64){
			"Wilson": Wilson, "WilsonContinuity": WilsonContinuity, "ClopperPearson": ClopperPearson, "Jeffreys": Jeffreys} {
			low, high := call(count, n, level)
			if !share(low) || !share(high) || low > high {
				t.Errorf("%s(%d, %d, %v): %v to %v", name, count, n, level, low, high)
			}
		}
		ContentValidity(count, n)
		ContentValidityRatio(count, n)
		CriticalCVR(n, level)
	})
}
