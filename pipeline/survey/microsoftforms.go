package survey

import "strings"

// microsoftFirst are the columns with which exports of Microsoft Forms begin,
// and those that quizzes have beside each question.
var microsoftFirst = []string{
	"ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Language",
	"Total points", "Quiz feedback", "Grade posted time",
}

// microsoftHeaders: one header record, which begins with the id and the times
// at which the form was opened and sent.
func microsoftHeaders(records [][]string, named bool) int {
	first := normalAll(records[0])
	if named || oneOf(first[0], "ID") && oneOf(cellOf(first, 1), "Start time") && oneOf(cellOf(first, 2), "Completion time") {
		return 1
	}
	return 0
}

func microsoftColumns(head [][]string) []column {
	out := plainColumns(head)
	names := map[string]bool{}
	for i := range out {
		names[out[i].name] = true
	}
	leading := true
	for i := range out {
		c := &out[i]
		leading = leading && oneOf(c.name, microsoftFirst...)
		points, isPoints := strings.CutPrefix(c.name, "Points - ")
		feedback, isFeedback := strings.CutPrefix(c.name, "Feedback - ")
		switch {
		case leading, names["Total points"] && oneOf(c.name, "Total points", "Quiz feedback", "Grade posted time"):
			c.platform = c.name
		case isPoints && names[points]:
			c.platform = "Points"
		case isFeedback && names[feedback]:
			c.platform = "Feedback"
		}
	}
	groupLikert(out)
	return out
}

// groupLikert ties together the rows of a grid, which stand side by side and are
// called "Question.Row".
func groupLikert(columns []column) {
	for i := 0; i+1 < len(columns); i++ {
		question := likertQuestion(columns[i].name, columns[i+1].name)
		if question == "" || columns[i].platform != "" {
			continue
		}
		for ; i < len(columns) && columns[i].platform == ""; i++ {
			row, ok := strings.CutPrefix(columns[i].name, question+".")
			if !ok || row == "" {
				break
			}
			columns[i].wording, columns[i].option, columns[i].group = question, row, question
		}
		i--
	}
}

// likertQuestion gives what stands before the last full stop that two headers
// have in common and that no space or digit follows; "" when there is none.
func likertQuestion(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for i := n - 1; i > 0; i-- {
		if a[i] != '.' || i+1 >= len(a) || i+1 >= len(b) {
			continue
		}
		if next := a[i+1]; next != ' ' && (next < '0' || next > '9') && b[i+1] != ' ' {
			return a[:i]
		}
	}
	return ""
}
