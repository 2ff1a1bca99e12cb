package survey

// Profile is what an export holds, column by column, before anybody has said
// what its questions are: what a draft of consultation.yaml is made from.
type Profile struct {
	// Dialect, Encoding, Delimiter and Sheet say how the file was read, by the
	// names that study.Source uses.
	Dialect, Encoding, Delimiter, Sheet string
	// Flow counts the rows, as Table.Flow does.
	Flow    Flow
	Columns []ColumnProfile
}

// ColumnProfile is one column of an export.
type ColumnProfile struct {
	// Name is how consultation.yaml names the column: unique in the file.
	Name string
	// Wording is the question as the export gives it, and Option, where the
	// column is one of several of a question, what the export says of this one:
	// the answer that is ticked in it, or the row of a matrix; "" where it is not.
	Wording, Option string
	// Group is the same for columns that the export itself ties together as
	// parts of one question, such as Q5 for Q5_1 and Q5_2; "" where it does not.
	Group string
	// Platform is the platform's own name for a column that no respondent
	// answered, such as StartDate or IPAddress; "" for an answer.
	Platform string
	// OtherWords tells that the column holds what people wrote in the box beside
	// an option such as "other, please specify" of the column's group: a study
	// names it under other_column. Where a platform gives no column of its own to
	// the tick, as SurveyMonkey does with answers that can be several, it is an
	// option's column whose cells are words, and OtherWords is false.
	OtherWords bool
	// Filled is the number of kept rows whose cell is not blank.
	Filled int
	// Values are the different cells, with how many rows have each, in the order
	// of their first appearance; at most MaxValues of them, and Many where there
	// are more. Cells of more than 1,000 letters are cut, and are the same if what
	// is left of them is.
	Values []ValueCount
	Many   bool
	// Numbers and Dates count the filled cells that Read takes for numbers, and
	// for dates.
	Numbers, Dates int
	// Words is the mean number of words in a filled cell, times ten, rounded.
	Words int
}

// ValueCount is one cell's text, white space collapsed, and its number of rows.
type ValueCount struct {
	Text string
	Rows int
}

// MaxValues is how many different cells a ColumnProfile holds.
const MaxValues = 400
