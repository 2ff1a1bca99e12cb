package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// directFields says what each text of a skill becomes. In the published file
// (DIRECT, June 2025) two of the names have changed places: "description" holds
// examples of tools and methods, and "tools_languages_methods_behaviours" the
// sentence that describes the ability. What the texts say decides.
var directFields = map[string]func(item *frameworks.Item, text string){
	"tools_languages_methods_behaviours": func(item *frameworks.Item, text string) { item.Statement = text },
	"description":                        func(item *frameworks.Item, text string) { item.Notes = text },
	"training_resources": func(item *frameworks.Item, text string) {
		if text != "" {
			item.Sources = []string{text}
		}
	},
}

var directNames = []string{"description", "tools_languages_methods_behaviours", "training_resources"}

var directKinds = []frameworks.Kind{
	{ID: "domain", Label: "Domain"}, {ID: "competency", Label: "Competency"}, {ID: "skill", Label: "Skill"},
}

// readDirect reads the layout "direct".
func readDirect(file string, data []byte) (*frameworks.Framework, []finding.Finding) {
	s := &source{file: file}
	text := s.decode(data)
	if s.failed() {
		return s.refuse()
	}
	d := direct{source: s, text: []byte(strings.TrimPrefix(text, "\ufeff"))}
	d.dec = json.NewDecoder(bytes.NewReader(d.text))
	f := &frameworks.Framework{
		Title: "DIRECT digital research competencies framework", Language: "en", Wording: "official", Kinds: directKinds,
	}
	if first := bytes.TrimSpace(d.text)[0]; first != '{' {
		s.fail("unknown-layout", d.lineOf(bytes.IndexByte(d.text, first)), firstWords(string(d.text[:min(len(d.text), 200)])), `JSON that begins with "{"`,
			"this file is not a JSON object of domains", "")
		return s.refuse()
	}
	if d.isCASE() {
		s.fail("unknown-layout", 1, "CFDocument", "an object of domains", "this file is a CASE package", "Read it with the format case.")
		return s.refuse()
	}
	err := d.object("", 0, &f.Items)
	if err == nil && len(f.Items) == 0 {
		s.fail("unknown-layout", 1, "{}", "an object of domains", "this file holds no domains", "")
	}
	if err == nil {
		if _, after := d.dec.Token(); !errors.Is(after, io.EOF) {
			s.fail("not-json", d.line(), "", "the end of the file", "something stands after the JSON's last bracket", "")
		}
	} else if !errors.Is(err, errStop) {
		d.syntax(err)
	}
	if s.failed() {
		return s.refuse()
	}
	if d.trimmed > 0 {
		s.note("spaces-trimmed", d.trimmedAt, d.trimmed, "spaces at the ends of this text were taken out", "")
	}
	s.note("fields-changed-places", 0, 0, "the statement was taken from tools_languages_methods_behaviours and the notes from description, since the file's names for the two have changed places", "")
	return s.settle(f)
}

type direct struct {
	*source
	text               []byte
	dec                *json.Decoder
	trimmed, trimmedAt int
	// counted is how much of the text lineOf has counted, and lines how many line
	// ends were in it.
	counted, lines int
}

// isCASE tells whether the file has the names of a CASE package at its head.
func (d *direct) isCASE() bool {
	head := d.text[:min(len(d.text), 4000)]
	return bytes.Contains(head, []byte(`"CFDocument"`)) || bytes.Contains(head, []byte(`"CFPackage"`)) || bytes.Contains(head, []byte(`"CFItems"`))
}

// errStop says that a finding tells already why reading ended.
var errStop = errors.New("stopped")

// maxMisfits is how many values of the wrong form are told before reading ends.
const maxMisfits = 20

// line gives the line that the decoder stands at.
func (d *direct) line() int { return d.lineOf(int(d.dec.InputOffset())) }

// lineOf gives the line of an offset; the offsets asked for mostly grow.
func (d *direct) lineOf(offset int) int {
	offset = min(max(offset, 0), len(d.text))
	if offset < d.counted {
		return 1 + bytes.Count(d.text[:offset], []byte("\n"))
	}
	d.lines += bytes.Count(d.text[d.counted:offset], []byte("\n"))
	d.counted = offset
	return 1 + d.lines
}

// object reads the members of one object as items, in the file's order. Depth 0
// holds domains, 1 competencies, 2 skills.
func (d *direct) object(pointer string, depth int, into *[]frameworks.Item) error {
	if _, err := d.dec.Token(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for d.dec.More() {
		token, err := d.dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		place := pointer + "/" + escapePointer.Replace(name)
		item := frameworks.Item{Pos: yamlfile.Pos{Line: d.line(), Column: 1}, Kind: directKinds[depth].ID, Title: spaced(name)}
		if seen[name] {
			d.misfit("name-twice", place, "each name once", "this name stands in the same object twice")
		}
		seen[name] = true
		if item.Title == "" {
			d.misfit("name-missing", place, "the name of a "+directKinds[depth].ID, "this name is empty")
		}
		form, err := d.form()
		if err != nil {
			return err
		}
		switch {
		case form != "an object":
			if err := d.skip(); err != nil {
				return err
			}
			d.misfit("wrong-form", place, "an object, for a "+directKinds[depth].ID, "this is "+form)
		case depth == 2:
			err = d.skill(place, &item)
		default:
			err = d.object(place, depth+1, &item.Items)
			if err == nil && len(item.Items) == 0 {
				d.misfit("nothing-below", place, "a "+directKinds[depth+1].ID+" below it", "this "+directKinds[depth].ID+" holds nothing")
			}
		}
		if err != nil {
			return err
		}
		*into = append(*into, item)
		if len(finding.Errors(d.findings)) >= maxMisfits {
			return errStop
		}
	}
	_, err := d.dec.Token()
	return err
}

// skill reads the texts of a skill.
func (d *direct) skill(pointer string, item *frameworks.Item) error {
	if _, err := d.dec.Token(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for d.dec.More() {
		token, err := d.dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		place := pointer + "/" + escapePointer.Replace(name)
		form, err := d.form()
		if err != nil {
			return err
		}
		set := directFields[name]
		if form != "a text" {
			if err := d.skip(); err != nil {
				return err
			}
			d.misfit("wrong-form", place, "a text", "this is "+form)
		} else {
			value, err := d.dec.Token()
			if err != nil {
				return err
			}
			text, _ := value.(string)
			if strings.TrimSpace(text) != text && d.trimmed == 0 {
				d.trimmedAt = d.line()
			}
			if strings.TrimSpace(text) != text {
				d.trimmed++
			}
			if set != nil {
				set(item, strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
			}
		}
		if set == nil {
			d.misfit("unknown-field", place, "one of "+strings.Join(directNames, ", "), "a skill has no such text")
		} else if seen[name] {
			d.misfit("name-twice", place, "each name once", "this name stands in the same object twice")
		}
		seen[name] = true
		if len(finding.Errors(d.findings)) >= maxMisfits {
			return errStop
		}
	}
	for _, name := range directNames {
		if !seen[name] {
			d.misfit("field-missing", pointer, name, "this skill is without one of its three texts")
		}
	}
	_, err := d.dec.Token()
	return err
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

// form says of what form the next value is, without reading it.
func (d *direct) form() (string, error) {
	for i := int(d.dec.InputOffset()); i < len(d.text); i++ {
		switch d.text[i] {
		case ' ', '\t', '\n', '\r', ':', ',':
			continue
		case '{':
			return "an object", nil
		case '[':
			return "a list", nil
		case '"':
			return "a text", nil
		case 'n':
			return "null", nil
		case 't', 'f':
			return "true or false", nil
		}
		return "a number", nil
	}
	return "", io.ErrUnexpectedEOF
}

// skip leaves out the next value, whatever it is.
func (d *direct) skip() error {
	var value json.RawMessage
	return d.dec.Decode(&value)
}

func (d *direct) misfit(kind, pointer, expected, message string) {
	d.add(finding.Finding{
		Severity: finding.Error, Kind: kind, Line: d.line(), Cell: firstWords(pointer), Expected: expected, Message: message,
		Do: "The layout is domains, in each competencies, in each skills, in each three texts.",
	})
}

// syntax reports where the text stops being JSON.
func (d *direct) syntax(err error) {
	offset := int(d.dec.InputOffset())
	var bad *json.SyntaxError
	if errors.As(err, &bad) {
		offset = int(bad.Offset) - 1
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || offset >= len(d.text) {
		d.fail("not-json", d.lineOf(len(d.text)), "", "the brackets that close what was opened", "the file ends in the middle of the JSON", "Look whether the copy is whole.")
		return
	}
	offset = max(offset, 0)
	start := bytes.LastIndexByte(d.text[:offset], '\n') + 1
	d.add(finding.Finding{
		Severity: finding.Error, Kind: "not-json", Line: d.lineOf(offset), Column: 1 + len([]rune(string(d.text[start:offset]))),
		Found: firstWords(string(d.text[offset:min(len(d.text), offset+40)])), Message: fmt.Sprintf("this is not JSON that can be read: %s", err),
		Do: "Look there and just before: a missing comma, bracket or quotation mark is the usual cause.",
	})
}
