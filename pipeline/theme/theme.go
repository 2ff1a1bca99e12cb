// Package theme codes what people said: a codebook of themes whose rules name
// the words to look for, and codings that say which words, by which rule, made
// a text belong to a theme.
package theme

import "concord/pipeline/yamlfile"

// Unit is one text that can be coded: a comment from the survey, or a turn of a
// focus group. Names and identifiers have been taken out of it.
type Unit struct {
	// ID is R017/d5_comments or FG2/T045.
	ID string
	// Person is the respondent's or participant's id.
	Person string
	// Source is "survey" or "groups".
	Source string
	// Question is the question's id, or the group's.
	Question string
	// Edit is true where people were asked how the text should change.
	Edit bool
	// Domain is the code of the framework's domain that was asked about; "" for none.
	Domain string
	Text   string
}

// Stance is what a coded text wants of its theme.
type Stance string

const (
	Asks      Stance = "asks"      // wants it, or more of it
	Objects   Stance = "objects"   // does not want it, or wants less
	Satisfied Stance = "satisfied" // finds it well as it is
	Unstated  Stance = "unstated"  // speaks of it without saying
)

// Coding is one theme applied to one span of one unit by one coder.
type Coding struct {
	Unit     string
	Person   string
	Source   string
	Question string
	Theme    string
	// Start and End are code points in the unit's text, End exclusive; Text is
	// what stands there.
	Start, End int
	Text       string
	Stance     Stance
	// StanceWords are the words that showed the stance, "" when Unstated.
	StanceWords string
	// StanceGiven tells that a person said what the stance is; see StanceBy.
	StanceGiven bool
	// Coder is "concord" for the machine; Method is then "rule". For what a
	// person judged see Tagger.Apply.
	Coder, Method string
	// Rule is the rule that matched, as the codebook writes it; "" where a person
	// found what no rule did.
	Rule string
	// Score is 1 for a rule and for a person.
	Score float64
}

// Codebook is the list of themes to look for.
type Codebook struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id,omitempty"`
	Title        string `yaml:"title,omitempty"`
	// Version is numbers with full stops between them; see Codebook.Rename for
	// how it rises.
	Version string `yaml:"version,omitempty"`
	// Language is the language of the comments as a two-letter code, "" for
	// English; see Languages.
	Language string  `yaml:"language,omitempty"`
	Themes   []Theme `yaml:"themes,omitempty"`
	// History is what was renamed, merged, split and retired, oldest first; see
	// Codebook.Carry.
	History []Change `yaml:"history,omitempty"`

	// columns are those of the table that it was read from, nil for YAML.
	columns map[string]bool
}

// Theme is one thing that people speak about.
type Theme struct {
	yamlfile.Pos `yaml:"-"`
	ID           string `yaml:"id,omitempty"`
	Name         string `yaml:"name,omitempty"`
	// Parent is the id of the theme above it; "" for none.
	Parent     string `yaml:"parent,omitempty"`
	Definition string `yaml:"definition,omitempty"`
	// Include and Exclude are notes for human coders; Examples are texts that
	// belong to the theme.
	Include  string   `yaml:"include,omitempty"`
	Exclude  string   `yaml:"exclude,omitempty"`
	Examples []string `yaml:"examples,omitempty"`
	// Questions are the only questions whose answers the rules are applied to:
	// ids of questions, ids of focus groups, or what a question is about,
	// "comment" or "suggested-edit". None means all.
	Questions []string `yaml:"questions,omitempty"`
	// Stance is what it means to speak of the theme in its rules' own words, for
	// a theme that is itself a wish or a judgement, such as "not everyone needs
	// all of this": a coding whose sentence says nothing else has this stance,
	// and the words that the rule matched are not read as showing another. ""
	// for a theme that is only a subject.
	Stance Stance `yaml:"stance,omitempty"`
	// Rules say which words make a text belong to the theme; Except, which
	// words take a match back when they overlap it. See ParseRule.
	Rules  []string `yaml:"rules,omitempty"`
	Except []string `yaml:"except,omitempty"`
	// Propose are changes to the framework that this theme's evidence supports.
	Propose []Proposal `yaml:"propose,omitempty"`
}

// Proposal is a drafting note: how the framework could change to meet a theme.
type Proposal struct {
	yamlfile.Pos `yaml:"-"`
	// Operation is add, reword, rename, move, split, merge, level or retire.
	Operation string `yaml:"operation,omitempty"`
	// Targets are the codes of the items changed; for add, of the item under
	// which the new one goes.
	Targets []string `yaml:"targets,omitempty"`
	// Kind is the new item's kind, such as knowledge or ability; for add.
	Kind string `yaml:"kind,omitempty"`
	// Level is the new level, such as advanced; for level, and for add.
	Level string `yaml:"level,omitempty"`
	// Text is the wording proposed.
	Text string `yaml:"text,omitempty"`
	// Why is one sentence for the group.
	Why string `yaml:"why,omitempty"`
}
