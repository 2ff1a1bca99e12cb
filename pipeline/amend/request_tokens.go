package amend

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind says what a token of a clause is.
type tokenKind int

const (
	wordToken  tokenKind = iota
	quoteToken           // words in quotation marks
	placeToken           // a place of the framework
	markToken            // a punctuation mark, or -> for an arrow
)

// placeName says in which way a clause names a place.
type placeName string

const (
	byCodeName    placeName = "code"
	byDomainName  placeName = "domain"
	byOrdinalName placeName = "ordinal"
	byWordsName   placeName = "words"
	byPronoun     placeName = "pronoun"
)

// token is a piece of a clause.
type token struct {
	kind tokenKind
	// text is a word in small letters, a quotation without its marks, a mark, or
	// the words that name a place.
	text string
	// start and end are the bytes of the clause that it takes up.
	start, end int
	// spots are the places that a place token means; missing what was named and is
	// not there, and name how they were named.
	spots   []int
	missing []string
	name    placeName
	score   float64
}

func (t token) word(words ...string) bool {
	if t.kind != wordToken {
		return false
	}
	for _, w := range words {
		if t.text == w {
			return true
		}
	}
	return false
}

// tokens cuts a clause, its quotation marks straight, into words, quotations,
// marks and the places that it names by code.
func (p *finder) tokens(s string) []token {
	var out []token
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		switch {
		case unicode.IsSpace(r):
			at += size
		case r == '"':
			end := closing(s, at+1)
			if end == 0 || end == at+1 {
				at++
				continue
			}
			out = append(out, token{kind: quoteToken, text: s[at+1 : end], start: at, end: end + 1})
			at = end + 1
		case letter(r):
			if f, ok := p.codes.at(s, at); ok {
				t := token{kind: placeToken, text: s[f.start:f.end], start: f.start, end: f.end, name: byCodeName, score: 1}
				if f.spot >= 0 {
					t.spots = []int{f.spot}
				} else {
					t.missing = []string{f.missing}
				}
				out = append(out, t)
				at = f.end
				continue
			}
			end := wordEnd(s, at)
			out = append(out, token{kind: wordToken, text: strings.ToLower(s[at:end]), start: at, end: end})
			at = end
		default:
			end := at + size
			text := s[at:end]
			if strings.HasPrefix(s[at:], "->") || strings.HasPrefix(s[at:], "=>") {
				end, text = at+2, "->"
			} else if r == '→' {
				text = "->"
			}
			out = append(out, token{kind: markToken, text: text, start: at, end: end})
			at = end
		}
	}
	return out
}

// wordEnd is where a word ends that begins at a byte; an apostrophe or a hyphen
// between letters, and a full stop between digits, belong to it.
func wordEnd(s string, at int) int {
	for at < len(s) {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !letter(r) && !unicode.Is(unicode.Mn, r) {
			if strings.IndexByte("'-.", s[at]) < 0 || at+1 >= len(s) {
				return at
			}
			next, _ := utf8.DecodeRuneInString(s[at+1:])
			if !letter(next) || (s[at] == '.' && !unicode.IsDigit(next)) {
				return at
			}
		}
		at += size
	}
	return at
}

// modal are the words before which a subject ends and a wish begins.
var modal = setOf("should could can must ought needs need would may might will shall can't cannot couldn't shouldn't wouldn't won't has have 'd")

// being are the forms of "to be" and the verbs that end a subject.
var being = setOf("is are was were isn't aren't be been belongs belong applies apply seems seem looks reads sounds covers overlaps overlap says say does doesn't do don't means mean makes needs")

// join are the words and marks that join places to one list.
func (t token) joins() bool {
	return t.word("and", "or") || (t.kind == markToken && strings.Contains(",&/+", t.text))
}
