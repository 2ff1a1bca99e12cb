package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/report"
	"concord/pipeline/tabbook"
)

// Formats names the forms that the report is written in.
var Formats = []string{"html", "md", "docx", "xlsx"}

// usualFormats are written where none are named.
var usualFormats = []string{"html", "md"}

// documentName gives the file of each format. The Word document is the report;
// the workbook holds its tables.
var documentName = map[string]string{"html": "report.html", "md": "report.md", "docx": "report.docx", "xlsx": "tables.xlsx"}

// formatsOf gives the formats asked for, each once, in the order of Formats.
func formatsOf(asked []string) ([]string, error) {
	if len(asked) == 0 {
		return usualFormats, nil
	}
	for _, name := range asked {
		if !slices.Contains(Formats, name) {
			return nil, fmt.Errorf("there is no format %q. %s", name, finding.DidYouMean(name, Formats))
		}
	}
	return slices.DeleteFunc(slices.Clone(Formats), func(f string) bool { return !slices.Contains(asked, f) }), nil
}

// documents names the files of the report that this run wrote or took over.
func (r *runner) documents() []string {
	var out []string
	for _, f := range []string{"html", "docx", "md", "xlsx"} {
		if _, ok := r.keys["report"].Outputs[documentName[f]]; ok {
			out = append(out, documentName[f])
		}
	}
	return out
}

// writeDocuments writes the report in each format asked for.
func (r *runner) writeDocuments(d report.Document) error {
	for _, f := range r.options.Formats {
		data, err := r.document(d, f)
		if err != nil {
			return fmt.Errorf("%s: %w", documentName[f], err)
		}
		if err := r.folder.write(documentName[f], data); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) document(d report.Document, format string) ([]byte, error) {
	switch format {
	case "html":
		return report.HTML(d)
	case "docx":
		charts, err := valueOf[drawn](r, "charts")
		if err != nil {
			return nil, err
		}
		pictures := map[string][]byte{}
		for _, c := range charts.Charts {
			pictures[c.Name] = c.PNG
		}
		return report.Word(d, pictures)
	case "xlsx":
		tables, err := valueOf[tabulated](r, "tables")
		if err != nil {
			return nil, err
		}
		return tabbook.Write(tabbook.Book{Title: d.Title, Line: d.Line, Version: d.Version, Method: methodNotes(d.Sections), Tables: tables.Tables})
	}
	return report.Markdown(d), nil
}

// methodNotes takes from the report what it says of percentages: a list each of
// whose items begins with what it is about.
func methodNotes(sections []report.Section) []tabbook.Note {
	var out []tabbook.Note
	for _, s := range sections {
		if s.ID == "counting" {
			for _, b := range s.Blocks {
				list, ok := b.(report.List)
				if !ok {
					continue
				}
				for _, item := range list.Items {
					label := item[0].Words
					out = append(out, tabbook.Note{Label: strings.TrimSpace(label), Text: strings.TrimPrefix(item.String(), label)})
				}
			}
		}
		out = append(out, methodNotes(s.Sections)...)
	}
	return out
}
