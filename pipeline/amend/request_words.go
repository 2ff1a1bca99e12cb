package amend

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxQuote is how many characters a quotation may have; a mark whose partner is
// farther away, or missing, opens none.
const maxQuote = 400

// maxClause is how many bytes of a clause are read for requests. Nobody asks for a
// change in so long a sentence; a text without full stops is cut there.
const maxClause = 2000

// clauses cuts a comment into the parts that are read one by one: lines,
// bullets and sentences, not within quotation marks nor within a code.
func clauses(text string) []string {
	var out []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '•' }) {
		line = strings.TrimLeft(strings.TrimSpace(line), "-*–· \t")
		inside := -1 // the mark that ends the quotation that the place is in
		start := 0
		for i, r := range line {
			switch r {
			case '"', '“', '”':
				if i > inside && r != '”' {
					if end := closing(line, i+utf8.RuneLen(r)); end > 0 {
						inside = end
					}
				} else if end := i + utf8.RuneLen(r); i == inside && i > 0 && strings.IndexByte(".!?", line[i-1]) >= 0 && sentenceBegins(line[end:]) {
					out = appendClause(out, line[start:end])
					start = end
				}
			case '.', '!', '?', ';':
				rest := line[i+1:]
				ends := rest == "" || sentenceBegins(rest) || (r != '.' && rest[0] == ' ')
				if i > inside && ends && !abbreviation(line[start:i]) {
					out = appendClause(out, line[start:i+1])
					start = i + 1
				}
			}
		}
		out = appendClause(out, line[start:])
	}
	return out
}

// sentenceBegins tells whether a space and something that begins a sentence follow.
func sentenceBegins(rest string) bool {
	if !strings.HasPrefix(rest, " ") {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest[:min(len(rest), 8)], " "))
	return unicode.IsUpper(next) || unicode.IsDigit(next) || strings.ContainsRune("\"“'‘", next)
}

// closing is the byte of the double quotation mark that ends a quotation whose words
// begin at a byte, or 0 where none does.
func closing(s string, from int) int {
	for i, r := range s[from:min(len(s), from+4*maxQuote)] {
		if r == '"' || r == '”' {
			return from + i
		}
	}
	return 0
}

func appendClause(out []string, s string) []string {
	if s = strings.TrimSpace(s); s != "" {
		out = append(out, s)
	}
	return out
}

func abbreviation(s string) bool {
	at := strings.LastIndexAny(s[max(0, len(s)-12):], " (") + max(0, len(s)-12)
	switch strings.ToLower(s[at+1:]) {
	case "e.g", "i.e", "dr", "mr", "mrs", "ms", "prof", "etc", "cf", "vs", "no", "approx":
		return strings.ToLower(s[at+1:]) != "no" || strings.TrimSpace(s) != s[at+1:]
	}
	return false
}

// straightQuotes makes every pair of quotation marks a pair of straight double
// ones. Single marks count only where they stand like quotation marks, not like
// apostrophes.
func straightQuotes(s string) string {
	s = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'").Replace(s)
	runes := []rune(s)
	open := false
	for i, r := range runes {
		if r != '\'' {
			continue
		}
		before, after := ' ', ' '
		if i > 0 {
			before = runes[i-1]
		}
		if i+1 < len(runes) {
			after = runes[i+1]
		}
		switch {
		case !open && !letter(before) && letter(after) && closes(runes[i+1:]):
			runes[i], open = '"', true
		case open && !letter(after):
			runes[i], open = '"', false
		}
	}
	return string(runes)
}

// closes tells whether a single quotation mark that ends a quotation follows.
func closes(rest []rune) bool {
	for i, r := range rest[:min(len(rest), maxQuote)] {
		if r == '\'' && i > 0 && rest[i-1] != ' ' && (i+1 == len(rest) || !letter(rest[i+1])) {
			return true
		}
	}
	return false
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func tidy(s string) string {
	return strings.TrimSpace(strings.Trim(strings.Join(strings.Fields(s), " "), ` ",;:-–`))
}
