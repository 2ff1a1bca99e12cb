package theme

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"

	"go.yaml.in/yaml/v4"
)

// Operations are the changes that a Proposal can make to a framework.
var Operations = []string{"add", "reword", "rename", "move", "split", "merge", "level", "retire"}

// idForm is how a theme's id may look: it stands in file names, in columns and
// on the command line.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

const idExpected = "letters, digits, hyphens, full stops and underscores, 64 at most, beginning with a letter or a digit"

// ReadCodebook reads a codebook from the YAML text of the named file and checks
// it: every id once and well formed, every theme named, every parent there and
// none its own ancestor, every rule readable, every operation known, a history
// that can be followed (see Change). Findings
// come in the file's order, each at its line and column; errors mean that the
// codebook must not be used, although what could be read of it is given. A theme
// without rules and without themes below it is a warning.
func ReadCodebook(file string, data []byte) (*Codebook, []finding.Finding) {
	cb := &Codebook{}
	found := yamlfile.Decode(file, data, cb)
	for _, f := range found {
		if f.Kind == "not-yaml" || f.Kind == "empty-file" {
			return cb, found
		}
	}
	c := codebookCheck{file: file, cb: cb, places: placesOf(data), findings: found}
	for i := range cb.Themes {
		// A list item that says nothing has been given no place.
		if pos := &cb.Themes[i].Pos; pos.Line == 0 && i < len(c.places) {
			pos.Line, pos.Column = c.places[i].line, c.places[i].column
		}
	}
	c.head()
	c.all()
	c.history()
	finding.Sort(c.findings)
	return cb, c.findings
}

// all checks the themes.
func (c *codebookCheck) all() {
	c.ids()
	c.parents()
	for i := range c.cb.Themes {
		c.theme(i)
	}
}

type codebookCheck struct {
	file     string
	cb       *Codebook
	table    *tablePlaces // where the codebook is a table
	places   []themePlaces
	findings []finding.Finding
	// first holds the first theme of each id, in lower case; children the
	// number of themes whose parent it is.
	first    map[string]int
	children map[string]int
}

// place is where a value stands: line and column of a file, or line and cell of
// a table.
type place struct {
	line, column int
	cell         string
}

// at gives the place of a key's value.
func (c *codebookCheck) at(pos yamlfile.Pos, key string) place {
	if c.table != nil {
		return place{line: pos.Line, cell: c.table.cell(pos.Line, key)}
	}
	line, column := pos.At(key)
	return place{line: line, column: column}
}

func (c *codebookCheck) add(severity finding.Severity, kind string, at place, found, expected, message, do string) {
	c.findings = append(c.findings, finding.Finding{
		Severity: severity, Kind: kind, File: c.file, Line: at.line, Column: at.column, Cell: at.cell,
		Found: found, Expected: expected, Message: message, Do: do,
	})
}

func (c *codebookCheck) head() {
	cb := c.cb
	if message, do := languageSaid(baseLanguage(cb.Language)); message != "" {
		c.add(finding.Warning, "language", c.at(cb.Pos, "language"), cb.Language, "", message, do)
	}
	if len(cb.Themes) == 0 && (!cb.Has("themes") || !c.has("wrong-form")) {
		at := c.at(cb.Pos, "themes")
		c.add(finding.Error, "no-themes", at, "", "themes: and a list, each with id, name and rules",
			"this codebook has no themes", "")
	}
}

func (c *codebookCheck) has(kind string) bool {
	return slices.ContainsFunc(c.findings, func(f finding.Finding) bool { return f.Kind == kind })
}

func (c *codebookCheck) ids() {
	c.first, c.children = map[string]int{}, map[string]int{}
	for i := range c.cb.Themes {
		th := &c.cb.Themes[i]
		at := c.at(th.Pos, "id")
		low := strings.ToLower(th.ID)
		prior, taken := c.first[low]
		switch {
		case th.ID == "":
			c.add(finding.Error, "no-id", at, "", "id: and a short name", "this theme has no id", "")
			continue
		case !idForm.MatchString(th.ID):
			c.add(finding.Error, "id-form", at, th.ID, idExpected, "this is not an id that can be used", "")
		case taken:
			c.add(finding.Error, "id-twice", at, th.ID, "each id once, capitals not counting",
				"another theme has this id, "+c.lineOf(prior), "Give one of the two another id.")
		}
		if !taken {
			c.first[low] = i
		}
		if th.Parent != "" {
			c.children[th.Parent]++
		}
	}
}

// lineOf says where a theme stands.
func (c *codebookCheck) lineOf(theme int) string {
	line := c.cb.Themes[theme].Line
	if c.table != nil {
		return fmt.Sprintf("in row %d", c.table.rows[line])
	}
	return fmt.Sprintf("on line %d", line)
}

func (c *codebookCheck) parents() {
	// state: 0 not looked at, 1 on the way up from the theme in hand, 2 done.
	state := make([]uint8, len(c.cb.Themes))
	for i := range c.cb.Themes {
		th := &c.cb.Themes[i]
		at := c.at(th.Pos, "parent")
		if th.Parent != "" {
			if _, ok := c.byID(th.Parent); !ok {
				c.add(finding.Error, "no-such-parent", at, th.Parent, "the id of another theme of this codebook",
					"no theme has this id", finding.DidYouMean(th.Parent, c.knownIDs()))
			}
		}
		var way []int
		for at := i; ; {
			if state[at] == 1 {
				loop := way[slices.Index(way, at):]
				names := make([]string, 0, len(loop)+1)
				for _, k := range append(slices.Clone(loop), at) {
					names = append(names, c.cb.Themes[k].ID)
				}
				at := c.at(c.cb.Themes[at].Pos, "parent")
				c.add(finding.Error, "parent-cycle", at, strings.Join(names, " > "), "",
					"this theme is above itself", "Take the parent out of one of these themes.")
				break
			}
			if state[at] == 2 {
				break
			}
			state[at] = 1
			way = append(way, at)
			up, ok := c.byID(c.cb.Themes[at].Parent)
			if !ok {
				break
			}
			at = up
		}
		for _, k := range way {
			state[k] = 2
		}
	}
}

func (c *codebookCheck) byID(id string) (int, bool) {
	if id == "" {
		return 0, false
	}
	i, ok := c.first[strings.ToLower(id)]
	return i, ok && c.cb.Themes[i].ID == id
}

// knownIDs gives ids to advise with; more than a few hundred would make a file
// full of faults slow to read.
func (c *codebookCheck) knownIDs() []string {
	var out []string
	for _, th := range c.cb.Themes[:min(len(c.cb.Themes), 300)] {
		if th.ID != "" {
			out = append(out, th.ID)
		}
	}
	return out
}

// stances are those that a theme can have of itself.
var stances = []Stance{Asks, Objects, Satisfied}

func (c *codebookCheck) theme(i int) {
	th := &c.cb.Themes[i]
	var places themePlaces
	if i < len(c.places) {
		places = c.places[i]
	}
	if strings.TrimSpace(th.Name) == "" {
		at := c.at(th.Pos, "name")
		c.add(finding.Error, "no-name", at, "", "name: and a few words", fmt.Sprintf("theme %q has no name", th.ID), "")
	}
	if len(th.Rules) == 0 && c.children[th.ID] == 0 && (c.table == nil || c.cb.columns["rules"]) {
		at := c.at(th.Pos, "rules")
		c.add(finding.Warning, "finds-nothing", at, "", "rules: and a list of words to look for",
			fmt.Sprintf("theme %q has no rules and no themes below it: it will find nothing", th.ID), "")
	}
	c.rules(th, "rules", th.Rules, places.rules)
	c.rules(th, "except", th.Except, places.except)
	if th.Stance != "" && !slices.Contains(stances, th.Stance) {
		at := c.at(th.Pos, "stance")
		c.add(finding.Error, "unknown-stance", at, string(th.Stance), "asks, objects or satisfied", "there is no such stance",
			finding.DidYouMean(string(th.Stance), []string{string(Asks), string(Objects), string(Satisfied)}))
	}
	for _, q := range th.Questions {
		if strings.TrimSpace(q) == "" {
			c.add(finding.Error, "no-question", c.at(th.Pos, "questions"), q, "the id of a question", "this names no question", "Take it out.")
		}
	}
	for k := range th.Propose {
		p := &th.Propose[k]
		at := c.at(p.Pos, "operation")
		switch {
		case p.Operation == "":
			c.add(finding.Error, "no-operation", at, "", strings.Join(Operations, ", "), "this proposal does not say what it does", "")
		case !slices.Contains(Operations, p.Operation):
			c.add(finding.Error, "unknown-operation", at, p.Operation, strings.Join(Operations, ", "),
				"there is no such operation", finding.DidYouMean(p.Operation, Operations))
		}
	}
}

func (c *codebookCheck) rules(th *Theme, key string, rules []string, at [][2]int) {
	seen := map[string]bool{}
	for k, text := range rules {
		where := c.at(th.Pos, key)
		if k < len(at) {
			where = place{line: at[k][0], column: at[k][1]}
		}
		rule, err := ParseRule(text)
		var wrong *RuleError
		if errors.As(err, &wrong) {
			place := fmt.Sprintf("at character %d of the rule", wrong.At)
			if wrong.Found == "" {
				place = fmt.Sprintf("the rule ends at character %d", wrong.At)
			} else if wrong.Found != text {
				place += " stands " + finding.Quote(wrong.Found)
			}
			do := ""
			if c.table != nil && strings.HasPrefix(text, "#") {
				do = "Where a spreadsheet took a rule such as =word for a formula, write an apostrophe before it."
			}
			c.add(finding.Error, "rule", where, text, wrong.Expected, wrong.Message+": "+place, do)
			continue
		}
		if same := rule.String(); seen[same] {
			c.add(finding.Warning, "rule-twice", where, text, "", "this theme has the same rule twice", "Take one of them out.")
		} else {
			seen[same] = true
		}
	}
}

// themePlaces holds the line and column of one theme and of each of its rules.
type themePlaces struct {
	line, column  int
	rules, except [][2]int
}

// placesOf finds where the rules of each theme stand. Decode keeps the places
// of mappings and their keys, and a rule is neither.
func placesOf(data []byte) (out []themePlaces) {
	// The text is untrusted and the library outside our control; without places
	// the findings stand at the list of rules.
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	var doc yaml.Node
	if yaml.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &doc) != nil || len(doc.Content) == 0 {
		return nil
	}
	themes := valueOf(doc.Content[0], "themes")
	if themes == nil || themes.Kind != yaml.SequenceNode {
		return nil
	}
	for _, n := range themes.Content {
		out = append(out, themePlaces{n.Line, n.Column, places(valueOf(n, "rules")), places(valueOf(n, "except"))})
	}
	return out
}

func places(list *yaml.Node) [][2]int {
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	out := make([][2]int, len(list.Content))
	for i, n := range list.Content {
		out[i] = [2]int{n.Line, n.Column}
	}
	return out
}

// valueOf gives the value of a key of a mapping, nil where there is none.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	n = aliased(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return aliased(n.Content[i+1])
		}
	}
	return nil
}

func aliased(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// CheckQuestions gives an error for each place where a theme names a question
// that is not among known: the ids of the survey's text questions and of the
// focus groups. What a question is about, "comment" or "suggested-edit", is always
// known. Findings have no file.
func (cb *Codebook) CheckQuestions(known []string) []finding.Finding {
	names := map[string]bool{aboutComment: true, aboutEdit: true}
	for _, k := range known {
		names[k] = true
	}
	advice := append([]string{aboutComment, aboutEdit}, known[:min(len(known), 300)]...)
	var out []finding.Finding
	for i := range cb.Themes {
		th := &cb.Themes[i]
		for _, q := range th.Questions {
			if !names[q] {
				line, column := th.At("questions")
				out = append(out, finding.Finding{
					Severity: finding.Error, Kind: "no-such-question", Line: line, Column: column, Found: q, Expected: "the id of a question with free text or of a focus group, comment, or suggested-edit",
					Message: fmt.Sprintf("theme %q is to be looked for in the answers to a question that there is not", th.ID), Do: finding.DidYouMean(q, advice),
				})
			}
		}
	}
	return out
}
