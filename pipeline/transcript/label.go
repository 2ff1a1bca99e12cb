package transcript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// labelForm is a way in which a plain text transcript says who speaks.
type labelForm int

const (
	noLabel        labelForm = iota
	nameColon                // Name: text, or Name: [00:12] text
	timeName                 // [00:12:33] Name: text
	nameTime                 // Name (00:12): text
	nameTimeLine             // Name  0:12, on a line of its own
	nameTimeTight            // Name 0:12 or [Name] 0:12, on a line of its own
	timeNameLine             // 0:12 Name, on a line of its own
	nameInBrackets           // (SL) text
	nameTab                  // Name<tab>text, or - Name<tab>text
)

// weak tells whether ordinary words often have the form, as in "See you at 10:30".
func (f labelForm) weak() bool {
	return f == nameTimeTight || f == timeNameLine || f == nameInBrackets
}

// ownLine tells whether a label of the form stands on a line of its own.
func (f labelForm) ownLine() bool {
	return f == nameTimeLine || f == nameTimeTight || f == timeNameLine
}

// label is what may be a speaker's name at the start of a line.
type label struct {
	form labelForm
	name string // "" where the line has none
	time int    // milliseconds, -1 for none
	rest string // what stands after it
}

// A time on a line: minutes and seconds, with hours before and a fraction after
// them or not; some tools put brackets around it.
const (
	clock    = `(\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)`
	stamp    = `[\[({<]?` + clock + `[\])}>]?`
	inStamps = `[\[({<]` + clock + `[\])}>]`
)

var (
	timeNamePattern      = regexp.MustCompile(`^` + stamp + `\s*(?:[-–—]\s*)?([^\s:][^:]*):(?:\s+|$)(.*)$`)
	nameTimePattern      = regexp.MustCompile(`^([^\[({<:]+?)\s*` + inStamps + `(?:\s*:(?:\s+|$)(.*)|\s*)$`)
	nameTimeColonPattern = regexp.MustCompile(`^([^\[({<:]+?)\s+` + clock + `\s*:(?:\s+|$)(.*)$`)
	nameTimeLinePattern  = regexp.MustCompile(`^(\S[^:]*?)(?:\s{2,}|\t)` + stamp + `$`)
	nameTimeTightPattern = regexp.MustCompile(`^(\S[^:]*?) ` + stamp + `$`)
	timeNameLinePattern  = regexp.MustCompile(`^` + stamp + `\s+([^:]+)$`)
	timeAlonePattern     = regexp.MustCompile(`^` + stamp + `$`)
	timeFirstPattern     = regexp.MustCompile(`^(?:` + inStamps + `\s*:?(?:\s+|$)|` + clock + `$)`)
	bracketsPattern      = regexp.MustCompile(`^[(\[]([^()\[\]]+)[)\]]\s*:?(?:\s+(.*)|)$`)
)

// readLabel gives what may be a label at the start of a line. A line that could
// begin with one but for the shape of the name has none, unless the name is
// listed.
func readLabel(line string, listed func(string) bool) label {
	line = strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " "))
	// No label ends far into a line, so most speech is not looked at further.
	colon := strings.IndexByte(line[:min(len(line), 200)], ':') >= 0
	named := func(name string) bool { return nameShaped(name) || len(name) < 200 && listed(bare(name)) }
	if colon && hasClock(line) {
		if l := timedLabel(line, named); l.name != "" {
			return l
		}
	}
	if line != "" && (line[0] == '(' || line[0] == '[') {
		if m := bracketsPattern.FindStringSubmatch(line); m != nil && !timeAlonePattern.MatchString(m[1]) && nameShaped(m[1]) && !noise(m[1]) {
			if rest, ok := strings.CutPrefix(line[len(m[1])+2:], ":"); ok {
				return label{nameColon, bare(m[1]), -1, strings.TrimSpace(rest)}
			}
			return label{nameInBrackets, bare(m[1]), -1, m[2]}
		}
	}
	if l := tabLabel(line, named); l.name != "" {
		return l
	}
	if !colon {
		return label{time: -1}
	}
	name, rest, _ := strings.Cut(line, ":")
	r, _ := utf8.DecodeRuneInString(rest)
	if (rest == "" || unicode.IsSpace(r)) && named(name) {
		l := label{nameColon, bare(name), -1, strings.TrimSpace(rest)}
		if m := timeFirstPattern.FindStringSubmatch(l.rest); m != nil {
			l.time, l.rest = clockTime(m[1]+m[2]), l.rest[len(m[0]):]
		}
		return l
	}
	return label{time: -1}
}

// tabLabel gives the label of a line in which a name and what was said stand on
// two sides of a tab, with a dash or another mark of a list before them or not;
// none where the name has a colon.
func tabLabel(line string, named func(string) bool) label {
	name, _, ok := strings.Cut(line[:min(len(line), 200)], "\t")
	if !ok {
		return label{time: -1}
	}
	rest := line[len(name)+1:]
	name = strings.TrimSpace(name)
	for _, mark := range []string{"-", "–", "—", "•", "*"} {
		if after, ok := strings.CutPrefix(name, mark); ok {
			name = strings.TrimSpace(after)
			break
		}
	}
	l := label{nameTab, bare(name), -1, strings.TrimSpace(rest)}
	if strings.Contains(name, ":") || !named(name) || l.rest == "" || !l.capital() && !usual(key(name)) {
		return label{time: -1}
	}
	return l
}

// timedLabel gives the label of a line that has a time in it; none where the
// time is no part of one.
func timedLabel(line string, named func(string) bool) label {
	if c := line[0]; c >= '0' && c <= '9' || strings.IndexByte("[({<", c) >= 0 {
		if m := timeNamePattern.FindStringSubmatch(line); m != nil && named(m[2]) {
			return label{timeName, bare(m[2]), clockTime(m[1]), m[3]}
		}
		if m := timeNameLinePattern.FindStringSubmatch(line); m != nil && named(m[2]) {
			return label{timeNameLine, bare(m[2]), clockTime(m[1]), ""}
		}
	}
	for _, p := range []struct {
		pattern *regexp.Regexp
		form    labelForm
	}{{nameTimePattern, nameTime}, {nameTimeColonPattern, nameTime}, {nameTimeLinePattern, nameTimeLine}, {nameTimeTightPattern, nameTimeTight}} {
		if m := p.pattern.FindStringSubmatch(line); m != nil && named(m[1]) {
			l := label{p.form, bare(m[1]), clockTime(m[2]), ""}
			if len(m) > 3 {
				l.rest = m[3]
			}
			return l
		}
	}
	return label{time: -1}
}

// hasClock tells whether a line has a time such as 0:12 in it.
func hasClock(line string) bool {
	for i := 1; i+2 < len(line); i++ {
		if line[i] == ':' && isDigit(line[i-1]) && isDigit(line[i+1]) && isDigit(line[i+2]) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// noise tells whether words in brackets say what was heard, such as "(Laughter)".
func noise(s string) bool {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		switch strings.Trim(w, ".,…") {
		case "laughter", "laughs", "laugh", "laughing", "pause", "pauses", "inaudible", "unclear", "crosstalk", "silence", "silent", "music", "applause",
			"coughs", "coughing", "sighs", "overlapping", "overlap", "noise", "nods", "background", "indistinct", "redacted", "break", "recording":
			return true
		}
	}
	return false
}

// nameShaped tells whether a text can be a label: at most 40 characters and
// five words, a letter or a digit first, and nothing in it that ends a sentence.
func nameShaped(s string) bool {
	s = bare(s)
	first, _ := utf8.DecodeRuneInString(s)
	if s == "" || utf8.RuneCountInString(s) > 40 || strings.ContainsAny(s, `?!;"“”<>`) {
		return false
	}
	if !unicode.IsDigit(first) && !unicode.IsLetter(first) {
		return false
	}
	words := strings.Fields(s)
	for _, w := range words[:len(words)-1] {
		// A full stop within a label ends a short form, as in "Dr. J. Smith".
		if strings.HasSuffix(w, ".") && utf8.RuneCountInString(w) > 5 {
			return false
		}
	}
	return len(words) <= 5
}

// bare takes square brackets off a name, as in "[Jane]: yes".
func bare(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// clockTime gives the milliseconds of "1:02", "75:10", "01:02:03" or "1:02.5"; -1
// where seconds, or minutes after hours, are above 59.
func clockTime(s string) int {
	s = strings.ReplaceAll(s, ",", ".")
	s, fraction, _ := strings.Cut(s, ".")
	parts := strings.Split(s, ":")
	if len(parts) == 2 {
		parts = append([]string{""}, parts...)
	}
	ms, ok := looseTime(parts[0], parts[1], parts[2], fraction)
	if !ok {
		return -1
	}
	return ms
}

// everyLine is the share of lines with a label from which on a file has one on
// every line, but for odd ones; and fewLines how many lines a file must have for
// that to be said.
const (
	everyLine = 0.9
	fewLines  = 10
)

// accepted tells of each line's label whether it names a speaker: it is the
// name of a participant or moderator of this group, a usual word for a
// moderator, or it occurs at least twice in the file. One that carries a time is
// also taken where another line of the file has its time in the same place, for
// such a file marks every speech so; and one without a time where nine in ten
// lines have one, or where it is one of several such as P1 and P2. A name that begins with a small letter, or that is only a
// number, must be listed or a usual label such as "p2". A form that ordinary
// words often have is taken only for a name that occurs in it twice, and a name
// in brackets only where the file has no other labels. What is left may still be
// taken by acceptAlone.
func (r *reader) accepted(labels []label, lines int) []bool {
	type spelt struct {
		form labelForm
		key  string
	}
	times := map[string]int{}
	weak := map[spelt]int{}
	forms := map[labelForm]int{}
	series := map[string]int{} // labels such as P1 and P2, by their word
	strong := 0
	keys := make([]string, len(labels))
	for i, l := range labels {
		if l.name == "" {
			continue
		}
		keys[i] = r.cast.key(l.name)
		if word, _, ok := numberedLabel(keys[i]); ok && !l.form.weak() {
			series[word]++
		}
		switch {
		case l.form.weak():
			weak[spelt{l.form, keys[i]}]++
			forms[l.form]++
		case l.striking():
			times[keys[i]]++
			forms[l.form]++
			strong++
		case usual(keys[i]):
			times[keys[i]]++
		}
	}
	every := lines >= fewLines && float64(strong) >= everyLine*float64(lines)
	out := make([]bool, len(labels))
	any := false
	for i, l := range labels {
		k := keys[i]
		switch {
		case l.name == "" || l.form == nameInBrackets:
		case r.cast.isListed(k):
			out[i] = true
		case l.form.weak():
			_, _, numbered := numberedLabel(k)
			out[i] = l.capital() && (weak[spelt{l.form, k}] >= 2 || numbered && forms[l.form] >= 2)
		case times[k] >= 2:
			out[i] = true
		case !l.striking():
		default:
			word, _, numbered := numberedLabel(k)
			out[i] = leads(k) || every || l.form != nameColon && l.form != nameTab && forms[l.form] >= 2 || numbered && series[word] >= 2
		}
		any = any || out[i]
	}
	if any {
		return out
	}
	for i, l := range labels {
		out[i] = l.form == nameInBrackets && (r.cast.isListed(keys[i]) || l.capital() && weak[spelt{l.form, keys[i]}] >= 2)
	}
	return out
}

// usual tells of a key whether it is a label that names nobody in particular.
func usual(k string) bool {
	_, _, numbered := numberedLabel(k)
	return numbered || leads(k)
}

// striking tells whether a label looks like a speaker's name even to those who
// do not know the names.
func (l label) striking() bool { return l.name != "" && !l.form.weak() && l.capital() }

// capital tells whether a name begins with no small letter and is no number.
func (l label) capital() bool {
	first, _ := utf8.DecodeRuneInString(l.name)
	return !unicode.IsLower(first) && strings.Trim(l.name, "0123456789. ") != ""
}
