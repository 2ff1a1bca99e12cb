package stats

import (
	"math"
	"strings"
	"testing"
)

var (
	nan = math.NaN()
	inf = math.Inf(1)
)

// Input that cannot be right is refused, with words that say what is wrong.
func TestErrors(t *testing.T) {
	wide := [][]int{{1, 2, 3}, {4, 5, 6}}
	many := make([]float64, 3000)
	for i := range many {
		many[i] = float64(i)
	}
	sample := must[Sample](t)(NewSample(4, nil))
	for name, c := range map[string]struct {
		call func() error
		want string
	}{
		"no cells":      {func() error { _, err := ChiSquare(nil); return err }, "no cells"},
		"ragged":        {func() error { _, err := ChiSquare([][]int{{1, 2}, {3}}); return err }, "row 2 of the table has 1 cells"},
		"negative":      {func() error { _, err := GTest([][]int{{1, -2}, {3, 4}}); return err }, "row 1, column 2 of the table has a count of -2"},
		"too many":      {func() error { _, err := Associate([][]int{{math.MaxInt, 1}, {math.MaxInt, 1}}); return err }, "add up to more"},
		"two by two":    {func() error { _, err := Fisher2x2(wide, 0.95); return err }, "this needs 2 and 2"},
		"yates":         {func() error { _, err := ChiSquareYates(wide); return err }, "this needs 2 and 2"},
		"mcnemar":       {func() error { _, err := McNemarTest(wide); return err }, "this needs 2 and 2"},
		"fisher level":  {func() error { _, err := Fisher2x2([][]int{{1, 2}, {3, 4}}, 95); return err }, "confidence level is 95"},
		"fisher large":  {func() error { _, err := Fisher2x2([][]int{{1e6, 1e6}, {1e6, 1e6}}, 0.95); return err }, "use chi-square"},
		"network large": {func() error { _, err := FisherExact([][]int{{1e6, 1e6}, {1e6, 1e6}}); return err }, "use chi-square"},
		"network steps": {func() error {
			w := newNetwork([]int{20, 20, 20}, []int{20, 20, 20}, 60)
			w.limit, w.most = -100, 500
			_, err := w.sum([]int{20, 20, 20})
			return err
		}, "put rare rows or columns together"},
		"line scores":       {func() error { _, err := LinearByLinear(wide, []float64{1}, nil); return err }, "1 scores for 2 groups"},
		"line NaN":          {func() error { _, err := LinearByLinear(wide, []float64{1, nan}, nil); return err }, "score 2 is not a number"},
		"crosstab pairs":    {func() error { _, _, _, err := Crosstab([]float64{1}, nil); return err }, "1 values stand against 0"},
		"crosstab infinite": {func() error { _, _, _, err := Crosstab([]float64{inf}, []float64{1}); return err }, "infinite"},
		"crosstab large":    {func() error { _, _, _, err := Crosstab(many, many); return err }, "more than 1000000 cells"},
		"confusion":         {func() error { _, _, err := Confusion([]float64{1}, []float64{2}, []float64{1}); return err }, "not in the scale"},
		"spearman":          {func() error { _, err := Spearman([]float64{1, 2}, []float64{1}); return err }, "must be pairs"},
		"trend lengths":     {func() error { _, err := TrendInShares([]int{1}, nil, nil); return err }, "1 counts for 0 bases"},
		"trend count":       {func() error { _, err := TrendInShares([]int{3}, []int{2}, nil); return err }, "count of 3 among 2"},
		"p above 1":         {func() error { _, err := AdjustP([]float64{0.5, 2}, Holm); return err }, "the P value 2 is 2"},
		"adjustment":        {func() error { _, err := AdjustP(nil, 99); return err }, "no adjustment 99"},
		"hommel":            {func() error { _, err := AdjustP(make([]float64, 6000), Hommel); return err }, "at most 5000"},
		"whitney infinite":  {func() error { _, err := MannWhitneyTest([]float64{inf}, nil); return err }, "first group: value 1 is infinite"},
		"whitney large":     {func() error { _, err := MannWhitneyExact(many, many); return err }, "use the normal one"},
		"groups":            {func() error { _, err := KruskalWallis(make([][]float64, 501)); return err }, "at most 500"},
		"friedman ragged":   {func() error { _, err := Friedman([][]float64{{1, 2}, {1}}); return err }, "row 2 has 1 values"},
		"kappa square":      {func() error { _, err := CohenKappa(wide, Unweighted, 0.95); return err }, "same categories"},
		"kappa weights":     {func() error { _, err := CohenKappa([][]int{{1}}, 9, 0.95); return err }, "no weights 9"},
		"kappa level":       {func() error { _, err := CohenKappa([][]int{{1}}, 0, 0); return err }, "confidence level is 0"},
		"fleiss scale":      {func() error { _, err := FleissKappa([][]float64{{1, 2}}, []float64{1}, 0, 0.95); return err }, "unit 1 has the code 2"},
		"fleiss twice":      {func() error { _, err := FleissKappa(nil, []float64{1, 1}, 0, 0.95); return err }, "names a category twice"},
		"fleiss categories": {func() error { _, err := FleissKappa([][]float64{many}, nil, 0, 0.95); return err }, "at most 2000"},
		"conger ragged":     {func() error { _, err := CongerKappa([][]float64{{1, 2}, {1}}, nil, 0, 0.95); return err }, "row 2 has 1 values"},
		"light coders":      {func() error { _, err := LightKappa([][]float64{many}, nil, 0); return err }, "at most 1000"},
		"alpha metric":      {func() error { _, err := KrippendorffAlpha([][]float64{{1, 2}}, 9, 0.95); return err }, "no metric 9"},
		"alpha negative":    {func() error { _, err := KrippendorffAlpha([][]float64{{-1, 2}}, MetricRatio, 0.95); return err }, "starts at 0"},
		"alpha infinite":    {func() error { _, err := KrippendorffAlpha([][]float64{{1, inf}}, MetricRatio, 0.95); return err }, "unit 1: value 2"},
		"draws":             {func() error { _, err := Bootstrap(1, 0.95, 0, 1, nil); return err }, "between 1 and 100000"},
		"quantile type":     {func() error { _, err := Quantile(nil, 0.5, 10); return err }, "types are 1 to 9"},
		"cronbach items":    {func() error { _, err := CronbachAlpha(make([][]float64, 400), 0.95); return err }, "at most 300"},
		"scale validity":    {func() error { _, _, err := ScaleValidity([]int{3}, []int{2}); return err }, "item 1 has 3 relevant ratings by 2"},
		"aiken scale":       {func() error { _, err := AikenV(nil, 4, 4, 0.95); return err }, "highest point must lie above"},
		"aiken rating":      {func() error { _, err := AikenV([]float64{7}, 1, 5, 0.95); return err }, "rating 1 is 7"},
		"consensus":         {func() error { _, err := MeasureConsensus([]int{1, -1}); return err }, "count 2 is -1"},
		"panel":             {func() error { _, err := RateRandUCLA([]float64{0}, 7); return err }, "1 to 9"},
		"comet":             {func() error { _, err := RateComet([]float64{10}); return err }, "1 to 9"},
		"rounds":            {func() error { _, err := CompareRounds([]float64{1}, nil, 7); return err }, "must be pairs"},
		"nobody":            {func() error { _, err := NewSample(0, nil); return err }, "no people"},
		"weights":           {func() error { _, err := NewSample(2, []float64{1, -1}); return err }, "weight 2 is -1"},
		"all zero":          {func() error { _, err := NewSample(2, []float64{0, 0}); return err }, "sum must be a number above 0"},
		"population":        {func() error { _, err := NewSample(2, nil, Stage{Population: []float64{1, 1}}); return err }, "from which 2 were drawn"},
		"two populations":   {func() error { _, err := NewSample(2, nil, Stage{Population: []float64{5, 6}}); return err }, "another of the same stratum"},
		"mean length":       {func() error { _, err := sample.Mean([]float64{1}); return err }, "1 values for 4 people"},
		"lonely": {func() error {
			s, err := NewSample(3, nil, Stage{Stratum: []string{"a", "a", "b"}})
			if err != nil {
				return err
			}
			_, err = s.Mean([]float64{1, 2, 3})
			return err
		}, "one cluster only, that of person 3"},
		"no total": {func() error {
			_, err := sample.PostStratify(Margin{Group: []string{"a", "a", "a", "z"}, Totals: map[string]float64{"a": 3}})
			return err
		}, `group "z"`},
		"empty group": {func() error {
			_, err := sample.PostStratify(Margin{Group: []string{"a", "a", "a", "a"}, Totals: map[string]float64{"a": 3, "b": 4}})
			return err
		}, `nobody with a weight is in the group "b"`},
		"other population": {func() error {
			g := []string{"a", "a", "b", "b"}
			_, _, err := sample.Rake([]Margin{{g, map[string]float64{"a": 1, "b": 2}}, {g, map[string]float64{"a": 5, "b": 5}}}, 1, 10)
			return err
		}, "must be of the same population"},
		"trim":     {func() error { _, _, err := sample.Trim(3, 2, false); return err }, "second bound must be the larger"},
		"trim all": {func() error { _, _, err := sample.Trim(2, 3, false); return err }, "nobody is left"},
		"mark":     {func() error { _, _, _, err := sample.ShareInterval([]float64{0, 1, 2, 1}, Logit, 0.95); return err }, "value 3 is 2"},
		"category": {func() error { _, err := sample.Shares([]string{"a", "b", "", "c"}, []string{"a", "b"}); return err }, `category "c"`},
	} {
		err := c.call()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
}

// What its definition leaves as nothing over nothing is NaN, and what can be said is said.
// NaN in want stands for NaN.
func TestNothingToSay(t *testing.T) {
	one := [][]int{{5, 7}}
	zeros := [][]int{{0, 0}, {0, 0}}
	agreed := [][]float64{{1, 1}, {1, 1}, {1, 1}}
	everyone := must[Sample](t)(NewSample(4, nil))
	nobody := must[Sample](t)(everyone.Within(make([]bool, 4)))
	for name, c := range map[string]struct{ got, want float64 }{
		"chi-square of one row":         {must[Independence](t)(ChiSquare(one)).P, nan},
		"chi-square of zeros":           {must[Independence](t)(ChiSquare(zeros)).Statistic, nan},
		"an empty row is left out":      {must[Independence](t)(ChiSquare([][]int{{3, 1}, {0, 0}, {1, 3}})).Statistic, 2},
		"its degrees of freedom":        {must[Independence](t)(ChiSquare([][]int{{3, 1}, {0, 0}, {1, 3}})).DF, 1},
		"V of one row":                  {must[Association](t)(Associate(one)).V, nan},
		"Fisher of one row":             {must[float64](t)(FisherExact(one)), 1},
		"Fisher of zeros":               {must[float64](t)(FisherExact(zeros)), 1},
		"odds ratio of zeros":           {must[Fisher](t)(Fisher2x2(zeros, 0.95)).OddsRatio, nan},
		"nobody changed":                {must[McNemar](t)(McNemarTest([][]int{{5, 0}, {0, 5}})).P, nan},
		"nobody changed, exact":         {must[McNemar](t)(McNemarTest([][]int{{5, 0}, {0, 5}})).ExactP, 1},
		"five of five changed one way":  {must[McNemar](t)(McNemarTest([][]int{{9, 5}, {0, 9}})).ExactP, 0.0625},
		"tau-b of one row":              {must[Ordinal](t)(OrdinalAssociation(one)).TauB, nan},
		"gamma of two people":           {must[Ordinal](t)(OrdinalAssociation([][]int{{1, 0}, {0, 1}})).Gamma, 1},
		"Spearman of two":               {must[Correlation](t)(Spearman([]float64{1, 2}, []float64{3, 4})).P, nan},
		"Spearman without variation":    {must[Correlation](t)(Spearman([]float64{1, 1, 1}, []float64{3, 4, 5})).Estimate, nan},
		"Spearman in one order":         {must[Correlation](t)(Spearman([]float64{1, 2, nan, 3}, []float64{3, 4, 9, 5})).P, 0},
		"trend when all count":          {must[Trend](t)(TrendInShares([]int{3, 4}, []int{3, 4}, nil)).P, nan},
		"trend of no groups":            {must[Trend](t)(TrendInShares(nil, nil, nil)).P, nan},
		"an empty group":                {must[MannWhitney](t)(MannWhitneyTest(nil, []float64{1})).P, nan},
		"an empty group, exact":         {must[float64](t)(MannWhitneyExact(nil, []float64{1})), nan},
		"no groups":                     {must[Kruskal](t)(KruskalWallis(nil)).P, nan},
		"groups without values":         {must[Kruskal](t)(KruskalWallis([][]float64{{nan}, nil})).P, nan},
		"groups all equal":              {must[Kruskal](t)(KruskalWallis([][]float64{{2, 2}, {2}})).P, nan},
		"nobody changed rank":           {must[SignedRank](t)(SignedRankTest([]float64{1, 2}, []float64{1, 2})).P, nan},
		"nobody changed rank, exact":    {must[SignedRank](t)(SignedRankTest([]float64{1, 2}, []float64{1, 2})).ExactP, 1},
		"no judges":                     {must[Concordance](t)(Friedman(nil)).W, nan},
		"judges who tell nothing apart": {must[Concordance](t)(Friedman([][]float64{{1, 1}, {2, 2}})).W, nan},
		"one order by all":              {must[Concordance](t)(Friedman([][]float64{{1, 2, 3}, {4, 5, 6}})).W, 1},
		"kappa of one category":         {must[Kappa](t)(CohenKappa([][]int{{9, 0}, {0, 0}}, Unweighted, 0.95)).Estimate, nan},
		"what was observed":             {must[Kappa](t)(CohenKappa([][]int{{9, 0}, {0, 0}}, Unweighted, 0.95)).Observed, 1},
		"AC1 of one category":           {must[Kappa](t)(CohenKappa([][]int{{9, 0}, {0, 0}}, Unweighted, 0.95)).AC1, 1},
		"kappa of nobody":               {must[Kappa](t)(CohenKappa(zeros, Unweighted, 0.95)).Estimate, nan},
		"Fleiss of one category":        {must[Agreement](t)(FleissKappa(agreed, nil, Unweighted, 0.95)).Estimate, nan},
		"its observed agreement":        {must[Agreement](t)(FleissKappa(agreed, nil, Unweighted, 0.95)).Observed, 1},
		"AC of one category":            {must[Agreement](t)(GwetAC(agreed, nil, Unweighted, 0.95)).Estimate, 1},
		"the same on a scale of five":   {must[Agreement](t)(GwetAC(agreed, []float64{1, 2, 3, 4, 5}, Linear, 0.95)).Estimate, 1},
		"Brennan and Prediger, one":     {must[Agreement](t)(BrennanPrediger(agreed, nil, Unweighted, 0.95)).Estimate, nan},
		"Conger of no units":            {must[Agreement](t)(CongerKappa(nil, nil, Unweighted, 0.95)).Estimate, nan},
		"Conger of one coder":           {must[Agreement](t)(CongerKappa([][]float64{{1}, {2}}, nil, Unweighted, 0.95)).Estimate, nan},
		"Light of one category":         {must[float64](t)(LightKappa(agreed, nil, Unweighted)), nan},
		"nobody coded twice":            {must[Agreement](t)(PercentAgreement([][]float64{{1, nan}, {nan, 2}}, nil, Unweighted, 0.95)).Estimate, nan},
		"alpha of one category":         {must[Alpha](t)(KrippendorffAlpha(agreed, MetricNominal, 0.95)).Estimate, nan},
		"its observed disagreement":     {must[Alpha](t)(KrippendorffAlpha(agreed, MetricNominal, 0.95)).Observed, 0},
		"alpha of nothing":              {must[Alpha](t)(KrippendorffAlpha(nil, MetricInterval, 0.95)).Observed, nan},
		"draws of nothing":              {must[Resampled](t)(Bootstrap(0, 0.95, 10, 1, nil)).Low, nan},
		"quantile of nothing":           {must[float64](t)(Quantile([]float64{nan}, 0.5, 7)), nan},
		"quantile beyond all":           {must[float64](t)(Quantile([]float64{1}, 1.5, 7)), nan},
		"alpha of one item":             {must[Cronbach](t)(CronbachAlpha([][]float64{{1, 2, 3}}, 0.95)).Alpha, nan},
		"lambda6 of twins":              {must[Cronbach](t)(CronbachAlpha([][]float64{{1, 2, 4}, {1, 2, 4}}, 0.95)).Lambda6, nan},
		"alpha of no people":            {must[Cronbach](t)(CronbachAlpha([][]float64{{}, {}}, 0.95)).Alpha, nan},
		"no experts":                    {ContentValidity(0, 0).ICVI, nan},
		"more relevant than experts":    {ContentValidityRatio(3, 2).CVR, nan},
		"no ratings":                    {must[Aiken](t)(AikenV([]float64{nan}, 1, 4, 0.95)).V, nan},
		"consensus of nobody":           {must[Consensus](t)(MeasureConsensus([]int{0, 0, 0})).TastleWierman, nan},
		"consensus of one point":        {must[Consensus](t)(MeasureConsensus([]int{4})).Entropy, nan},
		"A of two points":               {must[Consensus](t)(MeasureConsensus([]int{4, 2})).VanDerEijk, nan},
		"a panel of nobody":             {must[RandUCLA](t)(RateRandUCLA(nil, 7)).Index, nan},
		"rounds of nobody":              {must[Stability](t)(CompareRounds([]float64{1}, []float64{nan}, 7)).HistogramChange, nan},
		"a mean of nobody":              {must[Estimate](t)(nobody.Mean([]float64{1, 2, 3, 4})).Value, nan},
		"a total of nobody":             {must[Estimate](t)(nobody.Total([]float64{1, 2, 3, 4})).SE, nan},
		"a quantile of nobody":          {must[float64](t)(nobody.Quantile([]float64{1, 2, 3, 4}, 0.5)), nan},
		"a test of nobody":              {must[RaoScott](t)(nobody.IndependenceWeighted([]string{"a", "b", "a", "b"}, []string{"x", "y", "y", "x"})).P, nan},
		"a test of one row":             {must[RaoScott](t)(everyone.IndependenceWeighted([]string{"a", "a", "a", "a"}, []string{"x", "y", "y", "x"})).P, nan},
	} {
		if !near(c.got, c.want, 1e-12) {
			t.Errorf("%s: got %v, want %v", name, c.got, c.want)
		}
	}
	for name, f := range map[string]func(x, n int, level float64) (float64, float64){"WilsonContinuity": WilsonContinuity,
		"ClopperPearson": ClopperPearson, "Jeffreys": Jeffreys, "Wald": Wald} {
		if low, high := f(0, 0, 0.95); low != 0 || high != 1 {
			t.Errorf("%s of nobody: %v to %v", name, low, high)
		}
		for _, c := range [][3]float64{{-1, 5, 0.95}, {6, 5, 0.95}, {1, 5, 0}, {1, 5, 1}, {1, 5, nan}, {0, -1, 0.95}} {
			if low, high := f(int(c[0]), int(c[1]), c[2]); !math.IsNaN(low) || !math.IsNaN(high) {
				t.Errorf("%s%v: %v to %v, want NaN", name, c, low, high)
			}
		}
	}
	if low, high := Newcombe(1, 0, 1, 2, 0.95); !math.IsNaN(low) || !math.IsNaN(high) {
		t.Errorf("a difference from nobody: %v to %v", low, high)
	}
	if _, _, ok := CriticalCVR(4, 0.05); ok {
		t.Error("four experts are said to be enough for a content validity ratio at 0.05")
	}
	for _, low := range []float64{0, 1} {
		share, from, to, err := everyone.ShareInterval([]float64{low, low, low, low}, KornGraubard, 0.95)
		wantFrom, wantTo := ClopperPearson(int(4*low), 4, 0.95)
		if err != nil || share.Value != low || !near(from, wantFrom, 1e-9) || !near(to, wantTo, 1e-9) {
			t.Errorf("a share of %v: %v to %v, want %v to %v (%v)", low, from, to, wantFrom, wantTo, err)
		}
	}
}

// Verdicts by hand. RAND/UCLA: a median on the border counts to the higher band. COMET: 7 of
// 10 in the top band are 70%, 6 of 9 are not; 3 of 20 in the bottom band are 15%.
func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		ratings     []float64
		rand, comet Verdict
	}{
		{[]float64{7, 7, 7, 7, 7, 7, 7, 4, 4, 4}, Appropriate, Appropriate},
		{[]float64{7, 7, 7, 7, 7, 7, 4, 4, 4}, Appropriate, Uncertain},
		{[]float64{9, 9, 9, 9, 9, 9, 9, 9, 1, 1}, Appropriate, Uncertain},
		{[]float64{1, 1, 1, 2, 3, nan}, Inappropriate, Inappropriate},
		{[]float64{1, 1, 1, 1, 9, 9, 9, 9}, Uncertain, Uncertain},
		{[]float64{6, 7}, Appropriate, Uncertain},
		{[]float64{3, 4}, Uncertain, Uncertain},
		{nil, Uncertain, Uncertain},
	} {
		if got := must[RandUCLA](t)(RateRandUCLA(c.ratings, 7)).Verdict; got != c.rand {
			t.Errorf("RAND/UCLA of %v: %v, want %v", c.ratings, got, c.rand)
		}
		if got := must[Comet](t)(RateComet(c.ratings)).Verdict; got != c.comet {
			t.Errorf("COMET of %v: %v, want %v", c.ratings, got, c.comet)
		}
	}
	for _, c := range []struct {
		count, base int
		percent     float64
		want        bool
	}{{3, 4, 75, true}, {2, 3, 66.7, false}, {74, 100, 75, false}, {0, 0, 0, false}, {1, 1, nan, false}} {
		if got := ReachesPercent(c.count, c.base, c.percent); got != c.want {
			t.Errorf("%d of %d reaches %v%%: %v, want %v", c.count, c.base, c.percent, got, c.want)
		}
	}
	ave, universal, err := ScaleValidity([]int{5, 4, 5}, []int{5, 5, 5})
	if err != nil || !near(ave, 14.0/15, 1e-12) || !near(universal, 2.0/3, 1e-12) {
		t.Errorf("scale validity: %v, %v, %v", ave, universal, err)
	}
}

// Two rounds by hand: of six who rated in both, four gave the same; one went up by 2 and one
// down by 1, so that two points of the histogram lose a person and two gain one.
func TestCompareRounds(t *testing.T) {
	before := []float64{5, 6, 7, 8, 3, 9, 4, nan}
	after := []float64{5, 6, 7, 8, 5, 8, nan, 2}
	s := must[Stability](t)(CompareRounds(before, after, 7))
	if s.N != 6 || s.Lost != 1 || s.New != 1 {
		t.Errorf("%+v", s)
	}
	for name, c := range map[string]struct{ got, want float64 }{
		"unchanged": {s.Unchanged, 4.0 / 6}, "mean change": {s.MeanChange, 1.0 / 6}, "mean size": {s.MeanAbsolute, 0.5},
		"histogram": {s.HistogramChange, 2.0 / 6}, "median before": {s.MedianBefore, 6.5}, "median after": {s.MedianAfter, 6.5},
		"IQR before": {s.IQRBefore, 7.75 - 5.25}, "IQR after": {s.IQRAfter, 7.75 - 5.25},
		// Of the two changes the larger is up: ranks 2 and 1.
		"ranks up": {s.SignedRank.V, 2}, "observed": {s.Kappa.Observed, (6 - 4.0/36 - 1.0/36) / 6},
	} {
		if !near(c.got, c.want, 1e-12) {
			t.Errorf("%s: got %v, want %v", name, c.got, c.want)
		}
	}
}

// The nine quantile types on 1 to 4 at a quarter and at 0.3, by hand from the definitions of
// Hyndman and Fan.
func TestQuantileTypes(t *testing.T) {
	want := map[int][2]float64{1: {1, 2}, 2: {1.5, 2}, 3: {1, 1}, 4: {1, 1.2}, 5: {1.5, 1.7}, 6: {1.25, 1.5},
		7: {1.75, 1.9}, 8: {17.0 / 12, 1 + 0.2 + 1.3/3}, 9: {1 + 0.25/4 + 0.375, 1.2 + 0.3/4 + 0.375}}
	for kind, w := range want {
		for i, p := range []float64{0.25, 0.3} {
			if got := must[float64](t)(Quantile([]float64{4, nan, 2, 1, 3}, p, kind)); !near(got, w[i], 1e-12) {
				t.Errorf("type %d at %v: got %v, want %v", kind, p, got, w[i])
			}
		}
	}
}

// Two coders' codes become a table in the order of the scale, without units that either
// left out.
func TestConfusion(t *testing.T) {
	table, categories, err := Confusion([]float64{1, 2, 2, nan, 3}, []float64{1, 2, 3, 1, nan}, []float64{3, 2, 1})
	if err != nil || len(categories) != 3 || table[2][2] != 1 || table[1][1] != 1 || table[1][0] != 1 {
		t.Errorf("%v, %v, %v", table, categories, err)
	}
	counts, rows, columns, err := Crosstab([]float64{2, 1, 2, nan}, []float64{7, 8, 7, 9})
	if err != nil || len(rows) != 2 || len(columns) != 2 || counts[1][0] != 2 || counts[0][1] != 1 {
		t.Errorf("%v, %v, %v, %v", counts, rows, columns, err)
	}
}
