package wordfile

import "time"

// Draft is a Word document to be written. Texts in it are plain, as people wrote
// them: a tab and a line break in them become Word's.
type Draft struct {
	// Title, Author and Subject are what Word shows of the file; "" for none.
	Title, Author, Subject string
	// Language is that of the words, as BCP 47 (2009) has it; "" for en-GB.
	Language string
	// Written is when the document was made. There is no clock in here: the zero
	// time leaves it out.
	Written time.Time
	// Footer stands at the foot of each page, before the page's number.
	Footer string
	Parts  []Part
}

// Part is pages of A4 that lie one way. Each begins on a new page.
type Part struct {
	Landscape bool
	Blocks    []Block
}

// Block is one of Line, Table, Picture, Caption, Contents and PageBreak.
type Block interface {
	write(*writer)
}

// Style is how a Line is set.
type Style string

// The styles, each a real style of the document, so that it can be changed in
// one place and headings make an outline.
const (
	Body     Style = ""
	Title    Style = "Title"
	Subtitle Style = "Subtitle"
	Heading1 Style = "Heading1"
	Heading2 Style = "Heading2"
	Heading3 Style = "Heading3"
	Heading4 Style = "Heading4"
	// Bulleted and Numbered are items of lists; see Line.Depth and Line.List.
	Bulleted Style = "ListBullet"
	Numbered Style = "ListNumber"
	// Coded begins with a short code and a tab; the words hang beside it.
	Coded Style = "Coded"
	// Quoted is what somebody said.
	Quoted Style = "Quote"
	// Small is for notes below tables, and for sources.
	Small Style = "Small"
	// TableText is for the cells of tables, TableHead for those of their heads.
	TableText Style = "TableText"
	TableHead Style = "TableHead"
)

// Level is 1 to 4 for headings, 0 for all else.
func (s Style) Level() int {
	switch s {
	case Heading1:
		return 1
	case Heading2:
		return 2
	case Heading3:
		return 3
	case Heading4:
		return 4
	}
	return 0
}

// Line is a paragraph, heading or item of a list.
type Line struct {
	Style Style
	Runs  []Run
	// Depth is how far in an item of a list stands, from 0 to 3.
	Depth int
	// List tells numbered lists apart: each number counts from 1 of its own.
	List int
	// Anchor names the line for links, by at most 40 letters, digits and _, the
	// first a letter; "" for none. It is unique in the document.
	Anchor string
	// NewPage says that the line begins a page.
	NewPage bool
	// Revision says whether the line as a whole was put in or taken out. Its runs
	// say so each for itself.
	Revision Revision
	Remarks  []Remark
}

// Run is words that look alike and share one fate.
type Run struct {
	Text string
	// Bold to Code say how it stands out; Soft sets it in grey.
	Bold, Italic, Underline, Strike, Code, Soft bool
	// To is the Anchor of a line that it links to.
	To       string
	Revision Revision
}

// Fate is what became of words under track changes.
type Fate int

// What became of words.
const (
	Kept Fate = iota
	Inserted
	Deleted
)

// Revision is a tracked change: words that a reader of the document can accept or
// reject. The zero Revision is none.
type Revision struct {
	Fate Fate
	// By is who made it, At when; the zero time leaves the time out.
	By string
	At time.Time
}

// Remark is a note in the margin, which Word calls a comment.
type Remark struct {
	// From and To are the runs of the line that it is about, To exclusive; To 0
	// means all.
	From, To     int
	By, Initials string
	At           time.Time
	// Text has one paragraph an entry.
	Text []string
}

// Table is a table. Rows of its head stand again on each page that it goes on to.
type Table struct {
	// Widths are the shares of the columns in the width of the page, in any unit.
	// There is one a column.
	Widths []float64
	Head   []Row
	Rows   []Row
	// Description says for those who cannot see the table what it shows.
	Description string
}

// Row is a row of a table. The spans of its cells add up to the number of
// columns.
type Row []Cell

// Cell is a cell of a table.
type Cell struct {
	// Lines stand in the style of the table where theirs is Body. None means an
	// empty cell.
	Lines []Line
	// Span is over how many columns it reaches; 0 means one.
	Span int
	// Right sets numbers to the right.
	Right bool
}

// Picture is a PNG picture (ISO/IEC 15948) on a line of its own.
type Picture struct {
	PNG []byte
	// Alt says for those who cannot see it what it shows.
	Alt string
	// Width is in millimetres; 0, and more than there is room for, is the width
	// of the text. A picture too high for the page is made smaller.
	Width float64
}

// Caption names a table, above it, or a figure, below it, with a number that
// Word counts.
type Caption struct {
	// Label is Table or Figure, or another word that is counted of its own.
	Label string
	Text  string
}

// Contents lists the headings that follow in the document, down to level Depth
// (1 to 4; 0 means 3). Word brings it up to date when the document is opened.
type Contents struct {
	Title string
	Depth int
}

// PageBreak begins a new page.
type PageBreak struct{}
