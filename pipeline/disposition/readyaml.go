package disposition

import (
	"fmt"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"
)

// The template as YAML, by the keys that tools for ISO's comment sheets give it.
type (
	sheetFile struct {
		Version  string         `yaml:"version"`
		Date     string         `yaml:"date"`
		Document string         `yaml:"document"`
		Project  string         `yaml:"project"`
		Stage    string         `yaml:"stage"`
		Comments []sheetComment `yaml:"comments"`
	}
	sheetComment struct {
		yamlfile.Pos `yaml:"-"`
		ID           string      `yaml:"id"`
		Body         string      `yaml:"body"`
		Locality     sheetPlace  `yaml:"locality"`
		Type         string      `yaml:"type"`
		Comments     string      `yaml:"comments"`
		Change       string      `yaml:"proposed_change"`
		Observations string      `yaml:"observations"`
		GitHub       sheetGitHub `yaml:"github"`
	}
	sheetPlace struct {
		Line    string `yaml:"line_number"`
		Clause  string `yaml:"clause"`
		Element string `yaml:"element"`
	}
	// sheetGitHub is known so that a file with it can be read; it is not kept.
	sheetGitHub struct {
		Number  int    `yaml:"issue_number"`
		URL     string `yaml:"issue_url"`
		Status  string `yaml:"status"`
		Created string `yaml:"created_at"`
		Updated string `yaml:"updated_at"`
	}
)

// yaml reads the template as YAML.
func (c *collector) yaml(data []byte) {
	if len(data) > mostYAML {
		c.report(finding.Finding{
			Severity: finding.Error, Kind: "too-large", Found: fmt.Sprintf("%d MB", len(data)>>20), Expected: fmt.Sprintf("at most %d MB", mostYAML>>20),
			Message: "this file is larger than a table of comments can be", Do: "Divide it into several files.",
		})
		return
	}
	var in sheetFile
	for _, f := range yamlfile.Decode(c.file, data, &in) {
		c.report(f)
	}
	if len(in.Comments) == 0 && len(c.findings) == 0 {
		c.report(finding.Finding{Severity: finding.Error, Kind: "no-comments", Line: 1, Expected: "a key comments with a list", Message: "this file holds no comments"})
	}
	var cols columns
	for i := range cols {
		cols[i] = i
	}
	for _, m := range in.Comments {
		cells := make([]string, colCount)
		cells[colBody], cells[colLine], cells[colClause], cells[colElement] = m.Body, m.Locality.Line, m.Locality.Clause, m.Locality.Element
		cells[colType], cells[colComment], cells[colChange], cells[colObservation] = m.Type, m.Comments, m.Change, m.Observations
		if cells[colID] = m.ID; strings.TrimSpace(m.Body) == "" {
			_, cells[colBody] = who(m.ID)
			if cells[colBody] == m.ID {
				cells[colBody] = ""
			}
		}
		c.add(cols, record{line: m.Line, cells: cells})
	}
}
