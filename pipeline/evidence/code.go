package evidence

import (
	"cmp"
	"slices"
	"strings"

	"concord/pipeline/theme"
)

// Where is the part of an entry that words stand in.
type Where string

const (
	InTitle    Where = "title"
	InAbstract Where = "abstract"
	InSummary  Where = "summary"
)

// Coding is one theme found in one part of one entry. Literature has no stance:
// it neither asks for a change nor objects to one.
type Coding struct {
	Entry string // the entry's id
	Theme string
	Where Where
	// Start and End are code points in that part, End exclusive; Text is what
	// stands there.
	Start, End int
	Text       string
	// Rule is the rule that matched, as the codebook writes it.
	Rule string
}

// Text gives the part of the entry that is coded beside its title: the abstract,
// or the summary where there is no abstract.
func (e *Entry) Text() (text string, where Where) {
	if e.Abstract == "" && e.Summary != "" {
		return e.Summary, InSummary
	}
	return e.Abstract, InAbstract
}

// Code finds the themes of the tagger's codebook in titles and abstracts (see
// Entry.Text), just as they are found in comments. The codings come in the order
// of the entries, the title's first, then of where they start; they are the same
// for any number of jobs (see theme.Tagger.Tag).
func Code(reg Register, tagger *theme.Tagger, jobs int) []Coding {
	units := make([]theme.Unit, 0, 2*len(reg.Entries))
	for i := range reg.Entries {
		e := &reg.Entries[i]
		text, where := e.Text()
		units = append(units,
			theme.Unit{ID: e.ID, Question: string(InTitle), Text: e.Title},
			theme.Unit{ID: e.ID, Question: string(where), Text: text})
	}
	var out []Coding
	for _, c := range tagger.Tag(units, jobs) {
		out = append(out, Coding{Entry: c.Unit, Theme: c.Theme, Where: Where(c.Question), Start: c.Start, End: c.End, Text: c.Text, Rule: c.Rule})
	}
	return out
}

// Citation is one entry that a theme can cite.
type Citation struct {
	Entry string // the entry's id
	Year  int
	// Hits is how many codings the entry has of the theme, or themes.
	Hits int
	// Words are the words found, each once (capitals aside), in their order.
	Words []string
}

// Literature is the entries that speak of one theme.
type Literature struct {
	Theme     string
	Citations []Citation
}

// ByTheme gathers codings of a register by theme: the themes in the codebook's
// order, those without an entry left out; the entries of each with most hits
// first, then the latest year, then by id. An entry is cited for a theme where
// its title or its summary has words of it, or its abstract has them in two
// places: in the many words of an abstract, one alone is often there by chance.
func ByTheme(reg Register, cb *theme.Codebook, codings []Coding) []Literature {
	years := make(map[string]int, len(reg.Entries))
	for i := range reg.Entries {
		years[reg.Entries[i].ID] = reg.Entries[i].Year
	}
	type place struct{ entry, theme string }
	weight := map[place]int{}
	for i := range codings {
		c := &codings[i]
		weight[place{c.Entry, c.Theme}]++
		if c.Where != InAbstract {
			weight[place{c.Entry, c.Theme}]++
		}
	}
	of := map[string]*gathering{}
	for i := range codings {
		c := &codings[i]
		if weight[place{c.Entry, c.Theme}] < 2 {
			continue
		}
		g := of[c.Theme]
		if g == nil {
			g = newGathering()
			of[c.Theme] = g
		}
		g.add(c.Entry, years[c.Entry], 1, c.Text)
	}
	var out []Literature
	for i := range cb.Themes {
		if g := of[cb.Themes[i].ID]; g != nil {
			out = append(out, Literature{cb.Themes[i].ID, g.sorted()})
		}
	}
	return out
}

// Citing gives the entries that speak of any of some themes, such as those that
// an amendment follows from, their hits added up, in the order of ByTheme.
func Citing(list []Literature, themes []string) []Citation {
	g := newGathering()
	for _, l := range list {
		if slices.Contains(themes, l.Theme) {
			for _, c := range l.Citations {
				g.add(c.Entry, c.Year, c.Hits, c.Words...)
			}
		}
	}
	return g.sorted()
}

// gathering collects the citations of entries.
type gathering struct {
	at        map[string]int
	citations []Citation
	seen      map[[2]string]bool // entry and word
}

func newGathering() *gathering {
	return &gathering{at: map[string]int{}, seen: map[[2]string]bool{}}
}

func (g *gathering) add(entry string, year, hits int, words ...string) {
	i, ok := g.at[entry]
	if !ok {
		i = len(g.citations)
		g.at[entry] = i
		g.citations = append(g.citations, Citation{Entry: entry, Year: year})
	}
	c := &g.citations[i]
	c.Hits += hits
	for _, w := range words {
		if key := [2]string{entry, strings.ToLower(w)}; !g.seen[key] {
			g.seen[key] = true
			c.Words = append(c.Words, w)
		}
	}
}

func (g *gathering) sorted() []Citation {
	slices.SortFunc(g.citations, func(a, b Citation) int {
		return cmp.Or(cmp.Compare(b.Hits, a.Hits), cmp.Compare(b.Year, a.Year), cmp.Compare(a.Entry, b.Entry))
	})
	return g.citations
}

// Mark shows a text with the words of its codings in square brackets, each
// followed by its themes: "less [supervision](supervision)". codings must be of
// that text; those that overlap are shown as one.
func Mark(text string, codings []Coding) string {
	runes := []rune(text)
	sorted := slices.Clone(codings)
	slices.SortStableFunc(sorted, func(a, b Coding) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var b strings.Builder
	at := 0
	for i := 0; i < len(sorted); {
		start, end := max(sorted[i].Start, at), min(sorted[i].End, len(runes))
		var themes []string
		for ; i < len(sorted) && (sorted[i].Start < end || len(themes) == 0); i++ {
			end = max(end, min(sorted[i].End, len(runes)))
			if !slices.Contains(themes, sorted[i].Theme) {
				themes = append(themes, sorted[i].Theme)
			}
		}
		if start >= end {
			continue
		}
		b.WriteString(string(runes[at:start]) + "[" + string(runes[start:end]) + "](" + strings.Join(themes, ", ") + ")")
		at = end
	}
	b.WriteString(string(runes[at:]))
	return b.String()
}
