package study

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Filter is a condition on one person's answers, as a tree. It is written as
//
//	setting = "IAPT only"
//	role = "PWP" and not experience in ("10-20 years", "Over 20 years")
//	age_years >= 45 or answered(comments)
//
// A name is a question's id. = and != compare with an option's label or code, a
// text or a number; for a multi question = means that the option was ticked.
// <, <=, > and >= compare numbers, or the points of a scale by their order in
// the instrument. A condition on a question that a person did not answer is
// neither true nor false for that person, whatever it compares (!= included),
// and so is its contrary with not; only answered(q) is always one or the other.
// and and or follow: what is unknown matters only where the other part does not
// decide. A filter picks those for whom it is true. and binds closer than or;
// brackets group.
type Filter struct {
	// Op is "and", "or", "not", "answered", "in", or one of = != < <= > >=.
	Op string
	// Parts are the conditions that and, or and not join.
	Parts []*Filter
	// Question is the question's id, Values what its answer is compared with.
	Question string
	Values   []string
	// At is where the condition begins in its text, in characters from 1.
	At int
}

// FilterError is a filter that cannot be read.
type FilterError struct {
	// Column counts characters from 1 in the filter's text.
	Column   int
	Found    string
	Expected string
}

func (e *FilterError) Error() string {
	found := "the end"
	if e.Found != "" {
		found = strconv.Quote(e.Found)
	}
	return fmt.Sprintf("at character %d: found %s, expected %s", e.Column, found, e.Expected)
}

// maxFilterDepth bounds brackets in brackets.
const maxFilterDepth = 50

// ParseFilter reads a filter. The error is a *FilterError.
func ParseFilter(text string) (*Filter, error) {
	p := &filterParser{}
	if err := p.scan(text); err != nil {
		return nil, err
	}
	f, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != "end" {
		return nil, &FilterError{t.at, t.text, "and, or, or the end"}
	}
	return f, nil
}

// Questions lists the ids of the questions that the filter asks about, each
// with the place of its first condition, in the order written.
func (f *Filter) Questions() []*Filter {
	var out []*Filter
	seen := map[string]bool{}
	var walk func(*Filter)
	walk = func(f *Filter) {
		if f.Question != "" && !seen[f.Question] {
			seen[f.Question] = true
			out = append(out, f)
		}
		for _, p := range f.Parts {
			walk(p)
		}
	}
	walk(f)
	return out
}

// Each calls do for every condition on a question.
func (f *Filter) Each(do func(*Filter)) {
	if f.Question != "" {
		do(f)
	}
	for _, p := range f.Parts {
		p.Each(do)
	}
}

type filterToken struct {
	kind string // word, string, op, end
	text string
	at   int
}

type filterParser struct {
	tokens []filterToken
	next   int
}

func (p *filterParser) scan(text string) error {
	at := 1
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case unicode.IsSpace(r):
			text = text[size:]
			at++
		case r == '"' || r == '\'':
			end := strings.IndexRune(text[1:], r)
			if end < 0 {
				return &FilterError{at, text, "a closing quotation mark"}
			}
			value := text[1 : 1+end]
			p.tokens = append(p.tokens, filterToken{"string", value, at})
			at += utf8.RuneCountInString(value) + 2
			text = text[end+2:]
		case strings.ContainsRune("(),", r):
			p.tokens = append(p.tokens, filterToken{"op", string(r), at})
			text = text[size:]
			at++
		case strings.ContainsRune("=!<>", r):
			op := string(r)
			if len(text) > 1 && text[1] == '=' && r != '=' {
				op += "="
			}
			if op == "!" {
				return &FilterError{at, op, "!= or not"}
			}
			p.tokens = append(p.tokens, filterToken{"op", op, at})
			text = text[len(op):]
			at += len(op)
		default:
			end := strings.IndexFunc(text, func(r rune) bool {
				return unicode.IsSpace(r) || strings.ContainsRune(`(),=!<>"'`, r)
			})
			if end < 0 {
				end = len(text)
			}
			p.tokens = append(p.tokens, filterToken{"word", text[:end], at})
			at += utf8.RuneCountInString(text[:end])
			text = text[end:]
		}
	}
	p.tokens = append(p.tokens, filterToken{"end", "", at})
	return nil
}

func (p *filterParser) peek() filterToken { return p.tokens[p.next] }

func (p *filterParser) take() filterToken {
	t := p.tokens[p.next]
	if t.kind != "end" {
		p.next++
	}
	return t
}

func (p *filterParser) word(w string) bool {
	t := p.peek()
	if t.kind == "word" && strings.EqualFold(t.text, w) {
		p.next++
		return true
	}
	return false
}

func (p *filterParser) op(s string) bool {
	if t := p.peek(); t.kind == "op" && t.text == s {
		p.next++
		return true
	}
	return false
}

func (p *filterParser) or(depth int) (*Filter, error) {
	return p.joined("or", depth, p.and)
}

func (p *filterParser) and(depth int) (*Filter, error) {
	return p.joined("and", depth, p.not)
}

func (p *filterParser) joined(op string, depth int, part func(int) (*Filter, error)) (*Filter, error) {
	first, err := part(depth)
	if err != nil {
		return nil, err
	}
	parts := []*Filter{first}
	for p.word(op) {
		next, err := part(depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, next)
	}
	if len(parts) == 1 {
		return first, nil
	}
	return &Filter{Op: op, Parts: parts, At: first.At}, nil
}

func (p *filterParser) not(depth int) (*Filter, error) {
	t := p.peek()
	if depth > maxFilterDepth {
		return nil, &FilterError{t.at, t.text, "fewer brackets within brackets"}
	}
	if p.word("not") {
		part, err := p.not(depth + 1)
		if err != nil {
			return nil, err
		}
		return &Filter{Op: "not", Parts: []*Filter{part}, At: t.at}, nil
	}
	if p.op("(") {
		inner, err := p.or(depth + 1)
		if err != nil {
			return nil, err
		}
		if !p.op(")") {
			t := p.peek()
			return nil, &FilterError{t.at, t.text, "a closing bracket"}
		}
		return inner, nil
	}
	return p.condition()
}

func (p *filterParser) condition() (*Filter, error) {
	name := p.take()
	if name.kind != "word" {
		return nil, &FilterError{name.at, name.text, "a question's id"}
	}
	if strings.EqualFold(name.text, "answered") && p.op("(") {
		q := p.take()
		if q.kind != "word" {
			return nil, &FilterError{q.at, q.text, "a question's id"}
		}
		if !p.op(")") {
			t := p.peek()
			return nil, &FilterError{t.at, t.text, "a closing bracket"}
		}
		return &Filter{Op: "answered", Question: q.text, At: q.at}, nil
	}
	f := &Filter{Question: name.text, At: name.at}
	if p.word("in") {
		f.Op = "in"
		if !p.op("(") {
			t := p.peek()
			return nil, &FilterError{t.at, t.text, "a bracket with a list of values"}
		}
		for {
			v := p.take()
			if v.kind != "word" && v.kind != "string" {
				return nil, &FilterError{v.at, v.text, "a value"}
			}
			f.Values = append(f.Values, v.text)
			if p.op(")") {
				return f, nil
			}
			if !p.op(",") {
				t := p.peek()
				return nil, &FilterError{t.at, t.text, "a comma or a closing bracket"}
			}
		}
	}
	op := p.take()
	if op.kind != "op" || !strings.Contains(" = != < <= > >= ", " "+op.text+" ") {
		return nil, &FilterError{op.at, op.text, "=, !=, <, <=, >, >= or in"}
	}
	f.Op = op.text
	v := p.take()
	if v.kind != "word" && v.kind != "string" {
		return nil, &FilterError{v.at, v.text, "a value, such as \"IAPT only\""}
	}
	f.Values = []string{v.text}
	return f, nil
}
