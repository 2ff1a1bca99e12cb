package draft

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/pipeline/redact"
	"concord/pipeline/study"
	"concord/pipeline/survey"
)

var (
	// freeHead is the form of a header that asks for people's own words.
	freeHead = regexp.MustCompile(`(?i)^(?:(?:any|your|my|other|another|further|additional|general|free|open|final|overall|please|leave|add|give|write|us|a|the|text|q\d+[a-z]?) )*(?:comments?|feedback|suggestions?|remarks?|thoughts|notes)\b|\banything else\b|\b(?:any|other|further|additional|general|your|free) (?:comments?|suggestions?|feedback|remarks)\b|\b(?:comments?|feedback|suggestions?)$`)
	// address is an e-mail address anywhere in a cell, and telephone a telephone
	// number. A date is none.
	address   = regexp.MustCompile(`[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[A-Za-z]{2,}`)
	telephone = regexp.MustCompile(`(?:^|[^\d.,/:-])((?:\+|00)\d{1,3}[ ()-]{0,3}\d[\d ()-]{6,14}\d|\(?0\d[\d ()-]{7,13}\d)(?:$|\D)`)
	isDate    = regexp.MustCompile(`\d{1,2}-\d{1,2}-\d{2,4}|\d{4}-\d{1,2}-\d{1,2}`)
	// fullName is the form of a person's name: two or three words with capitals,
	// a title before them or not.
	fullName  = regexp.MustCompile(`^(?:(?:Dr|Mrs?|Ms|Miss|Mx|Prof|Professor)\.? )?(\p{Lu}[\p{Ll}\p{Lu}'’-]*\p{Ll})(?: (?:\p{Lu}\.|\p{Lu}|\p{Lu}[\p{Ll}\p{Lu}'’-]*\p{Ll}|de|van|der|bin|al)){0,2} \p{Lu}[\p{Ll}\p{Lu}'’-]*$`)
	innerStop = regexp.MustCompile(`\p{Ll}\p{Ll}[.!?] +\p{Lu}`)
)

// asksForWords tells of a column whose header asks for comments or suggestions,
// and whose cells are not yes and no or numbers alone.
func (b *builder) asksForWords(c *column) bool {
	if b.closedTick(c) || c.filled > 0 && c.numbers >= c.filled || c.Group != "" && c.Option != "" {
		return false
	}
	for _, head := range []string{headWords(c.Name), headWords(plainText(c.Wording))} {
		if len(strings.Fields(head)) <= 14 && freeHead.MatchString(head) {
			return true
		}
	}
	return false
}

// reaches tells whether a text holds an e-mail address or a telephone number.
func reaches(text string) bool {
	if strings.Contains(text, "@") && address.MatchString(text) {
		return true
	}
	m := telephone.FindStringSubmatch(text)
	if m == nil || isDate.MatchString(m[1]) {
		return false
	}
	digits := 0
	for _, r := range m[1] {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 10 && digits <= 15
}

// reachable counts the rows of a column whose cells hold an e-mail address or a
// telephone number.
func reachable(values []survey.ValueCount) (n int) {
	for _, v := range values {
		if reaches(v.Text) {
			n += v.Rows
		}
	}
	return n
}

// mostOptionWords is how many words an answer may have that one person alone
// gave, where those that several gave are not longer; more are that person's own.
const mostOptionWords = 8

// isSentence tells whether an answer ends, or goes on after, a full stop.
func isSentence(text string) bool {
	return len(words(text)) >= 4 && (strings.ContainsAny(text[len(text)-1:], ".!?") || innerStop.MatchString(text))
}

// written gives the options that people wrote themselves: that hold an address,
// or that one person alone gave and that are longer than those that several
// gave, or sentences where those are none. On a scale, a long answer has its
// place with the others.
func written(options study.Options, rows func(study.Option) int, scale bool) (out []string) {
	most, letters, sentences := mostOptionWords, 0, false
	for _, o := range options {
		if rows(o) > 1 && !reaches(o.Label) {
			most = max(most, len(words(o.Label)))
			letters = max(letters, utf8.RuneCountInString(o.Label)*5/4)
			sentences = sentences || isSentence(o.Label)
		}
	}
	for _, o := range options {
		own := reaches(o.Label) || reaches(o.Code)
		for _, text := range o.Also {
			own = own || reaches(text)
		}
		if !scale && rows(o) == 1 {
			own = own || len(words(o.Label)) > most && utf8.RuneCountInString(o.Label) > letters || isSentence(o.Label) && !sentences
		}
		if own {
			out = append(out, o.Label)
		}
	}
	return out
}

// keepWordsOut sees to it that a draft prints nothing that people wrote
// themselves. Where nearly all gave the other options, it is counted under
// another answer; else the question is one of people's own words.
func (b *builder) keepWordsOut(q *Question, c *column, values []survey.ValueCount) {
	if q.Kind == study.Number {
		// The odd cells among numbers are listed under missing.
		for _, text := range q.Missing {
			if reaches(text) || len(words(text)) > mostOptionWords {
				*q = b.text(c)
				return
			}
		}
	}
	if !q.Kind.Closed() {
		return
	}
	rows := rowsOf(q, values)
	own := written(q.Options, rows, q.Kind == study.Scale)
	if len(own) == 0 {
		return
	}
	var kept study.Options
	covered, all := 0, 0
	for _, o := range q.Options {
		all += rows(o)
		if !slices.Contains(own, o.Label) {
			kept = append(kept, o)
			covered += rows(o)
		}
	}
	if len(kept) < 2 || covered*100 < all*65 || q.Kind == study.Scale {
		*q = b.text(c)
		return
	}
	q.Options = kept
	if q.Other == "" {
		addOther(q)
		q.add(true, "%s are counted under %q, their words kept. Should any be in the list?", answersNotListed(len(own)), q.Other)
	}
}

// rowsOf gives a count of the rows that have an option, whole or as a part of
// several in a cell.
func rowsOf(q *Question, values []survey.ValueCount) func(study.Option) int {
	count := map[string]int{}
	for _, v := range values {
		count[v.Text] += v.Rows
	}
	return func(o study.Option) int {
		n := 0
		for i, text := range append([]string{o.Label, o.Code}, o.Also...) {
			if text != "" && (i == 0 || text != o.Label) {
				n += count[text]
			}
		}
		if q.Kind == study.Multi {
			for _, v := range values {
				if v.Text != o.Label && strings.Contains(v.Text, o.Label) {
					n += v.Rows
				}
			}
		}
		return n
	}
}

// namesOnly tells of a column whose cells are nearly all people's names, whatever
// its header says: two or three words with capitals, hardly any twice, and the
// first of many of them a first name that redaction knows.
func namesOnly(c *column) bool {
	const fewest, most = 3, 200 // cells that are enough, and that are looked at
	form, rows, known, looked := 0, 0, 0, 0
	for _, v := range c.values {
		rows += v.Rows
		m := fullName.FindStringSubmatch(v.Text)
		if m == nil {
			continue
		}
		form += v.Rows
		if looked < most {
			looked++
			if firstName(m[1]) {
				known++
			}
		}
	}
	different := len(c.values)
	switch {
	case rows < fewest || form*10 < rows*7 || looked < fewest:
		return false
	case known*3 < looked:
		return false
	case different*10 >= rows*8:
		return true
	}
	// The names of the same few people, such as managers, come again.
	return known*10 >= looked*7 && different >= 5 && different*10 >= rows*3
}

// knownNames is a redactor that knows nobody in particular.
var knownNames = redact.New(study.RedactRules{}, nil)

// firstName tells whether redaction takes a word for a first name.
func firstName(word string) bool {
	const frame = "we met "
	_, out := knownNames.Text("", frame+word+" there")
	for _, r := range out {
		if r.Kind == redact.Name && r.Start == len(frame) {
			return true
		}
	}
	return false
}
