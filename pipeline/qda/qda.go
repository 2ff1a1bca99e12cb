// Package qda exchanges codebooks and coded texts with the programs that
// researchers code in: REFI-QDA codebooks (.qdc) and projects (.qdpx), which
// ATLAS.ti, MAXQDA, NVivo, QualCoder, Quirkos and others read and write, and the
// codebook tables of Taguette (CSV) and MAXQDA (XLSX).
//
// Read takes any of them and tells of everything in the file that concord has no
// use for; WriteCodebook, WriteProject and WriteTaguette write them. FromThemes
// makes a project of concord's own values, and Project.Themes and Project.Coded
// make concord's values of a project.
//
// REFI-QDA: Rotterdam Exchange Format Initiative, REFI-QDA Standard 1.5 (2019),
// with the schemas Codebook.xsd and Project.xsd of version 1.0.
package qda

// Project is what concord takes in of a project, and all of it that it writes. A
// codebook is a project that has codes and sets only.
//
// GUIDs are in their canonical form, small letters without braces. Dates and
// times are as XML Schema's dateTime has them; "" is none.
type Project struct {
	Name string
	// Origin is the program that wrote the file.
	Origin string
	// Created is when the project was made.
	Created     string
	Description string
	Users       []User
	Codes       []Code
	Variables   []Variable
	Cases       []Case
	Sources     []Source
	// Notes are what researchers wrote beside the texts; other parts refer to
	// them by GUID. A note has the parts of a source.
	Notes []Source
	Links []Link
	Sets  []Set
	// About are the GUIDs of the notes on the project as a whole.
	About []string
}

// User is a person, or a program, that coded or wrote something.
type User struct {
	GUID, Name string
	// ID is what the program that wrote the file calls the user; "" for none.
	ID string
}

// Code is one code with those below it.
type Code struct {
	GUID, Name, Description string
	// Colour is #RGB or #RRGGBB; "" for none.
	Colour string
	// Codable is false for a code that only holds others.
	Codable bool
	// Notes are the GUIDs of notes; so they are in every part below.
	Notes []string
	Codes []Code
}

// Variable is something known of every case, or of every source.
type Variable struct {
	GUID, Name, Description string
	// Type is Text, Boolean, Integer, Float, Date or DateTime.
	Type string
}

// Value is what a variable is for one case or source.
type Value struct {
	// Variable is its GUID.
	Variable string
	Text     string
}

// Case is a person or another unit that texts belong to.
type Case struct {
	GUID, Name, Description string
	// Codes, Sources and Selections are the GUIDs of what belongs to the case.
	Codes      []string
	Values     []Value
	Sources    []string
	Selections []string
}

// Source is one text.
type Source struct {
	GUID, Name, Description string
	// Text is the whole text with every line ending as one "\n".
	Text string
	// NoText is true where the file did not hold the text, so that where its
	// selections begin and end could not be checked.
	NoText bool
	// User is the GUID of who brought it in; so it is in every part below.
	User, Created string
	Selections    []Selection
	// Codings are those of the text as a whole.
	Codings []Coding
	Notes   []string
	Values  []Value
}

// Selection is a span of a source's text.
type Selection struct {
	GUID, Name, Description string
	// Start and End count code points from 0; End is exclusive.
	Start, End    int
	User, Created string
	// Codings may be none: the span is then only marked, or somebody's answer.
	Codings []Coding
	Notes   []string
}

// Coding is one code given to a span or to a text by one user.
type Coding struct {
	GUID string
	// Code is the code's GUID.
	Code          string
	User, Created string
	Notes         []string
}

// Link joins two parts of a project.
type Link struct {
	GUID, Name string
	// Direction is Associative, OneWay or Bidirectional; "" where not said.
	Direction string
	Colour    string
	// Origin and Target are the GUIDs of the parts.
	Origin, Target string
	Notes          []string
}

// Set is a group of codes, sources and notes, given by their GUIDs.
type Set struct {
	GUID, Name, Description string
	Codes, Sources, Notes   []string
}

// everyCode calls a function for each code of a tree, parents first, with the
// place of its parent in that order; -1 for none.
func everyCode(codes []Code, do func(c *Code, parent int)) {
	n := 0
	var walk func([]Code, int)
	walk = func(list []Code, parent int) {
		for i := range list {
			at := n
			n++
			do(&list[i], parent)
			walk(list[i].Codes, at)
		}
	}
	walk(codes, -1)
}
