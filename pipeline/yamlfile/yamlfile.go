// Package yamlfile reads YAML files strictly into plain structs: an unknown
// key, a key given twice, or a value of the wrong form is a finding with file,
// line and column and the nearest key that would be right. It imports nothing
// of concord but finding.
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/pipeline/finding"

	"go.yaml.in/yaml/v4"
)

// Pos is the place of a mapping in its file. A struct that embeds it (tagged
// yaml:"-") is given its place by Decode.
type Pos struct {
	// Line and Column count from 1.
	Line, Column int
	// keys holds the place of each key's value, by the key's name.
	keys map[string][2]int
}

// At gives the line and column of a key's value, or of the mapping itself where
// it has no such key.
func (p Pos) At(key string) (line, column int) {
	if at, ok := p.keys[key]; ok {
		return at[0], at[1]
	}
	return p.Line, p.Column
}

// Has tells whether the file gives the key at all.
func (p Pos) Has(key string) bool { _, ok := p.keys[key]; return ok }

func (p *Pos) place() *Pos { return p }

type placed interface{ place() *Pos }

// Scalar is a type that a plain value stands for in a file beside its mapping:
// FromScalar sets it from the value's text.
type Scalar interface{ FromScalar(text string) }

// List is a type that a list stands for in a file beside its mapping: the list
// is then the value of the key that ListKey names.
type List interface{ ListKey() string }

// Decode reads the YAML text data of the named file into out, a pointer to a
// struct. What cannot be read is left at its zero value and reported; the
// findings are all of severity Error, in the file's order.
func Decode(file string, data []byte, out any) []finding.Finding {
	d := decoder{file: file}
	if at, bad := notUTF8(data); bad {
		d.report("not-utf8", at, "", "UTF-8", "this file is not written in UTF-8: the character here cannot be read",
			"Save it again as UTF-8; older programs for Windows call their own encoding ANSI.")
		return d.findings
	}
	root, err := parse(data)
	if err != nil {
		d.report("not-yaml", position(err), "", "", "this file is not YAML that can be read: "+reason(err),
			"Look at that line and the one before it: indentation, a missing colon or an unclosed quotation mark are the usual causes.")
		return d.findings
	}
	if root == nil {
		d.report("empty-file", [2]int{1, 1}, "", "a list of keys and values", "this file is empty", "")
		return d.findings
	}
	d.into(root, reflect.ValueOf(out).Elem(), "")
	return d.findings
}

// notUTF8 tells whether a file is not UTF-8 (nor UTF-16 with its mark, which the
// library reads), and where its first character stands that is not.
func notUTF8(data []byte) (at [2]int, bad bool) {
	if utf8.Valid(data) || bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return at, false
	}
	line, column := 1, 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
		data = data[size:]
	}
	return [2]int{line, column}, true
}

// parse gives the one document of a file, nil when it holds none.
func parse(data []byte) (root *yaml.Node, err error) {
	// The library is outside our control and the text is untrusted.
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("%v", r)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	var second yaml.Node
	if err := dec.Decode(&second); err == nil {
		return nil, fmt.Errorf("line %d: a second document begins here; one file holds one", second.Line)
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return doc.Content[0], nil
}

var lineOf = regexp.MustCompile(`line (\d+)`)

func position(err error) [2]int {
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1])
		return [2]int{n, 1}
	}
	return [2]int{1, 1}
}

func reason(err error) string {
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	return strings.TrimSpace(lineOf.ReplaceAllString(strings.TrimPrefix(s, "while parsing a block mapping "), "line $1"))
}

type decoder struct {
	file     string
	findings []finding.Finding
	depth    int
	values   int
}

func (d *decoder) report(kind string, at [2]int, found, expected, message, do string) {
	d.findings = append(d.findings, finding.Finding{
		Severity: finding.Error, Kind: kind, File: d.file, Line: at[0], Column: at[1],
		Found: found, Expected: expected, Message: message, Do: do,
	})
}

// maxDepth bounds nesting, so that a file made to nest without end, or an alias
// to itself, cannot exhaust the stack.
const maxDepth = 64

// maxValues bounds how many values are read, since aliases of aliases can make
// a short file stand for more than any memory holds.
const maxValues = 1_000_000

func (d *decoder) into(n *yaml.Node, v reflect.Value, key string) {
	d.depth++
	defer func() { d.depth-- }()
	if d.depth > maxDepth {
		d.report("too-deep", [2]int{n.Line, n.Column}, "", "", "this is nested too deeply to be read", "")
		return
	}
	if d.values++; d.values > maxValues {
		if d.values == maxValues+1 {
			d.report("too-large", [2]int{n.Line, n.Column}, "", "", fmt.Sprintf("this file stands for more than %d values", maxValues), "Aliases (*name) that hold aliases are the usual cause.")
		}
		return
	}
	if n.Kind == yaml.AliasNode {
		if n.Alias == nil {
			return
		}
		n = n.Alias
	}
	if v.Kind() == reflect.Pointer {
		if isNull(n) {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		d.into(n, v.Elem(), key)
		return
	}
	if isNull(n) {
		return // "key:" with nothing after it means that it is not given
	}
	at := [2]int{n.Line, n.Column}
	switch v.Kind() {
	case reflect.Struct:
		if s, ok := v.Addr().Interface().(Scalar); ok && n.Kind == yaml.ScalarNode {
			d.place(n, v)
			s.FromScalar(n.Value)
			return
		}
		if l, ok := v.Addr().Interface().(List); ok && n.Kind == yaml.SequenceNode {
			d.place(n, v)
			d.into(n, v.Field(fieldsOf(v.Type())[l.ListKey()]), key)
			return
		}
		d.structure(n, v, key)
	case reflect.Map:
		d.mapping(n, v, key)
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			d.wrong(n, key, "a list")
			return
		}
		out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
		for i, c := range n.Content {
			if e := out.Index(i); e.Kind() == reflect.Struct && isNull(c) {
				d.place(c, e) // an element with nothing in it is there all the same
			}
			d.into(c, out.Index(i), key)
		}
		v.Set(out)
	case reflect.String:
		if n.Kind != yaml.ScalarNode {
			d.wrong(n, key, "one value, not a list or a mapping")
			return
		}
		v.SetString(n.Value)
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if n.Kind != yaml.ScalarNode || err != nil {
			d.wrong(n, key, "a whole number")
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(n.Value, 64)
		if n.Kind != yaml.ScalarNode || err != nil || f != f || f > 1e300 || f < -1e300 {
			d.wrong(n, key, "a number")
			return
		}
		v.SetFloat(f)
	case reflect.Bool:
		if n.Kind != yaml.ScalarNode || (n.Value != "true" && n.Value != "false") {
			d.wrong(n, key, "true or false")
			return
		}
		v.SetBool(n.Value == "true")
	default:
		d.report("program", at, "", "", fmt.Sprintf("no rule to read a %s", v.Kind()), "")
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func (d *decoder) wrong(n *yaml.Node, key, want string) {
	found := n.Value
	switch n.Kind {
	case yaml.SequenceNode:
		found = "a list"
	case yaml.MappingNode:
		found = "a mapping"
	}
	d.report("wrong-form", [2]int{n.Line, n.Column}, found, want, fmt.Sprintf("%q is not in the form it must have", key), "")
}

// place gives a struct that embeds Pos its place, and those of its keys.
func (d *decoder) place(n *yaml.Node, v reflect.Value) {
	p, ok := v.Addr().Interface().(placed)
	if !ok {
		return
	}
	pos := p.place()
	pos.Line, pos.Column = n.Line, n.Column
	if n.Kind != yaml.MappingNode {
		return
	}
	pos.keys = make(map[string][2]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		pos.keys[n.Content[i].Value] = [2]int{n.Content[i+1].Line, n.Content[i+1].Column}
	}
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, key string) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, key, "keys with values: "+strings.Join(Keys(v.Type()), ", "))
		return
	}
	d.place(n, v)
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		at := [2]int{k.Line, k.Column}
		index, ok := fields[k.Value]
		switch {
		case !ok:
			d.report("unknown-key", at, k.Value, "", "there is no such key here", finding.DidYouMean(k.Value, Keys(v.Type())))
		case seen[k.Value]:
			d.report("key-twice", at, k.Value, "each key once", "this key is given twice", "Take one of them out.")
		default:
			seen[k.Value] = true
			d.into(value, v.Field(index), k.Value)
		}
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, key string) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, key, "names with values")
		return
	}
	m := reflect.MakeMap(v.Type())
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		name := reflect.ValueOf(k.Value).Convert(v.Type().Key())
		if m.MapIndex(name).IsValid() {
			d.report("key-twice", [2]int{k.Line, k.Column}, k.Value, "each name once", "this name is given twice", "Take one of them out.")
			continue
		}
		element := reflect.New(v.Type().Elem()).Elem()
		d.into(value, element, k.Value)
		m.SetMapIndex(name, element)
	}
	v.Set(m)
}

// fieldsOf gives the index of each field by its key in the file.
func fieldsOf(t reflect.Type) map[string]int {
	out := map[string]int{}
	for i := range t.NumField() {
		if key := keyOf(t.Field(i)); key != "" {
			out[key] = i
		}
	}
	return out
}

func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if key == "-" || !f.IsExported() {
		return ""
	}
	return key
}

// Keys gives the keys that a struct type reads from a file, sorted.
func Keys(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if key := keyOf(t.Field(i)); key != "" {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}
