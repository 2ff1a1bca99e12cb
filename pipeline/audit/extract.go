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
		r.line(lines[i])
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
	if r.header(p, flat, begin) || r.row(p, flat, begin) {
		return
	}
	if r.table != nil {
		if r.waiting++; len(r.table.Figures) > 0 || r.waiting > mostWaiting {
			r.endTable()
		} else if len(strings.Fields(flat)) <= 8 && !strings.ContainsAny(flat, ".;") {
			return // a heading of columns
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
	r.table = &Group{Spot: at, Name: "Table " + name, Section: r.section, IsTable: true, at: r.at}
	r.caption = &caption{Spot: at, number: strings.ToLower(name), title: onpage.Clean(title), at: r.at, group: r.table}
	r.waiting = 0
	if m := nEquals.FindStringSubmatch(title); m != nil {
		r.table.Base, _ = number(m[1])
	}
}

// header takes a line such as "AGE (YEARS)  N = 54  %".
func (r *reader) header(p passage, flat string, begin int) bool {
	m := nEquals.FindStringSubmatch(flat)
	if m == nil || len(flat) > 160 || strings.ContainsAny(strings.TrimSuffix(flat, "."), ".;") || inBrackets.MatchString(flat) && !strings.HasSuffix(flat, "%") {
		return false
	}
	if r.table == nil || len(r.table.Figures) > 0 {
		if !strings.HasSuffix(flat, "%") || perCent.MatchString(flat) {
			return false
		}
		r.endTable()
		r.endSentence()
		r.at++
		r.table, r.caption = &Group{Spot: p.spot(begin), Section: r.section, IsTable: true, at: r.at}, nil
	}
	if n, ok := number(m[1]); ok {
		r.table.Base = n
	}
	r.waiting = 0
	return true
}

// row takes a line such as "18-25  4  7%".
func (r *reader) row(p passage, flat string, begin int) bool {
	m := rowLine.FindStringSubmatch(flat)
	if m == nil || strings.ContainsRune(m[1], '%') || len(strings.Fields(m[1])) > 14 {
		return false
	}
	if m[4] == "" && r.table == nil {
		return false
	}
	count, ok := number(m[2])
	if _, isShare := parseShare(m[3]); !ok || !isShare {
		return false
	}
	if r.table == nil {
		if len(strings.Fields(m[1])) > 8 || strings.ContainsAny(m[1], ".,;(") {
			return false
		}
		r.endSentence()
		r.at++
		r.table, r.caption = &Group{Spot: p.spot(begin), Section: r.section, IsTable: true, at: r.at}, nil
	}
	label := onpage.Clean(m[1])
	r.table.Figures = append(r.table.Figures, Figure{
		Spot: p.spot(begin), Text: onpage.Clean(flat), Label: label, Count: count, HasCount: true, Percent: m[3], total: totalRow.MatchString(label),
	})
	return true
}

// endTable keeps the table that is open, where it has rows.
func (r *reader) endTable() {
	if r.table == nil {
		return
	}
	if len(r.table.Figures) > 0 {
		r.doc.Groups = append(r.doc.Groups, r.table)
		r.prose, r.orders = nil, orders{}
	}
	if r.caption != nil {
		r.doc.captions = append(r.doc.captions, *r.caption)
	}
	r.table, r.caption = nil, nil
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
