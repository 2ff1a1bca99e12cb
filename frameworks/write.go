package frameworks

import (
	"bytes"
	"fmt"
	"io"

	"go.yaml.in/yaml/v4"
)

// Marshal gives the framework as a YAML text in the layout that the bundled
// files have: keys in a fixed order, empty ones left out, one line a text. A
// UUID that the item's key gives is left out too. The same framework always
// gives the same bytes, and Read gives the same framework back.
func (f *Framework) Marshal() ([]byte, error) {
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Write writes to w what Marshal gives.
func (f *Framework) Write(w io.Writer) error {
	m := mapping()
	m.text("id", f.ID)
	if f.UUID != DocumentUUID(f.ID) {
		m.text("uuid", f.UUID)
	}
	m.text("title", f.Title)
	m.text("version", f.Version)
	m.text("status", f.Status)
	m.text("language", f.Language)
	m.text("source", f.Source)
	m.text("rights", f.Rights)
	m.text("creator", f.Creator)
	m.text("publisher", f.Publisher)
	m.text("url", f.URL)
	m.text("changed", f.Changed)
	m.text("wording", f.Wording)
	m.text("notes", f.Notes)
	references, kinds, levels, relations := list(), list(), list(), list()
	for _, r := range f.References {
		one := mapping()
		one.text("scheme", r.Scheme)
		one.text("code", r.Code)
		one.text("title", r.Title)
		references.add(one)
	}
	for _, k := range f.Kinds {
		one := mapping()
		one.text("id", k.ID)
		one.text("label", k.Label)
		one.text("letter", k.Letter)
		kinds.add(one)
	}
	for _, l := range f.Levels {
		one := mapping()
		one.text("id", l.ID)
		one.text("label", l.Label)
		one.text("definition", l.Definition)
		levels.add(one)
	}
	for _, r := range f.Relations {
		one := mapping()
		one.text("id", r.ID)
		one.text("label", r.Label)
		one.text("inverse", r.Inverse)
		one.yes("ordered", r.Ordered)
		one.text("case", r.CASE)
		relations.add(one)
	}
	if len(f.References) > 0 {
		m.put("references", references)
	}
	m.put("kinds", kinds)
	m.put("levels", levels)
	if len(f.Relations) > 0 {
		m.put("relations", relations)
	}
	m.put("items", f.itemNodes(f.Items))

	out, err := yaml.NewDumper(w, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err == nil {
		err = out.Dump(m.Node)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		return fmt.Errorf("the framework could not be written: %w", err)
	}
	return nil
}

func (f *Framework) itemNodes(items []Item) node {
	out := list()
	for i := range items {
		item := &items[i]
		one := mapping()
		one.text("key", item.Key)
		if item.Key == "" || item.UUID != UUID(f.ID, item.Key) {
			one.text("uuid", item.UUID)
		}
		one.text("code", item.Code)
		one.text("kind", item.Kind)
		one.text("level", item.Level)
		one.text("title", item.Title)
		one.text("statement", item.Statement)
		one.text("notes", item.Notes)
		one.text("wording", item.Wording)
		one.text("changed", item.Changed)
		one.text("from", item.From)
		one.text("until", item.Until)
		one.texts("replaced_by", item.ReplacedBy)
		one.texts("sources", item.Sources)
		if len(item.Links) > 0 {
			links := list()
			for _, l := range item.Links {
				link := mapping()
				link.text("relation", l.Relation)
				link.text("to", l.To)
				link.text("title", l.Title)
				link.text("notes", l.Notes)
				links.add(link)
			}
			one.put("links", links)
		}
		if len(item.Items) > 0 {
			one.put("items", f.itemNodes(item.Items))
		}
		out.add(one)
	}
	return out
}

// node is a piece of the YAML text: a mapping, a list or one value.
type node struct{ *yaml.Node }

func mapping() node { return node{&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}} }

func list() node { return node{&yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}} }

func scalar(s string) node { return node{&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}} }

func (n node) add(value node) { n.Content = append(n.Content, value.Node) }

func (n node) put(key string, value node) {
	n.add(scalar(key))
	n.add(value)
}

func (n node) text(key, value string) {
	if value != "" {
		n.put(key, scalar(value))
	}
}

func (n node) yes(key string, value bool) {
	if value {
		n.add(scalar(key))
		n.add(node{&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}})
	}
}

func (n node) texts(key string, values []string) {
	if len(values) == 0 {
		return
	}
	out := list()
	for _, v := range values {
		out.add(scalar(v))
	}
	n.put(key, out)
}
