package survey

import (
	"bytes"
	"regexp"
	"strings"
)

// submittedColumn is LimeSurvey's code of the time at which answers were sent;
// it is blank for those who did not go to the end.
const submittedColumn = "submitdate"

var (
	// limeCode is the form "code[SQ001]. wording", or the code alone, that
	// LimeSurvey gives to headers.
	limeCode = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_]*)((?:\[[^\[\]]*\])*)(?:\. (.+))?$`)
	// limeColumns are the codes of the columns that LimeSurvey adds.
	limeColumns = regexp.MustCompile(`^(?:id|submitdate|lastpage|startlanguage|seed|token|startdate|datestamp|ipaddr|refurl|interviewtime|groupTime\d+)$`)
	// limeTexts are what they are called where headers have no codes.
	limeTexts = map[string]string{
		"Response ID": "id", "Date submitted": submittedColumn, "Last page": "lastpage", "Start language": "startlanguage",
		"Seed": "seed", "Date started": "startdate", "Date last action": "datestamp", "IP address": "ipaddr",
		"Referrer URL": "refurl", "Total time": "interviewtime",
	}
)

// limeSurveyHeaders: one header record of codes with their wordings, of codes,
// or of wordings. Numbered questions of another program ("Q1. Your role?") are
// told apart by the columns of sub-questions, code[SQ001], or by the platform's.
func limeSurveyHeaders(records [][]string, named bool) int {
	if named {
		return 1
	}
	codes, parts, own, filled, sent := 0, 0, 0, 0, false
	for _, name := range normalAll(records[0]) {
		if name == "" {
			continue
		}
		filled++
		m := limeCode.FindStringSubmatch(name)
		switch {
		case m != nil && limeColumns.MatchString(m[1]), limeTexts[name] != "":
			own++
			sent = sent || limeTexts[name] == submittedColumn || m != nil && m[1] == submittedColumn
		case m != nil && (m[2] != "" || m[3] != ""):
			codes++
		}
		if m != nil && m[2] != "" {
			parts++
		}
	}
	if own >= 3 && sent || codes >= 2 && parts > 0 && 2*codes >= filled {
		return 1
	}
	return 0
}

func limeSurveyColumns(head [][]string) []column {
	out := plainColumns(head)
	first := map[string]int{} // the first column of a question, by its code
	for i := range out {
		c := &out[i]
		m := limeCode.FindStringSubmatch(c.name)
		if c.platform = limeTexts[c.name]; c.platform != "" || m == nil {
			continue
		}
		code, part, text := m[1], m[2], m[3]
		if limeColumns.MatchString(code) || strings.HasPrefix(text, "Question time: ") {
			c.platform = code
			continue
		}
		if text != "" {
			c.wording = text
		}
		if part != "" {
			c.option = strings.Trim(part, "[]")
			if question, option, ok := splitBrackets(c.wording); ok && text != "" {
				c.wording, c.option = question, option
			}
		}
		at, again := first[code]
		if !again {
			first[code] = i
			continue
		}
		out[at].group, c.group = code, code
		c.otherWords = strings.HasSuffix(part, "comment]") || part == "[other]" && out[at].option == ""
	}
	return out
}

// submittedReason tells whether a row was never sent off.
func submittedReason(submitted []byte) (reason int, out bool) {
	return unfinishedRow, len(submitted) == 0 || bytes.Equal(submitted, []byte("N/A"))
}
