package theme

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/finding"
	"concord/pipeline/learn"
	"concord/pipeline/stats"
)

// nhsData is comments on NHS services, each with the one code of 44 that a person
// gave it, and how critical a person found it, from -5 to 5 (pxtextmining, first
// phase). It is not part of this repository.
const nhsData = "../../../shared/data/coded-nhs-feedback-phase1/phase1_text_data.csv"

// nhsComment is a comment of that data. Told is false where its criticality is no
// number from -5 to 5.
type nhsComment struct {
	unit        Unit
	code        string
	criticality int
	told        bool
}

// nhsTest gives the comments that pipeline/learn tests on: texts held out, each
// text and question once.
func nhsTest(t *testing.T) []nhsComment {
	t.Helper()
	in, err := os.Open(filepath.FromSlash(nhsData))
	if os.IsNotExist(err) {
		t.Skipf("not measured: %s is not there", nhsData)
	} else if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type once struct {
		key      learn.Key
		question string
	}
	seen := map[once]bool{}
	var out []nhsComment
	for i, row := range rows[1:] {
		o := once{learn.KeyOf(row[3]), row[6]}
		if !o.key.Held() || seen[o] {
			continue
		}
		seen[o] = true
		id := strconv.Itoa(i + 1)
		c := nhsComment{unit: Unit{ID: id, Person: id, Source: "survey", Question: row[6], Text: row[3]}, code: row[0]}
		c.criticality, err = strconv.Atoi(row[4])
		c.told = err == nil && -5 <= c.criticality && c.criticality <= 5
		out = append(out, c)
	}
	// docs/learning.md: 5,439 comments to test on, of which 1,010 are copies.
	if len(out) != 5439-1010 {
		t.Fatalf("%d comments to test on, expected 4,429", len(out))
	}
	return out
}

func nhsCodebook(t *testing.T, name string) *Codebook {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	cb, findings := ReadCodebook(name, data)
	for _, f := range findings {
		if f.Severity == finding.Error {
			t.Fatal(f)
		}
	}
	if len(cb.Themes) != 44 {
		t.Fatalf("%d themes, expected the 44 codes", len(cb.Themes))
	}
	return cb
}

// TestNHSRules measures rules against the codes that a person gave.
func TestNHSRules(t *testing.T) {
	comments := nhsTest(t)
	units := make([]Unit, len(comments))
	for i, c := range comments {
		units[i] = c.unit
	}
	for _, name := range []string{"nhs-codebook-blind.yaml", "nhs-codebook.yaml"} {
		cb := nhsCodebook(t, name)
		tagger, err := NewTagger(cb)
		if err != nil {
			t.Fatal(err)
		}
		codings := tagger.Tag(units, 2)
		if !reflect.DeepEqual(codings, tagger.Tag(units, 1)) {
			t.Errorf("%s: two workers give other codings than one", name)
		}
		book, place := learn.Codebook{}, map[string]int{}
		for k, th := range cb.Themes {
			book.Themes = append(book.Themes, learn.Theme{ID: th.ID})
			place[th.ID] = k
		}
		given := map[string][]learn.Suggestion{} // by unit, each theme once
		for _, c := range codings {
			s := learn.Suggestion{Theme: c.Theme, Over: true}
			if !slices.ContainsFunc(given[c.Unit], func(o learn.Suggestion) bool { return o.Theme == c.Theme }) {
				given[c.Unit] = append(given[c.Unit], s)
			}
		}
		labels, suggested := make([][]int, len(comments)), make([][]learn.Suggestion, len(comments))
		each := make([][2]int, len(comments)) // right, and given with people's
		right, all, coded := make([]int, len(cb.Themes)), make([]int, len(cb.Themes)), make([]int, len(cb.Themes))
		none, total, hit := 0, 0, 0
		for i, c := range comments {
			k, ok := place[c.code]
			if !ok {
				t.Fatalf("the codebook has no theme %q", c.code)
			}
			labels[i], suggested[i] = []int{k}, given[c.unit.ID]
			coded[k]++
			each[i][1] = len(suggested[i]) + 1
			total += len(suggested[i])
			if len(suggested[i]) == 0 {
				none++
			}
			for _, s := range suggested[i] {
				all[place[s.Theme]]++
				if s.Theme == c.code {
					right[k]++
					each[i][0]++
					hit++
				}
			}
		}
		f := learn.Compare(book, labels, suggested)
		// docs/learning.md: always giving the most frequent theme of the question.
		if f.Micro <= 0.253 {
			t.Errorf("%s: micro F1 %.3f is no better than not reading the comments", name, f.Micro)
		}
		low, high := resampledF1(each)
		t.Logf("%s, %d comments: micro F1 %.3f (%.3f to %.3f), macro %.3f, samples %.3f, exact %.3f", name, f.Comments, f.Micro, low, high, f.Macro, f.Samples, f.Exact)
		t.Logf("themes to a comment %.2f; none to %d; of what is given %s right, of the person's codes %s found", float64(total)/float64(len(comments)), none, share(hit, total), share(hit, len(comments)))
		for k, th := range cb.Themes {
			t.Logf("%s %-55s coded %4d given %4d right %4d precision %s recall %s", th.ID, th.Name, coded[k], all[k], right[k], share(right[k], all[k]), share(right[k], coded[k]))
		}
	}
}

// resampledF1 gives the 2.5th and 97.5th percentile of micro F1 in 1,000 resamples
// of the comments, as learn.Evaluate does.
func resampledF1(each [][2]int) (low, high float64) {
	random := rand.New(rand.NewPCG(1993, 1000))
	list := make([]float64, 1000)
	for i := range list {
		right, sum := 0, 0
		for range each {
			e := each[random.IntN(len(each))]
			right += e[0]
			sum += e[1]
		}
		list[i] = 2 * float64(right) / float64(sum)
	}
	slices.Sort(list)
	return list[24], list[975]
}

// share writes a share with Wilson's interval at 95 per cent.
func share(count, of int) string {
	if of == 0 {
		return "-"
	}
	low, high := stats.Wilson(count, of, 0.95)
	return fmt.Sprintf("%.3f (%.3f to %.3f)", float64(count)/float64(of), low, high)
}

// TestNHSStance holds the stances that words show against how critical a person
// found the comment.
func TestNHSStance(t *testing.T) {
	comments := nhsTest(t)
	tagger, err := NewTagger(nhsCodebook(t, "nhs-codebook.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	// The stance of the whole comment's words, and nothing of the person's code.
	whole, err := NewTagger(&Codebook{Themes: []Theme{{ID: "any", Name: "Any"}}})
	if err != nil {
		t.Fatal(err)
	}
	units := make([]Unit, len(comments))
	for i, c := range comments {
		units[i] = c.unit
	}
	byUnit := map[string][]Stance{}
	for _, c := range tagger.Tag(units, 2) {
		byUnit[c.Unit] = append(byUnit[c.Unit], c.Stance)
	}
	for _, group := range []struct {
		name string
		in   func(question string) bool
	}{
		{"all", func(string) bool { return true }},
		// In Trust B praise was mostly left at 0.
		{"Trusts A and C", func(q string) bool { return !strings.HasPrefix(q, "Trust B") }},
		// Where both signs are given to answers to one question. By its answers it
		// asks what could be better; the others, what was good.
		{"Trust A - Q1 and Trust C - Q2", func(q string) bool { return q == "Trust A - Q1" || q == "Trust C - Q2" }},
	} {
		var tagged, wholly stanceTable
		left, none := 0, 0
		for _, c := range comments {
			if !group.in(c.unit.Question) {
				continue
			}
			if !c.told {
				left++
				continue
			}
			if list, ok := byUnit[c.unit.ID]; ok {
				tagged.add(c, list)
			} else {
				none++
			}
			wholly.add(c, []Stance{whole.wholeStance(c.unit)})
		}
		if wholly.total() == 0 || tagged.total()+none != wholly.total() {
			t.Errorf("%s: %d comments with codings and %d without make not %d", group.name, tagged.total(), none, wholly.total())
		}
		t.Logf("%s; %d left out, as their criticality is no number from -5 to 5", group.name, left)
		t.Logf("codings by rules (%d comments have none):\n%s", none, tagged)
		t.Logf("the whole comment:\n%s", wholly)
	}
}

// stanceTable counts comments by criticality (below 0, 0, above) and by what their
// codings state: asks or objects and nothing else, satisfied and nothing else,
// both, nothing.
type stanceTable [3][4]int

func (s *stanceTable) add(c nhsComment, stances []Stance) {
	row, wish, fine := 1, false, false
	if c.criticality < 0 {
		row = 0
	} else if c.criticality > 0 {
		row = 2
	}
	for _, x := range stances {
		wish = wish || x == Asks || x == Objects
		fine = fine || x == Satisfied
	}
	column := 3
	switch {
	case wish && fine:
		column = 2
	case fine:
		column = 1
	case wish:
		column = 0
	}
	s[row][column]++
}

func (s stanceTable) total() int {
	n := 0
	for _, row := range s {
		n += sumOf(row)
	}
	return n
}

func sumOf(row [4]int) int { return row[0] + row[1] + row[2] + row[3] }

func (s stanceTable) String() string {
	var b strings.Builder
	var all [4]int
	fmt.Fprintf(&b, "%-10s %15s %10s %6s %9s\n", "", "asks or objects", "satisfied", "both", "unstated")
	for i, name := range []string{"below 0", "0", "above 0"} {
		r := s[i]
		fmt.Fprintf(&b, "%-10s %15d %10d %6d %9d\n", name, r[0], r[1], r[2], r[3])
		for j, n := range r {
			all[j] += n
		}
	}
	fmt.Fprintf(&b, "asks or objects: %s are below 0; of those below 0, %s ask or object\n", share(s[0][0], all[0]), share(s[0][0], sumOf(s[0])))
	fmt.Fprintf(&b, "satisfied: %s are above 0; of those above 0, %s are satisfied\n", share(s[2][1], all[1]), share(s[2][1], sumOf(s[2])))
	fmt.Fprintf(&b, "unstated: %s", share(all[3], s.total()))
	return b.String()
}
