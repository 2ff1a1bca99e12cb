package theme

import (
	"slices"
)

// How a stance is found
//
// The cues of the sentence (stancewords.go) are found first. Negation is then
// settled: a negator turns round the next cue within three words ("not
// needed"), or the modal before it ("should not"); "do not think" turns round
// every cue up to the next comma. The sentence falls into clauses at "but",
// "although" and semicolons, and clauses into parts at commas, colons, dashes
// and "and". A coding takes its stance from the cues of its own part; if there
// are none, it takes it from a heading such as "Add:". If there is none of that
// either, and the part has no verb of its own, it is taken to belong to a list,
// and the cues of the part that the list leads to ("supervision and security
// need more") or comes from ("add supervision and security") are taken.
//
// Of several cues the first that there is decides:
//  1. an objection, as it speaks against something that is there to be asked for;
//  2. asking: a want, a gap or a difficulty;
//  3. satisfaction said outright ("well covered", "no changes");
//  4. importance ("essential"), which is asking put mildly;
//  5. words of approval said in passing ("good", "useful").

const (
	// negationReach is how many words, words of degree not counted, may stand
	// between a negator and what it turns round: "not the most important" has two.
	negationReach = 3
	// complementReach is how many words may stand between two cues of which the
	// second completes the first, as in "no need to remove".
	complementReach = 2
	// stanceReach is how many words away from a coding a cue can still speak of
	// it. Twice a long clause; it keeps very long sentences from costing too much.
	stanceReach = 30
)

// cueToken is one word of a sentence with contractions undone and fillers left
// out; token is the word's place among all words of the sentence.
type cueToken struct {
	role   role
	before gap
	token  int32
	cue    int32 // the cue that it is part of, -1 for none
	quoted bool  // it stands in quotation marks
}

// cue is one cue found in a sentence.
type cue struct {
	class    class
	from, to int32 // cue tokens
	part     int32
	turned   bool
	dropped  bool // another cue says it
	// negator and doubter are the cues that turned it round, -1 for none.
	negator, doubter int32
}

// part is a stretch of a clause between commas, colons and "and".
type part struct {
	clause   int32
	from, to int32 // cue tokens
	colon    bool  // a colon or dash stands before it
	contrast bool  // it begins a clause after "but"
	verb     bool
	subject  bool
	relative bool
}

// stanceReader finds the stances in one sentence after another.
type stanceReader struct {
	cues *cueIndex

	text    string
	words   []token
	tokens  []cueToken
	numbers [][]int32
	found   []cue
	parts   []part
	partOf  []int32 // of each word of the sentence
	hits    []hit
	themes  span // cue tokens whose cues are the theme's own, none where empty
}

// read takes in a sentence: its words and what they mean.
func (s *stanceReader) read(text string, words []token, infos []*wordInfo) {
	s.text, s.words = text, words
	s.tokens, s.numbers, s.found, s.parts, s.partOf = s.tokens[:0], s.numbers[:0], s.found[:0], s.parts[:0], s.partOf[:0]
	var before gap
	quoted, allQuoted := false, true
	for i, info := range infos {
		before |= words[i].before
		if words[i].before&gapClose != 0 {
			quoted = false
		}
		if words[i].before&gapOpen != 0 {
			quoted = true
		}
		allQuoted = allQuoted && quoted
		for _, w := range info.cues {
			if w.role&roleFiller != 0 {
				continue
			}
			s.tokens = append(s.tokens, cueToken{w.role, before, int32(i), -1, quoted})
			s.numbers = append(s.numbers, w.numbers)
			before = 0
		}
	}
	s.findCues(allQuoted)
	s.findParts()
	s.settleNegation()
}

// findCues takes the longest cue that begins at each word, from left to right,
// within commas. What people quote is the framework's wording, not what they
// want of it; but a whole sentence in quotation marks is theirs.
func (s *stanceReader) findCues(allQuoted bool) {
	for from := 0; from < len(s.tokens); {
		to := from + 1
		for to < len(s.tokens) && s.tokens[to].before&gapPart == 0 {
			to++
		}
		run := s.numbers[from:to]
		for i := 0; i < len(run); {
			if s.tokens[from+i].quoted && !allQuoted {
				i++
				continue
			}
			s.hits = s.cues.index.at(run, i, s.hits[:0])
			best := hit{to: int32(i)}
			for _, h := range s.hits {
				if h.to > best.to {
					best = h
				}
			}
			if best.to == int32(i) {
				i++
				continue
			}
			for k := i; k < int(best.to); k++ {
				s.tokens[from+k].cue = int32(len(s.found))
			}
			s.found = append(s.found, cue{
				class: s.cues.classes[best.phrase], from: int32(from + i), to: int32(from) + best.to, negator: -1, doubter: -1,
			})
			i = int(best.to)
		}
		from = to
	}
}

// findParts cuts the sentence into clauses and parts.
func (s *stanceReader) findParts() {
	p := part{}
	word := 0
	for i := range s.tokens {
		t := &s.tokens[i]
		inCue := t.cue >= 0 && s.found[t.cue].from < int32(i)
		joins := t.role&roleJoins != 0 && t.cue < 0
		contrast := t.role&roleContrast != 0 && t.cue < 0
		if i > 0 && !inCue && (t.before&gapPart != 0 || joins || contrast) {
			p.to = int32(i)
			s.endPart(&p, &word)
			clause := p.clause
			// "X, however, Y": the word between commas ends the clause once.
			if contrast || t.before&gapClause != 0 {
				clause++
			}
			p = part{clause: clause, from: int32(i), colon: t.before&gapColon != 0, contrast: contrast}
		}
		p.contrast = p.contrast || i == 0 && contrast
		if t.role&roleVerb != 0 && (i == 0 || s.tokens[i-1].role&roleTo == 0) {
			p.verb = true
		}
		p.subject = p.subject || t.role&roleSubject != 0
		p.relative = p.relative || t.role&roleRelative != 0 && int32(i) == p.from
		if t.cue >= 0 {
			s.found[t.cue].part = int32(len(s.parts))
		}
	}
	p.to = int32(len(s.tokens))
	s.endPart(&p, &word)
	for len(s.partOf) < len(s.words) {
		s.partOf = append(s.partOf, int32(len(s.parts)-1))
	}
}

// endPart files a part and notes which words of the sentence lie in it.
func (s *stanceReader) endPart(p *part, word *int) {
	if int(p.to) < len(s.tokens) {
		for ; *word < int(s.tokens[p.to].token); *word++ {
			s.partOf = append(s.partOf, int32(len(s.parts)))
		}
	}
	s.parts = append(s.parts, *p)
}

// settleNegation turns cues round and drops those that others speak for.
func (s *stanceReader) settleNegation() {
	doubt := int32(-1)
	for i := range s.found {
		c := &s.found[i]
		if doubt >= 0 && s.cut(s.found[doubt].to, c.from) {
			doubt = -1
		}
		switch c.class {
		case doubter:
			if doubt >= 0 {
				doubt = -1 // "I doubt that they do not think": nothing is claimed
			} else {
				doubt = int32(i)
			}
		case negator, allClear:
			s.negate(i)
		default:
			if doubt >= 0 {
				c.turned = !c.turned
				c.doubter = doubt
			}
		}
	}
	// "should be removed" and "no need to change" speak of removing and changing.
	for i := 1; i < len(s.found); i++ {
		a, b := &s.found[i-1], &s.found[i]
		if a.class != want || !s.close(a, b, complementReach) {
			continue
		}
		if b.class == removal || b.class == objection || b.class == change && a.turned {
			a.dropped = true
		}
	}
}

// negate lets the negator found[i] turn round what follows it, or else the
// modal before it.
func (s *stanceReader) negate(i int) {
	n := &s.found[i]
	modal := i > 0 && s.found[i-1].class == want && s.found[i-1].to == n.from && s.found[i-1].to-s.found[i-1].from == 1 &&
		s.tokens[s.found[i-1].from].role&roleVerb != 0
	next := i + 1
	for next < len(s.found) && (s.found[next].class == neutral || s.found[next].class == hearsay) {
		next++
	}
	if next < len(s.found) && s.close(n, &s.found[next], negationReach) {
		c := &s.found[next]
		switch {
		case c.class == negator || c.class == allClear || c.class == doubter:
			return
		case modal && (c.class == coverage || c.class == fitting):
			// "should not be mentioned" speaks against it; "is not mentioned" is a gap.
		default:
			s.turn(c, int32(i))
			if modal {
				s.found[i-1].dropped = true
			}
			if after := next + 1; (c.class == want || c.class == change) && after < len(s.found) {
				d := &s.found[after]
				if s.close(c, d, complementReach) && (d.class == want || d.class == wantBefore || d.class == removal || d.class == change) {
					s.turn(d, int32(i))
					if c.class == change && d.class == want {
						d.dropped = true
					}
				}
			}
			return
		}
	}
	if modal {
		s.found[i-1].turned = !s.found[i-1].turned
		s.found[i-1].negator = int32(i)
	}
}

func (s *stanceReader) turn(c *cue, by int32) {
	c.turned = !c.turned
	c.negator = by
}

// close tells whether b follows a within reach words in the same part.
func (s *stanceReader) close(a, b *cue, reach int32) bool {
	return a.part == b.part && b.from-a.to <= reach
}

// cut tells whether a comma or a contrast stands between two cue tokens.
func (s *stanceReader) cut(from, to int32) bool {
	for i := from; i <= min(to, int32(len(s.tokens))-1); i++ {
		if s.tokens[i].before&gapPart != 0 || s.tokens[i].role&roleContrast != 0 {
			return true
		}
	}
	return false
}

// of gives the stance of the coding of some words of the sentence, and the
// words that show it. With a standing stance, the theme's own, cues within the
// coded words do not count, and it holds where there are no others.
func (s *stanceReader) of(m span, standing Stance) (Stance, string) {
	at := s.inCueTokens(m)
	s.themes = span{}
	if standing != "" {
		s.themes = at
	}
	first, last := s.partOf[m.from], s.partOf[m.to-1]
	own := func(c *cue) bool { return c.part >= first && c.part <= last }
	best := s.decide(at, own)
	// "Supervision is good but needs more": the clause after goes on about it.
	if next := last + 1; int(next) < len(s.parts) && s.goesOn(at, first, next, best >= 0) {
		best = s.decide(at, func(c *cue) bool { return own(c) || c.part == next })
	}
	if best < 0 {
		best = s.fromHeading(at, first)
	}
	if best < 0 {
		best = s.fromList(at, first, last)
	}
	if best < 0 && standing != "" {
		// A theme that is a wish is not wished for in a sentence that objects.
		best = s.decide(at, func(c *cue) bool { return c.class == objection && !c.turned })
		if best < 0 && slices.ContainsFunc(s.found, func(c cue) bool { return c.class == hearsay }) {
			return Unstated, "" // "it has been suggested that" others wish it
		}
		if best < 0 {
			return standing, ""
		}
	}
	if best < 0 {
		return Unstated, ""
	}
	return s.meaning(best), s.wordsOf(best)
}

// inCueTokens gives the place of some words of the sentence in cue tokens.
func (s *stanceReader) inCueTokens(m span) span {
	order := func(t cueToken, word int32) int { return int(t.token - word) }
	from, _ := slices.BinarySearchFunc(s.tokens, m.from, order)
	to, _ := slices.BinarySearchFunc(s.tokens, m.to, order)
	return span{int32(from), int32(to)}
}

// denied tells whether the sentence says that it does not speak of some of its
// words: "my comment is not about supervision". "Not only about" and "not all
// about" do speak of it, and so does what goes on with "and it should be".
func (s *stanceReader) denied(m span) bool {
	at := s.inCueTokens(m)
	i, _ := slices.BinarySearchFunc(s.found, at.from-stanceReach, func(c cue, word int32) int { return int(c.from - word) })
	for ; i < len(s.found) && s.found[i].to <= at.from; i++ {
		c := &s.found[i]
		if c.class == denial && c.part == s.partOf[m.from] && at.from-c.to <= complementReach && !s.qualified(c) {
			return !s.wantedAfter(at)
		}
	}
	return false
}

// qualified tells whether a word of degree stands within a denial.
func (s *stanceReader) qualified(c *cue) bool {
	for k := s.tokens[c.from].token; k < s.tokens[c.to-1].token; k++ {
		if wholly[normal(s.text[s.words[k].start:s.words[k].end])] {
			return true
		}
	}
	return false
}

// wantedAfter tells whether the sentence goes on to ask for what it has named.
func (s *stanceReader) wantedAfter(at span) bool {
	i, _ := slices.BinarySearchFunc(s.found, at.to, func(c cue, word int32) int { return int(c.from - word) })
	for ; i < len(s.found) && s.found[i].from <= at.to+stanceReach; i++ {
		c := &s.found[i]
		first := s.parts[c.part].from
		if c.class == want && !c.turned && (s.tokens[first].role&roleThing != 0 || first < c.from && s.tokens[first+1].role&roleThing != 0) {
			return true
		}
	}
	return false
}

// goesOn tells whether the part numbered next goes on about the words at of the
// part before it, whose first part is first: after "but" when it has no subject
// or only "it", and after a comma when it begins with "it" or "which" and what
// it speaks of was named just before or in a clause with "although". decided
// tells whether the part before has cues of its own.
func (s *stanceReader) goesOn(at span, first, next int32, decided bool) bool {
	p := &s.parts[next]
	i := p.from
	if p.contrast || s.tokens[i].role&roleReason != 0 {
		i++
	}
	if i >= p.to {
		return false
	}
	r := s.tokens[i].role
	if p.contrast {
		return r&roleThing != 0 || r&roleVerb != 0 && r&roleSubject == 0
	}
	if decided {
		return false
	}
	// "It is covered already, so there is no need for it here".
	if s.isWord(i, "there") {
		for k := i + 1; k < p.to; k++ {
			if s.isWord(k, "it") || s.isWord(k, "this") {
				return true
			}
		}
	}
	return r&roleThing != 0 && (p.from-at.to <= 1 || s.parts[first].contrast)
}

// fromHeading looks for a cue that ends just before a colon and so speaks of
// all that follows: "Add: explains to clients where their data are kept".
func (s *stanceReader) fromHeading(at span, first int32) int {
	for i := first; i > 0 && at.from-s.parts[i].from <= stanceReach; i-- {
		if !s.parts[i].colon || s.parts[i].clause != s.parts[i-1].clause {
			continue
		}
		if best := s.decide(at, func(c *cue) bool { return c.part == i-1 && s.parts[i].from-c.to <= complementReach }); best >= 0 {
			return best
		}
	}
	return -1
}

// fromList looks for the stance of a part that says nothing itself.
func (s *stanceReader) fromList(at span, first, last int32) int {
	for i := first; i <= last; i++ {
		if s.parts[i].verb || s.parts[i].subject {
			return -1
		}
	}
	clause := s.parts[first].clause
	// On to the part that the list leads to.
	for i := last + 1; int(i) < len(s.parts) && s.parts[i].clause == clause && s.parts[i].from-at.to <= stanceReach; i++ {
		if s.parts[i].relative {
			continue
		}
		if s.parts[i].subject {
			break
		}
		if s.parts[i].verb || s.parts[i].colon {
			best := s.decide(at, func(c *cue) bool {
				return c.part == i && (s.parts[i].colon || c.class != removal && c.class != wantBefore)
			})
			if best >= 0 {
				return best
			}
			break
		}
		// "remove this": a noun phrase that is listed has no cue of its own.
	}
	// Back to the part that the list comes from.
	for i := first - 1; i >= 0 && s.parts[i].clause == clause && at.from-s.parts[i].to <= stanceReach; i-- {
		if best := s.decide(at, func(c *cue) bool { return c.part == i }); best >= 0 {
			return best
		}
		if s.parts[i].verb {
			break
		}
	}
	return -1
}

// decide gives the cue that decides, of those that may speak of the words at
// and that belong; -1 for none.
func (s *stanceReader) decide(at span, belongs func(*cue) bool) int {
	best, bestRank, bestDistance := -1, 99, int32(0)
	i, _ := slices.BinarySearchFunc(s.found, at.from-stanceReach, func(c cue, word int32) int { return int(c.from - word) })
	for ; i < len(s.found) && s.found[i].from <= at.to+stanceReach; i++ {
		c := &s.found[i]
		if c.dropped || s.isTheme(c) || !belongs(c) || s.meaning(i) == Unstated || !s.speaksOf(c, at) {
			continue
		}
		distance := max(c.from-at.to, at.from-c.to, 0)
		if r := s.rank(i); r < bestRank || r == bestRank && distance < bestDistance {
			best, bestRank, bestDistance = i, r, distance
		}
	}
	return best
}

// isTheme tells whether a cue, or what turns it round, is among the words that
// make the theme.
func (s *stanceReader) isTheme(c *cue) bool {
	overlaps := func(c *cue) bool { return c.from < s.themes.to && c.to > s.themes.from }
	return overlaps(c) || c.negator >= 0 && overlaps(&s.found[c.negator])
}

// speaksOf tells whether a cue can speak of the words at.
func (s *stanceReader) speaksOf(c *cue, at span) bool {
	switch c.class {
	case removal, wantBefore:
		if c.from >= at.to {
			// "Leadership: remove" names it first.
			return s.parts[c.part].colon && c.from == s.parts[c.part].from
		}
		if c.class == removal {
			for i := c.to; i < at.from; i++ {
				if s.isWord(i, "from") {
					return false // "remove jargon from supervision"
				}
			}
		}
	case want:
		// "more useful than supervision" compares.
		if c.to-c.from == 1 && s.isWord(c.from, "more") {
			for i := c.to; i < min(c.to+4, int32(len(s.tokens))) && s.tokens[i].before&gapPart == 0; i++ {
				if s.isWord(i, "than") {
					return false
				}
			}
		}
	}
	return true
}

func (s *stanceReader) isWord(i int32, word string) bool {
	t := s.words[s.tokens[i].token]
	return int(t.end-t.start) == len(word) && normal(s.text[t.start:t.end]) == word
}

// meaning gives what a cue says, negation settled.
func (s *stanceReader) meaning(i int) Stance {
	c := &s.found[i]
	m := c.class.meaning(c.turned)
	if c.turned && m != Unstated && c.negator >= 0 && s.found[c.negator].class == allClear {
		return Satisfied // "nothing needs adding"
	}
	return m
}

// rank gives a cue's place in the order of decision.
func (s *stanceReader) rank(i int) int {
	c := &s.found[i]
	switch s.meaning(i) {
	case Objects:
		return 1
	case Asks:
		if c.class == importance {
			return 4
		}
		return 2
	default:
		if c.class == liking || c.class == useful {
			return 5
		}
		return 3
	}
}

// wordsOf gives the words of a cue as the text has them, with those that turned
// it round.
func (s *stanceReader) wordsOf(i int) string {
	c := &s.found[i]
	from, to := c.from, c.to
	if c.negator >= 0 {
		from = min(from, s.found[c.negator].from)
		to = max(to, s.found[c.negator].to)
	}
	words := s.between(from, to)
	if c.doubter >= 0 {
		d := &s.found[c.doubter]
		words = s.between(d.from, d.to) + " … " + words
	}
	return words
}

func (s *stanceReader) between(from, to int32) string {
	first, last := s.words[s.tokens[from].token], s.words[s.tokens[to-1].token]
	return valid(s.text[first.start:last.end])
}
