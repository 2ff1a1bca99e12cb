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
	noLabel      labelForm = iota
	nameColon              // Name: text
	timeName               // [00:12:33] Name: text
	nameTime               // Name (00:12): text
	nameTimeLine           // Name  0:12, on a line of its own
	timeNameLine           // 0:12 Name, on a line of its own
)

// label is what may be a speaker's name at the start of a line.
type label struct {
	form labelForm
	name string // "" where the line has none
	time int    // milliseconds, -1 for none
	rest string // what stands after it
}

// A time on a line: minutes and seconds, with hours before and a fraction after
// them or not.
const clock = `(\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)`

var (
	timeNamePattern     = regexp.MustCompile(`^[\[(]?` + clock + `[\])]?\s*(?:[-–—]\s*)?([^\s:][^:]*):(?:\s+|$)(.*)$`)
	nameTimePattern     = regexp.MustCompile(`^([^\[(:]+?)\s*[\[(]` + clock + `[\])](?:\s*:(?:\s+|$)(.*)|\s*)$`)
	nameTimeLinePattern = regexp.MustCompile(`^(\S[^:]*?)(?:\s{2,}|\t)` + clock + `$`)
	timeNameLinePattern = regexp.MustCompile(`^[\[(]?` + clock + `[\])]?\s+([^:]+)$`)
	timeAlonePattern    = regexp.MustCompile(`^[\[(]?` + clock + `[\])]?$`)
)

// readLabel gives what may be a label at the start of a line. A line that could
// begin with one but for the shape of the name has none.
func readLabel(line string) label {
	line = strings.TrimSpace(line)
	// No label ends far into a line, so most speech is not looked at further.
	if !strings.ContainsRune(line[:min(len(line), 200)], ':') {
		return label{time: -1}
	}
	if m := timeNamePattern.FindStringSubmatch(line); m != nil && nameShaped(m[2]) {
		return label{timeName, bare(m[2]), clockTime(m[1]), m[3]}
	}
	if m := nameTimePattern.FindStringSubmatch(line); m != nil && nameShaped(m[1]) {
		return label{nameTime, bare(m[1]), clockTime(m[2]), m[3]}
	}
	if m := nameTimeLinePattern.FindStringSubmatch(line); m != nil && nameShaped(m[1]) {
		return label{nameTimeLine, bare(m[1]), clockTime(m[2]), ""}
	}
	if m := timeNameLinePattern.FindStringSubmatch(line); m != nil && nameShaped(m[2]) {
		return label{timeNameLine, bare(m[2]), clockTime(m[1]), ""}
	}
	name, rest, _ := strings.Cut(line, ":")
	r, _ := utf8.DecodeRuneInString(rest)
	if (rest == "" || unicode.IsSpace(r)) && nameShaped(name) {
		return label{nameColon, bare(name), -1, strings.TrimSpace(rest)}
	}
	return label{time: -1}
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

// accepted tells of each line's label whether it names a speaker: it is the
// name of a participant or moderator of this group, or it occurs at least twice
// in the file. One that carries a time is also taken where another line of the
// file has its time in the same place, for such a file marks every speech so. A
// name that begins with a small letter, that is only a number, or that stands
// after a time without a colon, must be listed.
func (r *reader) accepted(labels []label) []bool {
	times := map[string]int{}
	forms := map[labelForm]int{}
	for _, l := range labels {
		if l.striking() {
			times[key(l.name)]++
			forms[l.form]++
		}
	}
	out := make([]bool, len(labels))
	for i, l := range labels {
		switch {
		case l.name == "":
		case r.cast.listed(l.name):
			out[i] = true
		case !l.striking():
		case times[key(l.name)] >= 2:
			out[i] = true
		case l.form != nameColon:
			out[i] = forms[l.form] >= 2
		}
	}
	return out
}

// striking tells whether a label looks like a speaker's name even to those who
// do not know the names.
func (l label) striking() bool {
	first, _ := utf8.DecodeRuneInString(l.name)
	return l.name != "" && l.form != timeNameLine && !unicode.IsLower(first) && strings.Trim(l.name, "0123456789. ") != ""
}
