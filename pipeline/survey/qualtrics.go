package survey

import (
	"regexp"
	"slices"
	"strings"
)

// The platform's names of the columns by which rows are left out and people
// told apart.
const (
	statusColumn   = "Status"
	finishedColumn = "Finished"
	responseColumn = "ResponseId"
)

// platformColumns are the columns that Qualtrics adds to people's answers, in
// its present exports and in the legacy ones. (Names as in the exports that
// the qualtRics and QualtricsTools packages publish as samples.)
var platformColumns = []string{
	"StartDate", "EndDate", statusColumn, "IPAddress", "Progress", "Duration (in seconds)", finishedColumn,
	"RecordedDate", responseColumn, "RecipientLastName", "RecipientFirstName", "RecipientEmail",
	"ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage",
	// legacy
	"ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "LocationAccuracy",
}

// platformIDs are the ImportIds of columns that may have other headers, where a
// file's headers were changed or translated.
var platformIDs = map[string]string{
	"status": statusColumn, "finished": finishedColumn, "_recordId": responseColumn, "responseId": responseColumn,
	"startDate": "StartDate", "endDate": "EndDate", "recordedDate": "RecordedDate", "ipAddress": "IPAddress",
	"progress": "Progress", "duration": "Duration (in seconds)",
	"recipientLastName": "RecipientLastName", "recipientFirstName": "RecipientFirstName", "recipientEmail": "RecipientEmail",
	"externalDataReference": "ExternalReference", "locationLatitude": "LocationLatitude", "locationLongitude": "LocationLongitude",
	"distributionChannel": "DistributionChannel", "userLanguage": "UserLanguage",
}

var (
	// embeddedColumn is the form of the names of fields that Qualtrics' own checks
	// add, such as Q_RecaptchaScore; legacyColumn of the names that legacy exports
	// give to the platform's columns, what they are being in the second record.
	embeddedColumn = regexp.MustCompile(`^Q_[A-Z][A-Za-z]+`)
	legacyColumn   = regexp.MustCompile(`^V[0-9]+$`)
	// addedColumn is the form of the names of columns that Qualtrics adds to a
	// question: the order in which options were shown, times on the page, and
	// what it found out about the browser.
	addedColumn = regexp.MustCompile(`_(DO)(?:_-?\d+)?$|_(First Click|Last Click|Page Submit|Click Count)$|_(Browser|Version|Operating System|Resolution)$`)
	// topicID is the ImportId of a column that Qualtrics' analysis of comments adds.
	topicID = regexp.MustCompile(`_TEXT_[0-9A-Za-z]{8,}`)
	// questionID takes the last level off an ImportId: QID10_3 and QID2_8_TEXT
	// belong to the questions QID10 and QID2, 1_QID9-1-2 to the row 1_QID9-1.
	questionID = regexp.MustCompile(`^((?:\d+_)?QID\d+(?:#\d+)?(?:[-_]\d+)*?)(?:[-_]-?\d+)?(?:[-_]TEXT)?$`)
	// answerID is the ImportId of an answer, and not of what Qualtrics adds to it,
	// such as QID4_DO or QID2_BROWSER.
	answerID = regexp.MustCompile(`^(?:\d+_)?QID\d+(?:#\d+)?(?:[-_]-?\d+)*(?:_TEXT)?$`)
	// numberedName does the same with a name where there are no ImportIds.
	numberedName = regexp.MustCompile(`^(.+?)_-?\d+(?:_TEXT)?$`)
	// responseID is the form of the ids that Qualtrics gives to responses.
	responseID = regexp.MustCompile(`^R_[0-9A-Za-z]+$`)
)

// qualtricsHeaders: three header records, the third of ImportIds, or two in
// legacy exports; whoever took records out may have left one.
func qualtricsHeaders(records [][]string, named bool) int {
	for n := 2; n > 0; n-- {
		if len(records) > n && isImportIDs(records[n]) {
			return n + 1
		}
	}
	first, own, id := normalAll(records[0]), 0, -1
	for i, name := range first {
		switch {
		case legacyColumn.MatchString(name) && len(records) > 1 && slices.Contains(platformColumns, strings.TrimSpace(cellOf(records[1], i))):
			own++
		case name == responseColumn, name == "ResponseID":
			own, id = own+1, i
		case slices.Contains(platformColumns, name):
			own++
		}
	}
	switch {
	case id >= 0 && own >= 4 && len(records) > 1 && responseID.MatchString(strings.TrimSpace(cellOf(records[1], id))):
		return 1
	case named, own >= 4 && id < 0 && legacyColumn.MatchString(first[0]):
		return 2
	case own >= 4 && id >= 0 && len(records) > 1 && oneOf(strings.Join(strings.Fields(cellOf(records[1], id)), ""), "ResponseID"):
		return 2
	}
	return 0
}

func qualtricsColumns(head [][]string) []column {
	out := plainColumns(head)
	var ids []string
	if last := head[len(head)-1]; len(head) > 1 && isImportIDs(last) {
		ids, head = importIDs(last), head[:len(head)-1]
	}
	if len(head) > 1 {
		for i := range out {
			out[i].wording = head[1][i]
		}
	}
	for i := range out {
		out[i].platform = qualtricsPlatform(&out[i], cellOf(ids, i))
	}
	tieQualtrics(out, ids)
	return out
}

// qualtricsPlatform gives the platform's name of a column, "" for answers.
func qualtricsPlatform(c *column, id string) string {
	if name := platformIDs[id]; name != "" {
		return name
	}
	name := c.name
	if legacyColumn.MatchString(name) {
		name = c.wording
	}
	switch {
	case name == "ResponseID":
		return responseColumn
	case answerID.MatchString(id):
		return "" // whatever it is called, such as Q_Role or Preferred_Version
	case slices.Contains(platformColumns, name), embeddedColumn.MatchString(name):
		return name
	case topicID.MatchString(id):
		if i := strings.LastIndex(name, " - "); i >= 0 {
			name = name[i+len(" - "):]
		}
		return name
	}
	if m := addedColumn.FindStringSubmatch(name); m != nil {
		switch {
		case m[1] != "":
			return "Display Order"
		case m[2] != "":
			return "Timing"
		}
		return "Browser"
	}
	return ""
}

// tieQualtrics ties together the columns of a question, and takes the question
// apart from the option in their wordings.
func tieQualtrics(columns []column, ids []string) {
	names := map[string]bool{}
	for i := range columns {
		names[columns[i].name] = true
	}
	type question struct {
		id      string
		columns []int
	}
	var questions []question
	at := map[string]int{}
	for i := range columns {
		c := &columns[i]
		if c.platform != "" {
			continue
		}
		id := ""
		if m := questionID.FindStringSubmatch(cellOf(ids, i)); m != nil {
			id = m[1]
		} else if m := numberedName.FindStringSubmatch(c.name); m != nil && ids == nil {
			id = m[1]
		} else if ids == nil {
			id = strings.TrimSuffix(c.name, "_TEXT")
		}
		if stem, isText := strings.CutSuffix(c.name, "_TEXT"); isText {
			c.otherWords = names[stem] || names[cutLast(stem)]
		}
		if id == "" {
			continue
		}
		k, ok := at[id]
		if !ok {
			k = len(questions)
			at[id] = k
			questions = append(questions, question{id: id})
		}
		questions[k].columns = append(questions[k].columns, i)
	}
	taken := map[string]bool{}
	for _, q := range questions {
		if len(q.columns) == 1 {
			c := &columns[q.columns[0]]
			c.wording = strings.TrimSuffix(c.wording, selectedChoice)
			continue
		}
		group := q.id
		if name := commonName(columns, q.columns); name != "" && !taken[name] {
			group = name
		}
		taken[group] = true
		takeApart(columns, q.columns)
		for _, i := range q.columns {
			columns[i].group = group
		}
	}
}

// cutLast gives a name without its last piece: Q2 of Q2_8.
func cutLast(name string) string { return name[:max(0, strings.LastIndexByte(name, '_'))] }

// commonName gives what the names of columns have in common, in whole pieces:
// Q10 of Q10_1 and Q10_12.
func commonName(columns []column, list []int) string {
	common := columns[list[0]].name
	for _, i := range list[1:] {
		name := columns[i].name
		for common != "" && name != common && !strings.HasPrefix(name, common+"_") {
			common = cutLast(common)
		}
	}
	return common
}

// selectedChoice and otherText end the wordings of a question with an option
// for other answers, and of the column of what people wrote there.
const selectedChoice, otherText = " - Selected Choice", " - Text"

// takeApart divides the wordings of a question's columns into the question,
// which they have in common, and the option.
func takeApart(columns []column, list []int) {
	common, options := "", 0
	for _, i := range list {
		c := &columns[i]
		if c.otherWords {
			continue
		}
		if options++; options == 1 {
			common = c.wording
			continue
		}
		n := 0
		for n < len(common) && n < len(c.wording) && common[n] == c.wording[n] {
			n++
		}
		common = common[:n]
	}
	switch {
	case options == 0:
		return
	case options == 1:
		common = strings.TrimSuffix(common, selectedChoice)
	default:
		common = untilDash(common)
	}
	for _, i := range list {
		c := &columns[i]
		rest, ok := strings.CutPrefix(c.wording, common)
		if !ok || common == "" {
			continue
		}
		c.wording = common
		if c.otherWords {
			rest = strings.TrimSuffix(rest, otherText)
		} else if options == 1 {
			continue
		}
		c.option = strings.TrimLeft(rest, " -")
	}
}

// untilDash gives what stands before the dash between a question and its
// option: " - ", or "-" in legacy exports. Without one it is all there is.
func untilDash(common string) string {
	if i := strings.LastIndex(common, " - "); i >= 0 {
		return common[:i]
	}
	if i := strings.LastIndexByte(common, '-'); i >= 0 {
		return strings.TrimRight(common[:i], " ")
	}
	return ""
}

// importID is a cell of the third header record: JSON, or the same with single
// quotation marks as old exports wrote it.
var importID = regexp.MustCompile(`^\s*\{\s*(?:"ImportId"\s*:\s*"([^"]*)"|'ImportId'\s*:\s*'([^']*)')`)

func importIDs(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if m := importID.FindStringSubmatch(c); m != nil {
			out[i] = m[1] + m[2]
		}
	}
	return out
}

// isImportIDs tells that every cell that is not blank holds an ImportId.
func isImportIDs(cells []string) bool {
	some := false
	for _, c := range cells {
		if strings.TrimSpace(c) == "" {
			continue
		}
		if !importID.MatchString(c) {
			return false
		}
		some = true
	}
	return some
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

// finishedReason tells whether a row with this Finished was never sent off.
func finishedReason(finished []byte) (reason int, out bool) {
	switch string(finished) {
	case "False", "FALSE", "false", "0":
		return unfinishedRow, true
	}
	return 0, false
}
