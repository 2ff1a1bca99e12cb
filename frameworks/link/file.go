package link

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"concord/frameworks"
	"concord/pipeline/finding"
	"concord/pipeline/yamlfile"

	"go.yaml.in/yaml/v4"
)

// File is the confirmed links from one framework to another.
type File struct {
	yamlfile.Pos `yaml:"-"`
	From         Side   `yaml:"from"`
	To           Side   `yaml:"to"`
	Links        []Link `yaml:"links"`
	// File is the path that it was read from.
	File string `yaml:"-"`
}

// Side is one of the two frameworks, and the version of it that was last looked
// at; the UUIDs of items hold for its later versions too.
type Side struct {
	yamlfile.Pos `yaml:"-"`
	Framework    string `yaml:"framework"`
	Version      string `yaml:"version"`
}

// Link is what a person has said of an item of the first framework and one of
// the second.
type Link struct {
	yamlfile.Pos `yaml:"-"`
	FromUUID     string `yaml:"from_uuid"`
	FromCode     string `yaml:"from_code"`
	// ToUUID is "" where no item of the second framework fits the first; the
	// relation is then none.
	ToUUID string `yaml:"to_uuid"`
	ToCode string `yaml:"to_code"`
	// Relation is one of Relations, and reads from the first to the second: with
	// broader, the first takes in the second and more.
	Relation string `yaml:"relation"`
	// Score is the likeness for which the program put the link forward, from 0 to
	// 1; 0 where it did not.
	Score float64 `yaml:"score"`
	// Method is one of Methods.
	Method string `yaml:"method"`
	// ConfirmedBy is who said so, ConfirmedOn the day, as 2020-01-31.
	ConfirmedBy string `yaml:"confirmed_by"`
	ConfirmedOn string `yaml:"confirmed_on"`
	Note        string `yaml:"note"`
}

// FileName gives the name that the file of links between two frameworks has
// where a person names none: from the ids of both, a--b.yaml for a and b. As no
// id has two hyphens in a row, no other two frameworks have that name.
func FileName(from, to string) string { return from + "--" + to + ".yaml" }

// sideOf gives a framework as one of the two.
func sideOf(f *frameworks.Framework) Side { return Side{Framework: f.ID, Version: f.Version} }

// Read gives the links that the YAML text data of the named file holds, and
// everything that is wrong with them, in the file's order. The File is never
// nil, but is fit for use only where none of the findings is of severity Error.
// Whether the items exist is for Check to say.
func Read(file string, data []byte) (*File, []finding.Finding) {
	out := &File{}
	findings := yamlfile.Decode(file, data, out)
	out.File = file
	if len(out.Links) == 0 {
		out.Links = nil // as Marshal gives it back
	}
	if len(findings) > 0 {
		return out, findings
	}
	c := checker{at: func(i int, key string) finding.Finding {
		f := finding.Finding{Severity: finding.Error, File: file}
		f.Line, f.Column = out.Links[i].At(key)
		return f
	}}
	for _, side := range []struct {
		name string
		Side
	}{{"from", out.From}, {"to", out.To}} {
		c.side(file, out.Pos, side.name, side.Side)
	}
	for i := range out.Links {
		c.link(i, &out.Links[i])
	}
	c.together(out.Links)
	finding.Sort(c.findings)
	return out, c.findings
}

var (
	idForm      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
)

func (c *checker) side(file string, whole yamlfile.Pos, name string, s Side) {
	report := func(key string, f finding.Finding) {
		f.Severity, f.File = finding.Error, file
		f.Line, f.Column = s.At(key)
		if f.Line == 0 {
			f.Line, f.Column = whole.At(name)
		}
		c.findings = append(c.findings, f)
	}
	if !idForm.MatchString(s.Framework) {
		report("framework", finding.Finding{
			Kind: "bad-id", Found: s.Framework, Expected: "the id of a framework, such as digital-competencies",
			Message: name + " does not say which framework",
		})
	}
	if !versionForm.MatchString(s.Version) {
		report("version", finding.Finding{
			Kind: "bad-version", Found: s.Version, Expected: "a version, such as 1.0.0", Message: name + " does not say which version",
		})
	}
}

// Check gives what is wrong with the links for the two frameworks: another
// framework than the file's, items that do not exist, and, as warnings, items
// that have ended. What Read reports is not reported again.
func (f *File) Check(from, to *frameworks.Framework) []finding.Finding {
	var out []finding.Finding
	report := func(p yamlfile.Pos, key string, found finding.Finding) {
		found.File = f.File
		found.Line, found.Column = p.At(key)
		found.Severity = cmp.Or(found.Severity, finding.Error)
		out = append(out, found)
	}
	for _, side := range []struct {
		Side
		framework *frameworks.Framework
	}{{f.From, from}, {f.To, to}} {
		if side.Framework != side.framework.ID {
			report(side.Pos, "framework", finding.Finding{
				Kind: "other-framework", Found: side.Framework, Expected: side.framework.ID, Message: "these links are of another framework",
			})
			return out
		}
	}
	items := [2]map[string]*frameworks.Item{from.Index(), to.Index()}
	for _, l := range f.Links {
		for side, uuid := range []string{l.FromUUID, l.ToUUID} {
			if uuid == "" {
				continue
			}
			item := items[side][uuid]
			key := [2]string{"from_uuid", "to_uuid"}[side]
			if found, wrong := missing(uuid, item, [2]*frameworks.Framework{from, to}[side]); wrong {
				report(l.Pos, key, found)
			}
		}
	}
	return out
}

// missing says what is wrong with an item that a link leads from or to; item is
// nil where the framework has none of that UUID.
func missing(uuid string, item *frameworks.Item, f *frameworks.Framework) (finding.Finding, bool) {
	switch {
	case item == nil:
		return finding.Finding{
			Kind: "unknown-item", Found: uuid, Expected: "the uuid of an item of " + f.ID + " " + f.Version,
			Message: "the framework has no such item", Do: "Copy the uuid again, or see whether the two frameworks are the right way round.",
		}, true
	case !item.InForce():
		return finding.Finding{
			Severity: finding.Warning, Kind: "ended-item", Found: uuid, Message: "this item ended on " + item.Until,
			Do: "Link the items that took its place, if any did.",
		}, true
	}
	return finding.Finding{}, false
}

// Marshal gives the links as a YAML text: keys in a fixed order, empty ones left
// out, links in the order of the codes and then the UUIDs of both sides. The
// same links always give the same bytes, and Read gives the same links back.
func (f *File) Marshal() ([]byte, error) {
	root := mapping()
	for _, side := range []struct {
		name string
		Side
	}{{"from", f.From}, {"to", f.To}} {
		one := mapping()
		put(one, "framework", side.Framework)
		put(one, "version", side.Version)
		root.Content = append(root.Content, scalar(side.name), one)
	}
	links := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	sorted := slices.Clone(f.Links)
	sortLinks(sorted)
	for _, l := range sorted {
		one := mapping()
		put(one, "from_uuid", l.FromUUID)
		put(one, "from_code", l.FromCode)
		put(one, "to_uuid", l.ToUUID)
		put(one, "to_code", l.ToCode)
		put(one, "relation", l.Relation)
		if l.Score != 0 {
			number := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: strconv.FormatFloat(l.Score, 'f', -1, 64)}
			one.Content = append(one.Content, scalar("score"), number)
		}
		put(one, "method", l.Method)
		put(one, "confirmed_by", l.ConfirmedBy)
		put(one, "confirmed_on", l.ConfirmedOn)
		put(one, "note", l.Note)
		links.Content = append(links.Content, one)
	}
	root.Content = append(root.Content, scalar("links"), links)
	var b bytes.Buffer
	out, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err == nil {
		err = out.Dump(root)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("the links could not be written: %w", err)
	}
	return b.Bytes(), nil
}

func sortLinks(links []Link) {
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Or(
			frameworks.CompareCodes(a.FromCode, b.FromCode), cmp.Compare(a.FromUUID, b.FromUUID),
			frameworks.CompareCodes(a.ToCode, b.ToCode), cmp.Compare(a.ToUUID, b.ToUUID),
		)
	})
}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

func scalar(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

func put(m *yaml.Node, key, value string) {
	if value != "" {
		m.Content = append(m.Content, scalar(key), scalar(value))
	}
}
