package audit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/pipeline/onpage"
)

// ReadText finds the figures in the text of a report: percentages with their
// counts in brackets, rows of tables, "five out of eight", "45 women and 9 men",
// captions, notes and how many people there are. It never fails: words that are
// no figures are passed over.
func ReadText(file, text string) *Document { return readLines(file, textLines(text)) }

func readLines(file string, lines []passage) *Document {
	r := &reader{doc: &Document{File: file}}
	for i := range lines {
		r.line(plainNumbers(lines[i]))
	}
	r.endTable()
	r.endSentence()
	r.endSection()
	r.doc.refer()
	return r.doc
}

// reader goes through the lines once.
type reader struct {
	doc     *Document
	section string
	at      int

	sentence passage
	// prose is the group that a sentence may carry on; nil after anything else.
	prose *Group
	loose *Group
	orders

	table   *Group
	caption *caption
	waiting int // lines since the caption or the header
	// columns are the table's columns of people, the first the table itself, where
	// its head tells of several.
	columns      []*Group
	percentFirst bool // the percentage stands before the count
	shares       bool // its head says that there are percentages
	ruled        bool // the file says which lines are its rows, and it has no caption
	unread       bool // rows were passed over
	threes       []three
	heads        []string // the cells of the line before the first row

	listBase int // the base of a list, told before it
	several  int // the place of the last sentence that allows several answers, 0 for none
}

// orders are the sentences "five out of eight …" that follow each other.
type orders struct {
	of    int
	parts *Group
}

// mostWaiting is how many lines may lie between a caption and the first row.
const mostWaiting = 6

// line takes the next line.
func (r *reader) line(p passage) {
	flat := strings.Map(func(c rune) rune {
		if c == '\t' || c == '|' || c == '\f' || c == '\u00a0' {
			return ' '
		}
		return c
	}, p.text)
	flat = strings.TrimSpace(flat)
	if flat == "" {
		return
	}
	begin := len(p.text) - len(strings.TrimLeftFunc(p.text, func(c rune) bool { return unicode.IsSpace(c) || c == '|' }))
	if m := headingLine.FindStringSubmatch(flat); m != nil && !strings.HasSuffix(flat, ".") {
		r.startSection(m[1])
		return
	}
	if m := hashHeading.FindStringSubmatch(flat); m != nil {
		r.startSection(onpage.Short(onpage.Clean(markup.ReplaceAllString(m[1], "")), 40))
		return
	}
	if m := captionLine.FindStringSubmatch(flat); m != nil {
		r.endTable()
		r.endSentence()
		r.startTable(p.spot(begin), m[1], m[2])
		return
	}
	if strings.Trim(flat, "-:=+ ") == "" { // the rule under the head of a table
		return
	}
	if p.row && r.table == nil {
		r.endSentence()
		r.at++
		r.open(&Group{Spot: p.spot(begin), Section: r.section, IsTable: true, at: r.at}, nil)
		r.ruled = true
	}
	if !p.row && r.ruled {
		r.endTable()
	}
	if r.header(p, flat, begin) {
		r.heads = cellsOf(p.text)
		return
	}
	if r.three(p, flat, begin) || r.row(p, flat, begin) {
		return
	}
	if r.table != nil && !r.begun() {
		r.heads = cellsOf(p.text)
	}
	if r.table != nil {
		if r.waiting++; r.begun() || r.waiting > mostWaiting {
			r.endTable()
		} else if len(strings.Fields(flat)) <= 8 && !strings.ContainsAny(flat, ".;") {
			r.head(flat) // a heading of columns
			return
		}
	}
	r.words(p)
}

func (r *reader) startSection(name string) {
	r.endTable()
	r.endSentence()
	r.endSection()
	r.section, r.prose, r.orders = name, nil, orders{}
}

// endSection keeps the lone percentages of a section.
func (r *reader) endSection() {
	if r.loose != nil {
		r.doc.Loose = append(r.doc.Loose, r.loose)
	}
	r.loose = nil
}

func (r *reader) startTable(at Spot, name, title string) {
	r.at++
	r.open(&Group{Spot: at, Name: "Table " + name, Section: r.section, IsTable: true, at: r.at}, nil)
	r.caption = &caption{Spot: at, number: strings.ToLower(name), title: onpage.Clean(title), at: r.at, group: r.table}
	if m := nEquals.FindStringSubmatch(title); m != nil {
		r.table.Base, _ = number(m[1])
	}
	r.about(title)
}

// header takes a line such as "AGE (YEARS)  N = 54  %".
func (r *reader) header(p passage, flat string, begin int) bool {
	found := nEquals.FindAllStringSubmatch(flat, mostColumns)
	begun := r.table != nil && !r.begun()
	if found == nil || len(flat) > 160 || strings.ContainsAny(strings.TrimSuffix(flat, "."), ".;") || inBrackets.MatchString(flat) && !strings.HasSuffix(flat, "%") && !(begun && len(found) > 1) {
		return false
	}
	if !begun {
		if !strings.HasSuffix(flat, "%") || perCent.MatchString(flat) {
			return false
		}
		r.endTable()
		r.endSentence()
		r.at++
		r.open(&Group{Spot: p.spot(begin), Section: r.section, IsTable: true, at: r.at}, nil)
	}
	r.bases(found)
	r.head(flat)
	r.waiting = 0
	return true
}

// endTable keeps the table that is open, where it has rows.
func (r *reader) endTable() {
	if r.table == nil {
		return
	}
	r.takeThrees()
	for _, g := range append([]*Group{r.table}, r.columns[min(1, len(r.columns)):]...) {
		if len(g.Figures) == 0 {
			continue
		}
		g.close()
		// Rows that were passed over are part of the whole.
		g.multiple = g.multiple || r.unread
		r.doc.Groups = append(r.doc.Groups, g)
		r.prose, r.orders = nil, orders{}
	}
	if r.caption != nil {
		r.doc.captions = append(r.doc.captions, *r.caption)
	}
	r.open(nil, nil)
}

// words adds a line to the sentence, and ends it at each full stop.
func (r *reader) words(p passage) {
	text := p.text
	if bulletLine.MatchString(text) {
		r.endSentence()
	}
	from := 0
	for i := 0; i < len(text); i++ {
		if !strings.ContainsRune(".!?", rune(text[i])) || !endsSentence(text, from, i) {
			continue
		}
		r.sentence.join(p.slice(from, i+1))
		r.endSentence()
		from = i + 1
	}
	if strings.TrimSpace(text[from:]) != "" {
		r.sentence.join(p.slice(from, len(text)))
	}
	if len(r.sentence.text) > mostLine {
		r.endSentence()
	}
}

// abbreviations are words whose full stop ends no sentence.
var abbreviations = []string{"e.g", "i.e", "vs", "cf", "al", "approx", "no", "fig", "etc", "dr", "prof", "mr", "mrs", "ms", "s.d", "c.i", "st"}

// endsSentence tells whether the mark at i ends a sentence that began at from.
func endsSentence(text string, from, i int) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[i+1:min(len(text), i+40)], " \t)]\"'”’"))
	if i+1 < len(text) && !strings.ContainsRune(" \t)]\"'”’\u00a0", firstRune(text[i+1:])) {
		return false
	}
	if next != utf8.RuneError && unicode.IsLower(next) {
		return false
	}
	word := text[from:i]
	if at := strings.LastIndexAny(word, " \t("); at >= 0 {
		word = word[at+1:]
	}
	return !slices.Contains(abbreviations, strings.ToLower(word))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// endSentence takes the figures out of the sentence.
func (r *reader) endSentence() {
	p := r.sentence
	r.sentence = passage{}
	if strings.TrimSpace(p.text) == "" {
		return
	}
	r.at++
	r.tell(p)
}
