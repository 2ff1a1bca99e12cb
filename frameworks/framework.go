// Package frameworks is the model of a competency framework: a tree of items
// with kinds and levels that are data, identities that survive renumbering, and
// versions. The frameworks that come with concord lie beside it, one folder
// each, one file a version.
package frameworks

import "concord/pipeline/yamlfile"

// Framework is one version of one framework.
type Framework struct {
	yamlfile.Pos `yaml:"-"`
	// ID is a short name in lower case, such as digital-competencies.
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	// Version is MAJOR.MINOR.PATCH.
	Version string `yaml:"version"`
	// Status is draft, pending, implemented or retired.
	Status   string `yaml:"status"`
	Language string `yaml:"language"`
	// Source names the document that the framework is known from; Rights who
	// holds the rights in its wording.
	Source string `yaml:"source"`
	Rights string `yaml:"rights"`
	// Wording is "official" or "paraphrase": whose words the statements are.
	Wording string `yaml:"wording"`
	Notes   string `yaml:"notes"`
	// Kinds and Levels are the values that items may use, in order.
	Kinds  []Kind  `yaml:"kinds"`
	Levels []Level `yaml:"levels"`
	Items  []Item  `yaml:"items"`

	// File is the path that it was read from.
	File string `yaml:"-"`
}

// Kind is a kind of item, such as domain, knowledge or ability.
type Kind struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id"`
	Label        string `yaml:"label"`
	// Letter stands in codes for the kind, such as A in 7.A.3; "" for none.
	Letter string `yaml:"letter"`
}

// Level is a level of an item, such as core or advanced.
type Level struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id"`
	Label        string `yaml:"label"`
	Definition   string `yaml:"definition"`
}

// Item is one statement of a framework, or a heading above others.
type Item struct {
	yamlfile.Pos `yaml:"-"`
	// Key names the item within its framework for good; with the framework's id
	// it makes the UUID (version 5). UUID is set by reading where the file does
	// not give it.
	Key  string `yaml:"key"`
	UUID string `yaml:"uuid"`
	// Code is the number that people know it by, such as 7.A.3; it may change
	// from one version to the next.
	Code string `yaml:"code"`
	Kind string `yaml:"kind"`
	// Level is "" where the framework does not say.
	Level string `yaml:"level"`
	// Title is a short name, for headings; Statement the full text.
	Title     string `yaml:"title"`
	Statement string `yaml:"statement"`
	Notes     string `yaml:"notes"`
	// From and Until are the days, as 2020-01-31, on which the item came into
	// force and ended; "" for not stated and not ended.
	From  string `yaml:"from"`
	Until string `yaml:"until"`
	// ReplacedBy holds the UUIDs of the items that took an ended one's place.
	ReplacedBy []string `yaml:"replaced_by"`
	Sources    []string `yaml:"sources"`
	Items      []Item   `yaml:"items"`
}
