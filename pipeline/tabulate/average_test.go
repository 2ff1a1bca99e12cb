package tabulate

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/stats"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

const reference = "../../../shared/data/stats-reference/"

// The ranks of the 95 per cent interval of a median as tables print them
// (Conover 1999, table A3, by the binomial with one half).
func TestMedianRank(t *testing.T) {
	for n, want := range map[int]int{1: 0, 5: 0, 6: 1, 8: 1, 9: 2, 10: 2, 15: 4, 20: 6, 25: 8, 50: 18, 100: 40} {
		if got := medianRank(n, 0.95); got != want {
			t.Errorf("%d people: rank %d, want %d", n, got, want)
		}
	}
}

// The interval holds the median at least so often, and one rank further in does
// not.
func TestMedianRankHolds(t *testing.T) {
	for n := 1; n <= 60; n++ {
		chance := math.Pow(0.5, float64(n)) // of k below the median, from k = 0
		below, r := 0.0, 0
		for k := 0; below+chance <= 0.05; k++ {
			below += chance
			chance *= float64(n-k) / float64(k+1)
			r = k + 1
		}
		if got := medianRank(n, 0.9); got != r {
			t.Errorf("%d people: rank %d, want %d", n, got, r)
		}
	}
}

func TestMedian(t *testing.T) {
	one := func(values ...float64) (out []point) {
		for _, v := range values {
			out = append(out, point{v, 1, 1, 1})
		}
		return out
	}
	for _, c := range []struct {
		points            []point
		least             int
		median, low, high float64
		ok                bool
	}{
		{one(1, 2, 3, 4, 5), 0, 3, 0, 0, false},
		{one(1, 2, 3, 4, 5, 9), 0, 3.5, 1, 9, true},
		{one(1, 2, 3, 4, 5, 9), 5, 3.5, 0, 0, false}, // its ends would be what one person answered
		{[]point{{1, 10, 10, 10}, {2, 10, 10, 10}}, 5, 1.5, 1, 2, true},
	} {
		median, low, high, ok := medianOf(c.points, 0.95, c.least)
		if median != c.median || low != c.low || high != c.high || ok != c.ok {
			t.Errorf("%v: %v, %v to %v, %v", c.points, median, low, high, ok)
		}
	}
}

// The formula gives what the design-based estimate of all people gives.
func TestMeanAgainstSample(t *testing.T) {
	values := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3}
	weights := []float64{0.5, 2, 1, 1, 3, 0.25, 1.5, 1, 0.75, 2}
	var points []point
	for i, v := range values {
		points = append(points, point{v, 1, weights[i], weights[i] * weights[i]})
	}
	sample, err := stats.NewSample(len(values), weights)
	if err != nil {
		t.Fatal(err)
	}
	want, err := sample.Mean(values)
	if err != nil {
		t.Fatal(err)
	}
	wantLow, wantHigh := want.Interval(0.9)
	mean, low, high, n, ok := meanOf(points, 0.9)
	if !ok || n != 10 || math.Abs(mean-want.Value) > 1e-12 || math.Abs(low-wantLow) > 1e-12 || math.Abs(high-wantHigh) > 1e-12 {
		t.Errorf("%v, %v to %v, want %v, %v to %v", mean, low, high, want.Value, wantLow, wantHigh)
	}
}

// schools is the survey of 200 schools of R's package survey, with weights.
func schools(t *testing.T) (*study.Study, *survey.Table) {
	t.Helper()
	s, findings := study.Read("consultation.yaml", []byte(`title: Schools
survey:
  file: apisrs.csv
  weight: pw
  questions:
    - {id: api, column: api00, kind: number}
    - {id: type, column: stype, kind: single, options: [E, H, M]}
    - {id: wide, column: sch.wide, kind: single, options: ["No", "Yes"]}
tables:
  - {question: api}
  - {question: type, by: wide}
`))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if _, err := os.Stat(reference + "data/apisrs.csv"); err != nil {
		t.Skip("the reference data are not here: ", err)
	}
	table, findings, err := survey.Read(context.Background(), *s.Survey, reference+"data/apisrs.csv", survey.Options{Source: "survey"})
	if err != nil || table.N != 200 {
		t.Fatal(err, findings)
	}
	return s, table
}

func TestWeightedReference(t *testing.T) {
	s, answers := schools(t)
	data, err := os.ReadFile(reference + "survey-weighted.json")
	if err != nil {
		t.Skip("the reference cases are not here: ", err)
	}
	var cases []struct {
		Name     string
		Expected struct {
			Mean struct {
				Estimate float64
				CI       []float64 `json:"ci95_t"`
			} `json:"svymean_api00"`
			RaoScott struct{ F, P, Ndf, Ddf float64 } `json:"rao_scott_F"`
		}
	}
	// Other cases have lists where this one has numbers.
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	for _, r := range raw {
		if strings.Contains(string(r), `"survey_srs_weights_nofpc"`) {
			if err := json.Unmarshal(append(append([]byte("["), r...), ']'), &cases); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(cases) != 1 {
		t.Fatal(len(cases), "cases")
	}
	want := cases[0].Expected
	tables, err := BuildWhere(context.Background(), s, answers, nil, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	mean := tables[0].Cells[0][0]
	value, err := strconv.ParseFloat(mean.Value, 64) // printed with two digits
	if err != nil || math.Abs(value-want.Mean.Estimate) > 0.00501 || math.Abs(mean.Low-want.Mean.CI[0]) > 1e-6 || math.Abs(mean.High-want.Mean.CI[1]) > 1e-6 {
		t.Errorf("mean %s, %v to %v, want %+v", mean.Value, mean.Low, mean.High, want.Mean)
	}
	got := Compare(s, answers, tables)
	if len(got) != 1 {
		t.Fatal(got)
	}
	if c := got[0]; c.Test != "Rao-Scott F" || c.Statistic != number(want.RaoScott.F) || c.DF != number(want.RaoScott.Ndf)+", "+number(want.RaoScott.Ddf) || c.P != chance(want.RaoScott.P) {
		t.Errorf("%+v, want %+v", c, want.RaoScott)
	}
	// Equal weights: every base counts whole.
	for _, cell := range tables[1].Cells[0] {
		if math.Abs(cell.Effective-float64(cell.Base)) > 1e-9 || math.Abs(cell.DesignEffect()-1) > 1e-9 {
			t.Errorf("%+v", cell)
		}
	}
}

func TestShareIntervals(t *testing.T) {
	data, err := os.ReadFile(reference + "binomial-ci.json")
	if err != nil {
		t.Skip("the reference cases are not here: ", err)
	}
	var cases []struct {
		Name      string
		Tolerance float64
		Input     struct {
			X, N  int
			Level float64 `json:"conf_level"`
		}
		Expected struct {
			Wilson, Jeffreys []float64
			Continuity       []float64 `json:"wilson_continuity"`
			ClopperPearson   []float64 `json:"clopper_pearson"`
			AgrestiCoull     []float64 `json:"agresti_coull_clipped"`
		}
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, c := range cases {
		for method, want := range map[study.IntervalMethod][]float64{
			study.Wilson: c.Expected.Wilson, study.WilsonContinuity: c.Expected.Continuity, study.ClopperPearson: c.Expected.ClopperPearson,
			study.AgrestiCoull: c.Expected.AgrestiCoull, study.Jeffreys: c.Expected.Jeffreys,
		} {
			if len(want) != 2 {
				continue
			}
			compared++
			low, high := shareInterval(c.Input.X, c.Input.N, study.Interval{Method: method, Level: 100 * c.Input.Level})
			near := 100 * max(c.Tolerance, 1e-7)
			if math.Abs(low-100*want[0]) > near || math.Abs(high-100*want[1]) > near {
				t.Errorf("%s, %s: %v to %v, want %v", c.Name, method, low, high, want)
			}
		}
	}
	if compared < 300 {
		t.Error("only", compared)
	}
}
