// Package frameworks is the model of a competency framework: a tree of items
// with kinds and levels that are data, identities that survive renumbering, and
// versions. The frameworks that come with concord lie beside it, one folder
// each, one file a version.
package frameworks

import (
	"strings"

	"concord/pipeline/yamlfile"
)

// Framework is one version of one framework.
type Framework struct {
	yamlfile.Pos `yaml:"-"`
	// ID is a short name in lower case, such as digital-competencies.
	ID string `yaml:"id"`
	// UUID identifies the whole framework, in every version, for other systems;
	// "" for the one that its id makes (see DocumentUUID).
	UUID  string `yaml:"uuid"`
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
	// Creator is who made the framework, Publisher who publishes it, and URL
	// where its makers keep it; "" for not stated.
	Creator   string `yaml:"creator"`
	Publisher string `yaml:"publisher"`
	URL       string `yaml:"url"`
	// Changed is the day, as 2020-01-31, on which anything in this version was
	// last changed.
	Changed string `yaml:"changed"`
	// Wording is "official" or "paraphrase": whose words the statements are.
	Wording string `yaml:"wording"`
	Notes   string `yaml:"notes"`
	// References are the names that registers know the whole framework by, such
	// as an occupation's reference, its level or its classification.
	References []Reference `yaml:"references"`
	// Kinds, Levels and Relations are the values that items may use, in order.
	Kinds     []Kind     `yaml:"kinds"`
	Levels    []Level    `yaml:"levels"`
	Relations []Relation `yaml:"relations"`
	Items     []Item     `yaml:"items"`

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

// Reference is what one register calls the framework.
type Reference struct {
	yamlfile.Pos `yaml:"-"`
	// Scheme is the register or classification, such as SOC 2020; Code is the
	// framework's code in it, and Title what the code stands for, or "".
	Scheme string `yaml:"scheme"`
	Code   string `yaml:"code"`
	Title  string `yaml:"title"`
}

// Relation is a kind of link from one item to another, beside standing below it
// and being replaced by it, which the tree and replaced_by tell.
type Relation struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id"`
	// Label reads from the item that has the link to the one that it leads to,
	// such as "leads on to"; Inverse reads the other way, or is "".
	Label   string `yaml:"label"`
	Inverse string `yaml:"inverse"`
	// Ordered says that a chain of such links may not come back to where it
	// began, as with "leads on to" but not with "is related to".
	Ordered bool `yaml:"ordered"`
	// CASE is the association type of CASE 1.1 that it is exchanged as, such as
	// precedes; "" for ext: and the id.
	CASE string `yaml:"case"`
}

// Link is one link of an item.
type Link struct {
	yamlfile.Pos `yaml:"-"`
	Relation     string `yaml:"relation"`
	// To is the UUID or the key of an item of this framework (reading turns the
	// key into the UUID), or the URI of something outside of it. Title says what
	// a URI leads to.
	To    string `yaml:"to"`
	Title string `yaml:"title"`
	Notes string `yaml:"notes"`
}

// Outside tells whether the link leads out of the framework.
func (l Link) Outside() bool { return strings.Contains(l.To, ":") }

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
	// Wording is "official" or "paraphrase" where this item's differs from the
	// framework's; otherwise "".
	Wording string `yaml:"wording"`
	// Changed is the day, as 2020-01-31, on which the item was last changed, ""
	// for the framework's. From and Until are the days on which it came into
	// force and ended; "" for not stated and not ended.
	Changed string `yaml:"changed"`
	From    string `yaml:"from"`
	Until   string `yaml:"until"`
	// ReplacedBy holds the UUIDs of the items that took an ended one's place.
	ReplacedBy []string `yaml:"replaced_by"`
	Sources    []string `yaml:"sources"`
	Links      []Link   `yaml:"links"`
	Items      []Item   `yaml:"items"`
}
