package discover

import (
	"cmp"
	"slices"
	"strings"

	"concord/pipeline/theme"
)

// vocabulary numbers the words of a corpus.
type vocabulary struct {
	number map[string]int32
	words  []string // as compared, by number
	stemOf []int32  // the number of each word's stem
	stop   []bool   // by word: says nothing of what a text is about
	judges []bool   // by word: says how good something is, and not what
	// english tells whether stems and stop words are those of English.
	english bool

	stems map[string]int32
	// written counts, by word, the different texts that it is in, and capitals
	// in how many of them it is in capitals.
	written, capitals []int
	// form is, by stem, the word most often written with it, and is the stem's
	// face to people.
	form []int32
}

func (v *vocabulary) look(w string) int32 {
	if n, ok := v.number[w]; ok {
		return n
	}
	n := int32(len(v.words))
	v.number[w] = n
	s := w
	if v.english {
		s = stem(w)
	}
	stemNumber, ok := v.stems[s]
	if !ok {
		stemNumber = int32(len(v.stems))
		v.stems[s] = stemNumber
	}
	v.words = append(v.words, w)
	v.stemOf = append(v.stemOf, stemNumber)
	v.stop = append(v.stop, v.english && stopWords[w])
	v.judges = append(v.judges, v.english && judging[s])
	v.written = append(v.written, 0)
	v.capitals = append(v.capitals, 0)
	return n
}

// show gives a word as people write it: in lower case, unless most write it in
// capitals, as CPD.
func (v *vocabulary) show(w int32) string {
	if 2*v.capitals[w] > v.written[w] {
		return strings.ToUpper(v.words[w])
	}
	return v.words[w]
}

// document is one different text: the units that say it in the same words are
// one document.
type document struct {
	key   string  // its words, by which documents are put in order
	words []int32 // numbers of words, sentenceEnd between sentences
	units []int   // places in the input, those of least id first
}

// corpus is what is left of the units once those that say nothing are set aside.
type corpus struct {
	units []theme.Unit
	vocabulary
	documents []document
	// person numbers, by unit, who said it; -1 where that is not known. The
	// numbers follow the order of source and id.
	person   []int32
	people   int
	setAside []int // units that say nothing
	wordless []int // units without a letter in them, such as a row of emoji
	repeated int   // units beyond the first of their document
}

// wordMark and sentenceMark end words and sentences in the key of a document.
// Neither byte can be part of a word, which is UTF-8.
const wordMark, sentenceMark = 0xfe, 0xff

// newCorpus reads the units. What it gives does not depend on their order, but
// for the places in it. language is that of the texts, such as "en" or "de-CH";
// "" is English. In other languages words are compared as they are, and stop
// words are those that are in very many texts.
func newCorpus(units []theme.Unit, language string) *corpus {
	c := &corpus{units: units, vocabulary: vocabulary{number: map[string]int32{}, stems: map[string]int32{}, english: isEnglish(language)}}
	c.numberPeople()

	type read struct {
		unit int
		key  string
	}
	// Numbers given as words are met depend on the order of the units, so the
	// texts are read into one string each, put in order, and numbered then.
	var texts []read
	capitals := map[string]int{}
	var key []byte
	for i := range units {
		if theme.NonAnswer(units[i].Text) || saysNothing(units[i].Text, language) {
			c.setAside = append(c.setAside, i)
			continue
		}
		key = key[:0]
		open, found := false, false
		eachWord(units[i].Text, func(w string, caps bool) {
			key = append(append(key, w...), wordMark)
			if caps {
				capitals[w]++
			}
			open, found = true, true
		}, func() {
			if open {
				key = append(key, sentenceMark)
			}
			open = false
		})
		if !found {
			c.wordless = append(c.wordless, i)
			continue
		}
		texts = append(texts, read{i, string(key)})
	}
	slices.SortFunc(texts, func(a, b read) int {
		return cmp.Or(cmp.Compare(a.key, b.key), c.compareUnits(a.unit, b.unit))
	})
	for i, t := range texts {
		if i > 0 && texts[i-1].key == t.key {
			last := &c.documents[len(c.documents)-1]
			last.units = append(last.units, t.unit)
			c.repeated++
			continue
		}
		c.documents = append(c.documents, document{key: t.key, words: c.decode(t.key), units: []int{t.unit}})
	}
	c.countForms(capitals)
	if !c.english {
		for w, n := range c.written {
			c.stop[w] = n >= stopLeast && stopShare*n > len(c.documents)
		}
	}
	return c
}

// Where the stop words of a language are not known, a word is one that stands in
// more than one in stopShare of the texts, and in stopLeast of them or more.
const stopShare, stopLeast = 8, 10

func isEnglish(language string) bool {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(language)), "_", "-"), "-")
	return base == "" || base == "en"
}

// decode gives the numbers of the words of a key.
func (c *corpus) decode(key string) []int32 {
	out := make([]int32, 0, len(key)/5)
	from := 0
	for at := range len(key) {
		switch key[at] {
		case wordMark:
			out = append(out, c.look(key[from:at]))
			from = at + 1
		case sentenceMark:
			out = append(out, sentenceEnd)
			from = at + 1
		}
	}
	return out
}

// countForms counts how words are written, and picks each stem's face.
func (c *corpus) countForms(capitals map[string]int) {
	seen := make([]int, len(c.words))
	for d := range c.documents {
		for _, w := range c.documents[d].words {
			if w >= 0 && seen[w] != d+1 {
				seen[w] = d + 1
				c.written[w]++
			}
		}
	}
	c.form = make([]int32, len(c.stems))
	for i := range c.form {
		c.form[i] = -1
	}
	for w := range c.words {
		c.capitals[w] = capitals[c.words[w]]
		best := c.form[c.stemOf[w]]
		if best < 0 || c.written[w] > c.written[best] || c.written[w] == c.written[best] && c.words[w] < c.words[best] {
			c.form[c.stemOf[w]] = int32(w)
		}
	}
}

func (c *corpus) numberPeople() {
	type who struct{ source, id string }
	var all []who
	for i := range c.units {
		if c.units[i].Person != "" {
			all = append(all, who{c.units[i].Source, c.units[i].Person})
		}
	}
	order := func(a, b who) int { return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.id, b.id)) }
	slices.SortFunc(all, order)
	all = slices.Compact(all)
	number := make(map[who]int32, len(all))
	for i, w := range all {
		number[w] = int32(i)
	}
	c.people = len(all)
	c.person = make([]int32, len(c.units))
	for i := range c.units {
		c.person[i] = -1
		if n, ok := number[who{c.units[i].Source, c.units[i].Person}]; ok {
			c.person[i] = n
		}
	}
}

// compareUnits orders units by what they are and not by where they stand.
func (c *corpus) compareUnits(a, b int) int {
	x, y := &c.units[a], &c.units[b]
	return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Source, y.Source), cmp.Compare(x.Person, y.Person),
		cmp.Compare(x.Question, y.Question), cmp.Compare(x.Domain, y.Domain), cmp.Compare(x.Text, y.Text))
}

// peopleOf counts the different people who said any of the units.
func (c *corpus) peopleOf(units []int) int {
	who := make([]int32, 0, len(units))
	for _, u := range units {
		if c.person[u] >= 0 {
			who = append(who, c.person[u])
		}
	}
	slices.Sort(who)
	return len(slices.Compact(who))
}
