package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"concord/frameworks"
	"concord/pipeline/sheet"

	"github.com/gocarina/gocsv"
)

// row is one item in a table.
type row struct {
	// UUID and Key identify the item for good.
	UUID string `csv:"uuid"`
	Key  string `csv:"key"`
	// Code is the number that people know it by.
	Code string `csv:"code"`
	// Parent is the key of the item above, or its UUID where it has no key; ""
	// at the top.
	Parent    string `csv:"parent"`
	Kind      string `csv:"kind"`
	Level     string `csv:"level"`
	Title     string `csv:"title"`
	Statement string `csv:"statement"`
	Notes     string `csv:"notes"`
	Wording   string `csv:"wording"`
	// Changed, From and Until are days as year-month-day.
	Changed string `csv:"changed"`
	From    string `csv:"from"`
	Until   string `csv:"until"`
	// ReplacedBy holds UUIDs and Sources texts, one a line of the cell; in a source
	// \n stands for a line break and \\ for a backslash.
	ReplacedBy string `csv:"replaced_by"`
	Sources    string `csv:"sources"`
	// Links holds one link a line of the cell: relation | to | title | notes, with
	// a backslash before a bar or a backslash within them.
	Links string `csv:"links"`
}

// columns counts the fields of row.
const columns = 16

// CSV gives the framework as a table: UTF-8, RFC 4180 (2005), one row an item in
// the framework's order, each after the item that it stands below. Before the
// header stand lines that tell of the framework as a whole, as COMPEITO writes
// them: "#title,…", and one line for each kind, level, relation and reference.
// A cell that a spreadsheet would run is neutralised, and the format csv reads
// it back as it was. Line ends within a text become "\n", and spaces at its ends
// are taken out. The same framework always gives the same bytes.
func CSV(f *frameworks.Framework) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, line := range headLines(f) {
		cells := make([]string, columns)
		for i, cell := range line {
			cells[i] = sheet.Neutral(tidy(cell))
		}
		if err := w.Write(cells); err != nil {
			return nil, fmt.Errorf("the table could not be written: %w", err)
		}
	}
	var rows []*row
	f.Walk(func(item *frameworks.Item, parents []*frameworks.Item) bool {
		one := row{
			UUID: item.UUID, Key: item.Key, Code: item.Code, Kind: item.Kind, Level: item.Level, Title: item.Title,
			Statement: item.Statement, Notes: item.Notes, Wording: item.Wording, Changed: item.Changed, From: item.From, Until: item.Until,
			ReplacedBy: strings.Join(item.ReplacedBy, "\n"),
		}
		if n := len(parents); n > 0 {
			if one.Parent = parents[n-1].Key; one.Parent == "" {
				one.Parent = parents[n-1].UUID
			}
		}
		var sources, links []string
		for _, s := range item.Sources {
			if s = tidy(s); s != "" {
				sources = append(sources, escaping.Replace(s))
			}
		}
		for _, l := range item.Links {
			parts := []string{barred(l.Relation), barred(l.To), barred(l.Title), barred(l.Notes)}
			for len(parts) > 2 && parts[len(parts)-1] == "" {
				parts = parts[:len(parts)-1]
			}
			links = append(links, strings.Join(parts, " | "))
		}
		one.Sources, one.Links = strings.Join(sources, "\n"), strings.Join(links, "\n")
		for _, cell := range one.cells() {
			*cell = sheet.Neutral(tidy(*cell))
		}
		rows = append(rows, &one)
		return true
	})
	if rows == nil {
		rows = []*row{}
	}
	if err := gocsv.MarshalCSV(&rows, gocsv.NewSafeCSVWriter(w)); err != nil {
		return nil, fmt.Errorf("the table could not be written: %w", err)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func (r *row) cells() [columns]*string {
	return [columns]*string{
		&r.UUID, &r.Key, &r.Code, &r.Parent, &r.Kind, &r.Level, &r.Title, &r.Statement, &r.Notes, &r.Wording,
		&r.Changed, &r.From, &r.Until, &r.ReplacedBy, &r.Sources, &r.Links,
	}
}

// headLines are the lines before the header; those without a value are left out.
func headLines(f *frameworks.Framework) [][]string {
	var out [][]string
	for _, field := range headFields(f) {
		if *field.value != "" {
			out = append(out, []string{"#" + field.name, *field.value})
		}
	}
	for _, r := range f.References {
		out = append(out, []string{"#reference", r.Scheme, r.Code, r.Title})
	}
	for _, k := range f.Kinds {
		out = append(out, []string{"#kind", k.ID, k.Label, k.Letter})
	}
	for _, l := range f.Levels {
		out = append(out, []string{"#level", l.ID, l.Label, l.Definition})
	}
	for _, r := range f.Relations {
		ordered := ""
		if r.Ordered {
			ordered = "ordered"
		}
		out = append(out, []string{"#relation", r.ID, r.Label, r.Inverse, ordered, r.CASE})
	}
	return out
}

type headField struct {
	name  string
	value *string
}

func headFields(f *frameworks.Framework) []headField {
	return []headField{
		{"id", &f.ID}, {"uuid", &f.UUID}, {"title", &f.Title}, {"version", &f.Version}, {"status", &f.Status}, {"language", &f.Language},
		{"source", &f.Source}, {"rights", &f.Rights}, {"creator", &f.Creator}, {"publisher", &f.Publisher}, {"url", &f.URL},
		{"changed", &f.Changed}, {"wording", &f.Wording}, {"notes", &f.Notes},
	}
}

// tidy gives a text as it comes back from a table: with "\n" at the ends of
// lines, whole characters, and no spaces at its ends.
func tidy(s string) string {
	return strings.TrimSpace(lineEnds.Replace(strings.ToValidUTF8(s, "\ufffd")))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd")

var (
	escaping  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	unescaped = strings.NewReplacer(`\\`, `\`, `\n`, "\n")
	barring   = strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", `\n`)
	unbarring = strings.NewReplacer(`\\`, `\`, `\|`, "|", `\n`, "\n")
)

// barred gives a text for a cell in which bars part one from the next.
func barred(s string) string { return barring.Replace(tidy(s)) }

// unbarred gives the parts of a line in which bars part them.
func unbarred(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			out = append(out, strings.TrimSpace(unbarring.Replace(s[start:i])))
			start = i + 1
		}
	}
	return append(out, strings.TrimSpace(unbarring.Replace(s[start:])))
}
