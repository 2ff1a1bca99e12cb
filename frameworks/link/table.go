package link

import (
	"io"
	"strconv"
	"strings"

	"concord/pipeline/sheet"
)

// row is a row of the table that a person confirms.
type row struct {
	FromCode    string `csv:"from_code"`
	FromUUID    string `csv:"from_uuid"`
	FromText    string `csv:"from_text"`
	Rank        string `csv:"rank"`
	ToCode      string `csv:"to_code"`
	ToUUID      string `csv:"to_uuid"`
	ToText      string `csv:"to_text"`
	Score       string `csv:"score"`
	SharedWords string `csv:"shared_words"`
	Relation    string `csv:"relation"`
	ConfirmedBy string `csv:"confirmed_by"`
	ConfirmedOn string `csv:"confirmed_on"`
	Note        string `csv:"note"`
	FromHeading string `csv:"from_heading"`
	ToHeading   string `csv:"to_heading"`
}

// noItem stands as the text of the row that says that no item fits.
const noItem = "(no item fits)"

// WriteTable writes the suggestions as a CSV table for a person to confirm:
// UTF-8, RFC 4180, one row a candidate and after them one row an item that
// stands for "no item fits". Its columns are
//
//	from_code, from_uuid, from_text   the item of the first framework
//	rank                              1 for the likest candidate; empty in the last row of an item
//	to_code, to_uuid, to_text         the candidate; empty, empty and "(no item fits)" in that row
//	score                             the likeness of the wording, 0 to 1, four decimals
//	shared_words                      content words of both, the rarest first
//	relation                          empty, for the person: exact, related, broader, narrower or none
//	confirmed_by, confirmed_on, note  empty, for the person: name, day as 2020-01-31, anything
//	from_heading, to_heading          "yes" where other items stand below it
//
// A cell that a spreadsheet would run as a formula has an apostrophe in front,
// which Confirm takes off.
func WriteTable(w io.Writer, suggestions []Suggestion) error {
	rows := make([]row, 0, 2*len(suggestions))
	for _, s := range suggestions {
		from := row{FromCode: s.Code, FromUUID: s.UUID, FromText: s.Text, FromHeading: yes(s.Heading)}
		for i, c := range s.Candidates {
			r := from
			r.Rank = strconv.Itoa(i + 1)
			r.ToCode, r.ToUUID, r.ToText, r.ToHeading = c.Code, c.UUID, c.Text, yes(c.Heading)
			r.Score = strconv.FormatFloat(c.Score, 'f', 4, 64)
			r.SharedWords = strings.Join(c.Shared, ", ")
			rows = append(rows, r)
		}
		from.ToText = noItem
		rows = append(rows, from)
	}
	return sheet.Write(w, rows)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
