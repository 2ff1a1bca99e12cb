package discover

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"concord/pipeline/onpage"
	"concord/pipeline/theme"
)

// Cluster is texts that are alike in their words, or in what they mean where
// sentence vectors were given.
type Cluster struct {
	ID string `json:"cluster" csv:"cluster" about:"C1 is the cluster of most people; those that dissolve come last."`
	// Label is its most telling phrases: those that its texts have and others
	// have not.
	Label string `json:"label" csv:"label" about:"The phrases that tell it from the other texts, the most telling first."`
	// People are different people; Unnamed are units of a person not known.
	People  int `json:"people" csv:"people" about:"How many different people."`
	Survey  int `json:"survey_people" csv:"survey_people" about:"How many of them in the survey."`
	Groups  int `json:"group_people" csv:"group_people" about:"How many of them in the focus groups."`
	Unnamed int `json:"unnamed" csv:"unnamed" about:"Comments and turns of a person not known; they count in no number of people."`
	Units   int `json:"units" csv:"units" about:"How many comments and turns."`
	Texts   int `json:"texts" csv:"texts" about:"How many different texts they are."`
	// Stability is from 0 to 1, and 0 too where no half of the texts held any of
	// it; Reading says in words what it means.
	Stability float64 `json:"stability" csv:"stability" about:"How like it is, on average, to the most like cluster found in halves of the texts: the Jaccard similarity, from 0 to 1 (Hennig 2007)."`
	Reading   string  `json:"reading" csv:"reading" about:"very stable (.85 or more); stable (.75); a pattern, with unsure borders (.60); not to be relied on; dissolves (.50 or less)."`
	// Rule would find it, in the language of a codebook: see theme.ParseRule. Of
	// RuleFound units that it finds among those looked at, RulePrecision is the
	// share that are in the cluster, RuleRecall the share of the cluster that it
	// finds. The rule was made from these very texts.
	Rule          string  `json:"rule" csv:"rule" about:"A rule for a codebook that would find it; blank where no words do."`
	RuleFound     int     `json:"rule_found" csv:"rule_found" about:"How many of the comments and turns looked at the rule finds."`
	RulePrecision float64 `json:"rule_precision" csv:"rule_precision" about:"Which share of those is in the cluster."`
	RuleRecall    float64 `json:"rule_recall" csv:"rule_recall" about:"Which share of the cluster the rule finds."`
	// Questions and Domains are where it comes from, the most units first.
	Questions []Share `json:"questions" csv:"-"`
	Domains   []Share `json:"domains" csv:"-"`
	Quotes    []Quote `json:"quotes" csv:"-"`
}

// Share is how much of a cluster comes from one question or domain.
type Share struct {
	ID    string `json:"id"`
	Units int    `json:"units"`
}

// Quote is an example of a cluster: a text near its middle.
type Quote struct {
	Unit     string `json:"unit"`
	Person   string `json:"person"`
	Source   string `json:"source"`
	Question string `json:"question"`
	Domain   string `json:"domain"`
	// Text is at most 300 characters of it.
	Text string `json:"text"`
}

const (
	mostQuotes = 5
	// A quote of fewer characters says little, one of more is cut.
	shortQuote, longQuote = 20, 300
)

// cluster fills in a result's clusters. vectors are those of the documents, nil
// to lay them out by their words.
func (c *corpus) cluster(ctx context.Context, vectors [][]float32, o Options, r *Result) error {
	r.Clusters, r.Members, r.Unclustered = []Cluster{}, []Member{}, []Unclustered{}
	r.Counts.Texts = len(c.documents)
	if vectors == nil {
		rows, features := c.weighted()
		vectors = reduced(rows, features, dimensionsFor(len(c.documents)))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	near := nearest(vectors, spare*neighboursFor(len(c.documents)), o.Jobs)
	if err := ctx.Err(); err != nil {
		return err
	}
	clusters, why := c.parted(near, nil, o.Resolution, o.MinPeople)
	stable, err := c.stability(ctx, clusters, near, o)
	if err != nil {
		return err
	}
	c.order(clusters, stable)
	telling := c.tellingGrams(clusters, o.MinPeople)
	for k, members := range clusters {
		cl := Cluster{ID: fmt.Sprintf("C%d", k+1), Stability: stable[k], Reading: reading(stable[k]), Texts: len(members)}
		if math.IsNaN(cl.Stability) {
			cl.Stability = 0
		}
		units := c.unitsOf(members)
		cl.Units, cl.People = len(units), c.peopleOf(units)
		cl.count(c, units)
		cl.Label = c.label(telling[k])
		cl.Rule = c.rule(telling[k], members)
		order, cosine := c.central(members, vectors)
		cl.Quotes = c.quotes(order)
		for i, d := range order {
			for _, u := range c.documents[d].units {
				r.Members = append(r.Members, Member{cl.ID, c.units[u].ID, c.units[u].Person, cosine[i]})
			}
		}
		if cl.Label == "" && len(cl.Quotes) > 0 {
			cl.Label = onpage.Short(cl.Quotes[0].Text, 60)
		}
		r.Counts.Clustered += cl.Units
		r.Clusters = append(r.Clusters, cl)
	}
	if err := c.tryRules(r.Clusters, clusters, o); err != nil {
		return err
	}
	for d, reason := range why {
		if reason == clustered {
			continue
		}
		for _, u := range c.documents[d].units {
			r.Unclustered = append(r.Unclustered, Unclustered{c.units[u].ID, c.units[u].Person, reasons[reason]})
		}
	}
	slices.SortFunc(r.Unclustered, func(a, b Unclustered) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Why, b.Why))
	})
	r.Counts.Unclustered = len(r.Unclustered)
	r.Counts.Looked = r.Counts.Clustered + r.Counts.Unclustered
	return nil
}

// order puts clusters that last before those that dissolve, and of each those
// with most people first.
func (c *corpus) order(clusters [][]int32, stable []float64) {
	type ranked struct {
		members       []int32
		stable        float64
		people, units int
	}
	list := make([]ranked, len(clusters))
	for k, m := range clusters {
		units := c.unitsOf(m)
		list[k] = ranked{m, stable[k], c.peopleOf(units), len(units)}
	}
	slices.SortFunc(list, func(a, b ranked) int {
		if la, lb := lasting(a.stable), lasting(b.stable); la != lb {
			if la {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(b.units, a.units), cmp.Compare(a.members[0], b.members[0]))
	})
	for k, r := range list {
		clusters[k], stable[k] = r.members, r.stable
	}
}

// count fills in where a cluster's units come from.
func (cl *Cluster) count(c *corpus, units []int) {
	questions, domains := map[string]int{}, map[string]int{}
	var groups []int
	for _, u := range units {
		questions[c.units[u].Question]++
		domains[c.units[u].Domain]++
		if c.person[u] < 0 {
			cl.Unnamed++
		}
		if c.units[u].Source == "groups" {
			groups = append(groups, u)
		}
	}
	cl.Groups = c.peopleOf(groups)
	cl.Survey = cl.People - cl.Groups
	cl.Questions, cl.Domains = shares(questions), shares(domains)
}

func shares(counts map[string]int) []Share {
	out := []Share{}
	for id, n := range counts {
		out = append(out, Share{id, n})
	}
	slices.SortFunc(out, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.ID, b.ID)) })
	return out
}

// quotes takes, of the more central half of a cluster (of the 60 most central,
// if that is fewer; of the five, if more), texts of different people, of a
// length that can be read, and from different questions, in that order of
// importance, then the most central.
func (c *corpus) quotes(order []int32) []Quote {
	order = order[:min(len(order), max(mostQuotes, min(60, len(order)/2)))]
	out := []Quote{}
	people, questions := map[int32]bool{}, map[string]bool{}
	used := make([]bool, len(order))
	for len(out) < mostQuotes {
		best, bestUnit, bestCost := -1, -1, 1<<30
		for i, d := range order {
			if used[i] {
				continue
			}
			unit := -1
			for _, u := range c.documents[d].units {
				if c.person[u] < 0 || !people[c.person[u]] {
					unit = u
					break
				}
			}
			if unit < 0 {
				continue // nobody new says it
			}
			cost := i
			if n := utf8.RuneCountInString(c.units[unit].Text); n < shortQuote || n > longQuote {
				cost += 1 << 20
			}
			if questions[c.units[unit].Question] {
				cost += 1 << 10
			}
			if cost < bestCost {
				best, bestUnit, bestCost = i, unit, cost
			}
		}
		if best < 0 {
			break
		}
		used[best] = true
		u := &c.units[bestUnit]
		if c.person[bestUnit] >= 0 {
			people[c.person[bestUnit]] = true
		}
		questions[u.Question] = true
		out = append(out, Quote{u.ID, u.Person, u.Source, u.Question, u.Domain, onpage.Short(onpage.Clean(start(u.Text)), longQuote)})
	}
	return out
}

// start gives as much of a text as a quote can need.
func start(text string) string {
	if len(text) <= 8*longQuote {
		return text
	}
	return strings.ToValidUTF8(text[:8*longQuote], "")
}

// tryRules finds out what the rules proposed would find, by the tagger that a
// codebook is used with.
func (c *corpus) tryRules(clusters []Cluster, members [][]int32, o Options) error {
	cb := &theme.Codebook{Language: o.Language}
	place := map[string]int{}
	for k := range clusters {
		if clusters[k].Rule != "" {
			place[clusters[k].ID] = k
			cb.Themes = append(cb.Themes, theme.Theme{ID: clusters[k].ID, Rules: []string{clusters[k].Rule}})
		}
	}
	if len(cb.Themes) == 0 {
		return nil
	}
	tagger, err := theme.NewTagger(cb)
	if err != nil {
		return err
	}
	of := make([]int, len(c.documents))
	for i := range of {
		of[i] = -1
	}
	for k, m := range members {
		for _, d := range m {
			of[d] = k
		}
	}
	texts := make([]theme.Unit, len(c.documents))
	for d := range texts {
		texts[d] = theme.Unit{ID: fmt.Sprint(d), Text: c.units[c.documents[d].units[0]].Text}
	}
	right := make([]int, len(clusters))
	type found struct {
		unit  string
		theme string
	}
	seen := map[found]bool{}
	for _, coding := range tagger.Tag(texts, o.Jobs) {
		f := found{coding.Unit, coding.Theme}
		if seen[f] {
			continue
		}
		seen[f] = true
		k, ok := place[coding.Theme]
		if !ok {
			continue
		}
		var d int
		if _, err := fmt.Sscan(coding.Unit, &d); err != nil {
			return err
		}
		n := len(c.documents[d].units)
		clusters[k].RuleFound += n
		if of[d] == k {
			right[k] += n
		}
	}
	for k := range clusters {
		if clusters[k].RuleFound > 0 {
			clusters[k].RulePrecision = float64(right[k]) / float64(clusters[k].RuleFound)
			clusters[k].RuleRecall = float64(right[k]) / float64(clusters[k].Units)
		}
	}
	return nil
}
