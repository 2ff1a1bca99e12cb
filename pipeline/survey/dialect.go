package survey

import (
	"regexp"
	"slices"
	"strings"

	"concord/pipeline/study"
)

// dialect is how one program writes its exports.
type dialect struct {
	// name is the one that Source.Dialect uses, program what findings call it.
	name, program string
	// headers tells how many header records a file has that begins with these
	// records; 0 means that this program did not write it. named says that the
	// study names the dialect, so that the answer must be one at least.
	headers func(records [][]string, named bool) int
	// columns names and describes the columns by the header records. White space
	// in these is collapsed, and all are as long as the first.
	columns func(head [][]string) []column
	// separator stands between the answers of a multi question in one cell,
	// where the question itself does not say.
	separator string
}

// column is what a header says of one column.
type column struct {
	// name is unique in the file, once named is through with it; the other
	// fields are those of ColumnProfile.
	name, wording, option, group, platform string
	otherWords                             bool
	// unnamed tells that the column has no header, and is named by its place.
	unnamed bool
}

const plainName = "csv"

// dialects are all that are known, in the order in which they are tried. Any
// file can be the last.
var dialects = []dialect{
	{"qualtrics", "a Qualtrics", qualtricsHeaders, qualtricsColumns, ","},
	{"surveymonkey", "a SurveyMonkey", surveyMonkeyHeaders, surveyMonkeyColumns, ","},
	{"limesurvey", "a LimeSurvey", limeSurveyHeaders, limeSurveyColumns, ","},
	{"redcap", "a REDCap", redcapHeaders, redcapColumns, ","},
	{"microsoft-forms", "a Microsoft Forms", microsoftHeaders, microsoftColumns, ";"},
	{"google-forms", "a Google Forms", googleHeaders, googleColumns, ","},
	{plainName, "a plain", func([][]string, bool) int { return 1 }, plainColumns, ","},
}

// dialectOf gives the dialect that is asked for, or else the first that fits
// the records at the beginning of a file, and how many of them are headers.
func dialectOf(asked string, records [][]string) (*dialect, int) {
	for i := range dialects {
		d := &dialects[i]
		if asked != "" && asked != d.name {
			continue
		}
		if n := d.headers(records, asked != ""); n > 0 {
			return d, min(n, len(records))
		}
	}
	return &dialects[len(dialects)-1], 1
}

// plainColumns is for files with one header record and nothing else known.
func plainColumns(head [][]string) []column {
	out := make([]column, len(head[0]))
	for i, name := range head[0] {
		out[i] = column{name: name, wording: name}
	}
	return out
}

// groupBrackets ties together columns that stand side by side and are called
// "question [option]" with the same question, as Google Forms and LimeSurvey
// write them; question gives what stands before the option, and ok.
func groupBrackets(columns []column, split func(name string) (question, option string, ok bool)) {
	for i := 0; i < len(columns); {
		question, _, ok := split(columns[i].name)
		if !ok || columns[i].platform != "" {
			i++
			continue
		}
		end := i
		for end < len(columns) && columns[end].platform == "" {
			q, option, ok := split(columns[end].name)
			if !ok || q != question {
				break
			}
			columns[end].wording, columns[end].option, columns[end].group = question, option, question
			end++
		}
		i = end
	}
}

// brackets is the form "question [option]".
var brackets = regexp.MustCompile(`^(.*\S) ?\[(.*)\]$`)

func splitBrackets(name string) (question, option string, ok bool) {
	m := brackets.FindStringSubmatch(name)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// cellOf gives the i-th cell of a record, "" where it is too short.
func cellOf(record []string, i int) string {
	if i < len(record) {
		return record[i]
	}
	return ""
}

// oneOf tells whether a header is one of some words, capitals aside.
func oneOf(name string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, name) })
}

// normalAll collapses white space, and makes U+FFFD of what is not UTF-8.
func normalAll(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = study.Normal(strings.ToValidUTF8(c, "\uFFFD"))
	}
	return out
}

// fit makes a list so long.
func fit(list []string, n int) []string {
	for len(list) < n {
		list = append(list, "")
	}
	return slices.Clip(list[:n])
}
