package survey

import (
	"regexp"
	"strings"
)

// REDCap's names of the record's id, whatever the project calls it, of the
// instrument of which a row is one of several, and of the event, such as a visit,
// that a row is about.
const (
	recordColumn = "record_id"
	repeatColumn = "redcap_repeat_instrument"
	eventColumn  = "redcap_event_name"
)

var (
	// redcapBox is the form of a check box's name: field___1.
	redcapBox = regexp.MustCompile(`^(.+?)___(.+)$`)
	// redcapChoice is its form in an export with labels.
	redcapChoice = regexp.MustCompile(`^(.*\S) ?\(choice=(.*)\)$`)
	// redcapLabels are what the platform's columns are called in one.
	redcapLabels = map[string]string{
		"Event Name": eventColumn, "Repeat Instrument": repeatColumn, "Repeat Instance": "redcap_repeat_instance",
		"Data Access Group": "redcap_data_access_group", "Survey Identifier": "redcap_survey_identifier",
		"Survey Timestamp": "timestamp", "Complete?": "complete",
	}
)

// completion tells whether a column of the first rows holds what REDCap says of
// a form, and not people's answers to a question that is called alike.
func completion(rows [][]string, column int) bool {
	for _, row := range rows {
		switch strings.TrimSpace(cellOf(row, column)) {
		case "", "0", "1", "2", "Incomplete", "Unverified", "Complete":
		default:
			return false
		}
	}
	return true
}

// redcapHeaders: one header record of field names, or of labels, the first of
// which is the record's id.
func redcapHeaders(records [][]string, named bool) int {
	if named {
		return 1
	}
	names := normalAll(records[0])
	var own, complete, boxes, choices int
	for i, name := range names {
		switch {
		case strings.HasPrefix(name, "redcap_"):
			own++
		case strings.HasSuffix(name, "_complete") && completion(records[1:], i):
			complete++
		case redcapBox.MatchString(name):
			boxes++
		case redcapChoice.MatchString(name), name == "Complete?":
			choices++
		}
	}
	id := strings.HasSuffix(names[0], "_id")
	if own > 0 || complete > 0 && (boxes > 0 || id) || choices > 0 && strings.HasSuffix(names[0], "ID") {
		return 1
	}
	return 0
}

func redcapColumns(head [][]string) []column {
	out := plainColumns(head)
	names := map[string]bool{}
	for i := range out {
		names[out[i].name] = true
	}
	first := map[string]int{}
	for i := range out {
		c := &out[i]
		instrument, isTime := strings.CutSuffix(c.name, "_timestamp")
		switch {
		case i == 0:
			c.platform = recordColumn
		case strings.HasPrefix(c.name, "redcap_"):
			c.platform = c.name
		case redcapLabels[c.name] != "":
			c.platform = redcapLabels[c.name]
		case strings.HasSuffix(c.name, "_complete"):
			c.platform = "complete"
		case isTime && names[instrument+"_complete"]:
			c.platform = "timestamp"
		}
		m := redcapBox.FindStringSubmatch(c.name)
		if m == nil {
			m = redcapChoice.FindStringSubmatch(c.name)
		}
		if m == nil || c.platform != "" {
			continue
		}
		c.wording, c.option, c.group = m[1], m[2], m[1]
		if at, again := first[m[1]]; again {
			out[at].group = m[1]
		} else {
			first[m[1]], c.group = i, "" // a box alone is no group
		}
	}
	return out
}

// repeatReason tells whether a row is one of several of an instrument that was
// filled in again and again, and no row of a person's.
func repeatReason(instrument []byte) (reason int, out bool) {
	return repeatedRow, len(instrument) > 0
}
