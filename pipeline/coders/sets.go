package coders

import (
	"fmt"
	"math"
	"slices"

	"concord/pipeline/stats"

	"gonum.org/v1/gonum/stat/distuv"
)

// Distance says how far apart two sets of themes are, from 0 for the same to 1
// for nothing in common.
type Distance int

const (
	// Jaccard is 1 - |A∩B|/|A∪B|.
	Jaccard Distance = iota
	// MASI is 1 - M·|A∩B|/|A∪B|, where M is 1 for equal sets, 2/3 where one holds
	// the other, 1/3 where they overlap otherwise and 0 where they do not: Passonneau
	// (2006), Measuring Agreement on Set-valued Items (MASI) for Semantic and
	// Pragmatic Annotation, Proceedings of LREC 2006, 831-836. A set that holds
	// another is so nearer to it than one that only overlaps.
	MASI
)

// between gives the distance of two sets, each in rising order. Two empty sets are
// the same.
func (d Distance) between(a, b []int) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	any := len(a) + len(b) - both
	if both == any {
		return 0
	}
	near := float64(both) / float64(any)
	if d == MASI {
		if both == len(a) || both == len(b) {
			near *= 2.0 / 3
		} else {
			near /= 3
		}
	}
	return 1 - near
}

// mostSets bounds the different sets, whose distances are taken in pairs.
const mostSets = 4000

// SetAlpha gives Krippendorff's alpha of codes that are sets of themes: units[i]
// are the sets that the coders of unit i gave, in any order; rows may differ in
// length, and a row of fewer than two tells nothing. The observed disagreement is
// the mean distance of the pairs within units, each unit weighing as its number of
// codes, the expected that of all pairs of codes of different units or coders:
// Krippendorff (2019), Content Analysis, 4th edition, chapter 12, with the distance
// in place of his metric, as Passonneau (2006) and Artstein and Poesio (2008),
// Computational Linguistics 34, 555-596, section 2.6 have it. With sets of one theme
// each both distances give nominal alpha. The standard error, the interval at the
// level and what is NaN are as in stats.KrippendorffAlpha. Errors: a level outside
// 0 to 1, more than 4,000 different sets.
func SetAlpha(units [][][]string, distance Distance, level float64) (stats.Alpha, error) {
	nan := math.NaN()
	out := stats.Alpha{Estimate: nan, Observed: nan, Expected: nan, SE: nan, Low: nan, High: nan}
	if !(level > 0 && level < 1) {
		return out, fmt.Errorf("the level %v is not between 0 and 1", level)
	}
	sets, rows, err := numbered(units)
	if err != nil {
		return out, err
	}
	times := make([]float64, len(sets))
	for _, row := range rows {
		out.Pairable += len(row)
		for _, k := range row {
			times[k]++
		}
	}
	out.Units = len(rows)
	if len(rows) == 0 {
		return out, nil
	}
	if len(sets) < 2 {
		out.Observed, out.Expected = 0, 0
		return out, nil
	}
	n := float64(out.Pairable)
	// mean[k] is the mean distance of set k from all codes.
	mean := make([]float64, len(sets))
	for k := range sets {
		for l := range k {
			apart := distance.between(sets[k], sets[l])
			mean[k] += apart * times[l] / n
			mean[l] += apart * times[k] / n
		}
	}
	inside, outside := make([]float64, len(rows)), make([]float64, len(rows))
	out.Observed, out.Expected = 0, 0
	for i, row := range rows {
		for a, k := range row {
			for _, l := range row[:a] {
				inside[i] += 2 * distance.between(sets[k], sets[l])
			}
			outside[i] += mean[k]
		}
		out.Observed += inside[i] / float64(len(row)-1) / n
		out.Expected += outside[i] / n
	}
	withSelf := out.Expected
	out.Expected *= n / (n - 1)
	out.Estimate = 1 - out.Observed/out.Expected
	out.SE = linearised(rows, inside, outside, withSelf)
	margin := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: max(1, float64(out.Units-1))}.Quantile(0.5+level/2) * out.SE
	out.Low, out.High = out.Estimate-margin, min(1, out.Estimate+margin)
	return out, nil
}

// linearised gives the standard error over units drawn from many: Gwet (2014),
// Handbook of Inter-Rater Reliability, 4th edition, as in stats.KrippendorffAlpha.
func linearised(rows [][]int, inside, outside []float64, withSelf float64) float64 {
	units, codes := float64(len(rows)), 0.0
	for _, row := range rows {
		codes += float64(len(row))
	}
	mean := codes / units
	observed := 0.0
	for i, row := range rows {
		observed += inside[i] / (mean * float64(len(row)-1)) / units
	}
	alpha, sum := 1-observed/withSelf, 0.0
	for i, row := range rows {
		size := float64(len(row))
		more := size/mean - 1
		seen := inside[i]/(mean*(size-1)) - observed*more
		chance := outside[i]/mean - withSelf*more
		own := 1 - seen/withSelf - 2*(1-alpha)*(withSelf-chance)/withSelf
		sum += (own - alpha) * (own - alpha)
	}
	return math.Sqrt(sum / (units * (units - 1)))
}

// numbered gives the different sets, as numbers of themes in rising order, and the
// rows of two codes or more as numbers of sets.
func numbered(units [][][]string) (sets [][]int, rows [][]int, err error) {
	themeAt, setAt := map[string]int{}, map[string]int{}
	for _, codes := range units {
		if len(codes) < 2 {
			continue
		}
		row := make([]int, len(codes))
		for c, ids := range codes {
			set := make([]int, 0, len(ids))
			for _, id := range ids {
				k, ok := themeAt[id]
				if !ok {
					k = len(themeAt)
					themeAt[id] = k
				}
				set = append(set, k)
			}
			slices.Sort(set)
			set = slices.Compact(set)
			key := fmt.Sprint(set)
			k, ok := setAt[key]
			if !ok {
				if k = len(sets); k == mostSets {
					return nil, nil, fmt.Errorf("there are more than %d different sets of themes; they cannot be compared in pairs", mostSets)
				}
				setAt[key] = k
				sets = append(sets, set)
			}
			row[c] = k
		}
		rows = append(rows, row)
	}
	return sets, rows, nil
}
