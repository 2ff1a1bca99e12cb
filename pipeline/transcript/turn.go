// Package transcript reads records of focus groups, as meeting tools, subtitle
// programs and people write them, into turns: who spoke, when, and what.
package transcript

// Turn is one speech: what one person said until another spoke.
type Turn struct {
	// ID names the turn: the transcript's id and its place, such as FG2/T045.
	ID string
	// Group is the transcript's id.
	Group string
	// Speaker is the name that the transcript gives; "" where it gives none.
	Speaker string
	// Person is the participant's id, "" for a moderator or an unknown speaker.
	// Where there is no list of participants it is a number in this group, such
	// as FG2-P3.
	Person string
	// Moderator is true for the people who lead the group: their words are not
	// evidence.
	Moderator bool
	// Start and End are milliseconds from the start of the recording; both are
	// -1 where the file has no times.
	Start, End int
	// Line is the line of the file on which the turn begins; in a Word document
	// it is the paragraph, in an Excel sheet the row.
	Line int
	// Domain is the code of the framework's domain under discussion; "" for none.
	Domain string
	// Text is what was said, in one line.
	Text string
}
