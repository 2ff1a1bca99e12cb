package evidence

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/textfile"
	"concord/pipeline/yamlfile"
)

// Read gives the register that the YAML text data of the named file holds, and
// everything that is wrong with it, in the file's order, each at its line and
// column. It is fit for use only where no finding is of severity Error.
func Read(file string, data []byte) (Register, []finding.Finding) {
	reg := Register{File: file}
	if is := textfile.NotText(data); is != "" {
		return reg, []finding.Finding{{
			Severity: finding.Error, Kind: "not-text", File: file, Line: 1, Found: is, Expected: "a register in YAML",
			Message: "this file is no evidence register", Do: "Make one from the text of an evidence brief: concord evidence import FILE --out REGISTER.yaml",
		}}
	}
	findings := yamlfile.Decode(file, data, &reg)
	for i := range reg.Entries {
		e := &reg.Entries[i]
		if len(e.Authors) == 0 {
			e.Authors = nil
		}
		// A block of text ends with a line end that is none of its own.
		e.Abstract, e.Summary = strings.TrimRight(e.Abstract, "\n"), strings.TrimRight(e.Summary, "\n")
	}
	if len(findings) > 0 {
		return reg, findings // what was not read would be reported again as missing
	}
	c := checker{file: file}
	c.register(&reg)
	c.findings = append(c.findings, repeated(file, reg.Entries)...)
	finding.Sort(c.findings)
	return reg, c.findings
}

type checker struct {
	file     string
	findings []finding.Finding
}

func (c *checker) add(severity finding.Severity, kind string, at yamlfile.Pos, key, found, expected, message, do string) {
	line, column := at.At(key) // 0 in a file of nothing but "null"
	c.findings = append(c.findings, finding.Finding{
		Severity: severity, Kind: kind, File: c.file, Line: max(line, 1), Column: column, Found: found, Expected: expected, Message: message, Do: do,
	})
}

func (c *checker) register(reg *Register) {
	if len(reg.Entries) == 0 {
		c.add(finding.Error, "no-entries", reg.Pos, "entries", "", "entries: and a list, each with id, title and what else is known", "this register has no entries", "")
	}
	lines := map[string]int{}
	for i := range reg.Entries {
		e := &reg.Entries[i]
		switch first, taken := lines[e.ID]; {
		case e.ID == "":
			c.add(finding.Error, "no-id", e.Pos, "id", "", "id: and a short name such as green-2014-therapist", "this entry has no id", "")
		case !idForm.MatchString(e.ID):
			c.add(finding.Error, "id-form", e.Pos, "id", e.ID, IDForm, "this is not an id that can be used", "")
		case taken:
			c.add(finding.Error, "id-twice", e.Pos, "id", e.ID, "each id once", fmt.Sprintf("another entry has this id, on line %d", first), "Give one of the two another id.")
		default:
			lines[e.ID] = e.Line
		}
		c.entry(e)
	}
}

func (c *checker) entry(e *Entry) {
	if strings.TrimSpace(e.Title) == "" {
		c.add(finding.Error, "no-title", e.Pos, "title", "", "title: and the title", "this entry has no title", "")
	}
	if e.Year != 0 && (e.Year < 1500 || e.Year > 2200) {
		c.add(finding.Error, "year", e.Pos, "year", fmt.Sprint(e.Year), "a year in four digits, or none", "this is no year of publication", "")
	}
	if e.URL != "" && !webAddress(e.URL) {
		c.add(finding.Error, "url", e.Pos, "url", e.URL, "an address that begins with https:// or http://", "this is no address of a page", "")
	}
	// Other types are allowed; one letter off is a slip.
	if e.Type != "" && len(e.Type) < 100 && !slices.Contains(Types, e.Type) && finding.Nearest(e.Type, Types) != "" {
		c.add(finding.Warning, "type", e.Pos, "type", e.Type, "", "this type is not one of those that concord knows", finding.DidYouMean(e.Type, Types))
	}
	for _, name := range e.Authors {
		if strings.TrimSpace(name) == "" {
			c.add(finding.Error, "no-author", e.Pos, "authors", "", "a name", "one of the authors has no name", "")
		}
	}
}

// repeated warns of entries on the same publication: same title, same first
// author or publisher, same year.
func repeated(file string, entries []Entry) (out []finding.Finding) {
	first := map[string]int{}
	for i := range entries {
		e := &entries[i]
		key := e.sameWork()
		if line, ok := first[key]; ok && e.Title != "" {
			out = append(out, finding.Finding{
				Severity: finding.Warning, Kind: "entry-twice", File: file, Line: e.Line, Column: e.Column, Found: e.Title,
				Message: fmt.Sprintf("this entry stands in the list already, on line %d", line), Do: "Take one of them out, or its words count twice.",
			})
			continue
		}
		first[key] = e.Line
	}
	return out
}
