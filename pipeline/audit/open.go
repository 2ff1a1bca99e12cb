package audit

import (
	"bytes"
	"path/filepath"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/textfile"
	"concord/pipeline/wordfile"
)

// Source is a file of printed figures as it was read.
type Source struct {
	// Document has the figures, for Examine.
	Document *Document
	// Published has them as a transcript, where the file is one (YAML or CSV);
	// nil for the text of a report.
	Published *Published
}

// Open reads a file of printed figures: a transcript in YAML (.yaml, .yml) or CSV
// (.csv), a Word document, a page of HTML, or text, which Markdown is too. What
// it is is told by its name, and by how it begins.
func Open(file string, data []byte) (*Source, []finding.Finding) {
	fail := func(message, do string) (*Source, []finding.Finding) {
		return nil, []finding.Finding{{Severity: finding.Error, Kind: "not-text", File: file, Message: message, Expected: "YAML, CSV, text, Markdown, HTML or a Word document", Do: do}}
	}
	ext := strings.ToLower(filepath.Ext(file))
	if ext == ".docx" || ext == ".docm" {
		doc, err := wordfile.Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if f, ok := err.(finding.Finding); ok {
				f.File = file
				return nil, []finding.Finding{f}
			}
			return fail(err.Error(), "")
		}
		return &Source{Document: readLines(file, wordLines(doc))}, nil
	}
	if kind := textfile.NotText(data); kind != "" {
		return fail("this is "+kind, textfile.HowToText(kind))
	}
	if ext == ".yaml" || ext == ".yml" {
		p, findings := Read(file, data)
		return &Source{Document: p.Document(), Published: p}, findings
	}
	text, note := textfile.Decode(data)
	var findings []finding.Finding
	if note != "" {
		findings = append(findings, finding.Finding{Severity: finding.Note, Kind: "encoding", File: file, Message: note})
	}
	if ext == ".csv" {
		p, more := ReadFigures(file, []byte(text))
		return &Source{Document: p.Document(), Published: p}, append(findings, more...)
	}
	if ext == ".html" || ext == ".htm" || ext == ".xhtml" || looksLikeHTML(text) {
		return &Source{Document: readLines(file, htmlLines(text))}, findings
	}
	return &Source{Document: ReadText(file, text)}, findings
}

func looksLikeHTML(text string) bool {
	begin := strings.ToLower(strings.TrimSpace(text[:min(len(text), 200)]))
	return strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html")
}

// wordLines gives the paragraphs of a Word document as lines, the cells of a row
// of a table together.
func wordLines(doc *wordfile.Document) []passage {
	var out []passage
	table, row := 0, 0
	for _, part := range [][]wordfile.Paragraph{doc.Paragraphs, doc.Notes} {
		for _, p := range part {
			inRow := p.Table > 0 && p.Table == table && p.Row == row && len(out) > 0
			table, row = p.Table, p.Row
			lines := textLines(strings.ReplaceAll(p.Text, "\t", " "))
			for i := range lines {
				lines[i].row = p.Table > 0
				for m := range lines[i].marks {
					lines[i].marks[m].Line = p.Number
				}
			}
			if inRow && len(lines) == 1 && len(out[len(out)-1].text)+len(lines[0].text) <= mostLine {
				out[len(out)-1].add("\t", Spot{Line: p.Number, Column: 1}) // ends a cell, for cellsOf
				out[len(out)-1].join(lines[0])
				continue
			}
			out = append(out, lines...)
		}
	}
	return out
}
