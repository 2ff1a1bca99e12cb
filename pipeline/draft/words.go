package draft

import (
	"regexp"
	"strings"
	"unicode"

	"concord/pipeline/study"
)

var (
	inline  = regexp.MustCompile(`(?i)</?(?:b|i|u|em|strong|span|font|a|sup|sub|small|mark)(?: [^<>]{0,500})?>`)
	tag     = regexp.MustCompile(`<[/a-zA-Z][^<>]{0,500}>`)
	entity  = strings.NewReplacer("&nbsp;", " ", "&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'")
	quotes  = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "\u00a0", " ")
	british = strings.NewReplacer("favor", "favour", "ized", "ised", "ize ", "ise ", "behavior", "behaviour")
)

// plainText takes the marks of web pages out of a wording, and makes one space
// of each run of white space.
func plainText(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = entity.Replace(tag.ReplaceAllString(inline.ReplaceAllString(s, ""), " "))
	}
	return study.Normal(s)
}

// low brings an answer to the form in which answers are compared with the lists
// of this package: small letters, straight quotation marks, British spelling, no
// full stop at the end.
func low(s string) string {
	s = strings.ToLower(quotes.Replace(plainText(s)))
	return strings.TrimRight(british.Replace(s), " .!")
}

// words gives the words of a text in small letters, without punctuation.
func words(s string) []string {
	return strings.FieldsFunc(low(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
}

// spaced gives the words with one space between and at both ends, so that
// strings.Contains finds whole words.
func spaced(s string) string { return " " + strings.Join(words(s), " ") + " " }

// hasAny tells whether one of some phrases stands in a text in whole words.
func hasAny(spacedText string, phrases ...string) bool {
	for _, p := range phrases {
		if strings.Contains(spacedText, " "+p+" ") {
			return true
		}
	}
	return false
}

// headMarks part what an answer is from what explains it, as in "Often - more
// than once a week" and "Never, but open to it".
var headMarks = []string{" – ", " — ", " -- ", " - ", ": ", "; ", " (", ", ", "–", "—"}

// heads gives the ways to read an answer, the whole of it first, then what
// stands before a mark and what stands after it.
func heads(s string) []string {
	s = low(s)
	out := []string{s}
	for _, m := range headMarks {
		if before, after, ok := strings.Cut(s, m); ok && before != "" {
			out = append(out, before, strings.TrimRight(after, ")"))
		}
	}
	return out
}

// cut shortens a text to so many letters, at a space if there is one.
func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	s = string(r[:most])
	if i := strings.LastIndexByte(s, ' '); i > len(s)/2 {
		s = s[:i]
	}
	return s
}
