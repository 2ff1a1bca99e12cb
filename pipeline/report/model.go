package report

// Document is a report as a tree of sections and blocks, without a word on how
// it looks: HTML and Markdown are written from it, and other forms can be.
// Texts in it are plain, as people wrote them; whoever writes a form escapes
// them.
type Document struct {
	Title string
	// Line says in one line what the consultation was.
	Line string
	// Version is concord's.
	Version  string
	Sections []Section
}

// Section is a heading with what stands under it.
type Section struct {
	// ID is unique in the document: lower-case letters, digits and -. Text can
	// link to it.
	ID, Title string
	Blocks    []Block
	Sections  []Section
	// Folded marks what a reader of a screen opens when wanted; printed and in
	// Markdown it stands in full.
	Folded bool
}

// Block is one of Paragraph, List, Table, Figure, Quote, Notice, Change and
// More.
type Block interface {
	// Kind names the type in lower case, such as "paragraph".
	Kind() string
}

// Paragraph is running text.
type Paragraph struct{ Text Text }

// List is a list of texts, without numbers.
type List struct{ Items []Text }

// Table is a table whose first column heads its rows.
type Table struct {
	Caption string
	// Base says what percentages are of; "" for none.
	Base string
	// Groups stand above the columns, in order; their spans add up to the
	// number of columns. None means a table with one line of headings.
	Groups  []ColumnGroup
	Columns []Column
	// Rows have as many cells as there are columns.
	Rows []Row
	// Notes are sentences to stand under it.
	Notes []string
}

// ColumnGroup is a heading over several columns.
type ColumnGroup struct {
	Label string
	Span  int
}

// Column is the heading of one column.
type Column struct {
	Label string
	// Number marks columns of numbers, to stand right.
	Number bool
	// Words marks columns of running text, to be given room; Wide the one that
	// needs most of it.
	Words, Wide bool
}

// Row is one row of a table.
type Row struct {
	Cells []Text
	// Sum marks a row that counts several of the others together.
	Sum bool
}

// Figure is one of the run's charts.
type Figure struct {
	// Number counts the figures of the document from 1.
	Number int
	// Name is that of its files in charts/, without ending.
	Name, Title, Alt string
	SVG              []byte
}

// Quote is what somebody said, word for word after redaction.
type Quote struct {
	// Before is what was said just before it in a focus group, with who said it;
	// "" for nothing.
	Before string
	Words  string
	// Source tells the unit and the person, and what the words do, such as
	// "asks for it".
	Source string
}

// Notice is something that a reader must not miss.
type Notice struct {
	Title string
	Text  Text
}

// Change shows the words that stand now beside those proposed. Before is empty
// where something is added. Spans marked Deleted and Inserted are where they differ.
type Change struct{ Before, After Text }

// More holds quotes beyond the first few. Where there is no room for them, its
// Label, which says how many they are, stands alone.
type More struct {
	Label  string
	Quotes []Quote
}

// Kind gives "paragraph".
func (Paragraph) Kind() string { return "paragraph" }

// Kind gives "list".
func (List) Kind() string { return "list" }

// Kind gives "table".
func (Table) Kind() string { return "table" }

// Kind gives "figure".
func (Figure) Kind() string { return "figure" }

// Kind gives "quote".
func (Quote) Kind() string { return "quote" }

// Kind gives "notice".
func (Notice) Kind() string { return "notice" }

// Kind gives "change".
func (Change) Kind() string { return "change" }

// Kind gives "more".
func (More) Kind() string { return "more" }

// Text is words in one line, parts of which may stand out.
type Text []Span

// Span is a piece of text.
type Span struct {
	Words string
	Style Style
	// To is the ID of a section that the words link to; "" for none.
	To string
}

// Style says how a span stands out.
type Style string

const (
	Plain    Style = ""
	Strong   Style = "strong"
	Code     Style = "code" // the name of a file, or an id
	Deleted  Style = "deleted"
	Inserted Style = "inserted"
)

// String gives the words alone.
func (t Text) String() string {
	var s string
	for _, span := range t {
		s += span.Words
	}
	return s
}
