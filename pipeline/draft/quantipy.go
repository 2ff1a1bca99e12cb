package draft

import (
	"encoding/json"
	"strings"

	"concord/pipeline/study"
)

// quantipyFile is the part of Quantipy's metadata that says what columns hold.
type quantipyFile struct {
	Columns map[string]struct {
		Type   string
		Text   json.RawMessage
		Values json.RawMessage
	}
	Lib struct {
		Values map[string]json.RawMessage
	}
}

// readQuantipy reads Quantipy's JSON.
func readQuantipy(data []byte) (*Instrument, error) {
	var file quantipyFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	ins := &Instrument{Source: "Quantipy metadata", Items: map[string]*Item{}}
	for name, c := range file.Columns {
		item := &Item{Tag: name, Block: name, Wording: quantipyText(c.Text)}
		options := quantipyOptions(c.Values)
		var lib string
		if json.Unmarshal(c.Values, &lib) == nil {
			options = quantipyOptions(file.Lib.Values[strings.TrimPrefix(lib, "lib@values@")])
		}
		switch c.Type {
		case "single":
			item.Kind, item.Options = study.Single, options
		case "delimited set":
			item.Kind, item.Options, item.Separator = study.Multi, options, ";"
		case "int", "float":
			item.Kind = study.Number
		case "string":
			item.Kind = study.Text
		case "date":
			item.Kind = study.Date
		}
		if item.Kind.Closed() && len(options) == 0 {
			item.Kind = ""
		}
		ins.Items[name] = item
	}
	return ins, nil
}

// quantipyText gives a text, in English if it has one, or else in the language
// whose name is the first by the alphabet.
func quantipyText(raw json.RawMessage) string {
	var plain string
	if json.Unmarshal(raw, &plain) == nil {
		return plainText(plain)
	}
	var byLanguage map[string]string
	if json.Unmarshal(raw, &byLanguage) != nil {
		return ""
	}
	keys := sortedKeys(byLanguage)
	for _, k := range keys {
		if strings.HasPrefix(k, "en") {
			return plainText(byLanguage[k])
		}
	}
	if len(keys) == 0 {
		return ""
	}
	return plainText(byLanguage[keys[0]])
}

func quantipyOptions(raw json.RawMessage) study.Options {
	var list []struct {
		Value json.Number
		Text  json.RawMessage
	}
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var out study.Options
	for _, v := range list {
		if label := quantipyText(v.Text); label != "" {
			out = append(out, study.Option{Label: label, Code: v.Value.String()})
		}
	}
	uniqueOptions(out)
	return out
}
