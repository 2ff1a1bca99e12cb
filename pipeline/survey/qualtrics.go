package survey

import (
	"regexp"
	"slices"
)

// platformColumns are the columns that Qualtrics adds to people's answers, in
// its present exports and in the legacy ones. (Names as in the exports that
// the qualtRics and QualtricsTools packages publish as samples.)
var platformColumns = []string{
	"StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
	"RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
	"ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage",
	// legacy
	"ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "LocationAccuracy",
}

// embeddedColumn is the form of the names of fields that Qualtrics' own checks
// add, such as Q_RecaptchaScore; legacyColumn of the names that legacy exports
// give to the platform's columns, what they are being in the second record.
var (
	embeddedColumn = regexp.MustCompile(`^Q_[A-Z][A-Za-z]+`)
	legacyColumn   = regexp.MustCompile(`^V[0-9]+$`)
)

// platformName gives the platform's name of the i-th column, or "" for a column
// of answers.
func (h *header) platformName(i int) string {
	if h.dialect != qualtrics {
		return ""
	}
	name := h.names[i]
	if legacyColumn.MatchString(name) {
		name = h.wording[i]
	}
	if slices.Contains(platformColumns, name) || embeddedColumn.MatchString(name) {
		return name
	}
	return ""
}

// platformColumn gives the place of the column with one of these names, or with
// one of these ids in the third header record; -1 when there is none.
func (h *header) platformColumn(ids, names []string) int {
	for i := range h.names {
		if h.importIDs != nil && slices.Contains(ids, h.importIDs[i]) {
			return i
		}
	}
	for i := range h.names {
		if slices.Contains(names, h.platformName(i)) {
			return i
		}
	}
	return -1
}

// The reasons to leave rows out, in the order in which they are tried.
const (
	notClosed = iota
	blankRow
	wrongCells
	previewRow
	testRow
	spamRow
	unfinishedRow
	reasons
)

var reasonNames = [reasons]string{
	"quotation mark not closed", "blank", "wrong number of cells", "preview", "test", "spam", "unfinished",
}

// statusReason tells whether a row with this Status is left out, and why. The
// number is a sum: 1 is a preview, 2 a test, 4 imported, 8 spam, 16 offline and
// 32 an employee's; exports with text write the words.
func statusReason(status []byte) (reason int, out bool) {
	switch string(status) {
	case "1", "9", "17", "Survey Preview", "Survey Preview Spam", "Offline Survey Preview":
		return previewRow, true
	case "2", "Survey Test":
		return testRow, true
	case "8", "12", "40", "Spam", "Imported Spam", "EX Spam":
		return spamRow, true
	}
	return 0, false
}

// isUnfinished tells whether a row with this Finished was never sent off.
func isUnfinished(finished []byte) bool {
	switch string(finished) {
	case "False", "FALSE", "false", "0":
		return true
	}
	return false
}
