package theme

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quote is an example of a theme in people's own words.
type Quote struct {
	// Unit, Person, Source, Question and Domain are those of the unit quoted.
	Unit, Person, Source, Question, Domain string
	// Text is the sentence or sentences that hold the words coded, 400
	// characters at most; … stands where some were left out.
	Text   string
	Stance Stance
	// Before is what was said just before a turn of a focus group.
	Before Said
}

// Said is a turn of a focus group as the context of another.
type Said struct {
	// Unit is the turn's id, "" where there is none; Person is the participant's
	// id, "" for a moderator and for an unknown speaker.
	Unit, Person string
	// Text is the turn's last 240 characters at most.
	Text string
}

// Quoting says what may be quoted.
type Quoting struct {
	// Closed tells whether a unit must not be quoted, such as one of a group of
	// people so small that it is not shown, or one that nobody has cleared; nil
	// means that all may be.
	Closed func(unit string) bool
	// Before gives the turn before one of a focus group, a moderator's too, and
	// Said{} where there is none. nil means the participant's turn before it
	// among the units.
	Before func(unit string) Said
}

const (
	longestQuote, longestBefore = 400, 240
	// A quote of fewer characters tells a reader little, one of more is not
	// read; such quotes come last.
	shortGood, longGood = 40, 300
	// mostCandidates bounds, for the survey and for the groups, how many codings
	// of a theme are looked at; of more, as many are taken evenly.
	mostCandidates = 2000
	// mostOfUnit bounds the same for one unit.
	mostOfUnit = 5
	// longText is the length in bytes from which a text's sentences are
	// remembered from one theme to the next.
	longText = 4096
)

// takenOut finds a word in square brackets, such as [name] or [NHS number], which
// stands for something that was taken out of a text.
var takenOut = regexp.MustCompile(`\[\pL[\pL -]{0,29}\]`)

// Quoter chooses quotes for one theme after another. It is not safe for
// concurrent use.
type Quoter struct {
	units   []Unit
	quoting Quoting
	byTheme map[string][]quotable
	words   *wordWeights
	marks   map[int][]mark
}

// quotable is a coding and the place of its unit.
type quotable struct {
	coding *Coding
	unit   int
}

// NewQuoter makes a Quoter. units must hold the units coded; a coding of another
// unit is never quoted. The work grows with the number of codings and the length
// of the texts coded, and so does that of choosing quotes for every theme once.
func NewQuoter(codings []Coding, units []Unit, quoting Quoting) *Quoter {
	q := &Quoter{units: units, quoting: quoting, byTheme: map[string][]quotable{}, words: newWordWeights(), marks: map[int][]mark{}}
	where := locate(codings, units)
	weighed := make([]bool, len(units))
	unit, ofUnit := -1, map[string]int{}
	for i := range codings {
		at := where[i]
		if at < 0 || quoting.Closed != nil && quoting.Closed(units[at].ID) {
			continue
		}
		if at != unit {
			unit = at
			clear(ofUnit)
		}
		c := &codings[i]
		if ofUnit[c.Theme]++; ofUnit[c.Theme] > mostOfUnit {
			continue
		}
		q.byTheme[c.Theme] = append(q.byTheme[c.Theme], quotable{c, at})
		if !weighed[at] {
			weighed[at] = true
			q.words.count(units[at].Text)
		}
	}
	return q
}

// candidate is a quote that may be chosen.
type candidate struct {
	Quote
	words []weighed // of length 1
	// typical is how near the quote is to what people say on the theme, repeats
	// how near to the nearest quote chosen, both from 0 to 1.
	typical, repeats float64
	length           int // 1 where it is too short or too long to read well
	hidden           int // 1 where a word in brackets stands for what was taken out
	who              string
	at               int // the place of its unit
	used             bool
}

// Of gives at most n examples of a theme. Each is chosen, of those left, by these
// in turn:
//
//  1. a stance that somebody states and that has not been quoted, that of most
//     people first;
//  2. a person not quoted yet, or quoted least;
//  3. the stance whose turn it is, in proportion to the people (by the divisors of
//     Sainte-Laguë: 1, 3, 5 and so on); quotes without a stance last;
//  4. one from which nothing was taken out: a text with [name] or [phone] in it
//     comes only where there is no other;
//  5. 40 to 300 characters;
//  6. the survey or the groups, whichever has been quoted less;
//  7. a focus group, or a domain asked about, that has been quoted less;
//  8. what is most typical of the theme and least like the quotes chosen: the
//     cosine of its words with those of all that may be quoted, everyone
//     counting once (the centroid of Radev, Jing, Styś and Tam, 2004), less the
//     cosine with the likest quote chosen (the marginal relevance of Carbonell and
//     Goldstein, 1998, with λ = ½);
//  9. the order of the codings.
//
// Two quotes never have the same text. Of one unit at most five codings are
// looked at, and of the survey and of the groups at most 2,000 each, taken evenly.
func (q *Quoter) Of(theme string, n int) []Quote {
	candidates := q.candidates(theme)
	stances := newSeats()
	quoted := map[string]int{}
	key := func(kind, id string) string { return kind + "\x00" + id }
	person := func(c *candidate) int { return quoted[c.who] }
	var out []Quote
	for len(out) < min(n, len(candidates)) {
		stances.left()
		for i := range candidates {
			if c := &candidates[i]; !c.used {
				stances.stand(c)
			}
		}
		turn := stances.turn()
		unquoted := turn != Unstated && stances.seats[turn] == 0
		open := func(c *candidate) bool { return !c.used && (!unquoted || c.Stance == turn) }
		fewest := -1
		for i := range candidates {
			if c := &candidates[i]; open(c) && (fewest < 0 || person(c) < fewest) {
				fewest = person(c)
			}
		}
		if !unquoted {
			// Everyone comes once before anyone comes again, whatever they say.
			stances.left()
			for i := range candidates {
				if c := &candidates[i]; open(c) && person(c) == fewest {
					stances.stand(c)
				}
			}
			turn = stances.turn()
		}
		var best *candidate
		var bestCost [5]int
		for i := range candidates {
			c := &candidates[i]
			if !open(c) || person(c) > fewest {
				continue
			}
			cost := [5]int{stanceCost(c.Stance, turn), c.hidden, c.length, quoted[key("source", c.Source)], quoted[key("domain", c.Domain)]}
			if c.Source == groupsSource {
				cost[4] = quoted[key("group", c.Question)]
			}
			order := slices.Compare(cost[:], bestCost[:])
			if best == nil || order < 0 || order == 0 && c.worth() > best.worth() {
				best, bestCost = c, cost
			}
		}
		best.used = true
		stances.seats[best.Stance]++
		quoted[best.who]++
		quoted[key("source", best.Source)]++
		if best.Source == groupsSource {
			quoted[key("group", best.Question)]++
			best.Before = q.before(best)
		} else {
			quoted[key("domain", best.Domain)]++
		}
		for i := range candidates {
			if c := &candidates[i]; !c.used {
				c.repeats = max(c.repeats, cosine(c.words, best.words))
			}
		}
		out = append(out, best.Quote)
	}
	return out
}

// worth is what a quote adds, in millionths, so that the last bits of a sum
// decide nothing.
func (c *candidate) worth() int { return int(1e6 * (c.typical - c.repeats)) }

func stanceCost(s, turn Stance) int {
	switch s {
	case turn:
		return 0
	case Unstated:
		return 2
	}
	return 1
}

// seats shares out quotes among the stances.
type seats struct {
	people map[Stance]map[string]bool // who states it, of all that may be quoted
	seats  map[Stance]int
	there  map[Stance]bool // which stances there still are quotes of
}

func newSeats() *seats {
	return &seats{map[Stance]map[string]bool{Asks: {}, Objects: {}, Satisfied: {}}, map[Stance]int{}, map[Stance]bool{}}
}

func (s *seats) left() { clear(s.there) }

func (s *seats) stand(c *candidate) {
	s.there[c.Stance] = true
	if people := s.people[c.Stance]; people != nil {
		people[c.who] = true
	}
}

// turn gives the stance whose turn it is, Unstated where nobody states any.
func (s *seats) turn() Stance {
	best := Unstated
	for _, one := range stances {
		if !s.there[one] {
			continue
		}
		if best == Unstated || s.before(one, best) {
			best = one
		}
	}
	return best
}

// before tells whether a comes before b: one without a quote before one with, and
// then the larger quotient of people and seats.
func (s *seats) before(a, b Stance) bool {
	none := func(x Stance) bool { return s.seats[x] == 0 }
	if none(a) != none(b) {
		return none(a)
	}
	return len(s.people[a])*(2*s.seats[b]+1) > len(s.people[b])*(2*s.seats[a]+1)
}

// candidates gives the quotes of a theme that may be chosen.
func (q *Quoter) candidates(theme string) []candidate {
	var bySource [2][]quotable
	for _, p := range q.byTheme[theme] {
		k := 0
		if q.units[p.unit].Source == groupsSource {
			k = 1
		}
		bySource[k] = append(bySource[k], p)
	}
	var out []candidate
	seen := map[string]int{}
	for _, list := range bySource {
		take := min(len(list), mostCandidates)
		for k := range take {
			p := list[k*len(list)/take]
			u := &q.units[p.unit]
			text := quoteText(u.Text, q.marksOf(p.unit), p.coding.Start, p.coding.End)
			if at, ok := seen[text]; ok {
				// One sentence with several codings shows the one that takes a stance.
				if out[at].Stance == Unstated && out[at].Unit == u.ID {
					out[at].Stance = p.coding.Stance
				}
				continue
			}
			if text == "" {
				continue
			}
			seen[text] = len(out)
			c := candidate{
				Quote: Quote{u.ID, u.Person, u.Source, u.Question, u.Domain, text, p.coding.Stance, Said{}},
				words: q.words.of(text), who: "person\x00" + u.Source + "\x00" + u.Person, at: p.unit,
			}
			if n := utf8.RuneCountInString(text); n < shortGood || n > longGood {
				c.length = 1
			}
			if takenOut.MatchString(text) {
				c.hidden = 1
			}
			out = append(out, c)
		}
	}
	q.weigh(out)
	return out
}

// weigh works out how typical each candidate is.
func (q *Quoter) weigh(candidates []candidate) {
	ofPerson := map[string]int{}
	for i := range candidates {
		ofPerson[candidates[i].who]++
	}
	sum := map[int32]float64{}
	for i := range candidates {
		c := &candidates[i]
		for _, w := range c.words {
			sum[w.word] += w.weight / float64(ofPerson[c.who])
		}
	}
	centre := make([]weighed, 0, len(sum))
	for word, weight := range sum {
		centre = append(centre, weighed{word, weight})
	}
	slices.SortFunc(centre, byWord)
	unitLength(centre)
	for i := range candidates {
		c := &candidates[i]
		for _, w := range c.words {
			if at, ok := slices.BinarySearchFunc(centre, w, byWord); ok {
				c.typical += w.weight * centre[at].weight
			}
		}
	}
}

func byWord(a, b weighed) int { return cmp.Compare(a.word, b.word) }

// before gives what was said before a turn.
func (q *Quoter) before(c *candidate) Said {
	var said Said
	if q.quoting.Before != nil {
		said = q.quoting.Before(c.Unit)
	} else if c.at > 0 {
		if u := &q.units[c.at-1]; u.Source == groupsSource && u.Question == c.Question {
			said = Said{u.ID, u.Person, u.Text}
		}
	}
	if said.Unit == "" || q.quoting.Closed != nil && q.quoting.Closed(said.Unit) {
		return Said{}
	}
	said.Text = lastOf(said.Text)
	return said
}

// lastOf gives the end of a turn, from a space on.
func lastOf(text string) string {
	if len(text) > 4*longestBefore+utf8.UTFMax {
		text = text[len(text)-4*longestBefore-utf8.UTFMax:]
		for len(text) > 0 && !utf8.RuneStart(text[0]) {
			text = text[1:]
		}
		text = "… " + text
	}
	text = strings.Join(strings.Fields(valid(text)), " ")
	runes := []rune(text)
	if len(runes) <= longestBefore {
		return text
	}
	cut := len(runes) - longestBefore + 2
	for at := cut; at < len(runes); at++ {
		if unicode.IsSpace(runes[at]) {
			return "… " + string(runes[at+1:])
		}
	}
	return "… " + string(runes[cut:])
}

// marksOf gives the sentences of a unit's text.
func (q *Quoter) marksOf(unit int) []mark {
	text := q.units[unit].Text
	if len(text) < longText {
		return marksOf(text)
	}
	marks, ok := q.marks[unit]
	if !ok {
		marks = marksOf(text)
		q.marks[unit] = marks
	}
	return marks
}

// quoteText gives the sentences that hold the code points from start to end.
func quoteText(text string, marks []mark, start, end int) string {
	from, to := byteAt(text, marks, start), byteAt(text, marks, end)
	first, last := sentencesAround(text, marks, from, to)
	// A sentence can be as long as the text; far from the words it is not looked at.
	const far = 4 * longestQuote
	head, tail := "", ""
	if to > from+far {
		to = from + far
	}
	if first < from-far {
		first, head = from-far, "… "
		for first < from && !utf8.RuneStart(text[first]) {
			first++
		}
	}
	if last > to+far {
		last, tail = to+far, " …"
		for last > to && !utf8.RuneStart(text[last]) {
			last--
		}
	}
	quote := strings.Join(strings.Fields(valid(text[first:last])), " ")
	if len(head+tail) > 0 && utf8.RuneCountInString(quote) <= longestQuote-4 {
		return head + quote + tail
	}
	if utf8.RuneCountInString(quote) <= longestQuote {
		return quote
	}
	return window([]rune(valid(text[first:last])), utf8.RuneCountInString(text[first:from]), utf8.RuneCountInString(text[first:to]))
}

// window cuts a long sentence down to what stands around its code points from
// start to end, at spaces.
func window(sentence []rune, start, end int) string {
	const room = longestQuote - 4 // two … and two spaces
	end = min(end, start+room)
	spare := room - (end - start)
	lo := max(0, start-max(spare/2, spare-(len(sentence)-end)))
	hi := min(len(sentence), lo+room)
	cutHead, cutTail := lo > 0, hi < len(sentence)
	if cutHead {
		for lo < start && !unicode.IsSpace(sentence[lo]) {
			lo++
		}
	}
	if cutTail {
		// Where the words coded are themselves too long, the cut is in them; a
		// stretch without spaces, such as a web address, is cut where it is.
		stop := hi
		for stop > start && !unicode.IsSpace(sentence[stop]) {
			stop--
		}
		if stop > start {
			hi = stop
		}
	}
	quote := strings.Join(strings.Fields(string(sentence[lo:hi])), " ")
	if cutHead {
		quote = "… " + quote
	}
	if cutTail {
		quote += " …"
	}
	return quote
}
