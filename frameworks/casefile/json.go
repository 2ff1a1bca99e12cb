package casefile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/textfile"
)

// maxNesting is how deep values may stand within one another. A package needs
// eight levels; a file with many more is damaged or made to do harm.
const maxNesting = 200

type kind byte

const (
	null kind = iota
	object
	array
	text
	number
	boolean
)

var kindNames = [...]string{"null", "an object", "a list", "a text", "a number", "true or false"}

func (k kind) String() string { return kindNames[k] }

// value is a JSON value that knows where it stands.
type value struct {
	kind kind
	// text is what a text, a number or a boolean says.
	text string
	// members are those of an object, in the file's order, or of a list.
	members []*value
	// key is its name in the object above it, index its number in the list.
	key    string
	index  int
	parent *value
	offset int
}

// get gives the member of an object that has the key; nil where there is none.
// A nil value has no members.
func (v *value) get(key string) *value {
	if v == nil || v.kind != object {
		return nil
	}
	for _, m := range v.members {
		if m.key == key {
			return m
		}
	}
	return nil
}

// empty tells whether a value says nothing: null, "", {} or [].
func (v *value) empty() bool {
	switch {
	case v == nil || v.kind == null:
		return true
	case v.kind == object || v.kind == array:
		return len(v.members) == 0
	}
	return strings.TrimSpace(v.text) == ""
}

// pointer gives the place of a value as a JSON pointer (RFC 6901).
func (v *value) pointer() string {
	var parts []string
	for ; v != nil && v.parent != nil; v = v.parent {
		part := strconv.Itoa(v.index)
		if v.parent.kind == object {
			part = escape.Replace(v.key)
		}
		parts = append(parts, part)
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString("/" + parts[i])
	}
	return b.String()
}

var escape = strings.NewReplacer("~", "~0", "/", "~1")

// source is the text of a file, in which places are looked up.
type source struct {
	file string
	text string
	// lines holds where each line begins, and letters how many characters begin
	// before each block of it, since a whole file can be one line.
	lines   []int
	letters []int
}

const block = 1024

func newSource(file, data string) *source {
	s := &source{file: file, text: data, lines: []int{0}}
	count := 0
	for i := range len(data) {
		if i%block == 0 {
			s.letters = append(s.letters, count)
		}
		if utf8.RuneStart(data[i]) {
			count++
		}
		if data[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	s.letters = append(s.letters, count)
	return s
}

// place gives the line and the column of a byte, both from 1.
func (s *source) place(offset int) (line, column int) {
	offset = max(0, min(offset, len(s.text)))
	low, high := 0, len(s.lines)-1
	for low < high {
		mid := (low + high + 1) / 2
		if s.lines[mid] <= offset {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low + 1, s.before(offset) - s.before(s.lines[low]) + 1
}

// before counts the characters that begin before a byte.
func (s *source) before(offset int) int {
	if offset >= len(s.text) {
		return s.letters[len(s.letters)-1]
	}
	count := s.letters[offset/block]
	for i := offset / block * block; i < offset; i++ {
		if utf8.RuneStart(s.text[i]) {
			count++
		}
	}
	return count
}

func (s *source) at(offset int, f finding.Finding) finding.Finding {
	f.File = s.file
	f.Line, f.Column = s.place(offset)
	return f
}

// parse gives the one JSON value that a file holds, or nil and what stopped it.
func parse(file string, data []byte) (*source, *value, []finding.Finding) {
	var findings []finding.Finding
	if is := textfile.NotText(data); is != "" {
		return newSource(file, ""), nil, []finding.Finding{{
			Severity: finding.Error, Kind: "not-json", File: file, Found: is, Expected: "a CASE package as JSON",
			Message: "this is not a file of text", Do: "Export the framework as CASE (JSON) from the system that keeps it.",
		}}
	}
	decoded, note := textfile.Decode(data)
	s := newSource(file, decoded)
	if note != "" {
		findings = append(findings, finding.Finding{
			Severity: finding.Note, Kind: "encoding", File: file, Message: note, Expected: "UTF-8",
		})
	}
	if f := notJSON(s); f != nil {
		return s, nil, append(findings, *f)
	}
	p := parser{source: s, decoder: json.NewDecoder(strings.NewReader(decoded))}
	p.decoder.UseNumber()
	root, err := p.value(nil, 0)
	if err == nil {
		err = p.end()
	}
	if err != nil {
		return s, nil, append(findings, p.damaged(err))
	}
	if p.twice > 0 {
		findings = append(findings, s.at(p.firstTwice.offset, finding.Finding{
			Severity: finding.Warning, Kind: "key-twice", Cell: p.firstTwice.pointer(), Found: p.firstTwice.key, Count: p.twice,
			Message: "this key stands twice in one object; the first is used",
		}))
	}
	return s, root, findings
}

type parser struct {
	source     *source
	decoder    *json.Decoder
	twice      int
	firstTwice *value
}

var (
	errDeep     = errors.New("values stand too deep within one another")
	errTrailing = errors.New("something follows after the end of the package")
)

func (p *parser) value(parent *value, depth int) (*value, error) {
	start := p.next()
	if depth >= maxNesting {
		return nil, errDeep
	}
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	v := &value{parent: parent, offset: start}
	switch t := token.(type) {
	case nil:
		v.kind = null
	case string:
		v.kind, v.text = text, t
	case json.Number:
		v.kind, v.text = number, t.String()
	case bool:
		v.kind, v.text = boolean, strconv.FormatBool(t)
	case json.Delim:
		if t == '{' {
			v.kind = object
			err = p.object(v, depth)
		} else {
			v.kind = array
			err = p.array(v, depth)
		}
	}
	return v, err
}

func (p *parser) object(v *value, depth int) error {
	seen := map[string]bool{}
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		m, err := p.value(v, depth+1)
		if err != nil {
			return err
		}
		m.key = key
		if seen[key] {
			if p.twice++; p.twice == 1 {
				p.firstTwice = m
			}
			continue
		}
		seen[key] = true
		v.members = append(v.members, m)
	}
	_, err := p.decoder.Token()
	return err
}

func (p *parser) array(v *value, depth int) error {
	for p.decoder.More() {
		m, err := p.value(v, depth+1)
		if err != nil {
			return err
		}
		m.index = len(v.members)
		v.members = append(v.members, m)
	}
	_, err := p.decoder.Token()
	return err
}

// next gives where the next value begins.
func (p *parser) next() int {
	i := int(p.decoder.InputOffset())
	for i < len(p.source.text) && strings.IndexByte(" \t\r\n:,", p.source.text[i]) >= 0 {
		i++
	}
	return i
}

// end tells whether nothing follows after the value.
func (p *parser) end() error {
	if strings.TrimSpace(p.source.text[p.next():]) == "" {
		return nil
	}
	return errTrailing
}

// damaged tells where and why a file cannot be read as JSON.
func (p *parser) damaged(err error) finding.Finding {
	at := p.next()
	f := finding.Finding{Severity: finding.Error, Kind: "not-json", Expected: "JSON"}
	switch {
	case errors.Is(err, errDeep):
		f.Kind, f.Message, f.Expected = "too-deep", err.Error(), fmt.Sprintf("at most %d levels of brackets", maxNesting)
		return p.source.at(at, f)
	case errors.Is(err, errTrailing):
		f.Message, f.Expected = err.Error(), "one package in one file"
		f.Do = "Take out what follows, or put it in a file of its own."
		f.Found = p.found(at)
		return p.source.at(at, f)
	}
	// The whole text is looked at again, since only then is the place of a fault
	// within a value told exactly.
	var any json.RawMessage
	var syntax *json.SyntaxError
	if again := json.Unmarshal([]byte(p.source.text), &any); errors.As(again, &syntax) {
		at, err = max(0, int(syntax.Offset)-1), syntax
	}
	if strings.Contains(err.Error(), "unexpected end") || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		end := strings.TrimRight(p.source.text, " \t\n")
		f.Kind, f.Message = "half-a-file", "this file ends before the package does"
		f.Found = lastOf(end)
		f.Expected = "JSON to its closing bracket"
		f.Do = "Fetch or save it again: a download that broke off is the usual cause."
		return p.source.at(len(end), f)
	}
	f.Found = p.found(at)
	f.Message = "this is not JSON: " + plain(err)
	f.Do = "Look there and just before: a missing comma or quotation mark, or a comma too many before a bracket, are the usual causes."
	return p.source.at(at, f)
}

// plain says what the reader of JSON says, without its word for a byte.
func plain(err error) string {
	return strings.TrimPrefix(err.Error(), "json: ")
}

// found gives the text of the line from a place on.
func (p *parser) found(at int) string {
	rest := p.source.text[min(at, len(p.source.text)):]
	rest, _, _ = strings.Cut(rest[:min(len(rest), 300)], "\n")
	r := []rune(rest)
	return string(r[:min(len(r), 40)])
}

func lastOf(s string) string {
	s = s[max(0, len(s)-300):]
	s = s[strings.LastIndexByte(s, '\n')+1:]
	r := []rune(strings.ToValidUTF8(strings.TrimSpace(s), ""))
	return string(r[max(0, len(r)-40):])
}
