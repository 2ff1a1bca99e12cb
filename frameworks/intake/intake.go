// Package intake reads a person's own copy of a framework, in the layouts that
// frameworks are published in, and writes and reads frameworks as tables. What
// a reader does not know it says, with the line; it never guesses a framework
// out of a text in another layout.
package intake

import (
	"concord/frameworks"
	"concord/pipeline/finding"
)

// Format is one layout that a framework can arrive in.
type Format struct {
	// Name is what a person types, such as occupational-standard.
	Name string
	// About says in one sentence what arrives so.
	About string
	// Layout tells in a few plain lines what the file must look like.
	Layout string
	// Read gives the framework that the data of the named file holds, and
	// everything that a person should know about it, in the file's order; readers of
	// texts tell of every block of lines that is in no part of the framework. The
	// framework is never nil, and is fit for use only where none of the findings
	// is of severity Error; it then has its UUIDs, and each item the line that it
	// was read from. The same data always give the same framework. Wording is
	// "official", save in csv, where the file says.
	Read func(file string, data []byte) (*frameworks.Framework, []finding.Finding)
}

// Formats lists the formats, those of texts first.
var Formats = []Format{
	{
		Name: "domains", About: "A report or page with numbered domains and lettered kinds of statement.",
		Layout: `Text (UTF-8). A line that speaks of domains and ends with a colon, then the domains, numbered from 1:
    The 2 domains are:
    1. Record keeping
    2. Safety at work
Somewhere the letters of the kinds, "(A) Knowledge and (B) Abilities", and the levels as points that begin
with the level in capitals, "• CORE knowledge …". Statements are read where the copy has them: with codes
(1.A.1 …), or as points below the domain's line and a line such as "A. Knowledge". A code that comes a
second time, with its levels, is a definition and goes into the statement's notes.`,
		Read: readDomains,
	},
	{
		Name: "career-bands", About: "A table of pay bands by career path, with comments, and areas of competence.",
		Layout: `Text (UTF-8) as copied out of a PDF. First the headings, then the bands from the highest down; for each
band one cell a path, then the comments. A truly empty line parts two cells, so a cell may itself hold lines
of one space; or each row is one line, with tabs between the cells (pdftotext without -layout):
    Band / First career path / Second career path / COMMENTS
    9 / HEAD OF SERVICE … / HEAD OF SERVICE … / …
A role's name is in capitals, and what it requires follows below. After the table, paragraphs such as
"Therapy – …", and the boxes of the figure, give the areas of competence.`,
		Read: readBands,
	},
	{
		Name: "competence-map", About: "A page with the domains of a competence map, their activities and competences.",
		Layout: `Text (UTF-8). A line such as "The five domains are as follows:", then each domain as a point, with its
description below:
    • Working with families
    What the domain covers, in a sentence or more …
Activities and competences are read as points set in further below the domain's, or in sections that begin
with the domain's name on a line of its own: there a short line is an activity, a line such as "An ability
to …" or a point is a competence, and points set in further belong to the one above.`,
		Read: readMap,
	},
	{
		Name: "occupational-standard", About: "A page of an occupational standard: knowledge, skills, behaviours and duties.",
		Layout: `Text (UTF-8), copied from the page: the title, a line "Level 6 - …", "Reference: OCC…", then
    K1: The significance of …
    S1: Communicate …
    B1: You will …
    Duties
    Duty D1
    Provide assessments …
    Occupational Progression
A statement may run over several lines. The employers named as makers become the creator.`,
		Read: readStandard,
	},
	{
		Name: "direct", About: "The JSON file of the DIRECT framework: domains, competencies and skills.",
		Layout: `JSON: an object of domains, in each an object of competencies, in each an object of skills, and in each skill
three texts:
    {"Domain": {"Competency": {"Skill": {"description": "", "tools_languages_methods_behaviours": "", "training_resources": ""}}}}
The names of two of these texts have changed places in the published file: the sentence that tells the
ability stands in tools_languages_methods_behaviours and is taken as the statement; the examples stand in
description and become notes; training resources become sources.`,
		Read: readDirect,
	},
	{
		Name: "csv", About: "A table with one row an item, from a spreadsheet or from concord.",
		Layout: `CSV with comma, semicolon or tab. A row names the columns, in any order, capitals, signs and brackets aside:
    code        also Ref, Reference, Item no, Number, No, Nr, #, Index, Section
    statement   also Competency statement, Competency, Learning outcome, Outcome, Descriptor, Indicator, Text,
                Wording, Description
    title       also Name, Heading
    level       also Band, Grade, Tier, Stage, such as "Level (1-3)"
    kind        also Type
    parent      the code, identifier, key or title of the row above it in the tree; where no row has one, 1.A.1
                stands below 1.A or 1
    Domain, Area, Theme, Category, Topic, Cluster, Strand, Dimension: the headings that the row stands below, several
                from left to right; a row with nothing else in it is the heading itself
    educationLevel, conceptKeywords: kept in the notes; --column level=educationLevel makes a level of the first
    replaced_by the codes, keys or UUIDs of rows, between them a semicolon, comma, bar or line break
and order, notes, identifier, key, from, until, changed, sources, links and the names that CASE and COMPEITO use
(humanCodingScheme, fullStatement, parentIdentifier …). Lines above that row may tell of the framework as a
whole, such as "#title,My framework"; without that line the title is the name of the file. Format the column of
codes as text before you save it: a spreadsheet turns 1.10 into 1.1.`,
		Read: readCSV,
	},
}
