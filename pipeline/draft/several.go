package draft

import (
	"slices"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// separators are those that stand between answers in one cell, in the order in
// which they are tried.
var separators = []string{";", "|", ", ", ","}

// separators gives those to try for the dialect: Qualtrics writes no space after
// the comma, so that one with a space belongs to an answer.
func (b *builder) separators() []string {
	if b.profile.Dialect == "qualtrics" {
		return []string{","}
	}
	return separators
}

// several tells whether the cells of a column hold several answers each, and
// makes a multi question of it.
func (b *builder) several(q *Question, asked string, c *column, values []survey.ValueCount) bool {
	cue := severalAsked.MatchString(asked)
	for _, sep := range b.separators() {
		if sep == "," && !cue {
			continue
		}
		p := newPieces(values, sep)
		options, written, ok := p.options(cue, c.filled)
		if !ok {
			continue
		}
		q.Kind = study.Multi
		if s := strings.TrimSpace(sep); s != "," {
			q.Separator = s
		}
		var counted []survey.ValueCount
		for _, o := range options {
			counted = append(counted, survey.ValueCount{Text: o, Rows: p.count[o]})
		}
		for _, a := range answersOf(counted) {
			q.Options = append(q.Options, a.option())
		}
		if written > 0 {
			addOther(q)
			q.add(true, "People could choose several. What is not in the list is counted under %q, the words kept. Are any of the options here one answer of a person, or two options in one?", q.Other)
		} else {
			q.add(false, "People could choose several, in one cell. Are these all the options, each whole?")
		}
		return true
	}
	return false
}

// pieces are the cells of a column taken apart at a separator.
type pieces struct {
	sep   string
	cells []cell
	// count is how many rows have a piece, alone how many have it and nothing else.
	count, alone map[string]int
	order        []string
	trailing     int // rows whose cell ends with the separator
	rows         int
}

// mostPieces is how many pieces of a cell are looked at.
const mostPieces = 100

type cell struct {
	parts []string
	rows  int
}

func newPieces(values []survey.ValueCount, sep string) *pieces {
	p := &pieces{sep: sep}
	mark := strings.TrimSpace(sep)
	for _, v := range values {
		text := v.Text
		p.rows += v.Rows
		if t, ok := strings.CutSuffix(text, mark); ok && mark != "," {
			p.trailing += v.Rows
			text = t
		}
		var parts []string
		for _, part := range splitAt(text, sep) {
			if part = strings.TrimSpace(part); part != "" {
				parts = append(parts, part)
			}
		}
		if len(parts) > mostPieces {
			parts = parts[:mostPieces] // a long text, not a list of options
		}
		if len(parts) > 0 {
			p.cells = append(p.cells, cell{parts, v.Rows})
		}
	}
	p.recount()
	return p
}

// splitAt takes a cell apart. A comma is a separator only where no space follows,
// if it is not a separator with the space.
func splitAt(text, sep string) []string {
	if sep != "," {
		return strings.Split(text, sep)
	}
	var out []string
	for from := 0; ; {
		i := strings.IndexByte(text[from:], ',')
		if i < 0 {
			return append(out, text)
		}
		i += from
		if i+1 < len(text) && text[i+1] == ' ' {
			from = i + 1
			continue
		}
		out = append(out, text[:i])
		text, from = text[i+1:], 0
	}
}

func (p *pieces) recount() {
	p.count, p.alone, p.order = map[string]int{}, map[string]int{}, nil
	for _, c := range p.cells {
		for i, part := range c.parts {
			if slices.Contains(c.parts[:i], part) {
				continue
			}
			if p.count[part] == 0 {
				p.order = append(p.order, part)
			}
			p.count[part] += c.rows
		}
		if len(c.parts) == 1 {
			p.alone[c.parts[0]] += c.rows
		}
	}
}

// join puts together pieces that always stand side by side: they are one option
// with the separator in it.
func (p *pieces) join() {
	const rounds = 12
	for range rounds {
		pair := map[[2]string]int{}
		var order [][2]string
		for _, c := range p.cells {
			for i := 0; i+1 < len(c.parts); i++ {
				k := [2]string{c.parts[i], c.parts[i+1]}
				if pair[k] == 0 {
					order = append(order, k)
				}
				pair[k] += c.rows
			}
		}
		after := map[string]string{}
		taken := map[string]bool{}
		for _, k := range order {
			if _, has := after[k[0]]; has || taken[k[1]] || taken[k[0]] || after[k[1]] != "" {
				continue
			}
			if p.belong(k[0], k[1], pair[k]) {
				after[k[0]] = k[1]
				taken[k[0]], taken[k[1]] = true, true
			}
		}
		if len(after) == 0 {
			return
		}
		for i := range p.cells {
			c := &p.cells[i]
			var parts []string
			for j := 0; j < len(c.parts); j++ {
				if j+1 < len(c.parts) && after[c.parts[j]] == c.parts[j+1] {
					parts = append(parts, c.parts[j]+p.sep+c.parts[j+1])
					j++
				} else {
					parts = append(parts, c.parts[j])
				}
			}
			c.parts = parts
		}
		p.recount()
	}
}

// belong tells whether two pieces that stand side by side in so many rows are
// one: a bracket is open in the first, or hardly a row has one without the other.
func (p *pieces) belong(a, b string, both int) bool {
	if strings.Count(a, "(") > strings.Count(a, ")") {
		return true
	}
	first, second := p.count[a], p.count[b]
	always := both*100 >= first*97 && both*100 >= second*97
	if !always {
		return false
	}
	if both >= 3 {
		return true
	}
	return startsLow(b)
}

// startsLow tells whether a piece goes on in small letters, as the rest of a
// phrase does.
func startsLow(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z'
}

// options gives the options, in the order in which cells have them, and how many
// kinds of pieces are people's own words. cue tells that the question says that
// several can be chosen.
func (p *pieces) options(cue bool, filled int) (options []string, written int, ok bool) {
	if p.sep != "," && p.sep != ", " {
		cue = cue || p.trailing*10 >= p.rows*8 && p.trailing > 0
	} else {
		p.join()
	}
	often := 1
	switch {
	case filled >= 300:
		often = max(3, (filled*3+1999)/2000)
	case filled >= 60:
		often = 3
	case filled >= 20:
		often = 2
	}
	covered, all := 0, 0
	known := map[string]bool{}
	for _, part := range p.order {
		all += p.count[part]
		if p.count[part] >= often && len(part) <= 300 {
			options = append(options, part)
			known[part] = true
			covered += p.count[part]
		} else {
			written++
		}
	}
	if cue && written > 0 && written <= 3 && filled < 100 {
		// Rare options of a list, unless they are much longer.
		longest := 0
		for _, o := range options {
			longest = max(longest, len(o))
		}
		if !slices.ContainsFunc(p.order, func(part string) bool { return !known[part] && len(part) > 2*longest+20 }) {
			options, written, covered = nil, 0, all
			for _, part := range p.order {
				options = append(options, part)
				known[part] = true
			}
		}
	}
	combinations, distinct, together, alone := 0, 0, 0, 0
	for _, c := range p.cells {
		n := 0
		for _, part := range c.parts {
			if known[part] {
				n++
			}
		}
		if n >= 2 {
			combinations += c.rows
			distinct++
			for _, part := range c.parts {
				if known[part] {
					together++
					if p.alone[part] > 0 {
						alone++
					}
				}
			}
		}
	}
	switch {
	case len(options) < 2 || len(options) >= survey.MaxTicks:
		return nil, 0, false
	case covered*100 < all*70 || combinations == 0 && !(cue && p.trailing > 0):
		return nil, 0, false
	case cue:
		return p.inOrder(options), written, true
	case p.free(combinations):
		return p.inOrder(options), written, true
	case filled < 20 || covered*100 < all*80:
		return nil, 0, false
	}
	// Without a word from the question, its cells must show it: more different
	// choices than options, of options that others chose alone; or options that
	// stand after now this one, now that.
	many := distinct > len(options) && combinations*50 >= filled && alone*10 >= together*4
	return p.inOrder(options), written, many || combinations*20 >= filled && p.varied(known)
}

// free tells, where the cells are too few for anything else, that parts are
// chosen freely: three rows or more have several, and each part stands alone
// somewhere, or in two combinations. Rests of a phrase do neither, and begin in
// small letters.
func (p *pieces) free(combinations int) bool {
	const fewest, most = 3, 15 // rows with several, and parts
	if combinations < fewest || len(p.order) > most {
		return false
	}
	in, small, alone := map[string]int{}, 0, 0
	for _, c := range p.cells {
		for i, part := range c.parts {
			if len(c.parts) > 1 && !slices.Contains(c.parts[:i], part) {
				in[part]++ // cells differ, so that each is a combination of its own
			}
		}
	}
	for _, part := range p.order {
		if startsLow(part) {
			small++
		}
		if p.alone[part] > 0 {
			alone++
		} else if in[part] < 2 {
			return false
		}
		if len(words(part)) > mostOptionWords {
			return false
		}
	}
	return (small == 0 || small == len(p.order)) && alone >= 2 && alone*2 >= len(p.order)
}

// varied tells whether most options that stand after another stand after more
// than one, as those do that are chosen freely. In "Employed, full-time" the
// second part has only one that it can follow.
func (p *pieces) varied(known map[string]bool) bool {
	before := map[string]string{}
	several := map[string]bool{}
	for _, c := range p.cells {
		for i := 1; i < len(c.parts); i++ {
			a, b := c.parts[i-1], c.parts[i]
			if !known[a] || !known[b] {
				continue
			}
			if first, ok := before[b]; !ok {
				before[b] = a
			} else if first != a {
				several[b] = true
			}
		}
	}
	return len(several) >= 2 && len(several)*2 > len(before)
}

// inOrder puts options in the order in which cells have them: one that stands
// before another more often than after it comes first.
func (p *pieces) inOrder(options []string) []string {
	if len(options) > 200 {
		return options
	}
	at := map[string]int{}
	for i, o := range options {
		at[o] = i
	}
	before := make([][]int, len(options))
	for i := range before {
		before[i] = make([]int, len(options))
	}
	for _, c := range p.cells {
		for i, a := range c.parts {
			x, ok := at[a]
			if !ok {
				continue
			}
			for _, b := range c.parts[i+1:] {
				if y, ok := at[b]; ok {
					before[x][y] += c.rows
				}
			}
		}
	}
	// Each in turn is put before the first of those that it goes before. Where
	// cells keep the order of the instrument, that order comes out.
	var out []int
	for x := range options {
		place := len(out)
		for i := len(out) - 1; i >= 0; i-- {
			if before[x][out[i]] > before[out[i]][x] {
				place = i
			}
		}
		out = slices.Insert(out, place, x)
	}
	sorted := make([]string, len(out))
	for i, x := range out {
		sorted[i] = options[x]
	}
	return sorted
}
