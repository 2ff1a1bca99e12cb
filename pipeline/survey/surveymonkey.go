package survey

import (
	"fmt"
	"strings"
)

// monkeyColumns are the columns that SurveyMonkey adds to people's answers,
// without the spaces in their names, which some exports leave out.
var monkeyColumns = []string{
	"RespondentID", "CollectorID", "StartDate", "EndDate", "DateCreated", "DateModified", "IPAddress",
	"EmailAddress", "FirstName", "LastName", "CustomData", "CustomData1", "Tags", "Language",
}

// surveyMonkeyHeaders: two header records, the first with questions, blank
// where the question of the column before goes on; the second with options, or
// with words for "this column is the answer", and blank under the respondent's
// id and all else that the platform adds.
func surveyMonkeyHeaders(records [][]string, named bool) int {
	if named {
		return 2
	}
	if len(records) < 2 {
		return 0
	}
	first, second := normalAll(records[0]), normalAll(records[1])
	answers, goesOn := 0, 0
	for i := range second {
		switch name := cellOf(first, i); {
		case isMonkeyAnswer(second[i]):
			answers++
		case second[i] != "" && goesOnBefore(name, i):
			goesOn++
		}
	}
	known := strings.EqualFold(strings.ReplaceAll(first[0], " ", ""), monkeyColumns[0])
	if cellOf(second, 0) == "" && first[0] != "" && (known && answers+goesOn > 0 || answers > 0 && goesOn > 0) {
		return 2
	}
	return 0
}

// isMonkeyAnswer tells whether a cell of the second record says that the column
// is the answer to its question and not one of several options.
func isMonkeyAnswer(cell string) bool { return oneOf(cell, "Response", "Open-Ended Response") }

// goesOnBefore tells whether a header of the first record says that the question
// of the column before goes on: a blank, or what R and Python write in its place.
func goesOnBefore(name string, i int) bool {
	return name == "" || name == fmt.Sprintf("...%d", i+1) || name == fmt.Sprintf("Unnamed: %d", i)
}

// mostNames is how many bytes of names are made of questions and options; after
// that a column is called by its option alone. A long question over a hundred
// thousand options would fill the memory.
const mostNames = 32 << 20

func surveyMonkeyColumns(head [][]string) []column {
	second := make([]string, len(head[0]))
	if len(head) > 1 {
		second = head[1]
	}
	out := plainColumns(head)
	start := 0 // the first column of the question at hand
	bytes := 0
	for i := range out {
		c := &out[i]
		if i > 0 && goesOnBefore(c.name, i) {
			c.wording = out[start].wording
		} else {
			start = i
		}
		option := second[i]
		switch {
		case isMonkeyAnswer(option):
			c.name = c.wording
		case option == "" && i == start:
			if oneOf(strings.ReplaceAll(c.name, " ", ""), monkeyColumns...) {
				c.platform = c.name
			}
		case option == "":
			c.name, c.wording = "", "" // a column without a word over it
			continue
		default:
			c.option = option
			if bytes += len(c.wording) + len(option); bytes <= mostNames {
				option = c.wording + " [" + option + "]"
			}
			c.name = option
		}
		if i > start {
			out[start].group, c.group = c.wording, c.wording
			// Words that stand beside an answer, and not behind a tick.
			c.otherWords = out[start].option == "" && c.option != ""
		}
	}
	return out
}
