package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"concord/pipeline/study"
)

// metadata are the columns that Qualtrics puts before the answers: header,
// wording and the name in the third record.
var metadata = [][3]string{
	{"StartDate", "Start Date", "startDate"},
	{"EndDate", "End Date", "endDate"},
	{"Status", "Response Type", "status"},
	{"IPAddress", "IP Address", "ipAddress"},
	{"Progress", "Progress", "progress"},
	{"Duration (in seconds)", "Duration (in seconds)", "duration"},
	{"Finished", "Finished", "finished"},
	{"RecordedDate", "Recorded Date", "recordedDate"},
	{"ResponseId", "Response ID", "_recordId"},
	{"RecipientLastName", "Recipient Last Name", "recipientLastName"},
	{"RecipientFirstName", "Recipient First Name", "recipientFirstName"},
	{"RecipientEmail", "Recipient Email", "recipientEmail"},
	{"ExternalReference", "External Data Reference", "externalDataReference"},
	{"LocationLatitude", "Location Latitude", "locationLatitude"},
	{"LocationLongitude", "Location Longitude", "locationLongitude"},
	{"DistributionChannel", "Distribution Channel", "distributionChannel"},
	{"UserLanguage", "User Language", "userLanguage"},
}

// generate writes the whole export: three header records, the 54 responses in
// the order in which they were recorded, and among them one preview and one
// response that was never finished.
func generate(questions []study.Question, w io.Writer) error {
	all, err := voices()
	if err != nil {
		return err
	}
	s, err := shortAnswers()
	if err != nil {
		return err
	}
	who, err := people(all)
	if err != nil {
		return err
	}
	answers, err := rows(questions, who, s)
	if err != nil {
		return err
	}
	names, wording, ids, err := headers(questions)
	if err != nil {
		return err
	}
	type recorded struct {
		at    time.Time
		cells []string
	}
	preview, unfinished := extras()
	records := []recorded{
		{preview.recorded, preview.cells(questions)},
		{unfinished.recorded, unfinished.cells(questions)},
	}
	rng := stream(streamTimes)
	for i, v := range visits(rng, answers) {
		r := response{
			start: v.start, end: v.start.Add(v.duration), status: "IP Address", progress: 100, finished: true,
			id: v.id, channel: "anonymous", language: "EN-GB", answers: answers[i],
		}
		if rng.IntN(6) == 0 {
			r.language = "EN"
		}
		r.recorded = r.end.Add(time.Duration(rng.IntN(2)) * time.Second)
		records = append(records, recorded{r.recorded, r.cells(questions)})
	}
	slices.SortStableFunc(records, func(a, b recorded) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })

	out := csv.NewWriter(w)
	for _, header := range [][]string{names, wording, ids} {
		if err := out.Write(header); err != nil {
			return err
		}
	}
	for _, r := range records {
		if err := out.Write(r.cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// headers gives the three header records.
func headers(questions []study.Question) (names, wording, ids []string, err error) {
	add := func(name, text string, id importID) error {
		third, err := json.Marshal(id)
		names, wording, ids = append(names, name), append(wording, text), append(ids, string(third))
		return err
	}
	for _, m := range metadata {
		id := importID{ID: m[2]}
		if strings.HasSuffix(m[2], "Date") {
			id.TimeZone = "Europe/London"
		}
		if err := add(m[0], m[1], id); err != nil {
			return nil, nil, nil, err
		}
	}
	for i, q := range questions {
		id, text := fmt.Sprintf("QID%d", i+1), q.Wording
		if q.Kind == study.Text {
			id += "_TEXT"
		}
		if q.OtherColumn != "" {
			text += " - Selected Choice"
		}
		if err := add(q.Column, text, importID{ID: id}); err != nil {
			return nil, nil, nil, err
		}
		if q.OtherColumn == "" {
			continue
		}
		last := q.Options[len(q.Options)-1].Label
		if err := add(q.OtherColumn, q.Wording+" - "+last+" - Text", importID{ID: fmt.Sprintf("QID%d_%d_TEXT", i+1, len(q.Options))}); err != nil {
			return nil, nil, nil, err
		}
	}
	return names, wording, ids, nil
}

type importID struct {
	ID       string `json:"ImportId"`
	TimeZone string `json:"timeZone,omitempty"`
}

// response is one record of the export.
type response struct {
	start, end, recorded time.Time
	status, id           string
	channel, language    string
	progress             int
	finished             bool
	answers              row
}

func (r *response) cells(questions []study.Question) []string {
	const layout = "2006-01-02 15:04:05"
	finished := "False"
	if r.finished {
		finished = "True"
	}
	// The address, the names and the place stay empty: the link was anonymous
	// and the platform was told to keep no addresses.
	out := []string{
		r.start.Format(layout), r.end.Format(layout), r.status, "", strconv.Itoa(r.progress),
		strconv.Itoa(int(r.end.Sub(r.start).Seconds())), finished, r.recorded.Format(layout), r.id,
		"", "", "", "", "", "", r.channel, r.language,
	}
	for _, q := range questions {
		out = append(out, r.answers.cells[q.ID])
		if q.OtherColumn != "" {
			out = append(out, r.answers.other[q.ID])
		}
	}
	return out
}

// extras gives the two records that are not responses: the survey's makers
// trying it out, and somebody who stopped after the first domain.
func extras() (preview, unfinished response) {
	tried := day(1, 10).Add(15*time.Hour + 12*time.Minute + 40*time.Second)
	preview = response{
		start: tried, end: tried.Add(171 * time.Second), recorded: tried.Add(171 * time.Second),
		status: "Survey Preview", progress: 100, finished: true, id: "R_3iKz0vWbQ8mT2Yc",
		channel: "preview", language: "EN-GB",
		answers: row{cells: map[string]string{
			"gender": "Woman", "age": "36-45", "role": "Trainer or researcher", "setting": "Outside the NHS",
			"experience": "10-20 years", "digital_use": "I use them now", "training": "No",
			"confidence": "Very confident", "d1_required": "Required", "d1_comments": "testing, please ignore",
			"all_practitioners": "Not sure", "remarks": "test",
		}},
	}
	begun := day(2, 4).Add(12*time.Hour + 55*time.Minute + 3*time.Second)
	unfinished = response{
		start: begun, end: begun.Add(388 * time.Second), recorded: begun.AddDate(0, 0, 7).Add(389 * time.Second),
		status: "IP Address", progress: 34, id: "R_1gN5xUqLd7HsPe4",
		channel: "anonymous", language: "EN-GB",
		answers: row{cells: map[string]string{
			"gender": "Woman", "age": "26-35", "role": "PWP", "setting": "IAPT only", "experience": "Under 10 years",
			"digital_use": "I use them now", "training": "Yes", "training_which": "SilverCloud",
			"confidence": "Somewhat confident", "d1_required": "Required",
			"d1_comments": "client at the door, will come back to this",
		}},
	}
	return preview, unfinished
}
