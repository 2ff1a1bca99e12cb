package coders

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/stats"
)

func near(a, b, by float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= by
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b          []int
		jaccard, masi float64
	}{
		{nil, nil, 0, 0},
		{[]int{1}, nil, 1, 1},
		{[]int{1}, []int{1}, 0, 0},
		{[]int{1}, []int{2}, 1, 1},
		{[]int{1, 2}, []int{1, 2, 3}, 1 - 2.0/3, 1 - 2.0/3*2/3},
		{[]int{1, 2}, []int{1, 2, 3, 4}, 0.5, 1 - 0.5*2/3},
		{[]int{1, 2}, []int{2, 3}, 1 - 1.0/3, 1 - 1.0/9},
		{[]int{1, 2, 3}, []int{3, 4, 5}, 1 - 1.0/5, 1 - 1.0/15},
	} {
		for _, swap := range []bool{false, true} {
			if swap {
				c.a, c.b = c.b, c.a
			}
			if got := Jaccard.between(c.a, c.b); !near(got, c.jaccard, 1e-15) {
				t.Errorf("Jaccard of %v and %v: %v, want %v", c.a, c.b, got, c.jaccard)
			}
			if got := MASI.between(c.a, c.b); !near(got, c.masi, 1e-15) {
				t.Errorf("MASI of %v and %v: %v, want %v", c.a, c.b, got, c.masi)
			}
		}
	}
}

// sets writes units as their codes: themes with +, coders with a space, - for none.
func sets(units ...string) [][][]string {
	var out [][][]string
	for _, u := range units {
		var row [][]string
		for _, code := range strings.Fields(u) {
			if code == "-" {
				row = append(row, nil)
				continue
			}
			row = append(row, strings.Split(code, "+"))
		}
		out = append(out, row)
	}
	return out
}

func TestSetAlphaByHand(t *testing.T) {
	// Codes: {a}, {a,b}; {a,b}, {b}; {-}, {-}. The distances: a to ab Jaccard 1/2,
	// MASI 1-1/2·2/3 = 2/3; ab to b alike; a to b 1; none to any other 1.
	// Observed: Jaccard (1/2 + 1/2 + 0)/3 = 1/3, MASI 4/9.
	// Expected over the 15 pairs of 6 codes a, ab, ab, b, -, -:
	// a-ab ×2, ab-b ×2, a-b 1, ab-ab 0, any with none 4×2 = 8, none-none 0:
	// Jaccard (2·½ + 2·½ + 1 + 8)/15 = 11/15, MASI (4·2/3 + 9)/15 = 35/45.
	units := sets("a a+b", "a+b b", "- -", "a")
	for d, want := range map[Distance]float64{
		Jaccard: 1 - (1.0/3)/(11.0/15),
		MASI:    1 - (4.0/9)/(35.0/45),
	} {
		got, err := SetAlpha(units, d, 0.95)
		if err != nil || !near(got.Estimate, want, 1e-12) || got.Units != 3 || got.Pairable != 6 {
			t.Errorf("%v: %+v, %v; want %v", d, got, err, want)
		}
	}
}

// The table of 100 units, two coders and two codes of Artstein and Poesio (2008),
// section 2.3: 20 both the first, 20 and 10 apart, 50 both the second; they print .7
// observed and pi .341. Alpha has the same chance but for drawing without return:
// expected 2·70·130/(200·199).
func TestArtsteinPoesio(t *testing.T) {
	var units [][][]string
	for u, n := range map[string]int{"s s": 20, "s i": 20, "i s": 10, "i i": 50} {
		for range n {
			units = append(units, sets(u)...)
		}
	}
	got, err := SetAlpha(units, MASI, 0.95)
	chance := 2.0 * 70 * 130 / (200 * 199)
	if err != nil || !near(got.Observed, 0.3, 1e-12) || !near(got.Expected, chance, 1e-12) || !near(got.Estimate, 1-0.3/chance, 1e-12) {
		t.Errorf("%+v, %v", got, err)
	}
	// Back with return, it is the pi that they print.
	if pi := 1 - 0.3/(chance*199/200); math.Round(1000*pi) != 341 {
		t.Error(pi)
	}
}

// With one theme in each set, both distances give nominal alpha and its interval;
// the order of units, of coders and of themes' names changes nothing; adding a
// theme to every set moves both towards agreement.
func TestSetAlphaLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		var single, more [][][]string
		var codes [][]float64
		for range 2 + random.IntN(30) {
			var a, b [][]string
			var c []float64
			for range 1 + random.IntN(4) {
				k := random.IntN(4)
				a = append(a, []string{fmt.Sprint("t", k)})
				b = append(b, []string{"z", fmt.Sprint("u", k), "z"})
				c = append(c, float64(k))
			}
			single, more, codes = append(single, a), append(more, b), append(codes, c)
		}
		want, err := stats.KrippendorffAlpha(codes, stats.MetricNominal, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []Distance{Jaccard, MASI} {
			got, err := SetAlpha(single, d, 0.9)
			if err != nil || got.Units != want.Units || got.Pairable != want.Pairable ||
				!near(got.Estimate, want.Estimate, 1e-12) || !near(got.Observed, want.Observed, 1e-12) || !near(got.Expected, want.Expected, 1e-12) ||
				got.Units > 1 && (!near(got.SE, want.SE, 1e-9) || !near(got.Low, want.Low, 1e-6) || !near(got.High, want.High, 1e-6)) {
				t.Fatalf("%+v, %v; want %+v", got, err, want)
			}
			random.Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
			again, _ := SetAlpha(single, d, 0.9)
			if !near(again.Estimate, got.Estimate, 1e-12) || !near(again.SE, got.SE, 1e-9) && got.Units > 1 {
				t.Fatalf("in another order %+v, was %+v", again, got)
			}
			if wider, _ := SetAlpha(more, d, 0.9); wider.Observed > got.Observed+1e-12 {
				t.Fatalf("a theme in common: %+v, was %+v", wider, got)
			}
		}
	}
}

func TestSetAlphaEdges(t *testing.T) {
	for name, units := range map[string][][][]string{"nothing": nil, "one coder": sets("a", "b"), "all alike": sets("a a", "a a"), "all none": sets("- -", "- -")} {
		if got, err := SetAlpha(units, MASI, 0.95); err != nil || !math.IsNaN(got.Estimate) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := SetAlpha(nil, MASI, 1); err == nil {
		t.Error("a level of 1")
	}
	var many [][][]string
	for i := range mostSets {
		many = append(many, [][]string{{fmt.Sprint(i)}, {fmt.Sprint(i), "x"}})
	}
	if _, err := SetAlpha(many, MASI, 0.95); err == nil {
		t.Error("too many sets")
	}
}

const shared = "../../../shared/data/"

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(shared + path)
	if err != nil {
		t.Skip("the shared data are not here: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// expected gives the values that another program computed, by data set and
// coefficient.
func expected(t *testing.T) map[[3]string]float64 {
	out := map[[3]string]float64{}
	for _, row := range readCSV(t, "reliability-tables/expected_coefficients.csv")[1:] {
		v, err := strconv.ParseFloat(row[5], 64)
		if err == nil {
			out[[3]string{row[0], row[1], row[2]}] = v
		}
	}
	return out
}

// Real tables of one code a unit, as sets of one theme.
func TestSetAlphaRealTables(t *testing.T) {
	want := expected(t)
	n := 0
	check := func(name string, rows [][]string, from, to int) {
		value, ok := want[[3]string{name, "Krippendorff's Alpha", "unweighted"}]
		if !ok {
			return
		}
		n++
		var units [][][]string
		for _, row := range rows {
			var u [][]string
			for _, code := range row[from:to] {
				if code = strings.TrimSpace(code); code != "" && code != "NA" {
					u = append(u, []string{code})
				}
			}
			units = append(units, u)
		}
		for _, d := range []Distance{Jaccard, MASI} {
			// The values have five decimals.
			if got, err := SetAlpha(units, d, 0.95); err != nil || !near(got.Estimate, value, 6e-6) {
				t.Errorf("%s: %v, %v; want %v", name, got.Estimate, err, value)
			}
		}
	}
	bonn := readCSV(t, "reliability-concreteness-bonn/concreteness_CDB.csv")
	at := slices.Index(bonn[0], "coder1")
	check("cimt-argument-concreteness/concreteness_CDB.csv", bonn[1:], at, at+5)
	rows := readCSV(t, "reliability-tables/csv/cac.raw4raters.csv")
	first := slices.IndexFunc(rows[0], func(h string) bool { return strings.Contains(strings.ToLower(h), "rater1") })
	check("irrcac/cac.raw4raters", rows[1:], max(first, len(rows[0])-4), len(rows[0]))
	if n != 2 {
		t.Error("compared", n, "tables")
	}
}

// The published agreement of two people who coded comments on lectures.
func TestPublishedKappas(t *testing.T) {
	want := expected(t)
	rows := readCSV(t, "coded-lecture-comments/sample_dataset_human.csv")
	ids := strings.Fields("general setup pedagogy confusion gratitude personal_experience clarification bookmark non_english na")
	// Kappa on the units that both coded, computed apart from concord in whole-number
	// fractions; the data's own authors print these to 15 digits.
	published := map[string]float64{
		"general": 0.7538169189437127, "setup": 0.9505703422053232, "pedagogy": 0.7870665815783876, "confusion": 0.9100204498977505,
		"gratitude": 0.9215062026567131, "personal_experience": 0.7430830039525692, "clarification": 0.8297619047619048,
		"bookmark": 0.6587112171837709, "non_english": 0.9374726716222125, "na": 0.7368974399411239,
	}
	counts := map[int]int{}
	for _, id := range ids {
		one, two := slices.Index(rows[0], "annotator_H1_"+id), slices.Index(rows[0], "annotator_H2_"+id)
		var js []Judgement
		for i, row := range rows[1:] {
			for coder, cell := range map[string]string{"h1": row[one], "h2": row[two]} {
				if cell == "" {
					continue
				}
				j := Judgement{Unit: fmt.Sprint(i), Coder: coder}
				if cell == "1.0" {
					j.Marks = []Mark{{Theme: id}}
				}
				js = append(js, j)
			}
		}
		c, err := Compare(js, nil, []string{id})
		if err != nil {
			t.Fatal(err)
		}
		counts[c.Pairs[0].Units]++
		alpha, kappa := c.Themes[0].Alpha.Estimate, c.Pairs[0].Themes[0].Kappa.Estimate
		if w := want[[3]string{"sight/" + id, "Krippendorff's Alpha", "unweighted"}]; !near(alpha, w, 6e-6) {
			t.Errorf("%s: alpha %v, want %v", id, alpha, w)
		}
		if w := want[[3]string{"sight/" + id, "Percent Agreement", "unweighted"}]; !near(c.Themes[0].Percent.Estimate, w, 1e-12) {
			t.Errorf("%s: percent %v, want %v", id, c.Themes[0].Percent.Estimate, w)
		}
		if w := published[id]; !near(kappa, w, 1e-14) {
			t.Errorf("%s: kappa %.16f, want %v", id, kappa, w)
		}
		if !near(c.MASI.Estimate, alpha, 1e-12) {
			t.Errorf("%s: one theme's alpha over sets %v, nominal %v", id, c.MASI.Estimate, alpha)
		}
	}
	if counts[289] != 1 || counts[286] != 9 {
		t.Error("units that both coded:", counts)
	}
}
