package qda

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"concord/pipeline/finding"
	"concord/pipeline/theme"

	"github.com/google/uuid"
)

// Machine is the coder that the machine is, in theme.Coding and as a user.
const Machine = "concord"

// Consultation is what a project is made of.
type Consultation struct {
	// Name must stay the same from one export to the next: by it concord knows
	// its answers again when the project comes back.
	Name string
	// Origin is the program and its version.
	Origin string
	// Created is a date and time as XML has them; "" for none.
	Created  string
	Codebook *theme.Codebook
	// Units are all texts in the order in which they are to stand.
	Units []theme.Unit
	// Context are the ids of units that stand in their source for the reader's
	// sake and are not to be coded, such as what a moderator said.
	Context map[string]bool
	Codings []theme.Coding
	// Titles are the wordings of questions and the names of groups, by id.
	Titles map[string]string
	// Variables are what is known of people, and People the people with a value
	// for each variable in that order, "" for none. People who wrote and are not
	// in the list become cases too.
	Variables []Variable
	People    []Person
}

// Person is a respondent or a participant.
type Person struct {
	ID     string
	Values []string
}

// The variables that say of a source what concord knows of it.
const (
	varSource   = "concord: source"
	varQuestion = "concord: question"
	varDomain   = "concord: domain"
	varEdit     = "concord: edit"
)

// FromThemes makes a project of a consultation's codebook, texts and codings.
// Each question of the survey and each focus group is one source, with a
// selection for every answer or turn, named after it, and one for every span
// coded; above each answer stands a line with the person's id. People are cases
// that have their answers and their variables, every coder is a user, and so is
// the machine. A source that holds one person's words only has that person's
// variables too, since programs differ in where they look for them. GUIDs of
// variables that have none are made of their names.
//
// Stance, who said it, method and rule of a coding go into a note, one for all codings that
// agree in them. Scores and the words that showed a stance have no place in
// REFI-QDA; a finding says so. Codings of texts or themes that are not there, or
// outside their text, are left out and told of.
func FromThemes(c Consultation) (Project, []finding.Finding) {
	b := &builder{c: c, space: space("project", c.Name)}
	b.p = Project{Name: c.Name, Origin: c.Origin, Created: c.Created}
	if c.Codebook != nil {
		b.p.Codes = codesOf(c.Codebook)
		for _, t := range c.Codebook.Themes {
			b.themes(t.ID)
		}
	}
	b.people()
	b.spread()
	b.sources()
	b.notes()
	return b.p, b.tally.findings()
}

// FromCodebook makes a project that holds the themes of a codebook as codes.
// Definition and the notes for coders become the description. Rules, stances and
// proposals have no place in REFI-QDA.
func FromCodebook(cb *theme.Codebook, origin string) Project {
	return Project{Name: cb.Title, Origin: origin, Codes: codesOf(cb)}
}

// codesOf gives the themes as a tree, in the order of the codebook. A theme whose
// parent is not there, or is below it, stands at the top.
func codesOf(cb *theme.Codebook) []Code {
	at := map[string]int{}
	for i, t := range cb.Themes {
		if _, ok := at[t.ID]; !ok {
			at[t.ID] = i
		}
	}
	below := map[int][]int{}
	for i, t := range cb.Themes {
		parent, ok := at[t.Parent]
		if at[t.ID] != i {
			continue // an id that stands twice
		}
		if t.Parent == "" || !ok || circular(cb, at, i) {
			parent = -1
		}
		below[parent] = append(below[parent], i)
	}
	var tree func(int) []Code
	tree = func(parent int) []Code {
		var out []Code
		for _, i := range below[parent] {
			t := cb.Themes[i]
			out = append(out, Code{
				GUID: codeGUID(cb.ID, t.ID), Name: nameOf(t), Description: description(t), Codable: true, Codes: tree(i),
			})
		}
		return out
	}
	return tree(-1)
}

// circular tells whether the way up from a theme does not end.
func circular(cb *theme.Codebook, at map[string]int, i int) bool {
	for range mostDeep / 2 {
		up, ok := at[cb.Themes[i].Parent]
		if cb.Themes[i].Parent == "" || !ok {
			return false
		}
		i = up
	}
	return true
}

func nameOf(t theme.Theme) string {
	if t.Name == "" {
		return t.ID
	}
	return t.Name
}

const (
	includeMark = "Include: "
	excludeMark = "Exclude: "
)

// description joins what a theme says to human coders; split takes it apart.
func description(t theme.Theme) string {
	var parts []string
	for _, p := range []string{t.Definition, mark(includeMark, t.Include), mark(excludeMark, t.Exclude)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "\n")
}

func mark(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + text
}

func splitDescription(text string) (definition, include, exclude string) {
	if i := strings.LastIndex("\n"+text, "\n"+excludeMark); i >= 0 {
		text, exclude = strings.TrimSuffix(text[:i], "\n"), text[i+len(excludeMark):]
	}
	if i := strings.LastIndex("\n"+text, "\n"+includeMark); i >= 0 {
		text, include = strings.TrimSuffix(text[:i], "\n"), text[i+len(includeMark):]
	}
	return text, include, exclude
}

// builder makes a project.
type builder struct {
	tally
	c     Consultation
	p     Project
	space uuid.UUID
	codes map[string]string // GUID by theme
	cases map[string]int
	users map[string]bool
	note  map[string]string // GUID by text
	texts []string          // of notes, in order
	by    [][]theme.Coding  // by unit
}

func (b *builder) themes(id string) {
	if b.codes == nil {
		b.codes = map[string]string{}
	}
	b.codes[id] = codeGUID(b.c.Codebook.ID, id)
}

func (b *builder) people() {
	b.cases = map[string]int{}
	for _, v := range b.c.Variables {
		if v.GUID == "" {
			v.GUID = named(b.space, "variable", v.Name)
		}
		if v.Type == "" {
			v.Type = "Text"
		}
		b.p.Variables = append(b.p.Variables, v)
	}
	for _, v := range []Variable{
		{Name: varSource, Type: "Text", Description: "survey, or groups for focus groups"}, {Name: varQuestion, Type: "Text", Description: "the id of the question or group"},
		{Name: varDomain, Type: "Text", Description: "the code of the part of the framework that was asked about"},
		{Name: varEdit, Type: "Boolean", Description: "whether people were asked how the text should change"},
	} {
		v.GUID = named(b.space, "variable", v.Name)
		b.p.Variables = append(b.p.Variables, v)
	}
	for _, p := range b.c.People {
		b.person(p.ID)
		at := &b.p.Cases[b.cases[p.ID]]
		at.Values = b.values(p)
	}
}

func (b *builder) values(p Person) []Value {
	var out []Value
	for i, text := range p.Values {
		if text != "" && i < len(b.c.Variables) {
			out = append(out, Value{b.p.Variables[i].GUID, text})
		}
	}
	return out
}

func (b *builder) person(id string) *Case {
	i, ok := b.cases[id]
	if !ok {
		i = len(b.p.Cases)
		b.cases[id] = i
		b.p.Cases = append(b.p.Cases, Case{GUID: named(b.space, "person", id), Name: id})
	}
	return &b.p.Cases[i]
}

// spread puts each coding with its unit, and tells of those that cannot be.
func (b *builder) spread() {
	b.by = make([][]theme.Coding, len(b.c.Units))
	at := make(map[string]int, len(b.c.Units))
	for i, u := range b.c.Units {
		if _, twice := at[u.ID]; twice {
			b.warn("unit-twice", 0, u.ID, "two texts have the same id; only the first is written", "")
			continue
		}
		at[u.ID] = i
	}
	scored := 0
	b.users, b.note = map[string]bool{}, map[string]string{}
	for _, c := range b.c.Codings {
		i, ok := at[c.Unit]
		switch {
		case !ok || b.c.Context[c.Unit]:
			b.warn("no-such-text", 0, c.Unit, "a coding is of a text that is not there to be coded; it is not written", "")
			continue
		case b.codes[c.Theme] == "":
			b.warn("no-such-theme", 0, c.Theme, "a coding is of a theme that is not in the codebook; it is not written", "")
			continue
		case c.Start < 0 || c.End < c.Start || c.End > utf8.RuneCountInString(b.c.Units[i].Text):
			b.warn("span-outside", 0, fmt.Sprintf("%s, from %d to %d", c.Unit, c.Start, c.End), "a coding does not lie within its text; it is not written", "")
			continue
		}
		if c.StanceWords != "" || c.Score != 0 && c.Score != 1 {
			scored++
		}
		b.by[i] = append(b.by[i], c)
	}
	if scored > 0 {
		b.add(finding.Finding{Severity: finding.Note, Kind: "not-written", Count: scored,
			Message: "scores, and the words that showed a stance, have no place in a REFI-QDA project and are not written"})
	}
}

// sources makes a source of each question and group, in the order in which their
// first text comes.
func (b *builder) sources() {
	type key struct{ source, question string }
	var order []key
	units := map[key][]int{}
	seen := make(map[string]bool, len(b.c.Units))
	for i, u := range b.c.Units {
		if seen[u.ID] {
			continue
		}
		seen[u.ID] = true
		k := key{u.Source, u.Question}
		if units[k] == nil {
			order = append(order, k)
		}
		units[k] = append(units[k], i)
	}
	for _, k := range order {
		b.source(k.source, k.question, units[k])
	}
}

func (b *builder) source(kind, question string, units []int) {
	name := b.c.Titles[question]
	if name == "" {
		name = question
	}
	s := Source{GUID: named(b.space, "source", kind+"\x00"+question), Name: name}
	var text strings.Builder
	at := 0
	write := func(part string) {
		text.WriteString(part)
		at += utf8.RuneCountInString(part)
	}
	first := b.c.Units[units[0]]
	if i := slices.IndexFunc(units, func(i int) bool { return !b.c.Context[b.c.Units[i].ID] }); i >= 0 {
		first = b.c.Units[units[i]]
	}
	same, alone := true, !b.c.Context[first.ID]
	for _, i := range units {
		u := b.c.Units[i]
		context := b.c.Context[u.ID]
		same = same && (context || u.Domain == first.Domain)
		alone = alone && (context || u.Person == first.Person)
		who := u.Person
		if who == "" {
			who = u.ID
		}
		write(who + "\n")
		start := at
		write(u.Text)
		if !context {
			b.unit(&s, i, start, at)
		}
		write("\n\n")
	}
	s.Text = plain(text.String())
	variable := func(name, value string) {
		if value != "" {
			s.Values = append(s.Values, Value{named(b.space, "variable", name), value})
		}
	}
	variable(varSource, kind)
	variable(varQuestion, question)
	if same {
		variable(varDomain, first.Domain)
	} else {
		b.add(finding.Finding{Severity: finding.Note, Kind: "not-written", Found: question,
			Message: "the domains of the texts of a question or group differ, and a REFI-QDA project has no place for them"})
	}
	variable(varEdit, strconv.FormatBool(first.Edit))
	if alone && first.Person != "" {
		s.Values = append(s.Values, b.p.Cases[b.cases[first.Person]].Values...)
	}
	b.p.Sources = append(b.p.Sources, s)
}

// unit adds the selection of an answer or turn, which lies from start to end, and
// those of what is coded in it.
func (b *builder) unit(s *Source, i, start, end int) {
	u := b.c.Units[i]
	answer := Selection{GUID: answerGUID(b.p.Name, u.ID), Name: u.ID, Start: start, End: end}
	if u.Person != "" {
		c := b.person(u.Person)
		c.Selections = append(c.Selections, answer.GUID)
	}
	codings := slices.Clone(b.by[i])
	slices.SortStableFunc(codings, func(x, y theme.Coding) int {
		if x.Start != y.Start {
			return x.Start - y.Start
		}
		return x.End - y.End
	})
	var spans []Selection
	times := map[string]int{}
	for _, c := range codings {
		to := &answer
		if c.Start != 0 || c.End != end-start {
			if n := len(spans); n == 0 || spans[n-1].Start != start+c.Start || spans[n-1].End != start+c.End {
				id := named(b.space, "span", fmt.Sprintf("%s\x00%d-%d", u.ID, c.Start, c.End))
				spans = append(spans, Selection{GUID: id, Name: short(c.Text), Start: start + c.Start, End: start + c.End, User: b.user(c.Coder)})
			}
			to = &spans[len(spans)-1]
		}
		name := strings.Join([]string{u.ID, c.Theme, strconv.Itoa(c.Start), strconv.Itoa(c.End), c.Coder}, "\x00")
		if times[name]++; times[name] > 1 {
			name += "\x00" + strconv.Itoa(times[name])
		}
		to.Codings = append(to.Codings, Coding{GUID: named(b.space, "coding", name), Code: b.codes[c.Theme], User: b.user(c.Coder), Notes: b.how(c)})
	}
	s.Selections = append(s.Selections, answer)
	s.Selections = append(s.Selections, spans...)
}

// short is a name for a span: its words, cut after 100 characters.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 100 {
		return string(r[:99]) + "…"
	}
	return text
}

// user gives the GUID of a coder, who becomes a user at the first coding.
func (b *builder) user(coder string) string {
	if coder == "" {
		return ""
	}
	id := userGUID(coder)
	if !b.users[coder] {
		b.users[coder] = true
		b.p.Users = append(b.p.Users, User{GUID: id, Name: coder, ID: coder})
	}
	return id
}

const howName = "concord: how this was coded"

// how gives the note that says how something was coded.
func (b *builder) how(c theme.Coding) []string {
	var lines []string
	for _, l := range [][2]string{{"stance", string(c.Stance)}, {"stance by", c.StanceBy()}, {"method", c.Method}, {"rule", strings.ReplaceAll(c.Rule, "\n", " ")}} {
		if l[1] != "" {
			lines = append(lines, l[0]+": "+l[1])
		}
	}
	if lines == nil {
		return nil
	}
	text := strings.Join(lines, "\n")
	if b.note[text] == "" {
		b.note[text] = named(b.space, "note", text)
		b.texts = append(b.texts, text)
	}
	return []string{b.note[text]}
}

func (b *builder) notes() {
	for _, text := range b.texts {
		b.p.Notes = append(b.p.Notes, Source{GUID: b.note[text], Name: howName, Text: text})
	}
}
