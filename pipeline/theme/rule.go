package theme

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rule is one rule of a codebook, read by ParseRule.
type Rule struct {
	// Text is the rule as it was written.
	Text string
	// Left is what must stand in the text; with Near, so must Right, at most
	// Within words away.
	Left, Right Side
	Near        bool
	Within      int
	// Unless are terms that take a match back when they stand near it.
	Unless []Side
}

// Side is a list of terms of which any one will do.
type Side []Term

// Term is a phrase: words that follow each other.
type Term []Word

// Word is one word of a phrase, in lower case.
type Word struct {
	Text string
	Mode Mode
}

// Mode is which words of a text a word of a rule stands for.
type Mode uint8

const (
	Inflected Mode = iota // the word in any inflection
	Exact                 // just this form
	Prefix                // any word with this beginning
)

// The bounds of a rule keep the cost of matching in proportion to the text.
const (
	// MaxWithin is the largest N of near/N: past some fifty words two words are
	// in the same sentence by accident.
	MaxWithin = 50
	// MaxPhrase is the largest number of words of one phrase.
	MaxPhrase = 12
	// UnlessWithin is how many words may stand between a match and the term
	// that takes it back. English sentences run to about twenty words, in two or
	// three clauses: eight words reach over the clause that the match is in.
	UnlessWithin = 8
	// minPrefix is the smallest number of letters before *.
	minPrefix = 2
)

// RuleError says what is wrong with a rule, and at which of its characters.
type RuleError struct {
	Rule string
	// At counts the rule's characters from 1; it is one more than there are
	// characters when something is missing at the end.
	At int
	// Found is what stands there, "" at the end; Expected what would be right.
	Found, Expected string
	Message         string
}

// Error gives the message, the place and what was expected on one line.
func (e *RuleError) Error() string {
	found := "the rule ends"
	if e.Found != "" {
		found = "found " + strconv.Quote(e.Found)
	}
	return fmt.Sprintf("%s: at character %d %s; expected %s", e.Message, e.At, found, e.Expected)
}

// ParseRule reads one rule of a codebook. Its error is a *RuleError.
//
// A rule is words to look for:
//
//	supervision              the word, in any inflection: supervise, supervised
//	data security            a phrase: these words one after the other
//	confidentiality | data security | privacy
//	                         any one of these
//	=IAPT                    just this form: the inflections do not count
//	digit*                   any word that begins so: digital, digitally, digits
//	laptop | phone near/5 borrow | lend
//	                         a word of each side with at most 5 words between
//	                         them, in either order, in one sentence
//	risk unless at risk of, risk assessment
//	                         risk, but not where one of these terms stands in
//	                         the same sentence at most 8 words away
//
// or, exactly,
//
//	rule := side [ "near/" N side ] [ "unless" side { "," side } ]
//	side := term { "|" term }
//	term := word { word }
//
// Quotation marks around a term are allowed, and needed only where the word
// "unless" is itself a word to look for. Capitals never matter. Curly and
// straight apostrophes are alike. A hyphen counts as a space, in rules and in
// texts: self-care is found as "self care" and "self-care". A phrase never runs
// across the end of a sentence; commas in it do not matter. Inflections are found
// by the Snowball stemmer for the codebook's language (see Languages), so that
// supervise also finds supervision, but not supervisor. In English irregular verbs
// and plurals are known (teach finds taught, person finds people), nouns with
// another stem than their verb (reduce finds reduction), and common American
// spellings.
//
// N is from 0 (side by side) to 50, a phrase has at most 12 words, and * needs
// at least 2 letters before it. In a YAML list a rule that begins with a
// quotation mark, or holds a colon or #, must be quoted as a whole.
func ParseRule(text string) (Rule, error) {
	p := ruleParser{text: text}
	p.next()
	rule := Rule{Text: text}
	var err error
	if rule.Left, err = p.side("a word to look for"); err != nil {
		return Rule{}, err
	}
	if p.kind == lexNear {
		rule.Near, rule.Within = true, p.number
		p.next()
		if rule.Right, err = p.side("a word to look for on the other side of near"); err != nil {
			return Rule{}, err
		}
		if p.kind == lexNear {
			return Rule{}, p.wrong("a rule has near/N once", `"unless" or the end of the rule`)
		}
	}
	if p.kind == lexUnless {
		for {
			p.next()
			side, err := p.side("a word that takes a match back")
			if err != nil {
				return Rule{}, err
			}
			rule.Unless = append(rule.Unless, side)
			if p.kind != lexComma {
				break
			}
		}
	}
	if p.kind == lexEnd {
		return rule, nil
	}
	expected := `a word, |, near/N, "unless" or the end of the rule`
	if rule.Unless != nil {
		expected = `a word, |, a comma or the end of the rule`
	}
	return Rule{}, p.wrong("this rule cannot be read", expected)
}

// String gives the rule in its shortest spelling. Read again, it is the same rule.
func (r Rule) String() string {
	var b strings.Builder
	b.WriteString(r.Left.String())
	if r.Near {
		fmt.Fprintf(&b, " near/%d %s", r.Within, r.Right)
	}
	for i, side := range r.Unless {
		if i == 0 {
			b.WriteString(" unless ")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(side.String())
	}
	return b.String()
}

// String gives the side's terms with | between them.
func (s Side) String() string {
	terms := make([]string, len(s))
	for i, t := range s {
		terms[i] = t.String()
	}
	return strings.Join(terms, " | ")
}

// String gives the phrase, in quotation marks where a rule needs them.
func (t Term) String() string {
	parts := make([]string, len(t))
	quoted := false
	for i, w := range t {
		parts[i] = w.String()
		quoted = quoted || w.Text == "unless"
	}
	if quoted {
		return `"` + strings.Join(parts, " ") + `"`
	}
	return strings.Join(parts, " ")
}

// String gives the word as a rule writes it.
func (w Word) String() string {
	switch w.Mode {
	case Exact:
		return "=" + w.Text
	case Prefix:
		return w.Text + "*"
	default:
		return w.Text
	}
}

type lexKind uint8

const (
	lexEnd lexKind = iota
	lexWord
	lexQuoted
	lexOr
	lexComma
	lexNear
	lexUnless
	lexWrong
)

// ruleParser reads a rule token by token. at and end are the bytes of the
// token that it stands on.
type ruleParser struct {
	text    string
	at, end int
	kind    lexKind
	number  int // of near/N
	err     *RuleError
}

func (p *ruleParser) next() {
	p.at = p.end
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			break
		}
		p.at += size
	}
	p.end = p.at
	if p.at == len(p.text) {
		p.kind = lexEnd
		return
	}
	r, size := utf8.DecodeRuneInString(p.text[p.at:])
	p.end += size
	switch {
	case r == '|':
		p.kind = lexOr
	case r == ',':
		p.kind = lexComma
	case closingQuote(r) != 0:
		stop := strings.IndexRune(p.text[p.end:], closingQuote(r))
		if stop < 0 {
			p.kind, p.err = lexWrong, p.failure(len(p.text), len(p.text), "a quotation mark is not closed", "the closing quotation mark")
			return
		}
		p.kind = lexQuoted
		p.end += stop + utf8.RuneLen(closingQuote(r))
	case isRuleLetter(r) || r == '=' || r == '*':
		p.end = p.at
		for p.end < len(p.text) {
			r, size := utf8.DecodeRuneInString(p.text[p.end:])
			if !isRuleLetter(r) && r != '=' && r != '*' || r == utf8.RuneError && size == 1 {
				break
			}
			p.end += size
		}
		p.word()
	default:
		p.kind = lexWrong
		p.err = p.failure(p.at, p.end, "this character has no meaning in a rule",
			"words of letters, digits, hyphens and apostrophes, with |, near/N, unless and commas between them")
	}
}

// word tells the words of the rule language from words to look for.
// numberFollows tells whether a space and a digit begin a text.
func numberFollows(s string) bool {
	rest := strings.TrimLeft(s, " ")
	return len(rest) < len(s) && rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

func (p *ruleParser) word() {
	p.kind = lexWord
	switch word := strings.ToLower(p.text[p.at:p.end]); {
	case word == "unless":
		p.kind = lexUnless
	case word == "near" && numberFollows(p.text[p.end:]):
		p.kind = lexWrong
		p.err = p.failure(p.at, p.end, "near and its number are written together", "near/5, with a stroke and no space")
	case word == "near" && strings.HasPrefix(p.text[p.end:], "/"):
		digits := p.end + 1
		stop := digits
		for stop < len(p.text) && p.text[stop] >= '0' && p.text[stop] <= '9' {
			stop++
		}
		n, err := strconv.Atoi(p.text[digits:stop])
		if err != nil || n > MaxWithin {
			p.kind = lexWrong
			p.err = p.failure(digits, stop, "near/ needs the number of words that may stand between the two sides",
				fmt.Sprintf("a whole number from 0 to %d, as in near/5", MaxWithin))
			return
		}
		p.kind, p.number, p.end = lexNear, n, stop
	}
}

// side reads terms with | between them, up to something else.
func (p *ruleParser) side(expected string) (Side, error) {
	var side Side
	for {
		var term Term
		switch p.kind {
		case lexQuoted:
			open, size := utf8.DecodeRuneInString(p.text[p.at:])
			inside := p.end - utf8.RuneLen(closingQuote(open))
			inner := ruleParser{text: p.text[:inside], end: p.at + size}
			for inner.next(); inner.kind != lexEnd; inner.next() {
				if inner.kind != lexWord && inner.kind != lexUnless {
					return nil, inner.wrong("only words can stand between quotation marks", "words, or the closing quotation mark")
				}
				words, err := inner.words()
				if err != nil {
					return nil, err
				}
				term = append(term, words...)
			}
			p.next()
		case lexWord:
			for p.kind == lexWord {
				words, err := p.words()
				if err != nil {
					return nil, err
				}
				term = append(term, words...)
				p.next()
			}
		}
		if p.kind == lexWrong {
			return nil, p.err
		}
		if len(term) == 0 {
			return nil, p.wrong("a rule must name words to look for, or it would match everything or nothing", expected)
		}
		if len(term) > MaxPhrase {
			return nil, p.wrong(fmt.Sprintf("this phrase has %d words", len(term)), fmt.Sprintf("at most %d words in a phrase", MaxPhrase))
		}
		if p.kind == lexWord || p.kind == lexQuoted {
			return nil, p.wrong("a phrase in quotation marks stands beside other words", "| or the end of the term")
		}
		side = append(side, term)
		if p.kind != lexOr {
			return side, nil
		}
		p.next()
		expected = "a word after |"
	}
}

// words gives the words of the token that the parser stands on: several where
// it has hyphens.
func (p *ruleParser) words() ([]Word, error) {
	text := p.text[p.at:p.end]
	mode := Inflected
	if strings.HasPrefix(text, "=") {
		mode, text = Exact, text[1:]
	}
	last := mode
	if strings.HasSuffix(text, "*") {
		if mode == Exact {
			return nil, p.wrong("= and * cannot stand at the same word", "= before the word for just this form, or * after it for any ending")
		}
		last, text = Prefix, text[:len(text)-1]
	}
	if i := strings.IndexAny(text, "=*"); i >= 0 {
		at := strings.Index(p.text[p.at:], text) + p.at + i
		return nil, p.failure(at, at+1, "a character stands in the wrong place of a word", "= only before a word, * only after it")
	}
	var out []Word
	for _, part := range tokenise(text, nil) {
		word := strings.Trim(normal(text[part.start:part.end]), "'")
		if len(word) > longestWord {
			return nil, p.wrong("this word is too long", fmt.Sprintf("a word of at most %d letters", longestWord))
		}
		if word != "" {
			out = append(out, Word{word, mode})
		}
	}
	if len(out) == 0 {
		return nil, p.wrong("this would match everything", "a word with at least one letter or digit")
	}
	if last == Prefix {
		end := &out[len(out)-1]
		if utf8.RuneCountInString(end.Text) < minPrefix {
			return nil, p.wrong("this beginning of a word would match too much", fmt.Sprintf("at least %d letters before *", minPrefix))
		}
		end.Mode = Prefix
	}
	return out, nil
}

// wrong makes an error about the token that the parser stands on, or gives the
// error of reading that token.
func (p *ruleParser) wrong(message, expected string) *RuleError {
	if p.kind == lexWrong {
		return p.err
	}
	return p.failure(p.at, p.end, message, expected)
}

func (p *ruleParser) failure(at, end int, message, expected string) *RuleError {
	return &RuleError{
		Rule: p.text, At: utf8.RuneCountInString(p.text[:at]) + 1,
		Found: p.text[at:end], Expected: expected, Message: message,
	}
}

// closingQuote gives the mark that closes what r opens, 0 where r opens nothing.
// A straight apostrophe is not one: words have it.
func closingQuote(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '“':
		return '”'
	}
	return 0
}

func isRuleLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || isApostrophe(r) || isHyphen(r)
}
