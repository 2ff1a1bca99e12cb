package amend

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"concord/frameworks"
	"concord/pipeline/study"
	"concord/pipeline/tabulate"
	"concord/pipeline/yamlfile"

	"go.yaml.in/yaml/v4"
)

// Codes gives the codes, and the UUIDs, of targets, each list joined by a space.
func Codes(targets []Target) (codes, uuids string) {
	var c, u []string
	for _, t := range targets {
		if t.Code != "" {
			c, u = append(c, t.Code), append(u, t.UUID)
		}
	}
	return strings.Join(c, " "), strings.Join(u, " ")
}

// The docket's file, in the order in which a person reads it. The same types are
// written and read.
type (
	docketFile struct {
		yamlfile.Pos `yaml:"-"`
		Base         docketBase     `yaml:"base"`
		Next         *docketNext    `yaml:"next,omitempty"`
		Amendments   []docketEntry  `yaml:"amendments"`
		Unplaced     []docketPlaced `yaml:"unplaced,omitempty"`
	}
	docketBase struct {
		yamlfile.Pos `yaml:"-"`
		Framework    string `yaml:"framework"`
		Version      string `yaml:"version"`
		SHA256       string `yaml:"sha256,omitempty"`
	}
	docketNext struct {
		yamlfile.Pos `yaml:"-"`
		Levels       []docketLevel `yaml:"levels,omitempty"`
		Unset        string        `yaml:"unset,omitempty"`
		Status       string        `yaml:"status,omitempty"`
		Notes        string        `yaml:"notes,omitempty"`
		Wording      string        `yaml:"wording,omitempty"`
	}
	docketLevel struct {
		yamlfile.Pos `yaml:"-"`
		ID           string `yaml:"id"`
		Label        string `yaml:"label"`
		Definition   string `yaml:"definition,omitempty"`
	}
	docketEntry struct {
		yamlfile.Pos `yaml:"-"`
		ID           string           `yaml:"id"`
		Operation    Operation        `yaml:"operation"`
		State        string           `yaml:"state"`
		WithdrawnBy  Source           `yaml:"withdrawn_by,omitempty"`
		Source       Source           `yaml:"source"`
		Targets      []docketTarget   `yaml:"targets"`
		To           *docketTarget    `yaml:"to,omitempty"`
		Kind         string           `yaml:"kind,omitempty"`
		Level        string           `yaml:"level,omitempty"`
		Title        string           `yaml:"title,omitempty"`
		Before       string           `yaml:"text_before,omitempty"`
		After        string           `yaml:"text_after,omitempty"`
		Parts        []docketPart     `yaml:"parts,omitempty"`
		Wording      WordingSource    `yaml:"wording_source"`
		Meaning      *docketMeaning   `yaml:"meaning_guess,omitempty"`
		Why          string           `yaml:"why,omitempty"`
		Note         string           `yaml:"note,omitempty"`
		TakesIn      []string         `yaml:"takes_in,omitempty,flow"`
		Themes       []string         `yaml:"themes,omitempty,flow"`
		Literature   []string         `yaml:"literature,omitempty,flow"`
		Support      docketSupport    `yaml:"support"`
		Near         []docketNear     `yaml:"near,omitempty"`
		Evidence     []docketEvidence `yaml:"evidence,omitempty"`
		More         *docketMore      `yaml:"more_evidence,omitempty"`
		Drafted      string           `yaml:"drafted,omitempty"`
	}
	docketTarget struct {
		yamlfile.Pos `yaml:"-"`
		Code         string `yaml:"code,omitempty"`
		UUID         string `yaml:"uuid,omitempty"`
	}
	docketPart struct {
		yamlfile.Pos `yaml:"-"`
		Text         string `yaml:"text"`
		Kind         string `yaml:"kind,omitempty"`
		Level        string `yaml:"level,omitempty"`
	}
	docketMeaning struct {
		yamlfile.Pos `yaml:"-"`
		Meaning      string `yaml:"meaning"`
		Why          string `yaml:"why"`
	}
	docketSupport struct {
		yamlfile.Pos `yaml:"-"`
		For          int               `yaml:"people_for"`
		Exact        int               `yaml:"people_exact"`
		Against      int               `yaml:"people_against"`
		Context      int               `yaml:"people_context,omitempty"`
		Survey       int               `yaml:"survey_people"`
		Groups       int               `yaml:"group_people"`
		Base         int               `yaml:"base"`
		Share        string            `yaml:"share,omitempty"`
		Interval     string            `yaml:"interval,omitempty"`
		Subgroups    []docketSubgroup  `yaml:"subgroups,omitempty"`
		Agreement    []docketAgreement `yaml:"agreement,omitempty"`
	}
	docketSubgroup struct {
		yamlfile.Pos `yaml:"-"`
		ID           string `yaml:"id"`
		For          int    `yaml:"people_for"`
		Against      int    `yaml:"people_against"`
		Base         int    `yaml:"base"`
		Share        string `yaml:"share,omitempty"`
		Interval     string `yaml:"interval,omitempty"`
	}
	docketAgreement struct {
		yamlfile.Pos `yaml:"-"`
		Domain       string `yaml:"domain"`
		Count        int    `yaml:"count"`
		Base         int    `yaml:"base"`
		Shown        string `yaml:"share"`
		Interval     string `yaml:"interval,omitempty"`
	}
	docketNear struct {
		yamlfile.Pos `yaml:"-"`
		Framework    string  `yaml:"framework"`
		Version      string  `yaml:"version"`
		Code         string  `yaml:"code,omitempty"`
		UUID         string  `yaml:"uuid,omitempty"`
		Words        string  `yaml:"words"`
		Score        float64 `yaml:"score"`
	}
	docketEvidence struct {
		yamlfile.Pos `yaml:"-"`
		Unit         string `yaml:"unit"`
		Person       string `yaml:"person,omitempty"`
		Source       string `yaml:"source,omitempty"`
		Role         Role   `yaml:"role"`
		Quote        string `yaml:"quote,omitempty"`
	}
	docketMore struct {
		yamlfile.Pos `yaml:"-"`
		For          []string `yaml:"for,omitempty,flow"`
		Against      []string `yaml:"against,omitempty,flow"`
		Context      []string `yaml:"context,omitempty,flow"`
	}
	docketPlaced struct {
		yamlfile.Pos `yaml:"-"`
		Unit         string    `yaml:"unit"`
		Person       string    `yaml:"person,omitempty"`
		Operation    Operation `yaml:"operation"`
		Quote        string    `yaml:"quote,omitempty"`
		Why          string    `yaml:"why"`
	}
)

// FromScalar lets a person write a target as its code alone.
func (t *docketTarget) FromScalar(text string) { t.Code = text }

// DocketName is the name of the docket's file in the folder of a consultation.
const DocketName = "docket.yaml"

// docketQuotes is how many quotes for, and how many against, the docket's file
// holds of an amendment at most: what a person reads. Of the others it has the
// ids of the comments and turns.
const docketQuotes = 12

const docketHead = `# The docket: what is proposed. docs/docket.md explains every key.
# You can edit what an amendment does and its words, add amendments of your own, and withdraw one (state: withdrawn).
# Support and evidence are written anew each time the docket is drafted again; what you have edited stays.
# A share is of all who took part: nobody was asked about an amendment itself.
`

// YAML writes the docket as a file that a person can read and edit: amendments in
// their order, each with its support and its evidence, at most twelve quotes for
// and twelve against and of the rest the ids. ReadDocket reads it. The fates of
// the comments are not in it. Where amendments name levels that there are not
// (MissingLevels), a commented example shows how to bring them in. The same docket
// always gives the same bytes.
func (d *Docket) YAML() ([]byte, error) {
	file := docketFile{
		Base: docketBase{Framework: clean(d.Framework), Version: clean(d.Version), SHA256: clean(d.SHA256)}, Next: d.nextEntry(), Amendments: []docketEntry{},
	}
	for i := range d.Amendments {
		file.Amendments = append(file.Amendments, d.Amendments[i].entry())
	}
	for _, u := range d.Unplaced {
		file.Unplaced = append(file.Unplaced, docketPlaced{Unit: clean(u.Unit), Person: clean(u.Person), Operation: u.Operation, Quote: clean(u.Quote), Why: clean(u.Why)})
	}
	var b bytes.Buffer
	b.WriteString(docketHead)
	b.WriteString(d.nextExample())
	out, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err == nil {
		err = out.Dump(file)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("the docket could not be written: %w", err)
	}
	return b.Bytes(), nil
}

// nextExample is what to write under next, as a comment; "" where nothing is missing.
func (d *Docket) nextExample() string {
	var lines []string
	for _, id := range d.missing {
		if frameworkForm.MatchString(id) {
			lines = append(lines, fmt.Sprintf("#    - {id: %s, label: %s%s, definition: What this level asks of people.}\n", id, strings.ToUpper(id[:1]), id[1:]))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	const begin = "# Amendments name levels that the framework does not have. To bring them in, take the signs # off the lines below and\n# say what each level is; unset gives all other statements one. Where next: is there already, put them under it.\n"
	return begin + "#next:\n#  levels:\n" + strings.Join(lines, "") + "#  unset: the id of one of the levels, or leave this line out\n"
}

func (d *Docket) nextEntry() *docketNext {
	o := d.Next
	next := docketNext{Unset: clean(o.Unset), Status: clean(o.Status), Notes: clean(o.Notes), Wording: clean(o.Wording)}
	for _, l := range o.Levels {
		next.Levels = append(next.Levels, docketLevel{ID: clean(l.ID), Label: clean(l.Label), Definition: clean(l.Definition)})
	}
	if len(next.Levels) == 0 && next.Unset == "" && next.Status == "" && next.Notes == "" && next.Wording == "" {
		return nil
	}
	return &next
}

func (a *Amendment) entry() docketEntry {
	e := docketEntry{
		ID: clean(a.ID), Operation: a.Operation, State: a.State, WithdrawnBy: a.WithdrawnBy, Source: a.Source,
		Targets: []docketTarget{}, Kind: clean(a.Kind), Level: clean(a.Level), Title: clean(a.Title), Before: clean(a.TextBefore), After: clean(a.TextAfter),
		Wording: a.Wording, Why: clean(a.Why), Note: clean(a.Note), TakesIn: cleanAll(a.TakesIn), Themes: cleanAll(a.Themes),
		Literature: cleanAll(a.Literature), Drafted: clean(a.Drafted),
		Support: docketSupport{For: a.For, Exact: a.Exact, Against: a.Against, Context: a.Context, Survey: a.SurveyFor, Groups: a.GroupFor, Base: a.Base},
	}
	if e.Source == "" {
		e.Source = SourceEvidence
	}
	for _, t := range a.Targets {
		if t.Code != "" || t.UUID != "" { // the framework as a whole is no item
			e.Targets = append(e.Targets, docketTarget{Code: clean(t.Code), UUID: clean(t.UUID)})
		}
	}
	if a.To != nil {
		e.To = &docketTarget{Code: clean(a.To.Code), UUID: clean(a.To.UUID)}
	}
	for _, p := range a.Parts {
		e.Parts = append(e.Parts, docketPart{Text: clean(p.Text), Kind: clean(p.Kind), Level: clean(p.Level)})
	}
	if a.Meaning != nil {
		e.Meaning = &docketMeaning{Meaning: a.Meaning.Meaning, Why: clean(a.Meaning.Why)}
	}
	if a.Base > 0 {
		e.Support.Share, e.Support.Interval = shareText(a.For, a.Base), intervalText(a.Low, a.High)
	}
	for _, s := range a.Subgroups {
		one := docketSubgroup{ID: clean(s.Subgroup), For: s.For, Against: s.Against, Base: s.Base}
		if s.Base > 0 {
			one.Share, one.Interval = shareText(s.For, s.Base), intervalText(s.Low, s.High)
		}
		e.Support.Subgroups = append(e.Support.Subgroups, one)
	}
	for _, g := range a.Agreement {
		e.Support.Agreement = append(e.Support.Agreement, docketAgreement{
			Domain: clean(g.Domain), Count: g.Count, Base: g.Base, Shown: clean(g.Shown), Interval: intervalText(g.Low, g.High),
		})
	}
	for _, n := range a.Near {
		e.Near = append(e.Near, docketNear{
			Framework: clean(n.Framework), Version: clean(n.Version), Code: clean(n.Code), UUID: clean(n.UUID), Words: clean(n.Words), Score: n.Score,
		})
	}
	e.Evidence, e.More = a.evidenceEntries()
	return e
}

// evidenceEntries gives the evidence with its words, and the ids of the rest.
func (a *Amendment) evidenceEntries() (quoted []docketEvidence, more *docketMore) {
	rest := docketMore{}
	for _, role := range Roles {
		for _, x := range a.Evidence {
			switch {
			case x.Role != role:
			case role != RoleContext && x.Quote != "" && count12(quoted, role):
				quoted = append(quoted, docketEvidence{Unit: clean(x.Unit), Person: clean(x.Person), Source: clean(x.Source), Role: role, Quote: clean(x.Quote)})
			case role == RoleFor:
				rest.For = append(rest.For, clean(x.Unit))
			case role == RoleAgainst:
				rest.Against = append(rest.Against, clean(x.Unit))
			default:
				rest.Context = append(rest.Context, clean(x.Unit))
			}
		}
	}
	if len(rest.For)+len(rest.Against)+len(rest.Context) > 0 {
		more = &rest
	}
	return quoted, more
}

// count12 tells whether there is room for another quote of a role.
func count12(quoted []docketEvidence, role Role) bool {
	n := 0
	for _, q := range quoted {
		if q.Role == role {
			n++
		}
	}
	return n < docketQuotes
}

// clean puts a text on one line, in characters that a YAML file may hold.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == 0xFEFF || r == 0xFFFE || r == 0xFFFF || r >= 0xD800 && r <= 0xDFFF || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0 && r != 0x85 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return frameworks.OneLine(s)
}

func cleanAll(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = clean(out[i])
	}
	return out
}

// MarshalYAML writes a target on one line.
func (t docketTarget) MarshalYAML() (any, error) {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: yaml.FlowStyle}
	for _, pair := range [][2]string{{"code", t.Code}, {"uuid", t.UUID}} {
		if pair[1] != "" {
			key, value := &yaml.Node{}, &yaml.Node{}
			key.SetString(pair[0])
			value.SetString(pair[1])
			out.Content = append(out.Content, key, value)
		}
	}
	return out, nil
}

// shareText is a share as the docket shows it.
func shareText(count, base int) string { return tabulate.Percent(count, base, 1, study.HalfUp) + "%" }

// intervalText is an interval, whose ends are in per cent, as the docket shows it.
func intervalText(low, high float64) string { return fmt.Sprintf("%.1f%% to %.1f%%", low, high) }
