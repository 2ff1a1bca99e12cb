package stats

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// schools is a file of California schools (the api data of R's survey package), by
// column.
type schools map[string][]string

func readSchools(t *testing.T, file string) schools {
	t.Helper()
	f, err := os.Open(filepath.Join(reference, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := schools{}
	for k, name := range records[0] {
		for _, r := range records[1:] {
			out[name] = append(out[name], r[k])
		}
	}
	return out
}

func (s schools) numbers(t *testing.T, column string) []float64 {
	t.Helper()
	if column == "" {
		return nil
	}
	out := make([]float64, len(s[column]))
	for i, cell := range s[column] {
		v, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatalf("%s, row %d: %v", column, i+1, err)
		}
		out[i] = v
	}
	return out
}

func (s schools) marks(column, value string) []float64 {
	out := make([]float64, len(s[column]))
	for i, cell := range s[column] {
		if cell == value {
			out[i] = 1
		}
	}
	return out
}

// together names the combination of two columns as R's interaction() does.
func (s schools) together(first, second string) []string {
	out := make([]string, len(s[first]))
	for i := range out {
		out[i] = "interaction(stype, sch.wide)" + s[first][i] + "." + s[second][i]
	}
	return out
}

type surveyInput struct {
	File   string `json:"data_file"`
	Design struct {
		Weights, Strata string
		Cluster, FPC    any
	}
	Population map[string]map[string]float64
	Epsilon    float64
	Maxit      int
	Subset     struct{ Stype string }
	From       string `json:"from_case"`
	Lower      float64
	Upper      float64
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, x.(string))
		}
		return out
	}
	return nil
}

func (in surveyInput) sample(t *testing.T, data schools) Sample {
	t.Helper()
	clusters, populations := texts(in.Design.Cluster), texts(in.Design.FPC)
	stages := make([]Stage, max(1, len(clusters)))
	for k := range stages {
		if len(clusters) > 0 {
			stages[k].Cluster = data[clusters[k]]
		}
		if len(populations) > k {
			stages[k].Population = data.numbers(t, populations[k])
		}
	}
	stages[0].Stratum = data[in.Design.Strata]
	return must[Sample](t)(NewSample(len(data["stype"]), data.numbers(t, in.Design.Weights), stages...))
}

// fitted is the sample after its weights were fitted to the population, if asked.
func (in surveyInput) fitted(t *testing.T, data schools) Sample {
	t.Helper()
	s := in.sample(t, data)
	var margins []Margin
	for _, column := range []string{"stype", "sch.wide"} {
		if totals := in.Population[column]; totals != nil {
			margins = append(margins, Margin{Group: data[column], Totals: totals})
		}
	}
	switch {
	case in.Maxit > 0:
		// R takes an epsilon below 1 as a share of all people.
		tolerance := in.Epsilon
		if tolerance < 1 {
			tolerance *= 6194
		}
		raked, report, err := s.Rake(margins, tolerance, in.Maxit)
		if err != nil {
			t.Fatal(err)
		}
		if !report.Converged || report.Furthest > 1 || in.Epsilon < 1 && report.Furthest > 1e-6 {
			t.Errorf("%s: the raking report says %+v", in.File, report)
		}
		return raked
	case margins != nil:
		return must[Sample](t)(s.PostStratify(margins[0]))
	}
	return s
}

func mean(t *testing.T, s Sample, y []float64) map[string]any {
	e := must[Estimate](t)(s.Mean(y))
	normal := normalQuantile(0.975) * e.SE
	return map[string]any{"names": "api00", "estimate": e.Value, "se": e.SE, "deff": e.DesignEffect,
		"ci95_normal": ends(e.Value-normal, e.Value+normal), "ci95_t": ends(e.Interval(0.95))}
}

func shares(t *testing.T, s Sample, prefix string, column []string) map[string]any {
	var names []string
	var estimates, errors, effects []float64
	for _, share := range must[[]Share](t)(s.Shares(column, nil)) {
		names = append(names, prefix+share.Category)
		estimates, errors, effects = append(estimates, share.Value), append(errors, share.SE), append(effects, share.DesignEffect)
	}
	return map[string]any{"names": names, "estimate": estimates, "se": errors, "deff": effects}
}

func TestReferenceSurveys(t *testing.T) {
	y := newTally(t, "survey-weighted")
	cases := referenceCases(t, "survey-weighted", 11)
	raked := map[string]Sample{}
	for _, c := range cases {
		var in surveyInput
		c.input(t, &in)
		if in.From != "" {
			data := readSchools(t, "data/apisrs.csv")
			s, cut, err := raked[in.From].Trim(in.Lower, in.Upper, false)
			if err != nil || cut != 0 {
				t.Errorf("%s: %d weights cut, %v", c.Name, cut, err)
			}
			w := s.Weights()
			y.check(c, map[string]any{"weight_min": slices.Min(w), "weight_max": slices.Max(w), "weight_sum": sum(w),
				"api00": mean(t, s, data.numbers(t, "api00"))})
			continue
		}
		data := readSchools(t, in.File)
		s := in.fitted(t, data)
		raked[c.Name] = s
		api := data.numbers(t, "api00")
		if in.Subset.Stype != "" {
			keep := make([]bool, len(api))
			for i := range keep {
				keep[i] = data["stype"][i] == in.Subset.Stype
			}
			part := must[Sample](t)(s.Within(keep))
			y.check(c, map[string]any{"sch_wide": shares(t, part, "sch.wide", data["sch.wide"]),
				"api00": mean(t, part, api), "degf": part.DF()})
			continue
		}
		w := s.Weights()
		effect, effective := Kish(w)
		if in.Population != nil {
			squares := 0.0
			for _, v := range w {
				squares += v * v
			}
			y.check(c, map[string]any{"api00": mean(t, s, api),
				"sch_wide": shares(t, s, "sch.wide", data["sch.wide"]),
				"comp_imp": shares(t, s, "comp.imp", data["comp.imp"]),
				"stype":    shares(t, s, "stype", data["stype"]), "weight_min": slices.Min(w), "weight_max": slices.Max(w),
				"weight_sum": sum(w), "weight_sumsq": squares, "kish_deff": effect, "weights_first20": w[:20]})
			continue
		}
		got := surveyFigures(t, s, data, effect, effective)
		// R reads the ends of the likelihood interval off a spline through its profile;
		// those here solve the equation.
		const intervals = "svyciprop_sch_wide_yes"
		want := c.Expected[intervals].(map[string]any)
		y.compare(c.Name+"/likelihood", got[intervals].(map[string]any)["likelihood"], want["likelihood"], 2e-5)
		delete(want, "likelihood")
		y.loose++
		for _, key := range []string{"se_no", "se_yes"} {
			byKind := c.Expected["svyby_sch_wide_by_stype"].(map[string]any)
			if byKind[key] != nil {
				t.Errorf("%s: %s is not null", c.Name, key)
			}
			delete(byKind, key)
			y.skipped++
			y.reasons[key+" (null in the reference: R gave none)"] = true
		}
		y.check(c, got)
	}
}

// surveyFigures gives everything that a case of a plain design expects.
func surveyFigures(t *testing.T, s Sample, data schools, effect, effective float64) map[string]any {
	w := s.Weights()
	api, wide := data.numbers(t, "api00"), data.marks("sch.wide", "Yes")
	got := map[string]any{"n": len(w), "sum_weights": sum(w), "kish_deff": effect, "kish_n_eff": effective, "degf": s.DF(),
		"svymean_api00": mean(t, s, api), "svymean_stype": shares(t, s, "stype", data["stype"]),
		"svymean_sch_wide": shares(t, s, "sch.wide", data["sch.wide"]),
		"svytable_rows":    []string{"E", "H", "M"}, "svytable_cols": []string{"No", "Yes"}}
	var totals, errors, yes, no []float64
	var table [][]float64
	for _, kind := range []string{"E", "H", "M"} {
		e := must[Estimate](t)(s.Total(data.marks("stype", kind)))
		totals, errors = append(totals, e.Value), append(errors, e.SE)
		keep := make([]bool, len(w))
		for i := range keep {
			keep[i] = data["stype"][i] == kind
		}
		part := must[Sample](t)(s.Within(keep))
		share := must[Estimate](t)(part.Mean(wide))
		yes, no = append(yes, share.Value), append(no, 1-share.Value)
		table = append(table, []float64{share.Weight * (1 - share.Value), share.Weight * share.Value})
	}
	names := []string{"stypeE", "stypeH", "stypeM"}
	got["svytotal_stype"] = map[string]any{"names": names, "estimate": totals, "se": errors}
	got["svytable"] = table
	got["svyby_sch_wide_by_stype"] = map[string]any{"stype": []string{"E", "H", "M"}, "prop_no": no, "prop_yes": yes,
		"se_names": []string{"stype", "sch.wideNo", "sch.wideYes", "se.sch.wideNo", "se.sch.wideYes"}}
	cells := data.together("stype", "sch.wide")
	cellNames := make([]string, 0, 6)
	for _, answer := range []string{"No", "Yes"} {
		for _, kind := range []string{"E", "H", "M"} {
			cellNames = append(cellNames, "interaction(stype, sch.wide)"+kind+"."+answer)
		}
	}
	var cellShares, cellErrors []float64
	for _, share := range must[[]Share](t)(s.Shares(cells, cellNames)) {
		cellShares, cellErrors = append(cellShares, share.Value), append(cellErrors, share.SE)
	}
	got["cell_props"] = map[string]any{"names": cellNames, "estimate": cellShares, "se": cellErrors}
	intervals := map[string]any{}
	for key, method := range map[string]ShareMethod{"logit": Logit, "xlogit": Logit, "likelihood": Likelihood,
		"asin": ArcSine, "beta": KornGraubard, "mean": Plain} {
		share, low, high, err := s.ShareInterval(wide, method, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		intervals[key] = map[string]any{"estimate": share.Value, "ci": ends(low, high)}
	}
	got["svyciprop_sch_wide_yes"] = intervals
	test := must[RaoScott](t)(s.IndependenceWeighted(data["stype"], data["sch.wide"]))
	got["rao_scott_F"] = map[string]any{"F": test.Statistic, "ndf": test.DF, "ddf": test.DF2, "p": test.P}
	got["rao_scott_chisq"] = map[string]any{"chisq": test.Pearson.Statistic, "p": test.Pearson.P}
	var quartiles []float64
	for _, p := range []float64{0.25, 0.5, 0.75} {
		quartiles = append(quartiles, must[float64](t)(s.Quantile(api, p)))
	}
	got["svyquantile_api00"] = quartiles
	return got
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// Known answers for the agreement coefficients: textbook tables, comments on lectures,
// arguments and debates that several people coded.
func TestReferenceReliability(t *testing.T) {
	const shared = "../../../shared/data/"
	f, err := os.Open(shared + "reliability-tables/expected_coefficients.csv")
	if err != nil {
		t.Skip("the expected coefficients are not here: ", err)
	}
	defer f.Close()
	expected, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(expected) != 207 {
		t.Errorf("%d rows, want 207", len(expected))
	}
	ratings := map[string][][]float64{}
	passed, left := 0, map[string]int{}
	for _, row := range expected[1:] {
		dataset, coefficient, weights := row[0], row[1], row[2]
		if _, ok := ratings[dataset]; !ok {
			ratings[dataset] = readCodes(t, shared, dataset)
		}
		codes := ratings[dataset]
		if codes == nil {
			left[dataset]++
			continue
		}
		got, tolerance := coefficientOf(t, codes, coefficient, weights), 6e-6
		if want := parse(t, row[5]); !(math.Abs(got.Estimate-want) <= tolerance) {
			t.Errorf("%s, %s, %s: got %.6f, want %v", dataset, coefficient, weights, got.Estimate, want)
			continue
		}
		if !math.IsNaN(got.Observed) {
			if pa, pe := parse(t, row[3]), parse(t, row[4]); math.Abs(got.Observed-pa) > 1e-12 || math.Abs(got.Expected-pe) > 1e-12 {
				t.Errorf("%s, %s, %s: observed %v and expected %v, want %v and %v", dataset, coefficient, weights, got.Observed, got.Expected, pa, pe)
				continue
			}
		}
		passed++
	}
	skipped := 0
	for _, n := range left {
		skipped += n
	}
	t.Logf("reliability: %d coefficients expected, %d passed, %d left out whose data are not among the shared files: %v", len(expected)-1, passed, skipped, left)
	if passed+skipped != 206 || len(left) != 4 {
		t.Errorf("%d passed and %d left out of %d", passed, skipped, len(expected)-1)
	}
}

func coefficientOf(t *testing.T, codes [][]float64, coefficient, weights string) Agreement {
	t.Helper()
	w := map[string]Weights{"unweighted": Unweighted, "linear": Linear, "quadratic": Quadratic}[weights]
	metric := map[string]Metric{"unweighted": MetricNominal, "linear": MetricAbsolute, "quadratic": MetricInterval}[weights]
	switch coefficient {
	case "Percent Agreement":
		return must[Agreement](t)(PercentAgreement(codes, nil, w, 0.95))
	case "Fleiss' Kappa":
		return must[Agreement](t)(FleissKappa(codes, nil, w, 0.95))
	case "Conger's Kappa":
		return must[Agreement](t)(CongerKappa(codes, nil, w, 0.95))
	case "AC1", "AC2":
		return must[Agreement](t)(GwetAC(codes, nil, w, 0.95))
	case "Brennan-Prediger":
		return must[Agreement](t)(BrennanPrediger(codes, nil, w, 0.95))
	case "Krippendorff's Alpha":
		// Its two parts are disagreements here, and agreements with a small-sample term
		// in irrCAC.
		a := must[Alpha](t)(KrippendorffAlpha(codes, metric, 0.95))
		return Agreement{Estimate: a.Estimate, Observed: math.NaN()}
	}
	t.Fatalf("no coefficient %q", coefficient)
	return Agreement{}
}

func parse(t *testing.T, cell string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// readCodes gives the codes of a data set, units by coders, nil where the shared files do
// not hold it.
func readCodes(t *testing.T, shared, dataset string) [][]float64 {
	t.Helper()
	var file string
	var columns func(header []string) []int
	source, name, _ := strings.Cut(dataset, "/")
	switch source {
	case "irrcac":
		file = "reliability-tables/csv/" + name + ".csv"
		columns = func(header []string) []int {
			var out []int
			for k, h := range header {
				h = strings.ToLower(h)
				if strings.HasPrefix(h, "rater") || strings.HasPrefix(h, "observer") {
					out = append(out, k)
				}
			}
			return out
		}
	case "cimt-argument-concreteness":
		file = "reliability-concreteness-bonn/" + name
		columns = func(header []string) []int {
			first := slices.Index(header, "coder1")
			return []int{first, first + 1, first + 2, first + 3, first + 4}
		}
	case "sight":
		file = "coded-lecture-comments/sample_dataset_human.csv"
		columns = func(header []string) []int {
			return []int{slices.Index(header, "annotator_H1_"+name), slices.Index(header, "annotator_H2_"+name)}
		}
	default:
		return readCrowd(t, shared+"coded-crowd-judgments/coal_debate_judgments.csv")
	}
	f, err := os.Open(shared + file)
	if err != nil {
		return nil
	}
	defer f.Close()
	r := csv.NewReader(f)
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(file, err)
	}
	at := columns(records[0])
	var codes [][]float64
	for _, record := range records[1:] {
		row := make([]float64, len(at))
		for i, k := range at {
			row[i] = code(t, record[k])
		}
		codes = append(codes, row)
	}
	return codes
}

// code gives a cell as a number: words of a scale by their place in it, letters by the
// alphabet.
func code(t *testing.T, cell string) float64 {
	t.Helper()
	scale := map[string]float64{"low concreteness": 1, "intermediate concreteness": 2, "high concreteness": 3,
		"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}
	switch v, ok := scale[cell]; {
	case cell == ".": // irrCAC takes it as a category of its own, and so do its values
		return 0
	case cell == "" || cell == "NA":
		return math.NaN()
	case ok:
		return v
	}
	return parse(t, cell)
}

// readCrowd takes the first judgment of each coder on each sentence.
func readCrowd(t *testing.T, file string) [][]float64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	unit, seen := map[string]int{}, map[[2]string]bool{}
	var codes [][]float64
	for _, r := range records[1:] {
		if key := [2]string{r[0], r[2]}; seen[key] || r[5] == "" || r[5] == "NA" {
			continue
		} else {
			seen[key] = true
		}
		if _, ok := unit[r[0]]; !ok {
			unit[r[0]] = len(codes)
			codes = append(codes, nil)
		}
		codes[unit[r[0]]] = append(codes[unit[r[0]]], parse(t, r[5]))
	}
	return codes
}
