package intake

import (
	"fmt"
	"hash/maphash"
	"strings"
	"unicode"

	"concord/frameworks"
	"concord/pipeline/finding"
)

// mostAccounted bounds, in lines, the texts of which every line is accounted for.
const mostAccounted = 50_000

// mostBlocks is how many blocks of lines that were not used are told one by one.
const mostBlocks = 12

// words gives the words of a text without signs and capitals.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// run is how many words, one after the other, tell that a text has been used.
const run = 3

// corpus holds the runs of words of a framework, and its shorter texts whole.
type corpus struct {
	seed maphash.Seed
	runs map[uint64]bool
	// short holds the runs of fewer words, and whole the shorter texts.
	short map[uint64]bool
	whole map[string]bool
}

func (c *corpus) hash(words []string) uint64 { return maphash.String(c.seed, strings.Join(words, " ")) }

func (c *corpus) add(texts ...string) {
	for _, text := range texts {
		for _, line := range strings.Split(text, "\n") {
			w := words(line)
			for i := 0; i+run <= len(w); i++ {
				c.runs[c.hash(w[i:i+run])] = true
			}
			for i := range w {
				for n := 1; n < run && i+n <= len(w); n++ {
					c.short[c.hash(w[i:i+n])] = true
				}
			}
			if len(w) < 2*run {
				c.whole[strings.Join(w, " ")] = true
			}
		}
	}
}

// has tells whether all runs of words of a line are the framework's.
func (c *corpus) has(w []string) bool {
	if len(w) < run {
		return c.whole[strings.Join(w, " ")]
	}
	for i := 0; i+run <= len(w); i++ {
		if !c.runs[c.hash(w[i:i+run])] {
			return false
		}
	}
	return true
}

// corpusOf gathers the texts of a framework, and how its source writes them.
func corpusOf(f *frameworks.Framework) *corpus {
	c := &corpus{seed: maphash.MakeSeed(), runs: map[uint64]bool{}, short: map[uint64]bool{}, whole: map[string]bool{}}
	c.add(f.Title, f.Source, f.Rights, f.Creator, f.Publisher, f.URL, f.Status, f.Notes)
	for _, part := range strings.Split(f.Notes, "; ") {
		c.add(part)
	}
	labels := map[string]string{}
	for _, k := range f.Kinds {
		labels[k.ID] = k.Label
		c.add(k.Label, k.Letter+" "+k.Label)
	}
	for _, l := range f.Levels {
		labels[l.ID] = l.Label
		c.add(l.Label, strings.TrimPrefix(l.Label, "Band "), l.Definition)
	}
	for _, r := range f.References {
		c.add(r.Title, r.Code, r.Code+" "+r.Title, r.Scheme+" "+r.Code+" "+r.Title)
	}
	f.Walk(func(item *frameworks.Item, _ []*frameworks.Item) bool {
		words := item.Title + " " + item.Statement
		c.add(item.Title, item.Statement, words, item.Notes, item.Code, item.Code+" "+words, labels[item.Kind]+" "+item.Code, labels[item.Kind]+" "+item.Code+" "+words, labels[item.Level], labels[item.Level]+" "+words, item.Code+" "+words+" "+labels[item.Level])
		for _, note := range strings.Split(item.Notes, "\n") {
			c.add(item.Code + " " + note)
		}
		return true
	})
	return c
}

// account says which lines of the text are in no part of the framework: one note
// for each block of them, with the number of its first line and how many they are.
func (s *source) account(f *frameworks.Framework) {
	if s.whole == nil || s.failed() {
		return
	}
	if len(s.whole) > mostAccounted {
		s.note("not-accounted", 0, 0, "this text is too long to tell which of its lines were not used", "")
		return
	}
	c := corpusOf(f)
	used := s.usedLines(c)
	var blocks [][]int
	open := false
	for i, l := range s.whole {
		if l.text == "" {
			continue
		}
		if used[i] {
			open = false
			continue
		}
		if !open {
			blocks = append(blocks, nil)
		}
		open = true
		blocks[len(blocks)-1] = append(blocks[len(blocks)-1], i)
	}
	for n, block := range blocks {
		f := finding.Finding{Severity: finding.Note, Kind: "text-not-used", Line: s.whole[block[0]].n, Found: firstWords(s.whole[block[0]].text)}
		last := block[len(block)-1]
		if len(block) == 1 {
			f.Message = "this line is in no part of the framework"
		} else {
			f.Message = fmt.Sprintf("%d lines, from this one to line %d, are in no part of the framework", len(block), s.whole[last].n)
		}
		if n == mostBlocks-1 && len(blocks) > mostBlocks {
			lines := 0
			for _, more := range blocks[n:] {
				lines += len(more)
				last = more[len(more)-1]
			}
			f.Message = fmt.Sprintf("%d lines in %d places, from this one to line %d, are in no part of the framework", lines, len(blocks)-n, s.whole[last].n)
			s.add(f)
			return
		}
		s.add(f)
	}
}

// usedLines tells of each line whether it is in a part of the framework, or a
// finding tells of it. A short line, such as the last word of a paragraph or half a
// title, is, where its words are and so is the line before it or after it.
func (s *source) usedLines(c *corpus) []bool {
	used, short := make([]bool, len(s.whole)), make([]bool, len(s.whole))
	for i, l := range s.whole {
		w := words(l.text)
		used[i] = s.told[l.n] || len(w) == 0 || s.meant(l.text) || c.has(w)
		short[i] = len(w) < run && c.short[c.hash(w)]
		if l.cells != nil && !used[i] {
			used[i] = true
			for _, cell := range l.cells {
				w := words(cell)
				used[i] = used[i] && (len(w) == 0 || c.has(w) || len(w) < run && c.short[c.hash(w)])
			}
		}
	}
	// A title may stand on lines of a word or two each, as in the box of a figure.
	for i, l := range s.whole {
		var w []string
		for j := i; j < len(s.whole) && j < i+12 && l.text != "" && len(w) < 2*run; j++ {
			if w = append(w, words(s.whole[j].text)...); j > i && len(w) > 0 && c.whole[strings.Join(w, " ")] {
				for k := i; k <= j; k++ {
					used[k] = true
				}
			}
		}
	}
	beside := false
	carry := func(i int) {
		if s.whole[i].text != "" {
			used[i] = used[i] || beside && short[i]
			beside = used[i]
		}
	}
	for i := range s.whole {
		carry(i)
	}
	beside = false
	for i := len(s.whole) - 1; i >= 0; i-- {
		carry(i)
	}
	return used
}

// meant tells a line that says to the reader what follows, and has no words of
// its own for the framework.
func (s *source) meant(text string) bool {
	for _, form := range s.signs {
		if form.MatchString(text) {
			return true
		}
	}
	return false
}

// tell notes lines that a finding tells of already.
func (s *source) tell(lines []line) {
	if s.told == nil {
		s.told = map[int]bool{}
	}
	for _, l := range lines {
		s.told[l.n] = true
	}
}
