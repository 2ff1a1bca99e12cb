package draft

import (
	"encoding/csv"
	"slices"
	"strings"

	"concord/pipeline/study"
	"concord/pipeline/textfile"
)

// What the two columns of a list of questions may be called, in small letters.
var (
	listedNames    = []string{"variable", "variable name", "column", "column name", "name", "field", "code", "id", "question id", "item"}
	listedWordings = []string{"question", "question text", "wording", "label", "text", "description", "question wording", "variable label"}
)

// readWordings reads a list that gives the columns of an export their questions
// in words: a row a column, of which one cell names it and another is the
// question. It is nil when the file is no such list, or names no column.
func readWordings(data []byte, names []string) *Instrument {
	text, _ := textfile.Decode(data)
	for _, comma := range []rune{',', ';', '\t'} {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
		rows, err := r.ReadAll()
		if err != nil || len(rows) < 2 {
			continue
		}
		name, wording := headOf(rows[0], listedNames), headOf(rows[0], listedWordings)
		if name < 0 || wording < 0 {
			continue
		}
		known := map[string]string{} // the column's name, by how it is compared
		for _, n := range names {
			known[strings.ToLower(study.Normal(n))] = n
		}
		ins := &Instrument{Source: "list of questions", Items: map[string]*Item{}, Loose: true}
		for _, row := range rows[1:] {
			if max(name, wording) >= len(row) {
				continue
			}
			column, ok := known[strings.ToLower(study.Normal(row[name]))]
			if words := plainText(row[wording]); ok && words != "" {
				ins.Items[column] = &Item{Tag: column, Wording: words}
			}
		}
		if len(ins.Items) > 0 {
			return ins
		}
	}
	return nil
}

// headOf gives the place of the first of some headers; -1 for none.
func headOf(row []string, wanted []string) int {
	return slices.IndexFunc(row, func(cell string) bool {
		return slices.Contains(wanted, headWords(cell))
	})
}

// wordingOf gives the question that a list of wordings has for a column.
func (ins *Instrument) wordingOf(column string) string {
	if ins == nil || !ins.Loose || ins.Items[column] == nil {
		return ""
	}
	return ins.Items[column].Wording
}

// listedWordings gives questions of columns that their names tie together the
// wordings of the list.
func (b *builder) listedWordings() {
	for i := range b.draft.Questions {
		q := &b.draft.Questions[i]
		if words := b.instrument.wordingOf(b.cols[q.columns[0]].Name); words != "" {
			q.Wording = words
		}
	}
}
