package decide

// SheetKind tells by its columns what a sheet is that came back: "votes" for a
// ballot, "decisions", or "" for neither, or for a file that cannot be read.
func SheetKind(file string, data []byte) string {
	if _, is := readSheet(file, data, colAmendment, colVote, colFingerprint); is {
		return "votes"
	}
	if _, is := readSheet(file, data, colAmendment, colDisposition, colFingerprint); is {
		return "decisions"
	}
	return ""
}
