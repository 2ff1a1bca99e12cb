// Package discover looks in comments and turns for what a codebook misses: words
// that one group of people uses more than others, phrases, words that go
// together, and clusters of texts that are alike, each with how many different
// people it comes from, examples, how far it can be relied on, and the words
// that would find it as a theme. It also checks a set of themes: see Gates.
//
// Nothing is learnt from elsewhere and nothing is drawn without a fixed seed: the
// same units give the same results in whatever order they come and with any
// number of jobs. The work grows with the words of the texts and, for clusters,
// with n√n of n different texts.
package discover

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"concord/pipeline/stats"
	"concord/pipeline/theme"
)

// Input is what is looked through.
type Input struct {
	Units []theme.Unit
	// Codings are those made already: clusters are made of the units without.
	Codings []theme.Coding
	// Groups are held against the other units; see Group and GroupsBy.
	Groups []Group
	// Vectors, where not nil, has a vector for each unit that says what it
	// means, as a sentence model gives, all of one length: clusters are then made
	// by them and not by words.
	Vectors [][]float32
}

// Options say how to look. Zero values are the defaults.
type Options struct {
	// MinPeople is how many different people a phrase, a pair of words or a
	// cluster must come from: 3. Words held between groups need 5 or, if that is
	// more, this.
	MinPeople int
	// All makes clusters of all units, coded or not.
	All bool
	// Resolution above 1 gives more and smaller clusters, below 1 fewer: 1.
	Resolution float64
	// Resamples is how many halves of the texts are clustered again to see how
	// stable each cluster is: 50; at most 1,000.
	Resamples int
	// Listed is how many phrases, pairs, and words of each group are given at
	// most: 100; at most 500.
	Listed int
	// Language of the texts, such as "en" or "de"; "" is English. Inflections
	// and stop words are known in English only: in other languages words are
	// compared as they are, and the words in more than one in eight texts are
	// passed over. Non-answers are those of theme.NonAnswer, and in German, French,
	// Spanish, Swedish and Norwegian the usual ones of the language.
	Language string
	// Jobs is how many workers to use; less than 1 means 1.
	Jobs int
}

// mostListed is the largest Options.Listed.
const mostListed = 500

// Result is what was found. Its lists are never nil.
type Result struct {
	Counts Counts `json:"counts"`
	// NonAnswers are the comments that say nothing, by what they say, the most
	// frequent first.
	NonAnswers []Form `json:"non_answers"`
	// Keywords are those whose adjusted P is at most 0.05 and whose log ratio
	// points the same way, at most Listed of a group; Tested is how many words were tested, all groups together.
	Keywords []Keyword `json:"keywords"`
	Tested   int       `json:"tested"`
	Phrases  []Phrase  `json:"phrases"`
	Pairs    []Pair    `json:"pairs"`
	// Clusters come with most people first, those that dissolve (see
	// Cluster.Stability) after the others.
	Clusters []Cluster `json:"clusters"`
	// Members are the units of the clusters, cluster by cluster, the most
	// central first.
	Members []Member `json:"members"`
	// Unclustered are the units that were looked at for clusters and are in none,
	// in the order of their ids.
	Unclustered []Unclustered `json:"unclustered"`
	// By is "words" or "sentence vectors": what clusters were made by.
	By string `json:"by"`
}

// Counts says what became of every unit.
type Counts struct {
	Units  int `json:"units"`
	People int `json:"people"`
	// SetAside say nothing; Wordless have no letter in them, such as a row of
	// emoji or a number.
	SetAside int `json:"set_aside"`
	Wordless int `json:"wordless"`
	// Coded say something and were not looked at for clusters, since they have a
	// theme. SetAside, Wordless, Coded and Looked make up Units.
	Coded int `json:"coded"`
	// Looked were: Clustered and the Unclustered. Texts is how many different
	// ones they are.
	Looked      int `json:"looked"`
	Texts       int `json:"texts"`
	Clustered   int `json:"clustered"`
	Unclustered int `json:"unclustered"`
}

// Form is one way of saying nothing.
type Form struct {
	Text   string `json:"text" csv:"text" about:"What was written, capitals and marks around it aside; (blank) for nothing."`
	Units  int    `json:"units" csv:"units" about:"How many comments and turns say just that."`
	People int    `json:"people" csv:"people" about:"How many different people."`
}

// Member is a unit of a cluster.
type Member struct {
	Cluster string `json:"cluster" csv:"cluster" about:"The cluster's id."`
	Unit    string `json:"unit" csv:"unit" about:"The comment's or turn's id."`
	Person  string `json:"person" csv:"person" about:"Who said it."`
	// Central is the cosine with the cluster's middle.
	Central float64 `json:"central" csv:"central" about:"How near it is to the middle of the cluster: a cosine, 1 is nearest."`
}

// Unclustered is a unit that is in no cluster.
type Unclustered struct {
	Unit   string `json:"unit" csv:"unit" about:"The comment's or turn's id."`
	Person string `json:"person" csv:"person" about:"Who said it."`
	Why    string `json:"why" csv:"why" about:"like no other; names no subject; between clusters; or too few people say the like."`
}

// Discover looks through the units. Errors: options out of range, groups that
// name units that are not there, vectors that do not fit, and what ctx says when
// it ends before the work does.
func Discover(ctx context.Context, in Input, o Options) (*Result, error) {
	if err := o.settle(); err != nil {
		return nil, err
	}
	if err := checkVectors(in); err != nil {
		return nil, err
	}
	c := newCorpus(in.Units, o.Language)
	r := &Result{NonAnswers: c.nonAnswers(), By: "words"}
	r.Counts = Counts{Units: len(in.Units), People: c.people, SetAside: len(c.setAside), Wordless: len(c.wordless)}
	coded := map[string]bool{}
	for i := range in.Codings {
		coded[in.Codings[i].Unit] = true
	}
	uncoded := make([]bool, len(in.Units))
	for i := range in.Units {
		uncoded[i] = !coded[in.Units[i].ID]
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}

	keywords, err := c.keyness(in.Groups, KeynessOptions{MinPeople: max(5, o.MinPeople), Language: o.Language, Adjust: stats.BenjaminiHochberg})
	if err != nil {
		return nil, err
	}
	r.Tested = len(keywords)
	r.Keywords = telling(keywords, o.Listed)
	if err := ctx.Err(); err != nil {
		return nil, err
	}

	grams, words := c.grams(longestPhrase, o.MinPeople)
	r.Phrases = c.phrases(grams, words, o.MinPeople, uncoded)
	r.Phrases = r.Phrases[:min(len(r.Phrases), o.Listed)]
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.Pairs = c.pairs(grams, o.MinPeople, uncoded)
	r.Pairs = r.Pairs[:min(len(r.Pairs), o.Listed)]
	if err := ctx.Err(); err != nil {
		return nil, err
	}

	// Clusters are of the rest: the corpus is made again without what is coded,
	// so that words are weighed by how rare they are there.
	rest := c
	places := make([]int, 0, len(in.Units))
	for i := range in.Units {
		if o.All || uncoded[i] {
			places = append(places, i)
		}
	}
	if len(places) < len(in.Units) {
		some := make([]theme.Unit, len(places))
		for k, i := range places {
			some[k] = in.Units[i]
		}
		rest = newCorpus(some, o.Language)
		r.Counts.Coded = len(in.Units) - len(places)
		for _, i := range slices.Concat(c.setAside, c.wordless) {
			if !uncoded[i] {
				r.Counts.Coded--
			}
		}
	}
	var vectors [][]float32
	if in.Vectors != nil {
		r.By = "sentence vectors"
		for d := range rest.documents {
			vectors = append(vectors, unitVector(in.Vectors[places[rest.documents[d].units[0]]]))
		}
	}
	if err := rest.cluster(ctx, vectors, o, r); err != nil {
		return nil, err
	}
	return r, nil
}

func (o *Options) settle() error {
	switch {
	case o.MinPeople < 0:
		return fmt.Errorf("the least number of people is %d; it must be 1 or more, or 0 for the usual 3", o.MinPeople)
	case o.Resolution < 0 || o.Resolution > 100 || math.IsNaN(o.Resolution):
		return fmt.Errorf("the resolution is %v; it must lie above 0 and be at most 100 (1 is usual, 2 gives more and smaller clusters)", o.Resolution)
	case o.Resamples < 0 || o.Resamples > 1000:
		return fmt.Errorf("the number of resamples is %d; it must be from 1 to 1,000, or 0 for the usual 50", o.Resamples)
	case o.Listed < 0 || o.Listed > mostListed:
		return fmt.Errorf("the number to list is %d; it must be from 1 to %d, or 0 for the usual 100", o.Listed, mostListed)
	}
	o.MinPeople = cmp.Or(o.MinPeople, 3)
	o.Resolution = cmp.Or(o.Resolution, 1)
	o.Resamples = cmp.Or(o.Resamples, 50)
	o.Listed = cmp.Or(o.Listed, 100)
	o.Jobs = max(o.Jobs, 1)
	return nil
}

func checkVectors(in Input) error {
	if in.Vectors == nil {
		return nil
	}
	if len(in.Vectors) != len(in.Units) {
		return fmt.Errorf("there are %d vectors for %d units; there must be one for each", len(in.Vectors), len(in.Units))
	}
	for i, v := range in.Vectors {
		if len(v) != len(in.Vectors[0]) {
			return fmt.Errorf("the vector of unit %q has %d numbers, the first has %d; all must have the same", in.Units[i].ID, len(v), len(in.Vectors[0]))
		}
		for _, x := range v {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return fmt.Errorf("the vector of unit %q has a number that is not finite", in.Units[i].ID)
			}
		}
	}
	return nil
}

// unitVector brings a vector to length 1; one of zeros stays so.
func unitVector(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(float64(x) * float64(x))
	}
	out := make([]float32, len(v))
	if sum == 0 {
		return out
	}
	by := 1 / math.Sqrt(sum)
	for i, x := range v {
		out[i] = float32(float64(x) * by)
	}
	return out
}

// telling keeps, of each group, the words whose adjusted P is at most 0.05.
func telling(all []Keyword, most int) []Keyword {
	out := []Keyword{}
	count := map[string]int{}
	for _, k := range all {
		// Where people of one group say more in all, more of them say any word;
		// what tells is a word that also has a larger share of what they say.
		if same := (k.Use == "more") == (k.LogRatio > 0); same && k.Adjusted <= 0.05 && count[k.Group] < most {
			count[k.Group]++
			out = append(out, k)
		}
	}
	return out
}
