package draft

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/study"
)

// qsf is the part of a Qualtrics survey file (.qsf) that says what was asked.
// (Names as in the files that the QualtricsTools package publishes as samples.)
type qsf struct {
	SurveyElements []struct {
		Element string
		Payload json.RawMessage
	}
}

// qsfQuestion is a question of it.
type qsfQuestion struct {
	QuestionID, DataExportTag, QuestionText string
	QuestionType, Selector, SubSelector     string
	Choices, Answers                        qsfChoices
	ChoiceOrder, AnswerOrder                qsfList
	RecodeValues, ChoiceDataExportTags      qsfMap
	AdditionalQuestions                     qsfParts
	Validation                              struct {
		Settings struct{ ContentType string }
	}
	DisplayLogic json.RawMessage
}

// qsfChoices are choices by their number; the file has an empty list for none.
type qsfChoices map[string]string

// UnmarshalJSON reads the choices' texts.
func (c *qsfChoices) UnmarshalJSON(data []byte) error {
	var m map[string]struct{ Display string }
	if json.Unmarshal(data, &m) == nil {
		*c = qsfChoices{}
		for k, v := range m {
			(*c)[k] = plainText(v.Display)
		}
	}
	return nil
}

// qsfMap has texts by the choices' numbers; the file has false, or an empty list,
// for none, and numbers as numbers or texts.
type qsfMap map[string]string

// UnmarshalJSON reads texts and numbers.
func (m *qsfMap) UnmarshalJSON(data []byte) error {
	var list map[string]json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		*m = qsfMap{}
		for k, v := range list {
			(*m)[k] = strings.Trim(string(v), `"`)
		}
	}
	return nil
}

// qsfList is an order of numbers, written as numbers or texts.
type qsfList []string

// UnmarshalJSON reads numbers and texts.
func (l *qsfList) UnmarshalJSON(data []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		for _, v := range list {
			*l = append(*l, strings.Trim(string(v), `"`))
		}
	}
	return nil
}

// qsfParts are the questions of a question side by side, by their number.
type qsfParts map[string]*qsfQuestion

// UnmarshalJSON reads them; the file has an empty list for none.
func (p *qsfParts) UnmarshalJSON(data []byte) error {
	var m map[string]*qsfQuestion
	if json.Unmarshal(data, &m) == nil {
		*p = m
	}
	return nil
}

// readQSF reads a Qualtrics survey file. ids are the export's ImportIds, by which
// columns are told; where it has none, names are, the columns' names.
func readQSF(data []byte, ids, names []string) (*Instrument, error) {
	var file qsf
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &file); err != nil {
		return nil, err
	}
	byID, byTag := map[string]*qsfQuestion{}, map[string]*qsfQuestion{}
	for _, e := range file.SurveyElements {
		if e.Element != "SQ" {
			continue
		}
		var q qsfQuestion
		if json.Unmarshal(e.Payload, &q) == nil && q.QuestionID != "" {
			byID[q.QuestionID] = &q
			byTag[q.DataExportTag] = &q
		}
	}
	ins := &Instrument{Source: "Qualtrics survey file", Items: map[string]*Item{}, At: map[int]*Item{}}
	for i, id := range ids {
		if p, ok := placeByID(id); ok && byID[p.question] != nil {
			ins.At[i] = byID[p.question].item(p)
		}
	}
	if len(ids) == 0 {
		for i, name := range names {
			if q, p, ok := placeByName(name, byTag); ok {
				ins.At[i] = q.item(p)
			}
		}
	}
	return ins, nil
}

// qsfPlace is the part of a question that a column holds: the question, the part
// of one side by side, the numbers of row and answer, and whether it is words.
type qsfPlace struct {
	question, part string
	numbers        []string
	text           bool
}

// placeForm is the form of an ImportId: QID3, QID5_2, QID2_8_TEXT, QID6#1_2_1, or
// with - for _ in old exports; loops put 1_ before it.
var placeForm = regexp.MustCompile(`^(?:\d+_)?(QID\d+)(?:#(\d+))?((?:[-_]\d+)*)([-_]TEXT)?$`)

func placeByID(id string) (qsfPlace, bool) {
	m := placeForm.FindStringSubmatch(id)
	if m == nil {
		return qsfPlace{}, false
	}
	p := qsfPlace{question: m[1], part: m[2], text: m[4] != ""}
	p.numbers = strings.FieldsFunc(m[3], func(r rune) bool { return r == '-' || r == '_' })
	return p, true
}

// placeByName reads names such as Q3, Q5_2 and Q2_8_TEXT.
func placeByName(name string, byTag map[string]*qsfQuestion) (*qsfQuestion, qsfPlace, bool) {
	p := qsfPlace{}
	name, p.text = strings.CutSuffix(name, "_TEXT")
	for cutAt := len(name); cutAt > 0; cutAt = strings.LastIndexByte(name[:cutAt], '_') {
		q := byTag[name[:cutAt]]
		if q == nil {
			continue
		}
		for _, piece := range strings.Split(strings.TrimPrefix(name[cutAt:], "_"), "_") {
			if piece == "" {
				continue
			}
			p.numbers = append(p.numbers, q.number(piece, len(p.numbers)))
		}
		return q, p, true
	}
	return nil, p, false
}

// number gives the number of a choice that a name calls by its recode value or
// its own tag.
func (q *qsfQuestion) number(piece string, depth int) string {
	if depth == 0 {
		for _, n := range sortedKeys(q.ChoiceDataExportTags) {
			if q.ChoiceDataExportTags[n] == piece {
				return n
			}
		}
	}
	if len(q.Answers) == 0 || depth == 1 {
		for _, n := range sortedKeys(q.RecodeValues) {
			if q.RecodeValues[n] == piece {
				return n
			}
		}
	}
	return piece
}

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		x, _ := strconv.Atoi(a)
		y, _ := strconv.Atoi(b)
		if x != y {
			return x - y
		}
		return strings.Compare(a, b)
	})
	return out
}

// item says what a column holds.
func (q *qsfQuestion) item(p qsfPlace) *Item {
	asked := q
	out := &Item{Tag: q.DataExportTag, Block: q.QuestionID, Wording: plainText(q.QuestionText), Words: p.text, When: q.when()}
	if p.part != "" && q.AdditionalQuestions[p.part] != nil {
		asked = q.AdditionalQuestions[p.part]
		out.Block += "#" + p.part
		out.Tag += "_" + p.part
		out.Wording = strings.TrimSpace(out.Wording + " " + plainText(asked.QuestionText))
	}
	row := func() {
		if len(p.numbers) > 0 {
			out.Row = q.Choices[p.numbers[0]]
			if out.Row == "" {
				out.Row = p.numbers[0]
			}
		}
	}
	switch asked.QuestionType {
	case "MC":
		switch {
		case p.text:
			out.Kind = study.Text
		case strings.HasPrefix(asked.Selector, "MA") || asked.Selector == "MSB":
			out.Kind = study.Multi
			if len(p.numbers) > 0 {
				out.Option = q.Choices[p.numbers[0]]
			} else {
				out.Options = asked.options(asked.Choices, asked.ChoiceOrder)
			}
		default:
			out.Kind = study.Single
			out.Options = asked.options(asked.Choices, asked.ChoiceOrder)
		}
	case "Matrix":
		row()
		switch {
		case p.text || asked.Selector == "TE":
			out.Kind = study.Text
			if len(p.numbers) > 1 {
				out.Row += " - " + asked.Answers[p.numbers[1]]
			}
		case asked.Selector == "CS":
			out.Kind = study.Number
		case asked.SubSelector == "MultipleAnswer" && len(p.numbers) > 1:
			out.Kind = study.Multi
			out.Option = asked.Answers[p.numbers[1]]
			out.Tag += "_" + p.numbers[0]
			if out.Ticked = asked.code(p.numbers[1]); p.part == "" {
				out.Ticked = ""
			}
		case asked.SubSelector == "MultipleAnswer":
			out.Kind = study.Multi
			out.Options = asked.options(asked.Answers, asked.AnswerOrder)
		default:
			out.Kind = study.Single
			out.Options = asked.options(asked.Answers, asked.AnswerOrder)
		}
	case "TE":
		out.Kind = study.Text
		switch asked.Validation.Settings.ContentType {
		case "ValidNumber":
			out.Kind = study.Number
		case "ValidEmail", "ValidPhone", "ValidZip", "ValidUSZip":
			out.Leave, out.Personal = "personal: contact details", true
		}
		if len(p.numbers) > 0 {
			row()
		}
	case "Slider", "RO", "CS":
		row()
		out.Kind = study.Number
	case "DB", "Timing", "Meta", "Captcha", "FileUpload", "Signature", "HotSpot", "HeatMap", "DD":
		out.Leave = "no question with answers to count"
	}
	if out.Kind == study.Multi && out.Option == "" && len(out.Options) == 0 || out.Kind == study.Single && len(out.Options) == 0 {
		out.Kind = "" // the file does not say enough
	}
	return out
}

// code is how an export with numbers writes a choice.
func (q *qsfQuestion) code(number string) string {
	if c := q.RecodeValues[number]; c != "" {
		return c
	}
	return number
}

// options lists choices in their order, each with the number that stands for it.
func (q *qsfQuestion) options(choices qsfChoices, order qsfList) study.Options {
	if len(order) == 0 {
		order = sortedKeys(choices)
	}
	var out study.Options
	for _, n := range order {
		if label := choices[n]; label != "" {
			out = append(out, study.Option{Label: label, Code: q.code(n)})
		}
	}
	uniqueOptions(out)
	return out
}

// whenForm is how display logic names a choice of another question.
var whenForm = regexp.MustCompile(`^q://(QID\d+)/SelectableChoice/(\d+)$`)

// when gives the one choice of another question on which this one depends, nil
// when its display logic is none, or more than that.
func (q *qsfQuestion) when() *Condition {
	var logic map[string]json.RawMessage
	if json.Unmarshal(q.DisplayLogic, &logic) != nil || logic["0"] == nil || logic["1"] != nil {
		return nil
	}
	var group map[string]json.RawMessage
	if json.Unmarshal(logic["0"], &group) != nil || group["0"] == nil || group["1"] != nil {
		return nil
	}
	var e struct{ LogicType, ChoiceLocator, LeftOperand, Operator string }
	if json.Unmarshal(group["0"], &e) != nil || e.Operator != "Selected" || e.LogicType != "Question" {
		return nil
	}
	for _, s := range []string{e.LeftOperand, e.ChoiceLocator} {
		if m := whenForm.FindStringSubmatch(s); m != nil {
			return &Condition{Block: m[1], Number: m[2]}
		}
	}
	return nil
}
