package draft

import (
	"encoding/csv"
	"regexp"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/textfile"
)

var (
	// oneBranch is branching logic that depends on one answer: [sex] = '1', and
	// [race(4)] = '1' for a box.
	oneBranch = regexp.MustCompile(`^\[([a-z][a-z0-9_]*)(?:\(([^()]+)\))?\] *= *['"]([^'"]*)['"]$`)
	// notInBox are the letters of a choice's code that the name of its box has an
	// underscore for.
	notInBox = regexp.MustCompile(`[^a-z0-9]`)
)

// readREDCap reads a data dictionary of REDCap: one row a field.
func readREDCap(data []byte) (*Instrument, error) {
	text, _ := textfile.Decode(data)
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[dictionaryHead(name)] = i
	}
	ins := &Instrument{Source: "REDCap data dictionary", Items: map[string]*Item{}}
	for n, row := range rows[1:] {
		get := func(head string) string {
			if i, ok := at[head]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		field := get("variable")
		if field == "" || n == 0 {
			continue // the first field is the record's id
		}
		item := &Item{Tag: field, Block: field, Wording: plainText(get("field label"))}
		if m := oneBranch.FindStringSubmatch(get("branching logic")); m != nil {
			item.When = &Condition{Block: m[1], Number: m[3]}
			if m[2] != "" {
				item.When.Number = m[2]
			}
		}
		if strings.EqualFold(get("identifier"), "y") {
			item.Leave, item.Personal = "personal: marked as an identifier in the dictionary", true
		}
		options := redcapOptions(get("choices"))
		switch kind := strings.ToLower(get("field type")); kind {
		case "radio", "dropdown":
			item.Kind, item.Options = study.Single, options
		case "yesno":
			item.Kind, item.Options = study.Single, study.Options{{Label: "Yes", Code: "1"}, {Label: "No", Code: "0"}}
		case "truefalse":
			item.Kind, item.Options = study.Single, study.Options{{Label: "True", Code: "1"}, {Label: "False", Code: "0"}}
		case "checkbox":
			for _, o := range options {
				box := *item
				box.Kind, box.Option = study.Multi, o.Label
				ins.Items[field+"___"+notInBox.ReplaceAllString(strings.ToLower(o.Code), "_")] = &box
			}
			continue
		case "calc", "slider":
			item.Kind = study.Number
		case "notes":
			item.Kind = study.Text
		case "file", "descriptive":
			item.Leave = "a file or a heading, no answers"
		case "text":
			item.validated(strings.ToLower(get("validation")))
		}
		if item.Kind.Closed() && len(item.Options) == 0 {
			item.Kind = ""
		}
		ins.Items[field] = item
	}
	return ins, nil
}

// dictionaryHeads are the beginnings of the dictionary's headers, in small
// letters, and what they are called here.
var dictionaryHeads = [][2]string{
	{"variable", "variable"}, {"field type", "field type"}, {"field label", "field label"}, {"choices", "choices"},
	{"text validation type", "validation"}, {"identifier", "identifier"}, {"branching logic", "branching logic"},
}

// dictionaryHead brings a header of the dictionary to the name used here.
func dictionaryHead(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, h := range dictionaryHeads {
		if strings.HasPrefix(s, h[0]) {
			return h[1]
		}
	}
	return s
}

// validated says what a box for text takes.
func (i *Item) validated(validation string) {
	switch {
	case strings.HasPrefix(validation, "date_"):
		i.Kind = study.Date
	case strings.Contains(validation, "comma_decimal"):
		i.Kind = study.Text
	case validation == "integer", strings.HasPrefix(validation, "number"):
		i.Kind = study.Number
	case validation == "email", strings.HasPrefix(validation, "phone"), strings.HasPrefix(validation, "postalcode"), validation == "zipcode", validation == "ssn", strings.HasPrefix(validation, "mrn"):
		i.Leave, i.Personal = "personal: "+validation, true
	case validation == "alpha_only":
		i.Kind = study.Text
	}
}

// redcapOptions reads "1, One | 2, Two".
func redcapOptions(choices string) study.Options {
	var out study.Options
	for _, part := range strings.Split(choices, "|") {
		code, label, ok := strings.Cut(strings.TrimSpace(part), ",")
		code, label = strings.TrimSpace(code), plainText(label)
		if !ok || code == "" || label == "" {
			continue
		}
		out = append(out, study.Option{Label: label, Code: code})
	}
	uniqueOptions(out)
	return out
}
